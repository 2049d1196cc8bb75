//! Decides in which encoding a page or a feed is: by its byte order mark, by being UTF-8, by what it declares, by its letters.
//!
//! Bytes beyond ASCII that are UTF-8 throughout are UTF-8, whatever is declared: text in another encoding is so by no
//! accident, and servers that declare the wrong one are common.
//!
//! ```
//! use isnad_read::{Input, Reader};
//!
//! let page = b"<!doctype html><meta charset=windows-1256><title>\xde\xc7\xe1</title><p>\xde\xc7\xe1 \xc7\xe1\xe6\xd2\xed\xd1</p>";
//! let report = Reader::new([Input::Stdin]).reading_stdin_from(&page[..]).next().unwrap()?;
//! assert!(report.text.contains("قال الوزير"), "{}", report.text);
//! # Ok::<(), isnad_read::ReadError>(())
//! ```

use crate::encoding::{Framing, decode};
use crate::error::{Place, ReadError};
use encoding_rs::Encoding;

/// So much of a page is searched for a declaration.
const DECLARED_WITHIN: usize = 4096;

/// The text of a page or an XML document, and a note where it was not UTF-8. `told` is what the transport says.
pub(crate) fn text(bytes: &[u8], told: Option<&str>, place: &Place) -> Result<(String, Option<String>), ReadError> {
    let utf8 = std::str::from_utf8(bytes);
    if Framing::of(bytes).1 > 0 || (utf8.is_ok() && !bytes.contains(&0)) {
        return detected(bytes, place);
    }
    let declared = declaration(bytes);
    for label in [told, declared.as_deref()].into_iter().flatten() {
        let Some(encoding) = Encoding::for_label(label.trim().as_bytes()) else { continue };
        if encoding == encoding_rs::UTF_8 {
            continue;
        }
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
            return Ok((text.into_owned(), Some(note(encoding.name(), "as declared"))));
        }
        // A page may hold a stray byte from elsewhere; its letters are still readable.
        let (text, lossy) = encoding.decode_without_bom_handling(bytes);
        if lossy && text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count() * 1000 < text.chars().count() {
            return Ok((text.into_owned(), Some(note(encoding.name(), "as declared, with some bytes that cannot be read"))));
        }
    }
    detected(bytes, place)
}

fn note(name: &str, how: &str) -> String {
    format!("read as {name}, {how}; offsets are those of the decoded text")
}

fn detected(bytes: &[u8], place: &Place) -> Result<(String, Option<String>), ReadError> {
    match decode(bytes) {
        Ok(decoded) => {
            let note = decoded.note();
            Ok((decoded.text, note))
        }
        Err(e) => Err(ReadError::Encoding { place: place.clone(), offset: e.offset as u64, byte: e.byte, looks_like: e.looks_like }),
    }
}

/// What a page (`charset=`) or an XML declaration (`encoding=`) says.
fn declaration(bytes: &[u8]) -> Option<String> {
    let start: String = bytes.get(..DECLARED_WITHIN).unwrap_or(bytes).iter().map(|b| char::from(b.to_ascii_lowercase())).collect();
    let xml = start.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).and_then(|(declaration, _)| declaration.split_once("encoding"));
    let behind = xml.map(|(_, rest)| rest).or_else(|| start.split_once("charset").map(|(_, rest)| rest))?;
    let value = behind.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let label: String = value.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c)).collect();
    (!label.is_empty()).then_some(label)
}

/// The charset of a `Content-Type`.
pub(crate) fn of_content_type(value: &str) -> Option<String> {
    let lower = value.to_ascii_lowercase();
    let label = lower.split_once("charset=")?.1.trim_start_matches(['"', '\'']);
    let label: String = label.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c)).collect();
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations() {
        for (text, label) in [
            ("<?xml version=\"1.0\" encoding='windows-1256'?><rss>", Some("windows-1256")),
            ("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=ISO-8859-6\">", Some("iso-8859-6")),
            ("<META CharSet = \"utf-8\">", Some("utf-8")),
            ("<p>charset", None),
            ("<p>", None),
        ] {
            assert_eq!(declaration(text.as_bytes()).as_deref(), label, "{text}");
        }
        assert_eq!(of_content_type("text/html; Charset=\"UTF-8\"").as_deref(), Some("utf-8"));
    }
}
