//! Decides how a run is cut into parts: which items of which files are coded by one task, and by what name a part is known.
//!
//! Small files are taken together and large ones cut, so that a part has about as many bytes of input as asked for. A part's name
//! is made of all that its result depends on, files by size and time of change included: what an earlier run has made
//! under that name need not be made again.
//!
//! ```
//! use isnad_cluster::plan::{Cut, File, parts};
//!
//! let file = |name: &str, size| File { name: name.into(), size: Some(size), modified: Some(1), from: 0, items: None };
//! let mut files = [file("a.jsonl", 10), file("b.jsonl", 20), file("c.jsonl", 100)];
//! files[2].items = Some(30); // counted, for it is large
//! let parts = parts(&files, &Cut { bytes: 40, ..Cut::default() });
//! let ranges: Vec<_> = parts.iter().map(|p| p.pieces.iter().map(|p| (p.input, p.from, p.to)).collect::<Vec<_>>()).collect();
//! assert_eq!(ranges, [vec![(0, 0, None), (1, 0, None)], vec![(2, 0, Some(15))], vec![(2, 15, None)]]);
//! ```

use crate::error::ClusterError;
use futures_util::TryStreamExt;
use isnad_ledger::ingest::Progress;
use isnad_read::{Input, Outcome, Reader, Resume, Step};
use isnad_sql::reading::Piece;
use object_store::{ObjectStore, ObjectStoreExt};
use serde::Serialize;
use std::hash::Hasher;
use std::sync::Arc;
use std::sync::Mutex;

/// A file of the run's inputs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct File {
    /// Its path or address, which is also its name in the ledger.
    pub name: String,
    /// Its size in bytes, where known.
    pub size: Option<u64>,
    /// When it was last changed, in nanoseconds since 1970, where known.
    pub modified: Option<i64>,
    /// Its first item that the ledger does not hold.
    pub from: u64,
    /// How many items it has, where that was counted.
    pub items: Option<u64>,
}

/// How finely inputs are cut.
#[derive(Debug, Clone, Serialize)]
pub struct Cut {
    /// About so many bytes of input to a part.
    pub bytes: u64,
    /// From which fields of JSON the parts of a report come.
    pub map: Vec<String>,
    /// The pack's version.
    pub pack: String,
}

impl Default for Cut {
    /// 8 MiB a part: some 3,000 newspaper articles, ten seconds of work.
    fn default() -> Cut {
        Cut { bytes: 8 << 20, map: Vec::new(), pack: String::new() }
    }
}

impl Cut {
    /// Whether a file is so large that its items have to be counted before it is cut.
    pub fn divides(&self, file: &File) -> bool {
        file.size.is_some_and(|size| size >= 2 * self.bytes)
    }
}

/// What one task codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Sixteen hexadecimal digits.
    pub name: String,
    /// What it reads, in order.
    pub pieces: Vec<Piece>,
}

/// Cuts files into parts, in their order.
pub fn parts(files: &[File], cut: &Cut) -> Vec<Part> {
    let mut out: Vec<Vec<Piece>> = Vec::new();
    let mut filled = 0;
    for (input, file) in (0..).zip(files) {
        let size = file.size.unwrap_or(0);
        let whole = Piece { from: file.from, ..Piece::whole(&file.name, input) };
        match file.items.filter(|_| cut.divides(file)) {
            Some(items) => {
                let each = items.div_ceil((size / cut.bytes.max(1)).max(1)).max(1);
                let starts = (0..items.div_ceil(each).max(1)).map(|n| n * each);
                // The last one takes all that there is, should there be more.
                out.extend(starts.filter(|start| start + each > file.from).map(|start| {
                    let to = (start + each < items).then_some(start + each);
                    vec![Piece { from: start.max(file.from), to, ..whole.clone() }]
                }));
                filled = 0;
            }
            None => {
                match out.last_mut().filter(|_| filled > 0 && filled + size <= cut.bytes) {
                    Some(part) => part.push(whole),
                    None => {
                        out.push(vec![whole]);
                        filled = 0;
                    }
                }
                filled += size.max(1);
            }
        }
    }
    out.into_iter().map(|pieces| Part { name: name(&pieces, files, cut), pieces }).collect()
}

/// Cuts a part that failed: into its pieces, or a piece of so many items into `ways`. None where it has one item.
pub fn divide(part: &Part, items: u64, ways: u64, files: &[File], cut: &Cut) -> Option<Vec<Part>> {
    let named = |pieces: Vec<Piece>| Part { name: name(&pieces, files, cut), pieces };
    if let [piece] = &part.pieces[..] {
        let to = piece.to.unwrap_or(items).max(piece.from);
        let each = (to - piece.from).div_ceil(ways).max(1);
        let starts: Vec<u64> = (0..).map(|n| piece.from + n * each).take_while(|start| *start < to).collect();
        return (starts.len() > 1).then(|| starts.into_iter().map(|from| named(vec![Piece { from, to: Some((from + each).min(to)), ..piece.clone() }])).collect());
    }
    Some(part.pieces.iter().map(|p| named(vec![p.clone()])).collect())
}

fn name(pieces: &[Piece], files: &[File], cut: &Cut) -> String {
    let about: Vec<_> = pieces.iter().map(|p| files.get(usize::try_from(p.input).unwrap_or(usize::MAX)).map(|f| (f.size, f.modified))).collect();
    // Two hashes of 32 bits from one text; a clash would need two parts of one ledger's runs to meet.
    let text = serde_json::to_string(&(pieces, about, &cut.map, &cut.pack)).unwrap_or_default();
    let mut hash = rustc_hash::FxHasher::default();
    hash.write(text.as_bytes());
    format!("{:016x}", hash.finish())
}

/// The files of the inputs that the ledger does not hold yet, in the order in which they are read. Folders are walked; an address of a store
/// that ends in `/` is all that lies under it, in the order of names.
///
/// # Errors
/// An input that is not there or cannot be listed.
pub async fn files(inputs: &[String], known: &Progress, stores: &dyn Fn(&url::Url) -> datafusion::error::Result<Arc<dyn ObjectStore>>) -> Result<Vec<File>, ClusterError> {
    let mut out = Vec::new();
    for given in inputs {
        let failed = |why: String| ClusterError::Input { path: given.clone(), why };
        match isnad_sql::address(given) {
            Some(url) => {
                let store = stores(&url).map_err(|e| failed(e.strip_backtrace()))?;
                let prefix = object_store::path::Path::from_url_path(url.path()).map_err(|e| failed(e.to_string()))?;
                let mut found = if url.path().ends_with('/') || url.path().is_empty() {
                    store.list(Some(&prefix)).try_collect::<Vec<_>>().await.map_err(|e| failed(e.to_string()))?
                } else {
                    vec![store.head(&prefix).await.map_err(|e| failed(e.to_string()))?]
                };
                found.sort_by(|a, b| a.location.cmp(&b.location));
                let bucket = format!("{}://{}", url.scheme(), url.host_str().unwrap_or_default());
                out.extend(found.into_iter().map(|o| File { name: format!("{bucket}/{}", o.location), size: Some(o.size), modified: o.last_modified.timestamp_nanos_opt(), from: 0, items: None }));
            }
            None => {
                let path = std::path::absolute(given).map_err(|e| failed(e.to_string()))?;
                let listed = Arc::new(Mutex::new(Vec::new()));
                let to = Arc::clone(&listed);
                let steps = Reader::new([Input::Path(path)]).steps(move |origin| {
                    if let Ok(mut to) = to.lock() {
                        to.push(File { name: origin.name.clone(), size: origin.size, modified: origin.modified, from: 0, items: None });
                    }
                    Resume::Skip
                });
                for step in steps {
                    if let Step::Item { outcome: Outcome::Fault(e), .. } = step {
                        return Err(failed(e.to_string()));
                    }
                }
                out.append(&mut *listed.lock().map_err(|e| failed(e.to_string()))?);
            }
        }
    }
    out.retain_mut(|file| match known.read(&file.name, file.size, file.modified) {
        Some((_, true)) => false,
        Some((items, false)) => {
            file.from = items;
            true
        }
        None => true,
    });
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(from: u64, to: Option<u64>) -> Part {
        Part { name: String::new(), pieces: vec![Piece { from, to, ..Piece::whole("a.jsonl", 0) }] }
    }

    #[test]
    fn what_fails_is_divided_down_to_one_item() {
        let ranges = |parts: Vec<Part>| parts.iter().map(|p| (p.pieces[0].from, p.pieces[0].to)).collect::<Vec<_>>();
        assert_eq!(divide(&one(4, None), 10, 3, &[], &Cut::default()).map(ranges), Some(vec![(4, Some(6)), (6, Some(8)), (8, Some(10))]));
        assert_eq!(divide(&one(4, Some(6)), 10, 32, &[], &Cut::default()).map(ranges), Some(vec![(4, Some(5)), (5, Some(6))]));
        assert_eq!(divide(&one(4, Some(5)), 10, 32, &[], &Cut::default()), None);
        let two = Part { name: String::new(), pieces: vec![Piece::whole("a.jsonl", 0), Piece::whole("b.jsonl", 1)] };
        assert_eq!(divide(&two, 0, 32, &[], &Cut::default()).map(|p| p.len()), Some(2));
    }

    #[test]
    fn a_changed_file_makes_another_part() {
        let file = |modified| [File { name: "a.jsonl".into(), size: Some(9), modified: Some(modified), from: 0, items: None }];
        let of = |modified| parts(&file(modified), &Cut::default())[0].name.clone();
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
    }

    #[test]
    fn every_item_is_in_one_part() {
        for (items, size, from) in [(1, 100, 0), (7, 100, 3), (100, 1000, 55), (9, 90, 9)] {
            let file = File { name: "a".into(), size: Some(size), modified: None, from, items: Some(items) };
            let made = parts(&[file], &Cut { bytes: 10, ..Cut::default() });
            let read: Vec<u64> = made.iter().flat_map(|p| p.pieces[0].from..p.pieces[0].to.unwrap_or(items)).collect();
            assert_eq!(read, (from..items).collect::<Vec<_>>(), "{items} items from {from}");
        }
    }
}
