//! Where in which file a JSON value stands, so that what it lacks can be named.
//!
//! The reference scorer takes a field only when a measure needs it; so does [`At`], which is why
//! nothing here checks a whole record up front.

use crate::error::ScoreError;
use serde_json::Value;
use std::path::Path;

/// A JSON value and the way to it.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    pub value: &'a Value,
    file: &'a Path,
    /// 0 where the file is one value.
    line: usize,
    /// `events` and 3 for the fourth event; nothing for the record itself.
    part: Option<(&'static str, usize)>,
}

/// What Python takes for true.
pub(crate) fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(b) => *b,
        Value::Number(n) => n.as_f64() != Some(0.0),
        Value::String(s) => !s.is_empty(),
        Value::Array(a) => !a.is_empty(),
        Value::Object(o) => !o.is_empty(),
    }
}

impl<'a> At<'a> {
    /// A whole record; `line` is 0 where the file is one value.
    pub fn record(value: &'a Value, file: &'a Path, line: usize) -> At<'a> {
        At { value, file, line, part: None }
    }

    /// Another value of the same record part.
    pub fn with(self, value: &'a Value) -> At<'a> {
        At { value, ..self }
    }

    pub fn error(&self, field: &str, expected: &'static str) -> ScoreError {
        let field = match (self.part, field.is_empty()) {
            (Some((list, n)), true) => format!("{list}[{n}]"),
            (Some((list, n)), false) => format!("{list}[{n}].{field}"),
            (None, _) => field.to_owned(),
        };
        ScoreError::Field { file: self.file.to_owned(), line: self.line, field, expected }
    }

    /// The field, null where it is missing or null. An error where this is not an object.
    pub fn get(&self, field: &str) -> Result<&'a Value, ScoreError> {
        static NULL: Value = Value::Null;
        match self.value {
            Value::Object(o) => Ok(o.get(field).unwrap_or(&NULL)),
            _ => Err(self.error(field, "in an object")),
        }
    }

    /// The field, null included, but not missing.
    pub fn need(&self, field: &str) -> Result<&'a Value, ScoreError> {
        match self.value {
            Value::Object(o) => o.get(field).ok_or_else(|| self.error(field, "given, if only as null")),
            _ => Err(self.error(field, "in an object")),
        }
    }

    pub fn string(&self, field: &str) -> Result<&'a str, ScoreError> {
        self.need(field)?.as_str().ok_or_else(|| self.error(field, "a string"))
    }

    /// A string, or `""` for what Python takes for false (null, missing).
    pub fn string_or_empty(&self, field: &str) -> Result<&'a str, ScoreError> {
        let value = self.get(field)?;
        match value {
            Value::String(s) => Ok(s),
            other if !truthy(other) => Ok(""),
            _ => Err(self.error(field, "a string or null")),
        }
    }

    pub fn integer(&self, field: &str) -> Result<i64, ScoreError> {
        self.need(field)?.as_i64().ok_or_else(|| self.error(field, "a whole number"))
    }

    pub fn list(&self, field: &str) -> Result<&'a [Value], ScoreError> {
        match self.need(field)? {
            Value::Array(a) => Ok(a),
            _ => Err(self.error(field, "a list")),
        }
    }

    /// The strings of a list.
    pub fn strings(&self, field: &str) -> Result<Vec<&'a str>, ScoreError> {
        self.list(field)?.iter().map(|v| v.as_str().ok_or_else(|| self.error(field, "a list of strings"))).collect()
    }

    /// The members of a list of the record, each knowing its number.
    pub fn parts(&self, list: &'static str) -> Result<Vec<At<'a>>, ScoreError> {
        let members = self.list(list)?.iter().enumerate();
        Ok(members.map(|(n, value)| At { value, part: Some((list, n)), ..*self }).collect())
    }

    /// The members of a list of this part, errors naming the part alone.
    pub fn members(&self, list: &str) -> Result<impl Iterator<Item = At<'a>> + use<'a>, ScoreError> {
        let at = *self;
        Ok(self.list(list)?.iter().map(move |value| at.with(value)))
    }

    /// An object in a field of this part.
    pub fn inner(&self, field: &str) -> Result<At<'a>, ScoreError> {
        let value = self.need(field)?;
        if value.is_object() { Ok(self.with(value)) } else { Err(self.error(field, "an object")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_error_names_file_line_and_field() {
        let value = json!({"events": [{"type": 3}]});
        let record = At::record(&value, Path::new("out.jsonl"), 7);
        let event = record.parts("events").unwrap()[0];
        assert_eq!(event.string("type").unwrap_err().to_string(), "out.jsonl:7: field `events[0].type` is missing or of the wrong type; it has to be a string");
        assert!(record.list("attributions").unwrap_err().to_string().contains("`attributions`"));
    }

    #[test]
    fn python_truth() {
        for v in [json!(null), json!(""), json!(0), json!([]), json!({}), json!(false), json!(0.0)] {
            assert!(!truthy(&v), "{v}");
        }
        for v in [json!("0"), json!(1), json!([0]), json!({"a": 0}), json!(true)] {
            assert!(truthy(&v), "{v}");
        }
    }
}
