//! `isnad lexicon coverage`: which of the most frequent verbs and verbal nouns of reports have a frame, so that the
//! lexicon grows where it matters.

use crate::args::Coverage;
use crate::code::{ending, reader, size, threads};
use crate::lexicon;
use crate::order::{Limits, in_order};
use crate::output::{Output, Stop, tell};
use crate::pretty::column;
use crate::style::{PDI, RLI, clean};
use crate::summary::{Summary, grouped};
use isnad::Report;
use isnad::entry::Only;
use isnad::inflect::MASDAR;
use isnad::lexicon::{LexemeId, Lexicon, Meaning, Pos};
use isnad::text::{Kind, Text};
use isnad::words::{Analyser, UNKNOWN, Unit};
use isnad_read::ReadError;
use rustc_hash::FxHashMap;

/// A verb, or its verbal noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Key {
    lexeme: LexemeId,
    masdar: bool,
}

/// What the lexicon makes of a verb or verbal noun; in the order of the table's columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Event,
    Say,
    Light,
    Nothing,
}

impl Known {
    fn of(lexicon: &Lexicon, key: Key) -> Known {
        let frames = lexicon.lexemes[key.lexeme as usize].frames.iter().map(|f| &lexicon.frames[*f as usize]);
        let other = if key.masdar { Only::Verb } else { Only::Masdar };
        let mut best = Known::Nothing;
        for frame in frames.filter(|f| f.only != other) {
            match frame.meaning {
                Meaning::Event { .. } => return Known::Event,
                Meaning::Say { .. } => best = Known::Say,
                Meaning::Light { .. } if best == Known::Nothing => best = Known::Light,
                Meaning::Light { .. } => {}
            }
        }
        best
    }
}

/// The verbs and verbal nouns of one report, with their printed forms, and how many words it has.
struct Found {
    tokens: Vec<Token>,
    words: u64,
}

struct Token {
    key: Key,
    form: String,
    /// Another noun's entry was the reading chosen, so that the verb's frames were not looked at.
    hidden: bool,
}

/// How often, and the form met first.
struct Seen {
    times: u64,
    hidden: u64,
    form: String,
}

/// `isnad lexicon coverage`.
///
/// # Errors
/// A lexicon that cannot be read, or standard output that cannot be written.
pub fn run(call: &Coverage) -> Result<bool, Stop> {
    let loaded = lexicon::load(&call.lexicon)?;
    let mut out = Output::stdout()?;
    let mut seen: FxHashMap<Key, Seen> = FxHashMap::default();
    let (mut words, mut summary) = (0, Summary::default());
    let lexicon = &loaded.lexicon;
    let worker = || {
        let mut analyser = Analyser::new(lexicon);
        move |item: Result<Report, ReadError>| item.map(|report| find(lexicon, &mut analyser, &report))
    };
    let sink = |made: Option<Result<Found, ReadError>>| {
        match made {
            None => {}
            Some(Err(error)) => {
                tell(&error.to_string());
                summary.skip(&error);
            }
            Some(Ok(found)) => {
                summary.reports += 1;
                words += found.words;
                for Token { key, form, hidden } in found.tokens {
                    let seen = seen.entry(key).or_insert(Seen { times: 0, hidden: 0, form });
                    seen.times += 1;
                    seen.hidden += u64::from(hidden);
                }
            }
        }
        Ok(())
    };
    let limits = Limits::of(threads(call.threads));
    in_order(reader(&call.paths), limits, size, worker, ending(sink))?;
    let mut ranked: Vec<(Key, Seen)> = seen.into_iter().collect();
    ranked.sort_by_key(|(key, seen)| (std::cmp::Reverse(seen.times), *key));
    let text = table(&loaded.lexicon, &ranked, call, summary.reports, words);
    out.lines(text.as_bytes())?;
    out.flush()?;
    Ok(summary.all_coded() && loaded.good)
}

fn find(lexicon: &Lexicon, analyser: &mut Analyser<'_>, report: &Report) -> Found {
    let text = Text::new(&report.text);
    let title_end = report.title.as_ref().map_or(0, |t| t.end);
    let mut found = Found { tokens: Vec::new(), words: 0 };
    for range in &text.sentences {
        let title = text.tokens.get(range.start).is_some_and(|t| (t.span.start as usize) < title_end);
        let sentence = analyser.sentence(&text, range.clone(), title);
        for unit in &sentence.units {
            let token = &text.tokens[unit.token];
            found.words += u64::from(matches!(token.kind, Kind::Arabic | Kind::Other | Kind::Number));
            let r = unit.reading;
            if unit.inside || unit.phrase.is_some() || r.lexeme == UNKNOWN {
                continue;
            }
            if let Some((key, hidden)) = key(lexicon, unit) {
                found.tokens.push(Token { key, form: token.span.of(&report.text).to_owned(), hidden });
            }
        }
    }
    found
}

/// The verb or verbal noun that a word is read as. A noun with an entry of its own counts only where it, or the verb
/// whose verbal noun it may be, has a frame: «سوق» is a market, whatever «ساق» may do.
fn key(lexicon: &Lexicon, unit: &Unit) -> Option<(Key, bool)> {
    let r = unit.reading;
    let own = Key { lexeme: r.lexeme, masdar: r.pos == Pos::Noun };
    if r.pos == Pos::Verb || own.masdar && r.feat(MASDAR) {
        return Some((own, false));
    }
    let verb = unit.info.readings.iter().find(|r| r.feat(MASDAR)).filter(|_| own.masdar)?;
    if Known::of(lexicon, own) != Known::Nothing {
        return Some((own, false));
    }
    let verb = Key { lexeme: verb.lexeme, masdar: true };
    (Known::of(lexicon, verb) != Known::Nothing).then_some((verb, true))
}

fn table(lexicon: &Lexicon, ranked: &[(Key, Seen)], call: &Coverage, reports: u64, words: u64) -> String {
    let mut out = format!("{} reports, {} words\n\n", grouped(reports), grouped(words));
    out.push_str(&format!("{}{:>9}{:>9}{:>9}{:>9}\n", column("", 44), "event", "say", "light", "none"));
    let mut row = |name: String, members: &[&(Key, Seen)], share: bool| {
        let mut counts = [0u64; 4];
        for (key, seen) in members.iter().copied() {
            let known = Known::of(lexicon, *key) as usize;
            if share {
                counts[known] += seen.times - seen.hidden;
                counts[Known::Nothing as usize] += seen.hidden;
            } else {
                counts[known] += 1;
            }
        }
        let all = counts.iter().sum::<u64>().max(1);
        let cells: String = counts.iter().map(|n| if share { format!("{:>8.1}%", 100.0 * *n as f64 / all as f64) } else { format!("{n:>9}") }).collect();
        out.push_str(&format!("{}{cells}\n", column(&name, 44)));
    };
    let of = |masdar: Option<bool>| ranked.iter().filter(move |(key, _)| masdar.is_none_or(|m| key.masdar == m));
    let kinds = [("verbs and verbal nouns", None), ("verbs", Some(false)), ("verbal nouns", Some(true))];
    for (name, masdar) in kinds {
        let members: Vec<&(Key, Seen)> = of(masdar).take(call.top).collect();
        row(format!("the {} most frequent {name}", members.len()), &members, false);
    }
    for (name, masdar) in kinds {
        let members: Vec<&(Key, Seen)> = of(masdar).collect();
        let tokens = members.iter().map(|(_, seen)| seen.times).sum();
        row(format!("of {} running {name}", grouped(tokens)), &members, true);
    }
    let line = |rank: usize, times: u64, key: &Key, seen: &Seen| {
        let kind = if key.masdar { "verbal noun" } else { "verb" };
        let lemma = &lexicon.lexemes[key.lexeme as usize].lemma;
        format!("{:>6} {:>9}  {kind:<12} {RLI}{}{PDI}  as {RLI}{}{PDI}\n", rank + 1, grouped(times), clean(lemma), clean(&seen.form))
    };
    out.push_str("\nthe most frequent without a frame:\n");
    let top = || ranked.iter().take(call.top).enumerate();
    for (rank, (key, seen)) in top().filter(|(_, (key, _))| Known::of(lexicon, *key) == Known::Nothing).take(call.missing) {
        out.push_str(&line(rank, seen.times, key, seen));
    }
    let mut hidden: Vec<_> = top().filter(|(_, (_, seen))| seen.hidden > 0).collect();
    hidden.sort_by_key(|(rank, (_, seen))| (std::cmp::Reverse(seen.hidden), *rank));
    if !hidden.is_empty() {
        out.push_str("\nverbal nouns with a frame that the entry of another noun hides (counted by how often it does):\n");
    }
    for (rank, (key, seen)) in hidden.into_iter().take(call.missing) {
        out.push_str(&line(rank, seen.hidden, key, seen));
    }
    out
}
