//! Decides how a ledger is walked: report by report in the order of writing, each with its attributions and its events.
//!
//! The three tables are read side by side. All of them hold the reports in one order, so that never more than one report
//! and the batches under way are in memory. Reports that their publisher took back are passed over. The user's corrections of
//! events are laid over them as they stand in the ledger's folder; the tables stay as they are.

use crate::claims::{Correction, CorrectionKind, Corrections, recoded};
use crate::columns;
use crate::error::LedgerError;
use crate::reports::withdrawn;
use crate::schema::Table;
use crate::store::Snapshot;
use arrow_array::{Array, RecordBatch};
use rustc_hash::FxHashMap;

/// Words with their place in the report, in code points.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Words {
    pub text: String,
    pub start: usize,
    pub end: usize,
}

/// A party or source.
#[derive(Debug, Clone, Default)]
pub(crate) struct Party {
    pub words: Words,
    pub code: String,
    pub country: String,
    pub sector: String,
    pub name: String,
    pub id: String,
}

impl Party {
    /// The known name, else the words.
    pub fn called(&self) -> &str {
        if self.name.is_empty() { &self.words.text } else { &self.name }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Count {
    pub of: String,
    pub low: i64,
    pub high: Option<i64>,
    pub words: Words,
}

#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub who: String,
    pub code: String,
    pub stance: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Attribution {
    pub name: String,
    pub cue: Option<Words>,
    pub source: Party,
    pub stance: String,
    pub content: Option<Words>,
    pub within: Option<String>,
    pub via: Option<Words>,
    pub rule: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub name: String,
    pub kind: String,
    pub mode: String,
    pub status: String,
    pub trigger: Words,
    pub actors: Vec<Party>,
    pub recipients: Vec<Party>,
    /// `YYYY-MM-DD`, `YYYY-MM`, `YYYY` or empty.
    pub date: String,
    pub date_words: Option<Words>,
    pub place: Option<Words>,
    pub place_name: String,
    pub place_country: String,
    pub at: Option<(f64, f64)>,
    pub geonames: Option<i64>,
    pub counts: Vec<Count>,
    pub within: Vec<String>,
    pub chains: Vec<Vec<Link>>,
    pub cameo: String,
    pub confidence: f64,
    pub rule: String,
    /// What a user says of it.
    pub corrected: Option<Corrected>,
}

/// A user's correction of an event, which is already carried out where it gives another type.
#[derive(Debug, Clone)]
pub(crate) struct Corrected {
    /// It is no event at all.
    pub rejected: bool,
    /// In words: `rejected: a quotation`, `recoded from COERCE/seize: they gave it back`.
    pub said: String,
}

/// A report with what was found in it.
#[derive(Debug, Clone)]
pub(crate) struct Story {
    pub key: String,
    pub id: String,
    pub url: String,
    pub publishers: Vec<String>,
    pub published: String,
    /// The day of publication, `YYYY-MM-DD`.
    pub day: String,
    pub lang: String,
    pub title: String,
    /// Empty unless asked for.
    pub text: String,
    pub text_sha256: String,
    pub coder: String,
    pub pack: String,
    pub attributions: Vec<Attribution>,
    pub events: Vec<Event>,
}

impl Story {
    /// The name of an event or attribution in a ledger, `REPORT/e1`, as claims have it.
    pub fn named(&self, what: &str) -> String {
        format!("{}/{what}", self.key)
    }

    /// Where the report stands: its address where it has one on the web, else a name of its own.
    pub fn address(&self) -> String {
        let web = self.url.starts_with("https://") || self.url.starts_with("http://");
        let clean = !self.url.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`'));
        if web && clean { self.url.clone() } else { self.urn() }
    }

    /// A name for the report that needs no address.
    pub fn urn(&self) -> String {
        format!("urn:isnad:report:{}", self.key)
    }

    /// The outlet and the agencies, as printed.
    pub fn source(&self) -> String {
        self.publishers.join("; ")
    }

    /// The program and its pack.
    pub fn version(&self) -> String {
        [&self.coder, &self.pack].into_iter().filter(|v| !v.is_empty()).cloned().collect::<Vec<_>>().join(" ")
    }
}

/// What of a report's columns is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Without its text.
    Bare,
    /// With its text.
    Text,
}

const BARE: [&str; 11] = ["report", "id", "url", "publishers", "published", "day", "lang", "title", "text_sha256", "coder", "pack"];
const FULL: [&str; 12] = ["report", "id", "url", "publishers", "published", "day", "lang", "title", "text_sha256", "coder", "pack", "text"];

type Batches<'s> = Box<dyn Iterator<Item = Result<RecordBatch, LedgerError>> + 's>;

/// A table under way, row by row.
struct Rows<'s> {
    batches: Batches<'s>,
    batch: Option<RecordBatch>,
    row: usize,
}

impl<'s> Rows<'s> {
    fn new(snapshot: &'s Snapshot, table: Table, wanted: &'s [&'s str]) -> Rows<'s> {
        Rows { batches: Box::new(snapshot.batches(table, wanted)), batch: None, row: 0 }
    }

    /// The row that comes next.
    fn next(&mut self) -> Result<Option<(&RecordBatch, usize)>, LedgerError> {
        while self.batch.as_ref().is_none_or(|b| self.row >= b.num_rows()) {
            match self.batches.next() {
                Some(batch) => {
                    self.batch = Some(batch?);
                    self.row = 0;
                }
                None => return Ok(None),
            }
        }
        Ok(self.batch.as_ref().map(|b| (b, self.row)))
    }

    /// The rows of a report, where it is its turn.
    fn of<T>(&mut self, report: &str, read: impl Fn(&RecordBatch, usize) -> T) -> Result<Vec<T>, LedgerError> {
        let mut out = Vec::new();
        while let Some((batch, row)) = self.next()? {
            if columns::text(batch, "report", row) != report {
                break;
            }
            out.push(read(batch, row));
            self.row += 1;
        }
        Ok(out)
    }
}

/// Calls `tell` with each report in the order of writing.
///
/// # Errors
/// A file that cannot be read, tables that do not hold the reports in one order, and what `tell` says.
pub(crate) fn walk(snapshot: &Snapshot, reading: Reading, mut tell: impl FnMut(&Story) -> Result<(), LedgerError>) -> Result<(), LedgerError> {
    let gone = withdrawn(snapshot)?;
    let corrections = Corrections::of(snapshot.folder())?;
    let corrections: FxHashMap<&str, &Correction> =
        corrections.iter().filter(|c| matches!(c.kind, CorrectionKind::Reject | CorrectionKind::Recode)).filter_map(|c| Some((c.mentions.first()?.as_str(), c))).collect();
    let mut attributions = Rows::new(snapshot, Table::Attributions, &[]);
    let mut events = Rows::new(snapshot, Table::Events, &[]);
    let wanted: &[&str] = if reading == Reading::Text { &FULL } else { &BARE };
    for batch in snapshot.batches(Table::Reports, wanted) {
        let batch = batch?;
        for row in 0..batch.num_rows() {
            let key = columns::text(&batch, "report", row);
            let attributions = attributions.of(key, attribution)?;
            let mut events = events.of(key, event)?;
            if !corrections.is_empty() {
                for e in &mut events {
                    if let Some(correction) = corrections.get(format!("{key}/{}", e.name).as_str()) {
                        correct(e, correction);
                    }
                }
            }
            if gone.contains(columns::text(&batch, "id", row)) {
                continue;
            }
            tell(&story(&batch, row, attributions, events))?;
        }
    }
    for (table, rows) in [(Table::Attributions, &mut attributions), (Table::Events, &mut events)] {
        if let Some((batch, row)) = rows.next()? {
            let what = format!("the rows of the report {} stand in another order than the reports", columns::text(batch, "report", row));
            return Err(LedgerError::Broken { path: snapshot.folder().join(table.name()), what });
        }
    }
    Ok(())
}

/// Lays a correction over an event. What its CAMEO code would be then is not known.
fn correct(event: &mut Event, correction: &Correction) {
    let mut said = "rejected".to_owned();
    if let Some((kind, mode)) = correction.value.as_deref().and_then(|v| recoded(v).ok()) {
        let was = [event.kind.as_str(), &event.mode].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("/");
        said = format!("recoded from {was}");
        event.kind = kind.to_owned();
        event.mode = mode.unwrap_or_default().to_owned();
        event.cameo = String::new();
    }
    if let Some(why) = &correction.why {
        said = format!("{said}: {why}");
    }
    event.corrected = Some(Corrected { rejected: correction.kind == CorrectionKind::Reject, said });
}

fn story(batch: &RecordBatch, row: usize, attributions: Vec<Attribution>, events: Vec<Event>) -> Story {
    let text = |c: &str| columns::text(batch, c, row).to_owned();
    Story {
        key: text("report"),
        id: text("id"),
        url: text("url"),
        publishers: columns::texts(batch, "publishers", row),
        published: text("published"),
        day: columns::day(batch, "day", row).and_then(written_day).unwrap_or_default(),
        lang: text("lang"),
        title: text("title"),
        text: text("text"),
        text_sha256: text("text_sha256"),
        coder: text("coder"),
        pack: text("pack"),
        attributions,
        events,
    }
}

fn written_day(day: i32) -> Option<String> {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.checked_add(jiff::Span::new().try_days(day).ok()?).ok().map(|d| d.to_string())
}

/// A number as it was before it was widened: the gazetteer and the coder have single precision.
fn shortest(n: f64) -> f64 {
    (n as f32).to_string().parse().unwrap_or(n)
}

fn place(n: Option<i64>) -> usize {
    n.and_then(|n| usize::try_from(n).ok()).unwrap_or_default()
}

fn words(batch: &RecordBatch, column: &str, row: usize) -> Option<Words> {
    let text = columns::some_text(batch, column, row)?.to_owned();
    let at = |edge: &str| columns::int(batch, &format!("{column}_{edge}"), row);
    Some(Words { text, start: place(at("start")), end: place(at("end")) })
}

fn attribution(batch: &RecordBatch, row: usize) -> Attribution {
    let text = |c: &str| columns::text(batch, c, row).to_owned();
    let source = Party {
        words: words(batch, "source", row).unwrap_or_default(),
        code: text("source_code"),
        country: text("source_country"),
        sector: text("source_sector"),
        name: text("source_name"),
        id: text("source_id"),
    };
    Attribution {
        name: text("attribution"),
        cue: words(batch, "cue", row),
        source,
        stance: text("stance"),
        content: words(batch, "content", row),
        within: columns::some_text(batch, "within", row).map(str::to_owned),
        via: words(batch, "via", row),
        rule: text("rule"),
    }
}

fn event(batch: &RecordBatch, row: usize) -> Event {
    let text = |c: &str| columns::text(batch, c, row).to_owned();
    let counts = columns::records(batch, "counts", row).map_or_else(Vec::new, |r| {
        let number = |name: &str, k: usize| columns::field_int(&r, name, k);
        let span = |k| Words { text: columns::field(&r, "text", k).to_owned(), start: place(number("start", k)), end: place(number("end", k)) };
        (0..r.len()).map(|k| Count { of: columns::field(&r, "of", k).to_owned(), low: number("low", k).unwrap_or_default(), high: number("high", k), words: span(k) }).collect()
    });
    let chain = |c: arrow_array::StructArray| {
        let field = |name: &str, k: usize| columns::field(&c, name, k).to_owned();
        (0..c.len()).map(|k| Link { who: field("who", k), code: field("code", k), stance: field("stance", k) }).collect()
    };
    Event {
        name: text("event"),
        kind: text("type"),
        mode: text("mode"),
        status: text("status"),
        trigger: words(batch, "trigger", row).unwrap_or_default(),
        actors: parties(batch, "actors", row),
        recipients: parties(batch, "recipients", row),
        date: text("date"),
        date_words: words(batch, "date_words", row),
        place: words(batch, "place", row),
        place_name: text("place_name"),
        place_country: text("place_country"),
        at: columns::float(batch, "latitude", row).zip(columns::float(batch, "longitude", row)).map(|(a, b)| (shortest(a), shortest(b))),
        geonames: columns::int(batch, "geonames", row),
        counts,
        within: columns::texts(batch, "within", row),
        chains: columns::record_lists(batch, "chains", row).into_iter().map(chain).collect(),
        cameo: text("cameo"),
        confidence: shortest(columns::float(batch, "confidence", row).unwrap_or_default()),
        rule: text("rule"),
        corrected: None,
    }
}

fn parties(batch: &RecordBatch, column: &str, row: usize) -> Vec<Party> {
    let Some(r) = columns::records(batch, column, row) else { return Vec::new() };
    let field = |name: &str, k: usize| columns::field(&r, name, k).to_owned();
    let at = |name: &str, k: usize| place(columns::field_int(&r, name, k));
    let party = |k: usize| Party {
        words: Words { text: field("text", k), start: at("start", k), end: at("end", k) },
        code: field("code", k),
        country: field("country", k),
        sector: field("sector", k),
        name: field("name", k),
        id: field("id", k),
    };
    (0..r.len()).map(party).collect()
}
