//! What stands around the pages of objects: texts of the operator, former addresses, and addresses that lead
//! nowhere.

use axum::http::{Method, StatusCode};
use vitrail_testkit::portal::Portal;

use vitrail_testkit::{Db, db_test};

use crate::portal;

const HTML: (&str, &str) = ("accept", "text/html,application/xhtml+xml");

db_test!(texts_are_in_the_readers_language, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    for slug in ["legal", "accessibility", "about"] {
        for lang in ["fr", "en"] {
            let page = portal
                .get(&format!("/pages/{slug}?lang={lang}"))
                .await
                .unwrap();
            assert_eq!(page.status, StatusCode::OK, "{slug} {lang}");
            assert_eq!(page.header("content-language"), Some(lang));
            assert!(
                page.text().contains("<h1>") && page.text().contains("<h2>"),
                "{slug} {lang}"
            );
        }
    }
    let footer = portal.get("/pages/legal").await.unwrap().text();
    for slug in ["legal", "accessibility", "about"] {
        assert!(
            footer.contains(&format!("href=\"/pages/{slug}\"")),
            "{slug}"
        );
    }
    for path in ["/pages/nothing", "/pages/..%2Flegal", "/pages/Legal"] {
        assert_eq!(
            portal.get(path).await.unwrap().status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
});

db_test!(former_prefixes_lead_to_the_same_page, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    for (from, to) in [
        ("/fr/datasets/x?q=a", "/datasets/x?lang=fr&q=a"),
        ("/en/", "/?lang=en"),
        ("/es/reuses/", "/reuses"),
        ("/es/datasets?q=a", "/datasets?q=a"),
        ("/fr//e.example", "/e.example?lang=fr"),
    ] {
        let answer = portal.get(from).await.unwrap();
        assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{from}");
        assert_eq!(answer.location(), Some(to), "{from}");
    }
});

db_test!(
    what_leads_nowhere_helps_people_and_answers_clients,
    async |db: Db| {
        let (portal, catalogue) = portal(db).await;
        for path in ["/nothing/here", "/api/1/nothing/here/", "/api/3/x"] {
            let page = portal.ask(Method::GET, path, &[HTML]).await.unwrap();
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(
                page.header("content-type"),
                Some("text/html; charset=utf-8"),
                "{path}"
            );
            assert!(page.text().contains("<h1>"), "{path}");
        }
        let path = format!("/datasetz/{}", catalogue.dataset.slug);
        let page = portal
            .ask(Method::GET, &path, &[HTML])
            .await
            .unwrap()
            .text();
        assert!(
            page.contains(&format!("/datasets/{}", catalogue.dataset.slug)),
            "it offers the dataset"
        );
        for path in ["/api/1/nothing/here/", "/api/1/datasets/nothing/"] {
            let answer = portal.get(path).await.unwrap();
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            assert_eq!(
                answer.header("content-type"),
                Some("application/json"),
                "{path}"
            );
        }
    }
);
db_test!(the_site_map_has_two_names, async |db: Db| {
    let (portal, _) = portal(db).await;
    let map = portal.get("/sitemap.xml").await.unwrap();
    assert_eq!(map.status, StatusCode::OK);
    let other = portal.get("/sitemap_index.xml").await.unwrap();
    assert_eq!(map.text(), other.text());
});
