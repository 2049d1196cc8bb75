//! Decides which fields of a JSON object make a report, and of what type they have to be.
//!
//! ```
//! use isnad_read::{Fields, Input, Reader};
//!
//! let input = r#"{"id": "r1", "title": ["عنوان"], "body": "نص", "unknown": {}}"#;
//! let mut reader = Reader::new([Input::Stdin]).reading_stdin_from(input.as_bytes());
//! let error = reader.next().unwrap().unwrap_err();
//! assert_eq!(error.to_string(), "standard input:1: field `title` holds a list; it has to be a string");
//!
//! let input = r#"{"headline": "عنوان", "article": {"main": "نص"}}"#;
//! let fields = Fields::default().map("title=headline")?.map("body=article.main")?;
//! let mut reader = Reader::new([Input::Stdin]).reading_stdin_from(input.as_bytes()).with_fields(fields);
//! assert_eq!(reader.next().unwrap()?.text, "عنوان\nنص");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::error::{Place, ReadError};
use isnad::Report;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A part of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Id,
    Title,
    Body,
    Published,
    Publisher,
    Byline,
    Url,
}

/// The parts, each with the names that its field may have; of those, the first that holds something counts.
const PARTS: [(Part, &str, &[&str]); 7] = [
    (Part::Id, "id", &["id"]),
    (Part::Title, "title", &["title"]),
    (Part::Body, "body", &["body", "text", "content"]),
    (Part::Published, "published", &["published", "date"]),
    (Part::Publisher, "publisher", &["publisher", "source", "outlet"]),
    (Part::Byline, "byline", &["byline", "author"]),
    (Part::Url, "url", &["url"]),
];

/// A field that is looked at: the names that lead to it, outermost first.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Slot {
    part: Part,
    path: Vec<String>,
}

/// Which fields of a JSON object are the parts of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields {
    /// The mapped ones first, so that they are asked first.
    slots: Vec<Slot>,
    mapped: usize,
}

impl Default for Fields {
    /// The fields that a report has without any map: `id`, `title`, `body` (or `text`, `content`) and so on.
    fn default() -> Fields {
        let slots = PARTS.iter().flat_map(|(part, _, names)| names.iter().map(|name| Slot { part: *part, path: vec![(*name).to_owned()] }));
        Fields { slots: slots.collect(), mapped: 0 }
    }
}

/// Why a map of fields is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapError(String);

impl fmt::Display for MapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<&str> = PARTS.iter().map(|(_, name, _)| *name).collect();
        write!(f, "`{}` maps no field; write PART=FIELD, as in `title=headline` or `body=article.text`, where PART is one of {}", self.0, parts.join(", "))
    }
}

impl std::error::Error for MapError {}

impl Fields {
    /// Takes a part of the report from another field too: `title=headline`; `body=article.text` looks into the object
    /// `article`. Of several maps of one part the first that holds something counts, and before the part's usual names. A
    /// field that is mapped is nothing else beside.
    ///
    /// # Errors
    /// [`MapError`], where it is not PART=FIELD or there is no such part.
    pub fn map(mut self, map: &str) -> Result<Fields, MapError> {
        let error = || MapError(map.to_owned());
        let (part, field) = map.split_once('=').ok_or_else(error)?;
        let part = PARTS.iter().find(|(_, name, _)| *name == part.trim()).ok_or_else(error)?.0;
        let path: Vec<String> = field.trim().split('.').map(str::to_owned).collect();
        if path.iter().any(String::is_empty) {
            return Err(error());
        }
        self.slots.retain(|slot| slot.path != path);
        self.mapped = self.mapped.min(self.slots.len());
        self.slots.insert(self.mapped, Slot { part, path });
        self.mapped += 1;
        Ok(self)
    }

    /// The fields of interest of a JSON object. The others are passed over without being kept, so that a line full of
    /// foreign data costs no memory.
    pub(crate) fn read<'f>(&'f self, text: &str) -> Result<Object<'f>, serde_json::Error> {
        let mut object = Object { fields: self, held: self.slots.iter().map(|_| Held::Missing).collect() };
        let active: Vec<usize> = (0..self.slots.len()).collect();
        let mut json = serde_json::Deserializer::from_str(text);
        json.deserialize_map(Level { slots: &self.slots, held: &mut object.held, active, depth: 0 })?;
        json.end()?;
        Ok(object)
    }
}

/// What a field holds, as far as it matters.
#[derive(Clone)]
enum Held {
    Missing,
    Null,
    Text(String),
    Number(String),
    Other(&'static str),
}

/// A JSON object's fields of interest.
pub(crate) struct Object<'f> {
    fields: &'f Fields,
    held: Vec<Held>,
}

impl Object<'_> {
    /// The report. `fallback` is its id where it has none.
    pub fn report(mut self, place: &Place, fallback: impl Fn() -> String) -> Result<Report, ReadError> {
        let id = self.id(place)?;
        let there = self.fields.slots.iter().zip(&self.held).any(|(slot, held)| slot.part == Part::Body && !matches!(held, Held::Missing));
        let title = self.first(place, Part::Title)?.unwrap_or_default();
        let body = self.first(place, Part::Body)?;
        if !there {
            return Err(ReadError::NoText { place: place.clone() });
        }
        let id = id.unwrap_or_else(fallback);
        let mut report = match body {
            Some(body) => Report::with_title(&id, &title, &body),
            None if title.trim().is_empty() => {
                return Err(ReadError::Empty { place: place.clone() });
            }
            // A headline alone: its text is that line, without a break behind it.
            None => Report::with_title(&id, "", &title),
        };
        report.published = self.first(place, Part::Published)?;
        report.publisher = self.first(place, Part::Publisher)?;
        report.byline = self.first(place, Part::Byline)?;
        report.url = self.first(place, Part::Url)?;
        Ok(report)
    }

    /// What the fields of a part hold, with their names.
    fn take(&mut self, part: Part) -> impl Iterator<Item = (String, Held)> {
        let slots = self.fields.slots.iter().zip(&mut self.held).filter(move |(slot, _)| slot.part == part);
        slots.map(|(slot, held)| (slot.path.join("."), std::mem::replace(held, Held::Missing)))
    }

    fn id(&mut self, place: &Place) -> Result<Option<String>, ReadError> {
        for (field, held) in self.take(Part::Id) {
            match held {
                Held::Number(n) => return Ok(Some(n)),
                Held::Text(s) if !s.trim().is_empty() => return Ok(Some(s)),
                Held::Other(found) => return Err(wrong(place, field, found, "a string or a number")),
                Held::Missing | Held::Null | Held::Text(_) => {}
            }
        }
        Ok(None)
    }

    /// The first of the part's fields that holds more than blanks.
    fn first(&mut self, place: &Place, part: Part) -> Result<Option<String>, ReadError> {
        for (field, held) in self.take(part) {
            match held {
                Held::Text(s) if !s.trim().is_empty() => return Ok(Some(s)),
                Held::Missing | Held::Null | Held::Text(_) => {}
                Held::Number(_) => return Err(wrong(place, field, "a number", "a string")),
                Held::Other(found) => return Err(wrong(place, field, found, "a string")),
            }
        }
        Ok(None)
    }
}

fn wrong(place: &Place, field: String, found: &'static str, expected: &'static str) -> ReadError {
    ReadError::Field { place: place.clone(), field, found, expected }
}

/// An object within which some slots may lie.
struct Level<'a> {
    slots: &'a [Slot],
    held: &'a mut [Held],
    /// The slots whose path leads here.
    active: Vec<usize>,
    /// How many names have been followed.
    depth: usize,
}

impl Level<'_> {
    /// Sets the slots whose path ends here.
    fn hold(&mut self, held: Held) {
        let ends: Vec<usize> = self.active.iter().copied().filter(|n| self.slots.get(*n).is_some_and(|slot| slot.path.len() == self.depth)).collect();
        for n in ends {
            if let Some(place) = self.held.get_mut(n) {
                *place = held.clone();
            }
        }
    }
}

impl<'de> DeserializeSeed<'de> for Level<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.active.is_empty() { deserializer.deserialize_ignored_any(IgnoredAny).map(drop) } else { deserializer.deserialize_any(self) }
    }
}

impl<'de> Visitor<'de> for Level<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.depth == 0 { "an object" } else { "any value" })
    }

    fn visit_unit<E>(mut self) -> Result<(), E> {
        self.hold(Held::Null);
        Ok(())
    }

    fn visit_bool<E>(mut self, value: bool) -> Result<(), E> {
        self.hold(Held::Other(if value { "true" } else { "false" }));
        Ok(())
    }

    fn visit_u64<E>(mut self, value: u64) -> Result<(), E> {
        self.hold(Held::Number(value.to_string()));
        Ok(())
    }

    fn visit_i64<E>(mut self, value: i64) -> Result<(), E> {
        self.hold(Held::Number(value.to_string()));
        Ok(())
    }

    fn visit_f64<E>(mut self, value: f64) -> Result<(), E> {
        // As JSON writes it: 1.0 stays 1.0.
        self.hold(Held::Number(serde_json::Value::from(value).to_string()));
        Ok(())
    }

    fn visit_str<E>(mut self, value: &str) -> Result<(), E> {
        self.hold(Held::Text(value.to_owned()));
        Ok(())
    }

    fn visit_string<E>(mut self, value: String) -> Result<(), E> {
        self.hold(Held::Text(value));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        self.hold(Held::Other("a list"));
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        self.hold(Held::Other("an object"));
        while let Some(key) = map.next_key::<String>()? {
            let leads = |n: &usize| self.slots.get(*n).is_some_and(|slot| slot.path.get(self.depth) == Some(&key));
            let active = self.active.iter().copied().filter(leads).collect();
            map.next_value_seed(Level { slots: self.slots, held: self.held, active, depth: self.depth + 1 })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(json: &str) -> Result<Report, ReadError> {
        Fields::default().read(json).unwrap().report(&Place::line("news.jsonl", 3), || "news.jsonl:3".to_owned())
    }

    #[test]
    fn every_name_of_a_field() {
        for json in [
            r#"{"id": "r", "title": "ع", "body": "ن", "published": "2015-07-21", "publisher": "واس", "url": "u"}"#,
            r#"{"id": "r", "title": "ع", "text": "ن", "date": "2015-07-21", "source": "واس", "url": "u"}"#,
            r#"{"id": "r", "title": "ع", "body": null, "text": " ", "content": "ن", "date": "2015-07-21", "outlet": "واس", "url": "u"}"#,
            r#"{"x": [[{}]], "id": "r", "title": "ع", "body": "ن", "text": 3, "published": "2015-07-21", "date": {}, "publisher": "واس", "url": "u"}"#,
        ] {
            let report = report(json).unwrap();
            assert_eq!((report.id.as_str(), report.text.as_str(), report.title()), ("r", "ع\nن", Some("ع")));
            assert_eq!(report.published.as_deref(), Some("2015-07-21"));
            assert_eq!(report.publisher.as_deref(), Some("واس"));
            assert_eq!(report.url.as_deref(), Some("u"));
        }
    }

    #[test]
    fn ids() {
        for (id, is) in [("\"r1\"", "r1"), ("17", "17"), ("-1", "-1"), ("1.0", "1.0"), ("18446744073709551615", "18446744073709551615"), ("null", "news.jsonl:3"), ("\"\"", "news.jsonl:3")] {
            assert_eq!(report(&format!("{{\"id\": {id}, \"body\": \"ن\"}}")).unwrap().id, is);
        }
        assert_eq!(report(r#"{"body": "ن"}"#).unwrap().id, "news.jsonl:3");
    }

    #[test]
    fn wrong_types_are_named() {
        for (json, message) in [
            (r#"{"id": [1], "body": "ن"}"#, "news.jsonl:3: field `id` holds a list; it has to be a string or a number"),
            (r#"{"body": {"text": "ن"}}"#, "news.jsonl:3: field `body` holds an object; it has to be a string"),
            (r#"{"body": "ن", "title": 7}"#, "news.jsonl:3: field `title` holds a number; it has to be a string"),
            (r#"{"body": "ن", "date": true}"#, "news.jsonl:3: field `date` holds true; it has to be a string"),
            (r#"{"title": "ع"}"#, "news.jsonl:3: no text; give it in a field `body`, `text` or `content`"),
            (r#"{"body": "  ", "title": ""}"#, "news.jsonl:3: empty; there is no text to code"),
        ] {
            assert_eq!(report(json).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn a_headline_alone() {
        let report = report(r#"{"title": "ع", "body": ""}"#).unwrap();
        assert_eq!((report.text.as_str(), report.title), ("ع", None));
    }

    #[test]
    fn the_last_of_two_fields_of_one_name_counts() {
        assert_eq!(report(r#"{"body": "أ", "body": "ب"}"#).unwrap().text, "ب");
    }

    #[test]
    fn mapped_fields_come_first_and_are_nothing_else() {
        let fields = Fields::default().map("title=headline").unwrap().map("body=source").unwrap().map("published=meta.day.iso").unwrap();
        let of = |json: &str| fields.read(json).unwrap().report(&Place::line("n", 1), String::new).unwrap();
        let report = of(r#"{"source": "نص", "title": "ب", "headline": "أ", "meta": {"day": {"iso": "2015-07-21"}, "x": []}}"#);
        assert_eq!((report.text.as_str(), report.publisher, report.published.as_deref()), ("أ\nنص", None, Some("2015-07-21")));
        let report = of(r#"{"text": "نص", "title": "ب", "headline": null, "meta": {"day": "x"}, "date": "2015"}"#);
        assert_eq!((report.text.as_str(), report.published.as_deref()), ("ب\nنص", Some("2015")));
        for wrong in ["title", "head=x", "title=", "title=a..b"] {
            assert!(Fields::default().map(wrong).unwrap_err().to_string().contains("PART=FIELD"), "{wrong}");
        }
    }
}
