//! Reuses as a table.

use vitrail_domain::Reuse;
use vitrail_domain::reuse::COUNTS;
use vitrail_tables::Column;
use vitrail_tables::Type::{self, Instant, Text, Truth};

use super::Sheet;
use crate::file::hosted;
use crate::reuse::{Used, with_references};
use crate::{App, Result};

const FACTS: [(&str, Type); 19] = [
    ("id", Text),
    ("title", Text),
    ("slug", Text),
    ("url", Text),
    ("type", Text),
    ("description", Text),
    ("remote_url", Text),
    ("organization", Text),
    ("organization_id", Text),
    ("owner", Text),
    ("owner_id", Text),
    ("image", Text),
    ("featured", Truth),
    ("created_at", Instant),
    ("last_modified", Instant),
    ("archived", Instant),
    ("topic", Text),
    ("tags", Text),
    ("datasets", Text),
];

pub fn columns() -> Vec<Column> {
    super::columns(&FACTS)
        .chain(super::of_counts(&COUNTS))
        .collect()
}

pub async fn write(app: &App, base: &str, data: Vec<Reuse>, sheet: &mut Sheet) -> Result<()> {
    let all = with_references(app, &super::anyone(), data, Used::Counted).await?;
    let used = all.data.iter().flat_map(|reuse| &reuse.datasets);
    let public = super::public(app, used).await?;
    for reuse in &all.data {
        let datasets = super::among(&reuse.datasets, &public);
        let mut counts = reuse.metrics.clone();
        counts.insert("datasets".to_owned(), datasets.len().into());
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
            .list(&datasets)
            .counts(&counts, &COUNTS)
            .end();
    }
    Ok(())
}
