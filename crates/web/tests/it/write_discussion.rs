//! Discussions and follows through the API, with the counts that go with them.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_testkit::{Db, db_test};

use crate::recorded::agrees;
use crate::write::{send, token};
use crate::write_reuse::{alone, count, dataset};

db_test!(a_question_is_answered_and_closed, async |db: Db| {
    let (portal, denis) = alone(db).await;
    let claire = token(&portal, "claire@example.com").await;
    let (denis, claire) = (Some(denis.as_str()), Some(claire.as_str()));
    let dataset = dataset(&portal, claire.unwrap()).await;
    let data = format!("/api/1/datasets/{dataset}/");
    let path = "/api/1/discussions/";
    let sent = json!({
        "title": "Unité ?", "comment": "Quelle est l’unité ?",
        "subject": {"class": "Dataset", "id": dataset},
    });
    let made = send(&portal, Method::POST, path, denis, &sent).await;
    agrees(&made, "118-create-discussion");
    let made = made.json().unwrap();
    assert_eq!(count(&portal, &data, "discussions_open").await, 1);
    let me = made["user"]["id"].clone();
    let bad = json!({"title": "x", "comment": "y", "subject": {"class": "User", "id": me}});
    let bad = send(&portal, Method::POST, path, denis, &bad).await;
    agrees(&bad, "119-discussion-bad-class");
    let sentence = "Value must be one of ['Dataset', 'Reuse', 'Post', 'Dataservice', 'Topic']";
    assert_eq!(
        bad.json().unwrap(),
        json!({"errors": {"subject": sentence}, "message": sentence})
    );

    let own = format!("{path}{}/", made["id"].as_str().unwrap());
    let sent = json!({"comment": "En µg/m³"});
    let answered = send(&portal, Method::POST, &own, claire, &sent).await;
    agrees(&answered, "120-comment");
    agrees(&portal.get(&own).await.unwrap(), "121-get-discussion");
    let sent = json!({"comment": "Résolu", "close": true});
    let closed = send(&portal, Method::POST, &own, claire, &sent).await;
    agrees(&closed, "122-close-discussion");
    let closed = closed.json().unwrap();
    assert_eq!(closed["discussion"][2]["content"], "Résolu");
    assert_eq!(closed["closed_by"]["last_name"], "claire");
    let sent = json!({"comment": "encore"});
    let late = send(&portal, Method::POST, &own, denis, &sent).await;
    agrees(&late, "123-comment-after-close");
    let sentence = "Can't add comments on a closed discussion";
    assert_eq!(late.json().unwrap()["message"], sentence);
    let listed = portal.get("/api/1/discussions/?page_size=1").await;
    agrees(&listed.unwrap(), "124-discussions");
    assert_eq!(count(&portal, &data, "discussions").await, 1);
    assert_eq!(count(&portal, &data, "discussions_open").await, 0);
    let activity = format!("/api/1/activity/?related_to={dataset}");
    let activity = portal.get(&activity);
    let activity = activity.await.unwrap().json().unwrap();
    assert_eq!(activity["data"][0]["key"], "dataset:discussed");
});

db_test!(authors_correct_what_they_wrote, async |db: Db| {
    let (portal, denis) = alone(db).await;
    let claire = token(&portal, "claire@example.com").await;
    let (denis, claire) = (Some(denis.as_str()), Some(claire.as_str()));
    let dataset = dataset(&portal, claire.unwrap()).await;
    let sent = json!({
        "title": "Unité ?", "comment": "Quelle unité ?",
        "subject": {"class": "Dataset", "id": dataset},
    });
    let path = "/api/1/discussions/";
    let made = send(&portal, Method::POST, path, denis, &sent).await.json();
    let own = format!("{path}{}/", made.unwrap()["id"].as_str().unwrap());
    let sent = json!({"comment": "En litres"});
    let answered = send(&portal, Method::POST, &own, claire, &sent)
        .await
        .json();
    let id = answered.unwrap()["discussion"][1]["id"].clone();
    let (first, second) = (
        format!("{own}comments/0/"),
        format!("{own}comments/{}/", id.as_str().unwrap()),
    );

    let retitled = send(
        &portal,
        Method::PUT,
        &own,
        denis,
        &json!({"title": "Unités"}),
    )
    .await;
    assert_eq!(retitled.json().unwrap()["title"], "Unités");
    let sent = json!({"comment": "En grammes"});
    let theirs = send(&portal, Method::PUT, &second, denis, &sent).await;
    assert_eq!(theirs.status, StatusCode::FORBIDDEN);
    let edited = send(&portal, Method::PUT, &second, claire, &sent).await;
    let edited = edited.json().unwrap();
    assert_eq!(edited["discussion"][1]["content"], "En grammes");
    assert!(edited["discussion"][1]["last_modified_at"].is_string());

    let refused = send(&portal, Method::DELETE, &first, denis, &Value::Null).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    for status in [StatusCode::NO_CONTENT, StatusCode::NOT_FOUND] {
        let cut = send(&portal, Method::DELETE, &second, claire, &Value::Null).await;
        assert_eq!(cut.status, status);
    }
    let gone = send(&portal, Method::DELETE, &own, denis, &Value::Null).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(
        portal.get(&own).await.unwrap().status,
        StatusCode::NOT_FOUND
    );
    let data = format!("/api/1/datasets/{dataset}/");
    assert_eq!(count(&portal, &data, "discussions").await, 0);
});

db_test!(what_cannot_be_asked_is_told_by_field, async |db: Db| {
    let (portal, denis) = alone(db).await;
    let claire = token(&portal, "claire@example.com").await;
    let dataset = dataset(&portal, &claire).await;
    let hide = json!({"private": true});
    let data = format!("/api/1/datasets/{dataset}/");
    send(&portal, Method::PUT, &data, Some(&claire), &hide).await;
    let hidden = json!({"class": "Dataset", "id": dataset});
    for (sent, field) in [
        (json!({}), "title"),
        (json!({}), "comment"),
        (json!({}), "subject"),
        (json!({"subject": hidden}), "subject"),
        (
            json!({"subject": {"class": "Dataset", "id": "x"}}),
            "subject",
        ),
        (json!({"comment": "x".repeat(50_001)}), "comment"),
        (
            json!({"organization": "000000000000000000000000"}),
            "organization",
        ),
        (
            json!({"extras": {"notification": {"external_url": "https://evil.example"}}}),
            "extras",
        ),
    ] {
        let path = "/api/1/discussions/";
        let answer = send(&portal, Method::POST, path, Some(&denis), &sent).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(
            answer.json().unwrap()["errors"][field].is_string(),
            "{field}"
        );
    }
});

db_test!(followers_come_and_go, async |db: Db| {
    let (portal, denis) = alone(db).await;
    let claire = token(&portal, "claire@example.com").await;
    let dataset = dataset(&portal, &claire).await;
    let key = denis;
    let denis = Some(key.as_str());
    let data = format!("/api/1/datasets/{dataset}/");
    let path = format!("{data}followers/");
    for name in ["125-follow", "126-follow-again"] {
        let answer = send(&portal, Method::POST, &path, denis, &Value::Null).await;
        agrees(&answer, name);
        assert_eq!(answer.json().unwrap(), json!({"followers": 1}));
    }
    agrees(&portal.get(&path).await.unwrap(), "127-followers");
    assert_eq!(count(&portal, &data, "followers").await, 1);
    let ended = send(&portal, Method::DELETE, &path, denis, &Value::Null).await;
    agrees(&ended, "128-unfollow");
    assert_eq!(ended.json().unwrap(), json!({"followers": 0}));
    let again = send(&portal, Method::DELETE, &path, denis, &Value::Null).await;
    agrees(&again, "129-unfollow-again");
    assert_eq!(count(&portal, &data, "followers").await, 0);

    let headers = [("x-api-key", key.as_str())];
    let me = portal
        .ask(Method::GET, "/api/1/me/", &headers)
        .await
        .unwrap();
    let me = format!(
        "/api/1/users/{}/followers/",
        me.json().unwrap()["id"].as_str().unwrap()
    );
    let own = send(&portal, Method::POST, &me, denis, &Value::Null).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);
    let theirs = send(&portal, Method::POST, &me, Some(&claire), &Value::Null).await;
    assert_eq!(theirs.status, StatusCode::CREATED);
});

db_test!(those_who_come_at_once_are_all_counted, async |db: Db| {
    let (portal, denis) = alone(db).await;
    let dataset = dataset(&portal, &denis).await;
    let data = format!("/api/1/datasets/{dataset}/");
    let path = format!("{data}followers/");
    let mut tokens = Vec::new();
    for name in ["a", "b", "c", "d"] {
        tokens.push(token(&portal, &format!("{name}@example.com")).await);
    }
    let follow = |place: usize| {
        let (path, portal, token) = (&path, &portal, tokens[place].as_str());
        async move { send(portal, Method::POST, path, Some(token), &Value::Null).await }
    };
    let (a, b, c, d) = tokio::join!(follow(0), follow(1), follow(2), follow(3));
    for answer in [a, b, c, d] {
        assert_eq!(answer.status, StatusCode::CREATED);
    }
    assert_eq!(count(&portal, &data, "followers").await, 4);
});
