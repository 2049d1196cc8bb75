//! Judges how well claims put mentions together, by pairs of mentions labelled by hand (`gold/claims`).
//!
//! `cargo run --release -p isnad-ledger --example claims -- gold/claims/pairs.tsv LEDGER [--each]`
//!
//! The ledger holds the reports of `../shared/corpus/saudinewsnet`; its claims are made anew. `--each` writes a line for every pair: its label, whether one claim holds
//! both, and what speaks for that.

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use isnad_ledger::claims::{self, Corrections, Points};
use isnad_ledger::copies;
use isnad_ledger::schema::Table;
use isnad_ledger::store::Snapshot;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

struct Pair {
    round: String,
    stratum: String,
    sides: [(String, i64); 2],
    kind: String,
    label: String,
}

/// A report's key and an event of it.
type Name = (String, String);
/// The beginning of a text's SHA-256, where a trigger begins, and the type of its event.
type Place = (String, i64, String);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [pairs, ledger, rest @ ..] = &arguments[..] else { return Err("usage: claims PAIRS LEDGER [--each]".into()) };
    let pairs: Vec<Pair> = std::fs::read_to_string(pairs)?.lines().filter(|l| !l.starts_with('#')).map(pair).collect::<Option<_>>().ok_or("a line of the pairs has not eight fields")?;
    let snapshot = Snapshot::open(Path::new(ledger))?;
    let events = events(&snapshot, &pairs)?;
    let groups = copies::read(&snapshot)?.into_iter().map(|c| (c.report, c.voice)).collect();
    let claims = claims::derive(&snapshot, &groups, &Points::shipped(), &Corrections::default())?.claims;
    let claim_of: HashMap<(&str, &str), &str> = claims.iter().flat_map(|c| c.voices.iter().map(|v| ((v.report.as_str(), v.event.as_str()), c.claim.as_str()))).collect();
    let named: Vec<Option<[Name; 2]>> = pairs
        .iter()
        .map(|p| {
            let find = |side: &(String, i64)| events.get(&(side.0.clone(), side.1, p.kind.clone())).cloned();
            Some([find(&p.sides[0])?, find(&p.sides[1])?])
        })
        .collect();
    let asked: Vec<[Name; 2]> = named.iter().flatten().cloned().collect();
    let mut said = claims::compare(&snapshot, &groups, &Points::shipped(), &asked)?.into_iter();
    let mut table: BTreeMap<(&str, &str), [u32; 5]> = BTreeMap::new();
    for (p, names) in pairs.iter().zip(&named) {
        let row = table.entry((&p.round, &p.stratum)).or_default();
        let Some([a, b]) = names else {
            row[4] += 1;
            continue;
        };
        let claim = |n: &Name| claim_of.get(&(n.0.as_str(), n.1.as_str())).copied();
        let joined = claim(a).is_some() && claim(a) == claim(b);
        let why = said.next().flatten();
        match p.label.as_str() {
            "same" => row[usize::from(!joined)] += 1,
            "different" => row[2 + usize::from(!joined)] += 1,
            _ => {}
        }
        if rest.iter().any(|r| r == "--each") {
            println!(
                "{}\t{}\t{}\t{}\t{}/{}\t{}/{}\t{}",
                p.round,
                p.stratum,
                p.label,
                if joined { "joined" } else { "apart" },
                a.0,
                a.1,
                b.0,
                b.1,
                why.as_deref().unwrap_or("something speaks against it")
            );
        }
    }
    println!("{} claims, {} in several reports", claims.len(), claims.iter().filter(|c| c.reports > 1).count());
    println!("{:40} {:>14} {:>14} {:>10}", "", "same: joined of", "different: joined of", "not found");
    for ((round, stratum), [hit, miss, wrong, right, lost]) in table {
        println!("{:40} {:>8} of {:<4} {:>12} of {:<4} {:>10}", format!("{round}: {stratum}"), hit, hit + miss, wrong, wrong + right, lost);
    }
    Ok(())
}

fn pair(line: &str) -> Option<Pair> {
    let f: Vec<&str> = line.split('\t').collect();
    let [round, stratum, kind, a, at, b, bt, label] = f[..] else { return None };
    let side = |text: &str, at: &str| Some((text.to_owned(), at.parse().ok()?));
    Some(Pair { round: round.into(), stratum: stratum.into(), sides: [side(a, at)?, side(b, bt)?], kind: kind.into(), label: label.into() })
}

/// Events by their place.
fn events(snapshot: &Snapshot, pairs: &[Pair]) -> Result<HashMap<Place, Name>, Box<dyn std::error::Error>> {
    let wanted: HashSet<&str> = pairs.iter().flat_map(|p| &p.sides).map(|s| s.0.as_str()).collect();
    let mut texts: HashMap<String, String> = HashMap::new();
    for batch in snapshot.batches(Table::Reports, &["report", "text_sha256"]) {
        let batch = batch?;
        let column = |name: &str| batch.column_by_name(name).map(|c| c.as_string::<i32>()).ok_or("a column is missing");
        let (report, sha) = (column("report")?, column("text_sha256")?);
        for row in 0..batch.num_rows() {
            let short = sha.value(row).get(..16).unwrap_or_default();
            if wanted.contains(short) {
                texts.insert(report.value(row).to_owned(), short.to_owned());
            }
        }
    }
    let mut out = HashMap::new();
    for batch in snapshot.batches(Table::Events, &["report", "event", "type", "trigger_start"]) {
        let batch = batch?;
        let column = |name: &str| batch.column_by_name(name).ok_or("a column is missing");
        let (report, event, kind) = (column("report")?.as_string::<i32>(), column("event")?.as_string::<i32>(), column("type")?.as_string::<i32>());
        let at = column("trigger_start")?.as_primitive::<Int64Type>();
        for row in 0..batch.num_rows() {
            if let Some(text) = texts.get(report.value(row)) {
                out.entry((text.clone(), at.value(row), kind.value(row).to_owned())).or_insert_with(|| (report.value(row).to_owned(), event.value(row).to_owned()));
            }
        }
    }
    Ok(out)
}
