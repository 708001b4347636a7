//! The versions of a dataset: who changed what, when, from what to what; and the way back.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use serde::Serialize;
use serde_json::Value;
use vitrail_app::domain::{Kind, Timestamp};
use vitrail_app::history::{self, Version};
use vitrail_app::{Error, Listed, References};

use crate::Web;
use crate::api::v1::dataset;
use crate::api::view::user::UserRef;
use crate::context::Context;
use crate::error::{ApiError, ApiResult};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/datasets/{dataset}/versions", get(list))
        .route("/api/1/datasets/{dataset}/versions/{number}", get(read))
        .route(
            "/api/1/datasets/{dataset}/versions/{number}/restore",
            post(restore),
        )
}

#[derive(Serialize)]
struct VersionOut<'a> {
    number: i64,
    at: Timestamp,
    actor: Option<UserRef<'a>>,
    operation: &'a str,
    fields: &'a [String],
}

impl<'a> VersionOut<'a> {
    fn new(context: &Context, references: &'a References, version: &'a Version) -> Self {
        let actor = version.actor.and_then(|id| references.users.get(&id));
        Self {
            number: version.number,
            at: version.at,
            actor: actor.map(|user| UserRef::new(context, user)),
            operation: &version.operation,
            fields: &version.fields,
        }
    }
}

#[derive(Serialize)]
struct DifferenceOut {
    old: Value,
    new: Value,
}

/// A version with how it differs from the one before, or from that of `?with=`.
#[derive(Serialize)]
struct Compared<'a> {
    #[serde(flatten)]
    version: VersionOut<'a>,
    differences: BTreeMap<String, DifferenceOut>,
}

fn number(text: &str) -> Result<i64, Error> {
    text.parse().map_err(|_| Error::NotFound(Kind::Dataset))
}

async fn list(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let page = context.params.page(20)?;
    let (listed, references) = history::list(&web.app, &context.actor, &key, page)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let data = listed
        .data
        .iter()
        .map(|version| VersionOut::new(&context, &references, version))
        .collect();
    let total = listed.total;
    context.v1(&context.envelope(page, Listed { data, total })?)
}

async fn read(
    State(web): State<Web>,
    Path((key, text)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    let (number, with) = (number(&text)?, context.params.one("with"));
    let with = with.map(self::number).transpose()?;
    let compared = history::compare(&web.app, &context.actor, &key, number, with).await;
    let (version, differences, references) =
        compared.map_err(|error| ApiError::at(error, &context.path, &key))?;
    let differences = differences
        .into_iter()
        .map(|(name, found)| {
            let (old, new) = (found.old, found.new);
            (name, DifferenceOut { old, new })
        })
        .collect();
    context.v1(&Compared {
        version: VersionOut::new(&context, &references, &version),
        differences,
    })
}

async fn restore(
    State(web): State<Web>,
    Path((key, text)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    let restored = history::restore(&web.app, &context.actor, &key, number(&text)?)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    dataset::answer(&web, &context, restored).await
}
