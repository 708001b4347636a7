-- How the source of a dataset names and identifies it: two datasets of the catalogue may not bear the same name.
ALTER TABLE dataset ADD COLUMN source_uri TEXT;
ALTER TABLE dataset ADD COLUMN source_identifier TEXT;
UPDATE dataset SET source_uri = json_extract(facts, '$.harvest.uri'),
    source_identifier = json_extract(facts, '$.harvest.dct_identifier')
    WHERE json_extract(facts, '$.harvest') IS NOT NULL;
CREATE INDEX dataset_source_uri ON dataset (source_uri);
CREATE INDEX dataset_source_identifier ON dataset (source_identifier);
