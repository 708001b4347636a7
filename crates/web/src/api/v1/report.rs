//! Reports: anybody makes them, sysadmins answer.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use vitrail_app::Listed;
use vitrail_app::domain::{Kind, Report};
use vitrail_app::report::{self, Filter, SORTS};

use crate::Web;
use crate::api::view::report::ReportOut;
use crate::body::{Body, created};
use crate::context::Context;
use crate::error::ApiResult;

/// What may be reported, in the classes of udata.
const CLASSES: [&str; 8] = [
    "Dataset",
    "Reuse",
    "Discussion",
    "Organization",
    "Dataservice",
    "User",
    "Topic",
    "Post",
];

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/reports", get(list).post(create))
        .route("/api/1/reports/{report}", get(read).patch(update))
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let params = &context.params;
    let kind = params.choice("subject_type", &CLASSES)?;
    let filter = Filter {
        handled: params.truth("handled")?,
        kind: kind.and_then(Kind::from_class),
        ..Filter::default()
    };
    let (sort, page) = (params.sort(&SORTS)?, params.page(20)?);
    let listed = report::list(&web.app, &context.actor, filter, sort, page).await?;
    let total = listed.total;
    let all = report::with_references(&web.app, listed.data).await?;
    let data = all
        .data
        .iter()
        .map(|report| ReportOut::new(&context, &all, report))
        .collect();
    context.v1(&context.envelope(page, Listed { data, total })?)
}

/// One report.
async fn answer(web: &Web, context: &Context, one: Report) -> ApiResult {
    let all = report::with_references(&web.app, vec![one]).await?;
    let mut out = all
        .data
        .iter()
        .map(|report| ReportOut::new(context, &all, report));
    context.v1(&out.next())
}

async fn create(State(web): State<Web>, context: Context, body: Body) -> ApiResult {
    let made = report::create(&web.app, &context.actor, body.object()?).await?;
    created(answer(&web, &context, made).await)
}

async fn read(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let found = report::find(&web.app, &context.actor, &key).await?;
    answer(&web, &context, found).await
}

async fn update(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let changed = report::update(&web.app, &context.actor, &key, body.object()?).await?;
    answer(&web, &context, changed).await
}
