//! Decides how bytes reach standard output, and what ends a run.
//!
//! Whole lines go out in one write each time, so that a run that is interrupted ends between two records. Where the
//! system takes only a part (a full disk), the part is taken back from a regular file.

use std::fs::File;
use std::io::{self, ErrorKind, Write};

/// Why a run ended early.
#[derive(Debug)]
pub enum Stop {
    /// Whoever read standard output has gone: nothing is wrong.
    Closed,
    /// Something that is needed could not be read or written.
    Failed(String),
    /// The call makes no sense.
    Call(String),
}

impl Stop {
    /// The exit code of a run in which some input failed.
    pub const INPUT_FAILED: u8 = 1;
    const CALL_WRONG: u8 = 2;

    /// Says on standard error what happened; the exit code.
    pub fn told(self) -> u8 {
        match self {
            Stop::Closed => 0,
            Stop::Failed(message) => {
                tell(&message);
                Stop::INPUT_FAILED
            }
            Stop::Call(message) => {
                tell(&message);
                Stop::CALL_WRONG
            }
        }
    }

    /// Ends the program here and now: a worker may stand in a read that never returns.
    pub fn leave(self) -> ! {
        std::process::exit(i32::from(self.told()))
    }
}

/// A message on standard error. Where that cannot be written there is nobody left to tell.
pub fn tell(message: &str) {
    let _ = writeln!(io::stderr(), "isnad: {}", crate::style::clean(message));
}

/// How much is held back before it is written, in bytes.
const HELD: usize = 1 << 16;

/// Standard output, or nothing at all.
pub struct Output {
    file: Option<File>,
    held: Vec<u8>,
}

impl Output {
    /// Standard output.
    ///
    /// # Errors
    /// Where there is none.
    pub fn stdout() -> Result<Output, Stop> {
        let file = duplicate().map_err(failed)?;
        Ok(Output { file: Some(file), held: Vec::new() })
    }

    /// Takes everything and keeps nothing.
    pub fn nowhere() -> Output {
        Output { file: None, held: Vec::new() }
    }

    /// Adds whole lines.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn lines(&mut self, lines: &[u8]) -> Result<(), Stop> {
        if self.file.is_none() {
            return Ok(());
        }
        self.held.extend_from_slice(lines);
        if self.held.len() >= HELD {
            self.flush()?;
        }
        Ok(())
    }

    /// Writes what is held back.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn flush(&mut self) -> Result<(), Stop> {
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        let mut at = 0;
        while let Some(rest) = self.held.get(at..).filter(|rest| !rest.is_empty()) {
            match file.write(rest) {
                Ok(0) => return Err(failed(ErrorKind::WriteZero.into())),
                Ok(n) => at += n,
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) => {
                    let whole = self.held[..at].iter().rposition(|b| *b == b'\n');
                    take_back(file, at - whole.map_or(0, |n| n + 1));
                    return Err(failed(e));
                }
            }
        }
        self.held.clear();
        Ok(())
    }
}

fn failed(e: io::Error) -> Stop {
    if e.kind() == ErrorKind::BrokenPipe { Stop::Closed } else { Stop::Failed(format!("standard output: cannot be written ({e}); make room or write elsewhere, and run again")) }
}

/// Cuts the last `torn` bytes off a regular file that ends with them.
fn take_back(file: &mut File, torn: usize) {
    use std::io::Seek;
    let Ok(metadata) = file.metadata() else {
        return;
    };
    let (true, Ok(end)) = (metadata.is_file() && torn > 0, file.stream_position()) else {
        return;
    };
    if end == metadata.len() {
        let whole = end.saturating_sub(torn as u64);
        if file.set_len(whole).is_ok() {
            let _ = file.seek(io::SeekFrom::Start(whole));
        }
    }
}

#[cfg(unix)]
fn duplicate() -> io::Result<File> {
    use std::os::fd::AsFd;
    Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
}

#[cfg(windows)]
fn duplicate() -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    Ok(File::from(io::stdout().as_handle().try_clone_to_owned()?))
}
