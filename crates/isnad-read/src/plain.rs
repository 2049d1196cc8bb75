//! Decides what a plain text file holds: one report, or something that is no text.
//!
//! ```
//! use isnad_read::{Input, Reader};
//!
//! let mut reader = Reader::new([Input::Stdin]).reading_stdin_from(&b"GIF89a\x01\x00"[..]);
//! let error = reader.next().unwrap().unwrap_err();
//! assert!(error.to_string().starts_with("standard input: not text (byte 0x00 at offset 7)"));
//! ```

use crate::control;
use crate::encoding::{Framing, decode};
use crate::error::{Place, ReadError};
use isnad::Report;
use std::io::Read;

/// Reads a whole stream as one report. `shown` is the file as errors name it.
pub(crate) fn read(input: impl Read, limit: u64, shown: &str, id: &str) -> Result<Report, ReadError> {
    let place = || Place::file(shown);
    let mut bytes = Vec::new();
    let read = input.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|source| ReadError::reading(place(), source))?;
    if bytes.len() as u64 > limit {
        return Err(ReadError::TooLong { place: place(), limit });
    }
    report(&bytes, shown, id)
}

fn report(bytes: &[u8], shown: &str, id: &str) -> Result<Report, ReadError> {
    let place = || Place::file(shown);
    let binary = |at: usize| ReadError::Binary { place: place(), offset: at as u64, byte: bytes.get(at).copied().unwrap_or_default() };
    let (framing, mark) = Framing::of(bytes);
    // Half of UTF-16's bytes may be zero, so there it is the decoded text that is looked at.
    let mut controls = if framing == Framing::Bytes { control::count(bytes).map_err(binary)? } else { 0 };
    let decoded = decode(bytes).map_err(|e| ReadError::Encoding { place: place(), offset: e.offset as u64, byte: e.byte, looks_like: e.looks_like })?;
    if framing != Framing::Bytes {
        controls = control::count(decoded.text.as_bytes()).map_err(|at| {
            let units = decoded.text.get(..at).map_or(0, |before| before.encode_utf16().count());
            binary(mark + 2 * units)
        })?;
    }
    if decoded.text.trim().is_empty() {
        return Err(ReadError::Empty { place: place() });
    }
    let mut report = Report::from_plain(id, &decoded.text);
    report.notes.extend(decoded.note());
    if controls > 0 {
        report.notes.push(format!("{controls} control characters in the text, kept"));
    }
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> Result<Report, String> {
        read(bytes, 1000, "a/r.txt", "r").map_err(|e| e.to_string())
    }

    #[test]
    fn the_text_is_unchanged_but_for_a_byte_order_mark() {
        let text = " \r\nعنوان\r\n\r\nنص \u{202b}«مائل\u{202c} (\r\n";
        let report = of(format!("\u{feff}{text}").as_bytes()).unwrap();
        assert_eq!((report.text.as_str(), report.title(), report.notes.len()), (text, Some("عنوان"), 0));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for (bytes, message) in [
            (&b""[..], "a/r.txt: empty"),
            (b"\xef\xbb\xbf", "a/r.txt: empty"),
            (b" \n\xc2\xa0\n", "a/r.txt: empty"),
            (b"abc\0def", "a/r.txt: not text (byte 0x00 at offset 3)"),
            (b"\x7fELF\x02\x01\x01", "a/r.txt: not text (byte 0x7F at offset 0)"),
            (b"\xff\xfea\0\0\0b\0", "a/r.txt: not text (byte 0x00 at offset 4)"),
            (b"\x42\x06\x27\x06 \0", "a/r.txt: not text (byte 0x00 at offset 5)"),
            (b"caf\xe9 noir", "a/r.txt: byte 0xE9 at offset 3 cannot be read"),
        ] {
            let error = of(bytes).unwrap_err();
            assert!(error.starts_with(message), "{error}\n{message}");
        }
    }

    #[test]
    fn the_limit_is_the_last_length_that_passes() {
        assert!(of(&[b'x'; 1000]).is_ok());
        assert!(of(&[b'x'; 1001]).unwrap_err().contains("longer than 1000 bytes"));
    }

    #[test]
    fn a_few_control_bytes_are_kept_and_noted() {
        let text = format!("\x01{}\x03", "نص ".repeat(60));
        let report = of(text.as_bytes()).unwrap();
        assert_eq!((report.text, report.notes), (text, vec!["2 control characters in the text, kept".to_owned()]));
    }
}
