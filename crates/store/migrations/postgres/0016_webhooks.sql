-- Whom programs of others hear from, and what they were told.
CREATE TABLE webhook (
    id TEXT PRIMARY KEY, owner_kind TEXT NOT NULL, owner_id TEXT NOT NULL, url TEXT NOT NULL, secret TEXT NOT NULL,
    events TEXT NOT NULL, created BIGINT NOT NULL, disabled BIGINT, failures BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX webhook_owner ON webhook (owner_kind, owner_id);

CREATE TABLE webhook_call (
    id TEXT PRIMARY KEY, webhook_id TEXT NOT NULL, event TEXT NOT NULL, body TEXT NOT NULL, created BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0, tried BIGINT, status BIGINT, failure TEXT, delivered BIGINT
);
CREATE INDEX webhook_call_webhook ON webhook_call (webhook_id, created);

-- Where each follower of the change log stands.
CREATE TABLE place_in_log (name TEXT PRIMARY KEY, seq BIGINT NOT NULL);
