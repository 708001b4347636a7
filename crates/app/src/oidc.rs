//! Signing in elsewhere (OpenID Connect): the operator names one provider, such as ProConnect. What the provider says is
//! believed once its signature, its audience, its time and the nonce are right; it names an account here by an
//! address that was verified, and by nothing else.

mod person;
mod provider;

use vitrail_domain::time::SECOND;
use vitrail_store as store;
use vitrail_store::oidc::Flow;

use crate::account::{self, Asking, SignIn, digest, secret};
use crate::{App, Error, Result};

pub use provider::Provider;

/// How long somebody may take to sign in there.
const FLOW_LIFE: i64 = 10 * 60 * SECOND;

/// The provider that the operator named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    pub issuer: String,
    pub client_id: String,
    pub client_secret: String,
    /// What the button says.
    pub name: String,
    pub scopes: Vec<String>,
    /// How sure the provider must be of who it names; one of these.
    pub acr_values: Vec<String>,
    /// Whether its addresses are verified although it does not say so.
    pub trusts_email: bool,
}

/// Why somebody did not come in, under the key of the page that says so.
#[derive(Debug)]
pub enum Failure {
    Here(&'static str),
    Other(Error),
}

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

/// Where people go to sign in, and what their browser keeps meanwhile.
#[derive(Clone, Debug)]
pub struct Begun {
    pub url: String,
    pub browser: String,
}

/// Sends somebody there; `base` is the public address of the portal, `next` where to go afterwards.
pub async fn begin(
    app: &App,
    settings: &Settings,
    base: &str,
    next: &str,
) -> std::result::Result<Begun, Failure> {
    let (state, browser) = (secret(app), secret(app));
    let (nonce, verifier) = (secret(app), secret(app));
    let asked = provider::Asked {
        state: &state,
        nonce: &nonce,
        verifier: &verifier,
    };
    let url = provider::authorize(app, settings, base, asked).await?;
    let flow = Flow {
        state: digest(&state),
        browser: digest(&browser),
        nonce,
        verifier,
        next: next.to_owned(),
        expires: app.now().plus(FLOW_LIFE),
    };
    let mut tx = app.db().begin().await?;
    store::oidc::purge(&mut tx, app.now()).await?;
    store::oidc::add_flow(&mut tx, &flow).await?;
    tx.commit().await?;
    Ok(Begun { url, browser })
}

/// What came back.
#[derive(Clone, Debug, Default)]
pub struct Returned<'a> {
    pub state: &'a str,
    pub code: &'a str,
    /// The provider says no.
    pub error: Option<&'a str>,
    /// What the browser kept.
    pub browser: &'a str,
}

/// Somebody comes back: the session, or the second proof that is still asked; and where to go.
pub async fn finish(
    app: &App,
    asking: &Asking,
    (settings, base): (&Settings, &str),
    returned: &Returned<'_>,
) -> std::result::Result<(SignIn, String), Failure> {
    let key = (digest(returned.state), digest(returned.browser));
    let flow = store::oidc::flow(app.db(), (&key.0, &key.1), app.now()).await?;
    let flow = flow.ok_or(Failure::Here("oidc-state"))?;
    let mut tx = app.db().begin().await?;
    let first = store::oidc::end_flow(&mut tx, &flow.state).await?;
    tx.commit().await?;
    if !first {
        return Err(Failure::Here("oidc-state"));
    }
    if let Some(error) = returned.error {
        tracing::info!(error, "the provider let somebody not in");
        return Err(Failure::Here("oidc-declined"));
    }
    let named = provider::exchange(app, settings, base, (returned.code, &flow)).await?;
    let user = person::of(app, settings, &named).await?;
    let signed = account::let_in(app, asking, user).await?;
    if let SignIn::Session(session) = &signed {
        let mut tx = app.db().begin().await?;
        store::oidc::set_id_token(&mut tx, &digest(session), &named.id_token).await?;
        tx.commit().await?;
    }
    Ok((signed, flow.next))
}

/// Where to go to leave the provider too, for a session that was opened there.
pub async fn sign_out_url(
    app: &App,
    settings: &Settings,
    base: &str,
    session: &str,
) -> Result<Option<String>> {
    let hint = store::oidc::id_token(app.db(), &digest(session)).await?;
    let Some(hint) = hint else { return Ok(None) };
    match provider::end_session(app, settings, base, &hint).await {
        Ok(url) => Ok(url),
        Err(Failure::Other(error)) => Err(error),
        // People leave here in any case.
        Err(Failure::Here(_)) => Ok(None),
    }
}
