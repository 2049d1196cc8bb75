//! Reading lexicon text: lines of fields, with faults that say file, line and remedy.
//!
//! The format is described in the Arabic pack's `data/README.md`. Every line says by itself what it is, so any
//! mixture of entries may stand in one file.
//!
//! ```
//! let lines: Vec<_> = isnad::pack::lines("mine.txt", "# remark\nقصف | ASSAULT # why\n").collect();
//! assert_eq!((lines[0].number, lines[0].field(0), lines[0].field(1)), (2, "قصف", "ASSAULT"));
//! ```

use std::fmt;

/// What is wrong with an entry, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file's name as it was given.
    pub file: String,
    /// The line, counted from one.
    pub line: u32,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// One entry: its fields, trimmed.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// The file's name.
    pub file: &'a str,
    /// The line's number, counted from one.
    pub number: u32,
    fields: Vec<&'a str>,
}

impl<'a> Line<'a> {
    /// Field `i`, empty where there is none.
    pub fn field(&self, i: usize) -> &'a str {
        self.fields.get(i).copied().unwrap_or("")
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Whether there is no field (never, for lines that [`lines`] gives).
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// A fault at this line.
    pub fn fault(&self, message: impl Into<String>) -> Fault {
        Fault { file: self.file.to_owned(), line: self.number, message: message.into() }
    }
}

/// The entries of a file: comments and blank lines left out.
pub fn lines<'a>(file: &'a str, text: &'a str) -> impl Iterator<Item = Line<'a>> {
    text.lines().enumerate().filter_map(move |(i, raw)| {
        let line = without_comment(raw.trim_start_matches('\u{FEFF}')).trim();
        (!line.is_empty()).then(|| Line { file, number: i as u32 + 1, fields: line.split('|').map(str::trim).collect() })
    })
}

fn without_comment(line: &str) -> &str {
    let mut space = true;
    for (i, c) in line.char_indices() {
        if c == '#' && space {
            return &line[..i];
        }
        space = c.is_whitespace();
    }
    line
}

/// The alternatives of a field: split at commas of either script.
pub fn alternatives(field: &str) -> impl Iterator<Item = &str> {
    field.split([',', '،']).map(str::trim).filter(|s| !s.is_empty())
}
