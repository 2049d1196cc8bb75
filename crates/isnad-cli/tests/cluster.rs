//! A cluster as a user runs it, on this machine: the rows are those of one machine, whoever is killed.
#![cfg(feature = "cluster")]

mod ledgers;

use isnad_ledger::schema::Table;
use ledgers::{corpus, isnad, rows};
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// Seconds after which the scheduler takes an executor for lost.
const LOST_AFTER: u64 = 6;
const TABLES: [Table; 7] = [Table::Reports, Table::Attributions, Table::Events, Table::Copies, Table::Claims, Table::Quarantine, Table::Withdrawn];

/// A process that ends with the test.
struct Node(Child);

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port that nobody holds, with a free one behind it.
fn port() -> u16 {
    loop {
        let first = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = first.local_addr().unwrap().port();
        if port < u16::MAX && TcpListener::bind(("127.0.0.1", port + 1)).is_ok() {
            return port;
        }
    }
}

fn at(port: u16) -> String {
    format!("127.0.0.1:{port}")
}

/// What the environment says of a store of objects, if there is one.
type Store = Option<String>;

fn environment(call: &mut std::process::Command, store: &Store) {
    if let Some(endpoint) = store {
        call.envs([("AWS_ENDPOINT", endpoint.as_str()), ("AWS_ALLOW_HTTP", "true"), ("AWS_ACCESS_KEY_ID", "reader"), ("AWS_SECRET_ACCESS_KEY", "none"), ("AWS_REGION", "us-east-1")]);
    }
}

fn node(args: &[&str], store: &Store) -> Node {
    let mut call = isnad();
    environment(&mut call, store);
    Node(call.arg("cluster").args(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
}

fn listens(address: &str) {
    let start = Instant::now();
    while TcpStream::connect(address).is_err() {
        assert!(start.elapsed() < Duration::from_secs(60), "nobody listens at {address}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A scheduler and executors of one slot each.
struct Cluster {
    scheduler: String,
    page: String,
    metrics: Vec<String>,
    executors: Vec<Node>,
    _scheduler: Node,
    store: Store,
}

impl Cluster {
    fn of(executors: usize) -> Cluster {
        Cluster::with(executors, None)
    }

    fn with(executors: usize, store: Store) -> Cluster {
        let (scheduler, page) = (at(port()), at(port()));
        let lost = LOST_AFTER.to_string();
        let running = node(&["scheduler", "--listen", &scheduler, "--page", &page, "--lost-after", &lost], &store);
        listens(&scheduler);
        let (mut metrics, mut nodes) = (Vec::new(), Vec::new());
        for _ in 0..executors {
            let (listen, shown) = (at(port()), at(port()));
            nodes.push(node(&["executor", "--scheduler", &scheduler, "--listen", &listen, "--metrics", &shown, "--slots", "1", "--heartbeat", "1"], &store));
            metrics.push(shown);
        }
        metrics.iter().for_each(|m| listens(m));
        Cluster { scheduler, page, metrics, executors: nodes, _scheduler: running, store }
    }

    fn run(&self, input: &Path, into: &Path, more: &[&str]) -> std::process::Command {
        let mut call = isnad();
        environment(&mut call, &self.store);
        call.args(["cluster", "run"]).arg(input).arg("--into").arg(into).args(["--scheduler", &self.scheduler]).args(more);
        call.stdout(Stdio::null()).stderr(Stdio::piped());
        call
    }
}

/// What a server says, body and head.
fn get(address: &str, path: &str) -> String {
    use std::io::{Read, Write};
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

fn said(out: &std::process::Output) -> String {
    String::from_utf8_lossy(&out.stderr).into_owned()
}

fn one_machine(input: &Path, into: &Path) {
    isnad().arg("ingest").arg(input).arg("--into").arg(into).arg("--quiet").stderr(Stdio::null()).status().unwrap();
}

fn equal(one: &Path, many: &Path) {
    for table in TABLES {
        let (one, many) = (rows(one, table), rows(many, table));
        assert_eq!(one.len(), many.len(), "{}", table.name());
        if let Some((a, b)) = one.iter().zip(&many).find(|(a, b)| a != b) {
            panic!("{}: one machine has\n{a}\nthe cluster\n{b}", table.name());
        }
    }
}

/// How many parts are coded so far.
fn coded(ledger: &Path) -> usize {
    fs::read_dir(ledger.join(".cluster/coded")).map_or(0, |d| d.flatten().filter(|e| e.path().extension().is_some_and(|x| x == "parquet")).count())
}

fn until(what: &str, done: impl Fn() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < Duration::from_secs(120), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Reports with all that may befall one: met twice, in another language, without text, from a folder of plain text.
fn mixed(folder: &Path) {
    corpus(folder, 3, 300);
    fs::copy(folder.join("news-1.jsonl"), folder.join("again.jsonl")).unwrap();
    fs::write(folder.join("other.jsonl"), "{\"id\": \"en\", \"body\": \"The minister said that talks would go on in Geneva on Monday.\"}\n{\"id\": \"none\"}\n{\"id\": \"u\", \"title\": \"خبر\", \"body\": \"دان الرئيس الفرنسي الهجوم.\", \"url\": \"https://example.org/1\", \"published\": \"gestern\"}\n").unwrap();
    fs::write(folder.join("plain.txt"), "لقاء في القاهرة\n\nالقاهرة - رويترز\nاستقبل الرئيس المصري وزير الخارجية التونسي أمس.\n").unwrap();
}

#[test]
fn the_rows_are_those_of_one_machine() {
    let (input, one, many) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    mixed(input.path());
    one_machine(input.path(), one.path());
    let cluster = Cluster::of(2);
    let out = cluster.run(input.path(), many.path(), &[]).output().unwrap();
    assert_eq!(out.status.code(), Some(1), "some items cannot be read: {}", said(&out));
    equal(one.path(), many.path());
    assert!(!many.path().join(".cluster").exists());

    // Nothing is left to do, for a cluster or one machine.
    let again = cluster.run(input.path(), many.path(), &[]).output().unwrap();
    assert!(said(&again).contains("0 reports added"), "{}", said(&again));
    let ingest = isnad().arg("ingest").arg(input.path()).arg("--into").arg(many.path()).output().unwrap();
    assert!(said(&ingest).contains("0 reports added"), "{}", said(&ingest));

    // What the page and the executors tell of it.
    assert!(get(&cluster.page, "/").contains("Executors"));
    assert!(get(&cluster.page, "/api/jobs").contains("coding part"));
    let coded: u64 = cluster.metrics.iter().map(|m| get(m, "/metrics").lines().find_map(|l| l.strip_prefix("isnad_reports_coded_total ")?.parse::<u64>().ok()).unwrap()).sum();
    assert!(coded >= 1000, "{coded}");
}

#[test]
fn a_day_of_a_newspaper_corpus() {
    let day = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/saudinewsnet/2015-07-27.zip");
    if !day.exists() {
        println!("skipped: {} is not here", day.display());
        return;
    }
    let day = day.canonicalize().unwrap();
    let (one, many) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    one_machine(&day, one.path());
    let cluster = Cluster::of(2);
    let out = cluster.run(&day, many.path(), &["--part-size", "1"]).output().unwrap();
    assert!(out.status.code().is_some_and(|c| c < 2), "{}", said(&out));
    equal(one.path(), many.path());
}

#[test]
fn an_executor_that_is_killed_costs_its_tasks_alone() {
    let (input, one, many) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    corpus(input.path(), 12, 700);
    one_machine(input.path(), one.path());
    let mut cluster = Cluster::of(2);
    let undisturbed = tempfile::tempdir().unwrap();
    let start = Instant::now();
    cluster.run(input.path(), undisturbed.path(), &["--part-size", "1", "--no-refresh"]).output().unwrap();
    let usual = start.elapsed();

    let start = Instant::now();
    let run = cluster.run(input.path(), many.path(), &["--part-size", "1"]).spawn().unwrap();
    until("no part was coded", || coded(many.path()) >= 2);
    cluster.executors[0].0.kill().unwrap();
    let out = run.wait_with_output().unwrap();
    let took = start.elapsed();
    assert_eq!(out.status.code(), Some(1), "{}", said(&out));
    equal(one.path(), many.path());
    // One executor does what two did, and its tasks are given away when the scheduler has missed it.
    let most = usual * 3 + Duration::from_secs(2 * LOST_AFTER + 20);
    println!("{:.1} s undisturbed; {:.1} s with one of two executors killed, at most {:.1} s", usual.as_secs_f64(), took.as_secs_f64(), most.as_secs_f64());
    assert!(took < most, "{took:?}");
}

#[test]
fn a_run_that_is_killed_goes_on_with_what_is_not_done() {
    let (input, one, many) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    corpus(input.path(), 10, 500);
    one_machine(input.path(), one.path());
    let cluster = Cluster::of(1);
    let mut run = cluster.run(input.path(), many.path(), &["--part-size", "1"]).spawn().unwrap();
    until("no part was coded", || coded(many.path()) >= 2);
    run.kill().unwrap();
    run.wait().unwrap();
    // The jobs that wait at the scheduler go on for a while; the next run finds what they have made, too.
    let out = cluster.run(input.path(), many.path(), &["--part-size", "1"]).output().unwrap();
    let said = said(&out);
    let found: usize = said.split(" found from before").next().and_then(|s| s.rsplit(' ').next()).and_then(|n| n.replace(',', "").parse().ok()).unwrap_or(0);
    assert!(found >= 2, "{said}");
    equal(one.path(), many.path());
}

#[test]
fn a_cluster_that_is_not_there_is_named() {
    let (input, ledger) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    corpus(input.path(), 1, 20);
    let nobody = at(port());
    let out = isnad().args(["cluster", "run"]).arg(input.path()).arg("--into").arg(ledger.path()).args(["--scheduler", &nobody]).output().unwrap();
    assert_eq!(out.status.code(), Some(2));
    assert!(said(&out).contains(&nobody) && said(&out).contains("isnad cluster scheduler"), "{}", said(&out));
}

/// A store of objects on the loopback address: buckets are folders of `root`; it lists, tells of and gives objects, and nothing else. It serves as long
/// as the test's process lives.
fn store(root: &Path) -> String {
    use std::io::{BufRead, BufReader, Write};
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let root = root.to_owned();
    let answer = move |method: &str, target: &str| -> (u16, String, Vec<u8>) {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        if query.contains("list-type=2") {
            let bucket = root.join(path.trim_matches('/'));
            let prefix = query.split('&').find_map(|p| p.strip_prefix("prefix=")).unwrap_or_default().replace("%2F", "/");
            let mut keys: Vec<_> =
                fs::read_dir(bucket.join(&prefix)).map_or_else(|_| Vec::new(), |d| d.flatten().map(|e| (e.file_name().into_string().unwrap(), e.metadata().unwrap().len())).collect());
            keys.sort();
            let contents: String = keys
                .iter()
                .map(|(key, size)| format!("<Contents><Key>{prefix}{key}</Key><LastModified>2020-07-01T00:00:00.000Z</LastModified><ETag>&quot;1&quot;</ETag><Size>{size}</Size></Contents>"))
                .collect();
            return (200, "application/xml".to_owned(), format!("<ListBucketResult><IsTruncated>false</IsTruncated>{contents}</ListBucketResult>").into_bytes());
        }
        match fs::read(root.join(path.trim_start_matches('/'))) {
            Ok(bytes) if method == "GET" || method == "HEAD" => (200, "application/octet-stream".to_owned(), bytes),
            _ => (404, "application/xml".to_owned(), b"<Error><Code>NoSuchKey</Code></Error>".to_vec()),
        }
    };
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut first = String::new();
            if reader.read_line(&mut first).is_err() {
                continue;
            }
            for line in reader.lines() {
                if line.is_ok_and(|l| l.is_empty()) {
                    break;
                }
            }
            let mut words = first.split(' ');
            let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            let (status, kind, body) = answer(method, target);
            let mut stream = stream;
            let head =
                format!("HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nETag: \"1\"\r\nLast-Modified: Wed, 01 Jul 2020 00:00:00 GMT\r\nConnection: close\r\n\r\n", body.len());
            let _ = stream.write_all(head.as_bytes());
            if method != "HEAD" {
                let _ = stream.write_all(&body);
            }
        }
    });
    endpoint
}

#[test]
fn inputs_in_a_store_of_objects() {
    let (root, one, many) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let input = root.path().join("news/july");
    fs::create_dir_all(&input).unwrap();
    mixed(&input);
    one_machine(&input, one.path());
    let cluster = Cluster::with(2, Some(store(root.path())));
    let out = cluster.run(Path::new("s3://news/july/"), many.path(), &[]).output().unwrap();
    assert_eq!(out.status.code(), Some(1), "some items cannot be read: {}", said(&out));
    for table in [Table::Reports, Table::Attributions, Table::Events, Table::Copies, Table::Claims, Table::Quarantine] {
        // The same rows, read from another place.
        let one: Vec<String> = rows(one.path(), table).iter().map(|r| r.replace(input.to_str().unwrap(), "s3://news/july")).collect();
        let mut many: Vec<String> = rows(many.path(), table).into_iter().collect();
        let mut one = one;
        one.sort();
        many.sort();
        assert!(one == many, "{} differ, {} rows and {}", table.name(), one.len(), many.len());
    }
    let none = cluster.run(Path::new("s3://news/august/none.jsonl"), many.path(), &[]).output().unwrap();
    assert_eq!(none.status.code(), Some(2), "{}", said(&none));
    assert!(said(&none).contains("s3://news/august/none.jsonl"), "{}", said(&none));
}
