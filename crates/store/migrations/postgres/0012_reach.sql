-- How each person wants to be told: `mails` is immediate, daily or none; `secret` is in the links that end it.
CREATE TABLE preference (
    user_id TEXT PRIMARY KEY, mails TEXT NOT NULL, lang TEXT NOT NULL, secret TEXT NOT NULL UNIQUE,
    digested BIGINT NOT NULL
);

-- Searches that people follow; `seen` is the creation of the last result they were told of.
CREATE TABLE followed_search (
    id TEXT PRIMARY KEY, user_id TEXT NOT NULL, kind TEXT NOT NULL, query TEXT NOT NULL,
    since BIGINT NOT NULL, seen BIGINT NOT NULL, UNIQUE (user_id, kind, query)
);
