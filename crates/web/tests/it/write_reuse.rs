//! Writing reuses and dataservices through the API.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test};

use crate::recorded::agrees;
use crate::write::{send, token};

/// An empty portal, and the token of somebody.
pub async fn alone(db: Db) -> (Portal, String) {
    let portal = Portal::on(db).unwrap();
    let token = token(&portal, "denis@example.com").await;
    (portal, token)
}

/// A new dataset of somebody, as its id.
pub async fn dataset(portal: &Portal, token: &str) -> String {
    let sent = json!({
        "title": "Air", "description": "d", "acronym": "QAE",
        "resources": [{
            "title": "a", "url": "https://www.example.com/a.csv", "format": "CSV", "mime": "text/csv", "filesize": 3000,
            "checksum": {"type": "sha1", "value": "f212f0ceb6b86884f0515c68d357b3a261c003cf"},
        }],
    });
    let path = "/api/1/datasets/";
    let made = send(portal, Method::POST, path, Some(token), &sent).await;
    made.json().unwrap()["id"].as_str().unwrap().to_owned()
}

/// A count of an object.
pub async fn count(portal: &Portal, path: &str, key: &str) -> Value {
    portal.get(path).await.unwrap().json().unwrap()["metrics"][key].clone()
}

fn reuse(datasets: &Value) -> Value {
    json!({
        "title": "Carte de l’air", "description": "Une carte", "url": "https://www.example.com/carte",
        "type": "visualization", "topic": "environment_and_energy", "datasets": datasets,
        "tags": ["carte"],
    })
}

db_test!(a_reuse_lives_as_on_udata, async |db: Db| {
    let (portal, denis) = alone(db).await;
    let claire = token(&portal, "claire@example.com").await;
    let dataset = dataset(&portal, &claire).await;
    let (data, me) = (format!("/api/1/datasets/{dataset}/"), Some(denis.as_str()));
    let path = "/api/1/reuses/";

    let made = send(&portal, Method::POST, path, me, &reuse(&json!([dataset]))).await;
    agrees(&made, "098-create-reuse");
    let made = made.json().unwrap();
    assert_eq!(made["metrics"]["datasets"], 1);
    assert_eq!(count(&portal, &data, "reuses").await, 1);
    let same = json!({
        "title": "Bis", "description": "d", "url": "https://www.example.com/carte",
        "type": "visualization", "topic": "health",
    });
    let again = send(&portal, Method::POST, path, me, &same).await;
    agrees(&again, "099-create-reuse-same-url");
    assert_eq!(
        again.json().unwrap()["errors"]["url"],
        "This URL is already registered"
    );
    let empty = send(&portal, Method::POST, path, me, &json!({})).await;
    agrees(&empty, "100-create-reuse-empty");

    let own = format!("/api/1/reuses/{}/", made["id"].as_str().unwrap());
    agrees(&portal.get(&own).await.unwrap(), "101-get-reuse");
    let listed = portal.get("/api/2/reuses/?page_size=1").await;
    agrees(&listed.unwrap(), "102-get-reuse-v2-list");
    let link = json!({"id": dataset, "class": "Dataset"});
    let links = format!("{own}datasets/");
    let linked = send(&portal, Method::POST, &links, me, &link).await;
    agrees(&linked, "103-reuse-add-dataset-again");

    let sent = json!({"title": "Carte", "datasets": []});
    let changed = send(&portal, Method::PUT, &own, me, &sent).await;
    assert_eq!(changed.status, StatusCode::OK);
    assert_eq!(changed.json().unwrap()["slug"], "carte");
    assert_eq!(count(&portal, &data, "reuses").await, 0);
    let linked = send(&portal, Method::POST, &links, me, &link).await;
    assert_eq!(linked.status, StatusCode::CREATED);
    assert_eq!(count(&portal, &data, "reuses").await, 1);
    let theirs = send(&portal, Method::PUT, &own, Some(&claire), &sent).await;
    assert_eq!(theirs.status, StatusCode::FORBIDDEN);

    let gone = send(&portal, Method::DELETE, &own, me, &Value::Null).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(count(&portal, &data, "reuses").await, 0);
    assert_eq!(portal.get(&own).await.unwrap().status, StatusCode::GONE);
    let sent = json!({"title": "Zombie"});
    let zombie = send(&portal, Method::PUT, &own, me, &sent).await;
    assert_eq!(zombie.status, StatusCode::GONE);
    let back = json!({"deleted": null});
    let back = send(&portal, Method::PUT, &own, me, &back).await;
    assert_eq!(back.status, StatusCode::OK);
    assert_eq!(count(&portal, &data, "reuses").await, 1);
});

db_test!(what_a_reuse_names_must_be_known, async |db: Db| {
    let (portal, token) = alone(db).await;
    let path = "/api/1/reuses/";
    for (sent, field, said) in [
        (
            reuse(&json!(["000000000000000000000000"])),
            "datasets",
            "Unknown reference '000000000000000000000000'",
        ),
        (
            json!({"type": "nope"}),
            "type",
            "'nope' is not a valid choice. Valid choices: ['api', 'application', 'idea', \
             'news_article', 'paper', 'post', 'visualization', 'hardware']",
        ),
        (
            json!({"organization": "000000000000000000000000"}),
            "organization",
            "Organization does not exists",
        ),
    ] {
        let answer = send(&portal, Method::POST, path, Some(&token), &sent).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert_eq!(answer.json().unwrap()["errors"][field], said);
    }
    let made = send(
        &portal,
        Method::POST,
        path,
        Some(&token),
        &reuse(&json!([])),
    )
    .await;
    let own = format!("{path}{}/", made.json().unwrap()["id"].as_str().unwrap());
    for (sent, status) in [
        (json!({}), StatusCode::BAD_REQUEST),
        (json!({"id": "x"}), StatusCode::NOT_FOUND),
        (
            json!({"id": "000000000000000000000000"}),
            StatusCode::NOT_FOUND,
        ),
    ] {
        for links in ["datasets", "dataservices"] {
            let links = format!("{own}{links}/");
            let answer = send(&portal, Method::POST, &links, Some(&token), &sent).await;
            assert_eq!(answer.status, status, "{links} {sent}");
        }
    }
});

db_test!(a_dataservice_lives_as_on_udata, async |db: Db| {
    let (portal, token) = alone(db).await;
    let dataset = dataset(&portal, &token).await;
    let (data, me) = (format!("/api/1/datasets/{dataset}/"), Some(token.as_str()));
    let path = "/api/1/dataservices/";
    let sent = json!({
        "title": "API Air", "base_api_url": "https://api.example.com", "access_type": "open",
    });
    let made = send(&portal, Method::POST, path, me, &sent).await;
    agrees(&made, "104-create-dataservice");
    let bad = json!({"title": "x", "format": "SOAP"});
    let bad = send(&portal, Method::POST, path, me, &bad).await;
    agrees(&bad, "105-create-dataservice-bad-format");
    assert_eq!(
        bad.json().unwrap()["message"],
        "'SOAP' is not a valid choice. Valid choices: ['REST', 'WMS', 'WSL']"
    );
    let own = format!("{path}{}/", made.json().unwrap()["id"].as_str().unwrap());
    agrees(&portal.get(&own).await.unwrap(), "106-get-dataservice");
    let sent = json!({"description": "Une API", "rate_limiting": "10/s", "availability": 99.5});
    let changed = send(&portal, Method::PATCH, &own, me, &sent).await;
    agrees(&changed, "107-patch-dataservice");
    assert_eq!(changed.json().unwrap()["title"], "API Air");

    let links = format!("{own}datasets/");
    let list = json!([{"id": dataset}]);
    let linked = send(&portal, Method::POST, &links, me, &list).await;
    agrees(&linked, "108-dataservice-datasets-add");
    assert_eq!(linked.json().unwrap()["datasets"]["total"], 1);
    assert_eq!(count(&portal, &data, "dataservices").await, 1);
    let object = send(&portal, Method::POST, &links, me, &list[0]).await;
    agrees(&object, "109-dataservice-datasets-object");
    assert_eq!(
        object.json().unwrap(),
        json!({"message": "Expecting a list"})
    );
    let listed = portal.get("/api/1/dataservices/?page_size=1").await;
    agrees(&listed.unwrap(), "110-dataservices");
    let link = format!("{links}{dataset}/");
    for status in [StatusCode::NO_CONTENT, StatusCode::NOT_FOUND] {
        let cut = send(&portal, Method::DELETE, &link, me, &Value::Null).await;
        assert_eq!(cut.status, status);
    }
    assert_eq!(count(&portal, &data, "dataservices").await, 0);

    let gone = send(&portal, Method::DELETE, &own, me, &Value::Null).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(portal.get(&own).await.unwrap().status, StatusCode::GONE);
    let back = json!({"deleted_at": null});
    let back = send(&portal, Method::PATCH, &own, me, &back).await;
    assert_eq!(back.status, StatusCode::OK);
});
