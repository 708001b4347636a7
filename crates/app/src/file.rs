//! Files that the portal hosts: where they are kept, and the address at which they are served. Addresses are
//! kept without the portal's own, which an operator may change; views put it before them.

use vitrail_net::{Objects, ObjectsError};

use crate::{App, Error, Result};

/// The files of this portal.
pub fn objects(app: &App) -> Objects {
    Objects::folder(app.settings().data.join("files"))
}

/// The path at which the file of a key is served. Files of datasets are kept under `resources/`.
pub fn address(key: &str) -> String {
    format!("/{key}")
}

/// The file of a key, and its length in bytes.
pub async fn open(app: &App, key: &str) -> Result<(tokio::fs::File, u64)> {
    match objects(app).open(key).await {
        Ok(found) => Ok(found),
        Err(ObjectsError::Absent(_) | ObjectsError::BadKey(_)) => {
            Err(Error::NotFound(vitrail_domain::Kind::Resource))
        }
        Err(error) => Err(Error::Internal(error.into())),
    }
}
