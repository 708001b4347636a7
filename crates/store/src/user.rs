//! People with an account.

use std::collections::HashMap;

use vitrail_domain::dataset::count;
use vitrail_domain::{Id, User, text};

use crate::db::{Db, Result, Run, Tx};
use crate::filter::{self, Listed, Page, Sort};
use crate::sql::Sql;
use crate::subject::{self, Subject, facts};

/// The sorts of udata.
pub const SORTS: [(&str, &str); 7] = [
    ("last_name", "last_name"),
    ("first_name", "first_name"),
    ("datasets", "datasets"),
    ("reuses", "reuses"),
    ("followers", "followers"),
    ("views", "views"),
    ("created", "created"),
];

/// Writes an account; its password is kept by [`crate::account`].
pub async fn save(tx: &mut Tx, user: &User) -> Result<()> {
    let columns = vec![
        ("id", user.id.into()),
        ("slug", user.slug.as_str().into()),
        ("email", user.email.as_deref().map(str::to_lowercase).into()),
        ("admin", user.admin.into()),
        ("active", user.active.into()),
        ("deleted", user.deleted.into()),
        ("created", user.since.into()),
        ("words", text::words(&user.full_name()).into()),
        ("datasets", count(&user.metrics, "datasets").into()),
        ("reuses", count(&user.metrics, "reuses").into()),
        ("followers", count(&user.metrics, "followers").into()),
        ("views", count(&user.metrics, "views").into()),
        ("last_name", text::fold(&user.last_name).into()),
        ("first_name", text::fold(&user.first_name).into()),
        ("facts", facts(user)?),
        ("metrics", serde_json::to_string(&user.metrics)?.into()),
    ];
    Sql::upsert(User::TABLE, columns).execute(tx).await?;
    Ok(())
}

/// A page of accounts that are not deleted.
pub async fn list(
    db: &Db,
    q: Option<&str>,
    with_deleted: bool,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<User>> {
    // Whoever has not proved their address yet is nobody.
    let mut sql = Sql::new("WHERE unconfirmed IS NULL");
    if !with_deleted {
        sql.push(" AND deleted IS NULL");
    }
    filter::all_words(&mut sql, q);
    subject::list(db, &sql, sort, "last_name, first_name, id", page).await
}

/// A page of people who can be named: active, not deleted.
pub async fn active(db: &Db, q: &str, sort: Option<Sort>, page: Page) -> Result<Listed<User>> {
    let mut sql = Sql::new(
        "WHERE active = 1 AND deleted IS NULL \
         AND id NOT IN (SELECT subject_id FROM held WHERE kind = 'user')",
    );
    filter::all_words(&mut sql, Some(q));
    subject::list(db, &sql, sort, "last_name, first_name, id", page).await
}

pub async fn by_email(run: impl Into<Run<'_>>, email: &str) -> Result<Option<User>> {
    let mut sql = subject::select::<User>();
    sql.push("WHERE email = ").bind(email.trim().to_lowercase());
    Ok(subject::read_all(sql, run).await?.into_iter().next())
}

/// The organizations of which a person is a member.
pub async fn organizations(run: impl Into<Run<'_>>, user: Id) -> Result<Vec<Id>> {
    let mut sql = Sql::new(
        "SELECT m.organization_id FROM member m JOIN organization o ON o.id = m.organization_id \
         WHERE o.deleted IS NULL AND m.user_id = ",
    );
    sql.bind(user).push(" ORDER BY m.since, m.organization_id");
    let rows = sql.all::<(String,)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id,)| id.parse().ok())
        .collect())
}

/// The organizations of each of these people, the first joined first.
pub async fn memberships(run: impl Into<Run<'_>>, users: &[Id]) -> Result<HashMap<Id, Vec<Id>>> {
    let mut found: HashMap<Id, Vec<Id>> = HashMap::new();
    if users.is_empty() {
        return Ok(found);
    }
    let mut sql = Sql::new(
        "SELECT m.user_id, m.organization_id FROM member m \
         JOIN organization o ON o.id = m.organization_id \
         WHERE o.deleted IS NULL AND m.user_id IN ",
    );
    sql.bind_list(users)
        .push(" ORDER BY m.since, m.organization_id");
    for (user, organization) in sql.all::<(String, String)>(run).await? {
        if let (Ok(user), Ok(organization)) = (user.parse(), organization.parse()) {
            found.entry(user).or_default().push(organization);
        }
    }
    Ok(found)
}

/// Whether the portal has a sysadmin yet.
pub async fn has_admin(run: impl Into<Run<'_>>) -> Result<bool> {
    let sql = Sql::new("SELECT COUNT(*) FROM user_account WHERE admin = 1 AND deleted IS NULL");
    Ok(sql.count(run).await? > 0)
}

/// Those who administer the portal.
pub async fn admins(run: impl Into<Run<'_>>) -> Result<Vec<Id>> {
    let sql = Sql::new(
        "SELECT id FROM user_account WHERE admin = 1 AND active = 1 AND deleted IS NULL ORDER BY id",
    );
    let rows = sql.all::<(String,)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id,)| id.parse().ok())
        .collect())
}

/// The organizations that count a person among their members, deleted ones too.
pub async fn member_of(run: impl Into<Run<'_>>, user: Id) -> Result<Vec<Id>> {
    let mut sql = Sql::new("SELECT organization_id FROM member WHERE user_id = ");
    sql.bind(user).push(" ORDER BY organization_id");
    let rows = sql.all::<(String,)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id,)| id.parse().ok())
        .collect())
}
