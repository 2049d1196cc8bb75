//! Decides whether two mentions can tell of one occurrence, and what speaks for it.
//!
//! Days, actors and places that cannot both be true speak against, whatever else agrees; figures do not, since
//! conflicting figures of one occurrence are what a reader wants to see. What speaks for it is summed in points, which
//! stand in `data/claims.txt`; what two sentences have in common is said in `said.rs`.

use super::mention::{Being, Figure, Mention, Party, Place};
use isnad::pack::{Fault, lines};

/// A sign that two mentions tell of one occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    SameActor,
    ActorOfOneCountry,
    SameRecipient,
    RecipientOfOneCountry,
    SameDay,
    DaysThatMeet,
    SamePlace,
    SameWordsForThePlace,
    PlacesNear,
    SameFigure,
    SameMode,
    SameWord,
    CopiedWords,
    WordsInCommon,
    OtherRecipients,
}

const SIGNS: [(Sign, &str); 15] = [
    (Sign::SameActor, "same actor"),
    (Sign::ActorOfOneCountry, "actor of one country"),
    (Sign::SameRecipient, "same recipient"),
    (Sign::RecipientOfOneCountry, "recipient of one country"),
    (Sign::SameDay, "same day"),
    (Sign::DaysThatMeet, "days that meet"),
    (Sign::SamePlace, "same place"),
    (Sign::SameWordsForThePlace, "same words for the place"),
    (Sign::PlacesNear, "places near each other"),
    (Sign::SameFigure, "same figure"),
    (Sign::SameMode, "same mode"),
    (Sign::SameWord, "same word"),
    (Sign::CopiedWords, "copied words"),
    (Sign::WordsInCommon, "words in common"),
    (Sign::OtherRecipients, "other recipients"),
];

/// The points of each sign, and how many are needed.
#[derive(Debug, Clone)]
pub struct Points {
    points: [i32; 15],
    across: i32,
    within: i32,
}

/// Two mentions of which nothing speaks against their being one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fit {
    pub points: i32,
    pub signs: Vec<Sign>,
    /// The share of telling words that their sentences have in common.
    pub common: f32,
}

impl Fit {
    /// «same actor, same day: 4 points».
    pub fn said(&self) -> String {
        let name = |s: &Sign| match s {
            Sign::WordsInCommon => format!("{:.0} % of {}", self.common * 100.0, SIGNS[*s as usize].1),
            s => SIGNS[*s as usize].1.to_owned(),
        };
        let names: Vec<String> = self.signs.iter().map(name).collect();
        format!("{}: {} points", names.join(", "), self.points)
    }
}

/// Places closer than this are near each other, and places farther than [`APART`] are two, in kilometres.
const NEAR: f64 = 25.0;
/// See [`NEAR`].
const APART: f64 = 150.0;
/// A smaller number of people is in too many reports to tell one occurrence from another.
const TELLING: i64 = 5;

impl Points {
    /// The points that this crate ships.
    pub fn shipped() -> Points {
        let (points, faults) = Points::parse("claims.txt", include_str!("../../data/claims.txt"));
        debug_assert!(faults.is_empty(), "{faults:?}");
        points
    }

    /// Reads points; lines are `SIGN | POINTS`, `threshold | POINTS` and `threshold in one report | POINTS`.
    pub fn parse(file: &str, text: &str) -> (Points, Vec<Fault>) {
        let mut out = Points { points: [0; 15], across: 6, within: 5 };
        let mut faults = Vec::new();
        for line in lines(file, text) {
            let Ok(n) = line.field(1).parse::<i32>() else {
                faults.push(line.fault(format!("«{}» is no whole number", line.field(1))));
                continue;
            };
            match line.field(0) {
                "threshold" => out.across = n,
                "threshold in one report" => out.within = n,
                name => match SIGNS.iter().find(|(_, s)| *s == name) {
                    Some((sign, _)) => out.points[*sign as usize] = n,
                    None => faults.push(line.fault(format!("«{name}» is no sign; the signs are those of data/claims.txt"))),
                },
            }
        }
        (out, faults)
    }

    /// What two mentions need to be taken for one occurrence.
    pub(crate) fn needed(&self, a: &Mention, b: &Mention) -> i32 {
        if a.report == b.report { self.within } else { self.across }
    }

    /// What speaks for two mentions telling of one occurrence; none where something speaks against it.
    pub(crate) fn fit(&self, a: &Mention, b: &Mention) -> Option<Fit> {
        if a.kind != b.kind || a.being != b.being || a.mode.is_some() && b.mode.is_some() && a.mode != b.mode {
            return None;
        }
        let mut signs = Vec::with_capacity(6);
        signs.extend(days(a, b)?);
        signs.extend(parties(&a.actors, &b.actors, [Sign::SameActor, Sign::ActorOfOneCountry])?);
        match parties(&a.recipients, &b.recipients, [Sign::SameRecipient, Sign::RecipientOfOneCountry]) {
            Some(sign) => signs.extend(sign),
            // One report tells apart what it tells of twice; two may name the dead and the guards of one attack.
            None if a.report == b.report => return None,
            None => signs.push(Sign::OtherRecipients),
        }
        if let (Some(p), Some(q)) = (&a.place, &b.place) {
            signs.extend(places(p, q)?);
        }
        if a.figures.iter().any(|f| b.figures.iter().any(|g| telling(f, g))) {
            signs.push(Sign::SameFigure);
        }
        if a.mode.is_some() && a.mode == b.mode {
            signs.push(Sign::SameMode);
        }
        if a.trigger == b.trigger {
            signs.push(Sign::SameWord);
            if a.report != b.report && a.group.is_some() && a.group == b.group {
                signs.push(Sign::CopiedWords);
            }
        }
        let mut points = signs.iter().map(|s| self.points[*s as usize]).sum();
        let mut common = 0.0;
        // Two deeds of one sentence have all its words in common, which says nothing.
        if a.report != b.report {
            common = a.said.common(&b.said);
            let more = (common * self.points[Sign::WordsInCommon as usize] as f32).floor() as i32;
            if more > 0 {
                signs.push(Sign::WordsInCommon);
                points += more;
            }
        }
        Some(Fit { points, signs, common })
    }
}

fn days(a: &Mention, b: &Mention) -> Option<Option<Sign>> {
    let (Some(x), Some(y)) = (a.days(), b.days()) else { return Some(None) };
    if x.0 > y.1 || y.0 > x.1 {
        return None;
    }
    let one_day = |d: (i32, i32)| d.0 == d.1;
    Some(match (a.given, b.given) {
        (Some(g), Some(h)) if one_day(g) && g == h => Some(Sign::SameDay),
        // What is to come may lie anywhere: open days say nothing.
        _ if a.being == Being::Told => Some(Sign::DaysThatMeet),
        _ => None,
    })
}

/// Parties of which one fits; none where all of them are different ones.
fn parties(a: &[Party], b: &[Party], signs: [Sign; 2]) -> Option<Option<Sign>> {
    if a.is_empty() || b.is_empty() {
        return Some(None);
    }
    if a.iter().any(|x| b.iter().any(|y| x.code == y.code)) {
        // A party known by its sector alone («gunmen») is anybody's.
        let known = a.iter().any(|x| x.country.is_some() && b.iter().any(|y| x.code == y.code));
        return Some(known.then_some(signs[0]));
    }
    let open = |x: &Party, y: &Party| x.country.is_none() || y.country.is_none();
    let country = |x: &Party, y: &Party| x.country.is_some() && x.country == y.country && (x.sector.is_none() || y.sector.is_none() || x.state && y.state);
    if a.iter().any(|x| b.iter().any(|y| country(x, y))) {
        return Some(Some(signs[1]));
    }
    if a.iter().any(|x| b.iter().any(|y| open(x, y) && (x.sector == y.sector || x.sector.is_none() || y.sector.is_none()))) {
        return Some(None);
    }
    None
}

fn places(p: &Place, q: &Place) -> Option<Option<Sign>> {
    if p.geonames.is_some() && p.geonames == q.geonames {
        return Some(Some(Sign::SamePlace));
    }
    if let (Some(x), Some(y)) = (p.at, q.at) {
        let apart = kilometres(x, y);
        return if apart > APART { None } else { Some((apart < NEAR).then_some(Sign::PlacesNear)) };
    }
    if let (Some(x), Some(y)) = (p.country, q.country)
        && x != y
    {
        return None;
    }
    Some((p.words == q.words).then_some(Sign::SameWordsForThePlace))
}

/// The distance of two points given as latitude and longitude in degrees (the haversine formula).
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    const RADIUS: f64 = 6371.0;
    let (la, lb) = (a.0.to_radians(), b.0.to_radians());
    let (dl, dm) = ((lb - la) / 2.0, (b.1 - a.1).to_radians() / 2.0);
    let h = dl.sin().powi(2) + la.cos() * lb.cos() * dm.sin().powi(2);
    2.0 * RADIUS * h.sqrt().clamp(0.0, 1.0).asin()
}

fn telling(f: &Figure, g: &Figure) -> bool {
    f.of == g.of && f.low >= TELLING && f.low == g.low && f.high == g.high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_points_are_read_without_faults() {
        let (points, faults) = Points::parse("claims.txt", include_str!("../../data/claims.txt"));
        assert!(faults.is_empty(), "{faults:?}");
        assert!(points.points.iter().all(|p| *p != 0), "every sign has points");
        let (_, faults) = Points::parse("x", "same moon | 3\nsame day | much");
        assert_eq!(faults.len(), 2);
    }

    #[test]
    fn distances() {
        let (damascus, aleppo) = ((33.5138, 36.2765), (36.2021, 37.1343));
        assert!((kilometres(damascus, aleppo) - 309.0).abs() < 3.0);
        assert!(kilometres(damascus, damascus) < 1e-9);
    }
}
