//! Takes the entries of an RSS or Atom feed as reports: the feed's own text, never that of the page it links to.
//!
//! ```
//! use isnad_read::{Input, Reader};
//!
//! let feed = "<rss version='2.0'><channel><title>الصحيفة</title><item><guid>r1</guid><title>عنوان</title>\
//!     <description>&lt;p&gt;قال الوزير إن المحادثات ستستأنف غدا.&lt;/p&gt;</description>\
//!     <pubDate>Tue, 21 Jul 2015 10:00:00 +0300</pubDate></item></channel></rss>";
//! let report = Reader::new([Input::Stdin]).reading_stdin_from(feed.as_bytes()).next().unwrap()?;
//! assert_eq!((report.id.as_str(), report.text.as_str()), ("r1", "عنوان\nقال الوزير إن المحادثات ستستأنف غدا."));
//! assert_eq!(report.published.as_deref(), Some("2015-07-21T07:00:00Z"));
//! # Ok::<(), isnad_read::ReadError>(())
//! ```

use crate::charset;
use crate::error::{Place, ReadError};
use crate::html::{fragment, one_line};
use crate::open::Names;
use crate::source::Item;
use crate::steps::Outcome;
use feed_rs::model::{Entry, Feed, Text};
use feed_rs::parser;
use isnad::Report;

/// The entries of a feed, in its order.
pub(crate) fn entries(bytes: &[u8], charset: Option<&str>, names: &Names) -> Vec<Item> {
    let place = Place::file(&names.shown);
    let (text, note) = match charset::text(bytes, charset, &place) {
        Ok(decoded) => decoded,
        Err(e) => return vec![Item::fault(e)],
    };
    // Ids are the feed's own, or made from the order of its entries: never random.
    let link = |links: &[feed_rs::model::Link], _: &Option<Text>, _: Option<&str>| links.first().map(|link| link.href.clone()).unwrap_or_default();
    let parser = parser::Builder::new().sanitize_content(false).id_generator(link).build();
    let feed = match parser.parse(undeclared(&text).as_bytes()) {
        Ok(feed) => feed,
        Err(e) => return vec![Item::fault(ReadError::Broken { place, message: format!("not a feed that can be read: {e}") })],
    };
    if feed.entries.is_empty() {
        return vec![Item::fault(ReadError::Empty { place })];
    }
    let numbered = feed.entries.iter().enumerate();
    let items = numbered.map(|(n, entry)| {
        let number = n as u64 + 1;
        let place = Place::line(&names.shown, number);
        let read = report(entry, &feed, &place, || format!("{}:{number}", names.name));
        let outcome = Outcome::from(read.map(|mut report| {
            report.notes.extend(note.clone());
            report
        }));
        Item { place, outcome }
    });
    items.collect()
}

/// The document without its declaration, whose encoding is no longer true of the decoded text.
fn undeclared(text: &str) -> &str {
    let text = text.trim_start();
    match text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest.trim_start(),
        None => text,
    }
}

fn report(entry: &Entry, feed: &Feed, place: &Place, fallback: impl Fn() -> String) -> Result<Report, ReadError> {
    let words = |text: &Option<Text>| text.as_ref().map(|t| plain(&t.content)).filter(|t| !t.is_empty());
    let title = words(&entry.title).map(|t| one_line(&t)).unwrap_or_default();
    let content = entry.content.as_ref().and_then(|content| content.body.as_deref()).map(plain).filter(|t| !t.is_empty());
    let id = if entry.id.trim().is_empty() { fallback() } else { entry.id.trim().to_owned() };
    let mut report = match content.or_else(|| words(&entry.summary)) {
        Some(body) => Report::with_title(&id, &title, &body),
        None if title.is_empty() => return Err(ReadError::Empty { place: place.clone() }),
        None => Report::with_title(&id, "", &title),
    };
    report.published = entry.published.or(entry.updated).map(|at| at.format("%Y-%m-%dT%H:%M:%SZ").to_string());
    report.publisher = words(&feed.title);
    let authors: Vec<&str> = entry.authors.iter().filter_map(|a| a.name.as_deref()).map(str::trim).filter(|name| !name.is_empty()).collect();
    report.byline = (!authors.is_empty()).then(|| authors.join("، "));
    let alternate = entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate")).or(entry.links.first());
    report.url = alternate.map(|link| link.href.clone());
    Ok(report)
}

/// Text, out of what may be HTML.
fn plain(text: &str) -> String {
    if text.contains(['<', '&']) { fragment(text) } else { text.trim().to_owned() }
}
