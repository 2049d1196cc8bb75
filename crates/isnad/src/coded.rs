//! What the coder found in one report, in bytes of its text: the input of [`crate::record`] and of explanations.

use crate::anaphora::Entity;
use crate::span::Span;

/// Somebody else's words, belief or claim.
#[derive(Debug, Clone)]
pub struct Attribution {
    /// The sentence of the cue.
    pub sentence: usize,
    /// The words that introduce it; none where a quotation goes on or a colon stands for it.
    pub cue: Option<Span>,
    /// Whose they are; the first gives the code.
    pub source: Entity,
    /// Place in the ontology's stances.
    pub stance: u8,
    /// What is attributed.
    pub content: Span,
    /// The attribution that it stands inside.
    pub within: Option<usize>,
    /// The document or medium through which it came.
    pub via: Option<Span>,
    /// It speaks of what an earlier attribution says («تنفي ذلك»).
    pub refers: Option<usize>,
    /// The frame that made it.
    pub frame: Option<u32>,
    /// How it was understood.
    pub rule: &'static str,
}

impl Attribution {
    /// One of which no more is known than whose words they are and how that was understood.
    pub fn new(sentence: usize, source: Entity, stance: u8, content: Span, rule: &'static str) -> Attribution {
        Attribution { sentence, cue: None, source, stance, content, within: None, via: None, refers: None, frame: None, rule }
    }
}

/// How many.
#[derive(Debug, Clone)]
pub struct CountOf {
    /// «killed» or «wounded», as the entry of the casualty word says; empty where only a number of people is given.
    pub of: Box<str>,
    /// At least.
    pub low: u64,
    /// At most, where said.
    pub high: Option<u64>,
    /// The number's words.
    pub span: Span,
}

/// Who did what to whom.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its sentence.
    pub sentence: usize,
    /// Place in the ontology's types.
    pub kind: u8,
    /// Place in the type's modes.
    pub mode: Option<u8>,
    /// Place in the ontology's statuses.
    pub status: u8,
    /// The words.
    pub trigger: Span,
    /// Who.
    pub actor: Vec<Entity>,
    /// To whom.
    pub recipient: Vec<Entity>,
    /// `YYYY[-MM[-DD]]`.
    pub date: Option<String>,
    /// The words that give the date.
    pub date_span: Option<Span>,
    /// Where: the words, and the place of the gazetteer.
    pub place: Option<(Span, Option<u32>)>,
    /// The deed that words are about («أدان الهجوم»), and whether it is one of force.
    pub about: Option<(Span, bool)>,
    /// Numbers of people.
    pub counts: Vec<CountOf>,
    /// The innermost attributions that it stands in.
    pub within: Vec<usize>,
    /// The frame that made it.
    pub frame: u32,
    /// How it was understood.
    pub rule: &'static str,
    /// How it is told, see [`crate::confidence`].
    pub signs: u64,
    /// The probability that an annotator would mark it.
    pub confidence: f32,
    /// Other words for the same occurrence, folded into this one.
    pub merged: Vec<Span>,
}

/// Why an event is dropped whose confidence is below the bound; a lower bound shows it.
pub const UNSURE: &str = "the coder is not sure enough of it";

/// Why a predicate that was found gave no record.
#[derive(Debug, Clone)]
pub struct Dropped {
    /// Its sentence.
    pub sentence: usize,
    /// Its words.
    pub span: Span,
    /// The frame.
    pub frame: u32,
    /// What came in the way.
    pub why: &'static str,
}

/// All that was found in a report.
#[derive(Debug, Clone, Default)]
pub struct Coded {
    /// Outlets and agencies, outermost first: name and home country.
    pub publishers: Vec<String>,
    /// Attributions in text order.
    pub attributions: Vec<Attribution>,
    /// Events in text order.
    pub events: Vec<Event>,
    /// Where each sentence stands.
    pub sentences: Vec<Span>,
    /// What was found and came to nothing.
    pub dropped: Vec<Dropped>,
    /// What a reader of the record should know.
    pub diagnostics: Vec<String>,
    /// Words in the text.
    pub words: usize,
}
