//! Splits a stream into lines without ever holding more of one than the limit.
//!
//! ```
//! use isnad_read::{Input, ReadError, Reader};
//!
//! let input = format!("{{\"body\": \"{}\"}}\n{{\"body\": \"نص\"}}\n", "x".repeat(1000));
//! let reader = Reader::new([Input::Stdin]).with_max_report_bytes(100);
//! let items: Vec<_> = reader.reading_stdin_from(std::io::Cursor::new(input)).collect();
//! assert!(matches!(items[0], Err(ReadError::TooLong { limit: 100, .. })));
//! assert_eq!(items[1].as_ref().unwrap().text, "نص");
//! ```

use crate::encoding::Framing;
use std::io::{self, BufRead, BufReader, ErrorKind, Read};

/// How the next line turned out.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// There is none.
    End,
    /// It is in the buffer, line break included.
    Whole,
    /// It is longer than the limit and was passed over.
    TooLong,
}

/// The lines of a stream.
pub(crate) struct Lines<R> {
    input: BufReader<R>,
    framing: Framing,
    limit: u64,
    /// How many bytes have been read so far: where the next line begins.
    offset: u64,
}

impl<R: Read> Lines<R> {
    /// `offset` is how many bytes of the file stand before the stream (its byte order mark).
    pub fn new(input: R, framing: Framing, offset: u64, limit: u64) -> Lines<R> {
        Lines { input: BufReader::with_capacity(1 << 16, input), framing, limit, offset }
    }

    /// Where the next line begins, in bytes of the file.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Reads the next line into the buffer, replacing what it holds.
    pub fn next(&mut self, line: &mut Vec<u8>) -> io::Result<Line> {
        line.clear();
        let mut break_ = Break { framing: self.framing, half: None };
        let (mut length, mut long) = (0_u64, false);
        loop {
            let available = match self.input.fill_buf() {
                Err(e) if e.kind() == ErrorKind::Interrupted => continue,
                other => other?,
            };
            let end = break_.find(available);
            let part = available.get(..end.unwrap_or(available.len())).unwrap_or(available);
            if part.is_empty() {
                return Ok(if length == 0 { Line::End } else { Break::ended(long) });
            }
            length += part.len() as u64;
            self.offset += part.len() as u64;
            // The half of a unit may turn out to be half of the line break.
            let half = u64::from(break_.half.is_some());
            let content = length - if end.is_some() { break_.width() } else { half };
            if content > self.limit && !long {
                long = true;
                // What has been gathered is given back, so that one monstrous line does not cost memory for ever.
                *line = Vec::new();
            }
            if !long {
                line.extend_from_slice(part);
            }
            let taken = part.len();
            self.input.consume(taken);
            if end.is_some() {
                return Ok(Break::ended(long));
            }
        }
    }
}

/// Looks for the line break, unit by unit over the edges of buffers.
struct Break {
    framing: Framing,
    /// The first byte of a unit whose second is still to come.
    half: Option<u8>,
}

impl Break {
    fn width(&self) -> u64 {
        if self.framing == Framing::Bytes { 1 } else { 2 }
    }

    /// Where the line break in these bytes ends.
    fn find(&mut self, bytes: &[u8]) -> Option<usize> {
        let whole = match self.framing {
            Framing::Bytes => return bytes.iter().position(|b| *b == b'\n').map(|at| at + 1),
            Framing::Utf16Le => [b'\n', 0],
            Framing::Utf16Be => [0, b'\n'],
        };
        for (at, byte) in bytes.iter().enumerate() {
            match self.half.take() {
                None => self.half = Some(*byte),
                Some(first) if [first, *byte] == whole => return Some(at + 1),
                Some(_) => {}
            }
        }
        None
    }

    fn ended(long: bool) -> Line {
        if long { Line::TooLong } else { Line::Whole }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time, as a slow pipe might, and is interrupted in between.
    struct Slow<'a>(&'a [u8], bool);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                return Err(ErrorKind::Interrupted.into());
            }
            let (Some((first, rest)), Some(space)) = (self.0.split_first(), buffer.first_mut()) else {
                return Ok(0);
            };
            *space = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    fn all(bytes: &[u8], framing: Framing, limit: u64) -> Vec<(Line, Vec<u8>, u64)> {
        let mut lines = Lines::new(Slow(bytes, false), framing, 0, limit);
        let mut all = Vec::new();
        loop {
            let (mut line, offset) = (Vec::new(), lines.offset());
            match lines.next(&mut line).unwrap() {
                Line::End => return all,
                other => all.push((other, line, offset)),
            }
        }
    }

    #[test]
    fn lines_and_where_they_begin() {
        let lines = all(b"ab\n\ncd", Framing::Bytes, 2);
        let expected: [(Line, Vec<u8>, u64); 3] = [(Line::Whole, b"ab\n".into(), 0), (Line::Whole, b"\n".into(), 3), (Line::Whole, b"cd".into(), 4)];
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_line_too_long_is_passed_over() {
        let lines = all(b"abc\nde\nfgh", Framing::Bytes, 2);
        let kinds: Vec<&Line> = lines.iter().map(|l| &l.0).collect();
        assert_eq!(kinds, [&Line::TooLong, &Line::Whole, &Line::TooLong]);
        assert_eq!(lines[1].1, b"de\n");
    }

    #[test]
    fn utf16_breaks_are_units_not_bytes() {
        // U+0A41 U+410A hold the bytes of a line break across and within units.
        let text = "\u{a41}\u{410a}\n\u{a00}b\n";
        for (framing, to) in [(Framing::Utf16Le, u16::to_le_bytes as fn(u16) -> [u8; 2]), (Framing::Utf16Be, u16::to_be_bytes)] {
            let bytes: Vec<u8> = text.encode_utf16().flat_map(to).collect();
            let lines = all(&bytes, framing, 4);
            assert_eq!(lines.iter().map(|l| l.1.len()).collect::<Vec<_>>(), [6, 6], "{framing:?}");
        }
    }

    #[test]
    fn a_monstrous_line_costs_no_memory() {
        let mut lines = Lines::new(io::repeat(b'x').take(100 << 20).chain(&b"\nshort\n"[..]), Framing::Bytes, 0, 1 << 20);
        let mut line = Vec::new();
        assert_eq!(lines.next(&mut line).unwrap(), Line::TooLong);
        assert!(line.capacity() < 1 << 20);
        assert_eq!(lines.next(&mut line).unwrap(), Line::Whole);
        assert_eq!((line.as_slice(), lines.offset()), (&b"short\n"[..], (100 << 20) + 7));
    }
}
