//! Decides which plan makes what: coded parts from inputs, and the ledger's tables from coded parts.
//!
//! A coded part is a Parquet file with a row for every item: where it stands, what became of it, and what `isnad_code` says of it, nested.

use isnad_ledger::schema::Table;
use std::collections::BTreeMap;
use std::path::Path;

/// A literal of SQL.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Writes the rows of a query into one Parquet file.
pub(crate) fn into_file(query: &str, file: &Path) -> String {
    format!("COPY ({query}) TO {} STORED AS PARQUET OPTIONS ('format.compression' 'zstd(3)')", quoted(&file.to_string_lossy()))
}

/// Codes what a table of [`isnad_sql::reading`] reads.
pub(crate) fn coded(read: &str) -> String {
    format!(
        "SELECT input, item, source, place, reason, fault, again, withdrawn, coded['report'] AS report, coded FROM (\
           SELECT input, item, source, place, reason, fault, again, withdrawn, \
             CASE WHEN body IS NOT NULL THEN isnad_code(id, title, body, published, publisher, url, byline, place, notes) END AS coded \
           FROM {read})"
    )
}

/// Reports that stand in coded parts more than once, or in the ledger already (where `known` is a table of that): by input and item, all but the first.
pub(crate) fn doubles(coded: &str, known: Option<&str>) -> String {
    let again = format!(
        "SELECT report, input, item FROM (SELECT report, input, item, row_number() OVER (PARTITION BY report ORDER BY input, item) AS nth FROM {coded} WHERE report IS NOT NULL) WHERE nth > 1"
    );
    match known {
        None => format!("SELECT input, item FROM ({again})"),
        Some(known) => format!("SELECT input, item FROM ({again}) UNION SELECT c.input, c.item FROM {coded} c LEFT SEMI JOIN {known} k ON c.report = k.report"),
    }
}

/// The rows of a table of evidence that a coded part makes, without these items.
pub(crate) fn rows(table: Table, coded: &str, without: &BTreeMap<i64, Vec<i64>>) -> String {
    let columns = |row: &str| table.schema().fields().iter().map(|f| format!("{row}['{0}'] AS \"{0}\"", f.name())).collect::<Vec<_>>().join(", ");
    let mut wanted = "coded IS NOT NULL".to_owned();
    for (input, items) in without.iter().filter(|(_, items)| !items.is_empty()) {
        let items: Vec<String> = items.iter().map(i64::to_string).collect();
        wanted.push_str(&format!(" AND NOT (input = {input} AND item IN ({}))", items.join(", ")));
    }
    match table {
        Table::Reports => format!("SELECT {} FROM {coded} WHERE {wanted}", columns("coded")),
        table => format!("SELECT {} FROM (SELECT unnest(coded['{}']) AS made FROM {coded} WHERE {wanted})", columns("made"), table.name()),
    }
}

/// What cannot be read, for good, and is not in the ledger's quarantine yet.
pub(crate) fn quarantine(coded: &str, known: Option<&str>) -> String {
    let found = format!("SELECT source, item, place, reason, fault AS message, input FROM {coded} WHERE fault IS NOT NULL AND NOT again");
    let new = match known {
        None => found,
        Some(known) => format!("SELECT f.* FROM ({found}) f LEFT ANTI JOIN {known} k ON f.source = k.source AND f.place = k.place AND f.message = k.message"),
    };
    format!("SELECT source, item, place, reason, message FROM ({new}) ORDER BY input, item")
}

/// What publishers take back.
pub(crate) fn withdrawn(coded: &str) -> String {
    format!("SELECT source, item, withdrawn AS id FROM {coded} WHERE withdrawn IS NOT NULL ORDER BY input, item")
}

/// Of each input how many items were read, and the first one that a later run should look at again.
pub(crate) fn reach(coded: &str) -> String {
    format!("SELECT input, max(item) + 1 AS items, min(CASE WHEN again THEN item END) AS again FROM {coded} GROUP BY input")
}
