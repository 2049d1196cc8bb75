//! The whole way through one report: text, words, mentions, predicates, attributions, events, voices.
//!
//! ```
//! use isnad::{coder::Coder, lexicon::{Builder, Source}, ontology::Ontology, Report};
//!
//! let mut builder = Builder::new(Ontology::plover());
//! builder.add(Source { file: "x", text: "RUS | روسيا | روسي | موسكو | Russia\nجيش | org | MIL\nقصف يقصف (قصف) | ASSAULT heavy-weapons | 194 | subj=actor obj=recipient\nمواقع | target | REB" });
//! let (lexicon, _) = builder.build();
//! let mut coder = Coder::new(&lexicon);
//! coder.min_confidence = 0.0; // an isolated sentence is little to be sure of
//! let coded = coder.code(&Report::with_title("r", "", "قصف الجيش الروسي مواقع."));
//! assert_eq!(coded.events.len(), 1);
//! assert_eq!(coded.events[0].actor[0].code.to_string(), "RUS MIL");
//! ```

use crate::anaphora::{Entity, Focus, Memory};
use crate::attributions::{self, Speech};
use crate::coded::Coded;
use crate::confidence::Model;
use crate::dateline;
use crate::dyads;
use crate::entry::Func;
use crate::events;
use crate::lexicon::{Lexicon, Payload};
use crate::mentions::{Np, noun_phrases};
use crate::predicates::{Found, predicates};
use crate::report::Report;
use crate::span::Span;
use crate::text::{Kind, Text};
use crate::times::{Time, times};
use crate::voices;
use crate::words::{Analyser, UNKNOWN, Words};

/// Codes reports over one lexicon; one a thread, since it remembers word forms.
#[derive(Debug)]
pub struct Coder<'l> {
    lexicon: &'l Lexicon,
    analyser: Analyser<'l>,
    model: Model,
    /// Events of less confidence are left out (0 keeps all); the model's own bound unless set otherwise.
    pub min_confidence: f32,
}

/// A sentence with all that is decided about it before voices.
#[derive(Debug)]
pub struct Sentence {
    /// Its words.
    pub words: Words,
    /// Times in it.
    pub times: Vec<Time>,
    /// Noun phrases.
    pub nps: Vec<Np>,
    /// Predicates and clauses.
    pub found: Found,
    /// Who the noun phrases are.
    pub entities: Vec<Vec<Entity>>,
    /// Where it stands.
    pub span: Span,
    /// The title.
    pub title: bool,
    /// The first unit that is coded.
    pub from: usize,
}

/// The longest byline that is looked at, in bytes.
const LONGEST_BYLINE: usize = 400;
/// The longest sentence that is read as one, in tokens; the rest of a longer one is left out and said.
const LONGEST_SENTENCE: usize = 600;

impl<'l> Coder<'l> {
    /// A coder over a lexicon.
    pub fn new(lexicon: &'l Lexicon) -> Coder<'l> {
        let model = Model::shipped();
        let min_confidence = model.threshold;
        Coder { lexicon, analyser: Analyser::new(lexicon), model, min_confidence }
    }

    /// Codes one report. Any text gives a result.
    pub fn code(&mut self, report: &Report) -> Coded {
        self.code_watched(report, |_, _| {})
    }

    /// Codes one report and shows each sentence, with all that was decided about it, to `watch`.
    pub fn code_watched(&mut self, report: &Report, mut watch: impl FnMut(&Text, &Sentence)) -> Coded {
        let lexicon = self.lexicon;
        let text = Text::new(&report.text);
        let mut coded = Coded { diagnostics: report.notes.clone(), words: text.tokens.iter().filter(|t| matches!(t.kind, Kind::Arabic | Kind::Other | Kind::Number)).count(), ..Coded::default() };
        let published = self.published(report, &mut coded);
        let mut all: Vec<Words> = Vec::with_capacity(text.sentences.len());
        let title_end = report.title.as_ref().map_or(0, |t| t.end);
        let mut titles = 0;
        for range in &text.sentences {
            let mut range = range.clone();
            if range.len() > LONGEST_SENTENCE {
                coded.diagnostics.push(format!("a sentence of {} tokens is read to its first {LONGEST_SENTENCE} only", range.len()));
                range.end = range.start + LONGEST_SENTENCE;
            }
            let title = (text.tokens[range.start].span.start as usize) < title_end;
            titles += usize::from(title);
            all.push(self.analyser.sentence(&text, range, title));
        }
        self.analyser.again(&text, &mut all, titles);
        let head = self.dateline(report, &text, &all, titles, &mut coded);
        let mut focus = Focus::new(head.home);
        for words in &all {
            focus.add(lexicon, words);
        }
        for country in &head.countries {
            focus.count(lexicon, Some(*country), 3);
        }
        let country = focus.country().or(head.home);
        let mut memory = Memory::new(lexicon, country);
        memory.weights = focus;
        let mut speech = Speech::default();
        // The dateline's own day stands in for a missing date of publication.
        let day = published.or(head.day);
        let today = day.map(|d| d.to_string());
        for (n, words) in all.into_iter().enumerate() {
            let span = span_of(&text, &words);
            coded.sentences.push(span);
            let from = if n == titles + head.whole { head.until.min(words.len()) } else { 0 };
            let boilerplate = self.boilerplate(&words);
            let told = words.units.first().is_some_and(|u| u.reading.pos == crate::lexicon::Pos::Verb && u.phrase.is_none()) && !boilerplate;
            let from = if told { 0 } else { from };
            let prose = told || !(n >= titles && (n < titles + head.whole || head.lines.contains(&(n - titles)))) && !boilerplate;
            let times = times(lexicon, &text, &words, day);
            let from = if prose { from } else { words.len() };
            let mut nps = noun_phrases(lexicon, &text, &words, &times, from, &memory.weights);
            memory.recall(&text, &words, &mut nps);
            let entities = memory.resolve(&text, &words, &nps, n);
            let found = predicates(lexicon, &text, &words, &nps, from, n < titles);
            let sentence = Sentence { words, times, nps, found, entities, span, title: n < titles, from };
            attributions::read(lexicon, &text, &sentence, n, &mut memory, &mut speech, &mut coded);
            events::read(lexicon, &text, &sentence, n, today.as_deref(), &mut memory, &mut coded);
            watch(&text, &sentence);
        }
        dyads::complete(lexicon, &mut coded);
        voices::nest(&mut coded);
        events::date_again(&mut coded, titles);
        events::date_titles(&mut coded, titles);
        events::rate(&self.model, titles, today.as_deref(), self.min_confidence, &mut coded);
        coded
    }

    /// Lines of tags and links.
    fn boilerplate(&self, words: &Words) -> bool {
        words.units.first().is_some_and(|u| {
            u.info.readings.iter().any(|r| r.lexeme != UNKNOWN && self.lexicon.lexemes[r.lexeme as usize].funcs.contains(&Func::Boilerplate))
                || u.phrase.as_ref().is_some_and(|p| p.payloads.contains(&Payload::Func(Func::Boilerplate)))
        }) && !words.units.iter().skip(1).any(|u| u.reading.pos == crate::lexicon::Pos::Verb && u.reading.feats & crate::inflect::PERFECT != 0)
    }

    fn published(&self, report: &Report, coded: &mut Coded) -> Option<jiff::civil::Date> {
        let given = report.published.as_deref()?;
        let day = given.get(..10).unwrap_or(given);
        match day.parse::<jiff::civil::Date>() {
            Ok(date) => Some(date),
            Err(_) => {
                coded.diagnostics.push(format!("published: «{given}» is no date that exists (write YYYY-MM-DD); dates relative to it stay empty"));
                None
            }
        }
    }

    fn dateline(&mut self, report: &Report, text: &Text, all: &[Words], titles: usize, coded: &mut Coded) -> Head {
        let lexicon = self.lexicon;
        let body = &all[titles.min(all.len())..];
        let opening = &body[..body.len().min(3)];
        let last = body.last().filter(|_| body.len() > 1);
        let line = dateline::dateline(lexicon, &report.text, text, all.first().filter(|_| titles > 0), opening, last);
        let mut head = Head { until: line.until, whole: line.whole, lines: line.lines.clone(), day: line.date.as_ref().and_then(|d| d.day), countries: Vec::new(), home: None };
        let outlet = report.publisher.as_deref().and_then(|p| dateline::outlet(lexicon, p));
        if let Some(p) = &report.publisher {
            coded.publishers.push(p.clone());
            head.home = outlet.and_then(|a| lexicon.actors[a as usize].home);
        }
        for credit in &line.publishers {
            let same = coded.publishers.contains(&credit.name) || self.same_outlet(outlet, credit.actor);
            if !same {
                coded.publishers.push(credit.name.clone());
            }
        }
        for place in &line.places {
            head.countries.extend(place.country);
        }
        // A byline that the input gives apart credits agencies as one in the text does.
        if let Some(byline) = report.byline.as_deref().filter(|b| b.len() < LONGEST_BYLINE) {
            let text = Text::new(byline);
            let words: Vec<Words> = text.sentences.iter().take(1).map(|r| self.analyser.sentence(&text, r.clone(), false)).collect();
            let apart = dateline::dateline(lexicon, byline, &text, None, &words, None);
            for credit in &apart.publishers {
                if !coded.publishers.contains(&credit.name) && !self.same_outlet(outlet, credit.actor) {
                    coded.publishers.push(credit.name.clone());
                }
            }
            for place in &apart.places {
                head.countries.extend(place.country);
            }
        }
        head
    }

    /// Whether the input's outlet and a medium in the dateline are one («aljazirah», «الجزيرة»).
    fn same_outlet(&self, outlet: Option<u32>, credit: Option<u32>) -> bool {
        let (Some(a), Some(b)) = (outlet, credit) else { return false };
        let id = |x: u32| self.lexicon.actors[x as usize].id.as_deref();
        a == b || id(a).is_some() && id(a) == id(b)
    }
}

struct Head {
    until: usize,
    whole: usize,
    lines: Vec<usize>,
    day: Option<jiff::civil::Date>,
    countries: Vec<crate::ontology::Three>,
    home: Option<crate::ontology::Three>,
}

fn span_of(text: &Text, words: &Words) -> Span {
    match (words.units.first(), words.units.last()) {
        (Some(a), Some(b)) => text.tokens[a.token].span.join(text.tokens[b.token].span),
        _ => Span::default(),
    }
}
