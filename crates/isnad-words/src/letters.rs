//! A printed token as letters: which bytes each letter has, with the marks that stand on it.
//!
//! ```
//! use isnad_words::letters::Letters;
//!
//! let letters = Letters::new("كِتـــابه");
//! assert_eq!(letters.base, ['ك', 'ت', 'ا', 'ب', 'ه']);
//! assert_eq!(letters.print(1..4), "تـــاب");
//! ```

use isnad::text::normalise;
use std::ops::Range;

/// A printed token taken apart.
#[derive(Debug)]
pub struct Letters<'t> {
    print: &'t str,
    /// Its letters without marks.
    pub base: Vec<char>,
    starts: Vec<usize>,
    /// Its normalised form, as [`isnad::text`] has it.
    pub folded: String,
}

/// Whether a character only stands on or between letters.
pub fn mark(c: char) -> bool {
    matches!(c, '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{0610}'..='\u{061A}' | '\u{06D6}'..='\u{06ED}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{061C}' | '\u{FEFF}' | '\u{00AD}')
}

impl<'t> Letters<'t> {
    /// Takes a token apart.
    pub fn new(print: &'t str) -> Letters<'t> {
        let (mut base, mut starts) = (Vec::new(), Vec::new());
        for (at, c) in print.char_indices().filter(|(_, c)| !mark(*c)) {
            base.push(c);
            starts.push(at);
        }
        starts.push(print.len());
        Letters { print, base, starts, folded: normalise(print) }
    }

    /// How many letters there are.
    pub fn len(&self) -> usize {
        self.base.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.base.is_empty()
    }

    /// The print of some letters, marks included.
    pub fn print(&self, range: Range<usize>) -> &'t str {
        if range.start >= range.end || range.end >= self.starts.len() {
            return "";
        }
        let from = if range.start == 0 { 0 } else { self.starts[range.start] };
        &self.print[from..self.starts[range.end]]
    }

    /// Some letters without their marks.
    pub fn plain(&self, range: Range<usize>) -> String {
        self.base.get(range).unwrap_or_default().iter().collect()
    }
}
