//! What reusers add beside the files of a dataset.

use std::collections::HashMap;

use uuid::Uuid;
use vitrail_domain::dataset::Metrics;
use vitrail_domain::{CommunityResource, Id};

use crate::db::{Db, Result, Run, Tx};
use crate::filter::{self, Listed, Page, Sort};
use crate::sql::Sql;
use crate::subject::facts;

/// What the list of udata filters on.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub dataset: Option<Id>,
    pub owner: Option<Id>,
    pub organization: Option<Id>,
}

/// The sorts of udata.
pub const SORTS: [(&str, &str); 2] = [
    ("created_at_internal", "created"),
    ("last_modified_internal", "modified"),
];

const SELECT: &str = "SELECT facts, metrics FROM community_resource ";

fn read((facts, metrics): (String, String)) -> Result<CommunityResource> {
    let mut found: CommunityResource = serde_json::from_str(&facts)?;
    found.resource.metrics = serde_json::from_str::<Metrics>(&metrics)?;
    Ok(found)
}

pub async fn save(tx: &mut Tx, community: &CommunityResource) -> Result<()> {
    let resource = &community.resource;
    let columns = vec![
        ("id", resource.id.to_string().into()),
        ("dataset_id", community.dataset.into()),
        ("owner_id", community.owner.user().into()),
        ("organization_id", community.owner.organization().into()),
        ("created", resource.created_at_internal.into()),
        ("modified", resource.last_modified_internal.into()),
        ("file", resource.file().into()),
        ("facts", facts(community)?),
        ("metrics", serde_json::to_string(&resource.metrics)?.into()),
    ];
    Sql::upsert("community_resource", columns)
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn get(run: impl Into<Run<'_>>, id: Uuid) -> Result<Option<CommunityResource>> {
    let mut sql = Sql::new(SELECT);
    sql.push("WHERE id = ").bind(id.to_string());
    sql.first(run).await?.map(read).transpose()
}

/// Whether a file which the portal keeps is one of these, by its key.
pub async fn holds(db: &Db, file: &str) -> Result<bool> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM community_resource WHERE file = ");
    sql.bind(file);
    Ok(sql.count(db).await? > 0)
}

/// Removes one.
pub async fn remove(tx: &mut Tx, id: Uuid) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM community_resource WHERE id = ");
    sql.bind(id.to_string());
    sql.execute(tx).await?;
    Ok(())
}

/// A page, the newest first unless sorted otherwise.
pub async fn list(
    db: &Db,
    filter: &Filter,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<CommunityResource>> {
    let mut conditions = Sql::new("WHERE 1 = 1");
    filter::equal(&mut conditions, "dataset_id", filter.dataset);
    filter::owned(&mut conditions, filter.owner, filter.organization, None);
    let mut counting = Sql::new("SELECT COUNT(*) FROM community_resource ");
    counting.append(&conditions);
    let total = counting.count(db).await?;
    if total == 0 {
        return Ok(Listed {
            data: Vec::new(),
            total,
        });
    }
    let mut sql = Sql::new(SELECT);
    sql.append(&conditions);
    filter::ordered(&mut sql, sort, "created DESC, id DESC", page);
    let data = sql
        .all(db)
        .await?
        .into_iter()
        .map(read)
        .collect::<Result<_>>()?;
    Ok(Listed { data, total })
}

/// How many community resources each dataset has.
pub async fn count(run: impl Into<Run<'_>>, datasets: &[Id]) -> Result<HashMap<Id, i64>> {
    let mut sql =
        Sql::new("SELECT dataset_id, COUNT(*) FROM community_resource WHERE dataset_id IN ");
    sql.bind_list(datasets).push(" GROUP BY dataset_id");
    let rows = sql.all::<(String, i64)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, count)| Some((id.parse().ok()?, count)))
        .collect())
}

/// Community resources by id, without those that do not exist.
pub async fn by_ids(
    run: impl Into<Run<'_>>,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, CommunityResource>> {
    let mut run = run.into();
    let mut found = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(1_000) {
        let ids: Vec<String> = chunk.iter().map(ToString::to_string).collect();
        let mut sql = Sql::new(SELECT);
        sql.push("WHERE id IN ").bind_list(&ids);
        for row in sql.all(run.again()).await? {
            let community = read(row)?;
            found.insert(community.resource.id, community);
        }
    }
    Ok(found)
}

/// All that an organization added.
pub async fn of_organization(
    run: impl Into<Run<'_>>,
    organization: Id,
) -> Result<Vec<CommunityResource>> {
    let mut sql = Sql::new(SELECT);
    sql.push("WHERE organization_id = ").bind(organization);
    sql.all(run).await?.into_iter().map(read).collect()
}
