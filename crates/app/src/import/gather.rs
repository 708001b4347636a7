//! All that the sources say, by kind and id, before anything is written: here two descriptions of one object
//! become one, and organizations known by their name alone wait for the one that bears it.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use uuid::Uuid;
use vitrail_domain::{
    CommunityResource, ContactPoint, Dataservice, Dataset, Discussion, Id, Kind, Organization,
    Owner, Post, Reuse, Timestamp, Topic, User,
};

use super::imported::Imported;
use super::plan::merge;
use super::read::{Reading, made_at, reference};
use super::report::{Outcome, Report};

/// One description of an object.
#[derive(Clone, Debug)]
pub struct Candidate<T: Imported> {
    pub object: T,
    pub parts: T::Parts,
    /// Keys about which its source says nothing.
    pub silent: Vec<&'static str>,
    pub fullness: usize,
}

impl<T: Imported> Candidate<T> {
    pub fn new(reading: &Reading<'_>, object: T, parts: T::Parts) -> Self {
        let silent = T::OPTIONAL
            .iter()
            .copied()
            .filter(|key| !reading.map.contains_key(*key))
            .collect();
        Self {
            object,
            parts,
            silent,
            fullness: reading.fullness(),
        }
    }

    fn rank(&self) -> (bool, usize, Timestamp) {
        (
            self.object.is_whole(),
            self.fullness,
            self.object.modified(),
        )
    }
}

/// The descriptions of one kind, the best of each object.
#[derive(Debug)]
pub struct Pile<T: Imported>(pub BTreeMap<Id, Candidate<T>>);

impl<T: Imported> Default for Pile<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Imported> Pile<T> {
    /// Adds a description; of two for one id the fuller wins, then the newer, then the first.
    pub fn add(&mut self, mut new: Candidate<T>, report: &mut Report) {
        let mut held = match self.0.entry(new.object.key()) {
            Entry::Vacant(place) => {
                place.insert(new);
                return;
            }
            Entry::Occupied(held) => held,
        };
        let held = held.get_mut();
        let told = T::KIND == Kind::Dataset || (new.object.is_whole() && held.object.is_whole());
        if told && held.object != new.object {
            let fuller = new.fullness != held.fullness;
            let why = match new.rank().cmp(&held.rank()) {
                _ if fuller => "the fuller",
                Ordering::Equal => "the first",
                Ordering::Less | Ordering::Greater => "the newer",
            };
            let reason = format!("two descriptions of one {}: {why} was taken", T::KIND);
            report.note(Outcome::Merged, &reason, || new.object.key().to_string());
        }
        if new.rank() > held.rank() {
            std::mem::swap(held, &mut new);
        }
        let links: Vec<&str> = held
            .silent
            .iter()
            .copied()
            .filter(|key| is_link(key))
            .collect();
        held.object.keep(&new.object, &links);
        held.object.complete(&new.object);
        if let Some(counts) = merge(held.object.metrics(), new.object.metrics()) {
            held.object.set_metrics(counts);
        }
    }

    /// Adds what another object says of this one in passing.
    fn mention(&mut self, object: T) {
        match self.0.entry(object.key()) {
            Entry::Vacant(place) => {
                place.insert(Candidate {
                    object,
                    parts: T::Parts::default(),
                    silent: T::OPTIONAL.to_vec(),
                    fullness: 0,
                });
            }
            Entry::Occupied(mut held) => held.get_mut().object.complete(&object),
        }
    }
}

/// What several sources tell in pieces: bundles repeat a reuse under each of its datasets.
pub fn is_link(key: &str) -> bool {
    matches!(key, "datasets" | "dataservices")
}

/// The id of an organization of which only the name is known.
pub fn named(name: &str) -> Id {
    Id::seeded(&format!("organization:{name}"))
}

/// An organization known by its name alone, and the first time it is heard of.
#[derive(Clone, Debug)]
pub struct Named {
    pub name: String,
    pub first: Timestamp,
}

/// Everything read so far.
#[derive(Debug, Default)]
pub struct Gathered {
    pub users: Pile<User>,
    pub organizations: Pile<Organization>,
    pub contacts: Pile<ContactPoint>,
    pub datasets: Pile<Dataset>,
    pub reuses: Pile<Reuse>,
    pub dataservices: Pile<Dataservice>,
    pub topics: Pile<Topic>,
    pub posts: Pile<Post>,
    pub discussions: Pile<Discussion>,
    pub community: BTreeMap<Uuid, CommunityResource>,
    pub named: BTreeMap<Id, Named>,
}

impl Gathered {
    /// How many objects of their own right wait to be written.
    pub fn len(&self) -> usize {
        self.organizations.0.len()
            + self.datasets.0.len()
            + self.reuses.0.len()
            + self.dataservices.0.len()
            + self.topics.0.len()
            + self.posts.0.len()
            + self.discussions.0.len()
            + self.community.len()
    }

    /// Who owns the object under reading: `organization` first, as on udata, then `owner`.
    pub fn owner(&mut self, reading: &mut Reading<'_>, since: Timestamp) -> Owner {
        if let Some(id) = self.organization(reading, "organization", since) {
            return Owner::Organization(id);
        }
        self.user(reading, "owner")
            .map_or(Owner::Nobody, Owner::User)
    }

    /// The organization that a key names, by id, whole, or by its name alone.
    pub fn organization(
        &mut self,
        reading: &mut Reading<'_>,
        key: &str,
        since: Timestamp,
    ) -> Option<Id> {
        let value = reading.value(key)?;
        if let Some(map) = value.as_object() {
            let mut inner = reading.inside(map);
            let name = inner.text("name").or_else(|| inner.text("title"));
            let Some(id) = reference(value) else {
                return Some(self.by_name(name?, since));
            };
            let stub = Organization {
                id,
                slug: inner.text("slug").unwrap_or_default(),
                name: name.unwrap_or_else(|| id.to_string()),
                acronym: inner.text("acronym"),
                logo: inner.address("logo"),
                logo_thumbnail: inner.address("logo_thumbnail"),
                badges: inner.badges(),
                created_at: made_at(id),
                last_modified: made_at(id),
                stub: true,
                ..Organization::default()
            };
            self.organizations.mention(stub);
            return Some(id);
        }
        if let Some(id) = reference(value) {
            // Nothing is known but the id: a stub only if nothing better comes.
            self.organizations.mention(Organization {
                id,
                name: id.to_string(),
                created_at: made_at(id),
                last_modified: made_at(id),
                stub: true,
                ..Organization::default()
            });
            return Some(id);
        }
        let name = value.as_str()?.trim();
        (!name.is_empty()).then(|| self.by_name(name.to_owned(), since))
    }

    fn by_name(&mut self, name: String, since: Timestamp) -> Id {
        let id = named(&name);
        let known = self.named.entry(id).or_insert(Named { name, first: since });
        known.first = known.first.min(since);
        id
    }

    /// The person that a key names; without an e-mail address, whatever the source says.
    pub fn user(&mut self, reading: &mut Reading<'_>, key: &str) -> Option<Id> {
        let value = reading.value(key)?;
        let id = reference(value)?;
        let map = value.as_object();
        let mut user = User {
            id,
            slug: id.to_string(),
            active: true,
            since: made_at(id),
            ..User::default()
        };
        if let Some(map) = map {
            let mut inner = reading.inside(map);
            user.slug = inner.text("slug").unwrap_or(user.slug);
            user.first_name = inner.text("first_name").unwrap_or_default();
            user.last_name = inner.text("last_name").unwrap_or_default();
            user.avatar = inner.address("avatar");
            user.avatar_thumbnail = inner.address("avatar_thumbnail");
        }
        self.users.mention(user);
        Some(id)
    }

    /// The contact points of the object under reading; those given whole are gathered too.
    pub fn contacts(&mut self, reading: &mut Reading<'_>, owner: Owner) -> Vec<Id> {
        for value in reading.list("contact_points") {
            if let Some(map) = value.as_object() {
                let mut inner = reading.inside(map);
                self.contact(&mut inner, owner);
            }
        }
        reading.ids("contact_points")
    }

    /// One contact point given whole.
    pub fn contact(&mut self, reading: &mut Reading<'_>, fallback: Owner) {
        let (Some(id), Some(name)) = (reading.id("id"), reading.text("name")) else {
            return;
        };
        let owner = match self.owner(reading, made_at(id)) {
            Owner::Nobody => fallback,
            owner => owner,
        };
        let contact = ContactPoint {
            id,
            name,
            email: reading.text("email").filter(|email| !email.contains('*')),
            contact_form: reading.text("contact_form"),
            role: reading.text("role").unwrap_or_else(|| "contact".to_owned()),
            owner,
        };
        self.contacts.mention(contact);
    }
}
