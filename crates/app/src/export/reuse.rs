//! Reuses as a table.

use vitrail_domain::Reuse;
use vitrail_domain::reuse::COUNTS;

use super::Sheet;
use crate::file::hosted;
use crate::reuse::{Used, with_references};
use crate::{App, Result};

pub fn header(sheet: &mut Sheet) {
    for name in [
        "id",
        "title",
        "slug",
        "url",
        "type",
        "description",
        "remote_url",
        "organization",
        "organization_id",
        "owner",
        "owner_id",
        "image",
        "featured",
        "created_at",
        "last_modified",
        "archived",
        "topic",
        "tags",
        "datasets",
    ] {
        sheet.text(name);
    }
    super::names_of_counts(sheet, &COUNTS);
    sheet.end();
}

pub async fn write(app: &App, base: &str, data: Vec<Reuse>, sheet: &mut Sheet) -> Result<()> {
    let all = with_references(app, &super::anyone(), data, Used::Counted).await?;
    for reuse in &all.data {
        let mut counts = reuse.metrics.clone();
        counts.insert("datasets".to_owned(), reuse.datasets.len().into());
        sheet
            .text(&reuse.id.to_string())
            .text(&reuse.title)
            .text(&reuse.slug)
            .text(&format!("{base}/reuses/{}", reuse.slug))
            .text(&reuse.r#type)
            .text(&reuse.description)
            .text(&reuse.url);
        super::owner(sheet, &all.references, reuse.owner);
        sheet
            .maybe(reuse.image.as_deref().map(|at| hosted(base, at)))
            .truth(reuse.featured)
            .instant(Some(reuse.created_at))
            .instant(Some(reuse.last_modified))
            .since(reuse.archived)
            .text(&reuse.topic)
            .list(&reuse.tags)
            .list(&reuse.datasets)
            .counts(&counts, &COUNTS)
            .end();
    }
    Ok(())
}
