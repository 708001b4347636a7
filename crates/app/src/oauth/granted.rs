//! What a person let applications do: they see it, and take it back.

use vitrail_domain::oauth::{Client, Scope, scopes};
use vitrail_domain::{Actor, Id, Kind, Timestamp};
use vitrail_store as store;

use crate::{App, Error, Result, reading};

/// An application that acts for somebody.
#[derive(Clone, Debug)]
pub struct Granted {
    pub client: Client,
    pub scopes: Vec<Scope>,
    /// When it was last given a token.
    pub since: Timestamp,
}

/// The applications that act for the caller.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Granted>> {
    let me = reading::signed_in(actor)?;
    let mut found: Vec<Granted> = Vec::new();
    for token in store::oauth::tokens_of(app.db(), me, app.now()).await? {
        let allowed = scopes(&token.scope).unwrap_or_default();
        if let Some(known) = found
            .iter_mut()
            .find(|known| known.client.id == token.client)
        {
            known.scopes.extend(allowed);
            known.scopes.sort_unstable();
            known.scopes.dedup();
        } else if let Some((client, _)) = store::oauth::client(app.db(), token.client).await? {
            found.push(Granted {
                client,
                scopes: allowed,
                since: token.created,
            });
        }
    }
    Ok(found)
}

/// An application acts no more for the caller.
pub async fn revoke(app: &App, actor: &Actor, key: &str) -> Result<()> {
    let me = reading::in_person(actor)?;
    let client: Id = key.parse().map_err(|_| Error::NotFound(Kind::Site))?;
    let mut tx = app.db().begin().await?;
    if store::oauth::revoke_of(&mut tx, me, Some(client), app.now()).await? == 0 {
        return Err(Error::NotFound(Kind::Site));
    }
    tx.commit().await?;
    Ok(())
}
