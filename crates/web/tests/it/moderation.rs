//! What looks like spam waits for a moderator, and is seen by nobody else meanwhile.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test};

use crate::write::{send, token};

const GET: Method = Method::GET;
const POST: Method = Method::POST;

async fn portal(db: Db) -> (Portal, String, String) {
    let portal = Portal::on_with(db, |settings| {
        settings.spam.words = vec!["casino".to_owned()];
        settings.spam.languages = vec!["fra".to_owned(), "eng".to_owned()];
    });
    let portal = portal.unwrap();
    let admin = token(&portal, "admin@example.com").await;
    let denis = token(&portal, "denis@example.com").await;
    (portal, admin, denis)
}

/// How many things of a list the public sees.
async fn seen(portal: &Portal, path: &str) -> Value {
    portal.get(path).await.unwrap().json().unwrap()["total"].clone()
}

db_test!(a_suspect_waits_and_a_decision_holds, async |db: Db| {
    let (portal, admin, denis) = portal(db).await;
    let (me, root) = (Some(denis.as_str()), Some(admin.as_str()));
    let dataset = json!({"title": "Le meilleur casino", "description": "d"});
    let service = json!({"title": "API casino"});
    let topic = json!({"name": "Casino"});
    let town = json!({"name": "Ville du casino", "description": "d"});
    let reuse = json!({
        "title": "Casino", "description": "d", "url": "https://www.example.com/r", "type": "api",
        "topic": "health",
    });
    for (path, class, sent) in [
        ("/api/1/datasets/", "Dataset", dataset),
        ("/api/1/reuses/", "Reuse", reuse),
        ("/api/1/dataservices/", "Dataservice", service),
        ("/api/2/topics/", "Topic", topic),
        ("/api/1/organizations/", "Organization", town),
    ] {
        let made = send(&portal, POST, path, me, &sent).await;
        assert_eq!(made.status, StatusCode::CREATED, "{path}");
        let id = made.json().unwrap()["id"].as_str().unwrap().to_owned();
        let own = format!("{path}{id}/");
        assert_eq!(seen(&portal, path).await, 0, "{path}");
        let hidden = portal.get(&own).await.unwrap();
        assert_eq!(hidden.status, StatusCode::NOT_FOUND, "{path}");
        let mine = send(&portal, GET, &own, me, &Value::Null).await;
        assert_eq!(mine.status, StatusCode::OK, "{path}");
        let queue = send(&portal, GET, "/api/1/moderation/", root, &Value::Null).await;
        let queue = queue.json().unwrap();
        assert_eq!(
            queue["data"][0]["subject"],
            json!({"class": class, "id": id})
        );
        assert_eq!(queue["data"][0]["reasons"], json!(["word:casino"]));
        let reports = "/api/1/reports/?handled=false";
        let reports = send(&portal, GET, reports, root, &Value::Null).await;
        assert_eq!(reports.json().unwrap()["data"][0]["reason"], "auto_spam");

        let keep = format!("/api/1/moderation/{class}/{id}/keep/");
        let kept = send(&portal, POST, &keep, root, &Value::Null).await;
        assert_eq!(kept.status, StatusCode::NO_CONTENT, "{path}");
        assert_eq!(seen(&portal, path).await, 1, "{path}");
        let again = send(&portal, POST, &keep, root, &Value::Null).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
        let open = "/api/1/reports/?handled=false";
        let open = send(&portal, GET, open, root, &Value::Null).await;
        assert_eq!(open.json().unwrap()["total"], 0);
        // What was judged is not judged again; what is new is, and may be removed.
        let method = if class == "Dataservice" {
            Method::PATCH
        } else {
            Method::PUT
        };
        let other = json!({"acronym": "LMC", "tags": ["jeu-de-hasard"]});
        send(&portal, method.clone(), &own, me, &other).await;
        assert_eq!(seen(&portal, path).await, 1, "{path}");
        let worse = json!({"description": "Un autre casino"});
        send(&portal, method, &own, me, &worse).await;
        assert_eq!(seen(&portal, path).await, 0, "{path}");
        let remove = format!("/api/1/moderation/{class}/{id}/remove/");
        let removed = send(&portal, POST, &remove, root, &Value::Null).await;
        assert_eq!(removed.status, StatusCode::NO_CONTENT, "{path}");
        let queue = send(&portal, GET, "/api/1/moderation/", root, &Value::Null).await;
        assert_eq!(queue.json().unwrap()["total"], 0, "{path}");
        let gone = send(&portal, GET, &own, me, &Value::Null).await;
        assert!(
            gone.status != StatusCode::OK || gone.json().unwrap().to_string().contains("deleted")
        );
    }
});

db_test!(a_suspect_message_waits_alone, async |db: Db| {
    let (portal, admin, denis) = portal(db).await;
    let claire = token(&portal, "claire@example.com").await;
    let (me, root) = (Some(denis.as_str()), Some(admin.as_str()));
    let sent = json!({"title": "Air", "description": "d"});
    let made = send(&portal, POST, "/api/1/datasets/", Some(&claire), &sent).await;
    let about = made.json().unwrap()["id"].clone();
    let path = "/api/1/discussions/";
    let sent = json!({
        "title": "Question", "subject": {"class": "Dataset", "id": about},
        "comment": "Купите дешёвые билеты на нашем сайте прямо сейчас, лучшие цены и доставка",
    });
    let made = send(&portal, POST, path, me, &sent).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let data = format!("/api/1/datasets/{}/", about.as_str().unwrap());
    let talks =
        async || portal.get(&data).await.unwrap().json().unwrap()["metrics"]["discussions"].clone();
    assert_eq!(
        (seen(&portal, path).await, talks().await),
        (json!(0), json!(0))
    );
    let id = made.json().unwrap()["id"].as_str().unwrap().to_owned();
    let own = format!("{path}{id}/");
    assert_eq!(
        portal.get(&own).await.unwrap().status,
        StatusCode::NOT_FOUND
    );
    let keep = format!("/api/1/moderation/Discussion/{id}/keep/");
    send(&portal, POST, &keep, root, &Value::Null).await;
    assert_eq!(
        (seen(&portal, path).await, talks().await),
        (json!(1), json!(1))
    );

    let answer = json!({"comment": "Venez au casino"});
    send(&portal, POST, &own, me, &answer).await;
    let shown = portal.get(&own).await.unwrap().json().unwrap();
    assert_eq!(shown["discussion"].as_array().unwrap().len(), 1);
    let mine = send(&portal, GET, &own, me, &Value::Null)
        .await
        .json()
        .unwrap();
    let message = mine["discussion"][1]["id"].as_str().unwrap().to_owned();
    let remove = format!("/api/1/moderation/Discussion/{id}/remove/?message={message}");
    let removed = send(&portal, POST, &remove, root, &Value::Null).await;
    assert_eq!(removed.status, StatusCode::NO_CONTENT);
    let mine = send(&portal, GET, &own, me, &Value::Null)
        .await
        .json()
        .unwrap();
    assert_eq!(mine["discussion"].as_array().unwrap().len(), 1);
    // Who answers for the subject is not suspected.
    let answer = json!({"comment": "Le casino n’y est pour rien"});
    send(&portal, POST, &own, Some(&claire), &answer).await;
    let shown = portal.get(&own).await.unwrap().json().unwrap();
    assert_eq!(shown["discussion"].as_array().unwrap().len(), 2);
});

db_test!(nothing_suspect_is_added_beside_a_dataset, async |db: Db| {
    let (portal, admin, denis) = portal(db).await;
    let id = crate::write_reuse::dataset(&portal, &denis).await;
    let path = "/api/1/datasets/community_resources/";
    let sent = |title: &str| {
        json!({"title": title, "url": "https://www.example.com/a.csv", "format": "csv",
            "dataset": {"class": "Dataset", "id": id}})
    };
    for (who, title, status) in [
        (&denis, "Le meilleur casino", 403),
        (&denis, "Nettoyé", 201),
        (&admin, "Casino", 201),
    ] {
        let made = send(&portal, POST, path, Some(who), &sent(title)).await;
        assert_eq!(made.status.as_u16(), status, "{title}: {}", made.text());
    }
    let all = format!("{path}?dataset={id}");
    assert_eq!(seen(&portal, &all).await, 2);
});
