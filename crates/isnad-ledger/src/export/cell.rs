//! Decides which cells of a table a spreadsheet would run as a formula, and makes them plain words.
//!
//! A cell is escaped as OWASP advises («CSV Injection»): one `'` is put before a cell that begins with `=`, `+`, `-`, `@`, a
//! tab or a line break, or with the wide forms of the four signs. Quotation marks, spaces and letters that are not seen
//! (marks of direction, of which Arabic text is full) do not hide such a beginning. Plain numbers are left alone, so that
//! columns of coordinates stay numbers. Quoting at separators is the writer's (the crate `csv`); [`plain`] takes the sign off
//! again, and gives back what was there.
//!
//! ```
//! use isnad_ledger::export::cell::{plain, safe};
//!
//! assert_eq!(safe("=1+1"), "'=1+1");
//! assert_eq!(safe("-33.5"), "-33.5");
//! assert_eq!(plain(&safe("\"@now()")), "\"@now()");
//! ```

use std::borrow::Cow;

/// What is put before a cell that would be run.
const SIGN: char = '\'';

/// Whether a spreadsheet may take this cell for a formula.
pub fn runs(cell: &str) -> bool {
    let begins = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    cell.chars().find(|c| begins(*c) || !skipped(*c)).is_some_and(begins) && !number(cell)
}

/// What may stand before the sign of a formula without hiding it.
fn skipped(c: char) -> bool {
    let quote = matches!(c, '"' | '\'' | '`' | '«' | '“' | '”' | '‘' | '’');
    let unseen = matches!(c, '\u{0}'..='\u{20}' | '\u{7F}'..='\u{A0}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}');
    quote || unseen || c.is_whitespace()
}

/// `-3`, `+3.5`, `-1e-7`: nothing that would be worked out.
fn number(cell: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let unsigned = |s: &str| s.strip_prefix(['+', '-']).unwrap_or(s).to_owned();
    let (base, power) = cell.split_once(['e', 'E']).map_or((cell, None), |(b, p)| (b, Some(p)));
    let base = unsigned(base);
    let base = base.split_once('.').map_or_else(|| digits(&base), |(whole, part)| digits(whole) && digits(part));
    base && power.is_none_or(|p| digits(&unsigned(p)))
}

/// The cell as it is written: itself, or with `'` before it where it would be run.
pub fn safe(cell: &str) -> Cow<'_, str> {
    if runs(cell) { Cow::Owned(format!("{SIGN}{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell as it was before [`safe`].
pub fn plain(cell: &str) -> &str {
    cell.strip_prefix(SIGN).filter(|rest| runs(rest)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_would_be_run() {
        for cell in ["=1", "+1+1", "-1+1", "@x", "\tx", "\rx", "\n=x", "'=1", "\"=1", " =1", "\u{200F}=1", "«=1", "＝1", "-", "--1", "+", "-.5", "="] {
            assert!(runs(cell), "{cell:?}");
            assert_eq!(safe(cell), format!("'{cell}"));
        }
        for cell in ["", "1", "-1", "+1.5", "-1e5", "-1.25E-7", "a=b", "حلب", "'", "\"", "https://a/?b=c", "c-1", "1+1"] {
            assert!(!runs(cell), "{cell:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_runs(cell in r#"[-=+@'"«\t\r\n \u{200F}0-9.eE؀-ۿa-c]{0,8}"#) {
            let written = safe(&cell);
            prop_assert_eq!(plain(&written), cell.as_str());
            // Whatever begins with a sign of a formula is a number.
            prop_assert!(!written.starts_with(['=', '+', '-', '@', '\t', '\r']) || written.parse::<f64>().is_ok(), "{}", written);
        }

        #[test]
        fn any_text_at_all(cell in "\\PC{0,20}") {
            let written = safe(&cell);
            prop_assert_eq!(plain(&written), cell.as_str());
            prop_assert!(written.ends_with(cell.as_str()) && written.len() <= cell.len() + 1);
        }
    }
}
