//! What the search index is given of each object: only what the public may see.

use std::collections::HashMap;

use serde_json::Value;
use vitrail_domain::dataset::Metrics;
use vitrail_domain::{
    Dataservice, Dataset, Discussion, Id, Kind, Organization, Owner, Post, Resource, Reuse,
    Timestamp, Topic, TopicElement,
};
use vitrail_search as search;
use vitrail_search::Document;
use vitrail_store as store;
use vitrail_store::{Db, Page};

use crate::Result;

/// A document to put in the index, or the id of one to take out of it.
pub enum Projected {
    Put(search::Kind, Box<Document>),
    Gone(search::Kind, Id),
}

type Organizations = HashMap<Id, Organization>;

/// The kind under which the index knows a subject; none when it does not.
pub fn searched(kind: Kind) -> Option<search::Kind> {
    Some(match kind {
        Kind::Dataset => search::Kind::Dataset,
        Kind::Reuse => search::Kind::Reuse,
        Kind::Dataservice => search::Kind::Dataservice,
        Kind::Organization => search::Kind::Organization,
        Kind::Topic => search::Kind::Topic,
        Kind::Discussion => search::Kind::Discussion,
        Kind::Post => search::Kind::Post,
        _ => return None,
    })
}

/// Projects the objects of these ids, all of one kind.
pub async fn project(db: &Db, kind: Kind, ids: &[Id]) -> Result<Vec<Projected>> {
    match kind {
        Kind::Dataset => datasets(db, ids).await,
        Kind::Reuse => reuses(db, ids).await,
        Kind::Dataservice => dataservices(db, ids).await,
        Kind::Organization => organizations(db, ids).await,
        Kind::Topic => topics(db, ids).await,
        Kind::Discussion => discussions(db, ids).await,
        Kind::Post => posts(db, ids).await,
        _ => Ok(Vec::new()),
    }
}

async fn owners(db: &Db, owners: impl Iterator<Item = Owner>) -> Result<Organizations> {
    let mut ids: Vec<Id> = owners.filter_map(Owner::organization).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(Organizations::new());
    }
    Ok(store::subject::by_ids(db, &ids).await?)
}

fn count(metrics: &Metrics, key: &str) -> u64 {
    metrics.get(key).and_then(Value::as_u64).unwrap_or(0)
}

fn owned(document: &mut Document, owner: Owner, organizations: &Organizations) {
    document.owner = owner.user().map(|id| id.to_string());
    let Some(id) = owner.organization() else {
        document.producer_type = vec!["user".to_owned()];
        return;
    };
    let Some(organization) = organizations.get(&id) else {
        return;
    };
    document.producer_type = vec![organization.producer_type().to_owned()];
    document
        .organization_badges
        .clone_from(&organization.badges);
    document.organization_followers = count(&organization.metrics, "followers");
    document.organization = Some(search::Organization {
        id: id.to_string(),
        name: organization.name.clone(),
        acronym: organization.acronym.clone(),
        certified_public: organization.is_certified_public_service(),
    });
}

fn split<T>(
    kind: search::Kind,
    ids: &[Id],
    mut found: HashMap<Id, T>,
    mut document: impl FnMut(T) -> Option<Document>,
) -> Vec<Projected> {
    ids.iter()
        .map(|id| match found.remove(id).and_then(&mut document) {
            Some(document) => Projected::Put(kind, Box::new(document)),
            None => Projected::Gone(kind, *id),
        })
        .collect()
}

async fn datasets(db: &Db, ids: &[Id]) -> Result<Vec<Projected>> {
    let found = store::subject::by_ids::<Dataset>(db, ids).await?;
    let mut resources = store::resource::of(db, ids).await?;
    let mut topics = store::topic::holding(db, Kind::Dataset, ids).await?;
    let organizations = owners(db, found.values().map(|dataset| dataset.owner)).await?;
    Ok(split(search::Kind::Dataset, ids, found, |dataset| {
        if !dataset.is_visible() {
            return None;
        }
        let files = resources.remove(&dataset.id).unwrap_or_default();
        let topics = topics.remove(&dataset.id).unwrap_or_default();
        Some(dataset_document(dataset, &files, &topics, &organizations))
    }))
}

fn dataset_document(
    dataset: Dataset,
    files: &[Resource],
    topics: &[Id],
    organizations: &Organizations,
) -> Document {
    let score = dataset.quality.score(&dataset, dataset.last_update).score;
    let quality = (!dataset.partial).then_some(score);
    let spatial = dataset.spatial.clone().unwrap_or_default();
    let period = dataset.temporal_coverage;
    let mut document = Document {
        id: dataset.id.to_string(),
        resources: files
            .iter()
            .map(|file| search::Resource {
                id: file.id.to_string(),
                title: file.title.clone(),
                format: (!file.format.is_empty()).then(|| file.format.clone()),
            })
            .collect(),
        schemas: files
            .iter()
            .filter_map(|file| file.schema.as_ref()?.name.clone())
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect(),
        topics: topics.iter().map(ToString::to_string).collect(),
        granularity: dataset.spatial.is_some().then_some(spatial.granularity),
        geozones: spatial.zones,
        temporal_start: period.map(|period| Timestamp::from_date(period.start).micros()),
        temporal_end: period
            .and_then(|period| period.end)
            .map(|day| Timestamp::from_date(day).micros()),
        created: Some(dataset.created_at().micros()),
        last_update: dataset.updated().map(Timestamp::micros),
        last_modified: Some(dataset.last_modified().micros()),
        views: count(&dataset.metrics, "views"),
        followers: count(&dataset.metrics, "followers"),
        reuses: count(&dataset.metrics, "reuses"),
        quality,
        featured: dataset.featured,
        title: dataset.title,
        acronym: dataset.acronym,
        description: dataset.description,
        tags: dataset.tags,
        license: dataset.license,
        badges: dataset.badges,
        access_type: Some(dataset.access_type),
        ..Document::default()
    };
    owned(&mut document, dataset.owner, organizations);
    document
}

async fn reuses(db: &Db, ids: &[Id]) -> Result<Vec<Projected>> {
    let found = store::subject::by_ids::<Reuse>(db, ids).await?;
    let topics = store::topic::holding(db, Kind::Reuse, ids).await?;
    let organizations = owners(db, found.values().map(|reuse| reuse.owner)).await?;
    Ok(split(search::Kind::Reuse, ids, found, |reuse| {
        if !reuse.is_searchable() {
            return None;
        }
        let mut themes = vec![reuse.topic];
        themes.extend(
            topics
                .get(&reuse.id)
                .into_iter()
                .flatten()
                .map(ToString::to_string),
        );
        let mut document = Document {
            id: reuse.id.to_string(),
            topics: themes,
            type_: Some(reuse.r#type),
            created: Some(reuse.created_at.micros()),
            last_update: Some(reuse.last_modified.micros()),
            last_modified: Some(reuse.last_modified.micros()),
            views: count(&reuse.metrics, "views"),
            followers: count(&reuse.metrics, "followers"),
            datasets: u64::try_from(reuse.datasets.len()).unwrap_or(0),
            featured: reuse.featured,
            archived: reuse.archived.is_some(),
            title: reuse.title,
            description: reuse.description,
            tags: reuse.tags,
            badges: reuse.badges,
            ..Document::default()
        };
        owned(&mut document, reuse.owner, &organizations);
        Some(document)
    }))
}

async fn dataservices(db: &Db, ids: &[Id]) -> Result<Vec<Projected>> {
    let found = store::subject::by_ids::<Dataservice>(db, ids).await?;
    let topics = store::topic::holding(db, Kind::Dataservice, ids).await?;
    let organizations = owners(db, found.values().map(|service| service.owner)).await?;
    Ok(split(search::Kind::Dataservice, ids, found, |service| {
        if !service.is_visible() {
            return None;
        }
        let mut document = Document {
            id: service.id.to_string(),
            topics: topics
                .get(&service.id)
                .into_iter()
                .flatten()
                .map(ToString::to_string)
                .collect(),
            created: Some(service.created_at.micros()),
            last_update: Some(service.metadata_modified_at.micros()),
            last_modified: Some(service.metadata_modified_at.micros()),
            views: count(&service.metrics, "views"),
            followers: count(&service.metrics, "followers"),
            restricted: service.access_type == "restricted",
            featured: service.featured,
            archived: service.archived_at.is_some(),
            datasets: u64::try_from(service.datasets.len()).unwrap_or(0),
            title: service.title,
            acronym: service.acronym,
            description: service.description,
            tags: service.tags,
            badges: service.badges,
            license: service.license,
            access_type: Some(service.access_type),
            ..Document::default()
        };
        owned(&mut document, service.owner, &organizations);
        Some(document)
    }))
}

async fn organizations(db: &Db, ids: &[Id]) -> Result<Vec<Projected>> {
    let found = store::subject::by_ids::<Organization>(db, ids).await?;
    Ok(split(
        search::Kind::Organization,
        ids,
        found,
        |organization| {
            if organization.deleted.is_some() || organization.held {
                return None;
            }
            Some(Document {
                id: organization.id.to_string(),
                producer_type: vec![organization.producer_type().to_owned()],
                certified_public: organization.is_certified_public_service(),
                created: Some(organization.created_at.micros()),
                last_modified: Some(organization.last_modified.micros()),
                last_update: Some(organization.last_modified.micros()),
                views: count(&organization.metrics, "views"),
                followers: count(&organization.metrics, "followers"),
                reuses: count(&organization.metrics, "reuses"),
                datasets: count(&organization.metrics, "datasets"),
                title: organization.name,
                acronym: organization.acronym,
                description: organization.description,
                badges: organization.badges,
                ..Document::default()
            })
        },
    ))
}

async fn topics(db: &Db, ids: &[Id]) -> Result<Vec<Projected>> {
    let found = store::subject::by_ids::<Topic>(db, ids).await?;
    let organizations = owners(db, found.values().map(|topic| topic.owner)).await?;
    let mut elements: HashMap<Id, Vec<TopicElement>> = HashMap::new();
    let every = store::topic::ElementFilter::default();
    for id in found.keys() {
        let all = store::topic::elements(db, *id, &every, Page::ALL).await?;
        elements.insert(*id, all.data);
    }
    Ok(split(search::Kind::Topic, ids, found, |topic| {
        if topic.is_private() {
            return None;
        }
        let mut extra = Vec::new();
        for element in elements.remove(&topic.id).unwrap_or_default() {
            extra.extend(element.title);
            extra.extend(element.description);
            extra.extend(element.tags);
        }
        let mut document = Document {
            id: topic.id.to_string(),
            created: Some(topic.created_at.micros()),
            last_modified: Some(topic.last_modified.micros()),
            last_update: Some(topic.last_modified.micros()),
            featured: topic.featured,
            title: topic.name,
            description: topic.description,
            tags: topic.tags,
            extra,
            ..Document::default()
        };
        owned(&mut document, topic.owner, &organizations);
        Some(document)
    }))
}

async fn discussions(db: &Db, ids: &[Id]) -> Result<Vec<Projected>> {
    let found = store::subject::by_ids::<Discussion>(db, ids).await?;
    let public = store::discussion::public(db, ids).await?;
    Ok(split(search::Kind::Discussion, ids, found, |discussion| {
        if !public.contains(&discussion.id) {
            return None;
        }
        let last = discussion
            .messages
            .iter()
            .map(|message| message.posted_on)
            .max();
        Some(Document {
            id: discussion.id.to_string(),
            object_type: Some(discussion.subject.0.class().to_owned()),
            created: Some(discussion.created.micros()),
            last_update: Some(last.unwrap_or(discussion.created).micros()),
            closed: discussion.closed.is_some(),
            closed_at: discussion.closed.map(Timestamp::micros),
            title: discussion.title,
            extra: discussion
                .messages
                .into_iter()
                .filter(|message| !message.held)
                .map(|message| message.content)
                .collect(),
            ..Document::default()
        })
    }))
}

async fn posts(db: &Db, ids: &[Id]) -> Result<Vec<Projected>> {
    let found = store::subject::by_ids::<Post>(db, ids).await?;
    Ok(split(search::Kind::Post, ids, found, |post| {
        let published = post.published?;
        Some(Document {
            id: post.id.to_string(),
            created: Some(post.created_at.micros()),
            last_modified: Some(post.last_modified.micros()),
            last_update: Some(post.last_modified.micros()),
            published: Some(published.micros()),
            title: post.name,
            description: post.headline.unwrap_or_default(),
            tags: post.tags,
            extra: vec![post.content],
            ..Document::default()
        })
    }))
}
