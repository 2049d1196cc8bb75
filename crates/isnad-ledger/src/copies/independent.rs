//! Decides which reports speak with one voice, so that forty reprints of an agency count once.
//!
//! The line is at half: a report of which half of its own words or more stand in its origin speaks with the origin's
//! voice; one that has taken less (a paper's long article that quotes an agency's brief) is a voice of its own, though it stands
//! in the group. At half, because then most of what such a report says is not its own; and because the labelled pairs from
//! which the bounds were chosen call a text a copy from half on.
//!
//! ```
//! use isnad_ledger::copies::{Copy, Independent};
//!
//! let copy = |report: &str, voice: &str| Copy { report: report.into(), voice: voice.into(), ..Copy::default() };
//! let voices = Independent::of(&[copy("a", "a"), copy("b", "a"), copy("c", "c")]);
//! assert_eq!(voices.voice("b"), "a");
//! assert_eq!(voices.voice("somewhere else"), "somewhere else");
//! assert_eq!(voices.count(["a", "b", "c", "d"]), 3);
//! ```

use super::Copy;
use rustc_hash::{FxHashMap, FxHashSet};

/// Whose voice each report speaks with.
#[derive(Debug, Clone, Default)]
pub struct Independent(FxHashMap<String, String>);

impl Independent {
    /// From the rows of the table `copies`.
    pub fn of(copies: &[Copy]) -> Independent {
        Independent(copies.iter().filter(|c| c.report != c.voice).map(|c| (c.report.clone(), c.voice.clone())).collect())
    }

    /// The report whose voice a report speaks with: its own key where it is no copy.
    pub fn voice<'a>(&'a self, report: &'a str) -> &'a str {
        self.0.get(report).map_or(report, String::as_str)
    }

    /// How many voices there are among reports.
    pub fn count<'a>(&'a self, reports: impl IntoIterator<Item = &'a str>) -> usize {
        reports.into_iter().map(|r| self.voice(r)).collect::<FxHashSet<&str>>().len()
    }
}
