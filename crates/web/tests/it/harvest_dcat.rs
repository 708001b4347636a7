//! Catalogues of DCAT in pages: read once, not again when nothing changed, with the badges and the series that they tell.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::response::IntoResponse;
use axum_extra::extract::Query;
use serde_json::{Value, json};
use vitrail_app::domain::time::DAY;
use vitrail_app::harvest;
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test};

use crate::harvest::{
    Packages, accepted, ckan, items, json_of, last_job, package, read, serve, turtle,
};
use crate::write::{send, token};

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
    let url = turtle(Arc::clone(&said)).await;
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

    // One that is not here is told.
    assert_eq!(job["lost"], json!([]), "{job}");
    *said.lock().unwrap() = series("dcat:inSeries <http://elsewhere.example/s> ;");
    let job = read(&portal, &admin, &id).await;
    assert_eq!(
        (&job["lost"][0]["subject"], &job["lost"][0]["value"]),
        (&json!("http://elsewhere.example/s"), &json!("1")),
        "{job}"
    );
});

/// Facts for which others have no word come from a portal like this one, and are said again.
const OF_A_PORTAL: &str = r#"
    @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix vitrail: <urn:vitrail:> .
    <http://p.example/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "Eau" ; dct:description "La mesure de l’eau" ;
      dct:abstract "L’eau" ; dct:modified "2025-06-01T08:00:00+00:00"^^xsd:dateTime ;
      vitrail:dataModified "2024-02-03T04:05:06+00:00"^^xsd:dateTime ;
      vitrail:nextUpdate "2027-01-31T00:00:00+00:00"^^xsd:dateTime ;
      dct:accessRights <http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC> ;
      vitrail:accessConditionalFor "private" ; vitrail:accessClosedTo "company_and_association", "nobody" ;
      vitrail:accessReason "Secret" ; vitrail:accessRequest <https://p.example/demande>, <javascript:alert(1)> ;
      dcat:distribution <http://p.example/1/f> .
    <http://p.example/1/f> a dcat:Distribution ; dct:title "F" ; dcat:downloadURL <https://files.example.com/f.pdf> ;
      dct:type <urn:vitrail:file-type:documentation> ; vitrail:preview <https://p.example/look> .
    <http://p.example/s> a dcat:DataService ; dct:identifier "s" ; dct:title "API Eau" ; dcat:endpointURL <https://p.example/api> ;
      <http://xmlns.com/foaf/0.1/page> <https://p.example/metier> ; vitrail:businessPage <https://p.example/metier> ;
      vitrail:rateLimit "10 par seconde" ; vitrail:rateLimitPage <https://p.example/limites> ;
      vitrail:availability 99.5 ; vitrail:availabilityPage <https://p.example/etat> ; vitrail:accessType "open_with_account" ."#;

db_test!(
    what_only_portals_like_this_one_say_is_kept,
    async |db: Db| {
        let portal = Portal::on(db).unwrap();
        let (claire, admin) = (
            token(&portal, "claire@example.org").await,
            token(&portal, "admin@example.org").await,
        );
        let url = turtle(Arc::new(Mutex::new(OF_A_PORTAL.to_owned()))).await;
        let body = json!({"name": "S", "url": url, "backend": "dcat"});
        let id = accepted(&portal, &claire, &admin, &body).await;
        harvest::run_due(&portal.app).await.unwrap();
        let job = last_job(&portal, &id).await;
        let found = json_of(&portal, "/api/1/datasets/eau/").await;
        // The record was corrected a year after the data came.
        for (key, expected) in [
            ("last_update", json!("2024-02-03T04:05:06+00:00")),
            ("last_modified", json!("2025-06-01T08:00:00+00:00")),
            ("frequency_date", json!("2027-01-31T00:00:00+00:00")),
            ("description_short", json!("L’eau")),
            ("access_type", json!("restricted")),
            ("access_type_reason", json!("Secret")),
            (
                "authorization_request_url",
                json!("https://p.example/demande"),
            ),
            (
                "access_audiences",
                json!([
                    {"role": "company_and_association", "condition": "no"},
                    {"role": "private", "condition": "under_condition"},
                ]),
            ),
        ] {
            assert_eq!(found[key], expected, "{key}: {found}");
        }
        let file = &found["resources"][0];
        assert_eq!(
            (&file["type"], &file["preview_url"]),
            (&json!("documentation"), &json!("https://p.example/look"))
        );
        let service = json_of(&portal, "/api/1/dataservices/api-eau/").await;
        for (key, expected) in [
            (
                "business_documentation_url",
                json!("https://p.example/metier"),
            ),
            ("technical_documentation_url", json!(null)),
            ("rate_limiting", json!("10 par seconde")),
            ("rate_limiting_url", json!("https://p.example/limites")),
            ("availability", json!(99.5)),
            ("availability_url", json!("https://p.example/etat")),
            ("access_type", json!("open_with_account")),
        ] {
            assert_eq!(service[key], expected, "{key}: {service}");
        }
        // What means nothing is told.
        let items = items(&portal, &job).await;
        let lost = items.iter().filter_map(|item| item["lost"].as_array());
        let lost: Vec<&Value> = lost.flatten().collect();
        let values: Vec<&str> = lost
            .iter()
            .map(|one| one["value"].as_str().unwrap())
            .collect();
        assert_eq!(values, ["javascript:alert(1)", "nobody"], "{lost:?}");

        let path = format!("/api/1/datasets/{}/rdf.ttl", found["id"].as_str().unwrap());
        let again = portal.get(&path).await.unwrap().text();
        for line in [
            "vitrail:dataModified \"2024-02-03T04:05:06+00:00\"",
            "vitrail:nextUpdate \"2027-01-31T00:00:00+00:00\"",
            "vitrail:accessClosedTo \"company_and_association\"",
            "vitrail:accessConditionalFor \"private\"",
            "vitrail:accessRequest <https://p.example/demande>",
            "vitrail:preview <https://p.example/look>",
            "rdfs:label \"Secret\"",
            "dct:type vitrail:file-type:documentation",
        ] {
            assert!(again.contains(line), "{line}\n{again}");
        }
        let job = read(&portal, &admin, &id).await;
        assert_eq!(job["items"]["by_outcome"], json!({"unchanged": 2}));
    }
);

db_test!(
    what_people_wrote_is_not_put_in_the_mouth_of_the_source,
    async |db: Db| {
        let portal = Portal::on(db).unwrap();
        let (claire, admin) = (
            token(&portal, "claire@example.org").await,
            token(&portal, "admin@example.org").await,
        );
        let catalogue = |title: &str| {
            format!(
                "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
                <http://s.example/1> a dcat:Dataset ; dct:identifier \"1\" ; dct:title \"{title}\" ; dcat:keyword \"eau\" ;
                  dct:description \"Dit là-bas\u{2}\" ;
                  dcat:distribution [ dct:title \"F\" ; dcat:downloadURL <https://files.example.com/1.csv> ] ."
            )
        };
        let said = Arc::new(Mutex::new(catalogue("Là-bas")));
        let url = turtle(Arc::clone(&said)).await;
        let body = json!({"name": "S", "url": url, "backend": "dcat"});
        let id = accepted(&portal, &claire, &admin, &body).await;
        harvest::run_due(&portal.app).await.unwrap();
        let path = "/api/1/datasets/la-bas/";
        let found = json_of(&portal, path).await;
        assert_eq!(
            found["description"], "Dit là-bas",
            "a control character is dropped"
        );
        let (dataset, file) = (&found["id"], &found["resources"][0]["id"]);
        let path = format!("/api/1/datasets/{}/", dataset.as_str().unwrap());
        let file = format!("{path}resources/{}/", file.as_str().unwrap());
        for (path, edited) in [
            (&path, json!({"title": "Ici", "tags": ["jardin"]})),
            (&file, json!({"title": "G"})),
            (
                &path,
                json!({"title": "Ici encore", "description": "Dit ici"}),
            ),
        ] {
            let answer = send(&portal, Method::PUT, path, Some(&claire), &edited).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        }
        let words = async |profile: &str| {
            let answer = portal.get(&format!("{path}rdf.nt{profile}")).await.unwrap();
            answer.text()
        };
        let usual = words("").await;
        for ours in ["\"Ici encore\"", "\"Dit ici\"", "\"jardin\"", "\"G\""] {
            assert!(usual.contains(ours), "{ours} {usual}");
        }
        for title in ["Là-bas", "Là-bas, plus loin"] {
            *said.lock().unwrap() = catalogue(title);
            let job = read(&portal, &admin, &id).await;
            assert_eq!(job["status"], "done", "{job}");
            let source = words("?profile=source").await;
            let title = format!("\"{title}\"");
            for theirs in [&*title, "\"Dit là-bas\"", "\"eau\"", "\"F\""] {
                assert!(source.contains(theirs), "{theirs} {source}");
            }
            assert!(
                !source.contains("Ici") && !source.contains("jardin"),
                "{source}"
            );
        }
        assert!(words("").await.contains("\"Ici encore\""));
    }
);
