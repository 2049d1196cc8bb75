//! Scores single sentences of which one event type is asked (the Arabic gold standard records).
//!
//! Sentences: is there an event of the asked type? `yes` against `easy no` and `difficult no`; `ambiguous` is left out.
//! Spans: sentences that do hold the event: is its type found, and the annotators' majority actor and recipient?

use crate::codes::country_and_sector;
use crate::count::{f1, share};
use crate::error::ScoreError;
use crate::field::At;
use crate::gold::report_line;
use crate::input::{each_line, open};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::path::{Path, PathBuf};

const KINDS: [&str; 2] = ["ASSAULT", "PROTEST"];

/// One line of a file of the gold folder.
struct Row {
    line: usize,
    value: Value,
}

/// A file of the gold folder.
struct Rows {
    file: PathBuf,
    rows: Vec<Row>,
}

impl Rows {
    fn read(folder: &Path, name: &str) -> Result<Rows, ScoreError> {
        let file = folder.join(name);
        let mut rows = Vec::new();
        each_line(open(&file)?, &file, |line, value| {
            rows.push(Row { line, value });
            Ok(())
        })?;
        Ok(Rows { file, rows })
    }

    fn iter(&self) -> impl Iterator<Item = At<'_>> {
        self.rows.iter().map(|row| At::record(&row.value, &self.file, row.line))
    }
}

/// Scores an output (one JSON object a line) on the sentences and spans of a folder, and returns the text that
/// the reference's `score_gsr.py score` prints.
///
/// # Errors
/// Files that cannot be read, lines that are not JSON, fields that are missing.
pub fn score_gsr(gsr_dir: &Path, output: &Path) -> Result<String, ScoreError> {
    let sentences = Rows::read(gsr_dir, "sentences.jsonl")?;
    let spans = Rows::read(gsr_dir, "spans.jsonl")?;
    let mut found = HashMap::new();
    each_line(open(output)?, output, |line, value| {
        let record = At::record(&value, output, line);
        record.list("events")?;
        found.insert(record.need("id")?.to_string(), Row { line, value });
        Ok(())
    })?;
    let found = Found { file: output, by_id: found };
    let mut out = String::new();
    for kind in KINDS {
        sentence_line(kind, &sentences, &found, &mut out)?;
    }
    for kind in KINDS {
        span_line(kind, &spans, &found, &mut out)?;
    }
    Ok(out)
}

/// The sentences of the folder as JSON Lines ready for a coder, one a line without the line break,
/// as the reference's `score_gsr.py reports` writes them.
///
/// # Errors
/// Files that cannot be read, lines that are not JSON, fields that are missing.
pub fn gsr_reports(gsr_dir: &Path) -> Result<Vec<String>, ScoreError> {
    // The reference gives every sentence the same day, for none is known.
    let published = json!("2008-01-01");
    let sentences = Rows::read(gsr_dir, "sentences.jsonl")?;
    let spans = Rows::read(gsr_dir, "spans.jsonl")?;
    sentences.iter().chain(spans.iter()).map(|row| Ok(report_line(row.need("id")?, "", row.string("text")?, &published, None))).collect()
}

/// What the coder found.
struct Found<'a> {
    file: &'a Path,
    by_id: HashMap<String, Row>,
}

impl Found<'_> {
    /// The events of the asked type in the row's sentence.
    fn events(&self, row: At<'_>, kind: &str) -> Result<Vec<At<'_>>, ScoreError> {
        let Some(out) = self.by_id.get(&row.need("id")?.to_string()) else {
            return Ok(Vec::new());
        };
        let mut events = Vec::new();
        for event in At::record(&out.value, self.file, out.line).parts("events")? {
            if event.string("type")? == kind {
                events.push(event);
            }
        }
        Ok(events)
    }
}

fn sentence_line(kind: &str, sentences: &Rows, found: &Found<'_>, out: &mut String) -> Result<(), ScoreError> {
    // For each label: how many sentences, and in how many the event was found.
    let (mut yes, mut easy, mut difficult) = ((0, 0), (0, 0), (0, 0));
    for row in sentences.iter() {
        if row.string("type")? != kind {
            continue;
        }
        let counts = match row.string("label")? {
            "yes" => &mut yes,
            "easy no" => &mut easy,
            "difficult no" => &mut difficult,
            _ => continue,
        };
        counts.0 += 1;
        counts.1 += i64::from(!found.events(row, kind)?.is_empty());
    }
    let (p, r) = (share(yes.1, yes.1 + easy.1 + difficult.1), share(yes.1, yes.0));
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "{kind} sentences  P {p:.3}  R {r:.3}  F1 {:.3}   ({} of {} yes; found in {} of {} easy no, {} of {} difficult no)",
        f1(p, r),
        yes.1,
        yes.0,
        easy.1,
        easy.0,
        difficult.1,
        difficult.0
    );
    Ok(())
}

fn span_line(kind: &str, spans: &Rows, found: &Found<'_>, out: &mut String) -> Result<(), ScoreError> {
    let (mut total, mut hit) = (0, 0);
    // How often asked and how often right, by side and part.
    let mut asked: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for row in spans.iter() {
        if row.string("type")? != kind {
            continue;
        }
        total += 1;
        let events = found.events(row, kind)?;
        hit += i64::from(!events.is_empty());
        for (roles, side) in [("source_roles", "actor"), ("target_roles", "recipient")] {
            let Some((country, sector)) = majority(row, roles)? else {
                continue;
            };
            let mut got = Vec::new();
            for event in &events {
                for entity in event.members(side)? {
                    got.push(country_and_sector(entity.string_or_empty("code")?));
                }
            }
            if !country.is_empty() {
                let counts = asked.entry((side, "country")).or_default();
                counts.0 += 1;
                counts.1 += usize::from(got.iter().any(|g| g.0 == country));
            }
            if !sector.is_empty() {
                let counts = asked.entry((side, "sector")).or_default();
                counts.0 += 1;
                counts.1 += usize::from(got.iter().any(|g| g.1 == sector));
            }
        }
    }
    let parts: Vec<String> = asked.iter().map(|((side, part), (asked, right))| format!("{side} {part} {right}/{asked}")).collect();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{kind} spans      found {hit} of {total} ({:.3}); {}", share(hit, total), parts.join(", "));
    Ok(())
}

/// The country and sector that most annotators gave, the earlier of two as frequent; `None` and blanks read as nothing.
fn majority<'a>(row: At<'a>, roles: &str) -> Result<Option<(&'a str, &'a str)>, ScoreError> {
    let mut counts: Vec<((&str, &str), usize)> = Vec::new();
    for role in row.list(roles)? {
        let wrong = || row.error(roles, "a list of pairs of country and sector");
        let part = |n: usize| match role.get(n) {
            Some(Value::String(s)) if s != "None" => Ok(s.as_str()),
            Some(Value::Null | Value::String(_)) => Ok(""),
            _ => Err(wrong()),
        };
        let sector = part(1)?;
        let given = (part(0)?, if sector == "UNK" { "" } else { sector });
        match counts.iter_mut().find(|(role, _)| *role == given) {
            Some((_, n)) => *n += 1,
            None => counts.push((given, 1)),
        }
    }
    counts.retain(|(role, _)| *role != ("", ""));
    // `max_by_key` would give the last of equals.
    Ok(counts.into_iter().reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(role, _)| role))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(roles: Value) -> Option<(String, String)> {
        let row = json!({ "roles": roles });
        let role = majority(At::record(&row, Path::new("spans.jsonl"), 1), "roles").unwrap();
        role.map(|(a, b)| (a.to_owned(), b.to_owned()))
    }

    #[test]
    fn the_first_of_equally_frequent_roles_is_the_majority() {
        let is = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(of(json!([["IRQ", "MIL"], ["USA", "MIL"]])), is("IRQ", "MIL"));
        assert_eq!(of(json!([["IRQ", "MIL"], ["USA", "MIL"], ["USA", "MIL"]])), is("USA", "MIL"));
        assert_eq!(of(json!([["None", "None"], [null, "UNK"], [null, "CVL"]])), is("", "CVL"));
        assert_eq!(of(json!([["None", "UNK"]])), None);
        assert_eq!(of(json!([])), None);
    }

    #[test]
    fn a_role_that_is_no_pair_is_an_error() {
        let row = json!({ "roles": [["IRQ"]] });
        let error = majority(At::record(&row, Path::new("spans.jsonl"), 4), "roles").unwrap_err();
        assert!(error.to_string().starts_with("spans.jsonl:4: field `roles`"), "{error}");
    }
}
