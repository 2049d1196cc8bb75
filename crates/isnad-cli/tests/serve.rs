//! `isnad serve`: what the command decides.
#![cfg(feature = "serve")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};

fn isnad() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_isnad"));
    command.env_remove("ISNAD_TOKEN").env_remove("ISNAD_LEDGER");
    command
}

fn ledger(folder: &Path) -> std::path::PathBuf {
    let (input, ledger) = (folder.join("in.jsonl"), folder.join("ledger"));
    std::fs::write(&input, "{\"id\": \"1\", \"title\": \"خبر\", \"body\": \"قصف الجيش السوري بلدة في إدلب.\", \"published\": \"2026-05-07\"}\n").expect("written");
    let out = isnad().args(["ingest", "--quiet", "--into"]).arg(&ledger).arg(&input).output().expect("it runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    ledger
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.write_all(format!("GET {path} HTTP/1.0\r\nhost: {address}\r\n\r\n").as_bytes()).expect("sent");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("an answer");
    text
}

#[test]
fn others_are_refused_without_a_token() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = ledger(folder.path());
    let out = isnad().arg("serve").arg(&ledger).args(["--listen", "0.0.0.0:0"]).output().expect("it runs");
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(2), "{said}");
    assert!(said.contains("--token") && said.contains("127.0.0.1"), "{said}");
    let out = isnad().arg("serve").arg(folder.path().join("none")).args(["--listen", "127.0.0.1:0"]).output().expect("it runs");
    assert_eq!(out.status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn a_server_says_where_it_is_explains_and_ends_when_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = ledger(folder.path());
    let mut child = isnad().arg("serve").arg(&ledger).args(["--listen", "127.0.0.1:0"]).stderr(Stdio::piped()).spawn().expect("it runs");
    let mut errors = BufReader::new(child.stderr.take().expect("piped"));
    let mut line = String::new();
    errors.read_line(&mut line).expect("a line");
    let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect("an address").to_owned();
    let list = get(&address, "/api/v1/reports");
    let key = list.split("\"report\":\"").nth(1).and_then(|rest| rest.get(..16)).expect("a key");
    let explained = get(&address, &format!("/api/v1/reports/{key}/explain"));
    assert!(explained.contains("\"about\":\"e1\"") && explained.contains("frames/assault.txt") && !explained.contains('\u{2067}') && !explained.contains("\\u001b"), "{explained}");
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("it runs");
    assert!(killed.success());
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    let mut rest = String::new();
    errors.read_to_string(&mut rest).expect("what was said");
    assert_eq!(rest, "");
}
