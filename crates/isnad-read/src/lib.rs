//! Streams news reports out of files, folders and standard input, in input order and in bounded memory.
//!
//! Whatever comes in, each report ends as one item: a [`Report`](isnad::Report) whose text is unchanged, or a
//! [`ReadError`] that says what is wrong, where, and what to do; reading goes on behind it.
//!
//! ```
//! use isnad_read::{Input, Reader};
//!
//! let input = "{\"id\": 7, \"title\": \"عنوان\", \"body\": \"نص\"}\n{\"id\": 8, \"body\": [\n";
//! let mut reader = Reader::new([Input::Stdin]).reading_stdin_from(input.as_bytes());
//!
//! let report = reader.next().unwrap()?;
//! assert_eq!((report.id.as_str(), report.text.as_str()), ("7", "عنوان\nنص"));
//! let error = reader.next().unwrap().unwrap_err();
//! assert!(error.to_string().starts_with("standard input:2:"));
//! assert!(reader.next().is_none());
//! # Ok::<(), isnad_read::ReadError>(())
//! ```
//!
//! # What is read
//! - **Plain text** (`.txt`, and every file named on the call that is not JSON Lines): one report a file, its first
//!   line that is not blank the title. Its id is the file's name without extension.
//! - **JSON Lines** (`.jsonl`, `.ndjson`, `.json`): one report a line, fields `id`, `title`, `body` (or `text`,
//!   `content`), `published` (or `date`), `publisher` (or `source`, `outlet`), `byline` (or
//!   `author`), `url`; others are passed over.
//!   A report without `id` is called by file and line (`news.jsonl:12`).
//! - **Folders**: `.txt`, `.jsonl`, `.ndjson` and files without extension, recursively, sorted by name; hidden ones
//!   are passed over. Ids carry the path below the folder (`2015/july/r1`).
//! - **Standard input**, and pipes given as paths: JSON Lines where the first byte that is not blank is `{`, else plain text.
//!
//! With the feature `formats` also, told apart by content and name:
//! - **JSON** lists of objects, and one object over many lines. The fields of a report can be mapped ([`Fields::map`]).
//! - **Archives**: gzip, zstd, zip and tar, in each other within `Limits`; ids carry the archive (`a.zip/b.json:17`).
//! - **HTML**: the main text, and title, day, author, site and address as the page's own metadata give them.
//! - **Feeds**: RSS and Atom, one report an entry, of the feed's own text.
//! - **WARC**, packed or not: answers of status 200 that are HTML, and the plain text of WET files; [`Progress::passed_over`]
//!   counts the rest.
//! - **SGML of research collections** (LDC's Gigaword, TREC): `<DOC>` after `<DOC>`, one report each; the day is the document's own or that in its name.
//! - **IPTC ninjs** and **NewsML-G2**: an item under embargo is a fault that says until when ([`Reader::with_now`]), one that is
//!   cancelled is [`Outcome::Withdrawn`].
//!
//! With the feature `http`, feeds, pages and files by address, within `Network`. With the feature `languages`,
//! `language` tells which language a report is in.
//!
//! [`Reader::steps`] reads so that a run can go on later where it was.
//!
//! Encodings: UTF-8, UTF-16 with a byte order mark, windows-1256 and ISO-8859-6 ([`decode`]). Where it was not UTF-8, a
//! note of the report says so; offsets are then those of the decoded text.

#[cfg(feature = "formats")]
mod charset;
mod control;
#[cfg(feature = "formats")]
mod day;
#[cfg(feature = "formats")]
mod embargo;
mod encoding;
mod error;
#[cfg(feature = "formats")]
mod feed;
mod fields;
#[cfg(feature = "formats")]
mod headline;
#[cfg(feature = "formats")]
mod html;
#[cfg(feature = "http")]
mod http;
mod json_lines;
#[cfg(feature = "formats")]
mod json_values;
#[cfg(feature = "languages")]
mod language;
mod letters;
#[cfg(feature = "formats")]
mod limits;
mod lines;
#[cfg(feature = "formats")]
mod newsml;
#[cfg(feature = "formats")]
mod ninjs;
mod open;
mod plain;
mod reader;
#[cfg(feature = "formats")]
mod sgml;
#[cfg(feature = "formats")]
mod sniff;
mod source;
mod steps;
#[cfg(feature = "formats")]
mod unpack;
mod walk;
#[cfg(feature = "formats")]
mod warc;

pub use encoding::{Decoded, Undecoded, decode};
pub use error::{Place, ReadError};
pub use fields::{Fields, MapError};
#[cfg(feature = "http")]
pub use http::Network;
#[cfg(feature = "languages")]
pub use language::{codes, language};
#[cfg(feature = "formats")]
pub use limits::Limits;
pub use reader::{DEFAULT_MAX_REPORT_BYTES, Input, Reader};
pub use steps::{Origin, Outcome, Progress, Resume, Step, Steps};
