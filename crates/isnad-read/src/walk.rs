//! Decides which files of a folder are read, in which order, and as what.
//!
//! ```
//! use isnad_read::{Input, ReadError, Reader};
//!
//! // A folder of Rust sources holds nothing that is read.
//! let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
//! let mut reader = Reader::new([Input::from_argument(folder)]);
//! assert!(matches!(reader.next(), Some(Err(ReadError::NothingToRead { .. }))));
//! ```

use crate::error::{Place, ReadError};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// As what a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Plain,
    JsonLines,
    /// What its first byte says.
    Sniffed,
}

/// A file to read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct File {
    pub path: PathBuf,
    /// How ids name it: below the folder that was given, with `/` on every system.
    pub name: String,
    pub kind: Kind,
}

impl File {
    /// Its name without extension: the id of the one report of a plain text file.
    pub fn id(&self) -> &str {
        without_extension(&self.name)
    }
}

/// A path without its last extension.
pub(crate) fn without_extension(name: &str) -> &str {
    let start = name.rfind('/').map_or(0, |slash| slash + 1);
    match name.rfind('.') {
        // A dot at the start of a name begins no extension.
        Some(dot) if dot > start => &name[..dot],
        _ => name,
    }
}

/// Endings of what is told apart by its content.
#[cfg(feature = "formats")]
const SNIFFED: [&str; 17] = ["html", "htm", "xhtml", "xml", "sgm", "sgml", "rss", "atom", "rdf", "warc", "wet", "zip", "gz", "tgz", "zst", "tar", "ninjs"];

/// As what a member of an archive is read; none where it is passed over.
#[cfg(feature = "formats")]
pub(crate) fn kind_of_member(name: &str) -> Option<Kind> {
    kind_in_folder(Path::new(name))
}

fn extension(path: &Path) -> Option<String> {
    path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase())
}

/// As what a file named on the call is read.
pub(crate) fn kind_of_file(path: &Path) -> Kind {
    match extension(path).as_deref() {
        Some("jsonl" | "ndjson" | "json") => Kind::JsonLines,
        #[cfg(feature = "formats")]
        Some(extension) if SNIFFED.contains(&extension) => Kind::Sniffed,
        _ => Kind::Plain,
    }
}

/// As what a file found in a folder is read; none where it is passed over.
fn kind_in_folder(path: &Path) -> Option<Kind> {
    match extension(path).as_deref() {
        Some("jsonl" | "ndjson") => Some(Kind::JsonLines),
        Some("txt") | None => Some(Kind::Plain),
        #[cfg(feature = "formats")]
        Some("json") => Some(Kind::JsonLines),
        #[cfg(feature = "formats")]
        Some(extension) if SNIFFED.contains(&extension) => Some(Kind::Sniffed),
        Some(_) => None,
    }
}

pub(crate) fn not_opened(path: &Path, source: io::Error) -> ReadError {
    let place = Place::file(&path.display().to_string());
    match source.kind() {
        io::ErrorKind::NotFound => ReadError::NotFound { place },
        _ => ReadError::Io { place, source },
    }
}

/// The files of a folder and those below it, sorted by name within each folder.
pub(crate) struct Walk {
    root: PathBuf,
    /// The folders entered and not yet left, outermost first.
    levels: Vec<Level>,
    /// Something was found, if only a fault.
    found: bool,
    started: bool,
}

struct Level {
    /// The folder without links, by which a way back to it is noticed.
    real: PathBuf,
    /// Its path below the root, empty or ending in `/`.
    below: String,
    entries: std::vec::IntoIter<PathBuf>,
}

impl Walk {
    pub fn new(root: PathBuf) -> Walk {
        Walk { root, levels: Vec::new(), found: false, started: false }
    }

    fn enter(&mut self, folder: &Path, below: String) -> Result<(), ReadError> {
        let fault = |e| not_opened(folder, e);
        let real = fs::canonicalize(folder).map_err(fault)?;
        if self.levels.iter().any(|level| level.real == real) {
            return Err(ReadError::Loop { place: Place::file(&folder.display().to_string()) });
        }
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder).map_err(fault)? {
            let entry = entry.map_err(fault)?;
            if !entry.file_name().as_encoded_bytes().starts_with(b".") {
                entries.push(entry.path());
            }
        }
        entries.sort_unstable();
        self.levels.push(Level { real, below, entries: entries.into_iter() });
        Ok(())
    }

    /// What to do with one entry: a file to read, or nothing to hand out.
    fn visit(&mut self, path: PathBuf, below: &str) -> Result<Option<File>, ReadError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = format!("{below}{name}");
        let metadata = fs::metadata(&path).map_err(|e| not_opened(&path, e))?;
        if metadata.is_dir() {
            self.enter(&path, format!("{name}/"))?;
            return Ok(None);
        }
        let kind = if metadata.is_file() { kind_in_folder(&path) } else { None };
        Ok(kind.map(|kind| File { path, name, kind }))
    }
}

impl Iterator for Walk {
    type Item = Result<File, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if !self.started {
            self.started = true;
            let root = self.root.clone();
            if let Err(e) = self.enter(&root, String::new()) {
                self.found = true;
                return Some(Err(e));
            }
        }
        while let Some(level) = self.levels.last_mut() {
            let Some(path) = level.entries.next() else {
                self.levels.pop();
                continue;
            };
            let below = level.below.clone();
            match self.visit(path, &below).transpose() {
                None => {}
                Some(item) => {
                    self.found = true;
                    return Some(item);
                }
            }
        }
        if !std::mem::replace(&mut self.found, true) {
            let place = Place::file(&self.root.display().to_string());
            return Some(Err(ReadError::NothingToRead { place }));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_by_name() {
        assert_eq!(kind_of_file(Path::new("a/b.JSONL")), Kind::JsonLines);
        assert_eq!(kind_of_file(Path::new("b.md")), Kind::Plain);
        assert_eq!(kind_in_folder(Path::new("b.ndjson")), Some(Kind::JsonLines));
        assert_eq!(kind_in_folder(Path::new("b")), Some(Kind::Plain));
        assert_eq!(kind_in_folder(Path::new("b.md")), None);
        assert_eq!(kind_in_folder(Path::new("b.json")), cfg!(feature = "formats").then_some(Kind::JsonLines));
    }

    #[test]
    fn ids_keep_the_folder_and_lose_the_extension() {
        for (name, id) in [("r1.txt", "r1"), ("2015.07/r1", "2015.07/r1"), ("2015.07/r.1.txt", "2015.07/r.1"), ("a/.hidden", "a/.hidden"), ("تقرير.txt", "تقرير")] {
            let file = File { path: PathBuf::new(), name: name.to_owned(), kind: Kind::Plain };
            assert_eq!(file.id(), id);
        }
    }
}
