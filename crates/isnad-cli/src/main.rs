//! The command `isnad`: Arabic news reports in, attributed event records out.
//!
//! This crate decides what only a command line may decide: colours, exit codes, threads and what stands on standard
//! error. What is read comes from `isnad-read`, what is found from `isnad` with the pack `isnad-ar`.
//!
//! Exit codes: 0 all coded, 1 some input failed, 2 the call was wrong.

mod args;
mod bench;
mod code;
mod coverage;
mod explain;
mod flow;
mod guard;
mod language;
#[cfg(feature = "ledger")]
mod ledger;
mod lexicon;
mod order;
mod output;
mod pretty;
mod score;
mod score_words;
mod style;
mod summary;
mod words;

use args::{Command, LexiconCommand};
use clap::Parser;
use output::Stop;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = args::Args::parse();
    let ended = match args.command {
        Command::Code(call) => code::run(&call),
        Command::Explain(call) => explain::run(&call),
        Command::Lexicon(call) => match call.command {
            LexiconCommand::Check(call) => lexicon::check(&call),
            LexiconCommand::Coverage(call) => coverage::run(&call),
        },
        Command::Words(call) => words::run(&call),
        Command::ScoreWords(call) => score_words::run(&call),
        Command::Score(call) => score::score(&call),
        Command::Gold(call) => score::gold(&call),
        Command::Bench(call) => bench::run(&call),
        #[cfg(feature = "ledger")]
        Command::Ingest(call) => ledger::ingest(&call),
        #[cfg(feature = "ledger")]
        Command::Copies(call) => ledger::copies(&call),
        #[cfg(feature = "ledger")]
        Command::Export(call) => ledger::export(&call),
        #[cfg(feature = "serve")]
        Command::Serve(call) => ledger::serve(&call),
        #[cfg(feature = "cluster")]
        Command::Cluster(call) => ledger::cluster(&call),
        #[cfg(feature = "sql")]
        Command::Sql(call) => ledger::sql(&call),
        #[cfg(feature = "ledger")]
        Command::Claims(call) => ledger::claims(&call),
        #[cfg(feature = "ledger")]
        Command::Claim(call) => ledger::claim(&call),
        #[cfg(feature = "ledger")]
        Command::Ledger(call) => ledger::ledger(&call),
    };
    match ended {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(Stop::INPUT_FAILED),
        Err(stop) => ExitCode::from(stop.told()),
    }
}
