//! Decides what all requests share: the state that is served, the coders, the bounds; and how a search runs so that it ends
//! when its time is over or its client has gone.

use crate::Fault;
use crate::metrics::Metrics;
use crate::pool::Pool;
use crate::settings::Limits;
use crate::state::{Keeper, State};
use crate::walk::Stop;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// What all requests share.
#[derive(Debug)]
pub struct Shared {
    /// What is served.
    pub keeper: Arc<Keeper>,
    /// The coders.
    pub pool: Pool,
    /// The bounds.
    pub limits: Limits,
    /// What a client has to know.
    pub(crate) token: Option<String>,
    /// Where the server listens.
    pub address: SocketAddr,
    /// What is counted.
    pub metrics: Metrics,
    pub(crate) requests: Arc<Semaphore>,
    pub(crate) searches: Arc<Semaphore>,
    pub(crate) saving: Arc<Semaphore>,
}

/// What all requests share, in many hands.
pub type App = Arc<Shared>;

/// Ends a search when nobody waits for it.
struct Ends(Stop);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.now();
    }
}

impl Shared {
    /// Runs a search on a thread of its own. It is stopped when its time is over, and when this future is dropped.
    ///
    /// # Errors
    /// What the search says, or that it took too long.
    pub async fn search<T: Send + 'static>(self: &Arc<Self>, work: impl FnOnce(&Keeper, &State, &Stop) -> Result<T, Fault> + Send + 'static) -> Result<T, Fault> {
        let state = self.keeper.now();
        self.search_in(state, work).await
    }

    /// The same in a state that is given.
    ///
    /// # Errors
    /// What the search says, or that it took too long.
    pub async fn search_in<T: Send + 'static>(self: &Arc<Self>, state: Arc<State>, work: impl FnOnce(&Keeper, &State, &Stop) -> Result<T, Fault> + Send + 'static) -> Result<T, Fault> {
        let stop = Stop::after(self.limits.request);
        let ends = Ends(stop.clone());
        let late = stop.late();
        let run = async {
            let permit = Arc::clone(&self.searches).acquire_owned().await.map_err(|_| Fault::busy("the server is ending", "ask again when it is back"))?;
            let app = Arc::clone(self);
            let held = stop.clone();
            tokio::task::spawn_blocking(move || {
                // The place is given back when the work has truly ended.
                let _permit = permit;
                held.go_on()?;
                let done = work(&app.keeper, &state, &held);
                if held.go_on().is_err() {
                    app.metrics.stopped.inc();
                }
                done
            })
            .await
            .map_err(|_| Fault::broken("the search failed", "the index"))?
        };
        let answer = tokio::time::timeout(self.limits.request, run).await;
        drop(ends);
        answer.unwrap_or(Err(late))
    }
}
