//! How objects look in the API: one module per subject, keys and shapes of udata. Fields are declared in the
//! order of version 2; version 1 sorts them.

pub mod contact_point;
pub mod dataset;
pub mod organization;
pub mod resource;
pub mod user;

use serde::Serialize;

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

/// A badge of an object.
#[derive(Clone, Debug, Serialize)]
pub struct Badge<'a> {
    pub kind: &'a str,
}

pub fn badges(kinds: &[String]) -> Vec<Badge<'_>> {
    kinds.iter().map(|kind| Badge { kind }).collect()
}
