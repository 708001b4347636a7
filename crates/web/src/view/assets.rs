//! Styles, scripts and fonts as Vite built them: names hold a digest, so browsers may keep them for ever.

use std::collections::HashMap;

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::RustEmbed;
use serde::Deserialize;

use crate::Web;

#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
struct Dist;

#[derive(Deserialize)]
struct Entry {
    file: String,
}

/// The addresses of built files by the path of their source.
pub struct Assets(HashMap<String, String>);

impl Assets {
    pub fn load() -> Self {
        let manifest = Dist::get("manifest.json").map(|file| file.data);
        let entries: HashMap<String, Entry> = manifest
            .and_then(|data| serde_json::from_slice(&data).ok())
            .unwrap_or_default();
        if entries.is_empty() {
            tracing::error!("ui/dist is empty: run `npm ci && npm run build` in ui");
        }
        let address =
            |(source, entry): (String, Entry)| (source, format!("/assets/{}", entry.file));
        Self(entries.into_iter().map(address).collect())
    }

    /// The hashed address of `styles/site.css`.
    pub fn address(&self, source: &str) -> String {
        let known = self.0.get(source).cloned();
        known.unwrap_or_else(|| format!("/assets/{source}"))
    }
}

pub fn routes() -> Router<Web> {
    Router::new().route("/assets/{*file}", get(serve))
}

async fn serve(Path(file): Path<String>) -> Response {
    let Some(found) = Dist::get(&file).filter(|_| file != "manifest.json") else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mime = found.metadata.mimetype().to_owned();
    (
        [
            (header::CONTENT_TYPE, mime),
            (
                header::CACHE_CONTROL,
                "public, max-age=31536000, immutable".to_owned(),
            ),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        ],
        found.data,
    )
        .into_response()
}

/// The bytes of a built file.
pub fn asset(file: &str) -> Option<Vec<u8>> {
    Dist::get(file).map(|found| found.data.into_owned())
}
