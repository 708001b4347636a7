//! Writing people: their profile, and how they leave. Who leaves is forgotten; what they published stays.

use serde_json::json;
use vitrail_domain::edit::USER_NEEDS;
use vitrail_domain::form::{Form, Problem};
use vitrail_domain::{
    Actor, Change, Discussion, Extras, Id, Kind, Organization, Owner, User, password,
};
use vitrail_store as store;
use vitrail_store::Tx;
use vitrail_store::subject::Subject;

use crate::organization::member::leave;
use crate::{App, Error, Result, account, discussion, editing, notice, outbox, reading, spam};

/// A longer password would only cost time.
const PASSWORD_MAX: usize = 1_000;

/// The caller changes what is said of them.
pub async fn update_me(app: &App, actor: &Actor, body: &Extras) -> Result<User> {
    let me = reading::signed_in(actor)?;
    let mut tx = app.db().begin().await?;
    let found = store::subject::get::<User>(&mut tx, me).await?;
    let mut user = found.ok_or(Error::NotFound(Kind::User))?;
    editing::still_marked(actor, &user)?;
    let former = user.clone();
    let mut form = Form::new(body);
    user.edit(&mut form);
    editing::finish(form, Kind::User)?;
    save(app, &mut tx, actor, &former, &mut user).await?;
    tx.commit().await?;
    Ok(user)
}

/// A sysadmin makes an account, with a password or without: its owner then chooses one by resetting it.
pub async fn create(app: &App, actor: &Actor, body: &Extras) -> Result<User> {
    reading::sysadmin(actor)?;
    let mut user = User {
        id: app.new_id(),
        active: true,
        since: app.now(),
        ..User::default()
    };
    let mut form = Form::new(body);
    user.administer(&mut form);
    form.need(&USER_NEEDS);
    let password = form.text("password", PASSWORD_MAX).flatten();
    let about = [&user.first_name, &user.last_name].map(String::as_str);
    let wrong = password
        .as_deref()
        .and_then(|it| password::problem(it, &about));
    if wrong.is_some() {
        let sentence = "This password is too easy to guess".to_owned();
        form.refuse("password", Problem::Said(sentence));
    }
    editing::finish(form, Kind::User)?;
    let hash = match &password {
        Some(password) => Some(account::hash_password(password).await?),
        None => None,
    };
    let mut tx = app.db().begin().await?;
    free_address(&mut tx, &user).await?;
    let name = user.full_name();
    user.slug = store::slug::pick(&mut tx, Kind::User, User::TABLE, user.id, &name).await?;
    store::user::save(&mut tx, &user).await?;
    if let Some(hash) = hash {
        store::account::set_password(&mut tx, user.id, &hash).await?;
    }
    // Who has no password yet chooses one, from the page that sends them an address for that.
    if let (None, Some(email)) = (&password, &user.email) {
        let lang = &app.settings().default_language;
        let facts = json!({"name": user.first_name, "path": "/reset"});
        outbox::write(app, &mut tx, (email, lang), "account-made", facts).await?;
    }
    record(app, &mut tx, actor, user.id, "created", Vec::new()).await?;
    tx.commit().await?;
    Ok(user)
}

/// A sysadmin changes an account.
pub async fn update(app: &App, actor: &Actor, key: &str, body: &Extras) -> Result<User> {
    reading::sysadmin(actor)?;
    let mut tx = app.db().begin().await?;
    let mut user = editing::hold::<User>(&mut tx, key).await?;
    if user.deleted.is_some() {
        return Err(Error::Gone(Kind::User));
    }
    editing::still_marked(actor, &user)?;
    let former = user.clone();
    let mut form = Form::new(body);
    user.administer(&mut form);
    if actor.user == Some(user.id) && !(user.admin && user.active) {
        let sentence = "You cannot take your own rights away".to_owned();
        form.refuse("roles", Problem::Said(sentence));
    }
    editing::finish(form, Kind::User)?;
    if user.email != former.email {
        free_address(&mut tx, &user).await?;
    }
    save(app, &mut tx, actor, &former, &mut user).await?;
    if former.active && !user.active {
        store::account::end_sessions(&mut tx, user.id, None).await?;
    }
    tx.commit().await?;
    Ok(user)
}

/// Refuses an address that another account has.
async fn free_address(tx: &mut Tx, user: &User) -> Result<()> {
    let email = user.email.as_deref().unwrap_or_default();
    let holder = store::user::by_email(tx, email).await?;
    if holder.is_none_or(|holder| holder.id == user.id) {
        return Ok(());
    }
    let problem = Problem::Said("This address is that of another account".to_owned());
    Err(editing::invalid(Kind::User, "email", problem))
}

/// Writes a person who changed.
pub(crate) async fn save(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    former: &User,
    user: &mut User,
) -> Result<()> {
    let fields = editing::changed(&editing::state(former)?, &editing::state(user)?);
    if fields.is_empty() {
        return Ok(());
    }
    if user.full_name() != former.full_name() {
        let name = user.full_name();
        user.slug = editing::rename::<User>(tx, user.id, &former.slug, &name).await?;
    }
    let held = !user.held && judge(app, tx, actor, former, user).await?;
    user.held |= held;
    store::user::save(&mut *tx, user).await?;
    let operation = if held { "held" } else { "updated" };
    record(app, tx, actor, user.id, operation, fields).await
}

/// Whether what somebody says of themselves looks like spam.
async fn judge(app: &App, tx: &mut Tx, actor: &Actor, former: &User, user: &User) -> Result<bool> {
    fn texts(user: &User) -> Vec<&str> {
        let about = user.about.as_deref().unwrap_or_default();
        vec![&user.first_name, &user.last_name, about]
    }
    let name = user.full_name();
    let written = spam::Written {
        subject: (Kind::User, user.id),
        message: None,
        owner: Owner::User(user.id),
        label: &name,
        before: texts(former),
        after: texts(user),
        operation: "updated",
    };
    spam::judge(app, tx, actor, &written).await
}

async fn record(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    user: Id,
    operation: &str,
    fields: Vec<String>,
) -> Result<()> {
    let change = Change {
        actor: actor.user,
        fields,
        ..Change::new(app.now(), (Kind::User, user), operation)
    };
    Ok(store::change::record(tx, &change).await?)
}

/// The caller leaves.
pub async fn delete_me(app: &App, actor: &Actor) -> Result<()> {
    let me = reading::in_person(actor)?;
    let mut tx = app.db().begin().await?;
    let found = store::subject::get::<User>(&mut tx, me).await?;
    let user = found.ok_or(Error::NotFound(Kind::User))?;
    forget(app, &mut tx, actor, user).await?;
    tx.commit().await?;
    Ok(())
}

/// A sysadmin asks for another password: the former one and the sessions are no longer valid, and a letter says so.
pub async fn rotate_password(app: &App, actor: &Actor, key: &str) -> Result<()> {
    reading::sysadmin(actor)?;
    let mut tx = app.db().begin().await?;
    let mut user = editing::hold::<User>(&mut tx, key).await?;
    if user.deleted.is_some() {
        return Err(Error::Gone(Kind::User));
    }
    editing::still_marked(actor, &user)?;
    user.password_rotation_demanded = Some(app.now());
    store::user::save(&mut tx, &user).await?;
    store::account::end_sessions(&mut tx, user.id, None).await?;
    store::account::forget_password(&mut tx, user.id).await?;
    if let Some(email) = &user.email {
        let lang = &app.settings().default_language;
        let facts = json!({"name": user.first_name, "path": "/reset"});
        outbox::write(app, &mut tx, (email, lang), "rotate-password", facts).await?;
    }
    let fields = vec!["password".to_owned()];
    record(app, &mut tx, actor, user.id, "updated", fields).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes back what somebody said: their messages lose their words, and the discussions of them alone go.
async fn delete_comments(app: &App, actor: &Actor, id: Id) -> Result<()> {
    reading::sysadmin(actor)?;
    // Whatever they saw was no discussion.
    let actor = &actor.upon(None);
    for found in store::discussion::with_messages_of(app.db(), id).await? {
        let alone = found.messages.iter().all(|it| it.posted_by == Some(id));
        if alone {
            discussion::delete(app, actor, &found.id.to_string()).await?;
            continue;
        }
        let mut tx = app.db().begin().await?;
        let held = store::subject::get::<Discussion>(&mut tx, found.id).await?;
        let Some(mut found) = held else { continue };
        let theirs = found.messages.iter_mut();
        for message in theirs.filter(|it| it.posted_by == Some(id)) {
            "DELETED".clone_into(&mut message.content);
        }
        store::discussion::save(&mut tx, &found).await?;
        let change = Change {
            actor: actor.user,
            ..Change::new(app.now(), (Kind::Discussion, found.id), "updated")
        };
        store::change::record(&mut tx, &change).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// How a sysadmin makes somebody leave.
#[derive(Clone, Copy, Debug, Default)]
pub struct Leaving {
    /// The letter names the ways of appeal.
    pub legal: bool,
    /// No letter at all.
    pub silent: bool,
    /// What they said is taken back as well.
    pub comments: bool,
}

/// A sysadmin makes somebody leave, who is told of it.
pub async fn dismiss(app: &App, actor: &Actor, key: &str, leaving: Leaving) -> Result<()> {
    reading::sysadmin(actor)?;
    let found = super::find(app, actor, key).await?;
    let letter = if leaving.legal {
        notice::legal(app, actor, (Kind::User, key), true).await?
    } else if leaving.silent {
        None
    } else {
        notice::farewell(app, actor, key).await?
    };
    delete(app, actor, key).await?;
    if leaving.comments {
        delete_comments(app, actor, found.id).await?;
    }
    notice::send(app, letter).await
}

pub(crate) async fn delete(app: &App, actor: &Actor, key: &str) -> Result<()> {
    reading::sysadmin(actor)?;
    let mut tx = app.db().begin().await?;
    let user = editing::hold::<User>(&mut tx, key).await?;
    if user.deleted.is_some() {
        return Err(Error::Gone(Kind::User));
    }
    editing::still_marked(actor, &user)?;
    if actor.user == Some(user.id) {
        return Err(Error::Refused(
            "You cannot delete yourself with this API. Use the \"me\" API instead.",
        ));
    }
    forget(app, &mut tx, actor, user).await?;
    tx.commit().await?;
    Ok(())
}

/// Forgets who a person was: nothing says any more who answers to this id.
async fn forget(app: &App, tx: &mut Tx, actor: &Actor, user: User) -> Result<()> {
    let id = user.id;
    for organization in store::user::member_of(&mut *tx, id).await? {
        let found = store::subject::get::<Organization>(&mut *tx, organization).await?;
        if let Some(mut organization) = found {
            leave(app, tx, actor, &mut organization, id).await?;
        }
    }
    store::account::revoke_tokens(&mut *tx, id, app.now()).await?;
    store::account::end_sessions(&mut *tx, id, None).await?;
    store::oauth::revoke_of(&mut *tx, id, None, app.now()).await?;
    store::second_factor::remove(&mut *tx, id).await?;
    store::oidc::unlink(&mut *tx, id).await?;
    store::account::forget_password(&mut *tx, id).await?;
    store::follow::forget(&mut *tx, id).await?;
    store::followed_search::forget(&mut *tx, id).await?;
    store::preference::forget(&mut *tx, id).await?;
    store::membership::forget(&mut *tx, id).await?;
    store::notification::forget(&mut *tx, id).await?;
    store::contact_point::forget(&mut *tx, id).await?;
    store::slug::forget(&mut *tx, Kind::User, id).await?;
    let left = User {
        id,
        slug: format!("deleted-{id}"),
        email: Some(format!("{id}@deleted")),
        first_name: "DELETED".to_owned(),
        last_name: "DELETED".to_owned(),
        since: user.since,
        metrics: user.metrics,
        deleted: Some(app.now()),
        ..User::default()
    };
    store::user::save(&mut *tx, &left).await?;
    let now = Some(app.now());
    store::report::subject_gone(&mut *tx, (Kind::User, id), now, actor.user).await?;
    record(app, tx, actor, id, "deleted", Vec::new()).await
}
