//! Organizations as a table.

use vitrail_domain::Organization;
use vitrail_domain::dataset::count;
use vitrail_domain::organization::COUNTS;
use vitrail_tables::Column;
use vitrail_tables::Type::{self, Instant, Integer, Text};

use super::Sheet;
use crate::file::hosted;

const FACTS: [(&str, Type); 13] = [
    ("id", Text),
    ("name", Text),
    ("acronym", Text),
    ("slug", Text),
    ("url", Text),
    ("description", Text),
    ("logo", Text),
    ("badges", Text),
    ("created_at", Instant),
    ("last_modified", Instant),
    ("business_number_id", Text),
    ("members_count", Integer),
    ("downloads", Integer),
];

pub fn columns() -> Vec<Column> {
    super::columns(&FACTS)
        .chain(super::of_counts(&COUNTS))
        .collect()
}

pub fn write(base: &str, data: &[Organization], sheet: &mut Sheet) {
    for organization in data {
        let logo = organization.logo.as_deref();
        sheet
            .text(&organization.id.to_string())
            .text(&organization.name)
            .maybe(organization.acronym.as_deref())
            .text(&organization.slug)
            .text(&format!("{base}/organizations/{}", organization.slug))
            .text(&organization.description)
            .maybe(logo.map(|at| hosted(base, at)))
            .list(&organization.badges)
            .instant(Some(organization.created_at))
            .instant(Some(organization.last_modified))
            .maybe(organization.business_number_id.as_deref())
            .count(organization.members.len())
            .number(count(&organization.metrics, "resources_downloads"))
            .counts(&organization.metrics, &COUNTS)
            .end();
    }
}
