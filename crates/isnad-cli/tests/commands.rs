//! The other commands: explain, lexicon, score, gold, bench.

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;
use support::{Folder, code_of, example, many, records, run, stderr, stdout};

#[test]
fn explain_shows_words_entries_rules_and_what_came_to_nothing() {
    let folder = Folder::new("explain");
    let file = folder.file("r.txt", "عنوان الخبر\nقصف الجيش الروسي مواقع الجيش السوري. السماء زرقاء اليوم. ثم قصف الهدف مجددا.");
    let output = run(&["explain", &file]);
    assert_eq!(code_of(&output), 0, "{}", stderr(&output));
    let text = stdout(&output);
    for part in ["sentence 2 ", "ASSAULT", "entry frames/assault.txt:", "قصف يقصف", "rule ", "RUS MIL", "actors/", "verb", "perfect", "no predicate known here"] {
        assert!(text.contains(part), "«{part}» in\n{text}");
    }
    let own = folder.file("own.txt", "دهفش يدهفش | COERCE | 170 | subj=actor | need=actor");
    let file = folder.file("s.txt", "عنوان\nدهفش الجيش الروسي البلدة. دهفش الجدار.");
    let text = stdout(&run(&["explain", &file, "--lexicon", &own]));
    assert!(text.contains("own.txt:1"), "{text}");
    assert!(text.contains("no record of "), "{text}");
}

#[test]
fn lexicon_check_names_line_and_fault() {
    let folder = Folder::new("check");
    let good = folder.file("good.txt", "# mine\nقصف يقصف | ASSAULT | 190 | subj=actor obj=recipient\nسيرغي لافروف | who | RUS GOV\nسروج | TUR | town | 36.97 38.42 | -\n");
    let output = run(&["lexicon", "check", &good]);
    assert_eq!(code_of(&output), 0, "{}", stdout(&output));
    let text = stdout(&output);
    assert!(text.contains("good.txt: 3 good (1 actors, 1 event frames, 1 places), 0 bad"), "{text}");
    let bad = folder.file(
        "bad.txt",
        "قصف يقصف | ASSAULT | 190 | subj=actor\nقصف يقصف | ATTACK | 190 | subj=actor\n\nقصف يقصف | ASSAULT | 190 | subj=boss\nقصف يقصف + @nowhere | ASSAULT | 190 | subj=actor\nكلمتان كلمتان كلمتان\n",
    );
    let output = run(&["lexicon", "check", &good, &bad]);
    assert_eq!(code_of(&output), 1);
    let text = stdout(&output);
    for (line, fault) in [(2, "ATTACK"), (4, "boss"), (5, "nowhere"), (6, "")] {
        let named = text.lines().any(|l| l.contains(&format!("bad.txt:{line}: ")) && l.contains(fault));
        assert!(named, "line {line} in {text}");
    }
    assert!(text.contains("bad.txt: 1 good (1 event frames), 4 bad"), "{text}");
    assert_eq!(code_of(&run(&["lexicon", "check", "no/such.txt"])), 2);
}

#[test]
fn coverage_counts_what_has_a_frame() {
    let folder = Folder::new("coverage");
    let own = folder.file("own.txt", "دهفش يدهفش (دهفشة)\n");
    let file = folder.file("r.txt", "عنوان\nدهفش الجيش المدينة. دهفش الجيش البلدة. قصف الجيش القرية. قال الوزير ذلك.");
    let output = run(&["lexicon", "coverage", &file, "--top", "3", "--lexicon", &own]);
    assert_eq!(code_of(&output), 0, "{}", stderr(&output));
    let text = stdout(&output);
    let row = text.lines().find(|l| l.starts_with("the 3 most frequent verbs  ")).unwrap_or_else(|| panic!("{text}"));
    assert_eq!(row.split_whitespace().skip(5).collect::<Vec<_>>(), ["1", "1", "0", "1"], "{text}");
    let missing = text.lines().find(|l| l.contains("دهفش")).unwrap_or_else(|| panic!("{text}"));
    assert_eq!(missing.split_whitespace().take(3).collect::<Vec<_>>(), ["1", "2", "verb"]);
    assert_eq!(text, stdout(&run(&["lexicon", "coverage", &file, "--top", "3", "--lexicon", &own, "--threads", "1"])));
}

#[test]
fn bench_prints_speed_and_memory() {
    let folder = Folder::new("bench");
    let file = folder.file("many.jsonl", many(50));
    let output = run(&["bench", &file]);
    assert_eq!(code_of(&output), 0, "{}", stderr(&output));
    let text = stdout(&output);
    assert!(text.contains("1 thread: 50 reports, "), "{text}");
    assert!(text.contains(" words/s, ") && text.contains(" reports/s, peak memory "), "{text}");
}

/// The shared gold, where it and a Python are there.
fn gold() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold");
    let python = Command::new("python3").arg("--version").output().is_ok_and(|out| out.status.success());
    if python && folder.join("score.py").is_file() {
        return Some(folder);
    }
    println!("skipped: ../shared/gold or python3 is not here");
    None
}

fn python(script: PathBuf, args: &[&str]) -> String {
    let output = Command::new("python3").env("PYTHONIOENCODING", "utf-8").arg(script).args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn our_own_output_scores_as_the_reference_says() {
    let Some(gold) = gold() else { return };
    let folder = Folder::new("score");
    let dev = gold.join("dev").to_str().unwrap().to_owned();
    let reports = run(&["gold", &dev]);
    assert_eq!(stdout(&reports), python(gold.join("reports.py"), &[&dev]));
    let coded = run(&["code", "-q", &folder.file("gold.jsonl", &reports.stdout)]);
    assert_eq!(records(&coded).len(), 19);
    let output = folder.file("out.jsonl", &coded.stdout);
    for misses in [&[][..], &["--misses"]] {
        let ours = run(&[&["score", &dev, &output][..], misses].concat());
        let theirs = python(gold.join("score.py"), &[&[dev.as_str(), output.as_str()], misses].concat());
        assert_eq!(stdout(&ours), theirs);
    }
    let gsr = gold.join("gsr").to_str().unwrap().to_owned();
    let reports = run(&["gold", "--gsr", &gsr]);
    assert_eq!(stdout(&reports), python(gold.join("score_gsr.py"), &["reports", &gsr]));
    let coded = run(&["code", "-q", &folder.file("gsr.jsonl", &reports.stdout)]);
    let output = folder.file("gsr-out.jsonl", &coded.stdout);
    assert_eq!(stdout(&run(&["score", "--gsr", &gsr, &output])), python(gold.join("score_gsr.py"), &["score", &gsr, &output]));
}

#[test]
fn what_cannot_be_scored_is_said() {
    let folder = Folder::new("no-score");
    let output = run(&["score", &folder.path("none"), &example()]);
    assert_eq!(code_of(&output), 1);
    assert!(stderr(&output).contains("none"));
}
