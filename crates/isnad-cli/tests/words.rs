//! `isnad words` and `isnad score-words`, as they are called.

mod support;

use std::path::PathBuf;
use support::{Folder, code_of, run, run_with, stderr, stdout};

#[test]
fn text_becomes_conllu() {
    let output = run_with(&["words", "-"], "وقال الوزير نعم.\n\n\nثم مضى.\n".as_bytes());
    assert_eq!(code_of(&output), 0, "{}", stderr(&output));
    let text = stdout(&output);
    assert!(text.starts_with("# newpar\n# sent_id = 1\n# text = وقال الوزير نعم.\n1-2\tوقال\t_\t_\t_\t_\t_\t_\t_\tTokenRange=0:4\n1\tو\tو\tCCONJ\t"), "{text}");
    // Places count the code points of the whole input.
    assert!(text.contains("\tTokenRange=19:21\n") && text.matches("# newpar").count() == 2, "{text}");
}

#[test]
fn bytes_that_are_no_text_are_said_and_survived() {
    let output = run_with(&["words", "-"], b"\xE4\xC7\xE1\xE6\xD2\xED\xD1 abc\n\n\xFF\x00\n");
    assert_eq!(code_of(&output), 1);
    assert!(stderr(&output).contains("2 lines are not UTF-8"), "{}", stderr(&output));
    assert!(stdout(&output).contains("\tabc\t"));
    let output = run(&["words", "no/such.txt"]);
    assert_eq!(code_of(&output), 1);
    assert!(stderr(&output).contains("no/such.txt: cannot be read"));
}

#[test]
fn a_line_without_end_is_read_in_parts() {
    let mut long = "ك".repeat(5 << 20).into_bytes();
    long.extend(" نعم".as_bytes());
    let output = run_with(&["words", "-"], &long);
    assert_eq!(code_of(&output), 0, "{}", stderr(&output));
    let text = stdout(&output);
    let printed: usize = text.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split('\t').nth(1)).map(|f| f.chars().count()).sum();
    assert_eq!(printed, (5 << 20) + 3);
}

#[test]
fn a_treebank_is_scored_with_and_without_a_system() {
    let folder = Folder::new("score-words");
    let written = stdout(&run_with(&["words", "-"], "وقال الوزير نعم.\n".as_bytes()));
    let gold = folder.file("gold.conllu", written.as_str());
    for call in [vec!["score-words", &gold], vec!["score-words", &gold, &gold]] {
        let output = run(&call);
        assert_eq!(code_of(&output), 0, "{}", stderr(&output));
        let text = stdout(&output);
        let words = text.lines().find(|l| l.starts_with("Words ")).unwrap_or_else(|| panic!("{text}"));
        assert!(words.contains("100.00"), "{text}");
    }
    let other = folder.file("other.conllu", written.replace("الوزير", "الوزيز"));
    let output = run(&["score-words", &gold, &other]);
    assert_eq!(code_of(&output), 1);
    assert!(stderr(&output).contains("not over the same text"), "{}", stderr(&output));
    let output = run(&["score-words", &gold, "--convention", "nowhere"]);
    assert!(stderr(&output).contains("there are: none, padt"), "{}", stderr(&output));
}

/// The bars of the field on newswire: a trained UDPipe has words F1 94.8 and UPOS 88.8, a CRF names F1 64.2.
#[test]
fn words_stay_above_the_bars() {
    let shared = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/words");
    if !shared.join("padt-500.conllu").exists() {
        eprintln!("skipped: ../shared/words/padt-500.conllu is not there");
        return;
    }
    let figure = |args: &[&str], name: &str| -> f64 {
        let text = stdout(&run(args));
        let line = text.lines().find(|l| l.starts_with(name)).unwrap_or_else(|| panic!("{text}")).to_owned();
        line.split('|').nth(3).and_then(|f| f.trim().parse().ok()).unwrap_or_else(|| panic!("{line}"))
    };
    let padt = shared.join("padt-500.conllu").display().to_string();
    let names = shared.join("anercorp.txt").display().to_string();
    assert!(figure(&["score-words", &padt, "--convention", "padt"], "Words ") > 97.5);
    assert!(figure(&["score-words", &padt, "--convention", "padt"], "UPOS ") > 91.0);
    assert!(figure(&["score-words", &names, "--names"], "Names ") > 61.0);
}
