//! What a coder is given: one news report, its text unchanged and what is known beside the text.
//!
//! ```
//! use isnad::Report;
//!
//! let report = Report::with_title("r1", "عنوان الخبر", "نص الخبر.");
//! assert_eq!(report.text, "عنوان الخبر\nنص الخبر.");
//! assert_eq!(report.title(), Some("عنوان الخبر"));
//! ```

use std::ops::Range;

/// One news report as it came in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The name by which the record is found again; unique within an input.
    pub id: String,
    /// The whole text, title included, letter by letter as it was read.
    pub text: String,
    /// Where the title stands in `text`, in bytes.
    pub title: Option<Range<usize>>,
    /// When it was published: `YYYY-MM-DD`, with or without a time behind it.
    pub published: Option<String>,
    /// The outlet that published it, as the input names it.
    pub publisher: Option<String>,
    /// The byline or dateline where the input gives it apart from the text («دمشق - وكالات»).
    pub byline: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// What a reader of the input had to say about this report (encoding guessed, field of a wrong type, …).
    pub notes: Vec<String>,
}

impl Report {
    /// A report from a title and a body; `text` is the two with a line break between.
    /// An empty title leaves the body alone.
    pub fn with_title(id: &str, title: &str, body: &str) -> Report {
        let (text, range) = if title.is_empty() { (body.to_owned(), None) } else { (format!("{title}\n{body}"), Some(0..title.len())) };
        Report { id: id.to_owned(), text, title: range, ..Report::default() }
    }

    /// A report whose first line that is not blank is its title.
    /// A text of one line alone has no title.
    pub fn from_plain(id: &str, text: &str) -> Report {
        let mut at = 0;
        let mut title = None;
        for line in text.split_inclusive('\n') {
            let trimmed = line.trim();
            if !trimmed.is_empty() {
                let start = at + (line.len() - line.trim_start().len());
                let rest = &text[at + line.len()..];
                if !rest.trim().is_empty() {
                    title = Some(start..start + trimmed.len());
                }
                break;
            }
            at += line.len();
        }
        Report { id: id.to_owned(), text: text.to_owned(), title, ..Report::default() }
    }

    /// The words of the title, where there is one.
    pub fn title(&self) -> Option<&str> {
        self.title.clone().and_then(|range| self.text.get(range))
    }
}
