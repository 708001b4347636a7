-- Facts of an item that could not be taken in, so that a report shows first what it is about.
ALTER TABLE harvest_item ADD COLUMN lost BIGINT NOT NULL DEFAULT 0;
UPDATE harvest_item SET lost = 1 WHERE facts LIKE '%"lost":[%';
