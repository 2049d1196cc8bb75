//! Decides how a row of the table `copies` is written and read.
//!
//! ```
//! use isnad_ledger::copies::{Copy, batches, rows};
//!
//! let copies = [Copy { report: "a".into(), group: "a".into(), relation: "origin".into(), voice: "a".into(), ..Copy::default() }];
//! assert_eq!(rows(&batches(&copies)?[0]).as_deref(), Some(copies.as_slice()));
//! # Ok::<(), arrow_schema::ArrowError>(())
//! ```

use super::Copy;
use crate::error::LedgerError;
use crate::schema::Table;
use crate::store::Snapshot;
use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, ArrayRef, Float64Array, RecordBatch, StringArray};
use arrow_schema::ArrowError;
use std::sync::Arc;

/// Rows in a batch.
const ROWS: usize = 8_192;

/// The rows as batches of the table.
///
/// # Errors
/// None that is known of: the columns are those of the schema.
pub fn batches(copies: &[Copy]) -> Result<Vec<RecordBatch>, ArrowError> {
    let batch = |rows: &[Copy]| {
        let text = |f: fn(&Copy) -> Option<&str>| Arc::new(rows.iter().map(f).collect::<StringArray>()) as ArrayRef;
        let number = |f: fn(&Copy) -> Option<f64>| Arc::new(rows.iter().map(f).collect::<Float64Array>()) as ArrayRef;
        let columns = vec![
            text(|c| Some(&c.report)),
            text(|c| Some(&c.group)),
            text(|c| c.origin.as_deref()),
            text(|c| Some(&c.relation)),
            number(|c| c.share),
            number(|c| c.share_of_origin),
            text(|c| Some(&c.voice)),
            text(|c| Some(&c.why)),
        ];
        RecordBatch::try_new(Table::Copies.schema(), columns)
    };
    copies.chunks(ROWS).map(batch).collect()
}

/// The rows of a batch; None where it lacks a column.
pub fn rows(batch: &RecordBatch) -> Option<Vec<Copy>> {
    let text = |name: &str| batch.column_by_name(name)?.as_string_opt::<i32>();
    let number = |name: &str| batch.column_by_name(name)?.as_primitive_opt::<Float64Type>();
    let (report, group, origin, relation) = (text("report")?, text("group")?, text("origin")?, text("relation")?);
    let (share, share_of_origin, voice, why) = (number("share")?, number("share_of_origin")?, text("voice")?, text("why")?);
    let row = |i: usize| Copy {
        report: report.value(i).to_owned(),
        group: group.value(i).to_owned(),
        origin: origin.is_valid(i).then(|| origin.value(i).to_owned()),
        relation: relation.value(i).to_owned(),
        share: share.is_valid(i).then(|| share.value(i)),
        share_of_origin: share_of_origin.is_valid(i).then(|| share_of_origin.value(i)),
        voice: voice.value(i).to_owned(),
        why: why.value(i).to_owned(),
    };
    Some((0..batch.num_rows()).map(row).collect())
}

/// The copies that a ledger holds.
///
/// # Errors
/// A file that cannot be read, or that lacks a column.
pub fn read(snapshot: &Snapshot) -> Result<Vec<Copy>, LedgerError> {
    let mut copies = Vec::new();
    for batch in snapshot.batches(Table::Copies, &[]) {
        let batch = batch?;
        let lacks = || LedgerError::Broken { path: snapshot.folder().join(Table::Copies.name()), what: "a file lacks columns that copies have".to_owned() };
        copies.extend(rows(&batch).ok_or_else(lacks)?);
    }
    Ok(copies)
}
