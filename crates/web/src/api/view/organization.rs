//! Organizations in the API.

use serde::Serialize;
use vitrail_app::References;
use vitrail_app::domain::{Actor, Id, Organization, Owner};

use crate::api::view::user::UserRef;
use crate::api::view::{Badge, badges};
use crate::context::Context;

/// An organization as others name it.
#[derive(Clone, Debug, Serialize)]
pub struct OrganizationRef<'a> {
    pub name: &'a str,
    pub acronym: Option<&'a str>,
    pub slug: &'a str,
    pub badges: Vec<Badge<'a>>,
    pub logo: Option<&'a str>,
    pub logo_thumbnail: Option<&'a str>,
    pub permissions: OrganizationRights,
    pub page: String,
    pub uri: String,
    pub id: String,
    pub class: &'static str,
}

/// What the caller may do with an organization.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct OrganizationRights {
    pub delete: bool,
    pub edit: bool,
    pub harvest: bool,
    pub members: bool,
    pub private: bool,
}

impl OrganizationRights {
    pub fn of(actor: &Actor, organization: Id) -> Self {
        let admin = actor.administers(organization);
        Self {
            delete: admin,
            edit: admin,
            harvest: admin,
            members: admin,
            private: actor.belongs_to(organization),
        }
    }
}

impl<'a> OrganizationRef<'a> {
    pub fn new(context: &Context, organization: &'a Organization) -> Self {
        Self {
            name: &organization.name,
            acronym: organization.acronym.as_deref(),
            slug: &organization.slug,
            badges: badges(&organization.badges),
            logo: organization.logo.as_deref(),
            logo_thumbnail: organization.logo_thumbnail.as_deref(),
            permissions: OrganizationRights::of(&context.actor, organization.id),
            page: context.url(&format!("/organizations/{}", organization.slug)),
            uri: context.url(&format!("/api/1/organizations/{}/", organization.slug)),
            id: organization.id.to_string(),
            class: "Organization",
        }
    }

    /// The organization of an owner, when it is one.
    pub fn of(context: &Context, references: &'a References, owner: Owner) -> Option<Self> {
        let organization = references.organizations.get(&owner.organization()?)?;
        Some(Self::new(context, organization))
    }
}

/// The person of an owner, when it is one.
pub fn owner<'a>(
    context: &Context,
    references: &'a References,
    owner: Owner,
) -> Option<UserRef<'a>> {
    Some(UserRef::new(context, references.users.get(&owner.user()?)?))
}
