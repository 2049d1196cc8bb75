//! Datelines, bylines and credits as papers and agencies print them: the cases of `cases/datelines.md`.

use isnad::dateline::{Dateline, dateline};
use isnad::lexicon::Lexicon;
use isnad::text::Text;
use isnad::words::{Analyser, Words};
use std::path::Path;

fn lexicon() -> Lexicon {
    isnad_ar::lexicon(&[]).0
}

fn read(lexicon: &Lexicon, source: &str) -> (Dateline, Vec<Words>, Text) {
    let text = Text::new(source);
    let mut analyser = Analyser::new(lexicon);
    let opening: Vec<Words> = text.sentences.iter().take(3).map(|r| analyser.sentence(&text, r.clone(), false)).collect();
    let last = text.sentences.last().map(|r| analyser.sentence(&text, r.clone(), false));
    let found = dateline(lexicon, source, &text, None, &opening, last.as_ref());
    (found, opening, text)
}

/// What stands behind the dateline, from the first word that is coded.
fn rest<'a>(source: &'a str, found: &Dateline, opening: &[Words], text: &Text) -> &'a str {
    let token = match opening.get(found.whole).and_then(|w| w.units.get(found.until)) {
        Some(unit) => unit.token,
        None => return "",
    };
    &source[text.tokens[token].span.start as usize..]
}

#[test]
fn the_cases() {
    let lexicon = lexicon();
    let cases = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/datelines.md")).expect("the cases");
    let (mut count, mut wrong) = (0, Vec::new());
    for (n, line) in cases.lines().enumerate() {
        let Some(row) = line.strip_prefix("| ").filter(|r| !r.starts_with("opening") && !r.starts_with("--")) else { continue };
        let cells: Vec<&str> = row.trim_end_matches('|').split(" | ").map(str::trim).collect();
        let [opening, publishers, places, start] = cells.as_slice() else { panic!("line {}: a case has four cells", n + 1) };
        let source = opening.replace("⏎", "\n").replace("¦", "|");
        let (found, sentences, text) = read(&lexicon, &source);
        let listed = |cell: &str| -> Vec<String> { cell.split('،').map(|s| s.trim().to_owned()).filter(|s| !s.is_empty() && s != "-").collect() };
        let got_publishers: Vec<String> = found.publishers.iter().map(|c| c.name.clone()).collect();
        let got_places: Vec<String> = found.places.iter().map(|p| p.span.of(&source).to_owned()).collect();
        let got_rest = rest(&source, &found, &sentences, &text);
        count += 1;
        if got_publishers != listed(publishers) || got_places != listed(places) || !(got_rest.starts_with(start) || *start == "-" && got_rest.is_empty()) {
            wrong.push(format!("line {}: {opening}\n   publishers {got_publishers:?}, places {got_places:?}, rest «{}»", n + 1, got_rest.chars().take(30).collect::<String>()));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} cases fail:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 60, "{count} cases");
}

#[test]
fn dates_of_datelines_are_days() {
    let lexicon = lexicon();
    for (opening, day) in [
        ("(سبوتنيك - 01 اكتوبر 2020ء) بحث الوزير الأمر.", Some("2020-10-01")),
        ("بكين 5 أغسطس 2015 (شينخوا) -- قالت الوزارة ذلك.", Some("2015-08-05")),
        ("عمان - 12/3/2019 - بترا: افتتح الملك المركز.", Some("2019-03-12")),
        ("الرياض 16 شوال 1436 هـ واس\nاستقبل الأمير الوفد.", None),
    ] {
        let (found, _, _) = read(&lexicon, opening);
        let date = found.date.unwrap_or_else(|| panic!("no date in {opening}"));
        assert_eq!(date.day.map(|d| d.to_string()).as_deref(), day, "{opening}");
    }
}

#[test]
fn outlets_are_found_by_slug_and_by_name() {
    let lexicon = lexicon();
    let id = |name: &str| isnad::dateline::outlet(&lexicon, name).and_then(|a| lexicon.actors[a as usize].id.as_deref().map(str::to_owned));
    for (name, want) in [("aljazirah", "al-jazirah"), ("الجزيرة", "al-jazirah"), ("reuters", "reuters"), ("3alyoum", "3alyoum"), ("اليوم", "al-yaum"), ("Aawsat", "asharq-al-awsat")] {
        assert_eq!(id(name).as_deref(), Some(want), "{name}");
    }
    assert_eq!(id("zzz"), None);
}
