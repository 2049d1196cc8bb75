//! Scores whole reports against a gold folder: events, who to whom, voices, attributions, publishers.
//!
//! The order of lines, the greedy pairing and every rounding follow the reference scorer; the names of the
//! measures are its names.

use crate::codes::{compared, country};
use crate::count::Count;
use crate::error::ScoreError;
use crate::field::{At, truthy};
use crate::input::{each_line, open, read_folder};
use crate::names::alike;
use crate::pairing::{Stretch, overlap, pair, set_hits};
use crate::repr::{repr, repr_list};
use crate::text::{Text, points, sentence_at};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write;
use std::io::BufRead;
use std::path::{Path, PathBuf};

const SIDES: [&str; 2] = ["actor", "recipient"];

/// Scores an output against the gold reports of a folder, and returns the text that the reference scorer prints;
/// with `misses`, its line for every event and attribution that was missed, made up or wrong.
///
/// # Errors
/// Files that cannot be read, lines that are not JSON, fields that are missing, a text that is not the report's.
pub fn score_dir(gold_dir: &Path, output: &Path, misses: bool) -> Result<String, ScoreError> {
    score_named(&read_folder(gold_dir)?, open(output)?, output, misses)
}

/// Scores an output (one JSON object a line) against gold reports, each with the name that errors give it.
/// Reports of the output that have no gold are left out; of two with the same id the later one counts.
///
/// # Errors
/// As [`score_dir`]; the output is called `output`.
pub fn score(gold: &[(PathBuf, Value)], output: impl BufRead, misses: bool) -> Result<String, ScoreError> {
    score_named(gold, output, Path::new("output"), misses)
}

/// The reports of a gold folder as JSON Lines ready for a coder (`id`, `title`, `body`, `published`, `publisher`),
/// one a line without the line break, as the reference's `reports.py` writes them.
///
/// # Errors
/// Files that cannot be read or lack a field.
pub fn gold_reports(gold_dir: &Path) -> Result<Vec<String>, ScoreError> {
    let mut lines = Vec::new();
    for (path, gold) in read_folder(gold_dir)? {
        let gold = At::record(&gold, &path, 0);
        let sentences = gold.strings("sentences")?;
        let (title, body) = sentences.split_first().ok_or_else(|| gold.error("sentences", "a list of at least one"))?;
        lines.push(report_line(gold.need("id")?, title, &body.join("\n"), gold.need("published")?, Some(gold.get("outlet")?)));
    }
    Ok(lines)
}

/// A report as Python's `json.dumps` writes it: blanks after colons and commas.
pub(crate) fn report_line(id: &Value, title: &str, body: &str, published: &Value, publisher: Option<&Value>) -> String {
    let (title, body) = (json!(title), json!(body));
    let publisher = publisher.map_or_else(String::new, |p| format!(", \"publisher\": {p}"));
    format!("{{\"id\": {id}, \"title\": {title}, \"body\": {body}, \"published\": {published}{publisher}}}")
}

fn score_named(gold: &[(PathBuf, Value)], output: impl BufRead, name: &Path, misses: bool) -> Result<String, ScoreError> {
    let mut wanted = HashSet::new();
    for (path, value) in gold {
        wanted.insert(At::record(value, path, 0).need("id")?.to_string());
    }
    // Only what has gold is kept, so that a large output costs no more memory than the gold does.
    let mut found: HashMap<String, (usize, Value)> = HashMap::new();
    each_line(output, name, |line, value| {
        let id = At::record(&value, name, line).need("id")?.to_string();
        if wanted.contains(&id) {
            found.insert(id, (line, value));
        }
        Ok(())
    })?;
    let mut tally = Tally { misses, ..Tally::default() };
    for (path, value) in gold {
        let report = At::record(value, path, 0);
        let lost;
        let out = match found.get(&report.need("id")?.to_string()) {
            Some((line, value)) => At::record(value, name, *line),
            None => {
                tally.lost += 1;
                let text = report.strings("sentences")?.join("\n");
                lost = json!({"text": text, "publishers": [], "attributions": [], "events": []});
                At::record(&lost, name, 0)
            }
        };
        tally.report(report, out)?;
    }
    Ok(tally.finish())
}

/// A measure of the table, in the order of its lines.
#[derive(Clone, Copy)]
enum Measure {
    Event,
    EventByType,
    Country,
    Sector,
    ActorCode,
    RecipientCode,
    Status,
    Date,
    Place,
    Source,
    Stance,
    Attribution,
    AttributionSource,
    AttributionStance,
    Content,
    Publishers,
}

const NAMES: [&str; 16] = [
    "event",
    "event by type anywhere in the sentence's report",
    "who to whom (country)",
    "who to whom (country and sector)",
    "actor code",
    "recipient code",
    "status",
    "date",
    "place",
    "event with its source",
    "event with source and stance",
    "attribution",
    "attribution with source",
    "attribution with source and stance",
    "attribution content",
    "publishers",
];

/// A gold or found event, with what the scoring works out about it.
struct Event<'a> {
    at: At<'a>,
    kind: &'a str,
    sentence: i64,
    span: Stretch,
}

/// A gold or found attribution.
struct Attribution<'a> {
    at: At<'a>,
    sentence: i64,
    span: Stretch,
    /// What it covers; none where a gold one's words are not in the text.
    content: Option<Stretch>,
}

/// Someone who speaks of an event; nobody (the report's own voice) has no source.
struct Voice<'a> {
    source: Option<At<'a>>,
    stance: &'a Value,
}

/// A gold report and what was found in it, side by side.
struct Pairs<'a> {
    id: String,
    gold: Vec<Event<'a>>,
    found: Vec<Event<'a>>,
    pairs: Vec<(usize, usize)>,
}

#[derive(Default)]
struct Tally {
    measures: [Count; 16],
    by_type: BTreeMap<String, Count>,
    narrator: Count,
    attributed: Count,
    lost: usize,
    misses: bool,
    lines: String,
}

impl Tally {
    fn measure(&mut self, measure: Measure) -> &mut Count {
        &mut self.measures[measure as usize]
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.lines, "{line}");
    }

    fn type_count(&mut self, kind: &str) -> &mut Count {
        if !self.by_type.contains_key(kind) {
            self.by_type.insert(kind.to_owned(), Count::default());
        }
        self.by_type.entry(kind.to_owned()).or_default()
    }

    fn report(&mut self, gold: At<'_>, out: At<'_>) -> Result<(), ScoreError> {
        let id = shown(gold.need("id")?);
        let text = Text::new(out.string("text")?);
        let sentences = gold.strings("sentences")?;
        let spans = text.sentences(&sentences).map_err(|number| ScoreError::Sentence { report: id.clone(), number, begins: sentences[number].chars().take(60).collect() })?;
        let golds = gold_events(gold, &text, &spans)?;
        let founds = found_events(out, &id, &text, &spans)?;
        let pairs = pair(golds.len(), founds.len(), |g, f| -> Result<i64, ScoreError> {
            let (g, f) = (&golds[g], &founds[f]);
            Ok(if g.sentence != f.sentence || g.kind != f.kind { 0 } else { 1 + overlap(g.span, f.span) })
        })?;
        let events = Pairs { id, gold: golds, found: founds, pairs };
        self.events(&events, gold, out)?;
        if self.misses {
            self.missed_events(&events)?;
        }
        self.attributions(&events.id, gold, out, &text, &spans)
    }

    fn events(&mut self, events: &Pairs<'_>, gold: At<'_>, out: At<'_>) -> Result<(), ScoreError> {
        let (golds, founds) = (&events.gold, &events.found);
        let (ng, nf) = (golds.len(), founds.len());
        self.measure(Measure::Event).add(events.pairs.len(), ng, nf);
        let kinds = |events: &[Event<'_>]| events.iter().map(|e| e.kind.to_owned()).collect::<Vec<String>>();
        let hits = set_hits(&kinds(golds), &kinds(founds));
        self.measure(Measure::EventByType).add(hits, ng, nf);
        for e in golds {
            self.type_count(e.kind).add(0, 1, 0);
        }
        for e in founds {
            self.type_count(e.kind).add(0, 0, 1);
        }
        let gold_voices = by_id(gold)?;
        let found_voices = by_id(out)?;
        for &(g, f) in &events.pairs {
            self.matched(&events.id, &golds[g], &founds[f], &gold_voices, &found_voices)?;
        }
        self.measure(Measure::Country).add(0, ng, nf);
        self.measure(Measure::Sector).add(0, ng, nf);
        let (mut spoken_gold, mut spoken_found) = (0, 0);
        for e in golds {
            spoken_gold += voices(e.at, &gold_voices)?.len();
        }
        for e in founds {
            spoken_found += voices(e.at, &found_voices)?.len();
        }
        self.measure(Measure::Source).add(0, spoken_gold, spoken_found);
        self.measure(Measure::Stance).add(0, spoken_gold, spoken_found);
        Ok(())
    }

    /// Counts what a found event has right of the gold event that it is paired with.
    fn matched<'a>(&mut self, id: &str, g: &Event<'a>, f: &Event<'a>, gold_voices: &HashMap<String, At<'a>>, found_voices: &HashMap<String, At<'a>>) -> Result<(), ScoreError> {
        self.type_count(g.kind).add(1, 0, 0);
        let (mut countries, mut codes_right) = (true, true);
        for (side, measure) in SIDES.into_iter().zip([Measure::ActorCode, Measure::RecipientCode]) {
            let (gold, found) = (codes(g.at, side)?, codes(f.at, side)?);
            let set = |codes: &[&'a str], of: fn(&str) -> &str| codes.iter().map(|c| of(c)).collect::<BTreeSet<&'a str>>();
            countries &= set(&gold, country) == set(&found, country);
            codes_right &= set(&gold, compared) == set(&found, compared);
            let all = |codes: &[&'a str]| codes.iter().map(|c| compared(c)).collect::<Vec<&'a str>>();
            self.measure(measure).add(set_hits(&all(&gold), &all(&found)), gold.len(), found.len());
        }
        self.measure(Measure::Country).add(countries.into(), 0, 0);
        self.measure(Measure::Sector).add(codes_right.into(), 0, 0);
        self.measure(Measure::Status).add((g.at.need("status")? == f.at.need("status")?).into(), 1, 1);
        let (gold_date, found_date) = (g.at.need("date")?, f.at.get("date")?);
        self.measure(Measure::Date).add((truthy(gold_date) && gold_date == found_date).into(), truthy(gold_date).into(), truthy(found_date).into());
        let gold_place = g.at.string_or_empty("place")?;
        let found_place = f.at.get("place")?;
        let found_place = if truthy(found_place) { f.at.with(found_place).string_or_empty("text")? } else { "" };
        self.measure(Measure::Place).add(
            (!gold_place.is_empty() && !found_place.is_empty() && alike(gold_place, found_place)).into(),
            (!gold_place.is_empty()).into(),
            (!found_place.is_empty()).into(),
        );
        let (gv, fv) = (voices(g.at, gold_voices)?, voices(f.at, found_voices)?);
        let mut same = Vec::with_capacity(gv.len());
        for a in &gv {
            let row: Result<Vec<bool>, _> = fv.iter().map(|b| same_voice(a.source, b.source)).collect();
            same.push(row?);
        }
        let source = pair::<ScoreError>(gv.len(), fv.len(), |a, b| Ok(same[a][b].into()))?.len();
        let stance = pair::<ScoreError>(gv.len(), fv.len(), |a, b| Ok((same[a][b] && gv[a].stance == fv[b].stance).into()))?.len();
        self.measure(Measure::Source).add(source, 0, 0);
        self.measure(Measure::Stance).add(stance, 0, 0);
        let right = stance == gv.len() && stance == fv.len();
        let kind = if truthy(g.at.need("in")?) { &mut self.attributed } else { &mut self.narrator };
        kind.add(right.into(), 1, 1);
        if self.misses && (!codes_right || stance < gv.len()) {
            let listed = |e: &Event<'_>, side| -> Result<String, ScoreError> {
                let codes: Result<Vec<String>, _> = e.at.members(side)?.map(|x| x.get("code").map(repr)).collect();
                Ok(repr_list(codes?.into_iter()))
            };
            let spoken = |voices: &[Voice<'_>]| -> Result<String, ScoreError> {
                let pairs: Result<Vec<String>, _> = voices.iter().map(shown_voice).collect();
                Ok(repr_list(pairs?.into_iter()))
            };
            let line = format!(
                "~ {id} s{} {} {}: gold {}->{} found {}->{}; voices gold {} found {}",
                g.at.need("s")?,
                g.kind,
                repr(g.at.need("trigger")?),
                listed(g, SIDES[0])?,
                listed(g, SIDES[1])?,
                listed(f, SIDES[0])?,
                listed(f, SIDES[1])?,
                spoken(&gv)?,
                spoken(&fv)?,
            );
            self.line(format_args!("{line}"));
        }
        Ok(())
    }

    fn missed_events(&mut self, events: &Pairs<'_>) -> Result<(), ScoreError> {
        let paired_gold: HashSet<usize> = events.pairs.iter().map(|p| p.0).collect();
        let paired_found: HashSet<usize> = events.pairs.iter().map(|p| p.1).collect();
        let id = &events.id;
        for (n, e) in events.gold.iter().enumerate() {
            if !paired_gold.contains(&n) {
                let trigger = repr(e.at.need("trigger")?);
                self.line(format_args!("- {id} s{} {} {trigger}", e.sentence, e.kind));
            }
        }
        for (n, e) in events.found.iter().enumerate() {
            if !paired_found.contains(&n) {
                let trigger = repr(e.at.inner("trigger")?.need("text")?);
                self.line(format_args!("+ {id} s{} {} {trigger}", e.sentence, e.kind));
            }
        }
        Ok(())
    }

    fn attributions(&mut self, id: &str, gold: At<'_>, out: At<'_>, text: &Text<'_>, spans: &[Stretch]) -> Result<(), ScoreError> {
        let golds = gold_attributions(gold, text, spans)?;
        let founds = found_attributions(out, spans)?;
        let pairs = pair(golds.len(), founds.len(), |g, f| {
            let (g, f) = (&golds[g], &founds[f]);
            if g.sentence != f.sentence {
                return Ok(0);
            }
            match overlap(g.span, f.span) {
                0 => Ok(same_source(g, f)?.into()),
                shared => Ok(2 + shared),
            }
        })?;
        let (ng, nf) = (golds.len(), founds.len());
        let (mut source, mut stance) = (0, 0);
        for &(g, f) in &pairs {
            let (g, f) = (&golds[g], &founds[f]);
            if same_source(g, f)? {
                source += 1;
                stance += usize::from(g.at.need("stance")? == f.at.need("stance")?);
            }
            if let (Some(g), Some(f)) = (g.content, f.content) {
                self.measure(Measure::Content).add_points(overlap(g, f), g.1 - g.0, f.1 - f.0);
            }
        }
        self.measure(Measure::Attribution).add(pairs.len(), ng, nf);
        self.measure(Measure::AttributionSource).add(source, ng, nf);
        self.measure(Measure::AttributionStance).add(stance, ng, nf);
        let gold_names = gold.strings("publishers")?;
        let found_names = if truthy(out.get("publishers")?) { out.strings("publishers")? } else { Vec::new() };
        let named = gold_names.iter().filter(|a| found_names.iter().any(|b| alike(a, b))).count();
        self.measure(Measure::Publishers).add(named, gold_names.len(), found_names.len());
        if self.misses {
            let paired_gold: HashSet<usize> = pairs.iter().map(|p| p.0).collect();
            let paired_found: HashSet<usize> = pairs.iter().map(|p| p.1).collect();
            for (n, a) in golds.iter().enumerate() {
                if !paired_gold.contains(&n) {
                    let (cue, by) = (repr(a.at.need("cue")?), repr(a.at.inner("source")?.need("text")?));
                    self.line(format_args!("- {id} s{} attribution {cue} by {by}", a.sentence));
                }
            }
            for (n, a) in founds.iter().enumerate() {
                if !paired_found.contains(&n) {
                    let cue = a.at.get("cue")?;
                    let cue = if truthy(cue) { repr(a.at.with(cue).get("text")?) } else { repr(&Value::Null) };
                    let by = repr(a.at.inner("source")?.need("text")?);
                    self.line(format_args!("+ {id} s{} attribution {cue} by {by}", a.sentence));
                }
            }
        }
        Ok(())
    }

    fn finish(mut self) -> String {
        let width = NAMES.iter().map(|n| n.len()).max().unwrap_or(0);
        for (name, count) in NAMES.into_iter().zip(self.measures) {
            self.line(format_args!("{name:<width$}  {}", count.row()));
        }
        for (kind, count) in [("narrator", self.narrator), ("attributed", self.attributed)] {
            let name = format!("matched events, voice right: {kind}");
            self.line(format_args!("{name:<width$}  {} of {}", count.hit, count.gold));
        }
        let types: Vec<String> = self.by_type.iter().map(|(kind, c)| format!("{kind} {:.3} ({}/{}/{})", c.f1(), c.hit, c.gold, c.found)).collect();
        self.line(format_args!("by type: {}", types.join("; ")));
        if self.lost > 0 {
            let lost = self.lost;
            self.line(format_args!("reports with no output: {lost}"));
        }
        self.lines
    }
}

/// A value as `{value}` of a Python format shows it: strings bare.
fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| repr(value), str::to_owned)
}

fn shown_voice(voice: &Voice<'_>) -> Result<String, ScoreError> {
    let code = match voice.source {
        Some(source) => repr(source.get("code")?),
        None => repr(&json!("")),
    };
    Ok(format!("({code}, {})", repr(voice.stance)))
}

fn codes<'a>(event: At<'a>, side: &str) -> Result<Vec<&'a str>, ScoreError> {
    event.members(side)?.map(|entity| entity.string_or_empty("code")).collect()
}

/// Attributions by id; of two with the same id the later one counts.
fn by_id<'a>(record: At<'a>) -> Result<HashMap<String, At<'a>>, ScoreError> {
    record.parts("attributions")?.into_iter().map(|a| Ok((a.need("id")?.to_string(), a))).collect()
}

/// Everyone who speaks of the event; the report's own voice where nobody else does.
fn voices<'a>(event: At<'a>, attributions: &HashMap<String, At<'a>>) -> Result<Vec<Voice<'a>>, ScoreError> {
    static ASSERTS: std::sync::LazyLock<Value> = std::sync::LazyLock::new(|| json!("asserts"));
    let mut out = Vec::new();
    for id in event.list("in")? {
        if let Some(a) = attributions.get(&id.to_string()) {
            out.push(Voice { source: Some(a.inner("source")?), stance: a.need("stance")? });
        }
    }
    if out.is_empty() {
        out.push(Voice { source: None, stance: &ASSERTS });
    }
    Ok(out)
}

fn same_source(g: &Attribution<'_>, f: &Attribution<'_>) -> Result<bool, ScoreError> {
    same_voice(Some(g.at.inner("source")?), Some(f.at.inner("source")?))
}

/// Two sources are the same voice when they share a code or their names are alike; a source without a name is the report.
fn same_voice(a: Option<At<'_>>, b: Option<At<'_>>) -> Result<bool, ScoreError> {
    let name = |source: Option<At<'_>>| -> Result<String, ScoreError> {
        source.map_or_else(
            || Ok(String::new()),
            |s| {
                s.need("text")?;
                s.string_or_empty("text").map(str::to_owned)
            },
        )
    };
    let (x, y) = (name(a)?, name(b)?);
    match (a, b) {
        (Some(a), Some(b)) if !x.is_empty() && !y.is_empty() => {
            let code = a.get("code")?;
            Ok((truthy(code) && code == b.get("code")?) || alike(&x, &y))
        }
        _ => Ok(x.is_empty() && y.is_empty()),
    }
}

/// The stretch of a gold sentence; a negative number counts from the end, as in Python.
fn sentence_span(at: At<'_>, spans: &[Stretch], number: i64) -> Result<Stretch, ScoreError> {
    let index = if number < 0 { number + spans.len() as i64 } else { number };
    let span = usize::try_from(index).ok().and_then(|i| spans.get(i));
    span.copied().ok_or_else(|| at.error("s", "the number of one of the sentences, from 0"))
}

fn gold_events<'a>(gold: At<'a>, text: &Text<'_>, spans: &[Stretch]) -> Result<Vec<Event<'a>>, ScoreError> {
    let mut events = Vec::new();
    for at in gold.parts("events")? {
        let sentence = at.integer("s")?;
        let nth = if at.get("nth")?.is_null() { 1 } else { at.integer("nth")? };
        if nth > 10_000 {
            return Err(at.error("nth", "the number of an occurrence in its sentence, from 1"));
        }
        let span = text.occurrence(sentence_span(at, spans, sentence)?, at.string("trigger")?, nth);
        events.push(Event { at, kind: at.string("type")?, sentence, span });
    }
    Ok(events)
}

fn found_events<'a>(out: At<'a>, id: &str, text: &Text<'_>, spans: &[Stretch]) -> Result<Vec<Event<'a>>, ScoreError> {
    let mut events = Vec::new();
    for (number, at) in out.parts("events")?.into_iter().enumerate() {
        let trigger = at.inner("trigger")?;
        let span = stretch(trigger)?;
        let said = trigger.string("text")?;
        let held = text.slice(span);
        if held != said {
            return Err(ScoreError::Span { report: id.to_owned(), event: number, said: said.chars().take(60).collect(), held: held.chars().take(60).collect() });
        }
        events.push(Event { at, kind: at.string("type")?, sentence: sentence_at(spans, span.0), span });
    }
    Ok(events)
}

/// The offsets of a span, in code points.
fn stretch(span: At<'_>) -> Result<Stretch, ScoreError> {
    let offset = |field| {
        let at = span.integer(field)?;
        // Far beyond any text, and small enough that no sum of two overflows.
        if at.unsigned_abs() < 1 << 60 { Ok(at) } else { Err(span.error(field, "an offset within the text")) }
    };
    Ok((offset("start")?, offset("end")?))
}

fn gold_attributions<'a>(gold: At<'a>, text: &Text<'_>, spans: &[Stretch]) -> Result<Vec<Attribution<'a>>, ScoreError> {
    let mut all = Vec::new();
    for at in gold.parts("attributions")? {
        let sentence = at.integer("s")?;
        let whole = sentence_span(at, spans, sentence)?;
        let span = if truthy(at.need("cue")?) { text.occurrence(whole, at.string("cue")?, 1) } else { whole };
        let words = at.strings("content")?;
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return Err(at.error("content", "a list of the first and the last words"));
        };
        let end = text.len();
        let content = text.find(first, whole.0, end).or_else(|| text.find(first, 0, end)).and_then(|low| {
            let high = text.find(last, low, end)?;
            Some((low, high + points(last)))
        });
        all.push(Attribution { at, sentence, span, content });
    }
    Ok(all)
}

fn found_attributions<'a>(out: At<'a>, spans: &[Stretch]) -> Result<Vec<Attribution<'a>>, ScoreError> {
    let mut all = Vec::new();
    for at in out.parts("attributions")? {
        let content = stretch(at.inner("content")?)?;
        let span = if truthy(at.get("cue")?) { stretch(at.inner("cue")?)? } else { content };
        all.push(Attribution { at, sentence: sentence_at(spans, span.0), span, content: Some(content) });
    }
    Ok(all)
}
