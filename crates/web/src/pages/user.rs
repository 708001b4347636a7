//! The page of a person: what they publish in their own name.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use serde::Serialize;
use vitrail_app::{dataservice, dataset, reuse, user};

use crate::Web;
use crate::api::view::dataservice::DataserviceOut;
use crate::api::view::dataset::DatasetOut;
use crate::api::view::reuse::ReuseOut;
use crate::api::view::user::UserOut;
use crate::context::Context;
use crate::error::{ApiError, ApiResult, not_found};
use crate::pages::card::Card;
use crate::pages::frame::{Head, show};
use crate::pages::search::address;
use crate::pages::shelf::{self, Shelf};
use crate::view::Template;

pub fn routes() -> Router<Web> {
    Router::new().route("/users/{user}", get(page))
}

#[derive(Serialize)]
struct Content<'a> {
    profile: UserOut<'a>,
    datasets: Shelf<Card<DatasetOut<'a>>>,
    dataservices: Shelf<DataserviceOut<'a>>,
    reuses: Shelf<ReuseOut<'a>>,
}

async fn page(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let found = user::find(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let id = Some(found.id);
    let all = user::with_organizations(&web.app, vec![found]).await?;
    let Some(found) = all.data.first() else {
        return Ok(not_found());
    };
    let filter = dataset::Filter {
        owner: id,
        ..dataset::Filter::default()
    };
    let datasets = shelf::Datasets::read(&web, &context, &filter).await?;
    let filter = dataservice::Filter {
        owner: id,
        ..dataservice::Filter::default()
    };
    let dataservices = shelf::Dataservices::read(&web, &context, &filter).await?;
    let filter = reuse::Filter {
        owner: id,
        ..reuse::Filter::default()
    };
    let reuses = shelf::Reuses::read(&web, &context, &filter).await?;
    let path = format!("/users/{}", found.slug);
    let text = found.id.to_string();
    let all_of = |kind| address(kind, std::iter::once(("owner", text.as_str())));
    let shown = Content {
        profile: UserOut::new(&context, &all, found),
        datasets: datasets.shelf(&context, web.app.now(), all_of("datasets")),
        dataservices: dataservices.shelf(&context, shelf::whole(&path, "dataservices")),
        reuses: reuses.shelf(&context, all_of("reuses")),
    };
    let head = Head {
        title: Some(found.full_name()),
        canonical: Some(path),
        // People choose whether their name is looked for.
        robots: Some("noindex"),
        subject: Some((vitrail_app::domain::Kind::User, found.id)),
        ..Head::default()
    };
    show(&web, &context, Template::User, &head, &shown).await
}
