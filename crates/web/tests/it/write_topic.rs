//! Writing topics and their elements through the API.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_testkit::{Db, db_test};

use crate::recorded::agrees;
use crate::write::{send, token};
use crate::write_reuse::{alone, dataset};

db_test!(a_topic_lives_as_on_udata, async |db: Db| {
    let (portal, claire) = alone(db).await;
    let denis = token(&portal, "claire@example.com").await;
    let held = dataset(&portal, &claire).await;
    let (me, path) = (Some(claire.as_str()), "/api/2/topics/");
    let sent = json!({
        "name": "Air pur", "description": "Thème", "tags": ["air"], "extras": {"x": {"y": 1}},
        "elements": [
            {"title": "Donnée manquante", "description": "on cherche"},
            {"title": "Mesures", "element": {"class": "Dataset", "id": held}, "tags": ["mesure"]},
        ],
    });
    let made = send(&portal, Method::POST, path, me, &sent).await;
    agrees(&made, "111-create-topic");
    let made = made.json().unwrap();
    let own = format!("{path}{}/", made["id"].as_str().unwrap());
    agrees(&portal.get(&own).await.unwrap(), "112-get-topic");
    let links = format!("{own}elements/");
    agrees(&portal.get(&links).await.unwrap(), "113-topic-elements");
    let free = portal.get(&format!("{links}?class=None")).await.unwrap();
    agrees(&free, "114-topic-elements-none");
    let wrong = json!([{"title": "a"}, {"tags": ["x"]}]);
    let wrong = send(&portal, Method::POST, &links, me, &wrong).await;
    let sentence = "A topic element must have a title or an element.";
    assert_eq!(
        wrong.json().unwrap(),
        json!({"errors": [{}, {"element": [sentence]}]})
    );
    let added = json!([{"element": {"class": "Dataset", "id": held}}]);
    let added = send(&portal, Method::POST, &links, me, &added).await;
    agrees(&added, "116-topic-elements-add");
    let tagged = portal.get("/api/2/topics/?tag=air").await.unwrap();
    agrees(&tagged, "117-topics");
    assert_eq!(tagged.json().unwrap()["data"][0]["elements"]["total"], 3);

    let element = added.json().unwrap()[0]["id"].as_str().unwrap().to_owned();
    let one = format!("{links}{element}/");
    let titled = json!({"title": "Mesures", "extras": {"ok": true}});
    let titled = send(&portal, Method::PUT, &one, me, &titled).await;
    assert_eq!(titled.json().unwrap()["element"]["class"], "Dataset");
    for status in [StatusCode::NO_CONTENT, StatusCode::NOT_FOUND] {
        let cut = send(&portal, Method::DELETE, &one, me, &Value::Null).await;
        assert_eq!(cut.status, status);
    }

    // The whole object as it was read comes back without harm; a list of elements replaces those there are.
    let mut whole = portal.get(&own).await.unwrap().json().unwrap();
    whole["name"] = "Air très pur".into();
    let renamed = send(&portal, Method::PUT, &own, me, &whole).await;
    assert_eq!(renamed.status, StatusCode::OK);
    assert_eq!(renamed.json().unwrap()["elements"]["total"], 2);
    let kept = portal.get(&links).await.unwrap().json().unwrap()["data"][1].clone();
    let list = json!({"elements": [kept, {"title": "Neuf"}]});
    let listed = send(&portal, Method::PUT, &own, me, &list).await;
    assert_eq!(listed.json().unwrap()["elements"]["total"], 2);
    let now = portal.get(&links).await.unwrap().json().unwrap();
    assert_eq!(now["data"][0]["id"], kept["id"]);
    let old = portal.get("/api/2/topics/air-pur/").await.unwrap();
    assert_eq!(old.status, StatusCode::PERMANENT_REDIRECT);

    let theirs = send(&portal, Method::DELETE, &own, Some(&denis), &Value::Null).await;
    assert_eq!(theirs.status, StatusCode::FORBIDDEN);
    assert_eq!(theirs.json().unwrap(), json!({"message": "Forbidden"}));
    let unnamed = json!({"name": "", "elements": [{"tags": []}]});
    let unnamed = send(&portal, Method::PUT, &own, me, &unnamed).await;
    assert_eq!(
        unnamed.json().unwrap(),
        json!({"errors": {
            "name": ["This field is required."], "elements": {"0": {"element": [sentence]}}
        }})
    );
    let talk = json!({
        "title": "t", "comment": "c", "subject": {"class": "Topic", "id": made["id"]},
    });
    let talk = send(&portal, Method::POST, "/api/1/discussions/", me, &talk).await;
    assert_eq!(talk.status, StatusCode::CREATED);
    let gone = send(&portal, Method::DELETE, &own, me, &Value::Null).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    for path in [
        own,
        talk.json().unwrap()["url"].as_str().unwrap().to_owned(),
    ] {
        let path = path
            .rsplit_once("/api/")
            .map(|(_, rest)| format!("/api/{rest}"));
        let answer = portal.get(&path.unwrap()).await.unwrap();
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    let old = portal.get("/api/2/topics/air-pur/").await.unwrap();
    assert_eq!(old.status, StatusCode::NOT_FOUND);
});

db_test!(every_kind_comes_back_as_it_was, async |db: Db| {
    let (portal, token) = alone(db).await;
    let me = Some(token.as_str());
    let reuse = json!({
        "title": "Avant", "description": "d", "url": "https://www.example.com/r", "type": "api",
        "topic": "health",
    });
    for (base, method, name, sent) in [
        (
            "/api/1/datasets/",
            Method::PUT,
            "title",
            json!({"title": "Avant", "description": "d"}),
        ),
        ("/api/1/reuses/", Method::PUT, "title", reuse),
        (
            "/api/1/dataservices/",
            Method::PATCH,
            "title",
            json!({"title": "Avant"}),
        ),
        (
            "/api/2/topics/",
            Method::PUT,
            "name",
            json!({"name": "Avant"}),
        ),
        (
            "/api/1/organizations/",
            Method::PUT,
            "name",
            json!({"name": "Avant", "description": "d"}),
        ),
    ] {
        let made = send(&portal, Method::POST, base, me, &sent).await;
        let id = made.json().unwrap()["id"].as_str().unwrap().to_owned();
        let changes = json!({name: "Après", "description": "autre"});
        send(&portal, method, &format!("{base}{id}/"), me, &changes).await;
        let versions = format!("{}{id}/versions/", base.replace("/2/", "/1/"));
        let compared = portal.get(&format!("{versions}2/")).await.unwrap();
        let compared = compared.json().unwrap();
        assert_eq!(compared["fields"], json!(["description", name]), "{base}");
        assert_eq!(compared["differences"][name]["old"], "Avant");
        let back = format!("{versions}1/restore/");
        let back = send(&portal, Method::POST, &back, me, &Value::Null).await;
        assert_eq!(back.status, StatusCode::OK, "{base}");
        assert_eq!(back.json().unwrap()[name], "Avant");
        assert_eq!(back.json().unwrap()["slug"], "apres");
        let list = portal.get(&versions).await.unwrap().json().unwrap();
        assert_eq!(list["total"], 3);
        assert_eq!(
            list["data"][0]["fields"],
            json!(["description", name]),
            "{base}"
        );
    }
});
