//! Signing in elsewhere: a small provider plays the other side, and what it says is forged, replayed, too old or not
//! signed in turn. Its key is of no use outside of this test.

use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use openidconnect::core::{CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use vitrail_app::account::{self, NewUser};
use vitrail_app::oidc::Settings;
use vitrail_testkit::portal::{Answer, Portal};
use vitrail_testkit::{Db, db_test};

const CLIENT: &str = "portal";
const EMAIL: &str = "amina@example.org";
const CODE: &str = "the-code";

/// What the provider says, which tests change.
#[derive(Clone)]
struct Said {
    issuer: String,
    challenge: String,
    /// Over the claims of the ID token.
    claims: Value,
    /// Over those of the other address.
    more: Value,
    unsigned: bool,
}

type Provider = Arc<Mutex<Said>>;

#[expect(
    clippy::disallowed_methods,
    reason = "the library reads the machine's time"
)]
fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.unwrap().as_secs()
}

fn key() -> CoreRsaPrivateSigningKey {
    let id = Some(JsonWebKeyId::new("k".to_owned()));
    CoreRsaPrivateSigningKey::from_pem(include_str!("oidc-key.pem"), id).unwrap()
}

fn jwt(claims: &Value, unsigned: bool) -> String {
    let algorithm = if unsigned { "none" } else { "RS256" };
    let header = json!({"alg": algorithm, "kid": "k", "typ": "JWT"}).to_string();
    let text = format!(
        "{}.{}",
        BASE64.encode(header),
        BASE64.encode(claims.to_string())
    );
    let signature = if unsigned {
        Vec::new()
    } else {
        let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
        key().sign(&algorithm, text.as_bytes()).unwrap()
    };
    format!("{text}.{}", BASE64.encode(signature))
}

fn over(mut base: Value, changes: &Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        base[name] = value.clone();
    }
    base
}

async fn discovery(State(provider): State<Provider>) -> Json<Value> {
    let issuer = provider.lock().unwrap().issuer.clone();
    let at = |path: &str| format!("{issuer}/{path}");
    Json(
        json!({"issuer": issuer, "authorization_endpoint": at("authorize"), "token_endpoint": at("token"),
        "jwks_uri": at("jwks"), "userinfo_endpoint": at("userinfo"), "end_session_endpoint": at("leave"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"]}),
    )
}

async fn jwks() -> Json<Value> {
    Json(json!({"keys": [key().as_verification_key()]}))
}

async fn token(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Form(sent): Form<std::collections::HashMap<String, String>>,
) -> Response {
    let said = provider.lock().unwrap().clone();
    let shown = BASE64.encode(Sha256::digest(sent["code_verifier"].as_bytes()));
    let known =
        sent["code"] == CODE && shown == said.challenge && headers.contains_key("authorization");
    if !known {
        return (
            StatusCode::BAD_REQUEST,
            Json(json!({"error": "invalid_grant"})),
        )
            .into_response();
    }
    let claims =
        json!({"iss": said.issuer, "sub": "42", "aud": CLIENT, "iat": now(), "exp": now() + 60});
    let id_token = jwt(&over(claims, &said.claims), said.unsigned);
    Json(json!({"access_token": "a", "token_type": "Bearer", "id_token": id_token})).into_response()
}

async fn userinfo(State(provider): State<Provider>) -> Response {
    let said = provider.lock().unwrap().clone();
    let claims = json!({"iss": said.issuer, "aud": CLIENT, "sub": "42", "email": EMAIL, "email_verified": true,
        "given_name": "Amina", "usual_name": "Diallo", "siret": "13002526500013"});
    let jwt = jwt(&over(claims, &said.more), false);
    ([("content-type", "application/jwt")], jwt).into_response()
}

async fn provider() -> (Provider, String) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    let said = Said {
        issuer: issuer.clone(),
        challenge: String::new(),
        claims: json!({}),
        more: json!({}),
        unsigned: false,
    };
    let provider: Provider = Arc::new(Mutex::new(said));
    let router = Router::new()
        .route("/.well-known/openid-configuration", get(discovery))
        .route("/jwks", get(jwks))
        .route("/token", post(token))
        .route("/userinfo", get(userinfo))
        .with_state(Arc::clone(&provider));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (provider, issuer)
}

async fn portal(db: Db) -> (Portal, Provider) {
    let (provider, issuer) = provider().await;
    let settings = Settings {
        issuer,
        client_id: CLIENT.to_owned(),
        client_secret: "secret".to_owned(),
        name: "ProConnect".to_owned(),
        scopes: vec!["openid".to_owned(), "email".to_owned()],
        acr_values: vec!["eidas1".to_owned()],
        trusts_email: false,
    };
    let portal = Portal::on_with(db, |all| all.oidc = Some(settings)).unwrap();
    (portal, provider)
}

/// Somebody who went there: what came along, and their cookie.
struct Gone {
    state: String,
    cookie: String,
}

async fn go(portal: &Portal, provider: &Provider) -> Gone {
    let answer = portal.get("/oidc/login?next=/datasets").await.unwrap();
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let url = url::Url::parse(answer.location().unwrap()).unwrap();
    let param = |name: &str| {
        let found = url.query_pairs().find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    };
    assert_eq!(param("redirect_uri"), "http://portal.example/oidc/callback");
    assert_eq!(
        (
            param("acr_values").as_str(),
            param("code_challenge_method").as_str()
        ),
        ("eidas1", "S256")
    );
    let mut said = provider.lock().unwrap();
    said.challenge = param("code_challenge");
    said.claims = json!({"nonce": param("nonce"), "acr": "eidas1"});
    said.more = json!({});
    said.unsigned = false;
    let cookie = answer.header("set-cookie").unwrap();
    Gone {
        state: param("state"),
        cookie: cookie.split(';').next().unwrap().to_owned(),
    }
}

async fn back(portal: &Portal, gone: &Gone) -> Answer {
    let path = format!("/oidc/callback?code={CODE}&state={}", gone.state);
    let headers = [("cookie", gone.cookie.as_str())];
    portal.ask(Method::GET, &path, &headers).await.unwrap()
}

fn session(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let cookie = answer.header("set-cookie").unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

async fn me(portal: &Portal, cookie: &str) -> Value {
    let headers = [("cookie", cookie)];
    let answer = portal
        .ask(Method::GET, "/api/1/me/", &headers)
        .await
        .unwrap();
    answer.json().unwrap()
}

db_test!(
    people_sign_in_elsewhere_and_leave_there_too,
    async |db: Db| {
        let (portal, provider) = portal(db).await;
        let page = portal.get("/login").await.unwrap().text();
        assert!(page.contains("Sign in with ProConnect"), "{page}");
        let gone = go(&portal, &provider).await;
        let answer = back(&portal, &gone).await;
        let cookie = session(&answer);
        assert_eq!(answer.location(), Some("/datasets"));
        let first = me(&portal, &cookie).await;
        assert_eq!(
            (&first["email"], &first["last_name"]),
            (&json!(EMAIL), &json!("Diallo"))
        );
        // The same person, whatever their address is by now.
        let gone = go(&portal, &provider).await;
        provider.lock().unwrap().more = json!({"email": "other@example.org"});
        let again = session(&back(&portal, &gone).await);
        assert_eq!(me(&portal, &again).await["id"], first["id"]);

        let token = account::csrf_token(cookie.split_once('=').unwrap().1);
        let headers = [
            ("cookie", cookie.as_str()),
            ("x-csrftoken", token.as_str()),
            ("content-type", "application/json"),
        ];
        let left = portal
            .send(Method::POST, "/logout/", &headers, "{}")
            .await
            .unwrap();
        let url = left.json().unwrap()["response"]["proconnect_logout_url"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(
            url.contains("/leave?")
                && url.contains("id_token_hint=")
                && url.contains("post_logout_redirect_uri="),
            "{url}"
        );
    }
);

db_test!(
    an_account_is_linked_by_a_verified_address_only,
    async |db: Db| {
        let (portal, provider) = portal(db).await;
        let new = NewUser {
            email: EMAIL.to_owned(),
            password: "Correct7horse".to_owned(),
            first_name: "Amina".to_owned(),
            last_name: "D".to_owned(),
            admin: false,
        };
        let amina = account::create(&portal.app, new).await.unwrap();
        for more in [
            json!({"email_verified": false}),
            json!({"email_verified": null}),
            json!({"email": null}),
        ] {
            let gone = go(&portal, &provider).await;
            provider.lock().unwrap().more = more.clone();
            let answer = back(&portal, &gone).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{more}");
            assert!(answer.header("set-cookie").is_none());
        }
        let gone = go(&portal, &provider).await;
        let cookie = session(&back(&portal, &gone).await);
        assert_eq!(
            me(&portal, &cookie).await["id"],
            json!(amina.id.to_string())
        );
    }
);

db_test!(nothing_forged_lets_anybody_in, async |db: Db| {
    let (portal, provider) = portal(db).await;
    for (claims, why) in [
        (json!({"nonce": "another"}), "wrong nonce"),
        (json!({"nonce": null}), "no nonce"),
        (json!({"exp": now() - 3_600}), "too old"),
        (json!({"aud": "somebody else"}), "for somebody else"),
        (json!({"iss": "https://evil.example"}), "by somebody else"),
        (json!({"acr": "eidas0"}), "less sure"),
        (json!({"at_hash": "x"}), "another access token"),
    ] {
        let gone = go(&portal, &provider).await;
        {
            let mut said = provider.lock().unwrap();
            said.claims = over(said.claims.clone(), &claims);
        }
        assert_eq!(
            back(&portal, &gone).await.status,
            StatusCode::FORBIDDEN,
            "{why}"
        );
    }
    let gone = go(&portal, &provider).await;
    provider.lock().unwrap().unsigned = true;
    assert_eq!(
        back(&portal, &gone).await.status,
        StatusCode::FORBIDDEN,
        "not signed"
    );
    let gone = go(&portal, &provider).await;
    provider.lock().unwrap().more = json!({"sub": "43"});
    assert_eq!(
        back(&portal, &gone).await.status,
        StatusCode::FORBIDDEN,
        "about somebody else"
    );
    let gone = go(&portal, &provider).await;
    provider.lock().unwrap().challenge = "x".to_owned();
    assert_eq!(
        back(&portal, &gone).await.status,
        StatusCode::FORBIDDEN,
        "another verifier"
    );

    let gone = go(&portal, &provider).await;
    let forged = Gone {
        state: "forged".to_owned(),
        cookie: gone.cookie.clone(),
    };
    assert_eq!(back(&portal, &forged).await.status, StatusCode::FORBIDDEN);
    let elsewhere = Gone {
        state: gone.state.clone(),
        cookie: "vitrail-oidc=x".to_owned(),
    };
    assert_eq!(
        back(&portal, &elsewhere).await.status,
        StatusCode::FORBIDDEN,
        "another browser"
    );
    session(&back(&portal, &gone).await);
    assert_eq!(
        back(&portal, &gone).await.status,
        StatusCode::FORBIDDEN,
        "replayed"
    );
});
