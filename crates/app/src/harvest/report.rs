//! What jobs did, for whoever asks, and for the producers when a source can no longer be read.

use std::collections::HashMap;

use serde_json::json;
use vitrail_domain::harvest::job::JobStatus;
use vitrail_domain::harvest::source::State;
use vitrail_domain::harvest::{Item, Job, Source};
use vitrail_domain::{Dataservice, Dataset, Id, Kind};
use vitrail_store as store;
use vitrail_store::harvest::item::Filter;
use vitrail_store::harvest::{item, run};
use vitrail_store::{Listed, Page, Tx};

use crate::notification::letter;
use crate::{App, Error, Result};

/// Items with the names of what they became here.
#[derive(Clone, Debug, Default)]
pub struct Items {
    pub data: Vec<Item>,
    pub datasets: HashMap<Id, Dataset>,
    pub dataservices: HashMap<Id, Dataservice>,
}

/// A page of the jobs of a source.
pub async fn jobs(app: &App, source: &Source, page: Page) -> Result<Listed<Job>> {
    Ok(run::list(app.db(), source.id, page).await?)
}

/// One job.
pub async fn job(app: &App, key: &str) -> Result<Job> {
    let id = key.parse().map_err(|_| Error::NotFound(Kind::HarvestJob))?;
    let found = run::get(app.db(), id).await?;
    found.ok_or(Error::NotFound(Kind::HarvestJob))
}

/// A page of the items of a job.
pub async fn items(app: &App, job: &Job, wanted: &Filter, page: Page) -> Result<Listed<Item>> {
    Ok(item::list(app.db(), job.id, wanted, page).await?)
}

/// Items with what they became here, for those who may know of it.
pub async fn with_subjects(app: &App, data: Vec<Item>) -> Result<Items> {
    let of = |kind: Kind| -> Vec<Id> {
        let items = data.iter().filter(|item| item.kind == kind);
        items.filter_map(|item| item.subject).collect()
    };
    Ok(Items {
        datasets: store::subject::by_ids::<Dataset>(app.db(), &of(Kind::Dataset)).await?,
        dataservices: store::subject::by_ids::<Dataservice>(app.db(), &of(Kind::Dataservice))
            .await?,
        data,
    })
}

/// Writes to those who run a source that its last reading failed, when the one before did not.
pub(super) async fn tell_failed(
    app: &App,
    tx: &mut Tx,
    source: &Source,
    job: &Job,
    former: Option<JobStatus>,
) -> Result<()> {
    let is_new = job.status == JobStatus::Failed && former != Some(JobStatus::Failed);
    if !is_new || app.settings().mail.is_none() {
        return Ok(());
    }
    let why = job.errors.first().map(|error| error.message.clone());
    let facts = json!({
        "title": source.name, "why": why.unwrap_or_default(),
        "path": format!("/admin/harvesters/{}/jobs/{}", source.id, job.id),
    });
    let people = super::source::people(tx, source.owner).await?;
    letter::to_each(
        app,
        tx,
        &people,
        |mails| mails != "none",
        "harvest-failed",
        &facts,
    )
    .await
}

/// Writes to those who run a source what sysadmins decided of it.
pub(super) async fn tell_validated(app: &App, tx: &mut Tx, source: &Source) -> Result<()> {
    let letter = match source.validation.state {
        State::Accepted => "harvest-accepted",
        State::Refused => "harvest-refused",
        State::Pending => return Ok(()),
    };
    if app.settings().mail.is_none() {
        return Ok(());
    }
    let facts = json!({
        "title": source.name, "why": source.validation.comment.clone().unwrap_or_default(),
        "path": format!("/admin/harvesters/{}", source.id),
    });
    let people = super::source::people(tx, source.owner).await?;
    letter::to_each(app, tx, &people, |mails| mails != "none", letter, &facts).await
}
