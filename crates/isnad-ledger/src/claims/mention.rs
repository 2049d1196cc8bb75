//! One event of one report, with what is needed to tell whether another one is the same occurrence.

use super::corrections::{Corrections, Kind, recoded};
use super::said::{self, Said};
use crate::columns;
use crate::error::LedgerError;
use crate::reports::withdrawn;
use crate::schema::Table;
use crate::store::Snapshot;
use arrow_array::RecordBatch;
use isnad::ontology::Ontology;
use isnad::text::normalise;
use rustc_hash::FxHashMap;

/// A word or code, by number.
pub(crate) type Word = u32;

/// Words and codes by number, so that a mention is small.
#[derive(Debug, Default)]
pub(crate) struct Lexemes {
    numbers: FxHashMap<String, Word>,
    words: Vec<String>,
}

impl Lexemes {
    pub fn number(&mut self, word: &str) -> Word {
        if let Some(n) = self.numbers.get(word) {
            return *n;
        }
        let n = self.words.len() as Word;
        self.words.push(word.to_owned());
        self.numbers.insert(word.to_owned(), n);
        n
    }

    pub fn word(&self, n: Word) -> &str {
        self.words.get(n as usize).map_or("", String::as_str)
    }
}

/// Who a party is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Party {
    pub code: Word,
    pub country: Option<Word>,
    pub sector: Option<Word>,
    /// A state as such or its army: one may be named for the other.
    pub state: bool,
}

/// Where.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// The words as printed.
    pub printed: Word,
    /// The words, folded.
    pub words: Word,
    pub geonames: Option<i64>,
    pub at: Option<(f64, f64)>,
    pub country: Option<Word>,
}

/// A number of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Figure {
    pub of: Word,
    pub low: i64,
    pub high: Option<i64>,
}

/// Through whom it came, and what the voice nearest to it says of it.
#[derive(Debug, Clone)]
pub(crate) struct Voice {
    pub who: Word,
    pub code: Word,
    pub stance: Word,
    /// The whole chain, outermost first, for a person.
    pub chain: Word,
    /// What makes it a chain of its own: the text that the report goes back to, or its agency, and the voices.
    pub root: Word,
}

/// What is said of an occurrence's being: two of different kinds never tell of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Being {
    /// It is said to have happened, or not to have.
    Told,
    /// It is said to be coming, possible, and whatever else an ontology may add.
    Other(Word),
}

/// An event of a report.
#[derive(Debug)]
pub(crate) struct Mention {
    pub report: Word,
    pub event: Word,
    /// Its place among the events of its report.
    pub number: u32,
    pub kind: Word,
    pub mode: Option<Word>,
    pub status: Word,
    pub being: Being,
    pub negated: bool,
    pub actors: Vec<Party>,
    pub recipients: Vec<Party>,
    /// First and last day that the text gives, in days since 1970.
    pub given: Option<(i32, i32)>,
    /// The day of the report.
    pub seen: Option<i32>,
    pub place: Option<Place>,
    pub figures: Vec<Figure>,
    pub trigger: Word,
    /// Where the trigger begins, in code points.
    pub at: u32,
    /// The words of its sentence.
    pub said: Said,
    /// The copied text that the report belongs to.
    pub group: Option<Word>,
    pub voices: Vec<Voice>,
}

/// For how many days before its report an occurrence may lie whose day no text gives.
const OPEN_DAYS: i32 = 2;

impl Mention {
    /// The days in which it may have happened, as far as its text and the day of its report tell.
    pub fn days(&self) -> Option<(i32, i32)> {
        self.given.or_else(|| self.seen.filter(|_| self.being == Being::Told).map(|day| (day - OPEN_DAYS, day)).or_else(|| self.seen.map(|day| (day, day + 3660))))
    }

    /// Its name in a user's corrections and in explanations.
    pub fn name(&self, words: &Lexemes) -> String {
        format!("{}/{}", words.word(self.report), words.word(self.event))
    }
}

/// What is known of the report of an event.
pub(crate) struct About {
    /// The day of its publication.
    pub day: Option<i32>,
    /// The agency that it credits last, else its publisher.
    pub root: String,
}

/// Reads all mentions of a ledger, except those of reports that were taken back.
///
/// # Errors
/// A file that cannot be read.
pub(crate) fn mentions(snapshot: &Snapshot, groups: &FxHashMap<String, String>, words: &mut Lexemes) -> Result<Vec<Mention>, LedgerError> {
    let taken_back = withdrawn(snapshot)?;
    let mut reports: FxHashMap<String, (String, About)> = FxHashMap::default();
    for batch in snapshot.batches(Table::Reports, &["report", "id", "publisher", "publishers", "day"]) {
        let batch = batch?;
        for row in 0..batch.num_rows() {
            let root = columns::texts(&batch, "publishers", row).pop();
            let root = root.or_else(|| columns::some_text(&batch, "publisher", row).map(str::to_owned)).unwrap_or_default();
            let about = About { day: columns::day(&batch, "day", row), root };
            reports.insert(columns::text(&batch, "report", row).to_owned(), (columns::text(&batch, "id", row).to_owned(), about));
        }
    }
    let acting = acting();
    let mut out = Vec::new();
    for batch in snapshot.batches(Table::Events, &COLUMNS) {
        let batch = batch?;
        for row in 0..batch.num_rows() {
            let report = columns::text(&batch, "report", row);
            let Some((id, about)) = reports.get(report) else { continue };
            if !taken_back.contains(id) {
                out.push(mention(&batch, row, about, groups.get(report).map(String::as_str), &acting, words));
            }
        }
    }
    said::fill(snapshot, &mut out, words)?;
    in_order(&mut out, words);
    Ok(out)
}

/// The columns of an event that a mention is made of.
pub const COLUMNS: [&str; 18] = [
    "report",
    "event",
    "type",
    "mode",
    "status",
    "trigger",
    "trigger_start",
    "actors",
    "recipients",
    "date_from",
    "date_to",
    "place",
    "place_country",
    "latitude",
    "longitude",
    "geonames",
    "counts",
    "chains",
];

/// The sectors that act for their state.
pub(crate) fn acting() -> Vec<String> {
    let ontology = Ontology::plover();
    [ontology.state_sector(), ontology.army_sector()].into_iter().flatten().map(|s| String::from_utf8_lossy(&s).into_owned()).collect()
}

/// The mention of a row that has [`COLUMNS`], without the words of its sentence. `group` is the copied text that its report goes back to.
pub(crate) fn mention(batch: &RecordBatch, row: usize, about: &About, group: Option<&str>, acting: &[String], words: &mut Lexemes) -> Mention {
    let status = columns::text(batch, "status", row);
    let negated = status == NEGATED;
    let event = columns::text(batch, "event", row);
    let place = columns::some_text(batch, "place", row).map(|printed| Place {
        printed: words.number(printed),
        words: words.number(&folded(printed)),
        geonames: columns::int(batch, "geonames", row),
        at: columns::float(batch, "latitude", row).zip(columns::float(batch, "longitude", row)),
        country: columns::some_text(batch, "place_country", row).map(|c| words.number(c)),
    });
    let given = columns::day(batch, "date_from", row).zip(columns::day(batch, "date_to", row));
    let status_word = words.number(status);
    Mention {
        report: words.number(columns::text(batch, "report", row)),
        event: words.number(event),
        number: event.trim_start_matches('e').parse().unwrap_or_default(),
        kind: words.number(columns::text(batch, "type", row)),
        mode: columns::some_text(batch, "mode", row).map(|m| words.number(m)),
        status: status_word,
        being: if negated || status == ACTUAL { Being::Told } else { Being::Other(status_word) },
        negated,
        actors: parties(batch, "actors", row, acting, words),
        recipients: parties(batch, "recipients", row, acting, words),
        given,
        seen: about.day,
        place,
        figures: figures(batch, row, words),
        trigger: words.number(&folded(columns::text(batch, "trigger", row))),
        at: columns::int(batch, "trigger_start", row).and_then(|n| u32::try_from(n).ok()).unwrap_or_default(),
        said: Said::default(),
        group: group.map(|g| words.number(g)),
        voices: voices(batch, row, about, group, negated, words),
    }
}

impl Mention {
    /// By what mentions stand in order: the first day that it may have happened on, and what has none comes last.
    pub fn place(&self) -> (bool, i32, i32) {
        let days = self.days();
        (days.is_none(), days.map_or(0, |d| d.0), self.seen.unwrap_or(i32::MAX))
    }
}

/// Puts mentions in the order in which they are put together.
pub(crate) fn in_order(mentions: &mut [Mention], words: &Lexemes) {
    mentions.sort_by(|a, b| a.place().cmp(&b.place()).then_with(|| words.word(a.report).cmp(words.word(b.report))).then_with(|| a.number.cmp(&b.number)));
}

/// Gives mentions the types and modes that a user says they have; the tables of evidence stay as they are.
pub(crate) fn recode(mentions: &mut [Mention], corrections: &Corrections, words: &mut Lexemes) {
    let mut by: FxHashMap<&str, &str> = FxHashMap::default();
    for c in corrections.of_kind(Kind::Recode) {
        by.extend(c.mentions.first().map(String::as_str).zip(c.value.as_deref()));
    }
    for m in mentions.iter_mut().filter(|_| !by.is_empty()) {
        if let Some((kind, mode)) = by.get(m.name(words).as_str()).and_then(|value| recoded(value).ok()) {
            m.kind = words.number(kind);
            m.mode = mode.map(|mode| words.number(mode));
        }
    }
}

/// The statuses of what is said to have happened and of what is said not to have, as the record names them.
const ACTUAL: &str = "actual";
const NEGATED: &str = "negated";

/// Words as they are compared.
fn folded(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(normalise).collect();
    words.join(" ")
}

fn parties(batch: &arrow_array::RecordBatch, column: &str, row: usize, acting: &[String], words: &mut Lexemes) -> Vec<Party> {
    let Some(records) = columns::records(batch, column, row) else { return Vec::new() };
    let mut out = Vec::new();
    for k in 0..arrow_array::Array::len(&records) {
        let code = columns::field(&records, "code", k);
        if code.is_empty() {
            continue;
        }
        let part = |name: &str, words: &mut Lexemes| Some(columns::field(&records, name, k)).filter(|p| !p.is_empty()).map(|p| words.number(p));
        let state = acting.iter().any(|s| s == columns::field(&records, "sector", k));
        let party = Party { code: words.number(code), country: part("country", words), sector: part("sector", words), state };
        if !out.contains(&party) {
            out.push(party);
        }
    }
    out
}

fn figures(batch: &arrow_array::RecordBatch, row: usize, words: &mut Lexemes) -> Vec<Figure> {
    let Some(records) = columns::records(batch, "counts", row) else { return Vec::new() };
    let figure = |k: usize, words: &mut Lexemes| {
        Some(Figure { of: words.number(columns::field(&records, "of", k)), low: columns::field_int(&records, "low", k)?, high: columns::field_int(&records, "high", k) })
    };
    (0..arrow_array::Array::len(&records)).filter_map(|k| figure(k, words)).collect()
}

fn voices(batch: &arrow_array::RecordBatch, row: usize, about: &About, group: Option<&str>, negated: bool, words: &mut Lexemes) -> Vec<Voice> {
    let mut out = Vec::new();
    for chain in columns::record_lists(batch, "chains", row) {
        let n = arrow_array::Array::len(&chain);
        let link = |k: usize, field: &'static str| columns::field(&chain, field, k);
        // Publishers have no code and stand first; a voice that has none either is told by its words.
        let names: Vec<&str> = (0..n).map(|k| link(k, "who")).collect();
        let Some(last) = n.checked_sub(1) else { continue };
        let publishers = (0..n).take_while(|k| link(*k, "code").is_empty() && *k + 1 < n.max(2)).count();
        let told: Vec<String> = (publishers..n).map(|k| if link(k, "code").is_empty() { folded(link(k, "who")) } else { link(k, "code").to_owned() }).collect();
        let origin = group.unwrap_or(&about.root);
        let stance = link(last, "stance");
        let stance = if negated && !matches!(stance, DENIES | DOUBTS) { DENIES } else { stance };
        out.push(Voice {
            who: words.number(link(last, "who")),
            code: words.number(link(last, "code")),
            stance: words.number(stance),
            chain: words.number(&names.join(" ← ")),
            root: words.number(&format!("{origin} ← {}", told.join(" ← "))),
        });
    }
    if out.is_empty() {
        let (who, none) = (words.number(&about.root), words.number(""));
        let stance = words.number(if negated { DENIES } else { ASSERTS });
        let root = words.number(&format!("{} ←", group.unwrap_or(&about.root)));
        out.push(Voice { who, code: none, stance, chain: who, root });
    }
    out
}

/// The stances, as the record names them.
pub(crate) const ASSERTS: &str = "asserts";
/// See [`ASSERTS`].
pub(crate) const ALLEGES: &str = "alleges";
/// See [`ASSERTS`].
pub(crate) const DOUBTS: &str = "doubts";
/// See [`ASSERTS`].
pub(crate) const DENIES: &str = "denies";
