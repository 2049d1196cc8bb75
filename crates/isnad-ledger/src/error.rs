//! Decides how a ledger's faults are told: what, where, and what to do.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a ledger could not be opened, read or written.
#[derive(Debug)]
#[non_exhaustive]
pub enum LedgerError {
    /// There is no ledger at this path.
    None {
        /// Where one was looked for.
        folder: PathBuf,
    },
    /// The folder holds other things than a ledger.
    Foreign {
        /// The folder.
        folder: PathBuf,
    },
    /// The ledger was written by another version.
    Schema {
        /// The folder.
        folder: PathBuf,
        /// What it says it is.
        found: String,
    },
    /// Another process writes to it.
    Locked {
        /// The folder.
        folder: PathBuf,
    },
    /// A file could not be read or written.
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file does not hold what it should.
    Broken {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// Something asked for that is not there, or a question that makes no sense.
    Asked(String),
}

impl LedgerError {
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> LedgerError + '_ {
        move |source| LedgerError::Io { path: path.to_owned(), source }
    }

    /// A file that does not hold what it should.
    pub fn broken<E: fmt::Display>(path: &Path) -> impl FnOnce(E) -> LedgerError + '_ {
        move |e| LedgerError::Broken { path: path.to_owned(), what: e.to_string() }
    }
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LedgerError::None { folder } => write!(f, "{}: no ledger is here (its file ledger.json is missing); `isnad ingest SOURCE --into {}` makes one", folder.display(), folder.display()),
            LedgerError::Foreign { folder } => write!(f, "{}: the folder holds other things and no ledger; name an empty or a new folder", folder.display()),
            LedgerError::Schema { folder, found } => {
                write!(f, "{}: the ledger is of the kind «{found}», and this version reads «{}» only; ingest the reports anew into another folder", folder.display(), crate::schema::SCHEMA)
            }
            LedgerError::Locked { folder } => write!(f, "{}: another process is writing to the ledger; wait until it has ended", folder.display()),
            LedgerError::Io { path, source } => write!(f, "{}: {source}", path.display()),
            LedgerError::Broken { path, what } => write!(f, "{}: {what}; restore the file from a copy, or ingest anew into another folder", path.display()),
            LedgerError::Asked(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for LedgerError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            LedgerError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
