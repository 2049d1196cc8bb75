//! Decides which plan makes the claims of a ledger: the steps of [`isnad_ledger::claims`] as joins and aggregates.
//!
//! | stage | rows | of them |
//! |---|---|---|
//! | `said` | sentences in which events stand | their words, and which events |
//! | `words` | different words | how many of these sentences have each |
//! | `claims` | claims | the rows of the table; all mentions of one type by one task |
//!
//! The rows are those of [`isnad_ledger::claims::derive`]: which mentions are one occurrence is decided by the very same functions. Mentions of two types
//! are never one, unless a correction says so; such types go to one task. What bounds it: the mentions of the commonest type are held by one task. A finer split
//! than by type would not be exact: of the claims that share an anchor only the latest are looked at, whatever is said of their being.

use crate::error::ClusterError;
use crate::run::collect;
use crate::stages::Stages;
use crate::tables::quoted;
use datafusion::arrow::array::AsArray;
use isnad_ledger::claims::{COLUMNS, Corrections};
use isnad_ledger::schema::Table;
use isnad_ledger::store::{Snapshot, rows_of};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What was found of claims.
#[derive(Debug, Clone, Default)]
pub struct Made {
    /// The rows of the table, in the order of their days; none where there are none.
    pub file: Option<PathBuf>,
    /// Mentions that the corrections name and that the ledger does not hold.
    pub unknown: Vec<String>,
}

/// Leaves out what publishers took back, where anything was.
fn told(withdrawn: bool, report: &str) -> String {
    if withdrawn { format!("LEFT ANTI JOIN withdrawn w ON {report}.id = w.id") } else { String::new() }
}

fn said(withdrawn: bool) -> String {
    format!(
        "SELECT report, s['sentence'] AS sentence, s['words'] AS words, s['events'] AS events FROM (\
           SELECT r.report AS report, unnest(isnad_said(r.text, e.events)) AS s FROM reports r {} \
           JOIN (SELECT report, array_agg(named_struct('event', event, 'at', trigger_start)) AS events FROM events GROUP BY report) e ON r.report = e.report)",
        told(withdrawn, "r")
    )
}

const WORDS: &str = "SELECT word, count(*) AS having FROM (SELECT unnest(words) AS word FROM said) GROUP BY word";

/// What a value is where a text is one of these, and what it is otherwise.
fn case<'a>(of: &str, values: impl IntoIterator<Item = (&'a str, &'a str)>, otherwise: &str) -> String {
    let cases: String = values.into_iter().map(|(when, then)| format!(" WHEN {} THEN {}", quoted(when), quoted(then))).collect();
    if cases.is_empty() { otherwise.to_owned() } else { format!("CASE {of}{cases} ELSE {otherwise} END") }
}

/// The name of an event in corrections.
const NAME: &str = "(e.report || '/' || e.event)";

/// The type that an event has with the corrections.
fn kind(corrections: &Corrections) -> String {
    case(NAME, corrections.recoded(), "e.\"type\"")
}

/// The claims. `together` says which types are looked at as one.
fn claims(corrections: &Corrections, together: &BTreeMap<String, String>, sentences: u64, copies: bool, words: bool, withdrawn: bool) -> String {
    let event: String = COLUMNS.iter().map(|c| format!("'{c}', e.\"{c}\", ")).collect();
    let (group, copied) = if copies { ("c.voice", "LEFT JOIN copies c ON e.report = c.report") } else { ("NULL", "") };
    let (of_event, said, joined) = if words {
        let of_event = "WITH weighed AS (SELECT u.report, u.sentence, array_agg(named_struct('word', u.word, 'having', w.having)) AS said \
             FROM (SELECT report, sentence, unnest(words) AS word FROM said) u JOIN words w ON u.word = w.word GROUP BY u.report, u.sentence), \
           inside AS (SELECT report, sentence, unnest(events) AS event FROM said), \
           of_event AS (SELECT i.report, i.event, w.said FROM inside i JOIN weighed w ON i.report = w.report AND i.sentence = w.sentence) ";
        (of_event, "o.said", "LEFT JOIN of_event o ON e.report = o.report AND e.event = o.event")
    } else {
        ("", "NULL", "")
    };
    let columns: Vec<String> = Table::Claims.schema().fields().iter().map(|f| format!("c['claim']['{0}'] AS \"{0}\"", f.name())).collect();
    let kind = kind(corrections);
    let bucket = case(&kind, together.iter().map(|(a, b)| (a.as_str(), b.as_str())), &kind);
    let left_out = told(withdrawn, "r");
    let corrections = quoted(&corrections.text());
    format!(
        "{of_event}SELECT {} FROM (SELECT unnest(isnad_claims(mentions, {sentences}, {corrections})) AS c FROM (\
           SELECT {bucket} AS bucket, array_agg(named_struct({event}'day', r.day, 'root', coalesce(array_element(r.publishers, -1), r.publisher, ''), 'group', {group}, 'said', {said})) AS mentions \
           FROM events e JOIN reports r ON e.report = r.report {left_out} {copied} {joined} GROUP BY {bucket})) ORDER BY c['place']",
        columns.join(", ")
    )
}

/// Makes the claims of a ledger, with the points that [`isnad_ledger`] ships. `copies` is the file with the rows of the table `copies`, where there are any;
/// `sentences` of the stages are kept, claims are always made anew, for corrections may have changed.
///
/// # Errors
/// A ledger that cannot be read, an engine that fails.
pub async fn make(stages: &Stages<'_>, snapshot: &Snapshot, copies: Option<&Path>, corrections: &Corrections) -> Result<Made, ClusterError> {
    let files = |table: Table| snapshot.parts(table).collect::<Vec<PathBuf>>();
    let (reports, events, withdrawn) = (files(Table::Reports), files(Table::Events), files(Table::Withdrawn));
    let gone = !withdrawn.is_empty();
    let mut from: Vec<(&str, &[PathBuf])> = vec![("reports", &reports), ("events", &events), ("withdrawn", &withdrawn)];
    let named: Vec<&str> = corrections.named().collect();
    if events.is_empty() {
        return Ok(Made { file: None, unknown: named.into_iter().map(str::to_owned).collect() });
    }
    let types = types(stages, &named, corrections, gone, &from).await?;
    let unknown = named.into_iter().filter(|name| !types.contains_key(*name)).map(str::to_owned).collect();

    let said = stages.make("said", &said(gone), &from).await?;
    let sentences = said.as_ref().map_or(Ok(0), |file| rows_of(file))?;
    let said: Vec<PathBuf> = said.into_iter().collect();
    let words: Vec<PathBuf> = if said.is_empty() { Vec::new() } else { stages.make("words", WORDS, &[("said", &said)]).await?.into_iter().collect() };
    let copies: Vec<PathBuf> = copies.into_iter().map(Path::to_owned).collect();
    from.extend([("said", said.as_slice()), ("words", words.as_slice()), ("copies", copies.as_slice())]);
    let query = claims(corrections, &corrections.kinds(&types), sentences, !copies.is_empty(), !words.is_empty(), gone);
    stages.forget("claims")?;
    Ok(Made { file: stages.make("claims", &query, &from).await?, unknown })
}

/// Of what type the mentions are that corrections name, by their names.
async fn types(stages: &Stages<'_>, named: &[&str], corrections: &Corrections, gone: bool, from: &[(&str, &[PathBuf])]) -> Result<BTreeMap<String, String>, ClusterError> {
    if named.is_empty() {
        return Ok(BTreeMap::new());
    }
    let doing = "finding what corrections speak of";
    let context = stages.session(2, doing, from).await?;
    let names: BTreeSet<String> = named.iter().map(|name| quoted(name)).collect();
    let names: Vec<String> = names.into_iter().collect();
    let (kind, left_out) = (kind(corrections), told(gone, "r"));
    let query = format!("SELECT {NAME} AS name, {kind} AS kind FROM events e JOIN reports r ON e.report = r.report {left_out} WHERE {NAME} IN ({})", names.join(", "));
    let mut out = BTreeMap::new();
    for batch in collect(&context, &query, doing).await? {
        if let (Some(name), Some(kind)) = (batch.column(0).as_string_opt::<i32>(), batch.column(1).as_string_opt::<i32>()) {
            out.extend(name.iter().flatten().zip(kind.iter().flatten()).map(|(n, k)| (n.to_owned(), k.to_owned())));
        }
    }
    Ok(out)
}
