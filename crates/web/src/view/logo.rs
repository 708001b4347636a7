//! The mark of the operator: an image file read once at the start, so that pages show it without asking anybody
//! else, and a wrong path is said at once.

use std::path::Path;

use anyhow::Context;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::Web;

/// Where it is served.
pub const ADDRESS: &str = "/logo";
/// An image shown at 32 pixels has no reason to be larger.
const LARGEST: usize = 1_000_000;

pub struct Logo {
    bytes: Vec<u8>,
    mime: &'static str,
}

impl Logo {
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let ending = path.extension().and_then(|ending| ending.to_str());
        let mime = match ending.map(str::to_ascii_lowercase).as_deref() {
            Some("svg") => "image/svg+xml",
            Some("png") => "image/png",
            Some("jpg" | "jpeg") => "image/jpeg",
            Some("webp") => "image/webp",
            _ => anyhow::bail!(
                "--logo: {} is no image that pages can show; give an SVG, PNG, JPEG or WebP file",
                path.display()
            ),
        };
        let bytes = std::fs::read(path)
            .with_context(|| format!("--logo: {} cannot be opened", path.display()))?;
        anyhow::ensure!(
            bytes.len() <= LARGEST,
            "--logo: {} is larger than 1 MB; give a lighter image",
            path.display()
        );
        Ok(Self { bytes, mime })
    }
}

pub fn routes() -> Router<Web> {
    // `ADDRESS`, written out for the tests that read routes in the sources.
    Router::new().route("/logo", get(serve))
}

async fn serve(State(web): State<Web>) -> Response {
    let Some(logo) = web.logo.as_deref() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    (
        [
            (header::CONTENT_TYPE, logo.mime),
            (header::CACHE_CONTROL, "public, max-age=3600"),
            // Opened alone, a drawing runs nothing.
            (
                header::CONTENT_SECURITY_POLICY,
                "default-src 'none'; style-src 'unsafe-inline'; sandbox",
            ),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ],
        logo.bytes.clone(),
    )
        .into_response()
}
