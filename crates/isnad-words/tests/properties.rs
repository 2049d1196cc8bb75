//! What must hold for any text: every character that is not white space stands in a token, in order, and the lines are CoNLL-U.

use isnad_words::conllu::Writer;
use isnad_words::{Model, Tagger};
use proptest::prelude::*;
use std::sync::OnceLock;

fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| Model::from_bytes(isnad_ar::STEMS, isnad_ar::WEIGHTS).expect("the pack is whole"))
}

fn conllu(text: &str) -> String {
    let (mut tagger, mut writer) = (Tagger::new(model()), Writer::default());
    writer.paragraph(0);
    let mut at = (0, 0);
    for sentence in tagger.text(text) {
        writer.sentence(text, &sentence, &mut at);
    }
    writer.take()
}

fn check(text: &str) {
    let out = conllu(text);
    let (mut printed, mut range_end, mut id) = (String::new(), 0usize, 0usize);
    let points: Vec<char> = text.chars().collect();
    for line in out.lines() {
        if line.is_empty() || line.starts_with("# ") {
            (range_end, id) = (0, 0);
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        assert_eq!(columns.len(), 10, "{line:?} of {text:?}");
        assert!(columns[1..].iter().all(|c| !c.is_empty()), "{line:?} of {text:?}");
        let token = match columns[0].split_once('-') {
            Some((from, to)) => {
                assert_eq!(from.parse::<usize>().unwrap(), id + 1);
                range_end = to.parse().unwrap();
                true
            }
            None => {
                id += 1;
                assert_eq!(columns[0].parse::<usize>().unwrap(), id);
                id > range_end
            }
        };
        if token {
            printed.push_str(columns[1]);
            let range = columns[9].split('|').find_map(|m| m.strip_prefix("TokenRange=")).expect("a place");
            let (from, to) = range.split_once(':').unwrap();
            let cut: String = points[from.parse::<usize>().unwrap()..to.parse::<usize>().unwrap()].iter().collect();
            assert_eq!(cut, columns[1]);
        }
    }
    let solid = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    assert_eq!(solid(&printed), solid(text));
}

proptest! {
    #[test]
    fn any_text_is_covered(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn arabic_and_its_neighbours_are_covered(text in "[وفبلكساةهمنيىئؤء ـًَُِّْٰپچگیکٱﻻ\u{200F}\u{FEFF}&;0-9٠-٩.،؟«»\"\n\t-]{0,60}") {
        check(&text);
    }

    #[test]
    fn pieces_of_words_are_covered(text in proptest::collection::vec(prop_oneof!["ال", "و", "لل", "كتاب", "ها", "ني", "وا", "ـ", "\u{0651}", " ", "&nbsp;", "&quot;", "😀", "3.5", "x"], 0..30)) {
        check(&text.concat());
    }
}

#[test]
fn odd_prints_are_covered() {
    for text in [
        "",
        " ",
        "\u{200F}",
        "ـــــــــ",
        "لـ",
        "گفت‌وگو با نخست‌وزیر",
        "یہ اردو ہے۔",
        "😀👍🏽",
        "_",
        "1-2",
        "#",
        "# text = x",
        "و",
        "ال",
        "\u{0651}\u{0651}",
        "كتـــــــــــابه",
        "\u{FEFB}\u{FEFC}",
        "a\u{2028}b\u{0085}c",
    ] {
        check(text);
    }
    check(&"ب".repeat(1_000_000));
    check(&"ـ".repeat(100_000));
    check(&"وب".repeat(500));
    check(&"كتاب ".repeat(3_000));
}
