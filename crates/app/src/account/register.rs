//! Opening an account: somebody says who they are, and proves their address by a link that was sent there. The
//! answer is the same, and takes as long, whether the address has an account already: only its owner is told.

use serde_json::json;
use vitrail_domain::time::DAY;
use vitrail_domain::{Change, Kind, User, password};
use vitrail_store as store;

use super::{Asking, CONFIRM, NewUser, check, digest, hash_password, insert, is_email};
use crate::limit::{self, buckets};
use crate::{App, Error, FieldErrors, Result, captcha, outbox};

/// What somebody fills in.
#[derive(Clone, Debug, Default)]
pub struct Registration {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub password: String,
    pub password_confirm: String,
    pub accept_conditions: bool,
    /// A proof of work, where one was made.
    pub proof: String,
}

/// Nothing can be proved where no mail leaves.
pub(super) fn needs_mail(app: &App) -> Result<()> {
    if app.settings().mail.is_none() {
        return Err(Error::Refused(
            "This portal sends no mail yet: whoever runs it creates the accounts.",
        ));
    }
    Ok(())
}

/// What is wrong with a password that somebody chose twice.
pub(super) fn check_choice(
    errors: &mut FieldErrors,
    (field, chosen): (&str, &str),
    again: &str,
    about: &[&str],
) {
    if !errors.contains_key(field)
        && let Some(problem) = password::problem(chosen, about)
    {
        errors.insert(field.to_owned(), problem.to_owned());
    } else if chosen != again {
        errors.insert(format!("{field}_confirm"), "password-mismatch".to_owned());
    }
}

pub async fn register(app: &App, asking: &Asking, new: Registration) -> Result<()> {
    needs_mail(app)?;
    let account = NewUser {
        email: new.email.trim().to_owned(),
        password: new.password,
        first_name: new.first_name.trim().to_owned(),
        last_name: new.last_name.trim().to_owned(),
        admin: false,
    };
    let mut errors = check(&account);
    let about = [&*account.email, &*account.first_name, &*account.last_name];
    let chosen = ("password", &*account.password);
    check_choice(&mut errors, chosen, &new.password_confirm, &about);
    if !new.accept_conditions {
        errors.insert("accept_conditions".to_owned(), "conditions".to_owned());
    }
    if !errors.is_empty() {
        return Err(Error::Arguments(errors));
    }
    let proven = !app.settings().captcha || captcha::check(app, &new.proof).await?;
    let rates = &app.settings().limits;
    let (name, rate) = if proven {
        ("register", rates.register)
    } else {
        ("register-unproven", rates.register_unproven)
    };
    let limits = buckets(name, &asking.place, &account.email);
    limit::take(app, rate, &limits).await?;
    let hash = hash_password(&account.password).await?;
    let email = account.email.clone();
    let mut tx = app.db().begin().await?;
    let letter = match store::user::by_email(&mut tx, &email).await? {
        None => {
            let user = insert(app, &mut tx, account, &hash, false).await?;
            store::account::set_unconfirmed(&mut tx, user.id, Some(app.now())).await?;
            CONFIRM
        }
        // Nobody proved this address yet: whoever asks last is believed once they do.
        Some(mut user) if store::account::is_unconfirmed(&mut tx, user.id).await? => {
            user.first_name = account.first_name;
            user.last_name = account.last_name;
            store::user::save(&mut tx, &user).await?;
            store::account::set_password(&mut tx, user.id, &hash).await?;
            store::account::drop_links(&mut tx, user.id).await?;
            CONFIRM
        }
        Some(_) => "registered",
    };
    let facts = json!({"path": "/login"});
    outbox::write(app, &mut tx, (&email, &asking.lang), letter, facts).await?;
    tx.commit().await?;
    Ok(())
}

/// Sends the link again; the answer says nothing of the address.
pub async fn send_confirmation(app: &App, asking: &Asking, email: &str) -> Result<()> {
    ask_for_letter(app, asking, email, CONFIRM).await
}

pub(super) async fn ask_for_letter(
    app: &App,
    asking: &Asking,
    email: &str,
    letter: &str,
) -> Result<()> {
    needs_mail(app)?;
    if !is_email(email.trim()) {
        return Err(Error::argument("email", "invalid-email"));
    }
    let limits = buckets("letter", &asking.place, email);
    limit::take(app, app.settings().limits.reset, &limits).await?;
    let mut tx = app.db().begin().await?;
    outbox::write(app, &mut tx, (email, &asking.lang), letter, json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// How long an account waits for its address to be confirmed.
const PATIENCE: i64 = 30 * DAY;

/// Forgets the accounts whose address nobody confirmed for a month; how many there were.
pub async fn forget_unconfirmed(app: &App) -> Result<usize> {
    let waiting = store::account::unconfirmed(app.db(), app.now().plus(-PATIENCE)).await?;
    let mut tx = app.db().begin().await?;
    let mut gone = 0;
    for user in waiting {
        if store::account::drop_unconfirmed(&mut tx, user).await? {
            store::account::drop_links(&mut tx, user).await?;
            store::slug::forget(&mut tx, Kind::User, user).await?;
            gone += 1;
        }
    }
    tx.commit().await?;
    Ok(gone)
}

/// Whether the link of a letter still works.
pub async fn is_link(app: &App, secret: &str, purpose: &str) -> Result<bool> {
    let link = store::account::link(app.db(), &digest(secret), purpose, app.now()).await?;
    Ok(link.is_some())
}

/// Uses the link up: the account is open.
pub async fn confirm(app: &App, secret: &str) -> Result<()> {
    let mut tx = app.db().begin().await?;
    let link = store::account::link(&mut tx, &digest(secret), CONFIRM, app.now()).await?;
    let link = link.ok_or(Error::NotFound(Kind::User))?;
    store::account::use_link(&mut tx, &link.digest).await?;
    let user = store::subject::get::<User>(&mut tx, link.user).await?;
    let user = user.ok_or(Error::NotFound(Kind::User))?;
    open(app, &mut tx, user).await?;
    tx.commit().await?;
    Ok(())
}

/// Opens an account whose address is proved, if it waited for that.
pub(super) async fn open(app: &App, tx: &mut store::Tx, mut user: User) -> Result<()> {
    if !store::account::is_unconfirmed(&mut *tx, user.id).await? {
        return Ok(());
    }
    user.active = true;
    store::user::save(&mut *tx, &user).await?;
    store::account::set_unconfirmed(&mut *tx, user.id, None).await?;
    let change = Change {
        actor: Some(user.id),
        ..Change::new(app.now(), (Kind::User, user.id), "updated")
    };
    store::change::record(&mut *tx, &change).await?;
    Ok(())
}
