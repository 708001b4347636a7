//! Datasets and their files as tables.

use std::collections::BTreeSet;

use vitrail_domain::dataset::COUNTS;
use vitrail_domain::spatial::zone_id;
use vitrail_domain::vocabulary::license;
use vitrail_domain::{Dataset, Resource};
use vitrail_tables::Column;
use vitrail_tables::Type::{self, Day, Instant, Integer, Real, Text, Truth};

use super::Sheet;
use crate::dataset::{Files, with_references};
use crate::file::hosted;
use crate::rdf::zones;
use crate::{App, References, Result};

const FACTS: [(&str, Type); 38] = [
    ("id", Text),
    ("title", Text),
    ("slug", Text),
    ("acronym", Text),
    ("url", Text),
    ("organization", Text),
    ("organization_id", Text),
    ("owner", Text),
    ("owner_id", Text),
    ("description", Text),
    ("description_short", Text),
    ("frequency", Text),
    ("license", Text),
    ("temporal_coverage.start", Day),
    ("temporal_coverage.end", Day),
    ("spatial.granularity", Text),
    ("spatial.zones", Text),
    ("spatial.geom", Text),
    ("featured", Truth),
    ("created_at", Instant),
    ("last_modified", Instant),
    ("badges", Text),
    ("tags", Text),
    ("archived", Instant),
    ("resources_count", Integer),
    ("main_resources_count", Integer),
    ("resources_formats", Text),
    ("harvest.backend", Text),
    ("harvest.domain", Text),
    ("harvest.remote_id", Text),
    ("harvest.remote_url", Text),
    ("harvest.uri", Text),
    ("harvest.created_at", Instant),
    ("harvest.issued_at", Instant),
    ("harvest.modified_at", Instant),
    ("harvest.last_update", Instant),
    ("harvest.dct_identifier", Text),
    ("quality_score", Real),
];

const HARVEST: [&str; 10] = [
    "backend",
    "domain",
    "remote_id",
    "remote_url",
    "uri",
    "created_at",
    "issued_at",
    "modified_at",
    "last_update",
    "dct_identifier",
];

const FILE: [(&str, Type); 30] = [
    ("dataset.id", Text),
    ("dataset.title", Text),
    ("dataset.slug", Text),
    ("dataset.url", Text),
    ("dataset.organization", Text),
    ("dataset.organization_id", Text),
    ("dataset.license", Text),
    ("dataset.private", Truth),
    ("dataset.archived", Instant),
    ("id", Text),
    ("url", Text),
    ("title", Text),
    ("description", Text),
    ("filetype", Text),
    ("type", Text),
    ("format", Text),
    ("mime", Text),
    ("filesize", Integer),
    ("checksum.type", Text),
    ("checksum.value", Text),
    ("created_at", Instant),
    ("modified", Instant),
    ("downloads", Integer),
    ("harvest.issued_at", Instant),
    ("harvest.modified_at", Instant),
    ("harvest.last_update", Instant),
    ("schema_name", Text),
    ("schema_version", Text),
    ("preview_url", Text),
    ("extras", Text),
];

pub fn columns() -> Vec<Column> {
    super::columns(&FACTS)
        .chain(super::of_counts(&COUNTS))
        .collect()
}

pub fn columns_of_files() -> Vec<Column> {
    super::columns(&FILE).collect()
}

pub async fn write(app: &App, base: &str, data: Vec<Dataset>, sheet: &mut Sheet) -> Result<()> {
    let all = with_references(app, data, Files::Whole).await?;
    let zones = zones(app, &all).await?;
    let name_of = |id: &String| {
        let zone = zones.get(zone_id(id));
        zone.map_or_else(|| id.clone(), |zone| zone.name.clone())
    };
    let now = app.now();
    for dataset in &all.data {
        let files = all
            .resources
            .get(&dataset.id)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let main = files.iter().filter(|file| file.r#type == "main").count();
        let formats: BTreeSet<&str> = files.iter().map(|file| file.format.as_str()).collect();
        let formats: Vec<&str> = formats.into_iter().filter(|it| !it.is_empty()).collect();
        let place = dataset.spatial.as_ref();
        let named: Vec<String> = place
            .map(|place| place.zones.iter().map(name_of).collect())
            .unwrap_or_default();
        sheet
            .text(&dataset.id.to_string())
            .text(&dataset.title)
            .text(&dataset.slug)
            .maybe(dataset.acronym.as_deref())
            .text(&format!("{base}/datasets/{}", dataset.slug));
        super::owner(sheet, &all.references, dataset.owner);
        sheet
            .text(&dataset.description)
            .maybe(dataset.description_short.as_deref())
            .text(&dataset.frequency)
            .maybe(dataset.license.as_deref().map(license::title_of))
            .day(dataset.temporal_coverage.map(|period| period.start))
            .day(dataset.temporal_coverage.and_then(|period| period.end))
            .maybe(place.map(|place| &place.granularity))
            .list(&named)
            .shown(place.and_then(|place| place.geom.as_ref()))
            .truth(dataset.featured)
            .instant(Some(dataset.created_at()))
            .instant(Some(dataset.last_modified()))
            .list(&dataset.badges)
            .list(&dataset.tags)
            .since(dataset.archived)
            .count(files.len())
            .count(main)
            .list(&formats)
            .harvest(dataset.harvest.as_ref(), &HARVEST)
            .mark(dataset.quality.score(dataset, now).score)
            .counts(&dataset.metrics, &COUNTS)
            .end();
    }
    Ok(())
}

pub async fn write_files(
    app: &App,
    base: &str,
    data: Vec<Dataset>,
    sheet: &mut Sheet,
) -> Result<()> {
    let all = with_references(app, data, Files::Whole).await?;
    for dataset in &all.data {
        for file in all.resources.get(&dataset.id).into_iter().flatten() {
            write_file(base, &all.references, dataset, file, sheet);
        }
    }
    Ok(())
}

fn write_file(
    base: &str,
    references: &References,
    dataset: &Dataset,
    file: &Resource,
    sheet: &mut Sheet,
) {
    let organization = dataset
        .owner
        .organization()
        .and_then(|id| references.organizations.get(&id));
    let address = hosted(base, &file.url);
    let schema = file.schema.as_ref();
    let extras = (!file.extras.is_empty())
        .then(|| serde_json::to_string(&file.extras).ok())
        .flatten();
    sheet
        .text(&dataset.id.to_string())
        .text(&dataset.title)
        .text(&dataset.slug)
        .text(&format!("{base}/datasets/{}", dataset.slug))
        .maybe(organization.map(|it| &it.name))
        .shown(organization.map(|it| it.id))
        .maybe(dataset.license.as_deref().map(license::title_of))
        .truth(dataset.private)
        .since(dataset.archived)
        .text(&file.id.to_string())
        .text(&address)
        .text(&file.title)
        .maybe(file.description.as_deref())
        .text(&file.filetype)
        .text(&file.r#type)
        .text(&file.format)
        .maybe(file.mime.as_deref())
        .maybe_number(file.filesize)
        .maybe(file.checksum.as_ref().map(|sum| &sum.r#type))
        .maybe(file.checksum.as_ref().map(|sum| &sum.value))
        .instant(Some(file.created_at()))
        .instant(Some(file.last_modified()))
        .number(vitrail_domain::dataset::count(&file.metrics, "views"))
        .harvest(
            file.harvest.as_ref(),
            &["issued_at", "modified_at", "last_update"],
        )
        .maybe(schema.and_then(|schema| schema.name.as_deref()))
        .maybe(schema.and_then(|schema| schema.version.as_deref()))
        .maybe(file.preview_url.as_deref())
        .maybe(extras)
        .end();
}
