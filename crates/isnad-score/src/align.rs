//! Words of two treebanks over the same text, aligned and counted as the CoNLL 2018 shared task did.
//!
//! Words outside multiword tokens are the same where they cover the same characters; within the characters of a multiword
//! token of either side, words are paired along a longest common subsequence of their forms.
//!
//! ```
//! use isnad_score::{align::score_words, conllu::Treebank};
//!
//! let gold = Treebank::read("1\tقال\tقال\tVERB\t_\t_\t_\t_\t_\t_\n", "gold".as_ref()).unwrap();
//! let system = Treebank::read("1\tقال\tقال\tNOUN\t_\t_\t_\t_\t_\t_\n", "system".as_ref()).unwrap();
//! let scores = score_words(&gold, &system).unwrap();
//! assert_eq!(scores[2].f1(), 100.0);
//! assert_eq!((scores[3].name, scores[3].f1()), ("UPOS", 0.0));
//! ```

use crate::ScoreError;
use crate::conllu::{Treebank, Word};
use std::ops::Range;

/// One line of the table of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// What is counted.
    pub name: &'static str,
    /// How many the gold has.
    pub gold: usize,
    /// How many the system has.
    pub system: usize,
    /// How many are right.
    pub right: usize,
}

impl Measure {
    /// Precision in per cent.
    pub fn precision(&self) -> f64 {
        percent(self.right, self.system)
    }

    /// Recall in per cent.
    pub fn recall(&self) -> f64 {
        percent(self.right, self.gold)
    }

    /// F1 in per cent.
    pub fn f1(&self) -> f64 {
        percent(2 * self.right, self.gold + self.system)
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// Tokens, Sentences, Words, UPOS, UFeats, Lemmas, in this order.
///
/// # Errors
/// Where the two files are not over the same characters.
pub fn score_words(gold: &Treebank, system: &Treebank) -> Result<[Measure; 6], ScoreError> {
    if gold.characters != system.characters {
        let at = gold.characters.iter().zip(&system.characters).take_while(|(a, b)| a == b).count();
        let show = |c: &[char]| c[at.min(c.len())..].iter().take(20).collect::<String>();
        return Err(ScoreError::Characters { at, gold: show(&gold.characters), system: show(&system.characters) });
    }
    let spans = |bank: &Treebank| bank.tokens.iter().map(|t| t.span.clone()).collect::<Vec<_>>();
    let sentences = |bank: &Treebank| bank.sentences.iter().map(|s| bank.tokens[s.start].span.start..bank.tokens[s.end - 1].span.end).collect::<Vec<_>>();
    let pairs = aligned(&gold.words, &system.words);
    let words = |name: &'static str, same: fn(&Word, &Word) -> bool| Measure {
        name,
        gold: gold.words.len(),
        system: system.words.len(),
        right: pairs.iter().filter(|(g, s)| same(&gold.words[*g], &system.words[*s])).count(),
    };
    Ok([
        same_spans("Tokens", &spans(gold), &spans(system)),
        same_spans("Sentences", &sentences(gold), &sentences(system)),
        words("Words", |_, _| true),
        words("UPOS", |g, s| g.upos == s.upos),
        words("UFeats", |g, s| g.feats == s.feats),
        words("Lemmas", |g, s| g.lemma == "_" || g.lemma == s.lemma),
    ])
}

fn same_spans(name: &'static str, gold: &[Range<usize>], system: &[Range<usize>]) -> Measure {
    let (mut g, mut s, mut right) = (0, 0, 0);
    while g < gold.len() && s < system.len() {
        match system[s].start.cmp(&gold[g].start) {
            std::cmp::Ordering::Less => s += 1,
            std::cmp::Ordering::Greater => g += 1,
            std::cmp::Ordering::Equal => {
                right += usize::from(system[s].end == gold[g].end);
                s += 1;
                g += 1;
            }
        }
    }
    Measure { name, gold: gold.len(), system: system.len(), right }
}

/// Which words of the gold are which words of the system.
pub fn aligned(gold: &[Word], system: &[Word]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let (mut gi, mut si) = (0, 0);
    while gi < gold.len() && si < system.len() {
        if gold[gi].multiword || system[si].multiword {
            let (g, s) = stretch(gold, system, gi, si);
            common(&gold[g.clone()], &system[s.clone()], g.start, s.start, &mut out);
            (gi, si) = (g.end, s.end);
        } else if gold[gi].span == system[si].span {
            out.push((gi, si));
            gi += 1;
            si += 1;
        } else if gold[gi].span.start <= system[si].span.start {
            gi += 1;
        } else {
            si += 1;
        }
    }
    out
}

/// The smallest stretch of both sides that holds the multiword token at hand and cuts none of either side.
fn stretch(gold: &[Word], system: &[Word], mut gi: usize, mut si: usize) -> (Range<usize>, Range<usize>) {
    let mut end;
    if gold[gi].multiword {
        end = gold[gi].span.end;
        if !system[si].multiword && system[si].span.start < gold[gi].span.start {
            si += 1;
        }
    } else {
        end = system[si].span.end;
        if !gold[gi].multiword && gold[gi].span.start < system[si].span.start {
            gi += 1;
        }
    }
    let (from_gold, from_system) = (gi, si);
    let past = |words: &[Word], i: usize, end: usize| words.get(i).is_none_or(|w| if w.multiword { w.span.start >= end } else { w.span.end > end });
    let further = |w: &Word, end: usize| if w.multiword { end.max(w.span.end) } else { end };
    while !past(gold, gi, end) || !past(system, si, end) {
        if gi < gold.len() && (si >= system.len() || gold[gi].span.start <= system[si].span.start) {
            end = further(&gold[gi], end);
            gi += 1;
        } else {
            end = further(&system[si], end);
            si += 1;
        }
    }
    (from_gold..gi, from_system..si)
}

fn common(gold: &[Word], system: &[Word], from_gold: usize, from_system: usize, out: &mut Vec<(usize, usize)>) {
    let same = |g: usize, s: usize| gold[g].form.to_lowercase() == system[s].form.to_lowercase();
    let mut longest = vec![vec![0usize; system.len() + 1]; gold.len() + 1];
    for g in (0..gold.len()).rev() {
        for s in (0..system.len()).rev() {
            let both = if same(g, s) { 1 + longest[g + 1][s + 1] } else { 0 };
            longest[g][s] = both.max(longest[g + 1][s]).max(longest[g][s + 1]);
        }
    }
    let (mut g, mut s) = (0, 0);
    while g < gold.len() && s < system.len() {
        if same(g, s) {
            out.push((from_gold + g, from_system + s));
            g += 1;
            s += 1;
        } else if longest[g][s] == longest[g + 1][s] {
            g += 1;
        } else {
            s += 1;
        }
    }
}
