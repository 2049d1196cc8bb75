//! The columns of each table are those that `docs/LEDGER.md` documents, in its order.

use isnad_ledger::schema::TABLES;

#[test]
fn columns_are_documented_in_their_order() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/LEDGER.md");
    let Ok(page) = std::fs::read_to_string(path) else {
        println!("skipped: docs/LEDGER.md is not here (the crate was taken out of its repository)");
        return;
    };
    for table in TABLES {
        let section = page.split("\n## ").find(|s| s.starts_with(&format!("{}\n", table.name()))).unwrap_or_else(|| panic!("docs/LEDGER.md has no section {}", table.name()));
        let documented: Vec<&str> = section.lines().filter_map(|l| l.strip_prefix("| `")).filter_map(|l| l.split('`').next()).collect();
        let schema = table.schema();
        let columns: Vec<&str> = schema.fields().iter().map(|f| f.name().as_str()).collect();
        assert_eq!(documented, columns, "columns of {}", table.name());
    }
}
