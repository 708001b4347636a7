//! Signing in elsewhere: the questions that wait for their answer, and the accounts of those who were named.

use vitrail_domain::{Id, Timestamp};

use crate::db::{Result, Run, Tx};
use crate::sql::Sql;

/// A question: `state` and `browser` are digests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    pub state: String,
    /// What the browser that asked must show again.
    pub browser: String,
    pub nonce: String,
    pub verifier: String,
    /// Where to go afterwards.
    pub next: String,
    pub expires: Timestamp,
}

pub async fn add_flow(tx: &mut Tx, flow: &Flow) -> Result<()> {
    let row = vec![
        flow.state.as_str().into(),
        flow.browser.as_str().into(),
        flow.nonce.as_str().into(),
        flow.verifier.as_str().into(),
        flow.next.as_str().into(),
        flow.expires.into(),
    ];
    let columns = "state, browser, nonce, verifier, next, expires";
    for sql in Sql::insert_rows("oidc_flow", columns, vec![row]) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// A question of this browser that still waits.
pub async fn flow(
    run: impl Into<Run<'_>>,
    (state, browser): (&str, &str),
    now: Timestamp,
) -> Result<Option<Flow>> {
    let mut sql = Sql::new("SELECT nonce, verifier, next, expires FROM oidc_flow WHERE state = ");
    sql.bind(state)
        .push(" AND browser = ")
        .bind(browser)
        .push(" AND expires > ")
        .bind(now);
    let found = sql.first::<(String, String, String, i64)>(run).await?;
    Ok(found.map(|(nonce, verifier, next, expires)| Flow {
        state: state.to_owned(),
        browser: browser.to_owned(),
        nonce,
        verifier,
        next,
        expires: Timestamp::from_micros(expires),
    }))
}

/// Uses a question up: true the first time only.
pub async fn end_flow(tx: &mut Tx, state: &str) -> Result<bool> {
    let mut sql = Sql::new("DELETE FROM oidc_flow WHERE state = ");
    sql.bind(state);
    Ok(sql.execute(tx).await? == 1)
}

/// Forgets the questions that were never answered.
pub async fn purge(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let mut sql = Sql::new("DELETE FROM oidc_flow WHERE expires <= ");
    sql.bind(now);
    sql.execute(tx).await
}

/// Says that a person of another side is somebody here, and of which establishment.
pub async fn link(
    tx: &mut Tx,
    (issuer, subject): (&str, &str),
    user: Id,
    siret: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    let mut sql =
        Sql::new("INSERT INTO oidc_identity (issuer, subject, user_id, siret, created) VALUES (");
    sql.bind(issuer)
        .push(", ")
        .bind(subject)
        .push(", ")
        .bind(user);
    sql.push(", ").bind(siret).push(", ").bind(now);
    sql.push(") ON CONFLICT (issuer, subject) DO UPDATE SET siret = excluded.siret");
    sql.execute(tx).await?;
    Ok(())
}

/// Who somebody of another side is here.
pub async fn user(run: impl Into<Run<'_>>, (issuer, subject): (&str, &str)) -> Result<Option<Id>> {
    let mut sql = Sql::new("SELECT user_id FROM oidc_identity WHERE issuer = ");
    sql.bind(issuer).push(" AND subject = ").bind(subject);
    let found = sql.first::<(String,)>(run).await?;
    Ok(found.and_then(|(user,)| user.parse().ok()))
}

/// Whether somebody can sign in elsewhere, and the establishment that was named there.
pub async fn identity(run: impl Into<Run<'_>>, user: Id) -> Result<Option<Option<String>>> {
    let mut sql = Sql::new("SELECT siret FROM oidc_identity WHERE user_id = ");
    sql.bind(user).push(" ORDER BY created DESC LIMIT 1");
    let found = sql.first::<(Option<String>,)>(run).await?;
    Ok(found.map(|(siret,)| siret))
}

/// Nobody elsewhere is this person any more.
pub async fn unlink(tx: &mut Tx, user: Id) -> Result<u64> {
    let mut sql = Sql::new("DELETE FROM oidc_identity WHERE user_id = ");
    sql.bind(user);
    sql.execute(tx).await
}

/// Keeps with a session what tells the other side who leaves.
pub async fn set_id_token(tx: &mut Tx, session: &str, id_token: &str) -> Result<()> {
    let mut sql = Sql::new("UPDATE session SET id_token = ");
    sql.bind(id_token).push(" WHERE digest = ").bind(session);
    sql.execute(tx).await?;
    Ok(())
}

pub async fn id_token(run: impl Into<Run<'_>>, session: &str) -> Result<Option<String>> {
    let mut sql = Sql::new("SELECT id_token FROM session WHERE digest = ");
    sql.bind(session);
    let found = sql.first::<(Option<String>,)>(run).await?;
    Ok(found.and_then(|(id_token,)| id_token))
}
