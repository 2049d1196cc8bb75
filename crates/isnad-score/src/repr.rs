//! Writes values as Python's `repr` does, for the lines that list misses.

use serde_json::Value;
use std::fmt::Write;

/// `repr(value)`.
pub(crate) fn repr(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(n) => n.to_string(),
        Value::String(s) => repr_str(s),
        Value::Array(a) => repr_list(a.iter().map(repr)),
        Value::Object(o) => {
            let pairs: Vec<String> = o.iter().map(|(k, v)| format!("{}: {}", repr_str(k), repr(v))).collect();
            format!("{{{}}}", pairs.join(", "))
        }
    }
}

/// `repr` of a list whose members are written already.
pub(crate) fn repr_list(members: impl Iterator<Item = String>) -> String {
    format!("[{}]", members.collect::<Vec<_>>().join(", "))
}

/// `repr(text)`.
pub(crate) fn repr_str(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c if is_printable(c) => out.push(c),
            c => {
                // Writing to a string cannot fail.
                let _ = match c as u32 {
                    n @ 0..=0xff => write!(out, "\\x{n:02x}"),
                    n @ 0x100..=0xffff => write!(out, "\\u{n:04x}"),
                    n => write!(out, "\\U{n:08x}"),
                };
            }
        }
    }
    out.push(quote);
    out
}

/// Python's `isprintable`. Rust's debug escapes go by the same general categories, save that a
/// combining mark is escaped at the start of a string; hence the letter before it.
fn is_printable(c: char) -> bool {
    let mut buffer = [b'a'; 5];
    let length = 1 + c.encode_utf8(&mut buffer[1..]).len();
    match std::str::from_utf8(&buffer[..length]) {
        _ if (' '..='~').contains(&c) => true,
        Ok(text) => text.escape_debug().nth(1) == Some(c),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    // Expected values from Python 3.11.
    #[test]
    fn strings_as_python_writes_them() {
        for (text, is) in [
            ("قال", "'قال'"),
            ("it's", "\"it's\""),
            ("it's \"so\"", "'it\\'s \"so\"'"),
            ("a\\b\n\t\r", "'a\\\\b\\n\\t\\r'"),
            ("\0\u{7f}\u{a0}\u{ad}", "'\\x00\\x7f\\xa0\\xad'"),
            ("\u{200f}ق\u{64b}", "'\\u200fق\u{64b}'"),
            ("\u{64b}", "'\u{64b}'"),
            ("\u{e0001}😀", "'\\U000e0001😀'"),
        ] {
            assert_eq!(repr_str(text), is);
        }
    }

    #[test]
    fn values_as_python_writes_them() {
        assert_eq!(repr(&json!([null, true, "RUS GOV", 3, {"a": "b"}])), "[None, True, 'RUS GOV', 3, {'a': 'b'}]");
    }

    /// Beside the Python of this machine, over every character that it knows.
    #[test]
    fn every_character_as_python_writes_it() {
        let script = "import json, unicodedata\n\
                      for n in range(0x110000):\n \
                      if unicodedata.category(chr(n)) not in ('Cn', 'Cs'): print(n, json.dumps(repr('a' + chr(n))))";
        let python = std::process::Command::new("python3").args(["-c", script]).output();
        let Some(out) = python.ok().filter(|out| out.status.success()) else {
            println!("skipped: python3 is not here");
            return;
        };
        let out = String::from_utf8(out.stdout).unwrap();
        assert!(out.lines().count() > 100_000);
        for line in out.lines() {
            let (n, expected) = line.split_once(' ').unwrap();
            let c = char::from_u32(n.parse().unwrap()).unwrap();
            assert_eq!(repr_str(&format!("a{c}")), serde_json::from_str::<String>(expected).unwrap(), "U+{n}");
        }
    }
}
