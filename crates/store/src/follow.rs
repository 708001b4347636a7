//! Who follows what.

use vitrail_domain::{Follow, Id, Kind, Timestamp};

use crate::db::{Db, Result, Run, Tx};
use crate::filter::{self, Listed, Page};
use crate::sql::Sql;

pub async fn save(tx: &mut Tx, follow: &Follow) -> Result<()> {
    let columns = vec![
        ("id", follow.id.into()),
        ("kind", follow.following.0.as_str().into()),
        ("subject_id", follow.following.1.into()),
        ("follower", follow.follower.into()),
        ("since", follow.since.into()),
        ("until", follow.until.into()),
    ];
    Sql::upsert("follow", columns).execute(tx).await?;
    Ok(())
}

type Row = (String, String, i64);

/// A page of those who follow a subject now, the last to come first.
pub async fn list(
    db: &Db,
    following: (Kind, Id),
    follower: Option<Id>,
    page: Page,
) -> Result<Listed<Follow>> {
    let mut conditions = Sql::new("WHERE until IS NULL AND kind = ");
    conditions
        .bind(following.0.as_str())
        .push(" AND subject_id = ")
        .bind(following.1);
    filter::equal(&mut conditions, "follower", follower);
    let mut counting = Sql::new("SELECT COUNT(*) FROM follow ");
    counting.append(&conditions);
    let total = counting.count(db).await?;
    let mut sql = Sql::new("SELECT id, follower, since FROM follow ");
    sql.append(&conditions);
    filter::ordered(&mut sql, None, "since DESC, id DESC", page);
    let rows = sql.all::<Row>(db).await?;
    let data = rows
        .into_iter()
        .filter_map(|(id, follower, since)| {
            Some(Follow {
                id: id.parse().ok()?,
                follower: follower.parse().ok()?,
                following,
                since: Timestamp::from_micros(since),
                until: None,
            })
        })
        .collect();
    Ok(Listed { data, total })
}

/// Forgets whom and what a person followed, and who followed them.
pub async fn forget(tx: &mut Tx, user: Id) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM follow WHERE follower = ");
    sql.bind(user)
        .push(" OR (kind = ")
        .bind(Kind::User.as_str())
        .push(" AND subject_id = ")
        .bind(user)
        .push(")");
    sql.execute(tx).await?;
    Ok(())
}

/// The follow of a subject by somebody, while it lasts.
pub async fn current(
    run: impl Into<Run<'_>>,
    follower: Id,
    following: (Kind, Id),
) -> Result<Option<Follow>> {
    let mut sql = Sql::new("SELECT id, since FROM follow WHERE until IS NULL AND follower = ");
    sql.bind(follower)
        .push(" AND kind = ")
        .bind(following.0.as_str())
        .push(" AND subject_id = ")
        .bind(following.1);
    let row = sql.first::<(String, i64)>(run).await?;
    Ok(row.and_then(|(id, since)| {
        Some(Follow {
            id: id.parse().ok()?,
            follower,
            following,
            since: Timestamp::from_micros(since),
            until: None,
        })
    }))
}

/// Who follows a subject now.
pub async fn followers(run: impl Into<Run<'_>>, following: (Kind, Id)) -> Result<Vec<Id>> {
    let mut sql = Sql::new("SELECT DISTINCT follower FROM follow WHERE until IS NULL AND kind = ");
    sql.bind(following.0.as_str())
        .push(" AND subject_id = ")
        .bind(following.1);
    let rows = sql.all::<(String,)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id,)| id.parse().ok())
        .collect())
}

/// What somebody follows now, the last first.
pub async fn of(run: impl Into<Run<'_>>, follower: Id) -> Result<Vec<Follow>> {
    let mut sql = Sql::new(
        "SELECT id, kind, subject_id, since FROM follow WHERE until IS NULL AND follower = ",
    );
    sql.bind(follower).push(" ORDER BY since DESC, id DESC");
    let rows = sql.all::<(String, String, String, i64)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, kind, subject, since)| {
            Some(Follow {
                id: id.parse().ok()?,
                follower,
                following: (kind.parse().ok()?, subject.parse().ok()?),
                since: Timestamp::from_micros(since),
                until: None,
            })
        })
        .collect())
}
