//! Runs the real binary, and keeps a folder for each test.
#![allow(dead_code, reason = "each test file uses a part of it")]

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The binary with these arguments, in a folder of its own and without the environment's wishes about colour.
pub fn isnad(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_isnad"));
    command.args(args).env_remove("NO_COLOR").env_remove("COLUMNS");
    command
}

/// Runs it to its end.
pub fn run(args: &[&str]) -> Output {
    isnad(args).output().unwrap()
}

/// Runs it with this on standard input.
pub fn run_with(args: &[&str], input: &[u8]) -> Output {
    let mut child = isnad(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A program that ends early closes its input; that is its own affair.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

pub fn code_of(output: &Output) -> i32 {
    output.status.code().expect("it was not killed")
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("standard output is UTF-8")
}

/// What it said on standard error; never a panic.
pub fn stderr(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).expect("standard error is UTF-8");
    assert!(!text.contains("panicked"), "{text}");
    text
}

/// The records on standard output: whole lines, each a JSON object.
pub fn records(output: &Output) -> Vec<Value> {
    let text = stdout(output);
    assert!(text.is_empty() || text.ends_with('\n'), "the last line is torn");
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
}

/// A folder of a test's own, removed at its end.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    /// Writes a file; its path.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The report that the README's first command codes.
pub fn example() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/report.txt");
    path.to_str().unwrap().to_owned()
}

/// Some hundred reports of different lengths as JSON Lines, the same each time.
pub fn many(reports: usize) -> String {
    const WHO: [&str; 6] = ["وزير الخارجية الروسي", "الجيش السوري", "الحكومة التركية", "المتحدث باسم الأمم المتحدة", "مصدر أمني", "مسلحون مجهولون"];
    const WHAT: [&str; 6] = [
        "قصف مواقع المعارضة قرب حلب أمس",
        "بحث مع نظيره المصري الأوضاع في المنطقة",
        "اتهم إيران بدعم الحوثيين",
        "قال إن ثلاثة مدنيين قتلوا في الهجوم",
        "نفى ذلك وأضاف أن «الاتهامات لا أساس لها»",
        "دعا الطرفين إلى وقف إطلاق النار",
    ];
    let mut out = String::new();
    let mut seed: usize = 7;
    for n in 0..reports {
        let mut body = String::new();
        for _ in 0..1 + n * 31 % 17 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let pick = seed >> 33;
            body.push_str(&format!("{} {}. ", WHO[pick % 6], WHAT[pick / 6 % 6]));
        }
        let report = serde_json::json!({"id": format!("r{n}"), "title": "عنوان الخبر", "body": body, "published": "2015-08-06", "publisher": "الرياض"});
        out.push_str(&report.to_string());
        out.push('\n');
    }
    out
}
