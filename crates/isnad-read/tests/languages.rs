//! How often the language is right, on the same news sentences in eight languages, whole and cut to headlines.
#![cfg(feature = "languages")]

use isnad::Report;
use isnad_read::language;
use std::path::Path;

#[test]
fn news_sentences_in_eight_languages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/ntrex");
    if !folder.exists() {
        println!("skipped: {} is not there", folder.display());
        return;
    }
    // The language, and of how many in a thousand the code has to be right: sentences, and their first five words.
    let files = [
        ("ref.arb", "ar", [999, 997]),
        ("ref.fas", "fa", [995, 970]),
        ("ref.urd", "ur", [998, 985]),
        ("ref.hye", "hy", [998, 985]),
        ("ref.rus", "ru", [995, 985]),
        ("ref.tur", "tr", [990, 930]),
        ("ref.aze-Latn", "az", [990, 940]),
        ("src.eng", "en", [995, 985]),
    ];
    for (file, code, at_least) in files {
        let text = std::fs::read_to_string(folder.join(format!("newstest2019-{file}.txt"))).unwrap();
        for (words, at_least) in [usize::MAX, 5].into_iter().zip(at_least) {
            let (mut right, mut none, mut all) = (0, 0, 0);
            let begun = std::time::Instant::now();
            for line in text.lines().filter(|line| !line.trim().is_empty()) {
                let text: Vec<&str> = line.split_whitespace().take(words).collect();
                let found = language(&Report { text: text.join(" "), ..Report::default() });
                all += 1;
                right += usize::from(found == Some(code));
                none += usize::from(found.is_none());
            }
            let each = begun.elapsed().as_micros() / all as u128;
            println!("{code}, {} words: {right} of {all} right, {none} not told, {each} µs each", words.min(999));
            assert!(right * 1000 >= at_least * all, "{code}: {right} of {all}");
        }
    }
}
