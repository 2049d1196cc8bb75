//! What the command line may say of ledgers.

use crate::args::{AddedLexicon, ColourChoice};
use clap::{Args as Group, Subcommand, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Where a ledger is.
#[derive(Debug, Group)]
pub struct Where {
    /// The ledger's folder
    #[arg(short, long, value_name = "DIR", env = "ISNAD_LEDGER")]
    pub ledger: PathBuf,
}

/// `isnad claims`.
#[derive(Debug, Group)]
pub struct Claims {
    #[command(flatten)]
    pub at: Where,
    /// Of this event type (ASSAULT, PROTEST, ...)
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<String>,
    /// With this actor: a code («RUS MIL») or a part of one («RUS»)
    #[arg(long, value_name = "CODE")]
    pub actor: Option<String>,
    /// With this recipient
    #[arg(long, value_name = "CODE")]
    pub recipient: Option<String>,
    /// With this voice: a code, or words of its name
    #[arg(long, value_name = "WHO")]
    pub source: Option<String>,
    /// At a place whose words hold this, or in this country (three letters)
    #[arg(long, value_name = "PLACE")]
    pub place: Option<String>,
    /// That happened, or were first told, on this day or later
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub since: Option<String>,
    /// That happened, or were first told, on this day or earlier
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub until: Option<String>,
    /// Only those that somebody denies, or whose figures cannot all be true
    #[arg(long)]
    pub contested: bool,
    /// Only those in so many reports or more
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub min_reports: i64,
    /// Only those through so many independent chains or more
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub min_chains: i64,
    /// Which first
    #[arg(long, default_value = "chains")]
    pub sort: Sort,
    /// So many at most; 0 is all
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub limit: usize,
    /// How to write them; by default pretty on a terminal, else jsonl
    #[arg(long)]
    pub format: Option<crate::args::Format>,
    #[command(flatten)]
    pub colour: ColourChoice,
}

/// The order of claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// Those with most independent chains
    Chains,
    /// Those in most reports
    Reports,
    /// By day
    Date,
}

/// `isnad claim`.
#[derive(Debug, Group)]
pub struct Claim {
    #[command(flatten)]
    pub at: Where,
    /// The claim's id, as `isnad claims` prints it
    #[arg(value_name = "ID")]
    pub id: String,
    /// How to write it; by default pretty on a terminal, else jsonl
    #[arg(long)]
    pub format: Option<crate::args::Format>,
    #[command(flatten)]
    pub colour: ColourChoice,
}

/// `isnad ledger`.
#[derive(Debug, Group)]
pub struct Ledger {
    /// What to do.
    #[command(subcommand)]
    pub command: LedgerCommand,
}

/// The commands under `isnad ledger`.
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Say what a ledger holds
    Info(Where),
    /// Find copies and claims anew, with the user's corrections as they stand now
    Refresh(Where),
    /// Write the files of each table together
    Compact(Compact),
}

/// `isnad ledger compact`.
#[derive(Debug, Group)]
pub struct Compact {
    #[command(flatten)]
    pub at: Where,
    /// Rows in each file
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    pub rows: u64,
}

/// `isnad ingest`.
#[derive(Debug, Group)]
pub struct Ingest {
    /// Files, folders, archives and addresses to read; `-` is standard input
    #[arg(required = true, value_name = "SOURCE")]
    pub sources: Vec<PathBuf>,
    /// The ledger's folder; made where it is missing
    #[arg(long = "into", value_name = "DIR", env = "ISNAD_LEDGER")]
    pub into: PathBuf,
    /// Where a field of JSON reports has another name (`title=headline`, `published=meta.date`); may be given again
    #[arg(long = "map", value_name = "FIELD=NAME")]
    pub map: Vec<String>,
    /// Fetch the pages that a feed links to, for their text
    #[arg(long)]
    pub follow: bool,
    /// Worker threads; by default one for each core
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// Pass over reports longer than this, in MiB as they stand in the input
    #[arg(long, value_name = "MIB", default_value_t = crate::args::MAX_REPORT_MIB)]
    pub max_report: u16,
    /// Write down what has been read after so many reports; an interrupted run goes on behind the last of these points
    #[arg(long, value_name = "N", default_value_t = 4000)]
    pub commit_every: usize,
    /// Do not look for copies and claims at the end (`isnad ledger refresh` does)
    #[arg(long)]
    pub no_refresh: bool,
    /// Nothing on standard error but what failed
    #[arg(short, long)]
    pub quiet: bool,
    #[command(flatten)]
    pub lexicon: AddedLexicon,
}

/// `isnad copies`.
#[derive(Debug, Group)]
pub struct Copies {
    #[command(flatten)]
    pub at: Where,
    /// Only the group that this report belongs to: its key, or its id
    #[arg(long, value_name = "REPORT")]
    pub of: Option<String>,
    /// Only groups of so many reports or more
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub min_reports: usize,
    /// So many groups at most, the largest first; 0 is all
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    #[command(flatten)]
    pub colour: ColourChoice,
}

/// `isnad serve`.
#[cfg(feature = "serve")]
#[derive(Debug, Group)]
pub struct Serve {
    /// The ledger's folder
    #[arg(value_name = "LEDGER", env = "ISNAD_LEDGER")]
    pub ledger: PathBuf,
    /// Where to listen; another address than this machine's own needs a token
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    pub listen: std::net::SocketAddr,
    /// What a client has to know, 16 signs at least; others on this machine can read it here, so rather in a file or in ISNAD_TOKEN
    #[arg(long, value_name = "TOKEN", env = "ISNAD_TOKEN", hide_env_values = true)]
    pub token: Option<String>,
    /// A file that holds the token; it comes before --token
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// Stop a search that takes longer than this, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "10")]
    pub timeout: std::num::NonZeroU32,
    #[command(flatten)]
    pub lexicon: AddedLexicon,
}

/// `isnad cluster`.
#[cfg(feature = "cluster")]
#[derive(Debug, Group)]
pub struct Cluster {
    /// What to be
    #[command(subcommand)]
    pub command: ClusterCommand,
}

/// What a process of a cluster does.
#[cfg(feature = "cluster")]
#[derive(Debug, Subcommand)]
pub enum ClusterCommand {
    /// Take plans and hand their tasks to executors; one on a cluster
    Scheduler(ClusterScheduler),
    /// Run tasks; one on every machine
    Executor(ClusterExecutor),
    /// Bring inputs into a ledger with the executors of a cluster; the same again goes on where it was
    Run(ClusterRun),
}

/// `isnad cluster scheduler`.
#[cfg(feature = "cluster")]
#[derive(Debug, Group)]
pub struct ClusterScheduler {
    /// Where executors and runs reach it; whoever reaches it can use it, so keep it in a network of your own
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:50050")]
    pub listen: String,
    /// By what name they reach it, where that is another
    #[arg(long, value_name = "HOST")]
    pub host: Option<String>,
    /// Where its page is
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:50060")]
    pub page: String,
    /// After how many seconds without a word an executor is lost and its tasks go to others
    #[arg(long, value_name = "SECONDS", default_value_t = 20)]
    pub lost_after: u64,
}

/// `isnad cluster executor`.
#[cfg(feature = "cluster")]
#[derive(Debug, Group)]
pub struct ClusterExecutor {
    /// The scheduler
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:50050", env = "ISNAD_SCHEDULER")]
    pub scheduler: String,
    /// Where it listens for tasks; the next port serves what it has made
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:50070")]
    pub listen: String,
    /// By what name others reach it, where that is another
    #[arg(long, value_name = "HOST")]
    pub host: Option<String>,
    /// Where its metrics are, at /metrics
    #[arg(long, value_name = "HOST:PORT")]
    pub metrics: Option<String>,
    /// How many tasks at once; by default one for each core
    #[arg(long, value_name = "N")]
    pub slots: Option<usize>,
    /// A folder for what is on its way between tasks; by default a temporary one
    #[arg(long, value_name = "DIR")]
    pub work: Option<PathBuf>,
    /// Every how many seconds it says that it is there
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    pub heartbeat: u64,
    /// The memory that its tasks may use for sorting and joining, in MiB; by default by the machine's own
    #[arg(long, value_name = "MIB")]
    pub memory: Option<u64>,
}

/// `isnad cluster run`.
#[cfg(feature = "cluster")]
#[derive(Debug, Group)]
pub struct ClusterRun {
    /// Files and folders that all machines see by the same paths, and objects of a store (s3://BUCKET/KEY, s3://BUCKET/PREFIX/)
    #[arg(required = true, value_name = "SOURCE")]
    pub sources: Vec<String>,
    /// The ledger's folder, which all machines see by the same path; it is made where there is none
    #[arg(long, value_name = "LEDGER", env = "ISNAD_LEDGER")]
    pub into: PathBuf,
    /// The scheduler
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:50050", env = "ISNAD_SCHEDULER")]
    pub scheduler: String,
    /// Take a part of a report from this field of JSON: `title=headline`
    #[arg(long, value_name = "PART=FIELD")]
    pub map: Vec<String>,
    /// About how much input one task codes, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 8)]
    pub part_size: u64,
    /// How many jobs wait at the scheduler at once
    #[arg(long, value_name = "N", default_value_t = 16)]
    pub at_once: usize,
    /// Do not look for copies and claims afterwards
    #[arg(long)]
    pub no_refresh: bool,
    /// Say nothing but faults
    #[arg(short, long)]
    pub quiet: bool,
}

/// `isnad sql`.
#[cfg(feature = "sql")]
#[derive(Debug, Group)]
pub struct Sql {
    /// The ledger; without it, functions and files alone
    #[arg(short, long, value_name = "DIR", env = "ISNAD_LEDGER")]
    pub ledger: Option<PathBuf>,
    /// The question; `-` reads it from standard input
    #[arg(value_name = "SELECT ...")]
    pub question: String,
    /// How to write the answer; by default a table on a terminal, else CSV
    #[arg(long)]
    pub format: Option<SqlFormat>,
}

/// How an answer is written.
#[cfg(feature = "sql")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SqlFormat {
    /// For a person
    Table,
    /// Comma-separated, with cells that no spreadsheet runs as formulas
    Csv,
    /// One JSON object a row
    Json,
    /// A Parquet file
    Parquet,
}

/// `isnad export`.
#[derive(Debug, Group)]
pub struct Export {
    #[command(flatten)]
    pub at: Where,
    /// As what
    #[arg(long, value_name = "FORMAT", value_parser = clap::builder::PossibleValuesParser::new(isnad_ledger::export::FORMATS.map(|f| clap::builder::PossibleValue::new(f.name()).help(f.about()))))]
    pub format: String,
    /// Where to write; standard output where it is not given (brat needs a folder)
    #[arg(long, value_name = "PATH")]
    pub to: Option<PathBuf>,
}
