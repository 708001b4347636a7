//! The counts that the portal can make of its own rows, as a list: which key of which subject, from which rows.
//! Only visible objects count.

use vitrail_domain::{Id, Kind};

use crate::db::{Db, Result, Run};
use crate::sql::Sql;

/// One count: a key of the metrics of a kind of subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    pub kind: Kind,
    pub key: &'static str,
    rows: Rows,
}

/// The rows that are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rows {
    Discussions,
    OpenDiscussions,
    Followers,
    Members,
    /// Objects of a table whose column names the subject.
    Owned(&'static str, &'static str),
    /// Objects of a table that point at the subject.
    PointingAt(&'static str),
    /// Objects of a kind at which the subject points.
    PointedFrom(&'static str),
}

const fn count(kind: Kind, key: &'static str, rows: Rows) -> Count {
    Count { kind, key, rows }
}

/// Every count that is made again.
pub const COUNTS: [Count; 24] = {
    use Kind::{Dataservice, Dataset, Organization, Reuse, Topic, User};
    const IN_ORGANIZATION: &str = "organization_id";
    const OF_USER: &str = "owner_id";
    [
        count(Dataset, "discussions", Rows::Discussions),
        count(Dataset, "discussions_open", Rows::OpenDiscussions),
        count(Dataset, "followers", Rows::Followers),
        count(Dataset, "reuses", Rows::PointingAt("reuse")),
        count(Dataset, "dataservices", Rows::PointingAt("dataservice")),
        count(Reuse, "discussions", Rows::Discussions),
        count(Reuse, "discussions_open", Rows::OpenDiscussions),
        count(Reuse, "followers", Rows::Followers),
        count(Reuse, "datasets", Rows::PointedFrom("dataset")),
        count(Dataservice, "discussions", Rows::Discussions),
        count(Dataservice, "discussions_open", Rows::OpenDiscussions),
        count(Dataservice, "followers", Rows::Followers),
        count(Dataservice, "reuses", Rows::PointingAt("reuse")),
        count(
            Organization,
            "datasets",
            Rows::Owned("dataset", IN_ORGANIZATION),
        ),
        count(
            Organization,
            "reuses",
            Rows::Owned("reuse", IN_ORGANIZATION),
        ),
        count(
            Organization,
            "dataservices",
            Rows::Owned("dataservice", IN_ORGANIZATION),
        ),
        count(Organization, "followers", Rows::Followers),
        count(Organization, "members", Rows::Members),
        count(User, "datasets", Rows::Owned("dataset", OF_USER)),
        count(User, "reuses", Rows::Owned("reuse", OF_USER)),
        count(User, "dataservices", Rows::Owned("dataservice", OF_USER)),
        count(User, "followers", Rows::Followers),
        count(Topic, "discussions", Rows::Discussions),
        count(Topic, "followers", Rows::Followers),
    ]
};

/// The table of a counted kind, and its columns that repeat counts for sorts.
pub fn table(kind: Kind) -> (&'static str, &'static [&'static str]) {
    match kind {
        Kind::Dataset => ("dataset", &["views", "followers", "reuses"]),
        Kind::Reuse => ("reuse", &["views", "followers"]),
        Kind::Dataservice => ("dataservice", &["views", "followers"]),
        Kind::Organization => (
            "organization",
            &["views", "followers", "reuses", "datasets"],
        ),
        Kind::User => (
            "user_account",
            &["views", "followers", "reuses", "datasets"],
        ),
        _ => ("topic", &[]),
    }
}

impl Count {
    /// Whether the portal holds all that is counted, whatever an import told: what an owner publishes is what is found here.
    pub fn is_whole(&self) -> bool {
        matches!(self.rows, Rows::Owned(..))
    }

    /// The count of each subject that has one.
    pub async fn of_all(&self, db: &Db) -> Result<Vec<(Id, i64)>> {
        self.read(db.into(), None).await
    }

    /// The count of those of these subjects that have one.
    pub async fn of_these(&self, run: impl Into<Run<'_>>, ids: &[Id]) -> Result<Vec<(Id, i64)>> {
        self.read(run.into(), Some(ids)).await
    }

    async fn read(&self, run: Run<'_>, ids: Option<&[Id]>) -> Result<Vec<(Id, i64)>> {
        let rows = self.statement(ids).all::<(String, i64)>(run).await?;
        Ok(rows
            .into_iter()
            .filter_map(|(id, count)| Some((id.parse().ok()?, count)))
            .collect())
    }

    fn statement(&self, ids: Option<&[Id]>) -> Sql {
        let (column, select) = self.rows(self.kind.as_str());
        let mut sql = Sql::new(&select);
        if let Some(ids) = ids {
            sql.push(" AND ").push(column).push(" IN ").bind_list(ids);
        }
        sql.push(" GROUP BY ").push(column);
        sql
    }

    /// The column that names the subject, and what is counted up to its conditions.
    fn rows(&self, kind: &str) -> (&'static str, String) {
        match self.rows {
            Rows::Discussions => (
                "subject_id",
                format!(
                    "SELECT subject_id, COUNT(*) FROM discussion WHERE subject_kind = '{kind}' \
                     AND id NOT IN (SELECT subject_id FROM held WHERE kind = 'discussion' \
                     AND message = '')"
                ),
            ),
            Rows::OpenDiscussions => (
                "subject_id",
                format!(
                    "SELECT subject_id, SUM(CASE WHEN closed IS NULL THEN 1 ELSE 0 END) \
                     FROM discussion WHERE subject_kind = '{kind}' \
                     AND id NOT IN (SELECT subject_id FROM held WHERE kind = 'discussion' \
                     AND message = '')"
                ),
            ),
            Rows::Followers => (
                "subject_id",
                format!(
                    "SELECT subject_id, COUNT(*) FROM follow WHERE kind = '{kind}' \
                     AND until IS NULL"
                ),
            ),
            Rows::Members => (
                "organization_id",
                "SELECT organization_id, COUNT(*) FROM member WHERE 1 = 1".to_owned(),
            ),
            Rows::Owned(table, column) => {
                // Archived reuses stay listed.
                let listed = if table == "reuse" {
                    ""
                } else {
                    " AND archived IS NULL"
                };
                let select = format!(
                    "SELECT {column}, COUNT(*) FROM {table} WHERE {column} IS NOT NULL \
                     AND private = 0 AND deleted IS NULL{listed}"
                );
                (column, select)
            }
            Rows::PointingAt(table) => (
                "l.target_id",
                format!(
                    "SELECT l.target_id, COUNT(*) FROM link l \
                     JOIN {table} s ON s.id = l.subject_id WHERE l.kind = '{table}' \
                     AND l.target_kind = '{kind}' AND s.private = 0 AND s.deleted IS NULL"
                ),
            ),
            Rows::PointedFrom(target) => (
                "subject_id",
                format!(
                    "SELECT subject_id, COUNT(*) FROM link WHERE kind = '{kind}' \
                     AND target_kind = '{target}'"
                ),
            ),
        }
    }
}
