//! Organizations in the API.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use vitrail_app::References;
use vitrail_app::domain::organization::{COUNTS, Member};
use vitrail_app::domain::vocabulary::Vocabulary;
use vitrail_app::domain::{Actor, Extras, Id, Organization, Owner, Timestamp};

use crate::api::view::dataset::metrics;
use crate::api::view::user::{UserRef, UserWithEmail};
use crate::api::view::{Badge, badges};
use crate::context::Context;

/// An organization as others name it.
#[derive(Clone, Debug, Serialize)]
pub struct OrganizationRef<'a> {
    pub name: &'a str,
    pub acronym: Option<&'a str>,
    pub slug: &'a str,
    pub badges: Vec<Badge<'a>>,
    pub logo: Option<Cow<'a, str>>,
    pub logo_thumbnail: Option<Cow<'a, str>>,
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
            logo: organization.logo.as_deref().map(|at| context.hosted(at)),
            logo_thumbnail: organization
                .logo_thumbnail
                .as_deref()
                .map(|at| context.hosted(at)),
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

/// An organization, whole.
#[derive(Clone, Debug, Serialize)]
pub struct OrganizationOut<'a> {
    pub id: String,
    pub created_at: Timestamp,
    pub last_modified: Timestamp,
    pub badges: Vec<Badge<'a>>,
    pub metrics: BTreeMap<&'a str, Value>,
    pub name: &'a str,
    pub acronym: Option<&'a str>,
    pub slug: &'a str,
    pub description: &'a str,
    pub url: Option<&'a str>,
    pub image_url: Option<&'a str>,
    pub logo: Option<Cow<'a, str>>,
    pub logo_thumbnail: Option<Cow<'a, str>>,
    pub banner_color: Option<&'a str>,
    pub banner_image: Option<&'a str>,
    pub banner_image_position: u8,
    pub business_number_id: Option<&'a str>,
    pub members: Vec<MemberOut<'a>>,
    /// Always empty, as on udata.
    pub teams: [&'static str; 0],
    pub ext: Extras,
    pub zone: Option<&'a str>,
    pub extras: &'a Extras,
    /// Masked unless asked by `X-Fields`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presentation_blocs: Option<&'a [Value]>,
    pub presentation_blocs_published_at: Option<Timestamp>,
    pub deleted: Option<Timestamp>,
    pub page: String,
    pub permissions: OrganizationRights,
    pub uri: String,
}

/// A member of an organization.
#[derive(Clone, Debug, Serialize)]
pub struct MemberOut<'a> {
    pub user: UserWithEmail<'a>,
    pub role: &'static str,
    pub since: Timestamp,
    pub label: &'static str,
}

impl<'a> OrganizationOut<'a> {
    /// `references` holds the members.
    pub fn new(
        context: &Context,
        references: &'a References,
        organization: &'a Organization,
    ) -> Self {
        let members: Vec<MemberOut> = organization
            .members
            .iter()
            .filter_map(|member| MemberOut::new(context, references, organization.id, member))
            .collect();
        let mut metrics = metrics(&organization.metrics, &COUNTS);
        // Counted here, where it costs nothing; a stub keeps what its source said.
        if !members.is_empty() {
            metrics.insert("members", members.len().into());
        }
        Self {
            id: organization.id.to_string(),
            created_at: organization.created_at,
            last_modified: organization.last_modified,
            badges: badges(&organization.badges),
            metrics,
            name: &organization.name,
            acronym: organization.acronym.as_deref(),
            slug: &organization.slug,
            description: &organization.description,
            url: organization.url.as_deref(),
            image_url: organization.image_url.as_deref(),
            logo: organization.logo.as_deref().map(|at| context.hosted(at)),
            logo_thumbnail: organization
                .logo_thumbnail
                .as_deref()
                .map(|at| context.hosted(at)),
            banner_color: None,
            banner_image: None,
            banner_image_position: 50,
            business_number_id: organization.business_number_id.as_deref(),
            members,
            teams: [],
            ext: Extras::new(),
            zone: organization.zone.as_deref(),
            extras: &organization.extras,
            presentation_blocs: context
                .mask
                .is_some()
                .then(|| organization.presented(&context.actor)),
            presentation_blocs_published_at: organization.presentation_blocs_published_at,
            deleted: organization.deleted,
            page: context.url(&format!("/organizations/{}", organization.slug)),
            permissions: OrganizationRights::of(&context.actor, organization.id),
            uri: context.url(&format!("/api/1/organizations/{}/", organization.slug)),
        }
    }
}

impl<'a> MemberOut<'a> {
    /// None when the account is gone.
    pub fn new(
        context: &Context,
        references: &'a References,
        organization: Id,
        member: &Member,
    ) -> Option<Self> {
        let user = references.users.get(&member.user)?;
        let administered = context.actor.administers(organization);
        Some(Self {
            user: UserWithEmail::new(context, user, administered),
            role: member.role.as_str(),
            since: member.since,
            label: member.role.label().in_lang(context.lang),
        })
    }
}

/// An organization as suggested while typing.
#[derive(Clone, Debug, Serialize)]
pub struct OrganizationSuggestion<'a> {
    pub id: String,
    pub name: &'a str,
    pub acronym: Option<&'a str>,
    pub slug: &'a str,
    pub image_url: Option<Cow<'a, str>>,
    pub page: String,
}

impl<'a> OrganizationSuggestion<'a> {
    pub fn new(context: &Context, organization: &'a Organization) -> Self {
        Self {
            id: organization.id.to_string(),
            name: &organization.name,
            acronym: organization.acronym.as_deref(),
            slug: &organization.slug,
            image_url: organization.logo.as_deref().map(|at| context.hosted(at)),
            page: context.url(&format!("/organizations/{}", organization.slug)),
        }
    }
}
