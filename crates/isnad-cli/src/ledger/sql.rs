//! `isnad sql`: a question to a ledger in SQL.

use super::args::{Sql as Call, SqlFormat};
use super::stop;
use crate::output::{Output, Stop};
use crate::style::clean;
use isnad_ledger::store::Snapshot;
use isnad_sql::{Answer, Pack, Session};
use std::io::{IsTerminal, Read, Write};

/// `isnad sql`.
///
/// # Errors
/// A ledger that is not there or cannot be read, or a question that cannot be answered.
pub fn sql(call: &Call) -> Result<bool, Stop> {
    let mut question = call.question.clone();
    if question == "-" {
        question.clear();
        std::io::stdin().read_to_string(&mut question).map_err(|e| Stop::Call(format!("standard input: {e}")))?;
    }
    let session = match &call.ledger {
        Some(folder) => Session::open(&Snapshot::open(folder).map_err(stop)?, &pack()),
        None => Session::new(&pack()),
    };
    let session = session.map_err(stop)?;
    let answer = session.ask(question.trim().trim_end_matches(';')).map_err(stop)?;
    let format = call.format.unwrap_or_else(|| if std::io::stdout().is_terminal() { SqlFormat::Table } else { SqlFormat::Csv });
    let mut out = Output::stdout()?;
    out.lines(&written(&answer, format)?)?;
    out.flush()?;
    Ok(true)
}

/// The Arabic pack, as SQL knows it.
pub fn pack() -> Pack {
    let countries = isnad_ar::countries().map(|(code, arabic, english)| (code.to_owned(), (arabic.to_owned(), english.to_owned())));
    Pack::new(isnad_ar::VERSION, countries, || isnad_ar::lexicon(&[]).0)
}

fn written(answer: &Answer, format: SqlFormat) -> Result<Vec<u8>, Stop> {
    let mut out = Vec::new();
    match format {
        SqlFormat::Table => {
            // Text from reports may hold what a terminal would obey.
            for line in answer.table().map_err(stop)?.lines() {
                out.extend_from_slice(clean(line).as_bytes());
                out.push(b'\n');
            }
        }
        SqlFormat::Json => answer.json(&mut out).map_err(stop)?,
        SqlFormat::Parquet => {
            if std::io::stdout().is_terminal() {
                return Err(Stop::Call("a Parquet file is not for a terminal; write it into a file: `isnad sql --format parquet ... > FILE`".to_owned()));
            }
            answer.parquet(&mut out).map_err(stop)?;
        }
        SqlFormat::Csv => csv(answer, &mut out)?,
    }
    Ok(out)
}

/// Rows as CSV; cells that a spreadsheet would run as formulas are made harmless.
fn csv(answer: &Answer, out: &mut dyn Write) -> Result<(), Stop> {
    let failed = |e: csv::Error| Stop::Failed(format!("the answer cannot be written as CSV: {e}"));
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(answer.names()).map_err(failed)?;
    for row in answer.cells().map_err(stop)? {
        writer.write_record(row.iter().map(|cell| isnad_ledger::export::cell::safe(cell.as_deref().unwrap_or_default()).into_owned())).map_err(failed)?;
    }
    writer.flush().map_err(|e| failed(e.into()))
}
