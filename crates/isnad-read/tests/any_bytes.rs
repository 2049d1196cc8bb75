//! Whatever the bytes, there are reports or errors, never a panic; and text that can be read is not changed.

use isnad_read::{Input, ReadError, Reader, decode};
use proptest::prelude::*;
use std::io::Cursor;

fn stdin(bytes: Vec<u8>, limit: u64) -> Vec<Result<isnad::Report, ReadError>> {
    Reader::new([Input::Stdin]).with_max_report_bytes(limit).reading_stdin_from(Cursor::new(bytes)).collect()
}

/// Bytes that come near to what is read: pieces of JSON, marks, Arabic in several encodings, breaks.
fn near() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        any::<Vec<u8>>(),
        Just(b"{\"id\": 1, \"body\": \"".to_vec()),
        Just(b"\"}\n".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"\xff\xfe".to_vec()),
        Just(b"\xfe\xff".to_vec()),
        Just(b"\xef\xbb\xbf".to_vec()),
        Just(b"{\0\"\0".to_vec()),
        Just(b"\xde\xc7\xe1 \xc7\xe1\xe6\xd2\xed\xd1".to_vec()),
        Just("قال الوزير\u{202e}".as_bytes().to_vec()),
        Just(b"\\ud800".to_vec()),
        Just(b"[[[{".to_vec()),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_end_in_reports_or_errors(bytes in near(), limit in 0_u64..200) {
        let items = stdin(bytes.clone(), limit);
        prop_assert!(!items.is_empty());
        for item in items {
            match item {
                Ok(report) => {
                    prop_assert!(report.title.clone().is_none_or(|t| report.text.get(t).is_some()));
                    prop_assert!(!report.text.trim().is_empty() && !report.id.is_empty());
                }
                Err(error) => {
                    prop_assert!(error.to_string().starts_with("standard input"), "{error}");
                    if let ReadError::Encoding { offset, byte, .. } | ReadError::Binary { offset, byte, .. } = error {
                        prop_assert_eq!(bytes.get(offset as usize), Some(&byte));
                    }
                }
            }
        }
    }

    #[test]
    fn decoding_names_the_byte_that_it_refuses(bytes in near()) {
        match decode(&bytes) {
            Ok(decoded) if decoded.encoding == "UTF-8" => {
                prop_assert_eq!(decoded.text.as_bytes(), bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes));
            }
            Ok(_) => {}
            Err(error) => prop_assert_eq!(bytes.get(error.offset), Some(&error.byte)),
        }
    }

    #[test]
    fn plain_text_is_unchanged(text in "[^\\x00-\\x08\\x0e-\\x1f\\x7f{\u{feff}]*[\u{621}-\u{64a}a-z][^\\x00-\\x08\\x0e-\\x1f\\x7f]*") {
        prop_assume!(!text.trim_start().starts_with('{'));
        let items = stdin(text.clone().into_bytes(), 1 << 20);
        prop_assert_eq!(items.len(), 1);
        prop_assert_eq!(&items[0].as_ref().unwrap().text, &text);
    }

    #[test]
    fn json_texts_are_unchanged(bodies in prop::collection::vec("\\PC*[a-z\u{627}]\\PC*|(?s).*x", 1..5)) {
        let lines: String = bodies.iter().map(|b| format!("{}\n", serde_json::json!({"x": [1], "body": b}))).collect();
        let items = stdin(lines.into_bytes(), 1 << 20);
        prop_assert_eq!(items.len(), bodies.len());
        for (item, body) in items.iter().zip(&bodies) {
            prop_assert_eq!(&item.as_ref().unwrap().text, body);
        }
    }

    #[test]
    fn utf16_says_what_utf8_says(text in "(?s)[\u{621}-\u{64a}]{3}[^\\x00-\\x1f\\x7f]*", big in any::<bool>()) {
        let to = if big { u16::to_be_bytes } else { u16::to_le_bytes };
        let bytes = format!("\u{feff}{text}").encode_utf16().flat_map(to).collect();
        let items = stdin(bytes, 1 << 20);
        prop_assert_eq!(&items[0].as_ref().unwrap().text, &text);
    }
}
