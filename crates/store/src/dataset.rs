//! Datasets: saved with the rows that filters need, listed with udata's filters.

use std::collections::HashMap;

use vitrail_domain::{Dataset, Extras, Id, Kind, Resource, Timestamp, text};

use crate::db::{Db, Result, Run, Tx};
use crate::filter::{self, Listed, Page, Sort, Viewer};
use crate::recorded;
use crate::resource;
use crate::sql::{Sql, Value};
use crate::subject::{self, Subject, facts};

/// What the lists of udata filter on.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub q: Option<String>,
    pub tags: Vec<String>,
    pub license: Option<String>,
    pub featured: Option<bool>,
    pub geozone: Option<String>,
    pub granularity: Option<String>,
    /// Days as `YYYY-MM-DD`: datasets whose period holds both.
    pub temporal_coverage: Option<(String, String)>,
    pub access_type: Option<String>,
    pub organization: Option<Id>,
    pub organization_badge: Option<String>,
    pub owner: Option<Id>,
    pub followed_by: Option<Id>,
    pub format: Option<String>,
    pub schema: Option<String>,
    pub schema_version: Option<String>,
    pub badge: Option<String>,
    pub topic: Option<Id>,
    pub dataservice: Option<Id>,
    pub reuse: Option<Id>,
    pub archived: Option<bool>,
    pub deleted: Option<bool>,
    pub private: Option<bool>,
    /// Only those that were here by then: feeds leave producers time to finish.
    pub created_before: Option<Timestamp>,
    /// Only those whose record changed here between these instants, both included.
    pub recorded: (Option<Timestamp>, Option<Timestamp>),
}

pub(crate) const VISIBLE: &str = "(private = 0 AND deleted IS NULL AND archived IS NULL)";

/// The sorts of udata: `created`, `last_update`, `title`, `reuses`, `followers`, `views`.
pub const SORTS: [(&str, &str); 6] = [
    ("title", "words"),
    ("created", "created"),
    ("last_update", "last_update"),
    ("reuses", "reuses"),
    ("followers", "followers"),
    ("views", "views"),
];

fn columns(dataset: &Dataset) -> Result<Vec<(&'static str, Value)>> {
    let spatial = dataset.spatial.as_ref();
    let period = dataset.temporal_coverage.as_ref();
    let harvest = dataset.harvest.as_ref();
    Ok(vec![
        ("id", dataset.id.into()),
        ("slug", dataset.slug.as_str().into()),
        ("title", dataset.title.as_str().into()),
        ("words", text::words(&dataset.title).into()),
        ("owner_id", dataset.owner.user().into()),
        ("organization_id", dataset.owner.organization().into()),
        ("private", dataset.is_private().into()),
        ("featured", dataset.featured.into()),
        ("deleted", dataset.deleted.into()),
        ("archived", dataset.archived.into()),
        ("created", dataset.created_at_internal.into()),
        ("modified", dataset.last_modified_internal.into()),
        ("last_update", dataset.last_update.into()),
        ("license", dataset.license.as_deref().into()),
        ("frequency", dataset.frequency.as_str().into()),
        ("access_type", dataset.access_type.as_str().into()),
        (
            "granularity",
            spatial.map(|spatial| spatial.granularity.as_str()).into(),
        ),
        (
            "temporal_start",
            period.map(|period| period.start.to_string()).into(),
        ),
        (
            "temporal_end",
            period
                .and_then(|period| period.end)
                .map(|day| day.to_string())
                .into(),
        ),
        ("views", dataset.count("views").into()),
        ("followers", dataset.count("followers").into()),
        ("reuses", dataset.count("reuses").into()),
        ("remote_id", said(harvest, "remote_id")),
        ("remote_domain", said(harvest, "domain")),
        ("source_id", said(harvest, "source_id")),
        ("source_uri", said(harvest, "uri")),
        ("source_identifier", said(harvest, "dct_identifier")),
        ("facts", facts(dataset)?),
        ("metrics", serde_json::to_string(&dataset.metrics)?.into()),
    ])
}

/// A text among harvest facts.
pub(crate) fn said(harvest: Option<&Extras>, key: &str) -> Value {
    let found = harvest.and_then(|facts| facts.get(key));
    found.and_then(serde_json::Value::as_str).into()
}

/// Writes a dataset whole; its files are kept by [`crate::resource`].
pub async fn save(tx: &mut Tx, dataset: &Dataset) -> Result<()> {
    Sql::upsert(Dataset::TABLE, columns(dataset)?)
        .execute(&mut *tx)
        .await?;
    recorded::begin(tx, vec![recorded::first(dataset)]).await?;
    let zones = dataset
        .spatial
        .as_ref()
        .map(|spatial| spatial.zones.as_slice())
        .unwrap_or_default();
    subject::set_many(tx, "tag", Kind::Dataset, dataset.id, &dataset.tags).await?;
    subject::set_many(tx, "badge", Kind::Dataset, dataset.id, &dataset.badges).await?;
    subject::set_many(tx, "place", Kind::Dataset, dataset.id, zones).await?;
    subject::set_links(
        tx,
        Kind::Dataset,
        dataset.id,
        Kind::ContactPoint,
        &dataset.contact_points,
    )
    .await
}

/// Writes a dataset that is not there yet, with its files: nothing of it is to be replaced.
pub async fn add(tx: &mut Tx, dataset: &Dataset, resources: &[Resource]) -> Result<()> {
    Sql::upsert(Dataset::TABLE, columns(dataset)?)
        .execute(&mut *tx)
        .await?;
    let mut beside = Beside::default();
    beside.add(dataset, resources)?;
    beside.write(tx).await
}

/// Writes many datasets that are not there yet, with their files, in a few statements. Those whose id or slug
/// is taken are left out, silently: callers make sure.
pub async fn insert_new(tx: &mut Tx, datasets: &[(Dataset, Vec<Resource>)]) -> Result<()> {
    let (mut names, mut rows) = (Vec::new(), Vec::with_capacity(datasets.len()));
    let mut beside = Beside::default();
    for (dataset, resources) in datasets {
        let (columns, values): (Vec<_>, Vec<_>) = columns(dataset)?.into_iter().unzip();
        names = columns;
        rows.push(values);
        beside.add(dataset, resources)?;
    }
    for sql in Sql::insert_rows(Dataset::TABLE, &names.join(", "), rows) {
        sql.execute(&mut *tx).await?;
    }
    beside.write(tx).await
}

/// The rows that stand beside those of new datasets.
#[derive(Default)]
struct Beside {
    tags: Vec<Vec<Value>>,
    badges: Vec<Vec<Value>>,
    places: Vec<Vec<Value>>,
    links: Vec<Vec<Value>>,
    records: Vec<Vec<Value>>,
    files: Vec<Vec<Value>>,
}

impl Beside {
    fn add(&mut self, dataset: &Dataset, resources: &[Resource]) -> Result<()> {
        let (kind, id) = (Kind::Dataset.as_str(), dataset.id);
        let many = |value: &String| vec![kind.into(), value.as_str().into(), id.into()];
        self.tags.extend(dataset.tags.iter().map(many));
        self.badges.extend(dataset.badges.iter().map(many));
        let zones = dataset.spatial.iter().flat_map(|spatial| &spatial.zones);
        self.places.extend(zones.map(many));
        for (position, contact) in (0_i64..).zip(&dataset.contact_points) {
            let target = Kind::ContactPoint.as_str();
            let contact = *contact;
            self.links.push(vec![
                kind.into(),
                id.into(),
                target.into(),
                contact.into(),
                position.into(),
            ]);
        }
        self.records.push(recorded::first(dataset));
        self.files.extend(resource::rows(id, resources)?);
        Ok(())
    }

    async fn write(self, tx: &mut Tx) -> Result<()> {
        recorded::begin(tx, self.records).await?;
        let links = "kind, subject_id, target_kind, target_id, position";
        for (table, columns, rows) in [
            ("tag", "kind, tag, subject_id", self.tags),
            ("badge", "kind, badge, subject_id", self.badges),
            ("place", "kind, zone_id, subject_id", self.places),
            ("link", links, self.links),
            ("resource", resource::COLUMNS, self.files),
        ] {
            for sql in Sql::insert_rows(table, columns, rows) {
                sql.execute(&mut *tx).await?;
            }
        }
        Ok(())
    }
}

fn conditions(filter: &Filter, viewer: &Viewer) -> Sql {
    let mut sql = Sql::new("WHERE 1 = 1");
    viewer.restrict(&mut sql, VISIBLE);
    filter::all_words(&mut sql, filter.q.as_deref());
    filter::tagged(&mut sql, Kind::Dataset, &filter.tags);
    filter::equal(&mut sql, "license", filter.license.as_deref());
    filter::equal(&mut sql, "featured", filter.featured);
    filter::equal(&mut sql, "granularity", filter.granularity.as_deref());
    filter::equal(&mut sql, "access_type", filter.access_type.as_deref());
    filter::equal(&mut sql, "private", filter.private);
    filter::owned(
        &mut sql,
        filter.owner,
        filter.organization,
        filter.organization_badge.as_deref(),
    );
    filter::present(&mut sql, "archived", filter.archived);
    filter::present(&mut sql, "deleted", filter.deleted);
    let (from, until) = filter.recorded;
    if from.is_some() || until.is_some() {
        sql.push(" AND ");
        let micros = |at: Option<Timestamp>| at.map(Timestamp::micros);
        recorded::between(&mut sql, micros(from), micros(until));
    }
    if let Some(before) = filter.created_before {
        sql.push(" AND created <= ").bind(before);
    }
    if let Some(zone) = &filter.geozone {
        sql.push(" AND id IN (SELECT subject_id FROM place WHERE kind = 'dataset' AND zone_id = ");
        sql.bind(zone.as_str()).push(")");
    }
    if let Some((start, end)) = &filter.temporal_coverage {
        sql.push(" AND temporal_start <= ").bind(start.as_str());
        sql.push(" AND temporal_end >= ").bind(end.as_str());
    }
    if let Some(format) = &filter.format {
        sql.push(" AND id IN (SELECT dataset_id FROM resource WHERE format = ");
        sql.bind(format.to_lowercase()).push(")");
    }
    if filter.schema.is_some() || filter.schema_version.is_some() {
        sql.push(" AND id IN (SELECT dataset_id FROM resource WHERE 1 = 1");
        filter::equal(&mut sql, "schema_name", filter.schema.as_deref());
        filter::equal(&mut sql, "schema_version", filter.schema_version.as_deref());
        sql.push(")");
    }
    if let Some(badge) = &filter.badge {
        sql.push(" AND id IN (SELECT subject_id FROM badge WHERE kind = 'dataset' AND badge = ");
        sql.bind(badge.as_str()).push(")");
    }
    if let Some(follower) = filter.followed_by {
        sql.push(
            " AND id IN (SELECT subject_id FROM follow WHERE kind = 'dataset' AND until IS NULL",
        );
        sql.push(" AND follower = ").bind(follower).push(")");
    }
    if let Some(topic) = filter.topic {
        sql.push(" AND id IN (SELECT element_id FROM topic_element WHERE kind = 'dataset'");
        sql.push(" AND topic_id = ").bind(topic).push(")");
    }
    filter::pointed_from(
        &mut sql,
        Kind::Dataservice,
        Kind::Dataset,
        filter.dataservice,
    );
    filter::pointed_from(&mut sql, Kind::Reuse, Kind::Dataset, filter.reuse);
    sql
}

/// A page of datasets, the newest first unless sorted otherwise.
pub async fn list(
    db: &Db,
    filter: &Filter,
    viewer: &Viewer,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<Dataset>> {
    let conditions = conditions(filter, viewer);
    let total = db
        .counted(subject::counting::<Dataset>(&conditions))
        .await?;
    let data = subject::rows(db, &conditions, sort, "created DESC, id DESC", page).await?;
    Ok(Listed { data, total })
}

/// The next ones of a walk through a list in the order of ids.
pub async fn after(
    run: impl Into<Run<'_>>,
    filter: &Filter,
    viewer: &Viewer,
    after: Option<Id>,
    size: i64,
) -> Result<Vec<Dataset>> {
    subject::after(run, conditions(filter, viewer), after, size).await
}

/// The ids of a page of any size, in the order of [`list`]: what is long is read from them little by little.
pub async fn ids(
    db: &Db,
    filter: &Filter,
    viewer: &Viewer,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<Id>> {
    let conditions = conditions(filter, viewer);
    let total = db
        .counted(subject::counting::<Dataset>(&conditions))
        .await?;
    let mut sql = Sql::new("SELECT id FROM dataset ");
    sql.append(&conditions);
    filter::ordered(&mut sql, sort, "created DESC, id DESC", page);
    let rows = sql.all::<(String,)>(db).await?;
    let data = rows
        .into_iter()
        .filter_map(|(id,)| id.parse().ok())
        .collect();
    Ok(Listed { data, total })
}

/// What a source says of a dataset so that others know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// `harvest.uri`.
    Uri,
    /// `harvest.dct_identifier`.
    Identifier,
}

/// Of names that sources gave, the visible dataset that bears each: the first by id, where several do.
pub async fn bearers(
    run: impl Into<Run<'_>>,
    name: Name,
    names: &[String],
) -> Result<HashMap<String, Id>> {
    let column = match name {
        Name::Uri => "source_uri",
        Name::Identifier => "source_identifier",
    };
    if names.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = Sql::new("SELECT ");
    sql.push(column)
        .push(", MIN(id) FROM dataset WHERE ")
        .push(column)
        .push(" IN ")
        .bind_list(names)
        .push(" AND ")
        .push(VISIBLE)
        .push(" GROUP BY ")
        .push(column);
    let rows = sql.all::<(String, String)>(run).await?;
    let read = |(name, id): (String, String)| Some((name, id.parse().ok()?));
    Ok(rows.into_iter().filter_map(read).collect())
}

/// The frequency and the last update of every visible dataset that promises one.
pub async fn promises(db: &Db) -> Result<Vec<(String, Timestamp)>> {
    let sql = Sql::new(
        "SELECT frequency, last_update FROM dataset WHERE frequency <> 'unknown' \
         AND private = 0 AND deleted IS NULL AND archived IS NULL",
    );
    let rows = sql.all::<(String, i64)>(db).await?;
    Ok(rows
        .into_iter()
        .map(|(frequency, at)| (frequency, Timestamp::from_micros(at)))
        .collect())
}
