//! What no good input is: each ends in a message, a diagnostic or a counted skip, never in a panic or a torn line.

mod support;

use std::io::{Read, Write};
use std::process::{Output, Stdio};
use support::{Folder, code_of, example, isnad, many, records, run, run_with, stderr};

const REPORT: &str = "قالت وزارة الداخلية التركية في بيان، اليوم، ان انفجارا في بلدة سروج أسفر عن مقتل 27 شخصا\nوقال الوزير إن الجيش قصف المدينة";

/// A file that gives no record: exit code 1, the file named, the reason counted.
fn refused(output: &Output, message: &str, reason: &str) {
    let said = stderr(output);
    assert_eq!(code_of(output), 1, "{said}");
    assert!(said.contains(message), "{said}");
    assert!(said.contains(&format!("1 skipped: 1 {reason}")), "{said}");
}

#[test]
fn an_empty_file() {
    let folder = Folder::new("empty");
    for content in ["", " \n\t\n", "\u{feff}"] {
        let output = run(&["code", &folder.file("e.txt", content)]);
        refused(&output, "e.txt: empty", "empty");
        assert!(records(&output).is_empty());
    }
}

#[test]
fn a_binary_file_and_nuls() {
    let folder = Folder::new("binary");
    let png = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &[0, 1, 2, 3, 255].repeat(500)].concat();
    refused(&run(&["code", &folder.file("p.png", &png)]), "p.png: not text (byte 0x00 at offset 8)", "not text");
    let nul = format!("{REPORT}\0{REPORT}");
    refused(&run(&["code", &folder.file("n.txt", nul)]), "n.txt: not text (byte 0x00 at offset ", "not text");
}

#[test]
fn arabic_encodings_are_read_and_others_refused_with_the_offset() {
    let folder = Folder::new("encodings");
    let (windows, _, lossy) = encoding_rs::WINDOWS_1256.encode(REPORT);
    assert!(!lossy);
    // ISO-8859-6 lays the letters out as Unicode does.
    let iso: Vec<u8> = REPORT
        .chars()
        .map(|c| match u32::from(c) {
            a @ 0..=0x7f => a as u8,
            a @ 0x60c..=0x652 => (a - 0x600 + 0xa0) as u8,
            other => panic!("U+{other:X}"),
        })
        .collect();
    for (name, bytes, encoding) in [("w.txt", &windows[..], "windows-1256"), ("i.txt", &iso, "ISO-8859-6")] {
        let output = run(&["code", &folder.file(name, bytes)]);
        assert_eq!(code_of(&output), 0, "{}", stderr(&output));
        let record = &records(&output)[0];
        assert_eq!(record["text"], REPORT);
        assert!(record["diagnostics"].to_string().contains(encoding), "{}", record["diagnostics"]);
    }
    let russian = encoding_rs::WINDOWS_1251.encode("Министр иностранных дел прибыл в Анкару с рабочим визитом").0.into_owned();
    refused(&run(&["code", &folder.file("r.txt", russian)]), "r.txt: byte 0xCC at offset 0 cannot be read", "in an unknown encoding");
    let mut broken = REPORT.as_bytes().to_vec();
    broken[21] = 0xff;
    let output = run(&["code", &folder.file("b.txt", broken)]);
    refused(&output, "b.txt: byte 0x", "in an unknown encoding");
}

#[test]
fn a_line_of_a_hundred_megabytes() {
    // Made on the way, between two good reports.
    let mut child = isnad(&["code", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        stdin.write_all("{\"id\": 1, \"body\": \"نص\"}\n{\"id\": 2, \"body\": \"".as_bytes()).unwrap();
        let chunk = "نص الخبر ".repeat(1 << 16);
        for _ in 0..100_000_000 / chunk.len() {
            stdin.write_all(chunk.as_bytes()).unwrap();
        }
        stdin.write_all("\"}\n{\"id\": 3, \"body\": \"نص\"}\n".as_bytes()).unwrap();
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    refused(&output, "standard input:2: the report is longer than ", "too long");
    let ids: Vec<String> = records(&output).iter().map(|r| r["id"].to_string()).collect();
    assert_eq!(ids, ["\"1\"", "\"3\""]);
}

#[test]
fn quotes_brackets_and_bidi_controls_go_through() {
    let folder = Folder::new("signs");
    for (n, text) in [
        "عنوان\nقال الوزير: «إن الجيش قصف المدينة. وأضاف: \"لا نعلم (شيئا.",
        "عنوان\n»»» قال )))  \"\"\" ... «",
        "عن\u{202e}وان\nقال \u{2067}الوزير\u{2069} إن\u{200f} الجيش \u{202b}قصف\u{202c} المدينة\u{2066}.",
        "عنوان\n\u{64b}\u{64b}\u{64b} ـــــ \u{200d}\u{200c} \u{feff}",
    ]
    .into_iter()
    .enumerate()
    {
        let output = run(&["code", &folder.file(&format!("{n}.txt"), text)]);
        assert_eq!(code_of(&output), 0, "{}", stderr(&output));
        assert_eq!(records(&output)[0]["text"], text);
        let pretty = run(&["code", "--format", "pretty", &folder.path(&format!("{n}.txt"))]);
        let text = String::from_utf8(pretty.stdout).unwrap();
        assert!(!text.contains(['\u{202e}', '\u{202b}', '\u{2066}']), "a control of the report reached the terminal");
        assert_eq!(text.matches('\u{2067}').count(), text.matches('\u{2069}').count());
    }
}

#[test]
fn reports_cannot_command_the_terminal() {
    let folder = Folder::new("escape");
    let long = "قال الوزير إن الجيش الروسي قصف المدينة السورية أمس. ".repeat(8);
    let file = folder.file("e\u{1b}[31m.txt", format!("عنوان \u{1b}]0;owned\u{7}\n\u{9b}2J{long}"));
    for command in [&["code", "--format", "pretty", "--color", "never"][..], &["explain", "--color", "never"]] {
        let output = run(&[command, &[file.as_str()]].concat());
        let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        assert!(text.contains("owned"), "{text}");
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
    }
    let missing = run(&["code", "no\u{1b}[31m.txt"]);
    assert!(!stderr(&missing).contains('\u{1b}'));
}

#[test]
fn another_script_is_said_on_the_record() {
    let folder = Folder::new("script");
    let output = run(&["code", &folder.file("ru.txt", "Заголовок\nМинистр прибыл в Анкару.")]);
    assert_eq!(code_of(&output), 0);
    let record = &records(&output)[0];
    assert_eq!(record["events"].as_array().unwrap().len(), 0);
    assert!(record["diagnostics"].to_string().contains("Arabic script"), "{}", record["diagnostics"]);
    assert!(stderr(&output).contains("1 report with diagnostics"));
}

#[test]
fn a_broken_line_among_good_ones() {
    let folder = Folder::new("broken");
    let file = folder.file("b.jsonl", "{\"id\": 1, \"body\": \"نص\"}\n{\"id\": 2, \"body\": \"نص\n{\"id\": 3}\n[1]\n{\"id\": 4, \"body\": 7}\n{\"id\": 5, \"body\": \"نص\"}");
    let output = run(&["code", &file]);
    assert_eq!(code_of(&output), 1);
    let ids: Vec<String> = records(&output).iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, ["1", "5"]);
    let said = stderr(&output);
    for line in ["b.jsonl:2:", "b.jsonl:3:", "b.jsonl:4:", "b.jsonl:5:"] {
        assert!(said.contains(line), "{line} in {said}");
    }
    assert!(said.contains("4 skipped: "), "{said}");
}

#[test]
fn a_date_that_does_not_exist() {
    let output = run_with(&["code", "-"], "{\"id\": 1, \"body\": \"قصف الجيش المدينة أمس.\", \"published\": \"2015-02-30\"}".as_bytes());
    assert_eq!(code_of(&output), 0);
    assert!(records(&output)[0]["diagnostics"].to_string().contains("2015-02-30"));
}

#[test]
fn a_path_that_is_not_there_does_not_stop_the_others() {
    let folder = Folder::new("missing");
    let output = run(&["code", &folder.path("none.txt"), &example()]);
    refused(&output, "none.txt: there is no such file or folder", "not found");
    assert_eq!(records(&output).len(), 1);
}

#[test]
fn calls_that_make_no_sense() {
    for args in [&["code"][..], &[], &["code", "--threads", "0", "x"], &["code", "--format", "xml", "x"], &["decode", "x"], &["bench", "-"], &["score", "a"]] {
        let output = run(args);
        assert_eq!(code_of(&output), 2, "{args:?}");
        assert!(!stderr(&output).is_empty());
    }
    let output = run(&["code", "--lexicon", "no/such.txt", &example()]);
    assert_eq!(code_of(&output), 2);
    assert!(stderr(&output).contains("no/such.txt: the lexicon cannot be read"));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let folder = Folder::new("pipe");
    let file = folder.file("many.jsonl", many(1000));
    for format in ["jsonl", "pretty"] {
        let mut child = isnad(&["code", "--format", format, &file]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut start = [0; 100];
        let mut stdout = child.stdout.take().unwrap();
        stdout.read_exact(&mut start).unwrap();
        drop(stdout);
        let output = child.wait_with_output().unwrap();
        assert_eq!((code_of(&output), stderr(&output).as_str()), (0, ""));
    }
}

#[test]
fn a_closed_pipe_ends_even_while_input_is_awaited() {
    let mut child = isnad(&["code", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    drop(child.stdout.take());
    // The input stays open: only the failing write can end it.
    stdin.write_all("{\"id\": 1, \"body\": \"نص\"}\n".as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((code_of(&output), stderr(&output).as_str()), (0, ""));
    drop(stdin);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error() {
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let folder = Folder::new("full");
    let report = example();
    let own = folder.file("own.txt", "قصف يقصف | ASSAULT | 190 | subj=actor\n");
    for args in [&["code", &report][..], &["code", "--format", "pretty", &report], &["explain", &report], &["lexicon", "check", &own]] {
        let output = isnad(args).stdout(full()).output().unwrap();
        let said = stderr(&output);
        assert_eq!(code_of(&output), 1, "{args:?} {said}");
        assert!(said.contains("standard output: cannot be written"), "{said}");
    }
    // Nobody to tell: no panic either.
    let output = isnad(&["code", "no/such.txt"]).stderr(full()).output().unwrap();
    assert_eq!(code_of(&output), 1);
}

#[test]
#[cfg(target_os = "linux")]
fn no_line_is_torn_where_the_disk_is_full() {
    let folder = Folder::new("torn");
    let file = folder.file("many.jsonl", many(300));
    for (name, redirect) in [("new.jsonl", ">"), ("old.jsonl", ">>")] {
        let out = folder.file(name, if redirect == ">>" { "{\"old\": 1}\n" } else { "" });
        // A file may grow to 100 blocks here, and then the system refuses to write.
        let script = format!("trap '' XFSZ; ulimit -f 100; exec \"$1\" code \"$2\" {redirect} \"$3\"");
        let output = std::process::Command::new("sh").args(["-c", &script, "sh", env!("CARGO_BIN_EXE_isnad"), &file, &out]).output().unwrap();
        assert_eq!(code_of(&output), 1, "{}", stderr(&output));
        let text = std::fs::read_to_string(&out).unwrap();
        assert!(text.len() > 20_000 && text.ends_with('\n'), "{} bytes", text.len());
        for line in text.lines() {
            serde_json::from_str::<serde_json::Value>(line).unwrap();
        }
        assert_eq!(text.contains("old"), redirect == ">>");
    }
}
