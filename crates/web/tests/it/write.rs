//! Writing datasets through the API, as scripts written for udata do.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_testkit::portal::{Answer, Portal};
use vitrail_testkit::{Db, db_test};

use crate::portal;

/// Sends JSON in the name of a token.
pub async fn send(
    portal: &Portal,
    method: Method,
    path: &str,
    token: Option<&str>,
    body: &Value,
) -> Answer {
    let mut headers = vec![("content-type", "application/json")];
    headers.extend(token.map(|token| ("x-api-key", token)));
    let body = body.to_string();
    portal.send(method, path, &headers, body).await.unwrap()
}

/// A portal, and the token of somebody who belongs to no organization.
pub async fn signed_in(db: Db) -> (Portal, String) {
    let (portal, _) = portal(db).await;
    let token = token(&portal, "denis@example.com").await;
    (portal, token)
}

/// An account and its token.
pub async fn token(portal: &Portal, email: &str) -> String {
    let user = vitrail_app::account::create(
        &portal.app,
        vitrail_app::account::NewUser {
            email: email.to_owned(),
            password: "Secret-123".to_owned(),
            first_name: "Prénom".to_owned(),
            last_name: email.split('@').next().unwrap().to_owned(),
            admin: email.starts_with("admin"),
        },
    );
    let user = user.await.unwrap();
    vitrail_app::account::create_token(&portal.app, user.id, None)
        .await
        .unwrap()
}

db_test!(
    a_dataset_is_created_changed_deleted_and_restored,
    async |db: Db| {
        let (portal, token) = signed_in(db).await;
        let token = Some(token.as_str());
        let sent = json!({
            "title": "Qualité de l’air à Évian", "description": "Mesures **horaires**.", "acronym": "QAE",
            "frequency": "daily", "tags": ["Air", "qualité de l’air"], "extras": {"cle": "valeur"},
            "temporal_coverage": {"start": "2020-01-01", "end": "2020-12-31"},
            "resources": [{"title": "a", "url": "https://www.example.com/a.csv", "format": "CSV"}],
        });
        let made = send(&portal, Method::POST, "/api/1/datasets/", token, &sent).await;
        assert_eq!(made.status, StatusCode::CREATED);
        let made = made.json().unwrap();
        assert_eq!(made["slug"], "qualite-de-lair-a-evian");
        assert_eq!(made["tags"], json!(["air", "qualite-de-lair"]));
        assert_eq!(made["resources"][0]["format"], "csv");
        assert_eq!(made["owner"]["last_name"], "denis");
        assert_eq!(made["permissions"]["edit"], true);
        let path = format!("/api/1/datasets/{}/", made["id"].as_str().unwrap());

        let title = json!({"title": "Qualité de l’air à Évian-les-Bains"});
        let changed = send(&portal, Method::PUT, &path, token, &title).await;
        assert_eq!(changed.status, StatusCode::OK);
        assert_eq!(
            changed.json().unwrap()["acronym"],
            "QAE",
            "what is not named stays"
        );
        let old = portal.get("/api/1/datasets/qualite-de-lair-a-evian/").await;
        assert_eq!(old.unwrap().status, StatusCode::PERMANENT_REDIRECT);

        let gone = send(&portal, Method::DELETE, &path, token, &Value::Null).await;
        assert_eq!(gone.status, StatusCode::NO_CONTENT);
        assert_eq!(portal.get(&path).await.unwrap().status, StatusCode::GONE);
        let back = json!({"deleted": null});
        let back = send(&portal, Method::PUT, &path, token, &back).await;
        assert_eq!(back.status, StatusCode::OK);
        assert_eq!(portal.get(&path).await.unwrap().status, StatusCode::OK);
    }
);

db_test!(
    what_is_wrong_is_told_by_field_and_changes_nothing,
    async |db: Db| {
        let (portal, token) = signed_in(db).await;
        let path = "/api/1/datasets/";
        let required = json!(["This field is required."]);
        for (sent, expected) in [
            (
                json!({}),
                json!({"errors": {"description": required, "title": required}}),
            ),
            (
                json!({"title": "t", "description": "d", "frequency": "bogus"}),
                json!({"message": "'bogus' is not a valid UpdateFrequency"}),
            ),
            (
                json!({"title": "t", "description": "d", "tags": ["a"]}),
                json!({"errors": {"tags": ["Tag \"a\" must be between 3 and 96 characters long."]}}),
            ),
            (
                json!({"title": "t", "description": "d", "spatial": {"zones": ["fr:commune:0"]}}),
                json!({"errors": {"spatial": {"zones": ["Unknown geoid(s): fr:commune:0"]}}}),
            ),
            (
                json!({"title": "t", "description": "d", "organization": "000000000000000000000000"}),
                json!({"errors": {"organization": ["Organization does not exists"]}}),
            ),
            (
                json!([]),
                json!({"errors": {"request": "expecting a JSON object"}}),
            ),
        ] {
            let answer = send(&portal, Method::POST, path, Some(&token), &sent).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{sent}");
            assert_eq!(answer.json().unwrap(), expected, "{sent}");
        }
        let headers = [("x-api-key", token.as_str())];
        let mine = portal.ask(Method::GET, "/api/1/me/datasets/", &headers);
        assert_eq!(mine.await.unwrap().json().unwrap(), json!([]));
    }
);

db_test!(the_second_of_two_editors_is_told, async |db: Db| {
    let (portal, token) = signed_in(db).await;
    let sent = json!({"title": "Arbres", "description": "d"});
    let made = send(
        &portal,
        Method::POST,
        "/api/1/datasets/",
        Some(&token),
        &sent,
    )
    .await;
    let path = format!(
        "/api/1/datasets/{}/",
        made.json().unwrap()["id"].as_str().unwrap()
    );
    let tag = portal.get(&path).await.unwrap().headers["etag"].clone();
    let tag = tag.to_str().unwrap();
    let headers = [
        ("content-type", "application/json"),
        ("x-api-key", token.as_str()),
        ("if-match", tag),
    ];
    // The clock of tests stands still: an edit in the same microsecond is made by moving the state by hand.
    let put = |body: &'static str| portal.send(Method::PUT, &path, &headers, body);
    let first = put(r#"{"title": "Arbres de Lyon"}"#).await.unwrap();
    assert_eq!(first.status, StatusCode::OK);
    let stale = tag.replace('-', "-1");
    let headers = [headers[0], headers[1], ("if-match", stale.as_str())];
    let second = portal.send(
        Method::PUT,
        &path,
        &headers,
        r#"{"title": "Arbres de Nice"}"#,
    );
    assert_eq!(
        second.await.unwrap().status,
        StatusCode::PRECONDITION_FAILED
    );
    let now = portal.get(&path).await.unwrap().json().unwrap();
    assert_eq!(now["title"], "Arbres de Lyon");
});

db_test!(bodies_that_cannot_be_read_are_refused, async |db: Db| {
    let (portal, token) = signed_in(db).await;
    let headers = |kind| [("content-type", kind), ("x-api-key", token.as_str())];
    let path = "/api/1/datasets/";
    for (kind, body, status) in [
        ("text/plain", "{}".to_owned(), StatusCode::BAD_REQUEST),
        ("application/json", "{".to_owned(), StatusCode::BAD_REQUEST),
        (
            "application/json",
            format!("\"{}\"", "x".repeat(11_000_000)),
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
    ] {
        let answer = portal.send(Method::POST, path, &headers(kind), body).await;
        assert_eq!(answer.unwrap().status, status, "{kind}");
    }
});

db_test!(
    every_edit_is_kept_compared_and_comes_back,
    async |db: Db| {
        let (portal, token) = signed_in(db).await;
        let token = Some(token.as_str());
        let sent = json!({"title": "Arbres", "description": "d", "tags": ["arbres"]});
        let made = send(&portal, Method::POST, "/api/1/datasets/", token, &sent).await;
        let id = made.json().unwrap()["id"].as_str().unwrap().to_owned();
        let path = format!("/api/1/datasets/{id}/");
        let changes = json!({"title": "Arbres de Lyon", "tags": ["lyon"]});
        send(&portal, Method::PUT, &path, token, &changes).await;
        let file = json!({"title": "a", "url": "https://www.example.com/a.csv"});
        send(
            &portal,
            Method::POST,
            &format!("{path}resources/"),
            token,
            &file,
        )
        .await;

        let versions = portal.get(&format!("{path}versions/")).await.unwrap();
        let versions = versions.json().unwrap();
        assert_eq!(versions["total"], 3);
        assert_eq!(versions["data"][0]["operation"], "resource:added");
        assert_eq!(versions["data"][1]["fields"], json!(["tags", "title"]));
        assert_eq!(versions["data"][1]["actor"]["last_name"], "denis");
        let second = portal.get(&format!("{path}versions/2/")).await.unwrap();
        assert_eq!(
            second.json().unwrap()["differences"]["title"],
            json!({"old": "Arbres", "new": "Arbres de Lyon"})
        );
        let far = portal
            .get(&format!("{path}versions/3/?with=1"))
            .await
            .unwrap();
        let far = far.json().unwrap();
        assert_eq!(far["differences"]["tags"]["old"], json!(["arbres"]));

        let back = format!("{path}versions/1/restore/");
        let back = send(&portal, Method::POST, &back, token, &json!({})).await;
        assert_eq!(back.status, StatusCode::OK);
        let back = back.json().unwrap();
        assert_eq!(back["title"], "Arbres");
        assert_eq!(back["resources"], json!([]));
        let versions = portal.get(&format!("{path}versions/")).await.unwrap();
        assert_eq!(
            versions.json().unwrap()["total"],
            4,
            "the way back is a version too"
        );
    }
);
