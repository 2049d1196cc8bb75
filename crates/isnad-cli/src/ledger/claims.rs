//! `isnad claims` and `isnad claim`: what reports claim together, and who says so.

use super::args::{Claim as OneCall, Claims as Call, Sort};
use super::stop;
use crate::args::{ColourChoice, Format};
use crate::flow::Flow;
use crate::output::{Output, Stop};
use crate::style::{Paint, Style};
use isnad_ledger::claims::{self, Claim};
use isnad_ledger::evidence::{Evidence, evidence};
use isnad_ledger::store::Snapshot;
use std::io::IsTerminal;

/// `isnad claims`.
///
/// # Errors
/// A ledger that is not there or cannot be read, or a call that makes no sense.
pub fn claims(call: &Call) -> Result<bool, Stop> {
    for day in [&call.since, &call.until].into_iter().flatten() {
        if !is_day(day) {
            return Err(Stop::Call(format!("«{day}» is no day; write YYYY-MM-DD")));
        }
    }
    let snapshot = Snapshot::open(&call.at.ledger).map_err(stop)?;
    let mut found = claims::read(&snapshot).map_err(stop)?;
    found.retain(|c| fits(c, call));
    match call.sort {
        Sort::Chains => found.sort_by_key(|c| std::cmp::Reverse((c.chains, c.reports))),
        Sort::Reports => found.sort_by_key(|c| std::cmp::Reverse((c.reports, c.chains))),
        Sort::Date => found.sort_by(|a, b| day_of(a).cmp(&day_of(b))),
    }
    let all = found.len();
    if call.limit > 0 {
        found.truncate(call.limit);
    }
    let mut out = Output::stdout()?;
    if let Some(style) = pretty(call.format, &call.colour) {
        for c in &found {
            let mut text = String::new();
            head(c, style, &mut text);
            out.lines(text.as_bytes())?;
        }
        if found.len() < all {
            out.lines(format!("{} of {all} claims; --limit gives more\n", found.len()).as_bytes())?;
        }
    } else {
        for c in &found {
            out.lines(json(c)?.as_bytes())?;
        }
    }
    out.flush()?;
    Ok(true)
}

/// `isnad claim`.
///
/// # Errors
/// A ledger that is not there or cannot be read, or a claim that is not in it.
pub fn claim(call: &OneCall) -> Result<bool, Stop> {
    let snapshot = Snapshot::open(&call.at.ledger).map_err(stop)?;
    let mut found: Vec<Claim> = claims::read(&snapshot).map_err(stop)?.into_iter().filter(|c| c.claim.starts_with(&call.id)).collect();
    if found.len() > 1 {
        return Err(Stop::Call(format!("{} claims have ids that begin with «{}»; write more of it", found.len(), call.id)));
    }
    let Some(claim) = found.pop() else {
        return Err(Stop::Call(format!("no claim «{}» is in the ledger; `isnad claims` lists them (ids change when earlier reports come in)", call.id)));
    };
    let mut out = Output::stdout()?;
    match pretty(call.format, &call.colour) {
        None => out.lines(json(&claim)?.as_bytes())?,
        Some(style) => {
            let mut asked: Vec<(String, String)> = Vec::new();
            for v in &claim.voices {
                let key = (v.report.clone(), v.event.clone());
                if !asked.contains(&key) {
                    asked.push(key);
                }
            }
            let words = evidence(&snapshot, &asked).map_err(stop)?;
            out.lines(whole(&claim, &words, style).as_bytes())?;
        }
    }
    out.flush()?;
    Ok(true)
}

/// The style for a person, where one reads.
fn pretty(format: Option<Format>, colour: &ColourChoice) -> Option<Style> {
    let pretty = format.map_or_else(|| std::io::stdout().is_terminal(), |f| f == Format::Pretty);
    pretty.then(|| Style::of_stdout(colour.when))
}

fn json(claim: &Claim) -> Result<String, Stop> {
    let mut line = serde_json::to_string(claim).map_err(|e| Stop::Failed(format!("claim {}: {e}", claim.claim)))?;
    line.push('\n');
    Ok(line)
}

fn is_day(text: &str) -> bool {
    isnad_ledger::rows::day(Some(text)).is_some() && text.len() == 10
}

/// The day by which a claim is sorted and chosen: its own, else that of the first report.
fn day_of(c: &Claim) -> Option<&str> {
    c.date_from.as_deref().or(c.first_seen.as_deref())
}

fn fits(c: &Claim, call: &Call) -> bool {
    let code = |codes: &[String], wanted: &Option<String>| {
        let Some(wanted) = wanted else { return true };
        codes.iter().any(|code| code.eq_ignore_ascii_case(wanted) || code.split(' ').any(|part| part.eq_ignore_ascii_case(wanted)))
    };
    let place = call.place.as_ref().is_none_or(|p| c.place.as_ref().is_some_and(|words| words.contains(p)) || c.place_country.as_ref().is_some_and(|code| code.eq_ignore_ascii_case(p)));
    let source = call.source.as_ref().is_none_or(|s| c.voices.iter().any(|v| v.who.contains(s) || code(std::slice::from_ref(&v.code), &call.source)));
    let day = day_of(c);
    place
        && source
        && call.kind.as_ref().is_none_or(|k| c.r#type.eq_ignore_ascii_case(k))
        && code(&c.actors, &call.actor)
        && code(&c.recipients, &call.recipient)
        && call.since.as_deref().is_none_or(|s| day.is_some_and(|d| d >= s))
        && call.until.as_deref().is_none_or(|u| day.is_some_and(|d| d <= u))
        && (!call.contested || c.contested)
        && c.reports >= call.min_reports
        && c.chains >= call.min_chains
}

fn listed(codes: &[String]) -> String {
    if codes.is_empty() { "?".to_owned() } else { codes.join(", ") }
}

fn many(n: i64, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}

/// The two or three lines that stand for a claim in a list.
fn head(c: &Claim, style: Style, out: &mut String) {
    let mut flow = Flow::new();
    flow.own(&c.claim, Paint::Dim).own("  ", Paint::Plain).own(&c.r#type, Paint::Bold);
    if let Some(mode) = &c.mode {
        flow.own(" ", Paint::Plain).own(mode, Paint::Bold);
    }
    if c.status != "actual" {
        flow.own(" ", Paint::Plain).own(&c.status, Paint::Alert);
    }
    flow.own("  ", Paint::Plain).own(&listed(&c.actors), Paint::Actor);
    if !c.recipients.is_empty() {
        flow.own(" → ", Paint::Dim).own(&c.recipients.join(", "), Paint::Recipient);
    }
    match (&c.date_from, &c.date_to) {
        (Some(a), Some(b)) if a == b => {
            flow.own("  ", Paint::Plain).own(a, Paint::Plain);
        }
        (Some(a), Some(b)) => {
            flow.own("  ", Paint::Plain).own(&format!("{a} to {b}"), Paint::Plain);
        }
        _ => {}
    }
    if let Some(place) = &c.place {
        flow.own("  ", Paint::Plain).text(place, Paint::Plain);
        if let Some(country) = &c.place_country {
            flow.own(" ", Paint::Plain).own(&format!("({country})"), Paint::Dim);
        }
    }
    flow.lines(style, out, 0, 4);
    let mut flow = Flow::new();
    let mut said = vec![many(c.reports, "report", "reports"), many(c.chains, "chain", "chains")];
    for (n, verb) in [(c.asserts, "assert"), (c.alleges, "allege"), (c.doubts, "doubt"), (c.denies, "deny")] {
        if n > 0 {
            said.push(format!("{n} {verb}"));
        }
    }
    match (&c.first_seen, &c.last_seen) {
        (Some(a), Some(b)) if a == b => said.push(format!("told {a}")),
        (Some(a), Some(b)) => said.push(format!("told {a} to {b}")),
        _ => {}
    }
    for f in &c.figures {
        said.push(format!("{} {} ({})", f.of, f.said(), many(f.reports, "report", "reports")));
    }
    flow.own(&said.join(" · "), Paint::Dim);
    flow.lines(style, out, 4, 4);
    if let Some(why) = &c.contested_why {
        let mut flow = Flow::new();
        flow.own("contested: ", Paint::Alert).own(why, Paint::Alert);
        flow.lines(style, out, 4, 4);
    }
}

/// A claim with the words of each mention.
fn whole(c: &Claim, words: &[Evidence], style: Style) -> String {
    let mut out = String::new();
    head(c, style, &mut out);
    for e in words {
        out.push('\n');
        let mut flow = Flow::new();
        flow.own(&format!("{}/{}", e.report, e.event), Paint::Dim);
        if let Some(published) = &e.published {
            flow.own("  ", Paint::Plain).own(published, Paint::Plain);
        }
        flow.own("  ", Paint::Plain).text(&e.publishers.join(" ← "), Paint::Source);
        if let Some(title) = &e.title {
            flow.own("  ", Paint::Plain).text(title, Paint::Bold);
        }
        flow.lines(style, &mut out, 2, 4);
        let mut flow = Flow::new();
        flow.painted(&e.sentence, |at| if e.trigger.contains(&at) { Paint::Trigger(3) } else { Paint::Plain });
        flow.right(style, &mut out, 4);
        for v in c.voices.iter().filter(|v| v.report == e.report && v.event == e.event) {
            let mut flow = Flow::new();
            flow.own(&v.stance, if v.stance == "denies" || v.stance == "doubts" { Paint::Alert } else { Paint::Cue }).own(": ", Paint::Dim).text(&v.chain, Paint::Source);
            if !v.code.is_empty() {
                flow.own(&format!(" ({})", v.code), Paint::Dim);
            }
            flow.lines(style, &mut out, 4, 6);
        }
        for why in c.why.iter().filter_map(|w| w.strip_prefix(&format!("{}/{}", e.report, e.event))) {
            let mut flow = Flow::new();
            flow.own("the same as the others: ", Paint::Dim).own(why.trim_start_matches([':', ' ']), Paint::Dim);
            flow.lines(style, &mut out, 4, 6);
        }
    }
    out
}
