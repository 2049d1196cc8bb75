//! Codes reports without a bound of confidence and says by which signs each event was rated, for `tools/confidence.py`.
//!
//! `isnad gold ../shared/gold/dev | cargo run --release -p isnad-ar --example signs`
//!
//! Reads JSON Lines (`id`, `title`, `body`, `published`, `publisher`, `byline`); writes records on standard output and a line
//! `S`, report, event, signs (tab-separated, the signs as a number with the bits of [`isnad::confidence::SIGNS`]) on standard
//! error.
use std::io::{BufRead, Error, Write};

fn main() -> Result<(), Error> {
    let (lexicon, faults) = isnad_ar::lexicon(&[]);
    for fault in &faults {
        eprintln!("{fault}");
    }
    let mut coder = isnad::coder::Coder::new(&lexicon);
    coder.min_confidence = 0.0;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (at, line) in std::io::stdin().lock().lines().enumerate() {
        let given: serde_json::Value = serde_json::from_str(&line?).map_err(|e| Error::other(format!("standard input:{}: {e}", at + 1)))?;
        let field = |name: &str| given[name].as_str().unwrap_or_default();
        let some = |name: &str| Some(field(name).to_owned()).filter(|s| !s.is_empty());
        let mut report = isnad::Report::with_title(field("id"), field("title"), field("body"));
        report.published = some("published");
        report.publisher = some("publisher");
        report.byline = some("byline");
        let coded = coder.code(&report);
        for (k, event) in coded.events.iter().enumerate() {
            eprintln!("S\t{}\te{}\t{}", report.id, k + 1, event.signs);
        }
        let record = isnad::record::Record::new(&lexicon, &report, &coded, isnad_ar::VERSION);
        writeln!(out, "{}", serde_json::to_string(&record)?)?;
    }
    Ok(())
}
