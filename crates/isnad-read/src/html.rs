//! Takes a report out of a web page: its main text, and what the page says of itself.
//!
//! The main text is found by dom_smoothie (a port of Mozilla's Readability). Title, author, site, day and address are
//! those of the page's own metadata (JSON-LD, OpenGraph, `meta`, `link`, `time`); the day may also stand in words beside the headline
//! («الأحد، 23 نوفمبر 2026»). The name of the site is no part of a title.
//!
//! ```
//! use isnad_read::{Input, Reader};
//!
//! let page = "<!doctype html><html lang=ar><head><title>عنوان</title><meta property='og:site_name' content='الصحيفة'>\
//!     <meta property='article:published_time' content='2015-07-21T10:00:00+03:00'></head>\
//!     <body><article><p>قال الوزير إن المحادثات ستستأنف غدا في القاهرة.</p></article></body></html>";
//! let report = Reader::new([Input::Stdin]).reading_stdin_from(page.as_bytes()).next().unwrap()?;
//! assert_eq!(report.title(), Some("عنوان"));
//! assert_eq!(report.published.as_deref(), Some("2015-07-21T10:00:00+03:00"));
//! assert_eq!(report.publisher.as_deref(), Some("الصحيفة"));
//! assert!(report.text.ends_with("غدا في القاهرة."));
//! # Ok::<(), isnad_read::ReadError>(())
//! ```

use crate::charset;
use crate::day;
use crate::error::{Place, ReadError};
use crate::headline;
use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability, TextMode};
use isnad::Report;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Elements that lie deeper in each other than this are no page that a person reads; the extraction would run out of stack.
const DEEPEST: usize = 500;

/// What is known of a page beside its bytes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Beside {
    /// Its encoding, as the transport says.
    pub charset: Option<String>,
    /// Where it was fetched from.
    pub url: Option<String>,
}

/// The report of a page.
pub(crate) fn page(bytes: &[u8], beside: &Beside, place: &Place, id: &str) -> Result<Report, ReadError> {
    let (html, note) = charset::text(bytes, beside.charset.as_deref(), place)?;
    if html.trim().is_empty() {
        return Err(ReadError::Empty { place: place.clone() });
    }
    if too_deep(&html) {
        return Err(ReadError::Broken { place: place.clone(), message: format!("its elements lie more than {DEEPEST} deep in each other") });
    }
    // A page in which the extraction slips costs that page, not the run.
    let read = catch_unwind(AssertUnwindSafe(|| extract(&html, beside))).unwrap_or(None);
    let Some(page) = read else { return Err(ReadError::NoMainText { place: place.clone() }) };
    if page.text.trim().is_empty() {
        return Err(ReadError::NoMainText { place: place.clone() });
    }
    let title = one_line(&page.title);
    let mut report = Report::with_title(id, &title, page.text.trim());
    report.published = page.published;
    report.publisher = page.site;
    report.byline = page.byline;
    report.url = page.url;
    report.notes.push("main text taken from a web page".to_owned());
    report.notes.extend(note);
    Ok(report)
}

struct Page {
    title: String,
    text: String,
    byline: Option<String>,
    site: Option<String>,
    published: Option<String>,
    url: Option<String>,
}

fn extract(html: &str, beside: &Beside) -> Option<Page> {
    let config = Config { text_mode: TextMode::Formatted, max_elements_to_parse: 100_000, ..Config::default() };
    let whole = Document::from(html);
    let first = |choices: &[(&str, &str)]| {
        let mut found = choices.iter().filter_map(|(selector, attribute)| whole.select(selector).iter().next()?.attr(attribute));
        found.find(|value| !value.trim().is_empty()).map(|value| value.trim().to_owned())
    };
    let canonical = first(&[("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")]).filter(|url| url.starts_with("http"));
    let named_days = [
        ("meta[property='article:published_time']", "content"),
        ("meta[itemprop=datePublished]", "content"),
        ("[itemprop=datePublished][datetime]", "datetime"),
        ("meta[name=pubdate]", "content"),
        ("meta[name='DC.date.issued']", "content"),
        ("meta[name=date]", "content"),
        ("article time[datetime]", "datetime"),
        ("time[datetime]", "datetime"),
    ];
    let named_days = named_days.iter().filter_map(|(selector, attribute)| whole.select(selector).iter().next()?.attr(attribute)).map(|value| value.trim().to_owned());
    let headings: Vec<String> = whole.select("h1, h2").iter().map(|h| one_line(&h.text())).filter(|h| !h.is_empty()).collect();
    let named = first(&[("meta[property='og:title']", "content"), ("meta[name='twitter:title']", "content"), ("meta[name=title]", "content")]);
    let in_head = one_line(&whole.select("head > title").text());
    let url = beside.url.as_deref().filter(|url| url.starts_with("http"));
    let mut readability = Readability::new(html, url, Some(config)).ok()?;
    // What is taken for the title where no metadata names one: it ends before a colon or a closing quotation mark.
    let guessed = one_line(&readability.get_article_title());
    let article = readability.parse().ok()?;
    let filled = |value: Option<String>| value.filter(|v| !v.trim().is_empty());
    let (found, site) = (one_line(&article.title), filled(article.site_name));
    let title = match named {
        None if found == guessed && !in_head.is_empty() => headline::of_title(&in_head, site.as_deref(), &headings),
        _ => headline::named(&found, site.as_deref()),
    };
    let title = if title.is_empty() { headings.first().cloned().unwrap_or_default() } else { title };
    let mut days = filled(article.published_time).into_iter().chain(named_days);
    let published = days.find_map(|value| if begins_with_a_day(&value) { Some(value) } else { day::only(&value) });
    let (day, line) = beside_headline(&whole, &title).unzip();
    Some(Page {
        published: published.or(day),
        title,
        text: line.map_or_else(|| article.text_content.to_string(), |line| without_line(&article.text_content, &line)),
        byline: filled(article.byline).map(|b| one_line(&b)),
        site,
        url: canonical.or_else(|| beside.url.clone()),
    })
}

/// The day that stands in words beside the headline: between it and the first paragraph, in an element whose class or id speaks of a time; with
/// the words of that element.
fn beside_headline(page: &Document, title: &str) -> Option<(String, String)> {
    /// A longer text is no line with a date, and a paragraph of this length is the report's.
    const LINE: usize = 120;
    /// What lies further behind the headline is not beside it.
    const NEAR: usize = 300;
    const TIMES: [&str; 6] = ["date", "time", "tmstmp", "stamp", "publish", "posted"];
    let headline = |text: &str| text == title || text.split_whitespace().count() >= 3 && title.contains(text);
    let root = page.root();
    let elements = root.descendants_it().filter(|node| node.is_element());
    let named = |node: &NodeRef| node.node_name().unwrap_or_default();
    let mut behind = elements.skip_while(|node| !(matches!(&*named(node), "h1" | "h2" | "h3") && headline(&one_line(&node.text())))).skip(1).take(NEAR);
    let day = |node: &NodeRef| {
        let speaks = |value: &str| TIMES.iter().any(|time| value.to_ascii_lowercase().contains(time));
        let marked = &*named(node) == "time" || ["class", "id"].iter().filter_map(|attribute| node.attr(attribute)).any(|value| speaks(&value));
        let line = marked.then(|| one_line(&node.text())).filter(|line| line.chars().count() <= LINE)?;
        Some((day::only(&line)?, line))
    };
    behind.find_map(|node| if &*named(&node) == "p" && one_line(&node.text()).chars().count() > LINE { Some(None) } else { day(&node).map(Some) }).flatten()
}

/// A text without a line among its first: the day beside the headline is no sentence of the report.
fn without_line(text: &str, line: &str) -> String {
    const FIRST: usize = 6;
    let is_line = |(n, other): &(usize, &str)| *n < FIRST && one_line(other) == line;
    text.lines().enumerate().filter(|numbered| !is_line(numbered)).map(|(_, other)| other).collect::<Vec<_>>().join("\n")
}

/// The text of a piece of HTML, as feeds and agencies have it in their fields: its paragraphs, a line each.
pub(crate) fn fragment(html: &str) -> String {
    if too_deep(html) {
        return String::new();
    }
    let text = catch_unwind(AssertUnwindSafe(|| Document::fragment(html).formatted_text().to_string())).unwrap_or_default();
    text.trim().to_owned()
}

/// A text with every run of white space as one blank.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `YYYY-MM-DD`, whatever follows.
pub(crate) fn begins_with_a_day(text: &str) -> bool {
    let mut bytes = text.bytes();
    "dddd-dd-dd".bytes().all(|shape| bytes.next().is_some_and(|b| if shape == b'd' { b.is_ascii_digit() } else { b == shape })) && !bytes.next().is_some_and(|b| b.is_ascii_digit())
}

/// Whether elements could lie deeper in each other than is read, counting tags that open without looking whether they have to
/// be closed; those that never are do not count.
fn too_deep(html: &str) -> bool {
    const ALONE: [&str; 26] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p", "li", "dt", "dd", "option", "tr", "td", "th", "script", "style", "path",
        "noscript",
    ];
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    for tag in html.split('<').skip(1) {
        if let Some(closed) = tag.strip_prefix('/') {
            if !ALONE.iter().any(|name| names(closed, name)) {
                depth = depth.saturating_sub(1);
            }
        } else if tag.starts_with(|c: char| c.is_ascii_alphabetic()) && !ALONE.iter().any(|name| names(tag, name)) {
            let closes_itself = tag.split('>').next().is_some_and(|inside| inside.ends_with('/'));
            depth += usize::from(!closes_itself);
            deepest = deepest.max(depth);
        }
    }
    deepest > DEEPEST
}

fn names(tag: &str, name: &str) -> bool {
    tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) && !tag.as_bytes().get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
}
