//! The portal's own record, and the addresses of all that it shows.

use vitrail_domain::{Kind, Site, Timestamp};

use crate::db::{Db, Result, Run, Tx};
use crate::dialect;
use crate::filter::{Listed, Page};
use crate::sql::Sql;
use crate::subject::facts;

pub async fn get(run: impl Into<Run<'_>>) -> Result<Site> {
    let run = run.into();
    let mut sql = Sql::new("SELECT facts, metrics FROM site WHERE id = 'default'");
    dialect::hold(&mut sql, &run);
    let row = sql.first::<(String, String)>(run).await?;
    let Some((facts, metrics)) = row else {
        return Ok(Site::default());
    };
    let mut site: Site = serde_json::from_str(&facts)?;
    site.metrics = serde_json::from_str(&metrics)?;
    Ok(site)
}

pub async fn save(tx: &mut Tx, site: &Site) -> Result<()> {
    let columns = vec![
        ("id", site.id.as_str().into()),
        ("facts", facts(site)?),
        ("metrics", serde_json::to_string(&site.metrics)?.into()),
    ];
    Sql::upsert("site", columns).execute(tx).await?;
    Ok(())
}

/// The table of a kind that has public pages, when it changed, and what everyone sees of it.
fn shown(kind: Kind) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match kind {
        Kind::Dataset => (
            "dataset",
            "modified",
            "private = 0 AND deleted IS NULL AND archived IS NULL",
        ),
        Kind::Reuse => ("reuse", "modified", "private = 0 AND deleted IS NULL"),
        Kind::Dataservice => (
            "dataservice",
            "modified",
            "private = 0 AND deleted IS NULL AND archived IS NULL",
        ),
        Kind::Organization => (
            "organization",
            "modified",
            "deleted IS NULL AND id NOT IN (SELECT subject_id FROM held WHERE kind = 'organization')",
        ),
        Kind::Topic => ("topic", "modified", "private = 0"),
        Kind::Post => ("post", "modified", "published IS NOT NULL"),
        _ => return None,
    })
}

/// The slugs of the objects of a kind that everyone sees, and when each changed.
pub async fn addresses(db: &Db, kind: Kind, page: Page) -> Result<Listed<(String, Timestamp)>> {
    let Some((table, changed, condition)) = shown(kind) else {
        return Ok(Listed {
            data: Vec::new(),
            total: 0,
        });
    };
    let counting = Sql::new(&format!("SELECT COUNT(*) FROM {table} WHERE {condition}"));
    let total = counting.count(db).await?;
    let mut sql = Sql::new(&format!(
        "SELECT slug, {changed} FROM {table} WHERE {condition} ORDER BY id LIMIT "
    ));
    sql.bind(page.size).push(" OFFSET ").bind(page.offset());
    let rows = sql.all::<(String, i64)>(db).await?;
    Ok(Listed {
        data: rows
            .into_iter()
            .map(|(slug, at)| (slug, Timestamp::from_micros(at)))
            .collect(),
        total,
    })
}
