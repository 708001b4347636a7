-- Files that were replaced: they stay where they were, for those who may read the dataset.

CREATE TABLE former_file (
    file TEXT PRIMARY KEY, dataset_id TEXT NOT NULL, resource_id TEXT NOT NULL, since BIGINT NOT NULL
);
