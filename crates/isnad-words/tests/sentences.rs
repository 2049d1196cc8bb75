//! Runs the tables of `sentences.md`: printed tokens and the words that they are.

use isnad_words::{Feats, Model, Tagger};

#[test]
fn tokens_are_the_words_that_the_tables_say() {
    let model = Model::from_bytes(isnad_ar::STEMS, isnad_ar::WEIGHTS).expect("the pack is whole");
    let mut tagger = Tagger::new(&model);
    let (mut sentence, mut wrong, mut rows) = (Vec::new(), Vec::new(), 0);
    for (n, line) in include_str!("sentences.md").lines().enumerate() {
        if let Some(text) = line.strip_prefix("## ") {
            sentence = tagger.text(text).flatten().map(|t| (text[t.span.clone()].to_owned(), t.reading().clone())).collect();
            continue;
        }
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [token, words, tags, lemma, feats] = cells[..] else { continue };
        let Some((_, reading)) = sentence.iter().find(|(print, _)| print == token) else { continue };
        rows += 1;
        let core = reading.core();
        let feats_fit = feats == "-" || Feats::parse(feats) == Some(core.feats);
        if reading.cut() != words || reading.tags() != tags || lemma != "-" && *core.lemma != *lemma || !feats_fit {
            wrong.push(format!("sentences.md:{}: {token}: {} {} {} {}", n + 1, reading.cut(), reading.tags(), core.lemma, core.feats.universal(core.upos)));
        }
    }
    assert!(rows >= 15, "{rows} rows");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
