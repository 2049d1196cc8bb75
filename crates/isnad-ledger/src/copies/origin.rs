//! Decides which of two reports with the same words is the likely origin, which origin a report has among several, and why.
//!
//! Of two reports the origin is, by the first of these that tells them apart: the one whose publisher the other
//! credits; the earlier one, by day; the one that an agency published; the one of which the other is the beginning (papers cut from the end); the one
//! that the other has behind a paragraph of its own, or as less than half of it; the one that names an agency, for the other took that line away; the
//! longer one; the one that is tied to more reports; the one with the smaller key. A report that could come from several comes from the one that has most of its words,
//! and rather from an agency's or a credited one that has nearly as many.
//! Where two outlets have a text and neither credits the other, nor is an agency, days and lengths say only which stands nearer to the source:
//! both may have it from an agency, or from a press release, that is not in the ledger. Then `why` says so.
//! Every report has one origin at most, and no report comes from itself by way of others: the result is a forest.
//!
//! Copies of copies drift: a report may have half of its words from one that has half of its own from a third, and nothing of that third. So
//! a report stays in its origin's group only if it is tied to the head of the group itself, and speaks with its origin's voice only if
//! half of its words stand in the report whose voice that is. Otherwise it heads a group, or is a voice, of its own; where it comes from is kept.

use super::overlap::{Overlap, Side};
use super::reports::Row;
use super::words::title;
use super::{Copy, agency};
use isnad::text::normalise;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// A text is as good as whole in another where so much of it stands there.
const WHOLE: f64 = 0.8;
/// By so much more of a report may stand in another than in the one that it credits, or than in an agency's.
const CREDIT: f64 = 0.2;
/// How `why` says that a report and its origin may have their text from a third that the ledger does not have.
pub(super) const OUTSIDE: &str = "both may have it from";
/// From which share of its own words on a report speaks with its origin's voice.
pub(super) const VOICE: f64 = 0.5;

/// What is known of a report that may be a copy.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Its key.
    pub key: String,
    /// The day of its publication, in days since 1970.
    pub day: Option<i32>,
    /// Its title, folded, as a number; zero where there is none.
    pub title: u64,
    /// Its publisher's name, folded.
    pub publisher: String,
    /// The names of others that it credits, as printed and folded.
    pub credits: Vec<(String, String)>,
}

impl Known {
    /// What is known of a row of the table of reports.
    pub fn of(row: &Row<'_>) -> Known {
        let publisher = row.publisher.map(normalise).unwrap_or_default();
        let own = agency::of(&publisher);
        let others = |folded: &str| !folded.is_empty() && *folded != publisher && (own.is_none() || agency::of(folded) != own);
        let credits = row.publishers.iter().map(|name| ((*name).to_owned(), normalise(name))).filter(|(_, folded)| others(folded)).collect();
        Known { key: row.key.to_owned(), day: row.day, title: title(row.title), credits, publisher }
    }

    fn credits(&self, other: &Known) -> Option<&str> {
        let names = |folded: &str| !other.publisher.is_empty() && *folded == other.publisher || other.agency().is_some() && agency::of(folded) == other.agency();
        self.credits.iter().find(|(_, folded)| names(folded)).map(|(name, _)| name.as_str())
    }

    /// The number of the agency that published it.
    fn agency(&self) -> Option<usize> {
        agency::of(&self.publisher)
    }

    /// What is to be added where `other` is its origin for no better reason than its day or its length.
    fn outside(&self, other: &Known) -> Option<String> {
        let strangers = !self.publisher.is_empty() && !other.publisher.is_empty() && self.publisher != other.publisher;
        let credited = self.credits(other).is_some() || other.agency().is_some();
        let from = self.credits.first().or(other.credits.first());
        (strangers && !credited).then(|| from.map_or_else(|| format!("{OUTSIDE} a source that neither names"), |(name, _)| format!("{OUTSIDE} «{name}»")))
    }

    /// By what reports stand in a row: reports without a day at the end.
    fn place(&self) -> (i32, &str) {
        (self.day.unwrap_or(i32::MAX), &self.key)
    }
}

/// Why one report and not the other is the origin; stronger reasons first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    Credited(String),
    Earlier(i64),
    Agency,
    Beginning,
    Behind(u32),
    Part,
    Names(String),
    Longer,
    Central(usize),
    Key,
}

impl Reason {
    fn told(&self) -> String {
        match self {
            Reason::Credited(name) => format!("it credits «{name}», the origin's publisher"),
            Reason::Earlier(1) => "the origin is a day earlier".to_owned(),
            Reason::Earlier(days) => format!("the origin is {days} days earlier"),
            Reason::Agency => "same day; the origin was published by a news agency".to_owned(),
            Reason::Beginning => "same day; it is the beginning of the origin, cut off behind".to_owned(),
            Reason::Behind(words) => format!("same day; it has the origin's text behind {words} words of its own"),
            Reason::Part => "same day; it has the origin's text among more that is not there".to_owned(),
            Reason::Names(name) => format!("same day; the origin names «{name}», this one names no source"),
            Reason::Longer => "same day; the origin is the longer text".to_owned(),
            Reason::Central(ties) => format!("same day; nothing tells which was first, and the origin is tied to the most reports, {ties}"),
            Reason::Key => "same day; nothing tells which was first, the smaller key stands in front".to_owned(),
        }
    }
}

/// Whether `a` is the origin of `b` (otherwise `b` of `a`), and why.
fn first(a: &Known, b: &Known, ties: (usize, usize), overlap: Overlap) -> (bool, Reason) {
    match (b.credits(a), a.credits(b)) {
        (Some(name), None) => return (true, Reason::Credited(name.to_owned())),
        (None, Some(name)) => return (false, Reason::Credited(name.to_owned())),
        _ => {}
    }
    if let (Some(day_a), Some(day_b)) = (a.day, b.day)
        && day_a != day_b
    {
        return (day_a < day_b, Reason::Earlier((i64::from(day_a) - i64::from(day_b)).abs()));
    }
    if a.agency().is_some() != b.agency().is_some() {
        return (a.agency().is_some(), Reason::Agency);
    }
    let (share_a, share_b) = (overlap.a.share(), overlap.b.share());
    if (share_a >= WHOLE) != (share_b >= WHOLE) {
        // The one is in the other, which has more.
        let a_is_brief = share_a >= WHOLE;
        let long: Side = if a_is_brief { overlap.b } else { overlap.a };
        if long.before * 10 <= long.after {
            return (!a_is_brief, Reason::Beginning);
        }
        if long.after * 10 <= long.before {
            return (a_is_brief, Reason::Behind(long.before));
        }
        if long.share() < VOICE {
            return (a_is_brief, Reason::Part);
        }
    }
    match (a.credits.first(), b.credits.first()) {
        (Some((name, _)), None) => return (true, Reason::Names(name.clone())),
        (None, Some((name, _))) => return (false, Reason::Names(name.clone())),
        _ => {}
    }
    // A few words more or less say nothing.
    if overlap.a.own.abs_diff(overlap.b.own) * 10 > overlap.a.own.max(overlap.b.own) {
        return (overlap.a.own > overlap.b.own, Reason::Longer);
    }
    if ties.0 != ties.1 {
        return (ties.0 > ties.1, Reason::Central(ties.0.max(ties.1)));
    }
    (a.place() < b.place(), Reason::Key)
}

/// What a report is against its origin.
fn relation(known: &Known, origin: &Known, share: f64, share_of_origin: f64) -> &'static str {
    match (share >= WHOLE, share_of_origin >= WHOLE) {
        (true, true) if known.title != origin.title && known.title != 0 && origin.title != 0 => "retitled",
        (true, true) => "same",
        (true, false) => "shortened",
        (false, true) => "extended",
        (false, false) => "mixed",
    }
}

/// One of several reports that have the very same words stands for all of them towards others.
pub(super) fn head(members: &[usize], known: &[Known]) -> Option<usize> {
    let credited = |m: usize| members.iter().filter(|other| known[**other].credits(&known[m]).is_some()).count();
    // Counting who credits whom in a crowd would be quadratic, and in a crowd there is no agency to find that way.
    let credited = |m: usize| if members.len() <= 256 { credited(m) } else { 0 };
    members.iter().copied().min_by_key(|m| (Reverse(credited(*m)), known[*m].day.unwrap_or(i32::MAX), known[*m].agency().is_none(), known[*m].credits.is_empty(), known[*m].key.as_str()))
}

struct Parent {
    of: usize,
    share: f64,
    share_of_origin: f64,
    reason: Reason,
}

/// Finds each report's origin. `heads` says for each report which one stands for all of its words, `ties` are pairs of places in `known` with
/// what they share.
pub(super) fn trace(known: &[Known], heads: &[usize], ties: &[(usize, usize, Overlap)]) -> Vec<Copy> {
    let mut degree = vec![0_usize; known.len()];
    // What share of its words each report has from the other.
    let mut shares: FxHashMap<(usize, usize), f64> = FxHashMap::default();
    for (a, b, overlap) in ties {
        degree[*a] += 1;
        degree[*b] += 1;
        shares.insert((*a, *b), overlap.a.share());
        shares.insert((*b, *a), overlap.b.share());
    }
    let share_from = |report: usize, other: usize| if heads[report] == heads[other] { Some(1.0) } else { shares.get(&(heads[report], heads[other])).copied() };

    let parents = parents(known, &degree, ties);
    // From each origin to its copies, so that an origin's group is known before its copies' are.
    let mut tied: Vec<usize> = (0..known.len()).filter(|i| degree[*i] > 0).collect();
    tied.sort_unstable_by_key(|i| known[*i].place());
    let mut copies_of: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    tied.iter().filter_map(|i| Some((parents.get(i)?.of, *i))).for_each(|(origin, i)| copies_of.entry(origin).or_default().push(i));
    let mut waiting: Vec<usize> = tied.iter().copied().filter(|i| !parents.contains_key(i) && copies_of.contains_key(i)).collect();
    let mut place: FxHashMap<usize, (usize, usize)> = FxHashMap::default();
    let mut rows = Vec::with_capacity(tied.len());
    while let Some(i) = waiting.pop() {
        waiting.extend(copies_of.get(&i).into_iter().flatten());
        let parent = parents.get(&i);
        let (group, voice) = parent.and_then(|p| place.get(&p.of)).map_or((i, i), |(group, voice)| {
            let speaks = share_from(i, *voice).is_some_and(|share| round(share) >= VOICE);
            (if share_from(i, *group).is_some() { *group } else { i }, if speaks { *voice } else { i })
        });
        place.insert(i, (group, voice));
        let mut row = Copy { report: known[i].key.clone(), group: known[group].key.clone(), voice: known[voice].key.clone(), ..Copy::default() };
        match parent {
            Some(p) => {
                let percent = |share: f64| (share * 100.0).round();
                row.why = format!("{}; {} % of its words stand there, {} % of the origin's here", p.reason.told(), percent(p.share), percent(p.share_of_origin));
                if let Some(outside) = known[i].outside(&known[p.of]) {
                    row.why.push_str(&format!("; {outside}"));
                }
                row.relation = relation(&known[i], &known[p.of], p.share, p.share_of_origin).to_owned();
                row.origin = Some(known[p.of].key.clone());
                (row.share, row.share_of_origin) = (Some(round(p.share)), Some(round(p.share_of_origin)));
            }
            None => {
                let n = copies_of.get(&i).map_or(0, Vec::len);
                row.why = format!("{n} {} from it, and it from none that is in the ledger", if n == 1 { "report comes" } else { "reports come" });
                row.relation = "origin".to_owned();
            }
        }
        rows.push(row);
    }
    rows.sort_unstable_by(|x, y| x.group.cmp(&y.group).then_with(|| x.report.cmp(&y.report)));
    rows
}

fn round(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}

/// The likeliest origin of each report that has one.
fn parents(known: &[Known], degree: &[usize], ties: &[(usize, usize, Overlap)]) -> FxHashMap<usize, Parent> {
    let mut possible: FxHashMap<usize, Vec<Parent>> = FxHashMap::default();
    for (a, b, overlap) in ties {
        let (a_first, reason) = first(&known[*a], &known[*b], (degree[*a], degree[*b]), *overlap);
        let (origin, copy, overlap) = if a_first { (*a, *b, *overlap) } else { (*b, *a, overlap.turned()) };
        possible.entry(copy).or_default().push(Parent { of: origin, share: overlap.b.share(), share_of_origin: overlap.a.share(), reason });
    }
    let mut copies: Vec<usize> = possible.keys().copied().collect();
    copies.sort_unstable_by_key(|i| known[*i].place());
    // Shares that differ by less than a tenth are the same.
    let steps = |share: f64| (share * 10.0) as i64;
    let mut parents: FxHashMap<usize, Parent> = FxHashMap::default();
    for copy in copies {
        let mut offered = possible.remove(&copy).unwrap_or_default();
        offered.sort_by(|x, y| {
            let credit = |p: &Parent| if matches!(p.reason, Reason::Credited(_)) || known[p.of].agency().is_some() { CREDIT } else { 0.0 };
            let rank = |p: &Parent| (Reverse(steps(p.share + credit(p))), known[p.of].day.unwrap_or(i32::MAX), Reverse(degree[p.of]), Reverse(steps(p.share_of_origin)));
            rank(x).cmp(&rank(y)).then_with(|| known[x.of].key.cmp(&known[y.of].key))
        });
        // Nobody is his own ancestor.
        let own = |mut at: usize| loop {
            if at == copy {
                break true;
            }
            match parents.get(&at) {
                Some(parent) => at = parent.of,
                None => break false,
            }
        };
        if let Some(parent) = offered.into_iter().find(|p| !own(p.of)) {
            parents.insert(copy, parent);
        }
    }
    parents
}
