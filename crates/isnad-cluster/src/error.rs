//! What can go wrong between machines, and what to do about it.

use ballista_core::error::BallistaError;
use datafusion::error::DataFusionError;
use isnad_ledger::LedgerError;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a cluster, or a run on one, stopped.
#[derive(Debug)]
pub enum ClusterError {
    /// The ledger cannot be read or written.
    Ledger(LedgerError),
    /// A file of the run's own cannot be read or written.
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// An address that cannot be listened at or is none.
    Address {
        /// As given.
        address: String,
        /// Why.
        why: String,
    },
    /// No scheduler answers.
    NoScheduler {
        /// Where it was sought.
        address: String,
        /// Why.
        why: String,
    },
    /// An input that cannot be listed.
    Input {
        /// As given.
        path: String,
        /// Why.
        why: String,
    },
    /// The engine failed at something that no smaller part would mend.
    Engine {
        /// What was being done.
        doing: String,
        /// Why.
        why: String,
    },
}

impl ClusterError {
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> ClusterError + '_ {
        move |source| ClusterError::Io { path: path.to_owned(), source }
    }

    pub(crate) fn engine(doing: &str) -> impl FnOnce(DataFusionError) -> ClusterError + '_ {
        move |e| ClusterError::Engine { doing: doing.to_owned(), why: e.strip_backtrace() }
    }

    pub(crate) fn ballista(doing: &str) -> impl FnOnce(BallistaError) -> ClusterError + '_ {
        move |e| ClusterError::Engine { doing: doing.to_owned(), why: e.to_string() }
    }
}

impl fmt::Display for ClusterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ClusterError::Ledger(e) => write!(f, "{e}"),
            ClusterError::Io { path, source } => write!(f, "{}: {source}", path.display()),
            ClusterError::Address { address, why } => write!(f, "{address}: {why}; give HOST:PORT of this machine, as in 127.0.0.1:50050"),
            ClusterError::NoScheduler { address, why } => write!(f, "no scheduler answers at {address} ({why}); start one with `isnad cluster scheduler`"),
            ClusterError::Input { path, why } => write!(f, "{path}: {why}"),
            ClusterError::Engine { doing, why } => write!(f, "{doing}: {why}"),
        }
    }
}

impl std::error::Error for ClusterError {}

impl From<LedgerError> for ClusterError {
    fn from(e: LedgerError) -> ClusterError {
        ClusterError::Ledger(e)
    }
}
