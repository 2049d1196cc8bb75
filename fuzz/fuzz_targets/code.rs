//! Any bytes through the whole coder: decoded, coded, written as a record, and the record read back.
//!
//! Asserted: nothing panics, the text is unchanged, every span cuts the text that it claims, `in` names attributions of
//! the record, and a coder that has read other reports writes the same.

#![no_main]

use isnad::Report;
use isnad::coder::Coder;
use isnad::lexicon::Lexicon;
use isnad::record::Record;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use std::cell::RefCell;
use std::sync::LazyLock;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| isnad_ar::lexicon(&[]).0);

thread_local! {
    static USED: RefCell<Coder<'static>> = RefCell::new(Coder::new(&LEXICON));
}

fn slices(value: &Value, letters: &[char]) {
    match value {
        Value::Array(list) => list.iter().for_each(|v| slices(v, letters)),
        Value::Object(fields) => {
            if let (Some(start), Some(end), Some(words)) = (fields.get("start"), fields.get("end"), fields.get("text").and_then(Value::as_str)) {
                let (start, end) = (start.as_u64().expect("a number") as usize, end.as_u64().expect("a number") as usize);
                assert_eq!(letters.get(start..end).map(|c| c.iter().collect::<String>()).as_deref(), Some(words));
            }
            fields.values().for_each(|v| slices(v, letters));
        }
        _ => {}
    }
}

fuzz_target!(|bytes: &[u8]| {
    // What the reader refuses is coded all the same, as text of any kind.
    let text = isnad_read::decode(bytes).map_or_else(|_| String::from_utf8_lossy(bytes).into_owned(), |decoded| decoded.text);
    let report = Report { published: Some("2015-08-06".to_owned()), ..Report::from_plain("fuzz", &text) };
    let (line, coded) = USED.with_borrow_mut(|coder| {
        let coded = coder.code(&report);
        (serde_json::to_string(&Record::new(&LEXICON, &report, &coded, isnad_ar::VERSION)).expect("a record is JSON"), coded)
    });
    assert_eq!(report.text, text, "the text is unchanged");
    for e in &coded.events {
        assert!(coded.sentences[e.sentence].holds(e.trigger) && !e.trigger.is_empty(), "a trigger stands in its sentence");
    }

    let record: Value = serde_json::from_str(&line).expect("the record reads back");
    assert_eq!(record["text"].as_str(), Some(&*text));
    slices(&record, &text.chars().collect::<Vec<_>>());
    let attributions = record["attributions"].as_array().expect("a list");
    let known = |id: &Value| attributions.iter().any(|a| a["id"] == *id);
    assert!(attributions.iter().all(|a| a["in"].is_null() || known(&a["in"])));
    assert!(record["events"].as_array().expect("a list").iter().all(|e| e["in"].as_array().expect("a list").iter().all(known)));

    let fresh = Coder::new(&LEXICON).code(&report);
    let again = serde_json::to_string(&Record::new(&LEXICON, &report, &fresh, isnad_ar::VERSION)).expect("a record is JSON");
    assert_eq!(again, line, "a coder that has read others writes the same");
});
