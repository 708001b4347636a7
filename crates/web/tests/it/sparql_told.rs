//! What the endpoint does not tell, and what it says when it does not answer.

use axum::http::{Method, StatusCode};

use vitrail_app::settings::Sparql;
use vitrail_app::sparql::Follower;
use vitrail_testkit::catalogue::Catalogue;
use vitrail_testkit::portal::Portal;

use crate::sparql::{BASE, asked};

#[tokio::test]
async fn what_is_private_is_never_there() {
    let mut catalogue = Catalogue::default();
    catalogue.dataset.private = true;
    let portal = Portal::with(|settings| settings.sparql = Some(Sparql::default()))
        .await
        .unwrap();
    catalogue.write(&portal).await.unwrap();
    Follower::build(&portal.app, BASE).await.unwrap();
    let all = asked(
        &portal,
        "SELECT * WHERE { { ?a ?b ?c } UNION { GRAPH ?a { ?d ?b ?c } } }",
    )
    .await
    .text();
    assert!(
        !all.contains(&catalogue.dataset.title) && !all.contains(&catalogue.dataset.id.to_string()),
        "{all}"
    );
}

#[tokio::test]
async fn programs_are_refused_in_words_of_programs() {
    let portal = Portal::with(|settings| {
        settings.sparql = Some(Sparql::default());
        settings.limits.sparql = Some("2/10m".parse().unwrap());
    })
    .await
    .unwrap();
    Follower::build(&portal.app, BASE).await.unwrap();
    let long = "x".repeat(300_000);
    let kind = ("content-type", "application/sparql-query");
    for accept in ["application/sparql-results+json", "*/*", "text/turtle"] {
        let headers = [kind, ("accept", accept)];
        let answer = portal.send(Method::POST, "/sparql", &headers, long.clone());
        let answer = answer.await.unwrap();
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        let json = answer.json().unwrap();
        assert!(
            json["message"].as_str().unwrap().contains("200000 bytes"),
            "{json}"
        );
    }
    let headers = [kind, ("accept", "text/html")];
    let answer = portal.send(Method::POST, "/sparql", &headers, long).await;
    assert!(
        answer.unwrap().text().contains("<html"),
        "a page for people"
    );
    let mut last = asked(&portal, "ASK {}").await;
    for _ in 0..2 {
        last = asked(&portal, "ASK {}").await;
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.json().unwrap()["message"].is_string());
}

#[tokio::test]
async fn the_page_of_the_api_names_it_where_it_answers() {
    for is_on in [true, false] {
        let portal = Portal::with(|own| own.sparql = is_on.then(Sparql::default)).await;
        let page = portal.unwrap().get("/api/").await.unwrap();
        assert_eq!(page.text().contains("href=\"/sparql\""), is_on);
    }
}

#[tokio::test]
async fn what_is_not_ready_says_so() {
    let portal = Portal::with(|settings| {
        settings.sparql = Some(Sparql {
            memory: 1_000,
            ..Sparql::default()
        });
    })
    .await
    .unwrap();
    Catalogue::default().write(&portal).await.unwrap();
    let answer = asked(&portal, "ASK {}").await;
    assert_eq!(
        (answer.status, answer.header("retry-after")),
        (StatusCode::SERVICE_UNAVAILABLE, Some("30"))
    );
    Follower::build(&portal.app, BASE).await.unwrap();
    let answer = asked(&portal, "ASK {}").await;
    assert!(
        answer.text().contains("larger than the memory"),
        "{}",
        answer.text()
    );
    let off = Portal::empty().await.unwrap();
    assert_eq!(asked(&off, "ASK {}").await.status, StatusCode::NOT_FOUND);
}
