//! What several formats say in the same way: whether an event is told as a plain fact, its quad class, the words around it.
//!
//! The names of the first status and the neutral stance are the ontology's, and so is the quad class.

use super::story::{Event, Link, Words};
use isnad::ontology::Ontology;
use std::sync::LazyLock;

static ONTOLOGY: LazyLock<Ontology> = LazyLock::new(Ontology::plover);

/// The ontology by which the events were coded.
pub(crate) fn ontology() -> &'static Ontology {
    &ONTOLOGY
}

/// The quad class of an event type in words; empty where the type is not known.
pub(crate) fn quad(kind: &str) -> &'static str {
    ONTOLOGY.event_type(kind).map_or("", |n| ONTOLOGY.types[n as usize].quad.as_str())
}

/// How the voices stand to an event, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// At least one chain asserts it throughout, and none speaks against it.
    Plainly,
    /// Nobody speaks against it, but every chain has a voice that only alleges it.
    Alleged,
    /// A voice denies or doubts it.
    Contested,
    /// It is not told as something that happened.
    Unreal,
    /// A user's correction says that it is no event.
    Rejected,
}

impl Event {
    /// How it is told: what may stand in a table that has no place for status or stance.
    pub(crate) fn told(&self) -> Told {
        if self.corrected.as_ref().is_some_and(|c| c.rejected) {
            return Told::Rejected;
        }
        // The ontology's lists: the first status is that of what happened; the first stance is neutral, the second alleges.
        let (actual, neutral) = (ONTOLOGY.statuses.first(), ONTOLOGY.stances.first());
        if Some(&self.status) != actual {
            return Told::Unreal;
        }
        let rank = |l: &Link| ONTOLOGY.stances.iter().position(|s| *s == l.stance).unwrap_or(usize::MAX);
        let alleged = |l: &Link| rank(l) == 1;
        let asserted = |l: &Link| Some(&l.stance) == neutral;
        if self.chains.iter().flatten().any(|l| !asserted(l) && !alleged(l)) {
            Told::Contested
        } else if self.chains.is_empty() || self.chains.iter().any(|c| c.iter().all(asserted)) {
            Told::Plainly
        } else {
            Told::Alleged
        }
    }

    /// The date as year, month and day, as far as it goes.
    pub(crate) fn date_parts(&self) -> (Option<&str>, Option<&str>, Option<&str>) {
        let mut parts = self.date.split('-').filter(|p| !p.is_empty());
        (parts.next(), parts.next(), parts.next())
    }

    /// The day, `YYYY-MM-DD`; empty where the text gives none.
    pub(crate) fn day(&self) -> &str {
        if self.date.len() == 10 { &self.date } else { "" }
    }

    /// The chains in a line: «Paper ← Agency ← minister (alleges)».
    pub(crate) fn voices(&self) -> String {
        let neutral = ONTOLOGY.stances.first();
        let link = |l: &Link| if Some(&l.stance) == neutral { l.who.clone() } else { format!("{} ({})", l.who, l.stance) };
        let chain = |c: &Vec<Link>| c.iter().map(link).collect::<Vec<_>>().join(" ← ");
        self.chains.iter().map(chain).collect::<Vec<_>>().join("; ")
    }
}

/// The characters of a report by code point, made once a report.
pub(crate) struct Points<'t> {
    text: &'t str,
    at: Vec<usize>,
}

impl<'t> Points<'t> {
    pub fn new(text: &'t str) -> Points<'t> {
        let at = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        Points { text, at }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.at.len() - 1
    }

    /// The text from one code point to another.
    pub fn of(&self, start: usize, end: usize) -> &'t str {
        let end = end.min(self.len());
        let start = start.min(end);
        &self.text[self.at[start]..self.at[end]]
    }

    /// The line of the text in which words stand; of a long one as much as there is room for, cut at spaces and marked by «…».
    pub fn line(&self, words: &Words, room: usize) -> String {
        let half = room / 2;
        let breaks = |c: char| matches!(c, '\n' | '\r');
        let before = self.of(words.start.saturating_sub(half), words.start);
        let after = self.of(words.end, words.end + half);
        let (begins, ends) = (words.start <= half, words.end + half >= self.len());
        let left = match before.rfind(breaks) {
            Some(n) => before[n..].to_owned(),
            None if begins => before.to_owned(),
            None => format!("…{}", before.split_once(' ').map_or(before, |(_, rest)| rest)),
        };
        let right = match after.find(breaks) {
            Some(n) => after[..n].to_owned(),
            None if ends => after.to_owned(),
            None => format!("{}…", after.rsplit_once(' ').map_or(after, |(rest, _)| rest)),
        };
        format!("{left}{}{right}", self.of(words.start, words.end)).trim().to_owned()
    }
}

/// Words without breaks of line, for formats of one line.
pub(crate) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')).map(str::trim).filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Values one behind the other, each once.
pub(crate) fn list<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    let mut out: Vec<&str> = Vec::new();
    for value in values {
        if !value.is_empty() && !out.contains(&value) {
            out.push(value);
        }
    }
    out.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_words() {
        let text = "عنوان\nأول ثان ثالث رابع خامس\nآخر";
        let points = Points::new(text);
        let at = text.chars().position(|c| c == 'ث').expect("there");
        let words = Words { text: "ثان".to_owned(), start: at, end: at + 3 };
        assert_eq!(points.line(&words, 200), "أول ثان ثالث رابع خامس");
        assert_eq!(points.line(&words, 14), "أول ثان ثالث…");
        assert_eq!(points.of(at, at + 3), "ثان");
    }

    #[test]
    fn lists_and_lines() {
        assert_eq!(list(["a", "", "b", "a"]), "a; b");
        assert_eq!(one_line("a\r\n b\u{2028}c"), "a b c");
        assert_eq!(quad("AID"), "material cooperation");
    }
}
