//! Hands out what the inputs hold step by step, with where each item stood, so that a caller can go on later where it was.
//!
//! ```
//! use isnad_read::{Input, Outcome, Reader, Resume, Step};
//!
//! let two = "{\"id\": 7, \"body\": \"نص\"}\n{\"id\": 8, \"body\": \"نص\"}\n";
//! let steps = |resume| Reader::new([Input::Stdin]).reading_stdin_from(two.as_bytes()).steps(move |_| resume);
//!
//! let places: Vec<String> = steps(Resume::From(1)).filter_map(|step| match step {
//!     Step::Item { place, index: 1, outcome: Outcome::Report(report), .. } => Some(format!("{place} is {}", report.id)),
//!     _ => None,
//! }).collect();
//! assert_eq!(places, ["standard input:2 is 8"]);
//! assert!(matches!(steps(Resume::Whole).last(), Some(Step::Done { items: 2, .. })));
//! assert_eq!(steps(Resume::Skip).count(), 0);
//! ```

use crate::error::{Place, ReadError};
use isnad::Report;
use std::fs::Metadata;
use std::iter::FusedIterator;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::UNIX_EPOCH;

use crate::source::{Once, Source};

/// One input file or address. An archive is one origin, whatever it holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    /// Its path as it was given or found, with `/` on every system; an address; or `standard input`.
    pub name: String,
    /// Its size in bytes, where it is a file.
    pub size: Option<u64>,
    /// When it was last changed, in nanoseconds since 1970 (UTC), where it is a file and the system tells.
    pub modified: Option<i64>,
}

impl Origin {
    pub(crate) fn named(name: &str) -> Origin {
        Origin { name: name.to_owned(), size: None, modified: None }
    }

    pub(crate) fn file(path: &Path, metadata: &Metadata) -> Origin {
        if !metadata.is_file() {
            return Origin::named(&shown(path));
        }
        let modified = metadata.modified().ok().and_then(|at| match at.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_nanos()).ok(),
            Err(before) => i64::try_from(before.duration().as_nanos()).ok().map(|n| -n),
        });
        Origin { name: shown(path), size: Some(metadata.len()), modified }
    }
}

/// A path as messages show it, with `/` on every system.
pub(crate) fn shown(path: &Path) -> String {
    let shown = path.display().to_string();
    if std::path::MAIN_SEPARATOR == '/' { shown } else { shown.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// What became of one item.
#[derive(Debug)]
pub enum Outcome {
    /// It is a report.
    Report(Report),
    /// The publisher takes an earlier report back (IPTC `canceled`).
    Withdrawn {
        /// The id of the report that is taken back.
        id: String,
    },
    /// It could not be read, or may not be.
    Fault(ReadError),
}

impl From<Result<Report, ReadError>> for Outcome {
    fn from(read: Result<Report, ReadError>) -> Outcome {
        read.map_or_else(Outcome::Fault, Outcome::Report)
    }
}

/// What comes next.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "nearly every step is an item, and a box for each would cost more than it saves")]
pub enum Step {
    /// One item.
    Item {
        /// The file that it is from.
        origin: Arc<Origin>,
        /// Which item of the file it is, from 0; faults and withdrawals count. The same file has the same items.
        index: u64,
        /// Where it stands, for a person: `a.zip/b.json:17`.
        place: String,
        /// What became of it.
        outcome: Outcome,
    },
    /// A file was read to its end.
    Done {
        /// The file.
        origin: Arc<Origin>,
        /// How many items it has, those passed over included.
        items: u64,
    },
}

/// What to read of an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resume {
    /// All of it.
    Whole,
    /// All but its first so many items.
    From(u64),
    /// Nothing: there are neither items of it nor a [`Step::Done`].
    Skip,
}

/// How far reading has come. Clones tell of the same run, on any thread.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    read: AtomicU64,
    /// What will have been read when the present file has: parts of an archive are read twice.
    ceiling: AtomicU64,
    total: AtomicU64,
    endless: AtomicBool,
    passed_over: AtomicU64,
}

impl Progress {
    /// How many bytes of the inputs have been read, as they lie on the disk (packed, if they are packed). Files that were
    /// skipped count as read.
    pub fn bytes_read(&self) -> u64 {
        self.0.read.load(Ordering::Relaxed).min(self.0.ceiling.load(Ordering::Relaxed))
    }

    /// How many bytes the inputs have; none where one of them is a stream or an address.
    pub fn bytes_total(&self) -> Option<u64> {
        (!self.0.endless.load(Ordering::Relaxed)).then(|| self.0.total.load(Ordering::Relaxed))
    }

    /// How many parts of archives were passed over because they hold nothing that is read: pictures, scripts, the
    /// requests of a web archive.
    pub fn passed_over(&self) -> u64 {
        self.0.passed_over.load(Ordering::Relaxed)
    }

    pub(crate) fn advance(&self, bytes: u64) {
        self.0.read.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(crate) fn expect(&self, bytes: Option<u64>) {
        match bytes {
            Some(bytes) => drop(self.0.total.fetch_add(bytes, Ordering::Relaxed)),
            None => self.0.endless.store(true, Ordering::Relaxed),
        }
    }

    /// A file begins behind which so much will have been read; none where its size is not known.
    fn begin(&self, end: Option<u64>) {
        self.0.ceiling.store(end.unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// So much has been read.
    fn reach(&self, bytes: u64) {
        self.0.read.store(bytes, Ordering::Relaxed);
    }

    #[cfg_attr(not(feature = "formats"), allow(dead_code, reason = "only archives have parts"))]
    pub(crate) fn pass_over(&self) {
        self.0.passed_over.fetch_add(1, Ordering::Relaxed);
    }
}

/// One origin, and how to get at its items once it is known that they are wanted.
pub(crate) struct Found {
    pub origin: Origin,
    pub open: Open,
}

type Open = Box<dyn FnOnce(&Progress) -> Box<dyn Source> + Send>;

impl Found {
    pub fn fault(error: ReadError) -> Found {
        let origin = Origin::named(&error.place().file);
        Found { origin, open: Box::new(move |_| Box::new(Once::fault(error))) }
    }
}

struct Current {
    origin: Arc<Origin>,
    source: Box<dyn Source>,
    index: u64,
    /// Items before this one are passed over.
    from: u64,
    /// What will have been read when the file has, where its size is known.
    end: Option<u64>,
}

/// The steps of a [`Reader`](crate::Reader), in the order of the inputs. See [`Reader::steps`](crate::Reader::steps).
pub struct Steps {
    origins: Box<dyn Iterator<Item = Found> + Send>,
    resume: Box<dyn FnMut(&Origin) -> Resume + Send>,
    current: Option<Current>,
    progress: Progress,
}

impl Steps {
    pub(crate) fn new(origins: impl Iterator<Item = Found> + Send + 'static, resume: Box<dyn FnMut(&Origin) -> Resume + Send>, progress: Progress) -> Steps {
        Steps { origins: Box::new(origins), resume, current: None, progress }
    }

    /// A handle that tells how far reading has come, for a progress bar.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// See [`Progress::bytes_read`].
    pub fn bytes_read(&self) -> u64 {
        self.progress.bytes_read()
    }

    /// See [`Progress::bytes_total`].
    pub fn bytes_total(&self) -> Option<u64> {
        self.progress.bytes_total()
    }

    /// The next origin that is wanted; false where there is none.
    fn begin(&mut self) -> bool {
        for Found { origin, open } in self.origins.by_ref() {
            let end = origin.size.map(|size| self.progress.bytes_read() + size);
            self.progress.begin(end);
            let from = match (self.resume)(&origin) {
                Resume::Whole => 0,
                Resume::From(from) => from,
                Resume::Skip => {
                    end.inspect(|end| self.progress.reach(*end));
                    continue;
                }
            };
            self.current = Some(Current { origin: Arc::new(origin), source: open(&self.progress), index: 0, from, end });
            return true;
        }
        false
    }
}

impl Iterator for Steps {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        if self.current.is_none() && !self.begin() {
            return None;
        }
        let current = self.current.as_mut()?;
        while current.index < current.from && current.source.pass() {
            current.index += 1;
        }
        let item = if current.index < current.from { None } else { current.source.next() };
        let Some(item) = item else {
            let Current { origin, index, end, .. } = self.current.take()?;
            end.inspect(|end| self.progress.reach(*end));
            return Some(Step::Done { origin, items: index });
        };
        let index = current.index;
        current.index += 1;
        Some(Step::Item { origin: Arc::clone(&current.origin), index, place: place(&item.place), outcome: item.outcome })
    }
}

fn place(place: &Place) -> String {
    place.to_string()
}

impl FusedIterator for Steps {}
