//! Pages, sorts and the visibility of lists, the same for every subject.

use vitrail_domain::{Actor, Id, text};

use crate::sql::Sql;

/// A page of a list: its number from 1 and its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    pub number: i64,
    pub size: i64,
}

impl Page {
    pub const ALL: Self = Self {
        number: 1,
        size: 100_000,
    };

    pub fn offset(self) -> i64 {
        (self.number - 1).saturating_mul(self.size)
    }
}

/// A page of objects and how many there are in all.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed<T> {
    pub data: Vec<T>,
    pub total: i64,
}

/// A column to sort on; callers choose among the names that a subject offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    pub column: &'static str,
    pub descending: bool,
}

/// For whom a list is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Sees everything, deleted and private too.
    Sysadmin,
    Anonymous,
    /// Sees also what is theirs, or their organizations'.
    User {
        id: Id,
        organizations: Vec<Id>,
    },
    /// Sees only what is theirs, or these organizations': the lists of their own page.
    Owner {
        id: Id,
        organizations: Vec<Id>,
    },
}

impl Viewer {
    pub fn of(actor: &Actor) -> Self {
        match actor.user {
            _ if actor.sysadmin => Self::Sysadmin,
            None => Self::Anonymous,
            Some(id) => {
                let mut organizations: Vec<Id> = actor.roles.keys().copied().collect();
                organizations.sort_unstable();
                Self::User { id, organizations }
            }
        }
    }

    /// Adds ` AND (…)` for a table with `owner_id` and `organization_id`; `public` says what everyone sees.
    pub(crate) fn restrict(&self, sql: &mut Sql, public: &str) {
        match self {
            Self::Sysadmin => {}
            Self::Anonymous => {
                sql.push(" AND ").push(public);
            }
            Self::User { id, organizations } => {
                sql.push(" AND ((").push(public).push(") OR ");
                owns(sql, *id, organizations);
                sql.push(")");
            }
            Self::Owner { id, organizations } => {
                sql.push(" AND (");
                owns(sql, *id, organizations);
                sql.push(")");
            }
        }
    }
}

fn owns(sql: &mut Sql, id: Id, organizations: &[Id]) {
    sql.push("owner_id = ").bind(id);
    if !organizations.is_empty() {
        sql.push(" OR organization_id IN ").bind_list(organizations);
    }
}

/// Words of a query past this many are not looked at: SQLite refuses a condition of a thousand parts.
const WORDS: usize = 50;
/// A longer word is in no title, and SQLite refuses a pattern of 50,000 characters.
const WORD: usize = 1_000;

/// Adds a condition per word of a query on the folded `words` column.
pub(crate) fn all_words(sql: &mut Sql, query: Option<&str>) {
    for word in query
        .map(text::words)
        .unwrap_or_default()
        .split_whitespace()
        .take(WORDS)
    {
        if word.len() > WORD {
            sql.push(" AND 1 = 0");
        } else {
            sql.push(" AND words LIKE ").bind(format!("% {word}%"));
        }
    }
}

/// Adds ` AND column = value` when there is a value.
pub(crate) fn equal(sql: &mut Sql, column: &str, value: Option<impl Into<crate::sql::Value>>) {
    if let Some(value) = value {
        sql.push(" AND ").push(column).push(" = ").bind(value);
    }
}

/// Adds ` AND column IS [NOT] NULL`.
pub(crate) fn present(sql: &mut Sql, column: &str, wanted: Option<bool>) {
    if let Some(wanted) = wanted {
        sql.push(" AND ")
            .push(column)
            .push(if wanted { " IS NOT NULL" } else { " IS NULL" });
    }
}

/// Nothing bears more tags than this; binding thousands of them costs seconds.
const TAGS: usize = 200;

/// Adds the subjects that bear every tag, in one condition however many there are.
pub(crate) fn tagged(sql: &mut Sql, kind: vitrail_domain::Kind, tags: &[String]) {
    let mut tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    tags.sort_unstable();
    tags.dedup();
    if tags.is_empty() {
        return;
    }
    if tags.len() > TAGS {
        sql.push(" AND 1 = 0");
        return;
    }
    sql.push(" AND id IN (SELECT subject_id FROM tag WHERE kind = ")
        .bind(kind.as_str());
    sql.push(" AND tag IN ").bind_list(&tags);
    sql.push(" GROUP BY subject_id HAVING COUNT(*) = ")
        .bind(i64::try_from(tags.len()).unwrap_or(i64::MAX))
        .push(")");
}

/// Adds the owner filters that every ownable list knows.
pub(crate) fn owned(
    sql: &mut Sql,
    owner: Option<Id>,
    organization: Option<Id>,
    badge: Option<&str>,
) {
    equal(sql, "owner_id", owner);
    equal(sql, "organization_id", organization);
    if let Some(badge) = badge {
        sql.push(" AND organization_id IN (SELECT subject_id FROM badge WHERE kind = 'organization' AND badge = ");
        sql.bind(badge).push(")");
    }
}

/// Adds `id IN (SELECT subject_id FROM link …)`: the subjects that point at an object.
pub(crate) fn pointing_at(
    sql: &mut Sql,
    kind: vitrail_domain::Kind,
    target: vitrail_domain::Kind,
    id: Option<Id>,
) {
    if let Some(id) = id {
        sql.push(" AND id IN (SELECT subject_id FROM link WHERE kind = ")
            .bind(kind.as_str());
        sql.push(" AND target_kind = ")
            .bind(target.as_str())
            .push(" AND target_id = ")
            .bind(id);
        sql.push(")");
    }
}

/// Adds `id IN (SELECT target_id FROM link …)`: the objects that a subject points at.
pub(crate) fn pointed_from(
    sql: &mut Sql,
    kind: vitrail_domain::Kind,
    target: vitrail_domain::Kind,
    id: Option<Id>,
) {
    if let Some(id) = id {
        sql.push(" AND id IN (SELECT target_id FROM link WHERE kind = ")
            .bind(kind.as_str());
        sql.push(" AND target_kind = ")
            .bind(target.as_str())
            .push(" AND subject_id = ")
            .bind(id);
        sql.push(")");
    }
}

/// Columns to sort on that may hold nothing: the engines do not put nothing at the same end.
const NULLABLE: [&str; 3] = ["published", "closed", "base_api_url"];

/// Adds the order and the page. `fallback` is an `ORDER BY` list of our own text. Nothing comes before all
/// else, as on udata.
pub(crate) fn ordered(sql: &mut Sql, sort: Option<Sort>, fallback: &str, page: Page) {
    sorted(sql, sort, fallback, (page.offset(), page.size));
}

/// The same for a part that begins anywhere: an offset and a limit.
pub(crate) fn sorted(
    sql: &mut Sql,
    sort: Option<Sort>,
    fallback: &str,
    (offset, limit): (i64, i64),
) {
    match sort {
        Some(Sort { column, descending }) => {
            let direction = if descending { " DESC" } else { "" };
            let nothing = match (NULLABLE.contains(&column), descending) {
                (false, _) => "",
                (true, false) => " NULLS FIRST",
                (true, true) => " NULLS LAST",
            };
            sql.push(&format!(
                " ORDER BY {column}{direction}{nothing}, id{direction}"
            ));
        }
        None => {
            sql.push(" ORDER BY ").push(fallback);
        }
    }
    sql.push(" LIMIT ")
        .bind(limit)
        .push(" OFFSET ")
        .bind(offset);
}
