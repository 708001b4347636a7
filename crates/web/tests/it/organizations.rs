//! Writing organizations through the API.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test};

use crate::write::{send, signed_in, token};

/// An organization of whom this token belongs to: its path.
pub async fn organization(portal: &Portal, token: &str) -> String {
    let sent = json!({
        "name": "Ville d’Évian", "description": "Une commune", "acronym": "VE",
        "url": "https://www.example.com",
    });
    let path = "/api/1/organizations/";
    let made = send(portal, Method::POST, path, Some(token), &sent).await;
    assert_eq!(made.status, StatusCode::CREATED);
    format!("{path}{}/", made.json().unwrap()["id"].as_str().unwrap())
}

db_test!(
    an_organization_is_founded_changed_deleted_and_restored,
    async |db: Db| {
        let (portal, token) = signed_in(db).await;
        let path = organization(&portal, &token).await;
        let token = Some(token.as_str());
        let found = portal.get(&path).await.unwrap().json().unwrap();
        assert_eq!(found["slug"], "ville-devian");
        assert_eq!(found["members"][0]["role"], "admin");
        assert_eq!(found["members"][0]["user"]["last_name"], "denis");

        let sent = json!({"name": "Ville d’Évian-les-Bains", "acronym": null});
        let changed = send(&portal, Method::PUT, &path, token, &sent).await;
        assert_eq!(changed.status, StatusCode::OK);
        let changed = changed.json().unwrap();
        assert_eq!(changed["acronym"], Value::Null);
        assert_eq!(
            changed["description"], "Une commune",
            "what is not named stays"
        );
        let old = portal.get("/api/1/organizations/ville-devian/").await;
        assert_eq!(old.unwrap().status, StatusCode::PERMANENT_REDIRECT);

        let gone = send(&portal, Method::DELETE, &path, token, &Value::Null).await;
        assert_eq!(gone.status, StatusCode::NO_CONTENT);
        assert_eq!(portal.get(&path).await.unwrap().status, StatusCode::GONE);
        let again = send(&portal, Method::PUT, &path, token, &json!({"acronym": "V"})).await;
        assert_eq!(again.status, StatusCode::GONE);
        let back = send(
            &portal,
            Method::PUT,
            &path,
            token,
            &json!({"deleted": null}),
        )
        .await;
        assert_eq!(back.status, StatusCode::OK);
        assert_eq!(portal.get(&path).await.unwrap().status, StatusCode::OK);
    }
);

db_test!(what_is_wrong_is_told_in_the_newer_shape, async |db: Db| {
    let (portal, token) = signed_in(db).await;
    let siret = "A siret number is made of 14 digits";
    let urls = "URLs not allowed in this field";
    for (sent, expected) in [
        (
            json!({}),
            json!({
                "errors": {"description": "Field is required", "name": "Field is required"},
                "message":
                    "ValidationError (Organization:None) (Field is required: ['description', 'name'])",
            }),
        ),
        (
            json!({"name": "V", "description": "d", "business_number_id": "123"}),
            json!({"errors": {"business_number_id": siret}, "message": siret}),
        ),
        (
            json!({"name": "Voir https://spam.example", "description": "d"}),
            json!({"errors": {"name": urls}, "message": urls}),
        ),
    ] {
        let path = "/api/1/organizations/";
        let answer = send(&portal, Method::POST, path, Some(&token), &sent).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{sent}");
        assert_eq!(answer.json().unwrap(), expected, "{sent}");
    }
    let listed = portal.get("/api/1/organizations/?name=V").await.unwrap();
    assert_eq!(listed.json().unwrap()["total"], 0);
});

db_test!(
    badges_and_free_facts_have_their_own_rights,
    async |db: Db| {
        let (portal, denis) = signed_in(db).await;
        let admin = token(&portal, "admin@example.com").await;
        let path = organization(&portal, &denis).await;
        let badges = format!("{path}badges/");
        for (token, kind, status) in [
            (&denis, "company", 403),
            (&admin, "company", 201),
            (&admin, "company", 200),
            (&admin, "zz", 400),
        ] {
            let sent = json!({"kind": kind});
            let answer = send(&portal, Method::POST, &badges, Some(token), &sent).await;
            assert_eq!(answer.status.as_u16(), status, "{kind}");
        }
        let one = format!("{badges}company/");
        for status in [204, 404] {
            let answer = send(&portal, Method::DELETE, &one, Some(&admin), &Value::Null).await;
            assert_eq!(answer.status.as_u16(), status);
        }
        let extras = format!("{}extras/", path.replace("/1/", "/2/"));
        let put = send(
            &portal,
            Method::PUT,
            &extras,
            Some(&denis),
            &json!({"a": 1}),
        )
        .await;
        assert_eq!(put.json().unwrap(), json!({"a": 1}));
        for status in [204, 204] {
            let cut = send(
                &portal,
                Method::DELETE,
                &extras,
                Some(&denis),
                &json!(["a"]),
            )
            .await;
            assert_eq!(cut.status.as_u16(), status);
        }
    }
);
