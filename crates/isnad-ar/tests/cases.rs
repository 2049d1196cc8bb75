//! Runs the cases in `cases/`: a text in Arabic and the records that a careful reader takes from it.
//!
//! The format is described in `cases/README.md`. Cases that the coder is known to miss stand by name in
//! `cases/known-failures.txt`; one that starts to pass has to be taken off that list, so the list only shrinks by hand.
//! `ISNAD_CASES=verbose` prints every failure with what was found.

use isnad::anaphora::Entity;
use isnad::coded::{Attribution, Coded, Event};
use isnad::coder::Coder;
use isnad::lexicon::Lexicon;
use isnad::{Report, text};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

struct Case {
    name: String,
    place: String,
    report: Report,
    expected: Vec<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")
}

fn files(dir: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(dir).expect("the folder of cases is there").map(|e| e.expect("a folder entry can be read").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|e| e == "md") && !["README.md", "datelines.md", "times.md"].contains(&path.file_name().and_then(|n| n.to_str()).unwrap_or("")) {
            out.push(path);
        }
    }
}

fn cases() -> Vec<Case> {
    let mut paths = Vec::new();
    files(&folder(), &mut paths);
    let mut out = Vec::new();
    for path in paths {
        let source = std::fs::read_to_string(&path).expect("a case file is UTF-8");
        let file = path.strip_prefix(folder()).expect("found below the folder").display().to_string();
        let mut lines = source.lines().enumerate().peekable();
        while let Some((n, line)) = lines.next() {
            let Some(name) = line.strip_prefix("### ") else { continue };
            let mut report = Report::default();
            let (mut title, mut body, mut published) = (String::new(), Vec::new(), None);
            let mut expected = Vec::new();
            let mut fenced = false;
            while let Some((_, line)) = lines.peek() {
                if line.starts_with("### ") {
                    break;
                }
                let (_, line) = lines.next().expect("peeked");
                if line.starts_with("```") {
                    fenced = !fenced;
                } else if fenced {
                    if let Some(t) = line.strip_prefix("title: ") {
                        t.clone_into(&mut title);
                    } else if let Some(p) = line.strip_prefix("published: ") {
                        published = Some(p.trim().to_owned());
                    } else {
                        body.push(line);
                    }
                } else if let Some(item) = line.strip_prefix("- ") {
                    expected.push(item.trim().to_owned());
                }
            }
            if !body.is_empty() || !title.is_empty() {
                report = Report { published, ..Report::with_title(name, &title, &body.join("\n")) };
            }
            out.push(Case { name: name.trim().to_owned(), place: format!("{file}:{}", n + 1), report, expected });
        }
    }
    out
}

fn quoted(part: &str) -> Option<&str> {
    let from = part.find('«')? + '«'.len_utf8();
    let to = part.rfind('»')?;
    part.get(from..to)
}

fn norm(s: &str) -> String {
    text::normalise(s)
}

fn codes(list: &[Entity]) -> Vec<String> {
    let mut out: Vec<String> = list.iter().map(|e| e.code.to_string()).collect();
    out.sort();
    out.dedup();
    out
}

fn wanted_codes(side: &str) -> Vec<String> {
    let mut out: Vec<String> = side.split('+').map(|c| c.trim().to_owned()).filter(|c| !c.is_empty()).collect();
    out.sort();
    out.dedup();
    out
}

/// Whether the words of the case overlap a span of the text.
fn meets(text: &str, words: &str, span: isnad::span::Span) -> bool {
    let mut from = 0;
    while let Some(at) = text[from..].find(words) {
        let (a, b) = (from + at, from + at + words.len());
        if a < span.end as usize && (span.start as usize) < b {
            return true;
        }
        from = a + words.chars().next().map_or(1, char::len_utf8);
    }
    let (w, s) = (norm(words), norm(span.of(text)));
    !w.is_empty() && (s.contains(&w) || w.contains(&s) && !s.is_empty())
}

fn event_fits(l: &Lexicon, text: &str, coded: &Coded, e: &Event, line: &str) -> Result<(), String> {
    let mut parts = line.split(" | ").map(str::trim).collect::<Vec<_>>();
    // «… | -> | …» and a trailing «->» keep their place.
    let head = parts.remove(0);
    let mut words = head.split_whitespace();
    let kind = words.next().unwrap_or("");
    if l.ontology.types[e.kind as usize].name != kind {
        return Err("type".into());
    }
    let trigger = quoted(head).unwrap_or("");
    if !meets(text, trigger, e.trigger) && !e.merged.iter().any(|m| meets(text, trigger, *m)) {
        return Err("trigger".into());
    }
    let mut faults = Vec::new();
    let mode = head.split('«').next().unwrap_or("").split_whitespace().nth(1);
    let found_mode = e.mode.and_then(|m| l.ontology.types[e.kind as usize].modes.get(m as usize)).map(String::as_str);
    if mode.is_some() && mode != found_mode {
        faults.push(format!("mode {found_mode:?}"));
    }
    let mut by: Vec<String> = Vec::new();
    for part in parts {
        if part.contains("->") {
            let (a, r) = part.split_once("->").unwrap_or((part, ""));
            if wanted_codes(a) != codes(&e.actor) {
                faults.push(format!("actor {:?}", codes(&e.actor)));
            }
            if wanted_codes(r) != codes(&e.recipient) {
                faults.push(format!("recipient {:?}", codes(&e.recipient)));
            }
        } else if let Some(date) = part.strip_prefix("date ") {
            if e.date.as_deref() != Some(date) {
                faults.push(format!("date {:?}", e.date));
            }
        } else if part.starts_with("place ") {
            let want = quoted(part).unwrap_or("");
            if !e.place.is_some_and(|(s, _)| meets(text, want, s)) {
                faults.push(format!("place {:?}", e.place.map(|p| p.0.of(text))));
            }
        } else if let Some(voice) = part.strip_prefix("by ") {
            by.push(voice.to_owned());
        } else if l.ontology.statuses.iter().any(|s| s == part) {
            let status = &l.ontology.statuses[e.status as usize];
            if status != part {
                faults.push(format!("status {status}"));
            }
        } else if part.starts_with("killed ") || part.starts_with("wounded ") || part.is_empty() {
            if let Some((of, n)) = part.split_once(' ') {
                let (low, high) = n.split_once('-').map_or((n, None), |(a, b)| (a, Some(b)));
                let fits = e.counts.iter().any(|c| {
                    (c.of.is_empty() || *c.of == *of) && Some(c.low) == low.trim().trim_end_matches('+').parse().ok() && high.is_none_or(|h| h.trim().is_empty() || c.high == h.trim().parse().ok())
                });
                if !fits {
                    faults.push(format!("counts {:?}", e.counts.iter().map(|c| (c.low, c.high)).collect::<Vec<_>>()));
                }
            }
        } else {
            faults.push(format!("the case's part «{part}» is not understood"));
        }
    }
    if !by.is_empty() {
        let mut found: Vec<String> = e.within.iter().map(|k| format!("{} {}", coded.attributions[*k].source.code, l.ontology.stances[coded.attributions[*k].stance as usize])).collect();
        if found.is_empty() {
            found.push("nobody".into());
        }
        found.sort();
        by.sort();
        if found != by {
            faults.push(format!("by {found:?}"));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("; ")) }
}

fn attribution_fits(l: &Lexicon, text: &str, a: &Attribution, line: &str) -> Result<(), String> {
    let parts: Vec<&str> = line.split(" | ").map(str::trim).collect();
    let stance = parts[0].split_whitespace().next().unwrap_or("");
    let cue = quoted(parts[0]).unwrap_or("");
    match a.cue {
        Some(c) if cue.is_empty() || !meets(text, cue, c) => return Err("cue".into()),
        None if !cue.is_empty() => return Err("cue".into()),
        _ => {}
    }
    let mut faults = Vec::new();
    if l.ontology.stances[a.stance as usize] != stance {
        faults.push(format!("stance {}", l.ontology.stances[a.stance as usize]));
    }
    for part in &parts[1..] {
        if part.contains('«') {
            let content = quoted(part).unwrap_or("");
            let found = norm(a.content.of(text));
            let ends: Vec<String> = content.split("...").flat_map(|s| s.split('…')).map(|s| norm(s.trim())).filter(|s| !s.is_empty()).collect();
            let first = ends.first().is_none_or(|f| found.starts_with(f.as_str()) || found.trim_start_matches(['ا', 'ن', ' ']).starts_with(f.trim_start_matches(['ا', 'ن', ' '])));
            let last = ends.last().is_none_or(|f| found.ends_with(f.as_str()));
            if !first || !last {
                faults.push(format!("content «{}»", a.content.of(text)));
            }
        } else if a.source.code.to_string() != **part && !part.is_empty() && *part != "-" {
            faults.push(format!("source {} («{}»)", a.source.code, a.source.span.of(text)));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("; ")) }
}

/// What is wrong with a case, line by line.
fn check(l: &Lexicon, case: &Case, coded: &Coded) -> Vec<String> {
    let text = &case.report.text;
    let mut faults = Vec::new();
    let (mut events, mut attributions) = (BTreeSet::new(), BTreeSet::new());
    let mut more = false;
    let (mut no_events, mut no_attributions) = (false, false);
    for line in &case.expected {
        match line.as_str() {
            "..." | "…" => more = true,
            "nothing" => (no_events, no_attributions) = (true, true),
            "no events" => no_events = true,
            "no attributions" => no_attributions = true,
            _ => {
                let stance = line.split_whitespace().next().is_some_and(|w| l.ontology.stances.iter().any(|s| s == w));
                let mut best: Option<(usize, String)> = None;
                if stance {
                    for (k, a) in coded.attributions.iter().enumerate().filter(|(k, _)| !attributions.contains(k)) {
                        match attribution_fits(l, text, a, line) {
                            Ok(()) => {
                                best = Some((k, String::new()));
                                break;
                            }
                            Err(e) if e != "cue" => best = best.or(Some((k, e))),
                            Err(_) => {}
                        }
                    }
                } else {
                    for (k, e) in coded.events.iter().enumerate().filter(|(k, _)| !events.contains(k)) {
                        match event_fits(l, text, coded, e, line) {
                            Ok(()) => {
                                best = Some((k, String::new()));
                                break;
                            }
                            Err(e) if e != "type" && e != "trigger" => best = best.or(Some((k, e))),
                            Err(_) => {}
                        }
                    }
                }
                match best {
                    None => faults.push(format!("missing: {line}")),
                    Some((k, why)) => {
                        if stance {
                            attributions.insert(k);
                        } else {
                            events.insert(k);
                        }
                        if !why.is_empty() {
                            faults.push(format!("{line}\n      found {why}"));
                        }
                    }
                }
            }
        }
    }
    if !more {
        let any_event_line = no_events || !events.is_empty() || faults.iter().any(|_| true) || case.expected.iter().any(|x| x.contains('«'));
        let name = |e: &Event| format!("{} «{}»", l.ontology.types[e.kind as usize].name, e.trigger.of(text));
        if any_event_line {
            for (k, e) in coded.events.iter().enumerate() {
                if !events.contains(&k) {
                    faults.push(format!("unexpected: {} {:?} -> {:?}", name(e), codes(&e.actor), codes(&e.recipient)));
                }
            }
        }
        for (k, a) in coded.attributions.iter().enumerate() {
            if !attributions.contains(&k) && (no_attributions || !no_events || !case.expected.iter().any(|x| x == "no events")) {
                faults.push(format!("unexpected: {} «{}» {}", l.ontology.stances[a.stance as usize], a.cue.map_or("", |c| c.of(text)), a.source.code));
            }
        }
    }
    faults
}

#[test]
fn every_case_is_as_written() {
    let (lexicon, faults) = isnad_ar::lexicon(&[]);
    assert!(faults.is_empty(), "{faults:?}");
    let known: BTreeSet<String> =
        std::fs::read_to_string(folder().join("known-failures.txt")).unwrap_or_default().lines().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
    let verbose = std::env::var_os("ISNAD_CASES").is_some();
    let mut coder = Coder::new(&lexicon);
    // Cases ask what is recognised, not how sure the coder is of an isolated sentence.
    coder.min_confidence = 0.0;
    let (mut failed, mut passed, mut surprises) = (Vec::new(), 0, String::new());
    for case in cases() {
        assert!(!case.expected.is_empty(), "{}: the case expects nothing; write `- nothing` for that", case.place);
        let coded = coder.code(&case.report);
        let faults = check(&lexicon, &case, &coded);
        let file = case.place.rsplit_once(':').map_or("", |(f, _)| f);
        let key = format!("{file} · {}", case.name);
        if faults.is_empty() {
            passed += 1;
            if known.contains(&key) {
                let _ = writeln!(surprises, "{}: passes now; take «{key}» off cases/known-failures.txt", case.place);
            }
        } else {
            if !known.contains(&key) || verbose {
                let _ = writeln!(surprises, "{} · {}\n    {}\n    - {}", case.place, case.name, case.report.text.replace('\n', " / "), faults.join("\n    - "));
            }
            failed.push(key);
        }
    }
    println!("{passed} cases as written, {} known to fail", failed.len());
    if std::env::var_os("ISNAD_CASES").is_some_and(|v| v == "list") {
        std::fs::write(std::env::temp_dir().join("isnad-failing.txt"), failed.join("\n")).expect("the temporary folder can be written");
    }
    assert!(surprises.is_empty(), "{surprises}");
}
