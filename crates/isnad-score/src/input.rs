//! Reads gold folders, and files of one JSON value a line, naming the place of every fault.

use crate::codes::is_space;
use crate::error::ScoreError;
use serde_json::Value;
use std::fs;
use std::io::BufRead;
use std::path::{Path, PathBuf};

/// Every `*.json` of a folder that is not hidden, sorted by name.
pub(crate) fn read_folder(folder: &Path) -> Result<Vec<(PathBuf, Value)>, ScoreError> {
    let io = |source| ScoreError::Io { file: folder.to_owned(), source };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        // `extension` is none for `.json` itself, which is hidden.
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if !hidden && path.extension().is_some_and(|e| e == "json") {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(ScoreError::NoGold { folder: folder.to_owned() });
    }
    files.into_iter().map(|path| read_value(&path).map(|value| (path, value))).collect()
}

fn read_value(path: &Path) -> Result<Value, ScoreError> {
    let bytes = fs::read(path).map_err(|source| ScoreError::Io { file: path.to_owned(), source })?;
    serde_json::from_slice(&bytes).map_err(|e| json_error(path, e.line(), &e))
}

/// Opens a file for reading by lines.
pub(crate) fn open(path: &Path) -> Result<impl BufRead + use<>, ScoreError> {
    let file = fs::File::open(path).map_err(|source| ScoreError::Io { file: path.to_owned(), source })?;
    Ok(std::io::BufReader::with_capacity(1 << 16, file))
}

/// Hands every line that is not blank to `take`, with its number from 1.
/// A carriage return ends a line too: no JSON value holds one unescaped.
pub(crate) fn each_line(mut input: impl BufRead, file: &Path, mut take: impl FnMut(usize, Value) -> Result<(), ScoreError>) -> Result<(), ScoreError> {
    let mut bytes = Vec::new();
    let mut number = 0;
    loop {
        bytes.clear();
        let read = input.read_until(b'\n', &mut bytes);
        if read.map_err(|source| ScoreError::Io { file: file.to_owned(), source })? == 0 {
            return Ok(());
        }
        number += 1;
        for part in bytes.split(|b| *b == b'\r') {
            if std::str::from_utf8(part).is_ok_and(|text| text.chars().all(is_space)) {
                continue;
            }
            let value = serde_json::from_slice(part).map_err(|e| json_error(file, number, &e))?;
            take(number, value)?;
        }
    }
}

fn json_error(file: &Path, line: usize, error: &serde_json::Error) -> ScoreError {
    // The parser adds its own line, which is always 1 where a line is parsed alone.
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message).to_owned();
    ScoreError::Json { file: file.to_owned(), line, column: error.column().max(1), message }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn lines(input: &[u8]) -> Result<Vec<(usize, Value)>, ScoreError> {
        let mut all = Vec::new();
        each_line(input, Path::new("out.jsonl"), |n, v| {
            all.push((n, v));
            Ok(())
        })?;
        Ok(all)
    }

    #[test]
    fn blank_lines_count_but_hold_nothing() {
        assert_eq!(lines(b"1\n\n \t\n[2]\r\n3").unwrap(), [(1, json!(1)), (4, json!([2])), (5, json!(3))]);
        assert_eq!(lines(b"").unwrap(), []);
    }

    #[test]
    fn a_broken_line_is_named() {
        let error = lines(b"{}\n{\"a\": nope}\n").unwrap_err().to_string();
        assert!(error.starts_with("out.jsonl:2:8: not JSON"), "{error}");
        assert!(lines(b"\"\xff\"").is_err());
    }

    #[test]
    fn a_folder_without_gold_and_one_that_is_not_there() {
        let none = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        assert!(matches!(read_folder(&none), Err(ScoreError::NoGold { .. })));
        assert!(matches!(read_folder(&none.join("nowhere")), Err(ScoreError::Io { .. })));
    }
}
