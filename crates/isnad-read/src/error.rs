//! What can go wrong with one report or one file, worded for the person who gave it.
//!
//! ```
//! use isnad_read::{Input, ReadError, Reader};
//!
//! let mut reader = Reader::new([Input::Path("no/such.txt".into())]);
//! let error = reader.next().unwrap().unwrap_err();
//! assert!(matches!(error, ReadError::NotFound { .. }));
//! assert_eq!(error.to_string(), "no/such.txt: there is no such file or folder; check the path");
//! assert_eq!(error.place().line, None);
//! ```

use std::fmt;
use std::io;

/// Where in the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The path as it was given or found, or `standard input`.
    pub file: String,
    /// The line, from 1, where the file is read by lines; of a JSON list or a feed, the ordinal of the entry, from 1.
    pub line: Option<u64>,
}

impl Place {
    pub(crate) fn file(file: &str) -> Place {
        Place { file: file.to_owned(), line: None }
    }

    pub(crate) fn line(file: &str, line: u64) -> Place {
        Place { file: file.to_owned(), line: Some(line) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        self.line.map_or(Ok(()), |line| write!(f, ":{line}"))
    }
}

/// Why a report, a file or a folder was not read. Everything behind it still is, unless the variant says otherwise.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadError {
    /// The path leads nowhere.
    NotFound {
        /// The path.
        place: Place,
    },
    /// The system refused to open or read; the rest of the file is lost.
    Io {
        /// The file or folder.
        place: Place,
        /// What the system said.
        source: io::Error,
    },
    /// The file, the input or the report's text holds nothing but blanks.
    Empty {
        /// The file, with the line where it is one report among others.
        place: Place,
    },
    /// The file is no text: it holds a NUL, or more control bytes than any text does. None of it is read.
    Binary {
        /// The file.
        place: Place,
        /// Where in the file the first such byte stands, in bytes from 0.
        offset: u64,
        /// The byte.
        byte: u8,
    },
    /// The bytes are in no encoding that is read.
    Encoding {
        /// The file, with the line where it is read by lines.
        place: Place,
        /// Where in the file the first byte stands that cannot be read, in bytes from 0.
        offset: u64,
        /// The byte.
        byte: u8,
        /// The encoding that the bytes were taken for, or seem to be in.
        looks_like: &'static str,
    },
    /// The report is longer than the limit and was passed over.
    TooLong {
        /// The file, with the line where it is read by lines.
        place: Place,
        /// The limit, in bytes of the input.
        limit: u64,
    },
    /// The line is not a JSON object.
    Json {
        /// File and line.
        place: Place,
        /// The column, in Unicode code points from 1.
        column: u64,
        /// What the parser said.
        message: String,
    },
    /// A field holds something of a wrong type.
    Field {
        /// File and line.
        place: Place,
        /// The field.
        field: String,
        /// What it holds.
        found: &'static str,
        /// What it has to hold.
        expected: &'static str,
    },
    /// The JSON object has none of the fields that a text could be in.
    NoText {
        /// File and line.
        place: Place,
    },
    /// The file holds JSON, but not one object a line. None of it is read.
    NotJsonLines {
        /// File and line.
        place: Place,
    },
    /// The folder and those below it hold no file of a kind that is read.
    NothingToRead {
        /// The folder.
        place: Place,
    },
    /// What was packed is damaged, cut off, encrypted or expands too far, or a document is not well formed. What stood
    /// before the fault is read.
    Broken {
        /// The file, with the member and the item where they are known.
        place: Place,
        /// What is wrong.
        message: String,
    },
    /// The page has no main text that could be told from what stands around it.
    NoMainText {
        /// The page.
        place: Place,
    },
    /// The publisher does not allow the item to be used, or not yet.
    Embargoed {
        /// The file, and where in it.
        place: Place,
        /// The item's id.
        id: String,
        /// From when on it may be used, as the item says it; none where it is withheld.
        until: Option<String>,
    },
    /// An address could not be fetched, or may not be.
    Fetch {
        /// The address.
        place: Place,
        /// What is wrong.
        message: String,
    },
    /// The publisher takes an earlier report back; [`Outcome::Withdrawn`](crate::Outcome::Withdrawn) where steps are read.
    Withdrawn {
        /// The file, and where in it.
        place: Place,
        /// The id of the report that is taken back.
        id: String,
    },
    /// A link leads back to a folder that is being read; it was not followed.
    Loop {
        /// The link.
        place: Place,
    },
}

impl ReadError {
    /// What an error of reading means: that the system failed, or that what was packed is broken.
    pub(crate) fn reading(place: Place, source: io::Error) -> ReadError {
        #[cfg(feature = "formats")]
        if let Some(broken) = source.get_ref().and_then(|inner| inner.downcast_ref::<crate::limits::Broken>()) {
            return ReadError::Broken { place, message: broken.to_string() };
        }
        ReadError::Io { place, source }
    }

    /// In a few words why an input gave no report.
    pub fn reason(&self) -> &'static str {
        match self {
            ReadError::NotFound { .. } => "not found",
            ReadError::Io { .. } => "not readable",
            ReadError::Empty { .. } => "empty",
            ReadError::Binary { .. } => "not text",
            ReadError::Encoding { .. } => "in an unknown encoding",
            ReadError::TooLong { .. } => "too long",
            ReadError::Json { .. } => "not JSON",
            ReadError::Field { .. } => "with a field of a wrong type",
            ReadError::NoText { .. } => "without text",
            ReadError::NotJsonLines { .. } => "not one JSON object a line",
            ReadError::NothingToRead { .. } => "folders without reports",
            ReadError::Loop { .. } => "links in a circle",
            _ => "for other reasons",
        }
    }

    /// Whether a later run may succeed where this one did not.
    pub fn may_pass(&self) -> bool {
        matches!(self, ReadError::NotFound { .. } | ReadError::Io { .. } | ReadError::Embargoed { .. })
    }

    /// The file, and the line where there is one.
    pub fn place(&self) -> &Place {
        match self {
            ReadError::NotFound { place }
            | ReadError::Io { place, .. }
            | ReadError::Empty { place }
            | ReadError::Binary { place, .. }
            | ReadError::Encoding { place, .. }
            | ReadError::TooLong { place, .. }
            | ReadError::Json { place, .. }
            | ReadError::Field { place, .. }
            | ReadError::NoText { place }
            | ReadError::NotJsonLines { place }
            | ReadError::NothingToRead { place }
            | ReadError::Broken { place, .. }
            | ReadError::NoMainText { place }
            | ReadError::Embargoed { place, .. }
            | ReadError::Fetch { place, .. }
            | ReadError::Withdrawn { place, .. }
            | ReadError::Loop { place } => place,
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::NotFound { place } => write!(f, "{place}: there is no such file or folder; check the path"),
            ReadError::Io { place, source } => {
                write!(f, "{place}: cannot be read ({source}); check its permissions and the disk")
            }
            ReadError::Empty { place } => write!(f, "{place}: empty; there is no text to code"),
            ReadError::Binary { place, offset, byte } => write!(
                f,
                "{place}: not text (byte 0x{byte:02X} at offset {offset}); give plain text or JSON Lines, \
                 unpacked, and UTF-16 only with a byte order mark"
            ),
            ReadError::Encoding { place, offset, byte, looks_like } => write!(
                f,
                "{place}: byte 0x{byte:02X} at offset {offset} cannot be read; the bytes look like {looks_like}, \
                 and are read as UTF-8, UTF-16 with a byte order mark, windows-1256 or ISO-8859-6; convert to UTF-8 or repair"
            ),
            ReadError::TooLong { place, limit } => {
                write!(f, "{place}: the report is longer than {limit} bytes; split it, or raise the limit")
            }
            ReadError::Json { place, column, message } => {
                write!(f, "{place}:{column}: not a JSON object ({message}); each line holds one report as {{\"id\": …, \"body\": …}}")
            }
            ReadError::Field { place, field, found, expected } => {
                write!(f, "{place}: field `{field}` holds {found}; it has to be {expected}")
            }
            ReadError::NoText { place } => {
                write!(f, "{place}: no text; give it in a field `body`, `text` or `content`")
            }
            ReadError::NotJsonLines { place } => write!(f, "{place}: JSON, but not one object a line; convert it, for instance with `jq -c '.[]'` for a list or `jq -c .` for an object"),
            ReadError::NothingToRead { place } if cfg!(feature = "formats") => {
                write!(f, "{place}: holds no reports; read are text, JSON, HTML, feeds, NewsML-G2, WARC, and zip, gzip, zstd and tar of them")
            }
            ReadError::NothingToRead { place } => {
                write!(f, "{place}: holds no reports; files read are .txt, .jsonl, .ndjson and those without extension")
            }
            ReadError::Broken { place, message } => write!(f, "{place}: cannot be unpacked or read ({message}); get the file anew or repair it"),
            ReadError::NoMainText { place } => write!(f, "{place}: no main text was found in the page; it may be a list of links, or filled by a script"),
            ReadError::Embargoed { place, id, until: Some(until) } => write!(f, "{place}: `{id}` is under embargo until {until}; read it again then"),
            ReadError::Embargoed { place, id, until: None } => write!(f, "{place}: `{id}` is withheld by its publisher and may not be used"),
            ReadError::Fetch { place, message } => write!(f, "{place}: cannot be fetched ({message}); check the address and the network"),
            ReadError::Withdrawn { place, id } => {
                write!(f, "{place}: its publisher takes the report `{id}` back; remove what was coded from it")
            }
            ReadError::Loop { place } => {
                write!(f, "{place}: the link leads back to a folder that is being read, and was not followed; remove it")
            }
        }
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ReadError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
