//! `isnad ledger`: what a ledger holds, and how it is kept.

use super::args::{Ledger as Call, LedgerCommand};
use super::stop;
use crate::output::{Output, Stop, tell};
use crate::summary::{counted, grouped};
use isnad_ledger::claims::CORRECTIONS_FILE;
use isnad_ledger::derived::{self, Renewed, Scope};
use isnad_ledger::schema::TABLES;
use isnad_ledger::store::{Ledger, Snapshot};
use std::path::Path;

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
    let made = derived::renew(ledger, Scope::Whole).map_err(stop)?;
    Ok(told(ledger, &made, aloud))
}

/// Tells what copies and claims were found; says whether the ledger holds all that the corrections name.
pub fn told(ledger: &Ledger, made: &Renewed, aloud: bool) -> bool {
    for name in &made.unknown {
        tell(&format!("{}: no event {name} is in the ledger; the correction changes nothing", ledger.snapshot().folder().join(CORRECTIONS_FILE).display()));
    }
    if aloud {
        let [copies, claims] = made.took.map(|t| t.as_secs_f64());
        tell(&format!("{} repeat others, in {} ({copies:.1} s)", counted(made.copied, "report"), counted(made.groups, "group")));
        tell(&format!("{}: {} in several reports, {} contested ({claims:.1} s)", counted(made.claims, "claim"), grouped(made.several), grouped(made.contested)));
    }
    made.unknown.is_empty()
}
