//! The page of a reuse: what somebody made, and of which data.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use serde::Serialize;
use vitrail_app::domain::Reuse;
use vitrail_app::reuse::{self, Used};
use vitrail_app::{dataservice, dataset};

use crate::Web;
use crate::api::view::activity::ActivityOut;
use crate::api::view::dataservice::DataserviceOut;
use crate::api::view::dataset::DatasetOut;
use crate::api::view::reuse::ReuseOut;
use crate::context::Context;
use crate::error::{ApiError, ApiResult, not_found};
use crate::pages::card::Card;
use crate::pages::frame::{Head, show};
use crate::pages::redirect;
use crate::pages::shelf::{self, OpenDiscussion, Shelf};
use crate::view::{Template, plain};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/reuses/{reuse}", get(page))
        .route("/reuses/{reuse}/{tab}", get(redirect::tab))
}

#[derive(Serialize)]
struct Content<'a> {
    reuse: ReuseOut<'a>,
    datasets: Shelf<Card<DatasetOut<'a>>>,
    dataservices: Shelf<DataserviceOut<'a>>,
    discussions: Shelf<OpenDiscussion<'a>>,
    history: Shelf<ActivityOut<'a>>,
    same_author: Vec<ReuseOut<'a>>,
}

async fn page(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let (app, actor) = (&web.app, &context.actor);
    let found = reuse::find(app, actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let (id, path, owner) = (found.id, format!("/reuses/{}", found.slug), found.owner);
    let all = reuse::with_references(app, actor, vec![found], Used::Counted).await?;
    let Some(found) = all.data.first() else {
        return Ok(not_found());
    };
    let filter = dataset::Filter {
        reuse: Some(id),
        ..dataset::Filter::default()
    };
    let datasets = shelf::Datasets::read(&web, &context, &filter).await?;
    let filter = dataservice::Filter {
        reuse: Some(id),
        ..dataservice::Filter::default()
    };
    let dataservices = shelf::Dataservices::read(&web, &context, &filter).await?;
    let discussions = shelf::Discussions::read(&web, &context, id).await?;
    let history = shelf::History::read(&web, &context, id).await?;
    let filter = reuse::Filter {
        owner: owner.user(),
        organization: owner.organization(),
        ..reuse::Filter::default()
    };
    let others = shelf::Reuses::read(&web, &context, &filter)
        .await?
        .without(id);
    let is_somebodys = owner.user().is_some() || owner.organization().is_some();
    let shown = Content {
        reuse: ReuseOut::v2(&context, &all, found),
        datasets: datasets.shelf(&context, web.app.now(), shelf::whole(&path, "datasets")),
        dataservices: dataservices.shelf(&context, shelf::whole(&path, "dataservices")),
        discussions: discussions.shelf(&context, &path),
        history: history.shelf(&context, &path),
        same_author: if is_somebodys {
            others.items(&context)
        } else {
            Vec::new()
        },
    };
    show(
        &web,
        &context,
        Template::Reuse,
        &head(&context, found),
        &shown,
    )
    .await
}

fn head(context: &Context, reuse: &Reuse) -> Head {
    Head {
        title: Some(reuse.title.clone()),
        description: Some(plain(&reuse.description, 200)).filter(|text| !text.is_empty()),
        canonical: Some(format!("/reuses/{}", reuse.slug)),
        door: Some("reuses"),
        robots: (reuse.is_private() || reuse.deleted.is_some()).then_some("noindex"),
        og_image: Some(context.url(&format!("/og/reuses/{}.png", reuse.id))),
        subject: Some((vitrail_app::domain::Kind::Reuse, reuse.id)),
        ..Head::default()
    }
}
