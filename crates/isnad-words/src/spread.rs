//! How often news prints a word, and among which words: counts and classes from raw text, as a compact table of the pack.
//!
//! ```
//! use isnad_words::spread::{Row, Spread, word};
//!
//! let spread = Spread::from_bytes(&Spread::to_bytes(&[Row { word: word("وزير"), count: 9, class: 4, name: 0 }])).unwrap();
//! assert_eq!(spread.of(word("وزير")).class, 4);
//! assert_eq!(spread.of(word("كلمة")).count, 0);
//! ```

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

/// The table: words by their number, in order.
#[derive(Debug, Default)]
pub struct Spread {
    words: Vec<u32>,
    columns: [Vec<u8>; 3],
}

impl Spread {
    /// Reads what [`Spread::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Option<Spread> {
        let n = u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
        let words = bytes.get(4..n.checked_mul(4)?.checked_add(4)?)?.chunks_exact(4).map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]])).collect();
        let rest = bytes.get(4 + 4 * n..4 + 7 * n)?;
        Some(Spread { words, columns: [rest[..n].to_vec(), rest[n..2 * n].to_vec(), rest[2 * n..].to_vec()] })
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
        self.words.binary_search(&word).map_or(Row { word, ..Row::default() }, |i| self.row(i))
    }

    /// All of it.
    pub fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        (0..self.words.len()).map(|i| self.row(i))
    }

    fn row(&self, i: usize) -> Row {
        Row { word: self.words[i], count: self.columns[0][i], class: self.columns[1][i], name: self.columns[2][i] }
    }
}
