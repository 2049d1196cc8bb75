//! Decides what counts as a word of a report when two reports are compared, and which words stand in a quotation.
//!
//! Words are compared folded: vowel signs, tatweel, alef forms, digits of all kinds and presentation forms as the coder
//! folds them, and final hamza, alef maqsura and ta marbuta besides, in which papers differ most. Signs are no words.
//!
//! ```
//! use isnad_ledger::copies::words::Body;
//!
//! let one = Body::new(Some("عنوان"), "عنوان\nأعلنت الوزارةُ، اليوم: خطةً جديدة.");
//! let other = Body::new(None, "اعلنت الوزاره اليوم خطة جديدة");
//! assert_eq!(one.words(), other.words());
//! assert_eq!(one.words().len(), 5);
//! ```

use isnad::text::{Kind, Side, Text};

/// A quotation shorter than this, in words, is a name or a word in inverted commas, no speech.
const LONG_QUOTATION: usize = 6;
/// A quotation that is longer than this, in words, was not closed where it should have been.
const LONGEST_QUOTATION: usize = 200;

/// The folded words of a report without its title, each as a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    words: Vec<u32>,
    quoted: Vec<bool>,
}

impl Body {
    /// Folds a text. Its title is left out where the text begins with it; a text that is nothing but its title is kept.
    pub fn new(title: Option<&str>, text: &str) -> Body {
        let body = title.map(str::trim).filter(|t| !t.is_empty()).and_then(|t| text.trim_start().strip_prefix(t)).filter(|rest| !rest.trim().is_empty()).unwrap_or(text);
        let text = Text::new(body);
        let mut out = Body { words: Vec::with_capacity(text.tokens.len()), quoted: Vec::new() };
        let mut quotations: Vec<(usize, usize)> = Vec::new();
        // Where the quotation that is open began, in words.
        let mut open: Option<usize> = None;
        for (i, token) in text.tokens.iter().enumerate() {
            match token.kind {
                Kind::Arabic | Kind::Other | Kind::Number => {
                    if let Some(word) = number(text.norm(i)) {
                        out.words.push(word);
                    }
                }
                Kind::Quote(Side::Open) => open = Some(out.words.len()),
                Kind::Quote(Side::Close) => quotations.extend(open.take().map(|from| (from, out.words.len()))),
                Kind::Quote(Side::Either) => match open.take() {
                    Some(from) => quotations.push((from, out.words.len())),
                    None => open = Some(out.words.len()),
                },
                Kind::Bracket(_) | Kind::Sign => {}
            }
        }
        out.quoted = vec![false; out.words.len()];
        for (from, to) in quotations {
            if (LONG_QUOTATION..=LONGEST_QUOTATION).contains(&(to - from)) {
                out.quoted[from..to].fill(true);
            }
        }
        out
    }

    /// From words that were folded before, and which of them stand in a quotation.
    pub fn of(words: Vec<u32>, quoted: Vec<bool>) -> Body {
        Body { words, quoted }
    }

    /// For each word whether it stands in a quotation of some length.
    pub fn quotations(&self) -> &[bool] {
        &self.quoted
    }

    /// How many words stand outside quotations.
    pub fn prose(&self) -> u32 {
        (0..self.words.len()).filter(|i| !self.quoted(*i)).count() as u32
    }

    /// The words. Two different words have the same number about once in four thousand million pairs.
    pub fn words(&self) -> &[u32] {
        &self.words
    }

    /// Whether word `i` stands in a quotation of some length; no for a word that is out of range.
    pub fn quoted(&self, i: usize) -> bool {
        self.quoted.get(i).copied().unwrap_or(false)
    }

    /// A number for the whole: equal for equal words with the same ones in quotations, and for no others as far as 64 bits go.
    pub fn hash(&self) -> u64 {
        self.words.iter().zip(&self.quoted).fold(self.words.len() as u64, |h, (w, quoted)| mix(h ^ u64::from(*w) ^ u64::from(*quoted) << 40))
    }
}

/// A folded word as a number that is the same on every machine; None for what has no letters left.
pub(crate) fn number(norm: &str) -> Option<u32> {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for c in norm.chars() {
        let c = match c {
            'ى' => 'ي',
            'ة' => 'ه',
            'أ' => 'ا',
            c => c,
        };
        hash = (hash ^ c as u64).wrapping_mul(0x0100_0000_01b3);
    }
    (!norm.is_empty()).then_some((mix(hash) >> 32) as u32)
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014): spreads 64 bits evenly, one to one.
pub(super) fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The folded title as one number; zero where there is none.
pub(super) fn title(title: Option<&str>) -> u64 {
    title.map(|t| Body::new(None, t)).filter(|b| !b.words.is_empty()).map_or(0, |b| b.words.iter().fold(1, |h, w| mix(h ^ u64::from(*w))))
}

#[cfg(test)]
mod tests {
    use super::Body;

    #[test]
    fn only_long_quotations_are_marked() {
        let body = Body::new(None, "قال عن «داعش» إن «الحرب ستطول كثيرا ولن تنتهي قريبا» ومضى");
        let marked: Vec<usize> = (0..body.words().len()).filter(|i| body.quoted(*i)).collect();
        assert_eq!(marked, [4, 5, 6, 7, 8, 9]);
    }

    #[test]
    fn a_text_that_is_its_title_is_kept() {
        assert_eq!(Body::new(Some("عاجل"), "عاجل").words().len(), 1);
        assert!(Body::new(None, "").words().is_empty());
    }
}
