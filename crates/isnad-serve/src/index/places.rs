//! Decides how exactly a place of the gazetteer can stand on a map: a town is a point, a province is none.
//!
//! ```
//! use isnad_serve::index::places::Places;
//!
//! let (lexicon, _) = isnad_ar::lexicon(&[]);
//! let places = Places::new(&lexicon);
//! assert_eq!(places.precision(None, Some("no such place"), true), "region");
//! assert_eq!(places.precision(None, None, false), "country");
//! ```

use isnad::lexicon::Lexicon;
use rustc_hash::FxHashMap;

/// The kinds of places that are small enough to be a point on a map of the world.
const POINTS: [&str; 12] = ["town", "city", "village", "site", "neighbourhood", "base", "crossing", "camp", "airport", "settlement", "port", "prison"];

/// A town or smaller.
pub const POINT: &str = "point";
/// Anything between a town and a country, and whatever is not known to be smaller.
pub const REGION: &str = "region";
/// A country as a whole.
pub const COUNTRY: &str = "country";

/// What the gazetteer's places are.
#[derive(Debug, Default)]
pub struct Places {
    by_id: FxHashMap<u32, &'static str>,
    by_name: FxHashMap<Box<str>, &'static str>,
}

impl Places {
    /// Those of a lexicon.
    pub fn new(lexicon: &Lexicon) -> Places {
        let mut out = Places::default();
        for place in &lexicon.places {
            let precision = match &*place.kind {
                COUNTRY => COUNTRY,
                kind if POINTS.contains(&kind) => POINT,
                _ => REGION,
            };
            if let Some(id) = place.geonames {
                out.by_id.insert(id, precision);
            }
            out.by_name.entry(place.name.clone()).or_insert(precision);
        }
        out
    }

    /// How exactly a place is known: by its GeoNames id, else by its name; what has degrees and is of no known kind is a region.
    pub fn precision(&self, geonames: Option<i64>, name: Option<&str>, degrees: bool) -> &'static str {
        let id = geonames.and_then(|id| u32::try_from(id).ok()).and_then(|id| self.by_id.get(&id));
        match id.or_else(|| name.and_then(|n| self.by_name.get(n))) {
            Some(precision) => precision,
            None if degrees => REGION,
            None => COUNTRY,
        }
    }
}
