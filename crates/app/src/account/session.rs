//! The sessions of a person, which they see and may end.

use vitrail_domain::time::SECOND;
use vitrail_domain::{Actor, Id, Kind, Timestamp, User};
use vitrail_store as store;

use super::digest;
use crate::{App, Error, Result};

/// How long somebody who said their password is believed to be still there.
const FRESH: i64 = 15 * 60 * SECOND;

/// A session, as its owner sees it.
#[derive(Clone, Debug)]
pub struct Opened {
    pub id: Id,
    /// What the browser said it was.
    pub agent: Option<String>,
    pub created: Timestamp,
    /// Whether it is the one that asks.
    pub current: bool,
}

pub async fn list(app: &App, user: &User, current: Option<&str>) -> Result<Vec<Opened>> {
    let current = current.map(digest);
    let sessions = store::account::sessions(app.db(), user.id, app.now()).await?;
    Ok(sessions
        .into_iter()
        .map(|session| Opened {
            id: session.id,
            agent: session.agent,
            created: session.created,
            current: Some(&session.digest) == current.as_ref(),
        })
        .collect())
}

/// Ends one of one's own sessions.
pub async fn end(app: &App, actor: &Actor, id: Id) -> Result<()> {
    let user = actor.user.ok_or(Error::Unauthenticated)?;
    let mut tx = app.db().begin().await?;
    if !store::account::end_session_of(&mut tx, user, id).await? {
        return Err(Error::NotFound(Kind::User));
    }
    tx.commit().await?;
    Ok(())
}

/// Ends all one's sessions but the one that asks.
pub async fn end_others(app: &App, actor: &Actor, current: Option<&str>) -> Result<()> {
    let user = actor.user.ok_or(Error::Unauthenticated)?;
    let mut tx = app.db().begin().await?;
    store::account::end_sessions(&mut tx, user, current.map(digest).as_deref()).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether a session was opened, or its owner asked for their password, a short while ago.
pub async fn is_fresh(app: &App, user: &User, current: Option<&str>) -> Result<bool> {
    let opened = list(app, user, current).await?;
    let mut current = opened.iter().filter(|session| session.current);
    Ok(current.any(|session| session.created.plus(FRESH) > app.now()))
}
