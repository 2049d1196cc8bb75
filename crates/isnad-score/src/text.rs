//! Finds and cuts by code points in one text, as Python's strings do.

use crate::pairing::Stretch;

/// A text with a table from code points to bytes.
pub(crate) struct Text<'a> {
    text: &'a str,
    /// The byte at which each code point begins, and the length of the text.
    starts: Vec<usize>,
}

impl<'a> Text<'a> {
    pub fn new(text: &'a str) -> Text<'a> {
        let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        starts.push(text.len());
        Text { text, starts }
    }

    /// How many code points.
    pub fn len(&self) -> i64 {
        self.starts.len() as i64 - 1
    }

    /// Python's `find(words, from, to)` for `from` and `to` of 0 or more.
    pub fn find(&self, words: &str, from: i64, to: i64) -> Option<i64> {
        let to = to.min(self.len());
        if from > to {
            return None;
        }
        let start = *self.starts.get(usize::try_from(from).ok()?)?;
        let end = *self.starts.get(usize::try_from(to).ok()?)?;
        let byte = start + self.text.get(start..end)?.find(words)?;
        self.starts.binary_search(&byte).ok().map(|at| at as i64)
    }

    /// Python's `text[start:end]`: negative offsets count from the end, those beyond it are cut back.
    pub fn slice(&self, (start, end): Stretch) -> &'a str {
        let clamp = |at: i64| if at < 0 { (at + self.len()).max(0) } else { at.min(self.len()) } as usize;
        self.text.get(self.starts[clamp(start)]..self.starts[clamp(end)]).unwrap_or("")
    }

    /// Where the sentences stand, or the number of the first that is not there, in order.
    pub fn sentences(&self, sentences: &[&str]) -> Result<Vec<Stretch>, usize> {
        let mut at = 0;
        let mut spans = Vec::with_capacity(sentences.len());
        for (number, sentence) in sentences.iter().enumerate() {
            let start = self.find(sentence, at, self.len()).ok_or(number)?;
            at = start + points(sentence);
            spans.push((start, at));
        }
        Ok(spans)
    }

    /// Where the `nth` occurrence (from 1) of the words stands in a sentence;
    /// the empty stretch at the sentence's start where there is none.
    pub fn occurrence(&self, (low, high): Stretch, words: &str, nth: i64) -> Stretch {
        let mut at = low - 1;
        for _ in 0..nth {
            // As in the reference, an occurrence that is missing sends the search for the next one to the start of the text;
            // after two misses in a row nothing more can be found.
            let before = at;
            at = self.find(words, at + 1, high).unwrap_or(-1);
            if at < 0 && before < 0 {
                break;
            }
        }
        if at >= 0 { (at, at + points(words)) } else { (low, low) }
    }
}

/// How many code points.
pub(crate) fn points(text: &str) -> i64 {
    text.chars().count() as i64
}

/// The number of the sentence that holds the position, -1 where none does.
pub(crate) fn sentence_at(spans: &[Stretch], position: i64) -> i64 {
    spans.iter().position(|&(low, high)| low <= position && position < high).map_or(-1, |n| n as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_by_code_points_within_bounds() {
        let text = Text::new("قال قال 😀 قال");
        assert_eq!(text.find("قال", 0, text.len()), Some(0));
        assert_eq!(text.find("قال", 1, text.len()), Some(4));
        assert_eq!(text.find("قال", 5, text.len()), Some(10));
        assert_eq!(text.find("قال", 5, 12), None);
        assert_eq!(text.find("", 13, 13), Some(13));
        assert_eq!(text.find("", 14, 14), None);
        assert_eq!(text.find("ق", 5, 4), None);
    }

    #[test]
    fn slices_as_python_does() {
        let text = Text::new("ابجد");
        assert_eq!(text.slice((1, 3)), "بج");
        assert_eq!(text.slice((-1, 9)), "د");
        assert_eq!(text.slice((-9, -3)), "ا");
        assert_eq!(text.slice((3, 1)), "");
        assert_eq!(text.slice((i64::MIN, i64::MAX)), "ابجد");
    }

    #[test]
    fn occurrences_stay_in_their_sentence() {
        let text = Text::new("قال. قال وقال");
        let spans = text.sentences(&["قال.", "قال وقال"]).unwrap();
        assert_eq!(spans, [(0, 4), (5, 13)]);
        assert_eq!(text.occurrence(spans[1], "قال", 1), (5, 8));
        assert_eq!(text.occurrence(spans[1], "قال", 2), (10, 13));
        assert_eq!(text.occurrence(spans[1], "زار", 1), (5, 5));
        assert_eq!(text.occurrence(spans[1], "زار", i64::MAX), (5, 5));
        assert_eq!(sentence_at(&spans, 4), -1);
        assert_eq!(sentence_at(&spans, 12), 1);
        assert_eq!(text.sentences(&["قال وقال", "قال."]), Err(1));
    }
}
