//! Decides how the index is made of a ledger as it stands at one moment: three shelves, one for events, claims and reports each,
//! that hold all that answers need.
//!
//! Reports, attributions and events are read side by side once; what claims need of their mentions is gathered on the way. Over an
//! older index only what has changed is read and written ([`base`]).

use super::Kind;
use super::base::{self, Marks, number};
use super::fields::Fields;
use super::items::{self, About, Cut, Event, code};
use super::places::Places;
use super::rows::{Beside, Row, list, rows, rows_of, some_text, text};
use super::words::{self, Words};
use crate::ServeError;
use crate::days::day;
use crate::names::Names;
use isnad::table::hash;
use isnad_ledger::claims::{self, Claim, Correction, Corrections};
use isnad_ledger::copies::{self, Copy};
use isnad_ledger::schema::Table;
use isnad_ledger::store::Snapshot;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tantivy::merge_policy::LogMergePolicy;
use tantivy::{Index, IndexWriter, TantivyDocument};

/// How much each writer may hold before it writes, in bytes.
const HELD: usize = 64 << 20;
/// How much text of its mentions makes a claim findable, in bytes.
const CLAIM_WORDS: usize = 16 << 10;
/// The share of a segment's rows that may be replaced before it is written anew.
const MOST_DELETED: f32 = 0.4;
/// How much of a report a list shows, in code points.
const SNIPPET: usize = 240;

/// What is the same for all states of a ledger.
#[derive(Debug)]
pub struct Known {
    /// The schema.
    pub fields: Fields,
    /// The tokenizer.
    pub words: Words,
    /// How exactly places are known.
    pub places: Places,
    /// What codes are called.
    pub names: Names,
}

/// Corrections by the mentions that they touch.
pub fn touched(corrections: &Corrections) -> FxHashMap<String, Vec<Arc<Correction>>> {
    let mut out: FxHashMap<String, Vec<Arc<Correction>>> = FxHashMap::default();
    for correction in corrections.iter() {
        let correction = Arc::new(correction.clone());
        for mention in &correction.mentions {
            out.entry(mention.clone()).or_default().push(Arc::clone(&correction));
        }
    }
    out
}

/// A shelf under way.
struct Shelf {
    writer: IndexWriter,
    index: Index,
    /// Rows of an older state are in it.
    older: bool,
}

impl Shelf {
    fn new(folder: &Path, kind: Kind, known: &Known) -> Result<Shelf, ServeError> {
        let folder = folder.join(kind.name());
        std::fs::create_dir_all(&folder).map_err(|e| ServeError::Index(format!("{}: {e}; the index needs a folder that can be written", folder.display())))?;
        let older = folder.join("meta.json").exists();
        let index = if older { Index::open_in_dir(&folder)? } else { Index::create_in_dir(&folder, known.fields.schema.clone())? };
        index.tokenizers().register(words::NAME, known.words.clone());
        let writer = index.writer_with_num_threads(1, HELD)?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(MOST_DELETED);
        writer.set_merge_policy(Box::new(policy));
        Ok(Shelf { writer, index, older })
    }

    fn end(mut self) -> Result<(), ServeError> {
        self.writer.commit()?;
        let segments = self.index.searchable_segment_ids()?;
        // An index that is made whole is one segment; one that grows puts its segments together when there are many of a size.
        if !self.older && segments.len() > 1 {
            self.writer.merge(&segments).wait()?;
        }
        self.writer.wait_merging_threads()?;
        Ok(())
    }
}

/// What a claim gathers from its mentions.
#[derive(Default)]
struct Gathered {
    words: String,
    outlets: BTreeSet<String>,
    langs: BTreeSet<String>,
    confidence: f64,
    places: BTreeMap<String, usize>,
    corrections: Vec<Arc<Correction>>,
}

struct Building<'s> {
    snapshot: &'s Snapshot,
    ended: &'s AtomicBool,
    known: &'s Known,
    touched: &'s FxHashMap<String, Vec<Arc<Correction>>>,
    claims: Vec<Claim>,
    /// The claim of each mention, by report and event.
    of: FxHashMap<String, BTreeMap<String, usize>>,
    gathered: Vec<Gathered>,
    copies: FxHashMap<String, Copy>,
    withdrawn: FxHashSet<String>,
    abouts: FxHashMap<String, About>,
    plan: Plan,
}

/// What is to be written.
#[derive(Debug, Default)]
struct Plan {
    /// The marks of claims, in their order.
    claims: Vec<u64>,
    /// The marks of reports.
    reports: FxHashMap<String, u64>,
    /// What there is already; None where nothing is.
    older: Option<Marks>,
    /// The reports whose rows are read: those that have changed, and those of claims that have. Only over an older index.
    read: FxHashSet<String>,
}

impl Plan {
    /// Whether the row of a report is written.
    fn writes_report(&self, report: &str) -> bool {
        self.older.as_ref().is_none_or(|older| older.reports.get(&tie(report)) != self.reports.get(report))
    }

    /// Whether the row of the `k`-th claim is written.
    fn writes_claim(&self, k: usize, id: &str) -> bool {
        self.older.as_ref().is_none_or(|older| older.claims.get(&tie(id)) != self.claims.get(k))
    }
}

/// How an index was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// Over an older one.
    pub over: bool,
    /// How many reports and claims were written.
    pub written: (usize, usize),
}

/// Makes the index of a snapshot in an empty folder, over an older index where one is given; gives up once `ended` is set.
///
/// # Errors
/// A ledger that cannot be read, a folder that cannot be written, or that it was given up.
pub fn build(snapshot: &Snapshot, corrections: &Corrections, known: &Known, folder: &Path, older: Option<&Path>, ended: &AtomicBool) -> Result<Made, ServeError> {
    let touched = touched(corrections);
    let claims = claims::read(snapshot)?;
    let mut of: FxHashMap<String, BTreeMap<String, usize>> = FxHashMap::default();
    for (k, claim) in claims.iter().enumerate() {
        for v in &claim.voices {
            of.entry(v.report.clone()).or_default().insert(v.event.clone(), k);
        }
    }
    let mut withdrawn = FxHashSet::default();
    for row in rows(snapshot, Table::Withdrawn, &["id"]) {
        withdrawn.insert(text(&row?, "id").to_owned());
    }
    let copies = copies::read(snapshot)?.into_iter().map(|c| (c.report.clone(), c)).collect();
    let gathered = claims.iter().map(|_| Gathered::default()).collect();
    let mut building = Building { snapshot, known, ended, touched: &touched, claims, of, gathered, copies, withdrawn, abouts: FxHashMap::default(), plan: Plan::default() };
    building.plan(older.map(|older| base::take(older, folder, &known.words)).transpose()?)?;
    // Side by side where the tables are in one order, else with the rows in memory.
    let mut written = building.reports(folder, false)?;
    if written.is_none() {
        building.gathered = building.claims.iter().map(|_| Gathered::default()).collect();
        building.plan.older = None;
        for kind in Kind::ALL {
            let _ = std::fs::remove_dir_all(folder.join(kind.name()));
        }
        written = building.reports(folder, true)?;
    }
    let over = building.plan.older.is_some();
    let claims = building.claims(folder)?;
    base::sign(folder, snapshot)?;
    Ok(Made { over, written: (written.unwrap_or_default(), claims) })
}

fn tie(key: &str) -> u64 {
    let digest = Sha256::digest(key.as_bytes());
    digest.iter().take(8).fold(0, |n, b| n << 8 | u64::from(*b))
}

fn bytes(map: &Map<String, Value>) -> Vec<u8> {
    serde_json::to_vec(map).unwrap_or_default()
}

fn days_of(row: &Map<String, Value>, column: &str) -> Option<i64> {
    row.get(column).and_then(Value::as_str).and_then(day)
}

/// A thing under way into its shelf; each value of a field is added once.
struct Doc<'f> {
    doc: TantivyDocument,
    fields: &'f Fields,
    seen: FxHashSet<(u32, String)>,
}

impl<'f> Doc<'f> {
    fn new(fields: &'f Fields, key: &str) -> Doc<'f> {
        let mut doc = TantivyDocument::default();
        doc.add_text(fields.key, key);
        doc.add_u64(fields.tie, tie(key));
        Doc { doc, fields, seen: FxHashSet::default() }
    }

    fn value(&mut self, field: tantivy::schema::Field, value: &str) {
        if !value.is_empty() && self.seen.insert((field.field_id(), value.to_owned())) {
            self.doc.add_text(field, value);
        }
    }

    /// A code, and its country beside it.
    fn code(&mut self, shown: tantivy::schema::Field, sought: tantivy::schema::Field, code: &str) {
        self.value(shown, code);
        self.value(sought, code);
        if let Some(country) = code.get(..3) {
            self.value(sought, country);
        }
    }

    fn actor(&mut self, code: &str) {
        self.code(self.fields.actor, self.fields.actor_in, code);
    }

    fn recipient(&mut self, code: &str) {
        self.code(self.fields.recipient, self.fields.recipient_in, code);
    }

    /// A voice and its stance.
    fn source(&mut self, code: &str, stance: &str) {
        self.code(self.fields.source, self.fields.source_in, code);
        self.value(self.fields.stance, stance);
        let said = format!("{code}\t{stance}");
        self.value(self.fields.said, &said);
        self.value(self.fields.said_in, &said);
        if let Some(country) = code.get(..3) {
            self.value(self.fields.said_in, &format!("{country}\t{stance}"));
        }
    }

    /// Who speaks of whom.
    fn voices(&mut self, voices: &[(String, String)], actors: &[String], recipients: &[String]) {
        for (source, stance) in voices.iter().filter(|v| !v.0.is_empty()) {
            for (parties, role) in [(actors, "actor"), (recipients, "recipient")] {
                for of in parties {
                    self.value(self.fields.voice, &format!("{source}\t{of}\t{stance}\t{role}"));
                }
            }
        }
    }

    /// Who accuses or backs whom: that is an event of its own, in which the actor speaks of the recipient.
    fn words_of(&mut self, r#type: &str, mode: &str, status: &str, actors: &[String], recipients: &[String]) {
        let how = match (r#type, mode, status) {
            ("ACCUSE", "allege" | "disapprove", "actual") => "accuses",
            ("SUPPORT", _, "actual") => "backs",
            _ => return,
        };
        for source in actors {
            for of in recipients.iter().filter(|of| *of != source) {
                self.value(self.fields.voice, &format!("{source}\t{of}\t{how}\trecipient"));
            }
        }
    }

    fn days(&mut self, from: Option<i64>, to: Option<i64>) {
        if let (Some(from), Some(to)) = (from, to) {
            self.doc.add_i64(self.fields.date_from, from);
            self.doc.add_i64(self.fields.date_to, to);
        }
    }

    fn seen(&mut self, from: Option<i64>, to: Option<i64>) {
        if let (Some(from), Some(to)) = (from, to) {
            self.doc.add_i64(self.fields.seen_from, from);
            self.doc.add_i64(self.fields.seen_to, to);
        }
    }

    fn place(&mut self, place: &Value) {
        if let Some(country) = place["country"].as_str() {
            self.value(self.fields.country, country);
        }
        self.value(self.fields.place, &place.to_string());
        if let (Some(lat), Some(lon)) = (place["latitude"].as_f64(), place["longitude"].as_f64()) {
            self.doc.add_f64(self.fields.latitude, lat);
            self.doc.add_f64(self.fields.longitude, lon);
        }
    }

    fn event(&mut self, event: &Event) {
        let f = self.fields;
        let field = |name: &str| event.item.get(name).and_then(Value::as_str).unwrap_or_default();
        self.value(f.r#type, field("type"));
        self.value(f.mode, field("mode"));
        self.value(f.status, field("status"));
        self.value(f.claim, field("claim"));
        event.actors.iter().for_each(|c| self.actor(c));
        event.recipients.iter().for_each(|c| self.recipient(c));
        for (code, stance) in &event.voices {
            self.source(code, stance);
        }
        self.voices(&event.voices, &event.actors, &event.recipients);
        self.words_of(field("type"), field("mode"), field("status"), &event.actors, &event.recipients);
        self.days(days_of(&event.item, "date_from"), days_of(&event.item, "date_to"));
        if let Some(place) = &event.place {
            self.place(place);
        }
    }

    fn about(&mut self, about: &About) {
        for outlet in about.outlets() {
            self.value(self.fields.publisher, outlet);
        }
        self.value(self.fields.lang, about.lang.as_deref().unwrap_or_default());
        self.value(self.fields.report, &about.report);
        let seen = about.day.as_deref().and_then(day);
        self.seen(seen, seen);
    }

    fn stored(mut self, item: &Map<String, Value>, more: Option<&Map<String, Value>>) -> TantivyDocument {
        self.doc.add_bytes(self.fields.item, &bytes(item));
        if let Some(more) = more {
            self.doc.add_bytes(self.fields.more, &bytes(more));
        }
        self.doc
    }
}

/// A row with the codes of its parties and voices as the server writes them, without the report's key.
fn shown(mut row: Row) -> Row {
    for column in ["actors", "recipients", "counts"] {
        if let Some(Value::Array(items)) = row.get(column) {
            let items = items::coded(items);
            row.insert(column.to_owned(), items.into());
        }
    }
    if let Some(Value::Array(chains)) = row.get("chains") {
        let chains: Vec<Value> = chains.iter().map(|c| Value::Array(items::coded(c.as_array().map_or(&[], Vec::as_slice)))).collect();
        row.insert("chains".to_owned(), chains.into());
    }
    if let Some(Value::String(c)) = row.get_mut("source_code") {
        *c = code(c);
    }
    row
}

impl Building<'_> {
    fn go_on(&self) -> Result<(), ServeError> {
        if self.ended.load(Ordering::Relaxed) { Err(ServeError::Index("the server ended before the index was made".to_owned())) } else { Ok(()) }
    }

    fn about(&self, row: &Row) -> About {
        let some = |column: &str| some_text(row, column).map(str::to_owned);
        About {
            report: text(row, "report").to_owned(),
            publisher: some("publisher").or_else(|| list(row, "publishers").first().and_then(Value::as_str).map(str::to_owned)),
            publishers: list(row, "publishers").iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            published: some("published"),
            day: some("day"),
            lang: some("lang"),
            title: some("title"),
            withdrawn: self.withdrawn.contains(text(row, "id")),
            group: self.copies.get(text(row, "report")).map(|c| c.group.clone()),
        }
    }

    /// Says what is to be written over what there is.
    fn plan(&mut self, older: Option<Marks>) -> Result<(), ServeError> {
        let mut corrected: BTreeMap<&str, String> = BTreeMap::new();
        let mut mentions: Vec<&String> = self.touched.keys().collect();
        mentions.sort_unstable();
        for mention in mentions {
            let lines = self.touched.get(mention).map_or_else(String::new, |c| json!(c.iter().map(|c| &**c).collect::<Vec<&Correction>>()).to_string());
            corrected.entry(mention.split_once('/').map_or(mention, |(report, _)| report)).or_default().push_str(&format!("{mention} {lines}\n"));
        }
        let mut plan = Plan { older, ..Plan::default() };
        for row in rows(self.snapshot, Table::Reports, &["report", "id"]) {
            let row = row?;
            let report = text(&row, "report");
            let mut said = format!("{} {:?}\n", self.withdrawn.contains(text(&row, "id")), self.copies.get(report));
            for (event, k) in self.of.get(report).into_iter().flatten() {
                let c = &self.claims[*k];
                said.push_str(&format!("{event} {} {} {} {}\n", c.claim, c.contested, c.chains, c.reports));
            }
            said.push_str(corrected.get(report).map_or("", String::as_str));
            plan.reports.insert(report.to_owned(), hash(&said));
        }
        self.go_on()?;
        for claim in &self.claims {
            let mut said = serde_json::to_string(claim).map_err(|e| ServeError::Index(e.to_string()))?;
            for v in &claim.voices {
                said.push_str(self.copies.get(&v.report).map_or("-", |c| c.group.as_str()));
                if self.touched.contains_key(&format!("{}/{}", v.report, v.event)) {
                    said.push_str(corrected.get(v.report.as_str()).map_or("", String::as_str));
                }
            }
            plan.claims.push(hash(&said));
        }
        if plan.older.is_some() {
            let mut read: FxHashSet<String> = plan.reports.keys().filter(|r| plan.writes_report(r)).cloned().collect();
            for (_, claim) in self.claims.iter().enumerate().filter(|(k, c)| plan.writes_claim(*k, &c.claim)) {
                read.extend(claim.voices.iter().map(|v| v.report.clone()));
            }
            plan.read = read;
        }
        self.plan = plan;
        Ok(())
    }

    /// Puts events and reports on their shelves; how many reports, or None where some row did not find its report.
    fn reports(&mut self, folder: &Path, held: bool) -> Result<Option<usize>, ServeError> {
        let events = Shelf::new(folder, Kind::Events, self.known)?;
        let reports = Shelf::new(folder, Kind::Reports, self.known)?;
        let read = self.plan.older.is_some().then(|| std::mem::take(&mut self.plan.read));
        let mut of_events = Beside::new(self.snapshot, Table::Events, read.as_ref(), held)?;
        let mut of_attributions = Beside::new(self.snapshot, Table::Attributions, read.as_ref(), held)?;
        let mut written = 0;
        for row in rows_of(self.snapshot, Table::Reports, read.as_ref()) {
            let row = row?;
            self.go_on()?;
            let about = self.about(&row);
            let found = of_events.of(&about.report)?;
            let attributions = of_attributions.of(&about.report)?;
            let writes = self.plan.writes_report(&about.report);
            written += usize::from(writes);
            self.report(&events, &reports, row, about, found, attributions, writes)?;
        }
        if !of_events.ended() || !of_attributions.ended() {
            return Ok(None);
        }
        events.end()?;
        reports.end()?;
        Ok(Some(written))
    }

    #[allow(clippy::too_many_arguments, reason = "a report with all that stands beside it")]
    fn report(&mut self, events: &Shelf, reports: &Shelf, mut row: Row, about: About, found: Vec<Row>, attributions: Vec<Row>, writes: bool) -> Result<(), ServeError> {
        if writes && self.plan.older.is_some() {
            reports.writer.delete_term(number(&self.known.fields, tie(&about.report)));
            events.writer.delete_term(tantivy::Term::from_field_text(self.known.fields.report, &about.report));
        }
        let fields = &self.known.fields;
        let printed = row.remove("text").and_then(|t| if let Value::String(t) = t { Some(t) } else { None }).unwrap_or_default();
        let cut = if found.is_empty() { Cut::new("") } else { Cut::new(&printed) };
        let of = self.of.get(&about.report);
        let mut doc = Doc::new(fields, &about.report);
        doc.about(&about);
        let mut claims = Map::new();
        let (mut confidence, mut corrected, mut contested, mut chains) = (0.0_f64, false, false, 0);
        let mut kept = Vec::with_capacity(found.len());
        let n = found.len();
        for row in found {
            let name = text(&row, "event").to_owned();
            let claim = of.and_then(|of| of.get(name.as_str())).copied();
            let touched = self.touched.get(&format!("{}/{name}", about.report)).map_or(&[][..], Vec::as_slice);
            let id = claim.map(|c| self.claims[c].claim.as_str());
            let event = items::event(&row, &about, &cut, id, &self.known.places, touched);
            let sure = event.item.get("confidence").and_then(Value::as_f64).unwrap_or_default();
            confidence = confidence.max(sure);
            corrected |= !touched.is_empty();
            doc.event(&event);
            let mut one = Doc::new(fields, &format!("{}/{name}", about.report));
            one.about(&about);
            one.event(&event);
            one.doc.add_text(fields.words, &event.sentence);
            one.doc.add_text(fields.words, &event.names);
            one.doc.add_f64(fields.confidence, sure);
            one.doc.add_u64(fields.corrected, u64::from(!touched.is_empty()));
            let whole = claim.map(|c| &self.claims[c]);
            one.doc.add_u64(fields.contested, u64::from(whole.is_some_and(|c| c.contested)));
            one.doc.add_i64(fields.chains, whole.map_or(0, |c| c.chains));
            one.doc.add_i64(fields.reports, whole.map_or(0, |c| c.reports));
            contested |= whole.is_some_and(|c| c.contested);
            chains = chains.max(whole.map_or(0, |c| c.chains));
            one.doc.add_u64(fields.of, tie(&about.report));
            if writes {
                events.writer.add_document(one.stored(&event.item, None))?;
            }
            if let Some(c) = claim {
                claims.insert(name.clone(), self.claims[c].claim.clone().into());
                let g = &mut self.gathered[c];
                if g.words.len() + event.sentence.len() < CLAIM_WORDS {
                    g.words.push_str(&event.sentence);
                    g.words.push('\n');
                    g.words.push_str(&event.names);
                    g.words.push('\n');
                }
                g.outlets.extend(about.outlets().into_iter().map(str::to_owned));
                g.langs.extend(about.lang.clone());
                g.confidence = g.confidence.max(sure);
                if let Some(place) = &event.place {
                    *g.places.entry(place.to_string()).or_default() += 1;
                }
                for c in touched {
                    if !g.corrections.contains(c) {
                        g.corrections.push(Arc::clone(c));
                    }
                }
            }
            let mut kept_row = shown(row);
            kept_row.insert("claim".to_owned(), id.into());
            for column in ["type", "mode", "confidence", "coded_as", "corrected", "corrections"] {
                if let Some(value) = event.item.get(column) {
                    kept_row.insert(column.to_owned(), value.clone());
                }
            }
            kept.push(Value::Object(kept_row));
        }
        doc.doc.add_f64(fields.confidence, confidence);
        doc.doc.add_u64(fields.corrected, u64::from(corrected));
        doc.doc.add_u64(fields.contested, u64::from(contested));
        doc.doc.add_i64(fields.chains, chains);
        doc.doc.add_text(fields.words, &printed);
        let title = about.title.as_deref().unwrap_or_default();
        let body = printed.strip_prefix(title).unwrap_or(&printed).trim_start();
        let snippet: String = body.chars().take(SNIPPET).map(|c| if c.is_control() { ' ' } else { c }).collect();
        let (mut item, mut more) = (row, Map::new());
        item.insert("events".to_owned(), n.into());
        item.insert("attributions".to_owned(), attributions.len().into());
        item.insert("snippet".to_owned(), snippet.into());
        item.insert("withdrawn".to_owned(), about.withdrawn.into());
        for column in ["diagnostics", "text_sha256"] {
            if let Some(value) = item.remove(column) {
                more.insert(column.to_owned(), value);
            }
        }
        more.insert("text".to_owned(), printed.into());
        more.insert("attributions".to_owned(), attributions.into_iter().map(|r| Value::Object(shown(r))).collect());
        more.insert("events".to_owned(), kept.into());
        let copy = self.copies.get(&about.report);
        more.insert(
            "copies".to_owned(),
            copy.map_or(Value::Null, |c| json!({"group": c.group, "origin": c.origin, "relation": c.relation, "share": c.share, "share_of_origin": c.share_of_origin, "voice": c.voice, "why": c.why})),
        );
        more.insert("claims".to_owned(), Value::Object(claims));
        let mark = self.plan.reports.get(&about.report).copied().unwrap_or_default();
        if of.is_some() {
            self.abouts.insert(about.report.clone(), about);
        }
        doc.doc.add_u64(fields.mark, mark);
        if writes {
            reports.writer.add_document(doc.stored(&item, Some(&more)))?;
        }
        Ok(())
    }

    /// Puts claims on their shelf, and takes away those that are none any more; how many were written.
    fn claims(self, folder: &Path) -> Result<usize, ServeError> {
        let shelf = Shelf::new(folder, Kind::Claims, self.known)?;
        let fields = &self.known.fields;
        self.go_on()?;
        if let Some(older) = &self.plan.older {
            let now: FxHashSet<u64> = self.claims.iter().map(|c| tie(&c.claim)).collect();
            for gone in older.claims.keys().filter(|t| !now.contains(t)) {
                shelf.writer.delete_term(number(fields, *gone));
            }
        }
        let mut written = 0;
        for (k, (claim, gathered)) in self.claims.iter().zip(self.gathered).enumerate() {
            if !self.plan.writes_claim(k, &claim.claim) {
                continue;
            }
            written += 1;
            if self.plan.older.is_some() {
                shelf.writer.delete_term(number(fields, tie(&claim.claim)));
            }
            let mut doc = Doc::new(fields, &claim.claim);
            doc.value(fields.claim, &claim.claim);
            doc.value(fields.r#type, &claim.r#type);
            doc.value(fields.mode, claim.mode.as_deref().unwrap_or_default());
            doc.value(fields.status, &claim.status);
            let codes = |list: &[String]| list.iter().map(|c| code(c)).collect::<Vec<_>>();
            let (actors, recipients) = (codes(&claim.actors), codes(&claim.recipients));
            actors.iter().for_each(|c| doc.actor(c));
            recipients.iter().for_each(|c| doc.recipient(c));
            let mut voices: Vec<(String, String)> = Vec::new();
            let mut shown = Vec::with_capacity(claim.voices.len());
            for v in &claim.voices {
                let about = self.abouts.get(&v.report);
                let source = code(&v.code);
                doc.source(&source, &v.stance);
                doc.value(fields.report, &v.report);
                shown.push(json!({
                    "report": v.report, "event": v.event, "who": v.who, "code": source, "stance": v.stance, "chain": v.chain,
                    "place": v.chain.matches(" ← ").count(), "title": about.and_then(|a| a.title.as_deref()), "publisher": about.and_then(|a| a.publisher.as_deref()),
                    "day": about.and_then(|a| a.day.as_deref()), "group": about.and_then(|a| a.group.as_deref()),
                }));
                if !voices.iter().any(|(s, t)| *s == source && *t == v.stance) {
                    voices.push((source, v.stance.clone()));
                }
            }
            doc.voices(&voices, &actors, &recipients);
            doc.words_of(&claim.r#type, claim.mode.as_deref().unwrap_or_default(), &claim.status, &actors, &recipients);
            gathered.outlets.iter().for_each(|o| doc.value(fields.publisher, o));
            gathered.langs.iter().for_each(|l| doc.value(fields.lang, l));
            let of = |d: &Option<String>| d.as_deref().and_then(day);
            doc.days(of(&claim.date_from), of(&claim.date_to));
            doc.seen(of(&claim.first_seen), of(&claim.last_seen));
            let place = gathered.places.iter().max_by_key(|(name, n)| (**n, std::cmp::Reverse(*name))).and_then(|(name, _)| serde_json::from_str::<Value>(name).ok());
            if let Some(place) = &place {
                doc.place(place);
            }
            doc.value(fields.country, claim.place_country.as_deref().unwrap_or_default());
            doc.doc.add_f64(fields.confidence, gathered.confidence);
            doc.doc.add_i64(fields.chains, claim.chains);
            doc.doc.add_i64(fields.reports, claim.reports);
            doc.doc.add_u64(fields.contested, u64::from(claim.contested));
            doc.doc.add_u64(fields.corrected, u64::from(!gathered.corrections.is_empty()));
            doc.doc.add_text(fields.words, &gathered.words);
            let Ok(Value::Object(mut item)) = serde_json::to_value(claim) else { continue };
            for column in ["voices", "why"] {
                item.remove(column);
            }
            let label = self.known.names.label(&claim.r#type, claim.mode.as_deref(), &actors, &recipients);
            item.insert("actors".to_owned(), json!(actors));
            item.insert("recipients".to_owned(), json!(recipients));
            item.insert("label".to_owned(), label);
            item.insert("where".to_owned(), place.unwrap_or_default());
            item.insert("corrected".to_owned(), (!gathered.corrections.is_empty()).into());
            let mut more = Map::new();
            more.insert("voices".to_owned(), shown.into());
            more.insert("why".to_owned(), json!(claim.why));
            more.insert("corrections".to_owned(), json!(gathered.corrections.iter().map(|c| &**c).collect::<Vec<&Correction>>()));
            doc.doc.add_u64(fields.mark, self.plan.claims.get(k).copied().unwrap_or_default());
            shelf.writer.add_document(doc.stored(&item, Some(&more)))?;
        }
        shelf.end()?;
        Ok(written)
    }
}
