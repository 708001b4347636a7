//! What is said to the provider and what it answers. Everything goes through the one way out; what it signs is
//! checked by the library, which knows the traps of tokens.

use std::pin::Pin;
use std::sync::{Mutex, OnceLock};

use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreGenderClaim, CoreJwsSigningAlgorithm,
};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AsyncHttpClient, AuthenticationContextClass,
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndUserGivenName, HttpRequest,
    HttpResponse, IssuerUrl, LocalizedClaim, LogoutRequest, Nonce, OAuth2TokenResponse,
    PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadataWithLogout,
    RedirectUrl, Scope, TokenResponse, UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use url::Url;
use vitrail_domain::Timestamp;
use vitrail_domain::time::SECOND;
use vitrail_net::{Fetch, FetchOptions};
use vitrail_store::oidc::Flow;

use super::{Failure, Settings};
use crate::App;

/// What a provider says of itself is believed this long.
const KEPT: i64 = 5 * 60 * SECOND;
const LARGEST: u64 = 1_000_000;

type Metadata = ProviderMetadataWithLogout;
type Result<T> = std::result::Result<T, Failure>;

/// What is known of the provider, and the way to it.
#[derive(Default)]
pub struct Provider {
    known: Mutex<Option<(Timestamp, Metadata)>>,
    fetch: OnceLock<Fetch>,
}

/// What a question bears.
pub struct Asked<'a> {
    pub state: &'a str,
    pub nonce: &'a str,
    pub verifier: &'a str,
}

/// Whom the provider names.
#[derive(Clone, Debug, Default)]
pub struct Named {
    pub issuer: String,
    pub subject: String,
    pub email: Option<String>,
    pub email_verified: bool,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub siret: Option<String>,
    pub id_token: String,
}

/// What ProConnect says besides the standard.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct More {
    siret: Option<String>,
    usual_name: Option<String>,
}

impl AdditionalClaims for More {}

/// The way out did not lead there.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Unreached(String);

/// The provider does not answer as it should: people are told, the log knows more.
fn unreached<E: std::fmt::Display>(what: &'static str) -> impl Fn(E) -> Failure {
    move |error| {
        tracing::warn!(%error, "{what}");
        Failure::Here("oidc-unreached")
    }
}

/// What it says is not to be believed.
fn unbelieved<E: std::fmt::Display>(error: E) -> Failure {
    tracing::warn!(%error, "the provider's answer was not believed");
    Failure::Here("oidc-unbelieved")
}

/// The operator named the provider: its network may be their own.
fn http(app: &App) -> Result<Http> {
    if let Some(fetch) = app.oidc().fetch.get() {
        return Ok(Http(fetch.clone()));
    }
    let everywhere = ["0.0.0.0/0", "::/0"].iter();
    let made = Fetch::new(FetchOptions {
        allow: everywhere.filter_map(|net| net.parse().ok()).collect(),
        ..FetchOptions::default()
    });
    let made = made.map_err(|error| Failure::Other(anyhow::Error::from(error).into()))?;
    Ok(Http(app.oidc().fetch.get_or_init(|| made).clone()))
}

/// The one way out, as the library takes it.
struct Http(Fetch);

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = Unreached;
    type Future =
        Pin<Box<dyn Future<Output = std::result::Result<HttpResponse, Unreached>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(call(self.0.clone(), request))
    }
}

async fn call(fetch: Fetch, request: HttpRequest) -> std::result::Result<HttpResponse, Unreached> {
    let (parts, body) = request.into_parts();
    let url: Url = parts.uri.to_string().parse().map_err(unreached_url)?;
    let asked = (parts.method, &url);
    let answer = fetch.exchange(asked, parts.headers, body, LARGEST).await;
    let (status, headers, body) = answer.map_err(|error| Unreached(error.to_string()))?;
    let mut response = HttpResponse::new(body.to_vec());
    *response.headers_mut() = headers;
    let status = status.try_into();
    *response.status_mut() = status.map_err(|_| Unreached("no status".to_owned()))?;
    Ok(response)
}

fn unreached_url(error: url::ParseError) -> Unreached {
    Unreached(error.to_string())
}

async fn metadata(app: &App, settings: &Settings) -> Result<Metadata> {
    let now = app.now();
    if let Ok(known) = app.oidc().known.lock()
        && let Some((read, metadata)) = known.as_ref()
        && now < read.plus(KEPT)
    {
        return Ok(metadata.clone());
    }
    let http = http(app)?;
    let issuer =
        IssuerUrl::new(settings.issuer.clone()).map_err(unreached("the issuer is no address"))?;
    let read = Metadata::discover_async(issuer, &http).await;
    let metadata = read.map_err(unreached("the provider could not be discovered"))?;
    if let Ok(mut known) = app.oidc().known.lock() {
        *known = Some((now, metadata.clone()));
    }
    Ok(metadata)
}

fn redirect(base: &str) -> Result<RedirectUrl> {
    RedirectUrl::new(format!("{base}/oidc/callback"))
        .map_err(unreached("the portal has no address"))
}

/// The address to which people go.
pub async fn authorize(
    app: &App,
    settings: &Settings,
    base: &str,
    asked: Asked<'_>,
) -> Result<String> {
    let metadata = metadata(app, settings).await?;
    let client = CoreClient::from_provider_metadata(
        metadata,
        ClientId::new(settings.client_id.clone()),
        Some(ClientSecret::new(settings.client_secret.clone())),
    )
    .set_redirect_uri(redirect(base)?);
    let verifier = PkceCodeVerifier::new(asked.verifier.to_owned());
    let (state, nonce) = (asked.state.to_owned(), asked.nonce.to_owned());
    let scopes = settings.scopes.iter().filter(|scope| *scope != "openid");
    let classes = settings.acr_values.iter().cloned();
    let mut request = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            move || CsrfToken::new(state),
            move || Nonce::new(nonce),
        )
        .add_scopes(scopes.cloned().map(Scope::new))
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
    for class in classes {
        request = request.add_auth_context_value(AuthenticationContextClass::new(class));
    }
    Ok(request.url().0.to_string())
}

/// Changes the code for what the provider says of somebody, believed.
pub async fn exchange(
    app: &App,
    settings: &Settings,
    base: &str,
    (code, flow): (&str, &Flow),
) -> Result<Named> {
    let metadata = metadata(app, settings).await?;
    let client = CoreClient::from_provider_metadata(
        metadata,
        ClientId::new(settings.client_id.clone()),
        Some(ClientSecret::new(settings.client_secret.clone())),
    )
    .set_redirect_uri(redirect(base)?);
    let http = http(app)?;
    let tokens = client
        .exchange_code(AuthorizationCode::new(code.to_owned()))
        .map_err(unreached("the provider has no address for codes"))?
        .set_pkce_verifier(PkceCodeVerifier::new(flow.verifier.clone()))
        .request_async(&http)
        .await
        .map_err(unbelieved)?;
    let id_token = tokens.id_token().ok_or_else(|| unbelieved("no ID token"))?;
    let algorithms = [
        CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
        CoreJwsSigningAlgorithm::RsaSsaPssSha256,
        CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    ];
    let verifier = client.id_token_verifier().set_allowed_algs(algorithms);
    let nonce = Nonce::new(flow.nonce.clone());
    let claims = id_token.claims(&verifier, &nonce).map_err(unbelieved)?;
    if let Some(expected) = claims.access_token_hash() {
        let algorithm = id_token.signing_alg().map_err(unbelieved)?;
        let key = id_token.signing_key(&verifier).map_err(unbelieved)?;
        let actual = AccessTokenHash::from_token(tokens.access_token(), algorithm, key);
        if actual.map_err(unbelieved)? != *expected {
            return Err(unbelieved(
                "the access token is not the one of the ID token",
            ));
        }
    }
    if !settings.acr_values.is_empty() {
        let said = claims.auth_context_ref().map(|class| class.as_str());
        let enough = said.is_some_and(|said| settings.acr_values.iter().any(|class| class == said));
        if !enough {
            tracing::warn!(?said, "the provider is less sure than it was asked to be");
            return Err(Failure::Here("oidc-acr"));
        }
    }
    let mut named = Named {
        issuer: claims.issuer().to_string(),
        subject: claims.subject().to_string(),
        email: claims.email().map(|email| email.to_string()),
        email_verified: claims.email_verified().unwrap_or(false),
        first_name: text(claims.given_name()),
        last_name: claims
            .family_name()
            .and_then(|name| name.get(None))
            .map(|name| name.to_string()),
        siret: None,
        id_token: id_token.to_string(),
    };
    let access = tokens.access_token().clone();
    let subject = Some(claims.subject().clone());
    if let Ok(request) = client.user_info(access, subject) {
        let said: UserInfoClaims<More, CoreGenderClaim> =
            request.request_async(&http).await.map_err(unbelieved)?;
        complete(&mut named, &said);
    }
    Ok(named)
}

fn text(name: Option<&LocalizedClaim<EndUserGivenName>>) -> Option<String> {
    name?.get(None).map(|name| name.to_string())
}

/// What the provider says at another address goes before what stands in the token.
fn complete(named: &mut Named, said: &UserInfoClaims<More, CoreGenderClaim>) {
    let more = said.additional_claims();
    if let Some(email) = said.email() {
        named.email_verified = said
            .email_verified()
            .unwrap_or(named.email_verified && named.email.as_deref() == Some(email.as_str()));
        named.email = Some(email.to_string());
    }
    named.first_name = text(said.given_name()).or(named.first_name.take());
    let family = said.family_name().and_then(|name| name.get(None));
    let family = family.map(|name| name.to_string());
    named.last_name = more
        .usual_name
        .clone()
        .or(family)
        .or(named.last_name.take());
    named.siret.clone_from(&more.siret);
}

/// Where people leave the provider, when it says where.
pub async fn end_session(
    app: &App,
    settings: &Settings,
    base: &str,
    hint: &str,
) -> Result<Option<String>> {
    let metadata = metadata(app, settings).await?;
    let Some(end) = metadata.additional_metadata().end_session_endpoint.clone() else {
        return Ok(None);
    };
    let back = PostLogoutRedirectUrl::new(format!("{base}/"));
    let back = back.map_err(unreached("the portal has no address"))?;
    let hint = hint.parse().map_err(|_| Failure::Here("oidc-unreached"))?;
    let request = LogoutRequest::from(end)
        .set_id_token_hint::<openidconnect::EmptyAdditionalClaims, CoreGenderClaim, openidconnect::core::CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>(&hint)
        .set_client_id(ClientId::new(settings.client_id.clone()))
        .set_post_logout_redirect_uri(back)
        .set_state(CsrfToken::new(crate::account::secret(app)));
    Ok(Some(request.http_get_url().to_string()))
}
