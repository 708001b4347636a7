//! The feeds of the API: what was published lately, with the filters of the list.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use vitrail_app::dataset::{self, SORTS};
use vitrail_app::domain::vocabulary::Label;
use vitrail_app::domain::{Dataservice, Kind, Owner, Post, Reuse};
use vitrail_app::{dataservice, post, reuse};

use crate::Web;
use crate::api::v1::dataset::filter;
use crate::api::view::page_of;
use crate::context::Context;
use crate::error::ApiResult;
use crate::feed::{Item, author, feed};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/datasets/recent.atom", get(datasets))
        // Where the public front has always had it.
        .route("/datasets/recent.atom", get(datasets))
        .route("/api/1/reuses/recent.atom", get(reuses))
        .route("/api/1/dataservices/recent.atom", get(dataservices))
        .route("/api/1/posts/recent.atom", get(posts))
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
    let title = Label::new("Derniers jeux de données", "Latest datasets");
    Ok(feed(
        &context,
        title.in_lang(context.lang),
        items,
        web.app.now(),
    ))
}

async fn reuses(State(web): State<Web>, context: Context) -> ApiResult {
    let all = reuse::recent(&web.app).await?;
    let item = |reuse: &Reuse| Item {
        title: reuse.title.clone(),
        url: page_of(&context, Kind::Reuse, &reuse.slug),
        markdown: reuse.description.clone(),
        author: author(&all.references, reuse.owner),
        published: reuse.created_at,
        updated: reuse.last_modified,
    };
    let items = all.data.iter().map(item).collect();
    let title = Label::new("Dernières réutilisations", "Latest reuses");
    Ok(feed(
        &context,
        title.in_lang(context.lang),
        items,
        web.app.now(),
    ))
}

async fn dataservices(State(web): State<Web>, context: Context) -> ApiResult {
    let all = dataservice::recent(&web.app).await?;
    let item = |dataservice: &Dataservice| Item {
        title: dataservice.title.clone(),
        url: page_of(&context, Kind::Dataservice, &dataservice.slug),
        markdown: dataservice.description.clone(),
        author: author(&all.references, dataservice.owner),
        published: dataservice.created_at,
        updated: dataservice.metadata_modified_at,
    };
    let items = all.data.iter().map(item).collect();
    let title = Label::new("Dernières API", "Latest APIs");
    Ok(feed(
        &context,
        title.in_lang(context.lang),
        items,
        web.app.now(),
    ))
}

async fn posts(State(web): State<Web>, context: Context) -> ApiResult {
    let all = post::recent(&web.app).await?;
    let item = |post: &Post| Item {
        title: post.name.clone(),
        url: page_of(&context, Kind::Post, &post.slug),
        markdown: post
            .headline
            .clone()
            .unwrap_or_else(|| post.content.clone()),
        author: author(
            &all.references,
            post.owner.map_or(Owner::Nobody, Owner::User),
        ),
        published: post.published.unwrap_or(post.created_at),
        updated: post.last_modified,
    };
    let items = all.data.iter().map(item).collect();
    let title = Label::new("Dernières actualités", "Latest news");
    Ok(feed(
        &context,
        title.in_lang(context.lang),
        items,
        web.app.now(),
    ))
}
