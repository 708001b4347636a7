//! Contact points in the API.

use serde::Serialize;
use vitrail_app::References;
use vitrail_app::domain::{ContactPoint, Id};

use crate::api::view::organization::{OrganizationRef, owner};
use crate::api::view::user::UserRef;
use crate::context::Context;

/// A contact among the facts of another object.
#[derive(Clone, Debug, Serialize)]
pub struct ContactPointRef<'a> {
    pub id: String,
    pub name: &'a str,
    pub email: Option<&'a str>,
    pub contact_form: Option<&'a str>,
    pub role: &'a str,
}

impl<'a> ContactPointRef<'a> {
    pub fn new(contact: &'a ContactPoint) -> Self {
        Self {
            id: contact.id.to_string(),
            name: &contact.name,
            email: contact.email.as_deref(),
            contact_form: contact.contact_form.as_deref(),
            role: &contact.role,
        }
    }
}

/// The contacts of these ids, without those that are gone.
pub fn contacts<'a>(references: &'a References, ids: &[Id]) -> Vec<ContactPointRef<'a>> {
    ids.iter()
        .filter_map(|id| references.contacts.get(id))
        .map(|contact| ContactPointRef::new(contact))
        .collect()
}

/// A contact, whole: with whom it belongs to.
#[derive(Clone, Debug, Serialize)]
pub struct ContactPointOut<'a> {
    #[serde(flatten)]
    pub contact: ContactPointRef<'a>,
    pub organization: Option<OrganizationRef<'a>>,
    pub owner: Option<UserRef<'a>>,
}

impl<'a> ContactPointOut<'a> {
    pub fn new(context: &Context, references: &'a References, contact: &'a ContactPoint) -> Self {
        Self {
            contact: ContactPointRef::new(contact),
            organization: OrganizationRef::of(context, references, contact.owner),
            owner: owner(context, references, contact.owner),
        }
    }
}
