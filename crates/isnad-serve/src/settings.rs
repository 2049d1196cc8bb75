//! Decides what a server may be told, and its bounds.

use crate::pool::Pack;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How much of everything there may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// How long an answer may take; a search that takes longer is stopped.
    pub request: Duration,
    /// How long a client may take for the head of a request.
    pub head: Duration,
    /// How long a saved list may wait for a client that does not read.
    pub stalled: Duration,
    /// How many connections there may be.
    pub connections: usize,
    /// How many requests may be under way.
    pub requests: usize,
    /// How many searches run at once; the others wait.
    pub searches: usize,
    /// How many lists are saved at once.
    pub saved: usize,
    /// How many coders there are.
    pub coders: usize,
    /// The longest body of a request, in bytes.
    pub body: usize,
    /// How often the ledger is looked at.
    pub poll: Duration,
    /// How long requests under way may take when the server ends.
    pub ending: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZeroUsize::get);
        Limits {
            request: Duration::from_secs(10),
            head: Duration::from_secs(10),
            stalled: Duration::from_secs(30),
            connections: 512,
            requests: 512,
            searches: cores.max(2),
            saved: 4,
            coders: cores.clamp(1, 4),
            body: 1 << 20,
            poll: Duration::from_secs(2),
            ending: Duration::from_secs(10),
        }
    }
}

/// What is served, where, and to whom.
#[derive(Clone)]
pub struct Settings {
    /// The ledger's folder.
    pub ledger: PathBuf,
    /// Where to listen.
    pub listen: SocketAddr,
    /// What a client has to know; needed where others than this machine can connect.
    pub token: Option<String>,
    /// The bounds.
    pub limits: Limits,
    /// By what reports are coded.
    pub pack: Arc<dyn Pack>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The token is never shown.
        f.debug_struct("Settings").field("ledger", &self.ledger).field("listen", &self.listen).field("token", &self.token.is_some()).field("limits", &self.limits).finish_non_exhaustive()
    }
}
