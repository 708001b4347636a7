//! Organizations and their members.

use std::collections::HashMap;

use vitrail_domain::dataset::count;
use vitrail_domain::organization::Role;
use vitrail_domain::{Id, Kind, Organization, text};

use crate::db::{Db, Result, Run, Tx};
use crate::filter::{self, Listed, Page, Sort};
use crate::sql::Sql;
use crate::subject::{self, Subject, facts};

/// What the list of udata filters on.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub q: Option<String>,
    pub badge: Option<String>,
    /// Exact, whatever the case.
    pub name: Option<String>,
    pub business_number_id: Option<String>,
    /// Deleted ones too, for sysadmins.
    pub with_deleted: bool,
}

/// The sorts of udata.
pub const SORTS: [(&str, &str); 7] = [
    ("name", "words"),
    ("reuses", "reuses"),
    ("datasets", "datasets"),
    ("followers", "followers"),
    ("views", "views"),
    ("created", "created"),
    ("last_modified", "modified"),
];

/// How many datasets of it the public sees, to sort by: the figure kept with it is as old as the last count.
pub const PUBLISHED: &str = "(SELECT COUNT(*) FROM dataset WHERE dataset.organization_id = organization.id \
     AND private = 0 AND deleted IS NULL AND archived IS NULL)";

pub async fn save(tx: &mut Tx, organization: &Organization) -> Result<()> {
    let columns = vec![
        ("id", organization.id.into()),
        ("slug", organization.slug.as_str().into()),
        ("name", text::fold(&organization.name).into()),
        (
            "words",
            text::words(&format!(
                "{} {}",
                organization.name,
                organization.acronym.as_deref().unwrap_or_default()
            ))
            .into(),
        ),
        (
            "business_number_id",
            organization.business_number_id.as_deref().into(),
        ),
        ("stub", organization.stub.into()),
        ("created", organization.created_at.into()),
        ("modified", organization.last_modified.into()),
        ("deleted", organization.deleted.into()),
        ("datasets", count(&organization.metrics, "datasets").into()),
        ("reuses", count(&organization.metrics, "reuses").into()),
        (
            "followers",
            count(&organization.metrics, "followers").into(),
        ),
        ("views", count(&organization.metrics, "views").into()),
        ("facts", facts(organization)?),
        (
            "metrics",
            serde_json::to_string(&organization.metrics)?.into(),
        ),
    ];
    Sql::upsert(Organization::TABLE, columns)
        .execute(&mut *tx)
        .await?;
    subject::set_many(
        tx,
        "badge",
        Kind::Organization,
        organization.id,
        &organization.badges,
    )
    .await?;
    let mut sql = Sql::new("DELETE FROM member WHERE organization_id = ");
    sql.bind(organization.id);
    sql.execute(&mut *tx).await?;
    let rows = organization
        .members
        .iter()
        .map(|member| {
            vec![
                organization.id.into(),
                member.user.into(),
                member.role.as_str().into(),
                member.since.into(),
            ]
        })
        .collect();
    for sql in Sql::insert_rows("member", "organization_id, user_id, role, since", rows) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

fn conditions(filter: &Filter) -> Sql {
    let mut sql = Sql::new("WHERE 1 = 1");
    if !filter.with_deleted {
        sql.push(
            " AND deleted IS NULL \
             AND id NOT IN (SELECT subject_id FROM held WHERE kind = 'organization')",
        );
    }
    filter::all_words(&mut sql, filter.q.as_deref());
    filter::equal(&mut sql, "name", filter.name.as_deref().map(text::fold));
    filter::equal(
        &mut sql,
        "business_number_id",
        filter.business_number_id.as_deref(),
    );
    if let Some(badge) = &filter.badge {
        sql.push(
            " AND id IN (SELECT subject_id FROM badge WHERE kind = 'organization' AND badge = ",
        );
        sql.bind(badge.as_str()).push(")");
    }
    sql
}

/// A page, by name unless sorted otherwise.
pub async fn list(
    db: &Db,
    filter: &Filter,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<Organization>> {
    subject::list(db, &conditions(filter), sort, "words, id", page).await
}

/// A part of that list that begins anywhere: an offset and a limit.
pub async fn part(
    db: &Db,
    filter: &Filter,
    sort: Option<Sort>,
    part: (i64, i64),
) -> Result<Vec<Organization>> {
    let mut sql = subject::select::<Organization>();
    sql.append(&conditions(filter));
    filter::sorted(&mut sql, sort, "words, id", part);
    subject::read_all(sql, db).await
}

/// The ids and slugs of such a part.
pub async fn names(
    db: &Db,
    filter: &Filter,
    sort: Option<Sort>,
    part: (i64, i64),
) -> Result<Vec<(Id, String)>> {
    let mut sql = Sql::new("SELECT id, slug FROM organization ");
    sql.append(&conditions(filter));
    filter::sorted(&mut sql, sort, "words, id", part);
    let rows = sql.all::<(String, String)>(db).await?;
    let named = rows
        .into_iter()
        .filter_map(|(id, slug)| Some((id.parse().ok()?, slug)));
    Ok(named.collect())
}

/// The next ones of a walk through a list in the order of ids.
pub async fn after(
    run: impl Into<Run<'_>>,
    filter: &Filter,
    after: Option<Id>,
    size: i64,
) -> Result<Vec<Organization>> {
    subject::after(run, conditions(filter), after, size).await
}

/// The organizations that bear exactly this name, whatever the case and accents.
pub async fn named(run: impl Into<Run<'_>>, name: &str) -> Result<Vec<Organization>> {
    let mut sql = subject::select::<Organization>();
    sql.push("WHERE name = ")
        .bind(text::fold(name))
        .push(" ORDER BY stub, id");
    subject::read_all(sql, run).await
}

/// The roles of a person in every organization that is not deleted.
pub async fn roles_of(run: impl Into<Run<'_>>, user: Id) -> Result<HashMap<Id, Role>> {
    let mut sql = Sql::new(
        "SELECT m.organization_id, m.role FROM member m \
         JOIN organization o ON o.id = m.organization_id \
         WHERE o.deleted IS NULL AND m.user_id = ",
    );
    sql.bind(user);
    let rows = sql.all::<(String, String)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, role)| Some((id.parse().ok()?, Role::parse(&role)?)))
        .collect())
}

/// What is assigned to a partial editor.
pub async fn assignments_of(run: impl Into<Run<'_>>, user: Id) -> Result<Vec<(Kind, Id)>> {
    let mut sql = Sql::new("SELECT kind, subject_id FROM assignment WHERE user_id = ");
    sql.bind(user);
    let rows = sql.all::<(String, String)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(kind, id)| Some((kind.parse().ok()?, id.parse().ok()?)))
        .collect())
}

/// What is assigned in an organization: to whom, and which object.
pub async fn assignments_in(
    run: impl Into<Run<'_>>,
    organization: Id,
) -> Result<Vec<(Id, (Kind, Id))>> {
    let mut sql =
        Sql::new("SELECT user_id, kind, subject_id FROM assignment WHERE organization_id = ");
    sql.bind(organization)
        .push(" ORDER BY user_id, kind, subject_id");
    let rows = sql.all::<(String, String, String)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(user, kind, id)| {
            Some((user.parse().ok()?, (kind.parse().ok()?, id.parse().ok()?)))
        })
        .collect())
}

/// Lets a partial editor edit an object.
pub async fn assign(tx: &mut Tx, user: Id, organization: Id, subject: (Kind, Id)) -> Result<()> {
    let row = vec![
        user.into(),
        organization.into(),
        subject.0.as_str().into(),
        subject.1.into(),
    ];
    let columns = "user_id, organization_id, kind, subject_id";
    for sql in Sql::insert_rows("assignment", columns, vec![row]) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// Takes away what a person was assigned in an organization.
pub async fn unassign(tx: &mut Tx, user: Id, organization: Id) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM assignment WHERE user_id = ");
    sql.bind(user)
        .push(" AND organization_id = ")
        .bind(organization);
    sql.execute(tx).await?;
    Ok(())
}

/// Takes an object away from all to whom it was assigned: it changes owner.
pub async fn unassign_subject(tx: &mut Tx, subject: (Kind, Id)) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM assignment WHERE kind = ");
    sql.bind(subject.0.as_str())
        .push(" AND subject_id = ")
        .bind(subject.1);
    sql.execute(tx).await?;
    Ok(())
}

/// The organizations that bear exactly one of these names.
pub async fn bearing(run: impl Into<Run<'_>>, names: &[String]) -> Result<Vec<Organization>> {
    let mut run = run.into();
    let folded: Vec<String> = names.iter().map(|name| text::fold(name)).collect();
    let mut found = Vec::new();
    for chunk in folded.chunks(1_000) {
        let mut sql = subject::select::<Organization>();
        sql.push("WHERE name IN ").bind_list(chunk);
        found.extend(subject::read_all::<Organization>(sql, run.again()).await?);
    }
    found.retain(|organization| names.contains(&organization.name));
    Ok(found)
}

/// Removes a stub whose objects were given to another organization; its members and followers go there too, and
/// its slug leads there.
pub async fn absorb(tx: &mut Tx, stub: Id, real: Id) -> Result<()> {
    let Some(organization) = subject::get::<Organization>(&mut *tx, stub).await? else {
        return Ok(());
    };
    for table in ["member", "assignment"] {
        let mut sql = Sql::new(&format!("DELETE FROM {table} WHERE organization_id = "));
        sql.bind(stub);
        sql.execute(&mut *tx).await?;
    }
    let mut sql = Sql::new("DELETE FROM badge WHERE kind = 'organization' AND subject_id = ");
    sql.bind(stub);
    sql.execute(&mut *tx).await?;
    let mut sql = Sql::new("UPDATE follow SET subject_id = ");
    sql.bind(real)
        .push(" WHERE kind = 'organization' AND subject_id = ")
        .bind(stub);
    sql.execute(&mut *tx).await?;
    let mut sql = Sql::new("DELETE FROM organization WHERE id = ");
    sql.bind(stub);
    sql.execute(&mut *tx).await?;
    crate::slug::remember(tx, Kind::Organization, &organization.slug, real).await
}
