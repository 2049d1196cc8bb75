//! Which stems the treebanks teach: form, part of speech, lemma and features, as a table of the pack.

use crate::bank::Sentence;
use isnad_words::letters::mark;
use isnad_words::{Feats, Upos};
use std::collections::BTreeMap;

/// Stems that stand at least `least` times in the sentences.
pub fn table(sentences: &[Sentence], least: usize) -> String {
    type Found = BTreeMap<(String, Upos, Feats), BTreeMap<String, usize>>;
    let mut found = Found::new();
    let plain = |w: &str| w.chars().filter(|c| !mark(*c)).collect::<String>();
    for words in sentences.iter().flat_map(|s| &s.words) {
        for word in words {
            let upos = word.upos;
            if !matches!(upos, Upos::Noun | Upos::Adj | Upos::Propn | Upos::Verb | Upos::Adv | Upos::Num)
                || word.form.contains([',', '|', '#'])
                || !word.form.chars().all(char::is_alphabetic)
                || !word.form.chars().any(|c| matches!(c, '\u{620}'..='\u{6D3}'))
            {
                continue;
            }
            let mut form = plain(&word.form);
            let mut feats = word.feats;
            if matches!(upos, Upos::Noun | Upos::Adj) {
                if let Some(bare) = form.strip_prefix("ال").filter(|b| b.chars().count() > 2 && feats.state() != Some(b'i')) {
                    form = bare.to_owned();
                } else if feats.state() == Some(b'i') && form.ends_with('ا') && !form.ends_with("يا") {
                    continue;
                }
                feats = feats.without_state();
                if feats == Feats::NONE {
                    feats = Feats::noun(if form.ends_with(['ة']) || form.ends_with("ات") { b'f' } else { b'm' }, if form.ends_with("ات") { b'p' } else { b's' }, None);
                }
            } else if upos == Upos::Num || upos == Upos::Adv {
                feats = Feats::NONE;
            } else if upos == Upos::Propn {
                feats = Feats::noun(b'm', b's', Some(b'd'));
            } else if feats.aspect().is_none() {
                continue;
            }
            let lemma = plain(&word.lemma);
            *found.entry((form, upos, feats)).or_default().entry(lemma).or_default() += 1;
        }
    }
    let mut out = String::from(
        "# Stems that the treebanks teach: FORM | UPOS | LEMMA | FEATS | free. Made by tools/train-words.sh: do not edit.\n# Source: isnad's treebank (treebank/README.md) and UD Arabic-PUD (CC BY-SA 3.0), changed. Licence: CC BY-SA 4.0.\n",
    );
    for ((form, upos, feats), lemmas) in found {
        if lemmas.values().sum::<usize>() < least {
            continue;
        }
        let lemma = lemmas.iter().max_by_key(|(l, n)| (**n, std::cmp::Reverse(*l))).map_or("-", |l| l.0);
        let code = code(upos, feats);
        let pronoun = if upos == Upos::Propn || upos == Upos::Adv { "bare" } else { "free" };
        out.push_str(&format!("{form} | {} | {lemma} | {code} | {pronoun}\n", upos.name()));
    }
    out
}

/// Features in the treebank's short form.
fn code(upos: Upos, feats: Feats) -> String {
    let long = feats.universal(upos);
    let value = |name: &str, letters: &[(&str, &'static str)]| {
        let found = long.split('|').find_map(|f| f.strip_prefix(name)).and_then(|v| v.strip_prefix('='));
        found.and_then(|v| letters.iter().find(|l| l.0 == v)).map_or("", |l| l.1)
    };
    let out = [
        value("Aspect", &[("Perf", "p"), ("Imp", "i")]),
        value("Person", &[("1", "1"), ("2", "2"), ("3", "3")]),
        value("Gender", &[("Masc", "m"), ("Fem", "f")]),
        value("Number", &[("Sing", "s"), ("Dual", "d"), ("Plur", "p")]),
        value("Definite", &[("Ind", "i"), ("Def", "d"), ("Cons", "c")]),
        value("Voice", &[("Pass", "P")]),
    ]
    .concat();
    if out.is_empty() { "-".to_owned() } else { out }
}
