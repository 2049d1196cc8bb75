//! The words behind mentions: for events of reports the sentence in which each stands, and the report that holds it.
//!
//! ```
//! use isnad_ledger::{evidence::evidence, store::{Ledger, Snapshot}};
//!
//! let folder = tempfile::tempdir()?;
//! drop(Ledger::open_or_create(folder.path())?);
//! let nothing = evidence(&Snapshot::open(folder.path())?, &[("0f3a5b6c7d8e9f01".to_owned(), "e1".to_owned())])?;
//! assert!(nothing.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::columns;
use crate::error::LedgerError;
use crate::schema::Table;
use crate::store::Snapshot;
use isnad::text::Text;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// A mention with its words.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The report's key.
    pub report: String,
    /// The event in it.
    pub event: String,
    /// The report's id in its input.
    pub id: String,
    /// Its outlet and agencies, outermost first.
    pub publishers: Vec<String>,
    /// When it was published, as the input says.
    pub published: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The sentence in which the event's trigger stands.
    pub sentence: String,
    /// The trigger in the sentence, in bytes.
    pub trigger: Range<usize>,
}

/// The words behind events, each given as report and event, in the order asked for; what the ledger does not hold is left out.
///
/// # Errors
/// A file that cannot be read.
pub fn evidence(snapshot: &Snapshot, asked: &[(String, String)]) -> Result<Vec<Evidence>, LedgerError> {
    let reports: FxHashSet<&str> = asked.iter().map(|(r, _)| r.as_str()).collect();
    let mut triggers: FxHashMap<(String, String), (usize, usize)> = FxHashMap::default();
    for batch in snapshot.batches(Table::Events, &["report", "event", "trigger_start", "trigger_end"]) {
        let batch = batch?;
        for row in 0..batch.num_rows() {
            let report = columns::text(&batch, "report", row);
            if reports.contains(report) {
                let at = |c: &str| columns::int(&batch, c, row).and_then(|n| usize::try_from(n).ok()).unwrap_or_default();
                triggers.insert((report.to_owned(), columns::text(&batch, "event", row).to_owned()), (at("trigger_start"), at("trigger_end")));
            }
        }
    }
    let mut found: FxHashMap<(String, String), Evidence> = FxHashMap::default();
    for batch in snapshot.batches(Table::Reports, &["report", "id", "publishers", "published", "url", "title", "text"]) {
        let batch = batch?;
        for row in 0..batch.num_rows() {
            let report = columns::text(&batch, "report", row);
            if !reports.contains(report) {
                continue;
            }
            let printed = columns::text(&batch, "text", row);
            let text = Text::new(printed);
            for (r, event) in asked.iter().filter(|(r, _)| r == report) {
                let Some((start, end)) = triggers.get(&(r.clone(), event.clone())) else { continue };
                let (start, end) = (byte_of(printed, *start), byte_of(printed, *end));
                let whole = sentence_around(&text, start).unwrap_or(start..end);
                let whole = whole.start.min(start)..whole.end.max(end);
                let evidence = Evidence {
                    report: r.clone(),
                    event: event.clone(),
                    id: columns::text(&batch, "id", row).to_owned(),
                    publishers: columns::texts(&batch, "publishers", row),
                    published: columns::some_text(&batch, "published", row).map(str::to_owned),
                    url: columns::some_text(&batch, "url", row).map(str::to_owned),
                    title: columns::some_text(&batch, "title", row).map(str::to_owned),
                    sentence: printed.get(whole.clone()).unwrap_or_default().to_owned(),
                    trigger: start - whole.start..end - whole.start,
                };
                found.insert((r.clone(), event.clone()), evidence);
            }
        }
    }
    Ok(asked.iter().filter_map(|key| found.get(key).cloned()).collect())
}

/// Where the n-th code point of a text begins, in bytes.
fn byte_of(text: &str, n: usize) -> usize {
    text.char_indices().nth(n).map_or(text.len(), |(at, _)| at)
}

/// The bytes of the sentence that holds a byte.
fn sentence_around(text: &Text, at: usize) -> Option<Range<usize>> {
    text.sentences.iter().find_map(|range| {
        let (first, last) = (text.tokens.get(range.start)?, text.tokens.get(range.end.checked_sub(1)?)?);
        let bytes = first.span.start as usize..last.span.end as usize;
        bytes.contains(&at).then_some(bytes)
    })
}
