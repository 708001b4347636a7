-- When the record of each dataset last changed here, which neighbours ask by. Its own dates are those of the data, wherever
-- they were first published: what was harvested or imported yesterday may be ten years old.
CREATE TABLE dataset_record (dataset_id TEXT PRIMARY KEY, at BIGINT NOT NULL);
CREATE INDEX dataset_record_at ON dataset_record (at, dataset_id);
INSERT INTO dataset_record (dataset_id, at)
    SELECT id, CASE WHEN created > at THEN created ELSE at END FROM (
        SELECT dataset.id AS id, dataset.created AS created, COALESCE(MAX(change.at), dataset.modified) AS at
        FROM dataset LEFT JOIN change ON change.subject_id = dataset.id AND change.kind = 'dataset'
            AND change.operation NOT IN ('checked', 'counted', 'discussed', 'followed', 'unfollowed')
        GROUP BY dataset.id, dataset.created, dataset.modified
    ) AS told;
