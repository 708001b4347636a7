//! What was written of each thing of a source, and which objects of the portal come from elsewhere.

use std::collections::HashMap;

use uuid::Uuid;
use vitrail_domain::{Id, Kind, Owner, Timestamp};

use crate::db::{Result, Run, Tx};
use crate::dialect;
use crate::sql::Sql;

/// What is known of one thing of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    pub remote_id: String,
    pub subject: Id,
    pub uri: Option<String>,
    /// Of what the source said.
    pub hash: String,
    /// Of each field as it was written, as JSON.
    pub fields: String,
    /// When the subject was last written by a reading.
    pub written: Timestamp,
    pub seen: Timestamp,
    /// It was archived because the source no longer had it.
    pub is_archived: bool,
}

/// An object that comes from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub id: Id,
    pub remote_id: String,
    pub domain: Option<String>,
    pub source: Option<Id>,
    pub owner: Owner,
}

/// The table of a kind of thing that sources hold.
fn table(kind: Kind) -> &'static str {
    if kind == Kind::Dataservice {
        "dataservice"
    } else {
        "dataset"
    }
}

type Row = (
    String,
    String,
    Option<String>,
    String,
    String,
    i64,
    i64,
    i64,
);

fn read(row: Row) -> Option<Known> {
    Some(Known {
        remote_id: row.0,
        subject: row.1.parse().ok()?,
        uri: row.2,
        hash: row.3,
        fields: row.4,
        written: Timestamp::from_micros(row.5),
        seen: Timestamp::from_micros(row.6),
        is_archived: row.7 != 0,
    })
}

const SELECT: &str =
    "SELECT remote_id, subject_id, uri, hash, fields, written, seen, is_archived FROM harvested ";

fn of(sql: &mut Sql, source: Id, kind: Kind) {
    sql.push("WHERE source_id = ").bind(source);
    sql.push(" AND kind = ").bind(kind.as_str());
}

/// What is known of these things of a source.
pub async fn of_these(
    run: impl Into<Run<'_>>,
    (source, kind): (Id, Kind),
    remote_ids: &[String],
) -> Result<HashMap<String, Known>> {
    let mut run = run.into();
    let mut found = HashMap::with_capacity(remote_ids.len());
    for chunk in remote_ids.chunks(1_000) {
        let mut sql = Sql::new(SELECT);
        of(&mut sql, source, kind);
        sql.push(" AND remote_id IN ").bind_list(chunk);
        let rows = sql.all::<Row>(run.again()).await?;
        let known = rows.into_iter().filter_map(read);
        found.extend(known.map(|known| (known.remote_id.clone(), known)));
    }
    Ok(found)
}

/// The marks of these objects as the last reading of any source wrote them.
pub async fn last_marks(
    run: impl Into<Run<'_>>,
    kind: Kind,
    subjects: &[Id],
) -> Result<HashMap<Id, String>> {
    if subjects.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = Sql::new("SELECT subject_id, fields FROM harvested WHERE kind = ");
    sql.bind(kind.as_str())
        .push(" AND subject_id IN ")
        .bind_list(subjects);
    // The last one stays.
    sql.push(" ORDER BY written, source_id");
    let rows = sql.all::<(String, String)>(run).await?;
    let read = |(id, fields): (String, String)| Some((id.parse().ok()?, fields));
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Writes what is known of things of a source, in the place of what was known.
pub async fn save_all(tx: &mut Tx, (source, kind): (Id, Kind), all: &[Known]) -> Result<()> {
    let ids: Vec<&str> = all.iter().map(|known| known.remote_id.as_str()).collect();
    for chunk in ids.chunks(1_000) {
        let mut sql = Sql::new("DELETE FROM harvested ");
        of(&mut sql, source, kind);
        sql.push(" AND remote_id IN ").bind_list(chunk);
        sql.execute(&mut *tx).await?;
    }
    let row = |known: &Known| {
        vec![
            source.into(),
            kind.as_str().into(),
            known.remote_id.as_str().into(),
            known.subject.into(),
            known.uri.as_deref().into(),
            known.hash.as_str().into(),
            known.fields.as_str().into(),
            known.written.into(),
            known.seen.into(),
            known.is_archived.into(),
        ]
    };
    let columns =
        "source_id, kind, remote_id, subject_id, uri, hash, fields, written, seen, is_archived";
    let rows = all.iter().map(row).collect();
    for sql in Sql::insert_rows("harvested", columns, rows) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// These things of a source were met again.
pub async fn mark(
    tx: &mut Tx,
    (source, kind): (Id, Kind),
    remote_ids: &[String],
    seen: Timestamp,
) -> Result<()> {
    for chunk in remote_ids.chunks(1_000) {
        let mut sql = Sql::new("UPDATE harvested SET seen = ");
        sql.bind(seen).push(" ");
        of(&mut sql, source, kind);
        sql.push(" AND remote_id IN ").bind_list(chunk);
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// All that a former reading met was met again; how many of each kind.
pub async fn mark_again(
    tx: &mut Tx,
    source: Id,
    former: Timestamp,
    seen: Timestamp,
) -> Result<Vec<(Kind, i64)>> {
    let mut sql = Sql::new("SELECT kind, COUNT(*) FROM harvested WHERE source_id = ");
    sql.bind(source).push(" AND seen = ").bind(former);
    sql.push(" GROUP BY kind ORDER BY kind");
    let rows = sql.all::<(String, i64)>(&mut *tx).await?;
    let mut sql = Sql::new("UPDATE harvested SET seen = ");
    sql.bind(seen).push(" WHERE source_id = ").bind(source);
    sql.push(" AND seen = ").bind(former);
    sql.execute(tx).await?;
    let read = |(kind, count): (String, i64)| Some((kind.parse().ok()?, count));
    Ok(rows.into_iter().filter_map(read).collect())
}

/// What a source has not shown since an instant.
pub async fn unseen(
    run: impl Into<Run<'_>>,
    (source, kind): (Id, Kind),
    before: Timestamp,
) -> Result<Vec<Known>> {
    let mut sql = Sql::new(SELECT);
    of(&mut sql, source, kind);
    sql.push(" AND seen < ")
        .bind(before)
        .push(" ORDER BY remote_id");
    let rows = sql.all::<Row>(run).await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

/// The datasets of a source that bear one of these URIs.
pub async fn by_uri(
    run: impl Into<Run<'_>>,
    source: Id,
    uris: &[String],
) -> Result<HashMap<String, Id>> {
    let mut sql = Sql::new("SELECT uri, subject_id FROM harvested WHERE source_id = ");
    sql.bind(source)
        .push(" AND kind = 'dataset' AND uri IN ")
        .bind_list(uris);
    let rows = sql.all::<(String, String)>(run).await?;
    let read = |(uri, id): (String, String)| Some((uri, id.parse().ok()?));
    Ok(rows.into_iter().filter_map(read).collect())
}

type OriginRow = (
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
);

const ORIGIN: &str =
    "SELECT id, remote_id, remote_domain, source_id, owner_id, organization_id FROM ";

fn origin(row: OriginRow) -> Option<Origin> {
    let id = |text: Option<String>| text.and_then(|text| text.parse().ok());
    let owner = match (id(row.4), id(row.5)) {
        (_, Some(organization)) => Owner::Organization(organization),
        (Some(user), None) => Owner::User(user),
        (None, None) => Owner::Nobody,
    };
    Some(Origin {
        id: row.0.parse().ok()?,
        remote_id: row.1,
        domain: row.2,
        source: id(row.3),
        owner,
    })
}

/// The objects that other catalogues call so.
pub async fn origins(
    run: impl Into<Run<'_>>,
    kind: Kind,
    remote_ids: &[String],
) -> Result<Vec<Origin>> {
    let mut run = run.into();
    let mut found = Vec::new();
    for chunk in remote_ids.chunks(1_000) {
        let mut sql = Sql::new(ORIGIN);
        sql.push(table(kind))
            .push(" WHERE remote_id IN ")
            .bind_list(chunk);
        sql.push(" ORDER BY id");
        let rows = sql.all::<OriginRow>(run.again()).await?;
        found.extend(rows.into_iter().filter_map(origin));
    }
    Ok(found)
}

/// The objects that say that they come from a source, archived ones left out.
pub async fn of_source(run: impl Into<Run<'_>>, (source, kind): (Id, Kind)) -> Result<Vec<Origin>> {
    let mut sql = Sql::new(ORIGIN);
    sql.push(table(kind))
        .push(" WHERE source_id = ")
        .bind(source);
    sql.push(" AND remote_id IS NOT NULL AND archived IS NULL AND deleted IS NULL ORDER BY id");
    let rows = sql.all::<OriginRow>(run).await?;
    Ok(rows.into_iter().filter_map(origin).collect())
}

/// Keeps these objects from other writers until the transaction ends.
pub async fn hold(tx: &mut Tx, kind: Kind, ids: &[Id]) -> Result<()> {
    let mut sql = Sql::new("SELECT id FROM ");
    sql.push(table(kind)).push(" WHERE id IN ").bind_list(ids);
    sql.push(" ORDER BY id");
    let run = Run::from(&mut *tx);
    dialect::hold(&mut sql, &run);
    sql.all::<(String,)>(run).await?;
    Ok(())
}

/// When these objects were last edited, for those that are still there.
pub async fn edited(
    run: impl Into<Run<'_>>,
    kind: Kind,
    ids: &[Id],
) -> Result<HashMap<Id, Timestamp>> {
    let mut sql = Sql::new("SELECT id, modified FROM ");
    sql.push(table(kind))
        .push(" WHERE deleted IS NULL AND id IN ")
        .bind_list(ids);
    let rows = sql.all::<(String, i64)>(run).await?;
    let read = |(id, at): (String, i64)| Some((id.parse().ok()?, Timestamp::from_micros(at)));
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Whether somebody edited a thing of a source after an instant.
pub async fn is_edited_since(
    run: impl Into<Run<'_>>,
    source: Id,
    since: Timestamp,
) -> Result<bool> {
    let mut run = run.into();
    for kind in [Kind::Dataset, Kind::Dataservice] {
        let mut sql = Sql::new("SELECT COUNT(*) FROM harvested ");
        of(&mut sql, source, kind);
        sql.push(" AND EXISTS (SELECT 1 FROM ").push(table(kind));
        sql.push(
            " AS here WHERE here.id = subject_id AND here.modified <> written AND here.modified > ",
        );
        sql.bind(since).push(")");
        if sql.count(run.again()).await? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// These files of datasets left the portal with their source.
pub async fn bury(tx: &mut Tx, files: &[(Uuid, Id)], since: Timestamp) -> Result<()> {
    let row = |(file, dataset): &(Uuid, Id)| {
        vec![file.to_string().into(), (*dataset).into(), since.into()]
    };
    let rows = files.iter().map(row).collect();
    for sql in Sql::insert_rows("gone_resource", "id, dataset_id, since", rows) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// These files are there again.
pub async fn unbury(tx: &mut Tx, files: &[Uuid]) -> Result<()> {
    let ids: Vec<String> = files.iter().map(Uuid::to_string).collect();
    let mut sql = Sql::new("DELETE FROM gone_resource WHERE id IN ");
    sql.bind_list(&ids);
    sql.execute(tx).await?;
    Ok(())
}

/// The dataset to which a file that left belonged.
pub async fn grave(run: impl Into<Run<'_>>, file: Uuid) -> Result<Option<Id>> {
    let mut sql = Sql::new("SELECT dataset_id FROM gone_resource WHERE id = ");
    sql.bind(file.to_string());
    let found = sql.first::<(String,)>(run).await?;
    Ok(found.and_then(|(id,)| id.parse().ok()))
}
