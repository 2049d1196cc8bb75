//! Decides which reports repeat which: leads through sketches, candidates, the exact check and the choice of origins.
//!
//! Reports are read twice. The first reading keeps of each report a few numbers only; the second keeps the words of those that look
//! like others, and nothing of the rest. Where these words are too many to be held at once, they are taken in parts, with one more
//! reading each. A report of 284 words, the mean of a newspaper corpus, costs some 0.7 KiB in the first reading.
//!
//! ```
//! use isnad_ledger::copies::{Bounds, find, reports::Row};
//!
//! let text = "وصل الوفد إلى العاصمة مساء أمس وعقد لقاءات مع عدد من المسؤولين ثم غادر إلى بلاده صباح اليوم";
//! let rows = [Row { key: "a", text, ..Row::default() }, Row { key: "b", text, ..Row::default() }];
//! // Nothing is a copy that has less than a hundred words in common.
//! let found = find(&rows, 2, &Bounds { words: 100, ..Bounds::default() }).unwrap();
//! assert!(found.copies.is_empty());
//! ```

use super::Copy;
use super::candidates::Index;
use super::group;
use super::often::{self, Counts, SetPhrases, Sketch};
use super::origin::Known;
use super::overlap::{Overlap, Side, overlap};
use super::reports::Reports;
use super::shingles::{shingles, winnow};
use super::words::Body;
use super::work::map;
use rustc_hash::FxHashMap;
use std::cmp::Ordering;

/// Where lines are drawn. The defaults were chosen on labelled pairs (docs/MEASURES.md).
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// The least share of the shorter report's own words that stands in the other, 0 to 1.
    pub share: f64,
    /// The same for its words outside quotations.
    pub prose: f64,
    /// The least number of words in common; a shorter report has no copies.
    pub words: u32,
    /// From how many different reports on a run of words is a set phrase; 255 at most.
    pub set_phrase: usize,
    /// The least share of kept shingles in common for a pair to be compared word by word, 0 to 1.
    pub candidate: f64,
    /// How many words of candidates are held at once, 5 bytes each.
    pub held: usize,
    /// Threads.
    pub threads: usize,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds { share: 0.5, prose: 0.5, words: 12, set_phrase: 25, candidate: 0.15, held: 50_000_000, threads: 2 }
    }
}

/// The least share of a report that is nearly all quotation, for which there is no prose to go by.
const QUOTED: f64 = 0.8;

impl Bounds {
    /// Whether what two reports share makes one a copy of the other.
    pub fn copied(&self, overlap: Overlap) -> bool {
        let copied = |side: Side| {
            // A report that is nearly all quotation has no prose to go by: then the whole must be there.
            let prose = if side.prose >= self.words { side.prose_share() >= self.prose } else { side.share() >= QUOTED };
            side.copied >= self.words && side.share() >= self.share && prose
        };
        // The side of which more stands in the other; of equals either may be the copy, whichever is named first.
        match overlap.a.share().total_cmp(&overlap.b.share()) {
            Ordering::Greater => copied(overlap.a),
            Ordering::Less => copied(overlap.b),
            Ordering::Equal => copied(overlap.a) || copied(overlap.b),
        }
    }
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// One row for each report that is in a group of copies, ordered by group and report.
    pub copies: Vec<Copy>,
    /// What tied no reports together, for there were too many that have it.
    pub set_phrases: SetPhrases,
    /// How many pairs were compared word by word.
    pub compared: usize,
    /// How many of them passed.
    pub tied: usize,
}

/// Reports of the very same words are one text.
#[derive(Debug, Clone, Copy)]
struct Text {
    /// The place of the first report that has it.
    first: u32,
    reports: u32,
    words: u32,
}

const NO_TEXT: u32 = u32::MAX;

/// Finds the copies among reports; `about` is how many there are, roughly: a wrong number costs time and memory, and changes no result but
/// for shingles that fall together in the counters of set phrases.
///
/// # Errors
/// Reports that cannot be read.
pub fn find<R: Reports + ?Sized>(reports: &R, about: usize, bounds: &Bounds) -> Result<Found, R::Error> {
    let mut sketch = Sketch::new(often::counters(about), bounds.set_phrase);
    let mut index = Index::default();
    let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
    let mut texts: Vec<Text> = Vec::new();
    let mut text_of: Vec<u32> = Vec::new();
    reports.each(&mut |rows| {
        let seen = map(rows, bounds.threads, |row| {
            let body = Body::new(row.title, row.text);
            let shingles = if body.words().len() < bounds.words as usize { Vec::new() } else { shingles(body.words()) };
            (body.hash(), body.words().len() as u32, winnow(&shingles), shingles)
        });
        for (row, (hash, words, kept, shingles)) in rows.iter().zip(seen) {
            if shingles.is_empty() {
                text_of.push(NO_TEXT);
                continue;
            }
            let text = *numbers.entry(hash).or_insert(texts.len() as u32);
            match texts.get_mut(text as usize) {
                Some(known) => {
                    known.reports += 1;
                    index.again(text, row.day);
                }
                None => {
                    texts.push(Text { first: text_of.len() as u32, reports: 1, words });
                    sketch.add(&shingles);
                    index.add(&kept, row.day, hash);
                }
            }
            text_of.push(text);
        }
    })?;
    drop(numbers);

    let pairs = index.pairs(bounds.set_phrase, bounds.candidate, bounds.threads);
    let (parts, count) = parts(&texts, &pairs, bounds.held);
    let mut known: Vec<Known> = Vec::new();
    let mut texts_of: Vec<u64> = Vec::new();
    let mut counts = Counts::default();
    let mut set_phrases = SetPhrases::default();
    // What texts share, by their numbers, and what is known of the reports that have them.
    let mut tied: Vec<(u64, u64, Overlap)> = Vec::new();
    let mut whole: FxHashMap<u64, Overlap> = FxHashMap::default();
    for part in 0..count {
        let mut bodies: FxHashMap<u32, Body> = FxHashMap::default();
        let mut at = 0;
        reports.each(&mut |rows| {
            let numbered: Vec<(u32, u32, &super::reports::Row<'_>)> = rows.iter().enumerate().map(|(i, row)| (at + i as u32, text_of.get(at as usize + i).copied().unwrap_or(NO_TEXT), row)).collect();
            at += rows.len() as u32;
            let read = map(&numbered, bounds.threads, |(at, text, row)| {
                let known = texts.get(*text as usize)?;
                let of_part = parts.get(text) == Some(&part);
                let (is_first, may_be) = (known.first == *at, part == 0 && parts.contains_key(text));
                let body = (is_first && (part == 0 || of_part)).then(|| Body::new(row.title, row.text));
                let suspected = body.as_ref().filter(|_| part == 0).map(|b| sketch.suspected(&shingles(b.words())));
                Some((*text, body.filter(|_| of_part), suspected, may_be.then(|| Known::of(row))))
            });
            for (text, body, suspected, report) in read.into_iter().flatten() {
                bodies.extend(body.map(|b| (text, b)));
                suspected.iter().for_each(|s| counts.add(s));
                if let Some(report) = report {
                    texts_of.push(u64::from(text));
                    known.push(report);
                }
            }
        })?;
        if part == 0 {
            set_phrases = std::mem::take(&mut counts).set_phrases(bounds.set_phrase);
        }
        let of_part: Vec<(u32, u32)> = pairs.iter().copied().filter(|(a, _)| parts.get(a) == Some(&part)).collect();
        let checked = map(&of_part, bounds.threads, |(a, b)| {
            let overlap = overlap(bodies.get(a)?, bodies.get(b)?, &set_phrases);
            bounds.copied(overlap).then_some((u64::from(*a), u64::from(*b), overlap))
        });
        tied.extend(checked.into_iter().flatten());
        whole.extend(bodies.iter().filter(|(t, _)| texts[**t as usize].reports > 1).map(|(t, b)| (u64::from(*t), Overlap::whole(b.words().len() as u32, b.prose()))));
    }

    Ok(Found { copies: group::copies(&known, &texts_of, &tied, &whole), set_phrases, compared: pairs.len(), tied: tied.len() })
}

/// For each text that is to be looked at again in which part its words are held, and how many parts there are. Texts that hang together by
/// pairs are in one part.
fn parts(texts: &[Text], pairs: &[(u32, u32)], held: usize) -> (FxHashMap<u32, u32>, u32) {
    let mut root: Vec<u32> = (0..texts.len() as u32).collect();
    fn find(root: &mut [u32], mut at: u32) -> u32 {
        while root[at as usize] != at {
            root[at as usize] = root[root[at as usize] as usize];
            at = root[at as usize];
        }
        at
    }
    let mut looked_at: Vec<bool> = texts.iter().map(|t| t.reports > 1).collect();
    for (a, b) in pairs {
        let (x, y) = (find(&mut root, *a), find(&mut root, *b));
        root[x.max(y) as usize] = x.min(y);
        looked_at[*a as usize] = true;
        looked_at[*b as usize] = true;
    }
    // The words of each cluster, and the clusters in the order of their first texts.
    let mut words: FxHashMap<u32, usize> = FxHashMap::default();
    let all: Vec<(u32, u32)> = (0..texts.len() as u32).filter(|t| looked_at[*t as usize]).map(|t| (t, find(&mut root, t))).collect();
    all.iter().for_each(|(t, cluster)| *words.entry(*cluster).or_default() += texts[*t as usize].words as usize);
    let (mut part, mut filled) = (0, 0);
    let mut part_of: FxHashMap<u32, u32> = FxHashMap::default();
    let mut parts: FxHashMap<u32, u32> = FxHashMap::default();
    for (text, cluster) in all {
        let part = *part_of.entry(cluster).or_insert_with(|| {
            let more = words.get(&cluster).copied().unwrap_or_default();
            if filled > 0 && filled + more > held {
                (part, filled) = (part + 1, 0);
            }
            filled += more;
            part
        });
        parts.insert(text, part);
    }
    (parts, part + 1)
}
