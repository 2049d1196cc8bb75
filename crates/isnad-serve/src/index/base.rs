//! Decides what of an older index still holds in a newer state of the ledger, so that only the rest is written anew.
//!
//! Rows of reports, attributions and events never change: an older index is a base wherever all the files that it was made of are still
//! the ledger's. What does change beside them (which claim an event is a mention of, copies, corrections, what was taken back) is said
//! by a mark of each report and each claim; one that has the mark it had is left as it is.

use super::fields::{Fields, VERSION};
use super::words::Words;
use super::{Kind, Shelves};
use crate::ServeError;
use isnad_ledger::schema::Table;
use isnad_ledger::store::Snapshot;
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::{Path, PathBuf};

/// Where an index says of which files it was made.
const PARTS: &str = "parts.txt";

/// The files of a ledger's evidence with their sizes, one a line.
fn parts(snapshot: &Snapshot) -> Vec<String> {
    let tables = [Table::Reports, Table::Attributions, Table::Events];
    let line = |table: Table, path: PathBuf| {
        let size = std::fs::metadata(&path).map_or(0, |m| m.len());
        format!("{}/{} {size}", table.name(), path.file_name().unwrap_or_default().to_string_lossy())
    };
    tables.into_iter().flat_map(|t| snapshot.parts(t).map(move |p| line(t, p))).collect()
}

/// Writes down of which files an index was made.
///
/// # Errors
/// A folder that cannot be written.
pub fn sign(folder: &Path, snapshot: &Snapshot) -> Result<(), ServeError> {
    let path = folder.join(PARTS);
    std::fs::write(&path, parts(snapshot).join("\n")).map_err(|e| ServeError::Index(format!("{}: {e}; the index needs a folder that can be written", path.display())))
}

/// Whether all that an index was made of is still the ledger's.
fn holds(folder: &Path, now: &FxHashSet<String>) -> bool {
    std::fs::read_to_string(folder.join(PARTS)).is_ok_and(|then| then.lines().all(|line| now.contains(line)))
}

/// The folder of an older index that a newer one can be made of: the one that is served, else the newest of those that are kept.
pub fn usable(served: Option<&Path>, kept: &Path, snapshot: &Snapshot) -> Option<PathBuf> {
    let now: FxHashSet<String> = parts(snapshot).into_iter().collect();
    if let Some(served) = served {
        return holds(served, &now).then(|| served.to_owned());
    }
    let ours = |name: &str| {
        let mut fields = name.split('-');
        let commit = fields.next()?.parse::<u64>().ok()?;
        (fields.nth(1)? == VERSION.to_string() && fields.next().is_none()).then_some(commit)
    };
    let mut found: Vec<(u64, PathBuf)> = std::fs::read_dir(kept).ok()?.flatten().filter_map(|e| Some((ours(e.file_name().to_str()?)?, e.path()))).collect();
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.into_iter().map(|(_, path)| path).find(|path| holds(path, &now))
}

/// Marks of things, by their numbers.
#[derive(Debug, Default)]
pub struct Marks {
    /// Those of reports.
    pub reports: FxHashMap<u64, u64>,
    /// Those of claims.
    pub claims: FxHashMap<u64, u64>,
}

/// Takes an older index into an empty folder. Its files are never written again, so that both share them where the system can.
///
/// # Errors
/// An index that cannot be read, or a folder that cannot be written.
pub fn take(base: &Path, folder: &Path, words: &Words) -> Result<Marks, ServeError> {
    let broken = |path: &Path| {
        let path = path.display().to_string();
        move |e: std::io::Error| ServeError::Index(format!("{path}: {e}"))
    };
    for kind in Kind::ALL {
        let (from, to) = (base.join(kind.name()), folder.join(kind.name()));
        std::fs::create_dir_all(&to).map_err(broken(&to))?;
        for entry in std::fs::read_dir(&from).map_err(broken(&from))? {
            let entry = entry.map_err(broken(&from))?;
            let (name, target) = (entry.file_name(), to.join(entry.file_name()));
            let name = name.to_string_lossy();
            if name.ends_with(".lock") {
                continue;
            }
            // Lists of files are replaced, segments are not.
            let listing = name.ends_with(".json");
            if listing || std::fs::hard_link(entry.path(), &target).is_err() {
                std::fs::copy(entry.path(), &target).map_err(broken(&target))?;
            }
        }
    }
    let shelves = Shelves::open(folder, words)?;
    Ok(Marks { reports: marks(&shelves, Kind::Reports)?, claims: marks(&shelves, Kind::Claims)? })
}

fn marks(shelves: &Shelves, kind: Kind) -> Result<FxHashMap<u64, u64>, ServeError> {
    let mut out = FxHashMap::default();
    for segment in shelves.of(kind).segment_readers() {
        let fast = segment.fast_fields();
        let (ties, marks) = (fast.u64("tie")?, fast.u64("mark")?);
        out.extend(segment.doc_ids_alive().filter_map(|doc| Some((ties.first(doc)?, marks.first(doc)?))));
    }
    Ok(out)
}

/// The field by which a kind's rows are taken out.
pub(crate) fn number(fields: &Fields, tie: u64) -> tantivy::Term {
    tantivy::Term::from_field_u64(fields.tie, tie)
}
