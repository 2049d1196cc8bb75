//! Decides which plan finds the copies among reports: the stages of [`isnad_ledger::copies`] as joins and aggregates.
//!
//! | stage | rows | of them |
//! |---|---|---|
//! | `bodies-N` | reports | the folded words of a report and what is known of it; one job for each file of the ledger's |
//! | `texts` | different texts | reports of the very same words are one text |
//! | `slots`, `phrases` | few | set phrases: shingles that many texts have which are not made of such |
//! | `pairs` | pairs of texts | those that have kept shingles in common, enough of them |
//! | `sets` | texts of pairs | which set phrases stand in them |
//! | `ties` | pairs of texts | those that the exact check lets pass |
//! | `labels-N` | tied texts | the least number among the texts that ties lead to; the last one in which nothing changed |
//! | `copies` | copies | the rows of the table, each connected set of texts by itself |
//!
//! The rows are those of [`isnad_ledger::copies::find`]: what is decided of a report, a pair or a connected set is decided by the very same
//! functions, and shingles are counted in as many counters, by the same part of their number, so that even those that fall together do so here.
//! What bounds it: all reports of one connected set are held by one task at its end, and the postings of one shingle by one.

use crate::error::ClusterError;
use crate::run::{collect, numbers};
use crate::stages::Stages;
use futures_util::stream::{self, StreamExt};
use isnad_ledger::copies::Bounds;
use isnad_ledger::copies::candidates::EARLIEST;
use isnad_ledger::copies::often::counters;
use isnad_ledger::copies::shingles::WIDTH;
use isnad_ledger::schema::Table;
use isnad_ledger::store::Snapshot;
use std::path::PathBuf;

/// How many files of reports are folded at once.
const AT_ONCE: usize = 16;

/// One body for each text.
const OF_TEXTS: &str = "bodies b JOIN texts t ON b.report = t.first";

fn bodies() -> String {
    "SELECT report, day, b['hash'] AS hash, b['length'] AS length, b['prose'] AS prose, b['title'] AS title, b['publisher'] AS publisher, b['credits'] AS credits, \
       b['words'] AS words, b['quoted'] AS quoted, b['kept'] AS kept \
     FROM (SELECT report, CAST(day AS INT) AS day, isnad_body(title, text, publisher, publishers) AS b FROM reports)"
        .to_owned()
}

/// Texts by number, with the report that lends its words, how many reports have it, and its first day.
fn texts() -> String {
    let (no_day, most) = (i32::MAX, u16::MAX);
    format!(
        "SELECT hash, min(report) AS first, count(*) AS reports, min(coalesce(day, {no_day})) AS day, least(CAST(max(cardinality(kept)) AS BIGINT), {most}) AS kept \
         FROM bodies WHERE hash IS NOT NULL GROUP BY hash"
    )
}

/// The shingles of all texts, as `s`.
fn shingled(counters: usize) -> String {
    let before = WIDTH - 1;
    format!("SELECT t.hash AS text, CAST(b.length AS BIGINT) - {before} AS total, unnest(isnad_shingles(b.words, {counters})) AS s FROM {OF_TEXTS}")
}

/// The counters that so many shingles fall into that one of them may be a set phrase.
fn slots(counters: usize, limit: usize) -> String {
    format!("SELECT slot FROM (SELECT s['slot'] AS slot FROM ({})) GROUP BY slot HAVING count(*) >= {limit}", shingled(counters))
}

/// Set phrases: a text that is made of suspected shingles for the larger part does not vote.
fn phrases(counters: usize, limit: usize) -> String {
    let shingles = shingled(counters);
    format!(
        "SELECT shingle FROM (SELECT unnest(suspected) AS shingle FROM (\
           SELECT array_agg(DISTINCT f.shingle) AS suspected FROM (SELECT text, total, s['shingle'] AS shingle, s['slot'] AS slot FROM ({shingles})) f \
           JOIN slots ON f.slot = slots.slot GROUP BY f.text, f.total HAVING count(*) * 2 <= f.total)) \
         GROUP BY shingle HAVING count(*) >= {limit}"
    )
}

/// Pairs of texts, the lower number first. A shingle that few texts have pairs each with each; one that many have pairs those that are made of such
/// shingles for the most part, each with the earliest.
fn pairs(few: usize, share: f64) -> String {
    format!(
        "WITH postings AS (SELECT t.hash AS text, t.first AS first, t.day AS day, t.kept AS kept, unnest(isnad_postings(b.kept)) AS posting FROM {OF_TEXTS}), \
         sized AS (SELECT *, count(*) OVER (PARTITION BY posting) AS size FROM postings), \
         weighed AS (SELECT *, sum(CASE WHEN size > {few} THEN 1 ELSE 0 END) OVER (PARTITION BY text) AS many FROM sized WHERE size > 1), \
         placed AS (SELECT *, row_number() OVER (PARTITION BY posting ORDER BY day, text) AS place FROM weighed WHERE size <= {few} OR many * 2 > kept), \
         shared AS (SELECT x.text AS x, y.text AS y, x.first AS first_x, y.first AS first_y FROM placed x JOIN placed y ON x.posting = y.posting \
           WHERE x.text <> y.text AND (x.size <= {few} OR y.place <= {EARLIEST})), \
         counted AS (SELECT x, y, first_x, first_y, count(*) AS n FROM shared GROUP BY x, y, first_x, first_y), \
         enough AS (SELECT c.x, c.y, c.first_x, c.first_y FROM counted c JOIN texts k ON c.x = k.hash JOIN texts l ON c.y = l.hash \
           WHERE CAST(c.n AS DOUBLE) >= {share:?} * CAST(least(k.kept, l.kept) AS DOUBLE)) \
         SELECT DISTINCT least(x, y) AS a, greatest(x, y) AS b, CASE WHEN x < y THEN first_x ELSE first_y END AS first_a, CASE WHEN x < y THEN first_y ELSE first_x END AS first_b FROM enough"
    )
}

/// The set phrases that stand in the texts of pairs.
fn sets(counters: usize) -> String {
    let shingles = shingled(counters);
    format!(
        "SELECT f.text AS text, array_agg(DISTINCT f.shingle) AS phrases FROM (SELECT text, s['shingle'] AS shingle FROM ({shingles})) f \
         JOIN phrases ON f.shingle = phrases.shingle LEFT SEMI JOIN (SELECT a AS text FROM pairs UNION SELECT b AS text FROM pairs) p ON f.text = p.text GROUP BY f.text"
    )
}

/// The exact check; `sets` says whether set phrases stand in any of the texts.
fn ties(sets: bool) -> String {
    let (of_a, of_b) = if sets { ("u.phrases", "v.phrases") } else { ("NULL", "NULL") };
    let joined = if sets { "LEFT JOIN sets u ON p.a = u.text LEFT JOIN sets v ON p.b = v.text" } else { "" };
    format!(
        "SELECT p.a AS a, p.b AS b, unnest(isnad_overlap(x.words, x.quoted, {of_a}, y.words, y.quoted, {of_b})) AS shared \
         FROM pairs p JOIN bodies x ON p.first_a = x.report JOIN bodies y ON p.first_b = y.report {joined}"
    )
}

/// Every tied text under its own number.
const ALONE: &str = "SELECT text, text AS label FROM (SELECT a AS text FROM ties UNION SELECT b AS text FROM ties)";

/// Every text under the least number among its neighbours', and then under the number that the text of this number has: distances halve.
const NEAREST: &str = "WITH near AS (SELECT e.text AS text, min(l.label) AS label FROM \
       (SELECT a AS text, b AS other FROM ties UNION ALL SELECT b AS text, a AS other FROM ties UNION ALL SELECT text, text AS other FROM labels) e \
       JOIN labels l ON e.other = l.text GROUP BY e.text) \
     SELECT n.text AS text, least(n.label, m.label) AS label FROM near n JOIN near m ON n.label = m.text";

/// How many texts have another number now.
const CHANGED: &str = "SELECT count(*) AS n FROM labels l JOIN earlier e ON l.text = e.text WHERE l.label <> e.label";

/// The rows of the table; `tied` says whether any two texts are.
fn rows(tied: bool) -> String {
    let columns: Vec<String> = Table::Copies.schema().fields().iter().map(|f| format!("c['{0}'] AS \"{0}\"", f.name())).collect();
    let report = "named_struct('report', b.report, 'day', b.day, 'title', b.title, 'publisher', b.publisher, 'credits', b.credits, 'hash', b.hash, 'length', b.length, 'prose', b.prose)";
    let made = if tied {
        format!(
            "WITH members AS (SELECT coalesce(l.label, b.hash) AS part, array_agg({report}) AS reports \
               FROM bodies b JOIN texts t ON b.hash = t.hash LEFT JOIN labels l ON b.hash = l.text WHERE t.reports > 1 OR l.label IS NOT NULL GROUP BY coalesce(l.label, b.hash)), \
             tied AS (SELECT l.label AS part, array_agg(named_struct('a', t.a, 'b', t.b, 'shared', t.shared)) AS ties FROM ties t JOIN labels l ON t.a = l.text GROUP BY l.label) \
             SELECT unnest(isnad_copies(m.reports, t.ties)) AS c FROM members m LEFT JOIN tied t ON m.part = t.part"
        )
    } else {
        format!(
            "SELECT unnest(isnad_copies(reports, NULL)) AS c FROM (SELECT b.hash, array_agg({report}) AS reports FROM bodies b JOIN texts t ON b.hash = t.hash WHERE t.reports > 1 GROUP BY b.hash)"
        )
    };
    format!("SELECT {} FROM ({made}) ORDER BY c['group'], c['report']", columns.join(", "))
}

/// Finds the copies among the reports of a ledger, with the default bounds. Gives the file with the rows of the table `copies`, ordered by group and
/// report; none where there are none.
///
/// # Errors
/// A ledger that cannot be read, an engine that fails.
pub async fn copies(stages: &Stages<'_>, snapshot: &Snapshot) -> Result<Option<PathBuf>, ClusterError> {
    let bounds = Bounds::default();
    let counters = counters(usize::try_from(snapshot.rows(Table::Reports)).unwrap_or(usize::MAX));
    let query = bodies();
    let query = query.as_str();
    let jobs = snapshot.parts(Table::Reports).enumerate().map(|(n, file)| async move {
        let name = format!("bodies-{n}");
        stages.make_in(1, &name, query, &[("reports", &[file])]).await
    });
    let mut bodies: Vec<PathBuf> = Vec::new();
    let mut working = stream::iter(jobs).buffered(AT_ONCE);
    while let Some(made) = working.next().await {
        bodies.extend(made?);
    }
    drop(working);
    if bodies.is_empty() {
        return Ok(None);
    }
    let bodies = ("bodies", bodies.as_slice());
    let Some(texts) = stages.make("texts", &texts(), &[bodies]).await? else { return Ok(None) };
    let texts = [texts];
    let texts = ("texts", texts.as_slice());

    let slots = stages.make("slots", &slots(counters, bounds.set_phrase), &[bodies, texts]).await?;
    let phrases = match &slots {
        Some(slots) => stages.make("phrases", &phrases(counters, bounds.set_phrase), &[bodies, texts, ("slots", std::slice::from_ref(slots))]).await?,
        None => None,
    };
    let pairs = stages.make("pairs", &pairs(bounds.set_phrase, bounds.candidate), &[bodies, texts]).await?;
    let ties = match &pairs {
        Some(pairs) => {
            let pairs = ("pairs", std::slice::from_ref(pairs));
            let sets = match &phrases {
                Some(phrases) => stages.make("sets", &sets(counters), &[bodies, texts, pairs, ("phrases", std::slice::from_ref(phrases))]).await?,
                None => None,
            };
            match &sets {
                Some(file) => stages.make("ties", &self::ties(true), &[bodies, pairs, ("sets", std::slice::from_ref(file))]).await?,
                None => stages.make("ties", &self::ties(false), &[bodies, pairs]).await?,
            }
        }
        None => None,
    };
    let labels = match &ties {
        Some(ties) => connected(stages, ties).await?,
        None => None,
    };
    match (&ties, &labels) {
        (Some(ties), Some(labels)) => stages.make("copies", &rows(true), &[bodies, texts, ("ties", std::slice::from_ref(ties)), ("labels", std::slice::from_ref(labels))]).await,
        _ => stages.make("copies", &rows(false), &[bodies, texts]).await,
    }
}

/// The connected sets of tied texts: each text under the least number in its set.
async fn connected(stages: &Stages<'_>, ties: &PathBuf) -> Result<Option<PathBuf>, ClusterError> {
    let ties = ("ties", std::slice::from_ref(ties));
    let Some(mut labels) = stages.make("labels-0", ALONE, &[ties]).await? else { return Ok(None) };
    for round in 1.. {
        let Some(nearest) = stages.make(&format!("labels-{round}"), NEAREST, &[ties, ("labels", std::slice::from_ref(&labels))]).await? else { break };
        let doing = "counting texts that ties connect anew";
        let earlier = std::mem::replace(&mut labels, nearest);
        let context = stages.session(2, doing, &[("labels", std::slice::from_ref(&labels)), ("earlier", &[earlier])]).await?;
        let changed = collect(&context, CHANGED, doing).await?;
        if numbers(&changed, 0).flatten().sum::<i64>() == 0 {
            break;
        }
    }
    Ok(Some(labels))
}
