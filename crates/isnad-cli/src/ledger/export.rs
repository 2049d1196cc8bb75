//! `isnad export`: a ledger in the shapes that the field's tools read.

use super::args::Export as Call;
use super::stop;
use crate::output::{Stop, tell};
use crate::summary::counted;
use isnad_ledger::export::{self, Format};
use isnad_ledger::store::Snapshot;
use std::fs::File;
use std::io::{BufWriter, Write};

/// `isnad export`.
///
/// # Errors
/// A ledger that is not there or cannot be read, or an output that cannot be written.
pub fn export(call: &Call) -> Result<bool, Stop> {
    let Some(format) = Format::named(&call.format) else {
        return Err(Stop::Call(format!("«{}» is no format", call.format)));
    };
    let snapshot = Snapshot::open(&call.at.ledger).map_err(stop)?;
    let written = if format.is_folder() {
        let Some(folder) = &call.to else {
            return Err(Stop::Call(format!("{} is a folder of files; name one with --to", format.name())));
        };
        export::brat::write(&snapshot, folder).map_err(stop)?
    } else if let Some(path) = &call.to {
        let failed = |e: std::io::Error| Stop::Failed(format!("{}: {e}", path.display()));
        let mut out = BufWriter::new(File::create(path).map_err(failed)?);
        let written = export::write(&snapshot, format, &mut out).map_err(stop)?;
        out.flush().map_err(failed)?;
        written
    } else {
        let mut out = BufWriter::new(std::io::stdout().lock());
        export::write(&snapshot, format, &mut out).map_err(stop)?
    };
    let left = if written.left_out > 0 { format!("; {} left out, which {} cannot say (docs/EXPORTS.md)", counted(written.left_out as u64, "row"), format.name()) } else { String::new() };
    tell(&format!("{} written{left}", counted(written.rows as u64, "row")));
    Ok(true)
}
