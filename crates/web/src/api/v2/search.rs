//! The seven searches: the index says which objects, in which order and why; the database gives the objects.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde::Serialize;
use serde_json::{Map, Value, json};
use vitrail_app::domain::{Dataservice, Dataset, Discussion, Organization, Post, Reuse, Topic};
use vitrail_app::index::{Kind, Lang, Query, Results, render};
use vitrail_app::{
    Page, dataservice, dataset, discussion, organization, post, reuse, search, spatial, topic,
};

use crate::Web;
use crate::api::view::dataservice::DataserviceOut;
use crate::api::view::dataset::{DatasetOut, zones_wanted};
use crate::api::view::discussion::DiscussionOut;
use crate::api::view::organization::OrganizationOut;
use crate::api::view::post::PostOut;
use crate::api::view::reuse::ReuseOut;
use crate::api::view::topic::TopicOut;
use crate::asked;
use crate::context::{Context, Envelope};
use crate::error::ApiResult;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/2/datasets/search", get(datasets))
        .route("/api/2/reuses/search", get(reuses))
        .route("/api/2/dataservices/search", get(dataservices))
        .route("/api/2/organizations/search", get(organizations))
        .route("/api/2/topics/search", get(topics))
        .route("/api/2/discussions/search", get(discussions))
        .route("/api/2/posts/search", get(posts))
}

/// What was asked and what the index found.
struct Found {
    page: Page,
    results: Results,
    explained: bool,
}

fn asked(web: &Web, context: &Context, kind: Kind) -> vitrail_app::Result<(Query, Page)> {
    asked::query(kind, &context.params, web.app.now())
}

fn found(web: &Web, query: &Query, page: Page) -> vitrail_app::Result<Found> {
    Ok(Found {
        page,
        results: search::find(&web.app, query)?,
        explained: query.explain,
    })
}

fn find(web: &Web, context: &Context, kind: Kind) -> vitrail_app::Result<Found> {
    let (query, page) = asked(web, context, kind)?;
    found(web, &query, page)
}

/// An object and, when asked, the reasons why it was found.
#[derive(Serialize)]
struct Hit<T> {
    #[serde(flatten)]
    object: T,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<Vec<String>>,
}

#[derive(Serialize)]
struct Answer<T> {
    #[serde(flatten)]
    envelope: Envelope<Hit<T>>,
    /// A better spelling.
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<String>,
}

impl Found {
    /// The answer: each object with its id, in the order of the results.
    fn answer<T: Serialize>(
        self,
        context: &Context,
        objects: impl Iterator<Item = (String, T)>,
    ) -> ApiResult {
        let data = objects.map(|(id, object)| Hit {
            object,
            explanation: self.explained.then(|| self.explanation(&id, context.lang)),
        });
        let data = data.collect();
        let total = i64::try_from(self.results.total).unwrap_or(i64::MAX);
        let facets = facets(&self.results);
        context.v2(&Answer {
            envelope: context.search_envelope(self.page, data, total, Some(facets)),
            suggestion: self.results.suggestion,
        })
    }

    fn explanation(&self, id: &str, lang: &str) -> Vec<String> {
        let lang = if lang == "en" {
            Lang::English
        } else {
            Lang::French
        };
        let hit = self.results.hits.iter().find(|hit| hit.id == id);
        let reasons = hit.into_iter().flat_map(|hit| &hit.reasons);
        reasons.map(|reason| render(reason, lang)).collect()
    }
}

/// `{facet: [{name, count}]}`.
fn facets(results: &Results) -> Value {
    let facets = results.facets.iter().map(|(name, buckets)| {
        let buckets = buckets
            .iter()
            .map(|bucket| json!({"name": bucket.name, "count": bucket.count}));
        ((*name).to_owned(), buckets.collect())
    });
    Value::Object(facets.collect::<Map<_, _>>())
}

async fn datasets(State(web): State<Web>, context: Context) -> ApiResult {
    let (mut query, page) = asked(&web, &context, Kind::Dataset)?;
    if context.params.truth("include_geozone_ancestors")? == Some(true) {
        let zones = &mut query.filters.geozones;
        zones.extend(spatial::ancestors(&web.app, zones).await?);
    }
    let found = found(&web, &query, page)?;
    let data = search::objects::<Dataset>(&web.app, &found.results).await?;
    let all = dataset::with_references(&web.app, data, dataset::Files::Counted).await?;
    let zones = dataset::zones(&web.app, &zones_wanted(&context, &all.data)).await?;
    let now = web.app.now();
    let objects = all.data.iter().map(|object| {
        let out = DatasetOut::v2(&context, &all, object, now, &zones);
        (object.id.to_string(), out)
    });
    found.answer(&context, objects)
}

async fn reuses(State(web): State<Web>, context: Context) -> ApiResult {
    let found = find(&web, &context, Kind::Reuse)?;
    let data = search::objects::<Reuse>(&web.app, &found.results).await?;
    let all = reuse::with_references(&web.app, &context.actor, data, reuse::Used::Counted).await?;
    let objects = all.data.iter().map(|object| {
        let out = ReuseOut::v2(&context, &all, object);
        (object.id.to_string(), out)
    });
    found.answer(&context, objects)
}

async fn dataservices(State(web): State<Web>, context: Context) -> ApiResult {
    let found = find(&web, &context, Kind::Dataservice)?;
    let data = search::objects::<Dataservice>(&web.app, &found.results).await?;
    let all = dataservice::with_references(&web.app, data).await?;
    let objects = all.data.iter().map(|object| {
        let out = DataserviceOut::new(&context, &all, object);
        (object.id.to_string(), out)
    });
    found.answer(&context, objects)
}

async fn organizations(State(web): State<Web>, context: Context) -> ApiResult {
    let found = find(&web, &context, Kind::Organization)?;
    let data = search::objects::<Organization>(&web.app, &found.results).await?;
    let all = organization::with_members(&web.app, data).await?;
    let objects = all.data.iter().map(|object| {
        let out = OrganizationOut::new(&context, &all.references, object);
        (object.id.to_string(), out)
    });
    found.answer(&context, objects)
}

async fn topics(State(web): State<Web>, context: Context) -> ApiResult {
    let found = find(&web, &context, Kind::Topic)?;
    let data = search::objects::<Topic>(&web.app, &found.results).await?;
    let all = topic::with_references(&web.app, data).await?;
    let zones = dataset::zones(&web.app, &[]).await?;
    let objects = all.data.iter().map(|object| {
        let out = TopicOut::new(&context, &all, object, &zones);
        (object.id.to_string(), out)
    });
    found.answer(&context, objects)
}

async fn discussions(State(web): State<Web>, context: Context) -> ApiResult {
    let found = find(&web, &context, Kind::Discussion)?;
    let data = search::objects::<Discussion>(&web.app, &found.results).await?;
    let data = discussion::shown_to(&context.actor, data);
    let all = discussion::with_references(&web.app, data).await?;
    let readable = all.data.iter().filter(|object| {
        let subject = all.subjects.get(object.subject);
        subject.is_none_or(|brief| !brief.private || brief.is_readable_by(&context.actor))
    });
    let objects = readable.map(|object| {
        let out = DiscussionOut::new(&context, &all, object);
        (object.id.to_string(), out)
    });
    found.answer(&context, objects)
}

async fn posts(State(web): State<Web>, context: Context) -> ApiResult {
    let found = find(&web, &context, Kind::Post)?;
    let data = search::objects::<Post>(&web.app, &found.results).await?;
    let all = post::with_references(&web.app, &context.actor, data).await?;
    let zones = dataset::zones(&web.app, &[]).await?;
    let now = web.app.now();
    let objects = all.data.iter().map(|object| {
        let out = PostOut::new(&context, &all, object, now, &zones).listed(&context);
        (object.id.to_string(), out)
    });
    found.answer(&context, objects)
}
