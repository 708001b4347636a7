//! Each answer beside its description: every key is described, every required key is there, types agree.

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Value, json};
use vitrail_app::account;
use vitrail_app::domain::spatial::Zone;
use vitrail_testkit::catalogue::Catalogue;
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test, store};

use crate::description::{openapi, operations, resolved};

/// What waits for an answer: there are no such objects to read yet.
const NONE_YET: [&str; 23] = [
    "get_site_harvests_parquet",
    "get_site_datasets_parquet",
    "get_site_resources_parquet",
    "get_site_organizations_parquet",
    "get_site_reuses_parquet",
    "get_site_dataservices_parquet",
    "get_site_discussions_parquet",
    "get_site_discussions_csv",
    "get_site_harvests_csv",
    "get_site_datasets_csv",
    "get_site_resources_csv",
    "get_site_organizations_csv",
    "get_site_reuses_csv",
    "get_site_dataservices_csv",
    "get_report",
    "get_transfer",
    "get_dataset_version",
    "get_dataservice_version",
    "get_organization_version",
    "get_reuse_version",
    "get_topic_version",
    "get_webhook",
    "list_webhook_calls",
];

/// A portal with an object of each kind, and the token of an administrator.
async fn administered(db: Db) -> (Portal, Catalogue, String) {
    let (portal, mut catalogue) = (Portal::on(db).unwrap(), Catalogue::default());
    catalogue.user.admin = true;
    catalogue.write(&portal).await.unwrap();
    let zones = ["fr:commune:75056", "fr:commune:74119"].map(|id| Zone {
        id: id.to_owned(),
        code: id.rsplit(':').next().unwrap().to_owned(),
        level: "fr:commune".to_owned(),
        name: "Une commune".to_owned(),
        uri: None,
        parents: Vec::new(),
    });
    portal
        .write(async |tx| Ok(store::zone::replace_all(tx, zones).await.map(|_| ())?))
        .await
        .unwrap();
    let token = account::create_token(&portal.app, catalogue.user.id, None)
        .await
        .unwrap();
    (portal, catalogue, token)
}

/// A path with identifiers of the catalogue in its places.
fn filled(path: &str, catalogue: &Catalogue) -> String {
    let subject = path.split('/').nth(3).unwrap();
    let id = match subject {
        "datasets" if path.contains("/r/") => catalogue.resources[0].id.to_string(),
        "datasets" => catalogue.dataset.id.to_string(),
        "organizations" => catalogue.organization.id.to_string(),
        "reuses" => catalogue.reuse.id.to_string(),
        "dataservices" => catalogue.dataservice.id.to_string(),
        "topics" => catalogue.topic.id.to_string(),
        "users" => catalogue.user.id.to_string(),
        "discussions" => catalogue.discussion.id.to_string(),
        _ => "fr:commune:75056".to_owned(),
    };
    let known: BTreeMap<&str, String> = [
        ("id", id),
        ("dataset", catalogue.dataset.slug.clone()),
        ("org", catalogue.organization.slug.clone()),
        ("reuse", catalogue.reuse.slug.clone()),
        ("dataservice", catalogue.dataservice.slug.clone()),
        ("topic", catalogue.topic.slug.clone()),
        ("post", catalogue.post.slug.clone()),
        ("user", catalogue.user.slug.clone()),
        ("rid", catalogue.resources[0].id.to_string()),
        ("community", catalogue.community.resource.id.to_string()),
        ("contact_point", catalogue.contact.id.to_string()),
        ("report", catalogue.dataset.id.to_string()),
        ("source", catalogue.source.id.to_string()),
        ("job", catalogue.job.id.to_string()),
        ("level", "fr:commune".to_owned()),
        ("ids", "fr:commune:75056,fr:commune:74119".to_owned()),
        ("identifier", "someone".to_owned()),
        ("indicator", "keywordAvailability".to_owned()),
        ("size", "64".to_owned()),
        ("_format", "ttl".to_owned()),
    ]
    .into();
    known
        .into_iter()
        .fold(path.to_owned(), |path, (name, value)| {
            path.replace(&format!("{{{name}}}"), &value)
        })
}

/// The path with its required arguments, each with a value that finds something.
fn asked(document: &Value, path: &str, operation: &Value, catalogue: &Catalogue) -> String {
    let mut path = filled(path, catalogue);
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let parameters = parameters.map(|one| resolved(document, one));
    let needed = parameters.filter(|one| one["in"] == "query" && one["required"] == true);
    let mut arguments: Vec<String> = needed
        .map(|one| {
            let name = one["name"].as_str().unwrap();
            format!("{name}={}", if path.contains("tags") { "air" } else { "" })
        })
        .collect();
    if operation["operationId"] == "list_transfers" {
        arguments.push(format!("subject={}", catalogue.dataset.id));
    }
    if !arguments.is_empty() {
        path = format!("{path}?{}", arguments.join("&"));
    }
    path
}

/// The comparison finds what it is there to find.
#[test]
fn faults_are_found() {
    let document = openapi();
    let shape = json!({"$ref": "#/components/schemas/DatasetSuggestion"});
    let right = json!({
        "id": "5de8f397634f4164071119c5", "title": "x", "acronym": null, "slug": "x", "image_url": null,
        "page": "http://portal.example/datasets/x",
    });
    let faults_of = |change: &dyn Fn(&mut Value)| {
        let (mut value, mut found) = (right.clone(), Vec::new());
        change(&mut value);
        faults(&document, &shape, &value, "it", &mut found);
        found
    };
    assert_eq!(faults_of(&|_| {}), Vec::<String>::new());
    let absent = faults_of(&|value| {
        value.as_object_mut().unwrap().remove("slug");
    });
    assert_eq!(absent, ["it.slug is missing"]);
    assert_eq!(
        faults_of(&|value| value["more"] = 1.into()),
        ["it.more is not described"]
    );
    assert_eq!(
        faults_of(&|value| value["id"] = "x".into()),
        ["it.id is no id: x"]
    );
    let null = faults_of(&|value| value["title"] = Value::Null);
    assert_eq!(null, ["it.title is null, not \"string\""]);
}

db_test!(answers_are_as_described, async |db: Db| {
    let (portal, catalogue, token) = administered(db).await;
    let document = openapi();
    let mut wrong = Vec::new();
    for (path, method, operation) in operations(&document) {
        // What writes is asked by its own tests.
        if method != "get" {
            continue;
        }
        let id = operation["operationId"].as_str().unwrap();
        let path = asked(&document, path, operation, &catalogue);
        for full in ["", "1"] {
            let headers = [
                ("x-api-key", token.as_str()),
                ("x-get-datasets-full-objects", full),
            ];
            let answer = portal.ask(Method::GET, &path, &headers).await.unwrap();
            let status = answer.status.as_u16().to_string();
            let described = resolved(&document, &operation["responses"][&status]);
            let is_success = answer.status.is_success() || answer.status.is_redirection();
            if described.is_null() || (!is_success && !NONE_YET.contains(&id)) {
                wrong.push(format!("{id}: {path} answers {status}"));
                continue;
            }
            let media = answer.header("content-type").unwrap_or_default();
            let media = media.split(';').next().unwrap_or_default();
            if let Some(content) = described["content"].as_object() {
                let Some(content) = content.get(media) else {
                    wrong.push(format!("{id}: {path} is {media}"));
                    continue;
                };
                if media == "application/json" {
                    let body = answer.json().unwrap();
                    faults(&document, &content["schema"], &body, id, &mut wrong);
                }
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
});

db_test!(anonymous_callers_get_what_is_described, async |db: Db| {
    let (portal, catalogue, _) = administered(db).await;
    let document = openapi();
    let mut wrong = Vec::new();
    for (path, method, operation) in operations(&document) {
        if method != "get" {
            continue;
        }
        let id = operation["operationId"].as_str().unwrap();
        let answer = portal.get(&filled(path, &catalogue)).await.unwrap();
        let status = answer.status.as_u16().to_string();
        let described = resolved(&document, &operation["responses"][&status]);
        let is_for_members = !operation["security"].is_null();
        if described.is_null() || is_for_members != (status == "401") {
            wrong.push(format!("{id}: {path} answers {status}"));
            continue;
        }
        let schema = &described["content"]["application/json"]["schema"];
        if !schema.is_null() {
            faults(&document, schema, &answer.json().unwrap(), id, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
});

/// What in a value is not as its schema says.
fn faults(document: &Value, schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    if let Some(pointer) = schema["$ref"].as_str() {
        let schema = document.pointer(pointer.trim_start_matches('#')).unwrap();
        return faults(document, schema, value, place, found);
    }
    if let Some(alternatives) = schema["oneOf"].as_array() {
        let tried: Vec<Vec<String>> = alternatives
            .iter()
            .map(|schema| {
                let mut faults_here = Vec::new();
                faults(document, schema, value, place, &mut faults_here);
                faults_here
            })
            .collect();
        if !tried.iter().any(Vec::is_empty) {
            let nearest = tried
                .into_iter()
                .filter(|all| !all[0].ends_with("null"))
                .min_by_key(Vec::len);
            found.extend(
                nearest.unwrap_or_else(|| vec![format!("{place}: none of the alternatives")]),
            );
        }
        return;
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let allows = |name: &str| name == kind || (name == "number" && kind == "integer");
    let is_allowed = match &schema["type"] {
        Value::String(name) => allows(name),
        Value::Array(names) => names.iter().any(|name| allows(name.as_str().unwrap())),
        _ => true,
    };
    if !is_allowed {
        found.push(format!("{place} is {kind}, not {}", schema["type"]));
        return;
    }
    match value {
        Value::Array(items) => {
            for item in items {
                faults(
                    document,
                    &schema["items"],
                    item,
                    &format!("{place}[]"),
                    found,
                );
            }
        }
        Value::Object(object) => {
            let properties = schema["properties"].as_object();
            for name in schema["required"].as_array().into_iter().flatten() {
                if !object.contains_key(name.as_str().unwrap()) {
                    found.push(format!("{place}.{} is missing", name.as_str().unwrap()));
                }
            }
            for (name, value) in object {
                match properties.and_then(|all| all.get(name)) {
                    Some(schema) => {
                        faults(document, schema, value, &format!("{place}.{name}"), found);
                    }
                    None if schema["additionalProperties"].is_null() => {
                        found.push(format!("{place}.{name} is not described"));
                    }
                    None => {}
                }
            }
        }
        Value::String(text) => {
            if schema["pattern"] == "^[0-9a-f]{24}$"
                && (text.len() != 24 || !text.bytes().all(|b| b.is_ascii_hexdigit()))
            {
                found.push(format!("{place} is no id: {text}"));
            }
            if schema["format"] == "date-time" && !text.contains('T') {
                found.push(format!("{place} is no instant: {text}"));
            }
        }
        _ => {}
    }
}
