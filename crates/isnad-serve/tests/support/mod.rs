//! A small ledger of sentences written for these tests, a server over it, and a client that speaks plain HTTP.

#![allow(dead_code, reason = "each test file uses its part")]

use isnad::Report;
use isnad::coder::Coder;
use isnad::lexicon::Lexicon;
use isnad::record::Record;
use isnad_ledger::claims::{self, Corrections, Points};
use isnad_ledger::copies;
use isnad_ledger::ingest::Ingest;
use isnad_ledger::schema::Table;
use isnad_ledger::store::{Change, Ledger};
use isnad_serve::pool::Pack;
use isnad_serve::{Limits, Server, Settings};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Publisher, day, title, body.
pub type Told = (&'static str, &'static str, &'static str, &'static str);

pub const REPORTS: [Told; 6] = [
    (
        "صحيفة النهر",
        "2026-05-06",
        "قتلى في تفجير",
        "قتل خمسة جنود أفغان في تفجير انتحاري في قندهار الثلاثاء.\nوقال وزير الدفاع الباكستاني إن طائرات هندية قصفت قرية في كشمير. ونفت الهند أن تكون طائراتها قصفت القرية. وزعم متحدث باسم الجيش السوداني أن قوات الدعم السريع قصفت مستشفى في الفاشر.",
    ),
    ("وكالة البحر", "2026-05-07", "زيارة", "يزور وزير الخارجية الفرنسي بيروت غدا. ولم يلتق الرئيس المصري نظيره التركي. واعتقلت الشرطة التركية عشرات الصحفيين في أنقرة."),
    ("=1+1", "2026-05-07", "<script>alert(1)</script>", "تظاهر آلاف العراقيين في البصرة. واندلعت اشتباكات بين الجيش اليمني والحوثيين في تعز. <img src=x onerror=alert(2)> \u{202E}"),
    ("صحيفة الجبل", "2026-05-07", "تفجير في قندهار", "قتل سبعة جنود أفغان في تفجير انتحاري في قندهار الثلاثاء."),
    ("صحيفة السهل", "2026-05-08", "تظاهرات", "تظاهر مئات الأردنيين في عمان الخميس. وأدان مجلس الوزراء اليمني قصف مستشفى في تعز."),
    (
        "صحيفة النهر",
        "2026-05-09",
        "لقاء",
        "بحث الرئيس الفرنسي مع نظيره المصري في باريس الجمعة العلاقات بين البلدين. وتعهدت ألمانيا بتقديم مساعدات إنسانية للوزراء في السودان. واتهمت الحكومة التشادية الحكومة الليبية بدعم المسلحين. وأيدت الحكومة التشادية الحكومة النيجرية.",
    ),
];

pub struct Shipped(pub Lexicon);

impl Pack for Shipped {
    fn lexicon(&self) -> &Lexicon {
        &self.0
    }
}

pub static SHIPPED: LazyLock<Arc<Shipped>> = LazyLock::new(|| Arc::new(Shipped(isnad_ar::lexicon(&[]).0)));

/// Adds reports to a ledger, coded by the real coder.
pub fn ingest(ledger: &mut Ledger, first: usize, reports: &[Told]) {
    let lexicon = &SHIPPED.0;
    let mut coder = Coder::new(lexicon);
    coder.min_confidence = 0.0;
    let mut ingest = Ingest::new(ledger).expect("a ledger");
    for (n, (publisher, day, title, body)) in reports.iter().enumerate() {
        let mut report = Report::with_title(&format!("r{}", first + n), title, body);
        report.publisher = Some((*publisher).to_owned());
        report.published = Some((*day).to_owned());
        let coded = coder.code(&report);
        let record = Record::new(lexicon, &report, &coded, "test pack");
        ingest.coded("reports.jsonl", (first + n) as u64, &format!("reports.jsonl:{}", first + n + 1), &report, &coded, &record).expect("written");
    }
    ingest.finish().expect("written");
}

/// Finds copies and claims, as `isnad ledger refresh` does.
pub fn refresh(ledger: &mut Ledger) {
    let snapshot = ledger.snapshot().clone();
    let found = copies::find(&snapshot, snapshot.rows(Table::Reports) as usize, &copies::Bounds::default()).expect("read").copies;
    let voices = found.iter().map(|c| (c.report.clone(), c.voice.clone())).collect();
    let corrections = Corrections::of(snapshot.folder()).expect("read");
    let claims = claims::derive(&snapshot, &voices, &Points::shipped(), &corrections).expect("derived");
    let batches = copies::batches(&found).expect("rows");
    ledger.commit(Change::default().replace(Table::Copies, batches).replace(Table::Claims, claims.batches(&snapshot).expect("rows"))).expect("written");
}

pub fn make(folder: &Path) {
    let mut ledger = Ledger::open_or_create(folder).expect("a new ledger");
    ingest(&mut ledger, 0, &REPORTS);
    refresh(&mut ledger);
}

/// A server at work; it ends with its value.
pub struct Running {
    pub address: SocketAddr,
    pub folder: TempDir,
    end: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end.take().map(|end| end.send(()));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

pub fn limits() -> Limits {
    Limits { poll: Duration::from_millis(50), ending: Duration::from_secs(2), ..Limits::default() }
}

pub fn settings(folder: &Path) -> Settings {
    Settings { ledger: folder.to_owned(), listen: ([127, 0, 0, 1], 0).into(), token: None, limits: limits(), pack: SHIPPED.clone() }
}

/// Serves the small ledger, with settings changed by `with`.
pub fn serve(with: impl FnOnce(&mut Settings)) -> Running {
    let folder = tempfile::tempdir().expect("a folder");
    make(folder.path());
    let mut settings = settings(folder.path());
    with(&mut settings);
    let server = Server::open(settings).expect("a server");
    let address = server.address();
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let thread = std::thread::spawn(move || {
        let _ = server.run_until(async {
            let _ = ended.await;
        });
    });
    Running { address, folder, end: Some(end), thread: Some(thread) }
}

/// One server for all tests that only read.
pub static READ: LazyLock<Running> = LazyLock::new(|| serve(|_| ()));

#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("UTF-8")
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.body)))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|l| l.split_once(':').filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.trim()))
    }

    /// The answer is an error of a status, told as all are.
    pub fn is_fault(&self, status: u16) -> &Answer {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        let error = &self.json()["error"];
        for part in ["what", "where", "do"] {
            assert!(error[part].as_str().is_some_and(|s| !s.is_empty()), "{part}: {error}");
        }
        self
    }
}

/// Sends a request and reads the whole answer. HTTP/1.0, so that the body ends with the connection.
pub fn send(address: SocketAddr, request: &str, body: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout");
    let head = format!("{request}\r\ncontent-length: {}\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).expect("sent");
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let at = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or_else(|| panic!("no head: {}", String::from_utf8_lossy(&bytes)));
    let head = String::from_utf8_lossy(&bytes[..at]).into_owned();
    let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
    Answer { status, head, body: bytes[at + 4..].to_vec() }
}

pub fn get(address: SocketAddr, path: &str) -> Answer {
    send(address, &format!("GET {path} HTTP/1.0\r\nhost: localhost"), b"")
}

pub fn ask(address: SocketAddr, path: &str) -> Value {
    let answer = get(address, &format!("/api/v1/{path}"));
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

pub fn post(address: SocketAddr, path: &str, kind: &str, body: &[u8]) -> Answer {
    send(address, &format!("POST /api/v1/{path} HTTP/1.0\r\nhost: localhost\r\nx-isnad: 1\r\ncontent-type: {kind}"), body)
}

/// Waits until something holds.
pub fn until<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Waits until nothing is on its way, and gives the state.
pub fn settled(address: SocketAddr) -> Value {
    until("a settled state", || Some(ask(address, "state")).filter(|s| s["busy"] == false && s["trouble"].is_null()))
}

/// Percent-encoding of everything that is no letter or digit.
pub fn encoded(text: &str) -> String {
    text.bytes().map(|b| if b.is_ascii_alphanumeric() { (b as char).to_string() } else { format!("%{b:02X}") }).collect()
}
