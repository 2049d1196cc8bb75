//! Which tokens are names of persons, places and bodies: signs of a token, its neighbours and the pack's lists, weighed.
//!
//! ```
//! use isnad_words::names::Label;
//!
//! assert_eq!(Label::parse("B-PER").map(Label::name), Some("B-PER"));
//! assert_eq!(Label::O.name(), "O");
//! ```

use crate::decide::{Form, Key};
use crate::spread::word;
use crate::weights::{Small, Weights, both, slot};
use isnad::text::normalise;
use rustc_hash::FxHashMap;

/// What a token is in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Label(pub u8);

const LABELS: [&str; 9] = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "B-MISC", "I-MISC"];

impl Label {
    /// In no name.
    pub const O: Label = Label(0);
    /// How many labels there are.
    pub const COUNT: usize = LABELS.len();

    /// The label of a name.
    pub fn parse(name: &str) -> Option<Label> {
        LABELS.iter().position(|l| *l == name).map(|n| Label(n as u8))
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        LABELS[self.0 as usize]
    }

    /// Whether one may follow the other: what goes on has begun.
    pub fn follows(self, before: Option<Label>) -> bool {
        let inside = self.0 > 0 && self.0.is_multiple_of(2);
        !inside || before.is_some_and(|b| b.0 == self.0 || b.0 + 1 == self.0)
    }
}

/// How many rows of weights there are, as a power of two.
pub const BITS: u32 = 17;

/// Lists of names, and weights.
#[derive(Debug)]
pub struct Names {
    phrases: FxHashMap<u32, u8>,
    words: FxHashMap<u32, u8>,
    weights: Small,
}

const PLACE: u8 = 1;
const PERSON: u8 = 2;
const BODY: u8 = 4;
const GIVEN: u8 = 8;
const FIRST: u8 = 16;
/// The longest name of a list that is looked for, in words.
const LONGEST: usize = 7;

impl Names {
    /// From the lists of a pack and a table of weights; none where the table is torn.
    pub fn build(pack: &[(&str, &str)], weights: Small) -> Option<Names> {
        let (mut phrases, mut words) = (FxHashMap::default(), FxHashMap::default());
        for (file, text) in pack {
            let lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
            for line in lines {
                let fields: Vec<&str> = line.split('|').map(str::trim).collect();
                let (at, kind) = match *file {
                    "words/given-names.txt" => (0, GIVEN),
                    "actors/countries.txt" => (1, PLACE),
                    "actors/people.txt" if fields.get(1) == Some(&"who") => (0, PERSON),
                    "actors/groups.txt" | "actors/bodies-intl.txt" if fields.get(1) == Some(&"name") => (0, BODY),
                    "actors/media.txt" | "actors/outlets.txt" => (0, BODY),
                    "tagger/titles.txt" => (
                        0,
                        match fields.get(1) {
                            Some(&"PER") => PERSON,
                            Some(&"LOC") => PLACE,
                            _ => BODY,
                        },
                    ),
                    _ if file.starts_with("places/") && *file != "places/generic.txt" => (0, PLACE),
                    _ => continue,
                };
                let forms: Vec<&str> = fields.get(at).into_iter().flat_map(|f| f.split(',')).map(str::trim).filter(|f| !f.is_empty() && *f != "-").collect();
                for form in &forms {
                    // «الملك سلمان» beside «سلمان»: a title before a name is no part of it.
                    if kind == PERSON && form.split_once(' ').is_some_and(|(_, rest)| forms.contains(&rest)) {
                        continue;
                    }
                    let folded = normalise(form);
                    let mut hash = 0;
                    for (n, w) in folded.split(' ').map(word).enumerate() {
                        hash = if n == 0 { w } else { both(hash, w) };
                        if n == 0 {
                            *words.entry(w).or_insert(0) |= FIRST;
                        }
                        if kind == PERSON {
                            *words.entry(w).or_insert(0) |= PERSON;
                        }
                    }
                    if kind == GIVEN {
                        *words.entry(hash).or_insert(0) |= GIVEN;
                    } else {
                        *phrases.entry(hash).or_insert(0) |= kind;
                    }
                }
            }
        }
        (weights.len() == Label::COUNT << BITS || weights.is_empty()).then_some(Names { phrases, words, weights })
    }

    /// The longest name of the lists at each token: which lists, and whether the token begins it.
    fn listed(&self, forms: &[impl AsRef<Form>], keys: &[Key]) -> Vec<u8> {
        let mut out = vec![0u8; keys.len()];
        let mut i = 0;
        while i < keys.len() {
            let mut found = (1, 0);
            if self.words.get(&keys[i].stem).is_some_and(|w| w & FIRST != 0) {
                let mut hash = keys[i].stem;
                for len in 1..=LONGEST.min(keys.len() - i) {
                    if len > 1 {
                        hash = both(hash, forms[i + len - 1].as_ref().word);
                    }
                    if let Some(kinds) = self.phrases.get(&hash) {
                        found = (len, *kinds);
                    }
                }
            }
            for (n, kind) in out[i..i + found.0].iter_mut().enumerate() {
                *kind = if found.1 == 0 { 0 } else { found.1 | if n == 0 { FIRST } else { 0 } };
            }
            i += found.0;
        }
        out
    }

    /// The rows of weights that speak of a token by itself.
    pub fn alone(form: &Form, which: usize) -> Vec<u32> {
        let mut out = Vec::with_capacity(12);
        let mut add = |template: u32, a: u32, b: u32| out.push(slot(template, a, b, BITS) as u32);
        let key = &form.keys[which];
        let core = form.readings[which].core();
        let folded = &*form.folded;
        add(1, 0, 0);
        add(2, key.stem, 0);
        add(3, key.right, 0);
        add(4, key.coarse, 0);
        for n in 1..=3 {
            let at = folded.char_indices().rev().nth(n - 1).map_or(0, |c| c.0);
            add(4 + n as u32, word(&folded[at..]), core.upos as u32);
        }
        let at = folded.char_indices().nth(3).map_or(folded.len(), |c| c.0);
        add(8, word(&folded[..at]), core.upos as u32);
        add(9, u32::from(form.class), 0);
        add(27, core.upos as u32, form.readings[which].origin as u32);
        add(30, u32::from(form.stems[which].name), core.upos as u32);
        out
    }

    /// The rows of weights that speak of each token among its neighbours.
    pub fn among(&self, forms: &[impl AsRef<Form>], chosen: &[usize]) -> Vec<[u32; 24]> {
        let keys: Vec<Key> = forms.iter().zip(chosen).map(|(f, c)| f.as_ref().keys[*c]).collect();
        let listed = self.listed(forms, &keys);
        let lists: Vec<u32> = keys.iter().zip(&listed).map(|(k, l)| u32::from(*l) << 8 | self.words.get(&k.stem).copied().map_or(0, u32::from)).collect();
        (0..keys.len())
            .map(|i| {
                let near = |by: isize| i.checked_add_signed(by).filter(|n| *n < keys.len());
                let stem = |by: isize| near(by).map_or(1, |n| keys[n].stem);
                let right = |by: isize| near(by).map_or(1, |n| keys[n].right);
                let upos = |by: isize| near(by).map_or(99, |n| keys[n].upos as u32);
                let list = |by: isize| near(by).map_or(0, |n| lists[n]);
                let class = |by: isize| near(by).map_or(999, |n| u32::from(forms[n].as_ref().class));
                let name = |by: isize| near(by).map_or(255, |n| u32::from(forms[n].as_ref().stems[chosen[n]].name));
                let this = upos(0);
                // The first two hold the word itself.
                [
                    (25, stem(-1), stem(0)),
                    (26, stem(0), stem(1)),
                    (10, list(0), this),
                    (11, list(0), list(1)),
                    (12, stem(-1), this),
                    (13, stem(1), this),
                    (14, both(upos(-1), this), upos(1)),
                    (15, right(-1), right(0)),
                    (16, right(1), right(0)),
                    (17, class(-1), this),
                    (18, class(1), this),
                    (19, list(-1), this),
                    (20, list(1), this),
                    (21, stem(-2), this),
                    (22, stem(2), this),
                    (23, both(upos(-2), upos(-1)), this),
                    (24, both(this, upos(1)), upos(2)),
                    (28, class(-1), class(0)),
                    (29, class(0), class(1)),
                    (31, name(-1), name(0)),
                    (32, name(0), name(1)),
                    (33, both(name(-1), name(0)), name(1)),
                    (34, name(0), list(0)),
                    (35, name(-1), this),
                ]
                .map(|(template, a, b)| slot(template, a, b, BITS) as u32)
            })
            .collect()
    }

    /// What each label weighs for a token by itself, for each of its readings.
    pub fn weigh(&self, form: &Form) -> Vec<Sums> {
        if self.weights.is_empty() {
            return Vec::new();
        }
        (0..form.readings.len())
            .map(|which| {
                let mut sums = [0.0; Label::COUNT];
                Names::alone(form, which).iter().for_each(|row| add(&mut sums, *row, &self.weights));
                sums
            })
            .collect()
    }

    /// Labels the tokens of a sentence.
    pub fn label(&self, forms: &[impl AsRef<Form>], chosen: &[usize]) -> Vec<Label> {
        if self.weights.is_empty() {
            return vec![Label::O; forms.len()];
        }
        let mut sums: Vec<Sums> = forms.iter().zip(chosen).map(|(f, c)| f.as_ref().named.get(*c).copied().unwrap_or_default()).collect();
        for (sums, rows) in sums.iter_mut().zip(self.among(forms, chosen)) {
            rows.iter().for_each(|row| add(sums, *row, &self.weights));
        }
        best(&sums, &self.weights)
    }
}

/// Where the weight of one label after another stands.
pub fn step(before: Option<Label>, label: Label) -> usize {
    slot(60, before.map_or(99, |b| u32::from(b.0)), 0, BITS) * Label::COUNT + label.0 as usize
}

/// What each label weighs.
pub type Sums = [f32; Label::COUNT];

/// Adds a row of weights.
#[inline]
pub fn add<W: Weights>(sums: &mut Sums, row: u32, weights: &W) {
    let at = row as usize * Label::COUNT;
    for (l, sum) in sums.iter_mut().enumerate() {
        *sum += weights.at(at + l);
    }
}

/// The best labels, where each weighs so much by itself.
pub fn best<W: Weights>(alone: &[Sums], weights: &W) -> Vec<Label> {
    const N: usize = Label::COUNT;
    const NEVER: f32 = -1e30;
    let steps: [[f32; N]; N] = std::array::from_fn(|b| std::array::from_fn(|l| weights.at(step(Some(Label(b as u8)), Label(l as u8)))));
    let mut from: Vec<[u8; N]> = Vec::with_capacity(alone.len());
    let mut now = [NEVER; N];
    for (i, sums) in alone.iter().enumerate() {
        let (mut next, mut back) = ([NEVER; N], [0u8; N]);
        for l in 0..N {
            let label = Label(l as u8);
            if i == 0 {
                if label.follows(None) {
                    next[l] = sums[l] + weights.at(step(None, label));
                }
                continue;
            }
            for b in 0..N {
                let before = Label(b as u8);
                if label.follows(Some(before)) {
                    let sum = now[b] + sums[l] + steps[b][l];
                    if sum > next[l] {
                        (next[l], back[l]) = (sum, b as u8);
                    }
                }
            }
        }
        now = next;
        from.push(back);
    }
    let mut label = (0..N).fold(0, |best, l| if now[l] > now[best] { l } else { best }) as u8;
    let mut out = vec![Label::O; alone.len()];
    for i in (0..alone.len()).rev() {
        out[i] = Label(label);
        label = from[i][label as usize];
    }
    out
}
