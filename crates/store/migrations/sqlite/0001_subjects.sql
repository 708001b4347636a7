-- Each subject: `facts` holds the whole object as JSON and is the truth; the other columns repeat what SQL
-- filters, sorts or joins on. `metrics` is apart because counting must not rewrite the rest. Instants are
-- microseconds; truth values are 0 and 1; `words` are folded in Rust (see docs/decisions/0001).

CREATE TABLE user_account (
    id TEXT PRIMARY KEY, slug TEXT NOT NULL UNIQUE, email TEXT UNIQUE, password_hash TEXT,
    admin BIGINT NOT NULL DEFAULT 0, active BIGINT NOT NULL DEFAULT 1, deleted BIGINT,
    created BIGINT NOT NULL, words TEXT NOT NULL, datasets BIGINT NOT NULL DEFAULT 0,
    reuses BIGINT NOT NULL DEFAULT 0, followers BIGINT NOT NULL DEFAULT 0, views BIGINT NOT NULL DEFAULT 0,
    last_name TEXT NOT NULL, first_name TEXT NOT NULL, facts TEXT NOT NULL, metrics TEXT NOT NULL
);

CREATE TABLE organization (
    id TEXT PRIMARY KEY, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL, words TEXT NOT NULL,
    business_number_id TEXT, stub BIGINT NOT NULL DEFAULT 0, created BIGINT NOT NULL,
    modified BIGINT NOT NULL, deleted BIGINT, datasets BIGINT NOT NULL DEFAULT 0,
    reuses BIGINT NOT NULL DEFAULT 0, followers BIGINT NOT NULL DEFAULT 0, views BIGINT NOT NULL DEFAULT 0,
    facts TEXT NOT NULL, metrics TEXT NOT NULL
);
CREATE INDEX organization_name ON organization (name);

CREATE TABLE member (
    organization_id TEXT NOT NULL, user_id TEXT NOT NULL, role TEXT NOT NULL, since BIGINT NOT NULL,
    PRIMARY KEY (organization_id, user_id)
);
CREATE INDEX member_user ON member (user_id);

CREATE TABLE assignment (
    user_id TEXT NOT NULL, organization_id TEXT NOT NULL, kind TEXT NOT NULL, subject_id TEXT NOT NULL,
    PRIMARY KEY (user_id, kind, subject_id)
);

CREATE TABLE dataset (
    id TEXT PRIMARY KEY, slug TEXT NOT NULL UNIQUE, title TEXT NOT NULL, words TEXT NOT NULL,
    owner_id TEXT, organization_id TEXT, private BIGINT NOT NULL, featured BIGINT NOT NULL,
    deleted BIGINT, archived BIGINT, created BIGINT NOT NULL, modified BIGINT NOT NULL,
    last_update BIGINT NOT NULL, license TEXT, frequency TEXT NOT NULL, access_type TEXT NOT NULL,
    granularity TEXT, temporal_start TEXT, temporal_end TEXT, views BIGINT NOT NULL DEFAULT 0,
    followers BIGINT NOT NULL DEFAULT 0, reuses BIGINT NOT NULL DEFAULT 0,
    facts TEXT NOT NULL, metrics TEXT NOT NULL
);
CREATE INDEX dataset_created ON dataset (created, id);
CREATE INDEX dataset_last_update ON dataset (last_update, id);
CREATE INDEX dataset_organization ON dataset (organization_id);
CREATE INDEX dataset_owner ON dataset (owner_id);
-- What everyone sees is counted for each list: the index alone answers, without the rows and their facts.
CREATE INDEX dataset_visible ON dataset (private, deleted, archived, created, id);

CREATE TABLE resource (
    id TEXT PRIMARY KEY, dataset_id TEXT NOT NULL, position BIGINT NOT NULL, type TEXT NOT NULL,
    format TEXT NOT NULL, words TEXT NOT NULL, schema_name TEXT, schema_version TEXT,
    file TEXT, facts TEXT NOT NULL, metrics TEXT NOT NULL
);
CREATE INDEX resource_file ON resource (file);
CREATE INDEX resource_dataset ON resource (dataset_id, position);
CREATE INDEX resource_format ON resource (format);
CREATE INDEX resource_schema ON resource (schema_name);

CREATE TABLE community_resource (
    id TEXT PRIMARY KEY, dataset_id TEXT, owner_id TEXT, organization_id TEXT,
    created BIGINT NOT NULL, modified BIGINT NOT NULL, file TEXT, facts TEXT NOT NULL, metrics TEXT NOT NULL
);
CREATE INDEX community_resource_file ON community_resource (file);
CREATE INDEX community_resource_dataset ON community_resource (dataset_id);

CREATE TABLE reuse (
    id TEXT PRIMARY KEY, slug TEXT NOT NULL UNIQUE, title TEXT NOT NULL, words TEXT NOT NULL,
    owner_id TEXT, organization_id TEXT, type TEXT NOT NULL, topic TEXT NOT NULL, url TEXT NOT NULL UNIQUE,
    private BIGINT NOT NULL, featured BIGINT NOT NULL, deleted BIGINT, archived BIGINT,
    created BIGINT NOT NULL, modified BIGINT NOT NULL, datasets BIGINT NOT NULL DEFAULT 0,
    views BIGINT NOT NULL DEFAULT 0, followers BIGINT NOT NULL DEFAULT 0,
    facts TEXT NOT NULL, metrics TEXT NOT NULL
);
CREATE INDEX reuse_organization ON reuse (organization_id);

CREATE TABLE dataservice (
    id TEXT PRIMARY KEY, slug TEXT NOT NULL UNIQUE, title TEXT NOT NULL, words TEXT NOT NULL,
    base_api_url TEXT, owner_id TEXT, organization_id TEXT, access_type TEXT NOT NULL,
    private BIGINT NOT NULL, featured BIGINT NOT NULL, deleted BIGINT, archived BIGINT,
    created BIGINT NOT NULL, modified BIGINT NOT NULL, views BIGINT NOT NULL DEFAULT 0,
    followers BIGINT NOT NULL DEFAULT 0, facts TEXT NOT NULL, metrics TEXT NOT NULL
);
CREATE INDEX dataservice_organization ON dataservice (organization_id);

CREATE TABLE topic (
    id TEXT PRIMARY KEY, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL, words TEXT NOT NULL,
    owner_id TEXT, organization_id TEXT, private BIGINT NOT NULL, featured BIGINT NOT NULL,
    granularity TEXT, created BIGINT NOT NULL, modified BIGINT NOT NULL,
    facts TEXT NOT NULL, metrics TEXT NOT NULL
);

CREATE TABLE topic_element (
    id TEXT PRIMARY KEY, topic_id TEXT NOT NULL, position BIGINT NOT NULL, kind TEXT, element_id TEXT,
    words TEXT NOT NULL, facts TEXT NOT NULL
);
CREATE INDEX topic_element_topic ON topic_element (topic_id, position);
CREATE INDEX topic_element_element ON topic_element (kind, element_id);

CREATE TABLE discussion (
    id TEXT PRIMARY KEY, subject_kind TEXT NOT NULL, subject_id TEXT NOT NULL, user_id TEXT,
    organization_id TEXT, title TEXT NOT NULL, words TEXT NOT NULL, created BIGINT NOT NULL,
    closed BIGINT, last_message BIGINT NOT NULL, facts TEXT NOT NULL
);
CREATE INDEX discussion_subject ON discussion (subject_kind, subject_id);
CREATE INDEX discussion_created ON discussion (created);

CREATE TABLE contact_point (
    id TEXT PRIMARY KEY, owner_id TEXT, organization_id TEXT, words TEXT NOT NULL, facts TEXT NOT NULL
);

CREATE TABLE follow (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, subject_id TEXT NOT NULL, follower TEXT NOT NULL,
    since BIGINT NOT NULL, until BIGINT
);
CREATE INDEX follow_subject ON follow (kind, subject_id);
CREATE INDEX follow_follower ON follow (follower);

CREATE TABLE post (
    id TEXT PRIMARY KEY, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL, words TEXT NOT NULL,
    kind TEXT NOT NULL, published BIGINT, created BIGINT NOT NULL, modified BIGINT NOT NULL,
    facts TEXT NOT NULL
);

CREATE TABLE site (id TEXT PRIMARY KEY, facts TEXT NOT NULL, metrics TEXT NOT NULL);

-- What the objects above hold many of, for filters: tags, badges, zones, and links between objects.
CREATE TABLE tag (
    kind TEXT NOT NULL, tag TEXT NOT NULL, subject_id TEXT NOT NULL, PRIMARY KEY (kind, subject_id, tag)
);
CREATE INDEX tag_tag ON tag (kind, tag);
CREATE TABLE badge (
    kind TEXT NOT NULL, badge TEXT NOT NULL, subject_id TEXT NOT NULL, PRIMARY KEY (kind, subject_id, badge)
);
CREATE INDEX badge_badge ON badge (kind, badge);
CREATE TABLE place (
    kind TEXT NOT NULL, zone_id TEXT NOT NULL, subject_id TEXT NOT NULL,
    PRIMARY KEY (kind, subject_id, zone_id)
);
CREATE INDEX place_zone ON place (zone_id, kind);
CREATE TABLE link (
    kind TEXT NOT NULL, subject_id TEXT NOT NULL, target_kind TEXT NOT NULL, target_id TEXT NOT NULL,
    position BIGINT NOT NULL, PRIMARY KEY (kind, subject_id, target_kind, target_id)
);
CREATE INDEX link_target ON link (target_kind, target_id, kind);

CREATE TABLE slug_history (
    kind TEXT NOT NULL, slug TEXT NOT NULL, subject_id TEXT NOT NULL, PRIMARY KEY (kind, slug)
);

CREATE TABLE zone (
    id TEXT PRIMARY KEY, code TEXT NOT NULL, level TEXT NOT NULL, name TEXT NOT NULL,
    words TEXT NOT NULL, uri TEXT, parents TEXT NOT NULL
);
CREATE INDEX zone_level ON zone (level);

CREATE TABLE change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at BIGINT NOT NULL, actor TEXT, organization_id TEXT, kind TEXT NOT NULL,
    subject_id TEXT NOT NULL, operation TEXT NOT NULL, fields TEXT NOT NULL, extras TEXT NOT NULL
);
CREATE INDEX change_subject ON change (subject_id, seq);

CREATE TABLE token (
    id TEXT PRIMARY KEY, user_id TEXT NOT NULL, digest TEXT NOT NULL UNIQUE, prefix TEXT NOT NULL,
    name TEXT, created BIGINT NOT NULL, expires BIGINT, revoked BIGINT, last_used BIGINT
);
CREATE TABLE session (
    digest TEXT PRIMARY KEY, user_id TEXT NOT NULL, created BIGINT NOT NULL, expires BIGINT NOT NULL
);
-- Links that work once: today the one that creates the first administrator.
CREATE TABLE one_time (
    digest TEXT PRIMARY KEY, purpose TEXT NOT NULL, expires BIGINT NOT NULL
);
