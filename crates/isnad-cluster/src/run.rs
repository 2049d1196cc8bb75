//! A run: inputs into a ledger, by the executors of a cluster.
//!
//! 1. Inputs are listed and cut into parts ([`crate::plan`]).
//! 2. Every part is one job: read, code, one Parquet file. Who runs it names the file when the job has ended well.
//! 3. A part that fails, or takes down its executor once too often, is divided until one item is left. What then fails with nothing else under
//!    way is put into quarantine; the others only stood beside it.
//! 4. Reports that were met before are found, and each part's file becomes rows of the ledger's tables, again one job each.
//! 5. One commit lets all of it count.
//!
//! What was made lies in `.cluster` in the ledger's folder until then. Who starts the same run again goes on with the parts that are not there.

use crate::client::session;
use crate::error::ClusterError;
use crate::plan::{self, Cut, File, Part};
use crate::{stores, tables};
use datafusion::arrow::array::{AsArray, RecordBatch};
use datafusion::arrow::datatypes::Int64Type;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl};
use datafusion::prelude::SessionContext;
use futures_util::stream::{self, StreamExt};
use isnad_ledger::LedgerError;
use isnad_ledger::ingest::Progress;
use isnad_ledger::rows::{Rows, SourceRow};
use isnad_ledger::schema::Table;
use isnad_ledger::store::{Change, Ledger, rows_of};
use isnad_sql::Pack;
use isnad_sql::reading::{Piece, ReadTable, Reading, TRIED, Tries};
use rustc_hash::FxHashSet;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// What a run is told.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The scheduler: `HOST:PORT`.
    pub scheduler: String,
    /// Files, folders, addresses of objects, in their order; paths have to lead to the same files on all machines.
    pub inputs: Vec<String>,
    /// How finely they are cut.
    pub cut: Cut,
    /// How many jobs wait at the scheduler at once.
    pub at_once: usize,
    /// How often a part may be begun before it is divided.
    pub tries: u32,
}

impl Settings {
    /// These inputs, with everything else as it usually is.
    pub fn new(scheduler: &str, inputs: Vec<String>) -> Settings {
        Settings { scheduler: scheduler.to_owned(), inputs, cut: Cut::default(), at_once: 16, tries: 3 }
    }
}

/// How far a run has come.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// What is being done: `counting`, `coding`, `writing`.
    pub doing: &'static str,
    /// Parts, or files of tables, that are done.
    pub done: usize,
    /// Of so many.
    pub of: usize,
    /// Items in the parts that are done.
    pub items: u64,
    /// Of these made by this run and not by one before it.
    pub made: u64,
}

/// What a run has done.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// Reports added.
    pub reports: u64,
    /// Attributions added.
    pub attributions: u64,
    /// Events added.
    pub events: u64,
    /// Reports met that the ledger or the run had already.
    pub known: u64,
    /// Items in quarantine since this run.
    pub quarantined: u64,
    /// Of these the ones on which an executor failed.
    pub failed: u64,
    /// Reports that their publisher took back.
    pub withdrawn: u64,
    /// Parts that an earlier run had made.
    pub found: usize,
    /// Parts that this one made.
    pub coded: usize,
    /// How long coding took, and writing.
    pub took: [Duration; 2],
}

/// An item that no executor survives, or that no plan reads.
#[derive(Debug, Serialize)]
struct Failed {
    source: String,
    item: i64,
    place: String,
    reason: &'static str,
    message: String,
}

/// Into how many parts one that failed is divided.
const WAYS: u64 = 32;
/// A run with more items that are fatal to executors than this has another fault.
const MOST_FAILED: usize = 100;
/// The folder of what is on its way.
const FOLDER: &str = ".cluster";

struct Run<'a> {
    settings: &'a Settings,
    pack: &'a Pack,
    folder: PathBuf,
    files: Vec<File>,
    now: u64,
    /// Sets this run's files apart from those that jobs of a run that was killed may still write.
    mark: String,
}

/// Brings inputs into a ledger. `watch` is told how far it is.
///
/// # Errors
/// An input that is not there, no scheduler, a ledger that cannot be written, a plan that fails for other reasons than its input.
/// What was made until then is found by the next run.
pub async fn run(settings: &Settings, ledger: &mut Ledger, pack: &Pack, watch: &(dyn Fn(&State) + Sync)) -> Result<Summary, ClusterError> {
    answers(&settings.scheduler).await?;
    let start = Instant::now();
    let snapshot = ledger.snapshot().clone();
    let runtime = stores::runtime(None).map_err(ClusterError::engine("object stores"))?;
    let files = plan::files(&settings.inputs, &Progress::of(&snapshot)?, &|url| runtime.object_store_registry.get_store(url)).await?;
    if files.is_empty() {
        return Ok(Summary::default());
    }
    let folder = std::path::absolute(snapshot.folder().join(FOLDER)).map_err(ClusterError::io(snapshot.folder()))?;
    for below in ["making", "coded", "tables", "tries"] {
        fs::create_dir_all(folder.join(below)).map_err(ClusterError::io(&folder))?;
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let mark = format!("{:x}-{:x}", std::process::id(), since.as_nanos());
    let mut run = Run { settings, pack, folder, files, now: since.as_secs(), mark };
    run.count(watch).await?;
    let parts = plan::parts(&run.files, &settings.cut);
    let mut summary = Summary::default();
    let (coded, failed) = run.code(parts, &mut summary, watch).await?;
    summary.took[0] = start.elapsed();
    let change = run.write(&snapshot, &coded, failed, &mut summary, watch).await?;
    ledger.commit(change)?;
    // What counts now lies in the tables.
    fs::remove_dir_all(&run.folder).map_err(ClusterError::io(&run.folder))?;
    summary.took[1] = start.elapsed() - summary.took[0];
    Ok(summary)
}

/// Whether anybody listens where the scheduler should be.
async fn answers(scheduler: &str) -> Result<(), ClusterError> {
    let failed = |why: String| ClusterError::NoScheduler { address: scheduler.to_owned(), why };
    let connected = tokio::time::timeout(Duration::from_secs(10), tokio::net::TcpStream::connect(scheduler)).await;
    connected.map_err(|_| failed("no answer within ten seconds".to_owned()))?.map_err(|e| failed(e.to_string()))?;
    Ok(())
}

impl Run<'_> {
    fn reading(&self, parts: Vec<Vec<Piece>>) -> Reading {
        Reading { parts, map: self.settings.cut.map.clone(), now: Some(self.now), ..Reading::default() }
    }

    fn session(&self, partitions: usize, name: &str) -> Result<SessionContext, ClusterError> {
        session(&self.settings.scheduler, self.pack, partitions, name)
    }

    /// Counts the items of the files that are to be cut.
    async fn count(&mut self, watch: &(dyn Fn(&State) + Sync)) -> Result<(), ClusterError> {
        let large: Vec<usize> = (0..self.files.len()).filter(|i| self.settings.cut.divides(&self.files[*i])).collect();
        let counted = stream::iter(large.iter().copied().map(|i| {
            let this = &*self;
            async move { (i, this.items(i).await) }
        }));
        let mut counted = counted.buffer_unordered(self.settings.at_once);
        let mut found = Vec::new();
        while let Some((i, items)) = counted.next().await {
            // One that cannot be counted is not cut; coding it will tell why.
            found.push((i, items.ok()));
            watch(&State { doing: "counting", done: found.len(), of: large.len(), ..State::default() });
        }
        drop(counted);
        for (i, items) in found {
            self.files[i].items = items;
        }
        Ok(())
    }

    /// How many items a file has.
    async fn items(&self, file: usize) -> Result<u64, ClusterError> {
        let name = &self.files[file].name;
        let reading = Reading { count: true, ..self.reading(vec![vec![Piece::whole(name, file as u64)]]) };
        let context = self.session(1, &format!("count {name}"))?;
        let doing = format!("counting what {name} holds");
        context.register_table("files", Arc::new(ReadTable::new(reading))).map_err(ClusterError::engine(&doing))?;
        let batches = collect(&context, "SELECT item FROM files", &doing).await?;
        Ok(numbers(&batches, 0).next().flatten().map_or(0, i64::unsigned_abs))
    }

    fn file(&self, part: &Part) -> PathBuf {
        self.folder.join("coded").join(format!("{}.parquet", part.name))
    }

    /// Codes all parts; gives those that were made, in the order of the input, and the items on which executors failed.
    async fn code(&self, parts: Vec<Part>, summary: &mut Summary, watch: &(dyn Fn(&State) + Sync)) -> Result<(Vec<Part>, Vec<Failed>), ClusterError> {
        let mut state = State { doing: "coding", of: parts.len(), ..State::default() };
        let mut done: Vec<Part> = Vec::new();
        let mut failed: Vec<Failed> = Vec::new();
        let (mut waiting, mut suspects) = (parts, Vec::new());
        // Parts that failed once for reasons that may be the cluster's.
        let mut retried: FxHashSet<String> = FxHashSet::default();
        loop {
            // Single items are tried by themselves when all else is done.
            let alone = waiting.is_empty();
            if alone {
                waiting = std::mem::take(&mut suspects);
            }
            if waiting.is_empty() {
                break;
            }
            let at_once = if alone { 1 } else { self.settings.at_once.max(1) };
            let mut again: Vec<Part> = Vec::new();
            let (mut ended_well, mut fault) = (0, None);
            let mut working = stream::iter(std::mem::take(&mut waiting).into_iter().map(|part| async move {
                let made = self.part(&part).await;
                (part, made)
            }))
            .buffer_unordered(at_once);
            watch(&state);
            while let Some((part, made)) = working.next().await {
                match made {
                    Ok(new) => {
                        let items = rows_of(&self.file(&part))?;
                        state.done += 1;
                        state.items += items;
                        state.made += if new { items } else { 0 };
                        *(if new { &mut summary.coded } else { &mut summary.found }) += 1;
                        done.push(part);
                        ended_well += 1;
                    }
                    Err(e) => {
                        // Without a scheduler every part would fail.
                        answers(&self.settings.scheduler).await?;
                        let told = e.to_string();
                        // A part that took its executors down will do so again; another may have met a bad moment.
                        if !told.contains(TRIED) && retried.insert(part.name.clone()) {
                            again.push(part);
                            continue;
                        }
                        fault = Some(told);
                        match self.divide(&part).await {
                            Some(smaller) => {
                                state.of += smaller.len() - 1;
                                again.extend(smaller);
                            }
                            None if alone => {
                                state.of -= 1;
                                failed.extend(self.poison(&part, &e));
                            }
                            None => suspects.push(part),
                        }
                    }
                }
                watch(&state);
            }
            drop(working);
            waiting = again;
            // Reports that kill are few. Where all parts fail, or many items do, the fault is not theirs (a full disk, a folder that is not shared).
            if let Some(why) = fault.filter(|_| failed.len() > MOST_FAILED || !alone && ended_well == 0 && waiting.len() + suspects.len() > WAYS as usize) {
                return Err(ClusterError::Engine { doing: "coding: nearly everything fails, and so the fault is not in the reports".to_owned(), why });
            }
        }
        done.sort_by_key(|part| part.pieces.first().map(|p| (p.input, p.from)));
        Ok((done, failed))
    }

    /// Codes a part; says whether that had to be done.
    async fn part(&self, part: &Part) -> Result<bool, ClusterError> {
        let file = self.file(part);
        if file.exists() {
            return Ok(false);
        }
        let tries = self.folder.join("tries").join(&part.name);
        // Tries of an earlier run do not count.
        let _ = fs::remove_dir_all(&tries);
        let counted = Tries { folder: tries.to_string_lossy().into_owned(), most: self.settings.tries };
        let reading = Reading { tries: Some(counted), ..self.reading(vec![part.pieces.clone()]) };
        let doing = format!("coding part {}", part.name);
        let context = self.session(1, &doing)?;
        context.register_table("part", Arc::new(ReadTable::new(reading))).map_err(ClusterError::engine(&doing))?;
        // A job that fails may leave a file, too: only what a job that ended well has written gets the part's name.
        let making = self.folder.join("making").join(format!("{}-{}.parquet", self.mark, part.name));
        copy(&context, &tables::coded("part"), &making, &doing).await?;
        if !making.exists() {
            return Err(ClusterError::Engine { doing, why: format!("{} is not there; do the executors write into the same folder as this machine?", making.display()) });
        }
        fs::rename(&making, &file).map_err(ClusterError::io(&file))?;
        Ok(true)
    }

    /// The smaller parts of one that failed.
    async fn divide(&self, part: &Part) -> Option<Vec<Part>> {
        let items = match &part.pieces[..] {
            [Piece { to: None, input, .. }] => self.items(usize::try_from(*input).ok()?).await.ok()?,
            _ => 0,
        };
        plan::divide(part, items, WAYS, &self.files, &self.settings.cut)
    }

    /// What is written down of a part that cannot be divided.
    fn poison(&self, part: &Part, error: &ClusterError) -> Option<Failed> {
        let piece = part.pieces.first()?;
        let item = i64::try_from(piece.from).unwrap_or(i64::MAX);
        Some(Failed { source: piece.path.clone(), item, place: format!("{}, item {}", piece.path, piece.from + 1), reason: "fatal to an executor", message: error.to_string() })
    }

    /// Writes the ledger's tables; gives what makes them count.
    async fn write(&self, snapshot: &isnad_ledger::store::Snapshot, coded: &[Part], failed: Vec<Failed>, summary: &mut Summary, watch: &(dyn Fn(&State) + Sync)) -> Result<Change, ClusterError> {
        const EVIDENCE: [Table; 3] = [Table::Reports, Table::Attributions, Table::Events];
        let mut state = State { doing: "writing", of: coded.len() * EVIDENCE.len() + 4, ..State::default() };
        watch(&state);
        let all = self.session(8, "what was met before")?;
        parquet(&all, "coded", coded.iter().map(|p| self.file(p)).collect()).await?;
        let known = |table: Table| snapshot.parts(table).collect::<Vec<PathBuf>>();
        for (name, table) in [("known_reports", Table::Reports), ("known_faults", Table::Quarantine)] {
            parquet(&all, name, known(table)).await?;
        }
        let there = |name: &'static str, table: Table| (snapshot.rows(table) > 0).then_some(name);
        let mut change = Change::default();

        let batches = if coded.is_empty() { Vec::new() } else { collect(&all, &tables::doubles("coded", there("known_reports", Table::Reports)), "finding what was met before").await? };
        let mut doubles: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for (input, item) in numbers(&batches, 0).zip(numbers(&batches, 1)) {
            if let (Some(input), Some(item)) = (input, item) {
                doubles.entry(input).or_default().push(item);
                summary.known += 1;
            }
        }
        doubles.values_mut().for_each(|items| items.sort_unstable());
        state.done += 1;

        let jobs = coded.iter().flat_map(|part| EVIDENCE.map(|table| (part, table)));
        let (this, doubles) = (self, &doubles);
        // Jobs end in any order, files are adopted in that of the input.
        let mut working = stream::iter(jobs.map(|(part, table)| async move { this.rows(part, table, doubles).await.map(|file| (table, file)) })).buffered(self.settings.at_once.max(1));
        while let Some(written) = working.next().await {
            let (table, file) = written?;
            let rows = rows_of(&file)?;
            *(match table {
                Table::Reports => &mut summary.reports,
                Table::Attributions => &mut summary.attributions,
                _ => &mut summary.events,
            }) += rows;
            change = change.adopt(table, file);
            state.done += 1;
            state.items += rows;
            watch(&state);
        }
        drop(working);

        if !coded.is_empty() {
            let one = self.session(1, "faults and withdrawals")?;
            parquet(&one, "coded", coded.iter().map(|p| self.file(p)).collect()).await?;
            parquet(&one, "known_faults", known(Table::Quarantine)).await?;
            let asked = [
                (Table::Quarantine, tables::quarantine("coded", there("known_faults", Table::Quarantine)), "gathering what cannot be read"),
                (Table::Withdrawn, tables::withdrawn("coded"), "gathering what was taken back"),
            ];
            for (table, query, doing) in asked {
                let file = self.folder.join("tables").join(format!("{}-{}.parquet", self.mark, table.name()));
                copy(&one, &query, &file, doing).await?;
                if file.exists() {
                    *(if table == Table::Quarantine { &mut summary.quarantined } else { &mut summary.withdrawn }) += rows_of(&file)?;
                    change = change.adopt(table, file);
                }
                state.done += 1;
            }
        }
        let broken = LedgerError::broken::<datafusion::arrow::error::ArrowError>;
        let mut rows = Rows::new();
        summary.failed = failed.len() as u64;
        summary.quarantined += summary.failed;
        rows.push(Table::Quarantine, &failed).map_err(broken(&self.folder))?;
        let reach = if coded.is_empty() { Vec::new() } else { collect(&all, &tables::reach("coded"), "finding how far inputs were read").await? };
        let mut reached: BTreeMap<i64, (u64, Option<u64>)> = BTreeMap::new();
        for ((input, items), again) in numbers(&reach, 0).zip(numbers(&reach, 1)).zip(numbers(&reach, 2)) {
            reached.insert(input.unwrap_or_default(), (items.map_or(0, i64::unsigned_abs), again.map(i64::unsigned_abs)));
        }
        let sources: Vec<SourceRow<'_>> = (0..)
            .zip(&self.files)
            .map(|(input, file)| {
                let (items, again) = reached.get(&input).copied().unwrap_or((file.from, None));
                SourceRow { source: &file.name, size: file.size, modified: file.modified, items: again.unwrap_or(items), done: again.is_none() }
            })
            .collect();
        rows.push(Table::Sources, &sources).map_err(broken(&self.folder))?;
        for table in [Table::Quarantine, Table::Sources] {
            change = change.add(table, rows.take(table).map_err(broken(&self.folder))?);
        }
        state.done = state.of;
        watch(&state);
        Ok(change)
    }

    /// Writes the rows that a part makes of a table into a file.
    async fn rows(&self, part: &Part, table: Table, doubles: &BTreeMap<i64, Vec<i64>>) -> Result<PathBuf, ClusterError> {
        let file = self.folder.join("tables").join(format!("{}-{}-{}.parquet", self.mark, table.name(), part.name));
        let doing = format!("writing {} of part {}", table.name(), part.name);
        let context = self.session(1, &doing)?;
        parquet(&context, "coded", vec![self.file(part)]).await?;
        // Of each input what lies in this part.
        let mut without: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for piece in &part.pieces {
            let input = i64::try_from(piece.input).unwrap_or(i64::MAX);
            let inside = |item: &&i64| item.unsigned_abs() >= piece.from && piece.to.is_none_or(|to| item.unsigned_abs() < to);
            if let Some(items) = doubles.get(&input) {
                without.insert(input, items.iter().filter(inside).copied().collect());
            }
        }
        copy(&context, &tables::rows(table, "coded", &without), &file, &doing).await?;
        Ok(file)
    }
}

/// Files of one kind as a table; nothing where there are none.
pub(crate) async fn parquet(context: &SessionContext, name: &str, files: Vec<PathBuf>) -> Result<(), ClusterError> {
    if files.is_empty() {
        return Ok(());
    }
    let doing = format!("reading {} of {name}", files.len());
    let mut urls = Vec::new();
    for file in files {
        let file = std::path::absolute(&file).map_err(ClusterError::io(&file))?;
        urls.push(ListingTableUrl::parse(file.to_string_lossy()).map_err(ClusterError::engine(&doing))?);
    }
    let options = ListingOptions::new(Arc::new(ParquetFormat::default().with_force_view_types(false))).with_file_extension(".parquet");
    let config = ListingTableConfig::new_with_multi_paths(urls).with_listing_options(options);
    let config = config.infer_schema(&context.state()).await.map_err(ClusterError::engine(&doing))?;
    let table = ListingTable::try_new(config).map_err(ClusterError::engine(&doing))?;
    context.register_table(name, Arc::new(table)).map_err(ClusterError::engine(&doing))?;
    Ok(())
}

/// Asks the cluster.
pub(crate) async fn collect(context: &SessionContext, query: &str, doing: &str) -> Result<Vec<RecordBatch>, ClusterError> {
    let failed = || ClusterError::engine(doing);
    context.sql(query).await.map_err(failed())?.collect().await.map_err(failed())
}

/// Lets the cluster write a file, which is there afterwards if it has rows.
pub(crate) async fn copy(context: &SessionContext, query: &str, file: &Path, doing: &str) -> Result<(), ClusterError> {
    collect(context, &tables::into_file(query, file), doing).await.map(|_| ())
}

/// A column of whole numbers.
pub(crate) fn numbers(batches: &[RecordBatch], column: usize) -> impl Iterator<Item = Option<i64>> + '_ {
    batches.iter().filter_map(move |b| b.columns().get(column)?.as_primitive_opt::<Int64Type>()).flat_map(|c| c.iter())
}
