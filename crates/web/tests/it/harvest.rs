//! The whole way of a source: declared, previewed, let in, read from a local server, read again when it changes, and
//! what becomes of what was edited here.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{Method, StatusCode};
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

/// A catalogue of this machine in Turtle, which says what is told at the time.
pub async fn turtle(said: Arc<Mutex<String>>) -> String {
    let answer = |State(said): State<Arc<Mutex<String>>>| async move {
        let text = said.lock().unwrap().clone();
        ([("content-type", "text/turtle")], text)
    };
    let routes = Router::new()
        .route("/c.ttl", axum::routing::get(answer))
        .with_state(said);
    serve(routes).await + "c.ttl"
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
