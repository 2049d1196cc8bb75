//! Measures how often the search for copies names the right origin, against reports whose origin was labelled by hand
//! (gold/copies/README.md). LEDGER holds the corpus, coded, as `tools/corpus.py | isnad ingest - -l LEDGER` makes it.
//!
//! ```sh
//! cargo run --release -p isnad-ledger --example origins -- LEDGER gold/copies/origins.tsv
//! ```
//!
//! Further words: `--stored` takes the ledger's own table of copies instead of searching anew, `--misses` lists what was told otherwise.

use arrow_array::cast::AsArray;
use isnad_ledger::copies::{Bounds, Copy, find, read};
use isnad_ledger::schema::Table;
use isnad_ledger::store::Snapshot;
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::path::Path;

/// A report whose origin was labelled.
struct Labelled {
    number: String,
    stratum: String,
    size: f64,
    half: String,
    id: String,
    characters: usize,
    label: String,
    origin: String,
    reason: String,
}

/// What the tool says, against what the reader said.
#[derive(Clone, Copy, PartialEq)]
enum Verdict {
    Right,
    Wrong,
    /// The reader could not tell.
    Left,
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, path, ..] = args.as_slice() else { return Err("give a ledger and the labels".into()) };
    let has = |name: &str| args.iter().any(|a| a == name);
    let labels = labels(path)?;
    let snapshot = &Snapshot::open(Path::new(folder))?;
    // By id: key and length of the text.
    let mut reports: HashMap<String, (String, usize)> = HashMap::new();
    for batch in snapshot.batches(Table::Reports, &["report", "id", "text"]) {
        let batch = batch?;
        let column = |name: &str| batch.column_by_name(name).map(|c| c.as_string::<i32>()).ok_or("a column is missing");
        let (key, id, text) = (column("report")?, column("id")?, column("text")?);
        (0..batch.num_rows()).for_each(|i| drop(reports.insert(id.value(i).to_owned(), (key.value(i).to_owned(), text.value(i).chars().count()))));
    }
    let about = reports.len();
    let found = if has("--stored") { read(snapshot)? } else { find(snapshot, about, &Bounds::default())?.copies };
    let said = found.iter().filter(|c| c.may_be_siblings()).count();
    println!("{} reports in groups, {} with an origin; of {said} `why` says that both may have the text from elsewhere", found.len(), found.iter().filter(|c| c.origin.is_some()).count());
    let copies: HashMap<&str, &Copy> = found.iter().map(|c| (c.report.as_str(), c)).collect();

    let mut drawn: HashMap<&str, f64> = HashMap::new();
    labels.iter().for_each(|l| *drawn.entry(l.stratum.as_str()).or_default() += 1.0);
    let mut tallies: BTreeMap<(String, String), [f64; 4]> = BTreeMap::new();
    for l in &labels {
        let (key, characters) = reports.get(&l.id).ok_or_else(|| format!("label {}: report {} is not in the ledger; take in all of the corpus", l.number, l.id))?;
        if *characters != l.characters {
            return Err(format!("label {}: report {} has {characters} characters and not the {} that were labelled; take in the same corpus", l.number, l.id, l.characters).into());
        }
        let copy = copies.get(key.as_str()).copied();
        let keys: Vec<&str> = l.origin.split(',').filter_map(|id| reports.get(id)).map(|(key, _)| key.as_str()).collect();
        let verdict = judge(l, key, copy, &keys, &copies);
        if verdict == Verdict::Left {
            continue;
        }
        let (right, weight) = (f64::from(u8::from(verdict == Verdict::Right)), l.size / drawn[l.stratum.as_str()]);
        let mut add = |row: String| {
            let tally = tallies.entry((l.half.clone(), row)).or_default();
            [right, 1.0, right * weight, weight].iter().zip(tally.iter_mut()).for_each(|(more, sum)| *sum += more);
        };
        add(format!("{} ({})", l.label, l.reason));
        add(l.label.clone());
        add("all that can be told".to_owned());
        if l.label == "report" || l.label == "itself" {
            add("all of which the source is in the ledger".to_owned());
        }
        if verdict == Verdict::Wrong && has("--misses") {
            let why = copy.map_or("no copy", |c| c.why.as_str());
            println!("{} ({}, {}) {}: {} {} ({}); {} because {why}", l.number, l.stratum, l.half, l.id, l.label, l.origin, l.reason, copy.and_then(|c| c.origin.as_deref()).unwrap_or("none"));
        }
    }
    for ((half, row), [right, all, weighted, weight]) in tallies {
        println!("{half:5} {row:42} {right:3} of {all:3}  {:.3}  weighted {:.3}", right / all, weighted / weight);
    }
    Ok(())
}

/// Whether the tool says what the reader said: a report that it comes from; none that is in the ledger, or one of which it says that both
/// may have the text from elsewhere; none at all. Of two that one outlet printed twice either may be the first.
fn judge(l: &Labelled, key: &str, copy: Option<&Copy>, keys: &[&str], copies: &HashMap<&str, &Copy>) -> Verdict {
    let origin = copy.and_then(|c| c.origin.as_deref());
    let right = match l.label.as_str() {
        "report" => {
            let twin = l.reason == "twin" && keys.iter().any(|k| copies.get(k).is_some_and(|c| c.origin.as_deref() == Some(key)));
            twin || origin.is_some_and(|o| keys.contains(&o)) && !copy.is_some_and(Copy::may_be_siblings)
        }
        "outside" => origin.is_none() || copy.is_some_and(Copy::may_be_siblings),
        "itself" | "none" => origin.is_none(),
        _ => return Verdict::Left,
    };
    if right { Verdict::Right } else { Verdict::Wrong }
}

fn labels(path: &str) -> Result<Vec<Labelled>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    let mut out = Vec::new();
    for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty()) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [number, stratum, size, half, id, characters, _, label, origin, reason] = fields.as_slice() else {
            return Err(format!("{path}:{}: {} fields instead of 10", n + 1, fields.len()).into());
        };
        let own = |field: &str| field.to_owned();
        out.push(Labelled {
            number: own(number),
            stratum: own(stratum),
            size: size.parse()?,
            half: own(half),
            id: own(id),
            characters: characters.parse()?,
            label: own(label),
            origin: own(origin),
            reason: own(reason),
        });
    }
    Ok(out)
}
