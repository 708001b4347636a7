//! APIs of a source, and what a command shows of it.

use std::sync::{Arc, Mutex};

use serde_json::json;
use vitrail_app::domain::harvest::{Harvested, HarvestedDataservice, HarvestedDataset, Lost};
use vitrail_app::domain::time::DAY;
use vitrail_app::domain::{Dataservice, Dataset, Timestamp};
use vitrail_app::harvest;
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test};

use crate::harvest::{accepted, json_of, read, turtle};
use crate::write::token;

const SERVICE: &str = r#"@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
    <http://s.example/s> a dcat:DataService ; dct:identifier "s" ; dct:title "Adresses" ; dct:description "D" ;
      dcat:endpointURL <https://api.example.com/> ; dct:rights "Droits API" ;
      dct:modified "2018-03-01"^^<http://www.w3.org/2001/XMLSchema#date> ."#;

db_test!(an_api_changed_when_its_source_says, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let (claire, admin) = (
        token(&portal, "claire@example.org").await,
        token(&portal, "admin@example.org").await,
    );
    let said = Arc::new(Mutex::new(SERVICE.to_owned()));
    let url = turtle(Arc::clone(&said)).await;
    let body = json!({"name": "S", "url": url, "backend": "dcat"});
    let id = accepted(&portal, &claire, &admin, &body).await;
    harvest::run_due(&portal.app).await.unwrap();
    let modified = async || {
        let all = json_of(&portal, "/api/1/dataservices/").await;
        all["data"][0]["metadata_modified_at"].clone()
    };
    assert_eq!(modified().await, "2018-03-01T00:00:00+00:00");
    let catalogue = portal.get("/api/1/site/catalog.nt").await.unwrap().text();
    for told in ["> \"2018-03-01T00:00:00", "\"Droits API\""] {
        assert!(catalogue.contains(told), "{catalogue}");
    }

    // Where the source says no date, it is the one of the reading.
    let dated = SERVICE.find("dct:modified").unwrap();
    let undated = SERVICE.get(..dated).unwrap().trim_end();
    let undated = undated.trim_end_matches(';').replace("Adresses", "Voies");
    *said.lock().unwrap() = format!("{undated} .");
    portal.advance(DAY);
    let job = read(&portal, &admin, &id).await;
    assert_eq!(job["items"]["by_outcome"], json!({"updated": 1}), "{job}");
    assert_eq!(modified().await, json!(portal.app.now()));
});

db_test!(the_apis_of_a_neighbour_keep_their_day, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let (claire, admin) = (
        token(&portal, "claire@example.org").await,
        token(&portal, "admin@example.org").await,
    );
    let list = |data: serde_json::Value| {
        let body =
            json!({"data": data, "next_page": null, "total": 1, "page": 1, "page_size": 100});
        axum::routing::get(async move || axum::Json(body))
    };
    let service = json!([{
        "id": "536991b0a3a729239d203d20", "slug": "adresses", "title": "Adresses",
        "description": "D", "base_api_url": "https://api.example.com/",
        "created_at": "2017-02-03T04:05:06+00:00",
        "metadata_modified_at": "2018-03-01T00:00:00+00:00",
    }]);
    let routes = axum::Router::new()
        .route("/api/1/datasets/", list(json!([])))
        .route("/api/1/dataservices/", list(service));
    let url = crate::harvest::serve(routes).await;
    let body = json!({"name": "S", "url": url, "backend": "udata"});
    accepted(&portal, &claire, &admin, &body).await;
    harvest::run_due(&portal.app).await.unwrap();
    let all = json_of(&portal, "/api/1/dataservices/").await;
    let dates = ["created_at", "metadata_modified_at"].map(|key| all["data"][0][key].clone());
    assert_eq!(
        dates,
        ["2017-02-03T04:05:06+00:00", "2018-03-01T00:00:00+00:00"].map(|date| json!(date))
    );
});

#[test]
fn what_a_run_leaves_alone_is_among_what_is_lost() {
    let dataset = |remote_id: &str, title: &str, skipped: Option<&str>| HarvestedDataset {
        remote_id: remote_id.to_owned(),
        dataset: Dataset {
            title: title.to_owned(),
            ..Dataset::default()
        },
        skipped: skipped.map(str::to_owned),
        ..HarvestedDataset::default()
    };
    let found = Harvested {
        datasets: vec![
            dataset("un", "Un", None),
            dataset("", "Deux", Some("missing identifier")),
        ],
        dataservices: vec![HarvestedDataservice {
            remote_id: "s".to_owned(),
            dataservice: Dataservice::default(),
            skipped: Some("missing title on dataservice".to_owned()),
            ..HarvestedDataservice::default()
        }],
        ..Harvested::default()
    };
    let out = vitrail_web::harvested(&found, Timestamp::default());
    assert_eq!(out.datasets.len(), 1);
    assert_eq!(out.datasets[0]["remote_id"], "un");
    assert!(out.dataservices.is_empty());
    assert_eq!(
        out.lost,
        [
            Lost::new("Deux", "dataset", "Deux", "missing identifier"),
            Lost::new("s", "dataservice", "", "missing title on dataservice"),
        ]
    );
}
