//! Decides how an answer is written: a table for a person, JSON, Parquet, cells for anything else.
//!
//! ```
//! let answer = isnad_sql::Session::new(&isnad_sql::Pack::none())?.ask("SELECT 1 AS n")?;
//! assert_eq!(answer.names(), ["n"]);
//! assert_eq!(answer.cells()?, [[Some("1".to_owned())]]);
//! # Ok::<(), isnad_ledger::LedgerError>(())
//! ```

use crate::session::asked;
use datafusion::arrow::array::{Array, RecordBatch};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::util::pretty::pretty_format_batches;
use isnad_ledger::LedgerError;
use std::io::Write;
use std::sync::Arc;

/// What came out.
#[derive(Debug)]
pub struct Answer {
    /// Its columns.
    pub schema: SchemaRef,
    /// Its rows.
    pub batches: Vec<RecordBatch>,
}

impl Answer {
    /// Its rows in a table drawn with signs.
    ///
    /// # Errors
    /// Values that cannot be shown.
    pub fn table(&self) -> Result<String, LedgerError> {
        let shown = if self.batches.is_empty() { pretty_format_batches(&[RecordBatch::new_empty(Arc::clone(&self.schema))]) } else { pretty_format_batches(&self.batches) };
        shown.map(|s| s.to_string()).map_err(|e| asked(e.into()))
    }

    /// Writes its rows as one JSON object a line.
    ///
    /// # Errors
    /// Values or an output that cannot be written.
    pub fn json(&self, out: &mut dyn Write) -> Result<(), LedgerError> {
        let mut writer = arrow_json::LineDelimitedWriter::new(out);
        let batches: Vec<&RecordBatch> = self.batches.iter().collect();
        writer.write_batches(&batches).and_then(|()| writer.finish()).map_err(|e| asked(e.into()))
    }

    /// Writes its rows as a Parquet file.
    ///
    /// # Errors
    /// An output that cannot be written.
    pub fn parquet(&self, out: &mut (dyn Write + Send)) -> Result<(), LedgerError> {
        let fails = |e: parquet::errors::ParquetError| LedgerError::Asked(format!("the answer cannot be written as Parquet: {e}"));
        let mut writer = parquet::arrow::ArrowWriter::try_new(out, Arc::clone(&self.schema), None).map_err(fails)?;
        for batch in &self.batches {
            writer.write(batch).map_err(fails)?;
        }
        writer.close().map_err(fails)?;
        Ok(())
    }

    /// Its rows as texts, for formats that hold nothing else; null is none, and a nested value is written as it is shown.
    ///
    /// # Errors
    /// Values that cannot be shown.
    pub fn cells(&self) -> Result<Vec<Vec<Option<String>>>, LedgerError> {
        use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
        let options = FormatOptions::default();
        let mut rows = Vec::new();
        for batch in &self.batches {
            let columns = batch.columns().iter().map(|c| ArrayFormatter::try_new(c, &options)).collect::<Result<Vec<_>, _>>().map_err(|e| asked(e.into()))?;
            for row in 0..batch.num_rows() {
                let cell = |(k, f): (usize, &ArrayFormatter<'_>)| batch.column(k).is_valid(row).then(|| f.value(row).to_string());
                rows.push(columns.iter().enumerate().map(cell).collect());
            }
        }
        Ok(rows)
    }

    /// The names of its columns.
    pub fn names(&self) -> Vec<&str> {
        self.schema.fields().iter().map(|f| f.name().as_str()).collect()
    }
}
