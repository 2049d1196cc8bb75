//! Attributions: who says, which words are theirs, and how they stand to them.
//!
//! A cue is a verb, participle, noun or preposition with a `say` frame. Its content is a clause behind a
//! complementiser, a quotation, what stands behind a colon, or the complement that the frame calls content.

use crate::anaphora::{Entity, Memory};
use crate::coded::{Attribution, Coded};
use crate::coder::Sentence;
use crate::entry::{ActorKind, Func};
use crate::inflect::{FIRST, IMPERFECT, PERFECT, PLURAL, THIRD};
use crate::lexicon::{Lexicon, Meaning, Payload, Pos, Role, Slot};
use crate::mentions::NpKind;
use crate::predicates::{Filler, Predicate};
use crate::span::Span;
use crate::text::{Kind, Side, Text};
use crate::words::{CONJ, UNKNOWN};

/// What goes on from sentence to sentence: an open quotation.
#[derive(Debug, Default)]
pub struct Speech {
    open: Option<(Entity, u8)>,
}

struct Reader<'a> {
    lexicon: &'a Lexicon,
    text: &'a Text,
    s: &'a Sentence,
    /// The sentence starts inside a quotation.
    quoted: bool,
}

/// Reads the attributions of a sentence.
#[allow(clippy::too_many_arguments, reason = "a stage: what came before goes in, what was found goes out")]
pub fn read(lexicon: &Lexicon, text: &Text, s: &Sentence, n: usize, memory: &mut Memory<'_>, speech: &mut Speech, coded: &mut Coded) {
    // «وأضاف …» opens a saying of its own, whatever quotation mark is missing before it.
    let restarts = s.words.units.first().is_some_and(|u| {
        let r = u.reading;
        r.pos == Pos::Verb && u.phrase.is_none() && r.clitic(CONJ) && r.feat(PERFECT) && r.feat(THIRD) && lexicon.lexemes[r.lexeme as usize].says
    });
    if restarts {
        speech.open = None;
    }
    let r = Reader { lexicon, text, s, quoted: speech.open.is_some() && !s.title };
    r.going_on(n, speech, coded);
    r.title_colon(n, memory, coded);
    let cues: Vec<&Predicate> = s.found.predicates.iter().filter(|p| matches!(lexicon.frames[p.frame as usize].meaning, Meaning::Say { .. })).collect();
    let mut made: Vec<(usize, usize)> = Vec::new();
    for (k, p) in cues.iter().enumerate() {
        if let Some(mut a) = r.attribution(p, &cues, k, n, memory, coded) {
            // «قال: … أعتقد أن …», «أفادت الوزارة، في بيان لها، أن …»: one saying told twice.
            let twice = |b: &Attribution| {
                b.sentence == n
                    && b.source.span == a.source.span
                    && b.stance == a.stance
                    && (a.cue.is_some_and(|c| b.content.holds(c)) || a.rule == "noun" && a.content.meets(b.content) || a.content == b.content)
            };
            // «… وأضاف أن …» starts anew wherever the words before it seem to end.
            let anew = s.words.at(p.unit).is_verb() && s.words.at(p.unit).reading.clitic(CONJ) && s.words.at(p.unit).reading.feat(PERFECT);
            if !anew && coded.attributions.iter().any(twice) {
                continue;
            }
            memory.speaks(a.source);
            if let Some(outer) = r.relay(p, &mut a) {
                coded.attributions.push(outer);
            }
            made.push((coded.attributions.len(), p.unit));
            coded.attributions.push(a);
        }
    }
    r.still_open(speech, coded, made.last().map(|m| m.0));
}

impl Reader<'_> {
    /// «ونقلت وكالة … عن شهود أن …»: who passes the words on, around whose they are; the cue of those is the preposition.
    fn relay(&self, p: &Predicate, inner: &mut Attribution) -> Option<Attribution> {
        let frame = &self.lexicon.frames[p.frame as usize];
        let clause = self.s.found.clauses.iter().find(|c| c.verb == p.unit && !c.passive)?;
        let Filler::Phrase(k) = clause.subject else { return None };
        let at = p.fillers(Role::Source).find_map(|f| match f {
            Filler::Phrase(n) => self.s.nps[n].prep.map(|(_, at)| at),
            Filler::Pronoun(unit, _) => Some(unit),
            _ => None,
        })?;
        let source = self.s.entities[k].first().copied().or_else(|| self.nameless(k))?;
        if frame.role(Slot::Subject).is_some() || at <= p.unit || inner.content.meets(source.span) {
            return None;
        }
        let cue = self.unit_span(p.units.start, p.units.start + 1);
        inner.cue = Some(self.unit_span(at, at + 1));
        let from = self.unit_span(at, at + 1);
        let content = if from.start < inner.content.start { from.join(inner.content) } else { inner.content };
        Some(Attribution { cue: Some(cue), frame: Some(p.frame), ..Attribution::new(inner.sentence, source, 0, content, "relayed") })
    }

    fn kind(&self, i: usize) -> Kind {
        self.text.tokens[self.s.words.at(i).token].kind
    }

    fn norm(&self, i: usize) -> &str {
        self.text.norm(self.s.words.at(i).token)
    }

    fn has(&self, i: usize, func: Func) -> bool {
        self.s.words.at(i).serves(self.lexicon, func)
    }

    fn unit_span(&self, from: usize, to: usize) -> Span {
        crate::mentions::span(self.text, &self.s.words, &(from..to))
    }

    /// A stretch of units without the signs and quotation marks at its ends.
    fn trimmed(&self, mut from: usize, mut to: usize) -> Option<Span> {
        let loose = |i: usize| matches!(self.kind(i), Kind::Sign | Kind::Quote(_)) && !matches!(self.norm(i), "%");
        while from < to && loose(from) {
            from += 1;
        }
        while to > from && loose(to - 1) {
            to -= 1;
        }
        (from < to).then(|| self.unit_span(from, to))
    }

    fn opens(&self, i: usize) -> bool {
        match self.kind(i) {
            Kind::Quote(Side::Open) => true,
            Kind::Quote(Side::Either) => {
                // A straight mark opens where an even number stands before it in the sentence.
                let before = (0..i).filter(|&k| self.kind(k) == Kind::Quote(Side::Either)).count();
                (before % 2 == 0) != self.quoted
            }
            _ => false,
        }
    }

    /// The unit of the mark that closes a quotation opened at `i`, if it stands in this sentence.
    fn close_of(&self, i: usize) -> Option<usize> {
        let open = self.kind(i);
        let mut depth = 0;
        for k in i + 1..self.s.words.len() {
            match (open, self.kind(k)) {
                (Kind::Quote(Side::Either), Kind::Quote(Side::Either)) => return Some(k),
                (Kind::Quote(Side::Open), Kind::Quote(Side::Open)) => depth += 1,
                (Kind::Quote(Side::Open), Kind::Quote(Side::Close)) => {
                    if depth == 0 {
                        return Some(k);
                    }
                    depth -= 1;
                }
                _ => {}
            }
        }
        None
    }

    /// A sentence inside a quotation that an earlier one opened.
    fn going_on(&self, n: usize, speech: &mut Speech, coded: &mut Coded) {
        let Some((source, stance)) = speech.open else { return };
        if self.s.title || self.s.words.is_empty() {
            return;
        }
        let mut depth = 0i32;
        let mut close = None;
        for k in 0..self.s.words.len() {
            match self.kind(k) {
                Kind::Quote(Side::Open) => depth += 1,
                Kind::Quote(Side::Close) if depth > 0 => depth -= 1,
                Kind::Quote(Side::Close | Side::Either) => {
                    close = Some(k);
                    break;
                }
                _ => {}
            }
        }
        let end = close.unwrap_or(self.s.words.len());
        if let Some(content) = self.trimmed(self.s.from, end)
            && content.len() > 4
        {
            coded.attributions.push(Attribution::new(n, source, stance, content, "quotation goes on"));
        }
        if close.is_some() {
            speech.open = None;
        }
    }

    /// Whether the last attribution's quotation stays open behind this sentence.
    fn still_open(&self, speech: &mut Speech, coded: &Coded, last: Option<usize>) {
        let mut open = self.quoted.then_some(usize::MAX);
        for k in self.s.from..self.s.words.len() {
            match self.kind(k) {
                Kind::Quote(Side::Open) => open = Some(k),
                Kind::Quote(Side::Close) => open = None,
                Kind::Quote(Side::Either) => open = if open.is_some() { None } else { Some(k) },
                _ => {}
            }
        }
        match open {
            // The quotation with which the sentence began goes on, or is closed.
            Some(usize::MAX) => {}
            None => speech.open = None,
            Some(k) => {
                // Whose quotation it is: the attribution whose words begin with it, else the last one.
                let from = self.text.tokens[self.s.words.at(k).token].span.end;
                let own = coded
                    .attributions
                    .iter()
                    .rev()
                    .take_while(|a| Some(a.sentence) == coded.attributions.last().map(|l| l.sentence))
                    .filter(|a| a.content.start >= from && a.content.start <= from + 8)
                    .min_by_key(|a| std::cmp::Reverse(a.content.len()));
                // Whoever denied goes on by saying what is so.
                let on = |stance: u8| if Some(stance) == self.lexicon.ontology.denial { 0 } else { stance };
                speech.open = own.or_else(|| last.map(|l| &coded.attributions[l])).map(|a| (a.source, on(a.stance)));
            }
        }
    }

    /// «الأمم المتحدة: مقتل …» in a title.
    fn title_colon(&self, n: usize, memory: &mut Memory<'_>, coded: &mut Coded) {
        if !self.s.title {
            return;
        }
        let Some(colon) = (0..self.s.words.len().min(14)).find(|&k| self.norm(k) == ":" || self.norm(k) == "..") else { return };
        if self.norm(colon) == ".." || colon + 2 >= self.s.words.len() {
            return;
        }
        let Some((k, np)) = self.s.nps.iter().enumerate().find(|(_, np)| np.units.start == self.s.from && np.units.end <= colon) else { return };
        let state = np.actor.is_some_and(|a| matches!(self.lexicon.actors[a as usize].kind, ActorKind::State));
        // «فلان لـ«المدينة»: …», «زعيم الأغلبية في الكونجرس الأميركي: …»: more of who it is, and no verb.
        let person = np.actor.is_some_and(|a| matches!(self.lexicon.actors[a as usize].kind, ActorKind::Person | ActorKind::Title | ActorKind::Who | ActorKind::Source)) || np.kind == NpKind::Name;
        let verbless = (np.units.end..colon).all(|i| !self.s.words.at(i).is_verb());
        let covers = np.units.end == colon || self.s.nps.iter().any(|m| m.units.end == colon && m.coord.is_some()) || person && verbless;
        if state || !matches!(np.kind, NpKind::Actor | NpKind::Source | NpKind::Name) || !covers {
            return;
        }
        let source = self.s.entities[k].first().copied().or_else(|| self.nameless(k));
        if let (Some(source), Some(content)) = (source, self.trimmed(colon + 1, self.s.words.len())) {
            memory.speaks(source);
            coded.attributions.push(Attribution::new(n, source, 0, content, "title with colon"));
        }
    }

    /// A source that nothing is known of but its name.
    fn nameless(&self, k: usize) -> Option<Entity> {
        let np = &self.s.nps[k];
        matches!(np.kind, NpKind::Name | NpKind::Other | NpKind::Source | NpKind::Doc | NpKind::Actor | NpKind::Target).then(|| Entity {
            span: crate::mentions::span(self.text, &self.s.words, &np.units),
            code: np.code,
            armed: None,
            named: None,
            state: false,
            national: false,
            plural: self.s.words.at(np.head).reading.feat(PLURAL),
            feminine: np.feminine,
        })
    }

    fn source(&self, p: &Predicate, memory: &Memory<'_>) -> Option<(Entity, bool)> {
        let mut first: Option<Entity> = None;
        for filler in p.fillers(Role::Source) {
            match filler {
                Filler::Phrase(k) => {
                    let np = &self.s.nps[k];
                    let e = self.s.entities[k]
                        .first()
                        .copied()
                        .or_else(|| if matches!(np.kind, NpKind::Event | NpKind::Place | NpKind::Time) || np.kind == NpKind::Target && p.clause.is_none() { None } else { self.nameless(k) });
                    // «رغم أنها أكدت أيضا وجود …»: what is no person, body or document does not speak; who spoke before does.
                    let apart = np.prep.is_none() && np.units.start > p.unit + 1 && !matches!(self.kind(p.unit + 1), Kind::Quote(_));
                    let thing = np.kind == NpKind::Other && np.names.is_empty() && np.actor.is_none() && np.code.is_empty() && self.s.entities[k].is_empty() && np.annexed.is_none();
                    // «ولفتت إلى إحكام المقاومة سيطرتها»: nor does what happens.
                    let happening = matches!(np.kind, NpKind::Event | NpKind::Place | NpKind::Time) && np.coord.is_none() && e.is_none() && p.unit <= self.s.from + 1;
                    // «كشف النقاب عن …»: nor does the noun of an idiom.
                    let idiom = p.collocates.contains(&np.head);
                    if (idiom || thing && e.is_some() && (apart || np.owner > 0) || happening && apart)
                        && first.is_none()
                        && np.coord.is_none()
                        && p.finite
                        && let Some(spoke) = memory.speaker(self.s.words.at(p.unit).reading.feats)
                    {
                        return Some((spoke, false));
                    }
                    if let Some(e) = e {
                        first = Some(match first {
                            Some(f) => Entity { span: f.span.join(crate::mentions::span(self.text, &self.s.words, &np.units)), ..f },
                            None => e,
                        });
                    }
                }
                Filler::Pronoun(unit, suffix) => {
                    let e = memory.antecedent(&self.s.nps, &self.s.entities, unit, suffix);
                    first = first.or(e).or(memory.last_source);
                }
                Filler::Adjective(unit, a) => {
                    let code = self.lexicon.actors[a as usize].code;
                    first = first.or(Some(Entity { span: self.unit_span(unit, unit + 1), code, armed: None, named: None, state: false, national: false, plural: false, feminine: false }));
                }
                Filler::Own(_) => {}
                Filler::Dropped | Filler::Borne(_) => {
                    if let Some(e) = memory.speaker(self.s.words.at(p.unit).reading.feats) {
                        return Some((e, false));
                    }
                    // The subject of the clause before in this sentence.
                    let before = self.s.found.clauses.iter().rev().filter(|c| c.verb < p.unit).find_map(|c| if let Filler::Phrase(k) = c.subject { self.s.entities[k].first().copied() } else { None });
                    return before.or(memory.last_subject.first().copied()).map(|e| (e, false));
                }
            }
        }
        first.map(|e| (e, true))
    }

    #[allow(clippy::too_many_arguments, reason = "one call site")]
    fn attribution(&self, p: &Predicate, cues: &[&Predicate], k: usize, n: usize, memory: &Memory<'_>, coded: &Coded) -> Option<Attribution> {
        let frame = &self.lexicon.frames[p.frame as usize];
        let Meaning::Say { stance } = frame.meaning else { return None };
        let verbal = self.s.words.at(p.unit).reading.pos == Pos::Verb;
        let participle = p.rule == "participle";
        // A denied saying («لم يذكر») is none.
        if verbal && p.unit > self.s.from && (self.has(p.unit - 1, Func::NegPast) && !self.has(p.unit - 1, Func::Rel) || self.has(p.unit - 1, Func::NegFut) || self.has(p.unit - 1, Func::Neg)) {
            return None;
        }
        // «نعتقد أن …» is what the speaker says already.
        let r = self.s.words.at(p.unit).reading;
        if verbal && r.feat(FIRST) && !r.feat(THIRD) {
            return None;
        }
        let claimed = p.rule == "noun" && stance != 0 && self.content_noun(p.unit) && p.has(Role::Content) && !p.has(Role::Source);
        let (mut source, printed) = if participle {
            // «مضيفا»: who said what stands before, and agrees; who is quoted in another's words comes after that other.
            let feats = self.s.words.at(p.unit).reading.feats;
            let here = || coded.attributions.iter().rev().filter(|a| a.sentence == n && !matches!(a.rule, "noun"));
            let outer = |a: &crate::coded::Attribution| a.cue.is_none_or(|c| !here().any(|o| o.content.holds(c)));
            let fits = |e: &Entity| crate::anaphora::told_of(e, feats);
            let before = here().find(|a| outer(a) && fits(&a.source)).or_else(|| here().find(|a| fits(&a.source))).map(|a| a.source);
            let subjects = || self.s.found.clauses.iter().rev().filter(|c| c.verb < p.unit).filter_map(|c| if let Filler::Phrase(k) = c.subject { self.s.entities[k].first().copied() } else { None });
            let subject = subjects().find(|e| fits(e));
            let known = Some(memory.last_source).flatten().filter(|e| fits(e));
            let before = before.or_else(|| here().next().map(|a| a.source)).or(subject).or(known);
            let subject = subjects().next();
            (before.or(subject).or(memory.last_source)?, false)
        } else {
            match self.source(p, memory) {
                Some(found) => found,
                // «الادعاءات المتعلقة بـ…»: the claims of whoever accused before.
                None if claimed => (coded.attributions.iter().rev().find(|a| a.stance == stance)?.source, false),
                None => return None,
            }
        };
        if p.passive && !p.has(Role::Source) {
            return None;
        }
        // A noun is a cue only with its own source and words.
        if p.rule == "noun" && !printed && !claimed {
            return None;
        }
        let whole_cue = |source, content, rule| Attribution { cue: Some(self.unit_span(p.units.start, p.units.end)), frame: Some(p.frame), ..Attribution::new(n, source, stance, content, rule) };
        if p.rule == "prepositional cue" {
            let content = self.around(p, cues)?;
            return Some(whole_cue(source, content, p.rule));
        }
        let after_words = verbal
            && p.unit > self.s.from
            && (self.has(p.unit - 1, Func::As)
                || self.s.words.units[..p.unit].iter().enumerate().any(|(k, u)| u.phrase.as_ref().is_some_and(|ph| k + ph.len == p.unit && ph.payloads.contains(&Payload::Func(Func::As)))));
        if after_words && p.unit > self.s.from + 3 {
            // «…، كما أعلن الوزير»: the words stand before.
            let start = (self.s.from..p.unit).rev().find(|&i| matches!(self.norm(i), "." | "؛")).map_or(self.s.from, |i| i + 1);
            let content = self.trimmed(start, p.unit - 1)?;
            return Some(whole_cue(source, content, "saying behind its words"));
        }
        // «يعتبر هذا الهجوم الأكبر», «يتوقع أن …»: in the imperfect such verbs are mostly passive.
        let imperfect = verbal && r.feat(IMPERFECT) && !r.feat(PERFECT) && !self.s.title;
        if imperfect && frame.personal && !printed && !r.feat(PLURAL) {
            return None;
        }
        let strict = frame.strict || imperfect && frame.perfect;
        let (from, to, how) = match self.content(p, cues, k, strict, verbal || participle) {
            Some(found) => found,
            None => {
                // «المهمة معقدة»، قالت الوزيرة.
                let close =
                    (p.unit > self.s.from).then(|| (self.s.from..p.unit).rev().take(3).find(|&i| matches!(self.kind(i), Kind::Quote(Side::Close | Side::Either)))).flatten().filter(|_| verbal)?;
                let open = (self.s.from..close).rev().find(|&i| matches!(self.kind(i), Kind::Quote(Side::Open | Side::Either)))?;
                (open + 1, close, "quotation before")
            }
        };
        let content = self.trimmed(from, to)?;
        let mut refers = None;
        let mut stance = stance;
        // «تنفي ذلك», «نفت الاتهامات»: what was said before.
        let bare = how == "complement" && to - from <= 6;
        if bare {
            let np = self.s.nps.iter().find(|np| np.units.start >= from && np.units.start < to);
            let anaphoric = np.is_some_and(|np| np.kind == NpKind::Pronoun || self.content_noun(np.head));
            if anaphoric {
                refers = self.earlier(coded, |a| a.source.code != source.code || a.stance != stance).filter(|_| stance != 0);
            }
        }
        let neg_phrase = (from..to).any(|i| self.has(i, Func::NegPhrase)) && (from..to).any(|i| self.content_noun(i)) && to - from <= 14;
        // «هذه الادعاءات لا أساس لها»: whoever says so denies.
        if neg_phrase
            && stance == 0
            && let Some(denies) = self.lexicon.ontology.denial
        {
            stance = denies;
            refers = self.earlier(coded, |a| a.source.code != source.code);
        }
        if source.span.meets(content) && printed {
            return None;
        }
        source.armed = None;
        let cue = self.unit_span(p.units.start, p.units.end.min(p.units.start + 4));
        let rule = if p.rule == "noun" { "noun" } else { how };
        Some(Attribution { cue: Some(cue), refers, frame: Some(p.frame), ..Attribution::new(n, source, stance, content, rule) })
    }

    /// The nearest earlier attribution that fits, among the last ones: nobody denies what was said pages ago by «that».
    fn earlier(&self, coded: &Coded, fits: impl Fn(&Attribution) -> bool) -> Option<usize> {
        const BACK: usize = 24;
        let from = coded.attributions.len().saturating_sub(BACK);
        coded.attributions[from..].iter().rposition(fits).map(|k| from + k)
    }

    fn content_noun(&self, i: usize) -> bool {
        let u = self.s.words.at(i);
        u.info.readings.iter().any(|r| r.lexeme != UNKNOWN && self.lexicon.lexemes[r.lexeme as usize].funcs.contains(&Func::ContentNoun)) || {
            // The verbal noun of an accusing verb («اتهامات») belongs to the verb's lexeme.
            u.info.stems.iter().any(|w| self.lexicon.content_nouns.contains(w))
        }
    }

    /// Where the words of a cue start and end, in units, and how that was seen.
    fn content(&self, p: &Predicate, cues: &[&Predicate], k: usize, strict: bool, verbal: bool) -> Option<(usize, usize, &'static str)> {
        let frame = &self.lexicon.frames[p.frame as usize];
        let end = self.s.words.len();
        let behind = p.units.end;
        // The next cue that starts a saying of its own ends this one.
        let next_cue = |from: usize| {
            cues.iter()
                .skip(k + 1)
                .filter(|q| q.unit > from)
                .find(|q| {
                    let r = self.s.words.at(q.unit).reading;
                    let sign = q.unit > 0 && matches!(self.kind(q.unit - 1), Kind::Sign | Kind::Quote(_) | Kind::Bracket(_));
                    let inside_quote = self.inside_quote(from, q.unit);
                    !inside_quote
                        && (q.rule == "participle" || q.rule == "prepositional cue" && sign || r.clitic(CONJ) && r.pos == Pos::Verb && sign || q.rule == "prepositional cue" && q.unit + 6 > end - 1)
                })
                .map_or(end, |q| q.unit)
        };
        // «وقال "ولد الشيخ أحمد": …»: marks around a name quote nobody.
        let around_source = |i: usize| {
            let within =
                |f: Filler| matches!(f, Filler::Phrase(n) if self.s.nps[n].units.start <= i + 1 && i < self.s.nps[n].units.end && self.close_of(i).is_some_and(|c| c <= self.s.nps[n].units.end));
            p.fillers(Role::Source).any(within)
        };
        let first_quote = (behind..end.min(behind + 40))
            .find(|&i| self.opens(i) && !around_source(i) && self.close_of(i).is_none_or(|c| c > i + 3) && self.s.nps.iter().all(|np| !(np.units.start < i && i < np.units.end)));
        let colon = (behind..end.min(behind + 40)).find(|&i| self.norm(i) == ":");
        let clause = p.clause;
        // A quotation or colon behind another cue is that cue's.
        let other_cue = |at: usize| cues.iter().any(|c| c.unit > p.unit && c.unit < at && (c.rule == "participle" || self.s.words.at(c.unit).reading.pos == Pos::Verb));
        // «…، إلا أن تركيا تنفي ذلك»: a contrast ends what a noun phrase tells.
        let contrast = |from: usize| (from + 1..end).find(|&i| self.has(i, Func::Conj) && self.norm(i - 1) == "،" && !self.inside_quote(from, i)).unwrap_or(end);
        // Whichever comes first, the complement of the frame's own slots included.
        let slot = if strict { None } else { self.slot_content(p, frame, verbal) };
        let that = frame.role(Slot::That) == Some(Role::Content);
        let mut best: Option<(usize, usize, &'static str)> = None;
        if let Some(c) = clause.filter(|_| that) {
            best = Some((c, next_cue(c), "clause"));
        }
        if that && let Some(q) = first_quote {
            let close = self.close_of(q).unwrap_or(end);
            let clear = !(behind..q).any(|i| self.norm(i) == "." || self.is_other_verb(i, p)) || colon.is_some_and(|c| c < q && q <= c + 2);
            let reachable = clear && !other_cue(q);
            if reachable && best.is_none_or(|(b, _, _)| q < b) {
                // «قال إن «…» وإن …» belongs to the clause; a quotation alone ends where it closes.
                best = Some((q, close, "quotation"));
            }
        }
        if that && let Some(c) = colon {
            let reachable = !(behind..c).any(|i| self.is_other_verb(i, p)) && !other_cue(c);
            if reachable && best.is_none_or(|(b, _, how)| c < b && how != "quotation") {
                best = Some((c + 1, next_cue(c), "colon"));
            }
        }
        if let Some(s) = slot
            && best.is_none_or(|(b, _, _)| s < b)
        {
            best = Some((s, next_cue(s).min(contrast(s)), "complement"));
        }
        best.or_else(|| {
            // «وقال لا أحد يعرف», «وقال المرصد تحطمت الطائرة»
            let from = self.behind_source(p);
            let goes_on = from + 2 < end && !matches!(self.kind(from), Kind::Bracket(_)) && self.norm(from) != ".";
            (frame.direct && verbal && p.finite && goes_on && !other_cue(from)).then(|| (from, next_cue(from), "words without a mark"))
        })
    }

    /// The first unit behind a cue and the phrases that name its source.
    fn behind_source(&self, p: &Predicate) -> usize {
        p.fillers(Role::Source).filter_map(|f| if let Filler::Phrase(k) = f { Some(self.s.nps[k].units.end) } else { None }).max().unwrap_or(p.units.end).max(p.units.end)
    }

    /// Whether unit `i` stands inside a quotation that opened behind `from`.
    fn inside_quote(&self, from: usize, i: usize) -> bool {
        let mut open = false;
        for k in from..i {
            match self.kind(k) {
                Kind::Quote(Side::Open) => open = true,
                Kind::Quote(Side::Close) => open = false,
                Kind::Quote(Side::Either) => open = !open,
                _ => {}
            }
        }
        open
    }

    fn is_other_verb(&self, i: usize, p: &Predicate) -> bool {
        let u = self.s.words.at(i);
        // «في بيان (تسلمت «عكاظ» نسخة منه): …»
        let aside = (p.unit..i).rev().take(8).find_map(|k| if let Kind::Bracket(side) = self.kind(k) { Some(side == Side::Open) } else { None });
        aside != Some(true) && u.reading.pos == Pos::Verb && !u.inside && u.phrase.is_none() && i != p.unit && !(i > 0 && (0..i).rev().take(3).any(|q| self.has(q, Func::Rel)))
    }

    /// The complement that the frame calls content: its first unit, preposition included.
    fn slot_content(&self, p: &Predicate, frame: &crate::lexicon::Frame, verbal: bool) -> Option<usize> {
        let mut first: Option<usize> = None;
        for filler in p.fillers(Role::Content) {
            if let Filler::Phrase(k) = filler {
                let np = &self.s.nps[k];
                if np.units.start < p.unit {
                    continue;
                }
                let start = np.prep.map_or(np.units.start, |(_, at)| at.min(np.units.start));
                first = Some(first.map_or(start, |f: usize| f.min(start)));
            }
        }
        if first.is_some() {
            return first;
        }
        // A participle's or dropped subject's bare object: «مؤكدا وقوف …», «وأكد حدوث اتفاق».
        if frame.role(Slot::Object) == Some(Role::Content) && verbal {
            let subject_end = self.behind_source(p);
            // «نفى ما تردد عن …», «أكد الوزير ما نشرته …»: the relative that is a negation, too, needs no antecedent.
            if subject_end + 1 < self.s.words.len() && self.has(subject_end, Func::Rel) && self.has(subject_end, Func::NegPast) {
                return Some(subject_end);
            }
            let np = self.s.nps.iter().find(|np| np.units.start >= subject_end && np.prep.is_none() && np.coord.is_none() && np.genitive_of.is_none() && !matches!(np.kind, NpKind::Time))?;
            let clear = !(subject_end..np.units.start).any(|i| self.s.words.at(i).reading.pos == Pos::Verb || self.norm(i) == "." || self.norm(i) == ":");
            return (clear && np.units.start < subject_end + 12).then_some(np.units.start);
        }
        // Prepositional content that holds no noun phrase of its own: «شدد على أنه», «أشار إلى ما …».
        for (slot, role) in &frame.slots {
            if let (Slot::Prep(w), Role::Content) = (slot, role) {
                for i in p.units.end..(p.units.end + 25).min(self.s.words.len()) {
                    let u = self.s.words.at(i);
                    let here = u.phrase.is_none() && u.reading.pos == Pos::Function && u.reading.lexeme != UNKNOWN && self.lexicon.lexemes[u.reading.lexeme as usize].word == *w;
                    if here {
                        return Some(i);
                    }
                    if u.reading.pos == Pos::Verb || matches!(self.norm(i), "." | ":") {
                        break;
                    }
                }
            }
        }
        None
    }

    /// The content of «وفقا لـ»: what follows when it opens the sentence, what stands before it otherwise.
    fn around(&self, p: &Predicate, cues: &[&Predicate]) -> Option<Span> {
        let end_source = self.behind_source(p);
        let first = p.unit <= self.s.from + 2;
        if first {
            let from = if end_source < self.s.words.len() && self.norm(end_source) == "،" { end_source + 1 } else { end_source };
            return self.trimmed(from, self.s.words.len());
        }
        // Behind another cue's complementiser, the same words are attributed twice.
        let start = cues.iter().filter(|q| q.unit < p.unit && q.rule != "prepositional cue").filter_map(|q| q.clause.filter(|c| *c < p.unit)).next_back().unwrap_or(self.s.from);
        let tail = self.trimmed(end_source, self.s.words.len());
        let before = self.trimmed(start, p.unit);
        // «… وبحسب المصدر فإن …» in the middle: what follows a complementiser.
        let follows = (end_source..(end_source + 3).min(self.s.words.len())).any(|i| self.has(i, Func::Sub) || self.s.words.at(i).reading.clitic(crate::words::FA));
        if follows && tail.is_some() && self.s.words.at(p.unit).reading.clitic(CONJ) {
            return tail;
        }
        before.or(tail)
    }
}
