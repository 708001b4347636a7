//! The members of an organization: their roles, and what its partial editors may edit.

use serde_json::Value;
use vitrail_domain::form::{Form, Problem, id_of};
use vitrail_domain::organization::{Member, Role};
use vitrail_domain::{
    Actor, Dataservice, Dataset, Extras, Id, Kind, Organization, Owner, Reuse, Topic, User,
};
use vitrail_store as store;
use vitrail_store::Tx;

use super::write::{open, save};
use crate::membership::{member, refused};
use crate::{App, Error, Result, editing, reading};

/// Gives a member another role; what was assigned goes with the role of partial editor.
pub async fn set_role(
    app: &App,
    actor: &Actor,
    key: &str,
    user: &str,
    body: &Extras,
) -> Result<(Organization, Member)> {
    reading::signed_in(actor)?;
    let user = person(app, user).await;
    let (mut tx, mut organization) = open(app, actor, key).await?;
    let former = member(&organization, user?).cloned();
    let former = former.ok_or(Error::NotFound(Kind::User))?;
    let mut form = Form::new(body);
    let role = form.code::<Role>("role").flatten();
    form.need(&["role"]);
    editing::finish(form, Kind::Organization)?;
    let role = role
        .and_then(|role| Role::parse(&role))
        .unwrap_or(former.role);
    let changed = Member {
        role,
        ..former.clone()
    };
    if role == former.role {
        return Ok((organization, changed));
    }
    keeps_an_admin(actor, &organization, &former)?;
    for member in &mut organization.members {
        if member.user == changed.user {
            member.role = role;
        }
    }
    store::organization::unassign(&mut tx, changed.user, organization.id).await?;
    let fields = vec!["members".to_owned()];
    save(app, &mut tx, actor, &mut organization, "updated", fields).await?;
    tx.commit().await?;
    Ok((organization, changed))
}

/// Takes a member away, with what was assigned to them.
pub async fn remove(app: &App, actor: &Actor, key: &str, user: &str) -> Result<()> {
    reading::signed_in(actor)?;
    let user = person(app, user).await;
    let (mut tx, mut organization) = open(app, actor, key).await?;
    let former = member(&organization, user?).cloned();
    let former = former.ok_or(Error::NotFound(Kind::User))?;
    keeps_an_admin(actor, &organization, &former)?;
    leave(app, &mut tx, actor, &mut organization, former.user).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a person out of an organization that is held.
pub(crate) async fn leave(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    organization: &mut Organization,
    user: Id,
) -> Result<()> {
    organization.members.retain(|member| member.user != user);
    store::organization::unassign(tx, user, organization.id).await?;
    let fields = vec!["members".to_owned()];
    save(app, tx, actor, organization, "updated", fields).await
}

/// An organization that nobody runs could no longer be helped but by a sysadmin.
fn keeps_an_admin(actor: &Actor, organization: &Organization, former: &Member) -> Result<()> {
    let admins = crate::notification::admins(organization);
    if actor.sysadmin || admins != [former.user] {
        return Ok(());
    }
    Err(refused("An organization keeps at least one administrator"))
}

/// The person of an id or a slug, present or former.
async fn person(app: &App, key: &str) -> Result<Id> {
    match reading::find::<User>(app, key).await {
        Ok(user) => Ok(user.id),
        Err(Error::Moved(slug)) => Ok(reading::find::<User>(app, &slug).await?.id),
        Err(error) => Err(error),
    }
}

/// Replaces what a partial editor may edit.
pub async fn set_assignments(
    app: &App,
    actor: &Actor,
    key: &str,
    user: &str,
    items: &Value,
) -> Result<(Organization, Id)> {
    reading::signed_in(actor)?;
    let user = person(app, user).await;
    let (mut tx, organization) = open(app, actor, key).await?;
    let member = member(&organization, user?).cloned();
    let member = member.ok_or(Error::NotFound(Kind::User))?;
    if member.role != Role::PartialEditor {
        return Err(refused("Objects are assigned to partial editors only"));
    }
    let Some(items) = items.as_array() else {
        return Err(refused("Expecting a list of objects"));
    };
    let subjects = assigned(&mut tx, organization.id, items).await?;
    let subjects =
        subjects.map_err(|problem| editing::invalid(Kind::Organization, "assignments", problem))?;
    store::organization::unassign(&mut tx, member.user, organization.id).await?;
    assign_all(&mut tx, member.user, organization.id, &subjects).await?;
    tx.commit().await?;
    Ok((organization, member.user))
}

/// Assigns objects.
pub(crate) async fn assign_all(
    tx: &mut Tx,
    user: Id,
    organization: Id,
    subjects: &[(Kind, Id)],
) -> Result<()> {
    for subject in subjects {
        store::organization::assign(tx, user, organization, *subject).await?;
    }
    Ok(())
}

/// The objects of a list of `{class, id}`, all of which the organization owns.
pub(crate) async fn assigned(
    tx: &mut Tx,
    organization: Id,
    items: &[Value],
) -> Result<std::result::Result<Vec<(Kind, Id)>, Problem>> {
    let mut subjects = Vec::with_capacity(items.len());
    for item in items {
        let Some(subject) = reference(item) else {
            return Ok(Err(Problem::Unknown(item.to_string())));
        };
        match owner_of(tx, subject).await? {
            None => return Ok(Err(Problem::Unknown(subject.1.to_string()))),
            Some(Owner::Organization(owner)) if owner == organization => {}
            Some(_) => {
                let sentence = "Only objects of the organization can be assigned".to_owned();
                return Ok(Err(Problem::Said(sentence)));
            }
        }
        if !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    Ok(Ok(subjects))
}

/// `{class, id}`.
pub(crate) fn reference(item: &Value) -> Option<(Kind, Id)> {
    let kind = Kind::from_class(item.get("class")?.as_str()?)?;
    Some((kind, id_of(item)?.parse().ok()?))
}

/// Who owns something that can be published; nobody owns what does not exist.
pub(crate) async fn owner_of(tx: &mut Tx, (kind, id): (Kind, Id)) -> Result<Option<Owner>> {
    macro_rules! owner {
        ($type:ty) => {
            store::subject::by_ids::<$type>(tx, &[id])
                .await?
                .remove(&id)
                .map(|found| found.owner)
        };
    }
    Ok(match kind {
        Kind::Dataset => owner!(Dataset),
        Kind::Reuse => owner!(Reuse),
        Kind::Dataservice => owner!(Dataservice),
        Kind::Topic => owner!(Topic),
        _ => None,
    })
}
