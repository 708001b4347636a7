//! A catalogue of one object of each kind, each leading to the others, for tests that read.

use anyhow::Result;
use serde_json::json;
use uuid::Uuid;
use vitrail_domain::dataset::{Schema, TemporalCoverage};
use vitrail_domain::harvest::{Item, Job, Source};
use vitrail_domain::organization::{Member, Role};
use vitrail_domain::resource::Checksum;
use vitrail_domain::spatial::Spatial;
use vitrail_domain::time::DAY;
use vitrail_domain::{
    CommunityResource, ContactPoint, Dataservice, Dataset, Discussion, Follow, Id, Kind, Message,
    Organization, Owner, Post, Resource, Reuse, Timestamp, Topic, TopicElement, User,
};
use vitrail_store as store;
use vitrail_store::Tx;

use crate::make;
use crate::portal::{NOW, Portal};

/// The objects, to be changed before they are written.
#[derive(Clone, Debug)]
pub struct Catalogue {
    pub user: User,
    pub organization: Organization,
    pub contact: ContactPoint,
    pub dataset: Dataset,
    pub resources: Vec<Resource>,
    pub community: CommunityResource,
    pub reuse: Reuse,
    pub dataservice: Dataservice,
    pub topic: Topic,
    pub elements: Vec<TopicElement>,
    pub discussion: Discussion,
    pub post: Post,
    pub follow: Follow,
    pub source: Source,
    pub job: Job,
}

/// A day before now.
pub fn days_ago(days: i64) -> Timestamp {
    NOW.plus(-days * DAY)
}

impl Default for Catalogue {
    fn default() -> Self {
        let user = user();
        let organization = organization(user.id);
        let owner = Owner::Organization(organization.id);
        let contact = ContactPoint {
            id: Id::seeded("contact"),
            name: "Service".to_owned(),
            email: Some("service@example.org".to_owned()),
            role: "contact".to_owned(),
            owner,
            ..ContactPoint::default()
        };
        let resources = resources();
        let dataset = dataset(owner, contact.id, &resources);
        let community = CommunityResource {
            resource: resource("Une autre mise en forme", "parquet"),
            dataset: Some(dataset.id),
            owner: Owner::User(user.id),
        };
        let dataservice = Dataservice {
            id: Id::seeded("dataservice"),
            slug: "api-air".to_owned(),
            title: "API Air".to_owned(),
            description: "Les mesures **en direct**.".to_owned(),
            base_api_url: Some("https://api.example.com".to_owned()),
            owner,
            datasets: vec![dataset.id],
            tags: vec!["air".to_owned()],
            created_at: days_ago(20),
            metadata_modified_at: days_ago(10),
            ..Dataservice::default()
        };
        let reuse = Reuse {
            id: Id::seeded("reuse"),
            slug: "carte-de-l-air".to_owned(),
            title: "Carte de l’air".to_owned(),
            description: "Une carte".to_owned(),
            r#type: "visualization".to_owned(),
            topic: "environment_and_energy".to_owned(),
            url: "https://www.example.com/carte".to_owned(),
            owner: Owner::User(user.id),
            datasets: vec![dataset.id],
            dataservices: vec![dataservice.id],
            tags: vec!["carte".to_owned()],
            created_at: days_ago(20),
            last_modified: days_ago(10),
            ..Reuse::default()
        };
        let topic = Topic {
            id: Id::seeded("topic"),
            slug: "air-pur".to_owned(),
            name: "Air pur".to_owned(),
            description: "Thème".to_owned(),
            tags: vec!["air".to_owned()],
            owner: Owner::User(user.id),
            created_at: days_ago(20),
            last_modified: days_ago(10),
            ..Topic::default()
        };
        Self {
            elements: vec![TopicElement {
                id: Id::seeded("element"),
                topic: topic.id,
                title: Some("Mesures".to_owned()),
                tags: vec!["mesure".to_owned()],
                element: Some((Kind::Dataset, dataset.id)),
                ..TopicElement::default()
            }],
            discussion: discussion(user.id, dataset.id),
            post: post(user.id, dataset.id, reuse.id),
            follow: Follow {
                id: Id::seeded("follow"),
                follower: user.id,
                following: (Kind::Dataset, dataset.id),
                since: days_ago(5),
                until: None,
            },
            job: make::harvest_job("job", Id::seeded("source")),
            source: Source {
                owner: Owner::Organization(organization.id),
                ..make::harvest_source("source")
            },
            user,
            organization,
            contact,
            dataset,
            resources,
            community,
            reuse,
            dataservice,
            topic,
        }
    }
}

impl Catalogue {
    /// Writes all, and indexes it.
    pub async fn write(&self, portal: &Portal) -> Result<()> {
        portal.write(async |tx| self.save(tx).await).await
    }

    async fn save(&self, tx: &mut Tx) -> Result<()> {
        store::user::save(tx, &self.user).await?;
        store::organization::save(tx, &self.organization).await?;
        store::contact_point::save(tx, &self.contact).await?;
        store::dataset::save(tx, &self.dataset).await?;
        store::resource::replace(tx, self.dataset.id, &self.resources).await?;
        store::community_resource::save(tx, &self.community).await?;
        store::dataservice::save(tx, &self.dataservice).await?;
        store::reuse::save(tx, &self.reuse).await?;
        store::topic::save(tx, &self.topic).await?;
        store::topic::replace_elements(tx, self.topic.id, &self.elements).await?;
        store::discussion::save(tx, &self.discussion).await?;
        store::post::save(tx, &self.post).await?;
        store::follow::save(tx, &self.follow).await?;
        store::harvest::source::save(tx, &self.source, None).await?;
        store::harvest::run::add(tx, &self.job).await?;
        let met = Item {
            remote_id: "a".to_owned(),
            subject: Some(self.dataset.id),
            ..Item::default()
        };
        store::harvest::item::add(tx, self.job.id, 0, &[met]).await?;
        Ok(())
    }
}

fn user() -> User {
    User {
        id: Id::seeded("user"),
        slug: "prenom-claire".to_owned(),
        first_name: "Prénom".to_owned(),
        last_name: "Claire".to_owned(),
        email: Some("claire@example.org".to_owned()),
        active: true,
        since: days_ago(400),
        ..User::default()
    }
}

fn organization(member: Id) -> Organization {
    Organization {
        id: Id::seeded("organization"),
        slug: "ville-d-evian".to_owned(),
        name: "Ville d’Évian".to_owned(),
        acronym: Some("VE".to_owned()),
        description: "Une commune".to_owned(),
        badges: vec!["public-service".to_owned(), "certified".to_owned()],
        members: vec![Member {
            user: member,
            role: Role::Admin,
            since: days_ago(300),
        }],
        created_at: days_ago(300),
        last_modified: days_ago(300),
        ..Organization::default()
    }
}

fn resources() -> Vec<Resource> {
    let mut measures = resource("Mesures 2020", "csv");
    measures.schema = Some(Schema {
        name: Some("etalab/schema-air".to_owned()),
        version: Some("1.0.0".to_owned()),
        url: None,
    });
    measures.extras = [("check:available".to_owned(), json!(true))]
        .into_iter()
        .collect();
    let notice = Resource {
        r#type: "documentation".to_owned(),
        ..resource("Notice", "pdf")
    };
    vec![measures, notice]
}

fn resource(title: &str, format: &str) -> Resource {
    Resource {
        id: crate::make::uuid(title),
        title: title.to_owned(),
        description: Some("Une ligne par heure".to_owned()),
        mime: Some("text/csv".to_owned()),
        filesize: Some(8),
        checksum: Some(Checksum {
            r#type: "sha1".to_owned(),
            value: "da39a3ee5e6b4b0d3255bfef95601890afd80709".to_owned(),
        }),
        url: format!("https://www.example.com/fichier.{format}"),
        format: format.to_owned(),
        created_at_internal: days_ago(30),
        last_modified_internal: days_ago(10),
        ..Resource::default()
    }
}

fn dataset(owner: Owner, contact: Id, resources: &[Resource]) -> Dataset {
    let mut dataset = Dataset {
        id: Id::seeded("dataset"),
        slug: "qualite-de-l-air-a-evian".to_owned(),
        title: "Qualité de l’air à Évian".to_owned(),
        acronym: Some("QAE".to_owned()),
        description: "Mesures **horaires**.".to_owned(),
        owner,
        created_at_internal: days_ago(30),
        last_modified_internal: days_ago(10),
        tags: vec!["air".to_owned(), "qualite-de-l-air".to_owned()],
        badges: vec!["hvd".to_owned()],
        frequency: "daily".to_owned(),
        license: Some("lov2".to_owned()),
        extras: [
            ("cle".to_owned(), json!("valeur")),
            ("a".to_owned(), json!(1)),
        ]
        .into_iter()
        .collect(),
        temporal_coverage: Some(TemporalCoverage {
            start: Timestamp::from_date(days_ago(700).date()).date(),
            end: Some(days_ago(300).date()),
        }),
        spatial: Some(Spatial {
            zones: vec!["fr:commune:74119".to_owned()],
            granularity: "fr:commune".to_owned(),
            ..Spatial::default()
        }),
        contact_points: vec![contact],
        ..Dataset::default()
    };
    dataset.refresh(resources);
    dataset
}

fn discussion(user: Id, dataset: Id) -> Discussion {
    Discussion {
        id: Id::seeded("discussion"),
        subject: (Kind::Dataset, dataset),
        title: "Unité ?".to_owned(),
        user: Some(user),
        organization: None,
        messages: vec![Message {
            id: Uuid::from_u128(1),
            content: "Quelle est l’unité ?".to_owned(),
            posted_on: days_ago(5),
            posted_by: Some(user),
            posted_by_organization: None,
            last_modified_at: None,
            held: false,
        }],
        created: days_ago(5),
        closed: None,
        closed_by: None,
        closed_by_organization: None,
        extras: vitrail_domain::Extras::new(),
        held: false,
    }
}

fn post(user: Id, dataset: Id, reuse: Id) -> Post {
    Post {
        id: Id::seeded("post"),
        slug: "actualite".to_owned(),
        name: "Actualité".to_owned(),
        headline: Some("Titre".to_owned()),
        content: "Texte".to_owned(),
        body_type: "markdown".to_owned(),
        kind: "news".to_owned(),
        datasets: vec![dataset],
        reuses: vec![reuse],
        owner: Some(user),
        published: Some(days_ago(4)),
        created_at: days_ago(5),
        last_modified: days_ago(4),
        ..Post::default()
    }
}
