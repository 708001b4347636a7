//! What programs ask of a site: its map, what they may read, its icon, and how to search it from a browser.

use std::fmt::Write;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use vitrail_app::domain::Kind;
use vitrail_app::{Error, Page, site};

use crate::context::Context;
use crate::error::ApiResult;
use crate::pages::redirect::{encoded, moved};
use crate::{Web, mosaic};

/// Addresses in one map at most, as the protocol allows.
const MAP: i64 = 50_000;

/// The kinds that have pages to find.
const KINDS: [Kind; 6] = [
    Kind::Dataset,
    Kind::Dataservice,
    Kind::Reuse,
    Kind::Organization,
    Kind::Topic,
    Kind::Post,
];

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/sitemap.xml", get(maps))
        .route("/sitemap_index.xml", get(maps))
        .route("/sitemaps/{file}", get(map))
        .route("/robots.txt", get(robots))
        .route("/favicon.svg", get(icon))
        .route("/favicon.ico", get(old_icon))
        .route("/opensearch.xml", get(description))
}

/// Text inside XML and HTML, without the characters that XML knows no way to write.
pub fn escaped(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
        .collect::<String>()
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn xml(kind: &'static str, text: String) -> Response {
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

/// The index: one map per kind and per fifty thousand addresses.
async fn maps(State(web): State<Web>, context: Context) -> ApiResult {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let one = Page { number: 1, size: 1 };
    let mut add = |name: &str| {
        let url = context.url(&format!("/sitemaps/{name}.xml"));
        let _ = writeln!(text, "<sitemap><loc>{}</loc></sitemap>", escaped(&url));
    };
    add("pages");
    for kind in KINDS {
        let total = site::addresses(&web.app, kind, one).await?.total;
        let files = total / MAP + i64::from(total % MAP > 0);
        for number in 1..=files {
            add(&format!("{kind}s-{number}"));
        }
    }
    text.push_str("</sitemapindex>\n");
    Ok(xml("application/xml", text))
}

async fn map(State(web): State<Web>, Path(file): Path<String>, context: Context) -> ApiResult {
    let absent = || Error::NotFound(Kind::Site);
    let name = file.strip_suffix(".xml").ok_or_else(absent)?;
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let mut add = |path: &str, changed: Option<String>| {
        let changed = changed.map(|at| format!("<lastmod>{at}</lastmod>"));
        let url = escaped(&context.url(path));
        let _ = writeln!(
            text,
            "<url><loc>{url}</loc>{}</url>",
            changed.unwrap_or_default()
        );
    };
    if name == "pages" {
        for path in [
            "/",
            "/datasets",
            "/dataservices",
            "/reuses",
            "/organizations",
            "/topics",
            "/posts",
            "/api/",
            "/pages/legal",
            "/pages/accessibility",
        ] {
            add(path, None);
        }
    } else {
        let (plural, number) = name.rsplit_once('-').ok_or_else(absent)?;
        let kind = KINDS.into_iter().find(|kind| format!("{kind}s") == plural);
        let number: i64 = number.parse().map_err(|_| absent())?;
        let page = Page { number, size: MAP };
        if !(1..=1_000).contains(&number) {
            return Err(absent().into());
        }
        let found = site::addresses(&web.app, kind.ok_or_else(absent)?, page).await?;
        if found.data.is_empty() && number > 1 {
            return Err(absent().into());
        }
        for (slug, changed) in found.data {
            add(
                &format!("/{plural}/{}", encoded(&slug)),
                Some(changed.to_string()),
            );
        }
    }
    text.push_str("</urlset>\n");
    Ok(xml("application/xml", text))
}

/// Everything may be read, once; a demonstration is not to be found.
async fn robots(State(web): State<Web>, context: Context) -> Response {
    let text = if web.app.settings().demo {
        "User-agent: *\nDisallow: /\n".to_owned()
    } else {
        format!(
            "User-agent: *\nDisallow: /login\nDisallow: /setup/\nDisallow: /*?*sort=\nDisallow: /*?*explain=\n\
             \nSitemap: {}\n",
            context.url("/sitemap.xml")
        )
    };
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

async fn icon() -> Response {
    // A page takes the SVG namespace for granted; a file must say it.
    let svg = mosaic::svg("vitrail", 32, 3).replacen(
        "<svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"",
        1,
    );
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
    ];
    (headers, svg).into_response()
}

async fn old_icon() -> Response {
    moved(StatusCode::PERMANENT_REDIRECT, "/favicon.svg")
}

/// How browsers search here: https://github.com/dewitt/opensearch.
async fn description(State(web): State<Web>, context: Context) -> ApiResult {
    let site = site::read(&web.app).await?;
    let words = web.views.words(context.lang);
    let label = words
        .map(|words| words.text("search-label"))
        .unwrap_or_default();
    let short: String = site.title.chars().take(16).collect();
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{}</ShortName>\n<LongName>{}</LongName>\n<Description>{}</Description>\n\
         <InputEncoding>UTF-8</InputEncoding>\n\
         <Image type=\"image/svg+xml\">{}</Image>\n\
         <Url type=\"text/html\" template=\"{}?q={{searchTerms}}\"/>\n\
         </OpenSearchDescription>\n",
        escaped(&short),
        escaped(&site.title),
        escaped(&label),
        escaped(&context.url("/favicon.svg")),
        escaped(&context.url("/datasets")),
    );
    let headers = [
        (header::VARY, "Accept-Language"),
        (header::CONTENT_LANGUAGE, context.lang),
    ];
    let answer = xml("application/opensearchdescription+xml", text);
    Ok((headers, answer).into_response())
}
