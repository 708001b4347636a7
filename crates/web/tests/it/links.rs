//! Links are looked at little by little: what was found is read in the API and in the European assessment; when
//! nothing answers, nothing is said of anybody.

use axum::http::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use vitrail_app::domain::time::DAY;
use vitrail_app::jobs;
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test};

use crate::write::{send, token};

/// A host of files: `/here` is there, `/moved` leads to it, `/shy` refuses to be asked for headers alone.
async fn host() -> String {
    let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", server.local_addr().unwrap());
    let here = format!("{base}/here");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = server.accept().await {
            let mut buffer = [0_u8; 4_096];
            let read = stream.read(&mut buffer).await.unwrap_or(0);
            let text = String::from_utf8_lossy(&buffer[..read]).into_owned();
            let mut words = text.split(' ');
            let asked = (words.next().unwrap_or(""), words.next().unwrap_or(""));
            let answer = match asked {
                (_, "/here") | ("GET", "/shy") => "200 OK".to_owned(),
                (_, "/moved") => format!("302 Found\r\nLocation: {here}"),
                ("HEAD", "/shy") => "405 Method Not Allowed".to_owned(),
                _ => "404 Not Found".to_owned(),
            };
            let answer =
                format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    base
}

db_test!(what_links_lead_to_is_known_after_a_look, async |db: Db| {
    let portal = Portal::on_with(db, |settings| {
        settings.webhook_allow = vec!["127.0.0.0/8".parse().unwrap()];
    })
    .unwrap();
    let denis = token(&portal, "denis@example.com").await;
    let base = host().await;
    let file = |name: &str| json!({"title": name, "url": format!("https://www.example.com/{name}"), "format": "csv"});
    let sent = json!({"title": "Arbres", "description": "Un inventaire",
        "resources": [file("here"), file("moved"), file("shy"), file("gone")]});
    let made = send(
        &portal,
        Method::POST,
        "/api/1/datasets/",
        Some(&denis),
        &sent,
    )
    .await;
    let id = made.json().unwrap()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/1/datasets/{id}/");
    // A producer cannot write such an address: it is put there by hand.
    let resources = async || portal.get(&path).await.unwrap().json().unwrap()["resources"].clone();
    portal
        .write(async |tx| {
            let dataset = id.parse().unwrap();
            let found = vitrail_testkit::store::resource::of(&mut *tx, &[dataset]).await?;
            let mut files = found[&dataset].clone();
            for file in &mut files {
                file.url = file.url.replace("https://www.example.com", &base);
            }
            Ok(vitrail_testkit::store::resource::replace(tx, dataset, &files).await?)
        })
        .await
        .unwrap();
    let points = async || {
        let path = format!("/api/1/datasets/{id}/mqa/");
        let report = portal.get(&path).await.unwrap().json().unwrap();
        let dimensions = report["dimensions"].as_array().unwrap().clone();
        let all = dimensions
            .iter()
            .flat_map(|one| one["indicators"].as_array().unwrap().clone());
        let of = all.clone().find(|one| one["id"] == "accessUrlStatusCode");
        of.unwrap()["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(points().await, "not checked");

    jobs::run_due(&portal.app).await.unwrap();
    portal.advance(DAY);
    jobs::run_due(&portal.app).await.unwrap();
    let looked: Vec<(Value, Value)> = resources()
        .await
        .as_array()
        .unwrap()
        .iter()
        .map(|file| {
            (
                file["extras"]["check:available"].clone(),
                file["extras"]["check:status"].clone(),
            )
        })
        .collect();
    let there = |status: i64| (json!(status == 200), json!(status));
    assert_eq!(looked, [there(200), there(200), there(200), there(404)]);
    assert_eq!(points().await, "passed");
    let whole = portal
        .get("/api/1/site/mqa/")
        .await
        .unwrap()
        .json()
        .unwrap();
    assert_eq!(
        (&whole["datasets"], &whole["max"]),
        (&json!(2), &json!(405)),
        "with the dataset in which the catalogue publishes itself"
    );
    assert!(whole["measured_at"].is_string(), "{whole}");

    // What was looked at is left alone for a week.
    let dates = async || {
        let files = resources().await;
        files
            .as_array()
            .unwrap()
            .iter()
            .map(|file| file["extras"]["check:date"].clone())
            .collect::<Vec<_>>()
    };
    let first = dates().await;
    portal.advance(DAY);
    jobs::run_due(&portal.app).await.unwrap();
    assert_eq!(dates().await, first);
    portal.advance(7 * DAY);
    jobs::run_due(&portal.app).await.unwrap();
    assert_ne!(dates().await, first);

    // Of another address nothing is known yet.
    let file = resources().await[0]["id"].as_str().unwrap().to_owned();
    let path = format!("{path}resources/{file}/");
    let other = json!({"url": "https://www.example.com/other"});
    let changed = send(&portal, Method::PUT, &path, Some(&denis), &other).await;
    let extras = changed.json().unwrap()["extras"].clone();
    assert_eq!(extras, json!({}));
});
