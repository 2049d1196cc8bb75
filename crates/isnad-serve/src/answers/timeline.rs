//! `/timeline`: how many things lie in each day, month or year.
//!
//! A thing is counted where its days lie wholly in one bin; whose days are not known so exactly is counted as undated. Nothing is
//! spread or guessed.

use super::KINDS;
use crate::Fault;
use crate::app::App;
use crate::days::{civil, date, number};
use crate::filter::{FilterParameters, Parameters};
use crate::index::Kind;
use crate::walk::{Visit, walk};
use axum::Json;
use axum::extract::{RawQuery, State};
use serde::Serialize;
use std::collections::BTreeMap;
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentReader};
use utoipa::{IntoParams, ToSchema};

/// How a timeline is asked for.
#[derive(Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used")]
pub struct TimelineParameters {
    /// `events`, `claims` or `reports`
    of: Option<String>,
    /// `date`: when it happened, as the texts say; `seen`: when it was published (of a claim: first)
    by: Option<String>,
    /// `day`, `month`, `year` or `auto`
    unit: Option<String>,
}

/// Things over time.
#[derive(Debug, Serialize, ToSchema)]
pub struct Timeline {
    /// The commit of the ledger.
    pub state: u64,
    /// `day`, `month` or `year`.
    pub unit: &'static str,
    /// The bins that hold something, in order.
    pub bins: Vec<Bin>,
    /// Things whose days are not known, or reach over more than one bin.
    pub undated: u64,
    /// The days between which 98 of 100 things lie: a few from centuries ago need not fill a screen. None where there is none.
    pub usual: Option<Usual>,
}

/// First and last day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Usual {
    /// The first.
    pub from: String,
    /// The last.
    pub to: String,
}

/// A span of days.
#[derive(Debug, Serialize, ToSchema)]
pub struct Bin {
    /// Its first day.
    pub from: String,
    /// Its last day.
    pub to: String,
    /// How many things lie in it.
    pub count: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Month,
    Year,
}

/// How many bins a timeline of its own choice has at most.
const BINS: i64 = 120;

/// Counts spans of days.
struct Spans {
    columns: (&'static str, &'static str),
    here: Option<(Column<i64>, Column<i64>)>,
    counts: BTreeMap<(i64, i64), u64>,
    without: u64,
}

impl Visit for Spans {
    fn segment(&mut self, _: u32, segment: &SegmentReader) -> tantivy::Result<()> {
        let fast = segment.fast_fields();
        self.here = Some((fast.i64(self.columns.0)?, fast.i64(self.columns.1)?));
        Ok(())
    }

    fn take(&mut self, doc: DocId, _: Score) {
        let Some((starts, ends)) = &self.here else { return };
        let mut spans: Vec<(i64, i64)> = starts.values_for_doc(doc).zip(ends.values_for_doc(doc)).collect();
        spans.sort_unstable();
        spans.dedup();
        self.without += u64::from(spans.is_empty());
        for span in spans {
            *self.counts.entry(span).or_default() += 1;
        }
    }

    fn end(&mut self) -> tantivy::Result<()> {
        self.here = None;
        Ok(())
    }
}

/// The days between which all but one in a hundred at either end begin.
fn usual(counts: &BTreeMap<(i64, i64), u64>) -> Option<(i64, i64)> {
    let edge = counts.values().sum::<u64>() / 100;
    fn reached<'c>(mut spans: impl Iterator<Item = (&'c (i64, i64), &'c u64)>, edge: u64) -> Option<i64> {
        let mut n = 0;
        let passes = |(_, count): &(&(i64, i64), &u64)| {
            n += **count;
            n > edge
        };
        spans.find(passes).map(|(span, _)| span.0)
    }
    Some((reached(counts.iter(), edge)?, reached(counts.iter().rev(), edge)?))
}

/// The bin that a day lies in: its first and last day.
fn bin(day: i64, unit: Unit) -> Option<(i64, i64)> {
    let date = civil(day)?;
    Some(match unit {
        Unit::Day => (day, day),
        Unit::Month => (number(date.first_of_month()), number(date.last_of_month())),
        Unit::Year => (number(date.first_of_year()), number(date.last_of_year())),
    })
}

/// Things over time
#[utoipa::path(get, path = "/api/v1/timeline", tag = "counts", params(FilterParameters, TimelineParameters), responses((status = 200, body = Timeline), (status = 400, body = crate::fault::Wrong)))]
pub async fn timeline(State(app): State<App>, RawQuery(query): RawQuery) -> Result<Json<Timeline>, Fault> {
    let mut asked = Parameters::parse(query.as_deref())?;
    let filters = asked.filters()?;
    let kind = asked.choice("of", Kind::Events, &KINDS)?;
    let seen = asked.choice("by", false, &[("date", false), ("seen", true)])?;
    let unit = asked.choice("unit", None, &[("auto", None), ("day", Some(Unit::Day)), ("month", Some(Unit::Month)), ("year", Some(Unit::Year))])?;
    asked.end()?;
    let timeline = app
        .search(move |keeper, state, stop| {
            let columns = match (seen, kind) {
                (false, _) => ("date_from", "date_to"),
                // A claim is counted on the day on which it was first told.
                (true, _) => ("seen_from", "seen_from"),
            };
            let mut spans = Spans { columns, here: None, counts: BTreeMap::new(), without: 0 };
            walk(state.shelves.of(kind), &keeper.known.fields, &keeper.known.words, &filters, false, stop, &mut [&mut spans])?;
            let usual = usual(&spans.counts);
            let days = usual.map_or(0, |(first, last)| last.saturating_sub(first));
            let unit = unit.unwrap_or(if days <= BINS {
                Unit::Day
            } else if days <= BINS * 31 {
                Unit::Month
            } else {
                Unit::Year
            });
            let mut bins: BTreeMap<(i64, i64), u64> = BTreeMap::new();
            let mut undated = spans.without;
            for ((from, to), n) in spans.counts {
                match bin(from, unit).filter(|b| to <= b.1) {
                    Some(b) => *bins.entry(b).or_default() += n,
                    None => undated += n,
                }
            }
            let said = |((from, to), count)| Some(Bin { from: date(from)?, to: date(to)?, count });
            let name = match unit {
                Unit::Day => "day",
                Unit::Month => "month",
                Unit::Year => "year",
            };
            Ok(Timeline { state: state.commit, unit: name, bins: bins.into_iter().filter_map(said).collect(), undated, usual: usual.and_then(|(a, b)| Some(Usual { from: date(a)?, to: date(b)? })) })
        })
        .await?;
    Ok(Json(timeline))
}
