//! Reads the day that a news page gives in words or figures: «الأحد، 04 آب/اغسطس 2013», «23 نوفمبر 2026», «2015/07/21», «٢١-٧-٢٠١٥».
//!
//! The names of months stand in `data/months.txt`. Years of other calendars (1436, 1394) are no years here, and a text that gives two days gives none.

use isnad::pack::lines;
use isnad::text::normalise;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Names of months, folded, each with its number.
static MONTHS: LazyLock<BTreeMap<String, u8>> = LazyLock::new(|| {
    let each = lines("months.txt", include_str!("../data/months.txt")).filter_map(|line| Some((line.field(0).parse::<u8>().ok()?, line)));
    each.flat_map(|(number, line)| line.field(1).split(',').map(|name| (folded(name), number)).collect::<Vec<_>>()).collect()
});

/// The one day that a text gives, as `YYYY-MM-DD`.
pub(crate) fn only(text: &str) -> Option<String> {
    let pieces = pieces(text);
    let mut days = (0..pieces.len()).filter_map(|at| at_piece(&pieces, at));
    let first = days.next()?;
    days.all(|day| day == first).then(|| format!("{:04}-{:02}-{:02}", first.0, first.1, first.2))
}

type Day = (u16, u8, u8);

#[derive(Debug, PartialEq)]
enum Piece {
    /// A number with how many digits it has, and whether it touches the piece before by a sign that dates are written with.
    Number {
        value: u16,
        digits: usize,
        joined: bool,
    },
    Month(u8),
    Word,
}

/// A text as numbers, months and other words.
fn pieces(text: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut words: Vec<(String, bool)> = Vec::new();
    let (mut word, mut joined) = (String::new(), false);
    for c in text.chars().chain(" ".chars()) {
        let digit = digit(c);
        let changes = word.chars().next_back().is_some_and(|last| last.is_ascii_digit() != digit.is_some());
        if (!c.is_alphanumeric() || changes) && !word.is_empty() {
            words.push((std::mem::take(&mut word), joined));
            joined = changes;
        }
        match digit {
            Some(d) => word.push(d),
            None if c.is_alphanumeric() => word.push(c),
            None => joined = matches!(c, '/' | '-' | '.' | '\u{2044}' | '\u{2212}'),
        }
    }
    let mut at = 0;
    while let Some((word, joined)) = words.get(at) {
        let two = words.get(at + 1).and_then(|(next, _)| MONTHS.get(&folded(&format!("{word} {next}"))));
        let month = two.or_else(|| MONTHS.get(&folded(word)));
        at += if two.is_some() { 2 } else { 1 };
        out.push(match (word.parse(), month) {
            (Ok(value), _) => Piece::Number { value, digits: word.len(), joined: *joined },
            (_, Some(month)) => Piece::Month(*month),
            _ => Piece::Word,
        });
    }
    out
}

/// A decimal digit, whichever of the three sets that Arabic letters go with it is from, as an ASCII one.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '\u{660}'..='\u{669}' => char::from_digit(c as u32 - 0x660, 10),
        '\u{6f0}'..='\u{6f9}' => char::from_digit(c as u32 - 0x6f0, 10),
        _ => None,
    }
}

/// The day that begins with a piece.
fn at_piece(pieces: &[Piece], at: usize) -> Option<Day> {
    use Piece::{Month, Number};
    match &pieces[at..] {
        // 04 آب/أغسطس 2013: two names of one month.
        [Number { value: day, .. }, Month(month), Month(again), Number { value: year, .. }, ..] if month == again => valid(*year, *month, *day),
        [Number { value: day, .. }, Month(month), Number { value: year, .. }, ..] => valid(*year, *month, *day),
        [Month(month), Number { value: day, .. }, Number { value: year, digits: 4, .. }, ..] => valid(*year, *month, *day),
        [Number { value: year, digits: 4, .. }, Number { value: month, joined: true, .. }, Number { value: day, joined: true, .. }, ..] => valid(*year, u8::try_from(*month).ok()?, *day),
        // Papers in these languages write the day first; where the second cannot be a month, the page was made elsewhere.
        [Number { value: one, digits: 1..=2, .. }, Number { value: two, digits: 1..=2, joined: true }, Number { value: year, digits: 4, joined: true }, ..] => {
            let (day, month) = if *two > 12 { (*two, *one) } else { (*one, *two) };
            valid(*year, u8::try_from(month).ok()?, day)
        }
        _ => None,
    }
}

fn valid(year: u16, month: u8, day: u16) -> Option<Day> {
    let day = u8::try_from(day).ok()?;
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u8::from(leap),
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    };
    ((1900..2200).contains(&year) && (1..=last).contains(&day)).then_some((year, month, day))
}

fn folded(name: &str) -> String {
    name.split_whitespace().map(|word| normalise(&word.to_lowercase())).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_pages_write_it() {
        for (text, day) in [
            ("الأحد، 04 آب/اغسطس 2013، آخر تحديث 02:21 (GMT+0400)", "2013-08-04"),
            ("الأحد 23 نوفمبر 2026", "2026-11-23"),
            ("نشر في: ٢٣ تشرين الثاني/نوفمبر ٢٠٢٦ - 09:15", "2026-11-23"),
            ("23 تشرين الثاني 2026", "2026-11-23"),
            ("11 جويلية 2019", "2019-07-11"),
            ("نوفمبر 23, 2026 10:00 ص", "2026-11-23"),
            ("2015/07/21", "2015-07-21"),
            ("٢١-٧-٢٠١٥", "2015-07-21"),
            ("07/21/2015", "2015-07-21"),
            ("Tuesday 21 July 2015", "2015-07-21"),
            ("۲۱ ژوئیه ۲۰۱۵", "2015-07-21"),
            ("21 جولائی 2015", "2015-07-21"),
            ("26 شوال 1436 هـ الموافق 11 أغسطس 2015 م", "2015-08-11"),
            ("نشر 21/07/2015 وحدث 21 يوليو 2015", "2015-07-21"),
        ] {
            assert_eq!(only(text).as_deref(), Some(day), "{text}");
        }
    }

    #[test]
    fn what_gives_no_day() {
        for text in ["", "الأحد", "نوفمبر 2026", "26 شوال 1436", "۳۰ تیر ۱۳۹۴", "31/02/2015", "10:15 2026", "من 20 يوليو 2015 إلى 21 يوليو 2015", "هاتف 11-222-3333", "2015 07 21", "99999999999/1/2"]
        {
            assert_eq!(only(text), None, "{text}");
        }
    }

    #[test]
    fn every_month_has_names_and_no_name_has_two() {
        assert!((1..=12).all(|month| MONTHS.values().filter(|m| **m == month).count() > 3));
        for line in lines("months.txt", include_str!("../data/months.txt")) {
            assert!(line.field(1).split(',').all(|name| MONTHS.get(&folded(name)).map(ToString::to_string).as_deref() == Some(line.field(0))), "{}", line.field(1));
        }
    }
}
