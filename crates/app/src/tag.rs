//! The tags in use.

use vitrail_store as store;

use crate::{App, Result};

/// Tags that hold what is being typed, the shortest first.
pub async fn suggest(app: &App, q: &str, size: i64) -> Result<Vec<String>> {
    let slug = vitrail_domain::slug::slugify(q);
    if slug.is_empty() {
        return Ok(Vec::new());
    }
    Ok(store::tag::suggest(app.db(), &slug, size).await?)
}
