//! Feeds and pages by address, from a server on this machine; and addresses that are refused.
#![cfg(feature = "http")]

use isnad::Report;
use isnad_read::{Input, Network, ReadError, Reader};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Duration;

/// Answers each path from a list, as long as the test runs.
fn server(answers: impl Fn(&str) -> Vec<u8> + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let mut request = [0; 4096];
            let read = stream.read(&mut request).unwrap_or(0);
            let request = String::from_utf8_lossy(&request[..read]).into_owned();
            let path = request.split(' ').nth(1).unwrap_or("/").to_owned();
            let _ = stream.write_all(&answers(&path));
        }
    });
    address
}

fn ok(kind: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len()).into_bytes()
}

fn moved(to: &str) -> Vec<u8> {
    format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").into_bytes()
}

fn network() -> Network {
    Network { loopback: true, timeout: Duration::from_secs(5), redirects: 3, bytes: 10_000, ..Network::default() }
}

fn read(address: &str, network: Network) -> Vec<Result<Report, ReadError>> {
    Reader::new([Input::from_argument(address)]).with_network(network).collect()
}

const PAGE: &str = "<!doctype html><title>عنوان الصفحة</title><article><p>قال وزير الخارجية إن المحادثات ستستأنف غدا في القاهرة بعد توقف دام أسبوعين.</p></article>";

#[test]
fn feeds_and_pages() {
    let address = server(move |path| match path {
        "/page" => ok("text/html; charset=utf-8", PAGE),
        "/moved" => moved("/page"),
        "/gone" => b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec(),
        "/lines.jsonl" => ok("application/json", "{\"id\": 1, \"body\": \"نص\"}\n{\"id\": 2, \"body\": \"نص\"}\n"),
        _ => ok("application/rss+xml", "<rss version='2.0'><channel><title>ص</title><item><guid>a</guid><title>ع</title><link>PAGE</link><description>من الخلاصة</description></item></channel></rss>"),
    });
    let report = read(&format!("{address}/moved"), network()).remove(0).unwrap();
    assert_eq!((report.title(), report.url.clone()), (Some("عنوان الصفحة"), Some(format!("{address}/page"))));
    assert_eq!(read(&format!("{address}/lines.jsonl"), network()).iter().flatten().map(|r| r.id.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    let error = read(&format!("{address}/gone"), network()).remove(0).unwrap_err();
    assert!(error.to_string().contains("404"), "{error}");
    assert_eq!(read(&format!("{address}/feed"), network()).remove(0).unwrap().text, "ع\nمن الخلاصة");

    // Links are followed only when asked, and what cannot be followed keeps the feed's text.
    let page = format!("{address}/page");
    let feed = server(move |_| {
        let item = |id: &str, link: &str| format!("<item><guid>{id}</guid><title>ع</title><link>{link}</link><description>من الخلاصة</description></item>");
        ok("text/xml", &format!("<rss version='2.0'><channel><title>ص</title>{}{}</channel></rss>", item("a", &page), item("b", "http://10.0.0.1/x")))
    });
    let items = read(&feed, Network { follow: true, ..network() });
    let [Ok(a), Ok(b)] = &items[..] else { panic!("{items:?}") };
    assert!(a.text.contains("قال وزير") && a.id == "a", "{a:?}");
    assert!(b.text.contains("من الخلاصة") && b.notes.iter().any(|n| n.contains("10.0.0.1")), "{b:?}");
}

#[test]
fn what_is_refused() {
    let address = server(|path| match path {
        "/private" => moved("http://192.168.0.1/"),
        "/metadata" => moved("http://169.254.169.254/latest/"),
        "/mapped" => moved("http://[::ffff:10.0.0.1]/"),
        "/round" => moved("/round"),
        "/long" => ok("text/html", &"x".repeat(20_000)),
        "/slow" => {
            std::thread::sleep(Duration::from_secs(3));
            ok("text/html", PAGE)
        }
        _ => ok("text/html", PAGE),
    });
    for (path, says) in
        [("/private", "192.168.0.1 is no address"), ("/metadata", "169.254.169.254"), ("/mapped", "10.0.0.1"), ("/round", "more than 3 redirections"), ("/long", "longer than 10000 bytes")]
    {
        let items = read(&format!("{address}{path}"), network());
        assert!(matches!(&items[..], [Err(e @ ReadError::Fetch { .. })] if e.to_string().contains(says)), "{path}: {items:?}");
    }
    let items = read(&format!("{address}/slow"), Network { timeout: Duration::from_secs(1), ..network() });
    assert!(matches!(&items[..], [Err(ReadError::Fetch { .. })]), "{items:?}");
    // Without the setting for tests, this machine is as private as any other; by name too.
    for address in [address.clone(), address.replace("127.0.0.1", "localhost")] {
        let items = read(&address, Network::default());
        assert!(matches!(&items[..], [Err(e)] if e.to_string().contains("no address of the public network")), "{items:?}");
    }
}
