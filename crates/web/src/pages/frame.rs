//! What every page has around its own content: title, addresses in each language, who is signed in, and the
//! headers that make it cacheable and harmless.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use vitrail_app::domain::{Id, Kind, Site, Timestamp};
use vitrail_app::{Settings, follow, site};

use crate::Web;
use crate::context::{Context, LANG_COOKIE};
use crate::error::ApiResult;
use crate::pages::embed;
use crate::traffic;
use crate::view::{Template, logo};

/// Scripts, styles and images of this server only; nothing inline runs.
const POLICY: &str = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
     frame-ancestors 'self'";

/// What a page says of itself.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Head {
    #[serde(rename = "page_title")]
    pub title: Option<String>,
    #[serde(rename = "page_description")]
    pub description: Option<String>,
    /// The path of the canonical address, when it is not that of the request.
    #[serde(skip)]
    pub canonical: Option<String>,
    pub door: Option<&'static str>,
    pub robots: Option<&'static str>,
    pub og_image: Option<String>,
    pub og_type: Option<&'static str>,
    pub jsonld: Option<String>,
    pub feed: Option<Feed>,
    pub links: Vec<Link>,
    /// The object that the page shows.
    #[serde(skip)]
    pub subject: Option<(Kind, Id)>,
}

/// Whether the reader follows what the page shows.
#[derive(Clone, Debug, Serialize)]
struct Following {
    kind: String,
    id: String,
    on: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct Feed {
    pub title: String,
    pub url: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Link {
    pub rel: &'static str,
    pub r#type: &'static str,
    pub href: String,
}

#[derive(Serialize)]
struct SiteOut<'a> {
    title: &'a str,
    keywords: &'a [String],
    demo: bool,
    /// Whether people can open an account by themselves.
    registers: bool,
    base_url: &'a str,
    version: &'static str,
    logo: Option<&'static str>,
    tagline: Option<&'a str>,
    about: Option<&'a str>,
    ask_url: Option<&'a str>,
    contact: Option<&'a str>,
    statistics: Option<&'a str>,
    links: Vec<More<'a>>,
}

/// A link that the operator adds to the footer.
#[derive(Serialize)]
struct More<'a> {
    label: &'a str,
    url: &'a str,
}

impl<'a> SiteOut<'a> {
    fn new(context: &'a Context, site: &'a Site, settings: &'a Settings) -> Self {
        let marks = &settings.marks;
        let links = marks.links.iter();
        Self {
            title: &site.title,
            keywords: &site.keywords,
            demo: settings.demo,
            registers: settings.mail.is_some(),
            base_url: &context.base,
            version: env!("CARGO_PKG_VERSION"),
            logo: marks.logo.as_ref().map(|_| logo::ADDRESS),
            tagline: marks.tagline.as_deref(),
            about: marks.about.as_deref(),
            ask_url: marks.ask_url.as_deref(),
            contact: marks.contact.as_deref(),
            statistics: marks.statistics.as_deref(),
            links: links.map(|(label, url)| More { label, url }).collect(),
        }
    }
}

#[derive(Serialize)]
struct Alternate {
    fr: String,
    en: String,
}

#[derive(Serialize)]
struct UserOut<'a> {
    first_name: &'a str,
    last_name: &'a str,
    page: String,
}

#[derive(Serialize)]
struct Frame<'a> {
    #[serde(flatten)]
    head: &'a Head,
    site: SiteOut<'a>,
    path: &'a str,
    canonical: String,
    alternate: Alternate,
    user: Option<UserOut<'a>>,
    follow: Option<Following>,
    /// What other sites must write to show this page.
    oembed: Option<String>,
    /// The same, to be copied by hand.
    embed: Option<String>,
    csrf_token: Option<&'a str>,
    today: Timestamp,
}

/// A page that was found.
pub async fn show(
    web: &Web,
    context: &Context,
    template: Template,
    head: &Head,
    shown: &impl Serialize,
) -> ApiResult {
    let site = site::read(&web.app).await?;
    let myself = context.actor.user.map(|me| (Kind::User, me));
    let follow = match head.subject.filter(|shown| Some(*shown) != myself) {
        Some(subject) => Some(following(web, context, subject).await?),
        None => None,
    };
    let html = framed(web, context, (&site, follow), template, head, shown)?;
    let response = answer(context, StatusCode::OK, html);
    Ok(match head.subject {
        Some((kind, id)) => traffic::shows(response, kind, id),
        None => response,
    })
}

async fn following(web: &Web, context: &Context, subject: (Kind, Id)) -> ApiResult<Following> {
    Ok(Following {
        kind: format!("{}s", subject.0),
        id: subject.1.to_string(),
        on: follow::is_following(&web.app, &context.actor, subject).await?,
    })
}

/// The HTML of a page.
pub fn render(
    web: &Web,
    context: &Context,
    site: &Site,
    template: Template,
    head: &Head,
    shown: &impl Serialize,
) -> anyhow::Result<String> {
    framed(web, context, (site, None), template, head, shown)
}

fn framed(
    web: &Web,
    context: &Context,
    (site, follow): (&Site, Option<Following>),
    template: Template,
    head: &Head,
    shown: &impl Serialize,
) -> anyhow::Result<String> {
    let path = head.canonical.as_deref().unwrap_or(&context.path);
    let frame = Frame {
        head,
        site: SiteOut::new(context, site, web.app.settings()),
        path: &context.path,
        canonical: context.url(path),
        alternate: Alternate {
            fr: in_language(context, "fr"),
            en: in_language(context, "en"),
        },
        user: context.user.as_ref().map(|user| UserOut {
            first_name: &user.first_name,
            last_name: &user.last_name,
            page: format!("/users/{}", user.slug),
        }),
        follow,
        oembed: has_card(head).then(|| oembed(context, path)),
        embed: (has_card(head) && head.robots.is_none())
            .then(|| embed::offered(context, head, path))
            .flatten(),
        csrf_token: context.csrf_token.as_deref(),
        today: web.app.now(),
    };
    web.views.render(context.lang, template, &frame, shown)
}

/// Whether what a page shows may be shown on other sites, as a card.
fn has_card(head: &Head) -> bool {
    matches!(
        head.subject,
        Some((
            Kind::Dataset | Kind::Dataservice | Kind::Reuse | Kind::Organization,
            _
        ))
    )
}

/// The address at which oEmbed describes the card of what the page shows.
fn oembed(context: &Context, path: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("url", &context.url(path));
    context.url(&format!("/oembed?{}", query.finish()))
}

/// This page in a language, its other parameters kept.
fn in_language(context: &Context, lang: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (key, value) in context.params.pairs() {
        if key != "lang" {
            query.append_pair(key, value);
        }
    }
    query.append_pair("lang", lang);
    format!("{}{}?{}", context.base, context.path, query.finish())
}

/// HTML with its headers; a language that was asked for is remembered.
pub fn answer(context: &Context, status: StatusCode, html: String) -> Response {
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_LANGUAGE, context.lang),
        (header::VARY, "Accept, Accept-Language, Cookie"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let chosen = context
        .params
        .one("lang")
        .is_some_and(|lang| lang == context.lang);
    if chosen {
        let cookie = format!(
            "{LANG_COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax",
            context.lang
        );
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
    response
}
