//! What reads of datasets answer beyond their shape.

use axum::http::{Method, StatusCode};
use serde_json::json;
use vitrail_testkit::portal::Portal;

use vitrail_testkit::{Db, db_test};

use crate::portal;

db_test!(labels_follow_the_language, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let first = async |query: &str, headers: &[(&str, &str)]| {
        let path = format!("/api/1/datasets/resource_types/{query}");
        let answer = portal.ask(Method::GET, &path, headers).await.unwrap();
        answer.json().unwrap()[0]["label"].clone()
    };
    assert_eq!(first("", &[]).await, "Main file");
    assert_eq!(first("?lang=fr", &[]).await, "Fichier principal");
    assert_eq!(
        first("", &[("accept-language", "fr-CA,fr;q=0.9")]).await,
        "Fichier principal"
    );
    assert_eq!(first("?lang=zz", &[]).await, "Main file");
});

db_test!(followers_are_listed_for_every_kind, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    for (path, total) in [
        (format!("datasets/{}", catalogue.dataset.id), 1),
        (format!("reuses/{}", catalogue.reuse.id), 0),
        (format!("organizations/{}", catalogue.organization.id), 0),
        (format!("dataservices/{}", catalogue.dataservice.id), 0),
        (format!("users/{}", catalogue.user.id), 0),
    ] {
        let answer = portal
            .get(&format!("/api/1/{path}/followers/"))
            .await
            .unwrap();
        assert_eq!(answer.json().unwrap()["total"], total, "{path}");
    }
    let id = catalogue.dataset.id;
    let one = format!("/api/1/datasets/{id}/followers/?user={}", catalogue.user.id);
    assert_eq!(portal.get(&one).await.unwrap().json().unwrap()["total"], 1);
    let other = format!("/api/1/datasets/{id}/followers/?user={id}");
    assert_eq!(
        portal.get(&other).await.unwrap().json().unwrap()["total"],
        0
    );
    for nobody in [
        format!("/api/1/datasets/{}/followers/", catalogue.dataset.slug),
        format!("/api/1/datasets/{}/followers/", catalogue.user.id),
    ] {
        let answer = portal.get(&nobody).await.unwrap();
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nobody}");
    }
});

db_test!(
    what_is_private_or_deleted_keeps_its_parts,
    async |db: Db| {
        let (portal, mut catalogue) = portal(db).await;
        let (id, file) = (catalogue.dataset.id, catalogue.resources[0].id);
        let parts = [
            format!("/api/2/datasets/{id}/"),
            format!("/api/2/datasets/{id}/resources/"),
            format!("/api/2/datasets/{id}/schemas/"),
            format!("/api/2/datasets/{id}/extras/"),
            format!("/api/2/datasets/{id}/resources/{file}/extras/"),
            format!("/api/2/datasets/resources/{file}/"),
            format!("/api/1/datasets/r/{file}"),
        ];
        catalogue.dataset.private = true;
        catalogue.write(&portal).await.unwrap();
        for path in &parts {
            let answer = portal.get(path).await.unwrap();
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
        let followers = format!("/api/1/datasets/{id}/followers/");
        let answer = portal.get(&followers).await.unwrap();
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        let beside = portal
            .get("/api/1/datasets/community_resources/")
            .await
            .unwrap();
        let beside = beside.json().unwrap();
        assert_eq!(beside["data"][0]["dataset"]["title"], json!(null));

        catalogue.dataset.private = false;
        catalogue.dataset.deleted = Some(catalogue.dataset.last_modified_internal);
        catalogue.write(&portal).await.unwrap();
        for path in &parts {
            let answer = portal.get(path).await.unwrap();
            assert_eq!(answer.status, StatusCode::GONE, "{path}");
        }
    }
);

db_test!(files_have_schemas_extras_and_permalinks, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    let (id, file) = (catalogue.dataset.id, catalogue.resources[0].id);
    let json = async |path: String| portal.get(&path).await.unwrap().json().unwrap();
    assert_eq!(
        json(format!("/api/2/datasets/{id}/schemas/")).await,
        json!([{"name": "etalab/schema-air", "version": "1.0.0", "url": null}])
    );
    assert_eq!(
        json(format!("/api/2/datasets/{id}/resources/{file}/extras/")).await,
        json!({"check:available": true})
    );
    let organization = catalogue.organization.id;
    assert_eq!(
        json(format!("/api/2/organizations/{organization}/extras/")).await,
        json!({})
    );
    let found = json(format!("/api/2/datasets/{id}/resources/?q=notice")).await;
    assert_eq!(
        (&found["total"], &found["page_size"]),
        (&json!(1), &json!(50))
    );
    let refused = portal
        .get(&format!("/api/2/datasets/{id}/resources/?type=nope"))
        .await;
    assert_eq!(refused.unwrap().status, StatusCode::BAD_REQUEST);
    for prefix in ["/api/1/datasets/r", "/datasets/r", "/fr/datasets/r"] {
        let answer = portal.get(&format!("{prefix}/{file}")).await.unwrap();
        assert_eq!(answer.status, StatusCode::FOUND);
        assert_eq!(
            answer.location(),
            Some("https://www.example.com/fichier.csv")
        );
    }
    let community = catalogue.community.resource.id;
    let held = json(format!("/api/2/datasets/resources/{community}/")).await;
    assert_eq!(held["dataset_id"], json!(null));
    let listed = json(format!("/api/1/datasets/community_resources/?dataset={id}")).await;
    assert_eq!(listed["data"][0]["dataset"]["id"], json!(id));
    assert_eq!(listed["data"][0]["owner"]["slug"], "prenom-claire");
    let one = json(format!("/api/1/datasets/community_resources/{community}/")).await;
    assert_eq!(one, listed["data"][0]);
});

db_test!(suggestions_need_a_question, async |db: Db| {
    let (portal, _) = portal(db).await;
    for path in ["suggest", "suggest/formats", "suggest/mime"] {
        let missing = portal
            .get(&format!("/api/1/datasets/{path}/"))
            .await
            .unwrap();
        assert_eq!(missing.status, StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(
            missing.json().unwrap()["errors"]["q"],
            "The string to autocomplete/suggest Missing required parameter in the query string"
        );
        let bare = portal
            .get(&format!("/api/1/datasets/{path}/?q&size=3"))
            .await
            .unwrap();
        assert_eq!(bare.status, StatusCode::OK, "{path}");
    }
    let mimes = portal
        .get("/api/1/datasets/suggest/mime/?q=geo")
        .await
        .unwrap();
    assert!(
        mimes
            .json()
            .unwrap()
            .as_array()
            .unwrap()
            .contains(&json!({"text": "application/geo+json"}))
    );
});
