//! Weights of readings: a structured perceptron over whole sentences, its weights averaged over all steps.
//!
//! A treebank may leave open what it has no name for; then the likeliest of all readings that fit it is the one to learn.

use crate::SEED;
use crate::bank::{Sentence, Word};
use crate::raw::Lot;
use isnad_words::Feats;
use isnad_words::clitics::Clitics;
use isnad_words::decide::{BITS, Form, Key, Search, Signs};
use isnad_words::readings::{Reader, Reading};
use isnad_words::spread::Spread;
use isnad_words::stems::Stems;
use rustc_hash::FxHashMap;
use std::rc::Rc;

const ROUNDS: usize = 10;
/// How often, of a hundred times, a word is learnt without itself, so that its ends and its neighbours learn to say what it is.
const HIDDEN: u64 = 20;

/// Averaged weights.
pub struct Averaged {
    pub now: Vec<f32>,
    sum: Vec<f64>,
    since: Vec<u32>,
    step: u32,
}

impl Averaged {
    pub fn new(n: usize) -> Averaged {
        Averaged { now: vec![0.0; n], sum: vec![0.0; n], since: vec![0; n], step: 0 }
    }

    pub fn add(&mut self, slot: usize, by: f32) {
        self.sum[slot] += f64::from(self.now[slot]) * f64::from(self.step - self.since[slot]);
        self.since[slot] = self.step;
        self.now[slot] += by;
    }

    pub fn next(&mut self) {
        self.step += 1;
    }

    pub fn mean(self) -> Vec<f32> {
        let all = f64::from(self.step.max(1));
        (0..self.now.len()).map(|i| ((self.sum[i] + f64::from(self.now[i]) * f64::from(self.step - self.since[i])) / all) as f32).collect()
    }
}

/// A sentence's forms, with the readings of each that may be learnt.
type Learnt = (Vec<Rc<Form>>, Vec<Vec<bool>>);

/// How well a reading fits what the treebank says: 3 wholly, 2 but for features, 1 but for the stem's part of speech, 0 not in its cut.
fn fit(reading: &Reading, words: &[Word]) -> u8 {
    if reading.parts.len() != words.len() || reading.parts.iter().zip(words).any(|(p, w)| *p.form != *w.form) {
        return 0;
    }
    if reading.parts.iter().zip(words).any(|(p, w)| p.upos != w.upos) {
        return 1;
    }
    let stem = &words[reading.stem];
    let core = reading.core();
    let same = core.feats.fits(stem.feats) && (stem.feats == Feats::NONE || core.feats.passive() == stem.feats.passive());
    if same { 3 } else { 2 }
}

/// The readings of each token that may be learnt.
fn allowed(forms: &[Rc<Form>], sentence: &Sentence, lost: &mut [usize; 4]) -> Vec<Vec<bool>> {
    forms
        .iter()
        .zip(&sentence.words)
        .map(|(form, words)| {
            if words.is_empty() {
                return vec![true; form.readings.len()];
            }
            let one = words.len() == 1;
            let fits: Vec<u8> = form
                .readings
                .iter()
                .map(|r| {
                    if one && r.parts.len() == 1 { if r.parts[0].upos != words[0].upos { 1 } else { fit(r, &[Word { form: r.parts[0].form.to_string(), ..words[0].clone() }]) } } else { fit(r, words) }
                })
                .collect();
            let best = fits.iter().copied().max().unwrap_or(0);
            lost[best as usize] += 1;
            fits.iter().map(|f| *f == best).collect()
        })
        .collect()
}

/// The signs of a reading by itself, those of the word as such left out where it is hidden.
fn signs(form: &Form, i: usize, hidden: bool, sink: &mut impl FnMut(usize)) {
    let mut n = 0;
    Signs::alone(form, i, &mut |s| {
        if !(hidden && (1..=4).contains(&n)) {
            sink(s);
        }
        n += 1;
    });
}

/// Trains on sentences.
pub fn train(pack: &[(&str, &str)], spread: &Spread, sentences: &[Sentence]) -> Result<Vec<f32>, String> {
    let clitics = pack.iter().find(|f| f.0 == "tagger/clitics.txt").map_or(Ok(Clitics::default()), |f| Clitics::parse(f.1))?;
    let reader = Reader { clitics, stems: Stems::build_for(pack, spread) };
    let mut memory: FxHashMap<String, Rc<Form>> = FxHashMap::default();
    let mut lost = [0; 4];
    let data: Vec<Learnt> = sentences
        .iter()
        .map(|s| {
            let forms: Vec<Rc<Form>> = s
                .tokens
                .iter()
                .map(|span| {
                    let print = &s.text[span.clone()];
                    Rc::clone(memory.entry(print.to_owned()).or_insert_with(|| Rc::new(Form::new(print, &reader, spread))))
                })
                .collect();
            let allowed = allowed(&forms, s, &mut lost);
            (forms, allowed)
        })
        .collect();
    if let Ok(path) = std::env::var("ISNAD_TRAIN_LOST") {
        let mut out = String::new();
        for (s, (forms, _)) in sentences.iter().zip(&data) {
            for (form, words) in forms.iter().zip(&s.words).filter(|f| !f.1.is_empty()) {
                let best = form.readings.iter().map(|r| fit(r, words)).max().unwrap_or(0);
                if best < 3 && !(words.len() == 1 && form.readings.len() == 1) {
                    let says: Vec<String> = words.iter().map(|w| format!("{}/{}/{}", w.form, w.upos.name(), w.feats.universal(w.upos))).collect();
                    let has: Vec<String> = form.readings.iter().map(|r| format!("{}/{}/{}", r.cut(), r.tags(), r.core().feats.universal(r.core().upos))).collect();
                    out.push_str(&format!("{best}\t{}\t{}\n", says.join(" + "), has.join(" ; ")));
                }
            }
        }
        let _ = std::fs::write(path, out);
    }
    eprintln!("tokens whose reading is not among those found, by cut {} part of speech {} features {}; found {}", lost[0], lost[1], lost[2], lost[3]);
    let mut weights = Averaged::new(1 << BITS);
    let mut lot = Lot(SEED);
    let mut order: Vec<usize> = (0..data.len()).collect();
    let mut search = Search::default();
    for round in 0..ROUNDS {
        for i in (1..order.len()).rev() {
            order.swap(i, (lot.draw() % (i as u64 + 1)) as usize);
        }
        let (mut wrong, mut all) = (0, 0);
        for n in &order {
            let (forms, allowed) = &data[*n];
            weights.next();
            let hidden: Vec<bool> = forms.iter().map(|_| lot.draw() % 100 < HIDDEN).collect();
            let alone: Vec<Vec<f32>> = forms
                .iter()
                .zip(&hidden)
                .map(|(f, hidden)| {
                    (0..f.readings.len())
                        .map(|i| {
                            let mut sum = 0.0;
                            signs(f, i, *hidden, &mut |s| sum += weights.now[s]);
                            sum
                        })
                        .collect()
                })
                .collect();
            let found = search.weighed(forms, &alone, &weights.now, |_, _| true).to_vec();
            let bad = found.iter().zip(allowed).filter(|(f, a)| !a[**f]).count();
            all += forms.len();
            wrong += bad;
            if bad == 0 {
                continue;
            }
            let meant = search.weighed(forms, &alone, &weights.now, |t, i| allowed[t][i]).to_vec();
            for at in 0..forms.len() {
                let key = |chosen: &[usize], t: usize| -> Key { forms[t].keys[chosen[t]] };
                let steps = (at.saturating_sub(2)..=at).any(|t| found[t] != meant[t]);
                if !steps {
                    continue;
                }
                for (chosen, by) in [(&meant, 1.0), (&found, -1.0)] {
                    if found[at] != meant[at] {
                        signs(&forms[at], chosen[at], hidden[at], &mut |s| weights.add(s, by));
                        if forms[at].readings.len() > 1 {
                            Signs::among(forms, at, chosen[at], &mut |s| weights.add(s, by));
                        }
                    }
                    let far = at.checked_sub(2).map(|t| key(chosen, t));
                    let from = at.checked_sub(1).map(|t| key(chosen, t));
                    Signs::step(far.as_ref(), from.as_ref(), &key(chosen, at), &mut |s| weights.add(s, by));
                }
            }
        }
        eprintln!("round {}: {:.2} % of tokens wrong", round + 1, 100.0 * wrong as f64 / all.max(1) as f64);
    }
    Ok(weights.mean())
}
