//! What changed in the public catalogue, for neighbours that stay in step with it: as JSON, and as a stream of events in
//! linked data.

use axum::Router;
use axum::extract::State;
use axum::http::header::{ACCEPT, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;
use vitrail_app::changes::{self, Happened};
use vitrail_app::dcat::{Profile, Syntax};
use vitrail_app::domain::{Id, Kind, Timestamp};
use vitrail_app::rdf::Form;
use vitrail_app::{Error, Result};

use crate::Web;
use crate::context::Context;
use crate::error::ApiResult;

/// Changes of the log on a page, unless the caller says otherwise, and at most.
const PAGE: i64 = 100;
const MOST: i64 = 1_000;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/site/changes", get(list))
        .route("/ldes", get(stream))
}

#[derive(Serialize)]
struct Feed {
    data: Vec<Event>,
    /// Where to go on from, now or later.
    cursor: i64,
    page_size: i64,
    next_page: Option<String>,
}

#[derive(Serialize)]
struct Event {
    seq: i64,
    at: Timestamp,
    class: &'static str,
    id: String,
    operation: &'static str,
    uri: Option<String>,
}

impl Event {
    fn new(context: &Context, event: &Happened) -> Self {
        let (kind, id) = event.subject;
        Self {
            seq: event.seq,
            at: event.at,
            class: kind.class(),
            id: id.to_string(),
            operation: if event.gone { "removed" } else { "updated" },
            uri: (!event.gone).then(|| context.url(&address(event.subject))),
        }
    }
}

fn address((kind, id): (Kind, Id)) -> String {
    match kind {
        Kind::ContactPoint => format!("/api/1/contacts/{id}/"),
        other => format!("/api/1/{}s/{id}/", other.as_str()),
    }
}

/// Where to begin: the whole log for those who come for the first time.
fn cursor(context: &Context) -> Result<i64> {
    let Some(text) = context.params.one("cursor") else {
        return Ok(0);
    };
    let number = text.parse().ok().filter(|number| *number >= 0);
    number.ok_or_else(|| {
        let says = "a cursor is a number that a former page gave";
        Error::argument("cursor", format!("{says}, not {text:?}"))
    })
}

/// A place that this log never reached is that of another one, as after a restoration: whoever waits there would hear
/// nothing for long.
async fn reached(web: &Web, cursor: i64) -> Result<i64> {
    if cursor > changes::last(&web.app).await? {
        let says = "this place of the log was never reached: begin again without a cursor";
        return Err(Error::argument("cursor", says.to_owned()));
    }
    Ok(cursor)
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let page = context.params.page_up_to(PAGE, MOST)?;
    let cursor = reached(&web, cursor(&context)?).await?;
    let feed = changes::after(&web.app, cursor, page.size).await?;
    let next = format!(
        "{}/api/1/site/changes/?cursor={}&page_size={}",
        context.base, feed.cursor, page.size
    );
    context.v1(&Feed {
        data: feed
            .events
            .iter()
            .map(|event| Event::new(&context, event))
            .collect(),
        cursor: feed.cursor,
        page_size: page.size,
        next_page: feed.more.then_some(next),
    })
}

async fn stream(State(web): State<Web>, context: Context, asked: HeaderMap) -> ApiResult {
    let page = context.params.page_up_to(PAGE, MOST)?;
    let cursor = reached(&web, cursor(&context)?).await?;
    let accept = asked.get(ACCEPT).and_then(|accept| accept.to_str().ok());
    let form = Form {
        syntax: Syntax::prefer(accept.unwrap_or_default(), Syntax::Turtle),
        profile: Profile::default(),
        base: context.base.clone(),
    };
    let address = |cursor: Option<i64>| match cursor {
        None => format!("{}/ldes", context.base),
        Some(cursor) => format!(
            "{}/ldes?cursor={cursor}&page_size={}",
            context.base, page.size
        ),
    };
    let document = changes::stream(&web.app, cursor, page.size, &form, address).await?;
    Ok(answer(form.syntax, document))
}

fn answer(syntax: Syntax, document: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(syntax.registered())),
        (VARY, HeaderValue::from_static("Accept")),
    ];
    (headers, document).into_response()
}
