//! What the coder's own analyser (`isnad::words`) makes of a text, as CoNLL-U: the baseline of docs/MEASURES.md.
//!
//! `cargo run --release -p isnad-words --example baseline -- TEXT > baseline.conllu`, a paragraph a sentence.

use isnad::entry::Func;
use isnad::lexicon::Pos;
use isnad::text::{Kind, Text};
use isnad::words::{Analyser, BA, FA, KAF, LAM, SIN, UNKNOWN, WA};
use isnad_words::letters::Letters;

const SUFFIXES: [&str; 11] = ["ه", "ها", "هما", "هم", "هن", "ك", "كما", "كم", "نا", "ني", "ي"];

fn main() {
    let path = std::env::args().nth(1).expect("the path of a text");
    let source = std::fs::read_to_string(path).expect("a text in UTF-8");
    let (lexicon, _) = isnad_ar::lexicon(&[]);
    let mut analyser = Analyser::new(&lexicon);
    for paragraph in source.split("\n\n").filter(|p| !p.trim().is_empty()) {
        let text = Text::new(paragraph);
        let mut done = 0;
        for range in text.sentences.clone() {
            let words = analyser.sentence(&text, range, false);
            let mut id = 1;
            for unit in &words.units {
                let token = text.tokens[unit.token];
                let print = token.span.of(paragraph);
                // What the analyser passes over (tatweel alone) is a word all the same.
                let gap: String = paragraph[done..token.span.start as usize].split_whitespace().collect();
                done = token.span.end as usize;
                if !gap.is_empty() {
                    println!("{id}\t{gap}\t{gap}\tPUNCT\t_\t_\t_\t_\t_\t_");
                    id += 1;
                }
                let r = unit.reading;
                let upos = match (token.kind, r.pos) {
                    (Kind::Number, _) => "NUM",
                    (Kind::Sign | Kind::Quote(_) | Kind::Bracket(_), _) => "PUNCT",
                    (_, Pos::Verb) => "VERB",
                    (_, Pos::Noun) => "NOUN",
                    (_, Pos::Adj) => "ADJ",
                    (_, Pos::Adv) => "ADV",
                    (_, Pos::Propn) => "PROPN",
                    (_, Pos::Function) => match lexicon.lexemes.get(r.lexeme as usize).map(|l| l.funcs.as_slice()) {
                        Some(f) if f.contains(&Func::Prep) => "ADP",
                        Some(f) if f.contains(&Func::Sub) => "SCONJ",
                        Some(f) if f.contains(&Func::Conj) => "CCONJ",
                        Some(f) if f.contains(&Func::Rel) || f.contains(&Func::Dem) => "DET",
                        _ => "PART",
                    },
                };
                let letters = Letters::new(print);
                let mut at = 0;
                let mut parts: Vec<(String, &str)> = Vec::new();
                for (bit, form, upos) in [(WA, "و", "CCONJ"), (FA, "ف", "CCONJ"), (BA, "ب", "ADP"), (LAM, "ل", "ADP"), (KAF, "ك", "ADP"), (SIN, "س", "AUX")] {
                    if r.clitics & bit != 0 && letters.len() > at + 1 {
                        parts.push((form.to_owned(), upos));
                        at += 1;
                    }
                }
                let suffix = (r.suffix as usize).checked_sub(1).map(|n| SUFFIXES[n]);
                let end = letters.len() - suffix.map_or(0, |s| s.chars().count()).min(letters.len().saturating_sub(at + 1));
                let mut stem = if parts.is_empty() && suffix.is_none() { print.to_owned() } else { letters.print(at..end).to_owned() };
                if r.clitics & LAM != 0 && stem.starts_with('ل') {
                    stem.insert(0, 'ا');
                }
                if suffix.is_some() && stem.ends_with('ت') && r.pos == Pos::Noun && !stem.ends_with("ات") {
                    stem = format!("{}ة", stem.trim_end_matches('ت'));
                }
                parts.push((stem, upos));
                if let Some(s) = suffix {
                    parts.push((s.to_owned(), "PRON"));
                }
                let lemma = if r.lexeme == UNKNOWN { print } else { lexicon.lexemes.get(r.lexeme as usize).map_or(print, |l| &l.lemma) };
                if parts.len() > 1 {
                    println!("{id}-{}\t{print}\t_\t_\t_\t_\t_\t_\t_\t_", id + parts.len() - 1);
                }
                for (form, upos) in &parts {
                    println!("{id}\t{form}\t{lemma}\t{upos}\t_\t_\t_\t_\t_\t_");
                    id += 1;
                }
            }
            println!();
        }
    }
}
