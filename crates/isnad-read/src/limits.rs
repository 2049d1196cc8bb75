//! Decides how far archives may expand, and stops those that go beyond.
//!
//! ```
//! use isnad_read::{Input, Limits, Reader};
//!
//! let limits = Limits { members: 10, ..Limits::default() };
//! let reader = Reader::new([Input::from_argument("-")]).with_limits(limits);
//! # drop(reader);
//! ```

use std::fmt;
use std::io::{self, ErrorKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How far an archive may expand. One that goes beyond is a fault; what was read before it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// A packed stream gives at most so many bytes for each of its own, counted from its first 16 MiB on: 250.
    pub ratio: u64,
    /// One file gives at most so many bytes, over all that is packed in it: 256 GiB.
    pub bytes: u64,
    /// A zip or tar archive has at most so many members: 200,000.
    pub members: u64,
    /// So many zip or tar archives may lie in each other: 2.
    pub depth: u8,
    /// A zip archive that comes in a stream or in another archive is held in memory up to so many bytes: 64 MiB.
    pub held: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { ratio: 250, bytes: 256 << 30, members: 200_000, depth: 2, held: 64 << 20 }
    }
}

/// What may expand by any ratio.
const FREE: u64 = 16 << 20;

/// An error of reading that lies in what was packed, not in the system.
#[derive(Debug)]
pub(crate) struct Broken(pub String);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Broken {}

pub(crate) fn broken(message: impl Into<String>) -> io::Error {
    io::Error::other(Broken(message.into()))
}

/// Counts the bytes that a decoder is given.
pub(crate) struct Tally<R> {
    stream: R,
    count: Arc<AtomicU64>,
}

impl<R> Tally<R> {
    pub fn new(stream: R, count: Arc<AtomicU64>) -> Tally<R> {
        Tally { stream, count }
    }
}

impl<R: Read> Read for Tally<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// A decoder under watch: stops it where it gives too much, and says of its errors that the bytes are at fault.
pub(crate) struct Guard<R> {
    decoder: R,
    packed: Arc<AtomicU64>,
    given: u64,
    limits: Limits,
    /// What all of a file has given.
    total: Arc<AtomicU64>,
}

impl<R> Guard<R> {
    pub fn new(decoder: R, packed: Arc<AtomicU64>, limits: Limits, total: Arc<AtomicU64>) -> Guard<R> {
        Guard { decoder, packed, given: 0, limits, total }
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match self.decoder.read(buffer) {
            Ok(read) => read as u64,
            Err(e) if e.kind() == ErrorKind::Interrupted || e.get_ref().is_some_and(|inner| inner.is::<Broken>()) => return Err(e),
            Err(e) => return Err(broken(format!("damaged or cut off: {e}"))),
        };
        self.given += read;
        let Limits { ratio, bytes, .. } = self.limits;
        if self.given.saturating_sub(FREE) > ratio.saturating_mul(self.packed.load(Ordering::Relaxed)) {
            return Err(broken(format!("expands more than {ratio} times, as no text does")));
        }
        if self.total.fetch_add(read, Ordering::Relaxed) + read > bytes {
            return Err(broken(format!("expands to more than {bytes} bytes")));
        }
        Ok(read as usize)
    }
}
