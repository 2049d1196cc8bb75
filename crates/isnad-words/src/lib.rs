//! Arabic newswire as words: clitics split, part of speech, lemma, features and names.
//!
//! Every printed token is read in all ways that a lexicon and a table of clitics allow ([`readings`]); which way holds is
//! decided over the sentence by weighed signs ([`decide`]), whose weights `isnad-train` makes from treebanks. Names are a
//! second layer over the words found ([`names`]). The crate knows no Arabic: words, clitics and weights are the pack's.
//!
//! ```
//! use isnad_words::{clitics::Clitics, readings::Reader, stems::Stems};
//!
//! let reader = Reader {
//!     clitics: Clitics::parse("before و | و | CCONJ | any").unwrap(),
//!     stems: Stems::build(&[("words/verbs.txt", "قال يقول (قول)")]),
//! };
//! assert!(reader.readings("وقالت").iter().any(|r| r.cut() == "و+قالت" && r.tags() == "CCONJ+VERB"));
//! ```

pub mod clitics;
pub mod conllu;
pub mod cut;
pub mod decide;
pub mod feats;
pub mod letters;
pub mod names;
pub mod readings;
pub mod spread;
pub mod stems;
mod tagger;
pub mod weights;

pub use feats::{Feats, Upos};
pub use tagger::{Model, Tagger, Token};
