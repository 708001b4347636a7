//! The feed of datasets.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::portal;
use crate::write::{send, signed_in};
use vitrail_testkit::portal::NOW;
use vitrail_testkit::{Db, db_test};

db_test!(announces_datasets_after_some_hours, async |db: Db| {
    let (portal, mut catalogue) = portal(db).await;
    for path in [
        "/api/1/datasets/recent.atom",
        "/datasets/recent.atom?tag=air",
    ] {
        let feed = portal.get(path).await.unwrap();
        assert_eq!(feed.header("content-type"), Some("application/atom+xml"));
        let text = String::from_utf8(feed.body).unwrap();
        for part in [
            "<title>Latest datasets</title>",
            "<title>Qualité de l’air à Évian</title>",
            "<name>Ville d’Évian</name>",
            "&lt;strong&gt;horaires&lt;/strong&gt;",
            "<id>http://portal.example/datasets/qualite-de-l-air-a-evian</id>",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
    let other = portal.get("/datasets/recent.atom?tag=eau").await.unwrap();
    assert!(!String::from_utf8(other.body).unwrap().contains("<entry>"));
    catalogue.dataset.created_at_internal = NOW.plus(-9 * 3_600_000_000);
    catalogue.write(&portal).await.unwrap();
    let young = portal.get("/api/1/datasets/recent.atom").await.unwrap();
    assert!(!String::from_utf8(young.body).unwrap().contains("<entry>"));
});

db_test!(no_character_breaks_a_feed, async |db: Db| {
    let (portal, mut catalogue) = portal(db).await;
    let title = "Air \u{1}pur\u{fffe}";
    catalogue.dataset.title = title.to_owned();
    catalogue.dataset.description = "Un \u{b}texte".to_owned();
    catalogue.write(&portal).await.unwrap();
    for path in [
        "/api/1/datasets/recent.atom",
        "/datasets/recent.atom",
        "/datasets/search.atom?q=air%01",
    ] {
        let feed = portal.get(path).await.unwrap();
        assert_eq!(feed.status, StatusCode::OK, "{path}");
        let text = feed.text();
        let bad =
            |c: char| (c.is_control() && !c.is_whitespace()) || c == '\u{fffe}' || c == '\u{b}';
        assert!(!text.contains(bad), "{path}: {text:?}");
        assert!(
            text.contains("Air pur") || path.contains("search"),
            "{text}"
        );
    }
});

db_test!(forms_drop_what_nobody_reads, async |db: Db| {
    let (portal, token) = signed_in(db).await;
    let sent = json!({"title": "ctrl \u{1} \u{0} \u{fffe} x", "description": "a\u{0}\n\tb"});
    let path = "/api/1/datasets/";
    let made = send(&portal, Method::POST, path, Some(&token), &sent).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let made = made.json().unwrap();
    assert_eq!(made["title"], "ctrl    x");
    assert_eq!(made["description"], "a\n\tb");
    let sent = json!({"title": "\u{0}", "description": "d"});
    let refused = send(&portal, Method::POST, path, Some(&token), &sent).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    let contact = json!({"name": "S", "role": "contact", "contact_form": "javascript:1"});
    let path = "/api/1/contacts/";
    let refused = send(&portal, Method::POST, path, Some(&token), &contact).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    let said = refused.json().unwrap();
    assert!(said["errors"]["contact_form"].is_string(), "{said}");
});
