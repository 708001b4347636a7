-- What was read, by month: no reader is written anywhere. `settled_*` is how much of it is already in the metrics
-- of the object, which may hold more: those of an import.
CREATE TABLE traffic (
    kind TEXT NOT NULL, subject_id TEXT NOT NULL, month TEXT NOT NULL, dataset_id TEXT, organization_id TEXT,
    visit BIGINT NOT NULL DEFAULT 0, download_resource BIGINT NOT NULL DEFAULT 0,
    visit_dataset BIGINT NOT NULL DEFAULT 0, visit_reuse BIGINT NOT NULL DEFAULT 0,
    visit_dataservice BIGINT NOT NULL DEFAULT 0,
    settled_visit BIGINT NOT NULL DEFAULT 0, settled_download BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, subject_id, month)
);
CREATE INDEX traffic_month ON traffic (kind, month);
CREATE INDEX traffic_organization ON traffic (organization_id, kind);

-- Whether people found what they came for, by month and kind of page.
CREATE TABLE poll (
    month TEXT NOT NULL, page TEXT NOT NULL, found BIGINT NOT NULL, missed BIGINT NOT NULL,
    PRIMARY KEY (month, page)
);
