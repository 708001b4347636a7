//! Requests to join organizations and invitations, in the API.

use serde::Serialize;
use uuid::Uuid;
use vitrail_app::References;
use vitrail_app::domain::{MembershipRequest, Timestamp};

use crate::api::view::SubjectRef;
use crate::api::view::organization::OrganizationRef;
use crate::api::view::user::UserWithEmail;
use crate::context::Context;

/// A request or an invitation as those who run the organization see it.
#[derive(Clone, Debug, Serialize)]
pub struct MembershipOut<'a> {
    pub assignments: Vec<SubjectRef>,
    pub comment: Option<&'a str>,
    pub created: Timestamp,
    pub email: Option<&'a str>,
    pub id: Uuid,
    pub kind: &'static str,
    pub role: &'static str,
    pub status: &'static str,
    pub user: Option<UserWithEmail<'a>>,
}

impl<'a> MembershipOut<'a> {
    pub fn new(context: &Context, all: &'a References, asked: &'a MembershipRequest) -> Self {
        let administered = context.actor.administers(asked.organization);
        let user = asked.user.and_then(|id| all.users.get(&id));
        Self {
            assignments: asked
                .assignments
                .iter()
                .copied()
                .map(SubjectRef::new)
                .collect(),
            comment: asked.comment.as_deref(),
            created: asked.created,
            email: asked.email.as_deref(),
            id: asked.id,
            kind: asked.kind.as_str(),
            role: asked.role.as_str(),
            status: asked.status.as_str(),
            user: user.map(|user| UserWithEmail::new(context, user, administered)),
        }
    }
}

/// An invitation as who is invited sees it.
#[derive(Clone, Debug, Serialize)]
pub struct InvitationOut<'a> {
    pub assignments: Vec<SubjectRef>,
    pub comment: Option<&'a str>,
    pub created: Timestamp,
    pub id: Uuid,
    pub organization: Option<OrganizationRef<'a>>,
    pub role: &'static str,
}

impl<'a> InvitationOut<'a> {
    pub fn new(context: &Context, all: &'a References, asked: &'a MembershipRequest) -> Self {
        let organization = all.organizations.get(&asked.organization);
        Self {
            assignments: asked
                .assignments
                .iter()
                .copied()
                .map(SubjectRef::new)
                .collect(),
            comment: asked.comment.as_deref(),
            created: asked.created,
            id: asked.id,
            organization: organization.map(|found| OrganizationRef::new(context, found)),
            role: asked.role.as_str(),
        }
    }
}
