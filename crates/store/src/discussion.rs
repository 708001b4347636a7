//! Discussions with their messages.

use std::collections::{HashMap, HashSet};

use vitrail_domain::{Discussion, Id, Kind, text};

use crate::db::{Db, Result, Run, Tx};
use crate::filter::{self, Listed, Page, Sort, Viewer};
use crate::sql::Sql;
use crate::subject::{self, Subject, facts};

/// What the list of udata filters on.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub q: Option<String>,
    pub closed: Option<bool>,
    /// About objects of one kind.
    pub kind: Option<Kind>,
    /// Ids of subjects.
    pub subjects: Vec<Id>,
    /// Discussions about the objects of an organization.
    pub organization: Option<Id>,
    /// Discussions about the objects of a person.
    pub owner: Option<Id>,
    pub user: Option<Id>,
}

/// The sorts of udata.
pub const SORTS: [(&str, &str); 4] = [
    ("title", "words"),
    ("created", "created"),
    ("closed", "closed"),
    ("discussion.posted_on", "last_message"),
];

pub async fn save(tx: &mut Tx, discussion: &Discussion) -> Result<()> {
    let last = discussion
        .messages
        .iter()
        .map(|message| message.posted_on)
        .max();
    let columns = vec![
        ("id", discussion.id.into()),
        ("subject_kind", discussion.subject.0.as_str().into()),
        ("subject_id", discussion.subject.1.into()),
        ("user_id", discussion.user.into()),
        ("organization_id", discussion.organization.into()),
        ("title", discussion.title.as_str().into()),
        ("words", text::words(&discussion.title).into()),
        ("created", discussion.created.into()),
        ("closed", discussion.closed.into()),
        ("last_message", last.unwrap_or(discussion.created).into()),
        ("facts", facts(discussion)?),
    ];
    Sql::upsert(Discussion::TABLE, columns).execute(tx).await?;
    Ok(())
}

/// Takes a discussion away for good.
pub async fn delete(tx: &mut Tx, id: Id) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM discussion WHERE id = ");
    sql.bind(id);
    sql.execute(tx).await?;
    Ok(())
}

/// The subjects that an owner may have.
const OWNED: [&str; 4] = ["dataset", "reuse", "dataservice", "topic"];

fn conditions(filter: &Filter, viewer: &Viewer) -> Sql {
    let mut sql = Sql::new("WHERE 1 = 1");
    filter::all_words(&mut sql, filter.q.as_deref());
    filter::present(&mut sql, "closed", filter.closed);
    filter::equal(&mut sql, "user_id", filter.user);
    filter::equal(&mut sql, "subject_kind", filter.kind.map(Kind::as_str));
    if !filter.subjects.is_empty() {
        sql.push(" AND subject_id IN ").bind_list(&filter.subjects);
    }
    about(&mut sql, "organization_id", filter.organization);
    about(&mut sql, "owner_id", filter.owner);
    if *viewer != Viewer::Sysadmin {
        for table in OWNED {
            // A case rather than a negation: what is compared with an absent owner is neither true nor false.
            sql.push(&format!(
                " AND NOT EXISTS (SELECT 1 FROM {table} WHERE {table}.id = discussion.subject_id \
                 AND CASE WHEN 1 = 1"
            ));
            viewer.restrict(&mut sql, "private = 0");
            sql.push(" THEN 0 ELSE 1 END = 1)");
        }
    }
    restrict_held(&mut sql, viewer);
    sql
}

/// A page, the newest first unless sorted otherwise; without those about what the viewer may not read.
pub async fn list(
    db: &Db,
    filter: &Filter,
    viewer: &Viewer,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<Discussion>> {
    subject::list(
        db,
        &conditions(filter, viewer),
        sort,
        "created DESC, id DESC",
        page,
    )
    .await
}

/// The next ones of a walk through a list in the order of ids.
pub async fn after(
    run: impl Into<Run<'_>>,
    filter: &Filter,
    viewer: &Viewer,
    after: Option<Id>,
    size: i64,
) -> Result<Vec<Discussion>> {
    subject::after(run, conditions(filter, viewer), after, size).await
}

/// Discussions that no moderator let through yet.
const HELD: &str = "id IN (SELECT subject_id FROM held WHERE kind = 'discussion' AND message = '')";

/// Leaves out what waits for a moderator, but for its author.
fn restrict_held(sql: &mut Sql, viewer: &Viewer) {
    match viewer {
        Viewer::Sysadmin => {}
        Viewer::Anonymous => {
            sql.push(&format!(" AND NOT {HELD}"));
        }
        Viewer::User { id, .. } | Viewer::Owner { id, .. } => {
            sql.push(&format!(" AND (NOT {HELD} OR user_id = "))
                .bind(*id)
                .push(")");
        }
    }
}

/// Those among these discussions that anyone may read: what they are about is not private.
pub async fn public(run: impl Into<Run<'_>>, ids: &[Id]) -> Result<HashSet<Id>> {
    let mut sql = Sql::new("SELECT id FROM discussion WHERE id IN ");
    sql.bind_list(ids);
    sql.push(&format!(" AND NOT {HELD}"));
    for table in OWNED {
        sql.push(&format!(
            " AND NOT EXISTS (SELECT 1 FROM {table} WHERE {table}.id = discussion.subject_id \
             AND {table}.private = 1)"
        ));
    }
    let rows = sql.all::<(String,)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id,)| id.parse().ok())
        .collect())
}

/// The discussions about these subjects of one kind.
pub async fn ids_about(run: impl Into<Run<'_>>, kind: Kind, subjects: &[Id]) -> Result<Vec<Id>> {
    let mut sql = Sql::new("SELECT id FROM discussion WHERE subject_kind = ");
    sql.bind(kind.as_str())
        .push(" AND subject_id IN ")
        .bind_list(subjects);
    let rows = sql.all::<(String,)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id,)| id.parse().ok())
        .collect())
}

/// Adds the discussions about the objects of an owner.
fn about(sql: &mut Sql, column: &str, owner: Option<Id>) {
    let Some(owner) = owner else { return };
    for (place, table) in OWNED.into_iter().enumerate() {
        sql.push(if place > 0 { " OR " } else { " AND (" });
        sql.push(&format!(
            "subject_kind = '{table}' AND subject_id IN (SELECT id FROM {table} WHERE {column} = "
        ));
        sql.bind(owner).push(")");
    }
    sql.push(")");
}

/// The discussions in which somebody wrote.
pub async fn with_messages_of(run: impl Into<Run<'_>>, user: Id) -> Result<Vec<Discussion>> {
    let mut sql = subject::select::<Discussion>();
    sql.push("WHERE facts LIKE ")
        .bind(format!("%\"posted_by\":\"{user}\"%"))
        .push(" ORDER BY id");
    subject::read_all(sql, run).await
}

/// How many discussions, and how many still open, each of these subjects has.
pub async fn counts(
    run: impl Into<Run<'_>>,
    kind: Kind,
    subjects: &[Id],
) -> Result<HashMap<Id, (i64, i64)>> {
    let mut sql = Sql::new(
        "SELECT subject_id, COUNT(*), SUM(CASE WHEN closed IS NULL THEN 1 ELSE 0 END) \
         FROM discussion WHERE subject_kind = ",
    );
    sql.bind(kind.as_str())
        .push(" AND subject_id IN ")
        .bind_list(subjects);
    sql.push(" GROUP BY subject_id");
    let rows = sql.all::<(String, i64, i64)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, all, open)| Some((id.parse().ok()?, (all, open))))
        .collect())
}
