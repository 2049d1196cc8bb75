//! Any bytes as lexicon text: every line is an entry or a fault with its line, and a coder works over what was built.

#![no_main]

use isnad::Report;
use isnad::coder::Coder;
use isnad::lexicon::{Builder, Source};
use isnad::ontology::Ontology;
use isnad::record::Record;
use libfuzzer_sys::fuzz_target;

/// Enough closed-class words that sentences are read as sentences.
const GRAMMAR: &str = include_str!("../../crates/isnad-ar/data/words/grammar.txt");

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut builder = Builder::new(Ontology::plover());
    builder.add(Source { file: "grammar.txt", text: GRAMMAR });
    builder.next_layer();
    builder.add(Source { file: "fuzz.txt", text: &text });
    let (lexicon, faults) = builder.build();
    let lines = text.lines().count();
    for fault in &faults {
        assert!(fault.file != "fuzz.txt" || (1..=lines).contains(&(fault.line as usize)), "{fault} names a line of the file");
        assert!(!fault.message.is_empty());
    }

    // The entries themselves are the best text to look them up in.
    let report = Report::from_plain("fuzz", &text);
    let coded = Coder::new(&lexicon).code(&report);
    serde_json::to_string(&Record::new(&lexicon, &report, &coded, "fuzz")).expect("a record is JSON");
});
