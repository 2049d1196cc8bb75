//! Decides what can be asked: the tables of a ledger, the views of `data/views.sql`, functions, and files that are read as reports.
//! A session only reads.
//!
//! ```
//! use isnad_ledger::store::{Ledger, Snapshot};
//! use isnad_sql::{Pack, Session};
//!
//! let folder = tempfile::tempdir()?;
//! drop(Ledger::open_or_create(folder.path())?);
//! let session = Session::open(&Snapshot::open(folder.path())?, &Pack::none())?;
//! let answer = session.ask("SELECT count(*) AS n FROM claims")?;
//! assert_eq!(answer.table()?.lines().nth(3), Some("| 0 |"));
//! assert!(session.ask("DROP TABLE claims").is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::answer::Answer;
use crate::{Pack, code, functions, read};
use datafusion::datasource::MemTable;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl};
use datafusion::error::DataFusionError;
use datafusion::prelude::{SQLOptions, SessionConfig, SessionContext};
use isnad_ledger::LedgerError;
use isnad_ledger::schema::TABLES;
use isnad_ledger::store::Snapshot;
use std::path::Path;
use std::sync::Arc;
use tokio::runtime::Runtime;

/// The views, as SQL.
pub const VIEWS: &str = include_str!("../data/views.sql");

/// What can be asked.
pub struct Session {
    context: SessionContext,
    runtime: Runtime,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session")
    }
}

/// Registers the functions of a session, and files as tables, with a context of one's own.
pub fn register(context: &SessionContext, pack: &Pack) {
    functions::register(context, pack);
    code::register(context, pack);
    read::register(context);
}

pub(crate) fn asked(e: DataFusionError) -> LedgerError {
    LedgerError::Asked(format!("{}; the tables and their columns stand in docs/LEDGER.md, and `SHOW TABLES` lists them", e.strip_backtrace()))
}

impl Session {
    /// A session without a ledger: functions alone, over files.
    ///
    /// # Errors
    /// A system that gives no threads.
    pub fn new(pack: &Pack) -> Result<Session, LedgerError> {
        let threads = |e| LedgerError::Asked(format!("no threads can be started ({e}); close other programs and try again"));
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(threads)?;
        let context = SessionContext::new_with_config(SessionConfig::new().with_information_schema(true));
        register(&context, pack);
        Ok(Session { context, runtime })
    }

    /// Opens a ledger for questions. Rows that come in later are not seen.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn open(snapshot: &Snapshot, pack: &Pack) -> Result<Session, LedgerError> {
        let session = Session::new(pack)?;
        let broken_at = |path: &Path, e: &dyn std::fmt::Display| LedgerError::Broken { path: path.to_owned(), what: e.to_string() };
        for table in TABLES {
            let schema = table.schema();
            let mut urls = Vec::new();
            for part in snapshot.parts(table) {
                let path = std::path::absolute(&part).map_err(|source| LedgerError::Io { path: part.clone(), source })?;
                urls.push(ListingTableUrl::parse(path.to_string_lossy()).map_err(|e| broken_at(&part, &e))?);
            }
            let broken = |e: DataFusionError| broken_at(snapshot.folder(), &e);
            let provider: Arc<dyn datafusion::catalog::TableProvider> = if urls.is_empty() {
                Arc::new(MemTable::try_new(schema, vec![Vec::new()]).map_err(broken)?)
            } else {
                let options = ListingOptions::new(Arc::new(ParquetFormat::default())).with_file_extension(".parquet");
                let config = ListingTableConfig::new_with_multi_paths(urls).with_listing_options(options).with_schema(schema);
                Arc::new(ListingTable::try_new(config).map_err(broken)?)
            };
            session.context.register_table(table.name(), provider).map_err(broken)?;
        }
        for statement in VIEWS.split(";\n").map(str::trim).filter(|s| !s.is_empty()) {
            session.run(statement, SQLOptions::new()).map_err(|e| LedgerError::Broken { path: "views.sql".into(), what: e.strip_backtrace() })?;
        }
        Ok(session)
    }

    fn run(&self, sql: &str, options: SQLOptions) -> Result<Answer, DataFusionError> {
        self.runtime.block_on(async {
            let frame = self.context.sql_with_options(sql, options).await?;
            let schema = Arc::clone(frame.schema().inner());
            Ok(Answer { schema, batches: frame.collect().await? })
        })
    }

    /// Answers a question.
    ///
    /// # Errors
    /// One that is no SQL, names what is not there, or would change anything.
    pub fn ask(&self, sql: &str) -> Result<Answer, LedgerError> {
        let read_only = SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
        self.run(sql, read_only).map_err(asked)
    }
}
