//! What is made anew when a ledger has changed, its copies and claims, by plans that an engine distributes: [`crate::copies`] and [`crate::claims`].
//!
//! The rows are those of [`isnad_ledger::derived::renew`], which does the same on one machine without an engine.

use crate::client::session;
use crate::error::ClusterError;
use crate::run::{State, collect, numbers};
use crate::stages::{Open, Stages};
use crate::{claims, copies};
use isnad_ledger::claims::Corrections;
use isnad_ledger::derived::Renewed;
use isnad_ledger::schema::Table;
use isnad_ledger::store::{Change, Ledger};
use isnad_sql::Pack;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

/// The folder of what is on its way, in the ledger's.
const FOLDER: &str = ".derived";
/// So many reports more are one partition more.
const IN_A_PARTITION: u64 = 20_000;

/// In how many partitions plans over so many reports run: two at least, and no more than a scheduler keeps an eye on.
fn partitions(reports: u64) -> usize {
    usize::try_from(reports / IN_A_PARTITION + 2).unwrap_or(usize::MAX).min(512)
}

/// Makes copies and claims anew on the cluster of a scheduler (`HOST:PORT`), with the corrections as they stand, and puts them in the place of the old ones
/// in one step. `watch` is told how far it is.
///
/// # Errors
/// No scheduler, a ledger or corrections that cannot be read, a file that cannot be written, an executor that fails. The ledger then stands as before, and
/// whoever tries again goes on with the stages that were done.
pub async fn renew(scheduler: &str, ledger: &mut Ledger, pack: &Pack, watch: &(dyn Fn(&State) + Sync)) -> Result<Renewed, ClusterError> {
    renew_by(&|partitions, name| session(scheduler, pack, partitions, name), ledger, watch).await
}

/// The same on whatever engine the sessions that are opened run plans on.
///
/// # Errors
/// See [`renew`].
pub async fn renew_by(open: &Open<'_>, ledger: &mut Ledger, watch: &(dyn Fn(&State) + Sync)) -> Result<Renewed, ClusterError> {
    let start = Instant::now();
    let snapshot = ledger.snapshot().clone();
    let corrections = Corrections::of(snapshot.folder())?;
    let whole = snapshot.folder().join(FOLDER);
    // What was made of another state of the ledger is of no use.
    let folder = whole.join(snapshot.commit().to_string());
    if whole.exists() && !folder.exists() {
        fs::remove_dir_all(&whole).map_err(ClusterError::io(&whole))?;
    }
    let of = snapshot.parts(Table::Reports).count() + 10;
    let tell = |done: usize| watch(&State { doing: "copies and claims", done: done.min(of), of, ..State::default() });
    let stages = Stages::new(open, &folder, partitions(snapshot.rows(Table::Reports)), &tell)?;

    let copied = copies::copies(&stages, &snapshot).await?;
    let middle = Instant::now();
    let made = claims::make(&stages, &snapshot, copied.as_deref(), &corrections).await?;
    let mut renewed = Renewed { unknown: made.unknown, took: [middle - start, middle.elapsed()], ..Renewed::default() };
    if let Some(file) = &copied {
        let [groups, rows] = counted(&stages, "copies", file, ["origin IS NULL", "true"]).await?;
        (renewed.groups, renewed.copied) = (groups, rows - groups);
    }
    if let Some(file) = &made.file {
        let [several, contested, rows] = counted(&stages, "claims", file, ["reports > 1", "contested", "true"]).await?;
        (renewed.claims, renewed.several, renewed.contested) = (rows, several, contested);
    }
    ledger.commit(Change::default().replace_by(Table::Copies, copied).replace_by(Table::Claims, made.file))?;
    fs::remove_dir_all(&whole).map_err(ClusterError::io(&whole))?;
    Ok(renewed)
}

/// How many rows of a file are such.
async fn counted<const N: usize>(stages: &Stages<'_>, table: &str, file: &PathBuf, such: [&str; N]) -> Result<[u64; N], ClusterError> {
    let doing = format!("counting {table}");
    let context = stages.session(2, &doing, &[(table, std::slice::from_ref(file))]).await?;
    let columns = such.map(|such| format!("count(CASE WHEN {such} THEN 1 END)")).join(", ");
    let batches = collect(&context, &format!("SELECT {columns} FROM {table}"), &doing).await?;
    let mut column = 0..N;
    Ok([(); N].map(|()| numbers(&batches, column.next().unwrap_or_default()).flatten().sum::<i64>().unsigned_abs()))
}
