-- How the source of a dataset names and identifies it: two datasets of the catalogue may not bear the same name.
ALTER TABLE dataset ADD COLUMN source_uri TEXT;
ALTER TABLE dataset ADD COLUMN source_identifier TEXT;
UPDATE dataset SET source_uri = facts::json #>> '{harvest,uri}', source_identifier = facts::json #>> '{harvest,dct_identifier}'
    WHERE facts::json #>> '{harvest}' IS NOT NULL;
-- Names may be longer than what a B-tree holds.
CREATE INDEX dataset_source_uri ON dataset USING hash (source_uri);
CREATE INDEX dataset_source_identifier ON dataset USING hash (source_identifier);
