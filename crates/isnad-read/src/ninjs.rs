//! Tells an IPTC ninjs item (1.x, 2.x, 3.x) from other JSON objects, and takes the report out of it.
//!
//! ```
//! use isnad_read::{Input, Outcome, Reader, Resume, Step};
//!
//! let items = "{\"uri\": \"urn:x:1\", \"pubstatus\": \"usable\", \"headlines\": [{\"value\": \"عنوان\"}], \
//!     \"bodies\": [{\"contenttype\": \"text/html\", \"value\": \"<p>نص</p>\"}]}\n\
//!     {\"uri\": \"urn:x:1\", \"pubstatus\": \"canceled\", \"bodies\": []}\n";
//! let steps = Reader::new([Input::Stdin]).reading_stdin_from(items.as_bytes()).steps(|_| Resume::Whole);
//! let outcomes: Vec<_> = steps.filter_map(|step| if let Step::Item { outcome, .. } = step { Some(outcome) } else { None }).collect();
//! assert!(matches!(&outcomes[0], Outcome::Report(report) if report.text == "عنوان\nنص"));
//! assert!(matches!(&outcomes[1], Outcome::Withdrawn { id } if id == "urn:x:1"));
//! ```

use crate::embargo::barred;
use crate::error::{Place, ReadError};
use crate::html::{begins_with_a_day, fragment, one_line};
use crate::json_lines;
use crate::open::Settings;
use crate::steps::Outcome;
use isnad::Report;
use serde_json::Value;

/// One JSON object: a ninjs item, or a report in the usual fields.
pub(crate) fn object(text: &str, settings: &Settings, place: &Place, fallback: impl Fn() -> String) -> Outcome {
    if looks_like_ninjs(text)
        && let Ok(Value::Object(item)) = serde_json::from_str(text)
        && let Some(outcome) = ninjs(&Value::Object(item), settings, place)
    {
        return outcome;
    }
    json_lines::object(text, &settings.fields, place, fallback).into()
}

/// Words that no other report has, so that most objects need not be read twice.
fn looks_like_ninjs(text: &str) -> bool {
    let has = |key: &str| text.contains(key);
    has("\"uri\"") && (has("\"pubstatus\"") || has("\"versioncreated\"") || has("\"body_") || has("\"bodies\"") || has("\"embargoed\""))
}

/// The item; none where the object is another thing after all.
fn ninjs(item: &Value, settings: &Settings, place: &Place) -> Option<Outcome> {
    let string = |key: &str| item.get(key).and_then(Value::as_str).map(str::trim).filter(|s| !s.is_empty());
    let id = string("uri")?;
    if !["pubstatus", "versioncreated", "bodies", "embargoed", "version"].iter().any(|key| item.get(key).is_some()) && !item.as_object()?.keys().any(|key| key.starts_with("body_")) {
        return None;
    }
    if let Some(outcome) = barred(string("pubstatus").unwrap_or("usable"), string("embargoed"), settings.now, id, place) {
        return Some(outcome);
    }
    let title = string("headline").map(str::to_owned).or_else(|| values(item, "headlines").next().map(|(_, text)| text.to_owned()));
    let title = title.map(|t| one_line(&t)).unwrap_or_default();
    let Some(body) = body(item) else {
        return Some(Outcome::Fault(match title.is_empty() && values(item, "bodies").next().is_none() {
            true => ReadError::NoText { place: place.clone() },
            false => return Some(Outcome::Report(filled(Report::with_title(id, "", &title), item))),
        }));
    };
    Some(Outcome::Report(filled(Report::with_title(id, &title, &body), item)))
}

fn filled(mut report: Report, item: &Value) -> Report {
    let string = |key: &str| item.get(key).and_then(Value::as_str).map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned);
    report.published = string("versioncreated").or_else(|| string("firstcreated")).filter(|day| begins_with_a_day(day));
    report.byline = string("byline").or_else(|| string("by"));
    let named = |key: &str| item.get(key)?.as_array()?.iter().find_map(|entry| entry.get("name")?.as_str().map(str::to_owned));
    report.publisher = named("infosources").or_else(|| named("infosource")).or_else(|| string("copyrightholder"));
    report.url = string("uri").filter(|uri| uri.starts_with("http"));
    report
}

/// The entries of a list of `{"contenttype": …, "value": …}`.
fn values<'a>(item: &'a Value, key: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let entries = item.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    entries.iter().filter_map(|entry| {
        let value = entry.get("value")?.as_str().filter(|v| !v.trim().is_empty())?;
        Some((entry.get("contenttype").and_then(Value::as_str).unwrap_or_default(), value))
    })
}

/// The body: as plain text where there is one, else out of its HTML.
fn body(item: &Value) -> Option<String> {
    let property = |key: &str| item.get(key).and_then(Value::as_str).filter(|s| !s.trim().is_empty());
    let html = |text: &str| Some(fragment(text)).filter(|t| !t.is_empty());
    if let Some(text) = property("body_text") {
        return Some(text.trim().to_owned());
    }
    if let Some((_, text)) = values(item, "bodies").find(|(kind, _)| kind.starts_with("text/plain")) {
        return Some(text.trim().to_owned());
    }
    let other = ["body_html", "body_xhtml", "body_html5"].into_iter().find_map(property);
    let other = other.or_else(|| values(item, "bodies").next().map(|(_, text)| text));
    let other = other.or_else(|| item.as_object()?.iter().find(|(key, _)| key.starts_with("body_")).and_then(|(_, value)| value.as_str()));
    html(other?)
}
