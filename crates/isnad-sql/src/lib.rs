//! Questions in SQL to a ledger, and coding as a function of SQL, with Apache DataFusion.
//!
//! A [`Session`] holds the tables of a ledger under their own names and the views of `data/views.sql`; functions that matter here
//! (`plover_quad`, `goldstein`, `country_name`); files as tables (`read_reports`); and [`isnad_code`], so that one plan goes from files to
//! records:
//!
//! ```
//! use isnad_sql::{Pack, Session};
//!
//! let pack = Pack::new(isnad_ar::VERSION, [], || isnad_ar::lexicon(&[]).0);
//! let answer = Session::new(&pack)?.ask(
//!     "SELECT e['type'], e['actors'][1]['code'], e['chains'][1][1]['stance']
//!      FROM (SELECT unnest(isnad_code('r1', NULL, 'نفت الحكومة الكينية أن جنودا كينيين قصفوا بلدة حدودية.', NULL, NULL)['events']) AS e)",
//! )?;
//! assert_eq!(answer.cells()?, [["ASSAULT", "KEN MIL", "denies"].map(|c| Some(c.to_owned()))]);
//! # Ok::<(), isnad_ledger::LedgerError>(())
//! ```

mod answer;
mod code;
mod fetch;
mod functions;
mod pack;
mod read;
pub mod reading;
mod session;

pub use answer::Answer;
pub use code::isnad_code;
pub use fetch::address;
pub use pack::Pack;
pub use session::{Session, VIEWS, register};
