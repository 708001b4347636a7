//! Changes of owner that are asked for.

use vitrail_domain::membership::Answer;
use vitrail_domain::{Id, Kind, Transfer};

use crate::db::{Result, Run, Tx};
use crate::dialect;
use crate::filter;
use crate::sql::Sql;
use crate::subject::facts;

/// What a list may be limited to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    pub subject: Option<Id>,
    pub kind: Option<Kind>,
    pub recipient: Option<Id>,
    pub status: Option<Answer>,
}

pub async fn save(tx: &mut Tx, transfer: &Transfer) -> Result<()> {
    let recipient = transfer
        .recipient
        .user()
        .or(transfer.recipient.organization());
    let columns = vec![
        ("id", transfer.id.into()),
        ("subject_kind", transfer.subject.0.as_str().into()),
        ("subject_id", transfer.subject.1.into()),
        ("recipient_id", recipient.unwrap_or_default().into()),
        ("status", transfer.status.as_str().into()),
        ("created", transfer.created.into()),
        ("facts", facts(transfer)?),
    ];
    Sql::upsert("transfer", columns).execute(tx).await?;
    Ok(())
}

/// One of them; in a transaction it stays as it is until the end.
pub async fn get(run: impl Into<Run<'_>>, id: Id) -> Result<Option<Transfer>> {
    let run = run.into();
    let mut sql = Sql::new("SELECT facts FROM transfer WHERE id = ");
    sql.bind(id);
    dialect::hold(&mut sql, &run);
    let found = sql.first::<(String,)>(run).await?;
    Ok(found
        .map(|(facts,)| serde_json::from_str(&facts))
        .transpose()?)
}

/// Those that fit, the oldest first.
pub async fn list(run: impl Into<Run<'_>>, wanted: Filter) -> Result<Vec<Transfer>> {
    let mut sql = Sql::new("SELECT facts FROM transfer WHERE 1 = 1");
    filter::equal(&mut sql, "subject_id", wanted.subject);
    filter::equal(&mut sql, "subject_kind", wanted.kind.map(Kind::as_str));
    filter::equal(&mut sql, "recipient_id", wanted.recipient);
    filter::equal(&mut sql, "status", wanted.status.map(Answer::as_str));
    sql.push(" ORDER BY created, id");
    let rows = sql.all::<(String,)>(run).await?;
    let read = rows.iter().map(|(facts,)| Ok(serde_json::from_str(facts)?));
    read.collect()
}
