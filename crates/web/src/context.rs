//! What every handler wants to know of a request: who asks, at which public address, in which language, and
//! how the answer must be cut (`X-Fields`).

use std::borrow::Cow;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, HOST};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;
use vitrail_app::domain::oauth::{Scope, reach};
use vitrail_app::domain::{Actor, Reach, Timestamp, User};
use vitrail_app::{Error, Listed, Page, account, file, limit, oauth};

use crate::Web;
use crate::cache::Edited;
use crate::ckan;
use crate::client;
use crate::cors;
use crate::deed::{self, Waiting};
use crate::error::{ApiError, ApiResult};
use crate::mask::Mask;
use crate::params::Params;

/// The name of the session cookie; `__Host-` binds it to this host over TLS.
pub const SESSION_COOKIE: &str = "__Host-vitrail";
/// The same where the public address is plain HTTP, on which browsers refuse the prefix.
pub const PLAIN_SESSION_COOKIE: &str = "vitrail";
/// The cookie that remembers a chosen language.
pub const LANG_COOKIE: &str = "lang";

/// The request, understood.
pub struct Context {
    pub actor: Actor,
    pub user: Option<User>,
    /// What the forms of this session must send back.
    pub csrf_token: Option<String>,
    /// The public address, without final slash: `https://data.example`.
    pub base: String,
    /// `fr` or `en`.
    pub lang: &'static str,
    pub mask: Option<Mask>,
    /// `X-Get-Datasets-Full-Objects`.
    pub full_objects: bool,
    pub path: String,
    pub params: Params,
}

impl FromRequestParts<Web> for Context {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> ApiResult<Self> {
        let params = Params::parse(parts.uri.query().unwrap_or_default());
        let mask = match header(parts, "x-fields") {
            Some(text) => Some(Mask::parse(text).map_err(Error::Bad)?),
            None => None,
        };
        let asker = asker(parts, web).await?;
        let mut actor = match &asker {
            Some(asker) => account::actor(&web.app, &asker.user).await?,
            None => Actor::default(),
        };
        if let Some(asker) = &asker {
            actor.reach = asker.reach;
            actor.sysadmin &= asker.administers;
        }
        if !parts.method.is_safe() {
            actor.upon = header(parts, "if-match").and_then(seen);
        }
        // Clients of CKAN ask by POST too, and change nothing.
        let changes = !parts.method.is_safe() && !ckan::speaks(parts.uri.path());
        if actor.reach == Reach::Read && changes {
            return Err(Error::Refused(ONLY_READS).into());
        }
        if let Some(deed) = deed::of(&parts.method, parts.uri.path()) {
            let place = client::place(parts, web);
            if deed::is_told_later(parts.uri.path()) {
                parts.extensions.insert(Waiting::new(deed, &actor, place));
            } else {
                limit::deed(&web.app, &actor, &place, deed).await?;
            }
        }
        let user = asker.map(|asker| asker.user);
        Ok(Self {
            actor,
            user,
            csrf_token: session(&parts.headers).map(account::csrf_token),
            base: base(parts, web),
            lang: lang(parts, &params, &web.app.settings().default_language),
            mask,
            full_objects: header(parts, "x-get-datasets-full-objects")
                .is_some_and(|text| !matches!(text.to_lowercase().as_str(), "" | "0" | "false")),
            path: parts.uri.path().to_owned(),
            params,
        })
    }
}

/// What a tag of ours tells: `W/"3f…-5d41402abc4b2"` ends with the state of its object. A tag of another make is that
/// of no state, so that its writer is told; `*` asks for nothing but an object that is there.
fn seen(tags: &str) -> Option<i64> {
    let tag = tags.split(',').next()?.trim();
    if tag == "*" {
        return None;
    }
    let state = tag.trim_end_matches('"').rsplit_once('-');
    let state = state.and_then(|(_, state)| i64::from_str_radix(state, 16).ok());
    Some(state.unwrap_or(-1))
}

fn header<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    parts.headers.get(name)?.to_str().ok()
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get_all(COOKIE).iter().find_map(|line| {
        line.to_str().ok()?.split(';').find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then_some(value)
        })
    })
}

/// The secret of a session, from its cookie.
pub fn session(headers: &HeaderMap) -> Option<&str> {
    cookie(headers, SESSION_COOKIE).or_else(|| cookie(headers, PLAIN_SESSION_COOKIE))
}

/// The API token of a request, which goes before its session.
pub fn api_token(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-api-key")?.to_str().ok()
}

/// The token of an application that acts for somebody. Applications speak to the API: pages are for people.
pub fn bearer(parts: &Parts) -> Option<&str> {
    let said = header(parts, "authorization")?;
    let (scheme, token) = said.split_once(' ')?;
    let is_bearer = scheme.eq_ignore_ascii_case("bearer") && cors::is_open(parts.uri.path());
    is_bearer.then_some(token.trim())
}

const ONLY_READS: &str = "This token only reads: ask for one that may write.";

/// Who asks, and how far they go with their rights.
struct Asker {
    user: User,
    reach: Reach,
    /// Whether they use the rights of a sysadmin, if they have them.
    administers: bool,
}

impl Asker {
    fn whole(user: User) -> Self {
        Self {
            user,
            reach: Reach::Whole,
            administers: true,
        }
    }

    /// Somebody with a key of theirs.
    fn with(user: User, reach: Reach) -> Self {
        Self {
            administers: reach == Reach::Whole,
            user,
            reach,
        }
    }

    /// Somebody for whom an application speaks.
    fn through(user: User, scopes: &[Scope]) -> Self {
        Self {
            user,
            reach: reach(scopes),
            administers: scopes.contains(&Scope::Admin),
        }
    }
}

async fn asker(parts: &Parts, web: &Web) -> ApiResult<Option<Asker>> {
    if ckan::speaks(parts.uri.path()) {
        return Ok(by_token_of_ckan(parts, web).await?);
    }
    match by_token(parts, web).await {
        Err(error @ Error::BadToken(_)) => {
            // Nobody guesses for long.
            limit::bad_token(&web.app, &client::place(parts, web)).await?;
            return Err(error.into());
        }
        Ok(None) => {}
        found => return Ok(found?),
    }
    let Some(session) = session(&parts.headers) else {
        return Ok(None);
    };
    let user = account::by_session(&web.app, session).await?;
    Ok(user.map(Asker::whole))
}

/// In the order of udata: the token of an application, then that of a person.
async fn by_token(parts: &Parts, web: &Web) -> Result<Option<Asker>, Error> {
    if let Some(token) = bearer(parts) {
        let (user, scopes) = oauth::by_bearer(&web.app, token).await?;
        return Ok(Some(Asker::through(user, &scopes)));
    }
    let Some(token) = api_token(&parts.headers) else {
        return Ok(None);
    };
    let (user, reach) = account::by_token(&web.app, token).await?;
    Ok(Some(Asker::with(user, reach)))
}

/// What clients of CKAN know themselves by: the token alone, or after `Bearer`. A session says nothing there, and a token
/// that nobody has is that of a visitor, as on a CKAN: what everybody reads is answered.
async fn by_token_of_ckan(parts: &Parts, web: &Web) -> Result<Option<Asker>, Error> {
    for token in ckan_tokens(&parts.headers) {
        match account::by_token(&web.app, token).await {
            Ok((user, reach)) => return Ok(Some(Asker::with(user, reach))),
            Err(Error::BadToken(_)) => {}
            Err(error) => return Err(error),
        }
        match oauth::by_bearer(&web.app, token).await {
            Ok((user, scopes)) => return Ok(Some(Asker::through(user, &scopes))),
            Err(Error::BadToken(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// The tokens of a client of CKAN, which says the same one twice when it does not know how old the portal is.
pub fn ckan_tokens(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let said = ["authorization", "x-ckan-api-key", "x-api-key"]
        .into_iter()
        .filter_map(|name| headers.get(name)?.to_str().ok());
    let alone = said.map(|said| match said.trim().split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        _ => said.trim(),
    });
    alone.filter(|token| !token.is_empty())
}

/// The public address of the portal as this request knows it.
pub fn base(parts: &Parts, web: &Web) -> String {
    if let Some(base) = &web.app.settings().base_url {
        return base.clone();
    }
    let host = parts
        .uri
        .authority()
        .map(axum::http::uri::Authority::as_str)
        .or_else(|| parts.headers.get(HOST)?.to_str().ok());
    let is_plain = |host: &&str| {
        !host.is_empty()
            && host
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b".-:[]_".contains(&b))
    };
    format!("http://{}", host.filter(is_plain).unwrap_or("localhost"))
}

/// `?lang=`, then the cookie, then `Accept-Language`, then the portal's own.
fn lang(parts: &Parts, params: &Params, default: &str) -> &'static str {
    let known = |text: &str| match text
        .get(..2)
        .unwrap_or_default()
        .to_ascii_lowercase()
        .as_str()
    {
        "fr" => Some("fr"),
        "en" => Some("en"),
        _ => None,
    };
    params
        .one("lang")
        .and_then(known)
        .or_else(|| cookie(&parts.headers, LANG_COOKIE).and_then(known))
        .or_else(|| {
            let accepted = parts.headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
            accepted.split(',').find_map(|range| known(range.trim()))
        })
        .or_else(|| known(default))
        .unwrap_or("fr")
}

/// The language of a request that has not been read further.
pub fn lang_of(parts: &Parts, web: &Web) -> &'static str {
    let params = Params::parse(parts.uri.query().unwrap_or_default());
    lang(parts, &params, &web.app.settings().default_language)
}

/// A page of a list, as v1 and v2 send it.
#[derive(Serialize)]
pub struct Envelope<T> {
    pub data: Vec<T>,
    pub next_page: Option<String>,
    pub page: i64,
    pub page_size: i64,
    pub previous_page: Option<String>,
    pub total: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facets: Option<Value>,
}

impl Context {
    /// The context of what is shown without having been asked for by anybody: by a command, say.
    pub fn of_nobody() -> Self {
        Self {
            actor: Actor::default(),
            user: None,
            csrf_token: None,
            base: String::new(),
            lang: "fr",
            mask: None,
            full_objects: false,
            path: "/api/1/datasets".to_owned(),
            params: Params::default(),
        }
    }

    /// The envelope of a page; asking past the end of a list is a 404, as on udata, unless the list is empty.
    pub fn envelope<T>(&self, page: Page, listed: Listed<T>) -> ApiResult<Envelope<T>> {
        if page.number > 1 && listed.data.is_empty() {
            return Err(Error::NotFound(vitrail_app::domain::Kind::Site).into());
        }
        Ok(self.search_envelope(page, listed.data, listed.total, None))
    }

    /// The envelope of a search, where a page past the end is empty.
    pub fn search_envelope<T>(
        &self,
        page: Page,
        data: Vec<T>,
        total: i64,
        facets: Option<Value>,
    ) -> Envelope<T> {
        let next = page.number.saturating_mul(page.size) < total;
        Envelope {
            data,
            next_page: next.then(|| self.page_url(page.number + 1)),
            page: page.number,
            page_size: page.size,
            previous_page: (page.number > 1).then(|| self.page_url(page.number - 1)),
            total,
            facets,
        }
    }

    /// The address of another page of this list, its filters kept.
    fn page_url(&self, number: i64) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (key, value) in self.params.pairs() {
            if key != "page" {
                query.append_pair(key, value);
            }
        }
        query.append_pair("page", &number.to_string());
        format!("{}{}?{}", self.base, self.path, query.finish())
    }

    /// The address of this very request.
    pub fn own_url(&self) -> String {
        let mut url = self.url(&self.path);
        if !self.params.pairs().is_empty() {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            query.extend_pairs(self.params.pairs());
            url.push('?');
            url.push_str(&query.finish());
        }
        url
    }

    /// The path of this request as a full address.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The full address of what is kept as a path of this portal; others stay as they are. Pages name what is theirs
    /// by its path: they show nothing that another server keeps, and do not know the name of their own.
    pub fn hosted<'a>(&self, address: &'a str) -> Cow<'a, str> {
        if cors::is_open(&self.path) {
            file::hosted(&self.base, address)
        } else {
            Cow::Borrowed(address)
        }
    }

    /// An answer of v1, cut by `X-Fields`.
    pub fn v1(&self, body: &impl Serialize) -> ApiResult {
        let Some(mask) = &self.mask else {
            return Ok(json(
                serde_json::to_string(body).map_err(anyhow::Error::from)?,
            ));
        };
        let value = serde_json::to_value(body).map_err(anyhow::Error::from)?;
        Ok(json(mask.apply(value).to_string()))
    }

    /// The same for an object that does not say when it was edited: see `editing::mark`.
    pub fn v1_marked(&self, mark: i64, body: &impl Serialize) -> ApiResult {
        Ok(stamped(self.v1(body)?, Timestamp::from_micros(mark)))
    }

    /// An answer of v1 about one object: its tag tells which state was seen.
    pub fn v1_of(&self, edited: Timestamp, body: &impl Serialize) -> ApiResult {
        Ok(stamped(self.v1(body)?, edited))
    }

    /// An answer of v2 about one object: its tag tells which state was seen.
    pub fn v2_of(&self, edited: Timestamp, body: &impl Serialize) -> ApiResult {
        Ok(stamped(self.v2(body)?, edited))
    }

    /// An answer of v2: as v1, and a line end, as on udata.
    pub fn v2(&self, body: &impl Serialize) -> ApiResult {
        if self.mask.is_some() {
            return self.v1(body);
        }
        let mut text = serde_json::to_string(body).map_err(anyhow::Error::from)?;
        text.push('\n');
        Ok(json(text))
    }
}

fn stamped(mut response: Response, edited: Timestamp) -> Response {
    response.extensions_mut().insert(Edited(edited.micros()));
    response
}

fn json(text: String) -> Response {
    (
        [(axum::http::header::CONTENT_TYPE, "application/json")],
        text,
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::seen;

    #[test]
    fn reads_the_state_of_a_tag() {
        assert_eq!(seen("W/\"3f0a-ff\""), Some(255));
        assert_eq!(seen("\"3f0a-ff\", \"x\""), Some(255));
        assert_eq!(seen("*"), None);
        // A tag that says no state is never the present one.
        assert_eq!(seen("\"3f0a\""), Some(-1));
    }
}
