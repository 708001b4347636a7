//! Asking to join an organization, and the answers of those who run it. Invitations are the other way round.

mod invitation;

pub use invitation::{answer, cancel, invitations, invite};

use uuid::Uuid;
use vitrail_domain::form::{Form, Problem};
use vitrail_domain::membership::{Answer, Asked};
use vitrail_domain::notification::Details;
use vitrail_domain::organization::{Member, Role};
use vitrail_domain::{Actor, Extras, Id, Kind, MembershipRequest, Organization, User};
use vitrail_store as store;
use vitrail_store::Tx;

use crate::organization::write::{open, save};
use crate::references::Wanted;
use crate::{App, Error, References, Result, editing, notification, organization, reading};

/// The longest comment, in characters.
const COMMENT_MAX: usize = 5_000;

/// What an organization is asked and whom it invited, for those who run it.
pub async fn list(
    app: &App,
    actor: &Actor,
    key: &str,
    status: Option<Answer>,
    user: Option<Id>,
) -> Result<(Organization, Vec<MembershipRequest>)> {
    let found = organization::administered(app, actor, key).await?;
    let all = store::membership::of_organization(app.db(), found.id, status, user).await?;
    Ok((found, all))
}

/// The people and organizations that requests name.
pub async fn references(app: &App, requests: &[MembershipRequest]) -> Result<References> {
    let mut wanted = Wanted::default();
    for request in requests {
        wanted
            .user(request.user)
            .organization([request.organization]);
    }
    wanted.load(app).await
}

/// Asks to join; asking again changes the comment. Says whether it is new.
pub async fn request(
    app: &App,
    actor: &Actor,
    key: &str,
    body: &Extras,
) -> Result<(MembershipRequest, bool)> {
    let me = reading::signed_in(actor)?;
    let mut form = Form::new(body);
    let comment = form.text("comment", COMMENT_MAX).flatten();
    if comment.is_none() {
        let sentence = "'comment' is required when 'kind' is 'request'".to_owned();
        form.refuse("comment", Problem::Said(sentence));
    }
    let mut tx = app.db().begin().await?;
    let organization = editing::hold::<Organization>(&mut tx, key).await?;
    if organization.deleted.is_some() {
        return Err(Error::Gone(Kind::Organization));
    }
    editing::finish(form, Kind::Organization)?;
    if member(&organization, me).is_some() {
        return Err(refused("You are already a member of this organization"));
    }
    let pending = Some(Answer::Pending);
    let mine =
        store::membership::of_organization(&mut tx, organization.id, pending, Some(me)).await?;
    let former = mine.into_iter().find(|one| one.kind == Asked::Request);
    let is_new = former.is_none();
    let asked = MembershipRequest {
        comment,
        ..former.unwrap_or_else(|| new(app, &organization, me, Asked::Request))
    };
    store::membership::save(&mut tx, &asked).await?;
    if is_new {
        let details = Details::MembershipRequested {
            organization: organization.id,
            user: me,
        };
        let admins = notification::admins(&organization);
        let about = asked.id.to_string();
        notification::tell(app, &mut tx, admins, &about, &details).await?;
    }
    tx.commit().await?;
    Ok((asked, is_new))
}

/// A request of, or an invitation to, somebody who is not a member yet.
fn new(app: &App, organization: &Organization, by: Id, kind: Asked) -> MembershipRequest {
    MembershipRequest {
        id: crate::resource::new_id(app),
        organization: organization.id,
        user: (kind == Asked::Request).then_some(by),
        email: None,
        kind,
        status: Answer::Pending,
        role: Role::Editor,
        comment: None,
        assignments: Vec::new(),
        created: app.now(),
        created_by: Some(by),
        handled: None,
        handled_by: None,
        refusal: None,
    }
}

/// A member who was let in, or who was there already.
#[derive(Clone, Debug)]
pub struct LetIn {
    pub organization: Organization,
    pub member: Member,
    pub is_new: bool,
}

/// Lets in who asked.
pub async fn accept(app: &App, actor: &Actor, key: &str, id: Uuid) -> Result<LetIn> {
    let (mut tx, mut organization) = open(app, actor, key).await?;
    let mut asked = find(&mut tx, &organization, id, Asked::Request).await?;
    let user = asked.user.ok_or(Error::NotFound(Kind::User))?;
    if let Some(member) = member(&organization, user).cloned() {
        return Ok(LetIn {
            organization,
            member,
            is_new: false,
        });
    }
    pending(&asked)?;
    let member = join(app, &mut tx, actor, &mut organization, user, asked.role).await?;
    let details = Details::MembershipAccepted {
        organization: organization.id,
    };
    close(app, &mut tx, actor, &mut asked, Answer::Accepted).await?;
    notification::tell(app, &mut tx, [user], &id.to_string(), &details).await?;
    tx.commit().await?;
    Ok(LetIn {
        organization,
        member,
        is_new: true,
    })
}

/// Does not let in who asked, and says why.
pub async fn refuse(app: &App, actor: &Actor, key: &str, id: Uuid, body: &Extras) -> Result<()> {
    let (mut tx, organization) = open(app, actor, key).await?;
    let mut asked = find(&mut tx, &organization, id, Asked::Request).await?;
    let mut form = Form::new(body);
    asked.refusal = form.text("comment", COMMENT_MAX).flatten();
    form.need(&["comment"]);
    editing::finish(form, Kind::Organization)?;
    pending(&asked)?;
    close(app, &mut tx, actor, &mut asked, Answer::Refused).await?;
    let details = Details::MembershipRefused {
        organization: organization.id,
    };
    notification::tell(app, &mut tx, asked.user, &id.to_string(), &details).await?;
    tx.commit().await?;
    Ok(())
}

/// A request, or an invitation, of an organization that is held.
async fn find(
    tx: &mut Tx,
    organization: &Organization,
    id: Uuid,
    kind: Asked,
) -> Result<MembershipRequest> {
    let found = store::membership::get(tx, organization.id, id).await?;
    found
        .filter(|found| found.kind == kind)
        .ok_or(Error::NotFound(Kind::Organization))
}

/// Refuses to answer twice.
fn pending(asked: &MembershipRequest) -> Result<()> {
    if asked.status == Answer::Pending {
        return Ok(());
    }
    let status = asked.status.as_str();
    Err(refused(&format!(
        "This has already been answered: it is {status}"
    )))
}

/// Writes the answer, and settles the notifications of who could have given it.
async fn close(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    asked: &mut MembershipRequest,
    answer: Answer,
) -> Result<()> {
    asked.status = answer;
    asked.handled = Some(app.now());
    asked.handled_by = actor.user;
    store::membership::save(&mut *tx, asked).await?;
    notification::settle(app, tx, &asked.id.to_string()).await
}

/// Makes somebody a member of an organization that is held.
async fn join(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    organization: &mut Organization,
    user: Id,
    role: Role,
) -> Result<Member> {
    let people = store::subject::by_ids::<User>(&mut *tx, &[user]).await?;
    if people
        .get(&user)
        .is_none_or(|user| !user.active || user.deleted.is_some())
    {
        return Err(Error::Gone(Kind::User));
    }
    let member = Member {
        user,
        role,
        since: app.now(),
    };
    organization.members.push(member.clone());
    let fields = vec!["members".to_owned()];
    save(app, tx, actor, organization, "updated", fields).await?;
    Ok(member)
}

pub(crate) fn member(organization: &Organization, user: Id) -> Option<&Member> {
    let mut members = organization.members.iter();
    members.find(|member| member.user == user)
}

/// A rule about the whole request.
pub(crate) fn refused(sentence: &str) -> Error {
    let problem = Problem::Whole(sentence.to_owned());
    editing::invalid(Kind::Organization, "request", problem)
}
