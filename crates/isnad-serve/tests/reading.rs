//! What the server answers over a ledger that nobody changes.

mod support;

use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use support::{READ, ask, encoded, get, post, send};

fn events(query: &str) -> Value {
    ask(READ.address, &format!("events?limit=200&{query}"))
}

fn keys(list: &Value, field: &str) -> Vec<String> {
    list["items"].as_array().expect("items").iter().map(|i| i[field].as_str().expect("a key").to_owned()).collect()
}

fn cut(text: &str, start: &Value, end: &Value) -> String {
    let (start, end) = (start.as_u64().expect("a number") as usize, end.as_u64().expect("a number") as usize);
    text.chars().skip(start).take(end - start).collect()
}

#[test]
fn events_have_their_words_and_chains() {
    let all = events("");
    let items = all["items"].as_array().expect("items");
    assert!(items.len() >= 9 && all["total"] == items.len() && all["next"].is_null(), "{}", items.len());
    for item in items {
        let report = ask(READ.address, &format!("reports/{}", item["report"].as_str().expect("a key")));
        let text = report["text"].as_str().expect("a text");
        assert_eq!(cut(text, &item["sentence"]["start"], &item["sentence"]["end"]), item["sentence"]["text"].as_str().expect("words"));
        let spans = item["spans"].as_array().expect("spans");
        let trigger = spans.iter().find(|s| s["role"] == "trigger").expect("the trigger stands in its sentence");
        assert_eq!(cut(text, &trigger["start"], &trigger["end"]), item["trigger"].as_str().expect("words"));
        assert!(spans.iter().all(|s| s["start"].as_u64() >= item["sentence"]["start"].as_u64() && s["end"].as_u64() <= item["sentence"]["end"].as_u64()));
        assert!(!item["chains"].as_array().expect("chains").is_empty());
        assert!(item["actors"].as_array().expect("actors").iter().all(|a| !a["code"].as_str().unwrap_or_default().contains(' ')));
        assert_eq!(report["claims"][item["event"].as_str().expect("a name")], item["claim"]);
    }
}

#[test]
fn words_are_found_without_their_clitics_and_phrases_in_order() {
    let found = |q: &str| events(&format!("q={}", encoded(q)))["total"].as_u64().expect("a number");
    assert!(found("وزير") >= 1 && found("الوزير") == found("وزير"), "{} {}", found("وزير"), found("الوزير"));
    // «للوزراء» and «مجلس الوزراء».
    assert!(found("وزراء") >= 1 && found("والوزراء") == found("وزراء"));
    assert!(found("قــندهار") >= 1 && found("قندهار") == found("قــندهار"));
    assert_eq!(found("\"مجلس الوزراء\""), found("\"مجلس وزراء\""));
    assert!(found("\"مجلس الوزراء\"") >= 1);
    assert_eq!(found("\"الوزراء مجلس\""), 0);
    assert!(found("جنود تفجير") >= 1);
    assert_eq!(found("جنود باريس"), 0);
    assert_eq!(ask(READ.address, &format!("reports?q={}", encoded("العلاقات")))["total"], 1);
    assert!(ask(READ.address, &format!("claims?q={}", encoded("قندهار")))["total"].as_u64() >= Some(1));
}

#[test]
fn filters_choose_and_leave_out() {
    let all = events("")["total"].as_u64().expect("a number");
    let facet = ask(READ.address, "facets?of=events&fields=type,actor,publisher&top=100");
    for (field, values) in facet["facets"].as_object().expect("fields") {
        for value in values.as_array().expect("values") {
            let (name, n) = (value["value"].as_str().expect("a value"), value["count"].as_u64().expect("a number"));
            let own = encoded(name);
            let found = events(&format!("{field}={own}"))["total"].as_u64().expect("a number");
            // A country is all its sectors.
            let wide = field == "actor" && name.len() == 3;
            assert!(found == n || wide && found >= n, "{field}={name}: {found}, not {n}");
            let (with, without) = (events(&format!("{field}={own}")), events(&format!("not.{field}={own}")));
            assert_eq!(with["total"].as_u64().expect("a number") + without["total"].as_u64().expect("a number"), all, "{field}={name}");
            let (with, without): (BTreeSet<_>, BTreeSet<_>) = (keys(&with, "key").into_iter().collect(), keys(&without, "key").into_iter().collect());
            assert!(with.is_disjoint(&without));
        }
    }
    // A country is all its sectors; with a blank, or without.
    let yemen = events("actor=YEM");
    assert!(yemen["items"].as_array().expect("items").iter().all(|i| i["actors"].as_array().expect("actors").iter().any(|a| a["code"].as_str().unwrap_or_default().starts_with("YEM"))));
    assert_eq!(events("actor=SDN%20MIL")["total"], events("actor=SDNMIL")["total"]);
    // One name: any of them. Two names: all of them.
    let (a, p, both) = (events("type=ASSAULT"), events("type=PROTEST"), events("type=ASSAULT&type=PROTEST"));
    assert_eq!(a["total"].as_u64().expect("n") + p["total"].as_u64().expect("n"), both["total"].as_u64().expect("n"));
    assert!(events("type=ASSAULT&stance=denies")["total"].as_u64() < a["total"].as_u64());
    assert_eq!(events("type=ASSAULT&not.type=ASSAULT")["total"], 0);
    // Days.
    assert_eq!(events("seen_from=2026-05-08")["total"].as_u64().expect("n") + events("seen_to=2026-05-07")["total"].as_u64().expect("n"), all);
    let tuesday = events("from=2026-05-05&to=2026-05-05");
    assert!(
        tuesday["total"].as_u64() >= Some(1)
            && tuesday["items"].as_array().expect("items").iter().all(|i| i["date_from"].as_str() <= Some("2026-05-05") && i["date_to"].as_str() >= Some("2026-05-05")),
        "{tuesday}"
    );
    // Confidence, claims, boxes.
    assert!(events("min_confidence=0.9")["items"].as_array().expect("items").iter().all(|i| i["confidence"].as_f64() >= Some(0.9)));
    let contested = ask(READ.address, "claims?contested=true");
    assert!(contested["items"].as_array().expect("items").iter().all(|c| c["contested"] == true));
    assert_eq!(contested["total"].as_u64().expect("n") + ask(READ.address, "claims?contested=false")["total"].as_u64().expect("n"), ask(READ.address, "claims")["total"].as_u64().expect("n"));
    assert_eq!(ask(READ.address, "claims?corrected=true")["total"], 0);
    let kandahar = events("bbox=65,31,66,32");
    assert!(kandahar["total"].as_u64() >= Some(1) && kandahar["items"].as_array().expect("items").iter().all(|i| i["place"]["country"] == "AFG"), "{kandahar}");
    // The events of a claim and of a report.
    let claim = contested["items"].as_array().expect("items").first().cloned().unwrap_or_else(|| ask(READ.address, "claims")["items"][0].clone());
    assert_eq!(events(&format!("claim={}", claim["claim"].as_str().expect("an id")))["total"], claim["mentions"]);
}

#[test]
fn filters_on_a_report_are_of_one_event_and_those_on_a_voice_of_one_voice() {
    // The first report tells of soldiers killed in Kandahar, of a village that India denies to have bombed, and of an allegation.
    let total = |of: &str| ask(READ.address, of)["total"].as_u64().expect("a number");
    let events = events("limit=200");
    let events: Vec<&Value> = events["items"].as_array().expect("items").iter().collect();
    let has = |e: &Value, list: &str, country: &str| e[list].as_array().expect("a list").iter().any(|p| p["code"].as_str().unwrap_or_default().starts_with(country));
    let mut apart = 0;
    for (a, b) in [("IND", "AFG"), ("IND", "PAK"), ("SDN", "SDN"), ("TUR", "TUR"), ("FRA", "EGY")] {
        let reports: BTreeSet<&str> = events.iter().filter(|e| has(e, "actors", a) && has(e, "recipients", b)).map(|e| e["report"].as_str().expect("a report")).collect();
        assert_eq!(total(&format!("reports?actor={a}&recipient={b}")), reports.len() as u64, "{a} {b}");
        let any = |list: &str, code: &str| -> BTreeSet<&str> { events.iter().filter(|e| has(e, list, code)).map(|e| e["report"].as_str().expect("a report")).collect() };
        apart += any("actors", a).intersection(&any("recipients", b)).count() - reports.len();
    }
    assert!(apart > 0, "no report has both in different events: nothing was tested");
    // A count of a value is what is listed once it is chosen.
    let facet = ask(READ.address, "facets?of=reports&fields=recipient,type,stance&actor=IND&top=100");
    for (field, values) in facet["facets"].as_object().expect("fields") {
        for value in values.as_array().expect("values") {
            let name = value["value"].as_str().expect("a value");
            if field != "recipient" || name.len() > 3 {
                assert_eq!(value["count"], total(&format!("reports?actor=IND&{field}={name}")), "{field}={name}");
            }
        }
    }
    // India denies; nobody else of this claim's voices does.
    let whole = ask(READ.address, "claims?source=IND&stance=denies");
    assert!(whole["total"].as_u64() >= Some(1));
    for of in ["claims", "events"] {
        let facet = ask(READ.address, &format!("facets?of={of}&fields=stance&source=IND"));
        for value in facet["facets"]["stance"].as_array().expect("values") {
            assert_eq!(value["count"], total(&format!("{of}?source=IND&stance={}", value["value"].as_str().expect("a stance"))), "{of} {value}");
        }
        let facet = ask(READ.address, &format!("facets?of={of}&fields=source&stance=denies&top=100"));
        let sources = facet["facets"]["source"].as_array().expect("values");
        assert!(sources.iter().all(|s| s["value"].as_str().is_some_and(|s| s.starts_with("IND"))), "{of}: {sources:?}");
    }
    let pakistan = ask(READ.address, "claims?source=PAK&limit=200");
    let denied = pakistan["items"].as_array().expect("items").iter().any(|c| c["denies"].as_u64() > Some(0));
    assert!(denied, "a claim of Pakistan's is denied by another");
    assert_eq!(total("claims?source=PAK&stance=denies"), 0);
}

#[test]
fn plurals_are_found_by_their_singular_and_words_in_quotation_marks_as_they_stand() {
    let total = |q: &str| ask(READ.address, &format!("reports?q={}", encoded(q)))["total"].as_u64().expect("a number");
    // «وزير» stands in three reports, «الوزراء» and «للوزراء» in two others.
    assert!(total("وزير") > total("\"وزير\"") && total("وزراء") == total("وزير"));
    assert!(total("\"وزراء\"") >= 1 && total("\"مجلس الوزراء\"") == 1 && total("\"مجلس الوزير\"") == 0);
}

#[test]
fn facets_follow_the_filters_but_not_their_own() {
    let free = ask(READ.address, "facets?of=events&fields=type,country");
    let bound = ask(READ.address, "facets?of=events&fields=type,country&type=PROTEST");
    assert_eq!(free["facets"]["type"], bound["facets"]["type"], "more types can be chosen");
    assert_ne!(free["facets"]["country"], bound["facets"]["country"]);
    let protests = events("type=PROTEST");
    assert_eq!(bound["total"], protests["total"]);
    for country in bound["facets"]["country"].as_array().expect("values") {
        let own = events(&format!("type=PROTEST&country={}", country["value"].as_str().expect("a value")));
        assert_eq!(own["total"], country["count"]);
    }
    let one = ask(READ.address, "facets?of=claims&fields=type&top=1");
    assert_eq!(one["facets"]["type"].as_array().map(Vec::len), Some(1));
}

#[test]
fn timelines_places_and_voices_count_everything_once() {
    for of in ["events", "claims", "reports"] {
        for by in ["date", "seen"] {
            for unit in ["day", "month", "year", "auto"] {
                let line = ask(READ.address, &format!("timeline?of={of}&by={by}&unit={unit}"));
                let n: u64 = line["bins"].as_array().expect("bins").iter().map(|b| b["count"].as_u64().expect("a number")).sum::<u64>() + line["undated"].as_u64().expect("a number");
                let total = ask(READ.address, of)["total"].as_u64().expect("a number");
                // A report with events on two days is told of on both.
                assert!(n == total || of == "reports" && by == "date" && n >= total, "{of} {by} {unit}: {n} of {total}");
            }
        }
        let places = ask(READ.address, &format!("places?of={of}"));
        for place in places["items"].as_array().expect("items") {
            assert!(["point", "region", "country"].contains(&place["precision"].as_str().expect("a precision")), "{place}");
            assert!(place["precision"] != "country" || place["latitude"].is_null(), "a country is no point: {place}");
        }
    }
    let voices = ask(READ.address, "voices?of=events");
    let pairs = voices["items"].as_array().expect("items");
    let denials = ask(READ.address, "voices?of=events&how=denies");
    let denials = denials["items"].as_array().expect("items");
    assert!(!denials.is_empty() && denials.len() == pairs.iter().filter(|p| p["stance"] == "denies").count() && denials.iter().all(|p| p["stance"] == "denies"));
    get(READ.address, "/api/v1/voices?how=denies,wolf").is_fault(400);
    // Who accuses or backs whom is told as the events say it, and each count is what the list has.
    let mut words = 0;
    for pair in pairs {
        let asked = match pair["stance"].as_str() {
            Some("accuses") => "type=ACCUSE&mode=allege&mode=disapprove",
            Some("backs") => "type=SUPPORT",
            _ => continue,
        };
        let (source, of) = (pair["source"].as_str().expect("a code"), pair["of"].as_str().expect("a code"));
        if source.len() > 3 && of.len() > 3 {
            assert_eq!(pair["count"], events(&format!("{asked}&status=actual&actor={source}&recipient={of}"))["total"], "{pair}");
            words += 1;
        }
    }
    assert!(words > 0, "nobody accuses or backs anybody: {pairs:?}");
    assert!(pairs.iter().any(|p| p["source"].as_str().is_some_and(|s| s.starts_with("PAK")) && p["of"].as_str().is_some_and(|s| s.starts_with("IND")) && p["role"] == "recipient"), "{pairs:?}");
}

#[test]
fn a_claim_has_its_voices_and_mentions() {
    let claims = ask(READ.address, "claims?sort=-reports");
    let first = &claims["items"][0];
    assert!(first["reports"].as_i64() >= Some(2), "two papers tell of one attack: {first}");
    let whole = ask(READ.address, &format!("claims/{}", first["claim"].as_str().expect("an id")));
    assert_eq!(whole["mention_count"], first["mentions"]);
    let mentions = whole["mentions"].as_array().expect("mentions");
    assert!(mentions.iter().all(|m| m["claim"] == first["claim"] && !m["sentence"]["text"].as_str().unwrap_or_default().is_empty()));
    assert!(whole["voices"].as_array().expect("voices").iter().all(|v| v["day"].is_string() && v["publisher"].is_string() && v["title"].is_string()));
    assert!(whole["why"].as_array().is_some_and(|w| w.len() + 1 == mentions.len()));
    assert!(first.get("voices").is_none() && first.get("why").is_none());
    assert!(first["label"]["ar"].is_string() && first["label"]["en"].is_string());
    get(READ.address, "/api/v1/claims/c000000000000").is_fault(404);
    get(READ.address, "/api/v1/reports/..%2f..%2fetc%2fpasswd").is_fault(404);
    get(READ.address, "/api/v1/reports/0000000000000000/explain").is_fault(404);
    let key = whole["voices"][0]["report"].as_str().expect("a key").to_owned();
    get(READ.address, &format!("/api/v1/reports/{key}/explain")).is_fault(501);
}

#[test]
fn pages_give_each_thing_once_in_order() {
    for (of, key, sorts) in
        [("events", "key", &["date", "-seen", "confidence", "-chains"][..]), ("claims", "claim", &["-date", "seen", "-reports", "chains"]), ("reports", "report", &["seen", "-date"])]
    {
        for sort in sorts {
            let (mut seen, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
            loop {
                let page = ask(READ.address, &format!("{of}?sort={sort}&limit=2{cursor}"));
                seen.extend(keys(&page, key));
                pages += 1;
                let Some(next) = page["next"].as_str() else { break };
                cursor = format!("&cursor={}", encoded(next));
            }
            let total = ask(READ.address, of)["total"].as_u64().expect("a number") as usize;
            let each: BTreeSet<&String> = seen.iter().collect();
            assert_eq!((seen.len(), each.len()), (total, total), "{of} by {sort}");
            assert!(pages >= total / 2);
        }
    }
    let sure = events("sort=-confidence");
    let sure: Vec<f64> = sure["items"].as_array().expect("items").iter().map(|i| i["confidence"].as_f64().expect("a number")).collect();
    assert!(sure.windows(2).all(|w| w[0] >= w[1]), "{sure:?}");
    let next = ask(READ.address, "events?limit=1")["next"].as_str().expect("more").to_owned();
    get(READ.address, &format!("/api/v1/events?limit=1&type=ASSAULT&cursor={next}")).is_fault(400);
    get(READ.address, "/api/v1/events?cursor=0-0-0-00-0-0").is_fault(400);
}

#[test]
fn files_hold_what_lists_show() {
    for (of, key) in [("events", "key"), ("claims", "claim"), ("reports", "report")] {
        let answer = get(READ.address, &format!("/api/v1/{of}.ndjson?seen_to=2026-05-07"));
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/x-ndjson")));
        let lines: Vec<Value> = answer.text().lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
        let list = ask(READ.address, &format!("{of}?limit=200&seen_to=2026-05-07"));
        assert_eq!(&Value::Array(lines), &list["items"], "{of} {key}");
    }
    for of in ["events", "claims"] {
        let text = get(READ.address, &format!("/api/v1/{of}.csv")).text();
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
        let columns = reader.headers().expect("columns").clone();
        let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a row")).collect();
        assert_eq!(rows.len() as u64, ask(READ.address, of)["total"].as_u64().expect("a number"));
        // A publisher called «=1+1» is no formula.
        assert!(rows.iter().flatten().all(|cell| cell.starts_with('\'') || !isnad_ledger::export::cell::runs(cell)));
        if of == "events" {
            let publisher = columns.iter().position(|c| c == "publisher").expect("a column");
            assert!(rows.iter().any(|r| &r[publisher] == "'=1+1"));
        }
    }
}

#[test]
fn compressed_files_end_whole() {
    for path in ["events.csv", "events.ndjson", "events?limit=200"] {
        let answer = send(READ.address, &format!("GET /api/v1/{path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\naccept-encoding: gzip"), b"");
        assert_eq!((answer.status, answer.header("content-encoding")), (200, Some("gzip")), "{path}");
        // The last piece of a body in pieces has no length.
        assert!(answer.header("transfer-encoding") != Some("chunked") || answer.body.ends_with(b"\r\n0\r\n\r\n"), "{path} is torn");
    }
}

#[test]
fn hostile_words_come_as_json_and_nothing_else() {
    for path in ["events?limit=200", "reports?limit=200", "claims?limit=200", "facets?of=events&fields=publisher"] {
        let answer = get(READ.address, &format!("/api/v1/{path}"));
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
    let found = ask(READ.address, &format!("reports?q={}", encoded("script alert")));
    assert_eq!(found["items"][0]["title"], "<script>alert(1)</script>");
}

#[test]
fn every_answer_says_what_browsers_may_do() {
    for path in ["/", "/nothing", "/api/v1/state", "/api/v1/nothing", "/api/v1/events?x=1", "/openapi.json", "/healthz", "/metrics", "/api/v1/events.csv"] {
        let answer = get(READ.address, path);
        let policy = answer.header("content-security-policy").unwrap_or_else(|| panic!("{path}"));
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!((answer.header("x-content-type-options"), answer.header("referrer-policy")), (Some("nosniff"), Some("no-referrer")), "{path}");
        assert!(answer.header("access-control-allow-origin").is_none());
    }
    get(READ.address, "/api/v1/nothing").is_fault(404);
    get(READ.address, "/../Cargo.toml").is_fault(404);
    send(READ.address, "PUT /api/v1/events HTTP/1.0\r\nhost: localhost\r\nx-isnad: 1", b"").is_fault(405);
    assert_eq!(get(READ.address, "/healthz").text(), "ok\n");
    assert!(get(READ.address, "/metrics").text().contains("isnad_http_requests_total{route=\"/api/v1/events\""));
}

#[test]
fn foreign_names_and_foreign_pages_are_refused() {
    for host in ["evil.example", "127.0.0.1.evil.example", ""] {
        send(READ.address, &format!("GET /api/v1/state HTTP/1.0\r\nhost: {host}"), b"").is_fault(421);
    }
    send(READ.address, "GET /api/v1/state HTTP/1.0", b"").is_fault(421);
    assert_eq!(send(READ.address, "GET /api/v1/state HTTP/1.0\r\nhost: [::1]:99", b"").status, 200);
    for request in ["POST /api/v1/corrections", "POST /api/v1/code", "DELETE /api/v1/corrections/1?version=x"] {
        send(READ.address, &format!("{request} HTTP/1.0\r\nhost: localhost"), b"{}").is_fault(403);
    }
}

#[test]
fn a_report_is_coded() {
    let text = "قصف الجيش السوري بلدة في إدلب.";
    let plain = post(READ.address, "code", "text/plain; charset=utf-8", text.as_bytes());
    assert_eq!((plain.status, plain.json()["events"][0]["type"].as_str()), (200, Some("ASSAULT")), "{}", plain.text());
    let body = serde_json::json!({"id": "7", "title": "خبر", "body": text, "published": "2026-05-07"}).to_string();
    let coded = post(READ.address, "code", "application/json", body.as_bytes()).json();
    assert_eq!((coded["schema"].as_str(), coded["id"].as_str(), coded["text"].as_str()), (Some("isnad/1"), Some("7"), Some(format!("خبر\n{text}").as_str())));
    for (kind, body) in [("text/plain", &b"\xff\xfe"[..]), ("text/plain", b" "), ("application/json", b"{"), ("application/json", b"{\"title\": \"x\"}"), ("application/json", b"[]")] {
        post(READ.address, "code", kind, body).is_fault(400);
    }
    post(READ.address, "code", "image/png", b"x").is_fault(415);
    post(READ.address, "code", "text/plain", "ا ".repeat(300_000).as_bytes()).is_fault(413);
    post(READ.address, "code", "text/plain", &vec![b'a'; 3 << 20]).is_fault(413);
}

#[test]
fn the_description_lists_every_address() {
    let api = get(READ.address, "/openapi.json").json();
    let listed: BTreeSet<&str> = api["paths"].as_object().expect("paths").keys().map(String::as_str).collect();
    let wanted = [
        "events",
        "claims",
        "reports",
        "facets",
        "timeline",
        "places",
        "voices",
        "claims/{id}",
        "reports/{key}",
        "reports/{key}/explain",
        "codes",
        "events.ndjson",
        "claims.ndjson",
        "reports.ndjson",
        "events.csv",
        "claims.csv",
        "reports.csv",
        "corrections",
        "corrections/{line}",
        "state",
        "code",
    ];
    let wanted: BTreeSet<String> = wanted.iter().map(|p| format!("/api/v1/{p}")).chain(["/healthz".to_owned(), "/metrics".to_owned()]).collect();
    assert_eq!(listed, wanted.iter().map(String::as_str).collect());
    for (path, methods) in api["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let path = path.replace("{id}", "x").replace("{key}", "x").replace("{line}", "1");
            let answer = send(READ.address, &format!("{} {path} HTTP/1.0\r\nhost: localhost\r\nx-isnad: 1", method.to_uppercase()), b"");
            assert!(answer.status != 405 && !answer.text().contains("nothing at this address"), "{method} {path}: {}", answer.text());
            assert!(operation["summary"].as_str().is_some_and(|s| !s.is_empty()), "{path}");
        }
    }
}

const NAMES: [&str; 30] = [
    "q",
    "type",
    "mode",
    "status",
    "stance",
    "actor",
    "recipient",
    "source",
    "country",
    "publisher",
    "lang",
    "report",
    "claim",
    "from",
    "to",
    "seen_from",
    "seen_to",
    "min_confidence",
    "min_chains",
    "contested",
    "corrected",
    "bbox",
    "sort",
    "limit",
    "cursor",
    "of",
    "fields",
    "top",
    "unit",
    "by",
];

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\\p{Arabic}\"«» ]{0,24}",
        proptest::sample::select(vec![
            "ASSAULT",
            "demo",
            "actual",
            "denies",
            "SYR",
            "SYRGOV",
            "ar",
            "2026-05-06",
            "0.5",
            "true",
            "-1",
            "1e999",
            "NaN",
            "-180,-90,180,90",
            "170,-90,-170,90",
            "-relevance",
            "seen",
            "9999999999999999999999",
            "9-e3b0c442-0-11-0-0",
            "events",
            "reports",
            "type,actor",
            "auto",
            "\"",
            "\0"
        ])
        .prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_shrink_iters: 200, ..ProptestConfig::default() })]
    #[test]
    fn no_question_breaks_the_server(path in proptest::sample::select(vec!["events", "claims", "reports", "facets", "timeline", "places", "voices", "events.csv", "reports.csv", "claims.ndjson", "corrections", "state"]), pairs in proptest::collection::vec((proptest::sample::select(&NAMES[..]), any::<bool>(), value()), 0..5)) {
        let query: Vec<String> = pairs.iter().map(|(name, not, value)| format!("{}{name}={}", if *not { "not." } else { "" }, encoded(value))).collect();
        let answer = get(READ.address, &format!("/api/v1/{path}?{}", query.join("&")));
        prop_assert!(matches!(answer.status, 200 | 400 | 410), "{} {}", answer.status, answer.text());
        if answer.status != 200 {
            answer.is_fault(answer.status);
        }
    }

    #[test]
    fn no_bytes_break_the_server(bytes in "[ -~&&[^#]]{0,80}") {
        let answer = send(READ.address, &format!("GET /api/v1/events?{} HTTP/1.0\r\nhost: localhost", bytes.replace(' ', "+")), b"");
        prop_assert!(matches!(answer.status, 200 | 400 | 410), "{} {}", answer.status, answer.text());
    }
}
