//! Voices: which attribution stands inside which, and which events stand in them.
//!
//! An event belongs to the innermost attributions whose content holds its trigger; one that was denied or repeated by
//! reference («تنفي ذلك») belongs to that denial as well.

use crate::coded::{Coded, Event};

/// Nests the attributions of a report and gives each event its own.
///
/// Contents never cross sentences and both lists are in the order of sentences, so each sentence is looked at by itself
/// and the time is linear in the number of sentences.
pub fn nest(coded: &mut Coded) {
    let n = coded.attributions.len();
    let mut from = 0;
    while from < n {
        let sentence = coded.attributions[from].sentence;
        let to = from + coded.attributions[from..].iter().take_while(|a| a.sentence == sentence).count();
        for k in from..to {
            let a = &coded.attributions[k];
            let Some(cue) = a.cue else { continue };
            // The smallest content that holds the whole cue and does not belong to itself.
            let outer = (from..to)
                .filter(|&o| o != k && coded.attributions[o].content.holds(cue) && coded.attributions[o].content.len() > a.content.len())
                .min_by_key(|&o| coded.attributions[o].content.len());
            coded.attributions[k].within = outer;
        }
        for e in of_sentence(&mut coded.events, sentence) {
            let holding: Vec<usize> = (from..to).filter(|&k| coded.attributions[k].content.holds(e.trigger) && !coded.attributions[k].cue.is_some_and(|c| c.holds(e.trigger))).collect();
            // Innermost: none of those held inside it.
            e.within = holding.iter().copied().filter(|&k| !holding.iter().any(|&o| o != k && inside(coded.attributions.as_slice(), o, k))).collect();
        }
        from = to;
    }
    // Denials and repetitions by reference.
    for k in 0..n {
        let Some(to) = coded.attributions[k].refers else { continue };
        let (content, sentence) = (coded.attributions[to].content, coded.attributions[to].sentence);
        for e in of_sentence(&mut coded.events, sentence) {
            if content.holds(e.trigger) && !e.within.contains(&k) && e.within.len() < MOST_VOICES {
                e.within.push(k);
            }
        }
    }
}

/// More voices than these on one event are no news but a loop of repetitions.
const MOST_VOICES: usize = 32;

/// The events of one sentence; events stand in the order of sentences.
fn of_sentence(events: &mut [Event], sentence: usize) -> &mut [Event] {
    let from = events.partition_point(|e| e.sentence < sentence);
    let to = events.partition_point(|e| e.sentence <= sentence);
    &mut events[from..to]
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
