//! What browsers of other sites are told, and the methods that every route answers.

use axum::http::{Method, StatusCode};

use vitrail_testkit::{Db, db_test};

use crate::portal;

db_test!(any_origin_may_read_errors_included, async |db: Db| {
    let (portal, mut catalogue) = portal(db).await;
    let id = catalogue.dataset.id;
    catalogue.dataset.deleted = Some(catalogue.dataset.last_modified_internal);
    catalogue.write(&portal).await.unwrap();
    let file = catalogue.community.resource.id;
    for (path, status) in [
        ("/api/1/datasets/".to_owned(), StatusCode::OK),
        ("/api/1/nope/".to_owned(), StatusCode::NOT_FOUND),
        (format!("/api/1/datasets/{id}/"), StatusCode::GONE),
        (format!("/datasets/r/{file}"), StatusCode::FOUND),
        (
            "/api/1/datasets/?page_size=0".to_owned(),
            StatusCode::BAD_REQUEST,
        ),
    ] {
        let origin = [("origin", "https://app.example.com")];
        let answer = portal.ask(Method::GET, &path, &origin).await.unwrap();
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(
            answer.header("access-control-allow-origin"),
            Some("*"),
            "{path}"
        );
        assert_eq!(answer.header("access-control-allow-credentials"), None);
        let vary: Vec<_> = answer.headers.get_all("vary").iter().collect();
        assert!(
            vary.iter().any(|value| *value == "Origin, Cookie"),
            "{path} {vary:?}"
        );
    }
    let without = portal.get("/api/1/datasets/").await.unwrap();
    assert_eq!(without.header("access-control-allow-origin"), None);
});

db_test!(preflights_are_granted_what_they_ask, async |db: Db| {
    let (portal, _) = portal(db).await;
    let asked = [
        ("origin", "https://app.example.com"),
        ("access-control-request-method", "PUT"),
        ("access-control-request-headers", "x-api-key"),
    ];
    let answer = portal
        .ask(Method::OPTIONS, "/api/1/datasets/", &asked)
        .await
        .unwrap();
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    for (name, value) in [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", "PUT"),
        ("access-control-allow-headers", "x-api-key"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
});

db_test!(head_and_options_answer_where_get_does, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    let path = format!("/api/1/datasets/{}/", catalogue.dataset.id);
    let head = portal.ask(Method::HEAD, &path, &[]).await.unwrap();
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    let options = portal.ask(Method::OPTIONS, &path, &[]).await.unwrap();
    assert_eq!(options.status, StatusCode::NO_CONTENT);
    assert_eq!(options.header("allow"), Some("GET,HEAD,PUT,DELETE,OPTIONS"));
    let refused = portal.ask(Method::PATCH, &path, &[]).await.unwrap();
    assert_eq!(refused.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(refused.json().unwrap()["message"].is_string());
});

db_test!(
    the_placeholder_of_former_fronts_leads_to_a_mosaic,
    async |db: Db| {
        let (portal, _) = portal(db).await;
        let path = "/_themes/gouvfr/img/placeholders/organization.png";
        let answer = portal.get(path).await.unwrap();
        assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT);
        assert_eq!(answer.location(), Some("/api/1/avatars/organization/500"));
    }
);
