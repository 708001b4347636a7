//! Valid objects of every kind, from a name: the same name always gives the same object. Tests change what they
//! are about and leave the rest.

use uuid::Uuid;
use vitrail_domain::harvest::{Job, Source};
use vitrail_domain::organization::{Member, Role};
use vitrail_domain::spatial::Zone;
use vitrail_domain::{
    Change, CommunityResource, ContactPoint, Dataservice, Dataset, Discussion, Follow, Id, Kind,
    Message, Organization, Owner, Post, Resource, Reuse, Topic, TopicElement, User, slug::slugify,
};

pub use crate::portal::NOW;

/// The identifier of a name.
pub fn id(name: &str) -> Id {
    Id::seeded(name)
}

/// The UUID of a name.
pub fn uuid(name: &str) -> Uuid {
    let mut bytes = [0; 16];
    let parts = id(name)
        .bytes()
        .into_iter()
        .chain(id(&format!("{name}!")).bytes());
    for (slot, byte) in bytes.iter_mut().zip(parts) {
        *slot = byte;
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

pub fn user(name: &str) -> User {
    User {
        id: id(name),
        slug: slugify(name),
        first_name: name.to_owned(),
        last_name: "Essai".to_owned(),
        email: Some(format!("{}@example.org", slugify(name))),
        active: true,
        since: NOW,
        ..User::default()
    }
}

pub fn organization(name: &str, members: &[(&User, Role)]) -> Organization {
    let members = members.iter().map(|(user, role)| Member {
        user: user.id,
        role: *role,
        since: NOW,
    });
    Organization {
        id: id(name),
        slug: slugify(name),
        name: name.to_owned(),
        description: format!("Description de {name}"),
        members: members.collect(),
        created_at: NOW,
        last_modified: NOW,
        ..Organization::default()
    }
}

pub fn dataset(title: &str) -> Dataset {
    Dataset {
        id: id(title),
        slug: slugify(title),
        title: title.to_owned(),
        description: format!("Description de {title}"),
        frequency: "annual".to_owned(),
        license: Some("lov2".to_owned()),
        created_at_internal: NOW,
        last_modified_internal: NOW,
        last_update: NOW,
        ..Dataset::default()
    }
}

pub fn resource(title: &str) -> Resource {
    Resource {
        id: uuid(title),
        title: title.to_owned(),
        url: format!("https://files.example.org/{}.csv", slugify(title)),
        format: "csv".to_owned(),
        mime: Some("text/csv".to_owned()),
        created_at_internal: NOW,
        last_modified_internal: NOW,
        ..Resource::default()
    }
}

pub fn community_resource(title: &str, dataset: Option<Id>, owner: Owner) -> CommunityResource {
    CommunityResource {
        resource: resource(title),
        dataset,
        owner,
    }
}

pub fn reuse(title: &str) -> Reuse {
    Reuse {
        id: id(title),
        slug: slugify(title),
        title: title.to_owned(),
        description: format!("Description de {title}"),
        r#type: "application".to_owned(),
        topic: "others".to_owned(),
        url: format!("https://reuse.example.org/{}", slugify(title)),
        created_at: NOW,
        last_modified: NOW,
        ..Reuse::default()
    }
}

pub fn dataservice(title: &str) -> Dataservice {
    Dataservice {
        id: id(title),
        slug: slugify(title),
        title: title.to_owned(),
        description: format!("Description de {title}"),
        base_api_url: Some(format!("https://api.example.org/{}", slugify(title))),
        format: Some("REST".to_owned()),
        created_at: NOW,
        metadata_modified_at: NOW,
        ..Dataservice::default()
    }
}

pub fn topic(name: &str) -> Topic {
    Topic {
        id: id(name),
        slug: slugify(name),
        name: name.to_owned(),
        description: format!("Description de {name}"),
        created_at: NOW,
        last_modified: NOW,
        ..Topic::default()
    }
}

pub fn topic_element(topic: Id, title: &str, element: Option<(Kind, Id)>) -> TopicElement {
    TopicElement {
        id: id(title),
        topic,
        title: Some(title.to_owned()),
        element,
        ..TopicElement::default()
    }
}

pub fn discussion(title: &str, subject: (Kind, Id), user: Id) -> Discussion {
    Discussion {
        id: id(title),
        subject,
        title: title.to_owned(),
        user: Some(user),
        organization: None,
        messages: vec![Message {
            id: uuid(title),
            content: format!("Bonjour, {title} ?"),
            posted_on: NOW,
            posted_by: Some(user),
            posted_by_organization: None,
            last_modified_at: None,
            held: false,
        }],
        created: NOW,
        closed: None,
        closed_by: None,
        closed_by_organization: None,
        extras: vitrail_domain::Extras::default(),
        held: false,
    }
}

pub fn contact_point(name: &str, owner: Owner) -> ContactPoint {
    ContactPoint {
        id: id(name),
        name: name.to_owned(),
        email: Some(format!("{}@example.org", slugify(name))),
        contact_form: None,
        role: "contact".to_owned(),
        owner,
    }
}

pub fn follow(follower: Id, following: (Kind, Id)) -> Follow {
    Follow {
        id: id(&format!("{follower} {}", following.1)),
        follower,
        following,
        since: NOW,
        until: None,
    }
}

/// A post that is published.
pub fn post(name: &str) -> Post {
    Post {
        id: id(name),
        slug: slugify(name),
        name: name.to_owned(),
        headline: Some(format!("En bref : {name}")),
        content: format!("Texte de {name}"),
        body_type: "markdown".to_owned(),
        kind: "news".to_owned(),
        published: Some(NOW),
        created_at: NOW,
        last_modified: NOW,
        ..Post::default()
    }
}

/// A zone from its id: `fr:commune:75056`.
pub fn zone(id: &str, name: &str, parents: &[&str]) -> Zone {
    let (level, code) = id.rsplit_once(':').unwrap_or((id, id));
    Zone {
        id: id.to_owned(),
        code: code.to_owned(),
        level: level.to_owned(),
        name: name.to_owned(),
        uri: None,
        parents: parents.iter().map(|parent| (*parent).to_owned()).collect(),
    }
}

pub fn change(actor: Option<Id>, subject: (Kind, Id), operation: &str) -> Change {
    Change {
        actor,
        ..Change::new(NOW, subject, operation)
    }
}

/// A source of the harvest where nobody listens.
pub fn harvest_source(name: &str) -> Source {
    Source {
        id: id(name),
        slug: slugify(name),
        name: name.to_owned(),
        url: "http://127.0.0.1:9/".to_owned(),
        backend: "ckan".to_owned(),
        active: true,
        autoarchive: true,
        created: NOW,
        modified: NOW,
        ..Source::default()
    }
}

pub fn harvest_job(name: &str, source: Id) -> Job {
    Job {
        id: id(name),
        source,
        created: NOW,
        ..Job::default()
    }
}
