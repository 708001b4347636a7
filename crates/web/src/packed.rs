//! Answers that are written while they are read, compressed on their way for who accepts it: neither their length nor
//! their whole is ever known. What has a length of its own is left alone, so that it can be asked for in parts.

use std::io::Write;

use axum::body::{Body, BodyDataStream};
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::{StreamExt, stream};

use crate::cache::{accepts_gzip, is_textual};

/// An answer on its way, and what of it is compressed and not given out yet.
struct Packing {
    body: BodyDataStream,
    /// None after the end.
    encoder: Option<GzEncoder<Vec<u8>>>,
}

/// Compresses an answer of text whose length is not said.
pub fn streamed(asked: &HeaderMap, mut response: Response) -> Response {
    let headers = response.headers_mut();
    if !is_textual(headers)
        || headers.contains_key(CONTENT_LENGTH)
        || headers.contains_key(CONTENT_ENCODING)
    {
        return response;
    }
    headers.append(VARY, HeaderValue::from_static("Accept-Encoding"));
    if !accepts_gzip(asked) {
        return response;
    }
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    response.map(|body| {
        let packing = Packing {
            body: body.into_data_stream(),
            encoder: Some(GzEncoder::new(Vec::new(), Compression::fast())),
        };
        Body::from_stream(stream::try_unfold(packing, |mut packing| async move {
            let some = packing.next().await?;
            Ok::<_, axum::BoxError>(some.map(|some| (some, packing)))
        }))
    })
}

impl Packing {
    /// The next compressed bytes; nothing when all is given out.
    async fn next(&mut self) -> Result<Option<Bytes>, axum::BoxError> {
        while let Some(mut encoder) = self.encoder.take() {
            let Some(some) = self.body.next().await else {
                return Ok(Some(encoder.finish()?.into()));
            };
            encoder.write_all(&some?)?;
            let packed = std::mem::take(encoder.get_mut());
            self.encoder = Some(encoder);
            if !packed.is_empty() {
                return Ok(Some(packed.into()));
            }
        }
        Ok(None)
    }
}
