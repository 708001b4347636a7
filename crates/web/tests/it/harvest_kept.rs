//! What was edited here stays, and each report says so: in the reading that met the edit and in those that come after.

use std::sync::{Arc, Mutex};

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_app::harvest;
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test};

use crate::harvest::{Packages, accepted, ckan, items, json_of, package, read, turtle};
use crate::harvest_dcat::paged;
use crate::write::{send, token};

/// The fields that a job says were kept of its item of an outcome.
async fn kept(portal: &Portal, job: &Value, outcome: &str) -> Vec<String> {
    let items = items(portal, job).await;
    let item = items.iter().find(|item| item["outcome"] == outcome);
    let changes = item.unwrap()["changes"].as_array().unwrap().clone();
    let kept = changes.iter().filter(|change| change["kept"] == true);
    kept.map(|change| change["field"].as_str().unwrap().to_owned())
        .collect()
}

async fn report(portal: &Portal, source: &str, job: &Value, token: &str, lang: &str) -> String {
    let job = job["id"].as_str().unwrap();
    let path = format!("/admin/harvesters/{source}/jobs/{job}");
    let headers = [("x-api-key", token), ("accept-language", lang)];
    let answer = portal.send(Method::GET, &path, &headers, "").await.unwrap();
    assert_eq!(answer.status, StatusCode::OK);
    answer.text()
}

db_test!(
    each_report_names_the_fields_that_were_edited_here,
    async |db: Db| {
        let portal = Portal::on(db).unwrap();
        let (claire, admin) = (
            token(&portal, "claire@example.org").await,
            token(&portal, "admin@example.org").await,
        );
        let packages: Packages = Arc::new(Mutex::new(vec![package("a", "Eau")]));
        let url = ckan(Arc::clone(&packages)).await;
        let body = json!({"name": "S", "url": url, "backend": "ckan"});
        let id = accepted(&portal, &claire, &admin, &body).await;
        harvest::run_due(&portal.app).await.unwrap();
        let here = json_of(&portal, "/api/1/datasets/a/").await;
        let path = format!("/api/1/datasets/{}/", here["id"].as_str().unwrap());

        // Nobody edited anything: nothing is kept.
        let job = read(&portal, &admin, &id).await;
        assert!(kept(&portal, &job, "unchanged").await.is_empty());

        // Edited here, while the source says what it said.
        portal.advance(1_000_000);
        let ours = json!({"title": "Eau, mieux dite", "license": "odc-odbl"});
        send(&portal, Method::PUT, &path, Some(&claire), &ours).await;
        let job = read(&portal, &admin, &id).await;
        let fields = ["title", "license"];
        assert_eq!(kept(&portal, &job, "unchanged").await, fields);
        let french = report(&portal, &id, &job, &claire, "fr").await;
        assert!(
            french.contains("Modifié ici, et gardé tel quel : Titre, Licence"),
            "{french}"
        );
        let english = report(&portal, &id, &job, &claire, "en").await;
        assert!(
            english.contains("Edited here, and kept as it is: Title, Licence"),
            "{english}"
        );

        // The source says something else, then the same again.
        packages.lock().unwrap()[0]["notes"] = json!("Une autre description");
        let job = read(&portal, &admin, &id).await;
        assert_eq!(kept(&portal, &job, "updated").await, fields);
        let job = read(&portal, &admin, &id).await;
        assert_eq!(kept(&portal, &job, "unchanged").await, fields);
        // It was said, and nothing was written for it.
        let versions = json_of(&portal, &format!("{path}versions/")).await;
        assert_eq!(versions["total"], 3);

        // Once it is here as the source says it, nothing is against it.
        let theirs = json!({"title": "Eau", "license": here["license"]});
        send(&portal, Method::PUT, &path, Some(&claire), &theirs).await;
        let job = read(&portal, &admin, &id).await;
        assert!(kept(&portal, &job, "unchanged").await.is_empty());
    }
);

db_test!(what_was_edited_of_an_api_is_named, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let (claire, admin) = (
        token(&portal, "claire@example.org").await,
        token(&portal, "admin@example.org").await,
    );
    let said = r#"@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        <http://s.example/s> a dcat:DataService ; dct:identifier "s" ; dct:title "Adresses" ;
          dcat:endpointURL <https://api.example.com/> ."#;
    let url = turtle(Arc::new(Mutex::new(said.to_owned()))).await;
    let body = json!({"name": "S", "url": url, "backend": "dcat"});
    let id = accepted(&portal, &claire, &admin, &body).await;
    harvest::run_due(&portal.app).await.unwrap();
    let all = json_of(&portal, "/api/1/dataservices/").await;
    let path = format!(
        "/api/1/dataservices/{}/",
        all["data"][0]["id"].as_str().unwrap()
    );
    let ours = json!({"title": "Adresses, mieux dites"});
    let done = send(&portal, Method::PATCH, &path, Some(&claire), &ours).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    for _ in 0..2 {
        let job = read(&portal, &admin, &id).await;
        assert_eq!(kept(&portal, &job, "unchanged").await, ["title"]);
    }
    let job = read(&portal, &admin, &id).await;
    let page = report(&portal, &id, &job, &claire, "fr").await;
    assert!(page.contains("gardé tel quel : Titre"), "{page}");
});

db_test!(
    what_was_edited_is_named_though_the_source_did_not_change,
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
        let all = json_of(&portal, "/api/1/datasets/?q=Jeu").await;
        let path = format!(
            "/api/1/datasets/{}/",
            all["data"][0]["id"].as_str().unwrap()
        );
        portal.advance(1_000_000);
        let ours = json!({"title": "Jeu, mieux dit"});
        send(&portal, Method::PUT, &path, Some(&claire), &ours).await;
        let job = read(&portal, &admin, &id).await;
        let items = items(&portal, &job).await;
        let named = items
            .iter()
            .filter(|item| item["changes"][0]["kept"] == true);
        assert_eq!((items.len(), named.count()), (3, 1), "{items:?}");
        // The report of the reading after that, which reads nothing, leads to this one.
        asked.lock().unwrap().clear();
        let again = read(&portal, &admin, &id).await;
        assert!(asked.lock().unwrap().iter().all(|status| *status == 304));
        let whole = report(&portal, &id, &again, &claire, "fr").await;
        assert!(whole.contains(job["id"].as_str().unwrap()), "{whole}");
    }
);
