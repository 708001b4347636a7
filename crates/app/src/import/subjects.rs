//! Reading organizations, reuses, dataservices, topics, posts and discussions.

use serde_json::{Map, Value};
use uuid::Uuid;
use vitrail_domain::organization::{Member, Role};
use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::vocabulary::reuse::{ReuseTopic, ReuseType};
use vitrail_domain::{
    Dataservice, Discussion, Id, Kind, Message, Organization, Post, Reuse, Timestamp, Topic,
    TopicElement, siret,
};

use super::dataset::{
    access_audiences, access_type, dates, description, identity, licence, seeded,
};
use super::gather::{Candidate, Gathered};
use super::imported::distinct;
use super::read::{Reading, reference};
use super::report::Outcome;

pub fn organization(reading: &mut Reading<'_>, gathered: &mut Gathered) -> Option<Id> {
    let (id, name) = identity(reading, "name")?;
    let dated = dates(reading, id);
    let zone = reading
        .value("zone")
        .and_then(|zone| zone.as_str().or_else(|| zone.get("id")?.as_str()))
        .map(str::to_owned);
    let organization = Organization {
        held: false,
        id,
        slug: reading.words("slug"),
        name,
        acronym: reading.text("acronym"),
        description: description(reading),
        url: reading.text("url"),
        image_url: reading.text("image_url"),
        logo: reading.address("logo"),
        logo_thumbnail: reading.address("logo_thumbnail"),
        business_number_id: business_number(reading),
        badges: reading.badges(),
        members: members(reading, gathered, dated.created),
        zone: zone.map(|zone| reading.zone(&zone)),
        extras: reading.extras("extras"),
        presentation_blocs: reading.list("presentation_blocs").to_vec(),
        presentation_blocs_published_at: reading.date("presentation_blocs_published_at"),
        created_at: dated.created,
        last_modified: dated.modified,
        deleted: reading.date("deleted"),
        stub: false,
        metrics: reading.metrics(),
    };
    let candidate = Candidate::new(reading, organization, ());
    gathered.organizations.add(candidate, reading.report);
    Some(id)
}

fn business_number(reading: &mut Reading<'_>) -> Option<String> {
    let text = reading.text("business_number_id")?;
    if let Ok(digits) = siret::check(&text) {
        return Some(digits);
    }
    reading.note_with(Outcome::Kept, "a SIRET whose check digit is wrong", &text);
    Some(text)
}

fn members(reading: &mut Reading<'_>, gathered: &mut Gathered, since: Timestamp) -> Vec<Member> {
    let mut members = Vec::new();
    for map in reading.list("members").iter().filter_map(Value::as_object) {
        let mut inner = reading.inside(map);
        let role = inner.text("role");
        let Some(role) = role.as_deref().and_then(Role::parse) else {
            inner.note(Outcome::Refused, "a member without a known role");
            continue;
        };
        if let Some(user) = gathered.user(&mut inner, "user") {
            let since = inner.date("since").unwrap_or(since);
            members.push(Member { user, role, since });
        }
    }
    distinct(members)
}

/// Gathers a reuse; bundles say by their place of which dataset.
pub fn reuse(
    reading: &mut Reading<'_>,
    gathered: &mut Gathered,
    dataset: Option<Id>,
) -> Option<Id> {
    let (id, title) = identity(reading, "title")?;
    let Some(url) = reading.text("url") else {
        reading.note(Outcome::Refused, "a reuse without an address");
        return None;
    };
    let dated = dates(reading, id);
    let mut datasets = reading.ids("datasets");
    datasets.extend(dataset.filter(|id| !datasets.contains(id)));
    let reuse = Reuse {
        held: false,
        id,
        slug: reading.words("slug"),
        title,
        description: description(reading),
        r#type: code(
            reading,
            "type",
            |code| ReuseType::parse(code).is_some(),
            "application",
        ),
        topic: code(
            reading,
            "topic",
            |code| ReuseTopic::parse(code).is_some(),
            "others",
        ),
        url,
        image: reading.address("image"),
        image_thumbnail: reading.address("image_thumbnail"),
        owner: gathered.owner(reading, dated.created),
        datasets,
        dataservices: reading.ids("dataservices"),
        tags: reading.tags(),
        badges: reading.badges(),
        private: reading.flag("private"),
        featured: reading.flag("featured"),
        extras: reading.extras("extras"),
        created_at: dated.created,
        last_modified: dated.modified,
        deleted: reading.date("deleted"),
        archived: reading.date("archived"),
        metrics: reading.metrics(),
    };
    let candidate = Candidate::new(reading, reuse, ());
    gathered.reuses.add(candidate, reading.report);
    Some(id)
}

/// A code of a closed list; another is replaced by the vaguest of the list.
fn code(
    reading: &mut Reading<'_>,
    key: &str,
    known: impl Fn(&str) -> bool,
    fallback: &str,
) -> String {
    let text = reading.text(key);
    match text {
        Some(text) if known(&text) => text,
        other => {
            let what = format!("{key} {}", other.unwrap_or_default());
            let reason = "a type or topic of reuse that is not in the list";
            reading.note_with(Outcome::Mended, reason, &what);
            fallback.to_owned()
        }
    }
}

/// Gathers a dataservice; bundles say by their place which dataset it serves.
pub fn dataservice(
    reading: &mut Reading<'_>,
    gathered: &mut Gathered,
    dataset: Option<Id>,
) -> Option<Id> {
    let (id, title) = identity(reading, "title")?;
    let dated = dates(reading, id);
    let owner = gathered.owner(reading, dated.created);
    let mut datasets = reading.ids("datasets");
    datasets.extend(dataset.filter(|id| !datasets.contains(id)));
    let availability = reading.float("availability");
    let dataservice = Dataservice {
        held: false,
        id,
        slug: reading.words("slug"),
        title,
        acronym: reading.text("acronym"),
        description: description(reading),
        base_api_url: reading.text("base_api_url"),
        machine_documentation_url: reading
            .text("machine_documentation_url")
            .or_else(|| reading.text("endpoint_description_url")),
        technical_documentation_url: reading.text("technical_documentation_url"),
        business_documentation_url: reading.text("business_documentation_url"),
        rate_limiting: reading.text("rate_limiting"),
        rate_limiting_url: reading.text("rate_limiting_url"),
        availability: availability.filter(|percent| (0.0..=100.0).contains(percent)),
        availability_url: reading.text("availability_url"),
        format: reading.text("format"),
        access_type: access_type(reading),
        access_audiences: access_audiences(reading),
        authorization_request_url: reading.text("authorization_request_url"),
        access_type_reason_category: reading.text("access_type_reason_category"),
        access_type_reason: reading.text("access_type_reason"),
        license: licence(reading),
        owner,
        datasets,
        contact_points: gathered.contacts(reading, owner),
        tags: reading.tags(),
        badges: reading.badges(),
        private: reading.flag("private"),
        featured: reading.flag("featured"),
        extras: reading.extras("extras"),
        harvest: reading.harvest(),
        created_at: dated.created,
        metadata_modified_at: dated.modified,
        deleted_at: reading.date("deleted_at"),
        archived_at: reading.date("archived_at"),
        metrics: reading.metrics(),
    };
    let mut candidate = Candidate::new(reading, dataservice, ());
    if reading.object("datasets").is_some() {
        // A link to a list, not the list.
        candidate.silent.push("datasets");
    }
    gathered.dataservices.add(candidate, reading.report);
    Some(id)
}

pub fn topic(reading: &mut Reading<'_>, gathered: &mut Gathered) -> Option<Id> {
    let (id, name) = identity(reading, "name")?;
    let dated = dates(reading, id);
    let topic = Topic {
        held: false,
        id,
        slug: reading.words("slug"),
        name,
        description: description(reading),
        tags: reading.texts("tags"),
        color: reading.int("color"),
        featured: reading.flag("featured"),
        private: reading.flag("private"),
        extras: reading.extras("extras"),
        spatial: reading.spatial(),
        owner: gathered.owner(reading, dated.created),
        created_at: dated.created,
        last_modified: dated.modified,
        metrics: reading.metrics(),
    };
    let elements = elements(reading, id);
    let mut candidate = Candidate::new(reading, topic, elements);
    if reading.object("elements").is_some() {
        candidate.silent.push("elements");
    }
    gathered.topics.add(candidate, reading.report);
    Some(id)
}

fn elements(reading: &mut Reading<'_>, topic: Id) -> Vec<TopicElement> {
    let mut elements: Vec<TopicElement> = Vec::new();
    for (place, map) in reading
        .list("elements")
        .iter()
        .filter_map(Value::as_object)
        .enumerate()
    {
        let inner = reading.inside(map);
        let element = TopicElement {
            id: inner
                .id("id")
                .unwrap_or_else(|| Id::seeded(&format!("element:{topic}:{place}"))),
            topic,
            title: inner.text("title"),
            description: inner.text("description"),
            tags: inner.texts("tags"),
            extras: inner.extras("extras"),
            element: inner.object("element").and_then(subject),
        };
        if elements.iter().all(|other| other.id != element.id) {
            elements.push(element);
        }
    }
    elements
}

/// What a generic reference `{class, id}` leads to.
fn subject(map: &Map<String, Value>) -> Option<(Kind, Id)> {
    let kind = Kind::from_class(map.get("class")?.as_str()?)?;
    Some((kind, reference(map.get("id")?)?))
}

pub fn post(reading: &mut Reading<'_>, gathered: &mut Gathered) -> Option<Id> {
    let (id, name) = identity(reading, "name")?;
    let dated = dates(reading, id);
    let post = Post {
        id,
        slug: reading.words("slug"),
        name,
        headline: reading.text("headline"),
        content: reading.words("content"),
        body_type: reading
            .text("body_type")
            .unwrap_or_else(|| "markdown".to_owned()),
        blocs: reading.list("blocs").to_vec(),
        image_url: reading.text("image_url"),
        image: reading.address("image"),
        image_thumbnail: reading.address("image_thumbnail"),
        credit_to: reading.text("credit_to"),
        credit_url: reading.text("credit_url"),
        tags: reading.texts("tags"),
        datasets: reading.ids("datasets"),
        reuses: reading.ids("reuses"),
        owner: gathered.user(reading, "owner"),
        kind: reading.text("kind").unwrap_or_else(|| "news".to_owned()),
        published: reading.date("published"),
        created_at: dated.created,
        last_modified: dated.modified,
    };
    let candidate = Candidate::new(reading, post, ());
    gathered.posts.add(candidate, reading.report);
    Some(id)
}

/// Gathers a discussion; bundles say by their place about which dataset.
pub fn discussion(
    reading: &mut Reading<'_>,
    gathered: &mut Gathered,
    dataset: Option<Id>,
) -> Option<Id> {
    let (id, title) = identity(reading, "title")?;
    let about = reading.object("subject").and_then(subject);
    let Some(about) = about.or_else(|| Some((Kind::Dataset, dataset?))) else {
        reading.note(Outcome::Refused, "a discussion about nothing that is known");
        return None;
    };
    let messages = messages(reading, gathered, id);
    let created = reading
        .date("created")
        .or_else(|| messages.first().map(|message| message.posted_on));
    let created = created.unwrap_or_else(|| super::read::made_at(id));
    let discussion = Discussion {
        id,
        subject: about,
        title,
        user: gathered.user(reading, "user"),
        organization: gathered.organization(reading, "organization", created),
        messages,
        created,
        closed: reading.date("closed"),
        closed_by: gathered.user(reading, "closed_by"),
        closed_by_organization: gathered.organization(reading, "closed_by_organization", created),
        extras: reading.extras("extras"),
        held: false,
    };
    let candidate = Candidate::new(reading, discussion, ());
    gathered.discussions.add(candidate, reading.report);
    Some(id)
}

fn messages(reading: &mut Reading<'_>, gathered: &mut Gathered, id: Id) -> Vec<Message> {
    let mut messages = Vec::new();
    for (place, map) in reading
        .list("discussion")
        .iter()
        .filter_map(Value::as_object)
        .enumerate()
    {
        let mut inner = reading.inside(map);
        let own = inner.text("id").and_then(|id| id.parse::<Uuid>().ok());
        let posted_on = inner.date("posted_on").unwrap_or_default();
        messages.push(Message {
            id: own.unwrap_or_else(|| seeded(&format!("message:{id}:{place}"))),
            content: inner.words("content"),
            posted_on,
            posted_by: gathered.user(&mut inner, "posted_by"),
            posted_by_organization: gathered.organization(
                &mut inner,
                "posted_by_organization",
                posted_on,
            ),
            last_modified_at: inner.date("last_modified_at"),
            held: false,
        });
    }
    messages
}
