//! What a session may send, and from where.

use axum::http::{Method, StatusCode};
use vitrail_app::account::{self, NewUser};
use vitrail_testkit::portal::{Answer, Portal, TEST_HOST};
use vitrail_testkit::{Db, db_test};

use crate::portal;

const EMAIL: &str = "amina@example.org";
const PASSWORD: &str = "Correct7horse";

/// Signs in by the form and gives the cookie, as a browser sends it back.
async fn signed_in(portal: &Portal) -> String {
    let fields = [("email", EMAIL), ("password", PASSWORD)];
    let answer = portal.submit("/login", &[], &fields).await.unwrap();
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let cookie = answer.header("set-cookie").unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

async fn registered(portal: &Portal) {
    let new = NewUser {
        email: EMAIL.to_owned(),
        password: PASSWORD.to_owned(),
        first_name: "Amina".to_owned(),
        last_name: "Diallo".to_owned(),
        admin: false,
    };
    account::create(&portal.app, new).await.unwrap();
}

/// The token that the portal gives to the bearer of a cookie.
async fn token(portal: &Portal, cookie: &str) -> String {
    let answer = get(portal, "/get-csrf", cookie).await;
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let body = answer.json().unwrap();
    body["response"]["csrf_token"].as_str().unwrap().to_owned()
}

async fn is_signed_in(portal: &Portal, cookie: &str) -> bool {
    get(portal, "/api/1/me/", cookie).await.status == StatusCode::OK
}

async fn get(portal: &Portal, path: &str, cookie: &str) -> Answer {
    let headers = [("cookie", cookie)];
    portal.ask(Method::GET, path, &headers).await.unwrap()
}

async fn sign_out(portal: &Portal, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Answer {
    portal.submit("/logout", headers, fields).await.unwrap()
}

db_test!(
    a_session_changes_nothing_without_its_token,
    async |db: Db| {
        let (portal, _) = portal(db).await;
        registered(&portal).await;
        let cookie = signed_in(&portal).await;
        let own = token(&portal, &cookie).await;
        let others = token(&portal, &signed_in(&portal).await).await;
        let session = ("cookie", cookie.as_str());
        let foreign = ("origin", "https://evil.example");
        for (headers, fields) in [
            (vec![session], vec![]),
            (vec![session], vec![("csrf_token", "")]),
            (vec![session], vec![("csrf_token", others.as_str())]),
            (
                vec![session, ("x-csrftoken", "nothing")],
                vec![("csrf_token", own.as_str())],
            ),
            (vec![session, foreign], vec![("csrf_token", own.as_str())]),
            (
                vec![session, ("origin", "null")],
                vec![("csrf_token", own.as_str())],
            ),
            (
                vec![session, ("sec-fetch-site", "same-site")],
                vec![("csrf_token", own.as_str())],
            ),
        ] {
            let answer = sign_out(&portal, &headers, &fields).await;
            assert_eq!(
                answer.status,
                StatusCode::FORBIDDEN,
                "{headers:?} {fields:?}"
            );
            assert!(
                is_signed_in(&portal, &cookie).await,
                "{headers:?} {fields:?}"
            );
        }
        let here = format!("http://{TEST_HOST}");
        let headers = [
            session,
            ("origin", &here),
            ("sec-fetch-site", "same-origin"),
        ];
        let answer = sign_out(&portal, &headers, &[("csrf_token", &own)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert!(!is_signed_in(&portal, &cookie).await);
    }
);

db_test!(
    scripts_send_the_token_in_a_header_or_in_json,
    async |db: Db| {
        let (portal, _) = portal(db).await;
        registered(&portal).await;
        for header in ["x-csrftoken", "x-csrf-token"] {
            let cookie = signed_in(&portal).await;
            let own = token(&portal, &cookie).await;
            let headers = [("cookie", cookie.as_str()), (header, own.as_str())];
            let answer = portal
                .ask(Method::POST, "/logout/", &headers)
                .await
                .unwrap();
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{header}");
        }
        let cookie = signed_in(&portal).await;
        let body = format!("{{\"csrf_token\": \"{}\"}}", token(&portal, &cookie).await);
        let headers = [
            ("cookie", cookie.as_str()),
            ("content-type", "application/json"),
        ];
        let answer = portal
            .send(Method::POST, "/logout", &headers, body)
            .await
            .unwrap();
        assert_eq!(answer.status, StatusCode::OK);
    }
);

db_test!(api_tokens_and_visitors_need_no_token, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    registered(&portal).await;
    let key = account::create_token(&portal.app, catalogue.user.id, None)
        .await
        .unwrap();
    let cookie = signed_in(&portal).await;
    let headers = [("x-api-key", key.as_str()), ("cookie", &cookie)];
    let answer = portal.ask(Method::POST, "/logout", &headers).await.unwrap();
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    // Signing in uses no right of a session that is open, but is not taken from elsewhere.
    let cookie = signed_in(&portal).await;
    let fields = [("email", EMAIL), ("password", PASSWORD)];
    for (header, status) in [
        (("cookie", cookie.as_str()), StatusCode::SEE_OTHER),
        (("origin", "https://evil.example"), StatusCode::FORBIDDEN),
        (("sec-fetch-site", "cross-site"), StatusCode::FORBIDDEN),
    ] {
        let answer = portal.submit("/login", &[header], &fields).await.unwrap();
        assert_eq!(answer.status, status, "{header:?}");
    }
    // Other sites may call the API, as visitors.
    let elsewhere = [("origin", "https://other.example")];
    let answer = portal
        .ask(Method::POST, "/api/1/nowhere/", &elsewhere)
        .await;
    assert_eq!(answer.unwrap().status, StatusCode::NOT_FOUND);
});

db_test!(our_own_forms_bear_the_token, async |db: Db| {
    let (portal, _) = portal(db).await;
    registered(&portal).await;
    let cookie = signed_in(&portal).await;
    let own = token(&portal, &cookie).await;
    let page = get(&portal, "/users/amina-diallo", &cookie).await.text();
    assert!(
        page.contains(&format!("name=\"csrf_token\" value=\"{own}\"")),
        "{page}"
    );
    let refused = sign_out(&portal, &[("cookie", &cookie)], &[]).await;
    assert!(
        refused.text().starts_with("<!doctype html>"),
        "people get a page"
    );
});

db_test!(scripts_are_refused_in_their_own_words, async |db: Db| {
    let (portal, _) = portal(db).await;
    registered(&portal).await;
    let cookie = signed_in(&portal).await;
    let stale = [
        ("cookie", cookie.as_str()),
        ("x-csrftoken", "stale"),
        ("accept", "application/json"),
    ];
    let fresh = [("x-csrftoken", "any"), ("content-type", "application/json")];
    for (path, headers, body, status) in [
        ("/change-email", &stale[..], "{}", 403),
        ("/tf-setup", &stale, "{}", 403),
        ("/logout/", &stale, "{}", 403),
        ("/login/", &fresh, "{\"email\":", 400),
        ("/login/", &fresh, "[1]", 400),
    ] {
        let answer = portal.send(Method::POST, path, headers, body.to_owned());
        let answer = answer.await.unwrap();
        assert_eq!(answer.status.as_u16(), status, "{path}");
        let said = answer.json().unwrap();
        assert_eq!(said["meta"]["code"], status, "{path}: {said}");
        let first = said["response"]["errors"][0].as_str().unwrap();
        assert!(!first.is_empty(), "{path}");
    }
    // People read a page.
    let people = [("cookie", cookie.as_str()), ("accept", "text/html")];
    let answer = portal.ask(Method::POST, "/logout/", &people).await.unwrap();
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(
        answer
            .header("content-type")
            .unwrap()
            .starts_with("text/html")
    );
});
