//! Mentions: the noun phrases of a sentence, and for those that name actors their code.
//!
//! A phrase runs from its head through genitives, adjectives, names in apposition and, for people and bodies, a
//! tail such as «في وزارة الدفاع». Phrases headed by an event noun stop at the head, so that what they are annexed
//! to stands as a phrase of its own («قصف» · «الطائرات»).
//!
//! Codes are put together from evidence inside the phrase (office, body, nationality, state, side); what the phrase
//! leaves open («الوزير»، «المصدر») is for [`crate::anaphora`].

use crate::anaphora::Focus;
use crate::entry::{ActorKind, Func, TimeClass};
use crate::inflect::{ACCUSATIVE, CONSTRUCT, DUAL, FEMININE, MASCULINE, MASDAR, PARTICIPLE, PLURAL, SINGULAR};
use crate::lexicon::{Actor, Lexicon, Meaning, Payload, Pos, Word};
use crate::ontology::{Code, Three};
use crate::text::{Kind, Side, Text};
use crate::times::Time;
use crate::words::{ART, BA, CONJ, KAF, LAM, PREP, Phrase, UNKNOWN, Unit, Words};
use std::ops::Range;

/// What sort of thing a phrase names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NpKind {
    /// A person, group, body, state or medium.
    Actor,
    /// A source without a name.
    Source,
    /// A document that speaks.
    Doc,
    /// Something that stands for people or a side when attacked.
    Target,
    /// A side already named.
    Party,
    /// A place.
    Place,
    /// A time.
    Time,
    /// An event noun.
    Event,
    /// People or things that no entry codes, named by a proper name.
    Name,
    /// A demonstrative or pronoun by itself.
    Pronoun,
    /// Anything else.
    Other,
}

/// A noun phrase.
#[derive(Debug, Clone)]
pub struct Np {
    /// Its units.
    pub units: Range<usize>,
    /// The unit of its head.
    pub head: usize,
    /// What it names.
    pub kind: NpKind,
    /// The actor entry of its head.
    pub actor: Option<u32>,
    /// What the phrase by itself says of its code.
    pub code: Code,
    /// Its code under arms, where an entry gives one.
    pub armed: Option<Code>,
    /// Country that a place inside or beside it suggests.
    pub weak_country: Option<Three>,
    /// Whether a name, genitive or adjective tells which one it is.
    pub specified: bool,
    /// Has the article or a pronoun.
    pub definite: bool,
    /// Bears a quantity in front.
    pub quantity: bool,
    /// Dual.
    pub dual: bool,
    /// Feminine singular head.
    pub feminine: bool,
    /// The preposition that governs it and the unit where that stands.
    pub prep: Option<(Word, usize)>,
    /// The phrase that it is coordinated with (before it).
    pub coord: Option<usize>,
    /// The event noun that it is annexed to.
    pub genitive_of: Option<usize>,
    /// Actor adjectives inside an event phrase («غارة إسرائيلية»): unit and entry.
    pub adjectives: Vec<(usize, u32)>,
    /// Units of proper names inside.
    pub names: Vec<usize>,
    /// A place of the gazetteer inside.
    pub place: Option<u32>,
    /// «بلاده»: the owner's state.
    pub homeland: bool,
    /// «قوات البعثة», «مواقع الحزب»: the unit of the body that it is annexed to, where that names no country itself.
    pub belongs: Option<usize>,
    /// For a phrase that is no actor: the actor that it is annexed to («قرار اليونان»), and its code.
    pub annexed: Option<(u32, Code)>,
    /// A possessive pronoun on the head.
    pub owner: u8,
    /// Starts with «نظير».
    pub counterpart: bool,
    /// The unit behind the office, for ids: the public person or named body.
    pub named: Option<u32>,
}

/// Looks at one sentence.
pub struct Chunker<'a> {
    lexicon: &'a Lexicon,
    text: &'a Text,
    words: &'a Words,
    times: &'a [Time],
    /// Which of several states of a name is meant.
    focus: &'a Focus,
    nps: Vec<Np>,
}

/// Finds the noun phrases of a sentence, from its first unit `from` on; `focus` knows of which states the report speaks.
pub fn noun_phrases(lexicon: &Lexicon, text: &Text, words: &Words, times: &[Time], from: usize, focus: &Focus) -> Vec<Np> {
    let mut chunker = Chunker { lexicon, text, words, times, focus, nps: Vec::new() };
    chunker.run(from);
    chunker.nps
}

impl<'a> Chunker<'a> {
    fn run(&mut self, from: usize) {
        let n = self.words.len();
        let mut i = from;
        let mut prep: Option<(Word, usize)> = None;
        let mut last_end = usize::MAX;
        while i < n {
            if let Some(t) = self.times.iter().find(|t| t.units.start == i) {
                let end = t.units.end.max(i + 1);
                let mut np = self.empty(i, NpKind::Time);
                np.units = i..end;
                np.prep = self.governor(i, prep.take());
                self.nps.push(np);
                i = end;
                continue;
            }
            let unit = self.words.at(i);
            if let Some(phrase) = &unit.phrase
                && let Some(func) = self.phrase_func(phrase)
                && func != Func::Quant
            {
                prep = match func {
                    Func::Prep | Func::By | Func::Tail | Func::Among => self.prep_word(i).map(|w| (w, i)),
                    _ => None,
                };
                i += phrase.len;
                continue;
            }
            // «نحو 80 شخصا» is a guess at a number, «نحو المدينة» a direction.
            let guess = i + 1 < self.words.len() && self.is_prep(i) && crate::counts::quantity(self.lexicon, self.text, self.words, i).is_some_and(|q| q.len > 1);
            // «شمالي سوريا» is a place that its first word leads in.
            let led_in = self.is_prep(i) && unit.phrase.as_ref().is_some_and(|p| p.payloads.iter().any(|x| matches!(x, Payload::Place(_))));
            if led_in {
                prep = unit.info.stems.first().map(|w| (*w, i));
            } else if self.is_prep(i) && !guess {
                prep = self.prep_word(i).map(|w| (w, i));
                i += 1;
                continue;
            }
            if matches!(self.kind(i), Kind::Quote(_)) {
                i += 1;
                continue;
            }
            if let Some(mut np) = self.phrase_at(i) {
                np.prep = self.governor(i, prep.take());
                let conj = self.words.at(np.units.start).reading.clitic(CONJ) || self.words.at(np.units.start).phrase.as_ref().is_some_and(|p| p.clitics & CONJ != 0);
                // Coordination: «أ وب», with a quotation mark or bracket at most between; «أو» is as good as «و».
                let quoted = (from..i).rev().find(|&k| !matches!(self.kind(k), Kind::Quote(_)));
                let or = quoted.is_some_and(|k| self.has(k, Func::Conj) && last_end == k);
                // «بين القوات والحشد من جهة، والتنظيم من جهة أخرى»
                let sided = last_end < i
                    && conj
                    && (last_end..i).any(|k| self.words.at(k).phrase.as_ref().is_some_and(|p| p.payloads.contains(&Payload::Func(Func::Adv))))
                    && (last_end..i).all(|k| {
                        let u = self.words.at(k);
                        u.phrase.as_ref().is_some_and(|p| p.payloads.contains(&Payload::Func(Func::Adv))) || u.inside || matches!(self.kind(k), Kind::Quote(_)) || self.text.is(u.token, "،")
                    })
                    && np.kind == NpKind::Actor
                    && self.nps.last().is_some_and(|p| p.kind == NpKind::Actor && p.prep.is_some());
                // «12 شخصا، بينهم خمسة عسكريين»: members of those before.
                let members = last_end < i && (last_end..i).all(|k| self.text.is(self.words.at(k).token, "،") || self.among(k)) && (last_end..i).any(|k| self.among(k)) && np.kind == NpKind::Actor;
                let conj = conj || members;
                let touching = sided
                    || members
                    || last_end == i
                    || or
                    || (last_end < i && (last_end..i).all(|k| matches!(self.kind(k), Kind::Quote(_) | Kind::Bracket(_)) || self.text.is(self.words.at(k).token, "،") && conj));
                let over = if conj && np.prep.is_none_or(|(_, at)| at >= i) { self.over_place(&np, i) } else { None };
                if let Some(prev) = over {
                    np.coord = Some(prev);
                    if np.prep.is_none() {
                        np.prep = self.nps[prev].prep;
                    }
                } else if (conj || or) && touching && np.prep.is_none_or(|(_, at)| at >= i) {
                    if let Some(prev) = self.nps.len().checked_sub(1) {
                        // «مقتل ثلاثة منهم وإحراق آلية»: what happened is coordinated with what happened.
                        let prev = self.nps[prev].genitive_of.filter(|e| np.kind == NpKind::Event && self.nps[prev].kind == NpKind::Actor && self.nps[*e].kind == NpKind::Event).unwrap_or(prev);
                        np.coord = Some(prev);
                        if np.prep.is_none() {
                            np.prep = self.nps[prev].prep;
                        }
                        self.inherit_from_pair(&mut np, prev);
                    }
                } else if last_end == i && np.kind == NpKind::Place && np.prep.is_none() && self.nps.last().is_some_and(|p| p.kind == NpKind::Place) {
                    // «مدينة العريش عاصمة شمال سيناء»: apposition.
                    np.prep = self.nps.last().and_then(|p| p.prep);
                } else if last_end == i
                    && np.prep.is_none()
                    && np.kind == NpKind::Event
                    && self.nps.last().is_some_and(|p| p.kind == NpKind::Other && !p.definite && !p.quantity && p.actor.is_none() && p.units.end == p.head + 1)
                {
                    // «على أهمية توفير …»: a plain noun annexed to an event noun.
                    np.genitive_of = self.nps.len().checked_sub(1);
                } else if (last_end == i || last_end.checked_add(1) == Some(i) && matches!(self.kind(last_end), Kind::Quote(_)) && np.named.is_some())
                    && let Some(prev) = self.nps.len().checked_sub(1)
                    && self.nps[prev].kind == NpKind::Event
                    && np.prep.is_none()
                    && self.annexed(prev)
                {
                    np.genitive_of = Some(prev);
                }
                // «السلطات العمانية المتخصصة», «الكتيبة المسؤولة عن …»: nobody else, but what they are.
                if !conj && self.attribute(&np) {
                    let prev = self.nps.len() - 1;
                    self.nps[prev].units.end = np.units.end;
                    i = np.units.end;
                    last_end = i;
                    continue;
                }
                if !conj && !or && np.coord.is_none() && np.genitive_of.is_none() && np.prep.is_none() {
                    if let Some(prev) = self.office_of_speaker(&np, i) {
                        self.entitle(prev, np);
                        i = self.nps[prev].units.end.max(i + 1);
                        last_end = i;
                        continue;
                    }
                    if let Some(prev) = self.speaker_named_by(&np, i) {
                        let office = &self.nps[prev];
                        (np.actor, np.code, np.armed, np.weak_country, np.belongs) = (office.actor, office.code, office.armed, office.weak_country, office.belongs);
                        (np.kind, np.specified) = (NpKind::Actor, true);
                    }
                }
                // «هجمات الجماعة الانتحارية»: an adjective of the event noun, behind its genitive.
                let behind_genitive = last_end == i && self.nps.last().is_some_and(|p| p.genitive_of.is_some());
                let r = self.words.at(np.head).reading;
                if behind_genitive
                    && np.units.len() == 1
                    && r.clitic(ART)
                    && r.feat(FEMININE)
                    && !r.feat(PLURAL)
                    && np.actor.is_some_and(|a| matches!(self.entry(a).kind, ActorKind::Person | ActorKind::Group | ActorKind::Adj | ActorKind::Nationality))
                {
                    np.kind = NpKind::Other;
                }
                i = np.units.end.max(i + 1);
                last_end = i;
                self.nps.push(np);
                continue;
            }
            prep = None;
            i += 1;
        }
    }

    /// Whether a phrase is but a definite feminine word that also names a person's work, right behind a definite feminine or plural.
    fn attribute(&self, np: &Np) -> bool {
        let r = self.words.at(np.head).reading;
        let Some(before) = np.head.checked_sub(1).map(|k| self.words.at(k)) else { return false };
        // «المهاجرين غير الشرعيين», «المنظمات غير الحكومية»
        let denied = before.reading.pos == Pos::Function && self.has(np.head - 1, Func::Neg);
        if denied
            && self.words.at(np.head).reading.clitic(ART)
            && np.units.len() == 1
            && self.words.at(np.head).reading.pos == Pos::Adj
            && self.nps.last().is_some_and(|p| p.units.end + 1 == np.head && p.definite)
        {
            return true;
        }
        let work = np.actor.is_some_and(|a| self.entry(a).kind == ActorKind::Person && !self.entry(a).code.sector.and_then(|s| self.lexicon.ontology.sector(s)).is_some_and(|s| s.people));
        let feminine = r.clitic(ART) && !r.clitic(CONJ | PREP) && r.feat(FEMININE) && !r.feat(PLURAL | DUAL) && self.words.at(np.head).phrase.is_none();
        let agrees = before.reading.clitic(ART) && before.reading.nominal() && before.reading.feat(FEMININE) && !before.reading.feat(DUAL);
        let behind = self.nps.last().is_some_and(|p| p.units.end == np.head && matches!(p.kind, NpKind::Actor | NpKind::Place | NpKind::Event | NpKind::Doc | NpKind::Other | NpKind::Target));
        work && feminine && agrees && behind && np.units.len() == 1 && np.names.is_empty()
    }

    /// Whether a phrase is the first behind a verb of saying that is done to nobody, as its subject.
    fn speaks(&self, n: usize) -> bool {
        use crate::lexicon::{Role, Slot};
        let np = &self.nps[n];
        let Some(v) = (0..np.units.start).rev().find(|&k| !matches!(self.kind(k), Kind::Quote(_))).map(|k| self.words.at(k)) else { return false };
        let lexeme = v.is_verb().then_some(v.reading.lexeme).filter(|l| *l != UNKNOWN).map(|l| &self.lexicon.lexemes[l as usize]);
        let done = |f: &u32| self.lexicon.frames[*f as usize].role(Slot::Object).is_some_and(|r| matches!(r, Role::Recipient | Role::Actor));
        np.prep.is_none() && np.coord.is_none() && v.reading.suffix == 0 && lexeme.is_some_and(|l| l.says && !l.frames.iter().any(done))
    }

    /// «قال وليد القويني المتحدث بالوزارة إن …», «قال محمد رحيم امين حاكم المنطقة»: the speaker whose office the phrase at unit `i` is.
    fn office_of_speaker(&self, np: &Np, i: usize) -> Option<usize> {
        const NAMES: usize = 2;
        let prev = self.nps.len().checked_sub(1)?;
        let who = &self.nps[prev];
        let kind = |np: &Np| np.actor.map(|a| self.entry(a).kind);
        let named = who.kind == NpKind::Name || !who.names.is_empty() || kind(who) == Some(ActorKind::Who);
        let office = np.kind == NpKind::Actor && kind(np) == Some(ActorKind::Person) && np.names.is_empty() && !np.quantity && (np.specified || np.definite);
        let gap = who.units.end..i;
        // What looks like a noun between a name and an office is a name too.
        let name = |k: usize| self.words.at(k).phrase.is_none() && self.nominal(k) && self.words.at(k).reading.clitics == 0 && self.words.at(k).reading.suffix == 0;
        let touches = gap.is_empty() || gap.len() <= NAMES && who.kind == NpKind::Name && gap.clone().all(name);
        let same = who.code.country.is_none() || np.code.country.is_none() || who.code.country == np.code.country;
        (named && office && touches && same && !who.quantity && self.speaks(prev)).then_some(prev)
    }

    /// Takes the office `np` into the phrase of its holder.
    fn entitle(&mut self, n: usize, np: Np) {
        let titled = self.nps[n].actor.is_none_or(|a| self.entry(a).kind == ActorKind::Title);
        let who = &mut self.nps[n];
        let names = who.names.iter().copied().chain(who.units.end..np.units.start).collect();
        let (units, head) = (who.units.start..np.units.end, who.head);
        if titled || who.code.country.is_none() {
            *who = Np { units, head, names, prep: who.prep, coord: who.coord, named: who.named.or(np.named), ..np };
        } else {
            (who.units, who.names, who.specified) = (units, names, true);
        }
    }

    /// «قال رئيس المنتدى للأمن والسلام الدكتور فهد … إن»: the speaker whose name the phrase at unit `i` is, with nothing but what tells of
    /// the office between.
    fn speaker_named_by(&self, np: &Np, i: usize) -> Option<usize> {
        const FAR: usize = 9;
        let kind = |np: &Np| np.actor.map(|a| self.entry(a).kind);
        let named = np.kind == NpKind::Name || kind(np) == Some(ActorKind::Title) && !np.names.is_empty();
        if !named || np.quantity || np.code.country.is_some() {
            return None;
        }
        let n = (0..self.nps.len()).rev().find(|n| self.speaks(*n))?;
        let office = &self.nps[n];
        let bare = office.kind == NpKind::Actor && kind(office) == Some(ActorKind::Person) && office.names.is_empty() && !office.quantity && !office.code.is_empty();
        let between = office.units.end..i;
        let plain = |k: usize| !self.words.at(k).is_verb() && !self.has(k, Func::Sub) && !self.has(k, Func::Rel) && !matches!(self.kind(k), Kind::Sign | Kind::Quote(_));
        (bare && !between.is_empty() && between.len() <= FAR && between.clone().all(plain)).then_some(n)
    }

    /// «تنظيم … في سورية، وحزب … في العراق»: the named body before the place that a named body is coordinated with.
    fn over_place(&self, np: &Np, i: usize) -> Option<usize> {
        let named = |np: &Np| np.named.is_some_and(|a| matches!(self.entry(a).kind, ActorKind::Name));
        let side = |np: &Np| named(np) || np.code.country.is_some() && np.code.sector.and_then(|s| self.lexicon.ontology.sector(s)).is_some_and(|s| s.arms);
        let arms = |np: &Np| np.kind == NpKind::Actor && np.code.sector.and_then(|s| self.lexicon.ontology.sector(s)).is_some_and(|s| s.arms);
        let last = self.nps.len().checked_sub(1)?;
        let place = &self.nps[last];
        let locative = place.prep.is_some_and(|(_, at)| at <= place.units.start) && (place.kind == NpKind::Place || place.actor.is_some_and(|a| self.entry(a).kind == ActorKind::State));
        let behind = |end: usize, to: usize| (end..to).all(|k| matches!(self.kind(k), Kind::Quote(_) | Kind::Bracket(_)) || self.text.is(self.words.at(k).token, "،"));
        if !(named(np) || arms(np)) || !locative || !behind(place.units.end, i) {
            return None;
        }
        let prev = last.checked_sub(1)?;
        (side(&self.nps[prev]) && self.nps[prev].units.end + 2 >= place.units.start).then_some(prev)
    }

    /// «بينهم», «من بينهم», «منهم», «من ضمنهم»: a preposition that bears the people before.
    fn among(&self, k: usize) -> bool {
        let u = self.words.at(k);
        let r = u.reading;
        let prep = r.pos == Pos::Function && r.lexeme != UNKNOWN && self.lexicon.lexemes[r.lexeme as usize].funcs.contains(&Func::Prep);
        prep && (matches!(crate::words::agreement(r.suffix), Some(crate::words::Agreement::Plural))
            || r.suffix == 0 && k + 1 < self.words.len() && self.words.at(k + 1).reading.suffix > 0 && u.phrase.is_none())
    }

    /// Whether an event phrase is open to a genitive: no article, no pronoun, no indefinite ending, no adjective yet.
    fn annexed(&self, event: usize) -> bool {
        let np = &self.nps[event];
        let head = self.words.at(np.head).reading;
        let accusative = self.text.norm(self.words.at(np.head).token).ends_with('ا') && head.feat(ACCUSATIVE);
        !np.definite && np.owner == 0 && np.units.end == np.head + 1 && !accusative
    }

    /// «الرؤساء الروسي … والأميركي …»: a bare nationality takes the office of the one before.
    fn inherit_from_pair(&self, np: &mut Np, prev: usize) {
        let before = &self.nps[prev];
        let nationality = np.actor.is_some_and(|a| self.lexicon.actors[a as usize].kind == ActorKind::Nationality);
        if nationality && matches!(before.kind, NpKind::Actor | NpKind::Party) && np.code.country != before.code.country && self.words.at(np.head).reading.clitic(ART) {
            np.code.sector = before.code.sector;
            np.kind = NpKind::Actor;
        }
        // «وزيرا الخارجية والدفاع»: the second is no actor of its own; «مسؤولون وشهود»: shares the country.
        if np.code.country.is_none() && np.code.sector.is_some() {
            np.weak_country = np.weak_country.or(before.code.country).or(before.weak_country);
        }
    }

    fn kind(&self, i: usize) -> Kind {
        self.text.tokens[self.words.at(i).token].kind
    }

    fn has(&self, i: usize, func: Func) -> bool {
        let r = self.words.at(i).reading;
        r.lexeme != UNKNOWN && self.lexicon.lexemes[r.lexeme as usize].funcs.contains(&func)
    }

    /// Whether a unit is an adjective that ties to a side («التابعة ل»), whichever entry its reading came from.
    fn sides(&self, i: usize) -> bool {
        self.adjective(i, Func::Affiliation) || self.adjective(i, Func::Backed)
    }

    /// Whether a unit may be an adjective of the class.
    fn adjective(&self, i: usize, func: Func) -> bool {
        self.words.at(i).info.readings.iter().any(|r| r.pos == Pos::Adj && r.lexeme != UNKNOWN && self.lexicon.lexemes[r.lexeme as usize].funcs.contains(&func))
    }

    fn is_prep(&self, i: usize) -> bool {
        let r = self.words.at(i).reading;
        r.pos == Pos::Function && self.has(i, Func::Prep) && r.suffix == 0
    }

    fn phrase_func(&self, phrase: &Phrase) -> Option<Func> {
        phrase.payloads.iter().find_map(|p| match p {
            Payload::Func(f) => Some(*f),
            Payload::Cue(_) => Some(Func::Prep),
            _ => None,
        })
    }

    /// The preposition at `i` as a word; for a phrase, its first word.
    fn prep_word(&self, i: usize) -> Option<Word> {
        let unit = self.words.at(i);
        let r = unit.reading;
        if unit.phrase.is_none() && r.lexeme != UNKNOWN {
            return Some(self.lexicon.lexemes[r.lexeme as usize].word);
        }
        unit.info.stems.first().copied()
    }

    /// The preposition that governs a phrase: a clitic on its first word, or the word before.
    fn governor(&self, i: usize, before: Option<(Word, usize)>) -> Option<(Word, usize)> {
        let unit = self.words.at(i);
        let clitics = unit.phrase.as_ref().map_or(unit.reading.clitics, |p| p.clitics | unit.reading.clitics & CONJ);
        let c = self.lexicon.clitics;
        for (bit, word) in [(BA, c.b), (LAM, c.l), (KAF, c.k)] {
            if clitics & bit != 0 {
                return Some((word, i));
            }
        }
        before.filter(|(_, at)| *at == i || self.words.at(*at).phrase.as_ref().map_or(at + 1, |p| at + p.len) == i || (*at + 1..i).all(|k| matches!(self.kind(k), Kind::Quote(_) | Kind::Bracket(_))))
    }

    fn empty(&self, i: usize, kind: NpKind) -> Np {
        Np {
            units: i..i + 1,
            head: i,
            kind,
            actor: None,
            code: Code::default(),
            armed: None,
            weak_country: None,
            specified: false,
            definite: false,
            quantity: false,
            dual: false,
            feminine: false,
            prep: None,
            coord: None,
            genitive_of: None,
            adjectives: Vec::new(),
            names: Vec::new(),
            place: None,
            homeland: false,
            belongs: None,
            annexed: None,
            owner: 0,
            counterpart: false,
            named: None,
        }
    }

    fn actor_of(&self, i: usize) -> Option<u32> {
        let unit = self.words.at(i);
        if let Some(p) = &unit.phrase {
            return self.focus.meant(self.lexicon, &p.payloads).or_else(|| p.payloads.iter().find_map(|p| if let Payload::Actor(a) = p { Some(*a) } else { None }));
        }
        if unit.inside || unit.reading.lexeme == UNKNOWN || matches!(unit.reading.pos, Pos::Verb | Pos::Function) {
            return None;
        }
        self.lexicon.lexemes[unit.reading.lexeme as usize].actor
    }

    fn entry(&self, a: u32) -> &'a Actor {
        &self.lexicon.actors[a as usize]
    }

    fn place_of(&self, i: usize) -> Option<u32> {
        self.words.at(i).phrase.as_ref()?.payloads.iter().find_map(|p| if let Payload::Place(a) = p { Some(*a) } else { None })
    }

    fn is_place_head(&self, i: usize) -> bool {
        let unit = self.words.at(i);
        unit.phrase.as_ref().is_some_and(|p| p.payloads.contains(&Payload::PlaceHead))
            || unit.phrase.is_none() && unit.reading.pos == Pos::Noun && unit.reading.lexeme != UNKNOWN && self.lexicon.lexemes[unit.reading.lexeme as usize].place_head
    }

    /// Whether a noun evokes an event (its own frame, or a verbal noun whose verb has one).
    fn is_event(&self, i: usize) -> bool {
        let unit = self.words.at(i);
        let r = unit.reading;
        if unit.phrase.is_some() || r.pos != Pos::Noun || r.lexeme == UNKNOWN {
            return false;
        }
        let lexeme = &self.lexicon.lexemes[r.lexeme as usize];
        let evokes = |lexeme: &crate::lexicon::Lexeme, masdar: bool| {
            lexeme.frames.iter().any(|f| {
                let f = &self.lexicon.frames[*f as usize];
                matches!(f.meaning, Meaning::Event { .. } | Meaning::Light { .. } | Meaning::Say { .. }) && (!masdar || f.only != crate::entry::Only::Verb)
            })
        };
        evokes(lexeme, r.feat(MASDAR))
            || unit
                .info
                .readings
                .iter()
                .any(|o| o.pos == Pos::Noun && o.clitics == r.clitics && o.suffix == r.suffix && o.lexeme != UNKNOWN && evokes(&self.lexicon.lexemes[o.lexeme as usize], o.feat(MASDAR)))
    }

    /// Whether unit `i` can be part of a noun phrase.
    fn nominal(&self, i: usize) -> bool {
        let unit = self.words.at(i);
        if unit.inside {
            return true;
        }
        // «وسط مالي»: a word of time that tells none here is the noun that it is.
        let idle = unit.phrase.as_ref().is_some_and(|p| p.len == 1 && p.payloads.iter().all(|p| matches!(p, Payload::Time(_)))) && unit.reading.pos == Pos::Noun && unit.reading.lexeme != UNKNOWN;
        if let Some(p) = unit.phrase.as_ref().filter(|_| !idle || self.times.iter().any(|t| t.units.contains(&i))) {
            return self.phrase_func(p).is_none() && !p.payloads.iter().all(|p| matches!(p, Payload::Time(_)));
        }
        match self.kind(i) {
            Kind::Arabic | Kind::Other => unit.reading.nominal(),
            Kind::Number => true,
            _ => false,
        }
    }

    fn phrase_at(&self, i: usize) -> Option<Np> {
        let unit = self.words.at(i);
        if unit.inside {
            return None;
        }
        if let Some(p) = &unit.phrase
            && self.phrase_func(p) == Some(Func::Quant)
            && crate::counts::quantity(self.lexicon, self.text, self.words, i).is_none()
        {
            // «كل من القوات …», «أكثر من جهة».
            let j = i + p.len;
            if j < self.words.len() && self.nominal(j) && !self.clitic(j, CONJ | BA | LAM) {
                let mut np = self.core(j);
                np.units.start = i;
                return Some(np);
            }
            return None;
        }
        let quantity = crate::counts::quantity(self.lexicon, self.text, self.words, i);
        if let Some(q) = &quantity {
            let mut j = i + q.len;
            // «27 من الجنود», «عشرات القتلى».
            if j < self.words.len() && self.partitive(j) && j + 1 < self.words.len() && self.nominal(j + 1) {
                j += 1;
            }
            if j < self.words.len() && self.nominal(j) && !self.clitic(j, CONJ | BA | LAM) && !self.times.iter().any(|t| t.units.contains(&j)) {
                let mut np = self.core(j);
                np.units.start = i;
                np.quantity = true;
                return Some(np);
            }
            let mut np = self.empty(i, NpKind::Other);
            np.units = i..i + q.len;
            np.quantity = true;
            return Some(np);
        }
        if self.has(i, Func::Quant) && unit.reading.pos == Pos::Function && unit.phrase.is_none() {
            // «عدد من الجنود», «كل من …», «بعض المدنيين».
            let mut j = i + 1;
            if j < self.words.len() && self.partitive(j) {
                j += 1;
            }
            if j < self.words.len() && self.nominal(j) && !self.clitic(j, CONJ | BA | LAM) {
                let mut np = self.core(j);
                np.units.start = i;
                np.quantity = true;
                return Some(np);
            }
            return None;
        }
        if self.has(i, Func::Dem) && unit.reading.pos == Pos::Function {
            if i + 1 < self.words.len() && self.nominal(i + 1) && self.words.at(i + 1).reading.clitic(ART) && !self.clitic(i + 1, CONJ | PREP) {
                let mut np = self.core(i + 1);
                np.units.start = i;
                np.definite = true;
                return Some(np);
            }
            return Some(self.empty(i, NpKind::Pronoun));
        }
        if self.has(i, Func::Counterpart) {
            let mut np = self.empty(i, NpKind::Actor);
            np.counterpart = true;
            np.owner = unit.reading.suffix;
            self.extend(&mut np, i + 1);
            return Some(np);
        }
        if !self.nominal(i) || self.kind(i) == Kind::Number {
            return None;
        }
        Some(self.core(i))
    }

    fn clitic(&self, i: usize, mask: u16) -> bool {
        let unit = self.words.at(i);
        match &unit.phrase {
            Some(p) => p.clitics & mask != 0,
            None => unit.reading.clitic(mask),
        }
    }

    /// The phrase whose head is the unit `i`.
    fn core(&self, i: usize) -> Np {
        let unit = self.words.at(i);
        let r = unit.reading;
        let mut np = self.empty(i, NpKind::Other);
        np.definite = self.definite(i);
        np.owner = if unit.phrase.is_none() { r.suffix } else { 0 };
        np.dual = r.feat(DUAL) && !r.feat(PLURAL);
        np.homeland = np.owner > 0 && r.lexeme != UNKNOWN && unit.phrase.is_none() && self.lexicon.lexemes[r.lexeme as usize].funcs.contains(&Func::Homeland);
        np.feminine = r.feat(FEMININE) && !r.feat(PLURAL);
        let len = unit.phrase.as_ref().map_or(1, |p| p.len);
        np.units = i..i + len;
        if let Some(a) = self.actor_of(i) {
            let e = self.entry(a);
            np.actor = Some(a);
            np.armed = e.armed;
            np.code = e.code;
            np.kind = match e.kind {
                ActorKind::Source => NpKind::Source,
                ActorKind::Doc => NpKind::Doc,
                ActorKind::Target => NpKind::Target,
                ActorKind::Party => NpKind::Party,
                _ => NpKind::Actor,
            };
            if matches!(e.kind, ActorKind::Name | ActorKind::Who | ActorKind::State | ActorKind::Seat | ActorKind::Media) {
                np.specified = true;
                np.definite = true;
                np.named = Some(a);
            }
            // An adjective for a noun: «السوريون», «المسلحين»; in the feminine singular it belongs to a thing.
            if matches!(e.kind, ActorKind::Nationality | ActorKind::Adj)
                && (r.feat(FEMININE) && !r.feat(PLURAL) || unit.phrase.is_none() && r.pos == Pos::Adj && !np.definite && !r.feat(PLURAL) && !r.feat(ACCUSATIVE) && !r.clitic(CONJ))
                && !(e.kind == ActorKind::Nationality && unit.phrase.is_none() && r.clitics == 0 && (self.undergoes(i) || self.stands_for_somebody(i) || self.numbered(i)))
            {
                np.kind = NpKind::Other;
            }
        } else if let Some(p) = self.place_of(i) {
            np.kind = NpKind::Place;
            np.place = Some(p);
            np.weak_country = self.lexicon.places[p as usize].country;
        } else if self.is_event(i) {
            np.kind = NpKind::Event;
            if self.is_place_head(i) {
                np.kind = NpKind::Event;
            }
        } else if self.is_place_head(i) {
            np.kind = NpKind::Place;
        } else if r.pos == Pos::Propn || r.lexeme == UNKNOWN && r.clitic(ART) {
            np.kind = NpKind::Name;
            np.names.push(i);
        }
        if np.kind == NpKind::Event {
            self.event_adjectives(&mut np);
        } else {
            let from = np.units.end;
            self.extend(&mut np, from);
        }
        // «جنديان» are two; «رئيسا بيرو والإكوادور» are those two.
        let told = np.named.is_some() || np.code.country.is_some() && np.units.end > np.head + 1 && self.words.at(np.head).reading.feat(CONSTRUCT);
        np.quantity |= np.dual && !np.definite && !told && self.words.at(np.head).phrase.is_none();
        np
    }

    fn definite(&self, i: usize) -> bool {
        let unit = self.words.at(i);
        if let Some(p) = &unit.phrase {
            return p.clitics & ART != 0
                || p.payloads.iter().any(|p| {
                    matches!(p, Payload::Actor(a) if matches!(self.entry(*a).kind, ActorKind::Name | ActorKind::Who | ActorKind::State | ActorKind::Seat | ActorKind::Media))
                        || matches!(p, Payload::Place(_))
                })
                || self.words.units[i + 1..(i + p.len).min(self.words.len())].iter().any(|u| u.reading.clitic(ART));
        }
        unit.reading.clitic(ART) || unit.reading.suffix > 0 || unit.reading.pos == Pos::Propn
    }

    /// Adjectives behind an event noun: «غارات جوية إسرائيلية», «الهجوم الأخير».
    fn event_adjectives(&self, np: &mut Np) {
        let mut j = np.units.end;
        while j < self.words.len() {
            let u = self.words.at(j);
            if let Some(a) = self.state_adjective(j).filter(|_| np.definite && self.words.at(np.units.end - 1).reading.clitic(ART)) {
                np.adjectives.push((j, a));
                j += 1;
                np.units.end = j;
                continue;
            }
            let side = self.actor_of(j).is_some_and(|a| matches!(self.entry(a).kind, ActorKind::Adj | ActorKind::Nationality)) && u.phrase.is_none();
            if u.phrase.is_some() || u.inside || u.reading.pos != Pos::Adj && !side || u.reading.clitic(CONJ | PREP) || u.reading.clitic(ART) != np.definite || self.sides(j) {
                break;
            }
            // «مقتل شرطيين»: people in the plural are no attribute of what happened, but those to whom it happened.
            let head = self.words.at(np.head).reading;
            let form = self.text.norm(u.token);
            if u.reading.feat(PLURAL | DUAL) && !head.feat(PLURAL | DUAL) && !head.clitic(ART) && (form.ends_with("ين") || form.ends_with("ون") || form.ends_with("ان")) {
                break;
            }
            // «خطف مدني», «اعتقال شرطي»: somebody to whom it was done.
            let person = self.actor_of(j).is_some_and(|a| matches!(self.entry(a).kind, ActorKind::Person | ActorKind::Group));
            if person && !np.definite && !u.reading.feat(FEMININE) && np.units.end == j && self.undergone(np.head) {
                break;
            }
            // A participle that takes complements («مستهدفا», «منفذة») is no adjective of the noun alone, but part of it.
            if let Some(a) = self.actor_of(j) {
                np.adjectives.push((j, a));
            }
            j += 1;
            np.units.end = j;
        }
    }

    /// The nationality by which a state's one-word name may be read too: «السعودية» in «الغارات السعودية».
    fn state_adjective(&self, j: usize) -> Option<u32> {
        let u = self.words.at(j);
        // «زار الوفد السعودية»: an adjective agrees.
        let before = self.words.at(j.checked_sub(1)?).reading;
        let masculine = matches!(before.pos, Pos::Noun | Pos::Adj) && before.feat(SINGULAR) && before.feat(MASCULINE) && !before.feat(FEMININE | PLURAL);
        let state = !masculine && self.actor_of(j).is_some_and(|a| self.entry(a).kind == ActorKind::State) && u.phrase.as_ref().is_some_and(|p| p.len == 1);
        let adjectives = u.info.readings.iter().filter(|o| state && o.pos == Pos::Adj && o.clitic(ART) && !o.clitic(PREP | CONJ) && o.lexeme != UNKNOWN);
        adjectives.filter_map(|o| self.lexicon.lexemes[o.lexeme as usize].actor).find(|a| self.entry(*a).kind == ActorKind::Nationality)
    }

    /// «قتل فلسطيني»: whether a verb of what is done to people stands right before unit `i`.
    fn undergoes(&self, i: usize) -> bool {
        let Some(v) = i.checked_sub(1).map(|k| self.words.at(k)).filter(|v| v.is_verb() && v.reading.lexeme != UNKNOWN) else { return false };
        self.lexicon.lexemes[v.reading.lexeme as usize].frames.iter().any(|f| {
            let f = &self.lexicon.frames[*f as usize];
            f.role(crate::lexicon::Slot::Object) == Some(crate::lexicon::Role::Recipient) && matches!(f.meaning, Meaning::Event { kind, .. } if self.lexicon.ontology.types[kind as usize].armed)
        })
    }

    /// «أكثر من ألفي عراقي»: whether a number of people ends right before unit `i`.
    fn numbered(&self, i: usize) -> bool {
        const LONGEST: usize = 4;
        (i.saturating_sub(LONGEST)..i).any(|s| crate::counts::quantity(self.lexicon, self.text, self.words, s).is_some_and(|q| s + q.len == i))
    }

    /// «كويتي يعترف …», «إن فرنسية خطفت»: a nationality that opens a clause, with a verb behind it.
    fn stands_for_somebody(&self, i: usize) -> bool {
        let opens = i == 0 || self.has(i - 1, Func::Sub) || self.text.is(self.words.at(i - 1).token, ":");
        opens && i + 1 < self.words.len() && (self.words.at(i + 1).is_verb() || self.has(i + 1, Func::Aspect))
    }

    /// Whether the event that a noun tells of is done to somebody whom it is annexed to.
    fn undergone(&self, i: usize) -> bool {
        use crate::lexicon::{Role, Slot};
        let u = self.words.at(i);
        let r = u.reading;
        let frames = u.info.readings.iter().filter(|o| o.pos == Pos::Noun && o.clitics == r.clitics && o.lexeme != UNKNOWN).flat_map(|o| self.lexicon.lexemes[o.lexeme as usize].frames.iter());
        frames.map(|f| &self.lexicon.frames[*f as usize]).any(|f| match f.role(Slot::Genitive) {
            Some(role) => role == Role::Recipient,
            None => f.role(Slot::Object) == Some(Role::Recipient) && matches!(f.meaning, Meaning::Event { .. }),
        })
    }

    /// Lengthens a phrase from unit `from` on and gathers evidence for its code.
    fn extend(&self, np: &mut Np, from: usize) {
        let n = self.words.len();
        let mut j = from;
        let mut closed = np.definite && np.units.end > np.head;
        let mut adjective_seen = false;
        let mut inherited = false;
        let mut head_kind = np.actor.map(|a| self.entry(a).kind);
        let mut inherit = np.actor.is_some_and(|a| self.entry(a).inherit) || matches!(head_kind, Some(ActorKind::Source | ActorKind::Doc));
        let first_kind = head_kind;
        let personlike = |np: &Np| {
            matches!(first_kind, Some(ActorKind::Person | ActorKind::Title | ActorKind::Who | ActorKind::Source | ActorKind::Nationality))
                || matches!(np.kind, NpKind::Name)
                || np.counterpart
                || matches!(first_kind, Some(ActorKind::Group)) && self.words.at(np.head).reading.clitic(ART)
        };
        let start = j;
        let transparent = self.words.at(np.head).reading.lexeme != UNKNOWN
            && self.words.at(np.head).phrase.is_none()
            && self.lexicon.lexemes[self.words.at(np.head).reading.lexeme as usize].funcs.contains(&Func::Transparent);
        if transparent && np.actor.is_none() && j < n && self.nominal(j) && !self.clitic(j, CONJ | PREP) {
            let inner = self.core(j);
            if matches!(inner.kind, NpKind::Actor | NpKind::Source) {
                let (head, units) = (np.head, np.units.start..inner.units.end);
                *np = inner;
                np.units = units;
                np.head = head.max(np.head);
                return;
            }
        }
        while j < n {
            if self.times.iter().any(|t| t.units.contains(&j)) {
                break;
            }
            let u = self.words.at(j);
            // «محمد رحيم حاكم المنطقة»
            if np.kind == NpKind::Name && np.units.end > np.head + 1 && self.office(np, j) {
                break;
            }
            match self.kind(j) {
                Kind::Quote(side) => {
                    // A quoted name inside the phrase: «تنظيم «داعش»».
                    let close = (j + 1..(j + 7).min(n)).find(|&k| matches!(self.kind(k), Kind::Quote(s) if s != Side::Open));
                    match (side, close) {
                        (Side::Open | Side::Either, Some(c)) if c > j + 1 && (j + 1..c).all(|k| self.nominal(k)) && !self.clitic(j + 1, CONJ | PREP) => {
                            let mut inner = self.core(j + 1);
                            if inner.kind == NpKind::Event {
                                inner.units.end = c;
                            }
                            self.absorb(np, &inner, inherit, &mut inherited);
                            np.units.end = c + 1;
                            j = c + 1;
                            closed = true;
                            continue;
                        }
                        _ => break,
                    }
                }
                Kind::Bracket(Side::Open) => {
                    let close = (j + 1..(j + 5).min(n)).find(|&k| matches!(self.kind(k), Kind::Bracket(Side::Close)));
                    match close {
                        Some(c)
                            if c > j + 1
                                && c + 1 < n
                                && self.nominal(c + 1)
                                && !self.clitic(c + 1, CONJ | PREP)
                                && (j + 1..c).all(|k| self.nominal(k))
                                && (self.actor_of(j + 1).is_some() || self.place_of(j + 1).is_some() || self.words.at(j + 1).reading.pos == Pos::Propn)
                                && self.may_follow(np, c + 1, closed, adjective_seen, &personlike) =>
                        {
                            j = c + 1;
                            continue;
                        }
                        _ => break,
                    }
                }
                Kind::Sign if self.text.is(u.token, "،") || self.text.is(u.token, ",") => {
                    // Apposition: «وزير الخارجية الروسي، سيرغي لافروف،».
                    // «هنريك سولبرغ، وزير العدل النرويجي، …»: the office behind a name that nobody knows.
                    if np.kind == NpKind::Name {
                        self.office(np, j + 1);
                        break;
                    }
                    if personlike(np) && (!np.names.is_empty() || first_kind == Some(ActorKind::Who)) && !np.quantity {
                        self.offices(np, j + 1);
                        break;
                    }
                    let nationality = head_kind == Some(ActorKind::Nationality) && self.words.at(np.head).reading.clitic(CONJ);
                    if !(matches!(head_kind, Some(ActorKind::Person | ActorKind::Title | ActorKind::Source)) || np.counterpart || nationality) || !np.names.is_empty() {
                        break;
                    }
                    let Some(end) = self.apposition(j + 1) else { break };
                    let inner = self.core(j + 1);
                    self.absorb(np, &inner, inherit, &mut inherited);
                    np.names.extend(j + 1..end);
                    np.specified = true;
                    np.units.end = end;
                    break;
                }
                // «وزير العمل د. أحمد»
                Kind::Sign if self.text.abbreviates(u.token) && j + 1 < n && self.nominal(j + 1) => {
                    j += 1;
                    continue;
                }
                Kind::Sign | Kind::Bracket(_) => break,
                Kind::Number => break,
                _ => {}
            }
            // «الفرقة الأولى الساحلية التابعة للجيش»: an ordinal is an adjective like any other.
            let ordinal = |p: &Payload| matches!(p, Payload::Time(t) if self.lexicon.times[*t as usize].class == TimeClass::Ordinal);
            if np.kind == NpKind::Actor
                && np.definite
                && u.phrase.as_ref().is_some_and(|p| p.len == 1 && p.clitics & (CONJ | PREP) == 0 && p.payloads.iter().all(ordinal))
                && !self.clitic(j, CONJ | PREP)
            {
                np.units.end = j + 1;
                j += 1;
                continue;
            }
            if self.clitic(j, CONJ) {
                // «لجنة الأمن والاستخبارات في البرلمان»: a second genitive of a body or office.
                let office = matches!(head_kind, Some(ActorKind::Person | ActorKind::Org)) && j > np.head + 1;
                let plain = u.phrase.is_none()
                    && u.reading.pos == Pos::Noun
                    && u.reading.clitic(ART)
                    && u.reading.clitics & !(CONJ | ART) == 0
                    && self.actor_of(j).is_none_or(|a| matches!(self.entry(a).kind, ActorKind::Org));
                let before = self.words.at(j - 1).reading;
                let goes_on = j + 1 < n && {
                    let v = self.words.at(j + 1);
                    let tail = v.phrase.is_none() && self.has(j + 1, Func::Tail) && v.reading.pos == Pos::Function;
                    let side = self.actor_of(j + 1).is_some_and(|a| self.entry(a).kind == ActorKind::Nationality) && v.reading.clitic(ART) && !v.reading.clitic(CONJ | PREP);
                    tail || side || v.phrase.is_none() && v.reading.pos == Pos::Propn && self.kind(j + 1) == Kind::Arabic
                };
                if office && plain && before.clitic(ART) && before.pos == Pos::Noun && goes_on {
                    np.units.end = j + 1;
                    j += 1;
                    continue;
                }
                break;
            }
            if self.clitic(j, PREP) || self.is_prep(j) || u.phrase.as_ref().is_some_and(|p| self.phrase_func(p) == Some(Func::Tail)) {
                match self.tail(np, j, head_kind, inherit, inherited) {
                    Some((inner, attach)) => {
                        // «مصادر من المقاومة»
                        let body = inner.actor.is_some_and(|a| matches!(self.entry(a).kind, ActorKind::Org | ActorKind::Group | ActorKind::Name));
                        if np.belongs.is_none() && inherit && body && inner.code.country.is_none() && inner.definite && inner.units.end == inner.head + 1 && self.words.at(inner.head).phrase.is_none()
                        {
                            np.belongs = Some(inner.head);
                        }
                        self.absorb(np, &inner, inherit || attach, &mut inherited);
                        np.units.end = inner.units.end;
                        j = inner.units.end;
                        closed = true;
                        continue;
                    }
                    None => break,
                }
            }
            if self.sides(j) && u.reading.pos == Pos::Adj && !u.reading.clitic(CONJ) && j + 1 < n {
                let at = j + 1;
                let prep = self.clitic(at, PREP);
                let k = if prep {
                    at
                } else if self.is_prep(at) {
                    at + 1
                } else {
                    break;
                };
                if k >= n || !self.nominal(k) {
                    break;
                }
                let inner = self.core(k);
                if inner.kind == NpKind::Event {
                    break;
                }
                // Who backs them is not who they are, and those who are for a foreign state are of their own.
                let foreign = inner.actor.is_some_and(|a| matches!(self.entry(a).kind, ActorKind::State | ActorKind::Seat));
                let backed = self.adjective(j, Func::Backed) || foreign && self.adjective(j, Func::Sympathy);
                if backed {
                    np.specified = true;
                } else {
                    self.side_with(np, &inner);
                }
                if !backed
                    && np.actor.is_none()
                    && np.annexed.is_none()
                    && let Some(a) = inner.actor
                {
                    np.annexed = Some((a, inner.code));
                }
                np.units.end = inner.units.end;
                j = inner.units.end;
                closed = true;
                continue;
            }
            if !self.nominal(j) || u.inside {
                break;
            }
            if !self.may_follow(np, j, closed, adjective_seen, &personlike) {
                break;
            }
            let len = u.phrase.as_ref().map_or(1, |p| p.len);
            let adjective = u.phrase.is_none() && u.reading.pos == Pos::Adj;
            if adjective {
                adjective_seen = true;
                if let Some(a) = self.actor_of(j) {
                    self.adjective_evidence(np, a, inherit);
                    np.specified = true;
                }
                if u.reading.clitic(ART) && start == j && !np.definite {
                    // «وزير الداخلية»-like genitive by an adjective used as a noun.
                    closed = true;
                }
            } else {
                let a = self.actor_of(j);
                if let Some(a) = a {
                    let e = self.entry(a);
                    let mut inner = self.empty(j, NpKind::Actor);
                    inner.actor = Some(a);
                    inner.code = e.code;
                    inner.armed = e.armed;
                    inner.units = j..j + len;
                    if matches!(e.kind, ActorKind::Name | ActorKind::Who | ActorKind::State | ActorKind::Seat | ActorKind::Media) {
                        inner.named = Some(a);
                    }
                    if np.belongs.is_none() && e.code.country.is_none() && self.clitic(j, ART) && u.phrase.is_none() && matches!(e.kind, ActorKind::Org | ActorKind::Group | ActorKind::Name) {
                        np.belongs = Some(j);
                    }
                    // «نائب الرئيس المهندس خالد …»: what one has studied says nothing of the office.
                    if !(closed && e.kind == ActorKind::Person && personlike(np)) {
                        self.absorb(np, &inner, inherit, &mut inherited);
                    }
                    // «معالي الأمين العام لمجلس التعاون»: behind a title stands the office.
                    if head_kind == Some(ActorKind::Title) && e.kind == ActorKind::Person && np.names.is_empty() && e.inherit {
                        head_kind = Some(ActorKind::Person);
                        inherit = true;
                    }
                    if e.kind == ActorKind::Who {
                        np.names.extend(j..j + len);
                    }
                } else if let Some(p) = self.place_of(j) {
                    np.place = np.place.or(Some(p));
                    np.weak_country = np.weak_country.or(self.lexicon.places[p as usize].country);
                    // «برناردينو ليون»: behind a name, a name.
                    let name = np.names.last() == Some(&(j - 1));
                    if personlike(np) && (u.reading.pos == Pos::Propn && closed || name && len == 1) {
                        np.names.push(j);
                    }
                } else if u.reading.pos == Pos::Propn || u.reading.lexeme == UNKNOWN {
                    np.names.push(j);
                }
                np.specified = true;
                closed = closed || self.definite(j);
            }
            np.units.end = j + len;
            j += len;
        }
        if np.kind == NpKind::Place || np.kind == NpKind::Target {
            // «بلدة سروج بجنوب شرقي تركيا» keeps to the name; the country is evidence.
            if let Some(p) = np.place {
                np.weak_country = np.weak_country.or(self.lexicon.places[p as usize].country);
            }
        }
    }

    /// Takes in the office that stands behind a name, at unit `j`, if one does.
    fn office(&self, np: &mut Np, j: usize) -> bool {
        let n = self.words.len();
        let person = |j: usize| self.actor_of(j).is_some_and(|a| self.entry(a).kind == ActorKind::Person);
        if j >= n || !person(j) || !self.nominal(j) || self.words.at(j).inside || self.clitic(j, CONJ | PREP) {
            return false;
        }
        let inner = self.core(j);
        let end = inner.units.end;
        let closes = end >= n
            || matches!(self.kind(end), Kind::Sign | Kind::Quote(_) | Kind::Bracket(_))
            || self.words.at(end).is_verb()
            || self.words.at(end).reading.pos == Pos::Function
            || self.clitic(end, CONJ | PREP);
        if inner.kind != NpKind::Actor || !inner.specified || !closes {
            return false;
        }
        let (units, head, names) = (np.units.start..end, np.head, std::mem::take(&mut np.names));
        *np = Np { units, head, names, ..inner };
        true
    }

    /// «السفير حسين هريدي، مساعد وزير الخارجية المصري،», «محمد بن سلمان، ولي ولي العهد وزير الدفاع،»: takes in the offices that
    /// stand between commas behind a person's name, from unit `from` on.
    fn offices(&self, np: &mut Np, from: usize) {
        let n = self.words.len();
        let person = |j: usize| self.actor_of(j).is_some_and(|a| self.entry(a).kind == ActorKind::Person);
        let (mut j, mut office) = (from, None);
        while j < n && person(j) && self.nominal(j) && !self.words.at(j).inside && !self.clitic(j, CONJ | PREP) {
            let inner = self.core(j);
            let same = np.code.country.is_none() || inner.code.country.is_none() || inner.code.country == np.code.country;
            if inner.kind != NpKind::Actor || !inner.names.is_empty() || inner.quantity && !inner.definite || !same {
                return;
            }
            j = inner.units.end;
            // «النائب الثاني لرئيس مجلس الوزراء»
            if j < n && self.clitic(j, PREP) && person(j) {
                j = self.core(j).units.end;
            }
            office = office.or(inner.specified.then_some(inner));
        }
        let closed = j < n && self.kind(j) == Kind::Sign && (self.text.is(self.words.at(j).token, "،") || self.text.is(self.words.at(j).token, ","));
        let Some(inner) = office.filter(|_| closed) else { return };
        np.units.end = j;
        np.specified = true;
        if np.code.country.is_none() {
            let (units, head, names, named) = (np.units.clone(), np.head, std::mem::take(&mut np.names), np.named);
            *np = Np { units, head, names, named: named.or(inner.named), ..inner };
        }
    }

    /// Where a name in apposition that starts at `j` ends, if it is one: names up to a comma, verb or preposition.
    fn apposition(&self, j: usize) -> Option<usize> {
        let n = self.words.len();
        let mut k = j;
        let mut name = false;
        while k < n && k - j < 7 {
            let u = self.words.at(k);
            let who = self.actor_of(k).is_some_and(|a| matches!(self.entry(a).kind, ActorKind::Who | ActorKind::Title));
            let title = self.actor_of(k).is_some_and(|a| matches!(self.entry(a).kind, ActorKind::Title | ActorKind::Person)) && k == j;
            let is_name = who
                || title
                || u.inside
                || u.phrase.is_none() && u.reading.pos == Pos::Propn && self.kind(k) == Kind::Arabic
                || u.reading.lexeme == UNKNOWN && u.reading.nominal() && self.kind(k) == Kind::Arabic && name
                || u.phrase.as_ref().is_some_and(|p| p.payloads.iter().any(|p| matches!(p, Payload::Place(_)))) && name;
            if !is_name || self.clitic(k, CONJ | PREP) {
                break;
            }
            name |= who || u.reading.pos == Pos::Propn || u.inside;
            k += 1;
        }
        (name && k > j).then_some(k)
    }

    /// Whether unit `j` may continue the phrase.
    fn may_follow(&self, np: &Np, j: usize, closed: bool, adjective_seen: bool, personlike: &dyn Fn(&Np) -> bool) -> bool {
        let u = self.words.at(j);
        let r = u.reading;
        let entry = self.actor_of(j).map(|a| self.entry(a).kind);
        let adjective = u.phrase.is_none() && r.pos == Pos::Adj;
        let name = u.phrase.is_none() && (r.pos == Pos::Propn || r.lexeme == UNKNOWN) || matches!(entry, Some(ActorKind::Who));
        let last = np.units.end.saturating_sub(1);
        let last_name = np.names.last() == Some(&last);
        if adjective && (!r.feat(PARTICIPLE) || r.clitic(ART)) {
            // Agreement in case: «متمردون … مدنيين», «مسلحون صحفيا» are two phrases.
            let nominative = |k: usize| {
                let f = self.text.norm(self.words.at(k).token);
                let r = self.words.at(k).reading;
                if r.feat(ACCUSATIVE) && f.ends_with('ا') && !np.quantity && !r.clitic(ART) && r.suffix == 0 {
                    Some(false)
                } else if !r.feat(PLURAL | DUAL) || r.suffix > 0 || r.feat(FEMININE) && !r.feat(MASCULINE) {
                    None
                } else if f.ends_with("ون") || f.ends_with("ان") {
                    Some(true)
                } else if f.ends_with("ين") {
                    Some(false)
                } else {
                    None
                }
            };
            if let (Some(a), Some(b)) = (nominative(last), nominative(j))
                && a != b
            {
                return false;
            }
            // Agreement in definiteness; an indefinite adjective behind a closed phrase is a predicate or circumstance.
            if np.kind == NpKind::Name && np.names.contains(&last) && r.lexeme != UNKNOWN {
                return r.clitic(ART);
            }
            if closed {
                return r.clitic(ART) || np.quantity && !r.clitic(ART) && !np.definite;
            }
            return !r.clitic(ART) || matches!(entry, Some(ActorKind::Nationality | ActorKind::Adj)) || r.lexeme == UNKNOWN || !adjective_seen;
        }
        if adjective {
            return !closed && !r.feat(ACCUSATIVE) && self.actor_of(j).is_some();
        }
        if name {
            if last_name || personlike(np) {
                return true;
            }
            if np.kind == NpKind::Place || matches!(np.kind, NpKind::Target) {
                return true;
            }
            return !closed;
        }
        // «هاجم انتحاريان | مركز شرطة»: a noun that keeps its nun is annexed to nothing.
        if last == np.head && self.nunated(np, last) && (u.phrase.is_none() || matches!(entry, None | Some(ActorKind::Target | ActorKind::Org | ActorKind::State | ActorKind::Seat | ActorKind::Doc))) {
            return false;
        }
        if u.phrase.is_some() {
            // A named actor or place: genitive of an open phrase, apposition of a person, name of a place.
            return match entry {
                Some(ActorKind::Title) => personlike(np) || !closed,
                Some(ActorKind::Person) => !closed,
                // «القيادة السعودية»: the state's name is also the adjective.
                Some(ActorKind::State) if closed && self.words.at(last).reading.clitic(ART) && u.phrase.as_ref().is_some_and(|p| p.len == 1) => self.state_adjective(j).is_some(),
                // «الأمين العام للأمم المتحدة أنطونيو غوتيريش».
                Some(ActorKind::Who) => !closed || last_name || personlike(np) || self.actor_of(j).is_some_and(|a| self.entry(a).code == np.code),
                // «المسلحين الحوثيين»: a people's name in the plural agrees with the people before it.
                Some(ActorKind::Name | ActorKind::Group) if closed && self.agreeing_people(np, last, j) => true,
                Some(_) => !closed,
                None => !closed || np.kind == NpKind::Place && np.place.is_none() || last_name,
            };
        }
        // Common nouns. «الرهائن الأجانب»: a plural that may be an adjective agrees like one.
        let named = np.named.is_some_and(|n| self.entry(n).kind == ActorKind::Name) && np.names.is_empty();
        if closed
            && r.clitic(ART)
            && u.info.readings.iter().any(|o| o.pos == Pos::Adj && o.clitics == r.clitics && !o.feat(PARTICIPLE))
            && (named && !r.feat(PLURAL) || self.words.at(last).reading.clitic(ART) && self.words.at(last).reading.pos == Pos::Noun)
        {
            return true;
        }
        if closed {
            // «وزير الخارجية الأستاذ عادل …»: an office that is no state's, before a name.
            let academic = matches!(entry, Some(ActorKind::Person))
                && np.names.is_empty()
                && r.clitic(ART)
                && r.feat(SINGULAR)
                && self.actor_of(j).and_then(|a| self.entry(a).code.sector).is_some_and(|s| self.lexicon.ontology.sector(s).is_some_and(|s| !s.state && !s.arms && !s.people))
                && j + 1 < self.words.len()
                && (is_name(self.words.at(j + 1)) || self.actor_of(j + 1).is_some_and(|a| self.entry(a).kind == ActorKind::Who));
            let title = academic || matches!(entry, Some(ActorKind::Title)) || matches!(entry, Some(ActorKind::Person)) && matches!(np.actor.map(|a| self.entry(a).kind), Some(ActorKind::Title));
            return title && personlike(np);
        }
        // An indefinite accusative is annexed to nothing: «لقي 41 شخصا | حتفهم», «داعيا | البرلمان».
        let open = self.words.at(last).reading;
        if last == np.head
            && open.pos == Pos::Adj
            && open.feat(PARTICIPLE)
            && open.feat(ACCUSATIVE)
            && open.suffix == 0
            && !open.clitic(ART)
            && self.text.norm(self.words.at(last).token).ends_with('ا')
        {
            return false;
        }
        if last == np.head && open.pos == Pos::Noun && open.feat(ACCUSATIVE) && open.suffix == 0 && !open.clitic(ART) && r.suffix > 0 && self.text.norm(self.words.at(last).token).ends_with('ا') {
            return false;
        }
        if adjective_seen {
            return false;
        }
        if self.is_event(j) && entry.is_none() {
            // «وزير دفاع» is fine by its phrase; «جنود هجوما» is not.
            return !r.feat(ACCUSATIVE) && r.clitic(ART) && !np.quantity && np.actor.is_some();
        }
        let accusative = r.feat(ACCUSATIVE) && self.text.norm(u.token).ends_with('ا') && !r.clitic(ART) && r.suffix == 0;
        !accusative || np.quantity && np.units.end == j && np.units.start + 1 == j
    }

    /// «27 من الجنود», «90 في المئة من الجنود»: whether what is counted stands behind unit `j`; where it was («30 في هجوم») does not.
    fn partitive(&self, j: usize) -> bool {
        let per = |j: usize| j < self.words.len() && crate::counts::quantity(self.lexicon, self.text, self.words, j).is_some();
        self.has(j, Func::Tail) && self.words.at(j).reading.pos == Pos::Function && (!self.has(j, Func::Locative) || per(j + 1))
    }

    /// Whether the head of a phrase of people is a dual or a sound plural with its nun, and no official whose name may follow.
    fn nunated(&self, np: &Np, head: usize) -> bool {
        let u = self.words.at(head);
        let r = u.reading;
        let people = np.actor.is_some_and(|a| matches!(self.entry(a).kind, ActorKind::Person | ActorKind::Group | ActorKind::Adj | ActorKind::Nationality));
        let form = self.text.norm(u.token);
        let dual = r.feat(DUAL) && !r.feat(PLURAL | CONSTRUCT) && (form.ends_with("ان") || form.ends_with("ين"));
        let plural = r.feat(PLURAL) && !r.feat(CONSTRUCT) && (form.ends_with("ون") || form.ends_with("ين"));
        people && u.phrase.is_none() && r.suffix == 0 && !r.clitic(ART) && (dual || plural)
    }

    /// Whether unit `j`, a name by itself, is an adjective in the plural that agrees with people named before it.
    fn agreeing_people(&self, np: &Np, last: usize, j: usize) -> bool {
        let (u, head) = (self.words.at(j), self.words.at(last));
        let adjective = u.phrase.as_ref().is_some_and(|p| p.len == 1) && u.info.readings.iter().any(|o| o.pos == Pos::Adj && o.clitic(ART) && !o.clitic(CONJ | PREP) && o.feat(PLURAL));
        let people = last == np.head
            && head.phrase.is_none()
            && head.reading.clitic(ART)
            && head.reading.feat(PLURAL)
            && np.actor.is_some_and(|a| matches!(self.entry(a).kind, ActorKind::Group | ActorKind::Person | ActorKind::Adj));
        let (a, b) = (self.text.norm(head.token), self.text.norm(u.token));
        let case = |s: &str| s.ends_with("ون").then_some(true).or(s.ends_with("ين").then_some(false));
        adjective && people && (case(a).is_none() || case(a) == case(b))
    }

    /// «إطلاق نار من مدفعية الجيش»: whether the event noun right before unit `i` has a slot for the preposition at `j`.
    fn of_event(&self, i: usize, j: usize) -> bool {
        let Some(before) = i.checked_sub(1).filter(|b| self.is_event(*b)) else { return false };
        let Some(word) = self.prep_word(j) else { return false };
        let slot = crate::lexicon::Slot::Prep(word);
        let frames = |r: &crate::words::Reading| r.lexeme != UNKNOWN && self.lexicon.lexemes[r.lexeme as usize].frames.iter().any(|f| self.lexicon.frames[*f as usize].role(slot).is_some());
        self.words.at(before).info.readings.iter().any(frames)
    }

    /// A tail «في وزارة الدفاع», «باسم الحكومة», «من تنظيم …» with what stands in it.
    fn tail(&self, np: &Np, j: usize, head: Option<ActorKind>, inherit: bool, inherited: bool) -> Option<(Np, bool)> {
        let takes = matches!(head, Some(ActorKind::Person | ActorKind::Source | ActorKind::Group | ActorKind::Target | ActorKind::Doc))
            || inherit && head == Some(ActorKind::Org)
            || head.is_none() && matches!(np.kind, NpKind::Place | NpKind::Other);
        if !takes || self.nps.len() > 400 || head.is_none() && self.of_event(np.units.start, j) {
            return None;
        }
        let u = self.words.at(j);
        let (k, tail) = if let Some(p) = &u.phrase
            && self.phrase_func(p) == Some(Func::Tail)
        {
            (j + p.len, true)
        } else if self.clitic(j, BA | LAM) {
            (j, self.clitic(j, LAM) && (inherit || matches!(head, Some(ActorKind::Target)) || head.is_none()) && !inherited)
        } else {
            // A document is «for» or «by» somebody; where it lies says nothing.
            (j + 1, self.has(j, Func::Tail) && (head != Some(ActorKind::Doc) || !self.has(j, Func::Locative)))
        };
        if !tail || k >= self.words.len() || !self.nominal(k) || (k > j && self.clitic(k, PREP | CONJ)) {
            return None;
        }
        let inner = self.core(k);
        let entry = inner.actor.map(|a| self.entry(a).kind);
        let fits = match entry {
            // «حررت مدينة من قبضة الحوثيين»: a place is nobody's by «من».
            _ if np.kind == NpKind::Place && head.is_none() && !self.clitic(j, BA | LAM) && !self.has(j, Func::Locative) => false,
            Some(ActorKind::Org | ActorKind::Name | ActorKind::Group | ActorKind::Adj) => true,
            // «المتحدث باسم حاكم الإقليم»
            Some(ActorKind::Person) => self.has(j, Func::Behalf),
            // «المتحدث باسم البيت الأبيض»: in whose name, not where.
            Some(ActorKind::State | ActorKind::Seat) if head == Some(ActorKind::Person) => inherit && np.code.country.is_none() && self.has(j, Func::Behalf),
            Some(ActorKind::State | ActorKind::Seat) => inherit && np.code.country.is_none() && !np.quantity && matches!(head, Some(ActorKind::Source | ActorKind::Doc)),
            _ if head.is_none() && !self.clitic(j, LAM) => false,
            Some(ActorKind::Nationality) => inner.kind == NpKind::Actor && np.quantity,
            // «المتحدث باسم محافظة الأنبار».
            None if inner.kind == NpKind::Place && inherit && head == Some(ActorKind::Person) && !inherited && np.code.country.is_none() => return Some((inner, false)),
            _ => false,
        };
        // «قائد القوات في المحافظة»: what already has its side keeps it.
        // Things belong to those who bear arms («أهداف لتنظيم …», «قاعدة للجيش»); of other things «ل» says little.
        let bears = |c: Code| c.sector.and_then(|s| self.lexicon.ontology.sector(s)).is_some_and(|s| s.arms);
        let arms = bears(inner.code);
        // «تراجع القوات من الجامعة»: those under arms belong to no body without.
        let state = self.lexicon.ontology.state_sector();
        let fits = fits && !(head == Some(ActorKind::Group) && bears(np.code) && !arms && inner.code.sector.is_some() && inner.code.sector != state);
        let fits = fits && (head.is_some() || matches!(entry, Some(ActorKind::Org | ActorKind::Name | ActorKind::Group)) && (arms || np.kind == NpKind::Place));
        (fits && (!inherited || np.code.country.is_none()) && inner.code != Code::default()).then_some((inner, inherit || matches!(entry, Some(ActorKind::Name))))
    }

    /// Takes a genitive, tail or name into account.
    fn absorb(&self, np: &mut Np, inner: &Np, inherit: bool, inherited: &mut bool) {
        np.specified = true;
        np.weak_country = np.weak_country.or(inner.weak_country).or(inner.code.country.filter(|_| inner.code.sector.is_none()));
        np.names.extend(inner.names.iter().copied());
        if np.place.is_none() {
            np.place = inner.place;
        }
        let kind = inner.actor.map(|a| self.entry(a).kind);
        let head_kind = np.actor.map(|a| self.entry(a).kind);
        if np.named.is_none() {
            np.named = inner.named;
        }
        let Some(kind) = kind else { return };
        if np.actor.is_none()
            && np.annexed.is_none()
            && let Some(a) = inner.actor
        {
            np.annexed = Some((a, inner.code));
        }
        if np.counterpart {
            np.code = merge(np.code, inner.code);
            return;
        }
        let group = matches!(head_kind, Some(ActorKind::Group | ActorKind::Org | ActorKind::Target));
        match kind {
            ActorKind::Name | ActorKind::Who if group || inherit => {
                let side = if group { inner.armed.unwrap_or(inner.code) } else { inner.code };
                if np.code.country.is_none() {
                    np.code.country = side.country;
                }
                if np.code.sector.is_none() && kind == ActorKind::Who {
                    np.code.sector = side.sector;
                }
                let arms = side.sector.and_then(|s| self.lexicon.ontology.sector(s)).is_some_and(|s| s.arms);
                if kind == ActorKind::Name
                    && (side.sector.is_some() || side.country.is_some_and(|c| self.lexicon.ontology.wide.contains(&c)))
                    && !*inherited
                    && (inherit || arms || np.code.sector.is_none())
                {
                    let army = head_kind == Some(ActorKind::Group)
                        && np.code.sector.and_then(|s| self.lexicon.ontology.sector(s)).is_some_and(|s| s.arms)
                        && side.sector == self.lexicon.ontology.state_sector();
                    // «القوات الموالية لحكومة …» are its army.
                    np.code = if army { Code { sector: self.lexicon.ontology.army_sector(), ..side } } else { side };
                    np.armed = inner.armed.or(np.armed);
                } else if inherit && !*inherited && side.sector.is_some() && kind == ActorKind::Name {
                    np.code.sector = side.sector;
                }
                *inherited = true;
            }
            // «وكالة "فرانس برس"» is no authority.
            ActorKind::Media if inherit && !*inherited => {
                np.code.sector = inner.code.sector.or(np.code.sector);
                *inherited = true;
            }
            ActorKind::Org | ActorKind::Group | ActorKind::Person | ActorKind::Adj | ActorKind::Target if inherit && !*inherited => {
                let arms = |c: Code| c.sector.and_then(|s| self.lexicon.ontology.sector(s)).is_some_and(|s| s.arms);
                if head_kind == Some(ActorKind::Group) && arms(np.code) && inner.code.sector == self.lexicon.ontology.state_sector() {
                    // «القوات الموالية لحكومة …» are its army.
                    np.code.sector = self.lexicon.ontology.army_sector();
                } else if inner.code.sector.is_some() {
                    np.code.sector = inner.code.sector;
                }
                if np.code.country.is_none() || kind == ActorKind::Adj {
                    np.code.country = inner.code.country.or(np.code.country);
                }
                // «لجنة … في البرلمان»: a body that takes its sector itself leaves the question open.
                *inherited = inner.code.sector.is_some() && !inner.actor.is_some_and(|a| self.entry(a).inherit && self.entry(a).kind == ActorKind::Org);
            }
            _ => {
                if np.code.country.is_none() {
                    np.code.country = inner.code.country;
                }
                if np.code.sector.is_none() && matches!(kind, ActorKind::Who | ActorKind::Person | ActorKind::Name) {
                    np.code.sector = inner.code.sector;
                }
            }
        }
    }

    /// «الموالية لـ», «التابعة لـ»: the side lends its country, and its sector where the head has none.
    fn side_with(&self, np: &mut Np, inner: &Np) {
        np.specified = true;
        if np.code.country.is_none() {
            np.code.country = inner.code.country.or(inner.weak_country);
        }
        // «القوات الموالية للرئيس السابق …»: those who bear arms for somebody are whom he has under arms.
        let bears = |c: Code| c.sector.and_then(|s| self.lexicon.ontology.sector(s)).is_some_and(|s| s.arms);
        let own = inner.named.and_then(|n| self.entry(n).armed).or(inner.armed).filter(|c| bears(*c));
        if let Some(side) = own
            && np.kind != NpKind::Source
            && bears(np.code)
        {
            np.code = side;
            return;
        }
        let arms = inner.code.sector.and_then(|s| self.lexicon.ontology.sector(s)).is_some_and(|s| s.arms);
        if np.code.sector.is_none() || arms && np.kind != NpKind::Source && np.actor.is_some_and(|a| matches!(self.entry(a).kind, ActorKind::Target | ActorKind::Group)) {
            np.code.sector = inner.code.sector.or(np.code.sector);
            np.code.country = inner.code.country.or(np.code.country);
        }
    }

    fn adjective_evidence(&self, np: &mut Np, a: u32, inherit: bool) {
        let e = self.entry(a);
        match e.kind {
            ActorKind::Nationality => {
                // «داعش الليبي»: a movement at large becomes its branch.
                let wide = np.code.country.is_some_and(|c| self.lexicon.ontology.wide.contains(&c));
                // «قوات النظام اليمني»: so does a body that is called the same elsewhere.
                let elsewhere = np.actor.is_some_and(|a| self.entry(a).kind == ActorKind::Name) && np.named == np.actor && np.names.is_empty();
                if np.code.country.is_none() || wide && np.code.sector.is_some() || elsewhere {
                    np.code.country = e.code.country;
                }
                if np.kind == NpKind::Other && np.counterpart {
                    np.kind = NpKind::Actor;
                }
            }
            ActorKind::Adj => {
                let open = np.code.sector.is_none() || inherit && np.actor.is_none_or(|h| self.entry(h).code.sector == np.code.sector);
                if open && e.code.sector.is_some() {
                    np.code.sector = e.code.sector;
                }
                if np.code.country.is_none() {
                    np.code.country = e.code.country;
                }
                // «الميليشيات الحوثية»: a side overrides what the noun says.
                if e.code.country.is_some() && e.code.sector.is_some() && np.actor.is_some() {
                    np.code = e.code;
                    np.armed = e.armed;
                }
            }
            _ => {}
        }
    }
}

fn merge(a: Code, b: Code) -> Code {
    Code { country: a.country.or(b.country), sector: a.sector.or(b.sector) }
}

/// The printed units of a phrase as a span of the text.
pub fn span(text: &Text, words: &Words, units: &Range<usize>) -> crate::span::Span {
    let first = &words.units[units.start];
    let last = &words.units[units.end.max(units.start + 1) - 1];
    text.tokens[first.token].span.join(text.tokens[last.token].span)
}

/// Whether a unit is a name in its sentence.
pub fn is_name(unit: &Unit) -> bool {
    unit.reading.pos == Pos::Propn || unit.reading.lexeme == UNKNOWN
}
