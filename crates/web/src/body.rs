//! The JSON that a client sends, read with a cap and refused in the words that clients of udata know.

use axum::body::Body as HttpBody;
use axum::extract::{FromRequest, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use serde_json::Value;
use vitrail_app::domain::Extras;
use vitrail_app::{Error, FieldErrors};

use crate::Web;
use crate::error::{ApiError, ApiResult};

/// The largest body of JSON, in bytes: a geometry is long, a catalogue is imported.
const LARGEST: usize = 10_000_000;

/// What was sent.
#[derive(Debug)]
pub struct Body {
    value: Value,
}

impl FromRequest<Web> for Body {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &Web) -> ApiResult<Self> {
        let (parts, body) = request.into_parts();
        let header = |name| parts.headers.get(name).and_then(|v| v.to_str().ok());
        let is_json = header(CONTENT_TYPE).is_some_and(|kind| {
            let kind = kind.split(';').next().unwrap_or_default().trim();
            kind == "application/json" || kind.ends_with("+json")
        });
        let announced = header(CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
        if announced.is_some_and(|length| length > LARGEST) {
            return Err(too_large().into());
        }
        let bytes = read(body).await?;
        if !is_json && !bytes.is_empty() {
            return Err(refused("Content-Type", "expecting application/json"));
        }
        let value = if bytes.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&bytes)
                .map_err(|error| Error::Bad(format!("The body is not JSON: {error}")))?
        };
        Ok(Self { value })
    }
}

impl Body {
    /// The object that was sent.
    pub fn object(&self) -> ApiResult<&Extras> {
        self.value
            .as_object()
            .ok_or_else(|| refused("request", "expecting a JSON object"))
    }

    pub fn value(&self) -> &Value {
        &self.value
    }
}

/// The same answer, as that of something new.
pub fn created(answer: ApiResult) -> ApiResult {
    answer.map(|mut response| {
        *response.status_mut() = axum::http::StatusCode::CREATED;
        response
    })
}

fn refused(name: &str, message: &str) -> ApiError {
    Error::Form(FieldErrors::from([(name.to_owned(), message.to_owned())])).into()
}

fn too_large() -> Error {
    Error::TooLarge(u64::try_from(LARGEST).unwrap_or(u64::MAX))
}

async fn read(body: HttpBody) -> ApiResult<bytes::Bytes> {
    axum::body::to_bytes(body, LARGEST).await.map_err(|error| {
        let is_cap = std::error::Error::source(&error)
            .is_some_and(|cause| cause.to_string().contains("limit"));
        if is_cap {
            too_large().into()
        } else {
            Error::Bad("The body could not be read to its end.".to_owned()).into()
        }
    })
}
