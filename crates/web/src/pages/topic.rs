//! The page of a topic: what it gathers, and what it still lacks.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use serde::Serialize;
use vitrail_app::domain::{Id, Reuse, Topic};
use vitrail_app::index::{self, Filters, Query};
use vitrail_app::reuse::Used;
use vitrail_app::topic::{self, ElementFilter};
use vitrail_app::{Error, Page, dataservice, dataset, reuse, search};

use crate::Web;
use crate::api::view::activity::ActivityOut;
use crate::api::view::dataservice::DataserviceOut;
use crate::api::view::dataset::DatasetOut;
use crate::api::view::reuse::ReuseOut;
use crate::api::view::topic::TopicOut;
use crate::context::Context;
use crate::error::{ApiError, ApiResult, not_found};
use crate::pages::admin::url_of;
use crate::pages::card::Card;
use crate::pages::frame::{Feed, Head, show};
use crate::pages::redirect;
use crate::pages::search::address;
use crate::pages::shelf::{self, OpenDiscussion, Shelf};
use crate::view::{Template, plain};

/// Pieces without object that are shown.
const WANTED: i64 = 50;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/topics/{topic}", get(page))
        .route("/topics/{topic}/{tab}", get(redirect::tab))
}

#[derive(Serialize)]
struct Content<'a> {
    topic: TopicOut<'a>,
    datasets: Shelf<Card<DatasetOut<'a>>>,
    dataservices: Shelf<DataserviceOut<'a>>,
    reuses: Shelf<ReuseOut<'a>>,
    discussions: Shelf<OpenDiscussion<'a>>,
    history: Shelf<ActivityOut<'a>>,
    /// Pieces that are elsewhere.
    elsewhere: Vec<Wanted>,
    wanted: Vec<Wanted>,
}

/// A piece of the topic that is no object of this portal.
#[derive(Serialize)]
struct Wanted {
    title: String,
    description: Option<String>,
    /// Where it is, when it is published elsewhere.
    url: Option<String>,
}

async fn page(State(web): State<Web>, Path(key): Path<String>, mut context: Context) -> ApiResult {
    // Pages show names, not codes.
    context.full_objects = true;
    let found = topic::find(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let (id, path) = (found.id, format!("/topics/{}", found.slug));
    let zones = found.spatial.as_ref().map(|spatial| spatial.zones.clone());
    let zones = dataset::zones(&web.app, &zones.unwrap_or_default()).await?;
    let all = topic::with_references(&web.app, vec![found]).await?;
    let Some(found) = all.data.first() else {
        return Ok(not_found());
    };
    let filter = dataset::Filter {
        topic: Some(id),
        ..dataset::Filter::default()
    };
    let datasets = shelf::Datasets::read(&web, &context, &filter).await?;
    let filter = dataservice::Filter {
        topic: Some(id),
        ..dataservice::Filter::default()
    };
    let dataservices = shelf::Dataservices::read(&web, &context, &filter).await?;
    let reuses = reuses(&web, &context, id).await?;
    let discussions = shelf::Discussions::read(&web, &context, id).await?;
    let history = shelf::History::read(&web, &context, id).await?;
    let text = id.to_string();
    let (elsewhere, wanted) = wanted(&web, id).await?;
    let shown = Content {
        topic: TopicOut::new(&context, &all, found, &zones),
        datasets: datasets.shelf(
            &context,
            web.app.now(),
            address("datasets", std::iter::once(("topic", text.as_str()))),
        ),
        dataservices: dataservices.shelf(&context, shelf::whole(&path, "dataservices")),
        reuses: reuses.shelf(&context, shelf::whole(&path, "reuses")),
        discussions: discussions.shelf(&context, &path),
        history: history.shelf(&context, &path),
        elsewhere,
        wanted,
    };
    show(
        &web,
        &context,
        Template::Topic,
        &head(&context, found),
        &shown,
    )
    .await
}

/// The reuses among its pieces, as the index knows them.
async fn reuses(web: &Web, context: &Context, topic: Id) -> Result<shelf::Reuses, Error> {
    let size = shelf::size(context, "reuses").size;
    let query = Query {
        filters: Filters {
            topics: vec![topic.to_string()],
            ..Filters::default()
        },
        facets: false,
        page_size: usize::try_from(size).unwrap_or_default(),
        ..Query::new(index::Kind::Reuse, "", web.app.now().micros())
    };
    let results = search::find(&web.app, &query)?;
    let found = search::objects::<Reuse>(&web.app, &results).await?;
    let all = reuse::with_references(&web.app, &context.actor, found, Used::Counted).await?;
    Ok(shelf::Reuses::new(all, results.total))
}

/// The pieces without object: those that are elsewhere, and those that nobody publishes yet.
async fn wanted(web: &Web, topic: Id) -> Result<(Vec<Wanted>, Vec<Wanted>), Error> {
    let filter = ElementFilter {
        kind: Some(None),
        ..ElementFilter::default()
    };
    let page = Page {
        number: 1,
        size: WANTED,
    };
    let elements = topic::elements(&web.app, topic, &filter, page).await?;
    let wanted = |element: vitrail_app::domain::TopicElement| {
        let url = url_of(&element).map(str::to_owned);
        Some(Wanted {
            title: element.title?,
            description: element.description,
            url,
        })
    };
    let all = elements.data.into_iter().filter_map(wanted);
    Ok(all.partition(|one| one.url.is_some()))
}

fn head(context: &Context, topic: &Topic) -> Head {
    Head {
        title: Some(topic.name.clone()),
        description: Some(plain(&topic.description, 200)).filter(|text| !text.is_empty()),
        canonical: Some(format!("/topics/{}", topic.slug)),
        robots: topic.is_private().then_some("noindex"),
        og_image: Some(context.url(&format!("/og/topics/{}.png", topic.id))),
        feed: Some(Feed {
            title: topic.name.clone(),
            url: context.url(&format!("/topics/{}/recent.atom", topic.slug)),
        }),
        subject: Some((vitrail_app::domain::Kind::Topic, topic.id)),
        ..Head::default()
    }
}
