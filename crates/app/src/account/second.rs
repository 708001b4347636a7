//! The second proof at sign-in: set up once a first code was right, asked after the password, taken away by the
//! password. Who lost their device has ten rescue codes; each works once.

use serde_json::json;
use vitrail_domain::time::SECOND;
use vitrail_domain::{Id, Kind, Timestamp, User};
use vitrail_store as store;
use vitrail_store::Tx;

use super::{Asking, digest, open_session_in, passwords, secret, totp};
use crate::limit::{self, buckets};
use crate::{App, Error, Result, outbox};

const CODES: usize = 10;
/// How long somebody who said their password may look for their device.
const HALF_LIFE: i64 = 10 * 60 * SECOND;

/// Whether a person is asked for a second proof, since when, and how many rescue codes they have left.
pub async fn state(app: &App, user: Id) -> Result<Option<(Timestamp, i64)>> {
    let found = store::second_factor::get(app.db(), user).await?;
    let Some(since) = found.and_then(|found| found.confirmed) else {
        return Ok(None);
    };
    let left = store::second_factor::count_codes(app.db(), user).await?;
    Ok(Some((since, left)))
}

/// What a device must know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// To type by hand.
    pub key: String,
    pub issuer: String,
    pub username: String,
    /// To read with a camera.
    pub uri: String,
}

/// Offers a secret; nothing is asked at sign-in before a first code was right.
pub async fn offer(app: &App, user: &User) -> Result<Offer> {
    let key = totp::base32(&app.rng().bytes::<20>());
    let mut tx = app.db().begin().await?;
    if !store::second_factor::offer(&mut tx, user.id, &key, app.now()).await? {
        return Err(Error::argument("form", "second-factor-already"));
    }
    tx.commit().await?;
    Ok(of_key(app, user, key))
}

/// The secret that was offered and not confirmed yet.
pub async fn offered(app: &App, user: &User) -> Result<Option<Offer>> {
    let found = store::second_factor::get(app.db(), user.id).await?;
    let waiting = found.filter(|found| found.confirmed.is_none());
    Ok(waiting.map(|found| of_key(app, user, found.secret)))
}

fn of_key(app: &App, user: &User, key: String) -> Offer {
    let issuer = app.settings().marks.title.clone();
    let issuer = issuer
        .unwrap_or_else(|| "Vitrail".to_owned())
        .replace(':', " ");
    let username = user.email.clone().unwrap_or_default();
    let encoded = |text: &str| -> String {
        let encoded: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        encoded.replace('+', "%20")
    };
    let uri = format!(
        "otpauth://totp/{issuer}:{}?secret={key}&issuer={issuer}&algorithm=SHA1&digits=6&period=30",
        encoded(&username),
        issuer = encoded(&issuer),
    );
    Offer {
        key,
        issuer,
        username,
        uri,
    }
}

/// A first code is right: from now on one is asked at sign-in. The rescue codes, shown this once.
pub async fn confirm(app: &App, asking: &Asking, user: &User, code: &str) -> Result<Vec<String>> {
    limited(app, asking, user).await?;
    let mut tx = app.db().begin().await?;
    if !is_right(app, &mut tx, user.id, code).await? {
        return Err(wrong());
    }
    if !store::second_factor::confirm(&mut tx, user.id, app.now()).await? {
        return Err(Error::argument("form", "second-factor-already"));
    }
    let codes = new_codes(app, &mut tx, user.id).await?;
    tell(app, &mut tx, asking, user, "second-factor-on").await?;
    tx.commit().await?;
    Ok(codes)
}

/// Other rescue codes, in place of the former ones, for somebody who says their password.
pub async fn renew_codes(
    app: &App,
    asking: &Asking,
    user: &User,
    password: &str,
) -> Result<Vec<String>> {
    passwords::check_current(app, asking, user, password).await?;
    if state(app, user.id).await?.is_none() {
        return Err(Error::NotFound(Kind::User));
    }
    let mut tx = app.db().begin().await?;
    let codes = new_codes(app, &mut tx, user.id).await?;
    tx.commit().await?;
    Ok(codes)
}

/// Asks for a code no more, for somebody who says their password, or said it a short while ago.
pub async fn disable(
    app: &App,
    asking: &Asking,
    user: &User,
    password: Option<&str>,
) -> Result<()> {
    if let Some(password) = password {
        passwords::check_current(app, asking, user, password).await?;
    }
    remove(app, asking, user).await
}

/// The same, for whoever runs the portal, when somebody lost both their device and their codes.
pub async fn remove(app: &App, asking: &Asking, user: &User) -> Result<()> {
    let mut tx = app.db().begin().await?;
    if store::second_factor::remove(&mut tx, user.id).await? {
        tell(app, &mut tx, asking, user, "second-factor-off").await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn tell(app: &App, tx: &mut Tx, asking: &Asking, user: &User, letter: &str) -> Result<()> {
    let Some(email) = &user.email else {
        return Ok(());
    };
    let facts = json!({"name": user.first_name, "path": "/account"});
    outbox::write(app, tx, (email, &asking.lang), letter, facts).await
}

/// Somebody said their password: what lets them go on to the code.
pub(super) async fn begin(app: &App, user: Id) -> Result<String> {
    let text = secret(app);
    let mut tx = app.db().begin().await?;
    store::second_factor::purge(&mut tx, app.now()).await?;
    let expires = app.now().plus(HALF_LIFE);
    store::second_factor::add_half(&mut tx, &digest(&text), user, expires).await?;
    tx.commit().await?;
    Ok(text)
}

/// Whether somebody is half-way in.
pub async fn is_half(app: &App, half: &str) -> Result<bool> {
    let found = store::second_factor::half(app.db(), &digest(half), app.now()).await?;
    Ok(found.is_some())
}

/// The code of the device, or a rescue code: the session opens.
pub async fn finish(app: &App, asking: &Asking, half: &str, said: &str) -> Result<String> {
    let key = digest(half);
    let user = store::second_factor::half(app.db(), &key, app.now()).await?;
    let user = match user {
        Some(id) => store::subject::get::<User>(app.db(), id).await?,
        None => None,
    };
    let user = user.filter(User::is_open);
    let user = user.ok_or_else(|| Error::argument("form", "second-factor-late"))?;
    limited(app, asking, &user).await?;
    let mut tx = app.db().begin().await?;
    let rescue = rescue_digest(user.id, said);
    let known = is_right(app, &mut tx, user.id, said).await?
        || store::second_factor::use_code(&mut tx, user.id, &rescue).await?;
    if !known {
        return Err(wrong());
    }
    if !store::second_factor::end_half(&mut tx, &key).await? {
        return Err(Error::argument("form", "second-factor-late"));
    }
    let session = open_session_in(app, &mut tx, asking, user.id).await?;
    tx.commit().await?;
    Ok(session)
}

async fn limited(app: &App, asking: &Asking, user: &User) -> Result<()> {
    let email = user.email.as_deref().unwrap_or_default();
    let limits = buckets("second", &asking.place, email);
    limit::take(app, app.settings().limits.sign_in, &limits).await
}

fn wrong() -> Error {
    Error::argument("code", "wrong-code")
}

/// Whether a code is the one of now; it is used up.
async fn is_right(app: &App, tx: &mut Tx, user: Id, said: &str) -> Result<bool> {
    let Some(found) = store::second_factor::get(&mut *tx, user).await? else {
        return Ok(false);
    };
    let secret = totp::from_base32(&found.secret).unwrap_or_default();
    match totp::find(&secret, said, app.now()) {
        Some(step) => Ok(store::second_factor::use_step(tx, user, step).await?),
        None => Ok(false),
    }
}

async fn new_codes(app: &App, tx: &mut Tx, user: Id) -> Result<Vec<String>> {
    let codes: Vec<String> = (0..CODES)
        .map(|_| written(&app.rng().bytes::<10>()))
        .collect();
    let digests: Vec<String> = codes.iter().map(|code| rescue_digest(user, code)).collect();
    store::second_factor::set_codes(tx, user, &digests).await?;
    Ok(codes)
}

/// Sixteen signs, four by four.
fn written(bytes: &[u8]) -> String {
    let text = totp::base32(bytes).to_lowercase();
    let signs: Vec<char> = text.chars().collect();
    let groups: Vec<String> = signs
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}

/// What is kept of a rescue code, however it is typed.
fn rescue_digest(user: Id, said: &str) -> String {
    let plain: String = said.chars().filter(char::is_ascii_alphanumeric).collect();
    digest(&format!("rescue:{user}:{}", plain.to_lowercase()))
}
