//! The page of a dataservice: how to call it, and which data it serves.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::routing::get;
use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::domain::Dataservice;
use vitrail_app::domain::vocabulary::license;
use vitrail_app::{dataservice, dataset, reuse};

use crate::Web;
use crate::api::view::activity::ActivityOut;
use crate::api::view::dataservice::DataserviceOut;
use crate::api::view::dataset::{DatasetOut, license_out};
use crate::api::view::reuse::ReuseOut;
use crate::context::Context;
use crate::error::{ApiError, ApiResult, not_found};
use crate::pages::card::Card;
use crate::pages::frame::{Head, show};
use crate::pages::rdf;
use crate::pages::redirect;
use crate::pages::shelf::{self, OpenDiscussion, Shelf};
use crate::view::{Template, plain};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/dataservices/{dataservice}", get(page))
        .route("/dataservices/{dataservice}/{tab}", get(redirect::tab))
}

#[derive(Serialize)]
struct Content<'a> {
    dataservice: Value,
    datasets: Shelf<Card<DatasetOut<'a>>>,
    reuses: Shelf<ReuseOut<'a>>,
    discussions: Shelf<OpenDiscussion<'a>>,
    history: Shelf<ActivityOut<'a>>,
}

/// The object of the API with its licence whole.
fn with_license(out: &DataserviceOut<'_>) -> anyhow::Result<Value> {
    let mut value = serde_json::to_value(out)?;
    if let Some(id) = out.license {
        value["license"] = license::find(id)
            .map_or_else(|| json!({"id": id, "title": id, "url": null}), license_out);
    }
    Ok(value)
}

async fn page(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    asked: HeaderMap,
) -> ApiResult {
    let found = dataservice::find(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let (id, path) = (found.id, format!("/dataservices/{}", found.slug));
    let graph = format!("/api/1/dataservices/{id}/rdf");
    if let Some(response) = rdf::instead_of_page(&asked, &graph, &context.params) {
        return Ok(response);
    }
    let all = dataservice::with_references(&web.app, vec![found]).await?;
    let Some(found) = all.data.first() else {
        return Ok(not_found());
    };
    let filter = dataset::Filter {
        dataservice: Some(id),
        ..dataset::Filter::default()
    };
    let datasets = shelf::Datasets::read(&web, &context, &filter).await?;
    let filter = reuse::Filter {
        dataservice: Some(id),
        ..reuse::Filter::default()
    };
    let reuses = shelf::Reuses::read(&web, &context, &filter).await?;
    let discussions = shelf::Discussions::read(&web, &context, id).await?;
    let history = shelf::History::read(&web, &context, id).await?;
    let shown = Content {
        dataservice: with_license(&DataserviceOut::new(&context, &all, found))?,
        datasets: datasets.shelf(&context, web.app.now(), shelf::whole(&path, "datasets")),
        reuses: reuses.shelf(&context, shelf::whole(&path, "reuses")),
        discussions: discussions.shelf(&context, &path),
        history: history.shelf(&context, &path),
    };
    show(
        &web,
        &context,
        Template::Dataservice,
        &head(&context, found),
        &shown,
    )
    .await
}

fn head(context: &Context, dataservice: &Dataservice) -> Head {
    let hidden = dataservice.is_private() || dataservice.deleted_at.is_some();
    Head {
        title: Some(dataservice.title.clone()),
        description: Some(plain(&dataservice.description, 200)).filter(|text| !text.is_empty()),
        canonical: Some(format!("/dataservices/{}", dataservice.slug)),
        door: Some("dataservices"),
        robots: hidden.then_some("noindex"),
        og_image: Some(context.url(&format!("/og/dataservices/{}.png", dataservice.id))),
        links: rdf::alternates(
            &context.url(&format!("/api/1/dataservices/{}/rdf", dataservice.id)),
        )
        .collect(),
        subject: Some((vitrail_app::domain::Kind::Dataservice, dataservice.id)),
        ..Head::default()
    }
}
