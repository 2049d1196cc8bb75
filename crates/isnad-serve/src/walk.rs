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
use crate::index::build::Known;
use crate::index::fields::Fields;
use crate::index::words::Words;
use crate::index::{Kind, Shelves};
use rustc_hash::{FxHashMap, FxHashSet};
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

/// Goes through all things of a kind that filters mean. What is asked of the events of a report has to hold of one and the same event.
///
/// # Errors
/// Words that are none, an index that cannot be read, or nobody waits any more.
pub fn walk_all(shelves: &Shelves, kind: Kind, known: &Known, filters: &Filters, scored: bool, stop: &Stop, visits: &mut [&mut dyn Visit]) -> Result<(), Fault> {
    let (own, events) = filters.apart(kind);
    let among = match events {
        Some(events) => Some(ties(shelves, Kind::Events, "of", known, &events, stop)?),
        None => None,
    };
    walk_among(shelves.of(kind), &known.fields, &known.words, &own, among.as_ref(), scored, stop, visits)
}

/// The numbers of things: their own (`tie`), or that of the report of each event (`of`).
pub(crate) fn ties(shelves: &Shelves, kind: Kind, column: &'static str, known: &Known, filters: &Filters, stop: &Stop) -> Result<FxHashSet<u64>, Fault> {
    let mut ties = Ties { column, here: None, found: FxHashSet::default() };
    walk_among(shelves.of(kind), &known.fields, &known.words, filters, None, false, stop, &mut [&mut ties])?;
    Ok(ties.found)
}

/// Goes through all things of one shelf that filters mean.
///
/// # Errors
/// Words that are none, an index that cannot be read, or nobody waits any more.
pub fn walk(searcher: &Searcher, fields: &Fields, words: &Words, filters: &Filters, scored: bool, stop: &Stop, visits: &mut [&mut dyn Visit]) -> Result<(), Fault> {
    walk_among(searcher, fields, words, filters, None, scored, stop, visits)
}

/// The same, of things of some numbers alone.
#[allow(clippy::too_many_arguments, reason = "these are what a walk is made with")]
fn walk_among(searcher: &Searcher, fields: &Fields, words: &Words, filters: &Filters, among: Option<&FxHashSet<u64>>, scored: bool, stop: &Stop, visits: &mut [&mut dyn Visit]) -> Result<(), Fault> {
    let query = filters.query(fields, &mut words.clone())?;
    let scoring = if scored { EnableScoring::enabled_from_searcher(searcher) } else { EnableScoring::disabled_from_searcher(searcher) };
    let weight = query.weight(scoring).map_err(broken)?;
    for (ord, segment) in searcher.segment_readers().iter().enumerate() {
        let checks = Checks::new(filters, segment).map_err(broken)?;
        let among = among.map(|set| Ok::<_, tantivy::TantivyError>((segment.fast_fields().u64("tie")?, set))).transpose().map_err(broken)?;
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
            // What a newer row has replaced stays in its file until files are put together.
            if !segment.is_deleted(doc) && among.as_ref().is_none_or(|(column, set)| column.first(doc).is_some_and(|tie| set.contains(&tie))) && checks.holds(doc) {
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

/// Gathers the numbers of a column.
struct Ties {
    column: &'static str,
    here: Option<Column<u64>>,
    found: FxHashSet<u64>,
}

impl Visit for Ties {
    fn segment(&mut self, _: u32, segment: &SegmentReader) -> tantivy::Result<()> {
        self.here = Some(segment.fast_fields().u64(self.column)?);
        Ok(())
    }

    fn take(&mut self, doc: DocId, _: Score) {
        self.found.extend(self.here.as_ref().and_then(|c| c.first(doc)));
    }

    fn end(&mut self) -> tantivy::Result<()> {
        self.here = None;
        Ok(())
    }
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
    pub counts: FxHashMap<String, u64>,
    /// In how many no value stands.
    pub without: u64,
    here: Option<StrColumn>,
    ords: Vec<u32>,
}

impl Values {
    /// Of a column of the schema.
    pub fn of(column: &'static str) -> Values {
        Values { column, counts: FxHashMap::default(), without: 0, here: None, ords: Vec::new() }
    }

    /// The most frequent values, those of one count in the order of their letters.
    pub fn top(self, most: usize) -> Vec<(String, u64)> {
        top(self.counts, most)
    }
}

/// The most frequent values, those of one count in the order of their letters.
fn top(counts: FxHashMap<String, u64>, most: usize) -> Vec<(String, u64)> {
    let mut list: Vec<(String, u64)> = counts.into_iter().collect();
    list.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    list.truncate(most);
    list
}

/// What of a column's value is counted; None where it is not.
pub(crate) type Counts = Box<dyn Fn(&str) -> Option<String> + Send>;

/// Counts what is said in the values of a column, once for each thing; or once for each report that events are of.
pub struct Distinct<'a> {
    column: &'static str,
    counted: Counts,
    /// Things count by this number, and only these.
    of: Option<(&'static str, &'a FxHashSet<u64>)>,
    here: Option<(StrColumn, Column<u64>)>,
    /// What each value of the segment counts as.
    meant: Vec<Option<u32>>,
    names: Vec<String>,
    known: FxHashMap<String, u32>,
    found: FxHashSet<(u32, u64)>,
}

impl std::fmt::Debug for Distinct<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Distinct").field("column", &self.column).finish_non_exhaustive()
    }
}

impl<'a> Distinct<'a> {
    /// Of a column of the schema: `counted` says as what a value counts, `of` by which number of a thing, and of which numbers alone.
    pub fn new(column: &'static str, of: Option<(&'static str, &'a FxHashSet<u64>)>, counted: impl Fn(&str) -> Option<String> + Send + 'static) -> Distinct<'a> {
        Distinct { column, counted: Box::new(counted), of, here: None, meant: Vec::new(), names: Vec::new(), known: FxHashMap::default(), found: FxHashSet::default() }
    }

    /// The most frequent values, those of one count in the order of their letters.
    pub fn top(self, most: usize) -> Vec<(String, u64)> {
        let mut counts: FxHashMap<String, u64> = FxHashMap::default();
        for (value, _) in &self.found {
            if let Some(name) = self.names.get(*value as usize) {
                *counts.entry(name.clone()).or_default() += 1;
            }
        }
        top(counts, most)
    }
}

impl Visit for Distinct<'_> {
    fn segment(&mut self, _: u32, segment: &SegmentReader) -> tantivy::Result<()> {
        let fast = segment.fast_fields();
        self.meant.clear();
        self.here = fast.str(self.column)?.map(|column| Ok::<_, tantivy::TantivyError>((column, fast.u64(self.of.map_or("tie", |o| o.0))?))).transpose()?;
        let Some((column, _)) = &self.here else { return Ok(()) };
        let mut value = String::new();
        for ord in 0..column.num_terms() {
            value.clear();
            column.ord_to_str(ord as u64, &mut value)?;
            let name = (self.counted)(&value);
            self.meant.push(name.map(|name| {
                *self.known.entry(name).or_insert_with_key(|name| {
                    self.names.push(name.clone());
                    self.names.len() as u32 - 1
                })
            }));
        }
        Ok(())
    }

    fn take(&mut self, doc: DocId, _: Score) {
        let Some((column, numbers)) = &self.here else { return };
        let Some(number) = numbers.first(doc).filter(|n| self.of.is_none_or(|(_, only)| only.contains(n))) else { return };
        self.found.extend(column.term_ords(doc).filter_map(|ord| *self.meant.get(ord as usize)?).map(|value| (value, number)));
    }

    fn end(&mut self) -> tantivy::Result<()> {
        self.here = None;
        Ok(())
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
