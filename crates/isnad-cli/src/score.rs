//! Prints scores and gold reports.

use crate::args::{Gold, Score};
use crate::output::{Output, Stop};
use isnad_score::{ScoreError, gold_reports, gsr_reports, score_dir, score_gsr};

/// `isnad score`.
///
/// # Errors
/// Gold or output that cannot be read or scored, or standard output that cannot be written.
pub fn score(call: &Score) -> Result<bool, Stop> {
    let table = if call.gsr { score_gsr(&call.gold, &call.output) } else { score_dir(&call.gold, &call.output, call.misses) };
    print(&table.map_err(failed)?)
}

/// `isnad gold`.
///
/// # Errors
/// Gold that cannot be read, or standard output that cannot be written.
pub fn gold(call: &Gold) -> Result<bool, Stop> {
    let reports = if call.gsr { gsr_reports(&call.gold) } else { gold_reports(&call.gold) };
    let mut text = reports.map_err(failed)?.join("\n");
    if !text.is_empty() {
        text.push('\n');
    }
    print(&text)
}

fn failed(e: ScoreError) -> Stop {
    Stop::Failed(e.to_string())
}

fn print(text: &str) -> Result<bool, Stop> {
    let mut out = Output::stdout()?;
    out.lines(text.as_bytes())?;
    out.flush()?;
    Ok(true)
}
