//! Who asks to join an organization, and who is invited.

use uuid::Uuid;
use vitrail_domain::membership::{Answer, Asked};
use vitrail_domain::{Id, MembershipRequest};

use crate::db::{Result, Run, Tx};
use crate::filter;
use crate::sql::Sql;
use crate::subject::facts;

pub async fn save(tx: &mut Tx, request: &MembershipRequest) -> Result<()> {
    let columns = vec![
        ("id", request.id.to_string().into()),
        ("organization_id", request.organization.into()),
        ("user_id", request.user.into()),
        ("email", request.email.as_deref().into()),
        ("kind", request.kind.as_str().into()),
        ("status", request.status.as_str().into()),
        ("created", request.created.into()),
        ("facts", facts(request)?),
    ];
    Sql::upsert("membership_request", columns)
        .execute(tx)
        .await?;
    Ok(())
}

async fn read(sql: Sql, run: impl Into<Run<'_>>) -> Result<Vec<MembershipRequest>> {
    let rows = sql.all::<(String,)>(run).await?;
    let read = rows.iter().map(|(facts,)| Ok(serde_json::from_str(facts)?));
    read.collect()
}

/// A request or an invitation of an organization.
pub async fn get(
    run: impl Into<Run<'_>>,
    organization: Id,
    id: Uuid,
) -> Result<Option<MembershipRequest>> {
    let mut sql = Sql::new("SELECT facts FROM membership_request WHERE id = ");
    sql.bind(id.to_string())
        .push(" AND organization_id = ")
        .bind(organization);
    Ok(read(sql, run).await?.into_iter().next())
}

/// Those of an organization, the oldest first.
pub async fn of_organization(
    run: impl Into<Run<'_>>,
    organization: Id,
    status: Option<Answer>,
    user: Option<Id>,
) -> Result<Vec<MembershipRequest>> {
    let mut sql = Sql::new("SELECT facts FROM membership_request WHERE organization_id = ");
    sql.bind(organization);
    filter::equal(&mut sql, "status", status.map(Answer::as_str));
    filter::equal(&mut sql, "user_id", user);
    sql.push(" ORDER BY created, id");
    read(sql, run).await
}

/// What waits for the answer of a person: invitations by name, or by an address that is theirs.
pub async fn invitations_of(
    run: impl Into<Run<'_>>,
    user: Id,
    email: Option<&str>,
) -> Result<Vec<MembershipRequest>> {
    let mut sql = Sql::new("SELECT facts FROM membership_request WHERE kind = ");
    sql.bind(Asked::Invitation.as_str())
        .push(" AND status = ")
        .bind(Answer::Pending.as_str())
        .push(" AND (user_id = ")
        .bind(user);
    if let Some(email) = email {
        sql.push(" OR email = ").bind(email.trim().to_lowercase());
    }
    sql.push(") ORDER BY created, id");
    read(sql, run).await
}

/// Forgets what a person asked and to what they are invited.
pub async fn forget(tx: &mut Tx, user: Id) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM membership_request WHERE user_id = ");
    sql.bind(user);
    sql.execute(tx).await?;
    Ok(())
}
