//! Who asks: an API token, a session, or nobody. Tokens and sessions are kept as digests only.

pub mod address;
pub mod leaving;
pub mod passwords;
pub mod register;
pub mod second;
pub mod session;
pub mod totp;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use sha2::{Digest, Sha256};
use vitrail_domain::oauth::Scope;
use vitrail_domain::time::DAY;
use vitrail_domain::{Actor, Change, Id, Kind, Reach, User, password, text};
use vitrail_store as store;
use vitrail_store::subject::Subject;

use crate::error::FieldErrors;
use crate::{App, Error, Result, limit};

/// The prefix by which people and scanners recognise a token of the portal.
pub const TOKEN_PREFIX: &str = "udata_";

/// The digest under which a secret is kept.
pub fn digest(secret: &str) -> String {
    text::hex(&Sha256::digest(secret.as_bytes()))
}

/// A secret that nobody can guess: 32 bytes of chance in hexadecimal.
pub fn secret(app: &App) -> String {
    text::hex(&app.rng().bytes::<32>())
}

/// What proves that a form or a script was made for a session: only who was given it, or the session, knows it.
pub fn csrf_token(session: &str) -> String {
    digest(&format!("csrf:{session}"))
}

/// What a person may do.
pub async fn actor(app: &App, user: &User) -> Result<Actor> {
    let roles = store::organization::roles_of(app.db(), user.id).await?;
    let assignments = store::organization::assignments_of(app.db(), user.id).await?;
    Ok(Actor {
        user: Some(user.id),
        sysadmin: user.admin,
        roles,
        assignments: assignments.into_iter().collect(),
        reach: Reach::Whole,
        upon: None,
    })
}

/// The person of an API token; a bad one fails even where none is needed, as on udata.
pub async fn by_token(app: &App, token: &str) -> Result<(User, Reach)> {
    let found = store::account::token(app.db(), &digest(token)).await?;
    let token = found.ok_or(Error::BadToken("Invalid API token"))?;
    if token.revoked.is_some() {
        return Err(Error::BadToken("Revoked API token"));
    }
    if token.expires.is_some_and(|expires| expires <= app.now()) {
        return Err(Error::BadToken("Expired API token"));
    }
    let reach = if token.scope == Scope::Admin.as_str() {
        Reach::Whole
    } else {
        Reach::Read
    };
    let user = store::subject::get::<User>(app.db(), token.user).await?;
    let user = user.filter(User::is_open);
    Ok((user.ok_or(Error::BadToken("Inactive user"))?, reach))
}

/// The person of a session, or nobody when it ended.
pub async fn by_session(app: &App, session: &str) -> Result<Option<User>> {
    let Some(id) = store::account::session(app.db(), &digest(session), app.now()).await? else {
        return Ok(None);
    };
    let user = store::subject::get::<User>(app.db(), id).await?;
    Ok(user.filter(User::is_open))
}

/// A new API token: its text, shown once.
pub async fn create_token(app: &App, user: Id, name: Option<String>) -> Result<String> {
    let text = format!("{TOKEN_PREFIX}{}", secret(app));
    let token = store::account::NewToken {
        id: app.new_id(),
        user,
        digest: digest(&text),
        prefix: text.chars().take(14).collect(),
        name,
        scope: Scope::Admin.as_str().to_owned(),
        created: app.now(),
        expires: None,
    };
    let mut tx = app.db().begin().await?;
    store::account::add_token(&mut tx, token).await?;
    tx.commit().await?;
    Ok(text)
}

/// What an account is made of.
#[derive(Clone, Debug, Default)]
pub struct NewUser {
    pub email: String,
    pub password: String,
    pub first_name: String,
    pub last_name: String,
    pub admin: bool,
}

/// Letters and links: an address to confirm, a password to choose again, another address.
pub const CONFIRM: &str = "confirm";
pub const RESET: &str = "reset";
pub const CHANGE_EMAIL: &str = "change-email";

const SESSION_LIFE: i64 = 30 * DAY;
const SETUP_LIFE: i64 = DAY;
const SETUP: &str = "setup";

/// Argon2id with the library's recommended cost; takes tens of milliseconds of a thread of its own.
pub async fn hash_password(password: &str) -> Result<String> {
    let password = password.to_owned();
    let hashed = tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
    });
    let hash = hashed.await.map_err(anyhow::Error::from)?;
    Ok(hash.map_err(|error| anyhow::anyhow!("the password could not be hashed: {error}"))?)
}

async fn is_password(password: &str, hash: String) -> Result<bool> {
    let password = password.to_owned();
    let checked = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&hash).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
        })
    });
    Ok(checked.await.map_err(anyhow::Error::from)?)
}

/// Whether a text has the shape of an address of e-mail.
fn is_email(email: &str) -> bool {
    let whole = email.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    });
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>,;:()[]\\\"".contains(c);
    whole && !email.contains(odd) && email.matches('@').count() == 1 && email.len() <= 254
}

/// What is wrong with an account that somebody asks for, by field.
fn check(new: &NewUser) -> FieldErrors {
    let mut errors = FieldErrors::new();
    let mut refuse = |field: &str, message: &str| {
        errors.insert(field.to_owned(), message.to_owned());
    };
    if !is_email(new.email.trim()) {
        refuse("email", "invalid-email");
    }
    for (field, name) in [
        ("first_name", &new.first_name),
        ("last_name", &new.last_name),
    ] {
        if let Some(problem) = problem_of_name(name) {
            refuse(field, problem);
        }
    }
    if password::is_weak(&new.password) {
        refuse("password", "weak-password");
    }
    errors
}

/// Names are shown to everybody: no address of a site, nothing that breaks a line.
fn problem_of_name(name: &str) -> Option<&'static str> {
    let name = name.trim();
    if name.is_empty() {
        return Some("required");
    }
    let lower = name.to_lowercase();
    let holds_url = ["://", "www.", "http:", "https:"]
        .iter()
        .any(|mark| lower.contains(mark));
    let odd = holds_url || name.chars().any(char::is_control) || name.chars().count() > 128;
    odd.then_some("invalid-name")
}

/// Creates an account. Errors by field are the keys of the sentences that explain them.
pub async fn create(app: &App, new: NewUser) -> Result<User> {
    let errors = check(&new);
    if !errors.is_empty() {
        return Err(Error::Arguments(errors));
    }
    let hash = hash_password(&new.password).await?;
    let mut tx = app.db().begin().await?;
    let user = insert(app, &mut tx, new, &hash, true).await?;
    tx.commit().await?;
    Ok(user)
}

async fn insert(
    app: &App,
    tx: &mut store::Tx,
    new: NewUser,
    hash: &str,
    active: bool,
) -> Result<User> {
    if store::user::by_email(&mut *tx, &new.email).await?.is_some() {
        return Err(Error::argument("email", "taken-email"));
    }
    let id = app.new_id();
    let name = format!("{} {}", new.first_name.trim(), new.last_name.trim());
    let user = User {
        id,
        slug: store::slug::pick(&mut *tx, Kind::User, User::TABLE, id, &name).await?,
        first_name: new.first_name.trim().to_owned(),
        last_name: new.last_name.trim().to_owned(),
        email: Some(new.email.trim().to_lowercase()),
        active,
        admin: new.admin,
        since: app.now(),
        last_login_at: Some(app.now()),
        ..User::default()
    };
    store::user::save(&mut *tx, &user).await?;
    store::account::set_password(&mut *tx, id, hash).await?;
    let change = Change {
        actor: Some(id),
        ..Change::new(app.now(), (Kind::User, id), "created")
    };
    store::change::record(&mut *tx, &change).await?;
    Ok(user)
}

/// The secret of the link that creates the first administrator; none when there is one already. A new link
/// replaces the former one.
pub async fn offer_setup(app: &App) -> Result<Option<String>> {
    if store::user::has_admin(app.db()).await? {
        return Ok(None);
    }
    let secret = secret(app);
    let mut tx = app.db().begin().await?;
    let expires = app.now().plus(SETUP_LIFE);
    store::account::set_one_time(&mut tx, &digest(&secret), SETUP, expires).await?;
    tx.commit().await?;
    Ok(Some(secret))
}

/// Whether the link of the first administrator still works: it is of no use to a second one.
pub async fn check_setup(app: &App, secret: &str) -> Result<bool> {
    if store::user::has_admin(app.db()).await? {
        return Ok(false);
    }
    Ok(store::account::is_one_time(app.db(), &digest(secret), SETUP, app.now()).await?)
}

/// Uses the link up and creates the first administrator; what is wrong in the form leaves the link as it was.
pub async fn set_up(app: &App, secret: &str, new: NewUser) -> Result<User> {
    if !check_setup(app, secret).await? {
        return Err(Error::NotFound(Kind::User));
    }
    let new = NewUser { admin: true, ..new };
    let errors = check(&new);
    if !errors.is_empty() {
        return Err(Error::Arguments(errors));
    }
    let hash = hash_password(&new.password).await?;
    let mut tx = app.db().begin().await?;
    if !store::account::use_one_time(&mut tx, &digest(secret), SETUP, app.now()).await? {
        return Err(Error::NotFound(Kind::User));
    }
    let user = insert(app, &mut tx, new, &hash, true).await?;
    tx.commit().await?;
    Ok(user)
}

/// Who asks for what concerns an account: from which place of the network, in which language, with what.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    /// An address, or the part of it that one household holds.
    pub place: String,
    pub lang: String,
    /// What the browser says it is.
    pub agent: Option<String>,
}

/// What comes of signing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// The secret of the session, for the cookie.
    Session(String),
    /// The password is right, and a second proof is asked: what lets its owner go on.
    Half(String),
    /// The address or the password is wrong: nobody is told which.
    Wrong,
    /// Both are right, and the address was never confirmed.
    Unconfirmed,
}

/// The open account of an address and its password; tries are counted.
pub async fn by_password(
    app: &App,
    asking: &Asking,
    email: &str,
    password: &str,
) -> Result<Option<User>> {
    let limits = limit::buckets("sign-in", &asking.place, email);
    limit::take(app, app.settings().limits.sign_in, &limits).await?;
    let user = store::user::by_email(app.db(), email).await?;
    let user = user.filter(User::is_open);
    let known = is_password_of(app, user.as_ref().map(|user| user.id), password).await?;
    match user.filter(|_| known) {
        // A password alone is not enough for them.
        Some(user) if second::state(app, user.id).await?.is_some() => Ok(None),
        user => Ok(user),
    }
}

/// Opens a session. The answer is the same, and takes as long, whether the address or the password is wrong.
pub async fn sign_in(app: &App, asking: &Asking, email: &str, password: &str) -> Result<SignIn> {
    let limits = limit::buckets("sign-in", &asking.place, email);
    limit::take(app, app.settings().limits.sign_in, &limits).await?;
    let user = store::user::by_email(app.db(), email).await?;
    let user = user.filter(|user| user.deleted.is_none());
    let known = is_password_of(app, user.as_ref().map(|user| user.id), password).await?;
    match user {
        Some(user) if known && user.active => let_in(app, asking, user).await,
        Some(user) if known && store::account::is_unconfirmed(app.db(), user.id).await? => {
            Ok(SignIn::Unconfirmed)
        }
        _ => Ok(SignIn::Wrong),
    }
}

/// Somebody proved who they are: their session, or the second proof that they asked for.
pub(crate) async fn let_in(app: &App, asking: &Asking, user: User) -> Result<SignIn> {
    if second::state(app, user.id).await?.is_some() {
        return Ok(SignIn::Half(second::begin(app, user.id).await?));
    }
    let session = open_session(app, asking, user.id).await?;
    Ok(SignIn::Session(session))
}

/// Whether this is the password of somebody; of nobody, it is not, and takes as long.
async fn is_password_of(app: &App, user: Option<Id>, password: &str) -> Result<bool> {
    // The hash of no password, so that an unknown address costs as much as a known one.
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$\
                          SqlVijFGiPG+935vDSGEsA6bXkoVf8VBwVJ0GQfRpzo";
    let hash = match user {
        Some(user) => store::account::password(app.db(), user).await?,
        None => None,
    };
    let is_known = hash.is_some();
    let matches = is_password(password, hash.unwrap_or_else(|| NOBODY.to_owned())).await?;
    Ok(is_known && matches)
}

/// A session of somebody who has proved who they are.
pub async fn open_session(app: &App, asking: &Asking, user: Id) -> Result<String> {
    let mut tx = app.db().begin().await?;
    let secret = open_session_in(app, &mut tx, asking, user).await?;
    tx.commit().await?;
    Ok(secret)
}

async fn open_session_in(
    app: &App,
    tx: &mut store::Tx,
    asking: &Asking,
    user: Id,
) -> Result<String> {
    let secret = secret(app);
    let agent = asking.agent.as_deref();
    let agent: Option<String> = agent.map(|agent| agent.chars().take(300).collect());
    let session = store::account::NewSession {
        id: app.new_id(),
        digest: &digest(&secret),
        user,
        agent: agent.as_deref(),
        created: app.now(),
        expires: app.now().plus(SESSION_LIFE),
    };
    store::account::add_session(&mut *tx, &session).await?;
    if let Some(mut user) = store::subject::get::<User>(&mut *tx, user).await? {
        user.last_login_at = Some(app.now());
        store::user::save(&mut *tx, &user).await?;
    }
    Ok(secret)
}

pub async fn sign_out(app: &App, session: &str) -> Result<()> {
    let mut tx = app.db().begin().await?;
    store::account::end_session(&mut tx, &digest(session)).await?;
    tx.commit().await?;
    Ok(())
}

/// Changes one's own name.
pub async fn rename(app: &App, actor: &Actor, first_name: &str, last_name: &str) -> Result<()> {
    let id = actor.user.ok_or(Error::Unauthenticated)?;
    let mut errors = FieldErrors::new();
    for (field, name) in [("first_name", first_name), ("last_name", last_name)] {
        if let Some(problem) = problem_of_name(name) {
            errors.insert(field.to_owned(), problem.to_owned());
        }
    }
    if !errors.is_empty() {
        return Err(Error::Arguments(errors));
    }
    let mut tx = app.db().begin().await?;
    let user = store::subject::get::<User>(&mut tx, id).await?;
    let mut user = user.ok_or(Error::NotFound(Kind::User))?;
    first_name.trim().clone_into(&mut user.first_name);
    last_name.trim().clone_into(&mut user.last_name);
    store::user::save(&mut tx, &user).await?;
    let change = Change {
        actor: Some(id),
        ..Change::new(app.now(), (Kind::User, id), "updated")
    };
    store::change::record(&mut tx, &change).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether the portal has a sysadmin yet.
pub async fn has_admin(app: &App) -> Result<bool> {
    Ok(store::user::has_admin(app.db()).await?)
}

/// The account of an address.
pub async fn by_email(app: &App, email: &str) -> Result<Option<User>> {
    Ok(store::user::by_email(app.db(), email).await?)
}

/// What to do about an error of an account's field, in English for the command line; pages have their own
/// sentences under the same keys.
pub fn remedy(key: &str) -> &str {
    match key {
        "invalid-email" => "this is no e-mail address; write it as name@example.org",
        "taken-email" => "an account has this address already; choose another",
        "required" => "must be given",
        "invalid-name" => "must be a name of at most 128 characters, without address of a site",
        "weak-password" => {
            "too weak; use 8 characters or more, with lower case, upper case and digits"
        }
        other => other,
    }
}
