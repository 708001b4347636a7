//! Reports: anybody may ask the moderators to look at something; sysadmins read what is asked, and dismiss what
//! needs no more.

use uuid::Uuid;
use vitrail_domain::form::{Form, Problem};
use vitrail_domain::report::REPORTABLE;
use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::vocabulary::report::ReportReason;
use vitrail_domain::{Actor, Change, Extras, Id, Kind, Report};
use vitrail_store as store;
pub use vitrail_store::report::{Filter, SORTS};

use crate::references::Wanted;
use crate::subjects::{self, Subjects};
use crate::{App, Error, Listed, Page, References, Result, Sort, discussion, editing, reading};

/// The longest message, in characters.
const MESSAGE_MAX: usize = 5_000;

/// Reports with the people and the subjects that they name.
#[derive(Clone, Debug, Default)]
pub struct Reports {
    pub data: Vec<Report>,
    pub references: References,
    pub subjects: Subjects,
}

/// A new report, of anybody who may read its subject.
pub async fn create(app: &App, actor: &Actor, body: &Extras) -> Result<Report> {
    let mut form = Form::new(body);
    let subject = editing::subject_of(&mut form, &REPORTABLE);
    let reason = form.code::<ReportReason>("reason").flatten();
    if reason.as_deref() == Some(ReportReason::AutoSpam.code()) {
        let sentence = "This reason is for the portal itself".to_owned();
        form.refuse("reason", Problem::Said(sentence));
    }
    let message = form.text("message", MESSAGE_MAX).flatten();
    let embed = embed(&mut form);
    form.need(&["subject", "reason"]);
    let label = match subject {
        Some(subject) => label(app, actor, subject).await?,
        None => None,
    };
    if let (Some((_, id)), None) = (subject, &label) {
        form.refuse("subject", Problem::Unknown(id.to_string()));
    }
    editing::finish(form, Kind::Report)?;
    let (Some(subject), Some(reason)) = (subject, reason) else {
        return Err(Error::NotFound(Kind::Report));
    };
    let report = Report {
        id: app.new_id(),
        by: actor.user,
        subject,
        label: label.unwrap_or_default(),
        embed: embed.filter(|_| subject.0 == Kind::Discussion),
        reason,
        message,
        reported_at: app.now(),
        dismissed_at: None,
        dismissed_by: None,
        subject_deleted_at: None,
        subject_deleted_by: None,
    };
    save(app, actor, &report, "created").await?;
    Ok(report)
}

/// How what a report would be about is called, for who may read it.
pub async fn about(app: &App, actor: &Actor, subject: (Kind, Id)) -> Result<String> {
    let known = REPORTABLE.contains(&subject.0);
    let found = if known {
        label(app, actor, subject).await?
    } else {
        None
    };
    found.ok_or(Error::NotFound(subject.0))
}

/// A page of reports, for sysadmins.
pub async fn list(
    app: &App,
    actor: &Actor,
    filter: Filter,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<Report>> {
    reading::sysadmin(actor)?;
    Ok(store::report::list(app.db(), filter, sort, page).await?)
}

/// One report, for sysadmins.
pub async fn find(app: &App, actor: &Actor, key: &str) -> Result<Report> {
    reading::sysadmin(actor)?;
    let id = key.parse().map_err(|_| Error::NotFound(Kind::Report))?;
    let found = store::report::get(app.db(), id).await?;
    found.ok_or(Error::NotFound(Kind::Report))
}

/// Dismisses a report, or opens it again: `dismissed_at` is a date or null.
pub async fn update(app: &App, actor: &Actor, key: &str, body: &Extras) -> Result<Report> {
    let mut report = find(app, actor, key).await?;
    let mut form = Form::new(body);
    let dismissed = form.instant("dismissed_at");
    if let Some(message) = form.text("message", MESSAGE_MAX) {
        report.message = message;
    }
    editing::finish(form, Kind::Report)?;
    if let Some(at) = dismissed {
        report.dismissed_at = at;
        report.dismissed_by = actor.user.filter(|_| at.is_some());
    }
    save(app, actor, &report, "updated").await?;
    Ok(report)
}

/// Reports with what a view of them needs.
pub async fn with_references(app: &App, data: Vec<Report>) -> Result<Reports> {
    let mut wanted = Wanted::default();
    for report in &data {
        wanted
            .user(report.by)
            .user(report.dismissed_by)
            .user(report.subject_deleted_by);
    }
    Ok(Reports {
        subjects: subjects::load(app, data.iter().map(|report| report.subject)).await?,
        references: wanted.load(app).await?,
        data,
    })
}

/// One message of a discussion.
fn embed(form: &mut Form<'_>) -> Option<Uuid> {
    let text = form.text("subject_embed_id", 64).flatten()?;
    let id = text.parse().ok();
    if id.is_none() {
        form.refuse("subject_embed_id", Problem::Unknown(text));
    }
    id
}

/// How a subject is called; nothing when the actor may not know of it.
async fn label(
    app: &App,
    actor: &Actor,
    subject @ (kind, id): (Kind, Id),
) -> Result<Option<String>> {
    if kind == Kind::Discussion {
        let found = match discussion::find(app, actor, &id.to_string()).await {
            Ok(found) => found,
            Err(Error::NotFound(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
        return Ok(found.data.into_iter().next().map(|found| found.title));
    }
    let found = subjects::load(app, [subject]).await?;
    let known = found
        .get(subject)
        .filter(|brief| brief.is_readable_by(actor));
    Ok(known.map(|brief| brief.name.clone()))
}

async fn save(app: &App, actor: &Actor, report: &Report, operation: &str) -> Result<()> {
    let mut tx = app.db().begin().await?;
    store::report::save(&mut tx, report).await?;
    let change = Change {
        actor: actor.user,
        ..Change::new(app.now(), (Kind::Report, report.id), operation)
    };
    store::change::record(&mut tx, &change).await?;
    tx.commit().await?;
    Ok(())
}
