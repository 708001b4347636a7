//! Settings: each has one name as a flag, in the environment (`VITRAIL_…`) and in `vitrail.toml`. A flag wins
//! over the environment, which wins over the file.

mod harvest;
mod limits;
mod oidc;
mod sparql;

use std::net::SocketAddr;
use std::path::PathBuf;

use self::harvest::HarvestFlags;
use self::limits::LimitFlags;
use self::sparql::SparqlFlags;
use crate::settings::oidc::OidcFlags;
use anyhow::Context;
use clap::Args;
use serde::Deserialize;
use vitrail_app::spam::{self, Rules};
use vitrail_app::{IpNet, Mailer, Marks, Settings};

/// What every command knows.
#[derive(Args, Clone, Debug, Default)]
pub struct Common {
    /// Folder of the portal [default: ./vitrail-data]
    #[arg(long, env = "VITRAIL_DATA")]
    pub data: Option<PathBuf>,
    /// PostgreSQL to use in place of SQLite: postgres://…
    #[arg(long, env = "VITRAIL_DATABASE")]
    pub database: Option<String>,
    /// Settings file [default: ./vitrail.toml when it exists]
    #[arg(long, env = "VITRAIL_CONFIG")]
    pub config: Option<PathBuf>,
}

/// What `serve` and `demo` know besides.
#[derive(Args, Clone, Debug, Default)]
pub struct Serve {
    #[command(flatten)]
    pub common: Common,
    /// Address to listen on [default: 127.0.0.1:7000]
    #[arg(long, env = "VITRAIL_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// Public address of the portal: https://data.example.org
    #[arg(long, env = "VITRAIL_BASE_URL")]
    pub base_url: Option<String>,
    /// Folder of templates that replace ours
    #[arg(long, env = "VITRAIL_TEMPLATES")]
    pub templates: Option<PathBuf>,
    /// Folder of Markdown pages that replace ours
    #[arg(long, env = "VITRAIL_PAGES")]
    pub pages: Option<PathBuf>,
    /// Language of those who do not say theirs: fr or en [default: fr]
    #[arg(long, env = "VITRAIL_DEFAULT_LANGUAGE")]
    pub default_language: Option<String>,
    /// Zone in which pages show the hours [default: Europe/Paris]
    #[arg(long, env = "VITRAIL_TIME_ZONE")]
    pub time_zone: Option<String>,
    /// File of synonyms for search, in place of ours: one line per group, words separated by commas
    #[arg(long, env = "VITRAIL_SYNONYMS")]
    pub synonyms: Option<PathBuf>,
    /// Form of the log: text or json [default: text]
    #[arg(long, env = "VITRAIL_LOG_FORMAT")]
    pub log_format: Option<String>,
    /// Largest file that may be sent, in megabytes [default: 10000]
    #[arg(long, env = "VITRAIL_UPLOAD_MAX")]
    pub upload_max: Option<u64>,
    /// Largest archive of a whole dataset, in megabytes; 0 gives none [default: 4000]
    #[arg(long, env = "VITRAIL_ARCHIVE_MAX")]
    pub archive_max: Option<u64>,
    /// Days during which a replaced file stays at its address [default: for ever]
    #[arg(long, env = "VITRAIL_FORMER_FILES")]
    pub former_files: Option<u32>,
    /// Name of the portal
    #[arg(long, env = "VITRAIL_TITLE")]
    pub title: Option<String>,
    /// Image file shown beside the name: SVG, PNG, JPEG or WebP
    #[arg(long, env = "VITRAIL_LOGO")]
    pub logo: Option<PathBuf>,
    /// Sentence of the home page
    #[arg(long, env = "VITRAIL_TAGLINE")]
    pub tagline: Option<String>,
    /// What the portal is, in the footer
    #[arg(long, env = "VITRAIL_ABOUT")]
    pub about: Option<String>,
    /// Address where people ask for data that are not there
    #[arg(long, env = "VITRAIL_ASK_URL")]
    pub ask_url: Option<String>,
    /// Where people reach you: an address of the web or of e-mail
    #[arg(long, env = "VITRAIL_CONTACT")]
    pub contact: Option<String>,
    /// Address of the figures of the portal
    #[arg(long, env = "VITRAIL_STATISTICS")]
    pub statistics: Option<String>,
    /// More links of the footer, each Label=address, separated by semicolons
    #[arg(long, env = "VITRAIL_LINKS", value_delimiter = ';')]
    pub links: Vec<String>,
    /// Where mails leave: smtps://user:password@host, smtp://host:25, or a folder
    #[arg(long, env = "VITRAIL_MAIL")]
    pub mail: Option<String>,
    /// In whose name mails leave: Name <name@example.org>
    #[arg(long, env = "VITRAIL_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// Proxies that are believed when they say from where a request came, separated by commas: 10.0.0.0/8
    #[arg(long, env = "VITRAIL_TRUSTED_PROXY", value_delimiter = ',')]
    pub trusted_proxy: Vec<String>,
    /// Whether registrations bring a proof of work: on or off [default: on]
    #[arg(long, env = "VITRAIL_CAPTCHA")]
    pub captcha: Option<String>,
    /// Whether the links of files are looked at, some each hour: on or off [default: on]
    #[arg(long, env = "VITRAIL_LINK_CHECKS")]
    pub link_checks: Option<String>,
    #[command(flatten)]
    pub oidc: OidcFlags,
    /// Networks that webhooks may call although they are not public, separated by commas: 10.0.0.0/8
    #[arg(long, env = "VITRAIL_WEBHOOK_ALLOW", value_delimiter = ',')]
    pub webhook_allow: Vec<String>,
    #[command(flatten)]
    pub harvest: HarvestFlags,
    #[command(flatten)]
    pub sparql: SparqlFlags,
    /// Words that keep what holds them from the public until a moderator decides, separated by commas
    #[arg(long, env = "VITRAIL_SPAM_WORDS", value_delimiter = ',')]
    pub spam_words: Vec<String>,
    /// Languages that the portal speaks, separated by commas (fra,eng): what is in another waits for a moderator
    #[arg(long, env = "VITRAIL_SPAM_LANGUAGES", value_delimiter = ',')]
    pub spam_languages: Vec<String>,
    /// Ends of addresses of those whose writings are not looked at, separated by commas: gouv.fr
    #[arg(long, env = "VITRAIL_SPAM_EXEMPT", value_delimiter = ',')]
    pub spam_exempt: Vec<String>,
    #[command(flatten)]
    pub limits: LimitFlags,
}

/// The same, in `vitrail.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    data: Option<PathBuf>,
    database: Option<String>,
    listen: Option<SocketAddr>,
    base_url: Option<String>,
    templates: Option<PathBuf>,
    pages: Option<PathBuf>,
    default_language: Option<String>,
    time_zone: Option<String>,
    synonyms: Option<PathBuf>,
    log_format: Option<String>,
    upload_max: Option<u64>,
    archive_max: Option<u64>,
    former_files: Option<u32>,
    title: Option<String>,
    logo: Option<PathBuf>,
    tagline: Option<String>,
    about: Option<String>,
    ask_url: Option<String>,
    contact: Option<String>,
    statistics: Option<String>,
    links: Vec<String>,
    mail: Option<String>,
    mail_from: Option<String>,
    trusted_proxy: Vec<String>,
    webhook_allow: Vec<String>,
    harvest_allow: Vec<String>,
    harvest_manual_run: Option<String>,
    harvest_grace: Option<u32>,
    harvest_jobs_kept: Option<u32>,
    harvest_max_items: Option<usize>,
    limit_sign_in: Option<String>,
    limit_register: Option<String>,
    limit_register_unproven: Option<String>,
    limit_reset: Option<String>,
    spam_words: Vec<String>,
    spam_languages: Vec<String>,
    spam_exempt: Vec<String>,
    limit_token: Option<String>,
    limit_publish: Option<String>,
    limit_discuss: Option<String>,
    limit_upload: Option<String>,
    limit_mcp: Option<String>,
    limit_sparql: Option<String>,
    sparql: Option<String>,
    sparql_memory: Option<u64>,
    sparql_query_memory: Option<u64>,
    sparql_time: Option<u64>,
    captcha: Option<String>,
    link_checks: Option<String>,
    oidc_issuer: Option<String>,
    oidc_client_id: Option<String>,
    oidc_client_secret: Option<String>,
    oidc_name: Option<String>,
    oidc_scopes: Option<String>,
    oidc_acr_values: Option<String>,
    oidc_trust_email: Option<String>,
}

/// Every setting, decided.
#[derive(Clone, Debug)]
pub struct Decided {
    pub app: Settings,
    pub database: Option<String>,
    pub listen: SocketAddr,
    pub synonyms: Option<PathBuf>,
    pub json_log: bool,
}

impl Common {
    pub fn settings(self) -> anyhow::Result<Decided> {
        Serve {
            common: self,
            ..Serve::default()
        }
        .settings()
    }

    fn file(&self) -> anyhow::Result<File> {
        let (path, wanted) = match &self.config {
            Some(path) => (path.clone(), true),
            None => (PathBuf::from("vitrail.toml"), false),
        };
        match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text)
                .with_context(|| format!("the settings file {} cannot be read", path.display())),
            Err(error) if !wanted && error.kind() == std::io::ErrorKind::NotFound => {
                Ok(File::default())
            }
            Err(error) => Err(error)
                .with_context(|| format!("the settings file {} cannot be opened", path.display())),
        }
    }
}

impl Serve {
    pub fn settings(self) -> anyhow::Result<Decided> {
        let file = self.common.file()?;
        let marks = marks(&self, &file)?;
        let defaults = Settings::default();
        let spam = spam_rules(&self, &file)?;
        let link_checks = self.link_checks.or(file.link_checks);
        let link_checks = link_checks.unwrap_or_else(|| "on".to_owned());
        anyhow::ensure!(
            ["on", "off"].contains(&link_checks.as_str()),
            "--link-checks: write on or off"
        );
        let captcha = self.captcha.or(file.captcha);
        let captcha = captcha.unwrap_or_else(|| "on".to_owned());
        anyhow::ensure!(
            ["on", "off"].contains(&captcha.as_str()),
            "--captcha: write on or off"
        );
        let oidc = self.oidc.decide(OidcFlags {
            oidc_issuer: file.oidc_issuer,
            oidc_client_id: file.oidc_client_id,
            oidc_client_secret: file.oidc_client_secret,
            oidc_name: file.oidc_name,
            oidc_scopes: file.oidc_scopes,
            oidc_acr_values: file.oidc_acr_values,
            oidc_trust_email: file.oidc_trust_email,
        })?;
        let trusted_proxies =
            networks("--trusted-proxy", &self.trusted_proxy, &file.trusted_proxy)?;
        let webhook_allow = networks("--webhook-allow", &self.webhook_allow, &file.webhook_allow)?;
        let harvest = self.harvest.decide(HarvestFlags {
            harvest_allow: file.harvest_allow,
            harvest_manual_run: file.harvest_manual_run,
            harvest_grace: file.harvest_grace,
            harvest_jobs_kept: file.harvest_jobs_kept,
            harvest_max_items: file.harvest_max_items,
        })?;
        let limits = self.limits.decide(LimitFlags {
            limit_sign_in: file.limit_sign_in,
            limit_register: file.limit_register,
            limit_register_unproven: file.limit_register_unproven,
            limit_reset: file.limit_reset,
            limit_token: file.limit_token,
            limit_publish: file.limit_publish,
            limit_discuss: file.limit_discuss,
            limit_upload: file.limit_upload,
            limit_mcp: file.limit_mcp,
            limit_sparql: file.limit_sparql,
        })?;
        let sparql = self.sparql.decide(SparqlFlags {
            sparql: file.sparql,
            sparql_memory: file.sparql_memory,
            sparql_query_memory: file.sparql_query_memory,
            sparql_time: file.sparql_time,
        })?;
        let mail = self.mail.or(file.mail).filter(|mail| !mail.is_empty());
        let mail_from = self.mail_from.or(file.mail_from);
        if mail.as_deref().is_some_and(|mail| mail.contains("://")) {
            anyhow::ensure!(
                mail_from.is_some(),
                "--mail-from is needed with a mail server: say in whose name mails leave, such as \
                 Portal <portal@example.org>"
            );
        }
        let mail_from = mail_from.unwrap_or(defaults.mail_from);
        if let Some(mail) = &mail {
            Mailer::new(mail, &mail_from)?;
        }
        let base_url = self
            .base_url
            .or(file.base_url)
            .map(|url| url.trim_end_matches('/').to_owned());
        if let Some(url) = &base_url {
            anyhow::ensure!(
                url.starts_with("http://") || url.starts_with("https://"),
                "--base-url: `{url}` is no address; write it whole, such as https://data.example.org"
            );
        }
        let default_language = self
            .default_language
            .or(file.default_language)
            .unwrap_or(defaults.default_language);
        anyhow::ensure!(
            ["fr", "en"].contains(&default_language.as_str()),
            "--default-language: `{default_language}` is not available; choose fr or en"
        );
        let log_format = self
            .log_format
            .or(file.log_format)
            .unwrap_or_else(|| "text".to_owned());
        anyhow::ensure!(
            ["text", "json"].contains(&log_format.as_str()),
            "--log-format: `{log_format}` is unknown; choose text or json"
        );
        let database = self.common.database.or(file.database);
        let synonyms = self.synonyms.or(file.synonyms);
        let listen = self
            .listen
            .or(file.listen)
            .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 7000)));
        // What stands after `?` may hold a password.
        let shown = database.as_deref().and_then(|it| it.split('?').next());
        let started_with = vec![
            ("database", Some(shown.unwrap_or("SQLite").to_owned())),
            ("listen", Some(listen.to_string())),
            ("log-format", Some(log_format.clone())),
            (
                "synonyms",
                synonyms.as_ref().map(|it| it.display().to_string()),
            ),
        ];
        Ok(Decided {
            app: Settings {
                data: self.common.data.or(file.data).unwrap_or(defaults.data),
                base_url,
                demo: false,
                templates: self.templates.or(file.templates),
                pages: self.pages.or(file.pages),
                default_language,
                time_zone: self
                    .time_zone
                    .or(file.time_zone)
                    .unwrap_or(defaults.time_zone),
                marks,
                upload_max: self
                    .upload_max
                    .or(file.upload_max)
                    .map_or(defaults.upload_max, |megabytes| {
                        megabytes.saturating_mul(1_000_000)
                    }),
                archive_max: self
                    .archive_max
                    .or(file.archive_max)
                    .map_or(defaults.archive_max, |megabytes| {
                        megabytes.saturating_mul(1_000_000)
                    }),
                former_files: self.former_files.or(file.former_files),
                mail,
                mail_from,
                limits,
                oidc,
                captcha: captcha == "on",
                link_checks: link_checks == "on",
                spam,
                trusted_proxies,
                webhook_allow,
                started_with,
                harvest,
                sparql,
            },
            database,
            listen,
            synonyms,
            json_log: log_format == "json",
        })
    }
}

/// What makes the pages those of the operator.
fn marks(serve: &Serve, file: &File) -> anyhow::Result<Marks> {
    let text = |flag: &Option<String>, key: &Option<String>| {
        let chosen = flag.as_ref().or(key.as_ref()).map(|text| text.trim());
        chosen.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let links = if serve.links.is_empty() {
        &file.links
    } else {
        &serve.links
    };
    let contact = text(&serve.contact, &file.contact).map(|contact| {
        if contact.contains('@') && !contact.contains(':') {
            format!("mailto:{contact}")
        } else {
            contact
        }
    });
    Ok(Marks {
        title: text(&serve.title, &file.title),
        logo: serve.logo.clone().or_else(|| file.logo.clone()),
        tagline: text(&serve.tagline, &file.tagline),
        about: text(&serve.about, &file.about),
        ask_url: address("--ask-url", text(&serve.ask_url, &file.ask_url))?,
        contact: address("--contact", contact)?,
        statistics: address("--statistics", text(&serve.statistics, &file.statistics))?,
        links: links
            .iter()
            .filter(|link| !link.trim().is_empty())
            .map(|link| labelled(link))
            .collect::<anyhow::Result<_>>()?,
    })
}

/// A link that pages may show: of the web, of e-mail, or of this portal.
fn address(flag: &str, address: Option<String>) -> anyhow::Result<Option<String>> {
    if let Some(address) = &address {
        let is_known = ["http://", "https://", "mailto:", "/"]
            .iter()
            .any(|start| address.starts_with(start));
        anyhow::ensure!(
            is_known,
            "{flag}: `{address}` is no address; write it whole, such as https://data.example.org/ask"
        );
    }
    Ok(address)
}

fn labelled(link: &str) -> anyhow::Result<(String, String)> {
    let (label, to) = link.split_once('=').with_context(|| {
        format!("--links: `{link}` has no label; write it as Press=https://example.org/press")
    })?;
    let to = address("--links", Some(to.trim().to_owned()))?.unwrap_or_default();
    Ok((label.trim().to_owned(), to))
}

/// What keeps writings from the public.
fn spam_rules(serve: &Serve, file: &File) -> anyhow::Result<Rules> {
    let chosen = |flags: &[String], keys: &[String]| -> Vec<String> {
        let chosen = if flags.is_empty() { keys } else { flags };
        let named = chosen.iter().map(|text| text.trim().to_owned());
        named.filter(|text| !text.is_empty()).collect()
    };
    let languages = chosen(&serve.spam_languages, &file.spam_languages);
    let languages = languages.iter().map(|name| spam::language(name));
    Ok(Rules {
        words: chosen(&serve.spam_words, &file.spam_words),
        languages: languages
            .collect::<Result<_, _>>()
            .map_err(|why| anyhow::anyhow!("--spam-languages: {why}"))?,
        exempt: chosen(&serve.spam_exempt, &file.spam_exempt),
    })
}

/// Networks; an address alone is a network of one.
fn networks(flag: &str, flags: &[String], file: &[String]) -> anyhow::Result<Vec<IpNet>> {
    let chosen = if flags.is_empty() { file } else { flags };
    let named = chosen.iter().map(|text| text.trim());
    named
        .filter(|text| !text.is_empty())
        .map(|text| {
            let alone = || text.parse::<std::net::IpAddr>().map(IpNet::from).ok();
            text.parse().ok().or_else(alone).with_context(|| {
                format!("{flag}: `{text}` is no network; write it as 10.0.0.0/8 or 192.0.2.7")
            })
        })
        .collect()
}
