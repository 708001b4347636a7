//! What people did on the portal, read from the change log. Changes of objects that the caller may not read
//! are left out of the page, as on udata.

use vitrail_domain::{Actor, Change};
use vitrail_store as store;
pub use vitrail_store::change::Filter;

use crate::references::Wanted;
use crate::subjects::{self, Subjects};
use crate::{App, Listed, Page, References, Result};

/// Changes with who did them and what they changed.
#[derive(Clone, Debug, Default)]
pub struct Activities {
    pub data: Vec<Change>,
    pub total: i64,
    pub references: References,
    pub subjects: Subjects,
}

/// A page of activity, the newest first.
pub async fn list(app: &App, actor: &Actor, filter: &Filter, page: Page) -> Result<Activities> {
    let Listed { mut data, total } = store::change::list(app.db(), filter, page).await?;
    let subjects = subjects::load(app, data.iter().map(|change| change.subject)).await?;
    data.retain(|change| {
        let brief = subjects.get(change.subject);
        brief.is_some_and(|brief| brief.is_readable_by(actor))
    });
    let mut wanted = Wanted::default();
    for change in &data {
        wanted.user(change.actor).organization(change.organization);
    }
    Ok(Activities {
        data,
        total,
        references: wanted.load(app).await?,
        subjects,
    })
}
