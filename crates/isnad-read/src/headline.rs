//! Finds a page's headline: what its metadata or its `<title>` say, less the name of the site.
//!
//! A colon is part of a headline («الوزير: المحادثات ستستأنف»), for what stands before it says whose words follow; and so are quotation marks.

/// What stands between a headline and a site's name. Guillemets are no such signs: here they quote.
const BETWEEN: [&str; 8] = [" - ", " | ", " – ", " — ", " :: ", " ـ ", " • ", " · "];

/// The headline of a page that names one in its metadata.
pub(crate) fn named(title: &str, site: Option<&str>) -> String {
    site.and_then(|site| without(title, site)).unwrap_or(title).to_owned()
}

/// The headline of a page that has none but its `<title>`: the heading that stands in it, or what is left of it without the site's name.
pub(crate) fn of_title(title: &str, site: Option<&str>, headings: &[String]) -> String {
    let in_title = headings.iter().filter(|h| h.split_whitespace().count() >= 3 && title.contains(h.as_str()));
    if let Some(heading) = in_title.max_by_key(|h| h.len()) {
        return heading.clone();
    }
    if let Some(rest) = site.and_then(|site| without(title, site)) {
        return rest.to_owned();
    }
    // Without the site's name: the last part, where it is brief and what is left is not.
    let last = BETWEEN.iter().filter_map(|sign| title.rfind(sign).map(|at| (at, at + sign.len()))).max();
    let brief = last.and_then(|(at, behind)| Some((title.get(..at)?, title.get(behind..)?)));
    match brief {
        Some((rest, end)) if end.split_whitespace().count() <= 4 && rest.split_whitespace().count() > end.split_whitespace().count().max(2) => rest.trim().to_owned(),
        _ => title.to_owned(),
    }
}

/// A title without a site's name at its end or its beginning; None where it has none there.
fn without<'t>(title: &'t str, site: &str) -> Option<&'t str> {
    let site = site.trim();
    if site.is_empty() {
        return None;
    }
    let behind = BETWEEN.iter().find_map(|sign| title.strip_suffix(site)?.strip_suffix(sign));
    let before = || BETWEEN.iter().find_map(|sign| title.strip_prefix(site)?.strip_prefix(sign));
    behind.or_else(before).map(str::trim).filter(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_keeps_its_speaker_and_its_quotation() {
        for (title, site, is) in [
            ("الوزير: المحادثات ستستأنف غدا", None, "الوزير: المحادثات ستستأنف غدا"),
            ("الوزير: «لا مفاوضات» مع المتمردين", None, "الوزير: «لا مفاوضات» مع المتمردين"),
            ("الوزير: المحادثات ستستأنف غدا - صحيفة الواحة", None, "الوزير: المحادثات ستستأنف غدا"),
            ("الوزير: المحادثات ستستأنف غدا | الواحة", Some("الواحة"), "الوزير: المحادثات ستستأنف غدا"),
            ("الواحة - ستستأنف المحادثات", Some("الواحة"), "ستستأنف المحادثات"),
            ("قمة الواحة - بيان", None, "قمة الواحة - بيان"),
            ("وفد في الواحة", Some("الواحة"), "وفد في الواحة"),
            ("الواحة", Some("الواحة"), "الواحة"),
            ("", None, ""),
        ] {
            assert_eq!(of_title(title, site, &[]), is);
        }
        let headings = ["أقسام".to_owned(), "قمة جدة - بيان مشترك".to_owned()];
        assert_eq!(of_title("قمة جدة - بيان مشترك - أخبار - الواحة", None, &headings), "قمة جدة - بيان مشترك");
        assert_eq!(named("الوزير: ستستأنف المحادثات - الواحة", Some("الواحة")), "الوزير: ستستأنف المحادثات");
        assert_eq!(named("الوزير: ستستأنف المحادثات - قريبا", Some("الواحة")), "الوزير: ستستأنف المحادثات - قريبا");
    }
}
