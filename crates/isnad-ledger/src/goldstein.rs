//! How far an event is towards cooperation or conflict: Goldstein's scale, extended to CAMEO codes.
//!
//! ```
//! use isnad_ledger::goldstein;
//!
//! assert_eq!(goldstein::of("190"), Some(-10.0));
//! assert_eq!(goldstein::of("0312"), goldstein::of("031")); // its three-digit code's
//! assert_eq!(goldstein::of("999"), None);
//! ```

use isnad::pack::lines;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static VALUES: LazyLock<BTreeMap<&'static str, f64>> =
    LazyLock::new(|| lines("goldstein.txt", include_str!("../data/goldstein.txt")).filter_map(|line| Some((line.field(0), line.field(1).parse().ok()?))).collect());

/// The value of a CAMEO code, from -10 to 10; a code that the scale does not name has that of the code above it, down to
/// the root of two digits. None for what is no code.
pub fn of(cameo: &str) -> Option<f64> {
    let known = matches!(cameo.len(), 2..=4) && cameo.bytes().all(|b| b.is_ascii_digit());
    if !known {
        return None;
    }
    (2..=cameo.len()).rev().find_map(|n| VALUES.get(&cameo[..n]).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_root_has_a_value_and_all_are_on_the_scale() {
        assert!((1..=20).all(|root| of(&format!("{root:02}")).is_some()));
        assert!(VALUES.values().all(|v| (-10.0..=10.0).contains(v)));
    }

    #[test]
    fn what_is_no_code_has_no_value() {
        for not_one in ["", "1", "21", "19000", "ab", "١٩"] {
            assert_eq!(of(not_one), None, "{not_one}");
        }
    }

    #[test]
    fn codes_below_one_that_differs() {
        assert_eq!((of("182"), of("1821"), of("1823"), of("0874"), of("0871")), (Some(-9.5), Some(-9.0), Some(-10.0), Some(10.0), Some(9.0)));
    }
}
