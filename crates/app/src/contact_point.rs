//! Contact points: whom to ask about what a person or an organization publishes.

use vitrail_domain::edit::CONTACT_POINT_NEEDS;
use vitrail_domain::form::Form;
use vitrail_domain::{Actor, Change, ContactPoint, Extras, Id, Kind, Owner};
use vitrail_store as store;
use vitrail_store::Tx;

use crate::references::Wanted;
use crate::{App, Error, Listed, Page, References, Result, editing, reading};

/// The contact point of an id, with its owner.
pub async fn find(app: &App, key: &str) -> Result<(ContactPoint, References)> {
    let contact: ContactPoint = reading::by_id(app, key).await?;
    let references = Wanted::default().owner(contact.owner).load(app).await?;
    Ok((contact, references))
}

/// A page of the contact points of a person or an organization.
pub async fn list(
    app: &App,
    owner: Owner,
    q: Option<&str>,
    page: Page,
) -> Result<Listed<ContactPoint>> {
    Ok(store::contact_point::list(app.db(), owner, q, page).await?)
}

/// A contact with its owner.
pub async fn with_owner(app: &App, contact: &ContactPoint) -> Result<References> {
    Wanted::default().owner(contact.owner).load(app).await
}

/// A new contact, unless the owner has the same already; says whether it is new.
pub async fn create(app: &App, actor: &Actor, body: &Extras) -> Result<(ContactPoint, bool)> {
    reading::signed_in(actor)?;
    let mut form = Form::new(body);
    let mut tx = app.db().begin().await?;
    let mut contact = ContactPoint {
        id: app.new_id(),
        owner: editing::owner_of_new(&mut tx, actor, &mut form).await?,
        ..ContactPoint::default()
    };
    contact.edit(&mut form);
    form.need(&CONTACT_POINT_NEEDS);
    editing::finish(form, Kind::ContactPoint)?;
    if let Some(same) = store::contact_point::same(&mut tx, &contact).await? {
        return Ok((same, false));
    }
    store::contact_point::save(&mut tx, &contact).await?;
    record(app, &mut tx, actor, &contact, "created").await?;
    tx.commit().await?;
    Ok((contact, true))
}

/// Changes what the body names.
pub async fn update(app: &App, actor: &Actor, key: &str, body: &Extras) -> Result<ContactPoint> {
    let (mut tx, mut contact) = open(app, actor, key).await?;
    let former = contact.clone();
    let mut form = Form::new(body);
    contact.edit(&mut form);
    contact.owner = editing::other_owner(&mut tx, actor, &mut form, former.owner).await?;
    editing::finish(form, Kind::ContactPoint)?;
    if contact != former {
        store::contact_point::save(&mut tx, &contact).await?;
        record(app, &mut tx, actor, &contact, "updated").await?;
        tx.commit().await?;
    }
    Ok(contact)
}

/// Takes a contact away, from the objects that name it too.
pub async fn delete(app: &App, actor: &Actor, key: &str) -> Result<()> {
    let (mut tx, contact) = open(app, actor, key).await?;
    store::contact_point::remove(&mut tx, contact.id).await?;
    record(app, &mut tx, actor, &contact, "deleted").await?;
    tx.commit().await?;
    Ok(())
}

/// A contact kept from other writers, for those who may edit it.
async fn open(app: &App, actor: &Actor, key: &str) -> Result<(Tx, ContactPoint)> {
    reading::signed_in(actor)?;
    let id: Id = key
        .parse()
        .map_err(|_| Error::NotFound(Kind::ContactPoint))?;
    let mut tx = app.db().begin().await?;
    let found = store::subject::get::<ContactPoint>(&mut tx, id).await?;
    let contact = found.ok_or(Error::NotFound(Kind::ContactPoint))?;
    editing::editable(actor, (Kind::ContactPoint, id), contact.owner, false)?;
    editing::still_marked(actor, &contact)?;
    Ok((tx, contact))
}

/// Others read contacts again after a change. It is no activity: nobody is told who answers where.
async fn record(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    contact: &ContactPoint,
    operation: &str,
) -> Result<()> {
    let change = Change {
        actor: actor.user,
        organization: contact.owner.organization(),
        ..Change::new(app.now(), (Kind::ContactPoint, contact.id), operation)
    };
    Ok(store::change::record(tx, &change).await?)
}
