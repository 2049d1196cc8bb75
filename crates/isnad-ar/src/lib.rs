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

include!("files.rs");

macro_rules! sources {
    ($($name:literal),* $(,)?) => {
        &[$(Source { file: $name, text: include_str!(concat!("../data/", $name)) }),*]
    };
}

macro_rules! texts {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../data/", $name)))),*]
    };
}

/// The pack's files, in the order in which they are read (closed class words first: frames name prepositions).
pub const FILES: &[Source<'static>] = lexicon_files!(sources);

/// The files that say what printed words are, for the tagger of `isnad-words`.
pub const WORDS: &[(&str, &str)] = word_files!(texts);

/// What [`FILES`] make, built when the program was compiled.
const BUILT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin"));

/// What [`WORDS`] make, built when the program was compiled: for `isnad_words::Model::from_bytes`, with [`WEIGHTS`].
pub const STEMS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.bin"));

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

/// The lexicon of the pack and of files that a user adds; entries of the user's override the pack's.
/// What cannot be read is left out and named.
///
/// The pack alone takes milliseconds: it was built with the program. With files of the user's all is built anew, in some
/// 0.2 s, for an entry may take readings from any other.
pub fn lexicon(added: &[Source<'_>]) -> (Lexicon, Vec<Fault>) {
    if added.is_empty()
        && let Some(lexicon) = Lexicon::from_bytes(Ontology::plover(), BUILT)
    {
        return (lexicon, Vec::new());
    }
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
