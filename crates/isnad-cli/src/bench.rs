//! `isnad bench`: how fast reports are coded, on one thread and on all, and in how much memory.

use crate::args::{AddedLexicon, Bench};
use crate::code::{Made, Writing, code, reader, threads};
use crate::lexicon;
use crate::output::{Output, Stop};
use crate::summary::grouped;
use std::path::Path;
use std::time::Instant;

/// `isnad bench`.
///
/// # Errors
/// A path that cannot be read twice, or standard output that cannot be written.
pub fn run(call: &Bench) -> Result<bool, Stop> {
    if call.paths.iter().any(|path| path.as_path() == Path::new("-")) {
        return Err(Stop::Call("standard input cannot be read twice; give the paths of files".to_owned()));
    }
    let mut out = Output::stdout()?;
    let start = Instant::now();
    let loaded = lexicon::load(&AddedLexicon::default())?;
    let line = format!("lexicon built in {:.2} s\n", start.elapsed().as_secs_f64());
    out.lines(line.as_bytes())?;
    out.flush()?;
    let all = threads(None);
    let mut good = true;
    for n in if all == 1 { vec![1] } else { vec![1, all] } {
        forget_peak();
        let start = Instant::now();
        let summary = code(&loaded, reader(&call.paths), n, Made { writing: Writing::Lines, min_confidence: None }, &mut Output::nowhere());
        let seconds = start.elapsed().as_secs_f64().max(1e-9);
        let per_second = |n: u64| grouped((n as f64 / seconds).round() as u64);
        let memory = peak().map_or("not known".to_owned(), |kib| format!("{:.0} MiB", kib as f64 / 1024.0));
        let line = format!(
            "{n} thread{}: {} reports, {} words in {seconds:.2} s: {} words/s, {} reports/s, peak memory {memory}\n",
            if n == 1 { "" } else { "s" },
            grouped(summary.reports),
            grouped(summary.words),
            per_second(summary.words),
            per_second(summary.reports),
        );
        out.lines(line.as_bytes())?;
        out.flush()?;
        good &= summary.all_coded();
    }
    Ok(good)
}

/// The most memory that the process has held at once, in KiB, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

/// Lets the peak start anew, where the system can; elsewhere the second figure includes the first.
fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}
