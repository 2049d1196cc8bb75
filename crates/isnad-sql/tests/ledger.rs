//! Every view answers, over an empty ledger and over one with reports; the functions say what they should.
#![cfg(feature = "sql")]

use isnad::Report;
use isnad::coder::Coder;
use isnad::record::Record;
use isnad_ledger::claims::{self, Corrections, Points};
use isnad_ledger::copies;
use isnad_ledger::ingest::Ingest;
use isnad_ledger::schema::{TABLES, Table};
use isnad_ledger::sql::{Names, Session, VIEWS};
use isnad_ledger::store::{Change, Ledger};
use std::path::Path;

fn names() -> Names {
    Names { countries: isnad_ar::countries().map(|(code, ar, en)| (code.to_owned(), (ar.to_owned(), en.to_owned()))).collect() }
}

fn views() -> Vec<&'static str> {
    VIEWS.lines().filter_map(|l| l.strip_prefix("CREATE VIEW ")).filter_map(|l| l.split(' ').next()).collect()
}

fn fill(folder: &Path) -> Ledger {
    let mut ledger = Ledger::open_or_create(folder).unwrap();
    let (lexicon, _) = isnad_ar::lexicon(&[]);
    let mut coder = Coder::new(&lexicon);
    coder.min_confidence = 0.0;
    let mut ingest = Ingest::new(&mut ledger).unwrap();
    let told = [("aawsat", "اتهمت الحكومة التركية الجيش السوري بقصف مدنيين في حلب أمس."), ("okaz", "نفت الحكومة السورية أن يكون الجيش السوري قصف مدنيين في حلب أمس.")];
    for (k, (publisher, body)) in told.into_iter().enumerate() {
        let mut report = Report::with_title(&format!("r{k}"), "خبر", body);
        report.publisher = Some(publisher.to_owned());
        report.published = Some("2015-08-07".to_owned());
        let coded = coder.code(&report);
        let record = Record::new(&lexicon, &report, &coded, "test");
        ingest.coded("test", k as u64, "test", &report, &coded, &record).unwrap();
    }
    ingest.finish().unwrap();
    let snapshot = ledger.snapshot().clone();
    let claims = claims::derive(&snapshot, &Default::default(), &Points::shipped(), &Corrections::default()).unwrap();
    let change = Change::default().replace(Table::Copies, copies::derive(&snapshot).unwrap()).replace(Table::Claims, claims.batches(&snapshot).unwrap());
    ledger.commit(change).unwrap();
    ledger
}

#[test]
fn tables_and_views_answer_where_nothing_is() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open_or_create(folder.path()).unwrap();
    let session = Session::open(ledger.snapshot(), &names()).unwrap();
    assert!(views().len() >= 6);
    for name in views().into_iter().chain(TABLES.map(Table::name)) {
        let answer = session.ask(&format!("SELECT * FROM {name}")).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(answer.cells().unwrap().is_empty(), "{name}");
    }
}

#[test]
fn a_denial_stands_beside_what_it_denies() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = fill(folder.path());
    let session = Session::open(ledger.snapshot(), &names()).unwrap();
    for view in views() {
        session.ask(&format!("SELECT * FROM {view}")).unwrap_or_else(|e| panic!("{view}: {e}"));
    }
    let rows = session.ask("SELECT denier, asserter FROM who_denies_whom WHERE type = 'ASSAULT'").unwrap().cells().unwrap();
    assert!(rows.contains(&vec![Some("SYR GOV".to_owned()), Some("TUR GOV".to_owned())]), "{rows:?}");
    let row = session.ask("SELECT plover_quad('ASSAULT'), goldstein('194'), country_name('SYR', 'ar'), country_name('SYR', 'en'), country_name('XXX', 'en')").unwrap().cells().unwrap();
    let said: Vec<Option<&str>> = row[0].iter().map(Option::as_deref).collect();
    assert_eq!(said, [Some("material conflict"), Some("-10.0"), Some("سوريا"), Some("Syria"), None]);
}

#[test]
fn a_question_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = fill(folder.path());
    let session = Session::open(ledger.snapshot(), &names()).unwrap();
    for sql in ["DROP TABLE events", "CREATE TABLE x AS SELECT 1", "INSERT INTO events SELECT * FROM events", "COPY events TO 'x.csv'", "SET datafusion.execution.batch_size = 1", "SELEKT"] {
        assert!(session.ask(sql).is_err(), "{sql}");
    }
}
