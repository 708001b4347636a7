//! Reading contact points.

use vitrail_domain::{ContactPoint, Owner};
use vitrail_store as store;

use crate::references::Wanted;
use crate::{App, Listed, Page, References, Result, reading};

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
