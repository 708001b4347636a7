//! A person with an account.

use serde::{Deserialize, Serialize};

use crate::Extras;
use crate::dataset::Metrics;
use crate::id::Id;
use crate::time::Timestamp;

/// A person; the e-mail address is shown to themselves and to sysadmins only. The password's hash is kept
/// apart and never travels with this.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct User {
    pub id: Id,
    pub slug: String,
    pub first_name: String,
    pub last_name: String,
    pub email: Option<String>,
    pub active: bool,
    /// A sysadmin: role `admin` of udata.
    pub admin: bool,
    pub avatar: Option<String>,
    pub avatar_thumbnail: Option<String>,
    pub website: Option<String>,
    pub about: Option<String>,
    pub extras: Extras,
    pub since: Timestamp,
    pub last_login_at: Option<Timestamp>,
    /// When a sysadmin asked for another password.
    pub password_rotation_demanded: Option<Timestamp>,
    pub deleted: Option<Timestamp>,
    /// Kept from the public until a moderator decides.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
    #[serde(skip)]
    pub metrics: Metrics,
}

impl User {
    /// Whether somebody can still use this account.
    pub fn is_open(&self) -> bool {
        self.active && self.deleted.is_none()
    }

    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
            .trim()
            .to_owned()
    }
}
