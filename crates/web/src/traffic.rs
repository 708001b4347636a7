//! Counting what people read, around everything else, so that answers kept ready count too. What was read is said
//! by the answer itself; who read it is only looked at to leave programs out, and is written nowhere.

use axum::extract::{Request, State};
use axum::http::header::USER_AGENT;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use vitrail_app::domain::{Id, Kind};
use vitrail_app::traffic;

use crate::Web;

/// What an answer lets its reader see.
#[derive(Clone, Debug)]
pub struct Seen(pub traffic::Seen);

/// Marks the answer that shows an object.
pub fn shows(mut response: Response, kind: Kind, id: Id) -> Response {
    let seen = Seen(traffic::Seen::Object(kind, id));
    response.extensions_mut().insert(seen);
    response
}

/// The layer.
pub async fn layer(State(web): State<Web>, request: Request, next: Next) -> Response {
    if *request.method() != Method::GET {
        return next.run(request).await;
    }
    // Cheap: headers share their bytes.
    let agent = request.headers().get(USER_AGENT).cloned();
    let early = is_early(request.headers());
    let mut response = next.run(request).await;
    let Some(Seen(seen)) = response.extensions_mut().remove::<Seen>() else {
        return response;
    };
    let agent = agent.as_ref().and_then(|agent| agent.to_str().ok());
    let is_file = !matches!(seen, traffic::Seen::Object(..));
    if !early && was_read(response.status()) && counts(agent.unwrap_or_default(), is_file) {
        web.app.traffic().count(seen);
    }
    response
}

/// A browser that reads before it is asked to.
fn is_early(headers: &HeaderMap) -> bool {
    [
        HeaderName::from_static("sec-purpose"),
        HeaderName::from_static("purpose"),
    ]
    .iter()
    .filter_map(|name| headers.get(name))
    .any(|value| {
        let value = value.as_bytes();
        value.windows(8).any(|part| part == b"prefetch")
    })
}

fn was_read(status: StatusCode) -> bool {
    status.is_success() || status == StatusCode::NOT_MODIFIED || status == StatusCode::FOUND
}

/// Marks of programs that read for nobody, in lower case.
const ROBOTS: [&str; 28] = [
    "bot",
    "crawl",
    "spider",
    "slurp",
    "scan",
    "monitor",
    "preview",
    "externalhit",
    "headless",
    "lighthouse",
    "archive",
    "validator",
    "uptime",
    "pingdom",
    "probe",
    "check",
    "scrapy",
    "whatsapp",
    "embedly",
    "mediapartners",
    "feedfetcher",
    "nagios",
    "zabbix",
    "prometheus",
    "health",
    "dataprovider",
    "netcraft",
    "harvest",
];

/// Whether a reader counts: people on pages; on files, their scripts too.
fn counts(agent: &str, is_file: bool) -> bool {
    if agent.is_empty()
        || (!is_file && !agent.starts_with("Mozilla/") && !agent.starts_with("Opera/"))
    {
        return false;
    }
    let agent = agent.to_ascii_lowercase();
    // A make of telephones.
    let agent = agent.replace("cubot", "");
    !ROBOTS.iter().any(|mark| agent.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::counts;

    #[test]
    fn people_count_and_robots_do_not() {
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";
        let cubot = "Mozilla/5.0 (Linux; Android 13; CUBOT NOTE) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36";
        for agent in [firefox, cubot] {
            assert!(counts(agent, false) && counts(agent, true), "{agent}");
        }
        for agent in ["curl/8.5.0", "python-requests/2.32", "Wget/1.21"] {
            assert!(!counts(agent, false) && counts(agent, true), "{agent}");
        }
        for agent in [
            "",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Mozilla/5.0 (compatible; bingbot/2.0)",
            "Mozilla/5.0 AppleWebKit/537.36 HeadlessChrome/120.0",
            "UptimeRobot/2.0",
        ] {
            assert!(!counts(agent, false) && !counts(agent, true), "{agent}");
        }
    }
}
