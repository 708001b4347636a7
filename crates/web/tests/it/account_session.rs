//! Sessions, as who opened them sees them.

use axum::http::{Method, StatusCode};
use vitrail_app::account::{self, NewUser};
use vitrail_testkit::{Db, db_test};

use crate::account::{EMAIL, OTHER, PASSWORD, amina, cookie, sign_in, submit_as, who};
use crate::portal;

db_test!(sessions_are_seen_and_ended, async |db: Db| {
    let (portal, _) = portal(db).await;
    amina(&portal).await;
    let fields = [("email", EMAIL), ("password", PASSWORD)];
    let mut cookies = Vec::new();
    for agent in [
        "Mozilla/5.0 (X11; Linux) Firefox/130.0",
        "Mozilla/5.0 (Windows) Chrome/1 Safari/5",
    ] {
        let headers = [("user-agent", agent)];
        cookies.push(cookie(
            &portal.submit("/login", &headers, &fields).await.unwrap(),
        ));
    }
    let headers = [("cookie", cookies[0].as_str())];
    let page = portal.ask(Method::GET, "/account", &headers).await.unwrap();
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let page = page.text();
    assert!(
        page.contains("Firefox, Linux") && page.contains("Chrome, Windows"),
        "{page}"
    );
    let (_, rest) = page.split_once("action=\"/account/sessions/").unwrap();
    let path = format!("/account/sessions/{}", rest.split('"').next().unwrap());
    // Another person cannot.
    let new = NewUser {
        email: "bob@example.org".to_owned(),
        first_name: "Bob".to_owned(),
        last_name: "B".to_owned(),
        password: OTHER.to_owned(),
        admin: false,
    };
    account::create(&portal.app, new).await.unwrap();
    let bob = cookie(&sign_in(&portal, "bob@example.org", OTHER).await);
    assert_eq!(
        submit_as(&portal, &bob, &path, &[]).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(who(&portal, &cookies[1]).await, StatusCode::OK);
    assert_eq!(
        submit_as(&portal, &cookies[0], &path, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(who(&portal, &cookies[1]).await, StatusCode::UNAUTHORIZED);
    assert_eq!(who(&portal, &cookies[0]).await, StatusCode::OK);
    let other = cookie(&sign_in(&portal, EMAIL, PASSWORD).await);
    submit_as(&portal, &cookies[0], "/account/sessions/end", &[]).await;
    assert_eq!(who(&portal, &other).await, StatusCode::UNAUTHORIZED);
    let anonymous = portal.get("/account").await.unwrap();
    assert_eq!(anonymous.location(), Some("/login?next=%2Faccount"));
});
