//! Reuses and what they are made of.

use vitrail_domain::dataset::count;
use vitrail_domain::{Id, Kind, Reuse, Timestamp, text};

use crate::db::{Db, Result, Run, Tx};
use crate::dialect;
use crate::filter::{self, Listed, Page, Sort, Viewer};
use crate::sql::Sql;
use crate::subject::{self, Subject, facts};

/// What the lists of udata filter on.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub q: Option<String>,
    pub owner: Option<Id>,
    pub organization: Option<Id>,
    pub organization_badge: Option<String>,
    pub r#type: Option<String>,
    pub topic: Option<String>,
    pub dataset: Option<Id>,
    pub dataservice: Option<Id>,
    pub tags: Vec<String>,
    pub private: Option<bool>,
    pub featured: Option<bool>,
    pub deleted: Option<bool>,
    pub archived: Option<bool>,
    /// Only those that were here by then, for feeds.
    pub created_before: Option<Timestamp>,
}

/// Archived reuses stay listed.
const VISIBLE: &str = "(private = 0 AND deleted IS NULL)";

/// The sorts of udata.
pub const SORTS: [(&str, &str); 6] = [
    ("datasets", "datasets"),
    ("followers", "followers"),
    ("views", "views"),
    ("created", "created"),
    ("last_modified", "modified"),
    ("title", "words"),
];

pub async fn save(tx: &mut Tx, reuse: &Reuse) -> Result<()> {
    let columns = vec![
        ("id", reuse.id.into()),
        ("slug", reuse.slug.as_str().into()),
        ("title", reuse.title.as_str().into()),
        ("words", text::words(&reuse.title).into()),
        ("owner_id", reuse.owner.user().into()),
        ("organization_id", reuse.owner.organization().into()),
        ("type", reuse.r#type.as_str().into()),
        ("topic", reuse.topic.as_str().into()),
        ("url", reuse.url.as_str().into()),
        ("private", reuse.is_private().into()),
        ("featured", reuse.featured.into()),
        ("deleted", reuse.deleted.into()),
        ("archived", reuse.archived.into()),
        ("created", reuse.created_at.into()),
        ("modified", reuse.last_modified.into()),
        (
            "datasets",
            i64::try_from(reuse.datasets.len())
                .unwrap_or(i64::MAX)
                .into(),
        ),
        ("views", count(&reuse.metrics, "views").into()),
        ("followers", count(&reuse.metrics, "followers").into()),
        ("facts", facts(reuse)?),
        ("metrics", serde_json::to_string(&reuse.metrics)?.into()),
    ];
    Sql::upsert(Reuse::TABLE, columns).execute(&mut *tx).await?;
    subject::set_many(tx, "tag", Kind::Reuse, reuse.id, &reuse.tags).await?;
    subject::set_many(tx, "badge", Kind::Reuse, reuse.id, &reuse.badges).await?;
    subject::set_links(tx, Kind::Reuse, reuse.id, Kind::Dataset, &reuse.datasets).await?;
    subject::set_links(
        tx,
        Kind::Reuse,
        reuse.id,
        Kind::Dataservice,
        &reuse.dataservices,
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
    filter::equal(&mut sql, "type", filter.r#type.as_deref());
    filter::equal(&mut sql, "topic", filter.topic.as_deref());
    filter::equal(&mut sql, "private", filter.private);
    filter::equal(&mut sql, "featured", filter.featured);
    filter::present(&mut sql, "deleted", filter.deleted);
    filter::present(&mut sql, "archived", filter.archived);
    if let Some(before) = filter.created_before {
        sql.push(" AND created <= ").bind(before);
    }
    filter::tagged(&mut sql, Kind::Reuse, &filter.tags);
    filter::pointing_at(&mut sql, Kind::Reuse, Kind::Dataset, filter.dataset);
    filter::pointing_at(&mut sql, Kind::Reuse, Kind::Dataservice, filter.dataservice);
    sql
}

/// A page, the newest first unless sorted otherwise.
pub async fn list(
    db: &Db,
    filter: &Filter,
    viewer: &Viewer,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<Reuse>> {
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
) -> Result<Vec<Reuse>> {
    subject::after(run, conditions(filter, viewer), after, size).await
}

/// The reuses that bear one of these addresses.
pub async fn with_urls(run: impl Into<Run<'_>>, urls: &[String]) -> Result<Vec<(String, Id)>> {
    let mut run = run.into();
    let mut found = Vec::new();
    for chunk in urls.chunks(1_000) {
        let mut sql = Sql::new("SELECT url, id FROM reuse WHERE url IN ");
        sql.bind_list(chunk);
        let rows = sql.all::<(String, String)>(run.again()).await?;
        found.extend(
            rows.into_iter()
                .filter_map(|(url, id)| Some((url, id.parse().ok()?))),
        );
    }
    Ok(found)
}

/// The reuse that bears an address. Whoever is about to write one with it comes alone until the transaction ends.
pub async fn holder_of_url(tx: &mut Tx, url: &str) -> Result<Option<Id>> {
    dialect::take_turns(tx, &format!("reuse {url}")).await?;
    let found = with_urls(tx, &[url.to_owned()]).await?;
    Ok(found.into_iter().next().map(|(_, id)| id))
}
