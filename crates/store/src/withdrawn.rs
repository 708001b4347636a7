//! Datasets that the public saw and does not see any more, as the change log tells it: for libraries, which are told what to
//! forget. Of a draft that was never public nothing is said.

use vitrail_domain::{Id, Timestamp};

use crate::db::{Db, Result};
use crate::filter;
use crate::sql::Sql;

/// A dataset that is not public any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    pub id: Id,
    pub organization: Option<Id>,
    /// When it went.
    pub at: Timestamp,
}

/// Which of them are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    pub only: Option<Id>,
    pub organization: Option<Id>,
    pub from: Option<Timestamp>,
    /// Included.
    pub until: Option<Timestamp>,
    pub after: Option<Id>,
    /// No id beyond this one, which is included.
    pub up_to: Option<Id>,
}

/// Those that went, in the order of their ids. What is private now was public if somebody made it so.
pub async fn list(db: &Db, filter: &Filter, size: i64) -> Result<Vec<Withdrawn>> {
    let mut sql = Sql::new(
        "SELECT id, dataset.organization_id, MAX(change.at) FROM dataset \
         JOIN change ON change.subject_id = dataset.id AND change.kind = 'dataset' \
         WHERE (private <> 0 OR deleted IS NOT NULL OR archived IS NOT NULL) AND operation <> 'created' AND (\
         (private = 0 AND (operation = 'deleted' OR fields LIKE '%\"deleted%' OR fields LIKE '%\"archived%')) \
         OR (private <> 0 AND (fields LIKE '%\"private\"%' OR fields LIKE '%\"held\"%')))",
    );
    filter::equal(&mut sql, "id", filter.only);
    filter::equal(&mut sql, "dataset.organization_id", filter.organization);
    if let Some(after) = filter.after {
        sql.push(" AND id > ").bind(after);
    }
    if let Some(last) = filter.up_to {
        sql.push(" AND id <= ").bind(last);
    }
    sql.push(" GROUP BY id, dataset.organization_id HAVING 1 = 1");
    if let Some(from) = filter.from {
        sql.push(" AND MAX(change.at) >= ").bind(from);
    }
    if let Some(until) = filter.until {
        sql.push(" AND MAX(change.at) <= ").bind(until);
    }
    sql.push(" ORDER BY id LIMIT ").bind(size);
    let rows = sql.all::<(String, Option<String>, i64)>(db).await?;
    let read = rows.into_iter().filter_map(|(id, organization, at)| {
        Some(Withdrawn {
            id: id.parse().ok()?,
            organization: organization.and_then(|id| id.parse().ok()),
            at: Timestamp::from_micros(at),
        })
    });
    Ok(read.collect())
}
