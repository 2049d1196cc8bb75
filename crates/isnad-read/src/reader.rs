//! Decides what is read next, over all inputs in their order.
//!
//! ```
//! use isnad_read::{Input, Reader};
//!
//! let reader = Reader::new([Input::from_argument("-")]).reading_stdin_from("عنوان\n\nنص الخبر".as_bytes());
//! let reports: Vec<_> = reader.collect::<Result<_, _>>()?;
//! assert_eq!((reports[0].id.as_str(), reports[0].title()), ("stdin", Some("عنوان")));
//! # Ok::<(), isnad_read::ReadError>(())
//! ```

use crate::encoding::Framing;
use crate::error::{Place, ReadError};
use crate::json_lines::JsonLines;
use crate::plain;
use crate::walk::{File, Kind, Walk, kind_of_file, not_opened};
use isnad::Report;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Cursor, ErrorKind, Read};
use std::iter::FusedIterator;
use std::path::{Path, PathBuf};

/// The longest report read unless [`Reader::with_max_report_bytes`] says otherwise, in bytes of the input: 16 MiB.
pub const DEFAULT_MAX_REPORT_BYTES: u64 = 16 << 20;

/// How much of a stream is looked at for its first byte that is not blank.
const SNIFFED: usize = 1 << 16;

/// Something to read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file or a folder.
    Path(PathBuf),
    /// Standard input.
    Stdin,
}

impl Input {
    /// An argument of a command line: `-` is standard input.
    pub fn from_argument(argument: impl AsRef<OsStr>) -> Input {
        let argument = argument.as_ref();
        if argument == "-" { Input::Stdin } else { Input::Path(argument.into()) }
    }
}

type Stream = Box<dyn Read + Send>;

/// The reports of some inputs, in their order. It can be sent to another thread, or shared by workers behind a lock.
///
/// Memory stays within a few times the longest report, and the names of the folders being read.
pub struct Reader {
    inputs: std::vec::IntoIter<Input>,
    walk: Option<Walk>,
    lines: Option<JsonLines<Stream>>,
    stdin: Option<Stream>,
    limit: u64,
}

impl Reader {
    /// Reads from these inputs. Nothing is opened before the first report is asked for.
    pub fn new(inputs: impl IntoIterator<Item = Input>) -> Reader {
        let inputs: Vec<Input> = inputs.into_iter().collect();
        Reader { inputs: inputs.into_iter(), walk: None, lines: None, stdin: None, limit: DEFAULT_MAX_REPORT_BYTES }
    }

    /// Passes over reports longer than this, in bytes as they stand in the input (for JSON Lines: of the line).
    pub fn with_max_report_bytes(self, limit: u64) -> Reader {
        Reader { limit, ..self }
    }

    /// Reads this where [`Input::Stdin`] says standard input: for tests, and for programs with a stream of their own.
    pub fn reading_stdin_from(self, stream: impl Read + Send + 'static) -> Reader {
        Reader { stdin: Some(Box::new(stream)), ..self }
    }

    /// Begins the next input; an item where it is read at once.
    fn begin(&mut self, input: Input) -> Option<Result<Report, ReadError>> {
        let path = match input {
            Input::Stdin => {
                let stream = self.stdin.take().unwrap_or_else(|| Box::new(io::stdin()));
                return self.stream(stream, Kind::Sniffed, "standard input", "stdin", "stdin");
            }
            Input::Path(path) => path,
        };
        let metadata = match fs::metadata(&path) {
            Ok(metadata) => metadata,
            Err(e) => return Some(Err(not_opened(&path, e))),
        };
        if metadata.is_dir() {
            self.walk = Some(Walk::new(path));
            return None;
        }
        // A pipe given as a path, as shells do for `<(...)`, has no name that would tell what it holds.
        let kind = if metadata.is_file() { kind_of_file(&path) } else { Kind::Sniffed };
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        self.file(&File { path, name, kind })
    }

    fn file(&mut self, file: &File) -> Option<Result<Report, ReadError>> {
        let shown = file.path.display().to_string();
        match open(&file.path, file.kind, self.limit) {
            Ok(stream) => self.stream(stream, file.kind, &shown, &file.name, file.id()),
            Err(e) => Some(Err(e)),
        }
    }

    /// Reads a stream: at once where it is one report, else line by line from now on.
    fn stream(&mut self, mut stream: Stream, kind: Kind, shown: &str, name: &str, id: &str) -> Option<Result<Report, ReadError>> {
        let enough = if kind == Kind::Sniffed { first_of_text } else { |start: &[u8]| start.len() >= 3 };
        let start = match read_start(&mut stream, enough) {
            Ok(start) => start,
            Err(source) => {
                return Some(Err(ReadError::Io { place: Place::file(shown), source }));
            }
        };
        let (framing, mark) = Framing::of(&start);
        let by_lines = match kind {
            Kind::JsonLines => true,
            Kind::Plain => false,
            Kind::Sniffed => begins_an_object(&start),
        };
        if !by_lines {
            return Some(plain::read(Cursor::new(start).chain(stream), self.limit, shown, id));
        }
        let mut start = Cursor::new(start);
        start.set_position(mark as u64);
        let stream: Stream = Box::new(start.chain(stream));
        self.lines = Some(JsonLines::new(stream, framing, mark as u64, self.limit, shown.to_owned(), name.to_owned()));
        None
    }
}

/// Opens a file. One that is a single report and too long is not even opened.
fn open(path: &Path, kind: Kind, limit: u64) -> Result<Stream, ReadError> {
    let file = fs::File::open(path).map_err(|e| not_opened(path, e))?;
    let length = file.metadata().map_err(|e| not_opened(path, e))?.len();
    if kind == Kind::Plain && length > limit {
        return Err(ReadError::TooLong { place: Place::file(&path.display().to_string()), limit });
    }
    Ok(Box::new(file))
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

impl Iterator for Reader {
    type Item = Result<Report, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(lines) = &mut self.lines {
                match lines.next() {
                    None => self.lines = None,
                    item => return item,
                }
                continue;
            }
            let item = match self.walk.as_mut().map(Walk::next) {
                Some(Some(Ok(file))) => self.file(&file),
                Some(Some(Err(e))) => Some(Err(e)),
                Some(None) => {
                    self.walk = None;
                    None
                }
                None => match self.inputs.next() {
                    Some(input) => self.begin(input),
                    None => return None,
                },
            };
            if item.is_some() {
                return item;
            }
        }
    }
}

impl FusedIterator for Reader {}
