//! A dataset whole, in one ZIP: its hosted files, and a manifest that says where the others are.

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::IntoResponse;
use axum::routing::get;
use futures_util::stream;
use vitrail_app::archive;

use crate::Web;
use crate::context::Context;
use crate::error::{ApiError, ApiResult};

pub fn routes() -> Router<Web> {
    Router::new().route("/api/1/datasets/{dataset}/archive.zip", get(whole))
}

async fn whole(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let opened = archive::open(&web.app, &context.actor, &key, &context.base, context.lang);
    let archive = opened
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let kept = if archive.public {
        "public, no-cache"
    } else {
        "private, no-cache"
    };
    let headers = [
        (CONTENT_TYPE, "application/zip".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}\"", archive.name),
        ),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (CACHE_CONTROL, kept.to_owned()),
    ];
    let parts = stream::try_unfold(archive, |mut archive| async move {
        let part = archive.next().await.inspect_err(|error| {
            tracing::error!(%error, "an archive could not be written to its end");
        })?;
        Ok::<_, vitrail_app::Error>(part.map(|part| (part, archive)))
    });
    Ok((headers, Body::from_stream(parts)).into_response())
}
