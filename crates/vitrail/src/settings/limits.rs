//! How often somebody may try what costs, or what could be tried without end.

use clap::Args;
use vitrail_app::{Limits, Rate};

/// How often somebody may try: so many times within so long, or off.
#[expect(
    clippy::struct_field_names,
    reason = "flags bear the name of what they set"
)]
#[derive(Args, Clone, Debug, Default)]
pub struct LimitFlags {
    /// Tries to sign in [default: 10/15m]
    #[arg(long, env = "VITRAIL_LIMIT_SIGN_IN")]
    pub limit_sign_in: Option<String>,
    /// Accounts asked for [default: 10/1h]
    #[arg(long, env = "VITRAIL_LIMIT_REGISTER")]
    pub limit_register: Option<String>,
    /// Accounts asked for without proof of work [default: 5/1h]
    #[arg(long, env = "VITRAIL_LIMIT_REGISTER_UNPROVEN")]
    pub limit_register_unproven: Option<String>,
    /// Mails asked for: new passwords, confirmations, new addresses [default: 5/1h]
    #[arg(long, env = "VITRAIL_LIMIT_RESET")]
    pub limit_reset: Option<String>,
    /// API tokens that are none [default: 60/15m]
    #[arg(long, env = "VITRAIL_LIMIT_TOKEN")]
    pub limit_token: Option<String>,
    /// Datasets, reuses, organizations… that one person creates [default: 500/1h]
    #[arg(long, env = "VITRAIL_LIMIT_PUBLISH")]
    pub limit_publish: Option<String>,
    /// Messages, reports and requests of one person [default: 100/1h]
    #[arg(long, env = "VITRAIL_LIMIT_DISCUSS")]
    pub limit_discuss: Option<String>,
    /// Files, or parts of files, that one person sends [default: 5000/1h]
    #[arg(long, env = "VITRAIL_LIMIT_UPLOAD")]
    pub limit_upload: Option<String>,
    /// Messages to /mcp from one place [default: 3000/10m]
    #[arg(long, env = "VITRAIL_LIMIT_MCP")]
    pub limit_mcp: Option<String>,
    /// Queries to /sparql from one place [default: 600/10m]
    #[arg(long, env = "VITRAIL_LIMIT_SPARQL")]
    pub limit_sparql: Option<String>,
}

impl LimitFlags {
    /// The limits that are set, ours for the others: the flags, then the file.
    pub fn decide(self, file: Self) -> anyhow::Result<Limits> {
        let ours = Limits::default();
        Ok(Limits {
            sign_in: read(
                "--limit-sign-in",
                self.limit_sign_in,
                file.limit_sign_in,
                ours.sign_in,
            )?,
            register: read(
                "--limit-register",
                self.limit_register,
                file.limit_register,
                ours.register,
            )?,
            register_unproven: read(
                "--limit-register-unproven",
                self.limit_register_unproven,
                file.limit_register_unproven,
                ours.register_unproven,
            )?,
            publish: read(
                "--limit-publish",
                self.limit_publish,
                file.limit_publish,
                ours.publish,
            )?,
            discuss: read(
                "--limit-discuss",
                self.limit_discuss,
                file.limit_discuss,
                ours.discuss,
            )?,
            upload: read(
                "--limit-upload",
                self.limit_upload,
                file.limit_upload,
                ours.upload,
            )?,
            sparql: read(
                "--limit-sparql",
                self.limit_sparql,
                file.limit_sparql,
                ours.sparql,
            )?,
            mcp: read("--limit-mcp", self.limit_mcp, file.limit_mcp, ours.mcp)?,
            reset: read(
                "--limit-reset",
                self.limit_reset,
                file.limit_reset,
                ours.reset,
            )?,
            token: read(
                "--limit-token",
                self.limit_token,
                file.limit_token,
                ours.token,
            )?,
        })
    }
}

fn read(
    name: &str,
    flag: Option<String>,
    key: Option<String>,
    ours: Option<Rate>,
) -> anyhow::Result<Option<Rate>> {
    match flag.or(key).as_deref().map(str::trim) {
        None => Ok(ours),
        Some("off") => Ok(None),
        Some(text) => match text.parse() {
            Ok(rate) => Ok(Some(rate)),
            Err(why) => anyhow::bail!("{name}: {why}"),
        },
    }
}
