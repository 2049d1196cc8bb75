//! The same coding on many machines: Apache Ballista runs the plans that DataFusion runs on one.
//!
//! ```text
//! inputs ─ plan ─▶ parts ─ run ─▶ one job a part: isnad_code over what ReadTable reads ─▶ coded Parquet ─ jobs ─▶ tables ─ one commit ─▶ ledger
//! ```
//!
//! A scheduler hands tasks to executors; whoever runs a plan ([`run::run`]) is their client and the only one who writes the ledger's
//! manifest. What a part has made lies in a file of its own, which gets the part's name when its job has ended well, so that a part is
//! done or to be done, whoever is killed when.
//!
//! ```no_run
//! use isnad_cluster::{executor, scheduler};
//! use isnad_sql::Pack;
//!
//! # async fn start() -> Result<(), isnad_cluster::ClusterError> {
//! let pack = Pack::new(isnad_ar::VERSION, [], || isnad_ar::lexicon(&[]).0);
//! scheduler::serve(&scheduler::Settings::default(), &pack).await?; // on one machine
//! executor::serve(&executor::Settings::default(), &pack).await?; // on every other
//! # Ok(())
//! # }
//! ```

pub mod claims;
mod client;
mod codec;
pub mod copies;
pub mod derive;
mod error;
pub mod executor;
mod page;
pub mod plan;
pub mod run;
pub mod scheduler;
pub mod stages;
mod stores;
mod tables;

pub use error::ClusterError;
