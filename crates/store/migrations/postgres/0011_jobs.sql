-- Work to do later, written in the transaction of what asks for it. `due` is when to try next, nothing once it is
-- over; `lease` is until when somebody has it: past that it is taken again.
CREATE TABLE job (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, schedule TEXT, facts TEXT NOT NULL, created BIGINT NOT NULL,
    due BIGINT, lease BIGINT, attempts BIGINT NOT NULL DEFAULT 0, started BIGINT, ended BIGINT,
    outcome TEXT, failure TEXT
);
CREATE INDEX job_due ON job (due);
CREATE INDEX job_schedule ON job (schedule, due);
CREATE INDEX job_created ON job (created);

-- What recurs: a cron expression in the zone of the portal, and when it comes next.
CREATE TABLE schedule (name TEXT PRIMARY KEY, cron TEXT NOT NULL, next BIGINT NOT NULL);
