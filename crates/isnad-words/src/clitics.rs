//! What may be written together with a word, as a table of the pack says it (`tagger/clitics.txt`).
//!
//! ```
//! use isnad_words::clitics::Clitics;
//!
//! let table = Clitics::parse("before وب | و+ب | CCONJ+ADP | nominal\narticle ال\n").unwrap();
//! assert_eq!(table.before[0].parts.len(), 2);
//! assert!(Clitics::parse("before و").is_err());
//! ```

use crate::feats::{Feats, Upos};

/// Before or behind which stems a clitic stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stems {
    /// All.
    Any,
    /// All that is no verb.
    Nominal,
    /// Verbs.
    Verb,
    /// Verbs of the imperfect.
    Imperfect,
    /// Verbs of the perfect.
    Perfect,
    /// Words of the closed classes.
    Function,
}

/// One or more clitics before a word.
#[derive(Debug, Clone)]
pub struct Before {
    /// Their letters.
    pub letters: Vec<char>,
    /// The words that they are.
    pub parts: Vec<(Box<str>, Upos)>,
    /// What they stand before.
    pub stems: Stems,
}

/// A pronoun behind a word.
#[derive(Debug, Clone)]
pub struct After {
    /// Its letters.
    pub letters: Vec<char>,
    /// Its lemma.
    pub lemma: Box<str>,
    /// Its features.
    pub feats: Feats,
    /// What it stands behind.
    pub stems: Stems,
}

/// What a stem ends in before a pronoun, and alone.
#[derive(Debug, Clone)]
pub struct Joined {
    /// Before a pronoun.
    pub before: Vec<char>,
    /// Alone.
    pub alone: Box<str>,
    /// Of which parts of speech.
    pub upos: Vec<Upos>,
}

/// The table.
#[derive(Debug, Clone, Default)]
pub struct Clitics {
    /// What stands before; nothing comes first.
    pub before: Vec<Before>,
    /// What stands behind.
    pub after: Vec<After>,
    /// How stems change before pronouns.
    pub joined: Vec<Joined>,
    /// The article.
    pub article: Box<str>,
    /// The letters of a preposition that swallows the first letter of the article, with that letter.
    pub merged: Vec<(Vec<char>, char)>,
}

impl Clitics {
    /// Reads the table.
    ///
    /// # Errors
    /// The first line that cannot be read, with its number and what to write.
    pub fn parse(text: &str) -> Result<Clitics, String> {
        let mut out = Clitics::default();
        for (n, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let fault = |what: &str| format!("clitics:{}: {what}", n + 1);
            let (kind, rest) = line.split_once(' ').ok_or_else(|| fault("a line is a kind and its fields: before, after, joined, article, merged"))?;
            let fields: Vec<&str> = rest.split('|').map(str::trim).collect();
            match (kind, fields.as_slice()) {
                ("before", [letters, forms, upos, which]) => {
                    let upos = parts(upos).ok_or_else(|| fault("the third field holds parts of speech, joined by «+»"))?;
                    let forms: Vec<Box<str>> = forms.split('+').map(Into::into).collect();
                    if upos.len() != forms.len() {
                        return Err(fault("there are as many forms as parts of speech"));
                    }
                    let stems = stems(which).ok_or_else(|| fault("the last field is any, nominal, verb, imperfect, perfect or function"))?;
                    out.before.push(Before { letters: letters.chars().collect(), parts: forms.into_iter().zip(upos).collect(), stems });
                }
                ("after", [letters, lemma, feats, which]) => {
                    let feats = Feats::parse(feats).ok_or_else(|| fault("the third field holds features: 3ms"))?;
                    let stems = stems(which).ok_or_else(|| fault("the last field is any, nominal, verb, imperfect, perfect or function"))?;
                    out.after.push(After { letters: letters.chars().collect(), lemma: (*lemma).into(), feats, stems });
                }
                ("joined", [before, alone, upos]) => {
                    let upos = upos.split_whitespace().map(Upos::parse).collect::<Option<_>>().ok_or_else(|| fault("the last field holds parts of speech"))?;
                    out.joined.push(Joined { before: before.chars().collect(), alone: (*alone).into(), upos });
                }
                ("article", [letters]) => out.article = (*letters).into(),
                ("merged", [letters, _, article]) => out.merged.extend(article.chars().next().map(|c| (letters.chars().collect(), c))),
                _ => return Err(fault("a line is before (four fields), after (four), joined (three), article or merged (three)")),
            }
        }
        Ok(out)
    }
}

fn parts(text: &str) -> Option<Vec<Upos>> {
    text.split('+').map(Upos::parse).collect()
}

fn stems(text: &str) -> Option<Stems> {
    Some(match text {
        "any" => Stems::Any,
        "nominal" => Stems::Nominal,
        "verb" => Stems::Verb,
        "imperfect" => Stems::Imperfect,
        "perfect" => Stems::Perfect,
        "function" => Stems::Function,
        _ => return None,
    })
}
