//! Decides which runs of words are compared, and which of them stand for a report while candidates are sought.
//!
//! A shingle is a run of a fixed number of words (Broder 1997). Of every few shingles in a row the one with the smallest
//! number is kept (winnowing: Schleimer, Wilkerson and Aiken, «Winnowing: local algorithms for document fingerprinting»,
//! 2003): whatever two reports share over [`WIDTH`] + [`WINDOW`] − 1 words is met by a shingle that was kept of both. That is why a brief
//! is found in a long report, where sketches of the whole (MinHash) would see two texts that hardly resemble each other.
//!
//! ```
//! use isnad_ledger::copies::shingles::{shingles, winnow};
//!
//! let words: Vec<u32> = (0..100).collect();
//! let kept = winnow(&shingles(&words));
//! assert_eq!(shingles(&words).len(), 97);
//! assert!(kept.len() < 40);
//! // A part of the text, 11 words and more, has one of them.
//! assert!(winnow(&shingles(&words[30..41])).iter().any(|s| kept.contains(s)));
//! ```

use super::words::mix;

/// Words in a shingle.
pub const WIDTH: usize = 4;
/// Of how many shingles in a row at least one is kept.
pub const WINDOW: usize = 8;

/// The shingles of a text in order, each as a number; none for a text that is shorter than one.
pub fn shingles(words: &[u32]) -> Vec<u64> {
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
    // The hash of Karp and Rabin (1987), rolled from word to word.
    let top = (1..WIDTH).fold(1_u64, |p, _| p.wrapping_mul(BASE));
    let mut rolled: u64 = 0;
    let mut out = Vec::with_capacity(words.len().saturating_sub(WIDTH - 1));
    for (i, word) in words.iter().enumerate() {
        if i >= WIDTH {
            rolled = rolled.wrapping_sub(mix(u64::from(words[i - WIDTH])).wrapping_mul(top));
        }
        rolled = rolled.wrapping_mul(BASE).wrapping_add(mix(u64::from(*word)));
        if i + 1 >= WIDTH {
            out.push(mix(rolled));
        }
    }
    out
}

/// The shingles that stand for a text, in ascending order, each once.
pub fn winnow(shingles: &[u64]) -> Vec<u64> {
    let mut kept = Vec::with_capacity(shingles.len() / 4 + 1);
    let mut last = usize::MAX;
    for start in 0..shingles.len().saturating_sub(WINDOW - 1).max(usize::from(!shingles.is_empty())) {
        let window = start..shingles.len().min(start + WINDOW);
        // Of equals the last, so that the choice holds for as long as possible.
        let least = window.min_by_key(|i| (shingles[*i], std::cmp::Reverse(*i))).unwrap_or(start);
        if least != last {
            kept.push(shingles[least]);
            last = least;
        }
    }
    kept.sort_unstable();
    kept.dedup();
    kept
}
