//! Which readings of a sentence's tokens hold: signs of each reading, of its neighbours and of the step between two, weighed.
//!
//! The best chain is found from left to right. Of each reading only the best way to it is kept, so that a step may look two
//! readings back.
//!
//! ```
//! use isnad_words::decide::{Form, Signs};
//! use isnad_words::{clitics::Clitics, readings::Reader, spread::Spread, stems::Stems};
//!
//! let reader = Reader { clitics: Clitics::default(), stems: Stems::build(&[("words/nominals.txt", "كتاب | NOUN")]) };
//! let form = Form::new("كتاب", &reader, &Spread::default());
//! let mut n = 0;
//! Signs::alone(&form, 0, &mut |_| n += 1);
//! assert!(n > 10);
//! ```

use crate::feats::Upos;
use crate::readings::{Reader, Reading};
use crate::spread::{Row, Spread, word};
use crate::weights::{Weights, both, slot};
use isnad::text::normalise;

/// How many weights there are, as a power of two.
pub const BITS: u32 = 21;
/// How many readings of a token are weighed against each other in context.
const KEPT: usize = 6;

/// What steps and names ask of a reading.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its cut, parts of speech and features.
    pub tag: u32,
    /// Its cut and parts of speech.
    pub coarse: u32,
    /// Its stem, normalised.
    pub stem: u32,
    /// Part of speech, state, gender and number of its stem, and whether a pronoun follows.
    pub right: u32,
    /// Part of speech of its stem.
    pub upos: Upos,
}

/// A printed form with all that does not depend on its neighbours.
#[derive(Debug)]
pub struct Form {
    /// The ways to read it.
    pub readings: Vec<Reading>,
    /// The same, as numbers.
    pub keys: Vec<Key>,
    /// What each weighs by itself.
    pub alone: Vec<f32>,
    /// What each label of a name weighs for each reading by itself.
    pub named: Vec<crate::names::Sums>,
    /// The normalised form.
    pub folded: Box<str>,
    /// Its number.
    pub word: u32,
    /// Its class and the logarithm of its count.
    pub class: u8,
    count: u8,
    ending: u32,
    /// Of each reading, what raw text taught of its stem.
    pub stems: Vec<Row>,
    /// Of each reading, on which lists of names its stem stands.
    pub lists: Vec<u8>,
}

fn ends(folded: &str, n: usize) -> u32 {
    let start = folded.char_indices().rev().nth(n - 1).map_or(0, |c| c.0);
    word(&folded[start..])
}

fn begins(folded: &str, n: usize) -> u32 {
    let end = folded.char_indices().nth(n).map_or(folded.len(), |c| c.0);
    word(&folded[..end])
}

/// The longest form of which more than its first letters is looked at, in bytes.
const LONGEST: usize = 160;

impl Form {
    /// Reads a printed form in all ways.
    pub fn new(print: &str, reader: &Reader, spread: &Spread) -> Form {
        let readings = reader.readings(print);
        let folded = if print.len() > LONGEST { String::new() } else { normalise(print) };
        let number = word(&folded);
        let Row { count, class, .. } = spread.of(number);
        let (mut keys, mut stems) = (Vec::with_capacity(readings.len()), Vec::with_capacity(readings.len()));
        let mut last: Option<(&str, Row)> = None;
        for r in &readings {
            let core = r.core();
            // Most readings of a form have one stem.
            let row = match last {
                Some((form, row)) if *form == *core.form => row,
                _ => spread.of(if print.len() > LONGEST { 0 } else { word(&normalise(&core.form)) }),
            };
            last = Some((&core.form, row));
            let stem = row.word;
            let mut coarse = core.upos as u32 + 1;
            for p in &r.parts {
                coarse = both(coarse, p.upos as u32 + 1);
            }
            let tag = both(coarse, u32::from(core.feats.bits()));
            let behind = r.parts.len() > r.stem + 1;
            let right = both(core.upos as u32, u32::from(core.feats.bits()) << 1 | u32::from(behind));
            keys.push(Key { tag, coarse, stem, right, upos: core.upos });
            stems.push(row);
        }
        let ending = both(ends(&folded, 2), u32::from(folded.starts_with("ال")));
        Form { readings, keys, alone: Vec::new(), named: Vec::new(), word: number, class, count, ending, folded: folded.into(), stems, lists: Vec::new() }
    }

    /// Weighs each reading by itself.
    pub fn weigh<W: Weights>(mut self, weights: &W) -> Form {
        self.alone = (0..self.readings.len())
            .map(|i| {
                let mut sum = 0.0;
                Signs::alone(&self, i, &mut |s| sum += weights.at(s));
                sum
            })
            .collect();
        self
    }
}

/// What is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Signs;

/// A place in a sentence without neighbour.
const EDGE: u32 = 1;

impl Signs {
    /// Of a reading by itself.
    pub fn alone(form: &Form, i: usize, sink: &mut impl FnMut(usize)) {
        let (r, k) = (&form.readings[i], &form.keys[i]);
        let core = r.core();
        let Row { count, class, .. } = form.stems[i];
        let folded = &*form.folded;
        let mut add = |template: u32, a: u32, b: u32| sink(slot(template, a, b, BITS));
        let cut = both(r.stem as u32, r.parts.len() as u32);
        add(1, k.tag, 0);
        add(2, k.tag, form.word);
        add(3, k.coarse, form.word);
        add(4, k.tag, k.stem);
        add(5, core.upos as u32, k.stem);
        let tail = if r.parts.len() > r.stem + 1 { 1 } else { 0 };
        for n in 1..=4 {
            add(5 + n, both(k.tag, tail), ends(folded, n as usize));
        }
        // The stem's first letters stand behind its clitics.
        let skip = folded.char_indices().nth(r.parts[..r.stem].iter().map(|p| p.form.chars().count()).sum()).map_or(0, |c| c.0);
        for n in 1..=3 {
            add(9 + n, k.tag, begins(&folded[skip..], n as usize));
        }
        add(13, k.tag, u32::from(form.class));
        add(14, k.coarse, u32::from(class));
        add(15, k.coarse, u32::from(count) << 8 | u32::from(form.count));
        add(16, k.coarse, r.origin as u32);
        add(17, k.tag, r.origin as u32);
        add(18, cut, u32::from(count) << 8 | u32::from(form.count));
        add(19, both(cut, r.origin as u32), folded.chars().count().min(12) as u32);
        add(20, k.tag, u32::from(class));
    }

    /// Of a reading among its neighbours' forms.
    pub fn among(forms: &[impl AsRef<Form>], at: usize, i: usize, sink: &mut impl FnMut(usize)) {
        let (around, k) = (Around::of(forms, at), &forms[at].as_ref().keys[i]);
        around.of_coarse(k, sink);
        around.of_tag(k, sink);
        around.of_stem(k, sink);
    }

    /// Of the step from one reading to the next; `far` is the one before both.
    pub fn step(far: Option<&Key>, from: Option<&Key>, to: &Key, sink: &mut impl FnMut(usize)) {
        let from = Leaving::of(far, from);
        from.to_tag(to, sink);
        from.to_coarse(to, sink);
    }
}

/// What stands around a token, whichever way it is read.
struct Around {
    before: u32,
    after: u32,
    class: [u32; 4],
    ending: [u32; 2],
}

impl Around {
    fn of(forms: &[impl AsRef<Form>], at: usize) -> Around {
        let near = |by: isize| at.checked_add_signed(by).and_then(|n| forms.get(n)).map(AsRef::as_ref);
        let (before, after) = (near(-1), near(1));
        let class = |f: Option<&Form>| f.map_or(999, |f| u32::from(f.class));
        let number = |f: Option<&Form>| f.map_or(EDGE, |f| f.word);
        let ending = |f: Option<&Form>| f.map_or(EDGE, |f| f.ending);
        Around { before: number(before), after: number(after), class: [class(near(-2)), class(before), class(after), class(near(2))], ending: [ending(before), ending(after)] }
    }

    fn of_coarse(&self, k: &Key, sink: &mut impl FnMut(usize)) {
        let mut add = |template: u32, b: u32| sink(slot(template, k.coarse, b, BITS));
        add(30, self.before);
        add(31, self.after);
        add(36, self.class[0]);
        add(37, self.class[3]);
    }

    fn of_tag(&self, k: &Key, sink: &mut impl FnMut(usize)) {
        let mut add = |template: u32, b: u32| sink(slot(template, k.tag, b, BITS));
        add(32, self.class[1]);
        add(33, self.class[2]);
        add(34, self.ending[0]);
        add(35, self.ending[1]);
    }

    fn of_stem(&self, k: &Key, sink: &mut impl FnMut(usize)) {
        let mut add = |template: u32, b: u32| sink(slot(template, k.stem, b, BITS));
        add(38, self.class[2]);
        add(39, self.ending[1]);
    }
}

/// What a step asks of the reading that it leaves and of the one before.
struct Leaving {
    right: u32,
    upos: u32,
    stem: u32,
    rights: u32,
    uposes: u32,
}

impl Leaving {
    fn of(far: Option<&Key>, from: Option<&Key>) -> Leaving {
        let (right, upos, stem) = from.map_or((EDGE, EDGE, EDGE), |k| (k.right, k.upos as u32, k.stem));
        Leaving { right, upos, stem, rights: both(far.map_or(EDGE, |k| k.right), right), uposes: both(far.map_or(99, |k| k.upos as u32), upos) }
    }

    fn to_tag(&self, to: &Key, sink: &mut impl FnMut(usize)) {
        let mut add = |template: u32, a: u32| sink(slot(template, a, to.tag, BITS));
        add(50, self.right);
        add(52, self.upos);
        add(54, self.uposes);
    }

    fn to_coarse(&self, to: &Key, sink: &mut impl FnMut(usize)) {
        let mut add = |template: u32, a: u32| sink(slot(template, a, to.coarse, BITS));
        add(51, self.right);
        add(53, self.rights);
        add(55, self.stem);
    }
}

/// Room for a search, used again for the next sentence.
#[derive(Debug, Default)]
pub struct Search {
    /// Of each token, the readings kept, with the best weight up to them and the place of the one before.
    ways: Vec<Vec<Way>>,
    chosen: Vec<usize>,
}

#[derive(Debug, Clone, Copy)]
struct Way {
    reading: usize,
    weight: f32,
    before: usize,
}

impl Search {
    /// The best reading of each form, each weighed by itself before.
    pub fn best<W: Weights, F: AsRef<Form>>(&mut self, forms: &[F], weights: &W) -> &[usize] {
        self.find(forms, |at, i| forms[at].as_ref().alone[i], weights, |_, _| true)
    }

    /// The best reading of each form, where weights still change: `alone` says what each weighs by itself, `allowed` which
    /// readings may be chosen (at least one of each form).
    pub fn weighed<W: Weights, F: AsRef<Form>>(&mut self, forms: &[F], alone: &[Vec<f32>], weights: &W, allowed: impl Fn(usize, usize) -> bool) -> &[usize] {
        self.find(forms, |at, i| alone[at][i], weights, allowed)
    }

    fn find<W: Weights, F: AsRef<Form>>(&mut self, forms: &[F], by_itself: impl Fn(usize, usize) -> f32, weights: &W, allowed: impl Fn(usize, usize) -> bool) -> &[usize] {
        self.chosen.clear();
        self.ways.resize_with(forms.len().max(self.ways.len()), Vec::new);
        for at in 0..forms.len() {
            let form = forms[at].as_ref();
            let mut now = std::mem::take(&mut self.ways[at]);
            now.clear();
            let around = (form.readings.len() > 1).then(|| Around::of(forms, at));
            // Readings of one token mostly agree with the one before in what is asked of them.
            let (mut last, mut sums): (Option<&Key>, [f32; 3]) = (None, [0.0; 3]);
            for i in (0..form.readings.len()).filter(|i| allowed(at, *i)) {
                let mut weight = by_itself(at, i);
                if let Some(around) = &around {
                    let key = &form.keys[i];
                    if last.is_none_or(|l| l.coarse != key.coarse) {
                        sums[0] = 0.0;
                        around.of_coarse(key, &mut |s| sums[0] += weights.at(s));
                    }
                    if last.is_none_or(|l| l.tag != key.tag) {
                        sums[1] = 0.0;
                        around.of_tag(key, &mut |s| sums[1] += weights.at(s));
                    }
                    if last.is_none_or(|l| l.stem != key.stem) {
                        sums[2] = 0.0;
                        around.of_stem(key, &mut |s| sums[2] += weights.at(s));
                    }
                    weight += sums[0] + sums[1] + sums[2];
                    last = Some(key);
                }
                now.push(Way { reading: i, weight, before: 0 });
            }
            if now.len() > KEPT {
                now.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.reading.cmp(&b.reading)));
                now.truncate(KEPT);
            }
            let before: &[Way] = if at == 0 { &[] } else { &self.ways[at - 1] };
            if before.is_empty() {
                let from = Leaving::of(None, None);
                for way in &mut now {
                    let to = &form.keys[way.reading];
                    from.to_tag(to, &mut |s| way.weight += weights.at(s));
                    from.to_coarse(to, &mut |s| way.weight += weights.at(s));
                }
            } else if now.len() > 1 || before.len() > 1 {
                let mut best = [(f32::MIN, 0); KEPT];
                for (b, way) in before.iter().enumerate() {
                    let far = at.checked_sub(2).map(|f| &forms[f].as_ref().keys[self.ways[f][way.before].reading]);
                    let from = Leaving::of(far, Some(&forms[at - 1].as_ref().keys[way.reading]));
                    let mut coarse = [0.0f32; KEPT];
                    for n in 0..now.len() {
                        let to = &form.keys[now[n].reading];
                        coarse[n] = match (0..n).find(|m| form.keys[now[*m].reading].coarse == to.coarse) {
                            Some(m) => coarse[m],
                            None => {
                                let mut sum = 0.0;
                                from.to_coarse(to, &mut |s| sum += weights.at(s));
                                sum
                            }
                        };
                        let mut weight = way.weight + coarse[n];
                        from.to_tag(to, &mut |s| weight += weights.at(s));
                        if weight > best[n].0 {
                            best[n] = (weight, b);
                        }
                    }
                }
                for (way, (weight, from)) in now.iter_mut().zip(best) {
                    way.weight += weight;
                    way.before = from;
                }
            }
            self.ways[at] = now;
        }
        let Some(last) = forms.len().checked_sub(1) else { return &self.chosen };
        let mut way = 0;
        for (i, w) in self.ways[last].iter().enumerate() {
            if w.weight > self.ways[last][way].weight {
                way = i;
            }
        }
        for at in (0..forms.len()).rev() {
            let w = self.ways[at][way];
            self.chosen.push(w.reading);
            way = w.before;
        }
        self.chosen.reverse();
        &self.chosen
    }
}

impl AsRef<Form> for Form {
    fn as_ref(&self) -> &Form {
        self
    }
}
