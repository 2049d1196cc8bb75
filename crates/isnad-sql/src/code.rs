//! Coding as a function of SQL: `isnad_code(id, title, body, published, publisher)` gives what the tables of a ledger say of the report,
//! nested: the columns of `reports`, and `attributions` and `events` as lists of the rows of their tables. With four more arguments,
//! `isnad_code(id, title, body, published, publisher, url, byline, place, notes)`, nothing is left out that `read_reports` knows of a report.
//! A report in another language than the pack's is kept uncoded.
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
use datafusion::arrow::array::{Array, ArrayRef, AsArray, ListArray, StringArray, StructArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, TypeSignature, Volatility};
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
    ScalarUDF::new_from_impl(Code { pack: pack.clone(), signature: signature() })
}

/// Five texts, or these, three more and a list of texts.
fn signature() -> Signature {
    let brief = vec![DataType::Utf8; 5];
    let mut full = vec![DataType::Utf8; 8];
    full.push(DataType::List(Arc::new(Field::new("item", DataType::Utf8, true))));
    Signature::one_of(vec![TypeSignature::Exact(brief), TypeSignature::Exact(full)], Volatility::Immutable)
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
        let columns: Vec<&StringArray> = arrays.iter().filter_map(|a| a.as_string_opt::<i32>()).collect();
        let [id, title, body, published, publisher, ref more @ ..] = columns[..] else {
            return Err(DataFusionError::Plan("isnad_code takes id, title, body, published and publisher, and may take url, byline, place and notes".to_owned()));
        };
        let notes = arrays.get(8).and_then(|a| a.as_list_opt::<i32>());
        let (url, byline, place) = (more.first().copied(), more.get(1).copied(), more.get(2).copied());
        let lexicon = self.pack.lexicon();
        let mut coder = Coder::new(lexicon);
        let mut rows = arrow_json::ReaderBuilder::new(Arc::new(Schema::new(schema::whole()))).build_decoder()?;
        let value = |column: &StringArray, row: usize| column.is_valid(row).then(|| column.value(row).to_owned());
        for row in 0..args.number_rows {
            let text = |column: &StringArray| value(column, row).unwrap_or_default();
            let mut report = Report::with_title(&text(id), &text(title), &text(body));
            report.published = value(published, row);
            report.publisher = value(publisher, row);
            report.url = url.and_then(|column| value(column, row));
            report.byline = byline.and_then(|column| value(column, row));
            report.notes = notes.map_or_else(Vec::new, |column| texts(column, row));
            let place = place.and_then(|column| value(column, row)).unwrap_or_default();
            let key = key(&report);
            if let Err(lang) = isnad_read::codes(self.pack.language(), &report) {
                rows.serialize(&[Whole::uncoded(&key, &place, &report, lang)])?;
                continue;
            }
            let coded = catch_unwind(AssertUnwindSafe(|| coder.code(&report)));
            match coded {
                Ok(coded) => {
                    let record = Record::new(lexicon, &report, &coded, self.pack.version);
                    rows.serialize(&[Whole::new(&key, &place, &report, &coded, &record)])?;
                }
                Err(_) => {
                    // What it remembered may be half written.
                    coder = Coder::new(lexicon);
                    report.notes.push("the coder failed on this report, which is a fault of isnad; it is kept without records".to_owned());
                    rows.serialize(&[Whole::uncoded(&key, &place, &report, Some(self.pack.language()))])?;
                }
            }
        }
        self.pack.count(args.number_rows as u64);
        let array = match rows.flush()? {
            Some(batch) => StructArray::from(batch),
            None => StructArray::new_null(schema::whole(), 0),
        };
        Ok(ColumnarValue::Array(Arc::new(array) as ArrayRef))
    }
}

/// The texts of a list.
fn texts(column: &ListArray, row: usize) -> Vec<String> {
    if !column.is_valid(row) {
        return Vec::new();
    }
    let list = column.value(row);
    list.as_string_opt::<i32>().map_or_else(Vec::new, |list| list.iter().flatten().map(str::to_owned).collect())
}
