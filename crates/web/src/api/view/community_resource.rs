//! Community resources in the API: a file, and the dataset beside which it stands.

use serde::Serialize;
use vitrail_app::community_resource::Beside;
use vitrail_app::domain::permission::Rights;
use vitrail_app::domain::{CommunityResource, Dataset, Id, Kind};

use crate::api::view::organization::{OrganizationRef, owner};
use crate::api::view::resource::ResourceOut;
use crate::api::view::user::UserRef;
use crate::context::Context;

/// A resource that somebody other than the producer adds.
#[derive(Clone, Debug, Serialize)]
pub struct CommunityResourceOut<'a> {
    #[serde(flatten)]
    pub resource: ResourceOut<'a>,
    pub dataset: Option<DatasetRef<'a>>,
    pub organization: Option<OrganizationRef<'a>>,
    pub owner: Option<UserRef<'a>>,
    pub permissions: Rights,
}

/// A dataset as others name it; only its id when the caller may not read it.
#[derive(Clone, Debug, Serialize)]
pub struct DatasetRef<'a> {
    pub class: &'static str,
    pub id: String,
    pub title: Option<&'a str>,
    pub acronym: Option<&'a str>,
    pub page: Option<String>,
    pub uri: Option<String>,
}

impl<'a> DatasetRef<'a> {
    fn new(context: &Context, beside: &'a Beside, id: Id) -> Self {
        match beside.datasets.get(&id) {
            Some(dataset) => Self::of(context, dataset),
            None => Self {
                class: Kind::Dataset.class(),
                id: id.to_string(),
                title: None,
                acronym: None,
                page: None,
                uri: None,
            },
        }
    }

    pub fn of(context: &Context, dataset: &'a Dataset) -> Self {
        Self {
            class: Kind::Dataset.class(),
            id: dataset.id.to_string(),
            title: Some(&dataset.title),
            acronym: dataset.acronym.as_deref(),
            page: Some(context.url(&format!("/datasets/{}", dataset.slug))),
            uri: Some(context.url(&format!("/api/1/datasets/{}/", dataset.slug))),
        }
    }
}

impl<'a> CommunityResourceOut<'a> {
    pub fn new(context: &Context, beside: &'a Beside, community: &'a CommunityResource) -> Self {
        // A resource has no id of 24 characters: nobody assigns it to a partial editor.
        let subject = (Kind::CommunityResource, Id::default());
        Self {
            resource: ResourceOut::new(context, &community.resource),
            dataset: community
                .dataset
                .map(|id| DatasetRef::new(context, beside, id)),
            organization: OrganizationRef::of(context, &beside.references, community.owner),
            owner: owner(context, &beside.references, community.owner),
            permissions: context.actor.rights(subject, community.owner),
        }
    }
}
