//! Decides, line by line, what a JSON Lines stream holds: a report, a fault, or nothing.
//!
//! ```
//! use isnad_read::{Input, Reader};
//!
//! let input = "{\"body\": \"أ\"}\n\n{\"body\": \"ب\", }\n{\"body\": \"ج\"}\n";
//! let items: Vec<_> = Reader::new([Input::Stdin]).reading_stdin_from(input.as_bytes()).collect();
//! assert_eq!(items[0].as_ref().unwrap().id, "stdin:1");
//! assert!(items[1].as_ref().unwrap_err().to_string().starts_with("standard input:3:15: not a JSON object"));
//! assert_eq!(items[2].as_ref().unwrap().id, "stdin:4");
//! ```

use crate::encoding::{Framing, decode_framed};
use crate::error::{Place, ReadError};
use crate::fields::Fields;
use crate::lines::{Line, Lines};
use crate::open::{Names, Settings};
use crate::source::{Item, Source};
use crate::steps::Outcome;
use isnad::Report;
use std::io::Read;

/// The reports of a JSON Lines stream. After a fault in one line the next is read.
pub(crate) struct JsonLines<R> {
    lines: Lines<R>,
    framing: Framing,
    settings: Settings,
    names: Names,
    line: Vec<u8>,
    number: u64,
    /// A line that is not blank has been seen.
    begun: bool,
    done: bool,
}

impl<R: Read> JsonLines<R> {
    /// `input` begins behind the byte order mark, which is `mark` bytes long.
    pub fn new(input: R, framing: Framing, mark: u64, names: Names, settings: &Settings) -> JsonLines<R> {
        let lines = Lines::new(input, framing, mark, settings.limit);
        JsonLines { lines, framing, settings: settings.clone(), names, line: Vec::new(), number: 0, begun: false, done: false }
    }

    fn place(&self) -> Place {
        Place::line(&self.names.shown, self.number)
    }

    /// The next line that is not blank, decoded, with a note on its encoding; or a fault.
    fn read(&mut self) -> Option<Result<(String, Option<String>), ReadError>> {
        loop {
            let offset = self.lines.offset();
            self.number += 1;
            let line = self.lines.next(&mut self.line);
            let place = self.place();
            match line {
                Err(source) => {
                    self.done = true;
                    return Some(Err(ReadError::reading(place, source)));
                }
                Ok(Line::End) => {
                    self.done = true;
                    return (!self.begun).then(|| Err(ReadError::Empty { place: Place::file(&self.names.shown) }));
                }
                Ok(Line::TooLong) => {
                    self.begun = true;
                    return Some(Err(ReadError::TooLong { place, limit: self.settings.limit }));
                }
                Ok(Line::Whole) => {}
            }
            let first = !self.begun;
            if first
                && self.framing == Framing::Bytes
                && let Some(at) = self.line.iter().position(|b| *b == 0)
            {
                self.done = true;
                let place = Place::file(&self.names.shown);
                return Some(Err(ReadError::Binary { place, offset: offset + at as u64, byte: 0 }));
            }
            let decoded = match decode_framed(&self.line, self.framing) {
                Ok(decoded) => decoded,
                Err(e) => {
                    self.begun = true;
                    let offset = offset + e.offset as u64;
                    return Some(Err(ReadError::Encoding { place, offset, byte: e.byte, looks_like: e.looks_like }));
                }
            };
            // Files put together from several may have a byte order mark at the start of any line.
            let text = decoded.text.strip_prefix('\u{feff}').unwrap_or(&decoded.text);
            let trimmed = text.trim_end_matches([' ', '\t', '\r', '\n']);
            if trimmed.trim_start_matches([' ', '\t', '\r']).is_empty() {
                continue;
            }
            self.begun = true;
            if first && not_by_lines(trimmed) {
                self.done = true;
                return Some(Err(ReadError::NotJsonLines { place }));
            }
            let note = decoded.note();
            return Some(Ok((trimmed.to_owned(), note)));
        }
    }
}

/// One JSON object as a report.
pub(crate) fn object(text: &str, fields: &Fields, place: &Place, fallback: impl Fn() -> String) -> Result<Report, ReadError> {
    let found = fields.read(text).map_err(|e| {
        let message = e.to_string();
        // The parser adds its own line and column, in bytes; ours stand before the message.
        let message = message.split(" at line ").next().unwrap_or(&message).to_owned();
        // The parser's column is the number of a byte, from 1.
        let column = text.char_indices().take_while(|(at, _)| *at < e.column()).count().max(1) as u64;
        ReadError::Json { place: place.clone(), column, message }
    })?;
    found.report(place, fallback)
}

/// Whether the first line shows that the file is one list, or one object over many lines.
fn not_by_lines(line: &str) -> bool {
    let line = line.trim_start();
    line == "{" || line.starts_with('[')
}

impl<R: Read + Send> Source for JsonLines<R> {
    fn next(&mut self) -> Option<Item> {
        if self.done {
            return None;
        }
        let read = self.read()?;
        let place = read.as_ref().map_or_else(|e| e.place().clone(), |_| self.place());
        let outcome = match read {
            Err(e) => Outcome::Fault(e),
            Ok((text, note)) => {
                let fallback = || format!("{}:{}", self.names.name, self.number);
                #[cfg(feature = "formats")]
                let mut outcome = crate::ninjs::object(&text, &self.settings, &place, fallback);
                #[cfg(not(feature = "formats"))]
                let mut outcome = Outcome::from(object(&text, &self.settings.fields, &place, fallback));
                if let Outcome::Report(report) = &mut outcome {
                    report.notes.extend(note);
                }
                outcome
            }
        };
        Some(Item { place, outcome })
    }

    fn pass(&mut self) -> bool {
        !self.done && self.read().is_some()
    }
}
