//! Annotated sentences, whatever treebank they are from: tokens with the words that they are, as far as the treebank says it.

use isnad_score::conllu::Treebank;
use isnad_score::conventions::{Conventions, Side};
use isnad_words::{Feats, Upos, clitics::Clitics, cut::cut, names::Label};
use std::fmt::Write;
use std::ops::Range;
use std::path::Path;

/// A word as a treebank has it.
#[derive(Debug, Clone)]
pub struct Word {
    pub form: String,
    pub lemma: String,
    pub upos: Upos,
    pub feats: Feats,
}

/// A sentence cut by our own rules, with the treebank's words where it cuts alike.
#[derive(Debug, Clone, Default)]
pub struct Sentence {
    pub text: String,
    pub tokens: Vec<Range<usize>>,
    /// Of each token, its words; empty where the treebank does not say.
    pub words: Vec<Vec<Word>>,
    /// Of each token, its label, where names are annotated.
    pub labels: Vec<Label>,
    /// Tokens whose label is not to be learnt, since the treebank draws names of their kind otherwise; empty for none.
    pub open: Vec<bool>,
}

/// Our own treebank, from CoNLL-U.
pub fn ours(text: &str, file: &str) -> Result<Vec<Sentence>, String> {
    let bank = Treebank::read(text, Path::new(file)).map_err(|e| e.to_string())?;
    Ok(sentences(&bank))
}

/// UD Arabic-PUD, in our conventions.
pub fn pud(text: &str, file: &str) -> Result<Vec<Sentence>, String> {
    let mut bank = Treebank::read(text, Path::new(file)).map_err(|e| e.to_string())?;
    let plain: Vec<String> = bank.words.iter().map(|w| w.lemma.chars().filter(|c| *c != '`' && !isnad_words::letters::mark(*c)).map(|c| if c == 'ٱ' { 'ا' } else { c }).collect()).collect();
    Conventions::built_in().apply("pud", Side::Gold, &mut bank).map_err(|e| e.to_string())?;
    for (word, lemma) in bank.words.iter_mut().zip(plain) {
        word.lemma = lemma;
    }
    Ok(sentences(&bank))
}

fn sentences(bank: &Treebank) -> Vec<Sentence> {
    bank.sentences
        .iter()
        .map(|range| {
            let mut text = String::new();
            // Bytes of the text without white space to words of the treebank.
            let mut at = Vec::new();
            let tokens = &bank.tokens[range.clone()];
            let mut printed = 0;
            for token in tokens {
                text.push_str(&token.form);
                let len = token.form.chars().filter(|c| !c.is_whitespace()).count();
                at.push(printed..printed + len);
                printed += len;
                if token.spaced {
                    text.push(' ');
                }
            }
            let (spans, _) = cut(&text);
            let mut out = Sentence { text, ..Sentence::default() };
            let mut from = 0;
            for span in spans {
                let to = from + out.text[span.clone()].chars().filter(|c| !c.is_whitespace()).count();
                let inside: Vec<usize> = (0..tokens.len()).filter(|i| at[*i].start < to && at[*i].end > from).collect();
                let exact = inside.first().is_some_and(|i| at[*i].start == from) && inside.last().is_some_and(|i| at[*i].end == to);
                let words = if exact { inside.iter().flat_map(|i| &bank.words[tokens[*i].words.clone()]).map(word).collect() } else { Vec::new() };
                let label = inside.first().and_then(|i| tokens[*i].misc.split('|').find_map(|m| m.strip_prefix("NER="))).and_then(Label::parse);
                out.words.push(words);
                out.labels.push(label.unwrap_or_default());
                out.tokens.push(span);
                from = to;
            }
            out
        })
        .collect()
}

fn word(word: &isnad_score::conllu::Word) -> Word {
    Word { form: word.form.clone(), lemma: word.lemma.clone(), upos: Upos::parse(&word.upos).unwrap_or(Upos::X), feats: Feats::from_universal(word.feats.iter().map(String::as_str)) }
}

/// The Wojood sample: a token a line with its tags; a name in a name is passed over. Its bodies and places hold common nouns that
/// ours do not («مدينة», «الحكومة»), so that only its persons, and what is no name, are learnt.
pub fn wojood(text: &str) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut now = Sentence::default();
    for line in text.lines().chain(std::iter::once("")) {
        let mut fields = line.split_whitespace();
        let Some(token) = fields.next() else {
            if !now.tokens.is_empty() {
                out.push(std::mem::take(&mut now));
            }
            continue;
        };
        if token.contains('$') {
            continue;
        }
        let tags: Vec<&str> = fields.collect();
        let kind = |t: &str| match t {
            "PERS" => Some("PER"),
            "ORG" => Some("ORG"),
            "GPE" | "LOC" | "FAC" => Some("LOC"),
            "EVENT" | "LAW" | "PRODUCT" => Some("MISC"),
            _ => None,
        };
        // The widest name is the one that goes on longest; those that have begun go before those that begin.
        let found = tags.iter().filter_map(|t| t.split_once('-')).filter_map(|(b, k)| kind(k).map(|k| (b, k))).min_by_key(|(b, _)| *b == "B");
        let inside = found.filter(|(b, k)| *b == "I" && now.labels.last().is_some_and(|l| l.name().ends_with(k)));
        let label = match (inside, found) {
            (Some((_, k)), _) => Label::parse(&format!("I-{k}")),
            (None, Some((_, k))) => Label::parse(&format!("B-{k}")),
            _ => None,
        }
        .unwrap_or_default();
        if !now.text.is_empty() {
            now.text.push(' ');
        }
        let start = now.text.len();
        now.text.push_str(token);
        for (n, span) in cut(token).0.into_iter().enumerate() {
            now.tokens.push(start + span.start..start + span.end);
            now.words.push(Vec::new());
            let behind = if n > 0 && label.0 % 2 == 1 { Label(label.0 + 1) } else { label };
            now.labels.push(behind);
            now.open.push(tags.iter().any(|t| t.ends_with("ORG") || t.ends_with("GPE") || t.ends_with("LOC") || t.ends_with("FAC") || t.ends_with("EVENT")));
        }
    }
    out
}

/// The annotators' lines as CoNLL-U.
pub fn convert(text: &str, file: &str) -> Result<String, String> {
    let clitics = isnad_ar::WORDS.iter().find(|f| f.0 == "tagger/clitics.txt").map_or(Ok(Clitics::default()), |f| Clitics::parse(f.1))?;
    let mut out = String::new();
    let (mut sentence, mut id) = (String::new(), 1);
    let mut rest = String::new();
    for (n, line) in text.lines().chain(std::iter::once("")).enumerate() {
        let fault = |what: &str| format!("{file}:{}: {what}", n + 1);
        if let Some(head) = line.strip_prefix("# ") {
            let (number, text) = head.split_once(' ').ok_or_else(|| fault("a sentence begins with its number and its text"))?;
            sentence = format!("# sent_id = ntrex-{number}\n# text = {text}\n");
            rest = text.to_owned();
            id = 1;
            continue;
        }
        if line.is_empty() {
            if !sentence.is_empty() {
                out.push_str(&sentence);
                out.push('\n');
                sentence.clear();
            }
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [token, cut, upos, lemma, feats, name] = fields[..] else { return Err(fault("a token has six fields")) };
        let forms: Vec<&str> = if token == "+" { vec!["+"] } else { cut.split('+').collect() };
        let tags: Vec<Upos> = upos.split('+').map(Upos::parse).collect::<Option<_>>().ok_or_else(|| fault("no such part of speech"))?;
        if forms.len() != tags.len() {
            return Err(fault("as many words as parts of speech"));
        }
        let feats = Feats::parse(feats).ok_or_else(|| fault(&format!("no such features: {feats}")))?;
        // The stem is the last word that is no pronoun behind another.
        let open = |u: Upos| matches!(u, Upos::Noun | Upos::Verb | Upos::Adj | Upos::Propn | Upos::Num | Upos::Adv);
        let behind = forms.len() > 1 && *tags.last().unwrap_or(&Upos::X) == Upos::Pron && clitics.after.iter().any(|a| Some(&&*a.letters.iter().collect::<String>()) == forms.last());
        let stem = tags.iter().position(|t| open(*t)).unwrap_or(forms.len() - 1 - usize::from(behind));
        let at = rest.find(token).ok_or_else(|| fault("the text does not hold this token here"))?;
        rest = rest[at + token.len()..].to_owned();
        let mut misc = Vec::new();
        if name != "-" {
            misc.push(format!("NER={name}"));
        }
        if !rest.starts_with(' ') && !rest.is_empty() {
            misc.push("SpaceAfter=No".to_owned());
        }
        let misc = if misc.is_empty() { "_".to_owned() } else { misc.join("|") };
        if forms.len() > 1 {
            let _ = writeln!(sentence, "{id}-{}\t{token}\t_\t_\t_\t_\t_\t_\t_\t{misc}", id + forms.len() - 1);
        }
        for (i, (form, tag)) in forms.iter().zip(&tags).enumerate() {
            let (lemma, feats) = if i == stem {
                (lemma.to_owned(), feats)
            } else if let Some(after) = clitics.after.iter().find(|a| i > stem && *tag == Upos::Pron && a.letters.iter().collect::<String>() == *form) {
                (after.lemma.to_string(), after.feats)
            } else {
                ((*form).to_owned(), Feats::NONE)
            };
            let last = if forms.len() > 1 { "_" } else { &misc };
            let form = if forms.len() > 1 { form } else { token };
            let _ = writeln!(sentence, "{id}\t{form}\t{lemma}\t{}\t_\t{}\t_\t_\t_\t{last}", tag.name(), feats.universal(*tag));
            id += 1;
        }
    }
    Ok(out)
}
