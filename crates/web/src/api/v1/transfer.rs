//! Changes of owner, version 1.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use vitrail_app::domain::membership::Answer;
use vitrail_app::domain::{Kind, Transfer};
use vitrail_app::transfer::{self, Filter};

use crate::Web;
use crate::api::view::transfer::TransferOut;
use crate::body::{Body, created};
use crate::context::Context;
use crate::error::ApiResult;

/// What may be transferred, in the classes of udata.
const CLASSES: [&str; 4] = ["Dataset", "Reuse", "Dataservice", "Topic"];

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/transfer", get(list).post(ask))
        .route("/api/1/transfer/{transfer}", get(read).post(respond))
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    vitrail_app::reading::signed_in(&context.actor)?;
    let params = &context.params;
    let kind = params.choice("subject_type", &CLASSES)?;
    let status = params.choice("status", &Answer::ALL)?;
    let wanted = Filter {
        subject: params.id("subject")?,
        kind: kind.and_then(Kind::from_class),
        recipient: params.id("recipient")?,
        status: status.and_then(Answer::parse),
    };
    let found = transfer::list(&web.app, &context.actor, wanted).await?;
    let all = transfer::with_references(&web.app, found).await?;
    let out = all
        .data
        .iter()
        .map(|one| TransferOut::new(&context, &all, one));
    context.v1(&out.collect::<Vec<_>>())
}

/// One transfer.
async fn answer(web: &Web, context: &Context, one: Transfer) -> ApiResult {
    let all = transfer::with_references(&web.app, vec![one]).await?;
    let mut out = all
        .data
        .iter()
        .map(|one| TransferOut::new(context, &all, one));
    context.v1(&out.next())
}

async fn ask(State(web): State<Web>, context: Context, body: Body) -> ApiResult {
    let made = transfer::ask(&web.app, &context.actor, body.object()?).await?;
    created(answer(&web, &context, made).await)
}

async fn read(State(web): State<Web>, Path(id): Path<String>, context: Context) -> ApiResult {
    let found = transfer::find(&web.app, &context.actor, &id).await?;
    answer(&web, &context, found).await
}

async fn respond(
    State(web): State<Web>,
    Path(id): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let changed = transfer::respond(&web.app, &context.actor, &id, body.object()?).await?;
    answer(&web, &context, changed).await
}
