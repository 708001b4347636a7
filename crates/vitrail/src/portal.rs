//! Opening a portal: its folder, its database, its search index.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use vitrail_app::{App, Clock, Rng, Settings};
use vitrail_harvest::{Engine, Limits};
use vitrail_net::FetchOptions;
use vitrail_search::{DEFAULT_SYNONYMS, Index, Opened, Synonyms};
use vitrail_store::{Db, Durability};

use crate::settings::Decided;

/// An open database and where the rest is.
pub struct Portal {
    pub db: Db,
    settings: Settings,
    synonyms: Synonyms,
}

impl Portal {
    /// Opens the database, creating the folder when it does not exist.
    pub async fn open(decided: &Decided) -> anyhow::Result<Self> {
        Self::open_with(decided, Durability::Full).await
    }

    pub async fn open_with(decided: &Decided, durability: Durability) -> anyhow::Result<Self> {
        let data = &decided.app.data;
        std::fs::create_dir_all(data)
            .with_context(|| format!("the folder {} cannot be created", data.display()))?;
        let db = if let Some(url) = &decided.database {
            Db::postgres(url).await.with_context(|| {
                let shown = without_password(url);
                format!("the database {shown} does not answer; check that it runs and that the address is right")
            })?
        } else {
            let file = data.join("vitrail.db");
            Db::sqlite(&file, durability)
                .await
                .with_context(|| format!("the database {} cannot be opened", file.display()))?
        };
        let synonyms = match &decided.synonyms {
            Some(path) => {
                let text = std::fs::read_to_string(path).with_context(|| {
                    format!("the file of synonyms {} cannot be read", path.display())
                })?;
                Synonyms::parse(&text)
            }
            None => Synonyms::parse(DEFAULT_SYNONYMS),
        };
        Ok(Self {
            db,
            settings: decided.app.clone(),
            synonyms,
        })
    }

    fn index_folder(&self) -> PathBuf {
        self.settings.data.join("index")
    }

    /// The portal for commands that do not search.
    pub fn app(self) -> anyhow::Result<App> {
        let index = Index::in_memory(Synonyms::default())?;
        wired(self.db, index, self.settings)
    }

    /// The portal with its index, whatever its state: followers bring it up to date.
    pub fn app_with_index(self) -> anyhow::Result<App> {
        let (index, opened) = Index::open_or_recreate(&self.index_folder(), self.synonyms.clone())?;
        if let Opened::Recreated(why) = opened {
            tracing::warn!(?why, "the search index is built again from the database");
        }
        wired(self.db, index, self.settings)
    }
}

/// The portal with who reads the catalogues of others.
fn wired(db: Db, index: Index, settings: Settings) -> anyhow::Result<App> {
    let options = FetchOptions {
        allow: settings.harvest.allow.clone(),
        ..Engine::options()
    };
    let app = App::new(db, index, Clock::System, Rng::system(), settings);
    app.harvest_with(Arc::new(Engine::new(options, Limits::default())?));
    Ok(app)
}

/// An address fit for a message.
pub fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return "(address)".to_owned();
    };
    rest.rsplit_once('@').map_or_else(
        || format!("{scheme}://{rest}"),
        |(user, host)| {
            let user = user.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}@{host}")
        },
    )
}
