//! Runs the reference scorers beside ours, over the real gold and outputs made from it, and compares every letter.
//!
//! Prints `skipped: ...` where the shared gold or Python is missing.

use isnad_score::{gold_reports, gsr_reports, plain, score_dir, score_gsr};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The shared gold folder, where it and a Python are there.
fn gold_folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold");
    let python = Command::new("python3").arg("--version").output().is_ok_and(|out| out.status.success());
    if python && folder.join("score.py").is_file() {
        return Some(folder);
    }
    println!("skipped: ../shared/gold or python3 is not here");
    None
}

/// What a Python script prints.
fn python(script: &Path, args: &[&str]) -> String {
    let out = Command::new("python3").env("PYTHONIOENCODING", "utf-8").arg(script).args(args).output().unwrap();
    assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// A folder of this test's own, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A small generator of its own, so that the noise is the same on every machine and for every version of every crate.
struct Noise(u64);

impl Noise {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.next(n) == 0
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.next(all.len())]
    }
}

fn find(text: &[char], words: &str, from: usize) -> Option<usize> {
    let words: Vec<char> = words.chars().collect();
    (from..=text.len().checked_sub(words.len())?).find(|&at| text[at..].starts_with(&words))
}

fn span(text: &[char], start: usize, end: usize) -> Value {
    let end = end.clamp(start.min(text.len()), text.len());
    let start = start.min(end);
    json!({"start": start, "end": end, "text": text[start..end].iter().collect::<String>()})
}

/// The gold report as a perfect coder would give it.
fn perfect(gold: &Value) -> Value {
    let sentences: Vec<&str> = gold["sentences"].as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect();
    let joined = sentences.join("\n");
    let text: Vec<char> = joined.chars().collect();
    let start = |s: &Value| sentences[..s.as_u64().unwrap() as usize].iter().map(|s| s.chars().count() + 1).sum::<usize>();
    let events = gold["events"].as_array().unwrap().iter().map(|e| {
        let words = e["trigger"].as_str().unwrap();
        let mut at = start(&e["s"]);
        for n in 0..e["nth"].as_u64().unwrap_or(1) {
            at = find(&text, words, at + usize::from(n > 0)).unwrap();
        }
        let mut out = e.clone();
        out["trigger"] = span(&text, at, at + words.chars().count());
        out["place"] = e["place"].as_str().map_or(Value::Null, |p| json!({"text": p, "start": 0, "end": 0}));
        out
    });
    let events: Vec<Value> = events.collect();
    let attributions = gold["attributions"].as_array().unwrap().iter().map(|a| {
        let from = start(&a["s"]);
        let content = a["content"].as_array().unwrap();
        let (first, last) = (content[0].as_str().unwrap(), content[content.len() - 1].as_str().unwrap());
        let low = find(&text, first, from).or_else(|| find(&text, first, 0)).unwrap();
        let high = find(&text, last, low).unwrap() + last.chars().count();
        let mut out = a.clone();
        out["content"] = span(&text, low, high);
        if let Some(cue) = a["cue"].as_str() {
            let at = find(&text, cue, from).unwrap();
            out["cue"] = span(&text, at, at + cue.chars().count());
        }
        out
    });
    json!({"id": gold["id"], "text": joined, "publishers": gold["publishers"],
           "attributions": attributions.collect::<Vec<_>>(), "events": events})
}

/// The same with faults, the more the smaller `rarity` is.
fn spoilt(perfect: &Value, noise: &mut Noise, rarity: usize) -> Value {
    let mut out = perfect.clone();
    let text: Vec<char> = out["text"].as_str().unwrap().chars().collect();
    let moved = |was: &Value, noise: &mut Noise| {
        let (start, end) = (was["start"].as_u64().unwrap() as usize, was["end"].as_u64().unwrap() as usize);
        let start = (start + noise.next(9)).saturating_sub(4);
        span(&text, start, (end + noise.next(9)).saturating_sub(4))
    };
    const CODES: [&str; 12] = ["", "RUS GOV", "SYR", "GOV", "IGO UNO", "IRQ UAF", "UAF", "NGO", "USA MIL GOV", " TUR  GOV", "XXX", "CVL"];
    const TYPES: [&str; 5] = ["ASSAULT", "PROTEST", "CONSULT", "ACCUSE", "نوع"];
    let codes = |entities: &mut Value, noise: &mut Noise| {
        let all = entities.as_array_mut().unwrap();
        for entity in all.iter_mut().filter(|_| noise.0 & 1 == 0) {
            entity["code"] = json!(CODES[entity["text"].as_str().unwrap().len() % CODES.len()]);
        }
        match noise.next(6) {
            0 => all.push(json!({"text": "أحد", "code": null})),
            1 => all.push(json!({"text": "it's 'أحد' \"\u{200f}"})),
            2 => all.push(json!({"text": "سين", "code": noise.of(&CODES)})),
            3 => drop(all.pop()),
            _ => all.reverse(),
        }
    };
    let events = out["events"].as_array_mut().unwrap();
    events.retain(|_| !noise.one_in(rarity * 2));
    for event in events.iter_mut() {
        if noise.one_in(rarity) {
            event["trigger"] = moved(&event["trigger"], noise);
        }
        if noise.one_in(rarity) {
            let side = noise.of(&["actor", "recipient"]);
            codes(&mut event[side], noise);
        }
        if noise.one_in(rarity * 2) {
            event["type"] = json!(noise.of(&TYPES));
        }
        if noise.one_in(rarity) {
            event["status"] = json!(noise.of(&["actual", "future", "negated"]));
        }
        if noise.one_in(rarity) {
            event["date"] = if noise.one_in(2) { Value::Null } else { json!("2015-07-21") };
        }
        if noise.one_in(rarity) {
            event["place"] = [json!({}), json!({"text": "بلدة في الشمال"}), json!({"text": null}), Value::Null][noise.next(4)].clone();
        }
        if noise.one_in(rarity) {
            event["in"] = json!([noise.of(&["a1", "a2", "a3"]), noise.of(&["a1", "a9", "لا أحد"])]);
        }
        if noise.one_in(rarity * 3) {
            event.as_object_mut().unwrap().retain(|key, _| key != "date" && key != "place");
        }
    }
    if noise.one_in(rarity) && !events.is_empty() {
        let twice = events[noise.next(events.len())].clone();
        events.push(twice);
    }
    if noise.one_in(3) {
        let at = noise.next(text.len());
        events.insert(
            0,
            json!({"id": "z", "type": noise.of(&TYPES), "status": "actual", "trigger": span(&text, at, at + 5),
                                "actor": [], "recipient": [], "date": null, "place": null, "in": []}),
        );
    }
    let attributions = out["attributions"].as_array_mut().unwrap();
    attributions.retain(|_| !noise.one_in(rarity * 2));
    for a in attributions.iter_mut() {
        if noise.one_in(rarity) {
            a["stance"] = json!(noise.of(&["asserts", "denies", "alleges", "doubts"]));
        }
        if noise.one_in(rarity) {
            a["source"] = json!({"text": noise.of(&["وزارة الخارجية", "متحدث", "", "الرئيس الأميركي"]), "code": noise.of(&CODES)});
        }
        if noise.one_in(rarity) {
            a["content"] = moved(&a["content"], noise);
        }
        if noise.one_in(rarity) && !a["cue"].is_null() {
            a["cue"] = if noise.one_in(2) { Value::Null } else { moved(&a["cue"], noise) };
        }
    }
    while noise.one_in(2) {
        let at = noise.next(text.len());
        let words = [json!(null), span(&text, at, at + 4)][noise.next(2)].clone();
        attributions.push(json!({"id": noise.of(&["a1", "extra"]), "cue": words, "source": {"text": "شهود عيان", "code": "CVL"},
                                 "stance": "asserts", "content": span(&text, at, at + 40), "in": null}));
    }
    match noise.next(rarity * 2) {
        0 => out["publishers"] = Value::Null,
        1 => out["publishers"] = json!(["رويترز", "وكالة الأنباء السعودية", "رويترز"]),
        2 => drop(out.as_object_mut().unwrap().remove("publishers")),
        _ => {}
    }
    out
}

/// Compares the whole text, with and without misses.
fn same(gold: &Path, scorer: &Path, output: &Path, what: &str) {
    let (folder, file) = (gold.to_str().unwrap(), output.to_str().unwrap());
    for misses in [false, true] {
        let args: &[&str] = if misses { &[folder, file, "--misses"] } else { &[folder, file] };
        let expected = python(scorer, args);
        let ours = score_dir(gold, output, misses).unwrap();
        assert!(ours.lines().count() > 16);
        for (ours, theirs) in ours.lines().zip(expected.lines()) {
            assert_eq!(ours, theirs, "{what}");
        }
        assert_eq!(ours, expected, "{what}");
    }
}

#[test]
fn every_line_of_the_gold_scorer() {
    let Some(shared) = gold_folder() else { return };
    let (gold, scorer) = (shared.join("dev"), shared.join("score.py"));
    let mut reports: Vec<PathBuf> = std::fs::read_dir(&gold).unwrap().map(|e| e.unwrap().path()).collect();
    reports.sort();
    let reports: Vec<Value> =
        reports.iter().filter(|path| path.extension().is_some_and(|e| e == "json")).map(|path| perfect(&serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap())).collect();
    let folder = Folder::new("gold");
    let lines = |reports: &[Value]| reports.iter().map(|r| format!("{r}\n")).collect::<String>();
    let output = folder.file("perfect.jsonl", &lines(&reports));
    same(&gold, &scorer, &output, "perfect");
    let table = score_dir(&gold, &output, false).unwrap();
    assert!(table.lines().next().is_some_and(|line| line.contains("F1 1.000")), "{table}");
    same(&gold, &scorer, &folder.file("empty.jsonl", ""), "empty");
    for seed in 1..=24_u64 {
        let mut noise = Noise(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let rarity = 1 + seed as usize % 6;
        let mut spoiled: Vec<Value> = reports.iter().map(|r| spoilt(r, &mut noise, rarity)).collect();
        spoiled.retain(|_| !noise.one_in(rarity * 4));
        spoiled.reverse();
        spoiled.push(json!({"id": "nobody's", "text": "", "events": [], "attributions": []}));
        let text = lines(&spoiled).replace('\n', ["\n", "\r\n", "\n \n"][noise.next(3)]);
        same(&gold, &scorer, &folder.file("spoilt.jsonl", &text), &format!("seed {seed}"));
    }
}

#[test]
fn every_line_of_the_sentence_scorer() {
    let Some(shared) = gold_folder() else { return };
    let (gold, scorer) = (shared.join("gsr"), shared.join("score_gsr.py"));
    let folder = Folder::new("gsr");
    let reports = gsr_reports(&gold).unwrap();
    for seed in 1..=6_u64 {
        let mut noise = Noise(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut text = String::new();
        for report in &reports {
            let report: Value = serde_json::from_str(report).unwrap();
            if noise.one_in(10) {
                continue;
            }
            let events: Vec<Value> = (0..noise.next(3))
                .map(|_| {
                    let mut side = || {
                        let codes = ["", "IRQ", "IRQ MIL", "USA MIL", "REB", "EGY SOC", "PSE REB", "ISR MIL", "A B C", "MIL A B"];
                        (0..noise.next(3)).map(|_| json!({"code": noise.of(&codes)})).collect::<Vec<_>>()
                    };
                    let (actor, recipient) = (side(), side());
                    json!({"type": noise.of(&["ASSAULT", "PROTEST", "CONSULT"]), "actor": actor, "recipient": recipient})
                })
                .collect();
            text += &format!("{}\n", json!({"id": report["id"], "events": events}));
        }
        let output = folder.file("output.jsonl", &text);
        let expected = python(&scorer, &["score", gold.to_str().unwrap(), output.to_str().unwrap()]);
        assert_eq!(score_gsr(&gold, &output).unwrap(), expected, "seed {seed}");
    }
    let output = folder.file("empty.jsonl", "");
    let expected = python(&scorer, &["score", gold.to_str().unwrap(), output.to_str().unwrap()]);
    assert_eq!(score_gsr(&gold, &output).unwrap(), expected);
}

#[test]
fn every_report_to_code() {
    let Some(shared) = gold_folder() else { return };
    let joined = |lines: Vec<String>| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    let (dev, gsr) = (shared.join("dev"), shared.join("gsr"));
    let expected = python(&shared.join("reports.py"), &[dev.to_str().unwrap()]);
    assert_eq!(joined(gold_reports(&dev).unwrap()), expected);
    let expected = python(&shared.join("score_gsr.py"), &["reports", gsr.to_str().unwrap()]);
    assert_eq!(joined(gsr_reports(&gsr).unwrap()), expected);
}

#[test]
fn the_hand_made_expectations_are_the_reference_s() {
    let Some(shared) = gold_folder() else { return };
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hand_made");
    let expected = |name: &str| std::fs::read_to_string(here.join(name)).unwrap();
    let path = |name: &str| here.join(name).to_str().unwrap().to_owned();
    let (gold, output) = (path("gold"), path("output.jsonl"));
    assert_eq!(python(&shared.join("score.py"), &[&gold, &output]), expected("expected.txt"));
    assert_eq!(python(&shared.join("score.py"), &[&gold, &output, "--misses"]), expected("expected-misses.txt"));
    let (gold, output) = (path("gsr"), path("gsr-output.jsonl"));
    assert_eq!(python(&shared.join("score_gsr.py"), &["score", &gold, &output]), expected("expected-gsr.txt"));
}

/// Every character that this Python knows, between two letters: is it folded, kept or taken for a gap as there?
#[test]
fn every_character_folds_as_in_the_reference() {
    let Some(shared) = gold_folder() else { return };
    let folder = Folder::new("folding");
    let script = format!(
        "import sys, json, unicodedata\nsys.path.insert(0, {:?})\nimport score\n\
         for n in range(0x110000):\n c = chr(n)\n if unicodedata.category(c) not in ('Cn', 'Cs', 'Co'):\n  \
         print(json.dumps([n, score.plain('x' + c + 'x')]))\n",
        shared.to_str().unwrap()
    );
    // The script must leave nothing behind in the shared folder.
    let script = script.replacen("import sys,", "import sys; sys.dont_write_bytecode = True\nimport", 1);
    let out = python(&folder.file("fold.py", &script), &[]);
    let mut seen = 0;
    let mut wrong = Vec::new();
    for line in out.lines() {
        let (n, words): (u32, Vec<String>) = serde_json::from_str(line).unwrap();
        let c = char::from_u32(n).unwrap();
        seen += 1;
        if plain(&format!("x{c}x")) != words {
            wrong.push(format!("U+{n:04X} {words:?}"));
        }
    }
    assert!(seen > 100_000);
    assert!(wrong.is_empty(), "{} characters: {:?}", wrong.len(), &wrong[..wrong.len().min(40)]);
}
