//! Exports: a ledger in the shapes that the field's tools read. `docs/EXPORTS.md` says for each what it carries and what is lost.
//!
//! Every writer goes through the reports once, in the order of the ledger, and holds one of them at a time. What isnad does
//! not know stays empty. What is negated, to come, only possible, denied, doubted or alleged is either said in the format's
//! own place for it, or the row is left out and counted in [`Written::left_out`]: no format shows it as a plain fact.
//!
//! ```
//! use isnad_ledger::export::{self, Format};
//! use isnad_ledger::store::{Ledger, Snapshot};
//!
//! let folder = tempfile::tempdir()?;
//! drop(Ledger::open_or_create(folder.path())?);
//! let format = Format::named("polecat").expect("a format");
//! let mut out = Vec::new();
//! let written = export::write(&Snapshot::open(folder.path())?, format, &mut out)?;
//! assert_eq!(written.rows, 0);
//! assert!(String::from_utf8(out)?.starts_with("Event ID\tEvent Date\tEvent Type"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod acled;
pub mod brat;
pub mod cell;
mod fields;
pub mod gdelt;
pub mod plover;
pub mod polecat;
pub mod prov;
mod story;
pub mod webannotation;

use crate::error::LedgerError;
use crate::store::Snapshot;
use std::io;
use std::path::PathBuf;

/// A shape in which a ledger can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// PLOVER's JSON records, one a line.
    Plover,
    /// POLECAT's 40 columns.
    Polecat,
    /// The 61 columns of GDELT 2.0's events.
    Gdelt,
    /// ACLED's 31 columns.
    Acled,
    /// W3C Web Annotations, one a line.
    WebAnnotation,
    /// The chains as PROV-O in JSON-LD.
    Prov,
    /// brat's standoff: a folder.
    Brat,
}

/// All formats, in the order of the documentation.
pub const FORMATS: [Format; 7] = [Format::Plover, Format::Polecat, Format::Gdelt, Format::Acled, Format::WebAnnotation, Format::Prov, Format::Brat];

impl Format {
    /// Its name, as a user gives it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Plover => "plover",
            Format::Polecat => "polecat",
            Format::Gdelt => "gdelt",
            Format::Acled => "acled",
            Format::WebAnnotation => "webannotation",
            Format::Prov => "prov",
            Format::Brat => "brat",
        }
    }

    /// The format of a name.
    pub fn named(name: &str) -> Option<Format> {
        FORMATS.into_iter().find(|f| f.name() == name)
    }

    /// What it is, in a line.
    pub fn about(self) -> &'static str {
        match self {
            Format::Plover => "PLOVER records, JSON Lines",
            Format::Polecat => "POLECAT's 40 columns, tab-separated",
            Format::Gdelt => "the 61 columns of GDELT 2.0's events, tab-separated, without a header",
            Format::Acled => "ACLED's 31 columns, CSV",
            Format::WebAnnotation => "W3C Web Annotations, JSON Lines",
            Format::Prov => "the chains as PROV-O, JSON-LD",
            Format::Brat => "brat standoff, a folder of files",
        }
    }

    /// Whether it is a folder of files and no stream: see [`brat::write`].
    pub fn is_folder(self) -> bool {
        self == Format::Brat
    }
}

/// What an export has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Rows or records written; of `brat`, reports.
    pub rows: u64,
    /// Events left out because the format cannot say how they stand, or does not cover them.
    pub left_out: u64,
}

/// Writes a ledger as a stream.
///
/// # Errors
/// A file of the ledger that cannot be read, an output that cannot be written, and a format that is a folder.
pub fn write(snapshot: &Snapshot, format: Format, out: &mut dyn io::Write) -> Result<Written, LedgerError> {
    match format {
        Format::Plover => plover::write(snapshot, out),
        Format::Polecat => polecat::write(snapshot, out),
        Format::Gdelt => gdelt::write(snapshot, out),
        Format::Acled => acled::write(snapshot, out),
        Format::WebAnnotation => webannotation::write(snapshot, out),
        Format::Prov => prov::write(snapshot, out),
        Format::Brat => Err(LedgerError::Asked("brat is a folder of files and no stream; name a folder to write it into".to_owned())),
    }
}

/// A stream that could not be written.
fn unwritten(source: io::Error) -> LedgerError {
    LedgerError::Io { path: PathBuf::from("the export"), source }
}

/// A row that could not be written.
fn unwritten_row(e: csv::Error) -> LedgerError {
    unwritten(match e.into_kind() {
        csv::ErrorKind::Io(e) => e,
        other => io::Error::other(format!("{other:?}")),
    })
}

/// Writes a JSON value and a line break.
fn json_line(out: &mut dyn io::Write, value: &serde_json::Value) -> Result<(), LedgerError> {
    serde_json::to_writer(&mut *out, value).map_err(|e| unwritten(e.into()))?;
    out.write_all(b"\n").map_err(unwritten)
}
