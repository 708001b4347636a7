-- What an owner shows is counted at each publication: these indexes hold the answer.
CREATE INDEX dataset_owner_visible ON dataset (owner_id) WHERE private = 0 AND deleted IS NULL AND archived IS NULL;
CREATE INDEX dataset_organization_visible ON dataset (organization_id) WHERE private = 0 AND deleted IS NULL AND archived IS NULL;
