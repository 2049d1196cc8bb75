//! Words: what each token may be (clitics, lexeme, features) and, by context, what it is.
//!
//! A token is looked up whole and with its clitics taken off: conjunctions (و ف), prepositions (ب ل ك), future (س),
//! article (ال) before the word, pronouns behind it. Which reading holds is then decided from left to right by the
//! words around it, since «بحث» is a verb before «الوزير» and a noun after «في».
//!
//! ```
//! use isnad::{lexicon::{Builder, Pos, Source}, ontology::Ontology, text::Text, words::Analyser};
//!
//! let mut builder = Builder::new(Ontology::plover());
//! builder.add(Source { file: "x", text: "بحث يبحث (بحث)\nفي | prep\nوزير, وزراء | person | GOV" });
//! let (lexicon, _) = builder.build();
//! let mut analyser = Analyser::new(&lexicon);
//! let text = Text::new("بحث الوزير الأمر في بحث");
//! let words = analyser.sentence(&text, text.sentences[0].clone(), false);
//! assert_eq!(words.at(0).reading.pos, Pos::Verb);
//! assert_eq!(words.at(4).reading.pos, Pos::Noun);
//! ```

use crate::entry::{ActorKind, Func};
use crate::inflect::{ACCUSATIVE, ACTIVE, BEFORE_SUFFIX, CONSTRUCT, DUAL, FEMININE, FIRST, IMPERFECT, JUSSIVE, MASCULINE, MASDAR, PARTICIPLE, PASSIVE, PERFECT, PLURAL, SINGULAR};
use crate::lexicon::{Frame, LexemeId, Lexicon, Meaning, Payload, Pos, Slot, Word};
use crate::text::{Kind, Text};
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::rc::Rc;

/// Proclitic و.
pub const WA: u16 = 1;
/// Proclitic ف.
pub const FA: u16 = 1 << 1;
/// Proclitic ب.
pub const BA: u16 = 1 << 2;
/// Proclitic ل.
pub const LAM: u16 = 1 << 3;
/// Proclitic ك.
pub const KAF: u16 = 1 << 4;
/// Future س.
pub const SIN: u16 = 1 << 5;
/// The article.
pub const ART: u16 = 1 << 6;
/// Any conjunction.
pub const CONJ: u16 = WA | FA;
/// Any preposition.
pub const PREP: u16 = BA | LAM | KAF;

/// No lexeme: the word is unknown.
pub const UNKNOWN: LexemeId = LexemeId::MAX;

/// A suffixed pronoun, by its place in the list of pronouns; none is 0.
pub type Suffix = u8;
/// The pronouns that may be suffixed; a [`Suffix`] is the place here plus one.
const SUFFIXES: [&str; 11] = ["ه", "ها", "هما", "هم", "هن", "ك", "كما", "كم", "نا", "ني", "ي"];

/// Who speaks: a pronoun of the first person.
pub const SPEAKER: Suffix = 9;

/// Gender and number of a suffixed pronoun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// ه
    MasculineSingular,
    /// ها, which also stands for things and groups.
    FeminineSingular,
    /// هما
    Dual,
    /// هم, هن
    Plural,
    /// First and second persons.
    Speech,
}

/// What a suffixed pronoun agrees with.
pub fn agreement(suffix: Suffix) -> Option<Agreement> {
    Some(match suffix {
        1 => Agreement::MasculineSingular,
        2 => Agreement::FeminineSingular,
        3 => Agreement::Dual,
        4 | 5 => Agreement::Plural,
        6..=11 => Agreement::Speech,
        _ => return None,
    })
}

/// The pronoun that a complementiser bears («أنها»), from its normalised form; 0 for none.
pub fn borne(form: &str) -> Suffix {
    SUFFIXES.iter().position(|s| form.strip_suffix(s).is_some_and(|rest| rest.ends_with('ن'))).map_or(0, |k| k as Suffix + 1)
}

/// One way to read a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Its lexeme, or [`UNKNOWN`].
    pub lexeme: LexemeId,
    /// Part of speech.
    pub pos: Pos,
    /// Features, see [`crate::inflect`].
    pub feats: u32,
    /// Clitics before it.
    pub clitics: u16,
    /// Pronoun behind it.
    pub suffix: Suffix,
}

impl Reading {
    /// Whether it bears the given clitics (any of them).
    pub fn clitic(&self, mask: u16) -> bool {
        self.clitics & mask != 0
    }

    /// Whether it has the given feature (any of them).
    pub fn feat(&self, mask: u32) -> bool {
        self.feats & mask != 0
    }

    /// Noun, adjective or name.
    pub fn nominal(&self) -> bool {
        matches!(self.pos, Pos::Noun | Pos::Adj | Pos::Propn)
    }
}

/// All that look-up alone says of a printed form.
#[derive(Debug, Default)]
pub struct Info {
    /// The ways to read it; never empty for a word.
    pub readings: Vec<Reading>,
    /// Words at which a phrase may start here, with the clitics taken off before.
    pub starts: Vec<(u16, Word)>,
    /// Words by which a collocate or a later word of a phrase may be met here.
    pub stems: Vec<Word>,
    /// How many of them, at the front, the letters of the form give; the others are lemmas of its readings.
    pub spelt: usize,
    /// Whether the form is in no lexicon.
    pub unknown: bool,
}

/// A phrase of the lexicon found in a sentence.
#[derive(Debug, Clone)]
pub struct Phrase {
    /// How many tokens it covers.
    pub len: usize,
    /// What it stands for.
    pub payloads: Vec<Payload>,
    /// Clitics before its first word.
    pub clitics: u16,
}

/// A token of a sentence with what has been decided about it.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its place among the text's tokens.
    pub token: usize,
    /// What look-up says.
    pub info: Rc<Info>,
    /// The reading that holds.
    pub reading: Reading,
    /// The phrase that starts here.
    pub phrase: Option<Phrase>,
    /// Whether a phrase that started before covers it.
    pub inside: bool,
}

/// A sentence in words.
#[derive(Debug)]
pub struct Words {
    /// Its tokens.
    pub units: Vec<Unit>,
    /// Its tokens as a range of the text's.
    pub range: Range<usize>,
    /// Places that a single word may name which is taken for a common word: places among [`Lexicon::places`].
    pub doubtful: Vec<u32>,
}

impl Unit {
    /// Whether it, or the phrase that it opens, is a function word of a class.
    pub fn serves(&self, lexicon: &Lexicon, func: Func) -> bool {
        match &self.phrase {
            Some(p) => p.payloads.contains(&Payload::Func(func)),
            None => !self.inside && self.reading.pos == Pos::Function && self.reading.lexeme != UNKNOWN && lexicon.lexemes[self.reading.lexeme as usize].funcs.contains(&func),
        }
    }

    /// Whether it is read as a verb, outside any phrase.
    pub fn is_verb(&self) -> bool {
        self.reading.pos == Pos::Verb && self.phrase.is_none() && !self.inside
    }
}

impl Words {
    /// Unit `i`.
    pub fn at(&self, i: usize) -> &Unit {
        &self.units[i]
    }

    /// How many units there are.
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }
}

/// How many forms an analyser remembers before it starts anew.
const REMEMBERED: usize = 60_000;
/// The longest form that is analysed, in bytes; longer ones are unknown words.
const LONGEST: usize = 80;
/// What a verb that is also a word of time gains where the other word of an idiom stands right behind it.
const IDIOM: f32 = 1.5;
/// What an indefinite accusative adjective gains behind such a noun.
const ATTRIBUTE: f32 = 1.5;
/// How far in front of a verbal noun the one may stand that it is coordinated with, in units.
const COORDINATED: usize = 8;
/// What a title gains before a name.
const TITLE: f32 = 1.5;

/// Looks words up and decides between readings; one a thread, since it remembers forms.
#[derive(Debug)]
pub struct Analyser<'l> {
    lexicon: &'l Lexicon,
    memory: FxHashMap<Box<str>, Rc<Info>>,
    sign: Rc<Info>,
    told: Vec<u32>,
}

impl<'l> Analyser<'l> {
    /// An analyser over a lexicon.
    pub fn new(lexicon: &'l Lexicon) -> Analyser<'l> {
        Analyser { lexicon, memory: FxHashMap::default(), sign: Rc::new(Info::default()), told: Vec::new() }
    }

    /// What look-up says of a normalised form.
    pub fn info(&mut self, form: &str) -> Rc<Info> {
        if let Some(info) = self.memory.get(form) {
            return Rc::clone(info);
        }
        let info = Rc::new(analyse(self.lexicon, form));
        if self.memory.len() >= REMEMBERED {
            self.memory.clear();
        }
        self.memory.insert(form.into(), Rc::clone(&info));
        info
    }

    /// Reads again those sentences of a report in which a common word may be the name of a place that the report names
    /// in full elsewhere («تحرير لحج … محافظة لحج»); the first `titles` are its title.
    pub fn again(&mut self, text: &Text, sentences: &mut [Words], titles: usize) {
        if sentences.iter().all(|w| w.doubtful.is_empty()) {
            return;
        }
        let places = sentences.iter().flat_map(|w| &w.units).filter_map(|u| u.phrase.as_ref()).flat_map(|p| &p.payloads);
        self.told = places.filter_map(|p| if let Payload::Place(place) = p { Some(*place) } else { None }).collect();
        for (n, words) in sentences.iter_mut().enumerate() {
            if words.doubtful.iter().any(|p| self.told.contains(p)) {
                *words = self.sentence(text, words.range.clone(), n < titles);
            }
        }
        self.told.clear();
    }

    /// Reads a sentence of a text. Titles prefer nouns where body text prefers verbs.
    pub fn sentence(&mut self, text: &Text, range: Range<usize>, title: bool) -> Words {
        let mut units = Vec::with_capacity(range.len());
        for token in range.clone() {
            let kind = text.tokens[token].kind;
            let info = match kind {
                Kind::Arabic if written_apart(text, token) => letter(self.lexicon, text.norm(token)).map_or_else(|| self.info(text.norm(token)), Rc::new),
                Kind::Arabic | Kind::Other => self.info(text.norm(token)),
                _ => match self.lexicon.word(text.norm(token)) {
                    Some(_) => self.info(text.norm(token)),
                    None => Rc::clone(&self.sign),
                },
            };
            let pos = if matches!(kind, Kind::Arabic | Kind::Other) { Pos::Propn } else { Pos::Function };
            let reading = info.readings.first().copied().unwrap_or(Reading { lexeme: UNKNOWN, pos, feats: 0, clitics: 0, suffix: 0 });
            units.push(Unit { token, info, reading, phrase: None, inside: false });
        }
        let mut words = Words { units, range, doubtful: Vec::new() };
        self.phrases(text, &mut words);
        self.decide(text, &mut words, title);
        words
    }

    /// Finds the longest phrase at each place, from left to right.
    fn phrases(&self, text: &Text, words: &mut Words) {
        let mut i = 0;
        while i < words.len() {
            let mut best: Option<(usize, u16, u32)> = None;
            for &(clitics, start) in &words.units[i].info.starts {
                let Some(mut node) = self.lexicon.step(0, start) else { continue };
                let (mut len, mut opened) = (1, false);
                let quote = |k: usize| words.units.get(k).is_some_and(|u| matches!(text.tokens[u.token].kind, Kind::Quote(_)));
                loop {
                    if !self.lexicon.payloads(node).is_empty() {
                        // «حركة «الشباب»»: a mark that was opened inside is closed inside.
                        let len = len + usize::from(opened && quote(i + len));
                        if best.is_none_or(|(l, c, _)| len > l || len == l && clitics.count_ones() < c.count_ones()) {
                            best = Some((len, clitics, node));
                        }
                    }
                    let mut next = i + len;
                    // «د. ب. أ» is «د ب أ».
                    if next < words.len() && text.is(words.units[next].token, ".") && next + 1 < words.len() {
                        next += 1;
                    } else if !opened && quote(next) {
                        opened = true;
                        next += 1;
                    }
                    let Some(unit) = words.units.get(next) else { break };
                    let Some(n) = unit.info.stems.iter().find_map(|w| self.lexicon.step(node, *w)) else { break };
                    node = n;
                    len = next + 1 - i;
                }
            }
            match best {
                Some((len, clitics, node)) if self.credible(words, i, len, clitics, node) => {
                    words.units[i].phrase = Some(Phrase { len, payloads: self.lexicon.payloads(node).to_vec(), clitics });
                    for unit in &mut words.units[i + 1..i + len] {
                        unit.inside = true;
                    }
                    i += len;
                }
                Some((1, clitics, node)) => {
                    if clitics & !CONJ == 0 {
                        words.doubtful.extend(self.lexicon.payloads(node).iter().filter_map(|p| if let Payload::Place(place) = p { Some(*place) } else { None }));
                    }
                    i += 1;
                }
                _ => i += 1,
            }
        }
    }

    /// A single word that is also a verb or a common noun is a name only where its entry is one of a state, a medium
    /// or a public person, or where nothing else is known of it.
    fn credible(&self, words: &Words, i: usize, len: usize, clitics: u16, node: u32) -> bool {
        if len > 1 {
            return true;
        }
        // «كسرت» is no «سرت»: likening takes no place or state.
        if clitics & KAF != 0
            && self
                .lexicon
                .payloads(node)
                .iter()
                .all(|p| matches!(p, Payload::Place(_)) || matches!(p, Payload::Actor(a) if matches!(self.lexicon.actors[*a as usize].kind, ActorKind::State | ActorKind::Seat)))
            && !words.units[i].info.unknown
        {
            return false;
        }
        // «التشيلي» is no «تشيلي»: names stand in the lexicon with their article.
        let exact = |p: &Payload| match p {
            Payload::Place(_) => true,
            Payload::Actor(a) => matches!(self.lexicon.actors[*a as usize].kind, ActorKind::State | ActorKind::Seat | ActorKind::Name | ActorKind::Who | ActorKind::Media),
            _ => false,
        };
        if clitics & ART != 0 && self.lexicon.payloads(node).iter().all(exact) {
            return false;
        }
        // With clitics off, the rest is judged; a verb that happens to be spelt like «و» and a name is unlikely.
        let odd = |r: &Reading| {
            // «دبي» is no two bears, «سيئون» are no bad people.
            let counted = r.nominal() && !r.clitic(ART) && (r.feat(DUAL) || r.feat(PLURAL) && r.pos == Pos::Adj);
            r.feat(JUSSIVE)
                || counted
                || matches!(agreement(r.suffix), Some(Agreement::Speech))
                || r.feat(PARTICIPLE) && r.lexeme != UNKNOWN && self.lexicon.lexemes[r.lexeme as usize].frames.is_empty()
        };
        // «في درعا», «في لحج»: no verb, accusative or further preposition stands behind a preposition.
        let governed = i > 0 && clitics == 0 && {
            let before = &words.units[i - 1].info;
            before.readings.first().is_some_and(|r| r.suffix == 0 && r.pos == Pos::Function && self.has(r, Func::Prep))
        };
        let ruled_out = |r: &Reading| governed && (r.pos == Pos::Verb || r.feat(ACCUSATIVE) || r.clitics & (PREP | CONJ) != 0);
        let known =
            words.units[i].info.readings.iter().any(|r| {
                !odd(r) && !ruled_out(r) && r.lexeme != UNKNOWN && r.pos != Pos::Propn && (clitics == 0 || r.clitics == clitics || r.clitics & CONJ == 0 && r.pos != Pos::Verb && r.suffix == 0)
            });
        // «وتدمر المدن»: a verb of an entry with its object behind it.
        let object =
            words.units.get(i + 1).is_some_and(|u| u.info.readings.iter().any(|r| r.clitic(ART) && !r.clitic(PREP | CONJ) && r.pos == Pos::Noun) && u.info.readings.iter().all(|r| r.pos != Pos::Adj));
        let tells = |r: &Reading| !governed && object && r.lexeme != UNKNOWN && !self.lexicon.lexemes[r.lexeme as usize].frames.is_empty();
        self.lexicon.payloads(node).iter().any(|p| match p {
            Payload::Actor(a) => match self.lexicon.actors[*a as usize].kind {
                ActorKind::Media => !known,
                _ => true,
            },
            // A place that is spelt like a verb form («تعز») is the place.
            Payload::Place(p) => {
                clitics & !CONJ == 0 && self.told.contains(p) || !known || words.units[i].info.readings.iter().all(|r| r.pos == Pos::Verb && !tells(r) || r.pos == Pos::Propn || odd(r))
            }
            _ => true,
        })
    }

    fn decide(&self, text: &Text, words: &mut Words, title: bool) {
        // Whether the clause that is being read has its verb already.
        let mut verb_stands = false;
        for i in 0..words.len() {
            let info = Rc::clone(&words.units[i].info);
            if i > 0 {
                let u = &words.units[i - 1];
                let r = u.reading;
                let signs = !matches!(text.tokens[u.token].kind, Kind::Arabic | Kind::Other | Kind::Number);
                let joins = r.pos == Pos::Function
                    && r.lexeme != UNKNOWN
                    && !self.lexicon.lexemes[r.lexeme as usize]
                        .funcs
                        .iter()
                        .all(|f| matches!(f, Func::Prep | Func::Tail | Func::Locative | Func::Inside | Func::Dem | Func::Quant | Func::Adv | Func::Pron));
                let asyndetic = r.pos == Pos::Noun && r.feat(ACCUSATIVE) && text.norm(u.token).ends_with('ا') || r.pos == Pos::Noun && r.suffix == 0 && !r.clitic(ART) && self.describes(words, i);
                // A comma alone joins no clauses: it sets off appositions and circumstances.
                let comma = matches!(text.norm(u.token), "،" | ",");
                if signs && !comma || joins || asyndetic {
                    verb_stands = false;
                }
                if r.pos == Pos::Verb && !u.inside && u.phrase.is_none() {
                    verb_stands = true;
                }
            }
            // «عبد الستار»: no curtain, but the rest of a name.
            let open = |u: &Unit| u.reading.pos == Pos::Propn && u.reading.lexeme != UNKNOWN && self.lexicon.lexemes[u.reading.lexeme as usize].open;
            let plain = |r: &Reading| r.nominal() && !r.clitic(PREP | CONJ);
            if i > 0 && open(&words.units[i - 1]) && words.units[i].phrase.is_none() && info.readings.iter().any(plain) {
                let name = info.readings.iter().find(|r| r.pos == Pos::Propn).copied();
                words.units[i].reading = name.unwrap_or(Reading { lexeme: UNKNOWN, pos: Pos::Propn, feats: 0, clitics: 0, suffix: 0 });
                continue;
            }
            // «جيم كرافت»: likening stands before no second half of a name.
            let named = i > 0 && words.units[i - 1].phrase.is_none() && words.units[i - 1].reading.pos == Pos::Propn;
            if named && !info.readings.is_empty() && info.readings.iter().all(|r| r.pos == Pos::Propn && r.clitic(KAF)) {
                words.units[i].reading = Reading { lexeme: UNKNOWN, pos: Pos::Propn, feats: 0, clitics: 0, suffix: 0 };
                continue;
            }
            if info.readings.len() < 2 && !(verb_stands && info.readings.first().is_some_and(|r| r.pos == Pos::Verb)) {
                continue;
            }
            let carried = i > 0 && !words.units[i - 1].reading.clitic(ART) && words.units[i - 1].reading.suffix == 0 && self.carried(words, i) && self.describes(words, i);
            let mut best = (f32::MIN, 0);
            for (k, r) in info.readings.iter().enumerate() {
                let mut score = self.score(text, words, i, r, title);
                if carried && r.pos == Pos::Verb && r.feat(PERFECT) {
                    score += 1.5;
                }
                if verb_stands && r.pos == Pos::Verb && !r.clitic(CONJ | LAM) {
                    score -= if r.feat(PERFECT) { 2.0 } else { 0.5 };
                }
                if score > best.0 {
                    best = (score, k);
                }
            }
            words.units[i].reading = info.readings[best.1];
            // «عقد الوزيران …» is no decade, «فجر نفسه» no dawn, «وبين أنه …» no bound.
            if info.readings[best.1].pos == Pos::Verb
                && words.units[i].phrase.as_ref().is_some_and(|p| {
                    p.len == 1
                        && p.payloads
                            .iter()
                            .all(|x| matches!(x, Payload::Time(t) if matches!(self.lexicon.times[*t as usize].class, crate::entry::TimeClass::Unit | crate::entry::TimeClass::PartOfDay | crate::entry::TimeClass::Bound)))
                })
            {
                words.units[i].phrase = None;
            }
            // «جنرال روي الكابيتس»: a verb where none can stand, behind a title or name, is a name.
            let chosen = words.units[i].reading;
            if chosen.pos == Pos::Verb && verb_stands && !chosen.clitic(CONJ | LAM) && chosen.suffix == 0 && i > 0 {
                let p = words.units[i - 1].reading;
                let timed = words.units[i - 1].phrase.as_ref().is_some_and(|p| p.payloads.iter().all(|x| matches!(x, Payload::Time(_))));
                let says = chosen.lexeme != UNKNOWN && self.lexicon.lexemes[chosen.lexeme as usize].says;
                let titled = !timed && !says && p.pos == Pos::Propn
                    || p.lexeme != UNKNOWN
                        && p.pos == Pos::Noun
                        && self.lexicon.lexemes[p.lexeme as usize].actor.is_some_and(|a| matches!(self.lexicon.actors[a as usize].kind, ActorKind::Title | ActorKind::Person));
                if titled && best.0 < 0.0 {
                    words.units[i].reading = Reading { lexeme: UNKNOWN, pos: Pos::Propn, feats: 0, clitics: 0, suffix: 0 };
                }
            }
        }
    }

    /// «قصف شنه التنظيم»: whether unit `i` may be a verb that bears the indefinite noun before it, with its subject behind.
    fn describes(&self, words: &Words, i: usize) -> bool {
        let info = &words.units[i].info;
        let carried = self.carried(words, i);
        let verb = carried || info.readings.iter().any(|v| v.pos == Pos::Verb && v.suffix > 0 && v.clitics == 0 && v.feat(PERFECT));
        let other = info.readings.iter().filter(|o| o.pos != Pos::Verb);
        let act = other.clone().all(|o| o.lexeme == UNKNOWN || self.lexicon.lexemes[o.lexeme as usize].actor.is_none()) && (other.clone().count() == 0 || other.clone().any(|o| o.feat(MASDAR)));
        verb && (act || carried)
            && words.units.get(i + 1).is_some_and(|u| match &u.phrase {
                Some(p) => p.clitics & (PREP | CONJ) == 0 && p.payloads.iter().any(|x| matches!(x, Payload::Actor(_))),
                None => {
                    u.info.readings.iter().any(|o| !o.clitic(PREP | CONJ) && o.clitic(ART) && o.lexeme != UNKNOWN && self.lexicon.lexemes[o.lexeme as usize].actor.is_some())
                        || u.info.readings.iter().any(|o| o.clitics == 0 && o.feat(CONSTRUCT) && o.lexeme != UNKNOWN && self.lexicon.lexemes[o.lexeme as usize].actor.is_some())
                }
            })
    }

    /// «محادثات أجراها الرئيس», «لقاء جمع الرئيس بالوزير»: whether unit `i` may be a verb in the perfect that carries the event noun before it.
    fn carried(&self, words: &Words, i: usize) -> bool {
        let Some(before) = i.checked_sub(1).map(|k| &words.units[k]) else { return false };
        let told = |r: &Reading| r.lexeme != UNKNOWN && self.lexicon.lexemes[r.lexeme as usize].frames.iter().any(|f| matches!(self.lexicon.frames[*f as usize].meaning, Meaning::Event { .. }));
        let carries = |v: &Reading| {
            v.pos == Pos::Verb && v.clitics == 0 && v.feat(PERFECT) && v.lexeme != UNKNOWN && {
                let mut frames = self.lexicon.lexemes[v.lexeme as usize].frames.iter().map(|f| &self.lexicon.frames[*f as usize]);
                frames.any(|f| v.suffix > 0 && matches!(f.meaning, Meaning::Light { .. }) || f.with.iter().flatten().any(|seq| matches!(seq.as_slice(), [w] if before.info.stems.contains(w))))
            }
        };
        before.reading.pos == Pos::Noun && before.phrase.is_none() && told(&before.reading) && words.units[i].info.readings.iter().any(carries)
    }

    fn has(&self, reading: &Reading, func: Func) -> bool {
        reading.lexeme != UNKNOWN && self.lexicon.lexemes[reading.lexeme as usize].funcs.contains(&func)
    }

    /// How well a reading fits between what stands before (decided) and behind (open).
    fn score(&self, text: &Text, words: &Words, i: usize, r: &Reading, title: bool) -> f32 {
        let prev = (0..i).rev().find(|&k| !matches!(text.tokens[words.units[k].token].kind, Kind::Quote(_)));
        let before = prev.map(|k| &words.units[k]);
        let p = before.map(|u| u.reading);
        let prev_kind = before.map(|u| text.tokens[u.token].kind);
        let start = r.clitic(CONJ) || before.is_none() || matches!(prev_kind, Some(Kind::Sign | Kind::Bracket(_)));
        // A phrase before, such as «من جهة أخرى» or «لا تزال», counts as one word.
        let phrase_before = prev.and_then(|k| (0..=k).rev().take(6).find_map(|s| words.units[s].phrase.as_ref().filter(|p| s + p.len > k)));
        let phrase_func = phrase_before.and_then(|p| p.payloads.iter().find_map(|x| if let Payload::Func(f) = x { Some(*f) } else { None }));
        let start = start || matches!(phrase_func, Some(Func::Adv | Func::Conj));
        let p = if phrase_func.is_some() { None } else { p };
        let prev_is = |f: Func| phrase_func == Some(f) || p.as_ref().is_some_and(|p| self.has(p, f)) && before.is_some_and(|u| u.phrase.is_none() || !u.inside);
        // «فرض «مجلس الأمن» عقوبات»: the word behind, quoted or not.
        let next = words.units.get(i + 1..).and_then(|rest| rest.iter().find(|u| !matches!(text.tokens[u.token].kind, Kind::Quote(_))));
        let next_actor = next.is_some_and(|u| {
            u.phrase.as_ref().is_some_and(|p| p.payloads.iter().any(|p| matches!(p, Payload::Actor(_))))
                || u.info.readings.iter().any(|r| r.lexeme != UNKNOWN && self.lexicon.lexemes[r.lexeme as usize].actor.is_some())
        });
        let next_def = next.is_some_and(|u| u.info.readings.iter().any(|r| r.clitic(ART)));
        let bound = r.feat(PERFECT)
            && next.is_some_and(|u| {
                u.phrase.as_ref().is_some_and(|p| p.payloads.iter().any(|x| matches!(x, Payload::Time(t) if self.lexicon.times[*t as usize].class == crate::entry::TimeClass::Bound)))
            })
            && words.units.get(i + 2).is_some_and(|u| text.tokens[u.token].kind == Kind::Number);
        let next_number = next.is_some_and(|u| text.tokens[u.token].kind == Kind::Number);
        // «حتى هاجمتهم»: what is also a conjunction lets a verb follow.
        let prep_before = !r.clitic(CONJ) && (prev_is(Func::Prep) && p.is_some_and(|p| p.suffix == 0)) && !(r.pos == Pos::Verb && prev_is(Func::Conj));
        let lexeme = (r.lexeme != UNKNOWN).then(|| &self.lexicon.lexemes[r.lexeme as usize]);
        let useful = lexeme.is_some_and(|l| !l.frames.is_empty() || l.actor.is_some());
        let mut s = if useful { 0.25 } else { 0.0 } + -0.4 * f32::from(u16::try_from(r.clitics.count_ones()).unwrap_or(0))
            - match crate::words::agreement(r.suffix) {
                Some(Agreement::Speech) => 1.8,
                Some(_) => 0.3,
                None => 0.0,
            };
        // «جيم كرافت قائد شرطة المدينة»: what names an office before a genitive is no name behind a name.
        let given = |r: &Reading| r.lexeme != UNKNOWN && self.lexicon.lexemes[r.lexeme as usize].given;
        let office = |o: &Reading| {
            o.pos == Pos::Noun && o.clitics == 0 && o.lexeme != UNKNOWN && self.lexicon.lexemes[o.lexeme as usize].actor.is_some_and(|a| self.lexicon.actors[a as usize].kind == ActorKind::Person)
        };
        let named = p.is_some_and(|p| p.pos == Pos::Propn || given(&p));
        let site = next.is_some_and(|u| u.info.readings.iter().any(|o| o.lexeme != UNKNOWN && self.lexicon.lexemes[o.lexeme as usize].place_head));
        if r.clitics == 0 && given(r) && named && (next_actor || site) && words.units[i].info.readings.iter().any(office) {
            s -= 2.0;
        }
        match r.pos {
            Pos::Verb => {
                // «فجر نفسه» is no dawn: the other word of an idiom stands right behind.
                let time = words.units[i].phrase.as_ref().is_some_and(|p| p.len == 1 && p.payloads.iter().all(|x| matches!(x, Payload::Time(_))));
                let idiom = |w: &crate::lexicon::Word| next.is_some_and(|u| u.info.stems.contains(w));
                if time && r.suffix == 0 && lexeme.is_some_and(|l| l.frames.iter().any(|f| self.lexicon.frames[*f as usize].with.iter().flatten().any(|seq| matches!(seq.as_slice(), [w] if idiom(w)))))
                {
                    s += IDIOM;
                }
                if r.feat(DUAL) {
                    // «ضابطان في الدرك قتلا»: two of whom something is told.
                    let two = (i.saturating_sub(8)..i).any(|k| words.units[k].reading.nominal() && words.units[k].reading.feat(DUAL));
                    s += if two { 1.4 } else { -0.6 };
                }
                if r.feat(FIRST) {
                    s -= if r.feat(SINGULAR) { 6.0 } else { 0.8 };
                }
                if prep_before {
                    s -= 5.0;
                }
                if r.feat(PERFECT) {
                    if start {
                        s += if title && !r.clitic(CONJ) { 0.2 } else { 1.2 };
                    }
                    if r.feat(BEFORE_SUFFIX) && r.suffix == 0 {
                        s -= 6.0;
                    }
                    if prev_is(Func::Perhaps) || prev_is(Func::Aspect) || prev_is(Func::Rel) {
                        s += 2.0;
                    }
                    if prev_is(Func::NegPast) {
                        s += 0.6;
                    }
                    if prev_is(Func::Sub) {
                        s -= 1.0;
                    }
                } else if r.feat(IMPERFECT) {
                    s += 0.8;
                    if r.feat(PASSIVE) && !r.feat(ACTIVE) {
                        s -= 1.0;
                    }
                    if r.feat(JUSSIVE) && !prev_is(Func::NegPast) && !prev_is(Func::Neg) {
                        s -= 2.0;
                    }
                    if prev_is(Func::Sub)
                        || prev_is(Func::NegPast)
                        || prev_is(Func::NegFut)
                        || prev_is(Func::Neg)
                        || prev_is(Func::Perhaps)
                        || prev_is(Func::Aspect)
                        || prev_is(Func::Rel)
                        || prev_is(Func::Fut)
                    {
                        s += 2.0;
                    }
                    if start {
                        s += 0.6;
                    }
                }
                // «تحرير المدينة وطرد ميليشيات …»: beside a verbal noun stands a verbal noun, where a verb would not agree
                // with the feminine behind it.
                let feminine = |u: &Unit| {
                    let mut nouns = u.info.readings.iter().filter(|o| o.pos == Pos::Noun && o.lexeme != UNKNOWN).peekable();
                    nouns.peek().is_some() && nouns.all(|o| !o.clitic(ART) && o.suffix == 0 && (o.feat(FEMININE) && !o.feat(MASCULINE) || o.feat(PLURAL) && text.norm(u.token).ends_with("ات")))
                };
                let twin = |o: &Reading| o.pos == Pos::Noun && o.feat(MASDAR) && o.clitics == r.clitics && o.suffix == r.suffix;
                let masdar = |u: &Unit| u.reading.pos == Pos::Noun && u.reading.feat(MASDAR) && u.phrase.is_none();
                if r.clitic(CONJ)
                    && r.feat(PERFECT)
                    && r.feat(MASCULINE)
                    && !r.feat(FEMININE)
                    && r.suffix == 0
                    && next.is_some_and(feminine)
                    && words.units[i].info.readings.iter().any(twin)
                    && words.units[i.saturating_sub(COORDINATED)..i].iter().rev().take_while(|u| !u.is_verb()).any(masdar)
                {
                    s -= 2.0;
                }
                // «أن يكون الجيش السوري قصف …»: behind an auxiliary and its definite subject stands a verb, for no bare noun could.
                if r.feat(PERFECT) && r.clitics == 0 && p.is_some_and(|p| matches!(p.pos, Pos::Noun | Pos::Adj) && p.clitic(ART)) && self.auxiliary_before(words, i) {
                    s += 1.5;
                }
                // «معارك ضارية قتل فيها العشرات»: an indefinite noun, then a verb with a pronoun that means the noun.
                let resumes = next.is_some_and(|u| u.phrase.is_none() && u.info.readings.iter().any(|o| o.pos == Pos::Function && o.clitics == 0 && o.suffix > 0 && self.has(o, Func::Prep)));
                if r.feat(PERFECT) && r.clitics == 0 && r.suffix == 0 && resumes && p.is_some_and(|p| matches!(p.pos, Pos::Noun | Pos::Adj) && !p.clitic(ART) && p.suffix == 0) {
                    s += 2.0;
                }
                if let Some(p) = p.filter(|_| !start) {
                    match p.pos {
                        Pos::Verb => s -= 1.5,
                        // «انفجارا وقع»: an indefinite accusative takes no genitive; a verb may follow.
                        Pos::Noun if p.feat(ACCUSATIVE) && before.is_some_and(|u| text.norm(u.token).ends_with('ا')) => s += 1.2,
                        // «قصف شنه التنظيم»: an indefinite noun with a relative clause of its own.
                        Pos::Noun if !p.clitic(ART) && p.suffix == 0 && r.suffix > 0 && r.feat(PERFECT) && r.clitics == 0 && next_actor => s += 1.0,
                        // «مكان تحصن العناصر»: behind a noun without article, a verbal noun is annexed rather than a verb told.
                        Pos::Noun
                            if !p.clitic(ART)
                                && p.suffix == 0
                                && next_def
                                && words.units[i].info.readings.iter().any(|o| o.pos == Pos::Noun && o.feat(MASDAR) && o.clitics == r.clitics && o.suffix == r.suffix) =>
                        {
                            s -= 1.5;
                        }
                        Pos::Noun if !p.clitic(ART) && p.suffix == 0 => s -= if r.feat(PERFECT) { 1.5 } else { 0.3 },
                        Pos::Noun | Pos::Adj => s += 0.4,
                        Pos::Propn => s += 0.5,
                        _ => {}
                    }
                }
                // «الزيارة التي وصفها …»: no conjunction opens a relative clause.
                if r.clitic(CONJ) && prev_is(Func::Rel) && !prev_is(Func::Prep) && !prev_is(Func::Neg) {
                    s -= 2.5;
                }
                // «الدعم الذي تقدمه الدولة»: no verb that takes no object bears one.
                let intransitive = |l: &crate::lexicon::Lexeme| {
                    !l.frames.is_empty() && l.frames.iter().all(|f| self.lexicon.frames[*f as usize].role(Slot::Object).is_none() && !light_object(&self.lexicon.frames[*f as usize]))
                };
                if r.suffix > 0 && prev_is(Func::Rel) && lexeme.is_some_and(intransitive) {
                    s -= 2.0;
                }
                if r.clitic(WA) && p.is_some_and(|p| p.pos == Pos::Verb) {
                    s += 1.0;
                }
                if next_actor {
                    s += 1.0;
                } else if next_def || next_number {
                    s += 0.4;
                } else if bound {
                    // «قتل نحو 80 شخصا»: casualties are told by the verb where their number is a guess.
                    s += 1.0;
                }
            }
            Pos::Noun => {
                // «العميد عبد الله»: a title before a name.
                let title = lexeme.and_then(|l| l.actor).is_some_and(|a| self.lexicon.actors[a as usize].kind == ActorKind::Title);
                let named = next.is_some_and(|u| {
                    u.info.unknown || u.info.readings.first().is_some_and(|o| o.pos == Pos::Propn) || {
                        let who = |x: &Payload| matches!(x, Payload::Actor(a) if matches!(self.lexicon.actors[*a as usize].kind, ActorKind::Who | ActorKind::Title));
                        u.phrase.as_ref().is_some_and(|p| p.clitics == 0 && p.payloads.iter().any(who))
                    }
                });
                let other = |o: &Reading| o.nominal() && o.lexeme != UNKNOWN && o.lexeme != r.lexeme && self.lexicon.lexemes[o.lexeme as usize].actor.is_some();
                if title && named && !words.units[i].info.readings.iter().any(other) {
                    s += TITLE;
                }
                s += 0.3;
                let citation = r.suffix == 0 && lexeme.is_some_and(|l| text.norm(words.units[i].token).ends_with(&*l.lemma));
                if citation {
                    s += 0.5;
                }
                // «مسؤولو أمن»: a construct form asks for a genitive.
                if p.is_some_and(|p| p.feat(CONSTRUCT) && p.suffix == 0 && p.pos == Pos::Noun && p.feats & SINGULAR == 0) {
                    s += 1.2;
                }
                if prep_before || r.clitic(PREP) {
                    s += 2.0;
                }
                if r.clitic(ART) {
                    s += 1.5;
                }
                if p.is_some_and(|p| p.pos == Pos::Verb) && !r.clitic(CONJ) {
                    s += 1.0;
                }
                if r.feat(CONSTRUCT) && r.suffix == 0 && !(next_def || next_actor) {
                    s -= 1.0;
                }
                // «زيارتي لعدن»: before a preposition stands no construct form.
                let led = next.is_some_and(|u| u.phrase.as_ref().map_or_else(|| u.info.readings.iter().all(|n| n.clitic(PREP)), |p| p.clitics & PREP != 0));
                if r.feat(CONSTRUCT) && r.feat(DUAL) && r.suffix == 0 && led {
                    s -= 2.0;
                }
                if r.feat(ACCUSATIVE) && r.feats & !(ACCUSATIVE | MASDAR | 0x3FF) == 0 {
                    s += 0.2;
                }
                if r.feat(MASDAR) {
                    // «أسر 11 مسلحا»: what is done to a number of people, no plural.
                    if next_number {
                        s += 1.0;
                    }
                    s += 0.3;
                    if r.suffix > 0 {
                        s += 0.4;
                    }
                }
                if title && start {
                    s += 0.4;
                }
                // «أن الجنرال فلان قتل يوم الأحد»: behind a name, and annexed to nothing, a bare verbal noun hardly stands.
                let open = next.is_some_and(|u| {
                    u.phrase.as_ref().is_some_and(|p| p.payloads.iter().all(|x| matches!(x, Payload::Time(_))))
                        || u.info.readings.iter().any(|n| n.pos == Pos::Function && n.suffix == 0 && self.has(n, Func::Prep))
                });
                if r.feat(MASDAR) && r.clitics == 0 && r.suffix == 0 && !r.feat(ACCUSATIVE) && open && p.is_some_and(|p| p.pos == Pos::Propn) {
                    s -= 1.5;
                }
                if r.clitic(CONJ) && lexeme.is_some_and(|l| l.actor.is_some()) && p.is_some_and(|p| p.nominal()) {
                    s += 1.2;
                }
                if r.feat(PLURAL) && prev_is(Func::Quant) {
                    s += 0.5;
                }
            }
            Pos::Adj => {
                // «هجمات مقاتلي الحزب»: what is annexed to a noun behind it («-ي», «-و») is no attribute of the one before.
                if r.feat(CONSTRUCT) && r.feat(PLURAL) && r.suffix == 0 && words.units[i].info.readings.iter().any(|o| o.pos == Pos::Noun && o.clitics == r.clitics) {
                    s -= 3.0;
                }
                if let Some(p) = p {
                    match p.pos {
                        Pos::Noun | Pos::Adj => {
                            let definite = p.clitic(ART) || p.suffix > 0;
                            s += if r.clitic(CONJ | PREP) {
                                0.3
                            } else if definite && r.clitic(ART) {
                                3.0
                            } else if definite == r.clitic(ART) {
                                1.2
                            } else {
                                0.3
                            };
                        }
                        Pos::Propn => s += if r.clitic(ART) { 1.2 } else { 0.6 },
                        _ => {}
                    }
                }
                // «رتلا عسكريا تابعا للحزب»: behind an indefinite accusative its attribute, no adverb and nobody else.
                let accusative = |r: &Reading, token| r.feat(ACCUSATIVE) && !r.clitic(ART) && r.suffix == 0 && text.norm(token).ends_with('ا');
                if accusative(r, words.units[i].token)
                    && r.clitics == 0
                    && before.is_some_and(|u| u.phrase.is_none() && matches!(u.reading.pos, Pos::Noun | Pos::Adj) && !u.reading.feat(DUAL | PLURAL) && accusative(&u.reading, u.token))
                {
                    s += ATTRIBUTE;
                }
                // «30 مسؤولا»: what is counted is a noun.
                if before.is_some_and(|u| text.tokens[u.token].kind == Kind::Number) && r.clitics == 0 && words.units[i].info.readings.iter().any(|o| o.pos == Pos::Noun && o.clitics == 0) {
                    s -= 3.0;
                }
                if r.feat(PARTICIPLE) {
                    s -= 0.7;
                    // «، مضيفا أن»: a cue that opens a circumstance.
                    let that = next.is_some_and(|u| u.info.readings.iter().any(|n| n.pos == Pos::Function && self.has(n, Func::Sub)));
                    // «حكومة العبادي داعيا …»: behind what is definite, an indefinite accusative is no attribute.
                    let noun = words.units[i].info.readings.iter().any(|o| o.pos == Pos::Noun && o.feat(ACCUSATIVE));
                    let asks = |l: &crate::lexicon::Lexeme| {
                        l.frames.iter().any(|f| matches!(self.lexicon.frames[*f as usize].meaning, Meaning::Event { kind, .. } if self.lexicon.ontology.types[kind as usize].complement))
                    };
                    let circumstance = (!noun || lexeme.is_some_and(|l| l.says || asks(l)))
                        && p.is_some_and(|p| p.clitic(ART) || p.suffix > 0 || p.pos == Pos::Propn)
                        && text.norm(words.units[i].token).ends_with('ا');
                    let opens = matches!(prev_kind, Some(Kind::Sign)) || r.clitic(CONJ) || before.is_none() || that || circumstance;
                    if lexeme.is_some_and(|l| l.verbal) && opens && !r.clitic(ART) && r.feat(ACCUSATIVE | FEMININE) {
                        s += 2.5;
                    }
                }
                if p.is_some_and(|p| p.feat(CONSTRUCT) && p.suffix == 0 && p.pos == Pos::Noun && p.feats & SINGULAR == 0) {
                    s -= 0.8;
                }
                if prep_before || r.clitic(PREP) {
                    s += 1.0;
                }
            }
            Pos::Adv => s += 0.5,
            Pos::Propn => {
                s -= 0.2;
                // «الحسن الصرخي»: a name before a name.
                if r.clitic(ART) && next.is_some_and(|u| u.info.unknown && u.info.readings.iter().all(|r| r.clitic(ART))) {
                    s += 2.5;
                }
                if r.clitic(ART) {
                    s -= 0.8;
                }
                if p.is_some_and(|p| p.pos == Pos::Propn) {
                    s += 1.5;
                }
                if before.is_some_and(|u| u.reading.lexeme != UNKNOWN && self.lexicon.lexemes[u.reading.lexeme as usize].actor.is_some()) {
                    s += 0.8;
                }
            }
            // What begins lines of tags («المصدر», «شاهد») is a word like others anywhere else.
            // «وبين أنه …», «وعبر الوزير عن …»: what opens a sentence before a complementiser or a person is the verb spelt like it.
            Pos::Function
                if start
                    && r.suffix == 0
                    && words.units[i]
                        .info
                        .readings
                        .iter()
                        .any(|o| o.pos == Pos::Verb && o.suffix == 0 && o.clitics == r.clitics && o.lexeme != UNKNOWN && self.lexicon.lexemes[o.lexeme as usize].says)
                    && next.is_some_and(|u| {
                        let sub = u.info.readings.iter().any(|n| n.pos == Pos::Function && self.has(n, Func::Sub) && !self.has(n, Func::Prep));
                        let person = |a: u32| matches!(self.lexicon.actors[a as usize].kind, ActorKind::Person | ActorKind::Title | ActorKind::Who | ActorKind::Source);
                        let named = u.phrase.as_ref().is_some_and(|p| p.payloads.iter().any(|x| matches!(x, Payload::Actor(a) if person(*a))));
                        sub || named || u.phrase.is_none() && u.info.readings.iter().any(|n| n.lexeme != UNKNOWN && self.lexicon.lexemes[n.lexeme as usize].actor.is_some_and(person))
                    }) =>
            {
                s -= 1.0;
            }
            Pos::Function => {
                s += if lexeme.is_some_and(|l| l.funcs.iter().all(|f| *f == Func::Boilerplate)) { -2.0 } else { 2.5 };
                // «يعتقد محللون أن …», «المبعوث يعتقد أن …»: somebody believes it, where «يعتقد أن …» is a guess of nobody's.
                let says = |o: &Reading| o.pos == Pos::Verb && o.lexeme != UNKNOWN && o.clitics == r.clitics && self.lexicon.lexemes[o.lexeme as usize].says;
                let complementiser = next.is_some_and(|u| u.info.readings.iter().any(|o| self.has(o, Func::Sub)) || u.phrase.as_ref().is_some_and(|p| p.payloads.contains(&Payload::Func(Func::Sub))));
                let named = next
                    .is_some_and(|u| u.info.readings.iter().any(|o| o.nominal() && !o.clitic(PREP)) || u.phrase.as_ref().is_some_and(|p| p.payloads.iter().any(|x| matches!(x, Payload::Actor(_)))));
                let subject_before = !start && p.is_some_and(|p| p.clitic(ART) && !p.clitic(PREP) && p.lexeme != UNKNOWN && self.lexicon.lexemes[p.lexeme as usize].actor.is_some());
                if self.has(r, Func::Perhaps) && words.units[i].info.readings.iter().any(says) && (if complementiser { subject_before } else { named }) {
                    s -= 4.0;
                }
            }
        }
        s
    }

    /// Whether an auxiliary stands before unit `i` with nothing but its subject between.
    fn auxiliary_before(&self, words: &Words, i: usize) -> bool {
        const SUBJECT: usize = 5;
        let between = (i.saturating_sub(SUBJECT)..i).rev().take_while(|&k| k > 0 && (words.units[k].phrase.is_some() || words.units[k].reading.nominal()));
        let first = between.last().unwrap_or(i);
        first < i && first > 0 && words.units[first - 1].info.readings.iter().any(|o| self.has(o, Func::Aspect))
    }
}

/// Whether a frame is that of a light verb whose event is its object.
fn light_object(frame: &Frame) -> bool {
    matches!(frame.meaning, Meaning::Light { slot: Slot::Object | Slot::Object2 })
}

/// Whether the token at `i` is a preposition of one letter written apart: «بـ«الهجوم»».
fn written_apart(text: &Text, i: usize) -> bool {
    let (token, norm) = (text.tokens[i], text.norm(i));
    let quoted = || text.tokens.get(i + 1).is_some_and(|t| !t.spaced && matches!(t.kind, Kind::Quote(_)));
    token.kind == Kind::Arabic && norm.chars().count() == 1 && ((token.span.end - token.span.start) as usize > norm.len() || quoted())
}

/// The preposition that a letter written apart is, if it is one.
fn letter(lexicon: &Lexicon, form: &str) -> Option<Info> {
    let mut info = Info::default();
    let preposition = |r: &Reading| lexicon.lexemes[r.lexeme as usize].funcs.contains(&Func::Prep);
    let readings = lexicon.readings(form).filter(|f| f.pos == Pos::Function).map(|f| Reading { lexeme: f.lexeme, pos: f.pos, feats: f.feats & !BEFORE_SUFFIX, clitics: 0, suffix: 0 });
    info.readings.extend(readings.filter(preposition));
    add_word(lexicon, form, &mut info);
    (!info.readings.is_empty()).then_some(info)
}

/// Takes clitics off a form in every way that leaves something known.
fn analyse(lexicon: &Lexicon, form: &str) -> Info {
    let mut info = Info::default();
    if form.len() > LONGEST || form.is_empty() {
        info.unknown = true;
        return info;
    }
    let mut whole = false;
    for (conj, rest) in [(0, Some(form)), (WA, form.strip_prefix('و')), (FA, form.strip_prefix('ف'))] {
        let Some(rest) = rest.filter(|r| !r.is_empty()) else { continue };
        if conj != 0 && whole {
            // «وفي» is «و» and «في», whatever verb is spelt like it.
            for f in lexicon.readings(rest).filter(|f| f.pos == Pos::Function && f.feats & BEFORE_SUFFIX == 0 && rest.chars().count() > 1) {
                let lexeme = &lexicon.lexemes[f.lexeme as usize];
                if lexeme.funcs.contains(&Func::Prep) {
                    info.readings.push(Reading { lexeme: f.lexeme, pos: f.pos, feats: f.feats, clitics: conj, suffix: 0 });
                }
            }
            continue;
        }
        let before = info.readings.len();
        // «فجره» is no «ف» and «جره»: a verb that entries tell of is known as it stands.
        let told = |r: &Reading| r.pos == Pos::Verb && r.lexeme != UNKNOWN && !lexicon.lexemes[r.lexeme as usize].frames.is_empty();
        if conj == FA && info.readings.iter().any(told) {
            continue;
        }
        stem(lexicon, rest, conj, &mut info);
        for (prep, tail) in [(BA, rest.strip_prefix('ب')), (LAM, rest.strip_prefix('ل')), (KAF, rest.strip_prefix('ك')), (SIN, rest.strip_prefix('س'))] {
            let Some(tail) = tail.filter(|t| t.chars().count() > 1) else { continue };
            // A letter is taken off a known word only where nothing whole is known.
            if info.readings[before..].iter().any(|r| r.clitics == conj && r.suffix == 0) {
                break;
            }
            stem(lexicon, tail, conj | prep, &mut info);
            if prep == LAM && tail.starts_with('ل') {
                let article = format!("ا{tail}");
                stem(lexicon, &article, conj | prep, &mut info);
            }
        }
        if conj == 0 {
            // «ودعا» is hardly a dual of «ودع».
            let idle = |r: &Reading| r.feats & PARTICIPLE != 0 && r.lexeme != UNKNOWN && lexicon.lexemes[r.lexeme as usize].frames.is_empty();
            whole = info.readings.iter().any(|r| r.suffix == 0 && !(r.pos == Pos::Verb && r.feats & DUAL != 0) && !idle(r));
        }
    }
    // Names and phrases may start behind clitics even where the whole form is a known word.
    starts(lexicon, form, &mut info);
    if info.readings.is_empty() {
        info.unknown = true;
        guess(form, &mut info);
    } else if info.readings.iter().any(|r| r.suffix == 0) {
        // «وجه» is no «وج» with a pronoun.
        let least = info.readings.iter().filter(|r| r.suffix == 0).map(|r| (r.clitics & !ART).count_ones()).min().unwrap_or(0);
        info.readings.retain(|r| r.suffix == 0 || (r.clitics & !ART).count_ones() < least || matches!(r.pos, Pos::Verb) && r.clitics & !CONJ == 0);
    }
    info
}

fn stem(lexicon: &Lexicon, rest: &str, clitics: u16, info: &mut Info) {
    lookup(lexicon, rest, clitics, 0, info);
    if let Some(bare) = rest.strip_prefix("ال").filter(|b| b.chars().count() > 1)
        && clitics & SIN == 0
    {
        let before = info.readings.len();
        lookup(lexicon, bare, clitics | ART, 0, info);
        // «الامارات العربيه»: heh for teh marbuta at the end.
        if let Some(b) = bare.strip_suffix('ه') {
            lookup_if_new(lexicon, &format!("{b}ة"), clitics | ART, info);
        } else if let Some(b) = bare.strip_suffix('ى') {
            lookup_if_new(lexicon, &format!("{b}ي"), clitics | ART, info);
        }
        // «إليه» only looks as if it had the article.
        if info.readings.len() > before {
            return;
        }
    }
    for (n, suffix) in SUFFIXES.iter().enumerate() {
        if let Some(base) = rest.strip_suffix(suffix).filter(|b| !b.is_empty()) {
            lookup(lexicon, base, clitics, n as u8 + 1, info);
            if base.ends_with('و') {
                lookup(lexicon, &format!("{base}ا"), clitics, n as u8 + 1, info);
            }
        }
    }
    if let Some(b) = rest.strip_suffix('ه') {
        lookup_if_new(lexicon, &format!("{b}ة"), clitics, info);
    } else if let Some(b) = rest.strip_suffix('ى') {
        lookup_if_new(lexicon, &format!("{b}ي"), clitics, info);
    } else if let Some(b) = rest.strip_suffix('ي') {
        lookup_if_new(lexicon, &format!("{b}ى"), clitics, info);
    }
}

fn lookup_if_new(lexicon: &Lexicon, form: &str, clitics: u16, info: &mut Info) {
    if !info.readings.iter().any(|r| r.suffix == 0) {
        lookup(lexicon, form, clitics, 0, info);
    }
}

fn lookup(lexicon: &Lexicon, form: &str, clitics: u16, suffix: Suffix, info: &mut Info) {
    for f in lexicon.readings(form) {
        let lexeme = &lexicon.lexemes[f.lexeme as usize];
        let fits = match f.pos {
            Pos::Verb => clitics & (ART | BA | KAF) == 0 && (clitics & (SIN | LAM) == 0 || f.feats & IMPERFECT != 0) && (f.feats & BEFORE_SUFFIX == 0 || suffix > 0),
            Pos::Function => {
                let pronoun_fits =
                    suffix == 0 || lexeme.funcs.iter().any(|x| matches!(x, Func::Prep | Func::Sub | Func::Quant | Func::Conj | Func::Aspect | Func::NegPast | Func::Neg | Func::Counterpart));
                let single = lexeme.lemma.chars().count() == 1 && suffix == 0 && !lexeme.funcs.contains(&Func::Conj);
                // «وفقد» is no «و» before «فقد» (so): two conjunctions do not meet.
                let twice = clitics & WA != 0 && lexeme.lemma.starts_with('ف') && lexeme.lemma.chars().count() == 3;
                clitics & (ART | SIN) == 0 && !twice && pronoun_fits && (f.feats & BEFORE_SUFFIX == 0 || suffix > 0) && !single
            }
            _ => {
                clitics & SIN == 0
                    && (f.feats & (CONSTRUCT | DUAL | ACCUSATIVE) != 0 || f.feats & BEFORE_SUFFIX == 0 || suffix > 0)
                    && !(clitics & ART != 0 && (suffix > 0 || f.feats & !(CONSTRUCT | 0x3E0 | PARTICIPLE | MASDAR) == 0 && f.feats & CONSTRUCT != 0))
                    && (f.pos != Pos::Propn || suffix == 0)
            }
        };
        // A suffix on an indefinite accusative or a sound plural in full is no word.
        let whole_plural = suffix > 0 && f.pos != Pos::Verb && (form.ends_with("ون") || form.ends_with('ة'));
        if fits && !whole_plural {
            let r = Reading { lexeme: f.lexeme, pos: f.pos, feats: f.feats, clitics, suffix };
            if !info.readings.contains(&r) {
                info.readings.push(r);
            }
        }
    }
}

fn add_word(lexicon: &Lexicon, form: &str, info: &mut Info) {
    if let Some(w) = lexicon.word(form)
        && !info.stems.contains(&w)
    {
        info.stems.push(w);
    }
}

/// Interns what a phrase or collocate may meet this form by.
fn starts(lexicon: &Lexicon, form: &str, info: &mut Info) {
    let add_start = |form: &str, clitics: u16, info: &mut Info| {
        if let Some(w) = lexicon.word(form)
            && !info.starts.contains(&(clitics, w))
        {
            info.starts.push((clitics, w));
        }
    };
    add_word(lexicon, form, info);
    let mut bases: Vec<(u16, String)> = vec![(0, form.to_owned())];
    for (bit, c) in [(WA, 'و'), (FA, 'ف')] {
        if let Some(r) = form.strip_prefix(c).filter(|r| r.chars().count() > 1) {
            bases.push((bit, r.to_owned()));
        }
    }
    for k in 0..bases.len() {
        let (bits, base) = bases[k].clone();
        for (bit, c) in [(BA, 'ب'), (LAM, 'ل'), (KAF, 'ك')] {
            if let Some(r) = base.strip_prefix(c).filter(|r| r.chars().count() > 1) {
                bases.push((bits | bit, r.to_owned()));
                if bit == LAM && r.starts_with('ل') {
                    bases.push((bits | bit, format!("ا{r}")));
                }
            }
        }
    }
    for (bits, base) in &bases {
        add_start(base, *bits, info);
        add_word(lexicon, base, info);
        if let Some(bare) = base.strip_prefix("ال").filter(|b| b.chars().count() > 1) {
            add_start(bare, *bits | ART, info);
            add_word(lexicon, bare, info);
            if let Some(b) = bare.strip_suffix('ه') {
                add_word(lexicon, &format!("{b}ة"), info);
            }
        }
        if let Some(b) = base.strip_suffix('ه') {
            add_start(&format!("{b}ة"), *bits, info);
            add_word(lexicon, &format!("{b}ة"), info);
        }
        if let Some(b) = base.strip_suffix('ا').filter(|b| b.chars().count() > 2) {
            add_word(lexicon, b, info);
        }
        for suffix in SUFFIXES {
            if let Some(b) = base.strip_suffix(suffix).filter(|b| b.chars().count() > 1) {
                add_word(lexicon, b, info);
                if let Some(t) = b.strip_suffix('ت') {
                    add_word(lexicon, &format!("{t}ة"), info);
                }
            }
        }
    }
    info.spelt = info.stems.len();
    for k in 0..info.readings.len() {
        let r = info.readings[k];
        let w = lexicon.lexemes[r.lexeme as usize].word;
        if !info.stems.contains(&w) {
            info.stems.push(w);
        }
    }
}

/// A reading for a form that no entry knows, by its outer letters.
fn guess(form: &str, info: &mut Info) {
    let (mut clitics, mut rest) = (0, form);
    for (bit, prefix) in [(WA, "وال"), (FA, "فال"), (BA, "بال"), (WA | BA, "وبال"), (WA | LAM, "ولل"), (LAM, "لل")] {
        if let Some(r) = form.strip_prefix(prefix).filter(|r| r.chars().count() > 1) {
            clitics = bit | ART;
            rest = r;
        }
    }
    if clitics == 0
        && let Some(r) = form.strip_prefix("ال").filter(|r| r.chars().count() > 2)
    {
        clitics = ART;
        rest = r;
    }
    let long = rest.chars().count() > 4;
    let pos = if long && (rest.ends_with("ية") || rest.ends_with('ي') && clitics & ART != 0 || rest.ends_with("يين") || rest.ends_with("يون") || rest.ends_with("يا") && clitics & ART != 0)
    {
        Pos::Adj
    } else if clitics & ART != 0 || long && (rest.ends_with("ات") || rest.ends_with('ة')) {
        Pos::Noun
    } else {
        Pos::Propn
    };
    info.readings.push(Reading { lexeme: UNKNOWN, pos, feats: 0, clitics, suffix: 0 });
}
