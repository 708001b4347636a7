//! Linked data from the addresses of pages: those that udata's fronts had for it, and pages themselves, asked by
//! programs that would rather have a graph. The names of things in our graphs are addresses of pages.

use axum::Router;
use axum::http::header::{ACCEPT, ACCESS_CONTROL_ALLOW_ORIGIN, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::Response;
use axum::routing::get;
use vitrail_app::dcat::Syntax;

use crate::Web;
use crate::api::v1::rdf::Documents;
use crate::pages::frame::Link;
use crate::pages::redirect::moved;
use crate::params::Params;

pub fn routes() -> Router<Web> {
    let documents = Documents::default()
        .route("/catalog.{_format}", &get(of_site))
        .route("/datasets/{dataset}/rdf.{_format}", &get(of_api))
        .route("/dataservices/{dataservice}/rdf.{_format}", &get(of_api))
        .route(
            "/organizations/{organization}/catalog.{_format}",
            &get(of_api),
        );
    // The catalogue of DCAT-US has this name everywhere.
    let data = Documents::but(&["json"]).route("/data.{_format}", &get(of_site));
    Router::new()
        .merge(data.into_router())
        .route("/catalog", get(of_site))
        .route("/context.jsonld", get(of_site))
        .route("/datasets/{dataset}/rdf", get(of_api))
        .route("/dataservices/{dataservice}/rdf", get(of_api))
        .route("/organizations/{organization}/catalog", get(of_api))
        .merge(documents.into_router())
}

async fn of_site(uri: Uri) -> Response {
    moved(StatusCode::FOUND, &format!("/api/1/site{uri}"))
}

async fn of_api(uri: Uri) -> Response {
    moved(StatusCode::FOUND, &format!("/api/1{uri}"))
}

/// Where a program goes that prefers a graph to a page: `path` and the ending of its syntax.
pub fn instead_of_page(asked: &HeaderMap, path: &str, params: &Params) -> Option<Response> {
    let accept = asked.get(ACCEPT)?.to_str().ok()?;
    let syntax = Syntax::instead_of_page(accept)?;
    let mut target = format!("{path}.{}", syntax.extension());
    if let Some(profile) = params.one("profile") {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("profile", profile);
        target = format!("{target}?{}", query.finish());
    }
    let mut response = moved(StatusCode::SEE_OTHER, &target);
    let headers = response.headers_mut();
    headers.insert(
        VARY,
        HeaderValue::from_static("Accept, Accept-Language, Cookie"),
    );
    // What our graphs name is looked up from the pages of others too.
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Some(response)
}

/// The same graphs, for whoever reads the head of a page.
pub fn alternates(address: &str) -> impl Iterator<Item = Link> {
    [Syntax::JsonLd, Syntax::Turtle, Syntax::Xml]
        .into_iter()
        .map(move |syntax| Link {
            rel: "alternate",
            r#type: syntax.media_type(),
            href: format!("{address}.{}", syntax.extension()),
        })
}
