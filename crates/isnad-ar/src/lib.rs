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

/// The files that say what printed words are, for the tagger of `isnad-words`.
pub const WORDS: &[(&str, &str)] = &[
    ("words/verbs.txt", include_str!("../data/words/verbs.txt")),
    ("words/nominals.txt", include_str!("../data/words/nominals.txt")),
    ("words/given-names.txt", include_str!("../data/words/given-names.txt")),
    ("tagger/clitics.txt", include_str!("../data/tagger/clitics.txt")),
    ("tagger/closed.txt", include_str!("../data/tagger/closed.txt")),
    ("tagger/learned.txt", include_str!("../data/tagger/learned.txt")),
    ("tagger/titles.txt", include_str!("../data/tagger/titles.txt")),
    ("actors/countries.txt", include_str!("../data/actors/countries.txt")),
    ("frames/speech.txt", include_str!("../data/frames/speech.txt")),
    ("frames/light.txt", include_str!("../data/frames/light.txt")),
    ("frames/accuse.txt", include_str!("../data/frames/accuse.txt")),
    ("frames/agree.txt", include_str!("../data/frames/agree.txt")),
    ("frames/aid.txt", include_str!("../data/frames/aid.txt")),
    ("frames/assault.txt", include_str!("../data/frames/assault.txt")),
    ("frames/coerce.txt", include_str!("../data/frames/coerce.txt")),
    ("frames/concede.txt", include_str!("../data/frames/concede.txt")),
    ("frames/consult.txt", include_str!("../data/frames/consult.txt")),
    ("frames/cooperate.txt", include_str!("../data/frames/cooperate.txt")),
    ("frames/mobilize.txt", include_str!("../data/frames/mobilize.txt")),
    ("frames/protest.txt", include_str!("../data/frames/protest.txt")),
    ("frames/reject.txt", include_str!("../data/frames/reject.txt")),
    ("frames/request.txt", include_str!("../data/frames/request.txt")),
    ("frames/retreat.txt", include_str!("../data/frames/retreat.txt")),
    ("frames/sanction.txt", include_str!("../data/frames/sanction.txt")),
    ("frames/support.txt", include_str!("../data/frames/support.txt")),
    ("frames/threaten.txt", include_str!("../data/frames/threaten.txt")),
    ("actors/roles.txt", include_str!("../data/actors/roles.txt")),
    ("actors/bodies.txt", include_str!("../data/actors/bodies.txt")),
    ("actors/words.txt", include_str!("../data/actors/words.txt")),
    ("actors/people.txt", include_str!("../data/actors/people.txt")),
    ("actors/groups.txt", include_str!("../data/actors/groups.txt")),
    ("actors/bodies-intl.txt", include_str!("../data/actors/bodies-intl.txt")),
    ("actors/media.txt", include_str!("../data/actors/media.txt")),
    ("actors/outlets.txt", include_str!("../data/actors/outlets.txt")),
    ("places/regions.txt", include_str!("../data/places/regions.txt")),
    ("places/gazetteer.txt", include_str!("../data/places/gazetteer.txt")),
];

/// What the tagger has learnt: made by `tools/train-words.sh`.
pub const WEIGHTS: &[u8] = include_bytes!("../data/tagger/weights.bin");

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
