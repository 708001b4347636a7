//! What sysadmins do about accounts.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_testkit::portal::{Answer, Portal};
use vitrail_testkit::{Db, db_test};

use crate::write::{send, token};

db_test!(sysadmins_look_after_accounts, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let admin = token(&portal, "admin@example.com").await;
    let denis = token(&portal, "denis@example.com").await;
    let claire = token(&portal, "claire@example.com").await;
    let root = Some(admin.as_str());
    let path = "/api/1/users/";
    let mut sent = json!({
        "first_name": "Ada", "last_name": "Byron", "email": "ada@example.org", "password": "azerty",
    });
    let weak = send(&portal, Method::POST, path, root, &sent).await;
    assert!(weak.json().unwrap()["errors"]["password"].is_string());
    sent["password"] = "Correct-horse-7".into();
    let made = send(&portal, Method::POST, path, root, &sent).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let asking = vitrail_app::account::Asking::default();
    let signs_in = async || {
        let (email, password) = ("ada@example.org", "Correct-horse-7");
        let answer = vitrail_app::account::sign_in(&portal.app, &asking, email, password);
        matches!(answer.await, Ok(vitrail_app::account::SignIn::Session(_)))
    };
    assert!(signs_in().await);
    let ada = format!("{path}{}/", made.json().unwrap()["id"].as_str().unwrap());
    let rotate = format!("{ada}rotate_password/");
    let rotated = send(&portal, Method::POST, &rotate, root, &Value::Null).await;
    assert_eq!(rotated.status, StatusCode::NO_CONTENT);
    assert!(!signs_in().await);
    let read = send(&portal, Method::GET, &ada, root, &Value::Null).await;
    assert!(read.json().unwrap()["password_rotation_demanded"].is_string());

    // What somebody said goes with them when it is asked for.
    let data = json!({"title": "Air", "description": "d"});
    let data = send(
        &portal,
        Method::POST,
        "/api/1/datasets/",
        Some(&claire),
        &data,
    )
    .await;
    let about = json!({"class": "Dataset", "id": data.json().unwrap()["id"]});
    let talk = json!({"title": "t", "comment": "c", "subject": about});
    let talks = "/api/1/discussions/";
    let alone = send(&portal, Method::POST, talks, Some(&denis), &talk).await;
    let both = send(&portal, Method::POST, talks, Some(&denis), &talk).await;
    let own = |talk: &Answer| format!("{talks}{}/", talk.json().unwrap()["id"].as_str().unwrap());
    let (alone, both) = (own(&alone), own(&both));
    let answer = json!({"comment": "Réponse"});
    send(&portal, Method::POST, &both, Some(&claire), &answer).await;
    let me = send(
        &portal,
        Method::GET,
        "/api/1/me/",
        Some(&denis),
        &Value::Null,
    )
    .await;
    let leaver = me.json().unwrap()["id"].as_str().unwrap().to_owned();
    let gone = format!("{path}{leaver}/?delete_comments=true&no_mail=true");
    let gone = send(&portal, Method::DELETE, &gone, root, &Value::Null).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(
        portal.get(&alone).await.unwrap().status,
        StatusCode::NOT_FOUND
    );
    let left = portal.get(&both).await.unwrap().json().unwrap();
    assert_eq!(left["discussion"][0]["content"], "DELETED");
    assert_eq!(left["discussion"][1]["content"], "Réponse");

    // Two letters were written: the rotation, and the notice that names the ways of appeal.
    let own = format!(
        "/api/1/datasets/{}/?send_legal_notice=true",
        about["id"].as_str().unwrap()
    );
    send(&portal, Method::DELETE, &own, root, &Value::Null).await;
    let page = vitrail_testkit::store::outbox::due(portal.app.db(), portal.app.now(), 10).await;
    let names = page.unwrap().into_iter().map(|letter| letter.letter);
    let wanted = ["legal-notice", "rotate-password"];
    let mut names: Vec<String> = names
        .filter(|name| wanted.contains(&name.as_str()))
        .collect();
    names.sort_unstable();
    assert_eq!(names, wanted);
});
