//! Small gold and output by hand; the expected texts are what the reference scorers print for the same files.
//!
//! In the fixture: an occurrence beyond the first, an emoji before spans, unidentified gunmen of two countries,
//! an entity without code, an attribution without cue, ids that nobody has, a report that was never coded.

use isnad_score::{ScoreError, gold_reports, gsr_reports, score, score_dir, score_gsr};
use std::path::{Path, PathBuf};

fn at(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hand_made").join(name)
}

fn expected(name: &str) -> String {
    std::fs::read_to_string(at(name)).unwrap()
}

#[test]
fn the_table() {
    assert_eq!(score_dir(&at("gold"), &at("output.jsonl"), false).unwrap(), expected("expected.txt"));
}

#[test]
fn the_misses_and_the_table() {
    assert_eq!(score_dir(&at("gold"), &at("output.jsonl"), true).unwrap(), expected("expected-misses.txt"));
}

#[test]
fn single_sentences() {
    assert_eq!(score_gsr(&at("gsr"), &at("gsr-output.jsonl")).unwrap(), expected("expected-gsr.txt"));
}

#[test]
fn the_reports_to_code() {
    let joined = |lines: Vec<String>| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    assert_eq!(joined(gold_reports(&at("gold")).unwrap()), expected("expected-reports.jsonl"));
    assert_eq!(joined(gsr_reports(&at("gsr")).unwrap()), expected("expected-gsr-reports.jsonl"));
}

/// The fixture's gold and its output with `from` replaced by `to`.
fn with(from: &str, to: &str) -> Result<String, ScoreError> {
    let gold = serde_json::from_str(&expected("gold/a-visit.json")).unwrap();
    let output = expected("output.jsonl");
    assert!(output.contains(from), "{from}");
    score(&[("a-visit.json".into(), gold)], output.replace(from, to).as_bytes(), true)
}

#[test]
fn faults_in_the_output_are_named() {
    for (from, to, message) in [
        ("\"text\": \"(رويترز)", "\"text\": \"رويترز", "report a-visit: events[0].trigger says «يزور»"),
        ("وزير الخارجية الروسي يزور", "يزور وزير", "report a-visit: the output's text lacks gold sentence 0"),
        ("\"trigger\": {\"start\": 30", "\"trigger\": {\"start\": -1", "report a-visit: events[0].trigger says"),
        ("\"trigger\": {\"start\": 30", "\"trigger\": {\"start\": 30.0", "output:3: field `events[0].start`"),
        ("\"trigger\": {\"start\": 30", "\"trigger\": {\"start\": 9223372036854775807", "output:3: field `events[0].start`"),
        ("\"type\": \"REQUEST\"", "\"type\": null", "output:3: field `events[5].type`"),
        ("\"attributions\": [{", "\"attribution\": [{", "output:3: field `attributions`"),
        ("\"id\": \"no-gold\"", "\"name\": 3", "output:1: field `id`"),
        ("{\"id\": \"a-visit\"", "{id: \"a-visit\"", "output:3:2: not JSON"),
    ] {
        let error = with(from, to).unwrap_err().to_string();
        assert!(error.starts_with(message), "{error}\nexpected {message}");
    }
}

#[test]
fn null_stands_for_nothing_where_the_reference_takes_it_so() {
    let table = with("\"publishers\": [\"رويترز\", \"الأناضول\"]", "\"publishers\": null").unwrap();
    assert!(table.contains("(0 of 2 gold, 0 found)"), "{table}");
}

#[test]
fn an_empty_output_loses_every_report() {
    let gold = serde_json::from_str(&expected("gold/a-visit.json")).unwrap();
    let table = score(&[("a-visit.json".into(), gold)], std::io::empty(), false).unwrap();
    assert!(table.ends_with("reports with no output: 1\n"), "{table}");
}
