//! What becomes of what people wrote here when a source takes over a dataset that another one had filled.

use std::sync::{Arc, Mutex};

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_app::harvest;
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test};

use crate::harvest::{Packages, accepted, ckan, json_of, package, read};
use crate::write::{send, token};

async fn put(portal: &Portal, path: &str, token: &str, body: &Value) {
    let done = send(portal, Method::PUT, path, Some(token), body).await;
    assert_eq!(done.status, StatusCode::OK, "{path}: {}", done.text());
}

db_test!(
    an_adopted_dataset_keeps_what_was_written_here,
    async |db: Db| {
        let portal = Portal::on(db).unwrap();
        let (claire, admin) = (
            token(&portal, "claire@example.org").await,
            token(&portal, "admin@example.org").await,
        );
        let packages: Packages = Arc::new(Mutex::new(vec![package("a", "Eau")]));
        let url = ckan(Arc::clone(&packages)).await;
        let body = json!({"name": "S", "url": url, "backend": "ckan"});
        let first = accepted(&portal, &claire, &admin, &body).await;
        harvest::run_due(&portal.app).await.unwrap();
        let here = json_of(&portal, "/api/1/datasets/a/").await;
        let path = format!("/api/1/datasets/{}/", here["id"].as_str().unwrap());
        let file = here["resources"][0]["id"].as_str().unwrap().to_owned();
        let file_path = format!("{path}resources/{file}/");

        portal.advance(1_000_000);
        let square =
            json!({"type": "MultiPolygon", "coordinates": [[[[0, 0], [1, 0], [1, 1], [0, 0]]]]});
        let ours = json!({
            "title": "Eau, dite ici", "acronym": "EAU",
            "temporal_coverage": {"start": "2020-01-01", "end": "2020-12-31"},
            "spatial": {"geom": square},
        });
        put(&portal, &path, &claire, &ours).await;
        let ours = json!({"title": "Le fichier", "description": "Dit ici", "url": here["resources"][0]["url"], "filetype": "remote", "type": "main", "format": "csv"});
        put(&portal, &file_path, &claire, &ours).await;
        let source = format!("/api/1/harvest/source/{first}/");
        let gone = send(&portal, Method::DELETE, &source, Some(&claire), &json!({})).await;
        assert_eq!(gone.status, StatusCode::NO_CONTENT);

        // The same catalogue, declared again: each reading finds something new there.
        let second = accepted(&portal, &claire, &admin, &body).await;
        for turn in 0..3 {
            packages.lock().unwrap()[0]["notes"] = json!(format!("Description {turn}"));
            read(&portal, &admin, &second).await;
            let now = json_of(&portal, &path).await;
            assert_eq!(now["description"], format!("Description {turn}"));
            assert_eq!(now["harvest"]["source_id"], second);
            for (key, value) in [
                ("title", json!("Eau, dite ici")),
                ("acronym", json!("EAU")),
                ("license", json!("lov2")),
            ] {
                assert_eq!(now[key], value, "{turn}: {key}");
            }
            assert_eq!(
                now["temporal_coverage"]["start"], "2020-01-01",
                "{turn}: {now}"
            );
            assert_eq!(now["spatial"]["geom"], square, "{turn}");
            let said = &now["resources"][0];
            assert_eq!(
                (&said["id"], &said["title"], &said["description"]),
                (&json!(file), &json!("Le fichier"), &json!("Dit ici")),
                "{turn}"
            );
        }
    }
);
