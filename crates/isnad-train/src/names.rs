//! Weights of names: the same perceptron over labels.

use crate::SEED;
use crate::bank::Sentence;
use crate::raw::Lot;
use crate::readings::Averaged;
use isnad_words::names::{BITS, Label, Names, Sums, add, best, step};
use isnad_words::{Model, Tagger};

const ROUNDS: usize = 20;
/// How often, of a hundred times, a word is learnt without itself.
const HIDDEN: u64 = 40;
/// The places among a token's signs that hold the word itself, beside the second.
const OWN: usize = 11;
const PAIRED: usize = 12;

/// The rows of weights of each token of a sentence.
type Learnt<'s> = (Vec<Vec<u32>>, &'s Sentence);

/// Trains on sentences with labels, over the words that the model finds in them.
pub fn train(model: &Model, sentences: &[Sentence]) -> Vec<f32> {
    let mut tagger = Tagger::new(model);
    let data: Vec<Learnt<'_>> = sentences
        .iter()
        .map(|s| {
            let tokens = tagger.sentence(&s.text, &s.tokens);
            let forms: Vec<_> = tokens.iter().map(|t| t.form.clone()).collect();
            let chosen: Vec<usize> = tokens.iter().map(|t| t.which).collect();
            (model.names.among(&forms, &chosen).into_iter().enumerate().map(|(i, rows)| [Names::alone(&forms[i], chosen[i]), rows.to_vec()].concat()).collect(), s)
        })
        .collect();
    let mut weights = Averaged::new(Label::COUNT << BITS);
    let mut lot = Lot(SEED);
    let mut order: Vec<usize> = (0..data.len()).collect();
    for round in 0..ROUNDS {
        for i in (1..order.len()).rev() {
            order.swap(i, (lot.draw() % (i as u64 + 1)) as usize);
        }
        let (mut wrong, mut all) = (0, 0);
        for n in &order {
            let (all_signs, sentence) = &data[*n];
            weights.next();
            // Some signs are hidden, those of the word itself oftener, so that its neighbours learn to say what it is.
            let signs: Vec<Vec<u32>> = all_signs
                .iter()
                .map(|rows| {
                    let word = lot.draw() % 100 < HIDDEN;
                    rows.iter().enumerate().filter(|(i, _)| !(word && [1, OWN, PAIRED].contains(i) || lot.draw() % 100 < 10)).map(|(_, r)| *r).collect()
                })
                .collect();
            let signs = &signs;
            let sums: Vec<Sums> = signs
                .iter()
                .map(|rows| {
                    let mut sums = Sums::default();
                    rows.iter().for_each(|row| add(&mut sums, *row, &weights.now));
                    sums
                })
                .collect();
            let found = best(&sums, &weights.now);
            let meant: Vec<Label> = (0..found.len()).map(|i| if sentence.open.get(i) == Some(&true) { found[i] } else { sentence.labels[i] }).collect();
            all += meant.len();
            for i in 0..found.len() {
                wrong += usize::from(found[i] != meant[i]);
                let before = |l: &[Label]| i.checked_sub(1).map(|b| l[b]);
                if found[i] != meant[i] {
                    for row in &signs[i] {
                        weights.add(*row as usize * Label::COUNT + meant[i].0 as usize, 1.0);
                        weights.add(*row as usize * Label::COUNT + found[i].0 as usize, -1.0);
                    }
                }
                if found[i] != meant[i] || before(&found) != before(&meant) {
                    weights.add(step(before(&meant), meant[i]), 1.0);
                    weights.add(step(before(&found), found[i]), -1.0);
                }
            }
        }
        eprintln!("names, round {}: {:.2} % of tokens wrong", round + 1, 100.0 * wrong as f64 / all.max(1) as f64);
    }
    weights.mean()
}
