//! Knows news agencies by name: whoever prints a text that an agency publishes has it from there.
//!
//! The names stand in `data/agencies.txt`.

use isnad::pack::lines;
use isnad::text::normalise;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

static AGENCIES: LazyLock<FxHashMap<String, usize>> = LazyLock::new(|| {
    let each = lines("agencies.txt", include_str!("../../data/agencies.txt")).enumerate();
    each.flat_map(|(n, line)| line.field(0).split(',').map(move |name| (normalise(name.trim()), n)).collect::<Vec<_>>()).collect()
});

/// The number of the agency that goes by a folded name; None where it names none.
pub(super) fn of(folded: &str) -> Option<usize> {
    AGENCIES.get(folded).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_agency_goes_by_many_names() {
        assert!(of("was").is_some() && of("was") == of(&normalise("واس")) && of("was") == of(&normalise("وكالة الأنباء السعودية")));
        assert_ne!(of("reuters"), of("afp"));
        assert_eq!(of(&normalise("الجزيرة")), None);
    }

    #[test]
    fn no_name_stands_for_two() {
        let names = lines("agencies.txt", include_str!("../../data/agencies.txt")).map(|l| {
            let mut own: Vec<String> = l.field(0).split(',').map(|n| normalise(n.trim())).collect();
            own.sort();
            own.dedup();
            own.len()
        });
        assert_eq!(names.sum::<usize>(), AGENCIES.len());
    }
}
