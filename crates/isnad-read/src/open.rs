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

#[cfg(not(feature = "formats"))]
/// How much of a stream is looked at for its first byte that is not blank.
const SNIFFED: usize = 1 << 16;

/// What the caller of a [`Reader`](crate::Reader) has set.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// The longest report, in bytes of the input.
    pub limit: u64,
    pub fields: Arc<Fields>,
    #[cfg_attr(not(feature = "formats"), allow(dead_code, reason = "only agency formats have embargoes"))]
    pub now: Option<SystemTime>,
    #[cfg(feature = "formats")]
    pub limits: crate::limits::Limits,
    #[cfg(feature = "http")]
    pub network: crate::http::Network,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            limit: DEFAULT_MAX_REPORT_BYTES,
            fields: Arc::default(),
            now: None,
            #[cfg(feature = "formats")]
            limits: Default::default(),
            #[cfg(feature = "http")]
            network: Default::default(),
        }
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
    /// By itself: in the innermost archive, without the endings of packings. Its ending helps to tell what it is.
    #[cfg_attr(not(feature = "formats"), allow(dead_code, reason = "formats are told apart by it"))]
    pub inner: String,
}

/// What is known where a stream is opened: the settings, and how deep in archives it lies.
#[derive(Clone)]
pub(crate) struct Context {
    pub settings: Settings,
    #[cfg_attr(not(feature = "formats"), allow(dead_code, reason = "only archives have parts"))]
    pub progress: Progress,
    /// The file, where the stream is one: what has a directory at its end is read there.
    #[cfg(feature = "formats")]
    pub path: Option<std::path::PathBuf>,
    /// How many packings and, among them, archives of several members lie around the stream.
    #[cfg(feature = "formats")]
    pub layers: u8,
    #[cfg(feature = "formats")]
    pub archives: u8,
    /// How many bytes all that is packed in the file has given.
    #[cfg(feature = "formats")]
    pub total: Arc<std::sync::atomic::AtomicU64>,
}

impl Context {
    pub fn new(settings: &Settings, progress: &Progress, path: Option<&std::path::Path>) -> Context {
        let _ = path;
        Context {
            settings: settings.clone(),
            progress: progress.clone(),
            #[cfg(feature = "formats")]
            path: path.map(std::path::Path::to_owned),
            #[cfg(feature = "formats")]
            layers: 0,
            #[cfg(feature = "formats")]
            archives: 0,
            #[cfg(feature = "formats")]
            total: Arc::default(),
        }
    }
}

/// The items of a stream.
#[cfg(not(feature = "formats"))]
pub(crate) fn stream(mut stream: Stream, kind: Kind, names: Names, context: &Context) -> Box<dyn Source> {
    let enough = if kind == Kind::Sniffed { first_of_text } else { |start: &[u8]| start.len() >= 3 };
    let start = match read_start(&mut stream, enough) {
        Ok(start) => start,
        Err(source) => return Box::new(Once::fault(ReadError::reading(Place::file(&names.shown), source))),
    };
    let by_lines = match kind {
        Kind::JsonLines => true,
        Kind::Plain => false,
        Kind::Sniffed => begins_an_object(&start),
    };
    if by_lines { lines(start, stream, names, &context.settings) } else { plain(start, stream, names, &context.settings) }
}

/// The items of a stream.
#[cfg(feature = "formats")]
pub(crate) fn stream(mut stream: Stream, kind: Kind, names: Names, context: &Context) -> Box<dyn Source> {
    use crate::sniff::{self, Format};
    use crate::{feed, html, newsml, sgml, unpack, warc};
    let settings = &context.settings;
    let start = match read_start(&mut stream, sniff::enough) {
        Ok(start) => start,
        Err(source) => return Box::new(Once::fault(ReadError::reading(Place::file(&names.shown), source))),
    };
    let format = sniff::format(&start, &names.inner.to_ascii_lowercase(), kind);
    match format {
        Format::Plain => return plain(start, stream, names, settings),
        Format::JsonLines => return lines(start, stream, names, settings),
        _ => {}
    }
    let (framing, mark) = Framing::of(&start);
    let whole: Stream = Box::new(Cursor::new(start).chain(stream));
    match format {
        Format::Zip => unpack::zip(whole, names, context),
        Format::Gzip => unpack::gzip(whole, names, context),
        Format::Zstd => unpack::zstd(whole, names, context),
        Format::Tar => unpack::tar(whole, names, context),
        Format::Warc => Box::new(warc::Warc::new(whole, names, context)),
        Format::Sgml => match behind(mark, whole) {
            Ok(rest) => Box::new(sgml::Documents::new(rest, framing, mark as u64, names, settings)),
            Err(e) => Box::new(Once::fault(ReadError::reading(Place::file(&names.shown), e))),
        },
        Format::Json if framing == Framing::Bytes => match behind(mark, whole) {
            Ok(rest) => Box::new(crate::json_values::JsonValues::new(rest, names, settings)),
            Err(e) => Box::new(Once::fault(ReadError::reading(Place::file(&names.shown), e))),
        },
        // A list in UTF-16 is rare enough to be held as a whole.
        Format::Json => document(whole, &names, settings.limit, |bytes| match crate::encoding::decode(&bytes) {
            Ok(decoded) => Box::new(crate::json_values::JsonValues::new(Cursor::new(decoded.text.into_bytes()), names.clone(), settings)),
            Err(e) => Box::new(Once::fault(ReadError::Encoding { place: Place::file(&names.shown), offset: e.offset as u64, byte: e.byte, looks_like: e.looks_like })),
        }),
        Format::Feed => document(whole, &names, settings.limit, |bytes| Box::new(Once::items(feed::entries(&bytes, None, &names)))),
        Format::NewsMl => document(whole, &names, settings.limit, |bytes| Box::new(Once::items(newsml::items(&bytes, &names, settings)))),
        Format::OtherXml => Box::new(Once::fault(ReadError::Broken { place: Place::file(&names.shown), message: "XML, but neither a feed (RSS, Atom) nor NewsML-G2".to_owned() })),
        Format::Html | Format::Plain | Format::JsonLines => {
            let limit = settings.limit;
            Box::new(Lazy::new(move || {
                let place = Place::file(&names.shown);
                let read = bytes(whole, &names, limit).and_then(|bytes| html::page(&bytes, &html::Beside::default(), &place, &names.id));
                Item { place, outcome: read.into() }
            }))
        }
    }
}

/// What stands in a stream behind its byte order mark, which is so many bytes long.
#[cfg(feature = "formats")]
fn behind(mark: usize, mut stream: Stream) -> io::Result<Stream> {
    io::copy(&mut (&mut stream).take(mark as u64), &mut io::sink())?;
    Ok(stream)
}

/// A stream that has to be held as a whole.
#[cfg(feature = "formats")]
fn document(stream: Stream, names: &Names, limit: u64, read: impl FnOnce(Vec<u8>) -> Box<dyn Source>) -> Box<dyn Source> {
    match bytes(stream, names, limit) {
        Ok(bytes) => read(bytes),
        Err(e) => Box::new(Once::fault(e)),
    }
}

#[cfg(feature = "formats")]
fn bytes(stream: Stream, names: &Names, limit: u64) -> Result<Vec<u8>, ReadError> {
    let place = || Place::file(&names.shown);
    let mut bytes = Vec::new();
    stream.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| ReadError::reading(place(), e))?;
    if bytes.len() as u64 > limit { Err(ReadError::TooLong { place: place(), limit }) } else { Ok(bytes) }
}

fn plain(start: Vec<u8>, stream: Stream, names: Names, settings: &Settings) -> Box<dyn Source> {
    let limit = settings.limit;
    Box::new(Lazy::new(move || {
        let read = plain::read(Cursor::new(start).chain(stream), limit, &names.shown, &names.id);
        Item { place: Place::file(&names.shown), outcome: read.into() }
    }))
}

fn lines(start: Vec<u8>, stream: Stream, names: Names, settings: &Settings) -> Box<dyn Source> {
    let (framing, mark) = Framing::of(&start);
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

#[cfg(not(feature = "formats"))]
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

#[cfg(not(feature = "formats"))]
/// Whether so much of the start is there that its first character can be told.
fn first_of_text(start: &[u8]) -> bool {
    start.len() >= SNIFFED || (start.len() >= 4 && first_not_blank(start).is_some())
}

#[cfg(not(feature = "formats"))]
fn begins_an_object(start: &[u8]) -> bool {
    first_not_blank(start) == Some(u16::from(b'{'))
}
