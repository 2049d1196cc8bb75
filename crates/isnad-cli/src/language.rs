//! Decides whether a text is in a script that the pack reads.

use isnad::text::{Kind, Text};

/// What a reader of the record should know about the text's script, if anything.
pub fn remark(report: &str) -> Option<String> {
    // Most reports show within their first words what they are.
    let head = report.char_indices().nth(2000).map_or(report, |(at, _)| &report[..at]);
    let text = Text::new(head);
    let (mut arabic, mut other) = (0usize, 0usize);
    for token in &text.tokens {
        match token.kind {
            Kind::Arabic => arabic += 1,
            Kind::Other => other += 1,
            _ => {}
        }
    }
    match (arabic, other) {
        (0, 0) => Some("the text holds no words; nothing was coded".to_owned()),
        (0, _) => Some("the text holds no words in Arabic script; nothing was coded".to_owned()),
        (a, o) if o > 2 * a => Some(format!("of {} words at the start {o} are not in Arabic script; they were not coded", a + o)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::remark;

    #[test]
    fn other_scripts_are_said() {
        assert_eq!(remark("قال الوزير إن شركة Apple ستأتي"), None);
        assert!(remark("Der Minister sagte nichts.").is_some_and(|r| r.contains("no words in Arabic")));
        assert!(remark("Der Minister sagte «لا» und ging").is_some_and(|r| r.contains("5 are not")));
        assert!(remark("… 12 …").is_some());
    }
}
