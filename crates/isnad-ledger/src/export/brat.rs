//! brat standoff: a folder with the text of each report, its annotations, and the `annotation.conf` that brat needs.
//!
//! Offsets are code points, as brat counts. Where words run over a line break, they are given as one fragment a line, as
//! brat demands. Status, mode and stance are attributes, sources and cues relations of the contents: nothing is left out.
//!
//! ```
//! # use isnad_ledger::{export::brat, store::{Ledger, Snapshot}};
//! # let folder = tempfile::tempdir()?;
//! # drop(Ledger::open_or_create(&folder.path().join("ledger"))?);
//! let out = folder.path().join("brat");
//! brat::write(&Snapshot::open(&folder.path().join("ledger"))?, &out)?;
//! assert!(std::fs::read_to_string(out.join("annotation.conf"))?.contains("[events]"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use super::Written;
use super::fields::{Points, one_line, ontology};
use super::story::{Event, Party, Reading, Story, Words, walk};
use crate::error::LedgerError;
use crate::store::Snapshot;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Writes the reports of a ledger into a folder, which must be empty or not there yet.
///
/// # Errors
/// A file of the ledger that cannot be read, a folder that is not empty or cannot be written.
pub fn write(snapshot: &Snapshot, folder: &Path) -> Result<Written, LedgerError> {
    fs::create_dir_all(folder).map_err(LedgerError::io(folder))?;
    if fs::read_dir(folder).map_err(LedgerError::io(folder))?.next().is_some() {
        return Err(LedgerError::Asked(format!("{}: the folder is not empty; name a new one for the files of brat", folder.display())));
    }
    let put = |name: String, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).map_err(LedgerError::io(&path))
    };
    put("annotation.conf".to_owned(), &configuration())?;
    let mut written = Written::default();
    walk(snapshot, Reading::Text, |story| {
        put(format!("{}.txt", story.key), &story.text)?;
        put(format!("{}.ann", story.key), &annotations(story))?;
        written.rows += 1;
        Ok(())
    })?;
    Ok(written)
}

/// What may stand in the annotations, from the ontology.
fn configuration() -> String {
    let o = ontology();
    let modes: BTreeSet<&str> = o.types.iter().flat_map(|t| &t.modes).map(String::as_str).collect();
    let modes: Vec<&str> = modes.into_iter().collect();
    let mut out = String::from("# Written by isnad.\n[entities]\nParty\nSource\nCue\nContent\nPlace\nDate\nCount\n\n[relations]\n");
    out.push_str("SaidBy\tArg1:Content, Arg2:Source\nCuedBy\tArg1:Content, Arg2:Cue\nWithin\tArg1:Content, Arg2:Content\nToldIn\tArg1:<EVENT>, Arg2:Content\n\n[events]\n");
    for t in &o.types {
        let _ = writeln!(out, "{}\tActor*:Party, Recipient*:Party, Place?:Place, Date?:Date, Count*:Count", t.name);
    }
    let _ = writeln!(out, "\n[attributes]\nStatus\tArg:<EVENT>, Value:{}\nMode\tArg:<EVENT>, Value:{}\nStance\tArg:Content, Value:{}", o.statuses.join("|"), modes.join("|"), o.stances.join("|"));
    out
}

/// The lines of one report's annotations.
struct Lines<'t> {
    points: Points<'t>,
    out: String,
    texts: usize,
    events: usize,
    relations: usize,
    attributes: usize,
    notes: usize,
    known: BTreeMap<(&'static str, usize, usize), String>,
}

/// What ends a line for those who read the files.
fn breaks(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

impl Lines<'_> {
    /// The pieces of words between line breaks, without spaces at their ends.
    fn pieces(&self, words: &Words) -> Vec<(usize, usize)> {
        let mut pieces = Vec::new();
        let mut first = None;
        let mut last = words.start;
        for (n, c) in self.points.of(words.start, words.end).chars().chain(['\n']).enumerate() {
            let at = words.start + n;
            if breaks(c) {
                if let Some(start) = first.take() {
                    pieces.push((start, last));
                }
            } else if !c.is_whitespace() {
                first.get_or_insert(at);
                last = at + 1;
            }
        }
        pieces
    }

    /// Adds words of a kind; none where there are no letters in them.
    fn text(&mut self, kind: &str, words: &Words) -> Option<String> {
        let pieces = self.pieces(words);
        if pieces.is_empty() {
            return None;
        }
        self.texts += 1;
        let places: Vec<String> = pieces.iter().map(|(start, end)| format!("{start} {end}")).collect();
        let said: Vec<&str> = pieces.iter().map(|(start, end)| self.points.of(*start, *end)).collect();
        let id = format!("T{}", self.texts);
        let _ = writeln!(self.out, "{id}\t{kind} {}\t{}", places.join(";"), said.join(" "));
        Some(id)
    }

    /// Adds words of a kind, or gives those that stand there already.
    fn once(&mut self, kind: &'static str, words: &Words) -> Option<String> {
        let key = (kind, words.start, words.end);
        if let Some(id) = self.known.get(&key) {
            return Some(id.clone());
        }
        let id = self.text(kind, words)?;
        self.known.insert(key, id.clone());
        Some(id)
    }

    fn party(&mut self, kind: &'static str, p: &Party) -> Option<String> {
        let known = self.known.contains_key(&(kind, p.words.start, p.words.end));
        let id = self.once(kind, &p.words)?;
        let note = one_line([p.code.as_str(), &p.name, &p.id].join(" ").trim());
        if !known && !note.is_empty() {
            self.notes += 1;
            let _ = writeln!(self.out, "#{}\tAnnotatorNotes {id}\t{note}", self.notes);
        }
        Some(id)
    }

    fn relation(&mut self, kind: &str, one: &str, other: &str) {
        self.relations += 1;
        let _ = writeln!(self.out, "R{}\t{kind} Arg1:{one} Arg2:{other}", self.relations);
    }

    fn attribute(&mut self, kind: &str, of: &str, value: &str) {
        if !value.is_empty() {
            self.attributes += 1;
            let _ = writeln!(self.out, "A{}\t{kind} {of} {value}", self.attributes);
        }
    }

    fn event(&mut self, e: &Event, contents: &BTreeMap<&str, String>) {
        let Some(trigger) = self.text(&e.kind, &e.trigger) else { return };
        let mut roles: Vec<(&str, String)> = Vec::new();
        for p in &e.actors {
            roles.extend(self.party("Party", p).map(|id| ("Actor", id)));
        }
        for p in &e.recipients {
            roles.extend(self.party("Party", p).map(|id| ("Recipient", id)));
        }
        roles.extend(e.place.as_ref().and_then(|w| self.once("Place", w)).map(|id| ("Place", id)));
        roles.extend(e.date_words.as_ref().and_then(|w| self.once("Date", w)).map(|id| ("Date", id)));
        for c in &e.counts {
            roles.extend(self.once("Count", &c.words).map(|id| ("Count", id)));
        }
        self.events += 1;
        let id = format!("E{}", self.events);
        let mut line = format!("{id}\t{}:{trigger}", e.kind);
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (role, part) in &roles {
            // The second of a role has a number behind its name.
            let n = seen.entry(role).or_default();
            *n += 1;
            let number = if *n > 1 { n.to_string() } else { String::new() };
            let _ = write!(line, " {role}{number}:{part}");
        }
        let _ = writeln!(self.out, "{line}");
        self.attribute("Status", &id, &e.status);
        self.attribute("Mode", &id, &e.mode);
        if let Some(corrected) = &e.corrected {
            self.notes += 1;
            let _ = writeln!(self.out, "#{}\tAnnotatorNotes {id}\t{}", self.notes, one_line(&corrected.said));
        }
        for content in e.within.iter().filter_map(|a| contents.get(a.as_str())) {
            self.relation("ToldIn", &id, content);
        }
    }
}

fn annotations(story: &Story) -> String {
    let mut lines = Lines { points: Points::new(&story.text), out: String::new(), texts: 0, events: 0, relations: 0, attributes: 0, notes: 0, known: BTreeMap::new() };
    let mut contents: BTreeMap<&str, String> = BTreeMap::new();
    for a in &story.attributions {
        let Some(content) = a.content.as_ref().and_then(|w| lines.text("Content", w)) else { continue };
        lines.attribute("Stance", &content, &a.stance);
        if let Some(source) = lines.party("Source", &a.source) {
            lines.relation("SaidBy", &content, &source);
        }
        if let Some(cue) = a.cue.as_ref().and_then(|w| lines.once("Cue", w)) {
            lines.relation("CuedBy", &content, &cue);
        }
        contents.insert(&a.name, content);
    }
    for a in &story.attributions {
        if let (Some(inner), Some(outer)) = (contents.get(a.name.as_str()), a.within.as_deref().and_then(|w| contents.get(w))) {
            lines.relation("Within", inner, outer);
        }
    }
    for e in &story.events {
        lines.event(e, &contents);
    }
    lines.out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_over_a_line_break_are_fragments() {
        let text = "قال: نطالب \r\n\n بوقف\u{2028}النار";
        let mut lines = Lines { points: Points::new(text), out: String::new(), texts: 0, events: 0, relations: 0, attributes: 0, notes: 0, known: BTreeMap::new() };
        let words = Words { text: String::new(), start: 5, end: text.chars().count() };
        assert_eq!(lines.text("Content", &words).as_deref(), Some("T1"));
        assert_eq!(lines.out, "T1\tContent 5 10;15 19;20 25\tنطالب بوقف النار\n");
        assert_eq!(lines.text("Content", &Words { text: String::new(), start: 10, end: 14 }), None);
    }
}
