//! Decides how much of two reports is the same, word by word: the exact check behind every copy.
//!
//! A word is copied where it stands in a shingle that both reports have and that is no set phrase. A word that stands in set
//! phrases only, and was not copied with the words around it, is nobody's own and does not count.
//!
//! ```
//! use isnad_ledger::copies::{often::SetPhrases, overlap::overlap, words::Body};
//!
//! let long = Body::new(None, "وصل الوفد إلى العاصمة مساء أمس وعقد لقاءات مع عدد من المسؤولين ثم غادر إلى بلاده صباح اليوم");
//! let brief = Body::new(None, "وصل الوفد إلى العاصمة مساء أمس");
//! let found = overlap(&brief, &long, &SetPhrases::default());
//! assert_eq!((found.a.copied, found.a.own), (6, 6));
//! assert_eq!((found.b.copied, found.b.own), (6, 18));
//! assert_eq!((found.b.before, found.b.after), (0, 12));
//! ```

use super::often::SetPhrases;
use super::shingles::{WIDTH, shingles};
use super::words::Body;
use rustc_hash::FxHashMap;

/// What of one report stands in another, in words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Side {
    /// Words outside set phrases.
    pub own: u32,
    /// Of these such as stand in the other report too.
    pub copied: u32,
    /// Words outside set phrases and outside quotations.
    pub prose: u32,
    /// Of these such as stand in the other report too.
    pub prose_copied: u32,
    /// Own words in front of the first that is copied.
    pub before: u32,
    /// Own words behind the last that is copied.
    pub after: u32,
}

impl Side {
    /// The share of its own words that is copied, from 0 to 1.
    pub fn share(self) -> f64 {
        share(self.copied, self.own)
    }

    /// The same outside quotations.
    pub fn prose_share(self) -> f64 {
        share(self.prose_copied, self.prose)
    }
}

fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
}

/// What two reports share, seen from either.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Overlap {
    /// The first report.
    pub a: Side,
    /// The second.
    pub b: Side,
}

impl Overlap {
    /// Whole: the two have the same words.
    pub fn whole(words: u32, prose: u32) -> Overlap {
        let side = Side { own: words, copied: words, prose, prose_copied: prose, before: 0, after: 0 };
        Overlap { a: side, b: side }
    }

    /// All of it as numbers, for a table: of each side, the first first, what [`Side`] has, in its order.
    pub fn numbers(self) -> [u32; 12] {
        let [a, b] = [self.a, self.b].map(|s| [s.own, s.copied, s.prose, s.prose_copied, s.before, s.after]);
        [a[0], a[1], a[2], a[3], a[4], a[5], b[0], b[1], b[2], b[3], b[4], b[5]]
    }

    /// From these numbers.
    pub fn of(n: [u32; 12]) -> Overlap {
        let side = |k: usize| Side { own: n[k], copied: n[k + 1], prose: n[k + 2], prose_copied: n[k + 3], before: n[k + 4], after: n[k + 5] };
        Overlap { a: side(0), b: side(6) }
    }

    /// The same, seen the other way round.
    #[must_use]
    pub fn turned(self) -> Overlap {
        Overlap { a: self.b, b: self.a }
    }
}

/// Compares two reports word by word.
pub fn overlap(a: &Body, b: &Body, set: &SetPhrases) -> Overlap {
    let (of_a, of_b) = (shingles(a.words()), shingles(b.words()));
    let mut places: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    for (at, shingle) in of_b.iter().enumerate() {
        places.entry(*shingle).or_default().push(at as u32);
    }
    let (mut in_a, mut in_b) = (vec![false; of_a.len()], vec![false; of_b.len()]);
    for (at, shingle) in of_a.iter().enumerate() {
        for other in places.get(shingle).into_iter().flatten().map(|o| *o as usize) {
            // Shingles are compared by their words: two of the same number are the same.
            if !set.contains(*shingle) && a.words()[at..at + WIDTH] == b.words()[other..other + WIDTH] {
                in_a[at] = true;
                in_b[other] = true;
            }
        }
    }
    Overlap { a: side(a, &of_a, &in_a, set), b: side(b, &of_b, &in_b, set) }
}

/// Counts the words of one side: `shared` says which of its shingles the other has.
fn side(body: &Body, shingles: &[u64], shared: &[bool], set: &SetPhrases) -> Side {
    let mut side = Side::default();
    // How many more words the last shared shingle, and the last set phrase, reach.
    let (mut copied, mut phrase) = (0, 0);
    for i in 0..body.words().len() {
        if shared.get(i).copied().unwrap_or(false) {
            copied = WIDTH;
        }
        if shingles.get(i).is_some_and(|s| set.contains(*s)) {
            phrase = WIDTH;
        }
        if copied > 0 {
            if side.copied == 0 {
                side.before = side.own;
            }
            side.copied += 1;
            side.own += 1;
            side.after = 0;
        } else if phrase == 0 {
            side.own += 1;
            side.after += 1;
        }
        if !body.quoted(i) && (copied > 0 || phrase == 0) {
            side.prose += 1;
            side.prose_copied += u32::from(copied > 0);
        }
        copied = copied.saturating_sub(1);
        phrase = phrase.saturating_sub(1);
    }
    if side.copied == 0 {
        side.before = side.own;
    }
    side
}
