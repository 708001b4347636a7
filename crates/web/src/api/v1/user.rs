//! People, version 1.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use vitrail_app::domain::{Kind, Owner, User};
use vitrail_app::user::{self, SORTS};
use vitrail_app::{Error, Listed};

use crate::Web;
use crate::api::v1::organization::contacts_of;
use crate::api::v1::suggest::typed;
use crate::api::view::user::{UserOut, UserSuggestion};
use crate::context::Context;
use crate::error::{ApiError, ApiResult};

/// More people than this are not suggested at once.
const MOST_SUGGESTED: usize = 20;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/users", get(list))
        .route("/api/1/users/suggest", get(suggest))
        .route("/api/1/users/{user}", get(read))
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
    let all = user::with_organizations(&web.app, vec![found]).await?;
    let Some(user) = all.data.first() else {
        return Err(Error::NotFound(Kind::User).into());
    };
    context.v1(&UserOut::new(&context, &all, user))
}

async fn contacts(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let user = find(&web, &context, &key).await?;
    contacts_of(&web, &context, Owner::User(user.id)).await
}
