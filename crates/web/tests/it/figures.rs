//! Figures of owners and addresses of cards: what is here now, whatever was told or named before.

use axum::http::{Method, StatusCode};
use serde_json::json;
use vitrail_app::domain::organization::Role;
use vitrail_app::domain::{Actor, Owner};
use vitrail_app::jobs;
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test, make};

use crate::harvest::json_of;
use crate::write::send;

/// Does a job of the portal now.
async fn work(portal: &Portal, job: &str) {
    let admin = Actor {
        user: Some(make::id("whoever runs the portal")),
        sysadmin: true,
        ..Actor::default()
    };
    jobs::run_now(&portal.app, &admin, job).await.unwrap();
    jobs::run_due(&portal.app).await.unwrap();
}

db_test!(what_owners_publish_is_counted_again, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let told = |metrics: &mut vitrail_app::domain::dataset::Metrics| {
        for (key, number) in [
            ("datasets", 935),
            ("reuses", 7),
            ("dataservices", 4),
            ("followers", 30),
        ] {
            metrics.insert(key.to_owned(), json!(number));
        }
    };
    let anne = portal.user("Anne", |anne| told(&mut anne.metrics)).await;
    let members = [(&anne, Role::Admin)];
    let city = portal.organization("Mairie", &members, |it| told(&mut it.metrics));
    let city = city.await;
    for (title, owner) in [
        ("Arbres", Owner::Organization(city.id)),
        ("Bancs", Owner::Organization(city.id)),
        ("Carnets", Owner::User(anne.id)),
    ] {
        portal.dataset(title, |dataset| dataset.owner = owner).await;
    }
    let service = portal.dataservice("Adresses", |it| it.owner = Owner::Organization(city.id));
    service.await;
    work(&portal, "metrics").await;
    let figures = async |path: &str| {
        let shown = json_of(&portal, path).await;
        ["datasets", "reuses", "dataservices", "followers"].map(|key| shown["metrics"][key].clone())
    };
    // Nobody's followers came with the import: how many there were is all that is known of them.
    let expected = [2, 0, 1, 30].map(|number| json!(number));
    assert_eq!(figures("/api/1/organizations/mairie/").await, expected);
    let user = figures(&format!("/api/1/users/{}/", anne.id)).await;
    assert_eq!((&user[0], &user[1]), (&json!(1), &json!(0)));
    let table = portal
        .get("/api/1/site/organizations.csv?fresh=1")
        .await
        .unwrap()
        .text();
    let mut lines = table
        .lines()
        .map(|line| line.split(';').collect::<Vec<_>>());
    let heads = lines.next().unwrap();
    let line = lines.next().unwrap();
    let place = heads
        .iter()
        .position(|head| head.contains("metric.datasets"));
    assert_eq!(line[place.unwrap()], "2", "{table}");
    let place = portal.app.db().last_change();
    work(&portal, "metrics").await;
    let now = portal.app.db().last_change();
    assert_eq!(now, place, "nothing is counted twice");

    // What is published or taken back moves the figure of what is here.
    let token = portal.token(anne.id).await;
    let path = "/api/1/datasets/bancs/";
    let done = send(&portal, Method::DELETE, path, Some(&token), &json!(null)).await;
    assert_eq!(done.status, StatusCode::NO_CONTENT);
    let now = figures("/api/1/organizations/mairie/").await;
    assert_eq!(now[0], 1);
});

db_test!(the_daily_tables_say_where_things_are, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    assert_eq!(portal.app.settings().base_url, None);
    portal.dataset("Arbres", |_| {}).await;
    portal.app.serve_at("http://192.0.2.7:7000");
    work(&portal, "catalogue").await;
    let id = vitrail_app::export::catalogue(&portal.app)
        .await
        .unwrap()
        .unwrap();
    let catalogue = json_of(&portal, &format!("/api/1/datasets/{id}/")).await;
    let files = catalogue["resources"].as_array().unwrap();
    let is_wanted = |file: &&serde_json::Value| {
        let title = file["title"].as_str().unwrap();
        title.starts_with("export-dataset-") && file["format"] == "csv"
    };
    let table = files.iter().find(is_wanted);
    let url = table.unwrap()["url"].as_str().unwrap();
    let path = url.strip_prefix("http://portal.example").unwrap();
    let table = portal.get(path).await.unwrap().text();
    assert!(
        table.contains("\"http://192.0.2.7:7000/datasets/arbres\""),
        "{table}"
    );
    assert!(!table.contains(";\"/"), "{table}");
});

db_test!(cards_follow_the_names_that_objects_had, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let anne = portal.user("Anne", |_| {}).await;
    let token = portal.token(anne.id).await;
    let owner = Owner::User(anne.id);
    portal.dataset("Arbres", |it| it.owner = owner).await;
    portal.reuse("Carte", |it| it.owner = owner).await;
    portal.dataservice("Adresses", |it| it.owner = owner).await;
    portal
        .organization("Mairie", &[(&anne, Role::Admin)], |_| {})
        .await;
    for (kind, slug, field) in [
        ("datasets", "arbres", "title"),
        ("reuses", "carte", "title"),
        ("dataservices", "adresses", "title"),
        ("organizations", "mairie", "name"),
    ] {
        let body = json!({field: format!("Nouveau nom de {slug}")});
        let path = format!("/api/1/{kind}/{slug}/");
        let method = if kind == "dataservices" {
            Method::PATCH
        } else {
            Method::PUT
        };
        let done = send(&portal, method, &path, Some(&token), &body).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text());
        let current = done.json().unwrap()["slug"].as_str().unwrap().to_owned();
        assert_ne!(current, slug);
        let page = format!("http%3A%2F%2Fportal.example%2F{kind}%2F{slug}%2F");
        let card = portal.get(&format!("/oembed?url={page}")).await.unwrap();
        assert_eq!(card.status, StatusCode::OK, "{kind}");
        let html = card.json().unwrap()["html"].as_str().unwrap().to_owned();
        assert!(
            html.contains(&format!("/embeds/{kind}/{current}")),
            "{html}"
        );
    }
    let nowhere = "/oembed?url=http%3A%2F%2Fportal.example%2Fdatasets%2Frien%2F";
    let missing = portal.get(nowhere).await.unwrap();
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
});
