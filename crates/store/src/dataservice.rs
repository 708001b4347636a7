//! APIs of the catalogue.

use vitrail_domain::dataset::count;
use vitrail_domain::{Dataservice, Id, Kind, Timestamp, text};

use crate::dataset::said;
use crate::db::{Db, Result, Run, Tx};
use crate::filter::{self, Listed, Page, Sort, Viewer};
use crate::sql::Sql;
use crate::subject::{self, Subject, facts};

/// What the lists of udata filter on.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub q: Option<String>,
    pub topic: Option<Id>,
    pub reuse: Option<Id>,
    pub owner: Option<Id>,
    pub organization: Option<Id>,
    pub organization_badge: Option<String>,
    pub access_type: Option<String>,
    pub tags: Vec<String>,
    pub featured: Option<bool>,
    pub contact_point: Option<Id>,
    pub dataset: Option<Id>,
    pub private: Option<bool>,
    pub deleted: Option<bool>,
    pub archived: Option<bool>,
    /// Only those that were here by then, for feeds.
    pub created_before: Option<Timestamp>,
}

const VISIBLE: &str = "(private = 0 AND deleted IS NULL AND archived IS NULL)";

/// The sorts of udata.
pub const SORTS: [(&str, &str); 6] = [
    ("followers", "followers"),
    ("views", "views"),
    ("title", "words"),
    ("base_api_url", "base_api_url"),
    ("created", "created"),
    ("last_modified", "modified"),
];

pub async fn save(tx: &mut Tx, dataservice: &Dataservice) -> Result<()> {
    let harvest = dataservice.harvest.as_ref();
    let columns = vec![
        ("id", dataservice.id.into()),
        ("slug", dataservice.slug.as_str().into()),
        ("title", dataservice.title.as_str().into()),
        ("words", text::words(&dataservice.title).into()),
        ("base_api_url", dataservice.base_api_url.as_deref().into()),
        ("owner_id", dataservice.owner.user().into()),
        ("organization_id", dataservice.owner.organization().into()),
        ("access_type", dataservice.access_type.as_str().into()),
        ("private", dataservice.is_private().into()),
        ("featured", dataservice.featured.into()),
        ("deleted", dataservice.deleted_at.into()),
        ("archived", dataservice.archived_at.into()),
        ("created", dataservice.created_at.into()),
        ("modified", dataservice.metadata_modified_at.into()),
        ("views", count(&dataservice.metrics, "views").into()),
        ("followers", count(&dataservice.metrics, "followers").into()),
        ("remote_id", said(harvest, "remote_id")),
        ("remote_domain", said(harvest, "domain")),
        ("source_id", said(harvest, "source_id")),
        ("facts", facts(dataservice)?),
        (
            "metrics",
            serde_json::to_string(&dataservice.metrics)?.into(),
        ),
    ];
    let (kind, id) = (Kind::Dataservice, dataservice.id);
    Sql::upsert(Dataservice::TABLE, columns)
        .execute(&mut *tx)
        .await?;
    subject::set_many(tx, "tag", kind, id, &dataservice.tags).await?;
    subject::set_many(tx, "badge", kind, id, &dataservice.badges).await?;
    subject::set_links(tx, kind, id, Kind::Dataset, &dataservice.datasets).await?;
    subject::set_links(
        tx,
        kind,
        id,
        Kind::ContactPoint,
        &dataservice.contact_points,
    )
    .await
}

fn conditions(filter: &Filter, viewer: &Viewer) -> Sql {
    let mut sql = Sql::new("WHERE 1 = 1");
    viewer.restrict(&mut sql, VISIBLE);
    filter::all_words(&mut sql, filter.q.as_deref());
    filter::owned(
        &mut sql,
        filter.owner,
        filter.organization,
        filter.organization_badge.as_deref(),
    );
    filter::equal(&mut sql, "access_type", filter.access_type.as_deref());
    filter::equal(&mut sql, "private", filter.private);
    filter::equal(&mut sql, "featured", filter.featured);
    filter::present(&mut sql, "deleted", filter.deleted);
    filter::present(&mut sql, "archived", filter.archived);
    if let Some(before) = filter.created_before {
        sql.push(" AND created <= ").bind(before);
    }
    filter::tagged(&mut sql, Kind::Dataservice, &filter.tags);
    filter::pointing_at(&mut sql, Kind::Dataservice, Kind::Dataset, filter.dataset);
    filter::pointing_at(
        &mut sql,
        Kind::Dataservice,
        Kind::ContactPoint,
        filter.contact_point,
    );
    filter::pointed_from(&mut sql, Kind::Reuse, Kind::Dataservice, filter.reuse);
    if let Some(topic) = filter.topic {
        sql.push(" AND id IN (SELECT element_id FROM topic_element WHERE kind = 'dataservice'");
        sql.push(" AND topic_id = ").bind(topic).push(")");
    }
    sql
}

/// A page, the newest first unless sorted otherwise.
pub async fn list(
    db: &Db,
    filter: &Filter,
    viewer: &Viewer,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<Dataservice>> {
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
) -> Result<Vec<Dataservice>> {
    subject::after(run, conditions(filter, viewer), after, size).await
}

/// Which visible dataservices serve these datasets: dataset, then dataservice.
pub async fn serving(db: &Db, datasets: &[Id]) -> Result<Vec<(Id, Id)>> {
    let mut found = Vec::new();
    for chunk in datasets.chunks(500) {
        let mut sql = Sql::new(
            "SELECT target_id, subject_id FROM link WHERE kind = 'dataservice' AND target_kind = 'dataset' \
             AND subject_id IN (SELECT id FROM dataservice WHERE ",
        );
        sql.push(VISIBLE).push(") AND target_id IN ");
        sql.bind_list(chunk).push(" ORDER BY target_id, subject_id");
        let rows = sql.all::<(String, String)>(db).await?;
        let pairs = rows.into_iter();
        found.extend(pairs.filter_map(|(to, from)| Some((to.parse().ok()?, from.parse().ok()?))));
    }
    Ok(found)
}

/// The visible dataservices that serve no dataset of the catalogue, of one organization or of all.
pub async fn without_dataset(db: &Db, organization: Option<Id>) -> Result<Vec<Id>> {
    let mut sql = Sql::new("SELECT id FROM dataservice WHERE ");
    sql.push(VISIBLE);
    filter::equal(&mut sql, "organization_id", organization);
    sql.push(" AND id NOT IN (SELECT subject_id FROM link WHERE kind = 'dataservice' AND target_kind = 'dataset')");
    sql.push(" ORDER BY id");
    let rows = sql.all::<(String,)>(db).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id,)| id.parse().ok())
        .collect())
}
