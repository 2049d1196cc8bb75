//! Decides how a group of copies is laid out for a reader: the origin, under it what was made of it, and so on.
//!
//! ```
//! use isnad_ledger::copies::{Copy, Lineage};
//!
//! let origin = Copy { report: "a".into(), group: "a".into(), relation: "origin".into(), voice: "a".into(), ..Copy::default() };
//! let copy = Copy { report: "b".into(), group: "a".into(), origin: Some("a".into()), relation: "same".into(), share: Some(1.0), share_of_origin: Some(1.0), voice: "a".into(), why: "later".into() };
//! let all = Lineage::all(&[copy, origin]);
//! assert_eq!(all.len(), 1);
//! assert_eq!(all[0].to_string(), "a  origin\n  b  same 100 % of it, 100 % of the origin: later\n");
//! ```

use super::Copy;
use rustc_hash::FxHashMap;
use std::fmt;

/// A group of copies as a tree, written as lines: what a report was made from stands above it, one step to the left.
#[derive(Debug, Clone, PartialEq)]
pub struct Lineage {
    /// The key of the group, which is that of the report at its head.
    pub group: String,
    /// Its reports: the head first, every other one behind the report that it comes from.
    pub lines: Vec<Line>,
}

/// A report of a lineage.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// How many steps it is away from the head.
    pub depth: usize,
    /// The report, and what it is to the one above it.
    pub copy: Copy,
}

impl Lineage {
    /// The lineages of all groups, ordered by their keys.
    pub fn all(copies: &[Copy]) -> Vec<Lineage> {
        let mut of: FxHashMap<&str, Vec<&Copy>> = FxHashMap::default();
        // Whoever heads a group begins a lineage, though it may come from another group.
        copies.iter().filter(|c| c.report != c.group).filter_map(|c| Some((c.origin.as_deref()?, c))).for_each(|(origin, c)| of.entry(origin).or_default().push(c));
        of.values_mut().for_each(|c| c.sort_by(|x, y| y.report.cmp(&x.report)));
        let mut origins: Vec<&Copy> = copies.iter().filter(|c| c.report == c.group).collect();
        origins.sort_by(|x, y| x.report.cmp(&y.report));
        let lineage = |origin: &Copy| {
            let (mut lines, mut waiting) = (Vec::new(), vec![(0, origin)]);
            while let Some((depth, copy)) = waiting.pop() {
                lines.push(Line { depth, copy: copy.clone() });
                waiting.extend(of.get(copy.report.as_str()).into_iter().flatten().map(|c| (depth + 1, *c)));
            }
            Lineage { group: origin.group.clone(), lines }
        };
        origins.into_iter().map(lineage).collect()
    }

    /// The lineage of one report; None where it has no copies and is none.
    pub fn of(copies: &[Copy], report: &str) -> Option<Lineage> {
        let group = &copies.iter().find(|c| c.report == report)?.group;
        let members: Vec<Copy> = copies.iter().filter(|c| c.group == *group).cloned().collect();
        Lineage::all(&members).pop()
    }
}

impl fmt::Display for Line {
    /// The report in one line, set in by two blanks for each step.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let c = &self.copy;
        write!(f, "{:indent$}{}  {}", "", c.report, c.relation, indent = self.depth * 2)?;
        if let (Some(share), Some(of_origin)) = (c.share, c.share_of_origin) {
            write!(f, " {:.0} % of it, {:.0} % of the origin", share * 100.0, of_origin * 100.0)?;
        }
        if c.why.is_empty() { Ok(()) } else { write!(f, ": {}", c.why) }
    }
}

impl fmt::Display for Lineage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}
