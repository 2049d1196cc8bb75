//! Dyads: parties of an event that its own sentence leaves out and that the report tells nearby.
//!
//! Eight inferences, each only where the report leaves no choice:
//! - violence against those whom one side alone is said to have hit nearby is that side's («هاجم مسلحون الجنود. … وقُتل
//!   خمسة جنود»);
//! - «الغارات» with the article is of those whose like was told before («شن التحالف غارات. … وأصابت الغارات دبابة»);
//! - what few have the means for (air raids) is of the one side of which the report tells such;
//! - seizures and arrests told without their doer are of the side that acts before («… وتم أسر عشرة منهم»);
//! - «أدانت الحكومة الهجوم»: who is condemned did what is condemned, as the sentence or all that is told shortly before says;
//! - a clash that names one side or none is between those who fight each other in the report («دارت اشتباكات في المدينة»);
//! - whoever of a side falls where a sentence tells of a clash falls to the other side;
//! - a side under arms that strikes, takes or besieges («استعادت القوات المدينة») does so against the side that it fights.

use crate::anaphora::Entity;
use crate::coded::{Coded, Event};
use crate::confidence;
use crate::lexicon::{Frame, Lexicon, Role, Slot};
use crate::ontology::Code;

/// How many sentences lie at most between two tellings of one fight.
const REACH: usize = 4;

/// Two sides that an event of the report sets against each other.
struct Dyad {
    sentence: usize,
    one: Vec<Entity>,
    other: Vec<Entity>,
}

/// Completes the parties of all events of a report.
pub fn complete(lexicon: &Lexicon, coded: &mut Coded) {
    one_hand(lexicon, coded);
    same_form(lexicon, coded);
    in_passing(lexicon, coded);
    condemned(lexicon, coded);
    let dyads = dyads(lexicon, &coded.events);
    // Where but two sides fight each other in all of the report, whoever fights in it fights the other.
    let same = |a: &[Entity], b: &[Entity]| a.iter().all(|x| b.iter().any(|y| x.code == y.code));
    let only = dyads.iter().all(|d| same(&d.one, &dyads[0].one) && same(&d.other, &dyads[0].other) || same(&d.one, &dyads[0].other) && same(&d.other, &dyads[0].one));
    // Sentences that tell of a clash: whoever falls there falls to the other side.
    let clashes: Vec<usize> = coded.events.iter().filter(|e| lexicon.ontology.types[e.kind as usize].force && mutual(&lexicon.frames[e.frame as usize])).map(|e| e.sentence).collect();
    let (mut earlier, mut at) = (0, 0);
    for e in &mut coded.events {
        // Dyads stand in the order of the report; those of earlier sentences come first, the nearest before all.
        if e.sentence != at {
            at = e.sentence;
            earlier = dyads.partition_point(|d| d.sentence < at);
        }
        let (before, behind) = dyads.split_at(earlier);
        let near = |d: &&Dyad| only || d.sentence.abs_diff(e.sentence) <= REACH;
        let mut nearest = before.iter().rev().chain(behind).filter(near);
        if clash(lexicon, e) {
            let known = e.actor.first().map(|a| a.code);
            let found = match known {
                None => nearest.next().map(|d| [d.one.clone(), d.other.clone()].concat()),
                Some(code) => nearest.find_map(|d| d.against(&[code])).map(|other| [e.actor.clone(), other.to_vec()].concat()),
            };
            if let Some(sides) = found {
                e.actor = sides;
                e.rule = "those who fight each other in the report";
            }
        } else if lexicon.ontology.types[e.kind as usize].force && e.actor.is_empty() && e.status == 0 && bears(lexicon, &e.recipient) && clashes.contains(&e.sentence) {
            let who: Vec<Code> = e.recipient.iter().map(|a| a.code).collect();
            if let Some(other) = nearest.find_map(|d| d.against(&who)) {
                e.actor = other.to_vec();
                e.rule = "the side that fights them in the report";
            }
        } else if fights(lexicon, e)
            && hits(lexicon, e)
            && !lexicon.ontology.types[e.kind as usize].helpless(e.mode)
            && e.counts.is_empty()
            && e.recipient.is_empty()
            && bears(lexicon, &e.actor)
            && (e.actor.len() == 1 || !lexicon.ontology.types[e.kind as usize].force)
        {
            let who: Vec<Code> = e.actor.iter().map(|a| a.code).collect();
            if let Some(other) = nearest.find_map(|d| d.against(&who)) {
                e.recipient = other.to_vec();
                e.rule = "the side that it fights in the report";
            }
        }
    }
}

impl Dyad {
    /// The side that those of the given codes fight, where they stand on one side only.
    fn against(&self, who: &[Code]) -> Option<&[Entity]> {
        let on = |side: &[Entity]| side.iter().any(|e| who.contains(&e.code));
        match (on(&self.one), on(&self.other)) {
            (true, false) => Some(&self.other),
            (false, true) => Some(&self.one),
            _ => None,
        }
    }
}

/// Sides of a country or movement that bear arms.
fn bears(lexicon: &Lexicon, list: &[Entity]) -> bool {
    let arms = |e: &Entity| e.code.country.is_some() && e.code.sector.and_then(|s| lexicon.ontology.sector(s)).is_some_and(|s| s.arms && !s.unplaced);
    !list.is_empty() && list.iter().all(arms)
}

/// Whether an event is fighting or the taking of a place.
fn fights(lexicon: &Lexicon, e: &Event) -> bool {
    let kind = &lexicon.ontology.types[e.kind as usize];
    kind.force || kind.takes(e.mode)
}

/// Whether what an event's frame tells is done to somebody: who advances hits nobody yet.
fn hits(lexicon: &Lexicon, e: &Event) -> bool {
    lexicon.frames[e.frame as usize].has(Role::Recipient) || !lexicon.ontology.types[e.kind as usize].force
}

/// Whether two sides under arms serve one government, and so hardly fight each other.
fn allied(lexicon: &Lexicon, one: &[Entity], other: &[Entity]) -> bool {
    let loyal = |e: &Entity| e.code.sector.and_then(|s| lexicon.ontology.sector(s)).is_some_and(|s| s.loyal);
    one.iter().all(|a| loyal(a) && other.iter().all(|b| loyal(b) && a.code.country == b.code.country))
}

/// Whether those who take part in what a frame tells do it to each other («بين … و…», «مع …»).
fn mutual(frame: &Frame) -> bool {
    frame.slots.iter().filter(|(s, r)| matches!(s, Slot::Prep(_)) && *r == Role::Actor).count() > 1
}

/// A clash of which not both sides are named.
fn clash(lexicon: &Lexicon, e: &Event) -> bool {
    lexicon.ontology.types[e.kind as usize].force && mutual(&lexicon.frames[e.frame as usize]) && e.recipient.is_empty() && (e.actor.is_empty() || e.actor.len() == 1 && bears(lexicon, &e.actor))
}

/// Who is told to fight whom.
fn dyads(lexicon: &Lexicon, events: &[Event]) -> Vec<Dyad> {
    // «استعادت القوات المدينة بعد مواجهات مع المتمردين»: the side that a clash names is that of another deed in the sentence.
    let beside = |e: &Event| {
        let [foe] = e.actor.as_slice() else { return None };
        let side = events.iter().find(|o| o.sentence == e.sentence && fights(lexicon, o) && bears(lexicon, &o.actor) && o.actor.iter().all(|a| a.code != foe.code))?;
        Some(Dyad { sentence: e.sentence, one: side.actor.clone(), other: vec![*foe] })
    };
    let told = events.iter().filter(|e| fights(lexicon, e) && e.status != lexicon.ontology.negated());
    told.filter_map(|e| {
        if bears(lexicon, &e.actor) && bears(lexicon, &e.recipient) {
            if allied(lexicon, &e.actor, &e.recipient) {
                return None;
            }
            return Some(Dyad { sentence: e.sentence, one: e.actor.clone(), other: e.recipient.clone() });
        }
        if clash(lexicon, e) && bears(lexicon, &e.actor) {
            return beside(e);
        }
        // Two codes are two sides, whatever the number of those who bear them.
        let (one, other): (Vec<Entity>, Vec<Entity>) = e.actor.iter().partition(|a| a.code == e.actor[0].code);
        (e.recipient.is_empty() && bears(lexicon, &e.actor) && !other.is_empty() && !allied(lexicon, &one, &other) && other.iter().all(|a| a.code == other[0].code)).then_some(Dyad {
            sentence: e.sentence,
            one,
            other,
        })
    })
    .collect()
}

/// Violence told without its doer, against those whom one side alone is said to have hit.
fn one_hand(lexicon: &Lexicon, coded: &mut Coded) {
    const BESIDE: usize = 3;
    const TOTAL: u64 = 1000;
    // A preacher or a reporter who stands in the slot of an attack has hardly done it.
    let hand = |e: &Entity| e.code.sector.and_then(|s| lexicon.ontology.sector(s)).is_some_and(|s| s.arms || s.people || s.unplaced);
    let told: Vec<(u8, usize, Vec<Code>, Vec<Entity>)> = coded
        .events
        .iter()
        .filter(|e| lexicon.ontology.types[e.kind as usize].force && e.status == 0 && !e.actor.is_empty() && !e.recipient.is_empty())
        // Whoever hit a village has not hit all who live in the country.
        .map(|e| (e.kind, e.sentence, e.recipient.iter().filter(|r| !r.state || r.code.sector == lexicon.ontology.state_sector()).map(|r| r.code).collect(), e.actor.clone()))
        .collect();
    for e in &mut coded.events {
        let force = lexicon.ontology.types[e.kind as usize].force;
        // Thousands are the dead of a war, not of what one side did.
        let total = e.counts.iter().any(|c| c.low >= TOTAL);
        if !force || !e.actor.is_empty() || e.recipient.is_empty() || e.status != 0 || total {
            continue;
        }
        let hit: Vec<_> = e.recipient.iter().map(|r| r.code).collect();
        let mut hands = told.iter().filter(|(k, s, codes, actor)| {
            *k == e.kind && *s != e.sentence && s.abs_diff(e.sentence) <= BESIDE && codes.iter().any(|c| hit.contains(c)) && actor.iter().all(|a| !hit.contains(&a.code))
        });
        let Some((_, _, _, first)) = hands.next().filter(|(_, _, _, first)| first.iter().all(hand)) else { continue };
        if hands.all(|(_, _, _, other)| other.iter().map(|a| a.code).eq(first.iter().map(|a| a.code))) {
            e.actor.clone_from(first);
            e.rule = "doer told elsewhere";
        }
    }
}

/// A form of violence told without its doer, where the like of it was told before with one.
fn same_form(lexicon: &Lexicon, coded: &mut Coded) {
    let alone = alone(lexicon, &coded.events);
    for k in 0..coded.events.len() {
        let (before, rest) = coded.events.split_at_mut(k);
        let e = &mut rest[0];
        let frame = &lexicon.frames[e.frame as usize];
        // «غارات … شنها التحالف. … وأصابت غارة أخرى دبابة»
        if let Some(who) =
            alone.as_ref().filter(|who| lexicon.ontology.types[e.kind as usize].scarce(e.mode) && e.actor.is_empty() && !e.recipient.iter().any(|r| who.iter().any(|a| a.code == r.code)))
        {
            e.actor.clone_from(who);
            e.rule = "the one side told to have the means";
        }
        if !lexicon.ontology.types[e.kind as usize].force || !e.actor.is_empty() || e.signs & confidence::DEFINITE == 0 || mutual(frame) || frame.rank == 2 || e.status != 0 {
            continue;
        }
        let hit: Vec<Code> = e.recipient.iter().map(|r| r.code).collect();
        let like = |b: &&Event| b.kind == e.kind && b.sentence + REACH >= e.sentence && b.sentence < e.sentence && b.mode.is_some() && b.mode == e.mode;
        if let Some(b) = before.iter().rev().find(like).filter(|b| !b.actor.is_empty() && !b.actor.iter().any(|a| hit.contains(&a.code))) {
            e.actor.clone_from(&b.actor);
            e.rule = "the like told before";
        }
    }
}

/// The one side that a report tells of as doing what few have the means for, if there is one.
fn alone(lexicon: &Lexicon, events: &[Event]) -> Option<Vec<Entity>> {
    let mut told = events.iter().filter(|e| lexicon.ontology.types[e.kind as usize].scarce(e.mode) && bears(lexicon, &e.actor));
    let first = told.next()?;
    told.all(|e| e.actor.iter().all(|a| first.actor.iter().any(|b| b.code == a.code))).then(|| first.actor.clone())
}

/// «أدانت الحكومة الهجوم»: who did what is condemned, where the sentence or all that is told before of such deeds says who did it.
fn condemned(lexicon: &Lexicon, coded: &mut Coded) {
    const FAR: usize = 6;
    for k in 0..coded.events.len() {
        let e = &coded.events[k];
        let Some((about, force)) = e.about.filter(|_| e.recipient.is_empty()) else { continue };
        let who: Vec<Code> = e.actor.iter().map(|a| a.code).collect();
        let other = |d: &&Event| !d.actor.is_empty() && d.actor.iter().all(|a| !a.code.is_empty() && !who.contains(&a.code));
        let own = coded.events.iter().filter(|d| d.sentence == e.sentence && (d.trigger.holds(about) || d.merged.iter().any(|m| m.holds(about)))).find(other);
        // «… ودانت دول عدة الهجوم»: whoever alone is said to have attacked shortly before.
        let told = |d: &&Event| force && lexicon.ontology.types[d.kind as usize].force && d.status == 0 && d.sentence < e.sentence && d.sentence + FAR >= e.sentence;
        let mut before = coded.events[..k].iter().rev().filter(told).filter(other);
        let first = before.next();
        let alone = first.filter(|f| before.all(|d| d.actor.iter().all(|a| f.actor.iter().any(|b| b.code == a.code))));
        if let Some(d) = own.or(alone.filter(|d| bears(lexicon, &d.actor))) {
            let actor = d.actor.clone();
            coded.events[k].recipient = actor;
            coded.events[k].rule = "who did what is condemned";
        }
    }
}

/// «تم أسر عشرة منهم», «واعتقال آخرين»: seizures and arrests told without their doer beside the fighting of a side are that
/// side's.
fn in_passing(lexicon: &Lexicon, coded: &mut Coded) {
    for k in 1..coded.events.len() {
        let (before, rest) = coded.events.split_at_mut(k);
        let e = &mut rest[0];
        let kind = &lexicon.ontology.types[e.kind as usize];
        if kind.force || !kind.armed || !e.actor.is_empty() || e.status != 0 || e.mode.is_none() {
            continue;
        }
        let hit: Vec<Code> = e.recipient.iter().map(|r| r.code).collect();
        let beside = |b: &&Event| b.sentence + REACH >= e.sentence && (fights(lexicon, b) || b.kind == e.kind && b.mode == e.mode) && bears(lexicon, &b.actor);
        if let Some(b) = before.iter().rev().find(beside).filter(|b| !b.actor.iter().any(|a| hit.contains(&a.code))) {
            e.actor.clone_from(&b.actor);
            e.rule = "the side that acts before";
        }
    }
}
