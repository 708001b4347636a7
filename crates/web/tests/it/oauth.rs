//! Applications that act for people: a person consents in a browser, the application changes a code for tokens,
//! renews them, and what is forged, replayed or stolen is refused.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_app::account::{self, Asking, NewUser};
use vitrail_app::domain::time::{DAY, SECOND};
use vitrail_app::domain::{Actor, User};
use vitrail_app::oauth::client;
use vitrail_testkit::portal::{Answer, Portal};
use vitrail_testkit::{Db, db_test};

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const PASSWORD: &str = "Correct7horse";
const BACK: &str = "https://app.example/back";

async fn person(portal: &Portal, email: &str, admin: bool) -> User {
    let new = NewUser {
        email: email.to_owned(),
        password: PASSWORD.to_owned(),
        first_name: "Amina".to_owned(),
        last_name: "Diallo".to_owned(),
        admin,
    };
    account::create(&portal.app, new).await.unwrap()
}

/// A portal with an administrator and an application: its id and its secret.
async fn portal(db: Db, body: Value) -> (Portal, Actor, String, String) {
    let portal = Portal::on(db).unwrap();
    let admin = person(&portal, "admin@example.org", true).await;
    let actor = account::actor(&portal.app, &admin).await.unwrap();
    let body = body.as_object().unwrap();
    let (made, secret) = client::create(&portal.app, &actor, body).await.unwrap();
    (
        portal,
        actor,
        made.id.to_string(),
        secret.unwrap_or_default(),
    )
}

fn carte() -> Value {
    json!({"name": "Carte", "redirect_uris": [BACK], "scopes": "read default admin",
           "grant_types": "authorization_code refresh_token client_credentials password"})
}

async fn session(portal: &Portal, user: &User) -> String {
    let opened = account::open_session(&portal.app, &Asking::default(), user.id).await;
    opened.unwrap()
}

async fn consent(portal: &Portal, session: &str, query: &str, answer: &str) -> Answer {
    let cookie = format!("vitrail={session}");
    let token = account::csrf_token(session);
    let fields = [("csrf_token", token.as_str()), (answer, "1")];
    let path = format!("/oauth/authorize?{query}");
    portal
        .submit(&path, &[("cookie", &cookie)], &fields)
        .await
        .unwrap()
}

fn param(answer: &Answer, name: &str) -> Option<String> {
    let url = url::Url::parse(answer.location().unwrap()).unwrap();
    let found = url.query_pairs().find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned())
}

async fn token(portal: &Portal, fields: &[(&str, &str)]) -> Answer {
    let answer = portal.submit("/oauth/token", &[], fields).await.unwrap();
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer
}

async fn me(portal: &Portal, method: Method, path: &str, access: &str) -> Answer {
    let header = format!("Bearer {access}");
    let kind = ("content-type", "application/json");
    let headers = [("authorization", header.as_str()), kind];
    portal.send(method, path, &headers, "{}").await.unwrap()
}

fn said(answer: &Answer, name: &str) -> String {
    answer.json().unwrap()[name]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

db_test!(a_person_lets_an_application_act_for_them, async |db: Db| {
    let (portal, _, id, secret) = portal(db, carte()).await;
    let amina = person(&portal, "amina@example.org", false).await;
    let session = session(&portal, &amina).await;
    let query = format!(
        "response_type=code&client_id={id}&redirect_uri={BACK}&state=a%26b&scope=default\
                         &code_challenge={CHALLENGE}&code_challenge_method=S256"
    );
    let path = format!("/oauth/authorize?{query}");
    let visitor = portal.get(&path).await.unwrap();
    assert_eq!(visitor.status, StatusCode::SEE_OTHER);
    assert!(
        visitor
            .location()
            .unwrap()
            .starts_with("/login?next=%2Foauth%2Fauthorize%3F")
    );
    let cookie = format!("vitrail={session}");
    let page = portal
        .ask(Method::GET, &path, &[("cookie", &cookie)])
        .await
        .unwrap();
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.text().contains("Carte asks to act for you"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.contains("form-action 'self' https://app.example;"),
        "{policy}"
    );

    let no = consent(&portal, &session, &query, "decline").await;
    assert_eq!(param(&no, "error").as_deref(), Some("access_denied"));
    assert_eq!(param(&no, "state").as_deref(), Some("a&b"));
    let yes = consent(&portal, &session, &query, "accept").await;
    assert_eq!(param(&yes, "state").as_deref(), Some("a&b"));
    let code = param(&yes, "code").unwrap();

    let exchange = |code: &str, verifier: &str, back: &str, secret: &str| {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("code_verifier", verifier),
            ("redirect_uri", back),
            ("client_id", id.as_str()),
            ("client_secret", secret),
        ];
        fields.map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let send = async |fields: [(String, String); 6]| {
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        token(&portal, &fields).await
    };
    // What is forged uses nothing up.
    for (fields, error) in [
        (exchange("forged", VERIFIER, BACK, &secret), "invalid_grant"),
        (exchange(&code, CHALLENGE, BACK, &secret), "invalid_grant"),
        (exchange(&code, "", BACK, &secret), "invalid_grant"),
        (
            exchange(&code, VERIFIER, "https://evil.example/", &secret),
            "invalid_grant",
        ),
        (exchange(&code, VERIFIER, BACK, "forged"), "invalid_client"),
    ] {
        let answer = send(fields).await;
        assert!(answer.status.is_client_error());
        assert_eq!(said(&answer, "error"), error);
    }
    let answer = send(exchange(&code, VERIFIER, BACK, &secret)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let body = answer.json().unwrap();
    assert_eq!(
        (&body["token_type"], &body["expires_in"], &body["scope"]),
        (&json!("Bearer"), &json!(2_592_000), &json!("default"))
    );
    let access = said(&answer, "access_token");
    let mine = me(&portal, Method::GET, "/api/1/me/", &access).await;
    assert_eq!(mine.json().unwrap()["email"], "amina@example.org");
    // To publish, not to reach the account.
    let renamed = me(&portal, Method::PUT, "/api/1/me/", &access).await;
    assert_eq!(renamed.status, StatusCode::OK);
    for (method, path) in [
        (Method::POST, "/api/1/me/api_tokens/"),
        (Method::DELETE, "/api/1/me/"),
    ] {
        assert_eq!(
            me(&portal, method, path, &access).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
    // Pages are for people.
    let page = me(&portal, Method::GET, "/account", &access).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);

    let again = send(exchange(&code, VERIFIER, BACK, &secret)).await;
    assert_eq!(said(&again, "error"), "invalid_grant");
    let ended = me(&portal, Method::GET, "/api/1/me/", &access).await;
    assert_eq!(
        ended.status,
        StatusCode::UNAUTHORIZED,
        "a code that comes twice was stolen"
    );
});

db_test!(renewals_rotate, async |db: Db| {
    let (portal, _, id, secret) = portal(db, carte()).await;
    let basic = base64(&format!("{id}:{secret}"));
    let send = async |fields: &[(&str, &str)]| {
        let header = format!("Basic {basic}");
        portal
            .submit("/oauth/token", &[("authorization", &header)], fields)
            .await
            .unwrap()
    };
    let given = send(&[
        ("grant_type", "password"),
        ("username", "admin@example.org"),
        ("password", PASSWORD),
    ])
    .await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.text());
    let (first, renewal) = (said(&given, "access_token"), said(&given, "refresh_token"));
    let renew = [
        ("grant_type", "refresh_token"),
        ("refresh_token", renewal.as_str()),
    ];
    let wider = send(&[renew[0], renew[1], ("scope", "default admin")]).await;
    assert_eq!(said(&wider, "error"), "invalid_scope");
    let second = send(&renew).await;
    assert_eq!(second.status, StatusCode::OK, "{}", second.text());
    let next = said(&second, "access_token");
    assert_eq!(
        me(&portal, Method::GET, "/api/1/me/", &first).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        me(&portal, Method::GET, "/api/1/me/", &next).await.status,
        StatusCode::OK
    );
    let stolen = send(&renew).await;
    assert_eq!(
        (stolen.status, said(&stolen, "error").as_str()),
        (StatusCode::BAD_REQUEST, "invalid_grant")
    );
    assert_eq!(
        me(&portal, Method::GET, "/api/1/me/", &next).await.status,
        StatusCode::UNAUTHORIZED
    );

    let given = send(&[
        ("grant_type", "password"),
        ("username", "admin@example.org"),
        ("password", PASSWORD),
    ])
    .await;
    let access = said(&given, "access_token");
    portal.advance(31 * DAY);
    assert_eq!(
        me(&portal, Method::GET, "/api/1/me/", &access).await.status,
        StatusCode::UNAUTHORIZED
    );
    let renewal = said(&given, "refresh_token");
    let renewed = send(&[("grant_type", "refresh_token"), ("refresh_token", &renewal)]).await;
    let header = format!("Basic {basic}");
    let fields = [("token", said(&renewed, "refresh_token"))];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (*a, b.as_str())).collect();
    let ended = portal
        .submit("/oauth/revoke", &[("authorization", &header)], &fields)
        .await
        .unwrap();
    assert_eq!(
        (ended.status, ended.text().as_str()),
        (StatusCode::OK, "{}")
    );
    let access = said(&renewed, "access_token");
    assert_eq!(
        me(&portal, Method::GET, "/api/1/me/", &access).await.status,
        StatusCode::UNAUTHORIZED
    );
});

fn base64(text: &str) -> String {
    use std::fmt::Write;
    let table = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits = chunk
            .iter()
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let sign = if place > chunk.len() {
                '='
            } else {
                char::from(table[(bits >> (18 - 6 * place)) as usize & 63])
            };
            write!(out, "{sign}").unwrap();
        }
    }
    out
}

db_test!(
    an_application_acts_for_its_owner_within_its_scopes,
    async |db: Db| {
        let (portal, actor, id, secret) = portal(db, carte()).await;
        // Some clients send a form in parts.
        let ask = async |scope: &str, secret: &str| {
            let part = |name: &str, value: &str| {
                format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
            };
            let body = [
                ("grant_type", "client_credentials"),
                ("client_id", id.as_str()),
                ("client_secret", secret),
                ("scope", scope),
            ];
            let body: String = body
                .into_iter()
                .map(|(name, value)| part(name, value))
                .collect::<String>()
                + "--x--\r\n";
            let kind = [("content-type", "multipart/form-data; boundary=x")];
            portal
                .send(Method::POST, "/oauth/token", &kind, body)
                .await
                .unwrap()
        };
        let access = async |scope: &str| said(&ask(scope, &secret).await, "access_token");
        let users = "/api/1/users/";
        assert_eq!(
            me(&portal, Method::GET, users, &access("default").await)
                .await
                .status,
            StatusCode::FORBIDDEN
        );
        assert_eq!(
            me(&portal, Method::GET, users, &access("default admin").await)
                .await
                .status,
            StatusCode::OK
        );
        let reads = access("read").await;
        assert_eq!(
            me(&portal, Method::GET, "/api/1/me/", &reads).await.status,
            StatusCode::OK
        );
        assert_eq!(
            me(&portal, Method::PUT, "/api/1/me/", &reads).await.status,
            StatusCode::FORBIDDEN
        );
        assert_eq!(
            said(&ask("everything", &secret).await, "error"),
            "invalid_scope"
        );

        let other = client::rotate(&portal.app, &actor, &id).await.unwrap();
        let former = ask("read", &secret).await;
        assert_eq!(
            (former.status, said(&former, "error").as_str()),
            (StatusCode::UNAUTHORIZED, "invalid_client")
        );
        assert_eq!(ask("read", &other).await.status, StatusCode::OK);
        // Nobody guesses for long.
        let mut last = StatusCode::OK;
        for _ in 0..70 {
            last = ask("read", "guess").await.status;
        }
        assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
        portal.advance(DAY);
        client::delete(&portal.app, &actor, &id).await.unwrap();
        assert_eq!(
            me(&portal, Method::GET, "/api/1/me/", &reads).await.status,
            StatusCode::UNAUTHORIZED
        );
    }
);

db_test!(nobody_is_sent_where_it_was_not_agreed, async |db: Db| {
    let public = json!({"name": "Mobile", "redirect_uris": [BACK, "org.example.app:/back"], "confidential": false});
    let (portal, actor, id, _) = portal(db, public).await;
    let amina = person(&portal, "amina@example.org", false).await;
    let session = session(&portal, &amina).await;
    let here = [
        "response_type=code".to_owned(),
        "response_type=code&client_id=53699d0ea3a729239d205b2e".to_owned(),
        format!("response_type=code&client_id={id}"),
        format!("response_type=code&client_id={id}&redirect_uri=https://evil.example/"),
        format!("response_type=code&client_id={id}&redirect_uri={BACK}/x"),
    ];
    for query in here {
        let answer = consent(&portal, &session, &query, "accept").await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
    }
    let there = [
        (
            "response_type=token&code_challenge_method=S256",
            "unsupported_response_type",
        ),
        ("response_type=code", "invalid_request"),
        (
            "response_type=code&code_challenge=x&code_challenge_method=plain",
            "invalid_request",
        ),
        ("response_type=code&scope=admin", "invalid_scope"),
    ];
    for (query, error) in there {
        let query = format!("{query}&client_id={id}&redirect_uri={BACK}");
        let answer = consent(&portal, &session, &query, "accept").await;
        assert_eq!(param(&answer, "error").as_deref(), Some(error), "{query}");
    }
    let query = format!(
        "response_type=code&client_id={id}&redirect_uri=org.example.app:/back\
                         &code_challenge={CHALLENGE}&code_challenge_method=S256"
    );
    let info = portal
        .get(&format!("/oauth/client_info?{query}"))
        .await
        .unwrap()
        .json()
        .unwrap();
    assert_eq!(
        info,
        json!({"client": {"name": "Mobile", "description": null}, "scopes": ["default"]})
    );
    let answer = consent(&portal, &session, &query, "accept").await;
    let code = param(&answer, "code").unwrap();
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("client_id", id.as_str()),
        ("redirect_uri", "org.example.app:/back"),
        ("code_verifier", VERIFIER),
    ];
    portal.advance(200 * SECOND);
    assert_eq!(
        said(&token(&portal, &fields).await, "error"),
        "invalid_grant",
        "too old"
    );
    let answer = consent(&portal, &session, &query, "accept").await;
    let code = param(&answer, "code").unwrap();
    let fields = [fields[0], ("code", &code), fields[2], fields[3], fields[4]];
    let given = token(&portal, &fields).await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.text());
    let wrong = json!({"redirect_uris": "http://evil.example/ javascript:alert(1)", "grant_types": "password"});
    let refused = client::update(&portal.app, &actor, &id, wrong.as_object().unwrap()).await;
    assert!(
        matches!(refused, Err(vitrail_app::Error::Invalid(_, problems)) if problems.len() == 2)
    );
});
