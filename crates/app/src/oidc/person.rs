//! Who somebody of the provider is here: whoever was linked before, else the account of the address if the provider
//! verified it, else a new one.

use vitrail_domain::{Change, Id, Kind, User};
use vitrail_store as store;
use vitrail_store::Tx;
use vitrail_store::subject::Subject;

use super::provider::Named;
use super::{Failure, Settings};
use crate::App;

type Result<T> = std::result::Result<T, Failure>;

pub async fn of(app: &App, settings: &Settings, named: &Named) -> Result<User> {
    let who = (named.issuer.as_str(), named.subject.as_str());
    let mut tx = app.db().begin().await?;
    let linked = match store::oidc::user(&mut tx, who).await? {
        Some(id) => store::subject::get::<User>(&mut tx, id).await?,
        None => None,
    };
    let user = match linked {
        Some(user) => user,
        None => by_address(app, &mut tx, settings, named).await?,
    };
    if !user.active || user.deleted.is_some() {
        return Err(Failure::Here("oidc-closed"));
    }
    let siret = named.siret.as_deref();
    store::oidc::link(&mut tx, who, user.id, siret, app.now()).await?;
    tx.commit().await?;
    Ok(user)
}

async fn by_address(app: &App, tx: &mut Tx, settings: &Settings, named: &Named) -> Result<User> {
    let email = named
        .email
        .as_deref()
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    if email.is_empty() {
        return Err(Failure::Here("oidc-no-email"));
    }
    if !named.email_verified && !settings.trusts_email {
        return Err(Failure::Here("oidc-unverified"));
    }
    let Some(mut user) = store::user::by_email(&mut *tx, &email).await? else {
        return create(app, tx, named, email).await;
    };
    if store::account::is_unconfirmed(&mut *tx, user.id).await? {
        // Whoever asked for it never proved the address: their password opens nothing.
        store::account::forget_password(&mut *tx, user.id).await?;
        store::account::drop_links(&mut *tx, user.id).await?;
        store::account::set_unconfirmed(&mut *tx, user.id, None).await?;
        user.active = true;
        store::user::save(&mut *tx, &user).await?;
        record(app, tx, user.id, "updated").await?;
    }
    Ok(user)
}

async fn create(app: &App, tx: &mut Tx, named: &Named, email: String) -> Result<User> {
    let id = app.new_id();
    let local = email.split('@').next().unwrap_or_default().to_owned();
    let first_name = plain(named.first_name.as_deref()).unwrap_or(local);
    let last_name = plain(named.last_name.as_deref()).unwrap_or_default();
    let name = format!("{first_name} {last_name}");
    let user = User {
        id,
        slug: store::slug::pick(&mut *tx, Kind::User, User::TABLE, id, name.trim()).await?,
        first_name,
        last_name,
        email: Some(email),
        active: true,
        since: app.now(),
        last_login_at: Some(app.now()),
        ..User::default()
    };
    store::user::save(&mut *tx, &user).await?;
    record(app, tx, id, "created").await?;
    Ok(user)
}

/// A name without what breaks a line, cut where names end.
fn plain(name: Option<&str>) -> Option<String> {
    let kept = name?.chars().filter(|c| !c.is_control()).take(128);
    let kept: String = kept.collect();
    Some(kept.trim().to_owned()).filter(|name| !name.is_empty())
}

async fn record(app: &App, tx: &mut Tx, user: Id, operation: &str) -> Result<()> {
    let change = Change {
        actor: Some(user),
        ..Change::new(app.now(), (Kind::User, user), operation)
    };
    store::change::record(tx, &change).await?;
    Ok(())
}
