//! The European assessment where producers meet it: beside the form, in the figures of an organization, in the API.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_app::domain::{Dataservice, Id};
use vitrail_testkit::portal::{Answer, Portal};
use vitrail_testkit::{Db, db_test, store};

use crate::portal;
use crate::write::{send, token};

async fn made(portal: &Portal, path: &str, token: &str, body: &Value) -> Value {
    let made = send(portal, Method::POST, path, Some(token), body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{path}: {}", made.text());
    made.json().unwrap()
}

async fn page(portal: &Portal, path: &str, token: &str) -> Answer {
    let headers = [("x-api-key", token), ("accept-language", "fr")];
    portal.send(Method::GET, path, &headers, "").await.unwrap()
}

fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap()
}

db_test!(an_api_of_somebody_else_takes_no_points, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    let stranger = token(&portal, "denis@example.com").await;
    let dataset = catalogue.dataset.id.to_string();
    let path = format!("/api/1/datasets/{dataset}/mqa/");
    let before = portal.get(&path).await.unwrap().json().unwrap();
    let body = json!({"title": "API d’un inconnu", "datasets": [dataset]});
    made(&portal, "/api/1/dataservices/", &stranger, &body).await;
    let after = portal.get(&path).await.unwrap().json().unwrap();
    assert_eq!(after["violations"], json!([]));
    assert_eq!(after["score"], before["score"]);
});

db_test!(contacts_count_while_they_are_ticked, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let claire = token(&portal, "claire@example.org").await;
    let body = json!({"name": "Service", "email": "service@example.org", "role": "contact"});
    let contact = made(&portal, "/api/1/contacts/", &claire, &body).await;
    let body = json!({"title": "Eau", "description": "d", "contact_points": [id(&contact)]});
    let dataset = made(&portal, "/api/1/datasets/", &claire, &body).await;
    let advice = "Donnez un point de contact.";
    for path in [
        format!("/admin/datasets/{}", id(&dataset)),
        "/admin/datasets/new/describe".to_owned(),
    ] {
        let fields = [("title", "Eau"), ("description", "d"), ("do", "check")];
        let with = [&fields[..], &[("contact_points", id(&contact))]].concat();
        let headers = [("x-api-key", claire.as_str()), ("accept-language", "fr")];
        let unticked = portal.submit(&path, &headers, &fields).await.unwrap();
        assert!(unticked.text().contains(advice), "{path}");
        let ticked = portal.submit(&path, &headers, &with).await.unwrap();
        assert!(!ticked.text().contains(advice), "{path}");
    }
});

db_test!(figures_lead_to_the_datasets_behind_them, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    let admin = token(&portal, "admin@example.com").await;
    let organization = catalogue.organization.id;
    let body = json!({"title": "Sans mot-clé", "description": "d", "organization": organization});
    let poor = made(&portal, "/api/1/datasets/", &admin, &body).await;
    let path = format!("/api/1/organizations/{organization}/mqa/");
    let summary = portal
        .get(&format!("{path}?lang=fr"))
        .await
        .unwrap()
        .json()
        .unwrap();
    let of = |name: &str| {
        let mut all = summary["indicators"].as_array().unwrap().iter();
        all.find(|one| one["id"] == name).unwrap().clone()
    };
    let keywords = of("keywordAvailability");
    assert_eq!(
        (&keywords["label"], &keywords["failed"]),
        (&json!("Mots-clés"), &json!(1))
    );
    assert_eq!(keywords["advice"], "Donnez un mot-clé.");
    let publisher = of("publisherAvailability");
    assert_eq!(
        (&publisher["failed"], &publisher["advice"]),
        (&json!(0), &json!(null))
    );

    let failing = async |path: String| portal.get(&path).await.unwrap();
    let found = failing(format!("{path}keywordAvailability/"))
        .await
        .json()
        .unwrap();
    assert_eq!(
        (&found["total"], &found["data"][0]["id"]),
        (&json!(1), &poor["id"]),
        "{found}"
    );
    assert_eq!(
        failing(format!("{path}publisherAvailability/"))
            .await
            .json()
            .unwrap()["total"],
        0
    );
    assert_eq!(
        failing(format!("{path}nothing/")).await.status,
        StatusCode::BAD_REQUEST
    );

    let base = format!("/admin/organizations/{organization}");
    let statistics = page(&portal, &format!("{base}/statistics"), &admin)
        .await
        .text();
    let link = format!("{base}/mqa/keywordAvailability");
    assert!(statistics.contains(&link), "{statistics}");
    assert!(
        !statistics.contains("publisherAvailability"),
        "{statistics}"
    );
    let listed = page(&portal, &link, &admin).await.text();
    assert!(
        listed.contains("Sans mot-clé") && listed.contains(id(&poor)),
        "{listed}"
    );
});

db_test!(what_data_of_high_value_lack_is_listed, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let admin = token(&portal, "admin@example.com").await;
    let claire = token(&portal, "claire@example.org").await;
    let body = json!({"name": "Ville", "description": "d"});
    let city = made(&portal, "/api/1/organizations/", &claire, &body).await;
    let body =
        json!({"title": "Bruit", "description": "d", "tags": ["hvd"], "organization": id(&city)});
    let dataset = made(&portal, "/api/1/datasets/", &claire, &body).await;
    let path = format!("/api/1/datasets/{}/", id(&dataset));
    let read = async |path: &str| portal.get(path).await.unwrap().json().unwrap();
    let report = read(&format!("{path}mqa/")).await;
    assert_eq!(report["high_value"], json!(null), "it bears no badge");
    let form = format!("/admin/datasets/{}", id(&dataset));
    assert!(
        !page(&portal, &form, &claire)
            .await
            .text()
            .contains("2023/138")
    );

    let badge = json!({"kind": "hvd"});
    made(&portal, &format!("{path}badges/"), &admin, &badge).await;
    let after = read(&format!("{path}mqa/?lang=en")).await;
    assert_eq!(after["score"], report["score"], "it takes no points");
    let lacks = after["high_value"].as_array().unwrap();
    let properties: Vec<&Value> = lacks.iter().map(|one| &one["property"]).collect();
    assert_eq!(
        properties,
        [
            "dcat:distribution",
            "dcatap:hvdCategory",
            "dcat:accessService"
        ]
    );
    assert_eq!(lacks[0]["advice"], "Add a file to download.");
    let file = json!({"title": "Table", "url": "https://www.example.com/a.csv", "filetype": "remote",
        "format": "csv", "type": "main"});
    made(&portal, &format!("{path}resources/"), &claire, &file).await;
    let shown = page(&portal, &form, &claire).await.text();
    assert!(
        shown.contains("Choisissez une licence.") && shown.contains("2023/138"),
        "{shown}"
    );

    let summary = format!("/api/1/organizations/{}/mqa/", id(&city));
    let count = read(&summary).await;
    assert_eq!(count["high_value"], json!({"datasets": 1, "lacking": 1}));
    let listed = read(&format!("{summary}highValue/?lang=en")).await;
    assert_eq!(listed["data"][0]["id"], dataset["id"]);
    let lacks = &listed["data"][0]["high_value"];
    assert_eq!(lacks[1]["property"], "dct:license|dct:rights", "{lacks}");
    assert_eq!(lacks[1]["advice"], "Choose a licence.", "{lacks}");
    let of_indicator = read(&format!("{summary}licenceAvailability/")).await;
    assert!(of_indicator["data"][0].get("high_value").is_none());
    // The same of the whole catalogue, as it is now.
    let site = read("/api/1/site/mqa/highValue/?lang=en").await;
    assert_eq!(
        (&site["total"], &site["data"]),
        (&json!(1), &listed["data"])
    );
    let site = page(&portal, "/admin/site/statistics", &admin).await.text();
    assert!(site.contains("/admin/site/mqa/highValue"), "{site}");
    let site = page(&portal, "/admin/site/mqa/highValue", &admin)
        .await
        .text();
    assert!(
        site.contains("Bruit") && site.contains("Choisissez une licence."),
        "{site}"
    );
    let base = format!("/admin/organizations/{}", id(&city));
    let statistics = page(&portal, &format!("{base}/statistics"), &claire)
        .await
        .text();
    assert!(
        statistics.contains(&format!("{base}/mqa/highValue")),
        "{statistics}"
    );
    let lacking = page(&portal, &format!("{base}/mqa/highValue"), &claire).await;
    let lacking = lacking.text();
    assert!(
        lacking.contains("Bruit") && lacking.contains("Choisissez une licence."),
        "{lacking}"
    );

    let body = json!({"title": "Bruit", "description": "d", "tags": ["hvd", "mobilite"], "license": "lov2"});
    let put = send(&portal, Method::PUT, &path, Some(&claire), &body).await;
    assert_eq!(put.status, StatusCode::OK, "{}", put.text());
    // An API that nobody says to be of high value is none of those that are asked for.
    let body = json!({"title": "API", "datasets": [id(&dataset)], "organization": id(&city)});
    made(&portal, "/api/1/dataservices/", &claire, &body).await;
    let lacks = read(&format!("{path}mqa/")).await["high_value"].clone();
    assert_eq!(lacks[0]["property"], "dcat:accessService", "{lacks}");
    let mut api = Dataservice {
        id: Id::seeded("api"),
        slug: "api-de-valeur".to_owned(),
        title: "API de valeur".to_owned(),
        badges: vec!["hvd".to_owned()],
        datasets: vec![id(&dataset).parse().unwrap()],
        license: Some("lov2".to_owned()),
        base_api_url: Some("https://api.example.com/".to_owned()),
        technical_documentation_url: Some("https://api.example.com/doc".to_owned()),
        ..Dataservice::default()
    };
    let save = async |api: &Dataservice| {
        portal
            .write(async |tx| Ok(store::dataservice::save(tx, api).await?))
            .await
            .unwrap();
    };
    save(&api).await;
    let lacks = read(&format!("{path}mqa/?lang=en")).await["high_value"].clone();
    assert_eq!(lacks[0]["advice"], "Give a contact point.", "{lacks}");
    let shown = page(&portal, &form, &claire).await.text();
    assert!(
        shown.contains("(l’API «\u{a0}API de valeur\u{a0}»)"),
        "{shown}"
    );
    let body = json!({"name": "Service", "email": "a@example.org", "role": "contact"});
    let contact = made(&portal, "/api/1/contacts/", &claire, &body).await;
    api.contact_points = vec![id(&contact).parse().unwrap()];
    save(&api).await;
    assert_eq!(read(&format!("{path}mqa/")).await["high_value"], json!([]));
    let count = read(&summary).await;
    assert_eq!(count["high_value"], json!({"datasets": 1, "lacking": 0}));
    let shown = page(&portal, &form, &claire).await.text();
    assert!(shown.contains("Rien ne manque"), "{shown}");
});

/// A summary of before data of high value were counted is not shown as if there were none.
#[tokio::test]
async fn what_an_older_program_measured_is_measured_again() {
    let portal = Portal::empty().await.unwrap();
    let admin = token(&portal, "admin@example.com").await;
    let body = json!({"title": "Bruit", "description": "d"});
    let dataset = made(&portal, "/api/1/datasets/", &admin, &body).await;
    let path = format!("/api/1/datasets/{}/badges/", id(&dataset));
    made(&portal, &path, &admin, &json!({"kind": "hvd"})).await;
    let older = json!({"datasets": 3, "score": 100, "ratings": [0, 0, 0, 3], "passed": []});
    let now = portal.app.now();
    portal
        .write(async |tx| Ok(store::computed::set(tx, "mqa", now, &older).await?))
        .await
        .unwrap();
    let summary = portal.get("/api/1/site/mqa/").await.unwrap();
    let summary = summary.json().unwrap();
    assert_eq!(
        (&summary["datasets"], &summary["high_value"]),
        (&json!(1), &json!({"datasets": 1, "lacking": 1}))
    );
}
