//! Positions in a report's text: checked spans of bytes, and their translation to code points.
//!
//! ```
//! use isnad::span::{Offsets, Span};
//!
//! let text = "قال الوزير";
//! let span = Span::new(7, 19);
//! assert_eq!(span.of(text), "الوزير");
//! let offsets = Offsets::new(text);
//! assert_eq!(offsets.code_points(span), (4, 10));
//! ```

/// A stretch of a text, in bytes; it always lies on code point boundaries of the text that it was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// First byte behind.
    pub end: u32,
}

impl Span {
    /// A span of bytes `start..end`; a span that ends before it starts becomes empty.
    pub fn new(start: usize, end: usize) -> Span {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Span { start, end: end.max(start) }
    }

    /// The words that the span stands for; empty where the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether the other lies wholly inside this one.
    pub fn holds(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn meets(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether there is nothing in it.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// Translates byte offsets of one text to code point offsets, in time that does not grow with the text.
#[derive(Debug)]
pub struct Offsets {
    /// Code points before every 64th byte.
    marks: Vec<u32>,
    bytes: Vec<u8>,
}

const STEP: usize = 64;

impl Offsets {
    /// Counts the code points of a text once.
    pub fn new(text: &str) -> Offsets {
        let bytes = text.as_bytes();
        let mut marks = Vec::with_capacity(bytes.len() / STEP + 1);
        let mut count = 0;
        for (i, b) in bytes.iter().enumerate() {
            if i % STEP == 0 {
                marks.push(count);
            }
            count += u32::from(*b & 0xC0 != 0x80);
        }
        if bytes.len().is_multiple_of(STEP) {
            marks.push(count);
        }
        Offsets { marks, bytes: bytes.to_vec() }
    }

    /// The code point offset of a byte offset.
    pub fn code_point(&self, byte: u32) -> u32 {
        let byte = (byte as usize).min(self.bytes.len());
        let mark = byte / STEP;
        let rest = self.bytes[mark * STEP..byte].iter().filter(|b| **b & 0xC0 != 0x80).count();
        self.marks[mark] + rest as u32
    }

    /// Start and end of a span in code points.
    pub fn code_points(&self, span: Span) -> (u32, u32) {
        (self.code_point(span.start), self.code_point(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_boundary_counts_like_chars() {
        let text = "أb٣ \u{1F600} مرحبا".repeat(20);
        let offsets = Offsets::new(&text);
        for (n, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.code_point(at as u32), n as u32, "at byte {at}");
        }
        assert_eq!(offsets.code_point(text.len() as u32), text.chars().count() as u32);
    }
}
