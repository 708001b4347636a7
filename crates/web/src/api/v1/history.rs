//! The versions of an object: who changed what, when, from what to what; and the way back.

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
use crate::api::v1::{dataservice, dataset, organization, reuse};
use crate::api::v2::topic;
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
        .route("/api/1/reuses/{reuse}/versions", get(list))
        .route("/api/1/reuses/{reuse}/versions/{number}", get(read))
        .route(
            "/api/1/reuses/{reuse}/versions/{number}/restore",
            post(restore),
        )
        .route("/api/1/dataservices/{dataservice}/versions", get(list))
        .route(
            "/api/1/dataservices/{dataservice}/versions/{number}",
            get(read),
        )
        .route(
            "/api/1/dataservices/{dataservice}/versions/{number}/restore",
            post(restore),
        )
        .route("/api/1/topics/{topic}/versions", get(list))
        .route("/api/1/topics/{topic}/versions/{number}", get(read))
        .route(
            "/api/1/topics/{topic}/versions/{number}/restore",
            post(restore),
        )
        .route("/api/1/organizations/{organization}/versions", get(list))
        .route(
            "/api/1/organizations/{organization}/versions/{number}",
            get(read),
        )
        .route(
            "/api/1/organizations/{organization}/versions/{number}/restore",
            post(restore),
        )
}

/// The kind of object that a path of these routes speaks of.
fn kind(context: &Context) -> Kind {
    match context.path.split('/').nth(3) {
        Some("reuses") => Kind::Reuse,
        Some("dataservices") => Kind::Dataservice,
        Some("topics") => Kind::Topic,
        Some("organizations") => Kind::Organization,
        _ => Kind::Dataset,
    }
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
    let (listed, references) =
        history::list(&web.app, &context.actor, (kind(&context), &key), page)
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
    let named = (kind(&context), key.as_str());
    let compared = history::compare(&web.app, &context.actor, named, number, with).await;
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
    let (app, actor, number) = (&web.app, &context.actor, number(&text)?);
    let moved = |error| ApiError::at(error, &context.path, &key);
    match kind(&context) {
        Kind::Reuse => {
            let found = history::restore_reuse(app, actor, &key, number).await;
            reuse::answer(&web, &context, found.map_err(moved)?).await
        }
        Kind::Dataservice => {
            let found = history::restore_dataservice(app, actor, &key, number).await;
            dataservice::answer(&web, &context, found.map_err(moved)?).await
        }
        Kind::Topic => {
            let found = history::restore_topic(app, actor, &key, number).await;
            topic::answer(&web, &context, found.map_err(moved)?).await
        }
        Kind::Organization => {
            let found = history::restore_organization(app, actor, &key, number).await;
            organization::answer(&web, &context, found.map_err(moved)?).await
        }
        _ => {
            let found = history::restore_dataset(app, actor, &key, number).await;
            dataset::answer(&web, &context, found.map_err(moved)?).await
        }
    }
}
