//! What an operator chooses. Every setting has the same name as a flag, in the environment and in the file.

use std::path::PathBuf;
use std::time::Duration;

use vitrail_net::IpNet;

use crate::limit::{Limits, Rate};

/// The settings that use cases and pages read; those of wiring stay in the command line.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder of the portal.
    pub data: PathBuf,
    /// The public address, without final slash; when absent, that of each request.
    pub base_url: Option<String>,
    /// Says on every page that this is a demonstration.
    pub demo: bool,
    /// A folder whose templates replace ours.
    pub templates: Option<PathBuf>,
    /// Markdown pages that replace ours (`legal.fr.md`, `accessibility.en.md`…).
    pub pages: Option<PathBuf>,
    /// Language of those who do not say theirs: `fr` or `en`.
    pub default_language: String,
    /// Zone in which pages show the hours: `Europe/Paris`.
    pub time_zone: String,
    pub marks: Marks,
    /// The largest file that may be sent, in bytes.
    pub upload_max: u64,
    /// The bytes of the files that an archive of a dataset holds at most.
    pub archive_max: u64,
    /// Days during which a replaced file stays at its address; for ever by default.
    pub former_files: Option<u32>,
    /// Where mails leave: the address of a server, or a folder.
    pub mail: Option<String>,
    /// In whose name mails leave.
    pub mail_from: String,
    pub limits: Limits,
    /// Where people may sign in besides here.
    pub oidc: Option<crate::oidc::Settings>,
    /// Whether the registration form asks for a proof of work.
    pub captcha: bool,
    pub spam: crate::spam::Rules,
    /// Whether the links of files are looked at.
    pub link_checks: bool,
    /// Proxies that are believed when they say from where a request came.
    pub trusted_proxies: Vec<IpNet>,
    /// What the program was started with and no use case reads, shown with the rest.
    pub started_with: Vec<(&'static str, Option<String>)>,
    /// Networks that webhooks may call although they are not public.
    pub webhook_allow: Vec<IpNet>,
    pub harvest: Harvest,
    /// Whether the catalogue answers SPARQL, and within what; off by default.
    pub sparql: Option<Sparql>,
}

/// What the catalogue as a graph may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sparql {
    /// Bytes of all its triples.
    pub memory: u64,
    /// Bytes that queries may take besides, all together.
    pub query_memory: u64,
    /// How long a query may run.
    pub time: Duration,
}

impl Default for Sparql {
    fn default() -> Self {
        Self {
            memory: 1_500_000_000,
            query_memory: 500_000_000,
            time: Duration::from_secs(10),
        }
    }
}

/// How the catalogues of others are taken in.
#[derive(Clone, Debug)]
pub struct Harvest {
    /// Networks where catalogues may be although they are not public.
    pub allow: Vec<IpNet>,
    /// Whether producers may have their sources read at once.
    pub manual_run: bool,
    /// Days during which what a source no longer shows stays as it is.
    pub grace: u32,
    /// Days during which jobs are remembered.
    pub jobs_kept: u32,
    /// The most things that are taken from one source; as many as it holds when it says nothing.
    pub max_items: Option<usize>,
}

impl Default for Harvest {
    fn default() -> Self {
        Self {
            allow: Vec::new(),
            manual_run: false,
            grace: 7,
            jobs_kept: 365,
            max_items: None,
        }
    }
}

/// What makes the pages those of an operator: its name, its mark, its words, its addresses.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// Instead of the title in the portal's record.
    pub title: Option<String>,
    /// An image file, shown beside the title.
    pub logo: Option<PathBuf>,
    /// The sentence of the home page.
    pub tagline: Option<String>,
    /// What the portal is, in the footer of every page.
    pub about: Option<String>,
    /// Where people ask for data that are not there.
    pub ask_url: Option<String>,
    /// Where people reach the operator.
    pub contact: Option<String>,
    /// Where the figures of the portal are.
    pub statistics: Option<String>,
    /// More links of the footer: label and address.
    pub links: Vec<(String, String)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            data: PathBuf::from("./vitrail-data"),
            base_url: None,
            demo: false,
            templates: None,
            pages: None,
            default_language: "fr".to_owned(),
            time_zone: "Europe/Paris".to_owned(),
            marks: Marks::default(),
            upload_max: 10_000_000_000,
            archive_max: 4_000_000_000,
            former_files: None,
            mail: None,
            mail_from: "portal@localhost".to_owned(),
            limits: Limits::default(),
            oidc: None,
            captcha: true,
            link_checks: true,
            spam: crate::spam::Rules::default(),
            trusted_proxies: Vec::new(),
            webhook_allow: Vec::new(),
            started_with: Vec::new(),
            harvest: Harvest::default(),
            sparql: None,
        }
    }
}

impl Settings {
    /// What is in force, by the names of the flags; secrets are hidden.
    pub fn in_force(&self) -> Vec<(&'static str, Option<String>)> {
        let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
        let marks = &self.marks;
        let links: Vec<String> = marks
            .links
            .iter()
            .map(|(label, url)| format!("{label}={url}"))
            .collect();
        let proxies: Vec<String> = self
            .trusted_proxies
            .iter()
            .map(ToString::to_string)
            .collect();
        let allowed = self.webhook_allow.iter().map(ToString::to_string).collect();
        let joined = |all: Vec<String>, mark: &str| (!all.is_empty()).then(|| all.join(mark));
        let mut all = vec![
            ("data", Some(self.data.display().to_string())),
            ("base-url", self.base_url.clone()),
            ("default-language", Some(self.default_language.clone())),
            ("time-zone", Some(self.time_zone.clone())),
            ("templates", path(&self.templates)),
            ("pages", path(&self.pages)),
            ("title", marks.title.clone()),
            ("logo", path(&marks.logo)),
            ("tagline", marks.tagline.clone()),
            ("about", marks.about.clone()),
            ("ask-url", marks.ask_url.clone()),
            ("contact", marks.contact.clone()),
            ("statistics", marks.statistics.clone()),
            ("links", joined(links, "; ")),
            (
                "upload-max",
                Some(format!("{} MB", self.upload_max / 1_000_000)),
            ),
            (
                "archive-max",
                Some(format!("{} MB", self.archive_max / 1_000_000)),
            ),
            ("mail", self.mail.as_deref().map(without_secret)),
            ("mail-from", Some(self.mail_from.clone())),
            (
                "former-files",
                self.former_files.map(|days| format!("{days} d")),
            ),
            ("trusted-proxy", joined(proxies, ", ")),
            ("webhook-allow", joined(allowed, ", ")),
            (
                "captcha",
                Some(if self.captcha { "on" } else { "off" }.to_owned()),
            ),
            (
                "link-checks",
                Some(if self.link_checks { "on" } else { "off" }.to_owned()),
            ),
            ("spam-words", joined(self.spam.words.clone(), ", ")),
            ("spam-languages", joined(self.spam.languages.clone(), ", ")),
            ("spam-exempt", joined(self.spam.exempt.clone(), ", ")),
        ];
        all.extend(self.started_with.iter().map(|(name, value)| {
            let value = value.as_deref().map(without_secret);
            (*name, value)
        }));
        all.extend(self.harvest_in_force());
        all.extend(self.sparql_in_force());
        all.extend(self.limits_in_force());
        all.extend(self.oidc_in_force());
        all
    }

    fn harvest_in_force(&self) -> [(&'static str, Option<String>); 5] {
        let harvest = &self.harvest;
        let allowed: Vec<String> = harvest.allow.iter().map(ToString::to_string).collect();
        let manual = if harvest.manual_run { "on" } else { "off" };
        [
            (
                "harvest-allow",
                (!allowed.is_empty()).then(|| allowed.join(", ")),
            ),
            ("harvest-manual-run", Some(manual.to_owned())),
            ("harvest-grace", Some(format!("{} d", harvest.grace))),
            (
                "harvest-jobs-kept",
                Some(format!("{} d", harvest.jobs_kept)),
            ),
            (
                "harvest-max-items",
                harvest.max_items.map(|most| most.to_string()),
            ),
        ]
    }

    fn sparql_in_force(&self) -> [(&'static str, Option<String>); 4] {
        let on = self.sparql.as_ref();
        let megabytes = |bytes: u64| format!("{} MB", bytes / 1_000_000);
        [
            (
                "sparql",
                Some(if on.is_some() { "on" } else { "off" }.to_owned()),
            ),
            ("sparql-memory", on.map(|it| megabytes(it.memory))),
            (
                "sparql-query-memory",
                on.map(|it| megabytes(it.query_memory)),
            ),
            (
                "sparql-time",
                on.map(|it| format!("{} s", it.time.as_secs())),
            ),
        ]
    }

    fn limits_in_force(&self) -> [(&'static str, Option<String>); 10] {
        let said = |rate: Option<Rate>| {
            Some(rate.map_or_else(|| "off".to_owned(), |rate| rate.to_string()))
        };
        let limits = &self.limits;
        [
            ("limit-sign-in", said(limits.sign_in)),
            ("limit-register", said(limits.register)),
            ("limit-register-unproven", said(limits.register_unproven)),
            ("limit-reset", said(limits.reset)),
            ("limit-token", said(limits.token)),
            ("limit-publish", said(limits.publish)),
            ("limit-discuss", said(limits.discuss)),
            ("limit-upload", said(limits.upload)),
            ("limit-mcp", said(limits.mcp)),
            ("limit-sparql", said(limits.sparql)),
        ]
    }

    fn oidc_in_force(&self) -> Vec<(&'static str, Option<String>)> {
        let Some(oidc) = &self.oidc else {
            return vec![("oidc-issuer", None)];
        };
        let trusts = if oidc.trusts_email { "yes" } else { "no" };
        vec![
            ("oidc-issuer", Some(oidc.issuer.clone())),
            ("oidc-client-id", Some(oidc.client_id.clone())),
            ("oidc-client-secret", Some("…".to_owned())),
            ("oidc-name", Some(oidc.name.clone())),
            ("oidc-scopes", Some(oidc.scopes.join(" "))),
            ("oidc-acr-values", Some(oidc.acr_values.join(" "))),
            ("oidc-trust-email", Some(trusts.to_owned())),
        ]
    }
}

/// An address without the password that it may hold.
fn without_secret(address: &str) -> String {
    let hidden = address.split_once("://").and_then(|(scheme, rest)| {
        let (user, host) = rest.rsplit_once('@')?;
        let user = user.split(':').next().unwrap_or_default();
        Some(format!("{scheme}://{user}:…@{host}"))
    });
    hidden.unwrap_or_else(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        let settings = Settings {
            mail: Some("smtps://post:s3cret@mail.example.org".to_owned()),
            oidc: Some(crate::oidc::Settings {
                issuer: "https://id.example.org".to_owned(),
                client_id: "vitrail".to_owned(),
                client_secret: "s3cret".to_owned(),
                name: "Identité".to_owned(),
                scopes: vec!["openid".to_owned()],
                acr_values: Vec::new(),
                trusts_email: false,
            }),
            ..Settings::default()
        };
        let shown = format!("{:?}", settings.in_force());
        assert!(shown.contains("smtps://post:…@mail.example.org"), "{shown}");
        assert!(!shown.contains("s3cret"), "{shown}");
        assert!(shown.contains("https://id.example.org"), "{shown}");
        assert!(
            shown.contains(r#"("limit-sign-in", Some("10/15m"))"#),
            "{shown}"
        );
        assert_eq!(without_secret("./mails"), "./mails");
    }
}
