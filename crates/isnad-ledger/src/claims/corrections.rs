//! A user's own word on what is one occurrence and what is not, and on what an event is: a text file beside the tables that
//! every run reads.
//!
//! ```
//! use isnad_ledger::claims::Corrections;
//!
//! let (corrections, faults) = Corrections::parse("corrections.txt", "\
//! different | 0f3a5b6c7d8e9f01/e2 | 1122334455667788/e1 | two attacks on one road
//! reject    | 0f3a5b6c7d8e9f01/e4 | a quotation from a novel
//! recode    | 0f3a5b6c7d8e9f01/e5 | PROTEST/strike | they laid down their work
//! similar   | a/e1 | b/e1");
//! assert_eq!(corrections.len(), 3);
//! assert_eq!(corrections.iter().nth(2).unwrap().value.as_deref(), Some("PROTEST/strike"));
//! assert_eq!(faults[0].line, 4);
//! ```

use crate::error::LedgerError;
use isnad::ontology::Ontology;
use isnad::pack::{Fault, lines};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::ErrorKind;
use std::path::Path;

/// The file's name in the ledger's folder.
pub const FILE: &str = "corrections.txt";

/// What a correction says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Two mentions are one occurrence.
    Same,
    /// They are not.
    Different,
    /// A mention is no event at all.
    Reject,
    /// A mention is an event of another type or mode.
    Recode,
}

impl Kind {
    /// The word that stands first in its line.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Same => "same",
            Kind::Different => "different",
            Kind::Reject => "reject",
            Kind::Recode => "recode",
        }
    }

    /// The kind of a word.
    pub fn named(name: &str) -> Option<Kind> {
        [Kind::Same, Kind::Different, Kind::Reject, Kind::Recode].into_iter().find(|k| k.name() == name)
    }

    /// How many mentions it speaks of.
    pub fn mentions(self) -> usize {
        if matches!(self, Kind::Same | Kind::Different) { 2 } else { 1 }
    }
}

/// One line of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// Its number, from one.
    pub line: u32,
    /// What it says.
    pub kind: Kind,
    /// Of which mentions, each written `REPORT/EVENT`, as `isnad claim` prints it.
    pub mentions: Vec<String>,
    /// What a recoded mention is: `TYPE` or `TYPE/MODE`.
    pub value: Option<String>,
    /// The user's note.
    pub why: Option<String>,
}

impl Correction {
    /// The line as it stands in the file. What would end the line or begin a field or a comment is written by signs that look alike.
    pub fn written(&self) -> String {
        let plain = |text: &str| {
            text.chars()
                .map(|c| {
                    if c == '|' {
                        '¦'
                    } else if c == '#' {
                        '＃'
                    } else if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
                        ' '
                    } else {
                        c
                    }
                })
                .collect::<String>()
        };
        let mut out = self.kind.name().to_owned();
        for field in self.mentions.iter().map(String::as_str).chain(self.value.as_deref()).chain(self.why.as_deref().filter(|w| !w.trim().is_empty())) {
            let _ = write!(out, " | {}", plain(field).trim());
        }
        out
    }
}

/// What a user says of mentions.
#[derive(Debug, Default, Clone)]
pub struct Corrections {
    all: Vec<Correction>,
}

/// What may be written for `recode`: a type, or a type and a mode of it.
///
/// # Errors
/// What is wrong, and what to write.
pub fn recoded(value: &str) -> Result<(&str, Option<&str>), String> {
    let (kind, mode) = value.split_once('/').map_or((value, None), |(kind, mode)| (kind.trim(), Some(mode.trim())));
    let ontology = Ontology::plover();
    let Some(known) = ontology.event_type(kind).and_then(|k| ontology.types.get(usize::from(k))) else {
        let names: Vec<&str> = ontology.types.iter().map(|t| t.name.as_str()).collect();
        return Err(format!("«{kind}» is no type; write one of {}", names.join(", ")));
    };
    match mode {
        Some(mode) if !known.modes.iter().any(|m| m == mode) => Err(match known.modes.as_slice() {
            [] => format!("{kind} has no modes; write {kind} alone"),
            modes => format!("{kind} has no mode «{mode}»; it has: {}", modes.join(", ")),
        }),
        mode => Ok((kind, mode)),
    }
}

impl Corrections {
    /// Reads corrections; lines are `same | MENTION | MENTION`, `different | MENTION | MENTION`, `reject | MENTION` and
    /// `recode | MENTION | TYPE/MODE`, each with a note behind it where the user wants one.
    pub fn parse(file: &str, text: &str) -> (Corrections, Vec<Fault>) {
        let (mut out, mut faults) = (Corrections::default(), Vec::new());
        for line in lines(file, text) {
            let Some(kind) = Kind::named(line.field(0)) else {
                faults.push(line.fault(format!("«{}» is no correction; write same, different, reject or recode", line.field(0))));
                continue;
            };
            let n = kind.mentions();
            let mentions: Vec<String> = (1..=n).map(|k| line.field(k).to_owned()).filter(|m| m.split_once('/').is_some_and(|(r, e)| !r.is_empty() && !e.is_empty())).collect();
            if mentions.len() < n {
                let wanted = if n == 2 { "two mentions are needed, each" } else { "a mention is needed," };
                faults.push(line.fault(format!("{wanted} written REPORT/EVENT as `isnad claim` prints it")));
                continue;
            }
            let mut note = n + 1;
            let mut value = None;
            if kind == Kind::Recode {
                match recoded(line.field(note)) {
                    Ok((kind, mode)) => value = Some(mode.map_or_else(|| kind.to_owned(), |m| format!("{kind}/{m}"))),
                    Err(what) => {
                        faults.push(line.fault(what));
                        continue;
                    }
                }
                note += 1;
            }
            let why = Some(line.field(note).to_owned()).filter(|w| !w.is_empty());
            out.all.push(Correction { line: line.number, kind, mentions, value, why });
        }
        (out, faults)
    }

    /// Those of a ledger; none where there is no such file.
    ///
    /// # Errors
    /// A file that cannot be read, or with a line that is no correction: nothing is then guessed.
    pub fn of(folder: &Path) -> Result<Corrections, LedgerError> {
        let path = folder.join(FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Corrections::default()),
            Err(e) => return Err(LedgerError::io(&path)(e)),
        };
        let (corrections, faults) = Corrections::parse(&path.display().to_string(), &text);
        match faults.first() {
            None => Ok(corrections),
            Some(fault) => Err(LedgerError::Asked(fault.to_string())),
        }
    }

    /// All of them, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Correction> {
        self.all.iter()
    }

    /// Those of a kind.
    pub(crate) fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Correction> {
        self.all.iter().filter(move |c| c.kind == kind)
    }

    /// All of them as they stand in a file, to be read by [`parse`](Corrections::parse) elsewhere.
    pub fn text(&self) -> String {
        self.all.iter().map(|c| c.written() + "\n").collect()
    }

    /// The mentions that they name, in the order in which faults among them are told.
    pub fn named(&self) -> impl Iterator<Item = &str> {
        [Kind::Same, Kind::Different, Kind::Reject, Kind::Recode].into_iter().flat_map(|kind| self.of_kind(kind)).flat_map(|c| &c.mentions).map(String::as_str)
    }

    /// The types that mentions are given, by the mentions' names.
    pub fn recoded(&self) -> BTreeMap<&str, &str> {
        self.of_kind(Kind::Recode).filter_map(|c| Some((c.mentions.first()?.as_str(), recoded(c.value.as_deref()?).ok()?.0))).collect()
    }

    /// Which types have to be looked at together, for a user says of mentions of both that they are the same: for each of them the one that stands for
    /// all. `types` says of what type the mentions are that the corrections name; types that stand for themselves are left out.
    pub fn kinds(&self, types: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let mut stands: BTreeMap<String, String> = BTreeMap::new();
        for c in self.of_kind(Kind::Same) {
            let mut of = c.mentions.iter().filter_map(|m| types.get(m));
            let (Some(a), Some(b)) = (of.next(), of.next()) else { continue };
            let (x, y) = (stands.get(a).unwrap_or(a).clone(), stands.get(b).unwrap_or(b).clone());
            let (first, other) = if x <= y { (x, y) } else { (y, x) };
            stands.values_mut().filter(|s| **s == other).for_each(|s| s.clone_from(&first));
            for kind in [a, b, &other] {
                stands.insert(kind.clone(), first.clone());
            }
        }
        stands.retain(|kind, first| kind != first);
        stands
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let wanted = Correction { line: 1, kind: Kind::Recode, mentions: vec!["a/e1".to_owned()], value: Some("PROTEST/strike".to_owned()), why: Some("no | riot\n# but a strike".to_owned()) };
        let (read, faults) = Corrections::parse("x", &wanted.written());
        assert!(faults.is_empty(), "{faults:?}");
        let read = read.iter().next().expect("one line").clone();
        assert_eq!(read.why.as_deref(), Some("no ¦ riot ＃ but a strike"));
        assert_eq!(Correction { why: None, ..read }, Correction { why: None, ..wanted });
    }

    #[test]
    fn a_type_that_is_none_is_a_fault() {
        let (read, faults) = Corrections::parse("x", "recode | a/e1 | WOLF\nrecode | a/e1 | PROTEST/aerial\nrecode | a/e1 | AGREE/x\nrecode | a/e1\nrecode | a | AGREE");
        assert_eq!((read.len(), faults.len()), (0, 5));
        assert!(faults[0].message.contains("AGREE, CONSULT") && faults[1].message.contains("demo") && faults[2].message.contains("no modes"));
    }
}
