//! Files of visible datasets, looked for by what they say.

use vitrail_domain::{Id, Resource};

use super::escaped;
use crate::dataset::VISIBLE;
use crate::db::{Db, Result};
use crate::dialect;
use crate::filter::{self, Listed};
use crate::resource;
use crate::sql::Sql;

/// What a file says that a dataset can be found by; texts are in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Folded words, with a space around each.
    Name,
    Description,
    Address,
    MediaType,
    /// Another than `main`.
    Type,
    /// The value of the checksum.
    Digest,
}

impl Told {
    pub(super) fn column(self, is_postgres: bool) -> String {
        let path: &[&str] = match self {
            Self::Name => return "words".to_owned(),
            Self::Type => return "NULLIF(type, 'main')".to_owned(),
            Self::Description => &["description"],
            Self::Address => &["url"],
            Self::MediaType => &["mime"],
            Self::Digest => &["checksum", "value"],
        };
        let mut column = Sql::new("LOWER(");
        dialect::text_at(&mut column, "facts", path, is_postgres);
        column.push(")");
        column.text
    }
}

/// What a file is looked for by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum File {
    /// Words of its title.
    Named(String),
    Format(String),
    Id(String),
    MediaType(String),
    /// A part of its address.
    Address(String),
    /// A part of its description.
    Described(String),
    /// The beginning of its checksum.
    Checksum(String),
}

impl File {
    fn write(&self, sql: &mut Sql, is_postgres: bool) {
        let mut said = |told: Told, pattern: String| {
            sql.push(" AND ").push(&told.column(is_postgres));
            sql.push(" LIKE ").bind(pattern).push(" ESCAPE '!'");
        };
        match self {
            Self::MediaType(text) => said(Told::MediaType, escaped(text)),
            Self::Address(part) => said(Told::Address, format!("%{}%", escaped(part))),
            Self::Described(part) => said(Told::Description, format!("%{}%", escaped(part))),
            Self::Checksum(start) => said(Told::Digest, format!("{}%", escaped(start))),
            Self::Named(words) => filter::all_words(sql, Some(words)),
            Self::Format(format) => filter::equal(sql, "format", Some(format.to_lowercase())),
            Self::Id(id) => filter::equal(sql, "id", Some(id.to_lowercase())),
        }
    }
}

/// Some of the files of visible datasets that are all of this, with their dataset.
pub async fn resources(
    db: &Db,
    wanted: &[File],
    (offset, limit): (i64, i64),
) -> Result<Listed<(Id, Resource)>> {
    let mut conditions = Sql::new("WHERE dataset_id IN (SELECT id FROM dataset WHERE ");
    conditions.push(VISIBLE).push(")");
    for one in wanted {
        one.write(&mut conditions, db.is_postgres());
    }
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
