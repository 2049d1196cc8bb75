//! Voices: which attribution stands inside which, and which events stand in them.
//!
//! An event belongs to the innermost attributions whose content holds its trigger; one that was denied or repeated by
//! reference («تنفي ذلك») belongs to that denial as well.

use crate::coded::Coded;
use crate::lexicon::Lexicon;

/// Nests the attributions of a report and gives each event its own.
pub fn nest(_lexicon: &Lexicon, coded: &mut Coded) {
    let n = coded.attributions.len();
    for k in 0..n {
        let a = &coded.attributions[k];
        let Some(cue) = a.cue else { continue };
        // The smallest content that holds the whole cue and does not belong to itself.
        let outer = (0..n).filter(|&o| o != k && coded.attributions[o].sentence == a.sentence && coded.attributions[o].content.holds(cue) && coded.attributions[o].content.len() > a.content.len()).min_by_key(|&o| coded.attributions[o].content.len());
        coded.attributions[k].within = outer;
    }
    for e in &mut coded.events {
        let holding: Vec<usize> = (0..n).filter(|&k| coded.attributions[k].content.holds(e.trigger) && !coded.attributions[k].cue.is_some_and(|c| c.holds(e.trigger))).collect();
        // Innermost: none of those held inside it.
        let mut inner: Vec<usize> = holding.iter().copied().filter(|&k| !holding.iter().any(|&o| o != k && inside(coded.attributions.as_slice(), o, k))).collect();
        inner.sort_unstable();
        inner.dedup();
        e.within = inner;
    }
    // Denials and repetitions by reference.
    for k in 0..n {
        let Some(to) = coded.attributions[k].refers else { continue };
        let content = coded.attributions[to].content;
        for e in &mut coded.events {
            if content.holds(e.trigger) && !e.within.contains(&k) {
                e.within.push(k);
            }
        }
    }
}

fn inside(all: &[crate::coded::Attribution], inner: usize, outer: usize) -> bool {
    let mut at = all[inner].within;
    let mut steps = 0;
    while let Some(k) = at {
        if k == outer {
            return true;
        }
        at = all[k].within;
        steps += 1;
        if steps > 64 {
            return false;
        }
    }
    false
}
