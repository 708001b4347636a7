-- What an object was after each edit: who, when, which fields; `facts` holds it whole (a dataset with its
-- files), so that any two versions compare and any one comes back.

CREATE TABLE version (
    kind TEXT NOT NULL, subject_id TEXT NOT NULL, number BIGINT NOT NULL, at BIGINT NOT NULL,
    actor TEXT, operation TEXT NOT NULL, fields TEXT NOT NULL, facts TEXT NOT NULL,
    PRIMARY KEY (kind, subject_id, number)
);
