//! F1 of names: exact spans of tokens with their kind, as the CoNLL 2003 shared task counted.
//!
//! ```
//! use isnad_score::entities::{names, score_names};
//!
//! let gold = names(&["B-PER", "I-PER", "O", "B-LOC"]);
//! let system = names(&["B-PER", "I-PER", "O", "B-ORG"]);
//! let table = score_names(&gold, &system, &["PER", "LOC", "ORG"]);
//! assert_eq!((table[0].right, table[0].gold, table[0].system), (1, 2, 2));
//! ```

use crate::align::Measure;

/// A name: its first token, the token behind it, its kind.
pub type Name = (usize, usize, String);

/// The names that tags of tokens («B-PER», «I-PER», «O») mark; what begins with «I-» begins all the same.
pub fn names<T: AsRef<str>>(tags: &[T]) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    let mut open = false;
    for (n, tag) in tags.iter().enumerate() {
        let (first, kind) = match tag.as_ref().split_once('-') {
            Some(("B", kind)) => (true, kind),
            Some(("I", kind)) => (!open || out.last().is_none_or(|o| o.2 != kind), kind),
            _ => {
                open = false;
                continue;
            }
        };
        if first {
            out.push((n, n + 1, kind.to_owned()));
        } else if let Some(last) = out.last_mut() {
            last.1 = n + 1;
        }
        open = true;
    }
    out
}

/// All kinds together, then each of `kinds`; names of other kinds are passed over.
pub fn score_names(gold: &[Name], system: &[Name], kinds: &[&'static str]) -> Vec<Measure> {
    let count = |name: &'static str, wanted: &dyn Fn(&str) -> bool| {
        let gold: Vec<&Name> = gold.iter().filter(|n| wanted(&n.2)).collect();
        let found: std::collections::HashSet<&Name> = system.iter().filter(|n| wanted(&n.2)).collect();
        Measure { name, gold: gold.len(), system: found.len(), right: gold.iter().filter(|n| found.contains(*n)).count() }
    };
    let mut out = vec![count("Names", &|kind| kinds.contains(&kind))];
    out.extend(kinds.iter().map(|k| count(k, &|kind| kind == *k)));
    out
}
