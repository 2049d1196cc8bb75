//! Decides how much two sentences have in common: the share of their telling words.
//!
//! A word tells the more, the fewer sentences with events have it (inverse document frequency; Spärck Jones 1972). What two
//! sentences have in common is the weight of the words in both over the weight of all words of the lighter one (the
//! overlap coefficient), so that a headline and a long sentence that tells the same have much in common.

use super::mention::{Lexemes, Mention};
use crate::columns;
use crate::copies::words::number;
use crate::error::LedgerError;
use crate::schema::Table;
use crate::store::Snapshot;
use isnad::text::{Kind, Text};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// The words of a sentence with their weights.
#[derive(Debug, Clone, Default)]
pub(crate) struct Said {
    /// In the order of their numbers, each once.
    words: Rc<[(u32, f32)]>,
    weight: f32,
}

impl Said {
    /// Words, each with the number of sentences that have it, of so many sentences in all.
    pub fn weighed(words: impl IntoIterator<Item = (u32, u32)>, all: u64) -> Said {
        let all = all as f32;
        // A word of every sentence weighs ln 2, not nothing: a ledger of two reports has no other words.
        let mut words: Vec<(u32, f32)> = words.into_iter().map(|(w, having)| (w, (1.0 + all / having as f32).ln())).collect();
        words.sort_unstable_by_key(|w| w.0);
        Said { weight: words.iter().map(|w| w.1).sum(), words: words.into() }
    }

    /// The share of telling words that both have, 0 to 1.
    pub fn common(&self, other: &Said) -> f32 {
        let lighter = self.weight.min(other.weight);
        if lighter <= 0.0 {
            return 0.0;
        }
        let (mut shared, mut i, mut k) = (0.0, 0, 0);
        while let (Some(a), Some(b)) = (self.words.get(i), other.words.get(k)) {
            match a.0.cmp(&b.0) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => k += 1,
                std::cmp::Ordering::Equal => {
                    shared += a.1;
                    i += 1;
                    k += 1;
                }
            }
        }
        shared / lighter
    }
}

/// Reads the sentences in which mentions stand.
///
/// # Errors
/// A file that cannot be read.
pub(crate) fn fill(snapshot: &Snapshot, mentions: &mut [Mention], names: &Lexemes) -> Result<(), LedgerError> {
    let mut of_report: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (i, m) in mentions.iter().enumerate() {
        of_report.entry(names.word(m.report)).or_default().push(i);
    }
    // Each sentence once, and which mentions stand in it.
    let mut sentences: Vec<(Vec<u32>, Vec<usize>)> = Vec::new();
    for batch in snapshot.batches(Table::Reports, &["report", "text"]) {
        let batch = batch?;
        for row in 0..batch.num_rows() {
            let Some(inside) = of_report.get(columns::text(&batch, "report", row)) else { continue };
            let places: Vec<u32> = inside.iter().map(|i| mentions[*i].at).collect();
            sentences.extend(self::sentences(columns::text(&batch, "text", row), &places).into_iter().map(|s| (s.words, s.places.into_iter().map(|p| inside[p]).collect())));
        }
    }
    let mut having: FxHashMap<u32, u32> = FxHashMap::default();
    sentences.iter().flat_map(|s| &s.0).for_each(|w| *having.entry(*w).or_default() += 1);
    let all = sentences.len() as u64;
    for (words, inside) in sentences {
        let said = Said::weighed(words.into_iter().map(|w| (w, having[&w])), all);
        for i in inside {
            mentions[i].said = said.clone();
        }
    }
    Ok(())
}

/// A sentence in which something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its number in the text.
    pub number: usize,
    /// Its folded words as numbers, in ascending order, each once.
    pub words: Vec<u32>,
    /// Which of the places that were asked for lie in it.
    pub places: Vec<usize>,
}

/// The sentences of a text that hold the given places, in code points.
///
/// ```
/// use isnad_ledger::claims::sentences;
///
/// let found = sentences("قال الوزير ذلك. ثم غادر الوفد.", &[0, 18, 5]);
/// assert_eq!(found.iter().map(|s| (s.number, s.words.len(), s.places.clone())).collect::<Vec<_>>(), [(0, 3, vec![0, 2]), (1, 3, vec![1])]);
/// ```
pub fn sentences(printed: &str, places: &[u32]) -> Vec<Sentence> {
    let text = Text::new(printed);
    let mut out: Vec<Sentence> = Vec::new();
    let mut found: FxHashMap<usize, usize> = FxHashMap::default();
    for (place, at) in places.iter().enumerate() {
        let Some(number) = sentence_of(&text, byte_of(printed, *at)) else { continue };
        let known = *found.entry(number).or_insert_with(|| {
            out.push(Sentence { number, words: words(&text, number), places: Vec::new() });
            out.len() - 1
        });
        out[known].places.push(place);
    }
    out
}

/// The folded words of a sentence, each once, in the order of their numbers.
fn words(text: &Text, sentence: usize) -> Vec<u32> {
    let tokens = text.sentences[sentence].clone();
    let mut out: Vec<u32> = tokens.filter(|i| matches!(text.tokens[*i].kind, Kind::Arabic | Kind::Other | Kind::Number)).filter_map(|i| number(text.norm(i))).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// The sentence that holds a byte.
fn sentence_of(text: &Text, at: usize) -> Option<usize> {
    let after = text.sentences.partition_point(|range| text.tokens.get(range.start).is_some_and(|t| t.span.start as usize <= at));
    after.checked_sub(1)
}

/// Where the n-th code point of a text begins, in bytes.
fn byte_of(text: &str, n: u32) -> usize {
    text.char_indices().nth(n as usize).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(words: &[(u32, f32)]) -> Said {
        Said { words: words.into(), weight: words.iter().map(|w| w.1).sum() }
    }

    #[test]
    fn the_share_is_of_the_lighter_sentence() {
        let (long, brief) = (said(&[(1, 2.0), (3, 4.0), (5, 1.0), (9, 8.0)]), said(&[(3, 4.0), (4, 1.0)]));
        assert_eq!(long.common(&brief), 0.8);
        assert_eq!(brief.common(&long), 0.8);
        assert_eq!(brief.common(&brief), 1.0);
        assert_eq!(Said::default().common(&brief), 0.0);
    }
}
