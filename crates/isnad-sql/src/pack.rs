//! Decides what a session knows of a language: how its reports are coded, and what countries are called.
//!
//! ```
//! use isnad::{lexicon::Builder, ontology::Ontology};
//! use isnad_sql::Pack;
//!
//! let pack = Pack::new("xx/1", [], || Builder::new(Ontology::plover()).build().0); // built when it is first asked for
//! assert_eq!(pack.version, "xx/1");
//! ```

use isnad::lexicon::{Builder, Lexicon};
use isnad::ontology::Ontology;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

/// A language's lexicon, and names of countries.
#[derive(Clone)]
pub struct Pack {
    /// Name and version, as records give them.
    pub version: &'static str,
    /// Arabic and English name of each country, by code.
    pub countries: BTreeMap<String, (String, String)>,
    lexicon: Arc<LazyLock<Lexicon, Load>>,
    coded: Arc<AtomicU64>,
}

type Load = Box<dyn FnOnce() -> Lexicon + Send>;

impl Pack {
    /// A pack whose lexicon is built when it is first needed.
    pub fn new(version: &'static str, countries: impl IntoIterator<Item = (String, (String, String))>, load: impl FnOnce() -> Lexicon + Send + 'static) -> Pack {
        Pack { version, countries: countries.into_iter().collect(), lexicon: Arc::new(LazyLock::new(Box::new(load))), coded: Arc::default() }
    }

    /// How many reports `isnad_code` has coded with it in this process, for metrics.
    pub fn coded(&self) -> u64 {
        self.coded.load(Ordering::Relaxed)
    }

    pub(crate) fn count(&self, reports: u64) {
        self.coded.fetch_add(reports, Ordering::Relaxed);
    }

    /// No language: codes nothing, names no country.
    pub fn none() -> Pack {
        Pack::new("", [], || Builder::new(Ontology::plover()).build().0)
    }

    /// The language that it codes: what its version begins with (`ar` of `ar/0.1.0`).
    pub fn language(&self) -> &'static str {
        self.version.split('/').next().unwrap_or_default()
    }

    /// The lexicon.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }
}

impl fmt::Debug for Pack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pack({})", self.version)
    }
}

impl PartialEq for Pack {
    /// Packs are one where they share one lexicon.
    fn eq(&self, other: &Pack) -> bool {
        Arc::ptr_eq(&self.lexicon, &other.lexicon)
    }
}

impl Eq for Pack {}

impl std::hash::Hash for Pack {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.version.hash(state);
    }
}
