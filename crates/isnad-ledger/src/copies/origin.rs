//! Decides which of two reports with the same words is the likely origin, which origin a report has among several, and why.
//!
//! Of two reports the origin is, by the first of these that tells them apart: the one whose publisher the other
//! credits; the earlier one, by day; the one of which the other is the beginning (papers cut from the end); the one
//! that the other has behind a paragraph of its own; the one that names an agency, for the other took that line away; the
//! longer one; the one with the smaller key. A report that could come from several comes from the one that has most of its words.
//! Every report has one origin at most, and no report comes from itself by way of others: the result is a forest.

use super::Copy;
use super::overlap::{Overlap, Side};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// A text is as good as whole in another where so much of it stands there.
const WHOLE: f64 = 0.9;
/// By so much more of a report may stand in another than in the one that it credits.
const CREDIT: f64 = 0.2;
/// From which share of its own words on a report speaks with its origin's voice.
pub(super) const VOICE: f64 = 0.5;

/// What is known of a report that may be a copy.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    pub(super) key: String,
    pub(super) day: Option<i32>,
    pub(super) title: u64,
    /// Its publisher's name, folded.
    pub(super) publisher: String,
    /// The names of others that it credits, as printed and folded.
    pub(super) credits: Vec<(String, String)>,
}

impl Known {
    fn credits(&self, other: &Known) -> Option<&str> {
        self.credits.iter().find(|(_, folded)| !other.publisher.is_empty() && *folded == other.publisher).map(|(name, _)| name.as_str())
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
    Beginning,
    Behind(u32),
    Names(String),
    Longer,
    Key,
}

impl Reason {
    fn told(&self) -> String {
        match self {
            Reason::Credited(name) => format!("it credits «{name}», the origin's publisher"),
            Reason::Earlier(1) => "the origin is a day earlier".to_owned(),
            Reason::Earlier(days) => format!("the origin is {days} days earlier"),
            Reason::Beginning => "same day; it is the beginning of the origin, cut off behind".to_owned(),
            Reason::Behind(words) => format!("same day; it has the origin's text behind {words} words of its own"),
            Reason::Names(name) => format!("same day; the origin names «{name}», this one names no source"),
            Reason::Longer => "same day; the origin is the longer text".to_owned(),
            Reason::Key => "same day and same length: nothing tells which was first, the smaller key stands in front".to_owned(),
        }
    }
}

/// Whether `a` is the origin of `b` (otherwise `b` of `a`), and why.
fn first(a: &Known, b: &Known, overlap: Overlap) -> (bool, Reason) {
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
    members.iter().copied().min_by_key(|m| (Reverse(credited(*m)), known[*m].day.unwrap_or(i32::MAX), known[*m].credits.is_empty(), known[*m].key.as_str()))
}

struct Parent {
    of: usize,
    share: f64,
    share_of_origin: f64,
    reason: Reason,
}

/// Finds each report's origin. `ties` are pairs of places in `known` with what they share.
pub(super) fn trace(known: &[Known], ties: &[(usize, usize, Overlap)]) -> Vec<Copy> {
    let mut possible: FxHashMap<usize, Vec<Parent>> = FxHashMap::default();
    for (a, b, overlap) in ties {
        let (a_first, reason) = first(&known[*a], &known[*b], *overlap);
        let (origin, copy, overlap) = if a_first { (*a, *b, *overlap) } else { (*b, *a, overlap.turned()) };
        possible.entry(copy).or_default().push(Parent { of: origin, share: overlap.b.share(), share_of_origin: overlap.a.share(), reason });
    }
    let mut tied: Vec<usize> = ties.iter().flat_map(|(a, b, _)| [*a, *b]).collect();
    tied.sort_unstable_by_key(|i| known[*i].place());
    tied.dedup();

    // Shares that differ by less than a fiftieth are the same.
    let steps = |share: f64| (share * 50.0) as i64;
    let mut parents: FxHashMap<usize, Parent> = FxHashMap::default();
    for copy in &tied {
        let Some(mut offered) = possible.remove(copy) else { continue };
        offered.sort_by(|x, y| {
            let rank =
                |p: &Parent| (Reverse(steps(p.share + if matches!(p.reason, Reason::Credited(_)) { CREDIT } else { 0.0 })), known[p.of].day.unwrap_or(i32::MAX), Reverse(steps(p.share_of_origin)));
            rank(x).cmp(&rank(y)).then_with(|| x.reason.cmp(&y.reason)).then_with(|| known[x.of].key.cmp(&known[y.of].key))
        });
        // Nobody is his own ancestor.
        let own = |mut at: usize| loop {
            if at == *copy {
                break true;
            }
            match parents.get(&at) {
                Some(parent) => at = parent.of,
                None => break false,
            }
        };
        if let Some(parent) = offered.into_iter().find(|p| !own(p.of)) {
            parents.insert(*copy, parent);
        }
    }

    let mut copies_of: FxHashMap<usize, usize> = FxHashMap::default();
    parents.values().for_each(|p| *copies_of.entry(p.of).or_default() += 1);
    let walk = |mut at: usize, on: &dyn Fn(&Parent) -> bool| {
        while let Some(parent) = parents.get(&at).filter(|p| on(p)) {
            at = parent.of;
        }
        known[at].key.clone()
    };
    let round = |share: f64| (share * 1000.0).round() / 1000.0;
    let mut rows: Vec<Copy> = tied
        .iter()
        .filter(|i| parents.contains_key(i) || copies_of.contains_key(i))
        .map(|i| {
            let (report, group, voice) = (known[*i].key.clone(), walk(*i, &|_| true), walk(*i, &|p| round(p.share) >= VOICE));
            match parents.get(i) {
                Some(p) => {
                    let percent = |share: f64| (share * 100.0).round();
                    let why = format!("{}; {} % of its words stand there, {} % of the origin's here", p.reason.told(), percent(p.share), percent(p.share_of_origin));
                    let relation = relation(&known[*i], &known[p.of], p.share, p.share_of_origin).to_owned();
                    Copy { report, group, origin: Some(known[p.of].key.clone()), relation, share: Some(round(p.share)), share_of_origin: Some(round(p.share_of_origin)), voice, why }
                }
                None => {
                    let n = copies_of.get(i).copied().unwrap_or_default();
                    let why = format!("{n} {} from it, and it from none that is in the ledger", if n == 1 { "report comes" } else { "reports come" });
                    Copy { report, group, origin: None, relation: "origin".to_owned(), share: None, share_of_origin: None, voice, why }
                }
            }
        })
        .collect();
    rows.sort_unstable_by(|x, y| x.group.cmp(&y.group).then_with(|| x.report.cmp(&y.report)));
    rows
}
