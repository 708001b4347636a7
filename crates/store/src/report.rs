//! Reports, and what became of them.

use vitrail_domain::{Id, Kind, Report, Timestamp};

use crate::db::{Result, Run, Tx};
use crate::dialect;
use crate::filter::{self, Listed, Page, Sort};
use crate::sql::Sql;
use crate::subject::facts;

/// What a list may be limited to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// Dismissed, or about something that is deleted.
    pub handled: Option<bool>,
    pub kind: Option<Kind>,
    pub subject: Option<Id>,
    /// Those that the portal made itself, or those of people.
    pub automatic: Option<bool>,
}

/// The sorts of udata.
pub const SORTS: [(&str, &str); 1] = [("reported_at", "reported")];

type Row = (
    String,
    Option<i64>,
    Option<String>,
    Option<i64>,
    Option<String>,
);

const SELECT: &str =
    "SELECT facts, dismissed, dismissed_by, subject_deleted, subject_deleted_by FROM report ";

fn read((facts, dismissed, by, deleted, deleted_by): Row) -> Result<Report> {
    let id = |text: Option<String>| text.and_then(|text| text.parse().ok());
    Ok(Report {
        dismissed_at: dismissed.map(Timestamp::from_micros),
        dismissed_by: id(by),
        subject_deleted_at: deleted.map(Timestamp::from_micros),
        subject_deleted_by: id(deleted_by),
        ..serde_json::from_str(&facts)?
    })
}

pub async fn save(tx: &mut Tx, report: &Report) -> Result<()> {
    let columns = vec![
        ("id", report.id.into()),
        ("subject_kind", report.subject.0.as_str().into()),
        ("subject_id", report.subject.1.into()),
        ("reason", report.reason.as_str().into()),
        ("reported", report.reported_at.into()),
        ("dismissed", report.dismissed_at.into()),
        ("dismissed_by", report.dismissed_by.into()),
        ("subject_deleted", report.subject_deleted_at.into()),
        ("subject_deleted_by", report.subject_deleted_by.into()),
        ("facts", facts(report)?),
    ];
    Sql::upsert("report", columns).execute(tx).await?;
    Ok(())
}

/// One of them; in a transaction it stays as it is until the end.
pub async fn get(run: impl Into<Run<'_>>, id: Id) -> Result<Option<Report>> {
    let run = run.into();
    let mut sql = Sql::new(SELECT);
    sql.push("WHERE id = ").bind(id);
    dialect::hold(&mut sql, &run);
    sql.first::<Row>(run).await?.map(read).transpose()
}

/// A page of those that fit, the newest first unless sorted otherwise.
pub async fn list(
    run: impl Into<Run<'_>>,
    wanted: Filter,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<Report>> {
    let mut run = run.into();
    let mut conditions = Sql::new("WHERE 1 = 1");
    match wanted.handled {
        Some(true) => {
            conditions.push(" AND (dismissed IS NOT NULL OR subject_deleted IS NOT NULL)")
        }
        Some(false) => conditions.push(" AND dismissed IS NULL AND subject_deleted IS NULL"),
        None => &mut conditions,
    };
    match wanted.automatic {
        Some(true) => conditions.push(" AND reason = 'auto_spam'"),
        Some(false) => conditions.push(" AND reason <> 'auto_spam'"),
        None => &mut conditions,
    };
    let kind = wanted.kind.map(Kind::as_str);
    filter::equal(&mut conditions, "subject_kind", kind);
    filter::equal(&mut conditions, "subject_id", wanted.subject);
    let mut counting = Sql::new("SELECT COUNT(*) FROM report ");
    counting.append(&conditions);
    let total = counting.count(run.again()).await?;
    let mut sql = Sql::new(SELECT);
    sql.append(&conditions);
    filter::ordered(&mut sql, sort, "reported DESC, id DESC", page);
    let rows = sql.all::<Row>(run).await?;
    let data = rows.into_iter().map(read).collect::<Result<_>>()?;
    Ok(Listed { data, total })
}

/// Says of every report about a subject that it was deleted, or is back.
pub async fn subject_gone(
    tx: &mut Tx,
    subject: (Kind, Id),
    at: Option<Timestamp>,
    by: Option<Id>,
) -> Result<()> {
    let mut sql = Sql::new("UPDATE report SET subject_deleted = ");
    sql.bind(at)
        .push(", subject_deleted_by = ")
        .bind(by.filter(|_| at.is_some()))
        .push(" WHERE subject_id = ")
        .bind(subject.1)
        .push(" AND subject_kind = ")
        .bind(subject.0.as_str());
    sql.execute(tx).await?;
    Ok(())
}

/// Dismisses the reports about a subject that nobody answered.
pub async fn dismiss_about(
    tx: &mut Tx,
    subject: (Kind, Id),
    at: Timestamp,
    by: Option<Id>,
) -> Result<u64> {
    let mut sql = Sql::new("UPDATE report SET dismissed = ");
    sql.bind(at)
        .push(", dismissed_by = ")
        .bind(by)
        .push(" WHERE dismissed IS NULL AND subject_id = ")
        .bind(subject.1)
        .push(" AND subject_kind = ")
        .bind(subject.0.as_str());
    sql.execute(tx).await
}
