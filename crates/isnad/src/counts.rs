//! Quantities in running text: how many, at least how many, between which numbers.
//!
//! News counts in digits («3 آلاف»), in words («ثلاثة وعشرون»), vaguely («عشرات») and with bounds («ما لا يقل عن 12»,
//! «12 على الأقل»). Which word means what stands in the lexicon, by class; this module only adds up.
//!
//! ```
//! use isnad::{counts::quantity, lexicon::{Builder, Source}, ontology::Ontology, text::Text, words::Analyser};
//!
//! let mut builder = Builder::new(Ontology::plover());
//! builder.add(Source { file: "x", text: "ثلاثة | number | 3\nعشرون | number | 20\nأكثر من | bound | min" });
//! let (lexicon, _) = builder.build();
//! let text = Text::new("أكثر من ثلاثة وعشرون قتيلا");
//! let words = Analyser::new(&lexicon).sentence(&text, text.sentences[0].clone(), false);
//! let found = quantity(&lexicon, &text, &words, 0).unwrap();
//! assert_eq!((found.len, found.low, found.high, found.vague), (4, 23, None, false));
//! ```

use crate::entry::{Func, TimeClass};
use crate::lexicon::{Lexicon, Payload, Pos, TimeWord};
use crate::text::{Kind, Text};
use crate::words::{ART, CONJ, PREP, Reading, UNKNOWN, Words};

/// A number or a range of numbers, with the words that say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantity {
    /// How many units of the sentence it covers. A bound that stands behind the counted noun («12 مدنيا على الأقل»)
    /// is heeded but not covered.
    pub len: usize,
    /// At least so many.
    pub low: u64,
    /// At most so many; none where no upper bound is given.
    pub high: Option<u64>,
    /// Whether the words say that the numbers are rough («نحو 20», «عشرات»).
    pub vague: bool,
}

/// The quantity that starts at unit `at` of the sentence, if one does.
pub fn quantity(lexicon: &Lexicon, text: &Text, words: &Words, at: usize) -> Option<Quantity> {
    View { lexicon, text, words }.quantity(at)
}

/// How far behind a number its bound may stand.
const BEHIND: usize = 3;
/// How many words a single number may have.
const PIECES: usize = 16;

/// A sentence as its words of time and number show it.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub lexicon: &'a Lexicon,
    pub text: &'a Text,
    pub words: &'a Words,
}

/// A phrase of time or number at a place.
#[derive(Clone, Copy)]
pub(crate) struct Item<'a> {
    pub len: usize,
    pub clitics: u16,
    lexicon: &'a Lexicon,
    payloads: &'a [Payload],
}

impl<'a> Item<'a> {
    /// The entry of a class, where the phrase has one.
    pub fn find(&self, class: TimeClass) -> Option<&'a TimeWord> {
        self.payloads.iter().find_map(|p| match p {
            Payload::Time(id) => self.lexicon.times.get(*id as usize).filter(|w| w.class == class),
            _ => None,
        })
    }

    /// Whether the phrase has an entry of a class.
    pub fn is(&self, class: TimeClass) -> bool {
        self.find(class).is_some()
    }

    /// Whether anything is prefixed that starts anew.
    pub fn joined(&self) -> bool {
        self.clitics & (CONJ | PREP) != 0
    }
}

/// A number while it is being put together.
#[derive(Clone, Copy)]
struct Core {
    len: usize,
    low: u64,
    high: Option<u64>,
    vague: bool,
    /// What it was multiplied by last.
    scale: u64,
}

/// One word of a number.
#[derive(Clone, Copy)]
struct Piece {
    len: usize,
    value: Value,
    /// Joined to the word before.
    conj: bool,
}

#[derive(Clone, Copy)]
enum Value {
    /// Digits: the number without its point, and the power of ten that the point divides by.
    Digits(u64, u64),
    /// A number word.
    Exact(u64),
    /// A number word that multiplies what stands before it; alone it has a value too, or is vague.
    Times(u64, Option<(u64, Option<u64>)>),
    /// A vague word.
    Vague(u64, Option<u64>),
    /// A part of one.
    Part(u64, u64),
}

impl<'a> View<'a> {
    /// The phrase of time or number at unit `i`. Names are left whole: what stands inside one is no time.
    pub fn item(&self, i: usize) -> Option<Item<'a>> {
        let unit = self.words.units.get(i)?;
        let lexicon = self.lexicon;
        match &unit.phrase {
            Some(p) if p.payloads.iter().any(|p| matches!(p, Payload::Time(_))) => {
                // «باب» is a door, not «in August».
                let whole = |r: &Reading| r.lexeme != UNKNOWN && r.suffix == 0 && !r.clitic(CONJ | PREP) && r.pos != Pos::Propn;
                if p.len == 1 && p.clitics & (CONJ | PREP) != 0 && unit.info.readings.iter().any(whole) {
                    return None;
                }
                return Some(Item { len: p.len, clitics: p.clitics, lexicon, payloads: &p.payloads });
            }
            Some(p) if is_name(&p.payloads) => return None,
            None if !unit.inside || self.in_name(i) => return None,
            _ => {}
        }
        // A longer phrase of another class covers it («مساء أمس» as an adverb): look for words of time inside.
        let mut best: Option<Item<'a>> = None;
        for &(clitics, start) in &unit.info.starts {
            let Some(mut node) = lexicon.step(0, start) else {
                continue;
            };
            let mut len = 1;
            loop {
                let payloads = lexicon.payloads(node);
                if payloads.iter().any(|p| matches!(p, Payload::Time(_))) && best.is_none_or(|b| len > b.len) {
                    best = Some(Item { len, clitics, lexicon, payloads });
                }
                let Some(next) = self.words.units.get(i + len) else {
                    break;
                };
                let Some(n) = next.info.stems.iter().find_map(|w| lexicon.step(node, *w)) else {
                    break;
                };
                node = n;
                len += 1;
            }
        }
        best
    }

    fn in_name(&self, i: usize) -> bool {
        self.covering(i).is_some_and(|(_, _, name)| name)
    }

    /// Start and length of the phrase that covers unit `i`, and whether it is a name.
    fn covering(&self, i: usize) -> Option<(usize, usize, bool)> {
        (0..=i).rev().find_map(|k| self.words.units[k].phrase.as_ref().map(|p| (k, p.len, is_name(&p.payloads)))).filter(|(k, len, _)| k + len > i)
    }

    /// How many units may be passed over at `i` because they are one name.
    pub fn name(&self, i: usize) -> Option<usize> {
        self.words.units.get(i)?.phrase.as_ref().filter(|p| is_name(&p.payloads)).map(|p| p.len)
    }

    /// The item at `i` that goes on with what stands before: no conjunction or preposition is prefixed to it.
    pub fn on(&self, i: usize) -> Option<Item<'a>> {
        self.item(i).filter(|it| !it.joined())
    }

    /// The entry of a class at `i`, with the phrase's length, where it goes on with what stands before.
    pub fn follows(&self, i: usize, class: TimeClass) -> Option<(usize, &'a TimeWord)> {
        let item = self.on(i)?;
        item.find(class).map(|w| (item.len, w))
    }

    pub fn kind(&self, i: usize) -> Option<Kind> {
        self.words.units.get(i).map(|u| self.text.tokens[u.token].kind)
    }

    pub fn norm(&self, i: usize) -> &'a str {
        self.words.units.get(i).map_or("", |u| self.text.norm(u.token))
    }

    /// Whether white space stands before unit `i`.
    pub fn spaced(&self, i: usize) -> bool {
        self.words.units.get(i).is_none_or(|u| self.text.tokens[u.token].spaced)
    }

    /// Whether unit `i` belongs to a closed class by itself, without a preposition prefixed, as look-up alone says.
    pub fn has(&self, i: usize, func: Func) -> bool {
        self.words
            .units
            .get(i)
            .is_some_and(|u| u.info.readings.iter().any(|r| r.lexeme != UNKNOWN && r.suffix == 0 && !r.clitic(PREP) && self.lexicon.lexemes[r.lexeme as usize].funcs.contains(&func)))
    }

    /// Whether unit `i` is the preposition «of»: of the prepositions only that one also begins relative clauses.
    pub fn of(&self, i: usize) -> bool {
        self.has(i, Func::Prep) && self.has(i, Func::Rel)
    }

    /// Whether unit `i` bears the article.
    pub fn definite(&self, i: usize) -> bool {
        self.words.units.get(i).is_some_and(|u| u.info.starts.iter().any(|(c, _)| c & ART != 0) || u.info.readings.iter().any(|r| r.clitic(ART)))
    }

    /// Whole digits at unit `i`: their value and how many they are.
    pub fn digits(&self, i: usize) -> Option<(u64, usize)> {
        let norm = self.norm(i);
        if self.kind(i) != Some(Kind::Number) || norm.is_empty() || !norm.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        norm.parse().ok().map(|n| (n, norm.len()))
    }

    /// Whether unit `i` is a clitic or article that is written onto digits («الـ27», «و25»).
    pub fn glued(&self, i: usize) -> bool {
        self.kind(i) == Some(Kind::Arabic) && self.kind(i + 1) == Some(Kind::Number) && !self.spaced(i + 1) && self.norm(i).chars().count() <= 4 && self.spaced(i)
    }

    /// Whether unit `i` is a conjunction written onto digits.
    fn glued_conj(&self, i: usize) -> bool {
        let one = self.glued(i) && self.norm(i).chars().count() == 1;
        one && {
            let word = self.lexicon.word(self.norm(i));
            let clitics = self.lexicon.clitics;
            word.is_none_or(|w| w != clitics.b && w != clitics.l && w != clitics.k)
        }
    }

    /// Digits with separators: the number without its point, and the power of ten that the point divides by.
    fn decimal(&self, i: usize) -> Option<(u64, u64)> {
        if self.kind(i) != Some(Kind::Number) {
            return None;
        }
        let norm = self.norm(i);
        let (mut value, mut groups, mut point) = (0u64, 0usize, None);
        let mut parts = norm.split(|c: char| !c.is_ascii_digit());
        let first = parts.next()?;
        value = first.bytes().try_fold(value, |v, b| v.checked_mul(10)?.checked_add(u64::from(b - b'0')))?;
        let separators = || norm.chars().filter(|c| !c.is_ascii_digit());
        let same = separators().all(|c| Some(c) == separators().next());
        let count = separators().count();
        for (part, separator) in parts.zip(separators()) {
            // «1,200», «1.200.000» group thousands; «3.5», «3,5» divide. The Arabic decimal sign always divides.
            let thousands = part.len() == 3 && (same || groups + 1 < count) && first.len() <= 3 && first != "0" && separator != '\u{066B}';
            if point.is_some() || part.is_empty() || (!thousands && (groups + 1 < count || part.len() > 6)) {
                return None;
            }
            value = part.bytes().try_fold(value, |v, b| v.checked_mul(10)?.checked_add(u64::from(b - b'0')))?;
            if thousands {
                groups += 1;
            } else {
                point = Some(10u64.pow(part.len() as u32));
            }
        }
        Some((value, point.unwrap_or(1)))
    }

    fn piece(&self, i: usize) -> Option<Piece> {
        if self.kind(i) == Some(Kind::Number)
            && let Some((value, divisor)) = self.decimal(i)
        {
            return Some(Piece { len: 1, value: Value::Digits(value, divisor), conj: false });
        }
        if self.glued(i) {
            let (value, divisor) = self.decimal(i + 1)?;
            return Some(Piece { len: 2, value: Value::Digits(value, divisor), conj: self.glued_conj(i) });
        }
        let item = self.item(i)?;
        let conj = item.clitics & CONJ != 0;
        // «الاثنين» is the day of the week, «اثنين» the number.
        if item.is(TimeClass::Weekday) && self.definite(i) {
            return None;
        }
        let number = |class| item.find(class).and_then(|w| u64::try_from(w.low).ok());
        let vague = item.find(TimeClass::Vague).and_then(|w| Some((u64::try_from(w.low).ok()?, w.high.and_then(|h| u64::try_from(h).ok()))));
        let value = if let Some(m) = number(TimeClass::Multiplier) {
            let alone = number(TimeClass::Number).map(|n| (n, Some(n))).or(vague);
            Value::Times(m, alone)
        } else if let Some(n) = number(TimeClass::Number) {
            Value::Exact(n)
        } else if let Some((low, high)) = vague {
            Value::Vague(low, high)
        } else {
            let (a, b) = item.find(TimeClass::Fraction)?.label.split_once('/')?;
            let b: u64 = b.trim().parse().ok().filter(|b| *b > 0)?;
            Value::Part(a.trim().parse().ok()?, b)
        };
        Some(Piece { len: item.len, value, conj })
    }

    /// A number of at most `most` pieces, without bounds.
    fn number(&self, at: usize, most: usize) -> Option<Core> {
        let first = self.piece(at)?;
        let mut core = Core { len: first.len, low: 0, high: None, vague: false, scale: 1 };
        let mut end = at + first.len;
        let multiplier = |end: usize| match self.piece(end) {
            Some(Piece { len, value: Value::Times(m, _), conj: false }) if most > 1 => Some((len, m)),
            _ => None,
        };
        // Numbers in words and digits: what is complete, what still may be multiplied, and what must stay below.
        let (mut total, mut group, mut below) = (0u64, 0u64, u64::MAX);
        let mut in_digits = false;
        match first.value {
            Value::Vague(low, high) => {
                let mut m = 1;
                if let Some((len, by)) = multiplier(end) {
                    (m, end) = (by, end + len);
                } else if let Some(Piece { len, value: Value::Vague(low, _), conj: false }) = self.piece(end).filter(|_| most > 1) {
                    // «بضع عشرات»
                    (m, end) = (10u64.pow(low.max(1).ilog10()), end + len);
                }
                let high = high.map(|h| h.saturating_mul(m));
                return Some(Core { len: end - at, low: low.saturating_mul(m), high, vague: true, scale: m });
            }
            Value::Part(a, b) => {
                let (len, m) = multiplier(end)?;
                let n = m.checked_mul(a)? / b;
                return Some(Core { len: end + len - at, low: n, high: Some(n), vague: false, scale: m });
            }
            Value::Digits(n, 1) => (group, in_digits) = (n, true),
            Value::Digits(n, divisor) => {
                let (len, m) = multiplier(end)?;
                let n = u64::try_from(u128::from(n) * u128::from(m) / u128::from(divisor)).ok()?;
                return Some(Core { len: end + len - at, low: n, high: Some(n), vague: false, scale: m });
            }
            Value::Exact(n) if n >= 1000 => (total, below) = (n, 1000),
            Value::Exact(n) => group = n,
            Value::Times(m, alone) => {
                let (low, high) = alone?;
                if low != m || high != Some(m) {
                    return Some(Core { len: core.len, low, high, vague: true, scale: m });
                }
                (total, below, core.scale) = (m, m, m);
            }
        }
        for _ in 1..most.min(PIECES) {
            let Some(piece) = self.piece(end) else { break };
            match piece.value {
                // «خمسون ألفا», «3 آلاف»
                Value::Times(m, _) if !piece.conj && group > 0 && m < below => {
                    let Some(sum) = group.checked_mul(m).and_then(|n| n.checked_add(total)) else {
                        break;
                    };
                    (total, group, below, core.scale, in_digits) = (sum, 0, m, m, false);
                }
                // «مليون وألف»
                Value::Times(m, Some((n, _))) if piece.conj && group == 0 && n < below && n == m => (total, below) = (total.saturating_add(n), n),
                Value::Exact(n) if n >= 1000 && piece.conj && group == 0 && n < below => (total, below) = (total.saturating_add(n), 1000),
                Value::Exact(n) if n < 1000 && piece.conj && !in_digits && n < below && fits(group, n, total) => group += n,
                // «ثلاث مئة», where it is written apart.
                Value::Exact(100) if !piece.conj && !in_digits && (3..=9).contains(&group) => group *= 100,
                Value::Digits(n, 1) if piece.conj && group == 0 && n < below => (group, in_digits) = (n, true),
                // «مليون ونصف», «مليون ونصف مليون»
                Value::Part(a, b) if piece.conj && group == 0 && core.scale >= 1000 => {
                    total = total.saturating_add(core.scale / b * a);
                    end += piece.len;
                    if let Some((len, m)) = multiplier(end)
                        && m == core.scale
                    {
                        end += len;
                    }
                    break;
                }
                _ => break,
            }
            end += piece.len;
        }
        let n = total.checked_add(group)?;
        Some(Core { len: end - at, low: n, high: Some(n), vague: false, ..core })
    }

    /// The word of bound at `i`: its length and what it says.
    fn bound(&self, i: usize) -> Option<(usize, &'a str)> {
        let item = self.item(i)?;
        item.find(TimeClass::Bound).map(|w| (item.len, &*w.label))
    }

    /// The quantity at `at`, with the bounds before and behind it.
    pub fn quantity(&self, at: usize) -> Option<Quantity> {
        let mut start = at;
        let mut bound = None;
        let mut about = false;
        // «أكثر من نحو 20»
        for _ in 0..2 {
            // A number word is no bound, whatever else it is.
            let Some((len, label)) = self.bound(start).filter(|_| self.piece(start).is_none_or(|p| matches!(p.value, Value::Part(..)))) else {
                break;
            };
            if label == "about" {
                about = true;
            } else {
                bound = Some(label);
            }
            start += len;
        }
        if bound == Some("between") {
            return self.between(at, start);
        }
        let core = self.number(start, PIECES)?;
        let mut end = start + core.len;
        let mut q = Quantity { len: end - at, low: core.low, high: core.high, vague: core.vague || about };
        if bound.is_none()
            && let Some(high) = self.dash(start, end)
        {
            end += 2;
            q = Quantity { len: end - at, high: Some(high), ..q };
        }
        let bound = bound.or_else(|| {
            let (len, label) = self.behind(end)?;
            q.len += len;
            Some(label)
        });
        match bound {
            Some("min") => q.high = None,
            Some("max") => (q.low, q.high) = (0, q.high.or(Some(q.low))),
            Some("about") => q.vague = true,
            _ => {}
        }
        Some(q)
    }

    /// «بين 10 و15», «بين 3 و5 آلاف».
    fn between(&self, at: usize, start: usize) -> Option<Quantity> {
        for most in [PIECES, 1] {
            let Some(low) = self.number(start, most) else {
                continue;
            };
            let mut second = start + low.len;
            let joined = self.piece(second).is_some_and(|p| p.conj);
            if !joined {
                if !self.has(second, Func::Prep) || self.of(second) {
                    continue;
                }
                second += 1;
            }
            let Some(high) = self.number(second, PIECES) else {
                continue;
            };
            let scaled = low.low.saturating_mul(high.scale);
            let from = if low.scale == 1 && low.low < 1000 && scaled < high.low { scaled } else { low.low };
            if from > high.low {
                continue;
            }
            return Some(Quantity { len: second + high.len - at, low: from, high: high.high, vague: low.vague || high.vague });
        }
        None
    }

    /// The upper end of «10-15».
    fn dash(&self, start: usize, end: usize) -> Option<u64> {
        let (low, _) = self.digits(end.checked_sub(1).filter(|e| *e >= start)?)?;
        let dash = matches!(self.norm(end), "-" | "–" | "—") && self.spaced(end) == self.spaced(end + 1);
        let (high, _) = self.digits(end + 1).filter(|_| dash)?;
        let more = matches!(self.norm(end + 2), "-" | "–" | "/") && self.kind(end + 3) == Some(Kind::Number);
        (high > low && !more).then_some(high)
    }

    /// A bound behind the number or behind what it counts («12 شخصا على الأقل»): how much of it adjoins, and what it says.
    fn behind(&self, end: usize) -> Option<(usize, &'a str)> {
        for i in end..=end + BEHIND {
            if let Some((len, label)) = self.bound(i) {
                let last = self.words.units.get(i + len - 1)?;
                // «12 جنديا حول المدينة» and «وأكثر من 5» say nothing of what stands before them.
                let leads = self.has(i + len - 1, Func::Prep) || last.reading.pos == Pos::Verb || self.item(i).is_some_and(|it| it.joined());
                let next = self.piece(i + len).is_some_and(|p| !p.conj);
                let far = i > end && label == "about";
                return (!leads && !next && !far).then_some((if i == end { len } else { 0 }, label));
            }
            let noun = self.kind(i) == Some(Kind::Arabic) && self.piece(i).is_none() && !self.has(i, Func::Conj);
            if !noun || self.words.units[i].reading.clitic(CONJ) {
                return None;
            }
        }
        None
    }
}

/// Whether a joined number word below a thousand can add to a group: hundreds, then units, then tens.
fn fits(group: u64, n: u64, total: u64) -> bool {
    match n {
        0 => false,
        100.. => group == 0 && total > 0,
        20.. if n.is_multiple_of(10) => (1..=9).contains(&(group % 100)) || group.is_multiple_of(100) && group + total > 0,
        _ => group.is_multiple_of(100) && group + total > 0,
    }
}

fn is_name(payloads: &[Payload]) -> bool {
    payloads.iter().any(|p| matches!(p, Payload::Actor(_) | Payload::Place(_))) && !payloads.iter().any(|p| matches!(p, Payload::Time(_)))
}
