//! What people are told.

use uuid::Uuid;
use vitrail_domain::{Id, Notification, Timestamp};

use crate::db::{Result, Run, Tx};
use crate::filter::{self, Listed, Page, Sort};
use crate::sql::Sql;
use crate::subject::facts;

/// The sorts of udata.
pub const SORTS: [(&str, &str); 3] = [
    ("created", "created"),
    ("last_modified", "modified"),
    ("handled_at", "handled"),
];

/// What a list may be limited to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub handled: Option<bool>,
    pub event: Option<String>,
    /// Older ones are not shown.
    pub since: Timestamp,
}

pub async fn save(tx: &mut Tx, notification: &Notification) -> Result<()> {
    let columns = vec![
        ("id", notification.id.to_string().into()),
        ("user_id", notification.user.into()),
        ("about", notification.about.as_str().into()),
        ("event", notification.details.event().into()),
        ("created", notification.created.into()),
        ("modified", notification.modified.into()),
        ("handled", notification.handled.into()),
        ("facts", facts(&notification.details)?),
    ];
    Sql::upsert("notification", columns).execute(tx).await?;
    Ok(())
}

/// Tells many people at once.
pub async fn add(tx: &mut Tx, notifications: &[Notification]) -> Result<()> {
    let mut rows = Vec::with_capacity(notifications.len());
    for notification in notifications {
        rows.push(vec![
            notification.id.to_string().into(),
            notification.user.into(),
            notification.about.as_str().into(),
            notification.details.event().into(),
            notification.created.into(),
            notification.modified.into(),
            notification.handled.into(),
            facts(&notification.details)?,
        ]);
    }
    let columns = "id, user_id, about, event, created, modified, handled, facts";
    for sql in Sql::insert_rows("notification", columns, rows) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

type Row = (String, String, String, i64, i64, Option<i64>, String);

const SELECT: &str =
    "SELECT id, user_id, about, created, modified, handled, facts FROM notification ";

/// Nothing when an id cannot be read.
fn read((id, user, about, created, modified, handled, facts): Row) -> Result<Option<Notification>> {
    let (Ok(id), Ok(user)) = (id.parse(), user.parse()) else {
        return Ok(None);
    };
    Ok(Some(Notification {
        id,
        user,
        about,
        created: Timestamp::from_micros(created),
        modified: Timestamp::from_micros(modified),
        handled: handled.map(Timestamp::from_micros),
        details: serde_json::from_str(&facts)?,
    }))
}

/// One notification of a person.
pub async fn get(run: impl Into<Run<'_>>, user: Id, id: Uuid) -> Result<Option<Notification>> {
    let mut sql = Sql::new(SELECT);
    sql.push("WHERE id = ").bind(id.to_string());
    sql.push(" AND user_id = ").bind(user);
    match sql.first::<Row>(run).await? {
        Some(row) => read(row),
        None => Ok(None),
    }
}

/// A page of what a person was told, the last first unless sorted otherwise.
pub async fn list(
    run: impl Into<Run<'_>>,
    user: Id,
    wanted: &Filter,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<Notification>> {
    let mut run = run.into();
    let mut conditions = Sql::new("WHERE user_id = ");
    conditions
        .bind(user)
        .push(" AND created > ")
        .bind(wanted.since);
    filter::present(&mut conditions, "handled", wanted.handled);
    filter::equal(&mut conditions, "event", wanted.event.as_deref());
    let mut counting = Sql::new("SELECT COUNT(*) FROM notification ");
    counting.append(&conditions);
    let total = counting.count(run.again()).await?;
    let mut sql = Sql::new(SELECT);
    sql.append(&conditions);
    filter::ordered(&mut sql, sort, "created DESC, id DESC", page);
    let rows = sql.all::<Row>(run).await?;
    let mut data = Vec::with_capacity(rows.len());
    for row in rows {
        data.extend(read(row)?);
    }
    Ok(Listed { data, total })
}

/// What these are about is settled.
pub async fn settle(tx: &mut Tx, about: &str, now: Timestamp) -> Result<()> {
    let mut sql = Sql::new("UPDATE notification SET handled = ");
    sql.bind(now).push(", modified = ").bind(now);
    sql.push(" WHERE handled IS NULL AND about = ").bind(about);
    sql.execute(tx).await?;
    Ok(())
}

/// Forgets what a person was told.
pub async fn forget(tx: &mut Tx, user: Id) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM notification WHERE user_id = ");
    sql.bind(user);
    sql.execute(tx).await?;
    Ok(())
}
