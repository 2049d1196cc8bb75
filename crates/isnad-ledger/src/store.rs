//! Decides what of a ledger is there: which files count, how new ones come in whole, and what a crash leaves behind.
//!
//! A ledger is a folder with one folder of Parquet files for each table, and the manifest `ledger.json`, which lists the
//! files that count. New rows are written into files of their own, under names that are not listed yet; then the manifest
//! is replaced by renaming, and in that moment all of them count at once. Files that no manifest lists are what a crash
//! left; the next writer removes them.
//!
//! ```
//! use isnad_ledger::{schema::Table, store::{Ledger, Snapshot}};
//!
//! let folder = tempfile::tempdir()?;
//! let ledger = Ledger::open_or_create(folder.path())?;
//! assert!(Ledger::open_or_create(folder.path()).is_err()); // one writer at a time
//! drop(ledger);
//! assert_eq!(Snapshot::open(folder.path())?.parts(Table::Reports).count(), 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::error::LedgerError;
use crate::schema::{SCHEMA, TABLES, Table};
use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The manifest's file name.
const MANIFEST: &str = "ledger.json";
/// The file by which writers keep each other out.
const LOCK: &str = ".lock";

/// Which files count.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Manifest {
    schema: String,
    /// How often the ledger has changed.
    commit: u64,
    /// Whether copies and claims are those of the reports that the ledger holds.
    #[serde(default)]
    derived: bool,
    /// For each table its files and their rows, in the order of writing.
    tables: BTreeMap<String, Vec<Part>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Part {
    file: String,
    rows: u64,
}

/// A ledger as it stands at one moment, for reading.
#[derive(Debug, Clone)]
pub struct Snapshot {
    folder: PathBuf,
    manifest: Manifest,
}

impl Snapshot {
    /// The last whole state of a ledger.
    ///
    /// # Errors
    /// There is none, or it is of another version.
    pub fn open(folder: &Path) -> Result<Snapshot, LedgerError> {
        let path = folder.join(MANIFEST);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == ErrorKind::NotFound => return Err(LedgerError::None { folder: folder.to_owned() }),
            Err(e) => return Err(LedgerError::io(&path)(e)),
        };
        let manifest: Manifest = serde_json::from_slice(&bytes).map_err(LedgerError::broken(&path))?;
        if manifest.schema != SCHEMA {
            return Err(LedgerError::Schema { folder: folder.to_owned(), found: manifest.schema });
        }
        Ok(Snapshot { folder: folder.to_owned(), manifest })
    }

    /// Where the ledger is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// How often the ledger had changed.
    pub fn commit(&self) -> u64 {
        self.manifest.commit
    }

    /// Whether copies and claims are those of the reports that it holds; not so where a run ended between the two.
    pub fn derived(&self) -> bool {
        self.manifest.derived
    }

    /// The files of a table, in the order of writing.
    pub fn parts(&self, table: Table) -> impl Iterator<Item = PathBuf> + '_ {
        self.listed(table).iter().map(move |part| self.folder.join(table.name()).join(&part.file))
    }

    /// The number of rows of a table.
    pub fn rows(&self, table: Table) -> u64 {
        self.listed(table).iter().map(|part| part.rows).sum()
    }

    fn listed(&self, table: Table) -> &[Part] {
        self.manifest.tables.get(table.name()).map_or(&[], Vec::as_slice)
    }

    /// The rows of a table, with the named columns only (all of them where none is named), in the order of writing.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn batches<'s>(&'s self, table: Table, columns: &'s [&'s str]) -> impl Iterator<Item = Result<RecordBatch, LedgerError>> + 's {
        self.parts(table).flat_map(move |path| match open_part(&path, columns) {
            Ok(reader) => {
                Box::new(reader.map(move |batch| batch.and_then(|b| strict(table, b)).map_err(|e| LedgerError::broken(&path)(e)))) as Box<dyn Iterator<Item = Result<RecordBatch, LedgerError>>>
            }
            Err(e) => Box::new(std::iter::once(Err(e))),
        })
    }
}

/// Rows with the table's own word on which columns are never empty: an engine that wrote a file may not have known.
fn strict(table: Table, batch: RecordBatch) -> Result<RecordBatch, ArrowError> {
    let (own, found) = (table.schema(), batch.schema());
    let fields: Vec<_> = found.fields().iter().map(|f| own.field_with_name(f.name()).map_or_else(|_| Arc::clone(f), |own| Arc::new(own.clone()))).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), batch.columns().to_vec())
}

fn open_part(path: &Path, columns: &[&str]) -> Result<parquet::arrow::arrow_reader::ParquetRecordBatchReader, LedgerError> {
    let file = File::open(path).map_err(LedgerError::io(path))?;
    let mut builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(LedgerError::broken(path))?;
    if !columns.is_empty() {
        let roots: Vec<usize> = builder.schema().fields().iter().enumerate().filter(|(_, f)| columns.contains(&f.name().as_str())).map(|(k, _)| k).collect();
        let mask = ProjectionMask::roots(builder.parquet_schema(), roots);
        builder = builder.with_projection(mask);
    }
    builder.build().map_err(LedgerError::broken(path))
}

/// A ledger open for writing; the only one at its folder as long as it lives.
#[derive(Debug)]
pub struct Ledger {
    state: Snapshot,
    _lock: File,
}

impl Ledger {
    /// Opens a ledger for writing, or begins one in a folder that is empty or not there yet. What a crash left behind is
    /// removed.
    ///
    /// # Errors
    /// Another process is writing to it, the folder holds other things, or it cannot be read or written.
    pub fn open_or_create(folder: &Path) -> Result<Ledger, LedgerError> {
        fs::create_dir_all(folder).map_err(LedgerError::io(folder))?;
        if !folder.join(MANIFEST).exists() {
            let mut entries = fs::read_dir(folder).map_err(LedgerError::io(folder))?;
            // The lock and tables without a manifest are a first writer's that was killed.
            let own = |name: &std::ffi::OsStr| name == LOCK || name.to_str().is_some_and(|n| Table::named(n).is_some() || n.starts_with('.') && n.ends_with(".tmp"));
            if entries.any(|e| e.is_ok_and(|e| !own(&e.file_name()))) {
                return Err(LedgerError::Foreign { folder: folder.to_owned() });
            }
        }
        let lock_path = folder.join(LOCK);
        let lock = File::options().create(true).truncate(false).write(true).open(&lock_path).map_err(LedgerError::io(&lock_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => return Err(LedgerError::Locked { folder: folder.to_owned() }),
            Err(fs::TryLockError::Error(e)) => return Err(LedgerError::io(&lock_path)(e)),
        }
        let state = match Snapshot::open(folder) {
            Ok(state) => state,
            Err(LedgerError::None { .. }) => Snapshot { folder: folder.to_owned(), manifest: Manifest { schema: SCHEMA.to_owned(), ..Manifest::default() } },
            Err(e) => return Err(e),
        };
        let ledger = Ledger { state, _lock: lock };
        if ledger.state.manifest.commit == 0 {
            ledger.write_manifest(&ledger.state.manifest)?;
        }
        ledger.sweep()?;
        Ok(ledger)
    }

    /// The state as of the last commit.
    pub fn snapshot(&self) -> &Snapshot {
        &self.state
    }

    /// Removes files that no manifest lists.
    fn sweep(&self) -> Result<(), LedgerError> {
        for table in TABLES {
            let folder = self.state.folder.join(table.name());
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(e) if e.kind() == ErrorKind::NotFound => continue,
                Err(e) => return Err(LedgerError::io(&folder)(e)),
            };
            for entry in entries {
                let entry = entry.map_err(LedgerError::io(&folder))?;
                let name = entry.file_name();
                let listed = self.state.listed(table).iter().any(|part| name == part.file.as_str());
                // Only what looks like a file of ours: a user's own file is left alone.
                let ours = name.to_str().is_some_and(|n| n.trim_start_matches('.').starts_with("part-"));
                if !listed && ours {
                    fs::remove_file(entry.path()).map_err(LedgerError::io(&entry.path()))?;
                }
            }
        }
        Ok(())
    }

    fn write_manifest(&self, manifest: &Manifest) -> Result<(), LedgerError> {
        let (path, temporary) = (self.state.folder.join(MANIFEST), self.state.folder.join(".ledger.json.tmp"));
        let mut bytes = serde_json::to_vec_pretty(manifest).map_err(LedgerError::broken(&path))?;
        bytes.push(b'\n');
        let mut file = File::create(&temporary).map_err(LedgerError::io(&temporary))?;
        file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(LedgerError::io(&temporary))?;
        fs::rename(&temporary, &path).map_err(LedgerError::io(&path))?;
        sync_folder(&self.state.folder);
        Ok(())
    }

    /// Adds rows to tables and replaces others, all at once: either everything in `change` counts afterwards, or nothing.
    ///
    /// # Errors
    /// A file that cannot be written. The ledger then stands as before.
    pub fn commit(&mut self, change: Change) -> Result<(), LedgerError> {
        let mut manifest = self.state.manifest.clone();
        manifest.commit += 1;
        let mut retired: Vec<PathBuf> = Vec::new();
        let told = |t: &Table| matches!(t, Table::Reports | Table::Withdrawn);
        if change.added.iter().any(|(t, batches)| told(t) && batches.iter().any(|b| b.num_rows() > 0)) {
            manifest.derived = false;
        }
        for table in change.replaced {
            manifest.derived |= table.derived();
            retired.extend(self.state.parts(table));
            manifest.tables.remove(table.name());
        }
        for (table, batches) in change.added {
            let rows: u64 = batches.iter().map(|b| b.num_rows() as u64).sum();
            if rows == 0 {
                continue;
            }
            let file = format!("part-{:08}.parquet", manifest.commit);
            self.write_part(table, &file, &batches)?;
            manifest.tables.entry(table.name().to_owned()).or_default().push(Part { file, rows });
        }
        for (n, (table, path)) in change.adopted.into_iter().enumerate() {
            let rows = fitting(&path, table)?;
            if rows == 0 {
                continue;
            }
            manifest.derived &= !told(&table);
            let (folder, file) = (self.state.folder.join(table.name()), format!("part-{:08}-{n:06}.parquet", manifest.commit));
            fs::create_dir_all(&folder).map_err(LedgerError::io(&folder))?;
            let to = folder.join(&file);
            // Another name for the same file, so that whoever is interrupted here still has the first one.
            fs::hard_link(&path, &to).or_else(|_| fs::copy(&path, &to).map(|_| ())).map_err(LedgerError::io(&to))?;
            sync_folder(&folder);
            manifest.tables.entry(table.name().to_owned()).or_default().push(Part { file, rows });
        }
        self.install(manifest, retired)
    }

    /// Lets a manifest count, and removes the files that it lists no more.
    fn install(&mut self, manifest: Manifest, retired: Vec<PathBuf>) -> Result<(), LedgerError> {
        self.write_manifest(&manifest)?;
        self.state.manifest = manifest;
        for path in retired {
            // A file that stays behind is removed by the next writer.
            let _ = fs::remove_file(path);
        }
        Ok(())
    }

    fn write_part(&self, table: Table, file: &str, batches: &[RecordBatch]) -> Result<(), LedgerError> {
        let folder = self.state.folder.join(table.name());
        fs::create_dir_all(&folder).map_err(LedgerError::io(&folder))?;
        let (path, temporary) = (folder.join(file), folder.join(format!(".{file}.tmp")));
        let out = File::create(&temporary).map_err(LedgerError::io(&temporary))?;
        let level = ZstdLevel::try_new(3).map_err(LedgerError::broken(&temporary))?;
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(level)).set_max_row_group_row_count(Some(ROWS_IN_A_GROUP)).build();
        let mut writer = ArrowWriter::try_new(&out, table.schema(), Some(properties)).map_err(LedgerError::broken(&temporary))?;
        for batch in batches {
            writer.write(batch).map_err(LedgerError::broken(&temporary))?;
        }
        writer.close().map_err(LedgerError::broken(&temporary))?;
        out.sync_all().map_err(LedgerError::io(&temporary))?;
        fs::rename(&temporary, &path).map_err(LedgerError::io(&path))?;
        sync_folder(&folder);
        Ok(())
    }

    /// Writes the files of each table together into as few as hold `rows` rows each. Says how many files there were and are.
    ///
    /// # Errors
    /// A file that cannot be read or written. The ledger then stands as before.
    pub fn compact(&mut self, rows: u64) -> Result<(usize, usize), LedgerError> {
        let count = |s: &Snapshot| TABLES.iter().map(|t| s.listed(*t).len()).sum::<usize>();
        let before = count(&self.state);
        for table in TABLES {
            if self.state.listed(table).len() < 2 {
                continue;
            }
            let mut manifest = self.state.manifest.clone();
            manifest.commit += 1;
            let retired: Vec<PathBuf> = self.state.parts(table).collect();
            let mut parts: Vec<Part> = Vec::new();
            let mut held: Vec<RecordBatch> = Vec::new();
            let mut waiting = 0;
            let state = self.state.clone();
            let mut write = |held: &mut Vec<RecordBatch>, waiting: &mut u64| -> Result<(), LedgerError> {
                let file = format!("part-{:08}-{:04}.parquet", manifest.commit, parts.len());
                self.write_part(table, &file, held)?;
                parts.push(Part { file, rows: *waiting });
                held.clear();
                *waiting = 0;
                Ok(())
            };
            for batch in state.batches(table, &[]) {
                let batch = batch?;
                waiting += batch.num_rows() as u64;
                held.push(batch);
                if waiting >= rows {
                    write(&mut held, &mut waiting)?;
                }
            }
            if waiting > 0 {
                write(&mut held, &mut waiting)?;
            }
            manifest.tables.insert(table.name().to_owned(), parts);
            self.install(manifest, retired)?;
        }
        Ok((before, count(&self.state)))
    }
}

/// How many rows a file holds, where its columns are those of the table.
fn fitting(path: &Path, table: Table) -> Result<u64, LedgerError> {
    let file = File::open(path).map_err(LedgerError::io(path))?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).map_err(LedgerError::broken(path))?;
    let (own, found) = (table.schema(), reader.schema());
    let other = |(a, b): (&Arc<Field>, &Arc<Field>)| {
        (a.name() != b.name() || !a.data_type().equals_datatype(b.data_type())).then(|| format!("column {} is {}, where {} has {} {}", b.name(), b.data_type(), table.name(), a.name(), a.data_type()))
    };
    let wrong = own.fields().iter().zip(found.fields()).find_map(other).or_else(|| (own.fields().len() != found.fields().len()).then(|| "the number of columns".to_owned()));
    match wrong {
        Some(what) => Err(LedgerError::Broken { path: path.to_owned(), what }),
        None => Ok(reader.metadata().file_metadata().num_rows().unsigned_abs()),
    }
}

/// How many rows a Parquet file holds.
///
/// # Errors
/// A file that is none, or cannot be read.
pub fn rows_of(path: &Path) -> Result<u64, LedgerError> {
    let file = File::open(path).map_err(LedgerError::io(path))?;
    let rows = ParquetRecordBatchReaderBuilder::try_new(file).map_err(LedgerError::broken(path))?.metadata().file_metadata().num_rows();
    Ok(rows.unsigned_abs())
}

/// How many rows are read and held at once at most.
const ROWS_IN_A_GROUP: usize = 16_384;

/// Makes renames in a folder last; where the system has no such thing, nothing is to be done.
fn sync_folder(folder: &Path) {
    if let Ok(handle) = File::open(folder) {
        let _ = handle.sync_all();
    }
}

/// Rows to add and tables to replace in one step.
#[derive(Debug, Default)]
pub struct Change {
    added: Vec<(Table, Vec<RecordBatch>)>,
    adopted: Vec<(Table, PathBuf)>,
    replaced: Vec<Table>,
}

impl Change {
    /// Adds rows to a table.
    #[must_use]
    pub fn add(mut self, table: Table, batches: Vec<RecordBatch>) -> Change {
        self.added.push((table, batches));
        self
    }

    /// Adds a Parquet file of rows that lies on the ledger's own disk, with the table's columns in their order. The file stays where it is.
    #[must_use]
    pub fn adopt(mut self, table: Table, file: PathBuf) -> Change {
        self.adopted.push((table, file));
        self
    }

    /// Puts rows in the place of all that a table holds.
    #[must_use]
    pub fn replace(mut self, table: Table, batches: Vec<RecordBatch>) -> Change {
        self.replaced.push(table);
        self.added.push((table, batches));
        self
    }
}
