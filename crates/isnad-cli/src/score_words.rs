//! `isnad score-words`: a tagger's words, or isnad's own, against a treebank; names against a corpus of names.

use crate::args::ScoreWords;
use crate::output::{Output, Stop};
use crate::words::model;
use isnad_score::align::{Measure, aligned, score_words};
use isnad_score::conllu::Treebank;
use isnad_score::conventions::{Conventions, Side};
use isnad_score::entities::{names, score_names};
use isnad_words::conllu::Writer;
use isnad_words::{Model, Tagger};
use std::fmt::Write;
use std::path::Path;

/// `isnad score-words`.
///
/// # Errors
/// Files that cannot be read or compared, or standard output that cannot be written.
pub fn run(call: &ScoreWords) -> Result<bool, Stop> {
    let text = if call.names { score_a_corpus_of_names(call)? } else { score_a_treebank(call)? };
    let mut out = Output::stdout()?;
    out.lines(text.as_bytes())?;
    out.flush()?;
    Ok(true)
}

fn read(path: &Path) -> Result<String, Stop> {
    let bytes = std::fs::read(path).map_err(|e| Stop::Failed(format!("{}: cannot be read ({e}); check the path and its permissions", path.display())))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn failed(e: isnad_score::ScoreError) -> Stop {
    Stop::Failed(e.to_string())
}

/// What isnad makes of a text whose paragraphs stand between blank lines.
fn tagged(model: &Model, raw: &str) -> String {
    let (mut tagger, mut writer) = (Tagger::new(model), Writer::default());
    for paragraph in raw.split_inclusive("\n\n") {
        writer.paragraph(0);
        let mut at = (0, 0);
        for sentence in tagger.text(paragraph) {
            writer.sentence(paragraph, &sentence, &mut at);
        }
        writer.end_paragraph(paragraph.chars().count());
    }
    writer.take()
}

fn score_a_treebank(call: &ScoreWords) -> Result<String, Stop> {
    let mut gold = Treebank::read(&read(&call.gold)?, &call.gold).map_err(failed)?;
    if call.tenth {
        gold = gold.only(|n| n % 10 == 9);
    }
    let mut system = match &call.system {
        Some(path) => Treebank::read(&read(path)?, path).map_err(failed)?,
        None => Treebank::read(&tagged(&model()?, &gold.raw()), Path::new("isnad")).map_err(failed)?,
    };
    let names_of = |bank: &Treebank| {
        let tags: Vec<&str> = bank.tokens.iter().map(|t| t.misc.split('|').find_map(|m| m.strip_prefix("NER=")).unwrap_or("O")).collect();
        // Names are compared by their characters, for the two may cut tokens differently.
        names(&tags).into_iter().map(|(from, to, kind)| (bank.tokens[from].span.start, bank.tokens[to - 1].span.end, kind)).collect::<Vec<_>>()
    };
    let (gold_names, system_names) = (names_of(&gold), names_of(&system));
    let table = Conventions::built_in();
    table.apply(&call.convention, Side::Gold, &mut gold).map_err(failed)?;
    table.apply(&call.convention, Side::Ours, &mut system).map_err(failed)?;
    let mut measures = score_words(&gold, &system).map_err(failed)?.to_vec();
    if !gold_names.is_empty() {
        measures.extend(score_names(&gold_names, &system_names, &["PER", "LOC", "ORG"]));
    }
    let mut out = print(&measures);
    if call.misses {
        let pairs = aligned(&gold.words, &system.words);
        let mut found = vec![None; gold.words.len()];
        pairs.iter().for_each(|(g, s)| found[*g] = Some(*s));
        let mut taken = vec![false; system.words.len()];
        pairs.iter().for_each(|(_, s)| taken[*s] = true);
        out.push('\n');
        for (g, word) in gold.words.iter().enumerate() {
            let near = |n: usize| gold.words.get(n).map_or("", |w| w.form.as_str());
            let place = format!("{} [{}] {}", g.checked_sub(1).map_or("", near), word.form, near(g + 1));
            match found[g].map(|s| &system.words[s]) {
                None => {
                    let there: Vec<&str> =
                        system.words.iter().enumerate().filter(|(s, w)| !taken[*s] && w.span.start < word.span.end && word.span.start < w.span.end).map(|(_, w)| w.form.as_str()).collect();
                    let _ = writeln!(out, "cut\t{}\t{}\t{place}", word.form, there.join("+"));
                }
                Some(s) if s.upos != word.upos => {
                    let _ = writeln!(out, "upos\t{} {}\t{}\t{place}", word.form, word.upos, s.upos);
                }
                Some(s) if s.lemma != word.lemma && word.lemma != "_" => {
                    let _ = writeln!(out, "lemma\t{} {}\t{}\t{place}", word.form, word.lemma, s.lemma);
                }
                Some(s) if s.feats != word.feats => {
                    let _ = writeln!(out, "feats\t{} {}\t{}\t{place}", word.form, word.feats.join("|"), s.feats.join("|"));
                }
                Some(_) => {}
            }
        }
    }
    Ok(out)
}

fn print(measures: &[Measure]) -> String {
    let mut out = String::from("Metric     | Precision |    Recall |  F1 Score |    gold |  system |   right\n-----------+-----------+-----------+-----------+---------+---------+--------\n");
    for m in measures {
        let _ = writeln!(out, "{:<10} | {:9.2} | {:9.2} | {:9.2} | {:7} | {:7} | {:7}", m.name, m.precision(), m.recall(), m.f1(), m.gold, m.system, m.right);
    }
    out
}

/// A token and its tag a line; sentences end where a full stop stands or a line is blank.
fn score_a_corpus_of_names(call: &ScoreWords) -> Result<String, Stop> {
    let text = read(&call.gold)?;
    let model = model()?;
    let mut tagger = Tagger::new(&model);
    let (mut gold, mut system): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let (mut source, mut lines): (String, Vec<std::ops::Range<usize>>) = (String::new(), Vec::new());
    for line in text.lines().chain(std::iter::once("")) {
        let mut fields = line.split_whitespace();
        let (token, tag) = (fields.next(), fields.next_back());
        if let Some(token) = token {
            gold.push(tag.unwrap_or("O").replace("PERS", "PER"));
            let start = source.len();
            source.push_str(token);
            lines.push(start..source.len());
            source.push(' ');
        }
        let ends = token.is_none_or(|t| matches!(t, "." | "؟" | "!"));
        if !ends || lines.is_empty() {
            continue;
        }
        // Our tokens may be finer than the lines: a line has the label of its first token that has one.
        let found: Vec<(std::ops::Range<usize>, &str)> = tagger.text(&source).flatten().map(|t| (t.span.clone(), t.name.name())).collect();
        let mut at = 0;
        for line in &lines {
            let mut label = "O";
            while let Some((_, name)) = found.get(at).filter(|f| f.0.start < line.end) {
                if label == "O" {
                    label = name;
                }
                at += 1;
            }
            system.push(label.to_owned());
        }
        source.clear();
        lines.clear();
    }
    let mut out = print(&score_names(&names(&gold), &names(&system), &["PER", "LOC", "ORG"]));
    if call.misses {
        let tokens: Vec<&str> = text.lines().filter_map(|l| l.split_whitespace().next()).collect();
        out.push('\n');
        for (n, token) in tokens.iter().enumerate() {
            let mark = if gold[n] == system[n] { "" } else { "\t<" };
            let _ = writeln!(out, "{token}\t{}\t{}{mark}", gold[n], system[n]);
        }
    }
    Ok(out)
}
