//! Where the tokens of a text stand, and where its sentences end; nothing that is printed is left out.
//!
//! ```
//! use isnad_words::cut::cut;
//!
//! let text = "\u{200F}قال: نعم.&nbsp;ثم مضى.";
//! let (tokens, sentences) = cut(text);
//! let printed: String = tokens.iter().map(|t| &text[t.clone()]).collect();
//! assert_eq!(printed, text.replace(' ', ""));
//! assert_eq!(sentences.len(), 2);
//! ```

use crate::letters::mark;
use isnad::text::Text;
use std::ops::Range;

/// The tokens of a text in bytes, and its sentences as ranges of tokens. Every character that is not white space is in one token.
pub fn cut(source: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let text = Text::new(source);
    let mut tokens: Vec<Range<usize>> = Vec::with_capacity(text.tokens.len());
    let mut sentences = Vec::with_capacity(text.sentences.len());
    let mut at = 0;
    for sentence in &text.sentences {
        let first = tokens.len();
        for token in &text.tokens[sentence.clone()] {
            let span = token.span.start as usize..token.span.end as usize;
            let start = between(source, at, span.start, tokens.len() > first, true, &mut tokens);
            at = span.end;
            tokens.push(start..span.end);
        }
        sentences.push(first..tokens.len());
    }
    // What stands behind the last token belongs to the last sentence.
    let (inside, before) = (!tokens.is_empty(), tokens.len());
    between(source, at, source.len(), inside, false, &mut tokens);
    match sentences.last_mut() {
        Some(last) => last.end = tokens.len(),
        None if tokens.len() > before => sentences.push(before..tokens.len()),
        None => {}
    }
    (tokens, sentences)
}

/// What is printed between two tokens: marks go to the token that they touch, all else is a token. Returns where the next token begins.
fn between(source: &str, from: usize, to: usize, before: bool, after: bool, tokens: &mut Vec<Range<usize>>) -> usize {
    let Some(gap) = source.get(from..to) else { return to };
    let mut next = to;
    let mut at = from;
    for run in gap.split(char::is_whitespace) {
        let span = at..at + run.len();
        at = span.end + source[span.end..].chars().next().map_or(0, char::len_utf8);
        if run.is_empty() {
            continue;
        }
        let marks = run.chars().all(mark);
        if marks && after && span.end == to {
            next = span.start;
        } else if let Some(last) = tokens.last_mut().filter(|l| marks && before && l.end == span.start) {
            last.end = span.end;
        } else {
            tokens.push(span);
        }
    }
    next
}
