//! Decides what of an input is new, and when what has been read is written down for good.
//!
//! Items come in the order of their input. Every so many reports everything read so far is committed in one step: the
//! rows themselves, and how far each input has been read. Whoever is interrupted goes on behind the last commit; a report
//! that is in the ledger already, from wherever it came, is not added again.
//!
//! ```
//! use isnad::Report;
//! use isnad_ledger::{ingest::{Ingest, Progress}, store::Ledger};
//!
//! let folder = tempfile::tempdir()?;
//! let mut ledger = Ledger::open_or_create(folder.path())?;
//! let report = Report::with_title("r1", "عنوان", "نص الخبر.");
//! for known in [0, 1] {
//!     let mut ingest = Ingest::new(&mut ledger)?;
//!     ingest.uncoded("a.jsonl", 0, "a.jsonl:1", &report, None)?;
//!     ingest.done("a.jsonl", Some(70), Some(5), 1)?;
//!     assert_eq!(ingest.finish()?.known, known);
//! }
//! let progress = Progress::of(ledger.snapshot())?;
//! assert_eq!(progress.read("a.jsonl", Some(70), Some(5)), Some((1, true)));
//! assert_eq!(progress.read("a.jsonl", Some(99), Some(6)), None); // the file has changed
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::columns;
use crate::error::LedgerError;
use crate::rows::{Rows, SourceRow, key};
use crate::schema::{TABLES, Table};
use crate::store::{Change, Ledger, Snapshot};
use arrow_schema::ArrowError;
use isnad::Report;
use isnad::coded::Coded;
use isnad::record::Record;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

/// After how many reports, or bytes of text, what has been read is committed.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Reports.
    pub reports: usize,
    /// Bytes of their text.
    pub bytes: usize,
}

impl Default for Bounds {
    /// 4,000 reports or 24 MiB of text: some ten seconds of work.
    fn default() -> Bounds {
        Bounds { reports: 4_000, bytes: 24 << 20 }
    }
}

/// What an ingest has done.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Reports added.
    pub reports: u64,
    /// Of these coded.
    pub coded: u64,
    /// Of these in a language without a pack, by language («?» where it could not be told).
    pub uncoded: BTreeMap<String, u64>,
    /// Reports met that were in the ledger already.
    pub known: u64,
    /// Attributions added.
    pub attributions: u64,
    /// Events added.
    pub events: u64,
    /// Words read.
    pub words: u64,
    /// Inputs put into quarantine, by reason.
    pub quarantined: BTreeMap<String, u64>,
    /// Reports that their publisher took back.
    pub withdrawn: u64,
}

/// How far the inputs of earlier runs have been read.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    sources: FxHashMap<String, Source>,
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Source {
    size: Option<u64>,
    modified: Option<i64>,
    items: u64,
    done: bool,
}

impl Progress {
    /// What a ledger says.
    ///
    /// # Errors
    /// A file of the ledger that cannot be read.
    pub fn of(snapshot: &Snapshot) -> Result<Progress, LedgerError> {
        let mut sources = FxHashMap::default();
        for batch in snapshot.batches(Table::Sources, &[]) {
            let batch = batch?;
            for row in 0..batch.num_rows() {
                let int = |column: &str| columns::int(&batch, column, row);
                let source = Source { size: int("size").map(i64::unsigned_abs), modified: int("modified"), items: int("items").map_or(0, i64::unsigned_abs), done: columns::flag(&batch, "done", row) };
                // Later rows are later news.
                sources.insert(columns::text(&batch, "source", row).to_owned(), source);
            }
        }
        Ok(Progress { sources })
    }

    /// How many items of an input are in the ledger, and whether these are all. None where it is new, or another file than the
    /// one that was read by that name.
    pub fn read(&self, source: &str, size: Option<u64>, modified: Option<i64>) -> Option<(u64, bool)> {
        let known = self.sources.get(source)?;
        (known.size == size && known.modified == modified && size.is_some()).then_some((known.items, known.done))
    }
}

/// A hash of a fault.
fn fault(source: &str, place: &str, message: &str) -> u64 {
    let mut hash = FxHasher::default();
    (source, place, message).hash(&mut hash);
    hash.finish()
}

/// The number behind a report's key.
fn number(key: &str) -> u64 {
    u64::from_str_radix(key, 16).unwrap_or_default()
}

/// Items on their way into a ledger.
#[derive(Debug)]
pub struct Ingest<'l> {
    ledger: &'l mut Ledger,
    bounds: Bounds,
    rows: Rows,
    /// Keys of all reports in the ledger, and of those on their way.
    keys: FxHashSet<u64>,
    /// Hashes of what is in quarantine: a file that is read again after a change has the same faults.
    faults: FxHashSet<u64>,
    /// Inputs that have been read further since the last commit.
    sources: BTreeMap<String, Source>,
    /// Inputs with items that have to be looked at again in a later run, and the first of them.
    again: BTreeMap<String, u64>,
    summary: Summary,
}

impl<'l> Ingest<'l> {
    /// Begins; reads which reports are there.
    ///
    /// # Errors
    /// A file of the ledger that cannot be read.
    pub fn new(ledger: &'l mut Ledger) -> Result<Ingest<'l>, LedgerError> {
        let mut keys = FxHashSet::default();
        for batch in ledger.snapshot().batches(Table::Reports, &["report"]) {
            let batch = batch?;
            keys.extend((0..batch.num_rows()).map(|row| number(columns::text(&batch, "report", row))));
        }
        let mut faults = FxHashSet::default();
        for batch in ledger.snapshot().batches(Table::Quarantine, &["source", "place", "message"]) {
            let batch = batch?;
            let text = |column: &'static str, row: usize| columns::text(&batch, column, row);
            faults.extend((0..batch.num_rows()).map(|row| fault(text("source", row), text("place", row), text("message", row))));
        }
        let (sources, again) = (BTreeMap::new(), BTreeMap::new());
        Ok(Ingest { ledger, bounds: Bounds::default(), rows: Rows::new(), keys, faults, sources, again, summary: Summary::default() })
    }

    /// Commits after other numbers of reports or bytes.
    #[must_use]
    pub fn with_bounds(self, bounds: Bounds) -> Ingest<'l> {
        Ingest { bounds, ..self }
    }

    /// What has been done so far, with what is not committed yet.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    fn at(&mut self, source: &str, item: u64) {
        let s = self.sources.entry(source.to_owned()).or_default();
        s.items = s.items.max(item + 1);
    }

    /// Whether a report is new; it then counts as there.
    fn new_key(&mut self, report: &Report) -> Option<String> {
        let key = key(report);
        if self.keys.insert(number(&key)) {
            Some(key)
        } else {
            self.summary.known += 1;
            None
        }
    }

    /// Adds a coded report, the item-th of its input.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn coded(&mut self, source: &str, item: u64, place: &str, report: &Report, coded: &Coded, record: &Record<'_>) -> Result<(), LedgerError> {
        if let Some(key) = self.new_key(report) {
            self.fits(|rows| rows.coded(&key, place, report, coded, record))?;
            self.summary.reports += 1;
            self.summary.coded += 1;
            self.summary.words += coded.words as u64;
            self.summary.events += coded.events.len() as u64;
            self.summary.attributions += coded.attributions.len() as u64;
        }
        self.at(source, item);
        self.commit_when_full()
    }

    /// Adds a report that no pack codes.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn uncoded(&mut self, source: &str, item: u64, place: &str, report: &Report, lang: Option<&str>) -> Result<(), LedgerError> {
        if let Some(key) = self.new_key(report) {
            self.fits(|rows| rows.uncoded(&key, place, report, lang))?;
            self.summary.reports += 1;
            *self.summary.uncoded.entry(lang.unwrap_or("?").to_owned()).or_default() += 1;
        }
        self.at(source, item);
        self.commit_when_full()
    }

    /// Puts an input that could not be read into quarantine. One that may be read later (an embargo that ends) is looked at
    /// again by the next run.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn quarantine(&mut self, source: &str, item: u64, place: &str, reason: &str, message: &str, again: bool) -> Result<(), LedgerError> {
        if again {
            let first = self.again.entry(source.to_owned()).or_insert(item);
            *first = item.min(*first);
        } else if self.faults.insert(fault(source, place, message)) {
            self.fits(|rows| rows.quarantine(source, item, place, reason, message))?;
        }
        *self.summary.quarantined.entry(reason.to_owned()).or_default() += 1;
        self.at(source, item);
        self.commit_when_full()
    }

    /// Notes that a publisher took back the report of this id.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn withdrawn(&mut self, source: &str, item: u64, id: &str) -> Result<(), LedgerError> {
        self.fits(|rows| rows.withdrawn(source, item, id))?;
        self.summary.withdrawn += 1;
        self.at(source, item);
        self.commit_when_full()
    }

    /// Says that an input has been read to its end, and which file it was.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn done(&mut self, source: &str, size: Option<u64>, modified: Option<i64>, items: u64) -> Result<(), LedgerError> {
        let s = self.sources.entry(source.to_owned()).or_default();
        *s = Source { size, modified, items, done: true };
        if let Some(first) = self.again.remove(source) {
            s.items = first;
            s.done = false;
        }
        Ok(())
    }

    /// Says which file the items that follow come from, so that an interrupted run can go on inside it.
    pub fn begins(&mut self, source: &str, size: Option<u64>, modified: Option<i64>, from: u64) {
        let s = self.sources.entry(source.to_owned()).or_default();
        *s = Source { size, modified, items: from.max(s.items), done: false };
    }

    fn fits(&mut self, add: impl FnOnce(&mut Rows) -> Result<(), ArrowError>) -> Result<(), LedgerError> {
        add(&mut self.rows).map_err(LedgerError::broken(self.ledger.snapshot().folder()))
    }

    fn commit_when_full(&mut self) -> Result<(), LedgerError> {
        if self.rows.reports() >= self.bounds.reports || self.rows.bytes() >= self.bounds.bytes { self.commit() } else { Ok(()) }
    }

    /// Writes everything down.
    fn commit(&mut self) -> Result<(), LedgerError> {
        let mut sources = Rows::new();
        let folder = self.ledger.snapshot().folder().to_owned();
        let fits = LedgerError::broken::<ArrowError>;
        let rows: Vec<SourceRow<'_>> = self
            .sources
            .iter()
            .map(|(name, s)| SourceRow { source: name, size: s.size, modified: s.modified, items: self.again.get(name).map_or(s.items, |first| s.items.min(*first)), done: s.done })
            .collect();
        sources.push(Table::Sources, &rows).map_err(fits(&folder))?;
        let mut change = Change::default().add(Table::Sources, sources.take(Table::Sources).map_err(fits(&folder))?);
        for table in TABLES.into_iter().filter(|t| !t.derived() && *t != Table::Sources) {
            change = change.add(table, self.rows.take(table).map_err(fits(&folder))?);
        }
        self.ledger.commit(change)?;
        // Finished inputs need not be said again.
        self.sources.retain(|_, s| !s.done);
        Ok(())
    }

    /// Commits the rest.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn finish(mut self) -> Result<Summary, LedgerError> {
        if self.rows.reports() > 0 || !self.sources.is_empty() {
            self.commit()?;
        }
        Ok(self.summary)
    }
}
