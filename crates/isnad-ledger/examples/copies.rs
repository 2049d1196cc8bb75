//! Measures the search for copies against pairs of reports that were labelled by hand (gold/copies/README.md):
//!
//! ```sh
//! tools/corpus.py | cargo run --release -p isnad-ledger --example copies -- gold/copies/pairs.tsv
//! ```
//!
//! Further words: `--misses` lists the pairs that were judged otherwise, `--lineage ID` shows the group of a report, `--every N` reads every Nth report and scores nothing.

use isnad_ledger::copies::overlap::overlap;
use isnad_ledger::copies::reports::Row;
use isnad_ledger::copies::words::Body;
use isnad_ledger::copies::{Bounds, Copy, Found, Independent, Lineage, find};
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::io::BufRead;
use std::time::Instant;

struct Report {
    id: String,
    publisher: Option<String>,
    day: Option<i32>,
    title: Option<String>,
    text: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let every: usize = args.iter().position(|a| a == "--every").and_then(|i| args.get(i + 1)).and_then(|n| n.parse().ok()).unwrap_or(1);
    let reports = read(every)?;
    if reports.is_empty() {
        println!("skipped: no reports on standard input (tools/corpus.py finds none where ../shared is missing)");
        return Ok(());
    }
    let rows: Vec<Row<'_>> = reports
        .iter()
        .map(|r| Row { key: &r.id, publisher: r.publisher.as_deref(), publishers: r.publisher.as_deref().into_iter().collect(), day: r.day, title: r.title.as_deref(), text: &r.text })
        .collect();
    let bounds = bounds();
    let (before, began) = (peak(), Instant::now());
    let found = find(rows.as_slice(), rows.len(), &bounds)?;
    let took = began.elapsed().as_secs_f64();
    let (groups, independent) = (found.copies.iter().filter(|c| c.report == c.group).count(), Independent::of(&found.copies));
    println!("{} reports in {took:.1} s ({:.0} a second); {} pairs compared; {} set phrases", rows.len(), rows.len() as f64 / took, found.compared, found.set_phrases.len());
    println!("{} reports in {groups} groups; {} voices in all", found.copies.len(), independent.count(rows.iter().map(|r| r.key)));
    println!("peak memory {} MiB, of which {} MiB held the reports before", peak() / 1024, before / 1024);
    if let Some(report) = args.iter().position(|a| a == "--lineage").and_then(|i| args.get(i + 1)) {
        print!("{}", Lineage::of(&found.copies, report).map_or_else(|| format!("{report}: no copies\n"), |l| l.to_string()));
    }
    if let Some(pairs) = args.first().filter(|_| every == 1) {
        score(pairs, &rows, &found, &bounds, args.iter().any(|a| a == "--misses"))?;
    }
    Ok(())
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

fn read(every: usize) -> Result<Vec<Report>, Box<dyn Error>> {
    let mut reports = Vec::new();
    for line in std::io::stdin().lock().lines().step_by(every) {
        let value: serde_json::Value = serde_json::from_str(&line?)?;
        let text = |name: &str| value.get(name).and_then(|v| v.as_str()).map(str::to_owned);
        let day = text("published").and_then(|d| d.get(..10)?.parse::<jiff::civil::Date>().ok()).and_then(|d| d.since(jiff::civil::date(1970, 1, 1)).ok()).map(|s| s.get_days());
        reports.push(Report { id: text("id").ok_or("a report without an id")?, publisher: text("publisher"), day, title: text("title"), text: text("body").unwrap_or_default() });
    }
    Ok(reports)
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

fn score(path: &str, rows: &[Row<'_>], found: &Found, bounds: &Bounds, misses: bool) -> Result<(), Box<dyn Error>> {
    let by_id: HashMap<&str, &Row<'_>> = rows.iter().map(|r| (r.key, r)).collect();
    let by_key: HashMap<&str, &Copy> = found.copies.iter().map(|c| (c.report.as_str(), c)).collect();
    let text = std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    let lines: Vec<Vec<&str>> = text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(|l| l.split('\t').collect()).collect();
    let mut drawn: BTreeMap<&str, f64> = BTreeMap::new();
    let field = |l: &[&str], i: usize| l.get(i).copied().unwrap_or("").to_owned();
    for line in &lines {
        *drawn.entry(line.get(1).copied().unwrap_or("")).or_default() += 1.0;
    }
    // By half («tune», «test»), by way of judging, by stratum («all»: weighted by the sizes of the strata).
    let mut tallies: BTreeMap<(String, &str, String), Tally> = BTreeMap::new();
    let (mut relations, mut relations_right) = (0, 0);
    for line in &lines {
        let (n, stratum, size, half, label, relation) = (field(line, 0), field(line, 1), field(line, 2), field(line, 3), field(line, 9), field(line, 10));
        let (Some(a), Some(b)) = (by_id.get(field(line, 5).as_str()), by_id.get(field(line, 7).as_str())) else {
            return Err(format!("{path}: pair {n}: a report is not among those that were read; give it all of the corpus").into());
        };
        let weight = size.parse::<f64>()? / drawn.get(stratum.as_str()).copied().unwrap_or(1.0);
        let exact = overlap(&Body::new(a.title, a.text), &Body::new(b.title, b.text), &found.set_phrases);
        let (in_a, in_b) = (by_key.get(a.key), by_key.get(b.key));
        let group = in_a.zip(in_b).is_some_and(|(a, b)| a.group == b.group);
        let from = |x: Option<&&Copy>, y: &str| x.is_some_and(|x| x.origin.as_deref() == Some(y));
        let group = group || from(in_a, b.key) || from(in_b, a.key);
        let copied = bounds.copied(exact);
        for (way, judged) in [("1 words of the two", copied), ("2 group or origin", group)] {
            for stratum in [format!("{stratum} "), "all, each pair once".to_owned()] {
                tallies.entry((half.clone(), way, stratum)).or_default().add(judged, label == "copy", 1.0);
            }
            tallies.entry((half.clone(), way, "all, weighted".to_owned())).or_default().add(judged, label == "copy", weight);
            if field(line, 4) == "whole" {
                tallies.entry((half.clone(), way, "shown whole".to_owned())).or_default().add(judged, label == "copy", 1.0);
            }
        }
        if label == "copy" && copied {
            let (share_a, share_b) = (exact.a.share(), exact.b.share());
            let judged = match (share_a >= 0.9, share_b >= 0.9) {
                (true, true) => "same",
                (true, false) => "shortA",
                (false, true) => "shortB",
                (false, false) => "mixed",
            };
            relations += 1;
            relations_right += usize::from(judged == relation.replace("retitled", "same"));
        }
        if misses && (group != (label == "copy") || copied != (label == "copy")) {
            let s = |s: isnad_ledger::copies::overlap::Side| format!("{}/{} prose {}/{}", s.copied, s.own, s.prose_copied, s.prose);
            println!("pair {n} ({stratum}, {half}) {} {}: labelled {label} {relation}; words {copied}, group {group}; {} | {}", a.key, b.key, s(exact.a), s(exact.b));
        }
    }
    for ((half, way, stratum), t) in tallies {
        println!("{half:5} {way:20} {stratum:20} {}  ({:.0} right, {:.0} wrong, {:.0} missed, {:.0} neither)", t.told(), t.right, t.wrong, t.missed, t.neither);
    }
    println!("relation as labelled: {relations_right} of {relations} copies");
    Ok(())
}
