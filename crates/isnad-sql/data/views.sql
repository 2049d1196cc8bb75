-- Views for the common questions. Each statement is run when a session begins; a comment in front of it says what it is for.

-- Parties of events, one row for each actor and recipient that an event names together with the report's day.
CREATE VIEW event_dyads AS
SELECT report, event, type, mode, status, date_from, date_to, place, place_country, confidence,
       actor['code'] AS actor, actor['country'] AS actor_country, actor['text'] AS actor_words,
       recipient['code'] AS recipient, recipient['country'] AS recipient_country, recipient['text'] AS recipient_words
FROM (SELECT *, unnest(recipients) AS recipient FROM (SELECT *, unnest(actors) AS actor FROM events));

-- Claims by actor, recipient and day: what is commonly called a dyad-day, counted in claims and in independent chains, not in reports.
CREATE VIEW dyad_days AS
SELECT actor, recipient, coalesce(date_from, first_seen) AS day, date_from IS NOT NULL AS day_is_told, plover_quad(type) AS quad, type,
       count(*) AS claims, sum(chains) AS chains, sum(reports) AS reports, sum(CASE WHEN contested THEN 1 ELSE 0 END) AS contested
FROM (SELECT *, unnest(recipients) AS recipient FROM (SELECT *, unnest(actors) AS actor FROM claims WHERE status = 'actual'))
GROUP BY actor, recipient, coalesce(date_from, first_seen), date_from IS NOT NULL, type;

-- Claims that somebody denies, or whose figures cannot all be true, those with most chains first.
CREATE VIEW contested_claims AS
SELECT claim, type, mode, actors, recipients, date_from, place, reports, chains, asserts, alleges, doubts, denies, contested_why
FROM claims WHERE contested ORDER BY chains DESC, claim;

-- Every voice on every claim.
CREATE VIEW voices AS
SELECT claim, type, mode, voice['report'] AS report, voice['event'] AS event, voice['who'] AS who, voice['code'] AS code,
       voice['stance'] AS stance, voice['chain'] AS chain
FROM (SELECT claim, type, mode, unnest(voices) AS voice FROM claims);

-- Who denies what others assert or allege, in the same claim.
CREATE VIEW who_denies_whom AS
SELECT d.code AS denier, d.who AS denier_words, a.code AS asserter, a.who AS asserter_words, d.type, d.claim
FROM (SELECT DISTINCT claim, type, code, who FROM voices WHERE stance = 'denies') d
JOIN (SELECT DISTINCT claim, code, who FROM voices WHERE stance IN ('asserts', 'alleges')) a ON a.claim = d.claim
WHERE a.who <> d.who;

-- For each source code how many claims it stands behind, and with which stance.
CREATE VIEW claims_by_source AS
SELECT code AS source, stance, count(DISTINCT claim) AS claims, count(DISTINCT report) AS reports
FROM voices WHERE code <> '' GROUP BY code, stance;

-- Reports with what they are copies of.
CREATE VIEW report_copies AS
SELECT c.report, r.publisher, r.day, r.title, c.relation, c.share, c.origin, o.publisher AS origin_publisher, o.day AS origin_day, o.title AS origin_title, c.why
FROM copies c JOIN reports r ON r.report = c.report LEFT JOIN reports o ON o.report = c.origin;
