-- What was counted and is not yet in the metrics of its object: found without reading all that is.

CREATE INDEX traffic_unsettled ON traffic (kind, subject_id)
    WHERE visit > settled_visit OR download_resource > settled_download;
