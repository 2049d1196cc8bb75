//! The text layer: tokens with a normalised form each, and sentences, over the unchanged text.
//!
//! Normalising never moves an offset: a token keeps the span of its printed form, and beside it the folded
//! letters by which lexicons are searched (alef forms, tatweel, vowel signs, presentation forms, digits of all
//! kinds and controls of direction folded away).
//!
//! ```
//! use isnad::text::Text;
//!
//! let text = Text::new("قَالَ د. أحمد: «نعم». ثم مضى.");
//! assert_eq!(text.norm(0), "قال");
//! assert_eq!(text.norm(3), "احمد");
//! assert_eq!(text.sentences.len(), 2);
//! ```

use crate::span::Span;
use std::ops::Range;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters of Arabic script.
    Arabic,
    /// Letters of another script.
    Other,
    /// Digits, with separators between them.
    Number,
    /// An opening quotation mark, or one that may open or close.
    Quote(Side),
    /// An opening or closing bracket.
    Bracket(Side),
    /// Any other sign.
    Sign,
}

/// Which way a quotation mark or bracket turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Opens.
    Open,
    /// Closes.
    Close,
    /// Its shape does not say.
    Either,
}

/// One token: where it stands and its normalised form.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// The printed form, in bytes of the text.
    pub span: Span,
    /// What it is made of.
    pub kind: Kind,
    norm: (u32, u32),
    /// Whether white space stands before it.
    pub spaced: bool,
    /// The letter that bears the first damma, counted from 1; 0 where none is printed («وقُتل»: 2).
    pub damma: u8,
}

/// A text cut into tokens and sentences.
#[derive(Debug, Default)]
pub struct Text {
    /// All tokens in order.
    pub tokens: Vec<Token>,
    /// The sentences, as ranges of tokens; no token is in two, and none is left out.
    pub sentences: Vec<Range<usize>>,
    norms: String,
}

/// What a code point becomes under normalisation.
enum Folded {
    Gone,
    One(char),
    Many(&'static str),
}

fn fold(c: char) -> Folded {
    use Folded::{Gone, Many, One};
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => One('ا'),
        'ی' | 'ے' | 'ې' => One('ي'),
        'ک' | 'ڪ' => One('ك'),
        'ہ' | 'ھ' | 'ە' | 'ۀ' => One('ه'),
        'ۃ' => One('ة'),
        '\u{0640}'
        | '\u{064B}'..='\u{065F}'
        | '\u{0670}'
        | '\u{0610}'..='\u{061A}'
        | '\u{06D6}'..='\u{06DC}'
        | '\u{06DF}'..='\u{06E4}'
        | '\u{06E7}'..='\u{06E8}'
        | '\u{06EA}'..='\u{06ED}'
        | '\u{08D3}'..='\u{08FF}' => Gone,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{061C}' | '\u{FEFF}' | '\u{00AD}' => Gone,
        '\u{FEF5}' | '\u{FEF6}' | '\u{FEF7}' | '\u{FEF8}' | '\u{FEF9}' | '\u{FEFA}' | '\u{FEFB}' | '\u{FEFC}' => Many("لا"),
        '\u{FE80}'..='\u{FEF4}' | '\u{FB50}'..='\u{FBFF}' => presentation(c).map_or(One(c), One),
        '٠'..='٩' => One((b'0' + (c as u32 - '٠' as u32) as u8) as char),
        '۰'..='۹' => One((b'0' + (c as u32 - '۰' as u32) as u8) as char),
        'A'..='Z' => One(c.to_ascii_lowercase()),
        _ => One(c),
    }
}

/// The letter behind an Arabic presentation form (Unicode blocks FB50 and FE70).
fn presentation(c: char) -> Option<char> {
    const FORMS_B: [char; 117] = forms_b();
    match c as u32 {
        n @ 0xFE80..=0xFEF4 => Some(FORMS_B[(n - 0xFE80) as usize]),
        0xFB56..=0xFB59 => Some('پ'),
        0xFB7A..=0xFB7D => Some('چ'),
        0xFB8A..=0xFB8B => Some('ژ'),
        0xFB8E..=0xFB91 => Some('ك'),
        0xFB92..=0xFB95 => Some('گ'),
        0xFBFC..=0xFBFF => Some('ي'),
        _ => None,
    }
}

/// FE80 to FEF4 in code point order; hamza seats keep their hamza, alef forms are folded as elsewhere.
const fn forms_b() -> [char; 117] {
    let runs: [(char, usize); 36] = [
        ('ء', 1),
        ('ا', 2),
        ('ا', 2),
        ('ؤ', 2),
        ('ا', 2),
        ('ئ', 4),
        ('ا', 2),
        ('ب', 4),
        ('ة', 2),
        ('ت', 4),
        ('ث', 4),
        ('ج', 4),
        ('ح', 4),
        ('خ', 4),
        ('د', 2),
        ('ذ', 2),
        ('ر', 2),
        ('ز', 2),
        ('س', 4),
        ('ش', 4),
        ('ص', 4),
        ('ض', 4),
        ('ط', 4),
        ('ظ', 4),
        ('ع', 4),
        ('غ', 4),
        ('ف', 4),
        ('ق', 4),
        ('ك', 4),
        ('ل', 4),
        ('م', 4),
        ('ن', 4),
        ('ه', 4),
        ('و', 2),
        ('ى', 2),
        ('ي', 4),
    ];
    let mut out = [' '; 117];
    let (mut i, mut at) = (0, 0);
    while i < runs.len() {
        let mut k = 0;
        while k < runs[i].1 {
            out[at] = runs[i].0;
            at += 1;
            k += 1;
        }
        i += 1;
    }
    out
}

/// Appends the normalised form of `word` to `out`: the form by which every lexicon of this crate is keyed.
///
/// A hamza on a final alef is kept, since it tells words apart that nothing else does («هنأ»، «هنا»).
pub fn normalise_into(word: &str, out: &mut String) {
    let (mut hamza, mut letters) = (false, 0);
    for c in word.chars().chain(std::iter::once(' ')) {
        let before = out.len();
        match fold(c) {
            Folded::Gone => continue,
            Folded::One(f) if f.is_whitespace() => {
                if hamza && letters > 1 {
                    out.pop();
                    out.push('أ');
                }
                (hamza, letters) = (false, 0);
                out.push(f);
                continue;
            }
            Folded::One(f) => {
                hamza = c == 'أ';
                out.push(f);
            }
            Folded::Many(s) => {
                hamza = false;
                out.push_str(s);
            }
        }
        letters += usize::from(out.len() > before);
    }
    // The blank that closed the last word.
    out.pop();
}

/// The letter of a word that bears its first damma, counted from 1; 0 where none is printed.
fn damma(word: &str) -> u8 {
    const DAMMA: &str = "\u{064F}";
    let Some((before, _)) = word.split_once(DAMMA) else { return 0 };
    u8::try_from(before.chars().filter(|c| class(*c) == Class::Arabic).count()).unwrap_or(0)
}

/// The normalised form of a word or phrase.
///
/// ```
/// assert_eq!(isnad::text::normalise("أُقِيـــمَ"), "اقيم");
/// ```
pub fn normalise(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    normalise_into(word, &mut out);
    out
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Class {
    Arabic,
    Other,
    Digit,
    Space,
    Mark,
    Sign,
}

fn class(c: char) -> Class {
    match c {
        '0'..='9' | '٠'..='٩' | '۰'..='۹' => Class::Digit,
        '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{0610}'..='\u{061A}' | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E8}' | '\u{06EA}'..='\u{06ED}' => Class::Mark,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{061C}' | '\u{FEFF}' | '\u{00AD}' => Class::Mark,
        '\u{0620}'..='\u{064A}'
        | '\u{066E}'..='\u{06D3}'
        | '\u{06D5}'
        | '\u{06EE}'
        | '\u{06EF}'
        | '\u{06FA}'..='\u{06FC}'
        | '\u{0750}'..='\u{077F}'
        | '\u{FB50}'..='\u{FBB1}'
        | '\u{FBD3}'..='\u{FD3D}'
        | '\u{FE70}'..='\u{FEFC}' => Class::Arabic,
        c if c.is_whitespace() => Class::Space,
        c if c.is_alphanumeric() => Class::Other,
        _ => Class::Sign,
    }
}

fn sign_kind(c: char) -> Kind {
    match c {
        '«' | '“' | '‹' | '„' | '‟' => Kind::Quote(Side::Open),
        '»' | '”' | '›' => Kind::Quote(Side::Close),
        '"' | '＂' | '\u{201B}' | '\'' | '‘' | '’' => Kind::Quote(Side::Either),
        '(' | '[' | '{' | '﴿' => Kind::Bracket(Side::Open),
        ')' | ']' | '}' | '﴾' => Kind::Bracket(Side::Close),
        _ => Kind::Sign,
    }
}

/// The sign or blank that a character reference at the start of `rest` stands for, with its length in bytes: reports come with
/// what is left of their page («&quot;», «&#8221;», «&nbsp;»). References to letters are left as they are.
fn reference(rest: &str) -> Option<(char, usize)> {
    const NAMED: [(&str, char); 13] = [
        ("quot", '"'),
        ("apos", '\''),
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("nbsp", ' '),
        ("laquo", '«'),
        ("raquo", '»'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("hellip", '…'),
    ];
    let end = rest.bytes().take(9).position(|b| b == b';')?;
    let name = rest.get(1..end)?;
    let sign = match name.strip_prefix('#') {
        Some(number) => number.parse().ok().and_then(char::from_u32)?,
        None => NAMED.iter().find(|(n, _)| *n == name)?.1,
    };
    matches!(class(sign), Class::Sign | Class::Space).then_some((sign, name.len() + 2))
}

/// The longest printed form that is still looked up; a longer run of letters is one token all the same.
const LONGEST_NORM: usize = 256;

impl Text {
    /// Cuts a text into tokens and sentences.
    pub fn new(source: &str) -> Text {
        let mut text = Text { norms: String::with_capacity(source.len()), ..Text::default() };
        text.cut(source);
        text.split(source);
        text
    }

    /// The normalised form of token `i`; empty for a token that is out of range.
    pub fn norm(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |t| &self.norms[t.norm.0 as usize..t.norm.1 as usize])
    }

    /// Whether token `i` is the given sign.
    pub fn is(&self, i: usize, sign: &str) -> bool {
        self.norm(i) == sign
    }

    fn cut(&mut self, source: &str) {
        let mut spaced = true;
        let mut iter = source.char_indices().peekable();
        while let Some((start, c)) = iter.next() {
            let class_c = class(c);
            match class_c {
                Class::Space => {
                    spaced = true;
                    continue;
                }
                Class::Mark => continue,
                _ => {}
            }
            let mut end = start + c.len_utf8();
            if c == '&'
                && let Some((sign, len)) = reference(&source[start..])
            {
                end = start + len;
                while iter.next_if(|(at, _)| *at < end).is_some() {}
                if class(sign) == Class::Space {
                    spaced = true;
                } else {
                    let from = self.norms.len() as u32;
                    self.norms.push(sign);
                    self.tokens.push(Token { span: Span::new(start, end), kind: sign_kind(sign), norm: (from, self.norms.len() as u32), spaced, damma: 0 });
                    spaced = false;
                }
                continue;
            }
            let kind = match class_c {
                Class::Arabic | Class::Other => {
                    while let Some(&(at, d)) = iter.peek() {
                        let class_d = class(d);
                        if class_d != class_c && class_d != Class::Mark {
                            break;
                        }
                        iter.next();
                        end = at + d.len_utf8();
                    }
                    if class_c == Class::Arabic { Kind::Arabic } else { Kind::Other }
                }
                Class::Digit => {
                    while let Some(&(at, d)) = iter.peek() {
                        let part_of =
                            class(d) == Class::Digit || matches!(d, '.' | ',' | '،' | '٫' | '٬' | '\u{066A}') && source[at + d.len_utf8()..].chars().next().is_some_and(|n| class(n) == Class::Digit);
                        if !part_of {
                            break;
                        }
                        iter.next();
                        end = at + d.len_utf8();
                    }
                    Kind::Number
                }
                _ => {
                    // Runs of full stops are one sign: «..» and «...» separate without ending.
                    if c == '.' {
                        while let Some(&(at, '.')) = iter.peek() {
                            iter.next();
                            end = at + 1;
                        }
                    }
                    sign_kind(c)
                }
            };
            let from = self.norms.len();
            if end - start <= LONGEST_NORM {
                normalise_into(&source[start..end], &mut self.norms);
            }
            let norm = (from as u32, self.norms.len() as u32);
            let damma = if kind == Kind::Arabic { damma(&source[start..end]) } else { 0 };
            self.tokens.push(Token { span: Span::new(start, end), kind, norm, spaced, damma });
            spaced = false;
        }
    }

    fn split(&mut self, source: &str) {
        let n = self.tokens.len();
        let mut start = 0;
        let mut i = 0;
        while i < n {
            let end = self.tokens[i].span.end as usize;
            let next = self.tokens.get(i + 1).map_or(source.len(), |t| t.span.start as usize);
            let line_break = source[end..next].contains(['\n', '\u{2029}', '\u{0085}', '\r']);
            let mut stop = line_break || i + 1 == n;
            let mut last = i;
            if !stop && self.ends_sentence(i) {
                // Closing quotes and brackets belong to the sentence that they close.
                while last + 1 < n {
                    let t = self.tokens[last + 1];
                    let closes = matches!(t.kind, Kind::Quote(Side::Close) | Kind::Bracket(Side::Close)) || (matches!(t.kind, Kind::Quote(Side::Either)) && !t.spaced);
                    let gap = &source[self.tokens[last].span.end as usize..t.span.start as usize];
                    if !closes || gap.contains('\n') {
                        break;
                    }
                    last += 1;
                }
                stop = true;
            }
            if stop {
                self.sentences.push(start..last + 1);
                start = last + 1;
            }
            i = last + 1;
        }
    }

    /// Whether the token at `i` is the stop behind a single letter: «د. أحمد».
    pub fn abbreviates(&self, i: usize) -> bool {
        let stop = self.norm(i) == "." && !self.tokens[i].spaced;
        stop && i > 0 && self.tokens[i - 1].kind == Kind::Arabic && self.norm(i - 1).chars().count() == 1
    }

    /// Whether the sign at `i` ends a sentence by itself.
    fn ends_sentence(&self, i: usize) -> bool {
        let token = self.tokens[i];
        if token.kind != Kind::Sign {
            return false;
        }
        match self.norm(i) {
            "؟" | "?" | "!" | "۔" => self.tokens.get(i + 1).is_none_or(|t| t.spaced || !matches!(t.kind, Kind::Sign)),
            "." => {
                // «د. أحمد», «أ. ف. ب», «ص.ب»: a single letter before the stop; «3.5» never comes here.
                let single = i > 0 && !token.spaced && matches!(self.tokens[i - 1].kind, Kind::Arabic | Kind::Other) && self.norm(i - 1).chars().count() == 1;
                // «U.S», «com.site»: nothing but a letter of the same word behind it.
                let glued = self.tokens.get(i + 1).is_some_and(|t| !t.spaced && t.kind == Kind::Other);
                !single && !glued
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(s: &str) -> Vec<String> {
        let t = Text::new(s);
        t.sentences.iter().map(|r| s[t.tokens[r.start].span.start as usize..t.tokens[r.end - 1].span.end as usize].to_owned()).collect()
    }

    #[test]
    fn titles_initials_and_decimals_do_not_end_sentences() {
        assert_eq!(sentences("قال د. أحمد إن النسبة 3.5 في المئة. وأضاف: نعم."), ["قال د. أحمد إن النسبة 3.5 في المئة.", "وأضاف: نعم."]);
        assert_eq!(sentences("لحج - د. ب. أ"), ["لحج - د. ب. أ"]);
    }

    #[test]
    fn closing_marks_stay_with_their_sentence() {
        assert_eq!(sentences("قال: «نعم.» ثم ذهب. \"هذا.\" انتهى"), ["قال: «نعم.»", "ثم ذهب.", "\"هذا.\"", "انتهى"]);
    }

    #[test]
    fn character_references_are_the_signs_that_they_stand_for() {
        let s = "قال &quot;نعم&#8221;&nbsp;ثم &#39;لا&#39; &unknown; AT&T &#1575;";
        let t = Text::new(s);
        let quotes: Vec<&str> = t.tokens.iter().filter(|t| matches!(t.kind, Kind::Quote(_))).map(|t| &s[t.span.start as usize..t.span.end as usize]).collect();
        assert_eq!(quotes, ["&quot;", "&#8221;", "&#39;", "&#39;"]);
        assert!(t.tokens.iter().all(|t| &s[t.span.start as usize..t.span.end as usize] != "&nbsp;"));
    }

    #[test]
    fn presentation_forms_fold_to_letters() {
        assert_eq!(normalise("\u{FEDB}\u{FE98}\u{FE8E}\u{FE8F}"), "كتاب");
        assert_eq!(normalise("\u{FEF3}\u{FEEE}\u{FEE1}"), "يوم");
    }

    #[test]
    fn every_token_is_in_one_sentence() {
        for s in ["", " \n\n ", "a.b.c", "....", "«»", "\u{202E}x\u{202C} ..\n.\n"] {
            let t = Text::new(s);
            let mut at = 0;
            for r in &t.sentences {
                assert_eq!(r.start, at);
                at = r.end;
            }
            assert_eq!(at, t.tokens.len(), "{s:?}");
        }
    }
}
