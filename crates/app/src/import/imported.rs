//! What the writing of an import asks of each kind of subject: how recent and how whole a description is, what
//! it keeps when a new source is silent, and how it is saved with its parts.

use std::collections::HashMap;
use std::future::Future;

use vitrail_domain::dataset::Metrics;
use vitrail_domain::{
    ContactPoint, Dataservice, Dataset, Discussion, Id, Organization, Owner, Post, Reuse,
    Timestamp, Topic, TopicElement, User,
};
use vitrail_domain::{Resource, organization::Member};
use vitrail_store as store;
use vitrail_store::subject::Subject;
use vitrail_store::{Db, Page, Tx};

/// A kind of subject that an import writes.
pub trait Imported: Subject<Key = Id> + Clone + PartialEq + Sync {
    /// What is kept beside the object: the files of a dataset, the elements of a topic.
    type Parts: Clone + std::fmt::Debug + Default + PartialEq + Send + Sync;
    /// Keys of the source that some sources leave out: silence about them is not emptiness.
    const OPTIONAL: &'static [&'static str] = &[];

    /// When it last changed, among descriptions of the same object.
    fn modified(&self) -> Timestamp;

    /// Whether it is more than the little that other objects or old catalogues say of it.
    fn is_whole(&self) -> bool {
        true
    }

    fn owner(&self) -> Owner {
        Owner::Nobody
    }
    fn set_owner(&mut self, _owner: Owner) {}
    fn slug(&self) -> Option<&str> {
        None
    }
    fn set_slug(&mut self, _slug: String) {}
    /// The text that a slug is made of.
    fn title(&self) -> Option<&str> {
        None
    }
    fn metrics(&self) -> Option<&Metrics> {
        None
    }
    /// Gives its slug over to any other object.
    fn yields(&self) -> bool {
        false
    }
    /// Takes from an older description what the newer source is silent about.
    fn keep(&mut self, _older: &Self, _silent: &[&str]) {}
    /// Takes what another description of the same thing knows and this one does not.
    fn complete(&mut self, _other: &Self) {}

    fn parts(
        _db: &Db,
        _ids: &[Id],
    ) -> impl Future<Output = store::Result<HashMap<Id, Self::Parts>>> + Send {
        std::future::ready(Ok(HashMap::new()))
    }
    /// Writes the object, and its parts when they are given.
    fn save(
        &self,
        tx: &mut Tx,
        parts: Option<&Self::Parts>,
    ) -> impl Future<Output = store::Result<()>> + Send;
}

fn fill<T: Clone>(mine: &mut Option<T>, theirs: Option<&T>) {
    if mine.is_none() {
        *mine = theirs.cloned();
    }
}

macro_rules! common {
    (owned slugged($slug:ident, $title:ident) counted) => {
        common!(owned);
        common!(slugged($slug, $title));
        common!(counted);
    };
    (owned) => {
        fn owner(&self) -> Owner {
            self.owner
        }
        fn set_owner(&mut self, owner: Owner) {
            self.owner = owner;
        }
    };
    (slugged($slug:ident, $title:ident)) => {
        fn slug(&self) -> Option<&str> {
            Some(&self.$slug)
        }
        fn set_slug(&mut self, slug: String) {
            self.$slug = slug;
        }
        fn title(&self) -> Option<&str> {
            Some(&self.$title)
        }
    };
    (counted) => {
        fn metrics(&self) -> Option<&Metrics> {
            Some(&self.metrics)
        }
    };
}

impl Imported for Dataset {
    type Parts = Vec<Resource>;
    const OPTIONAL: &'static [&'static str] = &[
        "acronym",
        "archived",
        "badges",
        "contact_points",
        "extras",
        "featured",
        "frequency",
        "harvest",
        "license",
        "organization",
        "resources",
        "schema",
        "spatial",
        "tags",
        "temporal_coverage",
        "access_type",
        "description_short",
    ];

    common!(owned slugged(slug, title) counted);

    fn modified(&self) -> Timestamp {
        self.last_modified_internal
    }

    fn is_whole(&self) -> bool {
        !self.partial
    }

    fn keep(&mut self, older: &Self, silent: &[&str]) {
        for key in silent {
            match *key {
                "acronym" => self.acronym.clone_from(&older.acronym),
                "archived" => self.archived = older.archived,
                "badges" => self.badges.clone_from(&older.badges),
                "contact_points" => self.contact_points.clone_from(&older.contact_points),
                "extras" => self.extras.clone_from(&older.extras),
                "featured" => self.featured = older.featured,
                "frequency" => self.frequency.clone_from(&older.frequency),
                "harvest" => self.harvest.clone_from(&older.harvest),
                "license" => self.license.clone_from(&older.license),
                "organization" if self.owner == Owner::Nobody => self.owner = older.owner,
                "schema" => self.schema.clone_from(&older.schema),
                "spatial" => self.spatial.clone_from(&older.spatial),
                "tags" => self.tags.clone_from(&older.tags),
                "temporal_coverage" => self.temporal_coverage = older.temporal_coverage,
                "access_type" => {
                    self.access_type.clone_from(&older.access_type);
                    self.access_audiences.clone_from(&older.access_audiences);
                    self.authorization_request_url
                        .clone_from(&older.authorization_request_url);
                    self.access_type_reason_category
                        .clone_from(&older.access_type_reason_category);
                    self.access_type_reason
                        .clone_from(&older.access_type_reason);
                }
                "description_short" => self.description_short.clone_from(&older.description_short),
                _ => {}
            }
        }
    }

    async fn parts(db: &Db, ids: &[Id]) -> store::Result<HashMap<Id, Vec<Resource>>> {
        store::resource::of(db, ids).await
    }

    async fn save(&self, tx: &mut Tx, parts: Option<&Vec<Resource>>) -> store::Result<()> {
        store::dataset::save(tx, self).await?;
        match parts {
            Some(files) => store::resource::replace(tx, self.id, files).await,
            None => Ok(()),
        }
    }
}

impl Imported for Organization {
    type Parts = ();
    const OPTIONAL: &'static [&'static str] = &[
        "acronym",
        "badges",
        "business_number_id",
        "extras",
        "image_url",
        "members",
        "url",
        "zone",
    ];

    common!(slugged(slug, name));
    common!(counted);

    fn modified(&self) -> Timestamp {
        self.last_modified
    }

    fn is_whole(&self) -> bool {
        !self.stub
    }

    fn yields(&self) -> bool {
        self.stub && self.id == super::gather::named(&self.name)
    }

    fn keep(&mut self, older: &Self, silent: &[&str]) {
        for key in silent {
            match *key {
                "acronym" => self.acronym.clone_from(&older.acronym),
                "badges" => self.badges.clone_from(&older.badges),
                "business_number_id" => {
                    self.business_number_id
                        .clone_from(&older.business_number_id);
                }
                "extras" => self.extras.clone_from(&older.extras),
                "image_url" => self.image_url.clone_from(&older.image_url),
                "members" => self.members.clone_from(&older.members),
                "url" => self.url.clone_from(&older.url),
                "zone" => self.zone.clone_from(&older.zone),
                _ => {}
            }
        }
    }

    fn complete(&mut self, other: &Self) {
        if !self.stub {
            return;
        }
        if self.name == self.id.to_string() {
            self.name.clone_from(&other.name);
            self.slug.clone_from(&other.slug);
        }
        fill(&mut self.acronym, other.acronym.as_ref());
        fill(&mut self.logo, other.logo.as_ref());
        fill(&mut self.logo_thumbnail, other.logo_thumbnail.as_ref());
        if self.badges.is_empty() {
            self.badges.clone_from(&other.badges);
        }
    }

    async fn save(&self, tx: &mut Tx, _parts: Option<&()>) -> store::Result<()> {
        store::organization::save(tx, self).await
    }
}

impl Imported for User {
    type Parts = ();

    fn slug(&self) -> Option<&str> {
        Some(&self.slug)
    }
    fn set_slug(&mut self, slug: String) {
        self.slug = slug;
    }
    fn title(&self) -> Option<&str> {
        Some(&self.last_name)
    }
    common!(counted);

    /// Sources only ever name people: the account here, if any, knows better.
    fn modified(&self) -> Timestamp {
        Timestamp::default()
    }

    fn complete(&mut self, other: &Self) {
        if self.email.is_some() {
            return;
        }
        if self.first_name.is_empty() && self.last_name.is_empty() {
            self.first_name.clone_from(&other.first_name);
            self.last_name.clone_from(&other.last_name);
            self.slug.clone_from(&other.slug);
        }
        fill(&mut self.avatar, other.avatar.as_ref());
        fill(&mut self.avatar_thumbnail, other.avatar_thumbnail.as_ref());
    }

    async fn save(&self, tx: &mut Tx, _parts: Option<&()>) -> store::Result<()> {
        store::user::save(tx, self).await
    }
}

impl Imported for Reuse {
    type Parts = ();
    const OPTIONAL: &'static [&'static str] = &["datasets", "dataservices", "badges", "featured"];

    common!(owned slugged(slug, title) counted);

    fn modified(&self) -> Timestamp {
        self.last_modified
    }

    fn keep(&mut self, older: &Self, silent: &[&str]) {
        for key in silent {
            match *key {
                "datasets" => join(&mut self.datasets, &older.datasets),
                "dataservices" => join(&mut self.dataservices, &older.dataservices),
                "badges" => self.badges.clone_from(&older.badges),
                "featured" => self.featured = older.featured,
                _ => {}
            }
        }
    }

    async fn save(&self, tx: &mut Tx, _parts: Option<&()>) -> store::Result<()> {
        store::reuse::save(tx, self).await
    }
}

/// Adds what is missing, in order.
fn join(mine: &mut Vec<Id>, theirs: &[Id]) {
    if theirs.iter().all(|id| mine.contains(id)) {
        return;
    }
    mine.extend(theirs);
    mine.sort_unstable();
    mine.dedup();
}

impl Imported for Dataservice {
    type Parts = ();
    const OPTIONAL: &'static [&'static str] = &["datasets", "badges", "featured", "license"];

    common!(owned slugged(slug, title) counted);

    fn modified(&self) -> Timestamp {
        self.metadata_modified_at
    }

    fn keep(&mut self, older: &Self, silent: &[&str]) {
        for key in silent {
            match *key {
                "datasets" => join(&mut self.datasets, &older.datasets),
                "badges" => self.badges.clone_from(&older.badges),
                "featured" => self.featured = older.featured,
                "license" => self.license.clone_from(&older.license),
                _ => {}
            }
        }
    }

    async fn save(&self, tx: &mut Tx, _parts: Option<&()>) -> store::Result<()> {
        store::dataservice::save(tx, self).await
    }
}

impl Imported for Topic {
    type Parts = Vec<TopicElement>;
    const OPTIONAL: &'static [&'static str] = &["elements"];

    common!(owned slugged(slug, name) counted);

    fn modified(&self) -> Timestamp {
        self.last_modified
    }

    async fn parts(db: &Db, ids: &[Id]) -> store::Result<HashMap<Id, Vec<TopicElement>>> {
        let filter = store::topic::ElementFilter::default();
        let mut found = HashMap::with_capacity(ids.len());
        for id in ids {
            let elements = store::topic::elements(db, *id, &filter, Page::ALL).await?;
            found.insert(*id, elements.data);
        }
        Ok(found)
    }

    async fn save(&self, tx: &mut Tx, parts: Option<&Vec<TopicElement>>) -> store::Result<()> {
        store::topic::save(tx, self).await?;
        match parts {
            Some(elements) => store::topic::replace_elements(tx, self.id, elements).await,
            None => Ok(()),
        }
    }
}

impl Imported for Post {
    type Parts = ();

    common!(slugged(slug, name));

    fn modified(&self) -> Timestamp {
        self.last_modified
    }

    async fn save(&self, tx: &mut Tx, _parts: Option<&()>) -> store::Result<()> {
        store::post::save(tx, self).await
    }
}

impl Imported for ContactPoint {
    type Parts = ();

    common!(owned);

    fn modified(&self) -> Timestamp {
        Timestamp::default()
    }

    async fn save(&self, tx: &mut Tx, _parts: Option<&()>) -> store::Result<()> {
        store::contact_point::save(tx, self).await
    }
}

impl Imported for Discussion {
    type Parts = ();

    /// The last thing that was said or done.
    fn modified(&self) -> Timestamp {
        let messages = self.messages.iter();
        let times =
            messages.flat_map(|message| [Some(message.posted_on), message.last_modified_at]);
        times
            .chain([self.closed])
            .flatten()
            .fold(self.created, Timestamp::max)
    }

    async fn save(&self, tx: &mut Tx, _parts: Option<&()>) -> store::Result<()> {
        store::discussion::save(tx, self).await
    }
}

/// The members of an organization whose role is understood, each once.
pub fn distinct(members: Vec<Member>) -> Vec<Member> {
    let mut kept: Vec<Member> = Vec::with_capacity(members.len());
    for member in members {
        if kept.iter().all(|other| other.user != member.user) {
            kept.push(member);
        }
    }
    kept
}
