//! When something happened: expressions of date in a sentence, and the day, month or year that each stands for.
//!
//! «أمس الأحد», «27 أيلول/سبتمبر الجاري», «قبل يومين», «15 شوال 1436هـ الموافق 31 يوليو 2015م»: which word means what
//! stands in the lexicon, by class ([`TimeClass`]). Expressions that look at the day of the report are resolved
//! against its day of publication, and only where that is known. What the text does not give stays empty: «الأسبوع
//! الماضي» is found, but has no value.
//!
//! ```
//! use isnad::{lexicon::{Builder, Source}, ontology::Ontology, text::Text, times::times, words::Analyser};
//!
//! let mut builder = Builder::new(Ontology::plover());
//! builder.add(Source { file: "x", text: "أمس | day | -1\nالأحد | weekday | 7\nأيلول, سبتمبر | month | 9\nجاري | this | -" });
//! let (lexicon, _) = builder.build();
//! let text = Text::new("وصل أمس الأحد بعد مغادرته في 7 أيلول/سبتمبر الجاري");
//! let words = Analyser::new(&lexicon).sentence(&text, text.sentences[0].clone(), false);
//! let published = jiff::civil::date(2020, 9, 28);
//! let found = times(&lexicon, &text, &words, Some(published));
//! let values: Vec<_> = found.iter().map(|t| t.value.as_deref()).collect();
//! assert_eq!(values, [Some("2020-09-27"), Some("2020-09-07")]);
//! ```

use crate::counts::{Item, View};
use crate::entry::{ActorKind, Func, TimeClass};
use crate::inflect::{ACCUSATIVE, MASCULINE, MASDAR, PARTICIPLE, PLURAL, SINGULAR};
use crate::lexicon::{Lexicon, Pos};
use crate::text::{Kind, Side, Text};
use crate::words::{ART, CONJ, PREP, Reading, UNKNOWN, Words};
use icu_calendar::Date as AnyDate;
use icu_calendar::cal::Hijri;
use jiff::ToSpan;
use jiff::civil::Date;
use std::ops::Range;

/// An expression of time in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    /// Its words, as a range of [`Words::units`].
    pub units: Range<usize>,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD` of the day on which something happened, for a span its first day; none where
    /// the text does not give it.
    pub value: Option<String>,
    /// Whether it looks at the day of the report («أمس», «العام الماضي», a month without its year).
    pub deictic: bool,
    /// Which rule read it.
    pub rule: &'static str,
    /// What is uncertain about the value, or why there is none.
    pub note: Option<String>,
}

/// All expressions of time in a sentence, in order; none covers a word of another.
pub fn times(lexicon: &Lexicon, text: &Text, words: &Words, published: Option<Date>) -> Vec<Time> {
    let reader = Reader { view: View { lexicon, text, words }, today: published };
    let mut out = Vec::new();
    let mut i = 0;
    while i < words.len() {
        if let Some(len) = reader.view.name(i) {
            i += len.max(1);
            continue;
        }
        match reader.at(i) {
            Some(found) => {
                let end = found.end.clamp(i + 1, words.len());
                out.push(Time { units: i..end, value: found.when.print(), deictic: found.deictic, rule: found.rule, note: found.note });
                i = end;
            }
            None => i += 1,
        }
    }
    out
}

/// A point of time, as exact as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Unknown,
    Year(i64),
    Month(i64, i64),
    Day(Date),
}

impl When {
    fn print(self) -> Option<String> {
        match self {
            When::Year(y) | When::Month(y, _) if !(1..=9999).contains(&y) => None,
            When::Unknown => None,
            When::Year(y) => Some(format!("{y:04}")),
            When::Month(y, m) => Some(format!("{y:04}-{m:02}")),
            When::Day(d) => Some(format!("{:04}-{:02}-{:02}", d.year(), d.month(), d.day())),
        }
    }
}

/// An expression that was read: it ends before unit `end`.
struct Found {
    end: usize,
    when: When,
    deictic: bool,
    rule: &'static str,
    note: Option<String>,
}

impl Found {
    fn new(end: usize, when: When, deictic: bool, rule: &'static str) -> Found {
        Found { end, when, deictic, rule, note: None }
    }

    fn note(self, note: impl Into<String>) -> Found {
        Found { note: Some(note.into()), ..self }
    }

    fn noted(self, note: Option<String>) -> Found {
        Found { note: note.or(self.note), ..self }
    }

    /// Without its value, since `why`.
    fn unknown(self, why: impl Into<String>) -> Found {
        Found { when: When::Unknown, note: Some(why.into()), ..self }
    }
}

/// What stands before the core of an expression.
#[derive(Clone, Copy, Default)]
struct Before {
    /// «يوم»
    day: bool,
    /// «مساء»
    part: bool,
    /// «منتصف», «أواخر»
    of_span: bool,
    /// «شهر»
    month: bool,
    /// «هذا»
    this: bool,
    /// «منذ»
    since: bool,
}

impl Before {
    fn any(self) -> bool {
        self.day || self.part || self.of_span || self.month || self.this || self.since
    }
}

/// In which calendar a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Calendar {
    Gregorian,
    Hijri,
}

/// What is said of the year of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Year {
    Absent,
    Given(i64),
    /// So many years from this one.
    From(i64),
    /// «الماضي»
    Last,
    /// «المقبل»
    Next,
    /// «الجاري»
    This,
    /// In a calendar that is not known here.
    Foreign,
}

/// A date with its day.
struct DayDate {
    end: usize,
    /// None for a day that does not exist, or whose year is not known.
    date: Option<Date>,
    calendar: Calendar,
    deictic: bool,
    rule: &'static str,
    note: Option<String>,
}

const UNCERTAIN: &str = "converted from the hijri calendar (Umm al-Qura): uncertain by a day";
const FOREIGN: &str = "a calendar or era that is not converted, or not told";
const NO_TODAY: &str = "the day of publication is not known";
/// How far two calendars may disagree about one day.
const SLACK: i64 = 3;
/// Years that digits alone may stand for.
const MODERN: std::ops::RangeInclusive<u64> = 1900..=2100;

#[derive(Clone, Copy)]
struct Reader<'a> {
    view: View<'a>,
    today: Option<Date>,
}

impl<'a> Reader<'a> {
    fn at(&self, i: usize) -> Option<Found> {
        let v = &self.view;
        let Some(item) = v.item(i) else {
            return if v.kind(i) == Some(Kind::Number) || v.glued(i) { self.expression(i, Before::default()) } else { None };
        };
        let inner = i + item.len;
        if item.is(TimeClass::Until) && !v.has(i + item.len, Func::Sub) {
            // The end of a span is not its first day.
            return self.expression(inner, Before::default()).map(|f| f.unknown("only the end of the time is given"));
        }
        if item.is(TimeClass::Since) {
            let before = Before { since: true, ..Before::default() };
            return self.expression(inner, before).or_else(|| self.counted(inner, true));
        }
        // «قبل الظهر» is a part of the day.
        if item.is(TimeClass::Ago) && !item.is(TimeClass::PartOfDay) {
            let absolute = self.expression(inner, Before::default()).filter(|f| f.rule != "night");
            return absolute.map(|f| f.unknown("before the time that is given")).or_else(|| self.counted(inner, false));
        }
        self.expression(i, Before::default())
    }

    /// An expression without prepositions: words that lead up to a core, and the core.
    fn expression(&self, i: usize, mut before: Before) -> Option<Found> {
        let v = &self.view;
        let mut j = i;
        for _ in 0..5 {
            let Some(item) = v.item(j).filter(|it| j == i || !it.joined()) else {
                break;
            };
            let end = j + item.len;
            // «ظهر الخلاف»: a verb.
            if j == i && item.len == 1 && item.is(TimeClass::PartOfDay) && v.words.units[j].reading.pos == Pos::Verb {
                return None;
            }
            if item.is(TimeClass::PartOfSpan) && !v.definite(j) {
                before.of_span = true;
            } else if item.is(TimeClass::This) && v.item(end).is_some() && !v.definite(j) {
                before.this = true;
            } else if self.unit(&item, j).is_some_and(|u| u.day() && !u.plural) && self.follower(end).is_none() {
                before.day = true;
            } else if item.is(TimeClass::PartOfDay) && !item.is(TimeClass::Era) {
                if let Some(found) = self.night(j, item) {
                    return Some(found);
                }
                before.part = true;
            } else if self.unit(&item, j).is_some_and(|u| u.name == "month" && !u.plural) && !v.definite(j) && v.on(end).is_some_and(|it| it.is(TimeClass::Month) || it.is(TimeClass::HijriMonth)) {
                before.month = true;
            } else {
                break;
            }
            j = end;
        }
        self.core(j, j == i, before)
    }

    fn core(&self, j: usize, first: bool, before: Before) -> Option<Found> {
        let v = &self.view;
        if v.name(j).is_some() {
            return None;
        }
        if let Some(item) = v.item(j).filter(|it| first || !it.joined()) {
            if let Some(w) = item.find(TimeClass::Day) {
                return self.day(j, item, w.low, before);
            }
            if item.is(TimeClass::NextDay) && !item.is(TimeClass::PartOfDay) {
                return None;
            }
            if let Some(w) = item.find(TimeClass::Span) {
                return self.span(j, j + item.len, unit_name(&w.label), w.low);
            }
            if let Some(w) = item.find(TimeClass::Weekday)
                && (item.len > 1 || v.definite(j) || before.day || before.part && !item.is(TimeClass::Number))
            {
                return Some(self.weekday(j + item.len, w.low, before));
            }
            if let Some(date) = self.day_date(j, before) {
                return Some(self.dated(date));
            }
            if let Some(w) = item.find(TimeClass::Month) {
                return self.month(j, item, w.low, Calendar::Gregorian, before);
            }
            if let Some(w) = item.find(TimeClass::HijriMonth) {
                return self.month(j, item, w.low, Calendar::Hijri, before);
            }
            if item.is(TimeClass::Season) {
                return self.season(j + item.len);
            }
            return self.units(j, item, before);
        }
        let number = v.kind(j) == Some(Kind::Number) || v.glued(j);
        if !number || !first && !before.any() {
            return None;
        }
        if let Some(date) = self.day_date(j, before) {
            return Some(self.dated(date));
        }
        self.bare_year(j, before)
    }

    // --- words that stand beside others

    /// «الماضي», «المقبل» and the like at `i`, after something that they tell the place of.
    fn follower(&self, i: usize) -> Option<(usize, Year)> {
        let item = self.view.on(i)?;
        // «هذا» after a noun begins something new: what follows a noun bears the article.
        let which = if item.is(TimeClass::LastButOne) {
            Year::From(-2)
        } else if item.is(TimeClass::Last) && self.view.definite(i) {
            Year::Last
        } else if item.is(TimeClass::Next) && (self.view.definite(i) || item.len > 1) {
            Year::Next
        } else if item.is(TimeClass::This) && self.view.definite(i) {
            Year::This
        } else {
            return None;
        };
        Some((i + item.len, which))
    }

    fn unit(&self, item: &Item<'_>, i: usize) -> Option<Unit> {
        if let Some(w) = item.find(TimeClass::UnitDual) {
            return Some(Unit { name: unit_name(&w.label), plural: true, dual: true });
        }
        let w = item.find(TimeClass::Unit)?;
        // A preposition that is also a rare word for a year («حول») is the preposition.
        if item.is(TimeClass::Bound) {
            return None;
        }
        // A form that is not known to be one thing may be many: so is a broken plural, which is not its lemma.
        let form = self.view.norm(i);
        let lexemes = &self.view.lexicon.lexemes;
        let readings = &self.view.words.units[i].info.readings;
        let mut nouns = readings.iter().filter(|r| r.lexeme != UNKNOWN && r.pos == Pos::Noun).peekable();
        let many = |r: &Reading| {
            let lemma = &*lexemes[r.lexeme as usize].lemma;
            r.feat(PLURAL) || !form.ends_with(lemma) && !r.feat(ACCUSATIVE | MASDAR)
        };
        let plural = nouns.peek().is_none() || nouns.any(many);
        Some(Unit { name: unit_name(&w.label), plural: plural || w.label.ends_with('s'), dual: false })
    }

    /// Past one opening bracket or separating sign.
    fn past_sign(&self, i: usize) -> usize {
        let sign = matches!(self.view.kind(i), Some(Kind::Bracket(Side::Open))) || matches!(self.view.norm(i), "،" | "," | "-" | "–" | "/" | ":");
        if sign { i + 1 } else { i }
    }

    /// Past the closing bracket at `i`, where units `from..i` opened one.
    fn past_close(&self, from: usize, i: usize) -> usize {
        let v = &self.view;
        let opens = (from..i).filter(|k| v.kind(*k) == Some(Kind::Bracket(Side::Open))).count();
        let closes = (from..i).filter(|k| v.kind(*k) == Some(Kind::Bracket(Side::Close))).count();
        if opens > closes && v.kind(i) == Some(Kind::Bracket(Side::Close)) { i + 1 } else { i }
    }

    /// Past parts of the day without the article («الخميس مساء»).
    fn past_part(&self, i: usize) -> usize {
        let v = &self.view;
        match v.on(i) {
            Some(it) if it.is(TimeClass::PartOfDay) && !it.is(TimeClass::Era) && !v.definite(i) && v.words.units[i].reading.pos != Pos::Verb => {
                let end = i + it.len;
                let leads = v.on(end).is_some_and(|n| n.is(TimeClass::Weekday) || n.is(TimeClass::Day) || n.is(TimeClass::Unit));
                if leads { i } else { end }
            }
            _ => i,
        }
    }

    // --- days seen from the day of the report

    /// «الليلة الماضية» where the lexicon has it word by word.
    fn night(&self, j: usize, item: Item<'a>) -> Option<Found> {
        let night = item.find(TimeClass::PartOfDay).is_some_and(|w| &*w.label == "night");
        if !night || !self.view.definite(j) {
            return None;
        }
        let back = match self.follower(j + item.len)? {
            (end, Year::Last) => (end, 1),
            (end, Year::From(-2)) => (end, 2),
            _ => return None,
        };
        Some(self.offset(back.0, -back.1, "night"))
    }

    fn offset(&self, end: usize, days: i64, rule: &'static str) -> Found {
        match self.today.and_then(|t| plus(t, days)) {
            Some(d) => Found::new(end, When::Day(d), true, rule),
            None => Found::new(end, When::Unknown, true, rule).note(NO_TODAY),
        }
    }

    fn day(&self, j: usize, item: Item<'a>, mut offset: i64, before: Before) -> Option<Found> {
        let v = &self.view;
        let mut end = j + item.len;
        // «مساء أمس الأول»: the day before.
        if offset == -1
            && let Some((len, w)) = v.follows(end, TimeClass::Ordinal)
            && w.low == 1
            && v.definite(end)
            && self.day_date(end, before).is_none()
        {
            offset = -2;
            end += len;
        }
        // «اليوم الأول», «اليوم نفسه», «ذلك اليوم», «اليوم العالمي» are days of something else.
        if offset == 0 && item.len == 1 && !before.this {
            let other = self.follower(end).is_some()
                || v.has(end, Func::Pron)
                || self.view.on(end).is_some_and(|it| v.definite(end) && (it.is(TimeClass::Ordinal) || it.is(TimeClass::Number)) && !it.is(TimeClass::Weekday)) && self.day_date(end, before).is_none()
                || self.qualified(end)
                || j > 0 && v.has(j - 1, Func::Dem) && !v.item(j - 1).is_some_and(|it| it.is(TimeClass::This));
            if other {
                return None;
            }
        } else if offset == 0 && self.follower(end).is_some_and(|(_, y)| matches!(y, Year::Next | Year::Last)) {
            return None;
        }
        end = self.past_part(end);
        let target = self.today.and_then(|t| plus(t, offset));
        let mut found = self.offset(end, offset, "day");
        // The day of the week: «أمس الأحد», «اليوم (الاثنين)».
        let k = self.past_sign(end);
        if let Some((len, w)) = v.follows(k, TimeClass::Weekday)
            && (len > 1 || v.definite(k))
            && self.follower(k + len).is_none()
        {
            found.end = self.past_close(end, self.past_part(k + len));
            if let Some(target) = target
                && weekday(target) != w.low
            {
                // Reports are published late rather than early.
                if let Some(near) = (-5..=1).filter_map(|n| plus(target, n)).find(|d| weekday(*d) == w.low) {
                    found.when = When::Day(near);
                }
                found.note = Some("the day of the week does not fit the day of publication: the last such day is taken".into());
            }
        }
        // The date: «اليوم 27 سبتمبر», «أمس الأحد (2 أغسطس)».
        if let Some(date) = self.attached(found.end, |d| d.is_some()) {
            let close = self.past_close(end, date.end);
            let note = match (found.when, date.date) {
                (When::Day(a), Some(b)) if a != b => Some("the date does not fit the day of publication: the date is taken".to_owned()),
                _ => None,
            };
            let when = date.date.map_or(found.when, When::Day);
            found = Found { end: close, when, deictic: true, rule: "day+date", note: note.or(date.note).or(found.note) };
        }
        Some(found)
    }

    /// Whether a known adjective with the article stands at `i` that names no party.
    fn qualified(&self, i: usize) -> bool {
        self.view.words.units.get(i).is_some_and(|u| {
            let r = u.reading;
            if r.pos != Pos::Adj || r.lexeme == UNKNOWN || r.feat(PARTICIPLE) || !r.clitic(ART) || r.clitic(CONJ | PREP) {
                return false;
            }
            let v = &self.view;
            let actor = v.lexicon.lexemes[r.lexeme as usize].actor.map(|a| v.lexicon.actors[a as usize].kind);
            let agrees = r.feat(SINGULAR) && r.feat(MASCULINE) && !r.feat(PLURAL);
            agrees && matches!(actor, None | Some(ActorKind::Adj)) && v.item(i).is_none()
        })
    }

    /// A weekday by itself, with what tells which one it is; `end` is behind its name.
    fn weekday(&self, end: usize, day: i64, before: Before) -> Found {
        let v = &self.view;
        let (end, which) = self.follower(end).unwrap_or((end, Year::Absent));
        let date = self.today.and_then(|t| {
            let back = (weekday(t) - day).rem_euclid(7);
            match which {
                Year::Last => plus(t, if back == 0 { -7 } else { -back }),
                Year::From(_) => plus(t, if back == 0 { -14 } else { -back - 7 }),
                Year::Next => plus(t, 7 - back),
                _ => plus(t, -back),
            }
        });
        let mut found = match date {
            Some(d) => Found::new(end, When::Day(d), true, "weekday"),
            None => Found::new(end, When::Unknown, true, "weekday").note(NO_TODAY),
        };
        // «ليل الأربعاء - الخميس» is one night.
        if before.part && which == Year::Absent {
            let k = self.past_sign(end);
            if let Some((len, w)) = v.follows(k, TimeClass::Weekday)
                && w.low == day % 7 + 1
                && (len > 1 || v.definite(k))
                && v.kind(k.saturating_sub(1)) != Some(Kind::Bracket(Side::Open))
            {
                found.end = k + len;
                // The night lies before the second day, which has come.
                if which == Year::Absent
                    && let Some(t) = self.today
                    && weekday(t) == day
                {
                    found.note = Some("the night that begins on the day of publication".into());
                }
                return found;
            }
        }
        // «الخميس من الأسبوع الماضي»: which day that is depends on where the week begins.
        let k = if v.of(end) { end + 1 } else { end };
        if let Some((len, w)) = v.follows(k, TimeClass::Span)
            && unit_name(&w.label) == "week"
        {
            return Found { end: k + len, ..found }.unknown("which day it is depends on where the week begins");
        }
        found.end = self.past_part(found.end);
        let from = found.end;
        if let Some(date) = self.attached(from, |d| d.is_none_or(|d| weekday(d) == day)) {
            let fits = date.date.is_none_or(|d| weekday(d) == day);
            let note = (!fits).then(|| "the day of the week does not fit the date: the date is taken".to_owned());
            let (deictic, rule, end) = (date.deictic, "weekday+date", self.past_close(from, date.end));
            let when = date.date.map_or(When::Unknown, When::Day);
            return Found { end, when, deictic, rule, note: note.or(date.note) };
        }
        found
    }

    /// A date that says once more what stands before `i`: at once, behind a sign, or behind one word («الموافق») if it fits.
    fn attached(&self, i: usize, fits: impl Fn(Option<Date>) -> bool) -> Option<DayDate> {
        let v = &self.view;
        let before = Before { day: true, ..Before::default() };
        let free = |k: usize| v.item(k).is_none_or(|it| !it.joined());
        let k = self.past_sign(i);
        if free(k)
            && let Some(date) = self.day_date(k, before)
        {
            return Some(date);
        }
        let k = self.past_sign(self.past_word(k)?);
        let k = match v.on(k) {
            Some(it) if self.unit(&it, k).is_some_and(|u| u.day() && !u.plural) => k + it.len,
            _ => k,
        };
        self.day_date(k, before).filter(|d| d.date.is_some() && fits(d.date))
    }

    /// Past one plain word.
    fn past_word(&self, i: usize) -> Option<usize> {
        let v = &self.view;
        (v.kind(i) == Some(Kind::Arabic) && v.item(i).is_none() && v.name(i).is_none() && !v.glued(i)).then_some(i + 1)
    }

    // --- dates

    fn dated(&self, date: DayDate) -> Found {
        let when = date.date.map_or(When::Unknown, When::Day);
        Found::new(date.end, when, date.deictic, date.rule).noted(date.note)
    }

    /// A date with its day at `k`, and the same day in the other calendar behind it.
    fn day_date(&self, k: usize, before: Before) -> Option<DayDate> {
        let first = self.one_date(k, before)?;
        let Some(a) = first.date else {
            return Some(first);
        };
        let v = &self.view;
        let from = first.end;
        // «15 شوال 1436هـ الموافق 31 يوليو 2015م», «1 أكتوبر 2020 (14 صفر 1442)»
        let mut next = self.past_sign(from);
        let mut second = None;
        for _ in 0..2 {
            let start = match v.on(next) {
                Some(it) if self.unit(&it, next).is_some_and(|u| u.day() && !u.plural) => next + it.len,
                _ => next,
            };
            second = self.one_date(start, Before { day: true, ..Before::default() }).filter(|_| v.item(start).is_none_or(|it| !it.joined()));
            if second.is_some() {
                break;
            }
            let Some(word) = self.past_word(next) else {
                break;
            };
            next = self.past_sign(word);
        }
        match second {
            Some(second) if second.calendar != first.calendar => {
                let Some(b) = second.date else {
                    return Some(first);
                };
                if days(a, b).abs() > SLACK {
                    return Some(first);
                }
                let end = self.past_close(from, second.end);
                let (gregorian, deictic) = if first.calendar == Calendar::Gregorian { (a, first.deictic) } else { (b, second.deictic) };
                let note = (days(a, b).abs() > 1).then(|| "the two calendars do not agree: the Gregorian date is taken".to_owned());
                Some(DayDate { end, date: Some(gregorian), calendar: Calendar::Gregorian, deictic, rule: "hijri+gregorian", note })
            }
            _ => Some(first),
        }
    }

    fn one_date(&self, k: usize, before: Before) -> Option<DayDate> {
        let v = &self.view;
        if v.name(k).is_some() {
            return None;
        }
        if let Some(date) = self.numeric(k, before) {
            return Some(date);
        }
        let (day, mut e) = self.day_number(k)?;
        let in_digits = v.kind(k) == Some(Kind::Number);
        let sign = matches!(v.norm(e), "/" | "-" | "–") && in_digits;
        if v.of(e) || sign {
            e += 1;
        }
        let mut month = v.on(e)?;
        if !sign
            && self.unit(&month, e).is_some_and(|u| u.name == "month" && !u.plural)
            && !v.definite(e)
            && let Some(m) = v.on(e + month.len).filter(|m| m.is(TimeClass::Month) || m.is(TimeClass::HijriMonth))
        {
            e += month.len;
            month = m;
        }
        let calendar = if month.is(TimeClass::Month) { Calendar::Gregorian } else { Calendar::Hijri };
        if let Some(w) = month.find(TimeClass::Month).or_else(|| month.find(TimeClass::HijriMonth)) {
            let m = w.low;
            e = self.past_second_name(e + month.len, m, calendar);
            let (end, year) = self.year_of(e, calendar);
            // «4 - صفر» is a score: the month has the name of nought.
            if month.is(TimeClass::Number) && year == Year::Absent && in_digits {
                return None;
            }
            return Some(self.resolve(end, year, m, i64::from(day), calendar));
        }
        // «27 من الشهر الجاري», «في 27 الجاري»
        let rule = "date";
        if let Some(w) = month.find(TimeClass::Span).filter(|w| unit_name(&w.label) == "month") {
            return Some(self.day_of_month(e + month.len, w.low, day, rule));
        }
        let bare = in_digits && !sign && e == k + 1 && v.definite(e) && month.is(TimeClass::This);
        bare.then(|| self.day_of_month(e + month.len, 0, day, rule))
    }

    fn day_of_month(&self, end: usize, months: i64, day: i8, rule: &'static str) -> DayDate {
        let date = DayDate { end, date: None, calendar: Calendar::Gregorian, deictic: true, rule, note: None };
        let Some(t) = self.today else {
            return DayDate { note: Some(NO_TODAY.into()), ..date };
        };
        let (y, m) = shift(t, months);
        match civil(y, m, i64::from(day)) {
            Some(d) => DayDate { date: Some(d), ..date },
            None => DayDate { note: Some(no_such_day(y, m, i64::from(day))), ..date },
        }
    }

    /// The number of a day in its month at `k`, and what stands behind it.
    fn day_number(&self, k: usize) -> Option<(i8, usize)> {
        let v = &self.view;
        let digits = if v.glued(k) { v.digits(k + 1).map(|d| (d, k + 2)) } else { v.digits(k).map(|d| (d, k + 1)) };
        if let Some(((n, len), end)) = digits {
            return (len <= 2 && (1..=31).contains(&n)).then_some((n as i8, end));
        }
        let item = v.item(k)?;
        if let Some(w) = item.find(TimeClass::Ordinal).filter(|w| w.low > 0) {
            let (mut n, mut end) = (w.low, k + item.len);
            // «السابع والعشرين», where the lexicon has no phrase for it.
            if n < 10
                && let Some(tens) = v.item(end).filter(|t| t.clitics & CONJ != 0)
                && let Some(w) = tens.find(TimeClass::Ordinal).or_else(|| tens.find(TimeClass::Number)).filter(|w| matches!(w.low, 20 | 30))
            {
                n += w.low;
                end += tens.len;
            }
            return i8::try_from(n).ok().filter(|n| *n <= 31).map(|n| (n, end));
        }
        if !item.is(TimeClass::Number) || item.is(TimeClass::Multiplier) {
            return None;
        }
        let q = v.quantity(k)?;
        let n = i8::try_from(q.low).ok().filter(|n| (1..=31).contains(n) && q.high == Some(q.low) && !q.vague)?;
        Some((n, k + q.len))
    }

    /// Past a second name of the same month: «أيلول/سبتمبر», «يوليو (تموز)».
    fn past_second_name(&self, e: usize, month: i64, calendar: Calendar) -> usize {
        let v = &self.view;
        let class = if calendar == Calendar::Gregorian { TimeClass::Month } else { TimeClass::HijriMonth };
        let k = self.past_sign(e);
        match v.follows(k, class) {
            Some((len, w)) if w.low == month => self.past_close(e, k + len),
            _ => e,
        }
    }

    /// What is said of the year behind a month.
    fn year_of(&self, e: usize, calendar: Calendar) -> (usize, Year) {
        let v = &self.view;
        if let Some((end, which)) = self.follower(e) {
            // «شوال الماضي 1436هـ»
            if let Some((end, y)) = self.year_digits(end, calendar) {
                return (end, y);
            }
            return (end, which);
        }
        if let Some(found) = self.year_digits(e, calendar) {
            return found;
        }
        // «، 2020», «/ 1436هـ»
        if matches!(v.norm(e), "،" | "," | "/" | "-" | "–")
            && let Some((end, y)) = self.year_digits(e + 1, calendar)
            && let Year::Given(n) = y
            && (calendar == Calendar::Hijri || (1900..=2100).contains(&n))
        {
            return (end, y);
        }
        // «من عام 2015», «من العام الماضي», «لعام 2015», «عام 2015»
        let k = if v.has(e, Func::Prep) { e + 1 } else { self.past_comma(e) };
        let Some(item) = v.item(k).filter(|it| it.clitics & CONJ == 0) else {
            return (e, Year::Absent);
        };
        if let Some(w) = item.find(TimeClass::Span).filter(|w| unit_name(&w.label) == "year") {
            return (k + item.len, Year::From(w.low));
        }
        if self.unit(&item, k).is_some_and(|u| u.name == "year" && !u.dual)
            && let Some(found) = self.year_digits(k + item.len, calendar)
        {
            return found;
        }
        (e, Year::Absent)
    }

    fn past_comma(&self, i: usize) -> usize {
        if matches!(self.view.norm(i), "،" | ",") { i + 1 } else { i }
    }

    /// A year in digits at `e` with its era.
    fn year_digits(&self, e: usize, calendar: Calendar) -> Option<(usize, Year)> {
        let (n, len) = self.view.digits(e)?;
        let (end, era) = self.era(e + 1);
        let n = i64::try_from(n).ok()?;
        let year = match (era, calendar) {
            (Some("bc" | "solar-hijri"), _) => Year::Foreign,
            (Some("hijri"), Calendar::Gregorian) => return None,
            (Some("gregorian"), Calendar::Hijri) => return None,
            (None, Calendar::Gregorian) if (1300..=1500).contains(&n) => Year::Foreign,
            _ => Year::Given(n),
        };
        let plausible = match calendar {
            Calendar::Gregorian => (1000..=2200).contains(&n) || era.is_some() && n > 0,
            Calendar::Hijri => (1200..=1600).contains(&n) || era.is_some() && (1..=1600).contains(&n),
        };
        (plausible && len <= 4).then_some((end, year))
    }

    /// The era at `e`, where one stands there, and what is behind it.
    fn era(&self, e: usize) -> (usize, Option<&'a str>) {
        match self.view.follows(e, TimeClass::Era) {
            Some((len, w)) => (e + len, Some(&*w.label)),
            None => (e, None),
        }
    }

    fn resolve(&self, end: usize, year: Year, month: i64, day: i64, calendar: Calendar) -> DayDate {
        let deictic = !matches!(year, Year::Given(_) | Year::Foreign);
        let rule = match calendar {
            Calendar::Gregorian => "date",
            Calendar::Hijri => "hijri",
        };
        let empty = |note: Option<String>| DayDate { end, date: None, calendar, deictic, rule, note };
        let make = |y: i64| match calendar {
            Calendar::Gregorian => civil(y, month, day),
            Calendar::Hijri => from_hijri(y, month, day),
        };
        let y = match year {
            Year::Foreign => return empty(Some(FOREIGN.into())),
            Year::Given(y) => y,
            _ => {
                let Some(today) = self.today else {
                    return empty(Some(NO_TODAY.into()));
                };
                let this = match calendar {
                    Calendar::Gregorian => i64::from(today.year()),
                    Calendar::Hijri => match to_hijri(today) {
                        Some((y, _, _)) => y,
                        None => return empty(None),
                    },
                };
                let late = |limit: Date| make(this).is_some_and(|d| d > limit);
                match year {
                    Year::From(n) => this + n,
                    Year::Last => this - i64::from(late(today.yesterday().unwrap_or(today))),
                    Year::Next => this + i64::from(!late(today)),
                    Year::This => this,
                    _ => this - i64::from(late(today.saturating_add(1.month()))),
                }
            }
        };
        match make(y) {
            Some(d) => DayDate { date: Some(d), note: (calendar == Calendar::Hijri).then(|| UNCERTAIN.into()), ..empty(None) },
            None => empty(Some(no_such_day(y, month, day))),
        }
    }

    // --- dates in digits

    fn numeric(&self, k: usize, before: Before) -> Option<DayDate> {
        let v = &self.view;
        if v.kind(k) != Some(Kind::Number) {
            return None;
        }
        // «27.09.2020» is one token.
        let norm = v.norm(k);
        if norm.bytes().filter(|b| *b == b'.').count() == 2 {
            let mut parts = norm.split('.');
            let mut next = || parts.next().and_then(number);
            let (a, b, c) = (next()?, next()?, next()?);
            return self.three(k + 1, a, b, c);
        }
        let sign = v.norm(k + 1);
        if !matches!(sign, "/" | "-" | "–" | "\\") {
            return None;
        }
        let a = number(norm)?;
        let b = number(v.norm(k + 2)).filter(|_| v.kind(k + 2) == Some(Kind::Number))?;
        if v.norm(k + 3) == sign && v.kind(k + 4) == Some(Kind::Number) {
            let c = number(v.norm(k + 4))?;
            return self.three(k + 5, a, b, c);
        }
        // «15/8» may be anything: a day is taken for one where the words before it speak of days, or by its size.
        let glued = !v.spaced(k + 1) && !v.spaced(k + 2);
        let prep = k > 0 && (v.has(k - 1, Func::Prep) || v.glued(k - 1));
        let led = before.day || before.part || before.since || prep;
        let (d, m) = (a.0, b.0);
        let sized = (13..=31).contains(&d) && (d, m) != (24, 7) && a.1 == 2;
        let fits = (1..=31).contains(&d) && (1..=12).contains(&m) && a.1 <= 2 && b.1 <= 2;
        // A word that is counted by it follows a ratio: «1/2 كوب».
        if sign != "/" || !glued || !fits || !(led || sized) || v.item(k + 3).is_some_and(|it| it.is(TimeClass::Multiplier)) {
            return None;
        }
        let mut date = self.resolve(k + 3, Year::Absent, m, d, Calendar::Gregorian);
        date.rule = "numeric";
        date.note = date.note.or_else(|| (d <= 12).then(|| "read as day/month".into()));
        Some(date)
    }

    /// Three numbers of a date, in whichever order; each with its count of digits.
    fn three(&self, end: usize, a: (i64, usize), b: (i64, usize), c: (i64, usize)) -> Option<DayDate> {
        let (end, era) = self.era(end);
        let (y, mut m, mut d) = match (a.1, b.1, c.1) {
            (4, 1..=2, 1..=2) => (a.0, b.0, c.0),
            (1..=2, 1..=2, 4) => (c.0, b.0, a.0),
            _ => return None,
        };
        let mut note = (a.1 != 4 && m <= 12 && d <= 12 && m != d).then(|| "read as day/month".to_owned());
        if m > 12 && d <= 12 {
            (m, d) = (d, m);
            note = Some("read with the month first, since there is no such month otherwise".into());
        }
        let calendar = match era {
            Some("hijri") => Calendar::Hijri,
            None if (1300..=1500).contains(&y) => Calendar::Hijri,
            Some("bc" | "solar-hijri") => return None,
            _ => Calendar::Gregorian,
        };
        let plausible = era.is_some() || calendar == Calendar::Hijri || (1800..=2200).contains(&y);
        if !plausible || !(1..=12).contains(&m) || !(1..=31).contains(&d) {
            return None;
        }
        let mut date = self.resolve(end, Year::Given(y), m, d, calendar);
        date.rule = if calendar == Calendar::Hijri { "hijri" } else { "numeric" };
        date.note = date.note.or(note);
        Some(date)
    }

    // --- months and longer

    fn month(&self, j: usize, item: Item<'a>, month: i64, calendar: Calendar, before: Before) -> Option<Found> {
        let named = self.past_second_name(j + item.len, month, calendar);
        let (end, year) = self.year_of(named, calendar);
        let deictic = !matches!(year, Year::Given(_) | Year::Foreign);
        let told = before.any() || named > j + item.len || year != Year::Absent || item.clitics & PREP != 0;
        if calendar == Calendar::Hijri {
            // Names of hijri months are also given names, numbers and common words.
            if !told && item.len < 2 {
                return None;
            }
            let found = Found::new(end, When::Unknown, deictic, "hijri-month");
            return Some(self.hijri_month(found, year, month));
        }
        if !told && item.len == 1 && !self.month_by_context(j) {
            return None;
        }
        let rule = "month";
        let y = match (year, self.today) {
            (Year::Foreign, _) => {
                return Some(Found::new(end, When::Unknown, false, rule).note(FOREIGN));
            }
            (Year::Given(y), _) => y,
            (_, None) => return Some(Found::new(end, When::Unknown, true, rule).note(NO_TODAY)),
            (year, Some(t)) => {
                let (y, m) = (i64::from(t.year()), i64::from(t.month()));
                match year {
                    Year::From(n) => y + n,
                    Year::Last => y - i64::from(month >= m),
                    Year::Next => y + i64::from(month <= m),
                    Year::This => y,
                    _ => y - i64::from(month > m + 1),
                }
            }
        };
        Some(Found::new(end, When::Month(y, month), deictic, rule))
    }

    /// Whether a word that may name a month does: it is no other known word, or stands after a preposition or a noun.
    fn month_by_context(&self, j: usize) -> bool {
        let v = &self.view;
        let other = v.words.units[j].info.readings.iter().any(|r| r.lexeme != UNKNOWN && r.suffix == 0 && r.clitics & !CONJ == 0 && matches!(r.pos, Pos::Verb | Pos::Adj));
        if !other {
            return true;
        }
        let Some(before) = j.checked_sub(1).map(|k| &v.words.units[k]) else {
            return false;
        };
        v.has(j - 1, Func::Prep) || before.reading.pos == Pos::Noun && before.reading.lexeme != UNKNOWN && !before.reading.clitic(ART) && before.reading.suffix == 0
    }

    /// A hijri month has a value only where it lies within one Gregorian month, even if it began a day sooner or later.
    fn hijri_month(&self, found: Found, year: Year, month: i64) -> Found {
        let y = match (year, self.today.and_then(to_hijri)) {
            (Year::Foreign, _) => return found,
            (Year::Given(y), _) => y,
            (_, None) => return found.note(NO_TODAY),
            (year, Some((y, m, _))) => match year {
                Year::From(n) => y + n,
                Year::Last => y - i64::from(month >= m),
                Year::Next => y + i64::from(month <= m),
                Year::This => y,
                _ => y - i64::from(month > m + 1),
            },
        };
        let (next_y, next_m) = if month == 12 { (y + 1, 1) } else { (y, month + 1) };
        let span = from_hijri(y, month, 1).zip(from_hijri(next_y, next_m, 1).and_then(|d| plus(d, -1)));
        let Some((first, last)) = span else {
            return found.note("a year that is not converted");
        };
        match (plus(first, -1), plus(last, 1)) {
            (Some(a), Some(b)) if (a.year(), a.month()) == (b.year(), b.month()) => {
                let when = When::Month(i64::from(first.year()), i64::from(first.month()));
                Found { when, ..found }.note(UNCERTAIN)
            }
            _ => found.note(format!("the hijri month ran from about {first} to {last}")),
        }
    }

    /// «هذا العام», «الشهر الماضي», «الأسبوع المقبل».
    fn span(&self, j: usize, end: usize, unit: &'static str, offset: i64) -> Option<Found> {
        let v = &self.view;
        // «الأمين العام الحالي»: an adjective.
        let adjective = v.words.units[j].info.readings.iter().any(|r| r.pos == Pos::Adj && r.lexeme != UNKNOWN && r.clitic(ART));
        if adjective && offset == 0 && j > 0 && v.definite(j) {
            let before = &v.words.units[j - 1].reading;
            if before.nominal() && before.clitic(ART) && !v.item(j - 1).is_some_and(|it| it.is(TimeClass::Weekday) || it.is(TimeClass::Day)) {
                return None;
            }
        }
        Some(self.whole(end, unit, offset))
    }

    /// A whole month or year, so many from the present one; shorter and longer units have no value.
    fn whole(&self, end: usize, unit: &str, offset: i64) -> Found {
        let found = Found::new(end, When::Unknown, true, "span");
        match (unit, self.today) {
            ("month" | "year", None) => found.note(NO_TODAY),
            ("month", Some(t)) => {
                let (y, m) = shift(t, offset);
                Found { when: When::Month(y, m), ..found }
            }
            ("year", Some(t)) => Found { when: When::Year(i64::from(t.year()) + offset), ..found },
            _ => found.note("no single day, month or year"),
        }
    }

    /// «صيف 2014», «صيف العام الماضي»: its year.
    fn season(&self, end: usize) -> Option<Found> {
        let rule = "season";
        match self.year_of(end, Calendar::Gregorian) {
            (end, Year::Given(y)) => Some(Found::new(end, When::Year(y), false, rule)),
            (end, Year::From(n)) => Some(Found { rule, ..self.whole(end, "year", n) }),
            (end, Year::Foreign) => Some(Found::new(end, When::Unknown, false, rule).note(FOREIGN)),
            _ => None,
        }
    }

    /// «عام 1979», «عام 1435هـ», «هذا العام», «الأيام الماضية», «اليومين الماضيين».
    fn units(&self, j: usize, item: Item<'a>, before: Before) -> Option<Found> {
        let v = &self.view;
        let unit = self.unit(&item, j)?;
        let mut end = j + item.len;
        if unit.name == "year"
            && !unit.dual
            && let Some(found) = self.year_after(end)
        {
            return Some(found);
        }
        if before.this && !unit.plural {
            return Some(self.whole(end, unit.name, 0));
        }
        // «السنوات الخمس الماضية»
        let mut counted = false;
        if let Some(it) = v.on(end).filter(|it| it.is(TimeClass::Number)) {
            end += it.len;
            counted = true;
        } else if v.digits(end).is_some() && self.follower(end + 1).is_some() {
            (end, counted) = (end + 1, true);
        } else if v.glued(end) && self.follower(end + 2).is_some() {
            (end, counted) = (end + 2, true);
        }
        if !v.definite(j) {
            return None;
        }
        let (end, which) = self.follower(end)?;
        let found = Found::new(end, When::Unknown, true, "span");
        Some(match which {
            Year::This if !unit.plural && !counted => return self.span(j, end, unit.name, 0),
            Year::From(n) if !unit.plural && !counted => self.whole(end, unit.name, n),
            _ => found.note("no single day, month or year"),
        })
    }

    /// The year in digits or words behind «عام».
    fn year_after(&self, at: usize) -> Option<Found> {
        let v = &self.view;
        let at = if v.kind(at) == Some(Kind::Bracket(Side::Open)) && v.digits(at + 1).is_some() && v.kind(at + 2) == Some(Kind::Bracket(Side::Close)) { at + 1 } else { at };
        if let Some((n, len)) = v.digits(at) {
            let y = i64::try_from(n).ok().filter(|_| len <= 4 && n > 0)?;
            // «2014/2015», «1435 - 1436هـ»: the first of two.
            let mut end = at + 1;
            let (e, mut era) = self.era(end);
            end = e;
            if matches!(v.norm(end), "/" | "-" | "–")
                && let Some((m, 4)) = v.digits(end + 1)
                && m == n + 1
            {
                let (e, second) = self.era(end + 2);
                (end, era) = (e, era.or(second));
            }
            return match era {
                Some("hijri") => Some(self.hijri_year(end, y)),
                Some("gregorian") => Some(Found::new(end, When::Year(y), false, "year")),
                Some(_) => Some(Found::new(end, When::Unknown, false, "year").note(FOREIGN)),
                None if (1300..=1500).contains(&n) => Some(Found::new(end, When::Unknown, false, "year").note("it is not said in which calendar the year is")),
                None => (1000..=2200).contains(&n).then(|| Found::new(end, When::Year(y), false, "year")),
            };
        }
        let item = v.on(at)?;
        if !item.is(TimeClass::Number) {
            return None;
        }
        let q = v.quantity(at)?;
        let exact = q.high == Some(q.low) && !q.vague && (1500..=2200).contains(&q.low);
        exact.then(|| Found::new(at + q.len, When::Year(q.low as i64), false, "year"))
    }

    /// A hijri year, and the Gregorian year beside it if one stands there.
    fn hijri_year(&self, end: usize, year: i64) -> Found {
        let v = &self.view;
        let found = Found::new(end, When::Unknown, false, "hijri-year");
        let span = from_hijri(year, 1, 1).zip(from_hijri(year + 1, 1, 1).and_then(|d| plus(d, -1)));
        let Some((first, last)) = span else {
            return found.note("a year that is not converted");
        };
        let (from, to) = (i64::from(first.year()), i64::from(last.year()));
        let k = self.past_sign(end);
        for k in [Some(k), self.past_word(k)].into_iter().flatten() {
            let k = match v.on(k) {
                Some(it) if self.unit(&it, k).is_some_and(|u| u.name == "year") => k + it.len,
                _ => k,
            };
            if let Some((n, 4)) = v.digits(k)
                && let Ok(n) = i64::try_from(n)
                && (from..=to).contains(&n)
            {
                let (e, _) = self.era(k + 1);
                return Found::new(self.past_close(end, e), When::Year(n), false, "hijri+gregorian");
            }
        }
        match (plus(first, -1), plus(last, 1)) {
            (Some(a), Some(b)) if a.year() == b.year() => Found { when: When::Year(from), ..found }.note(UNCERTAIN),
            _ => found.note(format!("the hijri year ran from about {first} to {last}")),
        }
    }

    /// Four digits that stand for a year by what is before them: «منذ 2011», «أواخر 2014», «في 2011».
    fn bare_year(&self, j: usize, before: Before) -> Option<Found> {
        let v = &self.view;
        let (n, len) = v.digits(j).filter(|_| !v.glued(j))?;
        let (end, era) = self.era(j + 1);
        let y = i64::try_from(n).ok().filter(|_| len == 4)?;
        if era == Some("hijri") {
            return Some(self.hijri_year(end, y));
        }
        if !MODERN.contains(&n) {
            return None;
        }
        let prep = j > 0 && v.has(j - 1, Func::Prep) && v.item(j - 1).is_none_or(|it| !it.is(TimeClass::Bound));
        let led = before.since || before.of_span || prep;
        (era == Some("gregorian") || led && !self.counts(end)).then(|| Found::new(end, When::Year(y), false, "year"))
    }

    /// Whether the word at `i` may be counted by a number before it.
    fn counts(&self, i: usize) -> bool {
        let v = &self.view;
        if matches!(v.norm(i), "-" | "–" | "/" | "%" | "٪") {
            return true;
        }
        let Some(unit) = v.words.units.get(i) else {
            return false;
        };
        let r = unit.reading;
        v.kind(i) == Some(Kind::Arabic) && r.nominal() && r.clitics == 0 && r.suffix == 0 && v.name(i).is_none() || v.on(i).is_some_and(|it| it.is(TimeClass::Multiplier) || it.is(TimeClass::Unit))
    }

    // --- so and so long ago

    /// «يومين», «ثلاثة أيام», «نحو 4 سنوات» behind «قبل» or «منذ».
    fn counted(&self, j: usize, since: bool) -> Option<Found> {
        let v = &self.view;
        let first = v.item(j);
        if first.is_some_and(|it| it.joined()) {
            return None;
        }
        let alone = first.and_then(|it| self.unit(&it, j).map(|u| (it, u))).filter(|_| !v.definite(j));
        let (mut end, unit, n) = if let Some((it, unit)) = alone {
            let mut end = j + it.len;
            // «يوم واحد»
            if let Some((len, w)) = v.follows(end, TimeClass::Number)
                && w.low == 1
            {
                end += len;
            }
            let n = if unit.dual { Some(2) } else { (!unit.plural).then_some(1) };
            (end, unit, n)
        } else {
            let q = v.quantity(j)?;
            let end = j + q.len;
            let item = v.on(end).filter(|_| !v.definite(end));
            let (len, unit) = match item {
                Some(it) => (it.len, self.unit(&it, end)?),
                None => return None,
            };
            let exact = !q.vague && q.high == Some(q.low);
            // «أكثر من شهرين» has its number in the unit.
            (end + len, unit, i64::try_from(q.low).ok().filter(|_| exact))
        };
        let mut n = n;
        // «عامين ونصف»
        if v.item(end).is_some_and(|it| it.clitics & CONJ != 0 && it.is(TimeClass::Fraction)) {
            end += 1;
            n = None;
        }
        let found = Found::new(end, When::Unknown, true, "ago");
        if !since && v.of(end) {
            return Some(found.note("counted from something else than the day of publication"));
        }
        let Some(n) = n else {
            return Some(found.note("the text does not say exactly how long ago"));
        };
        let Some(t) = self.today else {
            return Some(found.note(NO_TODAY));
        };
        let day = |d: i64| plus(t, -d).map_or(When::Unknown, When::Day);
        Some(match unit.name {
            "day" | "night" => Found { when: day(n), ..found },
            "week" => Found { when: n.checked_mul(7).map_or(When::Unknown, day), ..found }.note("a week is counted as seven days"),
            "month" if n < 12_000 => {
                let (y, m) = shift(t, -n);
                Found { when: When::Month(y, m), ..found }
            }
            "year" if n < i64::from(t.year()) => Found { when: When::Year(i64::from(t.year()) - n), ..found },
            _ => found.note("no single day, month or year"),
        })
    }
}

/// A unit of time.
#[derive(Clone, Copy)]
struct Unit {
    name: &'static str,
    plural: bool,
    dual: bool,
}

impl Unit {
    fn day(self) -> bool {
        matches!(self.name, "day" | "night")
    }
}

/// The unit that an entry names, without its offset and number.
fn unit_name(label: &str) -> &'static str {
    const NAMES: [&str; 11] = ["day", "night", "week", "month", "year", "hour", "minute", "second", "decade", "century", "quarter"];
    let first = label.split_whitespace().next().unwrap_or("");
    NAMES.into_iter().find(|n| first.strip_prefix(n).is_some_and(|rest| rest.is_empty() || rest == "s")).unwrap_or("other")
}

/// Digits without separators, and how many they are.
fn number(norm: &str) -> Option<(i64, usize)> {
    let plain = !norm.is_empty() && norm.bytes().all(|b| b.is_ascii_digit());
    norm.parse().ok().filter(|_| plain).map(|n| (n, norm.len()))
}

/// Monday is 1.
fn weekday(date: Date) -> i64 {
    i64::from(date.weekday().to_monday_one_offset())
}

fn plus(date: Date, days: i64) -> Option<Date> {
    date.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

fn days(a: Date, b: Date) -> i64 {
    a.duration_until(b).as_hours() / 24
}

fn civil(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Year and month so many months from a day.
fn shift(date: Date, months: i64) -> (i64, i64) {
    let n = i64::from(date.year()) * 12 + i64::from(date.month()) - 1 + months;
    (n.div_euclid(12), n.rem_euclid(12) + 1)
}

fn from_hijri(year: i64, month: i64, day: i64) -> Option<Date> {
    let (y, m, d) = (i32::try_from(year).ok().filter(|y| (1..=1600).contains(y))?, u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    let iso = AnyDate::try_new_hijri_with_calendar(y, m, d, Hijri::new_umm_al_qura()).ok()?.to_calendar(icu_calendar::Iso);
    civil(i64::from(iso.year().extended_year()), i64::from(iso.month().ordinal), i64::from(iso.day_of_month().0))
}

fn to_hijri(date: Date) -> Option<(i64, i64, i64)> {
    let iso = AnyDate::try_new_iso(i32::from(date.year()), u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?).ok()?;
    let h = iso.to_calendar(Hijri::new_umm_al_qura());
    Some((i64::from(h.year().extended_year()), i64::from(h.month().ordinal), i64::from(h.day_of_month().0)))
}

fn no_such_day(year: i64, month: i64, day: i64) -> String {
    format!("there is no day {year:04}-{month:02}-{day:02}")
}
