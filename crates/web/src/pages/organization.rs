//! The page of an organization: who it is and what it publishes.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;
use vitrail_app::domain::Organization;
use vitrail_app::{dataservice, dataset, organization, reuse};

use crate::Web;
use crate::api::view::activity::ActivityOut;
use crate::api::view::dataservice::DataserviceOut;
use crate::api::view::dataset::DatasetOut;
use crate::api::view::organization::OrganizationOut;
use crate::api::view::reuse::ReuseOut;
use crate::context::Context;
use crate::error::{ApiError, ApiResult, not_found};
use crate::pages::bloc::{self, Bloc};
use crate::pages::card::Card;
use crate::pages::frame::{Feed, Head, show};
use crate::pages::redirect::{encoded, moved};
use crate::pages::search::address;
use crate::pages::shelf::{self, Shelf};
use crate::pages::{jsonld, rdf};
use crate::view::{Template, plain};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/organizations/{organization}", get(page))
        .route("/organizations/{organization}/{tab}", get(tab))
}

#[derive(Serialize)]
struct Content<'a> {
    organization: OrganizationOut<'a>,
    blocs: Vec<Bloc>,
    datasets: Shelf<Card<DatasetOut<'a>>>,
    dataservices: Shelf<DataserviceOut<'a>>,
    reuses: Shelf<ReuseOut<'a>>,
    history: Shelf<ActivityOut<'a>>,
}

async fn page(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    asked: HeaderMap,
) -> ApiResult {
    let found = organization::find(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let id = Some(found.id);
    let graph = format!("/api/1/organizations/{}/catalog", found.id);
    if let Some(response) = rdf::instead_of_page(&asked, &graph, &context.params) {
        return Ok(response);
    }
    let all = organization::with_members(&web.app, vec![found]).await?;
    let Some(found) = all.data.first() else {
        return Ok(not_found());
    };
    let filter = dataset::Filter {
        organization: id,
        ..dataset::Filter::default()
    };
    let datasets = shelf::Datasets::read(&web, &context, &filter).await?;
    let filter = dataservice::Filter {
        organization: id,
        ..dataservice::Filter::default()
    };
    let dataservices = shelf::Dataservices::read(&web, &context, &filter).await?;
    let filter = reuse::Filter {
        organization: id,
        ..reuse::Filter::default()
    };
    let reuses = shelf::Reuses::read(&web, &context, &filter).await?;
    let history = shelf::History::read(&web, &context, found.id).await?;
    // All that it publishes is a search, with its filters.
    let id = found.id.to_string();
    let all_of = |kind| address(kind, std::iter::once(("organization", id.as_str())));
    let blocs = found.presented(&context.actor);
    let cards = bloc::Cards::read(&web, &context, blocs).await?;
    let shown = Content {
        blocs: bloc::shown(&cards, blocs),
        organization: OrganizationOut::new(&context, &all.references, found),
        datasets: datasets.shelf(&context, web.app.now(), all_of("datasets")),
        dataservices: dataservices.shelf(&context, all_of("dataservices")),
        reuses: reuses.shelf(&context, all_of("reuses")),
        history: history.shelf(&context, &format!("/organizations/{}", found.slug)),
    };
    show(
        &web,
        &context,
        Template::Organization,
        &head(&context, found),
        &shown,
    )
    .await
}

fn head(context: &Context, organization: &Organization) -> Head {
    let description = plain(&organization.description, 200);
    Head {
        title: Some(organization.name.clone()),
        jsonld: Some(jsonld::organization(context, organization, &description)),
        description: Some(description).filter(|text| !text.is_empty()),
        canonical: Some(format!("/organizations/{}", organization.slug)),
        robots: organization.deleted.map(|_| "noindex"),
        og_image: Some(context.url(&format!("/og/organizations/{}.png", organization.id))),
        feed: Some(Feed {
            title: organization.name.clone(),
            url: context.url(&format!("/organizations/{}/recent.atom", organization.slug)),
        }),
        links: rdf::alternates(
            &context.url(&format!("/api/1/organizations/{}/catalog", organization.id)),
        )
        .collect(),
        subject: Some((vitrail_app::domain::Kind::Organization, organization.id)),
        ..Head::default()
    }
}

/// The tabs of udata's fronts are parts of one page here.
async fn tab(Path((key, tab)): Path<(String, String)>) -> Response {
    let anchor = match tab.as_str() {
        "datasets" | "dataservices" | "reuses" => format!("#{tab}"),
        "information" | "informations" | "presentation" => String::new(),
        _ => return not_found(),
    };
    moved(
        StatusCode::PERMANENT_REDIRECT,
        &format!("/organizations/{}{anchor}", encoded(&key)),
    )
}
