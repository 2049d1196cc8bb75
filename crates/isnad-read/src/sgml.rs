//! Reads newswire as research collections hand it on: `<DOC>` after `<DOC>`, marked up as the Linguistic Data Consortium (Gigaword) and TREC do.
//!
//! It is SGML without a document type, and texts in it have bare `&` and `<`, so that no parser of XML takes it. Only these elements are
//! looked for, wherever they stand: `DOCNO`, `DOCID`, `HEADLINE`, `TITLE`, `DATELINE`, `TEXT`, `P`, `ABSTRACT`, `TIME`, `DATE`, `DATE_TIME`, `DATETIME`,
//! `SRC`, `SOURCE`, `AUTHOR`, `BYLINE`, `URL`.
//!
//! ```
//! use isnad_read::{Input, Reader};
//!
//! let wire = "<DOC id=\"XYZ_ARB_20040102.0003\" type=\"story\" >\n<HEADLINE>\nعنوان\n</HEADLINE>\n<TEXT>\n<P>\nسطر\nوسطر\n</P>\n</TEXT>\n</DOC>\n";
//! let report = Reader::new([Input::Stdin]).reading_stdin_from(wire.as_bytes()).next().unwrap()?;
//! assert_eq!((report.id.as_str(), report.published.as_deref()), ("XYZ_ARB_20040102.0003", Some("2004-01-02")));
//! assert_eq!(report.text, "عنوان\nسطر وسطر");
//! # Ok::<(), isnad_read::ReadError>(())
//! ```

use crate::encoding::{Framing, decode_framed};
use crate::error::{Place, ReadError};
use crate::html::{begins_with_a_day, one_line};
use crate::lines::{Line, Lines};
use crate::open::{Names, Settings};
use crate::source::{Item, Source};
use isnad::Report;
use std::io::Read;

/// The documents of a stream; no more than one is held.
pub(crate) struct Documents<R> {
    lines: Lines<R>,
    framing: Framing,
    limit: u64,
    names: Names,
    /// The lines of a document so far.
    bytes: Vec<u8>,
    line: Vec<u8>,
    number: u64,
    done: bool,
}

/// How a document turned out: it begins in this line and with this byte.
enum Found {
    Whole {
        line: u64,
        offset: u64,
    },
    TooLong {
        line: u64,
    },
    /// The stream ends in it.
    Open {
        line: u64,
    },
    None,
}

impl<R: Read> Documents<R> {
    /// `input` begins behind the byte order mark, which is `mark` bytes long.
    pub fn new(input: R, framing: Framing, mark: u64, names: Names, settings: &Settings) -> Documents<R> {
        let lines = Lines::new(input, framing, mark, settings.limit);
        Documents { lines, framing, limit: settings.limit, names, bytes: Vec::new(), line: Vec::new(), number: 0, done: false }
    }

    /// Gathers the lines of the next document.
    fn gather(&mut self) -> Result<Found, ReadError> {
        self.bytes = Vec::new();
        let (mut begin, mut long) = (None, false);
        loop {
            let offset = self.lines.offset();
            let read = self.lines.next(&mut self.line).map_err(|e| ReadError::reading(Place::line(&self.names.shown, self.number + 1), e))?;
            self.number += 1;
            let blank = self.line.iter().all(|b| *b == 0 || b.is_ascii_whitespace());
            match (&read, begin) {
                (Line::End, None) => return Ok(Found::None),
                (Line::End, Some((line, _))) => return Ok(Found::Open { line }),
                (Line::Whole, None) if blank => continue,
                _ => {}
            }
            let (line, offset) = *begin.get_or_insert((self.number, offset));
            // A line alone may be longer than is read, too.
            long |= read == Line::TooLong || (self.bytes.len() + self.line.len()) as u64 > self.limit;
            if long {
                self.bytes = Vec::new();
            } else {
                self.bytes.extend_from_slice(&self.line);
            }
            if read == Line::Whole && ends(&self.line) {
                return Ok(if long { Found::TooLong { line } } else { Found::Whole { line, offset } });
            }
        }
    }

    /// The next document and the line in which it begins.
    fn read(&mut self) -> Option<(u64, Result<Report, ReadError>)> {
        let found = self.gather();
        let place = |line: u64| Place::line(&self.names.shown, line);
        let (line, offset) = match found {
            Ok(Found::Whole { line, offset }) => (line, offset),
            Ok(Found::TooLong { line }) => return Some((line, Err(ReadError::TooLong { place: place(line), limit: self.limit }))),
            Ok(Found::Open { line }) => {
                self.done = true;
                let message = "the file ends before this document does (</DOC>); is it whole?".to_owned();
                return Some((line, Err(ReadError::Broken { place: place(line), message })));
            }
            Ok(Found::None) => {
                self.done = true;
                return None;
            }
            Err(e) => {
                self.done = true;
                return Some((self.number, Err(e)));
            }
        };
        let decoded = match decode_framed(&self.bytes, self.framing) {
            Ok(decoded) => decoded,
            Err(e) => return Some((line, Err(ReadError::Encoding { place: place(line), offset: offset + e.offset as u64, byte: e.byte, looks_like: e.looks_like }))),
        };
        let Some(mut report) = report(&decoded.text, &format!("{}:{line}", self.names.name)) else {
            return Some((line, Err(ReadError::Empty { place: place(line) })));
        };
        report.notes.extend(decoded.note());
        Some((line, Ok(report)))
    }
}

impl<R: Read + Send> Source for Documents<R> {
    fn next(&mut self) -> Option<Item> {
        if self.done {
            return None;
        }
        let (line, read) = self.read()?;
        Some(Item { place: Place::line(&self.names.shown, line), outcome: read.into() })
    }

    fn pass(&mut self) -> bool {
        if self.done {
            return false;
        }
        let found = self.gather();
        self.done = !matches!(found, Ok(Found::Whole { .. } | Found::TooLong { .. }));
        !matches!(found, Ok(Found::None))
    }
}

/// Whether a line ends a document, in whatever framing.
fn ends(line: &[u8]) -> bool {
    let mut letters = line.iter().rev().filter(|b| **b != 0 && !b.is_ascii_whitespace());
    b">COD/<".iter().all(|wanted| letters.next().is_some_and(|b| b.to_ascii_uppercase() == *wanted))
}

/// A document as a report; none where it holds no words.
fn report(text: &str, fallback: &str) -> Option<Report> {
    // Letters of ASCII alone change, so that places in the one are places in the other.
    let upper = text.to_ascii_uppercase();
    let field = |names: &[&str]| names.iter().find_map(|name| element(text, &upper, name)).map(|t| one_line(&plain(t))).filter(|t| !t.is_empty());
    let title = field(&["HEADLINE", "TITLE"]).unwrap_or_default();
    let mut body = String::new();
    let mut add = |paragraph: &str| {
        if !paragraph.is_empty() {
            body.push_str(if body.is_empty() { "" } else { "\n" });
            body.push_str(paragraph);
        }
    };
    let whole = element(text, &upper, "TEXT").unwrap_or_default();
    let paragraphs = paragraphs(whole);
    add(&field(&["DATELINE"]).unwrap_or_default());
    // What stands before the text may be its own first words again.
    if let Some(lead) = field(&["ABSTRACT"])
        && !one_line(&paragraphs.join(" ")).starts_with(&lead)
    {
        add(&lead);
    }
    paragraphs.iter().for_each(|paragraph| add(paragraph));
    if title.is_empty() && body.is_empty() {
        return None;
    }
    let named = attribute(text, &upper);
    let id = field(&["DOCNO", "DOCID"]).or(named).unwrap_or_else(|| fallback.to_owned());
    let mut report = if body.is_empty() { Report::with_title(&id, "", &title) } else { Report::with_title(&id, &title, &body) };
    report.published = field(&["DATE_TIME", "DATETIME", "TIME", "DATE"]).filter(|day| begins_with_a_day(day)).or_else(|| day_in(&id));
    report.publisher = field(&["SRC", "SOURCE"]);
    report.byline = field(&["BYLINE", "AUTHOR"]);
    report.url = field(&["URL"]).filter(|url| url.starts_with("http"));
    Some(report)
}

/// What stands in the first element of this name, whose letters are large.
fn element<'t>(text: &'t str, upper: &str, name: &str) -> Option<&'t str> {
    let mut from = 0;
    loop {
        let at = from + upper.get(from..)?.find(&format!("<{name}"))?;
        let behind = at + 1 + name.len();
        from = behind;
        if !upper.get(behind..)?.starts_with(['>', ' ', '\t', '\r', '\n']) {
            continue;
        }
        let start = behind + upper.get(behind..)?.find('>')? + 1;
        let rest = upper.get(start..)?;
        let end = rest.find(&format!("</{name}")).or_else(|| rest.find("</DOC"))?;
        return text.get(start..start + end);
    }
}

/// The id that a document's own tag gives.
fn attribute(text: &str, upper: &str) -> Option<String> {
    let tag = upper.get(..upper.find('>')?)?;
    let at = tag.find("ID=")? + 3;
    let given = text.get(at..tag.len())?.split_whitespace().next()?;
    let id = given.trim_matches(['"', '\'']);
    (!id.is_empty()).then(|| id.to_owned())
}

/// The paragraphs of a text: what stands in each `P` as one line, and where there is none, its lines.
fn paragraphs(text: &str) -> Vec<String> {
    let upper = text.to_ascii_uppercase();
    let marked = upper.contains("<P>") || upper.contains("<P ");
    let pieces: Vec<&str> = if marked {
        let mut starts: Vec<usize> = upper.match_indices("<P>").chain(upper.match_indices("<P ")).chain(upper.match_indices("</P>")).map(|(at, _)| at).collect();
        starts.extend([0, text.len()]);
        starts.sort_unstable();
        starts.windows(2).filter_map(|w| text.get(*w.first()?..*w.get(1)?)).collect()
    } else {
        text.lines().collect()
    };
    pieces.into_iter().map(|piece| one_line(&plain(piece))).filter(|p| !p.is_empty()).collect()
}

/// Text without tags and with the four characters that SGML cannot print as they are.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let inside = from.get(1..).unwrap_or_default();
        let is_tag = inside.strip_prefix('/').unwrap_or(inside).starts_with(|c: char| c.is_ascii_alphabetic());
        match from.find('>').filter(|end| is_tag && !inside.get(..end - 1).is_some_and(|t| t.contains('<'))) {
            Some(end) => {
                out.push(' ');
                rest = from.get(end + 1..).unwrap_or_default();
            }
            None => {
                out.push('<');
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The day that an id ends or begins with, as collections name their documents: `AFP_ARB_20040102.0003`.
fn day_in(id: &str) -> Option<String> {
    id.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 8).find_map(|run| {
        let (year, month, day) = (run.get(..4)?, run.get(4..6)?, run.get(6..)?);
        let within = |part: &str, low: u32, high: u32| part.parse::<u32>().is_ok_and(|n| (low..=high).contains(&n));
        (within(year, 1900, 2099) && within(month, 1, 12) && within(day, 1, 31)).then(|| format!("{year}-{month}-{day}"))
    })
}

#[cfg(test)]
mod tests {
    use crate::{Input, Reader};

    fn of(text: &[u8]) -> Vec<Result<isnad::Report, String>> {
        let text = text.to_vec();
        Reader::new([Input::Stdin]).with_max_report_bytes(400).reading_stdin_from(std::io::Cursor::new(text)).map(|r| r.map_err(|e| e.to_string())).collect()
    }

    #[test]
    fn documents_of_trec_and_ldc() {
        let text = "<DOC>\n<DOCNO>20200513_XX_ARB.0001</DOCNO>\n<TITLE>خبر & خبر</TITLE>\n<SRC>إذاعة</SRC><AUTHOR></AUTHOR>\n<ABSTRACT>أول الكلام</ABSTRACT>\n\
            <TEXT>\nأول الكلام وآخره\n5 < 7\n</TEXT>\n</DOC>\n\n<doc id=\"b\" type=\"other\">\n<dateline>القاهرة 1-1 (وكالة)</dateline>\n<text>\n<p>\nسطر\nوسطر &amp; آخر\n</p>\n<p>فقرة</p>\n</text></doc>\n";
        let found = of(text.as_bytes());
        let first = found[0].as_ref().unwrap();
        assert_eq!((first.id.as_str(), first.text.as_str()), ("20200513_XX_ARB.0001", "خبر & خبر\nأول الكلام وآخره\n5 < 7"));
        assert_eq!((first.published.as_deref(), first.publisher.as_deref(), first.byline.as_deref()), (Some("2020-05-13"), Some("إذاعة"), None));
        let second = found[1].as_ref().unwrap();
        assert_eq!((second.id.as_str(), second.text.as_str(), second.title()), ("b", "القاهرة 1-1 (وكالة)\nسطر وسطر & آخر\nفقرة", None));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn other_encodings() {
        let text = "<DOC>\n<TEXT>\nقال الوزير إن الاجتماع تأجل\n</TEXT>\n</DOC>\n";
        let utf16: Vec<u8> = "\u{feff}".chars().chain(text.chars()).flat_map(|c| (c as u16).to_le_bytes()).collect();
        assert_eq!(of(&utf16)[0].as_ref().unwrap().text, "قال الوزير إن الاجتماع تأجل");
    }

    #[test]
    fn faults_name_the_line_and_the_next_document_is_read() {
        let long = "ن ".repeat(300);
        let text = format!("<DOC>\n<TEXT>{long}</TEXT>\n</DOC>\n<DOC>\n<TEXT> </TEXT>\n</DOC>\n<DOC>\n<TEXT>نص</TEXT>\n</DOC>\n<DOC>\n<TEXT>نص");
        let found = of(text.as_bytes());
        assert!(found[0].as_ref().unwrap_err().starts_with("standard input:1: the report is longer than 400 bytes"), "{found:?}");
        assert!(found[1].as_ref().unwrap_err().starts_with("standard input:4: empty"), "{found:?}");
        assert_eq!(found[2].as_ref().unwrap().text, "نص");
        assert!(found[3].as_ref().unwrap_err().starts_with("standard input:10: cannot be unpacked or read (the file ends before this document does"), "{found:?}");
        assert_eq!(found.len(), 4);
    }
}
