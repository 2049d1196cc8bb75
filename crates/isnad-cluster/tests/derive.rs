//! The plans that find copies and claims give the rows of one machine; here on the embedded engine.

use datafusion::prelude::{SessionConfig, SessionContext};
use isnad::Report;
use isnad_cluster::copies::copies;
use isnad_cluster::derive::renew_by;
use isnad_cluster::stages::Stages;
use isnad_ledger::claims::Claim;
use isnad_ledger::copies::{self as single, Copy};
use isnad_ledger::derived::{self, Renewed, Scope};
use isnad_ledger::ingest::Ingest;
use isnad_ledger::store::Ledger;
use isnad_sql::Pack;
use std::fs::File;

const FIRST: &str = "وصل وفد من خبراء المياه إلى مدينة الواحة صباح أمس لبحث خطة لحفر ثلاثين بئرا في القرى البعيدة التي تعاني من الجفاف منذ عامين.";
const SECOND: &str = "وقال رئيس الوفد في مؤتمر صحفي إن العمل سيبدأ مع نهاية الصيف وإن كلفة المرحلة الأولى لن تزيد على أربعة ملايين دينار تدفع على قسطين.";
const THIRD: &str = "ورحب مزارعون حضروا اللقاء بالخطة لكن بعضهم شكا من تأخر وعود سابقة ومن ارتفاع أسعار الوقود اللازم لتشغيل المضخات القديمة.";
const OTHER: &str = "أغلقت بلدية الميناء الجسر القديم أمام الشاحنات بعد أن كشف مهندسون عن شقوق في ثلاث من دعاماته وأوصوا بترميمه قبل موسم الأمطار المقبل.";
const FOOTER: &str = "جميع الحقوق محفوظة للصحيفة ولا يجوز نقل أي مادة منشورة هنا كلها أو بعضها من دون إذن خطي مسبق من إدارة التحرير وللاشتراك في النشرة اليومية أرسلوا عنوانكم إلى قسم القراء";

fn session(partitions: usize) -> SessionContext {
    let context = SessionContext::new_with_config(SessionConfig::new().with_target_partitions(partitions));
    isnad_sql::register(&context, &Pack::none());
    context
}

/// A report as (publisher, day of July, title, text).
type Told = (String, u32, String, String);

fn told(publisher: &str, day: u32, title: &str, text: &str) -> Told {
    (publisher.to_owned(), day, title.to_owned(), text.to_owned())
}

/// Writes reports into a ledger, in two commits.
fn ledger(folder: &std::path::Path, reports: &[Told]) -> Ledger {
    let mut ledger = Ledger::open_or_create(folder).unwrap();
    for (part, some) in reports.chunks(reports.len().div_ceil(2).max(1)).enumerate() {
        let mut ingest = Ingest::new(&mut ledger).unwrap();
        for (n, (publisher, day, title, text)) in some.iter().enumerate() {
            let mut report = Report::with_title(&format!("r{part}-{n}"), title, text);
            report.publisher = Some(publisher.clone());
            report.published = (*day > 0).then(|| format!("2020-07-{day:02}"));
            ingest.uncoded(&format!("{part}.jsonl"), n as u64, "news", &report, None).unwrap();
        }
        ingest.finish().unwrap();
    }
    ledger
}

fn planned(ledger: &Ledger, partitions: usize) -> Vec<Copy> {
    let folder = tempfile::tempdir().unwrap();
    let open = |n: usize, _: &str| Ok(session(n));
    let stages = Stages::new(&open, folder.path(), partitions, &|_| {}).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let Some(file) = runtime.block_on(copies(&stages, ledger.snapshot())).unwrap() else { return Vec::new() };
    let file = File::open(file).unwrap();
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    reader.flat_map(|batch| single::rows(&batch.unwrap()).unwrap()).collect()
}

fn equal(reports: &[Told]) -> Vec<Copy> {
    let folder = tempfile::tempdir().unwrap();
    let ledger = ledger(folder.path(), reports);
    let one: Vec<Copy> = single::derive(ledger.snapshot()).unwrap().iter().flat_map(|b| single::rows(b).unwrap()).collect();
    for partitions in [1, 3] {
        assert_eq!(planned(&ledger, partitions), one, "{partitions} partitions");
    }
    one
}

#[test]
fn copies_of_each_kind() {
    let whole = format!("{FIRST}\n{SECOND}\n{THIRD}");
    let long = format!("{FIRST}\n{OTHER}\n{SECOND}\n{THIRD}");
    let signs = whole.replace('.', " …").replace('أ', "ا").replace('ة', "ه");
    let reports = [
        told("الواحة", 10, "آبار", &whole),
        told("الصباح", 11, "ثلاثون بئرا", &signs),
        told("الصباح", 0, "بلا يوم", &whole),
        told("الميناء", 10, "موجز", &format!("{FIRST}\n{SECOND}")),
        told("الواحة", 9, "جسر", OTHER),
        told("الصباح", 12, "أخبار", &long),
        told("الميناء", 13, "أخبار", &long),
        told("الميناء", 14, "قصير", "لا شيء جديد."),
        told("الميناء", 14, "", ""),
    ];
    assert_eq!(equal(&reports).len(), 6);
}

#[test]
fn set_phrases_and_what_very_many_print() {
    let mut reports: Vec<Told> = (0..60).map(|n| told("الصباح", 1 + n % 28, "", &format!("{} {FOOTER}", (0..40).map(|w| format!("كلمة{n}في{w}")).collect::<Vec<_>>().join(" ")))).collect();
    assert_eq!(equal(&reports), []);
    // Eighty papers, each with another word in front and behind; some put the footer below.
    reports.extend((0..80).map(|n| told(&format!("صحيفة {}", n % 7), 1 + n % 28, "", &format!("محرر{n} {FIRST} {SECOND} {THIRD} مراجع{n} {}", if n % 3 == 0 { FOOTER } else { "" }))));
    reports.extend([told("الصباح", 3, "", &format!("صورة اليوم من الميناء القديم بعدسة قارئ. {FOOTER}")), told("الصباح", 4, "", &format!("كاريكاتير العدد يعود الأسبوع المقبل بإذن الله. {FOOTER}"))]);
    assert_eq!(equal(&reports).len(), 80);
}

#[test]
fn a_chain_of_texts_that_drift() {
    // Each text has two thirds of the one before it.
    let sentence = |n: usize| (0..15).map(|w| format!("جملة{n}كلمة{w}")).collect::<Vec<_>>().join(" ");
    let text = |n: usize| (n..n + 3).map(sentence).collect::<Vec<_>>().join(". ");
    let reports: Vec<Told> = (0..24).map(|n| told("الصباح", 1 + n as u32, "", &text((n * 7) % 24))).collect();
    assert_eq!(equal(&reports).len(), 24);
}

#[test]
fn nothing_comes_of_nothing() {
    assert_eq!(equal(&[]), []);
    assert_eq!(equal(&[told("الصباح", 1, "عاجل", "عاجل"), told("الصباح", 1, "", "عاجل")]), []);
}

/// A ledger with events that several papers tell of, some of them denied, one taken back.
fn coded(folder: &std::path::Path) -> Ledger {
    let lexicon = isnad_ar::lexicon(&[]).0;
    let mut coder = isnad::coder::Coder::new(&lexicon);
    let mut ledger = Ledger::open_or_create(folder).unwrap();
    let cities = ["دمشق", "بغداد", "طرابلس", "الخرطوم", "صنعاء"];
    for paper in 0..3 {
        let mut ingest = Ingest::new(&mut ledger).unwrap();
        for n in 0..40_u64 {
            let (city, day, dead) = (cities[n as usize % cities.len()], 1 + n % 9, 2 + (n + paper) % 4);
            let body = format!(
                "قال مسؤول محلي إن قصفا استهدف حيا في {city} يوم {day} تموز 2020 وأدى إلى مقتل {dead} مدنيا. ونفى الجيش السوري في بيان رقم {n} أن تكون طائراته قصفت {city}. ودعت وزارة الخارجية الروسية الأطراف إلى الحوار. واستقبل الرئيس المصري وزير الخارجية التونسي أمس."
            );
            let mut report = Report::with_title(&format!("r{paper}-{n}"), &format!("قصف في {city}"), &body);
            report.publisher = Some(format!("صحيفة {paper}"));
            report.published = (n % 11 != 0).then(|| format!("2020-07-{day:02}"));
            let coded = coder.code(&report);
            let record = isnad::record::Record::new(&lexicon, &report, &coded, isnad_ar::VERSION);
            ingest.coded(&format!("{paper}.jsonl"), n, "news", &report, &coded, &record).unwrap();
        }
        if paper == 1 {
            ingest.withdrawn("1.jsonl", 40, "r0-3").unwrap();
        }
        ingest.finish().unwrap();
    }
    ledger
}

/// What one machine makes of a ledger, and then what the plans make of it; these are what it holds afterwards.
fn renewed_equally(ledger: &mut Ledger) -> Vec<Claim> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let one = derived::renew(ledger, Scope::Whole).unwrap();
    let (copies, claims) = (single::read(ledger.snapshot()).unwrap(), isnad_ledger::claims::read(ledger.snapshot()).unwrap());
    let open = |n: usize, _: &str| Ok(session(n));
    let many = runtime.block_on(renew_by(&open, ledger, &|_| {})).unwrap();
    assert_eq!(single::read(ledger.snapshot()).unwrap(), copies);
    let found = isnad_ledger::claims::read(ledger.snapshot()).unwrap();
    for (a, b) in claims.iter().zip(&found) {
        assert_eq!(a, b);
    }
    assert_eq!(claims.len(), found.len());
    let told = |r: &Renewed| (r.groups, r.copied, r.claims, r.several, r.contested, r.unknown.clone());
    assert_eq!(told(&one), told(&many));
    assert!(ledger.snapshot().derived());
    assert!(!ledger.snapshot().folder().join(".derived").exists());
    claims
}

#[test]
fn claims_with_and_without_corrections() {
    let folder = tempfile::tempdir().unwrap();
    let mut ledger = coded(folder.path());
    let claims = renewed_equally(&mut ledger);
    assert!(claims.len() > 10 && claims.iter().any(|c| c.reports > 1 && c.contested), "{}", claims.len());
    let name = |c: &Claim| format!("{}/{}", c.voices[0].report, c.voices[0].event);
    let of = |kind: &str, n: usize| claims.iter().filter(|c| c.r#type == kind).nth(n).map(name).unwrap();
    let kinds: std::collections::BTreeSet<&str> = claims.iter().map(|c| c.r#type.as_str()).collect();
    let kinds: Vec<&str> = kinds.into_iter().collect();
    assert!(kinds.len() > 1, "{kinds:?}");
    let (a, b) = (kinds[0], kinds[1]);
    let several = claims.iter().find(|c| c.reports > 1).unwrap();
    let members: Vec<String> = several.voices.iter().map(|v| format!("{}/{}", v.report, v.event)).collect();
    let lines = [
        format!("same | {} | {} | of two types", of(a, 0), of(b, 0)),
        format!("same | {} | {}", of(b, 0), of(a, 1)),
        format!("different | {} | {} | it isn't", members[0], members.iter().find(|m| **m != members[0]).unwrap()),
        format!("reject | {}", of(a, 2)),
        format!("recode | {} | PROTEST/strike", of(b, 2)),
        "reject | 0000000000000000/e1".to_owned(),
    ];
    std::fs::write(folder.path().join("corrections.txt"), lines.join("\n")).unwrap();
    let corrected = renewed_equally(&mut ledger);
    assert!(corrected.iter().any(|c| c.why.iter().any(|w| w.contains("your correction"))));
    assert!(corrected.iter().any(|c| c.r#type == "PROTEST"));
}

#[test]
fn an_empty_ledger_has_neither() {
    let folder = tempfile::tempdir().unwrap();
    let mut ledger = Ledger::open_or_create(folder.path()).unwrap();
    assert_eq!(renewed_equally(&mut ledger), []);
}
