//! Prints what the coder decides about a text, sentence by sentence: words, phrases, predicates, records.
//!
//! `cargo run -p isnad-ar --example trace -- "قصف الجيش المدينة."`

use isnad::lexicon::Meaning;
use isnad::predicates::Filler;

fn main() {
    let (lexicon, _) = isnad_ar::lexicon(&[]);
    let mut coder = isnad::coder::Coder::new(&lexicon);
    coder.min_confidence = 0.0;
    for arg in std::env::args().skip(1) {
        let (title, body) = arg.split_once('|').unwrap_or(("", &arg));
        let mut report = isnad::Report::with_title("x", title, body);
        report.published = Some("2015-08-06".into());
        let coded = coder.code_watched(&report, |text, s| {
            let form = |i: usize| s.words.at(i).token;
            let w = |r: &std::ops::Range<usize>| (r.start..r.end).map(|i| text.tokens[form(i)].span.of(&report.text)).collect::<Vec<_>>().join(" ");
            let line: Vec<String> = s
                .words
                .units
                .iter()
                .enumerate()
                .map(|(i, u)| {
                    let t = text.tokens[u.token].span.of(&report.text);
                    let ph = u.phrase.as_ref().map_or(String::new(), |p| format!("<{}:{:?}>", p.len, p.payloads.first()));
                    let lemma = lexicon.lexemes.get(u.reading.lexeme as usize).map_or("?", |l| &*l.lemma);
                    let _ = i;
                    format!(
                        "{t}/{:?}:{lemma}{}{}{ph}",
                        u.reading.pos,
                        if u.reading.clitics > 0 { format!("+{:b}", u.reading.clitics) } else { String::new() },
                        if u.reading.suffix > 0 { format!("~{}", u.reading.suffix) } else { String::new() }
                    )
                })
                .collect();
            println!("W {}", line.join("  "));
            for (k, np) in s.nps.iter().enumerate() {
                println!(
                    "  N{k} [{}] {:?} {} ={}{}{}{}",
                    w(&np.units),
                    np.kind,
                    np.code,
                    s.entities[k].iter().map(|e| format!("{} ", e.code)).collect::<String>(),
                    np.prep.map_or(String::new(), |(_, at)| format!(" prep@{}", w(&(at..at + 1)))),
                    np.coord.map_or(String::new(), |c| format!(" &N{c}")),
                    np.genitive_of.map_or(String::new(), |c| format!(" of N{c}"))
                );
            }
            for c in &s.found.clauses {
                println!("  C {} subj {:?} obj {:?} passive {} end {}", w(&(c.verb..c.verb + 1)), c.subject, c.object, c.passive, c.end);
            }
            for p in &s.found.predicates {
                let f = &lexicon.frames[p.frame as usize];
                let m = match f.meaning {
                    Meaning::Event { kind, .. } => lexicon.ontology.types[kind as usize].name.clone(),
                    Meaning::Light { .. } => "light".into(),
                    Meaning::Say { stance } => format!("say{stance}"),
                };
                println!(
                    "  P [{}] {m} {} {} roles {}{}{}",
                    w(&p.units),
                    p.rule,
                    lexicon.origin(f.origin),
                    p.roles
                        .iter()
                        .map(|(r, f)| match f {
                            Filler::Phrase(n) => format!("{r:?}=N{n} "),
                            o => format!("{r:?}={o:?} "),
                        })
                        .collect::<String>(),
                    if p.passive { " passive" } else { "" },
                    p.carrier.map_or(String::new(), |c| format!(" carried by {}", s.found.predicates[c].unit))
                );
            }
            for t in &s.times {
                println!("  T [{}] {:?}", w(&t.units), t.value);
            }
        });
        for (k, a) in coded.attributions.iter().enumerate() {
            println!(
                "A{k} {:?} {} [{}] «{}» in {:?} refers {:?} ({})",
                a.cue.map(|c| c.of(&report.text)),
                a.source.code,
                lexicon.ontology.stances[a.stance as usize],
                a.content.of(&report.text),
                a.within,
                a.refers,
                a.rule
            );
        }
        for e in &coded.events {
            let list = |l: &[isnad::anaphora::Entity]| l.iter().map(|e| format!("{} ({})", e.code, e.span.of(&report.text))).collect::<Vec<_>>().join(" + ");
            println!(
                "E {} {} «{}» {} -> {} date {:?} place {:?} in {:?} merged {:?}",
                lexicon.ontology.types[e.kind as usize].name,
                lexicon.ontology.statuses[e.status as usize],
                e.trigger.of(&report.text),
                list(&e.actor),
                list(&e.recipient),
                e.date,
                e.place.map(|p| p.0.of(&report.text)),
                e.within,
                e.merged.iter().map(|m| m.of(&report.text)).collect::<Vec<_>>()
            );
        }
        for d in &coded.dropped {
            println!("D «{}» {} {}", d.span.of(&report.text), d.why, lexicon.origin(lexicon.frames[d.frame as usize].origin));
        }
    }
}
