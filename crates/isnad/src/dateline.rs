//! Datelines, bylines and credits: who published a report, whose report it took over, where and when it was written.
//!
//! Everything is decided by structure and by what the lexicon knows of media, places and words of time: an opening
//! stretch of places, media, dates and names between separators, or a line of its own, before the prose begins.
//! An outlet that is only spoken to or quoted in the prose is none.
//!
//! Packs may write forms as `byline X`: they name a medium in a dateline alone, where X is a common word or a city
//! elsewhere («اليوم», «الرياض»).
//!
//! ```
//! use isnad::{dateline::dateline, lexicon::{Builder, Source}, ontology::Ontology, text::Text, words::Analyser};
//!
//! let mut builder = Builder::new(Ontology::plover());
//! builder.add(Source { file: "x", text: "رويترز | media | JRN | country=GBR\nدبي | ARE | city\nأعلن يعلن" });
//! let (lexicon, _) = builder.build();
//! let source = "دبي (رويترز) - أعلن الوزير ذلك.";
//! let text = Text::new(source);
//! let opening = [Analyser::new(&lexicon).sentence(&text, text.sentences[0].clone(), false)];
//! let found = dateline(&lexicon, source, &text, None, &opening, None);
//! assert_eq!(found.publishers[0].name, "رويترز");
//! assert_eq!(found.places[0].units, 0..1);
//! assert_eq!(found.until, 5);
//! ```

use crate::entry::{ActorKind, Func, TimeClass};
use crate::lexicon::{Lexicon, Payload, Pos, Word};
use crate::ontology::Three;
use crate::span::Span;
use crate::text::{Kind, Side, Text, normalise};
use crate::words::{ART, CONJ, UNKNOWN, Unit, Words};
use jiff::civil::Date;
use std::ops::Range;

/// What stands around a report's prose.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dateline {
    /// Outlets and agencies, outermost first: a republisher before the agency that it took the report from.
    pub publishers: Vec<Credit>,
    /// Where the report was written.
    pub places: Vec<PlaceRef>,
    /// When it was written, where the dateline says so.
    pub date: Option<Dated>,
    /// Names of reporters, in order.
    pub reporters: Vec<Span>,
    /// The first unit of the sentence `opening[whole]` that is no dateline: coding starts there.
    pub until: usize,
    /// How many opening sentences are nothing but dateline.
    pub whole: usize,
    /// Places in `opening` of all sentences that are nothing but byline, those behind a sub-heading included.
    pub lines: Vec<usize>,
}

/// An outlet or agency that a report names as where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// Its name as printed.
    pub name: String,
    /// Where it stands in the text.
    pub span: Span,
    /// Its entry among [`Lexicon::actors`], where it is known.
    pub actor: Option<u32>,
    /// Where it is at home.
    pub country: Option<Three>,
}

/// A place of a dateline.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceRef {
    /// Its units in the sentence.
    pub units: Range<usize>,
    /// Which of the opening sentences.
    pub sentence: usize,
    /// Where it stands in the text.
    pub span: Span,
    /// What the lexicon knows of it: a [`Payload::Place`], or a [`Payload::Actor`] that is a state or its seat.
    pub payload: Payload,
    /// The country that it is or lies in.
    pub country: Option<Three>,
}

/// The date of a dateline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// Its units in the sentence.
    pub units: Range<usize>,
    /// Which of the opening sentences.
    pub sentence: usize,
    /// The day, where day, month and year of the common calendar are given in full.
    pub day: Option<Date>,
}

/// The pseudo-word before a form that names a medium in a byline alone.
const BYLINE: &str = "byline";
/// The most units that a dateline takes.
const LONGEST: usize = 36;
/// The most words of a segment that may still be names.
const NAME_WORDS: usize = 5;

/// The media entry that an outlet's name stands for, as inputs name it: a slug («aljazirah»), or the printed name.
///
/// ```
/// use isnad::{dateline::outlet, lexicon::{Builder, Source}, ontology::Ontology};
///
/// let mut builder = Builder::new(Ontology::plover());
/// builder.add(Source { file: "x", text: "صحيفة عكاظ, okaz | media | JRN | country=SAU id=okaz" });
/// let (lexicon, _) = builder.build();
/// assert_eq!(outlet(&lexicon, "Okaz"), Some(0));
/// assert_eq!(outlet(&lexicon, "nobody"), None);
/// ```
pub fn outlet(lexicon: &Lexicon, name: &str) -> Option<u32> {
    let text = Text::new(name.trim());
    let words: Option<Vec<Word>> = (0..text.tokens.len()).filter(|i| matches!(text.tokens[*i].kind, Kind::Arabic | Kind::Other | Kind::Number)).map(|i| lexicon.word(text.norm(i))).collect();
    // A form with signs in it is one word of the lexicon; others are words between spaces.
    let words = lexicon.word(&normalise(name.trim())).map(|w| vec![w]).or(words).filter(|w| !w.is_empty())?;
    let byline = lexicon.word(BYLINE).and_then(|w| lexicon.step(0, w));
    [Some(0), byline].into_iter().flatten().find_map(|root| {
        let node = words.iter().try_fold(root, |node, w| lexicon.step(node, *w))?;
        medium(lexicon, node)
    })
}

fn medium(lexicon: &Lexicon, node: u32) -> Option<u32> {
    lexicon.payloads(node).iter().find_map(|p| match p {
        Payload::Actor(a) if lexicon.actors[*a as usize].kind == ActorKind::Media => Some(*a),
        _ => None,
    })
}

/// What closes a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Colon,
    /// A dash; whether white space stands on a side of it.
    Dash(bool),
    Slash,
    Comma,
    /// A bracket opens.
    Open,
    /// A bracket closes.
    Close,
    /// Words that are no part of a dateline follow at once.
    Bare,
    /// The sentence ends; whether the line ends too.
    Sentence(bool),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum What {
    /// A medium; `plain` where the name is no common word too.
    Medium { actor: Option<u32>, plain: bool },
    /// A place; `city` for one that is no country, region or sea, `plain` as above.
    Place { payload: Payload, city: bool, plain: bool },
    /// A region or city that is a medium too («الشرق الأوسط», «الرياض»).
    Either { actor: u32, payload: Payload, city: bool },
    /// A date or a part of one.
    Date,
    /// A bare number.
    Number,
    /// A preposition.
    Prep,
    /// Any other word that may be (part of) a name; `name` where nothing speaks against, `given` for a given name,
    /// `pure` for one that is no noun, adjective or verb too, `adj` for an adjective with the article, as many family
    /// names are, `verb` where the context reads a verb,
    /// `head` where it introduces a place.
    Word { name: bool, given: bool, pure: bool, adj: bool, verb: bool, head: bool },
}

#[derive(Debug, Clone)]
struct Item {
    what: What,
    units: Range<usize>,
}

#[derive(Debug, Clone)]
struct Segment {
    items: Vec<Item>,
    bracket: bool,
    end: End,
    /// The first unit behind its separators.
    next: usize,
}

/// What a segment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Media, places and dates, possibly with a word that belongs to them.
    Known,
    /// Names of persons.
    Name,
    /// One or more other words.
    Words(usize),
}

impl Segment {
    fn words(&self) -> usize {
        self.items.iter().filter(|i| matches!(i.what, What::Word { .. })).count()
    }

    fn has_medium(&self) -> bool {
        self.items.iter().any(|i| matches!(i.what, What::Medium { .. }))
    }

    fn plain_medium(&self) -> bool {
        self.items.iter().any(|i| matches!(i.what, What::Medium { plain: true, .. }))
    }

    fn has_place(&self) -> bool {
        self.items.iter().any(|i| matches!(i.what, What::Place { .. } | What::Either { .. }))
    }

    /// Whether something says that it is the name of a person: a word that can be nothing else, or two given names.
    fn names(&self) -> bool {
        let given = self.items.iter().filter(|i| matches!(i.what, What::Word { given: true, .. })).count();
        let first = self.items.first().map(|i| i.what);
        let pure = matches!(first, Some(What::Word { pure: true, .. })) && self.items.len() > 1;
        let family = pure || self.given_first() && matches!(self.items.last().map(|i| i.what), Some(What::Word { adj: true, .. }));
        given > 1 || family || self.items.iter().any(|i| matches!(i.what, What::Word { name: true, .. }))
    }

    fn given_first(&self) -> bool {
        matches!(self.items.first().map(|i| i.what), Some(What::Word { given: true, .. }))
    }

    fn span(&self) -> Range<usize> {
        let start = self.items.first().map_or(0, |i| i.units.start);
        start..self.items.last().map_or(start, |i| i.units.end)
    }

    fn class(&self, first: bool) -> Option<Class> {
        let words = self.words();
        let verb = self.items.iter().any(|i| matches!(i.what, What::Word { verb: true, .. }));
        if verb && !(self.names() && (first || self.given_first())) {
            return None;
        }
        let prep = self.items.iter().position(|i| i.what == What::Prep);
        if let Some(at) = prep {
            return self.class_with_preposition(at);
        }
        if words == 0 {
            return Some(Class::Known);
        }
        if words == self.items.len() {
            return match words {
                1 => Some(Class::Words(1)),
                2..=NAME_WORDS if self.names() => Some(Class::Name),
                2 | 3 => Some(Class::Words(words)),
                _ => None,
            };
        }
        let dated = self.items.iter().any(|i| i.what == What::Date);
        if self.has_medium() {
            let at = self.items.iter().position(|i| matches!(i.what, What::Medium { .. })).unwrap_or(0);
            return (words <= 2 && self.items.len() - at <= 2 && self.plain_medium()).then_some(Class::Known);
        }
        if self.has_place() {
            let at = self.items.iter().position(|i| matches!(i.what, What::Place { .. } | What::Either { .. })).unwrap_or(0);
            let behind = self.items.len() - at - 1;
            let headed = at > 0 && matches!(self.items[at - 1].what, What::Word { head: true, .. });
            if headed && at <= 2 && behind == 0 {
                return Some(Class::Known);
            }
            if words < NAME_WORDS && self.names() && self.items.iter().all(|i| matches!(i.what, What::Word { .. } | What::Place { .. } | What::Either { .. }) && i.units.len() == 1) {
                return Some(Class::Name);
            }
            return (at == 0 && behind == 1).then_some(Class::Known);
        }
        (dated && words == 1).then_some(Class::Known)
    }

    /// «فلان من بريدة», «الاقتصادية من الرياض», «دبي في 5 مايو».
    fn class_with_preposition(&self, at: usize) -> Option<Class> {
        let behind = self.items.get(at + 1..)?;
        let known = !behind.is_empty() && behind.iter().all(|i| matches!(i.what, What::Place { .. } | What::Either { .. } | What::Date | What::Number));
        let before = &self.items[..at];
        let words = before.iter().filter(|i| matches!(i.what, What::Word { .. })).count();
        if !known || before.is_empty() || words > 4 {
            return None;
        }
        if words == 0 {
            return (!self.has_medium() || self.plain_medium()).then_some(Class::Known);
        }
        if words == before.len() {
            return (words >= 2 && self.names()).then_some(Class::Name);
        }
        (words == 1 && self.plain_medium()).then_some(Class::Known)
    }
}

/// What a run of segments holds.
#[derive(Debug, Clone, Copy, Default)]
struct Holds {
    medium: bool,
    plain_medium: bool,
    place: bool,
    city: bool,
    date: bool,
    name: bool,
    words: bool,
    unknown: bool,
    desk: bool,
}

struct Reader<'a> {
    lexicon: &'a Lexicon,
    source: &'a str,
    text: &'a Text,
    byline: Option<u32>,
    /// The sector of media.
    press: Option<Three>,
}

struct Found {
    len: usize,
    medium: Option<u32>,
    byline: bool,
    place: Option<Payload>,
    time: bool,
}

impl<'a> Reader<'a> {
    fn span(&self, words: &Words, units: Range<usize>) -> Span {
        let last = units.end.max(units.start + 1) - 1;
        match (words.units.get(units.start), words.units.get(last)) {
            (Some(a), Some(b)) => self.text.tokens[a.token].span.join(self.text.tokens[b.token].span),
            _ => Span::default(),
        }
    }

    fn kind(&self, unit: &Unit) -> Kind {
        self.text.tokens[unit.token].kind
    }

    fn norm(&self, words: &Words, i: usize) -> &'a str {
        words.units.get(i).map_or("", |u| self.text.norm(u.token))
    }

    /// What stands between a token and the one before it.
    fn gap(&self, token: usize) -> &'a str {
        let from = if token == 0 { 0 } else { self.text.tokens.get(token - 1).map_or(0, |t| t.span.end as usize) };
        let to = self.text.tokens.get(token).map_or(self.source.len(), |t| t.span.start as usize);
        self.source.get(from..to).unwrap_or("")
    }

    fn spaced(&self, words: &Words, i: usize) -> bool {
        words.units.get(i).is_none_or(|u| self.text.tokens[u.token].spaced)
    }

    /// Whether the sentence is a whole line, or several.
    fn is_line(&self, words: &Words) -> bool {
        let breaks = |gap: &str| gap.contains(['\n', '\r', '\u{2029}', '\u{0085}']);
        let start = words.range.start == 0 || breaks(self.gap(words.range.start));
        start && (words.range.end >= self.text.tokens.len() || breaks(self.gap(words.range.end)))
    }

    fn separator(&self, words: &Words, i: usize) -> Option<End> {
        let unit = words.units.get(i)?;
        if self.kind(unit) != Kind::Sign {
            return None;
        }
        match self.text.norm(unit.token) {
            ":" | "：" => Some(End::Colon),
            "/" | "\\" => Some(End::Slash),
            "،" | "," => Some(End::Comma),
            "-" | "–" | "—" | "―" | "‐" | "‑" | "−" | "|" | "•" | "~" | "…" => Some(End::Dash(self.spaced(words, i) || self.spaced(words, i + 1))),
            s if s.len() > 1 && s.bytes().all(|b| b == b'.') => Some(End::Dash(true)),
            _ => None,
        }
    }

    /// Whether other entries know the word as something else than a name.
    fn common(&self, unit: &Unit) -> bool {
        unit.info.readings.iter().any(|r| r.lexeme != UNKNOWN && r.pos != Pos::Propn)
    }

    fn function(&self, unit: &Unit) -> bool {
        unit.reading.pos == Pos::Function && !unit.info.unknown
    }

    /// Whether a word that no dateline goes on with by itself is part of the name before it.
    fn surname(&self, words: &Words, i: usize, items: &[Item]) -> bool {
        let Some(What::Word { given, pure, .. }) = items.last().map(|i| i.what) else { return false };
        let unit = words.at(i);
        if self.function(unit) || self.item(words, i, false).is_some() {
            return false;
        }
        let closed = i + 1 >= words.len() || self.separator(words, i + 1).is_some() || matches!(self.kind(words.at(i + 1)), Kind::Bracket(_));
        self.norm(words, i).chars().count() == 2 || given && unit.info.readings.iter().any(|r| r.nominal()) || pure && closed || given && i + 1 >= words.len()
    }

    fn given(&self, unit: &Unit) -> bool {
        unit.info.readings.iter().any(|r| r.lexeme != UNKNOWN && self.lexicon.lexemes[r.lexeme as usize].given)
    }

    fn verb(&self, words: &Words, i: usize) -> bool {
        words.units.get(i).is_some_and(|u| !self.given(u) && u.info.readings.iter().any(|r| r.pos == Pos::Verb))
    }

    /// The longest name of a medium, place or time that starts at a unit, without clitics.
    fn found(&self, words: &Words, i: usize) -> Option<Found> {
        let mut best: Option<Found> = None;
        let roots = [Some(0), self.byline];
        for (n, root) in roots.into_iter().enumerate().filter_map(|(n, r)| Some((n, r?))) {
            for &(clitics, start) in words.units.get(i)?.info.starts.iter() {
                if clitics != 0 {
                    continue;
                }
                let Some(mut node) = self.lexicon.step(root, start) else { continue };
                let mut len = 1;
                loop {
                    self.note(node, len, n == 1, &mut best);
                    let mut next = i + len;
                    // «د. ب. أ» is «د ب أ».
                    if self.norm(words, next) == "." && next + 1 < words.len() {
                        next += 1;
                    }
                    let Some(unit) = words.units.get(next) else { break };
                    let Some(on) = unit.info.stems.iter().find_map(|w| self.lexicon.step(node, *w)) else { break };
                    node = on;
                    len = next + 1 - i;
                }
            }
        }
        best
    }

    fn note(&self, node: u32, len: usize, byline: bool, best: &mut Option<Found>) {
        let mut here = Found { len, medium: None, byline: false, place: None, time: false };
        for p in self.lexicon.payloads(node) {
            match p {
                Payload::Actor(a) => match self.lexicon.actors[*a as usize].kind {
                    ActorKind::Media => (here.medium, here.byline) = (Some(*a), byline),
                    ActorKind::State | ActorKind::Seat => here.place = here.place.or(Some(*p)),
                    _ => {}
                },
                Payload::Place(_) => here.place = Some(*p),
                Payload::Time(t) => {
                    let class = self.lexicon.times[*t as usize].class;
                    here.time = matches!(class, TimeClass::Month | TimeClass::HijriMonth | TimeClass::Weekday | TimeClass::Day | TimeClass::Era);
                }
                _ => {}
            }
        }
        if here.medium.is_none() && here.place.is_none() && !here.time {
            return;
        }
        match best {
            Some(old) if old.len > len => {}
            Some(old) if old.len == len => {
                if old.medium.is_none() {
                    (old.medium, old.byline) = (here.medium, here.byline);
                }
                old.place = old.place.or(here.place);
                old.time |= here.time;
            }
            _ => *best = Some(here),
        }
    }

    fn is_city(&self, payload: Payload) -> bool {
        match payload {
            Payload::Place(p) => !matches!(&*self.lexicon.places[p as usize].kind, "country" | "region" | "sea" | "continent"),
            Payload::Actor(a) => self.lexicon.actors[a as usize].kind == ActorKind::Seat,
            _ => false,
        }
    }

    fn country(&self, payload: Payload) -> Option<Three> {
        match payload {
            Payload::Place(p) => self.lexicon.places[p as usize].country,
            Payload::Actor(a) => self.lexicon.actors[a as usize].code.country,
            _ => None,
        }
    }

    /// The item that starts at a unit, or none where no dateline goes on.
    fn item(&self, words: &Words, i: usize, quoted: bool) -> Option<Item> {
        let unit = words.units.get(i)?;
        let one = |what| Some(Item { what, units: i..i + 1 });
        let kind = self.kind(unit);
        if kind == Kind::Number {
            let end = self.date(words, i).map_or(i + 1, |(end, _)| end);
            let what = if end > i + 1 { What::Date } else { What::Number };
            return Some(Item { what, units: i..end });
        }
        if !matches!(kind, Kind::Arabic | Kind::Other) {
            return None;
        }
        if let Some(f) = self.found(words, i) {
            let units = i..i + f.len;
            let plain = f.len > 1 || !self.common(unit) && !self.given(unit);
            let what = match (f.medium, f.place) {
                (Some(actor), Some(payload)) if !quoted && f.byline => Some(What::Either { actor, payload, city: self.is_city(payload) }),
                (Some(actor), _) => Some(What::Medium { actor: Some(actor), plain: plain || quoted }),
                (None, Some(payload)) => Some(What::Place { payload, city: self.is_city(payload), plain }),
                (None, None) if f.time => Some(What::Date),
                (None, None) => None,
            };
            if let Some(what) = what {
                return Some(Item { what, units });
            }
        }
        if let Some(end) = self.unlisted(words, i) {
            return Some(Item { what: What::Medium { actor: None, plain: true }, units: i..end });
        }
        let given = self.given(unit);
        if self.function(unit) && !given {
            let label = unit.reading.lexeme != UNKNOWN && self.lexicon.lexemes[unit.reading.lexeme as usize].funcs.contains(&Func::Boilerplate);
            if label {
                return one(What::Word { name: false, given: false, pure: false, adj: false, verb: false, head: false });
            }
            let prep = unit.reading.lexeme != UNKNOWN && self.lexicon.lexemes[unit.reading.lexeme as usize].funcs.contains(&Func::Prep);
            // «خاص بـ«الصحيفة»»: a letter written apart belongs to the paper's name.
            if prep && self.text.norm(unit.token).chars().count() == 1 {
                return one(What::Word { name: true, given: false, pure: false, adj: false, verb: false, head: false });
            }
            return if prep && unit.reading.clitics == 0 && unit.reading.suffix == 0 { one(What::Prep) } else { None };
        }
        let nominal = given || kind == Kind::Other || unit.info.readings.iter().any(|r| r.nominal() && r.suffix == 0 && r.clitics & !(ART | CONJ) == 0);
        if !nominal {
            return None;
        }
        let name = !self.common(unit);
        let verb = !given && unit.reading.pos == Pos::Verb;
        let head = unit.info.readings.iter().any(|r| r.lexeme != UNKNOWN && self.lexicon.lexemes[r.lexeme as usize].place_head);
        let pure = given && unit.info.readings.iter().all(|r| r.lexeme == UNKNOWN || matches!(r.pos, Pos::Propn | Pos::Function));
        let adj = unit.info.readings.iter().any(|r| r.pos == Pos::Adj && r.clitic(ART));
        one(What::Word { name, given, pure, adj, verb, head })
    }

    /// The end of the name of a medium that no entry has, behind the word that says that it is one («وكالة أنباء
    /// المتوسط», «صحيفة الضفتين»): up to three words alone between separators.
    fn unlisted(&self, words: &Words, i: usize) -> Option<usize> {
        let unit = words.units.get(i)?;
        let press = |a: u32| {
            let actor = &self.lexicon.actors[a as usize];
            actor.kind == ActorKind::Org && actor.code.country.is_none() && self.press.is_some() && actor.code.sector == self.press
        };
        let name = match &unit.phrase {
            Some(p) => p.payloads.iter().any(|p| matches!(p, Payload::Actor(a) if press(*a))).then_some(i + p.len.max(1))?,
            None if unit.inside || unit.reading.lexeme == UNKNOWN || unit.reading.clitics != 0 => return None,
            None => self.lexicon.lexemes[unit.reading.lexeme as usize].actor.filter(|a| press(*a)).map(|_| i + 1)?,
        };
        let closed = |k: usize| k >= words.len() || self.separator(words, k).is_some() || matches!(self.kind(words.at(k)), Kind::Bracket(_));
        let end = (name + 1..=name + 3).find(|k| closed(*k))?;
        let fits = (name..end).all(|k| {
            words.units.get(k).is_some_and(|u| matches!(self.kind(u), Kind::Arabic | Kind::Other) && !self.function(u) && u.reading.pos != Pos::Verb)
                && self.found(words, k).is_none_or(|f| f.medium.is_none())
        });
        fits.then_some(end)
    }

    /// The end of a date that starts at a number, and its day.
    fn date(&self, words: &Words, i: usize) -> Option<(usize, Option<Date>)> {
        let number = |k: usize| words.units.get(k).filter(|u| self.kind(u) == Kind::Number).and_then(|u| self.text.norm(u.token).parse::<i16>().ok());
        let first = number(i)?;
        let tail = |mut end: usize| {
            // «2020ء», «1436هـ», «2015 م»: a letter behind the year.
            if words.units.get(end).is_some_and(|u| self.kind(u) == Kind::Arabic) && self.norm(words, end).chars().count() == 1 {
                end += 1;
            }
            end
        };
        // 1/10/2020, 1-10-2020, 2020-10-01, 21:30.
        let sign = self.norm(words, i + 1);
        if matches!(sign, "/" | "-" | ":") && !self.spaced(words, i + 1) && !self.spaced(words, i + 2) && number(i + 2).is_some() {
            let second = number(i + 2)?;
            let third = number(i + 4).filter(|_| self.norm(words, i + 3) == sign && !self.spaced(words, i + 3) && !self.spaced(words, i + 4));
            let day = third.and_then(|third| {
                let (y, d) = if first > 31 { (first, third) } else { (third, first) };
                Date::new(y, i8::try_from(second).ok()?, i8::try_from(d).ok()?).ok().filter(|_| (1900..2100).contains(&y))
            });
            return Some((tail(if third.is_some() { i + 5 } else { i + 3 }), day));
        }
        let month = |k: usize| {
            let unit = words.units.get(k)?;
            let mut best: Option<(usize, bool, i64)> = None;
            for &(_, start) in unit.info.starts.iter().filter(|s| s.0 & !ART == 0) {
                let Some(mut node) = self.lexicon.step(0, start) else { continue };
                let mut len = 1;
                loop {
                    for p in self.lexicon.payloads(node) {
                        if let Payload::Time(t) = p {
                            let time = &self.lexicon.times[*t as usize];
                            if matches!(time.class, TimeClass::Month | TimeClass::HijriMonth) && best.is_none_or(|(l, ..)| len > l) {
                                best = Some((len, time.class == TimeClass::Month, time.low));
                            }
                        }
                    }
                    let Some(on) = words.units.get(k + len).and_then(|u| u.info.stems.iter().find_map(|w| self.lexicon.step(node, *w))) else { break };
                    node = on;
                    len += 1;
                }
            }
            best
        };
        let (len, common, number_of_month) = month(i + 1)?;
        let mut end = i + 1 + len;
        // «تشرين الأول/أكتوبر», «سبتمبر (أيلول)»: the month's other name.
        if self.norm(words, end) == "/"
            && let Some((more, ..)) = month(end + 1)
        {
            end += 1 + more;
        } else if self.norm(words, end) == "("
            && let Some((more, ..)) = month(end + 1)
            && self.norm(words, end + 1 + more) == ")"
        {
            end += 2 + more;
        }
        let year = number(end).filter(|y| (1300..2100).contains(y));
        if year.is_some() {
            end = tail(end + 1);
        }
        let day = year.filter(|_| common).and_then(|y| Date::new(y, i8::try_from(number_of_month).ok()?, i8::try_from(first).ok()?).ok());
        Some((end, day))
    }

    /// Cuts the beginning of a sentence into segments, as far as a dateline may go.
    fn segments(&self, words: &Words) -> Vec<Segment> {
        let mut out: Vec<Segment> = Vec::new();
        let mut items: Vec<Item> = Vec::new();
        let mut brackets = 0usize;
        let mut i = 0;
        let n = words.len();
        let close = |items: &mut Vec<Item>, bracket: bool, end: End, next: usize, out: &mut Vec<Segment>| {
            if items.is_empty() {
                if let Some(last) = out.last_mut() {
                    let stronger = matches!(end, End::Colon | End::Dash(true) | End::Sentence(_)) || end == End::Open && matches!(last.end, End::Comma);
                    if stronger || last.end == End::Comma {
                        last.end = end;
                    }
                    last.next = next;
                }
                return;
            }
            out.push(Segment { items: std::mem::take(items), bracket, end, next });
        };
        while i < n && i < LONGEST {
            let unit = &words.units[i];
            if i > 0 && !items.is_empty() {
                // A lone tatweel is a dash; the text layer leaves it between the tokens. A wide gap is a column's.
                let gap = self.gap(unit.token);
                if gap.trim().starts_with('ـ') {
                    close(&mut items, brackets > 0, End::Dash(true), i, &mut out);
                } else if gap.chars().count() > 2 && gap.chars().all(char::is_whitespace) {
                    close(&mut items, brackets > 0, End::Comma, i, &mut out);
                }
            }
            match self.kind(unit) {
                Kind::Bracket(Side::Open) => {
                    close(&mut items, brackets > 0, End::Open, i, &mut out);
                    brackets += 1;
                    i += 1;
                }
                Kind::Bracket(_) => {
                    if brackets == 0 {
                        return out;
                    }
                    close(&mut items, true, End::Close, i + 1, &mut out);
                    brackets -= 1;
                    i += 1;
                }
                Kind::Quote(_) => {
                    let Some(end) = (i + 1..n.min(i + 7)).find(|k| matches!(self.kind(&words.units[*k]), Kind::Quote(_))) else { return out };
                    if !self.quoted(words, i + 1..end, &mut items) {
                        return out;
                    }
                    i = end + 1;
                }
                Kind::Sign => {
                    let initial = self.norm(words, i) == "." && i > 0 && !self.spaced(words, i) && self.norm(words, i - 1).chars().count() == 1;
                    match self.separator(words, i) {
                        Some(end) => close(&mut items, brackets > 0, end, i + 1, &mut out),
                        None if initial => {}
                        None if i + 1 == n && self.norm(words, i) == "." => {}
                        None if i == 0 || self.norm(words, i) == "*" => {}
                        None => return out,
                    }
                    i += 1;
                }
                // «سعيد آل فلان», «علي بدير»: between or behind names, whatever else the word may be.
                Kind::Arabic if self.surname(words, i, &items) => {
                    items.push(Item { what: What::Word { name: false, given: false, pure: false, adj: false, verb: false, head: false }, units: i..i + 1 });
                    i += 1;
                }
                _ => match self.item(words, i, false) {
                    Some(item) if !(matches!(item.what, What::Word { verb: true, .. }) && items.iter().any(|i| matches!(i.what, What::Medium { .. }))) => {
                        i = item.units.end;
                        items.push(item);
                        if items.len() > NAME_WORDS + 3 {
                            return out;
                        }
                    }
                    _ => {
                        if self.verb(words, i) {
                            close(&mut items, brackets > 0, End::Bare, i, &mut out);
                        }
                        return out;
                    }
                },
            }
        }
        if i >= n {
            close(&mut items, brackets > 0, End::Sentence(self.is_line(words)), n, &mut out);
        }
        out
    }

    /// What stands in quotation marks is a medium where the lexicon knows one by the name, or no actor at all.
    fn quoted(&self, words: &Words, range: Range<usize>, items: &mut Vec<Item>) -> bool {
        if range.is_empty() {
            return false;
        }
        if let Some(item) = self.item(words, range.start, true).filter(|i| i.units.end == range.end && matches!(i.what, What::Medium { .. })) {
            items.push(item);
            return true;
        }
        let known = words.units[range.clone()].iter().any(|u| {
            let actor = u.phrase.as_ref().is_some_and(|p| p.payloads.iter().any(|p| matches!(p, Payload::Actor(_))));
            !matches!(self.kind(u), Kind::Arabic | Kind::Other) || actor || u.reading.pos == Pos::Verb
        });
        let first = self.found(words, range.start).and_then(|f| f.medium.filter(|_| f.len >= range.len() || f.len > 1));
        if first.is_none() && (known || range.len() > 3) {
            return false;
        }
        items.push(Item { what: What::Medium { actor: first, plain: first.is_some() }, units: range });
        true
    }

    /// Decides what is place and what is medium where a name is both.
    fn settle(&self, segments: &mut [Segment], upto: usize) {
        let run = &segments[..=upto];
        let certain = |f: fn(&What) -> bool| run.iter().flat_map(|s| &s.items).filter(|i| f(&i.what)).count();
        let medium = certain(|w| matches!(w, What::Medium { plain: true, .. })) > 0;
        let places = certain(|w| matches!(w, What::Place { .. } | What::Either { city: true, .. }));
        let name = run.iter().any(|s| s.class(false) == Some(Class::Name));
        for (k, item) in segments.iter_mut().enumerate().flat_map(|(k, s)| s.items.iter_mut().map(move |i| (k, i))) {
            if let What::Either { actor, payload, city } = item.what {
                // «دبي - الرياض» stands over a paper's own report; «الرياض - واس» does not name the paper.
                let paper = if city { k == 1 && upto == 1 && places == 2 && !name } else { places > 0 || name };
                item.what = if paper && !medium { What::Medium { actor: Some(actor), plain: true } } else { What::Place { payload, city, plain: true } };
            }
        }
    }

    /// How many segments make the longest dateline, with its segments settled.
    fn dateline(&self, words: &Words) -> Option<Vec<Segment>> {
        let segments = self.segments(words);
        (0..segments.len().min(10)).rev().find_map(|k| {
            let mut run = segments.clone();
            self.settle(&mut run, k);
            run.truncate(k + 1);
            self.valid(words, &run).then_some(run)
        })
    }

    fn holds(&self, run: &[Segment]) -> Option<Holds> {
        let mut h = Holds::default();
        let line = run.last().is_some_and(|s| matches!(s.end, End::Sentence(true)));
        for (k, s) in run.iter().enumerate() {
            let class = s.class(k == 0)?;
            // What a colon opens behind a dateline is no part of it, unless the line ends with it.
            if k > 0 && run[k - 1].end == End::Colon && !line && (h.medium || class != Class::Known || !s.has_medium()) {
                return None;
            }
            match class {
                Class::Name => h.name = true,
                Class::Words(n) => {
                    if n > 1 && !line && k > 0 {
                        return None;
                    }
                    h.words = true;
                    h.desk |= n == 1 || line;
                    // On a line of its own, two words after a given name are a reporter's.
                    h.name |= line && n > 1 && s.given_first();
                    h.unknown |= n == 1 && s.names();
                }
                Class::Known => {}
            }
            if class == Class::Name && !s.items.iter().any(|i| i.what == What::Prep) {
                continue;
            }
            for item in &s.items {
                match item.what {
                    What::Medium { plain, .. } => {
                        // Two media vouch for each other.
                        h.plain_medium |= plain || h.medium;
                        h.medium = true;
                    }
                    What::Place { city, plain, .. } => {
                        h.place = true;
                        h.city |= city && plain;
                    }
                    What::Date => h.date = true,
                    What::Number if k == 0 || run.len() == 1 => return None,
                    _ => {}
                }
            }
        }
        Some(h)
    }

    fn valid(&self, words: &Words, run: &[Segment]) -> bool {
        let (Some(h), Some(last)) = (self.holds(run), run.last()) else { return false };
        let enough = h.plain_medium || h.city || h.medium && (h.place || h.name || h.unknown) || h.place && (h.date || h.name);
        let verb = self.verb(words, last.next);
        // «سبق - متابعات:»: one word beside a name that may be another word.
        let desk = h.medium && h.desk && run.len() == 2 && matches!(last.end, End::Colon | End::Sentence(true));
        let land = (h.place || h.medium) && run.len() == 1;
        let land = land && verb && matches!(last.end, End::Colon | End::Dash(true));
        if !(enough || desk || land) {
            return false;
        }
        let bare_places = !h.medium && !h.name && !h.date;
        if bare_places && h.words && !(run.len() > 1 && last.end == End::Colon && run[0].has_place()) {
            return false;
        }
        match last.end {
            End::Colon => true,
            End::Dash(spaced) => spaced && !(bare_places && !verb && self.apposition(words, last.next)),
            End::Close => h.medium || h.date || h.name && verb || run.len() == 1 && h.city,
            End::Slash => (last.has_medium() || last.items.iter().any(|i| i.what == What::Date)) && verb,
            End::Bare => run.len() > 1 && last.words() == 0 && (last.has_medium() || run.len() == 2 && h.place && run[0].given_first() && run[0].names()),
            End::Sentence(true) => h.medium || h.name && h.place || h.date && h.place || h.city && !h.words,
            End::Sentence(false) => !h.words && !h.name && h.place && (h.medium || h.date),
            End::Comma | End::Open => false,
        }
    }

    /// Whether a line is a byline even where other lines stand before it: it names a medium by a name that is nothing
    /// else, or a reporter and a city.
    fn sure(&self, run: &[Segment]) -> bool {
        let items = || run.iter().flat_map(|s| &s.items);
        let medium = items().any(|i| matches!(i.what, What::Medium { plain: true, actor: Some(_) }));
        let reporter = run.iter().any(|s| s.class(true) == Some(Class::Name) && matches!(s.items[0].what, What::Word { given: true, .. }));
        medium || reporter && run.len() == 2 && items().any(|i| matches!(i.what, What::Place { city: true, plain: true, .. }))
    }

    /// «الرياض - العاصمة - تحتضن»: what a second dash closes soon belongs to the prose.
    fn apposition(&self, words: &Words, from: usize) -> bool {
        (from..words.len().min(from + 8)).any(|i| matches!(self.separator(words, i), Some(End::Dash(true))))
    }

    fn credit(&self, words: &Words, units: Range<usize>, actor: Option<u32>) -> Credit {
        let span = self.span(words, units);
        Credit { name: span.of(self.source).to_owned(), span, actor, country: actor.and_then(|a| self.lexicon.actors[a as usize].home) }
    }

    fn take(&self, words: &Words, sentence: usize, run: &[Segment], out: &mut Dateline) {
        for (k, s) in run.iter().enumerate() {
            let class = s.class(k == 0);
            let behind_place = k > 0 && run[k - 1].end == End::Open && run[k - 1].has_place();
            let before_medium = s.bracket && k == 0 && s.end == End::Slash && run.get(k + 1).is_some_and(Segment::has_medium);
            let unknown = s.names() && !s.items.iter().any(|i| i.units.clone().any(|u| self.given(words.at(u))));
            if s.words() == s.items.len() && unknown && (before_medium || behind_place && s.bracket && s.words() <= 3) {
                add(self.lexicon, &mut out.publishers, self.credit(words, s.span(), None));
                continue;
            }
            if class == Some(Class::Name) {
                let end = s.items.iter().position(|i| i.what == What::Prep).unwrap_or(s.items.len());
                if let (Some(first), Some(last)) = (s.items.first(), s.items.get(end.saturating_sub(1))) {
                    let span = self.span(words, first.units.start..last.units.end);
                    if out.reporters.iter().all(|r| r.of(self.source) != span.of(self.source)) {
                        out.reporters.push(span);
                    }
                }
                if end == s.items.len() {
                    continue;
                }
            }
            for item in &s.items {
                let units = item.units.clone();
                match item.what {
                    What::Medium { actor, .. } => add(self.lexicon, &mut out.publishers, self.credit(words, units, actor)),
                    What::Place { payload, .. } => {
                        let span = self.span(words, units.clone());
                        if out.places.iter().any(|p| p.payload == payload) {
                            continue;
                        }
                        out.places.push(PlaceRef { units, sentence, span, payload, country: self.country(payload) });
                    }
                    What::Date => {
                        let day = self.date(words, units.start).and_then(|d| d.1);
                        match &mut out.date {
                            Some(d) if d.day.is_none() && d.sentence == sentence => {
                                d.units.end = d.units.end.max(units.end);
                                d.day = day;
                            }
                            Some(_) => {}
                            None => out.date = Some(Dated { units, sentence, day }),
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// A sentence of media alone, with at most two words before them («المصدر: واس»).
    fn credits(&self, words: &Words) -> Vec<Credit> {
        if words.len() > 14 {
            return Vec::new();
        }
        let segments = self.segments(words);
        let whole = segments.last().is_some_and(|s| matches!(s.end, End::Sentence(_)) || s.next >= words.len());
        let known = segments.iter().all(|s| s.class(true).is_some_and(|c| c != Class::Name) && s.words() <= 2);
        let plain = segments.iter().flat_map(|s| &s.items).any(|i| matches!(i.what, What::Medium { plain: true, actor: Some(_) }));
        let list = segments.iter().any(|s| s.end == End::Comma || s.items.iter().any(|i| matches!(i.what, What::Number | What::Prep)));
        let labelled = matches!(segments.as_slice(), [label, credit] if label.end == End::Colon && label.words() == label.items.len() && credit.has_medium() && credit.words() == 0);
        if !(whole && known && (plain || labelled) && !list) {
            return Vec::new();
        }
        self.media(words, &segments)
    }

    fn media(&self, words: &Words, segments: &[Segment]) -> Vec<Credit> {
        let items = segments.iter().flat_map(|s| &s.items);
        items.filter_map(|i| if let What::Medium { actor: Some(actor), .. } = i.what { Some(self.credit(words, i.units.clone(), Some(actor))) } else { None }).collect()
    }

    /// Media in brackets at the end of a sentence: «… أمس. (واس)».
    fn bracket_at_end(&self, words: &Words) -> Vec<Credit> {
        let mut end = words.len();
        while end > 0 && self.norm(words, end - 1) == "." {
            end -= 1;
        }
        if end < 3 || !matches!(self.kind(&words.units[end - 1]), Kind::Bracket(Side::Close)) {
            return Vec::new();
        }
        let Some(open) = (end.saturating_sub(12)..end - 1).rev().find(|i| matches!(self.kind(&words.units[*i]), Kind::Bracket(Side::Open))) else { return Vec::new() };
        // «وكالة الأنباء السعودية (واس)» says who was quoted.
        let glossed = open > 0
            && (open.saturating_sub(5)..open).any(|i| {
                self.found(words, i).is_some_and(|f| f.medium.is_some() && i + f.len == open)
                    || words.units[i]
                        .phrase
                        .as_ref()
                        .is_some_and(|p| i + p.len >= open && p.payloads.iter().any(|p| matches!(p, Payload::Actor(a) if self.lexicon.actors[*a as usize].kind == ActorKind::Media)))
            });
        if glossed {
            return Vec::new();
        }
        let mut out = Vec::new();
        let mut i = open + 1;
        while i < end - 1 {
            if self.separator(words, i).is_some() || matches!(self.kind(&words.units[i]), Kind::Quote(_)) || self.norm(words, i) == "." {
                i += 1;
                continue;
            }
            let Some(item) = self.item(words, i, false) else { return Vec::new() };
            match item.what {
                What::Medium { actor: Some(actor), plain: true } => out.push(self.credit(words, item.units.clone(), Some(actor))),
                What::Place { .. } | What::Either { .. } | What::Date => {}
                _ => return Vec::new(),
            }
            i = item.units.end.max(i + 1);
        }
        out
    }

    /// The outlet that a title ends with: «… - صحيفة سبق», «… | رويترز».
    fn title(&self, words: &Words) -> Vec<Credit> {
        let n = words.len();
        let Some(dash) = (n.saturating_sub(6).max(3)..n).rev().find(|i| matches!(self.separator(words, *i), Some(End::Dash(true)))) else { return Vec::new() };
        match self.item(words, dash + 1, false) {
            Some(Item { what: What::Medium { actor: Some(actor), plain: true }, units, .. }) if units.end == n => vec![self.credit(words, units, Some(actor))],
            _ => Vec::new(),
        }
    }
}

/// Adds a credit unless the outlet is named already.
fn add(lexicon: &Lexicon, list: &mut Vec<Credit>, credit: Credit) {
    let id = |actor: Option<u32>| actor.and_then(|a| lexicon.actors[a as usize].id.as_deref());
    let same = |old: &Credit| old.actor.is_some() && (old.actor == credit.actor || id(old.actor).is_some() && id(old.actor) == id(credit.actor)) || old.name == credit.name;
    if !credit.name.is_empty() && !list.iter().any(same) {
        list.push(credit);
    }
}

/// Finds dateline, byline and credits of a report.
///
/// `opening` holds up to three sentences behind the title, `last` the last sentence where it is another one.
pub fn dateline(lexicon: &Lexicon, source: &str, text: &Text, title: Option<&Words>, opening: &[Words], last: Option<&Words>) -> Dateline {
    let byline = lexicon.word(BYLINE).and_then(|w| lexicon.step(0, w));
    let press = lexicon.actors.iter().find(|a| a.kind == ActorKind::Media).and_then(|a| a.code.sector);
    let reader = Reader { lexicon, source, text, byline, press };
    let mut out = Dateline::default();
    for credit in title.map(|t| reader.title(t)).unwrap_or_default() {
        add(lexicon, &mut out.publishers, credit);
    }
    for (n, words) in opening.iter().enumerate() {
        if n > out.whole {
            // Behind a sub-heading only a byline that is a line of its own counts.
            if !reader.is_line(words) || out.until > 0 || words.is_empty() {
                break;
            }
        }
        let Some(run) = reader.dateline(words) else { continue };
        let end = run.last().map_or(0, |s| s.next);
        let all = end >= words.len();
        if n > out.whole && !(all && reader.sure(&run)) {
            break;
        }
        reader.take(words, n, &run, &mut out);
        if all {
            out.lines.push(n);
            if n == out.whole {
                out.whole += 1;
            }
        } else {
            out.until = end;
            break;
        }
    }
    if let Some(words) = last {
        let in_opening = opening.iter().position(|o| o.range.start == words.range.start);
        let mut credits = if in_opening.is_none() { reader.credits(words) } else { Vec::new() };
        if credits.is_empty() && in_opening.is_none_or(|n| !out.lines.contains(&n)) {
            credits = reader.bracket_at_end(words);
        }
        credits.retain(|c| !out.publishers.iter().any(|p| p.span.meets(c.span)));
        for credit in credits {
            add(lexicon, &mut out.publishers, credit);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{Builder, Source};
    use crate::ontology::Ontology;
    use crate::words::Analyser;
    use proptest::prelude::*;

    fn lexicon() -> Lexicon {
        let mut builder = Builder::new(Ontology::plover());
        let text = "رويترز, وكالة رويترز | media | JRN | country=GBR\nbyline الرياض, byline سبق | media | JRN | country=SAU id=s\nدبي | ARE | city\nالرياض | SAU | city\nالشرق الأوسط | - | region\nbyline الشرق الأوسط | media | JRN\nأكتوبر | month | 10\nأعلن يعلن\nسبق يسبق\nمن | prep\nمحمد\nصحيفة, وكالة أنباء | org | JRN";
        builder.add(Source { file: "x", text });
        let (lexicon, faults) = builder.build();
        assert!(faults.is_empty(), "{faults:?}");
        lexicon
    }

    fn read(lexicon: &Lexicon, source: &str) -> (Dateline, Vec<usize>) {
        let text = Text::new(source);
        let mut analyser = Analyser::new(lexicon);
        let mut opening: Vec<Words> = text.sentences.iter().take(4).map(|r| analyser.sentence(&text, r.clone(), false)).collect();
        let title = (opening.len() > 1).then(|| opening.remove(0));
        opening.truncate(3);
        let last = text.sentences.last().map(|r| analyser.sentence(&text, r.clone(), false));
        let found = dateline(lexicon, source, &text, title.as_ref(), &opening, last.as_ref());
        (found, opening.iter().map(Words::len).collect())
    }

    #[test]
    fn a_title_may_end_with_the_outlet() {
        let lexicon = lexicon();
        let (found, _) = read(&lexicon, "اجتماع طارئ غدا - وكالة رويترز\nدبي - سبق: أعلن الوزير ذلك.");
        let names: Vec<&str> = found.publishers.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, ["وكالة رويترز", "سبق"]);
        assert_eq!(found.publishers[0].country, Some(*b"GBR"));
    }

    #[test]
    fn a_medium_that_nobody_listed_is_one_by_the_word_before_it() {
        let lexicon = lexicon();
        let names = |source| read(&lexicon, source).0.publishers.into_iter().map(|c| c.name).collect::<Vec<_>>();
        assert_eq!(names("ملخص\n(صحيفة الضفتين / وكالة أنباء المتوسط - 14 أكتوبر 2020) أعلن الوزير ذلك."), ["صحيفة الضفتين", "وكالة أنباء المتوسط"]);
        assert_eq!(names("ملخص\nصحيفة الضفتين أعلن الوزير ذلك."), [""; 0]);
    }

    #[test]
    fn nothing_is_found_in_nothing() {
        let lexicon = lexicon();
        assert_eq!(read(&lexicon, "").0, Dateline::default());
        let text = Text::new("");
        assert_eq!(dateline(&lexicon, "", &text, None, &[], None), Dateline::default());
    }

    proptest! {
        #[test]
        fn the_rest_starts_within_its_sentence(parts in prop::collection::vec(prop::sample::select(vec![
            "دبي", "الرياض", "رويترز", "سبق", "الشرق الأوسط", "محمد الفلاني", "أعلن", "من", "أكتوبر", "1", "2020", "32767", "ء", "واو",
            "-", "–", ":", "/", "،", "(", ")", "«", "»", "\"", ".", "..", "\n", " ", "   ", "ـ", "*", "CNN", "د.", "|", "\u{200F}",
        ]), 0..24), glue in prop::sample::select(vec!["", " "])) {
            let source = parts.join(glue);
            let lexicon = lexicon();
            let (found, lengths) = read(&lexicon, &source);
            prop_assert!(found.whole <= lengths.len());
            prop_assert!(lengths.get(found.whole).map_or(found.until == 0, |n| found.until < *n));
            prop_assert!(found.lines.iter().all(|l| *l < lengths.len()));
            for credit in &found.publishers {
                prop_assert_eq!(credit.span.of(&source), credit.name.as_str());
            }
            for place in &found.places {
                prop_assert!(place.units.end <= lengths[place.sentence]);
            }
        }

        #[test]
        fn any_text_is_read(source in "\\PC{0,60}") {
            let (found, lengths) = read(&lexicon(), &source);
            prop_assert!(found.whole <= lengths.len());
        }
    }
}
