//! Decides how a plan of several stages runs: each stage is a query whose rows are written into one Parquet file, which later stages read.
//!
//! A file is there whole or not at all, and a stage whose file is there is not run again, so that whoever is interrupted goes on where it was.

use crate::error::ClusterError;
use crate::run::{copy, parquet};
use datafusion::prelude::SessionContext;
use isnad_ledger::store::rows_of;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Opens a session for queries in at most so many partitions, with the functions of [`isnad_sql::register`]; the text says what it is for.
pub type Open<'a> = dyn Fn(usize, &str) -> Result<SessionContext, ClusterError> + Sync + 'a;

/// Where stages run, and where their files lie.
pub struct Stages<'a> {
    open: &'a Open<'a>,
    folder: PathBuf,
    partitions: usize,
    done: AtomicUsize,
    watch: &'a (dyn Fn(usize) + Sync),
}

impl std::fmt::Debug for Stages<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Stages({})", self.folder.display())
    }
}

impl<'a> Stages<'a> {
    /// Stages whose files lie in a folder, which is made and which all machines see under this path; queries run in so many partitions. `watch` is
    /// told how many stages are done.
    ///
    /// # Errors
    /// A folder that cannot be made.
    pub fn new(open: &'a Open<'a>, folder: &Path, partitions: usize, watch: &'a (dyn Fn(usize) + Sync)) -> Result<Stages<'a>, ClusterError> {
        fs::create_dir_all(folder).map_err(ClusterError::io(folder))?;
        let folder = std::path::absolute(folder).map_err(ClusterError::io(folder))?;
        Ok(Stages { open, folder, partitions: partitions.max(1), done: AtomicUsize::new(0), watch })
    }

    /// Runs a query over files that it knows by the names of tables, each a list of files. Gives the file of its rows; none where there are none.
    ///
    /// # Errors
    /// An engine that fails.
    pub(crate) async fn make(&self, name: &str, query: &str, from: &[(&str, &[PathBuf])]) -> Result<Option<PathBuf>, ClusterError> {
        self.make_in(self.partitions, name, query, from).await
    }

    /// The same in so many partitions.
    ///
    /// # Errors
    /// See [`make`](Stages::make).
    pub(crate) async fn make_in(&self, partitions: usize, name: &str, query: &str, from: &[(&str, &[PathBuf])]) -> Result<Option<PathBuf>, ClusterError> {
        let file = self.folder.join(format!("{name}.parquet"));
        if !file.exists() {
            let context = self.session(partitions, name, from).await?;
            copy(&context, query, &file, name).await?;
        }
        let told = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        (self.watch)(told);
        Ok(if file.exists() && rows_of(&file)? > 0 { Some(file) } else { None })
    }

    /// Forgets what a stage has made, so that it runs again.
    ///
    /// # Errors
    /// A file that cannot be removed.
    pub(crate) fn forget(&self, name: &str) -> Result<(), ClusterError> {
        let file = self.folder.join(format!("{name}.parquet"));
        match fs::remove_file(&file) {
            Err(e) if e.kind() != ErrorKind::NotFound => Err(ClusterError::io(&file)(e)),
            _ => Ok(()),
        }
    }

    /// A session that knows files by the names of tables.
    ///
    /// # Errors
    /// An engine that is not there, files that cannot be read.
    pub(crate) async fn session(&self, partitions: usize, name: &str, from: &[(&str, &[PathBuf])]) -> Result<SessionContext, ClusterError> {
        let context = (self.open)(partitions, name)?;
        for (table, files) in from {
            parquet(&context, table, files.to_vec()).await?;
        }
        Ok(context)
    }
}
