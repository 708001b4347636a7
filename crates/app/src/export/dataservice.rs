//! Dataservices as a table.

use vitrail_domain::Dataservice;
use vitrail_domain::dataservice::COUNTS;
use vitrail_domain::vocabulary::license;

use super::Sheet;
use crate::dataservice::with_references;
use crate::{App, Result};

const HARVEST: [&str; 9] = [
    "backend",
    "domain",
    "remote_id",
    "remote_url",
    "uri",
    "created_at",
    "issued_at",
    "modified_at",
    "last_update",
];

pub fn header(sheet: &mut Sheet) {
    for name in [
        "id",
        "title",
        "slug",
        "acronym",
        "url",
        "description",
        "base_api_url",
        "machine_documentation_url",
        "technical_documentation_url",
        "business_documentation_url",
        "authorization_request_url",
        "availability",
        "rate_limiting",
        "access_type",
        "license",
        "organization",
        "organization_id",
        "owner",
        "owner_id",
        "featured",
        "created_at",
        "metadata_modified_at",
        "archived",
        "tags",
        "datasets",
    ] {
        sheet.text(name);
    }
    for name in HARVEST {
        sheet.text(&format!("harvest.{name}"));
    }
    super::names_of_counts(sheet, &COUNTS);
    sheet.end();
}

pub async fn write(app: &App, base: &str, data: Vec<Dataservice>, sheet: &mut Sheet) -> Result<()> {
    let all = with_references(app, data).await?;
    for service in &all.data {
        sheet
            .text(&service.id.to_string())
            .text(&service.title)
            .text(&service.slug)
            .maybe(service.acronym.as_deref())
            .text(&format!("{base}/dataservices/{}", service.slug))
            .text(&service.description)
            .maybe(service.base_api_url.as_deref())
            .maybe(service.machine_documentation_url.as_deref())
            .maybe(service.technical_documentation_url.as_deref())
            .maybe(service.business_documentation_url.as_deref())
            .maybe(service.authorization_request_url.as_deref())
            .maybe_number(service.availability)
            .maybe(service.rate_limiting.as_deref())
            .text(&service.access_type)
            .maybe(service.license.as_deref().map(license::title_of));
        super::owner(sheet, &all.references, service.owner);
        sheet
            .truth(service.featured)
            .instant(Some(service.created_at))
            .instant(Some(service.metadata_modified_at))
            .since(service.archived_at)
            .list(&service.tags)
            .list(&service.datasets)
            .harvest(service.harvest.as_ref(), &HARVEST)
            .counts(&service.metrics, &COUNTS)
            .end();
    }
    Ok(())
}
