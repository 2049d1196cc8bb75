//! `isnad code`: reports in, records out, in input order whatever the number of threads.

use crate::args::{Code, Format, MAX_REPORT_MIB};
use crate::guard::guarded;
use crate::language;
use crate::lexicon::{self, Loaded};
use crate::order::{Limits, in_order};
use crate::output::{Output, Stop, tell};
use crate::pretty;
use crate::style::{Style, clean};
use crate::summary::{Added, Summary};
use isnad::Report;
use isnad::coded::Coded;
use isnad::coder::Coder;
use isnad::lexicon::Lexicon;
use isnad::record::Record;
use isnad_read::{Input, ReadError, Reader};
use std::io::IsTerminal;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Instant;

/// How a report's record is written.
#[derive(Debug, Clone, Copy)]
pub enum Writing {
    /// One JSON object a line.
    Lines,
    /// For a person.
    Pretty(Style),
}

/// What records are made of a report, and how they are written.
#[derive(Debug, Clone, Copy)]
pub struct Made {
    /// How they are written.
    pub writing: Writing,
    /// How sure an event has to be to be kept; the lexicon's threshold where none is given.
    pub min_confidence: Option<f32>,
}

impl Made {
    fn coder(self, lexicon: &Lexicon) -> Coder<'_> {
        let mut coder = Coder::new(lexicon);
        if let Some(least) = self.min_confidence {
            coder.min_confidence = least;
        }
        coder
    }
}

/// What became of one input.
pub struct Done {
    /// The record, written out.
    bytes: Vec<u8>,
    outcome: Outcome,
}

enum Outcome {
    Coded(Added),
    /// The coder panicked; the record says so.
    Failed {
        id: String,
        said: String,
    },
    Skipped(ReadError),
}

/// `isnad code`.
///
/// # Errors
/// A lexicon that cannot be read, or standard output that cannot be written.
pub fn run(call: &Code) -> Result<bool, Stop> {
    let loaded = lexicon::load(&call.lexicon)?;
    let pretty = call.format.map_or_else(|| std::io::stdout().is_terminal(), |f| f == Format::Pretty);
    let writing = if pretty { Writing::Pretty(Style::of_stdout(call.colour.when)) } else { Writing::Lines };
    let mut out = Output::stdout()?;
    if let Writing::Pretty(style) = writing {
        out.lines(pretty::legend(&loaded.lexicon, style).as_bytes())?;
    }
    let start = Instant::now();
    let reader = reader(&call.paths).with_max_report_bytes(u64::from(call.max_report) << 20);
    let summary = code(&loaded, reader, threads(call.threads), Made { writing, min_confidence: call.min_confidence }, &mut out);
    if !call.quiet {
        for line in summary.lines(start.elapsed()) {
            tell(&line);
        }
    }
    Ok(summary.all_coded() && loaded.good)
}

/// The reports of what a call names.
pub fn reader(paths: &[PathBuf]) -> Reader {
    Reader::new(paths.iter().map(Input::from_argument)).with_max_report_bytes(u64::from(MAX_REPORT_MIB) << 20)
}

/// How many threads to work on: what was asked for, or one for each core.
pub fn threads(asked: Option<NonZeroUsize>) -> usize {
    asked.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
}

/// Codes all reports of a reader into an output; ends the program where that cannot be written.
pub fn code(loaded: &Loaded, reader: Reader, threads: usize, made: Made, out: &mut Output) -> Summary {
    let mut summary = Summary::default();
    let worker = || {
        let mut coder = made.coder(&loaded.lexicon);
        move |item| one(&loaded.lexicon, &mut coder, item, made)
    };
    let sink = |done: Option<Done>| match done {
        None => out.flush(),
        Some(done) => {
            out.lines(&done.bytes)?;
            match done.outcome {
                Outcome::Coded(added) => summary.coded(added),
                Outcome::Failed { id, said } => {
                    tell(&format!("report {id}: the coder failed ({said}); its record holds nothing but this"));
                    summary.failed += 1;
                }
                Outcome::Skipped(error) => {
                    tell(&error.to_string());
                    summary.skip(&error);
                }
            }
            Ok(())
        }
    };
    let ended = in_order(reader, Limits::of(threads), size, worker, ending(sink));
    match ended.and_then(|()| out.flush()) {
        Ok(()) => summary,
        Err(stop) => stop.leave(),
    }
}

/// A sink that ends the program instead of failing.
pub fn ending<T>(mut sink: impl FnMut(Option<T>) -> Result<(), Stop>) -> impl FnMut(Option<T>) -> Result<(), Stop> {
    move |made| sink(made).or_else(|stop| stop.leave())
}

/// What an item under way weighs, in bytes.
pub fn size(item: &Result<Report, ReadError>) -> usize {
    item.as_ref().map_or(64, |report| report.text.len())
}

fn one<'l>(lexicon: &'l Lexicon, coder: &mut Coder<'l>, item: Result<Report, ReadError>, made: Made) -> Done {
    let mut report = match item {
        Ok(report) => report,
        Err(error) => {
            return Done { bytes: Vec::new(), outcome: Outcome::Skipped(error) };
        }
    };
    report.notes.extend(language::remark(&report.text));
    let written = guarded(|| {
        let coded = coder.code(&report);
        (write(lexicon, &report, &coded, made.writing), Added::from(&coded))
    });
    match written {
        Ok((bytes, added)) => Done { bytes, outcome: Outcome::Coded(added) },
        Err(said) => {
            // What the coder remembers of words may be half written.
            *coder = made.coder(lexicon);
            let note = format!("the coder failed ({said}); nothing was coded");
            let coded = Coded { diagnostics: vec![note], ..Coded::default() };
            Done { bytes: write(lexicon, &report, &coded, made.writing), outcome: Outcome::Failed { id: clean(&report.id), said } }
        }
    }
}

/// A report's record as bytes, ending in a line break.
fn write(lexicon: &Lexicon, report: &Report, coded: &Coded, writing: Writing) -> Vec<u8> {
    let record = Record::new(lexicon, report, coded, isnad_ar::VERSION);
    match writing {
        Writing::Pretty(style) => pretty::report(lexicon, report, coded, &record, style).into_bytes(),
        Writing::Lines => {
            let mut bytes = Vec::with_capacity(report.text.len() * 3);
            // A record is made of strings and numbers: nothing in it can fail to be written into memory.
            if serde_json::to_writer(&mut bytes, &record).is_err() {
                bytes.clear();
            }
            bytes.push(b'\n');
            bytes
        }
    }
}
