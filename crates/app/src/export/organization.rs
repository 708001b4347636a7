//! Organizations as a table.

use vitrail_domain::Organization;
use vitrail_domain::dataset::count;
use vitrail_domain::organization::COUNTS;

use super::Sheet;
use crate::file::hosted;

pub fn header(sheet: &mut Sheet) {
    for name in [
        "id",
        "name",
        "acronym",
        "slug",
        "url",
        "description",
        "logo",
        "badges",
        "created_at",
        "last_modified",
        "business_number_id",
        "members_count",
        "downloads",
    ] {
        sheet.text(name);
    }
    super::names_of_counts(sheet, &COUNTS);
    sheet.end();
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
