//! Who asks in these tests, by their tokens.

use axum::http::{Method, StatusCode};
use serde_json::Value;
use vitrail_app::account;
use vitrail_domain::{Id, User};
use vitrail_testkit::portal::{Answer, Portal};
use vitrail_testkit::store;

/// Writes an account of this name, and gives its id and a token.
pub async fn person(portal: &Portal, name: &str, admin: bool) -> (Id, String) {
    let user = User {
        id: Id::seeded(name),
        slug: format!("prenom-{name}"),
        first_name: "Prénom".to_owned(),
        last_name: name.to_owned(),
        email: Some(format!("{name}@example.org")),
        active: true,
        admin,
        ..User::default()
    };
    portal
        .write(async |tx| Ok(store::user::save(tx, &user).await?))
        .await
        .unwrap();
    let token = account::create_token(&portal.app, user.id, None).await;
    (user.id, token.unwrap())
}

/// What the person of this token is answered; nobody when there is none.
pub async fn ask_as(portal: &Portal, token: Option<&str>, path: &str) -> Answer {
    let headers: Vec<(&str, &str)> = token
        .map(|token| ("x-api-key", token))
        .into_iter()
        .collect();
    portal.ask(Method::GET, path, &headers).await.unwrap()
}

/// What everybody reads there.
pub async fn json_of(portal: &Portal, path: &str) -> Value {
    let answer = portal.get(path).await.unwrap();
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.json().unwrap()
}
