//! Decides which lexicon a run uses, and checks the files that users bring.

use crate::args::{AddedLexicon, Check};
use crate::output::{Output, Stop, tell};
use isnad::entry::{self, Entry, MeaningEntry};
use isnad::lexicon::{Lexicon, Source};
use isnad::ontology::Ontology;
use isnad::pack::{Fault, lines};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A lexicon with the text of its entries.
pub struct Loaded {
    /// What the coder looks up.
    pub lexicon: Lexicon,
    /// Whether all entries of the user's files are good.
    pub good: bool,
    added: Vec<(String, String)>,
}

/// Builds the pack's lexicon with the user's files on top. Bad entries are named on standard error and left out.
///
/// # Errors
/// A file that cannot be read: the call was wrong.
pub fn load(added: &AddedLexicon) -> Result<Loaded, Stop> {
    let added = read_all(&added.files)?;
    let (lexicon, faults) = isnad_ar::lexicon(&sources(&added));
    for fault in &faults {
        tell(&format!("{fault} (the entry is left out)"));
    }
    let good = faults.iter().all(|f| added.iter().all(|(file, _)| *file != f.file));
    Ok(Loaded { lexicon, good, added })
}

impl Loaded {
    /// The line of an entry as its file has it.
    pub fn line(&self, origin: isnad::lexicon::Origin) -> &str {
        // The pack's files come first, then the user's, in the order in which they were built in.
        let file = usize::from(origin.file);
        let text = match isnad_ar::FILES.get(file) {
            Some(source) => source.text,
            None => self.added.get(file - isnad_ar::FILES.len()).map_or("", |(_, text)| text),
        };
        text.lines().nth(origin.line.saturating_sub(1) as usize).unwrap_or("").trim()
    }
}

fn read_all(files: &[PathBuf]) -> Result<Vec<(String, String)>, Stop> {
    files.iter().map(|file| Ok((file.display().to_string(), read(file)?))).collect()
}

fn sources(files: &[(String, String)]) -> Vec<Source<'_>> {
    files.iter().map(|(file, text)| Source { file, text }).collect()
}

fn read(file: &Path) -> Result<String, Stop> {
    let shown = file.display();
    let bytes = std::fs::read(file).map_err(|e| Stop::Call(format!("{shown}: the lexicon cannot be read ({e}); check the path")))?;
    let decoded = isnad_read::decode(&bytes).map_err(|e| Stop::Call(format!("{shown}: the lexicon is not text in UTF-8 (byte 0x{:02X} at offset {}); convert it", e.byte, e.offset)))?;
    Ok(decoded.text)
}

/// `isnad lexicon check`.
///
/// # Errors
/// A file that cannot be read, or standard output that cannot be written.
pub fn check(call: &Check) -> Result<bool, Stop> {
    let files = read_all(&call.files)?;
    let (_, faults) = isnad_ar::lexicon(&sources(&files));
    let faults: Vec<&Fault> = faults.iter().filter(|f| files.iter().any(|(file, _)| *file == f.file)).collect();
    let mut out = Output::stdout()?;
    let mut text = String::new();
    for fault in &faults {
        text.push_str(&format!("{}\n", crate::style::clean(&fault.to_string())));
    }
    let ontology = Ontology::plover();
    for (file, content) in &files {
        let mut kinds: BTreeMap<&'static str, u64> = BTreeMap::new();
        for line in lines(file, content) {
            let bad = faults.iter().any(|f| f.file == *file && f.line == line.number);
            if let (false, Ok(entry)) = (bad, entry::parse(&line, &ontology)) {
                *kinds.entry(kind(&entry)).or_default() += 1;
            }
        }
        let good: u64 = kinds.values().sum();
        let bad = faults.iter().filter(|f| f.file == *file).count();
        let list: Vec<String> = kinds.iter().map(|(kind, n)| format!("{n} {kind}")).collect();
        let list = if list.is_empty() { String::new() } else { format!(" ({})", list.join(", ")) };
        text.push_str(&format!("{}: {good} good{list}, {bad} bad\n", crate::style::clean(file)));
    }
    out.lines(text.as_bytes())?;
    out.flush()?;
    Ok(faults.is_empty())
}

/// What an entry is called when entries are counted.
fn kind(entry: &Entry) -> &'static str {
    match entry {
        Entry::Frame(frame) => match frame.meaning {
            MeaningEntry::Event { .. } => "event frames",
            MeaningEntry::Light { .. } => "light frames",
            MeaningEntry::Say { .. } => "cues",
        },
        Entry::Actor { .. } => "actors",
        Entry::Country { .. } => "countries",
        Entry::Place { .. } => "places",
        Entry::PlaceHead { .. } => "words for places",
        Entry::Time { .. } => "words of time",
        Entry::Verb { .. } => "verbs",
        Entry::Nominal { .. } => "nouns, adjectives and adverbs",
        Entry::Given { .. } => "given names",
        Entry::Function { .. } => "function words",
        Entry::Set { .. } => "sets",
    }
}
