//! GDELT 2.0: the 61 columns of its event files, tab-separated, without a header and without quoting.
//!
//! One row for each pair of parties, as GDELT has it. The columns have no place for status or stance: only events that are
//! told as plain facts are written. `data/gdelt.txt` says what GDELT calls sectors and quad classes.
//!
//! ```
//! assert_eq!(isnad_ledger::export::gdelt::COLUMNS.len(), 61);
//! ```

use super::cell::safe;
use super::fields::{Told, one_line, quad};
use super::story::{Event, Party, Reading, Story, walk};
use super::{Written, unwritten, unwritten_row};
use crate::error::LedgerError;
use crate::goldstein;
use crate::store::Snapshot;
use isnad::pack::lines;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io;
use std::sync::LazyLock;

/// The columns in their order; the files have no header.
pub const COLUMNS: [&str; 61] = [
    "GLOBALEVENTID",
    "SQLDATE",
    "MonthYear",
    "Year",
    "FractionDate",
    "Actor1Code",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1KnownGroupCode",
    "Actor1EthnicCode",
    "Actor1Religion1Code",
    "Actor1Religion2Code",
    "Actor1Type1Code",
    "Actor1Type2Code",
    "Actor1Type3Code",
    "Actor2Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2KnownGroupCode",
    "Actor2EthnicCode",
    "Actor2Religion1Code",
    "Actor2Religion2Code",
    "Actor2Type1Code",
    "Actor2Type2Code",
    "Actor2Type3Code",
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    "Actor1Geo_Type",
    "Actor1Geo_FullName",
    "Actor1Geo_CountryCode",
    "Actor1Geo_ADM1Code",
    "Actor1Geo_ADM2Code",
    "Actor1Geo_Lat",
    "Actor1Geo_Long",
    "Actor1Geo_FeatureID",
    "Actor2Geo_Type",
    "Actor2Geo_FullName",
    "Actor2Geo_CountryCode",
    "Actor2Geo_ADM1Code",
    "Actor2Geo_ADM2Code",
    "Actor2Geo_Lat",
    "Actor2Geo_Long",
    "Actor2Geo_FeatureID",
    "ActionGeo_Type",
    "ActionGeo_FullName",
    "ActionGeo_CountryCode",
    "ActionGeo_ADM1Code",
    "ActionGeo_ADM2Code",
    "ActionGeo_Lat",
    "ActionGeo_Long",
    "ActionGeo_FeatureID",
    "DATEADDED",
    "SOURCEURL",
];

/// From what a line of the table is about and PLOVER's word to GDELT's.
static TERMS: LazyLock<BTreeMap<(String, String), String>> =
    LazyLock::new(|| lines("gdelt.txt", include_str!("../../data/gdelt.txt")).map(|l| ((l.field(0).to_owned(), l.field(1).to_owned()), l.field(2).to_owned())).collect());

fn term(what: &str, word: &str) -> &'static str {
    TERMS.get(&(what.to_owned(), word.to_owned())).map_or("", String::as_str)
}

/// Writes the events of a ledger.
///
/// # Errors
/// A file of the ledger that cannot be read, an output that cannot be written.
pub fn write(snapshot: &Snapshot, out: &mut dyn io::Write) -> Result<Written, LedgerError> {
    let mut table = csv::WriterBuilder::new().delimiter(b'\t').quote_style(csv::QuoteStyle::Never).from_writer(out);
    let mut written = Written::default();
    walk(snapshot, Reading::Bare, |story| {
        for event in &story.events {
            if event.told() != Told::Plainly {
                written.left_out += 1;
                continue;
            }
            for (n, (first, second)) in pairs(event).into_iter().enumerate() {
                table.write_record(row(story, event, n, first, second).iter().map(|c| cell(c))).map_err(unwritten_row)?;
                written.rows += 1;
            }
        }
        Ok(())
    })?;
    table.flush().map_err(unwritten)?;
    Ok(written)
}

/// A cell of a file that knows no quotation marks.
fn cell(text: &str) -> String {
    safe(&one_line(text).replace('"', "'")).into_owned()
}

/// Who does it with whom: actors with recipients, or those who do it with each other, two by two.
fn pairs(event: &Event) -> Vec<(Option<&Party>, Option<&Party>)> {
    let (actors, recipients) = (&event.actors, &event.recipients);
    match (actors.len(), recipients.len()) {
        (0, 0) => vec![(None, None)],
        (0, _) => recipients.iter().map(|r| (None, Some(r))).collect(),
        (1, 0) => vec![(actors.first(), None)],
        (_, 0) => actors.iter().enumerate().flat_map(|(n, a)| actors[n + 1..].iter().map(move |b| (Some(a), Some(b)))).collect(),
        _ => actors.iter().flat_map(|a| recipients.iter().map(move |r| (Some(a), Some(r)))).collect(),
    }
}

/// A number that the same event of the same report always has.
fn id(story: &Story, event: &Event, pair: usize) -> u64 {
    let digest = Sha256::digest(format!("{}/{pair}", story.named(&event.name)).as_bytes());
    // 63 bits: tools read it as a signed number.
    digest.iter().take(8).fold(0, |n, b| n << 8 | u64::from(*b)) >> 1
}

fn row(story: &Story, event: &Event, pair: usize, first: Option<&Party>, second: Option<&Party>) -> Vec<String> {
    let mut row = vec![id(story, event, pair).to_string()];
    let (year, month, day) = event.date_parts();
    let joined = |parts: &[Option<&str>]| parts.iter().copied().collect::<Option<Vec<&str>>>().map_or_else(String::new, |p| p.concat());
    row.extend([joined(&[year, month, day]), joined(&[year, month]), joined(&[year]), String::new()]);
    side(first, &mut row);
    side(second, &mut row);
    let cameo = event.cameo.as_str();
    let upper = |n: usize| cameo.get(..n).unwrap_or_default().to_owned();
    row.extend([String::new(), cameo.to_owned(), upper(3), upper(2), term("quad", quad(&event.kind)).to_owned()]);
    row.push(goldstein::of(cameo).map_or_else(String::new, |v| format!("{v:?}")));
    // A row is one mention in one report.
    row.extend(["1".to_owned(), "1".to_owned(), "1".to_owned(), String::new()]);
    row.extend((0..17).map(|_| String::new()));
    let place = if event.place_name.is_empty() { event.place.as_ref().map_or("", |p| &p.text) } else { &event.place_name };
    row.push(place.to_owned());
    row.extend((0..3).map(|_| String::new()));
    let number = |n: Option<f64>| n.map_or_else(String::new, |n| n.to_string());
    row.extend([number(event.at.map(|a| a.0)), number(event.at.map(|a| a.1)), String::new(), String::new(), story.url.clone()]);
    row
}

fn side(party: Option<&Party>, row: &mut Vec<String>) {
    let Some(party) = party else {
        row.extend((0..10).map(|_| String::new()));
        return;
    };
    let wide = term("role", &party.country);
    let country = if wide.is_empty() { party.country.as_str() } else { "" };
    let types: Vec<&str> = [wide, term("role", &party.sector)].into_iter().filter(|t| !t.is_empty()).collect();
    let nth = |n: usize| types.get(n).copied().unwrap_or_default().to_owned();
    row.extend([format!("{country}{}", types.concat()), party.called().to_owned(), country.to_owned()]);
    row.extend((0..4).map(|_| String::new()));
    row.extend([nth(0), nth(1), nth(2)]);
}
