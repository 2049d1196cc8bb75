//! How often news prints a word, and among which words: counts and classes from raw text, as a compact table of the pack.
//!
//! ```
//! use isnad_words::spread::{Row, Spread, word};
//!
//! let spread = Spread::from_bytes(Spread::to_bytes(&[Row { word: word("وزير"), count: 9, class: 4, name: 0 }])).unwrap();
//! assert_eq!(spread.of(word("وزير")).class, 4);
//! assert_eq!(spread.of(word("كلمة")).count, 0);
//! ```

use isnad::table::Bytes;

/// The number by which the tables know a normalised word.
pub fn word(folded: &str) -> u32 {
    let mut h = 0x811C_9DC5u32;
    for b in folded.bytes() {
        h = (h ^ u32::from(b)).wrapping_mul(0x0100_0193);
    }
    h ^ h >> 15
}

/// What is known of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Row {
    /// Its number.
    pub word: u32,
    /// The logarithm of its count; 0: seldom or never.
    pub count: u8,
    /// Its class; 0: none.
    pub class: u8,
    /// As which kind of name it stands in raw text, and how often; 0: not known.
    pub name: u8,
}

/// The table: words by their number, in order, then what is known of them, a column each.
#[derive(Debug)]
pub struct Spread {
    bytes: Bytes,
    len: usize,
}

impl Default for Spread {
    fn default() -> Spread {
        Spread { bytes: Bytes::Owned(vec![0; 4]), len: 0 }
    }
}

impl Spread {
    /// Reads what [`Spread::to_bytes`] wrote.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Option<Spread> {
        let bytes = bytes.into();
        let len = u32::from_le_bytes(*bytes.first_chunk()?) as usize;
        (bytes.len() == len.checked_mul(7)?.checked_add(4)?).then_some(Spread { bytes, len })
    }

    /// Words with what is known of them, as bytes.
    pub fn to_bytes(rows: &[Row]) -> Vec<u8> {
        let mut rows = rows.to_vec();
        rows.sort_unstable();
        rows.dedup_by_key(|r| r.word);
        let mut out = (rows.len() as u32).to_le_bytes().to_vec();
        rows.iter().for_each(|r| out.extend(r.word.to_le_bytes()));
        out.extend(rows.iter().map(|r| r.count));
        out.extend(rows.iter().map(|r| r.class));
        out.extend(rows.iter().map(|r| r.name));
        out
    }

    /// What is known of a word.
    pub fn of(&self, word: u32) -> Row {
        let (mut from, mut to) = (0, self.len);
        while from < to {
            let middle = (from + to) / 2;
            if self.word(middle) < word { from = middle + 1 } else { to = middle }
        }
        if from < self.len && self.word(from) == word { self.row(from) } else { Row { word, ..Row::default() } }
    }

    /// All of it.
    pub fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        (0..self.len).map(|i| self.row(i))
    }

    #[inline]
    fn word(&self, i: usize) -> u32 {
        let at = 4 + 4 * i;
        u32::from_le_bytes([self.bytes[at], self.bytes[at + 1], self.bytes[at + 2], self.bytes[at + 3]])
    }

    fn row(&self, i: usize) -> Row {
        let column = |n: usize| self.bytes[4 + (4 + n) * self.len + i];
        Row { word: self.word(i), count: column(0), class: column(1), name: column(2) }
    }
}
