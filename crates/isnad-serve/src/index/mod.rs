//! The index: all that answers need of a ledger as it stood at one moment, ready to be searched.

pub mod base;
pub mod build;
pub mod fields;
pub mod items;
pub mod places;
pub mod rows;
pub mod words;

use crate::ServeError;
use fields::Fields;
use std::path::Path;
use tantivy::{Index, ReloadPolicy, Searcher};
use words::Words;

/// What is listed, counted or saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Events of reports.
    Events,
    /// What reports claim together.
    Claims,
    /// Reports.
    Reports,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 3] = [Kind::Events, Kind::Claims, Kind::Reports];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Events => "events",
            Kind::Claims => "claims",
            Kind::Reports => "reports",
        }
    }

    /// The kind of a name.
    pub fn named(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.name() == name)
    }
}

/// The index of one state.
#[derive(Clone)]
pub struct Shelves {
    /// For each kind what is searched.
    searchers: [Searcher; 3],
}

impl std::fmt::Debug for Shelves {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shelves").finish_non_exhaustive()
    }
}

impl Shelves {
    /// Opens an index that was made before.
    ///
    /// # Errors
    /// An index that cannot be read.
    pub fn open(folder: &Path, words: &Words) -> Result<Shelves, ServeError> {
        let open = |kind: Kind| -> Result<Searcher, ServeError> {
            let index = Index::open_in_dir(folder.join(kind.name()))?;
            index.tokenizers().register(words::NAME, words.clone());
            Ok(index.reader_builder().reload_policy(ReloadPolicy::Manual).doc_store_cache_num_blocks(64).try_into()?.searcher())
        };
        Ok(Shelves { searchers: [open(Kind::Events)?, open(Kind::Claims)?, open(Kind::Reports)?] })
    }

    /// What is searched for a kind.
    pub fn of(&self, kind: Kind) -> &Searcher {
        &self.searchers[kind as usize]
    }

    /// How many there are of a kind.
    pub fn count(&self, kind: Kind) -> u64 {
        self.of(kind).num_docs()
    }
}

/// The fields of every index.
pub fn fields() -> Fields {
    Fields::new()
}
