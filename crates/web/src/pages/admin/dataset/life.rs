//! The life of a dataset: that of every object.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use vitrail_app::domain::Kind;

use super::edit::sheet_of;
use crate::Web;
use crate::error::ApiResult;
use crate::pages::admin::form::Typed;
use crate::pages::admin::room::Room;
use crate::pages::admin::{held, life};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin/datasets/{dataset}/life", get(page))
        .route("/admin/datasets/{dataset}/state", post(change))
}

async fn page(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = held::find(Kind::Dataset, &web, &room, &key).await?;
    let about = (found.id, found.title.as_str(), found.owner);
    let sheet = sheet_of(&room, about, room.words(&web)?, "life");
    life::show(&web, &room, &found, sheet).await
}

async fn change(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    life::change(Kind::Dataset, &web, &room, &key, &typed).await
}
