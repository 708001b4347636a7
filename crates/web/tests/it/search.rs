//! The seven searches of version 2.

use axum::http::StatusCode;
use serde_json::{Value, json};
use vitrail_app::domain::{Change, Kind};
use vitrail_app::follower;
use vitrail_testkit::portal::{NOW, Portal};
use vitrail_testkit::{Db, db_test, store};

use crate::portal;

async fn json(portal: &Portal, path: &str) -> Value {
    let answer = portal.get(path).await.unwrap();
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.json().unwrap()
}

db_test!(every_kind_is_found_with_its_facets, async |db: Db| {
    let (portal, _) = portal(db).await;
    for (path, q, facets) in [
        ("datasets", "air", 13),
        ("reuses", "carte", 7),
        ("dataservices", "api air", 6),
        ("organizations", "evian", 1),
        ("topics", "air pur", 4),
        ("discussions", "unite", 2),
        ("posts", "actualite", 1),
    ] {
        let q = q.replace(' ', "+");
        let found = json(&portal, &format!("/api/2/{path}/search/?q={q}")).await;
        assert_eq!(found["total"], 1, "{path}");
        assert!(found["data"][0]["id"].is_string(), "{path}");
        let counted = found["facets"].as_object().unwrap();
        assert_eq!(counted.len(), facets, "{path} {counted:?}");
        for (name, buckets) in counted {
            assert_eq!(buckets[0]["name"], "all", "{path} {name}");
            assert!(buckets[0]["count"].is_u64(), "{path} {name}");
        }
        let browsed = json(&portal, &format!("/api/2/{path}/search/")).await;
        assert_eq!(browsed["total"], 1, "{path}");
        let past = json(&portal, &format!("/api/2/{path}/search/?page=3")).await;
        assert_eq!((&past["data"], &past["total"]), (&json!([]), &json!(1)));
    }
});

db_test!(filters_narrow_and_bad_ones_are_refused, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    let organization = catalogue.organization.id;
    for (filter, total) in [
        ("tag=air&tag=qualite-de-l-air".to_owned(), 1),
        ("tag=air&tag=eau".to_owned(), 0),
        ("format=CSV&format=shp".to_owned(), 1),
        ("format_family=documents".to_owned(), 1),
        (format!("organization={organization}"), 1),
        ("organization=nobody".to_owned(), 0),
        ("organization_badge=public-service".to_owned(), 1),
        ("license=lov2&badge=hvd&featured=false".to_owned(), 1),
        ("geozone=fr:commune:74119@2020-01-01".to_owned(), 1),
        ("last_update_range=last_30_days".to_owned(), 1),
        ("producer_type=company".to_owned(), 0),
        ("temporal_coverage=2024-06-01-2024-07-01".to_owned(), 1),
        ("temporal_coverage=1999-06-01-1999-07-01".to_owned(), 0),
        ("schema=etalab/schema-air".to_owned(), 1),
    ] {
        let found = json(&portal, &format!("/api/2/datasets/search/?{filter}")).await;
        assert_eq!(found["total"], total, "{filter}");
    }
    for (argument, value) in [
        ("badge", "nope"),
        ("format_family", "nope"),
        ("producer_type", "nope"),
        ("last_update_range", "nope"),
        ("sort", "title"),
        ("temporal_coverage", "foo"),
        ("page_size", "-1"),
    ] {
        let path = format!("/api/2/datasets/search/?{argument}={value}");
        let answer = portal.get(&path).await.unwrap();
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert!(
            answer.json().unwrap()["errors"][argument].is_string(),
            "{path}"
        );
    }
});

db_test!(
    reasons_and_better_spellings_are_said_when_asked,
    async |db: Db| {
        let (portal, _) = portal(db).await;
        let path = "/api/2/datasets/search/?q=qae&explain=1";
        let found = json(&portal, path).await;
        assert_eq!(
            found["data"][0]["explanation"][0],
            "This is the exact acronym."
        );
        let french = json(&portal, &format!("{path}&lang=fr")).await;
        assert_eq!(french["data"][0]["explanation"][0], "C’est le sigle exact.");
        let silent = json(&portal, "/api/2/datasets/search/?q=qae").await;
        assert_eq!(silent["data"][0].get("explanation"), None);
        assert_eq!(silent.get("suggestion"), None);
        let typo = json(&portal, "/api/2/datasets/search/?q=horraires").await;
        assert_eq!(typo["total"], 1);
        assert!(typo["suggestion"].is_string(), "{}", typo["suggestion"]);
    }
);

db_test!(what_is_not_public_is_not_found, async |db: Db| {
    let (portal, mut catalogue) = portal(db).await;
    catalogue.dataset.private = true;
    catalogue.write(&portal).await.unwrap();
    let found = json(&portal, "/api/2/datasets/search/").await;
    assert_eq!(found["total"], 0);
    let discussions = json(&portal, "/api/2/discussions/search/").await;
    assert_eq!(discussions["total"], 0);
});

db_test!(
    the_index_follows_what_becomes_private_with_its_discussions,
    async |db: Db| {
        let (portal, mut catalogue) = portal(db).await;
        for (private, total) in [(true, 0), (false, 1)] {
            catalogue.dataset.private = private;
            let mut tx = portal.app.db().begin().await.unwrap();
            let subject = (Kind::Dataset, catalogue.dataset.id);
            let change = Change::new(NOW, subject, "updated");
            store::dataset::save(&mut tx, &catalogue.dataset)
                .await
                .unwrap();
            store::change::record(&mut tx, &change).await.unwrap();
            tx.commit().await.unwrap();
            assert!(follower::catch_up(&portal.app).await.unwrap());
            for kind in ["datasets", "discussions"] {
                let found = json(&portal, &format!("/api/2/{kind}/search/")).await;
                assert_eq!(found["total"], total, "{kind} private: {private}");
            }
        }
    }
);
