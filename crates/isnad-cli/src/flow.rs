//! Decides where lines break: words in their colours flow into lines of a width, and runs from right to left stay in
//! isolates of their own, so that digits and Latin codes beside them keep their order.

use crate::style::{PDI, Paint, RLI, Style, clean_char, runs_left, width};
use unicode_segmentation::UnicodeSegmentation;

/// A word that is not broken unless it is wider than a line.
#[derive(Debug, Default, Clone)]
struct Word {
    parts: Vec<(String, Paint)>,
    width: usize,
    /// Runs from right to left, as part of the run with this number.
    run: Option<u32>,
    /// White space before it.
    spaced: bool,
}

/// Text on its way into lines.
#[derive(Debug, Default)]
pub struct Flow {
    words: Vec<Word>,
    runs: u32,
}

impl Flow {
    /// Nothing yet.
    pub fn new() -> Flow {
        Flow::default()
    }

    /// Adds text from elsewhere; a run from right to left where it has such letters.
    pub fn text(&mut self, text: &str, paint: Paint) -> &mut Flow {
        self.painted(text, |_| paint)
    }

    /// Adds the program's own words, which follow without a space where they begin with none.
    pub fn own(&mut self, text: &str, paint: Paint) -> &mut Flow {
        self.add(text, |_| paint, None);
        self
    }

    /// Adds text with a colour for each byte offset.
    pub fn painted(&mut self, text: &str, paint: impl Fn(usize) -> Paint) -> &mut Flow {
        let run = runs_left(text).then(|| {
            self.runs += 1;
            self.runs
        });
        self.add(text, paint, run);
        self
    }

    fn add(&mut self, text: &str, paint: impl Fn(usize) -> Paint, run: Option<u32>) {
        let mut word = Word { run, ..Word::default() };
        for (at, c) in text.char_indices() {
            let Some(c) = clean_char(c) else { continue };
            // A space that does not break keeps a number with its word.
            if c.is_whitespace() && c != '\u{a0}' {
                self.push(&mut word);
                word.spaced = true;
                continue;
            }
            let p = paint(at);
            match word.parts.last_mut() {
                Some((part, q)) if *q == p => part.push(c),
                _ => word.parts.push((c.to_string(), p)),
            }
        }
        self.push(&mut word);
        // Trailing white space stands before what comes next.
        if word.spaced {
            self.words.push(word);
        }
    }

    fn push(&mut self, word: &mut Word) {
        if word.parts.is_empty() {
            return;
        }
        let run = word.run;
        let mut word = std::mem::replace(word, Word { run, ..Word::default() });
        // An empty word at the end says that white space stands here.
        if let Some(last) = self.words.pop_if(|last| last.parts.is_empty()) {
            word.spaced |= last.spaced;
        }
        word.width = word.parts.iter().map(|(part, _)| width(part)).sum();
        self.words.push(word);
    }

    /// The lines, the first with `first` before it, the others with as many spaces.
    pub fn lines(&self, style: Style, out: &mut String, first: usize, indent: usize) {
        self.lay(style, out, first, indent, false);
    }

    /// The lines set against the right edge, as text from right to left is.
    pub fn right(&self, style: Style, out: &mut String, indent: usize) {
        self.lay(style, out, indent, indent, true);
    }

    fn lay(&self, style: Style, out: &mut String, first: usize, indent: usize, right: bool) {
        let room = style.width.saturating_sub(indent).max(16);
        let mut line: Vec<&Word> = Vec::new();
        let mut used = 0;
        let mut lead = first;
        let broken: Vec<Word> = self.words.iter().flat_map(|w| w.broken(room)).collect();
        for word in &broken {
            let gap = usize::from(word.spaced && !line.is_empty());
            // What is not spaced from the word before stays on its line, unless that would be wider than any.
            if !line.is_empty() && word.spaced && used + gap + word.width > room {
                emit(style, out, &line, lead, if right { room.saturating_sub(used) } else { 0 });
                line.clear();
                used = 0;
                lead = indent;
            }
            used += word.width + usize::from(word.spaced && !line.is_empty());
            line.push(word);
        }
        if !line.is_empty() {
            emit(style, out, &line, lead, if right { room.saturating_sub(used) } else { 0 });
        }
    }
}

impl Word {
    /// The word in pieces no wider than a line, cut between grapheme clusters.
    fn broken(&self, room: usize) -> Vec<Word> {
        if self.width <= room {
            return vec![self.clone()];
        }
        let mut out = vec![Word { run: self.run, spaced: self.spaced, ..Word::default() }];
        for (part, paint) in &self.parts {
            for cluster in part.graphemes(true) {
                let w = width(cluster);
                if out.last().is_some_and(|last| last.width + w > room) {
                    out.push(Word { run: self.run, spaced: true, ..Word::default() });
                }
                let Some(last) = out.last_mut() else { continue };
                last.width += w;
                match last.parts.last_mut() {
                    Some((text, p)) if p == paint => text.push_str(cluster),
                    _ => last.parts.push((cluster.to_owned(), *paint)),
                }
            }
        }
        out
    }
}

fn emit(style: Style, out: &mut String, line: &[&Word], lead: usize, pad: usize) {
    out.extend(std::iter::repeat_n(' ', lead + pad));
    let mut run: Option<u32> = None;
    let mut painted: (String, Paint) = Default::default();
    let flush = |out: &mut String, painted: &mut (String, Paint)| {
        if !painted.0.is_empty() {
            style.paint(out, &painted.0, painted.1);
            painted.0.clear();
        }
    };
    for (n, word) in line.iter().enumerate() {
        let spaced = n > 0 && word.spaced;
        if word.run != run {
            flush(out, &mut painted);
            if run.is_some() {
                out.push(PDI);
            }
            if spaced {
                out.push(' ');
            }
            if word.run.is_some() {
                out.push(RLI);
            }
            run = word.run;
        } else if spaced {
            // A space between two words of one colour takes it; else none.
            if word.parts.first().is_some_and(|(_, p)| *p == painted.1) {
                painted.0.push(' ');
            } else {
                flush(out, &mut painted);
                out.push(' ');
            }
        }
        for (part, paint) in &word.parts {
            if *paint != painted.1 {
                flush(out, &mut painted);
                painted.1 = *paint;
            }
            painted.0.push_str(part);
        }
    }
    flush(out, &mut painted);
    if run.is_some() {
        out.push(PDI);
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Style = Style { colour: false, width: 24 };

    #[test]
    fn arabic_runs_stand_in_isolates() {
        let mut flow = Flow::new();
        flow.text("الجيش الروسي", Paint::Actor).own(" (RUS MIL)", Paint::Dim).own(" → ", Paint::Dim).text("قصف", Paint::Plain);
        let mut out = String::new();
        flow.lines(PLAIN, &mut out, 2, 4);
        assert_eq!(out, "  \u{2067}الجيش الروسي\u{2069} (RUS\n    MIL) → \u{2067}قصف\u{2069}\n");
    }

    #[test]
    fn an_isolate_ends_with_its_line() {
        let mut flow = Flow::new();
        flow.text("قال وزير الخارجية الروسي اليوم إن بلاده تدعو الجميع", Paint::Plain);
        let mut out = String::new();
        flow.right(PLAIN, &mut out, 2);
        for line in out.lines() {
            assert!(line.trim_start().starts_with(RLI) && line.ends_with(PDI));
            assert_eq!(width(line), 24);
        }
        assert_eq!(out.lines().count(), 3);
    }

    #[test]
    fn a_word_wider_than_a_line_is_cut_between_clusters() {
        let mut flow = Flow::new();
        flow.text(&"بِ".repeat(50), Paint::Plain);
        let mut out = String::new();
        flow.lines(PLAIN, &mut out, 0, 0);
        assert_eq!(out.lines().count(), 3);
        assert_eq!(out.matches('ب').count(), 50);
        assert!(!out.contains("\u{2067}ِ"));
    }
}
