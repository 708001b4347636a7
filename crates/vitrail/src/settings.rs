//! Settings: each has one name as a flag, in the environment (`VITRAIL_…`) and in `vitrail.toml`. A flag wins
//! over the environment, which wins over the file.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use serde::Deserialize;
use vitrail_app::Settings;

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
    /// File of synonyms for search: one line per group, words separated by commas
    #[arg(long, env = "VITRAIL_SYNONYMS")]
    pub synonyms: Option<PathBuf>,
    /// Form of the log: text or json [default: text]
    #[arg(long, env = "VITRAIL_LOG_FORMAT")]
    pub log_format: Option<String>,
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
        let defaults = Settings::default();
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
            },
            database: self.common.database.or(file.database),
            listen: self
                .listen
                .or(file.listen)
                .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 7000))),
            synonyms: self.synonyms.or(file.synonyms),
            json_log: log_format == "json",
        })
    }
}
