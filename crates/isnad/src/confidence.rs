//! How sure the coder is of an event: a logistic model over a few signs that a reader can check, with its weights in
//! `data/confidence.txt`.
//!
//! The signs say how the event is told (a verb or a topic noun, with or without parties, number, place and date), not
//! what it is about. The weights follow what a fit on annotated reports proposes; [`Model::rate`] gives the probability that an
//! annotator would mark the event.
//!
//! ```
//! use isnad::confidence::{FINITE, Model, QUANTITY};
//!
//! let model = Model::shipped();
//! assert!(model.rate(FINITE | QUANTITY, 0, None) > model.rate(0, 0, None));
//! ```

use crate::pack::{Fault, lines};

/// Told by a finite verb.
pub const FINITE: u64 = 1;
/// A number of people is given.
pub const QUANTITY: u64 = 1 << 1;
/// An actor that has a code.
pub const ACTOR: u64 = 1 << 2;
/// A recipient that has a code.
pub const RECIPIENT: u64 = 1 << 3;
/// A place.
pub const PLACE: u64 = 1 << 4;
/// A date.
pub const DATE: u64 = 1 << 5;
/// The most specific rank.
pub const SPECIFIC: u64 = 1 << 6;
/// A casualty word.
pub const CASUALTY: u64 = 1 << 7;
/// A noun with the article or a pronoun.
pub const DEFINITE: u64 = 1 << 8;
/// Told in passing in a sentence without its report: in a relative clause, behind «بعد», «منذ», or
/// among much else.
pub const ASIDE: u64 = 1 << 9;
/// In the title or the first sentence behind it.
pub const LEAD: u64 = 1 << 10;
/// Inside somebody's words.
pub const ATTRIBUTED: u64 = 1 << 11;
/// Said to have happened.
pub const ACTUAL: u64 = 1 << 12;
/// The report tells of the same type in another sentence.
pub const REPEATED: u64 = 1 << 13;
/// In a relative clause.
pub const RELATIVE: u64 = 1 << 14;
/// The entry needs no party.
pub const SELF_EVIDENT: u64 = 1 << 15;
/// Other words were folded into it.
pub const MERGED: u64 = 1 << 16;
/// Governed by a preposition.
pub const GOVERNED: u64 = 1 << 17;
/// The report has a title.
pub const REPORT: u64 = 1 << 18;
/// Read as passive.
pub const PASSIVE: u64 = 1 << 19;
/// Its words are an idiom whose parts were both met.
pub const IDIOM: u64 = 1 << 20;
/// A verb of the sentence has it as subject or object.
pub const TOLD: u64 = 1 << 21;
/// A fact of force: attack, killing, wounding.
pub const FORCE: u64 = 1 << 22;

/// A verb in the perfect.
pub const PERFECT: u64 = 1 << 23;
/// The sentence says «today», «yesterday» or the like.
pub const DEICTIC: u64 = 1 << 24;
/// The first predicate of its kind in the sentence.
pub const FIRST: u64 = 1 << 25;
/// A long sentence.
pub const LONG: u64 = 1 << 26;
/// Words behind it say for or against what it is done.
pub const CAUSE: u64 = 1 << 27;
/// An isolated sentence, with an event that is named as known.
pub const KNOWN: u64 = 1 << 28;

/// The date lies two years back or more.
pub const OLD: u64 = 1 << 29;
/// Asked about, or any such thing («أي هجوم»), or one of a list of abstract nouns.
pub const GENERIC: u64 = 1 << 30;
/// Two parties that both have a code.
pub const DYAD: u64 = 1 << 31;
/// An isolated sentence comes to it after ten words and more.
pub const DEEP: u64 = 1 << 32;
/// An isolated sentence comes to it after twenty words and more.
pub const DEEPER: u64 = 1 << 33;
/// An isolated sentence that tells of three events of the type and more.
pub const CROWDED: u64 = 1 << 34;
/// An isolated sentence that tells of events of other types too.
pub const MIXED: u64 = 1 << 35;
/// An isolated sentence of fewer than fifteen words.
pub const BRIEF: u64 = 1 << 36;

/// The signs with the names by which the weights' file calls them.
pub const SIGNS: [(&str, u64); 37] = [
    ("finite", FINITE),
    ("quantity", QUANTITY),
    ("actor", ACTOR),
    ("recipient", RECIPIENT),
    ("place", PLACE),
    ("date", DATE),
    ("specific", SPECIFIC),
    ("casualty", CASUALTY),
    ("definite", DEFINITE),
    ("aside", ASIDE),
    ("lead", LEAD),
    ("attributed", ATTRIBUTED),
    ("actual", ACTUAL),
    ("repeated", REPEATED),
    ("relative", RELATIVE),
    ("self-evident", SELF_EVIDENT),
    ("merged", MERGED),
    ("governed", GOVERNED),
    ("report", REPORT),
    ("passive", PASSIVE),
    ("idiom", IDIOM),
    ("told", TOLD),
    ("force", FORCE),
    ("perfect", PERFECT),
    ("deictic", DEICTIC),
    ("first", FIRST),
    ("long", LONG),
    ("cause", CAUSE),
    ("known", KNOWN),
    ("old", OLD),
    ("generic", GENERIC),
    ("dyad", DYAD),
    ("deep", DEEP),
    ("deeper", DEEPER),
    ("crowded", CROWDED),
    ("mixed", MIXED),
    ("brief", BRIEF),
];

/// The weights.
#[derive(Debug, Clone)]
pub struct Model {
    bias: f32,
    weights: Vec<(u64, f32)>,
    kinds: Vec<(u8, f32)>,
    modes: Vec<(u8, u8, f32)>,
    /// Events below this are left out unless a user asks for another bound.
    pub threshold: f32,
}

impl Model {
    /// The model that this crate ships.
    pub fn shipped() -> Model {
        let ontology = crate::ontology::Ontology::plover();
        let (model, faults) = Model::parse("confidence.txt", include_str!("../data/confidence.txt"), &ontology);
        debug_assert!(faults.is_empty(), "{faults:?}");
        model
    }

    /// Reads weights; lines are `SIGN | WEIGHT`, `bias | WEIGHT`, `threshold | BOUND`, `type TYPE | WEIGHT` or
    /// `mode TYPE MODE | WEIGHT`.
    pub fn parse(file: &str, text: &str, ontology: &crate::ontology::Ontology) -> (Model, Vec<Fault>) {
        let mut model = Model { bias: 0.0, weights: Vec::new(), kinds: Vec::new(), modes: Vec::new(), threshold: 0.0 };
        let mut faults = Vec::new();
        for line in lines(file, text) {
            let name = line.field(0);
            let Ok(weight) = line.field(1).parse::<f32>() else {
                faults.push(line.fault(format!("«{}» is no number", line.field(1))));
                continue;
            };
            if name == "bias" {
                model.bias = weight;
            } else if name == "threshold" {
                model.threshold = weight;
            } else if let Some(kind) = name.strip_prefix("type ").and_then(|n| ontology.event_type(n.trim())) {
                model.kinds.push((kind, weight));
            } else if let Some((kind, mode)) = name.strip_prefix("mode ").and_then(|n| n.trim().split_once(' ')).and_then(|(t, m)| {
                let kind = ontology.event_type(t)?;
                let mode = ontology.types[kind as usize].modes.iter().position(|x| x == m.trim())?;
                Some((kind, mode as u8))
            }) {
                model.modes.push((kind, mode, weight));
            } else if let Some((_, sign)) = SIGNS.iter().find(|(n, _)| *n == name) {
                model.weights.push((*sign, weight));
            } else {
                faults.push(line.fault(format!("«{name}» is no sign, type, mode, bias or threshold")));
            }
        }
        (model, faults)
    }

    /// The probability for an event's signs, type and mode (their places in the ontology).
    pub fn rate(&self, signs: u64, kind: u8, mode: Option<u8>) -> f32 {
        let mut sum = self.bias;
        for (sign, weight) in &self.weights {
            if signs & sign != 0 {
                sum += weight;
            }
        }
        for (k, weight) in &self.kinds {
            if *k == kind {
                sum += weight;
            }
        }
        for (k, m, weight) in &self.modes {
            if *k == kind && Some(*m) == mode {
                sum += weight;
            }
        }
        // Three digits are more than the fit can know; they keep the output the same on every machine.
        let p = 1.0 / (1.0 + f64::from(-sum).exp());
        ((p * 1000.0).round() / 1000.0) as f32
    }
}
