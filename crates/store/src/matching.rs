//! Visible datasets that match a condition of any shape: ands, ors and nots of facts, as the query languages of other
//! portals combine them.

pub mod file;
pub mod said;

use std::borrow::Cow;

use vitrail_domain::Id;

use crate::db::{Db, Result, Run};
use crate::dialect;
use crate::filter::{self, Listed, Sort, Viewer};
use crate::recorded;
use crate::sql::Sql;
use crate::subject::Subject;

pub use file::{File, Told};

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
    Private,
    Slug(Text),
    Tag(Text),
    Format(Text),
    /// Of one of the files.
    File(Told, Text),
    License(Text),
    Frequency(Text),
    /// The folded words of the title, with a space around each.
    Title(Text),
    /// Words of the title.
    Words(String),
    /// The description, in lower case.
    Description(Text),
    /// When the record changed here, in microseconds, both included.
    Recorded(Option<i64>, Option<i64>),
    Created(Option<i64>, Option<i64>),
    /// How many there are of something, both included.
    Count(Counted, Option<i64>, Option<i64>),
    /// Somebody answers for it in this role; whether their address must be known.
    Contact(&'static str, bool),
}

/// What a text must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    Is(String),
    OneOf(Vec<String>),
    Begins(String),
    Holds(String),
    /// From a text to another, each with whether it is included; letter by letter, whatever the language.
    Between(Option<(String, bool)>, Option<(String, bool)>),
    /// A pattern in lower case, of which a star is any text and a question mark any character.
    Like(String),
    /// Anything, but something.
    Said,
}

/// What can be counted of a dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    Files,
    Tags,
    Views,
}

/// What datasets are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    Organization,
    Tag,
    Format,
    License,
}

/// A condition, and who asks: the private datasets that they may read are looked among too.
#[derive(Clone, Debug, PartialEq)]
pub struct Among {
    pub viewer: Viewer,
    pub matching: Match,
}

impl Text {
    /// A column as this is asked of it: only what is put in order is put in the one that both engines share.
    fn column<'c>(&self, name: &'c str, is_postgres: bool) -> Cow<'c, str> {
        match self {
            Self::Between(..) => dialect::by_letter(name, is_postgres),
            _ => name.into(),
        }
    }

    fn write(&self, sql: &mut Sql, column: &str) {
        match self {
            Self::Is(text) => sql.push(column).push(" = ").bind(text.as_str()),
            Self::OneOf(texts) => sql.push(column).push(" IN ").bind_list(texts),
            Self::Begins(start) => {
                let length = i64::try_from(start.chars().count()).unwrap_or(i64::MAX);
                sql.push("SUBSTR(").push(column).push(", 1, ");
                sql.push(&length.min(1_000).to_string()).push(") = ");
                sql.bind(start.as_str())
            }
            Self::Holds(part) => {
                sql.push(column).push(" LIKE ");
                sql.bind(format!("%{}%", escaped(part))).push(" ESCAPE '!'")
            }
            Self::Between(from, to) => {
                sql.push("1 = 1");
                for (edge, beyond) in [(from, ">"), (to, "<")] {
                    if let Some((text, included)) = edge {
                        sql.push(" AND ").push(column).push(" ").push(beyond);
                        sql.push(if *included { "= " } else { " " });
                        sql.bind(text.as_str());
                    }
                }
                sql
            }
            Self::Like(pattern) => {
                let pattern = escaped(pattern).replace('*', "%").replace('?', "_");
                sql.push(column).push(" LIKE ").bind(pattern);
                sql.push(" ESCAPE '!'")
            }
            Self::Said => sql.push("COALESCE(").push(column).push(", '') <> ''"),
        };
    }
}

impl Match {
    /// All but what matches.
    #[must_use]
    pub fn unless(other: Self) -> Self {
        Self::Not(Box::new(other))
    }

    /// Alternatives. Those of one column become one condition: an engine tries a list at once, and a row against hundreds of
    /// conditions one after the other.
    #[must_use]
    pub fn any(parts: Vec<Self>) -> Self {
        let (mut tags, mut formats, mut licenses) = (Vec::new(), Vec::new(), Vec::new());
        let (mut ids, mut organizations, mut rest) = (Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            match part {
                Self::Tag(Text::Is(text)) => tags.push(text),
                Self::Format(Text::Is(text)) => formats.push(text),
                Self::License(Text::Is(text)) => licenses.push(text),
                Self::Ids(some) => ids.extend(some),
                Self::Organizations(some) => organizations.extend(some),
                Self::Nothing => {}
                other => rest.push(other),
            }
        }
        for (texts, whole) in [
            (tags, Self::Tag as fn(Text) -> Self),
            (formats, Self::Format),
            (licenses, Self::License),
        ] {
            match texts.len() {
                0 => {}
                1 => rest.extend(texts.into_iter().map(|text| whole(Text::Is(text)))),
                _ => rest.push(whole(Text::OneOf(texts))),
            }
        }
        for (mut some, whole) in [
            (ids, Self::Ids as fn(Vec<Id>) -> Self),
            (organizations, Self::Organizations),
        ] {
            some.sort_unstable();
            some.dedup();
            if !some.is_empty() {
                rest.push(whole(some));
            }
        }
        if rest.is_empty() {
            Self::Nothing
        } else {
            Self::Any(rest)
        }
    }

    /// All of these; what they refuse is refused together.
    #[must_use]
    pub fn all(parts: Vec<Self>) -> Self {
        let (mut refused, mut kept) = (Vec::new(), Vec::new());
        for part in parts {
            match part {
                Self::Not(other) => refused.push(*other),
                Self::Everything => {}
                other => kept.push(other),
            }
        }
        if !refused.is_empty() {
            kept.push(Self::unless(Self::any(refused)));
        }
        Self::All(kept)
    }

    fn write(&self, sql: &mut Sql, is_postgres: bool) {
        sql.push("(");
        match self {
            Self::Everything => {
                sql.push("1 = 1");
            }
            Self::Nothing => {
                sql.push("1 = 0");
            }
            Self::All(all) => several(sql, all, (" AND ", "1 = 1"), is_postgres),
            Self::Any(any) => several(sql, any, (" OR ", "1 = 0"), is_postgres),
            Self::Not(other) => {
                sql.push("NOT ");
                other.write(sql, is_postgres);
            }
            Self::Ids(ids) => {
                dialect::id_among(sql, ids, is_postgres);
            }
            Self::Organizations(ids) => {
                // Nobody's dataset is in no organization, rather than perhaps.
                sql.push("COALESCE(organization_id, '') IN ").bind_list(ids);
            }
            Self::Owned => {
                sql.push("organization_id IS NOT NULL");
            }
            Self::Private => {
                sql.push("private <> 0");
            }
            Self::Slug(text) => text.write(sql, "slug"),
            Self::Tag(tag) => {
                sql.push("id IN (SELECT subject_id FROM tag WHERE kind = 'dataset' AND ");
                tag.write(sql, &tag.column("tag", is_postgres));
                sql.push(")");
            }
            Self::Format(format) => {
                sql.push("id IN (SELECT dataset_id FROM resource WHERE ");
                format.write(sql, &format.column("format", is_postgres));
                sql.push(")");
            }
            Self::File(told, text) => {
                sql.push("id IN (SELECT dataset_id FROM resource WHERE ");
                text.write(sql, &told.column(is_postgres));
                sql.push(")");
            }
            Self::License(license) => {
                let column = "COALESCE(license, 'notspecified')";
                license.write(sql, &license.column(column, is_postgres));
            }
            Self::Frequency(frequency) => {
                frequency.write(sql, "COALESCE(NULLIF(frequency, 'unknown'), '')");
            }
            Self::Title(text) => text.write(sql, "words"),
            Self::Words(words) => {
                sql.push("1 = 1");
                filter::all_words(sql, Some(words));
            }
            Self::Description(text) => {
                let mut column = Sql::new("LOWER(");
                dialect::text_at(&mut column, "facts", &["description"], is_postgres);
                column.push(")");
                text.write(sql, &column.text);
            }
            Self::Recorded(from, to) => recorded::between(sql, *from, *to),
            Self::Created(from, to) => between(sql, "created", *from, *to),
            Self::Count(of, from, to) => between(sql, of.sql(), *from, *to),
            Self::Contact(role, has_address) => contact(sql, role, *has_address),
        }
        sql.push(")");
    }
}

impl Counted {
    /// What it is called in conditions and orders.
    pub fn sql(self) -> &'static str {
        match self {
            Self::Files => "(SELECT COUNT(*) FROM resource WHERE dataset_id = dataset.id)",
            Self::Tags => {
                "(SELECT COUNT(*) FROM tag WHERE kind = 'dataset' AND subject_id = dataset.id)"
            }
            Self::Views => "views",
        }
    }
}

/// Halves of halves: a long row of conditions is a tree as deep as it is long, and SQLite climbs a thousand steps at most.
fn several(sql: &mut Sql, parts: &[Match], words: (&str, &str), is_postgres: bool) {
    match parts {
        [] => {
            sql.push(words.1);
        }
        [one] => one.write(sql, is_postgres),
        many => {
            let (first, second) = many.split_at(many.len() / 2);
            sql.push("(");
            several(sql, first, words, is_postgres);
            sql.push(")").push(words.0).push("(");
            several(sql, second, words, is_postgres);
            sql.push(")");
        }
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

fn contact(sql: &mut Sql, role: &str, has_address: bool) {
    sql.push("id IN (SELECT subject_id FROM link WHERE kind = 'dataset' AND target_kind = 'contact_point'");
    sql.push(" AND target_id IN (SELECT id FROM contact_point WHERE facts LIKE ");
    sql.bind(format!("%\"role\":\"{role}\"%"));
    if has_address {
        sql.push(" AND facts LIKE ").bind("%\"email\":\"%");
    }
    sql.push("))");
}

fn matched(sql: &mut Sql, among: &Among, is_postgres: bool) {
    sql.push("deleted IS NULL AND archived IS NULL");
    // Only the private datasets: those that sleep or are gone are no part of a search.
    among.viewer.restrict(sql, "private = 0");
    sql.push(" AND ");
    among.matching.write(sql, is_postgres);
}

/// The ids of some of the datasets that match, from a place in their order, and how many match in all.
pub async fn find(
    db: &Db,
    among: &Among,
    sorts: &[Sort],
    offset: i64,
    limit: i64,
) -> Result<Listed<Id>> {
    let mut counting = Sql::new("SELECT COUNT(*) FROM dataset WHERE ");
    matched(&mut counting, among, db.is_postgres());
    let total = db.counted(counting).await?;
    let mut sql = Sql::new("SELECT id FROM dataset WHERE ");
    matched(&mut sql, among, db.is_postgres());
    sql.push(" ORDER BY ");
    for sort in sorts {
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

/// All the datasets that match with their slugs, for an order that only the caller knows. Those of one place are alike by
/// these sorts.
pub async fn ranked(db: &Db, among: &Among, sorts: &[Sort]) -> Result<Vec<(Id, String, i64)>> {
    let mut sql = Sql::new("SELECT id, slug, ");
    if sorts.is_empty() {
        sql.push("CAST(1 AS BIGINT)");
    } else {
        let sorts = sorts.iter().map(|sort| {
            let order = if sort.descending { " DESC" } else { "" };
            format!("{}{order}", sort.column)
        });
        let sorts: Vec<String> = sorts.collect();
        sql.push("DENSE_RANK() OVER (ORDER BY ")
            .push(&sorts.join(", "));
        sql.push(")");
    }
    sql.push(" AS place FROM dataset WHERE ");
    matched(&mut sql, among, db.is_postgres());
    let rows = sql.all::<(String, String, i64)>(db).await?;
    let ranked = rows
        .into_iter()
        .filter_map(|(id, slug, place)| Some((id.parse().ok()?, slug, place)));
    Ok(ranked.collect())
}

async fn ids(sql: Sql, run: impl Into<Run<'_>>) -> Result<Vec<Id>> {
    let rows = sql.all::<(String,)>(run).await?;
    let ids = rows.into_iter().filter_map(|(id,)| id.parse().ok());
    Ok(ids.collect())
}

/// A part of the datasets that say where they are, in the order of their ids: the geometry of each, as it is kept.
pub async fn places(db: &Db, after: Option<Id>, size: i64) -> Result<Vec<(Id, String)>> {
    let mut sql = Sql::new("SELECT id, ");
    dialect::text_at(&mut sql, "facts", &["spatial", "geom"], db.is_postgres());
    sql.push(
        " AS geometry FROM dataset WHERE deleted IS NULL AND archived IS NULL AND facts LIKE ",
    );
    sql.bind("%\"geom\":{%");
    if let Some(after) = after {
        sql.push(" AND id > ").bind(after);
    }
    sql.push(" ORDER BY id LIMIT ").bind(size);
    let rows = sql.all::<(String, Option<String>)>(db).await?;
    let placed = rows
        .into_iter()
        .filter_map(|(id, geometry)| Some((id.parse().ok()?, geometry?)));
    Ok(placed.collect())
}

/// How many of the datasets that match have each value, the most frequent first.
pub async fn facet(db: &Db, among: &Among, facet: Facet, limit: i64) -> Result<Vec<(String, i64)>> {
    let (select, from, column, key) = match facet {
        Facet::Organization => ("organization_id", "dataset", "organization_id", "id"),
        Facet::License => ("COALESCE(license, 'notspecified')", "dataset", "id", "id"),
        Facet::Tag => ("tag", "tag", "tag", "subject_id"),
        Facet::Format => ("format", "resource", "NULLIF(format, '')", "dataset_id"),
    };
    // Only of files may a dataset have several that are alike.
    let number = if facet == Facet::Format {
        "COUNT(DISTINCT dataset_id)"
    } else {
        "COUNT(*)"
    };
    let mut sql = Sql::new(&format!(
        "SELECT {select} AS value, {number} AS number FROM {from} WHERE {column} IS NOT NULL AND "
    ));
    if facet == Facet::Tag {
        sql.push("kind = 'dataset' AND ");
    }
    if from == "dataset" {
        matched(&mut sql, among, db.is_postgres());
    } else {
        sql.push(key).push(" IN (SELECT id FROM dataset WHERE ");
        matched(&mut sql, among, db.is_postgres());
        sql.push(")");
    }
    sql.push(" GROUP BY value ORDER BY number DESC, value LIMIT ");
    sql.bind(limit);
    db.grouped(sql).await
}

/// The objects whose slug begins so or began so, with each such slug.
pub async fn beginning<S: Subject>(db: &Db, start: &str) -> Result<Vec<(Id, String)>> {
    let mut sql = Sql::new(&format!("SELECT id, slug FROM {} WHERE ", S::TABLE));
    let mut former = Sql::new("SELECT subject_id, slug FROM slug_history WHERE kind = ");
    former.bind(S::KIND.as_str()).push(" AND ");
    for sql in [&mut sql, &mut former] {
        Text::Begins(start.to_owned()).write(sql, "slug");
        sql.push(" ORDER BY slug LIMIT 100");
    }
    let mut found = named(sql, db).await?;
    found.extend(named(former, db).await?);
    Ok(found)
}

async fn named(sql: Sql, db: &Db) -> Result<Vec<(Id, String)>> {
    let rows = sql.all::<(String, String)>(db).await?;
    let named = rows
        .into_iter()
        .filter_map(|(id, slug)| Some((id.parse().ok()?, slug)));
    Ok(named.collect())
}

/// A text as a part of a pattern.
fn escaped(text: &str) -> String {
    let text = text.to_lowercase();
    let marked = text
        .chars()
        .flat_map(|c| ["%_!".contains(c).then_some('!'), Some(c)]);
    marked.flatten().take(1_000).collect()
}

/// The ids of every dataset or organization, whatever its state.
pub async fn every<S: Subject>(db: &Db) -> Result<Vec<Id>> {
    ids(Sql::new(&format!("SELECT id FROM {}", S::TABLE)), db).await
}
