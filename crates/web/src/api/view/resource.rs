//! Files in the API.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;
use vitrail_app::domain::dataset::{Metrics, Schema};
use vitrail_app::domain::resource::Checksum;
use vitrail_app::domain::{Extras, Resource, Timestamp};

use crate::api::view::harvest;
use crate::context::Context;

/// A file or a service of a dataset.
#[derive(Clone, Debug, Serialize)]
pub struct ResourceOut<'a> {
    pub id: String,
    pub title: &'a str,
    pub description: Option<&'a str>,
    pub filetype: &'a str,
    pub r#type: &'a str,
    pub format: &'a str,
    pub url: Cow<'a, str>,
    /// The permalink, which follows the file wherever it goes.
    pub latest: String,
    pub checksum: Option<&'a Checksum>,
    pub filesize: Option<i64>,
    pub mime: Option<&'a str>,
    pub created_at: Timestamp,
    pub last_modified: Timestamp,
    pub metrics: &'a Metrics,
    pub harvest: Option<Cow<'a, Extras>>,
    pub extras: &'a Extras,
    pub preview_url: Option<&'a str>,
    pub schema: Option<&'a Schema>,
    pub internal: Internal,
    pub geopf: Option<Value>,
}

/// The dates of the portal itself, beside those of the source.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Internal {
    pub created_at_internal: Timestamp,
    pub last_modified_internal: Timestamp,
}

/// Where the file is. Files that the portal hosts are kept without its address, which may change.
pub fn address<'a>(context: &Context, resource: &'a Resource) -> Cow<'a, str> {
    if resource.file().is_some() {
        context.url(&resource.url).into()
    } else {
        Cow::Borrowed(&resource.url)
    }
}

impl<'a> ResourceOut<'a> {
    pub fn new(context: &Context, resource: &'a Resource) -> Self {
        Self {
            id: resource.id.to_string(),
            title: &resource.title,
            description: resource.description.as_deref(),
            filetype: &resource.filetype,
            r#type: &resource.r#type,
            format: &resource.format,
            url: address(context, resource),
            latest: context.url(&format!("/api/1/datasets/r/{}", resource.id)),
            checksum: resource.checksum.as_ref(),
            filesize: resource.filesize,
            mime: resource.mime.as_deref(),
            created_at: resource.created_at(),
            last_modified: resource.last_modified(),
            metrics: &resource.metrics,
            harvest: harvest(resource.harvest.as_ref()),
            extras: &resource.extras,
            preview_url: resource.preview_url.as_deref(),
            schema: resource.schema.as_ref(),
            internal: Internal {
                created_at_internal: resource.created_at_internal,
                last_modified_internal: resource.last_modified_internal,
            },
            geopf: None,
        }
    }
}
