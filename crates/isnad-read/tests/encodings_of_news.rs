//! How often the encoding of a news sentence is told right: the NTREX translations of one set of news, line by line.
//!
//! Prints `skipped: ...` where the shared corpus is missing.

use encoding_rs::{Encoding, ISO_8859_6, KOI8_R, WINDOWS_1251, WINDOWS_1252, WINDOWS_1254, WINDOWS_1256};
use isnad_read::decode;
use std::path::Path;

fn lines(language: &str) -> Option<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/ntrex");
    match std::fs::read_to_string(folder.join(format!("newstest2019-{language}.txt"))) {
        Ok(text) => Some(text.lines().map(str::to_owned).collect()),
        Err(_) => {
            println!("skipped: ../shared/corpus/ntrex is not here");
            None
        }
    }
}

/// The text in an encoding of one byte a letter, letters that it lacks left out.
fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let table: Vec<(char, u8)> = (0x80..=0xff).filter_map(|b| Some((encoding.decode_without_bom_handling_and_without_replacement(&[b])?.chars().next()?, b))).collect();
    let byte = |c: char| {
        if c.is_ascii() { Some(c as u8) } else { table.iter().find(|(t, _)| *t == c).map(|(_, b)| *b) }
    };
    text.chars().filter_map(byte).collect()
}

/// Of so many lines with at least `least` bytes beyond ASCII, how many are read as this encoding.
fn read_as(lines: &[String], encoding: &'static Encoding, least: usize) -> (usize, usize) {
    let (mut right, mut all) = (0, 0);
    for line in lines {
        let bytes = encoded(line, encoding);
        if bytes.iter().filter(|b| **b >= 0x80).count() >= least {
            all += 1;
            right += usize::from(decode(&bytes).is_ok_and(|d| d.encoding == encoding.name()));
        }
    }
    println!("{} in {} bytes or more: {right} of {all}", encoding.name(), least);
    (right, all)
}

#[test]
fn arabic_sentences_are_read_in_either_encoding() {
    let Some(lines) = lines("ref.arb") else {
        return;
    };
    for encoding in [WINDOWS_1256, ISO_8859_6] {
        let (right, all) = read_as(&lines, encoding, 40);
        assert!(all > 1700 && right == all);
    }
    // Headlines: the first words of each sentence.
    let heads: Vec<String> = lines.iter().map(|l| l.chars().take(24).collect()).collect();
    for encoding in [WINDOWS_1256, ISO_8859_6] {
        let (right, all) = read_as(&heads, encoding, 12);
        assert!(all > 1700 && right * 1000 >= all * 990);
    }
}

#[test]
fn persian_and_urdu_are_read_as_windows_1256() {
    for language in ["ref.fas", "ref.urd"] {
        let Some(lines) = lines(language) else { return };
        let lines: Vec<String> = lines.iter().map(|l| l.replace('ی', "ي")).collect();
        let (right, all) = read_as(&lines, WINDOWS_1256, 40);
        assert!(all > 1700 && right * 100 >= all * 99);
    }
}

#[test]
fn other_languages_are_not_taken_for_arabic() {
    for (language, encoding, least) in [("ref.rus", WINDOWS_1251, 12), ("ref.rus", KOI8_R, 12), ("ref.tur", WINDOWS_1254, 1), ("src.eng", WINDOWS_1252, 1)] {
        let Some(lines) = lines(language) else { return };
        let (mut taken, mut all) = (0, 0);
        for line in &lines {
            let bytes = encoded(line, encoding);
            if bytes.iter().filter(|b| **b >= 0x80).count() >= least {
                all += 1;
                taken += usize::from(decode(&bytes).is_ok());
            }
        }
        println!("{} taken for something else: {taken} of {all}", encoding.name());
        assert!(all > 10 && taken == 0, "{language}: {taken} of {all}");
    }
}
