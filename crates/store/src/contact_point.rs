//! Contact points.

use vitrail_domain::{ContactPoint, Id, Owner, text};

use crate::db::{Db, Result, Run, Tx};
use crate::filter::{self, Listed, Page};
use crate::sql::Sql;
use crate::subject::{self, Subject, facts};

pub async fn save(tx: &mut Tx, contact: &ContactPoint) -> Result<()> {
    let columns = vec![
        ("id", contact.id.into()),
        ("owner_id", contact.owner.user().into()),
        ("organization_id", contact.owner.organization().into()),
        ("words", text::words(&contact.name).into()),
        ("facts", facts(contact)?),
    ];
    Sql::upsert(ContactPoint::TABLE, columns)
        .execute(tx)
        .await?;
    Ok(())
}

/// A page of the contact points of a person or an organization, by name.
pub async fn list(
    db: &Db,
    owner: Owner,
    q: Option<&str>,
    page: Page,
) -> Result<Listed<ContactPoint>> {
    let mut sql = Sql::new("WHERE 1 = 1");
    filter::equal(
        &mut sql,
        "owner_id",
        owner.user().map(|id: Id| id.to_string()),
    );
    filter::equal(&mut sql, "organization_id", owner.organization());
    filter::all_words(&mut sql, q);
    subject::list(db, &sql, None, "words, id", page).await
}

/// All the contact points of an organization.
pub async fn of_organization(
    run: impl Into<Run<'_>>,
    organization: Id,
) -> Result<Vec<ContactPoint>> {
    let mut sql = subject::select::<ContactPoint>();
    sql.push("WHERE organization_id = ").bind(organization);
    subject::read_all(sql, run).await
}

/// The contact point that says the same, of the same owner.
pub async fn same(run: impl Into<Run<'_>>, wanted: &ContactPoint) -> Result<Option<ContactPoint>> {
    let mut sql = subject::select::<ContactPoint>();
    sql.push("WHERE words = ").bind(text::words(&wanted.name));
    filter::equal(&mut sql, "owner_id", wanted.owner.user());
    filter::equal(&mut sql, "organization_id", wanted.owner.organization());
    sql.push(" ORDER BY id");
    let found = subject::read_all::<ContactPoint>(sql, run).await?;
    let is_same = |found: &ContactPoint| {
        *found
            == ContactPoint {
                id: found.id,
                ..wanted.clone()
            }
    };
    Ok(found.into_iter().find(is_same))
}

pub async fn remove(tx: &mut Tx, id: Id) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM contact_point WHERE id = ");
    sql.bind(id);
    sql.execute(tx).await?;
    Ok(())
}

/// Forgets the contact points of a person.
pub async fn forget(tx: &mut Tx, user: Id) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM contact_point WHERE owner_id = ");
    sql.bind(user);
    sql.execute(tx).await?;
    Ok(())
}
