//! The page of one's own account: who one is here, and where one is signed in.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use serde::Serialize;
use vitrail_app::Error;
use vitrail_app::account::{self, second, session};
use vitrail_app::domain::oauth::Scope;
use vitrail_app::domain::{Id, Kind, Timestamp};
use vitrail_app::oauth::granted::{self, Granted};
use vitrail_app::user::{self, TokenFacts};

use super::cookie::to;
use super::form::{Field, Form, Sent, out, person, refuse, show, words};
use crate::Web;
use crate::context::{self, Context};
use crate::error::ApiResult;
use crate::view::Template;

const NAME: Form = Form {
    name: "rename",
    fields: &[
        Field("first_name", "first-name", "text", "given-name", None),
        Field(
            "last_name",
            "last-name",
            "text",
            "family-name",
            Some("register-name-hint"),
        ),
    ],
    ways: &[("account-way", "/account")],
};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/account", get(page))
        .route("/account/name", get(name).post(rename))
        .route("/account/sessions/end", post(end_others))
        .route("/account/sessions/{session}/end", post(end))
}

#[derive(Serialize)]
struct Shown<'a> {
    me: Me<'a>,
    sessions: Vec<SessionOut>,
    /// Whether a second proof is asked.
    second: bool,
    tokens: Vec<TokenOut>,
    applications: Vec<ApplicationOut>,
}

#[derive(Serialize)]
struct TokenOut {
    id: String,
    name: Option<String>,
    prefix: String,
    scope: String,
    created: Timestamp,
    expires: Option<Timestamp>,
}

impl TokenOut {
    fn new(token: TokenFacts) -> Self {
        Self {
            id: token.id.to_string(),
            name: token.name,
            prefix: token.prefix,
            scope: token.scope,
            created: token.created,
            expires: token.expires,
        }
    }
}

#[derive(Serialize)]
struct ApplicationOut {
    id: String,
    name: String,
    scopes: Vec<Scope>,
    since: Timestamp,
}

impl ApplicationOut {
    fn new(granted: Granted) -> Self {
        Self {
            id: granted.client.id.to_string(),
            name: granted.client.name,
            scopes: granted.scopes,
            since: granted.since,
        }
    }
}

#[derive(Serialize)]
struct Me<'a> {
    first_name: &'a str,
    last_name: &'a str,
    email: Option<&'a str>,
    id: String,
    image: Option<&'a str>,
    page: String,
}

#[derive(Serialize)]
struct SessionOut {
    id: String,
    agent: Option<String>,
    created: Timestamp,
    current: bool,
}

async fn page(
    State(web): State<Web>,
    context: Context,
    headers: HeaderMap,
    sent: Sent,
) -> ApiResult {
    let user = match person(&context, &sent) {
        Ok(user) => user,
        Err(response) => return Ok(response),
    };
    let opened = session::list(&web.app, user, context::session(&headers)).await?;
    let sessions = opened.into_iter().map(|session| SessionOut {
        id: session.id.to_string(),
        agent: session.agent.map(|agent| browser(&agent)),
        created: session.created,
        current: session.current,
    });
    let tokens = user::tokens(&web.app, &context.actor).await?;
    let applications = granted::list(&web.app, &context.actor).await?;
    let shown = Shown {
        second: second::state(&web.app, user.id).await?.is_some(),
        tokens: tokens.into_iter().map(TokenOut::new).collect(),
        applications: applications.into_iter().map(ApplicationOut::new).collect(),
        me: Me {
            first_name: &user.first_name,
            last_name: &user.last_name,
            email: user.email.as_deref(),
            id: user.id.to_string(),
            image: user.avatar_thumbnail.as_deref(),
            page: format!("/users/{}", user.slug),
        },
        sessions: sessions.collect(),
    };
    let title = words(&web, &context)?.text("account-title");
    out(
        &web,
        &context,
        (Template::Account, StatusCode::OK),
        title,
        &shown,
    )
    .await
}

/// What people call the program that says so of itself: `Firefox, Linux`.
fn browser(agent: &str) -> String {
    // The first that is named: the others pretend to be those after them.
    let known = |names: &[(&str, &'static str)]| {
        let found = names.iter().find(|(mark, _)| agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    let program = known(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = known(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (program, system) {
        (Some(program), Some(system)) => format!("{program}, {system}"),
        (Some(program), None) => program.to_owned(),
        _ => agent.chars().take(40).collect(),
    }
}

async fn name(State(web): State<Web>, context: Context, sent: Sent) -> ApiResult {
    let user = match person(&context, &sent) {
        Ok(user) => user,
        Err(response) => return Ok(response),
    };
    let sent = sent.or("first_name", &user.first_name);
    let sent = sent.or("last_name", &user.last_name);
    show(&web, &context, (&NAME, "/account/name"), &sent).await
}

async fn rename(State(web): State<Web>, context: Context, sent: Sent) -> ApiResult {
    if let Err(response) = person(&context, &sent) {
        return Ok(response);
    }
    let (first, last) = (sent.text("first_name"), sent.text("last_name"));
    match account::rename(&web.app, &context.actor, first, last).await {
        Ok(()) => Ok(to("/account")),
        Err(error) => refuse(&web, &context, (&NAME, "/account/name"), &sent, error).await,
    }
}

async fn end(State(web): State<Web>, Path(id): Path<String>, context: Context) -> ApiResult {
    let id: Id = id.parse().map_err(|_| Error::NotFound(Kind::User))?;
    session::end(&web.app, &context.actor, id).await?;
    Ok(to("/account"))
}

async fn end_others(State(web): State<Web>, context: Context, headers: HeaderMap) -> ApiResult {
    session::end_others(&web.app, &context.actor, context::session(&headers)).await?;
    Ok(to("/account"))
}

#[cfg(test)]
mod tests {
    use super::browser;

    #[test]
    fn programs_are_named_as_people_name_them() {
        let agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36";
        assert_eq!(browser(agent), "Chrome, Linux");
        assert_eq!(browser("curl/8.5"), "curl/8.5");
    }
}
