//! A user's own word on what is one occurrence and what is not: a text file beside the tables that every run reads.
//!
//! ```
//! use isnad_ledger::claims::Corrections;
//!
//! let (corrections, faults) = Corrections::parse("corrections.txt", "\
//! different | 0f3a5b6c7d8e9f01/e2 | 1122334455667788/e1 | two attacks on one road
//! reject    | 0f3a5b6c7d8e9f01/e4 | a quotation from a novel
//! similar   | a/e1 | b/e1");
//! assert_eq!(corrections.len(), 2);
//! assert_eq!(faults[0].line, 3);
//! ```

use crate::error::LedgerError;
use isnad::pack::{Fault, lines};
use std::io::ErrorKind;
use std::path::Path;

/// The file's name in the ledger's folder.
pub const FILE: &str = "corrections.txt";

/// What a user says of mentions; each is named `REPORT/EVENT`, as `isnad claim` prints it.
#[derive(Debug, Default, Clone)]
pub struct Corrections {
    /// Pairs that are one occurrence.
    pub(crate) same: Vec<(String, String)>,
    /// Pairs that are not.
    pub(crate) different: Vec<(String, String)>,
    /// What is no event at all.
    pub(crate) rejected: Vec<String>,
}

impl Corrections {
    /// Reads corrections; lines are `same | MENTION | MENTION`, `different | MENTION | MENTION` and `reject | MENTION`, each with
    /// a note behind it where the user wants one.
    pub fn parse(file: &str, text: &str) -> (Corrections, Vec<Fault>) {
        let (mut out, mut faults) = (Corrections::default(), Vec::new());
        for line in lines(file, text) {
            let mention = |k: usize| Some(line.field(k).to_owned()).filter(|m| m.split_once('/').is_some_and(|(r, e)| !r.is_empty() && !e.is_empty()));
            match (line.field(0), mention(1), mention(2)) {
                ("same", Some(a), Some(b)) => out.same.push((a, b)),
                ("different", Some(a), Some(b)) => out.different.push((a, b)),
                ("reject", Some(a), _) => out.rejected.push(a),
                ("same" | "different", ..) => faults.push(line.fault("two mentions are needed, each written REPORT/EVENT as `isnad claim` prints it".to_owned())),
                ("reject", ..) => faults.push(line.fault("a mention is needed, written REPORT/EVENT as `isnad claim` prints it".to_owned())),
                (other, ..) => faults.push(line.fault(format!("«{other}» is no correction; write same, different or reject"))),
            }
        }
        (out, faults)
    }

    /// Those of a ledger; none where there is no such file.
    ///
    /// # Errors
    /// A file that cannot be read, or with a line that is no correction: nothing is then guessed.
    pub fn of(folder: &Path) -> Result<Corrections, LedgerError> {
        let path = folder.join(FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Corrections::default()),
            Err(e) => return Err(LedgerError::io(&path)(e)),
        };
        let (corrections, faults) = Corrections::parse(&path.display().to_string(), &text);
        match faults.first() {
            None => Ok(corrections),
            Some(fault) => Err(LedgerError::Asked(fault.to_string())),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.same.len() + self.different.len() + self.rejected.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
