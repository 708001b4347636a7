//! What search engines read of a page: schema.org in JSON-LD.

use serde_json::{Map, Value, json};
use vitrail_app::domain::{Dataset, Organization, Resource};

use crate::api::view::dataset::DatasetOut;
use crate::context::Context;

/// Distributions told at most.
const FILES: usize = 20;

/// JSON inside a page: nothing in it can end the script element.
pub fn in_html(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

/// An object without the members that say nothing.
fn object(members: Vec<(&str, Value)>) -> Value {
    let said = |value: &Value| match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    };
    let members: Map<String, Value> = members
        .into_iter()
        .filter(|(_, value)| said(value))
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
    Value::Object(members)
}

/// An organization or a person, as publisher.
fn publisher(out: &DatasetOut<'_>) -> Value {
    if let Some(organization) = &out.organization {
        return json!({"@type": "Organization", "name": organization.name, "url": organization.page});
    }
    let person = out.owner.as_ref().map(|owner| {
        json!({"@type": "Person", "name": format!("{} {}", owner.first_name, owner.last_name),
               "url": owner.page})
    });
    person.unwrap_or_default()
}

/// Dataset: https://schema.org/Dataset.
pub fn dataset(
    context: &Context,
    dataset: &Dataset,
    out: &DatasetOut<'_>,
    description: &str,
    files: &[Resource],
) -> String {
    let file = |file: &Resource| {
        object(vec![
            ("@type", "DataDownload".into()),
            ("name", file.title.as_str().into()),
            (
                "contentUrl",
                context
                    .url(&format!("/api/1/datasets/r/{}", file.id))
                    .into(),
            ),
            (
                "encodingFormat",
                file.mime.as_deref().unwrap_or(&file.format).into(),
            ),
            (
                "contentSize",
                file.filesize.map(|size| format!("{size} B")).into(),
            ),
            ("dateModified", file.last_modified().to_string().into()),
        ])
    };
    let zones = out.spatial.as_ref().map(|spatial| &spatial.zones);
    let places: Vec<Value> = zones
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|zone| Some(json!({"@type": "Place", "name": zone.get("name")?})))
        .collect();
    let period = dataset.temporal_coverage.map(|period| {
        let end = period.end.map_or("..".to_owned(), |end| end.to_string());
        format!("{}/{end}", period.start)
    });
    let text = if description.is_empty() {
        &dataset.title
    } else {
        description
    };
    in_html(&object(vec![
        ("@context", "https://schema.org".into()),
        ("@type", "Dataset".into()),
        ("@id", out.page.as_str().into()),
        ("url", out.page.as_str().into()),
        ("name", dataset.title.as_str().into()),
        ("alternateName", dataset.acronym.clone().into()),
        ("description", text.into()),
        ("identifier", dataset.id.to_string().into()),
        ("keywords", dataset.tags.clone().into()),
        (
            "license",
            out.license.get("url").cloned().unwrap_or_default(),
        ),
        (
            "isAccessibleForFree",
            (dataset.access_type == "open").into(),
        ),
        ("dateCreated", dataset.created_at().to_string().into()),
        ("datePublished", dataset.created_at().to_string().into()),
        (
            "dateModified",
            dataset.updated().map(|date| date.to_string()).into(),
        ),
        ("temporalCoverage", period.into()),
        ("spatialCoverage", places.into()),
        ("creator", publisher(out)),
        ("publisher", publisher(out)),
        (
            "includedInDataCatalog",
            json!({"@type": "DataCatalog", "url": context.url("/")}),
        ),
        ("distribution", files.iter().take(FILES).map(file).collect()),
    ]))
}

/// The portal: https://schema.org/DataCatalog, with its search.
pub fn catalogue(context: &Context, title: &str, description: &str) -> String {
    in_html(&json!({
        "@context": "https://schema.org", "@type": "DataCatalog", "name": title,
        "description": description, "url": context.url("/"),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint",
                       "urlTemplate": context.url("/datasets?q={search_term_string}")},
            "query-input": "required name=search_term_string",
        },
    }))
}

/// Organization: https://schema.org/Organization.
pub fn organization(context: &Context, organization: &Organization, description: &str) -> String {
    in_html(&object(vec![
        ("@context", "https://schema.org".into()),
        ("@type", "Organization".into()),
        ("name", organization.name.as_str().into()),
        ("alternateName", organization.acronym.clone().into()),
        ("description", description.into()),
        ("identifier", organization.id.to_string().into()),
        (
            "url",
            context
                .url(&format!("/organizations/{}", organization.slug))
                .into(),
        ),
        ("sameAs", organization.url.clone().into()),
    ]))
}
