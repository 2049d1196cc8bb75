//! `isnad copies`: which reports repeat which, as trees that begin with the likely origin.

use super::args::Copies as Call;
use super::stop;
use crate::flow::Flow;
use crate::output::{Output, Stop};
use crate::style::{Paint, Style};
use isnad_ledger::copies::{self, Lineage};
use isnad_ledger::reports::{About, about};
use isnad_ledger::store::Snapshot;
use std::collections::HashMap;

/// `isnad copies`.
///
/// # Errors
/// A ledger that is not there or cannot be read, or a report that is not in it.
pub fn copies(call: &Call) -> Result<bool, Stop> {
    let snapshot = Snapshot::open(&call.at.ledger).map_err(stop)?;
    let rows = copies::read(&snapshot).map_err(stop)?;
    let mut lineages = match &call.of {
        None => Lineage::all(&rows),
        Some(asked) => {
            let keys: Vec<String> = about(&snapshot, |key, id| key == asked || id == asked).map_err(stop)?.into_keys().collect();
            if keys.is_empty() {
                return Err(Stop::Call(format!("no report «{asked}» is in the ledger")));
            }
            let mut found: Vec<Lineage> = keys.iter().filter_map(|key| Lineage::of(&rows, key)).collect();
            found.dedup_by(|a, b| a.group == b.group);
            if found.is_empty() {
                crate::output::tell(&format!("report «{asked}» repeats no other and is repeated by none"));
            }
            found
        }
    };
    lineages.retain(|l| l.lines.len() >= call.min_reports);
    lineages.sort_by(|a, b| b.lines.len().cmp(&a.lines.len()).then_with(|| a.group.cmp(&b.group)));
    let all = lineages.len();
    if call.limit > 0 {
        lineages.truncate(call.limit);
    }
    let wanted: std::collections::HashSet<&str> = lineages.iter().flat_map(|l| &l.lines).map(|l| l.copy.report.as_str()).collect();
    let told = about(&snapshot, |key, _| wanted.contains(key)).map_err(stop)?;
    let style = Style::of_stdout(call.colour.when);
    let mut out = Output::stdout()?;
    for lineage in &lineages {
        out.lines(shown(lineage, &told, style).as_bytes())?;
    }
    if lineages.len() < all {
        out.lines(format!("{} of {all} groups; --limit gives more\n", lineages.len()).as_bytes())?;
    }
    out.flush()?;
    Ok(true)
}

fn shown(lineage: &Lineage, told: &HashMap<String, About>, style: Style) -> String {
    let mut out = String::new();
    for line in &lineage.lines {
        let c = &line.copy;
        let mut flow = Flow::new();
        flow.own(&c.report, Paint::Dim).own("  ", Paint::Plain);
        match (c.share, c.share_of_origin) {
            (Some(share), Some(of_origin)) => {
                flow.own(&format!("{} ", c.relation), Paint::Cue).own(&format!("{:.0} % of it is in the one above, {:.0} % of that in it", share * 100.0, of_origin * 100.0), Paint::Dim)
            }
            _ => flow.own(&format!("{} reports", lineage.lines.len()), Paint::Bold),
        };
        if let Some(about) = told.get(&c.report) {
            if let Some(published) = &about.published {
                flow.own("  ", Paint::Plain).own(published, Paint::Plain);
            }
            flow.own("  ", Paint::Plain).text(&about.publishers.join(" ← "), Paint::Source);
            if let Some(title) = &about.title {
                flow.own("  ", Paint::Plain).text(title, Paint::Plain);
            }
            if about.withdrawn {
                flow.own("  ", Paint::Plain).own("taken back by its publisher", Paint::Alert);
            }
        }
        if c.origin.is_some() && !c.why.is_empty() {
            flow.own("  (", Paint::Dim).text(&c.why, Paint::Dim).own(")", Paint::Dim);
        }
        flow.lines(style, &mut out, 2 * line.depth, 2 * line.depth + 4);
    }
    out.push('\n');
    out
}
