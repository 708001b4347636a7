//! The OAuth2 provider: applications that act for people who let them. Codes and tokens are kept as digests; a code
//! or a renewal that is used twice ends all that came of the same consent, since one of the two was stolen.

pub mod client;
pub mod consent;
pub mod granted;
pub mod token;

use vitrail_domain::User;
use vitrail_domain::oauth::{Scope, scopes};
use vitrail_store as store;

use crate::account::digest;
use crate::{App, Error, Result};

/// The person for whom an application acts with this token, and what it was allowed.
pub async fn by_bearer(app: &App, token: &str) -> Result<(User, Vec<Scope>)> {
    let found = store::oauth::by_access(app.db(), &digest(token)).await?;
    let found = found.ok_or(Error::BadToken("Invalid access token"))?;
    if found.revoked.is_some() {
        return Err(Error::BadToken("Revoked access token"));
    }
    if found.expires <= app.now() {
        return Err(Error::BadToken("Expired access token"));
    }
    let user = store::subject::get::<User>(app.db(), found.user).await?;
    let user = user.filter(User::is_open);
    let user = user.ok_or(Error::BadToken("Inactive user"))?;
    Ok((user, scopes(&found.scope).unwrap_or_default()))
}

/// Forgets the codes and the tokens that ended long ago.
pub async fn purge(app: &App) -> Result<u64> {
    const KEPT: i64 = 30 * vitrail_domain::time::DAY;
    let mut tx = app.db().begin().await?;
    let gone = store::oauth::purge(&mut tx, app.now().plus(-KEPT)).await?;
    tx.commit().await?;
    Ok(gone)
}
