//! Decides which things a request means: its parameters, read strictly, and what they ask of the index.
//!
//! Parameters of one name are any of them, of different names all of them, and `not.` before a name leaves out. What is not
//! known is an error that says what may be written.
//!
//! ```
//! use isnad_serve::filter::Parameters;
//!
//! let mut asked = Parameters::parse(Some("type=ASSAULT&type=PROTEST&not.actor=SYR&limit=5")).unwrap();
//! assert_eq!(asked.number("limit", 50, 1, 200).unwrap(), 5);
//! assert!(asked.filters().is_ok());
//! assert!(asked.end().is_ok());
//! assert!(Parameters::parse(Some("colour=red")).unwrap().end().is_err());
//! ```

use crate::Fault;
use crate::days::day;
use crate::index::Kind;
use crate::index::fields::Fields;
use crate::index::words::Words;
use isnad::ontology::Ontology;
use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, ConstScoreQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use utoipa::IntoParams;

/// How long a query string may be, in bytes.
pub const LONGEST: usize = 16 << 10;
/// How many parameters it may have.
const MOST: usize = 200;
/// How long one value may be, in bytes.
const LONGEST_VALUE: usize = 1024;
/// How many words may be sought at once.
const MOST_WORDS: usize = 32;
/// In how many ways a phrase is sought at most.
const MOST_PHRASES: usize = 24;

/// The filters, as the description of the interface lists them.
#[derive(Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used; `Filters` reads the values")]
pub struct FilterParameters {
    /// Words: all of them, without regard to clitics, vowel signs and forms of letters; `"…"` is a phrase
    q: Option<String>,
    /// Type of event, such as `ASSAULT`; may be repeated, as all below that name a value; `not.type` leaves out
    r#type: Option<Vec<String>>,
    /// Mode of the type
    mode: Option<Vec<String>>,
    /// `actual`, `future`, `hypothetical`, `negated`
    status: Option<Vec<String>>,
    /// `asserts`, `alleges`, `doubts`, `denies`: of the nearest voice of any chain
    stance: Option<Vec<String>>,
    /// Code of an actor; three letters are the country with all its sectors
    actor: Option<Vec<String>>,
    /// Code of a recipient
    recipient: Option<Vec<String>>,
    /// Code of the nearest voice of any chain
    source: Option<Vec<String>>,
    /// Country of the place
    country: Option<Vec<String>>,
    /// Outlet or agency, as printed
    publisher: Option<Vec<String>>,
    /// Language of the report (ISO 639-1)
    lang: Option<Vec<String>>,
    /// Key of a report
    report: Option<Vec<String>>,
    /// Id of a claim
    claim: Option<Vec<String>>,
    /// First day, `YYYY-MM-DD`: the event's own days reach it or lie behind it
    from: Option<String>,
    /// Last day
    to: Option<String>,
    /// First day of publication
    seen_from: Option<String>,
    /// Last day of publication
    seen_to: Option<String>,
    /// Least confidence, 0 to 1; of claims and reports: of any of their events
    min_confidence: Option<f64>,
    /// Least number of independent chains of the claim
    min_chains: Option<i64>,
    /// `true`: only what belongs to a contested claim; `false`: only what does not
    contested: Option<bool>,
    /// `true`: only what a correction touches; `false`: only what none touches
    corrected: Option<bool>,
    /// `west,south,east,north` in degrees; places that are whole countries have no point and are left out
    bbox: Option<String>,
}

/// The names of the filters that hold values of a list.
pub const MANY: [&str; 12] = ["type", "mode", "status", "stance", "actor", "recipient", "source", "country", "publisher", "lang", "report", "claim"];
/// The names of the others.
pub const ONE: [&str; 10] = ["q", "from", "to", "seen_from", "seen_to", "min_confidence", "min_chains", "contested", "corrected", "bbox"];

/// Those of [`MANY`] that are a report's own; the others are asked of its events.
pub(crate) const OF_REPORTS: [&str; 3] = ["publisher", "lang", "report"];

/// The parameters of a request; what is read is taken out, so that what is left is not known.
#[derive(Debug, Clone)]
pub struct Parameters {
    pairs: Vec<(String, String)>,
    known: Vec<&'static str>,
}

impl Parameters {
    /// Reads a query string.
    ///
    /// # Errors
    /// Too long, or too many parameters.
    pub fn parse(query: Option<&str>) -> Result<Parameters, Fault> {
        let query = query.unwrap_or_default();
        if query.len() > LONGEST {
            return Err(Fault::asked(format!("the query has {} bytes, and {LONGEST} are read at most", query.len()), "the address", "ask for less at once"));
        }
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).map(|(n, v)| (n.into_owned(), v.into_owned())).collect();
        if pairs.len() > MOST {
            return Err(Fault::asked(format!("{} parameters are too many; {MOST} are read at most", pairs.len()), "the address", "ask for less at once"));
        }
        if let Some((name, value)) = pairs.iter().find(|(_, v)| v.len() > LONGEST_VALUE) {
            return Err(Fault::asked(format!("the value has {} bytes, and {LONGEST_VALUE} are read at most", value.len()), shortened(name), "shorten it"));
        }
        Ok(Parameters { pairs, known: Vec::new() })
    }

    fn all(&mut self, name: &str) -> Vec<String> {
        let mut out = Vec::new();
        self.pairs.retain(|(n, v)| {
            let here = n == name;
            if here && !v.is_empty() && !out.contains(v) {
                out.push(v.clone());
            }
            !here
        });
        out
    }

    /// The one value of a parameter.
    ///
    /// # Errors
    /// Several values.
    pub fn one(&mut self, name: &'static str) -> Result<Option<String>, Fault> {
        self.known.push(name);
        let mut values = self.all(name);
        match values.len() {
            0 | 1 => Ok(values.pop()),
            n => Err(Fault::asked(format!("{n} values, where one is read"), name, "give it once")),
        }
    }

    /// A whole number within bounds.
    ///
    /// # Errors
    /// No such number.
    pub fn number(&mut self, name: &'static str, usual: usize, least: usize, most: usize) -> Result<usize, Fault> {
        let Some(text) = self.one(name)? else { return Ok(usual) };
        text.parse()
            .ok()
            .filter(|n| (least..=most).contains(n))
            .ok_or_else(|| Fault::asked(format!("«{}» is no number that is read here", shortened(&text)), name, format!("write a whole number from {least} to {most}")))
    }

    /// One of some words.
    ///
    /// # Errors
    /// Another word.
    pub fn choice<T: Copy>(&mut self, name: &'static str, usual: T, choices: &[(&str, T)]) -> Result<T, Fault> {
        let Some(text) = self.one(name)? else { return Ok(usual) };
        choices.iter().find(|(word, _)| *word == text).map(|(_, value)| *value).ok_or_else(|| {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            Fault::asked(format!("«{}» is not known here", shortened(&text)), name, format!("write {}", words.join(", ")))
        })
    }

    /// The filters.
    ///
    /// # Errors
    /// A value that a filter cannot have.
    pub fn filters(&mut self) -> Result<Filters, Fault> {
        let mut out = Filters::default();
        self.known.extend(MANY);
        for name in MANY {
            let (mut any, mut none) = (self.all(name), self.all(&format!("not.{name}")));
            for value in any.iter_mut().chain(&mut none) {
                *value = checked(name, value)?;
            }
            if !any.is_empty() || !none.is_empty() {
                out.many.push(Choice { name, any, none });
            }
        }
        out.q = self.one("q")?;
        let mut day_of = |name: &'static str| -> Result<Option<i64>, Fault> {
            let Some(text) = self.one(name)? else { return Ok(None) };
            day(&text).map(Some).ok_or_else(|| Fault::asked(format!("«{}» is no day", shortened(&text)), name, "write YYYY-MM-DD"))
        };
        (out.from, out.to) = (day_of("from")?, day_of("to")?);
        (out.seen_from, out.seen_to) = (day_of("seen_from")?, day_of("seen_to")?);
        out.min_confidence = match self.one("min_confidence")? {
            None => None,
            Some(text) => Some(
                text.parse()
                    .ok()
                    .filter(|p| (0.0..=1.0).contains(p))
                    .ok_or_else(|| Fault::asked(format!("«{}» is no confidence", shortened(&text)), "min_confidence", "write a number from 0 to 1"))?,
            ),
        };
        out.min_chains = match self.one("min_chains")? {
            None => None,
            Some(text) => Some(
                text.parse()
                    .ok()
                    .filter(|n| (0..=1_000_000_000).contains(n))
                    .ok_or_else(|| Fault::asked(format!("«{}» is no number of chains", shortened(&text)), "min_chains", "write a whole number from 0"))?,
            ),
        };
        let truth = [("true", Some(true)), ("false", Some(false))];
        out.contested = self.choice("contested", None, &truth)?;
        out.corrected = self.choice("corrected", None, &truth)?;
        out.bbox = match self.one("bbox")? {
            None => None,
            Some(text) => Some(bbox(&text)?),
        };
        Ok(out)
    }

    /// Nothing is left.
    ///
    /// # Errors
    /// A parameter that is not known here.
    pub fn end(self) -> Result<(), Fault> {
        let Some((name, _)) = self.pairs.first() else { return Ok(()) };
        let bare = name.strip_prefix("not.").unwrap_or(name);
        if bare != name && self.known.contains(&bare) {
            return Err(Fault::asked("«not.» is for parameters that may be repeated", shortened(name), format!("it is read before {}", MANY.join(", "))));
        }
        let mut known = self.known;
        known.sort_unstable();
        known.dedup();
        let remedy = if known.is_empty() { "leave it out; nothing is read here".to_owned() } else { format!("leave it out; read here are {}", known.join(", ")) };
        Err(Fault::asked("the parameter is not known here", shortened(name), remedy))
    }
}

/// What somebody wrote, short enough to be said back.
pub fn shortened(text: &str) -> String {
    let mut out: String = text.chars().take(60).map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
    if text.chars().nth(60).is_some() {
        out.push('…');
    }
    out
}

/// A value as the index has it.
fn checked(name: &'static str, value: &str) -> Result<String, Fault> {
    let ontology = || Ontology::plover();
    let wrong = |known: Vec<String>| Fault::asked(format!("«{}» is not known", shortened(value)), name, format!("write one of {}", known.join(", ")));
    let among = |known: Vec<String>| if known.iter().any(|k| k == value) { Ok(value.to_owned()) } else { Err(wrong(known)) };
    match name {
        "type" => among(ontology().types.into_iter().map(|t| t.name).collect()),
        "mode" => among(ontology().types.into_iter().flat_map(|t| t.modes).collect()),
        "status" => among(ontology().statuses),
        "stance" => among(ontology().stances),
        "actor" | "recipient" | "source" | "country" => {
            let code = value.replace(' ', "").to_ascii_uppercase();
            let shaped = code.bytes().all(|b| b.is_ascii_uppercase()) && (3..=12).contains(&code.len()) && code.len().is_multiple_of(3);
            if shaped { Ok(code) } else { Err(Fault::asked(format!("«{}» is no code", shortened(value)), name, "write a country of three letters, or country and sector: SYR, SYRGOV")) }
        }
        "lang" if !(value.len() <= 8 && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')) => {
            Err(Fault::asked(format!("«{}» is no language", shortened(value)), name, "write two letters: ar"))
        }
        _ => Ok(value.to_owned()),
    }
}

fn bbox(text: &str) -> Result<[f64; 4], Fault> {
    let wrong = || Fault::asked(format!("«{}» is no box", shortened(text)), "bbox", "write west,south,east,north in degrees: 35.6,32.3,42.4,37.3");
    let numbers: Vec<f64> = text.split(',').map(|n| n.trim().parse().map_err(|_| wrong())).collect::<Result<_, _>>()?;
    let Ok([west, south, east, north]) = <[f64; 4]>::try_from(numbers) else { return Err(wrong()) };
    let fits = [west, east].iter().all(|d| (-180.0..=180.0).contains(d)) && [south, north].iter().all(|d| (-90.0..=90.0).contains(d)) && south <= north;
    if fits { Ok([west, south, east, north]) } else { Err(wrong()) }
}

/// Values of one filter.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The filter's name.
    pub name: &'static str,
    /// Any of these.
    pub any: Vec<String>,
    /// None of these.
    pub none: Vec<String>,
}

/// What a request asks of things.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filters {
    /// Words.
    pub q: Option<String>,
    /// Values of lists.
    pub many: Vec<Choice>,
    /// First day.
    pub from: Option<i64>,
    /// Last day.
    pub to: Option<i64>,
    /// First day of publication.
    pub seen_from: Option<i64>,
    /// Last day of publication.
    pub seen_to: Option<i64>,
    /// Least confidence.
    pub min_confidence: Option<f64>,
    /// Least number of chains.
    pub min_chains: Option<i64>,
    /// Whether of a contested claim.
    pub contested: Option<bool>,
    /// Whether touched by a correction.
    pub corrected: Option<bool>,
    /// West, south, east, north.
    pub bbox: Option<[f64; 4]>,
}

impl Filters {
    /// Without what is asked of one field, so that its other values can be counted.
    #[must_use]
    pub fn without(&self, name: &str) -> Filters {
        let mut out = self.clone();
        out.many.retain(|c| c.name != name);
        out
    }

    /// Whether something is asked of a field.
    pub fn has(&self, name: &str) -> bool {
        self.many.iter().any(|c| c.name == name)
    }

    /// What is asked of a thing itself, and what of one of its events. What is left out, and what must hold of none, is asked of the
    /// thing itself. Of events and claims all is.
    pub(crate) fn apart(&self, kind: Kind) -> (Filters, Option<Filters>) {
        if kind != Kind::Reports {
            return (self.clone(), None);
        }
        let (mut own, mut events) = (Filters { q: self.q.clone(), seen_from: self.seen_from, seen_to: self.seen_to, ..Filters::default() }, Filters::default());
        for choice in &self.many {
            if OF_REPORTS.contains(&choice.name) {
                own.many.push(choice.clone());
                continue;
            }
            for (to, any, none) in [(&mut own, &[][..], &choice.none[..]), (&mut events, &choice.any[..], &[][..])] {
                if !any.is_empty() || !none.is_empty() {
                    to.many.push(Choice { name: choice.name, any: any.to_vec(), none: none.to_vec() });
                }
            }
        }
        (events.from, events.to, events.bbox) = (self.from, self.to, self.bbox);
        (events.min_confidence, events.min_chains) = (self.min_confidence, self.min_chains);
        (events.contested, own.contested) = if self.contested == Some(true) { (Some(true), None) } else { (None, self.contested) };
        (events.corrected, own.corrected) = if self.corrected == Some(true) { (Some(true), None) } else { (None, self.corrected) };
        let any = events != Filters::default();
        (own, any.then_some(events))
    }

    /// The values of a filter that are asked for.
    pub(crate) fn any(&self, name: &str) -> &[String] {
        self.many.iter().find(|c| c.name == name).map_or(&[], |c| &c.any)
    }

    /// A number that other filters hardly have, for cursors.
    pub fn fingerprint(&self) -> u32 {
        use std::hash::{Hash, Hasher};
        let mut hash = rustc_hash::FxHasher::default();
        format!("{self:?}").hash(&mut hash);
        (hash.finish() >> 16) as u32
    }

    /// The part of the question that the index of words and values answers. `scored` says that relevance matters.
    ///
    /// # Errors
    /// Words that are none.
    pub fn query(&self, fields: &Fields, words: &mut Words) -> Result<Box<dyn Query>, Fault> {
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        if let Some(q) = &self.q {
            sought(q, fields.words, words, &mut parts)?;
        }
        for choice in &self.many {
            let field = match choice.name {
                "type" => fields.r#type,
                "mode" => fields.mode,
                "status" => fields.status,
                "stance" => fields.stance,
                "actor" => fields.actor_in,
                "recipient" => fields.recipient_in,
                "source" => fields.source_in,
                "country" => fields.country,
                "publisher" => fields.publisher,
                "lang" => fields.lang,
                "report" => fields.report,
                _ => fields.claim,
            };
            if !choice.any.is_empty() {
                parts.push((Occur::Must, Box::new(ConstScoreQuery::new(any(choice.any.iter().map(|v| value(field, v)).collect()), 0.0))));
            }
            for left_out in &choice.none {
                parts.push((Occur::MustNot, value(field, left_out)));
            }
        }
        // A voice and a stance are asked of one and the same voice.
        let (sources, stances) = (self.any("source"), self.any("stance"));
        if !sources.is_empty() && !stances.is_empty() {
            let pairs = sources.iter().flat_map(|source| stances.iter().map(move |stance| value(fields.said_in, &format!("{source}\t{stance}")))).collect();
            parts.push((Occur::Must, Box::new(ConstScoreQuery::new(any(pairs), 0.0))));
        }
        if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            parts.push((Occur::Must, Box::new(AllQuery)));
        }
        Ok(Box::new(BooleanQuery::new(parts)))
    }
}

fn value(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
}

fn any(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    if queries.len() == 1 { queries.remove(0) } else { Box::new(BooleanQuery::union(queries)) }
}

/// Words and phrases that are all to be there.
fn sought(q: &str, field: Field, words: &mut Words, parts: &mut Vec<(Occur, Box<dyn Query>)>) -> Result<(), Fault> {
    let mut count = 0;
    let term = |form: &str| Term::from_field_text(field, form);
    for (k, piece) in q.split(['"', '“', '”', '«', '»', '„', '＂']).enumerate() {
        let found = words.cut(piece);
        count += found.len();
        if count > MOST_WORDS {
            return Err(Fault::asked(format!("more than {MOST_WORDS} words"), "q", "seek fewer words"));
        }
        if k % 2 == 1 && found.len() == 1 {
            let forms = found.iter().flat_map(|w| w.printed()).map(|f| Box::new(TermQuery::new(term(f), IndexRecordOption::WithFreqs)) as Box<dyn Query>).collect();
            parts.push((Occur::Must, any(forms)));
            continue;
        }
        if k % 2 == 1 && found.len() > 1 {
            // Every way to read the words that the bound allows: the index has the same forms of its words. What stands in quotation
            // marks is meant as it is printed.
            let mut ways: Vec<Vec<Term>> = vec![Vec::new()];
            for word in &found {
                let room = (MOST_PHRASES / ways.len()).max(1);
                ways = ways.iter().flat_map(|way| word.printed().take(room).map(|f| way.iter().cloned().chain([term(f)]).collect())).collect();
            }
            parts.push((Occur::Must, any(ways.into_iter().map(|way| Box::new(PhraseQuery::new(way)) as Box<dyn Query>).collect())));
            continue;
        }
        for word in found {
            let forms = words.sought(&piece[word.bytes.clone()]);
            let forms = if word.forms.iter().any(|f| forms.contains(f)) { forms } else { word.forms.to_vec() };
            let forms = forms.iter().map(|f| Box::new(TermQuery::new(term(f), IndexRecordOption::WithFreqs)) as Box<dyn Query>).collect();
            parts.push((Occur::Must, any(forms)));
        }
    }
    if count == 0 {
        return Err(Fault::asked("there is no word in it", "q", "write letters or digits, or leave it out"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_description_lists_the_filters_that_are_read() {
        let listed: BTreeSet<String> = FilterParameters::into_params(|| Some(utoipa::openapi::path::ParameterIn::Query)).into_iter().map(|p| p.name).collect();
        let read: BTreeSet<String> = MANY.into_iter().chain(ONE).map(str::to_owned).collect();
        assert_eq!(listed, read);
    }

    #[test]
    fn values_that_are_none_are_told() {
        for bad in [
            "type=WOLF",
            "mode=x",
            "stance=shouts",
            "actor=S",
            "actor=%00%00%00",
            "from=2024-13-01",
            "to=24-1-1",
            "min_confidence=2",
            "min_confidence=NaN",
            "min_chains=-1",
            "bbox=1,2,3",
            "bbox=0,9,0,-9",
            "contested=yes",
            "q=a&q=b",
            "lang=%22",
        ] {
            assert!(Parameters::parse(Some(bad)).and_then(|mut p| p.filters()).is_err(), "{bad}");
        }
        for unknown in ["colour=red", "not.q=x", "not.from=2024-01-01", "not.=x", "=x"] {
            let mut p = Parameters::parse(Some(unknown)).expect("it is short");
            assert!(p.filters().is_ok() && p.end().is_err(), "{unknown}");
        }
    }
}
