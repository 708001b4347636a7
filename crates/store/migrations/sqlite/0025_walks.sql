-- What an owner shows is walked through in the order of ids, a batch at a time: without the id each batch sorted it all.
DROP INDEX dataset_owner_visible;
DROP INDEX dataset_organization_visible;
CREATE INDEX dataset_owner_visible ON dataset (owner_id, id) WHERE private = 0 AND deleted IS NULL AND archived IS NULL;
CREATE INDEX dataset_organization_visible ON dataset (organization_id, id) WHERE private = 0 AND deleted IS NULL AND archived IS NULL;
