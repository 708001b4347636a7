//! Writing reuses: create, edit, link what is used, delete and bring back.

use vitrail_domain::edit::REUSE_NEEDS;
use vitrail_domain::form::{Form, Problem};
use vitrail_domain::{Actor, Dataservice, Dataset, Extras, Id, Kind, Reuse};
use vitrail_store as store;
use vitrail_store::Tx;
use vitrail_store::subject::Subject;

use crate::editing::{self, Seen, Written};
use crate::metrics::Touched;
use crate::{App, Error, Result, dataservice, dataset, reading};

/// A new reuse.
pub async fn create(app: &App, actor: &Actor, body: &Extras) -> Result<Reuse> {
    reading::signed_in(actor)?;
    let (id, now) = (app.new_id(), app.now());
    let mut form = Form::new(body);
    let mut tx = app.db().begin().await?;
    let mut reuse = Reuse {
        id,
        owner: editing::owner_of_new(&mut tx, actor, &mut form).await?,
        created_at: now,
        last_modified: now,
        ..Reuse::default()
    };
    fill(&mut tx, actor, &mut form, &mut reuse).await?;
    form.need(&REUSE_NEEDS);
    editing::finish(form, Kind::Reuse)?;
    let title = reuse.title.clone();
    reuse.slug = store::slug::pick(&mut tx, Kind::Reuse, Reuse::TABLE, id, &title).await?;
    editing::assign_to_creator(&mut tx, actor, (Kind::Reuse, id), reuse.owner).await?;
    write(app, tx, actor, None, reuse, "created").await
}

/// Changes what the body names. A deleted reuse only answers to `deleted: null`, which brings it back.
pub async fn update(
    app: &App,
    actor: &Actor,
    key: &str,
    body: &Extras,
    seen: Seen,
) -> Result<Reuse> {
    reading::signed_in(actor)?;
    let mut tx = app.db().begin().await?;
    let former = editing::hold::<Reuse>(&mut tx, key).await?;
    let mut form = Form::new(body);
    if former.deleted.is_some() && !form.is_null("deleted") {
        return Err(Error::Gone(Kind::Reuse));
    }
    editable(actor, &former)?;
    editing::still(seen, former.last_modified)?;
    let mut reuse = former.clone();
    fill(&mut tx, actor, &mut form, &mut reuse).await?;
    reuse.owner = editing::other_owner(&mut tx, actor, &mut form, former.owner).await?;
    editing::finish(form, Kind::Reuse)?;
    if reuse == former {
        return Ok(reuse);
    }
    if reuse.title != former.title {
        reuse.slug =
            editing::rename::<Reuse>(&mut tx, reuse.id, &former.slug, &reuse.title).await?;
    }
    let operation = editing::operation(former.deleted, reuse.deleted);
    reuse.last_modified = app.now();
    write(app, tx, actor, Some(&former), reuse, operation).await
}

/// Puts a reuse away; it can be brought back until it is purged.
pub async fn delete(app: &App, actor: &Actor, key: &str) -> Result<()> {
    let (tx, former) = open(app, actor, key).await?;
    let mut reuse = former.clone();
    (reuse.deleted, reuse.last_modified) = (Some(app.now()), app.now());
    write(app, tx, actor, Some(&former), reuse, "deleted")
        .await
        .map(drop)
}

/// Says that a reuse uses a dataset or a dataservice; says whether that is new.
pub async fn add(
    app: &App,
    actor: &Actor,
    key: &str,
    kind: Kind,
    body: &Extras,
) -> Result<(Reuse, bool)> {
    let (mut tx, former) = open(app, actor, key).await?;
    let text = body.get("id").and_then(vitrail_domain::form::id_of);
    let text = text.ok_or_else(|| Error::Bad(format!("Expect a {kind} identifier")))?;
    let id: Id = text.parse().map_err(|_| Error::NotFound(kind))?;
    let mut reuse = former.clone();
    let (used, is_known) = if kind == Kind::Dataset {
        let found = store::subject::by_ids::<Dataset>(&mut tx, &[id]).await?;
        let known = found.get(&id).is_some_and(|found| knows(actor, found));
        (&mut reuse.datasets, known)
    } else {
        let found = store::subject::by_ids::<Dataservice>(&mut tx, &[id]).await?;
        let known = found.get(&id).is_some_and(|found| offers(actor, found));
        (&mut reuse.dataservices, known)
    };
    if used.contains(&id) {
        return Ok((former, false));
    }
    if !is_known {
        return Err(Error::NotFound(kind));
    }
    used.push(id);
    reuse.last_modified = app.now();
    let reuse = write(app, tx, actor, Some(&former), reuse, "updated").await?;
    Ok((reuse, true))
}

/// Puts a reuse forward, or no longer.
pub async fn feature(app: &App, actor: &Actor, key: &str, featured: bool) -> Result<Reuse> {
    reading::sysadmin(actor)?;
    let mut tx = app.db().begin().await?;
    let former = editing::hold::<Reuse>(&mut tx, key).await?;
    if former.featured == featured {
        return Ok(former);
    }
    let mut reuse = former.clone();
    reuse.featured = featured;
    write(app, tx, actor, Some(&former), reuse, "updated").await
}

/// Refuses: reuses have no badge to be given, as on udata.
pub async fn add_badge(app: &App, actor: &Actor, key: &str, kind: &str) -> Result<bool> {
    reading::sysadmin(actor)?;
    reading::find::<Reuse>(app, key).await?;
    Err(Error::Bad(format!("Unknown badge type for Reuse: {kind}")))
}

/// Takes away a badge that an import brought.
pub async fn remove_badge(app: &App, actor: &Actor, key: &str, kind: &str) -> Result<()> {
    reading::sysadmin(actor)?;
    let mut tx = app.db().begin().await?;
    let former = editing::hold::<Reuse>(&mut tx, key).await?;
    let mut reuse = former.clone();
    if !editing::take(&mut reuse.badges, kind) {
        return Err(Error::NotFound(Kind::Reuse));
    }
    write(app, tx, actor, Some(&former), reuse, "updated")
        .await
        .map(drop)
}

/// A living reuse that the actor may edit, kept from other writers.
async fn open(app: &App, actor: &Actor, key: &str) -> Result<(Tx, Reuse)> {
    reading::signed_in(actor)?;
    let mut tx = app.db().begin().await?;
    let reuse = editing::hold::<Reuse>(&mut tx, key).await?;
    if reuse.deleted.is_some() {
        return Err(Error::Gone(Kind::Reuse));
    }
    editable(actor, &reuse)?;
    Ok((tx, reuse))
}

fn editable(actor: &Actor, reuse: &Reuse) -> Result<()> {
    let subject = (Kind::Reuse, reuse.id);
    editing::editable(actor, subject, reuse.owner, reuse.private)
}

/// Whether the actor may know of a dataset.
pub(crate) fn knows(actor: &Actor, found: &Dataset) -> bool {
    dataset::readable(actor, found).is_ok()
}

/// Whether the actor may know of a dataservice.
fn offers(actor: &Actor, found: &Dataservice) -> bool {
    dataservice::readable(actor, found).is_ok()
}

/// Takes what the form says, and what it names.
async fn fill(tx: &mut Tx, actor: &Actor, form: &mut Form<'_>, reuse: &mut Reuse) -> Result<()> {
    let former = reuse.url.clone();
    reuse.edit(form);
    let kept = &reuse.datasets;
    let datasets = editing::named(tx, form, "datasets", kept, |it| knows(actor, it)).await?;
    if let Some(datasets) = datasets {
        reuse.datasets = datasets;
    }
    let kept = &reuse.dataservices;
    let named = editing::named(tx, form, "dataservices", kept, |it| offers(actor, it)).await?;
    if let Some(dataservices) = named {
        reuse.dataservices = dataservices;
    }
    if !reuse.url.is_empty() && reuse.url != former {
        let holder = store::reuse::holder_of_url(tx, &reuse.url).await?;
        if holder.is_some_and(|id| id != reuse.id) {
            let sentence = "This URL is already registered".to_owned();
            form.refuse("url", Problem::Said(sentence));
        }
    }
    Ok(())
}

/// Writes a reuse with its version, its change and the counts that follow.
async fn write(
    app: &App,
    mut tx: Tx,
    actor: &Actor,
    former: Option<&Reuse>,
    mut reuse: Reuse,
    operation: &str,
) -> Result<Reuse> {
    let mut touched = Touched::default();
    for state in former.into_iter().chain([&reuse]) {
        touched
            .add(Kind::Dataset, "reuses", state.datasets.iter().copied())
            .add(
                Kind::Dataservice,
                "reuses",
                state.dataservices.iter().copied(),
            )
            .owner(state.owner, "reuses");
    }
    let tally = touched.before(&mut tx).await?;
    if former.is_none_or(|former| former.datasets != reuse.datasets) {
        let count = reuse.datasets.len();
        reuse.metrics.insert("datasets".to_owned(), count.into());
    }
    store::reuse::save(&mut tx, &reuse).await?;
    let state = editing::state(&reuse)?;
    let fields = match former {
        Some(former) => editing::changed(&editing::state(former)?, &state),
        None => Vec::new(),
    };
    let written = Written {
        subject: (Kind::Reuse, reuse.id),
        owner: reuse.owner,
        operation,
        fields,
        extras: Extras::new(),
        state: Some(state),
    };
    editing::record(app, &mut tx, actor, written).await?;
    tally.settle(app, &mut tx).await?;
    tx.commit().await?;
    Ok(reuse)
}
