//! Files as tables: `read_reports('path')` gives a row for every report of a file or folder of any kind that isnad reads, and a row with
//! `fault` for what could not be read. `read_jsonl` and `read_warc` are the same under the names that plans are easiest to read with.
//!
//! ```
//! use std::io::Write;
//!
//! let mut file = tempfile::Builder::new().suffix(".jsonl").tempfile()?;
//! writeln!(file, "{{\"id\": \"r1\", \"title\": \"عنوان\", \"body\": \"نص الخبر.\"}}\n{{")?;
//! let session = isnad_sql::Session::new(&isnad_sql::Pack::none())?;
//! let answer = session.ask(&format!("SELECT id, title, body, fault IS NULL FROM read_jsonl('{}')", file.path().display()))?;
//! let cells = answer.cells()?;
//! assert_eq!(cells[0], ["r1", "عنوان", "نص الخبر.", "true"].map(|c| Some(c.to_owned())));
//! assert_eq!((&cells[1][0], &cells[1][3]), (&None, &Some("false".to_owned())));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use datafusion::arrow::array::{ArrayRef, RecordBatch, StringBuilder};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::catalog::streaming::StreamingTable;
use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::{ScalarValue, plan_err};
use datafusion::error::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::Expr;
use datafusion::physical_plan::stream::RecordBatchReceiverStreamBuilder;
use datafusion::physical_plan::streaming::PartitionStream;
use datafusion::prelude::SessionContext;
use isnad::Report;
use isnad_read::{Input, Outcome, Reader, Resume, Step};
use std::sync::{Arc, LazyLock};

/// The columns, in their order.
const COLUMNS: [&str; 9] = ["id", "title", "body", "published", "publisher", "byline", "url", "place", "fault"];
/// How many reports are handed on at once.
const TOGETHER: usize = 512;
/// How many such batches may wait for whoever asks.
const WAITING: usize = 4;

static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| Arc::new(Schema::new(COLUMNS.map(|c| Field::new(c, DataType::Utf8, true)).to_vec())));

pub(crate) fn register(context: &SessionContext) {
    for name in ["read_reports", "read_jsonl", "read_warc"] {
        context.register_udtf(name, Arc::new(Read));
    }
}

#[derive(Debug)]
struct Read;

impl TableFunctionImpl for Read {
    fn call_with_args(&self, args: TableFunctionArgs<'_, '_>) -> Result<Arc<dyn TableProvider>> {
        let mut paths = Vec::new();
        for argument in args.exprs() {
            match argument {
                Expr::Literal(ScalarValue::Utf8(Some(path)) | ScalarValue::Utf8View(Some(path)) | ScalarValue::LargeUtf8(Some(path)), _) => paths.push(path.clone()),
                other => return plan_err!("read_reports takes paths as texts, and {other} is none; write read_reports('news.jsonl')"),
            }
        }
        if paths.is_empty() {
            return plan_err!("read_reports takes at least one path: read_reports('news.jsonl')");
        }
        let parts = paths.into_iter().map(|path| Arc::new(Part { path }) as Arc<dyn PartitionStream>).collect();
        Ok(Arc::new(StreamingTable::try_new(Arc::clone(&SCHEMA), parts)?))
    }
}

/// One path, which is read by one thread.
#[derive(Debug)]
struct Part {
    path: String,
}

impl PartitionStream for Part {
    fn schema(&self) -> &SchemaRef {
        &SCHEMA
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let mut stream = RecordBatchReceiverStreamBuilder::new(Arc::clone(&SCHEMA), WAITING);
        let sender = stream.tx();
        let input = Input::from_argument(&self.path);
        stream.spawn_blocking(move || {
            let mut rows = Rows::default();
            for step in Reader::new([input]).steps(|_| Resume::Whole) {
                let Step::Item { place, outcome, .. } = step else { continue };
                match outcome {
                    Outcome::Report(report) => rows.report(&place, &report),
                    Outcome::Fault(error) => rows.fault(&place, &error.to_string()),
                    Outcome::Withdrawn { id } => rows.fault(&place, &format!("the publisher takes report {id} back")),
                }
                if rows.count == TOGETHER && sender.blocking_send(rows.take()).is_err() {
                    // Nobody wants more.
                    return Ok(());
                }
            }
            if rows.count > 0 {
                let _ = sender.blocking_send(rows.take());
            }
            Ok(())
        });
        stream.build()
    }
}

/// Rows on their way.
#[derive(Default)]
struct Rows {
    columns: [StringBuilder; COLUMNS.len()],
    count: usize,
}

impl Rows {
    fn report(&mut self, place: &str, report: &Report) {
        let (title, body) = parts(report);
        let some = |s: &Option<String>| s.clone();
        self.push([Some(report.id.clone()), title, Some(body), some(&report.published), some(&report.publisher), some(&report.byline), some(&report.url), Some(place.to_owned()), None]);
    }

    fn fault(&mut self, place: &str, message: &str) {
        self.push([None, None, None, None, None, None, None, Some(place.to_owned()), Some(message.to_owned())]);
    }

    fn push(&mut self, row: [Option<String>; COLUMNS.len()]) {
        for (column, value) in self.columns.iter_mut().zip(row) {
            column.append_option(value);
        }
        self.count += 1;
    }

    fn take(&mut self) -> Result<RecordBatch> {
        self.count = 0;
        let columns = self.columns.each_mut().map(|c| Arc::new(c.finish()) as ArrayRef);
        Ok(RecordBatch::try_new(Arc::clone(&SCHEMA), columns.to_vec())?)
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
