//! Completion while typing a name, a format or a media type.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde_json::{Value, json};
use vitrail_app::domain::Dataset;
use vitrail_app::domain::vocabulary::format::{suggest_formats, suggest_mimes};
use vitrail_app::references::Wanted;
use vitrail_app::search;

use crate::Web;
use crate::context::Context;
use crate::error::ApiResult;
use crate::params::Params;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/datasets/suggest", get(datasets))
        .route("/api/1/datasets/suggest/formats", get(formats))
        .route("/api/1/datasets/suggest/mime", get(mimes))
}

/// What is typed, and how many completions are wanted. Typing nothing yet is no error; saying nothing is.
pub fn typed(params: &Params, size: i64) -> vitrail_app::Result<(&str, usize)> {
    let typed = params.typed("q", "The string to autocomplete/suggest")?;
    let size = params.size(size)?;
    Ok((typed, usize::try_from(size).unwrap_or(usize::MAX)))
}

async fn datasets(State(web): State<Web>, context: Context) -> ApiResult {
    let (q, size) = typed(&context.params, 10)?;
    let found = search::suggest::<Dataset>(&web.app, q, size).await?;
    let mut wanted = Wanted::default();
    for dataset in &found {
        wanted.owner(dataset.owner);
    }
    let references = wanted.load(&web.app).await?;
    let suggestion = |dataset: &Dataset| {
        let organization = dataset.owner.organization();
        let organization = organization.and_then(|id| references.organizations.get(&id));
        json!({
            "id": dataset.id, "title": dataset.title, "acronym": dataset.acronym, "slug": dataset.slug,
            "image_url": organization
                .and_then(|organization| organization.logo.as_deref())
                .map(|at| context.hosted(at)),
            "page": context.url(&format!("/datasets/{}", dataset.slug)),
        })
    };
    context.v1(&found.iter().map(suggestion).collect::<Value>())
}

async fn formats(context: Context) -> ApiResult {
    let (q, size) = typed(&context.params, 10)?;
    texts(&context, &suggest_formats(q, size))
}

async fn mimes(context: Context) -> ApiResult {
    let (q, size) = typed(&context.params, 10)?;
    texts(&context, &suggest_mimes(q, size))
}

/// `[{text}]`.
pub fn texts(context: &Context, texts: &[&str]) -> ApiResult {
    context.v1(&texts
        .iter()
        .map(|text| json!({"text": text}))
        .collect::<Value>())
}
