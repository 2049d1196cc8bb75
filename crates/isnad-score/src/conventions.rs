//! What treebanks call differently, as a table in plain text, so that a measure compares what was meant and not what it is called.
//!
//! ```
//! use isnad_score::{conllu::Treebank, conventions::{Conventions, Side}};
//!
//! let table = Conventions::built_in();
//! let mut ours = Treebank::read("1\tعندما\tعندما\tSCONJ\t_\t_\t_\t_\t_\t_\n", "ours".as_ref()).unwrap();
//! table.apply("padt", Side::Ours, &mut ours).unwrap();
//! assert_eq!(ours.words[0].upos, "CCONJ");
//! ```

use crate::ScoreError;
use crate::conllu::{Treebank, Word};

/// The table that ships.
pub const TABLE: &str = include_str!("../data/conventions.txt");

/// Whose words are changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The treebank's.
    Gold,
    /// Those that isnad writes.
    Ours,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Condition {
    not: bool,
    key: Key,
    values: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Upos,
    Xpos,
    Lemma,
    Form,
    Feat,
    Name,
    Next,
    Begins,
    Ends,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Change {
    upos: Option<String>,
    lemma: Option<String>,
    no_feats: bool,
    drop: Vec<String>,
    split_lam: bool,
    end: Option<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    side: Side,
    conditions: Vec<Condition>,
    change: Change,
}

/// The differences of all treebanks of a table.
#[derive(Debug, Clone, Default)]
pub struct Conventions {
    treebanks: Vec<Differences>,
}

/// The differences of one treebank; those of another, which it is like, come first.
#[derive(Debug, Clone, Default)]
struct Differences {
    name: String,
    like: Option<String>,
    rules: Vec<Rule>,
}

/// A word without vowel signs (also the «`» of transliterations) and tatweel, all forms of alef as one: what is compared where
/// prints differ in nothing else. The sign alone stays as it is.
pub fn folded(word: &str) -> String {
    if word.chars().count() == 1 {
        return word.to_owned();
    }
    word.chars().filter(|c| !matches!(c, '`' | '\u{0640}' | '\u{064B}'..='\u{0655}' | '\u{0670}')).map(|c| if matches!(c, 'أ' | 'إ' | 'آ' | 'ٱ') { 'ا' } else { c }).collect()
}

impl Conventions {
    /// The table that ships.
    pub fn built_in() -> Conventions {
        Conventions::parse(TABLE).unwrap_or_default()
    }

    /// Reads a table.
    ///
    /// # Errors
    /// A line that cannot be read.
    pub fn parse(text: &str) -> Result<Conventions, ScoreError> {
        let mut out = Conventions::default();
        for (n, line) in text.lines().enumerate() {
            let line = line.split_once('#').map_or(line, |l| l.0).trim();
            let fault = |what: String| ScoreError::Convention { line: n + 1, what };
            if line.is_empty() {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                out.treebanks.push(Differences { name: name.to_owned(), ..Differences::default() });
                continue;
            }
            let other = line.strip_prefix("like ").map(str::trim);
            if let Some(other) = other
                && !out.treebanks.iter().rev().skip(1).any(|t| t.name == other)
            {
                return Err(fault(format!("no treebank «{other}» stands above; name one that does")));
            }
            let last = out.treebanks.last_mut().ok_or_else(|| fault("a line stands before the first [treebank]; put it under one".to_owned()))?;
            match other {
                Some(other) => last.like = Some(other.to_owned()),
                None => last.rules.push(rule(line).map_err(fault)?),
            }
        }
        Ok(out)
    }

    /// The names of the treebanks.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.treebanks.iter().map(|t| t.name.as_str())
    }

    /// Changes one side of a comparison; lemmas lose what no two treebanks write alike.
    ///
    /// # Errors
    /// A treebank that the table does not have.
    pub fn apply(&self, treebank: &str, side: Side, bank: &mut Treebank) -> Result<(), ScoreError> {
        let differences = self
            .treebanks
            .iter()
            .find(|t| t.name == treebank)
            .ok_or_else(|| ScoreError::Convention { line: 0, what: format!("no treebank «{treebank}»; there are: {}", self.names().collect::<Vec<_>>().join(", ")) })?;
        if let Some(other) = &differences.like {
            self.apply(other, side, bank)?;
        }
        let kinds = name_kinds(bank);
        let before = bank.words.clone();
        for (i, kind) in kinds.iter().enumerate() {
            let next = before.get(i + 1).map_or("", |w| w.upos.as_str());
            let mut decided = false;
            for rule in differences.rules.iter().filter(|r| r.side == side && r.conditions.iter().all(|c| c.holds(&before[i], kind, next))) {
                let behind = i + 1;
                if rule.change.split_lam && !before[i].multiword && before[i].misc.contains("SpaceAfter=No") && before.get(behind).is_some_and(|w| w.form.starts_with('ل')) {
                    bank.words[behind].form = format!("ا{}", before[behind].form);
                }
                let word = &mut bank.words[i];
                if let Some(upos) = rule.change.upos.as_ref().filter(|_| !decided) {
                    word.upos.clone_from(upos);
                    decided = true;
                }
                if let Some((printed, meant)) = &rule.change.end
                    && before[i].misc.contains("SpaceAfter=No")
                    && let Some(stem) = before[i].form.strip_suffix(printed.as_str())
                {
                    word.form = format!("{stem}{meant}");
                }
                if let Some(lemma) = &rule.change.lemma {
                    word.lemma.clone_from(lemma);
                }
                if rule.change.no_feats {
                    word.feats.clear();
                }
                word.feats.retain(|f| !rule.change.drop.iter().any(|d| f.split('=').next() == Some(d)));
            }
            let word = &mut bank.words[i];
            if word.lemma != "_" {
                word.lemma = folded(&word.lemma);
            }
        }
        Ok(())
    }
}

/// Of each word, the kind of the name that its token stands in («PER»), else «-».
fn name_kinds(bank: &Treebank) -> Vec<String> {
    let mut out = vec!["-".to_owned(); bank.words.len()];
    for token in &bank.tokens {
        if let Some((_, kind)) = token.misc.split('|').find_map(|m| m.strip_prefix("NER=")).and_then(|n| n.split_once('-')) {
            for name in &mut out[token.words.clone()] {
                kind.clone_into(name);
            }
        }
    }
    out
}

impl Condition {
    fn holds(&self, word: &Word, name: &str, next: &str) -> bool {
        let among = |value: &str| self.values.iter().any(|v| v == value);
        let met = match self.key {
            Key::Upos => among(&word.upos),
            Key::Xpos => among(&word.xpos),
            Key::Lemma => among(&folded(&word.lemma)),
            Key::Form => among(&folded(&word.form)),
            Key::Feat => self.values.iter().all(|v| word.feats.contains(v)),
            Key::Name => among(name),
            Key::Next => among(next),
            Key::Begins => self.values.iter().any(|v| folded(&word.form).starts_with(v.as_str())),
            Key::Ends => self.values.iter().any(|v| folded(&word.form).ends_with(v.as_str())),
        };
        met != self.not
    }
}

fn rule(line: &str) -> Result<Rule, String> {
    let (left, right) = line.split_once("->").ok_or("a line has «->» between conditions and changes")?;
    let mut words = left.split_whitespace();
    let side = match words.next() {
        Some("gold") => Side::Gold,
        Some("ours") => Side::Ours,
        other => return Err(format!("a line begins with gold or ours, not with «{}»", other.unwrap_or_default())),
    };
    let mut conditions = Vec::new();
    for word in words {
        let (not, word) = word.strip_prefix('!').map_or((false, word), |w| (true, w));
        let (key, values) = word.split_once('=').ok_or_else(|| format!("«{word}» is no condition; write it as upos=NOUN"))?;
        let (key, fold) = match key {
            "upos" => (Key::Upos, false),
            "xpos" => (Key::Xpos, false),
            "lemma" => (Key::Lemma, true),
            "form" => (Key::Form, true),
            "feat" => (Key::Feat, false),
            "name" => (Key::Name, false),
            "next" => (Key::Next, false),
            "begins" => (Key::Begins, true),
            "ends" => (Key::Ends, true),
            _ => return Err(format!("there is no condition «{key}»; there are: upos, xpos, lemma, form, feat, name, next, begins, ends")),
        };
        conditions.push(Condition { not, key, values: values.split(',').map(|v| if fold { folded(v) } else { v.to_owned() }).collect() });
    }
    let mut change = Change::default();
    for word in right.split_whitespace() {
        match word.split_once('=') {
            Some(("upos", upos)) => change.upos = Some(upos.to_owned()),
            Some(("lemma", lemma)) => change.lemma = Some(lemma.to_owned()),
            Some(("feats", "none")) => change.no_feats = true,
            Some(("drop", names)) => change.drop = names.split(',').map(str::to_owned).collect(),
            Some(("end", ends)) => change.end = ends.split_once('/').map(|(a, b)| (a.to_owned(), b.to_owned())),
            None if word == "split-lam" => change.split_lam = true,
            _ => return Err(format!("there is no change «{word}»; there are: upos=, lemma=, feats=none, drop=, end=x/y, split-lam")),
        }
    }
    Ok(Rule { side, conditions, change })
}

#[cfg(test)]
mod tests {
    use super::{Conventions, TABLE};

    #[test]
    fn the_table_that_ships_is_whole() {
        let table = Conventions::parse(TABLE).expect("the table can be read");
        assert_eq!(table.names().collect::<Vec<_>>(), ["none", "padt", "padt-names", "pud"]);
    }

    #[test]
    fn what_cannot_be_read_is_named_by_its_line() {
        let error = Conventions::parse("[x]\nours upos=NOUN -> upso=X\n").unwrap_err().to_string();
        assert!(error.starts_with("conventions:2: there is no change «upso=X»"), "{error}");
    }
}
