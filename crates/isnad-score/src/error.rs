//! What can be wrong with a gold folder or a coder's output, and what to do about it.
//!
//! ```
//! use isnad_score::ScoreError;
//!
//! let error = isnad_score::score(&[], "{\"id\": ".as_bytes(), false).unwrap_err();
//! assert!(matches!(error, ScoreError::Json { line: 1, .. }));
//! assert!(error.to_string().starts_with("output:1:"));
//! ```

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why nothing could be scored. The message names the file, the line where there is one, and what to do.
#[derive(Debug)]
pub enum ScoreError {
    /// A file or folder could not be read.
    Io {
        /// The file or folder.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A line or a file is not JSON.
    Json {
        /// The file.
        file: PathBuf,
        /// Its line, from 1.
        line: usize,
        /// The column in bytes, from 1.
        column: usize,
        /// What the parser said.
        message: String,
    },
    /// A field is missing or of a type that cannot be scored.
    Field {
        /// The file.
        file: PathBuf,
        /// Its line, from 1; 0 where the file is one JSON value.
        line: usize,
        /// The field, as a path within the record: `events[3].trigger.start`.
        field: String,
        /// What it has to be.
        expected: &'static str,
    },
    /// The output's text does not hold a gold sentence, or not in order.
    Sentence {
        /// The report's id.
        report: String,
        /// The number of the sentence, from 0.
        number: usize,
        /// How the sentence begins.
        begins: String,
    },
    /// The words of an event's trigger are not what its offsets cut from the text.
    Span {
        /// The report's id.
        report: String,
        /// The number of the event in the output, from 0.
        event: usize,
        /// What the output says the words are.
        said: String,
        /// What the text holds at the offsets (code points).
        held: String,
    },
    /// A line of a treebank is not CoNLL-U.
    Conllu {
        /// The file.
        file: PathBuf,
        /// Its line, from 1.
        line: usize,
        /// What is wrong.
        what: &'static str,
    },
    /// Two treebanks are not over the same text.
    Characters {
        /// The first character that differs, counted without white space.
        at: usize,
        /// How the gold goes on.
        gold: String,
        /// How the system goes on.
        system: String,
    },
    /// A line of the table of conventions cannot be read.
    Convention {
        /// Its line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// The folder holds no gold file.
    NoGold {
        /// The folder.
        folder: PathBuf,
    },
}

impl fmt::Display for ScoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ScoreError::Io { file, source } => {
                write!(f, "{}: cannot be read ({source}); check the path and its permissions", file.display())
            }
            ScoreError::Json { file, line, column, message } => write!(f, "{}:{line}:{column}: not JSON ({message}); an output holds one JSON object a line, in UTF-8", file.display()),
            ScoreError::Field { file, line, field, expected } => {
                write!(f, "{}:", file.display())?;
                if *line > 0 {
                    write!(f, "{line}:")?;
                }
                write!(f, " field `{field}` is missing or of the wrong type; it has to be {expected}")
            }
            ScoreError::Sentence { report, number, begins } => write!(
                f,
                "report {report}: the output's text lacks gold sentence {number} («{begins}»); \
                 `text` has to hold the report unchanged, in order"
            ),
            ScoreError::Span { report, event, said, held } => write!(
                f,
                "report {report}: events[{event}].trigger says «{said}», but its offsets cut «{held}» from the text; \
                 offsets count Unicode code points of `text`"
            ),
            ScoreError::Conllu { file, line, what } => write!(f, "{}:{line}: not CoNLL-U: {what}; see https://universaldependencies.org/format.html", file.display()),
            ScoreError::Characters { at, gold, system } => write!(
                f,
                "the two files are not over the same text: from character {at} (white space not counted) the gold has «{gold}», the system «{system}»; \
                 every character of the text has to stand in a token, in order"
            ),
            ScoreError::Convention { line, what } => write!(f, "conventions:{line}: {what}"),
            ScoreError::NoGold { folder } => {
                write!(f, "{}: holds no gold file; give the folder with the annotated .json reports", folder.display())
            }
        }
    }
}

impl std::error::Error for ScoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ScoreError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
