//! Decides what is made anew when a ledger has changed: its copies, and the claims that its reports make together.
//!
//! ```
//! use isnad_ledger::derived::{self, Scope};
//! use isnad_ledger::store::Ledger;
//!
//! let folder = tempfile::tempdir()?;
//! let mut ledger = Ledger::open_or_create(folder.path())?;
//! let made = derived::renew(&mut ledger, Scope::Whole)?;
//! assert_eq!((made.groups, made.claims), (0, 0));
//! assert!(ledger.snapshot().derived());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::claims::{self, Corrections, Points};
use crate::copies;
use crate::error::LedgerError;
use crate::schema::Table;
use crate::store::{Change, Ledger};
use std::time::{Duration, Instant};

/// How much is made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Copies and claims.
    Whole,
    /// Claims alone, where the copies are those of the reports that the ledger holds: only corrections have changed.
    Claims,
}

/// What was made.
#[derive(Debug, Clone, Default)]
pub struct Renewed {
    /// Groups of copies.
    pub groups: u64,
    /// Reports in them that repeat others.
    pub copied: u64,
    /// Claims.
    pub claims: u64,
    /// Of these in several reports.
    pub several: u64,
    /// Of these contested.
    pub contested: u64,
    /// Mentions that the corrections name and that the ledger does not hold.
    pub unknown: Vec<String>,
    /// How long copies took, and how long claims.
    pub took: [Duration; 2],
}

/// Makes copies and claims anew, with the corrections as they stand, and puts them in the place of the old ones in one step.
///
/// # Errors
/// A ledger or corrections that cannot be read, or a file that cannot be written. The ledger then stands as before.
pub fn renew(ledger: &mut Ledger, scope: Scope) -> Result<Renewed, LedgerError> {
    let start = Instant::now();
    let snapshot = ledger.snapshot().clone();
    let corrections = Corrections::of(snapshot.folder())?;
    let mut change = Change::default();
    let copies = if scope == Scope::Claims && snapshot.derived() {
        copies::read(&snapshot)?
    } else {
        let reports = usize::try_from(snapshot.rows(Table::Reports)).unwrap_or(usize::MAX);
        let found = copies::find(&snapshot, reports, &copies::Bounds::default())?.copies;
        change = change.replace(Table::Copies, copies::batches(&found).map_err(LedgerError::broken(snapshot.folder()))?);
        found
    };
    let groups = copies.iter().filter(|c| c.origin.is_none()).count() as u64;
    let copied = copies.len() as u64 - groups;
    let middle = Instant::now();
    let voices = copies.into_iter().map(|c| (c.report, c.voice)).collect();
    let claims = claims::derive(&snapshot, &voices, &Points::shipped(), &corrections)?;
    ledger.commit(change.replace(Table::Claims, claims.batches(&snapshot)?))?;
    let count = |of: &dyn Fn(&claims::Claim) -> bool| claims.claims.iter().filter(|c| of(c)).count() as u64;
    Ok(Renewed {
        groups,
        copied,
        claims: claims.claims.len() as u64,
        several: count(&|c| c.reports > 1),
        contested: count(&|c| c.contested),
        took: [middle - start, middle.elapsed()],
        unknown: claims.unknown,
    })
}
