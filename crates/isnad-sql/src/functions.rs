//! Decides what types, codes and intensities mean in SQL: `plover_quad(type)`, `goldstein(cameo)`, `country_name(code, 'ar' | 'en')`.
//!
//! ```
//! let session = isnad_sql::Session::new(&isnad_sql::Pack::none())?;
//! let answer = session.ask("SELECT plover_quad('ASSAULT'), goldstein('190')")?;
//! assert_eq!(answer.cells()?, [[Some("material conflict".to_owned()), Some("-10.0".to_owned())]]);
//! # Ok::<(), isnad_ledger::LedgerError>(())
//! ```

use crate::Pack;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, Float64Array, StringArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{ColumnarValue, Volatility, create_udf};
use datafusion::prelude::SessionContext;
use isnad::ontology::Ontology;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Applies a function to a column of texts.
fn over_texts<T>(args: &[ColumnarValue], make: impl Fn(&[Option<&str>]) -> Option<T>) -> Result<Vec<Option<T>>, DataFusionError> {
    let arrays = ColumnarValue::values_to_arrays(args)?;
    let texts: Vec<&StringArray> = arrays.iter().map(|a| a.as_string::<i32>()).collect();
    let rows = texts.first().map_or(0, |t| t.len());
    Ok((0..rows)
        .map(|row| {
            let values: Vec<Option<&str>> = texts.iter().map(|t| t.is_valid(row).then(|| t.value(row))).collect();
            make(&values)
        })
        .collect())
}

/// Adds the functions that need nothing but their arguments and a pack.
pub(crate) fn register(context: &SessionContext, pack: &Pack) {
    let text = || DataType::Utf8;
    let quads: BTreeMap<String, String> = Ontology::plover().types.into_iter().map(|t| (t.name.to_string(), t.quad.to_string())).collect();
    let quad = move |args: &[ColumnarValue]| {
        let out: StringArray = over_texts(args, |v| v[0].and_then(|t| quads.get(t)).cloned())?.into_iter().collect();
        Ok(ColumnarValue::Array(Arc::new(out) as ArrayRef))
    };
    context.register_udf(create_udf("plover_quad", vec![text()], text(), Volatility::Immutable, Arc::new(quad)));
    let scale = |args: &[ColumnarValue]| {
        let out: Float64Array = over_texts(args, |v| v[0].and_then(isnad_ledger::goldstein::of))?.into_iter().collect();
        Ok(ColumnarValue::Array(Arc::new(out) as ArrayRef))
    };
    context.register_udf(create_udf("goldstein", vec![text()], DataType::Float64, Volatility::Immutable, Arc::new(scale)));
    let countries = pack.countries.clone();
    let name = move |args: &[ColumnarValue]| {
        let out: StringArray = over_texts(args, |v| {
            let (arabic, english) = countries.get(v[0]?)?;
            match v[1]? {
                "ar" => Some(arabic.clone()),
                "en" => Some(english.clone()),
                _ => None,
            }
        })?
        .into_iter()
        .collect();
        Ok(ColumnarValue::Array(Arc::new(out) as ArrayRef))
    };
    context.register_udf(create_udf("country_name", vec![text(), text()], text(), Volatility::Immutable, Arc::new(name)));
}
