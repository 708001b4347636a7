//! The cookie of a session, and where people go once they have it.

use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use vitrail_app::Error;
use vitrail_app::domain::Kind;

use crate::Web;
use crate::context::{PLAIN_SESSION_COOKIE, SESSION_COOKIE};
use crate::error::ApiError;

/// How long a browser keeps the cookie, in seconds: as long as the session lives.
const SESSION_AGE: u32 = 30 * 86_400;

/// A path of this portal, and nothing that leads elsewhere.
pub fn here(next: &str) -> Option<&str> {
    let rest = next.strip_prefix('/')?;
    let leaves = rest.starts_with(['/', '\\']) || next.chars().any(char::is_control);
    (!leaves).then_some(next)
}

/// Unreadable by scripts, and bound to this host where the portal speaks TLS.
fn cookie(web: &Web, session: &str, age: u32) -> String {
    let secure = secure(web);
    let name = if secure.is_empty() {
        PLAIN_SESSION_COOKIE
    } else {
        SESSION_COOKIE
    };
    format!("{name}={session}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}")
}

/// The same answer, with the cookie of a session that was opened.
pub fn opened(web: &Web, session: &str, response: Response) -> Response {
    with(response, SET_COOKIE, &cookie(web, session, SESSION_AGE))
}

/// The same answer, with the cookie taken back.
pub fn closed(web: &Web, response: Response) -> Response {
    with(response, SET_COOKIE, &cookie(web, "", 0))
}

/// What remembers, for a short while, somebody who said their password and not yet their code.
const HALF: &str = "vitrail-half";
const HALF_AGE: u32 = 600;

/// What lets somebody go on to their code.
pub fn half(headers: &HeaderMap) -> Option<&str> {
    crate::context::cookie(headers, HALF).filter(|half| !half.is_empty())
}

/// The same answer, to somebody who said their password.
pub fn half_opened(web: &Web, half: &str, response: Response) -> Response {
    let secure = secure(web);
    let cookie =
        format!("{HALF}={half}; Path=/; Max-Age={HALF_AGE}; HttpOnly; SameSite=Lax{secure}");
    with(response, SET_COOKIE, &cookie)
}

/// The same answer, to somebody who is in.
pub fn closed_half(response: Response) -> Response {
    let gone = format!("{HALF}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    with(response, SET_COOKIE, &gone)
}

/// What binds a sign-in elsewhere to the browser that began it.
const ELSEWHERE: &str = "vitrail-oidc";

pub fn elsewhere(headers: &HeaderMap) -> Option<&str> {
    crate::context::cookie(headers, ELSEWHERE)
}

/// The same answer, to somebody who goes to sign in elsewhere. It must come back with them, so it is sent along
/// with links from there.
pub fn gone_elsewhere(web: &Web, browser: &str, response: Response) -> Response {
    let secure = secure(web);
    let cookie = format!(
        "{ELSEWHERE}={browser}; Path=/oidc; Max-Age={HALF_AGE}; HttpOnly; SameSite=Lax{secure}"
    );
    with(response, SET_COOKIE, &cookie)
}

/// What keeps a cookie to TLS, where the portal speaks it.
fn secure(web: &Web) -> &'static str {
    let base = web.app.settings().base_url.as_deref();
    if base.is_some_and(|base| base.starts_with("https://")) {
        "; Secure"
    } else {
        ""
    }
}

/// Leads to another page of the portal.
pub fn to(path: &str) -> Response {
    with(StatusCode::SEE_OTHER.into_response(), LOCATION, path)
}

fn with(mut response: Response, name: axum::http::HeaderName, value: &str) -> Response {
    match HeaderValue::from_str(value) {
        Ok(value) => {
            response.headers_mut().append(name, value);
            response
        }
        Err(_) => ApiError::from(Error::NotFound(Kind::Site)).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_the_portal_follow() {
        assert_eq!(here("/datasets?q=x"), Some("/datasets?q=x"));
        for bad in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\nb",
        ] {
            assert_eq!(here(bad), None, "{bad}");
        }
    }
}
