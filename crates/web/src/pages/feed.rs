//! Atom feeds of one dataset, organization or topic, and of a search: what is followed without an account.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use vitrail_app::activity::{self, Filter};
use vitrail_app::dataset::{self, Files};
use vitrail_app::domain::{Dataservice, Dataset, Organization, Reuse, Topic};
use vitrail_app::index::{self, Query, Sort};
use vitrail_app::{Error, Page, organization, search, topic};

use crate::Web;
use crate::api::view::activity::ActivityOut;
use crate::context::Context;
use crate::error::{ApiError, ApiResult};
use crate::feed::{Item, author, feed};
use crate::pages::account::form::words;
use crate::pages::search::{Asked, KINDS};

/// Entries of a feed.
const ENTRIES: usize = 20;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/datasets/{dataset}/recent.atom", get(of_dataset))
        .route(
            "/organizations/{organization}/recent.atom",
            get(of_organization),
        )
        .route("/topics/{topic}/recent.atom", get(of_topic))
        .route("/datasets/search.atom", of("datasets"))
        .route("/dataservices/search.atom", of("dataservices"))
        .route("/reuses/search.atom", of("reuses"))
        .route("/organizations/search.atom", of("organizations"))
        .route("/topics/search.atom", of("topics"))
}

/// The feed of the searches of a kind.
fn of(path: &'static str) -> MethodRouter<Web> {
    get(move |web: State<Web>, context: Context| of_search(web, context, path))
}

/// What happened to a dataset: edits, files, messages.
async fn of_dataset(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
) -> ApiResult {
    let found = dataset::find(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let filter = Filter {
        related_to: Some(found.id),
        ..Filter::default()
    };
    let page = Page {
        number: 1,
        size: 20,
    };
    let all = activity::list(&web.app, &context.actor, &filter, page).await?;
    let own = context.url(&format!("/datasets/{}", found.slug));
    let items = all.data.iter().filter_map(|change| {
        let out = ActivityOut::new(&context, &all, change)?;
        let actor = change.actor.and_then(|id| all.references.users.get(&id));
        Some(Item {
            title: format!("{} — {}", found.title, out.label),
            url: format!("{own}?change={}#history", out.id),
            markdown: change.fields.join(", "),
            author: actor.map(|user| user.full_name()),
            published: change.at,
            updated: change.at,
        })
    });
    let items = items.collect();
    named(&web, &context, &found.title, items)
}

fn named(web: &Web, context: &Context, name: &str, items: Vec<Item>) -> ApiResult {
    let words = words(web, context)?;
    let title = format!("{} {name}", words.text("feed-of"));
    Ok(feed(context, &title, items, web.app.now()))
}

async fn of_organization(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
) -> ApiResult {
    let found = organization::find(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let filter = dataset::Filter {
        organization: Some(found.id),
        ..dataset::Filter::default()
    };
    let items = datasets(&web, &context, filter).await?;
    named(&web, &context, &found.name, items)
}

async fn of_topic(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let found = topic::find(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let filter = dataset::Filter {
        topic: Some(found.id),
        ..dataset::Filter::default()
    };
    let items = datasets(&web, &context, filter).await?;
    named(&web, &context, &found.name, items)
}

async fn datasets(
    web: &Web,
    context: &Context,
    filter: dataset::Filter,
) -> Result<Vec<Item>, Error> {
    let all = dataset::recent(&web.app, filter, None).await?;
    let items = all.data.iter().map(|one| item(context, &all, one));
    Ok(items.collect())
}

fn item(context: &Context, all: &dataset::Datasets, one: &Dataset) -> Item {
    Item {
        title: one.title.clone(),
        url: context.url(&format!("/datasets/{}", one.slug)),
        markdown: one.description.clone(),
        author: author(&all.references, one.owner),
        published: one.created_at(),
        updated: one.last_modified(),
    }
}

/// The newest results of a search, with all the filters of its page.
async fn of_search(
    State(web): State<Web>,
    context: Context,
    path: &'static str,
) -> Result<Response, ApiError> {
    let kind = KINDS.into_iter().find(|kind| kind.path == path);
    let kind = kind.ok_or(Error::NotFound(vitrail_app::domain::Kind::Site))?;
    let asked = Asked::read(&context.params, kind, web.app.now());
    let query = Query {
        sort: Sort::parse(kind.indexed, "-created").ok(),
        facets: false,
        explain: false,
        page: 1,
        page_size: ENTRIES,
        ..asked.query
    };
    let results = search::find(&web.app, &query)?;
    let items = found(&web, &context, (kind.indexed, path), &results).await?;
    let title = words(&web, &context)?.text("feed-search");
    Ok(feed(&context, &title, items, web.app.now()))
}

async fn found(
    web: &Web,
    context: &Context,
    (kind, path): (index::Kind, &str),
    results: &index::Results,
) -> Result<Vec<Item>, Error> {
    let plain =
        |title: &str, slug: &str, text: &str, at: [vitrail_app::domain::Timestamp; 2]| Item {
            title: title.to_owned(),
            url: context.url(&format!("/{path}/{slug}")),
            markdown: text.to_owned(),
            author: None,
            published: at[0],
            updated: at[1],
        };
    Ok(match kind {
        index::Kind::Dataset => {
            let found = search::objects::<Dataset>(&web.app, results).await?;
            let all = dataset::with_references(&web.app, found, Files::Left).await?;
            all.data
                .iter()
                .map(|one| item(context, &all, one))
                .collect()
        }
        index::Kind::Reuse => {
            let found = search::objects::<Reuse>(&web.app, results).await?;
            let of = |one: &Reuse| {
                plain(
                    &one.title,
                    &one.slug,
                    &one.description,
                    [one.created_at, one.last_modified],
                )
            };
            found.iter().map(of).collect()
        }
        index::Kind::Dataservice => {
            let found = search::objects::<Dataservice>(&web.app, results).await?;
            let of = |one: &Dataservice| {
                let at = [one.created_at, one.metadata_modified_at];
                plain(&one.title, &one.slug, &one.description, at)
            };
            found.iter().map(of).collect()
        }
        index::Kind::Organization => {
            let found = search::objects::<Organization>(&web.app, results).await?;
            let of = |one: &Organization| {
                plain(
                    &one.name,
                    &one.slug,
                    &one.description,
                    [one.created_at, one.last_modified],
                )
            };
            found.iter().map(of).collect()
        }
        _ => {
            let found = search::objects::<Topic>(&web.app, results).await?;
            let of = |one: &Topic| {
                plain(
                    &one.name,
                    &one.slug,
                    &one.description,
                    [one.created_at, one.last_modified],
                )
            };
            found.iter().map(of).collect()
        }
    })
}
