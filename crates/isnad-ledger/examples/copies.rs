//! Measures the search for copies against pairs of reports that were labelled by hand (gold/copies/README.md):
//!
//! ```sh
//! tools/corpus.py | cargo run --release -p isnad-ledger --example copies -- gold/copies/pairs.tsv
//! ```
//!
//! Further words: `--misses` lists the pairs that were judged otherwise, `--lineage ID` shows the group of a report, `--every N` reads every Nth report and scores nothing.

use isnad::Report;
use isnad_ledger::copies::overlap::{Side, overlap};
use isnad_ledger::copies::words::Body;
use isnad_ledger::copies::{Bounds, Copy, Found, Independent, Lineage, find};
use isnad_ledger::ingest::Ingest;
use isnad_ledger::rows::key;
use isnad_ledger::schema::Table;
use isnad_ledger::store::Ledger;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;
use std::io::BufRead;
use std::time::Instant;

/// What the scoring needs of a report once it is in the ledger.
#[derive(Default)]
struct Kept {
    key: String,
    characters: usize,
    body: Body,
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| args.iter().position(|a| a == name).and_then(|i| args.get(i + 1));
    let every: usize = option("--every").map_or(Ok(1), |n| n.parse())?;
    let pairs = match args.first().filter(|a| !a.starts_with("--") && every == 1) {
        Some(path) => lines(path)?,
        None => Vec::new(),
    };
    let wanted: HashSet<&str> = pairs.iter().flat_map(|l| [l[5].as_str(), l[7].as_str()]).chain(option("--lineage").map(String::as_str)).collect();

    let folder = tempfile::tempdir()?;
    let mut ledger = Ledger::open_or_create(folder.path())?;
    let mut ingest = Ingest::new(&mut ledger)?;
    let mut kept: HashMap<String, Kept> = HashMap::new();
    for (n, line) in std::io::stdin().lock().lines().enumerate().step_by(every) {
        let value: serde_json::Value = serde_json::from_str(&line?)?;
        let text = |name: &str| value.get(name).and_then(|v| v.as_str());
        let (id, title, body) = (text("id").ok_or("a report without an id")?, text("title").unwrap_or_default(), text("body").unwrap_or_default());
        let mut report = Report::with_title(id, title, body);
        (report.publisher, report.published) = (text("publisher").map(str::to_owned), text("published").map(str::to_owned));
        if wanted.contains(id) {
            kept.insert(id.to_owned(), Kept { key: key(&report), characters: body.chars().count(), body: Body::new(report.title(), &report.text) });
        }
        ingest.uncoded("corpus", n as u64, &format!("corpus:{n}"), &report, None)?;
    }
    if ingest.finish()?.reports == 0 {
        println!("skipped: no reports on standard input (tools/corpus.py finds none where ../shared is missing)");
        return Ok(());
    }

    let (snapshot, bounds) = (ledger.snapshot(), bounds());
    let reports = usize::try_from(snapshot.rows(Table::Reports))?;
    let (before, began) = (peak(), Instant::now());
    let found = find(snapshot, reports, &bounds)?;
    let took = began.elapsed().as_secs_f64();
    let heads = found.copies.iter().filter(|c| c.report == c.group).count();
    let voices = reports - found.copies.iter().filter(|c| c.report != c.voice).count();
    println!("{reports} reports in {took:.1} s ({:.0} a second); {} pairs compared, {} tied; {} set phrases", reports as f64 / took, found.compared, found.tied, found.set_phrases.len());
    println!("{} reports in {heads} groups; {voices} voices in all", found.copies.len());
    println!("peak memory {} MiB; before the search {} MiB", peak() / 1024, before / 1024);
    if let Some(id) = option("--lineage") {
        let lineage = kept.get(id).and_then(|k| Lineage::of(&found.copies, &k.key));
        print!("{}", lineage.map_or_else(|| format!("{id}: no copies\n"), |l| l.to_string()));
    }
    if pairs.is_empty() { Ok(()) } else { score(&pairs, &kept, &found, &bounds, args.iter().any(|a| a == "--misses")) }
}

/// The labelled pairs, a line each.
fn lines(path: &str) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    let lines: Vec<Vec<String>> = text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(|l| l.split('\t').map(str::to_owned).collect()).collect();
    match lines.iter().position(|l| l.len() != 11) {
        Some(bad) => Err(format!("{path}: pair {bad} has {} fields instead of 11", lines[bad].len()).into()),
        None => Ok(lines),
    }
}

/// The bounds, with what the environment variables SHARE, PROSE, SET and CANDIDATE put in their place.
fn bounds() -> Bounds {
    let var = |name: &str| std::env::var(name).ok().and_then(|v| v.parse::<f64>().ok());
    let d = Bounds::default();
    Bounds {
        share: var("SHARE").unwrap_or(d.share),
        prose: var("PROSE").unwrap_or(d.prose),
        set_phrase: var("SET").map_or(d.set_phrase, |n| n as usize),
        candidate: var("CANDIDATE").unwrap_or(d.candidate),
        held: var("HELD").map_or(d.held, |n| n as usize),
        ..d
    }
}

/// Peak memory in KiB, where the system tells.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find_map(|l| l.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

#[derive(Default, Clone, Copy)]
struct Tally {
    right: f64,
    wrong: f64,
    missed: f64,
    neither: f64,
}

impl Tally {
    fn add(&mut self, found: bool, true_: bool, weight: f64) {
        let cell = match (found, true_) {
            (true, true) => &mut self.right,
            (true, false) => &mut self.wrong,
            (false, true) => &mut self.missed,
            (false, false) => &mut self.neither,
        };
        *cell += weight;
    }

    fn told(&self) -> String {
        let share = |a: f64, b: f64| if a + b == 0.0 { "–".to_owned() } else { format!("{:.3}", a / (a + b)) };
        format!("precision {} recall {}", share(self.right, self.wrong), share(self.right, self.missed))
    }
}

fn score(lines: &[Vec<String>], kept: &HashMap<String, Kept>, found: &Found, bounds: &Bounds, misses: bool) -> Result<(), Box<dyn Error>> {
    let by_key: HashMap<&str, &Copy> = found.copies.iter().map(|c| (c.report.as_str(), c)).collect();
    let voices = Independent::of(&found.copies);
    let mut drawn: BTreeMap<&str, f64> = BTreeMap::new();
    lines.iter().for_each(|l| *drawn.entry(l[1].as_str()).or_default() += 1.0);
    // By half («tune», «test»), by way of judging, by stratum («all»: weighted by the sizes of the strata).
    let mut tallies: BTreeMap<(String, &str, String), Tally> = BTreeMap::new();
    let (mut relations, mut relations_right) = (0, 0);
    for line in lines {
        let [n, stratum, size, half, shown, id_a, characters_a, id_b, characters_b, label, relation] = line.as_slice() else { continue };
        let report = |id: &String, characters: &String| match kept.get(id) {
            None => Err(format!("pair {n}: report {id} is not among those that were read; give all of the corpus")),
            Some(k) if k.characters.to_string() != *characters => {
                Err(format!("pair {n}: report {id} has {} characters and not the {characters} that were labelled; give the same corpus", k.characters))
            }
            Some(k) => Ok(k),
        };
        let (a, b) = (report(id_a, characters_a)?, report(id_b, characters_b)?);
        let weight = size.parse::<f64>()? / drawn.get(stratum.as_str()).copied().unwrap_or(1.0);
        let exact = overlap(&a.body, &b.body, &found.set_phrases);
        let (in_a, in_b) = (by_key.get(a.key.as_str()), by_key.get(b.key.as_str()));
        let from = |x: Option<&&Copy>, y: &str| x.is_some_and(|x| x.origin.as_deref() == Some(y));
        let group = in_a.zip(in_b).is_some_and(|(a, b)| a.group == b.group) || from(in_a, &b.key) || from(in_b, &a.key);
        let copied = bounds.copied(exact);
        for (way, judged) in [("1 words of the two", copied), ("2 group or origin", group), ("3 one voice", voices.voice(&a.key) == voices.voice(&b.key))] {
            let mut add = |stratum: &str, weight: f64| tallies.entry((half.clone(), way, stratum.to_owned())).or_default().add(judged, label == "copy", weight);
            add(&format!("{stratum} "), 1.0);
            add("all, each pair once", 1.0);
            add("all, weighted", weight);
            if shown == "whole" {
                add("shown whole", 1.0);
                add("shown whole, weighted", weight);
            }
        }
        if label == "copy" && copied {
            let (share_a, share_b) = (exact.a.share(), exact.b.share());
            let judged = match (share_a >= 0.8, share_b >= 0.8) {
                (true, true) => "same",
                (true, false) => "shortA",
                (false, true) => "shortB",
                (false, false) => "mixed",
            };
            relations += 1;
            relations_right += usize::from(judged == relation.replace("retitled", "same"));
        }
        if misses && (group != (label == "copy") || copied != (label == "copy")) {
            let s = |s: Side| format!("{}/{} prose {}/{}", s.copied, s.own, s.prose_copied, s.prose);
            println!("pair {n} ({stratum}, {half}) {} {}: labelled {label} {relation}; words {copied}, group {group}; {} | {}", id_a, id_b, s(exact.a), s(exact.b));
        }
    }
    for ((half, way, stratum), t) in tallies {
        println!("{half:5} {way:20} {stratum:22} {}  ({:.0} right, {:.0} wrong, {:.0} missed, {:.0} neither)", t.told(), t.right, t.wrong, t.missed, t.neither);
    }
    println!("relation as labelled: {relations_right} of {relations} copies");
    Ok(())
}
