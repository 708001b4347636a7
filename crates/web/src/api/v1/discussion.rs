//! Discussions, version 1.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use vitrail_app::discussion::{self, Filter, SORTS};
use vitrail_app::domain::Kind;
use vitrail_app::{Error, Listed};

use crate::Web;
use crate::api::view::discussion::DiscussionOut;
use crate::context::Context;
use crate::error::ApiResult;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/discussions", get(list))
        .route("/api/1/discussions/{discussion}", get(read))
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let params = &context.params;
    let filter = Filter {
        q: params.text("q"),
        closed: params.truth("closed")?,
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
    let Some(found) = all.data.first() else {
        return Err(Error::NotFound(Kind::Discussion).into());
    };
    context.v1(&DiscussionOut::new(&context, &all, found))
}
