//! Copies as functions of SQL, so that a plan of joins and aggregates finds them: `isnad_body` folds a report, `isnad_shingles` and `isnad_postings` say
//! by what it is found, `isnad_overlap` compares two word by word, and `isnad_copies` says who has it from whom. What they decide is decided in
//! [`isnad_ledger::copies`], with the default bounds.
//!
//! | function | gives |
//! |---|---|
//! | `isnad_body(title, text, publisher, publishers)` | the folded words as numbers and what else is needed of a report; null for one that is too short to have copies |
//! | `isnad_shingles(words, counters)` | a list of its shingles, each with the counter that counts it among so many |
//! | `isnad_postings(kept)` | of the shingles that winnowing kept what is compared of them |
//! | `isnad_overlap(words, quoted, set, words, quoted, set)` | a list of what two bodies share if one copies the other, an empty one otherwise; `set` are set phrases that stand in them |
//! | `isnad_copies(reports, ties)` | the rows of the table `copies` of reports that ties connect |
//!
//! ```
//! let session = isnad_sql::Session::new(&isnad_sql::Pack::none())?;
//! let text = "وصل الوفد إلى العاصمة مساء أمس وعقد لقاءات مع عدد من المسؤولين ثم غادر إلى بلاده صباح اليوم";
//! let answer = session.ask(&format!("SELECT cardinality(isnad_body(NULL, '{text}', NULL, NULL)['words'])"))?;
//! assert_eq!(answer.cells()?, [[Some("18".to_owned())]]);
//! # Ok::<(), isnad_ledger::LedgerError>(())
//! ```

use crate::function::{function, held, list, lists, numbers, wanted};
use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanBuilder, Int32Array, ListBuilder, PrimitiveBuilder, RecordBatch, StringArray, StringBuilder, StructArray, StructBuilder, UInt32Array};
use datafusion::arrow::array::{UInt64Array, new_empty_array};
use datafusion::arrow::compute::concat_batches;
use datafusion::arrow::datatypes::{DataType, Field, Fields, Int64Type, UInt32Type, UInt64Type};
use datafusion::error::Result;
use datafusion::prelude::SessionContext;
use isnad_ledger::copies::candidates::posting;
use isnad_ledger::copies::often::{SetPhrases, slot};
use isnad_ledger::copies::overlap::{Overlap, overlap};
use isnad_ledger::copies::reports::Row;
use isnad_ledger::copies::shingles::{shingles, winnow};
use isnad_ledger::copies::words::Body;
use isnad_ledger::copies::{Bounds, Known, batches, group};
use isnad_ledger::schema::Table;
use rustc_hash::FxHashMap;
use std::sync::Arc;

pub(crate) fn register(context: &SessionContext) {
    context.register_udf(function("isnad_body", 4, DataType::Struct(body_fields()), body));
    context.register_udf(function("isnad_shingles", 2, list(DataType::Struct(shingle_fields())), shingled));
    context.register_udf(function("isnad_postings", 1, list(DataType::UInt64), postings));
    context.register_udf(function("isnad_overlap", 6, list(DataType::Struct(overlap_fields())), overlapping));
    context.register_udf(function("isnad_copies", 2, list(DataType::Struct(Table::Copies.schema().fields().clone())), copies));
}

fn fields<const N: usize>(named: [(&str, DataType); N]) -> Fields {
    named.into_iter().map(|(name, of)| Field::new(name, of, true)).collect()
}

fn credit_fields() -> Fields {
    fields([("name", DataType::Utf8), ("folded", DataType::Utf8)])
}

fn body_fields() -> Fields {
    fields([
        // Reports with the same number have the same words.
        ("hash", DataType::UInt64),
        ("length", DataType::UInt32),
        ("prose", DataType::UInt32),
        ("title", DataType::UInt64),
        ("publisher", DataType::Utf8),
        ("credits", list(DataType::Struct(credit_fields()))),
        ("words", list(DataType::UInt32)),
        ("quoted", list(DataType::Boolean)),
        ("kept", list(DataType::UInt64)),
    ])
}

fn shingle_fields() -> Fields {
    fields([("shingle", DataType::UInt64), ("slot", DataType::UInt64)])
}

/// The numbers of [`Overlap::numbers`] by name.
fn overlap_fields() -> Fields {
    const NAMES: [&str; 12] = ["a_own", "a_copied", "a_prose", "a_prose_copied", "a_before", "a_after", "b_own", "b_copied", "b_prose", "b_prose_copied", "b_before", "b_after"];
    fields(NAMES.map(|name| (name, DataType::UInt32)))
}

/// The text of a column in a row, where there is one.
fn text(column: Option<&StringArray>, row: usize) -> Option<&str> {
    column.filter(|c| c.is_valid(row)).map(|c| c.value(row))
}

fn body(args: &[ArrayRef], rows: usize) -> Result<ArrayRef> {
    // What is always NULL has no type.
    let column = |at: usize| args.get(at).and_then(|a| a.as_string_opt::<i32>());
    let (title, printed, publisher) = (column(0), wanted(args, 1, "isnad_body", |a| a.as_string_opt::<i32>())?, column(2));
    let publishers = args.get(3).and_then(|a| a.as_list_opt::<i32>());
    let bounds = Bounds::default();
    let mut hash = PrimitiveBuilder::<UInt64Type>::new();
    let (mut length, mut prose) = (PrimitiveBuilder::<UInt32Type>::new(), PrimitiveBuilder::<UInt32Type>::new());
    let mut titles = PrimitiveBuilder::<UInt64Type>::new();
    let mut outlet = StringBuilder::new();
    let mut credits = ListBuilder::new(StructBuilder::new(credit_fields(), vec![Box::new(StringBuilder::new()), Box::new(StringBuilder::new())]));
    let mut words = ListBuilder::new(PrimitiveBuilder::<UInt32Type>::new());
    let mut quoted = ListBuilder::new(BooleanBuilder::new());
    let mut kept = ListBuilder::new(PrimitiveBuilder::<UInt64Type>::new());
    let mut valid = Vec::with_capacity(rows);
    for row in 0..rows {
        let body = text(Some(printed), row).map(|printed| Body::new(text(title, row), printed)).unwrap_or_default();
        let found = if body.words().len() < bounds.words as usize { Vec::new() } else { shingles(body.words()) };
        valid.push(!found.is_empty());
        if found.is_empty() {
            hash.append_null();
            length.append_null();
            prose.append_null();
            titles.append_null();
            outlet.append_null();
            credits.append_null();
            words.append_null();
            quoted.append_null();
            kept.append_null();
            continue;
        }
        let named = held(publishers, row);
        let named: Vec<&str> = named.as_ref().and_then(|n| n.as_string_opt::<i32>()).map_or_else(Vec::new, |n| n.iter().flatten().collect());
        let known = Known::of(&Row { publisher: text(publisher, row), publishers: named, title: text(title, row), ..Row::default() });
        hash.append_value(body.hash());
        length.append_value(body.words().len() as u32);
        prose.append_value(body.prose());
        titles.append_value(known.title);
        outlet.append_value(&known.publisher);
        for (name, folded) in &known.credits {
            let credit = credits.values();
            for (field, value) in [name, folded].into_iter().enumerate() {
                if let Some(builder) = credit.field_builder::<StringBuilder>(field) {
                    builder.append_value(value);
                }
            }
            credit.append(true);
        }
        credits.append(true);
        words.append_value(body.words().iter().map(|w| Some(*w)));
        quoted.append_value(body.quotations().iter().map(|q| Some(*q)));
        kept.append_value(winnow(&found).into_iter().map(Some));
    }
    let columns: Vec<ArrayRef> = vec![
        Arc::new(hash.finish()),
        Arc::new(length.finish()),
        Arc::new(prose.finish()),
        Arc::new(titles.finish()),
        Arc::new(outlet.finish()),
        Arc::new(credits.finish()),
        Arc::new(words.finish()),
        Arc::new(quoted.finish()),
        Arc::new(kept.finish()),
    ];
    Ok(Arc::new(StructArray::try_new(body_fields(), columns, Some(valid.into()))?))
}

fn shingled(args: &[ArrayRef], rows: usize) -> Result<ArrayRef> {
    let words = wanted(args, 0, "isnad_shingles", |a| a.as_list_opt::<i32>())?;
    let counters = wanted(args, 1, "isnad_shingles", |a| a.as_primitive_opt::<Int64Type>())?;
    let (mut lengths, mut all, mut slots) = (Vec::with_capacity(rows), Vec::new(), Vec::new());
    for row in 0..rows {
        let found = shingles(&numbers::<UInt32Type>(Some(words), row));
        let counters = usize::try_from(counters.value(row)).unwrap_or_default();
        lengths.push(found.len());
        slots.extend(found.iter().map(|s| slot(*s, counters) as u64));
        all.extend(found);
    }
    let values = StructArray::try_new(shingle_fields(), vec![Arc::new(UInt64Array::from(all)), Arc::new(UInt64Array::from(slots))], None)?;
    lists(lengths, Arc::new(values), None)
}

fn postings(args: &[ArrayRef], rows: usize) -> Result<ArrayRef> {
    let kept = wanted(args, 0, "isnad_postings", |a| a.as_list_opt::<i32>())?;
    let (mut lengths, mut all) = (Vec::with_capacity(rows), Vec::new());
    for row in 0..rows {
        let kept = numbers::<UInt64Type>(Some(kept), row);
        lengths.push(kept.len());
        all.extend(kept.into_iter().map(posting));
    }
    lists(lengths, Arc::new(UInt64Array::from(all)), None)
}

fn overlapping(args: &[ArrayRef], rows: usize) -> Result<ArrayRef> {
    let column = |at: usize| wanted(args, at, "isnad_overlap", |a| a.as_list_opt::<i32>());
    let sides = [(column(0)?, column(1)?), (column(3)?, column(4)?)];
    // A column of nothing but NULL has no lists.
    let sets = [2, 5].map(|at| args.get(at).and_then(|a| a.as_list_opt::<i32>()));
    let bounds = Bounds::default();
    let mut lengths = Vec::with_capacity(rows);
    let mut found: [Vec<u32>; 12] = Default::default();
    for row in 0..rows {
        let [a, b] = sides.map(|(words, quoted)| {
            let quoted = held(Some(quoted), row).and_then(|q| q.as_boolean_opt().map(|q| q.values().iter().collect())).unwrap_or_default();
            Body::of(numbers::<UInt32Type>(Some(words), row), quoted)
        });
        let set: SetPhrases = sets.into_iter().flat_map(|set| numbers::<UInt64Type>(set, row)).collect();
        let shared = overlap(&a, &b, &set);
        let copied = bounds.copied(shared);
        lengths.push(usize::from(copied));
        if copied {
            found.iter_mut().zip(shared.numbers()).for_each(|(column, n)| column.push(n));
        }
    }
    let columns = found.map(|column| Arc::new(UInt32Array::from(column)) as ArrayRef).to_vec();
    lists(lengths, Arc::new(StructArray::try_new(overlap_fields(), columns, None)?), None)
}

/// The reports and ties of a row, as [`group::copies`] takes them.
fn connected(reports: &StructArray, ties: Option<&StructArray>) -> Option<RecordBatch> {
    let number = |name: &str| reports.column_by_name(name)?.as_primitive_opt::<UInt64Type>();
    let small = |name: &str| reports.column_by_name(name)?.as_primitive_opt::<UInt32Type>();
    let word = |name: &str| reports.column_by_name(name)?.as_string_opt::<i32>();
    let (key, publisher, title, text) = (word("report")?, word("publisher")?, number("title")?, number("hash")?);
    let (length, prose) = (small("length")?, small("prose")?);
    let day: &Int32Array = reports.column_by_name("day")?.as_primitive_opt()?;
    let credits = reports.column_by_name("credits")?.as_list_opt::<i32>()?;
    let known = |i: usize| {
        let named = held(Some(credits), i)?;
        let named = named.as_struct_opt()?;
        let (name, folded) = (named.column_by_name("name")?.as_string_opt::<i32>()?, named.column_by_name("folded")?.as_string_opt::<i32>()?);
        let credits = name.iter().flatten().zip(folded.iter().flatten()).map(|(n, f)| (n.to_owned(), f.to_owned())).collect();
        Some(Known { key: key.value(i).to_owned(), day: day.is_valid(i).then(|| day.value(i)), title: title.value(i), publisher: publisher.value(i).to_owned(), credits })
    };
    let known: Vec<Known> = (0..reports.len()).map(known).collect::<Option<_>>()?;
    let mut having: FxHashMap<u64, u32> = FxHashMap::default();
    text.values().iter().for_each(|t| *having.entry(*t).or_default() += 1);
    let several = (0..reports.len()).filter(|i| having.get(&text.value(*i)).is_some_and(|n| *n > 1));
    let whole = several.map(|i| (text.value(i), Overlap::whole(length.value(i), prose.value(i)))).collect();
    let mut tied = Vec::new();
    if let Some(ties) = ties {
        let side = |name: &str| ties.column_by_name(name)?.as_primitive_opt::<UInt64Type>();
        let (a, b, shared) = (side("a")?, side("b")?, ties.column_by_name("shared")?.as_struct_opt()?);
        let columns: Vec<&UInt32Array> = overlap_fields().iter().map(|f| shared.column_by_name(f.name())?.as_primitive_opt::<UInt32Type>()).collect::<Option<_>>()?;
        for i in 0..ties.len() {
            let mut n = [0; 12];
            n.iter_mut().zip(&columns).for_each(|(n, column)| *n = column.value(i));
            tied.push((a.value(i), b.value(i), Overlap::of(n)));
        }
    }
    let made = batches(&group::copies(&known, text.values(), &tied, &whole)).ok()?;
    concat_batches(&Table::Copies.schema(), &made).ok()
}

fn copies(args: &[ArrayRef], rows: usize) -> Result<ArrayRef> {
    let reports = wanted(args, 0, "isnad_copies", |a| a.as_list_opt::<i32>())?;
    let ties = args.get(1).and_then(|a| a.as_list_opt::<i32>());
    let (mut lengths, mut made) = (Vec::with_capacity(rows), Vec::new());
    for row in 0..rows {
        let (of_row, ties) = (held(Some(reports), row), held(ties, row));
        let rows = match of_row.as_ref().map(|r| wanted(std::slice::from_ref(r), 0, "isnad_copies", |r| r.as_struct_opt())) {
            Some(reports) => Some(wanted(args, 0, "isnad_copies", |_| connected(reports.ok()?, ties.as_ref().and_then(|t| t.as_struct_opt())))?),
            None => None,
        };
        lengths.push(rows.as_ref().map_or(0, RecordBatch::num_rows));
        made.extend(rows);
    }
    let columns = Table::Copies.schema();
    let values: ArrayRef = if made.is_empty() { new_empty_array(&DataType::Struct(columns.fields().clone())) } else { Arc::new(StructArray::from(concat_batches(&columns, &made)?)) };
    lists(lengths, values, None)
}
