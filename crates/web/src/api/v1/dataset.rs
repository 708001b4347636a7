//! Datasets, version 1.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{self, get, post};
use serde_json::{Value, json};
use uuid::Uuid;
use vitrail_app::dataset::{self, AnyResource, Files, Filter, SORTS};
use vitrail_app::domain::{Dataset, Kind};
use vitrail_app::{Error, Listed, notice};

use crate::Web;
use crate::api::view::dataset::{DatasetOut, zones_wanted};
use crate::api::view::resource::address;
use crate::body::{Body, created};
use crate::context::Context;
use crate::error::{ApiError, ApiResult};
use crate::traffic::{Seen, shows};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/datasets", get(list).post(create))
        .route(
            "/api/1/datasets/{dataset}",
            get(read).put(update).delete(delete),
        )
        .route(
            "/api/1/datasets/{dataset}/featured",
            post(feature).delete(unfeature),
        )
        .route("/api/1/datasets/{dataset}/badges", post(add_badge))
        .route(
            "/api/1/datasets/{dataset}/badges/{badge}",
            routing::delete(remove_badge),
        )
        .route("/api/1/datasets/r/{resource}", get(permalink))
        // Where the public front has always had them: links to these are everywhere.
        .route("/datasets/r/{resource}", get(permalink))
        .route("/fr/datasets/r/{resource}", get(permalink))
        .route("/en/datasets/r/{resource}", get(permalink))
}

/// The filters of every list of datasets.
pub fn filter(context: &Context) -> Result<Filter, Error> {
    let params = &context.params;
    for name in ["archived", "deleted", "private"] {
        if params.truth(name)?.is_some() && context.actor.is_anonymous() {
            return Err(Error::Unauthenticated);
        }
    }
    Ok(Filter {
        q: params.text("q"),
        tags: params.many("tag"),
        license: params.text("license"),
        featured: params.truth("featured")?,
        geozone: params.text("geozone"),
        granularity: params.text("granularity"),
        temporal_coverage: params.period("temporal_coverage")?,
        access_type: params
            .choice("access_type", &["open", "open_with_account", "restricted"])?
            .map(str::to_owned),
        organization: params.id("organization")?,
        organization_badge: params
            .choice(
                "organization_badge",
                &[
                    "public-service",
                    "certified",
                    "association",
                    "company",
                    "local-authority",
                ],
            )?
            .map(str::to_owned),
        owner: params.id("owner")?,
        followed_by: params.id("followed_by")?,
        format: params.text("format"),
        schema: params.text("schema"),
        schema_version: params.text("schema_version"),
        badge: params
            .choice(
                "badge",
                &["pivotal-data", "spd", "inspire", "hvd", "sl", "sr"],
            )?
            .map(str::to_owned),
        topic: params.id("topic")?,
        dataservice: params.id("dataservice")?,
        reuse: params.id("reuse")?,
        archived: params.truth("archived")?,
        deleted: params.truth("deleted")?,
        private: params.truth("private")?,
        created_before: None,
        recorded: (None, None),
    })
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let filter = filter(&context)?;
    let (sort, page) = (context.params.sort(&SORTS)?, context.params.page(20)?);
    let listed = dataset::list(&web.app, &context.actor, &filter, sort, page).await?;
    let all = dataset::with_references(&web.app, listed.data, Files::Whole).await?;
    let zones = dataset::zones(&web.app, &zones_wanted(&context, &all.data)).await?;
    let now = web.app.now();
    let data = all
        .data
        .iter()
        .map(|d| DatasetOut::v1(&context, &all, d, now, &zones))
        .collect();
    context.v1(&context.envelope(
        page,
        Listed {
            data,
            total: listed.total,
        },
    )?)
}

async fn read(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let found = dataset::find(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let id = found.id;
    let response = answer(&web, &context, found).await?;
    Ok(shows(response, Kind::Dataset, id))
}

/// A dataset whole, with its files.
pub async fn answer(web: &Web, context: &Context, found: Dataset) -> ApiResult {
    let edited = found.last_modified_internal;
    let all = dataset::with_references(&web.app, vec![found], Files::Whole).await?;
    let zones = dataset::zones(&web.app, &zones_wanted(context, &all.data)).await?;
    let Some(found) = all.data.first() else {
        return Err(Error::NotFound(Kind::Dataset).into());
    };
    let out = DatasetOut::v1(context, &all, found, web.app.now(), &zones);
    context.v1_of(edited, &out)
}

async fn create(State(web): State<Web>, context: Context, body: Body) -> ApiResult {
    let made = dataset::create(&web.app, &context.actor, body.object()?).await?;
    created(answer(&web, &context, made).await)
}

async fn update(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let changed = dataset::update(&web.app, &context.actor, &key, body.object()?)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    answer(&web, &context, changed).await
}

async fn delete(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let asked = context.params.truth("send_legal_notice")?.unwrap_or(false);
    let (app, actor) = (&web.app, &context.actor);
    let moved = |error| ApiError::at(error, &context.path, &key);
    let notice = notice::legal(app, actor, (Kind::Dataset, &key), asked).await;
    let notice = notice.map_err(moved)?;
    dataset::delete(app, actor, &key).await.map_err(moved)?;
    notice::send(app, notice).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn feature(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    set_featured(&web, &key, &context, true).await
}

async fn unfeature(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    set_featured(&web, &key, &context, false).await
}

async fn set_featured(web: &Web, key: &str, context: &Context, featured: bool) -> ApiResult {
    let found = dataset::feature(&web.app, &context.actor, key, featured)
        .await
        .map_err(|error| ApiError::at(error, &context.path, key))?;
    answer(web, context, found).await
}

async fn add_badge(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let kind = body.object()?.get("kind").and_then(Value::as_str);
    let kind = kind.unwrap_or_default();
    let is_new = dataset::add_badge(&web.app, &context.actor, &key, kind)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let answer = context.v1(&json!({"kind": kind}));
    if is_new { created(answer) } else { answer }
}

async fn remove_badge(
    State(web): State<Web>,
    Path((key, kind)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    dataset::remove_badge(&web.app, &context.actor, &key, &kind)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn permalink(State(web): State<Web>, Path(id): Path<String>, context: Context) -> ApiResult {
    let url = match dataset::any_resource(&web.app, &context.actor, uuid(&id)?).await? {
        AnyResource::Of(_, resource) => address(&context, &resource).into_owned(),
        AnyResource::Community(community) => address(&context, &community.resource).into_owned(),
    };
    let location = location(&url).ok_or(Error::NotFound(Kind::Resource))?;
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    let headers = [(header::LOCATION, location), (header::CONTENT_TYPE, html)];
    let mut response = (StatusCode::FOUND, headers).into_response();
    if !url.starts_with(&context.base) {
        // What is hosted here is counted where it is served.
        let seen = vitrail_app::traffic::Seen::Resource(uuid(&id)?);
        response.extensions_mut().insert(Seen(seen));
    }
    Ok(response)
}

/// The address of a file as a header can carry it: what producers write holds accents and spaces.
fn location(url: &str) -> Option<HeaderValue> {
    let url = url.trim();
    if url.bytes().all(|byte| byte.is_ascii_graphic()) {
        return HeaderValue::from_str(url).ok();
    }
    HeaderValue::try_from(url::Url::parse(url).ok()?.to_string()).ok()
}

/// A UUID of a path; what is none leads nowhere. Spaces around are tolerated.
pub fn uuid(text: &str) -> Result<Uuid, Error> {
    text.trim()
        .parse()
        .map_err(|_| Error::NotFound(Kind::Resource))
}

#[cfg(test)]
mod tests {
    use super::location;

    #[test]
    fn files_of_any_address_can_be_followed() {
        for (url, sent) in [
            (
                "https://a.example/x?y=1#z",
                Some("https://a.example/x?y=1#z"),
            ),
            ("https://a.example", Some("https://a.example")),
            (
                "https://a.example/été 1.csv",
                Some("https://a.example/%C3%A9t%C3%A9%201.csv"),
            ),
            ("été 1.csv", None),
        ] {
            let found = location(url);
            assert_eq!(
                found.as_ref().map(|value| value.to_str().unwrap()),
                sent,
                "{url}"
            );
        }
    }
}
