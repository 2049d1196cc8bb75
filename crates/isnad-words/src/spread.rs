//! How often news prints a word, and among which words: counts and classes from raw text, as a compact table of the pack.
//!
//! ```
//! use isnad_words::spread::{Spread, word};
//!
//! let spread = Spread::from_bytes(&Spread::to_bytes(&[(word("وزير"), 9, 4)])).unwrap();
//! assert_eq!(spread.of(word("وزير")), (9, 4));
//! assert_eq!(spread.of(word("كلمة")), (0, 0));
//! ```

/// The number by which the tables know a normalised word.
pub fn word(folded: &str) -> u32 {
    let mut h = 0x811C_9DC5u32;
    for b in folded.bytes() {
        h = (h ^ u32::from(b)).wrapping_mul(0x0100_0193);
    }
    h ^ h >> 15
}

/// The table: words by their number, in order.
#[derive(Debug, Default)]
pub struct Spread {
    words: Vec<u32>,
    counts: Vec<u8>,
    classes: Vec<u8>,
}

impl Spread {
    /// Reads what [`Spread::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Option<Spread> {
        let n = u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
        let words = bytes.get(4..4 + 4 * n)?.chunks_exact(4).map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]])).collect();
        let rest = bytes.get(4 + 4 * n..4 + 6 * n)?;
        Some(Spread { words, counts: rest[..n].to_vec(), classes: rest[n..].to_vec() })
    }

    /// Words with the logarithm of their count and their class, as bytes.
    pub fn to_bytes(rows: &[(u32, u8, u8)]) -> Vec<u8> {
        let mut rows = rows.to_vec();
        rows.sort_unstable();
        rows.dedup_by_key(|r| r.0);
        let mut out = (rows.len() as u32).to_le_bytes().to_vec();
        rows.iter().for_each(|r| out.extend(r.0.to_le_bytes()));
        out.extend(rows.iter().map(|r| r.1));
        out.extend(rows.iter().map(|r| r.2));
        out
    }

    /// The logarithm of a word's count (0: seldom or never) and its class (0: none).
    pub fn of(&self, word: u32) -> (u8, u8) {
        self.words.binary_search(&word).map_or((0, 0), |i| (self.counts[i], self.classes[i]))
    }
}
