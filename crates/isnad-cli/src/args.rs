//! What the command line may say.

use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Reads newswire and writes down who says that who did what to whom.
#[derive(Debug, Parser)]
#[command(name = "isnad", version, about, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 all coded, 1 some input failed, 2 the call was wrong.")]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Code reports: text files, JSON Lines, folders of either, or standard input
    Code(Code),
    /// Write plain text as words: CoNLL-U with clitics split, parts of speech, lemmas, features and names
    Words(Words),
    /// Show, for every sentence of a report, what was found and which entries and rules made it
    Explain(Explain),
    /// Check lexicon files, or see how much of a corpus the lexicon knows
    Lexicon(Lexicon),
    /// Score coded reports against gold annotations
    Score(Score),
    /// Score words against a treebank as the CoNLL 2018 shared task did, or names against a corpus of names
    ScoreWords(ScoreWords),
    /// Print the reports of a gold folder as JSON Lines, ready to be coded
    Gold(Gold),
    /// Code reports on one thread and on all, and print speed and peak memory
    Bench(Bench),
    /// Read reports from files, folders, archives and feeds into a ledger, coded
    #[cfg(feature = "ledger")]
    Ingest(crate::ledger::args::Ingest),
    /// Show which reports of a ledger repeat which, and where each comes from
    #[cfg(feature = "ledger")]
    Copies(crate::ledger::args::Copies),
    /// Write a ledger in the shapes that the field's tools read
    #[cfg(feature = "ledger")]
    Export(crate::ledger::args::Export),
    /// Serve a ledger over HTTP: search, claims with their evidence, and pages for a browser
    #[cfg(feature = "serve")]
    Serve(crate::ledger::args::Serve),
    /// Code on many machines: a scheduler, its executors, and runs from inputs into a ledger
    #[cfg(feature = "cluster")]
    Cluster(crate::ledger::args::Cluster),
    /// Ask a ledger in SQL
    #[cfg(feature = "sql")]
    Sql(crate::ledger::args::Sql),
    /// List the claims of a ledger: what reports tell together, and who asserts, alleges, doubts or denies it
    #[cfg(feature = "ledger")]
    Claims(crate::ledger::args::Claims),
    /// Show a claim with every voice and the words of every report
    #[cfg(feature = "ledger")]
    Claim(crate::ledger::args::Claim),
    /// Say what a ledger holds, find copies and claims anew, or write its files together
    #[cfg(feature = "ledger")]
    Ledger(crate::ledger::args::Ledger),
}

/// The longest report that is read unless the call says otherwise, in MiB: some 200,000 words of Arabic.
pub const MAX_REPORT_MIB: u16 = 2;

/// `isnad code`.
#[derive(Debug, Group)]
pub struct Code {
    /// Files and folders to read; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How to write records; by default pretty on a terminal, else jsonl
    #[arg(long)]
    pub format: Option<Format>,
    /// Worker threads; by default one for each core
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// Pass over reports longer than this, in MiB as they stand in the input
    #[arg(long, value_name = "MIB", default_value_t = MAX_REPORT_MIB)]
    pub max_report: u16,
    /// Leave out events less sure than this, 0 to 1; by default the lexicon's own threshold, 0 gives all that were found
    #[arg(long, value_name = "P", value_parser = share)]
    pub min_confidence: Option<f32>,
    #[command(flatten)]
    pub lexicon: AddedLexicon,
    #[command(flatten)]
    pub colour: ColourChoice,
    /// No closing summary on standard error (failed inputs are still named)
    #[arg(short, long)]
    pub quiet: bool,
}

fn share(text: &str) -> Result<f32, String> {
    text.parse().ok().filter(|p| (0.0..=1.0).contains(p)).ok_or_else(|| "write a number from 0 to 1".to_owned())
}

/// How records are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a person: each sentence with what was found in it
    Pretty,
    /// For a program: one JSON object a report
    Jsonl,
}

/// Lexicon files of the user's own.
#[derive(Debug, Default, Group)]
pub struct AddedLexicon {
    /// A file of entries that add to the built-in lexicon or override it; may be given again
    #[arg(long = "lexicon", value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// Whether to colour.
#[derive(Debug, Group)]
pub struct ColourChoice {
    /// When to colour; `auto` is on a terminal, where NO_COLOR is not set
    #[arg(long = "color", value_name = "WHEN", default_value = "auto")]
    pub when: When,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "the names say it")]
pub enum When {
    Auto,
    Always,
    Never,
}

/// `isnad words`.
#[derive(Debug, Group)]
pub struct Words {
    /// Plain text in UTF-8, a blank line between paragraphs; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// `isnad score-words`.
#[derive(Debug, Group)]
pub struct ScoreWords {
    /// The treebank in CoNLL-U; with --names a token and its tag a line
    #[arg(value_name = "GOLD")]
    pub gold: PathBuf,
    /// What a tagger made of the same text, in CoNLL-U; without it isnad reads the treebank's text itself
    #[arg(value_name = "SYSTEM.conllu", conflicts_with = "names")]
    pub system: Option<PathBuf>,
    /// Whose conventions the treebank has: none, padt, padt-names, pud
    #[arg(long, value_name = "NAME", default_value = "none")]
    pub convention: String,
    /// Only the last of every ten sentences: those of UD Arabic-PUD that are kept out of training
    #[arg(long)]
    pub tenth: bool,
    /// Score names of persons, places and bodies: GOLD has a token and its tag (B-PER, I-LOC, O) a line
    #[arg(long)]
    pub names: bool,
    /// List the words that differ
    #[arg(long)]
    pub misses: bool,
}

/// `isnad explain`.
#[derive(Debug, Group)]
pub struct Explain {
    /// File to explain (all of its reports); `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub lexicon: AddedLexicon,
    #[command(flatten)]
    pub colour: ColourChoice,
}

/// `isnad lexicon`.
#[derive(Debug, Group)]
pub struct Lexicon {
    /// What to do.
    #[command(subcommand)]
    pub command: LexiconCommand,
}

/// The commands under `isnad lexicon`.
#[derive(Debug, Subcommand)]
pub enum LexiconCommand {
    /// Name file, line and fault of every bad entry, and count the good ones
    Check(Check),
    /// Count which of the most frequent verbs and verbal nouns of reports have an entry
    Coverage(Coverage),
}

/// `isnad lexicon check`.
#[derive(Debug, Group)]
pub struct Check {
    /// Lexicon files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// `isnad lexicon coverage`.
#[derive(Debug, Group)]
pub struct Coverage {
    /// Files and folders to read; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How many of the most frequent verbs and verbal nouns to look at
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub top: usize,
    /// How many of those without an entry to list
    #[arg(long, value_name = "N", default_value_t = 60)]
    pub missing: usize,
    /// Worker threads; by default one for each core
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    #[command(flatten)]
    pub lexicon: AddedLexicon,
}

/// `isnad score`.
#[derive(Debug, Group)]
pub struct Score {
    /// Folder with the annotated reports
    #[arg(value_name = "GOLD_DIR")]
    pub gold: PathBuf,
    /// What `isnad code --format jsonl` wrote
    #[arg(value_name = "OUTPUT.jsonl")]
    pub output: PathBuf,
    /// The folder holds single sentences (sentences.jsonl, spans.jsonl)
    #[arg(long)]
    pub gsr: bool,
    /// List what was missed and what was found too much
    #[arg(long, conflicts_with = "gsr")]
    pub misses: bool,
}

/// `isnad gold`.
#[derive(Debug, Group)]
pub struct Gold {
    /// Folder with the annotated reports
    #[arg(value_name = "GOLD_DIR")]
    pub gold: PathBuf,
    /// The folder holds single sentences (sentences.jsonl, spans.jsonl)
    #[arg(long)]
    pub gsr: bool,
}

/// `isnad bench`.
#[derive(Debug, Group)]
pub struct Bench {
    /// Files and folders to read
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}
