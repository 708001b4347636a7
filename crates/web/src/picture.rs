//! A form that brings a picture, and perhaps which part of it to keep (`bbox`): read whole, once it is known that
//! whoever sends it may.

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use vitrail_app::Error;
use vitrail_app::image;

use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::multipart;

/// Room for the lines of a form around a picture.
const AROUND: usize = 20_000;

/// The body of the form, not read yet: who may not send one is told so first.
pub struct Sent {
    boundary: Option<String>,
    body: Body,
}

impl FromRequest<Web> for Sent {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &Web) -> ApiResult<Self> {
        let (parts, body) = request.into_parts();
        let boundary = multipart::boundary(&parts.headers);
        Ok(Self { boundary, body })
    }
}

/// What the form held.
#[derive(Default)]
pub struct Read {
    pub file: Option<Vec<u8>>,
    pub cut: Option<image::Cut>,
}

impl Sent {
    pub async fn read(self) -> Result<Read, Error> {
        let mut read = Read::default();
        let Some(boundary) = self.boundary else {
            return Ok(read);
        };
        let bytes = axum::body::to_bytes(self.body, image::LARGEST + AROUND).await;
        let most = u64::try_from(image::LARGEST).unwrap_or(u64::MAX);
        let bytes = bytes.map_err(|_| Error::TooLarge(most))?;
        let mut form = multipart::open(bytes.into(), boundary);
        let cut = |_| Error::Bad("The form could not be read to its end".to_owned());
        while let Some(field) = form.next_field().await.map_err(cut)? {
            match field.name() {
                Some("file") => {
                    let bytes = field.bytes().await.map_err(cut)?;
                    read.file = Some(bytes.to_vec());
                }
                Some("bbox") => {
                    let text = field.text().await.map_err(cut)?;
                    if !text.trim().is_empty() {
                        read.cut = Some(image::cut(&text)?);
                    }
                }
                _ => {}
            }
        }
        Ok(read)
    }
}
