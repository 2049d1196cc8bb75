//! What must hold for any reports, and small cases in which a reader sees at once what is a copy of what.

use super::reports::Row;
use super::{Bounds, Copy, Independent, Lineage, batches, derive, find, rows};
use crate::ingest::Ingest;
use crate::store::Ledger;
use isnad::Report;
use proptest::prelude::*;

const FIRST: &str = "وصل وفد من خبراء المياه إلى مدينة الواحة صباح أمس لبحث خطة لحفر ثلاثين بئرا في القرى البعيدة التي تعاني من الجفاف منذ عامين.";
const SECOND: &str = "وقال رئيس الوفد في مؤتمر صحفي إن العمل سيبدأ مع نهاية الصيف وإن كلفة المرحلة الأولى لن تزيد على أربعة ملايين دينار تدفع على قسطين.";
const THIRD: &str = "ورحب مزارعون حضروا اللقاء بالخطة لكن بعضهم شكا من تأخر وعود سابقة ومن ارتفاع أسعار الوقود اللازم لتشغيل المضخات القديمة.";
const OTHER: &str = "أغلقت بلدية الميناء الجسر القديم أمام الشاحنات بعد أن كشف مهندسون عن شقوق في ثلاث من دعاماته وأوصوا بترميمه قبل موسم الأمطار المقبل.";

fn row<'a>(key: &'a str, publisher: &'a str, day: i32, title: &'a str, text: &'a str) -> Row<'a> {
    Row { key, publisher: Some(publisher), publishers: vec![publisher], day: Some(day), title: Some(title), text }
}

fn copies(rows: &[Row<'_>]) -> Vec<Copy> {
    let Ok(found) = find(rows, rows.len(), &Bounds::default());
    found.copies
}

fn of<'a>(copies: &'a [Copy], report: &str) -> &'a Copy {
    copies.iter().find(|c| c.report == report).unwrap_or_else(|| panic!("{report} is in no group: {copies:?}"))
}

#[test]
fn reprinted_under_another_title_with_signs_of_its_own() {
    let text = format!("{FIRST}\n{SECOND}\n{THIRD}");
    let signs = text.replace('.', " …").replace('أ', "ا").replace("خطة", "خُطّـــة").replace('ة', "ه");
    let found = copies(&[row("a", "الواحة", 10, "آبار جديدة", &text), row("b", "الصباح", 11, "ثلاثون بئرا للقرى", &signs)]);
    let copy = of(&found, "b");
    assert_eq!((copy.origin.as_deref(), copy.relation.as_str(), copy.share), (Some("a"), "retitled", Some(1.0)));
    assert!(copy.why.starts_with("the origin is a day earlier"), "{}", copy.why);
    assert_eq!(of(&found, "a").origin, None);
}

#[test]
fn the_first_paragraphs_only() {
    let (text, brief) = (format!("{FIRST}\n{SECOND}\n{THIRD}"), format!("{FIRST}\n{SECOND}"));
    let found = copies(&[row("a", "الصباح", 10, "بئر", &brief), row("b", "الواحة", 10, "آبار", &text)]);
    let copy = of(&found, "a");
    assert_eq!((copy.origin.as_deref(), copy.relation.as_str(), copy.share), (Some("b"), "shortened", Some(1.0)));
    assert!(copy.share_of_origin.is_some_and(|s| (0.6..0.8).contains(&s)), "{copy:?}");
    assert!(copy.why.contains("beginning"), "{}", copy.why);
}

#[test]
fn agency_text_behind_a_paragraph_of_the_papers_own() {
    let own = format!("{THIRD}\n{FIRST}\n{SECOND}");
    let agency = format!("{FIRST}\n{SECOND}");
    let found = copies(&[row("a", "الصباح", 10, "مزارعون", &own), row("b", "وكالة الأنباء", 10, "آبار", &agency)]);
    let copy = of(&found, "a");
    assert_eq!((copy.origin.as_deref(), copy.relation.as_str(), copy.share_of_origin), (Some("b"), "extended", Some(1.0)));
}

#[test]
fn who_is_credited_is_the_origin_whatever_the_day() {
    let text = format!("{FIRST}\n{SECOND}\n{THIRD}");
    let mut paper = row("a", "الصباح", 10, "آبار", &text);
    paper.publishers = vec!["الصباح", "وكالة الانباء"];
    let found = copies(&[paper, row("b", "وكالة الأنباء", 11, "آبار", &text)]);
    assert_eq!((of(&found, "a").origin.as_deref(), of(&found, "a").relation.as_str()), (Some("b"), "same"));
    assert!(of(&found, "a").why.contains("credits"));
}

#[test]
fn an_agency_is_the_origin_of_what_papers_print_on_its_day() {
    let (text, more) = (format!("{FIRST}\n{SECOND}"), format!("{FIRST}\n{SECOND}\n{THIRD}"));
    // The paper has more.
    let rows = [row("a", "الصباح", 10, "آبار", &more), row("b", "was", 10, "آبار", &text), row("d", "الواحة", 11, "آبار", &text)];
    let found = copies(&rows);
    assert_eq!(of(&found, "b").origin, None);
    for paper in ["a", "d"] {
        assert_eq!(of(&found, paper).origin.as_deref(), Some("b"), "{paper}: {}", of(&found, paper).why);
        assert!(!of(&found, paper).may_be_siblings());
    }
    // Nor does an agency credit itself, by whatever name.
    let mut agency = row("b", "was", 11, "آبار", &text);
    agency.publishers = vec!["was", "واس"];
    let mut paper = row("a", "الصباح", 10, "آبار", &text);
    paper.publishers = vec!["الصباح", "وكالة الأنباء السعودية"];
    let found = copies(&[paper, agency]);
    assert_eq!(of(&found, "a").origin.as_deref(), Some("b"));
    assert!(of(&found, "a").why.contains("it credits «وكالة الأنباء السعودية»"));
}

#[test]
fn two_papers_with_one_text_may_both_have_it_from_elsewhere() {
    let text = format!("{FIRST}\n{SECOND}");
    let found = copies(&[row("a", "الصباح", 10, "آبار", &text), row("b", "الواحة", 11, "آبار", &text), row("c", "الصباح", 12, "آبار", &text)]);
    assert!(of(&found, "b").may_be_siblings() && of(&found, "b").why.ends_with("both may have it from a source that neither names"), "{}", of(&found, "b").why);
    assert!(!of(&found, "c").may_be_siblings() && !of(&found, "a").may_be_siblings());
    let mut crediting = row("b", "الواحة", 11, "آبار", &text);
    crediting.publishers = vec!["الواحة", "رويترز"];
    let found = copies(&[row("a", "الصباح", 10, "آبار", &text), crediting]);
    assert!(of(&found, "b").why.ends_with("both may have it from «رويترز»"), "{}", of(&found, "b").why);
}

#[test]
fn two_reports_with_the_same_quotation_are_no_copies() {
    let quotation = "«لن نغلق بابا في وجه من يطلب الماء لأهله وسنحفر حيث تقول الأرض إن فيها ماء ولو كلفنا ذلك كل ما في الصندوق من مال»";
    let one = format!("اختتم مجلس الواحة جلسته الشهرية بنقاش حاد حول الميزانية انسحب منه ثلاثة أعضاء. وقال رئيسه {quotation} قبل أن يرفع الجلسة.");
    let other = format!("في لقاء مع طلاب المدرسة الزراعية سئل رئيس المجلس عن خططه للعام المقبل فأجاب ضاحكا {quotation} وصفق له الحضور طويلا.");
    assert_eq!(copies(&[row("a", "الصباح", 10, "جلسة", &one), row("b", "الواحة", 10, "لقاء", &other)]), []);
}

#[test]
fn what_many_reports_share_ties_none_together() {
    let footer = "جميع الحقوق محفوظة للصحيفة ولا يجوز نقل أي مادة منشورة هنا كلها أو بعضها من دون إذن خطي مسبق من إدارة التحرير وللاشتراك في النشرة اليومية أرسلوا عنوانكم إلى قسم القراء";
    // A text of its own for each: words that no other has.
    let text = |n: usize| format!("{} {footer}", (0..40).map(|w| format!("كلمة{n}في{w}")).collect::<Vec<_>>().join(" "));
    let texts: Vec<(String, String)> = (0..60).map(|n| (format!("{n:02}"), text(n))).collect();
    let mut rows: Vec<Row<'_>> = texts.iter().map(|(key, text)| row(key, "الصباح", 10, "", text)).collect();
    assert_eq!(copies(&rows), []);
    // Two briefs that are little else than the footer share nothing of their own.
    let briefs = [format!("صورة اليوم من الميناء القديم بعدسة قارئ. {footer}"), format!("كاريكاتير العدد يعود الأسبوع المقبل بإذن الله. {footer}")];
    rows.push(row("x", "الصباح", 10, "", &briefs[0]));
    rows.push(row("y", "الصباح", 10, "", &briefs[1]));
    assert_eq!(copies(&rows), []);
}

#[test]
fn a_report_that_very_many_papers_print_is_no_set_phrase() {
    // Eighty papers, each with another word in front and behind.
    let texts: Vec<(String, String)> = (0..80).map(|n| (format!("{n:02}"), format!("محرر{n} {FIRST} {SECOND} {THIRD} مراجع{n}"))).collect();
    let rows: Vec<Row<'_>> = texts.iter().enumerate().map(|(n, (key, text))| row(key, "الصباح", 10 + n as i32, "", text)).collect();
    let found = copies(&rows);
    assert_eq!(found.len(), 80);
    assert!(found.iter().all(|c| c.group == "00" && c.voice == "00"));
}

#[test]
fn a_long_article_with_a_brief_in_it_keeps_its_own_voice() {
    let long = format!("{FIRST}\n{OTHER}\n{SECOND}\n{THIRD}");
    let rows = [row("a", "وكالة", 10, "جسر", OTHER), row("b", "الصباح", 11, "أخبار", &long), row("c", "الواحة", 12, "أخبار", &long)];
    let found = copies(&rows);
    assert_eq!((of(&found, "b").origin.as_deref(), of(&found, "b").relation.as_str(), of(&found, "b").voice.as_str()), (Some("a"), "extended", "b"));
    // Its reprint speaks with its voice.
    assert_eq!((of(&found, "c").origin.as_deref(), of(&found, "c").voice.as_str()), (Some("b"), "b"));
    assert_eq!(Independent::of(&found).count(["a", "b", "c"]), 2);
    assert_eq!(Lineage::of(&found, "c").map(|l| l.lines.iter().map(|l| (l.depth, l.copy.report.clone())).collect::<Vec<_>>()), Some(vec![(0, "a".into()), (1, "b".into()), (2, "c".into())]));
}

#[test]
fn inverted_commas_do_not_depend_on_the_order() {
    let (plain, quoting) = (format!("{FIRST} {SECOND}"), format!("{FIRST} «{SECOND}»"));
    let other = format!("{OTHER} «{SECOND}»");
    let rows = [row("a", "الصباح", 1, "", &plain), row("b", "الواحة", 1, "", &quoting), row("c", "الميناء", 1, "", &other)];
    let turned: Vec<Row<'_>> = rows.iter().rev().cloned().collect();
    assert_eq!(copies(&rows), copies(&turned));
    assert_eq!(of(&copies(&rows), "a").share.or(of(&copies(&rows), "b").share), Some(1.0));
}

#[test]
fn nothing_comes_of_nothing() {
    assert_eq!(copies(&[]), []);
    assert_eq!(copies(&[row("a", "", 0, "", ""), row("b", "", 0, "", ""), row("c", "", 0, "عاجل", "عاجل")]), []);
}

#[test]
fn parts_change_nothing() {
    let texts = [FIRST, SECOND, THIRD, OTHER];
    let rows: Vec<Row<'_>> = (0..8).map(|n| row(["a", "b", "c", "d", "e", "f", "g", "h"][n], "الصباح", n as i32, "", texts[n % 4])).collect();
    let Ok(at_once) = find(rows.as_slice(), 8, &Bounds::default());
    let Ok(in_parts) = find(rows.as_slice(), 8, &Bounds { held: 1, threads: 1, ..Bounds::default() });
    assert_eq!(at_once.copies, in_parts.copies);
    assert_eq!(at_once.copies.len(), 8);
}

#[test]
fn a_ledger_gives_its_copies() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let mut ledger = Ledger::open_or_create(folder.path())?;
    let mut ingest = Ingest::new(&mut ledger)?;
    for (n, (publisher, text)) in [("الواحة", FIRST), ("الصباح", FIRST), ("الصباح", OTHER)].into_iter().enumerate() {
        let mut report = Report::with_title(&format!("r{n}"), "عنوان", text);
        report.publisher = Some(publisher.to_owned());
        report.published = Some(format!("2020-01-0{}", 3 - n));
        ingest.uncoded("news.jsonl", n as u64, "news.jsonl:1", &report, None)?;
    }
    ingest.finish()?;
    let found: Vec<Copy> = derive(ledger.snapshot())?.iter().flat_map(|b| rows(b).unwrap_or_default()).collect();
    assert_eq!(found.len(), 2);
    let copy = found.iter().find(|c| c.origin.is_some()).ok_or("no copy")?;
    assert!(copy.why.starts_with("the origin is a day earlier"));
    assert_eq!(batches(&found)?.iter().flat_map(|b| rows(b).unwrap_or_default()).collect::<Vec<_>>(), found);
    Ok(())
}

/// Reports made of few sentences, so that they share some: which sentences, and the day.
fn made() -> impl Strategy<Value = Vec<(Vec<usize>, i32)>> {
    prop::collection::vec((prop::collection::vec(0..12_usize, 1..5), 0..3_i32), 1..14)
}

/// A sentence of fifteen words that no other sentence has.
fn sentence(n: usize) -> String {
    (0..15).map(|w| format!("جملة{n}كلمة{w}")).collect::<Vec<_>>().join(" ")
}

fn texts(made: &[(Vec<usize>, i32)]) -> Vec<(String, i32, String)> {
    made.iter().enumerate().map(|(n, (sentences, day))| (format!("{n:02}"), *day, sentences.iter().map(|s| sentence(*s)).collect::<Vec<_>>().join(". "))).collect()
}

fn as_rows(texts: &[(String, i32, String)]) -> Vec<Row<'_>> {
    texts.iter().map(|(key, day, text)| row(key, "الصباح", *day, "", text)).collect()
}

proptest! {
    #[test]
    fn the_order_of_reports_does_not_matter((made, shuffled) in made().prop_flat_map(|m| { let n: Vec<usize> = (0..m.len()).collect(); (Just(m), Just(n).prop_shuffle()) })) {
        let texts = texts(&made);
        let rows = as_rows(&texts);
        let other: Vec<Row<'_>> = shuffled.iter().map(|i| rows[*i].clone()).collect();
        prop_assert_eq!(copies(&rows), copies(&other));
    }

    #[test]
    fn identical_texts_are_copies(made in made(), which in 0..14_usize) {
        let mut texts = texts(&made);
        let again = texts[which % texts.len()].2.clone();
        texts.push(("99".to_owned(), 9, again));
        let found = copies(&as_rows(&texts));
        let copy = of(&found, "99");
        prop_assert!(copy.share == Some(1.0), "{:?}", copy);
        prop_assert!(copy.relation == "same" || copy.relation == "shortened", "{:?}", copy);
    }

    #[test]
    fn an_unrelated_report_changes_nothing(made in made()) {
        let mut texts = texts(&made);
        let before = copies(&as_rows(&texts));
        texts.push(("99".to_owned(), 1, OTHER.to_owned()));
        prop_assert_eq!(before, copies(&as_rows(&texts)));
    }

    #[test]
    fn the_lineage_is_a_forest(made in made()) {
        let texts = texts(&made);
        let found = copies(&as_rows(&texts));
        for copy in &found {
            let (mut at, mut steps) = (copy, 0);
            while let Some(origin) = &at.origin {
                at = of(&found, origin);
                steps += 1;
                prop_assert!(steps <= found.len(), "{} comes from itself", copy.report);
            }
            prop_assert!(of(&found, &copy.group).group == copy.group && of(&found, &copy.voice).voice == copy.voice);
        }
        let laid_out: usize = Lineage::all(&found).iter().map(|l| l.lines.len()).sum();
        prop_assert_eq!(laid_out, found.len());
    }
}
