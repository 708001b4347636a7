-- Letters to send, written in the transaction of the change that asks for them. Once sent, a row is kept without
-- its facts: links that work once are secrets.
CREATE TABLE outbox (
    id TEXT PRIMARY KEY, recipient TEXT NOT NULL, lang TEXT NOT NULL, letter TEXT NOT NULL, facts TEXT NOT NULL,
    created BIGINT NOT NULL, due BIGINT, attempts BIGINT NOT NULL DEFAULT 0, sent BIGINT, failure TEXT
);
CREATE INDEX outbox_due ON outbox (due);

-- How much of a limit is used: the instant at which nothing of it will be any more.
CREATE TABLE bucket (name TEXT PRIMARY KEY, empty_at BIGINT NOT NULL);
CREATE INDEX bucket_empty_at ON bucket (empty_at);

-- Links sent by mail that work once, kept as digests: they confirm an address or choose a new password.
CREATE TABLE account_link (
    digest TEXT PRIMARY KEY, user_id TEXT NOT NULL, purpose TEXT NOT NULL, email TEXT NOT NULL, expires BIGINT NOT NULL
);
CREATE INDEX account_link_user ON account_link (user_id, purpose);

-- Since when an account waits for its address to be confirmed; nothing for those that do not.
ALTER TABLE user_account ADD COLUMN unconfirmed BIGINT;

-- Sessions are listed to their owner.
ALTER TABLE session ADD COLUMN id TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN agent TEXT;
CREATE INDEX session_of_user ON session (user_id);
