//! Reports for a ledger, and what stands in one afterwards.
#![allow(dead_code, reason = "each test file uses a part of it")]

use isnad_ledger::schema::Table;
use isnad_ledger::store::Snapshot;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The binary.
pub fn isnad() -> Command {
    Command::new(env!("CARGO_BIN_EXE_isnad"))
}

/// A folder of reports: several files of JSON Lines, a few lines of which cannot be read.
pub fn corpus(folder: &Path, files: usize, reports: usize) {
    let cities = ["دمشق", "بغداد", "طرابلس", "الخرطوم", "صنعاء", "بيروت", "عدن"];
    for f in 0..files {
        let mut out = String::new();
        for r in 0..reports {
            if r == 17 {
                out.push_str("{\"id\": \"broken\", \"body\": [\n");
                continue;
            }
            let (city, day, dead) = (cities[(f + r) % cities.len()], 1 + (r % 28), 2 + (f * 31 + r) % 40);
            let body = format!(
                "قال مسؤول محلي إن قصفا استهدف حيا في {city} يوم {day} تموز 2020 وأدى إلى مقتل {dead} مدنيا. ونفى الجيش السوري في بيان رقم {r} أن تكون طائراته قصفت {city}. ودعت وزارة الخارجية الروسية الأطراف إلى الحوار."
            );
            out.push_str(&format!("{{\"id\": \"r{f}-{r}\", \"title\": \"قصف في {city}\", \"body\": \"{body}\", \"published\": \"2020-07-{day:02}\", \"publisher\": \"صحيفة {f}\"}}\n"));
        }
        fs::write(folder.join(format!("news-{f}.jsonl")), out).unwrap();
    }
}

/// All rows of a table as text, without regard to their order; a row that stands twice is a fault.
pub fn rows(ledger: &Path, table: Table) -> BTreeSet<String> {
    let snapshot = Snapshot::open(ledger).unwrap();
    let mut out = BTreeSet::new();
    for batch in snapshot.batches(table, &[]) {
        let batch = batch.unwrap();
        let mut lines = arrow_json::LineDelimitedWriter::new(Vec::new());
        lines.write(&batch).unwrap();
        lines.finish().unwrap();
        for line in String::from_utf8(lines.into_inner()).unwrap().lines() {
            assert!(out.insert(line.to_owned()), "this row of {} stands twice: {line}", table.name());
        }
    }
    out
}
