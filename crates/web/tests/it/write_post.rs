//! What the portal's team writes, and what anybody reports to them.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_testkit::{Db, db_test};

use crate::recorded::agrees;
use crate::write::{send, token};
use crate::write_reuse::{alone, dataset};

db_test!(a_post_is_written_published_and_deleted, async |db: Db| {
    let (portal, denis) = alone(db).await;
    let admin = token(&portal, "admin@example.com").await;
    let (me, path) = (Some(admin.as_str()), "/api/1/posts/");
    let sent = json!({
        "name": "Actualité", "headline": "Titre", "content": "Texte", "kind": "news",
        "body_type": "markdown",
    });
    let refused = send(&portal, Method::POST, path, Some(&denis), &sent).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let made = send(&portal, Method::POST, path, me, &sent).await;
    agrees(&made, "160-post-create");
    agrees(&portal.get(path).await.unwrap(), "161-posts");
    let own = format!("{path}{}/", made.json().unwrap()["id"].as_str().unwrap());
    assert_eq!(
        portal.get(&own).await.unwrap().status,
        StatusCode::NOT_FOUND
    );
    let held = dataset(&portal, &denis).await;
    let blocs = json!({
        "name": "Air", "body_type": "blocs",
        "blocs": [
            {"class": "MarkdownBloc", "content": "Bonjour"},
            {"class": "DatasetsListBloc", "title": "À voir", "datasets": [{"id": held}]},
        ],
    });
    let changed = send(&portal, Method::PUT, &own, me, &blocs).await;
    let changed = changed.json().unwrap();
    assert_eq!(changed["headline"], "Titre");
    assert_eq!(changed["blocs"][1]["datasets"], json!([held]));
    assert!(changed["blocs"][0]["id"].is_string());
    let wrong = json!({"blocs": [{"class": "ScriptBloc"}]});
    let wrong = send(&portal, Method::PUT, &own, me, &wrong).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.json().unwrap()["errors"]["blocs"].is_string());

    let publish = format!("{own}publish/");
    let shown = send(&portal, Method::POST, &publish, me, &Value::Null).await;
    assert!(shown.json().unwrap()["published"].is_string());
    assert_eq!(portal.get(&own).await.unwrap().status, StatusCode::OK);
    let page = portal.get("/posts/air").await.unwrap();
    assert!(page.text().contains("Bonjour"));
    let hidden = send(&portal, Method::DELETE, &publish, me, &Value::Null).await;
    assert!(hidden.json().unwrap()["published"].is_null());
    let gone = send(&portal, Method::DELETE, &own, me, &Value::Null).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    let gone = send(&portal, Method::DELETE, &own, me, &Value::Null).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);

    let site = json!({"title": "Données de la ville", "feed_size": 10, "keywords": ["air"]});
    let named = send(&portal, Method::PATCH, "/api/1/site/", me, &site).await;
    assert_eq!(named.json().unwrap()["title"], "Données de la ville");
    let read = portal.get("/api/1/site/").await.unwrap().json().unwrap();
    assert_eq!(
        (&read["feed_size"], &read["keywords"]),
        (&json!(10), &json!(["air"]))
    );
    let wrong = json!({"feed_size": 0, "title": ""});
    let wrong = send(&portal, Method::PATCH, "/api/1/site/", me, &wrong).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
});

db_test!(anybody_reports_and_sysadmins_answer, async |db: Db| {
    let (portal, denis) = alone(db).await;
    let admin = token(&portal, "admin@example.com").await;
    let (me, path) = (Some(admin.as_str()), "/api/1/reports/");
    let held = dataset(&portal, &denis).await;
    let about = json!({"class": "Dataset", "id": held});
    let sent = json!({"subject": about, "reason": "spam", "message": "pub"});
    let made = send(&portal, Method::POST, path, None, &sent).await;
    agrees(&made, "130-report-anonymous");
    agrees(&portal.get(path).await.unwrap(), "131-reports-anonymous");
    let user = send(&portal, Method::GET, path, Some(&denis), &Value::Null).await;
    agrees(&user, "132-reports-user");
    let list = send(&portal, Method::GET, path, me, &Value::Null).await;
    agrees(&list, "133-reports-admin");
    for (sent, field) in [
        (json!({"subject": about, "reason": "boredom"}), "reason"),
        (json!({"subject": about, "reason": "auto_spam"}), "reason"),
        (json!({"subject": about}), "reason"),
        (
            json!({"subject": {"class": "Zone", "id": held}, "reason": "spam"}),
            "subject",
        ),
        (
            json!({"subject": {"class": "Reuse", "id": held}, "reason": "spam"}),
            "subject",
        ),
        (json!({"reason": "spam"}), "subject"),
    ] {
        let wrong = send(&portal, Method::POST, path, None, &sent).await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{sent}");
        assert!(wrong.json().unwrap()["errors"][field].is_string(), "{sent}");
    }
    let id = made.json().unwrap()["id"].as_str().unwrap().to_owned();
    let open = async || {
        let listed = send(
            &portal,
            Method::GET,
            "/api/1/reports/?handled=false&subject_type=Dataset",
            me,
            &Value::Null,
        );
        listed.await.json().unwrap()["total"].clone()
    };
    assert_eq!(open().await, 1);
    let own = format!("{path}{id}/");
    let dismissed = json!({"dismissed_at": "2026-01-16T00:00:00+00:00"});
    let dismissed = send(&portal, Method::PATCH, &own, me, &dismissed).await;
    assert_eq!(
        dismissed.json().unwrap()["dismissed_by"]["last_name"],
        "admin"
    );
    assert_eq!(open().await, 0);
    let again = json!({"dismissed_at": null});
    send(&portal, Method::PATCH, &own, me, &again).await;
    assert_eq!(open().await, 1);
    let data = format!("/api/1/datasets/{held}/");
    send(&portal, Method::DELETE, &data, Some(&denis), &Value::Null).await;
    assert_eq!(open().await, 0, "what is deleted needs no answer");
});
