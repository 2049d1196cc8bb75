//! Typed access to the columns of a batch; a column that is not there reads as empty.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use arrow_array::{Array, RecordBatch, StructArray};

/// The text of a column in a row; empty where there is none.
pub(crate) fn text<'b>(batch: &'b RecordBatch, column: &str, row: usize) -> &'b str {
    some_text(batch, column, row).unwrap_or_default()
}

/// The text of a column in a row, where there is one.
pub(crate) fn some_text<'b>(batch: &'b RecordBatch, column: &str, row: usize) -> Option<&'b str> {
    let array = batch.column_by_name(column)?.as_string_opt::<i32>()?;
    array.is_valid(row).then(|| array.value(row))
}

/// A day as days since 1970.
pub(crate) fn day(batch: &RecordBatch, column: &str, row: usize) -> Option<i32> {
    let array = batch.column_by_name(column)?.as_primitive_opt::<Date32Type>()?;
    array.is_valid(row).then(|| array.value(row))
}

/// A whole number.
pub(crate) fn int(batch: &RecordBatch, column: &str, row: usize) -> Option<i64> {
    let array = batch.column_by_name(column)?.as_primitive_opt::<Int64Type>()?;
    array.is_valid(row).then(|| array.value(row))
}

/// A number.
pub(crate) fn float(batch: &RecordBatch, column: &str, row: usize) -> Option<f64> {
    let array = batch.column_by_name(column)?.as_primitive_opt::<Float64Type>()?;
    array.is_valid(row).then(|| array.value(row))
}

/// Yes or no.
pub(crate) fn flag(batch: &RecordBatch, column: &str, row: usize) -> bool {
    batch.column_by_name(column).and_then(|c| c.as_boolean_opt()).is_some_and(|c| c.is_valid(row) && c.value(row))
}

/// The texts of a list.
pub(crate) fn texts(batch: &RecordBatch, column: &str, row: usize) -> Vec<String> {
    let Some(list) = batch.column_by_name(column).and_then(|c| c.as_list_opt::<i32>()) else { return Vec::new() };
    let items = list.value(row);
    items.as_string_opt::<i32>().map_or_else(Vec::new, |items| items.iter().flatten().map(str::to_owned).collect())
}

/// The records of a list.
pub(crate) fn records(batch: &RecordBatch, column: &str, row: usize) -> Option<StructArray> {
    let list = batch.column_by_name(column)?.as_list_opt::<i32>()?;
    list.value(row).as_struct_opt().cloned()
}

/// The records of each list of a list.
pub(crate) fn record_lists(batch: &RecordBatch, column: &str, row: usize) -> Vec<StructArray> {
    let Some(list) = batch.column_by_name(column).and_then(|c| c.as_list_opt::<i32>()) else { return Vec::new() };
    let inner = list.value(row);
    let Some(inner) = inner.as_list_opt::<i32>() else { return Vec::new() };
    inner.iter().flatten().filter_map(|items| items.as_struct_opt().cloned()).collect()
}

/// The text of a field of a record; empty where there is none.
pub(crate) fn field<'s>(records: &'s StructArray, name: &str, row: usize) -> &'s str {
    let array = records.column_by_name(name).and_then(|c| c.as_string_opt::<i32>());
    array.filter(|a| a.is_valid(row)).map_or("", |a| a.value(row))
}

/// A number of a field of a record.
pub(crate) fn field_int(records: &StructArray, name: &str, row: usize) -> Option<i64> {
    let array = records.column_by_name(name)?.as_primitive_opt::<Int64Type>()?;
    array.is_valid(row).then(|| array.value(row))
}
