//! The second proof from outside, and what else people do on the page of their account: keys, profile, leaving.

use axum::http::{Method, StatusCode};
use serde_json::json;
use vitrail_app::account::totp;
use vitrail_app::domain::time::{DAY, SECOND};
use vitrail_testkit::portal::{Answer, Portal};
use vitrail_testkit::{Db, db_test};

use crate::account::{
    ANY_TOKEN, EMAIL, PASSWORD, amina, cookie, json_of, letters, sign_in, submit, submit_as, who,
};
use crate::portal;

/// The code that a device shows now.
fn code(portal: &Portal, key: &str) -> String {
    let key = key.replace(' ', "");
    let secret = totp::from_base32(&key).unwrap();
    totp::code(&secret, totp::step(portal.app.now()))
}

/// The texts of the `<code>` of a page.
fn codes(page: &Answer) -> Vec<String> {
    let text = page.text();
    let found = text.split("<code>").skip(1);
    found
        .map(|rest| rest.split("</code>").next().unwrap().to_owned())
        .collect()
}

async fn with_half(portal: &Portal, half: &str, path: &str, code: &str) -> Answer {
    let headers = [("cookie", half)];
    portal
        .submit(path, &headers, &[("code", code)])
        .await
        .unwrap()
}

db_test!(a_code_is_asked_after_the_password, async |db: Db| {
    let (portal, _) = portal(db).await;
    amina(&portal).await;
    let session = cookie(&sign_in(&portal, EMAIL, PASSWORD).await);
    let offer = submit_as(&portal, &session, "/account/second-factor", &[]).await;
    assert_eq!(offer.status, StatusCode::OK, "{}", offer.text());
    assert!(offer.text().contains("<svg class=\"qr\""));
    let key = codes(&offer).remove(0);
    let wrong = submit_as(
        &portal,
        &session,
        "/account/second-factor/confirm",
        &[("code", "000000")],
    )
    .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        sign_in(&portal, EMAIL, PASSWORD).await.location(),
        Some("/"),
        "not asked yet"
    );
    let first = code(&portal, &key);
    let on = submit_as(
        &portal,
        &session,
        "/account/second-factor/confirm",
        &[("code", &first)],
    )
    .await;
    assert_eq!(on.status, StatusCode::OK, "{}", on.text());
    let rescue = codes(&on);
    assert_eq!(rescue.len(), 10);
    assert_eq!(
        letters(&portal).await[0].subject,
        "Your account on Vitrail asks for a code from now on"
    );

    let answer = sign_in(&portal, EMAIL, PASSWORD).await;
    assert_eq!(answer.location(), Some("/tf-validate?next=%2F"));
    let half = cookie(&answer);
    assert_eq!(
        who(&portal, &half).await,
        StatusCode::UNAUTHORIZED,
        "half-way is not in"
    );
    for bad in ["", "000000", &first] {
        let answer = with_half(&portal, &half, "/tf-validate", bad).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{bad}: used already, or never right"
        );
    }
    let forged = with_half(&portal, "vitrail-half=forged", "/tf-validate", &rescue[0]).await;
    assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY);
    portal.advance(30 * SECOND);
    let next = code(&portal, &key);
    let answer = with_half(&portal, &half, "/tf-validate", &next).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().collect();
    assert!(cookies.len() == 2 && cookies[1].to_str().unwrap().starts_with("vitrail-half=;"));
    assert_eq!(who(&portal, &cookie(&answer)).await, StatusCode::OK);
    portal.advance(30 * SECOND);
    let again = with_half(&portal, &half, "/tf-validate", &code(&portal, &key)).await;
    assert_eq!(
        again.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "half-way works once"
    );

    // Without the device; however it is typed.
    let half = cookie(&sign_in(&portal, EMAIL, PASSWORD).await);
    let typed = rescue[0].to_uppercase().replace('-', " ");
    let answer = with_half(&portal, &half, "/tf-rescue", &typed).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let half = cookie(&sign_in(&portal, EMAIL, PASSWORD).await);
    let answer = with_half(&portal, &half, "/tf-rescue", &rescue[0]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "once");
    // Too late.
    portal.advance(11 * 60 * SECOND);
    let late = with_half(&portal, &half, "/tf-rescue", &rescue[1]).await;
    assert!(
        late.text().contains("Too much time went by"),
        "{}",
        late.text()
    );

    let wrong = submit_as(
        &portal,
        &session,
        "/account/second-factor/end",
        &[("password", "x")],
    )
    .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let off = submit_as(
        &portal,
        &session,
        "/account/second-factor/end",
        &[("password", PASSWORD)],
    )
    .await;
    assert_eq!(off.status, StatusCode::SEE_OTHER);
    assert_eq!(
        sign_in(&portal, EMAIL, PASSWORD).await.location(),
        Some("/")
    );
});

db_test!(clients_of_udata_set_it_up_in_json, async |db: Db| {
    let (portal, _) = portal(db).await;
    amina(&portal).await;
    let signed_in = json!({"email": EMAIL, "password": PASSWORD});
    let answer = json_of(&portal, "/login/", &[ANY_TOKEN], &signed_in).await;
    let cookie_of = cookie(&answer);
    let token = answer.json().unwrap()["response"]["csrf_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let headers = [
        ("cookie", cookie_of.as_str()),
        ("x-csrftoken", token.as_str()),
    ];
    portal.advance(16 * 60 * SECOND);
    let setup = json!({"setup": "authenticator"});
    let stale = json_of(&portal, "/tf-setup", &headers, &setup).await;
    assert_eq!(stale.json().unwrap()["response"]["reauth_required"], true);
    let verified = json_of(&portal, "/verify", &headers, &json!({"password": PASSWORD})).await;
    let cookie_of = cookie(&verified);
    let token = verified.json().unwrap()["response"]["csrf_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let headers = [
        ("cookie", cookie_of.as_str()),
        ("x-csrftoken", token.as_str()),
    ];
    let offer = json_of(&portal, "/tf-setup", &headers, &setup)
        .await
        .json()
        .unwrap();
    let offer = &offer["response"];
    assert_eq!(offer["tf_authr_username"], EMAIL);
    assert!(
        offer["tf_authr_uri"]
            .as_str()
            .unwrap()
            .starts_with("otpauth://totp/Vitrail:amina%40example.org?secret=")
    );
    let key = offer["tf_authr_key"].as_str().unwrap();
    let first = json!({"code": code(&portal, key)});
    let on = json_of(&portal, "/tf-validate", &headers, &first)
        .await
        .json()
        .unwrap();
    assert_eq!(
        on["response"]["recovery_codes"].as_array().unwrap().len(),
        10
    );

    let answer = json_of(&portal, "/login/", &[ANY_TOKEN], &signed_in).await;
    let said = answer.json().unwrap();
    assert_eq!(
        (
            &said["response"]["tf_required"],
            &said["response"]["tf_state"]
        ),
        (&json!(true), &json!("ready"))
    );
    let half = cookie(&answer);
    portal.advance(30 * SECOND);
    let body = json!({"code": code(&portal, key)});
    let answer = json_of(&portal, "/tf-validate", &[("cookie", &half)], &body).await;
    assert!(
        answer.json().unwrap()["response"]["csrf_token"].is_string(),
        "{}",
        answer.text()
    );
    // An application that knows the password knows too little.
    let off = json_of(&portal, "/tf-setup", &headers, &json!({"setup": "disable"})).await;
    assert_eq!(off.status, StatusCode::OK);
});

db_test!(keys_are_made_and_taken_back, async |db: Db| {
    let (portal, _) = portal(db).await;
    amina(&portal).await;
    let session = cookie(&sign_in(&portal, EMAIL, PASSWORD).await);
    let fields = [
        ("name", "Bus"),
        ("expires_at", "2026-02-01"),
        ("reads", "true"),
    ];
    let made = submit_as(&portal, &session, "/account/tokens", &fields).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let key = codes(&made).remove(0);
    let ask = async |method: Method| {
        let headers = [
            ("x-api-key", key.as_str()),
            ("content-type", "application/json"),
        ];
        portal
            .send(method, "/api/1/me/", &headers, "{}")
            .await
            .unwrap()
            .status
    };
    assert_eq!(ask(Method::GET).await, StatusCode::OK);
    assert_eq!(
        ask(Method::PUT).await,
        StatusCode::FORBIDDEN,
        "it only reads"
    );
    let page = portal
        .ask(Method::GET, "/account", &[("cookie", &session)])
        .await
        .unwrap()
        .text();
    assert!(!page.contains(&key), "shown once");
    let (_, rest) = page.split_once("action=\"/account/tokens/").unwrap();
    let path = format!("/account/tokens/{}", rest.split('"').next().unwrap());
    assert_eq!(
        submit_as(&portal, &session, &path, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(ask(Method::GET).await, StatusCode::UNAUTHORIZED);
    let past = [("name", "Bus"), ("expires_at", "2020-02-01")];
    let refused = submit_as(&portal, &session, "/account/tokens", &past).await;
    assert!(
        refused.text().contains("This day is past"),
        "{}",
        refused.text()
    );
});

db_test!(people_say_who_they_are_and_leave, async |db: Db| {
    let (portal, _) = portal(db).await;
    amina(&portal).await;
    let session = cookie(&sign_in(&portal, EMAIL, PASSWORD).await);
    let fields = [("about", "Je *cartographie*"), ("website", "example")];
    let refused = submit_as(&portal, &session, "/account/profile", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("Je *cartographie*</textarea>"),
        "what was typed is kept"
    );
    let fields = [
        ("about", "Je *cartographie*"),
        ("website", "https://velo.example"),
    ];
    let saved = submit_as(&portal, &session, "/account/profile", &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let page = portal.get("/users/amina-diallo").await.unwrap().text();
    assert!(page.contains("https://velo.example"), "{page}");

    let wrong = submit_as(&portal, &session, "/account/delete", &[("password", "x")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(who(&portal, &session).await, StatusCode::OK);
    let left = submit_as(
        &portal,
        &session,
        "/account/delete",
        &[("password", PASSWORD)],
    )
    .await;
    assert_eq!(left.status, StatusCode::OK, "{}", left.text());
    assert_eq!(who(&portal, &session).await, StatusCode::UNAUTHORIZED);
    portal.advance(DAY);
    assert_eq!(
        sign_in(&portal, EMAIL, PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        submit(&portal, "/reset", &[("email", EMAIL)]).await.status,
        StatusCode::OK
    );
    assert!(letters(&portal).await.is_empty());
});
