//! A person lets an application act for them, or does not. What is wrong with the application or with the place to
//! which it leads is said here, never there: nobody is sent to an address that was not agreed beforehand.

use url::Url;
use vitrail_domain::oauth::{self, Client, Grant, Scope};
use vitrail_domain::time::SECOND;
use vitrail_domain::{Actor, Id};
use vitrail_store as store;
use vitrail_store::oauth::Code;

use crate::account::{digest, secret};
use crate::{App, Result, reading};

/// How long a code works.
const CODE_LIFE: i64 = 100 * SECOND;

/// What an application asks, as it stands in the address to which it sends people.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub response_type: String,
    pub client_id: String,
    pub redirect_uri: Option<String>,
    pub scope: String,
    pub state: Option<String>,
    pub code_challenge: Option<String>,
    pub code_challenge_method: Option<String>,
}

/// A question that can be put to a person.
#[derive(Clone, Debug)]
pub struct Consent {
    pub client: Client,
    pub scopes: Vec<Scope>,
    /// Where people go afterwards.
    pub back: Url,
    given: Option<String>,
    state: Option<String>,
    challenge: Option<String>,
}

/// What comes of a question.
#[derive(Clone, Debug)]
pub enum Answer {
    Ask(Box<Consent>),
    /// The application is told no, at this address.
    Back(Url),
    /// The person is told why, under this key.
    Here(&'static str),
}

pub async fn read(app: &App, asked: &Asked) -> Result<Answer> {
    let Ok(id) = asked.client_id.parse::<Id>() else {
        return Ok(Answer::Here("oauth-unknown-client"));
    };
    let Some((client, _)) = store::oauth::client(app.db(), id).await? else {
        return Ok(Answer::Here("oauth-unknown-client"));
    };
    let only = match client.redirect_uris.as_slice() {
        [only] => Some(only),
        _ => None,
    };
    let back = match &asked.redirect_uri {
        Some(uri) => client.leads_to(uri).then_some(uri),
        None => only,
    };
    let Some(Ok(back)) = back.map(|uri| Url::parse(uri)) else {
        return Ok(Answer::Here("oauth-bad-redirect"));
    };
    let state = asked.state.as_deref();
    let refuse = |error, why| Ok(Answer::Back(refused(&back, state, error, why)));
    if asked.response_type != "code" {
        return refuse("unsupported_response_type", "only `code` is answered");
    }
    if !client.grants.contains(&Grant::AuthorizationCode) {
        return refuse("unauthorized_client", "this application may not ask people");
    }
    let Some(scopes) = client.granted(&asked.scope) else {
        return refuse("invalid_scope", "this application may not ask for that");
    };
    let method = asked.code_challenge_method.as_deref();
    let challenge = asked.code_challenge.clone();
    if challenge.is_some() && method != Some("S256") {
        return refuse("invalid_request", "code_challenge_method must be S256");
    }
    if challenge.as_ref().is_some_and(|text| text.len() != 43) {
        return refuse("invalid_request", "code_challenge is no digest of SHA-256");
    }
    if challenge.is_none() && !client.confidential {
        return refuse("invalid_request", "code_challenge is missing");
    }
    Ok(Answer::Ask(Box::new(Consent {
        scopes,
        given: asked.redirect_uri.clone(),
        state: asked.state.clone(),
        challenge,
        back,
        client,
    })))
}

/// The person agrees: the application is given a code.
pub async fn allow(app: &App, actor: &Actor, consent: &Consent) -> Result<Url> {
    let user = reading::in_person(actor)?;
    let text = secret(app);
    let code = Code {
        digest: digest(&text),
        client: consent.client.id,
        user,
        family: app.new_id(),
        scope: oauth::text(&consent.scopes),
        redirect_uri: consent.given.clone(),
        challenge: consent.challenge.clone(),
        expires: app.now().plus(CODE_LIFE),
        used: None,
    };
    let mut tx = app.db().begin().await?;
    store::oauth::add_code(&mut tx, &code).await?;
    tx.commit().await?;
    let pairs = [
        ("code", Some(text.as_str())),
        ("state", consent.state.as_deref()),
    ];
    Ok(with(&consent.back, &pairs))
}

/// The person does not agree.
pub fn decline(consent: &Consent) -> Url {
    let state = consent.state.as_deref();
    refused(&consent.back, state, "access_denied", "the person declined")
}

fn refused(back: &Url, state: Option<&str>, error: &str, why: &str) -> Url {
    let pairs = [
        ("error", Some(error)),
        ("error_description", Some(why)),
        ("state", state),
    ];
    with(back, &pairs)
}

fn with(back: &Url, pairs: &[(&str, Option<&str>)]) -> Url {
    let mut url = back.clone();
    let known = pairs
        .iter()
        .filter_map(|(name, value)| Some((name, (*value)?)));
    url.query_pairs_mut().extend_pairs(known);
    url
}
