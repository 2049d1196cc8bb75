//! Who is meant: codes for phrases that lean on what was said before («الوزير»، «المصدر»، a family name alone,
//! pronouns, dropped subjects), and countries for those that name none.
//!
//! The memory is that of one report. Later mentions look backwards only; nothing is guessed from what follows, except
//! the country that a report is mostly about, which is counted beforehand.

use crate::entry::{ActorKind, Func};
use crate::inflect::{DUAL, FEMININE, PLURAL};
use crate::lexicon::{LexemeId, Lexicon, Payload, Pos, Word};
use crate::mentions::{Np, NpKind, span};
use crate::ontology::{Code, Three};
use crate::span::Span;
use crate::text::Text;
use crate::words::{Agreement, UNKNOWN, Words, agreement};
use rustc_hash::FxHashMap;

/// A party or source with its code, where its words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entity {
    /// The words; for a pronoun or a dropped subject those of the antecedent.
    pub span: Span,
    /// Its code.
    pub code: Code,
    /// Its code under arms.
    pub armed: Option<Code>,
    /// The entry that names it (a public person, body or state), for its id.
    pub named: Option<u32>,
    /// A state as such, which acts by its government or army.
    pub state: bool,
    /// People named by their nationality alone («الأميركيون»).
    pub national: bool,
    /// Several people.
    pub plural: bool,
    /// Feminine, as states and bodies are.
    pub feminine: bool,
}

#[derive(Debug)]
struct Known {
    head: LexemeId,
    actor: Option<u32>,
    entity: Entity,
    sentence: usize,
    /// The words of a title that leads in a name.
    title: Vec<Word>,
}

/// What is known so far of those who were named in a report.
#[derive(Debug)]
pub struct Memory<'l> {
    lexicon: &'l Lexicon,
    known: Vec<Known>,
    names: FxHashMap<String, Entity>,
    /// The last words of names of persons.
    surnames: Vec<String>,
    /// The name before a headline's colon that nothing has told of yet, and the sentence where it stands.
    headline: Option<(String, usize)>,
    /// The country that the report is mostly about.
    pub focus: Option<Three>,
    /// How often the report names which country.
    pub weights: Focus,
    /// Who spoke last.
    pub last_source: Option<Entity>,
    /// Who spoke before, the last at the end.
    spoke: Vec<Entity>,
    /// Who acted last.
    pub last_subject: Vec<Entity>,
    /// The words by which sites were called («قاعدة العند»).
    sites: Vec<Word>,
}

/// How many sentences below a headline its speaker may be told of by office.
const LEAD: usize = 3;

/// How many mentions are remembered at least.
const REMEMBERED: usize = 200;

/// Counts what countries a report speaks of.
#[derive(Debug, Default)]
pub struct Focus {
    counts: FxHashMap<Three, u32>,
    /// Where the publisher is at home.
    pub home: Option<Three>,
}

impl Focus {
    /// Nothing counted yet, of a publisher who is at home somewhere or anywhere.
    pub fn new(home: Option<Three>) -> Focus {
        Focus { counts: FxHashMap::default(), home }
    }

    /// Adds the countries that a sentence names; places weigh twice, since events happen there.
    pub fn add(&mut self, lexicon: &Lexicon, words: &Words) {
        for unit in &words.units {
            if let Some(p) = &unit.phrase {
                let shared = states(lexicon, &p.payloads).nth(1).is_some();
                for payload in &p.payloads {
                    match payload {
                        // «المملكة» may be several; at home it is the publisher's.
                        Payload::Actor(a) if shared => self.count(lexicon, lexicon.actors[*a as usize].code.country.filter(|c| Some(*c) == self.home), 1),
                        Payload::Actor(a) => {
                            let e = &lexicon.actors[*a as usize];
                            if matches!(e.kind, ActorKind::State | ActorKind::Seat | ActorKind::Who | ActorKind::Name) {
                                self.count(lexicon, e.code.country, 1);
                            }
                        }
                        // Villages share their names with too many words and with each other.
                        Payload::Place(p) if hamlet(lexicon, *p) => {}
                        Payload::Place(p) => self.count(lexicon, lexicon.places[*p as usize].country, 2),
                        _ => {}
                    }
                }
            } else if unit.reading.lexeme != crate::words::UNKNOWN
                && let Some(a) = lexicon.lexemes[unit.reading.lexeme as usize].actor
            {
                let e = &lexicon.actors[a as usize];
                if matches!(e.kind, ActorKind::Nationality | ActorKind::Adj) {
                    self.count(lexicon, e.code.country, 1);
                }
            }
        }
    }

    /// Adds weight to one country.
    pub fn count(&mut self, lexicon: &Lexicon, country: Option<Three>, weight: u32) {
        if let Some(c) = country.filter(|c| !lexicon.ontology.wide.contains(c)) {
            *self.counts.entry(c).or_default() += weight;
        }
    }

    /// «المملكة»: which of the states that share a name is meant; the publisher's own before the one named most.
    pub fn meant(&self, lexicon: &Lexicon, payloads: &[Payload]) -> Option<u32> {
        states(lexicon, payloads).nth(1)?;
        let weight = |a: &u32| lexicon.actors[*a as usize].code.country.map(|c| (Some(c) == self.home, self.weight(c)));
        states(lexicon, payloads).enumerate().max_by_key(|(n, a)| (weight(a), std::cmp::Reverse(*n))).map(|(_, a)| a)
    }

    /// How much a country weighs.
    fn weight(&self, country: Three) -> u32 {
        self.counts.get(&country).copied().unwrap_or(0)
    }

    /// The country named most.
    pub fn country(&self) -> Option<Three> {
        self.counts.iter().max_by_key(|(c, n)| (**n, std::cmp::Reverse(**c))).map(|(c, _)| *c)
    }
}

impl<'l> Memory<'l> {
    /// An empty memory.
    pub fn new(lexicon: &'l Lexicon, focus: Option<Three>) -> Memory<'l> {
        Memory {
            lexicon,
            known: Vec::new(),
            names: FxHashMap::default(),
            surnames: Vec::new(),
            headline: None,
            focus,
            weights: Focus::default(),
            last_source: None,
            spoke: Vec::new(),
            last_subject: Vec::new(),
            sites: Vec::new(),
        }
    }

    /// Resolves all phrases of a sentence, in order; phrases that are no actors give nothing.
    pub fn resolve(&mut self, text: &Text, words: &Words, nps: &[Np], sentence: usize) -> Vec<Vec<Entity>> {
        let lands = lands(self.lexicon, words, nps, self.focus);
        let mut out: Vec<Vec<Entity>> = Vec::with_capacity(nps.len());
        for (k, np) in nps.iter().enumerate() {
            let place = land(&lands, np.units.end, self.focus);
            let entities = self.one(text, words, nps, &out, k, place, sentence);
            if let Some(e) = entities.first().filter(|_| entities.len() == 1) {
                self.remember(text, words, np, *e, sentence);
                if let Some((name, at)) = self.headline.take_if(|(_, at)| sentence > *at) {
                    if sentence <= at + LEAD && self.speaks_by_office(words, np) {
                        self.names.entry(name).or_insert(*e);
                    } else {
                        self.headline = Some((name, at));
                    }
                }
            }
            // «قاعدة العند»: what is called so by itself afterwards is no body of that name.
            if np.kind == NpKind::Place && !words.at(np.head).reading.clitic(crate::words::ART) {
                let first = words.at(np.head).info.stems.iter().copied();
                self.sites.extend(first.filter(|w| site_word(self.lexicon, words, np, *w)).collect::<Vec<_>>());
            }
            out.push(entities);
        }
        // «عسيري: …»
        if let Some(np) = nps.first().filter(|np| np.kind == NpKind::Name && np.units.start == 0 && self.headline.is_none())
            && np.units.end < words.len()
            && text.is(words.at(np.units.end).token, ":")
            && let Some(last) = np.names.last()
            && !self.names.contains_key(&bare(text, words, *last))
        {
            self.headline = Some((bare(text, words, *last), sentence));
        }
        out
    }

    /// «أكد المتحدث باسم التحالف …» below «عسيري: …»: whether one person speaks who is called by the office alone.
    fn speaks_by_office(&self, words: &Words, np: &Np) -> bool {
        let one = np.kind == NpKind::Actor && np.names.is_empty() && np.named.is_none_or(|n| self.lexicon.actors[n as usize].kind != ActorKind::Who) && !np.quantity && !np.dual && np.coord.is_none();
        let office = np.actor.is_some_and(|a| self.lexicon.actors[a as usize].kind == ActorKind::Person) && !words.at(np.head).reading.feat(PLURAL);
        let says = np.units.start.checked_sub(1).map(|v| words.at(v)).is_some_and(|v| v.is_verb() && v.reading.lexeme != UNKNOWN && self.lexicon.lexemes[v.reading.lexeme as usize].says);
        one && office && says
    }

    #[allow(clippy::too_many_arguments, reason = "one call site; the parts of a sentence belong together")]
    fn one(&mut self, text: &Text, words: &Words, nps: &[Np], before: &[Vec<Entity>], k: usize, place: Option<Three>, sentence: usize) -> Vec<Entity> {
        let np = &nps[k];
        let unit = words.at(np.head);
        let kind = np.actor.map(|a| self.lexicon.actors[a as usize].kind);
        let ontology = &self.lexicon.ontology;
        let form = text.norm(unit.token);
        let mut e = Entity {
            span: span(text, words, &np.units),
            code: np.code,
            armed: np.armed,
            named: np.named.filter(|n| np.actor == Some(*n) || self.lexicon.actors[*n as usize].kind == ActorKind::Who),
            state: matches!(kind, Some(ActorKind::State | ActorKind::Seat)),
            national: kind == Some(ActorKind::Nationality) && !np.counterpart,
            plural: np.quantity || unit.reading.feat(PLURAL) && !np.feminine || np.dual,
            feminine: np.feminine
                || match kind {
                    // «العراق», «السودان»: of states only some with the article are masculine.
                    Some(ActorKind::State | ActorKind::Seat) => !unit.reading.clitic(crate::words::ART) && !form.starts_with("ال") || form.ends_with(['ة', 'ا']),
                    Some(ActorKind::Org | ActorKind::Name) => form.ends_with('ة'),
                    _ => false,
                },
        };
        match np.kind {
            NpKind::Actor | NpKind::Source | NpKind::Doc | NpKind::Target => {}
            NpKind::Name => {
                let known = np.names.iter().find_map(|n| self.names.get(&bare(text, words, *n)));
                return known.map(|k| Entity { span: e.span, ..*k }).into_iter().collect();
            }
            NpKind::Party => {
                if np.code.country.is_some() {
                    e.code.sector = e.code.sector.or(ontology.state_sector());
                    e.plural = false;
                    return vec![e];
                }
                if np.dual || unit.reading.feat(PLURAL) {
                    return if np.code.sector == ontology.state_sector() { self.two_states(e.span, sentence) } else { self.last_two(e.span) };
                }
                return Vec::new();
            }
            NpKind::Other | NpKind::Place if np.homeland => {
                // «بلاده»: whose it is, as a state.
                let owner = self.antecedent(nps, before, np.head, np.owner).or(self.last_source);
                let Some(country) = owner.and_then(|o| o.code.country) else { return Vec::new() };
                e.code = Code { country: Some(country), sector: ontology.state_sector() };
                e.state = true;
                return vec![e];
            }
            _ => return Vec::new(),
        }
        // «القاعدة» behind «قاعدة العند», where no body of that name was told of by its whole name.
        if kind == Some(ActorKind::Name) && np.units.len() == 1 && unit.info.stems.iter().any(|w| self.sites.contains(w)) {
            let told = self.known.iter().any(|k| k.entity.named == np.named && k.entity.span.len() > e.span.len());
            if !told {
                return Vec::new();
            }
        }
        let nationality = kind == Some(ActorKind::Nationality);
        if e.state || np.counterpart && e.code.country.is_some() && e.code.sector.is_none() {
            e.code.sector = e.code.sector.or(ontology.state_sector());
        }
        if np.kind == NpKind::Doc && e.code.sector.is_none() && e.code.country.is_some() {
            e.code.sector = ontology.state_sector().filter(|_| !e.code.country.is_some_and(|c| ontology.wide.contains(&c)));
        }
        if np.counterpart {
            // «نظيره التركي»: the office of the one before.
            let office = before.iter().rev().flatten().next().copied().or(self.last_subject.first().copied());
            if let Some(o) = office {
                e.code.sector = o.code.sector.or(e.code.sector);
            }
        }
        if nationality && e.code.sector.is_none() {
            e.code.sector = ontology.people_sector();
            e.plural = true;
        }
        // A name met before.
        if (e.code.country.is_none() || e.code.sector.is_none() || kind == Some(ActorKind::Title))
            && let Some(k) = np.names.iter().find_map(|n| self.names.get(&bare(text, words, *n)))
        {
            e.code.country = e.code.country.or(k.code.country);
            if e.code.sector.is_none() || kind == Some(ActorKind::Title) {
                e.code.sector = k.code.sector.or(e.code.sector);
            }
            e.named = e.named.or(k.named);
        }
        // «الوزيران»: the two of that office.
        if np.dual && np.definite && !np.specified {
            let pair = self.pair(unit.reading.lexeme, e.code.sector, e.span);
            if pair.len() == 2 {
                return pair;
            }
        }
        // «المرصد», «المصدر», «التنظيم»: the one named before by the same head.
        if !np.specified && np.definite && !np.quantity && !e.state {
            let head = unit.reading.lexeme;
            let entry_inherits = np.actor.is_some_and(|a| self.lexicon.actors[a as usize].inherit) || matches!(np.kind, NpKind::Source | NpKind::Doc);
            let same = self.known.iter().rev().find(|k| k.head == head || k.actor.is_some() && k.actor == np.actor);
            let unplaced = |c: Code| c.sector.and_then(|s| ontology.sector(s)).is_some_and(|s| s.unplaced);
            // «المسلحون», «الإرهابيون»: those under arms against the state who were named shortly before.
            if unplaced(e.code) && same.is_none() {
                let rebels =
                    |k: &&Known| k.sentence + 3 > sentence && k.entity.named.is_some() && k.entity.code.sector.and_then(|s| ontology.sector(s)).is_some_and(|s| s.arms && !s.loyal && !s.unplaced);
                if let Some(k) = self.known.iter().rev().find(rebels) {
                    e.code = k.entity.code;
                }
            }
            let found = same.or_else(|| {
                // «التنظيم» for a group named otherwise.
                let sector = e.code.sector?;
                self.known.iter().rev().find(|k| k.entity.code.sector == Some(sector) && k.entity.code.country.is_some() && k.sentence + 4 > sentence && k.entity.plural == e.plural)
            });
            if let Some(k) = found {
                e.code.country = e.code.country.or(k.entity.code.country);
                // «المقاومة» for «المقاومة الشعبية»: the body named whole.
                let whole = same.is_some() && k.entity.named.is_some_and(|n| self.lexicon.actors[n as usize].kind == ActorKind::Name);
                if e.code.sector.is_none() || entry_inherits || whole {
                    e.code.sector = k.entity.code.sector.or(e.code.sector);
                }
                e.named = e.named.or(k.entity.named);
                e.armed = e.armed.or(k.entity.armed);
            } else if let (NpKind::Source | NpKind::Doc, Some(s)) = (np.kind, self.last_source) {
                e.code = s.code;
            }
        }
        // «قوات البعثة», «مسلحي الحركة»: the body that was named whole before.
        if e.code.country.is_none()
            && let Some(j) = np.belongs
        {
            let inner = words.at(j).reading.lexeme;
            let entry = self.lexicon.lexemes[inner as usize].actor;
            let whole = self.known.iter().rev().find(|k| (k.head == inner || k.actor.is_some() && k.actor == entry) && k.entity.code.country.is_some());
            if let Some(k) = whole {
                let bears = |c: Code| c.sector.and_then(|s| ontology.sector(s)).is_some_and(|s| s.arms);
                // The fighters of a party are its armed side, its delegation is not.
                let side = k.entity.armed.filter(|_| bears(e.code) || kind == Some(ActorKind::Target)).unwrap_or(k.entity.code);
                let arms = bears(side);
                let inherits = np.actor.is_some_and(|a| self.lexicon.actors[a as usize].inherit);
                e.code.country = side.country;
                if inherits || e.code.sector.is_none() || arms && matches!(kind, Some(ActorKind::Group | ActorKind::Target)) {
                    e.code.sector = side.sector.or(e.code.sector);
                }
                e.armed = e.armed.or(k.entity.armed);
            }
        }
        // «سموه», «معاليه»: whoever bore such a title last.
        if np.owner > 0 && kind == Some(ActorKind::Title) {
            let titled = |k: &&Known| k.entity.code.country.is_some() && unit.info.stems.iter().any(|w| k.title.contains(w));
            if let Some(k) = self.known.iter().rev().find(titled) {
                e.code.country = k.entity.code.country;
                e.code.sector = k.entity.code.sector.or(e.code.sector);
            }
        }
        // «جنودها», «حكومته»: the owner's country.
        if np.owner > 0
            && e.code.country.is_none()
            && let Some(owner) = self.antecedent(nps, before, np.head, np.owner)
        {
            e.code.country = owner.code.country;
        }
        // A medium is of the country where it is at home, wherever it reports from.
        let medium = np.named.map(|n| &self.lexicon.actors[n as usize]).filter(|a| a.kind == ActorKind::Media);
        if let Some(m) = medium {
            e.code.country = e.code.country.or(m.home);
        }
        if e.code.country.is_none()
            && medium.is_none()
            && let Some(sector) = e.code.sector
            && !ontology.sector(sector).is_some_and(|s| s.unplaced)
        {
            e.code.country = np.weak_country.or(place).or(self.focus);
        }
        if e.code.country.is_some_and(|c| ontology.bodies.contains(&c)) && e.code.sector == ontology.state_sector() {
            e.code.sector = None;
        }
        if e.code.is_empty() { Vec::new() } else { vec![e] }
    }

    /// Notes who speaks.
    pub fn speaks(&mut self, source: Entity) {
        const VOICES: usize = 8;
        self.last_source = Some(source);
        self.spoke.push(source);
        if self.spoke.len() > VOICES {
            self.spoke.remove(0);
        }
    }

    /// «… رياض ياسين. … أضاف ياسين», «… برناردينو ليون. … وكان ليون دعا»: a word behind a verb that is the last of a person's name in the
    /// report is that person, whatever else it may be.
    pub fn recall(&self, text: &Text, words: &Words, nps: &mut [Np]) {
        if self.surnames.is_empty() {
            return;
        }
        for np in nps {
            let unit = words.at(np.head);
            let single = np.units.len() == 1 && np.prep.is_none() && np.genitive_of.is_none() && np.coord.is_none() && np.owner == 0;
            let place = np.kind == NpKind::Place && unit.phrase.as_ref().is_some_and(|p| p.len == 1 && p.clitics == 0);
            let other = np.kind == NpKind::Other && np.actor.is_none() && unit.phrase.is_none() && unit.reading.clitics & !crate::words::ART == 0;
            let verb = np.units.start.checked_sub(1).is_some_and(|v| {
                let r = words.at(v).reading;
                words.at(v).is_verb() || r.pos == Pos::Function && r.lexeme != UNKNOWN && self.lexicon.lexemes[r.lexeme as usize].funcs.contains(&Func::Aspect)
            });
            if single && (place || other) && verb && self.surnames.iter().any(|s| *s == bare(text, words, np.head)) {
                (np.kind, np.names, np.place) = (NpKind::Name, vec![np.head], None);
                (np.quantity, np.dual) = (false, false);
            }
        }
    }

    /// Who spoke last of those that a verb of the given features may be told of.
    pub fn speaker(&self, feats: u32) -> Option<Entity> {
        self.spoke.iter().rev().take(4).find(|e| told_of(e, feats)).copied().or(self.last_source)
    }

    fn remember(&mut self, text: &Text, words: &Words, np: &Np, entity: Entity, sentence: usize) {
        let unit = words.at(np.head);
        // A public person who is named without title or office is known by the last word of the name.
        let who = np.actor.filter(|_| np.names.is_empty()).is_some_and(|a| self.lexicon.actors[a as usize].kind == ActorKind::Who);
        let last = unit.phrase.as_ref().filter(|p| who && p.len > 1).map(|p| np.head + p.len - 1);
        let placed = entity.code.sector.is_some() || entity.code.country.is_some_and(|c| self.lexicon.ontology.bodies.contains(&c));
        for n in np.names.iter().copied().chain(last) {
            let name = bare(text, words, n);
            if name.chars().count() > 2 && placed {
                self.names.entry(name).or_insert(entity);
            }
        }
        // «… برناردينو ليون. … وكان ليون دعا»
        if let Some(n) = np.names.last().copied().filter(|n| np.names.len() > 1 && np.units.end == n + 1 && !np.quantity).or(last)
            && !self.surnames.contains(&bare(text, words, n))
        {
            self.surnames.push(bare(text, words, n));
        }
        // Who was named pages ago is not meant by «the minister».
        if self.known.len() >= 2 * REMEMBERED {
            self.known.drain(..REMEMBERED);
        }
        if entity.code.country.is_some() || np.specified {
            let titled = np.actor.is_some_and(|a| self.lexicon.actors[a as usize].kind == ActorKind::Title);
            let title = if titled { np.units.clone().flat_map(|k| words.at(k).info.stems.iter().copied()).collect() } else { Vec::new() };
            self.known.push(Known { head: unit.reading.lexeme, actor: np.actor, entity, sentence, title });
        }
    }

    /// «البلدان»: of the states whose people or bodies were named nearby the two that the report names most.
    fn two_states(&self, at: Span, sentence: usize) -> Vec<Entity> {
        const NEARBY: usize = 8;
        let single = |c: &Three| !self.lexicon.ontology.wide.contains(c) && !self.lexicon.ontology.bodies.contains(c);
        let mut near: Vec<Three> = Vec::new();
        for c in self.known.iter().rev().filter(|k| k.sentence + NEARBY >= sentence).filter_map(|k| k.entity.code.country).filter(single) {
            if !near.contains(&c) {
                near.push(c);
            }
        }
        if near.len() < 2 {
            let mut all: Vec<Three> = self.weights.counts.keys().copied().filter(single).collect();
            all.sort_by_key(|c| (std::cmp::Reverse(self.weights.weight(*c)), *c));
            near.extend(all.into_iter().filter(|c| !near.contains(c)).take(2).collect::<Vec<_>>());
        }
        near.sort_by_key(|c| std::cmp::Reverse(self.weights.weight(*c)));
        near.truncate(2);
        let state = |c: Three| Entity {
            span: at,
            code: Code { country: Some(c), sector: self.lexicon.ontology.state_sector() },
            armed: None,
            named: None,
            state: true,
            national: false,
            plural: false,
            feminine: false,
        };
        if near.len() == 2 { near.into_iter().map(state).collect() } else { Vec::new() }
    }

    /// The two distinct parties that were named last: those that act for a state or bear arms, before any others.
    fn last_two(&self, at: Span) -> Vec<Entity> {
        let side = |e: &Entity| e.code.sector.and_then(|s| self.lexicon.ontology.sector(s)).is_some_and(|s| s.state || s.arms);
        let sides = self.two_of(at, side);
        if sides.is_empty() { self.two_of(at, |_| true) } else { sides }
    }

    fn two_of(&self, at: Span, fits: impl Fn(&Entity) -> bool) -> Vec<Entity> {
        let mut out: Vec<Entity> = Vec::new();
        for k in self.known.iter().rev().filter(|k| fits(&k.entity)) {
            if k.entity.code.country.is_some() && !out.iter().any(|e| e.code == k.entity.code) {
                out.push(Entity { span: at, ..k.entity });
                if out.len() == 2 {
                    break;
                }
            }
        }
        out.reverse();
        if out.len() == 2 { out } else { Vec::new() }
    }

    fn pair(&self, head: LexemeId, sector: Option<Three>, at: Span) -> Vec<Entity> {
        let mut out: Vec<Entity> = Vec::new();
        for k in self.known.iter().rev() {
            let fits = k.head == head || k.entity.code.sector.is_some() && k.entity.code.sector == sector;
            if fits && k.entity.code.country.is_some() && !out.iter().any(|e| e.code == k.entity.code) {
                out.push(Entity { span: at, ..k.entity });
                if out.len() == 2 {
                    break;
                }
            }
        }
        out.reverse();
        out
    }

    /// Whom a pronoun at `unit` means: the nearest actor before it in the sentence that agrees, then who acted last.
    pub fn antecedent(&self, nps: &[Np], entities: &[Vec<Entity>], unit: usize, suffix: u8) -> Option<Entity> {
        let agrees = |e: &Entity| agrees(e, suffix);
        if matches!(agreement(suffix), Some(Agreement::Speech)) {
            return self.last_source;
        }
        let near = nps.iter().zip(entities).rev().filter(|(np, _)| np.units.end <= unit).flat_map(|(_, e)| e.first()).find(|e| agrees(e));
        // Who is named behind it in the sentence is not meant.
        let ahead = |e: &Entity| nps.iter().zip(entities).any(|(np, found)| np.units.end > unit && found.iter().any(|f| f.span == e.span));
        near.copied().or_else(|| self.last_subject.iter().find(|e| agrees(e)).copied()).or_else(|| self.known.iter().rev().map(|k| k.entity).find(|e| agrees(e) && !ahead(e)))
    }
}

/// Whether a word heads a place as a common noun does («قاعدة العند»), with a name behind it.
fn site_word(lexicon: &Lexicon, words: &Words, np: &Np, word: Word) -> bool {
    let heads = |r: &crate::words::Reading| r.lexeme != crate::words::UNKNOWN && lexicon.lexemes[r.lexeme as usize].place_head && lexicon.lexemes[r.lexeme as usize].word == word;
    np.units.len() > 1 && words.at(np.head).info.readings.iter().any(heads)
}

/// The states among the readings of a phrase.
fn states<'a>(lexicon: &'a Lexicon, payloads: &'a [Payload]) -> impl Iterator<Item = u32> + 'a {
    payloads.iter().filter_map(|p| if let Payload::Actor(a) = p { Some(*a) } else { None }).filter(|a| lexicon.actors[*a as usize].kind == ActorKind::State)
}

/// Whether a verb or participle of the given features may be told of an entity, by gender and number.
pub fn told_of(e: &Entity, feats: u32) -> bool {
    if feats & (PLURAL | DUAL) != 0 {
        return true;
    }
    if feats & FEMININE != 0 { e.feminine || e.state || e.plural } else { !e.plural && !e.feminine }
}

/// Whether a pronoun may mean an entity, by gender and number.
pub fn agrees(e: &Entity, suffix: u8) -> bool {
    match agreement(suffix) {
        Some(Agreement::MasculineSingular) => !e.plural && !e.feminine,
        Some(Agreement::FeminineSingular) => e.feminine || e.state || e.plural,
        Some(Agreement::Plural) => e.plural,
        Some(Agreement::Dual) => true,
        _ => false,
    }
}

/// Whether a place is a village, which by itself tells of no country.
fn hamlet(lexicon: &Lexicon, place: u32) -> bool {
    &*lexicon.places[place as usize].kind == "village"
}

/// The countries in which the places of a sentence lie, with the units where they stand.
fn lands(lexicon: &Lexicon, words: &Words, nps: &[Np], focus: Option<Three>) -> Vec<Land> {
    let mut out = Vec::new();
    for np in nps {
        if np.place.is_some_and(|p| hamlet(lexicon, p) && lexicon.places[p as usize].country != focus) {
            continue;
        }
        let country = match np.kind {
            NpKind::Place => np.weak_country.or_else(|| np.place.and_then(|p| lexicon.places[p as usize].country)),
            NpKind::Actor if np.prep.is_some() && np.named.is_some_and(|n| lexicon.actors[n as usize].kind == ActorKind::State) => np.code.country,
            _ => None,
        };
        if let Some(c) = country.filter(|c| !lexicon.ontology.wide.contains(c)) {
            let within = np.prep.is_some_and(|(w, at)| w == lexicon.clitics.b || words.at(at).serves(lexicon, crate::entry::Func::Locative));
            out.push(Land { at: np.head, country: c, within });
        }
    }
    out
}

/// The country of those who name none, in a sentence with places: of the one right behind them («جنود في عدن»), else that which the
/// report is about, else of the first place.
fn land(lands: &[Land], end: usize, focus: Option<Three>) -> Option<Three> {
    const BESIDE: usize = 2;
    let beside = lands.iter().find(|l| l.within && (end..end + BESIDE).contains(&l.at));
    beside.or_else(|| lands.iter().find(|l| Some(l.country) == focus)).or_else(|| lands.first()).map(|l| l.country)
}

/// A country that a place of a sentence tells.
struct Land {
    /// The unit of the place.
    at: usize,
    country: Three,
    /// Something is in it («في سوريا»), not for or against it.
    within: bool,
}

/// A name without its clitics.
fn bare(text: &Text, words: &Words, unit: usize) -> String {
    let u = words.at(unit);
    let norm = text.norm(u.token);
    let n = (u.reading.clitics & !crate::words::ART).count_ones() as usize;
    norm.chars().skip(n).collect()
}
