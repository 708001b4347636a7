//! How objects look in the API: one module per subject, keys and shapes of udata. Fields are declared in the
//! order of version 2; version 1 sorts them.

pub mod activity;
pub mod community_resource;
pub mod contact_point;
pub mod dataservice;
pub mod dataset;
pub mod discussion;
pub mod follow;
pub mod harvest;
pub mod harvested;
pub mod membership;
pub mod mqa;
pub mod notification;
pub mod organization;
pub mod post;
pub mod report;
pub mod resource;
pub mod reuse;
pub mod site;
pub mod topic;
pub mod transfer;
pub mod user;
pub mod zone;

use std::borrow::Cow;

use serde::Serialize;
use vitrail_app::domain::{Extras, Id, Kind};

use crate::context::Context;

/// A link to a list kept elsewhere, in place of the list.
#[derive(Clone, Debug, Serialize)]
pub struct Rel {
    pub rel: &'static str,
    pub href: String,
    pub r#type: &'static str,
    pub total: i64,
}

impl Rel {
    pub fn new(href: String, total: i64) -> Self {
        Self {
            rel: "subsection",
            href,
            r#type: "GET",
            total,
        }
    }
}

/// Harvest facts without the words of the source, which are for linked data.
pub fn harvest(facts: Option<&Extras>) -> Option<Cow<'_, Extras>> {
    let facts = facts?;
    if !facts.contains_key("source") {
        return Some(Cow::Borrowed(facts));
    }
    let mut told = facts.clone();
    told.remove("source");
    Some(Cow::Owned(told))
}

/// A badge of an object.
#[derive(Clone, Debug, Serialize)]
pub struct Badge<'a> {
    pub kind: &'a str,
}

pub fn badges(kinds: &[String]) -> Vec<Badge<'_>> {
    kinds.iter().map(|kind| Badge { kind }).collect()
}

/// The class and id of an object that something speaks of.
#[derive(Clone, Debug, Serialize)]
pub struct SubjectRef {
    pub class: &'static str,
    pub id: String,
}

impl SubjectRef {
    pub fn new((kind, id): (Kind, Id)) -> Self {
        Self {
            class: kind.class(),
            id: id.to_string(),
        }
    }
}

/// The public page of an object.
pub fn page_of(context: &Context, kind: Kind, slug: &str) -> String {
    context.url(&format!("/{}s/{slug}", kind.as_str()))
}
