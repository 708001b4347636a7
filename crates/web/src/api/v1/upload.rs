//! Files sent to the portal, whole or in parts, as the uploaders of udata's clients speak: fields of a part, then
//! its bytes; a last request without bytes says that all is there.

use std::collections::HashMap;

use axum::Router;
use axum::body::Body as HttpBody;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use axum::routing::post;
use serde::Serialize;
use serde_json::json;
use vitrail_app::domain::{CommunityResource, Resource};
use vitrail_app::upload::{self, Draft, Part};
use vitrail_app::{App, Error, community_resource, dataset};

use crate::Web;
use crate::api::v1::dataset::uuid;
use crate::api::view::community_resource::CommunityResourceOut;
use crate::api::view::resource::ResourceOut;
use crate::body::created;
use crate::context::Context;
use crate::error::{ApiError, ApiResult};
use crate::multipart::{self, cut};

/// A field of text holds a name or a number.
const FIELD: usize = 4_096;
const FIELDS: usize = 50;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/datasets/{dataset}/upload", post(add))
        .route(
            "/api/1/datasets/{dataset}/resources/{resource}/upload",
            post(replace),
        )
        .route(
            "/api/1/datasets/{dataset}/upload/community",
            post(add_beside),
        )
        .route(
            "/api/1/datasets/community_resources/{community}/upload",
            post(replace_beside),
        )
}

/// The body of an upload, not read yet. The request that ends a file in parts has no bytes to send: some clients
/// write it as a plain form.
enum Sent {
    Multipart(Box<multer::Multipart<'static>>),
    Form(HttpBody),
    Nothing,
}

impl FromRequest<Web> for Sent {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &Web) -> ApiResult<Self> {
        let (parts, body) = request.into_parts();
        let kind = parts.headers.get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.starts_with("application/x-www-form-urlencoded") {
            return Ok(Self::Form(body));
        }
        // Who may not send anything is told so before what is wrong with it.
        Ok(match multipart::boundary(&parts.headers) {
            Some(boundary) => Self::Multipart(Box::new(multipart::open(body, boundary))),
            None => Self::Nothing,
        })
    }
}

/// What came: texts by name, and the file under the name that it bears.
#[derive(Default)]
struct Received {
    fields: HashMap<String, String>,
    file: Option<(String, Draft)>,
}

impl Received {
    async fn read(app: &App, sent: Sent) -> Result<Self, Error> {
        let mut body = match sent {
            Sent::Multipart(body) => body,
            Sent::Form(body) => return Self::form(body).await,
            Sent::Nothing => return Ok(Self::default()),
        };
        let mut received = Self::default();
        while let Some(mut field) = body.next_field().await.map_err(cut)? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == "file" && received.file.is_none() {
                let named = field.file_name().unwrap_or_default().to_owned();
                let mut draft = upload::begin(app).await?;
                while let Some(bytes) = field.chunk().await.map_err(cut)? {
                    upload::write(app, &mut draft, &bytes).await?;
                }
                received.file = Some((named, draft));
                continue;
            }
            let text = multipart::text(&mut field, FIELD).await?;
            if received.fields.len() >= FIELDS {
                return Err(Error::Upload("Too many fields"));
            }
            received.fields.insert(name, text);
        }
        Ok(received)
    }

    async fn form(body: HttpBody) -> Result<Self, Error> {
        let bytes = axum::body::to_bytes(body, FIELD * FIELDS).await;
        let bytes = bytes.map_err(|_| Error::Upload("The form is too long"))?;
        Ok(Self {
            fields: url::form_urlencoded::parse(&bytes).into_owned().collect(),
            file: None,
        })
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(|text| text.trim())
    }

    fn number<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, Error> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let number = text.parse().map(Some);
        number.map_err(|_| Error::Upload("A field is no number"))
    }
}

/// A file that came to its end.
struct Whole {
    name: String,
    draft: Draft,
    /// The upload whose parts may go.
    parts: Option<String>,
}

/// Takes what was sent in; nothing is whole yet when it was one part of a file.
async fn take(web: &Web, context: &Context, body: Sent) -> Result<Option<Whole>, Error> {
    let (app, actor) = (&web.app, &context.actor);
    let mut received = Received::read(app, body).await?;
    let total: Option<u32> = received.number("totalparts")?;
    let sent = received.file.take();
    let named = received.text("filename").map(str::to_owned);
    let (Some(upload), Some(total)) = (received.text("uuid"), total) else {
        let (name, draft) = sent.ok_or(Error::Upload("Missing file parameter"))?;
        upload::extension(&name)?;
        let parts = None;
        return Ok(Some(Whole { name, draft, parts }));
    };
    let name = named.ok_or(Error::Upload("Missing filename parameter"))?;
    upload::extension(&name)?;
    let Some((_, draft)) = sent else {
        let draft = upload::assemble(app, actor, upload, total).await?;
        let parts = Some(upload.to_owned());
        return Ok(Some(Whole { name, draft, parts }));
    };
    let index: u32 = received.number("partindex")?.unwrap_or(0);
    let part = Part {
        upload: upload.to_owned(),
        index,
        total,
        offset: received.number("partbyteoffset")?,
        size: received.number("chunksize")?,
    };
    upload::keep_part(app, actor, &part, draft).await?;
    Ok(None)
}

/// Lets the parts of a file go that is kept now.
async fn tidy(web: &Web, context: &Context, parts: Option<String>) -> Result<(), Error> {
    match parts {
        Some(parts) => upload::tidy(&web.app, &context.actor, &parts).await,
        None => Ok(()),
    }
}

/// A file with the word that uploaders look for.
#[derive(Serialize)]
struct Uploaded<'a> {
    #[serde(flatten)]
    resource: ResourceOut<'a>,
    success: bool,
}

fn uploaded(context: &Context, resource: &Resource) -> ApiResult {
    context.v1(&Uploaded {
        resource: ResourceOut::new(context, resource),
        success: true,
    })
}

fn more(context: &Context) -> ApiResult<Response> {
    context.v1(&json!({"success": true, "error": null, "message": ""}))
}

/// The list of extensions is at an address of this portal.
fn explained(context: &Context, key: &str, error: Error) -> ApiError {
    if matches!(error, Error::BadExtension) {
        let list = context.url("/api/1/datasets/extensions/");
        let sentence = format!(
            "This file type is not allowed.The allowed file type list is available at {list}"
        );
        return Error::Bad(sentence).into();
    }
    ApiError::at(error, &context.path, key)
}

async fn add(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Sent,
) -> ApiResult {
    let (app, actor) = (&web.app, &context.actor);
    let refused = |error| explained(&context, &key, error);
    upload::permitted(app, actor, &key).await.map_err(refused)?;
    let Some(whole) = take(&web, &context, body).await.map_err(refused)? else {
        return more(&context);
    };
    let made = upload::add(app, actor, &key, &whole.name, whole.draft);
    let made = made.await.map_err(refused)?;
    tidy(&web, &context, whole.parts).await?;
    created(uploaded(&context, &made))
}

async fn replace(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    context: Context,
    body: Sent,
) -> ApiResult {
    let (app, actor, id) = (&web.app, &context.actor, uuid(&id)?);
    let refused = |error| explained(&context, &key, error);
    upload::permitted(app, actor, &key).await.map_err(refused)?;
    let Some(whole) = take(&web, &context, body).await.map_err(refused)? else {
        return more(&context);
    };
    let made = upload::replace(app, actor, &key, id, &whole.name, whole.draft);
    let made = made.await.map_err(refused)?;
    tidy(&web, &context, whole.parts).await?;
    uploaded(&context, &made)
}

/// The same for what others than the producer add.
#[derive(Serialize)]
struct AddedBeside<'a> {
    #[serde(flatten)]
    resource: CommunityResourceOut<'a>,
    success: bool,
}

async fn uploaded_beside(web: &Web, context: &Context, made: &CommunityResource) -> ApiResult {
    let alone = std::slice::from_ref(made);
    let beside = community_resource::beside(&web.app, &context.actor, alone).await?;
    context.v1(&AddedBeside {
        resource: CommunityResourceOut::new(context, &beside, made),
        success: true,
    })
}

async fn add_beside(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Sent,
) -> ApiResult {
    let (app, actor) = (&web.app, &context.actor);
    let refused = |error| explained(&context, &key, error);
    vitrail_app::reading::signed_in(actor)?;
    dataset::find(app, actor, &key).await.map_err(refused)?;
    let Some(whole) = take(&web, &context, body).await.map_err(refused)? else {
        return more(&context);
    };
    let made = community_resource::add_file(app, actor, &key, &whole.name, whole.draft);
    let made = made.await.map_err(refused)?;
    tidy(&web, &context, whole.parts).await?;
    created(uploaded_beside(&web, &context, &made).await)
}

async fn replace_beside(
    State(web): State<Web>,
    Path(id): Path<String>,
    context: Context,
    body: Sent,
) -> ApiResult {
    let (app, actor, id) = (&web.app, &context.actor, uuid(&id)?);
    let refused = |error| explained(&context, "", error);
    community_resource::permitted(app, actor, id).await?;
    let Some(whole) = take(&web, &context, body).await.map_err(refused)? else {
        return more(&context);
    };
    let made = community_resource::replace_file(app, actor, id, &whole.name, whole.draft);
    let made = made.await.map_err(refused)?;
    tidy(&web, &context, whole.parts).await?;
    uploaded_beside(&web, &context, &made).await
}
