//! Dataservices in the API: `self_api_url` and `self_web_url` in place of `uri` and `page`, and a harvest
//! object that is never null, only its values.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use vitrail_app::dataservice::Dataservices;
use vitrail_app::domain::dataservice::{COUNTS, Quality};
use vitrail_app::domain::dataset::AccessAudience;
use vitrail_app::domain::permission::Rights;
use vitrail_app::domain::{Dataservice, Extras, Kind, Timestamp};

use crate::api::view::contact_point::{ContactPointRef, contacts};
use crate::api::view::dataset::metrics;
use crate::api::view::organization::{OrganizationRef, owner};
use crate::api::view::user::UserRef;
use crate::api::view::{Badge, Rel, badges};
use crate::context::Context;

/// What is said of a harvested dataservice; null when it was not harvested.
const HARVEST: [&str; 13] = [
    "backend",
    "domain",
    "source_id",
    "source_url",
    "remote_id",
    "remote_url",
    "uri",
    "created_at",
    "issued_at",
    "modified_at",
    "last_update",
    "archived_at",
    "archived_reason",
];

/// A dataservice.
#[derive(Clone, Debug, Serialize)]
pub struct DataserviceOut<'a> {
    pub id: String,
    pub owner: Option<UserRef<'a>>,
    pub organization: Option<OrganizationRef<'a>>,
    pub badges: Vec<Badge<'a>>,
    pub access_type: &'a str,
    pub access_audiences: &'a [AccessAudience],
    pub authorization_request_url: Option<&'a str>,
    pub access_type_reason_category: Option<&'a str>,
    pub access_type_reason: Option<&'a str>,
    pub metrics: BTreeMap<&'a str, Value>,
    pub title: &'a str,
    pub acronym: Option<&'a str>,
    pub slug: &'a str,
    pub description: &'a str,
    pub base_api_url: Option<&'a str>,
    pub machine_documentation_url: Option<&'a str>,
    pub technical_documentation_url: Option<&'a str>,
    pub business_documentation_url: Option<&'a str>,
    pub rate_limiting: Option<&'a str>,
    pub rate_limiting_url: Option<&'a str>,
    pub availability: Option<f64>,
    pub availability_url: Option<&'a str>,
    pub format: Option<&'a str>,
    pub license: Option<&'a str>,
    pub tags: &'a [String],
    pub private: bool,
    pub extras: &'a Extras,
    pub featured: bool,
    pub contact_points: Vec<ContactPointRef<'a>>,
    pub created_at: Timestamp,
    pub metadata_modified_at: Timestamp,
    pub deleted_at: Option<Timestamp>,
    pub archived_at: Option<Timestamp>,
    pub datasets: Rel,
    pub harvest: Extras,
    pub permissions: Rights,
    pub self_api_url: String,
    pub self_web_url: String,
    /// More than udata gives: the score that its public pages would show.
    pub quality: Quality,
}

impl<'a> DataserviceOut<'a> {
    pub fn new(context: &Context, all: &'a Dataservices, dataservice: &'a Dataservice) -> Self {
        let id = dataservice.id;
        let references = &all.references;
        let datasets = context.url(&format!("/api/1/datasets/?dataservice={id}"));
        let total = i64::try_from(dataservice.datasets.len()).unwrap_or(i64::MAX);
        Self {
            id: id.to_string(),
            owner: owner(context, references, dataservice.owner),
            organization: OrganizationRef::of(context, references, dataservice.owner),
            badges: badges(&dataservice.badges),
            access_type: &dataservice.access_type,
            access_audiences: &dataservice.access_audiences,
            authorization_request_url: dataservice.authorization_request_url.as_deref(),
            access_type_reason_category: dataservice.access_type_reason_category.as_deref(),
            access_type_reason: dataservice.access_type_reason.as_deref(),
            metrics: metrics(&dataservice.metrics, &COUNTS),
            title: &dataservice.title,
            acronym: dataservice.acronym.as_deref(),
            slug: &dataservice.slug,
            description: &dataservice.description,
            base_api_url: dataservice.base_api_url.as_deref(),
            machine_documentation_url: dataservice.machine_documentation_url.as_deref(),
            technical_documentation_url: dataservice.technical_documentation_url.as_deref(),
            business_documentation_url: dataservice.business_documentation_url.as_deref(),
            rate_limiting: dataservice.rate_limiting.as_deref(),
            rate_limiting_url: dataservice.rate_limiting_url.as_deref(),
            availability: dataservice.availability,
            availability_url: dataservice.availability_url.as_deref(),
            format: dataservice.format.as_deref(),
            license: dataservice.license.as_deref(),
            tags: &dataservice.tags,
            private: dataservice.private,
            extras: &dataservice.extras,
            featured: dataservice.featured,
            contact_points: contacts(references, &dataservice.contact_points),
            created_at: dataservice.created_at,
            metadata_modified_at: dataservice.metadata_modified_at,
            deleted_at: dataservice.deleted_at,
            archived_at: dataservice.archived_at,
            datasets: Rel::new(datasets, total),
            harvest: harvest(dataservice.harvest.as_ref()),
            permissions: context
                .actor
                .rights((Kind::Dataservice, id), dataservice.owner),
            self_api_url: context.url(&format!("/api/1/dataservices/{}/", dataservice.slug)),
            self_web_url: context.url(&format!("/dataservices/{}", dataservice.slug)),
            quality: dataservice.quality(),
        }
    }
}

fn harvest(kept: Option<&Extras>) -> Extras {
    let mut facts: Extras = HARVEST
        .iter()
        .map(|key| ((*key).to_owned(), Value::Null))
        .collect();
    facts.extend(kept.cloned().unwrap_or_default());
    facts.remove("source");
    facts
}

/// A dataservice as others name it.
#[derive(Clone, Debug, Serialize)]
pub struct DataserviceRef<'a> {
    pub title: &'a str,
    pub self_api_url: String,
    pub self_web_url: String,
    pub id: String,
    pub class: &'static str,
}

impl<'a> DataserviceRef<'a> {
    pub fn new(context: &Context, dataservice: &'a Dataservice) -> Self {
        Self {
            title: &dataservice.title,
            self_api_url: context.url(&format!("/api/1/dataservices/{}/", dataservice.slug)),
            self_web_url: context.url(&format!("/dataservices/{}", dataservice.slug)),
            id: dataservice.id.to_string(),
            class: Kind::Dataservice.class(),
        }
    }
}

/// A dataservice as suggested while typing.
#[derive(Clone, Debug, Serialize)]
pub struct DataserviceSuggestion<'a> {
    pub id: String,
    pub title: &'a str,
    pub acronym: Option<&'a str>,
    pub slug: &'a str,
    pub page: String,
}

impl<'a> DataserviceSuggestion<'a> {
    pub fn new(context: &Context, dataservice: &'a Dataservice) -> Self {
        Self {
            id: dataservice.id.to_string(),
            title: &dataservice.title,
            acronym: dataservice.acronym.as_deref(),
            slug: &dataservice.slug,
            page: context.url(&format!("/dataservices/{}", dataservice.slug)),
        }
    }
}
