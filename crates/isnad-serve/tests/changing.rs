//! What the server answers while its ledger and its corrections change, and what it refuses.

mod support;

use isnad_ledger::claims::Corrections;
use isnad_ledger::schema::Table;
use isnad_ledger::store::{Ledger, Snapshot};
use isnad_serve::filter::Filters;
use isnad_serve::index::build::{Known, build};
use isnad_serve::index::fields::Fields;
use isnad_serve::index::places::Places;
use isnad_serve::index::words::{self, Words};
use isnad_serve::index::{Kind, Shelves, base};
use isnad_serve::names::Names;
use isnad_serve::walk::{Count, Stop, Values, Visit, walk, walk_all};
use isnad_serve::{ServeError, Server};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use support::{ask, get, ingest, post, refresh, send, serve, settings, settled, until};
use tantivy::schema::Value as _;

/// Reports that are not there yet.
const MORE: [support::Told; 4] = [
    ("صحيفة الوادي", "2026-05-10", "احتجاج", "تظاهر مئات التونسيين في العاصمة تونس الأحد."),
    ("صحيفة الوادي", "2026-05-11", "قصف", "قصفت طائرات روسية بلدة في أوكرانيا الاثنين."),
    ("صحيفة الوادي", "2026-05-12", "اتفاق", "وقعت قطر وتركيا اتفاق تعاون في الدوحة الثلاثاء."),
    ("صحيفة الوادي", "2026-05-13", "اعتقال", "اعتقلت الشرطة الهندية عشرات المتظاهرين في نيودلهي الأربعاء."),
];

#[test]
fn the_state_swaps_whole_while_commits_go_on() {
    let running = serve(|_| ());
    let address = running.address;
    // What each commit holds, as the writer knows it.
    let held: Mutex<BTreeMap<u64, (u64, u64, u64)>> = Mutex::new(BTreeMap::new());
    let note = |s: &Snapshot| {
        held.lock().expect("no panic").insert(s.commit(), (s.rows(Table::Events), s.rows(Table::Claims), s.rows(Table::Reports)));
    };
    note(&Snapshot::open(running.folder.path()).expect("a ledger"));
    let ended = AtomicBool::new(false);
    let last = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut ledger = Ledger::open_or_create(running.folder.path()).expect("the only writer");
            for (n, report) in MORE.iter().enumerate() {
                ingest(&mut ledger, 100 + n, std::slice::from_ref(report));
                note(ledger.snapshot());
                std::thread::sleep(Duration::from_millis(60));
                refresh(&mut ledger);
                note(ledger.snapshot());
                std::thread::sleep(Duration::from_millis(60));
            }
            // Each table of a compacted ledger is a commit of its own, with the same rows.
            ledger.compact(1000).expect("compacted");
            let rows = (ledger.snapshot().rows(Table::Events), ledger.snapshot().rows(Table::Claims), ledger.snapshot().rows(Table::Reports));
            let last = ledger.snapshot().commit();
            let mut held = held.lock().expect("no panic");
            let first = *held.keys().next_back().expect("some");
            held.extend((first..=last).map(|c| (c, rows)));
            last
        });
        let reader = scope.spawn(|| {
            let mut seen = Vec::new();
            while !ended.load(Ordering::Acquire) {
                let totals: Vec<(u64, &str, u64)> = ["events", "claims", "reports"]
                    .into_iter()
                    .map(|of| {
                        let list = ask(address, &format!("{of}?limit=1"));
                        (list["state"].as_u64().expect("a number"), of, list["total"].as_u64().expect("a number"))
                    })
                    .collect();
                seen.extend(totals);
            }
            seen
        });
        let last = writer.join().expect("the writer");
        until("the last state", || (ask(address, "state")["state"].as_u64() == Some(last)).then_some(()));
        ended.store(true, Ordering::Release);
        let held = held.lock().expect("no panic");
        let mut states = BTreeSet::new();
        for (state, of, total) in reader.join().expect("the reader") {
            let rows = held[&state];
            let wanted = match of {
                "events" => rows.0,
                "claims" => rows.1,
                _ => rows.2,
            };
            assert_eq!(total, wanted, "{of} of state {state}");
            states.insert(state);
        }
        assert!(states.len() >= 2, "{states:?}");
        last
    });
    assert_eq!(settled(address)["state"], last);
}

fn walk_pages(address: std::net::SocketAddr, list: &str, key: &str, mut between: impl FnMut(usize)) -> Result<Vec<String>, support::Answer> {
    let (mut seen, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let answer = get(address, &format!("/api/v1/{list}&limit=2{cursor}"));
        if answer.status != 200 {
            return Err(answer);
        }
        let page = answer.json();
        seen.extend(page["items"].as_array().expect("items").iter().map(|i| i[key].as_str().expect("a key").to_owned()));
        pages += 1;
        between(pages);
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return Ok(seen),
        }
    }
}

#[test]
fn a_list_goes_on_over_a_new_state() {
    let running = serve(|_| ());
    let address = running.address;
    let all = |list: &str, key: &str| -> BTreeSet<String> { ask(address, list)["items"].as_array().expect("items").iter().map(|i| i[key].as_str().expect("a key").to_owned()).collect() };
    let (events, claims) = (all("events?limit=200", "key"), all("claims?limit=200", "claim"));
    let add = |k: usize| {
        let before = settled(address)["state"].as_u64();
        let mut ledger = Ledger::open_or_create(running.folder.path()).expect("the only writer");
        ingest(&mut ledger, 200 + k, &MORE[k..=k]);
        refresh(&mut ledger);
        drop(ledger);
        until("a new state", || (ask(address, "state")["state"].as_u64() >= before.map(|b| b + 2)).then_some(()));
    };
    // The state with which the list began is kept: nothing comes in, nothing is told twice.
    let seen = walk_pages(address, "claims?sort=-chains", "claim", |page| {
        if page == 1 {
            add(0)
        }
    })
    .expect("the state is kept");
    assert_eq!((seen.len(), seen.iter().cloned().collect::<BTreeSet<_>>()), (claims.len(), claims));
    // Events go on even where it is no longer kept: each once, and every one of those that were there.
    let seen = walk_pages(address, "events?sort=-seen", "key", |page| {
        if page == 1 {
            (1..4).for_each(add);
        }
    })
    .expect("events never change their place");
    let each: BTreeSet<String> = seen.iter().cloned().collect();
    assert_eq!(seen.len(), each.len());
    assert!(each.is_superset(&events));
    // Claims may: who goes on is told to begin again.
    let gone = get(address, "/api/v1/claims?limit=2&cursor=1-0-0-31-0-0");
    gone.is_fault(400);
    let next = ask(address, "claims?limit=2&sort=-chains")["next"].as_str().expect("more").to_owned();
    let mut parts: Vec<&str> = next.split('-').collect();
    parts[0] = "1";
    get(address, &format!("/api/v1/claims?limit=2&sort=-chains&cursor={}", parts.join("-"))).is_fault(410);
}

/// All that an index tells, whatever order its rows stand in.
fn everything(folder: &std::path::Path, known: &Known) -> BTreeSet<String> {
    let shelves = Shelves::open(folder, &known.words).expect("an index");
    let mut out = BTreeSet::new();
    let stop = Stop::after(Duration::from_secs(60));
    for kind in Kind::ALL {
        let mut rows = 0;
        for segment in shelves.of(kind).segment_readers() {
            let store = segment.get_store_reader(10).expect("a store");
            for doc in segment.doc_ids_alive() {
                let doc: tantivy::TantivyDocument = store.get(doc).expect("a row");
                let bytes: Vec<String> = [known.fields.item, known.fields.more].into_iter().flat_map(|f| doc.get_all(f).map(|v| format!("{v:?}")).collect::<Vec<_>>()).collect();
                assert!(out.insert(format!("{} {}", kind.name(), bytes.join(" "))), "a row stands twice");
                rows += 1;
            }
        }
        assert_eq!(rows, shelves.count(kind));
        for column in ["type", "mode", "status", "stance", "actor", "recipient", "source", "said", "country", "publisher", "lang", "place", "voice"] {
            let mut values = Values::of(column);
            walk_all(&shelves, kind, known, &Filters::default(), false, &stop, &mut [&mut values]).expect("it has time");
            out.insert(format!("{} {column} {:?} {}", kind.name(), values.top(10_000), 0));
        }
        for q in ["وزير", "قصف", "الهند", "\"مجلس الوزراء\"", "تظاهر", "قندهار"] {
            let mut count = Count::default();
            walk_all(&shelves, kind, known, &Filters { q: Some(q.to_owned()), ..Filters::default() }, false, &stop, &mut [&mut count]).expect("it has time");
            out.insert(format!("{} {q} {}", kind.name(), count.0));
        }
    }
    out
}

#[test]
fn an_index_over_an_older_one_is_the_one_that_is_made_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    support::make(folder.path());
    let known = Known { fields: Fields::new(), words: Words::new().expect("the pack's table"), places: Places::new(&support::SHIPPED.0), names: Names::shipped() };
    let ended = AtomicBool::new(false);
    let made = |older: Option<&std::path::Path>| {
        let place = tempfile::tempdir().expect("a folder");
        let (snapshot, corrections) = (Snapshot::open(folder.path()).expect("a ledger"), Corrections::of(folder.path()).expect("corrections"));
        let made = build(&snapshot, &corrections, &known, place.path(), older, &ended).expect("an index");
        (place, made)
    };
    let (mut last, first) = made(None);
    assert!(!first.over && first.written.0 == support::REPORTS.len());
    let mut keys: Vec<String> = Vec::new();
    for segment in Shelves::open(last.path(), &known.words).expect("an index").of(Kind::Events).segment_readers() {
        let store = segment.get_store_reader(1).expect("a store");
        keys.extend(store.iter::<tantivy::TantivyDocument>(None).map(|d| {
            let doc = d.expect("a row");
            let item = doc.get_first(known.fields.item).and_then(|v| v.as_bytes()).expect("an item");
            serde_json::from_slice::<Value>(item).expect("JSON")["key"].as_str().expect("a key").to_owned()
        }));
    }
    keys.sort();
    // Nothing has changed, reports come in, corrections are made and taken back, a report is taken back, all changes at once.
    type Step<'s> = (&'s str, Box<dyn Fn() + 's>);
    let ledger = || Ledger::open_or_create(folder.path()).expect("the only writer");
    let correct = |lines: &str| {
        std::fs::write(folder.path().join("corrections.txt"), lines).expect("written");
        refresh(&mut ledger());
    };
    let steps: Vec<Step<'_>> = vec![
        ("nothing", Box::new(|| ())),
        ("derived again", Box::new(|| refresh(&mut ledger()))),
        (
            "a report",
            Box::new(|| {
                let mut ledger = ledger();
                ingest(&mut ledger, 100, &MORE[..1]);
                refresh(&mut ledger);
            }),
        ),
        ("a report that is not derived from yet", Box::new(|| ingest(&mut ledger(), 101, &MORE[1..2]))),
        ("a recoding", Box::new(|| correct(&format!("recode | {} | PROTEST/riot | why\n", keys[0])))),
        ("two mentions apart, one rejected", Box::new(|| correct(&format!("different | {} | {}\nreject | {}\n", keys[0], keys[1], keys[2])))),
        ("taken back", Box::new(|| correct(""))),
        (
            "a copy and more",
            Box::new(|| {
                let mut ledger = ledger();
                let copy = ("صحيفة السهل", "2026-05-12", support::REPORTS[0].2, support::REPORTS[0].3);
                ingest(&mut ledger, 102, &[copy, MORE[2], MORE[3]]);
                refresh(&mut ledger);
            }),
        ),
    ];
    for (what, step) in steps {
        step();
        let (over, how) = made(Some(last.path()));
        let (anew, whole) = made(None);
        assert!(how.over && how.written.0 < whole.written.0, "{what}: {how:?} of {whole:?}");
        let (a, b) = (everything(over.path(), &known), everything(anew.path(), &known));
        let differ: Vec<_> = a.symmetric_difference(&b).map(|s| s.chars().take(400).collect::<String>()).collect();
        assert!(differ.is_empty(), "{what}: {differ:#?}");
        last = over;
    }
    // Files that were put together are others: an older index says nothing of them.
    ledger().compact(1000).expect("compacted");
    let snapshot = Snapshot::open(folder.path()).expect("a ledger");
    assert_eq!(base::usable(Some(last.path()), folder.path(), &snapshot), None);
}

fn corrections(address: std::net::SocketAddr) -> (Value, String) {
    let list = ask(address, "corrections");
    let version = list["version"].as_str().expect("a version").to_owned();
    (list, version)
}

#[test]
fn corrections_change_claims_and_no_evidence() {
    let running = serve(|_| ());
    let address = running.address;
    let parts = |table: Table| -> Vec<_> { Snapshot::open(running.folder.path()).expect("a ledger").parts(table).map(|p| (p.clone(), std::fs::read(p).expect("a file"))).collect() };
    let before: Vec<_> = [Table::Reports, Table::Attributions, Table::Events].map(parts).into();
    let claim = ask(address, "claims?sort=-reports&limit=1")["items"][0].clone();
    let whole = ask(address, &format!("claims/{}", claim["claim"].as_str().expect("an id")));
    let mention = |k: usize| whole["mentions"][k]["key"].as_str().expect("a key").to_owned();
    let (_, version) = corrections(address);
    let send = |body: Value| post(address, "corrections", "application/json", body.to_string().as_bytes());

    // What makes no sense is not written.
    for (body, status) in [
        (json!({"kind": "merge", "mentions": [mention(0)], "version": version}), 400),
        (json!({"kind": "same", "mentions": [mention(0)], "version": version}), 400),
        (json!({"kind": "same", "mentions": [mention(0), mention(0)], "version": version}), 400),
        (json!({"kind": "reject", "mentions": ["0000000000000000/e1"], "version": version}), 400),
        (json!({"kind": "reject", "mentions": ["../e1"], "version": version}), 400),
        (json!({"kind": "recode", "mentions": [mention(0)], "value": "WOLF", "version": version}), 400),
        (json!({"kind": "recode", "mentions": [mention(0)], "version": version}), 400),
        (json!({"kind": "reject", "mentions": [mention(0)], "version": "0000000000000000"}), 409),
        (json!({"kind": "reject", "mentions": [mention(0)], "version": version, "also": 1}), 400),
        (json!([]), 400),
    ] {
        send(body).is_fault(status);
    }
    assert_eq!(corrections(address).1, version);

    // Two mentions are not one occurrence.
    let told = send(json!({"kind": "different", "mentions": [mention(0), mention(1)], "why": "two | attacks\n# on two days", "version": version}));
    assert_eq!(told.status, 200, "{}", told.text());
    let told = told.json();
    assert_eq!((told["items"][0]["line"].as_u64(), told["items"][0]["why"].as_str()), (Some(1), Some("two ¦ attacks ＃ on two days")));
    let state = settled(address);
    assert!(state["state"].as_u64() > whole["state"].as_u64());
    let event = |key: &str| {
        ask(address, &format!("events?report={}&limit=200", key.split('/').next().expect("a report")))["items"].as_array().expect("items").iter().find(|e| e["key"] == key).expect("the event").clone()
    };
    assert_ne!(event(&mention(0))["claim"], event(&mention(1))["claim"]);
    assert_eq!(event(&mention(0))["corrections"][0]["kind"], "different");
    assert_eq!(ask(address, "events?corrected=true")["total"], 2);
    assert_eq!(ask(address, "claims?corrected=true")["total"], 2);
    assert_eq!(ask(address, "reports?corrected=true")["total"], 2);

    // Another type; the event keeps what it was coded as.
    let (_, version) = corrections(address);
    let told = send(json!({"kind": "recode", "mentions": [mention(0)], "value": "PROTEST/riot", "version": version})).json();
    settled(address);
    let recoded = event(&mention(0));
    assert_eq!((recoded["type"].as_str(), recoded["mode"].as_str(), recoded["coded_as"]["type"].as_str()), (Some("PROTEST"), Some("riot"), whole["type"].as_str()));
    let its = ask(address, &format!("claims/{}", recoded["claim"].as_str().expect("a claim")));
    assert_eq!((its["type"].as_str(), its["mode"].as_str(), its["corrections"].as_array().map(Vec::len)), (Some("PROTEST"), Some("riot"), Some(2)));
    assert!(get(address, "/api/v1/claims.csv?corrected=true").text().lines().skip(1).all(|l| l.ends_with(",true")));

    // No event at all.
    let version = told["version"].as_str().expect("a version");
    let told = send(json!({"kind": "reject", "mentions": [mention(1)], "version": version})).json();
    settled(address);
    assert!(event(&mention(1))["claim"].is_null());

    // Taken back: all is as before.
    let mut version = told["version"].as_str().expect("a version").to_owned();
    let delete = |line: u64, version: &str| support::send(address, &format!("DELETE /api/v1/corrections/{line}?version={version} HTTP/1.0\r\nhost: localhost\r\nx-isnad: 1"), b"");
    delete(9, &version).is_fault(404);
    delete(1, "x").is_fault(409);
    for _ in 0..3 {
        let told = delete(1, &version);
        assert_eq!(told.status, 200, "{}", told.text());
        version = told.json()["version"].as_str().expect("a version").to_owned();
    }
    settled(address);
    assert_eq!(ask(address, "claims?sort=-reports&limit=1")["items"][0], claim);
    assert_eq!(ask(address, "events?corrected=true")["total"], 0);
    let after: Vec<_> = [Table::Reports, Table::Attributions, Table::Events].map(parts).into();
    assert!(before == after, "evidence is never changed");
}

#[test]
fn corrections_wait_for_another_writer() {
    let running = serve(|_| ());
    let address = running.address;
    let key = ask(address, "events?limit=1")["items"][0]["key"].clone();
    let before = settled(address)["state"].clone();
    let writer = Ledger::open_or_create(running.folder.path()).expect("the only writer");
    let (_, version) = corrections(address);
    let told = post(address, "corrections", "application/json", json!({"kind": "reject", "mentions": [key], "version": version}).to_string().as_bytes());
    assert_eq!(told.status, 200);
    let waiting = until("a word on what it waits for", || Some(ask(address, "state")).filter(|s| s["trouble"].is_string()));
    assert!(waiting["busy"] == true && waiting["state"] == before && waiting["trouble"].as_str().is_some_and(|t| t.contains("another process")), "{waiting}");
    drop(writer);
    assert_ne!(settled(address)["state"], before);
}

#[test]
fn a_ledger_is_not_open_to_others_without_a_token() {
    let folder = tempfile::tempdir().expect("a folder");
    support::make(folder.path());
    let mut open = settings(folder.path());
    open.listen = ([0, 0, 0, 0], 0).into();
    match Server::open(open.clone()) {
        Err(ServeError::Call(what)) => assert!(what.contains("token") && what.contains("0.0.0.0"), "{what}"),
        other => panic!("{other:?}"),
    }
    open.token = Some("short".to_owned());
    assert!(matches!(Server::open(open), Err(ServeError::Call(_))));
    let mut none = settings(&folder.path().join("none"));
    none.token = None;
    assert!(matches!(Server::open(none), Err(ServeError::Ledger(_))));
}

#[test]
fn with_a_token_nothing_is_told_without_it() {
    const TOKEN: &str = "correct-horse-battery-staple";
    let running = serve(|s| {
        s.listen = ([0, 0, 0, 0], 0).into();
        s.token = Some(TOKEN.to_owned());
    });
    let address = std::net::SocketAddr::from(([127, 0, 0, 1], running.address.port()));
    for path in ["/api/v1/state", "/api/v1/events.csv", "/api/v1/nothing", "/metrics", "/openapi.json"] {
        get(address, path).is_fault(401);
        send(address, &format!("GET {path} HTTP/1.0\r\nhost: x\r\nauthorization: Bearer {TOKEN}x"), b"").is_fault(401);
        let known = send(address, &format!("GET {path} HTTP/1.0\r\nhost: x\r\nauthorization: bearer {TOKEN}"), b"");
        assert_ne!(known.status, 401, "{path}");
    }
    assert_eq!(get(address, "/healthz").status, 200);
    assert_eq!(get(address, "/").status, 200);
    send(address, &format!("POST /api/v1/code HTTP/1.0\r\nhost: x\r\nauthorization: Bearer {TOKEN}"), b"x").is_fault(403);
    assert!(!format!("{:?}", isnad_serve::Settings { token: Some(TOKEN.to_owned()), ..settings(running.folder.path()) }).contains(TOKEN));
}

#[test]
fn what_takes_too_long_is_stopped() {
    let running = serve(|s| s.limits.request = Duration::from_nanos(1));
    let answer = get(running.address, "/api/v1/events");
    answer.is_fault(503);
    assert!(answer.header("retry-after").is_some());
    assert_eq!(get(running.address, "/healthz").status, 200);
}

/// Stops the walk at the first thing.
struct Stops(Stop, u32);

impl Visit for Stops {
    fn segment(&mut self, _: u32, _: &tantivy::SegmentReader) -> tantivy::Result<()> {
        Ok(())
    }

    fn take(&mut self, _: u32, _: f32) {
        self.0.now();
        self.1 += 1;
    }

    fn end(&mut self) -> tantivy::Result<()> {
        Ok(())
    }
}

#[test]
fn a_search_that_nobody_waits_for_ends_where_it_is() {
    let fields = Fields::new();
    let index = tantivy::Index::create_in_ram(fields.schema.clone());
    let words = Words::new().expect("the pack's table");
    index.tokenizers().register(words::NAME, words.clone());
    let mut writer: tantivy::IndexWriter = index.writer_with_num_threads(1, 20 << 20).expect("a writer");
    for k in 0..20_000 {
        let mut doc = tantivy::TantivyDocument::default();
        doc.add_u64(fields.tie, k);
        writer.add_document(doc).expect("added");
    }
    writer.commit().expect("written");
    let searcher = index.reader().expect("a reader").searcher();
    let room = Duration::from_secs(60);
    let mut count = Count::default();
    walk(&searcher, &fields, &words, &Filters::default(), false, &Stop::after(room), &mut [&mut count]).expect("it has time");
    assert_eq!(count.0, 20_000);
    let stop = Stop::after(room);
    let mut stops = Stops(stop.clone(), 0);
    let ended = walk(&searcher, &fields, &words, &Filters::default(), false, &stop, &mut [&mut stops]);
    assert!(ended.is_err() && stops.1 < 1000, "{} of 20,000", stops.1);
    assert!(walk(&searcher, &fields, &words, &Filters::default(), false, &Stop::after(Duration::ZERO), &mut [&mut Count::default()]).is_err());
}

#[test]
fn bounds_hold() {
    let running = serve(|s| {
        s.limits.requests = 0;
    });
    get(running.address, "/api/v1/state").is_fault(503);
    drop(running);
    let running = serve(|s| s.limits.saved = 0);
    get(running.address, "/api/v1/events.ndjson").is_fault(503);
    let long = "x".repeat(20 << 10);
    get(running.address, &format!("/api/v1/events?publisher={long}")).is_fault(400);
    let many: String = (0..300).map(|k| format!("publisher={k}&")).collect();
    get(running.address, &format!("/api/v1/events?{many}")).is_fault(400);
}

#[test]
fn an_index_is_found_again_and_a_spoilt_one_made_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    support::make(folder.path());
    let first = Server::open(settings(folder.path())).expect("a server");
    assert!(first.app().keeper.now().seconds > 0.0);
    drop(first);
    let second = Server::open(settings(folder.path())).expect("a server");
    assert_eq!(second.app().keeper.now().seconds, 0.0);
    drop(second);
    let kept = std::fs::read_dir(folder.path().join(".search")).expect("a folder").next().expect("an index").expect("an entry").path();
    std::fs::write(kept.join("claims/meta.json"), "{").expect("spoilt");
    let third = Server::open(settings(folder.path())).expect("a server");
    assert!(third.app().keeper.now().seconds > 0.0);
    // A ledger in a folder of its own takes the index for no foreign thing.
    drop(third);
    drop(Arc::new(Ledger::open_or_create(folder.path()).expect("a ledger")));
}
