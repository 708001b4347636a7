//! Topics in the API, version 2 only: the elements are a link.

use serde::Serialize;
use vitrail_app::domain::{Extras, Timestamp, Topic, TopicElement};
use vitrail_app::topic::Topics;

use crate::api::view::dataset::{SpatialOut, Zones, spatial, zones_of_places};
use crate::api::view::organization::{OrganizationRef, owner};
use crate::api::view::user::UserRef;
use crate::api::view::{Rel, SubjectRef};
use crate::context::Context;

/// A topic.
#[derive(Clone, Debug, Serialize)]
pub struct TopicOut<'a> {
    pub id: String,
    pub owner: Option<UserRef<'a>>,
    pub organization: Option<OrganizationRef<'a>>,
    pub created_at: Timestamp,
    pub last_modified: Timestamp,
    pub name: &'a str,
    pub slug: &'a str,
    pub description: &'a str,
    pub tags: &'a [String],
    pub color: Option<i64>,
    pub featured: bool,
    pub private: bool,
    pub extras: &'a Extras,
    pub spatial: Option<SpatialOut<'a>>,
    pub page: String,
    pub uri: String,
    pub elements: Rel,
}

impl<'a> TopicOut<'a> {
    /// `zones` are those that topics name, when full objects are asked.
    pub fn new(context: &Context, all: &'a Topics, topic: &'a Topic, zones: &Zones) -> Self {
        let id = topic.id;
        let elements = context.url(&format!("/api/2/topics/{id}/elements/?page=1&page_size=20"));
        Self {
            id: id.to_string(),
            owner: owner(context, &all.references, topic.owner),
            organization: OrganizationRef::of(context, &all.references, topic.owner),
            created_at: topic.created_at,
            last_modified: topic.last_modified,
            name: &topic.name,
            slug: &topic.slug,
            description: &topic.description,
            tags: &topic.tags,
            color: topic.color,
            featured: topic.featured,
            private: topic.private,
            extras: &topic.extras,
            spatial: topic
                .spatial
                .as_ref()
                .map(|place| spatial(context, place, zones)),
            page: context.url(&format!("/topics/{}", topic.slug)),
            uri: context.url(&format!("/api/2/topics/{}/", topic.slug)),
            elements: Rel::new(elements, all.counts.get(&id).copied().unwrap_or(0)),
        }
    }
}

/// The zones that these topics name, when full objects are asked.
pub fn zones_wanted(context: &Context, topics: &[Topic]) -> Vec<String> {
    zones_of_places(
        context,
        topics.iter().filter_map(|topic| topic.spatial.as_ref()),
    )
}

/// One piece of a topic.
#[derive(Clone, Debug, Serialize)]
pub struct TopicElementOut<'a> {
    pub id: String,
    pub title: Option<&'a str>,
    pub description: Option<&'a str>,
    pub tags: &'a [String],
    pub extras: &'a Extras,
    pub element: Option<SubjectRef>,
}

impl<'a> TopicElementOut<'a> {
    pub fn new(element: &'a TopicElement) -> Self {
        Self {
            id: element.id.to_string(),
            title: element.title.as_deref(),
            description: element.description.as_deref(),
            tags: &element.tags,
            extras: &element.extras,
            element: element.element.map(SubjectRef::new),
        }
    }
}
