//! The face of CKAN: its envelopes, its errors and its shapes, as a live CKAN gave them.

use std::path::PathBuf;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_testkit::portal::{Answer, Portal};
use vitrail_testkit::{Db, db_test};

use crate::portal;

/// The body of a recorded answer of CKAN, where there are recordings.
fn recorded(name: &str) -> Option<Value> {
    Some(serde_json::from_str(&recorded_text(name)?).unwrap())
}

/// The same as it was written.
pub fn recorded_text(name: &str) -> Option<String> {
    let shared = std::env::var_os("VITRAIL_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let Ok(text) = std::fs::read_to_string(shared.join(format!("data/ckan/{name}.txt"))) else {
        println!("{name} is not compared: no recordings of CKAN here (set VITRAIL_SHARED)");
        return None;
    };
    let (_, answer) = text.split_once("\nHTTP ").unwrap();
    let (_, body) = answer.split_once("\n\n").unwrap();
    Some(body.to_owned())
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "truth",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

/// Every key of a recording is there, with a value of the same type where both say something.
fn agrees(ours: &Value, theirs: &Value, place: &str) {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            for (key, theirs) in theirs {
                // Values of facets and fields of users that are nobody's business.
                if place.ends_with("facets") || place.contains("/users") {
                    continue;
                }
                let ours = ours.get(key).unwrap_or_else(|| panic!("no {place}/{key}"));
                agrees(ours, theirs, &format!("{place}/{key}"));
            }
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            if let (Some(ours), Some(theirs)) = (ours.first(), theirs.first()) {
                agrees(ours, theirs, &format!("{place}[]"));
            }
        }
        (Value::Null, _) | (_, Value::Null) => {}
        (ours, theirs) => assert_eq!(kind(ours), kind(theirs), "{place}"),
    }
}

fn result(answer: &Answer) -> Value {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(
        answer.header("content-type"),
        Some("application/json;charset=utf-8")
    );
    let body = answer.json().unwrap();
    assert_eq!(body["success"], true);
    assert!(
        answer.text().starts_with(r#"{"help": "http"#),
        "help comes first: {}",
        answer.text()
    );
    body["result"].clone()
}

async fn post(portal: &Portal, action: &str, body: &Value) -> Answer {
    let path = format!("/api/action/{action}");
    let headers = [("content-type", "application/json")];
    portal
        .send(Method::POST, &path, &headers, body.to_string())
        .await
        .unwrap()
}

db_test!(packages_are_read_by_every_name, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    let list = result(&portal.get("/api/3/action/package_list").await.unwrap());
    assert_eq!(list, json!([catalogue.dataset.slug]));
    let path = "/api/3/action/package_show?id=qualite-de-l-air-a-evian";
    let answer = portal.get(path).await.unwrap();
    let package = result(&answer);
    if let Some(theirs) = recorded("package_show") {
        agrees(&answer.json().unwrap(), &theirs, "");
    }
    assert_eq!(package["title"], "Qualité de l’air à Évian");
    assert_eq!(package["metadata_created"], "2025-12-16T12:00:00.000000");
    assert_eq!(package["organization"]["name"], "ville-d-evian");
    assert_eq!(package["owner_org"], package["organization"]["id"]);
    assert_eq!(package["resources"][0]["format"], "CSV");
    assert_eq!(package["resources"][1]["resource_type"], "documentation");
    assert_eq!(package["maintainer_email"], "service@example.org");
    let extra = |key: &str| {
        let extras = package["extras"].as_array().unwrap();
        let found = extras.iter().find(|extra| extra["key"] == key);
        found.map(|extra| extra["value"].clone())
    };
    assert_eq!(extra("frequency"), Some(json!("daily")));
    assert_eq!(extra("cle"), Some(json!("valeur")));
    assert_eq!(extra("udata:extras"), Some(json!(r#"{"a":1}"#)));
    for name in [
        package["id"].as_str().unwrap(),
        &catalogue.dataset.id.to_string(),
    ] {
        let answer = post(&portal, "package_show", &json!({"id": name})).await;
        assert_eq!(result(&answer), package, "{name}");
    }
    let id = package["resources"][0]["id"].as_str().unwrap();
    let answer = portal
        .get(&format!("/api/3/action/resource_show?id={id}"))
        .await
        .unwrap();
    assert_eq!(result(&answer), package["resources"][0]);
    let whole = portal
        .get("/api/3/action/current_package_list_with_resources")
        .await
        .unwrap();
    assert_eq!(result(&whole), json!([package]));
    let found = portal
        .get("/api/3/action/resource_search?query=format:csv")
        .await
        .unwrap();
    assert_eq!(result(&found)["count"], 1);
});

db_test!(parts_of_lists_begin_anywhere, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let dataset = portal
        .dataset("Un", |dataset| {
            dataset.slug = "6f9619ff-8b86-4d11-b42d-00c04fc964ff".to_owned();
        })
        .await;
    let files: Vec<_> = (1..=5)
        .map(|n| vitrail_testkit::make::resource(&format!("Fichier {n}")))
        .collect();
    portal.resources(dataset.id, &files).await;
    for name in ["Aix", "Brest", "Caen", "Dax"] {
        portal.organization(name, &[], |_| {}).await;
    }
    let asked =
        async |path: &str| result(&portal.get(&format!("/api/3/action/{path}")).await.unwrap());
    let found = asked("resource_search?query=name:fichier&limit=2&offset=1").await;
    let names: Vec<&str> = found["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        (names, &found["count"]),
        (vec!["Fichier 2", "Fichier 3"], &json!(5))
    );
    let some = asked("organization_list?limit=2&offset=1").await;
    assert_eq!(some, json!(["brest", "caen"]));
    let whole = asked("organization_list?all_fields=true&limit=2&offset=1").await;
    assert_eq!(
        (&whole[0]["name"], &whole[1]["name"]),
        (&json!("brest"), &json!("caen"))
    );
    let odd = asked("package_show?id=6f9619ff-8b86-4d11-b42d-00c04fc964ff").await;
    assert_eq!(odd["title"], "Un", "a slug that looks like an UUID");
});

db_test!(long_names_are_cut_and_found, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let mut catalogue = vitrail_testkit::catalogue::Catalogue::default();
    catalogue.dataset.slug = "a-long-name-".repeat(12) + "end";
    catalogue.dataset.frequency_date = Some("2027-01-31T00:00:00Z".parse().unwrap());
    catalogue.write(&portal).await.unwrap();
    let list = result(&portal.get("/api/3/action/package_list").await.unwrap());
    let name = list[0].as_str().unwrap();
    assert_eq!(name.len(), 100);
    let path = format!("/api/3/action/package_show?id={name}");
    let package = result(&portal.get(&path).await.unwrap());
    assert_eq!(package["name"], name);
    let id = package["id"].as_str().unwrap();
    assert_eq!(&name[91..], format!("-{}", &id[..8]));
    let extras = package["extras"].as_array().unwrap();
    for (key, value) in [
        ("udata:slug", catalogue.dataset.slug.as_str()),
        ("udata:frequency_date", "2027-01-31T00:00:00+00:00"),
    ] {
        assert!(
            extras.contains(&json!({"key": key, "value": value})),
            "{key}"
        );
    }
});

db_test!(a_cut_name_outlives_its_title, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let mut catalogue = vitrail_testkit::catalogue::Catalogue::default();
    catalogue.dataset.slug = "a-long-name-".repeat(12) + "end";
    catalogue.write(&portal).await.unwrap();
    let list = result(&portal.get("/api/3/action/package_list").await.unwrap());
    let name = list[0].as_str().unwrap();
    let path = format!("/api/1/datasets/{}/", catalogue.dataset.id);
    let token = crate::write::token(&portal, "admin@example.org").await;
    let title = json!({"title": "Autre"});
    let done = crate::write::send(&portal, Method::PUT, &path, Some(&token), &title).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    let path = format!("/api/3/action/package_show?id={name}");
    let package = result(&portal.get(&path).await.unwrap());
    assert_eq!(package["name"], "autre");
    let page = portal.get(&format!("/dataset/{name}")).await.unwrap();
    assert_eq!(page.location(), Some("/datasets/autre"));
    let other = format!("/dataset/{}-00000000", &name[..91]);
    let page = portal.get(&other).await.unwrap();
    assert_eq!(page.status, StatusCode::NOT_FOUND);
});

db_test!(searches_understand_solr, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    let organization = result(
        &portal
            .get("/api/3/action/organization_show?id=ville-d-evian")
            .await
            .unwrap(),
    );
    let uuid = organization["id"].as_str().unwrap().to_owned();
    let count = async |search: Value| {
        let answer = post(&portal, "package_search", &search).await;
        result(&answer)["count"].as_i64().unwrap()
    };
    for (search, expected) in [
        (json!({}), 1),
        (json!({"q": "*:*"}), 1),
        (json!({"q": "air"}), 1),
        (json!({"q": "introuvable"}), 0),
        (json!({"fq": "organization:ville-d-evian"}), 1),
        (json!({"fq": format!("owner_org:{uuid}")}), 1),
        (json!({"fq": "-organization:ville-d-evian"}), 0),
        (
            json!({"fq": "organization:(x OR ville-d-evian) AND tags:\"air\""}),
            1,
        ),
        (json!({"fq": "(groups:a OR groups:b)"}), 0),
        (json!({"fq": "NOT tags:air"}), 0),
        (json!({"fq": "tags:qualite*"}), 1),
        (json!({"fq": "res_format:CSV license_id:lov2"}), 1),
        (json!({"fq": "+res_format:XLS"}), 0),
        (
            json!({"fq_list": ["res_format:PDF", "state:active", "private:false"]}),
            1,
        ),
        (json!({"q": "name:qualite-de-l-air-a-evian"}), 1),
        (json!({"q": "name:qualite*"}), 1),
        (json!({"q": format!("id:{}", catalogue.dataset.id)}), 1),
        (json!({"q": "title:evian"}), 1),
        (
            json!({"fq": "metadata_modified:[2026-01-01T00:00:00Z TO *]"}),
            1,
        ),
        (json!({"fq": "metadata_modified:[* TO 2026-01-01]"}), 0),
        (json!({"fq": "inconnu:x"}), 0),
    ] {
        assert_eq!(count(search.clone()).await, expected, "{search}");
    }
    let path = "/api/3/action/package_search?q=&rows=1&start=0&sort=name+asc&facet.field=%5B%22tags%22,%22organization%22,%22license_id%22,%22res_format%22%5D";
    let answer = portal.get(path).await.unwrap();
    let found = result(&answer);
    if let Some(theirs) = recorded("package_search") {
        agrees(&answer.json().unwrap(), &theirs, "");
    }
    assert_eq!(found["facets"]["tags"]["air"], 1);
    assert_eq!(found["facets"]["organization"]["ville-d-evian"], 1);
    let items = &found["search_facets"]["organization"]["items"];
    assert_eq!(items[0]["display_name"], "Ville d’Évian");
    assert_eq!(found["facets"]["res_format"], json!({"CSV": 1, "PDF": 1}));
    assert_eq!(found["sort"], "name asc");
    let none = portal
        .get("/api/3/action/package_search?rows=0")
        .await
        .unwrap();
    assert_eq!(result(&none)["results"], json!([]));
    let past = portal
        .get("/api/3/action/package_search?start=1&facet=false")
        .await
        .unwrap();
    assert_eq!(
        (&result(&past)["results"], &result(&past)["count"]),
        (&json!([]), &json!(1))
    );
});

db_test!(organizations_and_tags_are_listed, async |db: Db| {
    let (portal, _) = portal(db).await;
    for (path, name) in [
        (
            "/api/3/action/organization_list?all_fields=true&limit=2",
            "organization_list_all",
        ),
        (
            "/api/3/action/organization_show?id=ville-d-evian",
            "organization_show",
        ),
        ("/api/3/action/organization_list", "organization_list"),
        ("/api/3/action/group_list?all_fields=true", "group_list"),
        ("/api/3/action/tag_list", "tag_list"),
        (
            "/api/3/action/tag_list?all_fields=true&query=ai",
            "tag_list_all",
        ),
        ("/api/3/action/tag_show?id=air", "tag_show"),
        ("/api/3/action/status_show", "status_show"),
        ("/api/3/action/license_list", "license_list"),
        (
            "/api/3/action/package_autocomplete?q=qual",
            "package_autocomplete",
        ),
        ("/api/3/action/help_show?name=package_show", "help_show"),
    ] {
        let answer = portal.get(path).await.unwrap();
        result(&answer);
        if let Some(theirs) = recorded(name) {
            agrees(&answer.json().unwrap(), &theirs, name);
        }
    }
    let tags = result(&portal.get("/api/3/action/tag_list").await.unwrap());
    assert_eq!(tags, json!(["air", "qualite-de-l-air"]));
    let answer = portal
        .get("/api/3/action/organization_show?id=ville-d-evian&include_datasets=true")
        .await
        .unwrap();
    let organization = result(&answer);
    assert_eq!(organization["packages"].as_array().unwrap().len(), 1);
    assert_eq!(organization["users"][0]["capacity"], "admin");
    let answer = portal
        .get("/api/2/util/dataset/autocomplete?incomplete=qual")
        .await
        .unwrap();
    let found = answer.json().unwrap();
    assert_eq!(
        found["ResultSet"]["Result"][0]["name"],
        "qualite-de-l-air-a-evian"
    );
});

db_test!(refusals_are_those_of_ckan, async |db: Db| {
    let (portal, _) = portal(db).await;
    for (path, status, name) in [
        ("/api/3/action/no_such_action", 400, "unknown_action"),
        (
            "/api/3/action/package_create?name=x",
            400,
            "get_on_write_action",
        ),
        (
            "/api/3/action/package_search?rows=abc",
            409,
            "package_search_badrows",
        ),
        (
            "/api/3/action/package_search?foo=bar",
            400,
            "package_search_badparam",
        ),
        (
            "/api/3/action/package_show?id=nope",
            404,
            "package_show_404",
        ),
        ("/api/3/action/package_show", 409, "package_show_missing_id"),
        (
            "/api/3/action/datastore_search?resource_id=nope",
            404,
            "datastore_search_404",
        ),
    ] {
        let answer = portal.get(path).await.unwrap();
        assert_eq!(answer.status.as_u16(), status, "{path}");
        let ours = answer.json().unwrap();
        if let Some(theirs) = recorded(name) {
            assert_eq!(ours["error"], theirs["error"], "{path}");
            assert_eq!(ours["success"], theirs["success"], "{path}");
            if theirs.is_string() {
                assert_eq!(ours, theirs);
            }
        }
    }
    let uuid = "11111111-2222-5333-8444-555555555555";
    for path in [
        format!("/api/3/action/package_show?id={uuid}"),
        format!("/api/3/action/resource_show?id={uuid}"),
        format!("/api/3/action/organization_show?id={uuid}"),
    ] {
        assert_eq!(
            portal.get(&path).await.unwrap().status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let answer = post(&portal, "package_create", &json!({"name": "x"})).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(
        answer.json().unwrap()["error"]["__type"],
        "Authorization Error"
    );
    let headers = [("content-type", "application/json")];
    let answer = portal
        .send(
            Method::POST,
            "/api/3/action/package_show",
            &headers,
            "{bad".to_owned(),
        )
        .await
        .unwrap();
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(
        answer.text().starts_with("\"Bad request: JSON Error"),
        "{}",
        answer.text()
    );
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let body = "%7B%22id%22%3A+%22qualite-de-l-air-a-evian%22%7D=1".to_owned();
    let answer = portal
        .send(Method::POST, "/api/3/action/package_show", &headers, body)
        .await
        .unwrap();
    assert_eq!(
        answer.status,
        StatusCode::OK,
        "curl -d '{{…}}': {}",
        answer.text()
    );
});

db_test!(roots_scripts_and_private_datasets, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let mut catalogue = vitrail_testkit::catalogue::Catalogue::default();
    catalogue.dataset.private = true;
    catalogue.write(&portal).await.unwrap();
    for path in ["/api", "/api/3", "/api/3/"] {
        let answer = portal.get(path).await.unwrap();
        assert_eq!(answer.json().unwrap(), json!({"version": 3}), "{path}");
    }
    let page = portal.get("/api/").await.unwrap();
    assert!(
        page.header("content-type")
            .unwrap()
            .starts_with("text/html")
    );
    let script = portal
        .get("/api/3/action/status_show?callback=cb")
        .await
        .unwrap();
    assert_eq!(
        script.header("content-type"),
        Some("application/javascript;charset=utf-8")
    );
    assert!(script.text().starts_with("cb({\"help\": ") && script.text().ends_with("});"));
    let evil = portal
        .get("/api/3/action/status_show?callback=alert(1)//")
        .await
        .unwrap();
    assert!(evil.text().starts_with('{'));
    assert_eq!(
        result(&portal.get("/api/3/action/package_list").await.unwrap()),
        json!([])
    );
    let found = result(&portal.get("/api/3/action/package_search").await.unwrap());
    assert_eq!(found["count"], 0);
    let path = "/api/3/action/package_show?id=qualite-de-l-air-a-evian";
    assert_eq!(
        portal.get(path).await.unwrap().status,
        StatusCode::NOT_FOUND
    );
});
