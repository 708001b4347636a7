//! Invitations into an organization: by account, or by an address that may have none yet.

use uuid::Uuid;
use vitrail_domain::form::{Form, Problem};
use vitrail_domain::membership::{Answer, Asked};
use vitrail_domain::notification::Details;
use vitrail_domain::organization::Role;
use vitrail_domain::{Actor, Extras, Id, Kind, MembershipRequest, Organization, User};
use vitrail_store as store;
use vitrail_store::Tx;

use super::{COMMENT_MAX, close, find, join, member, new, pending, refused};
use crate::organization::member::{assign_all, assigned};
use crate::organization::write::open;
use crate::{App, Error, Result, editing, notification, reading};

/// The longest address, in characters.
const EMAIL_MAX: usize = 254;

/// Invites somebody. The address of an account is that account; another waits for whoever proves it is theirs.
pub async fn invite(
    app: &App,
    actor: &Actor,
    key: &str,
    body: &Extras,
) -> Result<MembershipRequest> {
    let me = reading::signed_in(actor)?;
    let (mut tx, organization) = open(app, actor, key).await?;
    let mut asked = new(app, &organization, me, Asked::Invitation);
    let mut form = Form::new(body);
    whom(&mut tx, &mut form, &mut asked).await?;
    if let Some(role) = form.code::<Role>("role").flatten() {
        asked.role = Role::parse(&role).unwrap_or(asked.role);
    }
    asked.comment = form.text("comment", COMMENT_MAX).flatten();
    if let Some(items) = form.list("assignments") {
        match assigned(&mut tx, organization.id, items).await? {
            Ok(subjects) => asked.assignments = subjects,
            Err(problem) => form.refuse("assignments", problem),
        }
    }
    editing::finish(form, Kind::Organization)?;
    free(&mut tx, &organization, &asked).await?;
    store::membership::save(&mut tx, &asked).await?;
    let details = Details::Invited {
        organization: organization.id,
        user: me,
    };
    let about = asked.id.to_string();
    notification::tell(app, &mut tx, asked.user, &about, &details).await?;
    if let (None, Some(email)) = (asked.user, &asked.email) {
        notification::letter::invite(app, &mut tx, email, (organization.id, me)).await?;
    }
    tx.commit().await?;
    Ok(asked)
}

/// Who is invited: an account, or an address.
async fn whom(tx: &mut Tx, form: &mut Form<'_>, asked: &mut MembershipRequest) -> Result<()> {
    let user = form.id("user").flatten();
    let email = form.text("email", EMAIL_MAX).flatten();
    if let Some(id) = user {
        let known = store::subject::by_ids::<User>(tx, &[id]).await?;
        if known
            .get(&id)
            .is_none_or(|user| !user.active || user.deleted.is_some())
        {
            form.refuse("user", Problem::Unknown(id.to_string()));
        }
        asked.user = Some(id);
    } else if let Some(email) = email {
        let email = email.to_lowercase();
        if !email
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        {
            form.refuse("email", Problem::Said("Invalid email address".to_owned()));
        }
        let known = store::user::by_email(tx, &email).await?;
        asked.user = known.filter(|user| user.active).map(|user| user.id);
        asked.email = Some(email);
    } else if !form.has("user") && !form.has("email") {
        let sentence = "Either 'user' or 'email' is needed".to_owned();
        form.refuse("user", Problem::Said(sentence));
    }
    Ok(())
}

/// Refuses to invite a member, or twice.
async fn free(tx: &mut Tx, organization: &Organization, asked: &MembershipRequest) -> Result<()> {
    if asked
        .user
        .is_some_and(|user| member(organization, user).is_some())
    {
        return Err(refused(
            "This person is already a member of the organization",
        ));
    }
    let waiting = Some(Answer::Pending);
    let waiting = store::membership::of_organization(tx, organization.id, waiting, None).await?;
    let same = |other: &MembershipRequest| {
        (asked.user.is_some() && other.user == asked.user)
            || (asked.email.is_some() && other.email == asked.email)
    };
    if waiting.iter().any(same) {
        return Err(refused(
            "A request or an invitation of this person is already pending",
        ));
    }
    Ok(())
}

/// Takes an invitation back.
pub async fn cancel(app: &App, actor: &Actor, key: &str, id: Uuid) -> Result<()> {
    let (mut tx, organization) = open(app, actor, key).await?;
    let mut asked = find(&mut tx, &organization, id, Asked::Invitation).await?;
    pending(&asked)?;
    close(app, &mut tx, actor, &mut asked, Answer::Canceled).await?;
    tx.commit().await?;
    Ok(())
}

/// What the caller is invited to.
pub async fn invitations(app: &App, actor: &Actor) -> Result<Vec<MembershipRequest>> {
    let me = reading::signed_in(actor)?;
    let user = store::subject::get::<User>(app.db(), me).await?;
    let email = user.and_then(|user| user.email);
    let all = store::membership::invitations_of(app.db(), me, email.as_deref()).await?;
    let wanted: Vec<Id> = all.iter().map(|asked| asked.organization).collect();
    let known = store::subject::by_ids::<Organization>(app.db(), &wanted).await?;
    let lives = |asked: &MembershipRequest| {
        let found = known.get(&asked.organization);
        found.is_some_and(|found| found.deleted.is_none())
    };
    Ok(all.into_iter().filter(lives).collect())
}

/// The caller says yes or no to an invitation of theirs.
pub async fn answer(app: &App, actor: &Actor, id: Uuid, accepts: bool) -> Result<()> {
    let me = reading::signed_in(actor)?;
    let mine = invitations(app, actor).await?;
    let known = mine.into_iter().find(|asked| asked.id == id);
    let known = known.ok_or(Error::NotFound(Kind::Organization))?;
    let mut tx = app.db().begin().await?;
    let key = known.organization.to_string();
    let mut organization = editing::hold::<Organization>(&mut tx, &key).await?;
    let mut asked = find(&mut tx, &organization, id, Asked::Invitation).await?;
    pending(&asked)?;
    asked.user = Some(me);
    let verdict = if accepts {
        if organization.deleted.is_some() {
            return Err(Error::Gone(Kind::Organization));
        }
        if member(&organization, me).is_none() {
            join(app, &mut tx, actor, &mut organization, me, asked.role).await?;
            if asked.role == Role::PartialEditor {
                assign_all(&mut tx, me, organization.id, &asked.assignments).await?;
            }
        }
        Answer::Accepted
    } else {
        Answer::Refused
    };
    close(app, &mut tx, actor, &mut asked, verdict).await?;
    tx.commit().await?;
    Ok(())
}
