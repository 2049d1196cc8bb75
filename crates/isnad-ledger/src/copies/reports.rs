//! Decides what is known of a report when copies are sought, and how reports are read: more than once, a few at a time.
//!
//! ```
//! use isnad_ledger::copies::reports::{Reports, Row};
//!
//! let rows = [Row { key: "a", text: "نص", ..Row::default() }, Row { key: "b", text: "نص آخر", ..Row::default() }];
//! let mut keys = Vec::new();
//! rows.each(&mut |rows| keys.extend(rows.iter().map(|r| r.key.to_owned()))).unwrap();
//! assert_eq!(keys, ["a", "b"]);
//! ```

use crate::error::LedgerError;
use crate::schema::Table;
use crate::store::Snapshot;
use arrow_array::cast::AsArray;
use arrow_array::types::Date32Type;
use arrow_array::{Array, RecordBatch};
use std::convert::Infallible;

/// One report.
#[derive(Debug, Clone, Default)]
pub struct Row<'a> {
    /// What it is known by in the ledger.
    pub key: &'a str,
    /// The outlet that published it.
    pub publisher: Option<&'a str>,
    /// Outlets and agencies that it names as where it comes from, the outermost first; its publisher may be among them.
    pub publishers: Vec<&'a str>,
    /// The day of publication, in days since 1970-01-01.
    pub day: Option<i32>,
    /// Its title.
    pub title: Option<&'a str>,
    /// Its text, title included or not.
    pub text: &'a str,
}

/// Reports that can be read again, always in the same order.
pub trait Reports {
    /// Why they could not be read.
    type Error;

    /// Hands out all reports in their order, a few at a time.
    ///
    /// # Errors
    /// What hinders reading.
    fn each(&self, visit: &mut dyn FnMut(&[Row<'_>])) -> Result<(), Self::Error>;
}

impl Reports for [Row<'_>] {
    type Error = Infallible;

    fn each(&self, visit: &mut dyn FnMut(&[Row<'_>])) -> Result<(), Infallible> {
        self.chunks(1024).for_each(visit);
        Ok(())
    }
}

impl<const N: usize> Reports for [Row<'_>; N] {
    type Error = Infallible;

    fn each(&self, visit: &mut dyn FnMut(&[Row<'_>])) -> Result<(), Infallible> {
        self.as_slice().each(visit)
    }
}

impl Reports for Snapshot {
    type Error = LedgerError;

    fn each(&self, visit: &mut dyn FnMut(&[Row<'_>])) -> Result<(), LedgerError> {
        for batch in self.batches(Table::Reports, &["report", "publisher", "publishers", "day", "title", "text"]) {
            let batch = batch?;
            match rows(&batch) {
                Some(rows) => visit(&rows),
                None => return Err(LedgerError::Broken { path: self.folder().join(Table::Reports.name()), what: "a file lacks columns that reports have".to_owned() }),
            }
        }
        Ok(())
    }
}

fn rows(batch: &RecordBatch) -> Option<Vec<Row<'_>>> {
    let text = |name: &str| batch.column_by_name(name)?.as_string_opt::<i32>();
    let (key, publisher, title, body) = (text("report")?, text("publisher")?, text("title")?, text("text")?);
    let publishers = batch.column_by_name("publishers")?.as_list_opt::<i32>()?;
    let names = publishers.values().as_string_opt::<i32>()?;
    let day = batch.column_by_name("day")?.as_primitive_opt::<Date32Type>()?;
    let row = |i: usize| Row {
        key: key.value(i),
        publisher: publisher.is_valid(i).then(|| publisher.value(i)),
        publishers: (publishers.value_offsets()[i] as usize..publishers.value_offsets()[i + 1] as usize).filter(|n| names.is_valid(*n)).map(|n| names.value(n)).collect(),
        day: day.is_valid(i).then(|| day.value(i)),
        title: title.is_valid(i).then(|| title.value(i)),
        text: body.value(i),
    };
    Some((0..batch.num_rows()).map(row).collect())
}
