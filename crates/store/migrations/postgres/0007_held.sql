-- What waits for a moderator before the public may see it: an object, or one message of a discussion.

CREATE TABLE held (
    kind TEXT NOT NULL, subject_id TEXT NOT NULL, message TEXT NOT NULL, since BIGINT NOT NULL,
    facts TEXT NOT NULL, PRIMARY KEY (kind, subject_id, message)
);
CREATE INDEX held_since ON held (since);
