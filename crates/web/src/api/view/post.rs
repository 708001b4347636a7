//! News and editorial pages in the API.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;
use vitrail_app::domain::{Post, Timestamp};
use vitrail_app::post::Posts;

use crate::api::view::dataset::{DatasetOut, Zones};
use crate::api::view::reuse::ReuseRef;
use crate::api::view::user::UserRef;
use crate::context::Context;

/// A post.
#[derive(Clone, Debug, Serialize)]
pub struct PostOut<'a> {
    pub id: String,
    pub created_at: Timestamp,
    pub last_modified: Timestamp,
    pub name: &'a str,
    pub slug: &'a str,
    pub headline: Option<&'a str>,
    pub content: &'a str,
    /// Masked in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocs: Option<&'a [Value]>,
    pub image_url: Option<Cow<'a, str>>,
    pub image: Option<Cow<'a, str>>,
    pub image_thumbnail: Option<Cow<'a, str>>,
    pub credit_to: Option<&'a str>,
    pub credit_url: Option<&'a str>,
    pub tags: &'a [String],
    pub datasets: Vec<DatasetOut<'a>>,
    pub reuses: Vec<ReuseRef<'a>>,
    pub owner: Option<UserRef<'a>>,
    pub published: Option<Timestamp>,
    pub body_type: &'a str,
    pub kind: &'a str,
    pub sidemenu: bool,
    /// Pages are not in a tree here.
    pub parent: Option<&'a str>,
    pub ancestors: [&'static str; 0],
    pub page: String,
    pub uri: String,
}

impl<'a> PostOut<'a> {
    /// `now` dates the quality of the datasets.
    pub fn new(
        context: &Context,
        all: &'a Posts,
        post: &'a Post,
        now: Timestamp,
        zones: &Zones,
    ) -> Self {
        let datasets = post.datasets.iter();
        let datasets = datasets.filter_map(|id| all.datasets.data.get(*all.places.get(id)?));
        let reuses = post.reuses.iter().filter_map(|id| all.reuses.get(id));
        let owner = post.owner.and_then(|id| all.references.users.get(&id));
        Self {
            id: post.id.to_string(),
            created_at: post.created_at,
            last_modified: post.last_modified,
            name: &post.name,
            slug: &post.slug,
            headline: post.headline.as_deref(),
            content: &post.content,
            blocs: Some(&post.blocs),
            image_url: post.image_url.as_deref().map(|at| context.hosted(at)),
            image: post.image.as_deref().map(|at| context.hosted(at)),
            image_thumbnail: post.image_thumbnail.as_deref().map(|at| context.hosted(at)),
            credit_to: post.credit_to.as_deref(),
            credit_url: post.credit_url.as_deref(),
            tags: &post.tags,
            datasets: datasets
                .map(|dataset| DatasetOut::v1(context, &all.datasets, dataset, now, zones))
                .collect(),
            reuses: reuses.map(|reuse| ReuseRef::new(context, reuse)).collect(),
            owner: owner.map(|user| UserRef::new(context, user)),
            published: post.published,
            body_type: &post.body_type,
            kind: &post.kind,
            sidemenu: false,
            parent: None,
            ancestors: [],
            page: context.url(&format!("/posts/{}", post.slug)),
            uri: context.url(&format!("/api/1/posts/{}/", post.slug)),
        }
    }

    /// As in a list: without its blocs, unless a mask asks for them.
    pub fn listed(mut self, context: &Context) -> Self {
        if context.mask.is_none() {
            self.blocs = None;
        }
        self
    }
}
