//! Claims as functions of SQL, so that a plan of joins and aggregates makes them: `isnad_said` finds the sentences in which events stand, and `isnad_claims` says
//! which mentions are one occurrence. What they decide is decided in [`isnad_ledger::claims`], with the points that it ships.
//!
//! | function | gives |
//! |---|---|
//! | `isnad_said(text, events)` | a list of the sentences in which events of a report stand; `events` lists records of `event` and `at`, where its trigger begins in code points |
//! | `isnad_claims(mentions, sentences, corrections)` | a list of the claims that mentions make, each with its `place` among all; see [`isnad_ledger::claims::claims`] |
//!
//! ```
//! let session = isnad_sql::Session::new(&isnad_sql::Pack::none())?;
//! let answer = session.ask("SELECT cardinality(isnad_said('قال الوزير ذلك.', [named_struct('event', 'e1', 'at', 4)])[1]['words'])")?;
//! assert_eq!(answer.cells()?, [[Some("3".to_owned())]]);
//! # Ok::<(), isnad_ledger::LedgerError>(())
//! ```

use crate::function::{function, held, list, lists, wanted};
use datafusion::arrow::array::{Array, ArrayRef, AsArray, Int64Array, ListBuilder, PrimitiveBuilder, RecordBatch, StringArray, StringBuilder, StructArray, new_empty_array};
use datafusion::arrow::compute::concat_batches;
use datafusion::arrow::datatypes::{DataType, Field, Fields, Int64Type, UInt32Type};
use datafusion::error::Result;
use datafusion::prelude::SessionContext;
use isnad_ledger::claims::{Corrections, Points, claims, sentences};
use isnad_ledger::rows::Rows;
use isnad_ledger::schema::Table;
use std::sync::Arc;

pub(crate) fn register(context: &SessionContext) {
    context.register_udf(function("isnad_said", 2, list(DataType::Struct(said_fields())), said));
    context.register_udf(function("isnad_claims", 3, list(DataType::Struct(claim_fields())), together));
}

fn said_fields() -> Fields {
    let field = |name: &str, of| Field::new(name, of, true);
    Fields::from(vec![field("sentence", DataType::Int64), field("words", list(DataType::UInt32)), field("events", list(DataType::Utf8))])
}

fn claim_fields() -> Fields {
    Fields::from(vec![Field::new("place", DataType::Utf8, true), Field::new("claim", DataType::Struct(Table::Claims.schema().fields().clone()), true)])
}

fn said(args: &[ArrayRef], rows: usize) -> Result<ArrayRef> {
    const NAME: &str = "isnad_said";
    let text = wanted(args, 0, NAME, |a| a.as_string_opt::<i32>())?;
    let events = wanted(args, 1, NAME, |a| a.as_list_opt::<i32>())?;
    let mut numbers = Vec::new();
    let mut words = ListBuilder::new(PrimitiveBuilder::<UInt32Type>::new());
    let mut names = ListBuilder::new(StringBuilder::new());
    let mut lengths = Vec::with_capacity(rows);
    for row in 0..rows {
        let Some(of_row) = held(Some(events), row).filter(|_| text.is_valid(row)) else {
            lengths.push(0);
            continue;
        };
        let (event, at) = wanted(std::slice::from_ref(&of_row), 0, NAME, |list| {
            let records = list.as_struct_opt()?;
            Some((records.column_by_name("event")?.as_string_opt::<i32>()?, records.column_by_name("at")?.as_primitive_opt::<Int64Type>()?))
        })?;
        let places: Vec<u32> = at.iter().map(|at| at.and_then(|at| u32::try_from(at).ok()).unwrap_or_default()).collect();
        let found = sentences(text.value(row), &places);
        lengths.push(found.len());
        for sentence in found {
            numbers.push(i64::try_from(sentence.number).unwrap_or(i64::MAX));
            words.append_value(sentence.words.into_iter().map(Some));
            names.append_value(sentence.places.into_iter().map(|p| Some(event.value(p))));
        }
    }
    let columns: Vec<ArrayRef> = vec![Arc::new(Int64Array::from(numbers)), Arc::new(words.finish()), Arc::new(names.finish())];
    lists(lengths, Arc::new(StructArray::try_new(said_fields(), columns, None)?), None)
}

/// How many claims are made into rows at once.
const ROWS: usize = 8_192;

fn together(args: &[ArrayRef], rows: usize) -> Result<ArrayRef> {
    const NAME: &str = "isnad_claims";
    let mentions = wanted(args, 0, NAME, |a| a.as_list_opt::<i32>())?;
    let sentences = wanted(args, 1, NAME, |a| a.as_primitive_opt::<Int64Type>())?;
    let written = wanted(args, 2, NAME, |a| a.as_string_opt::<i32>())?;
    let points = Points::shipped();
    let schema = Table::Claims.schema();
    let (mut lengths, mut places, mut made) = (Vec::with_capacity(rows), Vec::new(), Vec::new());
    for row in 0..rows {
        let Some(of_row) = held(Some(mentions), row) else {
            lengths.push(0);
            continue;
        };
        let of_row = wanted(std::slice::from_ref(&of_row), 0, NAME, |list| list.as_struct_opt())?;
        // A file with faults was refused before.
        let (corrections, _) = Corrections::parse(isnad_ledger::claims::CORRECTIONS_FILE, written.value(row));
        let found = claims(&RecordBatch::from(of_row), sentences.value(row).unsigned_abs(), &points, &corrections);
        lengths.push(found.len());
        for some in found.chunks(ROWS) {
            let mut rows = Rows::new();
            let of: Vec<_> = some.iter().map(|placed| &placed.claim).collect();
            rows.push(Table::Claims, &of)?;
            made.extend(rows.take(Table::Claims)?);
            places.extend(some.iter().map(|placed| placed.place.clone()));
        }
    }
    if made.is_empty() {
        return lists(lengths, new_empty_array(&DataType::Struct(claim_fields())), None);
    }
    let claims = StructArray::from(concat_batches(&schema, &made)?);
    let columns: Vec<ArrayRef> = vec![Arc::new(StringArray::from(places)), Arc::new(claims)];
    lists(lengths, Arc::new(StructArray::try_new(claim_fields(), columns, None)?), None)
}
