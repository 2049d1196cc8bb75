//! Decides which runs of words are set phrases: what hundreds of reports share ties no two of them together.
//!
//! A shingle is a set phrase where at least so many different reports have it that are *not* made of such shingles for the
//! most part. The second half of the sentence keeps an agency report that a thousand papers print from
//! becoming a set phrase itself: there the shingles that many share are most of the report. Reports of the same words count once.
//!
//! Counting is done twice. A first reading counts in small counters of one byte, which are too high where two shingles
//! fall together and never too low (a count-min sketch of one row: Cormode and Muthukrishnan 2005); a second reading counts exactly,
//! and only the few shingles that the first one suspects.

use rustc_hash::{FxHashMap, FxHashSet};

/// How many counters there are for so many reports: a shingle a word, as many words as usual reports have, half a byte for each shingle.
pub fn counters(reports: usize) -> usize {
    (reports.saturating_mul(256) / 2).next_power_of_two().clamp(1 << 16, 1 << 31)
}

/// Which of so many counters (a power of two) counts a shingle.
pub fn slot(shingle: u64, counters: usize) -> usize {
    (shingle >> 20) as usize & counters.saturating_sub(1)
}

/// Counters that may be too high.
#[derive(Debug)]
pub(super) struct Sketch {
    counters: Vec<u8>,
    limit: u8,
}

impl Sketch {
    /// So many counters (see [`counters`]) of one byte, so that at most 255 are told apart.
    pub(super) fn new(counters: usize, limit: usize) -> Sketch {
        Sketch { counters: vec![0; counters], limit: u8::try_from(limit).unwrap_or(u8::MAX) }
    }

    fn slot(&self, shingle: u64) -> usize {
        slot(shingle, self.counters.len())
    }

    /// Counts the shingles of one report.
    pub(super) fn add(&mut self, shingles: &[u64]) {
        for shingle in shingles {
            let slot = self.slot(*shingle);
            self.counters[slot] = self.counters[slot].saturating_add(1);
        }
    }

    /// Whether so many reports may have it.
    pub(super) fn suspects(&self, shingle: u64) -> bool {
        self.counters[self.slot(shingle)] >= self.limit
    }

    /// The suspected shingles of a report, each once; none where they are the larger part of it.
    pub(super) fn suspected(&self, shingles: &[u64]) -> Vec<u64> {
        let mut suspected: Vec<u64> = shingles.iter().copied().filter(|s| self.suspects(*s)).collect();
        if suspected.len() * 2 > shingles.len() {
            return Vec::new();
        }
        suspected.sort_unstable();
        suspected.dedup();
        suspected
    }
}

/// Exact counts of what a sketch suspects.
#[derive(Debug, Default)]
pub(super) struct Counts(FxHashMap<u64, u32>);

impl Counts {
    /// Counts what [`Sketch::suspected`] says of one report.
    pub(super) fn add(&mut self, suspected: &[u64]) {
        for shingle in suspected {
            *self.0.entry(*shingle).or_default() += 1;
        }
    }

    /// The set phrases.
    pub(super) fn set_phrases(self, limit: usize) -> SetPhrases {
        SetPhrases(self.0.into_iter().filter(|(_, n)| *n as usize >= limit).map(|(shingle, _)| shingle).collect())
    }
}

/// Shingles that tie no reports together.
#[derive(Debug, Default, Clone)]
pub struct SetPhrases(FxHashSet<u64>);

impl FromIterator<u64> for SetPhrases {
    fn from_iter<I: IntoIterator<Item = u64>>(shingles: I) -> SetPhrases {
        SetPhrases(shingles.into_iter().collect())
    }
}

impl SetPhrases {
    /// Whether a shingle is one.
    pub fn contains(&self, shingle: u64) -> bool {
        self.0.contains(&shingle)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
