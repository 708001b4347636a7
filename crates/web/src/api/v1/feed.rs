//! The feeds of the API: what was published lately, with the filters of the list.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use vitrail_app::dataset::{self, SORTS};

use crate::Web;
use crate::api::v1::dataset::filter;
use crate::context::Context;
use crate::error::ApiResult;
use crate::feed::{Item, author, feed};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/datasets/recent.atom", get(datasets))
        // Where the public front has always had it.
        .route("/datasets/recent.atom", get(datasets))
}

async fn datasets(State(web): State<Web>, context: Context) -> ApiResult {
    let filter = filter(&context)?;
    let all = dataset::recent(&web.app, filter, context.params.sort(&SORTS)?).await?;
    let item = |dataset: &vitrail_app::domain::Dataset| Item {
        title: dataset.title.clone(),
        url: context.url(&format!("/datasets/{}", dataset.slug)),
        markdown: dataset.description.clone(),
        author: author(&all.references, dataset.owner),
        published: dataset.created_at(),
        updated: dataset.last_modified(),
    };
    let items = all.data.iter().map(item).collect();
    let title = match context.lang {
        "fr" => "Derniers jeux de données",
        _ => "Latest datasets",
    };
    Ok(feed(&context, title, items, web.app.now()))
}
