//! `isnad ingest` as a user runs it: interrupted anywhere, it goes on where it was; run again, it adds nothing.
#![cfg(feature = "ledger")]

mod ledgers;

use isnad_ledger::schema::Table;
use isnad_ledger::store::Snapshot;
use ledgers::{corpus, isnad, rows};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

#[test]
fn killed_at_any_moment_it_goes_on_where_it_was() {
    let (input, whole, broken) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    corpus(input.path(), 5, 400);
    let ingest = |into: &Path| {
        let mut call = isnad();
        call.arg("ingest").arg(input.path()).arg("--into").arg(into).args(["--commit-every", "60", "--quiet"]).stdout(Stdio::null()).stderr(Stdio::null());
        call
    };
    let start = Instant::now();
    assert_eq!(ingest(whole.path()).status().unwrap().code(), Some(1), "five lines cannot be read");
    let took = start.elapsed();

    // Killed at ten moments spread over the time that the whole run takes, then left to end.
    let mut kills = 0;
    let mut states = BTreeSet::new();
    for n in 0..10u32 {
        let mut run = ingest(broken.path()).spawn().unwrap();
        std::thread::sleep(took.mul_f64(0.1 + f64::from((n * 7) % 10) / 12.0).max(Duration::from_millis(15)));
        if run.try_wait().unwrap().is_none() {
            run.kill().unwrap();
            kills += 1;
        }
        run.wait().unwrap();
        // What is there is a whole state, whenever it was killed.
        if let Ok(snapshot) = Snapshot::open(broken.path()) {
            states.insert(rows(broken.path(), Table::Reports).len());
            rows(broken.path(), Table::Events);
            assert_eq!(snapshot.rows(Table::Reports), rows(broken.path(), Table::Reports).len() as u64);
        }
    }
    assert!(kills > 0, "no run lived long enough to be killed");
    assert_eq!(ingest(broken.path()).status().unwrap().code().map(|c| c < 2), Some(true));
    println!("{kills} of 10 runs were killed; reports after each: {states:?}");
    for table in [Table::Reports, Table::Attributions, Table::Events, Table::Copies, Table::Claims, Table::Quarantine] {
        assert!(rows(whole.path(), table) == rows(broken.path(), table), "{} differ", table.name());
    }
    assert_eq!(rows(whole.path(), Table::Reports).len(), 5 * 399);
    assert_eq!(rows(whole.path(), Table::Quarantine).len(), 5);
}

#[test]
fn a_second_run_adds_nothing_and_a_new_file_only_what_is_new() {
    let (input, ledger) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    corpus(input.path(), 2, 60);
    let run = || {
        let out = isnad().arg("ingest").arg(input.path()).arg("--into").arg(ledger.path()).output().unwrap();
        String::from_utf8(out.stderr).unwrap()
    };
    assert!(run().contains("118 reports added"), "the first run");
    let commit = Snapshot::open(ledger.path()).unwrap().commit();
    assert!(run().contains("0 reports added"));
    assert_eq!(Snapshot::open(ledger.path()).unwrap().commit(), commit, "nothing was written");
    // A file that came in again under another name holds nothing new; one with a new report holds one.
    fs::copy(input.path().join("news-0.jsonl"), input.path().join("news-7.jsonl")).unwrap();
    let text = fs::read_to_string(input.path().join("news-1.jsonl")).unwrap();
    fs::write(input.path().join("news-1.jsonl"), format!("{text}{{\"id\": \"late\", \"title\": \"خبر\", \"body\": \"استقبل الرئيس المصري وزير الخارجية التونسي في القاهرة.\"}}\n")).unwrap();
    let said = run();
    assert!(said.contains("1 report added") && said.contains("118 reports met"), "{said}");
    assert_eq!(rows(ledger.path(), Table::Reports).len(), 119);
}

#[test]
fn two_writers_do_not_meet() {
    let ledger = tempfile::tempdir().unwrap();
    let _writer = isnad_ledger::store::Ledger::open_or_create(ledger.path()).unwrap();
    let out = isnad().args(["ingest", "-", "--into"]).arg(ledger.path()).stdin(Stdio::null()).output().unwrap();
    assert!(String::from_utf8(out.stderr).unwrap().contains("another process is writing"));
    assert_eq!(out.status.code(), Some(1));
}
