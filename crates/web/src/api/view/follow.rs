//! Follows in the API.

use serde::Serialize;
use vitrail_app::References;
use vitrail_app::domain::{Follow, Timestamp};

use crate::api::view::user::UserRef;
use crate::context::Context;

/// Who follows, and since when.
#[derive(Clone, Debug, Serialize)]
pub struct FollowOut<'a> {
    pub id: String,
    pub follower: UserRef<'a>,
    pub since: Timestamp,
}

impl<'a> FollowOut<'a> {
    /// None when the person is gone.
    pub fn new(context: &Context, references: &'a References, follow: &Follow) -> Option<Self> {
        let user = references.users.get(&follow.follower)?;
        Some(Self {
            id: follow.id.to_string(),
            follower: UserRef::new(context, user),
            since: follow.since,
        })
    }
}
