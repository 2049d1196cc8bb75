//! Reads web archives (WARC, WARC.gz): the pages that servers answered with, and the plain text of WET files. Other records are
//! passed over and counted.
//!
//! ```
//! use isnad_read::{Input, Reader};
//!
//! let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<title>عنوان</title><p>قال الوزير إن المحادثات ستستأنف غدا.</p>";
//! let archive = format!(
//!     "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: https://example.org/1\r\n\
//!      Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{page}\r\n\r\n", page.len());
//! let report = Reader::new([Input::Stdin]).reading_stdin_from(std::io::Cursor::new(archive)).next().unwrap()?;
//! assert_eq!((report.id.as_str(), report.url.as_deref()), ("urn:uuid:1", Some("https://example.org/1")));
//! # Ok::<(), isnad_read::ReadError>(())
//! ```

use crate::charset::{self, of_content_type};
use crate::error::{Place, ReadError};
use crate::html::{self, Beside};
use crate::limits::broken;
use crate::open::{Context, Names};
use crate::reader::Stream;
use crate::source::{Item, Source};
use crate::steps::Outcome;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use isnad::Report;
use std::io::{self, BufRead, BufReader, Read};

/// A record's header has at most so many bytes.
const HEADER: u64 = 64 << 10;

/// The records of an archive.
pub(crate) struct Warc {
    input: BufReader<Stream>,
    names: Names,
    context: Context,
    number: u64,
    done: bool,
    found: bool,
}

/// What matters of a record's header.
#[derive(Default)]
struct Header {
    kind: String,
    id: String,
    url: Option<String>,
    content_type: String,
    length: u64,
}

impl Warc {
    pub fn new(stream: Stream, names: Names, context: &Context) -> Warc {
        Warc { input: BufReader::with_capacity(1 << 16, stream), names, context: context.clone(), number: 0, done: false, found: false }
    }

    /// One line of a header, without its break; none at the end of the stream.
    fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        let read = (&mut self.input).take(HEADER).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(None);
        }
        if line.last() != Some(&b'\n') {
            return Err(broken("the header of a record is cut off, or longer than 64 KiB"));
        }
        Ok(Some(String::from_utf8_lossy(&line).trim_end().to_owned()))
    }

    fn header(&mut self) -> io::Result<Option<Header>> {
        // Records are parted by two empty lines; some writers leave one out.
        let version = loop {
            match self.line()? {
                None => return Ok(None),
                Some(line) if line.is_empty() => {}
                Some(line) => break line,
            }
        };
        if !version.starts_with("WARC/") {
            return Err(broken(format!("record {}: begins with «{}» and not with WARC/", self.number, version.chars().take(20).collect::<String>())));
        }
        let mut header = Header::default();
        let mut length = None;
        let mut size = 0;
        loop {
            let Some(line) = self.line()? else { return Err(broken("the header of a record is cut off")) };
            if line.is_empty() {
                break;
            }
            size += line.len() as u64;
            if size > HEADER {
                return Err(broken("the header of a record is longer than 64 KiB"));
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "warc-type" => header.kind = value.to_ascii_lowercase(),
                "warc-record-id" => header.id = bare(value).to_owned(),
                "warc-target-uri" => header.url = Some(bare(value).to_owned()),
                "content-type" => header.content_type = value.to_ascii_lowercase(),
                "content-length" => length = value.parse().ok(),
                _ => {}
            }
        }
        let Some(length) = length else { return Err(broken(format!("record {} does not say how long it is", self.number))) };
        header.length = length;
        Ok(Some(header))
    }

    fn skip(&mut self, bytes: u64) -> io::Result<()> {
        if io::copy(&mut (&mut self.input).take(bytes), &mut io::sink())? < bytes {
            return Err(broken("the archive ends within a record"));
        }
        Ok(())
    }

    fn block(&mut self, length: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        (&mut self.input).take(length).read_to_end(&mut bytes)?;
        if (bytes.len() as u64) < length {
            return Err(broken("the archive ends within a record"));
        }
        Ok(bytes)
    }

    /// The next record that is an item, looked into only where it is wanted.
    fn read(&mut self, wanted: bool) -> io::Result<Option<Item>> {
        loop {
            self.number += 1;
            let Some(header) = self.header()? else {
                self.done = true;
                let place = Place::file(&self.names.shown);
                return Ok((!std::mem::replace(&mut self.found, true)).then(|| Item::fault(ReadError::NothingToRead { place })));
            };
            let place = Place::line(&self.names.shown, self.number);
            let limit = self.context.settings.limit;
            let answer = header.kind == "response" && (header.content_type.is_empty() || header.content_type.contains("http"));
            let text = header.kind == "conversion" && header.content_type.starts_with("text/plain");
            let page = header.kind == "resource" && is_html(&header.content_type);
            if !(answer || text || page) {
                self.skip(header.length)?;
                self.context.progress.pass_over();
                continue;
            }
            if header.length > limit {
                self.skip(header.length)?;
                self.found = true;
                return Ok(Some(Item::fault(ReadError::TooLong { place, limit })));
            }
            let block = self.block(header.length)?;
            let id = if header.id.is_empty() { format!("{}:{}", self.names.name, self.number) } else { header.id.clone() };
            let mut beside = Beside { charset: of_content_type(&header.content_type), url: header.url.clone() };
            let answer = match answer {
                true => match http(&block) {
                    // Pictures, redirections and errors of servers are no pages.
                    Some(Answer { status: 200, content_type, .. }) if !is_html(&content_type) => None,
                    Some(Answer { status: 200, content_type, body, encoding }) => {
                        beside.charset = of_content_type(&content_type);
                        Some(if wanted { unpack(body, encoding, limit) } else { Ok(Vec::new()) })
                    }
                    _ => None,
                },
                false => Some(Ok(block)),
            };
            let Some(body) = answer else {
                self.context.progress.pass_over();
                continue;
            };
            self.found = true;
            if !wanted {
                return Ok(Some(Item { place, outcome: Outcome::Withdrawn { id } }));
            }
            let read = match body {
                Ok(body) if text => plain(&body, &beside, &place, &id),
                Ok(body) => html::page(&body, &beside, &place, &id),
                Err(message) => Err(ReadError::Broken { place: place.clone(), message }),
            };
            return Ok(Some(Item { place, outcome: read.into() }));
        }
    }

    fn item(&mut self, wanted: bool) -> Option<Item> {
        if self.done {
            return None;
        }
        self.read(wanted).unwrap_or_else(|e| {
            self.done = true;
            Some(Item::fault(ReadError::reading(Place::line(&self.names.shown, self.number), e)))
        })
    }
}

impl Source for Warc {
    fn next(&mut self) -> Option<Item> {
        self.item(true)
    }

    fn pass(&mut self) -> bool {
        self.item(false).is_some()
    }
}

fn bare(value: &str) -> &str {
    value.trim_start_matches('<').trim_end_matches('>')
}

fn is_html(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "text/html" || kind == "application/xhtml+xml"
}

fn plain(body: &[u8], beside: &Beside, place: &Place, id: &str) -> Result<Report, ReadError> {
    let (text, note) = charset::text(body, beside.charset.as_deref(), place)?;
    if text.trim().is_empty() {
        return Err(ReadError::Empty { place: place.clone() });
    }
    let mut report = Report::from_plain(id, &text);
    report.url = beside.url.clone();
    report.notes.extend(note);
    Ok(report)
}

/// A server's answer.
struct Answer<'a> {
    status: u16,
    content_type: String,
    encoding: Encoding,
    body: &'a [u8],
}

/// How a body is wrapped.
#[derive(Default)]
struct Encoding {
    chunked: bool,
    /// The packings, outermost last.
    content: Vec<String>,
}

fn http(block: &[u8]) -> Option<Answer<'_>> {
    let mut headers = [httparse::EMPTY_HEADER; 128];
    let mut response = httparse::Response::new(&mut headers);
    let mut config = httparse::ParserConfig::default();
    config.allow_spaces_after_header_name_in_responses(true).ignore_invalid_headers_in_responses(true);
    let httparse::Status::Complete(at) = config.parse_response(&mut response, block).ok()? else { return None };
    let value = |name: &str| {
        let mut found = response.headers.iter().filter(|h| h.name.eq_ignore_ascii_case(name));
        found.next().map(|h| String::from_utf8_lossy(h.value).trim().to_ascii_lowercase()).unwrap_or_default()
    };
    let content = value("content-encoding").split(',').map(|e| e.trim().to_owned()).filter(|e| !e.is_empty() && e != "identity").collect();
    let encoding = Encoding { chunked: value("transfer-encoding").contains("chunked"), content };
    Some(Answer { status: response.code?, content_type: value("content-type"), encoding, body: block.get(at..)? })
}

/// The body as the page was. Archives often keep the headers of a wrapping that they have taken off, so that one that is not
/// there is passed over.
fn unpack(body: &[u8], encoding: Encoding, limit: u64) -> Result<Vec<u8>, String> {
    let mut body = if encoding.chunked { unchunk(body).unwrap_or_else(|| body.to_vec()) } else { body.to_vec() };
    for packing in encoding.content.iter().rev() {
        let packed = body.as_slice();
        let stream: Box<dyn Read + '_> = match packing.as_str() {
            "gzip" | "x-gzip" if packed.starts_with(&[0x1f, 0x8b]) => Box::new(MultiGzDecoder::new(packed)),
            "deflate" if packed.first().is_some_and(|b| b & 0x0f == 8) => Box::new(ZlibDecoder::new(packed)),
            "deflate" if !packed.trim_ascii_start().starts_with(b"<") => Box::new(DeflateDecoder::new(packed)),
            "zstd" if packed.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) => Box::new(zstd::stream::read::Decoder::new(packed).map_err(|e| e.to_string())?),
            "gzip" | "x-gzip" | "deflate" | "zstd" => continue,
            _ if packed.trim_ascii_start().starts_with(b"<") => continue,
            other => return Err(format!("its body is packed with {other}, which is not read")),
        };
        let mut unpacked = Vec::new();
        stream.take(limit + 1).read_to_end(&mut unpacked).map_err(|e| format!("its body is damaged: {e}"))?;
        if unpacked.len() as u64 > limit {
            return Err(format!("its body is longer than {limit} bytes when unpacked"));
        }
        body = unpacked;
    }
    Ok(body)
}

/// The body without the lengths of its chunks; none where it is not in chunks.
fn unchunk(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let httparse::Status::Complete((at, length)) = httparse::parse_chunk_size(body).ok()? else { return None };
        let length = usize::try_from(length).ok()?;
        if length == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(body.get(at..at.checked_add(length)?)?);
        body = body.get(at + length..)?.strip_prefix(b"\r\n")?;
    }
}
