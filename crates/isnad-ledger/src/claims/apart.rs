//! Claims of some mentions by themselves, as they would be among all: where no mention outside them may join theirs.
//!
//! Only mentions of one type are ever held against each other, unless a user says of two that they are the same. So each type may be looked at apart,
//! on another machine, together with the types to which such corrections lead ([`Corrections::kinds`]).

use super::cluster::{Cluster, clusters};
use super::corrections::Corrections;
use super::mention::{About, Lexemes, acting, in_order, mention, recode};
use super::points::Points;
use super::said::Said;
use super::table::{Claim, claim};
use crate::columns;
use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, UInt32Type};
use arrow_array::{Array, RecordBatch};

/// A claim, and where it stands among all.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Claims stand in the order of these texts: by the day, the report and the number of their first mentions.
    pub place: String,
    /// The claim.
    pub claim: Claim,
}

/// The claims that mentions make together. Each row of `mentions` has the columns [`super::COLUMNS`] of an event and, of its report, `day`, `root` (the agency
/// that it credits last, else its publisher) and `group` (the copied text that it goes back to, if any); `said` lists the words of its sentence, each a
/// `word` and the number of sentences `having` it. `sentences` is how many sentences with events there are in all.
pub fn claims(mentions: &RecordBatch, sentences: u64, points: &Points, corrections: &Corrections) -> Vec<Placed> {
    let mut words = Lexemes::default();
    let acting = acting();
    let mut found = Vec::with_capacity(mentions.num_rows());
    for row in 0..mentions.num_rows() {
        let about = About { day: columns::day(mentions, "day", row), root: columns::text(mentions, "root", row).to_owned() };
        let group = columns::some_text(mentions, "group", row);
        let mut made = mention(mentions, row, &about, group, &acting, &mut words);
        made.said = Said::weighed(said(mentions, row), sentences);
        found.push(made);
    }
    in_order(&mut found, &words);
    recode(&mut found, corrections, &mut words);
    let (clusters, _) = clusters(&found, &words, points, corrections);
    let placed = |cluster: &Cluster| {
        let claim: Claim = claim(cluster, &found, &words);
        let first = cluster.members.first().map(|i| &found[*i]);
        // Days as numbers that are never negative, all of one length.
        let day = |day: i32| i64::from(day) - i64::from(i32::MIN);
        let place = first.map_or_else(String::new, |m| {
            let (undated, from, seen) = m.place();
            format!("{}{:010}{:010}{} {:010}", u8::from(undated), day(from), day(seen), words.word(m.report), m.number)
        });
        Placed { place, claim }
    };
    clusters.iter().map(placed).collect()
}

/// The words of a mention's sentence.
fn said(mentions: &RecordBatch, row: usize) -> Vec<(u32, u32)> {
    let Some(records) = columns::records(mentions, "said", row) else { return Vec::new() };
    let word = records.column_by_name("word").and_then(|c| c.as_primitive_opt::<UInt32Type>());
    let having = records.column_by_name("having").and_then(|c| c.as_primitive_opt::<Int64Type>());
    let (Some(word), Some(having)) = (word, having) else { return Vec::new() };
    (0..records.len()).map(|k| (word.value(k), u32::try_from(having.value(k)).unwrap_or(u32::MAX))).collect()
}
