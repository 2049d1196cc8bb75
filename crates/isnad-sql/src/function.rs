//! A function of SQL that is made of a function over columns: what the functions of [`crate::copies`] and [`crate::claims`] have in common.

use datafusion::arrow::array::{Array, ArrayRef, AsArray, ListArray};
use datafusion::arrow::buffer::{NullBuffer, OffsetBuffer};
use datafusion::arrow::datatypes::{DataType, Field};
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Makes a column of the given number of rows from columns of as many.
type Make = fn(&[ArrayRef], usize) -> Result<ArrayRef>;

/// A function that depends on nothing but its arguments.
#[derive(Debug)]
struct Function {
    name: &'static str,
    signature: Signature,
    gives: DataType,
    make: Make,
}

/// The function of a name; it takes so many arguments, of types that `make` knows to read.
pub(crate) fn function(name: &'static str, arguments: usize, gives: DataType, make: Make) -> ScalarUDF {
    ScalarUDF::new_from_impl(Function { name, signature: Signature::any(arguments, Volatility::Immutable), gives, make })
}

impl PartialEq for Function {
    /// There is one of each name.
    fn eq(&self, other: &Function) -> bool {
        self.name == other.name
    }
}

impl Eq for Function {}

impl Hash for Function {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl ScalarUDFImpl for Function {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.gives.clone())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = args.args.iter().map(|a| a.to_array(args.number_rows)).collect::<Result<Vec<_>>>()?;
        (self.make)(&arrays, args.number_rows).map(ColumnarValue::Array)
    }
}

/// A list of something that may be missing.
pub(crate) fn list(of: DataType) -> DataType {
    DataType::List(Arc::new(Field::new("item", of, true)))
}

/// Lists, of the given lengths, one after the other.
pub(crate) fn lists(lengths: Vec<usize>, values: ArrayRef, valid: Option<NullBuffer>) -> Result<ArrayRef> {
    let field = Arc::new(Field::new("item", values.data_type().clone(), true));
    Ok(Arc::new(ListArray::try_new(field, OffsetBuffer::from_lengths(lengths), values, valid)?))
}

/// An argument, where it has the type that was asked for.
pub(crate) fn wanted<'a, T>(args: &'a [ArrayRef], at: usize, name: &str, read: impl FnOnce(&'a ArrayRef) -> Option<T>) -> Result<T> {
    let wrong = || DataFusionError::Plan(format!("argument {} of {name} is of a type that it does not take", at + 1));
    args.get(at).and_then(read).ok_or_else(wrong)
}

/// What a list holds in a row; nothing where there is no list.
pub(crate) fn held(list: Option<&ListArray>, row: usize) -> Option<ArrayRef> {
    list.filter(|l| l.is_valid(row)).map(|l| l.value(row))
}

/// Numbers of a list in a row.
pub(crate) fn numbers<T: datafusion::arrow::datatypes::ArrowPrimitiveType>(list: Option<&ListArray>, row: usize) -> Vec<T::Native> {
    held(list, row).and_then(|values| values.as_primitive_opt::<T>().map(|v| v.values().to_vec())).unwrap_or_default()
}
