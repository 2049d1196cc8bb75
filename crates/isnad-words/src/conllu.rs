//! Writes tagged sentences as CoNLL-U: multiword tokens as ranges, places in the text and names in the last column.
//!
//! `TokenRange=START:END` counts code points of the input from 0; `NER=B-PER` marks a name. What the tagger does not decide
//! (heads, relations, the treebank's own tags) is `_`.
//!
//! ```
//! use isnad_words::conllu::Writer;
//!
//! let mut writer = Writer::default();
//! assert!(writer.take().is_empty());
//! ```

use crate::names::Label;
use crate::tagger::Token;
use std::fmt::Write;

/// Collects lines; counts sentences and code points over all paragraphs.
#[derive(Debug, Default)]
pub struct Writer {
    out: String,
    sentences: usize,
    code_points: usize,
    feats: rustc_hash::FxHashMap<(crate::Upos, crate::Feats), Box<str>>,
}

impl Writer {
    /// Begins a paragraph that starts `skipped` code points behind the last one.
    pub fn paragraph(&mut self, skipped: usize) {
        self.code_points += skipped;
        self.out.push_str("# newpar\n");
    }

    /// Says that a paragraph of so many code points is done.
    pub fn end_paragraph(&mut self, code_points: usize) {
        self.code_points += code_points;
    }

    /// Adds a sentence of the paragraph `source`. `at` is a byte of `source` and the code points up to it: give the same
    /// cursor, from (0, 0), for all sentences of a paragraph.
    pub fn sentence(&mut self, source: &str, tokens: &[Token], at: &mut (usize, usize)) {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        self.sentences += 1;
        let out = &mut self.out;
        let _ = writeln!(out, "# sent_id = {}", self.sentences);
        out.push_str("# text = ");
        let mut blank = false;
        for c in source[first.span.start..last.span.end].chars() {
            if c.is_whitespace() {
                blank = true;
            } else {
                if blank {
                    out.push(' ');
                }
                blank = false;
                out.push(c);
            }
        }
        out.push('\n');
        let mut id = 1;
        for (n, token) in tokens.iter().enumerate() {
            let print = &source[token.span.clone()];
            at.1 += source[at.0..token.span.start].chars().count();
            let start = at.1 + self.code_points;
            at.1 += print.chars().count();
            at.0 = token.span.end;
            let end = at.1 + self.code_points;
            let parts = &token.reading().parts;
            let glued = tokens.get(n + 1).is_some_and(|next| next.span.start == token.span.end);
            let misc = |out: &mut String| {
                if token.name != Label::O {
                    add(out, &["NER=", token.name.name(), "|"]);
                }
                out.push_str(if glued { "SpaceAfter=No|TokenRange=" } else { "TokenRange=" });
                number(out, start);
                out.push(':');
                number(out, end);
                out.push('\n');
            };
            if parts.len() > 1 {
                number(out, id);
                out.push('-');
                number(out, id + parts.len() - 1);
                add(out, &["\t", print, "\t_\t_\t_\t_\t_\t_\t_\t"]);
                misc(out);
            }
            for part in parts {
                let feats = self.feats.entry((part.upos, part.feats)).or_insert_with(|| part.feats.universal(part.upos).into());
                // A token of one word is printed as it stands.
                let form = if parts.len() > 1 { &part.form } else { print };
                number(out, id);
                add(out, &["\t", form, "\t", &part.lemma, "\t", part.upos.name(), "\t_\t", feats, "\t_\t_\t_\t"]);
                if parts.len() > 1 {
                    out.push_str("_\n");
                } else {
                    misc(out);
                }
                id += 1;
            }
        }
        out.push('\n');
    }

    /// What has been written so far.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.out)
    }
}

fn add(out: &mut String, texts: &[&str]) {
    texts.iter().for_each(|text| out.push_str(text));
}

/// Writes a whole number; the formatter of the standard library takes several times as long, and every line has three.
fn number(out: &mut String, n: usize) {
    if n > 9 {
        number(out, n / 10);
    }
    out.push((b'0' + (n % 10) as u8) as char);
}
