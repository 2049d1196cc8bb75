//! Copies: which reports repeat which, where each comes from, and how many voices are left.
//!
//! ```text
//! reports ─ words ─▶ folded words ─ shingles ─▶ sketches ─ candidates ─▶ pairs ─ overlap (exact) ─▶ ties ─ origin ─▶ forest
//! ```
//!
//! ```
//! use isnad_ledger::copies::{Bounds, find, reports::Row};
//!
//! let text = "وصل الوفد إلى العاصمة مساء أمس وعقد لقاءات مع عدد من المسؤولين ثم غادر إلى بلاده صباح اليوم";
//! let reports = [Row { key: "b", day: Some(2), text, ..Row::default() }, Row { key: "a", day: Some(1), text, ..Row::default() }];
//! let found = find(&reports, reports.len(), &Bounds::default()).unwrap();
//! assert_eq!(found.copies[1].origin.as_deref(), Some("a"));
//! assert_eq!(found.copies[1].relation, "same");
//! ```

mod agency;
pub mod candidates;
mod find;
pub mod group;
mod independent;
mod lineage;
pub mod often;
mod origin;
pub mod overlap;
pub mod reports;
pub mod shingles;
mod table;
#[cfg(test)]
mod tests;
pub mod words;
mod work;

pub use find::{Bounds, Found, find};
pub use independent::Independent;
pub use lineage::{Line, Lineage};
pub use origin::Known;
pub use table::{batches, read, rows};

use crate::error::LedgerError;
use crate::schema::Table;
use crate::store::Snapshot;
use arrow_array::RecordBatch;

/// A report in a group of copies: a row of the table `copies`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Copy {
    /// Its key.
    pub report: String,
    /// The key of the report that heads its group: all reports of a group are tied to that one.
    pub group: String,
    /// The key of the report that it most likely comes from; None where it comes from none that is in the ledger. The head of a
    /// group may come from a report of another group, to whose head it is not tied.
    pub origin: Option<String>,
    /// What it is against `origin`: `same`, `retitled` (same words under another title), `shortened`, `extended`, `mixed` (each has what the other
    /// has not); `origin` where there is none.
    pub relation: String,
    /// The share of its words that stands in `origin`, from 0 to 1; set phrases are not counted.
    pub share: Option<f64>,
    /// The share of the words of `origin` that stands in it, from 0 to 1.
    pub share_of_origin: Option<f64>,
    /// The key of the report whose voice it speaks with; its own where less than half of it is copied.
    pub voice: String,
    /// Why `origin` is taken to be the origin.
    pub why: String,
}

impl Copy {
    /// Whether nothing but days and lengths makes `origin` its origin, so that both may have their text from a source that is not in the
    /// ledger: their outlets differ, neither credits the other, and the origin is no agency's. `why` says it too.
    pub fn may_be_siblings(&self) -> bool {
        self.why.contains(origin::OUTSIDE)
    }
}

/// The table `copies` of a ledger, from its reports, with the default bounds.
///
/// # Errors
/// A file of the ledger that cannot be read.
pub fn derive(snapshot: &Snapshot) -> Result<Vec<RecordBatch>, LedgerError> {
    let about = usize::try_from(snapshot.rows(Table::Reports)).unwrap_or(usize::MAX);
    let found = find(snapshot, about, &Bounds::default())?;
    batches(&found.copies).map_err(LedgerError::broken(snapshot.folder()))
}
