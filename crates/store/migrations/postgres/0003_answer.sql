-- What waits for an answer, and what people are told. `facts` holds each whole; a notification is what its
-- columns and the details in `facts` say.

CREATE TABLE membership_request (
    id TEXT PRIMARY KEY, organization_id TEXT NOT NULL, user_id TEXT, email TEXT, kind TEXT NOT NULL,
    status TEXT NOT NULL, created BIGINT NOT NULL, facts TEXT NOT NULL
);
CREATE INDEX membership_request_organization ON membership_request (organization_id, status);
CREATE INDEX membership_request_user ON membership_request (user_id, status);
CREATE INDEX membership_request_email ON membership_request (email, status);

CREATE TABLE transfer (
    id TEXT PRIMARY KEY, subject_kind TEXT NOT NULL, subject_id TEXT NOT NULL, recipient_id TEXT NOT NULL,
    status TEXT NOT NULL, created BIGINT NOT NULL, facts TEXT NOT NULL
);
CREATE INDEX transfer_subject ON transfer (subject_id);
CREATE INDEX transfer_recipient ON transfer (recipient_id);

CREATE TABLE notification (
    id TEXT PRIMARY KEY, user_id TEXT NOT NULL, about TEXT NOT NULL, event TEXT NOT NULL,
    created BIGINT NOT NULL, modified BIGINT NOT NULL, handled BIGINT, facts TEXT NOT NULL
);
CREATE INDEX notification_user ON notification (user_id, created);
CREATE INDEX notification_about ON notification (about);
