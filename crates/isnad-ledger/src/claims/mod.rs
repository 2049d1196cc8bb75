//! Claims: mentions of one occurrence across reports, with every voice that asserts, alleges, doubts or denies it.
//!
//! A claim says how many reports mention it and, beside that, through how many chains it came that do not depend on each
//! other: reports of one copied text, or that credit one agency, are one chain for each voice that they quote. What stands
//! against it (a denial, figures that cannot both be true) makes it contested; nothing here says who is right.
//!
//! Which mentions are one occurrence is decided by what speaks for it and against it ([`Points`]), and each merge says
//! why; a user's [`Corrections`] come before all that.

mod apart;
mod cluster;
mod corrections;
mod mention;
mod points;
mod said;
mod table;

pub use apart::{Placed, claims};
pub use corrections::{Correction, Corrections, FILE as CORRECTIONS_FILE, Kind as CorrectionKind, recoded};
pub use mention::COLUMNS;
pub use points::Points;
pub use said::{Sentence, sentences};
pub use table::{Claim, ClaimFigure, ClaimVoice};

use crate::error::LedgerError;
use crate::rows::Rows;
use crate::schema::Table;
use crate::store::Snapshot;
use arrow_array::RecordBatch;
use rustc_hash::FxHashMap;

/// All claims of a ledger.
#[derive(Debug, Default)]
pub struct Claims {
    /// In the order of their days.
    pub claims: Vec<Claim>,
    /// Mentions that the corrections name and that the ledger does not hold.
    pub unknown: Vec<String>,
}

/// Makes the claims of a ledger from its events. `groups` says for reports that are copies to which text they go back (see
/// [`crate::schema::Table::Copies`]).
///
/// # Errors
/// A file that cannot be read.
pub fn derive(snapshot: &Snapshot, groups: &FxHashMap<String, String>, points: &Points, corrections: &Corrections) -> Result<Claims, LedgerError> {
    let mut words = mention::Lexemes::default();
    let mut mentions = mention::mentions(snapshot, groups, &mut words)?;
    mention::recode(&mut mentions, corrections, &mut words);
    let (clusters, unknown) = cluster::clusters(&mentions, &words, points, corrections);
    let claims = clusters.iter().map(|c| table::claim(c, &mentions, &words)).collect();
    Ok(Claims { claims, unknown })
}

/// What speaks for two mentions, each given as report's key and event, telling of one occurrence, and how many points that makes; none where
/// something speaks against it, or where the ledger does not hold both. Corrections are not asked.
///
/// # Errors
/// A file that cannot be read.
pub fn compare(snapshot: &Snapshot, groups: &FxHashMap<String, String>, points: &Points, pairs: &[[(String, String); 2]]) -> Result<Vec<Option<String>>, LedgerError> {
    let mut words = mention::Lexemes::default();
    let mentions = mention::mentions(snapshot, groups, &mut words)?;
    let places: FxHashMap<(&str, &str), usize> = mentions.iter().enumerate().map(|(i, m)| ((words.word(m.report), words.word(m.event)), i)).collect();
    let find = |(report, event): &(String, String)| places.get(&(report.as_str(), event.as_str())).map(|i| &mentions[*i]);
    Ok(pairs.iter().map(|[a, b]| points.fit(find(a)?, find(b)?).map(|fit| fit.said())).collect())
}

impl Claims {
    /// Their rows.
    ///
    /// # Errors
    /// Rows that do not fit the table's columns.
    pub fn batches(&self, snapshot: &Snapshot) -> Result<Vec<RecordBatch>, LedgerError> {
        let fits = || LedgerError::broken::<arrow_schema::ArrowError>(snapshot.folder());
        let mut out = Vec::new();
        for some in self.claims.chunks(8192) {
            let mut rows = Rows::new();
            rows.push(Table::Claims, some).map_err(fits())?;
            out.extend(rows.take(Table::Claims).map_err(fits())?);
        }
        Ok(out)
    }
}

/// Reads the claims that a ledger holds.
///
/// # Errors
/// A file that cannot be read.
pub fn read(snapshot: &Snapshot) -> Result<Vec<Claim>, LedgerError> {
    let mut out = Vec::new();
    for batch in snapshot.batches(Table::Claims, &[]) {
        let batch = batch?;
        out.extend((0..batch.num_rows()).map(|row| table::read(&batch, row)));
    }
    Ok(out)
}
