//! Dyads: parties of an event that its own sentence leaves out and that the report has told before.
//!
//! Two inferences, each only where the report leaves no choice:
//! - violence against those whom one side alone is said to have hit nearby is that side's («هاجم مسلحون الجنود. … وقُتل
//!   خمسة جنود»);
//! - a side under arms that strikes, takes or besieges («استعادت القوات المدينة») does so against the side that it fights
//!   in the report.

use crate::anaphora::Entity;
use crate::coded::{Coded, Event};
use crate::lexicon::Lexicon;
use crate::ontology::Code;

/// Completes the parties of all events of a report.
pub fn complete(lexicon: &Lexicon, coded: &mut Coded) {
    one_hand(lexicon, coded);
    adversaries(lexicon, coded);
}

fn one_hand(lexicon: &Lexicon, coded: &mut Coded) {
    let told: Vec<(u8, usize, Vec<Code>, Vec<Entity>)> = coded
        .events
        .iter()
        .filter(|e| lexicon.ontology.types[e.kind as usize].force && e.status == 0 && !e.actor.is_empty() && !e.recipient.is_empty())
        .map(|e| (e.kind, e.sentence, e.recipient.iter().map(|r| r.code).collect(), e.actor.clone()))
        .collect();
    for e in &mut coded.events {
        let force = lexicon.ontology.types[e.kind as usize].force;
        if !force || !e.actor.is_empty() || e.recipient.is_empty() || e.status != 0 {
            continue;
        }
        let hit: Vec<_> = e.recipient.iter().map(|r| r.code).collect();
        let mut hands = told
            .iter()
            .filter(|(k, s, codes, actor)| *k == e.kind && *s != e.sentence && s.abs_diff(e.sentence) <= 3 && codes.iter().any(|c| hit.contains(c)) && actor.iter().all(|a| !hit.contains(&a.code)));
        let Some((_, _, _, first)) = hands.next() else { continue };
        if hands.all(|(_, _, _, other)| other.iter().map(|a| a.code).eq(first.iter().map(|a| a.code))) {
            e.actor.clone_from(first);
            e.rule = "doer told elsewhere";
        }
    }
}

/// How many sentences lie at most between two tellings of one fight.
const REACH: usize = 4;

fn adversaries(lexicon: &Lexicon, coded: &mut Coded) {
    let o = &lexicon.ontology;
    let arms = |e: &Entity| e.code.country.is_some() && e.code.sector.and_then(|s| o.sector(s)).is_some_and(|s| s.arms && !s.unplaced);
    let bears = |list: &[Entity]| !list.is_empty() && list.iter().all(arms);
    let fights = |e: &Event| o.types[e.kind as usize].force || e.mode.is_some_and(|m| o.types[e.kind as usize].modes[m as usize] == "seize");
    // Who is told to fight whom, in the order of the report.
    let mut dyads: Vec<(usize, Vec<Entity>, Vec<Entity>)> = Vec::new();
    for (k, e) in coded.events.iter().enumerate() {
        if !fights(e) || e.status == 3 {
            continue;
        }
        if bears(&e.actor) && bears(&e.recipient) {
            dyads.push((k, e.actor.clone(), e.recipient.clone()));
        } else if e.recipient.is_empty() && e.actor.len() == 2 && bears(&e.actor) {
            let (a, b): (Vec<Entity>, Vec<Entity>) = e.actor.iter().partition(|x| x.code == e.actor[0].code);
            if !b.is_empty() {
                dyads.push((k, a, b));
            }
        }
    }
    for k in 0..coded.events.len() {
        let e = &coded.events[k];
        if !fights(e) || !e.recipient.is_empty() || !bears(&e.actor) || e.actor.len() > 1 && o.types[e.kind as usize].force {
            continue;
        }
        let who: Vec<Code> = e.actor.iter().map(|a| a.code).collect();
        let against = |(_, a, b): &(usize, Vec<Entity>, Vec<Entity>)| {
            if a.iter().any(|x| who.contains(&x.code)) && !b.iter().any(|x| who.contains(&x.code)) {
                Some(b.clone())
            } else if b.iter().any(|x| who.contains(&x.code)) && !a.iter().any(|x| who.contains(&x.code)) {
                Some(a.clone())
            } else {
                None
            }
        };
        let near = |d: &&(usize, Vec<Entity>, Vec<Entity>)| coded.events[d.0].sentence.abs_diff(e.sentence) <= REACH;
        let found = dyads.iter().rev().filter(near).filter(|d| d.0 < k).find_map(against).or_else(|| dyads.iter().filter(near).filter(|d| d.0 > k).find_map(against));
        if let Some(list) = found {
            coded.events[k].recipient = list;
            coded.events[k].rule = "the side that it fights in the report";
        }
    }
}
