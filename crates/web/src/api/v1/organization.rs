//! Organizations, version 1, and what each of them publishes.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{self, get, post};
use serde_json::{Value, json};
use vitrail_app::dataset::{self, Files};
use vitrail_app::domain::vocabulary::badge::OrganizationBadge;
use vitrail_app::domain::{Kind, Organization, Owner};
use vitrail_app::organization::{self, Filter, SORTS};
use vitrail_app::{Error, Listed, Page, contact_point, discussion, notice, reuse, search};

use crate::Web;
use crate::api::v1::suggest::typed;
use crate::api::v1::{self, me};
use crate::api::view::contact_point::ContactPointRef;
use crate::api::view::dataset::{DatasetOut, zones_wanted};
use crate::api::view::organization::{OrganizationOut, OrganizationSuggestion};
use crate::body::{Body, created};
use crate::context::Context;
use crate::error::{ApiError, ApiResult};
use crate::params::Params;
use crate::traffic::shows;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/organizations", get(list).post(create))
        .route("/api/1/organizations/suggest", get(suggest))
        .route(
            "/api/1/organizations/{organization}",
            get(read).put(update).delete(delete),
        )
        .route(
            "/api/1/organizations/{organization}/badges",
            post(add_badge),
        )
        .route(
            "/api/1/organizations/{organization}/badges/{badge}",
            routing::delete(remove_badge),
        )
        .route(
            "/api/1/organizations/{organization}/datasets",
            get(datasets),
        )
        .route("/api/1/organizations/{organization}/reuses", get(reuses))
        .route(
            "/api/1/organizations/{organization}/discussions",
            get(discussions),
        )
        .route(
            "/api/1/organizations/{organization}/contacts",
            get(contacts),
        )
        .route(
            "/api/1/organizations/{organization}/contacts/suggest",
            get(suggest_contacts),
        )
}

/// The filters of the list.
pub fn filter(params: &Params) -> Result<Filter, Error> {
    Ok(Filter {
        q: params.text("q"),
        badge: params.code::<OrganizationBadge>("badge")?,
        name: params.text("name"),
        business_number_id: params.text("business_number_id"),
        with_deleted: false,
    })
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let params = &context.params;
    let filter = filter(params)?;
    let (sort, page) = (params.sort(&SORTS)?, params.page(20)?);
    let Listed { data, total } = organization::list(&web.app, &filter, sort, page).await?;
    let all = organization::with_members(&web.app, data).await?;
    let data = all
        .data
        .iter()
        .map(|found| OrganizationOut::new(&context, &all.references, found))
        .collect();
    context.v1(&context.envelope(page, Listed { data, total })?)
}

async fn suggest(State(web): State<Web>, context: Context) -> ApiResult {
    let (q, size) = typed(&context.params, 10)?;
    let found = search::suggest::<Organization>(&web.app, q, size).await?;
    let found: Vec<OrganizationSuggestion> = found
        .iter()
        .map(|organization| OrganizationSuggestion::new(&context, organization))
        .collect();
    context.v1(&found)
}

/// The organization of the path.
async fn find(web: &Web, context: &Context, key: &str) -> ApiResult<Organization> {
    organization::find(&web.app, &context.actor, key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, key))
}

async fn read(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let found = find(&web, &context, &key).await?;
    let id = found.id;
    let response = answer(&web, &context, found).await?;
    Ok(shows(response, Kind::Organization, id))
}

/// An organization whole, with its members.
pub async fn answer(web: &Web, context: &Context, found: Organization) -> ApiResult {
    let edited = found.last_modified;
    let all = organization::with_members(&web.app, vec![found]).await?;
    let Some(found) = all.data.first() else {
        return Err(Error::NotFound(Kind::Organization).into());
    };
    let out = OrganizationOut::new(context, &all.references, found);
    context.v1_of(edited, &out)
}

async fn create(State(web): State<Web>, context: Context, body: Body) -> ApiResult {
    let made = organization::create(&web.app, &context.actor, body.object()?).await?;
    created(answer(&web, &context, made).await)
}

async fn update(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let fields = body.object()?;
    let changed = organization::update(&web.app, &context.actor, &key, fields)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    answer(&web, &context, changed).await
}

async fn delete(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let asked = context.params.truth("send_legal_notice")?.unwrap_or(false);
    let (app, actor) = (&web.app, &context.actor);
    let moved = |error| ApiError::at(error, &context.path, &key);
    let notice = notice::legal(app, actor, (Kind::Organization, &key), asked).await;
    let notice = notice.map_err(moved)?;
    organization::delete(app, actor, &key)
        .await
        .map_err(moved)?;
    notice::send(app, notice).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn add_badge(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let kind = body.object()?.get("kind").and_then(Value::as_str);
    let kind = kind.unwrap_or_default();
    let is_new = organization::add_badge(&web.app, &context.actor, &key, kind)
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
    organization::remove_badge(&web.app, &context.actor, &key, &kind)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn datasets(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let organization = find(&web, &context, &key).await?;
    let filter = dataset::Filter {
        organization: Some(organization.id),
        ..v1::dataset::filter(&context)?
    };
    let sort = context.params.sort(&dataset::SORTS)?;
    let page = context.params.page(20)?;
    let listed = dataset::list(&web.app, &context.actor, &filter, sort, page).await?;
    let total = listed.total;
    let all = dataset::with_references(&web.app, listed.data, Files::Whole).await?;
    let zones = dataset::zones(&web.app, &zones_wanted(&context, &all.data)).await?;
    let now = web.app.now();
    let data = all
        .data
        .iter()
        .map(|found| DatasetOut::v1(&context, &all, found, now, &zones))
        .collect();
    context.v1(&context.envelope(page, Listed { data, total })?)
}

async fn reuses(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let organization = find(&web, &context, &key).await?;
    let filter = reuse::Filter {
        organization: Some(organization.id),
        ..reuse::Filter::default()
    };
    let listed = reuse::list(&web.app, &context.actor, &filter, None, Page::ALL).await?;
    me::reuses_out(&web, &context, listed.data).await
}

async fn discussions(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
) -> ApiResult {
    let organization = find(&web, &context, &key).await?;
    let filter = discussion::Filter {
        organization: Some(organization.id),
        ..discussion::Filter::default()
    };
    let listed = discussion::list(&web.app, &context.actor, &filter, None, Page::ALL).await?;
    me::discussions_out(&web, &context, listed.data).await
}

async fn contacts(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let organization = find(&web, &context, &key).await?;
    contacts_of(&web, &context, Owner::Organization(organization.id)).await
}

/// A page of the contact points of an owner.
pub async fn contacts_of(web: &Web, context: &Context, owner: Owner) -> ApiResult {
    let page = context.params.page(20)?;
    let listed = contact_point::list(&web.app, owner, None, page).await?;
    let data = listed.data.iter().map(ContactPointRef::new).collect();
    let total = listed.total;
    context.v1(&context.envelope(page, Listed { data, total })?)
}

async fn suggest_contacts(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
) -> ApiResult {
    let organization = find(&web, &context, &key).await?;
    let (q, size) = typed(&context.params, 10)?;
    let page = Page {
        number: 1,
        size: i64::try_from(size).unwrap_or(i64::MAX),
    };
    let owner = Owner::Organization(organization.id);
    let listed = contact_point::list(&web.app, owner, Some(q), page).await?;
    let found: Vec<ContactPointRef> = listed.data.iter().map(ContactPointRef::new).collect();
    context.v1(&found)
}
