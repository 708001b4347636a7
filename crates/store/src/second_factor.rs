//! The second proof of people who asked for one: the secret that their device shares, what lets them in without it,
//! and who is half-way in.

use vitrail_domain::{Id, Timestamp};

use crate::db::{Result, Run, Tx};
use crate::sql::Sql;

/// The second proof of a person; none is asked before it was confirmed by a first code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    pub secret: String,
    pub confirmed: Option<Timestamp>,
    /// The last step whose code was used.
    pub last_step: i64,
}

/// Offers a secret, in place of one that was never confirmed: false when one was.
pub async fn offer(tx: &mut Tx, user: Id, secret: &str, now: Timestamp) -> Result<bool> {
    let mut sql = Sql::new("DELETE FROM second_factor WHERE confirmed IS NULL AND user_id = ");
    sql.bind(user);
    sql.execute(&mut *tx).await?;
    let mut sql = Sql::new("INSERT INTO second_factor (user_id, secret, created) VALUES (");
    sql.bind(user).push(", ").bind(secret).push(", ").bind(now);
    sql.push(") ON CONFLICT DO NOTHING");
    Ok(sql.execute(tx).await? == 1)
}

pub async fn get(run: impl Into<Run<'_>>, user: Id) -> Result<Option<SecondFactor>> {
    let mut sql =
        Sql::new("SELECT secret, confirmed, last_step FROM second_factor WHERE user_id = ");
    sql.bind(user);
    let found = sql.first::<(String, Option<i64>, i64)>(run).await?;
    Ok(found.map(|(secret, confirmed, last_step)| SecondFactor {
        secret,
        confirmed: confirmed.map(Timestamp::from_micros),
        last_step,
    }))
}

/// Asks for the second proof from now on: true the first time only.
pub async fn confirm(tx: &mut Tx, user: Id, now: Timestamp) -> Result<bool> {
    let mut sql = Sql::new("UPDATE second_factor SET confirmed = ");
    sql.bind(now)
        .push(" WHERE confirmed IS NULL AND user_id = ")
        .bind(user);
    Ok(sql.execute(tx).await? == 1)
}

/// Uses a step up, and those before it: false when it was used already.
pub async fn use_step(tx: &mut Tx, user: Id, step: i64) -> Result<bool> {
    let mut sql = Sql::new("UPDATE second_factor SET last_step = ");
    sql.bind(step).push(" WHERE user_id = ").bind(user);
    sql.push(" AND last_step < ").bind(step);
    Ok(sql.execute(tx).await? == 1)
}

/// Asks for no second proof any more, and forgets the rescue codes.
pub async fn remove(tx: &mut Tx, user: Id) -> Result<bool> {
    for table in ["rescue_code", "half_session"] {
        let mut sql = Sql::new("DELETE FROM ");
        sql.push(table).push(" WHERE user_id = ").bind(user);
        sql.execute(&mut *tx).await?;
    }
    let mut sql = Sql::new("DELETE FROM second_factor WHERE user_id = ");
    sql.bind(user);
    Ok(sql.execute(tx).await? == 1)
}

/// Keeps rescue codes in place of the former ones.
pub async fn set_codes(tx: &mut Tx, user: Id, digests: &[String]) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM rescue_code WHERE user_id = ");
    sql.bind(user);
    sql.execute(&mut *tx).await?;
    let rows = digests
        .iter()
        .map(|digest| vec![digest.into(), user.into()]);
    for sql in Sql::insert_rows("rescue_code", "digest, user_id", rows.collect()) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// Uses a rescue code up: true the first time only.
pub async fn use_code(tx: &mut Tx, user: Id, digest: &str) -> Result<bool> {
    let mut sql = Sql::new("DELETE FROM rescue_code WHERE user_id = ");
    sql.bind(user).push(" AND digest = ").bind(digest);
    Ok(sql.execute(tx).await? == 1)
}

/// How many rescue codes are left.
pub async fn count_codes(run: impl Into<Run<'_>>, user: Id) -> Result<i64> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM rescue_code WHERE user_id = ");
    sql.bind(user);
    sql.count(run).await
}

/// Somebody said their password.
pub async fn add_half(tx: &mut Tx, digest: &str, user: Id, expires: Timestamp) -> Result<()> {
    let row = vec![digest.into(), user.into(), expires.into()];
    for sql in Sql::insert_rows("half_session", "digest, user_id, expires", vec![row]) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// Who said their password a short while ago.
pub async fn half(run: impl Into<Run<'_>>, digest: &str, now: Timestamp) -> Result<Option<Id>> {
    let mut sql = Sql::new("SELECT user_id FROM half_session WHERE digest = ");
    sql.bind(digest).push(" AND expires > ").bind(now);
    let found = sql.first::<(String,)>(run).await?;
    Ok(found.and_then(|(user,)| user.parse().ok()))
}

/// Somebody half-way in is in: true the first time only.
pub async fn end_half(tx: &mut Tx, digest: &str) -> Result<bool> {
    let mut sql = Sql::new("DELETE FROM half_session WHERE digest = ");
    sql.bind(digest);
    Ok(sql.execute(tx).await? == 1)
}

/// Forgets those who never came in.
pub async fn purge(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let mut sql = Sql::new("DELETE FROM half_session WHERE expires <= ");
    sql.bind(now);
    sql.execute(tx).await
}
