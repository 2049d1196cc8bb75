//! Words are aligned as the shared task's own scorer aligns them: small texts, with the number of words that match.

use isnad_score::align::score_words;
use isnad_score::conllu::Treebank;

/// Tokens as «print» or «print word word», one sentence.
fn bank(tokens: &[&str]) -> Treebank {
    let (mut text, mut id) = (String::new(), 1);
    for token in tokens {
        let parts: Vec<&str> = token.split(' ').collect();
        let row = |id: String, form: &str| format!("{id}\t{form}\t_\t_\t_\t_\t_\t_\t_\t_\n");
        if parts.len() == 1 {
            text.push_str(&row(id.to_string(), parts[0]));
            id += 1;
            continue;
        }
        text.push_str(&row(format!("{id}-{}", id + parts.len() - 2), parts[0]));
        for form in &parts[1..] {
            text.push_str(&row(id.to_string(), form));
            id += 1;
        }
    }
    Treebank::read(&text, "x".as_ref()).expect("CoNLL-U")
}

#[test]
fn words_pair_as_in_the_shared_task() {
    let table: [(&[&str], &[&str], usize); 13] = [
        (&["abcd"], &["a", "b", "c", "d"], 0),
        (&["abc", "d"], &["a", "b", "c", "d"], 1),
        (&["a", "bc", "d"], &["a", "b", "c", "d"], 2),
        (&["a", "bc b c", "d"], &["a", "b", "cd"], 2),
        (&["abc a b c", "ef e f"], &["abc a b c", "ef e f"], 5),
        (&["a", "bc b c", "d"], &["a", "b", "c", "d"], 4),
        (&["abcd a b c d"], &["ab a b", "cd c d"], 4),
        (&["abc a b c", "de d e"], &["a", "bcd b c d", "e"], 5),
        (&["abc a BX c", "def d EX f"], &["ab a b", "cd c d", "ef e f"], 4),
        (&["ab a b", "cd bc d"], &["a", "bc", "d"], 2),
        (&["a", "bc b c", "d"], &["ab AX BX", "cd CX a"], 1),
        (&["وقال و قال"], &["وقال"], 0),
        (&["للغة ل اللغة"], &["للغة ل لغة"], 1),
    ];
    for (gold, system, right) in table {
        let scores = score_words(&bank(gold), &bank(system)).expect("the same characters");
        assert_eq!(scores[2].right, right, "{gold:?} {system:?}");
        let scores = score_words(&bank(system), &bank(gold)).expect("the same characters");
        assert_eq!(scores[2].right, right, "{system:?} {gold:?}");
    }
}

#[test]
fn other_characters_are_named() {
    let error = score_words(&bank(&["ab"]), &bank(&["ac"])).unwrap_err().to_string();
    assert!(error.contains("from character 1") && error.contains("«b»") && error.contains("«c»"), "{error}");
}

#[test]
fn what_is_not_conllu_is_named_by_its_line() {
    let error = Treebank::read("1\tx\n", "t.conllu".as_ref()).unwrap_err().to_string();
    assert!(error.starts_with("t.conllu:1: not CoNLL-U: a word has ten columns"), "{error}");
}
