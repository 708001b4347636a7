//! The image of who has none: a mosaic drawn from any identifier.

use axum::Router;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use vitrail_app::Error;
use vitrail_app::domain::Kind;

use crate::Web;
use crate::error::ApiResult;
use crate::mosaic;

/// The drawing of an identifier never changes.
const FOR_LONG: &str = "public, max-age=2592000, immutable";
/// Larger images are served as this.
const LARGEST: u32 = 1_000;

pub fn routes() -> Router<Web> {
    Router::new().route("/api/1/avatars/{identifier}/{size}", get(read))
}

async fn read(Path((identifier, size)): Path<(String, String)>) -> ApiResult {
    let digits = !size.is_empty() && size.bytes().all(|byte| byte.is_ascii_digit());
    if !digits {
        return Err(Error::NotFound(Kind::User).into());
    }
    // What is too long for a number is too large as well.
    let size = size.parse().unwrap_or(LARGEST).clamp(1, LARGEST);
    let drawing = tokio::task::spawn_blocking(move || mosaic::png(&identifier, size));
    let file = drawing.await.map_err(anyhow::Error::from)??;
    Ok((
        [(CONTENT_TYPE, "image/png"), (CACHE_CONTROL, FOR_LONG)],
        file,
    )
        .into_response())
}
