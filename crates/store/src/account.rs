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
        token.created.into(),
        token.expires.into(),
    ];
    let columns = "id, user_id, digest, prefix, name, created, expires";
    for sql in Sql::insert_rows("token", columns, vec![row]) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

type TokenRow = (String, String, Option<i64>, Option<i64>);

pub async fn token(run: impl Into<Run<'_>>, digest: &str) -> Result<Option<Token>> {
    let mut sql = Sql::new("SELECT id, user_id, expires, revoked FROM token WHERE digest = ");
    sql.bind(digest);
    Ok(sql
        .first::<TokenRow>(run)
        .await?
        .and_then(|(id, user, expires, revoked)| {
            Some(Token {
                id: id.parse().ok()?,
                user: user.parse().ok()?,
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
    pub created: Timestamp,
    pub expires: Option<Timestamp>,
    pub revoked: Option<Timestamp>,
    pub last_used: Option<Timestamp>,
}

type TokenFactsRow = (
    String,
    String,
    Option<String>,
    i64,
    Option<i64>,
    Option<i64>,
    Option<i64>,
);

/// The tokens of a person, the last made first.
pub async fn tokens(run: impl Into<Run<'_>>, user: Id) -> Result<Vec<TokenFacts>> {
    let mut sql = Sql::new(
        "SELECT id, prefix, name, created, expires, revoked, last_used FROM token WHERE user_id = ",
    );
    sql.bind(user).push(" ORDER BY created DESC, id DESC");
    let rows = sql.all::<TokenFactsRow>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, prefix, name, created, expires, revoked, last_used)| {
            Some(TokenFacts {
                id: id.parse().ok()?,
                prefix,
                name,
                created: Timestamp::from_micros(created),
                expires: expires.map(Timestamp::from_micros),
                revoked: revoked.map(Timestamp::from_micros),
                last_used: last_used.map(Timestamp::from_micros),
            })
        })
        .collect())
}

pub async fn add_session(
    tx: &mut Tx,
    digest: &str,
    user: Id,
    created: Timestamp,
    expires: Timestamp,
) -> Result<()> {
    let row = vec![digest.into(), user.into(), created.into(), expires.into()];
    for sql in Sql::insert_rows("session", "digest, user_id, created, expires", vec![row]) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
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

/// Closes all sessions of a person.
pub async fn end_sessions(tx: &mut Tx, user: Id) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM session WHERE user_id = ");
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
