//! Tables that are looked up as they lie in bytes: nothing is read, copied or built when a program starts.
//!
//! A lexicon of half a million forms would take longer to build than most texts take to code. It is built once, when the
//! program is compiled, and looked up in place. Keys are hashes of 64 bits; whoever builds a table makes sure that no two of
//! its keys share one, and that some other word has the hash of a form is all but impossible (1 : 10^13).
//!
//! ```
//! use isnad::table::{Table, hash};
//!
//! let table = Table::new(vec![(hash("قصف"), 7), (hash("قال"), 9)]);
//! let bytes: &'static [u8] = table.bytes().to_vec().leak();
//! let same = Table::from_bytes(bytes).unwrap();
//! assert_eq!((same.get(hash("قال")), same.get(hash("مال"))), (Some(9), None));
//! ```

use rustc_hash::FxHashMap;
use std::borrow::Cow;
use twox_hash::XxHash3_64;

/// Bytes that are part of the program, or were built while it ran.
pub type Bytes = Cow<'static, [u8]>;

/// The key of a text: the same on every machine and in every version.
#[inline]
pub fn hash(text: &str) -> u64 {
    XxHash3_64::oneshot(text.as_bytes())
}

/// The key of two numbers; no other two have it.
#[inline]
pub fn pair(a: u32, b: u32) -> u64 {
    // An odd factor: every product stands for one number, and its upper bits depend on all of it.
    (u64::from(a) << 32 | u64::from(b)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Numbers of 32 bits, lowest byte first.
#[derive(Debug, Default, Clone)]
pub struct Numbers(Bytes);

impl Numbers {
    /// From bytes; what is left over behind the last whole number is passed over.
    pub fn from_bytes(bytes: &'static [u8]) -> Numbers {
        Numbers(Cow::Borrowed(bytes))
    }

    /// Number `i`; 0 behind the end.
    #[inline]
    pub fn at(&self, i: usize) -> u32 {
        number(&self.0, 4 * i)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len() / 4
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// As they lie.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl FromIterator<u32> for Numbers {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Numbers {
        Numbers(numbers.into_iter().flat_map(u32::to_le_bytes).collect())
    }
}

#[inline]
fn number(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

/// Numbers by key: how many keys, where each bucket of keys begins, the keys in order, their numbers.
#[derive(Debug, Clone)]
pub struct Table {
    bytes: Bytes,
    len: usize,
    /// A bucket holds the keys whose upper bits are its place.
    bits: u32,
}

/// How many keys a bucket holds, as a power of two.
const BUCKET: u32 = 2;

impl Default for Table {
    fn default() -> Table {
        Table { bytes: Cow::Owned(vec![0; 16]), len: 0, bits: 1 }
    }
}

impl Table {
    /// From keys with their numbers. Of two rows with one key the lower number stays: whoever builds a table compares its
    /// [`Table::len`] with what it gave.
    pub fn new(mut rows: Vec<(u64, u32)>) -> Table {
        rows.sort_unstable();
        rows.dedup_by_key(|r| r.0);
        let (len, bits) = (rows.len(), bits(rows.len()));
        let mut bytes = Vec::with_capacity(8 + (4 << bits) + 12 * len);
        bytes.extend((len as u32).to_le_bytes());
        let mut at = 0;
        for bucket in 0..=1u64 << bits {
            while rows.get(at).is_some_and(|r| r.0 >> (64 - bits) < bucket) {
                at += 1;
            }
            bytes.extend((at as u32).to_le_bytes());
        }
        rows.iter().for_each(|r| bytes.extend(r.0.to_le_bytes()));
        rows.iter().for_each(|r| bytes.extend(r.1.to_le_bytes()));
        Table { bytes: Cow::Owned(bytes), len, bits }
    }

    /// From what [`Table::bytes`] gave; none where bytes are missing or too many.
    pub fn from_bytes(bytes: &'static [u8]) -> Option<Table> {
        let len = number(bytes, 0) as usize;
        let bits = bits(len);
        (bytes.len() == 8 + (4 << bits) + 12 * len).then_some(Table { bytes: Cow::Borrowed(bytes), len, bits })
    }

    /// As it lies.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The number of a key.
    #[inline]
    pub fn get(&self, key: u64) -> Option<u32> {
        let bytes = &*self.bytes;
        let bucket = 4 + 4 * (key >> (64 - self.bits)) as usize;
        let (from, to) = (number(bytes, bucket) as usize, number(bytes, bucket + 4) as usize);
        let keys = 8 + (4 << self.bits);
        let found = bytes.get(keys + 8 * from..keys + 8 * to)?.chunks_exact(8).position(|k| k == key.to_le_bytes())?;
        Some(number(bytes, keys + 8 * self.len + 4 * (from + found)))
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

fn bits(len: usize) -> u32 {
    (len as u32 >> BUCKET).checked_ilog2().unwrap_or(0).max(1)
}

/// Short lists of numbers below 2^31, each with a kind, one list behind the other.
#[derive(Debug, Default, Clone)]
pub struct Lists(Bytes);

/// A number and its kind, in bytes.
const ROW: usize = 6;
/// Marks the last row of a list.
const LAST: u32 = 1 << 31;

impl Lists {
    /// From what [`Lists::bytes`] gave.
    pub fn from_bytes(bytes: &'static [u8]) -> Lists {
        Lists(Cow::Borrowed(bytes))
    }

    /// As they lie.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Adds a list of at least one row, and says where it begins.
    pub fn add(&mut self, rows: &[(u32, u16)]) -> u32 {
        let bytes = self.0.to_mut();
        let from = bytes.len() / ROW;
        for (n, (number, kind)) in rows.iter().enumerate() {
            let last = if n + 1 == rows.len() { LAST } else { 0 };
            bytes.extend((number & !LAST | last).to_le_bytes());
            bytes.extend(kind.to_le_bytes());
        }
        from as u32
    }

    /// The list that begins there.
    #[inline]
    pub fn at(&self, from: u32) -> impl Iterator<Item = (u32, u16)> + '_ {
        let mut rows = self.0.get(ROW * from as usize..).unwrap_or_default().chunks_exact(ROW);
        let mut more = true;
        std::iter::from_fn(move || {
            let row = rows.next().filter(|_| more)?;
            let number = u32::from_le_bytes([row[0], row[1], row[2], row[3]]);
            more = number & LAST == 0;
            Some((number & !LAST, u16::from_le_bytes([row[4], row[5]])))
        })
    }

    /// How many rows there are in all lists.
    pub fn len(&self) -> usize {
        self.0.len() / ROW
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Things by their place in a list, in which each stands once.
#[derive(Debug)]
pub struct Kinds<T> {
    list: Vec<T>,
    places: FxHashMap<T, u16>,
}

impl<T> Default for Kinds<T> {
    fn default() -> Kinds<T> {
        Kinds { list: Vec::new(), places: FxHashMap::default() }
    }
}

impl<T: Copy + Eq + std::hash::Hash> Kinds<T> {
    /// The place of a thing; the last one where there are more than a place can count.
    pub fn of(&mut self, thing: T) -> u16 {
        let next = u16::try_from(self.list.len()).unwrap_or(u16::MAX);
        *self.places.entry(thing).or_insert_with(|| {
            self.list.push(thing);
            next
        })
    }

    /// The list.
    pub fn into_list(self) -> Vec<T> {
        self.list
    }
}

/// Blocks of bytes as one, for [`split`].
pub fn join(blocks: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::with_capacity(blocks.iter().map(|b| 4 + b.len()).sum());
    for block in blocks {
        out.extend((block.len() as u32).to_le_bytes());
        out.extend_from_slice(block);
    }
    out
}

/// The blocks that [`join`] put together; none where they are not just so many.
///
/// ```
/// use isnad::table::{join, split};
///
/// let bytes = join(&[b"one", b"", b"three"]);
/// assert_eq!(split(&bytes), Some([&b"one"[..], b"", b"three"]));
/// assert_eq!(split::<2>(&bytes), None);
/// ```
pub fn split<const N: usize>(bytes: &[u8]) -> Option<[&[u8]; N]> {
    let mut blocks = [&[][..]; N];
    let mut rest = bytes;
    for block in &mut blocks {
        let (head, tail) = rest.split_first_chunk::<4>()?;
        (*block, rest) = tail.split_at_checked(u32::from_le_bytes(*head) as usize)?;
    }
    rest.is_empty().then_some(blocks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_and_no_other() {
        for n in [0u32, 1, 2, 5, 1000] {
            let table = Table::new((0..n).map(|i| (pair(i, i / 3), i * 7)).collect());
            assert_eq!(table.len(), n as usize);
            assert!((0..n).all(|i| table.get(pair(i, i / 3)) == Some(i * 7)));
            assert!((n..n + 1000).all(|i| table.get(pair(i, i / 3)).is_none()));
        }
        assert!(Table::default().get(hash("")).is_none());
        let twice = Table::new(vec![(3, 2), (3, 1)]);
        assert_eq!((twice.len(), twice.get(3)), (1, Some(1)));
    }

    #[test]
    fn lists_end_where_they_were_ended() {
        let mut lists = Lists::default();
        let (a, b) = (lists.add(&[(1, 2), (3, 4)]), lists.add(&[(5, 6)]));
        assert_eq!(lists.at(a).collect::<Vec<_>>(), [(1, 2), (3, 4)]);
        assert_eq!(lists.at(b).collect::<Vec<_>>(), [(5, 6)]);
        assert_eq!(lists.at(9).count(), 0);
    }

    #[test]
    fn torn_tables_are_refused() {
        let bytes: &'static [u8] = Table::new(vec![(hash("a"), 1), (hash("b"), 2)]).bytes().to_vec().leak();
        assert!(Table::from_bytes(bytes).is_some());
        assert!((0..bytes.len()).all(|n| Table::from_bytes(&bytes[..n]).is_none()));
    }
}
