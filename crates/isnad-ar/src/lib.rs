//! The Arabic pack: what isnad knows of Arabic, as text files that an analyst can read and edit.
//!
//! ```
//! let (lexicon, faults) = isnad_ar::lexicon(&[]);
//! assert!(faults.is_empty(), "{faults:?}");
//! assert!(lexicon.frames.len() > 500);
//! ```

use isnad::lexicon::{Builder, Lexicon, Source};
use isnad::ontology::Ontology;
use isnad::pack::Fault;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(Source { file: $name, text: include_str!(concat!("../data/", $name)) }),*]
    };
}

/// The pack's files, in the order in which they are read (closed class words first: frames name prepositions).
pub const FILES: &[Source<'static>] = files![
    "words/grammar.txt",
    "words/function.txt",
    "words/verbs.txt",
    "words/nominals.txt",
    "words/given-names.txt",
    "times.txt",
    "actors/countries.txt",
    "actors/bodies-intl.txt",
    "actors/groups.txt",
    "actors/people.txt",
    "actors/roles.txt",
    "actors/bodies.txt",
    "actors/words.txt",
    "actors/media.txt",
    "actors/outlets.txt",
    "places/generic.txt",
    "places/regions.txt",
    "places/gazetteer.txt",
    "frames/sets.txt",
    "frames/speech.txt",
    "frames/light.txt",
    "frames/accuse.txt",
    "frames/agree.txt",
    "frames/aid.txt",
    "frames/assault.txt",
    "frames/coerce.txt",
    "frames/concede.txt",
    "frames/consult.txt",
    "frames/cooperate.txt",
    "frames/mobilize.txt",
    "frames/protest.txt",
    "frames/reject.txt",
    "frames/request.txt",
    "frames/retreat.txt",
    "frames/sanction.txt",
    "frames/support.txt",
    "frames/threaten.txt",
];

/// The name and version that records give as their pack.
pub const VERSION: &str = concat!("ar/", env!("CARGO_PKG_VERSION"));

/// Codes of countries with their usual Arabic and English names, from the pack's own entries.
///
/// ```
/// let chad = isnad_ar::countries().find(|(code, ..)| *code == "TCD");
/// assert_eq!(chad, Some(("TCD", "تشاد", "Chad")));
/// ```
pub fn countries() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let entries = FILES.iter().find(|f| f.file == COUNTRIES).map_or("", |f| f.text);
    isnad::pack::lines(COUNTRIES, entries).filter(|line| line.len() >= 5 && line.field(0).len() == 3).map(|line| {
        let arabic = isnad::pack::alternatives(line.field(1)).next().unwrap_or_default();
        (line.field(0), arabic, line.field(4))
    })
}

/// Where countries stand.
const COUNTRIES: &str = "actors/countries.txt";

/// Builds the lexicon of the pack and of files that a user adds; entries of the user's override the pack's.
/// What cannot be read is left out and named.
pub fn lexicon(added: &[Source<'_>]) -> (Lexicon, Vec<Fault>) {
    let mut builder = Builder::new(Ontology::plover());
    for file in FILES {
        builder.add(*file);
    }
    if !added.is_empty() {
        builder.next_layer();
        for file in added {
            builder.add(*file);
        }
    }
    builder.build()
}
