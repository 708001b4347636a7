//! What people are told, in the API.

use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;
use vitrail_app::References;
use vitrail_app::domain::notification::Details;
use vitrail_app::domain::{Id, Notification, Owner, Timestamp};

use crate::api::view::SubjectRef;
use crate::api::view::organization::OrganizationRef;
use crate::api::view::user::UserRef;
use crate::context::Context;

/// A notification, as its reader sees it.
#[derive(Clone, Debug, Serialize)]
pub struct NotificationOut<'a> {
    pub created_at: Timestamp,
    pub details: Value,
    pub handled_at: Option<Timestamp>,
    pub id: Uuid,
    pub last_modified: Timestamp,
    /// Nobody follows events of their own choice yet.
    pub reasons: [&'static str; 0],
    pub requires_action: bool,
    pub r#type: String,
    pub user: Option<UserRef<'a>>,
}

impl<'a> NotificationOut<'a> {
    pub fn new(context: &Context, all: &'a References, told: &Notification) -> Self {
        let user = all.users.get(&told.user);
        Self {
            created_at: told.created,
            details: details(context, all, &told.details),
            handled_at: told.handled,
            id: told.id,
            last_modified: told.modified,
            reasons: [],
            requires_action: told.details.requires_action(),
            r#type: told.details.event(),
            user: user.map(|user| UserRef::new(context, user)),
        }
    }
}

/// What happened, in the classes of udata.
fn details(context: &Context, all: &References, details: &Details) -> Value {
    let organization = |id: &Id| {
        let found = all.organizations.get(id);
        found.map(|found| OrganizationRef::new(context, found))
    };
    let person = |id: &Id| all.users.get(id).map(|user| UserRef::new(context, user));
    match details {
        Details::MembershipRequested {
            organization: id,
            user,
        } => json!({
            "class": "MembershipRequestNotificationDetails", "kind": "request",
            "request_organization": organization(id), "request_user": person(user),
        }),
        Details::Invited {
            organization: id,
            user,
        } => json!({
            "class": "MembershipRequestNotificationDetails", "kind": "invitation",
            "request_organization": organization(id), "request_user": person(user),
        }),
        Details::MembershipAccepted { organization: id } => json!({
            "class": "MembershipAcceptedNotificationDetails", "organization": organization(id),
        }),
        Details::MembershipRefused { organization: id } => json!({
            "class": "MembershipRefusedNotificationDetails", "organization": organization(id),
        }),
        Details::NewBadge {
            organization: id,
            badge,
        } => json!({
            "class": "NewBadgeNotificationDetails", "organization": organization(id), "kind": badge,
        }),
        Details::TransferRequested {
            owner,
            recipient,
            subject,
        } => json!({
            "class": "TransferRequestNotificationDetails",
            "transfer_owner": owner_out(context, all, *owner),
            "transfer_recipient": owner_out(context, all, *recipient),
            "transfer_subject": SubjectRef::new(*subject),
        }),
        Details::Built { subject } => {
            let class = subject.0.class();
            let mut out = json!({"class": format!("{class}CreatedNotificationDetails")});
            out[subject.0.as_str()] = json!(SubjectRef::new(*subject));
            out
        }
        Details::HarvesterDeclared { source, name } => json!({
            "class": "ValidateHarvesterNotificationDetails", "status": "pending",
            "source": {
                "class": "HarvestSource", "id": source.to_string(), "name": name,
                "page": context.url(&format!("/admin/harvesters/{source}")),
                "uri": context.url(&format!("/api/1/harvest/source/{source}/")),
            },
        }),
        Details::Discussed {
            discussion,
            message,
            status,
        } => json!({
            "class": "DiscussionNotificationDetails", "status": status, "message_id": message,
            "discussion": {"class": "Discussion", "id": discussion.to_string()},
        }),
    }
}

/// A person or an organization, whichever owns.
pub fn owner_out(context: &Context, all: &References, owner: Owner) -> Value {
    let user = owner.user().and_then(|id| all.users.get(&id));
    let organization = owner
        .organization()
        .and_then(|id| all.organizations.get(&id));
    match (user, organization) {
        (Some(user), _) => json!(UserRef::new(context, user)),
        (None, Some(found)) => json!(OrganizationRef::new(context, found)),
        (None, None) => Value::Null,
    }
}
