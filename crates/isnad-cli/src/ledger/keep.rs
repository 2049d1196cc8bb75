//! `isnad ledger`: what a ledger holds, and how it is kept.

use super::args::{Ledger as Call, LedgerCommand};
use super::stop;
use crate::output::{Output, Stop, tell};
use crate::summary::{counted, grouped};
use isnad_ledger::LedgerError;
use isnad_ledger::claims::{self, Corrections, Points};
use isnad_ledger::copies;
use isnad_ledger::schema::{TABLES, Table};
use isnad_ledger::store::{Change, Ledger, Snapshot};
use std::path::Path;
use std::time::Instant;

/// `isnad ledger`.
///
/// # Errors
/// A ledger that is not there, or cannot be read or written.
pub fn run(call: &Call) -> Result<bool, Stop> {
    match &call.command {
        LedgerCommand::Info(at) => info(&at.ledger),
        LedgerCommand::Refresh(at) => {
            must_exist(&at.ledger)?;
            let mut ledger = Ledger::open_or_create(&at.ledger).map_err(stop)?;
            refresh(&mut ledger, true)
        }
        LedgerCommand::Compact(call) => {
            must_exist(&call.at.ledger)?;
            let mut ledger = Ledger::open_or_create(&call.at.ledger).map_err(stop)?;
            let (before, after) = ledger.compact(call.rows.max(1)).map_err(stop)?;
            tell(&format!("{before} files are now {after}"));
            Ok(true)
        }
    }
}

/// A ledger that is only looked after is not made.
fn must_exist(folder: &Path) -> Result<(), Stop> {
    Snapshot::open(folder).map(drop).map_err(stop)
}

fn info(folder: &Path) -> Result<bool, Stop> {
    let snapshot = Snapshot::open(folder).map_err(stop)?;
    let mut out = Output::stdout()?;
    for table in TABLES {
        let line = format!("{:<13} {:>12} rows  {:>5} files\n", table.name(), grouped(snapshot.rows(table)), snapshot.parts(table).count());
        out.lines(line.as_bytes())?;
    }
    out.flush()?;
    Ok(true)
}

/// Finds copies and claims anew.
///
/// # Errors
/// A ledger that cannot be read or written.
pub fn refresh(ledger: &mut Ledger, aloud: bool) -> Result<bool, Stop> {
    let start = Instant::now();
    let good = made(ledger, aloud, start).map_err(stop)?;
    Ok(good)
}

fn made(ledger: &mut Ledger, aloud: bool, start: Instant) -> Result<bool, LedgerError> {
    let snapshot = ledger.snapshot().clone();
    let reports = usize::try_from(snapshot.rows(Table::Reports)).unwrap_or(usize::MAX);
    let copies = copies::find(&snapshot, reports, &copies::Bounds::default())?.copies;
    if aloud {
        let groups = copies.iter().filter(|c| c.origin.is_none()).count() as u64;
        tell(&format!("{} repeat others, in {} ({:.1} s)", counted(copies.len() as u64 - groups, "report"), counted(groups, "group"), start.elapsed().as_secs_f64()));
    }
    let start = Instant::now();
    let corrections = Corrections::of(snapshot.folder())?;
    let voices = copies.iter().map(|c| (c.report.clone(), c.voice.clone())).collect();
    let claims = claims::derive(&snapshot, &voices, &Points::shipped(), &corrections)?;
    let copied = copies::batches(&copies).map_err(|e| LedgerError::Broken { path: snapshot.folder().to_owned(), what: e.to_string() })?;
    ledger.commit(Change::default().replace(Table::Copies, copied).replace(Table::Claims, claims.batches(&snapshot)?))?;
    for name in &claims.unknown {
        tell(&format!("{}: no event {name} is in the ledger; the correction changes nothing", snapshot.folder().join(claims::CORRECTIONS_FILE).display()));
    }
    if aloud {
        let several = claims.claims.iter().filter(|c| c.reports > 1).count() as u64;
        let contested = claims.claims.iter().filter(|c| c.contested).count() as u64;
        tell(&format!("{}: {} in several reports, {} contested ({:.1} s)", counted(claims.claims.len() as u64, "claim"), grouped(several), grouped(contested), start.elapsed().as_secs_f64()));
    }
    Ok(claims.unknown.is_empty())
}
