//! Territories: the shipped ones are loaded into an empty portal.

use vitrail_domain::spatial::Zone;
use vitrail_domain::vocabulary::zones;
use vitrail_store as store;

use crate::{App, Result};

/// Loads the shipped territories when there are none; says how many were written.
pub async fn load_shipped(app: &App) -> Result<u64> {
    if store::zone::count(app.db()).await? > 0 {
        return Ok(0);
    }
    let shipped = zones::shipped().map(|zone| Zone {
        id: zone.id.to_owned(),
        code: zone.code.to_owned(),
        level: zone.level.to_owned(),
        name: zone.name.to_owned(),
        uri: None,
        parents: zone
            .parents
            .iter()
            .map(|parent| (*parent).to_owned())
            .collect(),
    });
    let mut tx = app.db().begin().await?;
    let written = store::zone::replace_all(&mut tx, shipped).await?;
    tx.commit().await?;
    Ok(written)
}
