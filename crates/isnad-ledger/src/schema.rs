//! The tables of a ledger and their columns: the one home of the schema, from which `docs/LEDGER.md` is checked.
//!
//! ```
//! use isnad_ledger::schema::Table;
//!
//! let events = Table::Events.schema();
//! assert!(events.field_with_name("actors").is_ok());
//! assert_eq!(Table::named("events"), Some(Table::Events));
//! ```

use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};
use std::sync::{Arc, LazyLock};

/// The name and version of the schema, which the manifest carries; a ledger of another one is not opened.
pub const SCHEMA: &str = "isnad-ledger/1";

/// A table: a folder of Parquet files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// One row a report, text included.
    Reports,
    /// One row an attribution.
    Attributions,
    /// One row an event.
    Events,
    /// One row a report that repeats another one.
    Copies,
    /// One row a claim: mentions of one occurrence across reports.
    Claims,
    /// One row an input that could not be read.
    Quarantine,
    /// One row a report that its publisher took back.
    Withdrawn,
    /// How far each input has been read.
    Sources,
}

/// All tables, in the order of the documentation.
pub const TABLES: [Table; 8] = [Table::Reports, Table::Attributions, Table::Events, Table::Copies, Table::Claims, Table::Quarantine, Table::Withdrawn, Table::Sources];

impl Table {
    /// Its name, which is that of its folder.
    pub fn name(self) -> &'static str {
        match self {
            Table::Reports => "reports",
            Table::Attributions => "attributions",
            Table::Events => "events",
            Table::Copies => "copies",
            Table::Claims => "claims",
            Table::Quarantine => "quarantine",
            Table::Withdrawn => "withdrawn",
            Table::Sources => "sources",
        }
    }

    /// The table of a name.
    pub fn named(name: &str) -> Option<Table> {
        TABLES.into_iter().find(|t| t.name() == name)
    }

    /// Made anew from the others whenever they have changed.
    pub fn derived(self) -> bool {
        matches!(self, Table::Copies | Table::Claims)
    }

    /// Its columns.
    pub fn schema(self) -> SchemaRef {
        static SCHEMAS: LazyLock<[SchemaRef; 8]> = LazyLock::new(|| TABLES.map(|t| Arc::new(Schema::new(columns(t)))));
        Arc::clone(&SCHEMAS[self as usize])
    }
}

/// The columns of a coded report as one row: those of `reports`, and its attributions and events as lists of the rows of their tables.
pub fn whole() -> Fields {
    let nested = |table: Table| list(table.name(), DataType::Struct(table.schema().fields().clone()));
    Table::Reports.schema().fields().iter().cloned().chain([nested(Table::Attributions), nested(Table::Events)].map(Arc::new)).collect()
}

fn text(name: &str) -> Field {
    Field::new(name, DataType::Utf8, false)
}

fn some_text(name: &str) -> Field {
    Field::new(name, DataType::Utf8, true)
}

fn number(name: &str) -> Field {
    Field::new(name, DataType::Int64, false)
}

fn some(name: &str, kind: DataType) -> Field {
    Field::new(name, kind, true)
}

fn list(name: &str, item: DataType) -> Field {
    Field::new(name, DataType::List(Arc::new(Field::new("item", item, true))), false)
}

fn record(fields: Vec<Field>) -> DataType {
    DataType::Struct(Fields::from(fields))
}

/// Words of the report with their place in it, as three columns.
fn span(name: &str) -> [Field; 3] {
    [some_text(name), some(&format!("{name}_start"), DataType::Int64), some(&format!("{name}_end"), DataType::Int64)]
}

/// A party of an event.
fn party() -> DataType {
    record(vec![text("text"), number("start"), number("end"), text("code"), some_text("country"), some_text("sector"), some_text("name"), some_text("id")])
}

/// A voice of a chain.
fn link() -> DataType {
    record(vec![text("who"), text("code"), text("stance")])
}

/// A number of people.
fn count() -> DataType {
    record(vec![text("of"), number("low"), some("high", DataType::Int64), text("text"), number("start"), number("end")])
}

fn chain() -> DataType {
    DataType::List(Arc::new(Field::new("item", link(), true)))
}

fn columns(table: Table) -> Vec<Field> {
    let day = || DataType::Date32;
    let mut c: Vec<Field> = Vec::new();
    match table {
        Table::Reports => {
            c.extend([text("report"), text("id"), text("place"), some_text("url"), some_text("publisher")]);
            c.extend([list("publishers", DataType::Utf8), some_text("published"), some("day", day()), some_text("lang"), some_text("title"), text("text"), text("text_sha256")]);
            c.extend([Field::new("coded", DataType::Boolean, false), number("words"), number("sentences"), list("diagnostics", DataType::Utf8), text("coder"), text("pack")]);
        }
        Table::Attributions => {
            c.extend([text("report"), text("attribution"), number("sentence")]);
            c.extend(span("cue"));
            c.extend(span("source"));
            c.extend([text("source_code"), some_text("source_country"), some_text("source_sector"), some_text("source_name"), some_text("source_id"), text("stance")]);
            c.extend(span("content"));
            c.push(some_text("within"));
            c.extend(span("via"));
            c.push(text("rule"));
        }
        Table::Events => {
            c.extend([text("report"), text("event"), number("sentence"), text("type"), some_text("mode"), text("status")]);
            c.extend(span("trigger"));
            c.extend([list("actors", party()), list("recipients", party()), some_text("date"), some("date_from", day()), some("date_to", day())]);
            c.extend(span("date_words"));
            c.extend(span("place"));
            c.extend([some_text("place_name"), some_text("place_country"), some("latitude", DataType::Float64), some("longitude", DataType::Float64), some("geonames", DataType::Int64)]);
            c.extend([list("counts", count()), list("within", DataType::Utf8), list("chains", chain()), some_text("cameo"), Field::new("confidence", DataType::Float64, false), text("rule")]);
        }
        Table::Copies => {
            c.extend([text("report"), text("group"), some_text("origin"), text("relation"), some("share", DataType::Float64), some("share_of_origin", DataType::Float64), text("voice"), text("why")]);
        }
        Table::Claims => {
            let voice = record(vec![text("report"), text("event"), text("who"), text("code"), text("stance"), text("chain")]);
            let figure = record(vec![text("of"), number("low"), some("high", DataType::Int64), number("reports")]);
            c.extend([
                text("claim"),
                text("type"),
                some_text("mode"),
                text("status"),
                list("actors", DataType::Utf8),
                list("recipients", DataType::Utf8),
                some("date_from", day()),
                some("date_to", day()),
            ]);
            c.extend([
                some_text("place"),
                some_text("place_country"),
                number("mentions"),
                number("reports"),
                number("chains"),
                number("asserts"),
                number("alleges"),
                number("doubts"),
                number("denies"),
            ]);
            c.extend([
                Field::new("contested", DataType::Boolean, false),
                some_text("contested_why"),
                list("figures", figure),
                some("first_seen", day()),
                some("last_seen", day()),
                list("voices", voice),
                list("why", DataType::Utf8),
            ]);
        }
        Table::Quarantine => c.extend([text("source"), number("item"), text("place"), text("reason"), text("message")]),
        Table::Withdrawn => c.extend([text("source"), number("item"), text("id")]),
        Table::Sources => c.extend([text("source"), some("size", DataType::Int64), some("modified", DataType::Int64), number("items"), Field::new("done", DataType::Boolean, false)]),
    }
    c
}
