//! Sources before they are let in and after they are deleted: who hears of them, and who does not.

use std::sync::{Arc, Mutex};

use axum::http::{Method, StatusCode};
use serde_json::json;
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test};

use crate::harvest::{accepted, ckan, package};
use crate::write::{send, token};

async fn desk(portal: &Portal, token: &str) -> String {
    let headers = [("x-api-key", token), ("accept-language", "fr")];
    let answer = portal.send(Method::GET, "/admin", &headers, "").await;
    answer.unwrap().text()
}

db_test!(
    sysadmins_are_told_on_their_desk_what_waits_for_them,
    async |db: Db| {
        let portal = Portal::on(db).unwrap();
        let (claire, admin) = (
            token(&portal, "claire@example.org").await,
            token(&portal, "admin@example.org").await,
        );
        let told = "/admin/site/harvesters?state=pending";
        assert!(!desk(&portal, &admin).await.contains(told));
        let body = json!({"name": "S", "url": "https://c.example.com/c.ttl", "backend": "dcat"});
        let sources = "/api/1/harvest/sources/";
        let made = send(&portal, Method::POST, sources, Some(&claire), &body).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
        let page = desk(&portal, &admin).await;
        assert!(page.contains(told) && page.contains("1 source attend"));
        assert!(!desk(&portal, &claire).await.contains(told));
    }
);

db_test!(a_deleted_source_is_gone_for_others, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let (claire, denis, admin) = (
        token(&portal, "claire@example.org").await,
        token(&portal, "denis@example.org").await,
        token(&portal, "admin@example.org").await,
    );
    let body = json!({"name": "S", "url": "https://c.example.com/c.ttl", "backend": "dcat"});
    let id = accepted(&portal, &claire, &admin, &body).await;
    let path = format!("/api/1/harvest/source/{id}/");
    let read = async |who: Option<&str>, path: &str| {
        let answer = send(&portal, Method::GET, path, who, &json!(null)).await;
        answer.status
    };
    assert_eq!(read(None, &path).await, StatusCode::OK);
    let gone = send(&portal, Method::DELETE, &path, Some(&claire), &json!({})).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    let jobs = format!("{path}jobs/");
    for path in [&path, &jobs] {
        assert_eq!(read(None, path).await, StatusCode::GONE);
        assert_eq!(read(Some(&denis), path).await, StatusCode::GONE);
        assert_eq!(read(Some(&claire), path).await, StatusCode::OK);
        assert_eq!(read(Some(&admin), path).await, StatusCode::OK);
    }
});

db_test!(a_source_that_waits_says_who_asks, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let (claire, admin) = (
        token(&portal, "claire@example.org").await,
        token(&portal, "admin@example.org").await,
    );
    let body = json!({"name": "Ville d’Évian", "description": "Une commune"});
    let path = "/api/1/organizations/";
    let made = send(&portal, Method::POST, path, Some(&claire), &body).await;
    let organization = made.json().unwrap()["id"].clone();
    let body = json!({"name": "S", "url": "https://c.example.com/c.ttl", "backend": "dcat", "organization": organization});
    let sources = "/api/1/harvest/sources/";
    let made = send(&portal, Method::POST, sources, Some(&claire), &body).await;
    let id = made.json().unwrap()["id"].as_str().unwrap().to_owned();
    let headers = [("x-api-key", admin.as_str()), ("accept-language", "fr")];
    let path = format!("/admin/harvesters/{id}");
    let shown = portal.send(Method::GET, &path, &headers, "").await.unwrap();
    let shown = shown.text();
    assert!(shown.contains("Ville d’Évian</a>"), "{shown}");
    assert!(shown.contains("par <a href=\"/users/"), "{shown}");
    assert!(shown.contains("<dd>DCAT</dd>"), "{shown}");
});

db_test!(a_preview_speaks_in_words, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let (claire, admin) = (
        token(&portal, "claire@example.org").await,
        token(&portal, "admin@example.org").await,
    );
    let mut eau = package("a", "Eau potable");
    eau["notes"] = json!("## Quoi\n\nDes *mesures* de [l’eau](https://www.example.com/).");
    let url = ckan(Arc::new(Mutex::new(vec![eau]))).await;
    let body = json!({"name": "S", "url": url, "backend": "ckan"});
    let id = accepted(&portal, &claire, &admin, &body).await;
    let headers = [("x-api-key", claire.as_str()), ("accept-language", "fr")];
    let path = format!("/admin/harvesters/{id}/preview");
    let shown = portal.send(Method::GET, &path, &headers, "").await.unwrap();
    let shown = shown.text();
    assert!(shown.contains("Des mesures de l’eau."), "{shown}");
    assert!(shown.contains("Licence Ouverte"), "{shown}");
    assert!(
        !shown.contains("<dd>lov2</dd>") && !shown.contains("<dd>unknown</dd>"),
        "{shown}"
    );
});

db_test!(a_form_says_why_an_address_is_refused, async |db: Db| {
    let portal = Portal::on_with(db, |settings| settings.harvest.allow.clear()).unwrap();
    let claire = token(&portal, "claire@example.org").await;
    for (url, lang, why) in [
        (
            "http://10.1.2.3/c.ttl",
            "fr",
            "« http://10.1.2.3/c.ttl » est dans un réseau privé ou réservé, que ce portail ne lit pas.",
        ),
        (
            "http://catalogue/c.ttl",
            "fr",
            "d’autoriser son réseau (réglage --harvest-allow)",
        ),
        (
            "http://10.1.2.3/c.ttl",
            "en",
            "ask whoever runs the portal to allow its network (setting --harvest-allow)",
        ),
        ("", "fr", "Donnez une adresse."),
        ("", "en", "Give an address."),
        (
            "c.ttl",
            "fr",
            "« c.ttl » n’est pas une adresse que l’on peut suivre.",
        ),
    ] {
        let headers = [("x-api-key", claire.as_str()), ("accept-language", lang)];
        for does in ["save", "preview"] {
            let fields = [
                ("name", "S"),
                ("url", url),
                ("backend", "dcat"),
                ("do", does),
            ];
            let path = "/admin/harvesters/new";
            let page = portal.submit(path, &headers, &fields).await.unwrap();
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{url}");
            let page = page.text();
            assert!(page.contains(why), "{url} {does}: {page}");
        }
    }
    // As clients of the API are told.
    for (url, why) in [
        (json!("http://10.1.2.3/c.ttl"), "--harvest-allow"),
        (json!(""), "required"),
        (json!(null), "required"),
        (json!("c.ttl"), "Invalid URL"),
    ] {
        let body = json!({"name": "S", "url": url, "backend": "dcat"});
        let sources = "/api/1/harvest/sources/";
        let refused = send(&portal, Method::POST, sources, Some(&claire), &body).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{url}");
        let said = refused.json().unwrap()["errors"]["url"].to_string();
        assert!(said.contains(why), "{url}: {said}");
    }
});

db_test!(
    switches_of_another_kind_of_catalogue_are_not_read,
    async |db: Db| {
        let portal = Portal::on(db).unwrap();
        let claire = token(&portal, "claire@example.org").await;
        let headers = [("x-api-key", claire.as_str()), ("accept-language", "fr")];
        let path = "/admin/harvesters/new";
        let form = portal.send(Method::GET, path, &headers, "").await.unwrap();
        let form = form.text();
        assert!(form.contains("Seulement pour CSW-DCAT."), "{form}");
        for (backend, features) in [
            ("dcat", json!(null)),
            ("csw-dcat", json!({"geodcatap": true})),
        ] {
            let fields = [
                ("name", backend),
                ("url", "https://c.example.com/c"),
                ("backend", backend),
                ("config.features", "geodcatap"),
                ("do", "save"),
            ];
            let made = portal.submit(path, &headers, &fields).await.unwrap();
            assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
            let address = made.headers["location"].to_str().unwrap().to_owned();
            let key = address.rsplit('/').next().unwrap();
            let key = key.split('?').next().unwrap();
            let source = format!("/api/1/harvest/source/{key}/");
            let made = send(&portal, Method::GET, &source, Some(&claire), &json!(null)).await;
            let config = &made.json().unwrap()["config"];
            assert_eq!(config["features"], features, "{config}");
        }
    }
);
