//! The description of the API beside the API itself: every route is described and every description has its
//! route; documents hold together; answers are what they say; clients of udata find their operations.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use vitrail_testkit::{Db, db_test, recordings, source};
use vitrail_web::api::description;

use crate::portal;

/// Where the documents themselves and their pages are, and where browsers go to sign in.
const DOCUMENTS: [&str; 7] = [
    "/api",
    "/api/1",
    "/api/2",
    "/api/openapi.json",
    "/api/1/swagger.json",
    "/api/2/swagger.json",
    "/api/1/proconnect/login",
];

/// Reads of udata that this portal does not offer, with the step that brings them or the reason why not.
const ABSENT: [(&str, &str); 9] = [
    ("/visualizations/", "not offered: see docs/compatibility.md"),
    ("/geopf/", "not offered: see docs/compatibility.md"),
    (
        "/datasets/{dataset}/doi/",
        "not offered: see docs/compatibility.md",
    ),
    ("/proconnect/", "for browsers: see docs/compatibility.md"),
    ("/captchetat/", "sign-up comes later"),
    ("/harvest/", "harvesting comes later"),
    ("/workers/", "jobs come later"),
    ("/notifications/resolved/", "notifications come later"),
    ("/notifications/settings/", "notifications come later"),
];

/// What a reference leads to, or the value itself.
pub fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    value["$ref"].as_str().map_or(value, |pointer| {
        document.pointer(pointer.trim_start_matches('#')).unwrap()
    })
}

pub fn openapi() -> Value {
    serde_json::to_value(description::openapi()).unwrap()
}

/// The path with `{}` for whatever it holds, without final slash.
fn bare(path: &str) -> String {
    let mut bare = String::new();
    let mut parts = path.trim_end_matches('/').split('{');
    bare.push_str(parts.next().unwrap_or_default());
    for part in parts {
        bare.push_str("{}");
        bare.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    bare
}

pub fn operations(document: &Value) -> Vec<(&String, &String, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    let of_path = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().iter();
        methods.map(move |(method, operation)| (path, method, operation))
    });
    of_path
        .filter(|(_, method, _)| *method != "parameters")
        .collect()
}

/// The API of CKAN, which describes itself by an action of its own.
const OF_CKAN: [&str; 4] = ["/api/3", "/api/action/", "/api/2/util/", "/api/util/"];

/// The routes under `/api` that the sources declare.
fn declared() -> BTreeSet<String> {
    let mut routes = source::routes();
    routes.retain(|path| path.starts_with("/api/"));
    routes.retain(|path| !OF_CKAN.iter().any(|start| path.starts_with(start)));
    routes.retain(|path| !path.contains("{*") && !DOCUMENTS.contains(&path.as_str()));
    routes.iter().map(|path| bare(path)).collect()
}

#[test]
fn every_route_is_described_and_every_description_has_its_route() {
    let document = openapi();
    let described: BTreeSet<String> = operations(&document)
        .into_iter()
        .map(|(path, ..)| bare(path))
        .collect();
    let declared = declared();
    assert!(
        declared.len() > 80,
        "the routes were not found in the sources"
    );
    let only = |of: &BTreeSet<String>, other: &BTreeSet<String>| {
        of.difference(other).cloned().collect::<Vec<_>>()
    };
    assert_eq!(
        only(&declared, &described),
        Vec::<String>::new(),
        "routes to describe in crates/web/src/api/description"
    );
    assert_eq!(
        only(&described, &declared),
        Vec::<String>::new(),
        "descriptions of routes that do not exist"
    );
}

/// The references of a value that lead nowhere in its document.
fn dangling(document: &Value, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            if let Some(pointer) = value["$ref"].as_str() {
                let plain = pointer
                    .replace("%20", " ")
                    .replace("%28", "(")
                    .replace("%29", ")");
                if document.pointer(plain.trim_start_matches('#')).is_none() {
                    found.push(pointer.to_owned());
                }
            }
            object
                .values()
                .for_each(|value| dangling(document, value, found));
        }
        Value::Array(items) => items
            .iter()
            .for_each(|value| dangling(document, value, found)),
        _ => {}
    }
}

#[test]
fn documents_hold_together() {
    for document in [
        openapi(),
        description::swagger(1).clone(),
        description::swagger(2).clone(),
    ] {
        let mut nowhere = Vec::new();
        dangling(&document, &document, &mut nowhere);
        assert_eq!(nowhere, Vec::<String>::new());

        let mut ids = BTreeSet::new();
        for (path, method, operation) in operations(&document) {
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()), "{id} is there twice");
            assert!(!operation["summary"].as_str().unwrap().is_empty(), "{id}");
            assert!(
                operation["responses"].as_object().is_some_and(|all| {
                    let always = ["atom", "jsonld"];
                    let is_always = always.iter().any(|of| has_extension(path, of));
                    all.len() > 1 || is_always || path.contains("/site/tags.")
                }),
                "{id}"
            );

            let shared = document["paths"][path]["parameters"]
                .as_array()
                .into_iter()
                .flatten();
            let own = operation["parameters"].as_array().into_iter().flatten();
            let parameters: Vec<&Value> = shared
                .chain(own)
                .map(|one| resolved(&document, one))
                .collect();
            let mut named = BTreeSet::new();
            for parameter in &parameters {
                let name = parameter["name"].as_str().unwrap();
                assert!(
                    named.insert((name, parameter["in"].as_str().unwrap())),
                    "{method} {path}: {name} twice"
                );
                assert!(
                    !parameter["description"].as_str().unwrap().is_empty(),
                    "{id} {name}"
                );
            }
            let in_path: BTreeSet<&str> = named
                .iter()
                .filter(|(_, place)| *place == "path")
                .map(|(name, _)| *name)
                .collect();
            let places: BTreeSet<&str> = path
                .split('{')
                .skip(1)
                .filter_map(|part| Some(part.split_once('}')?.0))
                .collect();
            assert_eq!(in_path, places, "{path}");
        }
        let tags: BTreeSet<&str> = document["tags"]
            .as_array()
            .unwrap()
            .iter()
            .map(|tag| tag["name"].as_str().unwrap())
            .collect();
        let used: BTreeSet<&str> = operations(&document)
            .into_iter()
            .map(|(.., operation)| operation["tags"][0].as_str().unwrap())
            .collect();
        assert_eq!(tags, used);
    }
}

/// Every shape is used, and a Swagger document says nothing that its version of the format does not know.
#[test]
fn documents_say_nothing_in_vain() {
    let document = openapi();
    let text = document.to_string();
    for name in document["components"]["schemas"]
        .as_object()
        .unwrap()
        .keys()
    {
        assert!(
            text.contains(&format!("\"#/components/schemas/{name}\"")),
            "{name} is not used"
        );
    }
    for version in [1, 2] {
        let text = description::swagger(version).to_string();
        for newer in ["\"oneOf\"", "\"null\"", "#/components", "\"examples\""] {
            assert!(!text.contains(newer), "{newer} in version {version}");
        }
    }
}

#[test]
fn the_committed_document_is_up_to_date() {
    let file: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let made = format!("{:#}\n", openapi());
    let kept = fs::read_to_string(&file).unwrap_or_default();
    if made != kept {
        if std::env::var_os("CI").is_none() {
            fs::write(&file, &made).unwrap();
        }
        panic!(
            "docs/openapi.json was out of date; it has been written again: look at the difference and commit it"
        );
    }
}

#[test]
fn operations_of_udata_are_there_under_their_names() {
    let Some(folder) = recordings::folder() else {
        println!("skipped: no recordings of udata here (set VITRAIL_SHARED)");
        return;
    };
    let mut missing = Vec::new();
    for version in [1, 2] {
        let text = fs::read_to_string(folder.join(format!("swagger-v{version}.json"))).unwrap();
        let theirs: Value = serde_json::from_str(&text).unwrap();
        let ours = description::swagger(version);
        let ids: BTreeMap<(String, String), &str> = operations(ours)
            .into_iter()
            .map(|(path, method, operation)| {
                let id = operation["operationId"].as_str().unwrap();
                ((path.clone(), method.to_owned()), id)
            })
            .collect();
        for (path, method, operation) in operations(&theirs) {
            let is_absent = ABSENT.iter().any(|(start, _)| path.starts_with(start))
                || has_extension(path, "csv");
            let ours = ids.get(&(path.clone(), method.to_owned()));
            // What writes comes little by little.
            if is_absent || (method != "get" && ours.is_none()) {
                continue;
            }
            let id = operation["operationId"].as_str().unwrap();
            if ours != Some(&id) {
                missing.push(format!("v{version} {method} {path} {id}: {ours:?}"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

/// What clients of udata send is still known, except what nothing can be filtered on yet.
#[test]
fn parameters_of_udata_are_there() {
    // Credits are declared and never read by udata; mails are not sent yet here.
    const EVERYWHERE: [&str; 3] = ["credit", "send_legal_notice", "no_mail"];
    const IGNORED: &[(&str, &str)] = &[
        // What people wrote is not deleted with them yet.
        ("/users/{user}/", "delete_comments"),
        // Everyone reads their own only.
        ("/notifications/", "user"),
        ("/reports/", "handled"),
        ("/reports/", "subject_type"),
        ("/reports/", "sort"),
        // The path says whose contacts they are.
        ("/organizations/{org}/contacts/", "organization"),
        ("/organizations/{org}/contacts/", "owner"),
        ("/users/{user}/contacts/", "organization"),
        ("/users/{user}/contacts/", "owner"),
        // udata declares it without any value to choose.
        ("/topics/{topic}/elements/", "sort"),
        // A feed has one page.
        ("/datasets/recent.atom", "page"),
        ("/datasets/recent.atom", "page_size"),
        // Which dataset a permalink belongs to does not change where it leads.
        ("/datasets/r/{id}", "dataset"),
        // What is deleted answers nothing.
        ("/harvest/source/{source}/", "X-Fields"),
        ("/harvest/source/{source}/schedule/", "X-Fields"),
    ];
    let Some(folder) = recordings::folder() else {
        println!("skipped: no recordings of udata here (set VITRAIL_SHARED)");
        return;
    };
    let names = |operation: &Value| -> BTreeSet<String> {
        let all = operation["parameters"].as_array().into_iter().flatten();
        let all = all.filter(|one| one["in"] != "path");
        all.map(|one| one["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let mut missing = Vec::new();
    for version in [1, 2] {
        let text = fs::read_to_string(folder.join(format!("swagger-v{version}.json"))).unwrap();
        let theirs: Value = serde_json::from_str(&text).unwrap();
        for (path, method, ours) in operations(description::swagger(version)) {
            for name in &names(&theirs["paths"][path][method]) - &names(ours) {
                let is_ignored =
                    EVERYWHERE.contains(&name.as_str()) || IGNORED.contains(&(path, &name));
                if !is_ignored {
                    missing.push(format!("v{version} {path} {name}"));
                }
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

db_test!(documents_are_served_and_browsed, async |db: Db| {
    let (portal, _) = portal(db).await;
    for (path, document) in [
        ("/api/openapi.json", openapi()),
        ("/api/1/swagger.json", description::swagger(1).clone()),
        ("/api/2/swagger.json", description::swagger(2).clone()),
    ] {
        let answer = portal.get(path).await.unwrap();
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.json().unwrap(), document, "{path}");
    }
    // Without its slash, `/api` is the version of CKAN.
    for path in ["/api/", "/api/1/", "/api/1", "/api/2/"] {
        let answer = portal.get(path).await.unwrap();
        assert_eq!(answer.status, 200, "{path}");
        let html = String::from_utf8(answer.body.clone()).unwrap();
        assert_eq!(
            answer.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        for (address, ..) in operations(&openapi()) {
            // Long paths may be cut after each slash.
            let shown = format!("<code>{}</code>", address.replace('/', "/<wbr>"));
            assert!(html.contains(&shown), "{address}");
        }
        for spec in [
            "/api/openapi.json",
            "/api/1/swagger.json",
            "/api/2/swagger.json",
        ] {
            assert!(html.contains(&format!("href=\"{spec}\"")), "{spec}");
        }
    }
});

// What the page offers to try at once answers.
db_test!(addresses_to_try_answer, async |db: Db| {
    let (portal, _) = portal(db).await;
    let page = portal.get("/api/").await.unwrap();
    let html = String::from_utf8(page.body).unwrap();
    let offered = html.split("<p><a href=\"/api/").skip(1);
    let offered: Vec<&str> = offered.filter_map(|rest| rest.split('"').next()).collect();
    assert!(offered.len() > 30, "{offered:?}");
    for path in offered {
        let answer = portal.get(&format!("/api/{path}")).await.unwrap();
        assert_eq!(answer.status, 200, "/api/{path}");
    }
});

fn has_extension(path: &str, extension: &str) -> bool {
    std::path::Path::new(path)
        .extension()
        .is_some_and(|found| found.eq_ignore_ascii_case(extension))
}
