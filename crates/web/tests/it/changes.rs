//! What neighbours hear of what happened, tried as producers do it.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_app::domain::{Change, ContactPoint, Kind};
use vitrail_testkit::portal::{NOW, Portal};
use vitrail_testkit::{Db, db_test, store};

use crate::portal;
use crate::write::{send, token};

async fn fine(portal: &Portal, method: Method, path: &str, token: &str, body: &Value) -> Value {
    let answer = send(portal, method, path, Some(token), body).await;
    assert!(answer.status.is_success(), "{path}: {}", answer.text());
    answer.json().unwrap_or_default()
}

async fn last(portal: &Portal) -> i64 {
    let mut cursor = 0;
    loop {
        let path = format!("/api/1/site/changes/?cursor={cursor}");
        let page = portal.get(&path).await.unwrap().json().unwrap();
        cursor = page["cursor"].as_i64().unwrap();
        if page["next_page"].is_null() {
            return cursor;
        }
    }
}

db_test!(a_draft_put_away_is_nobodys_business, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let claire = token(&portal, "claire@example.org").await;
    let cursor = last(&portal).await;
    let body = json!({"title": "Brouillon", "description": "x", "private": true});
    let made = fine(&portal, Method::POST, "/api/1/datasets/", &claire, &body).await;
    let path = format!("/api/1/datasets/{}/", made["id"].as_str().unwrap());
    fine(&portal, Method::DELETE, &path, &claire, &Value::Null).await;
    let feed = format!("/api/1/site/changes/?cursor={cursor}");
    let told = portal.get(&feed).await.unwrap().json().unwrap();
    assert_eq!(told["data"], json!([]));

    // What the public saw is told when it goes.
    let body = json!({"title": "Publié", "description": "x"});
    let made = fine(&portal, Method::POST, "/api/1/datasets/", &claire, &body).await;
    let path = format!("/api/1/datasets/{}/", made["id"].as_str().unwrap());
    fine(&portal, Method::DELETE, &path, &claire, &Value::Null).await;
    let told = portal.get(&feed).await.unwrap().json().unwrap();
    assert_eq!(told["data"][0]["operation"], "removed", "{told}");
});

db_test!(graphs_follow_who_answers_for_data, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let claire = token(&portal, "claire@example.org").await;
    let body = json!({"name": "Ville d’Avant", "description": "x"});
    let made = fine(
        &portal,
        Method::POST,
        "/api/1/organizations/",
        &claire,
        &body,
    )
    .await;
    let organization = format!("/api/1/organizations/{}/", made["id"].as_str().unwrap());
    let body = json!({"name": "Bureau", "email": "a@example.com", "role": "contact",
        "organization": made["id"]});
    let made = fine(&portal, Method::POST, "/api/1/contacts/", &claire, &body).await;
    let contact = format!("/api/1/contacts/{}/", made["id"].as_str().unwrap());
    let cursor = last(&portal).await;
    let body = json!({"name": "Ville d’Après"});
    fine(&portal, Method::PUT, &organization, &claire, &body).await;
    let body = json!({"name": "Guichet", "email": "b@example.com", "role": "contact"});
    fine(&portal, Method::PUT, &contact, &claire, &body).await;
    let path = format!("/ldes?cursor={cursor}");
    let answer = portal
        .ask(Method::GET, &path, &[("accept", "application/n-triples")])
        .await;
    let said = answer.unwrap().text();
    for expected in ["Ville d’Après", "Guichet", "mailto:b@example.com"] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    // What is said of an object stands in the graph of its event, where a syntax has graphs; a shape leads there else.
    assert!(said.contains("tree#shape"), "{said}");
    let answer = portal
        .ask(Method::GET, &path, &[("accept", "application/trig")])
        .await;
    let trig = answer.unwrap().text();
    assert!(!trig.contains("tree:shape"), "{trig}");
    let (first, second) = (cursor + 1, cursor + 2);
    for (event, name) in [(first, "Ville d’Après"), (second, "Guichet")] {
        let from = trig.find(&format!("<http://portal.example/ldes#{event}> {{"));
        let graph = &trig[from.unwrap()..];
        assert!(graph[..graph.find('}').unwrap()].contains(name), "{trig}");
    }
    let answer = portal
        .ask(Method::GET, &path, &[("accept", "application/ld+json")])
        .await;
    let flat = answer.unwrap().json().unwrap();
    let nodes = flat["@graph"].as_array().unwrap();
    let name = format!("http://portal.example/ldes#{second}");
    let graphs = |node: &&serde_json::Value| node["@id"] == *name && node["@graph"].is_array();
    let graph = nodes.iter().find(graphs).unwrap();
    assert!(graph.to_string().contains("Guichet"), "{flat}");
    // The first page is the way in, and says that only the last state of each thing is kept.
    let policy = "ldes#retentionPolicy";
    assert!(!said.contains(policy), "{said}");
    assert!(
        said.contains("tree#view> <http://portal.example/ldes?cursor=0&page_size=100>"),
        "{said}"
    );
    let answer = portal
        .ask(Method::GET, "/ldes", &[("accept", "application/n-triples")])
        .await;
    assert!(answer.unwrap().text().contains(policy));
    // Machines ask there: a place that nobody gave is refused in their words, not by a page.
    for cursor in ["demain", "-1", "999999999"] {
        let path = format!("/ldes?cursor={cursor}");
        let answer = portal.get(&path).await.unwrap();
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{cursor}");
        let told = answer.json().unwrap();
        assert!(told.to_string().contains("cursor"), "{told}");
    }
});

db_test!(a_former_slug_leads_to_what_was_asked, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let claire = token(&portal, "claire@example.org").await;
    let body = json!({"title": "Avant", "description": "x"});
    let made = fine(&portal, Method::POST, "/api/1/datasets/", &claire, &body).await;
    let former = made["slug"].as_str().unwrap().to_owned();
    let path = format!("/api/1/datasets/{former}/");
    let body = json!({"title": "Après", "description": "x"});
    let made = fine(&portal, Method::PUT, &path, &claire, &body).await;
    let slug = made["slug"].as_str().unwrap();
    assert_ne!(slug, former);
    for rest in ["/rdf.ttl?profile=dcat-ap-2", "/mqa/?lang=en", "/rdf.ttl"] {
        let answer = portal
            .get(&format!("/api/1/datasets/{former}{rest}"))
            .await
            .unwrap();
        assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{rest}");
        let location = answer.header("location").unwrap_or_default();
        assert!(
            location.ends_with(&format!("/datasets/{slug}{rest}")),
            "{location}"
        );
    }
});

db_test!(a_neighbour_stays_in_step_with_the_log, async |db: Db| {
    let (portal, mut catalogue) = portal(db).await;
    let id = catalogue.dataset.id;
    let log = async |operation: &str, fields: &[&str]| {
        let mut change = Change::new(NOW, (Kind::Dataset, id), operation);
        change.fields = fields.iter().map(ToString::to_string).collect();
        portal
            .write(async |tx| Ok(store::change::record(tx, &change).await?))
            .await
            .unwrap();
    };
    let feed = async |cursor: i64| {
        let path = format!("/api/1/site/changes/?cursor={cursor}&page_size=3");
        portal.get(&path).await.unwrap().json().unwrap()
    };
    log("created", &[]).await;
    log("updated", &["title"]).await;
    let (mut cursor, mut seen) = (0, Vec::new());
    loop {
        let page = feed(cursor).await;
        assert_eq!(feed(cursor).await, page, "a page read again is the same");
        seen.extend(page["data"].as_array().unwrap().clone());
        cursor = page["cursor"].as_i64().unwrap();
        if page["next_page"].is_null() {
            break;
        }
    }
    let last = seen.last().unwrap();
    assert_eq!(
        (&last["id"], &last["operation"]),
        (&json!(id.to_string()), &json!("updated"))
    );
    assert_eq!(
        last["uri"],
        format!("http://portal.example/api/1/datasets/{id}/")
    );
    assert_eq!(
        feed(cursor).await["data"],
        json!([]),
        "nothing happened since"
    );
    let contact = ContactPoint {
        id: "69ea00000000000000000c02".parse().unwrap(),
        name: "Bureau".to_owned(),
        ..ContactPoint::default()
    };
    portal
        .write(async |tx| {
            store::contact_point::save(tx, &contact).await?;
            let change = Change::new(NOW, (Kind::ContactPoint, contact.id), "updated");
            Ok(store::change::record(tx, &change).await?)
        })
        .await
        .unwrap();
    let told = feed(cursor).await;
    assert_eq!(
        (&told["data"][0]["class"], &told["data"][0]["uri"]),
        (
            &json!("ContactPoint"),
            &json!(format!(
                "http://portal.example/api/1/contacts/{}/",
                contact.id
            ))
        )
    );
    cursor = told["cursor"].as_i64().unwrap();
    for silent in ["counted", "checked"] {
        log(silent, &[]).await;
        let page = feed(cursor).await;
        assert_eq!(page["data"], json!([]), "{silent}: no change");
        cursor = page["cursor"].as_i64().unwrap();
    }
    log("analysed", &[]).await;
    let told = feed(cursor).await;
    assert_eq!(
        told["data"][0]["operation"], "updated",
        "an analysis may date a file"
    );
    cursor = told["cursor"].as_i64().unwrap();
    // What the public does not see any more is said to be gone; a draft is not spoken of.
    catalogue.dataset.private = true;
    let harvest = json!({"uri": "https://source.example/1"});
    catalogue.dataset.harvest = harvest.as_object().cloned();
    catalogue.write(&portal).await.unwrap();
    log("updated", &["title"]).await;
    assert_eq!(feed(cursor).await["data"], json!([]));
    log("updated", &["private"]).await;
    let gone = portal
        .get(&format!("/api/1/site/changes/?cursor={cursor}"))
        .await
        .unwrap();
    let gone = gone.json().unwrap()["data"][0].clone();
    assert_eq!(
        (&gone["operation"], &gone["uri"]),
        (&json!("removed"), &Value::Null)
    );
    for bad in ["x", "99999999"] {
        let path = format!("/api/1/site/changes/?cursor={bad}");
        assert_eq!(portal.get(&path).await.unwrap().status, 400, "{bad}");
    }

    // A page of what nobody is told of leads to the next one all the same.
    let answer = portal
        .get(&format!("/ldes?cursor={cursor}&page_size=1"))
        .await
        .unwrap();
    let said = answer.text();
    assert!(
        said.contains("tree#relation") || said.contains("tree:relation"),
        "{said}"
    );

    let answer = portal
        .ask(
            Method::GET,
            &format!("/ldes?cursor={cursor}"),
            &[("accept", "text/turtle")],
        )
        .await
        .unwrap();
    assert_eq!(answer.header("content-type"), Some("text/turtle"));
    let said = answer.text();
    assert!(
        said.contains("ldes:EventStream") && said.contains("as:Delete"),
        "{said}"
    );
    assert!(!said.contains(&catalogue.dataset.title), "{said}");
    assert!(
        said.contains("<https://source.example/1>"),
        "it is gone under the name it had: {said}"
    );
    catalogue.dataset.private = false;
    catalogue.write(&portal).await.unwrap();
    log("updated", &["private"]).await;
    let answer = portal
        .ask(
            Method::GET,
            &format!("/ldes?cursor={cursor}"),
            &[("accept", "application/n-triples")],
        )
        .await
        .unwrap();
    let said = answer.text();
    assert!(
        said.contains("activitystreams#Update") && said.contains(&catalogue.dataset.title),
        "{said}"
    );
    assert!(said.contains("https://w3id.org/tree#member"), "{said}");
});
