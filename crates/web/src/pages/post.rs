//! News: the list and each text.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use serde::Serialize;
use vitrail_app::domain::{Post, Reuse};
use vitrail_app::post;
use vitrail_app::reuse::{self, Used};
use vitrail_app::{Error, Page};

use crate::Web;
use crate::api::view::dataset::{DatasetOut, Zones};
use crate::api::view::post::PostOut;
use crate::api::view::reuse::ReuseOut;
use crate::context::Context;
use crate::error::{ApiError, ApiResult, not_found};
use crate::pages::bloc::{self, Bloc};
use crate::pages::card::{self, Card};
use crate::pages::frame::{Feed, Head, show};
use crate::pages::pagination::Pagination;
use crate::view::{Template, clean, plain};

const PAGE_SIZE: usize = 20;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/posts", get(list))
        .route("/posts/{post}", get(page))
}

#[derive(Serialize)]
struct List<'a> {
    posts: Vec<PostOut<'a>>,
    pagination_of: Pagination,
}

#[derive(Serialize)]
struct Content<'a> {
    post: PostOut<'a>,
    /// Cleaned HTML, when the text is not Markdown.
    html: Option<String>,
    /// The pieces of the text, when it is made of blocs.
    blocs: Vec<Bloc>,
    datasets: Vec<Card<DatasetOut<'a>>>,
    reuses: Vec<ReuseOut<'a>>,
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let asked = context
        .params
        .one("page")
        .and_then(|page| page.parse().ok());
    let number = asked
        .filter(|page| (1..=10_000).contains(page))
        .unwrap_or(1_usize);
    let filter = post::Filter {
        kind: Some("news".to_owned()),
        ..post::Filter::default()
    };
    let page = Page {
        number: i64::try_from(number).unwrap_or(1),
        size: i64::try_from(PAGE_SIZE).unwrap_or(20),
    };
    let listed = post::list(&web.app, &context.actor, filter, None, page).await?;
    let total = u64::try_from(listed.total).unwrap_or(0);
    let all = post::with_references(&web.app, &context.actor, listed.data).await?;
    let zones = Zones::new();
    let shown = List {
        posts: all
            .data
            .iter()
            .map(|post| PostOut::new(&context, &all, post, web.app.now(), &zones))
            .collect(),
        pagination_of: Pagination::new(number, PAGE_SIZE, total, |page| match page {
            1 => "/posts".to_owned(),
            page => format!("/posts?page={page}"),
        }),
    };
    let words = web.views.words(context.lang);
    let head = Head {
        title: words.map(|words| words.text("posts")),
        canonical: (number > 1).then(|| format!("/posts?page={number}")),
        feed: words.map(|words| Feed {
            title: words.text("posts"),
            url: context.url("/api/1/posts/recent.atom"),
        }),
        ..Head::default()
    };
    show(&web, &context, Template::Posts, &head, &shown).await
}

async fn page(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let now = web.app.now();
    let found = post::find(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let all = post::with_references(&web.app, &context.actor, vec![found]).await?;
    let Some(found) = all.data.first() else {
        return Ok(not_found());
    };
    let shown = found
        .datasets
        .iter()
        .filter_map(|id| all.datasets.data.get(*all.places.get(id)?));
    let datasets = card::Datasets::read(&web, shown.cloned().collect()).await?;
    let reuses = reuses(&web, &context, found, &all.reuses).await?;
    let blocs = match found.body_type.as_str() {
        "blocs" => found.blocs.as_slice(),
        _ => &[],
    };
    let cards = bloc::Cards::read(&web, &context, blocs).await?;
    let shown = Content {
        post: PostOut::new(&context, &all, found, now, &Zones::new()),
        html: (found.body_type == "html").then(|| clean(&found.content, 2)),
        blocs: bloc::shown(&cards, blocs),
        datasets: datasets.cards(&context, now),
        reuses: reuses
            .data
            .iter()
            .map(|reuse| ReuseOut::v2(&context, &reuses, reuse))
            .collect(),
    };
    show(
        &web,
        &context,
        Template::Post,
        &head(&context, found),
        &shown,
    )
    .await
}

/// The reuses that a post shows, in its order.
async fn reuses(
    web: &Web,
    context: &Context,
    post: &Post,
    read: &std::collections::HashMap<vitrail_app::domain::Id, Reuse>,
) -> Result<reuse::Reuses, Error> {
    let shown = post
        .reuses
        .iter()
        .filter_map(|id| read.get(id))
        .cloned()
        .collect();
    reuse::with_references(&web.app, &context.actor, shown, Used::Counted).await
}

fn head(context: &Context, post: &Post) -> Head {
    let description = match &post.headline {
        Some(headline) if !headline.is_empty() => headline.clone(),
        _ => plain(&post.content, 200),
    };
    Head {
        title: Some(post.name.clone()),
        description: Some(description).filter(|text| !text.is_empty()),
        canonical: Some(format!("/posts/{}", post.slug)),
        robots: post.published.is_none().then_some("noindex"),
        og_type: Some("article"),
        og_image: Some(context.url(&format!("/og/posts/{}.png", post.id))),
        ..Head::default()
    }
}
