//! The commands over a ledger. They are in the build with the feature `ledger` only.

pub mod args;
mod claims;
#[cfg(feature = "cluster")]
mod cluster;
mod copies;
mod export;
mod ingest;
mod keep;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "sql")]
mod sql;

pub use claims::{claim, claims};
#[cfg(feature = "cluster")]
pub use cluster::run as cluster;
pub use copies::copies;
pub use export::export;
pub use ingest::ingest;
pub use keep::run as ledger;
#[cfg(feature = "serve")]
pub use serve::run as serve;
#[cfg(feature = "sql")]
pub use sql::sql;

use crate::output::Stop;
use isnad_ledger::LedgerError;

/// What a fault of a ledger means for the run.
pub(crate) fn stop(e: LedgerError) -> Stop {
    match e {
        LedgerError::None { .. } | LedgerError::Foreign { .. } | LedgerError::Schema { .. } | LedgerError::Asked(_) => Stop::Call(e.to_string()),
        e => Stop::Failed(e.to_string()),
    }
}
