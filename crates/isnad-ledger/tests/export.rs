//! Every format, over a small ledger of reports written for this test: what comes out stands in `tests/export/` for reading,
//! and is checked against the rules of the format. `ISNAD_BLESS=1` writes the files anew.

use isnad::Report;
use isnad::coder::Coder;
use isnad::record::Record;
use isnad_ledger::export::{self, Format, Written, acled, brat, gdelt, polecat};
use isnad_ledger::ingest::Ingest;
use isnad_ledger::rows::{Rows, key};
use isnad_ledger::schema::Table;
use isnad_ledger::store::{Change, Ledger, Snapshot};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// ID, publisher, day, address, title, body.
const REPORTS: [(&str, &str, &str, &str, &str, &str); 5] = [
    (
        "1",
        "صحيفة النهر",
        "2026-05-06",
        "https://example.org/1",
        "قتلى في تفجير",
        "قتل خمسة جنود أفغان في تفجير انتحاري في قندهار الثلاثاء.\nوقال وزير الدفاع الباكستاني إن طائرات هندية قصفت قرية في كشمير. ونفت الهند أن تكون طائراتها قصفت القرية. وزعم متحدث باسم الجيش السوداني أن قوات الدعم السريع قصفت مستشفى في الفاشر.",
    ),
    ("2", "=1+1", "2026-05-07", "", "زيارة", "يزور وزير الخارجية الفرنسي بيروت غدا. ولم يلتق الرئيس المصري نظيره التركي. واعتقلت الشرطة التركية عشرات الصحفيين في أنقرة."),
    (
        "3",
        "وكالة البحر",
        "2026-05-07",
        "urn:x:3",
        "مطالبة",
        "قال الأمين العام للأمم المتحدة أنطونيو غوتيريش: «نطالب إسرائيل وحماس\nبوقف إطلاق النار فورا». وتظاهر آلاف العراقيين في البصرة. واندلعت اشتباكات بين الجيش اليمني والحوثيين في تعز.",
    ),
    ("4", "صحيفة الجبل", "2026-05-07", "", "قتلى في تفجير", "قتل خمسة جنود أفغان في تفجير انتحاري في قندهار الثلاثاء."),
    ("5", "صحيفة الجبل", "2026-05-07", "", "خبر سحب", "قصف الجيش السوري بلدة في إدلب."),
];

fn ledger(folder: &Path) -> Snapshot {
    let (lexicon, _) = isnad_ar::lexicon(&[]);
    let mut coder = Coder::new(&lexicon);
    coder.min_confidence = 0.0;
    let mut ledger = Ledger::open_or_create(folder).expect("a new ledger");
    let mut ingest = Ingest::new(&mut ledger).expect("a new ledger");
    let mut keys = Vec::new();
    for (n, (id, publisher, day, url, title, body)) in REPORTS.into_iter().enumerate() {
        let mut report = Report::with_title(id, title, body);
        report.publisher = Some(publisher.to_owned());
        report.published = Some(day.to_owned());
        report.url = Some(url.to_owned()).filter(|u| !u.is_empty());
        keys.push(key(&report));
        let coded = coder.code(&report);
        let record = Record::new(&lexicon, &report, &coded, "test pack");
        ingest.coded("reports.jsonl", n as u64, &format!("reports.jsonl:{}", n + 1), &report, &coded, &record).expect("written");
    }
    ingest.uncoded("reports.jsonl", 5, "reports.jsonl:6", &Report::with_title("6", "خبر", "متن فارسی"), Some("fa")).expect("written");
    ingest.withdrawn("reports.jsonl", 6, "5").expect("written");
    ingest.finish().expect("written");
    let mut rows = Rows::new();
    let copy = json!({"report": keys[3], "group": keys[0], "origin": keys[0], "relation": "shortened", "share": 1.0, "share_of_origin": 0.25, "voice": "", "why": "test"});
    rows.push(Table::Copies, &[copy]).expect("a row");
    let batches = rows.take(Table::Copies).expect("a row");
    ledger.commit(Change::default().replace(Table::Copies, batches)).expect("written");
    Snapshot::open(folder).expect("a ledger")
}

fn exported(snapshot: &Snapshot, format: Format) -> (String, Written) {
    let mut out = Vec::new();
    let written = export::write(snapshot, format, &mut out).unwrap_or_else(|e| panic!("{}: {e}", format.name()));
    (String::from_utf8(out).expect("UTF-8"), written)
}

/// Compares with the file of that name, without what changes with every version of the program or line of the lexicon.
fn as_expected(name: &str, found: &str) {
    let version = env!("CARGO_PKG_VERSION");
    let found = found.replace(&format!("isnad {version}"), "VERSION").replace(&format!("{version} test pack"), "VERSION");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/export").join(name);
    if std::env::var_os("ISNAD_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, &found).expect("written");
    }
    let wanted = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    assert!(wanted == found, "{name} differs:\n{found}");
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}"))).collect()
}

/// The text of every report that counts, by key.
fn texts() -> BTreeMap<String, String> {
    let report = |(id, publisher, _, url, title, body): (&str, &str, &str, &str, &str, &str)| {
        let mut r = Report::with_title(id, title, body);
        r.publisher = Some(publisher.to_owned());
        r.url = Some(url.to_owned()).filter(|u| !u.is_empty());
        (key(&r), r.text)
    };
    REPORTS.into_iter().map(report).collect()
}

fn cut(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}

fn number(v: &Value) -> usize {
    usize::try_from(v.as_u64().expect("a number")).expect("small")
}

#[test]
fn every_format_writes_what_it_should() {
    let folder = tempfile::tempdir().expect("a folder");
    let snapshot = ledger(folder.path());
    let events = snapshot.rows(Table::Events);
    assert!(events >= 9, "{events} events");

    let (text, written) = exported(&snapshot, Format::Plover);
    let records = lines(&text);
    assert_eq!((written.rows as usize, written.left_out), (records.len(), 0));
    for r in &records {
        assert!(["id", "has_event", "event", "event_text", "quad_code", "text"].iter().all(|f| !r[f].is_null()), "{r}");
        assert!(r["text"].as_str().is_some_and(|t| t.contains(r["event_text"].as_str().unwrap_or("?"))), "{r}");
    }
    let modes: BTreeSet<&str> = records.iter().filter_map(|r| r["mode"].as_array()).flatten().filter_map(Value::as_str).collect();
    assert!(modes.contains("negation") && modes.contains("future"), "{modes:?}");
    assert!(records.iter().any(|r| r["comment"].as_str().is_some_and(|c| c.starts_with("contested"))));
    as_expected("plover.jsonl", &text);

    let (text, written) = exported(&snapshot, Format::Polecat);
    let mut table = csv::ReaderBuilder::new().delimiter(b'\t').from_reader(text.as_bytes());
    assert_eq!(table.headers().expect("a header").iter().collect::<Vec<_>>(), polecat::COLUMNS);
    let rows: Vec<csv::StringRecord> = table.records().map(|r| r.expect("as many columns as the header has")).collect();
    assert_eq!((rows.len() as u64, rows.len() as u64 + written.left_out), (written.rows, records.len() as u64));
    assert!(rows.iter().any(|r| &r[33] == "'=1+1"), "a publisher that a spreadsheet would run is escaped");
    as_expected("polecat.tsv", &text);

    let (text, written) = exported(&snapshot, Format::Gdelt);
    let mut ids = BTreeSet::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), gdelt::COLUMNS.len(), "{line}");
        assert!(cells[0].parse::<i64>().is_ok_and(|id| ids.insert(id)), "{line}");
        assert!(matches!(cells[29], "1" | "2" | "3" | "4"), "{line}");
    }
    assert_eq!(ids.len() as u64, written.rows);
    as_expected("gdelt.tsv", &text);

    let (text, written) = exported(&snapshot, Format::Acled);
    let mut table = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(table.headers().expect("a header").iter().collect::<Vec<_>>(), acled::COLUMNS);
    let rows: Vec<csv::StringRecord> = table.records().map(|r| r.expect("as many columns as the header has")).collect();
    assert_eq!(rows.len() as u64, written.rows);
    assert!(rows.iter().any(|r| &r[28] == "5"), "the words give five killed");
    as_expected("acled.csv", &text);

    let (text, written) = exported(&snapshot, Format::WebAnnotation);
    let texts = texts();
    let mut annotations = lines(&text);
    assert_eq!(annotations.len() as u64, written.rows);
    for a in &annotations {
        let target = &a["target"];
        let report = &texts[target["isnad:report"].as_str().and_then(|r| r.rsplit(':').next()).expect("a report")];
        let (quote, position) = (&target["selector"][0], &target["selector"][1]);
        let (start, end) = (number(&position["start"]), number(&position["end"]));
        let around = |f: &str| quote[f].as_str().expect("words").to_owned();
        assert_eq!(around("exact"), cut(report, start, end));
        assert!(report.contains(&format!("{}{}{}", around("prefix"), around("exact"), around("suffix"))));
    }
    for a in &mut annotations {
        // Rules name lines of the lexicon.
        a["body"].as_array_mut().expect("bodies").retain(|b| b["isnad:field"] != "rule");
    }
    as_expected("webannotation.jsonl", &annotations.iter().map(|a| format!("{a}\n")).collect::<String>());

    let (text, written) = exported(&snapshot, Format::Prov);
    let document: Value = serde_json::from_str(&text).expect("one document");
    assert_eq!(document["@context"]["prov"], "http://www.w3.org/ns/prov#");
    let nodes = document["@graph"].as_array().expect("nodes");
    assert_eq!(nodes.len() as u64, written.rows);
    let known: BTreeSet<&str> = nodes.iter().filter_map(|n| n["@id"].as_str()).collect();
    for n in nodes {
        for property in ["prov:wasAttributedTo", "prov:wasQuotedFrom", "prov:wasDerivedFrom", "prov:hadPrimarySource"] {
            let values = n[property].as_array().cloned().unwrap_or_else(|| vec![n[property].clone()]);
            assert!(values.iter().filter_map(|v| v["@id"].as_str()).all(|id| known.contains(id)), "{property} of {n}");
        }
    }
    assert!(nodes.iter().any(|n| n["isnad:relation"] == "shortened"));
    as_expected("prov.jsonld", &text);
    for text in [exported(&snapshot, Format::Plover).0, exported(&snapshot, Format::Prov).0] {
        assert!(!text.contains("خبر سحب"), "a report that was taken back is in no export");
    }
}

#[test]
fn tables_show_nothing_as_a_fact_that_is_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let snapshot = ledger(folder.path());
    let records = lines(&exported(&snapshot, Format::Plover).0);
    let (polecat, _) = exported(&snapshot, Format::Polecat);
    let (acled, _) = exported(&snapshot, Format::Acled);
    for r in &records {
        let id = r["id"].as_str().expect("an id");
        let unreal = r["mode"].as_array().is_some_and(|m| m.iter().any(|m| m == "negation" || m == "future" || m == "hypothetical"));
        let stances: BTreeSet<&str> = r["cite_info"]["chains"].as_array().into_iter().flatten().filter_map(Value::as_array).flatten().filter_map(|l| l["stance"].as_str()).collect();
        if unreal || stances.contains("denies") || stances.contains("doubts") {
            assert!(!polecat.contains(&format!("{id}\t")) && !acled.contains(&format!("{id},")), "{r}");
        }
    }
}

#[test]
fn brat_selects_exactly_the_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let snapshot = ledger(&folder.path().join("ledger"));
    let out = folder.path().join("brat");
    assert_eq!(brat::write(&snapshot, &out).expect("written").rows, 5);
    assert!(brat::write(&snapshot, &out).is_err(), "a folder that is not empty");
    let configuration = std::fs::read_to_string(out.join("annotation.conf")).expect("written");
    let mut all = String::new();
    for (key, text) in texts() {
        let Ok(annotations) = std::fs::read_to_string(out.join(format!("{key}.ann"))) else { continue };
        assert_eq!(std::fs::read_to_string(out.join(format!("{key}.txt"))).expect("written"), text);
        let mut ids = BTreeSet::new();
        for line in annotations.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            assert!(ids.insert(fields[0].to_owned()), "twice: {line}");
            if line.starts_with('T') {
                let (kind, places) = fields[1].split_once(' ').expect("a kind and places");
                assert!(configuration.lines().any(|l| l.split('\t').next() == Some(kind)), "{kind} is not in annotation.conf");
                let places: Vec<(usize, usize)> = places.split(';').map(|p| p.split_once(' ').expect("two")).map(|(a, b)| (a.parse().expect("a number"), b.parse().expect("a number"))).collect();
                let words: Vec<String> = places.iter().map(|(a, b)| cut(&text, *a, *b)).collect();
                assert!(words.iter().all(|w| !w.is_empty() && !w.contains(['\n', '\t'])), "{line}");
                assert_eq!(words.join(" "), fields[2]);
            } else {
                for arg in fields[1].split(' ').filter_map(|a| a.split_once(':')).map(|(_, id)| id) {
                    assert!(ids.contains(arg), "{line}");
                }
            }
        }
        all.push_str(&format!("{annotations}\n"));
    }
    as_expected("brat.ann", &all);
    as_expected("annotation.conf", &configuration);
}

#[test]
fn formats_have_names() {
    for format in export::FORMATS {
        assert_eq!(Format::named(format.name()), Some(format));
    }
    assert_eq!(Format::named("xml"), None);
    let folder = tempfile::tempdir().expect("a folder");
    drop(Ledger::open_or_create(folder.path()).expect("a new ledger"));
    let snapshot = Snapshot::open(folder.path()).expect("a ledger");
    assert!(export::write(&snapshot, Format::Brat, &mut Vec::new()).is_err_and(|e| e.to_string().contains("folder")));
}

#[test]
fn corrections_are_laid_over_events_and_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let snapshot = ledger(folder.path());
    let plover = |snapshot: &Snapshot| -> Vec<Value> { exported(snapshot, Format::Plover).0.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect() };
    let before = plover(&snapshot);
    let named = |kind: &str| before.iter().find(|e| e["event"][0] == kind).unwrap_or_else(|| panic!("no {kind}"))["id"].as_str().expect("a name").to_owned();
    let (rejected, recoded) = (named("PROTEST"), named("COERCE"));
    let lines = format!("reject | {rejected} | a scene of a film\nrecode | {recoded} | SANCTION | =they only fined them\n");
    std::fs::write(folder.path().join("corrections.txt"), lines).expect("written");

    let after = plover(&snapshot);
    assert_eq!(after.len(), before.len(), "evidence stays");
    let of = |id: &str| after.iter().find(|e| e["id"] == id).expect("there");
    assert_eq!((&of(&rejected)["has_event"], &of(&rejected)["comment"]), (&json!(false), &json!("rejected: a scene of a film")));
    assert_eq!(of(&recoded)["event"], json!(["SANCTION"]));
    assert!(of(&recoded)["comment"].as_str().is_some_and(|c| c.starts_with("recoded from COERCE") && c.ends_with("=they only fined them")), "{}", of(&recoded));
    for format in [Format::Polecat, Format::Gdelt, Format::Acled] {
        let (text, written) = exported(&snapshot, format);
        assert!(!text.contains(&rejected), "{}: what a user rejected is in no table", format.name());
        assert!(written.left_out > 0);
    }
    let (polecat, _) = exported(&snapshot, Format::Polecat);
    assert!(polecat.lines().any(|l| l.contains(&recoded) && l.contains("SANCTION")), "{polecat}");
    for format in [Format::WebAnnotation, Format::Prov] {
        assert!(exported(&snapshot, format).0.contains("rejected: a scene of a film"), "{}", format.name());
    }
    std::fs::write(folder.path().join("corrections.txt"), "refuse | x/e1\n").expect("written");
    let fault = export::write(&snapshot, Format::Plover, &mut Vec::new()).expect_err("a line that is none");
    assert!(fault.to_string().contains("corrections.txt:1"), "{fault}");
}
