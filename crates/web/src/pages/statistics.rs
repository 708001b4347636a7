//! The public figures: what the portal changes first, what it holds after; and the question that one of them counts.

use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use serde::Serialize;
use serde_json::Value;
use vitrail_app::domain::time::SECOND;
use vitrail_app::{site, statistics, traffic};

use crate::Web;
use crate::client::Client;
use crate::context::Context;
use crate::error::ApiResult;
use crate::pages::account::cookie::{here, to};
use crate::pages::chart::{Chart, chart};
use crate::pages::discussion::fields;
use crate::pages::frame::{Head, show};
use crate::pages::redirect::encoded;
use crate::view::Template;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/statistics", get(page))
        .route("/found", post(answer))
        .route("/thanks", get(thanks))
}

#[derive(Serialize)]
struct Content {
    viewed: i64,
    leading: i64,
    quality: Option<i64>,
    reused: Option<i64>,
    asked: i64,
    answered: i64,
    delay: Option<Delay>,
    found: Option<i64>,
    said: i64,
    volumes: Vec<Volume>,
    charts: Vec<Chart>,
}

/// A duration in the largest unit of which there is one.
#[derive(Serialize)]
struct Delay {
    unit: &'static str,
    count: i64,
}

#[derive(Serialize)]
struct Volume {
    key: &'static str,
    count: i64,
}

async fn page(State(web): State<Web>, context: Context) -> ApiResult {
    let impact = statistics::impact(&web.app).await?;
    let metrics = site::with_metrics(&web.app).await?.metrics;
    let months = statistics::traffic(&web.app).await?;
    let share = |part: i64, of: i64| (of > 0).then(|| (part * 100 + of / 2) / of);
    let said = impact.found + impact.missed;
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 100")]
    let quality = (impact.quality * 100.0).round() as i64;
    let read = |key, count: fn(&traffic::Traffic) -> i64| {
        let counted = months.iter().map(|one| (one.month.clone(), count(one)));
        chart(key, counted.collect())
    };
    let volume = |key: &'static str| Volume {
        key,
        count: metrics.get(key).and_then(Value::as_i64).unwrap_or(0),
    };
    let shown = Content {
        viewed: impact.viewed,
        leading: impact.leading,
        quality: (impact.viewed > 0).then_some(quality),
        reused: share(impact.reused, impact.leading),
        asked: impact.asked,
        answered: impact.answered,
        delay: impact.delay.map(duration),
        found: share(impact.found, said),
        said,
        volumes: VOLUMES.into_iter().map(volume).collect(),
        charts: [
            read("datasets-read", |one| one.visit_dataset),
            read("downloads", |one| one.download_resource),
            chart(
                "datasets-created",
                created(metrics.get("datasets_by_months")),
            ),
            chart(
                "discussions-opened",
                created(metrics.get("discussions_by_months")),
            ),
        ]
        .into_iter()
        .filter(|chart| !chart.bars.is_empty())
        .collect(),
    };
    let words = web.views.words(context.lang);
    let head = Head {
        title: words.map(|words| words.text("statistics-title")),
        description: words.map(|words| words.text("statistics-lead")),
        ..Head::default()
    };
    show(&web, &context, Template::Statistics, &head, &shown).await
}

const VOLUMES: [&str; 8] = [
    "datasets",
    "resources",
    "dataservices",
    "reuses",
    "organizations",
    "users",
    "discussions",
    "followers",
];

fn created(months: Option<&Value>) -> Vec<(String, i64)> {
    let months = months.and_then(Value::as_object).into_iter().flatten();
    months
        .map(|(month, count)| (month.clone(), count.as_i64().unwrap_or(0)))
        .collect()
}

fn duration(micros: i64) -> Delay {
    let minutes = (micros / SECOND / 60).max(1);
    let (unit, count) = match minutes {
        0..=119 => ("minutes", minutes),
        120..=2_879 => ("hours", minutes / 60),
        _ => ("days", minutes / 1_440),
    };
    Delay { unit, count }
}

/// Whether somebody found what they came for: counted, and nothing else kept.
async fn answer(
    State(web): State<Web>,
    Client(asking): Client,
    context: Context,
    body: String,
) -> ApiResult {
    let sent = fields(&body);
    let text = |name: &str| sent.get(name).map(String::as_str).unwrap_or_default();
    if matches!(text("found"), "yes" | "no") {
        let found = text("found") == "yes";
        traffic::answer(&web.app, &asking.place, text("page"), found).await?;
    }
    let next = here(text("next")).unwrap_or("/");
    drop(context);
    Ok(to(&format!("/thanks?next={}", encoded(next))))
}

#[derive(Serialize)]
struct Thanks<'a> {
    next: &'a str,
}

async fn thanks(State(web): State<Web>, context: Context) -> ApiResult {
    let words = web.views.words(context.lang);
    let head = Head {
        title: words.map(|words| words.text("thanks-title")),
        robots: Some("noindex"),
        ..Head::default()
    };
    let next = context.params.one("next").and_then(here).unwrap_or("/");
    show(&web, &context, Template::Thanks, &head, &Thanks { next }).await
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_are_said_in_one_unit() {
        let said = |micros| {
            let said = duration(micros);
            (said.unit, said.count)
        };
        assert_eq!(said(5), ("minutes", 1));
        assert_eq!(said(5 * 3_600_000_000), ("hours", 5));
        assert_eq!(said(72 * 3_600_000_000), ("days", 3));
    }
}
