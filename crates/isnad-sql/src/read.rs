//! Files as tables: `read_reports('path')` gives a row for every report of a file or folder of any kind that isnad reads, and a row with
//! `fault` for what could not be read. `read_jsonl` and `read_warc` are the same under the names that plans are easiest to read with.
//!
//! ```
//! use std::io::Write;
//!
//! let mut file = tempfile::Builder::new().suffix(".jsonl").tempfile()?;
//! writeln!(file, "{{\"id\": \"r1\", \"title\": \"عنوان\", \"body\": \"نص الخبر.\"}}\n{{")?;
//! let session = isnad_sql::Session::new(&isnad_sql::Pack::none())?;
//! let answer = session.ask(&format!("SELECT id, title, body, fault IS NULL FROM read_jsonl('{}')", file.path().display()))?;
//! let cells = answer.cells()?;
//! assert_eq!(cells[0], ["r1", "عنوان", "نص الخبر.", "true"].map(|c| Some(c.to_owned())));
//! assert_eq!((&cells[1][0], &cells[1][3]), (&None, &Some("false".to_owned())));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::reading::{Piece, ReadTable, Reading};
use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::{ScalarValue, plan_err};
use datafusion::error::Result;
use datafusion::logical_expr::Expr;
use datafusion::prelude::SessionContext;
use std::sync::Arc;

pub(crate) fn register(context: &SessionContext) {
    for name in ["read_reports", "read_jsonl", "read_warc"] {
        context.register_udtf(name, Arc::new(Read));
    }
}

#[derive(Debug)]
struct Read;

impl TableFunctionImpl for Read {
    fn call_with_args(&self, args: TableFunctionArgs<'_, '_>) -> Result<Arc<dyn TableProvider>> {
        let mut parts = Vec::new();
        for argument in args.exprs() {
            match argument {
                Expr::Literal(ScalarValue::Utf8(Some(path)) | ScalarValue::Utf8View(Some(path)) | ScalarValue::LargeUtf8(Some(path)), _) => parts.push(vec![Piece::whole(path, parts.len() as u64)]),
                other => return plan_err!("read_reports takes paths as texts, and {other} is none; write read_reports('news.jsonl')"),
            }
        }
        if parts.is_empty() {
            return plan_err!("read_reports takes at least one path: read_reports('news.jsonl')");
        }
        Ok(Arc::new(ReadTable::new(Reading { parts, ..Reading::default() })))
    }
}
