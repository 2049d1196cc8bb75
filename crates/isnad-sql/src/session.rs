//! Questions in SQL, answered by Apache DataFusion over the ledger's files.
//!
//! The tables stand under their own names, and beside them the views of `data/views.sql`. Functions that matter here:
//! `plover_quad(type)`, `goldstein(cameo)`, `country_name(code, 'ar' | 'en')`. A session only reads.
//!
//! ```
//! use isnad_ledger::sql::{Names, Session};
//! use isnad_ledger::store::{Ledger, Snapshot};
//!
//! let folder = tempfile::tempdir()?;
//! drop(Ledger::open_or_create(folder.path())?);
//! let session = Session::open(&Snapshot::open(folder.path())?, &Names::default())?;
//! let answer = session.ask("SELECT count(*) AS n FROM claims")?;
//! assert_eq!(answer.table()?.lines().nth(3), Some("| 0 |"));
//! assert!(session.ask("DROP TABLE claims").is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::error::LedgerError;
use crate::schema::TABLES;
use crate::store::Snapshot;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, Float64Array, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{DataType, SchemaRef};
use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::datasource::MemTable;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{ColumnarValue, Volatility, create_udf};
use datafusion::prelude::{SQLOptions, SessionConfig, SessionContext};
use isnad::ontology::Ontology;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;
use tokio::runtime::Runtime;

/// Names of countries by code.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Arabic and English name.
    pub countries: BTreeMap<String, (String, String)>,
}

/// A ledger to ask.
pub struct Session {
    context: SessionContext,
    runtime: Runtime,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session")
    }
}

/// What came out.
#[derive(Debug)]
pub struct Answer {
    /// Its columns.
    pub schema: SchemaRef,
    /// Its rows.
    pub batches: Vec<RecordBatch>,
}

fn asked(e: DataFusionError) -> LedgerError {
    LedgerError::Asked(format!("{}; the tables and their columns stand in docs/LEDGER.md, and `SHOW TABLES` lists them", e.strip_backtrace()))
}

impl Session {
    /// Opens a ledger for questions. Rows that come in later are not seen.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn open(snapshot: &Snapshot, names: &Names) -> Result<Session, LedgerError> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(LedgerError::io(snapshot.folder()))?;
        let context = SessionContext::new_with_config(SessionConfig::new().with_information_schema(true));
        for table in TABLES {
            let schema = table.schema();
            let mut urls = Vec::new();
            for part in snapshot.parts(table) {
                let path = std::path::absolute(&part).map_err(LedgerError::io(&part))?;
                urls.push(ListingTableUrl::parse(path.to_string_lossy()).map_err(LedgerError::broken(&part))?);
            }
            let broken = || LedgerError::broken::<DataFusionError>(snapshot.folder());
            let provider: Arc<dyn datafusion::catalog::TableProvider> = if urls.is_empty() {
                Arc::new(MemTable::try_new(schema, vec![Vec::new()]).map_err(broken())?)
            } else {
                let options = ListingOptions::new(Arc::new(ParquetFormat::default())).with_file_extension(".parquet");
                let config = ListingTableConfig::new_with_multi_paths(urls).with_listing_options(options).with_schema(schema);
                Arc::new(ListingTable::try_new(config).map_err(broken())?)
            };
            context.register_table(table.name(), provider).map_err(broken())?;
        }
        functions(&context, names);
        let session = Session { context, runtime };
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

/// The views, as SQL.
pub const VIEWS: &str = include_str!("../data/views.sql");

impl Answer {
    /// Its rows in a table drawn with signs.
    ///
    /// # Errors
    /// Values that cannot be shown.
    pub fn table(&self) -> Result<String, LedgerError> {
        let shown = if self.batches.is_empty() { pretty_format_batches(&[RecordBatch::new_empty(Arc::clone(&self.schema))]) } else { pretty_format_batches(&self.batches) };
        shown.map(|s| s.to_string()).map_err(|e| asked(e.into()))
    }

    /// Writes its rows as one JSON object a line.
    ///
    /// # Errors
    /// Values or an output that cannot be written.
    pub fn json(&self, out: &mut dyn Write) -> Result<(), LedgerError> {
        let mut writer = arrow_json::LineDelimitedWriter::new(out);
        let batches: Vec<&RecordBatch> = self.batches.iter().collect();
        writer.write_batches(&batches).and_then(|()| writer.finish()).map_err(|e| asked(e.into()))
    }

    /// Writes its rows as a Parquet file.
    ///
    /// # Errors
    /// An output that cannot be written.
    pub fn parquet(&self, out: &mut (dyn Write + Send)) -> Result<(), LedgerError> {
        let fails = |e: parquet::errors::ParquetError| LedgerError::Asked(format!("the answer cannot be written as Parquet: {e}"));
        let mut writer = parquet::arrow::ArrowWriter::try_new(out, Arc::clone(&self.schema), None).map_err(fails)?;
        for batch in &self.batches {
            writer.write(batch).map_err(fails)?;
        }
        writer.close().map_err(fails)?;
        Ok(())
    }

    /// Its rows as texts, for formats that hold nothing else; null is none, and a nested value is written as it is shown.
    ///
    /// # Errors
    /// Values that cannot be shown.
    pub fn cells(&self) -> Result<Vec<Vec<Option<String>>>, LedgerError> {
        use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
        let options = FormatOptions::default();
        let mut rows = Vec::new();
        for batch in &self.batches {
            let columns = batch.columns().iter().map(|c| ArrayFormatter::try_new(c, &options)).collect::<Result<Vec<_>, _>>().map_err(|e| asked(e.into()))?;
            for row in 0..batch.num_rows() {
                let cell = |(k, f): (usize, &ArrayFormatter<'_>)| batch.column(k).is_valid(row).then(|| f.value(row).to_string());
                rows.push(columns.iter().enumerate().map(cell).collect());
            }
        }
        Ok(rows)
    }

    /// The names of its columns.
    pub fn names(&self) -> Vec<&str> {
        self.schema.fields().iter().map(|f| f.name().as_str()).collect()
    }
}

/// Applies a function to a column of texts.
fn over_texts<T>(args: &[ColumnarValue], make: impl Fn(&[Option<&str>]) -> Option<T>) -> Result<Vec<Option<T>>, DataFusionError> {
    let arrays = ColumnarValue::values_to_arrays(args)?;
    let texts: Vec<&StringArray> = arrays.iter().map(|a| a.as_string::<i32>()).collect();
    let rows = texts.first().map_or(0, |t| t.len());
    Ok((0..rows)
        .map(|row| {
            let values: Vec<Option<&str>> = texts.iter().map(|t| t.is_valid(row).then(|| t.value(row))).collect();
            make(&values)
        })
        .collect())
}

fn functions(context: &SessionContext, names: &Names) {
    let text = || DataType::Utf8;
    let quads: BTreeMap<String, String> = Ontology::plover().types.into_iter().map(|t| (t.name.to_string(), t.quad.to_string())).collect();
    let quad = move |args: &[ColumnarValue]| {
        let out: StringArray = over_texts(args, |v| v[0].and_then(|t| quads.get(t)).cloned())?.into_iter().collect();
        Ok(ColumnarValue::Array(Arc::new(out) as ArrayRef))
    };
    context.register_udf(create_udf("plover_quad", vec![text()], text(), Volatility::Immutable, Arc::new(quad)));
    let scale = |args: &[ColumnarValue]| {
        let out: Float64Array = over_texts(args, |v| v[0].and_then(crate::goldstein::of))?.into_iter().collect();
        Ok(ColumnarValue::Array(Arc::new(out) as ArrayRef))
    };
    context.register_udf(create_udf("goldstein", vec![text()], DataType::Float64, Volatility::Immutable, Arc::new(scale)));
    let countries = names.countries.clone();
    let name = move |args: &[ColumnarValue]| {
        let out: StringArray = over_texts(args, |v| {
            let (arabic, english) = countries.get(v[0]?)?;
            match v[1]? {
                "ar" => Some(arabic.clone()),
                "en" => Some(english.clone()),
                _ => None,
            }
        })?
        .into_iter()
        .collect();
        Ok(ColumnarValue::Array(Arc::new(out) as ArrayRef))
    };
    context.register_udf(create_udf("country_name", vec![text(), text()], text(), Volatility::Immutable, Arc::new(name)));
}
