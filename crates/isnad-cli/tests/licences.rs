//! Every library that is compiled in has a licence that `deny.toml` allows, and every data file says where it is from.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn cargo(arguments: &[&str]) -> String {
    let out = Command::new(env!("CARGO")).args(arguments).current_dir(root()).output().expect("cargo can be run");
    assert!(out.status.success(), "cargo {arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).expect("cargo writes UTF-8")
}

/// The list `allow` of deny.toml, one licence a line.
fn allowed() -> BTreeSet<String> {
    let text = read(&root().join("deny.toml"));
    let list = text.split_once("allow = [").and_then(|(_, rest)| rest.split_once(']')).expect("deny.toml has a list of licences").0;
    list.lines().filter_map(|line| line.split('"').nth(1)).map(str::to_owned).collect()
}

/// Whether an SPDX expression can be met with the allowed licences alone. `/` is the old way to write OR.
fn met(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ").replace(" WITH ", "+WITH+");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let result = either(&words, &mut at, allowed);
    assert_eq!(at, words.len(), "«{expression}» is no licence expression");
    result
}

fn either(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut result = both(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        result |= both(words, at, allowed);
    }
    result
}

fn both(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut result = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        result &= one(words, at, allowed);
    }
    result
}

fn one(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let word = words.get(*at).copied().unwrap_or("");
    *at += 1;
    if word != "(" {
        return allowed.contains(&word.replace("+WITH+", " WITH "));
    }
    let result = either(words, at, allowed);
    assert_eq!(words.get(*at), Some(&")"), "a bracket is not closed");
    *at += 1;
    result
}

#[test]
fn licence_expressions() {
    let allowed = BTreeSet::from(["MIT", "Zlib", "GPL-3.0 WITH Classpath-exception-2.0"].map(str::to_owned));
    for (expression, is_met) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 WITH Classpath-exception-2.0", true),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0/MIT", true),
        ("MIT AND GPL-3.0", false),
        ("(MIT OR X) AND Zlib", true),
        ("X AND (MIT OR Zlib) OR Zlib", true),
        ("Apache-2.0 WITH LLVM-exception OR MIT", true),
    ] {
        assert_eq!(met(expression, &allowed), is_met, "{expression}");
    }
}

#[test]
fn every_library_has_an_allowed_licence() {
    let version = cargo(&["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("cargo says what it runs on");
    let metadata: Value = serde_json::from_str(&cargo(&["metadata", "--format-version", "1", "--all-features", "--locked", "--filter-platform", host])).expect("metadata is JSON");
    let packages: BTreeMap<&str, &Value> = metadata["packages"].as_array().expect("a list").iter().map(|p| (p["id"].as_str().unwrap_or(""), p)).collect();
    let nodes = metadata["resolve"]["nodes"].as_array().expect("a list");
    assert!(nodes.len() > 50, "{} packages", nodes.len());
    let allowed = allowed();
    let mut wrong = Vec::new();
    for node in nodes {
        let package = packages[node["id"].as_str().unwrap_or("")];
        let licence = package["license"].as_str().unwrap_or("none");
        if !met(licence, &allowed) {
            wrong.push(format!("{} {}: {licence}", package["name"], package["version"]));
        }
    }
    assert!(wrong.is_empty(), "licences that deny.toml does not allow:\n{}", wrong.join("\n"));
}

#[test]
fn every_data_file_says_where_it_is_from() {
    let list = read(&root().join("DATA-LICENSES.md"));
    let mut wrong = Vec::new();
    let mut count = 0;
    for data in ["crates/isnad/data", "crates/isnad-ar/data", "crates/isnad-ledger/data", "crates/isnad-read/data", "crates/isnad-sql/data", "crates/isnad-serve/data"] {
        let folder = root().join(data);
        let mut open = vec![folder.clone()];
        while let Some(dir) = open.pop() {
            for entry in std::fs::read_dir(&dir).expect("the folder of data is there") {
                let path = entry.expect("an entry can be read").path();
                if path.is_dir() {
                    open.push(path);
                } else if path.extension().is_some_and(|e| e == "txt") {
                    count += 1;
                    let name = path.strip_prefix(&folder).expect("found below the folder").display().to_string();
                    if !read(&path).lines().take(12).any(|line| line.starts_with("# Source:")) {
                        wrong.push(format!("{data}/{name}: its head has no line «# Source: … Licence: …»"));
                    }
                    if !list.contains(&format!("`{name}`")) {
                        wrong.push(format!("{data}/{name}: DATA-LICENSES.md does not name it"));
                    }
                }
            }
        }
    }
    assert!(count > 30, "{count} files");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
