-- What the moderators are asked to look at. `facts` holds what was said; the columns beside, what became of it.

CREATE TABLE report (
    id TEXT PRIMARY KEY, subject_kind TEXT NOT NULL, subject_id TEXT NOT NULL, reason TEXT NOT NULL,
    reported BIGINT NOT NULL, dismissed BIGINT, dismissed_by TEXT, subject_deleted BIGINT,
    subject_deleted_by TEXT, facts TEXT NOT NULL
);
CREATE INDEX report_subject ON report (subject_id);
CREATE INDEX report_reported ON report (reported);
