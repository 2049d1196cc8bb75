//! What reports are called: ids, outlets, days and titles, without their texts; and which of them were taken back.
//!
//! ```
//! use isnad_ledger::{reports::about, store::{Ledger, Snapshot}};
//!
//! let folder = tempfile::tempdir()?;
//! drop(Ledger::open_or_create(folder.path())?);
//! assert!(about(&Snapshot::open(folder.path())?, |_, _| true)?.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::columns;
use crate::error::LedgerError;
use crate::schema::Table;
use crate::store::Snapshot;
use rustc_hash::FxHashSet;
use std::collections::HashMap;

/// What is known of a report beside its text.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// Its id in the input.
    pub id: String,
    /// Its outlet and agencies, outermost first.
    pub publishers: Vec<String>,
    /// When it was published, as the input says.
    pub published: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Whether its publisher took it back.
    pub withdrawn: bool,
}

/// The ids of the reports that their publishers took back.
///
/// # Errors
/// A file that cannot be read.
pub fn withdrawn(snapshot: &Snapshot) -> Result<FxHashSet<String>, LedgerError> {
    let mut out = FxHashSet::default();
    for batch in snapshot.batches(Table::Withdrawn, &["id"]) {
        let batch = batch?;
        out.extend((0..batch.num_rows()).map(|row| columns::text(&batch, "id", row).to_owned()));
    }
    Ok(out)
}

/// What is known of those reports whose key and id are wanted, by key.
///
/// # Errors
/// A file that cannot be read.
pub fn about(snapshot: &Snapshot, wanted: impl Fn(&str, &str) -> bool) -> Result<HashMap<String, About>, LedgerError> {
    let gone = withdrawn(snapshot)?;
    let mut out = HashMap::new();
    for batch in snapshot.batches(Table::Reports, &["report", "id", "publishers", "published", "title"]) {
        let batch = batch?;
        for row in 0..batch.num_rows() {
            let (key, id) = (columns::text(&batch, "report", row), columns::text(&batch, "id", row));
            if wanted(key, id) {
                let some = |column: &str| columns::some_text(&batch, column, row).map(str::to_owned);
                let about = About { id: id.to_owned(), publishers: columns::texts(&batch, "publishers", row), published: some("published"), title: some("title"), withdrawn: gone.contains(id) };
                out.insert(key.to_owned(), about);
            }
        }
    }
    Ok(out)
}
