//! The whole way of a source: declared, previewed, let in, read from a local server, read again when it changes, and
//! what becomes of the portal when the source does wrong.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum_extra::extract::Query;
use serde_json::{Value, json};
use vitrail_app::domain::time::DAY;
use vitrail_app::harvest;
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test};

use crate::write::{send, token};

/// What the source answers: its packages, or something else.
pub type Packages = Arc<Mutex<Vec<Value>>>;

pub fn package(id: &str, title: &str) -> Value {
    json!({
        "id": id, "name": id, "title": title, "notes": "Une description", "license_id": "lov2",
        "tags": [{"name": "eau"}], "resources": [
            {"id": format!("{id}-1"), "name": "Un", "url": format!("https://files.example.com/{id}/1.csv"), "format": "CSV", "resource_type": "file"},
            {"id": format!("{id}-2"), "name": "Deux", "url": format!("https://files.example.com/{id}/2.csv"), "format": "CSV", "resource_type": "file"},
        ],
    })
}

/// A CKAN of this machine.
pub async fn ckan(packages: Packages) -> String {
    let search = |State(all): State<Packages>, Query(asked): Query<HashMap<String, String>>| async move {
        let number = |name: &str| {
            asked
                .get(name)
                .and_then(|text| text.parse().ok())
                .unwrap_or(0_usize)
        };
        let all = all.lock().unwrap().clone();
        let some: Vec<Value> = all
            .iter()
            .skip(number("start"))
            .take(number("rows"))
            .cloned()
            .collect();
        axum::Json(json!({"success": true, "result": {"count": all.len(), "results": some}}))
    };
    let routes = Router::new()
        .route("/api/3/action/package_search", axum::routing::get(search))
        .with_state(packages);
    serve(routes).await
}

pub async fn serve(routes: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
    format!("http://{address}/")
}

/// A source of Claire's that sysadmins let in; its identifier.
pub async fn accepted(portal: &Portal, claire: &str, admin: &str, body: &Value) -> String {
    let made = send(
        portal,
        Method::POST,
        "/api/1/harvest/sources/",
        Some(claire),
        body,
    )
    .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let id = made.json().unwrap()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/1/harvest/source/{id}/validate/");
    let done = send(
        portal,
        Method::POST,
        &path,
        Some(admin),
        &json!({"state": "accepted"}),
    )
    .await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    id
}

/// Reads a source; its last job.
pub async fn read(portal: &Portal, admin: &str, id: &str) -> Value {
    // Jobs of one instant have no order.
    portal.advance(1_000_000);
    let path = format!("/api/1/harvest/source/{id}/run/");
    let asked = send(portal, Method::POST, &path, Some(admin), &json!({})).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text());
    assert_eq!(harvest::run_due(&portal.app).await.unwrap(), 1);
    last_job(portal, id).await
}

pub async fn last_job(portal: &Portal, id: &str) -> Value {
    let jobs = portal
        .get(&format!("/api/1/harvest/source/{id}/jobs/"))
        .await
        .unwrap();
    jobs.json().unwrap()["data"][0].clone()
}

pub async fn items(portal: &Portal, job: &Value) -> Vec<Value> {
    let path = format!(
        "/api/1/harvest/job/{}/items/?page_size=100",
        job["id"].as_str().unwrap()
    );
    let items = portal.get(&path).await.unwrap().json().unwrap();
    items["data"].as_array().unwrap().clone()
}

pub async fn json_of(portal: &Portal, path: &str) -> Value {
    portal.get(path).await.unwrap().json().unwrap()
}

db_test!(a_source_is_declared_let_in_and_read, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let (claire, admin) = (
        token(&portal, "claire@example.org").await,
        token(&portal, "admin@example.org").await,
    );
    let packages: Packages = Arc::new(Mutex::new(vec![
        package("a", "Eau potable"),
        package("b", "Eau potable"),
    ]));
    let url = ckan(Arc::clone(&packages)).await;
    let body = json!({"name": "Ma source", "url": url, "backend": "ckan"});

    // Nothing is written by a preview.
    let seen = send(
        &portal,
        Method::POST,
        "/api/1/harvest/source/preview/",
        Some(&claire),
        &body,
    )
    .await;
    let seen = seen.json().unwrap();
    assert_eq!(
        (&seen["status"], seen["items"].as_array().unwrap().len()),
        (&json!("done"), 2),
        "{seen}"
    );
    assert_eq!(seen["items"][0]["dataset"]["title"], "Eau potable");
    assert_eq!(
        seen["items"][0]["dataset"]["resources"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(json_of(&portal, "/api/1/datasets/").await["total"], 0);

    let made = send(
        &portal,
        Method::POST,
        "/api/1/harvest/sources/",
        Some(&claire),
        &body,
    )
    .await;
    let id = made.json().unwrap()["id"].as_str().unwrap().to_owned();
    let run = format!("/api/1/harvest/source/{id}/run/");
    let early = send(&portal, Method::POST, &run, Some(&admin), &json!({})).await;
    assert_eq!(early.status, StatusCode::BAD_REQUEST);
    let told = send(
        &portal,
        Method::GET,
        "/api/1/notifications/",
        Some(&admin),
        &json!({}),
    )
    .await;
    let told = told.json().unwrap();
    assert_eq!(
        told["data"][0]["details"]["class"],
        "ValidateHarvesterNotificationDetails"
    );
    let validate = format!("/api/1/harvest/source/{id}/validate/");
    let done = send(
        &portal,
        Method::POST,
        &validate,
        Some(&admin),
        &json!({"state": "accepted"}),
    )
    .await;
    let done = done.json().unwrap();
    assert_eq!(done["schedule"].as_str().unwrap().split(' ').count(), 5);
    // Letting it in has it read at once.
    assert_eq!(harvest::run_due(&portal.app).await.unwrap(), 1);
    let job = last_job(&portal, &id).await;
    assert_eq!(
        (&job["status"], &job["items"]["total"]),
        (&json!("done"), &json!(2)),
        "{job}"
    );
    assert_eq!(job["items"]["by_status"], json!({"done": 2}));
    assert_eq!(job["items"]["by_type"], json!({"dataset": 2}));
    let met = items(&portal, &job).await;
    assert_eq!(met[0]["dataset"]["title"], "Eau potable");
    let first = json_of(&portal, "/api/1/datasets/a/").await;
    for (key, value) in [
        ("backend", "CKAN"),
        ("source_id", id.as_str()),
        ("domain", "127.0.0.1"),
    ] {
        assert_eq!(first["harvest"][key], value, "{first}");
    }
    assert_eq!(first["owner"]["last_name"], "claire");
    portal.indexed().await;
    assert_eq!(
        json_of(&portal, "/api/2/datasets/search/?q=potable").await["total"],
        2
    );
    let source = json_of(&portal, &format!("/api/1/harvest/source/{id}/")).await;
    assert_eq!(source["last_job"]["id"], job["id"]);

    // Nothing changed: nothing is written.
    let job = read(&portal, &admin, &id).await;
    assert_eq!(job["items"]["by_outcome"], json!({"unchanged": 2}));
    let versions = format!(
        "/api/1/datasets/{}/versions/",
        first["id"].as_str().unwrap()
    );
    assert_eq!(json_of(&portal, &versions).await["total"], 1);
});

db_test!(
    what_changes_there_changes_here_but_for_what_was_edited,
    async |db: Db| {
        let portal = Portal::on(db).unwrap();
        let (claire, admin) = (
            token(&portal, "claire@example.org").await,
            token(&portal, "admin@example.org").await,
        );
        let packages: Packages =
            Arc::new(Mutex::new(vec![package("a", "Eau"), package("b", "Bruit")]));
        let url = ckan(Arc::clone(&packages)).await;
        let body = json!({"name": "S", "url": url, "backend": "ckan"});
        let id = accepted(&portal, &claire, &admin, &body).await;
        harvest::run_due(&portal.app).await.unwrap();
        let here = json_of(&portal, "/api/1/datasets/a/").await;
        let path = format!("/api/1/datasets/{}/", here["id"].as_str().unwrap());
        let gone = here["resources"][1]["id"].as_str().unwrap().to_owned();

        portal.advance(1_000_000);
        let edit = json!({"title": "Eau, mieux dite"});
        assert_eq!(
            send(&portal, Method::PUT, &path, Some(&claire), &edit)
                .await
                .status,
            StatusCode::OK
        );
        {
            let mut all = packages.lock().unwrap();
            all[0]["title"] = json!("Eau 2026");
            all[0]["notes"] = json!("Une autre description");
            all[0]["resources"].as_array_mut().unwrap().pop();
        }
        let see = format!("/api/1/harvest/source/{id}/preview/");
        let seen = send(&portal, Method::GET, &see, Some(&claire), &json!({}))
            .await
            .json()
            .unwrap();
        let changes = seen["items"][0]["changes"].to_string();
        assert!(
            changes.contains("\"kept\":true") && changes.contains("Eau 2026"),
            "{seen}"
        );
        assert_eq!(
            json_of(&portal, &path).await["description"],
            "Une description"
        );

        let job = read(&portal, &admin, &id).await;
        assert_eq!(
            job["items"]["by_outcome"],
            json!({"unchanged": 1, "updated": 1}),
            "{job}"
        );
        let now = json_of(&portal, &path).await;
        assert_eq!(
            (&now["title"], &now["description"]),
            (&json!("Eau, mieux dite"), &json!("Une autre description"))
        );
        assert_eq!(
            now["resources"].as_array().unwrap().len(),
            1,
            "a file that left is no zombie"
        );
        assert_eq!(now["harvest"]["archived_resources"][0]["id"], gone);
        let link = portal
            .get(&format!("/api/1/datasets/r/{gone}"))
            .await
            .unwrap();
        assert_eq!(link.status, StatusCode::GONE);

        // It comes back under its identifier.
        packages.lock().unwrap()[0] = package("a", "Eau 2026");
        read(&portal, &admin, &id).await;
        let now = json_of(&portal, &path).await;
        assert_eq!(
            (&now["resources"][1]["id"], &now["title"]),
            (&json!(gone), &json!("Eau, mieux dite"))
        );

        // The source may be given the last word.
        let last_word = json!({"config": {"overwrite_local": true}});
        let source = format!("/api/1/harvest/source/{id}/");
        send(&portal, Method::PUT, &source, Some(&claire), &last_word).await;
        read(&portal, &admin, &id).await;
        assert_eq!(json_of(&portal, &path).await["title"], "Eau 2026");

        // What disappears is archived after its grace, and comes back.
        let both = packages.lock().unwrap().clone();
        packages.lock().unwrap().remove(0);
        let job = read(&portal, &admin, &id).await;
        assert_eq!(job["items"]["by_status"], json!({"done": 1}));
        portal.advance(8 * DAY);
        let job = read(&portal, &admin, &id).await;
        assert_eq!(
            job["items"]["by_status"],
            json!({"archived": 1, "done": 1}),
            "{job}"
        );
        let now = json_of(&portal, &path).await;
        assert_eq!(now["harvest"]["archived_reason"], "not-on-remote");
        assert!(!now["archived"].is_null());
        *packages.lock().unwrap() = both;
        let job = read(&portal, &admin, &id).await;
        assert_eq!(job["items"]["by_outcome"]["restored"], 1, "{job}");
        let now = json_of(&portal, &path).await;
        assert!(now["archived"].is_null() && now["harvest"]["archived_reason"].is_null());

        // A source that is deleted leaves its datasets archived.
        let gone = send(&portal, Method::DELETE, &source, Some(&claire), &json!({})).await;
        assert_eq!(gone.status, StatusCode::NO_CONTENT);
        assert_eq!(harvest::purge_deleted(&portal.app).await.unwrap(), (1, 2));
        let now = json_of(&portal, &path).await;
        assert_eq!(now["harvest"]["archived_reason"], "harvester-deleted");
    }
);

db_test!(one_bad_thing_takes_no_other_with_it, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let (claire, admin) = (
        token(&portal, "claire@example.org").await,
        token(&portal, "admin@example.org").await,
    );
    let mut nameless = package("", "Sans identifiant");
    nameless.as_object_mut().unwrap().remove("id");
    let all = vec![
        package("a", "Eau"),
        package("a", "Encore"),
        nameless,
        package("c", ""),
        package("d", "Bruit"),
    ];
    let url = ckan(Arc::new(Mutex::new(all))).await;
    let body = json!({"name": "S", "url": url, "backend": "ckan"});
    let id = accepted(&portal, &claire, &admin, &body).await;
    harvest::run_due(&portal.app).await.unwrap();
    let job = last_job(&portal, &id).await;
    assert_eq!(job["status"], "done-errors", "{job}");
    assert_eq!(job["items"]["by_status"]["failed"], 1, "{job}");
    assert_eq!(job["items"]["by_status"]["skipped"], 1, "{job}");
    // What has no title is known by its name.
    assert_eq!(job["items"]["by_outcome"]["created"], 3, "{job}");

    // Somebody else's dataset is not taken over.
    let denis = token(&portal, "denis@example.org").await;
    let body = json!({"name": "Autre", "url": body["url"], "backend": "ckan"});
    let other = accepted(&portal, &denis, &admin, &body).await;
    harvest::run_due(&portal.app).await.unwrap();
    let job = last_job(&portal, &other).await;
    let met = items(&portal, &job).await;
    let said = serde_json::to_string(&met).unwrap();
    assert!(said.contains("Item has another owner: "), "{said}");
});

async fn hang() -> Response {
    std::future::pending().await
}

async fn page() -> Response {
    ([("content-type", "text/html")], "<html><p>Bienvenue").into_response()
}

async fn endless() -> Response {
    let block = bytes::Bytes::from(vec![b' '; 1_000_000]);
    let blocks = futures_util::stream::repeat_with(move || Ok::<_, std::io::Error>(block.clone()));
    axum::body::Body::from_stream(blocks).into_response()
}

/// A list of more packages than anybody asks for while none is given.
async fn many() -> Response {
    let names: Vec<String> = (0..3_000).map(|number| format!("p{number}")).collect();
    axum::Json(json!({"success": true, "result": names})).into_response()
}

/// More datasets than are listed, and no export of them.
async fn cut(uri: Uri, Query(asked): Query<HashMap<String, String>>) -> Response {
    if uri.path().ends_with("/exports/json") {
        return StatusCode::NOT_FOUND.into_response();
    }
    // One that is the same stands for all of a page.
    let (id, count) = match asked.get("offset").map(String::as_str) {
        Some("0") => ("one", 100),
        _ => ("two", 9_850),
    };
    let one = json!({"dataset_id": id, "has_records": true, "metas": {"default": {"title": "Un"}}});
    let page = vec![one; count];
    axum::Json(json!({"total_count": 12_000, "results": page})).into_response()
}

async fn inside() -> Response {
    (
        StatusCode::FOUND,
        [("location", "http://169.254.169.254/latest/")],
    )
        .into_response()
}

db_test!(a_job_ends_whatever_its_source_does, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let (claire, admin) = (
        token(&portal, "claire@example.org").await,
        token(&portal, "admin@example.org").await,
    );
    let routes = Router::new()
        .route("/hang/{*rest}", get(hang))
        .route("/html/{*rest}", get(page))
        .route("/endless/{*rest}", get(endless))
        .route("/inside/{*rest}", get(inside))
        .route("/items/api/3/action/package_list", get(many))
        .route(
            "/items/api/3/action/package_show",
            get(|| async { StatusCode::BAD_GATEWAY }),
        )
        .route("/cut/{*rest}", get(cut))
        .route(
            "/failing/{*rest}",
            get(|| async { StatusCode::INTERNAL_SERVER_ERROR }),
        );
    let base = serve(routes).await;
    let mut sources = Vec::new();
    for name in [
        "hang", "html", "endless", "inside", "failing", "items", "cut",
    ] {
        let backend = if name == "cut" { "ods" } else { "ckan" };
        let body = json!({"name": name, "url": format!("{base}{name}/"), "backend": backend});
        sources.push((name, accepted(&portal, &claire, &admin, &body).await));
    }
    assert_eq!(harvest::run_due(&portal.app).await.unwrap(), 7);
    for (name, id) in sources {
        let job = last_job(&portal, &id).await;
        assert_eq!(job["status"], "failed", "{name}: {job}");
        assert!(!job["ended"].is_null(), "{name}: {job}");
        let why = job["errors"][0]["message"].as_str().unwrap();
        assert!(why.len() > 10, "{name}: {why}");
        match name {
            // The server is left alone long before its last item.
            "items" => {
                assert!(why.starts_with("20 requests in a row failed"), "{why}");
                assert_eq!(job["items"]["total"], 20, "{job}");
            }
            "cut" => {
                assert!(why.contains("10,000 datasets at most"), "{why}");
                assert_eq!(job["lost"][0]["property"], "total_count", "{job}");
            }
            _ => {}
        }
    }
    assert_eq!(json_of(&portal, "/api/1/datasets/").await["total"], 2);
});

/// A catalogue of one dataset, whose words are those of a context elsewhere.
fn of_words(context: &str) -> axum::Json<Value> {
    axum::Json(json!({
        "@context": context,
        "@id": "https://example.org/eau",
        "@type": "Jeu",
        "nom": "Eau potable",
    }))
}

db_test!(contexts_are_fetched_but_not_from_within, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let (claire, admin) = (
        token(&portal, "claire@example.org").await,
        token(&portal, "admin@example.org").await,
    );
    let words = json!({"@context": {
        "Jeu": "http://www.w3.org/ns/dcat#Dataset",
        "nom": "http://purl.org/dc/terms/title",
    }});
    let routes = Router::new()
        .route("/words", get(async || axum::Json(words)))
        .route("/open", get(async || of_words("words")))
        .route("/private", get(async || of_words("http://10.0.0.1/words")))
        .route("/missing", get(async || of_words("nothing")));
    let base = serve(routes).await;
    let mut jobs = Vec::new();
    for name in ["open", "private", "missing"] {
        let body = json!({"name": name, "url": format!("{base}{name}"), "backend": "dcat"});
        let id = accepted(&portal, &claire, &admin, &body).await;
        jobs.push(read(&portal, &admin, &id).await);
    }
    assert_eq!(jobs[0]["status"], "done", "{}", jobs[0]);
    let found = json_of(&portal, "/api/1/datasets/").await;
    assert_eq!(found["total"], 1);
    assert_eq!(found["data"][0]["title"], "Eau potable");
    for (job, why) in [
        (&jobs[1], "10.0.0.1 is a private address"),
        (&jobs[2], "answered 404"),
    ] {
        assert_eq!(job["status"], "failed", "{job}");
        let said = job["errors"][0]["message"].as_str().unwrap();
        assert!(
            said.contains("needs a context") && said.contains(why),
            "{said}"
        );
    }
});

/// A catalogue of DCAT in pages, whose last page leads back to the first; and how often it was asked.
pub async fn paged(asked: Arc<Mutex<Vec<u16>>>) -> String {
    let page = |State(asked): State<Arc<Mutex<Vec<u16>>>>,
                Query(query): Query<HashMap<String, String>>,
                headers: axum::http::HeaderMap| async move {
        let number: usize = query
            .get("page")
            .and_then(|text| text.parse().ok())
            .unwrap_or(1);
        let next = number % 3 + 1;
        let host = headers["host"].to_str().unwrap().to_owned();
        let body = format!(
            "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .\n\
             @prefix hydra: <http://www.w3.org/ns/hydra/core#> .\n\
             <http://{host}/c> a dcat:Catalog ; dct:title \"C\" .\n\
             <http://{host}/c.ttl?page={number}> a hydra:PartialCollectionView ; hydra:next <http://{host}/c.ttl?page={next}> .\n\
             <http://{host}/d/{number}> a dcat:Dataset ; dct:identifier \"d-{number}\" ; dct:title \"Jeu {number}\" ; dct:spatial \"nulle part\" ;\n\
             dcat:distribution <http://{host}/d/{number}/f> .\n\
             <http://{host}/d/{number}/f> a dcat:Distribution ; dct:title \"F\" ; dcat:downloadURL <https://files.example.com/{number}.csv> ."
        );
        let etag = format!("\"{number}\"");
        let is_same = headers
            .get("if-none-match")
            .is_some_and(|mark| mark.to_str().unwrap() == etag);
        asked.lock().unwrap().push(if is_same { 304 } else { 200 });
        if is_same {
            return StatusCode::NOT_MODIFIED.into_response();
        }
        (
            [("content-type", "text/turtle"), ("etag", etag.as_str())],
            body,
        )
            .into_response()
    };
    let routes = Router::new()
        .route("/c.ttl", axum::routing::get(page))
        .with_state(asked);
    serve(routes).await + "c.ttl"
}

db_test!(
    pages_are_followed_once_and_not_read_again_when_nothing_changed,
    async |db: Db| {
        let portal = Portal::on(db).unwrap();
        let (claire, admin) = (
            token(&portal, "claire@example.org").await,
            token(&portal, "admin@example.org").await,
        );
        let asked = Arc::new(Mutex::new(Vec::new()));
        let url = paged(Arc::clone(&asked)).await;
        let body = json!({"name": "S", "url": url, "backend": "dcat"});
        let id = accepted(&portal, &claire, &admin, &body).await;
        harvest::run_due(&portal.app).await.unwrap();
        let job = last_job(&portal, &id).await;
        assert_eq!(
            (&job["status"], &job["items"]["total"]),
            (&json!("done"), &json!(3)),
            "{job}"
        );
        assert_eq!(
            *asked.lock().unwrap(),
            [200, 200, 200, 200],
            "the first page has two addresses, each is asked once"
        );
        assert_eq!(
            json_of(&portal, "/api/1/datasets/jeu-2/").await["harvest"]["remote_id"],
            "d-2"
        );

        asked.lock().unwrap().clear();
        portal.advance(DAY);
        let job = read(&portal, &admin, &id).await;
        assert_eq!(*asked.lock().unwrap(), [304, 304, 304, 304]);
        assert_eq!(
            (&job["status"], &job["items"]["by_outcome"]),
            (&json!("done"), &json!({"unchanged": 3})),
            "{job}"
        );
        // What was met unread is not archived.
        portal.advance(8 * DAY);
        let job = read(&portal, &admin, &id).await;
        assert_eq!(job["items"]["by_status"], json!({}), "{job}");
        let tokens = [None, Some(claire.as_str())];
        for token in tokens {
            let source = send(
                &portal,
                Method::GET,
                &format!("/api/1/harvest/source/{id}/"),
                token,
                &json!({}),
            )
            .await;
            assert_eq!(
                source.json().unwrap()["permissions"]["edit"],
                token.is_some()
            );
        }
    }
);

db_test!(badges_follow_what_a_source_tags, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let (claire, admin) = (
        token(&portal, "claire@example.org").await,
        token(&portal, "admin@example.org").await,
    );
    let post = async |path: &str, token: &str, body: Value| {
        let answer = send(&portal, Method::POST, path, Some(token), &body).await;
        assert_eq!(
            answer.status,
            StatusCode::CREATED,
            "{path}: {}",
            answer.text()
        );
        answer.json().unwrap()
    };
    let city = json!({"name": "Ville", "description": "La ville"});
    let city = post("/api/1/organizations/", &claire, city).await;
    let city = city["id"].as_str().unwrap().to_owned();
    let badges = format!("/api/1/organizations/{city}/badges/");
    for kind in ["certified", "public-service"] {
        post(&badges, &admin, json!({"kind": kind})).await;
    }
    let mut tagged = package("a", "Eau potable");
    tagged["tags"] = json!([{"name": "hvd"}, {"name": "inspire"}]);
    let packages: Packages = Arc::new(Mutex::new(vec![tagged]));
    let url = ckan(Arc::clone(&packages)).await;
    let body = json!({"name": "S", "url": url, "backend": "ckan", "organization": city});
    let id = accepted(&portal, &claire, &admin, &body).await;
    assert_eq!(harvest::run_due(&portal.app).await.unwrap(), 1);
    let borne = async || {
        let found = json_of(&portal, "/api/1/datasets/").await;
        let badges = found["data"][0]["badges"].as_array().unwrap();
        badges
            .iter()
            .map(|it| it["kind"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(borne().await, ["hvd", "inspire"]);

    // Who is no longer certified publishes nothing of high value.
    let certified = format!("{badges}certified/");
    let taken = send(
        &portal,
        Method::DELETE,
        &certified,
        Some(&admin),
        &json!({}),
    )
    .await;
    assert_eq!(taken.status, StatusCode::NO_CONTENT);
    let sysadmin = vitrail_app::domain::Actor {
        sysadmin: true,
        user: Some(vitrail_testkit::make::id("admin")),
        ..Default::default()
    };
    vitrail_app::jobs::run_now(&portal.app, &sysadmin, "update-badges")
        .await
        .unwrap();
    vitrail_app::jobs::run_due(&portal.app).await.unwrap();
    assert_eq!(borne().await, ["inspire"]);

    // A tag that the source takes back takes its badge with it.
    packages.lock().unwrap()[0]["tags"] = json!([{"name": "eau"}]);
    read(&portal, &admin, &id).await;
    assert!(borne().await.is_empty());
});

/// A series and three datasets, two of them in it, told from both ends.
fn series(others: &str) -> String {
    let file = |number: &str| {
        format!(
            "<http://s.example/{number}> dcat:distribution <http://s.example/{number}/f> .\n\
             <http://s.example/{number}/f> a dcat:Distribution ; dct:title \"F\" ; dcat:downloadURL <https://files.example.com/{number}.csv> .\n"
        )
    };
    format!(
        "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .\n\
         <http://s.example/s> a dcat:DatasetSeries ; dct:identifier \"s\" ; dct:title \"Les cartes\" ; dct:description \"Chaque année\" ;\n\
         dct:hasPart <http://s.example/1> .\n\
         <http://s.example/1> a dcat:Dataset ; dct:identifier \"1\" ; dct:title \"Carte de 2025\" .\n\
         <http://s.example/2> a dcat:Dataset ; dct:identifier \"2\" ; dct:title \"Carte de 2026\" ; {others} dct:description \"D\" .\n\
         <http://s.example/3> a dcat:Dataset ; dct:identifier \"3\" ; dct:title \"Autre chose\" .\n{}{}{}{}",
        file("s"),
        file("1"),
        file("2"),
        file("3")
    )
}

db_test!(series_are_shown_from_both_ends, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let (claire, admin) = (
        token(&portal, "claire@example.org").await,
        token(&portal, "admin@example.org").await,
    );
    let said = Arc::new(Mutex::new(series("dcat:inSeries <http://s.example/s> ;")));
    let answer = |State(said): State<Arc<Mutex<String>>>| async move {
        (
            [("content-type", "text/turtle")],
            said.lock().unwrap().clone(),
        )
    };
    let routes = Router::new()
        .route("/c.ttl", get(answer))
        .with_state(Arc::clone(&said));
    let url = serve(routes).await + "c.ttl";
    let body = json!({"name": "S", "url": url, "backend": "dcat"});
    let id = accepted(&portal, &claire, &admin, &body).await;
    harvest::run_due(&portal.app).await.unwrap();
    let job = last_job(&portal, &id).await;
    assert_eq!(
        (&job["status"], &job["items"]["total"]),
        (&json!("done"), &json!(4)),
        "{job}"
    );

    let all = json_of(&portal, "/api/1/datasets/").await;
    let slug = |title: &str| {
        let all = all["data"].as_array().unwrap();
        let found = all.iter().find(|it| it["title"] == title).unwrap();
        found["slug"].as_str().unwrap().to_owned()
    };
    // What a page says of series, by the addresses of the others.
    let told = async |title: &str| {
        let page = portal
            .get(&format!("/datasets/{}", slug(title)))
            .await
            .unwrap()
            .text();
        let section = page.split_once("id=\"series\"").map(|(_, rest)| rest);
        let section = section.map(|rest| rest.split_once("</section>").unwrap().0.to_owned());
        [
            "Les cartes",
            "Carte de 2025",
            "Carte de 2026",
            "Autre chose",
        ]
        .into_iter()
        .filter(|other| {
            let link = format!("href=\"/datasets/{}\"", slug(other));
            section
                .as_ref()
                .is_some_and(|section| section.contains(&link))
        })
        .collect::<Vec<_>>()
    };
    assert_eq!(told("Les cartes").await, ["Carte de 2025", "Carte de 2026"]);
    assert_eq!(told("Carte de 2025").await, ["Les cartes"]);
    assert_eq!(told("Carte de 2026").await, ["Les cartes"]);
    assert!(told("Autre chose").await.is_empty());

    let catalogue = portal.get("/api/1/site/catalog.ttl").await.unwrap().text();
    let alone = format!("/api/1/datasets/{}/rdf.ttl", slug("Carte de 2026"));
    let alone = portal.get(&alone).await.unwrap().text();
    for (text, count) in [(&catalogue, 2), (&alone, 1)] {
        assert_eq!(
            text.matches("dcat:inSeries <http://s.example/s>").count(),
            count,
            "{text}"
        );
        assert_eq!(text.matches("dcat:DatasetSeries").count(), 1, "{text}");
    }
    assert!(alone.contains("Les cartes"), "{alone}");

    // It leaves the series.
    *said.lock().unwrap() = series("");
    read(&portal, &admin, &id).await;
    assert_eq!(told("Les cartes").await, ["Carte de 2025"]);
    assert!(told("Carte de 2026").await.is_empty());
});
