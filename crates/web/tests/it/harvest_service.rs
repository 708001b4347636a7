//! APIs of a source, and what a command shows of it.

use std::sync::{Arc, Mutex};

use axum::http::Method;
use serde_json::json;
use vitrail_app::domain::harvest::{Harvested, HarvestedDataservice, HarvestedDataset, Lost};
use vitrail_app::domain::time::DAY;
use vitrail_app::domain::{Dataservice, Dataset, Timestamp};
use vitrail_app::harvest;
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test};

use crate::harvest::{accepted, items, json_of, read, turtle};
use crate::write::{send, token};

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

db_test!(
    links_that_were_taken_away_here_do_not_come_back,
    async |db: Db| {
        let portal = Portal::on(db).unwrap();
        let (claire, admin) = (
            token(&portal, "claire@example.org").await,
            token(&portal, "admin@example.org").await,
        );
        let catalogue = |description: &str, served: &str| {
            let datasets: String = ["1", "2", "3"]
                .map(|id| {
                    format!("<http://s.example/{id}> a dcat:Dataset ; dct:identifier \"{id}\" ; dct:title \"Jeu {id}\" .\n")
                })
                .concat();
            format!(
                "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .\n{datasets}
                <http://s.example/c> a dcat:Catalog ; dcat:dataset <http://s.example/1>, <http://s.example/2>, <http://s.example/3> .
                <http://s.example/s> a dcat:DataService ; dct:identifier \"s\" ; dct:title \"Adresses\" ;
                  dct:description \"{description}\" ; dcat:endpointURL <https://api.example.com/> ;
                  dcat:servesDataset {served} ."
            )
        };
        let two = "<http://s.example/1>, <http://s.example/2>";
        let said = Arc::new(Mutex::new(catalogue("Une", two)));
        let url = turtle(Arc::clone(&said)).await;
        let body = json!({"name": "S", "url": url, "backend": "dcat"});
        let id = accepted(&portal, &claire, &admin, &body).await;
        harvest::run_due(&portal.app).await.unwrap();
        let service = json_of(&portal, "/api/1/dataservices/adresses/").await;
        let service = service["id"].as_str().unwrap().to_owned();
        let served = async || {
            let path = format!("/api/1/datasets/?dataservice={service}&sort=created");
            let found = json_of(&portal, &path).await;
            let all = found["data"].as_array().unwrap().clone();
            let mut titles: Vec<String> = all
                .iter()
                .map(|one| one["title"].as_str().unwrap().to_owned())
                .collect();
            titles.sort();
            titles
        };
        assert_eq!(served().await, ["Jeu 1", "Jeu 2"]);
        let one = json_of(&portal, "/api/1/datasets/jeu-1/").await["id"].clone();
        let path = format!("/api/1/dataservices/{service}/");
        let edited = json!({"datasets": [one]});
        let answer = send(&portal, Method::PATCH, &path, Some(&claire), &edited).await;
        assert!(answer.status.is_success(), "{}", answer.text());
        assert_eq!(served().await, ["Jeu 1"]);

        let three = format!("{two}, <http://s.example/3>");
        for (description, all) in [("Deux", two), ("Trois", &three), ("Trois", &three)] {
            *said.lock().unwrap() = catalogue(description, all);
            portal.advance(DAY);
            let job = read(&portal, &admin, &id).await;
            assert_eq!(job["status"], "done", "{job}");
            let found = items(&portal, &job).await;
            let of_api = found.iter().find(|item| item["remote_id"] == "s").unwrap();
            let changes = of_api["changes"].as_array().unwrap();
            let links = changes.iter().find(|change| change["field"] == "datasets");
            assert_eq!(links.unwrap()["kept"], true, "{of_api}");
        }
        assert_eq!(served().await, ["Jeu 1", "Jeu 3"]);
    }
);
