//! People, version 1.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use vitrail_app::domain::{Owner, User};
use vitrail_app::user::Leaving;
use vitrail_app::user::{self, SORTS};
use vitrail_app::{Error, Listed, reading};

use crate::Web;
use crate::api::v1::me::user_out;
use crate::api::v1::organization::contacts_of;
use crate::api::v1::suggest::typed;
use crate::api::view::user::{UserOut, UserSuggestion};
use crate::body::{Body, created};
use crate::context::Context;
use crate::error::{ApiError, ApiResult};

/// More people than this are not suggested at once.
const MOST_SUGGESTED: usize = 20;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/users", get(list).post(create))
        .route("/api/1/users/suggest", get(suggest))
        .route("/api/1/users/{user}", get(read).put(update).delete(delete))
        .route("/api/1/users/{user}/rotate_password", post(rotate_password))
        .route("/api/1/users/{user}/contacts", get(contacts))
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let params = &context.params;
    let (sort, page) = (params.sort(&SORTS)?, params.page(20)?);
    let listed = user::list(&web.app, &context.actor, params.one("q"), sort, page).await?;
    let total = listed.total;
    let all = user::with_organizations(&web.app, listed.data).await?;
    let data = all
        .data
        .iter()
        .map(|user| UserOut::new(&context, &all, user))
        .collect();
    context.v1(&context.envelope(page, Listed { data, total })?)
}

async fn suggest(State(web): State<Web>, context: Context) -> ApiResult {
    let (q, size) = typed(&context.params, 10)?;
    let size = i64::try_from(size.min(MOST_SUGGESTED)).unwrap_or(1);
    let found = user::suggest(&web.app, q, size).await?;
    let found: Vec<UserSuggestion> = found
        .iter()
        .map(|user| UserSuggestion::new(&context, user))
        .collect();
    context.v1(&found)
}

/// The person of the path.
async fn find(web: &Web, context: &Context, key: &str) -> ApiResult<User> {
    user::find(&web.app, &context.actor, key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, key))
}

async fn read(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let found = find(&web, &context, &key).await?;
    user_out(&web, &context, found).await
}

async fn create(State(web): State<Web>, context: Context, body: Body) -> ApiResult {
    let made = user::create(&web.app, &context.actor, body.object()?).await?;
    created(user_out(&web, &context, made).await)
}

async fn update(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let changed = user::update(&web.app, &context.actor, &key, body.object()?)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    user_out(&web, &context, changed).await
}

async fn delete(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    reading::sysadmin(&context.actor)?;
    let said = |name| Ok::<_, Error>(context.params.truth(name)?.unwrap_or(false));
    let leaving = Leaving {
        legal: said("send_legal_notice")?,
        silent: said("no_mail")?,
        comments: said("delete_comments")?,
    };
    user::dismiss(&web.app, &context.actor, &key, leaving)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn rotate_password(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
) -> ApiResult {
    user::rotate_password(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn contacts(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let user = find(&web, &context, &key).await?;
    contacts_of(&web, &context, Owner::User(user.id)).await
}
