//! Writing organizations: create, edit, delete and bring back, badges and free facts.

use vitrail_domain::edit::{ORGANIZATION_NEEDS, merge};
use vitrail_domain::form::{Form, Problem};
use vitrail_domain::organization::{Member, Role};
use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::vocabulary::badge::OrganizationBadge;
use vitrail_domain::{Actor, Extras, Kind, Organization, Owner};
use vitrail_store as store;
use vitrail_store::Tx;
use vitrail_store::subject::Subject;

use vitrail_domain::notification::Details;

use super::runs;
use crate::editing::{self, Written};
use crate::{App, Error, Result, notification, reading, spam};

/// A new organization, which its creator runs.
pub async fn create(app: &App, actor: &Actor, body: &Extras) -> Result<Organization> {
    let me = reading::signed_in(actor)?;
    let (id, now) = (app.new_id(), app.now());
    let mut organization = Organization {
        id,
        created_at: now,
        last_modified: now,
        members: vec![Member {
            user: me,
            role: Role::Admin,
            since: now,
        }],
        ..Organization::default()
    };
    let mut form = Form::new(body);
    organization.edit(&mut form);
    organization.deleted = None;
    form.need(&ORGANIZATION_NEEDS);
    let mut tx = app.db().begin().await?;
    known_zone(&mut tx, &mut form, &organization).await?;
    editing::finish(form, Kind::Organization)?;
    let name = organization.name.clone();
    organization.slug =
        store::slug::pick(&mut tx, Kind::Organization, Organization::TABLE, id, &name).await?;
    organization.held = judge(app, &mut tx, actor, None, &organization, "created").await?;
    let operation = if organization.held { "held" } else { "created" };
    store::organization::save(&mut tx, &organization).await?;
    record(app, &mut tx, actor, &organization, operation, Vec::new()).await?;
    tx.commit().await?;
    Ok(organization)
}

/// Changes what the body names. A deleted organization only answers to `deleted: null`, which brings it back.
pub async fn update(app: &App, actor: &Actor, key: &str, body: &Extras) -> Result<Organization> {
    reading::signed_in(actor)?;
    let mut tx = app.db().begin().await?;
    let mut organization = editing::hold::<Organization>(&mut tx, key).await?;
    let mut form = Form::new(body);
    if organization.deleted.is_some() && !form.is_null("deleted") {
        return Err(Error::Gone(Kind::Organization));
    }
    if !runs(actor, &organization) {
        return Err(Error::Forbidden);
    }
    editing::still(actor, organization.last_modified)?;
    let former = organization.clone();
    organization.edit(&mut form);
    if form.value("zone").is_some() && organization.zone != former.zone {
        known_zone(&mut tx, &mut form, &organization).await?;
    }
    editing::finish(form, Kind::Organization)?;

    let fields = editing::changed(&editing::state(&former)?, &editing::state(&organization)?);
    if fields.is_empty() {
        return Ok(organization);
    }
    if organization.name != former.name {
        let (id, name) = (organization.id, organization.name.clone());
        organization.slug =
            editing::rename::<Organization>(&mut tx, id, &former.slug, &name).await?;
    }
    let operation = editing::operation(former.deleted, organization.deleted);
    let before = Some(&former);
    let held =
        !organization.held && judge(app, &mut tx, actor, before, &organization, operation).await?;
    organization.held |= held;
    let operation = if held { "held" } else { operation };
    save(app, &mut tx, actor, &mut organization, operation, fields).await?;
    tx.commit().await?;
    Ok(organization)
}

/// Whether what was written of an organization looks like spam.
async fn judge(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    former: Option<&Organization>,
    organization: &Organization,
    operation: &str,
) -> Result<bool> {
    fn texts(organization: &Organization) -> Vec<&str> {
        vec![&organization.name, &organization.description]
    }
    let written = spam::Written {
        subject: (Kind::Organization, organization.id),
        message: None,
        owner: Owner::Organization(organization.id),
        label: &organization.name,
        // What is brought back is judged whole: a moderator may have taken it away.
        before: former
            .filter(|former| former.deleted.is_none())
            .map(texts)
            .unwrap_or_default(),
        after: texts(organization),
        operation,
    };
    spam::judge(app, tx, actor, &written).await
}

/// Puts an organization away; it can be brought back until it is purged.
pub async fn delete(app: &App, actor: &Actor, key: &str) -> Result<()> {
    let (mut tx, mut organization) = open(app, actor, key).await?;
    organization.deleted = Some(app.now());
    let fields = vec!["deleted".to_owned()];
    save(app, &mut tx, actor, &mut organization, "deleted", fields).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives a badge; says whether it is new.
pub async fn add_badge(app: &App, actor: &Actor, key: &str, kind: &str) -> Result<bool> {
    reading::sysadmin(actor)?;
    if OrganizationBadge::parse(kind).is_none() {
        return Err(editing::unknown_badge(Kind::Organization, kind));
    }
    change_badges(app, actor, key, Some(kind), |badges| {
        editing::give(badges, kind)
    })
    .await
}

/// Takes a badge away.
pub async fn remove_badge(app: &App, actor: &Actor, key: &str, kind: &str) -> Result<()> {
    reading::sysadmin(actor)?;
    let change = |badges: &mut Vec<String>| editing::take(badges, kind);
    if change_badges(app, actor, key, None, change).await? {
        return Ok(());
    }
    Err(Error::NotFound(Kind::Organization))
}

/// Changes the badges; says whether anything changed. Members are told of one that is given.
async fn change_badges(
    app: &App,
    actor: &Actor,
    key: &str,
    given: Option<&str>,
    change: impl FnOnce(&mut Vec<String>) -> bool,
) -> Result<bool> {
    let (mut tx, mut organization) = open(app, actor, key).await?;
    if !change(&mut organization.badges) {
        return Ok(false);
    }
    let fields = vec!["badges".to_owned()];
    save(app, &mut tx, actor, &mut organization, "updated", fields).await?;
    if let Some(badge) = given {
        let details = Details::NewBadge {
            organization: organization.id,
            badge: badge.to_owned(),
        };
        let (people, about) = (notification::members(&organization), organization.id);
        notification::tell(app, &mut tx, people, &about.to_string(), &details).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Merges free facts.
pub async fn merge_extras(app: &App, actor: &Actor, key: &str, changes: &Extras) -> Result<Extras> {
    edit_extras(app, actor, key, |extras| {
        merge(extras, changes);
    })
    .await
}

/// Takes free facts away.
pub async fn remove_extras(app: &App, actor: &Actor, key: &str, keys: &[String]) -> Result<()> {
    edit_extras(app, actor, key, |extras| {
        crate::resource::take_away(extras, keys);
    })
    .await
    .map(|_| ())
}

async fn edit_extras(
    app: &App,
    actor: &Actor,
    key: &str,
    edit: impl FnOnce(&mut Extras),
) -> Result<Extras> {
    let (mut tx, mut organization) = open(app, actor, key).await?;
    let former = organization.extras.clone();
    edit(&mut organization.extras);
    if organization.extras != former {
        let fields = vec!["extras".to_owned()];
        save(app, &mut tx, actor, &mut organization, "updated", fields).await?;
        tx.commit().await?;
    }
    Ok(organization.extras)
}

/// The living organization of an id or a slug, kept from other writers, for somebody who runs it.
pub(crate) async fn open(app: &App, actor: &Actor, key: &str) -> Result<(Tx, Organization)> {
    reading::signed_in(actor)?;
    let mut tx = app.db().begin().await?;
    let organization = editing::hold::<Organization>(&mut tx, key).await?;
    if organization.deleted.is_some() {
        return Err(Error::Gone(Kind::Organization));
    }
    if !runs(actor, &organization) {
        return Err(Error::Forbidden);
    }
    editing::still(actor, organization.last_modified)?;
    Ok((tx, organization))
}

/// Writes an organization that changed, with its change and its version.
pub(crate) async fn save(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    organization: &mut Organization,
    operation: &str,
    fields: Vec<String>,
) -> Result<()> {
    organization.last_modified = app.now();
    store::organization::save(tx, organization).await?;
    record(app, tx, actor, organization, operation, fields).await
}

async fn record(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    organization: &Organization,
    operation: &str,
    fields: Vec<String>,
) -> Result<()> {
    let written = Written {
        subject: (Kind::Organization, organization.id),
        owner: Owner::Organization(organization.id),
        operation,
        fields,
        extras: Extras::new(),
        state: Some(editing::state(organization)?),
    };
    editing::record(app, tx, actor, written).await
}

/// A territory that this portal does not know is refused: a typing mistake would hide the organization.
async fn known_zone(tx: &mut Tx, form: &mut Form<'_>, organization: &Organization) -> Result<()> {
    let Some(zone) = organization.zone.clone() else {
        return Ok(());
    };
    let known = store::zone::by_ids(tx, std::slice::from_ref(&zone)).await?;
    if !known.contains_key(&zone) {
        form.refuse("zone", Problem::Unknown(zone));
    }
    Ok(())
}
