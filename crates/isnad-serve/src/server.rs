//! Decides where the server listens, how many it listens to, and how it ends.
//!
//! ```no_run
//! use isnad_serve::{Limits, Server, Settings, pool::Pack};
//! # struct Shipped(isnad::lexicon::Lexicon);
//! # impl Pack for Shipped {
//! #     fn lexicon(&self) -> &isnad::lexicon::Lexicon { &self.0 }
//! # }
//! # let pack = std::sync::Arc::new(Shipped(isnad_ar::lexicon(&[]).0));
//! let settings = Settings { ledger: "ledger".into(), listen: ([127, 0, 0, 1], 8080).into(), token: None, limits: Limits::default(), pack };
//! let server = Server::open(settings)?;
//! let address = server.address();
//! server.run_until_signalled()?;
//! # Ok::<(), isnad_serve::ServeError>(())
//! ```

use crate::ServeError;
use crate::app::{App, Shared};
use crate::index::build::Known;
use crate::index::fields::Fields;
use crate::index::places::Places;
use crate::index::words::Words;
use crate::metrics::Metrics;
use crate::names::Names;
use crate::pool::Pool;
use crate::routes::router;
use crate::settings::Settings;
use crate::state::Keeper;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;

/// The shortest token that is taken.
const SHORTEST_TOKEN: usize = 16;
/// How many reports wait for each coder.
const WAITING: usize = 8;

/// A server that listens and does not answer yet.
pub struct Server {
    app: App,
    listener: TcpListener,
    runtime: Runtime,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("address", &self.app.address).finish_non_exhaustive()
    }
}

/// What of settings makes no sense together.
fn checked(settings: &Settings) -> Result<(), ServeError> {
    match settings.token.as_deref() {
        Some(token) if token.len() < SHORTEST_TOKEN || !token.bytes().all(|b| b.is_ascii_graphic()) => {
            Err(ServeError::Call(format!("the token is too short, or has other signs than letters, digits and marks; write {SHORTEST_TOKEN} of them at least")))
        }
        None if !settings.listen.ip().is_loopback() => Err(ServeError::Call(format!(
            "{}: others than this machine could connect, and the ledger would be open to all of them; give a token (--token-file FILE, or ISNAD_TOKEN), or listen on 127.0.0.1",
            settings.listen
        ))),
        _ => Ok(()),
    }
}

impl Server {
    /// Listens, and makes the last whole state of the ledger ready.
    ///
    /// # Errors
    /// Settings that make no sense, a ledger that cannot be read, or an address that is taken.
    pub fn open(settings: Settings) -> Result<Server, ServeError> {
        checked(&settings)?;
        let network = |e: std::io::Error| ServeError::Network(format!("{}: {e}; choose another address or port (--listen)", settings.listen));
        let listener = TcpListener::bind(settings.listen).map_err(network)?;
        listener.set_nonblocking(true).map_err(network)?;
        let address = listener.local_addr().map_err(network)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(network)?;
        let known = Known { fields: Fields::new(), words: Words::new().map_err(ServeError::Index)?, places: Places::new(settings.pack.lexicon()), names: Names::shipped() };
        let limits = settings.limits.clone();
        let keeper = Keeper::open(&settings.ledger, known, limits.poll)?;
        let app = Arc::new(Shared {
            keeper,
            pool: Pool::new(settings.pack, limits.coders, WAITING * limits.coders.max(1)),
            token: settings.token,
            address,
            metrics: Metrics::new(),
            requests: Arc::new(Semaphore::new(limits.requests)),
            searches: Arc::new(Semaphore::new(limits.searches)),
            saving: Arc::new(Semaphore::new(limits.saved)),
            limits,
        });
        Ok(Server { app, listener, runtime })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.app.address
    }

    /// What all requests share.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Answers until `stop` is ready; requests under way are then answered, for a while.
    ///
    /// # Errors
    /// A network that fails.
    pub fn run_until(self, stop: impl Future<Output = ()>) -> Result<(), ServeError> {
        let Server { app, listener, runtime } = self;
        let keeper = Arc::clone(&app.keeper);
        let kept = std::thread::spawn(move || keeper.keep());
        let ending = app.limits.ending;
        let ended = runtime.block_on(answer(&app, listener, stop));
        app.keeper.end();
        // Whatever has not ended by now is left behind; a ledger that is being written is finished first.
        runtime.shutdown_timeout(ending);
        let _ = kept.join();
        ended
    }

    /// Answers until the process is told to end: SIGTERM, SIGINT, or ctrl-c.
    ///
    /// # Errors
    /// A network that fails.
    pub fn run_until_signalled(self) -> Result<(), ServeError> {
        self.run_until(signalled())
    }
}

async fn signalled() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

async fn answer(app: &App, listener: TcpListener, stop: impl Future<Output = ()>) -> Result<(), ServeError> {
    let network = |e: std::io::Error| ServeError::Network(format!("{}: {e}", app.address));
    let listener = tokio::net::TcpListener::from_std(listener).map_err(network)?;
    let service = router(app);
    let room = Arc::new(Semaphore::new(app.limits.connections));
    let graceful = GracefulShutdown::new();
    let mut builder = hyper::server::conn::http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(app.limits.head).max_buf_size(64 << 10);
    tokio::pin!(stop);
    loop {
        let come = async {
            let place = Arc::clone(&room).acquire_owned().await.ok()?;
            Some((place, listener.accept().await))
        };
        let (place, accepted) = tokio::select! {
            come = come => match come {
                Some(come) => come,
                None => break,
            },
            () = &mut stop => break,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            // A client that has gone already, or no more files to open: the next one may fare better.
            Err(_) => {
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let _ = stream.set_nodelay(true);
        let connection = graceful.watch(builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service.clone())));
        let app = Arc::clone(app);
        app.metrics.connection(1);
        tokio::spawn(async move {
            // What a client does wrong is the client's matter.
            let _ = connection.await;
            app.metrics.connection(-1);
            drop(place);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(app.limits.ending, graceful.shutdown()).await;
    Ok(())
}
