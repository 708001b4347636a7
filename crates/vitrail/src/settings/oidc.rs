//! The settings of signing in elsewhere: none, or a provider and what it knows us by.

use clap::Args;
use vitrail_app::oidc;

/// Where people may sign in besides here.
#[expect(
    clippy::struct_field_names,
    reason = "flags bear the name of what they set"
)]
#[derive(Args, Clone, Debug, Default)]
pub struct OidcFlags {
    /// Address of an OpenID Connect provider with which people may sign in
    #[arg(long, env = "VITRAIL_OIDC_ISSUER")]
    pub oidc_issuer: Option<String>,
    /// By which name the provider knows the portal
    #[arg(long, env = "VITRAIL_OIDC_CLIENT_ID")]
    pub oidc_client_id: Option<String>,
    /// What proves to the provider that it is the portal
    #[arg(long, env = "VITRAIL_OIDC_CLIENT_SECRET")]
    pub oidc_client_secret: Option<String>,
    /// What the button calls the provider [default: its address]
    #[arg(long, env = "VITRAIL_OIDC_NAME")]
    pub oidc_name: Option<String>,
    /// What the provider is asked to say [default: openid email profile]
    #[arg(long, env = "VITRAIL_OIDC_SCOPES")]
    pub oidc_scopes: Option<String>,
    /// How sure the provider must be, one of these: eidas1 for ProConnect
    #[arg(long, env = "VITRAIL_OIDC_ACR_VALUES")]
    pub oidc_acr_values: Option<String>,
    /// Whether its addresses are verified although it does not say so: yes or no [default: no]
    #[arg(long, env = "VITRAIL_OIDC_TRUST_EMAIL")]
    pub oidc_trust_email: Option<String>,
}

impl OidcFlags {
    /// The provider, if one is named; the flags win over the file.
    pub fn decide(self, file: Self) -> anyhow::Result<Option<oidc::Settings>> {
        let said = |flag: Option<String>, key: Option<String>| {
            let text = flag.or(key)?.trim().to_owned();
            (!text.is_empty()).then_some(text)
        };
        let Some(issuer) = said(self.oidc_issuer, file.oidc_issuer) else {
            return Ok(None);
        };
        anyhow::ensure!(
            issuer.starts_with("https://") || issuer.starts_with("http://"),
            "--oidc-issuer: `{issuer}` is no address; write it whole, such as https://id.example.org"
        );
        let client_id = said(self.oidc_client_id, file.oidc_client_id);
        let client_secret = said(self.oidc_client_secret, file.oidc_client_secret);
        let (Some(client_id), Some(client_secret)) = (client_id, client_secret) else {
            anyhow::bail!("--oidc-issuer needs --oidc-client-id and --oidc-client-secret");
        };
        let words = |text: Option<String>| -> Vec<String> {
            let text = text.unwrap_or_default();
            text.split_whitespace().map(str::to_owned).collect()
        };
        let scopes = said(self.oidc_scopes, file.oidc_scopes);
        let trusts = said(self.oidc_trust_email, file.oidc_trust_email);
        anyhow::ensure!(
            matches!(trusts.as_deref(), None | Some("yes" | "no")),
            "--oidc-trust-email: write yes or no"
        );
        Ok(Some(oidc::Settings {
            name: said(self.oidc_name, file.oidc_name).unwrap_or_else(|| issuer.clone()),
            scopes: words(Some(
                scopes.unwrap_or_else(|| "openid email profile".to_owned()),
            )),
            acr_values: words(said(self.oidc_acr_values, file.oidc_acr_values)),
            trusts_email: trusts.as_deref() == Some("yes"),
            issuer,
            client_id,
            client_secret,
        }))
    }
}
