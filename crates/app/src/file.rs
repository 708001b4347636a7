//! Files that the portal hosts: where they are kept, and the address at which they are served. Addresses are
//! kept without the portal's own, which an operator may change; views put it before them.

use std::borrow::Cow;

use vitrail_domain::{Actor, Dataset, Kind};
use vitrail_net::{Objects, ObjectsError};
use vitrail_store as store;

use crate::dataset::readable;
use crate::{App, Error, Result};

/// The files of this portal.
pub fn objects(app: &App) -> Objects {
    Objects::folder(app.settings().data.join("files"))
}

/// The path at which the file of a key is served. Files of datasets are kept under `resources/`.
pub fn address(key: &str) -> String {
    format!("/{key}")
}

/// The full address of what the portal keeps as a path; others stay as they are. `base` is the public address of the
/// portal, without final slash.
pub fn hosted<'a>(base: &str, address: &'a str) -> Cow<'a, str> {
    if address.starts_with('/') {
        format!("{base}{address}").into()
    } else {
        address.into()
    }
}

/// What is kept of datasets, under this folder.
const OF_DATASETS: &str = "resources/";

/// A file of the portal, ready to be read.
#[derive(Debug)]
pub struct Opened {
    pub file: tokio::fs::File,
    /// Bytes.
    pub length: u64,
    /// Whether everybody may read it.
    pub public: bool,
}

/// The file of a key, for those who may read it.
pub async fn open(app: &App, actor: &Actor, key: &str) -> Result<Opened> {
    let public = is_public(app, actor, key).await?;
    match objects(app).open(key).await {
        Ok((file, length)) => Ok(Opened {
            file,
            length,
            public,
        }),
        Err(ObjectsError::Absent(_) | ObjectsError::BadKey(_)) => {
            Err(Error::NotFound(Kind::Resource))
        }
        Err(error) => Err(Error::Internal(error.into())),
    }
}

/// Whether everybody may read a file; an error when the actor may not. A file of datasets is read with any of
/// those that hold it, and with none once none does. Images and what reusers add are public.
async fn is_public(app: &App, actor: &Actor, key: &str) -> Result<bool> {
    if !key.starts_with(OF_DATASETS) {
        return Ok(true);
    }
    let holders = store::resource::holders(app.db(), key).await?;
    let holders = store::subject::in_order::<Dataset>(app.db(), &holders).await?;
    let anyone = Actor::default();
    if holders.iter().any(|held| readable(&anyone, held).is_ok())
        || store::community_resource::holds(app.db(), key).await?
    {
        return Ok(true);
    }
    let mut refusal = Error::NotFound(Kind::Resource);
    for held in &holders {
        match readable(actor, held) {
            Ok(()) => return Ok(false),
            Err(error) => refusal = error,
        }
    }
    Err(refusal)
}
