//! All ways to read one printed token: which words it is made of, and what its stem may be.
//!
//! Letters that may be clitics are taken off in every way that the table allows; what is left is looked up, and where
//! nothing is known of a token, its outer letters say what it may be. Which way holds is decided elsewhere, by context.
//!
//! ```
//! use isnad_words::{clitics::Clitics, readings::Reader, stems::Stems};
//!
//! let clitics = Clitics::parse("before و | و | CCONJ | any\nbefore ل | ل | ADP | nominal\narticle ال\nmerged ل | ل | ال\nafter ه | هو | 3ms | any\n").unwrap();
//! let stems = Stems::build(&[("words/nominals.txt", "لغة | NOUN f\nكتاب | NOUN\n")]);
//! let reader = Reader { clitics, stems };
//! let shows = |print: &str, cut: &str| reader.readings(print).iter().any(|r| r.cut() == cut);
//! assert!(shows("للغة", "ل+اللغة"));
//! assert!(shows("وكتابه", "و+كتاب+ه"));
//! assert!(shows("بوتين", "بوتين"));
//! ```

use crate::clitics::{Before, Clitics, Stems as Which};
use crate::feats::{Feats, Upos};
use crate::letters::Letters;
use crate::stems::{Origin, Pronoun, Stem, Stems};
use isnad::text::normalise;

/// One word of a reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its form.
    pub form: Box<str>,
    /// Its lemma.
    pub lemma: Box<str>,
    /// Its part of speech.
    pub upos: Upos,
    /// Its features.
    pub feats: Feats,
}

/// One way to read a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its words.
    pub parts: Box<[Part]>,
    /// Which of them is the stem.
    pub stem: usize,
    /// Where the stem is from.
    pub origin: Origin,
}

impl Reading {
    /// The stem.
    pub fn core(&self) -> &Part {
        &self.parts[self.stem]
    }

    /// Its words joined by «+».
    pub fn cut(&self) -> String {
        self.parts.iter().map(|p| &*p.form).collect::<Vec<_>>().join("+")
    }

    /// Their parts of speech joined by «+».
    pub fn tags(&self) -> String {
        self.parts.iter().map(|p| p.upos.name()).collect::<Vec<_>>().join("+")
    }
}

/// Reads tokens by a table of clitics and one of stems.
#[derive(Debug)]
pub struct Reader {
    /// What may be taken off.
    pub clitics: Clitics,
    /// What may be left.
    pub stems: Stems,
}

/// What a reading is made of: clitics, form, part of speech, features and lemma of the stem, a pronoun's place in the table, the stem's origin.
type Columns<'a> = (&'a Before, &'a str, Upos, Feats, &'a str, Option<usize>, Origin);

/// The longest token, in letters, that is taken apart; a longer one is a word as it stands.
const LONGEST: usize = 40;

impl Reader {
    /// All ways to read a token; never none.
    pub fn readings(&self, print: &str) -> Vec<Reading> {
        let mut out = Vec::new();
        let letters = if print.len() > 8 * LONGEST { Letters::new("") } else { Letters::new(print) };
        let arabic = letters.base.iter().filter(|c| is_arabic(**c)).count();
        if letters.is_empty() || letters.len() > LONGEST || arabic == 0 {
            out.push(single(print, other(print), Origin::Closed));
            return out;
        }
        let n = letters.len();
        let none = Before { letters: Vec::new(), parts: Vec::new(), stems: Which::Any };
        let chains: Vec<&Before> = std::iter::once(&none).chain(self.clitics.before.iter().filter(|b| b.letters.len() < n && alike(&letters.base[..b.letters.len()], &b.letters))).collect();
        for chain in &chains {
            self.known(&letters, chain, &mut out);
        }
        // «لأن» is one word, though «ل» and «أن» are words too.
        if out.iter().any(|r| r.parts.len() == 1 && r.core().upos == Upos::Sconj) {
            out.retain(|r| r.stem == 0 || !matches!(r.core().upos, Upos::Sconj | Upos::Det));
        }
        // A long stem that is known leaves no room for a name spelt like it with its clitics.
        let clean = out.iter().any(|r| r.stem == 0 && r.parts.len() == 1 || r.core().upos == Upos::Verb && r.core().form.chars().count() > 3);
        if arabic == n && out.is_empty() {
            for chain in chains.iter().filter(|c| c.stems != Which::Function) {
                self.guess(&letters, chain, &mut out);
            }
        } else if arabic == n && n > 1 && !out.iter().any(|r| r.parts.len() > 1 && r.core().upos == Upos::Verb && r.core().form.chars().count() > 3) {
            self.push(&mut out, (&none, letters.print(0..n), Upos::Propn, Feats::noun(b'm', b's', Some(b'd')), &letters.plain(0..n), None, Origin::Guess));
            if !clean {
                for chain in chains.iter().filter(|c| c.parts.len() == 1 && matches!(c.stems, Which::Any | Which::Nominal) && n - c.letters.len() > 2) {
                    let from = chain.letters.len();
                    if !out.iter().any(|r| r.stem == 1 && r.parts.len() == 2 && r.parts[0].upos == chain.parts[0].1) {
                        out.push(self.reading((chain, letters.print(from..n), Upos::Propn, Feats::noun(b'm', b's', Some(b'd')), &letters.plain(from..n), None, Origin::Guess)));
                    }
                }
            }
        }
        if out.is_empty() {
            out.push(single(print, Upos::X, Origin::Guess));
            out.push(single(print, Upos::Propn, Origin::Guess));
        }
        out
    }

    /// Adds a reading, unless there is one that differs from it in lemma and origin alone.
    fn push(&self, out: &mut Vec<Reading>, columns: Columns<'_>) {
        let (chain, form, upos, feats, lemma, after, _) = columns;
        let clitic = after.map(|a| &self.clitics.after[a]);
        let same = |r: &&mut Reading| {
            let core = r.core();
            r.stem == chain.parts.len()
                && core.upos == upos
                && core.feats == feats
                && *core.form == *form
                && r.parts.iter().zip(&chain.parts).all(|(p, (form, upos))| p.form == *form && p.upos == *upos)
                && match (r.parts.get(r.stem + 1), clitic) {
                    (None, None) => true,
                    (Some(p), Some(clitic)) => p.feats == clitic.feats && p.form.chars().eq(clitic.letters.iter().copied()),
                    _ => false,
                }
        };
        match out.iter_mut().find(same) {
            None => out.push(self.reading(columns)),
            // «إن» is «إن», though «أن» is spelt alike where hamzas are left out.
            Some(r) if *lemma == *form => *r = self.reading(columns),
            Some(_) => {}
        }
    }

    fn reading(&self, (chain, form, upos, feats, lemma, after, origin): Columns<'_>) -> Reading {
        let mut parts = Vec::with_capacity(chain.parts.len() + 1 + usize::from(after.is_some()));
        parts.extend(chain.parts.iter().map(|(form, upos)| Part { form: form.clone(), lemma: form.clone(), upos: *upos, feats: Feats::NONE }));
        let stem = parts.len();
        parts.push(Part { form: form.into(), lemma: lemma.into(), upos, feats });
        if let Some(after) = after.map(|a| &self.clitics.after[a]) {
            parts.push(Part { form: after.letters.iter().collect(), lemma: after.lemma.clone(), upos: Upos::Pron, feats: after.feats });
        }
        Reading { parts: parts.into(), stem, origin }
    }

    /// What is known behind the clitics of `chain`.
    fn known(&self, letters: &Letters<'_>, chain: &Before, out: &mut Vec<Reading>) {
        let (from, n) = (chain.letters.len(), letters.len());
        let swallowed = self.clitics.merged.iter().find(|(l, _)| chain.letters.ends_with(l) && letters.base[from..].starts_with(l)).map(|m| m.1);
        let whole = letters.print(from..n);
        self.bare(chain, whole, &normalise(whole), out);
        if let Some(alef) = swallowed.filter(|_| n - from > 2) {
            let print = format!("{alef}{whole}");
            self.bare(chain, &print, &normalise(&print), out);
            // «للغة»: before a noun that begins with ل the article has gone altogether.
            if self.stems.of(&normalise(whole)).any(|s| matches!(s.upos, Upos::Noun | Upos::Adj)) {
                let print = format!("{}{whole}", self.clitics.article);
                self.bare(chain, &print, &normalise(&print), out);
            }
        }
        for (a, after) in self.clitics.after.iter().enumerate() {
            let to = n.saturating_sub(after.letters.len());
            if to <= from || letters.base[to..] != after.letters[..] {
                continue;
            }
            let base = letters.print(from..to);
            let mut forms = vec![(base.to_owned(), None)];
            for joined in &self.clitics.joined {
                if to - from > joined.before.len() && letters.base[from..to].ends_with(&joined.before) {
                    let cut = to - joined.before.len();
                    forms.push((format!("{}{}", letters.print(from..cut), joined.alone), Some(&joined.upos)));
                }
            }
            for (form, only) in forms {
                let folded = normalise(&form);
                for stem in self.stems.of(&folded) {
                    let upos_fits = only.is_none_or(|o: &Vec<Upos>| o.contains(&stem.upos));
                    let state_fits = !matches!(stem.feats.state(), Some(b'i' | b'd'));
                    let whole_plural = matches!(stem.upos, Upos::Noun | Upos::Adj) && (folded.ends_with("ون") && folded.chars().count() > 4 || only.is_none() && folded.ends_with('ة'));
                    if stem.pronoun == Pronoun::Bare || !upos_fits || !state_fits || whole_plural || stem.upos == Upos::Propn || !fits(chain.stems, &stem) || !fits(after.stems, &stem) {
                        continue;
                    }
                    let feats = if matches!(stem.upos, Upos::Noun | Upos::Adj) { stem.feats.with_state(b'c') } else { stem.feats };
                    self.push(out, (chain, &form, stem.upos, feats, self.stems.lemma(&stem), Some(a), stem.origin));
                }
            }
        }
    }

    /// What is known of a stem without a pronoun.
    fn bare(&self, chain: &Before, print: &str, folded: &str, out: &mut Vec<Reading>) {
        let article = &*self.clitics.article;
        let before = out.len();
        let mut look = |folded: &str| {
            for stem in self.stems.of(folded) {
                if stem.pronoun == Pronoun::Only || !fits(chain.stems, &stem) {
                    continue;
                }
                let open = matches!(stem.upos, Upos::Noun | Upos::Adj) && stem.feats.state().is_none();
                let whole = || folded.ends_with("ون") || folded.ends_with("ين") && stem.feats.agreement() != Feats::noun(b'm', b's', None).agreement();
                let (first, second) = if open { (stem.feats.with_state(b'i'), (!whole()).then(|| stem.feats.with_state(b'c'))) } else { (stem.feats, None) };
                for feats in std::iter::once(first).chain(second) {
                    self.push(out, (chain, print, stem.upos, feats, self.stems.lemma(&stem), None, stem.origin));
                }
            }
            if let Some(bare) = folded.strip_prefix(article).filter(|b| b.chars().count() > 1) {
                for stem in self.stems.of(bare) {
                    let nominal = matches!(stem.upos, Upos::Noun | Upos::Adj | Upos::Num);
                    if !nominal || stem.pronoun == Pronoun::Only || stem.feats.state().is_some() && stem.origin != Origin::Learned || !fits(chain.stems, &stem) {
                        continue;
                    }
                    let feats = if stem.upos == Upos::Num { stem.feats } else { stem.feats.with_state(b'd') };
                    self.push(out, (chain, print, stem.upos, feats, self.stems.lemma(&stem), None, stem.origin));
                }
            }
        };
        look(folded);
        if out.len() == before {
            // Prints that do not tell ى from ي, nor ه from ة.
            let mut look = |folded: String| {
                for stem in self.stems.of(&folded) {
                    if stem.pronoun != Pronoun::Only && fits(chain.stems, &stem) {
                        for feats in
                            if matches!(stem.upos, Upos::Noun | Upos::Adj) && stem.feats.state().is_none() { vec![stem.feats.with_state(b'i'), stem.feats.with_state(b'c')] } else { vec![stem.feats] }
                        {
                            self.push(out, (chain, print, stem.upos, feats, self.stems.lemma(&stem), None, stem.origin));
                        }
                    }
                }
                if let Some(bare) = folded.strip_prefix(article) {
                    for stem in self.stems.of(bare) {
                        if matches!(stem.upos, Upos::Noun | Upos::Adj | Upos::Num) && stem.pronoun != Pronoun::Only && fits(chain.stems, &stem) {
                            self.push(out, (chain, print, stem.upos, stem.feats.with_state(b'd'), self.stems.lemma(&stem), None, stem.origin));
                        }
                    }
                }
            };
            for (printed, meant) in [('ى', 'ي'), ('ي', 'ى'), ('ه', 'ة')] {
                if let Some(rest) = folded.strip_suffix(printed) {
                    look(format!("{rest}{meant}"));
                }
            }
        }
    }

    /// What a token that nothing is known of may be behind the clitics of `chain`.
    fn guess(&self, letters: &Letters<'_>, chain: &Before, out: &mut Vec<Reading>) {
        let (from, n) = (chain.letters.len(), letters.len());
        if n - from < 2 || from > 0 && n - from < 3 {
            return;
        }
        let merged = self.clitics.merged.iter().find(|(l, _)| chain.letters.ends_with(l) && letters.base[from..].starts_with(l)).map(|m| m.1);
        let whole = match merged {
            Some(alef) => format!("{alef}{}", letters.print(from..n)),
            None => letters.print(from..n).to_owned(),
        };
        self.guess_bare(chain, &whole, out);
        let article = &*self.clitics.article;
        let plain = normalise(&whole);
        if plain.starts_with(article) {
            return;
        }
        for (a, after) in self.clitics.after.iter().enumerate() {
            let to = n - after.letters.len().min(n);
            if to < from + 3 || letters.base[to..] != after.letters[..] {
                continue;
            }
            let base = letters.print(from..to);
            let folded = normalise(base);
            let (form, gender) = match folded.strip_suffix('ت').filter(|_| !folded.ends_with("ات")) {
                Some(_) => (format!("{}ة", letters.print(from..to - 1)), b'f'),
                None => (base.to_owned(), b'm'),
            };
            if matches!(chain.stems, Which::Any | Which::Nominal) && after.stems != Which::Verb {
                self.push(out, (chain, &form, Upos::Noun, Feats::noun(gender, b's', Some(b'c')), &letters.plain(from..to), Some(a), Origin::Guess));
            }
            if !matches!(chain.stems, Which::Nominal) {
                for feats in verb_shapes(&folded, chain.stems) {
                    self.push(out, (chain, base, Upos::Verb, feats, &letters.plain(from..to), Some(a), Origin::Guess));
                }
            }
        }
    }

    fn guess_bare(&self, chain: &Before, whole: &str, out: &mut Vec<Reading>) {
        let folded = normalise(whole);
        let article = &*self.clitics.article;
        let plain: String = whole.chars().filter(|c| !crate::letters::mark(*c)).collect();
        let bare = folded.strip_prefix(article).filter(|b| b.chars().count() > 2);
        if matches!(chain.stems, Which::Any | Which::Nominal) {
            let (gender, number) = noun_shape(&folded);
            let lemma = citation(plain.strip_prefix(article).filter(|_| bare.is_some()).unwrap_or(&plain), gender, number);
            for upos in [Upos::Noun, Upos::Adj] {
                let states: &[u8] = match bare {
                    Some(_) => b"d",
                    None if folded.ends_with('ا') || upos == Upos::Adj => b"i",
                    None => b"ic",
                };
                for state in states {
                    self.push(out, (chain, whole, upos, Feats::noun(gender, number, Some(*state)), &lemma, None, Origin::Guess));
                }
            }
            self.push(out, (chain, whole, Upos::Propn, Feats::noun(b'm', b's', Some(b'd')), &plain, None, Origin::Guess));
        }
        if bare.is_none() && !matches!(chain.stems, Which::Nominal | Which::Function) && (3..=9).contains(&folded.chars().count()) {
            for feats in verb_shapes(&folded, chain.stems) {
                self.push(out, (chain, whole, Upos::Verb, feats, &plain, None, Origin::Guess));
            }
        }
    }
}

fn noun_shape(folded: &str) -> (u8, u8) {
    if folded.ends_with("ات") {
        (b'f', b'p')
    } else if folded.ends_with('ة') {
        (b'f', b's')
    } else if folded.ends_with("ون") || folded.ends_with("ين") {
        (b'm', b'p')
    } else if folded.ends_with("ان") && folded.chars().count() > 5 {
        (b'm', b'd')
    } else {
        (b'm', b's')
    }
}

fn citation(plain: &str, gender: u8, number: u8) -> String {
    let cut = match (gender, number) {
        (b'f', b'p') => plain.strip_suffix("ات").map(|r| format!("{r}ة")),
        (_, b'p') => plain.strip_suffix("ون").or_else(|| plain.strip_suffix("ين")).map(str::to_owned),
        (_, b'd') => plain.strip_suffix("ان").map(str::to_owned),
        (b'm', _) => plain.strip_suffix('ا').map(str::to_owned),
        _ => None,
    };
    cut.filter(|c| c.chars().count() > 2).unwrap_or_else(|| plain.to_owned())
}

/// What the outer letters of an unknown verb say of it.
fn verb_shapes(folded: &str, stems: Which) -> Vec<Feats> {
    let mut out = Vec::new();
    let plural = folded.ends_with("ون") || folded.ends_with("وا");
    if let Some(first) = folded.chars().next() {
        match first {
            'ي' if plural => out.push(Feats::verb(b'i', b'3', b'm', b'p', false)),
            'ي' => out.push(Feats::verb(b'i', b'3', b'm', b's', false)),
            'ت' => out.push(Feats::verb(b'i', b'3', b'f', b's', false)),
            'ن' => out.push(Feats::verb(b'i', b'1', b'm', b'p', false)),
            _ => {}
        }
    }
    if matches!(stems, Which::Any | Which::Perfect) {
        out.push(if folded.ends_with("وا") {
            Feats::verb(b'p', b'3', b'm', b'p', false)
        } else if folded.ends_with('ت') {
            Feats::verb(b'p', b'3', b'f', b's', false)
        } else if folded.ends_with("نا") {
            Feats::verb(b'p', b'1', b'm', b'p', false)
        } else {
            Feats::verb(b'p', b'3', b'm', b's', false)
        });
    }
    out
}

fn single(print: &str, upos: Upos, origin: Origin) -> Reading {
    Reading { parts: Box::new([Part { form: print.into(), lemma: print.into(), upos, feats: Feats::NONE }]), stem: 0, origin }
}

fn fits(which: Which, stem: &Stem) -> bool {
    let verb = stem.upos == Upos::Verb || stem.upos == Upos::Aux;
    match which {
        Which::Any => true,
        Which::Nominal => !verb && !matches!(stem.upos, Upos::Cconj),
        Which::Verb => verb || stem.origin == Origin::Closed,
        Which::Imperfect => verb && stem.feats.aspect() == Some(b'i'),
        Which::Perfect => verb && stem.feats.aspect() == Some(b'p'),
        Which::Function => !matches!(stem.upos, Upos::Noun | Upos::Adj | Upos::Propn | Upos::Verb),
    }
}

/// Whether letters are those of a clitic; the forms of alef are one.
fn alike(letters: &[char], clitic: &[char]) -> bool {
    letters == clitic
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{064A}' | '\u{066E}'..='\u{06D3}' | '\u{06D5}' | '\u{06FA}'..='\u{06FC}' | '\u{0750}'..='\u{077F}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// What is no Arabic word: a number, a sign, a word of another script.
fn other(print: &str) -> Upos {
    let mut letters = print.chars().filter(|c| !crate::letters::mark(*c));
    match letters.next() {
        None => Upos::Punct,
        Some(c) if c.is_numeric() => Upos::Num,
        Some(c) if c.is_alphabetic() => Upos::X,
        Some(c)
            if matches!(c, '%' | '٪' | '$' | '€' | '£' | '¥' | '+' | '=' | '°' | '©' | '®' | '™' | '<' | '>' | '^' | '`' | '~' | '|')
                || c as u32 >= 0x2190 && !(0x3000..0x3040).contains(&(c as u32)) =>
        {
            Upos::Sym
        }
        Some(c) if matches!(c, '-' | '.' | ',') && print.chars().any(char::is_numeric) => Upos::Num,
        Some(_) => Upos::Punct,
    }
}
