//! Two writers at once: whatever is changed or taken away through the API, who says which state they saw is told when
//! it is no longer the last one, and nothing changes.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_testkit::portal::{Answer, Portal};
use vitrail_testkit::{Db, db_test};

use crate::write::{send, signed_in, token};

async fn upon(
    portal: &Portal,
    (method, path): (&Method, &str),
    token: &str,
    tag: &str,
    body: &Value,
) -> Answer {
    let headers = [
        ("content-type", "application/json"),
        ("x-api-key", token),
        ("if-match", tag),
    ];
    let sent = portal.send(method.clone(), path, &headers, body.to_string());
    sent.await.unwrap()
}

/// The tag under which somebody reads an object.
async fn tag(portal: &Portal, path: &str, token: &str) -> String {
    let read = portal.get_as(path, Some(token)).await;
    assert_eq!(read.status, StatusCode::OK, "{path}: {}", read.text());
    read.headers["etag"].to_str().unwrap().to_owned()
}

async fn made(portal: &Portal, path: &str, token: &str, body: Value) -> Value {
    let made = send(portal, Method::POST, path, Some(token), &body).await;
    let is_made = matches!(made.status, StatusCode::CREATED | StatusCode::OK);
    assert!(is_made, "{path}: {} {}", made.status, made.text());
    made.json().unwrap()
}

db_test!(
    whoever_did_not_see_the_last_state_is_told,
    async |db: Db| {
        let (portal, denis) = signed_in(db).await;
        let admin = token(&portal, "admin@example.com").await;
        let id = |object: &Value| object["id"].as_str().unwrap().to_owned();
        let sent = json!({"title": "Arbres", "description": "Un inventaire", "resources": [
        {"title": "a", "url": "https://www.example.com/a.csv"}, {"title": "b", "url": "https://www.example.com/b.csv"}]});
        let dataset = made(&portal, "/api/1/datasets/", &denis, sent).await;
        let files: Vec<String> = dataset["resources"]
            .as_array()
            .unwrap()
            .iter()
            .map(id)
            .collect();
        let dataset = format!("/api/1/datasets/{}/", id(&dataset));
        let subject = json!({"class": "Dataset", "id": dataset.split('/').nth(4)});
        let said = json!({"title": "Et la suite ?", "comment": "Bientôt ?", "subject": subject});
        let talk = made(&portal, "/api/1/discussions/", &denis, said).await;
        let talk = format!("/api/1/discussions/{}/", id(&talk));
        let contact = json!({"name": "Service", "email": "a@example.org", "role": "contact"});
        let contact = made(&portal, "/api/1/contacts/", &denis, contact).await;
        let contact = format!("/api/1/contacts/{}/", id(&contact));
        let ville = json!({"name": "Ville", "description": "Une ville"});
        let ville = made(&portal, "/api/1/organizations/", &denis, ville).await;
        let ville = format!("/api/1/organizations/{}/", id(&ville));
        let topic = json!({"name": "Nature", "elements": [{"title": "Absent"}]});
        let topic = made(&portal, "/api/2/topics/", &denis, topic).await;
        let topic = format!("/api/2/topics/{}/", id(&topic));
        let elements = portal.get(&format!("{topic}elements/")).await.unwrap();
        let element = id(&elements.json().unwrap()["data"][0]);
        let person = made(
            &portal,
            "/api/1/users/",
            &admin,
            json!({"first_name": "Ada", "last_name": "L", "email": "ada@example.org"}),
        )
        .await;
        let person = format!("/api/1/users/{}/", id(&person));
        let source =
            json!({"name": "Voisin", "url": "https://data.example.com/", "backend": "ckan"});
        let source = made(&portal, "/api/1/harvest/sources/", &denis, source).await;
        let source = format!("/api/1/harvest/source/{}/", id(&source));
        let v2 = dataset.replace("/1/", "/2/");
        let file = |n: usize| format!("{dataset}resources/{}/", files[n]);
        let (put, post, delete) = (Method::PUT, Method::POST, Method::DELETE);
        let none = Value::Null;
        // What is read, what is asked upon it, and by whom; each is refused upon a former state, then done upon this one.
        let writes: Vec<(String, &Method, String, Value, &str)> = vec![
            (
                dataset.clone(),
                &put,
                format!("{dataset}resources/"),
                json!([{"id": files[1]}, {"id": files[0]}]),
                &denis,
            ),
            (
                v2.clone(),
                &put,
                format!("{v2}extras/"),
                json!({"cle": "valeur"}),
                &denis,
            ),
            (
                format!("{v2}extras/"),
                &delete,
                format!("{v2}extras/"),
                json!(["cle"]),
                &denis,
            ),
            (
                dataset.clone(),
                &post,
                format!("{dataset}resources/"),
                json!({"title": "c", "url": "https://www.example.com/c.csv"}),
                &denis,
            ),
            (
                dataset.clone(),
                &post,
                format!("{dataset}featured/"),
                none.clone(),
                &admin,
            ),
            (file(0), &put, file(0), json!({"title": "a, revu"}), &denis),
            (file(1), &delete, file(1), none.clone(), &denis),
            (
                talk.clone(),
                &put,
                talk.clone(),
                json!({"title": "Et après ?"}),
                &denis,
            ),
            (
                talk.clone(),
                &post,
                talk.clone(),
                json!({"comment": "Oui."}),
                &denis,
            ),
            (talk.clone(), &delete, talk.clone(), none.clone(), &denis),
            (
                contact.clone(),
                &put,
                contact.clone(),
                json!({"name": "Accueil"}),
                &denis,
            ),
            (contact.clone(), &delete, contact, none.clone(), &denis),
            (
                topic.clone(),
                &put,
                format!("{topic}elements/{element}/"),
                json!({"title": "Absente"}),
                &denis,
            ),
            (topic.clone(), &delete, topic, none.clone(), &denis),
            (
                "/api/1/me/".to_owned(),
                &put,
                "/api/1/me/".to_owned(),
                json!({"about": "Bonjour"}),
                &denis,
            ),
            (
                person.clone(),
                &put,
                person.clone(),
                json!({"about": "Pionnière"}),
                &admin,
            ),
            (person.clone(), &delete, person, none.clone(), &admin),
            (
                "/api/1/site/".to_owned(),
                &Method::PATCH,
                "/api/1/site/".to_owned(),
                json!({"title": "Nos données"}),
                &admin,
            ),
            (
                source.clone(),
                &put,
                source.clone(),
                json!({"name": "Voisine"}),
                &denis,
            ),
            (source.clone(), &delete, source, none.clone(), &denis),
            (
                ville.clone(),
                &post,
                format!("{ville}badges/"),
                json!({"kind": "certified"}),
                &admin,
            ),
            (ville.clone(), &delete, ville, none.clone(), &denis),
            (dataset.clone(), &delete, dataset, none, &denis),
        ];
        for (read, method, path, body, who) in writes {
            let seen = tag(&portal, &read, who).await;
            let (_, state) = seen.rsplit_once('-').unwrap_or_default();
            assert!(!state.is_empty(), "{read} tells no state: {seen}");
            // Somebody else wrote since: the state is another one. A tag of no state is that of none.
            for stale in [seen.replace('-', "-1"), "\"0123456789ab\"".to_owned()] {
                let told = upon(&portal, (method, &path), who, &stale, &body).await;
                let refused = StatusCode::PRECONDITION_FAILED;
                assert_eq!(told.status, refused, "{method} {path}: {}", told.text());
            }
            assert_eq!(
                tag(&portal, &read, who).await,
                seen,
                "{method} {path} changed something"
            );
            let done = upon(&portal, (method, &path), who, &seen, &body).await;
            assert!(done.status.is_success(), "{method} {path}: {}", done.text());
            portal.advance(1_000_000);
        }
    }
);

db_test!(a_body_of_a_hundred_megabytes_is_refused, async |db: Db| {
    let (portal, denis) = signed_in(db).await;
    let body = format!("{{\"title\": \"{}\"}}", "a".repeat(100_000_000));
    let headers = [
        ("content-type", "application/json"),
        ("x-api-key", denis.as_str()),
    ];
    for path in ["/api/1/datasets/", "/api/1/discussions/", "/api/2/topics/"] {
        let told = portal.send(Method::POST, path, &headers, body.clone());
        let told = told.await.unwrap();
        assert_eq!(
            told.status,
            StatusCode::PAYLOAD_TOO_LARGE,
            "{path}: {}",
            told.text()
        );
    }
    let listed = portal.get("/api/2/topics/").await.unwrap().json().unwrap();
    assert_eq!(
        listed["data"].as_array().map(Vec::len),
        Some(1),
        "the one of the catalogue"
    );
});
