//! People in the API. An address is shown whole to its owner and to sysadmins only.

use serde::Serialize;
use vitrail_app::domain::{Timestamp, User};

use crate::context::Context;

/// A person as others name them.
#[derive(Clone, Debug, Serialize)]
pub struct UserRef<'a> {
    pub slug: &'a str,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub avatar: Option<&'a str>,
    pub avatar_thumbnail: Option<&'a str>,
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
            avatar: user.avatar.as_deref(),
            avatar_thumbnail: user.avatar_thumbnail.as_deref(),
            deleted: user.deleted,
            page: context.url(&format!("/users/{}", user.slug)),
            uri: context.url(&format!("/api/1/users/{}/", user.slug)),
            id: user.id.to_string(),
            class: "User",
        }
    }
}
