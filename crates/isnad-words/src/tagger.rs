//! From text to words: the whole way, with what is remembered of forms met before.
//!
//! ```no_run
//! use isnad_words::{Model, Tagger};
//!
//! # let (pack, bytes): (&[(&str, &str)], &[u8]) = (&[], &[]);
//! let model = Model::load(pack, bytes).unwrap();
//! let mut tagger = Tagger::new(&model);
//! for sentence in tagger.text("وقال الوزير إنه سيزور بغداد.") {
//!     for token in &sentence {
//!         println!("{}", token.reading().cut());
//!     }
//! }
//! ```

use crate::clitics::Clitics;
use crate::cut::cut;
use crate::decide::{Form, Search};
use crate::names::{Label, Names};
use crate::readings::{Reader, Reading};
use crate::spread::Spread;
use crate::stems::Stems;
use crate::weights::Small;
use isnad::table::{join, split};
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::rc::Rc;

/// All that is known of the words of a language. Built once, then shared.
#[derive(Debug)]
pub struct Model {
    /// How tokens may be read.
    pub reader: Reader,
    /// What raw text taught.
    pub spread: Spread,
    /// What decides between readings.
    pub weights: Small,
    /// What finds names.
    pub names: Names,
}

impl Model {
    /// From the files of a pack, by their names, and its weights as `isnad-train` wrote them.
    ///
    /// # Errors
    /// A table that cannot be read, or weights that are torn.
    pub fn load(pack: &[(&str, &str)], bytes: &[u8]) -> Result<Model, String> {
        let clitics = pack.iter().find(|f| f.0 == "tagger/clitics.txt").map_or(Ok(Clitics::default()), |f| Clitics::parse(f.1))?;
        let [spread, weights, names] = split(bytes).ok_or_else(torn)?;
        let spread = Spread::from_bytes(spread.to_vec()).ok_or_else(torn)?;
        let names = Names::build(pack, Small::from_bytes(names.to_vec())).ok_or_else(torn)?;
        Model::over(Reader { clitics, stems: Stems::build_for(pack, &spread) }, spread, Small::from_bytes(weights.to_vec()), names)
    }

    fn over(reader: Reader, spread: Spread, weights: Small, names: Names) -> Result<Model, String> {
        if weights.len() == 1 << crate::decide::BITS { Ok(Model { reader, spread, weights, names }) } else { Err(torn()) }
    }

    /// What [`Model::load`] builds from the files of a pack, without the weights: for [`Model::from_bytes`].
    ///
    /// # Errors
    /// What kept it from being written.
    pub fn built(&self, pack: &[(&str, &str)]) -> Result<Vec<u8>, String> {
        let clitics = pack.iter().find(|f| f.0 == "tagger/clitics.txt").map_or("", |f| f.1);
        Ok(join(&[clitics.as_bytes(), &self.reader.stems.to_bytes()?, &self.names.to_bytes()]))
    }

    /// The model whose tables [`Model::built`] gave, with the weights that it was built for: both are looked up where they lie.
    ///
    /// # Errors
    /// Tables or weights that are torn.
    pub fn from_bytes(built: &'static [u8], weights: &'static [u8]) -> Result<Model, String> {
        let [clitics, stems, lists] = split(built).ok_or_else(torn)?;
        let [spread, weights, names] = split(weights).ok_or_else(torn)?;
        let clitics = Clitics::parse(std::str::from_utf8(clitics).map_err(|_| torn())?)?;
        let reader = Reader { clitics, stems: Stems::from_bytes(stems).ok_or_else(torn)? };
        let names = Names::from_bytes(lists, Small::from_bytes(names)).ok_or_else(torn)?;
        Model::over(reader, Spread::from_bytes(spread).ok_or_else(torn)?, Small::from_bytes(weights), names)
    }

    /// The blocks of a weights file as one: what raw text taught, weights of readings, weights of names.
    pub fn to_bytes(spread: &[u8], readings: &[u8], names: &[u8]) -> Vec<u8> {
        join(&[spread, readings, names])
    }
}

fn torn() -> String {
    "weights: the file is torn or of another version; make it anew with tools/train-words.sh".to_owned()
}

/// A token with what was decided of it.
#[derive(Debug, Clone)]
pub struct Token {
    /// Its bytes.
    pub span: Range<usize>,
    /// Its form, with all readings.
    pub form: Rc<Form>,
    /// Which of them holds.
    pub which: usize,
    /// The name that it stands in.
    pub name: Label,
}

impl Token {
    /// The reading that holds.
    pub fn reading(&self) -> &Reading {
        &self.form.readings[self.which]
    }
}

/// How many forms a tagger remembers before it starts anew.
const REMEMBERED: usize = 120_000;
/// How many tokens of a sentence are decided together.
const TOGETHER: usize = 400;
/// The longest form that is remembered, in bytes.
const LONGEST: usize = 120;

/// Tags texts; one a thread, since it remembers forms.
#[derive(Debug)]
pub struct Tagger<'m> {
    model: &'m Model,
    memory: FxHashMap<Box<str>, Rc<Form>>,
    search: Search,
}

impl<'m> Tagger<'m> {
    /// A tagger with a model.
    pub fn new(model: &'m Model) -> Tagger<'m> {
        Tagger { model, memory: FxHashMap::default(), search: Search::default() }
    }

    /// A printed form with all its readings.
    pub fn form(&mut self, print: &str) -> Rc<Form> {
        if let Some(form) = self.memory.get(print) {
            return Rc::clone(form);
        }
        let mut form = Form::new(print, &self.model.reader, &self.model.spread).weigh(&self.model.weights.view());
        form.named = self.model.names.weigh(&form);
        form.lists = form.keys.iter().map(|k| self.model.names.word(k.stem)).collect();
        let form = Rc::new(form);
        if print.len() <= LONGEST {
            if self.memory.len() >= REMEMBERED {
                self.memory.clear();
            }
            self.memory.insert(print.into(), Rc::clone(&form));
        }
        form
    }

    /// Decides the tokens of one sentence.
    pub fn sentence(&mut self, source: &str, spans: &[Range<usize>]) -> Vec<Token> {
        let mut out = Vec::with_capacity(spans.len());
        for part in spans.chunks(TOGETHER) {
            let forms: Vec<Rc<Form>> = part.iter().map(|s| self.form(&source[s.clone()])).collect();
            let chosen = self.search.best(&forms, &self.model.weights.view());
            let labels = self.model.names.label(&forms, chosen);
            for (((span, form), which), name) in part.iter().zip(forms).zip(chosen).zip(labels) {
                out.push(Token { span: span.clone(), form, which: *which, name });
            }
        }
        out
    }

    /// Cuts a text and decides all its sentences, one after the other.
    pub fn text<'a>(&'a mut self, source: &'a str) -> impl Iterator<Item = Vec<Token>> + 'a {
        let (tokens, sentences) = cut(source);
        sentences.into_iter().map(move |s| self.sentence(source, &tokens[s]))
    }
}
