//! An application comes to a token: for a code, for a renewal, for itself, or for the password of somebody. What is
//! wrong is said in the words of RFC 6749, and changes nothing, but what was stolen: a code or a renewal that comes
//! a second time ends the tokens of its family.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use vitrail_domain::oauth::{self, Client, Grant, Scope};
use vitrail_domain::time::{DAY, SECOND};
use vitrail_domain::{Id, User};
use vitrail_store as store;
use vitrail_store::Tx;
use vitrail_store::oauth::Token;

use crate::account::{self, Asking, digest, secret};
use crate::{App, Error, limit};

/// How long a token works, and how long after that it can be renewed.
const LIFE: i64 = 30 * DAY;
const RENEWED_WITHIN: i64 = 30 * DAY;

/// How an application says which one it is.
#[derive(Clone, Debug, Default)]
pub enum Credentials {
    #[default]
    Missing,
    /// Without secret.
    Bare(String),
    Secret(String, String),
}

/// What is sent to come to a token.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub credentials: Credentials,
    pub grant_type: String,
    pub code: String,
    pub redirect_uri: Option<String>,
    pub code_verifier: Option<String>,
    pub refresh_token: String,
    pub scope: String,
    pub username: String,
    pub password: String,
}

/// A token, shown this once.
#[derive(Clone, Debug)]
pub struct Issued {
    pub access: String,
    pub refresh: Option<String>,
    /// In seconds.
    pub expires_in: i64,
    pub scope: String,
}

/// Why there is no token.
#[derive(Debug)]
pub enum Failure {
    /// The code of RFC 6749 and a sentence.
    Denied(&'static str, String),
    Other(Error),
}

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

type Result<T> = std::result::Result<T, Failure>;

fn denied<T>(error: &'static str, why: &str) -> Result<T> {
    Err(Failure::Denied(error, why.to_owned()))
}

/// Gives a token, or says why not.
pub async fn issue(app: &App, asking: &Asking, request: &Request) -> Result<Issued> {
    let known = Grant::parse(&request.grant_type);
    let client = authenticate(app, asking, &request.credentials, known).await?;
    let Some(grant) = known else {
        return denied("unsupported_grant_type", "this way to a token is not known");
    };
    if !client.grants.contains(&grant) {
        return denied(
            "unauthorized_client",
            "this application may not come to a token in this way",
        );
    }
    let issued = match grant {
        Grant::AuthorizationCode => for_code(app, &client, request).await,
        Grant::RefreshToken => renew(app, &client, request).await,
        Grant::ClientCredentials => for_itself(app, &client, request).await,
        Grant::Password => for_password(app, asking, &client, request).await,
    };
    if matches!(issued, Err(Failure::Denied("invalid_grant", _))) {
        limit::bad_token(app, &asking.place).await?;
    }
    issued
}

/// Ends what an application was given; of what it was not, nothing is said.
pub async fn revoke(
    app: &App,
    asking: &Asking,
    credentials: &Credentials,
    token: &str,
) -> Result<()> {
    let client = authenticate(app, asking, credentials, None).await?;
    let key = digest(token);
    let mut tx = app.db().begin().await?;
    let mut found = store::oauth::by_access(&mut tx, &key).await?;
    if found.is_none() {
        found = store::oauth::by_refresh(&mut tx, &key).await?;
    }
    if let Some(token) = found.filter(|token| token.client == client.id) {
        store::oauth::revoke_family(&mut tx, token.family, app.now()).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The application that asks. The sentence is the one that clients of udata read.
async fn authenticate(
    app: &App,
    asking: &Asking,
    credentials: &Credentials,
    grant: Option<Grant>,
) -> Result<Client> {
    let (id, said) = match credentials {
        Credentials::Missing => return unknown(grant),
        Credentials::Bare(id) => (id, None),
        Credentials::Secret(id, secret) => (id, Some(secret)),
    };
    let found = match id.parse::<Id>() {
        Ok(id) => store::oauth::client(app.db(), id).await?,
        Err(_) => None,
    };
    match (found, said) {
        (Some((client, Some(kept))), Some(said)) if digest(said) == kept => Ok(client),
        (Some((client, None)), None) if !client.confidential => Ok(client),
        _ => {
            limit::bad_token(app, &asking.place).await?;
            unknown(grant)
        }
    }
}

fn unknown<T>(grant: Option<Grant>) -> Result<T> {
    let methods = if grant == Some(Grant::AuthorizationCode) {
        "['client_secret_basic', 'client_secret_post', 'none']"
    } else {
        "['client_secret_basic']"
    };
    let why = format!("The client cannot authenticate with methods: {methods}");
    Err(Failure::Denied("invalid_client", why))
}

async fn for_code(app: &App, client: &Client, request: &Request) -> Result<Issued> {
    let mut tx = app.db().begin().await?;
    let code = store::oauth::code(&mut tx, &digest(&request.code)).await?;
    let Some(code) = code.filter(|code| code.client == client.id) else {
        return denied("invalid_grant", "this code is not one of ours");
    };
    if code.used.is_some() {
        return stolen(app, tx, code.family).await;
    }
    if code.expires <= app.now() {
        return denied("invalid_grant", "this code is too old");
    }
    if code.redirect_uri.is_some() && code.redirect_uri != request.redirect_uri {
        return denied("invalid_grant", "redirect_uri is not the one of the code");
    }
    let shown = request.code_verifier.as_deref().map(challenge_of);
    if code.challenge != shown {
        return denied("invalid_grant", "code_verifier is not the one of the code");
    }
    if !store::oauth::use_code(&mut tx, &code.digest, app.now()).await? {
        return stolen(app, tx, code.family).await;
    }
    let user = living(&mut tx, code.user).await?;
    let scopes = oauth::scopes(&code.scope).unwrap_or_default();
    let issued = give(app, &mut tx, client, (&user, code.family), &scopes, true).await?;
    tx.commit().await?;
    Ok(issued)
}

/// What an application hashed before it asked (PKCE).
fn challenge_of(verifier: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

async fn renew(app: &App, client: &Client, request: &Request) -> Result<Issued> {
    let mut tx = app.db().begin().await?;
    let token = store::oauth::by_refresh(&mut tx, &digest(&request.refresh_token)).await?;
    let Some(token) = token.filter(|token| token.client == client.id) else {
        return denied("invalid_grant", "this refresh_token is not one of ours");
    };
    if token.revoked.is_some() {
        return stolen(app, tx, token.family).await;
    }
    if token.refresh_expires.is_none_or(|until| until <= app.now()) {
        return denied("invalid_grant", "this refresh_token is too old");
    }
    let mut scopes = oauth::scopes(&token.scope).unwrap_or_default();
    if !request.scope.is_empty() {
        let asked = oauth::scopes(&request.scope).unwrap_or_default();
        if asked.is_empty() || asked.iter().any(|scope| !scopes.contains(scope)) {
            return denied("invalid_scope", "no more than what was allowed at first");
        }
        scopes = asked;
    }
    scopes.retain(|scope| client.scopes.contains(scope));
    if scopes.is_empty() {
        return denied(
            "invalid_scope",
            "this application may ask for none of that any more",
        );
    }
    let user = living(&mut tx, token.user).await?;
    if !store::oauth::revoke(&mut tx, &token.access, app.now()).await? {
        return stolen(app, tx, token.family).await;
    }
    let issued = give(app, &mut tx, client, (&user, token.family), &scopes, true).await?;
    tx.commit().await?;
    Ok(issued)
}

/// Somebody used it before: all that came of the same consent ends.
async fn stolen<T>(app: &App, mut tx: Tx, family: Id) -> Result<T> {
    store::oauth::revoke_family(&mut tx, family, app.now()).await?;
    tx.commit().await?;
    tracing::warn!(%family, "a code or a renewal of OAuth2 was used twice: its tokens end");
    denied(
        "invalid_grant",
        "this was used already: all the tokens of this consent end",
    )
}

async fn for_itself(app: &App, client: &Client, request: &Request) -> Result<Issued> {
    let Some(scopes) = client.granted(&request.scope) else {
        return denied("invalid_scope", "this application may not ask for that");
    };
    let mut tx = app.db().begin().await?;
    let owner = living(&mut tx, client.owner).await?;
    let issued = give(app, &mut tx, client, (&owner, app.new_id()), &scopes, false).await?;
    tx.commit().await?;
    Ok(issued)
}

async fn for_password(
    app: &App,
    asking: &Asking,
    client: &Client,
    request: &Request,
) -> Result<Issued> {
    let Some(scopes) = client.granted(&request.scope) else {
        return denied("invalid_scope", "this application may not ask for that");
    };
    let (email, password) = (request.username.trim(), request.password.as_str());
    let Some(user) = account::by_password(app, asking, email, password).await? else {
        return denied(
            "invalid_grant",
            "this address and this password do not go together",
        );
    };
    let mut tx = app.db().begin().await?;
    let renewed = client.grants.contains(&Grant::RefreshToken);
    let issued = give(
        app,
        &mut tx,
        client,
        (&user, app.new_id()),
        &scopes,
        renewed,
    )
    .await?;
    tx.commit().await?;
    Ok(issued)
}

async fn living(tx: &mut Tx, user: Id) -> Result<User> {
    let user = store::subject::get::<User>(tx, user).await?;
    match user.filter(User::is_open) {
        Some(user) => Ok(user),
        None => denied("invalid_grant", "this account is no longer open"),
    }
}

async fn give(
    app: &App,
    tx: &mut Tx,
    client: &Client,
    (user, family): (&User, Id),
    scopes: &[Scope],
    renewed: bool,
) -> Result<Issued> {
    let access = secret(app);
    let renewed = renewed && client.grants.contains(&Grant::RefreshToken);
    let refresh = renewed.then(|| secret(app));
    let token = Token {
        access: digest(&access),
        refresh: refresh.as_deref().map(digest),
        client: client.id,
        user: user.id,
        family,
        scope: oauth::text(scopes),
        created: app.now(),
        expires: app.now().plus(LIFE),
        refresh_expires: renewed.then(|| app.now().plus(LIFE + RENEWED_WITHIN)),
        revoked: None,
    };
    store::oauth::add_token(tx, &token).await?;
    Ok(Issued {
        access,
        refresh,
        expires_in: LIFE / SECOND,
        scope: token.scope,
    })
}

#[cfg(test)]
mod tests {
    use super::challenge_of;

    #[test]
    fn the_example_of_rfc_7636() {
        assert_eq!(
            challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }
}
