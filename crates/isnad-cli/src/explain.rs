//! `isnad explain`: for every sentence its words, mentions and records with the entries and rules that made them, and
//! for what was found and gave no record, why.

use crate::args::Explain;
use crate::code::{ending, reader};
use crate::flow::Flow;
use crate::language;
use crate::lexicon::{self, Loaded};
use crate::output::{Output, Stop, tell};
use crate::pretty::{self, column};
use crate::style::{PDI, Paint, RLI, Style, clean};
use isnad::Report;
use isnad::anaphora::Entity;
use isnad::coded::{Attribution, Coded, Event};
use isnad::coder::{Coder, Sentence};
use isnad::inflect as feat;
use isnad::lexicon::{Lexicon, Meaning, Origin, Payload, Pos};
use isnad::mentions::{Np, NpKind};
use isnad::span::Span;
use isnad::text::{Kind, Text};
use isnad::words::{self, Reading, UNKNOWN, Unit};

/// `isnad explain`.
///
/// # Errors
/// A lexicon that cannot be read, or standard output that cannot be written.
pub fn run(call: &Explain) -> Result<bool, Stop> {
    let loaded = lexicon::load(&call.lexicon)?;
    let style = Style::of_stdout(call.colour.when);
    let mut out = Output::stdout()?;
    let mut coder = Coder::new(&loaded.lexicon);
    let mut good = loaded.good;
    let mut print = ending(|text: Option<String>| {
        out.lines(text.unwrap_or_default().as_bytes())?;
        out.flush()
    });
    for item in reader(std::slice::from_ref(&call.file)) {
        match item {
            Ok(mut report) => {
                report.notes.extend(language::remark(&report.text));
                print(Some(Explained::new(&loaded, &mut coder, &report, style).text()))?;
            }
            Err(error) => {
                tell(&error.to_string());
                good = false;
            }
        }
    }
    Ok(good)
}

/// Columns of the word table.
const COLUMNS: (usize, usize, usize) = (18, 24, 12);

/// What was decided about a sentence before records were made of it.
struct Seen {
    span: Span,
    /// The words, mentions and times, printed.
    found: String,
    predicates: Vec<SeenPredicate>,
    /// Where mentions stand, with the entries behind their codes.
    origins: Vec<(Span, Origin)>,
}

struct SeenPredicate {
    span: Span,
    frame: u32,
    rule: &'static str,
    /// The frame of the light verb that carries it.
    carrier: Option<u32>,
}

/// One report with all that was seen on the way.
struct Explained<'a> {
    loaded: &'a Loaded,
    report: &'a Report,
    coded: Coded,
    seen: Vec<Seen>,
    style: Style,
}

impl<'a> Explained<'a> {
    fn new<'l>(loaded: &'a Loaded, coder: &mut Coder<'l>, report: &'a Report, style: Style) -> Explained<'a> {
        let mut seen = Vec::new();
        let coded = coder.code_watched(report, |text, sentence| seen.push(see(&loaded.lexicon, report, text, sentence, style)));
        Explained { loaded, report, coded, seen, style }
    }

    fn text(&self) -> String {
        let mut out = String::new();
        pretty::head(self.report, &self.coded, &[], self.style, &mut out);
        for (n, seen) in self.seen.iter().enumerate() {
            self.sentence(n, seen, &mut out);
        }
        for diagnostic in &self.coded.diagnostics {
            Flow::new().own("! ", Paint::Alert).text(diagnostic, Paint::Alert).lines(self.style, &mut out, 0, 2);
        }
        out
    }

    fn sentence(&self, n: usize, seen: &Seen, out: &mut String) {
        let events: Vec<usize> = (0..self.coded.events.len()).filter(|k| self.coded.events[*k].sentence == n).collect();
        let attributions: Vec<usize> = (0..self.coded.attributions.len()).filter(|k| self.coded.attributions[*k].sentence == n).collect();
        let name = format!("── sentence {} ", n + 1);
        let rest = self.style.width.saturating_sub(name.chars().count());
        self.style.paint(out, &format!("{name}{}", "─".repeat(rest)), Paint::Dim);
        out.push('\n');
        let marks = pretty::marks(&self.loaded.lexicon, &self.coded, &events, &attributions);
        pretty::words(self.report, seen.span, &marks, self.style, out);
        out.push_str(&seen.found);
        for &k in &events {
            self.event(k, &self.coded.events[k], seen, out);
        }
        for &k in &attributions {
            self.attribution(k, &self.coded.attributions[k], seen, out);
        }
        let nothing = events.is_empty() && attributions.is_empty();
        let mut why = self.dropped(n, seen, out);
        why |= self.unused(n, seen, out);
        if nothing && !why {
            self.line(out, "nothing: no predicate known here", Paint::Alert);
        }
        out.push('\n');
    }

    fn line(&self, out: &mut String, text: &str, paint: Paint) {
        Flow::new().own(text, paint).lines(self.style, out, 2, 4);
    }

    /// An entry: where it stands, and its line as it is written there.
    fn entry(&self, out: &mut String, name: &str, origin: Origin) {
        let mut flow = Flow::new();
        flow.own(&format!("{name} "), Paint::Dim).text(&self.loaded.lexicon.origin(origin), Paint::Bold).own(": ", Paint::Dim);
        // Fields one by one: codes between Arabic words would else change places.
        for (n, field) in self.loaded.line(origin).split('|').enumerate() {
            flow.own(if n > 0 { " | " } else { "" }, Paint::Dim).text(field.trim(), Paint::Plain);
        }
        flow.lines(self.style, out, 6, 8);
    }

    fn frame(&self, out: &mut String, name: &str, frame: u32) {
        self.entry(out, name, self.loaded.lexicon.frames[frame as usize].origin);
    }

    fn party(&self, out: &mut String, name: &str, paint: Paint, entity: &Entity, seen: &Seen) {
        let mut flow = Flow::new();
        flow.own(&format!("{name} "), Paint::Dim).text(entity.span.of(&self.report.text), paint);
        let code = entity.code.to_string();
        flow.own(&if code.is_empty() { " (no code)".to_owned() } else { format!(" ({code})") }, Paint::Dim);
        if !seen.span.holds(entity.span) {
            flow.own(" stands in another sentence", Paint::Dim);
        }
        flow.lines(self.style, out, 6, 8);
        let entries = self.seen.iter().flat_map(|s| &s.origins).filter(|(span, _)| *span == entity.span);
        let named = entity.named.map(|a| self.loaded.lexicon.actors[a as usize].origin);
        let mut origins: Vec<Origin> = entries.map(|(_, origin)| *origin).chain(named).collect();
        origins.dedup();
        for origin in origins {
            let mut inner = String::new();
            self.entry(&mut inner, "by", origin);
            out.push_str("  ");
            out.push_str(&inner);
        }
    }

    fn event(&self, k: usize, event: &Event, seen: &Seen, out: &mut String) {
        let lexicon = &self.loaded.lexicon;
        let ontology = &lexicon.ontology;
        let kind = &ontology.types[usize::from(event.kind)];
        let mode = event.mode.and_then(|m| kind.modes.get(usize::from(m))).map_or(String::new(), |m| format!(" {m}"));
        let status = ontology.statuses.get(usize::from(event.status)).map_or("", String::as_str);
        let trigger = Paint::Trigger(pretty::class(lexicon, event.kind));
        let mut flow = Flow::new();
        flow.own(&format!("e{} ", k + 1), Paint::Bold).own(&format!("{}{mode}, {status}: ", kind.name), Paint::Bold);
        flow.text(event.trigger.of(&self.report.text), trigger);
        flow.lines(self.style, out, 2, 4);
        self.frame(out, "entry", event.frame);
        let met = seen.predicates.iter().find(|p| p.span == event.trigger && p.frame == event.frame);
        if let Some(carrier) = met.and_then(|p| p.carrier) {
            self.frame(out, "carried by", carrier);
        }
        self.rule(out, event.rule);
        let signs = isnad::confidence::SIGNS.iter().filter(|(_, sign)| event.signs & sign != 0);
        let signs: Vec<&str> = signs.map(|(name, _)| *name).collect();
        let sure = format!("{:.2}: {}", event.confidence, signs.join(", "));
        Flow::new().own("confidence ", Paint::Dim).own(&sure, Paint::Plain).lines(self.style, out, 6, 8);
        for entity in &event.actor {
            self.party(out, "actor", Paint::Actor, entity, seen);
        }
        for entity in &event.recipient {
            self.party(out, "recipient", Paint::Recipient, entity, seen);
        }
        let mut more = Flow::new();
        if let Some(date) = &event.date {
            more.own(&format!("date {date} "), Paint::Dim).text(event.date_span.unwrap_or_default().of(&self.report.text), Paint::Plain).own("  ", Paint::Plain);
        }
        if let Some((span, place)) = event.place {
            let known = if place.is_some() { "place, in the gazetteer " } else { "place " };
            more.own(known, Paint::Dim).text(span.of(&self.report.text), Paint::Plain).own("  ", Paint::Plain);
        }
        for within in &event.within {
            more.own(&format!("inside a{} ", within + 1), Paint::Dim);
        }
        for merged in &event.merged {
            more.own("told again by ", Paint::Dim).text(merged.of(&self.report.text), Paint::Plain).own("  ", Paint::Plain);
        }
        more.lines(self.style, out, 6, 8);
    }

    fn rule(&self, out: &mut String, rule: &str) {
        Flow::new().own("rule ", Paint::Dim).own(rule, Paint::Plain).lines(self.style, out, 6, 8);
    }

    fn attribution(&self, k: usize, a: &Attribution, seen: &Seen, out: &mut String) {
        let stance = self.loaded.lexicon.ontology.stances.get(usize::from(a.stance)).map_or("", String::as_str);
        let mut flow = Flow::new();
        flow.own(&format!("a{} {stance}: ", k + 1), Paint::Bold);
        match a.cue {
            Some(cue) => flow.text(cue.of(&self.report.text), Paint::Cue),
            None => flow.own("no cue in print", Paint::Dim),
        };
        flow.lines(self.style, out, 2, 4);
        if let Some(frame) = a.frame {
            self.frame(out, "entry", frame);
        }
        self.rule(out, a.rule);
        self.party(out, "source", Paint::Source, &a.source, seen);
        let mut flow = Flow::new();
        flow.own("content ", Paint::Dim).text(a.content.of(&self.report.text), Paint::Content);
        if let Some(within) = a.within {
            flow.own(&format!(" inside a{}", within + 1), Paint::Dim);
        }
        if let Some(refers) = a.refers {
            flow.own(&format!(" speaks of a{}", refers + 1), Paint::Dim);
        }
        flow.lines(self.style, out, 6, 8);
    }

    /// What was found and came to nothing, with the reason; whether there was any.
    fn dropped(&self, n: usize, seen: &Seen, out: &mut String) -> bool {
        let mut any = false;
        for d in self.coded.dropped.iter().filter(|d| d.sentence == n) {
            any = true;
            self.no_record(out, d.span, d.why);
            self.frame(out, "entry", d.frame);
            if let Some(p) = seen.predicates.iter().find(|p| p.span == d.span && p.frame == d.frame) {
                self.rule(out, p.rule);
            }
        }
        any
    }

    fn no_record(&self, out: &mut String, span: Span, why: &str) {
        let mut flow = Flow::new();
        flow.own("no record of ", Paint::Alert).text(span.of(&self.report.text), Paint::Bold).own(&format!(": {why}"), Paint::Alert);
        flow.lines(self.style, out, 2, 4);
    }

    /// Predicates that neither gave a record nor a reason: cues without words, light verbs without an event.
    fn unused(&self, n: usize, seen: &Seen, out: &mut String) -> bool {
        let mut any = false;
        for p in &seen.predicates {
            let coded = &self.coded;
            let event = coded.events.iter().any(|e| e.sentence == n && (e.trigger.meets(p.span) || e.merged.iter().any(|m| m.meets(p.span))));
            let cue = coded.attributions.iter().any(|a| a.frame == Some(p.frame) && a.cue.is_some_and(|c| c.meets(p.span)));
            let carrier = seen.predicates.iter().any(|q| q.carrier == Some(p.frame));
            let dropped = coded.dropped.iter().any(|d| d.sentence == n && d.span.meets(p.span));
            let why = match self.loaded.lexicon.frames[p.frame as usize].meaning {
                Meaning::Say { .. } if !cue => "it says that somebody speaks, but source or words were not found",
                Meaning::Light { .. } if !carrier && !event => "it carries an event, but no event was found in its slot",
                Meaning::Event { .. } if !event && !dropped => "another reading of the same words was taken",
                _ => continue,
            };
            any = true;
            self.no_record(out, p.span, why);
            self.frame(out, "entry", p.frame);
            self.rule(out, p.rule);
        }
        any
    }
}

fn see(lexicon: &Lexicon, report: &Report, text: &Text, sentence: &Sentence, style: Style) -> Seen {
    let mut out = String::new();
    for (i, unit) in sentence.words.units.iter().enumerate() {
        word(lexicon, report, text, unit, i < sentence.from, style, &mut out);
    }
    let mut origins = Vec::new();
    for (np, entities) in sentence.nps.iter().zip(&sentence.entities) {
        let span = isnad::mentions::span(text, &sentence.words, &np.units);
        origins.extend(np.actor.map(|a| (span, lexicon.actors[a as usize].origin)));
        mention(lexicon, report, np, span, entities, style, &mut out);
    }
    for time in sentence.times.iter().filter(|t| !t.units.is_empty()) {
        let span = isnad::mentions::span(text, &sentence.words, &time.units);
        let mut flow = Flow::new();
        flow.own("time ", Paint::Dim).text(span.of(&report.text), Paint::Plain);
        flow.own(&format!(" = {}", time.value.as_deref().unwrap_or("no date")), Paint::Plain);
        flow.lines(style, &mut out, 2, 4);
    }
    let frame_of = |k: usize| sentence.found.predicates.get(k).map(|p| p.frame);
    let predicates = sentence
        .found
        .predicates
        .iter()
        .map(|p| SeenPredicate { span: isnad::mentions::span(text, &sentence.words, &p.units), frame: p.frame, rule: p.rule, carrier: p.carrier.and_then(frame_of) })
        .collect();
    Seen { span: sentence.span, found: out, predicates, origins }
}

/// A line of the word table: as printed, as read, part of speech and features.
fn word(lexicon: &Lexicon, report: &Report, text: &Text, unit: &Unit, left_out: bool, style: Style, out: &mut String) {
    let token = &text.tokens[unit.token];
    if !matches!(token.kind, Kind::Arabic | Kind::Other | Kind::Number) {
        return;
    }
    let printed = clean(token.span.of(&report.text));
    let right = |s: &str, columns: usize| column(&format!("{RLI}{s}{PDI}"), columns);
    out.push_str("    ");
    out.push_str(&right(&printed, COLUMNS.0));
    let r = unit.reading;
    // A phrase of the lexicon is read as a whole; what its words are by themselves no longer matters.
    let phrase = unit.phrase.is_some() || unit.inside;
    let read = match lexicon.lexemes.get(r.lexeme as usize).filter(|_| !phrase) {
        Some(lexeme) => with_clitics(&lexeme.lemma, r),
        None => text.norm(unit.token).to_owned(),
    };
    out.push_str(&right(&clean(&read), COLUMNS.1));
    let pos = match (token.kind, phrase) {
        (_, true) => "phrase",
        (Kind::Number, _) => "number",
        _ if r.lexeme == UNKNOWN => "not known",
        _ => pos(r.pos),
    };
    out.push_str(&column(pos, COLUMNS.2));
    let mut rest = match &unit.phrase {
        Some(phrase) => {
            let names: Vec<String> = phrase.payloads.iter().map(|p| payload(lexicon, *p)).collect();
            let more = if phrase.len > 1 { format!(" (with the {} behind)", phrase.len - 1) } else { String::new() };
            format!("{}{more}", names.join(", "))
        }
        None if unit.inside => "…".to_owned(),
        None => features(lexicon, r).join(" "),
    };
    if left_out {
        rest = format!("{rest} (left out: dateline or no prose)");
    }
    style.paint(out, rest.trim(), Paint::Dim);
    while out.ends_with(' ') {
        out.pop();
    }
    out.push('\n');
}

/// The lemma between its clitics: «و+ال+وزير+هم».
fn with_clitics(lemma: &str, r: Reading) -> String {
    const CLITICS: [(u16, &str); 7] = [(words::WA, "و"), (words::FA, "ف"), (words::BA, "ب"), (words::LAM, "ل"), (words::KAF, "ك"), (words::SIN, "س"), (words::ART, "ال")];
    let mut out = String::new();
    for (mask, clitic) in CLITICS {
        if r.clitic(mask) {
            out.push_str(clitic);
            out.push('+');
        }
    }
    out.push_str(lemma);
    if r.suffix > 0 {
        out.push_str("+…");
    }
    out
}

fn pos(pos: Pos) -> &'static str {
    match pos {
        Pos::Verb => "verb",
        Pos::Noun => "noun",
        Pos::Adj => "adjective",
        Pos::Adv => "adverb",
        Pos::Propn => "name",
        Pos::Function => "function",
    }
}

fn features(lexicon: &Lexicon, r: Reading) -> Vec<String> {
    const NAMES: [(u32, &str); 15] = [
        (feat::PERFECT, "perfect"),
        (feat::IMPERFECT, "imperfect"),
        (feat::FIRST, "1"),
        (feat::SECOND, "2"),
        (feat::THIRD, "3"),
        (feat::MASCULINE, "m"),
        (feat::FEMININE, "f"),
        (feat::SINGULAR, "singular"),
        (feat::DUAL, "dual"),
        (feat::PLURAL, "plural"),
        (feat::ACTIVE, "active"),
        (feat::PASSIVE, "passive"),
        (feat::PARTICIPLE, "participle"),
        (feat::MASDAR, "verbal-noun"),
        (feat::ACCUSATIVE, "accusative"),
    ];
    let mut out: Vec<String> = NAMES.iter().filter(|(mask, _)| r.feat(*mask)).map(|(_, name)| (*name).to_owned()).collect();
    if r.lexeme != UNKNOWN {
        let lexeme = &lexicon.lexemes[r.lexeme as usize];
        if r.pos == Pos::Function {
            out.extend(lexeme.funcs.iter().map(|f| format!("{f:?}").to_lowercase()));
        }
        if lexeme.place_head {
            out.push("leads to a place".to_owned());
        }
        if lexeme.given {
            out.push("given name".to_owned());
        }
    }
    if r.suffix > 0 {
        out.push("with pronoun".to_owned());
    }
    out
}

fn payload(lexicon: &Lexicon, payload: Payload) -> String {
    let named = |what: &str, entry: &str| format!("{what} {RLI}{}{PDI}", clean(entry));
    match payload {
        Payload::Actor(a) => {
            let actor = &lexicon.actors[a as usize];
            format!("{} ({})", named(&format!("{:?}", actor.kind).to_lowercase(), &actor.lemma), lexicon.origin(actor.origin))
        }
        Payload::Place(p) => named("place", &lexicon.places[p as usize].name),
        Payload::Time(_) => "time".to_owned(),
        Payload::Func(f) => format!("{f:?}").to_lowercase(),
        Payload::Cue(f) => format!("cue ({})", lexicon.origin(lexicon.frames[f as usize].origin)),
        Payload::PlaceHead => "leads to a place".to_owned(),
    }
}

fn mention(lexicon: &Lexicon, report: &Report, np: &Np, span: Span, entities: &[Entity], style: Style, out: &mut String) {
    let named = np.place.is_some() || !entities.is_empty();
    if matches!(np.kind, NpKind::Time | NpKind::Other | NpKind::Event | NpKind::Pronoun) && !named {
        return;
    }
    let mut flow = Flow::new();
    flow.own(&format!("{} ", format!("{:?}", np.kind).to_lowercase()), Paint::Dim).text(span.of(&report.text), Paint::Plain);
    for entity in entities {
        let code = entity.code.to_string();
        flow.own(" = ", Paint::Dim).own(if code.is_empty() { "no code" } else { &code }, Paint::Bold);
        if entity.span != span {
            flow.own(", that is ", Paint::Dim).text(entity.span.of(&report.text), Paint::Plain);
        }
    }
    if let Some(place) = np.place.map(|p| &lexicon.places[p as usize]) {
        flow.own(" in the gazetteer: ", Paint::Dim).text(&place.name, Paint::Plain);
        let country = place.country.map(|c| String::from_utf8_lossy(&c).into_owned()).unwrap_or_default();
        flow.own(&format!(" {country} {}", clean(&place.kind)), Paint::Dim);
    }
    if let Some(actor) = np.actor.map(|a| &lexicon.actors[a as usize]) {
        flow.own(&format!(" by {}", lexicon.origin(actor.origin)), Paint::Dim);
    }
    flow.lines(style, out, 2, 4);
}

/// The lexicon of a server, with the explanations of `isnad explain`.
#[cfg(feature = "serve")]
pub struct Explainer {
    loaded: Loaded,
}

#[cfg(feature = "serve")]
impl Explainer {
    /// Explains by a lexicon.
    pub fn new(loaded: Loaded) -> Explainer {
        Explainer { loaded }
    }
}

#[cfg(feature = "serve")]
impl isnad_serve::pool::Pack for Explainer {
    fn lexicon(&self) -> &Lexicon {
        &self.loaded.lexicon
    }

    fn explain(&self, coder: &mut Coder<'_>, report: &Report) -> Option<Vec<isnad_serve::pool::Explained>> {
        use isnad_serve::pool::{About, Explained as Said};
        let whole = Explained::new(&self.loaded, coder, report, Style::unbroken());
        let mut out = Vec::new();
        let mut say = |about: About, text: String| {
            // What only a terminal needs is left out.
            let lines: Vec<String> = text.lines().map(|l| l.trim().chars().filter(|c| !matches!(*c, RLI | PDI)).collect()).filter(|l: &String| !l.is_empty()).collect();
            if !lines.is_empty() {
                out.push(Said { about, lines });
            }
        };
        for (n, seen) in whole.seen.iter().enumerate() {
            for (k, event) in whole.coded.events.iter().enumerate().filter(|(_, e)| e.sentence == n) {
                let mut text = String::new();
                whole.event(k, event, seen, &mut text);
                say(About::Record(format!("e{}", k + 1)), text);
            }
            for (k, a) in whole.coded.attributions.iter().enumerate().filter(|(_, a)| a.sentence == n) {
                let mut text = String::new();
                whole.attribution(k, a, seen, &mut text);
                say(About::Record(format!("a{}", k + 1)), text);
            }
            let mut text = String::new();
            whole.dropped(n, seen, &mut text);
            whole.unused(n, seen, &mut text);
            say(About::Sentence { sentence: n }, text);
        }
        Some(out)
    }
}
