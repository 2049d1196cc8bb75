//! `isnad serve`: a ledger over HTTP, with pages for a browser.

use super::args::Serve as Call;
use crate::explain::Explainer;
use crate::lexicon;
use crate::output::{Stop, tell};
use isnad_serve::{Limits, ServeError, Server, Settings};
use std::sync::Arc;
use std::time::Duration;

/// `isnad serve`.
///
/// # Errors
/// A ledger that is not there or cannot be read, or an address that cannot be listened on.
pub fn run(call: &Call) -> Result<bool, Stop> {
    let loaded = lexicon::load(&call.lexicon)?;
    let good = loaded.good;
    let limits = Limits { request: Duration::from_secs(call.timeout.get().into()), ..Limits::default() };
    let settings = Settings { ledger: call.ledger.clone(), listen: call.listen, token: token(call)?, limits, pack: Arc::new(Explainer::new(loaded)) };
    let secret = settings.token.is_some();
    let server = Server::open(settings).map_err(stop)?;
    let hint = if secret { "; a browser takes the token as http://…/#token=TOKEN" } else { "" };
    tell(&format!("{} is served at http://{}/ (ctrl-c ends){hint}", call.ledger.display(), server.address()));
    server.run_until_signalled().map_err(stop)?;
    Ok(good)
}

/// What a client has to know; never shown.
fn token(call: &Call) -> Result<Option<String>, Stop> {
    let Some(file) = &call.token_file else { return Ok(call.token.clone()) };
    let text = std::fs::read_to_string(file).map_err(|e| Stop::Call(format!("{}: the token cannot be read ({e}); check the path", file.display())))?;
    Ok(Some(text.trim().to_owned()))
}

fn stop(e: ServeError) -> Stop {
    match e {
        ServeError::Call(what) => Stop::Call(what),
        ServeError::Ledger(e) => super::stop(e),
        e => Stop::Failed(e.to_string()),
    }
}
