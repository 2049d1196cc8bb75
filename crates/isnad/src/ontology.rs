//! The field's own vocabulary: event types, modes, sectors, stances and statuses, read from `data/plover.txt`.
//!
//! Rust code names none of them; it asks for traits («what it is about is no event of its own»).
//!
//! ```
//! let ontology = isnad::ontology::Ontology::plover();
//! let request = ontology.event_type("REQUEST").unwrap();
//! assert!(ontology.types[request as usize].complement);
//! ```

use crate::pack::{Fault, Line, lines};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A three-letter code of a country, wide body or sector.
pub type Three = [u8; 3];

/// Country and sector of an actor, either of which may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Code {
    /// ISO 3166 alpha-3, or a wide code.
    pub country: Option<Three>,
    /// PLOVER's sector.
    pub sector: Option<Three>,
}

impl Code {
    /// Whether nothing is known.
    pub fn is_empty(self) -> bool {
        self.country.is_none() && self.sector.is_none()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show = |three: &Three| String::from_utf8_lossy(three).into_owned();
        match (&self.country, &self.sector) {
            (Some(c), Some(s)) => write!(f, "{} {}", show(c), show(s)),
            (Some(c), None) => f.write_str(&show(c)),
            (None, Some(s)) => f.write_str(&show(s)),
            (None, None) => Ok(()),
        }
    }
}

/// One event type with its traits.
#[derive(Debug, Clone)]
pub struct EventType {
    /// As PLOVER names it.
    pub name: String,
    /// Quad class in words.
    pub quad: String,
    /// The modes that it may have.
    pub modes: Vec<String>,
    /// What it is about is no event of its own.
    pub complement: bool,
    /// Those who do it with each other are all actors.
    pub mutual: bool,
    /// Parties take their code under arms.
    pub armed: bool,
    /// Several words for one occurrence in a sentence are one event.
    pub merge: bool,
    /// A state that does it acts by its army.
    pub force: bool,
    /// Done with words, as its quad class says.
    pub verbal: bool,
    /// It sets one side against another.
    pub conflict: bool,
    /// The mode by which something is taken from those who hold it.
    pub taking: Option<u8>,
    /// The modes for which few have the means, as bits by their place in [`EventType::modes`].
    pub scarce: u64,
    /// The modes of what is done to those in one's power, as bits likewise.
    pub helpless: u64,
}

impl EventType {
    /// Whether such an event takes something from those who hold it.
    pub fn takes(&self, mode: Option<u8>) -> bool {
        self.taking.is_some() && self.taking == mode
    }

    /// Whether few have the means for such an event (an air force).
    pub fn scarce(&self, mode: Option<u8>) -> bool {
        mode.is_some_and(|m| m < 64 && self.scarce >> m & 1 == 1)
    }

    /// Whether such an event is done to those in one's power.
    pub fn helpless(&self, mode: Option<u8>) -> bool {
        mode.is_some_and(|m| m < 64 && self.helpless >> m & 1 == 1)
    }
}

/// Sector traits.
#[derive(Debug, Clone, Copy)]
pub struct Sector {
    /// Its three letters.
    pub code: Three,
    /// The sector of a state that acts.
    pub state: bool,
    /// Stands without a country.
    pub unplaced: bool,
    /// Those who bear arms.
    pub arms: bool,
    /// Unarmed people.
    pub people: bool,
    /// A state's army.
    pub army: bool,
    /// Those who serve the government of their country.
    pub loyal: bool,
}

/// The ontology, read from its list.
#[derive(Debug, Clone, Default)]
pub struct Ontology {
    /// Event types in the list's order.
    pub types: Vec<EventType>,
    /// Sectors.
    pub sectors: Vec<Sector>,
    /// Codes that stand where a country would.
    pub wide: Vec<Three>,
    /// Those of them that are bodies: who speaks for one has its code alone.
    pub bodies: Vec<Three>,
    /// Statuses; the first is that of what happened.
    pub statuses: Vec<String>,
    /// Stances; the first is the neutral one.
    pub stances: Vec<String>,
    /// The stance of one who calls a claim untrue, as its place in `stances`.
    pub denial: Option<u8>,
}

/// Three capital letters as a code.
pub fn three(s: &str) -> Option<Three> {
    let b: [u8; 3] = s.as_bytes().try_into().ok()?;
    b.iter().all(u8::is_ascii_uppercase).then_some(b)
}

impl Ontology {
    /// PLOVER 2 as this crate ships it.
    pub fn plover() -> Ontology {
        let (ontology, faults) = Ontology::parse("plover.txt", include_str!("../data/plover.txt"));
        debug_assert!(faults.is_empty(), "{faults:?}");
        ontology
    }

    /// Reads an ontology list; what cannot be read is named and left out.
    pub fn parse(file: &str, text: &str) -> (Ontology, Vec<Fault>) {
        let mut o = Ontology::default();
        let mut faults = Vec::new();
        for line in lines(file, text) {
            if let Err(message) = o.line(&line) {
                faults.push(line.fault(message));
            }
        }
        (o, faults)
    }

    fn line(&mut self, line: &Line<'_>) -> Result<(), String> {
        let list = |i: usize| line.field(i).split(',').map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let traits = |i: usize| line.field(i).split_whitespace().collect::<Vec<_>>();
        match line.field(0) {
            "type" => {
                let t = traits(4);
                self.types.push(EventType {
                    name: line.field(1).to_owned(),
                    quad: line.field(2).to_owned(),
                    verbal: line.field(2).starts_with("verbal"),
                    conflict: line.field(2).ends_with("conflict"),
                    modes: list(3),
                    complement: t.contains(&"complement"),
                    mutual: t.contains(&"mutual"),
                    armed: t.contains(&"armed"),
                    merge: t.contains(&"merge"),
                    force: t.contains(&"force"),
                    taking: None,
                    scarce: 0,
                    helpless: 0,
                });
            }
            "sector" => {
                let t = traits(2);
                for code in list(1) {
                    let code = three(&code).ok_or_else(|| format!("a sector is three capital letters, not «{code}»"))?;
                    self.sectors.push(Sector {
                        code,
                        state: t.contains(&"state"),
                        unplaced: t.contains(&"unplaced"),
                        arms: t.contains(&"arms"),
                        people: t.contains(&"people"),
                        army: t.contains(&"army"),
                        loyal: t.contains(&"loyal"),
                    });
                }
            }
            "wide" => {
                for code in list(1) {
                    let code = three(&code).ok_or_else(|| format!("a wide code is three capital letters, not «{code}»"))?;
                    self.wide.push(code);
                    if traits(2).contains(&"body") {
                        self.bodies.push(code);
                    }
                }
            }
            "taking" | "scarce" | "helpless" => {
                let kind = self.types.iter_mut().find(|t| t.name == line.field(1)).ok_or_else(|| format!("«{}» is no type; name types in lines before", line.field(1)))?;
                for mode in list(2) {
                    let at = kind.modes.iter().position(|m| *m == mode).ok_or_else(|| format!("{} has no mode «{mode}»", kind.name))?;
                    if line.field(0) == "taking" {
                        kind.taking = u8::try_from(at).ok();
                    } else {
                        let bit = 1u64.checked_shl(at as u32).ok_or_else(|| format!("{} has more than 64 modes", kind.name))?;
                        *(if line.field(0) == "scarce" { &mut kind.scarce } else { &mut kind.helpless }) |= bit;
                    }
                }
            }
            "status" => self.statuses = list(1),
            "stance" => self.stances = list(1),
            "denial" => self.denial = Some(self.stance(line.field(1)).ok_or_else(|| format!("«{}» is no stance; name stances in a line before", line.field(1)))?),
            other => return Err(format!("unknown kind of line «{other}»: write type, taking, scarce, helpless, sector, wide, status, stance or denial")),
        }
        Ok(())
    }

    /// The place of an event type in `types`.
    pub fn event_type(&self, name: &str) -> Option<u8> {
        self.types.iter().position(|t| t.name == name).map(|i| i as u8)
    }

    /// The place of a stance in `stances`.
    pub fn stance(&self, name: &str) -> Option<u8> {
        self.stances.iter().position(|s| s == name).map(|i| i as u8)
    }

    /// The place of a status in `statuses`.
    pub fn status(&self, name: &str) -> Option<u8> {
        self.statuses.iter().position(|s| s == name).map(|i| i as u8)
    }

    /// The status of what did not happen: the last one.
    pub fn negated(&self) -> u8 {
        self.statuses.len().saturating_sub(1) as u8
    }

    /// The traits of a sector.
    pub fn sector(&self, code: Three) -> Option<&Sector> {
        self.sectors.iter().find(|s| s.code == code)
    }

    /// The sector of a state that acts.
    pub fn state_sector(&self) -> Option<Three> {
        self.sectors.iter().find(|s| s.state).map(|s| s.code)
    }

    /// The sector of a state's army.
    pub fn army_sector(&self) -> Option<Three> {
        self.sectors.iter().find(|s| s.army).map(|s| s.code)
    }

    /// The sector of unarmed people.
    pub fn people_sector(&self) -> Option<Three> {
        self.sectors.iter().find(|s| s.people).map(|s| s.code)
    }

    /// Reads `COUNTRY SECTOR`, either part missing, `-` for nothing.
    ///
    /// # Errors
    /// Says which part is no code.
    pub fn code(&self, text: &str) -> Result<Code, String> {
        let mut code = Code::default();
        for part in text.split_whitespace().filter(|p| *p != "-") {
            let t = three(part).ok_or_else(|| format!("a code has parts of three capital letters, not «{part}»"))?;
            if self.sector(t).is_some() {
                if code.sector.replace(t).is_some() {
                    return Err(format!("the code «{text}» has two sectors; give the main one"));
                }
            } else if code.country.replace(t).is_some() {
                return Err(format!("the code «{text}» has two countries; «{part}» is no sector"));
            }
        }
        Ok(code)
    }
}
