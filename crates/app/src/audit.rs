//! The log of all that was changed, by whom: what sysadmins look through when something went wrong. Changes of programs
//! and of imports are there too.

use vitrail_domain::{Actor, Change};
use vitrail_store as store;
pub use vitrail_store::change::LogFilter as Filter;

use crate::activity::Activities;
use crate::references::Wanted;
use crate::{App, Listed, Page, Result, reading, subjects};

/// A page of the log, the newest first.
pub async fn list(app: &App, actor: &Actor, filter: &Filter, page: Page) -> Result<Activities> {
    reading::sysadmin(actor)?;
    let Listed { data, total } = store::change::log(app.db(), filter, page).await?;
    let subjects = subjects::load(app, data.iter().map(|change: &Change| change.subject)).await?;
    let mut wanted = Wanted::default();
    for change in &data {
        wanted.user(change.actor).organization(change.organization);
    }
    Ok(Activities {
        references: wanted.load(app).await?,
        data,
        total,
        subjects,
    })
}
