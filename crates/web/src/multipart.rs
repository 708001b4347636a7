//! Forms in parts, which bring files (RFC 7578): what every reader of them does alike.

use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use multer::{Field, Multipart};
use vitrail_app::Error;

/// The mark between the parts of a body, when it comes in parts.
pub fn boundary(headers: &HeaderMap) -> Option<String> {
    let kind = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    multer::parse_boundary(kind).ok()
}

/// A body in parts, read as it comes.
pub fn open(body: Body, boundary: String) -> Multipart<'static> {
    Multipart::new(body.into_data_stream(), boundary)
}

/// The text of a part, of at most so many bytes.
pub async fn text(field: &mut Field<'static>, most: usize) -> Result<String, Error> {
    let mut text = Vec::new();
    while let Some(bytes) = field.chunk().await.map_err(cut)? {
        if text.len() + bytes.len() > most {
            return Err(Error::Upload("A field is too long"));
        }
        text.extend_from_slice(&bytes);
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "what `map_err` calls takes the error whole"
)]
pub fn cut(error: multer::Error) -> Error {
    tracing::debug!(%error, "an upload ended too soon");
    Error::Upload("The file could not be read to its end")
}
