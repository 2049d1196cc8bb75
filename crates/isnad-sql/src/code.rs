//! Coding as a function of SQL: `isnad_code(id, title, body, published, publisher)` gives what the tables of a ledger say of the report,
//! nested: the columns of `reports`, and `attributions` and `events` as lists of the rows of their tables.
//!
//! ```
//! let session = isnad_sql::Session::new(&isnad_sql::Pack::none())?;
//! let answer = session.ask("SELECT isnad_code('r1', 'عنوان', 'نص الخبر.', '2015-08-07', NULL)['text']")?;
//! assert_eq!(answer.cells()?, [[Some("عنوان\nنص الخبر.".to_owned())]]);
//! # Ok::<(), isnad_ledger::LedgerError>(())
//! ```
//!
//! The same rows come out as `isnad ingest` writes, whatever the partitions: a report is coded by itself. One on which the coder fails is a
//! row that is not coded and says so in its diagnostics, so that no single report ends a query over a million.

use crate::Pack;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, StringArray, StructArray};
use datafusion::arrow::datatypes::{DataType, Schema};
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility};
use datafusion::prelude::SessionContext;
use isnad::Report;
use isnad::coder::Coder;
use isnad::record::Record;
use isnad_ledger::rows::{Whole, key};
use isnad_ledger::schema;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// The function, for a session of one's own.
pub fn isnad_code(pack: &Pack) -> ScalarUDF {
    ScalarUDF::new_from_impl(Code { pack: pack.clone(), signature: Signature::exact(vec![DataType::Utf8; 5], Volatility::Immutable) })
}

pub(crate) fn register(context: &SessionContext, pack: &Pack) {
    context.register_udf(isnad_code(pack));
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Code {
    pack: Pack,
    signature: Signature,
}

impl ScalarUDFImpl for Code {
    fn name(&self) -> &str {
        "isnad_code"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Struct(schema::whole()))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = args.args.iter().map(|a| a.to_array(args.number_rows)).collect::<Result<Vec<_>>>()?;
        let columns: Vec<&StringArray> = arrays.iter().map(|a| a.as_string::<i32>()).collect();
        let [id, title, body, published, publisher] = columns[..] else {
            return Err(DataFusionError::Plan("isnad_code takes id, title, body, published and publisher".to_owned()));
        };
        let lexicon = self.pack.lexicon();
        let mut coder = Coder::new(lexicon);
        let mut rows = arrow_json::ReaderBuilder::new(Arc::new(Schema::new(schema::whole()))).build_decoder()?;
        let value = |column: &StringArray, row: usize| column.is_valid(row).then(|| column.value(row).to_owned());
        for row in 0..args.number_rows {
            let text = |column: &StringArray| value(column, row).unwrap_or_default();
            let mut report = Report::with_title(&text(id), &text(title), &text(body));
            report.published = value(published, row);
            report.publisher = value(publisher, row);
            let key = key(&report);
            let coded = catch_unwind(AssertUnwindSafe(|| coder.code(&report)));
            match coded {
                Ok(coded) => {
                    let record = Record::new(lexicon, &report, &coded, self.pack.version);
                    rows.serialize(&[Whole::new(&key, "", &report, &coded, &record)])?;
                }
                Err(_) => {
                    // What it remembered may be half written.
                    coder = Coder::new(lexicon);
                    report.notes.push("the coder failed on this report, which is a fault of isnad; it is kept without records".to_owned());
                    rows.serialize(&[Whole::uncoded(&key, "", &report)])?;
                }
            }
        }
        let array = match rows.flush()? {
            Some(batch) => StructArray::from(batch),
            None => StructArray::new_null(schema::whole(), 0),
        };
        Ok(ColumnarValue::Array(Arc::new(array) as ArrayRef))
    }
}
