//! Decides how the index is made of a ledger as it stands at one moment: three shelves, one for events, claims and reports each,
//! that hold all that answers need.
//!
//! Reports, attributions and events are read side by side once; what claims need of their mentions is gathered on the way.

use super::Kind;
use super::fields::Fields;
use super::items::{self, About, Cut, Event, code};
use super::places::Places;
use super::rows::{Beside, Row, list, rows, some_text, text};
use super::words::{self, Words};
use crate::ServeError;
use crate::days::day;
use crate::names::Names;
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
use tantivy::{Index, IndexWriter, TantivyDocument};

/// How much each writer may hold before it writes, in bytes.
const HELD: usize = 64 << 20;
/// How much text of its mentions makes a claim findable, in bytes.
const CLAIM_WORDS: usize = 16 << 10;
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
}

impl Shelf {
    fn new(folder: &Path, kind: Kind, known: &Known) -> Result<Shelf, ServeError> {
        let folder = folder.join(kind.name());
        std::fs::create_dir_all(&folder).map_err(|e| ServeError::Index(format!("{}: {e}; the index needs a folder that can be written", folder.display())))?;
        let index = Index::create_in_dir(&folder, known.fields.schema.clone())?;
        index.tokenizers().register(words::NAME, known.words.clone());
        Ok(Shelf { writer: index.writer_with_num_threads(1, HELD)?, index })
    }

    fn end(mut self) -> Result<(), ServeError> {
        self.writer.commit()?;
        let segments = self.index.searchable_segment_ids()?;
        if segments.len() > 1 {
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
    of: FxHashMap<String, FxHashMap<String, usize>>,
    gathered: Vec<Gathered>,
    copies: FxHashMap<String, Copy>,
    withdrawn: FxHashSet<String>,
    abouts: FxHashMap<String, About>,
}

/// Makes the index of a snapshot in an empty folder; gives up once `ended` is set.
///
/// # Errors
/// A ledger that cannot be read, a folder that cannot be written, or that it was given up.
pub fn build(snapshot: &Snapshot, corrections: &Corrections, known: &Known, folder: &Path, ended: &AtomicBool) -> Result<(), ServeError> {
    let touched = touched(corrections);
    let claims = claims::read(snapshot)?;
    let mut of: FxHashMap<String, FxHashMap<String, usize>> = FxHashMap::default();
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
    let mut building = Building { snapshot, known, ended, touched: &touched, claims, of, gathered, copies, withdrawn, abouts: FxHashMap::default() };
    // Side by side where the tables are in one order, else with the rows in memory.
    if !building.reports(folder, false)? {
        building.gathered = building.claims.iter().map(|_| Gathered::default()).collect();
        for kind in [Kind::Events, Kind::Reports] {
            let _ = std::fs::remove_dir_all(folder.join(kind.name()));
        }
        building.reports(folder, true)?;
    }
    building.claims(folder)
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

    fn source(&mut self, code: &str) {
        self.code(self.fields.source, self.fields.source_in, code);
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
            self.source(code);
            self.value(f.stance, stance);
        }
        self.voices(&event.voices, &event.actors, &event.recipients);
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

    /// Puts events and reports on their shelves; whether every row found its report.
    fn reports(&mut self, folder: &Path, held: bool) -> Result<bool, ServeError> {
        let events = Shelf::new(folder, Kind::Events, self.known)?;
        let reports = Shelf::new(folder, Kind::Reports, self.known)?;
        let mut of_events = Beside::new(self.snapshot, Table::Events, held)?;
        let mut of_attributions = Beside::new(self.snapshot, Table::Attributions, held)?;
        for row in rows(self.snapshot, Table::Reports, &[]) {
            let row = row?;
            self.go_on()?;
            let about = self.about(&row);
            let found = of_events.of(&about.report)?;
            let attributions = of_attributions.of(&about.report)?;
            self.report(&events, &reports, row, about, found, attributions)?;
        }
        let whole = of_events.ended() && of_attributions.ended();
        if whole {
            events.end()?;
            reports.end()?;
        }
        Ok(whole)
    }

    fn report(&mut self, events: &Shelf, reports: &Shelf, mut row: Row, about: About, found: Vec<Row>, attributions: Vec<Row>) -> Result<(), ServeError> {
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
            events.writer.add_document(one.stored(&event.item, None))?;
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
        if of.is_some() {
            self.abouts.insert(about.report.clone(), about);
        }
        reports.writer.add_document(doc.stored(&item, Some(&more)))?;
        Ok(())
    }

    /// Puts claims on their shelf.
    fn claims(self, folder: &Path) -> Result<(), ServeError> {
        let shelf = Shelf::new(folder, Kind::Claims, self.known)?;
        let fields = &self.known.fields;
        self.go_on()?;
        for (claim, gathered) in self.claims.iter().zip(self.gathered) {
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
                doc.source(&source);
                doc.value(fields.stance, &v.stance);
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
            shelf.writer.add_document(doc.stored(&item, Some(&more)))?;
        }
        shelf.end()
    }
}
