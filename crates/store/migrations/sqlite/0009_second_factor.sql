-- A second proof at sign-in: codes that a device draws from a shared secret and from time. The last step that was used
-- is kept, so that a code read over a shoulder is worth nothing.
CREATE TABLE second_factor (
    user_id TEXT PRIMARY KEY, secret TEXT NOT NULL, created BIGINT NOT NULL, confirmed BIGINT,
    last_step BIGINT NOT NULL DEFAULT 0
);

-- What lets in somebody who lost the device: digests, each of which works once.
CREATE TABLE rescue_code (digest TEXT PRIMARY KEY, user_id TEXT NOT NULL);
CREATE INDEX rescue_code_user ON rescue_code (user_id);

-- Who said their password, and not yet their code.
CREATE TABLE half_session (digest TEXT PRIMARY KEY, user_id TEXT NOT NULL, expires BIGINT NOT NULL);
CREATE INDEX half_session_expires ON half_session (expires);
