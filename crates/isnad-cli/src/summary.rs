//! Decides what the closing lines on standard error say.

use isnad::coded::Coded;
use isnad_read::ReadError;
use std::collections::BTreeMap;
use std::time::Duration;

/// What a run has done so far.
#[derive(Debug, Default)]
pub struct Summary {
    /// Reports with a record.
    pub reports: u64,
    /// Sentences in them.
    pub sentences: u64,
    /// Events found.
    pub events: u64,
    /// Attributions found.
    pub attributions: u64,
    /// Words read.
    pub words: u64,
    /// Reports with a remark on their record.
    pub remarks: u64,
    /// Inputs without a record, by reason.
    pub skipped: BTreeMap<&'static str, u64>,
    /// Reports on which the coder failed.
    pub failed: u64,
}

/// What one report adds to a summary.
#[derive(Debug, Clone, Copy, Default)]
pub struct Added {
    sentences: usize,
    events: usize,
    attributions: usize,
    words: usize,
    remarks: bool,
}

impl From<&Coded> for Added {
    fn from(coded: &Coded) -> Added {
        Added { sentences: coded.sentences.len(), events: coded.events.len(), attributions: coded.attributions.len(), words: coded.words, remarks: !coded.diagnostics.is_empty() }
    }
}

impl Summary {
    /// Counts a coded report.
    pub fn coded(&mut self, added: Added) {
        self.reports += 1;
        self.sentences += added.sentences as u64;
        self.events += added.events as u64;
        self.attributions += added.attributions as u64;
        self.words += added.words as u64;
        self.remarks += u64::from(added.remarks);
    }

    /// Counts an input that gave no record.
    pub fn skip(&mut self, error: &ReadError) {
        *self.skipped.entry(error.reason()).or_default() += 1;
    }

    /// Whether every input was coded.
    pub fn all_coded(&self) -> bool {
        self.skipped.is_empty() && self.failed == 0
    }

    /// The closing lines.
    pub fn lines(&self, took: Duration) -> Vec<String> {
        let seconds = took.as_secs_f64().max(1e-9);
        let speed = (self.words as f64 / seconds).round() as u64;
        let mut lines = vec![format!(
            "{} coded: {}, {}, {}; {} in {seconds:.1} s ({} words/s)",
            counted(self.reports, "report"),
            counted(self.sentences, "sentence"),
            counted(self.events, "event"),
            counted(self.attributions, "attribution"),
            counted(self.words, "word"),
            grouped(speed),
        )];
        if self.remarks > 0 {
            lines.push(format!("{} with diagnostics on the record", counted(self.remarks, "report")));
        }
        if !self.skipped.is_empty() {
            let reasons: Vec<String> = self.skipped.iter().map(|(reason, n)| format!("{} {reason}", grouped(*n))).collect();
            let all = self.skipped.values().sum();
            lines.push(format!("{} skipped: {}", grouped(all), reasons.join(", ")));
        }
        if self.failed > 0 {
            lines.push(format!("the coder failed on {}: a fault in isnad; please report it", counted(self.failed, "report")));
        }
        lines
    }
}

/// `1 report`, `2,000 reports`.
pub fn counted(n: u64, what: &str) -> String {
    format!("{} {what}{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// A number with its thousands apart.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, d) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(d);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1234567), "1,234,567");
        assert_eq!(counted(1, "report"), "1 report");
    }
}
