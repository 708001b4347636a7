//! The change log of the demonstration: what the people and the organizations did, so that the activity feed has
//! something to tell.

use std::collections::HashMap;

use vitrail_domain::{Change, Id, Kind, Owner};

use super::organization::Publisher;
use super::write::Catalogue;

/// What happened, in the order in which it did, with who did it.
pub fn draw(catalogue: &Catalogue) -> Vec<Change> {
    let organizations: HashMap<Id, &Publisher> = catalogue
        .publishers
        .iter()
        .map(|publisher| (publisher.organization.id, publisher))
        .collect();
    // A member who was there, for what organizations do.
    let actor = |owner: Owner, change: &mut Change| {
        change.organization = owner.organization();
        change.actor = owner.user().or_else(|| {
            let members = &organizations
                .get(&owner.organization()?)?
                .organization
                .members;
            let there = members.iter().find(|member| member.since <= change.at);
            Some(there.or(members.first())?.user)
        });
    };
    let mut changes = Vec::new();
    let mut record = |at, subject, operation: &str, owner| {
        let mut change = Change::new(at, subject, operation);
        actor(owner, &mut change);
        changes.push(change);
    };
    for user in &catalogue.people {
        record(
            user.since,
            (Kind::User, user.id),
            "created",
            Owner::User(user.id),
        );
    }
    for publisher in &catalogue.publishers {
        let organization = &publisher.organization;
        let owner = Owner::Organization(organization.id);
        record(
            organization.created_at,
            (Kind::Organization, organization.id),
            "created",
            owner,
        );
    }
    for entry in &catalogue.entries {
        let dataset = &entry.dataset;
        let subject = (Kind::Dataset, dataset.id);
        record(
            dataset.created_at_internal,
            subject,
            "created",
            dataset.owner,
        );
        if dataset.last_modified_internal > dataset.created_at_internal {
            record(
                dataset.last_modified_internal,
                subject,
                "updated",
                dataset.owner,
            );
        }
        if let Some(at) = dataset.deleted {
            record(at, subject, "deleted", dataset.owner);
        }
    }
    for reuse in &catalogue.reuses {
        record(
            reuse.created_at,
            (Kind::Reuse, reuse.id),
            "created",
            reuse.owner,
        );
    }
    for service in &catalogue.services {
        record(
            service.created_at,
            (Kind::Dataservice, service.id),
            "created",
            service.owner,
        );
    }
    for (topic, _) in &catalogue.topics {
        record(
            topic.created_at,
            (Kind::Topic, topic.id),
            "created",
            topic.owner,
        );
    }
    for discussion in &catalogue.discussions {
        let owner = discussion.user.map_or(Owner::Nobody, Owner::User);
        record(
            discussion.created,
            (Kind::Discussion, discussion.id),
            "created",
            owner,
        );
    }
    for post in &catalogue.posts {
        let owner = post.owner.map_or(Owner::Nobody, Owner::User);
        record(post.created_at, (Kind::Post, post.id), "created", owner);
    }
    changes.sort_by_key(|change| change.at);
    changes
}
