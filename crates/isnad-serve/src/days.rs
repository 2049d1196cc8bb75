//! Decides how days are counted: in days since 1970, from `YYYY-MM-DD` and back.
//!
//! ```
//! use isnad_serve::days::{date, day};
//!
//! assert_eq!(day("1970-01-02"), Some(1));
//! assert_eq!(date(-1).as_deref(), Some("1969-12-31"));
//! assert_eq!(day("2024-02-30"), None);
//! ```

use jiff::civil::Date;
use jiff::{Span, Unit};

fn epoch() -> Date {
    Date::constant(1970, 1, 1)
}

/// The day of `YYYY-MM-DD`, and of nothing else.
pub fn day(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10 && bytes.iter().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { *b == b'-' } else { b.is_ascii_digit() });
    let date: Date = text.parse().ok().filter(|_| shaped)?;
    Some(i64::from(date.since((Unit::Day, epoch())).ok()?.get_days()))
}

/// A day as `YYYY-MM-DD`; None beyond the years that are written with four digits.
pub fn date(day: i64) -> Option<String> {
    civil(day).map(|d| d.to_string())
}

/// A day of the calendar.
pub fn civil(day: i64) -> Option<Date> {
    epoch().checked_add(Span::new().try_days(day).ok()?).ok()
}

/// The number of a day of the calendar.
pub fn number(date: Date) -> i64 {
    date.since((Unit::Day, epoch())).map_or(0, |span| i64::from(span.get_days()))
}
