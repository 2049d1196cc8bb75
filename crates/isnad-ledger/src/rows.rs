//! Decides what rows a coded report makes, and gathers rows into batches.
//!
//! ```
//! use isnad::Report;
//! use isnad_ledger::rows::{Rows, key};
//! use isnad_ledger::schema::Table;
//!
//! let report = Report::with_title("r1", "عنوان", "نص الخبر.");
//! let mut rows = Rows::new();
//! rows.uncoded(&key(&report), "news.jsonl:1", &report, Some("fa"))?;
//! assert_eq!(rows.take(Table::Reports)?.iter().map(|b| b.num_rows()).sum::<usize>(), 1);
//! # Ok::<(), arrow_schema::ArrowError>(())
//! ```

use crate::schema::{TABLES, Table};
use arrow_array::RecordBatch;
use arrow_json::ReaderBuilder;
use arrow_json::reader::Decoder;
use arrow_schema::ArrowError;
use isnad::anaphora::Entity;
use isnad::coded::Coded;
use isnad::ontology::Three;
use isnad::record::{EntityOut, Record, SpanOut};
use isnad::{Report, record};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What a report is known by in a ledger: sixteen hexadecimal digits of the SHA-256 of its id, publisher, address and text.
/// The same report read twice has the same key, and two papers that print the same words have two.
pub fn key(report: &Report) -> String {
    let mut hash = Sha256::new();
    for part in [&report.id, report.publisher.as_deref().unwrap_or_default(), report.url.as_deref().unwrap_or_default(), &report.text] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect()
}

/// The day of a time of publication, where it begins with one.
pub fn day(published: Option<&str>) -> Option<jiff::civil::Date> {
    published?.get(..10)?.parse().ok()
}

/// First and last day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
pub fn days(date: &str) -> Option<(jiff::civil::Date, jiff::civil::Date)> {
    let mut parts = date.split('-').map(|p| p.parse::<i16>().ok());
    let year = parts.next()??;
    match (parts.next(), parts.next()) {
        (None, _) => Some((jiff::civil::Date::new(year, 1, 1).ok()?, jiff::civil::Date::new(year, 12, 31).ok()?)),
        (Some(month), None) => {
            let first = jiff::civil::Date::new(year, i8::try_from(month?).ok()?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        (Some(month), Some(day)) => {
            let date = jiff::civil::Date::new(year, i8::try_from(month?).ok()?, i8::try_from(day?).ok()?).ok()?;
            Some((date, date))
        }
    }
}

#[derive(Serialize)]
struct ReportRow<'a> {
    report: &'a str,
    id: &'a str,
    place: &'a str,
    url: Option<&'a str>,
    publisher: Option<&'a str>,
    publishers: Vec<&'a str>,
    published: Option<&'a str>,
    day: Option<String>,
    lang: Option<&'a str>,
    title: Option<&'a str>,
    text: &'a str,
    text_sha256: String,
    coded: bool,
    words: usize,
    sentences: usize,
    diagnostics: Vec<&'a str>,
    coder: &'a str,
    pack: &'a str,
}

impl<'a> ReportRow<'a> {
    /// What is known of a report before it is coded.
    fn of(key: &'a str, place: &'a str, report: &'a Report, text_sha256: String) -> ReportRow<'a> {
        ReportRow {
            report: key,
            id: &report.id,
            place,
            url: report.url.as_deref(),
            publisher: report.publisher.as_deref(),
            publishers: report.publisher.iter().map(String::as_str).collect(),
            published: report.published.as_deref(),
            day: day(report.published.as_deref()).map(|d| d.to_string()),
            lang: None,
            title: report.title(),
            text: &report.text,
            text_sha256,
            coded: false,
            words: 0,
            sentences: 0,
            diagnostics: report.notes.iter().map(String::as_str).collect(),
            coder: "",
            pack: "",
        }
    }

    /// What is known of one that no pack codes.
    fn uncoded(key: &'a str, place: &'a str, report: &'a Report, lang: Option<&'a str>) -> ReportRow<'a> {
        ReportRow { lang, words: report.text.split_whitespace().count(), ..ReportRow::of(key, place, report, record::sha256(&report.text)) }
    }

    /// What a pack found in it beside attributions and events.
    fn coded(key: &'a str, place: &'a str, report: &'a Report, coded: &Coded, record: &'a Record<'_>) -> ReportRow<'a> {
        ReportRow {
            publishers: record.publishers.clone(),
            lang: Some(record.lang),
            coded: true,
            words: coded.words,
            sentences: coded.sentences.len(),
            diagnostics: record.diagnostics.clone(),
            coder: record.coder.version,
            pack: record.coder.pack,
            ..ReportRow::of(key, place, report, record.text_sha256.clone())
        }
    }
}

#[derive(Serialize)]
struct AttributionRow<'a> {
    report: &'a str,
    attribution: &'a str,
    sentence: usize,
    cue: Option<&'a str>,
    cue_start: Option<u32>,
    cue_end: Option<u32>,
    source: &'a str,
    source_start: u32,
    source_end: u32,
    source_code: &'a str,
    source_country: Option<String>,
    source_sector: Option<String>,
    source_name: Option<&'a str>,
    source_id: Option<&'a str>,
    stance: &'a str,
    content: &'a str,
    content_start: u32,
    content_end: u32,
    within: Option<&'a str>,
    via: Option<&'a str>,
    via_start: Option<u32>,
    via_end: Option<u32>,
    rule: &'a str,
}

#[derive(Serialize)]
struct Party<'a> {
    text: &'a str,
    start: u32,
    end: u32,
    code: &'a str,
    country: Option<String>,
    sector: Option<String>,
    name: Option<&'a str>,
    id: Option<&'a str>,
}

#[derive(Serialize)]
struct Count<'a> {
    of: &'a str,
    low: u64,
    high: Option<u64>,
    text: &'a str,
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct Link<'a> {
    who: &'a str,
    code: &'a str,
    stance: &'a str,
}

#[derive(Serialize)]
struct EventRow<'a> {
    report: &'a str,
    event: &'a str,
    sentence: usize,
    r#type: &'a str,
    mode: Option<&'a str>,
    status: &'a str,
    trigger: &'a str,
    trigger_start: u32,
    trigger_end: u32,
    actors: Vec<Party<'a>>,
    recipients: Vec<Party<'a>>,
    date: Option<&'a str>,
    date_from: Option<String>,
    date_to: Option<String>,
    date_words: Option<&'a str>,
    date_words_start: Option<u32>,
    date_words_end: Option<u32>,
    place: Option<&'a str>,
    place_start: Option<u32>,
    place_end: Option<u32>,
    place_name: Option<&'a str>,
    place_country: Option<&'a str>,
    latitude: Option<f32>,
    longitude: Option<f32>,
    geonames: Option<u32>,
    counts: Vec<Count<'a>>,
    within: &'a [String],
    chains: Vec<Vec<Link<'a>>>,
    cameo: Option<&'a str>,
    confidence: f32,
    rule: &'a str,
}

#[derive(Serialize)]
struct QuarantineRow<'a> {
    source: &'a str,
    item: u64,
    place: &'a str,
    reason: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
struct WithdrawnRow<'a> {
    source: &'a str,
    item: u64,
    id: &'a str,
}

/// How far an input has been read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceRow<'a> {
    /// Its name, as it was shown.
    pub source: &'a str,
    /// Its size in bytes, where known.
    pub size: Option<u64>,
    /// When it was last changed, in nanoseconds since 1970, where known.
    pub modified: Option<i64>,
    /// How many of its items are in the ledger or its quarantine.
    pub items: u64,
    /// Whether that is all.
    pub done: bool,
}

/// Rows on their way into a ledger.
pub struct Rows {
    decoders: Vec<Option<Decoder>>,
    bytes: usize,
    reports: usize,
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rows").field("bytes", &self.bytes).field("reports", &self.reports).finish_non_exhaustive()
    }
}

impl Default for Rows {
    fn default() -> Rows {
        Rows::new()
    }
}

impl Rows {
    /// None yet.
    pub fn new() -> Rows {
        Rows { decoders: TABLES.iter().map(|_| None).collect(), bytes: 0, reports: 0 }
    }

    /// Bytes of text held.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Reports held.
    pub fn reports(&self) -> usize {
        self.reports
    }

    /// Adds rows of any kind that serialises to the columns of a table.
    ///
    /// # Errors
    /// A row that does not fit the table's columns.
    pub fn push<R: Serialize>(&mut self, table: Table, rows: &[R]) -> Result<(), ArrowError> {
        if rows.is_empty() {
            return Ok(());
        }
        let slot = &mut self.decoders[table as usize];
        let decoder = match slot {
            Some(decoder) => decoder,
            None => slot.insert(ReaderBuilder::new(table.schema()).build_decoder()?),
        };
        decoder.serialize(rows)
    }

    /// Hands out the rows of a table.
    ///
    /// # Errors
    /// Rows that do not fit the table's columns.
    pub fn take(&mut self, table: Table) -> Result<Vec<RecordBatch>, ArrowError> {
        if table == Table::Reports {
            self.bytes = 0;
            self.reports = 0;
        }
        match self.decoders[table as usize].take() {
            Some(mut decoder) => Ok(decoder.flush()?.into_iter().collect()),
            None => Ok(Vec::new()),
        }
    }

    fn held(&mut self, report: &Report) {
        self.bytes += report.text.len();
        self.reports += 1;
    }

    /// Adds a report that no pack codes.
    ///
    /// # Errors
    /// A row that does not fit the table's columns.
    pub fn uncoded(&mut self, key: &str, place: &str, report: &Report, lang: Option<&str>) -> Result<(), ArrowError> {
        self.held(report);
        self.push(Table::Reports, &[ReportRow::uncoded(key, place, report, lang)])
    }

    /// Adds a coded report with its attributions and events.
    ///
    /// # Errors
    /// A row that does not fit the tables' columns.
    pub fn coded(&mut self, key: &str, place: &str, report: &Report, coded: &Coded, record: &Record<'_>) -> Result<(), ArrowError> {
        self.held(report);
        self.push(Table::Reports, &[ReportRow::coded(key, place, report, coded, record)])?;
        self.push(Table::Attributions, &attributions(key, coded, record))?;
        self.push(Table::Events, &events(key, coded, record))
    }

    /// Adds an input that could not be read.
    ///
    /// # Errors
    /// A row that does not fit the table's columns.
    pub fn quarantine(&mut self, source: &str, item: u64, place: &str, reason: &str, message: &str) -> Result<(), ArrowError> {
        self.push(Table::Quarantine, &[QuarantineRow { source, item, place, reason, message }])
    }

    /// Adds that a publisher took a report back.
    ///
    /// # Errors
    /// A row that does not fit the table's columns.
    pub fn withdrawn(&mut self, source: &str, item: u64, id: &str) -> Result<(), ArrowError> {
        self.push(Table::Withdrawn, &[WithdrawnRow { source, item, id }])
    }
}

/// A report with its attributions and events as one row: what the tables say of it, nested.
#[derive(Serialize)]
pub struct Whole<'a> {
    #[serde(flatten)]
    report: ReportRow<'a>,
    attributions: Vec<AttributionRow<'a>>,
    events: Vec<EventRow<'a>>,
}

impl<'a> Whole<'a> {
    /// What is known of a coded report.
    pub fn new(key: &'a str, place: &'a str, report: &'a Report, coded: &Coded, record: &'a Record<'_>) -> Whole<'a> {
        Whole { report: ReportRow::coded(key, place, report, coded, record), attributions: attributions(key, coded, record), events: events(key, coded, record) }
    }

    /// What is known of a report that no pack codes, in a language that is known or not.
    pub fn uncoded(key: &'a str, place: &'a str, report: &'a Report, lang: Option<&'a str>) -> Whole<'a> {
        Whole { report: ReportRow::uncoded(key, place, report, lang), attributions: Vec::new(), events: Vec::new() }
    }
}

impl std::fmt::Debug for Whole<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Whole({})", self.report.report)
    }
}

fn attributions<'a>(key: &'a str, coded: &Coded, record: &'a Record<'_>) -> Vec<AttributionRow<'a>> {
    record
        .attributions
        .iter()
        .zip(&coded.attributions)
        .map(|(a, c)| AttributionRow {
            report: key,
            attribution: &a.id,
            sentence: c.sentence,
            cue: a.cue.as_ref().map(|s| s.text),
            cue_start: a.cue.as_ref().map(|s| s.start),
            cue_end: a.cue.as_ref().map(|s| s.end),
            source: a.source.span.text,
            source_start: a.source.span.start,
            source_end: a.source.span.end,
            source_code: &a.source.code,
            source_country: three(c.source.code.country),
            source_sector: three(c.source.code.sector),
            source_name: a.source.name,
            source_id: a.source.id,
            stance: a.stance,
            content: a.content.text,
            content_start: a.content.start,
            content_end: a.content.end,
            within: a.within.as_deref(),
            via: a.via.as_ref().map(|s| s.text),
            via_start: a.via.as_ref().map(|s| s.start),
            via_end: a.via.as_ref().map(|s| s.end),
            rule: &a.rule,
        })
        .collect()
}

fn events<'a>(key: &'a str, coded: &Coded, record: &'a Record<'_>) -> Vec<EventRow<'a>> {
    record
        .events
        .iter()
        .zip(&coded.events)
        .map(|(e, c)| {
            let range = e.date.and_then(days);
            let at = |s: Option<&SpanOut<'_>>| (s.map(|s| s.start), s.map(|s| s.end));
            let (date_words_start, date_words_end) = at(e.date_span.as_ref());
            let place = e.place.as_ref();
            let (place_start, place_end) = at(place.map(|p| &p.span));
            EventRow {
                report: key,
                event: &e.id,
                sentence: c.sentence,
                r#type: e.kind,
                mode: e.mode,
                status: e.status,
                trigger: e.trigger.text,
                trigger_start: e.trigger.start,
                trigger_end: e.trigger.end,
                actors: parties(&e.actor, &c.actor),
                recipients: parties(&e.recipient, &c.recipient),
                date: e.date,
                date_from: range.map(|r| r.0.to_string()),
                date_to: range.map(|r| r.1.to_string()),
                date_words: e.date_span.as_ref().map(|s| s.text),
                date_words_start,
                date_words_end,
                place: place.map(|p| p.span.text),
                place_start,
                place_end,
                place_name: place.and_then(|p| p.name),
                place_country: place.and_then(|p| p.country.as_deref()),
                latitude: place.and_then(|p| p.lat),
                longitude: place.and_then(|p| p.lon),
                geonames: place.and_then(|p| p.geonames),
                counts: e.counts.iter().map(|n| Count { of: n.of, low: n.low, high: n.high, text: n.span.text, start: n.span.start, end: n.span.end }).collect(),
                within: &e.within,
                chains: e.isnad.iter().map(|c| c.iter().map(|l| Link { who: l.who, code: &l.code, stance: l.stance }).collect()).collect(),
                cameo: e.cameo,
                confidence: e.confidence,
                rule: &e.rule,
            }
        })
        .collect()
}

fn three(code: Option<Three>) -> Option<String> {
    code.map(|c| String::from_utf8_lossy(&c).into_owned())
}

fn parties<'a>(out: &'a [EntityOut<'a>], entities: &[Entity]) -> Vec<Party<'a>> {
    let party = |(o, e): (&'a EntityOut<'a>, &Entity)| Party {
        text: o.span.text,
        start: o.span.start,
        end: o.span.end,
        code: &o.code,
        country: three(e.code.country),
        sector: three(e.code.sector),
        name: o.name,
        id: o.id,
    };
    out.iter().zip(entities).map(party).collect()
}
