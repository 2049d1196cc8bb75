//! Splits a JSON list into its elements without ever holding more of it than one element; one object is a list of one.
//!
//! ```
//! use isnad_read::{Input, Reader};
//!
//! let list = "[{\"body\": \"أ\"}, 7, {\"body\": \"ب\"}";
//! let items: Vec<_> = Reader::new([Input::Stdin]).reading_stdin_from(list.as_bytes()).collect();
//! assert_eq!(items[0].as_ref().unwrap().id, "stdin:1");
//! assert!(items[1].as_ref().unwrap_err().to_string().starts_with("standard input:2:"));
//! assert_eq!(items[2].as_ref().unwrap().id, "stdin:3");
//! assert!(items[3].as_ref().unwrap_err().to_string().contains("the list is not closed"));
//! ```

use crate::encoding::{Framing, decode_framed};
use crate::error::{Place, ReadError};
use crate::ninjs;
use crate::open::{Names, Settings};
use crate::source::{Item, Source};
use crate::steps::Outcome;
use std::io::{self, BufRead, BufReader, ErrorKind, Read};

/// The elements of a list, or the one object.
pub(crate) struct JsonValues<R> {
    input: BufReader<R>,
    settings: Settings,
    names: Names,
    element: Vec<u8>,
    /// The element being read, from 1.
    number: u64,
    /// How many bytes were read before the element.
    offset: u64,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Begin,
    InList,
    /// The stream ended behind an element, without a bracket.
    Unclosed,
    Done,
}

/// How an element turned out.
enum Element {
    Whole,
    TooLong,
    /// The stream ended within or behind it, and the list was not closed.
    Cut,
    End,
}

impl<R: Read> JsonValues<R> {
    /// `input` is in an encoding whose ASCII is ASCII, and begins behind its byte order mark.
    pub fn new(input: R, names: Names, settings: &Settings) -> JsonValues<R> {
        JsonValues { input: BufReader::with_capacity(1 << 16, input), settings: settings.clone(), names, element: Vec::new(), number: 0, offset: 0, state: State::Begin }
    }

    fn place(&self) -> Place {
        Place::line(&self.names.shown, self.number)
    }

    /// Gathers the next element.
    fn element(&mut self) -> io::Result<Element> {
        self.element.clear();
        let (mut depth, mut in_string, mut escaped, mut length) = (0_u64, false, false, 0_u64);
        loop {
            let available = match self.input.fill_buf() {
                Err(e) if e.kind() == ErrorKind::Interrupted => continue,
                other => other?,
            };
            if available.is_empty() {
                let blank = length == 0;
                let whole = depth == 0 && !in_string && !blank;
                let behind = if whole && self.state == State::InList { State::Unclosed } else { State::Done };
                let was = std::mem::replace(&mut self.state, behind);
                return Ok(match was {
                    _ if whole && length > self.settings.limit => Element::TooLong,
                    _ if whole => Element::Whole,
                    State::Begin if blank => Element::End,
                    _ => Element::Cut,
                });
            }
            let mut taken = 0;
            let mut ended = None;
            for &byte in available {
                taken += 1;
                if self.state == State::Begin && length == 0 {
                    match byte {
                        b' ' | b'\t' | b'\r' | b'\n' => continue,
                        b'[' => {
                            self.state = State::InList;
                            continue;
                        }
                        _ => {}
                    }
                }
                if !in_string && depth == 0 && self.state == State::InList {
                    match byte {
                        b',' | b']' if byte == b']' || length > 0 => {
                            if byte == b']' {
                                self.state = State::Done;
                            }
                            ended = Some(if length > 0 { Element::Whole } else { Element::End });
                            break;
                        }
                        b' ' | b'\t' | b'\r' | b'\n' | b',' if length == 0 => continue,
                        _ => {}
                    }
                }
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' if in_string => escaped = true,
                    b'"' => in_string = !in_string,
                    b'{' | b'[' if !in_string => depth += 1,
                    b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
                    _ => {}
                }
                length += 1;
                if length <= self.settings.limit {
                    self.element.push(byte);
                }
            }
            self.input.consume(taken);
            self.offset += taken as u64;
            if let Some(ended) = ended {
                return Ok(if length > self.settings.limit { Element::TooLong } else { ended });
            }
            if length > self.settings.limit {
                // What has been gathered is given back.
                self.element = Vec::new();
            }
        }
    }

    /// The next element's text with a note on its encoding, or a fault.
    fn read(&mut self) -> Option<Result<(String, Option<String>), ReadError>> {
        if self.state == State::Done {
            return None;
        }
        self.number += 1;
        let begins = self.offset;
        let place = self.place();
        match self.element() {
            Err(source) => {
                self.state = State::Done;
                Some(Err(ReadError::reading(place, source)))
            }
            Ok(Element::End) => {
                self.state = State::Done;
                (self.number == 1).then(|| Err(ReadError::Empty { place: Place::file(&self.names.shown) }))
            }
            Ok(Element::Cut) => Some(Err(ReadError::Broken { place, message: "the list is not closed; what stands before is read".to_owned() })),
            Ok(Element::TooLong) => Some(Err(ReadError::TooLong { place, limit: self.settings.limit })),
            Ok(Element::Whole) => Some(match decode_framed(&self.element, Framing::Bytes) {
                Ok(decoded) => {
                    let note = decoded.note();
                    Ok((decoded.text, note))
                }
                Err(e) => Err(ReadError::Encoding { place, offset: begins + e.offset as u64, byte: e.byte, looks_like: e.looks_like }),
            }),
        }
    }
}

impl<R: Read + Send> Source for JsonValues<R> {
    fn next(&mut self) -> Option<Item> {
        let read = self.read()?;
        let place = self.place();
        let outcome = match read {
            Err(e) => Outcome::Fault(e),
            Ok((text, note)) => {
                let mut outcome = ninjs::object(&text, &self.settings, &place, || format!("{}:{}", self.names.name, self.number));
                if let Outcome::Report(report) = &mut outcome {
                    report.notes.extend(note);
                }
                outcome
            }
        };
        Some(Item { place, outcome })
    }

    fn pass(&mut self) -> bool {
        self.read().is_some()
    }
}
