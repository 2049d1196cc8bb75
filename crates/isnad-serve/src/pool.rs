//! Decides how reports are coded on request: by a few coders, each on a thread of its own, with a bounded queue before them.
//!
//! ```
//! use isnad_serve::pool::{Pack, Pool};
//! use std::sync::Arc;
//!
//! struct Shipped(isnad::lexicon::Lexicon);
//! impl Pack for Shipped {
//!     fn lexicon(&self) -> &isnad::lexicon::Lexicon {
//!         &self.0
//!     }
//! }
//!
//! let pool = Pool::new(Arc::new(Shipped(isnad_ar::lexicon(&[]).0)), 1, 4);
//! let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
//! let events = runtime.block_on(pool.run(|_, coder| coder.code(&isnad::Report::with_title("1", "", "قصف الجيش السوري بلدة في إدلب.")).events.len())).unwrap();
//! assert_eq!(events, 1);
//! ```

use crate::Fault;
use isnad::Report;
use isnad::coder::Coder;
use isnad::lexicon::Lexicon;
use serde::Serialize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;
use utoipa::ToSchema;

/// What an explanation is about: `e1`, `a1`, or a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum About {
    /// A record, or the report.
    Record(String),
    /// A sentence, from 0: what was found in it and gave no record.
    Sentence {
        /// Its number.
        sentence: usize,
    },
}

/// Why a record is as it is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Explained {
    /// What it is about.
    pub about: About,
    /// The explanation.
    pub lines: Vec<String>,
}

/// The lexicon by which reports are coded, and how its work is explained.
pub trait Pack: Send + Sync + 'static {
    /// The lexicon.
    fn lexicon(&self) -> &Lexicon;

    /// The explanation of each record of a report; None where this program has none.
    fn explain(&self, coder: &mut Coder<'_>, report: &Report) -> Option<Vec<Explained>> {
        let _ = (coder, report);
        None
    }
}

type Job = Box<dyn FnOnce(&dyn Pack, &mut Coder<'_>) + Send>;

/// Coders at work.
#[derive(Clone)]
pub struct Pool {
    jobs: SyncSender<Job>,
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pool").finish_non_exhaustive()
    }
}

impl Pool {
    /// So many coders, and room for so many reports that wait. The threads end with the pool.
    pub fn new(pack: Arc<dyn Pack>, coders: usize, waiting: usize) -> Pool {
        let (jobs, taken) = sync_channel::<Job>(waiting);
        let taken = Arc::new(Mutex::new(taken));
        for _ in 0..coders.max(1) {
            let (pack, taken) = (Arc::clone(&pack), Arc::clone(&taken));
            std::thread::spawn(move || work(&*pack, &taken));
        }
        Pool { jobs }
    }

    /// Gives work to a coder.
    ///
    /// # Errors
    /// Too much is waiting, or the coder failed.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce(&dyn Pack, &mut Coder<'_>) -> T + Send + 'static) -> Result<T, Fault> {
        let (tell, told) = oneshot::channel();
        let job: Job = Box::new(move |pack, coder| {
            // Nobody waits any more: the report is not coded for nothing.
            if !tell.is_closed() {
                let _ = tell.send(work(pack, coder));
            }
        });
        self.jobs.try_send(job).map_err(|e| match e {
            TrySendError::Full(_) => Fault::busy("all coders are at work, and enough reports wait", "ask again in a moment"),
            TrySendError::Disconnected(_) => Fault::broken("the coders have ended", "the coder"),
        })?;
        told.await.map_err(|_| Fault::broken("the coder failed at this report", "the coder"))
    }
}

fn work(pack: &dyn Pack, taken: &Mutex<Receiver<Job>>) {
    let mut coder = Coder::new(pack.lexicon());
    loop {
        let job = taken.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        if catch_unwind(AssertUnwindSafe(|| job(pack, &mut coder))).is_err() {
            // What the coder remembers of words may be half written.
            coder = Coder::new(pack.lexicon());
        }
    }
}
