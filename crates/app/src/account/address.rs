//! Another address for an account: it is taken once a link sent there was opened, and the former one is told.

use serde_json::json;
use vitrail_domain::{Change, Kind, User};
use vitrail_store as store;

use super::passwords::check_current;
use super::register::needs_mail;
use super::{Asking, CHANGE_EMAIL, digest, is_email};
use crate::limit::{self, buckets};
use crate::{App, Error, Result, outbox};

/// Sends a link to a new address, to somebody who says their password.
pub async fn ask_change(
    app: &App,
    asking: &Asking,
    user: &User,
    (email, password): (&str, Option<&str>),
) -> Result<()> {
    needs_mail(app)?;
    let email = email.trim();
    if !is_email(email) {
        return Err(Error::argument("email", "invalid-email"));
    }
    if user.email.as_deref() == Some(&email.to_lowercase()) {
        return Err(Error::argument("email", "same-email"));
    }
    if let Some(password) = password {
        check_current(app, asking, user, password).await?;
    }
    let limits = buckets("letter", &asking.place, email);
    limit::take(app, app.settings().limits.reset, &limits).await?;
    let mut tx = app.db().begin().await?;
    let facts = json!({"user": user.id.to_string()});
    outbox::write(app, &mut tx, (email, &asking.lang), CHANGE_EMAIL, facts).await?;
    tx.commit().await?;
    Ok(())
}

/// Uses the link up: the account has the new address.
pub async fn confirm_change(app: &App, asking: &Asking, secret: &str) -> Result<()> {
    let mut tx = app.db().begin().await?;
    let link = store::account::link(&mut tx, &digest(secret), CHANGE_EMAIL, app.now()).await?;
    let link = link.ok_or(Error::NotFound(Kind::User))?;
    store::account::use_link(&mut tx, &link.digest).await?;
    let user = store::subject::get::<User>(&mut tx, link.user).await?;
    let user = user.filter(User::is_open);
    let mut user = user.ok_or(Error::NotFound(Kind::User))?;
    // Somebody else proved it first.
    if store::user::by_email(&mut tx, &link.email).await?.is_some() {
        return Err(Error::NotFound(Kind::User));
    }
    let former = user.email.replace(link.email.clone());
    store::user::save(&mut tx, &user).await?;
    store::account::drop_links(&mut tx, user.id).await?;
    let change = Change {
        actor: Some(user.id),
        ..Change::new(app.now(), (Kind::User, user.id), "updated")
    };
    store::change::record(&mut tx, &change).await?;
    if let Some(former) = former {
        let facts = json!({"name": user.first_name, "email": link.email});
        outbox::write(
            app,
            &mut tx,
            (&former, &asking.lang),
            "email-changed",
            facts,
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}
