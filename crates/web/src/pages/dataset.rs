//! The page of a dataset: what it is, how fresh, under which licence, how good; then its files and its life.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::routing::get;
use serde::Serialize;
use vitrail_app::dataset::{self, Files};
use vitrail_app::domain::vocabulary::Vocabulary;
use vitrail_app::domain::vocabulary::format::FormatFamily;
use vitrail_app::domain::{CommunityResource, Dataset, Id, Resource, Timestamp};
use vitrail_app::{Error, Listed, community_resource, dataservice, reuse};

use crate::Web;
use crate::api::view::activity::ActivityOut;
use crate::api::view::community_resource::CommunityResourceOut;
use crate::api::view::dataservice::DataserviceOut;
use crate::api::view::dataset::{DatasetOut, zones_wanted};
use crate::api::view::resource::ResourceOut;
use crate::api::view::reuse::ReuseOut;
use crate::context::Context;
use crate::error::{ApiError, ApiResult, not_found};
use crate::pages::card::{self, Card};
use crate::pages::frame::{Feed, Head, Link, show};
use crate::pages::shelf::{self, OpenDiscussion, Shelf};
use crate::pages::{jsonld, rdf, redirect};
use crate::view::{Template, plain};

/// Files of a type shown at first, and when all of them are asked.
const FILES: usize = 12;
const ALL_FILES: usize = 1_000;

/// Datasets about the same thing that are shown.
const SIMILAR: usize = 4;

/// The types of files, in the order of the page.
const TYPES: [&str; 6] = ["main", "documentation", "update", "api", "code", "other"];

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/datasets/{dataset}", get(page))
        .route("/datasets/{dataset}/{tab}", get(redirect::tab))
}

#[derive(Serialize)]
struct Content<'a> {
    dataset: DatasetOut<'a>,
    files: Vec<Group<'a>>,
    file_count: usize,
    size: Option<i64>,
    /// The bytes of the files that an archive would hold, when there is one.
    archive: Option<u64>,
    first_file: Option<ResourceOut<'a>>,
    dates: Dates,
    reuses: Shelf<ReuseOut<'a>>,
    dataservices: Shelf<DataserviceOut<'a>>,
    discussions: Shelf<OpenDiscussion<'a>>,
    history: Shelf<ActivityOut<'a>>,
    community: Shelf<Community<'a>>,
    similar: Vec<Card<DatasetOut<'a>>>,
    series: Vec<Named<'a>>,
    members: Vec<Named<'a>>,
    member_count: i64,
}

/// Another dataset, by its name.
#[derive(Serialize)]
struct Named<'a> {
    title: &'a str,
    url: String,
}

impl<'a> Named<'a> {
    fn all(data: &'a [Dataset]) -> Vec<Self> {
        let named = data.iter().map(|it| Self {
            title: &it.title,
            url: format!("/datasets/{}", it.slug),
        });
        named.collect()
    }
}

#[derive(Serialize)]
struct Group<'a> {
    r#type: &'static str,
    total: usize,
    resources: Vec<File<'a>>,
    url: String,
}

#[derive(Serialize)]
struct File<'a> {
    #[serde(flatten)]
    resource: ResourceOut<'a>,
    family: &'static str,
}

#[derive(Serialize)]
struct Community<'a> {
    #[serde(flatten)]
    resource: CommunityResourceOut<'a>,
    family: &'static str,
}

#[derive(Serialize)]
struct Dates {
    checked: Option<Timestamp>,
}

async fn page(
    State(web): State<Web>,
    Path(key): Path<String>,
    mut context: Context,
    asked: HeaderMap,
) -> ApiResult {
    // Pages show names, not codes.
    context.full_objects = true;
    let found = dataset::find(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let (id, path) = (found.id, format!("/datasets/{}", found.slug));
    let graph = format!("/api/1/datasets/{id}/rdf");
    if let Some(response) = rdf::instead_of_page(&asked, &graph, &context.params) {
        return Ok(response);
    }
    let zones = dataset::zones(&web.app, &zones_wanted(&context, [&found])).await?;
    let all = dataset::with_references(&web.app, vec![found], Files::Whole).await?;
    let Some(found) = all.data.first() else {
        return Ok(not_found());
    };
    let files = all
        .resources
        .get(&id)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let filter = reuse::Filter {
        dataset: Some(id),
        ..reuse::Filter::default()
    };
    let reuses = shelf::Reuses::read(&web, &context, &filter).await?;
    let filter = dataservice::Filter {
        dataset: Some(id),
        ..dataservice::Filter::default()
    };
    let dataservices = shelf::Dataservices::read(&web, &context, &filter).await?;
    let discussions = shelf::Discussions::read(&web, &context, id).await?;
    let history = shelf::History::read(&web, &context, id).await?;
    let community = community(&web, &context, id).await?;
    let similar = similar(&web, &all, found).await?;
    let series = dataset::series::of(&web.app, found).await?;
    let out = DatasetOut::v2(&context, &all, found, web.app.now(), &zones);
    let head = head(&web, &context, found, &out, files);
    let shown = Content {
        files: groups(&context, files, &path),
        file_count: files.len(),
        size: size(files),
        archive: vitrail_app::archive::size(&web.app, files),
        first_file: first(files).map(|file| ResourceOut::new(&context, file)),
        dates: Dates {
            checked: files.iter().filter_map(Resource::checked_at).max(),
        },
        reuses: reuses.shelf(&context, shelf::whole(&path, "reuses")),
        dataservices: dataservices.shelf(&context, shelf::whole(&path, "dataservices")),
        discussions: discussions.shelf(&context, &path),
        history: history.shelf(&context, &path),
        community: community_shelf(&context, &community, &path),
        series: Named::all(&series.wholes),
        members: Named::all(&series.members.data),
        member_count: series.members.total,
        similar: similar.cards(&context, web.app.now()),
        dataset: out,
    };
    show(&web, &context, Template::Dataset, &head, &shown).await
}

type Others = (Listed<CommunityResource>, community_resource::Beside);

/// What others than the producer added.
async fn community(web: &Web, context: &Context, dataset: Id) -> Result<Others, Error> {
    let filter = community_resource::Filter {
        dataset: Some(dataset),
        ..community_resource::Filter::default()
    };
    let page = shelf::size(context, "community");
    community_resource::list(&web.app, &context.actor, &filter, None, page).await
}

fn community_shelf<'a>(
    context: &Context,
    (listed, beside): &'a Others,
    path: &str,
) -> Shelf<Community<'a>> {
    let added = listed.data.iter();
    Shelf {
        total: listed.total,
        items: added
            .map(|community| Community {
                resource: CommunityResourceOut::new(context, beside, community),
                family: FormatFamily::of(&community.resource.format).code(),
            })
            .collect(),
        url: Some(shelf::whole(path, "community")),
    }
}

async fn similar(
    web: &Web,
    all: &dataset::Datasets,
    of: &Dataset,
) -> Result<card::Datasets, Error> {
    let organization = of.owner.organization();
    let organization = organization.and_then(|id| all.references.organizations.get(&id));
    let organization = organization.map(AsRef::as_ref);
    let found = dataset::similar(&web.app, of, organization, SIMILAR).await?;
    card::Datasets::titles(web, found).await
}

fn groups<'a>(context: &Context, files: &'a [Resource], path: &str) -> Vec<Group<'a>> {
    let whole = context.params.one("all");
    let group = |r#type: &'static str| {
        let of_type = |file: &&Resource| {
            file.r#type == r#type || (r#type == "other" && !TYPES.contains(&file.r#type.as_str()))
        };
        let total = files.iter().filter(of_type).count();
        let most = if whole == Some(r#type) {
            ALL_FILES
        } else {
            FILES
        };
        let resources = files.iter().filter(of_type).take(most);
        Group {
            r#type,
            total,
            resources: resources
                .map(|file| File {
                    resource: ResourceOut::new(context, file),
                    family: FormatFamily::of(&file.format).code(),
                })
                .collect(),
            url: format!("{path}?all={type}#files"),
        }
    };
    TYPES
        .into_iter()
        .map(group)
        .filter(|group| group.total > 0)
        .collect()
}

/// The sum of the sizes that are known.
fn size(files: &[Resource]) -> Option<i64> {
    let known = files.iter().filter_map(|file| {
        let seen = file.extras.get("analysis:content-length");
        file.filesize
            .or_else(|| seen?.as_i64())
            .filter(|size| *size > 0)
    });
    known.reduce(i64::saturating_add)
}

/// The file that the examples read: the first table of the main ones, else the first of all.
fn first(files: &[Resource]) -> Option<&Resource> {
    let mut main = files.iter().filter(|file| file.r#type == "main");
    let table = main
        .clone()
        .find(|file| matches!(file.format.as_str(), "csv" | "csv.gz" | "tsv"));
    table.or_else(|| main.next()).or_else(|| files.first())
}

fn head(
    web: &Web,
    context: &Context,
    dataset: &Dataset,
    out: &DatasetOut<'_>,
    files: &[Resource],
) -> Head {
    let description = match &dataset.description_short {
        Some(short) if !short.is_empty() => short.clone(),
        _ => plain(&dataset.description, 200),
    };
    let words = web.views.words(context.lang);
    let mut links = vec![Link {
        rel: "alternate",
        r#type: "application/json",
        href: context.url(&format!("/api/1/datasets/{}/", dataset.id)),
    }];
    let graph = context.url(&format!("/api/1/datasets/{}/rdf", dataset.id));
    links.extend(rdf::alternates(&graph));
    let hidden =
        dataset.is_private() || dataset.deleted.is_some() || context.params.one("all").is_some();
    Head {
        title: Some(dataset.title.clone()),
        jsonld: Some(jsonld::dataset(context, dataset, out, &description, files)),
        description: Some(description).filter(|text| !text.is_empty()),
        canonical: Some(format!("/datasets/{}", dataset.slug)),
        door: Some("datasets"),
        robots: hidden.then_some("noindex"),
        feed: words.map(|words| Feed {
            title: format!("{} {}", words.text("feed-of"), dataset.title),
            url: context.url(&format!("/datasets/{}/recent.atom", dataset.slug)),
        }),
        og_image: Some(context.url(&format!("/og/datasets/{}.png", dataset.id))),
        links,
        subject: Some((vitrail_app::domain::Kind::Dataset, dataset.id)),
        ..Head::default()
    }
}
