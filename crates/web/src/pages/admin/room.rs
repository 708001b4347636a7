//! Where somebody works: who they are, for whom they may act, and what every page of the back-office has around its
//! own content. Who did not sign in is led there, and comes back.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use vitrail_app::domain::organization::Role;
use vitrail_app::domain::{Actor, Id, Organization, Owner, User};
use vitrail_app::{desk, site};

use crate::Web;
use crate::context::Context;
use crate::error::{ApiError, ApiResult};
use crate::pages::frame::{Head, answer, render};
use crate::view::{Template, Words};

/// The lists that a person or an organization has.
pub const LISTS: [&str; 6] = [
    "datasets",
    "dataservices",
    "reuses",
    "community-resources",
    "topics",
    "discussions",
];

/// What sysadmins have besides.
const SITE: [&str; 12] = [
    "harvesters",
    "moderation",
    "users",
    "organizations",
    "featured",
    "posts",
    "portal",
    "clients",
    "statistics",
    "jobs",
    "settings",
    "audit",
];

/// Somebody who is signed in, and the organizations of which they are members.
pub struct Room {
    pub context: Context,
    pub me: User,
    pub organizations: Vec<(Organization, Role)>,
}

impl FromRequestParts<Web> for Room {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let context = Context::from_request_parts(parts, web).await;
        let context = context.map_err(ApiError::into_response)?;
        let Some(me) = context.user.clone() else {
            let asked = parts
                .uri
                .path_and_query()
                .map_or("/admin", |path| path.as_str());
            // What was sent is lost with the session: the page itself is found again.
            let next: String = url::form_urlencoded::byte_serialize(asked.as_bytes()).collect();
            return Err(to(&format!("/login?next={next}")));
        };
        let organizations = desk::organizations(&web.app, &context.actor)
            .await
            .map_err(|error| ApiError::from(error).into_response())?;
        Ok(Self {
            context,
            me,
            organizations,
        })
    }
}

/// Whose things a page shows: the part of the navigation that is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    #[default]
    Nobody,
    Me,
    Organization(Id),
    Site,
}

/// What a page of the back-office says of itself.
#[derive(Debug, Default)]
pub struct Sheet {
    pub title: String,
    pub whose: Whose,
    /// Names and addresses of what holds this page.
    pub trail: Vec<Step>,
    pub tabs: Vec<Tab>,
    pub status: StatusCode,
}

/// A link with its words.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    pub label: String,
    pub url: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Tab {
    pub label: String,
    pub url: String,
    pub current: bool,
}

#[derive(Serialize)]
struct Shown<'a, T> {
    side: Side<'a>,
    trail: &'a [Step],
    tabs: &'a [Tab],
    notice: Option<Notice>,
    #[serde(flatten)]
    content: &'a T,
}

#[derive(Serialize)]
struct Notice {
    kind: &'static str,
    text: String,
}

#[derive(Serialize)]
struct Side<'a> {
    waiting: i64,
    doors: Vec<Door<'a>>,
    path: &'a str,
}

/// Somebody for whom one acts, with what they have.
#[derive(Serialize)]
struct Door<'a> {
    /// None for oneself and for the portal.
    name: Option<&'a str>,
    kind: &'static str,
    id: String,
    image: Option<&'a str>,
    url: String,
    current: bool,
    links: Vec<SideLink>,
}

#[derive(Serialize)]
struct SideLink {
    key: String,
    url: String,
}

fn links(base: &str, names: &[&str]) -> Vec<SideLink> {
    let link = |name: &&str| SideLink {
        key: (*name).to_owned(),
        url: format!("{base}/{name}"),
    };
    names.iter().map(link).collect()
}

/// Leads to another page of the portal.
pub fn to(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, path.to_owned())]).into_response()
}

/// Leads to another page, which says what was done.
pub fn told(path: &str, what: &str) -> Response {
    let mark = if path.contains('?') { '&' } else { '?' };
    let (path, anchor) = path.split_once('#').unwrap_or((path, ""));
    let hash = if anchor.is_empty() { "" } else { "#" };
    to(&format!("{path}{mark}told={what}{hash}{anchor}"))
}

impl Room {
    pub fn actor(&self) -> &Actor {
        &self.context.actor
    }

    pub fn words<'a>(&self, web: &'a Web) -> Result<&'a Words, ApiError> {
        let words = web.views.words(self.context.lang);
        words.ok_or_else(|| anyhow::anyhow!("no language was loaded").into())
    }

    /// Which part of the navigation holds what this owner has.
    pub fn whose(&self, owner: Owner) -> Whose {
        let member = |id: Id| self.organizations.iter().any(|(one, _)| one.id == id);
        match owner {
            Owner::User(id) if id == self.me.id => Whose::Me,
            Owner::Organization(id) if member(id) => Whose::Organization(id),
            _ => Whose::Site,
        }
    }

    /// Whether the caller decides for this owner: gives away what it has.
    pub fn decides(&self, owner: Owner) -> bool {
        self.actor().sysadmin
            || match owner {
                Owner::User(id) => id == self.me.id,
                Owner::Organization(id) => self.actor().administers(id),
                Owner::Nobody => false,
            }
    }

    /// The address under which the lists of a part of the navigation are.
    pub fn base(whose: Whose) -> String {
        match whose {
            Whose::Organization(id) => format!("/admin/organizations/{id}"),
            Whose::Site => "/admin/site".to_owned(),
            Whose::Me | Whose::Nobody => "/admin/me".to_owned(),
        }
    }

    /// How this part is called.
    pub fn name(&self, whose: Whose, words: &Words) -> String {
        match whose {
            Whose::Organization(id) => {
                let mut known = self.organizations.iter();
                let found = known.find(|(one, _)| one.id == id);
                found.map_or_else(String::new, |(one, _)| one.name.clone())
            }
            Whose::Site => words.text("admin-site"),
            Whose::Me | Whose::Nobody => words.text("admin-me"),
        }
    }

    fn side(&self, whose: Whose, waiting: i64) -> Side<'_> {
        let mut doors = vec![Door {
            name: None,
            kind: "me",
            id: self.me.id.to_string(),
            image: self.me.avatar_thumbnail.as_deref(),
            url: "/admin/me/datasets".to_owned(),
            current: whose == Whose::Me,
            links: links(
                "/admin/me",
                &[
                    &LISTS[..],
                    &["harvesters", "statistics", "contacts", "profile"],
                ]
                .concat(),
            ),
        }];
        doors.extend(self.organizations.iter().map(|(one, role)| {
            Door {
                name: Some(&one.name),
                kind: "organization",
                id: one.id.to_string(),
                image: one.logo_thumbnail.as_deref(),
                url: format!("/admin/organizations/{}/datasets", one.id),
                current: whose == Whose::Organization(one.id),
                links: links(
                    &format!("/admin/organizations/{}", one.id),
                    &match role {
                        Role::Admin => [
                            &LISTS[..],
                            &["harvesters", "statistics", "members", "contacts", "profile"],
                        ]
                        .concat(),
                        _ => [&LISTS[..], &["harvesters", "statistics"]].concat(),
                    },
                ),
            }
        }));
        if self.actor().sysadmin {
            doors.push(Door {
                name: None,
                kind: "site",
                id: "vitrail".to_owned(),
                image: None,
                url: "/admin/site/datasets".to_owned(),
                current: whose == Whose::Site,
                links: links("/admin/site", &[&LISTS[..], &SITE[..]].concat()),
            });
        }
        Side {
            waiting,
            doors,
            path: &self.context.path,
        }
    }

    /// Shows a page.
    pub async fn show(
        &self,
        web: &Web,
        template: Template,
        sheet: Sheet,
        content: &impl Serialize,
    ) -> ApiResult {
        let words = self.words(web)?;
        let waiting = desk::waiting(&web.app, self.actor()).await?;
        let told = self.context.params.one("told");
        let told = told.and_then(|what| words.find(&format!("admin-told-{what}"), None));
        let shown = Shown {
            side: self.side(sheet.whose, waiting),
            trail: &sheet.trail,
            tabs: &sheet.tabs,
            notice: told.map(|text| Notice {
                kind: "success",
                text,
            }),
            content,
        };
        let head = Head {
            title: Some(sheet.title),
            robots: Some("noindex"),
            ..Head::default()
        };
        let site = site::read(&web.app).await?;
        let html = render(web, &self.context, &site, template, &head, &shown)?;
        Ok(answer(&self.context, sheet.status, html))
    }
}
