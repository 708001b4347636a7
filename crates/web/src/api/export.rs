//! The catalogue as tables, in CSV and in Parquet by the end of the path: of the whole portal, of one organization, of what a search found. They are written as
//! they are read, so that a reader of a million rows costs no more memory than another.

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream;
use vitrail_app::domain::{Id, Kind};
use vitrail_app::export::{self, Format, Rows};
use vitrail_app::{dataservice, dataset, index, organization, reuse, search};

use crate::Web;
use crate::api::v1;
use crate::asked;
use crate::context::Context;
use crate::error::{ApiError, ApiResult, not_found};
use crate::pages::moved;

pub fn routes() -> Router<Web> {
    Router::new()
        .merge(of_portal())
        .merge(of_organization())
        .merge(of_search())
        .route("/data.json", get(pod))
}

fn of_portal() -> Router<Web> {
    Router::new()
        .route("/api/1/site/datasets.csv", get(datasets))
        .route("/api/1/site/datasets.parquet", get(datasets))
        .route("/api/1/site/resources.csv", get(resources))
        .route("/api/1/site/resources.parquet", get(resources))
        .route("/api/1/site/organizations.csv", get(organizations))
        .route("/api/1/site/organizations.parquet", get(organizations))
        .route("/api/1/site/reuses.csv", get(reuses))
        .route("/api/1/site/reuses.parquet", get(reuses))
        .route("/api/1/site/dataservices.csv", get(dataservices))
        .route("/api/1/site/dataservices.parquet", get(dataservices))
        .route("/api/1/site/discussions.csv", get(discussions))
        .route("/api/1/site/discussions.parquet", get(discussions))
        .route("/api/1/site/harvests.csv", get(harvests))
        .route("/api/1/site/harvests.parquet", get(harvests))
        .route("/api/1/site/tags.csv", get(tags))
        .route("/api/1/site/tags.parquet", get(tags))
}

fn of_organization() -> Router<Web> {
    Router::new()
        .route(
            "/api/1/organizations/{organization}/datasets.csv",
            get(datasets_of),
        )
        .route(
            "/api/1/organizations/{organization}/datasets.parquet",
            get(datasets_of),
        )
        .route(
            "/api/1/organizations/{organization}/datasets-resources.csv",
            get(resources_of),
        )
        .route(
            "/api/1/organizations/{organization}/datasets-resources.parquet",
            get(resources_of),
        )
        .route(
            "/api/1/organizations/{organization}/dataservices.csv",
            get(dataservices_of),
        )
        .route(
            "/api/1/organizations/{organization}/dataservices.parquet",
            get(dataservices_of),
        )
        .route(
            "/api/1/organizations/{organization}/reuses.csv",
            get(reuses_of),
        )
        .route(
            "/api/1/organizations/{organization}/reuses.parquet",
            get(reuses_of),
        )
        .route(
            "/api/1/organizations/{organization}/discussions.csv",
            get(discussions_of),
        )
        .route(
            "/api/1/organizations/{organization}/discussions.parquet",
            get(discussions_of),
        )
}

fn of_search() -> Router<Web> {
    Router::new()
        .route("/api/2/datasets/search.csv", get(found_datasets))
        .route("/api/2/datasets/search.parquet", get(found_datasets))
        .route("/api/2/reuses/search.csv", get(found_reuses))
        .route("/api/2/reuses/search.parquet", get(found_reuses))
        .route("/api/2/dataservices/search.csv", get(found_dataservices))
        .route(
            "/api/2/dataservices/search.parquet",
            get(found_dataservices),
        )
        .route("/api/2/organizations/search.csv", get(found_organizations))
        .route(
            "/api/2/organizations/search.parquet",
            get(found_organizations),
        )
}

/// The most that a search gives, page by page or at once.
const WINDOW: usize = 10_000;

async fn datasets(State(web): State<Web>, context: Context) -> ApiResult {
    let rows = || Ok(Rows::Datasets(v1::dataset::filter(&context)?));
    all(&web, &context, "dataset", rows).await
}

async fn resources(State(web): State<Web>, context: Context) -> ApiResult {
    let rows = || Ok(Rows::Resources(v1::dataset::filter(&context)?));
    all(&web, &context, "resource", rows).await
}

async fn organizations(State(web): State<Web>, context: Context) -> ApiResult {
    let rows = || {
        Ok(Rows::Organizations(v1::organization::filter(
            &context.params,
        )?))
    };
    all(&web, &context, "organization", rows).await
}

async fn reuses(State(web): State<Web>, context: Context) -> ApiResult {
    let rows = || Ok(Rows::Reuses(v1::reuse::filter(&context.params)?));
    all(&web, &context, "reuse", rows).await
}

async fn dataservices(State(web): State<Web>, context: Context) -> ApiResult {
    let rows = || {
        Ok(Rows::Dataservices(v1::dataservice::filter(
            &context.params,
        )?))
    };
    all(&web, &context, "dataservice", rows).await
}

async fn discussions(State(web): State<Web>, context: Context) -> ApiResult {
    all(&web, &context, "discussion", || Ok(Rows::Discussions(None))).await
}

async fn harvests(State(web): State<Web>, context: Context) -> ApiResult {
    all(&web, &context, "harvest", || Ok(Rows::Harvests)).await
}

/// What the whole portal holds of one kind. Asked without any argument: the table that was published that night. A
/// portal that has not yet published one says that there is none, as udata does; any argument has the table made at
/// once.
async fn all(
    web: &Web,
    context: &Context,
    name: &str,
    rows: impl FnOnce() -> vitrail_app::Result<Rows>,
) -> ApiResult {
    if !context.params.pairs().is_empty() {
        return Ok(table(web, context, rows()?, &format!("{name}s")));
    }
    let found = export::published(&web.app, name, Format::of(&context.path)).await?;
    Ok(found.map_or_else(not_found, |id| {
        moved(StatusCode::FOUND, &format!("/api/1/datasets/r/{id}"))
    }))
}

async fn tags(State(web): State<Web>, context: Context) -> ApiResult {
    Ok(table(&web, &context, Rows::Tags, "tags"))
}

async fn datasets_of(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
) -> ApiResult {
    let rows = |id| Rows::Datasets(published_by(id));
    of(&web, &context, &key, "datasets", rows).await
}

async fn resources_of(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
) -> ApiResult {
    let rows = |id| Rows::Resources(published_by(id));
    of(&web, &context, &key, "datasets-resources", rows).await
}

async fn dataservices_of(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
) -> ApiResult {
    let rows = |id| {
        Rows::Dataservices(dataservice::Filter {
            organization: Some(id),
            ..Default::default()
        })
    };
    of(&web, &context, &key, "dataservices", rows).await
}

async fn reuses_of(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let rows = |id| {
        Rows::Reuses(reuse::Filter {
            organization: Some(id),
            ..Default::default()
        })
    };
    of(&web, &context, &key, "reuses", rows).await
}

async fn discussions_of(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
) -> ApiResult {
    let rows = |id| Rows::Discussions(Some(id));
    of(&web, &context, &key, "discussions", rows).await
}

fn published_by(organization: Id) -> dataset::Filter {
    dataset::Filter {
        organization: Some(organization),
        ..Default::default()
    }
}

/// What one organization publishes.
async fn of(
    web: &Web,
    context: &Context,
    key: &str,
    name: &str,
    rows: impl FnOnce(Id) -> Rows,
) -> ApiResult {
    let found = organization::find(&web.app, &context.actor, key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, key))?;
    let name = format!("{}-{name}", found.slug);
    Ok(table(web, context, rows(found.id), &name))
}

async fn found_datasets(State(web): State<Web>, context: Context) -> ApiResult {
    found(&web, &context, index::Kind::Dataset, Kind::Dataset)
}

async fn found_reuses(State(web): State<Web>, context: Context) -> ApiResult {
    found(&web, &context, index::Kind::Reuse, Kind::Reuse)
}

async fn found_dataservices(State(web): State<Web>, context: Context) -> ApiResult {
    found(&web, &context, index::Kind::Dataservice, Kind::Dataservice)
}

async fn found_organizations(State(web): State<Web>, context: Context) -> ApiResult {
    let kind = Kind::Organization;
    found(&web, &context, index::Kind::Organization, kind)
}

/// What a search finds, in its order, as far as a search goes.
fn found(web: &Web, context: &Context, searched: index::Kind, kind: Kind) -> ApiResult {
    let (mut query, _) = asked::query(searched, &context.params, web.app.now())?;
    (query.page, query.page_size, query.facets) = (1, WINDOW, false);
    let results = search::find(&web.app, &query)?;
    let ids = results.hits.iter().filter_map(|hit| hit.id.parse().ok());
    let rows = Rows::Found(kind, ids.collect());
    let name = format!("{}s", kind.as_str());
    Ok(table(web, context, rows, &name))
}

/// The catalogue as DCAT-US writes it.
async fn pod(State(web): State<Web>, context: Context) -> Response {
    let export = export::pod::catalogue(&web.app, &context.base);
    let parts = stream::try_unfold(export, |mut export| async move {
        let part = export.next().await.inspect_err(|error| {
            tracing::error!(%error, "the catalogue could not be written to its end");
        })?;
        Ok::<_, vitrail_app::Error>(part.map(|part| (part, export)))
    });
    let kind = [(CONTENT_TYPE, "application/json; charset=utf-8")];
    (kind, Body::from_stream(parts)).into_response()
}

fn table(web: &Web, context: &Context, rows: Rows, name: &str) -> Response {
    let format = Format::of(&context.path);
    let export = export::table(&web.app, rows, &context.base, format);
    let lines = stream::try_unfold(export, |mut export| async move {
        let lines = export.next().await.inspect_err(|error| {
            tracing::error!(%error, "a table could not be written to its end");
        })?;
        Ok::<_, vitrail_app::Error>(lines.map(|lines| (lines, export)))
    });
    let now = web.app.now().civil();
    let stamp = now.strftime("%Y-%m-%d-%H-%M");
    let headers = [
        (CONTENT_TYPE, format.mime().to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename={name}-{stamp}.{}", format.extension()),
        ),
    ];
    (headers, Body::from_stream(lines)).into_response()
}
