//! POLECAT: its 40 columns, tab-separated with a header, as the weekly files have them; several values stand behind each other with «; ».
//!
//! The columns have no place for status or stance: only events that are told as plain facts are written.
//!
//! ```
//! assert_eq!(isnad_ledger::export::polecat::COLUMNS.len(), 40);
//! ```

use super::cell::safe;
use super::fields::{Told, list, one_line, quad};
use super::story::{Event, Party, Reading, Story, walk};
use super::{Written, unwritten, unwritten_row};
use crate::error::LedgerError;
use crate::store::Snapshot;
use std::io;

/// The header of the published files.
pub const COLUMNS: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

/// Writes the events of a ledger.
///
/// # Errors
/// A file of the ledger that cannot be read, an output that cannot be written.
pub fn write(snapshot: &Snapshot, out: &mut dyn io::Write) -> Result<Written, LedgerError> {
    let mut table = csv::WriterBuilder::new().delimiter(b'\t').from_writer(out);
    let mut written = Written::default();
    table.write_record(COLUMNS).map_err(unwritten_row)?;
    walk(snapshot, Reading::Bare, |story| {
        for event in &story.events {
            if event.told() == Told::Plainly {
                table.write_record(row(story, event).iter().map(|c| safe(c).into_owned())).map_err(unwritten_row)?;
                written.rows += 1;
            } else {
                written.left_out += 1;
            }
        }
        Ok(())
    })?;
    table.flush().map_err(unwritten)?;
    Ok(written)
}

fn row(story: &Story, event: &Event) -> Vec<String> {
    let mut row = vec![story.named(&event.name), event.day().to_owned(), event.kind.clone(), event.mode.clone(), String::new(), quad(&event.kind).to_uppercase(), String::new()];
    side(&event.actors, &mut row);
    side(&event.recipients, &mut row);
    let number = |n: Option<f64>| n.map_or_else(String::new, |n| n.to_string());
    row.push(event.place_name.clone());
    row.extend([String::new(), String::new(), String::new()]);
    row.extend([event.place_country.clone(), number(event.at.map(|a| a.0)), number(event.at.map(|a| a.1))]);
    row.extend([event.geonames.map_or_else(String::new, |n| n.to_string()), one_line(event.place.as_ref().map_or("", |p| &p.text)), String::new()]);
    row.extend([one_line(&story.source()), story.day.clone(), String::new(), String::new(), String::new(), story.lang.clone(), story.version()]);
    row
}

fn side(parties: &[Party], row: &mut Vec<String>) {
    let sectors = list(parties.iter().map(|p| p.sector.as_str()));
    let raw: Vec<String> = parties.iter().map(|p| one_line(&p.words.text)).collect();
    row.push(list(parties.iter().map(|p| p.name.as_str())));
    row.push(list(parties.iter().map(|p| p.country.as_str())));
    row.push(String::new());
    row.push(sectors.split("; ").next().unwrap_or_default().to_owned());
    row.push(sectors);
    row.push(String::new());
    row.push(list(raw.iter().map(String::as_str)));
    row.push(String::new());
}
