//! ACLED: its 31 columns as CSV, for the kinds of event that ACLED covers.
//!
//! The columns have no place for status, denial or doubt: such events are left out. What is only alleged has the tag
//! `alleged`; the voices stand in `notes` behind the words. `data/acled.txt` says which PLOVER types are which of ACLED's.
//!
//! ```
//! assert_eq!(isnad_ledger::export::acled::COLUMNS.len(), 31);
//! ```

use super::cell::safe;
use super::fields::{Points, Told, list, one_line, ontology};
use super::story::{Event, Party, Reading, Story, walk};
use super::{Written, unwritten, unwritten_row};
use crate::error::LedgerError;
use crate::store::Snapshot;
use isnad::ontology::three;
use isnad::pack::{alternatives, lines};
use std::io;
use std::sync::LazyLock;

/// The header.
pub const COLUMNS: [&str; 31] = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
];

/// How much of a long line stands in the notes, in code points.
const ROOM: usize = 400;

/// A kind of event that ACLED covers.
struct Kind {
    kind: &'static str,
    mode: &'static str,
    other: &'static str,
    event: &'static str,
    sub_event: &'static str,
    disorder: &'static str,
    first: &'static str,
}

#[derive(Default)]
struct Terms {
    kinds: Vec<Kind>,
    inter: Vec<(&'static str, &'static str)>,
    civilians: (&'static str, &'static str),
    fatalities: &'static str,
}

static TERMS: LazyLock<Terms> = LazyLock::new(|| {
    let mut terms = Terms::default();
    for line in lines("acled.txt", include_str!("../../data/acled.txt")) {
        let field = |n: usize| Some(line.field(n)).filter(|f| *f != "-").unwrap_or("");
        match line.field(0) {
            "event" => {
                let (kind, mode) = line.field(1).split_once(' ').unwrap_or_default();
                terms.kinds.push(Kind { kind, mode: mode.trim(), other: field(2), event: field(3), sub_event: field(4), disorder: field(5), first: field(6) });
            }
            "inter" => terms.inter.extend(alternatives(line.field(1)).map(|sector| (sector, field(2)))),
            "civilians" => terms.civilians = (field(1), field(2)),
            "fatalities" => terms.fatalities = field(1),
            _ => {}
        }
    }
    terms
});

/// Writes the events of a ledger that ACLED covers.
///
/// # Errors
/// A file of the ledger that cannot be read, an output that cannot be written.
pub fn write(snapshot: &Snapshot, out: &mut dyn io::Write) -> Result<Written, LedgerError> {
    let mut table = csv::Writer::from_writer(out);
    let mut written = Written::default();
    table.write_record(COLUMNS).map_err(unwritten_row)?;
    walk(snapshot, Reading::Text, |story| {
        let points = Points::new(&story.text);
        for event in &story.events {
            let told = event.told();
            match kind(event).filter(|_| matches!(told, Told::Plainly | Told::Alleged)) {
                Some(kind) => {
                    table.write_record(row(story, event, kind, told, &points).iter().map(|c| safe(c).into_owned())).map_err(unwritten_row)?;
                    written.rows += 1;
                }
                None => written.left_out += 1,
            }
        }
        Ok(())
    })?;
    table.flush().map_err(unwritten)?;
    Ok(written)
}

fn armed(p: &Party) -> bool {
    three(&p.sector).or(three(&p.code)).and_then(|c| ontology().sector(c)).is_some_and(|s| s.arms)
}

/// The kind of ACLED's that an event is, where it covers it.
fn kind(event: &Event) -> Option<&'static Kind> {
    let fight = event.recipients.is_empty() && event.actors.len() > 1 && event.actors.iter().all(armed);
    let known = !event.recipients.is_empty();
    let fits = |k: &&Kind| {
        let mode = match k.mode {
            "*" => true,
            "-" => event.mode.is_empty(),
            mode => mode == event.mode,
        };
        let other = match k.other {
            "people" => known && !event.recipients.iter().any(armed),
            "arms" => known && event.recipients.iter().all(armed),
            "fight" => fight,
            _ => true,
        };
        k.kind == event.kind && mode && other
    };
    TERMS.kinds.iter().find(fits).filter(|k| !(k.event.is_empty() && k.disorder.is_empty()))
}

/// The type of an actor, where all of a side have one.
fn inter(parties: &[Party]) -> &'static str {
    let of = |p: &Party| TERMS.inter.iter().find(|(sector, _)| *sector == p.sector || *sector == p.country).map_or("", |(_, label)| label);
    let first = parties.first().map_or("", of);
    if parties.iter().all(|p| of(p) == first) { first } else { "" }
}

/// The killed, where the words give one number for them and no other.
fn fatalities(event: &Event) -> String {
    let mut counts = event.counts.iter().filter(|c| c.of == TERMS.fatalities);
    match (counts.next(), counts.next()) {
        (Some(c), None) if c.high == Some(c.low) => c.low.to_string(),
        _ => String::new(),
    }
}

fn row(story: &Story, event: &Event, kind: &Kind, told: Told, points: &Points<'_>) -> Vec<String> {
    // Those who fight each other are two sides; else the recipients are the other one.
    let (ours, theirs) = if event.recipients.is_empty() && event.actors.len() > 1 { event.actors.split_at(1) } else { (&event.actors[..], &event.recipients[..]) };
    let named = |side: &[Party]| one_line(side.first().map_or("", Party::called));
    let others = |side: &[Party]| one_line(&list(side.iter().skip(1).map(Party::called)));
    let first = if kind.first.is_empty() { inter(ours) } else { kind.first };
    let second = inter(theirs);
    let (year, month, day) = event.date_parts();
    let precision = match (day, month) {
        (Some(_), _) => "1",
        (None, Some(_)) => "3",
        _ => "",
    };
    let (civilians, targeting) = TERMS.civilians;
    let violent = kind.disorder == TERMS.kinds.first().map_or("", |k| k.disorder);
    let number = |n: Option<f64>| n.map_or_else(String::new, |n| n.to_string());
    let place = if event.place_name.is_empty() { event.place.as_ref().map_or("", |p| &p.text) } else { &event.place_name };
    let counts: Vec<String> = event.counts.iter().map(|c| format!("{}: {}", if c.of.is_empty() { "people" } else { &c.of }, c.words.text)).collect();
    let notes: Vec<String> = [points.line(&event.trigger, ROOM), event.voices(), counts.join("; ")].into_iter().filter(|p| !p.is_empty()).map(|p| one_line(&p)).collect();
    let mut row: Vec<String> = vec![story.named(&event.name), event.day().to_owned(), year.unwrap_or_default().to_owned(), precision.to_owned()];
    row.extend([kind.disorder, kind.event, kind.sub_event].map(str::to_owned));
    row.extend([named(ours), others(ours), first.to_owned(), named(theirs), others(theirs), second.to_owned(), String::new()]);
    row.push(if violent && !civilians.is_empty() && second == civilians { targeting.to_owned() } else { String::new() });
    row.extend([String::new(), String::new(), event.place_country.clone(), String::new(), String::new(), String::new(), one_line(place)]);
    row.extend([number(event.at.map(|a| a.0)), number(event.at.map(|a| a.1)), String::new()]);
    row.extend([one_line(&story.source()), String::new(), notes.join(" | "), fatalities(event)]);
    row.extend([if told == Told::Alleged { "alleged".to_owned() } else { String::new() }, String::new()]);
    row
}
