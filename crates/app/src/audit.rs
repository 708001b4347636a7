//! The log of all that was changed, by whom: what sysadmins look through when something went wrong. Changes of programs
//! and of imports are there too.

use std::collections::HashMap;

use vitrail_domain::{Actor, Change, Discussion, Id, Kind};
use vitrail_store as store;
pub use vitrail_store::change::LogFilter as Filter;

use crate::references::Wanted;
use crate::subjects::{self, Subjects};
use crate::{App, Listed, Page, References, Result, reading};

/// A page of the log, with the names of what it speaks of.
#[derive(Clone, Debug, Default)]
pub struct Log {
    pub data: Vec<Change>,
    pub total: i64,
    pub references: References,
    subjects: Subjects,
    /// Of what has no page of its own in lists: discussions and reports.
    titles: HashMap<(Kind, Id), String>,
}

impl Log {
    /// How an object is called, unless it is gone for good.
    pub fn title(&self, subject: (Kind, Id)) -> Option<&str> {
        let title = self.titles.get(&subject).map(String::as_str);
        title.or_else(|| self.subjects.get(subject).map(|it| it.name.as_str()))
    }
}

/// A page of the log, the newest first.
pub async fn list(app: &App, actor: &Actor, filter: &Filter, page: Page) -> Result<Log> {
    reading::sysadmin(actor)?;
    let Listed { data, total } = store::change::log(app.db(), filter, page).await?;
    let subjects = subjects::load(app, data.iter().map(|change: &Change| change.subject)).await?;
    let mut wanted = Wanted::default();
    for change in &data {
        wanted.user(change.actor).organization(change.organization);
    }
    Ok(Log {
        references: wanted.load(app).await?,
        titles: titles(app, &data).await?,
        data,
        total,
        subjects,
    })
}

async fn titles(app: &App, data: &[Change]) -> Result<HashMap<(Kind, Id), String>> {
    let of = |kind: Kind| {
        let mut ids: Vec<Id> = data
            .iter()
            .filter(|change| change.subject.0 == kind)
            .map(|change| change.subject.1)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let mut titles = HashMap::new();
    let discussions = of(Kind::Discussion);
    if !discussions.is_empty() {
        let found = store::subject::by_ids::<Discussion>(app.db(), &discussions).await?;
        titles.extend(
            found
                .into_iter()
                .map(|(id, found)| ((Kind::Discussion, id), found.title)),
        );
    }
    for id in of(Kind::Report) {
        if let Some(found) = store::report::get(app.db(), id).await? {
            titles.insert((Kind::Report, id), found.label);
        }
    }
    Ok(titles)
}
