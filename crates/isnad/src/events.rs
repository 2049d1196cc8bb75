//! Events: from filled predicates to records: who they are, whether it happened, when, where and how many.
//!
//! What is wanted, feared or asked for is no event of its own; several words for one occurrence in a sentence are one
//! event, and its trigger is the most specific of them.

use crate::anaphora::{Entity, Memory, agrees};
use crate::coded::{Coded, CountOf, Dropped, Event, UNSURE};
use crate::coder::Sentence;
use crate::confidence;
use crate::entry::{ActorKind, Func, TimeClass};
use crate::inflect::{DUAL, FEMININE, IMPERFECT, MASCULINE, MASDAR, PERFECT, PLURAL, SINGULAR};
use crate::lexicon::{Frame, Lexicon, Meaning, Payload, Pos, Role};
use crate::mentions::{Np, NpKind, span};
use crate::ontology::EventType;
use crate::predicates::{Filler, Predicate, future_clitic, met};
use crate::span::Span;
use crate::text::{Kind, Text};
use crate::words::{Agreement, CONJ, LAM, UNKNOWN, agreement, borne};

struct Reader<'a> {
    lexicon: &'a Lexicon,
    text: &'a Text,
    s: &'a Sentence,
    /// The cues of the sentence that no noun gives, with who speaks and what is said.
    voices: Vec<(Span, Entity, Span)>,
}

/// An event on its way: with the predicate that made it.
struct Draft {
    predicate: usize,
    event: Event,
    rank: u8,
    met: bool,
    carried: bool,
}

/// Reads the events of a sentence.
pub fn read(lexicon: &Lexicon, text: &Text, s: &Sentence, n: usize, today: Option<&str>, memory: &mut Memory<'_>, coded: &mut Coded) {
    let spoken = coded.attributions.iter().rev().take_while(|a| a.sentence == n).filter(|a| a.rule != "noun");
    let voices = spoken.map(|a| (a.cue.unwrap_or(Span { start: a.content.start, end: a.content.start }), a.source, a.content)).collect();
    let r = Reader { lexicon, text, s, voices };
    let mut drafts: Vec<Draft> = Vec::new();
    let mut complements: Vec<(usize, usize, usize)> = Vec::new();
    for (k, p) in s.found.predicates.iter().enumerate() {
        let frame = &lexicon.frames[p.frame as usize];
        let Meaning::Event { kind, mode } = frame.meaning else { continue };
        let trait_ = &lexicon.ontology.types[kind as usize];
        let mut drop = |why: &'static str| coded.dropped.push(Dropped { sentence: n, span: r.unit_span(p.units.start, p.units.end), frame: p.frame, why });
        if trait_.complement {
            complements.push((k, p.unit, r.region_end(p)));
        }
        if r.wanted(p) {
            drop("it is wanted or feared, not said to have happened");
            continue;
        }
        if complements.iter().any(|(c, from, to)| *c != k && *from < p.unit && p.unit < *to && r.complement_of(&s.found.predicates[*c], p)) {
            drop("it is what a request, threat, agreement or refusal is about");
            continue;
        }
        if r.standing(p, trait_) {
            drop("it describes somebody or something, and does not say that it happened");
            continue;
        }
        let (actor, recipient, place_party) = r.parties(p, trait_, memory);
        let status = r.status(p, frame, trait_);
        let actor = r.each_other(p, frame, actor, memory);
        if trait_.mutual && trait_.verbal && actor.iter().any(|a| r.medium(a)) {
            drop("it is an interview: who speaks with a paper or a channel is quoted by it, and meets nobody");
            continue;
        }
        let actor = r.at_the_meeting(p, frame, trait_, actor);
        let sides = if actor.is_empty() { r.resumed(p, frame, trait_, n, coded.events.iter().chain(drafts.iter().map(|d| &d.event)).rev()) } else { Vec::new() };
        let (resumed, actor) = (!sides.is_empty(), if sides.is_empty() { actor } else { sides });
        let actor = if actor.is_empty() && p.finite && trait_.verbal && !frame.has(Role::Actor) { r.speaker(p) } else { actor };
        let actor = if actor.is_empty() && trait_.armed && !trait_.force { r.announcer(p) } else { actor };
        let recipient = if recipient.is_empty() && !trait_.mutual && !trait_.force && !resumed { r.concerned(p, frame, trait_, &actor, memory) } else { recipient };
        let recipient = if recipient.is_empty() && trait_.takes(mode) { r.holders(p, &actor, memory) } else { recipient };
        let recipient = if recipient.is_empty() && trait_.force && !mutual(frame) { r.struck(p, frame, memory) } else { recipient };
        let place = r.place(p, place_party, trait_.verbal && !trait_.mutual, coded, n);
        let known_recipient = recipient.iter().any(|e| !e.code.is_empty());
        // «قال فلان …، داعيا الحكومة إلى …»: whoever speaks in print asks, whether anything is known of him or not.
        let speaks = p.rule == "participle" && trait_.verbal && known_recipient && actor.iter().any(|a| r.voices.iter().any(|(_, who, _)| who.span == a.span));
        let coded_actor = speaks || actor.iter().any(|e| !e.code.is_empty());
        let coded_recipient = known_recipient || actor.len() > 1;
        // An attack that a verb tells against somebody is one, whoever that may be.
        let told = trait_.force && frame.need == crate::lexicon::Need::Any && (p.finite || p.carrier.is_some()) && !recipient.is_empty();
        let clash = trait_.force && !p.finite && frame.has(Role::Actor) && place.is_some() && r.occurs(p);
        // «وقعت الهجمات خلال …»: said to have happened, by whomever.
        let occurred =
            trait_.force && !p.finite && p.carrier.is_some_and(|k| matches!(lexicon.frames[s.found.predicates[k].frame as usize].meaning, Meaning::Light { slot: crate::lexicon::Slot::Subject }));
        let ok = (told || clash || occurred || met(frame, coded_actor, coded_recipient, place.is_some())) && !r.background(p, frame, coded_actor || recipient.iter().any(|e| !e.code.is_empty()));
        let (date, date_span) = r.date(p, &s.found.predicates, coded, n);
        let status = if status == 0 && p.finite && s.words.at(p.unit).reading.feat(IMPERFECT) && date.as_deref().zip(today).is_some_and(|(d, t)| d.len() == 10 && d > t) { 1 } else { status };
        let trigger = r.unit_span(p.units.start, p.units.end);
        let counts = r.counts(p, frame);
        let event = Event {
            sentence: n,
            kind,
            mode,
            status,
            trigger,
            actor,
            recipient,
            date,
            date_span,
            place,
            about: r.about(p, trait_),
            counts,
            within: Vec::new(),
            frame: p.frame,
            rule: p.rule,
            signs: r.signs(p, frame, trait_, status),
            confidence: 0.0,
            merged: Vec::new(),
        };
        drafts.push(Draft { predicate: k, event, rank: frame.rank, met: ok, carried: p.carrier.is_some() });
    }
    merge(lexicon, &s.found.predicates, &mut drafts, &r);
    same_hand(lexicon, &mut drafts, &r, &s.found.predicates);
    for d in drafts {
        if d.met {
            if !d.event.actor.is_empty() && !s.title {
                memory.last_subject.clone_from(&d.event.actor);
            }
            coded.events.push(d.event);
        } else {
            coded.dropped.push(Dropped { sentence: n, span: d.event.trigger, frame: d.event.frame, why: "no party that has a code stands in the slots that the entry needs" });
        }
    }
    // A sentence without an event still tells who acts.
    if let Some(e) = s.found.clauses.first().and_then(|c| if let Filler::Phrase(k) = c.subject { s.entities[k].first() } else { None })
        && !s.title
        && !e.code.is_empty()
    {
        memory.last_subject = vec![*e];
    }
}

/// «هاجموا حاجزا … وقُتل 14 جنديا»: casualties told without a doer, behind an attack of the sentence, are that attack's.
fn same_hand(lexicon: &Lexicon, drafts: &mut [Draft], r: &Reader<'_>, predicates: &[Predicate]) {
    for k in 1..drafts.len() {
        let force = lexicon.ontology.types[drafts[k].event.kind as usize].force;
        if !force || drafts[k].rank != 2 || !drafts[k].event.actor.is_empty() {
            continue;
        }
        let before = drafts[..k].iter().rev().find(|d| d.event.kind == drafts[k].event.kind && !d.event.actor.is_empty() && d.event.status == drafts[k].event.status);
        let Some(b) = before else { continue };
        let apart = (predicates[b.predicate].unit..predicates[drafts[k].predicate].unit).any(|i| matches!(r.norm(i), "." | "؛"));
        let hit_itself = drafts[k].event.recipient.iter().any(|v| b.event.actor.iter().any(|a| a.code == v.code));
        if !apart && !hit_itself {
            drafts[k].event.actor = b.event.actor.clone();
        }
    }
}

/// Folds several words for one occurrence into one event.
fn merge(lexicon: &Lexicon, predicates: &[Predicate], drafts: &mut Vec<Draft>, r: &Reader<'_>) {
    let mut i = 0;
    while i < drafts.len() {
        let mut j = i + 1;
        while j < drafts.len() {
            let (a, b) = (&drafts[i], &drafts[j]);
            let kind = &lexicon.ontology.types[a.event.kind as usize];
            let same_word = predicates[a.predicate].unit == predicates[b.predicate].unit;
            let (pa, pb) = (&predicates[a.predicate], &predicates[b.predicate]);
            let idiom = pa.collocates.contains(&pb.unit) || pb.collocates.contains(&pa.unit);
            let one = a.event.kind == b.event.kind
                && (same_word
                    || idiom
                    || kind.merge && a.met && b.met && (told_of(pa, pb, r) || told_of(pb, pa, r)) && a.event.status == b.event.status
                    || kind.merge && one_occurrence(a, b, predicates, r))
                || a.event.kind == b.event.kind && predicates[b.predicate].carrier == Some(a.predicate);
            if !one {
                j += 1;
                continue;
            }
            // «أجرى محادثات مع الوزير»: the noun of the idiom names the other side.
            let each_other = |d: &Draft| mutual(&lexicon.frames[d.event.frame as usize]);
            let sides = (idiom || predicates[b.predicate].carrier == Some(a.predicate)) && each_other(a) && each_other(b) && !kind.force;
            let b = drafts.remove(j);
            let a = &mut drafts[i];
            let better = b.rank > a.rank || b.rank == a.rank && !a.met && b.met;
            let (mut keep, other) = if better { (b, drafts.remove(i)) } else { (drafts.remove(i), b) };
            keep.event.merged.push(other.event.trigger);
            keep.event.merged.extend(other.event.merged);
            keep.met |= other.met;
            keep.event.signs |= other.event.signs & (confidence::QUANTITY | confidence::FINITE | confidence::CASUALTY | confidence::SPECIFIC | confidence::TOLD) | confidence::MERGED;
            for (mine, theirs) in [(&mut keep.event.actor, &other.event.actor), (&mut keep.event.recipient, &other.event.recipient)] {
                if mine.is_empty() {
                    mine.clone_from(theirs);
                } else if keep.rank == 2 && other.rank == 2 || sides {
                    for e in theirs {
                        if !mine.iter().any(|m| m.span == e.span || sides && m.code == e.code) {
                            mine.push(*e);
                        }
                    }
                }
            }
            // «قُتل رجل جراء قصف القوات الأوكرانية»: where the killed are others, those whom the shelling is annexed to did it.
            let arms = |e: &Entity| e.code.sector.and_then(|s| lexicon.ontology.sector(s)).is_some_and(|s| s.arms || s.state);
            let others = |e: &Entity| other.event.recipient.iter().all(|o| o.code != e.code);
            let own = |e: &Entity| {
                r.s.nps.iter().any(|np| np.genitive_of.is_some_and(|g| r.s.nps[g].head == predicates[keep.predicate].unit) && np.kind == NpKind::Actor && span(r.text, &r.s.words, &np.units) == e.span)
            };
            if kind.force
                && other.rank == 2
                && keep.rank != 2
                && keep.event.actor.is_empty()
                && !other.event.recipient.is_empty()
                && keep.event.recipient.iter().all(|e| arms(e) && others(e) && own(e))
            {
                keep.event.actor = std::mem::take(&mut keep.event.recipient);
            }
            // Who was killed is more telling than what was hit.
            if other.rank == 2 && keep.rank != 2 && !other.event.recipient.is_empty() {
                // «مقتل ثلاثة مدنيين وإصابة سبعة آخرين»: the others stand beside those.
                let beside = keep.event.recipient.iter().any(|r| r.plural && other.event.recipient.iter().all(|o| o.code == r.code));
                if beside {
                    for e in other.event.recipient {
                        if !keep.event.recipient.iter().any(|r| r.span == e.span) {
                            keep.event.recipient.push(e);
                        }
                    }
                } else {
                    keep.event.recipient = other.event.recipient;
                }
            }
            if keep.event.date.is_none() {
                keep.event.date = other.event.date;
                keep.event.date_span = other.event.date_span;
            }
            // «في هجوم استهدف مسجدا في شمال البلاد»: the clause that tells of the event says where.
            if keep.event.place.is_none() || other.event.place.is_some() && told_of(&predicates[keep.predicate], &predicates[other.predicate], r) {
                keep.event.place = other.event.place;
            }
            if keep.event.mode.is_none() {
                keep.event.mode = other.event.mode;
            }
            for c in other.event.counts {
                if !keep.event.counts.iter().any(|k| k.span == c.span) {
                    keep.event.counts.push(c);
                }
            }
            // Nobody does to himself what the words tell of others: who fell is no doer, and whom a pronoun means is not the subject.
            let fell = keep.rank == 2 || other.rank == 2;
            let Event { actor, recipient, .. } = &mut keep.event;
            let same = |a: &Entity, b: &Entity| a.span == b.span && a.code == b.code;
            if fell {
                actor.retain(|e| !recipient.iter().any(|r| same(e, r)));
            } else {
                recipient.retain(|e| !actor.iter().any(|a| same(e, a)));
            }
            drafts.insert(i, keep);
        }
        i += 1;
    }
}

/// Whether those who take part in what a frame tells do it with each other («مع …»).
fn mutual(frame: &Frame) -> bool {
    frame.slots.iter().any(|(s, r)| matches!(s, crate::lexicon::Slot::Prep(_)) && *r == Role::Actor)
}

/// «استهدف انفجار مسجدا», «غارات استهدفت رتلا»: a verb whose subject is an event noun tells of the same occurrence.
fn told_of(noun: &Predicate, verb: &Predicate, r: &Reader<'_>) -> bool {
    let people = r.lexicon.frames[noun.frame as usize].role(crate::lexicon::Slot::Own).is_some();
    !noun.finite && !people && verb.finite && r.s.found.clauses.iter().any(|c| c.verb == verb.unit && matches!(c.subject, Filler::Phrase(k) if r.s.nps[k].head == noun.unit))
}

/// Whether two drafts of a type speak of one occurrence: a casualty word and a form of violence without a clash of
/// parties, or two casualty words side by side.
fn one_occurrence(a: &Draft, b: &Draft, predicates: &[Predicate], r: &Reader<'_>) -> bool {
    let codes = |list: &[Entity]| list.iter().map(|e| e.code).collect::<Vec<_>>();
    let clash = |x: &[Entity], y: &[Entity]| !x.is_empty() && !y.is_empty() && !codes(x).iter().any(|c| codes(y).contains(c));
    if a.event.status != b.event.status || clash(&a.event.actor, &b.event.actor) {
        return false;
    }
    let (from, to) = (predicates[a.predicate].unit, predicates[b.predicate].unit);
    let (from, to) = (from.min(to), from.max(to));
    if r.breaks(from, to) {
        return false;
    }
    if a.rank != b.rank {
        // «قُتل … في هجوم», «هجوم … أدى إلى مقتل»; forms and general words beside each other too.
        let casualty = a.rank == 2 || b.rank == 2;
        let adjacent = to - from <= 3;
        return casualty || adjacent;
    }
    // «قتل وجرح», «مقتل وإصابة»; «عدد القتلى …، وعدد الجرحى …».
    if a.rank == 2 {
        let figures = |d: &Draft| predicates[d.predicate].roles.iter().any(|(_, f)| matches!(f, Filler::Own(_))) || r.lexicon.frames[d.event.frame as usize].role(crate::lexicon::Slot::Own).is_some();
        if figures(a) && figures(b) && r.lexicon.frames[a.event.frame as usize].of != r.lexicon.frames[b.event.frame as usize].of && a.event.actor.is_empty() && b.event.actor.is_empty() {
            return true;
        }
        return r.s.words.at(to).reading.clitic(CONJ) || to - from <= 8;
    }
    let same_parties = codes(&a.event.actor) == codes(&b.event.actor) && codes(&a.event.recipient) == codes(&b.event.recipient);
    (a.carried || b.carried) && same_parties && to - from <= 12 || to - from <= 2 && r.s.words.at(to).reading.clitic(CONJ) && (a.event.actor.is_empty() || b.event.actor.is_empty() || same_parties)
}

/// A sentence of more units tells of too much for any one event to be what it is about.
const RAMBLING: usize = 55;

impl Reader<'_> {
    fn unit_span(&self, from: usize, to: usize) -> Span {
        span(self.text, &self.s.words, &(from..to))
    }

    fn has(&self, i: usize, func: Func) -> bool {
        self.s.words.at(i).serves(self.lexicon, func)
    }

    fn norm(&self, i: usize) -> &str {
        self.text.norm(self.s.words.at(i).token)
    }

    fn is_verb(&self, i: usize) -> bool {
        self.s.words.at(i).is_verb()
    }

    /// A stop or a contrast between two units: they belong to different tellings.
    fn breaks(&self, from: usize, to: usize) -> bool {
        (from + 1..to).any(|k| matches!(self.norm(k), "." | "؛" | "؟")) || {
            // Two main verbs, each with a subject in print.
            self.s
                .found
                .clauses
                .iter()
                .filter(|c| c.verb > from && c.verb < to && matches!(c.subject, Filler::Phrase(_)))
                .any(|c| self.s.words.at(c.verb).reading.clitic(CONJ) && !self.s.found.predicates.iter().any(|p| p.unit == c.verb))
        }
    }

    /// How the event is told.
    fn signs(&self, p: &Predicate, frame: &Frame, kind: &EventType, status: u8) -> u64 {
        let np = self.s.nps.iter().enumerate().find(|(_, np)| np.head == p.unit);
        let mut signs = 0;
        let mut set = |sign: u64, on: bool| {
            if on {
                signs |= sign;
            }
        };
        set(confidence::FINITE, p.finite);
        set(confidence::PASSIVE, p.passive);
        set(confidence::SPECIFIC, frame.rank == 3);
        set(confidence::CASUALTY, frame.rank == 2 && kind.force);
        set(confidence::FORCE, kind.force);
        set(confidence::DEFINITE, np.is_some_and(|(_, np)| np.definite || np.owner > 0));
        set(confidence::GOVERNED, np.is_some_and(|(_, np)| np.prep.is_some()));
        set(confidence::ACTUAL, status == 0);
        set(confidence::SELF_EVIDENT, frame.need == crate::lexicon::Need::None);
        set(confidence::IDIOM, !p.collocates.is_empty());
        set(
            confidence::TOLD,
            np.is_some_and(|(k, _)| {
                self.s.found.clauses.iter().any(|c| c.subject == Filler::Phrase(k) || c.object == Some(k))
                    || self.s.found.predicates.iter().any(|q| q.unit != p.unit && q.roles.iter().any(|(r, f)| *r == Role::Content && *f == Filler::Phrase(k)))
            }),
        );
        let relative = p.unit > self.s.from && (p.unit.saturating_sub(3).max(self.s.from)..p.unit).any(|k| self.has(k, Func::Rel) && !self.has(k, Func::Prep));
        let later = (p.unit.saturating_sub(2).max(self.s.from)..p.unit).any(|k| {
            self.s
                .words
                .at(k)
                .phrase
                .as_ref()
                .is_some_and(|ph| ph.payloads.iter().any(|x| matches!(x, Payload::Time(t) if matches!(self.lexicon.times[*t as usize].class, TimeClass::After | TimeClass::Since))))
        });
        set(confidence::RELATIVE, relative);
        set(confidence::ASIDE, relative || later || self.s.words.len() > RAMBLING);
        set(confidence::PERFECT, p.finite && self.s.words.at(p.unit).reading.feat(PERFECT));
        set(confidence::CAUSE, (p.unit + 1..self.s.words.len().min(p.unit + 25)).any(|k| self.has(k, Func::Cause)));
        set(confidence::DEICTIC, self.s.times.iter().any(|t| t.deictic));
        set(confidence::FIRST, !self.s.found.predicates.iter().any(|q| q.unit < p.unit && matches!(self.lexicon.frames[q.frame as usize].meaning, Meaning::Event { .. })));
        set(confidence::LONG, self.s.words.len() > 45);
        set(confidence::DEEP, p.unit >= self.s.from + 10);
        set(confidence::DEEPER, p.unit >= self.s.from + 20);
        set(confidence::BRIEF, self.s.words.len() < 15);
        let question = self.s.words.units.last().is_some_and(|u| matches!(self.text.norm(u.token), "؟" | "?"));
        let any = p.unit > self.s.from && (self.has(p.unit - 1, Func::Quant) || self.has(p.unit - 1, Func::Rel) && !self.has(p.unit - 1, Func::Prep) && !p.finite);
        let listed = np.is_some_and(|(k, np)| {
            !np.quantity && np.definite && (np.coord.is_some_and(|c| self.s.nps[c].kind == NpKind::Event) || self.s.nps.iter().any(|m| m.coord == Some(k) && m.kind == NpKind::Event))
        });
        set(confidence::GENERIC, question || any || listed);
        let quantity = p.roles.iter().any(|(r, f)| match (r, f) {
            (Role::Recipient | Role::Actor, Filler::Phrase(k) | Filler::Own(k)) => self.s.nps[*k].quantity,
            _ => false,
        });
        set(confidence::QUANTITY, quantity);
        signs
    }

    /// «منذ المظاهرات», «ملف التعذيب»: an event noun that names no party and that no verb tells is a topic or a
    /// reference to what is known, no news of an occurrence.
    fn background(&self, p: &Predicate, frame: &Frame, party: bool) -> bool {
        if p.rule != "noun" || p.carrier.is_some() || party {
            return false;
        }
        let Some((k, np)) = self.s.nps.iter().enumerate().find(|(_, np)| np.head == p.unit) else { return false };
        let told = self.s.found.clauses.iter().any(|c| c.subject == Filler::Phrase(k) || c.object == Some(k))
            || self.s.found.predicates.iter().any(|q| q.unit != p.unit && q.roles.iter().any(|(r, f)| *r == Role::Content && *f == Filler::Phrase(k)));
        let opens = self.s.title && np.units.start == self.s.from;
        // «التحقيقات مستمرة»: words of the entry beside the phrase say that it happens.
        let said = frame.need == crate::lexicon::Need::None && p.collocates.iter().any(|c| !np.units.contains(c));
        if np.quantity || opens || said {
            return false;
        }
        let filled = p.roles.iter().any(|(r, f)| !matches!(r, Role::Place) && matches!(f, Filler::Phrase(_)));
        !filled && (np.definite || !told)
    }

    /// «المنطقة التي يسيطر عليها المسلحون»: an imperfect right behind a relative pronoun tells what somebody does at any time.
    fn standing(&self, p: &Predicate, kind: &EventType) -> bool {
        let r = self.s.words.at(p.unit).reading;
        if !p.finite || kind.mutual || !r.feat(IMPERFECT) || r.feat(PERFECT) || future_clitic(r.clitics) || p.unit < self.s.from + 2 {
            return false;
        }
        let relative = p.unit - 1;
        let described = self.has(relative, Func::Rel) && !self.has(relative, Func::Prep) && !self.has(relative, Func::Neg) && !self.has(relative, Func::NegPast);
        // «الهجمات التي تستهدف …», «الحرب التي تشنها …»: what happens is told all the same.
        let happens = |np: &crate::mentions::Np| np.kind == NpKind::Event || np.genitive_of.is_some_and(|k| self.s.nps[k].kind == NpKind::Event);
        described && !self.s.nps.iter().any(|np| np.units.end == relative && happens(np))
    }

    /// «تدور معارك في …», «استمرت المواجهات في …»: an event noun as the subject of a verb, with or without a light frame.
    fn occurs(&self, p: &Predicate) -> bool {
        self.s.nps.iter().position(|np| np.head == p.unit).is_some_and(|k| self.s.found.clauses.iter().any(|c| c.subject == Filler::Phrase(k) && !c.passive))
    }

    /// «بهدف السيطرة», «لحماية», «إذا وافقوا»: purposes and conditions.
    fn wanted(&self, p: &Predicate) -> bool {
        let unit = self.s.words.at(p.unit);
        let verb = p.finite;
        if unit.reading.clitic(LAM) {
            // «ل» before an imperfect or a verbal noun is a purpose, unless a verb's own slot («تعرض لهجوم»).
            let claimed =
                p.carrier.is_some() || self.s.found.predicates.iter().any(|q| q.unit != p.unit && q.roles.iter().any(|(_, f)| matches!(f, Filler::Phrase(k) if self.s.nps[*k].head == p.unit)));
            if verb || !claimed && unit.reading.feat(MASDAR) && !self.cause(p) {
                return true;
            }
        }
        let near = p.unit.saturating_sub(2).max(self.s.from)..p.unit;
        near.clone().any(|k| {
            let u = self.s.words.at(k);
            let covers = u.phrase.as_ref().map_or(k + 1, |ph| k + ph.len);
            self.has(k, Func::Purpose) && covers <= p.unit && covers + 1 >= p.unit
        }) || (p.unit.saturating_sub(4).max(self.s.from)..p.unit)
            .any(|k| self.s.words.at(k).phrase.as_ref().is_some_and(|ph| ph.payloads.contains(&Payload::Func(Func::Purpose)) && k + ph.len == p.unit))
    }

    /// «سجنوا لانتمائهم إلى …», «فرضت عليه عقوبات لدعمه …»: whoever is punished has done what «ل» says of them.
    fn cause(&self, p: &Predicate) -> bool {
        let r = self.s.words.at(p.unit).reading;
        let punishes = |q: &Predicate| match self.lexicon.frames[q.frame as usize].meaning {
            Meaning::Event { kind, .. } => {
                let t = &self.lexicon.ontology.types[kind as usize];
                t.conflict && !t.force && !t.verbal
            }
            _ => false,
        };
        r.suffix > 0 && self.s.found.predicates.iter().any(|q| q.unit < p.unit && p.unit - q.unit < 16 && !self.crosses_stop(q.unit, p.unit) && punishes(q))
    }

    /// Where the complement of a request or the like ends.
    fn region_end(&self, p: &Predicate) -> usize {
        let mut k = p.units.end;
        let n = self.s.words.len();
        let mut sub = false;
        while k < n {
            if matches!(self.norm(k), "." | "؛" | "؟") {
                return k;
            }
            if matches!(self.text.tokens[self.s.words.at(k).token].kind, Kind::Quote(_)) && k > p.units.end + 30 {
                return k;
            }
            if self.has(k, Func::Sub) {
                sub = true;
            }
            // «تهدد بالرد وتفرض عقوبات»: a second verb of the one who threatens.
            let outer = self.s.words.at(p.unit).reading;
            if !sub && p.finite && outer.feat(IMPERFECT) && self.is_verb(k) && self.s.words.at(k).reading.feat(IMPERFECT) && self.s.words.at(k).reading.clitic(CONJ) {
                return k;
            }
            // A new main clause: «، وقال …», «فيما …», «بعد أن …».
            if self.is_verb(k) && self.s.words.at(k).reading.feat(PERFECT) && (self.s.words.at(k).reading.clitic(CONJ) || !sub) {
                return k;
            }
            k += 1;
        }
        k
    }

    /// Whether an event word belongs to what a request asks for, a threat threatens, an agreement promises.
    fn complement_of(&self, outer: &Predicate, p: &Predicate) -> bool {
        if p.unit <= outer.unit {
            return false;
        }
        // A party's attribute («الجيش الذي قصف») has happened; so has what the outer verb's subject did.
        if p.finite && self.s.words.at(p.unit).reading.feat(PERFECT) {
            return false;
        }
        // What stands in a time or cause phrase («بعد الهجوم», «خلال اجتماع») has happened.
        let np = self.s.nps.iter().find(|np| np.head == p.unit);
        if let Some((prep, at)) = np.and_then(|np| np.prep) {
            let frame = &self.lexicon.frames[outer.frame as usize];
            let own = frame.role(crate::lexicon::Slot::Prep(prep));
            // «الهدنة خلال لقائه», «… قبل زيارته»: a time, however near.
            let time = |x: &Payload| matches!(x, Payload::Time(_));
            if own.is_none() && self.s.words.at(at).phrase.as_ref().is_some_and(|ph| ph.payloads.iter().any(time)) {
                return false;
            }
            let c = self.lexicon.clitics;
            let linking = own.is_some()
                || prep == c.b
                || prep == c.l
                || outer.unit + 1 == at
                || self.s.found.predicates.iter().any(|q| q.unit > outer.unit && q.unit < p.unit && self.complement_of_direct(outer, q));
            return linking;
        }
        true
    }

    fn complement_of_direct(&self, outer: &Predicate, q: &Predicate) -> bool {
        !q.finite && q.unit > outer.unit && q.unit - outer.unit < 8
    }

    #[allow(clippy::type_complexity, reason = "three lists of one call site")]
    fn parties(&self, p: &Predicate, kind: &EventType, memory: &Memory<'_>) -> (Vec<Entity>, Vec<Entity>, Option<usize>) {
        let mut actor: Vec<Entity> = Vec::new();
        let mut recipient: Vec<Entity> = Vec::new();
        let mut place = None;
        let frame_rank = self.lexicon.frames[p.frame as usize].rank;
        for (role, filler) in &p.roles {
            let list = match role {
                Role::Actor => &mut actor,
                Role::Recipient => &mut recipient,
                // «زيارة للرئيس النيجيري إلى واشنطن»: a person to whom a visit belongs makes it.
                Role::Host if !p.finite && !p.has(Role::Actor) && matches!(filler, Filler::Phrase(k) if self.belongs_to_person(*k)) => &mut actor,
                Role::Host => {
                    if let Filler::Phrase(k) = filler
                        && (self.s.nps[*k].kind == NpKind::Place
                            || self.s.nps[*k].named.is_some_and(|n| self.s.nps[*k].actor == Some(n) && matches!(self.lexicon.actors[n as usize].kind, ActorKind::State | ActorKind::Seat)))
                    {
                        place = place.or(Some(*k));
                        continue;
                    }
                    &mut recipient
                }
                Role::Place => {
                    // «سيطرت على مركز المحافظة»: a body that is nobody's is where it stands.
                    let body = |k: usize| self.s.nps[k].kind == NpKind::Actor && self.s.entities[k].iter().all(|e| e.code.is_empty()) && self.s.nps[k].definite;
                    if let Filler::Phrase(k) = filler
                        && (!matches!(self.s.nps[*k].kind, NpKind::Time | NpKind::Pronoun | NpKind::Event | NpKind::Actor | NpKind::Other)
                            || body(*k)
                            || self.s.nps[*k].kind == NpKind::Other && (self.s.nps[*k].place.is_some() || !self.s.nps[*k].names.is_empty() || self.s.nps[*k].definite)
                            || self.s.nps[*k].named.is_some_and(|n| self.s.nps[*k].actor == Some(n) && matches!(self.lexicon.actors[n as usize].kind, ActorKind::State | ActorKind::Seat)))
                    {
                        place = place.or(Some(*k));
                    }
                    continue;
                }
                _ => continue,
            };
            let found: Vec<Entity> = match filler {
                Filler::Phrase(k) => {
                    if self.s.nps[*k].kind == NpKind::Place && place.is_none() {
                        place = Some(*k);
                    }
                    if !kind.force && matches!(role, Role::Recipient | Role::Host) && self.s.entities[*k].is_empty() && self.suffered(*k) {
                        vec![self.own(*k, memory)]
                    } else if self.s.entities[*k].is_empty() && *role == Role::Recipient && self.s.nps[*k].kind != NpKind::Pronoun {
                        let mut found = self.behind(*k);
                        if found.is_empty() && kind.verbal {
                            found = self.concerns(*k);
                        }
                        if found.is_empty() {
                            found.extend(self.owner(*k, p, memory));
                        }
                        if found.is_empty() {
                            found = self.doers(*k, p, memory);
                        }
                        if found.is_empty() {
                            found.extend(self.counted(*k, p, kind, memory));
                        }
                        if found.is_empty() && kind.force {
                            found.extend(self.property(*k));
                        }
                        if found.is_empty() && kind.force && frame_rank != 2 {
                            found.extend(self.inhabitants(*k, memory));
                        }
                        found
                    } else if *role == Role::Actor && kind.force && self.means(*k, frame_rank) {
                        // «قتل برصاص الجيش»: whose means they are.
                        let arms = |e: &Entity| e.state || e.code.sector.and_then(|s| self.lexicon.ontology.sector(s)).is_some_and(|s| s.arms || s.state);
                        self.behind(*k).into_iter().filter(arms).collect()
                    } else if *role == Role::Actor && kind.force && p.has(Role::Recipient) && self.s.entities[*k].is_empty() && self.s.nps[*k].kind == NpKind::Other && self.s.nps[*k].prep.is_none() {
                        self.machine(*k).into_iter().collect()
                    } else if *role == Role::Actor && !kind.conflict && !kind.verbal && self.s.entities[*k].is_empty() && self.property(*k).is_some() {
                        // «وصلت طائرة إغاثية سعودية»: a thing of a country that does something is its government's.
                        let state = |e: Entity| Entity { code: crate::ontology::Code { sector: self.lexicon.ontology.state_sector(), ..e.code }, ..e };
                        self.property(*k).map(state).into_iter().collect()
                    } else if self.s.nps[*k].kind == NpKind::Doc && (*role != Role::Actor || !p.finite) && !self.whose(*k) {
                        // «دافع عن الاتفاق», «دعم الاتفاق»: a document is no party, but those whose it is may be.
                        let found = if *role == Role::Actor { Vec::new() } else { self.behind(*k) };
                        if found.is_empty() && *role != Role::Actor && kind.verbal { self.concerns(*k) } else { found }
                    } else if *role == Role::Actor && self.s.nps[*k].kind == NpKind::Doc && self.s.entities[*k].is_empty() {
                        self.issuer(*k)
                    } else if *role == Role::Actor && self.inhabited(*k) {
                        Vec::new()
                    } else if self.s.nps[*k].kind == NpKind::Pronoun {
                        memory.last_subject.iter().take(1).copied().collect()
                    } else {
                        self.s.entities[*k].clone()
                    }
                }
                Filler::Pronoun(unit, suffix) => self.meant(*unit, *suffix).or_else(|| memory.antecedent(&self.s.nps, &self.s.entities, *unit, *suffix)).into_iter().collect(),
                Filler::Adjective(unit, a) => {
                    let e = &self.lexicon.actors[*a as usize];
                    let state = e.kind == ActorKind::Nationality;
                    let mut code = e.code;
                    if state && code.sector.is_none() {
                        // «مقتل فلسطيني» is one of them, «غارة إسرائيلية» the state's.
                        code.sector = if *role == Role::Recipient { self.lexicon.ontology.people_sector() } else { self.lexicon.ontology.state_sector() };
                    }
                    vec![Entity { span: self.unit_span(*unit, *unit + 1), code, armed: e.armed, named: None, state, national: false, plural: false, feminine: true }]
                }
                Filler::Own(k) => vec![self.own(*k, memory)],
                Filler::Dropped => self.dropped(p, memory),
                Filler::Borne(unit) => self.borne(*unit).map_or_else(|| self.dropped(p, memory), |e| vec![e]),
            };
            // «اتفقت السعودية ومصر على التعاون بين البلدين»: the two are those named already.
            let again = matches!(filler, Filler::Phrase(k) if self.s.nps[*k].kind == NpKind::Party) && found.iter().all(|e| list.iter().any(|x| x.code == e.code));
            if again {
                continue;
            }
            for e in found {
                if !list.iter().any(|x: &Entity| x.code == e.code && (x.span.holds(e.span) || x.span == e.span)) {
                    list.push(e);
                }
            }
        }
        // «عشرات القتلى من المتمردين»: who they are is said.
        if p.roles.iter().any(|(_, f)| matches!(f, Filler::Own(_))) && recipient.len() > 1 {
            let own: Vec<Span> = p.roles.iter().filter_map(|(_, f)| if let Filler::Own(k) = f { Some(span(self.text, &self.s.words, &self.s.nps[*k].units)) } else { None }).collect();
            recipient.retain(|e| !own.contains(&e.span));
        }
        for e in actor.iter_mut().chain(recipient.iter_mut()) {
            *e = self.at_home(*e, memory);
        }
        // «أحكمت القوات سيطرتها عليها»: a pronoun behind a printed subject means somebody else.
        // In «اللذين أفرج عنهما» it is the antecedent that the pronoun resumes.
        let resumed = |k: usize| (self.s.nps[k].units.end..p.unit).any(|i| self.has(i, Func::Rel));
        let printed = p.roles.iter().any(|(r, f)| *r == Role::Actor && matches!(f, Filler::Phrase(k) if !resumed(*k)));
        let borne = p.roles.iter().any(|(r, f)| *r == Role::Recipient && matches!(f, Filler::Pronoun(..)));
        if printed && borne && frame_rank != 2 {
            recipient.retain(|e| !actor.iter().any(|a| a.span == e.span));
        } else {
            actor.retain(|e| !recipient.iter().any(|r| r.span == e.span));
        }
        for e in actor.iter_mut().chain(recipient.iter_mut()) {
            if kind.armed
                && let Some(armed) = e.armed
            {
                e.code = armed;
            }
        }
        if kind.force {
            let (state, army) = (self.lexicon.ontology.state_sector(), self.lexicon.ontology.army_sector());
            for e in &mut actor {
                let people = self.lexicon.ontology.people_sector();
                if e.state && e.code.sector == state || e.national && e.code.sector == people {
                    e.code.sector = army;
                }
            }
        }
        (actor, recipient, place)
    }

    /// «البعثة في الصومال تنفي قتلها»: a pronoun on a verbal noun means the subject of its clause, where that agrees.
    fn meant(&self, unit: usize, suffix: u8) -> Option<Entity> {
        if self.is_verb(unit) {
            return None;
        }
        let c = self.s.found.clauses.iter().rev().find(|c| c.verb < unit)?;
        let Filler::Phrase(k) = c.subject else { return None };
        let e = self.s.entities[k].first()?;
        (self.s.nps[k].units.end <= unit && !c.passive && agrees(e, suffix)).then_some(*e)
    }

    /// Whom a verbal act concerns where no slot names one: the other party of what is asked, threatened, promised or refused
    /// («هدد بفرض عقوبات على بيلاروسيا»), or the owner of what is spoken of («رفض قرار اليونان»).
    fn concerned(&self, p: &Predicate, frame: &Frame, kind: &EventType, actor: &[Entity], memory: &Memory<'_>) -> Vec<Entity> {
        let own = |e: &Entity| actor.iter().any(|a| a.code == e.code);
        let says = |q: &Predicate| if let Meaning::Say { stance } = self.lexicon.frames[q.frame as usize].meaning { Some(stance) } else { None };
        if !p.finite && !actor.is_empty() && self.s.found.predicates.iter().any(|q| q.unit == p.unit && says(q).is_some()) {
            // «نفى الوزير اتهامات السعودية»: who denies an accusation is the accused.
            let denier =
                self.s.found.predicates.iter().find(|q| {
                    says(q).is_some() && says(q) == self.lexicon.ontology.denial && q.fillers(Role::Content).any(|f| matches!(f, Filler::Phrase(n) if self.s.nps[n].units.contains(&p.unit)))
                });
            let accused: Vec<Entity> = denier
                .into_iter()
                .flat_map(|q| q.fillers(Role::Source))
                .filter_map(|f| if let Filler::Phrase(n) = f { Some(&self.s.entities[n]) } else { None })
                .flatten()
                .copied()
                .filter(|e| !own(e))
                .collect();
            if !accused.is_empty() {
                return accused;
            }
        }
        if kind.complement {
            let end = self.region_end(p);
            for q in &self.s.found.predicates {
                let f = &self.lexicon.frames[q.frame as usize];
                let k = match f.meaning {
                    Meaning::Event { kind, .. } => Some(kind),
                    Meaning::Light { .. } if !q.finite && q.has(Role::Recipient) => None,
                    _ => continue,
                };
                if q.unit <= p.unit || q.unit >= end || q.finite && self.s.words.at(q.unit).reading.feat(PERFECT) || q.unit > p.unit + 14 {
                    continue;
                }
                let (a, r, _) = self.parties(q, k.map_or(kind, |k| &self.lexicon.ontology.types[k as usize]), memory);
                let a = if k.is_some() { a } else { Vec::new() };
                let direct = (kind.conflict || !p.collocates.contains(&q.unit)) && (r.is_empty() || a.is_empty()) && !q.roles.iter().any(|(_, f)| matches!(f, Filler::Adjective(..)));
                let whole = |e: &Entity| e.code.sector.is_some() || direct && e.code.country.is_some_and(|c| self.lexicon.ontology.wide.contains(&c));
                let others: Vec<Entity> = r.into_iter().chain(a).filter(|e| !own(e) && whole(e)).collect();
                if !others.is_empty() {
                    return others;
                }
            }
        }
        // «دعوة الحكومة إلى المبعوث لزيارة المدينة»: a person to whom one turns is asked himself.
        if kind.complement && kind.conflict && !p.has(Role::Recipient) {
            let person = |k: usize| self.s.nps[k].actor.is_some_and(|a| matches!(self.lexicon.actors[a as usize].kind, ActorKind::Person | ActorKind::Who | ActorKind::Title));
            let asked = p.fillers(Role::Topic).find_map(|f| match f {
                Filler::Phrase(k) if person(k) && self.s.nps[k].kind == NpKind::Actor && self.s.nps[k].prep.is_some_and(|(_, at)| at < self.s.nps[k].units.start) => Some(&self.s.entities[k]),
                _ => None,
            });
            if let Some(found) = asked.filter(|e| e.iter().any(|e| !own(e) && !e.code.is_empty())) {
                return found.iter().copied().filter(|e| !own(e)).collect();
            }
        }
        for filler in p.fillers(Role::Topic) {
            if let Filler::Phrase(k) = filler {
                let mut found = self.s.entities[k].clone();
                // «أدان قتل المدنيين»: those who did it are condemned, not those to whom it was done.
                let deed = self.s.nps[k].kind == NpKind::Event && self.victims(k);
                if found.is_empty() && deed {
                    let doers = self.doers(k, p, memory);
                    if !doers.is_empty() {
                        return doers.into_iter().filter(|e| !own(e)).collect();
                    }
                    continue;
                }
                if found.is_empty() {
                    found = self.behind(k);
                }
                if found.is_empty() && !kind.complement {
                    found = self.concerns(k);
                }
                // One's own troops or laws are no other party.
                let whole = |e: &Entity| e.code.country.is_some_and(|c| e.code.sector.is_some() || self.lexicon.ontology.wide.contains(&c));
                // «إرسال قوات إلى الصومال»: what names no country of its own is no other party.
                let foreign = self.s.nps[k].code.country.is_some() || self.s.nps[k].annexed.is_some() || self.s.nps[k].kind != NpKind::Actor;
                found.retain(|e| foreign && whole(e) && !actor.iter().any(|a| a.code.country == e.code.country));
                if !found.is_empty() && !frame.has(Role::Recipient) || !found.is_empty() && self.s.entities[k].is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }

    /// «هجمات على أهداف غربية», «مصالح أميركية»: what is hit and belongs to a country.
    fn property(&self, k: usize) -> Option<Entity> {
        let np = &self.s.nps[k];
        let national = np.adjectives.is_empty() && np.actor.is_none() && np.annexed.is_none() && np.code.sector.is_none() && np.kind == NpKind::Other;
        np.code.country.filter(|_| national).map(|c| self.of_country(k, crate::ontology::Code { country: Some(c), sector: None }))
    }

    /// «طائرة أميركية قتلت …»: a thing of some country that does violence is its army's.
    fn machine(&self, k: usize) -> Option<Entity> {
        let np = &self.s.nps[k];
        let nationality = !np.definite && np.code.sector.is_none() && np.actor.is_none() && np.annexed.is_none();
        let country = np.code.country.filter(|c| nationality && !self.lexicon.ontology.wide.contains(c))?;
        let code = crate::ontology::Code { country: Some(country), sector: self.lexicon.ontology.army_sector() };
        Some(Entity { span: span(self.text, &self.s.words, &np.units), code, armed: None, named: None, state: false, national: false, plural: np.quantity, feminine: np.feminine })
    }

    /// «مواقع المتمردين»: whether the phrase itself says to which side something belongs that by itself belongs to none or to another.
    fn told_whose(&self, k: usize) -> bool {
        let own = self.s.nps[k].actor.and_then(|a| self.lexicon.actors[a as usize].code.sector);
        self.s.nps[k].code.sector.is_some() && self.s.nps[k].code.sector != own
    }

    /// «مواقع المسلحين», «الاتفاق الإيراني»: whether a document says itself whose it is.
    fn whose(&self, k: usize) -> bool {
        let code = self.s.nps[k].code;
        code.country.is_some() || self.told_whose(k) || code.sector.and_then(|s| self.lexicon.ontology.sector(s)).is_some_and(|s| s.arms)
    }

    /// «قصفت القرية»: an attack on a place hits those who live there.
    fn inhabitants(&self, k: usize, memory: &Memory<'_>) -> Option<Entity> {
        let np = &self.s.nps[k];
        let lived_in =
            np.kind == NpKind::Place && np.place.is_none() && (np.specified || !np.definite) && (np.prep.is_none() || np.prep.is_some_and(|(w, _)| w == self.lexicon.clitics.l)) && np.owner == 0;
        let country = np.weak_country.or_else(|| np.place.and_then(|p| self.lexicon.places[p as usize].country)).or(memory.focus)?;
        let code = crate::ontology::Code { country: Some(country), sector: self.lexicon.ontology.people_sector() };
        lived_in.then(|| self.of_country(k, code))
    }

    /// «التفجير الذي وقع في مسجد»: an attack that is told without anybody whom it hit has hit the building where it happened.
    fn struck(&self, p: &Predicate, frame: &Frame, memory: &Memory<'_>) -> Vec<Entity> {
        if p.finite || !frame.has(Role::Recipient) {
            return Vec::new();
        }
        let carrier = p.carrier.map(|k| self.s.found.predicates[k].unit);
        let relative = |v: usize| v > p.unit && (p.unit + 1..v.min(p.unit + 5)).any(|k| self.has(k, Func::Rel));
        let limit = self.s.found.clauses.iter().map(|c| c.verb).find(|v| *v > p.unit && Some(*v) != carrier && !relative(*v)).unwrap_or(self.s.words.len());
        let site = |k: &usize| {
            let np = &self.s.nps[*k];
            let inside = np.prep.is_some_and(|(w, at)| w == self.lexicon.clitics.b || self.has(at, Func::Inside));
            let head = self.s.words.at(np.head).reading.lexeme;
            let stands = head != UNKNOWN && self.lexicon.lexemes[head as usize].place_head || self.s.words.at(np.head).phrase.is_some();
            let told_else = (p.unit + 1..np.units.start).any(|i| self.has(i, Func::Sub))
                || self.s.found.predicates.iter().any(|q| Some(q.unit) != carrier && q.unit > p.unit && q.unit < np.units.start && self.s.nps[*k].prep.is_some_and(|(_, at)| q.unit < at));
            np.kind == NpKind::Target && stands && inside && np.units.start > p.unit && np.units.start < limit && !told_else && !self.crosses_stop(p.unit, np.units.start)
        };
        (0..self.s.nps.len()).find(site).map_or_else(Vec::new, |k| self.s.entities[k].iter().map(|e| self.at_home(*e, memory)).collect())
    }

    /// Who is meant by a phrase that by itself names no party, but a country.
    fn of_country(&self, k: usize, code: crate::ontology::Code) -> Entity {
        Entity { span: span(self.text, &self.s.words, &self.s.nps[k].units), code, armed: None, named: None, state: true, national: false, plural: false, feminine: true }
    }

    /// «بحث المجلس قرارا يرفض الاتفاق»: a document does what those do whose clause it stands in.
    fn issuer(&self, k: usize) -> Vec<Entity> {
        let clause = self.s.found.clauses.iter().find(|c| c.object == Some(k) && !c.passive);
        match clause.map(|c| c.subject) {
            Some(Filler::Phrase(s)) => self.s.entities[s].clone(),
            _ => Vec::new(),
        }
    }

    /// «زيارة أحياء المدينة»: whether a phrase names where people are, who do nothing by that.
    fn inhabited(&self, k: usize) -> bool {
        let np = &self.s.nps[k];
        np.kind == NpKind::Target && np.code.sector.is_some() && np.code.sector == self.lexicon.ontology.people_sector()
    }

    /// «برصاص الجيش», «بنيران المسلحين»: whether a phrase names by what means somebody was killed or wounded.
    fn means(&self, k: usize, rank: u8) -> bool {
        let np = &self.s.nps[k];
        rank == 2 && self.s.entities[k].is_empty() && matches!(np.kind, NpKind::Event | NpKind::Other) && np.prep.is_some_and(|(w, _)| w == self.lexicon.clitics.b)
    }

    /// «توصل إلى اتفاق مع نظيره»: those with whom the noun says that it is done take part, too.
    fn each_other(&self, p: &Predicate, frame: &Frame, mut actor: Vec<Entity>, memory: &Memory<'_>) -> Vec<Entity> {
        if actor.is_empty() || !p.finite || !mutual(frame) {
            return actor;
        }
        for q in &self.s.found.predicates {
            let f = &self.lexicon.frames[q.frame as usize];
            let Meaning::Event { kind, .. } = f.meaning else { continue };
            let own = q.unit > p.unit && (p.collocates.contains(&q.unit) || p.fillers(Role::Topic).any(|t| matches!(t, Filler::Phrase(n) if self.s.nps[n].head == q.unit)));
            let same = matches!(frame.meaning, Meaning::Event { kind: k, .. } if k == kind) && !self.lexicon.ontology.types[kind as usize].mutual;
            if own && same && mutual(f) {
                for e in self.parties(q, &self.lexicon.ontology.types[kind as usize], memory).0 {
                    if !actor.iter().any(|a| a.code == e.code) {
                        actor.push(e);
                    }
                }
            }
        }
        actor
    }

    /// «للرئيس»: whether a phrase behind «ل» names a person.
    fn belongs_to_person(&self, k: usize) -> bool {
        let np = &self.s.nps[k];
        let person = |a: u32| matches!(self.lexicon.actors[a as usize].kind, ActorKind::Person | ActorKind::Who | ActorKind::Title);
        np.kind == NpKind::Actor && np.actor.is_some_and(person) && np.prep.is_some_and(|(w, _)| w == self.lexicon.clitics.l)
    }

    /// Whether somebody is a paper, a channel or an agency.
    fn medium(&self, e: &Entity) -> bool {
        e.named.is_some_and(|n| self.lexicon.actors[n as usize].kind == ActorKind::Media)
    }

    /// «قال الوزير خلال لقاء مع السفير»: whoever the clause is about takes part in the meeting at which he does it.
    fn at_the_meeting(&self, p: &Predicate, frame: &Frame, kind: &EventType, mut actor: Vec<Entity>) -> Vec<Entity> {
        let np = self.s.nps.iter().find(|np| np.head == p.unit);
        let led = np.is_some_and(|np| np.prep.is_some() && !np.definite && np.owner == 0 && np.coord.is_none());
        // «وصل الوزير في زيارة إلى القاهرة»
        let visits = actor.is_empty() && frame.has(Role::Host);
        if p.finite || p.carrier.is_some() || !kind.mutual || !kind.verbal || !(visits || mutual(frame) && actor.len() == 1) || !led {
            return actor;
        }
        let clause = self.s.found.clauses.iter().rev().find(|c| c.verb < p.unit);
        if let Some(Filler::Phrase(k)) = clause.map(|c| c.subject)
            && let Some(e) = self.s.entities[k].first()
            && !e.code.is_empty()
            && actor.first().is_none_or(|a| a.code != e.code)
        {
            actor.insert(0, *e);
        }
        actor
    }

    /// «تم الاتفاق على …», «توجت المباحثات باتفاق»: those who agree without being named are those who met or agreed shortly before.
    fn resumed<'e>(&self, p: &Predicate, frame: &Frame, kind: &EventType, n: usize, mut before: impl Iterator<Item = &'e Event>) -> Vec<Entity> {
        const FAR: usize = 3;
        let known = self.s.nps.iter().any(|np| np.head == p.unit && np.definite);
        if p.finite || kind.force || frame.need != crate::lexicon::Need::Both || !kind.complement || !mutual(frame) || known && p.carrier.is_none() {
            return Vec::new();
        }
        let at_table = |e: &&Event| {
            let met = !self.lexicon.ontology.types[e.kind as usize].force && mutual(&self.lexicon.frames[e.frame as usize]) && e.sentence + FAR > n;
            met && e.actor.iter().any(|a| !a.code.is_empty() && e.actor.iter().any(|b| !b.code.is_empty() && a.code != b.code))
        };
        before.find(at_table).map(|e| e.actor.clone()).unwrap_or_default()
    }

    /// «السيطرة على ثلاثة مواقع للمتمردين»: those under arms to whom a place belongs lose it.
    fn holders(&self, p: &Predicate, actor: &[Entity], memory: &Memory<'_>) -> Vec<Entity> {
        let arms = |e: &Entity| e.code.sector.and_then(|s| self.lexicon.ontology.sector(s)).is_some_and(|s| s.arms) && actor.iter().all(|a| a.code != e.code);
        p.fillers(Role::Place)
            .filter_map(|f| if let Filler::Phrase(k) = f { Some(k) } else { None })
            .map(|k| {
                let end = self.s.nps[k].units.end;
                let owner = |np: &crate::mentions::Np| np.kind == NpKind::Actor && np.prep.is_some_and(|(w, at)| w == self.lexicon.clitics.l && at == end);
                match self.s.nps.iter().position(|np| np.units.start == end && owner(np)) {
                    Some(o) => self.s.entities[o].clone(),
                    None if matches!(self.s.nps[k].kind, NpKind::Doc | NpKind::Target) && self.told_whose(k) => self.s.entities[k].clone(),
                    None => self.behind(k),
                }
            })
            .map(|found| found.into_iter().map(|e| self.at_home(e, memory)).filter(&arms).collect::<Vec<_>>())
            .find(|found| !found.is_empty())
            .into_iter()
            .flatten()
            .collect()
    }

    /// Who stands behind a thing («مواقع المتمردين») is of the report's country where nothing else is said.
    fn at_home(&self, mut e: Entity, memory: &Memory<'_>) -> Entity {
        if e.code.country.is_none()
            && let Some(sector) = e.code.sector
            && !self.lexicon.ontology.sector(sector).is_some_and(|s| s.unplaced)
            && e.named.is_none()
        {
            e.code.country = memory.focus;
        }
        e
    }

    /// Who stands behind a phrase that is no actor itself: «قرار اليونان», «دعوة إيران».
    fn behind(&self, k: usize) -> Vec<Entity> {
        let np = &self.s.nps[k];
        if let Some(g) = self.s.nps.iter().position(|m| m.genitive_of == Some(k)) {
            return self.s.entities[g].clone();
        }
        let Some((a, code)) = np.annexed else { return Vec::new() };
        let e = &self.lexicon.actors[a as usize];
        let state = matches!(e.kind, ActorKind::State | ActorKind::Seat);
        let mut code = code;
        if state {
            code.sector = code.sector.or(self.lexicon.ontology.state_sector());
        }
        if code.country.is_none() {
            code.country = np.code.country.or(np.weak_country);
        }
        vec![Entity { span: span(self.text, &self.s.words, &np.units), code, armed: e.armed, named: Some(a).filter(|_| state), state, national: false, plural: false, feminine: state }]
    }

    /// The event noun that words against somebody are about, where they ask for nothing.
    fn about(&self, p: &Predicate, kind: &EventType) -> Option<(Span, bool)> {
        let deed = |f: Filler| if let Filler::Phrase(k) = f { Some(k).filter(|k| self.s.nps[*k].kind == NpKind::Event) } else { None };
        let k = p.fillers(Role::Topic).chain(p.fillers(Role::Recipient)).find_map(deed).filter(|_| kind.verbal && kind.conflict && !kind.complement)?;
        let head = self.s.nps[k].head;
        let force = |q: &Predicate| matches!(self.lexicon.frames[q.frame as usize].meaning, Meaning::Event { kind, .. } if self.lexicon.ontology.types[kind as usize].force);
        Some((self.unit_span(head, head + 1), self.s.found.predicates.iter().any(|q| q.unit == head && force(q))))
    }

    /// Whether what an event noun is annexed to is those to whom it was done.
    fn victims(&self, k: usize) -> bool {
        self.s.found.predicates.iter().any(|q| {
            q.unit == self.s.nps[k].head
                && matches!(self.lexicon.frames[q.frame as usize].meaning, Meaning::Event { kind, .. } if self.lexicon.ontology.types[kind as usize].conflict)
                && q.fillers(Role::Recipient).any(|f| matches!(f, Filler::Phrase(n) if self.s.nps[n].genitive_of == Some(k)))
        })
    }

    /// «الجهود التي تبذلها الوزارة», «الاتفاق مع إيران», «الدور المصري»: whose thing it is that words are about.
    fn concerns(&self, k: usize) -> Vec<Entity> {
        let np = &self.s.nps[k];
        if !matches!(np.kind, NpKind::Other | NpKind::Doc | NpKind::Event) || np.quantity {
            return Vec::new();
        }
        let end = np.units.end;
        if let Some(rel) = (end..self.s.words.len().min(end + 2)).take_while(|&u| u == end || self.has(end, Func::Rel)).find(|&u| self.has(u, Func::Rel) && !self.has(u, Func::Prep)) {
            let clause = self.s.found.clauses.iter().find(|c| c.verb > rel && c.verb <= rel + 3);
            return match clause {
                Some(c) if !c.passive => match c.subject {
                    Filler::Phrase(s) if self.s.nps[s].units.start > c.verb && self.s.nps[s].kind == NpKind::Actor => self.s.entities[s].clone(),
                    _ => Vec::new(),
                },
                _ => Vec::new(),
            };
        }
        if np.kind == NpKind::Doc
            && let Some(n) = self.s.nps.iter().position(|m| m.units.start == end + 1 && m.prep.is_some_and(|(_, at)| at == end) && self.has(end, Func::With) && m.kind == NpKind::Actor)
        {
            return self.s.entities[n].clone();
        }
        let national = np.actor.is_none_or(|a| self.lexicon.actors[a as usize].kind == ActorKind::Doc) && np.annexed.is_none() && np.code.sector.is_none() && np.definite;
        let country = np.code.country.filter(|c| national && !self.lexicon.ontology.wide.contains(c));
        let told = || np.adjectives.iter().map(|(_, a)| &self.lexicon.actors[*a as usize]).find(|a| a.kind == ActorKind::Nationality).and_then(|a| a.code.country);
        let Some(country) = country.or_else(|| told().filter(|_| np.kind == NpKind::Event)) else { return Vec::new() };
        let code = crate::ontology::Code { country: Some(country), sector: self.lexicon.ontology.state_sector() };
        vec![self.of_country(k, code)]
    }

    /// «تصدت لهجمات شنها المتمردون»: who meets an event meets those who do it.
    fn doers(&self, k: usize, p: &Predicate, memory: &Memory<'_>) -> Vec<Entity> {
        let np = &self.s.nps[k];
        let Some(q) = self.s.found.predicates.iter().find(|q| np.kind == NpKind::Event && !np.quantity && q.unit == np.head && q.unit != p.unit) else { return Vec::new() };
        let Meaning::Event { kind, .. } = self.lexicon.frames[q.frame as usize].meaning else { return Vec::new() };
        let fillers: Vec<(Role, Filler)> = q.roles.iter().filter(|(r, f)| *r == Role::Actor && !f.unsaid() && !matches!(f, Filler::Phrase(n) if *n == k)).copied().collect();
        let alone = Predicate { roles: fillers, ..q.clone() };
        self.parties(&alone, &self.lexicon.ontology.types[kind as usize], memory).0
    }

    /// «مقتل 30», «واعتقال 16 آخرين»: a number that stands for people.
    fn counted(&self, k: usize, p: &Predicate, kind: &EventType, memory: &Memory<'_>) -> Option<Entity> {
        let np = &self.s.nps[k];
        let frame = &self.lexicon.frames[p.frame as usize];
        let last = self.s.words.at(np.units.end - 1);
        let number = self.text.tokens[last.token].kind == Kind::Number
            || crate::counts::quantity(self.lexicon, self.text, &self.s.words, np.units.start).is_some_and(|q| np.units.start + q.len >= np.units.end);
        // «واعتقال 16 آخرين» may read as those who speak.
        let others = (last.reading.pos == Pos::Adj || np.kind == NpKind::Source) && np.units.len() > 1;
        if !(np.quantity && matches!(np.kind, NpKind::Other | NpKind::Source) && (number || others) && (frame.rank == 2 && kind.force || kind.armed && !kind.force && p.roles.len() < 4)) {
            return None;
        }
        // «مقتل 8 شرطيين وإصابة 20»: more of those counted before.
        // «قتل جندي وأصيب خمسة آخرون»: others of those to whom it happened before.
        let befell = |n: usize| self.s.found.predicates.iter().any(|q| q.fillers(Role::Recipient).any(|f| f == Filler::Phrase(n)));
        let of_others = np.kind == NpKind::Source;
        let known = |n: &usize| {
            let m = &self.s.nps[*n];
            !self.s.entities[*n].is_empty() && (m.quantity || m.genitive_of.is_some() || of_others && befell(*n))
        };
        let before = (0..k).rev().find(known).and_then(|n| self.s.entities[n].first().copied());
        if number && before.is_some() {
            return None;
        }
        let place = self.s.nps.iter().find_map(|np| if np.kind == NpKind::Place { np.weak_country } else { None });
        let code = before.map_or_else(|| crate::ontology::Code { country: place.or(memory.focus), sector: self.lexicon.ontology.people_sector() }, |b| b.code);
        Some(Entity { span: span(self.text, &self.s.words, &np.units), code, armed: None, named: None, state: false, national: false, plural: true, feminine: false })
    }

    /// People named by what happened to them («27 قتيلا»): of the nationality or side that is said, else of the place.
    fn own(&self, k: usize, memory: &Memory<'_>) -> Entity {
        let np = &self.s.nps[k];
        let told = np.adjectives.iter().map(|(_, a)| self.lexicon.actors[*a as usize].code).find(|c| !c.is_empty());
        let place = self.s.nps.iter().find_map(|np| if np.kind == NpKind::Place { np.weak_country } else { None });
        // «أسرى إيرانيون»: a word that is an entry of its own has been resolved.
        let code = told.or_else(|| self.s.entities[k].first().map(|e| e.code)).unwrap_or_default();
        let code = crate::ontology::Code { country: code.country.or(place).or(memory.focus), sector: code.sector.or(self.lexicon.ontology.people_sector()) };
        Entity { span: span(self.text, &self.s.words, &np.units), code, armed: None, named: None, state: false, national: false, plural: true, feminine: false }
    }

    /// «زار الجرحى», «نقل المصابين»: whether a phrase names people by what they suffered.
    fn suffered(&self, k: usize) -> bool {
        let np = &self.s.nps[k];
        // «الجنود المصابين» are soldiers.
        let attribute = np.units.start > self.s.from && np.coord.is_none() && self.s.nps.iter().any(|b| b.units.end == np.units.start && self.s.words.at(b.head).reading.feat(PLURAL));
        let head = self.s.words.at(np.head).reading.lexeme;
        let known = np.definite || self.s.nps.iter().any(|g| g.genitive_of == Some(k));
        let suffers = |f: &u32| self.lexicon.frames[*f as usize].role(crate::lexicon::Slot::Own) == Some(Role::Recipient);
        np.kind == NpKind::Event && known && !attribute && head != UNKNOWN && self.lexicon.lexemes[head as usize].frames.iter().any(suffers)
    }

    /// «مواقع لهم», «آليات تابعة لها»: whose a thing is that no entry gives to anybody.
    fn owner(&self, k: usize, p: &Predicate, memory: &Memory<'_>) -> Option<Entity> {
        let np = &self.s.nps[k];
        let owned = |at: usize| {
            at < self.s.words.len()
                && self.s.words.at(at).reading.suffix > 0
                && self.s.words.at(at).reading.lexeme != UNKNOWN
                && self.lexicon.lexemes[self.s.words.at(at).reading.lexeme as usize].word == self.lexicon.clitics.l
        };
        let at = (np.units.end..np.units.end + 2).find(|at| owned(*at))?;
        // «غارات للطائرات على مواقع لهم»: not those who attack them.
        let doer = |n: usize| p.fillers(Role::Actor).any(|f| f == Filler::Phrase(n));
        let others: Vec<Vec<Entity>> = self.s.entities.iter().enumerate().map(|(n, e)| if doer(n) { Vec::new() } else { e.clone() }).collect();
        memory.antecedent(&self.s.nps, &others, np.units.start, self.s.words.at(at).reading.suffix)
    }

    /// «قال الوزير إن على الحكومة أن …»: what is demanded without a subject is demanded by the one whose words they are.
    fn speaker(&self, p: &Predicate) -> Vec<Entity> {
        let at = self.unit_span(p.unit, p.unit + 1);
        let inner = self.voices.iter().filter(|(_, _, content)| content.holds(at)).min_by_key(|(_, _, content)| content.len());
        inner.map(|(_, who, _)| *who).into_iter().collect()
    }

    /// «الداخلية المصرية: ضبط 44 عنصرا»: what those in office or under arms announce first of all as done, they did.
    fn announcer(&self, p: &Predicate) -> Vec<Entity> {
        let at = self.unit_span(p.unit, p.unit + 1);
        let acts = |e: &Entity| e.code.sector.and_then(|s| self.lexicon.ontology.sector(s)).is_some_and(|s| s.arms || s.state);
        let own = self.voices.iter().find(|(cue, who, content)| !p.finite && cue.start == cue.end && content.start == at.start && acts(who));
        own.map(|(_, who, _)| *who).into_iter().collect()
    }

    /// Who the left-out subject is: the subject of the clause before in the sentence, else who acted or spoke last.
    fn dropped(&self, p: &Predicate, memory: &Memory<'_>) -> Vec<Entity> {
        // «قال إن الشعب الذي … عانى، منتقدا …»: a circumstance is that of the one who speaks.
        if p.rule == "participle" {
            let at = self.unit_span(p.unit, p.unit + 1);
            if let Some((_, who, _)) = self.voices.iter().filter(|(cue, _, _)| cue.end <= at.start).max_by_key(|(cue, _, _)| cue.start) {
                return vec![*who];
            }
        }
        for c in self.s.found.clauses.iter().rev().filter(|c| c.verb < p.unit) {
            if let Filler::Phrase(k) = c.subject {
                let mut out = Vec::new();
                for (m, np) in self.s.nps.iter().enumerate() {
                    if m == k || np.coord.is_some_and(|prev| prev >= k) && m > k && np.units.start <= self.s.nps[k].units.end + 12 && self.paired(k, m) {
                        out.extend(self.s.entities[m].iter().copied());
                    }
                }
                if !out.is_empty() {
                    return out;
                }
            }
        }
        // «خلال زيارة للرئيس النيجيري إلى واشنطن التقى خلالها …»: the person named last, where the verb agrees with that.
        if p.finite
            && let Some(e) = self.person_before(p.unit)
        {
            return vec![e];
        }
        if !memory.last_subject.is_empty() {
            return memory.last_subject.clone();
        }
        memory.last_source.into_iter().collect()
    }

    /// «قالت الحكومة إنها …»: whom the pronoun of a complementiser means: who says it, where that agrees.
    fn borne(&self, unit: usize) -> Option<Entity> {
        let suffix = borne(self.norm(unit));
        let c = self.s.found.clauses.iter().rev().find(|c| c.verb < unit && !c.passive)?;
        let Filler::Phrase(k) = c.subject else { return None };
        let e = self.s.entities[k].first()?;
        (self.s.nps[k].units.end <= unit && agrees(e, suffix)).then_some(*e)
    }

    /// The last person named before a verb in its sentence of whom it may be told.
    fn person_before(&self, verb: usize) -> Option<Entity> {
        let r = self.s.words.at(verb).reading;
        let one = r.feat(SINGULAR) && r.feat(MASCULINE) && !r.feat(FEMININE | PLURAL | DUAL);
        let person = |np: &crate::mentions::Np| np.actor.is_some_and(|a| matches!(self.lexicon.actors[a as usize].kind, ActorKind::Person | ActorKind::Who | ActorKind::Title));
        let named = |k: &usize| self.s.nps[*k].kind == NpKind::Actor && self.s.nps[*k].units.end <= verb && person(&self.s.nps[*k]) && self.s.nps[*k].coord.is_none();
        let found = (0..self.s.nps.len()).rev().find(named).and_then(|k| self.s.entities[k].first().copied())?;
        (one && !found.plural && !found.feminine && !found.code.is_empty()).then_some(found)
    }

    fn paired(&self, first: usize, mut m: usize) -> bool {
        while let Some(prev) = self.s.nps[m].coord {
            if prev == first {
                return true;
            }
            m = prev;
        }
        false
    }

    fn status(&self, p: &Predicate, frame: &Frame, kind: &EventType) -> u8 {
        let st = |name: usize| name as u8;
        // In the ontology's order: actual, future, hypothetical, negated.
        let (actual, future, hypothetical, negated) = (st(0), st(1), st(2), st(3));
        if let Some(s) = frame.status {
            return s;
        }
        let unit = p.carrier.map_or(p.unit, |k| self.s.found.predicates[k].unit);
        if let Some(k) = p.carrier
            && let Some(s) = self.lexicon.frames[self.s.found.predicates[k].frame as usize].status
        {
            return s;
        }
        // «من المقرر أن …», «من المحتمل أن …»: said of what follows the complementiser.
        for k in (unit.saturating_sub(9).max(self.s.from)..unit).rev() {
            let u = self.s.words.at(k);
            if u.reading.pos == Pos::Verb && !u.inside && u.phrase.is_none() || matches!(self.norm(k), "." | "؛" | "،") {
                break;
            }
            if let Some(ph) = &u.phrase
                && k + ph.len < unit
                && self.has(k + ph.len, Func::Sub)
            {
                if ph.payloads.contains(&Payload::Func(Func::Fut)) {
                    return future;
                }
                if ph.payloads.contains(&Payload::Func(Func::Perhaps)) {
                    return hypothetical;
                }
            }
        }
        for at in [p.unit, unit] {
            let r = self.s.words.at(at).reading;
            if future_clitic(r.clitics) {
                return future;
            }
            let mut k = at;
            let mut steps = 0;
            while k > self.s.from && steps < 3 {
                k -= 1;
                steps += 1;
                // «لن يقبل»: the entry itself tells of not doing.
                if p.collocates.contains(&k) {
                    continue;
                }
                let verb = r.pos == Pos::Verb;
                // «ما أسفر عن مقتل …» is «which led to», unless it opens the sentence.
                let relative = self.has(k, Func::Rel) && k > self.s.from;
                if self.has(k, Func::NegPast) && verb && !relative || self.has(k, Func::NegFut) {
                    return negated;
                }
                if self.has(k, Func::Neg) && steps == 1 {
                    return negated;
                }
                if self.has(k, Func::Fut) {
                    return future;
                }
                if self.has(k, Func::Cond) && !self.has(k, Func::Sub) {
                    return hypothetical;
                }
                if self.has(k, Func::Perhaps) && r.feat(IMPERFECT) && !kind.complement {
                    return hypothetical;
                }
                if !(self.has(k, Func::Adv) || self.has(k, Func::Aspect) || self.has(k, Func::Quant)) {
                    break;
                }
            }
        }
        actual
    }

    fn place(&self, p: &Predicate, own: Option<usize>, said: bool, coded: &Coded, n: usize) -> Option<(Span, Option<u32>)> {
        let make = |k: usize| {
            let np = &self.s.nps[k];
            Some((span(self.text, &self.s.words, &np.units), np.place))
        };
        // «مصادر في عدن أن الحوثيين يحتجزون …»: where those are who say it.
        let event = self.unit_span(p.unit, p.unit + 1);
        let elsewhere = |k: usize| {
            let there = self.unit_span(self.s.nps[k].units.start, self.s.nps[k].units.end);
            // «وفي تعز، قالت مصادر إن …»: what the sentence opens with is the scene.
            let scene = self.s.nps[k].prep.is_some_and(|(_, at)| at <= self.s.from + 1);
            !self.s.title && !scene && coded.attributions.iter().any(|a| a.sentence == n && a.content.holds(event) && !a.content.holds(there))
        };
        // What is demanded or condemned has its own place; that of the words stands right beside them («وقعت في جنيف»).
        let beside = |k: usize| {
            let units = &self.s.nps[k].units;
            !said || units.start.saturating_sub(p.unit) <= 2 && p.unit.saturating_sub(units.end) <= 1
        };
        let c = self.lexicon.clitics;
        let fits = |k: usize| {
            let np = &self.s.nps[k];
            let state = np.kind == NpKind::Actor && np.named.is_some_and(|n| np.actor == Some(n) && matches!(self.lexicon.actors[n as usize].kind, ActorKind::State | ActorKind::Seat));
            let led = np.prep.is_some_and(|(w, at)| w == c.b || self.locative(at)) && np.prep.is_none_or(|(w, _)| w != c.l && w != c.k);
            let taken = p.roles.iter().any(|(r, f)| *f == Filler::Phrase(k) && !matches!(r, Role::Place));
            // «في جبهة الجفينة»: a word for bodies and for places, with no body behind it.
            let head = self.s.words.at(np.head).reading.lexeme;
            let site = np.kind == NpKind::Actor && self.s.entities[k].is_empty() && head != UNKNOWN && self.lexicon.lexemes[head as usize].place_head && np.specified;
            // «في فندق بيبلوس», «داخل المسجد»: a building.
            let building = np.kind == NpKind::Target && head != UNKNOWN && self.lexicon.lexemes[head as usize].place_head && (np.definite || np.specified || !np.names.is_empty())
                // «الحكم بالسجن»: a verbal noun behind «ب» is a punishment.
                && !(np.prep.is_none_or(|(w, _)| w == c.b) && self.s.words.at(np.head).info.readings.iter().any(|r| r.feat(MASDAR)));
            led && !taken
                && beside(k)
                && !elsewhere(k)
                && (site
                    || building
                    || np.kind == NpKind::Other && np.place.is_some() && self.locative(np.head)
                    || np.kind == NpKind::Place && (np.specified || np.place.is_some() || np.definite)
                    || state && np.coord.is_none())
        };
        if let Some(k) = own {
            // «سيطر على مواقع استراتيجية في جبل المقطر»: the name behind a place that has none.
            let np = &self.s.nps[k];
            let named = |np: &Np| np.place.is_some() || np.specified || !np.names.is_empty();
            let behind =
                (k + 1..self.s.nps.len()).find(|&b| self.s.nps[b].units.start >= np.units.end && self.s.nps[b].units.start <= np.units.end + 2 && !named(np) && named(&self.s.nps[b]) && fits(b));
            return make(behind.unwrap_or(k));
        }
        // The nearest behind, before the next main verb; else the nearest before.
        // «الهجوم الذي وقع في المدينة», «هجوم شنه التنظيم على المدينة»: what the trigger's own clause tells goes on.
        let own_clause = |v: usize| {
            let carries = p.carrier.is_some_and(|k| self.s.found.predicates[k].unit == v);
            carries || !p.finite && (p.unit + 1..v.min(p.unit + 5)).any(|k| self.has(k, Func::Rel))
        };
        let further = |v: usize| v > p.unit && !own_clause(v) && !self.s.found.predicates.iter().any(|q| q.unit == v && q.carrier.is_some());
        let limit = self.s.found.clauses.iter().map(|c| c.verb).find(|v| further(*v)).unwrap_or(self.s.words.len());
        let behind = (0..self.s.nps.len()).find(|&k| self.s.nps[k].units.start > p.unit && self.s.nps[k].units.start < limit && fits(k));
        if let Some(k) = behind.or_else(|| self.resumed_place(p)).or_else(|| self.state_hit(p)) {
            return make(k);
        }
        // «في محافظة إب بجنوب صنعاء، تحتدم المواجهات»: of places in a row the first is the exact one.
        let row = |k: usize| (0..k).rev().find(|&j| self.s.nps[j].units.end == self.s.nps[k].prep.map_or(self.s.nps[k].units.start, |(_, at)| at) && fits(j));
        let mut before = (0..self.s.nps.len()).rev().find(|&k| self.s.nps[k].units.end <= p.unit && fits(k));
        while let Some(first) = before.and_then(row) {
            before = Some(first);
        }
        before.and_then(make)
    }

    /// «زيارة عدن بعد تحريرها»: the place that a pronoun in the slot of the place stands for.
    fn resumed_place(&self, p: &Predicate) -> Option<usize> {
        let suffix = p.roles.iter().find_map(|(r, f)| match (r, f) {
            (Role::Place, Filler::Pronoun(_, suffix)) => Some(*suffix),
            _ => None,
        })?;
        if !matches!(agreement(suffix), Some(Agreement::FeminineSingular | Agreement::MasculineSingular)) {
            return None;
        }
        let named = |np: &Np| {
            np.kind == NpKind::Place && (np.specified || np.definite || np.place.is_some()) || np.named.is_some_and(|n| np.actor == Some(n) && self.lexicon.actors[n as usize].kind == ActorKind::Seat)
        };
        (0..self.s.nps.len()).rev().find(|&k| self.s.nps[k].units.end <= p.unit && !self.crosses_stop(self.s.nps[k].units.end, p.unit) && named(&self.s.nps[k]))
    }

    /// «غارة على سوريا»: a state or its seat against which force is used is where it is used.
    fn state_hit(&self, p: &Predicate) -> Option<usize> {
        let Meaning::Event { kind, .. } = self.lexicon.frames[p.frame as usize].meaning else { return None };
        let force = self.lexicon.ontology.types[kind as usize].force;
        p.fillers(Role::Recipient)
            .find_map(|f| match f {
                Filler::Phrase(k) => Some(k),
                _ => None,
            })
            .filter(|&k| {
                let np = &self.s.nps[k];
                force && !p.finite && np.coord.is_none() && np.named.is_some_and(|n| np.actor == Some(n) && matches!(self.lexicon.actors[n as usize].kind, ActorKind::State | ActorKind::Seat))
            })
    }

    fn locative(&self, at: usize) -> bool {
        let u = self.s.words.at(at);
        u.phrase.as_ref().is_some_and(|p| p.payloads.contains(&Payload::Func(Func::Locative)))
            || u.info.readings.iter().any(|r| r.lexeme != UNKNOWN && self.lexicon.lexemes[r.lexeme as usize].funcs.contains(&Func::Locative))
    }

    fn date(&self, p: &Predicate, predicates: &[Predicate], coded: &Coded, n: usize) -> (Option<String>, Option<Span>) {
        // A time beside a cue, outside its content, dates the saying.
        let saying = |at: usize| {
            coded.attributions.iter().filter(|a| a.sentence == n).any(|a| {
                let t = self.unit_span(at, at + 1);
                let event = self.unit_span(p.unit, p.unit + 1);
                a.content.holds(event) && !a.content.holds(t)
            })
        };
        let mut best: Option<(usize, &crate::times::Time)> = None;
        for t in &self.s.times {
            let Some(_) = &t.value else { continue };
            if saying(t.units.start) || self.how_long(t) {
                continue;
            }
            let at = t.units.start;
            let between = predicates.iter().filter(|q| q.unit != p.unit && (q.unit > p.unit.min(at) && q.unit < p.unit.max(at)) && q.finite).count();
            let distance = at.abs_diff(p.unit) + between * 12 + if self.crosses_stop(p.unit, at) { 100 } else { 0 };
            if distance < 20 && best.is_none_or(|(d, _)| distance < d) {
                best = Some((distance, t));
            }
        }
        match best {
            Some((_, t)) => (t.value.clone(), Some(self.unit_span(t.units.start, t.units.end))),
            None => (None, None),
        }
    }

    /// «منذ سنتين»: how long something has gone on, not on which day it happened.
    fn how_long(&self, t: &crate::times::Time) -> bool {
        let since = |p: &Payload| matches!(p, Payload::Time(t) if matches!(self.lexicon.times[*t as usize].class, TimeClass::Since));
        let days = t.value.as_ref().is_some_and(|v| v.len() == "2020-10-01".len());
        t.rule == "ago" && !days && self.s.words.at(t.units.start).phrase.as_ref().is_some_and(|p| p.payloads.iter().any(since))
    }

    fn crosses_stop(&self, a: usize, b: usize) -> bool {
        (a.min(b)..a.max(b)).any(|k| matches!(self.norm(k), "." | "؛"))
    }

    fn counts(&self, p: &Predicate, frame: &Frame) -> Vec<CountOf> {
        if frame.rank != 2 {
            return Vec::new();
        }
        let of: Box<str> = frame.of.clone().unwrap_or_default();
        let mut out = Vec::new();
        let mut add = |k: usize| {
            let np = &self.s.nps[k];
            let head = self.s.words.at(np.head);
            let one = head.reading.feat(crate::inflect::SINGULAR)
                && !head.reading.feat(crate::inflect::PLURAL | crate::inflect::DUAL)
                && head.phrase.is_none()
                && np.actor.is_some_and(|a| self.lexicon.actors[a as usize].kind == ActorKind::Person);
            let bare = np.units.start == np.head && !np.definite;
            if bare && (np.dual || one) {
                let n = if np.dual { 2 } else { 1 };
                out.push(CountOf { of: of.clone(), low: n, high: Some(n), span: self.unit_span(np.head, np.head + 1) });
            } else if np.quantity
                && let Some(q) = crate::counts::quantity(self.lexicon, self.text, &self.s.words, np.units.start)
            {
                out.push(CountOf { of: of.clone(), low: q.low, high: q.high, span: self.unit_span(np.units.start, np.units.start + q.len) });
            }
        };
        for (role, filler) in &p.roles {
            if let (Role::Recipient, Filler::Phrase(k)) = (role, filler) {
                add(*k);
            }
        }
        if let Some(k) = self.s.nps.iter().position(|np| np.head == p.unit) {
            add(k);
        }
        out
    }
}

/// A title's event takes the date of the first event of its type in the body that shares a party or has none.
pub fn date_titles(coded: &mut Coded, titles: usize) {
    for k in 0..coded.events.len() {
        if coded.events[k].sentence >= titles || coded.events[k].date.is_some() {
            continue;
        }
        let e = &coded.events[k];
        let twin = coded.events.iter().find(|o| o.sentence >= titles && o.sentence < titles + 3 && o.kind == e.kind && o.date.is_some() && o.status == e.status);
        if let Some((date, span)) = twin.map(|t| (t.date.clone(), t.date_span)) {
            coded.events[k].date = date;
            coded.events[k].date_span = span;
        }
    }
}

/// What a report goes on telling of happened on the day that it gave: an event without a date takes that of the last one of its
/// type that shares a party or leaves one open.
pub fn date_again(coded: &mut Coded, titles: usize) {
    const REACH: usize = 9;
    let codes = |e: &Event| e.actor.iter().chain(&e.recipient).map(|x| x.code).filter(|c| !c.is_empty()).collect::<Vec<_>>();
    for k in 1..coded.events.len() {
        let e = &coded.events[k];
        if e.date.is_some() || e.status != 0 || e.sentence < titles {
            continue;
        }
        let mine = codes(e);
        let shares = |o: &Event| {
            let theirs = codes(o);
            mine.is_empty() || theirs.is_empty() || mine.iter().any(|c| theirs.contains(c))
        };
        let told = |o: &&Event| o.sentence >= titles && o.sentence + REACH >= e.sentence && o.kind == e.kind && o.status == 0 && o.date.is_some() && shares(o);
        if let Some((date, span)) = coded.events[..k].iter().rev().find(told).map(|o| (o.date.clone(), o.date_span)) {
            coded.events[k].date = date;
            coded.events[k].date_span = span;
        }
    }
}

/// Completes the signs of all events once the report is read, and rates them; those below the bound are dropped.
pub fn rate(model: &confidence::Model, titles: usize, today: Option<&str>, bound: f32, coded: &mut Coded) {
    let titled = titles > 0;
    // The first and last sentence of each type: another sentence tells of it where they differ.
    let mut spread: Vec<Option<(usize, usize)>> = vec![None; 256];
    for e in &coded.events {
        let s = &mut spread[e.kind as usize];
        *s = Some(s.map_or((e.sentence, e.sentence), |(a, b)| (a.min(e.sentence), b.max(e.sentence))));
    }
    // How many events a sentence tells of, by type.
    let beside: Vec<(usize, u8)> = coded.events.iter().map(|e| (e.sentence, e.kind)).collect();
    for e in &mut coded.events {
        let mut set = |sign: u64, on: bool| {
            if on {
                e.signs |= sign;
            }
        };
        set(confidence::CROWDED, !titled && beside.iter().filter(|b| **b == (e.sentence, e.kind)).count() > 2);
        set(confidence::MIXED, !titled && beside.iter().any(|b| b.0 == e.sentence && b.1 != e.kind));
        set(confidence::ACTOR, e.actor.iter().any(|x| !x.code.is_empty()));
        set(confidence::RECIPIENT, e.recipient.iter().any(|x| !x.code.is_empty()));
        set(confidence::PLACE, e.place.is_some());
        set(confidence::DATE, e.date.is_some());
        let year = |d: &str| d.get(..4).and_then(|y| y.parse::<i32>().ok());
        set(confidence::OLD, e.date.as_deref().and_then(year).zip(today.and_then(year)).is_some_and(|(d, t)| d + 2 <= t));
        set(confidence::DYAD, e.actor.iter().any(|x| !x.code.is_empty()) && e.recipient.iter().any(|x| !x.code.is_empty()));
        set(confidence::ATTRIBUTED, !e.within.is_empty());
        set(confidence::LEAD, titled && e.sentence <= titles);
        set(confidence::REPORT, titled);
        set(confidence::REPEATED, spread[e.kind as usize].is_some_and(|(a, b)| a != b));
        if titled {
            e.signs &= !(confidence::ASIDE | confidence::BRIEF | confidence::DEEP | confidence::DEEPER);
        }
        let told = e.signs;
        let mut set = |sign: u64, on: bool| {
            if on {
                e.signs |= sign;
            }
        };
        set(confidence::KNOWN, !titled && told & confidence::DEFINITE != 0);
        e.confidence = model.rate(e.signs, e.kind, e.mode);
    }
    let (kept, left): (Vec<Event>, Vec<Event>) = std::mem::take(&mut coded.events).into_iter().partition(|e| e.confidence >= bound);
    coded.events = kept;
    coded.dropped.extend(left.into_iter().map(|e| Dropped { sentence: e.sentence, span: e.trigger, frame: e.frame, why: UNSURE }));
}
