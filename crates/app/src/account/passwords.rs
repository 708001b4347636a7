//! Passwords: forgotten, chosen again, changed. A new password ends the other sessions and the links under way,
//! and its owner is told by mail.

use serde_json::json;
use vitrail_domain::{Kind, User};
use vitrail_store as store;

use super::register::{ask_for_letter, check_choice, is_link, open};
use super::{Asking, RESET, digest, hash_password, is_password_of};
use crate::limit::{self, buckets};
use crate::{App, Error, FieldErrors, Result, outbox};

/// A password, and the same again.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    pub password: String,
    pub again: String,
}

/// Sends a link to choose a new password; the answer says nothing of the address.
pub async fn ask_reset(app: &App, asking: &Asking, email: &str) -> Result<()> {
    ask_for_letter(app, asking, email, RESET).await
}

pub async fn is_reset(app: &App, secret: &str) -> Result<bool> {
    is_link(app, secret, RESET).await
}

/// Uses the link up and sets the password; what is wrong with the choice leaves the link as it was.
pub async fn reset(app: &App, asking: &Asking, secret: &str, choice: &Choice) -> Result<User> {
    let key = digest(secret);
    let link = store::account::link(app.db(), &key, RESET, app.now()).await?;
    let link = link.ok_or(Error::NotFound(Kind::User))?;
    let user = store::subject::get::<User>(app.db(), link.user).await?;
    let user = user.ok_or(Error::NotFound(Kind::User))?;
    let hash = hash_of(&user, "password", choice).await?;
    let mut tx = app.db().begin().await?;
    if !store::account::use_link(&mut tx, &key).await? {
        return Err(Error::NotFound(Kind::User));
    }
    set(app, &mut tx, &user, &hash, None, &asking.lang).await?;
    // Whoever reads the mail of an address has proved it.
    open(app, &mut tx, user.clone()).await?;
    tx.commit().await?;
    Ok(user)
}

/// Changes the password of somebody who says the former one.
pub async fn change(
    app: &App,
    asking: &Asking,
    user: &User,
    session: Option<&str>,
    (current, choice): (&str, &Choice),
) -> Result<()> {
    check_current(app, asking, user, current).await?;
    let hash = hash_of(user, "new_password", choice).await?;
    let mut tx = app.db().begin().await?;
    set(app, &mut tx, user, &hash, session, &asking.lang).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether somebody signed in knows their password; tries are counted.
pub async fn check_current(app: &App, asking: &Asking, user: &User, said: &str) -> Result<()> {
    let email = user.email.as_deref().unwrap_or_default();
    let limits = buckets("sign-in", &asking.place, email);
    limit::take(app, app.settings().limits.sign_in, &limits).await?;
    if is_password_of(app, Some(user.id), said).await? {
        Ok(())
    } else {
        Err(Error::argument("password", "wrong-password"))
    }
}

async fn hash_of(user: &User, field: &str, choice: &Choice) -> Result<String> {
    let mut errors = FieldErrors::new();
    let about = [
        user.email.as_deref().unwrap_or_default(),
        &user.first_name,
        &user.last_name,
    ];
    check_choice(
        &mut errors,
        (field, &choice.password),
        &choice.again,
        &about,
    );
    if !errors.is_empty() {
        return Err(Error::Arguments(errors));
    }
    hash_password(&choice.password).await
}

async fn set(
    app: &App,
    tx: &mut store::Tx,
    user: &User,
    hash: &str,
    session: Option<&str>,
    lang: &str,
) -> Result<()> {
    store::account::set_password(&mut *tx, user.id, hash).await?;
    store::account::drop_links(&mut *tx, user.id).await?;
    let kept = session.map(digest);
    store::account::end_sessions(&mut *tx, user.id, kept.as_deref()).await?;
    if let Some(email) = &user.email {
        let facts = json!({"name": user.first_name, "path": "/reset"});
        outbox::write(app, tx, (email, lang), "password-changed", facts).await?;
    }
    Ok(())
}
