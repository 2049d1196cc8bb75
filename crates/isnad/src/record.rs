//! The record that is written: one JSON object a report, offsets in Unicode code points of its text.
//!
//! ```
//! use isnad::{coded::Coded, lexicon::Builder, ontology::Ontology, record::Record, Report};
//!
//! let (lexicon, _) = Builder::new(Ontology::plover()).build();
//! let report = Report::with_title("r", "عنوان", "نص");
//! let coded = Coded::default();
//! let record = Record::new(&lexicon, &report, &coded, "test");
//! let json = serde_json::to_value(&record).unwrap();
//! assert_eq!(json["schema"], "isnad/1");
//! assert_eq!(json["text"], "عنوان\nنص");
//! ```

use crate::anaphora::Entity;
use crate::coded::Coded;
use crate::lexicon::Lexicon;
use crate::report::Report;
use crate::span::{Offsets, Span};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// A stretch of text in code points.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs, reason = "the names are the schema's")]
pub struct SpanOut<'a> {
    pub start: u32,
    pub end: u32,
    pub text: &'a str,
}

/// A party or source.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs, reason = "the names are the schema's")]
pub struct EntityOut<'a> {
    #[serde(flatten)]
    pub span: SpanOut<'a>,
    pub code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<&'a str>,
}

/// An attribution.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs, reason = "the names are the schema's")]
pub struct AttributionOut<'a> {
    pub id: String,
    pub cue: Option<SpanOut<'a>>,
    pub source: EntityOut<'a>,
    pub stance: &'a str,
    pub content: SpanOut<'a>,
    #[serde(rename = "in")]
    pub within: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<SpanOut<'a>>,
    pub rule: String,
}

/// A place with what the gazetteer says of it.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs, reason = "the names are the schema's")]
pub struct PlaceOut<'a> {
    #[serde(flatten)]
    pub span: SpanOut<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lat: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub geonames: Option<u32>,
}

/// A number of people.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs, reason = "the names are the schema's")]
pub struct CountOut<'a> {
    pub of: &'a str,
    pub low: u64,
    pub high: Option<u64>,
    pub span: SpanOut<'a>,
}

/// One voice of a chain.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs, reason = "the names are the schema's")]
pub struct LinkOut<'a> {
    pub who: &'a str,
    pub code: String,
    pub stance: &'a str,
}

/// An event.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs, reason = "the names are the schema's")]
pub struct EventOut<'a> {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<&'a str>,
    pub status: &'a str,
    pub trigger: SpanOut<'a>,
    pub actor: Vec<EntityOut<'a>>,
    pub recipient: Vec<EntityOut<'a>>,
    pub date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_span: Option<SpanOut<'a>>,
    pub place: Option<PlaceOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub counts: Vec<CountOut<'a>>,
    #[serde(rename = "in")]
    pub within: Vec<String>,
    pub isnad: Vec<Vec<LinkOut<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cameo: Option<&'a str>,
    pub confidence: f32,
    pub rule: String,
}

/// Which program and pack made a record.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs, reason = "the names are the schema's")]
pub struct CoderOut<'a> {
    pub version: &'a str,
    pub pack: &'a str,
}

/// The record of one report.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs, reason = "the names are the schema's")]
pub struct Record<'a> {
    pub schema: &'static str,
    pub id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<&'a str>,
    pub lang: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<&'a str>,
    pub text: &'a str,
    pub text_sha256: String,
    pub publishers: Vec<&'a str>,
    pub attributions: Vec<AttributionOut<'a>>,
    pub events: Vec<EventOut<'a>>,
    pub diagnostics: Vec<&'a str>,
    pub coder: CoderOut<'a>,
}

struct Writer<'a> {
    lexicon: &'a Lexicon,
    text: &'a str,
    offsets: Offsets,
}

impl<'a> Writer<'a> {
    fn span(&self, span: Span) -> SpanOut<'a> {
        let (start, end) = self.offsets.code_points(span);
        SpanOut { start, end, text: span.of(self.text) }
    }

    fn entity(&self, e: &Entity) -> EntityOut<'a> {
        let entry = e.named.map(|n| &self.lexicon.actors[n as usize]);
        EntityOut { span: self.span(e.span), code: e.code.to_string(), name: entry.and_then(|x| x.name.as_deref()), id: entry.and_then(|x| x.id.as_deref()) }
    }
}

impl<'a> Record<'a> {
    /// The record of a report from what was found in it; `pack` names the pack and its version.
    pub fn new(lexicon: &'a Lexicon, report: &'a Report, coded: &'a Coded, pack: &'a str) -> Record<'a> {
        let w = Writer { lexicon, text: &report.text, offsets: Offsets::new(&report.text) };
        let o = &lexicon.ontology;
        let neutral = o.stances.first().map_or("", String::as_str);
        let stance = |s: u8| o.stances.get(s as usize).map_or("", String::as_str);
        let name = |k: usize| format!("a{}", k + 1);
        let attributions = coded
            .attributions
            .iter()
            .enumerate()
            .map(|(k, a)| AttributionOut {
                id: name(k),
                cue: a.cue.map(|c| w.span(c)),
                source: w.entity(&a.source),
                stance: stance(a.stance),
                content: w.span(a.content),
                within: a.within.map(name),
                via: a.via.map(|v| w.span(v)),
                rule: rule(lexicon, a.frame, a.rule),
            })
            .collect();
        let events = coded
            .events
            .iter()
            .enumerate()
            .map(|(k, e)| {
                let kind = &o.types[e.kind as usize];
                let frame = &lexicon.frames[e.frame as usize];
                let publishers = || coded.publishers.iter().map(|p| LinkOut { who: p, code: String::new(), stance: neutral });
                let mut isnad: Vec<Vec<LinkOut<'a>>> = Vec::new();
                for &inner in &e.within {
                    let mut voices = Vec::new();
                    let mut at = Some(inner);
                    while let Some(i) = at.filter(|_| voices.len() < 32) {
                        let a = &coded.attributions[i];
                        voices.push(LinkOut { who: a.source.span.of(&report.text), code: a.source.code.to_string(), stance: stance(a.stance) });
                        at = a.within;
                    }
                    isnad.push(publishers().chain(voices.into_iter().rev()).collect());
                }
                if isnad.is_empty() {
                    isnad.push(publishers().collect());
                }
                EventOut {
                    id: format!("e{}", k + 1),
                    kind: &kind.name,
                    mode: e.mode.and_then(|m| kind.modes.get(m as usize)).map(String::as_str),
                    status: o.statuses.get(e.status as usize).map_or("", String::as_str),
                    trigger: w.span(e.trigger),
                    actor: e.actor.iter().map(|x| w.entity(x)).collect(),
                    recipient: e.recipient.iter().map(|x| w.entity(x)).collect(),
                    date: e.date.as_deref(),
                    date_span: e.date_span.map(|d| w.span(d)),
                    place: e.place.map(|(span, id)| {
                        let place = id.map(|p| &lexicon.places[p as usize]);
                        PlaceOut {
                            span: w.span(span),
                            name: place.map(|p| &*p.name),
                            country: place.and_then(|p| p.country).map(|c| String::from_utf8_lossy(&c).into_owned()),
                            lat: place.and_then(|p| p.at).map(|a| a.0),
                            lon: place.and_then(|p| p.at).map(|a| a.1),
                            geonames: place.and_then(|p| p.geonames),
                        }
                    }),
                    counts: e.counts.iter().map(|c| CountOut { of: &c.of, low: c.low, high: c.high, span: w.span(c.span) }).collect(),
                    within: e.within.iter().map(|k| name(*k)).collect(),
                    isnad,
                    cameo: Some(&*frame.cameo).filter(|c| !c.is_empty()),
                    confidence: e.confidence,
                    rule: rule(lexicon, Some(e.frame), e.rule),
                }
            })
            .collect();
        Record {
            schema: "isnad/1",
            id: &report.id,
            url: report.url.as_deref(),
            lang: "ar",
            title: report.title(),
            published: report.published.as_deref(),
            text: &report.text,
            text_sha256: sha256(&report.text),
            publishers: coded.publishers.iter().map(String::as_str).collect(),
            attributions,
            events,
            diagnostics: coded.diagnostics.iter().map(String::as_str).collect(),
            coder: CoderOut { version: env!("CARGO_PKG_VERSION"), pack },
        }
    }
}

fn rule(lexicon: &Lexicon, frame: Option<u32>, how: &str) -> String {
    match frame.map(|f| &lexicon.frames[f as usize]) {
        Some(f) => format!("{how} {}", lexicon.origin(f.origin)),
        None => how.to_owned(),
    }
}

/// SHA-256 of a text's UTF-8 bytes, in hexadecimal.
pub fn sha256(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|b| format!("{b:02x}")).collect()
}
