//! Dataservices as a table.

use vitrail_domain::Dataservice;
use vitrail_domain::dataservice::COUNTS;
use vitrail_domain::vocabulary::license;
use vitrail_tables::Column;
use vitrail_tables::Type::{self, Instant, Real, Text, Truth};

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

const FACTS: [(&str, Type); 34] = [
    ("id", Text),
    ("title", Text),
    ("slug", Text),
    ("acronym", Text),
    ("url", Text),
    ("description", Text),
    ("base_api_url", Text),
    ("machine_documentation_url", Text),
    ("technical_documentation_url", Text),
    ("business_documentation_url", Text),
    ("authorization_request_url", Text),
    ("availability", Real),
    ("rate_limiting", Text),
    ("access_type", Text),
    ("license", Text),
    ("organization", Text),
    ("organization_id", Text),
    ("owner", Text),
    ("owner_id", Text),
    ("featured", Truth),
    ("created_at", Instant),
    ("metadata_modified_at", Instant),
    ("archived", Instant),
    ("tags", Text),
    ("datasets", Text),
    ("harvest.backend", Text),
    ("harvest.domain", Text),
    ("harvest.remote_id", Text),
    ("harvest.remote_url", Text),
    ("harvest.uri", Text),
    ("harvest.created_at", Instant),
    ("harvest.issued_at", Instant),
    ("harvest.modified_at", Instant),
    ("harvest.last_update", Instant),
];

pub fn columns() -> Vec<Column> {
    super::columns(&FACTS)
        .chain(super::of_counts(&COUNTS))
        .collect()
}

pub async fn write(app: &App, base: &str, data: Vec<Dataservice>, sheet: &mut Sheet) -> Result<()> {
    let all = with_references(app, data).await?;
    let served = all.data.iter().flat_map(|service| &service.datasets);
    let public = super::public(app, served).await?;
    for service in &all.data {
        let datasets = super::among(&service.datasets, &public);
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
            .maybe_real(service.availability)
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
            .list(&datasets)
            .harvest(service.harvest.as_ref(), &HARVEST)
            .counts(&service.metrics, &COUNTS)
            .end();
    }
    Ok(())
}
