//! Decides which pairs of reports are compared at all: an inverted index of the shingles that winnowing kept.
//!
//! A shingle that few reports have pairs each of them with each. Of a shingle that many have, only those reports are
//! paired that are made of such shingles for the most part (a report that very many papers print), and each with
//! the few earliest only: one of them is its likely origin. So the number of pairs grows with the number of shingles, and no faster.

use rustc_hash::FxHashMap;

/// How many of the earliest reports a report is paired with over a shingle that many have.
pub const EARLIEST: usize = 16;
/// Bits of a posting that number its text; the others are the shingle's.
const TEXT_BITS: u32 = 28;

/// What of a shingle is compared while candidates are sought: its first bits. Two different shingles share them about once in 70 thousand million pairs.
pub fn posting(shingle: u64) -> u64 {
    shingle >> TEXT_BITS
}

/// Which texts have which shingle.
#[derive(Debug, Default)]
pub(super) struct Index {
    postings: Vec<u64>,
    /// For each text how many shingles were kept of it.
    kept: Vec<u16>,
    /// For each text by what it is put before others: its day, then its number.
    order: Vec<(i32, u64)>,
}

impl Index {
    /// Adds a text, with the shingles that were kept of it. Texts are numbered as they come.
    pub(super) fn add(&mut self, kept: &[u64], day: Option<i32>, hash: u64) {
        let text = self.kept.len() as u64;
        self.kept.push(u16::try_from(kept.len()).unwrap_or(u16::MAX));
        self.order.push((day.unwrap_or(i32::MAX), hash));
        self.postings.extend(kept.iter().map(|shingle| (posting(*shingle) << TEXT_BITS) | text));
    }

    /// A text turned up again, on another day.
    pub(super) fn again(&mut self, text: u32, day: Option<i32>) {
        let known = &mut self.order[text as usize].0;
        *known = (*known).min(day.unwrap_or(i32::MAX));
    }

    /// Pairs of texts of which the one with fewer shingles has at least the given share of them in the other, the lower number
    /// first, in ascending order.
    pub(super) fn pairs(mut self, few: usize, share: f64, threads: usize) -> Vec<(u32, u32)> {
        self.postings.sort_unstable();
        // What one text alone has pairs nothing; most shingles are of that kind.
        let (mut filled, mut before) = (0, None);
        for i in 0..self.postings.len() {
            let posting = self.postings[i];
            let shingle = Some(posting >> TEXT_BITS);
            if before == shingle || self.postings.get(i + 1).map(|p| p >> TEXT_BITS) == shingle {
                self.postings[filled] = posting;
                filled += 1;
            }
            before = shingle;
        }
        self.postings.truncate(filled);
        self.postings.shrink_to_fit();
        let text = |posting: &u64| (posting & ((1 << TEXT_BITS) - 1)) as u32;
        let groups = || self.postings.chunk_by(|a, b| a >> TEXT_BITS == b >> TEXT_BITS);

        let mut many = vec![0_u16; self.kept.len()];
        for group in groups().filter(|g| g.len() > few) {
            group.iter().for_each(|p| many[text(p) as usize] = many[text(p) as usize].saturating_add(1));
        }
        let widely = |t: u32| u32::from(many[t as usize]) * 2 > u32::from(self.kept[t as usize]);

        // The shingles of each text: where the texts to pair it with stand.
        let mut lists: Vec<Vec<u32>> = Vec::new();
        let mut of: Vec<Vec<u32>> = vec![Vec::new(); self.kept.len()];
        for group in groups() {
            let mut members: Vec<u32> = group.iter().map(text).collect();
            let mut with = members.clone();
            if members.len() > few {
                members.retain(|t| widely(*t));
                with.clone_from(&members);
                with.sort_unstable_by_key(|t| self.order[*t as usize]);
                with.truncate(EARLIEST);
            }
            if members.len() < 2 {
                continue;
            }
            members.iter().for_each(|t| of[*t as usize].push(lists.len() as u32));
            lists.push(with);
        }
        drop(self.postings);
        let numbers: Vec<u32> = (0..of.len() as u32).collect();
        let (kept, of, lists) = (&self.kept, &of, &lists);
        let found = super::work::map(&numbers, threads, |a| {
            let mut shared: FxHashMap<u32, u32> = FxHashMap::default();
            for b in of[*a as usize].iter().flat_map(|list| &lists[*list as usize]) {
                *shared.entry(*b).or_default() += 1;
            }
            let enough = |(b, n): (u32, u32)| (b != *a && f64::from(n) >= share * f64::from(kept[*a as usize].min(kept[b as usize]))).then_some(((*a).min(b), (*a).max(b)));
            shared.into_iter().filter_map(enough).collect::<Vec<_>>()
        });
        let mut pairs: Vec<(u32, u32)> = found.into_iter().flatten().collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }
}
