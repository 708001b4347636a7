//! What can be done with the portal. One module of use cases per subject: permission, then rule, then store,
//! then change. API, pages, commands and followers all call these functions and nothing below them.

pub mod account;
pub mod activity;
pub mod archive;
pub mod audit;
mod badge;
pub mod captcha;
pub mod changes;
pub mod clock;
pub mod community_resource;
pub mod contact_point;
mod conversation;
pub mod dataservice;
pub mod dataset;
pub mod demo;
pub mod desk;
pub mod discussion;
pub mod editing;
pub mod error;
pub mod export;
pub mod file;
pub mod follow;
pub mod followed_search;
pub mod follower;
pub mod harvest;
pub mod history;
mod hmac;
pub mod image;
pub mod import;
pub mod jobs;
pub mod limit;
pub mod matching;
pub mod membership;
pub mod metrics;
pub mod moderation;
pub mod mqa;
pub mod notice;
pub mod notification;
pub mod oai;
pub mod oauth;
pub mod oidc;
pub mod organization;
pub mod outbox;
pub mod post;
pub mod preference;
mod projection;
pub mod rdf;
pub mod readership;
pub mod reading;
pub mod references;
pub mod report;
pub mod resource;
pub mod reuse;
pub mod rng;
pub mod search;
pub mod settings;
pub mod site;
pub mod spam;
pub mod sparql;
pub mod spatial;
pub mod statistics;
pub mod subjects;
pub mod tag;
pub mod token;
pub mod topic;
pub mod traffic;
pub mod transfer;
pub mod upload;
pub mod user;
pub mod webhook;

use std::sync::{Arc, OnceLock};

use vitrail_domain::{Id, Timestamp};
use vitrail_store::Db;
use vitrail_store::kept::Kept;

pub use clock::Clock;
pub use error::{Error, FieldErrors, Result};
pub use limit::{Limits, Rate};
pub use references::References;
pub use rng::Rng;
pub use settings::{Marks, Settings};
pub use vitrail_dcat as dcat;
pub use vitrail_domain as domain;
pub use vitrail_net::{IpNet, Mail, Mailer};
pub use vitrail_search as index;
pub use vitrail_store::{Found, Listed, Page, Sort, Viewer};

/// Everything a use case needs from the outside. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    index: vitrail_search::Index,
    clock: Clock,
    rng: Rng,
    settings: Settings,
    figures: site::Figures,
    site: Kept<(), vitrail_domain::Site>,
    named: references::Named,
    oidc: oidc::Provider,
    captcha_key: OnceLock<String>,
    traffic: traffic::Counter,
    impact: statistics::Kept,
    /// Held by who measures the whole catalogue: others wait for what is found.
    measuring: tokio::sync::Mutex<()>,
    sparql: sparql::Endpoint,
    fetch: std::sync::OnceLock<vitrail_net::Fetch>,
    harvester: OnceLock<Arc<dyn harvest::Harvester>>,
    /// Where the portal answers.
    address: OnceLock<String>,
}

impl App {
    pub fn new(
        db: Db,
        index: vitrail_search::Index,
        clock: Clock,
        rng: Rng,
        settings: Settings,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                db,
                index,
                clock,
                rng,
                settings,
                figures: site::Figures::default(),
                site: Kept::default(),
                named: references::Named::default(),
                oidc: oidc::Provider::default(),
                captcha_key: OnceLock::new(),
                traffic: traffic::Counter::default(),
                impact: statistics::Kept::default(),
                measuring: tokio::sync::Mutex::default(),
                sparql: sparql::Endpoint::default(),
                fetch: std::sync::OnceLock::new(),
                harvester: OnceLock::new(),
                address: OnceLock::new(),
            }),
        }
    }

    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    pub fn index(&self) -> &vitrail_search::Index {
        &self.inner.index
    }

    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// Learns where the portal answers, for what is written without a request.
    pub fn serve_at(&self, address: &str) {
        let _ = self.inner.address.set(address.to_owned());
    }

    /// The public address, for what is written without a request: that of the settings, else where the portal answers.
    pub fn public(&self) -> &str {
        let chosen = self.inner.settings.base_url.as_deref();
        let address = || self.inner.address.get().map(String::as_str);
        chosen.or_else(address).unwrap_or("http://localhost")
    }

    pub(crate) fn figures(&self) -> &site::Figures {
        &self.inner.figures
    }

    pub(crate) fn site(&self) -> &Kept<(), vitrail_domain::Site> {
        &self.inner.site
    }

    pub(crate) fn named(&self) -> &references::Named {
        &self.inner.named
    }

    /// The one way out to addresses that people gave us.
    pub(crate) fn fetch(&self) -> Result<&vitrail_net::Fetch> {
        if let Some(fetch) = self.inner.fetch.get() {
            return Ok(fetch);
        }
        let options = vitrail_net::FetchOptions {
            allow: self.settings().webhook_allow.clone(),
            ..vitrail_net::FetchOptions::default()
        };
        let fetch = vitrail_net::Fetch::new(options).map_err(anyhow::Error::from)?;
        Ok(self.inner.fetch.get_or_init(|| fetch))
    }

    /// Who reads the catalogues of others: said once, by who puts the program together.
    pub fn harvest_with(&self, harvester: Arc<dyn harvest::Harvester>) {
        let _ = self.inner.harvester.set(harvester);
    }

    pub fn harvester(&self) -> Result<&dyn harvest::Harvester> {
        let harvester = self.inner.harvester.get();
        let absent = || anyhow::anyhow!("nobody harvests in this program");
        Ok(harvester.ok_or_else(absent)?.as_ref())
    }

    pub(crate) fn measuring(&self) -> &tokio::sync::Mutex<()> {
        &self.inner.measuring
    }

    pub(crate) fn sparql(&self) -> &sparql::Endpoint {
        &self.inner.sparql
    }

    pub(crate) fn impact(&self) -> &statistics::Kept {
        &self.inner.impact
    }

    /// What is read, as it is counted.
    pub fn traffic(&self) -> &traffic::Counter {
        &self.inner.traffic
    }

    pub(crate) fn oidc(&self) -> &oidc::Provider {
        &self.inner.oidc
    }

    pub(crate) fn captcha_key(&self) -> &OnceLock<String> {
        &self.inner.captcha_key
    }

    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    pub fn rng(&self) -> &Rng {
        &self.inner.rng
    }

    /// A new identifier of this instant.
    pub fn new_id(&self) -> Id {
        Id::new(self.now(), self.inner.rng.bytes())
    }
}
