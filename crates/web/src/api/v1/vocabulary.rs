//! The closed lists of the portal, in the language of the caller: what forms offer and filters accept. They come
//! from the domain alone, so that nothing here asks the database.

use axum::Router;
use axum::routing::get;
use serde_json::{Value, json};
use vitrail_app::domain::organization::Role;
use vitrail_app::domain::vocabulary::access::ReasonCategory;
use vitrail_app::domain::vocabulary::badge::{DatasetBadge, OrganizationBadge};
use vitrail_app::domain::vocabulary::format::UPLOAD_EXTENSIONS;
use vitrail_app::domain::vocabulary::frequency::Frequency;
use vitrail_app::domain::vocabulary::granularity::{LEVELS, granularities};
use vitrail_app::domain::vocabulary::license::LICENSES;
use vitrail_app::domain::vocabulary::report::ReportReason;
use vitrail_app::domain::vocabulary::resource_type::ResourceType;
use vitrail_app::domain::vocabulary::reuse::{ReuseTopic, ReuseType};
use vitrail_app::domain::vocabulary::role::{ContactRole, UserRole};
use vitrail_app::domain::vocabulary::{Vocabulary, license};

use crate::Web;
use crate::api::view::dataset::license_out;
use crate::context::Context;
use crate::error::ApiResult;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/datasets/badges", get(labels::<DatasetBadge>))
        .route("/api/1/datasets/extensions", get(extensions))
        .route("/api/1/datasets/frequencies", get(terms::<Frequency>))
        .route("/api/1/datasets/licenses", get(licenses))
        .route("/api/1/datasets/resource_types", get(terms::<ResourceType>))
        .route("/api/1/datasets/schemas", get(schemas))
        .route(
            "/api/1/organizations/badges",
            get(labels::<OrganizationBadge>),
        )
        .route("/api/1/organizations/roles", get(organization_roles))
        .route("/api/1/reuses/badges", get(no_labels))
        .route("/api/1/reuses/topics", get(terms::<ReuseTopic>))
        .route("/api/1/reuses/types", get(terms::<ReuseType>))
        .route("/api/1/users/roles", get(user_roles))
        .route("/api/1/contacts/roles", get(terms::<ContactRole>))
        .route("/api/1/reports/reasons", get(report_reasons))
        .route(
            "/api/1/access_type/reason_categories",
            get(reason_categories),
        )
        .route("/api/1/spatial/levels", get(spatial_levels))
        .route("/api/1/spatial/granularities", get(spatial_granularities))
}

/// `[{id, label}]`.
async fn terms<V: Vocabulary>(context: Context) -> ApiResult {
    let term = |term: &V| json!({"id": term.code(), "label": term.label().in_lang(context.lang)});
    context.v1(&V::ALL.iter().map(term).collect::<Value>())
}

/// `{kind: label}`.
async fn labels<V: Vocabulary>(context: Context) -> ApiResult {
    let label = |term: &V| {
        (
            term.code().to_owned(),
            term.label().in_lang(context.lang).into(),
        )
    };
    let labels: serde_json::Map<String, Value> = V::ALL.iter().map(label).collect();
    context.v1(&labels)
}

/// Reuses bear no badges.
async fn no_labels(context: Context) -> ApiResult {
    context.v1(&json!({}))
}

async fn extensions(context: Context) -> ApiResult {
    context.v1(&UPLOAD_EXTENSIONS)
}

/// What is not specified first, as the default of forms.
async fn licenses(context: Context) -> ApiResult {
    let (unknown, known): (Vec<_>, Vec<_>) = LICENSES
        .iter()
        .partition(|license| license.id == license::NOT_SPECIFIED);
    context.v1(&unknown
        .into_iter()
        .chain(known)
        .map(license_out)
        .collect::<Value>())
}

/// The schemas of a catalogue: none, as long as no catalogue can be configured.
async fn schemas(context: Context) -> ApiResult {
    context.v1(&json!([]))
}

async fn organization_roles(context: Context) -> ApiResult {
    let role = |role: &Role| {
        json!({"id": role.code(), "label": role.label().in_lang(context.lang),
               "description": role.description().in_lang(context.lang)})
    };
    context.v1(&Role::ALL.iter().map(role).collect::<Value>())
}

async fn user_roles(context: Context) -> ApiResult {
    let role = |role: &UserRole| json!({"name": role.code()});
    context.v1(&UserRole::GRANTABLE.iter().map(role).collect::<Value>())
}

async fn report_reasons(context: Context) -> ApiResult {
    let reason = |reason: &ReportReason| json!({"value": reason.code(), "label": reason.label().in_lang(context.lang)});
    context.v1(&ReportReason::ALL.iter().map(reason).collect::<Value>())
}

async fn reason_categories(context: Context) -> ApiResult {
    let category = |category: &ReasonCategory| {
        json!({"value": category.code(), "label": category.label().in_lang(context.lang),
               "definition": category.definition().in_lang(context.lang)})
    };
    context.v1(&ReasonCategory::ALL.iter().map(category).collect::<Value>())
}

async fn spatial_levels(context: Context) -> ApiResult {
    let levels = LEVELS
        .iter()
        .map(|level| json!({"id": level.id, "name": level.name.in_lang(context.lang)}));
    context.v1(&levels.collect::<Value>())
}

async fn spatial_granularities(context: Context) -> ApiResult {
    let names =
        granularities().map(|(id, name)| json!({"id": id, "name": name.in_lang(context.lang)}));
    context.v1(&names.collect::<Value>())
}
