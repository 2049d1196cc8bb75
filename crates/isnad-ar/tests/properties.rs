//! What has to hold for every text, news or not: spans slice, ids lead somewhere, the text is untouched, and a coder
//! says the same whatever it has read before.
//!
//! `PROPTEST_CASES=5000 cargo test --release -p isnad-ar --test properties` looks harder than the default.

use isnad::coded::Coded;
use isnad::coder::Coder;
use isnad::lexicon::Lexicon;
use isnad::record::Record;
use isnad::span::Span;
use isnad::{Report, pack};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::FileFailurePersistence;
use serde_json::Value;
use std::cell::RefCell;
use std::sync::LazyLock;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| isnad_ar::lexicon(&[]).0);

thread_local! {
    /// A coder that all cases of a test share, so that it has seen other reports.
    static USED: RefCell<Coder<'static>> = RefCell::new(Coder::new(&LEXICON));
}

/// The words of the pack, file by file: every form that opens an entry.
static WORDS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    isnad_ar::FILES
        .iter()
        .map(|file| {
            let firsts = pack::lines(file.file, file.text).map(|line| line.field(0).to_owned());
            let forms = firsts.flat_map(|field| pack::alternatives(&field.replace(['(', ')', '+', '/', ':'], ",")).map(str::to_owned).collect::<Vec<_>>());
            forms.filter(|form| !form.is_ascii()).collect::<Vec<_>>()
        })
        .filter(|forms| !forms.is_empty())
        .collect()
});

/// Signs, numbers, dates and controls: what stands between words, or has no business there.
const SIGNS: [&str; 5] = [
    ". ، : ؛ ؟ ! … - – / \\ | « » \" “ ” ' ( ) [ ] { } \n \r\n \n\n \t د. أ.ف.ب # @ http://a.b/c?d=e",
    "\u{a0} \u{200c} \u{200d} \u{200e} \u{200f} \u{202a} \u{202b} \u{202c} \u{202e} \u{2066} \u{2067} \u{2069} \u{feff}",
    "\0 \u{7} \u{1b}[31m \u{640} \u{64b} \u{651} \u{670} \u{fdfa} \u{fefb} e\u{301} 🔥 👨\u{200d}👩\u{200d}👧",
    "0 3 12 2,5 ٣٫٥ ١٢٣ ۱۴ 1436هـ 31/2/2015 30/شباط/2021 14/آذار/مارس/2023 99999999999999999999999 1e309 %",
    "A Reuters рейтер 新华社 שלום",
];

/// Openings that lead far into the coder.
const PHRASES: &[&str] = &[
    "قال الوزير إن",
    "وأضاف:",
    "ونفت الحكومة ذلك",
    "واتهم الجيش",
    "بحسب مصدر أمني",
    "وفقا لما ذكرته وكالة",
    "قتل ثلاثة مدنيين وأصيب",
    "في هجوم على",
    "اليوم الخميس",
    "مع نظيره التركي",
    "الرئيسان الروسي والفرنسي",
    "الرياض (واس) -",
    "دعا الطرفين إلى",
    "لم ينفذ",
    "قد يشن",
    "من المقرر أن يزور",
    "حيث سيلتقي",
    "ما أسفر عن مقتل",
    "تم اعتقال",
    "شددا على ضرورة",
];

const CLITICS: &[&str] = &["", "", "", "", "و", "ف", "ب", "ل", "ك", "س", "ال", "وال", "بال", "لل", "وسي"];
const SUFFIXES: &[&str] = &["", "", "", "", "", "ه", "ها", "هم", "هما", "ون", "ين", "ان", "ات", "وا", "ة"];

fn word() -> impl Strategy<Value = String> {
    (any::<Index>(), any::<Index>(), select(CLITICS), select(SUFFIXES)).prop_map(|(file, form, clitic, suffix)| {
        let forms = file.get(&WORDS);
        format!("{clitic}{}{suffix}", form.get(forms))
    })
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        24 => word(),
        6 => select(PHRASES).prop_map(str::to_owned),
        8 => select(SIGNS.iter().flat_map(|line| line.split(' ')).collect::<Vec<_>>()).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => (select(&["ا", "و", "ه", "ـ", "ً", "9", "a", "\u{202e}"][..]), 1..3000_usize).prop_map(|(letter, n)| letter.repeat(n)),
    ]
}

fn text() -> impl Strategy<Value = String> {
    let glue = select(&[" ", " ", " ", " ", " ", " ", "", "  "][..]);
    prop_oneof![
        12 => prop::collection::vec((piece(), glue), 0..60).prop_map(|pieces| pieces.into_iter().flat_map(|(piece, glue)| [piece, glue.to_owned()]).collect()),
        1 => prop::collection::vec(word(), 600..900).prop_map(|words| words.join(" ")),
        1 => any::<String>(),
    ]
}

fn report() -> impl Strategy<Value = Report> {
    let day = select(&[None, None, Some("2023-03-14"), Some("2015-08-06T10:00:00Z"), Some("2015-02-30"), Some("-9999-01-01"), Some("9999-12-31"), Some("غدا"), Some("")][..]);
    let outlet = select(&[None, None, Some("aljazirah"), Some("رويترز"), Some("\u{202e}x"), Some("")][..]);
    (text(), text(), any::<bool>(), day, outlet).prop_map(|(title, body, plain, day, outlet)| {
        let made = if plain { Report::from_plain("r", &body) } else { Report::with_title("r", title.trim(), &body) };
        Report { published: day.map(str::to_owned), publisher: outlet.map(str::to_owned), ..made }
    })
}

/// Every span of what was found, with a name for the message.
fn spans(coded: &Coded) -> Vec<(&'static str, Span)> {
    let mut out = Vec::new();
    for a in &coded.attributions {
        out.extend(a.cue.map(|s| ("cue", s)));
        out.extend(a.via.map(|s| ("via", s)));
        out.push(("source", a.source.span));
        out.push(("content", a.content));
    }
    for e in &coded.events {
        out.push(("trigger", e.trigger));
        out.extend(e.actor.iter().map(|x| ("actor", x.span)));
        out.extend(e.recipient.iter().map(|x| ("recipient", x.span)));
        out.extend(e.date_span.map(|s| ("date", s)));
        out.extend(e.place.map(|(s, _)| ("place", s)));
        out.extend(e.counts.iter().map(|c| ("count", c.span)));
        out.extend(e.merged.iter().map(|s| ("merged", *s)));
    }
    out.extend(coded.dropped.iter().map(|d| ("dropped", d.span)));
    out.extend(coded.sentences.iter().map(|s| ("sentence", *s)));
    out
}

/// Asserts that every object with `start`, `end` and `text` cuts just that text, in code points.
fn slices(value: &Value, letters: &[char]) -> Result<(), TestCaseError> {
    match value {
        Value::Array(list) => list.iter().try_for_each(|v| slices(v, letters)),
        Value::Object(fields) => {
            if let (Some(start), Some(end), Some(words)) = (fields.get("start"), fields.get("end"), fields.get("text").and_then(Value::as_str)) {
                let (start, end) = (start.as_u64().unwrap_or(u64::MAX) as usize, end.as_u64().unwrap_or(u64::MAX) as usize);
                let cut = letters.get(start..end).map(|c| c.iter().collect::<String>());
                prop_assert_eq!(cut.as_deref(), Some(words), "code points {}..{}", start, end);
            }
            fields.values().try_for_each(|v| slices(v, letters))
        }
        _ => Ok(()),
    }
}

fn json(report: &Report, coded: &Coded) -> String {
    serde_json::to_string(&Record::new(&LEXICON, report, coded, isnad_ar::VERSION)).expect("a record is JSON")
}

/// A year, a month or a day, as the record writes them.
fn is_date(value: &str) -> bool {
    let filled = match value.len() {
        4 => format!("{value}-01-01"),
        7 => format!("{value}-01"),
        _ => value.to_owned(),
    };
    filled.len() == 10 && filled.parse::<jiff::civil::Date>().is_ok()
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 4000, failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))), ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_sound_record(report in report()) {
        let before = report.clone();
        let coded = Coder::new(&LEXICON).code(&report);
        prop_assert_eq!(&report, &before, "the report is unchanged");

        for (what, span) in spans(&coded) {
            prop_assert!(report.text.get(span.start as usize..span.end as usize).is_some(), "{} {:?} slices the text", what, span);
        }
        for e in &coded.events {
            prop_assert!(!e.trigger.is_empty(), "a trigger has words");
            prop_assert!(coded.sentences[e.sentence].holds(e.trigger), "a trigger stands in its sentence");
            prop_assert!(e.within.iter().all(|k| *k < coded.attributions.len()), "an event stands in attributions that exist");
        }
        for (k, a) in coded.attributions.iter().enumerate() {
            let (mut at, mut steps) = (a.within, 0);
            while let Some(outer) = at {
                steps += 1;
                prop_assert!(outer < coded.attributions.len(), "an attribution stands in one that exists");
                prop_assert!(outer != k && steps <= coded.attributions.len(), "no attribution stands in itself");
                at = coded.attributions[outer].within;
            }
        }

        let line = json(&report, &coded);
        prop_assert!(!line.contains('\n'), "a record is one line");
        let record: Value = serde_json::from_str(&line).expect("the record reads back");
        prop_assert_eq!(record["text"].as_str(), Some(report.text.as_str()), "the text is unchanged");
        let letters: Vec<char> = report.text.chars().collect();
        slices(&record, &letters)?;
        let list = |field: &str| record[field].as_array().cloned().unwrap_or_default();
        let ids: Vec<Value> = list("attributions").iter().map(|a| a["id"].clone()).collect();
        for e in list("events") {
            let within = e["in"].as_array().cloned().unwrap_or_default();
            prop_assert!(within.iter().all(|id| ids.contains(id)), "`in` names attributions of the record");
            let chains = e["isnad"].as_array().cloned().unwrap_or_default();
            prop_assert_eq!(chains.len(), within.len().max(1), "a chain for each attribution, and one where there is none");
            for chain in &chains {
                let who: Vec<Value> = chain.as_array().cloned().unwrap_or_default().iter().map(|link| link["who"].clone()).collect();
                prop_assert!(who.starts_with(&list("publishers")), "a chain begins with the publishers");
            }
            prop_assert!(LEXICON.ontology.event_type(e["type"].as_str().unwrap_or("")).is_some());
            prop_assert!(LEXICON.ontology.status(e["status"].as_str().unwrap_or("")).is_some());
            prop_assert!(e["date"].as_str().is_none_or(is_date), "{} is a date", e["date"]);
            for count in e["counts"].as_array().cloned().unwrap_or_default() {
                prop_assert!(count["high"].as_u64().is_none_or(|high| count["low"].as_u64().unwrap_or(0) <= high), "{count}");
            }
        }
        for a in list("attributions") {
            prop_assert!(LEXICON.ontology.stance(a["stance"].as_str().unwrap_or("")).is_some());
            prop_assert!(a["in"].is_null() || ids.contains(&a["in"]));
        }
    }

    #[test]
    fn a_coder_forgets_the_reports_before(report in report()) {
        let fresh = json(&report, &Coder::new(&LEXICON).code(&report));
        let used = || USED.with_borrow_mut(|coder| json(&report, &coder.code(&report)));
        prop_assert_eq!(used(), &*fresh, "a coder that has read others");
        prop_assert_eq!(used(), &*fresh, "the same report once more");
    }

    #[test]
    fn threads_agree(reports in prop::collection::vec(report(), 1..6)) {
        let alone: Vec<String> = reports.iter().map(|r| json(r, &Coder::new(&LEXICON).code(r))).collect();
        let together: Vec<String> = std::thread::scope(|scope| {
            let handles: Vec<_> = reports.iter().map(|r| scope.spawn(move || json(r, &Coder::new(&LEXICON).code(r)))).collect();
            handles.into_iter().map(|h| h.join().expect("no coder panics")).collect()
        });
        prop_assert_eq!(alone, together);
    }
}

#[test]
fn an_empty_report_gives_an_empty_record() {
    let coded = Coder::new(&LEXICON).code(&Report::default());
    assert!(coded.events.is_empty() && coded.attributions.is_empty() && coded.sentences.is_empty());
}

/// The properties say something only if such texts hold records.
#[test]
fn the_texts_reach_far_into_the_coder() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut coder = Coder::new(&LEXICON);
    let (mut events, mut attributions, mut nested) = (0, 0, 0);
    for _ in 0..200 {
        let report = report().new_tree(&mut runner).expect("a report").current();
        let coded = coder.code(&report);
        events += coded.events.len();
        attributions += coded.attributions.len();
        nested += coded.attributions.iter().filter(|a| a.within.is_some()).count();
    }
    println!("200 reports: {events} events, {attributions} attributions, {nested} of them nested");
    assert!(events > 50 && attributions > 100 && nested > 20, "{events} events, {attributions} attributions, {nested} nested");
}

/// Texts that once made the coder panic, each with the place of the slip.
#[test]
fn texts_that_once_broke_it() {
    let once = [
        // mentions: «أو» before the first phrase of a sentence (an overflow where those are checked).
        "أو الجيش قصف المدينة",
    ];
    let mut coder = Coder::new(&LEXICON);
    for text in once {
        coder.code(&Report::with_title("r", "", text));
    }
}
