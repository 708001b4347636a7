//! Reuses in the API. Version 1 holds the datasets whole; version 2 links to them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use vitrail_app::domain::permission::Rights;
use vitrail_app::domain::reuse::COUNTS;
use vitrail_app::domain::{Extras, Kind, Reuse, Timestamp};
use vitrail_app::reuse::Reuses;

use crate::api::view::dataservice::DataserviceRef;
use crate::api::view::dataset::{DatasetOut, Zones, metrics};
use crate::api::view::organization::{OrganizationRef, owner};
use crate::api::view::user::UserRef;
use crate::api::view::{Badge, Rel, badges};
use crate::context::Context;

/// A reuse.
#[derive(Clone, Debug, Serialize)]
pub struct ReuseOut<'a> {
    pub id: String,
    pub owner: Option<UserRef<'a>>,
    pub organization: Option<OrganizationRef<'a>>,
    pub badges: Vec<Badge<'a>>,
    pub metrics: BTreeMap<&'a str, Value>,
    pub created_at: Timestamp,
    pub last_modified: Timestamp,
    pub title: &'a str,
    pub slug: &'a str,
    pub description: &'a str,
    pub r#type: &'a str,
    pub url: &'a str,
    pub image: Option<Cow<'a, str>>,
    pub image_thumbnail: Option<Cow<'a, str>>,
    pub datasets: Used<DatasetOut<'a>>,
    pub dataservices: Used<DataserviceRef<'a>>,
    pub tags: &'a [String],
    pub topic: &'a str,
    pub private: bool,
    pub extras: &'a Extras,
    pub featured: bool,
    pub deleted: Option<Timestamp>,
    pub archived: Option<Timestamp>,
    pub page: String,
    pub permissions: Rights,
    pub uri: String,
}

/// What a reuse uses, or where it is.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Used<T> {
    Whole(Vec<T>),
    Link(Rel),
}

impl<'a> ReuseOut<'a> {
    /// Version 1; `now` dates the quality of the datasets.
    pub fn v1(
        context: &Context,
        all: &'a Reuses,
        reuse: &'a Reuse,
        now: Timestamp,
        zones: &Zones,
    ) -> Self {
        let datasets = all
            .datasets_of(reuse)
            .map(|dataset| DatasetOut::v1(context, &all.datasets, dataset, now, zones))
            .collect();
        let dataservices = reuse
            .dataservices
            .iter()
            .filter_map(|id| all.dataservices.get(id))
            .map(|dataservice| DataserviceRef::new(context, dataservice))
            .collect();
        let (datasets, dataservices) = (Used::Whole(datasets), Used::Whole(dataservices));
        Self::new(context, all, reuse, datasets, dataservices)
    }

    /// Version 2.
    pub fn v2(context: &Context, all: &'a Reuses, reuse: &'a Reuse) -> Self {
        let link = |path: &str, ids: usize| {
            let href = context.url(&format!("{path}?reuse={}&page=1&page_size=50", reuse.id));
            Rel::new(href, i64::try_from(ids).unwrap_or(i64::MAX))
        };
        let datasets = link("/api/2/datasets/", reuse.datasets.len());
        let dataservices = link("/api/1/dataservices/", reuse.dataservices.len());
        let (datasets, dataservices) = (Used::Link(datasets), Used::Link(dataservices));
        Self::new(context, all, reuse, datasets, dataservices)
    }

    fn new(
        context: &Context,
        all: &'a Reuses,
        reuse: &'a Reuse,
        datasets: Used<DatasetOut<'a>>,
        dataservices: Used<DataserviceRef<'a>>,
    ) -> Self {
        let mut counts = metrics(&reuse.metrics, &COUNTS);
        counts.insert("datasets", reuse.datasets.len().into());
        Self {
            id: reuse.id.to_string(),
            owner: owner(context, &all.references, reuse.owner),
            organization: OrganizationRef::of(context, &all.references, reuse.owner),
            badges: badges(&reuse.badges),
            metrics: counts,
            created_at: reuse.created_at,
            last_modified: reuse.last_modified,
            title: &reuse.title,
            slug: &reuse.slug,
            description: &reuse.description,
            r#type: &reuse.r#type,
            url: &reuse.url,
            image: reuse.image.as_deref().map(|at| context.hosted(at)),
            image_thumbnail: reuse
                .image_thumbnail
                .as_deref()
                .map(|at| context.hosted(at)),
            datasets,
            dataservices,
            tags: &reuse.tags,
            topic: &reuse.topic,
            private: reuse.private,
            extras: &reuse.extras,
            featured: reuse.featured,
            deleted: reuse.deleted,
            archived: reuse.archived,
            page: context.url(&format!("/reuses/{}", reuse.slug)),
            permissions: context.actor.rights((Kind::Reuse, reuse.id), reuse.owner),
            uri: context.url(&format!("/api/1/reuses/{}/", reuse.slug)),
        }
    }
}

/// A reuse as others name it.
#[derive(Clone, Debug, Serialize)]
pub struct ReuseRef<'a> {
    pub title: &'a str,
    pub image: Option<Cow<'a, str>>,
    pub image_thumbnail: Option<Cow<'a, str>>,
    pub page: String,
    pub uri: String,
    pub id: String,
    pub class: &'static str,
}

impl<'a> ReuseRef<'a> {
    pub fn new(context: &Context, reuse: &'a Reuse) -> Self {
        Self {
            title: &reuse.title,
            image: reuse.image.as_deref().map(|at| context.hosted(at)),
            image_thumbnail: reuse
                .image_thumbnail
                .as_deref()
                .map(|at| context.hosted(at)),
            page: context.url(&format!("/reuses/{}", reuse.slug)),
            uri: context.url(&format!("/api/1/reuses/{}/", reuse.slug)),
            id: reuse.id.to_string(),
            class: Kind::Reuse.class(),
        }
    }
}

/// A reuse as suggested while typing.
#[derive(Clone, Debug, Serialize)]
pub struct ReuseSuggestion<'a> {
    pub id: String,
    pub title: &'a str,
    pub slug: &'a str,
    pub image_url: Option<Cow<'a, str>>,
    pub page: String,
}

impl<'a> ReuseSuggestion<'a> {
    pub fn new(context: &Context, reuse: &'a Reuse) -> Self {
        Self {
            id: reuse.id.to_string(),
            title: &reuse.title,
            slug: &reuse.slug,
            image_url: reuse
                .image_thumbnail
                .as_deref()
                .map(|at| context.hosted(at)),
            page: context.url(&format!("/reuses/{}", reuse.slug)),
        }
    }
}
