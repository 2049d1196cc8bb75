//! Which stems the pack knows: printed words without clitics, with part of speech, features and lemma.
//!
//! Verbs are inflected from their two forms, nouns and adjectives are listed as printed, closed classes and what a treebank
//! taught have tables of their own. Forms are keyed by their normalised spelling, lemmas keep their hamzas.
//!
//! ```
//! use isnad_words::{stems::Stems, Upos};
//!
//! let stems = Stems::build(&[("words/verbs.txt", "أعلن يعلن (إعلان)")]);
//! assert!(stems.of("يعلنون").any(|s| s.upos == Upos::Verb && stems.lemma(&s) == "أعلن"));
//! assert!(stems.of("اعلان").any(|s| s.upos == Upos::Noun));
//! ```

use crate::feats::{Feats, Upos};
use crate::spread::{Spread, word};
use isnad::inflect::{self, ACCUSATIVE, ACTIVE, BEFORE_SUFFIX, CONSTRUCT, DUAL, FEMININE, FIRST, IMPERFECT, PARTICIPLE, PASSIVE, PERFECT, PLURAL, SECOND};
use isnad::table::{Kinds, Lists, Numbers, Table, hash, join, split};
use isnad::text::normalise;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Whether a stem takes a pronoun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Pronoun {
    /// With or without.
    Free,
    /// Never.
    Bare,
    /// Only with.
    Only,
}

/// Where a stem is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Origin {
    /// A treebank.
    Learned,
    /// A closed class.
    Closed,
    /// A paradigm or list.
    Listed,
    /// A list of names.
    Name,
    /// No list: its outer letters.
    Guess,
}

/// One way to read a stem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stem {
    /// Part of speech.
    pub upos: Upos,
    /// Features; a noun's state is left open.
    pub feats: Feats,
    /// Its lemma, see [`Stems::lemma`].
    lemma: u32,
    /// Whether a pronoun may follow.
    pub pronoun: Pronoun,
    /// Where it is from.
    pub origin: Origin,
}

/// All stems.
#[derive(Debug, Default)]
pub struct Stems {
    /// Where the stems of a form begin.
    forms: Table,
    /// Stems: a lemma and the place of all else in `kinds`.
    stems: Lists,
    kinds: Vec<Kind>,
    /// All lemmas, one behind the other.
    lemmas: Cow<'static, str>,
    /// Where each lemma begins, and where the last one ends.
    ends: Numbers,
}

/// All of a stem but its lemma.
type Kind = (Upos, Feats, Pronoun, Origin);

#[derive(Default)]
struct Building {
    rows: Vec<(Box<str>, Stem)>,
    lemmas: Vec<Box<str>>,
    known: FxHashMap<Box<str>, u32>,
    /// Verbs and nouns that have been inflected.
    done: rustc_hash::FxHashSet<Box<str>>,
}

impl Building {
    fn lemma(&mut self, lemma: &str) -> u32 {
        if let Some(n) = self.known.get(lemma) {
            return *n;
        }
        let n = self.lemmas.len() as u32;
        self.lemmas.push(lemma.into());
        self.known.insert(lemma.into(), n);
        n
    }

    fn add(&mut self, form: &str, upos: Upos, feats: Feats, lemma: u32, pronoun: Pronoun, origin: Origin) {
        self.rows.push((form.into(), Stem { upos, feats, lemma, pronoun, origin }));
    }
}

impl Stems {
    /// Builds the table from files of a pack; files that it has no use for are passed over.
    pub fn build(pack: &[(&str, &str)]) -> Stems {
        Stems::build_for(pack, &Spread::default())
    }

    /// The same, where raw text says which of two lemmas of one form is the frequent one («يعلن»: أعلن, not علن).
    pub fn build_for(pack: &[(&str, &str)], spread: &Spread) -> Stems {
        let mut b = Building::default();
        for (name, text) in pack {
            let lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
            match *name {
                "words/verbs.txt" => lines.for_each(|l| verb(l, &mut b)),
                "actors/roles.txt" | "actors/bodies.txt" | "actors/words.txt" => lines.for_each(|l| head(l, &mut b)),
                _ if name.starts_with("frames/") => lines.for_each(|l| frame(l, &mut b)),
                "words/nominals.txt" => lines.for_each(|l| nominal(l, &mut b)),
                "words/given-names.txt" => lines.for_each(|l| given(l, &mut b)),
                "tagger/closed.txt" => lines.for_each(|l| closed(l, Origin::Closed, &mut b)),
                "tagger/learned.txt" => lines.for_each(|l| closed(l, Origin::Learned, &mut b)),
                "actors/countries.txt" => lines.for_each(|l| country(l, &mut b)),
                _ if name.starts_with("places/") && *name != "places/generic.txt" => lines.for_each(|l| places(l, &mut b)),
                _ => {}
            }
        }
        let counts: Vec<u8> = b.lemmas.iter().map(|l| spread.of(word(&normalise(l))).count).collect();
        let count = |s: &Stem| std::cmp::Reverse(counts[s.lemma as usize]);
        b.rows.sort_by(|x, y| x.0.cmp(&y.0).then(x.1.origin.cmp(&y.1.origin)).then_with(|| count(&x.1).cmp(&count(&y.1))));
        let (mut forms, mut stems, mut kinds) = (Vec::new(), Lists::default(), Kinds::default());
        let mut kept: Vec<Stem> = Vec::new();
        for same in b.rows.chunk_by(|x, y| x.0 == y.0) {
            kept.clear();
            for (_, next) in same {
                // The lemma of the better source stands for all that differ in nothing else.
                let closed = |e: &Stem| e.origin == Origin::Closed && e.lemma != next.lemma;
                if !kept.iter().any(|e| e.upos == next.upos && e.feats == next.feats && (e.pronoun == next.pronoun || e.pronoun == Pronoun::Free) && !closed(e)) {
                    kept.push(*next);
                }
            }
            let rows: Vec<(u32, u16)> = kept.iter().map(|s| (s.lemma, kinds.of((s.upos, s.feats, s.pronoun, s.origin)))).collect();
            forms.push((hash(&same[0].0), stems.add(&rows)));
        }
        let ends = std::iter::once(0).chain(b.lemmas.iter().scan(0, |end, lemma| {
            *end += lemma.len() as u32;
            Some(*end)
        }));
        let ends = ends.collect();
        Stems { forms: Table::new(forms), stems, kinds: kinds.into_list(), lemmas: Cow::Owned(b.lemmas.concat()), ends }
    }

    /// All of it, for [`Stems::from_bytes`]. The same stems give the same bytes.
    ///
    /// # Errors
    /// What kept it from being written.
    pub fn to_bytes(&self) -> Result<Vec<u8>, String> {
        let kinds = postcard::to_allocvec(&self.kinds).map_err(|e| format!("the stems cannot be written: {e}"))?;
        Ok(join(&[self.forms.bytes(), self.stems.bytes(), &kinds, self.lemmas.as_bytes(), self.ends.bytes()]))
    }

    /// What [`Stems::to_bytes`] wrote; none where it is torn.
    pub fn from_bytes(bytes: &'static [u8]) -> Option<Stems> {
        let [forms, stems, kinds, lemmas, ends] = split(bytes)?;
        Some(Stems {
            forms: Table::from_bytes(forms)?,
            stems: Lists::from_bytes(stems),
            kinds: postcard::from_bytes(kinds).ok()?,
            lemmas: Cow::Borrowed(std::str::from_utf8(lemmas).ok()?),
            ends: Numbers::from_bytes(ends),
        })
    }

    /// The ways to read a normalised stem.
    pub fn of(&self, form: &str) -> impl Iterator<Item = Stem> + '_ {
        let list = self.forms.get(hash(form)).map(|from| self.stems.at(from));
        list.into_iter().flatten().filter_map(|(lemma, kind)| {
            let &(upos, feats, pronoun, origin) = self.kinds.get(usize::from(kind))?;
            Some(Stem { upos, feats, lemma, pronoun, origin })
        })
    }

    /// A stem's lemma.
    pub fn lemma(&self, stem: &Stem) -> &str {
        let lemma = stem.lemma as usize;
        self.lemmas.get(self.ends.at(lemma) as usize..self.ends.at(lemma + 1) as usize).unwrap_or_default()
    }

    /// How many stems there are.
    pub fn len(&self) -> usize {
        self.stems.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.stems.is_empty()
    }
}

fn bare(word: &str) -> String {
    word.chars().filter(|c| !crate::letters::mark(*c)).collect()
}

fn verb(line: &str, b: &mut Building) {
    let (heads, masdars) = line.split_once('(').unwrap_or((line, ""));
    let mut heads = heads.split_whitespace();
    let (Some(perfect), Some(imperfect)) = (heads.next(), heads.next()) else { return };
    // Many frames are of one verb.
    if !b.done.insert(format!("{perfect} {imperfect} {masdars}").into()) {
        return;
    }
    let lemma = b.lemma(&bare(perfect));
    let (perfect, imperfect) = (normalise(perfect), normalise(imperfect));
    for (form, flags) in inflect::verb(&perfect, &imperfect) {
        let (gender, number) = agreement(flags);
        if flags & PARTICIPLE != 0 {
            let citation = b.lemma(&citation(&form, gender, number));
            nominal_stem(&form, Upos::Adj, gender, number, flags, citation, b);
            nominal_stem(&form, Upos::Noun, gender, number, flags, citation, b);
            continue;
        }
        let aspect = if flags & PERFECT != 0 { b'p' } else { b'i' };
        let person = if flags & FIRST != 0 {
            b'1'
        } else if flags & SECOND != 0 {
            b'2'
        } else {
            b'3'
        };
        let pronoun = if flags & BEFORE_SUFFIX != 0 { Pronoun::Only } else { Pronoun::Free };
        for (voice, passive) in [(ACTIVE, false), (PASSIVE, true)] {
            if flags & voice != 0 {
                b.add(&form, Upos::Verb, Feats::verb(aspect, person, gender, number, passive), lemma, pronoun, Origin::Listed);
            }
        }
        // Persons that news writes seldom are spelt like others, or regular.
        let only = flags & (ACTIVE | BEFORE_SUFFIX) == ACTIVE;
        if only && flags & (PERFECT | FIRST | DUAL | PLURAL) == PERFECT && gender == b'f' && perfect.chars().nth_back(1) != Some('ا') && !perfect.ends_with(['ا', 'ى']) {
            b.add(&form, Upos::Verb, Feats::verb(b'p', b'1', b'm', b's', false), lemma, pronoun, Origin::Listed);
        }
        if only && flags & (IMPERFECT | FIRST | DUAL | PLURAL) == IMPERFECT && gender == b'f' {
            b.add(&form, Upos::Verb, Feats::verb(b'i', b'2', b'm', b's', false), lemma, pronoun, Origin::Listed);
            b.add(&format!("ي{}ن", form.trim_start_matches('ت')), Upos::Verb, Feats::verb(b'i', b'3', b'f', b'p', false), lemma, pronoun, Origin::Listed);
        }
        if only
            && flags & (IMPERFECT | FIRST | PLURAL) == IMPERFECT | PLURAL
            && let Some(rest) = form.strip_prefix('ي')
        {
            b.add(&format!("ت{rest}"), Upos::Verb, Feats::verb(b'i', b'2', b'm', b'p', false), lemma, pronoun, Origin::Listed);
        }
    }
    for masdar in masdars.trim_end_matches(')').split(',').map(str::trim).filter(|m| !m.is_empty()) {
        let lemma = b.lemma(&bare(masdar));
        for (form, flags) in inflect::noun(&normalise(masdar)) {
            let (gender, number) = agreement(flags);
            nominal_stem(&form, Upos::Noun, gender, number, flags, lemma, b);
        }
    }
}

/// A frame's predicate: a verb as in the list of verbs, nouns («n: غارة, غارات») or adjectives («a: مستعد»), before its collocates.
fn frame(line: &str, b: &mut Building) {
    let predicate = line.split('|').next().unwrap_or(line);
    let predicate = predicate.split(" + ").next().and_then(|p| p.split(" - ").next()).unwrap_or(predicate).trim();
    match predicate.split_once(':') {
        Some(("n", nouns)) => words(nouns, Upos::Noun, b),
        Some(("a", adjectives)) => words(adjectives, Upos::Adj, b),
        Some(_) => {}
        None if predicate.split_whitespace().nth(1).is_some_and(|w| w.starts_with('ي')) => verb(predicate, b),
        None => {}
    }
}

/// Roles and bodies, with the words that may describe them.
fn head(line: &str, b: &mut Building) {
    let mut fields = line.split('|').map(str::trim);
    if let (Some(forms), Some(kind)) = (fields.next(), fields.next()) {
        words(forms, if kind == "adj" { Upos::Adj } else { Upos::Noun }, b);
    }
}

/// Nouns or adjectives: the singular, then broken plurals.
fn words(forms: &str, upos: Upos, b: &mut Building) {
    let mut first = None;
    for word in forms.split(',').map(str::trim).filter(|w| !w.contains(' ') && !w.is_empty()) {
        let plain = bare(word);
        let lemma = b.lemma(first.get_or_insert_with(|| plain.clone()));
        if !b.done.insert(format!("{plain} {}", upos.name()).into()) {
            continue;
        }
        let form = normalise(&plain);
        let broken = upos == Upos::Noun && first.as_ref().is_some_and(|f| *f != plain) && !form.ends_with('ة');
        for (form, flags) in if upos == Upos::Adj { inflect::adjective(&form) } else { inflect::noun(&form) } {
            let (gender, number) = agreement(flags);
            nominal_stem(&form, upos, gender, if broken { b'p' } else { number }, flags, lemma, b);
        }
    }
}

fn agreement(flags: u32) -> (u8, u8) {
    let gender = if flags & FEMININE != 0 { b'f' } else { b'm' };
    let number = if flags & DUAL != 0 {
        b'd'
    } else if flags & PLURAL != 0 {
        b'p'
    } else {
        b's'
    };
    (gender, number)
}

fn nominal_stem(form: &str, upos: Upos, gender: u8, number: u8, flags: u32, lemma: u32, b: &mut Building) {
    let state = if flags & ACCUSATIVE != 0 {
        Some(b'i')
    } else if flags & (CONSTRUCT | BEFORE_SUFFIX) != 0 {
        Some(b'c')
    } else {
        None
    };
    let pronoun = if flags & BEFORE_SUFFIX != 0 {
        Pronoun::Only
    } else if flags & ACCUSATIVE != 0 {
        Pronoun::Bare
    } else {
        Pronoun::Free
    };
    if pronoun != Pronoun::Only {
        b.add(form, upos, Feats::noun(gender, number, state), lemma, pronoun, Origin::Listed);
    }
}

/// The form that stands for a noun or adjective of a sound paradigm.
fn citation(form: &str, gender: u8, number: u8) -> String {
    let cut = |ends: &[&str]| ends.iter().find_map(|e| form.strip_suffix(e).filter(|r| r.chars().count() > 1)).unwrap_or(form).to_owned();
    match (gender, number) {
        (_, b'd') => cut(&["تان", "تين", "ان", "ين"]),
        (b'f', b'p') => cut(&["ات"]),
        (b'f', _) => cut(&["ة"]),
        (_, b'p') => cut(&["ون", "ين", "و", "ي"]),
        _ => form.to_owned(),
    }
}

fn nominal(line: &str, b: &mut Building) {
    let mut fields = line.split('|').map(str::trim);
    let (Some(printed), Some(tags)) = (fields.next(), fields.next()) else { return };
    let mut tags = tags.split_whitespace();
    let Some(upos) = tags.next().and_then(Upos::parse) else { return };
    let (mut gender, mut plural) = (b'm', false);
    for tag in tags {
        match tag {
            "f" => gender = b'f',
            "p" => plural = true,
            _ => {}
        }
    }
    let printed = bare(printed);
    let form = normalise(&printed);
    let number = if !plural {
        b's'
    } else if form.ends_with("تان") || form.ends_with("تين") || form.ends_with("ان") && !form.ends_with("يان") && form.chars().count() > 5 {
        b'd'
    } else {
        b'p'
    };
    let accusative = number == b's' && form.ends_with('ا') && form.chars().count() > 3;
    let base = if accusative { printed.trim_end_matches('ا') } else { &printed };
    let lemma = match (upos, number) {
        (Upos::Adj, _) | (_, b'd') => citation(base, gender, number),
        (_, b'p') if base.ends_with("ات") => format!("{}ة", base.trim_end_matches("ات")),
        (_, b'p') if base.ends_with("ون") || base.ends_with("ين") => citation(base, b'm', b'p'),
        _ => base.to_owned(),
    };
    let lemma = b.lemma(&lemma);
    if upos == Upos::Adv {
        b.add(&form, upos, Feats::NONE, lemma, Pronoun::Bare, Origin::Listed);
        return;
    }
    let pronoun = if accusative { Pronoun::Bare } else { Pronoun::Free };
    let state = accusative.then_some(b'i');
    b.add(&form, upos, Feats::noun(gender, number, state), lemma, pronoun, Origin::Listed);
    // «مسؤولو», «مسؤولي»: before a genitive the sound plural loses its end.
    if number == b'p'
        && let Some(stem) = form.strip_suffix("ين").or_else(|| form.strip_suffix("ون"))
    {
        for end in ["و", "ي"] {
            b.add(&format!("{stem}{end}"), upos, Feats::noun(gender, number, Some(b'c')), lemma, Pronoun::Free, Origin::Listed);
        }
    }
}

fn given(line: &str, b: &mut Building) {
    let form = line.split('|').next().unwrap_or(line).trim();
    let lemma = b.lemma(&bare(form));
    b.add(&normalise(form), Upos::Propn, Feats::noun(b'm', b's', None), lemma, Pronoun::Bare, Origin::Name);
}

fn name(form: &str, b: &mut Building) {
    if form.contains(' ') || form.is_empty() || form == "-" {
        return;
    }
    let lemma = b.lemma(&bare(form));
    b.add(&normalise(form), Upos::Propn, Feats::noun(b'f', b's', Some(b'd')), lemma, Pronoun::Bare, Origin::Name);
}

fn country(line: &str, b: &mut Building) {
    let fields: Vec<&str> = line.split('|').map(str::trim).collect();
    for at in [1, 3] {
        fields.get(at).into_iter().flat_map(|f| f.split(',')).for_each(|f| name(f.trim(), b));
    }
    // Nationality: the masculine singular comes first.
    for word in fields.get(2).into_iter().flat_map(|f| f.split(',')).map(str::trim).filter(|f| *f != "-" && !f.contains(' ')) {
        let lemma = b.lemma(&bare(word));
        for (form, flags) in inflect::adjective(&normalise(word)) {
            let (gender, number) = agreement(flags);
            nominal_stem(&form, Upos::Adj, gender, number, flags, lemma, b);
            nominal_stem(&form, Upos::Noun, gender, number, flags, lemma, b);
        }
    }
}

fn places(line: &str, b: &mut Building) {
    if let Some(forms) = line.split('|').next() {
        forms.split(',').for_each(|f| name(f.trim(), b));
    }
}

/// `FORMS | UPOS | LEMMA | FEATS | free, bare or pronoun`
fn closed(line: &str, origin: Origin, b: &mut Building) {
    let fields: Vec<&str> = line.split('|').map(str::trim).collect();
    let [forms, upos, lemma, feats, pronoun] = fields[..] else { return };
    let (Some(upos), Some(feats)) = (Upos::parse(upos), Feats::parse(feats)) else { return };
    let pronoun = match pronoun {
        "pronoun" => Pronoun::Only,
        "bare" => Pronoun::Bare,
        _ => Pronoun::Free,
    };
    for form in forms.split(',').map(str::trim) {
        let lemma = b.lemma(&if lemma == "-" { bare(form) } else { lemma.to_owned() });
        b.add(&normalise(form), upos, feats, lemma, pronoun, origin);
    }
}
