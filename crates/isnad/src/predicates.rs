//! Predicates: which verbs, verbal nouns, nouns and adjectives of a sentence evoke a frame, and which noun phrases
//! fill its slots.
//!
//! Word order is read as news writes it: verb, subject, object; a subject in front where a clause opens with it, where
//! a complementiser or a relative leads it in; verbal nouns with their genitive; prepositional complements with the
//! nearest predicate before them that has the slot. A transitive verb with one bare phrase behind it is passive where
//! its form allows it and the phrase is no likely subject.

use crate::entry::{ActorKind, Func, Only};
use crate::inflect::{ACCUSATIVE, ACTIVE, CONSTRUCT, DUAL, FEMININE, FIRST, IMPERFECT, JUSSIVE, MASCULINE, MASDAR, PARTICIPLE, PASSIVE, PERFECT, PLURAL, SINGULAR, THIRD};
use crate::lexicon::{Frame, Lexicon, Meaning, Need, Payload, Pos, Role, Slot, Word};
use crate::mentions::{Np, NpKind};
use crate::text::{Kind, Side, Text};
use crate::words::{ART, Agreement, CONJ, LAM, PREP, SIN, SPEAKER, UNKNOWN, Words};
use std::ops::Range;

/// What fills a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filler {
    /// A noun phrase of the sentence.
    Phrase(usize),
    /// A nationality or group adjective of an event noun: unit and actor entry.
    Adjective(usize, u32),
    /// A pronoun on the given unit: its antecedent has to be found.
    Pronoun(usize, u8),
    /// The word itself, as a noun phrase of the sentence («27 قتيلا»).
    Own(usize),
    /// Nothing printed: the subject of what was said before.
    Dropped,
    /// Nothing printed but the pronoun of the complementiser on the given unit: «أنها».
    Borne(usize),
}

impl Filler {
    /// Whether nobody is printed.
    pub fn unsaid(self) -> bool {
        matches!(self, Filler::Dropped | Filler::Borne(_))
    }
}

/// A frame evoked in a sentence.
#[derive(Debug, Clone)]
pub struct Predicate {
    /// The unit that evokes it.
    pub unit: usize,
    /// The printed words, collocates included where they follow at once.
    pub units: Range<usize>,
    /// Which frame.
    pub frame: u32,
    /// A finite verb.
    pub finite: bool,
    /// Read as passive.
    pub passive: bool,
    /// Roles with their fillers, in the order found.
    pub roles: Vec<(Role, Filler)>,
    /// The light verb that carries it.
    pub carrier: Option<usize>,
    /// Units of the collocates met.
    pub collocates: Vec<usize>,
    /// Where a clausal complement («أن …») starts.
    pub clause: Option<usize>,
    /// How it was understood, for explanations.
    pub rule: &'static str,
}

impl Predicate {
    /// The fillers of a role.
    pub fn fillers(&self, role: Role) -> impl Iterator<Item = Filler> + '_ {
        self.roles.iter().filter(move |(r, _)| *r == role).map(|(_, f)| *f)
    }

    /// Whether the role has a filler.
    pub fn has(&self, role: Role) -> bool {
        self.roles.iter().any(|(r, _)| *r == role)
    }
}

/// A finite verb of the sentence, framed or not, with its subject.
#[derive(Debug, Clone, Copy)]
pub struct Clause {
    /// The verb's unit.
    pub verb: usize,
    /// Its subject.
    pub subject: Filler,
    /// Its object, where one stands bare behind it.
    pub object: Option<usize>,
    /// Read as passive.
    pub passive: bool,
    /// Where its complements end.
    pub end: usize,
}

/// What [`predicates`] finds in a sentence.
#[derive(Debug, Default)]
pub struct Found {
    /// Frames, in the order of their units.
    pub predicates: Vec<Predicate>,
    /// Finite verbs.
    pub clauses: Vec<Clause>,
}

/// How far a word that forbids an entry reaches, in units; a set of them, which tells of a topic, reaches the whole sentence.
const FORBIDS: usize = 30;
/// How far in front of a pronoun the collocate may stand that it resumes, in units.
const RESUMED: usize = 14;

/// A frame whose collocates were met: its score, its place, how far its words reach, and the collocates' units.
type Met = (usize, u32, usize, Vec<usize>);

struct Reader<'a> {
    lexicon: &'a Lexicon,
    text: &'a Text,
    words: &'a Words,
    nps: &'a [Np],
    /// The phrase that covers a unit.
    np_at: Vec<Option<usize>>,
    from: usize,
    title: bool,
    /// Which words may stand in the sentence, as bits: most words that an entry asks for or forbids do not.
    words_here: [u64; WORDS_HERE],
}

/// Bits for the words of a sentence, in sixty-fours.
const WORDS_HERE: usize = 16;

/// Finds the predicates of a sentence and fills their slots.
pub fn predicates(lexicon: &Lexicon, text: &Text, words: &Words, nps: &[Np], from: usize, title: bool) -> Found {
    let mut np_at = vec![None; words.len()];
    for (k, np) in nps.iter().enumerate() {
        for slot in &mut np_at[np.units.clone()] {
            *slot = Some(k);
        }
    }
    let mut words_here = [0; WORDS_HERE];
    for w in words.units.iter().flat_map(|u| u.info.stems.iter()) {
        let (k, bit) = bit_of(*w);
        words_here[k] |= bit;
    }
    let reader = Reader { lexicon, text, words, nps, np_at, from, title, words_here };
    reader.run()
}

/// The bit that stands for a word.
fn bit_of(w: Word) -> (usize, u64) {
    let n = w as usize % (WORDS_HERE * 64);
    (n / 64, 1 << (n % 64))
}

impl<'a> Reader<'a> {
    /// Whether the words of a sequence may all stand in the sentence, in whatever order.
    fn may_stand(&self, sequence: &[Word]) -> bool {
        let (c, l) = (self.lexicon.classes, self.lexicon.clitics);
        sequence.iter().all(|w| {
            let (k, bit) = bit_of(*w);
            self.words_here[k] & bit != 0 || [c.place, c.arms, c.official, l.b, l.l, l.k].contains(w)
        })
    }

    fn frame(&self, f: u32) -> &'a Frame {
        &self.lexicon.frames[f as usize]
    }

    fn has(&self, i: usize, func: Func) -> bool {
        self.words.at(i).serves(self.lexicon, func)
    }

    fn sign(&self, i: usize) -> bool {
        matches!(self.text.tokens[self.words.at(i).token].kind, Kind::Sign | Kind::Bracket(_))
    }

    fn is_verb(&self, i: usize) -> bool {
        self.words.at(i).is_verb()
    }

    fn run(&self) -> Found {
        let mut found = Found::default();
        for i in self.from..self.words.len() {
            if self.is_verb(i) {
                let clause = self.clause(i, &found.clauses);
                found.clauses.push(clause);
            }
        }
        for i in self.from..self.words.len() {
            self.evoke(i, &found.clauses, &mut found.predicates);
        }
        self.prepositions(&mut found.predicates);
        self.pronouns(&mut found.predicates);
        self.carry(&mut found.predicates);
        self.shared(&mut found.predicates);
        self.idioms(&mut found.predicates);
        self.control(&mut found.predicates);
        found
    }

    /// Where the complements of a predicate at `i` end: a verb of another clause, a relative, a complementiser, a stop.
    fn end_of(&self, i: usize) -> usize {
        let mut k = i + 1;
        while k < self.words.len() {
            let u = self.words.at(k);
            if self.is_verb(k) {
                return k;
            }
            if self.has(k, Func::Rel) && !self.has(k, Func::Prep) || self.has(k, Func::Sub) {
                return k;
            }
            // «…، وهو مشروع قيد الإنشاء»: a clause of its own.
            if self.has(k, Func::Pron) && u.reading.clitic(CONJ) {
                return k;
            }
            match self.text.tokens[u.token].kind {
                Kind::Sign => {
                    let s = self.text.norm(u.token);
                    // «الوزير د. أحمد»
                    if self.text.abbreviates(u.token) {
                        k += 1;
                        continue;
                    }
                    if !(s == "،" || s == "," || s == "-" || s == "–" || s == "ـ") {
                        return k;
                    }
                }
                Kind::Quote(_) if self.np_at[k].is_none() => {
                    // A quotation of several words ends the complements; a quoted name does not.
                    let close = (k + 1..(k + 7).min(self.words.len())).find(|&c| matches!(self.text.tokens[self.words.at(c).token].kind, Kind::Quote(_)));
                    if close.is_none() {
                        return k;
                    }
                }
                _ => {}
            }
            if self.has(k, Func::Conj) && !self.has(k, Func::Prep) && self.words.at(k).reading.clitics == 0 && k > i + 1 && self.text.is(self.words.at(k - 1).token, "،") {
                return k;
            }
            k += 1;
        }
        k
    }

    /// Bare phrases (no preposition, no genitive, no second of a pair) between two units.
    fn bare(&self, from: usize, to: usize) -> impl Iterator<Item = usize> + '_ {
        // «33 شخصا غالبيتهم من المدنيين»: the greater part of those before is no party of its own.
        let part = |np: &Np| {
            let r = self.words.at(np.units.start).reading;
            let borne = r.suffix > 0 || r.pos == Pos::Function && ["هم", "ها", "هما"].iter().any(|s| self.text.norm(self.words.at(np.units.start).token).ends_with(s));
            borne && self.words.at(np.units.start).info.readings.iter().any(|o| o.lexeme != UNKNOWN && self.lexicon.lexemes[o.lexeme as usize].funcs.contains(&Func::Quant))
        };
        // «قرار | واضح», «الأشهر | الأربعة»: an adjective right behind a phrase belongs to it; a participle alone is a circumstance.
        let attribute = |np: &Np| {
            let r = self.words.at(np.head).reading;
            let adjective = np.kind == NpKind::Other && np.actor.is_none() && !np.quantity && r.pos == Pos::Adj && !r.clitic(CONJ);
            let ordinal = np.kind == NpKind::Other && np.actor.is_none() && r.clitic(ART) && !r.clitic(CONJ) && self.words.at(np.head).phrase.is_some();
            // «…، مشيرا إلى أن …»: a participle of saying is a cue, and no subject.
            let says = r.lexeme != UNKNOWN && self.lexicon.lexemes[r.lexeme as usize].says;
            let cue = np.kind == NpKind::Other && r.pos == Pos::Adj && r.feat(PARTICIPLE) && !r.clitic(ART) && says && np.units.len() == 1;
            cue || (adjective || ordinal) && np.units.start > self.from && self.np_at[np.units.start - 1].is_some_and(|b| self.nps[b].names.is_empty())
        };
        // «بعد اتهامه تركيا», «خلال زيارته فرنسا»: what a verbal noun that bears its doer is done to.
        let governed = |np: &Np| {
            let before = (self.from..np.units.start).rev().find(|&k| !matches!(self.text.tokens[self.words.at(k).token].kind, Kind::Quote(_)));
            before.and_then(|k| self.np_at[k]).is_some_and(|o| {
                let o = &self.nps[o];
                o.kind == NpKind::Event
                    && o.owner > 0
                    && o.head + 1 == o.units.end
                    && self.words.at(o.head).reading.feat(MASDAR)
                    && np.kind == NpKind::Actor
                    && o.prep.is_some()
                    && self.acts_on_party(o.head)
            })
        };
        self.nps
            .iter()
            .enumerate()
            .filter(move |(_, np)| {
                np.units.start >= from
                    && np.units.start < to
                    && !part(np)
                    && !attribute(np)
                    && !governed(np)
                    && np.prep.is_none()
                    && np.coord.is_none()
                    && np.genitive_of.is_none()
                    && np.kind != NpKind::Time
            })
            .map(|(k, _)| k)
    }

    /// A phrase with those coordinated with it.
    fn chain(&self, first: usize) -> Vec<usize> {
        let mut out = vec![first];
        for k in first + 1..self.nps.len() {
            match self.nps[k].coord {
                Some(prev) if out.contains(&prev) => out.push(k),
                // What an event noun of the chain is annexed to stands between.
                _ if self.nps[k].genitive_of.is_some_and(|e| out.contains(&e)) => {}
                // «تنظيم … في سورية، وحزب … في العراق»
                _ if self.nps.get(k + 1).and_then(|np| np.coord).is_some_and(|prev| out.contains(&prev)) => {}
                _ => break,
            }
        }
        out
    }

    fn clause(&self, i: usize, earlier: &[Clause]) -> Clause {
        let r = self.words.at(i).reading;
        let end = self.end_of(i);
        let mut after: Vec<usize> = self.bare(i + 1, end).collect();
        // «استقبل الأمير فيصل بن خالد أمير عسير في مكتبه محافظ المؤسسة»: of three the second is the first one's office.
        if let [first, second, third, ..] = after[..]
            && self.office_of(first, second)
            && self.nps[third].kind == NpKind::Actor
        {
            after.remove(usize::from(!self.nps[first].code.is_empty()));
        }
        let can_pass = r.feat(PASSIVE);
        let only_passive = can_pass && (!r.feat(ACTIVE) || self.vowelled_passive(i));
        let case_of = |n: usize| self.case(n);
        let mut subject = None;
        let mut in_front = false;
        let mut relative_object = None;
        // Adverbs, negations and auxiliaries between a subject and its verb.
        let mut k = i;
        while k > self.from {
            let p = k - 1;
            if let Some(q) = self.aside(p) {
                k = q;
                continue;
            }
            let u = self.words.at(p);
            let skip = self.has(p, Func::Adv)
                || self.has(p, Func::Aspect)
                || self.has(p, Func::Neg)
                || self.has(p, Func::NegPast)
                || self.has(p, Func::NegFut)
                || self.has(p, Func::Perhaps)
                || self.has(p, Func::Fut)
                || u.reading.pos == Pos::Adv && u.reading.lexeme != UNKNOWN
                || self.np_at[p].is_some_and(|n| self.nps[n].kind == NpKind::Time && self.nps[n].prep.is_none());
            if !skip || self.has(p, Func::Rel) && !self.has(p, Func::Neg) && !self.has(p, Func::NegPast) {
                break;
            }
            k = p;
        }
        let opens = r.clitic(CONJ);
        if !opens && k > self.from {
            let p = k - 1;
            if self.has(p, Func::Rel) && !self.has(p, Func::Prep) || self.words.at(p).reading.pos == Pos::Function && self.has(p, Func::Rel) && self.words.at(p).reading.clitic(ART) {
                // «الذي شن», «التي أجراها الرئيس».
                let antecedent = (self.from..p).rev().take(3).find_map(|q| self.np_at[q]).filter(|n| self.nps[*n].units.end + 2 >= p);
                let antecedent = antecedent.map(|a| self.first_of_pair(a));
                // «الهجوم الذي قالت إنه …», «المدينة التي قال الجيش: إنها …»: what cannot speak is no subject of a verb of saying.
                let speechless = |a: usize| {
                    self.lexicon.lexemes[r.lexeme as usize].says && matches!(self.nps[a].kind, NpKind::Event | NpKind::Place | NpKind::Target | NpKind::Other) && self.nps[a].annexed.is_none()
                };
                // «التي استولى عليها المتمردون»: the pronoun of the antecedent stands behind the verb's preposition, the subject is printed.
                let resumed = i + 1 < self.words.len() && {
                    let n = self.words.at(i + 1).reading;
                    let thing = antecedent.is_some_and(|a| matches!(self.nps[a].kind, NpKind::Doc | NpKind::Event | NpKind::Place) && !can_pass);
                    n.pos == Pos::Function && n.suffix > 0 && self.has(i + 1, Func::Prep) && thing
                        || n.pos == Pos::Function
                            && n.suffix > 0
                            && self.has(i + 1, Func::Prep)
                            && after.first().is_some_and(|s| self.nps[*s].units.start == i + 2 && self.nps[*s].kind == NpKind::Actor)
                };
                // «البلدة التي قصفت قوات النظام مناطق فيها»: subject and object are printed.
                let printed = antecedent.is_some_and(|a| {
                    let both = matches!(after[..], [first, _, ..] if self.nps[first].units.start == i + 1 && self.nps[first].kind == NpKind::Actor && case_of(first) != Some(false));
                    let state = matches!(after[..], [first, ..] if self.nps[first].actor.is_some_and(|n| matches!(self.lexicon.actors[n as usize].kind, ActorKind::State | ActorKind::Seat)));
                    both && (matches!(self.nps[a].kind, NpKind::Place | NpKind::Target | NpKind::Doc) || self.nps[a].kind == NpKind::Other && !state)
                });
                if let Some(a) = antecedent.filter(|a| !speechless(*a) && !resumed && !printed) {
                    if r.suffix > 0 {
                        relative_object = Some(a);
                    } else {
                        subject = Some(Filler::Phrase(a));
                        in_front = true;
                    }
                }
            } else if let Some(n) = self.np_at[p].filter(|n| self.nps[*n].units.end == k) {
                // «قتلى في المدينة والتحالف يقصف»: what follows a prepositional phrase by «و» may open a clause.
                let opens_second = self.title && r.feat(IMPERFECT) && self.nps[n].kind == NpKind::Actor && self.nps[n].coord.is_some_and(|c| self.nps[c].prep.is_some());
                if opens_second {
                    subject = Some(Filler::Phrase(n));
                    in_front = true;
                }
                // «في هجوم استهدف مسجدا», «إلى قرار يدين الهجوم»: an indefinite noun with a clause of its own.
                if self.described(n, i) {
                    subject = Some(Filler::Phrase(n));
                    in_front = true;
                }
                let first = self.first_of_pair(n);
                let np = &self.nps[first];
                // «أن “المقاومة نجحت …»: what leads in stands before the quotation mark.
                let lead = (self.from..np.units.start).rev().find(|&q| !matches!(self.text.tokens[self.words.at(q).token].kind, Kind::Quote(_)));
                let led = np.units.start == self.from
                    || self.opens_clause(np.units.start)
                    || lead.is_some_and(|q| self.has(q, Func::Sub) || self.has(q, Func::Conj) || self.joined(q) || self.has(q, Func::Aspect))
                    || self.words.at(np.units.start).reading.clitic(CONJ) && np.coord.is_none();
                let free = !earlier.iter().any(|c| matches!(c.subject, Filler::Phrase(s) if s == first) && c.verb < np.units.start || c.object == Some(first));
                let bare = np.prep.is_none() && np.genitive_of.is_none() && np.kind != NpKind::Time && np.kind != NpKind::Pronoun;
                // «قتلى بتعز والتحالف يقصف»: a second clause that opens with its subject.
                if subject.is_none() && !opens_second && bare && free && (led || r.feat(IMPERFECT) && self.nps[first].definite || r.feat(PLURAL | DUAL) && r.feat(PERFECT)) {
                    subject = Some(Filler::Phrase(first));
                    in_front = true;
                }
            } else if self.text.is(self.words.at(p).token, "،") || self.is_close(p) {
                // «وزير الخارجية، سيرغي لافروف، قال»; «إن الحركة، التي …، رفضت».
                if let Some(n) = (self.from..p).rev().take(1).find_map(|q| self.np_at[q]).filter(|n| self.nps[*n].units.end == p) {
                    let first = self.first_of_pair(n);
                    // «وكانت القوات، الجناح العسكري للحزب، دانت»: who stands between the commas stands in front of them.
                    let comma = self.nps[first].units.start.checked_sub(1).filter(|&c| c > self.from && self.text.is(self.words.at(c).token, "،"));
                    let explained = comma.and_then(|c| self.nps.iter().position(|np| np.units.end == c && np.kind == NpKind::Actor && np.prep.is_none() && np.coord.is_none()));
                    let first = explained.unwrap_or(first);
                    let np = &self.nps[first];
                    if np.prep.is_none()
                        && matches!(np.kind, NpKind::Actor | NpKind::Source | NpKind::Name)
                        && (np.units.start == self.from || self.has(np.units.start - 1, Func::Sub) || self.joined(np.units.start - 1) || self.has(np.units.start - 1, Func::Aspect))
                        && after.first().is_none_or(|n| !matches!(self.nps[*n].kind, NpKind::Actor | NpKind::Source | NpKind::Name))
                    {
                        subject = Some(Filler::Phrase(first));
                        in_front = true;
                    }
                }
            }
            if subject.is_none() && relative_object.is_none() {
                // «إن قياديا في التنظيم وخمسة آخرين قتلوا»: the first bare phrase behind the complementiser.
                // «كانت الوزيرة بين عامي … تؤيد»: or behind the auxiliary.
                let leads = |q: &usize| self.has(*q, Func::Sub) || self.joined(*q) || self.has(*q, Func::Aspect) && r.feat(IMPERFECT) && q + 1 < k && self.np_at[q + 1].is_some();
                if let Some(sub) = (self.from..k).rev().find(leads) {
                    let verb_between = (sub + 1..k).any(|q| self.is_verb(q));
                    let relative = (sub + 1..k).any(|q| self.has(q, Func::Rel));
                    let first = self
                        .nps
                        .iter()
                        .position(|np| np.units.start > sub && np.units.start < k && np.prep.is_none() && np.coord.is_none() && np.genitive_of.is_none() && !matches!(np.kind, NpKind::Time));
                    if let Some(f) = first
                        && (!verb_between || relative && !self.main_verb_between(self.nps[f].units.end, k))
                        && self.nps[f].units.start <= sub + 2
                    {
                        subject = Some(Filler::Phrase(f));
                        in_front = true;
                    }
                }
            }
            if subject.is_none() && relative_object.is_none() && !(self.from..k).any(|q| self.is_verb(q)) {
                // A sentence that opens with its subject, far from the verb («الجيش السوري وفصائل … يشن»).
                let first = self.nps.iter().position(|np| np.prep.is_none() && np.genitive_of.is_none() && np.kind != NpKind::Time);
                if let Some(f) = first
                    && self.nps[f].units.start == self.from
                    && (matches!(self.nps[f].kind, NpKind::Actor | NpKind::Source | NpKind::Name)
                        || self.title && matches!(self.nps[f].kind, NpKind::Event | NpKind::Other | NpKind::Doc | NpKind::Target))
                    && r.feat(IMPERFECT | PLURAL | DUAL)
                    && self.nps[f].units.end < k
                {
                    subject = Some(Filler::Phrase(f));
                    in_front = true;
                }
            }
        }
        if !opens
            && subject.is_none()
            && relative_object.is_none()
            && r.suffix == 0
            && let Some(f) = self.subject_of_relative(i, k)
        {
            subject = Some(Filler::Phrase(f));
            in_front = true;
        }
        // «قوات زودتها بها دول التحالف»: a verb that bears its object has its subject behind it.
        let behind = r.suffix > 0
            && in_front
            && after.first().is_some_and(|n| {
                let np = &self.nps[*n];
                let near = np.units.start == i + 1 || np.units.start == i + 2 && self.words.at(i + 1).reading.suffix > 0 && self.words.at(i + 1).reading.pos == Pos::Function;
                near && np.kind == NpKind::Actor && np.definite && !np.quantity && case_of(*n) != Some(false)
            });
        if behind {
            subject = None;
            in_front = false;
        }
        let mut object = relative_object;
        let mut passive = false;
        // «أنها زودت المتمردين»: the complementiser's pronoun is the subject.
        // The ending tells a subject («آخرون») from an object («مدنيين»).
        let case = |n: usize| self.case(n);
        if r.feat(FIRST) && !r.feat(THIRD) {
            // «نحن نجمد»: who speaks.
            return Clause { verb: i, subject: Filler::Pronoun(i, SPEAKER), object: after.first().copied(), passive: false, end };
        }
        if in_front {
            after.retain(|n| case(*n) != Some(true));
        }
        let borne = !opens && k > self.from && self.has(k - 1, Func::SubPronoun);
        if borne && subject.is_none() && !only_passive {
            object = after.first().copied();
            passive = can_pass && object.is_none() && r.suffix == 0 && self.casualty(i);
            subject = Some(Filler::Borne(k - 1));
        } else if in_front {
            if object.is_none() {
                object = after.first().copied();
            }
            // «قتلوا بانفجار …»: nobody kills what happens.
            let lifeless = |np: &Np| np.kind == NpKind::Event || matches!(np.kind, NpKind::Other | NpKind::Doc | NpKind::Pronoun) && np.actor.is_none() && !np.quantity && np.owner == 0;
            let happening = self.casualty(i) && object.is_some_and(|o| lifeless(&self.nps[o]));
            let object = if happening { None } else { object };
            let led_transitive = object.is_none() && r.suffix == 0 && self.transitive(i);
            let armed = matches!(subject, Some(Filler::Phrase(s)) if self.bears_arms(s));
            // «مرجع عراقي يطالب بتدويل البلاد»: people ask, and are asked with an object that is named.
            let asks = matches!(subject, Some(Filler::Phrase(s)) if self.nps[s].kind == NpKind::Actor) && self.asks(i);
            passive = only_passive || can_pass && led_transitive && !asks && (!armed || self.casualty(i));
        } else {
            let mismatch = |n: usize| {
                let np = &self.nps[n];
                // «تجمع آلاف المتظاهرين» may be a masculine of another verb.
                let other = self.words.at(i).info.readings.iter().any(|o| o.pos == Pos::Verb && o.clitics == r.clitics && o.suffix == r.suffix && !o.feat(FEMININE));
                r.feat(FEMININE) && !r.feat(MASDAR) && !np.feminine && np.quantity && !other
            };
            // «ناشد الأمم المتحدة»: a verb agrees in gender with a subject right behind it.
            let disagrees = |n: usize| {
                let np = &self.nps[n];
                let masculine = r.feat(MASCULINE) && !r.feat(FEMININE) && r.feat(SINGULAR) && !r.feat(PLURAL | DUAL);
                let form = self.text.norm(self.words.at(np.head).token);
                // «نفى أن يكون استهدف منطقة مأهولة», «وأجرى محادثات مع الرئيس»
                let thing = matches!(np.kind, NpKind::Target | NpKind::Place | NpKind::Other | NpKind::Doc | NpKind::Event)
                    && (form.ends_with('ة') || np.kind == NpKind::Event && form.ends_with("ات"))
                    && (i == self.from || self.np_at[i - 1].is_none());
                let object = np.kind == NpKind::Actor && (np.feminine || self.feminine_name(n)) && self.takes_party(i) || thing && self.transitive(i);
                let near = np.units.start == i + 1 || thing && np.units.start > i && (i + 1..np.units.start).all(|q| self.has(q, Func::Adv));
                masculine && near && object && !np.quantity && np.names.is_empty()
            };
            // «عينت السفير»: nor does a feminine verb tell of a man.
            let man = |n: usize| {
                let (np, head) = (&self.nps[n], self.words.at(self.nps[n].head).reading);
                let person = np.actor.is_some_and(|a| matches!(self.lexicon.actors[a as usize].kind, ActorKind::Person | ActorKind::Title));
                let masculine = head.feat(MASCULINE) && head.feat(SINGULAR) && !head.feat(FEMININE | PLURAL | DUAL) && self.words.at(np.head).phrase.is_none();
                let other = self.words.at(i).info.readings.iter().any(|o| o.pos == Pos::Verb && o.clitics == r.clitics && o.suffix == r.suffix && !o.feat(FEMININE));
                !other
                    && r.feat(FEMININE)
                    && r.feat(SINGULAR)
                    && !r.feat(MASCULINE | PLURAL | DUAL)
                    && person
                    && masculine
                    && np.definite
                    && !np.quantity
                    && np.units.start == i + 1
                    && self.takes_party(i)
            };
            // «وأكد حدوث اتفاق»: what is said, by the one who spoke before.
            let says = self.lexicon.lexemes[r.lexeme as usize].says && self.lexicon.lexemes[r.lexeme as usize].frames.iter().any(|f| self.frame(*f).role(Slot::Object) == Some(Role::Content));
            let said = says && after.first().is_some_and(|n| matches!(self.nps[*n].kind, NpKind::Event | NpKind::Time) || self.nps[*n].kind == NpKind::Other && self.nps[*n].owner > 0);
            match after.as_slice() {
                [] => {}
                [first, ..] if said && !only_passive => object = Some(*first),
                // «…، حيث سيلتقي الرئيس الإيراني»: who meets was named before.
                [only]
                    if self.meets(i)
                        && r.suffix == 0
                        && self.nps[*only].kind == NpKind::Actor
                        && self.nps[*only].coord.is_none()
                        && self.chain(*only).len() == 1
                        && self.earlier_person(i, earlier) =>
                {
                    object = Some(*only)
                }
                [only] if case(*only) == Some(false) && r.suffix == 0 => object = Some(*only),
                [first, ..] if (disagrees(*first) || man(*first)) && r.suffix == 0 && !only_passive => object = Some(*first),
                [only] => {
                    let plural = r.feat(PLURAL | DUAL) && !r.feat(FEMININE) || r.feat(FIRST);
                    let named_twice = r.suffix > 0;
                    if only_passive {
                        passive = true;
                        subject = Some(Filler::Phrase(*only));
                    } else if plural && !named_twice {
                        object = Some(*only);
                    } else if can_pass
                        && !named_twice
                        && !self.tells(i)
                        && (self.casualty(i) || self.transitive(i) && self.likely_undergoer(i, *only) && !mismatch(*only))
                        && !self.follows_subject_chain(i, earlier)
                    {
                        passive = true;
                        subject = Some(Filler::Phrase(*only));
                    } else if !named_twice && (mismatch(*only) || opens && self.transitive(i) && self.likely_undergoer(i, *only) && self.follows_subject_chain(i, earlier)) {
                        object = Some(*only);
                    } else {
                        subject = Some(Filler::Phrase(*only));
                    }
                }
                [first, second, ..] => {
                    // «قتل 12 شخصا … »: a number of people is killed, unless others in numbers follow.
                    let victims = can_pass
                        && r.suffix == 0
                        && self.casualty(i)
                        && self.nps[*first].quantity
                        && self.nps[*first].kind == NpKind::Actor
                        && !self.nps[*second].quantity
                        && !self.bears_arms(*first)
                        && self.nps[*second].units.start > self.nps[*first].units.end;
                    if only_passive || victims {
                        passive = true;
                        subject = Some(Filler::Phrase(*first));
                    } else if r.feat(PLURAL | DUAL) && !r.feat(FEMININE) {
                        object = Some(*first);
                    } else {
                        subject = Some(Filler::Phrase(*first));
                        if object.is_none() {
                            object = Some(*second);
                        }
                    }
                }
            }
        }
        let subject = subject.unwrap_or(Filler::Dropped);
        // «وقال … وأضاف»: nothing printed, so the subject of the verb before, if its clause goes on.
        let subject = if subject == Filler::Dropped && !passive && (opens || r.feat(PLURAL | DUAL)) {
            // Who says more is who said before, not of whom it was said.
            let says = |verb: usize| self.lexicon.lexemes[self.words.at(verb).reading.lexeme as usize].says;
            let named = |c: &&Clause| !c.passive && !matches!(c.subject, Filler::Dropped);
            let before = says(i).then(|| earlier.iter().rev().filter(named).find(|c| says(c.verb))).flatten();
            before.or_else(|| earlier.iter().rev().find(named)).filter(|c| self.same_stretch(c.verb, i) || before.is_some()).map_or(subject, |c| c.subject)
        } else {
            subject
        };
        Clause { verb: i, subject, object, passive, end }
    }

    /// «القوات التي أرسلتها أنقرة هاجمت الحزب»: what opens the sentence, if a relative clause and nothing else stands between it and
    /// the verb at `i`, whose adverbs begin at `to`.
    /// «قُتل», «واستُهدف»: a perfect with the vowel of the passive printed.
    fn vowelled_passive(&self, i: usize) -> bool {
        let unit = self.words.at(i);
        let letter = self.text.tokens[unit.token].damma.saturating_sub(u8::from(unit.reading.clitic(CONJ)));
        unit.reading.feat(PERFECT) && unit.reading.feat(THIRD) && matches!(letter, 1 | 3)
    }

    fn subject_of_relative(&self, i: usize, to: usize) -> Option<usize> {
        let f = self.nps.iter().position(|np| np.units.start == self.from).filter(|f| self.nps[*f].prep.is_none() && !matches!(self.nps[*f].kind, NpKind::Time | NpKind::Pronoun))?;
        let np = &self.nps[f];
        let relative = (np.units.end..to).take(4).find(|&q| self.has(q, Func::Rel) && !self.has(q, Func::Prep) && !self.has(q, Func::Neg))?;
        let verbs = (relative + 1..to).filter(|&q| self.is_verb(q)).count();
        let plain = !(np.units.end..relative).any(|q| self.is_verb(q)) && !(relative..to).any(|q| self.has(q, Func::Sub)) && verbs == 1;
        let (head, verb) = (self.words.at(np.head).reading, self.words.at(i).reading);
        let many = head.feat(PLURAL | FEMININE) || np.feminine || np.quantity;
        let agrees = if many { verb.feat(FEMININE | PLURAL) } else { verb.feat(MASCULINE) && verb.feat(SINGULAR) };
        (plain && agrees).then_some(f)
    }

    /// Whether the verb at `i` opens a clause that describes the indefinite event or document right before it.
    fn described(&self, n: usize, i: usize) -> bool {
        let np = &self.nps[n];
        let (head, verb) = (self.words.at(np.head).reading, self.words.at(i).reading);
        let thing = (matches!(np.kind, NpKind::Event | NpKind::Doc) || np.kind == NpKind::Target && np.genitive_of.is_some())
            && !np.definite
            && np.owner == 0
            && np.units.end == i
            && self.words.at(np.head).phrase.is_none();
        let opened = np.prep.is_some() || np.genitive_of.is_some() || np.coord.is_some() || np.units.start > self.from && self.is_verb(np.units.start - 1);
        let feminine = head.feat(FEMININE | PLURAL);
        let agrees = if head.feat(DUAL) && !head.feat(PLURAL) {
            verb.feat(DUAL)
        } else if feminine {
            verb.feat(FEMININE) && !verb.feat(PLURAL | DUAL)
        } else {
            verb.feat(MASCULINE) && verb.feat(SINGULAR) && !verb.feat(PLURAL | DUAL)
        };
        thing && opened && verb.suffix == 0 && agrees && !self.nps.iter().any(|g| g.genitive_of == Some(n))
    }

    /// Whether a phrase right behind a person's name is an office alone, of the same state as far as is known.
    fn office_of(&self, name: usize, office: usize) -> bool {
        let (who, np) = (&self.nps[name], &self.nps[office]);
        let kind = |np: &Np| np.actor.map(|a| self.lexicon.actors[a as usize].kind);
        let named = !who.names.is_empty() || kind(who) == Some(ActorKind::Who);
        let same = who.code.country.is_none() || np.code.country.is_none() || who.code.country == np.code.country;
        named && same && np.units.start == who.units.end && np.coord.is_none() && np.names.is_empty() && !np.quantity && kind(np) == Some(ActorKind::Person) && np.kind == NpKind::Actor
    }

    /// What the ending of a phrase's head says of its case: nominative (`true`), oblique (`false`) or nothing.
    fn case(&self, n: usize) -> Option<bool> {
        let np = &self.nps[n];
        let head = self.words.at(np.head);
        if np.kind == NpKind::Name {
            return None;
        }
        if np.quantity || head.phrase.is_some() || head.reading.suffix > 0 || !head.reading.feat(PLURAL | DUAL) || head.reading.feat(FEMININE) && !head.reading.feat(MASCULINE) {
            // «15 آخرون»
            let adjective = np.quantity && head.phrase.is_none() && self.text.norm(head.token).ends_with("ون") && head.reading.feat(PLURAL);
            return adjective.then_some(true);
        }
        let form = self.text.norm(head.token);
        if head.reading.feat(DUAL) && head.reading.feat(CONSTRUCT) && !head.reading.feat(PLURAL) {
            // «دفعتي مرتزقة»
            return form.ends_with('ي').then_some(false);
        }
        if form.ends_with("ون") {
            Some(true)
        } else if form.ends_with("ين") {
            Some(false)
        } else {
            None
        }
    }

    /// Whether a state, a capital or a body named in the plural («الأمم المتحدة») takes feminine verbs, by its print.
    fn feminine_name(&self, n: usize) -> bool {
        let np = &self.nps[n];
        let Some(a) = np.actor.filter(|a| np.named == Some(*a)) else { return false };
        let head = self.words.at(np.head);
        let form = self.text.norm(head.token);
        match self.lexicon.actors[a as usize].kind {
            ActorKind::Seat if np.units.len() == 1 => head.phrase.as_ref().is_none_or(|p| p.clitics & ART == 0) && !head.reading.clitic(ART) || form.ends_with('ة'),
            ActorKind::State if np.units.len() == 1 => form.ends_with('ا') || form.ends_with('ة'),
            ActorKind::State | ActorKind::Name => head.phrase.as_ref().is_some_and(|p| p.len > 1) && head.reading.clitic(ART) && head.reading.feat(PLURAL) && !head.reading.feat(DUAL),
            _ => false,
        }
    }

    fn is_close(&self, i: usize) -> bool {
        matches!(self.text.tokens[self.words.at(i).token].kind, Kind::Quote(_))
    }

    fn main_verb_between(&self, from: usize, to: usize) -> bool {
        // Between a subject and its verb only relative clauses may stand.
        (from..to).any(|q| self.is_verb(q) && !(from..q).rev().take(4).any(|p| self.has(p, Func::Rel)))
    }

    fn first_of_pair(&self, mut n: usize) -> usize {
        while let Some(prev) = self.nps[n].coord {
            n = prev;
        }
        n
    }

    /// Where the phrase of several words begins that is of the class `func` and ends at unit `i`.
    fn phrase_ending(&self, i: usize, func: Func) -> Option<usize> {
        (self.from..i).rev().take(5).find(|&q| self.has(q, func) && self.words.at(q).phrase.as_ref().is_some_and(|x| q + x.len == i + 1))
    }

    /// Whether a conjunction of several words ends here: «إلا أن الوزير قال», «في حين أن …».
    fn joined(&self, i: usize) -> bool {
        self.phrase_ending(i, Func::Conj).is_some()
    }

    /// Where an adverbial of several words begins that ends at `p`, with the commas around it: «مسؤول، طلب عدم ذكر اسمه، قال».
    fn aside(&self, p: usize) -> Option<usize> {
        let comma = |i: usize| self.text.is(self.words.at(i).token, "،");
        let last = if comma(p) { p.checked_sub(1)? } else { p };
        let first = self.phrase_ending(last, Func::Adv)?;
        let closed = last < p;
        let opened = first > self.from && comma(first - 1);
        match (opened, closed) {
            (true, true) => Some(first - 1),
            (false, false) => Some(first),
            (true, false) | (false, true) => None,
        }
    }

    /// Whether a clause may open at unit `i`.
    fn opens_clause(&self, i: usize) -> bool {
        i == self.from || self.sign(i - 1) || matches!(self.text.tokens[self.words.at(i - 1).token].kind, Kind::Quote(_))
    }

    /// No full stop between two verbs.
    fn same_stretch(&self, a: usize, b: usize) -> bool {
        (a..b).all(|k| !matches!(self.text.norm(self.words.at(k).token), "." | "؛" | "؟" | ":"))
    }

    fn follows_subject_chain(&self, i: usize, earlier: &[Clause]) -> bool {
        // «وفرضت …», «كما فرضت …»
        let joined = self.words.at(i).reading.clitic(CONJ) || i > self.from && self.has(i - 1, Func::Conj) && !self.has(i - 1, Func::Sub);
        // What a relative clause tells goes on in no other.
        let main = |c: &&Clause| !(c.verb.saturating_sub(2).max(self.from)..c.verb).any(|q| self.has(q, Func::Rel) && !self.has(q, Func::Prep));
        joined
            && earlier.iter().rev().find(main).is_some_and(|c| {
                let somebody = match c.subject {
                    Filler::Phrase(s) => matches!(self.nps[s].kind, NpKind::Actor | NpKind::Source | NpKind::Name),
                    // «إنه عزز مواقعه وقصف معسكرات»: the pronoun that the complementiser bears.
                    Filler::Borne(_) => true,
                    _ => false,
                };
                somebody && !c.passive && self.same_stretch(c.verb, i)
            })
    }

    /// «أعلن مسؤول حكومي أن …»: a verb of saying whose words follow is told of who says them.
    fn tells(&self, i: usize) -> bool {
        self.lexicon.lexemes[self.words.at(i).reading.lexeme as usize].says && self.clausal(i).is_some()
    }

    /// Whether the verb at `i` tells of asking, promising or refusing something.
    fn asks(&self, i: usize) -> bool {
        let lexeme = self.words.at(i).reading.lexeme;
        self.lexicon.lexemes[lexeme as usize].frames.iter().any(|f| {
            let f = self.frame(*f);
            f.role(Slot::Subject) == Some(Role::Actor)
                && matches!(f.meaning, Meaning::Event { kind, .. } if self.lexicon.ontology.types[kind as usize].complement && self.lexicon.ontology.types[kind as usize].verbal)
        })
    }

    /// Whether the subject and the object of the verb at `i` do what it tells with each other.
    fn meets(&self, i: usize) -> bool {
        let lexeme = self.words.at(i).reading.lexeme;
        self.lexicon.lexemes[lexeme as usize].frames.iter().any(|f| self.frame(*f).role(Slot::Object) == Some(Role::Actor) && self.frame(*f).role(Slot::Subject) == Some(Role::Actor))
    }

    /// Whether the clause before, in the same stretch, has a person for its subject.
    fn earlier_person(&self, i: usize, earlier: &[Clause]) -> bool {
        let named = |c: &&Clause| !c.subject.unsaid();
        earlier.iter().rev().find(named).is_some_and(|c| {
            self.same_stretch(c.verb, i)
                && matches!(c.subject, Filler::Phrase(s) if self.nps[s].actor.is_some_and(|a| matches!(self.lexicon.actors[a as usize].kind, ActorKind::Person | ActorKind::Title | ActorKind::Who)))
        })
    }

    /// Whether what the word at `i` tells may be done to somebody, a host included.
    fn acts_on_party(&self, i: usize) -> bool {
        let lexeme = self.words.at(i).reading.lexeme;
        lexeme != UNKNOWN
            && self.lexicon.lexemes[lexeme as usize]
                .frames
                .iter()
                .any(|f| matches!(self.frame(*f).role(Slot::Object), Some(Role::Recipient | Role::Actor | Role::Topic | Role::Addressee | Role::Host)))
    }

    /// Whether somebody may be the object of the verb at `i`, an addressee included.
    fn takes_party(&self, i: usize) -> bool {
        let lexeme = self.words.at(i).reading.lexeme;
        self.lexicon.lexemes[lexeme as usize].frames.iter().any(|f| matches!(self.frame(*f).role(Slot::Object), Some(Role::Recipient | Role::Actor | Role::Topic | Role::Addressee)))
    }

    /// Whether the verb at `i` has a frame whose object is a party.
    fn transitive(&self, i: usize) -> bool {
        let lexeme = self.words.at(i).reading.lexeme;
        self.lexicon.lexemes[lexeme as usize].frames.iter().any(|f| {
            let f = self.frame(*f);
            matches!(f.role(Slot::Object), Some(Role::Recipient | Role::Actor | Role::Topic)) || f.role(Slot::Object) == Some(Role::Host) || matches!(f.meaning, Meaning::Light { slot: Slot::Object })
        })
    }

    /// Whether the verb at `i` tells of killing or wounding, which nobody does without an object.
    fn casualty(&self, i: usize) -> bool {
        let lexeme = self.words.at(i).reading.lexeme;
        self.lexicon.lexemes[lexeme as usize].frames.iter().any(|f| {
            let f = self.frame(*f);
            f.rank == 2 && matches!(f.meaning, Meaning::Event { kind, .. } if self.lexicon.ontology.types[kind as usize].force)
        })
    }

    /// Whether the verb at `i` tells of force alone.
    fn forces(&self, i: usize) -> bool {
        let lexeme = self.words.at(i).reading.lexeme;
        let mut events = self.lexicon.lexemes[lexeme as usize].frames.iter().filter_map(|f| match self.frame(*f).meaning {
            Meaning::Event { kind, .. } => Some(self.lexicon.ontology.types[kind as usize].force),
            _ => None,
        });
        events.next() == Some(true) && events.all(|f| f)
    }

    fn bears_arms(&self, n: usize) -> bool {
        let np = &self.nps[n];
        np.code.sector.and_then(|s| self.lexicon.ontology.sector(s)).is_some_and(|s| s.arms || s.state) && !np.quantity || np.named.is_some()
    }

    /// Whether a phrase behind a verb is more likely what it is done to: people in numbers, people without arms.
    fn likely_undergoer(&self, i: usize, n: usize) -> bool {
        let np = &self.nps[n];
        match np.kind {
            NpKind::Event | NpKind::Place | NpKind::Target => true,
            // «قصفت مواقع المتمردين»: sites may be pages, and neither use force.
            NpKind::Doc => self.forces(i),
            NpKind::Actor => {
                if np.quantity || self.chain(n).iter().any(|m| self.nps[*m].quantity) {
                    return true;
                }
                let sector = np.code.sector.and_then(|s| self.lexicon.ontology.sector(s));
                let person = np.actor.is_some_and(|a| self.lexicon.actors[a as usize].kind == ActorKind::Person);
                // «فجر انتحاري سترته»: who is known by what he does.
                sector.is_some_and(|s| s.people) || person && !np.definite && !sector.is_some_and(|s| s.arms && s.unplaced)
            }
            NpKind::Other => true,
            NpKind::Name => true,
            _ => false,
        }
    }

    /// Evokes the frames of unit `i`.
    fn evoke(&self, i: usize, clauses: &[Clause], out: &mut Vec<Predicate>) {
        let u = self.words.at(i);
        if u.inside {
            return;
        }
        if let Some(p) = &u.phrase {
            for payload in &p.payloads {
                if let Payload::Cue(f) = payload {
                    self.cue(i, i + p.len, *f, out);
                }
            }
            return;
        }
        let r = u.reading;
        if r.lexeme != UNKNOWN && r.pos == Pos::Function {
            out.extend(self.duty(i));
        }
        if r.lexeme == UNKNOWN || r.pos == Pos::Function {
            return;
        }
        // A form may be the noun of one entry and the verbal noun of another: all that it may be as this part of speech.
        let mut lexemes: Vec<(u32, u32)> = vec![(r.lexeme, r.feats)];
        for other in &u.info.readings {
            if other.pos == r.pos
                && other.clitics == r.clitics
                && other.suffix == r.suffix
                && other.lexeme != UNKNOWN
                && !lexemes.iter().any(|(l, _)| *l == other.lexeme)
                && (other.feats ^ r.feats) & PARTICIPLE == 0
                && (!other.feat(JUSSIVE) || r.feat(JUSSIVE))
                // «أقال» is no «أُقال» of the first person.
                && (!other.feat(FIRST) || other.feat(THIRD) || r.feat(FIRST))
            {
                lexemes.push((other.lexeme, other.feats));
            }
        }
        if lexemes.iter().all(|(l, _)| self.lexicon.lexemes[*l as usize].frames.is_empty()) {
            return;
        }
        let finite = r.pos == Pos::Verb;
        let participle = r.pos == Pos::Adj && r.feat(PARTICIPLE);
        let clause = clauses.iter().find(|c| c.verb == i);
        let end = clause.map_or_else(|| self.end_of(i), |c| c.end);
        // The best event (or light) frame and the best cue frame: the one with the most collocates met.
        let mut best: [Option<Met>; 2] = [None, None];
        for (f, feats) in lexemes.iter().flat_map(|(l, feats)| self.lexicon.lexemes[*l as usize].frames.iter().map(move |f| (*f, *feats))) {
            let frame = self.frame(f);
            match frame.only {
                Only::Verb if !finite && !participle => continue,
                Only::Masdar if finite => continue,
                _ => {}
            }
            // «داعيا البرلمان إلى …», «مطالبا بـ…»: what one does with words is told by participles too.
            let verbal = match frame.meaning {
                Meaning::Say { .. } => true,
                Meaning::Event { kind, .. } => self.lexicon.ontology.types[kind as usize].verbal,
                Meaning::Light { .. } => false,
            };
            if participle && !verbal && !frame.predicate.starts_with("a:") {
                continue;
            }
            if !finite && !participle && !frame.predicate.starts_with("n:") && !frame.predicate.starts_with("a:") && feats & MASDAR == 0 {
                continue;
            }
            let Some((met, reach, at)) = self.collocates(frame, i, end) else { continue };
            // «بدأ العمال إضرابا» and «بدأ الإضراب» are two light frames: the event stands in the slot that the entry names.
            if let (Meaning::Light { slot }, Some(c)) = (frame.meaning, clause) {
                let event = |f: Option<Filler>| matches!(f, Some(Filler::Phrase(n)) if self.chain(n).iter().any(|m| self.nps[*m].kind == NpKind::Event));
                let elsewhere = match slot {
                    Slot::Subject => !event(Some(c.subject)),
                    Slot::Object => !event(c.object.map(Filler::Phrase)) && event(Some(c.subject)) && !c.passive,
                    // «بدأت أنقرة حملة قصف في الشمال»: a place behind the preposition, and the event in front of it.
                    Slot::Prep(w) => {
                        let there = |(k, np): (usize, &Np)| np.units.start > i && np.units.start < end && np.prep.is_some_and(|(p, _)| p == w) && event(Some(Filler::Phrase(k)));
                        event(c.object.map(Filler::Phrase)) && !self.nps.iter().enumerate().any(there)
                    }
                    _ => false,
                };
                if elsewhere {
                    continue;
                }
            }
            let which = usize::from(matches!(frame.meaning, Meaning::Say { .. }));
            let light = matches!(frame.meaning, Meaning::Light { .. });
            // An event frame beats a light one with as many collocates.
            let score = met * 2 + usize::from(!light);
            if best[which].as_ref().is_none_or(|(s, _, _, _)| score > *s) {
                best[which] = Some((score, f, reach, at));
            }
        }
        // «أعلن حالة الطوارئ» does what it says: an idiom beats the cue that its verb alone would be.
        let declares = match (&best[0], &best[1]) {
            (Some((e, f, _, at)), Some((s, say, _, _))) => {
                e > s && !at.is_empty() && matches!(self.frame(*say).meaning, Meaning::Say { stance: 0 }) && matches!(self.frame(*f).meaning, Meaning::Event { .. })
            }
            _ => false,
        };
        if declares {
            best[1] = None;
        }
        for (_, f, reach, met_at) in best.into_iter().flatten() {
            if participle && !self.participle_cue(i, f) {
                continue;
            }
            let mut p = Predicate {
                unit: i,
                units: i..reach.max(i + 1),
                frame: f,
                finite,
                passive: clause.is_some_and(|c| c.passive),
                roles: Vec::new(),
                carrier: None,
                collocates: met_at,
                clause: None,
                rule: "",
            };
            p.clause = self.clausal(i);
            self.core_slots(&mut p, clause, clauses);
            out.push(p);
        }
    }

    /// Whether a complementiser or a colon stands before unit `i`, an opening quotation mark aside.
    fn leads(&self, i: usize) -> bool {
        let before = (self.from..i).rev().find(|&k| !self.is_close(k));
        before.is_some_and(|k| k + 2 >= i && (self.has(k, Func::Sub) || self.text.is(self.words.at(k).token, ":")))
    }

    /// «إن على الحكومة أن …», «إن الحكومة عليها أن …»: what is laid on somebody by a preposition alone.
    fn duty(&self, i: usize) -> Option<Predicate> {
        let r = self.words.at(i).reading;
        let lexeme = &self.lexicon.lexemes[r.lexeme as usize];
        let word = self.lexicon.word(&lexeme.lemma).unwrap_or(lexeme.word);
        let (_, f) = *self.lexicon.duties.iter().find(|(w, _)| *w == word)?;
        let frame = self.frame(f);
        let role = frame.role(Slot::Next)?;
        if frame.without.iter().any(|s| self.sequence(s, i + 1)) {
            return None;
        }
        let that = |k: usize| k < self.words.len() && self.has(k, Func::Sub);
        let filler = if r.suffix > 0 {
            // «علينا أن …» binds the speaker himself.
            let bound = |n: usize| self.nps[n].kind == NpKind::Actor && (self.nps[n].units.start == self.from || self.opens_clause(self.nps[n].units.start) || self.leads(self.nps[n].units.start));
            Some(Filler::Pronoun(i, r.suffix)).filter(|_| that(i + 1) && r.suffix != SPEAKER && i > self.from && self.np_at[i - 1].is_some_and(bound))
        } else {
            let opens = self.leads(i);
            let n = self.nps.iter().position(|np| opens && np.units.start == i + 1 && np.prep.is_some_and(|(_, at)| at == i) && np.kind == NpKind::Actor)?;
            let end = self.chain(n).last().map_or(i + 1, |m| self.nps[*m].units.end);
            let deed = end < self.words.len() && self.words.at(end).info.readings.iter().any(|o| o.clitic(ART) && !o.clitic(CONJ | PREP) && o.feat(MASDAR));
            Some(Filler::Phrase(n)).filter(|_| that(end) || deed)
        }?;
        let mut p = Predicate { unit: i, units: i..i + 1, frame: f, finite: true, passive: false, roles: Vec::new(), carrier: None, collocates: Vec::new(), clause: None, rule: "duty" };
        self.push(&mut p, role, filler);
        Some(p)
    }

    /// «مضيفا», «مؤكدة», «, مشيرا إلى»: an indefinite accusative that opens a circumstance.
    fn participle_cue(&self, i: usize, f: u32) -> bool {
        let r = self.words.at(i).reading;
        if self.frame(f).predicate.starts_with("a:") {
            return true;
        }
        let printed = self.text.norm(self.words.at(i).token);
        let accusative = printed.ends_with('ا') && r.feat(ACCUSATIVE) || printed.ends_with('ة') || printed.ends_with("ين") && r.feat(PLURAL);
        // «الحصيلة مضيفا أن …», «المعارضة مشيرا إلى أن …»: no comma is needed before a complementiser.
        let behind_definite = || i > self.from && self.words.at(i - 1).reading.clitic(ART) && self.np_at[i - 1].is_some_and(|n| self.nps[n].definite);
        let that = (i + 1..self.words.len().min(i + 3)).any(|k| self.has(k, Func::Sub)) && (printed.ends_with('ا') || printed.ends_with('ة') && behind_definite());
        let circumstance = printed.ends_with('ا') && i > self.from && self.np_at[i - 1].is_some_and(|n| self.nps[n].definite || self.nps[n].specified);
        !r.clitic(ART | PREP) && r.suffix == 0 && accusative && (that || circumstance || i == self.from || r.clitic(CONJ) || self.sign(i - 1) || self.is_close(i - 1) || self.is_verb(i - 1))
    }

    /// How many collocate groups are met, and how far the words that follow at once reach; `None` where one is missing
    /// or a forbidden word stands in the sentence.
    fn collocates(&self, frame: &Frame, i: usize, end: usize) -> Option<(usize, usize, Vec<usize>)> {
        let mut met = 0;
        let mut units = Vec::new();
        let mut reach = i + 1;
        for group in &frame.with {
            // «عبر وزير الخارجية الفرنسي فلان عن قلقه»: a long name counts as one word.
            let long = |np: &&Np| matches!(np.kind, NpKind::Actor | NpKind::Name) && np.units.start > i && np.units.start < i + 4;
            let names: usize = if self.is_verb(i) { self.nps.iter().filter(long).map(|np| np.units.len() - 1).sum() } else { 0 };
            // «وصفها بأنها عمل إجرامي»: how the words judge stands in the words.
            let end = if matches!(frame.meaning, Meaning::Say { stance } if stance != 0) { self.words.len() } else { end };
            let limit = (i + 9 + names.min(10)).min(self.words.len()).min(end.max(i + 2) + 1);
            let mut hit = None;
            for sequence in group.iter().filter(|s| self.may_stand(s)) {
                // A class is met by a phrase, and phrases are long.
                let limit = if self.is_class(sequence) { end.max(i + 2).min(i + 30).min(self.words.len()) } else { limit };
                for k in i + 1..limit {
                    // «لن يقبل»: a negation stands in front of its verb.
                    if self.sequence(sequence, k) && !self.negates(k) {
                        hit = Some((sequence.len(), k));
                        break;
                    }
                }
                if hit.is_some() {
                    break;
                }
            }
            // A subject in front may hold the collocate: «الجيش انتشر».
            if hit.is_none() && self.is_verb(i) {
                let from = (self.from..i).rev().take(8).take_while(|&k| !self.sign(k) && !self.is_verb(k)).last();
                if let Some(from) = from {
                    let near = |k: usize| k + 1 == i || !self.negates(k);
                    hit = (from..i).find_map(|k| group.iter().filter(|s| k + s.len() <= i && !s.is_empty()).find(|s| self.sequence(s, k) && !self.is_preposition(k) && near(k)).map(|s| (s.len(), k)));
                }
            }
            if hit.is_none() && self.resumes(frame, group, i) {
                met += 1;
                continue;
            }
            let (len, at) = hit?;
            met += len;
            let word = !self.is_preposition(at) && !group.iter().any(|s| self.is_class(s) && self.sequence(s, at));
            if word {
                units.extend(at..at + len);
            }
            if at == reach && word {
                reach = at + len;
            }
        }
        for (n, sequence) in frame.without.iter().enumerate().filter(|(_, s)| self.may_stand(s)) {
            let topic = n + frame.topics >= frame.without.len();
            let (from, to) = if topic { (self.from, self.words.len()) } else { (i.saturating_sub(FORBIDS).max(self.from), self.words.len().min(i + FORBIDS)) };
            if (from..to).any(|k| k != i && self.sequence(sequence, k) && self.meant(sequence, k)) {
                return None;
            }
        }
        Some((met, reach, units))
    }

    /// «عدن بعد تحريرها»: whether a pronoun on the word stands for a collocate in front of it.
    fn resumes(&self, frame: &Frame, group: &[Vec<Word>], i: usize) -> bool {
        let thing = matches!(frame.role(Slot::Object), Some(Role::Place | Role::Topic)) && (self.is_verb(i) || frame.role(Slot::Genitive) != Some(Role::Actor));
        if !thing {
            return false;
        }
        let suffix = self.words.at(i).reading.suffix;
        let feminine = match crate::words::agreement(suffix) {
            Some(Agreement::FeminineSingular) => true,
            Some(Agreement::MasculineSingular) => false,
            _ => return false,
        };
        self.nps.iter().rev().filter(|np| np.units.end <= i && np.units.end + RESUMED > i && (np.units.end..i).all(|k| !matches!(self.text.norm(self.words.at(k).token), "." | "؛" | "؟" | ":"))).any(
            |np| {
                let marked = self.text.norm(self.words.at(np.head).token).ends_with('ة');
                (feminine || !marked) && group.iter().any(|s| s.len() == 1 && self.sequence(s, np.head))
            },
        )
    }

    /// Whether a single word that forbids an entry is the one that is read at unit `k`: «تلاعب» is no «لاعب».
    fn meant(&self, sequence: &[Word], k: usize) -> bool {
        let [w] = sequence else { return true };
        let u = self.words.at(k);
        let own = u.reading.lexeme != UNKNOWN && self.lexicon.lexemes[u.reading.lexeme as usize].word == *w;
        own || !u.info.stems.contains(w) || u.info.stems[..u.info.spelt].contains(w)
    }

    fn negates(&self, i: usize) -> bool {
        self.has(i, Func::Neg) || self.has(i, Func::NegPast) || self.has(i, Func::NegFut)
    }

    fn is_class(&self, sequence: &[Word]) -> bool {
        let c = self.lexicon.classes;
        matches!(sequence, [w] if *w == c.place || *w == c.arms || *w == c.official)
    }

    /// Whether a phrase of the class that `w` stands for starts at a unit; `None` where it stands for no class.
    fn of_class(&self, w: Word, at: usize) -> Option<bool> {
        let c = self.lexicon.classes;
        let np = || self.np_at.get(at).copied().flatten().map(|k| &self.nps[k]).filter(|np| np.units.start == at);
        if w == c.place {
            let seat = |np: &Np| np.named.is_some_and(|n| np.actor == Some(n) && matches!(self.lexicon.actors[n as usize].kind, ActorKind::State | ActorKind::Seat));
            Some(np().is_some_and(|np| np.kind == NpKind::Place || seat(np)))
        } else if w == c.arms {
            Some(np().is_some_and(|np| np.code.sector.and_then(|s| self.lexicon.ontology.sector(s)).is_some_and(|s| s.arms)))
        } else if w == c.official {
            let person = |np: &Np| np.actor.is_some_and(|a| matches!(self.lexicon.actors[a as usize].kind, ActorKind::Person | ActorKind::Title | ActorKind::Who));
            Some(np().is_some_and(|np| person(np) && np.code.sector.and_then(|s| self.lexicon.ontology.sector(s)).is_some_and(|s| s.state)))
        } else {
            None
        }
    }

    fn is_preposition(&self, i: usize) -> bool {
        self.has(i, Func::Prep)
    }

    fn sequence(&self, sequence: &[Word], at: usize) -> bool {
        sequence.iter().enumerate().all(|(n, w)| {
            if let Some(met) = self.of_class(*w, at + n) {
                return met;
            }
            self.words.units.get(at + n).is_some_and(|u| {
                let c = self.lexicon.clitics;
                let single = if *w == c.b {
                    Some(crate::words::BA)
                } else if *w == c.l {
                    Some(LAM)
                } else if *w == c.k {
                    Some(crate::words::KAF)
                } else {
                    None
                };
                match single {
                    Some(bit) => u.reading.clitic(bit) || u.phrase.as_ref().is_some_and(|p| p.clitics & bit != 0),
                    None => u.info.stems.contains(w),
                }
            })
        })
    }

    /// Where a clausal complement starts: the first complementiser behind the predicate, before another main verb.
    fn clausal(&self, i: usize) -> Option<usize> {
        let mut k = i + 1;
        let mut relative = false;
        while k < self.words.len() && k < i + 45 {
            if self.has(k, Func::Sub) {
                return Some(k);
            }
            // «في بيان (تسلمت «عكاظ» نسخة منه) أن …»
            if matches!(self.text.tokens[self.words.at(k).token].kind, Kind::Bracket(Side::Open))
                && let Some(close) = (k + 1..self.words.len().min(k + 9)).find(|&c| matches!(self.text.tokens[self.words.at(c).token].kind, Kind::Bracket(Side::Close)))
            {
                k = close + 1;
                continue;
            }
            // «قال متحدثون: إن …»
            if self.text.norm(self.words.at(k).token) == ":" && k + 1 < self.words.len() && self.has(k + 1, Func::Sub) {
                return Some(k + 1);
            }
            if self.has(k, Func::Rel) && !self.has(k, Func::Prep) {
                relative = true;
            } else if self.is_verb(k) {
                // «خلال مؤتمر صحفي أعقب الاجتماع أن …»: an indefinite noun behind a preposition, with a clause of its own.
                let clause = !self.words.at(k).reading.clitic(CONJ)
                    && self.np_at[k - 1]
                        .is_some_and(|n| self.nps[n].units.end == k && self.nps[n].prep.is_some() && !self.nps[n].definite && self.nps[n].names.is_empty() && self.nps[n].named.is_none());
                if !relative && !clause {
                    return None;
                }
                relative = false;
            }
            if matches!(self.text.norm(self.words.at(k).token), "." | "؛" | "؟" | ":") {
                return None;
            }
            k += 1;
        }
        None
    }

    fn cue(&self, i: usize, next: usize, f: u32, out: &mut Vec<Predicate>) {
        let frame = self.frame(f);
        let mut p = Predicate { unit: i, units: i..next, frame: f, finite: false, passive: false, roles: Vec::new(), carrier: None, collocates: Vec::new(), clause: None, rule: "prepositional cue" };
        let Some(role) = frame.role(Slot::Next) else { return };
        // «وفق ضوابط محددة»: what the entry forbids stands first in what follows.
        if frame.without.iter().any(|s| self.sequence(s, next)) {
            return;
        }
        // The noun of the cue may bear the pronoun: «على حد قوله».
        let suffix = self.words.at(next - 1).reading.suffix;
        if let Some(n) = self.nps.iter().position(|np| np.units.start == next) {
            let fits = frame.clitic.is_none_or(|c| self.nps[n].prep.is_some_and(|(w, at)| w == c && at == next));
            // «بحسب كلام المصدر»: whose words they are is annexed to the noun.
            let n = if self.nps[n].kind == NpKind::Event { self.nps.iter().position(|np| np.genitive_of == Some(n)).unwrap_or(n) } else { n };
            if fits && self.nps[n].kind != NpKind::Time {
                for m in self.chain(n) {
                    p.roles.push((role, Filler::Phrase(m)));
                }
            }
        } else if self.words.units.get(next).is_some_and(|_| self.is_verb(next)) {
            // «وفق ما أكد متحدث» is found by its verb.
            return;
        } else if next < self.words.len() && self.has(next, Func::Rel) {
            return;
        }
        if p.roles.is_empty() && suffix > 0 {
            p.roles.push((role, Filler::Pronoun(next - 1, suffix)));
        }
        if !p.roles.is_empty() {
            out.push(p);
        }
    }

    /// Subject, object, genitive and adjectives.
    fn core_slots(&self, p: &mut Predicate, clause: Option<&Clause>, clauses: &[Clause]) {
        let frame = self.frame(p.frame);
        let r = self.words.at(p.unit).reading;
        if let Some(c) = clause {
            // An idiom whose object is its own word has no passive: «لقي ثلاثة جنود حتفهم».
            let passive = c.passive && (frame.role(Slot::Object).is_some() || frame.role(Slot::Subject).is_none() || p.collocates.is_empty() || !r.feat(ACTIVE));
            p.passive = passive;
            let (subject, object) = if passive { (None, Some(c.subject)) } else { (Some(c.subject), c.object.map(Filler::Phrase)) };
            // «حضر اللقاء وزير الخارجية»: the idiom's own noun is its object, whoever stands behind it the subject.
            let (subject, object) = match (subject, object) {
                (Some(Filler::Phrase(s)), Some(Filler::Phrase(o)))
                    if o > s
                        && self.nps[s].units.start > p.unit
                        // «أزهق أرواح المدنيين»: a noun that is annexed to them.
                        && (frame.role(Slot::Object) == Some(Role::Topic)
                            || self.words.at(self.nps[s].units.end - 1).reading.clitic(ART) && !matches!(self.nps[s].kind, NpKind::Actor | NpKind::Source | NpKind::Name))
                        && p.collocates.contains(&self.nps[s].head)
                        && matches!(self.nps[o].kind, NpKind::Actor | NpKind::Source | NpKind::Name) =>
                {
                    (Some(Filler::Phrase(o)), Some(Filler::Phrase(s)))
                }
                other => other,
            };
            p.rule = if passive { "passive verb" } else { "verb" };
            // «وأقامت حواجز», «نُفذ حكم القتل»: the thing of an idiom does nothing; who does it is left out.
            let thing = |k: usize| p.collocates.contains(&self.nps[k].head) && matches!(self.nps[k].kind, NpKind::Doc | NpKind::Target | NpKind::Other);
            let subject = match subject {
                Some(Filler::Phrase(k)) if frame.role(Slot::Subject) == Some(Role::Actor) && object.is_none() && thing(k) => (r.clitic(CONJ) && !r.feat(MASCULINE)).then_some(Filler::Dropped),
                other => other,
            };
            if let (Some(role), Some(filler)) = (frame.role(Slot::Subject), subject) {
                self.push(p, role, filler);
            }
            // «أطلقت الجماعة سراح عشرين مدنيا»: the object of the idiom stands behind its noun.
            let object = match object {
                // «تبنى قتل الشرطيين»: what is claimed is the deed itself.
                Some(Filler::Phrase(o)) if p.collocates.contains(&self.nps[o].head) && frame.role(Slot::Object) != Some(Role::Content) => {
                    let next = self.nps.iter().position(|np| np.units.start == self.nps[o].units.end && np.prep.is_none() && np.coord.is_none() && np.kind != NpKind::Time);
                    Some(next.map_or(Filler::Phrase(o), Filler::Phrase))
                }
                other => other,
            };
            if let Some(role) = frame.role(Slot::Object) {
                match object {
                    Some(Filler::Dropped | Filler::Borne(_)) | None if r.suffix > 0 => p.roles.push((role, Filler::Pronoun(p.unit, r.suffix))),
                    Some(filler) => self.push(p, role, filler),
                    None => {}
                }
            }
            // «منح … مساعدات»: the second bare phrase.
            if let (Some(role), Some(Filler::Phrase(o))) = (frame.role(Slot::Object2), object) {
                let last = *self.chain(o).last().unwrap_or(&o);
                if let Some(n) = self.bare(self.nps[last].units.end, c.end).next() {
                    self.push(p, role, Filler::Phrase(n));
                }
            }
            return;
        }
        if r.pos == Pos::Adj && r.feat(PARTICIPLE) && !frame.predicate.starts_with("a:") {
            p.rule = "participle";
            if let Some(role) = frame.role(Slot::Subject) {
                p.roles.push((role, Filler::Dropped));
            }
            if let (Some(role), Meaning::Event { .. }) = (frame.role(Slot::Object), frame.meaning) {
                if r.suffix > 0 {
                    p.roles.push((role, Filler::Pronoun(p.unit, r.suffix)));
                } else if let Some(n) = self.bare(p.unit + 1, self.end_of(p.unit)).next().filter(|n| self.nps[*n].units.start <= p.unit + 2) {
                    self.push(p, role, Filler::Phrase(n));
                }
            }
            return;
        }
        if r.pos == Pos::Adj {
            p.rule = "adjective";
            if let Some(role) = frame.role(Slot::Subject) {
                let before = self.nps.iter().rposition(|np| np.units.end <= p.unit && np.prep.is_none() && matches!(np.kind, NpKind::Actor | NpKind::Source | NpKind::Name));
                p.roles.push((role, before.map_or(Filler::Dropped, Filler::Phrase)));
            }
            return;
        }
        p.rule = "noun";
        let Some(own) = self.np_at[p.unit] else { return };
        if self.nps[own].head == p.unit {
            let object_role = frame.role(Slot::Object);
            // «مقتل وإصابة عشرين»: the second noun's genitive is the first's as well.
            let genitive = self
                .nps
                .iter()
                .position(|np| np.genitive_of == Some(own))
                .or_else(|| {
                    let twin = self.nps.iter().position(|np| np.coord == Some(own) && np.kind == NpKind::Event && self.nps[own].units.end == np.units.start)?;
                    self.nps.iter().position(|np| np.genitive_of == Some(twin))
                })
                .filter(|_| r.suffix == 0);
            let explicit = frame.role(Slot::Genitive);
            // «تمكنوا من شن هجمات»: what a light noun is annexed to is the event that it carries, nobody who does it.
            let carried = genitive.is_some_and(|g| self.nps[g].kind == NpKind::Event) && matches!(frame.meaning, Meaning::Light { slot: Slot::Object });
            let natural = explicit.or(object_role.filter(|r| *r != Role::Topic)).or(frame.role(Slot::Subject)).or(object_role).filter(|_| !carried);
            if let Some(g) = genitive {
                let last = *self.chain(g).last().unwrap_or(&g);
                let behind =
                    self.nps.iter().position(|np| np.units.start == self.nps[last].units.end && np.prep.is_none() && np.coord.is_none() && np.genitive_of.is_none() && np.kind != NpKind::Time);
                // «توجيه أرمينيا الاتهامات»: two bare phrases are subject and object.
                // «مقتل طفل حرقا»: what only befalls somebody has no subject.
                let befalls = explicit == Some(Role::Recipient) && frame.role(Slot::Subject).is_none();
                let subject_first = !befalls
                    && (frame.role(Slot::Subject).is_some() || matches!(frame.meaning, Meaning::Event { .. }))
                    && behind.is_some_and(|b| matches!(self.nps[b].kind, NpKind::Actor | NpKind::Target | NpKind::Place | NpKind::Event) || r.feat(MASDAR))
                    && !self.by_follows(self.nps[last].units.end)
                    && !(self.nps[g].quantity && behind.is_some_and(|b| matches!(self.nps[b].kind, NpKind::Other | NpKind::Event)))
                    && matches!(self.nps[g].kind, NpKind::Actor | NpKind::Source | NpKind::Name);
                if subject_first {
                    self.push(p, frame.role(Slot::Subject).unwrap_or(Role::Actor), Filler::Phrase(g));
                    // The noun of an idiom («توجيه أرمينيا الاتهامات») is no party.
                    if let Some(b) = behind.filter(|b| !p.collocates.contains(&self.nps[*b].head)) {
                        self.push(p, object_role.unwrap_or(Role::Recipient), Filler::Phrase(b));
                    }
                } else if let (Some(b), true, Some(Role::Recipient)) = (self.dative(last), r.feat(MASDAR) || frame.has(Role::Recipient), object_role.or(explicit))
                    && matches!(self.nps[g].kind, NpKind::Actor | NpKind::Source)
                {
                    // «قصف الطائرات لمواقع»: who does it is annexed, what «ل» marks undergoes it.
                    self.push(p, frame.role(Slot::Subject).unwrap_or(Role::Actor), Filler::Phrase(g));
                    self.push(p, Role::Recipient, Filler::Phrase(b));
                } else if let (Some((at, suffix)), Some(Role::Recipient), NpKind::Actor) = (self.dative_pronoun(self.nps[last].units.end), object_role.or(explicit), self.nps[g].kind) {
                    // «احتجاز الجيش لهم»
                    self.push(p, frame.role(Slot::Subject).unwrap_or(Role::Actor), Filler::Phrase(g));
                    p.roles.push((Role::Recipient, Filler::Pronoun(at, suffix)));
                } else if let Some(mut role) = natural.filter(|_| explicit.is_some() || object_role != Some(Role::Topic) || !p.collocates.contains(&self.nps[g].head)) {
                    // «قصف الطائرات لمواقع»: those who bear arms and hit something else.
                    let armed = self.nps[g].actor.is_some() && self.bears_arms(g) && !self.nps[g].quantity;
                    let target_follows = frame.slots.iter().any(|(s, r)| *r == Role::Recipient && matches!(s, Slot::Prep(_))) && self.recipient_follows(frame, self.nps[last].units.end);
                    if role == Role::Recipient && explicit.is_none() && frame.has(Role::Actor) && armed && target_follows {
                        role = Role::Actor;
                    }
                    // «حملة ضربات»: what happens does nothing.
                    if role != Role::Actor || self.nps[g].kind != NpKind::Event {
                        self.push(p, role, Filler::Phrase(g));
                    }
                }
            } else if r.suffix > 0
                && r.feat(MASDAR)
                && object_role == Some(Role::Recipient)
                && let Some(b) = self.dative(own)
            {
                // «قتلها لمدنيين»: the pronoun does it, what «ل» marks undergoes it.
                p.roles.push((frame.role(Slot::Subject).unwrap_or(Role::Actor), Filler::Pronoun(p.unit, r.suffix)));
                self.push(p, Role::Recipient, Filler::Phrase(b));
            } else if r.suffix > 0
                && let Some(mut role) = natural
            {
                // «هجماتهم» are theirs; «مقتله» was done to him.
                let end = self.nps[own].units.end;
                let end = if end < self.words.len() && self.is_close(end) { end + 1 } else { end };
                // «خلال لقائه وزير الخارجية»: a noun of its own entry takes an object only where that says so.
                let nominal = frame.predicate.starts_with("n:");
                let end = if nominal { self.past_time(end) } else { end };
                let bare_object = self
                    .nps
                    .iter()
                    .position(|np| np.units.start == end && np.prep.is_none() && np.coord.is_none() && np.kind != NpKind::Time && (!nominal || matches!(np.kind, NpKind::Actor | NpKind::Name)));
                if let (Some(b), true, Some(object)) = (bare_object, r.feat(MASDAR) || nominal, object_role) {
                    role = frame.role(Slot::Subject).unwrap_or(role);
                    self.push(p, object, Filler::Phrase(b));
                } else if role == Role::Recipient && explicit.is_none() && frame.has(Role::Actor) && self.recipient_follows(frame, end) {
                    // «كثف ضرباته على المتمردين»: whose they are strikes, whom «على» marks is struck.
                    role = frame.role(Slot::Subject).unwrap_or(Role::Actor);
                }
                p.roles.push((role, Filler::Pronoun(p.unit, r.suffix)));
            }
            if let Some(role) = frame.role(Slot::Own)
                && (self.nps[own].quantity || !self.nps[own].definite || role == Role::Actor && clauses.iter().any(|c| matches!(c.subject, Filler::Phrase(s) if self.chain(s).contains(&own))))
            {
                p.roles.push((role, Filler::Own(own)));
            }
            // «تقدمت القوات بدعم من الطيران»: with whose help something is done, by those whom the clause is about.
            if frame.predicate.starts_with("n:")
                && let Some(role @ Role::Recipient) = frame.role(Slot::Subject)
                && self.nps[own].prep.is_some_and(|(w, at)| w == self.lexicon.clitics.b && at == p.unit)
            {
                let told = |c: &&Clause| matches!(c.subject, Filler::Phrase(_)) && self.same_stretch(c.verb.min(p.unit), c.verb.max(p.unit));
                let around = clauses.iter().rev().filter(|c| c.verb < p.unit).find(told).or_else(|| clauses.iter().filter(|c| c.verb > p.unit).find(told));
                if let Some(c) = around {
                    self.push(p, role, c.subject);
                }
            }
            let role = frame.role(Slot::Adjective).unwrap_or(Role::Actor);
            for (unit, a) in &self.nps[own].adjectives {
                let kind = self.lexicon.actors[*a as usize].kind;
                let sided = kind == ActorKind::Nationality || !self.lexicon.actors[*a as usize].code.is_empty() && self.lexicon.actors[*a as usize].code.country.is_some();
                if sided && (frame.has(role) || frame.role(Slot::Adjective).is_some() || frame.slots.is_empty()) {
                    p.roles.push((role, Filler::Adjective(*unit, *a)));
                }
            }
        }
    }

    /// The unit behind times, places and asides that stand between a noun and its object: «لقائه، أمس في الرياض، المبعوث».
    fn past_time(&self, from: usize) -> usize {
        let mut at = from;
        while at < self.words.len() {
            let time = self.nps.iter().find(|np| np.units.start == at && (np.kind == NpKind::Time || np.prep.is_some_and(|_| np.kind == NpKind::Place)) && np.coord.is_none());
            let place =
                self.nps.iter().find(|np| np.prep.is_some_and(|(_, w)| w == at) && np.units.start == at + 1 && (matches!(np.kind, NpKind::Place | NpKind::Time) || self.has(at, Func::Locative)));
            let comma = self.text.is(self.words.at(at).token, "،") && at < from + 9;
            match time.or(place) {
                Some(np) => at = np.units.end,
                None if comma => at += 1,
                None => break,
            }
        }
        at
    }

    /// The phrase with «ل» that follows phrase `n` at once and can undergo something.
    fn dative(&self, n: usize) -> Option<usize> {
        let end = self.nps[n].units.end;
        self.nps.iter().position(|np| {
            np.units.start == end && np.prep.is_some_and(|(w, at)| w == self.lexicon.clitics.l && at == end) && np.coord.is_none() && matches!(np.kind, NpKind::Actor | NpKind::Target | NpKind::Place)
        })
    }

    /// The pronoun that «ل» bears at a unit: «لهم».
    fn dative_pronoun(&self, at: usize) -> Option<(usize, u8)> {
        let u = self.words.units.get(at)?;
        let l = u.reading.suffix > 0 && u.reading.pos == Pos::Function && u.reading.lexeme != UNKNOWN && self.lexicon.lexemes[u.reading.lexeme as usize].word == self.lexicon.clitics.l;
        l.then_some((at, u.reading.suffix))
    }

    fn by_follows(&self, at: usize) -> bool {
        at < self.words.len() && self.has(at, Func::By)
    }

    fn recipient_follows(&self, frame: &Frame, from: usize) -> bool {
        self.nps.iter().any(|np| np.units.start >= from && np.units.start <= from + 2 && np.prep.is_some_and(|(w, _)| frame.role(Slot::Prep(w)) == Some(Role::Recipient)) && np.kind != NpKind::Time)
    }

    /// Pushes a phrase with those coordinated with it.
    fn push(&self, p: &mut Predicate, role: Role, filler: Filler) {
        match filler {
            Filler::Phrase(n) => {
                for m in self.chain(n) {
                    if !p.roles.contains(&(role, Filler::Phrase(m))) {
                        p.roles.push((role, Filler::Phrase(m)));
                    }
                }
            }
            other => p.roles.push((role, other)),
        }
    }

    /// Gives each prepositional phrase to the nearest predicate before it that has the slot.
    fn prepositions(&self, predicates: &mut [Predicate]) {
        for (n, np) in self.nps.iter().enumerate() {
            let Some((prep, at)) = np.prep else { continue };
            if np.kind == NpKind::Time || np.coord.is_some() {
                continue;
            }
            let by = self.has(at, Func::By) || self.words.at(at).phrase.as_ref().is_some_and(|p| p.payloads.contains(&Payload::Func(Func::By)));
            let among = self.words.at(at).phrase.as_ref().is_some_and(|p| p.payloads.contains(&Payload::Func(Func::Among)));
            let mut crossed = 0;
            for k in (0..predicates.len()).rev() {
                let unit = predicates[k].unit;
                if unit >= at || predicates[k].units.end > np.units.end {
                    continue;
                }
                let frame = self.frame(predicates[k].frame);
                if matches!(frame.meaning, Meaning::Say { .. }) && predicates.iter().any(|q| q.unit == unit && !matches!(self.frame(q.frame).meaning, Meaning::Say { .. })) && !by {
                    // The cue half of a double predicate takes its own slots below.
                    if let Some(role) = frame.role(Slot::Prep(prep)).filter(|r| matches!(r, Role::Content | Role::Topic)) {
                        let filler = (role, Filler::Phrase(n));
                        if !predicates[k].roles.contains(&filler) {
                            predicates[k].roles.push(filler);
                        }
                    }
                    continue;
                }
                // Another full stop, or a second main verb, between the two.
                if !self.reaches(unit, at) {
                    break;
                }
                // «زيارة للرئيس», «قصف للطيران»: with an indefinite event noun «ل» marks who does it, where the entry has no other use for it.
                let force = matches!(frame.meaning, Meaning::Event { kind, .. } if self.lexicon.ontology.types[kind as usize].force);
                // «قصف مدفعي للمتمردين على القرية»: what is hit follows.
                let hits = || force && self.bears_arms(n) && frame.role(Slot::Prep(prep)) == Some(Role::Recipient) && self.recipient_follows(frame, np.units.end);
                let owner = !by
                    && prep == self.lexicon.clitics.l
                    && (frame.role(Slot::Prep(prep)).is_none() || hits())
                    && matches!(frame.meaning, Meaning::Event { .. })
                    && predicates[k].rule == "noun"
                    && np.kind == NpKind::Actor
                    && !predicates[k].has(Role::Actor)
                    && self.np_at[unit].is_some_and(|o| self.nps[o].head == unit && !self.nps[o].definite && self.nps[o].units.end == at && !self.nps.iter().any(|g| g.genitive_of == Some(o)));
                // «يخطف مقاتلين مدربين على أيدي الأميركيين»: who did what the participle tells.
                let done = self.words.at(at.max(1) - 1).reading;
                let participles = by && predicates[k].finite && !predicates[k].passive && predicates[k].has(Role::Actor) && done.pos == Pos::Adj && done.feat(PARTICIPLE);
                let role = if owner {
                    Some(Role::Actor)
                } else if participles {
                    None
                } else if by {
                    Some(Role::Actor).filter(|_| frame.has(Role::Actor) || matches!(frame.meaning, Meaning::Event { .. }))
                } else {
                    // «إطلاق النار من مسافة»: what can do nothing does nothing.
                    let one_sided = force && frame.slots.iter().filter(|(s, r)| matches!(s, Slot::Prep(_)) && *r == Role::Actor).count() == 1;
                    let lifeless = one_sided && matches!(np.kind, NpKind::Other | NpKind::Place | NpKind::Doc) && np.annexed.is_none();
                    // «التقى بالرياض»: where, not with whom.
                    let seat = prep == self.lexicon.clitics.b && np.units.len() == 1 && np.actor.is_some_and(|a| np.named == Some(a) && self.lexicon.actors[a as usize].kind == ActorKind::Seat);
                    let lifeless = lifeless || seat;
                    let of = frame.role(Slot::Prep(prep)).filter(|r| *r != Role::Actor || !lifeless || prep == self.lexicon.clitics.b && !seat);
                    // «إطلاق صواريخ من جنوب البلاد»: but it may say where.
                    let of = of.or_else(|| Some(Role::Place).filter(|_| lifeless && np.kind == NpKind::Place && frame.role(Slot::Prep(prep)) == Some(Role::Actor)));
                    of.or_else(|| Some(Role::Recipient).filter(|_| among && frame.rank == 2 && force))
                        .filter(|r| *r != Role::Actor || prep != self.lexicon.clitics.b || frame.rank != 2 || !force || self.means(n))
                };
                // «انتقد الرئيس من جاكرتا الدول»: where a verb has its subject printed, a seat of government is where he did it.
                let seat = np.actor.is_some_and(|a| np.named == Some(a) && self.lexicon.actors[a as usize].kind == ActorKind::Seat) && !self.has(at, Func::With);
                let served = seat && predicates[k].finite && !predicates[k].passive && predicates[k].fillers(Role::Actor).any(|f| matches!(f, Filler::Phrase(_)));
                let role = role.filter(|r| *r != Role::Actor || by || !served);
                if let Some(role) = role {
                    let taken = !matches!(role, Role::Topic | Role::Content | Role::Place)
                        && predicates[k].roles.iter().any(|(r, f)| *r == role && matches!(f, Filler::Phrase(m) if self.nps[*m].prep.is_some_and(|(w, _)| w == prep)));
                    if !taken {
                        let mut p = predicates[k].clone();
                        self.push(&mut p, role, Filler::Phrase(n));
                        if by {
                            // The genitive or subject of what is done by somebody is what it is done to.
                            p.passive = true;
                            for (r, f) in &mut p.roles {
                                if *r == Role::Actor && *f != Filler::Phrase(n) && !self.chain(n).iter().any(|m| *f == Filler::Phrase(*m)) && frame.has(Role::Recipient) {
                                    *r = Role::Recipient;
                                }
                            }
                        }
                        predicates[k] = p;
                        break;
                    }
                }
                crossed += 1;
                if crossed > 4 {
                    break;
                }
            }
        }
    }

    /// «برصاص الجيش», «بنيران المسلحين», «بهجوم شنه …»: whether a phrase may name by whose means somebody was hurt; a place does not.
    fn means(&self, n: usize) -> bool {
        let np = &self.nps[n];
        match np.kind {
            NpKind::Event => true,
            NpKind::Other => np.annexed.is_some() && np.place.is_none(),
            _ => false,
        }
    }

    /// Whether a complement at `at` can belong to a predicate at `unit`: no stop and no finite verb between, relative
    /// clauses aside.
    fn reaches(&self, unit: usize, at: usize) -> bool {
        let mut relative = false;
        for k in unit + 1..at {
            if matches!(self.text.norm(self.words.at(k).token), "." | "؛" | "؟" | ":") {
                return false;
            }
            if self.has(k, Func::Rel) && !self.has(k, Func::Prep) {
                relative = true;
            }
            if self.has(k, Func::Sub) {
                return false;
            }
            if self.is_verb(k) && !relative {
                return false;
            }
        }
        true
    }

    /// Whose deed a verbal noun is that stands as content without a doer of its own: the accused's («اتهم تركيا بنقل …»),
    /// the speaker's («أعلنت الشرطة اعتقال …», «نفى الجيش قصف …»).
    fn control(&self, predicates: &mut [Predicate]) {
        for k in 0..predicates.len() {
            let Meaning::Say { stance } = self.frame(predicates[k].frame).meaning else { continue };
            let mut accused: Vec<Filler> = predicates[k].fillers(Role::Topic).collect();
            // «نفت كييف اتهامات موسكو بقصف المدينة»: whoever did it, the accuser did not.
            let charge = if stance != 0 && Some(stance) != self.lexicon.ontology.denial {
                predicates.iter().find(|q| q.unit == predicates[k].unit && !q.finite && matches!(self.frame(q.frame).meaning, Meaning::Event { .. }))
            } else {
                None
            };
            if let Some(q) = charge.filter(|_| accused.is_empty()) {
                accused = q.fillers(Role::Recipient).collect();
            }
            // «نفت البعثة مزاعم قتل مدنيين»: who denies what nobody is said to allege is the one of whom it is alleged.
            let nobody = stance != 0 && Some(stance) != self.lexicon.ontology.denial && !predicates[k].finite && (charge.is_some() || !predicates[k].has(Role::Source));
            if nobody && accused.is_empty() {
                let denier = predicates.iter().find(|d| {
                    matches!(self.frame(d.frame).meaning, Meaning::Say { stance } if Some(stance) == self.lexicon.ontology.denial)
                        && d.fillers(Role::Content).any(|f| matches!(f, Filler::Phrase(n) if self.nps[n].head == predicates[k].unit))
                });
                accused = denier.into_iter().flat_map(|d| d.fillers(Role::Source)).collect();
            }
            let charge = charge.is_some();
            let own = self.frame(predicates[k].frame).own;
            let speaker: Vec<Filler> = predicates[k].fillers(Role::Source).collect();
            let contents: Vec<usize> = predicates[k].fillers(Role::Content).filter_map(|f| if let Filler::Phrase(n) = f { Some(n) } else { None }).collect();
            // «بتنفيذ الهجوم»: what is said is carried by its first noun.
            let carriers: Vec<usize> = predicates.iter().enumerate().filter(|(_, q)| contents.iter().any(|n| self.nps[*n].head == q.unit)).map(|(q, _)| q).collect();
            for (e, p) in predicates.iter_mut().enumerate() {
                let event = self.frame(p.frame);
                let Meaning::Event { kind, .. } = event.meaning else { continue };
                let said = contents.iter().any(|n| self.nps[*n].head == p.unit) || p.carrier.is_some_and(|c| carriers.contains(&c));
                if e == k || p.finite || p.has(Role::Actor) || !said {
                    continue;
                }
                let verbal = event.role(Slot::Subject) == Some(Role::Actor);
                let force = self.lexicon.ontology.types[kind as usize].force;
                let who = if !accused.is_empty() {
                    &accused
                } else if verbal && !charge && (stance != 0 || own || !force && (p.has(Role::Recipient) || p.has(Role::Place))) {
                    &speaker
                } else {
                    continue;
                };
                let new: Vec<(Role, Filler)> = who.iter().filter(|f| matches!(f, Filler::Phrase(_) | Filler::Pronoun(..))).map(|f| (Role::Actor, *f)).collect();
                // «أعرب عن شكره»: the pronoun is whoever speaks.
                if !new.is_empty() {
                    p.roles.retain(|(r, f)| *r != Role::Recipient || !matches!(f, Filler::Pronoun(u, _) if *u == p.unit));
                }
                p.roles.extend(new);
            }
        }
    }

    /// The words of a saying told by verb and noun together («توجيه أرمينيا الاتهامات إلى تركيا بنقل …») belong to the whole,
    /// and so does its source; the noun alone is no second cue.
    /// What belongs to a noun that an idiom is made with belongs to the idiom: «علقت المحادثات مع الاتحاد», «أطلق سراحها».
    fn shared(&self, predicates: &mut [Predicate]) {
        for k in 0..predicates.len() {
            let frame = self.frame(predicates[k].frame);
            if predicates[k].collocates.is_empty() || !matches!(frame.meaning, Meaning::Event { .. }) {
                continue;
            }
            for at in predicates[k].collocates.clone() {
                let lent: Vec<(Role, Filler)> = predicates
                    .iter()
                    .filter(|e| e.unit == at && matches!(self.frame(e.frame).meaning, Meaning::Event { .. }))
                    .flat_map(|e| e.roles.iter())
                    .filter_map(|(_, f)| if let Filler::Phrase(n) = f { self.nps[self.first_of_pair(*n)].prep.and_then(|(w, _)| frame.role(Slot::Prep(w))).map(|r| (r, *f)) } else { None })
                    .filter(|(r, _)| matches!(r, Role::Recipient | Role::Actor) && !predicates[k].has(*r))
                    .collect();
                for (role, filler) in lent {
                    self.push(&mut predicates[k], role, filler);
                }
                let r = self.words.at(at).reading;
                let own = self.np_at[at];
                // «الحكم بإعدام المتهمين»
                if let Some(role @ Role::Recipient) = frame.role(Slot::Genitive)
                    && !predicates[k].has(role)
                    && let Some(g) = own.and_then(|o| self.nps.iter().position(|np| np.genitive_of == Some(o) && np.kind == NpKind::Actor))
                {
                    self.push(&mut predicates[k], role, Filler::Phrase(g));
                }
                if let Some(role @ (Role::Recipient | Role::Actor)) = frame.role(Slot::Genitive).filter(|_| r.suffix > 0 && r.pos == Pos::Noun) {
                    predicates[k].roles.retain(|(_, f)| !matches!(f, Filler::Phrase(n) if Some(*n) == own));
                    if !predicates[k].has(role) {
                        predicates[k].roles.push((role, Filler::Pronoun(at, r.suffix)));
                    }
                }
            }
        }
    }

    fn idioms(&self, predicates: &mut [Predicate]) {
        let says = |p: &Predicate| matches!(self.frame(p.frame).meaning, Meaning::Say { .. });
        for k in 0..predicates.len() {
            if predicates[k].collocates.is_empty() || !says(&predicates[k]) {
                continue;
            }
            let Some(e) = predicates.iter().position(|e| says(e) && predicates[k].collocates.contains(&e.unit)) else { continue };
            let content: Vec<(Role, Filler)> = predicates[e].roles.iter().filter(|(r, _)| *r == Role::Content).copied().collect();
            if !predicates[k].has(Role::Content) {
                predicates[k].roles.extend(content);
            }
            predicates[e].roles.retain(|(r, _)| *r != Role::Content);
            predicates[e].clause = None;
        }
    }

    /// Prepositions that bear a pronoun: «بينها», «ضدهم».
    fn pronouns(&self, predicates: &mut [Predicate]) {
        for at in self.from..self.words.len() {
            let r = self.words.at(at).reading;
            if r.pos != Pos::Function || r.suffix == 0 || r.lexeme == UNKNOWN || self.words.at(at).phrase.is_some() {
                continue;
            }
            let lexeme = &self.lexicon.lexemes[r.lexeme as usize];
            if !lexeme.funcs.contains(&Func::Prep) {
                continue;
            }
            let word = self.lexicon.word(&lexeme.lemma).unwrap_or(lexeme.word);
            for k in (0..predicates.len()).rev() {
                if predicates[k].unit >= at {
                    continue;
                }
                if !self.reaches(predicates[k].unit, at) || at - predicates[k].unit > 8 {
                    break;
                }
                let frame = self.frame(predicates[k].frame);
                if let Some(role @ (Role::Actor | Role::Recipient | Role::Source)) = frame.role(Slot::Prep(word)) {
                    let by_phrase = |f: &Filler| matches!(f, Filler::Phrase(n) if self.nps[*n].prep.is_some_and(|(w, _)| w == word));
                    let both = predicates[k].roles.iter().any(|(r, f)| *r == role && (role == Role::Recipient || by_phrase(f)));
                    if !both {
                        // «الأسلحة التي استولى عليها المتمردون»: it stands for what the relative clause describes.
                        let described = self.described_by(predicates[k].unit, at).filter(|n| self.nps[*n].kind != NpKind::Actor || !predicates[k].roles.iter().any(|(_, f)| *f == Filler::Phrase(*n)));
                        let filler = described.map_or(Filler::Pronoun(at, r.suffix), Filler::Phrase);
                        predicates[k].roles.retain(|(_, f)| *f != filler);
                        predicates[k].roles.push((role, filler));
                    }
                    break;
                }
            }
        }
    }

    /// The phrase that a relative clause with the verb at `verb` describes, where the pronoun at `at` stands right behind that verb.
    fn described_by(&self, verb: usize, at: usize) -> Option<usize> {
        let rel = verb.checked_sub(1).filter(|&r| r >= self.from && self.is_verb(verb) && at == verb + 1)?;
        if !self.has(rel, Func::Rel) || self.has(rel, Func::Prep) || rel == self.from {
            return None;
        }
        self.np_at[rel - 1].filter(|n| self.nps[*n].units.end == rel).map(|n| self.first_of_pair(n))
    }

    /// Lets light verbs lend their subject and complements to the event noun in their slot.
    fn carry(&self, predicates: &mut [Predicate]) {
        for k in 0..predicates.len() {
            let frame = self.frame(predicates[k].frame);
            let Meaning::Light { slot } = frame.meaning else { continue };
            let clause_end = self.end_of(predicates[k].unit);
            let target = self.slot_phrase(&predicates[k], slot, clause_end);
            let Some(np) = target else { continue };
            let chain = self.chain(np);
            for e in 0..predicates.len() {
                if e == k || !chain.iter().any(|n| self.nps[*n].head == predicates[e].unit || self.nps[*n].units.contains(&predicates[e].unit)) {
                    continue;
                }
                let event = self.frame(predicates[e].frame);
                if predicates[e].finite {
                    continue;
                }
                let lent = predicates[k].roles.clone();
                let passive = predicates[k].passive;
                for (role, filler) in lent {
                    if matches!(filler, Filler::Phrase(n) if chain.contains(&n)) || filler.unsaid() && passive {
                        continue;
                    }
                    let role = match (event.meaning, role) {
                        (Meaning::Say { .. }, Role::Actor) => Role::Source,
                        (Meaning::Say { .. }, _) => continue,
                        (_, role) => role,
                    };
                    // «تبادل الجانبان»: who does it with each other.
                    let has = predicates[e].roles.iter().any(|(r, f)| *r == role && !f.unsaid());
                    if !has {
                        predicates[e].roles.retain(|(r, f)| !(*r == role && f.unsaid()));
                        predicates[e].roles.push((role, filler));
                    } else if role == Role::Actor
                        && (matches!(event.meaning, Meaning::Event { kind, .. } if self.lexicon.ontology.types[kind as usize].mutual)
                            || predicates[e].roles.iter().filter(|(r, _)| *r == role).all(|(_, f)| lent_from(predicates, k, *f)))
                    {
                        predicates[e].roles.push((role, filler));
                    }
                }
                predicates[e].carrier = Some(k);
                if matches!(event.meaning, Meaning::Say { .. }) && predicates[e].clause.is_none() {
                    predicates[e].clause = predicates[k].clause;
                }
            }
        }
    }

    fn slot_phrase(&self, p: &Predicate, slot: Slot, end: usize) -> Option<usize> {
        match slot {
            Slot::Subject | Slot::Object | Slot::Object2 => {
                if self.words.at(p.unit).reading.pos == Pos::Verb {
                    let bare: Vec<usize> = self.bare(p.unit + 1, end).collect();
                    // The event noun among what follows bare; for passives and impersonal verbs the first.
                    bare.iter().copied().find(|n| self.nps[*n].kind == NpKind::Event).or_else(|| {
                        // «الهجمات التي شنتها», «غارات شنها»: the antecedent.
                        let r = self.words.at(p.unit).reading;
                        let near =
                            (r.suffix > 0 || slot == Slot::Subject).then(|| (self.from..p.unit).rev().take(4).find_map(|q| self.np_at[q]).filter(|n| self.nps[*n].kind == NpKind::Event)).flatten();
                        // «الهجوم على القنصلية نفذته امرأتان»: the pronoun's own, over what belongs to it.
                        near.or_else(|| {
                            let back = (self.from..p.unit).rev().take(10).take_while(|&q| !self.is_verb(q) && !self.sign(q)).last()?;
                            (r.suffix > 0).then(|| self.nps.iter().rposition(|np| np.kind == NpKind::Event && np.units.start >= back && np.units.end <= p.unit)).flatten()
                        })
                    })
                } else {
                    let own = self.np_at[p.unit]?;
                    self.nps
                        .iter()
                        .position(|np| np.genitive_of == Some(own) && np.kind == NpKind::Event)
                        .or_else(|| self.bare(self.nps[own].units.end, end).find(|n| self.nps[*n].kind == NpKind::Event))
                }
            }
            Slot::Prep(w) => {
                let fits = |np: &Np| np.units.start > p.unit && np.units.start < end && np.prep.is_some_and(|(x, _)| x == w) && np.kind == NpKind::Event;
                // «تمكنت من خلال حملات من ضبط …»: the word alone, before one that is a part of another.
                let alone = |np: &Np| np.prep.is_some_and(|(_, at)| self.words.at(at).phrase.is_none());
                self.nps.iter().position(|np| fits(np) && alone(np)).or_else(|| self.nps.iter().position(fits))
            }
            Slot::Genitive => {
                let own = self.np_at[p.unit]?;
                self.nps.iter().position(|np| np.genitive_of == Some(own))
            }
            _ => None,
        }
    }
}

fn lent_from(predicates: &[Predicate], light: usize, filler: Filler) -> bool {
    predicates[light].roles.iter().any(|(_, f)| *f == filler)
}

/// Whether a frame's needs are met by coded parties.
pub fn met(frame: &Frame, actor: bool, recipient: bool, place: bool) -> bool {
    if frame.weak && !(actor && (recipient || place)) {
        return false;
    }
    match frame.need {
        Need::None => true,
        Need::Any => actor || recipient,
        Need::Actor => actor,
        Need::Recipient => recipient,
        Need::Both => actor && recipient,
    }
}

/// Whether a verb form says that it is still to come.
pub fn future_clitic(clitics: u16) -> bool {
    clitics & SIN != 0
}
