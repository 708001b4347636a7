//! The catalogue as linked data: each address with an ending answers a syntax, the one without leads to the syntax
//! that the caller prefers.

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{ACCEPT, CONTENT_TYPE, LOCATION, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, any, get};
use futures_util::stream;
use serde_json::json;
use vitrail_app::dataset::SORTS;
use vitrail_app::dcat::{self, EXTENSIONS, Profile, Syntax, View};
use vitrail_app::domain::{Kind, Organization};
use vitrail_app::rdf::{self, Form};
use vitrail_app::{Error, Page, dataservice, dataset, organization};

use crate::Web;
use crate::api::v1;
use crate::context::Context;
use crate::error::{ApiError, ApiResult, not_found};

/// Datasets on a page of a catalogue, unless the caller says otherwise.
const PAGE: i64 = 100;
/// A catalogue may be asked for whole.
const LARGEST_PAGE: i64 = 1_000_000;
/// Larger pages are sent while they are made.
const HELD: i64 = 200;

pub fn routes() -> Router<Web> {
    let documents = Documents::default()
        .route(
            "/api/1/datasets/{dataset}/rdf.{_format}",
            &get(dataset_document),
        )
        .route(
            "/api/1/dataservices/{dataservice}/rdf.{_format}",
            &get(dataservice_document),
        )
        .route(
            "/api/1/organizations/{organization}/catalog.{_format}",
            &get(organization_document),
        )
        .route("/api/1/site/catalog.{_format}", &get(site_document))
        .route("/api/1/site/data.{_format}", &get(data));
    Router::new()
        .route("/api/1/datasets/{dataset}/rdf", get(of_dataset))
        .route("/api/1/dataservices/{dataservice}/rdf", get(of_dataservice))
        .route(
            "/api/1/organizations/{organization}/catalog",
            get(of_organization),
        )
        .route("/api/1/site/catalog", get(of_site))
        .route("/api/1/site/context.jsonld", get(context))
        .route("/api/1/site/{*rest}", any(nowhere))
        .merge(documents.into_router())
}

/// Addresses that exist once for each ending of the syntaxes.
#[derive(Default)]
pub struct Documents {
    router: Router<Web>,
    /// Endings under which something else is found.
    not: &'static [&'static str],
}

impl Documents {
    pub fn but(not: &'static [&'static str]) -> Self {
        Self {
            not,
            ..Self::default()
        }
    }

    pub fn into_router(self) -> Router<Web> {
        self.router
    }

    pub fn route(self, path: &str, answer: &MethodRouter<Web>) -> Self {
        let each = EXTENSIONS.iter().map(|(extension, _)| *extension);
        let each = each.filter(|extension| !self.not.contains(extension));
        let router = each.fold(self.router, |router, extension| {
            let path = path.replace("{_format}", extension);
            Router::route(router, &path, answer.clone())
        });
        Self {
            router,
            not: self.not,
        }
    }
}

/// The syntax that the ending of the path names, and the shapes that the caller wants.
fn form(context: &Context) -> Result<Form, Error> {
    let extension = context.path.rsplit('.').next().unwrap_or_default();
    let profile = context.params.choice("profile", &Profile::NAMES)?;
    Ok(Form {
        syntax: Syntax::of_extension(extension).ok_or(Error::NotFound(Kind::Site))?,
        profile: profile.and_then(Profile::parse).unwrap_or_default(),
        base: context.base.clone(),
    })
}

async fn dataset_document(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
) -> ApiResult {
    let form = form(&context)?;
    let document = rdf::dataset(&web.app, &context.actor, &key, &form).await;
    let document = document.map_err(|error| ApiError::at(error, &context.path, &key))?;
    Ok(answer(form.syntax, Body::from(document)))
}

async fn dataservice_document(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
) -> ApiResult {
    let form = form(&context)?;
    let document = rdf::dataservice(&web.app, &context.actor, &key, &form).await;
    let document = document.map_err(|error| ApiError::at(error, &context.path, &key))?;
    Ok(answer(form.syntax, Body::from(document)))
}

async fn organization_document(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
) -> ApiResult {
    let found = organization::find(&web.app, &context.actor, &key).await;
    let found = found.map_err(|error| ApiError::at(error, &context.path, &key))?;
    catalogue(&web, &context, Some(found)).await
}

async fn site_document(State(web): State<Web>, context: Context) -> ApiResult {
    catalogue(&web, &context, None).await
}

async fn catalogue(web: &Web, context: &Context, of: Option<Organization>) -> ApiResult {
    let form = form(context)?;
    let filter = v1::dataset::filter(context)?;
    let sort = context.params.sort(&SORTS)?;
    let page = context.params.page_up_to(PAGE, LARGEST_PAGE)?;
    let view = |total| view(context, page, total);
    let export = rdf::catalogue(&web.app, of, &filter, (sort, page), &form, view).await?;
    if page.size <= HELD {
        return Ok(answer(form.syntax, Body::from(export.whole().await?)));
    }
    let parts = stream::try_unfold(export, async |mut export| {
        let part = export.next().await.inspect_err(|error| {
            tracing::error!(%error, "a catalogue could not be sent whole");
        });
        Ok::<_, Error>(part?.map(|part| (part, export)))
    });
    Ok(answer(form.syntax, Body::from_stream(parts)))
}

/// Where the other pages of this catalogue are, in this syntax, with these filters.
fn view(context: &Context, page: Page, total: i64) -> View {
    let address = |number: i64| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("page", &number.to_string());
        query.append_pair("page_size", &page.size.to_string());
        let others = context.params.pairs().iter();
        query.extend_pairs(others.filter(|(key, _)| !matches!(key.as_str(), "page" | "page_size")));
        format!("{}{}?{}", context.base, context.path, query.finish())
    };
    let last = (total.max(1) + page.size - 1) / page.size;
    View {
        total,
        this: address(page.number),
        first: address(1),
        last: address(last),
        next: (page.number < last).then(|| address(page.number + 1)),
        previous: (page.number > 1).then(|| address(page.number - 1)),
    }
}

fn answer(syntax: Syntax, body: Body) -> Response {
    ([(CONTENT_TYPE, syntax.media_type())], body).into_response()
}

async fn of_dataset(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    asked: HeaderMap,
) -> ApiResult {
    let found = dataset::find(&web.app, &context.actor, &key).await;
    let found = found.map_err(|error| ApiError::at(error, &context.path, &key))?;
    let path = format!("/api/1/datasets/{}/rdf", found.id);
    Ok(negotiated(&path, &context, &asked, false))
}

async fn of_dataservice(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    asked: HeaderMap,
) -> ApiResult {
    let found = dataservice::find(&web.app, &context.actor, &key).await;
    let found = found.map_err(|error| ApiError::at(error, &context.path, &key))?;
    let path = format!("/api/1/dataservices/{}/rdf", found.id);
    Ok(negotiated(&path, &context, &asked, false))
}

async fn of_organization(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    asked: HeaderMap,
) -> ApiResult {
    let found = organization::find(&web.app, &context.actor, &key).await;
    let found = found.map_err(|error| ApiError::at(error, &context.path, &key))?;
    let path = format!("/api/1/organizations/{}/catalog", found.id);
    Ok(negotiated(&path, &context, &asked, false))
}

async fn of_site(context: Context, asked: HeaderMap) -> Response {
    negotiated("/api/1/site/catalog", &context, &asked, true)
}

/// The former name of the catalogue.
async fn data(context: Context) -> Response {
    let extension = context.path.rsplit('.').next().unwrap_or_default();
    let path = format!("/api/1/site/catalog.{extension}");
    redirect(&with_query(path, &context, false))
}

/// Leads to the syntax that the caller prefers, filters kept.
fn negotiated(path: &str, context: &Context, asked: &HeaderMap, paged: bool) -> Response {
    let accept = asked.get(ACCEPT).and_then(|accept| accept.to_str().ok());
    let syntax = Syntax::negotiate(accept.unwrap_or_default());
    let path = format!("{path}.{}", syntax.extension());
    redirect(&with_query(path, context, paged))
}

/// The path with the query of the request; with its page too, when it is one of a catalogue.
fn with_query(path: String, context: &Context, paged: bool) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if paged {
        let size = PAGE.to_string();
        query.append_pair("page", context.params.one("page").unwrap_or("1"));
        query.append_pair(
            "page_size",
            context.params.one("page_size").unwrap_or(&size),
        );
    }
    let others = context.params.pairs().iter();
    let is_said = |key: &str| paged && matches!(key, "page" | "page_size");
    query.extend_pairs(others.filter(|(key, _)| !is_said(key)));
    match query.finish() {
        query if query.is_empty() => path,
        query => format!("{path}?{query}"),
    }
}

/// 302, with the page that udata writes for those who do not follow.
fn redirect(target: &str) -> Response {
    let Ok(location) = HeaderValue::from_str(target) else {
        return not_found();
    };
    let shown = target.replace('&', "&amp;");
    let html = format!(
        "<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n\
         <p>You should be redirected automatically to the target URL: <a href=\"{shown}\">{shown}</a>. \
         If not, click the link.\n"
    );
    let headers = [
        (LOCATION, location),
        (
            CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (VARY, HeaderValue::from_static("Accept")),
    ];
    (StatusCode::FOUND, headers, html).into_response()
}

async fn context() -> Response {
    let body = json!({"@context": dcat::context()});
    answer(Syntax::JsonLd, Body::from(body.to_string()))
}

/// udata says it as it says that an object is not there.
async fn nowhere() -> Response {
    let mut response = not_found();
    response.extensions_mut().insert(crate::pages::Nowhere);
    response
}
