-- Catalogues of others: where they are, each reading of them, what it met, and what was written of each of their things
-- the last time, so that the next reading knows what changed there and what was edited here.
CREATE TABLE harvest_source (
    id TEXT PRIMARY KEY, slug TEXT NOT NULL UNIQUE, words TEXT NOT NULL, owner_id TEXT, organization_id TEXT,
    validation TEXT NOT NULL, created BIGINT NOT NULL, deleted BIGINT, next BIGINT, facts TEXT NOT NULL
);
CREATE INDEX harvest_source_next ON harvest_source (next);
CREATE INDEX harvest_source_organization ON harvest_source (organization_id);
CREATE INDEX harvest_source_owner ON harvest_source (owner_id);

-- `lease`: until when a worker has it; past that it is taken again.
CREATE TABLE harvest_job (
    id TEXT PRIMARY KEY, source_id TEXT NOT NULL, status TEXT NOT NULL, created BIGINT NOT NULL, lease BIGINT,
    attempts BIGINT NOT NULL DEFAULT 0, is_over BIGINT NOT NULL, facts TEXT NOT NULL
);
CREATE INDEX harvest_job_source ON harvest_job (source_id, created);
CREATE INDEX harvest_job_waiting ON harvest_job (is_over, created);

CREATE TABLE harvest_item (
    job_id TEXT NOT NULL, position BIGINT NOT NULL, status TEXT NOT NULL, outcome TEXT, kind TEXT NOT NULL,
    remote_id TEXT NOT NULL, facts TEXT NOT NULL, PRIMARY KEY (job_id, position)
);

-- `hash`: of what the source said; `fields`: of each field as it was written; `written`: the state of the subject then;
-- `seen`: the job that met it last.
CREATE TABLE harvested (
    source_id TEXT NOT NULL, kind TEXT NOT NULL, remote_id TEXT NOT NULL, subject_id TEXT NOT NULL, uri TEXT,
    hash TEXT NOT NULL, fields TEXT NOT NULL, written BIGINT NOT NULL, seen BIGINT NOT NULL, is_archived BIGINT NOT NULL,
    PRIMARY KEY (source_id, kind, remote_id)
);
CREATE INDEX harvested_subject ON harvested (subject_id);
CREATE INDEX harvested_seen ON harvested (source_id, seen);
CREATE INDEX harvested_uri ON harvested (source_id, uri);

-- Files that a source no longer has: their permalinks say that they are gone.
CREATE TABLE gone_resource (id TEXT PRIMARY KEY, dataset_id TEXT NOT NULL, since BIGINT NOT NULL);
CREATE INDEX gone_resource_dataset ON gone_resource (dataset_id);

ALTER TABLE dataset ADD COLUMN remote_id TEXT;
ALTER TABLE dataset ADD COLUMN remote_domain TEXT;
ALTER TABLE dataset ADD COLUMN source_id TEXT;
UPDATE dataset SET remote_id = facts::json #>> '{harvest,remote_id}',
    remote_domain = facts::json #>> '{harvest,domain}', source_id = facts::json #>> '{harvest,source_id}'
    WHERE facts::json #>> '{harvest}' IS NOT NULL;
CREATE INDEX dataset_remote ON dataset (remote_id);
CREATE INDEX dataset_source ON dataset (source_id);
ALTER TABLE dataservice ADD COLUMN remote_id TEXT;
ALTER TABLE dataservice ADD COLUMN remote_domain TEXT;
ALTER TABLE dataservice ADD COLUMN source_id TEXT;
UPDATE dataservice SET remote_id = facts::json #>> '{harvest,remote_id}',
    remote_domain = facts::json #>> '{harvest,domain}', source_id = facts::json #>> '{harvest,source_id}'
    WHERE facts::json #>> '{harvest}' IS NOT NULL;
CREATE INDEX dataservice_remote ON dataservice (remote_id);
CREATE INDEX dataservice_source ON dataservice (source_id);
