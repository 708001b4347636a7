-- The series that a dataset belongs to, as its source names them: by their identifiers or their URIs.
CREATE TABLE series (
    dataset_id TEXT NOT NULL, source_id TEXT NOT NULL, name TEXT COLLATE "C" NOT NULL, PRIMARY KEY (dataset_id, name)
);
CREATE INDEX series_name ON series (source_id, name);
INSERT INTO series (dataset_id, source_id, name)
    SELECT DISTINCT dataset.id, dataset.source_id, told.name
    FROM dataset, jsonb_array_elements_text(COALESCE(facts::jsonb #> '{harvest,series}', '[]'::jsonb)) AS told (name)
    WHERE dataset.source_id IS NOT NULL;
