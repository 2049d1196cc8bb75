//! Begins to read a stream as what its content and its name say that it is.
//!
//! ```
//! use isnad_read::{Input, Reader};
//!
//! // Standard input has no name, so its first letter tells.
//! let of = |text: &'static str| Reader::new([Input::Stdin]).reading_stdin_from(text.as_bytes()).next();
//! assert_eq!(of("{\"id\": 7, \"body\": \"نص\"}").unwrap()?.id, "7");
//! assert_eq!(of("نص {").unwrap()?.id, "stdin");
//! # Ok::<(), isnad_read::ReadError>(())
//! ```

use crate::encoding::Framing;
use crate::error::{Place, ReadError};
use crate::fields::Fields;
use crate::json_lines::JsonLines;
use crate::plain;
use crate::reader::{DEFAULT_MAX_REPORT_BYTES, Stream};
use crate::source::{Item, Lazy, Once, Source};
use crate::steps::Progress;
use crate::walk::Kind;
use std::io::{self, Cursor, ErrorKind, Read};
use std::sync::Arc;
use std::time::SystemTime;

/// How much of a stream is looked at for its first byte that is not blank.
const SNIFFED: usize = 1 << 16;

/// What the caller of a [`Reader`](crate::Reader) has set.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// The longest report, in bytes of the input.
    pub limit: u64,
    pub fields: Arc<Fields>,
    pub now: Option<SystemTime>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { limit: DEFAULT_MAX_REPORT_BYTES, fields: Arc::default(), now: None }
    }
}

/// How a file, or a member of an archive, is called.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    /// In messages.
    pub shown: String,
    /// In the ids of several reports: `NAME:17`.
    pub name: String,
    /// The id, where it is one report.
    pub id: String,
}

/// The items of a stream.
pub(crate) fn stream(mut stream: Stream, kind: Kind, names: Names, settings: &Settings, _progress: &Progress) -> Box<dyn Source> {
    let enough = if kind == Kind::Sniffed { first_of_text } else { |start: &[u8]| start.len() >= 3 };
    let start = match read_start(&mut stream, enough) {
        Ok(start) => start,
        Err(source) => return Box::new(Once::fault(ReadError::Io { place: Place::file(&names.shown), source })),
    };
    let (framing, mark) = Framing::of(&start);
    let by_lines = match kind {
        Kind::JsonLines => true,
        Kind::Plain => false,
        Kind::Sniffed => begins_an_object(&start),
    };
    if !by_lines {
        let limit = settings.limit;
        return Box::new(Lazy::new(move || {
            let read = plain::read(Cursor::new(start).chain(stream), limit, &names.shown, &names.id);
            Item { place: Place::file(&names.shown), outcome: read.into() }
        }));
    }
    let mut start = Cursor::new(start);
    start.set_position(mark as u64);
    Box::new(JsonLines::new(start.chain(stream), framing, mark as u64, names, settings))
}

/// Reads the start of a stream until `enough` of it is there, or it ends.
fn read_start(stream: &mut Stream, enough: fn(&[u8]) -> bool) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    let mut buffer = [0; 4096];
    while !enough(&start) {
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) => start.extend_from_slice(buffer.get(..n).unwrap_or(&buffer)),
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(start)
}

/// The first character behind a byte order mark that is not blank, as far as one unit tells.
fn first_not_blank(start: &[u8]) -> Option<u16> {
    let (framing, mark) = Framing::of(start);
    let blank = |unit: &u16| [b' ', b'\t', b'\r', b'\n'].map(u16::from).contains(unit);
    let rest = start.get(mark..).unwrap_or_default();
    let pairs = rest.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok());
    match framing {
        Framing::Bytes => rest.iter().map(|b| u16::from(*b)).find(|unit| !blank(unit)),
        Framing::Utf16Le => pairs.map(u16::from_le_bytes).find(|unit| !blank(unit)),
        Framing::Utf16Be => pairs.map(u16::from_be_bytes).find(|unit| !blank(unit)),
    }
}

/// Whether so much of the start is there that its first character can be told.
fn first_of_text(start: &[u8]) -> bool {
    start.len() >= SNIFFED || (start.len() >= 4 && first_not_blank(start).is_some())
}

fn begins_an_object(start: &[u8]) -> bool {
    first_not_blank(start) == Some(u16::from(b'{'))
}
