//! The table of the sources of the harvest.

use vitrail_domain::harvest::Source;
use vitrail_tables::Column;
use vitrail_tables::Type::{self, Instant, Text};

use super::Sheet;
use crate::references::Wanted;
use crate::{App, Result};

const FACTS: [(&str, Type); 9] = [
    ("id", Text),
    ("name", Text),
    ("url", Text),
    ("organization", Text),
    ("organization_id", Text),
    ("backend", Text),
    ("created_at", Instant),
    ("validation", Text),
    ("config", Text),
];

pub fn columns() -> Vec<Column> {
    super::columns(&FACTS).collect()
}

/// Writes sources; the keys that they are asked for stay here.
pub async fn write(app: &App, sources: Vec<Source>, sheet: &mut Sheet) -> Result<()> {
    let mut wanted = Wanted::default();
    for source in &sources {
        wanted.owner(source.owner);
    }
    let named = wanted.load(app).await?;
    for source in sources {
        let organization = source.owner.organization();
        let found = organization.and_then(|id| named.organizations.get(&id));
        let id = organization.map(|id| id.to_string());
        let mut config = source.config;
        config.remove("apikey");
        sheet
            .text(&source.id.to_string())
            .text(&source.name)
            .text(&source.url);
        sheet
            .maybe(found.map(|found| &found.name))
            .maybe(id)
            .text(&source.backend);
        sheet.instant(Some(source.created));
        sheet.text(source.validation.state.as_str());
        sheet
            .text(&serde_json::Value::Object(config).to_string())
            .end();
    }
    Ok(())
}
