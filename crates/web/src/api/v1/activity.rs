//! What people did, version 1.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use vitrail_app::activity::{self, Filter};
use vitrail_app::domain::Kind;
use vitrail_app::{Error, Result};

use crate::Web;
use crate::api::view::activity::ActivityOut;
use crate::context::Context;
use crate::error::ApiResult;
use crate::params::Params;

pub fn routes() -> Router<Web> {
    Router::new().route("/api/1/activity", get(list))
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let params = &context.params;
    let sort = params.sort(&[("created_at", "seq")])?;
    let filter = Filter {
        user: params.id("user")?,
        organization: params.id("organization")?,
        related_to: params.id("related_to")?,
        key: key(params)?,
        oldest_first: sort.is_some_and(|sort| !sort.descending),
    };
    let page = params.page(20)?;
    let all = activity::list(&web.app, &context.actor, &filter, page).await?;
    if page.number > 1 && page.offset() >= all.total {
        return Err(Error::NotFound(Kind::Site).into());
    }
    let out = |change| ActivityOut::new(&context, &all, change);
    let data: Vec<ActivityOut> = all.data.iter().filter_map(out).collect();
    context.v1(&context.search_envelope(page, data, all.total, None))
}

/// `dataset:resource:added`: a kind, then what was done.
fn key(params: &Params) -> Result<Option<(Kind, String)>> {
    let Some(text) = params.one("key") else {
        return Ok(None);
    };
    let parts = text
        .split_once(':')
        .and_then(|(kind, operation)| Some((kind.parse().ok()?, operation.to_owned())));
    parts
        .map(Some)
        .ok_or_else(|| Params::bad_choice("key", text))
}
