//! temporary
use std::io::{BufRead, Write};
fn main() {
    let t = std::time::Instant::now();
    let (lexicon, faults) = isnad_ar::lexicon(&[]);
    for f in faults.iter().take(60) {
        eprintln!("{f}");
    }
    eprintln!("{} faults, {} forms, {} frames, {} actors, {} places, {:?}", faults.len(), lexicon.form_count(), lexicon.frames.len(), lexicon.actors.len(), lexicon.places.len(), t.elapsed());
    let mut coder = isnad::coder::Coder::new(&lexicon);
    let mut out = std::io::BufWriter::new(std::io::stdout());
    let (mut words, t) = (0, std::time::Instant::now());
    for line in std::io::stdin().lock().lines() {
        let v: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let s = |k: &str| v[k].as_str().unwrap_or("").to_owned();
        let mut r = isnad::Report::with_title(&s("id"), &s("title"), &s("body"));
        r.published = Some(s("published")).filter(|s| !s.is_empty());
        r.publisher = Some(s("publisher")).filter(|s| !s.is_empty());
        r.byline = Some(s("byline")).filter(|s| !s.is_empty());
        let coded = coder.code(&r);
        words += coded.words;
        if std::env::var_os("ISNAD_DROPPED").is_some() {
            for (k, e) in coded.events.iter().enumerate() {
                eprintln!("S\t{}\te{}\t{}", r.id, k + 1, e.signs);
            }
            for d in &coded.dropped {
                eprintln!("D\t{}\t{}\t{}\t{}\t{}", r.id, d.sentence, d.span.of(&r.text), d.why, lexicon.origin(lexicon.frames[d.frame as usize].origin));
            }
        }
        let record = isnad::record::Record::new(&lexicon, &r, &coded, isnad_ar::VERSION);
        writeln!(out, "{}", serde_json::to_string(&record).unwrap()).unwrap();
    }
    eprintln!("{words} words in {:?}: {:.0} words/s", t.elapsed(), words as f64 / t.elapsed().as_secs_f64());
}
