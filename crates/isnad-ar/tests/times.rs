//! The table of expressions of time (`cases/times.md`), and quantities, read with the pack's own words.

use isnad::counts::{Quantity, quantity};
use isnad::lexicon::{Builder, Lexicon, Source};
use isnad::ontology::Ontology;
use isnad::text::Text;
use isnad::times::{Time, times};
use isnad::words::Analyser;
use jiff::civil::Date;
use std::fmt::Write;

const CASES: &str = include_str!("../cases/times.md");

/// The words that times and numbers need, without actors, places and frames.
fn small() -> Lexicon {
    let mut builder = Builder::new(Ontology::plover());
    builder.add(Source { file: "function.txt", text: include_str!("../data/words/function.txt") });
    builder.add(Source { file: "nominals.txt", text: include_str!("../data/words/nominals.txt") });
    builder.add(Source { file: "verbs.txt", text: include_str!("../data/words/verbs.txt") });
    builder.add(Source { file: "times.txt", text: include_str!("../data/times.txt") });
    let (lexicon, faults) = builder.build();
    assert!(faults.iter().all(|f| f.file != "times.txt"), "{faults:?}");
    lexicon
}

fn read(lexicon: &Lexicon, sentence: &str, published: Option<Date>) -> Vec<Time> {
    let text = Text::new(sentence);
    let mut analyser = Analyser::new(lexicon);
    let mut out = Vec::new();
    for range in &text.sentences {
        out.extend(times(lexicon, &text, &analyser.sentence(&text, range.clone(), false), published));
    }
    out
}

struct Case {
    line: usize,
    sentence: &'static str,
    published: Option<Date>,
    expected: &'static str,
}

fn cases() -> Vec<Case> {
    let mut out = Vec::new();
    for (n, line) in CASES.lines().enumerate() {
        let mut fields = line.trim().trim_matches('|').split('|').map(str::trim);
        let (Some(sentence), Some(published), Some(expected)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        if sentence == "sentence" || sentence.starts_with("---") {
            continue;
        }
        let published = (published != "-").then(|| published.parse().unwrap_or_else(|e| panic!("line {}: {e}", n + 1)));
        out.push(Case { line: n + 1, sentence, published, expected });
    }
    out
}

fn run(lexicon: &Lexicon) {
    let cases = cases();
    assert!(cases.len() >= 180, "only {} cases", cases.len());
    let mut wrong = String::new();
    for case in &cases {
        let found = read(lexicon, case.sentence, case.published);
        let values: Vec<&str> = found.iter().map(|t| t.value.as_deref().unwrap_or("?")).collect();
        let values = if values.is_empty() { "none".to_owned() } else { values.join("; ") };
        if values != case.expected {
            let rules: Vec<_> = found.iter().map(|t| (t.rule, t.units.clone(), t.note.as_deref())).collect();
            let _ = writeln!(wrong, "times.md:{}: {} on {:?}: {values}, not {} {rules:?}", case.line, case.sentence, case.published, case.expected);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_table_holds() {
    run(&small());
}

#[test]
fn the_table_holds_with_the_whole_pack() {
    let (lexicon, _) = isnad_ar::lexicon(&[]);
    if !lexicon.times.is_empty() {
        run(&lexicon);
    }
}

#[test]
fn spans_cover_the_expression_and_no_more() {
    let lexicon = small();
    let today = Some(jiff::civil::date(2015, 8, 6));
    for (sentence, units) in [
        ("وصل الوفد يوم أمس الأربعاء إلى موسكو", 2..5),
        ("أعلن أمس (الأربعاء) وقف النار", 1..5),
        ("بدأ في 15 شوال 1436هـ الموافق 31 يوليو 2015م في الرياض", 2..11),
        ("مستمر منذ 26 آذار (مارس) الماضي في اليمن", 1..8),
        ("قتل قبل ثلاثة أيام في حلب", 1..4),
        ("اجتمعوا في 6/8/2015.", 2..7),
    ] {
        let found = read(&lexicon, sentence, today);
        assert_eq!(found.len(), 1, "{sentence}: {found:?}");
        assert_eq!(found[0].units, units, "{sentence}");
    }
}

#[test]
fn doubt_is_told() {
    let lexicon = small();
    let today = Some(jiff::civil::date(2015, 8, 6));
    for (sentence, word) in [
        ("في 15 شوال 1436هـ", "uncertain by a day"),
        ("في 31 فبراير 2015", "no day 2015-02-31"),
        ("في 5/8/2015", "day/month"),
        ("أمس الثلاثاء", "does not fit"),
        ("الاثنين 6 أغسطس 2015", "does not fit"),
        ("عام 1435هـ", "from about 2013-11-04 to 2014-10-24"),
        ("قبل أسبوع", "seven days"),
    ] {
        let found = read(&lexicon, sentence, today);
        let note = found[0].note.as_deref().unwrap_or("");
        assert!(note.contains(word), "{sentence}: {found:?}");
    }
}

/// Length, low, high, vague.
type Expected = (usize, u64, Option<u64>, bool);

#[test]
fn quantities() {
    let lexicon = small();
    let exact = |len, n| (len, n, Some(n), false);
    #[rustfmt::skip]
    let cases: &[(&str, Expected)] = &[
        ("12 قتيلا", exact(1, 12)),
        ("1,200 مقاتل", exact(1, 1200)),
        ("1.250.000 نازح", exact(1, 1_250_000)),
        ("٢٥ جريحا", exact(1, 25)),
        ("3 آلاف مقاتل", exact(2, 3000)),
        ("3 آلاف و500 مقاتل", exact(4, 3500)),
        ("3.5 مليون نازح", exact(2, 3_500_000)),
        ("1.25 مليون نازح", exact(2, 1_250_000)),
        ("ثلاثة جنود", exact(1, 3)),
        ("ثلاثة وعشرون جنديا", exact(2, 23)),
        ("خمسة عشر جنديا", exact(2, 15)),
        ("اثني عشر جنديا", exact(2, 12)),
        ("مائة وخمسين جنديا", exact(2, 150)),
        ("مئة وثلاثة وعشرون جنديا", exact(3, 123)),
        ("مئتين وخمسة جنود", exact(2, 205)),
        ("ثلاثمئة جندي", exact(1, 300)),
        ("ألفين من الجنود", exact(1, 2000)),
        ("ألف جندي", exact(1, 1000)),
        ("ألف وأربعمئة وثلاثين جنديا", exact(3, 1430)),
        ("خمسون ألف نازح", exact(2, 50_000)),
        ("مئة وخمسين ألف نازح", exact(3, 150_000)),
        ("ثلاثة آلاف مقاتل", exact(2, 3000)),
        ("ثلاثة ملايين ومئتي ألف نازح", exact(4, 3_200_000)),
        ("مليون ونصف مليون نازح", exact(3, 1_500_000)),
        ("نصف مليون نازح", exact(2, 500_000)),
        ("خمسة وستة جنود", exact(1, 5)),
        ("عشرات القتلى", (1, 20, Some(99), true)),
        ("بضعة جنود", (1, 3, Some(9), true)),
        ("مئات الآلاف من النازحين", (2, 200_000, Some(999_999), true)),
        ("آلاف النازحين", (1, 2000, Some(9999), true)),
        ("بضعة آلاف نازح", (2, 3000, Some(9000), true)),
        ("ما لا يقل عن 12 قتيلا", (5, 12, None, false)),
        ("أكثر من 30 قتيلا", (3, 30, None, false)),
        ("أكثر من ثلاثة وعشرين قتيلا", (4, 23, None, false)),
        ("أقل من 20 قتيلا", (3, 0, Some(20), false)),
        ("نحو 20 قتيلا", (2, 20, Some(20), true)),
        ("حوالي عشرين قتيلا", (2, 20, Some(20), true)),
        ("أكثر من نحو 20 قتيلا", (4, 20, None, true)),
        ("ما بين 20 و25 قتيلا", (5, 20, Some(25), false)),
        ("بين 10 و15 قتيلا", (4, 10, Some(15), false)),
        ("بين ثلاثة وخمسة جنود", (3, 3, Some(5), false)),
        ("بين 3 و5 آلاف نازح", (5, 3000, Some(5000), false)),
        ("بين 500 وألف مقاتل", (3, 500, Some(1000), false)),
        ("10-15 قتيلا", (3, 10, Some(15), false)),
        ("12 على الأقل", (3, 12, None, false)),
        ("12 شخصا على الأقل", (1, 12, None, false)),
        ("12 جنديا وأكثر من 5 مدنيين", exact(1, 12)),
        ("12 جنديا حول المدينة", exact(1, 12)),
        ("20 تقريبا", (2, 20, Some(20), true)),
    ];
    for (sentence, (len, low, high, vague)) in cases {
        let text = Text::new(sentence);
        let words = Analyser::new(&lexicon).sentence(&text, text.sentences[0].clone(), false);
        let expected = Quantity { len: *len, low: *low, high: *high, vague: *vague };
        assert_eq!(quantity(&lexicon, &text, &words, 0), Some(expected), "{sentence}");
    }
    for sentence in ["الاثنين", "قتل", "", "3.5 في المئة", "«", "99999999999999999999999999 مليار"] {
        let text = Text::new(sentence);
        let range = text.sentences.first().cloned().unwrap_or(0..0);
        let words = Analyser::new(&lexicon).sentence(&text, range, false);
        assert_eq!(quantity(&lexicon, &text, &words, 0), None, "{sentence}");
    }
}

mod any_text {
    use super::{Analyser, Lexicon, Text, quantity, small, times};
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static LEXICON: LazyLock<Lexicon> = LazyLock::new(small);

    /// Words of time, numbers and signs in any order: far more likely to meet a rule than letters at random.
    fn jumble() -> impl Strategy<Value = String> {
        let words: Vec<String> = super::CASES
            .split(|c: char| c.is_whitespace() || c == '|')
            .filter(|w| !w.is_empty())
            .chain(["0", "31", "1436", "1600", "9999", "99999999999999999999", "هـ", "م", "ق.م", "/", "-", "(", ")", "،", "مليار", "آلاف", "بين", "و5", "ونصف", "الـ27", "0.0", "1,2,3", "عشرين"])
            .map(str::to_owned)
            .collect();
        let separators = prop::sample::select(vec![" ", "", "/", "-", "،"]);
        prop::collection::vec((prop::sample::select(words), separators), 0..14).prop_map(|parts| parts.into_iter().map(|(w, s)| w + s).collect())
    }

    fn check(source: &str, published: Option<jiff::civil::Date>) -> Result<(), TestCaseError> {
        let text = Text::new(source);
        let mut analyser = Analyser::new(&LEXICON);
        for range in &text.sentences {
            let words = analyser.sentence(&text, range.clone(), false);
            let mut end = 0;
            for time in times(&LEXICON, &text, &words, published) {
                prop_assert!(time.units.start >= end && time.units.end > time.units.start && time.units.end <= words.len(), "{:?}", time);
                end = time.units.end;
                if let Some(value) = time.value {
                    prop_assert!(matches!(value.len(), 4 | 7 | 10), "{}", value);
                }
            }
            for at in 0..=words.len() {
                if let Some(q) = quantity(&LEXICON, &text, &words, at) {
                    prop_assert!(q.len > 0 && at + q.len <= words.len(), "{:?}", q);
                    prop_assert!(q.high.is_none_or(|h| h >= q.low), "{:?}", q);
                }
            }
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(source in "\\PC{0,80}") {
            check(&source, Some(jiff::civil::date(2020, 2, 29)))?;
        }

        #[test]
        fn no_order_of_its_own_words_makes_it_panic(source in jumble(), year in 1i16..=9999, known in any::<bool>()) {
            check(&source, known.then(|| jiff::civil::date(year, 1, 31)))?;
        }
    }
}
