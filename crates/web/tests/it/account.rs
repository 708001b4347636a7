//! Accounts from outside: opened by mail, signed in, passwords and addresses changed, sessions ended; nobody
//! learns who has an account, and nobody tries for ever.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_app::account::{self, NewUser};
use vitrail_app::domain::time::DAY;
use vitrail_app::{Mail, Mailer, outbox};
use vitrail_testkit::portal::{Answer, Portal};
use vitrail_testkit::{Db, db_test};

use crate::portal;

pub const EMAIL: &str = "amina@example.org";
pub const PASSWORD: &str = "Correct7horse";
pub const OTHER: &str = "Battery9staple";

/// The letters that left since the last time, as they were put together.
pub async fn letters(portal: &Portal) -> Vec<Mail> {
    let kept = std::sync::Mutex::new(Vec::new());
    let put = |letter: &outbox::Letter| {
        let mail = portal.web.mail(letter, "http://portal.example")?;
        kept.lock().unwrap().push(mail.clone());
        Ok(mail)
    };
    let settings = portal.app.settings();
    let mailer = Mailer::new(settings.mail.as_deref().unwrap(), &settings.mail_from).unwrap();
    outbox::send_due(&portal.app, &mailer, &put).await.unwrap();
    kept.into_inner().unwrap()
}

/// The path of the link of a letter.
fn link(mail: &Mail) -> String {
    let (_, rest) = mail.text.split_once("http://portal.example/").unwrap();
    let path = rest.split_whitespace().next().unwrap();
    assert!(mail.html.contains(path), "{}", mail.html);
    format!("/{path}")
}

fn registration(email: &str) -> Vec<(&str, &str)> {
    vec![
        ("first_name", "Amina"),
        ("last_name", "Diallo"),
        ("email", email),
        ("password", PASSWORD),
        ("password_confirm", PASSWORD),
        ("accept_conditions", "true"),
    ]
}

pub async fn submit(portal: &Portal, path: &str, fields: &[(&str, &str)]) -> Answer {
    portal.submit(path, &[], fields).await.unwrap()
}

pub async fn sign_in(portal: &Portal, email: &str, password: &str) -> Answer {
    submit(
        portal,
        "/login",
        &[("email", email), ("password", password)],
    )
    .await
}

pub fn cookie(answer: &Answer) -> String {
    let cookie = answer.header("set-cookie").unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

/// Sends a form with the rights of a session.
pub async fn submit_as(
    portal: &Portal,
    cookie: &str,
    path: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let session = cookie.split_once('=').unwrap().1;
    let token = account::csrf_token(session);
    let mut fields = fields.to_vec();
    fields.push(("csrf_token", &token));
    let headers = [("cookie", cookie)];
    portal.submit(path, &headers, &fields).await.unwrap()
}

/// A token of no session, which is all that there is before signing in.
pub const ANY_TOKEN: (&str, &str) = ("x-csrftoken", "before");

pub async fn json_of(
    portal: &Portal,
    path: &str,
    headers: &[(&str, &str)],
    body: &Value,
) -> Answer {
    let kind = [
        ("content-type", "application/json"),
        ("accept", "application/json"),
    ];
    let headers: Vec<_> = headers.iter().copied().chain(kind).collect();
    let sent = portal
        .send(Method::POST, path, &headers, body.to_string())
        .await;
    sent.unwrap()
}

pub async fn amina(portal: &Portal) {
    let new = NewUser {
        email: EMAIL.to_owned(),
        password: PASSWORD.to_owned(),
        first_name: "Amina".to_owned(),
        last_name: "Diallo".to_owned(),
        admin: false,
    };
    account::create(&portal.app, new).await.unwrap();
}

pub async fn who(portal: &Portal, cookie: &str) -> StatusCode {
    let headers = [("cookie", cookie)];
    let answer = portal.ask(Method::GET, "/api/1/me/", &headers).await;
    answer.unwrap().status
}

db_test!(
    an_account_opens_once_its_address_is_proved,
    async |db: Db| {
        let (portal, _) = portal(db).await;
        let answer = submit(&portal, "/register", &registration(EMAIL)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let waiting = sign_in(&portal, EMAIL, PASSWORD).await;
        assert_eq!(waiting.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            waiting.text().contains("not confirmed yet"),
            "{}",
            waiting.text()
        );
        assert!(
            !sign_in(&portal, EMAIL, OTHER)
                .await
                .text()
                .contains("not confirmed yet")
        );

        let sent = letters(&portal).await;
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].to, EMAIL);
        assert_eq!(sent[0].subject, "Confirm your address for Vitrail");
        let path = link(&sent[0]);
        assert!(path.starts_with("/confirm/"));
        // Opening the link changes nothing: programs that read mails do it too.
        assert_eq!(portal.get(&path).await.unwrap().status, StatusCode::OK);
        assert_eq!(
            sign_in(&portal, EMAIL, PASSWORD).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(submit(&portal, &path, &[]).await.status, StatusCode::OK);
        assert_eq!(
            submit(&portal, &path, &[]).await.status,
            StatusCode::NOT_FOUND,
            "once"
        );
        assert_eq!(
            portal.get(&path).await.unwrap().status,
            StatusCode::NOT_FOUND
        );
        let answer = sign_in(&portal, EMAIL, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(who(&portal, &cookie(&answer)).await, StatusCode::OK);
    }
);

db_test!(nobody_learns_who_has_an_account, async |db: Db| {
    let (portal, _) = portal(db).await;
    amina(&portal).await;
    let known = submit(&portal, "/register", &registration(EMAIL)).await;
    let unknown = submit(&portal, "/register", &registration("bob@example.org")).await;
    assert_eq!(
        (known.status, known.text()),
        (unknown.status, unknown.text())
    );
    for path in ["/reset", "/confirm"] {
        let known = submit(&portal, path, &[("email", EMAIL)]).await;
        let unknown = submit(&portal, path, &[("email", "eve@example.org")]).await;
        assert_eq!(
            (known.status, known.text()),
            (unknown.status, unknown.text())
        );
        assert_eq!(known.status, StatusCode::OK);
    }
    let mut sent: Vec<_> = letters(&portal).await;
    sent.sort_by(|a, b| a.subject.cmp(&b.subject));
    let seen: Vec<_> = sent
        .iter()
        .map(|mail| (mail.to.as_str(), mail.subject.as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            (EMAIL, "Choose a new password for Vitrail"),
            ("bob@example.org", "Confirm your address for Vitrail"),
            (EMAIL, "You have an account on Vitrail already"),
        ]
    );
});

db_test!(what_is_wrong_is_said_beside_each_field, async |db: Db| {
    let (portal, _) = portal(db).await;
    let wrong = [
        ("first_name", "https://spam.example"),
        ("last_name", ""),
        ("email", "nobody"),
        ("password", "Password1"),
        ("password_confirm", "x"),
    ];
    let answer = submit(&portal, "/register?lang=fr", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text();
    for field in [
        "first_name",
        "last_name",
        "email",
        "password",
        "accept_conditions",
    ] {
        assert!(
            page.contains(&format!("id=\"f-{field}-error\"")),
            "{field} in {page}"
        );
        assert!(
            page.contains(&format!("href=\"#f-{field}\"")),
            "{field} in the summary"
        );
    }
    assert!(
        page.contains("value=\"https://spam.example\""),
        "what was typed is kept"
    );
    assert!(!page.contains("Password1"), "passwords are not sent back");

    let body: Value = wrong
        .iter()
        .map(|(key, value)| ((*key).to_owned(), json!(value)))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let answer = json_of(&portal, "/register/", &[], &body).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let body = answer.json().unwrap();
    assert_eq!(body["meta"]["code"], 400);
    assert!(
        body["response"]["field_errors"]["email"][0].is_string(),
        "{body}"
    );
    assert!(letters(&portal).await.is_empty());
});

db_test!(clients_of_udata_speak_json, async |db: Db| {
    let (portal, _) = portal(db).await;
    let body: Value = json!({"first_name": "Amina", "last_name": "Diallo", "email": EMAIL, "password": PASSWORD,
        "password_confirm": PASSWORD, "accept_conditions": true, "captcha_uuid": null});
    let answer = json_of(&portal, "/register/", &[], &body).await;
    assert_eq!(
        answer.json().unwrap(),
        json!({"meta": {"code": 200}, "response": {}})
    );
    let path = link(&letters(&portal).await[0]);
    assert_eq!(
        json_of(&portal, &path, &[], &json!({})).await.status,
        StatusCode::OK
    );

    let bad = json!({"email": EMAIL, "password": "x"});
    let bare = json_of(&portal, "/login/", &[], &bad).await;
    assert_eq!(bare.status, StatusCode::BAD_REQUEST);
    assert!(bare.text().contains("The CSRF token is missing."));
    let answer = json_of(&portal, "/login/", &[ANY_TOKEN], &bad).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.json().unwrap()["response"]["errors"][0].is_string());
    let good = json!({"email": EMAIL, "password": PASSWORD, "remember": true});
    let answer = json_of(&portal, "/login/", &[ANY_TOKEN], &good).await;
    assert_eq!(answer.status, StatusCode::OK);
    let cookie = cookie(&answer);
    let body = answer.json().unwrap();
    assert_eq!(body["response"]["user"], json!({}));
    let token = body["response"]["csrf_token"].as_str().unwrap().to_owned();
    let headers = [("cookie", cookie.as_str()), ("x-csrftoken", token.as_str())];

    let body = json!({"password": PASSWORD, "new_password": OTHER, "new_password_confirm": OTHER});
    assert_eq!(
        json_of(&portal, "/change/", &headers, &body).await.status,
        StatusCode::OK
    );
    assert_eq!(
        who(&portal, &cookie).await,
        StatusCode::OK,
        "this session stays"
    );
    let answer = json_of(&portal, "/logout/", &headers, &json!({})).await;
    assert_eq!(answer.json().unwrap()["meta"]["code"], 200);
    assert_eq!(who(&portal, &cookie).await, StatusCode::UNAUTHORIZED);
    let answer = json_of(&portal, "/change/", &[], &json!({})).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let broken = portal.send(
        Method::POST,
        "/login",
        &[("content-type", "application/json")],
        "[1",
    );
    assert_eq!(broken.await.unwrap().status, StatusCode::BAD_REQUEST);
});

db_test!(a_forgotten_password_is_chosen_again, async |db: Db| {
    let (portal, _) = portal(db).await;
    amina(&portal).await;
    let before = cookie(&sign_in(&portal, EMAIL, PASSWORD).await);
    for _ in 0..2 {
        submit(&portal, "/reset", &[("email", "  AMINA@example.org ")]).await;
    }
    let sent = letters(&portal).await;
    let (former, path) = (link(&sent[0]), link(&sent[1]));
    assert_eq!(
        portal.get(&former).await.unwrap().status,
        StatusCode::NOT_FOUND,
        "replaced"
    );
    let trivial = [("password", "Azerty123"), ("password_confirm", "Azerty123")];
    let answer = submit(&portal, &path, &trivial).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let choice = [("password", OTHER), ("password_confirm", OTHER)];
    assert_eq!(submit(&portal, &path, &choice).await.status, StatusCode::OK);
    assert_eq!(
        submit(&portal, &path, &choice).await.status,
        StatusCode::NOT_FOUND,
        "once"
    );
    assert_eq!(
        who(&portal, &before).await,
        StatusCode::UNAUTHORIZED,
        "sessions ended"
    );
    assert_eq!(
        sign_in(&portal, EMAIL, PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        sign_in(&portal, EMAIL, OTHER).await.status,
        StatusCode::SEE_OTHER
    );
    let told = letters(&portal).await;
    assert_eq!(told[0].subject, "Your password on Vitrail is changed");
});

db_test!(another_address_is_taken_once_proved, async |db: Db| {
    let (portal, _) = portal(db).await;
    amina(&portal).await;
    let cookie = cookie(&sign_in(&portal, EMAIL, PASSWORD).await);
    let new = "diallo@example.org";
    let wrong = [("new_email", new), ("password", "x")];
    let answer = submit_as(&portal, &cookie, "/change-email", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = [("new_email", new), ("password", PASSWORD)];
    let answer = submit_as(&portal, &cookie, "/change-email", &right).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let sent = letters(&portal).await;
    assert_eq!(sent[0].to, new);
    assert_eq!(
        sign_in(&portal, new, PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let path = link(&sent[0]);
    assert_eq!(portal.get(&path).await.unwrap().status, StatusCode::OK);
    assert_eq!(submit(&portal, &path, &[]).await.status, StatusCode::OK);
    assert_eq!(
        sign_in(&portal, new, PASSWORD).await.status,
        StatusCode::SEE_OTHER
    );
    let told = letters(&portal).await;
    assert_eq!(told[0].to, EMAIL, "the former address is told");
});

db_test!(tries_are_counted, async |db: Db| {
    let (portal, _) = portal(db).await;
    amina(&portal).await;
    for _ in 0..10 {
        assert_eq!(
            sign_in(&portal, EMAIL, "x").await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    let answer = sign_in(&portal, EMAIL, PASSWORD).await;
    assert_eq!(
        answer.status,
        StatusCode::TOO_MANY_REQUESTS,
        "even the right one"
    );
    assert_eq!(answer.header("retry-after"), Some("90"));
    assert!(
        answer.text().contains("value=\"amina@example.org\""),
        "what was typed is kept"
    );
    let body = json!({"email": EMAIL, "password": "x"});
    let answer = json_of(&portal, "/login", &[ANY_TOKEN], &body).await;
    assert_eq!(answer.json().unwrap()["meta"]["code"], 429);
    portal.advance(90 * 1_000_000);
    assert_eq!(
        sign_in(&portal, EMAIL, PASSWORD).await.status,
        StatusCode::SEE_OTHER
    );

    for _ in 0..5 {
        submit(&portal, "/reset", &[("email", EMAIL)]).await;
    }
    let answer = submit(&portal, "/reset", &[("email", EMAIL)]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let headers = [("x-api-key", "udata_none")];
    for _ in 0..60 {
        let answer = portal
            .ask(Method::GET, "/api/1/me/", &headers)
            .await
            .unwrap();
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    let answer = portal
        .ask(Method::GET, "/api/1/me/", &headers)
        .await
        .unwrap();
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.header("retry-after").is_some());
});

db_test!(links_grow_old, async |db: Db| {
    let (portal, _) = portal(db).await;
    submit(&portal, "/register", &registration(EMAIL)).await;
    let path = link(&letters(&portal).await[0]);
    portal.advance(3 * DAY);
    assert_eq!(
        submit(&portal, &path, &[]).await.status,
        StatusCode::NOT_FOUND
    );
    // Whoever asks again gets another, and the last password said is the one.
    let mut again = registration(EMAIL);
    again[3].1 = OTHER;
    again[4].1 = OTHER;
    submit(&portal, "/register", &again).await;
    let path = link(&letters(&portal).await[0]);
    assert_eq!(submit(&portal, &path, &[]).await.status, StatusCode::OK);
    assert_eq!(
        sign_in(&portal, EMAIL, PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        sign_in(&portal, EMAIL, OTHER).await.status,
        StatusCode::SEE_OTHER
    );
});

db_test!(without_mail_accounts_are_not_opened, async |_: Db| {
    let portal = Portal::with(|settings| settings.mail = None).await.unwrap();
    let page = portal.get("/register").await.unwrap().text();
    assert!(page.contains("cannot be created"), "{page}");
    let answer = submit(&portal, "/register", &registration(EMAIL)).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!portal.get("/").await.unwrap().text().contains("/register"));
});
