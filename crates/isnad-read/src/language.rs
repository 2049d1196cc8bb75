//! Decides in which language a report is: by its script, by letters that only one language has, and only then by a detector.
//!
//! Script and letters settle most reports in a microsecond and keep the detector (lingua, with models of seven languages)
//! from guessing English for Armenian. Between Arabic, Persian and Urdu, and among English, French, Turkish and
//! Azerbaijani, it has the last word; other languages in Latin script are taken for the nearest of these four.
//!
//! ```
//! use isnad::Report;
//! use isnad_read::language;
//!
//! let of = |text| language(&Report { text: String::from(text), ..Report::default() });
//! assert_eq!(of("قال وزير الخارجية المصري إن المحادثات ستستأنف غدا"), Some("ar"));
//! assert_eq!(of("وزیر خارجه گفت که گفتگوها فردا از سر گرفته می‌شود"), Some("fa"));
//! assert_eq!(of("وەزیری دەرەوە ڕایگەیاند کە گفتوگۆکان سبەی دەست پێ دەکەنەوە"), Some("ckb"));
//! assert_eq!(of("2015"), None);
//! ```

use isnad::Report;
use lingua::Language::{Arabic, Azerbaijani, English, French, Persian, Turkish, Urdu};
use lingua::{LanguageDetector, LanguageDetectorBuilder};
use std::sync::LazyLock;

/// So many letters are counted.
const LETTERS: usize = 4000;
/// So many characters go to the detector, whose time grows with them.
const DETECTED: usize = 250;
/// From so many letters on, the frequent ones of a language are all there.
const CERTAIN: usize = 40;
/// Fewer letters tell nothing.
const FEWEST: usize = 6;

static ARABIC_SCRIPT: LazyLock<LanguageDetector> = LazyLock::new(|| LanguageDetectorBuilder::from_languages(&[Arabic, Persian, Urdu]).build());
static LATIN_SCRIPT: LazyLock<LanguageDetector> = LazyLock::new(|| LanguageDetectorBuilder::from_languages(&[English, French, Turkish, Azerbaijani]).build());

/// Scripts, by the code points between which their letters lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Arabic,
    Latin,
    Cyrillic,
    /// One that is written by one language, as far as news goes.
    One(&'static str),
    Other,
}

fn script(c: char) -> Script {
    match c {
        '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => Script::Arabic,
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
        '\u{400}'..='\u{52f}' => Script::Cyrillic,
        '\u{530}'..='\u{58f}' => Script::One("hy"),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Script::One("el"),
        '\u{590}'..='\u{5ff}' => Script::One("he"),
        '\u{10a0}'..='\u{10ff}' | '\u{1c90}'..='\u{1cbf}' => Script::One("ka"),
        '\u{e00}'..='\u{e7f}' => Script::One("th"),
        '\u{ac00}'..='\u{d7af}' => Script::One("ko"),
        '\u{3040}'..='\u{30ff}' => Script::One("ja"),
        '\u{4e00}'..='\u{9fff}' => Script::One("zh"),
        _ => Script::Other,
    }
}

/// Whether a pack of this language codes a report; if not, the language that the report is in, as far as can be told. A report too short
/// to tell is left to a pack that reads its script.
///
/// # Errors
/// The report is in another language, or in one that cannot be told.
pub fn codes(pack: &str, report: &Report) -> Result<(), Option<&'static str>> {
    match language(report) {
        Some(lang) if lang != pack => Err(Some(lang)),
        None if !report.text.chars().any(|c| script(c) == Script::Arabic) => Err(None),
        _ => Ok(()),
    }
}

/// The language of a report: its ISO 639-1 code, or that of ISO 639-3 where the first has none (`ckb`, Central Kurdish). None
/// where there is no text, too little to tell, or a script that many languages share and none of those known.
pub fn language(report: &Report) -> Option<&'static str> {
    let letters: Vec<char> = report.text.chars().filter(|c| matches!(c, 'ا'..='ي') || c.is_alphabetic()).take(LETTERS).collect();
    if letters.len() < FEWEST {
        return None;
    }
    let mut counts: Vec<(Script, usize)> = Vec::new();
    for letter in &letters {
        let script = script(*letter);
        match counts.iter_mut().find(|(s, _)| *s == script) {
            Some((_, count)) => *count += 1,
            None => counts.push((script, 1)),
        }
    }
    // Japanese is written in two scripts at once, and one of them is its own.
    if counts.iter().any(|(s, n)| *s == Script::One("ja") && n * 10 >= letters.len()) {
        return Some("ja");
    }
    // Of two as frequent, the one that came first.
    let (script, count) = counts.into_iter().reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    if count * 2 < letters.len() {
        return None;
    }
    match script {
        Script::One(language) => Some(language),
        Script::Other => None,
        Script::Cyrillic => cyrillic(&letters),
        Script::Arabic => own_letters(&letters).or_else(|| detected(&ARABIC_SCRIPT, &report.text, Script::Arabic)),
        Script::Latin => detected(&LATIN_SCRIPT, &report.text, Script::Latin),
    }
}

fn count(letters: &[char], of: &str) -> usize {
    letters.iter().filter(|c| of.contains(**c)).count()
}

/// The language in Arabic script that the letters tell by themselves.
fn own_letters(letters: &[char]) -> Option<&'static str> {
    // Nineteen letters of twenty are those that all of these languages share.
    let telling: Vec<char> = letters.iter().copied().filter(|c| !matches!(c, 'ا' | 'ب' | 'ت'..='ي')).collect();
    let of_100 = |of: &str| count(&telling, of) * 100 / letters.len().max(1);
    let uyghur = of_100("ۇۈۋ");
    let kurdish = of_100("ەێۆڵڕ");
    if kurdish >= 4 {
        return Some(if uyghur > of_100("ێڵڕ") { "ug" } else { "ckb" });
    }
    let (sindhi, pashto, urdu) = (of_100("ڪٿٻڄڏٽڀ"), of_100("ټډړږښګڼېځڅۍ"), of_100("ٹڈڑںےہ"));
    let most = sindhi.max(pashto).max(urdu);
    let (arabic, persian) = (of_100("ةأإ"), of_100("پچژگ"));
    match () {
        // Arabic has these all over, Persian hardly ever, and the other way round; a headline may lack either.
        () if most < 2 && letters.len() >= CERTAIN && arabic >= 2 && persian == 0 => Some("ar"),
        () if most < 2 && letters.len() >= CERTAIN && persian >= 2 && count(&telling, "ةإ") == 0 => Some("fa"),
        () if most < 2 => None,
        () if urdu == most => Some("ur"),
        () if pashto == most => Some("ps"),
        () => Some("sd"),
    }
}

fn cyrillic(letters: &[char]) -> Option<&'static str> {
    let lower: Vec<char> = letters.iter().flat_map(|c| c.to_lowercase()).collect();
    let russian = count(&lower, "ыэё");
    let ukrainian = count(&lower, "їєґі");
    let foreign = lower.iter().filter(|c| script(**c) == Script::Cyrillic && !('а'..='я').contains(*c) && **c != 'ё').count();
    match () {
        () if ukrainian > russian && count(&lower, "їєґ") > 0 && count(&lower, "әғқңөұүһ") == 0 => Some("uk"),
        () if foreign * 50 > lower.len() => None,
        // Bulgarian has all letters of Russian but these, and is full of one that Russian hardly uses.
        () if russian == 0 && count(&lower, "ъ") * 100 >= lower.len() => Some("bg"),
        () => Some("ru"),
    }
}

/// What the detector says of the words in this script.
fn detected(detector: &LanguageDetector, text: &str, of: Script) -> Option<&'static str> {
    let words = text.split_whitespace().filter(|word| word.chars().any(|c| script(c) == of && c.is_alphabetic()));
    let mut sample = String::new();
    for word in words {
        sample.push_str(word);
        sample.push(' ');
        if sample.chars().count() > DETECTED {
            break;
        }
    }
    Some(match detector.detect_language_of(sample)? {
        Arabic => "ar",
        Persian => "fa",
        Urdu => "ur",
        English => "en",
        French => "fr",
        Turkish => "tr",
        Azerbaijani => "az",
        // Other models are not compiled in, unless another crate asks for them.
        #[allow(unreachable_patterns, reason = "lingua's list grows with its features")]
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_headlines() {
        for (text, is) in [
            ("وزير الخارجية يصل القاهرة", Some("ar")),
            ("مقتل 3 في انفجار", Some("ar")),
            ("ارتفاع أسعار النفط", Some("ar")),
            ("رئیس جمهور به تهران بازگشت", Some("fa")),
            ("وزیراعظم نے اجلاس طلب کر لیا", Some("ur")),
            ("سەرۆک وەزیران گەیشتە بەغدا", Some("ckb")),
            ("ولسمشر د کابل په ښار کې خبرې وکړې", Some("ps")),
            ("Վարչապետը ժամանեց Մոսկվա", Some("hy")),
            ("Министр прибыл в Анкару", Some("ru")),
            ("Міністр прибув до Києва", Some("uk")),
            ("Министърът пристигна в България", Some("bg")),
            ("Cumhurbaşkanı Ankara'ya döndü", Some("tr")),
            ("The minister arrived in Cairo on Tuesday", Some("en")),
            ("", None),
            ("12 - 15", None),
            ("واس", None),
        ] {
            assert_eq!(language(&Report { text: text.to_owned(), ..Report::default() }), is, "{text}");
        }
    }
}
