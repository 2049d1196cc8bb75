//! Takes the items of a NewsML-G2 document (newsItem, or several in a newsMessage) as reports.
//!
//! There are no external entities and no entities of the document's own: one that XML does not know of itself is a fault.
//!
//! ```
//! use isnad_read::{Input, Reader};
//!
//! let item = "<newsItem guid='urn:x:1' xmlns='http://iptc.org/std/nar/2006-10-01/'><itemMeta><pubStatus qcode='stat:usable'/>\
//!     <versionCreated>2015-07-21T10:00:00+03:00</versionCreated><provider><name>الوكالة</name></provider></itemMeta>\
//!     <contentMeta><headline>عنوان</headline></contentMeta>\
//!     <contentSet><inlineXML><html><body><p>نص أول.</p><p>نص ثان.</p></body></html></inlineXML></contentSet></newsItem>";
//! let report = Reader::new([Input::Stdin]).reading_stdin_from(item.as_bytes()).next().unwrap()?;
//! assert_eq!((report.id.as_str(), report.text.as_str()), ("urn:x:1", "عنوان\nنص أول.\nنص ثان."));
//! assert_eq!(report.publisher.as_deref(), Some("الوكالة"));
//! # Ok::<(), isnad_read::ReadError>(())
//! ```

use crate::charset;
use crate::embargo::barred;
use crate::error::{Place, ReadError};
use crate::html::{begins_with_a_day, one_line};
use crate::open::{Names, Settings};
use crate::source::Item;
use crate::steps::Outcome;
use isnad::Report;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader as Xml, XmlVersion};

/// Elements lie at most so deep in each other.
const DEEPEST: usize = 200;

/// Elements of a body behind whose end a line ends.
const BLOCKS: [&str; 16] = ["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "br", "hl1", "hl2", "blockquote", "block", "dateline"];

/// What has been read of an item.
#[derive(Default)]
struct NewsItem {
    guid: String,
    status: String,
    embargoed: String,
    created: String,
    provider: String,
    headline: String,
    by: String,
    body: String,
}

/// The items of a document, in its order.
pub(crate) fn items(bytes: &[u8], names: &Names, settings: &Settings) -> Vec<Item> {
    let whole = Place::file(&names.shown);
    let (text, note) = match charset::text(bytes, None, &whole) {
        Ok(decoded) => decoded,
        Err(e) => return vec![Item::fault(e)],
    };
    let mut found = Vec::new();
    let ended = read(&text, &mut found);
    let mut items: Vec<Item> = Vec::new();
    for (n, item) in found.into_iter().enumerate() {
        let number = n as u64 + 1;
        let place = Place::line(&names.shown, number);
        let mut outcome = outcome(item, settings, &place, || format!("{}:{number}", names.name));
        if let Outcome::Report(report) = &mut outcome {
            report.notes.extend(note.clone());
        }
        items.push(Item { place, outcome });
    }
    match ended {
        Err(message) => items.push(Item::fault(ReadError::Broken { place: whole, message })),
        Ok(()) if items.is_empty() => items.push(Item::fault(ReadError::Empty { place: whole })),
        Ok(()) => {}
    }
    items
}

fn outcome(item: NewsItem, settings: &Settings, place: &Place, fallback: impl Fn() -> String) -> Outcome {
    let id = if item.guid.trim().is_empty() { fallback() } else { item.guid.trim().to_owned() };
    if let Some(barred) = barred(&item.status, Some(&item.embargoed), settings.now, &id, place) {
        return barred;
    }
    let filled = |text: &str| Some(one_line(text)).filter(|t| !t.is_empty());
    let title = filled(&item.headline).unwrap_or_default();
    let lines: Vec<&str> = item.body.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut report = match (lines.is_empty(), title.is_empty()) {
        (true, true) => return Outcome::Fault(ReadError::NoText { place: place.clone() }),
        (true, false) => Report::with_title(&id, "", &title),
        _ => Report::with_title(&id, &title, &lines.join("\n")),
    };
    report.published = filled(&item.created).filter(|day| begins_with_a_day(day));
    report.publisher = filled(&item.provider);
    report.byline = filled(&item.by);
    Outcome::Report(report)
}

/// Walks through a document. Items that are whole are kept where it breaks off behind them.
fn read(text: &str, found: &mut Vec<NewsItem>) -> Result<(), String> {
    let mut xml = Xml::from_str(text);
    let mut path: Vec<String> = Vec::new();
    let mut item: Option<NewsItem> = None;
    loop {
        let at = xml.buffer_position();
        let event = xml.read_event().map_err(|e| format!("XML that cannot be read, at byte {at}: {e}"))?;
        match event {
            Event::Start(element) => {
                let name = local(&element);
                begin(&element, &name, &path, &mut item);
                path.push(name);
                if path.len() > DEEPEST {
                    return Err(format!("its elements lie more than {DEEPEST} deep in each other, at byte {at}"));
                }
            }
            Event::Empty(element) => {
                let name = local(&element);
                begin(&element, &name, &path, &mut item);
                end(&name, &mut item, found);
            }
            Event::End(_) => {
                let name = path.pop().unwrap_or_default();
                end(&name, &mut item, found);
            }
            Event::Text(text) => write(&text.xml_content(XmlVersion::Implicit1_0), &path, &mut item),
            Event::CData(text) => write(&text, &path, &mut item),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().ok().flatten().or_else(|| match &*reference {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "apos" => Some('\''),
                    "quot" => Some('"'),
                    "nbsp" => Some('\u{a0}'),
                    _ => None,
                });
                let Some(character) = character else {
                    return Err(format!("the entity &{}; at byte {at} is not one of XML's own, and none is looked up", &*reference));
                };
                write(character.encode_utf8(&mut [0; 4]), &path, &mut item);
            }
            Event::Eof if path.is_empty() => return Ok(()),
            Event::Eof => return Err(format!("the document ends within <{}>", path.last().map_or("", String::as_str))),
            _ => {}
        }
    }
}

fn local(element: &BytesStart) -> String {
    let name = element.local_name();
    let name: &str = name.as_ref();
    name.to_owned()
}

fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let found = element.attributes().filter_map(Result::ok).find(|a| {
        let key: &str = a.key.as_ref();
        key == name
    })?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

fn begin(element: &BytesStart, name: &str, path: &[String], item: &mut Option<NewsItem>) {
    if name == "newsItem" {
        *item = Some(NewsItem { guid: attribute(element, "guid").unwrap_or_default(), ..NewsItem::default() });
        return;
    }
    let Some(item) = item else { return };
    match name {
        "pubStatus" => item.status = attribute(element, "qcode").or_else(|| attribute(element, "uri")).unwrap_or_default(),
        // A name in words may follow; a code is better than nothing.
        "provider" if item.provider.is_empty() => item.provider = attribute(element, "literal").unwrap_or_default(),
        _ if path.iter().any(|p| p == "contentSet") && BLOCKS.contains(&name) => item.body.push('\n'),
        _ => {}
    }
}

fn end(name: &str, item: &mut Option<NewsItem>, found: &mut Vec<NewsItem>) {
    if name == "newsItem" {
        found.extend(item.take());
    } else if BLOCKS.contains(&name)
        && let Some(item) = item
    {
        item.body.push('\n');
    }
}

/// Puts text where it belongs.
fn write(text: &str, path: &[String], item: &mut Option<NewsItem>) {
    let Some(item) = item else { return };
    let within = |name: &str| path.iter().any(|p| p == name);
    let last = path.last().map_or("", String::as_str);
    let field = if within("contentSet") {
        // The head of an inline page repeats the headline.
        if within("head") || within("title") || within("script") || within("style") || within("inlineRef") {
            return;
        }
        // A line break in the source is none in the text, except where the text is plain.
        if within("inlineData") {
            &mut item.body
        } else {
            for c in text.chars() {
                match c {
                    ' ' | '\n' | '\r' | '\t' if item.body.ends_with([' ', '\n']) => {}
                    '\n' | '\r' | '\t' => item.body.push(' '),
                    c => item.body.push(c),
                }
            }
            return;
        }
    } else if within("contentMeta") && last == "headline" {
        &mut item.headline
    } else if within("contentMeta") && last == "by" {
        &mut item.by
    } else if within("itemMeta") && within("provider") && last == "name" {
        &mut item.provider
    } else if within("itemMeta") && last == "versionCreated" {
        &mut item.created
    } else if within("itemMeta") && last == "embargoed" {
        &mut item.embargoed
    } else {
        return;
    };
    field.push_str(text);
}
