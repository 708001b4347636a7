//! Whom programs of others hear from, and what they were told.

use vitrail_domain::{Id, Timestamp};

use crate::db::{Result, Run, Tx};
use crate::filter::{Listed, Page};
use crate::sql::Sql;

/// An address that is told of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    pub id: Id,
    /// `user`, `organization` or `site`.
    pub owner_kind: String,
    pub owner: Id,
    pub url: String,
    /// What calls are signed with.
    pub secret: String,
    /// All of them when there is none.
    pub events: Vec<String>,
    pub created: Timestamp,
    pub disabled: Option<Timestamp>,
    /// Calls in a row that were given up.
    pub failures: i64,
}

/// One thing that was told, or is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub id: Id,
    pub webhook: Id,
    pub event: String,
    pub body: String,
    pub created: Timestamp,
    pub attempts: i64,
    pub tried: Option<Timestamp>,
    /// What the address answered.
    pub status: Option<i64>,
    pub failure: Option<String>,
    pub delivered: Option<Timestamp>,
}

type Row = (
    String,
    String,
    String,
    String,
    String,
    String,
    i64,
    Option<i64>,
    i64,
);

const SELECT: &str = "SELECT id, owner_kind, owner_id, url, secret, events, created, disabled, \
     failures FROM webhook ";

fn read(row: Row) -> Option<Webhook> {
    Some(Webhook {
        id: row.0.parse().ok()?,
        owner_kind: row.1,
        owner: row.2.parse().ok()?,
        url: row.3,
        secret: row.4,
        events: serde_json::from_str(&row.5).ok()?,
        created: Timestamp::from_micros(row.6),
        disabled: row.7.map(Timestamp::from_micros),
        failures: row.8,
    })
}

pub async fn save(tx: &mut Tx, webhook: &Webhook) -> Result<()> {
    let columns = vec![
        ("id", webhook.id.into()),
        ("owner_kind", webhook.owner_kind.as_str().into()),
        ("owner_id", webhook.owner.into()),
        ("url", webhook.url.as_str().into()),
        ("secret", webhook.secret.as_str().into()),
        ("events", serde_json::to_string(&webhook.events)?.into()),
        ("created", webhook.created.into()),
        ("disabled", webhook.disabled.into()),
        ("failures", webhook.failures.into()),
    ];
    Sql::upsert("webhook", columns).execute(tx).await?;
    Ok(())
}

pub async fn get(run: impl Into<Run<'_>>, id: Id) -> Result<Option<Webhook>> {
    let mut sql = Sql::new(SELECT);
    sql.push("WHERE id = ").bind(id);
    Ok(sql.first::<Row>(run).await?.and_then(read))
}

/// Those of an owner, the last first.
pub async fn of(run: impl Into<Run<'_>>, (kind, owner): (&str, Id)) -> Result<Vec<Webhook>> {
    let mut sql = Sql::new(SELECT);
    sql.push("WHERE owner_kind = ").bind(kind);
    sql.push(" AND owner_id = ").bind(owner);
    sql.push(" ORDER BY created DESC, id DESC");
    let rows = sql.all::<Row>(run).await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Those that are called.
pub async fn active(run: impl Into<Run<'_>>) -> Result<Vec<Webhook>> {
    let mut sql = Sql::new(SELECT);
    sql.push("WHERE disabled IS NULL ORDER BY id");
    let rows = sql.all::<Row>(run).await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Takes one away with its history.
pub async fn delete(tx: &mut Tx, id: Id) -> Result<()> {
    for (table, column) in [("webhook_call", "webhook_id"), ("webhook", "id")] {
        let mut sql = Sql::new(&format!("DELETE FROM {table} WHERE {column} = "));
        sql.bind(id);
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

type CallRow = (
    String,
    String,
    String,
    String,
    i64,
    i64,
    Option<i64>,
    Option<i64>,
    Option<String>,
    Option<i64>,
);

const SELECT_CALL: &str = "SELECT id, webhook_id, event, body, created, attempts, tried, status, \
     failure, delivered FROM webhook_call ";

fn read_call(row: CallRow) -> Option<Call> {
    Some(Call {
        id: row.0.parse().ok()?,
        webhook: row.1.parse().ok()?,
        event: row.2,
        body: row.3,
        created: Timestamp::from_micros(row.4),
        attempts: row.5,
        tried: row.6.map(Timestamp::from_micros),
        status: row.7,
        failure: row.8,
        delivered: row.9.map(Timestamp::from_micros),
    })
}

/// Writes a call.
pub async fn save_call(tx: &mut Tx, call: &Call) -> Result<()> {
    let columns = vec![
        ("id", call.id.into()),
        ("webhook_id", call.webhook.into()),
        ("event", call.event.as_str().into()),
        ("body", call.body.as_str().into()),
        ("created", call.created.into()),
        ("attempts", call.attempts.into()),
        ("tried", call.tried.into()),
        ("status", call.status.into()),
        ("failure", call.failure.as_deref().into()),
        ("delivered", call.delivered.into()),
    ];
    Sql::upsert("webhook_call", columns).execute(tx).await?;
    Ok(())
}

/// One call.
pub async fn call(run: impl Into<Run<'_>>, id: Id) -> Result<Option<Call>> {
    let mut sql = Sql::new(SELECT_CALL);
    sql.push("WHERE id = ").bind(id);
    Ok(sql.first::<CallRow>(run).await?.and_then(read_call))
}

/// A page of what an address was told, the last first.
pub async fn calls(run: impl Into<Run<'_>>, webhook: Id, page: Page) -> Result<Listed<Call>> {
    let mut run = run.into();
    let mut counting = Sql::new("SELECT COUNT(*) FROM webhook_call WHERE webhook_id = ");
    counting.bind(webhook);
    let total = counting.count(run.again()).await?;
    let mut sql = Sql::new(SELECT_CALL);
    sql.push("WHERE webhook_id = ").bind(webhook);
    crate::filter::ordered(&mut sql, None, "created DESC, id DESC", page);
    let rows = sql.all::<CallRow>(run).await?;
    Ok(Listed {
        data: rows.into_iter().filter_map(read_call).collect(),
        total,
    })
}

/// Forgets what was told before an instant.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let mut sql = Sql::new("DELETE FROM webhook_call WHERE created < ");
    sql.bind(before);
    sql.execute(tx).await
}

/// Where a follower of the change log stands; nothing when it never stood anywhere.
pub async fn place(run: impl Into<Run<'_>>, name: &str) -> Result<Option<i64>> {
    let mut sql = Sql::new("SELECT seq FROM place_in_log WHERE name = ");
    sql.bind(name);
    Ok(sql.first::<(i64,)>(run).await?.map(|(seq,)| seq))
}

/// Puts a follower somewhere.
pub async fn stand(tx: &mut Tx, name: &str, seq: i64) -> Result<()> {
    let columns = vec![("name", name.into()), ("seq", seq.into())];
    Sql::upsert("place_in_log", columns).execute(tx).await?;
    Ok(())
}

/// Moves a follower on when it still stands where it was read: true for one of the nodes that try at once.
pub async fn advance(tx: &mut Tx, name: &str, from: i64, to: i64) -> Result<bool> {
    let mut sql = Sql::new("UPDATE place_in_log SET seq = ");
    sql.bind(to).push(" WHERE name = ").bind(name);
    sql.push(" AND seq = ").bind(from);
    Ok(sql.execute(tx).await? == 1)
}
