//! What an operator chooses. Every setting has the same name as a flag, in the environment and in the file.

use std::path::PathBuf;

use vitrail_net::IpNet;

use crate::limit::Limits;

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
    /// Proxies that are believed when they say from where a request came.
    pub trusted_proxies: Vec<IpNet>,
    /// Networks that webhooks may call although they are not public.
    pub webhook_allow: Vec<IpNet>,
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
            former_files: None,
            mail: None,
            mail_from: "portal@localhost".to_owned(),
            limits: Limits::default(),
            oidc: None,
            captcha: true,
            trusted_proxies: Vec::new(),
            webhook_allow: Vec::new(),
        }
    }
}
