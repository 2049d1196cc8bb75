//! Decides what a list shows of an event: its row in the ledger, the words of its sentence, and what stands where in them.

use super::places::{COUNTRY, Places};
use super::rows::{Row, list, number, some_text, text};
use isnad::text::Text;
use isnad_ledger::claims::Correction;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// What is known of a report beside its text.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// Its key.
    pub report: String,
    /// Its outlet.
    pub publisher: Option<String>,
    /// Outlet and agencies.
    pub publishers: Vec<String>,
    /// When it was published.
    pub published: Option<String>,
    /// The day of that.
    pub day: Option<String>,
    /// Its language.
    pub lang: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Whether its publisher took it back.
    pub withdrawn: bool,
    /// The text that it goes back to, where it is a copy.
    pub group: Option<String>,
}

impl About {
    /// Outlet and agencies, each once.
    pub fn outlets(&self) -> Vec<&str> {
        let mut out: Vec<&str> = Vec::new();
        for name in self.publisher.iter().chain(&self.publishers) {
            if !name.is_empty() && !out.contains(&name.as_str()) {
                out.push(name);
            }
        }
        out
    }
}

/// A text by code points and sentences.
pub struct Cut<'t> {
    text: &'t str,
    /// Where each code point begins, and the end.
    at: Vec<u32>,
    /// The sentences, in bytes.
    sentences: Vec<(usize, usize)>,
}

impl<'t> Cut<'t> {
    /// Cuts a text.
    pub fn new(text: &'t str) -> Cut<'t> {
        let at = text.char_indices().map(|(i, _)| i as u32).chain([text.len() as u32]).collect();
        let cut = Text::new(text);
        let bytes = |range: &std::ops::Range<usize>| Some((cut.tokens.get(range.start)?.span.start as usize, cut.tokens.get(range.end.checked_sub(1)?)?.span.end as usize));
        Cut { text, at, sentences: cut.sentences.iter().filter_map(bytes).collect() }
    }

    fn byte(&self, point: i64) -> usize {
        let last = self.at.len() - 1;
        self.at[usize::try_from(point).unwrap_or(0).min(last)] as usize
    }

    fn point(&self, byte: usize) -> i64 {
        self.at.partition_point(|b| (*b as usize) < byte) as i64
    }

    /// The sentence that holds some words, in code points: at least those words.
    pub fn sentence(&self, start: i64, end: i64) -> (i64, i64, &'t str) {
        let (from, to) = (self.byte(start), self.byte(end));
        let whole = self.sentences.iter().find(|(a, b)| (*a..*b).contains(&from)).copied().unwrap_or((from, to));
        let (a, b) = (whole.0.min(from), whole.1.max(to));
        (self.point(a), self.point(b), self.text.get(a..b).unwrap_or_default())
    }
}

/// Codes as the server writes them: country and sector without a blank between.
pub fn code(code: &str) -> String {
    code.replace(' ', "")
}

/// Replaces the codes in a list of parties or voices by those of the server.
pub fn coded(items: &[Value]) -> Vec<Value> {
    let mut out = items.to_vec();
    for item in &mut out {
        if let Some(Value::String(c)) = item.get_mut("code") {
            *c = code(c);
        }
        // Absent rather than null: lists are long.
        if let Value::Object(fields) = item {
            fields.retain(|_, v| !v.is_null());
        }
    }
    out
}

/// An event as lists show it, with what the index takes from it.
#[derive(Debug, Default)]
pub struct Event {
    /// What a list shows.
    pub item: Map<String, Value>,
    /// Codes of the actors.
    pub actors: Vec<String>,
    /// Codes of the recipients.
    pub recipients: Vec<String>,
    /// Voices nearest to the event: code and stance.
    pub voices: Vec<(String, String)>,
    /// The words of its sentence.
    pub sentence: String,
    /// Names beside the words.
    pub names: String,
    /// The place as the list of places shows it.
    pub place: Option<Value>,
}

/// A number of the tables that had single precision, without the digits that it never had.
fn single(value: Option<&Value>) -> Value {
    value.and_then(Value::as_f64).and_then(|x| (x as f32).to_string().parse::<f64>().ok()).map_or(Value::Null, Value::from)
}

fn codes(parties: &[Value]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for p in parties {
        let c = p.get("code").and_then(Value::as_str).unwrap_or_default();
        if !c.is_empty() && !out.iter().any(|o| o == c) {
            out.push(c.to_owned());
        }
    }
    out
}

/// The place of an event, with how exactly it is known; degrees only where it is smaller than a country.
fn place(row: &Row, places: &Places) -> Option<Map<String, Value>> {
    let words = some_text(row, "place")?;
    let name = some_text(row, "place_name");
    let country = some_text(row, "place_country");
    let degrees = row.get("latitude").is_some_and(Value::is_number) && row.get("longitude").is_some_and(Value::is_number);
    let known = name.is_some() || country.is_some() || degrees;
    let precision = known.then(|| places.precision(number(row, "geonames"), name, degrees));
    let at = |column: &str| if precision == Some(COUNTRY) { Value::Null } else { single(row.get(column)) };
    let value = json!({
        "text": words, "start": row.get("place_start"), "end": row.get("place_end"), "name": name, "country": country,
        "latitude": at("latitude"), "longitude": at("longitude"), "precision": precision, "geonames": row.get("geonames"),
    });
    if let Value::Object(map) = value { Some(map) } else { None }
}

/// Makes an event of its row.
pub fn event(row: &Row, about: &About, cut: &Cut<'_>, claim: Option<&str>, places: &Places, touched: &[Arc<Correction>]) -> Event {
    let (report, name) = (text(row, "report"), text(row, "event"));
    let (actors, recipients) = (coded(list(row, "actors")), coded(list(row, "recipients")));
    let chains: Vec<Value> = list(row, "chains").iter().map(|c| Value::Array(coded(c.as_array().map_or(&[], Vec::as_slice)))).collect();
    let mut voices: Vec<(String, String)> = Vec::new();
    for nearest in chains.iter().filter_map(|c| c.as_array()?.last()) {
        let of = |field: &str| nearest.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let voice = (of("code"), of("stance"));
        if !voices.contains(&voice) {
            voices.push(voice);
        }
    }
    let mut stances: Vec<&str> = voices.iter().map(|v| v.1.as_str()).collect();
    stances.sort_unstable();
    stances.dedup();
    let trigger = (number(row, "trigger_start").unwrap_or_default(), number(row, "trigger_end").unwrap_or_default());
    let (from, to, words) = cut.sentence(trigger.0, trigger.1);
    let mut spans: Vec<Value> = Vec::new();
    let mut mark = |start: Option<i64>, end: Option<i64>, role: &str| {
        if let (Some(start), Some(end)) = (start, end)
            && start >= from
            && end <= to
            && start < end
        {
            spans.push(json!({"start": start, "end": end, "role": role}));
        }
    };
    mark(Some(trigger.0), Some(trigger.1), "trigger");
    for (items, role) in [(&actors, "actor"), (&recipients, "recipient")] {
        for p in items {
            mark(p.get("start").and_then(Value::as_i64), p.get("end").and_then(Value::as_i64), role);
        }
    }
    mark(number(row, "place_start"), number(row, "place_end"), "place");
    mark(number(row, "date_words_start"), number(row, "date_words_end"), "date");
    for c in list(row, "counts") {
        mark(c.get("start").and_then(Value::as_i64), c.get("end").and_then(Value::as_i64), "count");
    }
    let place = place(row, places);
    let mut names: Vec<&str> = actors.iter().chain(&recipients).filter_map(|p| p.get("name")?.as_str()).collect();
    names.extend(place.as_ref().and_then(|p| p.get("name")?.as_str()));
    let names = names.join(" . ");
    let mut item = Map::new();
    item.insert("key".to_owned(), Value::String(format!("{report}/{name}")));
    item.insert("report".to_owned(), report.into());
    item.insert("event".to_owned(), name.into());
    item.insert("claim".to_owned(), claim.into());
    let recoded = touched.iter().rev().find_map(|c| c.value.as_deref());
    if let Some(value) = recoded {
        let (kind, mode) = value.split_once('/').map_or((value, None), |(k, m)| (k, Some(m)));
        item.insert("type".to_owned(), kind.into());
        item.insert("mode".to_owned(), mode.into());
        item.insert("coded_as".to_owned(), json!({"type": row.get("type"), "mode": row.get("mode")}));
    } else {
        for column in ["type", "mode"] {
            item.insert(column.to_owned(), row.get(column).cloned().unwrap_or_default());
        }
    }
    for column in ["status", "trigger", "trigger_start", "trigger_end"] {
        item.insert(column.to_owned(), row.get(column).cloned().unwrap_or_default());
    }
    let (a, r) = (codes(&actors), codes(&recipients));
    item.insert("actors".to_owned(), actors.into());
    item.insert("recipients".to_owned(), recipients.into());
    for column in ["date", "date_from", "date_to", "date_words"] {
        item.insert(column.to_owned(), row.get(column).cloned().unwrap_or_default());
    }
    let listed = place.as_ref().filter(|p| !p["precision"].is_null()).map(|p| {
        let of = |field: &str| p[field].clone();
        json!({"geonames": of("geonames"), "name": if p["name"].is_null() { of("text") } else { of("name") }, "country": of("country"), "latitude": of("latitude"), "longitude": of("longitude"), "precision": of("precision")})
    });
    item.insert("place".to_owned(), place.map_or(Value::Null, Value::Object));
    item.insert("counts".to_owned(), coded(list(row, "counts")).into());
    for column in ["cameo", "rule"] {
        item.insert(column.to_owned(), row.get(column).cloned().unwrap_or_default());
    }
    item.insert("confidence".to_owned(), single(row.get("confidence")));
    item.insert("chains".to_owned(), chains.into());
    item.insert("stances".to_owned(), json!(stances));
    item.insert("publisher".to_owned(), about.publisher.clone().into());
    item.insert("publishers".to_owned(), json!(about.publishers));
    item.insert("published".to_owned(), about.published.clone().into());
    item.insert("day".to_owned(), about.day.clone().into());
    item.insert("lang".to_owned(), about.lang.clone().into());
    item.insert("title".to_owned(), about.title.clone().into());
    item.insert("sentence".to_owned(), json!({"text": words, "start": from, "end": to}));
    item.insert("spans".to_owned(), spans.into());
    if about.withdrawn {
        item.insert("withdrawn".to_owned(), true.into());
    }
    item.insert("corrected".to_owned(), (!touched.is_empty()).into());
    if !touched.is_empty() {
        item.insert("corrections".to_owned(), json!(touched.iter().map(|c| &**c).collect::<Vec<&Correction>>()));
    }
    Event { item, actors: a, recipients: r, voices, sentence: words.to_owned(), names, place: listed }
}
