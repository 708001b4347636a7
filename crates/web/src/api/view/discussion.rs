//! Discussions in the API.

use serde::Serialize;
use vitrail_app::References;
use vitrail_app::discussion::{Discussions, closes, is_author};
use vitrail_app::domain::permission::Rights;
use vitrail_app::domain::{Discussion, Extras, Id, Message, Timestamp};

use crate::api::view::organization::OrganizationRef;
use crate::api::view::user::UserRef;
use crate::api::view::{SubjectRef, page_of};
use crate::context::Context;

/// A discussion with its messages, the question first.
#[derive(Clone, Debug, Serialize)]
pub struct DiscussionOut<'a> {
    pub id: String,
    pub user: Option<UserRef<'a>>,
    pub organization: Option<OrganizationRef<'a>>,
    pub subject: SubjectRef,
    pub title: &'a str,
    pub discussion: Vec<MessageOut<'a>>,
    pub created: Timestamp,
    pub closed: Option<Timestamp>,
    pub closed_by: Option<UserRef<'a>>,
    pub closed_by_organization: Option<OrganizationRef<'a>>,
    pub extras: &'a Extras,
    pub permissions: DiscussionRights,
    pub url: String,
    pub self_web_url: Option<String>,
}

/// What the caller may do with a discussion.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct DiscussionRights {
    pub delete: bool,
    pub edit: bool,
    pub close: bool,
}

/// One message.
#[derive(Clone, Debug, Serialize)]
pub struct MessageOut<'a> {
    pub id: String,
    pub content: &'a str,
    pub posted_on: Timestamp,
    pub posted_by: Option<UserRef<'a>>,
    pub posted_by_organization: Option<OrganizationRef<'a>>,
    pub last_modified_at: Option<Timestamp>,
    pub permissions: Rights,
}

impl<'a> DiscussionOut<'a> {
    pub fn new(context: &Context, all: &'a Discussions, discussion: &'a Discussion) -> Self {
        let references = &all.references;
        let (id, actor) = (discussion.id, &context.actor);
        let subject = all.subjects.get(discussion.subject);
        let own = is_author(actor, discussion.user, discussion.organization);
        Self {
            id: id.to_string(),
            user: person(context, references, discussion.user),
            organization: organization(context, references, discussion.organization),
            subject: SubjectRef::new(discussion.subject),
            title: &discussion.title,
            discussion: discussion
                .messages
                .iter()
                .map(|message| MessageOut::new(context, references, message))
                .collect(),
            created: discussion.created,
            closed: discussion.closed,
            closed_by: person(context, references, discussion.closed_by),
            closed_by_organization: organization(
                context,
                references,
                discussion.closed_by_organization,
            ),
            extras: &discussion.extras,
            permissions: DiscussionRights {
                delete: own || actor.sysadmin,
                edit: own || actor.sysadmin,
                close: actor.sysadmin
                    || closes(actor, discussion, subject.map(|subject| subject.owner)),
            },
            url: context.url(&format!("/api/1/discussions/{id}/")),
            self_web_url: subject.map(|subject| {
                let page = page_of(context, discussion.subject.0, &subject.slug);
                format!("{page}/discussions?discussion_id={id}")
            }),
        }
    }
}

impl<'a> MessageOut<'a> {
    fn new(context: &Context, references: &'a References, message: &'a Message) -> Self {
        let (user, group) = (message.posted_by, message.posted_by_organization);
        let own = context.actor.sysadmin || is_author(&context.actor, user, group);
        Self {
            id: message.id.to_string(),
            content: &message.content,
            posted_on: message.posted_on,
            posted_by: person(context, references, user),
            posted_by_organization: organization(context, references, group),
            last_modified_at: message.last_modified_at,
            permissions: Rights {
                delete: own,
                edit: own,
            },
        }
    }
}

fn person<'a>(
    context: &Context,
    references: &'a References,
    id: Option<Id>,
) -> Option<UserRef<'a>> {
    Some(UserRef::new(context, references.users.get(&id?)?))
}

fn organization<'a>(
    context: &Context,
    references: &'a References,
    id: Option<Id>,
) -> Option<OrganizationRef<'a>> {
    let organization = references.organizations.get(&id?)?;
    Some(OrganizationRef::new(context, organization))
}
