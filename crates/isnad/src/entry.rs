//! What one line of lexicon text says: every kind of entry, told apart by its own fields.
//!
//! ```
//! use isnad::{entry::{Entry, parse}, ontology::Ontology, pack::lines};
//!
//! let line = lines("x", "رويترز | media | JRN | country=GBR").next().unwrap();
//! assert!(matches!(parse(&line, &Ontology::plover()), Ok(Entry::Actor { .. })));
//! ```

use crate::lexicon::{Need, Pos, Role, TimeWord};
use crate::ontology::{Code, Ontology, Three, three};
use crate::pack::{Line, alternatives};
use serde::{Deserialize, Serialize};

/// Closed classes of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are the documentation: they are the class names of the pack")]
pub enum Func {
    Prep,
    Conj,
    Sub,
    Cond,
    NegPast,
    NegFut,
    Neg,
    Fut,
    Perhaps,
    /// What those who demonstrate stand for or against.
    Cause,
    Aspect,
    Rel,
    Dem,
    Pron,
    Quant,
    Adv,
    Interj,
    NegPhrase,
    /// Introduces the one who does it: «من قبل», «على يد».
    By,
    /// What follows is wanted, not done: «بهدف».
    Purpose,
    /// Ties to a side: «تابع ل», «موال ل».
    Affiliation,
    /// Has the support of a side without being of it: «مدعوم من».
    Backed,
    /// «في», «داخل»: in it, not beside it.
    Inside,
    /// Is on a side without being of it, where that side is a state: «موال لـ», «مؤيد لـ».
    Sympathy,
    /// «نظيره»: one of the same office elsewhere.
    Counterpart,
    /// Other spellings and words of address before names.
    Honorific,
    /// Nouns that say that an event was planned or feared.
    Irrealis,
    /// Nouns for what was claimed: «الادعاءات», «ذلك» as the object of a denial.
    ContentNoun,
    /// Words that begin lines which are no prose: tags, links.
    Boilerplate,
    /// Ties a person or group to a body: «في», «من», «باسم».
    Tail,
    /// Ties a person to those in whose name he speaks: «باسم».
    Behalf,
    /// With whom: «الاتفاق مع إيران».
    With,
    /// Among whom: «قتلى في صفوف المتمردين».
    Among,
    /// Marks where something happened.
    Locative,
    /// Stands for those whom it is annexed to.
    Transparent,
    /// A complementiser that bears its subject.
    SubPronoun,
    /// One's own state: «بلاده».
    Homeland,
    /// Makes a saying follow its words: «كما أعلن».
    As,
}

/// Classes of words of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are the documentation: they are the class names of the pack")]
pub enum TimeClass {
    Month,
    HijriMonth,
    Weekday,
    Day,
    Unit,
    UnitDual,
    This,
    Last,
    Next,
    Ago,
    PartOfDay,
    Number,
    Ordinal,
    Vague,
    Bound,
    Era,
    Span,
    NextDay,
    DecadeName,
    PartOfSpan,
    LastButOne,
    Since,
    Until,
    After,
    Multiplier,
    Fraction,
    Season,
    Zone,
}

/// What kind of word an actor entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are the documentation: they are the kinds of the pack")]
pub enum ActorKind {
    Person,
    Group,
    Org,
    Name,
    Who,
    Adj,
    Title,
    Source,
    Doc,
    Media,
    Party,
    Target,
    State,
    Seat,
    Nationality,
}

/// Which form of a predicate bears a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Only {
    /// Any.
    #[default]
    Any,
    /// The finite verb.
    Verb,
    /// The verbal noun.
    Masdar,
}

/// What bears a frame.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named as in the pack's description")]
pub enum Predicate {
    Verb { perfect: String, imperfect: String, masdars: Vec<String> },
    Noun(Vec<String>),
    Adjective(Vec<String>),
    Cue(Vec<String>),
    Duty(Vec<String>),
}

/// What a frame means, before words are interned.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named as in the pack's description")]
pub enum MeaningEntry {
    Event { kind: u8, mode: Option<u8> },
    Light { slot: String },
    Say { stance: u8 },
}

/// A frame entry.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named as in the pack's description")]
pub struct FrameEntry {
    pub text: String,
    pub predicate: Predicate,
    pub with: Vec<Vec<String>>,
    pub without: Vec<String>,
    pub meaning: MeaningEntry,
    pub cameo: String,
    pub slots: Vec<(String, Role)>,
    pub need: Need,
    pub rank: u8,
    pub status: Option<u8>,
    pub only: Only,
    pub weak: bool,
    pub strict: bool,
    /// Its words may follow without complementiser or marks: «قال لا أحد يعرف».
    pub direct: bool,
    /// In the imperfect mostly read as passive: «يعتبر الأكبر», «يتوقع أن …».
    pub perfect: bool,
    pub personal: bool,
    /// A deed named as what is said is the speaker's own.
    pub own: bool,
    pub of: Option<String>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named as in the pack's description")]
pub enum Entry {
    Verb { perfect: String, imperfect: String, masdars: Vec<String> },
    Nominal { form: String, pos: Pos, feminine: bool, plural: bool },
    Given { name: String, open: bool },
    Function { forms: Vec<String>, func: Func },
    Set { name: String, words: Vec<String> },
    PlaceHead { forms: Vec<String> },
    Time { forms: Vec<String>, word: TimeWord },
    Place { forms: Vec<String>, country: Option<Three>, kind: String, at: Option<(f32, f32)>, geonames: Option<u32> },
    Country { code: Three, names: Vec<String>, nationality: Vec<String>, seats: Vec<String>, english: String },
    Actor { forms: Vec<String>, kind: ActorKind, code: Code, armed: Option<Code>, inherit: bool, id: Option<String>, name: Option<String>, home: Option<Three> },
    Frame(FrameEntry),
}

const FUNCS: &[(&str, Func)] = &[
    ("prep", Func::Prep),
    ("conj", Func::Conj),
    ("sub", Func::Sub),
    ("cond", Func::Cond),
    ("neg-past", Func::NegPast),
    ("neg-fut", Func::NegFut),
    ("neg", Func::Neg),
    ("fut", Func::Fut),
    ("perhaps", Func::Perhaps),
    ("aspect", Func::Aspect),
    ("rel", Func::Rel),
    ("dem", Func::Dem),
    ("pron", Func::Pron),
    ("quant", Func::Quant),
    ("adv", Func::Adv),
    ("interj", Func::Interj),
    ("neg-phrase", Func::NegPhrase),
    ("by", Func::By),
    ("purpose", Func::Purpose),
    ("affiliation", Func::Affiliation),
    ("backed", Func::Backed),
    ("sympathy", Func::Sympathy),
    ("inside", Func::Inside),
    ("counterpart", Func::Counterpart),
    ("honorific", Func::Honorific),
    ("irrealis", Func::Irrealis),
    ("content-noun", Func::ContentNoun),
    ("boilerplate", Func::Boilerplate),
    ("tail", Func::Tail),
    ("locative", Func::Locative),
    ("transparent", Func::Transparent),
    ("sub-pronoun", Func::SubPronoun),
    ("homeland", Func::Homeland),
    ("behalf", Func::Behalf),
    ("with", Func::With),
    ("among", Func::Among),
    ("as", Func::As),
    ("cause", Func::Cause),
];

const TIMES: &[(&str, TimeClass)] = &[
    ("month", TimeClass::Month),
    ("hijri-month", TimeClass::HijriMonth),
    ("weekday", TimeClass::Weekday),
    ("day", TimeClass::Day),
    ("unit", TimeClass::Unit),
    ("unit-dual", TimeClass::UnitDual),
    ("this", TimeClass::This),
    ("last", TimeClass::Last),
    ("next", TimeClass::Next),
    ("ago", TimeClass::Ago),
    ("part-of-day", TimeClass::PartOfDay),
    ("number", TimeClass::Number),
    ("ordinal", TimeClass::Ordinal),
    ("vague", TimeClass::Vague),
    ("bound", TimeClass::Bound),
    ("era", TimeClass::Era),
    ("span", TimeClass::Span),
    ("next-day", TimeClass::NextDay),
    ("decade-name", TimeClass::DecadeName),
    ("part-of-span", TimeClass::PartOfSpan),
    ("last-but-one", TimeClass::LastButOne),
    ("since", TimeClass::Since),
    ("until", TimeClass::Until),
    ("after", TimeClass::After),
    ("multiplier", TimeClass::Multiplier),
    ("fraction", TimeClass::Fraction),
    ("season", TimeClass::Season),
    ("zone", TimeClass::Zone),
];

const KINDS: &[(&str, ActorKind)] = &[
    ("person", ActorKind::Person),
    ("group", ActorKind::Group),
    ("org", ActorKind::Org),
    ("name", ActorKind::Name),
    ("who", ActorKind::Who),
    ("adj", ActorKind::Adj),
    ("title", ActorKind::Title),
    ("source", ActorKind::Source),
    ("doc", ActorKind::Doc),
    ("media", ActorKind::Media),
    ("party", ActorKind::Party),
    ("target", ActorKind::Target),
    ("state", ActorKind::State),
];

const PLACE_HEADS: &[&str] = &["admin", "settlement", "site", "natural", "direction"];

fn find<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table.iter().find(|(n, _)| *n == name).map(|(_, t)| *t)
}

fn owned(field: &str) -> Vec<String> {
    alternatives(field).filter(|f| *f != "-").map(str::to_owned).collect()
}

/// Reads one line.
///
/// # Errors
/// Says what is wrong with the entry and what to write instead.
pub fn parse(line: &Line<'_>, ontology: &Ontology) -> Result<Entry, String> {
    let kind = line.field(1);
    if line.len() == 1 {
        return verb_or_name(line.field(0));
    }
    if line.field(0).is_empty() {
        return Err("the first field is empty: write the word that the entry is about".into());
    }
    if line.len() >= 4 && three(line.field(0)).is_some() {
        let code = three(line.field(0)).ok_or("a country is three capital letters")?;
        return Ok(Entry::Country { code, names: owned(line.field(1)), nationality: owned(line.field(2)), seats: owned(line.field(3)), english: line.field(4).to_owned() });
    }
    let mut parts = kind.split_whitespace();
    let first = parts.next().unwrap_or("");
    if first == "say" || first == "light" || ontology.event_type(first).is_some() {
        return frame(line, ontology).map(Entry::Frame);
    }
    if kind == "set" {
        return Ok(Entry::Set { name: line.field(0).to_owned(), words: line.field(2).split('/').map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect() });
    }
    if matches!(first, "NOUN" | "ADJ" | "ADV") {
        let pos = match first {
            "ADJ" => Pos::Adj,
            "ADV" => Pos::Adv,
            _ => Pos::Noun,
        };
        let rest: Vec<&str> = parts.collect();
        return Ok(Entry::Nominal { form: line.field(0).to_owned(), pos, feminine: rest.contains(&"f"), plural: rest.contains(&"p") });
    }
    if matches!(kind, "word" | "open") {
        return Ok(Entry::Given { name: line.field(0).to_owned(), open: kind == "open" });
    }
    if let Some(func) = find(FUNCS, kind) {
        return Ok(Entry::Function { forms: owned(line.field(0)), func });
    }
    if PLACE_HEADS.contains(&kind) {
        return Ok(Entry::PlaceHead { forms: owned(line.field(0)) });
    }
    if let Some(actor) = find(KINDS, kind) {
        return actor_entry(line, actor, ontology);
    }
    if let Some(class) = find(TIMES, kind) {
        return time(line, class);
    }
    if line.len() >= 3 && (three(kind).is_some() || kind == "-") {
        return place(line);
    }
    Err(format!("«{kind}» is no kind of entry: write an event type, say, light, an actor kind, a country code for a place, a part of speech or a word class"))
}

fn verb_or_name(text: &str) -> Result<Entry, String> {
    let (head, masdars) = brackets(text)?;
    let words: Vec<&str> = head.split_whitespace().collect();
    match words.as_slice() {
        [perfect, imperfect] => Ok(Entry::Verb { perfect: (*perfect).to_owned(), imperfect: (*imperfect).to_owned(), masdars }),
        [name] if masdars.is_empty() => Ok(Entry::Given { name: (*name).to_owned(), open: false }),
        _ => Err(format!("«{text}» is neither a verb (PERFECT IMPERFECT (MASDAR)) nor a name of one word; fields are separated by |")),
    }
}

/// Takes `(a, b)` off the end of a verb.
fn brackets(text: &str) -> Result<(&str, Vec<String>), String> {
    match text.split_once('(') {
        None => Ok((text.trim(), Vec::new())),
        Some((head, rest)) => {
            let Some((inside, behind)) = rest.split_once(')') else {
                return Err(format!("the bracket of «{text}» is not closed"));
            };
            if !behind.trim().is_empty() {
                return Err(format!("«{}» behind the bracket is not understood", behind.trim()));
            }
            Ok((head.trim(), alternatives(inside).filter(|m| *m != "-").map(str::to_owned).collect()))
        }
    }
}

fn actor_entry(line: &Line<'_>, kind: ActorKind, ontology: &Ontology) -> Result<Entry, String> {
    let code = ontology.code(line.field(2))?;
    let (mut armed, mut inherit, mut id, mut name, mut home) = (None, false, None, None, None);
    // Values may hold spaces («armed=LBN REB»): an option runs up to the next word with «=».
    let mut options: Vec<String> = Vec::new();
    for word in line.field(3).split_whitespace().chain(line.field(4).split_whitespace()) {
        match options.last_mut() {
            Some(last) if !word.contains('=') && last.contains('=') && word != "inherit" => {
                last.push(' ');
                last.push_str(word);
            }
            _ => options.push(word.to_owned()),
        }
    }
    for option in options {
        match option.split_once('=') {
            None if option == "inherit" => inherit = true,
            Some(("armed", v)) => armed = Some(ontology.code(v)?),
            Some(("id", v)) => id = Some(v.to_owned()),
            Some(("name", v)) => name = Some(v.to_owned()),
            Some(("country", v)) => home = Some(three(v).ok_or_else(|| format!("country={v} is no code of three capital letters"))?),
            _ => return Err(format!("unknown option «{option}»: write inherit, id=, name=, armed= or country=")),
        }
    }
    let forms = owned(line.field(0));
    if forms.is_empty() {
        return Err("an actor needs at least one form".into());
    }
    Ok(Entry::Actor { forms, kind, code, armed, inherit, id, name, home })
}

fn time(line: &Line<'_>, class: TimeClass) -> Result<Entry, String> {
    let value = line.field(2);
    let mut numbers = value.split_whitespace().filter_map(|n| n.trim_start_matches('+').parse::<i64>().ok());
    let low = numbers.next();
    let high = numbers.next();
    let wants_number = matches!(
        class,
        TimeClass::Month | TimeClass::HijriMonth | TimeClass::Weekday | TimeClass::Day | TimeClass::Number | TimeClass::Ordinal | TimeClass::Vague | TimeClass::Span | TimeClass::Multiplier
    );
    if wants_number && low.is_none() {
        return Err(format!("this class needs a number in the third field, not «{value}»"));
    }
    Ok(Entry::Time { forms: owned(line.field(0)), word: TimeWord { class, low: low.unwrap_or(0), high, label: value.into() } })
}

fn place(line: &Line<'_>) -> Result<Entry, String> {
    let at = match line.field(3) {
        "" | "-" => None,
        text => {
            let mut n = text.split([' ', ',']).filter(|s| !s.is_empty()).map(str::parse::<f32>);
            match (n.next(), n.next()) {
                (Some(Ok(lat)), Some(Ok(lon))) if lat.abs() <= 90.0 && lon.abs() <= 180.0 => Some((lat, lon)),
                _ => return Err(format!("«{text}» is no latitude and longitude in degrees")),
            }
        }
    };
    let geonames = match line.field(4) {
        "" | "-" => None,
        id => Some(id.parse().map_err(|_| format!("«{id}» is no GeoNames id"))?),
    };
    Ok(Entry::Place { forms: owned(line.field(0)), country: three(line.field(1)), kind: line.field(2).to_owned(), at, geonames })
}

fn frame(line: &Line<'_>, ontology: &Ontology) -> Result<FrameEntry, String> {
    let text = line.field(0);
    let (head, with, without) = collocates(text);
    let predicate = predicate(&head)?;
    let mut kind = line.field(1).split_whitespace();
    let meaning = match kind.next().unwrap_or("") {
        "say" => {
            let name = kind.next().unwrap_or("");
            MeaningEntry::Say { stance: ontology.stance(name).ok_or_else(|| format!("«{name}» is no stance: write {}", ontology.stances.join(", ")))? }
        }
        "light" => MeaningEntry::Light { slot: line.field(2).to_owned() },
        name => {
            let k = ontology.event_type(name).ok_or_else(|| format!("«{name}» is no event type"))?;
            let modes = &ontology.types[k as usize].modes;
            let mode = match kind.next() {
                None => None,
                Some(m) => Some(modes.iter().position(|x| x == m).ok_or_else(|| format!("{name} has no mode «{m}»; it has: {}", modes.join(", ")))? as u8),
            };
            MeaningEntry::Event { kind: k, mode }
        }
    };
    let cameo = match (&meaning, line.field(2)) {
        (MeaningEntry::Light { .. }, _) | (_, "-") => String::new(),
        (_, c) if c.bytes().all(|b| b.is_ascii_digit()) && (2..=4).contains(&c.len()) => c.to_owned(),
        (_, c) => return Err(format!("«{c}» is no CAMEO code of two to four digits (write - for none)")),
    };
    let mut slots = Vec::new();
    for slot in line.field(3).split_whitespace().filter(|s| *s != "-") {
        let Some((name, role)) = slot.split_once('=') else {
            return Err(format!("the slot «{slot}» has no role: write {slot}=actor or the like"));
        };
        let role = match role {
            "actor" => Role::Actor,
            "recipient" => Role::Recipient,
            "host" => Role::Host,
            "source" => Role::Source,
            "content" => Role::Content,
            "place" => Role::Place,
            "topic" => Role::Topic,
            "addressee" => Role::Addressee,
            other => return Err(format!("«{other}» is no role: write actor, recipient, host, source, content, place, topic or addressee")),
        };
        slots.push((name.to_owned(), role));
    }
    let mut f = FrameEntry {
        text: text.to_owned(),
        predicate,
        with,
        without,
        meaning,
        cameo,
        slots,
        need: Need::Any,
        rank: 1,
        status: None,
        only: Only::Any,
        weak: false,
        strict: false,
        direct: false,
        perfect: false,
        personal: false,
        own: false,
        of: None,
    };
    for option in line.field(4).split_whitespace() {
        match option.split_once('=') {
            None => match option {
                "weak" => f.weak = true,
                "strict" => f.strict = true,
                "direct" => f.direct = true,
                "perfect" => (f.perfect, f.personal) = (true, true),
                "personal" => f.personal = true,
                "own" => f.own = true,
                "verb-only" => f.only = Only::Verb,
                "masdar-only" => f.only = Only::Masdar,
                _ => return Err(format!("unknown option «{option}»: write weak, strict, direct, perfect, personal, own, verb-only, masdar-only, need=, rank=, of= or status=")),
            },
            Some(("need", v)) => {
                f.need = match v {
                    "none" => Need::None,
                    "any" => Need::Any,
                    "actor" => Need::Actor,
                    "recipient" => Need::Recipient,
                    "both" => Need::Both,
                    _ => return Err(format!("need={v} is not known: write none, any, actor, recipient or both")),
                }
            }
            Some(("rank", v)) => f.rank = v.parse().ok().filter(|r| (1..=3).contains(r)).ok_or_else(|| format!("rank={v}: a rank is 1, 2 or 3"))?,
            Some(("of", v)) if v == "killed" || v == "wounded" => f.of = Some(v.to_owned()),
            Some(("of", v)) => return Err(format!("of={v}: write killed or wounded")),
            Some(("status", v)) => f.status = Some(ontology.status(v).ok_or_else(|| format!("status={v}: write {}", ontology.statuses.join(", ")))?),
            Some((k, _)) => return Err(format!("unknown option «{k}=»: write need=, rank=, of= or status=")),
        }
    }
    Ok(f)
}

type Collocates = (String, Vec<Vec<String>>, Vec<String>);

/// Takes `+ a / b` and `- c / d` off a predicate.
fn collocates(text: &str) -> Collocates {
    let mut head = Vec::new();
    let mut with: Vec<Vec<String>> = Vec::new();
    let mut without: Vec<String> = Vec::new();
    enum In {
        Head,
        With,
        Without,
    }
    let mut state = In::Head;
    let push = |list: &mut Vec<String>, word: &str| match list.last_mut() {
        Some(last) if !last.is_empty() => {
            last.push(' ');
            last.push_str(word);
        }
        Some(last) => last.push_str(word),
        None => list.push(word.to_owned()),
    };
    for word in text.split_whitespace() {
        match (word, &state) {
            ("+", _) => {
                with.push(vec![String::new()]);
                state = In::With;
            }
            ("-", _) => {
                without.push(String::new());
                state = In::Without;
            }
            ("/", In::With) => {
                if let Some(group) = with.last_mut() {
                    group.push(String::new());
                }
            }
            ("/", In::Without) => without.push(String::new()),
            (_, In::Head) => head.push(word),
            (_, In::With) => {
                if let Some(group) = with.last_mut() {
                    push(group, word);
                }
            }
            (_, In::Without) => push(&mut without, word),
        }
    }
    for group in &mut with {
        group.retain(|w| !w.is_empty());
    }
    with.retain(|g| !g.is_empty());
    without.retain(|w| !w.is_empty());
    (head.join(" "), with, without)
}

fn predicate(head: &str) -> Result<Predicate, String> {
    let listed = |rest: &str| -> Result<Vec<String>, String> {
        let forms = owned(rest);
        if forms.is_empty() { Err(format!("«{head}» names no word")) } else { Ok(forms) }
    };
    if let Some(rest) = head.strip_prefix("n:") {
        return listed(rest).map(Predicate::Noun);
    }
    if let Some(rest) = head.strip_prefix("a:") {
        return listed(rest).map(Predicate::Adjective);
    }
    if let Some(rest) = head.strip_prefix("p:") {
        return listed(rest).map(Predicate::Cue);
    }
    if let Some(rest) = head.strip_prefix("d:") {
        return listed(rest).map(Predicate::Duty);
    }
    match verb_or_name(head)? {
        Entry::Verb { perfect, imperfect, masdars } => Ok(Predicate::Verb { perfect, imperfect, masdars }),
        _ => Err(format!("«{head}» is no predicate: write PERFECT IMPERFECT (MASDAR), or n: NOUN, a: ADJECTIVE, p: PREPOSITION, d: PREPOSITION OF DUTY")),
    }
}
