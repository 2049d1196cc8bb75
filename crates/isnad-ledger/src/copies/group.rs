//! Decides what ties between texts mean for reports: whoever has a text is tied to the report that stands for it, and this one to others.
//!
//! Nothing here looks further than ties reach, so that texts that no chain of ties connects may be looked at apart, on other machines:
//! the rows of all together are the rows of each.
//!
//! ```
//! use isnad_ledger::copies::{Known, group, overlap::Overlap};
//!
//! let report = |key: &str, day| Known { key: key.into(), day: Some(day), ..Known::default() };
//! let known = [report("a", 2), report("b", 1)];
//! // Both have text 7, of twenty words, all of them prose.
//! let found = group::copies(&known, &[7, 7], &[], &[(7, Overlap::whole(20, 20))].into_iter().collect());
//! assert_eq!(found[0].origin.as_deref(), Some("b"));
//! ```

use super::Copy;
use super::origin::{self, Known};
use super::overlap::Overlap;
use rustc_hash::FxHashMap;

/// The rows of reports that are copies or origins. `texts` says for each of `known` which text it has; `tied` are pairs of texts with what they
/// share, each pair once; `whole` says of texts that several reports have what they share with themselves. Ordered by group and report.
pub fn copies(known: &[Known], texts: &[u64], tied: &[(u64, u64, Overlap)], whole: &FxHashMap<u64, Overlap>) -> Vec<Copy> {
    let mut members: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (i, text) in texts.iter().enumerate().take(known.len()) {
        members.entry(*text).or_default().push(i);
    }
    let heads: FxHashMap<u64, usize> = members.iter().filter_map(|(text, members)| Some((*text, origin::head(members, known)?))).collect();
    let mut ties: Vec<(usize, usize, Overlap)> = tied.iter().filter_map(|(a, b, overlap)| Some((*heads.get(a)?, *heads.get(b)?, *overlap))).collect();
    for (text, overlap) in whole {
        if let (Some(head), Some(members)) = (heads.get(text), members.get(text)) {
            ties.extend(members.iter().filter(|m| *m != head).map(|m| (*head, *m, *overlap)));
        }
    }
    let mut stands: Vec<usize> = (0..known.len()).collect();
    for (text, members) in &members {
        members.iter().for_each(|m| stands[*m] = heads.get(text).copied().unwrap_or(*m));
    }
    origin::trace(known, &stands, &ties)
}
