-- When the link of a file was last looked at, 0 before the first time; and what jobs computed of the whole catalogue.
ALTER TABLE resource ADD COLUMN checked BIGINT NOT NULL DEFAULT 0;
CREATE INDEX resource_checked ON resource (checked, id);
CREATE TABLE computed (name TEXT PRIMARY KEY, at BIGINT NOT NULL, facts TEXT NOT NULL);
