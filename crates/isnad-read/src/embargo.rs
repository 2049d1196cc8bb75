//! Decides whether an agency's item may be used: its status, and the hour before which it may not.
//!
//! ```
//! use isnad_read::{Input, Reader};
//! use std::time::{Duration, UNIX_EPOCH};
//!
//! let item = r#"{"uri": "urn:x:1", "pubstatus": "usable", "embargoed": "2015-07-21T10:00:00+03:00", "body_text": "نص"}"#;
//! let at = |seconds| Reader::new([Input::Stdin]).reading_stdin_from(item.as_bytes()).with_now(UNIX_EPOCH + Duration::from_secs(seconds)).next();
//! assert!(at(1_437_461_999).unwrap().unwrap_err().to_string().contains("2015-07-21T10:00:00+03:00"));
//! assert!(at(1_437_462_000).unwrap().is_ok());
//! ```

use crate::error::{Place, ReadError};
use crate::steps::Outcome;
use std::time::{SystemTime, UNIX_EPOCH};

/// What stands in the way of an item; none where it may be used. A status is that of IPTC (`usable`, `withheld`, `canceled`),
/// with or without the prefix of its scheme.
pub(crate) fn barred(status: &str, embargoed: Option<&str>, now: Option<SystemTime>, id: &str, place: &Place) -> Option<Outcome> {
    let status = status.rsplit(':').next().unwrap_or_default().trim().to_ascii_lowercase();
    match status.as_str() {
        "canceled" | "cancelled" | "killed" | "kill" => return Some(Outcome::Withdrawn { id: id.to_owned() }),
        "withheld" => return Some(Outcome::Fault(ReadError::Embargoed { place: place.clone(), id: id.to_owned(), until: None })),
        _ => {}
    }
    let until = embargoed.map(str::trim).filter(|until| !until.is_empty())?;
    let over = until.parse::<jiff::Timestamp>().ok().zip(now).is_some_and(|(until, now)| {
        let now = now.duration_since(UNIX_EPOCH).map_or(i128::MIN, |d| i128::try_from(d.as_nanos()).unwrap_or(i128::MAX));
        until.as_nanosecond() <= now
    });
    (!over).then(|| Outcome::Fault(ReadError::Embargoed { place: place.clone(), id: id.to_owned(), until: Some(until.to_owned()) }))
}
