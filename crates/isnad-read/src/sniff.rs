//! Decides by content and name together what a stream is: the one place where formats are told apart.
//!
//! Content goes first where it has a signature (archives, WARC, XML roots); the name decides between readings that
//! begin alike, such as JSON Lines and one JSON object, or plain text that begins with a bracket.
//!
//! ```
//! use isnad_read::{Input, Reader};
//!
//! let list = "[\n  {\"id\": 1, \"body\": \"أ\"},\n  {\"id\": 2, \"body\": \"ب\"}\n]";
//! let reader = Reader::new([Input::Stdin]).reading_stdin_from(list.as_bytes());
//! assert_eq!(reader.map(|r| r.unwrap().id).collect::<Vec<_>>(), ["1", "2"]);
//! ```

use crate::encoding::Framing;
use crate::walk::Kind;

/// How much of a stream is looked at.
pub(crate) const WINDOW: usize = 1 << 16;

/// What a stream is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Plain,
    JsonLines,
    /// A list of objects, or one object over many lines.
    Json,
    Html,
    Feed,
    NewsMl,
    /// `<DOC>` after `<DOC>`, as LDC and TREC hand newswire on.
    Sgml,
    /// XML of another kind.
    OtherXml,
    Warc,
    Zip,
    Gzip,
    Zstd,
    Tar,
}

/// What a stream is that begins so. `name` is that of the file, in lower case.
pub(crate) fn format(start: &[u8], name: &str, kind: Kind) -> Format {
    if let Some(packed) = signature(start) {
        return packed;
    }
    let text = beginning(start);
    let trimmed = text.trim_start();
    let is = |extensions: &[&str]| extensions.iter().any(|e| name.ends_with(e));
    if kind == Kind::JsonLines || (kind == Kind::Sniffed && begins_json(trimmed)) {
        let line = trimmed.lines().next().unwrap_or_default().trim_end();
        let over_lines = line == "{" || line.starts_with('[') || (is(&[".json"]) && line.starts_with('{') && !line.ends_with('}') && line.len() < trimmed.trim_end().len());
        return if over_lines { Format::Json } else { Format::JsonLines };
    }
    // Collections call their files `.txt`, `.sgm` or nothing at all.
    if begins_document(trimmed) {
        return Format::Sgml;
    }
    // A plain text file may begin with anything.
    if is(&[".txt"]) {
        return Format::Plain;
    }
    if trimmed.starts_with('<') {
        match root(trimmed).to_ascii_lowercase().as_str() {
            "rss" | "feed" | "rdf" => return Format::Feed,
            "newsitem" | "newsmessage" | "packageitem" => return Format::NewsMl,
            "html" => return Format::Html,
            _ if is(&[".html", ".htm", ".xhtml"]) => return Format::Html,
            _ if is(&[".xml", ".rss", ".atom", ".rdf"]) || trimmed.starts_with("<?xml") => return Format::OtherXml,
            _ => {}
        }
    }
    if is(&[".html", ".htm", ".xhtml"]) { Format::Html } else { Format::Plain }
}

/// Whether so much of the start is there that [`format`] can tell, without waiting for more of a slow stream than it needs.
pub(crate) fn enough(start: &[u8]) -> bool {
    if start.len() >= WINDOW || (start.len() >= 6 && signature(start).is_some()) {
        return true;
    }
    let text = beginning(start);
    match text.trim_start().chars().next() {
        None | Some('<') => false,
        Some('{') => text.trim_start().contains('\n'),
        Some('[') => text.trim_start().len() > 256,
        // A tar archive has its signature behind the name of the first member.
        Some(_) => start.len() >= 512,
    }
}

fn signature(start: &[u8]) -> Option<Format> {
    match start {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Format::Zip),
        [0x1f, 0x8b, 8, ..] => Some(Format::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Format::Zstd),
        [b'W', b'A', b'R', b'C', b'/', ..] => Some(Format::Warc),
        _ if start.get(257..262) == Some(b"ustar") => Some(Format::Tar),
        _ => None,
    }
}

/// The start as far as ASCII matters; other characters are replaced.
fn beginning(start: &[u8]) -> String {
    let (framing, mark) = Framing::of(start);
    let rest = start.get(mark..).unwrap_or_default();
    let narrow = |units: &mut dyn Iterator<Item = u16>| units.map(|unit| u8::try_from(unit).map_or('\u{fffd}', char::from)).collect();
    let pairs = rest.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok());
    match framing {
        Framing::Bytes => String::from_utf8_lossy(rest).into_owned(),
        Framing::Utf16Le => narrow(&mut pairs.map(u16::from_le_bytes)),
        Framing::Utf16Be => narrow(&mut pairs.map(u16::from_be_bytes)),
    }
}

/// An object, or a list of objects; «[القاهرة]» is neither.
fn begins_json(text: &str) -> bool {
    text.starts_with('{') || text.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['{', ']']))
}

/// `<DOC>` or `<DOC id=…>`, not `<document>`.
fn begins_document(text: &str) -> bool {
    text.get(..4).is_some_and(|tag| tag.eq_ignore_ascii_case("<doc")) && text.get(4..).is_some_and(|rest| rest.starts_with(['>', ' ', '\t', '\r', '\n']))
}

/// The local name of the outermost element, behind declarations and comments; empty where it is not seen.
fn root(mut text: &str) -> String {
    loop {
        text = text.trim_start();
        let end = if text.starts_with("<?") {
            "?>"
        } else if text.starts_with("<!--") {
            "-->"
        } else if text.starts_with("<!") {
            if text.get(..14).is_some_and(|t| t.eq_ignore_ascii_case("<!doctype html")) {
                return "html".to_owned();
            }
            // A document type may hold declarations of its own.
            let bracket = text.find('[').filter(|at| text.find('>').is_some_and(|end| *at < end));
            if bracket.is_some() { "]>" } else { ">" }
        } else {
            let name: String = text.trim_start_matches('<').chars().take_while(|c| !c.is_whitespace() && *c != '>' && *c != '/').collect();
            return name.rsplit(':').next().unwrap_or_default().to_owned();
        };
        let Some(at) = text.find(end) else { return String::new() };
        text = text.get(at + end.len()..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_content_and_name() {
        for (text, name, kind, is) in [
            ("{\"a\": 1}\n{\"b\": 2}\n", "a.jsonl", Kind::JsonLines, Format::JsonLines),
            ("{broken\n{}", "a.jsonl", Kind::JsonLines, Format::JsonLines),
            ("{\n \"a\": 1\n}", "a.json", Kind::JsonLines, Format::Json),
            ("{ \"a\": 1,\n \"b\": 2 }", "a.json", Kind::JsonLines, Format::Json),
            ("{\"a\": 1}", "a.json", Kind::JsonLines, Format::JsonLines),
            ("[\n{\"a\": 1}]", "stdin", Kind::Sniffed, Format::Json),
            ("[القاهرة] قال", "stdin", Kind::Sniffed, Format::Plain),
            ("<html>", "a.txt", Kind::Plain, Format::Plain),
            ("\u{feff}<?xml version='1.0'?><!-- x --><rss version='2.0'>", "a.xml", Kind::Sniffed, Format::Feed),
            ("<!DOCTYPE x [<!ENTITY a 'b'>]><newsItem>", "a.xml", Kind::Sniffed, Format::NewsMl),
            ("<nar:newsMessage>", "a", Kind::Plain, Format::NewsMl),
            ("<!doctype HTML><p>", "a", Kind::Plain, Format::Html),
            ("<p>نص", "a.htm", Kind::Sniffed, Format::Html),
            ("<p>نص", "a", Kind::Plain, Format::Plain),
            ("<opml>", "a.xml", Kind::Sniffed, Format::OtherXml),
            ("WARC/1.0\r\n", "a", Kind::Plain, Format::Warc),
            ("PK\u{3}\u{4}", "a.txt", Kind::Plain, Format::Zip),
        ] {
            assert_eq!(format(text.as_bytes(), name, kind), is, "{text}");
        }
    }
}
