//! Decides whether two names are alike, whatever Arabic spelling leaves open between them.
//!
//! ```
//! use isnad_score::{alike, plain};
//!
//! assert_eq!(plain("الإمارات العربيّة"), ["الامارات", "العربيه"]);
//! assert!(alike("وزارة الخارجية الروسية", "الخارجيه الروسيه"));
//! assert!(!alike("موسكو", "واشنطن"));
//! ```

use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// Articles with what is written together with them, longest first.
const ARTICLES: [&str; 6] = ["وال", "بال", "لل", "كال", "فال", "ال"];

/// The words of a name, folded so that the same name compares equal: compatibility forms, vowel signs,
/// tatweel, hamza on alef, final yeh and teh marbuta.
pub fn plain(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.nfkc() {
        if canonical_combining_class(c) != 0 || c == 'ـ' {
            continue;
        }
        let c = match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ى' => 'ي',
            'ة' => 'ه',
            other => other,
        };
        if is_word(c) {
            word.push(c);
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// What Python's `\w` matches: letters and numbers by general category, and the underscore.
/// Rust's alphabetic property also takes in vowel signs (marks) and squared or circled letters (symbols).
fn is_word(c: char) -> bool {
    c == '_'
        || c.is_numeric()
        || (c.is_alphabetic() && !is_combining_mark(c) && !matches!(c, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f149}' | '\u{1f150}'..='\u{1f169}' | '\u{1f170}'..='\u{1f189}'))
}

fn stem(word: &str) -> &str {
    let letters = word.chars().count();
    for article in ARTICLES {
        if let Some(rest) = word.strip_prefix(article)
            && letters > article.chars().count() + 1
        {
            return rest;
        }
    }
    let mut rest = word.chars();
    match rest.next() {
        Some('و' | 'ب' | 'ل' | 'ف' | 'ك') if letters > 3 => rest.as_str(),
        _ => word,
    }
}

/// Two names are alike when at least half of the shorter one's words are found in the other, clitics aside.
/// A name without words is like no other.
pub fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (plain(a), plain(b));
    let a: HashSet<&str> = a.iter().map(|w| stem(w)).collect();
    let b: HashSet<&str> = b.iter().map(|w| stem(w)).collect();
    !a.is_empty() && !b.is_empty() && 2 * a.intersection(&b).count() >= a.len().min(b.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    // Expected values from score.py's own functions.
    #[test]
    fn folds_as_the_reference_does() {
        assert_eq!(plain("آلِ الأَسَدِ، ﷺ"), ["ال", "الاسد", "صلي", "الله", "عليه", "وسلم"]);
        assert_eq!(plain("القـــاعدة_2 (٣)"), ["القاعده_2", "٣"]);
        assert_eq!(plain(""), Vec::<String>::new());
        assert_eq!(plain("ﻻ ½"), ["لا", "1", "2"]);
    }

    #[test]
    fn clitics_come_off_only_where_a_word_remains() {
        assert_eq!(stem("والي"), "والي".strip_prefix('و').unwrap_or(""));
        assert_eq!(stem("بالي"), "الي");
        assert_eq!(stem("الرياض"), "رياض");
        assert_eq!(stem("ال"), "ال");
        assert_eq!(stem("بلد"), "بلد");
        assert_eq!(stem("بلدة"), "لدة");
    }

    #[test]
    fn half_of_the_shorter_name_is_enough() {
        assert!(alike("محمد بن سلمان", "الأمير محمد"));
        assert!(alike("سانا", "وكالة سانا للأنباء"));
        assert!(!alike("وزير الدفاع الروسي سيرغي", "رئيس الأركان التركي خلوصي"));
        assert!(!alike("", ""));
        assert!(!alike("«»", "«»"));
    }
}
