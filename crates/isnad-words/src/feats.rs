//! Parts of speech and features, small enough to be copied, and their names in CoNLL-U.
//!
//! ```
//! use isnad_words::{Feats, Upos};
//!
//! let feats = Feats::parse("p3ms").unwrap();
//! assert_eq!(feats.universal(Upos::Verb), "Aspect=Perf|Gender=Masc|Number=Sing|Person=3|Voice=Act");
//! assert_eq!(Upos::parse("SCONJ"), Some(Upos::Sconj));
//! ```

use serde::{Deserialize, Serialize};

/// A universal part of speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
#[allow(missing_docs, reason = "the names are those of Universal Dependencies")]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

const NAMES: [(&str, Upos); 17] = [
    ("ADJ", Upos::Adj),
    ("ADP", Upos::Adp),
    ("ADV", Upos::Adv),
    ("AUX", Upos::Aux),
    ("CCONJ", Upos::Cconj),
    ("DET", Upos::Det),
    ("INTJ", Upos::Intj),
    ("NOUN", Upos::Noun),
    ("NUM", Upos::Num),
    ("PART", Upos::Part),
    ("PRON", Upos::Pron),
    ("PROPN", Upos::Propn),
    ("PUNCT", Upos::Punct),
    ("SCONJ", Upos::Sconj),
    ("SYM", Upos::Sym),
    ("VERB", Upos::Verb),
    ("X", Upos::X),
];

impl Upos {
    /// Its name in CoNLL-U.
    pub fn name(self) -> &'static str {
        NAMES[self as usize].0
    }

    /// The part of speech of a name.
    pub fn parse(name: &str) -> Option<Upos> {
        NAMES.iter().find(|n| n.0 == name).map(|n| n.1)
    }
}

/// Features of a word. What is not said is none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Feats(u16);

/// A feature: where its value stands, how many bits it has, its letters in the short form, its name and values in CoNLL-U.
struct Field {
    at: u16,
    letters: &'static [u8],
    name: &'static str,
    values: &'static [&'static str],
}

const ASPECT: Field = Field { at: 0, letters: b"pic", name: "Aspect", values: &["Perf", "Imp", "Imp"] };
const PERSON: Field = Field { at: 2, letters: b"123", name: "Person", values: &["1", "2", "3"] };
const GENDER: Field = Field { at: 4, letters: b"mf", name: "Gender", values: &["Masc", "Fem"] };
const NUMBER: Field = Field { at: 6, letters: b"sdp", name: "Number", values: &["Sing", "Dual", "Plur"] };
const STATE: Field = Field { at: 8, letters: b"idc", name: "Definite", values: &["Ind", "Def", "Cons"] };
const PASSIVE: u16 = 1 << 10;

impl Field {
    fn of(&self, feats: Feats) -> usize {
        (feats.0 >> self.at & 3) as usize
    }

    fn letter(&self, letter: u8) -> Option<u16> {
        self.letters.iter().position(|l| *l == letter).map(|n| (n as u16 + 1) << self.at)
    }
}

impl Feats {
    /// No features.
    pub const NONE: Feats = Feats(0);

    /// Reads the short form of the treebank: `p3ms`, `i3fpP`, `msc`, `3ms`, `-`.
    pub fn parse(code: &str) -> Option<Feats> {
        let mut bits = 0;
        let mut rest = code.as_bytes();
        if code == "-" || code == "_" {
            return Some(Feats::NONE);
        }
        if let [a, person @ b'1'..=b'3', ..] = rest {
            bits |= ASPECT.letter(*a)?;
            bits |= PERSON.letter(*person)?;
            rest = &rest[2..];
        } else if let [person @ b'1'..=b'3', ..] = rest {
            bits |= PERSON.letter(*person)?;
            rest = &rest[1..];
        }
        if let [g @ (b'm' | b'f'), ..] = rest {
            bits |= GENDER.letter(*g)?;
            rest = &rest[1..];
        }
        if let [n, ..] = rest
            && let Some(n) = NUMBER.letter(*n)
        {
            bits |= n;
            rest = &rest[1..];
        }
        for letter in rest {
            bits |= if *letter == b'P' { PASSIVE } else { STATE.letter(*letter)? };
        }
        Some(Feats(bits))
    }

    /// Builds features from the letters of their short form; a letter that is none is passed over.
    pub fn verb(aspect: u8, person: u8, gender: u8, number: u8, passive: bool) -> Feats {
        let bits = [ASPECT.letter(aspect), PERSON.letter(person), GENDER.letter(gender), NUMBER.letter(number)];
        Feats(bits.into_iter().flatten().fold(0, |a, b| a | b) | if passive { PASSIVE } else { 0 })
    }

    /// Gender and number of a noun, with its state where it has one.
    pub fn noun(gender: u8, number: u8, state: Option<u8>) -> Feats {
        let bits = [GENDER.letter(gender), NUMBER.letter(number), state.and_then(|s| STATE.letter(s))];
        Feats(bits.into_iter().flatten().fold(0, |a, b| a | b))
    }

    /// The same with another state (`i`, `d`, `c`).
    pub fn with_state(self, state: u8) -> Feats {
        Feats(self.0 & !(3 << STATE.at) | STATE.letter(state).unwrap_or(0))
    }

    /// The same without state.
    pub fn without_state(self) -> Feats {
        Feats(self.0 & !(3 << STATE.at))
    }

    /// The letter of its state, if it has one.
    pub fn state(self) -> Option<u8> {
        STATE.of(self).checked_sub(1).map(|n| STATE.letters[n])
    }

    /// The letter of its aspect, if it has one.
    pub fn aspect(self) -> Option<u8> {
        ASPECT.of(self).checked_sub(1).map(|n| ASPECT.letters[n])
    }

    /// Gender and number alone.
    pub fn agreement(self) -> u16 {
        self.0 & (3 << GENDER.at | 3 << NUMBER.at)
    }

    /// Whether it is passive.
    pub fn passive(self) -> bool {
        self.0 & PASSIVE != 0
    }

    /// All of it as a number.
    pub fn bits(self) -> u16 {
        self.0
    }

    /// As CoNLL-U has it, `_` for none.
    pub fn universal(self, upos: Upos) -> String {
        let mut out = String::new();
        for field in [&ASPECT, &STATE, &GENDER, &NUMBER, &PERSON] {
            if let Some(value) = field.of(self).checked_sub(1) {
                if !out.is_empty() {
                    out.push('|');
                }
                out.push_str(field.name);
                out.push('=');
                out.push_str(field.values[value]);
            }
        }
        if matches!(upos, Upos::Verb | Upos::Aux) && ASPECT.of(self) > 0 {
            out.push_str(if self.passive() { "|Voice=Pass" } else { "|Voice=Act" });
        }
        if out.is_empty() {
            out.push('_');
        }
        out
    }

    /// Whether another word's features may be these, where the other says only some of them.
    pub fn fits(self, other: Feats) -> bool {
        [&ASPECT, &PERSON, &GENDER, &NUMBER, &STATE].iter().all(|f| f.of(other) == 0 || f.of(self) == f.of(other))
    }

    /// Reads features as CoNLL-U has them; what isnad has no features for is passed over.
    pub fn from_universal<'a>(feats: impl Iterator<Item = &'a str>) -> Feats {
        let mut bits = 0;
        for (name, value) in feats.filter_map(|f| f.split_once('=')) {
            for field in [&ASPECT, &PERSON, &GENDER, &NUMBER, &STATE] {
                if field.name == name
                    && let Some(n) = field.values.iter().position(|v| *v == value)
                {
                    bits |= (n as u16 + 1) << field.at;
                }
            }
            if name == "Voice" && value == "Pass" {
                bits |= PASSIVE;
            }
        }
        Feats(bits)
    }
}
