//! Which printed forms a verb, noun or adjective has: the paradigms of written Arabic without vowel signs.
//!
//! The rules work on normalised spelling (see [`crate::text::normalise`]) and follow the classes of any school
//! grammar: sound, hollow («قال»), defective («نفى»، «دعا»), hamzated («بدأ»). Forms that no one writes may be
//! among them; forms that news writes must be.
//!
//! ```
//! use isnad::inflect::{verb, PASSIVE, PERFECT};
//!
//! let forms = verb("اتهم", "يتهم");
//! assert!(forms.iter().any(|(form, _)| form == "يتهمون"));
//! let passive = verb("اصاب", "يصيب");
//! assert!(passive.iter().any(|(form, f)| form == "اصيبوا" && f & PASSIVE != 0 && f & PERFECT != 0));
//! ```

/// Perfect tense.
pub const PERFECT: u32 = 1;
/// Imperfect tense (any mood).
pub const IMPERFECT: u32 = 1 << 1;
/// First person.
pub const FIRST: u32 = 1 << 2;
/// Second person; feminine plurals and second persons are left out of the paradigms, since news hardly writes them
/// and they clash with names («وعدن»).
pub const SECOND: u32 = 1 << 3;
/// Third person.
pub const THIRD: u32 = 1 << 4;
/// Singular.
pub const SINGULAR: u32 = 1 << 5;
/// Dual.
pub const DUAL: u32 = 1 << 6;
/// Plural.
pub const PLURAL: u32 = 1 << 7;
/// Masculine.
pub const MASCULINE: u32 = 1 << 8;
/// Feminine.
pub const FEMININE: u32 = 1 << 9;
/// Can be read as active.
pub const ACTIVE: u32 = 1 << 10;
/// Can be read as passive.
pub const PASSIVE: u32 = 1 << 11;
/// A participle of the verb.
pub const PARTICIPLE: u32 = 1 << 12;
/// A verbal noun of the verb.
pub const MASDAR: u32 = 1 << 13;
/// The form that only a construct or a suffixed pronoun allows («مسؤولو»، «وزيري»).
pub const CONSTRUCT: u32 = 1 << 14;
/// Indefinite accusative, written with alef («هجوما»).
pub const ACCUSATIVE: u32 = 1 << 15;
/// Marks a form that bears the pronoun forms of weak verbs («نفا» before «نفاه»).
pub const BEFORE_SUFFIX: u32 = 1 << 16;

/// A short form that only the jussive has («يقل»).
pub const JUSSIVE: u32 = 1 << 17;

type Forms = Vec<(String, u32)>;

fn cut(word: &str, n: usize) -> &str {
    let end = word.char_indices().rev().nth(n.saturating_sub(1)).map_or(0, |(i, _)| i);
    if n == 0 { word } else { &word[..end] }
}

fn last(word: &str) -> char {
    word.chars().next_back().unwrap_or(' ')
}

/// All finite forms and participles of a verb, from its third person masculine singular perfect and imperfect,
/// both normalised.
pub fn verb(perfect: &str, imperfect: &str) -> Forms {
    let mut out = Forms::new();
    // «قال يقول», not «أيد يؤيد»: the long vowel of a hollow verb is an alef in the perfect.
    let hollow = perfect.chars().rev().nth(1) == Some('ا');
    finite_perfect(perfect, ACTIVE, &mut out);
    finite_imperfect(imperfect, ACTIVE, hollow, &mut out);
    let passive_perfect = passive_perfect(perfect);
    let passive_imperfect = passive_imperfect(imperfect);
    finite_perfect(&passive_perfect, PASSIVE, &mut out);
    finite_imperfect(&passive_imperfect, PASSIVE, hollow, &mut out);
    participles(perfect, imperfect, &mut out);
    // One entry a form and reading; active and passive twins are joined.
    for (form, _) in &mut out {
        // A final hamza seat is medial in longer forms.
        *form = crate::text::normalise(form);
    }
    out.sort();
    out.dedup();
    let mut joined: Forms = Vec::with_capacity(out.len());
    const VOICE: u32 = ACTIVE | PASSIVE;
    for (form, feats) in out {
        match joined.iter_mut().rev().take_while(|(f, _)| *f == form).find(|(_, g)| *g & !VOICE == feats & !VOICE) {
            Some((_, g)) => *g |= feats,
            None => joined.push((form, feats)),
        }
    }
    joined
}

fn finite_perfect(base: &str, voice: u32, out: &mut Forms) {
    let p = PERFECT | voice;
    let third = p | THIRD;
    let mut add = |form: String, feats: u32| out.push((form, feats));
    add(base.to_owned(), third | SINGULAR | MASCULINE);
    let chars: Vec<char> = base.chars().collect();
    let n = chars.len();
    match last(base) {
        'ى' => {
            let stem = cut(base, 1);
            add(format!("{stem}ت"), third | SINGULAR | FEMININE);
            add(format!("{stem}وا"), third | PLURAL | MASCULINE);
            add(format!("{stem}يا"), third | DUAL | MASCULINE);
            add(format!("{stem}تا"), third | DUAL | FEMININE);
            add(format!("{stem}يت"), p | FIRST | SINGULAR);
            add(format!("{stem}ينا"), p | FIRST | PLURAL);
            add(format!("{stem}ا"), third | SINGULAR | MASCULINE | BEFORE_SUFFIX);
        }
        'ا' if n > 2 && !matches!(chars[n - 2], 'ا') => {
            let stem = cut(base, 1);
            add(format!("{stem}ت"), third | SINGULAR | FEMININE);
            add(format!("{stem}وا"), third | PLURAL | MASCULINE);
            add(format!("{stem}وا"), third | DUAL | MASCULINE);
            add(format!("{stem}تا"), third | DUAL | FEMININE);
            add(format!("{stem}وت"), p | FIRST | SINGULAR);
            add(format!("{stem}ونا"), p | FIRST | PLURAL);
        }
        'ي' => {
            let stem = cut(base, 1);
            add(format!("{base}ت"), third | SINGULAR | FEMININE);
            add(format!("{stem}وا"), third | PLURAL | MASCULINE);
            add(format!("{base}ا"), third | DUAL | MASCULINE);
            add(format!("{base}تا"), third | DUAL | FEMININE);
            add(format!("{base}نا"), p | FIRST | PLURAL);
        }
        _ => {
            add(format!("{base}ت"), third | SINGULAR | FEMININE);
            add(format!("{base}وا"), third | PLURAL | MASCULINE);
            if matches!(last(base), 'ا' | 'أ') {
                let stem = cut(base, 1);
                add(format!("{stem}ؤوا"), third | PLURAL | MASCULINE);
                add(format!("{base}ا"), third | DUAL | MASCULINE);
            } else {
                add(format!("{base}ا"), third | DUAL | MASCULINE);
            }
            add(format!("{base}تا"), third | DUAL | FEMININE);
            // Hollow verbs shorten before a consonant: «قلنا».
            let short: String = if n >= 3 && chars[n - 2] == 'ا' {
                let mut s: String = chars[..n - 2].iter().collect();
                s.push(chars[n - 1]);
                s
            } else {
                base.to_owned()
            };
            if short.chars().count() > 1 {
                add(format!("{short}نا"), p | FIRST | PLURAL);
                if short != base {
                    add(format!("{short}ت"), p | FIRST | SINGULAR);
                }
            }
        }
    }
}

fn finite_imperfect(base: &str, voice: u32, hollow: bool, out: &mut Forms) {
    let i = IMPERFECT | voice;
    let Some(rest) = base.strip_prefix('ي') else {
        out.push((base.to_owned(), i | THIRD | SINGULAR | MASCULINE));
        return;
    };
    // «يؤكد» is «أؤكد» in the first person; the alef is folded all the same.
    let mut person = |prefix: &str, suffix: &str, stem: &str, feats: u32| out.push((format!("{prefix}{stem}{suffix}"), i | feats));
    person("ي", "", rest, THIRD | SINGULAR | MASCULINE);
    person("ت", "", rest, THIRD | SINGULAR | FEMININE);
    person("ن", "", rest, FIRST | PLURAL);
    person("ا", "", rest, FIRST | SINGULAR);
    let (stem, weak) = match last(rest) {
        'و' | 'ي' | 'ى' => (cut(rest, 1), last(rest)),
        _ => (rest, ' '),
    };
    person("ي", "ون", stem, THIRD | PLURAL | MASCULINE);
    person("ي", "وا", stem, THIRD | PLURAL | MASCULINE);
    let dual = match weak {
        'ى' => format!("{stem}ي"),
        _ => rest.to_owned(),
    };
    person("ي", "ان", &dual, THIRD | DUAL | MASCULINE);
    person("ت", "ان", &dual, THIRD | DUAL | FEMININE);
    person("ي", "ا", &dual, THIRD | DUAL | MASCULINE);
    if weak != ' ' {
        // Jussive drops the weak letter: «لم يدع».
        person("ي", "", stem, THIRD | SINGULAR | MASCULINE | JUSSIVE);
        person("ت", "", stem, THIRD | SINGULAR | FEMININE | JUSSIVE);
        person("ن", "", stem, FIRST | PLURAL | JUSSIVE);
        if weak == 'ى' {
            person("ي", "ا", stem, THIRD | SINGULAR | MASCULINE | BEFORE_SUFFIX);
            person("ت", "ا", stem, THIRD | SINGULAR | FEMININE | BEFORE_SUFFIX);
        }
    } else {
        let chars: Vec<char> = rest.chars().collect();
        let n = chars.len();
        if hollow && n >= 2 && matches!(chars[n - 2], 'و' | 'ي' | 'ا') && n <= 5 {
            let mut short: String = chars[..n - 2].iter().collect();
            short.push(chars[n - 1]);
            if short.chars().count() >= 2 {
                person("ي", "", &short, THIRD | SINGULAR | MASCULINE | JUSSIVE);
                person("ت", "", &short, THIRD | SINGULAR | FEMININE | JUSSIVE);
            }
        }
        if matches!(last(rest), 'ا' | 'أ') {
            // «يبدأون» beside «يبدؤون».
            person("ي", "ؤون", cut(rest, 1), THIRD | PLURAL | MASCULINE);
        }
    }
}

fn passive_perfect(base: &str) -> String {
    let chars: Vec<char> = base.chars().collect();
    let n = chars.len();
    match chars.as_slice() {
        [.., 'ى' | 'ا'] if n >= 3 => {
            let stem = weaken_long(cut(base, 1));
            format!("{stem}ي")
        }
        // Hollow: «قال» قيل, «أصاب» أصيب, «اغتال» اغتيل. Form III has its alef second of four: «قاتل» قوتل.
        [_, 'ا', _] => format!("{}ي{}", chars[0], chars[2]),
        ['ا', .., 'ا', _] if n >= 4 => {
            let mut s: String = chars[..n - 2].iter().collect();
            s.push('ي');
            s.push(chars[n - 1]);
            s
        }
        _ => weaken_long(base),
    }
}

fn weaken_long(base: &str) -> String {
    let chars: Vec<char> = base.chars().collect();
    match chars.as_slice() {
        [a, 'ا', rest @ ..] if rest.len() == 2 => format!("{a}و{}{}", rest[0], rest[1]),
        ['ت', a, 'ا', rest @ ..] if !rest.is_empty() => format!("ت{a}و{}", rest.iter().collect::<String>()),
        _ => base.to_owned(),
    }
}

fn passive_imperfect(base: &str) -> String {
    let chars: Vec<char> = base.chars().collect();
    let n = chars.len();
    match chars.as_slice() {
        [.., 'ي' | 'و'] => format!("{}ى", cut(base, 1)),
        [.., 'ي' | 'و', _] if (4..=6).contains(&n) && !matches!(chars[n - 3], 'ت') => {
            let mut s: String = chars[..n - 2].iter().collect();
            s.push('ا');
            s.push(chars[n - 1]);
            s
        }
        _ => base.to_owned(),
    }
}

fn participles(perfect: &str, imperfect: &str, out: &mut Forms) {
    let chars: Vec<char> = perfect.chars().collect();
    let mut add = |base: &str, voice: u32| {
        for (form, feats) in adjective(base) {
            out.push((form, feats | PARTICIPLE | voice));
        }
    };
    if let [a, b, c] = chars.as_slice() {
        match (b, c) {
            ('ا', _) => add(&format!("{a}ائ{c}"), ACTIVE),
            (_, 'ا' | 'ى') => {
                add(&format!("{a}ا{b}ي"), ACTIVE);
                add(&format!("{a}ا{b}"), ACTIVE);
                add(&format!("م{a}{b}ي"), PASSIVE);
            }
            _ => {
                add(&format!("{a}ا{b}{c}"), ACTIVE);
                add(&format!("م{a}{b}و{c}"), PASSIVE);
            }
        }
    }
    if let Some(rest) = imperfect.strip_prefix('ي') {
        let derived = chars.len() > 3 || chars.len() == 3 && !matches!(chars[1], 'ا') && !matches!(chars[2], 'ى');
        if derived {
            match last(rest) {
                'ي' | 'ى' | 'و' => {
                    add(&format!("م{}ي", cut(rest, 1)), ACTIVE | PASSIVE);
                    add(&format!("م{}", cut(rest, 1)), ACTIVE | PASSIVE);
                }
                _ => add(&format!("م{rest}"), ACTIVE | PASSIVE),
            }
        }
    }
}

/// The forms of an adjective or of a noun for persons, from its masculine singular: feminine, dual and sound plurals.
pub fn adjective(base: &str) -> Forms {
    let mut out = Forms::new();
    if base.is_empty() {
        return out;
    }
    let mut add = |form: String, feats: u32| out.push((form, feats));
    if last(base) == 'ة' {
        for (form, feats) in noun(base) {
            add(form, feats);
        }
        return out;
    }
    add(base.to_owned(), SINGULAR | MASCULINE);
    add(format!("{base}ا"), SINGULAR | MASCULINE | ACCUSATIVE);
    // «ناف» and «نافي» have the same plural.
    add(format!("{base}ة"), SINGULAR | FEMININE);
    add(format!("{base}ت"), SINGULAR | FEMININE | BEFORE_SUFFIX);
    add(format!("{base}ان"), DUAL | MASCULINE);
    add(format!("{base}ين"), PLURAL | MASCULINE);
    add(format!("{base}تان"), DUAL | FEMININE);
    add(format!("{base}تين"), DUAL | FEMININE);
    add(format!("{base}ون"), PLURAL | MASCULINE);
    add(format!("{base}ات"), PLURAL | FEMININE);
    add(format!("{base}و"), PLURAL | MASCULINE | CONSTRUCT);
    add(format!("{base}ي"), PLURAL | MASCULINE | CONSTRUCT);
    out
}

/// The forms of a noun from one of its numbers (a broken plural is given to this function by itself).
pub fn noun(base: &str) -> Forms {
    let mut out = Forms::new();
    if base.is_empty() {
        return out;
    }
    let mut add = |form: String, feats: u32| out.push((form, feats));
    match last(base) {
        'ة' => {
            let stem = cut(base, 1);
            add(base.to_owned(), SINGULAR | FEMININE);
            add(format!("{stem}ت"), SINGULAR | FEMININE | BEFORE_SUFFIX);
            add(format!("{stem}تان"), DUAL | FEMININE);
            add(format!("{stem}تين"), DUAL | FEMININE);
            add(format!("{stem}تا"), DUAL | FEMININE | CONSTRUCT);
            add(format!("{stem}تي"), DUAL | FEMININE | CONSTRUCT);
            add(format!("{stem}ات"), PLURAL | FEMININE);
        }
        'ى' | 'ا' => {
            add(base.to_owned(), SINGULAR | MASCULINE);
            add(format!("{}يات", cut(base, 1)), PLURAL | FEMININE);
            if base.ends_with('ى') {
                add(format!("{}ا", cut(base, 1)), SINGULAR | MASCULINE | CONSTRUCT);
            }
            add(format!("{}يين", cut(base, 1)), DUAL | MASCULINE);
        }
        _ => {
            let plural = base.ends_with("ات") || base.ends_with("ون") && base.chars().count() > 4 || base.ends_with("ين") && base.chars().count() > 4;
            let number = if plural { PLURAL } else { SINGULAR };
            add(base.to_owned(), number | MASCULINE);
            if !plural {
                add(format!("{base}ا"), SINGULAR | MASCULINE | ACCUSATIVE);
                add(format!("{base}ان"), DUAL | MASCULINE);
                add(format!("{base}ين"), DUAL | MASCULINE);
                add(format!("{base}ي"), DUAL | MASCULINE | CONSTRUCT);
                add(format!("{base}ات"), PLURAL | FEMININE);
            }
            if last(base) == 'ء' {
                let stem = cut(base, 1);
                add(format!("{stem}ؤ"), number | MASCULINE | CONSTRUCT);
                add(format!("{stem}ئ"), number | MASCULINE | CONSTRUCT);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(forms: &Forms, form: &str, feats: u32) -> bool {
        forms.iter().any(|(f, g)| f == form && g & feats == feats)
    }

    #[test]
    fn hollow_defective_and_long_verbs() {
        let qala = verb("قال", "يقول");
        for (form, feats) in [("قالت", FEMININE), ("قالوا", PLURAL), ("قيل", PASSIVE), ("يقل", IMPERFECT), ("يقال", PASSIVE), ("قلنا", FIRST)] {
            assert!(has(&qala, form, feats), "{form}: {qala:?}");
        }
        let nafa = verb("نفى", "ينفي");
        for (form, feats) in [("نفت", FEMININE), ("نفوا", PLURAL), ("ينفون", PLURAL), ("ينف", IMPERFECT), ("نفي", PASSIVE), ("ينفى", PASSIVE), ("نافيا", PARTICIPLE)] {
            assert!(has(&nafa, form, feats), "{form}: {nafa:?}");
        }
        let daa = verb("دعا", "يدعو");
        for (form, feats) in [("دعت", FEMININE), ("دعوا", PLURAL), ("يدعون", PLURAL), ("دعي", PASSIVE), ("داعيا", PARTICIPLE)] {
            assert!(has(&daa, form, feats), "{form}: {daa:?}");
        }
        assert!(has(&verb("ناقش", "يناقش"), "نوقش", PASSIVE));
        assert!(has(&verb("استهدف", "يستهدف"), "مستهدفة", PARTICIPLE));
        assert!(has(&verb("اغتال", "يغتال"), "اغتيل", PASSIVE));
        assert!(has(&verb("شن", "يشن"), "شنوا", PLURAL));
        assert!(has(&verb("بدأ", "يبدأ"), "بدات", FEMININE));
    }

    #[test]
    fn nouns_with_ta_marbuta_open_before_suffixes() {
        assert!(has(&noun("غارة"), "غارت", BEFORE_SUFFIX));
        assert!(has(&noun("غارة"), "غارتين", DUAL));
    }
}
