//! People and what is theirs: profile, tokens, contacts, what they hand over, and how they leave.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_testkit::{Db, db_test};

use crate::organizations::organization;
use crate::write::{send, signed_in, token};

db_test!(who_leaves_is_forgotten, async |db: Db| {
    let (portal, denis) = signed_in(db).await;
    let claire = token(&portal, "claire@example.com").await;
    let path = organization(&portal, &denis).await;
    let me = |method, body: Value| {
        let (portal, denis) = (&portal, &denis);
        async move { send(portal, method, "/api/1/me/", Some(denis), &body).await }
    };
    let spam = me(Method::PUT, json!({"first_name": "www.spam.example"})).await;
    assert_eq!(spam.status, StatusCode::BAD_REQUEST);
    let told = json!({"first_name": "Dénis", "about": "Géomaticien", "roles": ["admin"]});
    let changed = me(Method::PUT, told).await.json().unwrap();
    assert_eq!(
        (&changed["first_name"], &changed["roles"]),
        (&json!("Dénis"), &json!([]))
    );
    assert!(!changed["last_login_at"].is_null());
    let sent = json!({"title": "Arbres", "description": "d"});
    let made = send(
        &portal,
        Method::POST,
        "/api/1/datasets/",
        Some(&denis),
        &sent,
    )
    .await;
    let dataset = made.json().unwrap()["id"].as_str().unwrap().to_owned();

    assert_eq!(
        me(Method::DELETE, Value::Null).await.status,
        StatusCode::NO_CONTENT
    );
    let after = me(Method::PUT, json!({})).await;
    assert_eq!(after.status, StatusCode::UNAUTHORIZED);
    assert_eq!(after.json().unwrap()["message"], "Revoked API token");
    let user = format!("/api/1/users/{}/", changed["id"].as_str().unwrap());
    assert_eq!(portal.get(&user).await.unwrap().status, StatusCode::GONE);
    let found = portal.get(&path).await.unwrap().json().unwrap();
    assert_eq!(found["members"], json!([]));
    let found = portal
        .get(&format!("/api/1/datasets/{dataset}/"))
        .await
        .unwrap();
    assert_eq!(found.json().unwrap()["owner"]["last_name"], "DELETED");
    let slug = format!("/api/1/users/{}/", changed["slug"].as_str().unwrap());
    let headers = [("x-api-key", claire.as_str())];
    let former = portal.ask(Method::GET, &slug, &headers).await.unwrap();
    assert_eq!(former.status, StatusCode::NOT_FOUND);
});

db_test!(tokens_are_shown_once_and_revoked, async |db: Db| {
    let (portal, denis) = signed_in(db).await;
    let path = "/api/1/me/api_tokens/";
    let past = json!({"name": "p", "expires_at": "2020-01-01T00:00:00+00:00"});
    let past = send(&portal, Method::POST, path, Some(&denis), &past).await;
    assert_eq!(
        past.json().unwrap(),
        json!({"message": "expires_at must be in the future"})
    );
    let made = send(
        &portal,
        Method::POST,
        path,
        Some(&denis),
        &json!({"name": "script"}),
    )
    .await;
    assert_eq!(made.status, StatusCode::CREATED);
    let made = made.json().unwrap();
    let text = made["token"].as_str().unwrap();
    let listed = portal
        .ask(Method::GET, path, &[("x-api-key", text)])
        .await
        .unwrap();
    let listed = listed.json().unwrap();
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert!(listed[0].get("token").is_none() && listed[1].get("token").is_none());
    let one = format!("{path}{}/", made["id"].as_str().unwrap());
    let claire = token(&portal, "claire@example.com").await;
    for (who, status) in [(&claire, 404), (&denis, 204), (&denis, 410)] {
        let answer = send(&portal, Method::DELETE, &one, Some(who), &Value::Null).await;
        assert_eq!(answer.status.as_u16(), status);
    }
    let refused = portal
        .ask(Method::GET, path, &[("x-api-key", text)])
        .await
        .unwrap();
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
});

db_test!(
    what_is_handed_over_changes_owner_when_accepted,
    async |db: Db| {
        let (portal, denis) = signed_in(db).await;
        let claire = token(&portal, "claire@example.com").await;
        let post = async |who: &str, path: &str, body: &Value| {
            send(&portal, Method::POST, path, Some(who), body).await
        };
        let me = portal
            .ask(Method::GET, "/api/1/me/", &[("x-api-key", &claire)])
            .await;
        let claire_id = me.unwrap().json().unwrap()["id"].clone();
        let sent = json!({"title": "Arbres", "description": "d", "acronym": "A"});
        let made = post(&denis, "/api/1/datasets/", &sent)
            .await
            .json()
            .unwrap();
        let offer = json!({
            "subject": {"class": "Dataset", "id": made["id"]}, "comment": "Pour toi",
            "recipient": {"class": "User", "id": claire_id},
        });
        let path = "/api/1/transfer/";
        assert_eq!(
            post(&claire, path, &offer).await.status,
            StatusCode::FORBIDDEN
        );
        let asked = post(&denis, path, &offer).await;
        assert_eq!(asked.status, StatusCode::CREATED);
        let asked = asked.json().unwrap();
        assert_eq!(asked["subject"]["acronym"], "A");
        let one = format!("{path}{}/", asked["id"].as_str().unwrap());
        let (yes, no) = (
            json!({"response": "accept"}),
            json!({"response": "perhaps"}),
        );
        for (who, answer, status) in [
            (&denis, &yes, 403),
            (&claire, &no, 400),
            (&claire, &yes, 200),
            (&claire, &yes, 400),
        ] {
            let answered = post(who, &one, answer).await;
            assert_eq!(answered.status.as_u16(), status);
        }
        let edit = format!("/api/1/datasets/{}/", made["id"].as_str().unwrap());
        let found = portal.get(&edit).await.unwrap().json().unwrap();
        assert_eq!(found["owner"]["id"], claire_id);
        let headers = [("x-api-key", claire.as_str())];
        let told = portal
            .ask(Method::GET, "/api/1/notifications/", &headers)
            .await;
        let told = told.unwrap().json().unwrap();
        assert_eq!(told["data"][0]["type"], "transfer.requested");
        assert!(!told["data"][0]["handled_at"].is_null());
        let list = format!("{path}?subject={}", made["id"].as_str().unwrap());
        let stranger = token(&portal, "eve@example.com").await;
        for (who, expected) in [(&claire, 1), (&denis, 1), (&stranger, 0)] {
            let headers = [("x-api-key", who.as_str())];
            let listed = portal.ask(Method::GET, &list, &headers).await.unwrap();
            assert_eq!(listed.json().unwrap().as_array().unwrap().len(), expected);
        }
    }
);

db_test!(a_contact_is_made_once, async |db: Db| {
    let (portal, denis) = signed_in(db).await;
    let path = "/api/1/contacts/";
    let bare = json!({"name": "Service", "role": "contact"});
    let refused = send(&portal, Method::POST, path, Some(&denis), &bare).await;
    let sentence = "At least an email or a contact form is required for a contact point";
    assert_eq!(
        refused.json().unwrap(),
        json!({"errors": {}, "message": sentence})
    );
    let sent = json!({"name": "Service", "role": "contact", "email": "service@example.com"});
    for status in [201, 200] {
        let made = send(&portal, Method::POST, path, Some(&denis), &sent).await;
        assert_eq!(made.status.as_u16(), status);
    }
    let made = send(&portal, Method::POST, path, Some(&denis), &sent).await;
    let one = format!("{path}{}/", made.json().unwrap()["id"].as_str().unwrap());
    let changed = json!({"name": "Guichet"});
    let changed = send(&portal, Method::PUT, &one, Some(&denis), &changed).await;
    assert_eq!(changed.json().unwrap()["name"], "Guichet");
    for status in [204, 404] {
        let cut = send(&portal, Method::DELETE, &one, Some(&denis), &Value::Null).await;
        assert_eq!(cut.status.as_u16(), status);
    }
});

db_test!(sysadmins_make_change_and_remove_accounts, async |db: Db| {
    let (portal, _) = signed_in(db).await;
    let admin = token(&portal, "admin@example.com").await;
    let path = "/api/1/users/";
    let sent = json!({"first_name": "Ada", "last_name": "Byron", "email": "Ada@example.org"});
    let made = send(&portal, Method::POST, path, Some(&admin), &sent).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let made = made.json().unwrap();
    assert_eq!(made["email"], "ada@example.org");
    let again = send(&portal, Method::POST, path, Some(&admin), &sent).await;
    assert!(again.json().unwrap()["errors"]["email"].is_string());
    let one = format!("{path}{}/", made["id"].as_str().unwrap());
    let changed = json!({"last_name": "Lovelace", "active": false});
    let changed = send(&portal, Method::PUT, &one, Some(&admin), &changed).await;
    assert_eq!(changed.json().unwrap()["slug"], "ada-lovelace");
    for status in [204, 410] {
        let gone = send(&portal, Method::DELETE, &one, Some(&admin), &Value::Null).await;
        assert_eq!(gone.status.as_u16(), status);
    }
    let me = portal
        .ask(Method::GET, "/api/1/me/", &[("x-api-key", &admin)])
        .await;
    let me = format!(
        "{path}{}/",
        me.unwrap().json().unwrap()["id"].as_str().unwrap()
    );
    let own = send(&portal, Method::DELETE, &me, Some(&admin), &Value::Null).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);
    let own = send(
        &portal,
        Method::PUT,
        &me,
        Some(&admin),
        &json!({"roles": []}),
    )
    .await;
    assert_eq!(own.status, StatusCode::BAD_REQUEST);
});
