//! The portal's own record.

use vitrail_domain::Site;

use crate::db::{Result, Run, Tx};
use crate::dialect;
use crate::sql::Sql;
use crate::subject::facts;

pub async fn get(run: impl Into<Run<'_>>) -> Result<Site> {
    let run = run.into();
    let mut sql = Sql::new("SELECT facts, metrics FROM site WHERE id = 'default'");
    dialect::hold(&mut sql, &run);
    let row = sql.first::<(String, String)>(run).await?;
    let Some((facts, metrics)) = row else {
        return Ok(Site::default());
    };
    let mut site: Site = serde_json::from_str(&facts)?;
    site.metrics = serde_json::from_str(&metrics)?;
    Ok(site)
}

pub async fn save(tx: &mut Tx, site: &Site) -> Result<()> {
    let columns = vec![
        ("id", site.id.as_str().into()),
        ("facts", facts(site)?),
        ("metrics", serde_json::to_string(&site.metrics)?.into()),
    ];
    Sql::upsert("site", columns).execute(tx).await?;
    Ok(())
}
