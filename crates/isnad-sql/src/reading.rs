//! Decides what of which files is read, in how many parts at once, and what rows come of it.
//!
//! A part is read by one thread or one task of a cluster; its pieces are files, folders, or some items of a file. [`Reading`] is all
//! that a reading has to know and can be sent to another machine as JSON; [`ReadTable`] is the table in a plan, [`ReadExec`] its execution.
//!
//! ```
//! use isnad_sql::reading::{Piece, Reading};
//!
//! let reading = Reading { parts: vec![vec![Piece { to: Some(500), ..Piece::whole("news.jsonl", 0) }]], ..Reading::default() };
//! assert_eq!(Reading::parse(&reading.text())?, reading);
//! # Ok::<(), datafusion::error::DataFusionError>(())
//! ```

use crate::fetch::fetch;
use async_trait::async_trait;
use datafusion::arrow::array::{ArrayRef, BooleanBuilder, Int64Builder, ListBuilder, RecordBatch, StringBuilder};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{internal_err, plan_datafusion_err};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType, ReplaceChildrenOptions};
use datafusion::physical_plan::stream::RecordBatchReceiverStreamBuilder;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PlanProperties};
use isnad::Report;
use isnad_read::{Fields, Input, Outcome, Reader, Resume, Step};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, UNIX_EPOCH};

/// Some items of an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// A path, or the address of an object in a store (`s3://…`).
    pub path: String,
    /// Which input of the run it belongs to; a folder's files are numbered on from here.
    pub input: u64,
    /// The first item, from 0.
    pub from: u64,
    /// Behind the last item; none where all are wanted.
    pub to: Option<u64>,
}

impl Piece {
    /// All of an input.
    pub fn whole(path: &str, input: u64) -> Piece {
        Piece { path: path.to_owned(), input, from: 0, to: None }
    }
}

/// What is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The pieces of each part, in their order.
    pub parts: Vec<Vec<Piece>>,
    /// From which fields of JSON the parts of a report come, as `--map` says it: `title=headline`.
    pub map: Vec<String>,
    /// The longest report, in bytes of the input; none for the reader's own bound.
    pub max_report: Option<u64>,
    /// What time it is, in seconds since 1970 (UTC): reports under embargo until later are faults. None where every one is.
    pub now: Option<u64>,
    /// Only counts: one row for each file, with the number of its items as `item`.
    pub count: bool,
    /// Where tries of this reading are counted, so that one that takes its machine down with it is not tried for ever.
    pub tries: Option<Tries>,
}

/// How often a reading may be begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tries {
    /// A folder that all machines share; a file in it for each try.
    pub folder: String,
    /// How many at most.
    pub most: u32,
}

/// What a reading that was tried too often fails with; whoever runs it tells it from other faults by this.
pub const TRIED: &str = "this part was tried before and took its executor down";

impl Reading {
    /// As JSON.
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// From JSON.
    ///
    /// # Errors
    /// What [`text`](Reading::text) did not write.
    pub fn parse(text: &str) -> Result<Reading> {
        serde_json::from_str(text).map_err(|e| plan_datafusion_err!("a reading that is none ({e}); do all machines run one version of isnad?"))
    }

    fn fields(&self) -> Result<Fields> {
        self.map.iter().try_fold(Fields::default(), |fields, given| fields.map(given).map_err(|e| plan_datafusion_err!("{e}")))
    }

    /// Counts a try.
    fn begin(&self) -> Result<()> {
        let Some(tries) = &self.tries else { return Ok(()) };
        let folder = Path::new(&tries.folder);
        let failed = |e: std::io::Error| DataFusionError::External(format!("{}: {e}; is this folder shared by all machines?", folder.display()).into());
        std::fs::create_dir_all(folder).map_err(failed)?;
        for n in 0..tries.most {
            // Who makes the file has this try.
            match std::fs::File::create_new(folder.join(n.to_string())) {
                Ok(_) => return Ok(()),
                Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(e) => return Err(failed(e)),
            }
        }
        Err(DataFusionError::Execution(format!("{TRIED} ({} tries)", tries.most)))
    }
}

/// The columns, in their order.
const TEXTS: [&str; 12] = ["id", "title", "body", "published", "publisher", "byline", "url", "place", "fault", "source", "reason", "withdrawn"];
/// How many reports are handed on at once.
const TOGETHER: usize = 512;
/// How many such batches may wait for whoever asks.
const WAITING: usize = 4;

static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
    let mut fields = TEXTS.map(|c| Field::new(c, DataType::Utf8, true)).to_vec();
    fields.push(Field::new("again", DataType::Boolean, false));
    fields.extend(["input", "item"].map(|c| Field::new(c, DataType::Int64, false)));
    fields.push(Field::new("notes", DataType::List(Arc::new(Field::new("item", DataType::Utf8, true))), false));
    Arc::new(Schema::new(fields))
});

/// Files as a table of reports, with a row for every report, every fault and every withdrawal. Columns beside those of a report: `place` is where
/// it stands, for a person; `source` the file, `input` its number and `item` the place in it, from 0; `fault`
/// says why there is no report, `reason` the same in a word or two, `again` whether a later run may succeed; `withdrawn` is the id of a report
/// that its publisher takes back; `notes` is what the reader has to say.
#[derive(Debug)]
pub struct ReadTable {
    reading: Reading,
}

impl ReadTable {
    /// A table of what is read.
    pub fn new(reading: Reading) -> ReadTable {
        ReadTable { reading }
    }

    /// What is read.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }
}

#[async_trait]
impl TableProvider for ReadTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&SCHEMA)
    }

    fn table_type(&self) -> TableType {
        TableType::View
    }

    async fn scan(&self, _: &dyn Session, projection: Option<&Vec<usize>>, _: &[Expr], _: Option<usize>) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(Arc::new(ReadExec::new(self.reading.clone(), projection.cloned())?))
    }
}

/// The execution of a [`ReadTable`].
#[derive(Debug, Clone)]
pub struct ReadExec {
    reading: Reading,
    columns: Option<Vec<usize>>,
    properties: Arc<PlanProperties>,
}

impl ReadExec {
    /// Reads, and hands on the columns of these numbers.
    ///
    /// # Errors
    /// A column that is not there.
    pub fn new(reading: Reading, columns: Option<Vec<usize>>) -> Result<ReadExec> {
        let schema = match &columns {
            Some(columns) => Arc::new(SCHEMA.project(columns)?),
            None => Arc::clone(&SCHEMA),
        };
        let partitioning = Partitioning::UnknownPartitioning(reading.parts.len());
        let properties = Arc::new(PlanProperties::new(EquivalenceProperties::new(schema), partitioning, EmissionType::Incremental, Boundedness::Bounded));
        Ok(ReadExec { reading, columns, properties })
    }

    /// What is read.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    fn childless(self: Arc<Self>, children: &[Arc<dyn ExecutionPlan>]) -> Result<Arc<dyn ExecutionPlan>> {
        if children.is_empty() { Ok(self) } else { internal_err!("a reading has no inputs") }
    }

    /// The numbers of the columns that are wanted; none for all.
    pub fn columns(&self) -> Option<&[usize]> {
        self.columns.as_deref()
    }
}

impl DisplayAs for ReadExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadExec: parts={}", self.reading.parts.len())
    }
}

impl ExecutionPlan for ReadExec {
    fn name(&self) -> &'static str {
        "ReadExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn apply_expressions(&self, _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn replace_children(self: Arc<Self>, children: Vec<Arc<dyn ExecutionPlan>>, _: ReplaceChildrenOptions) -> Result<Arc<dyn ExecutionPlan>> {
        self.childless(&children)
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        self.childless(&children)
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let Some(pieces) = self.reading.parts.get(partition).cloned() else {
            return internal_err!("a reading of {} parts has no part {partition}", self.reading.parts.len());
        };
        let fields = self.reading.fields()?;
        let reading = self.reading.clone();
        let columns = self.columns.clone();
        let mut stream = RecordBatchReceiverStreamBuilder::new(self.schema(), WAITING);
        let sender = stream.tx();
        stream.spawn(async move {
            reading.begin()?;
            for piece in pieces {
                // An object of a store is brought here first; its file lives until it has been read.
                let here = fetch(&piece.path, context.runtime_env().as_ref()).await?;
                let (fields, columns, sender) = (fields.clone(), columns.clone(), sender.clone());
                let (max_report, now, count) = (reading.max_report, reading.now, reading.count);
                let read = tokio::task::spawn_blocking(move || -> Result<bool> {
                    let mut rows = Rows::new(columns);
                    let mut reader = Reader::new([Input::from_argument(here.path())]).with_fields(fields);
                    if let Some(bytes) = max_report {
                        reader = reader.with_max_report_bytes(bytes);
                    }
                    if let Some(now) = now {
                        reader = reader.with_now(UNIX_EPOCH + Duration::from_secs(now));
                    }
                    let (from, to) = if count { (u64::MAX, u64::MAX) } else { (piece.from, piece.to.unwrap_or(u64::MAX)) };
                    let mut input = piece.input;
                    for step in reader.steps(move |_| if from > 0 { Resume::From(from) } else { Resume::Whole }) {
                        match step {
                            Step::Done { origin, items } => {
                                if count {
                                    rows.at(&Row { source: &here.named(&origin.name), place: "", input, item: items });
                                }
                                input += 1;
                            }
                            Step::Item { index, .. } if index >= to => break,
                            Step::Item { origin, index, place, outcome } => {
                                rows.push(&Row { source: &here.named(&origin.name), place: &here.named(&place), input, item: index }, outcome, |said| here.named(said));
                                if rows.count == TOGETHER && sender.blocking_send(rows.take()).is_err() {
                                    // Nobody wants more.
                                    return Ok(false);
                                }
                            }
                        }
                    }
                    Ok(rows.count == 0 || sender.blocking_send(rows.take()).is_ok())
                });
                match read.await {
                    Ok(Ok(true)) => {}
                    Ok(Ok(false)) => return Ok(()),
                    Ok(Err(e)) => return Err(e),
                    Err(e) => return Err(DataFusionError::ExecutionJoin(Box::new(e))),
                }
            }
            Ok(())
        });
        Ok(stream.build())
    }
}

/// Where a row stands.
struct Row<'a> {
    source: &'a str,
    place: &'a str,
    input: u64,
    item: u64,
}

/// Rows on their way.
struct Rows {
    columns: Option<Vec<usize>>,
    texts: [StringBuilder; TEXTS.len()],
    again: BooleanBuilder,
    numbers: [Int64Builder; 2],
    notes: ListBuilder<StringBuilder>,
    count: usize,
}

impl Rows {
    fn new(columns: Option<Vec<usize>>) -> Rows {
        Rows { columns, texts: Default::default(), again: BooleanBuilder::new(), numbers: Default::default(), notes: ListBuilder::new(StringBuilder::new()), count: 0 }
    }

    /// A row that says where, and no more.
    fn at(&mut self, at: &Row<'_>) {
        self.push(at, Outcome::Withdrawn { id: String::new() }, str::to_owned);
    }

    fn push(&mut self, at: &Row<'_>, outcome: Outcome, named: impl Fn(&str) -> String) {
        let mut row: [Option<String>; TEXTS.len()] = Default::default();
        let mut again = false;
        let mut notes = Vec::new();
        (row[7], row[9]) = (Some(at.place.to_owned()), Some(at.source.to_owned()));
        match outcome {
            Outcome::Report(report) => {
                let (title, body) = parts(&report);
                (row[0], row[1], row[2]) = (Some(report.id), title, Some(body));
                (row[3], row[4], row[5], row[6]) = (report.published, report.publisher, report.byline, report.url);
                notes = report.notes;
            }
            Outcome::Fault(error) => {
                again = error.may_pass();
                (row[8], row[10]) = (Some(named(&error.to_string())), Some(error.reason().to_owned()));
            }
            Outcome::Withdrawn { id } => row[11] = Some(id),
        }
        for (column, value) in self.texts.iter_mut().zip(row) {
            column.append_option(value);
        }
        self.again.append_value(again);
        for (column, value) in self.numbers.iter_mut().zip([at.input, at.item]) {
            column.append_value(i64::try_from(value).unwrap_or(i64::MAX));
        }
        self.notes.append_value(notes.into_iter().map(Some));
        self.count += 1;
    }

    fn take(&mut self) -> Result<RecordBatch> {
        self.count = 0;
        let mut columns = self.texts.each_mut().map(|c| Arc::new(c.finish()) as ArrayRef).to_vec();
        columns.push(Arc::new(self.again.finish()));
        columns.extend(self.numbers.each_mut().map(|c| Arc::new(c.finish()) as ArrayRef));
        columns.push(Arc::new(self.notes.finish()));
        let batch = RecordBatch::try_new(Arc::clone(&SCHEMA), columns)?;
        Ok(match &self.columns {
            Some(columns) => batch.project(columns)?,
            None => batch,
        })
    }
}

/// Title and body such that a line break between them gives the text letter by letter.
fn parts(report: &Report) -> (Option<String>, String) {
    let cut = report.title.as_ref().and_then(|title| {
        let end = title.end + report.text.get(title.end..)?.find('\n')?;
        Some((report.text.get(..end)?.to_owned(), report.text.get(end + 1..)?.to_owned()))
    });
    match cut {
        Some((title, body)) => (Some(title), body),
        None => (None, report.text.clone()),
    }
}
