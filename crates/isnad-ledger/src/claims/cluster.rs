//! Decides which mentions are one claim.
//!
//! Mentions are taken in the order of their days. Each joins the claim that most speaks for, where enough does for one of its
//! mentions and nothing speaks against most of them (a report may err about a party or a day); else it begins one. A claim whose days have passed is looked
//! at no more, so that the work grows with the number of mentions and not with its square.

use super::corrections::{Corrections, Kind};
use super::mention::{Lexemes, Mention, Word};
use super::points::{Fit, Points};
use rustc_hash::{FxHashMap, FxHashSet};

/// A claim under way: its mentions, the first first.
#[derive(Debug, Default)]
pub(crate) struct Cluster {
    pub members: Vec<usize>,
    /// For each member but the first with which other member it was put together, and why.
    pub why: Vec<Why>,
    /// The last day on which all of it may have happened.
    until: Option<i32>,
}

/// Why a mention stands in a claim.
#[derive(Debug, PartialEq)]
pub(crate) enum Why {
    /// What speaks for its being the same as another one.
    Signs { with: usize, fit: Fit },
    /// A user says so.
    Corrected,
}

/// How many claims that share an anchor are looked at, the latest first.
const LOOKED_AT: usize = 256;
/// How many mentions of a claim a new one is held against.
const HELD_AGAINST: usize = 24;

/// What two mentions of an occurrence have in common before all else: its type, and a party or place.
type Anchor = (Word, u8, Word);

fn anchors(m: &Mention) -> Vec<Anchor> {
    let mut out: Vec<Anchor> = Vec::new();
    let mut add = |what: u8, word: Word| {
        if !out.contains(&(m.kind, what, word)) {
            out.push((m.kind, what, word));
        }
    };
    for p in &m.actors {
        add(0, p.country.unwrap_or(p.code));
    }
    for p in &m.recipients {
        add(1, p.country.unwrap_or(p.code));
    }
    if let Some(p) = &m.place {
        add(2, p.words);
        if let Some(c) = p.country {
            add(3, c);
        }
    }
    if let Some(g) = m.group {
        add(4, g);
    }
    out
}

/// Puts mentions together. `mentions` stand in the order of their days. The second value holds names in the corrections that
/// no mention bears.
pub(crate) fn clusters(mentions: &[Mention], words: &Lexemes, points: &Points, corrections: &Corrections) -> (Vec<Cluster>, Vec<String>) {
    let (units, apart, rejected, unknown) = corrected(mentions, words, corrections);
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut of_unit: FxHashMap<usize, usize> = FxHashMap::default();
    let mut index: FxHashMap<Anchor, Vec<usize>> = FxHashMap::default();
    let mut seen: FxHashSet<usize> = FxHashSet::default();
    for (i, m) in mentions.iter().enumerate() {
        if rejected.contains(&i) {
            continue;
        }
        let unit = units.get(&i).copied();
        let start = m.days().map(|d| d.0);
        let own = anchors(m);
        let mut best: Option<(i64, usize, Why)> = None;
        if let Some(c) = unit.and_then(|u| of_unit.get(&u)) {
            best = Some((0, *c, Why::Corrected));
        } else {
            seen.clear();
            for anchor in &own {
                let Some(list) = index.get_mut(anchor) else { continue };
                if let Some(start) = start {
                    list.retain(|c| clusters[*c].until.is_none_or(|until| until >= start));
                }
                for c in list.iter().rev().take(LOOKED_AT) {
                    if !seen.insert(*c) {
                        continue;
                    }
                    if let Some((margin, with, fit)) = judge(mentions, &clusters[*c], i, points, &apart)
                        && best.as_ref().is_none_or(|(b, at, _)| margin > *b || margin == *b && c < at)
                    {
                        best = Some((margin, *c, Why::Signs { with, fit }));
                    }
                }
            }
        }
        let c = match best {
            Some((_, c, why)) => {
                clusters[c].why.push(why);
                c
            }
            None => {
                clusters.push(Cluster::default());
                clusters.len() - 1
            }
        };
        let cluster = &mut clusters[c];
        cluster.members.push(i);
        cluster.until = match (cluster.until, m.days().map(|d| d.1)) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        if let Some(u) = unit {
            of_unit.entry(u).or_insert(c);
        }
        for anchor in own {
            let list = index.entry(anchor).or_default();
            if list.last() != Some(&c) && !list.contains(&c) {
                list.push(c);
            }
        }
    }
    (clusters, unknown)
}

/// Whether a mention may join a claim: by how many points more than are needed, and on the strength of which member.
fn judge(mentions: &[Mention], cluster: &Cluster, i: usize, points: &Points, apart: &FxHashSet<(usize, usize)>) -> Option<(i64, usize, Fit)> {
    let m = &mentions[i];
    if !apart.is_empty() && cluster.members.iter().any(|o| apart.contains(&(*o.min(&i), *o.max(&i)))) {
        return None;
    }
    let mut best: Option<(i64, usize, Fit)> = None;
    let mut against = 0;
    for o in cluster.members.iter().take(HELD_AGAINST) {
        let Some(fit) = points.fit(m, &mentions[*o]) else {
            against += 1;
            continue;
        };
        let margin = i64::from(fit.points) - i64::from(points.needed(m, &mentions[*o]));
        if margin >= 0 && best.as_ref().is_none_or(|(b, ..)| margin > *b) {
            best = Some((margin, *o, fit));
        }
    }
    best.filter(|_| 2 * against < cluster.members.len().min(HELD_AGAINST))
}

type Corrected = (FxHashMap<usize, usize>, FxHashSet<(usize, usize)>, FxHashSet<usize>, Vec<String>);

/// Mentions that a user ties together (with the first of them), keeps apart, or rejects; and names that no mention bears.
fn corrected(mentions: &[Mention], words: &Lexemes, corrections: &Corrections) -> Corrected {
    let (mut units, mut apart, mut rejected, mut unknown) = Corrected::default();
    if corrections.is_empty() {
        return (units, apart, rejected, unknown);
    }
    let named: FxHashMap<String, usize> = mentions.iter().enumerate().map(|(i, m)| (m.name(words), i)).collect();
    let mut find = |name: &String| {
        let found = named.get(name).copied();
        if found.is_none() {
            unknown.push(name.clone());
        }
        found
    };
    let pair = |c: &super::Correction| c.mentions.first().cloned().zip(c.mentions.get(1).cloned());
    for (a, b) in corrections.of_kind(Kind::Same).filter_map(pair) {
        if let (Some(a), Some(b)) = (find(&a), find(&b)) {
            let (x, y) = (units.get(&a).copied().unwrap_or(a), units.get(&b).copied().unwrap_or(b));
            let first = x.min(y);
            for unit in units.values_mut().filter(|u| **u == x || **u == y) {
                *unit = first;
            }
            units.insert(a, first);
            units.insert(b, first);
        }
    }
    for (a, b) in corrections.of_kind(Kind::Different).filter_map(pair) {
        if let (Some(a), Some(b)) = (find(&a), find(&b)) {
            apart.insert((a.min(b), a.max(b)));
        }
    }
    for name in corrections.of_kind(Kind::Reject).flat_map(|c| &c.mentions) {
        rejected.extend(find(name));
    }
    // What a recoded mention is was decided before; here it is only found or not.
    for name in corrections.of_kind(Kind::Recode).flat_map(|c| &c.mentions) {
        find(name);
    }
    (units, apart, rejected, unknown)
}
