//! Decides that one report that makes the coder panic does not end the run.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static SAID: RefCell<Option<String>> = const { RefCell::new(None) };
    static GUARDED: RefCell<bool> = const { RefCell::new(false) };
}

/// Panics inside [`guarded`] are kept for its result; all others are printed as always.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if GUARDED.with_borrow(|g| *g) {
                let payload = info.payload();
                let what = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message");
                let place = info.location().map_or(String::new(), |at| format!(" at {at}"));
                SAID.set(Some(format!("{what}{place}")));
            } else {
                before(info);
            }
        }));
    });
}

/// What `work` gives, or what it said when it panicked. What it had in its hands may then be broken: throw it away.
///
/// # Errors
/// Message and place of the panic.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    listen();
    GUARDED.set(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(false);
    result.map_err(|_| SAID.take().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_message() {
        assert_eq!(guarded(|| 3), Ok(3));
        let said = guarded(|| panic!("sentence {}", 7)).unwrap_err();
        assert!(said.starts_with("sentence 7 at ") && said.contains("guard.rs"));
        assert_eq!(guarded(|| 4), Ok(4));
    }
}
