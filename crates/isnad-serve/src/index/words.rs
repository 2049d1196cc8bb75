//! Decides under which forms a printed word is found: its folded form, what is left of it without its clitics, and the word that
//! a dictionary has it under.
//!
//! «والوزراء» is found by «وزراء» and by «وزير», «الوزير» by «وزير», «مدرستهم» by «مدرسة». Letters are taken off only where the pack's lists
//! know what is left, or know nothing of the word at all: «وفد» is not found by «فد». Dictionary words are the pack's lemmas. They have a
//! sign before them, so that words in quotation marks mean themselves alone.
//!
//! ```
//! use isnad_serve::index::words::Words;
//!
//! let mut words = Words::new().unwrap();
//! assert!(words.forms("والوزراء").contains(&"وزراء".to_owned()));
//! assert!(words.sought("وزير").iter().any(|f| words.forms("والوزراء").contains(f)));
//! assert_eq!(*words.forms("وفد"), ["وفد".to_owned()]);
//! assert_eq!(words.cut("في ٢٠٢٤، «الوزير»").iter().map(|w| w.forms[0].as_str()).collect::<Vec<_>>(), ["في", "2024", "الوزير"]);
//! ```

use isnad::text::{Kind, Text};
use isnad_words::Model;
use isnad_words::feats::Upos;
use isnad_words::readings::{Reader, Reading};
use isnad_words::stems::Origin;
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::Arc;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The name under which the index knows this tokenizer.
pub const NAME: &str = "isnad";

/// What stands before the word of a dictionary; no folded word has it.
const LEMMA: char = '~';
/// How many words of a dictionary a print is taken for at most.
const MOST_LEMMAS: usize = 6;
/// How many words are remembered with their forms.
const KEPT: usize = 200_000;
/// A form shorter than this, in letters, is not what is left of a word.
const SHORTEST: usize = 2;
/// The same where nothing is known of the word.
const SHORTEST_GUESS: usize = 3;

/// Finds the forms of words; remembers what it has found.
#[derive(Clone)]
pub struct Words {
    reader: Arc<Reader>,
    kept: FxHashMap<Box<str>, Arc<[String]>>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").field("kept", &self.kept.len()).finish_non_exhaustive()
    }
}

/// A word of a text.
#[derive(Debug, Clone)]
pub struct Word {
    /// Where it stands, in bytes.
    pub bytes: Range<usize>,
    /// Its forms, the folded print first; behind them the words of a dictionary that it may be.
    pub forms: Arc<[String]>,
}

impl Word {
    /// Its forms as they are printed.
    pub fn printed(&self) -> impl Iterator<Item = &str> {
        self.forms.iter().map(String::as_str).filter(|f| !f.starts_with(LEMMA))
    }
}

impl Words {
    /// With the pack's table of clitics and its lists, as they were built with the program.
    ///
    /// # Errors
    /// A table that cannot be read.
    pub fn new() -> Result<Words, String> {
        let reader = Model::from_bytes(isnad_ar::STEMS, isnad_ar::WEIGHTS)?.reader;
        Ok(Words { reader: Arc::new(reader), kept: FxHashMap::default() })
    }

    /// The forms under which any other print of the same word of a dictionary is found too.
    ///
    /// «وزراء» is sought as itself, as «وزير», and as whatever the index has under «وزير».
    pub fn sought(&mut self, print: &str) -> Vec<String> {
        let mut out = self.forms(print).to_vec();
        for lemma in self.lemmas(print) {
            let under = format!("{LEMMA}{lemma}");
            for form in [lemma, under] {
                if !out.contains(&form) {
                    out.push(form);
                }
            }
        }
        out
    }

    /// The words of a dictionary that a print may be, folded; none for a word that is guessed at.
    fn lemmas(&self, print: &str) -> Vec<String> {
        lemmas(&self.reader.readings(print))
    }

    /// The forms of a word of Arabic script: the folded print first, those of dictionaries last.
    pub fn forms(&mut self, print: &str) -> Arc<[String]> {
        if let Some(forms) = self.kept.get(print) {
            return Arc::clone(forms);
        }
        let forms: Arc<[String]> = self.found(print).into();
        if self.kept.len() >= KEPT {
            self.kept.clear();
        }
        self.kept.insert(print.into(), Arc::clone(&forms));
        forms
    }

    fn found(&self, print: &str) -> Vec<String> {
        let mut out = vec![key(&isnad::text::normalise(print))];
        let readings = self.reader.readings(print);
        let known = readings.iter().any(|r| r.origin != Origin::Guess);
        // A word that is known as it stands is not taken apart: «وفد» is a delegation.
        let whole = readings.iter().any(|r| r.origin != Origin::Guess && r.parts.len() == 1);
        let shortest = if known { SHORTEST } else { SHORTEST_GUESS };
        let article: &str = &self.reader.clitics.article;
        let mut add = |form: String| {
            if form.chars().count() >= shortest && !out.contains(&form) {
                out.push(form);
            }
        };
        for r in readings.iter().filter(|r| (r.origin != Origin::Guess) == known && (!whole || r.parts.len() == 1)) {
            let core = r.core();
            let folded = key(&isnad::text::normalise(&core.form));
            if core.upos != Upos::Verb
                && let Some(bare) = folded.strip_prefix(article).filter(|b| b.chars().count() >= SHORTEST_GUESS)
            {
                add(bare.to_owned());
            }
            add(folded);
        }
        // What is printed as its dictionary has it needs no second entry: who seeks the lemma seeks the print, too.
        let lemmas: Vec<String> = lemmas(&readings).into_iter().filter(|l| !out.contains(l)).map(|l| format!("{LEMMA}{l}")).collect();
        out.extend(lemmas);
        out
    }

    /// The words of a text.
    pub fn cut(&mut self, text: &str) -> Vec<Word> {
        let cut = Text::new(text);
        let mut out = Vec::with_capacity(cut.tokens.len());
        for (i, token) in cut.tokens.iter().enumerate() {
            let norm = cut.norm(i);
            if norm.is_empty() {
                continue;
            }
            let forms = match token.kind {
                Kind::Arabic => self.forms(token.span.of(text)),
                Kind::Other => Arc::from([norm.to_lowercase()]),
                Kind::Number => Arc::from([norm.replace([',', '،', '٬'], "").replace('٫', ".")]),
                _ => continue,
            };
            out.push(Word { bytes: token.span.start as usize..token.span.end as usize, forms });
        }
        out
    }
}

/// The lemmas of readings that a list has, folded. A word that is known as it stands is not taken apart.
fn lemmas(readings: &[Reading]) -> Vec<String> {
    let known = |r: &&Reading| r.origin != Origin::Guess;
    let whole = readings.iter().filter(known).any(|r| r.parts.len() == 1);
    let mut out = Vec::new();
    for r in readings.iter().filter(known).filter(|r| !whole || r.parts.len() == 1) {
        let core = r.core();
        if !matches!(core.upos, Upos::Noun | Upos::Adj | Upos::Verb | Upos::Propn) {
            continue;
        }
        let lemma = key(&isnad::text::normalise(&core.lemma));
        if lemma.chars().count() >= SHORTEST && !out.contains(&lemma) && out.len() < MOST_LEMMAS {
            out.push(lemma);
        }
    }
    out
}

/// A folded form as it is searched: prints that do not tell ى from ي, nor ة from ه, are one.
fn key(folded: &str) -> String {
    let mut out = folded.to_owned();
    for (printed, meant) in ENDINGS {
        if let Some(rest) = folded.strip_suffix(printed) {
            out = format!("{rest}{meant}");
        }
    }
    out
}

/// Final letters that prints do not keep apart, by code point: alef maqsura and yeh, teh marbuta and heh, alef with hamza and alef.
const ENDINGS: [(char, char); 3] = [('\u{649}', '\u{64A}'), ('\u{629}', '\u{647}'), ('\u{623}', '\u{627}')];

impl Tokenizer for Words {
    type TokenStream<'a> = Stream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream {
        let mut tokens = Vec::new();
        for (position, word) in self.cut(text).into_iter().enumerate() {
            for form in word.forms.iter() {
                tokens.push(Token { offset_from: word.bytes.start, offset_to: word.bytes.end, position, text: form.clone(), position_length: 1 });
            }
        }
        Stream { tokens, at: 0 }
    }
}

/// The words of a text on their way into the index.
#[derive(Debug)]
pub struct Stream {
    tokens: Vec<Token>,
    /// One more than the token that stands.
    at: usize,
}

impl TokenStream for Stream {
    fn advance(&mut self) -> bool {
        self.at += 1;
        self.at <= self.tokens.len()
    }

    fn token(&self) -> &Token {
        &self.tokens[self.at - 1]
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokens[self.at - 1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_without_their_clitics() {
        let mut words = Words::new().expect("the pack's table is read");
        let meets = |words: &mut Words, print: &str, sought: &str| {
            let (a, b) = (words.forms(print), words.forms(sought));
            a.iter().any(|f| b.contains(f))
        };
        for (print, sought) in
            [("والوزراء", "وزراء"), ("الوزير", "وزير"), ("وزير", "الوزير"), ("لِلوَزيـــر", "وزير"), ("بالقاهرة", "القاهره"), ("مدرستهم", "مدرسة"), ("أُقِيمَ", "اقيم"), ("المستشفى", "مستشفي")]
        {
            assert!(meets(&mut words, print, sought), "{print} {:?} by {sought} {:?}", words.forms(print), words.forms(sought));
        }
        for (print, sought) in [("وفد", "فد"), ("بحث", "حث"), ("وزير", "زير")] {
            assert!(!meets(&mut words, print, sought), "{print} by {sought}");
        }
    }

    #[test]
    fn plurals_and_inflected_verbs_are_found_by_their_lemma() {
        let mut words = Words::new().expect("the pack's table is read");
        for (print, by) in [("والوزراء", "وزير"), ("وزير", "وزراء"), ("الوزيران", "الوزراء"), ("الرؤساء", "رئيس"), ("مدارسهم", "مدرسة"), ("يعلنون", "أعلن"), ("الصحفيون", "صحفيين")]
        {
            let sought = words.sought(by);
            assert!(words.forms(print).iter().any(|f| sought.contains(f)), "{print} {:?} by {by} {sought:?}", words.forms(print));
        }
        for (print, by) in [("وزارة", "وزير"), ("وفد", "فد"), ("مكتب", "كتاب"), ("رئاسة", "رئيس")] {
            let sought = words.sought(by);
            assert!(!words.forms(print).iter().any(|f| sought.contains(f)), "{print} {:?} by {by} {sought:?}", words.forms(print));
        }
        // In quotation marks a word means itself.
        let cut = words.cut("والوزراء");
        assert!(cut[0].printed().any(|f| f == "وزراء") && !cut[0].printed().any(|f| f == "وزير"));
    }

    #[test]
    fn any_text_has_words_in_order() {
        let mut words = Words::new().expect("the pack's table is read");
        for text in ["", "«»", "٣٫٥ ۴ 1,000", "a\u{202E}b", "ﷺ \u{FEFC}", "ـــ"] {
            let cut = words.cut(text);
            assert!(cut.windows(2).all(|w| w[0].bytes.end <= w[1].bytes.start));
            assert!(cut.iter().all(|w| !w.forms[0].is_empty()), "{text}: {cut:?}");
        }
        assert_eq!(words.cut("1,000")[0].forms[0], "1000");
    }
}
