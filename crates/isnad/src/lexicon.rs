//! The lexicon that all stages look words up in: built once from pack text, then read-only and shared by threads.
//!
//! What has been built can be kept as bytes ([`Lexicon::to_bytes`]) and is looked up in them as they lie
//! ([`Lexicon::from_bytes`]): a pack builds its lexicon when the program is compiled.
//!
//! ```
//! use isnad::lexicon::{Builder, Source};
//! use isnad::ontology::Ontology;
//!
//! let mut builder = Builder::new(Ontology::plover());
//! builder.add(Source { file: "mine.txt", text: "قصف يقصف (قصف) | ASSAULT | 194 | subj=actor obj=recipient" });
//! let (lexicon, faults) = builder.build();
//! assert!(faults.is_empty());
//! assert_eq!(lexicon.readings("يقصفون").count(), 1);
//! ```

use crate::entry::{self, ActorKind, Entry, Func, Only, Predicate};
use crate::inflect;
use crate::ontology::{Code, Ontology, Three};
use crate::pack::{Fault, lines};
use crate::table::{Kinds, Lists, Numbers, Table, hash, join, pair, split};
use crate::text::normalise;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// A file of entries.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The name that faults and explanations give.
    pub file: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// Part of speech, as coarse as the coder needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Pos {
    /// Finite verb.
    Verb,
    /// Noun, verbal nouns included.
    Noun,
    /// Adjective, participles included.
    Adj,
    /// Adverb.
    Adv,
    /// Proper name.
    Propn,
    /// Closed class word; its [`Func`] says which.
    Function,
}

/// An interned word.
pub type Word = u32;
/// The place of a lexeme in the lexicon.
pub type LexemeId = u32;

/// A word of the lexicon with all that entries say of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Lexeme {
    /// Normalised citation form.
    pub lemma: Box<str>,
    /// The citation form as a word.
    pub word: Word,
    /// Part of speech of the citation form.
    pub pos: Pos,
    /// Closed classes that it belongs to.
    pub funcs: Vec<Func>,
    /// Frames that it may evoke.
    pub frames: Vec<u32>,
    /// What it is as (part of) an actor.
    pub actor: Option<u32>,
    /// Introduces a place («مدينة»).
    pub place_head: bool,
    /// A given name.
    pub given: bool,
    /// A given name that is not whole without the word behind it («عبد الستار»).
    pub open: bool,
    /// Evokes an attribution.
    pub says: bool,
    /// Has a frame of saying or of what is done with words («داعيا», «منددا»).
    pub verbal: bool,
}

/// One way to read a form without clitics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// Which lexeme.
    pub lexeme: LexemeId,
    /// Part of speech of this form.
    pub pos: Pos,
    /// Features, see [`crate::inflect`].
    pub feats: u32,
}

/// What fills a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Slot {
    /// Subject.
    Subject,
    /// First object.
    Object,
    /// Second object.
    Object2,
    /// What a noun is annexed to.
    Genitive,
    /// A nationality or group adjective.
    Adjective,
    /// What the word itself names («قتيل», «متظاهر»).
    Own,
    /// What follows a prepositional cue.
    Next,
    /// A clause with a complementiser, a quotation or what stands behind a colon.
    That,
    /// The complement of a preposition.
    Prep(Word),
}

/// What a slot's filler is to the event or attribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Who does it.
    Actor,
    /// To whom it is done.
    Recipient,
    /// To whom it is done, unless it is a bare destination.
    Host,
    /// Whose words they are.
    Source,
    /// The words.
    Content,
    /// Where.
    Place,
    /// What it is about; no party.
    Topic,
    /// To whom words are said.
    Addressee,
}

/// What must be known of the parties before an event is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Need {
    /// Nothing.
    None,
    /// Some party that has a code.
    #[default]
    Any,
    /// An actor that has a code.
    Actor,
    /// A recipient that has a code.
    Recipient,
    /// Both.
    Both,
}

/// What a predicate means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Meaning {
    /// An event of a type, with its mode.
    Event {
        /// Place in [`Ontology::types`].
        kind: u8,
        /// Place in the type's modes.
        mode: Option<u8>,
    },
    /// The event is the noun in a slot.
    Light {
        /// Which slot.
        slot: Slot,
    },
    /// An attribution cue with its stance.
    Say {
        /// Place in [`Ontology::stances`].
        stance: u8,
    },
}

/// One frame: a predicate's meaning and which complement plays which role.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Frame {
    /// The predicate as the entry writes it.
    pub predicate: Box<str>,
    /// What it means.
    pub meaning: Meaning,
    /// CAMEO code, empty where the entry gives none.
    pub cameo: Box<str>,
    /// Slots with their roles.
    pub slots: Vec<(Slot, Role)>,
    /// Collocates: of each group one must follow, a sequence of words.
    pub with: Vec<Vec<Vec<Word>>>,
    /// Words that forbid the reading.
    pub without: Vec<Vec<Word>>,
    /// How many of `without`, at its end, come from sets: topics, which forbid the entry anywhere in the sentence.
    pub topics: usize,
    /// What must be known of the parties.
    pub need: Need,
    /// How specific, 1 to 3.
    pub rank: u8,
    /// A status that the predicate itself gives.
    pub status: Option<u8>,
    /// Verb or verbal noun alone.
    pub only: Only,
    /// Needs a coded actor and a coded recipient or place.
    pub weak: bool,
    /// A cue only before a clause, a quotation or a colon.
    pub strict: bool,
    /// Its words may follow without complementiser or marks.
    pub direct: bool,
    /// In the imperfect a bare complement is none of its words: «يعتبر الأكبر في البلاد».
    pub perfect: bool,
    /// In the imperfect it asks for a subject: «يتوقع أن …» is said of nobody.
    pub personal: bool,
    /// A deed named as what is said is the speaker's own («اعترف بقتل …»).
    pub own: bool,
    /// What a number of its people counts: «killed», «wounded».
    pub of: Option<Box<str>>,
    /// A clitic that must stand before what follows a prepositional cue.
    pub clitic: Option<Word>,
    /// File and line of the entry.
    pub origin: Origin,
}

impl Frame {
    /// The role of a slot.
    pub fn role(&self, slot: Slot) -> Option<Role> {
        self.slots.iter().find(|(s, _)| *s == slot).map(|(_, r)| *r)
    }

    /// Whether any slot plays the role.
    pub fn has(&self, role: Role) -> bool {
        self.slots.iter().any(|(_, r)| *r == role)
    }
}

/// File and line of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Origin {
    /// Place in [`Lexicon::files`].
    pub file: u16,
    /// Line, counted from one.
    pub line: u32,
}

/// What an actor entry says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Actor {
    /// What kind of word it is.
    pub kind: ActorKind,
    /// Its code.
    pub code: Code,
    /// Its code under arms.
    pub armed: Option<Code>,
    /// Takes the sector of what it is annexed to.
    pub inherit: bool,
    /// A neutral id.
    pub id: Option<Box<str>>,
    /// English name.
    pub name: Option<Box<str>>,
    /// Home country of a medium.
    pub home: Option<Three>,
    /// The first form of the entry.
    pub lemma: Box<str>,
    /// File and line.
    pub origin: Origin,
}

/// A place of the gazetteer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Place {
    /// Country.
    pub country: Option<Three>,
    /// What sort of place.
    pub kind: Box<str>,
    /// Latitude and longitude in degrees.
    pub at: Option<(f32, f32)>,
    /// GeoNames id.
    pub geonames: Option<u32>,
    /// The first form of the entry.
    pub name: Box<str>,
}

/// A word of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimeWord {
    /// Its class as the entry names it.
    pub class: crate::entry::TimeClass,
    /// Numbers that the class needs.
    pub low: i64,
    /// Upper bound for vague numbers.
    pub high: Option<i64>,
    /// A value that is no number.
    pub label: Box<str>,
}

/// What a phrase of the lexicon stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Payload {
    /// An actor entry.
    Actor(u32),
    /// A place.
    Place(u32),
    /// A word of time.
    Time(u32),
    /// A closed class phrase.
    Func(Func),
    /// A prepositional cue.
    Cue(u32),
    /// Introduces a place.
    PlaceHead,
}

/// All that packs and user files say, ready for look-up.
#[derive(Debug)]
pub struct Lexicon {
    /// The field's vocabulary.
    pub ontology: Ontology,
    /// Names of the files read.
    pub files: Vec<Box<str>>,
    /// Lexemes.
    pub lexemes: Vec<Lexeme>,
    /// Frames.
    pub frames: Vec<Frame>,
    /// Prepositions that at the head of a clause lay a duty on somebody («إن على الحكومة أن …»), with their frames.
    pub duties: Vec<(Word, u32)>,
    /// Actor entries.
    pub actors: Vec<Actor>,
    /// Places.
    pub places: Vec<Place>,
    /// Words of time.
    pub times: Vec<TimeWord>,
    /// Nationality lexeme's actor entry by country, for the English and the printed name of a country.
    pub countries: FxHashMap<Three, u32>,
    /// Words by their spelling.
    words: Table,
    /// Where the readings of a form begin.
    forms: Table,
    /// Readings: a lexeme and the place of its part of speech and features in `kinds`.
    readings: Lists,
    kinds: Vec<(Pos, u32)>,
    /// Phrase nodes by the node before and a word.
    edges: Table,
    /// Where the payloads of each node begin, and where the last ones end.
    ends: Numbers,
    payloads: Vec<Payload>,
    /// Words for what was claimed before («الادعاءات»).
    pub content_nouns: Vec<Word>,
    /// Clitics that stand alone as slots, by letter.
    pub clitics: Clitics,
    /// Collocates that stand for a class of phrases.
    pub classes: Classes,
}

/// The interned words of the one-letter prepositions.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Clitics {
    /// ب
    pub b: Word,
    /// ل
    pub l: Word,
    /// ك
    pub k: Word,
}

/// Collocates that stand for a class of phrases instead of words: `@place` for any place, `@arms` for any party under arms,
/// `@official` for people in a state's office.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Classes {
    /// A place, whether the gazetteer knows it or not.
    pub place: Word,
    /// A party whose sector bears arms.
    pub arms: Word,
    /// People in a state's office.
    pub official: Word,
}

/// The names of [`Classes`] in an entry.
const CLASSES: [&str; 3] = ["@place", "@arms", "@official"];

impl Lexicon {
    /// The ways to read a form without clitics.
    pub fn readings(&self, form: &str) -> impl Iterator<Item = Form> + '_ {
        let list = self.forms.get(hash(form)).map(|from| self.readings.at(from));
        list.into_iter().flatten().filter_map(|(lexeme, kind)| self.kinds.get(usize::from(kind)).map(|&(pos, feats)| Form { lexeme, pos, feats }))
    }

    /// The interned word, where any entry uses it.
    pub fn word(&self, normalised: &str) -> Option<Word> {
        self.words.get(hash(normalised))
    }

    /// The phrase node behind `node` (0 at the start of a phrase) after a word.
    pub fn step(&self, node: u32, word: Word) -> Option<u32> {
        self.edges.get(pair(node, word))
    }

    /// What ends at a phrase node.
    pub fn payloads(&self, node: u32) -> &[Payload] {
        let node = node as usize;
        self.payloads.get(self.ends.at(node) as usize..self.ends.at(node + 1) as usize).unwrap_or_default()
    }

    /// `file:line` of an entry.
    pub fn origin(&self, origin: Origin) -> String {
        let file = self.files.get(origin.file as usize).map_or("?", |f| f);
        format!("{file}:{}", origin.line)
    }

    /// How many forms are known, for reports on coverage.
    pub fn form_count(&self) -> usize {
        self.forms.len()
    }

    /// All of it but the ontology, for [`Lexicon::from_bytes`]. The same lexicon gives the same bytes.
    ///
    /// # Errors
    /// What kept it from being written.
    pub fn to_bytes(&self) -> Result<Vec<u8>, String> {
        let mut countries: Vec<(Three, u32)> = self.countries.iter().map(|(code, actor)| (*code, *actor)).collect();
        countries.sort_unstable();
        let parts = (
            (&self.files, &self.lexemes, &self.frames, &self.actors, &self.places, &self.times, &self.duties),
            (countries, &self.kinds, &self.payloads, &self.content_nouns, &self.clitics, &self.classes),
        );
        let parts = postcard::to_allocvec(&parts).map_err(|e| format!("the lexicon cannot be written: {e}"))?;
        Ok(join(&[&parts, self.words.bytes(), self.forms.bytes(), self.readings.bytes(), self.edges.bytes(), self.ends.bytes()]))
    }

    /// What [`Lexicon::to_bytes`] wrote, over the ontology that it was built for; none where it is torn or of another version.
    pub fn from_bytes(ontology: Ontology, bytes: &'static [u8]) -> Option<Lexicon> {
        type Entries = (Vec<Box<str>>, Vec<Lexeme>, Vec<Frame>, Vec<Actor>, Vec<Place>, Vec<TimeWord>, Vec<(Word, u32)>);
        type Rest = (Vec<(Three, u32)>, Vec<(Pos, u32)>, Vec<Payload>, Vec<Word>, Clitics, Classes);
        let [parts, words, forms, readings, edges, ends] = split(bytes)?;
        let (entries, rest): (Entries, Rest) = postcard::from_bytes(parts).ok()?;
        let (files, lexemes, frames, actors, places, times, duties) = entries;
        let (countries, kinds, payloads, content_nouns, clitics, classes) = rest;
        Some(Lexicon {
            ontology,
            files,
            lexemes,
            frames,
            duties,
            actors,
            places,
            times,
            countries: countries.into_iter().collect(),
            words: Table::from_bytes(words)?,
            forms: Table::from_bytes(forms)?,
            readings: Lists::from_bytes(readings),
            kinds,
            edges: Table::from_bytes(edges)?,
            ends: Numbers::from_bytes(ends),
            payloads,
            content_nouns,
            clitics,
            classes,
        })
    }
}

/// Gathers entries, file after file; a later file overrides an earlier one's entry for the same word.
#[derive(Debug)]
pub struct Builder {
    ontology: Ontology,
    files: Vec<Box<str>>,
    faults: Vec<Fault>,
    lexemes: Vec<Lexeme>,
    by_lemma: FxHashMap<(Pos, Box<str>), LexemeId>,
    frames: Vec<Frame>,
    duties: Vec<(Word, u32)>,
    frame_layer: Vec<u16>,
    actors: Vec<Actor>,
    actor_layer: Vec<u16>,
    places: Vec<Place>,
    times: Vec<TimeWord>,
    countries: FxHashMap<Three, u32>,
    words: FxHashMap<Box<str>, Word>,
    form_list: Vec<(Box<str>, Form)>,
    edges: FxHashMap<(u32, Word), u32>,
    payloads: Vec<Vec<Payload>>,
    sets: FxHashMap<Box<str>, Vec<Vec<Word>>>,
    layer: u16,
    late: Vec<(Entry, Origin, Fault)>,
}

impl Builder {
    /// An empty lexicon over an ontology.
    pub fn new(ontology: Ontology) -> Builder {
        let mut builder = Builder {
            ontology,
            files: Vec::new(),
            faults: Vec::new(),
            lexemes: Vec::new(),
            by_lemma: FxHashMap::default(),
            frames: Vec::new(),
            duties: Vec::new(),
            frame_layer: Vec::new(),
            actors: Vec::new(),
            actor_layer: Vec::new(),
            places: Vec::new(),
            times: Vec::new(),
            countries: FxHashMap::default(),
            words: FxHashMap::default(),
            form_list: Vec::new(),
            edges: FxHashMap::default(),
            payloads: vec![Vec::new()],
            sets: FxHashMap::default(),
            layer: 0,
            late: Vec::new(),
        };
        for clitic in ["ب", "ل", "ك"] {
            // They stand alone before a pronoun: «له», «بهم».
            let id = builder.lexeme(Pos::Function, clitic);
            builder.lexemes[id as usize].funcs.push(Func::Prep);
            builder.form(clitic, id, Pos::Function, inflect::BEFORE_SUFFIX);
        }
        builder
    }

    /// From here on, entries override those read before.
    pub fn next_layer(&mut self) {
        self.layer += 1;
    }

    /// Reads a file of entries.
    pub fn add(&mut self, source: Source<'_>) {
        let file = self.files.len() as u16;
        self.files.push(source.file.into());
        for line in lines(source.file, source.text) {
            let origin = Origin { file, line: line.number };
            match entry::parse(&line, &self.ontology) {
                Ok(entry) => {
                    let fault = line.fault("");
                    // Frames wait until all words are known: their slots and sets are words.
                    if matches!(entry, Entry::Frame(_)) {
                        self.late.push((entry, origin, fault));
                    } else {
                        self.take(entry, origin, fault);
                    }
                }
                Err(message) => self.faults.push(line.fault(message)),
            }
        }
        let late = std::mem::take(&mut self.late);
        for (entry, origin, fault) in late {
            self.take(entry, origin, fault);
        }
    }

    fn word(&mut self, normalised: &str) -> Word {
        if let Some(&w) = self.words.get(normalised) {
            return w;
        }
        let w = self.words.len() as Word;
        self.words.insert(normalised.into(), w);
        w
    }

    fn words_of(&mut self, phrase: &str) -> Vec<Word> {
        phrase.split_whitespace().map(|w| self.word(&normalise(w))).collect()
    }

    fn lexeme(&mut self, pos: Pos, lemma: &str) -> LexemeId {
        if let Some(&id) = self.by_lemma.get(&(pos, lemma.into())) {
            return id;
        }
        let id = self.lexemes.len() as LexemeId;
        let word = self.word(lemma);
        self.lexemes.push(Lexeme { lemma: lemma.into(), word, pos, funcs: Vec::new(), frames: Vec::new(), actor: None, place_head: false, given: false, open: false, says: false, verbal: false });
        self.by_lemma.insert((pos, lemma.into()), id);
        id
    }

    fn form(&mut self, form: &str, lexeme: LexemeId, pos: Pos, feats: u32) {
        self.form_list.push((form.into(), Form { lexeme, pos, feats }));
    }

    fn noun_forms(&mut self, base: &str, id: LexemeId, feats: u32) {
        for (form, f) in inflect::noun(base) {
            self.form(&form, id, Pos::Noun, f | feats);
        }
    }

    fn adjective_forms(&mut self, base: &str, id: LexemeId, pos: Pos) {
        for (form, f) in inflect::adjective(base) {
            self.form(&form, id, pos, f);
        }
    }

    fn verb(&mut self, perfect: &str, imperfect: &str, masdars: &[String]) -> LexemeId {
        let (p, i) = (normalise(perfect), normalise(imperfect));
        let fresh = !self.by_lemma.contains_key(&(Pos::Verb, format!("{p} {i}").into()));
        let id = self.lexeme(Pos::Verb, &format!("{p} {i}"));
        self.lexemes[id as usize].word = self.word(&p);
        if fresh {
            for (form, feats) in inflect::verb(&p, &i) {
                let pos = if feats & inflect::PARTICIPLE != 0 { Pos::Adj } else { Pos::Verb };
                self.form(&form, id, pos, feats);
            }
        }
        for masdar in masdars {
            let m = normalise(masdar);
            if !m.contains(' ') {
                self.word(&m);
                self.noun_forms(&m, id, inflect::MASDAR);
            }
        }
        id
    }

    fn phrase(&mut self, phrase: &str, payload: Payload) {
        let words = self.words_of(phrase);
        if words.is_empty() {
            return;
        }
        let mut node = 0;
        for w in words {
            node = match self.edges.get(&(node, w)) {
                Some(&n) => n,
                None => {
                    let n = self.payloads.len() as u32;
                    self.payloads.push(Vec::new());
                    self.edges.insert((node, w), n);
                    n
                }
            };
        }
        let layer = self.layer;
        let here = &mut self.payloads[node as usize];
        if let Payload::Actor(_) = payload {
            let layers = &self.actor_layer;
            here.retain(|p| !matches!(p, Payload::Actor(a) if layers[*a as usize] < layer));
            // Several states may share a name («المملكة»): the report decides. Of others the first is taken.
            let state = |p: &Payload| matches!(p, Payload::Actor(a) if self.actors[*a as usize].kind == ActorKind::State);
            if here.iter().any(|p| matches!(p, Payload::Actor(_)) && !(state(p) && state(&payload))) {
                return;
            }
        }
        if let Payload::Place(_) = payload {
            if layer > 0 {
                here.retain(|p| !matches!(p, Payload::Place(_)));
            } else if here.iter().any(|p| matches!(p, Payload::Place(_))) {
                return;
            }
        }
        if !here.contains(&payload) {
            here.push(payload);
        }
    }

    fn actor(&mut self, actor: Actor) -> u32 {
        self.actors.push(actor);
        self.actor_layer.push(self.layer);
        self.actors.len() as u32 - 1
    }

    fn head(&mut self, form: &str, actor: u32, pos: Pos) {
        let id = self.lexeme(pos, form);
        let lexeme = &mut self.lexemes[id as usize];
        let older = lexeme.actor.is_none_or(|a| self.actor_layer[a as usize] < self.layer);
        if older {
            lexeme.actor = Some(actor);
        }
    }

    fn take(&mut self, entry: Entry, origin: Origin, at: Fault) {
        match entry {
            Entry::Verb { perfect, imperfect, masdars } => {
                self.verb(&perfect, &imperfect, &masdars);
            }
            Entry::Given { name, open } => {
                let n = normalise(&name);
                let id = self.lexeme(Pos::Propn, &n);
                self.lexemes[id as usize].given = true;
                self.lexemes[id as usize].open |= open;
                self.form(&n, id, Pos::Propn, 0);
            }
            Entry::Nominal { form, pos, feminine, plural } => {
                let n = normalise(&form);
                if n.contains(' ') {
                    return;
                }
                let id = self.lexeme(pos, &n);
                let extra = if feminine { inflect::FEMININE } else { 0 } | if plural { inflect::PLURAL } else { 0 };
                match pos {
                    Pos::Adj => self.adjective_forms(&n, id, pos),
                    Pos::Noun => self.noun_forms(&n, id, extra),
                    _ => self.form(&n, id, pos, 0),
                }
            }
            Entry::Function { forms, func } => {
                for f in forms {
                    let n = normalise(&f);
                    if n.contains(' ') {
                        self.phrase(&n, Payload::Func(func));
                        continue;
                    }
                    if matches!(func, Func::ContentNoun | Func::Transparent | Func::Irrealis | Func::Homeland) {
                        // Nouns with a function: they keep their forms.
                        let id = self.lexeme(Pos::Noun, &n);
                        self.lexemes[id as usize].funcs.push(func);
                        self.noun_forms(&n, id, 0);
                        continue;
                    }
                    let id = self.lexeme(Pos::Function, &n);
                    if !self.lexemes[id as usize].funcs.contains(&func) {
                        self.lexemes[id as usize].funcs.push(func);
                    }
                    if !matches!(func, Func::Affiliation | Func::Backed | Func::Sympathy) {
                        self.form(&n, id, Pos::Function, 0);
                    }
                    if func == Func::Prep {
                        // «على» is «علي» before a pronoun.
                        if let Some(stem) = n.strip_suffix('ى') {
                            self.form(&format!("{stem}ي"), id, Pos::Function, inflect::BEFORE_SUFFIX);
                        }
                    }
                    if matches!(func, Func::Affiliation | Func::Backed | Func::Sympathy) {
                        self.adjective_forms(&n, id, Pos::Adj);
                        self.lexemes[id as usize].funcs.push(func);
                    }
                }
            }
            Entry::Set { name, words } => {
                let words = words.iter().map(|w| self.words_of(w)).collect();
                self.sets.insert(name.into(), words);
            }
            Entry::PlaceHead { forms } => {
                for f in forms {
                    let n = normalise(&f);
                    if n.contains(' ') {
                        self.phrase(&n, Payload::PlaceHead);
                    } else {
                        let id = self.lexeme(Pos::Noun, &n);
                        self.lexemes[id as usize].place_head = true;
                        self.noun_forms(&n, id, 0);
                    }
                }
            }
            Entry::Time { forms, word } => {
                let id = self.times.len() as u32;
                self.times.push(word);
                for f in forms {
                    self.phrase(&f, Payload::Time(id));
                }
            }
            Entry::Place { forms, country, kind, at, geonames } => {
                let id = self.places.len() as u32;
                let name = forms.first().cloned().unwrap_or_default().into();
                self.places.push(Place { country, kind: kind.into(), at, geonames, name });
                for f in forms {
                    self.phrase(&f, Payload::Place(id));
                }
            }
            Entry::Country { code, names, nationality, seats, english } => self.country(code, &names, &nationality, &seats, &english, origin),
            Entry::Actor { forms, kind, code, armed, inherit, id, name, home } => {
                let lemma: Box<str> = forms.first().cloned().unwrap_or_default().into();
                let actor = self.actor(Actor { kind, code, armed, inherit, id: id.map(Into::into), name: name.map(Into::into), home, lemma, origin });
                for f in &forms {
                    let n = normalise(f);
                    let exact = matches!(kind, ActorKind::Name | ActorKind::Who | ActorKind::Media | ActorKind::State);
                    if exact || n.contains(' ') {
                        self.phrase(&n, Payload::Actor(actor));
                        continue;
                    }
                    let pos = if kind == ActorKind::Adj { Pos::Adj } else { Pos::Noun };
                    self.head(&n, actor, pos);
                    let id = self.lexeme(pos, &n);
                    let person = matches!(kind, ActorKind::Person | ActorKind::Group | ActorKind::Adj | ActorKind::Title | ActorKind::Source);
                    if person {
                        self.adjective_forms(&n, id, pos);
                        if n.ends_with('ء') {
                            self.noun_forms(&n, id, 0);
                        }
                    } else {
                        self.noun_forms(&n, id, 0);
                    }
                }
            }
            Entry::Frame(frame) => {
                if let Err(message) = self.frame(frame, origin) {
                    self.faults.push(Fault { message, ..at });
                }
            }
        }
    }

    fn country(&mut self, code: Three, names: &[String], nationality: &[String], seats: &[String], english: &str, origin: Origin) {
        let base = Actor {
            kind: ActorKind::State,
            code: Code { country: Some(code), sector: None },
            armed: None,
            inherit: false,
            id: Some(String::from_utf8_lossy(&code).to_lowercase().into()),
            name: Some(english.into()),
            home: None,
            lemma: names.first().cloned().unwrap_or_default().into(),
            origin,
        };
        let state = self.actor(base.clone());
        self.countries.insert(code, state);
        for n in names {
            self.phrase(n, Payload::Actor(state));
        }
        let seat = self.actor(Actor { kind: ActorKind::Seat, ..base.clone() });
        for s in seats {
            self.phrase(s, Payload::Actor(seat));
        }
        let adj = self.actor(Actor { kind: ActorKind::Nationality, ..base });
        for n in nationality {
            let n = normalise(n);
            self.head(&n, adj, Pos::Adj);
            let id = self.lexeme(Pos::Adj, &n);
            self.adjective_forms(&n, id, Pos::Adj);
        }
    }

    fn collocates(&mut self, groups: &[String]) -> Result<Vec<Vec<Word>>, String> {
        let mut out = Vec::new();
        for g in groups {
            if CLASSES.contains(&g.as_str()) {
                out.push(vec![self.word(g)]);
            } else if let Some(set) = g.strip_prefix('@') {
                let words = self.sets.get(set).ok_or_else(|| format!("there is no set «{set}»; define it with `NAME | set | word / word`"))?;
                out.extend(words.iter().cloned());
            } else {
                out.push(self.words_of(g));
            }
        }
        Ok(out)
    }

    fn frame(&mut self, f: entry::FrameEntry, origin: Origin) -> Result<(), String> {
        let mut slots = Vec::new();
        for (name, role) in &f.slots {
            slots.push((self.slot(name)?, *role));
        }
        let meaning = match &f.meaning {
            entry::MeaningEntry::Event { kind, mode } => Meaning::Event { kind: *kind, mode: *mode },
            entry::MeaningEntry::Say { stance } => Meaning::Say { stance: *stance },
            entry::MeaningEntry::Light { slot } => Meaning::Light { slot: self.slot(slot)? },
        };
        let mut with = Vec::new();
        for group in &f.with {
            with.push(self.collocates(group)?);
        }
        let (sets, words): (Vec<String>, Vec<String>) = f.without.iter().cloned().partition(|w| w.starts_with('@'));
        let mut without = self.collocates(&words)?;
        let topics = self.collocates(&sets)?;
        let topic_count = topics.len();
        without.extend(topics);
        let mut frame = Frame {
            predicate: f.text.as_str().into(),
            meaning,
            cameo: f.cameo.as_str().into(),
            slots,
            with,
            without,
            topics: topic_count,
            need: f.need,
            rank: f.rank,
            status: f.status,
            only: f.only,
            weak: f.weak,
            strict: f.strict,
            direct: f.direct,
            perfect: f.perfect,
            personal: f.personal,
            own: f.own,
            of: f.of.clone().map(Into::into),
            clitic: None,
            origin,
        };
        let mut targets = Vec::new();
        match &f.predicate {
            Predicate::Verb { perfect, imperfect, masdars } => targets.push(self.verb(perfect, imperfect, masdars)),
            Predicate::Noun(forms) => {
                let first = normalise(&forms[0]);
                if first.contains(' ') {
                    return Err(format!("«{}» is a phrase; write its head and the rest as a collocate: `n: HEAD + REST`", forms[0]));
                }
                let id = self.lexeme(Pos::Noun, &first);
                for form in forms {
                    let n = normalise(form);
                    self.word(&n);
                    self.noun_forms(&n, id, 0);
                }
                targets.push(id);
            }
            Predicate::Adjective(forms) => {
                for form in forms {
                    let n = normalise(form);
                    let id = self.lexeme(Pos::Adj, &n);
                    self.adjective_forms(&n, id, Pos::Adj);
                    targets.push(id);
                }
            }
            Predicate::Duty(words) => {
                for word in words {
                    let id = self.push_frame(frame.clone());
                    let word = self.word(&normalise(word));
                    self.duties.push((word, id));
                }
                return Ok(());
            }
            Predicate::Cue(phrases) => {
                for phrase in phrases {
                    let mut frame = frame.clone();
                    let mut words: Vec<&str> = phrase.split_whitespace().collect();
                    if let Some(&last) = words.last()
                        && words.len() > 1
                        && matches!(last, "ل" | "ب" | "ك")
                    {
                        frame.clitic = Some(self.word(last));
                        words.pop();
                    }
                    let id = self.push_frame(frame);
                    self.phrase(&words.join(" "), Payload::Cue(id));
                }
                return Ok(());
            }
        }
        frame.slots.dedup();
        let id = self.push_frame(frame);
        for target in targets {
            // A later layer replaces what an earlier one says of the same predicate with the same collocates.
            let layers = &self.frame_layer;
            let frames = &self.frames;
            let layer = self.layer;
            let with = &self.frames[id as usize].with;
            self.lexemes[target as usize].frames.retain(|old| layers[*old as usize] == layer || frames[*old as usize].with != *with);
            self.lexemes[target as usize].frames.push(id);
            let says = matches!(meaning, Meaning::Say { .. });
            let by_words = matches!(meaning, Meaning::Event { kind, .. } if self.ontology.types[kind as usize].verbal);
            self.lexemes[target as usize].says |= says;
            self.lexemes[target as usize].verbal |= says || by_words;
        }
        Ok(())
    }

    fn push_frame(&mut self, frame: Frame) -> u32 {
        self.frames.push(frame);
        self.frame_layer.push(self.layer);
        self.frames.len() as u32 - 1
    }

    fn slot(&mut self, name: &str) -> Result<Slot, String> {
        Ok(match name {
            "subj" => Slot::Subject,
            "obj" => Slot::Object,
            "obj2" => Slot::Object2,
            "gen" => Slot::Genitive,
            "adj" => Slot::Adjective,
            "self" => Slot::Own,
            "next" => Slot::Next,
            _ => {
                let n = normalise(name);
                let funcs = self.by_lemma.get(&(Pos::Function, n.as_str().into())).map(|id| &self.lexemes[*id as usize].funcs);
                if funcs.is_some_and(|f| f.contains(&Func::Sub)) {
                    Slot::That
                } else if name.is_ascii() {
                    return Err(format!("unknown slot «{name}»: write subj, obj, obj2, gen, adj, self, next or a preposition"));
                } else {
                    Slot::Prep(self.word(&n))
                }
            }
        })
    }

    /// Closes the lexicon; bad entries are left out and named.
    pub fn build(mut self) -> (Lexicon, Vec<Fault>) {
        let mut list = std::mem::take(&mut self.form_list);
        list.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| (a.1.pos, a.1.lexeme, a.1.feats).cmp(&(b.1.pos, b.1.lexeme, b.1.feats))));
        let (mut forms, mut readings, mut kinds) = (Vec::new(), Lists::default(), Kinds::default());
        let mut same: Vec<Form> = Vec::new();
        for list in list.chunk_by_mut(|a, b| a.0 == b.0) {
            thin(&self.lexemes, list);
            same.clear();
            for (_, form) in list.iter().filter(|(_, f)| f.lexeme != LexemeId::MAX) {
                // Nominal readings of one lexeme differ in number alone: keep them in one.
                if let Some(old) = same.iter_mut().find(|o| o.lexeme == form.lexeme && o.pos == form.pos && form.pos != Pos::Verb) {
                    old.feats |= form.feats;
                } else if !same.contains(form) {
                    same.push(*form);
                }
            }
            if !same.is_empty() {
                let rows: Vec<(u32, u16)> = same.iter().map(|f| (f.lexeme, kinds.of((f.pos, f.feats)))).collect();
                forms.push((hash(&list[0].0), readings.add(&rows)));
            }
        }
        let clitics = Clitics { b: self.word("ب"), l: self.word("ل"), k: self.word("ك") };
        let classes = Classes { place: self.word(CLASSES[0]), arms: self.word(CLASSES[1]), official: self.word(CLASSES[2]) };
        let content_nouns = self.lexemes.iter().filter(|l| l.funcs.contains(&Func::ContentNoun)).map(|l| l.word).collect();
        let words: Vec<(u64, u32)> = self.words.iter().map(|(word, id)| (hash(word), *id)).collect();
        let edges = self.edges.iter().map(|(&(node, word), to)| (pair(node, word), *to)).collect();
        let ends = std::iter::once(0).chain(self.payloads.iter().scan(0, |end, list| {
            *end += list.len() as u32;
            Some(*end)
        }));
        let (counted, ends) = ((words.len(), forms.len()), ends.collect());
        let (words, forms) = (Table::new(words), Table::new(forms));
        if (words.len(), forms.len()) != counted {
            // One in ten million lexicons.
            let message = "two words of the lexicon have the same hash, and one of them is not found: leave one of them out".to_owned();
            self.faults.push(Fault { file: self.files.last().map_or("", |f| f).to_owned(), line: 0, message });
        }
        let lexicon = Lexicon {
            content_nouns,
            ontology: self.ontology,
            files: self.files,
            lexemes: self.lexemes,
            frames: self.frames,
            duties: self.duties,
            actors: self.actors,
            places: self.places,
            times: self.times,
            countries: self.countries,
            words,
            forms,
            readings,
            kinds: kinds.into_list(),
            edges: Table::new(edges),
            ends,
            payloads: self.payloads.concat(),
            clitics,
            classes,
        };
        (lexicon, self.faults)
    }
}

/// Takes readings out of one form's list: where a noun or adjective that entries say something of has the form, words
/// that are only known to be nouns do not compete with it («متظاهرين» as a word of its own).
fn thin(lexemes: &[Lexeme], list: &mut [(Box<str>, Form)]) {
    let telling = |f: &Form| {
        let Some(l) = lexemes.get(f.lexeme as usize) else { return false };
        matches!(f.pos, Pos::Noun | Pos::Adj) && f.feats & inflect::PARTICIPLE == 0 && (!l.frames.is_empty() || l.actor.is_some() || l.place_head || !l.funcs.is_empty())
    };
    let plain = |f: &Form| {
        let Some(l) = lexemes.get(f.lexeme as usize) else { return false };
        matches!(f.pos, Pos::Noun | Pos::Adj) && l.pos != Pos::Verb && l.frames.is_empty() && l.actor.is_none() && !l.place_head && l.funcs.is_empty()
    };
    // A participle that is also a noun that entries tell of («متظاهرين», «مقاتل») is that noun, unless its verb is a cue;
    // one that is a cue («مضيفا», «قائلا») is no adverb.
    let verbal = |f: &Form| lexemes.get(f.lexeme as usize).is_some_and(|l| l.verbal);
    // «منطقة» is a noun by itself, whatever participle is spelt like it.
    let told_exactly = list.iter().any(|(k, f)| f.pos == Pos::Noun && telling(f) && lexemes.get(f.lexeme as usize).is_some_and(|l| l.lemma == *k));
    let noun_told = list.iter().any(|(_, f)| f.pos == Pos::Noun && telling(f));
    let cue = list.iter().any(|(_, f)| f.feats & inflect::PARTICIPLE != 0 && lexemes.get(f.lexeme as usize).is_some_and(|l| l.says));
    for (key, f) in list.iter_mut() {
        let participle = f.feats & inflect::PARTICIPLE != 0;
        let plain_word = f.lexeme != LexemeId::MAX && (plain(f) || f.pos == Pos::Adv);
        let derived = lexemes.get(f.lexeme as usize).is_some_and(|l| *l.lemma != **key);
        if noun_told && participle && (!verbal(f) || told_exactly) || cue && plain_word || noun_told && derived && plain(f) {
            f.lexeme = LexemeId::MAX;
        }
    }
    let adj_told = list.iter().any(|(_, f)| f.pos == Pos::Adj && telling(f));
    for (key, f) in list.iter_mut() {
        if adj_told && plain(f) && lexemes.get(f.lexeme as usize).is_some_and(|l| *l.lemma != **key) {
            f.lexeme = LexemeId::MAX;
        }
    }
    for pos in [Pos::Noun, Pos::Adj] {
        if list.iter().any(|(_, f)| f.pos == pos && telling(f)) {
            for (_, f) in list.iter_mut() {
                if f.lexeme != LexemeId::MAX && f.pos == pos && plain(f) {
                    f.lexeme = LexemeId::MAX;
                }
            }
        }
    }
}
