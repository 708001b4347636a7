//! Visible datasets that match a condition of any shape: ands, ors and nots of facts, as the query languages of other
//! portals combine them.

use vitrail_domain::{Id, Resource};

use crate::dataset::VISIBLE;
use crate::db::{Db, Result, Run};
use crate::filter::{self, Listed, Sort};
use crate::resource;
use crate::sql::Sql;
use crate::subject::Subject;

/// A condition on a dataset.
#[derive(Clone, Debug, PartialEq)]
pub enum Match {
    Everything,
    Nothing,
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Ids(Vec<Id>),
    Organizations(Vec<Id>),
    Owned,
    Slug(Text),
    Tag(Text),
    Format(Text),
    License(Text),
    /// Words of the title.
    Words(String),
    /// Instants in microseconds, both included.
    Modified(Option<i64>, Option<i64>),
    Created(Option<i64>, Option<i64>),
}

/// What a text must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    Is(String),
    Begins(String),
}

/// What datasets are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    Organization,
    Tag,
    Format,
    License,
}

impl Text {
    fn write(&self, sql: &mut Sql, column: &str) {
        match self {
            Self::Is(text) => sql.push(column).push(" = ").bind(text.as_str()),
            Self::Begins(start) => {
                let length = i64::try_from(start.chars().count()).unwrap_or(i64::MAX);
                sql.push("SUBSTR(").push(column).push(", 1, ");
                sql.push(&length.min(1_000).to_string()).push(") = ");
                sql.bind(start.as_str())
            }
        };
    }
}

impl Match {
    fn write(&self, sql: &mut Sql) {
        sql.push("(");
        match self {
            Self::Everything => {
                sql.push("1 = 1");
            }
            Self::Nothing => {
                sql.push("1 = 0");
            }
            Self::All(all) => several(sql, all, " AND ", "1 = 1"),
            Self::Any(any) => several(sql, any, " OR ", "1 = 0"),
            Self::Not(other) => {
                sql.push("NOT ");
                other.write(sql);
            }
            Self::Ids(ids) => {
                sql.push("id IN ").bind_list(ids);
            }
            Self::Organizations(ids) => {
                // Nobody's dataset is in no organization, rather than perhaps.
                sql.push("COALESCE(organization_id, '') IN ").bind_list(ids);
            }
            Self::Owned => {
                sql.push("organization_id IS NOT NULL");
            }
            Self::Slug(text) => text.write(sql, "slug"),
            Self::Tag(tag) => {
                sql.push("id IN (SELECT subject_id FROM tag WHERE kind = 'dataset' AND ");
                tag.write(sql, "tag");
                sql.push(")");
            }
            Self::Format(format) => {
                sql.push("id IN (SELECT dataset_id FROM resource WHERE ");
                format.write(sql, "format");
                sql.push(")");
            }
            Self::License(license) => license.write(sql, "COALESCE(license, 'notspecified')"),
            Self::Words(words) => {
                sql.push("1 = 1");
                filter::all_words(sql, Some(words));
            }
            Self::Modified(from, to) => between(sql, "modified", *from, *to),
            Self::Created(from, to) => between(sql, "created", *from, *to),
        }
        sql.push(")");
    }
}

fn several(sql: &mut Sql, parts: &[Match], between: &str, none: &str) {
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            sql.push(between);
        }
        part.write(sql);
    }
    if parts.is_empty() {
        sql.push(none);
    }
}

fn between(sql: &mut Sql, column: &str, from: Option<i64>, to: Option<i64>) {
    sql.push("1 = 1");
    if let Some(from) = from {
        sql.push(" AND ").push(column).push(" >= ").bind(from);
    }
    if let Some(to) = to {
        sql.push(" AND ").push(column).push(" <= ").bind(to);
    }
}

fn matched(sql: &mut Sql, matching: &Match) {
    sql.push(VISIBLE).push(" AND ");
    matching.write(sql);
}

/// The ids of some of the datasets that match, from a place in their order, and how many match in all.
pub async fn find(
    db: &Db,
    matching: &Match,
    sort: Option<Sort>,
    offset: i64,
    limit: i64,
) -> Result<Listed<Id>> {
    let mut counting = Sql::new("SELECT COUNT(*) FROM dataset WHERE ");
    matched(&mut counting, matching);
    let total = counting.count(db).await?;
    let mut sql = Sql::new("SELECT id FROM dataset WHERE ");
    matched(&mut sql, matching);
    sql.push(" ORDER BY ");
    if let Some(sort) = sort {
        let order = if sort.descending { " DESC" } else { "" };
        sql.push(sort.column).push(order).push(", ");
    }
    sql.push("id LIMIT ")
        .bind(limit)
        .push(" OFFSET ")
        .bind(offset);
    let data = ids(sql, db).await?;
    Ok(Listed { data, total })
}

async fn ids(sql: Sql, run: impl Into<Run<'_>>) -> Result<Vec<Id>> {
    let rows = sql.all::<(String,)>(run).await?;
    let ids = rows.into_iter().filter_map(|(id,)| id.parse().ok());
    Ok(ids.collect())
}

/// How many of the datasets that match have each value, the most frequent first.
pub async fn facet(
    db: &Db,
    matching: &Match,
    facet: Facet,
    limit: i64,
) -> Result<Vec<(String, i64)>> {
    let (select, from, column, key) = match facet {
        Facet::Organization => ("organization_id", "dataset", "organization_id", "id"),
        Facet::License => ("COALESCE(license, 'notspecified')", "dataset", "id", "id"),
        Facet::Tag => ("tag", "tag", "tag", "subject_id"),
        Facet::Format => ("format", "resource", "NULLIF(format, '')", "dataset_id"),
    };
    let mut sql = Sql::new(&format!(
        "SELECT {select} AS value, COUNT(DISTINCT {key}) AS number FROM {from} WHERE {column} IS NOT NULL AND "
    ));
    if facet == Facet::Tag {
        sql.push("kind = 'dataset' AND ");
    }
    if from == "dataset" {
        matched(&mut sql, matching);
    } else {
        sql.push(key).push(" IN (SELECT id FROM dataset WHERE ");
        matched(&mut sql, matching);
        sql.push(")");
    }
    sql.push(" GROUP BY value ORDER BY number DESC, value LIMIT ");
    sql.bind(limit);
    sql.all::<(String, i64)>(db).await
}

/// The slugs of visible datasets with their ids, in alphabetical order.
pub async fn names(db: &Db, offset: i64, limit: i64) -> Result<Vec<(Id, String)>> {
    let mut sql = Sql::new("SELECT id, slug FROM dataset WHERE ");
    sql.push(VISIBLE).push(" ORDER BY slug LIMIT ");
    sql.bind(limit).push(" OFFSET ").bind(offset);
    named(sql, db).await
}

/// The objects whose slug begins so.
pub async fn beginning<S: Subject>(db: &Db, start: &str) -> Result<Vec<(Id, String)>> {
    let mut sql = Sql::new(&format!("SELECT id, slug FROM {} WHERE ", S::TABLE));
    Text::Begins(start.to_owned()).write(&mut sql, "slug");
    sql.push(" ORDER BY slug LIMIT 100");
    named(sql, db).await
}

async fn named(sql: Sql, db: &Db) -> Result<Vec<(Id, String)>> {
    let rows = sql.all::<(String, String)>(db).await?;
    let named = rows
        .into_iter()
        .filter_map(|(id, slug)| Some((id.parse().ok()?, slug)));
    Ok(named.collect())
}

/// Some of the files of visible datasets, by words of their title and by format, with their dataset.
pub async fn resources(
    db: &Db,
    words: Option<&str>,
    format: Option<&str>,
    (offset, limit): (i64, i64),
) -> Result<Listed<(Id, Resource)>> {
    let mut conditions = Sql::new("WHERE dataset_id IN (SELECT id FROM dataset WHERE ");
    conditions.push(VISIBLE).push(")");
    filter::all_words(&mut conditions, words);
    filter::equal(&mut conditions, "format", format.map(str::to_lowercase));
    let mut counting = Sql::new("SELECT COUNT(*) FROM resource ");
    counting.append(&conditions);
    let total = counting.count(db).await?;
    let mut sql = Sql::new(resource::SELECT);
    sql.append(&conditions);
    sql.push(" ORDER BY dataset_id, position LIMIT ");
    sql.bind(limit).push(" OFFSET ").bind(offset);
    let rows = sql.all::<resource::Row>(db).await?;
    let data = rows
        .into_iter()
        .filter_map(|row| row.0.parse::<Id>().ok().map(|id| (id, row)))
        .map(|(id, row)| Ok((id, resource::read(row)?)))
        .collect::<Result<_>>()?;
    Ok(Listed { data, total })
}

/// The ids of every dataset or organization, whatever its state.
pub async fn every<S: Subject>(db: &Db) -> Result<Vec<Id>> {
    ids(Sql::new(&format!("SELECT id FROM {}", S::TABLE)), db).await
}
