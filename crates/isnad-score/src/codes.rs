//! Decides when two actor codes count as the same: PLOVER's country and sector, as the reference scorers compare them.

/// Sectors; a code that begins with one of these names no country.
const SECTORS: [&str; 24] = ["GOV", "MIL", "COP", "LEG", "JUD", "SPY", "PRM", "PTY", "OPP", "REB", "UAF", "CRM", "CVL", "BUS", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "REL", "SOC", "AGR", "UNK"];
/// What stands where a country would, for those of no one country.
const WIDE: [&str; 4] = ["IGO", "NGO", "MNC", "INT"];

/// Python's `str.split()`: on white space, the four information separators included.
fn split(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(is_space).filter(|part| !part.is_empty())
}

/// What Python takes for white space.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// The code as compared: nobody agrees on the country of unidentified gunmen, so `UAF` stands alone.
pub(crate) fn compared(code: &str) -> &str {
    if split(code).next_back() == Some("UAF") { "UAF" } else { code }
}

/// The country of a code, or what stands for one; `""` where there is none.
pub(crate) fn country(code: &str) -> &str {
    let mut parts = split(compared(code));
    let Some(first) = parts.next() else { return "" };
    let two = parts.next().is_some() && parts.next().is_none();
    if two || WIDE.contains(&first) || !SECTORS.contains(&first) { first } else { "" }
}

/// Country and sector apart, each `""` where there is none.
pub(crate) fn country_and_sector(code: &str) -> (&str, &str) {
    let mut parts = split(code);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(country), Some(sector), None) => (country, sector),
        (Some(sector), _, _) if SECTORS.contains(&sector) => ("", sector),
        (first, _, _) => (first.unwrap_or(""), ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_as_the_reference_takes_them() {
        for (code, is) in [
            ("", ""),
            ("RUS GOV", "RUS"),
            ("RUS", "RUS"),
            ("GOV", ""),
            ("GOV MIL", "GOV"),
            ("GOV MIL X", ""),
            ("IGO", "IGO"),
            ("IRQ UAF", ""),
            ("UAF", ""),
            (" TUR\u{1f}MIL ", "TUR"),
            ("XYZ A B", "XYZ"),
        ] {
            assert_eq!(country(code), is, "{code:?}");
        }
        assert_eq!(compared("IRQ UAF"), "UAF");
        assert_eq!(compared("UAF IRQ"), "UAF IRQ");
    }

    #[test]
    fn country_and_sector_apart() {
        assert_eq!(country_and_sector("IRQ MIL"), ("IRQ", "MIL"));
        assert_eq!(country_and_sector("MIL"), ("", "MIL"));
        assert_eq!(country_and_sector("IRQ"), ("IRQ", ""));
        assert_eq!(country_and_sector(""), ("", ""));
        assert_eq!(country_and_sector("MIL A B"), ("", "MIL"));
        assert_eq!(country_and_sector("IRQ A B"), ("IRQ", ""));
    }
}
