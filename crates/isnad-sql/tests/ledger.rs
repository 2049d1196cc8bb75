//! Every view answers, over an empty ledger and over one with reports; the functions say what they should.

use isnad::Report;
use isnad::coder::Coder;
use isnad::record::Record;
use isnad_ledger::claims::{self, Corrections, Points};
use isnad_ledger::copies;
use isnad_ledger::ingest::Ingest;
use isnad_ledger::schema::{TABLES, Table};
use isnad_ledger::store::{Change, Ledger};
use isnad_sql::{Pack, Session, VIEWS};
use std::path::Path;

fn pack() -> Pack {
    Pack::new(isnad_ar::VERSION, isnad_ar::countries().map(|(code, ar, en)| (code.to_owned(), (ar.to_owned(), en.to_owned()))), || isnad_ar::lexicon(&[]).0)
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
    let session = Session::open(ledger.snapshot(), &pack()).unwrap();
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
    let session = Session::open(ledger.snapshot(), &pack()).unwrap();
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
    let session = Session::open(ledger.snapshot(), &pack()).unwrap();
    for sql in ["DROP TABLE events", "CREATE TABLE x AS SELECT 1", "INSERT INTO events SELECT * FROM events", "COPY events TO 'x.csv'", "SET datafusion.execution.batch_size = 1", "SELEKT"] {
        assert!(session.ask(sql).is_err(), "{sql}");
    }
}

/// Id, title, body, day and publisher.
type Given = (&'static str, &'static str, &'static str, Option<&'static str>, Option<&'static str>);

/// Reports of several kinds, one of them nothing but a title.
const REPORTS: [Given; 4] = [
    ("r0", "خبر", "اتهمت الحكومة التركية الجيش السوري بقصف مدنيين في حلب أمس.", Some("2015-08-07"), Some("aawsat")),
    ("r1", "خبر", "نفت الحكومة السورية أن يكون الجيش السوري قصف مدنيين في حلب أمس، وقتل 12 جنديا.", Some("2015-08-07"), None),
    ("r2", "", "قصفت طائرة مسيرة مغربية أمس الاثنين شاحنة قرب الحدود، وفقا لوزارة الدفاع الجزائرية.", None, Some("okaz")),
    ("r3", "عنوان", "", None, None),
];

#[test]
fn one_plan_from_files_gives_what_ingest_writes() {
    let folder = tempfile::tempdir().unwrap();
    let mut lines = String::new();
    for (id, title, body, published, publisher) in REPORTS {
        let field = |name: &str, value: Option<&str>| value.map_or(String::new(), |v| format!(", \"{name}\": \"{v}\""));
        lines.push_str(&format!("{{\"id\": \"{id}\"{}, \"body\": \"{body}\"{}{}}}\n", field("title", Some(title)), field("published", published), field("publisher", publisher)));
    }
    let file = folder.path().join("news.jsonl");
    std::fs::write(&file, lines).unwrap();

    let mut ledger = Ledger::open_or_create(&folder.path().join("ledger")).unwrap();
    let (lexicon, _) = isnad_ar::lexicon(&[]);
    let mut coder = Coder::new(&lexicon);
    let mut ingest = Ingest::new(&mut ledger).unwrap();
    for (k, report) in isnad_read::Reader::new([isnad_read::Input::Path(file.clone())]).flatten().enumerate() {
        let coded = coder.code(&report);
        let record = Record::new(&lexicon, &report, &coded, isnad_ar::VERSION);
        ingest.coded("news.jsonl", k as u64, "", &report, &coded, &record).unwrap();
    }
    ingest.finish().unwrap();

    let session = Session::open(ledger.snapshot(), &pack()).unwrap();
    let rows = |sql: &str| {
        let mut cells = session.ask(sql).unwrap_or_else(|e| panic!("{sql}: {e}")).cells().unwrap();
        cells.sort();
        cells
    };
    let coded = format!("SELECT isnad_code(id, title, body, published, publisher) AS c FROM read_jsonl('{}') WHERE fault IS NULL", file.display());
    for table in ["events", "attributions"] {
        let made = rows(&format!("SELECT unnest(row) FROM (SELECT unnest(c['{table}']) AS row FROM ({coded}))"));
        assert!(made.len() >= 2, "{table}: {made:?}");
        assert_eq!(made, rows(&format!("SELECT * FROM {table}")), "{table}");
    }
    let reports = "report, id, publisher, publishers, published, day, lang, title, text, text_sha256, coded, words, sentences, diagnostics, coder, pack";
    let picked: Vec<String> = reports.split(", ").map(|c| format!("c['{c}']")).collect();
    assert_eq!(rows(&format!("SELECT {} FROM ({coded})", picked.join(", "))), rows(&format!("SELECT {reports} FROM reports")));
}

#[test]
fn what_cannot_be_read_is_a_row_that_says_so() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.jsonl"), "{\"id\": \"r1\", \"body\": \"نص\"}\n{\"id\": \n{\"id\": \"r2\", \"body\": \"نص آخر\"}\n").unwrap();
    let session = Session::new(&pack()).unwrap();
    let ask = |sql: &str| session.ask(&sql.replace("DIR", &folder.path().display().to_string()));
    let cells = ask("SELECT id, fault IS NULL, place LIKE '%a.jsonl:%' FROM read_reports('DIR')").unwrap().cells().unwrap();
    let said: Vec<Vec<&str>> = cells.iter().map(|r| r.iter().map(|c| c.as_deref().unwrap_or("-")).collect()).collect();
    assert_eq!(said, [["r1", "true", "true"], ["-", "false", "true"], ["r2", "true", "true"]]);
    let missing = ask("SELECT fault FROM read_reports('DIR/none.jsonl')").unwrap().cells().unwrap();
    assert!(missing[0][0].as_deref().is_some_and(|f| f.contains("none.jsonl")), "{missing:?}");
    for wrong in ["SELECT * FROM read_reports()", "SELECT * FROM read_reports(7)"] {
        assert!(ask(wrong).unwrap_err().to_string().contains("read_reports('news.jsonl')"), "{wrong}");
    }
}
