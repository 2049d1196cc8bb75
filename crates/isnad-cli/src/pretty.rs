//! Decides how a person sees a record: each sentence in its own words, and under it who did what to whom, when, where,
//! and through which voices that came.

use crate::flow::Flow;
use crate::style::{Paint, Style, width};
use isnad::Report;
use isnad::coded::{Coded, Event, UNSURE};
use isnad::lexicon::Lexicon;
use isnad::record::{AttributionOut, EntityOut, EventOut, LinkOut, Record};
use isnad::span::Span;

/// Where what belongs to a record stands.
const INDENT: usize = 4;
/// Where the lines under a record's first stand.
const UNDER: usize = 6;
/// More words than this of an attribution's content are cut in the middle: they stand in the sentence above.
const CONTENT_WORDS: usize = 16;

/// What the colours mean; empty without colours.
pub fn legend(lexicon: &Lexicon, style: Style) -> String {
    let mut out = String::new();
    if style.colour {
        let mut flow = Flow::new();
        flow.own("actor", Paint::Actor).own(" · ", Paint::Dim).own("recipient", Paint::Recipient).own(" · ", Paint::Dim);
        flow.own("source", Paint::Source).own(" · ", Paint::Dim).own("what the source says", Paint::Content).own(" ·", Paint::Dim);
        for (n, class) in classes(lexicon).iter().enumerate() {
            flow.own(" ", Paint::Plain).own(class, Paint::Trigger(n as u8));
        }
        flow.lines(style, &mut out, 0, 0);
    }
    out
}

/// The ontology's classes of events, in its order.
fn classes(lexicon: &Lexicon) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for t in &lexicon.ontology.types {
        if !out.contains(&t.quad.as_str()) {
            out.push(&t.quad);
        }
    }
    out
}

/// The class of an event type, for its colour.
pub fn class(lexicon: &Lexicon, kind: u8) -> u8 {
    let quad = lexicon.ontology.types.get(usize::from(kind)).map_or("", |t| &t.quad);
    classes(lexicon).iter().position(|c| *c == quad).unwrap_or_default() as u8
}

/// One report.
pub fn report(lexicon: &Lexicon, report: &Report, coded: &Coded, record: &Record<'_>, style: Style) -> String {
    let mut out = String::new();
    // A title with records is highlighted where it stands, at the head.
    let titles = report.title.clone().map_or(0, |t| coded.sentences.iter().take_while(|s| (s.start as usize) < t.end).count());
    let of = |sentences: std::ops::Range<usize>| {
        let events: Vec<usize> = (0..coded.events.len()).filter(|k| sentences.contains(&coded.events[*k].sentence)).collect();
        let attributions: Vec<usize> = (0..coded.attributions.len()).filter(|k| sentences.contains(&coded.attributions[*k].sentence)).collect();
        (events, attributions)
    };
    let (events, attributions) = of(0..titles);
    head(report, coded, &marks(lexicon, coded, &events, &attributions), style, &mut out);
    let mut nothing = true;
    for (n, sentence) in coded.sentences.iter().enumerate() {
        let (events, attributions) = of(n..n + 1);
        if events.is_empty() && attributions.is_empty() {
            continue;
        }
        nothing = false;
        if n >= titles {
            let marks = marks(lexicon, coded, &events, &attributions);
            words(report, *sentence, &marks, style, &mut out);
        }
        for k in events {
            event(lexicon, &coded.events[k], &record.events[k], record.publishers.len(), style, &mut out);
        }
        for k in attributions {
            let outer = coded.attributions[k].within.map(|o| coded.attributions[o].source.span.of(&report.text));
            attribution(&record.attributions[k], outer, style, &mut out);
        }
        out.push('\n');
    }
    if nothing {
        let said = match coded.dropped.iter().filter(|d| d.why == UNSURE).count() {
            0 => "nothing was found here; `isnad explain` shows what was read".to_owned(),
            1 => "one event was found, of which the coder is not sure enough; --min-confidence 0 shows it".to_owned(),
            n => format!("{n} events were found, of which the coder is not sure enough; --min-confidence 0 shows them"),
        };
        Flow::new().own(&said, Paint::Dim).lines(style, &mut out, INDENT, INDENT);
        out.push('\n');
    }
    for diagnostic in &coded.diagnostics {
        Flow::new().own("! ", Paint::Alert).text(diagnostic, Paint::Alert).lines(style, &mut out, INDENT, UNDER);
    }
    if !coded.diagnostics.is_empty() {
        out.push('\n');
    }
    out
}

/// A rule, the title, who published it and when.
pub fn head(report: &Report, coded: &Coded, marks: &[(Span, Paint)], style: Style, out: &mut String) {
    style.paint(out, &"━".repeat(style.width), Paint::Dim);
    out.push('\n');
    if let Some(title) = &report.title {
        painted(report, Span::new(title.start, title.end), marks, Paint::Bold, style, out);
    }
    let mut flow = Flow::new();
    for (n, publisher) in coded.publishers.iter().enumerate() {
        flow.own(if n > 0 { " ▸ " } else { "" }, Paint::Dim).text(publisher, Paint::Source);
    }
    let gap = |flow: &mut Flow, any: bool| {
        flow.own(if any { " · " } else { "" }, Paint::Dim);
    };
    if let Some(published) = &report.published {
        gap(&mut flow, !coded.publishers.is_empty());
        flow.text(published, Paint::Plain);
    }
    gap(&mut flow, !coded.publishers.is_empty() || report.published.is_some());
    flow.text(&report.id, Paint::Dim);
    flow.lines(style, out, 0, 2);
    out.push('\n');
}

/// The places to highlight in a sentence, the most telling last.
pub fn marks(lexicon: &Lexicon, coded: &Coded, events: &[usize], attributions: &[usize]) -> Vec<(Span, Paint)> {
    let mut marks = Vec::new();
    // A quotation that goes on, or a content that holds the sentence, colours it even where the cue stands elsewhere.
    marks.extend(attributions.iter().map(|&k| (coded.attributions[k].content, Paint::Content)));
    for a in attributions.iter().map(|&k| &coded.attributions[k]) {
        marks.push((a.source.span, Paint::Source));
        marks.extend(a.cue.map(|cue| (cue, Paint::Cue)));
    }
    for e in events.iter().map(|&k| &coded.events[k]) {
        marks.extend(e.actor.iter().map(|x| (x.span, Paint::Actor)));
        marks.extend(e.recipient.iter().map(|x| (x.span, Paint::Recipient)));
    }
    for e in events.iter().map(|&k| &coded.events[k]) {
        marks.push((e.trigger, Paint::Trigger(class(lexicon, e.kind))));
    }
    marks
}

/// A sentence in its own words, set from the right.
pub fn words(report: &Report, sentence: Span, marks: &[(Span, Paint)], style: Style, out: &mut String) {
    painted(report, sentence, marks, Paint::Plain, style, out);
}

fn painted(report: &Report, span: Span, marks: &[(Span, Paint)], other: Paint, style: Style, out: &mut String) {
    let paint = |at: usize| {
        let at = span.start + at as u32;
        marks.iter().rev().find(|(mark, _)| mark.start <= at && at < mark.end).map_or(other, |(_, paint)| *paint)
    };
    Flow::new().painted(span.of(&report.text), paint).right(style, out, 0);
}

/// Who → what → whom, and under it the rest.
fn event(lexicon: &Lexicon, event: &Event, record: &EventOut<'_>, publishers: usize, style: Style, out: &mut String) {
    let class = class(lexicon, event.kind);
    let trigger = Paint::Trigger(class);
    let mut flow = Flow::new();
    flow.own("● ", Paint::Class(class)).own(record.kind, Paint::Bold);
    if let Some(mode) = record.mode {
        flow.own(" ", Paint::Plain).own(mode, Paint::Bold);
    }
    flow.own("  ", Paint::Plain);
    parties(&mut flow, &record.actor, Paint::Actor);
    flow.own(" → ", Paint::Dim).text(record.trigger.text, trigger).own(" → ", Paint::Dim);
    parties(&mut flow, &record.recipient, Paint::Recipient);
    flow.lines(style, out, INDENT, UNDER);

    let mut flow = Flow::new();
    flow.own(record.status, if event.status == 0 { Paint::Dim } else { Paint::Alert });
    if let Some(date) = record.date {
        flow.own(" · ", Paint::Dim).own(date, Paint::Plain);
        if let Some(span) = &record.date_span {
            flow.own(" ", Paint::Plain).text(span.text, Paint::Dim);
        }
    }
    if let Some(place) = &record.place {
        flow.own(" · at ", Paint::Dim).text(place.span.text, Paint::Plain);
        let country = place.country.as_deref().unwrap_or_default();
        match (place.lat, place.lon) {
            (Some(lat), Some(lon)) => {
                flow.own(&format!(" ({country}{}{lat:.2},\u{a0}{lon:.2})", if country.is_empty() { "" } else { " " }), Paint::Dim);
            }
            _ if !country.is_empty() => {
                flow.own(&format!(" ({country})"), Paint::Dim);
            }
            _ => {}
        }
    }
    for count in &record.counts {
        let number = match count.high {
            Some(high) if high != count.low => format!("{}–{high}", count.low),
            Some(_) => count.low.to_string(),
            None => format!("{} or more", count.low),
        };
        let of = if count.of.is_empty() { "people" } else { count.of };
        flow.own(&format!(" · {number} {of} "), Paint::Dim).text(count.span.text, Paint::Plain);
    }
    flow.own(&format!(" · confidence\u{a0}{:.2}", record.confidence), Paint::Dim);
    if let Some(cameo) = record.cameo {
        flow.own(&format!(" · CAMEO\u{a0}{cameo}"), Paint::Dim);
    }
    flow.lines(style, out, UNDER, UNDER);
    for chain in &record.isnad {
        voices(chain, publishers, style, out);
    }
}

fn parties(flow: &mut Flow, parties: &[EntityOut<'_>], paint: Paint) {
    if parties.is_empty() {
        flow.own("—", Paint::Dim);
    }
    for (n, party) in parties.iter().enumerate() {
        flow.own(if n > 0 { " + " } else { "" }, Paint::Dim).text(party.span.text, paint);
        code(flow, &party.code);
    }
}

fn code(flow: &mut Flow, code: &str) {
    if !code.is_empty() {
        flow.own(&format!(" ({})", code.replace(' ', "\u{a0}")), Paint::Dim);
    }
}

/// A chain from the publisher to the voice nearest the event.
fn voices(chain: &[LinkOut<'_>], publishers: usize, style: Style, out: &mut String) {
    if chain.is_empty() {
        return;
    }
    let mut flow = Flow::new();
    for (n, link) in chain.iter().enumerate() {
        flow.own(if n > 0 { " ▸ " } else { "" }, Paint::Dim).text(link.who, Paint::Source);
        code(&mut flow, &link.code);
        if n >= publishers {
            flow.own(&format!(" {}", link.stance), Paint::Cue);
        }
    }
    flow.lines(style, out, UNDER, UNDER + 2);
}

/// Whose words, how they stand to them, and the words.
fn attribution(record: &AttributionOut<'_>, outer: Option<&str>, style: Style, out: &mut String) {
    let mut flow = Flow::new();
    flow.own("○ ", Paint::Cue).text(record.source.span.text, Paint::Source);
    code(&mut flow, &record.source.code);
    flow.own(&format!(" {}: ", record.stance), Paint::Cue).text(&shortened(record.content.text), Paint::Content);
    if let Some(via) = &record.via {
        flow.own(" · via ", Paint::Dim).text(via.text, Paint::Source);
    }
    if let Some(outer) = outer {
        flow.own(" · in the words of ", Paint::Dim).text(outer, Paint::Source);
    }
    flow.lines(style, out, INDENT, UNDER);
}

/// Long content without its middle.
fn shortened(content: &str) -> String {
    let words: Vec<&str> = content.split_whitespace().collect();
    if words.len() <= CONTENT_WORDS {
        return content.to_owned();
    }
    let half = CONTENT_WORDS / 2;
    format!("{} … {}", words[..half].join(" "), words[words.len() - half..].join(" "))
}

/// Text filled up with spaces to a number of columns.
pub fn column(text: &str, columns: usize) -> String {
    let gap = columns.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(gap))
}
