//! Searches that people follow.

use vitrail_domain::{Id, Timestamp};

use crate::db::{Result, Run, Tx};
use crate::sql::Sql;

/// A search that somebody follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowedSearch {
    pub id: Id,
    pub user: Id,
    /// The word of its addresses: `datasets`.
    pub kind: String,
    /// The parameters of the search page.
    pub query: String,
    pub since: Timestamp,
    /// When the last result they were told of was created.
    pub seen: Timestamp,
}

type Row = (String, String, String, String, i64, i64);

fn read((id, user, kind, query, since, seen): Row) -> Option<FollowedSearch> {
    Some(FollowedSearch {
        id: id.parse().ok()?,
        user: user.parse().ok()?,
        kind,
        query,
        since: Timestamp::from_micros(since),
        seen: Timestamp::from_micros(seen),
    })
}

/// Writes one; the same search is followed once.
pub async fn add(tx: &mut Tx, search: &FollowedSearch) -> Result<()> {
    let row = vec![
        search.id.into(),
        search.user.into(),
        search.kind.as_str().into(),
        search.query.as_str().into(),
        search.since.into(),
        search.seen.into(),
    ];
    let columns = "id, user_id, kind, query, since, seen";
    for sql in Sql::insert_rows("followed_search", columns, vec![row]) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// Those of a person, the last first.
pub async fn of(run: impl Into<Run<'_>>, user: Id) -> Result<Vec<FollowedSearch>> {
    let mut sql = Sql::new(
        "SELECT id, user_id, kind, query, since, seen FROM followed_search WHERE user_id = ",
    );
    sql.bind(user).push(" ORDER BY since DESC, id DESC");
    let rows = sql.all::<Row>(run).await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Remembers the last result that was told.
pub async fn seen(tx: &mut Tx, id: Id, seen: Timestamp) -> Result<()> {
    let mut sql = Sql::new("UPDATE followed_search SET seen = ");
    sql.bind(seen).push(" WHERE id = ").bind(id);
    sql.execute(tx).await?;
    Ok(())
}

/// Ends one of a person's; false when it is none of theirs.
pub async fn end(tx: &mut Tx, user: Id, id: Id) -> Result<bool> {
    let mut sql = Sql::new("DELETE FROM followed_search WHERE user_id = ");
    sql.bind(user).push(" AND id = ").bind(id);
    Ok(sql.execute(tx).await? == 1)
}

/// Forgets those of a person.
pub async fn forget(tx: &mut Tx, user: Id) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM followed_search WHERE user_id = ");
    sql.bind(user);
    sql.execute(tx).await?;
    Ok(())
}
