//! CoNLL-U as the shared tasks on universal dependencies read it: words over the characters of a text.
//!
//! What counts is where words stand in the text without its white space, so that two files can be compared that cut the
//! text differently. Empty nodes and comments are passed over.
//!
//! ```
//! use isnad_score::conllu::Treebank;
//!
//! let bank = Treebank::read("# text = وقال.\n1-2\tوقال\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n1\tو\tو\tCCONJ\t_\t_\t_\t_\t_\t_\n\
//!                            2\tقال\tقال\tVERB\t_\t_\t_\t_\t_\t_\n3\t.\t.\tPUNCT\t_\t_\t_\t_\t_\t_\n\n", "x.conllu".as_ref()).unwrap();
//! assert_eq!((bank.tokens.len(), bank.words.len()), (2, 3));
//! assert!(bank.words[1].multiword && bank.words[0].span == bank.words[1].span);
//! ```

use crate::ScoreError;
use std::ops::Range;
use std::path::Path;

/// One syntactic word.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Word {
    /// Its form; within a multiword token not necessarily letters of the print.
    pub form: String,
    /// Its lemma.
    pub lemma: String,
    /// Its universal part of speech.
    pub upos: String,
    /// The treebank's own tag.
    pub xpos: String,
    /// Its features, `Name=Value`, sorted.
    pub feats: Vec<String>,
    /// Its last column.
    pub misc: String,
    /// The characters of the token that it stands in, counted without white space.
    pub span: Range<usize>,
    /// Whether it shares its token with other words.
    pub multiword: bool,
}

/// One printed token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The printed form.
    pub form: String,
    /// Its characters, counted without white space.
    pub span: Range<usize>,
    /// Its words.
    pub words: Range<usize>,
    /// Whether white space stands behind it.
    pub spaced: bool,
    /// Its last column.
    pub misc: String,
}

/// A file of sentences.
#[derive(Debug, Clone, Default)]
pub struct Treebank {
    /// All characters that are not white space.
    pub characters: Vec<char>,
    /// All tokens.
    pub tokens: Vec<Token>,
    /// All words.
    pub words: Vec<Word>,
    /// Sentences as ranges of tokens.
    pub sentences: Vec<Range<usize>>,
    /// The `# text` of each sentence, empty where there is none.
    pub texts: Vec<String>,
    /// The `# sent_id` of each sentence, empty where there is none.
    pub ids: Vec<String>,
}

impl Treebank {
    /// Reads a file's text; `file` is for messages.
    ///
    /// # Errors
    /// A line that is not CoNLL-U, by its number.
    pub fn read(text: &str, file: &Path) -> Result<Treebank, ScoreError> {
        let mut bank = Treebank::default();
        let (mut first, mut range_end, mut text_line, mut id_line) = (0, 0usize, String::new(), String::new());
        let fault = |line: usize, what: &'static str| ScoreError::Conllu { file: file.to_owned(), line, what };
        for (n, line) in text.lines().chain(std::iter::once("")).enumerate() {
            let line = line.strip_suffix('\r').unwrap_or(line);
            if line.is_empty() {
                if bank.tokens.len() > first {
                    bank.sentences.push(first..bank.tokens.len());
                    bank.texts.push(std::mem::take(&mut text_line));
                    bank.ids.push(std::mem::take(&mut id_line));
                    first = bank.tokens.len();
                }
                range_end = 0;
                continue;
            }
            if let Some(comment) = line.strip_prefix('#') {
                if let Some(text) = comment.trim_start().strip_prefix("text = ") {
                    text_line = text.to_owned();
                } else if let Some(id) = comment.trim_start().strip_prefix("sent_id = ") {
                    id_line = id.to_owned();
                }
                continue;
            }
            let columns: Vec<&str> = line.split('\t').collect();
            let [id, form, lemma, upos, xpos, feats, _, _, _, misc] = columns[..] else {
                return Err(fault(n + 1, "a word has ten columns with a tab between them"));
            };
            if id.contains('.') {
                continue;
            }
            let spaced = !misc.split('|').any(|m| m == "SpaceAfter=No");
            if let Some((from, to)) = id.split_once('-') {
                let (Ok(from), Ok(to)) = (from.parse::<usize>(), to.parse::<usize>()) else {
                    return Err(fault(n + 1, "a range of words is two numbers with «-» between them"));
                };
                if to < from {
                    return Err(fault(n + 1, "a range of words ends before it begins"));
                }
                let at = bank.words.len();
                let span = bank.print(form);
                bank.tokens.push(Token { form: form.to_owned(), span, words: at..at + (to - from + 1), spaced, misc: misc.to_owned() });
                range_end = to;
                continue;
            }
            let Ok(id) = id.parse::<usize>() else {
                return Err(fault(n + 1, "the first column of a word is its number"));
            };
            let multiword = id <= range_end;
            let at = bank.words.len();
            let span = if multiword {
                bank.tokens.last().map_or(0..0, |t| t.span.clone())
            } else {
                let span = bank.print(form);
                bank.tokens.push(Token { form: form.to_owned(), span: span.clone(), words: at..at + 1, spaced, misc: misc.to_owned() });
                span
            };
            let mut feats: Vec<String> = feats.split('|').filter(|f| *f != "_").map(str::to_owned).collect();
            feats.sort();
            bank.words.push(Word { form: form.to_owned(), lemma: lemma.to_owned(), upos: upos.to_owned(), xpos: xpos.to_owned(), feats, misc: misc.to_owned(), span, multiword });
        }
        if bank.tokens.iter().any(|t| t.words.end > bank.words.len()) {
            return Err(fault(text.lines().count(), "a range names words that do not follow"));
        }
        Ok(bank)
    }

    fn print(&mut self, form: &str) -> Range<usize> {
        let from = self.characters.len();
        self.characters.extend(form.chars().filter(|c| !c.is_whitespace()));
        from..self.characters.len()
    }

    /// The text of its sentences as a tool would be given it: one sentence after the other, a paragraph each.
    pub fn raw(&self) -> String {
        let mut out = String::new();
        for sentence in &self.sentences {
            let tokens = &self.tokens[sentence.clone()];
            for (i, token) in tokens.iter().enumerate() {
                out.push_str(&token.form);
                if token.spaced && i + 1 < tokens.len() {
                    out.push(' ');
                }
            }
            out.push_str("\n\n");
        }
        out
    }

    /// Only some of its sentences, counted from nought.
    pub fn only(&self, keep: impl Fn(usize) -> bool) -> Treebank {
        let mut out = Treebank::default();
        for (n, sentence) in self.sentences.iter().enumerate().filter(|(n, _)| keep(*n)) {
            let first = out.tokens.len();
            for token in &self.tokens[sentence.clone()] {
                let span = out.print(&token.form);
                let at = out.words.len();
                for word in &self.words[token.words.clone()] {
                    out.words.push(Word { span: span.clone(), ..word.clone() });
                }
                out.tokens.push(Token { span, words: at..out.words.len(), ..token.clone() });
            }
            out.sentences.push(first..out.tokens.len());
            out.texts.push(self.texts[n].clone());
            out.ids.push(self.ids[n].clone());
        }
        out
    }
}
