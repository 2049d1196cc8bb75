//! Decides how rows of a ledger's tables are read while the index is made: as JSON objects, with the rows of a report's
//! attributions and events beside it.
//!
//! A ledger's tables have the rows of reports in one order, so that three streams go side by side and none is held. Where a
//! ledger is not so (somebody wrote into it by other means), the rows are held in memory by report. Where only some reports are
//! wanted, the rows of the others are passed over before anything is made of them.

use crate::ServeError;
use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
use arrow_json::writer::{JsonArray, WriterBuilder};
use isnad_ledger::LedgerError;
use isnad_ledger::schema::Table;
use isnad_ledger::store::Snapshot;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value};
use std::ops::Range;

/// A row by the names of its columns; a value that is not there is null.
pub type Row = Map<String, Value>;

/// The rows of a batch.
fn rows_of_batch(batch: &RecordBatch) -> Result<Vec<Row>, String> {
    let mut writer = WriterBuilder::new().with_explicit_nulls(true).build::<_, JsonArray>(Vec::new());
    writer.write(batch).and_then(|()| writer.finish()).map_err(|e| e.to_string())?;
    let bytes = writer.into_inner();
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    serde_json::from_slice(&bytes).map_err(|e| e.to_string())
}

/// All rows of a table, in the order of writing.
pub fn rows<'s>(snapshot: &'s Snapshot, table: Table, columns: &'s [&'s str]) -> impl Iterator<Item = Result<Row, LedgerError>> + 's {
    let broken = move |what: String| LedgerError::Broken { path: snapshot.folder().join(table.name()), what };
    snapshot.batches(table, columns).flat_map(move |batch| {
        let rows: Vec<Result<Row, LedgerError>> = match batch.and_then(|b| rows_of_batch(&b).map_err(broken)) {
            Ok(rows) => rows.into_iter().map(Ok).collect(),
            Err(e) => vec![Err(e)],
        };
        rows
    })
}

/// Runs of rows that are of some reports; all rows where none is named.
fn wanted(batch: &RecordBatch, of: Option<&FxHashSet<String>>) -> Vec<Range<usize>> {
    let whole = std::iter::once(0..batch.num_rows()).collect();
    let (Some(of), Some(column)) = (of, batch.column_by_name("report")) else { return whole };
    let Some(keys) = column.as_string_opt::<i32>() else { return whole };
    let mut out: Vec<Range<usize>> = Vec::new();
    for k in (0..keys.len()).filter(|k| of.contains(keys.value(*k))) {
        match out.last_mut().filter(|run| run.end == k) {
            Some(run) => run.end += 1,
            None => out.push(k..k + 1),
        }
    }
    out
}

/// The rows of a table that are of some reports (of all where none is named), in the order of writing.
pub fn rows_of<'s>(snapshot: &'s Snapshot, table: Table, of: Option<&'s FxHashSet<String>>) -> impl Iterator<Item = Result<Row, LedgerError>> + 's {
    let broken = move |what: String| LedgerError::Broken { path: snapshot.folder().join(table.name()), what };
    snapshot.batches(table, &[]).flat_map(move |batch| {
        let made = batch.and_then(|b| wanted(&b, of).into_iter().map(|run| rows_of_batch(&b.slice(run.start, run.len()))).collect::<Result<Vec<_>, _>>().map_err(broken));
        match made {
            Ok(runs) => runs.into_iter().flatten().map(Ok).collect::<Vec<_>>(),
            Err(e) => vec![Err(e)],
        }
    })
}

/// The text of a column; empty where there is none.
pub fn text<'r>(row: &'r Row, column: &str) -> &'r str {
    row.get(column).and_then(Value::as_str).unwrap_or_default()
}

/// The text of a column, where there is one.
pub fn some_text<'r>(row: &'r Row, column: &str) -> Option<&'r str> {
    row.get(column).and_then(Value::as_str)
}

/// A number of a column.
pub fn number(row: &Row, column: &str) -> Option<i64> {
    row.get(column).and_then(Value::as_i64)
}

/// The items of a column that holds a list.
pub fn list<'r>(row: &'r Row, column: &str) -> &'r [Value] {
    row.get(column).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Rows of a table that go beside the reports.
pub struct Beside<'s> {
    next: Option<Row>,
    rest: Box<dyn Iterator<Item = Result<Row, LedgerError>> + 's>,
    held: Option<FxHashMap<String, Vec<Row>>>,
}

impl<'s> Beside<'s> {
    /// The rows of a table that are of some reports (of all where none is named); `held` holds them in memory and needs no order.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn new(snapshot: &'s Snapshot, table: Table, of: Option<&'s FxHashSet<String>>, held: bool) -> Result<Beside<'s>, ServeError> {
        let mut rest: Box<dyn Iterator<Item = Result<Row, LedgerError>>> = Box::new(rows_of(snapshot, table, of));
        if held {
            let mut by: FxHashMap<String, Vec<Row>> = FxHashMap::default();
            for row in rest {
                let row = row?;
                by.entry(text(&row, "report").to_owned()).or_default().push(row);
            }
            return Ok(Beside { next: None, rest: Box::new(std::iter::empty()), held: Some(by) });
        }
        let next = rest.next().transpose()?;
        Ok(Beside { next, rest, held: None })
    }

    /// The rows of a report.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn of(&mut self, report: &str) -> Result<Vec<Row>, ServeError> {
        if let Some(held) = &mut self.held {
            return Ok(held.remove(report).unwrap_or_default());
        }
        let mut out = Vec::new();
        while let Some(row) = self.next.take_if(|row| text(row, "report") == report) {
            out.push(row);
            self.next = self.rest.next().transpose()?;
        }
        Ok(out)
    }

    /// Whether all rows have found their report.
    pub fn ended(&self) -> bool {
        self.next.is_none()
    }
}
