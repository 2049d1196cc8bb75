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
use crate::walk::{Visit, walk_all};
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
    /// The days in which nearly all lies, to be shown first: a few things from centuries ago need not fill a screen. None where there
    /// is none.
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

impl Unit {
    fn name(self) -> &'static str {
        match self {
            Unit::Day => "day",
            Unit::Month => "month",
            Unit::Year => "year",
        }
    }
}

/// The share of all things that the usual days hold at least.
const MOST: f64 = 0.9;
/// A bin beside the usual days belongs to them if it holds this share of what theirs hold on average.
const THIN: f64 = 0.1;
/// So many days are told apart as days, and so many as months.
const DAYS: i64 = 300;
const MONTHS: i64 = 366 * 12;

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

/// A span of days, its first and last, and how many things it holds.
type Held = ((i64, i64), u64);

/// The bins of some spans, and how many lie in none.
fn binned(spans: &BTreeMap<(i64, i64), u64>, unit: Unit) -> (Vec<Held>, u64) {
    let mut bins: BTreeMap<(i64, i64), u64> = BTreeMap::new();
    let mut without = 0;
    for ((from, to), n) in spans {
        match bin(*from, unit).filter(|b| *to <= b.1) {
            Some(b) => *bins.entry(b).or_default() += n,
            None => without += n,
        }
    }
    (bins.into_iter().collect(), without)
}

/// The shortest stretch of bins in order that holds nine of ten things, and what lies densely beside it.
///
/// Nine things in 2015 and one in 630 are of 2015.
fn usual(bins: &[Held]) -> Option<(i64, i64)> {
    let count = |bins: &[Held]| bins.iter().map(|b| b.1).sum::<u64>();
    let least = (count(bins) as f64 * MOST).ceil() as u64;
    let (mut best, mut low, mut held) = (None, 0, 0);
    for (high, bin) in bins.iter().enumerate() {
        held += bin.1;
        while low < high && held - bins[low].1 >= least {
            held -= bins[low].1;
            low += 1;
        }
        let length = bin.0.1 - bins[low].0.0;
        if held >= least && best.is_none_or(|(_, _, shortest)| length < shortest) {
            best = Some((low, high, length));
        }
    }
    let (mut first, mut last, _) = best?;
    let enough = |n: u64| n as f64 >= count(&bins[first..=last]) as f64 / (last - first + 1) as f64 * THIN;
    let dense: Vec<bool> = bins.iter().map(|b| enough(b.1)).collect();
    let near = |a: (i64, i64), b: (i64, i64)| b.0 - a.1 <= (2 * (b.1 - b.0 + 1)).max(2);
    while first > 0 && dense[first - 1] && near(bins[first - 1].0, bins[first].0) {
        first -= 1;
    }
    while last + 1 < bins.len() && dense[last + 1] && near(bins[last].0, bins[last + 1].0) {
        last += 1;
    }
    Some((bins[first].0.0, bins[last].0.1))
}

/// The coarsest unit in which the usual days have bins enough.
fn chosen(spans: &BTreeMap<(i64, i64), u64>) -> Unit {
    let mut unit = Unit::Year;
    while let Some((from, to)) = usual(&binned(spans, unit).0) {
        let days = to - from + 1;
        match unit {
            Unit::Year if days <= MONTHS => unit = Unit::Month,
            Unit::Month if days <= DAYS => unit = Unit::Day,
            _ => break,
        }
    }
    unit
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
            walk_all(&state.shelves, kind, &keeper.known, &filters, false, stop, &mut [&mut spans])?;
            let unit = unit.unwrap_or_else(|| chosen(&spans.counts));
            let (bins, beyond) = binned(&spans.counts, unit);
            let usual = usual(&bins).and_then(|(a, b)| Some(Usual { from: date(a)?, to: date(b)? }));
            let said = |((from, to), count)| Some(Bin { from: date(from)?, to: date(to)?, count });
            Ok(Timeline { state: state.commit, unit: unit.name(), bins: bins.into_iter().filter_map(said).collect(), undated: spans.without + beyond, usual })
        })
        .await?;
    Ok(Json(timeline))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(days: &[(&str, u64)]) -> BTreeMap<(i64, i64), u64> {
        days.iter().map(|(d, n)| (crate::days::day(d).expect("a day"), *n)).map(|(d, n)| ((d, d), n)).collect()
    }

    #[test]
    fn what_lies_far_off_does_not_fill_the_screen() {
        let days = spans(&[("0630-01-01", 1), ("2015-07-01", 30), ("2015-07-02", 40), ("2015-07-04", 20), ("2015-12-31", 1)]);
        assert!(chosen(&days) == Unit::Day);
        let (bins, beyond) = binned(&days, Unit::Day);
        assert_eq!(beyond, 0);
        let (from, to) = usual(&bins).expect("some");
        assert_eq!((date(from), date(to)), (Some("2015-07-01".to_owned()), Some("2015-07-04".to_owned())));
        // A century is told in years, a few years in months.
        let years: Vec<(String, u64)> = (1900..2000).map(|y| (format!("{y}-05-05"), 5)).collect();
        assert!(chosen(&spans(&years.iter().map(|(d, n)| (d.as_str(), *n)).collect::<Vec<_>>())) == Unit::Year);
        let months: Vec<(String, u64)> = (1..=12).flat_map(|m| [2014, 2015].map(|y| (format!("{y}-{m:02}-05"), 5))).collect();
        assert!(chosen(&spans(&months.iter().map(|(d, n)| (d.as_str(), *n)).collect::<Vec<_>>())) == Unit::Month);
        assert_eq!(usual(&[]), None);
    }
}
