//! Who asks: an API token, a session, or nobody. Tokens and sessions are kept as digests only.

use sha2::{Digest, Sha256};
use vitrail_domain::{Actor, Id, User};
use vitrail_store as store;

use crate::{App, Error, Result};

/// The prefix by which people and scanners recognise a token of the portal.
pub const TOKEN_PREFIX: &str = "udata_";

/// The digest under which a secret is kept.
pub fn digest(secret: &str) -> String {
    Sha256::digest(secret.as_bytes())
        .iter()
        .fold(String::new(), |mut hex, byte| {
            use std::fmt::Write;
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// A secret that nobody can guess: 32 bytes of chance in hexadecimal.
pub fn secret(app: &App) -> String {
    app.rng()
        .bytes::<32>()
        .iter()
        .fold(String::new(), |mut hex, byte| {
            use std::fmt::Write;
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// What a person may do.
pub async fn actor(app: &App, user: &User) -> Result<Actor> {
    let roles = store::organization::roles_of(app.db(), user.id).await?;
    let assignments = store::organization::assignments_of(app.db(), user.id).await?;
    Ok(Actor {
        user: Some(user.id),
        sysadmin: user.admin,
        roles,
        assignments: assignments.into_iter().collect(),
    })
}

/// The person of an API token; a bad one fails even where none is needed, as on udata.
pub async fn by_token(app: &App, token: &str) -> Result<User> {
    let found = store::account::token(app.db(), &digest(token)).await?;
    let token = found.ok_or(Error::BadToken("Invalid API token"))?;
    if token.revoked.is_some() {
        return Err(Error::BadToken("Revoked API token"));
    }
    if token.expires.is_some_and(|expires| expires <= app.now()) {
        return Err(Error::BadToken("Expired API token"));
    }
    let user = store::subject::get::<User>(app.db(), token.user).await?;
    user.filter(|user| user.active && user.deleted.is_none())
        .ok_or(Error::BadToken("Inactive user"))
}

/// The person of a session, or nobody when it ended.
pub async fn by_session(app: &App, session: &str) -> Result<Option<User>> {
    let Some(id) = store::account::session(app.db(), &digest(session), app.now()).await? else {
        return Ok(None);
    };
    let user = store::subject::get::<User>(app.db(), id).await?;
    Ok(user.filter(|user| user.active && user.deleted.is_none()))
}

/// A new API token: its text, shown once.
pub async fn create_token(app: &App, user: Id, name: Option<String>) -> Result<String> {
    let text = format!("{TOKEN_PREFIX}{}", secret(app));
    let token = store::account::NewToken {
        id: app.new_id(),
        user,
        digest: digest(&text),
        prefix: text.chars().take(14).collect(),
        name,
        created: app.now(),
        expires: None,
    };
    let mut tx = app.db().begin().await?;
    store::account::add_token(&mut tx, token).await?;
    tx.commit().await?;
    Ok(text)
}
