//! Reading discussions. Those about an object that the caller may not read do not exist for them.

pub(crate) mod write;

use vitrail_domain::{Actor, Discussion, Id, Kind, Owner};
use vitrail_store as store;
pub use vitrail_store::discussion::{Filter, SORTS};
pub use write::{comment, create, delete, edit_comment, remove_comment, retitle};

use crate::references::Wanted;
use crate::subjects::{self, Brief, Subjects};
use crate::{App, Error, Listed, Page, References, Result, Sort, Viewer, reading};

/// Discussions with those who speak and what they speak of.
#[derive(Clone, Debug, Default)]
pub struct Discussions {
    pub data: Vec<Discussion>,
    pub references: References,
    pub subjects: Subjects,
}

/// The discussion of an id, with its references.
pub async fn find(app: &App, actor: &Actor, key: &str) -> Result<Discussions> {
    let found: Discussion = reading::by_id(app, key).await?;
    let subject = found.subject;
    let found = shown_to(actor, vec![found]);
    if found.is_empty() {
        return Err(Error::NotFound(Kind::Discussion));
    }
    let found = with_references(app, found).await?;
    match found.subjects.get(subject) {
        Some(brief) if brief.private && !brief.is_readable_by(actor) => {
            Err(Error::NotFound(Kind::Discussion))
        }
        _ => Ok(found),
    }
}

/// A page of the discussions that the actor may see.
pub async fn list(
    app: &App,
    actor: &Actor,
    filter: &Filter,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<Discussion>> {
    let listed = store::discussion::list(app.db(), filter, &Viewer::of(actor), sort, page).await?;
    Ok(Listed {
        data: shown_to(actor, listed.data),
        total: listed.total,
    })
}

/// Discussions without what waits for a moderator, but for its author and for sysadmins.
pub fn shown_to(actor: &Actor, mut found: Vec<Discussion>) -> Vec<Discussion> {
    let own = |by: Option<vitrail_domain::Id>| by.is_some() && by == actor.user;
    found.retain(|it| !it.held || actor.sysadmin || own(it.user));
    for discussion in &mut found {
        let is_shown = |message: &vitrail_domain::Message| {
            !message.held || actor.sysadmin || own(message.posted_by)
        };
        discussion.messages.retain(is_shown);
    }
    found
}

/// Discussions with what a view of them needs.
pub async fn with_references(app: &App, data: Vec<Discussion>) -> Result<Discussions> {
    let mut wanted = Wanted::default();
    for discussion in &data {
        wanted.user(discussion.user).user(discussion.closed_by);
        wanted
            .organization(discussion.organization)
            .organization(discussion.closed_by_organization);
        for message in &discussion.messages {
            wanted
                .user(message.posted_by)
                .organization(message.posted_by_organization);
        }
    }
    let references = wanted.load(app).await?;
    let subjects = subjects::load(app, data.iter().map(|found| found.subject)).await?;
    Ok(Discussions {
        data,
        references,
        subjects,
    })
}

/// What may be discussed, when the caller may read it.
pub async fn about(app: &App, actor: &Actor, subject: (Kind, Id)) -> Result<Brief> {
    let found = subjects::load(app, [subject]).await?;
    let brief = found.get(subject);
    let brief = brief.filter(|brief| brief.is_readable_by(actor) && !brief.deleted);
    brief.cloned().ok_or(Error::NotFound(subject.0))
}

/// Who may change what a person wrote, in their name or an organization's.
pub fn is_author(
    actor: &Actor,
    user: Option<vitrail_domain::Id>,
    organization: Option<vitrail_domain::Id>,
) -> bool {
    let own = user.is_some() && user == actor.user;
    own || organization.map_or(actor.sysadmin, |organization| {
        actor.belongs_to(organization)
    })
}

/// Who may close a discussion: its author, or who edits its subject.
pub fn closes(actor: &Actor, discussion: &Discussion, subject: Option<Owner>) -> bool {
    is_author(actor, discussion.user, discussion.organization)
        || subject.is_some_and(|owner| actor.edits(discussion.subject, owner))
}
