//! The cases of `cases/claims.md`: reports, and what they claim together.

use isnad::Report;
use isnad::coder::Coder;
use isnad::record::Record;
use isnad_ledger::claims::{Claim, Corrections, Points, derive};
use isnad_ledger::ingest::Ingest;
use isnad_ledger::rows::key;
use isnad_ledger::store::Ledger;

struct Case<'a> {
    name: &'a str,
    reports: Vec<Report>,
    corrections: Vec<&'a str>,
    wanted: Vec<&'a str>,
}

fn cases(page: &str) -> Vec<Case<'_>> {
    let mut out: Vec<Case<'_>> = Vec::new();
    for line in page.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            out.push(Case { name, reports: Vec::new(), corrections: Vec::new(), wanted: Vec::new() });
        }
        let Some(case) = out.last_mut() else { continue };
        if let Some(report) = line.strip_prefix("- ") {
            let (head, rest) = report.split_once(": ").expect("PUBLISHER DAY: TITLE / BODY");
            let (publisher, day) = head.split_once(' ').expect("PUBLISHER DAY");
            let (title, body) = rest.split_once(" / ").expect("TITLE / BODY");
            let mut report = Report::with_title(&format!("{}", case.reports.len() + 1), title, body);
            report.publisher = Some(publisher.to_owned());
            report.published = Some(day.to_owned());
            case.reports.push(report);
        } else if let Some(wanted) = line.strip_prefix("=> ") {
            case.wanted.push(wanted);
        } else if let Some(correction) = line.strip_prefix("correction: ") {
            case.corrections.push(correction);
        }
    }
    out
}

/// A claim as cases write it.
fn said(c: &Claim) -> String {
    let mut out = format!("{} reports={} chains={}", c.r#type, c.reports, c.chains);
    for (name, n) in [("asserts", c.asserts), ("alleges", c.alleges), ("doubts", c.doubts), ("denies", c.denies)] {
        if n > 0 {
            out.push_str(&format!(" {name}={n}"));
        }
    }
    if c.contested {
        out.push_str(" contested");
    }
    out
}

#[test]
fn reports_claim_together_what_the_cases_say() {
    let (lexicon, _) = isnad_ar::lexicon(&[]);
    let mut coder = Coder::new(&lexicon);
    coder.min_confidence = 0.0;
    let mut failed = String::new();
    for case in cases(include_str!("../cases/claims.md")) {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::open_or_create(folder.path()).unwrap();
        let mut ingest = Ingest::new(&mut ledger).unwrap();
        // In the corrections a number stands for the first event of type ASSAULT of that report.
        let mut mentions = Vec::new();
        let mut seen = String::new();
        for (k, report) in case.reports.iter().enumerate() {
            let coded = coder.code(report);
            let record = Record::new(&lexicon, report, &coded, "test");
            let first = record.events.iter().filter(|e| e.kind == "ASSAULT").max_by_key(|e| e.trigger.start).map_or("e1", |e| &e.id);
            mentions.push(format!("{}/{first}", key(report)));
            for e in &record.events {
                seen.push_str(&format!("    report {}: {}\n", k + 1, serde_json::to_string(e).unwrap()));
            }
            ingest.coded("case", k as u64, "case", report, &coded, &record).unwrap();
        }
        ingest.finish().unwrap();
        let text: String =
            case.corrections.iter().map(|line| line.split(" | ").map(|f| f.parse::<usize>().map_or(f.to_owned(), |n| mentions[n - 1].clone())).collect::<Vec<_>>().join(" | ") + "\n").collect();
        let (corrections, faults) = Corrections::parse("case", &text);
        assert!(faults.is_empty(), "{faults:?}");
        let claims = derive(ledger.snapshot(), &Default::default(), &Points::shipped(), &corrections).unwrap();
        let mut found: Vec<String> = claims.claims.iter().filter(|c| c.reports > 1).map(said).collect();
        found.sort();
        let mut wanted: Vec<String> = case.wanted.iter().map(|w| (*w).to_owned()).collect();
        wanted.sort();
        if found != wanted {
            let whys: Vec<&String> = claims.claims.iter().flat_map(|c| &c.why).collect();
            failed.push_str(&format!("{}\n  wanted {wanted:#?}\n  found {found:#?}\n  because {whys:#?}\n  events:\n{seen}\n", case.name));
        }
    }
    assert!(failed.is_empty(), "\n{failed}");
}
