//! What an operator chooses. Every setting has the same name as a flag, in the environment and in the file.

use std::path::PathBuf;

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
        }
    }
}
