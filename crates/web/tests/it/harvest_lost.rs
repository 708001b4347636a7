//! What readings lose stays in sight: the report leads to it, and says it again as long as it is so.

use std::sync::{Arc, Mutex};

use axum::http::{Method, StatusCode, header};
use axum::routing::get;
use serde_json::{Value, json};
use vitrail_app::harvest;
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test};

use crate::harvest::{accepted, items, last_job, read, serve};
use crate::harvest_dcat::paged;
use crate::write::token;

/// Three datasets, of which two are somewhere that nobody knows.
async fn catalogue() -> String {
    let text = "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .\n\
        <http://c.example/1> a dcat:Dataset ; dct:identifier \"un\" ; dct:title \"Un\" ; dct:spatial \"nulle part\" .\n\
        <http://c.example/2> a dcat:Dataset ; dct:identifier \"deux\" ; dct:title \"Deux\" ; dct:spatial \"fr:commune:99999\" .\n\
        <http://c.example/3> a dcat:Dataset ; dct:identifier \"trois\" ; dct:title \"Trois\" .";
    let page = move || async move { ([(header::CONTENT_TYPE, "text/turtle")], text) };
    serve(axum::Router::new().route("/c.ttl", get(page))).await + "c.ttl"
}

async fn page(portal: &Portal, path: &str, token: &str) -> String {
    let headers = [("x-api-key", token), ("accept-language", "fr")];
    let answer = portal.send(Method::GET, path, &headers, "").await.unwrap();
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.text()
}

fn report(source: &str, job: &Value) -> String {
    format!(
        "/admin/harvesters/{source}/jobs/{}",
        job["id"].as_str().unwrap()
    )
}

db_test!(a_report_leads_to_what_was_lost, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let (claire, admin) = (
        token(&portal, "claire@example.org").await,
        token(&portal, "admin@example.org").await,
    );
    let body = json!({"name": "S", "url": catalogue().await, "backend": "dcat"});
    let id = accepted(&portal, &claire, &admin, &body).await;
    harvest::run_due(&portal.app).await.unwrap();
    let first = last_job(&portal, &id).await;
    // The same answer again: what was lost is lost again, though nothing else happens.
    let second = read(&portal, &admin, &id).await;
    assert_eq!(second["items"]["by_outcome"], json!({"unchanged": 3}));
    for job in [&first, &second] {
        assert_eq!(job["items"]["lost"], 2, "{job}");
        let report = report(&id, job);
        let whole = page(&portal, &report, &claire).await;
        assert!(whole.contains(&format!("{report}?lost=true")), "{whole}");
        assert!(whole.contains("Avec des pertes"), "{whole}");
        let losing = page(&portal, &format!("{report}?lost=true"), &claire).await;
        assert!(losing.contains("nulle part") && losing.contains("fr:commune:99999"));
        assert!(!losing.contains("Trois"), "{losing}");
        assert!(losing.contains("Sur quoi"), "{losing}");
        assert!(losing.contains(">http://c.example/1<") || losing.contains("la fiche elle-même"));
    }
    let path = format!(
        "/api/1/harvest/job/{}/items/?lost=true",
        first["id"].as_str().unwrap()
    );
    assert_eq!(portal.get(&path).await.unwrap().json().unwrap()["total"], 2);
    assert_eq!(items(&portal, &first).await.len(), 3);

    // When it was read and will be, on the clock of the portal and in words.
    let source = page(&portal, &format!("/admin/harvesters/{id}"), &claire).await;
    assert!(source.contains("(chaque jour à "), "{source}");
    let started = first["started"].as_str().unwrap();
    let link = format!("jobs/{}\"><time datetime=\"", first["id"].as_str().unwrap());
    assert!(source.contains(&link), "{started}: {source}");
});

db_test!(what_is_not_read_again_is_still_lost, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let (claire, admin) = (
        token(&portal, "claire@example.org").await,
        token(&portal, "admin@example.org").await,
    );
    let url = paged(Arc::new(Mutex::new(Vec::new()))).await;
    let body = json!({"name": "S", "url": url, "backend": "dcat"});
    let id = accepted(&portal, &claire, &admin, &body).await;
    harvest::run_due(&portal.app).await.unwrap();
    let first = last_job(&portal, &id).await;
    assert_eq!(first["items"]["lost"], 3, "{first}");
    // Twice unread: both lead to the one that was read.
    for _ in 0..2 {
        let again = read(&portal, &admin, &id).await;
        assert_eq!(
            (&again["items"]["lost"], &again["items"]["total"]),
            (&json!(3), &json!(0)),
            "{again}"
        );
        let there = format!("{}?lost=true", report(&id, &first));
        let whole = page(&portal, &report(&id, &again), &claire).await;
        assert!(whole.contains(&there), "{whole}");
    }
});
