//! The formats of the world, each as a small file written here, and what goes wrong with them.
#![cfg(feature = "formats")]

mod support;

use isnad::Report;
use isnad_read::{Fields, Input, Limits, Outcome, ReadError, Reader, Resume, Step};
use proptest::prelude::*;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};
use support::Folder;

type Items = Vec<Result<Report, ReadError>>;

fn stdin(bytes: impl AsRef<[u8]> + Send + 'static) -> Items {
    Reader::new([Input::Stdin]).reading_stdin_from(Cursor::new(bytes)).collect()
}

fn ids(items: &Items) -> Vec<String> {
    items.iter().map(|item| item.as_ref().map_or_else(|e| format!("! {e}"), |r| r.id.clone())).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
    for (name, content) in members {
        let (mut entry, config) = archive.new_file(name).compression_method(rawzip::CompressionMethod::DEFLATE).start().unwrap();
        let mut writer = config.wrap(flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::best()));
        writer.write_all(content).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    bytes
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, content) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, *content).unwrap();
    }
    archive.into_inner().unwrap()
}

const TEXT: &[u8] = "عنوان الخبر\n\nقال الوزير إن المحادثات ستستأنف غدا.\n".as_bytes();
const LIST: &str = "[\n {\"headline\": \"أ\", \"content\": \"نص\"},\n {\"headline\": \"ب\", \"content\": \"نص ]},{ \\\" \"}\n]\n";

#[test]
fn lists_and_single_objects() {
    let folder = Folder::new("lists");
    let fields = Fields::default().map("title=headline").unwrap();
    let items: Items = Reader::new([folder.file("list.json", LIST), folder.file("one.json", "{\n \"body\": \"نص\",\n \"id\": \"x\"\n}\n")]).with_fields(fields).collect();
    assert_eq!(ids(&items), ["list.json:1", "list.json:2", "x"]);
    assert_eq!(items[1].as_ref().unwrap().text, "ب\nنص ]},{ \" ");
    assert_eq!(ids(&stdin("[]"))[0], "! standard input: empty; there is no text to code");
    let utf16: Vec<u8> = format!("\u{feff}{LIST}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(ids(&Reader::new([folder.file("wide.json", utf16)]).collect()), ["wide.json:1", "wide.json:2"]);
}

#[test]
fn a_long_list_is_not_held() {
    let element = format!("{{\"body\": \"{}\"}},", "ن".repeat(50_000));
    let stream = (&b"["[..]).chain(Cursor::new(element.repeat(3))).chain(&b"{\"body\": \"x\"}, {\"body\": \"y\"}]"[..]);
    let items: Items = Reader::new([Input::Stdin]).with_max_report_bytes(1000).reading_stdin_from(stream).collect();
    assert_eq!(items.iter().filter(|i| matches!(i, Err(ReadError::TooLong { .. }))).count(), 3);
    assert_eq!(ids(&items)[3..], ["stdin:4", "stdin:5"]);
}

#[test]
fn packed_in_every_way() {
    let folder = Folder::new("packed");
    let members: [(&str, &[u8]); 4] = [("a/r.txt", TEXT), ("list.json", LIST.as_bytes()), ("a/picture.png", b"\x89PNG"), ("__MACOSX/a.txt", b"x")];
    let inner = zip(&[("r.txt", TEXT)]);
    let reader = Reader::new([
        folder.file("a.zip", zip(&members)),
        folder.file("b.tar", tar(&members)),
        folder.file("c.tgz", gzip(&tar(&members))),
        folder.file("d.txt.gz", gzip(TEXT)),
        folder.file("e.json.zst", zstd::stream::encode_all(LIST.as_bytes(), 3).unwrap()),
        folder.file("f.tar", tar(&[("in.zip", &inner), ("x.txt.gz", &gzip(TEXT))])),
        folder.file("g.zip", zip(&[("in.tar.gz", &gzip(&tar(&[("deep.zip", &inner), ("r.txt", TEXT)])))])),
    ]);
    let steps = reader.steps(|_| Resume::Whole);
    let progress = steps.progress();
    let total = progress.bytes_total().unwrap();
    let mut told = Vec::new();
    for step in steps {
        match step {
            Step::Item { outcome: Outcome::Report(report), place, .. } => told.push(format!("{} {}", report.id, place.rsplit_once("packed-").unwrap().1.split_once('/').unwrap().1)),
            Step::Item { outcome: Outcome::Fault(e), .. } => told.push(format!("! {}", e.to_string().rsplit_once("/g.zip").unwrap().1)),
            Step::Item { outcome, .. } => panic!("{outcome:?}"),
            Step::Done { items, .. } => told.push(items.to_string()),
        }
    }
    let three = |name: &str| vec![format!("{name}/a/r {name}/a/r.txt"), format!("{name}/list.json:1 {name}/list.json:1"), format!("{name}/list.json:2 {name}/list.json:2"), "3".to_owned()];
    let mut expected = [three("a.zip"), three("b.tar"), three("c.tgz")].concat();
    expected.extend(["d d.txt.gz", "1", "e.json.zst:1 e.json.zst:1", "e.json.zst:2 e.json.zst:2", "2", "f.tar/in.zip/r f.tar/in.zip/r.txt", "f.tar/x f.tar/x.txt.gz", "2"].map(str::to_owned));
    expected.push("! /in.tar.gz/deep.zip: cannot be unpacked or read (an archive in an archive in an archive; unpack the outer one); get the file anew or repair it".to_owned());
    expected.extend(["g.zip/in.tar.gz/r g.zip/in.tar.gz/r.txt", "2"].map(str::to_owned));
    assert_eq!(told, expected);
    assert_eq!((progress.bytes_read(), progress.passed_over()), (total, 6));
}

#[test]
fn going_on_gives_the_rest_of_the_same_items() {
    let folder = Folder::new("resume");
    let lines = "{\"body\": \"أ\"}\n{broken\n\n{\"body\": \"ب\"}\n";
    let page = archive(&[response("urn:1", "text/html", "<title>ع</title><p>قال الوزير إن المحادثات ستستأنف غدا في القاهرة.</p>"), response("urn:2", "image/png", "x")]);
    let bytes = zip(&[("a.jsonl", lines.as_bytes()), ("b.json", LIST.as_bytes()), ("c.txt", TEXT), ("d.tar", &tar(&[("x.txt", TEXT), ("y.txt", TEXT)])), ("e.warc.gz", &gzip(&page))]);
    let input = folder.file("all.zip", bytes);
    let all = |from: u64| -> Vec<String> {
        let resume = move |_: &isnad_read::Origin| if from == 0 { Resume::Whole } else { Resume::From(from) };
        Reader::new([input.clone()]).steps(resume).map(|step| format!("{step:?}")).collect()
    };
    let whole = all(0);
    assert_eq!(whole.len(), 10);
    for from in 1..whole.len() {
        assert_eq!(all(from as u64), whole[from..], "{from}");
    }
    assert!(all(20)[0].contains("items: 9"));
}

#[test]
fn what_is_cut_off_keeps_what_stood_before() {
    let lines: String = (0..5000).map(|n| format!("{{\"id\": {n}, \"body\": \"{:x}\"}}\n", (n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
    let packed = gzip(lines.as_bytes());
    let folder = Folder::new("cut");
    let items: Items = Reader::new([folder.file("cut.jsonl.gz", &packed[..packed.len() / 2])]).collect();
    assert!(items.len() > 1000 && items[..items.len() - 1].iter().all(Result::is_ok), "{}", items.len());
    assert!(matches!(items.last(), Some(Err(ReadError::Broken { .. }))), "{:?}", items.last());

    let page = archive(&[response("urn:1", "text/html", PAGE), response("urn:2", "text/html", PAGE)]);
    let items = stdin(page[..page.len() - 40].to_vec());
    assert_eq!(ids(&items)[0], "urn:1");
    assert!(items[1].as_ref().unwrap_err().to_string().contains("the archive ends within a record"), "{:?}", items[1]);

    let items = stdin(tar(&[("a.txt", TEXT), ("b.txt", &[b'x'; 4000])])[..2000].to_vec());
    assert_eq!(ids(&items)[0], "stdin/a");
    assert!(items[1..].iter().all(Result::is_err) && items.len() >= 2);
    let mut spoilt = zip(&[("a.txt", TEXT), ("b.txt", TEXT)]);
    let at = spoilt.windows(2).position(|w| w == b"PK").unwrap() + 40;
    spoilt[at] ^= 0x55;
    let items = stdin(spoilt);
    assert!(items[0].is_err() && items[1].is_ok(), "{items:?}");
}

#[test]
fn bombs_are_stopped() {
    let zeros = |n: u64| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::copy(&mut std::io::repeat(b'\n').take(n), &mut encoder).unwrap();
        encoder.finish().unwrap()
    };
    let folder = Folder::new("bombs");
    let bomb = zeros(100 << 20);
    let items: Items = Reader::new([folder.file("bomb.jsonl.gz", &bomb)]).collect();
    assert!(items[0].as_ref().unwrap_err().to_string().contains("expands more than 250 times"), "{items:?}");
    let limits = Limits { bytes: 1 << 20, members: 3, ..Limits::default() };
    let items: Items = Reader::new([
        folder.file("b.jsonl.gz", zeros(2 << 20)),
        folder.file("m.zip", zip(&[("a", TEXT), ("b", TEXT), ("c", TEXT), ("d", TEXT)])),
        folder.file("m.tar", tar(&[("a", TEXT), ("b", TEXT), ("c", TEXT), ("d", TEXT)])),
    ])
    .with_limits(limits)
    .collect();
    let told = ids(&items);
    assert!(told[0].contains("more than 1048576 bytes") && told[1].contains("more than 3 members"), "{told:?}");
    assert_eq!((told[2].as_str(), told.len()), ("m.tar/a", 6));
    // A gzip stream in a gzip stream in …
    let mut nested = TEXT.to_vec();
    for _ in 0..6 {
        nested = gzip(&nested);
    }
    assert!(ids(&stdin(nested))[0].contains("more than 4 packings"));
}

/// A page of an invented paper: what stands in its head, and between its headline and its text.
fn paper(head: &str, headline: &str, between: &str) -> Report {
    let body = "<p>قال وزير المياه إن العمل في حفر الآبار سيبدأ مع نهاية الصيف، وإن كلفة المرحلة الأولى لن تزيد على أربعة ملايين دينار تدفع على قسطين.</p>\
        <p>ورحب مزارعون حضروا اللقاء بالخطة، لكن بعضهم شكا من وعود سابقة ومن ارتفاع أسعار الوقود اللازم لتشغيل المضخات.</p>";
    let page = format!(
        "<!doctype html><html lang=ar><head><meta charset=utf-8>{head}</head><body><div class=header><span class=today-date>الاثنين 30 نوفمبر 2026</span></div>\
        <div class=story><h1>{headline}</h1>{between}{body}</div><div class=more><h2>المزيد</h2><span class=date>1 يناير 2020</span></div></body></html>"
    );
    stdin(page).remove(0).unwrap()
}

#[test]
fn the_day_beside_the_headline() {
    for between in [
        "<div class=story_tmstmp>الأحد، 22 تشرين الثاني/نوفمبر 2026، آخر تحديث 02:21 (GMT+0400)</div>",
        "<time>٢٢ نوفمبر ٢٠٢٦</time>",
        "<ul><li class=writer>هدى</li><li class=publish-date>22/11/2026</li></ul>",
    ] {
        let report = paper("<title>آبار جديدة في الواحة</title>", "آبار جديدة في الواحة", between);
        assert_eq!(report.published.as_deref(), Some("2026-11-22"), "{between}");
        // It is no sentence of the report.
        assert!(!report.text.contains("22") && !report.text.contains("٢٢"), "{}", report.text);
        assert!(report.text.contains("قال وزير المياه") && report.text.ends_with("لتشغيل المضخات."), "{}", report.text);
    }
    // Today's day at the top and the day of another report below are not the report's, nor is a day in its text.
    for between in ["", "<p>وصل الوفد في 21 نوفمبر 2026.</p>", "<div class=date>من 20 نوفمبر 2026 إلى 21 نوفمبر 2026</div>"] {
        assert_eq!(paper("<title>آبار جديدة في الواحة</title>", "آبار جديدة في الواحة", between).published, None, "{between}");
    }
    // What the page says in its head comes first; a day in another form is read, what is none is passed over.
    let meta = |value: &str| format!("<title>ع</title><meta property='article:published_time' content='{value}'><meta name=date content='22-11-2026 10:15'>");
    for (value, day) in [("2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z"), ("20 نوفمبر 2026", "2026-11-20"), ("أمس", "2026-11-22")] {
        assert_eq!(paper(&meta(value), "آبار جديدة في الواحة", "<time>19 نوفمبر 2026</time>").published.as_deref(), Some(day), "{value}");
    }
}

#[test]
fn headlines_of_pages() {
    let spoken = "الوزير: «لن نغلق بابا» في وجه المزارعين";
    for head in [
        format!("<title>{spoken}</title>"),
        format!("<title>{spoken} - صحيفة الواحة</title>"),
        format!("<title>الواحة | {spoken}</title><meta property=og:site_name content='الواحة'>"),
        format!("<title>{spoken} | أخبار | الواحة</title>"),
        format!("<title>الواحة</title><meta property=og:title content='{spoken} - الواحة'><meta property=og:site_name content='الواحة'>"),
    ] {
        assert_eq!(paper(&head, spoken, "").title(), Some(spoken), "{head}");
    }
    // Where no heading repeats it.
    assert_eq!(paper("<title>الوزير: العمل سيبدأ مع نهاية الصيف</title>", "اقتصاد", "").title(), Some("الوزير: العمل سيبدأ مع نهاية الصيف"));
    assert_eq!(paper(&format!("<title>{spoken} - الواحة</title>"), "اقتصاد", "").title(), Some(spoken));
}

const PAGE: &str = "<!doctype html><html lang=\"ar\"><head><meta charset=\"utf-8\"><title>استئناف المحادثات - صحيفة</title>\
    <link rel=\"canonical\" href=\"https://example.org/news/1\">\
    <script type=\"application/ld+json\">{\"@context\": \"https://schema.org\", \"@type\": \"NewsArticle\", \"headline\": \"استئناف المحادثات\", \
    \"datePublished\": \"2015-07-21T10:00:00+03:00\", \"author\": {\"@type\": \"Person\", \"name\": \"هدى سالم\"}, \"publisher\": {\"@type\": \"Organization\", \"name\": \"الصحيفة\"}}</script></head>\
    <body><nav><a href=\"/\">الرئيسية</a> <a href=\"/s\">رياضة</a></nav><article><h1>استئناف المحادثات</h1>\
    <p>قال وزير الخارجية المصري، اليوم الثلاثاء، إن المحادثات مع الوفد السوداني ستستأنف غدا في القاهرة بعد توقف دام أسبوعين كاملين.</p>\
    <p>وأضاف الوزير أن الجانبين اتفقا على جدول زمني، وأن النتائج ستعلن في مؤتمر صحفي مشترك يعقد مساء الخميس في مقر الوزارة.</p></article>\
    <footer>جميع الحقوق محفوظة</footer></body></html>";

#[test]
fn a_page_and_what_it_says_of_itself() {
    let report = stdin(PAGE).remove(0).unwrap();
    assert_eq!(report.title(), Some("استئناف المحادثات"));
    assert_eq!((report.published.as_deref(), report.byline.as_deref(), report.publisher.as_deref()), (Some("2015-07-21T10:00:00+03:00"), Some("هدى سالم"), Some("الصحيفة")));
    assert_eq!(report.url.as_deref(), Some("https://example.org/news/1"));
    let lines: Vec<&str> = report.text.lines().collect();
    assert!(lines.iter().any(|l| l.starts_with("قال وزير")) && lines.iter().any(|l| l.starts_with("وأضاف")), "{}", report.text);
    assert!(!report.text.contains("الرئيسية") && !report.text.contains("الحقوق"), "{}", report.text);
}

#[test]
fn pages_in_other_encodings() {
    let (windows, _, _) = encoding_rs::WINDOWS_1256.encode(PAGE);
    let declared = String::from_utf8_lossy(b"utf-8");
    let right: Vec<u8> = windows.iter().copied().collect();
    // Declared wrongly, the letters tell.
    let report = stdin(right.clone()).remove(0).unwrap();
    assert!(report.text.contains("قال وزير") && report.notes.iter().any(|n| n.contains("windows-1256")), "{:?} {declared}", report.notes);
    let utf16: Vec<u8> = format!("\u{feff}{PAGE}").encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert!(stdin(utf16).remove(0).unwrap().text.contains("قال وزير"));
    let mut http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1256\r\n\r\n".to_vec();
    http.extend_from_slice(&windows);
    assert!(stdin(archive(&[record("response", "urn:1", "application/http", &http)])).remove(0).unwrap().text.contains("قال وزير"));
}

#[test]
fn pages_that_are_none() {
    for page in ["<!doctype html><html><body></body></html>", "<html><script>x()</script></html>"] {
        assert!(matches!(stdin(page)[..], [Err(ReadError::NoMainText { .. } | ReadError::Empty { .. })]), "{page}");
    }
    let deep = format!("<!doctype html>{}نص", "<div>".repeat(200_000));
    assert!(matches!(stdin(deep)[..], [Err(ReadError::Broken { .. })]));
    // As deep as is read, in a thread whose stack is small.
    let deep = format!("<!doctype html>{}<p>قال الوزير إن المحادثات ستستأنف غدا.</p>", "<div>".repeat(490));
    std::thread::Builder::new().stack_size(2 << 20).spawn(move || assert_eq!(stdin(deep).len(), 1)).unwrap().join().unwrap();
}

const FEED: &str = "<?xml version=\"1.0\" encoding=\"windows-1256\"?><rss version=\"2.0\"><channel><title>الصحيفة</title><link>https://example.org/</link>\
    <item><guid>g1</guid><title>عنوان أول</title><link>https://example.org/1</link><description>نص أول</description><pubDate>Tue, 21 Jul 2015 10:00:00 +0300</pubDate></item>\
    <item><title>عنوان ثان</title><description><![CDATA[<p>نص ثان.</p><p>وسطر &amp; آخر.</p>]]></description></item></channel></rss>";

#[test]
fn feeds() {
    let (windows, _, lossy) = encoding_rs::WINDOWS_1256.encode(FEED);
    assert!(!lossy);
    for bytes in [windows.into_owned(), FEED.as_bytes().to_vec()] {
        let items = stdin(bytes);
        assert_eq!(ids(&items), ["g1", "stdin:2"]);
        let first = items[0].as_ref().unwrap();
        assert_eq!((first.text.as_str(), first.publisher.as_deref(), first.url.as_deref()), ("عنوان أول\nنص أول", Some("الصحيفة"), Some("https://example.org/1")));
        assert_eq!(first.published.as_deref(), Some("2015-07-21T07:00:00Z"));
        let second = items[1].as_ref().unwrap();
        assert_eq!(second.text.lines().filter(|l| !l.is_empty()).collect::<Vec<_>>(), ["عنوان ثان", "نص ثان.", "وسطر & آخر."]);
    }
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>الوكالة</title><id>urn:f</id><updated>2015-07-21T10:00:00Z</updated>\
        <entry><id>urn:e</id><title>عنوان</title><updated>2015-07-21T10:00:00+03:00</updated><author><name>سمير</name></author>\
        <link href=\"https://example.org/e\"/><content type=\"html\">&lt;p&gt;نص&lt;/p&gt;</content></entry></feed>";
    let report = stdin(atom).remove(0).unwrap();
    assert_eq!((report.id.as_str(), report.text.as_str(), report.byline.as_deref(), report.url.as_deref()), ("urn:e", "عنوان\nنص", Some("سمير"), Some("https://example.org/e")));
    assert!(matches!(stdin("<rss version='2.0'><channel><item>")[..], [Err(_)]));
}

#[test]
fn a_billion_laughs_are_not_heard() {
    let mut entities = String::from("<!ENTITY a0 \"ها\">");
    for n in 1..30 {
        entities.push_str(&format!("<!ENTITY a{n} \"&a{0};&a{0};&a{0};&a{0};&a{0};&a{0};&a{0};&a{0};&a{0};&a{0};\">", n - 1));
    }
    for (root, body) in [
        ("rss", "<rss version='2.0'><channel><title>x</title><item><title>&a29;</title><description>&a29;</description></item></channel></rss>"),
        ("newsItem", "<newsItem guid='urn:x'><contentMeta><headline>&a29;</headline></contentMeta></newsItem>"),
    ] {
        for declared in [entities.as_str(), "<!ENTITY a29 SYSTEM \"file:///etc/passwd\">"] {
            let items = stdin(format!("<?xml version='1.0'?><!DOCTYPE {root} [{declared}]>{body}"));
            for item in items {
                assert!(item.as_ref().is_err() || item.as_ref().is_ok_and(|r| r.text.len() < 1000 && !r.text.contains("root:")), "{item:?}");
            }
        }
    }
}

fn record(kind: &str, id: &str, content_type: &str, block: &[u8]) -> Vec<u8> {
    let mut bytes =
        format!("WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <{id}>\r\nWARC-Target-URI: https://example.org/{id}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n", block.len())
            .into_bytes();
    bytes.extend_from_slice(block);
    bytes.extend_from_slice(b"\r\n\r\n");
    bytes
}

fn response(id: &str, content_type: &str, body: &str) -> Vec<u8> {
    record("response", id, "application/http; msgtype=response", format!("HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n\r\n{body}").as_bytes())
}

fn archive(records: &[Vec<u8>]) -> Vec<u8> {
    records.concat()
}

#[test]
fn web_archives() {
    let packed = gzip(PAGE.as_bytes());
    let mut chunked = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for part in packed.chunks(100) {
        chunked.extend_from_slice(format!("{:x}\r\n", part.len()).as_bytes());
        chunked.extend_from_slice(part);
        chunked.extend_from_slice(b"\r\n");
    }
    chunked.extend_from_slice(b"0\r\n\r\n");
    let records = [
        record("warcinfo", "urn:0", "application/warc-fields", b"software: x\r\n"),
        record("request", "urn:0b", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        response("urn:1", "text/html", PAGE),
        record("response", "urn:2", "application/http; msgtype=response", &chunked),
        record("response", "urn:3", "application/http", b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>x"),
        response("urn:4", "application/json", "{}"),
        record("response", "urn:5", "application/http", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\n\x01\x02"),
        record("conversion", "urn:6", "text/plain", TEXT),
    ];
    let many: Vec<u8> = records.iter().flat_map(|r| gzip(r)).collect();
    for bytes in [archive(&records), many] {
        let folder = Folder::new("warc");
        let steps = Reader::new([folder.file("a.warc.gz", bytes)]).steps(|_| Resume::Whole);
        let progress = steps.progress();
        let outcomes: Vec<Outcome> = steps.filter_map(|s| if let Step::Item { outcome, .. } = s { Some(outcome) } else { None }).collect();
        let told: Vec<String> = outcomes
            .iter()
            .map(|o| match o {
                Outcome::Report(r) => r.id.clone(),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!((told[0].as_str(), told[1].as_str(), told[3].as_str()), ("urn:1", "urn:2", "urn:6"));
        assert!(told[2].contains("packed with br") && told.len() == 4, "{told:?}");
        let Outcome::Report(second) = &outcomes[1] else { panic!() };
        assert_eq!(second.title(), Some("استئناف المحادثات"));
        assert_eq!(progress.passed_over(), 4);
    }
}

fn newsml(status: &str, embargoed: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><newsMessage xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><itemSet>\
         <newsItem guid=\"urn:a\"><itemMeta><pubStatus qcode=\"{status}\"/>{embargoed}<versionCreated>2015-07-21T10:00:00+03:00</versionCreated></itemMeta>\
         <contentMeta><headline>عنوان &amp; آخر</headline><by>هدى</by></contentMeta><contentSet><inlineXML contenttype=\"application/nitf+xml\"><nitf><body><body.content>\n<p>نص\n أول.</p>\n<p>نص <em>ثان</em>.</p></body.content></body></nitf></inlineXML></contentSet></newsItem>\
         <newsItem guid=\"urn:b\"><contentMeta><headline>ع</headline></contentMeta><contentSet><inlineData>سطر\nسطر</inlineData></contentSet></newsItem></itemSet></newsMessage>"
    )
}

#[test]
fn agency_items_and_their_embargoes() {
    let items = stdin(newsml("stat:usable", ""));
    assert_eq!(ids(&items), ["urn:a", "urn:b"]);
    let first = items[0].as_ref().unwrap();
    assert_eq!((first.text.as_str(), first.byline.as_deref(), first.published.as_deref()), ("عنوان & آخر\nنص أول.\nنص ثان.", Some("هدى"), Some("2015-07-21T10:00:00+03:00")));
    assert_eq!(items[1].as_ref().unwrap().text, "ع\nسطر\nسطر");

    let until = "<embargoed>2015-07-22T00:00:00+03:00</embargoed>";
    let at = |seconds| Reader::new([Input::Stdin]).with_now(UNIX_EPOCH + Duration::from_secs(seconds)).reading_stdin_from(Cursor::new(newsml("stat:usable", until)));
    assert!(matches!(&at(1_437_512_399).next(), Some(Err(ReadError::Embargoed { until: Some(until), .. })) if until == "2015-07-22T00:00:00+03:00"));
    assert!(at(1_437_512_400).next().unwrap().is_ok());
    assert!(matches!(stdin(newsml("stat:usable", until))[0], Err(ReadError::Embargoed { .. })));
    assert!(matches!(stdin(newsml("stat:withheld", ""))[0], Err(ReadError::Embargoed { until: None, .. })));
    assert!(matches!(&stdin(newsml("stat:canceled", ""))[0], Err(ReadError::Withdrawn { id, .. }) if id == "urn:a"));

    let ninjs = "{\n \"uri\": \"urn:n\",\n \"pubstatus\": \"usable\",\n \"versioncreated\": \"2015-07-21T10:00:00Z\",\n \"headline\": \"عنوان\",\n \"byline\": \"هدى\",\n \"body_xhtml\": \"<div><p>أ</p><p>ب</p></div>\"\n}\n";
    let report = stdin(ninjs).remove(0).unwrap();
    assert_eq!((report.id.as_str(), report.title(), report.byline.as_deref()), ("urn:n", Some("عنوان"), Some("هدى")));
    assert_eq!(report.text.lines().filter(|l| !l.is_empty()).collect::<Vec<_>>(), ["عنوان", "أ", "ب"]);
}

fn corpus(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus").join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is not there", path.display());
    None
}

#[test]
fn saudi_newspapers_as_they_lie() {
    let Some(folder) = corpus("saudinewsnet") else { return };
    let path = folder.join("2015-07-23.zip");
    let fields = Fields::default().map("published=date_extracted").unwrap();
    let items: Items = Reader::new([Input::Path(path)]).with_fields(fields).collect();
    assert!(items.len() > 500, "{}", items.len());
    let bad: Vec<_> = items.iter().filter_map(|i| i.as_ref().err()).filter(|e| !matches!(e, ReadError::Empty { .. })).collect();
    assert!(bad.is_empty(), "{bad:?}");
    assert!(items.iter().flatten().all(|r| r.url.is_some() && r.publisher.is_some() && r.published.is_some()));
}

#[test]
fn a_radio_s_articles_as_they_lie() {
    let Some(path) = corpus("ant/ant.tgz") else { return };
    let items: Items = Reader::new([Input::Path(path)]).collect();
    assert!(items.len() > 10_000, "{}", items.len());
    let bad: Vec<_> = items.iter().filter_map(|i| i.as_ref().err()).take(3).collect();
    assert!(bad.is_empty(), "{bad:?}");
}

/// Bytes that come near to what is read.
fn near() -> impl Strategy<Value = Vec<u8>> {
    let whole = [
        zip(&[("a.txt", TEXT), ("b.json", LIST.as_bytes())]),
        tar(&[("a.txt", TEXT), ("b.json", LIST.as_bytes())]),
        gzip(&tar(&[("a.txt", TEXT)])),
        gzip(TEXT),
        zstd::stream::encode_all(TEXT, 1).unwrap(),
        PAGE.as_bytes().to_vec(),
        FEED.as_bytes().to_vec(),
        newsml("stat:usable", "").into_bytes(),
        archive(&[response("urn:1", "text/html", PAGE), record("conversion", "urn:6", "text/plain", TEXT)]),
        LIST.as_bytes().to_vec(),
        "<DOC id=\"A_20200101.1\">\n<HEADLINE>ع</HEADLINE>\n<TEXT>\n<P>نص & نص</P>\n</TEXT>\n</DOC>\n".repeat(2).into_bytes(),
    ];
    (prop::sample::select(whole.to_vec()), prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6), any::<Option<prop::sample::Index>>(), any::<Vec<u8>>()).prop_map(
        |(mut bytes, spoilt, cut, more)| {
            for (at, byte) in spoilt {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            if let Some(cut) = cut {
                bytes.truncate(cut.index(bytes.len()));
            }
            bytes.extend(more);
            bytes
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_end_in_items_and_an_end(bytes in near(), from in 0_u64..4) {
        let steps = |resume: Resume| Reader::new([Input::Stdin]).reading_stdin_from(Cursor::new(bytes.clone())).steps(move |_| resume);
        let whole: Vec<String> = steps(Resume::Whole).map(|s| format!("{s:?}")).collect();
        prop_assert!(whole.len() >= 2 && whole.last().unwrap().starts_with("Done"), "{whole:?}");
        prop_assert!(whole.len() < 10_000);
        let rest: Vec<String> = steps(Resume::From(from)).map(|s| format!("{s:?}")).collect();
        prop_assert_eq!(&rest[..], &whole[whole.len().saturating_sub(1).min(from as usize)..]);
    }
}
