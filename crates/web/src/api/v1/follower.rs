//! Who follows a dataset, a reuse, an organization, a dataservice or a person: one handler for all, because the
//! answer never depends on what is followed.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use serde_json::json;
use vitrail_app::domain::{Id, Kind};
use vitrail_app::{Error, Listed, follow, reading};

use crate::Web;
use crate::api::view::follow::FollowOut;
use crate::body::created;
use crate::context::Context;
use crate::error::ApiResult;

pub fn routes() -> Router<Web> {
    let of = |kind| {
        get(move |web: State<Web>, id: Path<String>, context: Context| list(kind, web, id, context))
            .post(move |web: State<Web>, id: Path<String>, context: Context| {
                start(kind, web, id, context)
            })
            .delete(move |web: State<Web>, id: Path<String>, context: Context| {
                stop(kind, web, id, context)
            })
    };
    Router::new()
        .route("/api/1/datasets/{id}/followers", of(Kind::Dataset))
        .route("/api/1/reuses/{id}/followers", of(Kind::Reuse))
        .route(
            "/api/1/organizations/{id}/followers",
            of(Kind::Organization),
        )
        .route("/api/1/dataservices/{id}/followers", of(Kind::Dataservice))
        .route("/api/1/users/{id}/followers", of(Kind::User))
        // Topics are of version 2; udata lets nobody follow them.
        .route("/api/2/topics/{id}/followers", of(Kind::Topic))
}

/// Only an id leads here, never a slug, as on udata.
async fn list(
    kind: Kind,
    State(web): State<Web>,
    Path(id): Path<String>,
    context: Context,
) -> ApiResult {
    let id: Id = id.parse().map_err(|_| Error::NotFound(kind))?;
    let (follower, page) = (context.params.id("user")?, context.params.page(20)?);
    let (listed, references) =
        follow::followers(&web.app, &context.actor, (kind, id), follower, page).await?;
    let data = listed
        .data
        .iter()
        .filter_map(|follow| FollowOut::new(&context, &references, follow))
        .collect();
    context.v1(&context.envelope(
        page,
        Listed {
            data,
            total: listed.total,
        },
    )?)
}

async fn start(
    kind: Kind,
    State(web): State<Web>,
    Path(id): Path<String>,
    context: Context,
) -> ApiResult {
    reading::signed_in(&context.actor)?;
    let id = id.parse().map_err(|_| Error::NotFound(kind))?;
    let (followers, is_new) = follow::start(&web.app, &context.actor, (kind, id)).await?;
    let answer = context.v1(&json!({"followers": followers}));
    if is_new { created(answer) } else { answer }
}

async fn stop(
    kind: Kind,
    State(web): State<Web>,
    Path(id): Path<String>,
    context: Context,
) -> ApiResult {
    reading::signed_in(&context.actor)?;
    let id = id.parse().map_err(|_| Error::NotFound(kind))?;
    let followers = follow::stop(&web.app, &context.actor, (kind, id)).await?;
    context.v1(&json!({"followers": followers}))
}
