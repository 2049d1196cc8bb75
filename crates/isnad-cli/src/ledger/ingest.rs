//! `isnad ingest`: reports from wherever they lie into a ledger, coded where a pack knows their language.

use super::args::Ingest as Call;
use super::keep;
use super::stop;
use crate::code::threads;
use crate::guard::guarded;
use crate::lexicon;
use crate::order::{Limits, in_order};
use crate::output::{Stop, tell};
use crate::summary::{counted, grouped};
use indicatif::{ProgressBar, ProgressStyle};
use isnad::Report;
use isnad::coded::Coded;
use isnad::coder::Coder;
use isnad::record::Record;
use isnad_ledger::ingest::{Bounds, Ingest, Progress, Summary};
use isnad_ledger::store::Ledger;
use isnad_read::{Fields, Input, Network, Origin, Outcome, ReadError, Reader, Resume, Step};
use std::io::IsTerminal;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

/// An item that has been worked on.
enum Made {
    Coded { report: Report, coded: Coded },
    Uncoded { report: Report, lang: Option<&'static str> },
    Withdrawn { id: String },
    Fault { error: ReadError },
    Failed { report: Report, said: String },
}

struct Item {
    origin: Arc<Origin>,
    index: u64,
    place: String,
    made: Made,
}

enum Done {
    Item(Box<Item>),
    Origin { origin: Arc<Origin>, items: u64 },
}

/// `isnad ingest`.
///
/// # Errors
/// A ledger that cannot be read or written, or a call that makes no sense.
pub fn ingest(call: &Call) -> Result<bool, Stop> {
    let start = Instant::now();
    let loaded = lexicon::load(&call.lexicon)?;
    let mut fields = Fields::default();
    for given in &call.map {
        fields = fields.map(given).map_err(|e| Stop::Call(e.to_string()))?;
    }
    let mut ledger = Ledger::open_or_create(&call.into).map_err(stop)?;
    let before = Progress::of(ledger.snapshot()).map_err(stop)?;
    let mut ingest = Ingest::new(&mut ledger).map_err(stop)?.with_bounds(Bounds { reports: call.commit_every.max(1), ..Bounds::default() });
    let reader = Reader::new(call.sources.iter().map(Input::from_argument))
        .with_max_report_bytes(u64::from(call.max_report) << 20)
        .with_fields(fields)
        .with_now(SystemTime::now())
        .with_network(Network { follow: call.follow, ..Network::default() });
    let steps = reader.steps(move |origin| match before.read(&origin.name, origin.size, origin.modified) {
        Some((_, true)) => Resume::Skip,
        Some((items, false)) => Resume::From(items),
        None => Resume::Whole,
    });
    let mut watch = Watch::new(steps.progress(), call.quiet, start);
    let lexicon = &loaded.lexicon;
    let worker = || {
        let mut coder = Coder::new(lexicon);
        move |step: Step| match step {
            Step::Done { origin, items } => Done::Origin { origin, items },
            Step::Item { origin, index, place, outcome } => {
                let made = match outcome {
                    Outcome::Withdrawn { id } => Made::Withdrawn { id },
                    Outcome::Fault(error) => Made::Fault { error },
                    Outcome::Report(report) => match isnad_read::codes(LANGUAGE, &report) {
                        Err(lang) => Made::Uncoded { report, lang },
                        Ok(()) => match guarded(|| coder.code(&report)) {
                            Ok(coded) => Made::Coded { report, coded },
                            Err(said) => {
                                // What the coder remembers of words may be half written.
                                coder = Coder::new(lexicon);
                                Made::Failed { report, said }
                            }
                        },
                    },
                };
                Done::Item(Box::new(Item { origin, index, place, made }))
            }
        }
    };
    let mut current: Option<Arc<Origin>> = None;
    let sink = |done: Option<Done>| -> Result<(), Stop> {
        match done {
            None => {}
            Some(Done::Origin { origin, items }) => ingest.done(&origin.name, origin.size, origin.modified, items).map_err(stop)?,
            Some(Done::Item(item)) => {
                let Item { origin, index, place, made } = *item;
                if current.as_ref().is_none_or(|c| !Arc::ptr_eq(c, &origin)) {
                    ingest.begins(&origin.name, origin.size, origin.modified, index);
                    current = Some(Arc::clone(&origin));
                }
                let source = &origin.name;
                match made {
                    Made::Coded { report, coded } => {
                        let record = Record::new(lexicon, &report, &coded, isnad_ar::VERSION);
                        ingest.coded(source, index, &place, &report, &coded, &record)
                    }
                    Made::Uncoded { report, lang } => ingest.uncoded(source, index, &place, &report, lang),
                    Made::Withdrawn { id } => ingest.withdrawn(source, index, &id),
                    Made::Failed { report, said } => {
                        watch.say(&format!("{place}: the coder failed on report {} ({said}); it is kept uncoded", report.id));
                        ingest.uncoded(source, index, &place, &report, Some(LANGUAGE))
                    }
                    Made::Fault { error } => {
                        let message = error.to_string();
                        let met = ingest.summary().quarantined.get(error.reason()).copied().unwrap_or_default();
                        if met < SAID {
                            watch.say(&message);
                        } else if met == SAID {
                            watch.say(&format!("more that are {}; the table quarantine has all", error.reason()));
                        }
                        ingest.quarantine(source, index, &place, error.reason(), &message, error.may_pass())
                    }
                }
                .map_err(stop)?;
            }
        }
        watch.tick(ingest.summary());
        Ok(())
    };
    let ended = in_order(steps, Limits::of(threads(call.threads)), size, worker, sink);
    watch.clear();
    // What was read before the fault is kept.
    let summary = ingest.finish().map_err(stop)?;
    ended?;
    if !call.quiet {
        for line in lines(&summary, start.elapsed()) {
            tell(&line);
        }
    }
    let mut good = summary.quarantined.is_empty() && loaded.good;
    if !call.no_refresh && !ledger.snapshot().derived() {
        good &= keep::refresh(&mut ledger, !call.quiet)?;
    }
    Ok(good)
}

/// How many faults of one kind are told while the run goes on.
const SAID: u64 = 3;

/// The language that the pack knows.
const LANGUAGE: &str = "ar";

/// What an item under way weighs, in bytes.
fn size(step: &Step) -> usize {
    match step {
        Step::Item { outcome: Outcome::Report(report), .. } => report.text.len(),
        _ => 64,
    }
}

/// The closing lines.
fn lines(s: &Summary, took: Duration) -> Vec<String> {
    let seconds = took.as_secs_f64().max(1e-9);
    let mut out = vec![format!(
        "{} added: {} coded, {}, {}; {} in {seconds:.1} s ({:.0} reports/s)",
        counted(s.reports, "report"),
        grouped(s.coded),
        counted(s.events, "event"),
        counted(s.attributions, "attribution"),
        counted(s.words, "word"),
        s.reports as f64 / seconds
    )];
    if s.known > 0 {
        out.push(format!("{} met that the ledger holds already", counted(s.known, "report")));
    }
    if !s.uncoded.is_empty() {
        let each: Vec<String> = s.uncoded.iter().map(|(lang, n)| format!("{} in {}", grouped(*n), if lang == "?" { "a language that could not be told" } else { lang })).collect();
        out.push(format!("kept uncoded: {}", each.join(", ")));
    }
    if s.withdrawn > 0 {
        out.push(format!("{} taken back by their publishers", counted(s.withdrawn, "report")));
    }
    if !s.quarantined.is_empty() {
        let each: Vec<String> = s.quarantined.iter().map(|(reason, n)| format!("{} {reason}", grouped(*n))).collect();
        let all: u64 = s.quarantined.values().sum();
        out.push(format!("{} in quarantine: {} (table quarantine says where and why)", grouped(all), each.join(", ")));
    }
    out
}

/// Shows how far the run has come: a bar on a terminal, a line a minute elsewhere.
struct Watch {
    bar: Option<ProgressBar>,
    progress: isnad_read::Progress,
    start: Instant,
    said: Instant,
    quiet: bool,
}

/// How often a run tells of itself where nobody watches.
const EVERY: Duration = Duration::from_secs(60);

impl Watch {
    fn new(progress: isnad_read::Progress, quiet: bool, start: Instant) -> Watch {
        let bar = (!quiet && std::io::stderr().is_terminal()).then(|| {
            let bar = match progress.bytes_total() {
                Some(total) => ProgressBar::new(total),
                None => ProgressBar::new_spinner(),
            };
            let shape = if progress.bytes_total().is_some() { "{wide_bar} {percent:>3} %  {msg}  {eta} left" } else { "{spinner} {msg}" };
            // The template is a constant of this file.
            if let Ok(style) = ProgressStyle::with_template(shape) {
                bar.set_style(style);
            }
            bar
        });
        Watch { bar, progress, start, said: start, quiet }
    }

    fn line(&self, s: &Summary) -> String {
        let seconds = self.start.elapsed().as_secs_f64().max(0.001);
        let met = s.reports + s.known;
        format!("{}, {:.0}/s, {}", counted(met, "report"), met as f64 / seconds, counted(s.events, "event"))
    }

    fn tick(&mut self, s: &Summary) {
        if let Some(bar) = &self.bar {
            if let Some(total) = self.progress.bytes_total() {
                bar.set_length(total);
            }
            bar.set_position(self.progress.bytes_read());
            if self.said.elapsed() >= Duration::from_millis(200) {
                self.said = Instant::now();
                bar.set_message(self.line(s));
            }
        } else if !self.quiet && self.said.elapsed() >= EVERY {
            self.said = Instant::now();
            let left = self.progress.bytes_total().map(|total| {
                let read = self.progress.bytes_read().max(1) as f64;
                let rest = self.start.elapsed().as_secs_f64() * (total as f64 / read - 1.0).max(0.0);
                format!(", about {rest:.0} s left")
            });
            tell(&format!("{}{}", self.line(s), left.unwrap_or_default()));
        }
    }

    fn say(&self, message: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| tell(message)),
            None => tell(message),
        }
    }

    fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
