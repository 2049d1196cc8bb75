//! Every kind of input, good and bad, from files and folders as they lie on a disk.

mod support;

use isnad::Report;
use isnad_read::{Input, ReadError, Reader};
use std::fs;
use std::io::{self, Read};
use support::Folder;

/// What came, each as its id or as its message without the folder's path.
fn told(folder: &Folder, reader: Reader) -> Vec<String> {
    let here = format!("{}/", folder.0.display());
    reader.map(|item| item.map_or_else(|e| e.to_string().replace(&here, ""), |r| r.id)).collect()
}

fn read(inputs: impl IntoIterator<Item = Input>) -> Vec<Result<Report, ReadError>> {
    Reader::new(inputs).collect()
}

fn stdin(bytes: impl AsRef<[u8]> + Send + 'static) -> Vec<Result<Report, ReadError>> {
    Reader::new([Input::Stdin]).reading_stdin_from(io::Cursor::new(bytes)).collect()
}

const TEXT: &str = "عنوان الخبر\n\nقالت وزارة الداخلية في بيان، اليوم، ان انفجارا أسفر عن مقتل 27 شخصا.\n";

#[test]
fn inputs_are_read_in_their_order() {
    let folder = Folder::new("order");
    let inputs = [
        folder.file("z.txt", TEXT),
        folder.file("news.jsonl", "{\"id\": \"j1\", \"body\": \"أ\"}\n\n{\"body\": \"ب\"}"),
        Input::Path(folder.0.join("nowhere")),
        Input::from_argument("-"),
        folder.file("report", TEXT),
        folder.file("other.md", TEXT),
        folder.file("lines.json", "{\"id\": 3, \"body\": \"ج\"}\r\n"),
    ];
    let reader = Reader::new(inputs).reading_stdin_from(TEXT.as_bytes());
    assert_eq!(told(&folder, reader), ["z", "j1", "news.jsonl:3", "nowhere: there is no such file or folder; check the path", "stdin", "report", "other", "3"]);
}

#[test]
fn folders_are_read_by_name_and_hidden_files_passed_over() {
    let folder = Folder::new("folder");
    folder.file("b.txt", TEXT);
    folder.file("a/2.ndjson", "{\"body\": \"أ\"}\n{\"id\": \"x\", \"body\": \"ب\"}\n");
    folder.file("a/10.txt", TEXT);
    folder.file("a/deep/er/plain", TEXT);
    folder.file(".hidden.txt", TEXT);
    folder.file(".git/a.txt", TEXT);
    folder.file("notes.md", TEXT);
    folder.file("gold.json", "{\n}");
    folder.file("c.TXT", "");
    folder.file("d.jsonl", "{broken\n");
    let told = told(&folder, Reader::new([folder.whole()]));
    assert_eq!(told[..4], ["a/10", "a/2.ndjson:1", "x", "a/deep/er/plain"]);
    assert_eq!(told[4], "b");
    assert_eq!(told[5], "c.TXT: empty; there is no text to code");
    assert!(told[6].starts_with("d.jsonl:1:2: not a JSON object"), "{}", told[6]);
    // A file `.json` is read only where lists and single objects are.
    assert_eq!(told.len(), if cfg!(feature = "formats") { 8 } else { 7 });
}

#[test]
fn a_folder_with_nothing_to_read() {
    let folder = Folder::new("nothing");
    folder.file("a/picture.png", [0x89]);
    let items = read([folder.whole()]);
    assert!(matches!(items[..], [Err(ReadError::NothingToRead { .. })]), "{items:?}");
}

#[cfg(unix)]
#[test]
fn links_are_followed_but_not_round_in_circles() {
    let folder = Folder::new("links");
    folder.file("a/r.txt", TEXT);
    std::os::unix::fs::symlink(folder.0.join("a/r.txt"), folder.0.join("b.txt")).unwrap();
    std::os::unix::fs::symlink(&folder.0, folder.0.join("a/round")).unwrap();
    std::os::unix::fs::symlink(folder.0.join("gone"), folder.0.join("c.txt")).unwrap();
    let told = told(&folder, Reader::new([folder.whole()]));
    assert_eq!(told[0], "a/r");
    assert!(told[1].starts_with("a/round: the link leads back"), "{}", told[1]);
    assert_eq!(told[2], "b");
    assert!(told[3].starts_with("c.txt: there is no such file"), "{}", told[3]);
    assert_eq!(told.len(), 4);
}

#[test]
fn a_broken_line_among_good_ones() {
    let lines = "{\"id\": 1, \"body\": \"أ\"}\n\
                 {\"id\": 2, \"body\": \"نص لم يُغلق\n\
                 {\"id\": 3, \"body\": \"ج\"} {}\n\
                 [4]\n\
                 7\n\
                 {\"id\": 6, \"body\": 6}\n\
                 {\"id\": 7, \"body\": \"\\ud800\"}\n\
                 {\"id\": 8, \"body\": \"ح\"}";
    let items = stdin(lines);
    let told: Vec<String> = items.iter().map(|i| i.as_ref().map_or_else(|e| e.to_string(), |r| r.id.clone())).collect();
    assert_eq!((told.len(), told[0].as_str(), told[7].as_str()), (8, "1", "8"));
    for (n, place) in [(1, "standard input:2:30: "), (2, "standard input:3:24: "), (3, "standard input:4:"), (4, "standard input:5:")] {
        assert!(told[n].starts_with(place) && told[n].contains("not a JSON object"), "{}", told[n]);
    }
    assert_eq!(told[5], "standard input:6: field `body` holds a number; it has to be a string");
    assert!(told[6].starts_with("standard input:7:"), "{}", told[6]);
}

#[cfg(not(feature = "formats"))]
#[test]
fn json_that_is_not_by_lines_is_refused_once() {
    for text in ["[\n {\"body\": \"أ\"},\n {\"body\": \"ب\"}\n]\n", "\n[{\"body\": \"أ\"}]\n"] {
        let folder = Folder::new("list");
        let items = read([folder.file("list.json", text)]);
        assert!(matches!(items[..], [Err(ReadError::NotJsonLines { .. })]), "{items:?}");
    }
    let items = stdin("{\n \"body\": \"أ\"\n}\n");
    assert!(matches!(items[..], [Err(ReadError::NotJsonLines { .. })]), "{items:?}");
}

#[test]
fn a_line_of_100_mb_is_passed_over_and_the_next_one_read() {
    let monster = io::repeat(b'x').take(100 << 20);
    let stream = (&b"{\"body\": \""[..]).chain(monster).chain(&b"\"}\n{\"id\": \"next\", \"body\": \"a\"}\n"[..]);
    let items: Vec<_> = Reader::new([Input::Stdin]).reading_stdin_from(stream).collect();
    assert!(matches!(&items[..], [Err(ReadError::TooLong { place, limit: 16_777_216 }), Ok(r)] if place.line == Some(1) && r.id == "next"), "{items:?}");
}

#[test]
fn a_plain_text_without_end_is_refused_at_the_limit() {
    let stream = (&b"title\n"[..]).chain(io::repeat(b'x'));
    let items: Vec<_> = Reader::new([Input::Stdin]).with_max_report_bytes(1 << 20).reading_stdin_from(stream).collect();
    assert!(matches!(items[..], [Err(ReadError::TooLong { .. })]), "{items:?}");
    let folder = Folder::new("long");
    let inputs = [folder.file("long.txt", [b'x'; 101]), folder.file("short.txt", [b'x'; 100])];
    let items: Vec<_> = Reader::new(inputs).with_max_report_bytes(100).collect();
    assert!(matches!(items[..], [Err(ReadError::TooLong { .. }), Ok(_)]), "{items:?}");
}

#[test]
fn empty_inputs() {
    let folder = Folder::new("empty");
    for bytes in ["", "\n \n\n", "\u{feff}", "\u{feff}\n"] {
        for items in [stdin(bytes), read([folder.file("e.jsonl", bytes)]), read([folder.file("e.txt", bytes)])] {
            assert!(matches!(items[..], [Err(ReadError::Empty { .. })]), "{bytes:?} {items:?}");
        }
    }
}

#[test]
fn binary_files_are_refused_once() {
    let folder = Folder::new("binary");
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\n\n\0\0";
    for name in ["b.txt", "b", "b.jsonl"] {
        let items = read([folder.file(name, picture)]);
        assert_eq!(items.len(), if name == "b.jsonl" { 4 } else { 1 }, "{items:?}");
        assert!(items.iter().all(Result::is_err));
    }
    let zip = b"PK\x03\x04\x14\0\0\0\n\n\n\0";
    let items = read([folder.file("z.jsonl", zip)]);
    let as_it_is_known = if cfg!(feature = "formats") { matches!(items[..], [Err(ReadError::Broken { .. })]) } else { matches!(items[..], [Err(ReadError::Binary { offset: 5, byte: 0, .. })]) };
    assert!(as_it_is_known, "{items:?}");
}

#[test]
fn nuls_and_direction_marks_in_json_strings_stay() {
    let items = stdin("{\"body\": \"أ\\u0000ب \u{202e}(«\u{2066}\"}\n");
    assert_eq!(items[0].as_ref().unwrap().text, "أ\0ب \u{202e}(«\u{2066}");
}

#[test]
fn arabic_encodings_in_files_and_lines() {
    let folder = Folder::new("encodings");
    let (windows, _, lossy) = encoding_rs::WINDOWS_1256.encode(TEXT);
    assert!(!lossy);
    let items = read([folder.file("w.txt", &windows)]);
    let report = items[0].as_ref().unwrap();
    assert_eq!((report.text.as_str(), report.title()), (TEXT, Some("عنوان الخبر")));
    assert_eq!(report.notes, ["read as windows-1256; offsets are those of the decoded text"]);

    let line = format!("{{\"id\": \"w\", \"body\": \"{}\"}}\n", TEXT.replace('\n', "\\n"));
    let (line, _, _) = encoding_rs::WINDOWS_1256.encode(&line);
    let mut bytes = b"{\"id\": \"ascii\", \"body\": \"x\"}\n".to_vec();
    bytes.extend_from_slice(&line);
    bytes.extend_from_slice(b"{\"body\": \"caf\xe9\"}\n{\"id\": \"last\", \"body\": \"x\"}\n");
    let items = read([folder.file("w.jsonl", &bytes)]);
    assert_eq!(items[1].as_ref().unwrap().text, TEXT);
    assert_eq!(items[1].as_ref().unwrap().notes.len(), 1);
    let fault = bytes.windows(4).position(|w| w == b"caf\xe9").unwrap() + 3;
    match &items[2] {
        Err(ReadError::Encoding { place, offset, byte: 0xe9, .. }) => {
            assert_eq!((place.line, bytes[*offset as usize], *offset as usize), (Some(3), 0xe9, fault));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(items[3].as_ref().unwrap().id, "last");
}

#[test]
fn utf16_lines_each_stand_for_themselves() {
    let lines = "\u{feff}{\"id\": 1, \"body\": \"نص أول\"}\r\n{\"id\": 2, \"body\": \"?\"}\n{\"id\": 3, \"body\": \"نص\"}";
    for to in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
        let mut units: Vec<u16> = lines.encode_utf16().collect();
        let spoilt = units.iter().position(|u| *u == u16::from(b'?')).unwrap();
        units[spoilt] = 0xdc00;
        let bytes: Vec<u8> = units.iter().copied().flat_map(to).collect();
        let items = stdin(bytes);
        assert_eq!(items[0].as_ref().unwrap().text, "نص أول");
        assert!(items[0].as_ref().unwrap().notes[0].starts_with("read as UTF-16"));
        assert!(matches!(&items[1], Err(ReadError::Encoding { offset, .. }) if *offset == 2 * spoilt as u64), "{:?}", items[1]);
        assert_eq!((items[2].as_ref().unwrap().id.as_str(), items.len()), ("3", 3));
    }
}

#[test]
fn standard_input_is_read_once_and_by_its_first_letter() {
    assert_eq!(stdin("\u{feff}\n \t{\"id\": \"j\", \"body\": \"x\"}")[0].as_ref().unwrap().id, "j");
    assert_eq!(stdin("x {\"id\": \"j\"}")[0].as_ref().unwrap().text, "x {\"id\": \"j\"}");
    // U+417B in UTF-16LE begins with the byte of a brace.
    let text = stdin([0xff, 0xfe, 0x7b, 0x41, 0x7b, 0x41]);
    assert_eq!(text[0].as_ref().unwrap().text, "\u{417b}\u{417b}");
}

/// Fails after some bytes, as a disk or a network might.
struct Failing(&'static [u8]);

impl Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.0.is_empty() { Err(io::Error::other("the disk is gone")) } else { self.0.read(buffer) }
    }
}

#[test]
fn a_stream_that_fails_ends_with_an_error_and_the_next_input_is_read() {
    let folder = Folder::new("failing");
    for bytes in [&b""[..], b"text", b"{\"id\": 1, \"body\": \"x\"}\n{\"id"] {
        let inputs = [Input::Stdin, folder.file("r.txt", TEXT)];
        let items: Vec<_> = Reader::new(inputs).reading_stdin_from(Failing(bytes)).collect();
        let [.., Err(error @ ReadError::Io { .. }), Ok(last)] = &items[..] else { panic!("{items:?}") };
        assert!(error.to_string().contains("the disk is gone"), "{error}");
        assert_eq!(last.id, "r");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("denied");
    let input = folder.file("r.txt", TEXT);
    let path = folder.0.join("r.txt");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&path).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    assert!(matches!(read([input])[..], [Err(ReadError::Io { .. })]));
}

#[test]
fn a_reader_can_be_shared_by_workers() {
    let lines: String = (0..1000).map(|n| format!("{{\"id\": {n}, \"body\": \"نص\"}}\n")).collect();
    let reader = std::sync::Mutex::new(Reader::new([Input::Stdin]).reading_stdin_from(io::Cursor::new(lines)));
    let read: usize = std::thread::scope(|scope| {
        let worker = || std::iter::from_fn(|| reader.lock().unwrap().next()).filter(Result::is_ok).count();
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().map(|w| w.join().unwrap()).sum()
    });
    assert_eq!(read, 1000);
}
