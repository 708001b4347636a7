//! People in the API. An address is shown whole to its owner and to sysadmins only.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use vitrail_app::domain::{Timestamp, User};
use vitrail_app::user::{Figures, TokenFacts, Users};

use crate::api::view::dataset::metrics;
use crate::api::view::organization::OrganizationRef;
use crate::context::Context;

/// A person as others name them.
#[derive(Clone, Debug, Serialize)]
pub struct UserRef<'a> {
    pub slug: &'a str,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub avatar: Option<Cow<'a, str>>,
    pub avatar_thumbnail: Option<Cow<'a, str>>,
    pub deleted: Option<Timestamp>,
    pub page: String,
    pub uri: String,
    pub id: String,
    pub class: &'static str,
}

impl<'a> UserRef<'a> {
    pub fn new(context: &Context, user: &'a User) -> Self {
        Self {
            slug: &user.slug,
            first_name: &user.first_name,
            last_name: &user.last_name,
            avatar: user.avatar.as_deref().map(|at| context.hosted(at)),
            avatar_thumbnail: user
                .avatar_thumbnail
                .as_deref()
                .map(|at| context.hosted(at)),
            deleted: user.deleted,
            page: context.url(&format!("/users/{}", user.slug)),
            uri: context.url(&format!("/api/1/users/{}/", user.slug)),
            id: user.id.to_string(),
            class: "User",
        }
    }
}

/// The counts that are always there, as on udata.
const COUNTS: [&str; 5] = [
    "datasets",
    "dataservices",
    "reuses",
    "followers",
    "following",
];

/// A person, whole.
#[derive(Clone, Debug, Serialize)]
pub struct UserOut<'a> {
    pub id: String,
    pub slug: &'a str,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub email: Option<&'a str>,
    pub active: bool,
    pub roles: Vec<&'static str>,
    pub avatar: Option<Cow<'a, str>>,
    pub avatar_thumbnail: Option<Cow<'a, str>>,
    pub website: Option<&'a str>,
    pub about: Option<&'a str>,
    pub since: Timestamp,
    pub organizations: Vec<OrganizationRef<'a>>,
    pub metrics: BTreeMap<&'a str, Value>,
    pub last_login_at: Option<Timestamp>,
    /// The portal sends no mail yet: nobody could choose otherwise than udata's default.
    pub mail_cadence: Option<&'static str>,
    pub notifications_paused: Option<bool>,
    pub password_rotation_demanded: Option<Timestamp>,
    pub password_rotation_performed: Option<Timestamp>,
    pub deleted: Option<Timestamp>,
    pub page: String,
    pub uri: String,
}

impl<'a> UserOut<'a> {
    pub fn new(context: &Context, all: &'a Users, user: &'a User) -> Self {
        let trusted = is_shown_whole(context, user);
        let organizations = all.memberships.get(&user.id).map(Vec::as_slice);
        Self {
            id: user.id.to_string(),
            slug: &user.slug,
            first_name: &user.first_name,
            last_name: &user.last_name,
            email: user.email.as_deref().filter(|_| trusted),
            active: user.active,
            roles: if user.admin {
                vec!["admin"]
            } else {
                Vec::new()
            },
            avatar: user.avatar.as_deref().map(|at| context.hosted(at)),
            avatar_thumbnail: user
                .avatar_thumbnail
                .as_deref()
                .map(|at| context.hosted(at)),
            website: user.website.as_deref(),
            about: user.about.as_deref(),
            since: user.since,
            organizations: organizations
                .unwrap_or_default()
                .iter()
                .filter_map(|id| all.organizations.get(id))
                .map(|organization| OrganizationRef::new(context, organization))
                .collect(),
            metrics: metrics(&user.metrics, &COUNTS),
            last_login_at: user.last_login_at.filter(|_| trusted),
            mail_cadence: trusted.then_some("immediate"),
            notifications_paused: trusted.then_some(false),
            password_rotation_demanded: user.password_rotation_demanded,
            password_rotation_performed: None,
            deleted: user.deleted,
            page: context.url(&format!("/users/{}", user.slug)),
            uri: context.url(&format!("/api/1/users/{}/", user.slug)),
        }
    }
}

/// To themselves and to sysadmins.
fn is_shown_whole(context: &Context, user: &User) -> bool {
    context.actor.sysadmin || context.actor.user == Some(user.id)
}

/// A person as a member: with an address, whole or not according to who asks.
#[derive(Clone, Debug, Serialize)]
pub struct UserWithEmail<'a> {
    pub email: Option<String>,
    pub last_login_at: Option<Timestamp>,
    #[serde(flatten)]
    pub user: UserRef<'a>,
}

impl<'a> UserWithEmail<'a> {
    /// `administered`: asked by somebody who runs the organization of this member.
    pub fn new(context: &Context, user: &'a User, administered: bool) -> Self {
        let trusted = is_shown_whole(context, user);
        Self {
            email: user.email.as_deref().map(|email| {
                if trusted {
                    email.to_owned()
                } else {
                    obfuscated(email, if administered { 2 } else { 0 })
                }
            }),
            last_login_at: user.last_login_at.filter(|_| trusted || administered),
            user: UserRef::new(context, user),
        }
    }
}

/// An address of which only the first characters and the domain show: `de***@example.org`.
pub fn obfuscated(email: &str, shown: usize) -> String {
    let (name, domain) = email.rsplit_once('@').unwrap_or((email, ""));
    let start: String = name.chars().take(shown).collect();
    format!("{start}***@{domain}")
}

/// A person as suggested while typing.
#[derive(Clone, Debug, Serialize)]
pub struct UserSuggestion<'a> {
    pub id: String,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub avatar_url: Option<Cow<'a, str>>,
    pub email: Option<String>,
    pub slug: &'a str,
}

impl<'a> UserSuggestion<'a> {
    pub fn new(context: &Context, user: &'a User) -> Self {
        let whole = context.actor.sysadmin;
        Self {
            id: user.id.to_string(),
            first_name: &user.first_name,
            last_name: &user.last_name,
            avatar_url: user.avatar.as_deref().map(|at| context.hosted(at)),
            email: user.email.as_deref().map(|email| {
                if whole {
                    email.to_owned()
                } else {
                    obfuscated(email, 0)
                }
            }),
            slug: &user.slug,
        }
    }
}

/// The figures of a person's own page.
#[derive(Clone, Debug, Serialize)]
pub struct FiguresOut {
    pub id: String,
    pub resources_availability: f64,
    pub datasets_org_count: i64,
    pub followers_org_count: i64,
    pub datasets_count: i64,
    pub followers_count: i64,
}

impl FiguresOut {
    pub fn new(user: &User, figures: Figures) -> Self {
        Self {
            id: user.id.to_string(),
            resources_availability: figures.resources_availability,
            datasets_org_count: figures.organization_datasets,
            followers_org_count: figures.organization_followers,
            datasets_count: figures.datasets,
            followers_count: figures.followers,
        }
    }
}

/// An API token as its owner sees it.
#[derive(Clone, Debug, Serialize)]
pub struct TokenOut<'a> {
    pub id: String,
    pub token_prefix: &'a str,
    pub name: Option<&'a str>,
    pub scopes: [&'a str; 1],
    pub kind: &'static str,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    /// What used it is not kept: addresses of programs say too much about people.
    pub user_agents: [&'static str; 0],
    pub revoked_at: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
}

impl<'a> TokenOut<'a> {
    pub fn new(token: &'a TokenFacts) -> Self {
        Self {
            id: token.id.to_string(),
            token_prefix: &token.prefix,
            name: token.name.as_deref(),
            scopes: [&token.scope],
            kind: "api_key",
            created_at: token.created,
            last_used_at: token.last_used,
            user_agents: [],
            revoked_at: token.revoked,
            expires_at: token.expires,
        }
    }
}

/// A new API token, with its text.
#[derive(Clone, Debug, Serialize)]
pub struct NewTokenOut<'a> {
    pub token: &'a str,
    #[serde(flatten)]
    pub facts: TokenOut<'a>,
}

impl<'a> NewTokenOut<'a> {
    pub fn new(facts: &'a TokenFacts, token: &'a str) -> Self {
        Self {
            token,
            facts: TokenOut::new(facts),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::obfuscated;

    #[test]
    fn hides_addresses() {
        assert_eq!(obfuscated("denis@example.org", 0), "***@example.org");
        assert_eq!(obfuscated("denis@example.org", 2), "de***@example.org");
        assert_eq!(obfuscated("é@example.org", 2), "é***@example.org");
    }
}
