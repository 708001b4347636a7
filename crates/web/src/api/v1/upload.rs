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
        Ok(match multer::parse_boundary(kind) {
            Ok(boundary) => {
                let stream = HttpBody::into_data_stream(body);
                Self::Multipart(Box::new(multer::Multipart::new(stream, boundary)))
            }
            Err(_) => Self::Nothing,
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
            let mut text = Vec::new();
            while let Some(bytes) = field.chunk().await.map_err(cut)? {
                if text.len() + bytes.len() > FIELD {
                    return Err(Error::Upload("A field is too long"));
                }
                text.extend_from_slice(&bytes);
            }
            if received.fields.len() >= FIELDS {
                return Err(Error::Upload("Too many fields"));
            }
            let text = String::from_utf8_lossy(&text).into_owned();
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

#[expect(
    clippy::needless_pass_by_value,
    reason = "what `map_err` calls takes the error whole"
)]
fn cut(error: multer::Error) -> Error {
    tracing::debug!(%error, "an upload ended too soon");
    Error::Upload("The file could not be read to its end")
}

/// What an upload leads to.
enum Step {
    /// A part was kept.
    More,
    /// A file is whole: its name, and the upload whose parts may go.
    Whole(String, Box<Draft>, Option<String>),
}

async fn step(web: &Web, context: &Context, body: Sent) -> Result<Step, Error> {
    let (app, actor) = (&web.app, &context.actor);
    let mut received = Received::read(app, body).await?;
    let total: Option<u32> = received.number("totalparts")?;
    let sent = received.file.take();
    let named = received.text("filename").map(str::to_owned);
    let (Some(upload), Some(total)) = (received.text("uuid"), total) else {
        let (name, draft) = sent.ok_or(Error::Upload("Missing file parameter"))?;
        upload::extension(&name)?;
        return Ok(Step::Whole(name, Box::new(draft), None));
    };
    let name = named.ok_or(Error::Upload("Missing filename parameter"))?;
    upload::extension(&name)?;
    let Some((_, draft)) = sent else {
        let draft = upload::assemble(app, actor, upload, total).await?;
        return Ok(Step::Whole(name, Box::new(draft), Some(upload.to_owned())));
    };
    let index: u32 = received.number("partindex")?.unwrap_or(0);
    if index >= total {
        return Err(Error::Upload("The part is beyond the last one"));
    }
    let part = Part {
        upload: upload.to_owned(),
        index,
        size: received.number("chunksize")?,
    };
    upload::keep_part(app, actor, &part, draft).await?;
    Ok(Step::More)
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
    let made = async {
        upload::permitted(&web.app, &context.actor, &key).await?;
        let Step::Whole(name, draft, parts) = step(&web, &context, body).await? else {
            return Ok(None);
        };
        let made = upload::add(&web.app, &context.actor, &key, &name, *draft).await?;
        if let Some(parts) = parts {
            upload::tidy(&web.app, &context.actor, &parts).await?;
        }
        Ok(Some(made))
    };
    match made.await {
        Ok(Some(made)) => created(uploaded(&context, &made)),
        Ok(None) => more(&context),
        Err(error) => Err(explained(&context, &key, error)),
    }
}

async fn replace(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    context: Context,
    body: Sent,
) -> ApiResult {
    let id = uuid(&id)?;
    let made = async {
        upload::permitted(&web.app, &context.actor, &key).await?;
        let Step::Whole(name, draft, parts) = step(&web, &context, body).await? else {
            return Ok(None);
        };
        let made = upload::replace(&web.app, &context.actor, &key, id, &name, *draft).await?;
        if let Some(parts) = parts {
            upload::tidy(&web.app, &context.actor, &parts).await?;
        }
        Ok(Some(made))
    };
    match made.await {
        Ok(Some(made)) => uploaded(&context, &made),
        Ok(None) => more(&context),
        Err(error) => Err(explained(&context, &key, error)),
    }
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
    let made = async {
        vitrail_app::reading::signed_in(&context.actor)?;
        dataset::find(&web.app, &context.actor, &key).await?;
        let Step::Whole(name, draft, parts) = step(&web, &context, body).await? else {
            return Ok(None);
        };
        let made =
            community_resource::add_file(&web.app, &context.actor, &key, &name, *draft).await?;
        if let Some(parts) = parts {
            upload::tidy(&web.app, &context.actor, &parts).await?;
        }
        Ok(Some(made))
    };
    match made.await {
        Ok(Some(made)) => created(uploaded_beside(&web, &context, &made).await),
        Ok(None) => more(&context),
        Err(error) => Err(explained(&context, &key, error)),
    }
}

async fn replace_beside(
    State(web): State<Web>,
    Path(id): Path<String>,
    context: Context,
    body: Sent,
) -> ApiResult {
    let id = uuid(&id)?;
    let made = async {
        community_resource::permitted(&web.app, &context.actor, id).await?;
        let Step::Whole(name, draft, parts) = step(&web, &context, body).await? else {
            return Ok(None);
        };
        let made =
            community_resource::replace_file(&web.app, &context.actor, id, &name, *draft).await?;
        if let Some(parts) = parts {
            upload::tidy(&web.app, &context.actor, &parts).await?;
        }
        Ok(Some(made))
    };
    match made.await {
        Ok(Some(made)) => uploaded_beside(&web, &context, &made).await,
        Ok(None) => more(&context),
        Err(error) => Err(explained(&context, "", error)),
    }
}
