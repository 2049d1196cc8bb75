//! Decides what codes are called for a reader: countries by the pack's names, types and sectors by `data/names.txt`.
//!
//! ```
//! use isnad_serve::names::Names;
//!
//! let names = Names::shipped();
//! assert_eq!(names.json()["countries"]["TCD"]["en"], "Chad");
//! assert_eq!(names.code("TCDGOV").1, "Chad, government");
//! ```

use isnad::pack::lines;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Arabic and English.
type Name = (String, String);

/// What codes are called.
#[derive(Debug, Clone, Default)]
pub struct Names {
    countries: BTreeMap<String, Name>,
    types: BTreeMap<String, Name>,
    modes: BTreeMap<String, Name>,
    sectors: BTreeMap<String, Name>,
    statuses: BTreeMap<String, Name>,
    stances: BTreeMap<String, Name>,
}

fn table(names: &BTreeMap<String, Name>) -> Value {
    Value::Object(names.iter().map(|(code, (ar, en))| (code.clone(), json!({"ar": ar, "en": en}))).collect::<Map<String, Value>>())
}

impl Names {
    /// Those of the pack and of this crate.
    pub fn shipped() -> Names {
        let mut out = Names::default();
        out.countries.extend(isnad_ar::countries().map(|(code, ar, en)| (code.to_owned(), (ar.to_owned(), en.to_owned()))));
        for line in lines("names.txt", include_str!("../data/names.txt")) {
            let to = match line.field(0) {
                "type" => &mut out.types,
                "mode" => &mut out.modes,
                "sector" => &mut out.sectors,
                // They stand where a country would.
                "wide" => &mut out.countries,
                "status" => &mut out.statuses,
                "stance" => &mut out.stances,
                _ => continue,
            };
            to.entry(line.field(1).to_owned()).or_insert_with(|| (line.field(3).to_owned(), line.field(2).to_owned()));
        }
        out
    }

    /// All of them, as `/codes` answers.
    pub fn json(&self) -> Value {
        json!({
            "countries": table(&self.countries), "sectors": table(&self.sectors), "types": table(&self.types), "modes": table(&self.modes),
            "statuses": table(&self.statuses), "stances": table(&self.stances),
        })
    }

    /// Country and sector by their names, in Arabic and English; what has no name stands as it is.
    pub fn code(&self, code: &str) -> Name {
        let (mut ar, mut en) = (Vec::new(), Vec::new());
        let mut rest = code;
        let mut table = &self.countries;
        while !rest.is_empty() {
            let (head, tail) = rest.split_at_checked(3).unwrap_or((rest, ""));
            let name = table.get(head).or_else(|| self.sectors.get(head));
            ar.push(name.map_or(head, |n| n.0.as_str()));
            en.push(name.map_or(head, |n| n.1.as_str()));
            rest = tail;
            table = &self.sectors;
        }
        (ar.join("، "), en.join(", "))
    }

    /// A claim in short: its type with its mode, its actors, its recipients. No prose is made up.
    pub fn label(&self, kind: &str, mode: Option<&str>, actors: &[String], recipients: &[String]) -> Value {
        let own = |code: &str| (code.to_owned(), code.to_owned());
        let head = self.types.get(kind).cloned().unwrap_or_else(|| own(kind));
        let mode = mode.map(|m| self.modes.get(m).cloned().unwrap_or_else(|| own(m)));
        let said = |of: fn(&Name) -> &str, comma: &str| {
            let parties = |codes: &[String]| codes.iter().map(|c| of(&self.code(c)).to_owned()).collect::<Vec<_>>().join(comma);
            let head = mode.as_ref().map_or_else(|| of(&head).to_owned(), |m| format!("{} ({})", of(&head), of(m)));
            [head, parties(actors), parties(recipients)].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
        };
        json!({"ar": said(|n| &n.0, "؛ "), "en": said(|n| &n.1, "; ")})
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad::ontology::Ontology;

    #[test]
    fn every_code_of_the_ontology_has_names() {
        let (names, ontology) = (Names::shipped(), Ontology::plover());
        for t in &ontology.types {
            assert!(names.types.contains_key(&t.name), "{}", t.name);
            for m in &t.modes {
                assert!(names.modes.contains_key(m), "{m}");
            }
        }
        let three = |c: [u8; 3]| String::from_utf8_lossy(&c).into_owned();
        assert!(ontology.sectors.iter().all(|s| names.sectors.contains_key(&three(s.code))));
        assert!(ontology.wide.iter().all(|w| names.countries.contains_key(&three(*w))));
        assert!(ontology.statuses.iter().all(|s| names.statuses.contains_key(s)) && ontology.stances.iter().all(|s| names.stances.contains_key(s)));
        let all = [&names.types, &names.modes, &names.sectors, &names.statuses, &names.stances, &names.countries];
        assert!(all.iter().flat_map(|t| t.values()).all(|(ar, en)| !ar.is_empty() && !en.is_empty()));
    }
}
