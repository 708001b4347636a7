//! The portal's own record and figures.

use vitrail_domain::Site;
use vitrail_store as store;

use crate::{App, Result};

/// The portal's record.
pub async fn read(app: &App) -> Result<Site> {
    Ok(store::site::get(app.db()).await?)
}
