//! Decides which fields of a JSON object make a report, and of what type they have to be.
//!
//! ```
//! use isnad_read::{Input, Reader};
//!
//! let input = r#"{"id": "r1", "title": ["عنوان"], "body": "نص", "unknown": {}}"#;
//! let mut reader = Reader::new([Input::Stdin]).reading_stdin_from(input.as_bytes());
//! let error = reader.next().unwrap().unwrap_err();
//! assert_eq!(error.to_string(), "standard input:1: field `title` holds a list; it has to be a string");
//! ```

use crate::error::{Place, ReadError};
use isnad::Report;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// The fields that are looked at; of those with one meaning, the first that holds something counts.
const FIELDS: [&str; 13] = ["id", "title", "body", "text", "content", "published", "date", "publisher", "byline", "author", "source", "outlet", "url"];
const BODY: [&str; 3] = ["body", "text", "content"];

/// What a field holds, as far as it matters.
enum Held {
    Missing,
    Null,
    Text(String),
    Number(String),
    Other(&'static str),
}

/// A JSON object's fields of interest. The others are passed over without being kept, so that a line full of
/// foreign data costs no memory.
pub(crate) struct Fields([Held; FIELDS.len()]);

impl Fields {
    /// The report. `fallback` is its id where it has none.
    pub fn report(mut self, place: &Place, fallback: impl Fn() -> String) -> Result<Report, ReadError> {
        let id = match self.take("id") {
            Held::Number(n) => Some(n),
            Held::Text(s) if !s.trim().is_empty() => Some(s),
            Held::Other(found) => return Err(wrong(place, "id", found, "a string or a number")),
            Held::Missing | Held::Null | Held::Text(_) => None,
        };
        let there = BODY.iter().any(|field| !matches!(self.held(field), Held::Missing));
        let title = self.first(place, &["title"])?.unwrap_or_default();
        let body = self.first(place, &BODY)?;
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
        report.published = self.first(place, &["published", "date"])?;
        report.publisher = self.first(place, &["publisher", "source", "outlet"])?;
        report.byline = self.first(place, &["byline", "author"])?;
        report.url = self.first(place, &["url"])?;
        Ok(report)
    }

    fn index(field: &str) -> Option<usize> {
        FIELDS.iter().position(|f| *f == field)
    }

    fn held(&self, field: &str) -> &Held {
        Fields::index(field).map_or(&Held::Missing, |n| &self.0[n])
    }

    fn take(&mut self, field: &str) -> Held {
        Fields::index(field).map_or(Held::Missing, |n| std::mem::replace(&mut self.0[n], Held::Missing))
    }

    /// The first of the fields that holds more than blanks.
    fn first(&mut self, place: &Place, fields: &[&'static str]) -> Result<Option<String>, ReadError> {
        for field in fields {
            match self.take(field) {
                Held::Text(s) if !s.trim().is_empty() => return Ok(Some(s)),
                Held::Missing | Held::Null | Held::Text(_) => {}
                Held::Number(_) => return Err(wrong(place, field, "a number", "a string")),
                Held::Other(found) => return Err(wrong(place, field, found, "a string")),
            }
        }
        Ok(None)
    }
}

fn wrong(place: &Place, field: &'static str, found: &'static str, expected: &'static str) -> ReadError {
    ReadError::Field { place: place.clone(), field, found, expected }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fields, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields([const { Held::Missing }; FIELDS.len()]);
        while let Some(key) = map.next_key::<String>()? {
            match Fields::index(&key) {
                Some(n) => fields.0[n] = map.next_value()?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(fields)
    }
}

impl<'de> Deserialize<'de> for Held {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Held, D::Error> {
        deserializer.deserialize_any(HeldVisitor)
    }
}

struct HeldVisitor;

impl<'de> Visitor<'de> for HeldVisitor {
    type Value = Held;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Held, E> {
        Ok(Held::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Held, E> {
        Ok(Held::Other(if value { "true" } else { "false" }))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Held, E> {
        Ok(Held::Number(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Held, E> {
        Ok(Held::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Held, E> {
        // As JSON writes it: 1.0 stays 1.0.
        Ok(Held::Number(serde_json::Value::from(value).to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Held, E> {
        Ok(Held::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Held, E> {
        Ok(Held::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Held, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Held::Other("a list"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Held, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Held::Other("an object"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(json: &str) -> Result<Report, ReadError> {
        let fields: Fields = serde_json::from_str(json).unwrap();
        fields.report(&Place::line("news.jsonl", 3), || "news.jsonl:3".to_owned())
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
}
