-- The series that a dataset belongs to, as its source names them: by their identifiers or their URIs.
CREATE TABLE series (
    dataset_id TEXT NOT NULL, source_id TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (dataset_id, name)
);
CREATE INDEX series_name ON series (source_id, name);
INSERT INTO series (dataset_id, source_id, name)
    SELECT DISTINCT dataset.id, dataset.source_id, told.value FROM dataset, json_each(dataset.facts, '$.harvest.series') AS told
    WHERE dataset.source_id IS NOT NULL;
