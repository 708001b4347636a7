//! Reading organizations and their members.

pub(crate) mod member;
pub(crate) mod write;

pub use member::{remove as remove_member, set_assignments, set_role};
use vitrail_domain::organization::{Member, Role};
use vitrail_domain::{Actor, Id, Kind, Organization};
use vitrail_store as store;
pub use vitrail_store::organization::{Filter, PUBLISHED, SORTS};
pub use write::{add_badge, create, delete, merge_extras, remove_badge, remove_extras, update};

use crate::references::Wanted;
use crate::{App, Error, Listed, Page, References, Result, Sort, reading};

/// Organizations with the people who are their members.
#[derive(Clone, Debug, Default)]
pub struct Organizations {
    pub data: Vec<Organization>,
    pub references: References,
}

/// The organization of an id or a slug; a deleted one for its administrators only.
pub async fn find(app: &App, actor: &Actor, key: &str) -> Result<Organization> {
    let organization: Organization = reading::find(app, key).await?;
    if organization.deleted.is_some() && !runs(actor, &organization) {
        return Err(Error::Gone(Kind::Organization));
    }
    if organization.held && !actor.belongs_to(organization.id) {
        return Err(Error::NotFound(Kind::Organization));
    }
    Ok(organization)
}

/// Whether the actor administers it. Roles forget deleted organizations: the members say who ran it.
pub(crate) fn runs(actor: &Actor, organization: &Organization) -> bool {
    let is_admin = |member: &Member| Some(member.user) == actor.user && member.role == Role::Admin;
    actor.administers(organization.id) || organization.members.iter().any(is_admin)
}

/// The same, for what its administrators alone may read.
pub async fn administered(app: &App, actor: &Actor, key: &str) -> Result<Organization> {
    reading::signed_in(actor)?;
    let organization = find(app, actor, key).await?;
    if !runs(actor, &organization) {
        return Err(Error::Forbidden);
    }
    Ok(organization)
}

/// Organizations with their members' names.
pub async fn with_members(app: &App, data: Vec<Organization>) -> Result<Organizations> {
    let mut wanted = Wanted::default();
    for organization in &data {
        wanted.user(organization.members.iter().map(|member| member.user));
    }
    let references = wanted.load(app).await?;
    Ok(Organizations { data, references })
}

/// A page of the organizations that are not deleted.
pub async fn list(
    app: &App,
    filter: &Filter,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<Organization>> {
    Ok(store::organization::list(app.db(), filter, sort, page).await?)
}

/// A part of them that begins anywhere: an offset and a limit.
pub async fn part(
    app: &App,
    filter: &Filter,
    sort: Option<Sort>,
    part: (i64, i64),
) -> Result<Vec<Organization>> {
    Ok(store::organization::part(app.db(), filter, sort, part).await?)
}

/// The ids and slugs of such a part.
pub async fn names(
    app: &App,
    filter: &Filter,
    sort: Option<Sort>,
    part: (i64, i64),
) -> Result<Vec<(Id, String)>> {
    Ok(store::organization::names(app.db(), filter, sort, part).await?)
}

/// What is assigned to the partial editors of an organization: by whom and which object.
pub async fn assignments(app: &App, organization: Id) -> Result<Vec<(Id, (Kind, Id))>> {
    Ok(store::organization::assignments_in(app.db(), organization).await?)
}
