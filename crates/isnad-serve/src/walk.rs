//! Decides how things are gone through: thing by thing, with what words and values do not tell checked in columns, and an end
//! as soon as nobody waits for the answer any more.
//!
//! ```
//! use isnad_serve::walk::Stop;
//! use std::time::Duration;
//!
//! let stop = Stop::after(Duration::from_secs(10));
//! assert!(stop.go_on().is_ok());
//! stop.now();
//! assert!(stop.go_on().is_err());
//! ```

use crate::Fault;
use crate::filter::Filters;
use crate::index::fields::Fields;
use crate::index::words::Words;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::EnableScoring;
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED};

/// After how many things a walk looks whether it is still wanted.
const LOOKS: u32 = 512;

/// Whether an answer is still wanted.
#[derive(Debug, Clone)]
pub struct Stop {
    told: Arc<AtomicBool>,
    until: Instant,
    room: Duration,
}

impl Stop {
    /// Wanted for so long at most.
    pub fn after(room: Duration) -> Stop {
        Stop { told: Arc::new(AtomicBool::new(false)), until: Instant::now() + room, room }
    }

    /// Not wanted any more.
    pub fn now(&self) {
        self.told.store(true, Ordering::Relaxed);
    }

    /// Whether it goes on.
    ///
    /// # Errors
    /// It does not.
    pub fn go_on(&self) -> Result<(), Fault> {
        if self.told.load(Ordering::Relaxed) || Instant::now() >= self.until { Err(self.late()) } else { Ok(()) }
    }

    /// That it took too long.
    pub fn late(&self) -> Fault {
        Fault::busy(format!("the answer took longer than {:.1} s and was given up", self.room.as_secs_f64()), "narrow the filters, or ask again later")
    }
}

pub(crate) fn broken(e: impl std::fmt::Display) -> Fault {
    Fault::broken(format!("the index could not be read ({e})"), "the index")
}

/// First and last days of things, and the first and last day that are asked for.
type Days = (Column<i64>, Column<i64>, i64, i64);

/// What filters ask of columns, for one segment.
struct Checks {
    dates: Option<Days>,
    seen: Option<Days>,
    confidence: Option<(Column<f64>, f64)>,
    chains: Option<(Column<i64>, i64)>,
    contested: Option<(Column<u64>, u64)>,
    corrected: Option<(Column<u64>, u64)>,
    bbox: Option<(Column<f64>, Column<f64>, [f64; 4])>,
}

impl Checks {
    fn new(filters: &Filters, segment: &SegmentReader) -> tantivy::Result<Checks> {
        let fast = segment.fast_fields();
        let range = |names: (&str, &str), from: Option<i64>, to: Option<i64>| -> tantivy::Result<Option<Days>> {
            if from.is_none() && to.is_none() {
                return Ok(None);
            }
            Ok(Some((fast.i64(names.0)?, fast.i64(names.1)?, from.unwrap_or(i64::MIN), to.unwrap_or(i64::MAX))))
        };
        Ok(Checks {
            dates: range(("date_from", "date_to"), filters.from, filters.to)?,
            seen: range(("seen_from", "seen_to"), filters.seen_from, filters.seen_to)?,
            confidence: filters.min_confidence.map(|least| Ok::<_, tantivy::TantivyError>((fast.f64("confidence")?, least))).transpose()?,
            chains: filters.min_chains.map(|least| Ok::<_, tantivy::TantivyError>((fast.i64("chains")?, least))).transpose()?,
            contested: filters.contested.map(|is| Ok::<_, tantivy::TantivyError>((fast.u64("contested")?, u64::from(is)))).transpose()?,
            corrected: filters.corrected.map(|is| Ok::<_, tantivy::TantivyError>((fast.u64("corrected")?, u64::from(is)))).transpose()?,
            bbox: filters.bbox.map(|b| Ok::<_, tantivy::TantivyError>((fast.f64("longitude")?, fast.f64("latitude")?, b))).transpose()?,
        })
    }

    fn holds(&self, doc: DocId) -> bool {
        let overlaps =
            |range: &Option<Days>| range.as_ref().is_none_or(|(starts, ends, from, to)| starts.values_for_doc(doc).zip(ends.values_for_doc(doc)).any(|(start, end)| start <= *to && end >= *from));
        overlaps(&self.dates)
            && overlaps(&self.seen)
            && self.confidence.as_ref().is_none_or(|(column, least)| column.first(doc).is_some_and(|v| v >= *least))
            && self.chains.as_ref().is_none_or(|(column, least)| column.first(doc).is_some_and(|v| v >= *least))
            && self.contested.as_ref().is_none_or(|(column, is)| column.first(doc) == Some(*is))
            && self.corrected.as_ref().is_none_or(|(column, is)| column.first(doc) == Some(*is))
            && self.bbox.as_ref().is_none_or(|(longitudes, latitudes, [west, south, east, north])| {
                // A box may reach over the 180th meridian.
                let within = |lon: f64| if west <= east { (*west..=*east).contains(&lon) } else { lon >= *west || lon <= *east };
                longitudes.values_for_doc(doc).zip(latitudes.values_for_doc(doc)).any(|(lon, lat)| within(lon) && (*south..=*north).contains(&lat))
            })
    }
}

/// What is done with each thing of a segment.
pub trait Visit {
    /// Begins a segment, the `ord`-th.
    ///
    /// # Errors
    /// A column that cannot be read.
    fn segment(&mut self, ord: u32, segment: &SegmentReader) -> tantivy::Result<()>;
    /// Takes a thing.
    fn take(&mut self, doc: DocId, score: Score);
    /// Ends the segment.
    ///
    /// # Errors
    /// A dictionary that cannot be read.
    fn end(&mut self) -> tantivy::Result<()>;
}

/// Goes through all things that filters mean.
///
/// # Errors
/// Words that are none, an index that cannot be read, or nobody waits any more.
pub fn walk(searcher: &Searcher, fields: &Fields, words: &Words, filters: &Filters, scored: bool, stop: &Stop, visits: &mut [&mut dyn Visit]) -> Result<(), Fault> {
    let query = filters.query(fields, &mut words.clone())?;
    let scoring = if scored { EnableScoring::enabled_from_searcher(searcher) } else { EnableScoring::disabled_from_searcher(searcher) };
    let weight = query.weight(scoring).map_err(broken)?;
    for (ord, segment) in searcher.segment_readers().iter().enumerate() {
        let checks = Checks::new(filters, segment).map_err(broken)?;
        for visit in &mut *visits {
            visit.segment(ord as u32, segment).map_err(broken)?;
        }
        let mut scorer = weight.scorer(segment, 1.0).map_err(broken)?;
        let (mut doc, mut n) = (scorer.doc(), 0_u32);
        while doc != TERMINATED {
            if n % LOOKS == 0 {
                stop.go_on()?;
            }
            n = n.wrapping_add(1);
            if checks.holds(doc) {
                let score = if scored { scorer.score() } else { 0.0 };
                for visit in &mut *visits {
                    visit.take(doc, score);
                }
            }
            doc = scorer.advance();
        }
        for visit in &mut *visits {
            visit.end().map_err(broken)?;
        }
    }
    Ok(())
}

/// Counts things.
#[derive(Debug, Default)]
pub struct Count(pub u64);

impl Visit for Count {
    fn segment(&mut self, _: u32, _: &SegmentReader) -> tantivy::Result<()> {
        Ok(())
    }

    fn take(&mut self, _: DocId, _: Score) {
        self.0 += 1;
    }

    fn end(&mut self) -> tantivy::Result<()> {
        Ok(())
    }
}

/// Counts the values of a column: in how many things each stands, and in how many none does.
#[derive(Debug)]
pub struct Values {
    column: &'static str,
    /// In how many things each value stands.
    pub counts: rustc_hash::FxHashMap<String, u64>,
    /// In how many no value stands.
    pub without: u64,
    here: Option<StrColumn>,
    ords: Vec<u32>,
}

impl Values {
    /// Of a column of the schema.
    pub fn of(column: &'static str) -> Values {
        Values { column, counts: rustc_hash::FxHashMap::default(), without: 0, here: None, ords: Vec::new() }
    }

    /// The most frequent values, those of one count in the order of their letters.
    pub fn top(self, most: usize) -> Vec<(String, u64)> {
        let mut list: Vec<(String, u64)> = self.counts.into_iter().collect();
        list.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        list.truncate(most);
        list
    }
}

impl Visit for Values {
    fn segment(&mut self, _: u32, segment: &SegmentReader) -> tantivy::Result<()> {
        self.here = segment.fast_fields().str(self.column)?;
        let n = self.here.as_ref().map_or(0, |c| c.num_terms());
        self.ords.clear();
        self.ords.resize(n, 0);
        Ok(())
    }

    fn take(&mut self, doc: DocId, _: Score) {
        let mut any = false;
        if let Some(column) = &self.here {
            for ord in column.term_ords(doc) {
                any = true;
                if let Some(n) = self.ords.get_mut(ord as usize) {
                    *n += 1;
                }
            }
        }
        self.without += u64::from(!any);
    }

    fn end(&mut self) -> tantivy::Result<()> {
        let Some(column) = self.here.take() else { return Ok(()) };
        let mut value = String::new();
        for (ord, n) in self.ords.iter().enumerate().filter(|(_, n)| **n > 0) {
            value.clear();
            column.ord_to_str(ord as u64, &mut value)?;
            *self.counts.entry(value.clone()).or_default() += u64::from(*n);
        }
        Ok(())
    }
}
