//! `isnad code` on good input: records, order, formats, a lexicon of one's own.

mod support;

use serde_json::Value;
use support::{Folder, code_of, example, isnad, many, records, run, run_with, stderr, stdout};

/// Every object with `start`, `end` and `text` cuts its words from the report's text.
fn slices(value: &Value, text: &[char], seen: &mut usize) {
    match value {
        Value::Object(map) => {
            if let (Some(start), Some(end), Some(words)) = (map.get("start"), map.get("end"), map.get("text")) {
                let (start, end) = (start.as_u64().unwrap() as usize, end.as_u64().unwrap() as usize);
                assert_eq!(text[start..end].iter().collect::<String>(), words.as_str().unwrap());
                *seen += 1;
            }
            map.values().for_each(|v| slices(v, text, seen));
        }
        Value::Array(list) => list.iter().for_each(|v| slices(v, text, seen)),
        _ => {}
    }
}

#[test]
fn the_example_is_coded() {
    let output = run(&["code", &example()]);
    assert_eq!(code_of(&output), 0, "{}", stderr(&output));
    let records = records(&output);
    assert_eq!(records.len(), 1);
    let record = &records[0];
    assert_eq!(record["schema"], "isnad/1");
    assert_eq!(record["id"], "report");
    assert_eq!(record["text"].as_str().unwrap(), std::fs::read_to_string(example()).unwrap());
    assert!(record["events"].as_array().unwrap().len() >= 8, "{}", record["events"]);
    assert!(record["attributions"].as_array().unwrap().len() >= 6);
    let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
    let mut seen = 0;
    slices(record, &text, &mut seen);
    assert!(seen > 40);
    let said = stderr(&output);
    assert!(said.contains("1 report coded: "), "{said}");
    assert!(said.contains(" words/s)"), "{said}");
}

#[test]
fn quiet_says_nothing() {
    let output = run(&["code", "--quiet", &example()]);
    assert_eq!((code_of(&output), stderr(&output).as_str()), (0, ""));
}

#[test]
fn less_sure_events_come_where_they_are_asked_for() {
    let events = |least: &str| {
        let output = run(&["code", "--min-confidence", least, &example()]);
        assert_eq!(code_of(&output), 0, "{}", stderr(&output));
        records(&output)[0]["events"].as_array().unwrap().clone()
    };
    let (all, usual, sure) = (events("0"), records(&run(&["code", &example()]))[0]["events"].as_array().unwrap().len(), events("0.9"));
    assert!(all.len() >= usual && usual > sure.len() && !sure.is_empty(), "{} {usual} {}", all.len(), sure.len());
    assert!(sure.iter().all(|e| e["confidence"].as_f64().unwrap() >= 0.9));
    let refused = run(&["code", "--min-confidence", "1.5", &example()]);
    assert_eq!(code_of(&refused), 2);
    assert!(stderr(&refused).contains("from 0 to 1"), "{}", stderr(&refused));
}

#[test]
fn same_bytes_on_one_thread_and_on_four() {
    let folder = Folder::new("threads");
    let file = folder.file("many.jsonl", many(400));
    let one = run(&["code", "--threads", "1", &file]);
    let four = run(&["code", "--threads", "4", &file]);
    assert_eq!((code_of(&one), code_of(&four)), (0, 0));
    assert!(one.stdout == four.stdout, "the records differ");
    let records = records(&one);
    let ids: Vec<&str> = records.iter().map(|r| r["id"].as_str().unwrap()).collect();
    assert!(ids.iter().enumerate().all(|(n, id)| *id == format!("r{n}")));
    for record in &records {
        let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
        slices(record, &text, &mut 0);
    }
    let events: usize = records.iter().map(|r| r["events"].as_array().unwrap().len()).sum();
    assert!(events > 400, "{events}");
    let pretty = |threads| run(&["code", "--format", "pretty", "--threads", threads, &file]).stdout;
    assert!(pretty("1") == pretty("4"));
}

#[test]
fn standard_input_is_read_as_either_kind() {
    let lines = run_with(&["code", "-q", "-"], "{\"id\": 1, \"body\": \"زار الوزير الروسي أنقرة.\"}\n".as_bytes());
    let plain = run_with(&["code", "-q", "-"], "عنوان\nزار الوزير الروسي أنقرة.\n".as_bytes());
    assert_eq!(records(&lines)[0]["id"], "1");
    assert_eq!(records(&plain)[0]["id"], "stdin");
    assert_eq!(records(&plain)[0]["title"], "عنوان");
}

#[test]
fn a_folder_is_read_in_the_order_of_its_names() {
    let folder = Folder::new("folder");
    folder.file("b.txt", "عنوان\nنص الخبر.");
    folder.file("a.jsonl", "{\"id\": \"x\", \"body\": \"نص\"}\n{\"body\": \"نص\"}\n");
    let output = run(&["code", folder.0.to_str().unwrap()]);
    let ids: Vec<String> = records(&output).iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, ["x", "a.jsonl:2", "b"]);
}

#[test]
fn an_entry_of_ones_own_adds_and_overrides() {
    let folder = Folder::new("own");
    let report = "عنوان\nدهفش الجيش الروسي بلدة سورية. قصف الجيش الروسي مواقع الجيش السوري.";
    let file = folder.file("r.txt", report);
    let types = |output: &std::process::Output| -> Vec<(String, String)> {
        let all = records(output);
        let events = all[0]["events"].as_array().unwrap();
        events.iter().map(|e| (e["trigger"]["text"].as_str().unwrap().to_owned(), e["type"].as_str().unwrap().to_owned())).collect()
    };
    let without = types(&run(&["code", &file]));
    assert!(without.iter().all(|(trigger, _)| trigger != "دهفش"), "{without:?}");
    assert!(without.contains(&("قصف".to_owned(), "ASSAULT".to_owned())), "{without:?}");
    let own = folder.file("own.txt", "دهفش يدهفش (دهفشة) | COERCE | 170 | subj=actor obj=recipient | need=actor\nقصف يقصف (قصف) | PROTEST | 140 | subj=actor obj=recipient\n");
    let output = run(&["code", "--lexicon", &own, &file]);
    assert_eq!(code_of(&output), 0, "{}", stderr(&output));
    let with = types(&output);
    assert!(with.contains(&("دهفش".to_owned(), "COERCE".to_owned())), "{with:?}");
    assert!(with.contains(&("قصف".to_owned(), "PROTEST".to_owned())), "{with:?}");
    let rule = records(&output)[0]["events"][0]["rule"].as_str().unwrap().to_owned();
    assert!(rule.contains("own.txt:1"), "{rule}");
}

#[test]
fn a_bad_entry_is_named_and_the_rest_is_used() {
    let folder = Folder::new("bad-entry");
    let own = folder.file("own.txt", "دهفش يدهفش | COERCE | 170 | subj=actor | need=actor\nنفى ينفي | CUDDLE | 1 | subj=actor\n");
    let file = folder.file("r.txt", "عنوان\nدهفش الجيش الروسي البلدة.");
    let output = run(&["code", "--lexicon", &own, &file]);
    assert_eq!(code_of(&output), 1);
    let said = stderr(&output);
    assert!(said.contains("own.txt:2: ") && said.contains("CUDDLE"), "{said}");
    assert_eq!(records(&output)[0]["events"][0]["trigger"]["text"], "دهفش");
}

#[test]
fn pretty_is_text_alone_without_colour() {
    let output = run(&["code", "--format", "pretty", &example()]);
    let text = stdout(&output);
    assert!(!text.contains('\u{1b}'));
    assert!(text.contains("ASSAULT") && text.contains(" → "), "{text}");
    assert!(text.contains("denies"), "{text}");
    let chain = run_with(&["code", "--format", "pretty", "-"], "{\"body\": \"قال وزير الدفاع الروسي إن الجيش السوري قصف المدينة.\", \"publisher\": \"رويترز\"}".as_bytes());
    let chain = stdout(&chain);
    assert!(chain.contains("\u{2067}رويترز\u{2069} ▸ \u{2067}وزير الدفاع الروسي\u{2069} (RUS\u{a0}GOV) asserts"), "{chain}");
    for line in text.lines() {
        let count = |c: char| line.matches(c).count();
        assert_eq!(count('\u{2067}'), count('\u{2069}'), "an isolate is open: {line}");
    }
}

#[test]
fn colours_are_given_and_refused() {
    let has_colour = |mut command: std::process::Command| String::from_utf8(command.output().unwrap().stdout).unwrap().contains("\u{1b}[");
    let args = ["code", "--format", "pretty", &example()];
    let with = |when| [&args[..], &["--color", when]].concat();
    assert!(has_colour(isnad(&with("always"))));
    assert!(!has_colour(isnad(&with("never"))));
    assert!(!has_colour(isnad(&with("auto"))), "a pipe is no terminal");
}

#[test]
fn lines_keep_to_the_width() {
    for columns in ["40", "80"] {
        let output = isnad(&["code", "--format", "pretty", "--color", "always", &example()]).env("COLUMNS", columns).output().unwrap();
        for line in String::from_utf8(output.stdout).unwrap().lines() {
            // Colours and isolates fill no column; in this text every other character fills one at most.
            let mut bare = String::new();
            let mut escape = false;
            for c in line.chars() {
                match c {
                    '\u{1b}' => escape = true,
                    'm' if escape => escape = false,
                    '\u{2067}' | '\u{2069}' => {}
                    c if !escape => bare.push(c),
                    _ => {}
                }
            }
            // لا is one sign in print, and counted as one.
            let ligatures = ["لا", "لأ", "لإ", "لآ"].iter().map(|l| bare.matches(l).count()).sum::<usize>();
            assert!(bare.chars().count() - ligatures <= columns.parse().unwrap(), "{bare}");
        }
    }
}
