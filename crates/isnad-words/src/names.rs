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
use isnad::table::{Table, join, pair, split};
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
    /// Lists by phrase.
    phrases: Table,
    /// Lists by word.
    words: Table,
    weights: Small,
    /// What each label weighs after another, and at the start of a sentence.
    steps: Box<Steps>,
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
        let (mut phrases, mut words) = (FxHashMap::<u32, u8>::default(), FxHashMap::<u32, u8>::default());
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
        let table = |lists: FxHashMap<u32, u8>| Table::new(lists.into_iter().map(|(word, kinds)| (pair(0, word), u32::from(kinds))).collect());
        Names::over(table(phrases), table(words), weights)
    }

    fn over(phrases: Table, words: Table, weights: Small) -> Option<Names> {
        let steps = if weights.is_empty() { Steps::default() } else { Steps::of(&weights) };
        (weights.len() == Label::COUNT << BITS || weights.is_empty()).then(|| Names { phrases, words, weights, steps: Box::new(steps) })
    }

    /// The lists, for [`Names::from_bytes`].
    pub fn to_bytes(&self) -> Vec<u8> {
        join(&[self.phrases.bytes(), self.words.bytes()])
    }

    /// The lists that [`Names::to_bytes`] wrote, with a table of weights; none where one of them is torn.
    pub fn from_bytes(lists: &'static [u8], weights: Small) -> Option<Names> {
        let [phrases, words] = split(lists)?;
        Names::over(Table::from_bytes(phrases)?, Table::from_bytes(words)?, weights)
    }

    /// On which lists of words a word stands.
    pub fn word(&self, word: u32) -> u8 {
        self.words.get(pair(0, word)).map_or(0, |kinds| kinds as u8)
    }

    /// The longest name of the lists at each token: which lists, and whether the token begins it.
    fn listed(&self, forms: &[impl AsRef<Form>], keys: &[Key], words: impl Fn(usize) -> u8) -> Vec<u8> {
        let mut out = vec![0u8; keys.len()];
        let mut i = 0;
        while i < keys.len() {
            let mut found = (1, 0);
            if words(i) & FIRST != 0 {
                let mut hash = keys[i].stem;
                for len in 1..=LONGEST.min(keys.len() - i) {
                    if len > 1 {
                        hash = both(hash, forms[i + len - 1].as_ref().word);
                    }
                    if let Some(kinds) = self.phrases.get(pair(0, hash)) {
                        found = (len, kinds as u8);
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
        let words: Vec<u8> = forms.iter().zip(chosen).map(|(f, c)| f.as_ref().lists.get(*c).copied().unwrap_or_else(|| self.word(f.as_ref().keys[*c].stem))).collect();
        let listed = self.listed(forms, &keys, |i| words[i]);
        // Two edges on either side, so that every token has neighbours.
        let mut near = vec![Near::EDGE; keys.len() + 4];
        for (i, near) in near[2..keys.len() + 2].iter_mut().enumerate() {
            let form = forms[i].as_ref();
            let key = &keys[i];
            *near = Near {
                stem: key.stem,
                right: key.right,
                upos: key.upos as u32,
                list: u32::from(listed[i]) << 8 | u32::from(words[i]),
                class: u32::from(form.class),
                name: u32::from(form.stems[chosen[i]].name),
            };
        }
        near.windows(5)
            .map(|w| {
                let [far, before, this, after, next] = [&w[0], &w[1], &w[2], &w[3], &w[4]];
                let upos = this.upos;
                // The first two hold the word itself.
                [
                    (25, before.stem, this.stem),
                    (26, this.stem, after.stem),
                    (10, this.list, upos),
                    (11, this.list, after.list),
                    (12, before.stem, upos),
                    (13, after.stem, upos),
                    (14, both(before.upos, upos), after.upos),
                    (15, before.right, this.right),
                    (16, after.right, this.right),
                    (17, before.class, upos),
                    (18, after.class, upos),
                    (19, before.list, upos),
                    (20, after.list, upos),
                    (21, far.stem, upos),
                    (22, next.stem, upos),
                    (23, both(far.upos, before.upos), upos),
                    (24, both(upos, after.upos), next.upos),
                    (28, before.class, this.class),
                    (29, this.class, after.class),
                    (31, before.name, this.name),
                    (32, this.name, after.name),
                    (33, both(before.name, this.name), after.name),
                    (34, this.name, this.list),
                    (35, before.name, upos),
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
                Names::alone(form, which).iter().for_each(|row| add(&mut sums, *row, &self.weights.view()));
                sums
            })
            .collect()
    }

    /// Labels the tokens of a sentence.
    pub fn label(&self, forms: &[impl AsRef<Form>], chosen: &[usize]) -> Vec<Label> {
        if self.weights.is_empty() {
            return vec![Label::O; forms.len()];
        }
        let weights = self.weights.view();
        let mut sums: Vec<Sums> = forms.iter().zip(chosen).map(|(f, c)| f.as_ref().named.get(*c).copied().unwrap_or_default()).collect();
        for (sums, rows) in sums.iter_mut().zip(self.among(forms, chosen)) {
            rows.iter().for_each(|row| add(sums, *row, &weights));
        }
        self.steps.best(&sums)
    }
}

/// Where the weight of one label after another stands.
pub fn step(before: Option<Label>, label: Label) -> usize {
    slot(60, before.map_or(99, |b| u32::from(b.0)), 0, BITS) * Label::COUNT + label.0 as usize
}

/// What each label weighs.
pub type Sums = [f32; Label::COUNT];

/// What the tokens next to one are asked for.
#[derive(Clone, Copy)]
struct Near {
    stem: u32,
    right: u32,
    upos: u32,
    list: u32,
    class: u32,
    name: u32,
}

impl Near {
    const EDGE: Near = Near { stem: 1, right: 1, upos: 99, list: 0, class: 999, name: 255 };
}

/// Adds a row of weights.
#[inline]
pub fn add<W: Weights>(sums: &mut Sums, row: u32, weights: &W) {
    weights.add(row as usize * Label::COUNT, sums);
}

/// The best labels, where each weighs so much by itself.
pub fn best<W: Weights>(alone: &[Sums], weights: &W) -> Vec<Label> {
    Steps::of(weights).best(alone)
}

const N: usize = Label::COUNT;

/// What each label weighs at the start of a sentence, and after each other; what may not be weighs less than anything.
#[derive(Debug, Default)]
struct Steps {
    first: Sums,
    after: [Sums; N],
}

impl Steps {
    fn of<W: Weights>(weights: &W) -> Steps {
        let weigh = |before: Option<Label>, l: usize| {
            let label = Label(l as u8);
            if label.follows(before) { weights.at(step(before, label)) } else { f32::NEG_INFINITY }
        };
        Steps { first: std::array::from_fn(|l| weigh(None, l)), after: std::array::from_fn(|b| std::array::from_fn(|l| weigh(Some(Label(b as u8)), l))) }
    }

    fn best(&self, alone: &[Sums]) -> Vec<Label> {
        const NEVER: f32 = -1e30;
        let mut from: Vec<[u8; N]> = Vec::with_capacity(alone.len());
        let mut now = [NEVER; N];
        for (i, sums) in alone.iter().enumerate() {
            let (mut next, mut back) = ([NEVER; N], [0u8; N]);
            if i == 0 {
                for l in 0..N {
                    next[l] = (sums[l] + self.first[l]).max(NEVER);
                }
            } else {
                for (b, so_far) in now.iter().enumerate() {
                    for l in 0..N {
                        let sum = so_far + sums[l] + self.after[b][l];
                        let better = sum > next[l];
                        next[l] = if better { sum } else { next[l] };
                        back[l] = if better { b as u8 } else { back[l] };
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
}
