-- The store of a corpus, schema 1. docs/corpus.md says what each column holds.
-- "end" is a word of SQL's own: write it in quotes.

CREATE TABLE runs (
    key INTEGER PRIMARY KEY,
    schema INTEGER NOT NULL,
    program TEXT NOT NULL,
    models TEXT NOT NULL,
    model_version TEXT NOT NULL,
    settings TEXT NOT NULL,
    corpus TEXT NOT NULL,
    started TEXT NOT NULL,
    finished TEXT
);

CREATE TABLE articles (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    file TEXT,
    title TEXT NOT NULL,
    byline TEXT,
    published TEXT,
    day TEXT,
    section TEXT,
    url TEXT,
    characters INTEGER NOT NULL,
    words INTEGER NOT NULL,
    story_words INTEGER NOT NULL,
    quoted_words INTEGER NOT NULL,
    quotes INTEGER NOT NULL,
    sources INTEGER NOT NULL,
    anonymous INTEGER NOT NULL,
    findings INTEGER NOT NULL,
    warnings TEXT,
    sha256 TEXT NOT NULL,
    given TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES runs (key),
    page TEXT,
    text BLOB
);
CREATE INDEX articles_by_day ON articles (day);
CREATE INDEX articles_by_file ON articles (file) WHERE file IS NOT NULL;

CREATE TABLE sources (
    article INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    role TEXT,
    role_group TEXT NOT NULL,
    affiliation TEXT,
    pronouns TEXT,
    anonymous INTEGER NOT NULL CHECK (anonymous IN (0, 1)),
    reason TEXT,
    quotes INTEGER NOT NULL,
    direct INTEGER NOT NULL,
    indirect INTEGER NOT NULL,
    mixed INTEGER NOT NULL,
    words INTEGER NOT NULL,
    own_words INTEGER NOT NULL,
    first_paragraph INTEGER,
    mentions INTEGER NOT NULL,
    extra TEXT,
    PRIMARY KEY (article, id)
) WITHOUT ROWID;
CREATE INDEX sources_by_name ON sources (name_key);

CREATE TABLE quotes (
    article INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    type TEXT NOT NULL,
    act TEXT NOT NULL,
    speaker TEXT,
    status TEXT NOT NULL,
    confidence REAL,
    rule TEXT NOT NULL,
    cue TEXT,
    cue_lemma TEXT,
    stance TEXT NOT NULL,
    source TEXT,
    text TEXT NOT NULL,
    start INTEGER,
    "end" INTEGER,
    spans TEXT,
    words INTEGER,
    own_words INTEGER,
    paragraph INTEGER NOT NULL,
    zone TEXT NOT NULL,
    flags TEXT NOT NULL,
    PRIMARY KEY (article, id),
    FOREIGN KEY (article, speaker) REFERENCES sources (article, id)
) WITHOUT ROWID;

CREATE TABLE mentions (
    article INTEGER NOT NULL,
    source TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (article, source, start, "end"),
    FOREIGN KEY (article, source) REFERENCES sources (article, id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE measure_labels (
    measure TEXT PRIMARY KEY,
    number INTEGER NOT NULL,
    unit TEXT NOT NULL,
    label TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE measures (
    article INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    measure TEXT NOT NULL REFERENCES measure_labels (measure),
    numerator NUMERIC NOT NULL,
    denominator NUMERIC,
    quotes TEXT NOT NULL,
    sources TEXT NOT NULL,
    PRIMARY KEY (article, measure)
) WITHOUT ROWID;

CREATE TABLE findings (
    article INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    rule TEXT NOT NULL,
    severity TEXT NOT NULL,
    message TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    quote TEXT,
    PRIMARY KEY (article, number),
    FOREIGN KEY (article, quote) REFERENCES quotes (article, id)
) WITHOUT ROWID;
CREATE INDEX findings_by_rule ON findings (rule);

CREATE TABLE failures (
    place TEXT PRIMARY KEY,
    id TEXT,
    error TEXT NOT NULL,
    reason TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES runs (key)
) WITHOUT ROWID;

-- Quotes that count (speech, no repetition of the body in the headline), each with who speaks.
CREATE VIEW quoted AS
SELECT
    articles.id AS article, articles.title, articles.day, articles.section, articles.byline,
    quotes.id, quotes.type, sources.name, sources.kind, sources.role,
    CASE WHEN quotes.status = 'resolved' AND sources.id IS NOT NULL THEN sources.role_group ELSE 'unresolved' END
        AS role_group,
    sources.affiliation, sources.anonymous, quotes.status, quotes.words, quotes.own_words, quotes.cue,
    quotes.stance, quotes.text, quotes.start, quotes."end"
FROM quotes
JOIN articles ON articles.key = quotes.article
LEFT JOIN sources
    ON sources.article = quotes.article AND sources.id = quotes.speaker AND quotes.status = 'resolved'
WHERE quotes.words IS NOT NULL;

-- Named people and bodies over all articles, joined where they are written alike; never unnamed ones.
CREATE VIEW most_quoted AS
SELECT
    min(name) AS name, kind, count(*) AS articles, sum(quotes) AS quotes, sum(words) AS words,
    sum(own_words) AS own_words
FROM sources
WHERE kind IN ('person', 'organization') AND quotes > 0
GROUP BY kind, name_key
ORDER BY articles DESC, quotes DESC, name;

-- What each role group has of the attributed words of each month; articles without a date are in month NULL.
CREATE VIEW group_shares AS
SELECT
    substr(day, 1, 7) AS month, role_group, count(*) AS quotes, sum(words) AS words,
    round(1.0 * sum(words) / sum(sum(words)) OVER (PARTITION BY substr(day, 1, 7)), 4) AS share
FROM quoted
GROUP BY month, role_group
ORDER BY month, words DESC, role_group;

-- How many of the sources of each month are anonymous; each article's sources are counted apart.
CREATE VIEW anonymous_shares AS
SELECT
    substr(day, 1, 7) AS month, count(*) AS articles, sum(sources) AS sources, sum(anonymous) AS anonymous,
    round(1.0 * sum(anonymous) / nullif(sum(sources), 0), 4) AS share
FROM articles
GROUP BY month
ORDER BY month;

-- How often each sourcing rule is touched, and in how many articles.
CREATE VIEW rule_counts AS
SELECT rule, severity, count(*) AS findings, count(DISTINCT article) AS articles
FROM findings
GROUP BY rule, severity
ORDER BY findings DESC, rule;
