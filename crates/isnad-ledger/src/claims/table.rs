//! What a claim says: the row of the table, made from its mentions and read back.

use super::cluster::{Cluster, Why};
use super::mention::{ALLEGES, ASSERTS, DENIES, DOUBTS, Figure, Lexemes, Mention, Word};
use crate::columns;
use arrow_array::{Array, RecordBatch};
use rustc_hash::FxHashSet;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// One voice on a claim: a chain of one mention.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClaimVoice {
    /// The report.
    pub report: String,
    /// The event in it.
    pub event: String,
    /// The voice nearest to the event, in its words.
    pub who: String,
    /// Its code.
    pub code: String,
    /// What it says of the occurrence: asserts, alleges, doubts, denies.
    pub stance: String,
    /// The whole chain, outermost voice first.
    pub chain: String,
}

/// A number of people that reports give.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClaimFigure {
    /// What is counted: killed, wounded.
    pub of: String,
    /// At least.
    pub low: i64,
    /// At most, where said.
    pub high: Option<i64>,
    /// In how many reports.
    pub reports: i64,
}

/// A claim, as its row in the table says it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the names are the table's; docs/LEDGER.md says what each means")]
pub struct Claim {
    pub claim: String,
    pub r#type: String,
    pub mode: Option<String>,
    pub status: String,
    pub actors: Vec<String>,
    pub recipients: Vec<String>,
    pub date_from: Option<String>,
    pub date_to: Option<String>,
    pub place: Option<String>,
    pub place_country: Option<String>,
    pub mentions: i64,
    pub reports: i64,
    pub chains: i64,
    pub asserts: i64,
    pub alleges: i64,
    pub doubts: i64,
    pub denies: i64,
    pub contested: bool,
    pub contested_why: Option<String>,
    pub figures: Vec<ClaimFigure>,
    pub first_seen: Option<String>,
    pub last_seen: Option<String>,
    pub voices: Vec<ClaimVoice>,
    pub why: Vec<String>,
}

/// A day as `YYYY-MM-DD`, from days since 1970.
fn date(day: i32) -> Option<String> {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.checked_add(jiff::Span::new().try_days(day).ok()?).ok().map(|d| d.to_string())
}

/// Words by how often they were counted, the most frequent first, the rest in order.
fn ranked(counted: BTreeMap<&str, usize>) -> Vec<String> {
    let mut list: Vec<(&str, usize)> = counted.into_iter().collect();
    list.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    list.into_iter().map(|(word, _)| word.to_owned()).collect()
}

/// The claim that mentions make together.
pub(crate) fn claim(cluster: &Cluster, mentions: &[Mention], words: &Lexemes) -> Claim {
    let members: Vec<&Mention> = cluster.members.iter().map(|i| &mentions[*i]).collect();
    let first = members[0];
    let codes = |side: fn(&Mention) -> &[super::mention::Party]| {
        let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
        for p in members.iter().flat_map(|m| side(m)) {
            *counted.entry(words.word(p.code)).or_default() += 1;
        }
        ranked(counted)
    };
    let most = |of: &dyn Fn(&Mention) -> Option<Word>| {
        let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
        for w in members.iter().filter_map(|m| of(m)) {
            *counted.entry(words.word(w)).or_default() += 1;
        }
        ranked(counted).into_iter().next()
    };
    // The days that all texts agree on; of open ones nothing is said.
    let given = members.iter().filter_map(|m| m.given).reduce(|a, b| (a.0.max(b.0), a.1.min(b.1))).filter(|d| d.0 <= d.1);
    let reports: FxHashSet<Word> = members.iter().map(|m| m.report).collect();
    let mut chains: FxHashSet<Word> = FxHashSet::default();
    let mut stances: BTreeMap<&str, FxHashSet<Word>> = BTreeMap::new();
    let mut voices = Vec::new();
    for m in &members {
        for v in &m.voices {
            chains.insert(v.root);
            stances.entry(words.word(v.stance)).or_default().insert(v.root);
            voices.push(ClaimVoice {
                report: words.word(m.report).to_owned(),
                event: words.word(m.event).to_owned(),
                who: words.word(v.who).to_owned(),
                code: words.word(v.code).to_owned(),
                stance: words.word(v.stance).to_owned(),
                chain: words.word(v.chain).to_owned(),
            });
        }
    }
    let said = |stance: &str| stances.get(stance).map_or(0, |roots| roots.len() as i64);
    let figures = figures(&members, words);
    let denial = said(DENIES) > 0 && said(ASSERTS) + said(ALLEGES) > 0;
    let clash = clash(&figures);
    let mut contested: Vec<String> = Vec::new();
    if denial {
        contested.push(format!("{} against {} that deny it", counted(said(ASSERTS) + said(ALLEGES), "chain"), said(DENIES)));
    }
    contested.extend(clash);
    let status = members.iter().find(|m| !m.negated).unwrap_or(&first);
    let mut why = Vec::new();
    for (i, reason) in cluster.members.iter().skip(1).zip(&cluster.why) {
        let name = mentions[*i].name(words);
        why.push(match reason {
            Why::Corrected => format!("{name}: your correction"),
            Why::Signs { with, fit } => format!("{name} with {}: {}", mentions[*with].name(words), fit.said()),
        });
    }
    Claim {
        claim: id(first, words),
        r#type: words.word(first.kind).to_owned(),
        mode: most(&|m| m.mode),
        status: words.word(status.status).to_owned(),
        actors: codes(|m| &m.actors),
        recipients: codes(|m| &m.recipients),
        date_from: given.and_then(|d| date(d.0)),
        date_to: given.and_then(|d| date(d.1)),
        place: most(&|m| m.place.map(|p| p.printed)),
        place_country: most(&|m| m.place.and_then(|p| p.country)),
        mentions: members.len() as i64,
        reports: reports.len() as i64,
        chains: chains.len() as i64,
        asserts: said(ASSERTS),
        alleges: said(ALLEGES),
        doubts: said(DOUBTS),
        denies: said(DENIES),
        contested: !contested.is_empty(),
        contested_why: (!contested.is_empty()).then(|| contested.join("; ")),
        figures,
        first_seen: members.iter().filter_map(|m| m.seen).min().and_then(date),
        last_seen: members.iter().filter_map(|m| m.seen).max().and_then(date),
        voices,
        why,
    }
}

/// A claim is known by its first mention.
fn id(first: &Mention, words: &Lexemes) -> String {
    let digest = Sha256::digest(first.name(words).as_bytes());
    let hex: String = digest.iter().take(6).map(|b| format!("{b:02x}")).collect();
    format!("c{hex}")
}

fn figures(members: &[&Mention], words: &Lexemes) -> Vec<ClaimFigure> {
    let mut by: BTreeMap<(&str, i64, i64), (Figure, FxHashSet<Word>)> = BTreeMap::new();
    for m in members {
        for f in m.figures.iter().filter(|f| !words.word(f.of).is_empty()) {
            by.entry((words.word(f.of), f.low, f.high.unwrap_or(i64::MAX))).or_insert_with(|| (*f, FxHashSet::default())).1.insert(m.report);
        }
    }
    by.into_values().map(|(f, reports)| ClaimFigure { of: words.word(f.of).to_owned(), low: f.low, high: f.high, reports: reports.len() as i64 }).collect()
}

/// Figures of one kind that cannot both be true.
fn clash(figures: &[ClaimFigure]) -> Option<String> {
    for (k, f) in figures.iter().enumerate() {
        for g in &figures[k + 1..] {
            if f.of == g.of && (f.high.is_some_and(|h| h < g.low) || g.high.is_some_and(|h| h < f.low)) {
                let last = figures.iter().rev().find(|x| x.of == f.of && f.high.is_some_and(|h| h < x.low)).unwrap_or(g);
                return Some(format!("{}: {} against {}", f.of, f.said(), last.said()));
            }
        }
    }
    None
}

impl ClaimFigure {
    /// «12», «10 to 15», «at least 20».
    pub fn said(&self) -> String {
        match self.high {
            Some(high) if high == self.low => format!("{high}"),
            Some(high) => format!("{} to {high}", self.low),
            None => format!("at least {}", self.low),
        }
    }
}

fn counted(n: i64, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// Reads a claim back.
pub(crate) fn read(batch: &RecordBatch, row: usize) -> Claim {
    let text = |c: &str| columns::text(batch, c, row).to_owned();
    let some = |c: &str| columns::some_text(batch, c, row).map(str::to_owned);
    let int = |c: &str| columns::int(batch, c, row).unwrap_or_default();
    let day = |c: &str| columns::day(batch, c, row).and_then(date);
    let voices = columns::records(batch, "voices", row).map_or_else(Vec::new, |r| {
        let field = |name: &str, k: usize| columns::field(&r, name, k).to_owned();
        let voice = |k| ClaimVoice { report: field("report", k), event: field("event", k), who: field("who", k), code: field("code", k), stance: field("stance", k), chain: field("chain", k) };
        (0..r.len()).map(voice).collect()
    });
    let figures = columns::records(batch, "figures", row).map_or_else(Vec::new, |r| {
        let number = |name: &str, k: usize| columns::field_int(&r, name, k);
        let figure =
            |k| ClaimFigure { of: columns::field(&r, "of", k).to_owned(), low: number("low", k).unwrap_or_default(), high: number("high", k), reports: number("reports", k).unwrap_or_default() };
        (0..r.len()).map(figure).collect()
    });
    Claim {
        claim: text("claim"),
        r#type: text("type"),
        mode: some("mode"),
        status: text("status"),
        actors: columns::texts(batch, "actors", row),
        recipients: columns::texts(batch, "recipients", row),
        date_from: day("date_from"),
        date_to: day("date_to"),
        place: some("place"),
        place_country: some("place_country"),
        mentions: int("mentions"),
        reports: int("reports"),
        chains: int("chains"),
        asserts: int("asserts"),
        alleges: int("alleges"),
        doubts: int("doubts"),
        denies: int("denies"),
        contested: columns::flag(batch, "contested", row),
        contested_why: some("contested_why"),
        figures,
        first_seen: day("first_seen"),
        last_seen: day("last_seen"),
        voices,
        why: columns::texts(batch, "why", row),
    }
}
