//! How people prove who they are: passwords (hashed), API tokens and sessions (digests only), links that work
//! once.

use vitrail_domain::{Id, Timestamp};

use crate::db::{Result, Run, Tx};
use crate::sql::Sql;

/// An API token as found by its digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub id: Id,
    pub user: Id,
    pub scope: String,
    pub expires: Option<Timestamp>,
    pub revoked: Option<Timestamp>,
}

/// A token to keep; `digest` is the hash of its text.
#[derive(Clone, Debug)]
pub struct NewToken {
    pub id: Id,
    pub user: Id,
    pub digest: String,
    pub prefix: String,
    pub name: Option<String>,
    /// `admin` for all that the person may do, else `read`.
    pub scope: String,
    pub created: Timestamp,
    pub expires: Option<Timestamp>,
}

pub async fn set_password(tx: &mut Tx, user: Id, hash: &str) -> Result<()> {
    let mut sql = Sql::new("UPDATE user_account SET password_hash = ");
    sql.bind(hash).push(" WHERE id = ").bind(user);
    sql.execute(tx).await?;
    Ok(())
}

pub async fn password(run: impl Into<Run<'_>>, user: Id) -> Result<Option<String>> {
    let mut sql = Sql::new("SELECT password_hash FROM user_account WHERE id = ");
    sql.bind(user);
    Ok(sql
        .first::<(Option<String>,)>(run)
        .await?
        .and_then(|(hash,)| hash))
}

pub async fn add_token(tx: &mut Tx, token: NewToken) -> Result<()> {
    let row = vec![
        token.id.into(),
        token.user.into(),
        token.digest.into(),
        token.prefix.into(),
        token.name.into(),
        token.scope.into(),
        token.created.into(),
        token.expires.into(),
    ];
    let columns = "id, user_id, digest, prefix, name, scope, created, expires";
    for sql in Sql::insert_rows("token", columns, vec![row]) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

type TokenRow = (String, String, String, Option<i64>, Option<i64>);

pub async fn token(run: impl Into<Run<'_>>, digest: &str) -> Result<Option<Token>> {
    let mut sql =
        Sql::new("SELECT id, user_id, scope, expires, revoked FROM token WHERE digest = ");
    sql.bind(digest);
    Ok(sql
        .first::<TokenRow>(run)
        .await?
        .and_then(|(id, user, scope, expires, revoked)| {
            Some(Token {
                id: id.parse().ok()?,
                user: user.parse().ok()?,
                scope,
                expires: expires.map(Timestamp::from_micros),
                revoked: revoked.map(Timestamp::from_micros),
            })
        }))
}

/// A token as its owner sees it: never its text nor its digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenFacts {
    pub id: Id,
    pub prefix: String,
    pub name: Option<String>,
    pub scope: String,
    pub created: Timestamp,
    pub expires: Option<Timestamp>,
    pub revoked: Option<Timestamp>,
    pub last_used: Option<Timestamp>,
}

type TokenFactsRow = (
    String,
    String,
    Option<String>,
    String,
    i64,
    Option<i64>,
    Option<i64>,
    Option<i64>,
);

/// The tokens of a person, the last made first.
pub async fn tokens(run: impl Into<Run<'_>>, user: Id) -> Result<Vec<TokenFacts>> {
    let mut sql = Sql::new(
        "SELECT id, prefix, name, scope, created, expires, revoked, last_used FROM token WHERE user_id = ",
    );
    sql.bind(user).push(" ORDER BY created DESC, id DESC");
    let rows = sql.all::<TokenFactsRow>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(
            |(id, prefix, name, scope, created, expires, revoked, last_used)| {
                Some(TokenFacts {
                    id: id.parse().ok()?,
                    prefix,
                    name,
                    scope,
                    created: Timestamp::from_micros(created),
                    expires: expires.map(Timestamp::from_micros),
                    revoked: revoked.map(Timestamp::from_micros),
                    last_used: last_used.map(Timestamp::from_micros),
                })
            },
        )
        .collect())
}

/// A session to keep; `digest` is the hash of its secret, `agent` what the browser says it is.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    pub id: Id,
    pub digest: &'a str,
    pub user: Id,
    pub agent: Option<&'a str>,
    pub created: Timestamp,
    pub expires: Timestamp,
}

pub async fn add_session(tx: &mut Tx, session: &NewSession<'_>) -> Result<()> {
    let row = vec![
        session.id.into(),
        session.digest.into(),
        session.user.into(),
        session.agent.into(),
        session.created.into(),
        session.expires.into(),
    ];
    let columns = "id, digest, user_id, agent, created, expires";
    for sql in Sql::insert_rows("session", columns, vec![row]) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// A session as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: Id,
    pub digest: String,
    pub agent: Option<String>,
    pub created: Timestamp,
    pub expires: Timestamp,
}

/// The sessions of a person, the last opened first.
pub async fn sessions(run: impl Into<Run<'_>>, user: Id, now: Timestamp) -> Result<Vec<Session>> {
    let mut sql =
        Sql::new("SELECT id, digest, agent, created, expires FROM session WHERE user_id = ");
    sql.bind(user).push(" AND expires > ").bind(now);
    sql.push(" ORDER BY created DESC, id DESC");
    let rows = sql
        .all::<(String, String, Option<String>, i64, i64)>(run)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, digest, agent, created, expires)| Session {
            id: id.parse().unwrap_or_default(),
            digest,
            agent,
            created: Timestamp::from_micros(created),
            expires: Timestamp::from_micros(expires),
        })
        .collect())
}

/// Ends one session of a person: false when it is not theirs.
pub async fn end_session_of(tx: &mut Tx, user: Id, id: Id) -> Result<bool> {
    let mut sql = Sql::new("DELETE FROM session WHERE user_id = ");
    sql.bind(user).push(" AND id = ").bind(id);
    Ok(sql.execute(tx).await? > 0)
}

/// Ends the sessions of a person, but the one of this digest.
pub async fn end_sessions(tx: &mut Tx, user: Id, but: Option<&str>) -> Result<u64> {
    let mut sql = Sql::new("DELETE FROM session WHERE user_id = ");
    sql.bind(user)
        .push(" AND digest <> ")
        .bind(but.unwrap_or_default());
    sql.execute(tx).await
}

/// The person of a session that has not expired.
pub async fn session(run: impl Into<Run<'_>>, digest: &str, now: Timestamp) -> Result<Option<Id>> {
    let mut sql = Sql::new("SELECT user_id FROM session WHERE digest = ");
    sql.bind(digest).push(" AND expires > ").bind(now);
    Ok(sql
        .first::<(String,)>(run)
        .await?
        .and_then(|(user,)| user.parse().ok()))
}

/// Forgets the sessions and the links that ended before an instant; how many.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let mut forgotten = 0;
    for table in ["session", "half_session", "one_time", "account_link"] {
        let mut sql = Sql::new(&format!("DELETE FROM {table} WHERE expires < "));
        sql.bind(before);
        forgotten += sql.execute(&mut *tx).await?;
    }
    Ok(forgotten)
}

pub async fn end_session(tx: &mut Tx, digest: &str) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM session WHERE digest = ");
    sql.bind(digest);
    sql.execute(tx).await?;
    Ok(())
}

/// Keeps a link that works once, in place of the former ones of the same purpose.
pub async fn set_one_time(
    tx: &mut Tx,
    digest: &str,
    purpose: &str,
    expires: Timestamp,
) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM one_time WHERE purpose = ");
    sql.bind(purpose);
    sql.execute(&mut *tx).await?;
    let row = vec![digest.into(), purpose.into(), expires.into()];
    for sql in Sql::insert_rows("one_time", "digest, purpose, expires", vec![row]) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// Whether a link still works.
pub async fn is_one_time(
    run: impl Into<Run<'_>>,
    digest: &str,
    purpose: &str,
    now: Timestamp,
) -> Result<bool> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM one_time WHERE digest = ");
    sql.bind(digest)
        .push(" AND purpose = ")
        .bind(purpose)
        .push(" AND expires > ")
        .bind(now);
    Ok(sql.count(run).await? > 0)
}

/// Uses a link up: true the first time only.
pub async fn use_one_time(
    tx: &mut Tx,
    digest: &str,
    purpose: &str,
    now: Timestamp,
) -> Result<bool> {
    let mut sql = Sql::new("DELETE FROM one_time WHERE digest = ");
    sql.bind(digest)
        .push(" AND purpose = ")
        .bind(purpose)
        .push(" AND expires > ")
        .bind(now);
    Ok(sql.execute(tx).await? == 1)
}

/// A token no longer works.
pub async fn revoke_token(tx: &mut Tx, id: Id, now: Timestamp) -> Result<()> {
    let mut sql = Sql::new("UPDATE token SET revoked = ");
    sql.bind(now)
        .push(" WHERE revoked IS NULL AND id = ")
        .bind(id);
    sql.execute(tx).await?;
    Ok(())
}

/// No token of a person works any more.
pub async fn revoke_tokens(tx: &mut Tx, user: Id, now: Timestamp) -> Result<()> {
    let mut sql = Sql::new("UPDATE token SET revoked = ");
    sql.bind(now)
        .push(" WHERE revoked IS NULL AND user_id = ")
        .bind(user);
    sql.execute(tx).await?;
    Ok(())
}

/// A link that was sent by mail: what it is for, to whom, and the address that it proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub digest: String,
    pub user: Id,
    pub purpose: String,
    pub email: String,
    pub expires: Timestamp,
}

/// Keeps a link in place of the former ones of the same person and purpose.
pub async fn add_link(tx: &mut Tx, link: &Link) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM account_link WHERE user_id = ");
    sql.bind(link.user)
        .push(" AND purpose = ")
        .bind(&link.purpose);
    sql.execute(&mut *tx).await?;
    let row = vec![
        link.digest.as_str().into(),
        link.user.into(),
        link.purpose.as_str().into(),
        link.email.as_str().into(),
        link.expires.into(),
    ];
    let columns = "digest, user_id, purpose, email, expires";
    for sql in Sql::insert_rows("account_link", columns, vec![row]) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// A link that still works.
pub async fn link(
    run: impl Into<Run<'_>>,
    digest: &str,
    purpose: &str,
    now: Timestamp,
) -> Result<Option<Link>> {
    let mut sql = Sql::new("SELECT user_id, email, expires FROM account_link WHERE digest = ");
    sql.bind(digest)
        .push(" AND purpose = ")
        .bind(purpose)
        .push(" AND expires > ")
        .bind(now);
    let found = sql.first::<(String, String, i64)>(run).await?;
    Ok(found.and_then(|(user, email, expires)| {
        Some(Link {
            digest: digest.to_owned(),
            user: user.parse().ok()?,
            purpose: purpose.to_owned(),
            email,
            expires: Timestamp::from_micros(expires),
        })
    }))
}

/// Uses up a link: true the first time only.
pub async fn use_link(tx: &mut Tx, digest: &str) -> Result<bool> {
    let mut sql = Sql::new("DELETE FROM account_link WHERE digest = ");
    sql.bind(digest);
    Ok(sql.execute(tx).await? == 1)
}

/// Forgets the links of a person, whatever they are for.
pub async fn drop_links(tx: &mut Tx, user: Id) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM account_link WHERE user_id = ");
    sql.bind(user);
    sql.execute(tx).await?;
    Ok(())
}

/// No password opens this account any more.
pub async fn forget_password(tx: &mut Tx, user: Id) -> Result<()> {
    let mut sql = Sql::new("UPDATE user_account SET password_hash = NULL WHERE id = ");
    sql.bind(user);
    sql.execute(tx).await?;
    Ok(())
}

/// Says since when an account waits for its address to be confirmed, or that it waits no more.
pub async fn set_unconfirmed(tx: &mut Tx, user: Id, since: Option<Timestamp>) -> Result<()> {
    let mut sql = Sql::new("UPDATE user_account SET unconfirmed = ");
    sql.bind(since).push(" WHERE id = ").bind(user);
    sql.execute(tx).await?;
    Ok(())
}

/// The accounts that have waited for their address to be confirmed since before an instant.
pub async fn unconfirmed(run: impl Into<Run<'_>>, before: Timestamp) -> Result<Vec<Id>> {
    let mut sql = Sql::new("SELECT id FROM user_account WHERE unconfirmed < ");
    sql.bind(before)
        .push(" ORDER BY unconfirmed, id LIMIT 1000");
    let rows = sql.all::<(String,)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id,)| id.parse().ok())
        .collect())
}

/// Forgets an account whose address was never confirmed: nothing was done with it.
pub async fn drop_unconfirmed(tx: &mut Tx, user: Id) -> Result<bool> {
    let mut sql = Sql::new("DELETE FROM user_account WHERE unconfirmed IS NOT NULL AND id = ");
    sql.bind(user);
    Ok(sql.execute(tx).await? == 1)
}

/// Whether an account waits for its address to be confirmed.
pub async fn is_unconfirmed(run: impl Into<Run<'_>>, user: Id) -> Result<bool> {
    let mut sql =
        Sql::new("SELECT COUNT(*) FROM user_account WHERE unconfirmed IS NOT NULL AND id = ");
    sql.bind(user);
    Ok(sql.count(run).await? > 0)
}
