//! Decides in which order things are listed, and where a page goes on: behind the last thing of the page before, whatever has
//! come in since.
//!
//! ```
//! use isnad_serve::order::{By, Cursor, Order};
//!
//! let cursor = Cursor { state: 7, edition: 1, fingerprint: 2, order: Order { by: By::Date, falling: true }, key: 3, tie: 4 };
//! assert_eq!(Cursor::read(&cursor.to_string()), Some(cursor));
//! assert_eq!(Cursor::read("nonsense"), None);
//! ```

use crate::walk::Visit;
use std::collections::BinaryHeap;
use std::fmt;
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, SegmentReader};

/// By what things are put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The first day on which it may have happened; reports by the first of their events.
    Date,
    /// The day of publication; of a claim that of its first report, or of its last where the order falls.
    Seen,
    /// Confidence.
    Confidence,
    /// Independent chains of the claim.
    Chains,
    /// Reports of the claim.
    Reports,
    /// How well the words fit (BM25).
    Relevance,
}

impl By {
    /// Names as the parameter `sort` has them.
    pub const NAMES: [(&'static str, By); 6] = [("date", By::Date), ("seen", By::Seen), ("confidence", By::Confidence), ("chains", By::Chains), ("reports", By::Reports), ("relevance", By::Relevance)];
}

/// An order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// By what.
    pub by: By,
    /// The greatest first.
    pub falling: bool,
}

/// Where a list goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The state of the ledger that the page before was of.
    pub state: u64,
    /// The corrections that it was made with.
    pub edition: u32,
    /// The filters that were asked.
    pub fingerprint: u32,
    /// The order.
    pub order: Order,
    /// What the last thing was put in order by.
    pub key: u64,
    /// Its number.
    pub tie: u64,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by = By::NAMES.iter().position(|(_, by)| *by == self.order.by).unwrap_or_default();
        write!(f, "{:x}-{:x}-{:x}-{by}{}-{:x}-{:x}", self.state, self.edition, self.fingerprint, u8::from(self.order.falling), self.key, self.tie)
    }
}

impl Cursor {
    /// Reads a cursor.
    pub fn read(text: &str) -> Option<Cursor> {
        let parts: Vec<&str> = text.split('-').collect();
        let [state, edition, fingerprint, order, key, tie] = parts.as_slice() else { return None };
        let hex = |t: &str| u64::from_str_radix(t, 16).ok().filter(|_| !t.starts_with('+'));
        let small = |t: &str| hex(t).and_then(|n| u32::try_from(n).ok());
        let mut digits = order.bytes().map(|b| usize::from(b.wrapping_sub(b'0')));
        let (by, falling) = (By::NAMES.get(digits.next()?)?.1, digits.next()?);
        let order = Order { by, falling: [false, true].get(falling).copied()? };
        digits.next().is_none().then_some(())?;
        Some(Cursor { state: hex(state)?, edition: small(edition)?, fingerprint: small(fingerprint)?, order, key: hex(key)?, tie: hex(tie)? })
    }
}

/// A thing in order: the least first, what has nothing to be put in order by last.
pub type Place = (u64, u64, DocAddress);

fn of_day(n: i64) -> u64 {
    (n as u64) ^ (1 << 63)
}

fn of_float(x: f64) -> u64 {
    let bits = x.to_bits();
    if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
}

enum Key {
    Whole(Column<i64>),
    Float(Column<f64>),
    Score,
    None,
}

/// The first so many things behind a place.
pub struct Sorted {
    order: Order,
    behind: Option<(u64, u64)>,
    room: usize,
    heap: BinaryHeap<Place>,
    /// How many things there are in all.
    pub total: u64,
    key: Key,
    tie: Option<Column<u64>>,
    ord: u32,
}

impl fmt::Debug for Sorted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sorted").field("order", &self.order).field("total", &self.total).finish_non_exhaustive()
    }
}

impl Sorted {
    /// The first `room` things behind a place.
    pub fn new(order: Order, behind: Option<(u64, u64)>, room: usize) -> Sorted {
        Sorted { order, behind, room, heap: BinaryHeap::new(), total: 0, key: Key::None, tie: None, ord: 0 }
    }

    /// The things in order.
    pub fn places(self) -> Vec<Place> {
        self.heap.into_sorted_vec()
    }
}

impl Visit for Sorted {
    fn segment(&mut self, ord: u32, segment: &SegmentReader) -> tantivy::Result<()> {
        let fast = segment.fast_fields();
        self.ord = ord;
        self.tie = Some(fast.u64("tie")?);
        self.key = match (self.order.by, self.order.falling) {
            (By::Date, _) => Key::Whole(fast.i64("date_from")?),
            (By::Seen, false) => Key::Whole(fast.i64("seen_from")?),
            (By::Seen, true) => Key::Whole(fast.i64("seen_to")?),
            (By::Confidence, _) => Key::Float(fast.f64("confidence")?),
            (By::Chains, _) => Key::Whole(fast.i64("chains")?),
            (By::Reports, _) => Key::Whole(fast.i64("reports")?),
            (By::Relevance, _) => Key::Score,
        };
        Ok(())
    }

    fn take(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        let key = match &self.key {
            Key::Whole(column) => column.first(doc).map(of_day),
            Key::Float(column) => column.first(doc).map(of_float),
            Key::Score => Some(of_float(f64::from(score))),
            Key::None => None,
        };
        let key = key.map_or(u64::MAX, |k| if self.order.falling { !k } else { k });
        let tie = self.tie.as_ref().and_then(|c| c.first(doc)).unwrap_or_default();
        if self.behind.is_some_and(|behind| (key, tie) <= behind) {
            return;
        }
        if self.heap.len() < self.room {
            self.heap.push((key, tie, DocAddress::new(self.ord, doc)));
        } else if let Some(mut last) = self.heap.peek_mut()
            && (key, tie) < (last.0, last.1)
        {
            *last = (key, tie, DocAddress::new(self.ord, doc));
        }
    }

    fn end(&mut self) -> tantivy::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_order() {
        assert!(of_day(-5) < of_day(0) && of_day(0) < of_day(7));
        let floats = [-1.5, -0.0, 0.25, 0.5, 1.0];
        assert!(floats.windows(2).all(|w| of_float(w[0]) < of_float(w[1])));
    }
}
