//! Discussions, version 1.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{get, put};
use vitrail_app::discussion::{self, Discussions, Filter, SORTS};
use vitrail_app::domain::{Discussion, Kind};
use vitrail_app::editing::mark;
use vitrail_app::{Error, Listed, notice};

use crate::Web;
use crate::api::view::discussion::DiscussionOut;
use crate::body::{Body, created};
use crate::context::Context;
use crate::error::ApiResult;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/discussions", get(list).post(create))
        .route(
            "/api/1/discussions/{discussion}",
            get(read).post(comment).put(retitle).delete(delete),
        )
        .route(
            "/api/1/discussions/{discussion}/comments/{comment}",
            put(edit_comment).delete(remove_comment),
        )
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let params = &context.params;
    let filter = Filter {
        q: params.text("q"),
        closed: params.truth("closed")?,
        kind: None,
        subjects: params.ids("for")?,
        organization: params.id("org")?,
        owner: None,
        user: params.id("user")?,
    };
    let (sort, page) = (params.sort(&SORTS)?, params.page(20)?);
    let listed = discussion::list(&web.app, &context.actor, &filter, sort, page).await?;
    let total = listed.total;
    let all = discussion::with_references(&web.app, listed.data).await?;
    let data = all
        .data
        .iter()
        .map(|found| DiscussionOut::new(&context, &all, found))
        .collect();
    context.v1(&context.envelope(page, Listed { data, total })?)
}

async fn read(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let all = discussion::find(&web.app, &context.actor, &key).await?;
    out(&context, &all)
}

fn out(context: &Context, all: &Discussions) -> ApiResult {
    let Some(found) = all.data.first() else {
        return Err(Error::NotFound(Kind::Discussion).into());
    };
    context.v1_marked(mark(found), &DiscussionOut::new(context, all, found))
}

/// A discussion that was just written.
async fn answer(web: &Web, context: &Context, found: Discussion) -> ApiResult {
    let all = discussion::with_references(&web.app, vec![found]).await?;
    out(context, &all)
}

async fn create(State(web): State<Web>, context: Context, body: Body) -> ApiResult {
    let made = discussion::create(&web.app, &context.actor, body.object()?).await?;
    created(answer(&web, &context, made).await)
}

async fn comment(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let found = discussion::comment(&web.app, &context.actor, &key, body.object()?).await?;
    answer(&web, &context, found).await
}

async fn retitle(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let found = discussion::retitle(&web.app, &context.actor, &key, body.object()?).await?;
    answer(&web, &context, found).await
}

async fn delete(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let asked = context.params.truth("send_legal_notice")?.unwrap_or(false);
    let (app, actor) = (&web.app, &context.actor);
    let notice = notice::legal(app, actor, (Kind::Discussion, &key), asked).await?;
    discussion::delete(app, actor, &key).await?;
    notice::send(app, notice).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn edit_comment(
    State(web): State<Web>,
    Path((key, comment)): Path<(String, String)>,
    context: Context,
    body: Body,
) -> ApiResult {
    let (actor, body) = (&context.actor, body.object()?);
    let found = discussion::edit_comment(&web.app, actor, &key, &comment, body).await?;
    answer(&web, &context, found).await
}

async fn remove_comment(
    State(web): State<Web>,
    Path((key, comment)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    let asked = context.params.truth("send_legal_notice")?.unwrap_or(false);
    let (app, actor) = (&web.app, &context.actor);
    let notice = notice::of_message(app, actor, (&key, &comment), asked).await?;
    discussion::remove_comment(app, actor, &key, &comment).await?;
    notice::send(app, notice).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
