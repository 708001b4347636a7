-- Signing in elsewhere: what was asked and by which browser, until the answer comes back; and whom the answer names.
CREATE TABLE oidc_flow (
    state TEXT PRIMARY KEY, browser TEXT NOT NULL, nonce TEXT NOT NULL, verifier TEXT NOT NULL, next TEXT NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX oidc_flow_expires ON oidc_flow (expires);

CREATE TABLE oidc_identity (
    issuer TEXT NOT NULL, subject TEXT NOT NULL, user_id TEXT NOT NULL, siret TEXT, created BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX oidc_identity_user ON oidc_identity (user_id);

-- What tells the other side who leaves, for the sessions that were opened there.
ALTER TABLE session ADD COLUMN id_token TEXT;

-- What the portal signs with, drawn once for all its nodes.
CREATE TABLE secret (name TEXT PRIMARY KEY, value TEXT NOT NULL);

-- Proofs of work that were used, until they end by themselves.
CREATE TABLE captcha (challenge TEXT PRIMARY KEY, expires BIGINT NOT NULL);
CREATE INDEX captcha_expires ON captcha (expires);
