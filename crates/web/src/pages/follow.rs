//! Following objects and searches, choosing how to be told, and ending mails by the link that each of them holds.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Serialize;
use vitrail_app::domain::{Id, Kind, Timestamp};
use vitrail_app::followed_search::{self, FollowedSearch};
use vitrail_app::{Error, follow, preference};

use crate::Web;
use crate::context::Context;
use crate::error::ApiResult;
use crate::pages::account::cookie::{here, to};
use crate::pages::account::form::{out, words};
use crate::pages::discussion::{Sent, fields, kind_of, sign_in};
use crate::pages::redirect::encoded;
use crate::view::Template;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/follow/{kind}/{id}", post(start))
        .route("/unfollow/{kind}/{id}", post(stop))
        .route("/follow-search", post(start_search))
        .route("/account/follows", get(mine))
        .route("/account/mails", post(choose))
        .route("/account/searches/{id}/end", post(stop_search))
        .route("/unsubscribe/{secret}", get(leaving).post(leave))
}

fn subject(kind: &str, id: &str) -> Result<(Kind, Id), Error> {
    let kind = kind_of(kind).ok_or(Error::NotFound(Kind::Site))?;
    let id = id.parse().map_err(|_| Error::NotFound(kind))?;
    Ok((kind, id))
}

/// Where the reader was, among the pages of the portal.
fn back<'a>(sent: &'a Sent, otherwise: &'a str) -> &'a str {
    let next = sent.get("next").and_then(|next| here(next));
    next.unwrap_or(otherwise)
}

async fn start(
    State(web): State<Web>,
    Path((kind, id)): Path<(String, String)>,
    context: Context,
    body: String,
) -> ApiResult {
    let sent = fields(&body);
    let page = format!("/{}/{}", encoded(&kind), encoded(&id));
    if context.user.is_none() {
        return Ok(sign_in(back(&sent, &page)));
    }
    follow::start(&web.app, &context.actor, subject(&kind, &id)?).await?;
    Ok(to(back(&sent, &page)))
}

async fn stop(
    State(web): State<Web>,
    Path((kind, id)): Path<(String, String)>,
    context: Context,
    body: String,
) -> ApiResult {
    let sent = fields(&body);
    let page = format!("/{}/{}", encoded(&kind), encoded(&id));
    if context.user.is_none() {
        return Ok(sign_in(back(&sent, &page)));
    }
    match follow::stop(&web.app, &context.actor, subject(&kind, &id)?).await {
        // Ended already, perhaps in another window.
        Ok(_) | Err(Error::NotFound(_)) => Ok(to(back(&sent, &page))),
        Err(error) => Err(error.into()),
    }
}

async fn start_search(State(web): State<Web>, context: Context, body: String) -> ApiResult {
    let sent = fields(&body);
    let text = |name: &str| sent.get(name).map(String::as_str).unwrap_or_default();
    let (kind, query) = (text("kind"), text("query"));
    if context.user.is_none() {
        return Ok(sign_in(&format!("/{}?{query}", encoded(kind))));
    }
    followed_search::start(&web.app, &context.actor, kind, query).await?;
    Ok(to("/account/follows"))
}

#[derive(Serialize)]
struct Mine {
    mails: String,
    choices: [&'static str; 3],
    follows: Vec<FollowOut>,
    searches: Vec<SearchOut>,
    error: bool,
}

#[derive(Serialize)]
struct FollowOut {
    kind: String,
    id: String,
    name: String,
    url: String,
    since: Timestamp,
}

#[derive(Serialize)]
struct SearchOut {
    id: String,
    kind: String,
    /// What was asked, in words.
    words: Vec<String>,
    url: String,
    since: Timestamp,
}

impl SearchOut {
    fn new(search: &FollowedSearch) -> Self {
        let asked = url::form_urlencoded::parse(search.query.as_bytes());
        Self {
            id: search.id.to_string(),
            kind: search.kind.clone(),
            words: asked
                .filter(|(key, _)| key != "sort")
                .map(|(_, value)| value.into_owned())
                .collect(),
            url: format!("/{}?{}", search.kind, search.query),
            since: search.since,
        }
    }
}

async fn mine(State(web): State<Web>, context: Context) -> ApiResult {
    if context.user.is_none() {
        return Ok(sign_in(&context.path));
    }
    shown(&web, &context, StatusCode::OK).await
}

async fn shown(web: &Web, context: &Context, status: StatusCode) -> ApiResult {
    let (app, actor) = (&web.app, &context.actor);
    let (follows, subjects) = follow::mine(app, actor).await?;
    let searches = followed_search::mine(app, actor).await?;
    let follows = follows.iter().filter_map(|follow| {
        let (kind, id) = follow.following;
        let brief = subjects.get(follow.following)?;
        Some(FollowOut {
            kind: format!("{kind}s"),
            id: id.to_string(),
            name: brief.name.clone(),
            url: format!("/{kind}s/{}", brief.slug),
            since: follow.since,
        })
    });
    let filled = Mine {
        mails: preference::mine(app, actor).await?.mails,
        choices: preference::MAILS,
        follows: follows.collect(),
        searches: searches.iter().map(SearchOut::new).collect(),
        error: status != StatusCode::OK,
    };
    let title = words(web, context)?.text("follows-title");
    out(web, context, (Template::Follows, status), title, &filled).await
}

async fn choose(State(web): State<Web>, context: Context, body: String) -> ApiResult {
    if context.user.is_none() {
        return Ok(sign_in("/account/follows"));
    }
    let sent = fields(&body);
    let mails = sent.get("mails").map(String::as_str).unwrap_or_default();
    match preference::choose(&web.app, &context.actor, mails, context.lang).await {
        Ok(()) => Ok(to("/account/follows")),
        Err(Error::Arguments(_)) => shown(&web, &context, StatusCode::UNPROCESSABLE_ENTITY).await,
        Err(error) => Err(error.into()),
    }
}

async fn stop_search(
    State(web): State<Web>,
    Path(id): Path<String>,
    context: Context,
) -> ApiResult {
    if context.user.is_none() {
        return Ok(sign_in("/account/follows"));
    }
    let id = id.parse().map_err(|_| Error::NotFound(Kind::Site))?;
    followed_search::stop(&web.app, &context.actor, id).await?;
    Ok(to("/account/follows"))
}

#[derive(Serialize)]
struct Leaving {
    action: String,
    done: bool,
}

async fn leaving(
    State(web): State<Web>,
    Path(secret): Path<String>,
    context: Context,
) -> ApiResult {
    if !preference::is_link(&web.app, &secret).await? {
        return Err(Error::NotFound(Kind::Site).into());
    }
    unsubscribed(&web, &context, false).await
}

async fn unsubscribed(web: &Web, context: &Context, done: bool) -> ApiResult {
    let filled = Leaving {
        action: context.path.clone(),
        done,
    };
    let key = if done {
        "unsubscribed-title"
    } else {
        "unsubscribe-title"
    };
    let title = words(web, context)?.text(key);
    let page = (Template::Unsubscribe, StatusCode::OK);
    out(web, context, page, title, &filled).await
}

/// One POST ends the mails: a program that read the header of a letter sends it as well as the button does.
async fn leave(State(web): State<Web>, Path(secret): Path<String>, context: Context) -> ApiResult {
    preference::end(&web.app, &secret).await?;
    unsubscribed(&web, &context, true).await
}
