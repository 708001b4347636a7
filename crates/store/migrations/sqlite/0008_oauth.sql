-- Applications that act for people: who may ask (their secret as a digest; none for those that cannot keep one), codes
-- that work once, and tokens. Tokens that come of the same consent are one family, so that a stolen one ends all.
CREATE TABLE oauth_client (
    id TEXT PRIMARY KEY, owner_id TEXT NOT NULL, secret TEXT, created BIGINT NOT NULL, facts TEXT NOT NULL
);

CREATE TABLE oauth_code (
    digest TEXT PRIMARY KEY, client_id TEXT NOT NULL, user_id TEXT NOT NULL, family TEXT NOT NULL, scope TEXT NOT NULL,
    redirect_uri TEXT, challenge TEXT, expires BIGINT NOT NULL, used BIGINT
);
CREATE INDEX oauth_code_expires ON oauth_code (expires);

CREATE TABLE oauth_token (
    access TEXT PRIMARY KEY, refresh TEXT UNIQUE, client_id TEXT NOT NULL, user_id TEXT NOT NULL, family TEXT NOT NULL,
    scope TEXT NOT NULL, created BIGINT NOT NULL, expires BIGINT NOT NULL, refresh_expires BIGINT, revoked BIGINT
);
CREATE INDEX oauth_token_family ON oauth_token (family);
CREATE INDEX oauth_token_user ON oauth_token (user_id);
CREATE INDEX oauth_token_client ON oauth_token (client_id);

-- What an API token of a person may do: everything, or read.
ALTER TABLE token ADD COLUMN scope TEXT NOT NULL DEFAULT 'admin';
