//! Cards of the portal inside other sites: a small page that may be framed, what oEmbed says of it
//! (<https://oembed.com>), and the address at which the front of data.gouv.fr has always answered.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;
use serde_json::json;
use vitrail_app::domain::{Kind, Organization};
use vitrail_app::{Error, dataservice, dataset, organization, reuse, site};

use crate::Web;
use crate::api::view::dataservice::DataserviceOut;
use crate::api::view::organization::OrganizationOut;
use crate::api::view::reuse::ReuseOut;
use crate::context::Context;
use crate::error::{ApiError, ApiResult, json_response};
use crate::pages::card::{self, Card};
use crate::pages::frame::{Head, show};
use crate::pages::robot::escaped;
use crate::view::Template;

/// Any site may frame a card; nothing else of the portal.
const POLICY: &str = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; \
     frame-ancestors *";
/// Pixels that a card fills at most, with a description and without, in a frame of 320 pixels or more: its style cuts
/// each of its lines there, and shows fewer of them in a lower frame.
const HEIGHT: i64 = 256;
const HEIGHT_WITHOUT_TEXT: i64 = 204;
const WIDTH: i64 = 800;

/// The kinds that are shown elsewhere.
const KINDS: [&str; 4] = ["datasets", "dataservices", "reuses", "organizations"];

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/embeds/{kind}/{key}", get(page))
        .route("/oembed", get(oembed))
        .route("/nuxt-api/oembed", get(oembed))
}

#[derive(Serialize)]
struct Content<T> {
    kind: String,
    object: T,
}

async fn page(
    State(web): State<Web>,
    Path((kind, key)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    let (app, actor) = (&web.app, &context.actor);
    let moved = |error| ApiError::at(error, &context.path, &key);
    match kind.as_str() {
        "datasets" => {
            let found = dataset::find(app, actor, &key).await.map_err(moved)?;
            let title = found.title.clone();
            let cards = card::Datasets::read(&web, vec![found]).await?;
            let card = cards.cards(&context, app.now()).into_iter().next();
            framed(&web, &context, &kind, title, card).await
        }
        "dataservices" => {
            let found = dataservice::find(app, actor, &key).await.map_err(moved)?;
            let title = found.title.clone();
            let all = dataservice::with_references(app, vec![found]).await?;
            let card = all
                .data
                .first()
                .map(|found| DataserviceOut::new(&context, &all, found));
            framed(&web, &context, &kind, title, card).await
        }
        "reuses" => {
            let found = reuse::find(app, actor, &key).await.map_err(moved)?;
            let title = found.title.clone();
            let all = reuse::with_references(app, actor, vec![found], reuse::Used::Counted).await?;
            let card = all
                .data
                .first()
                .map(|found| ReuseOut::v2(&context, &all, found));
            framed(&web, &context, &kind, title, card).await
        }
        "organizations" => {
            let found = organization::find(app, actor, &key).await.map_err(moved)?;
            let title = found.name.clone();
            let all = organization::with_members(app, vec![found]).await?;
            let card = all.data.first().map(|found: &Organization| {
                Card::new(OrganizationOut::new(&context, &all.references, found))
            });
            framed(&web, &context, &kind, title, card).await
        }
        _ => Err(Error::NotFound(Kind::Site).into()),
    }
}

/// A card alone, on a page that other sites may frame.
async fn framed(
    web: &Web,
    context: &Context,
    kind: &str,
    title: String,
    card: Option<impl Serialize>,
) -> ApiResult {
    let object = card.ok_or(Error::NotFound(Kind::Site))?;
    let head = Head {
        title: Some(title),
        robots: Some("noindex"),
        ..Head::default()
    };
    let shown = Content {
        kind: kind.to_owned(),
        object,
    };
    let mut response = show(web, context, Template::Embed, &head, &shown).await?;
    let policy = HeaderValue::from_static(POLICY);
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

/// What a site must write to show the page of an address.
async fn oembed(State(web): State<Web>, context: Context) -> ApiResult {
    let params = &context.params;
    if let Some(format) = params.one("format").filter(|format| *format != "json") {
        // The status that the specification gives to a format that is not written.
        let sentence = format!("format: {format} is not offered, only json");
        let body = json!({"message": sentence});
        return Ok(json_response(StatusCode::NOT_IMPLEMENTED, &body));
    }
    let Some(url) = params.one("url") else {
        return Err(Error::Bad("url: say which page".to_owned()).into());
    };
    let Some((kind, key)) = shown_at(&context, url) else {
        return Err(Error::NotFound(Kind::Site).into());
    };
    let shown = match named(&web, &context, kind, key).await {
        // Pages hold the address that an object had when they were written.
        Err(Error::Moved(slug)) => named(&web, &context, kind, &slug).await?,
        found => found?,
    };
    let size = |name: &str, usual: i64| {
        let asked = params.one(name).and_then(|text| text.parse::<i64>().ok());
        asked
            .filter(|size| *size > 0)
            .map_or(usual, |size| size.min(usual))
    };
    let (width, height) = (
        size("maxwidth", WIDTH),
        size("maxheight", usual_height(shown.has_text)),
    );
    let path = format!("/{kind}/{}", shown.slug);
    let portal = &site::read(&web.app).await?.title;
    let html = iframe(&context, &path, &shown.title, (width, height));
    Ok(answer(&json!({
        "version": "1.0",
        "type": "rich",
        "title": shown.title,
        "provider_name": portal,
        "provider_url": context.base,
        "width": width,
        "height": height,
        "html": html,
    })))
}

fn usual_height(has_text: bool) -> i64 {
    if has_text {
        HEIGHT
    } else {
        HEIGHT_WITHOUT_TEXT
    }
}

/// What shows the card of the object of a page in another one.
fn iframe(context: &Context, path: &str, title: &str, (width, height): (i64, i64)) -> String {
    let src = context.url(&format!("/embeds{path}"));
    format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"{height}\" \
         style=\"max-width: {width}px; border: 0\" loading=\"lazy\"></iframe>",
        escaped(&src),
        escaped(title)
    )
}

/// What a page offers to those who would show its object elsewhere, as HTML.
pub fn offered(context: &Context, head: &Head, path: &str) -> Option<String> {
    let size = (WIDTH, usual_height(head.description.is_some()));
    let title = head.title.as_deref()?;
    Some(iframe(context, path, title, size))
}

fn answer(body: &serde_json::Value) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (headers, body.to_string()).into_response()
}

/// The kind and the key of a page of this portal, whatever language its address names.
fn shown_at<'a>(context: &Context, url: &'a str) -> Option<(&'static str, &'a str)> {
    let path = url.strip_prefix(&context.base)?.strip_prefix('/')?;
    let path = path.split(['?', '#']).next()?;
    let path = path
        .strip_prefix("fr/")
        .or_else(|| path.strip_prefix("en/"))
        .unwrap_or(path);
    let (kind, key) = path.trim_end_matches('/').split_once('/')?;
    let kind = KINDS.into_iter().find(|known| *known == kind)?;
    (!key.is_empty() && !key.contains('/')).then_some((kind, key))
}

/// What oEmbed says of an object.
struct Shown {
    title: String,
    slug: String,
    has_text: bool,
}

/// An object that the asker may read.
async fn named(web: &Web, context: &Context, kind: &str, key: &str) -> Result<Shown, Error> {
    let (app, actor) = (&web.app, &context.actor);
    let (title, slug, text) = match kind {
        "datasets" => {
            let found = dataset::find(app, actor, key).await?;
            let text = found.description_short.unwrap_or_default() + &found.description;
            (found.title, found.slug, text)
        }
        "dataservices" => {
            let found = dataservice::find(app, actor, key).await?;
            (found.title, found.slug, found.description)
        }
        "reuses" => {
            let found = reuse::find(app, actor, key).await?;
            (found.title, found.slug, found.description)
        }
        _ => {
            let found = organization::find(app, actor, key).await?;
            (found.name, found.slug, found.description)
        }
    };
    let has_text = !text.trim().is_empty();
    Ok(Shown {
        title,
        slug,
        has_text,
    })
}
