//! Decides how rows of a ledger's tables are read while the index is made: as JSON objects, with the rows of a report's
//! attributions and events beside it.
//!
//! A ledger's tables have the rows of reports in one order, so that three streams go side by side and none is held. Where a
//! ledger is not so (somebody wrote into it by other means), the rows are held in memory by report.

use crate::ServeError;
use arrow_array::RecordBatch;
use arrow_json::writer::{JsonArray, WriterBuilder};
use isnad_ledger::LedgerError;
use isnad_ledger::schema::Table;
use isnad_ledger::store::Snapshot;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

/// A row by the names of its columns; a value that is not there is null.
pub type Row = Map<String, Value>;

/// The rows of a batch.
fn rows_of(batch: &RecordBatch) -> Result<Vec<Row>, String> {
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
        let rows: Vec<Result<Row, LedgerError>> = match batch.and_then(|b| rows_of(&b).map_err(broken)) {
            Ok(rows) => rows.into_iter().map(Ok).collect(),
            Err(e) => vec![Err(e)],
        };
        rows
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
    /// The rows of a table; `held` holds all of them in memory and needs no order.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn new(snapshot: &'s Snapshot, table: Table, held: bool) -> Result<Beside<'s>, ServeError> {
        let mut rest: Box<dyn Iterator<Item = Result<Row, LedgerError>>> = Box::new(rows(snapshot, table, &[]));
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
