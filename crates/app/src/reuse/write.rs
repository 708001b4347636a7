//! Writing reuses: create, edit, link what is used, delete and bring back.

use vitrail_domain::edit::REUSE_NEEDS;
use vitrail_domain::form::{Form, Problem};
use vitrail_domain::{Actor, Dataservice, Dataset, Extras, Id, Kind, Owner, Reuse, Timestamp};
use vitrail_store as store;
use vitrail_store::Tx;

use crate::editing;
use crate::editing::subject::{self, Edited};
use crate::metrics::Touched;
use crate::{App, Error, Result, dataservice, dataset, reading};

impl Edited for Reuse {
    fn owner(&self) -> Owner {
        self.owner
    }
    fn is_private(&self) -> bool {
        self.private
    }
    fn deleted(&self) -> Option<Timestamp> {
        self.deleted
    }
    fn set_deleted(&mut self, at: Option<Timestamp>) {
        self.deleted = at;
    }
    fn modified(&self) -> Timestamp {
        self.last_modified
    }
    fn set_modified(&mut self, at: Timestamp) {
        self.last_modified = at;
    }
    fn name(&self) -> &str {
        &self.title
    }
    fn slug_mut(&mut self) -> &mut String {
        &mut self.slug
    }
    fn held_mut(&mut self) -> &mut bool {
        &mut self.held
    }
    fn texts(&self) -> Vec<&str> {
        vec![&self.title, &self.description]
    }
    fn featured_mut(&mut self) -> &mut bool {
        &mut self.featured
    }
    fn touches(&self, touched: &mut Touched) {
        let (datasets, services) = (self.datasets.iter(), self.dataservices.iter());
        touched
            .add(Kind::Dataset, "reuses", datasets.copied())
            .add(Kind::Dataservice, "reuses", services.copied())
            .owner(self.owner, "reuses");
    }
    fn uses(&self) -> &[Id] {
        &self.datasets
    }
    fn prepare(&mut self, former: Option<&Self>) {
        if former.is_none_or(|former| former.datasets != self.datasets) {
            let count = self.datasets.len();
            self.metrics.insert("datasets".to_owned(), count.into());
        }
    }
    fn brought_back(self, now: &Self) -> Self {
        Self {
            id: now.id,
            slug: now.slug.clone(),
            owner: now.owner,
            private: now.private,
            held: now.held,
            archived: now.archived,
            deleted: now.deleted,
            featured: now.featured,
            badges: now.badges.clone(),
            // The files of a former picture are gone.
            image: now.image.clone(),
            image_thumbnail: now.image_thumbnail.clone(),
            created_at: now.created_at,
            last_modified: now.last_modified,
            metrics: now.metrics.clone(),
            ..self
        }
    }
    async fn save(&self, tx: &mut Tx) -> Result<()> {
        Ok(store::reuse::save(tx, self).await?)
    }
}

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
    subject::add(app, tx, actor, reuse).await
}

/// Changes what the body names. A deleted reuse only answers to `deleted: null`, which brings it back.
pub async fn update(app: &App, actor: &Actor, key: &str, body: &Extras) -> Result<Reuse> {
    let mut form = Form::new(body);
    let (mut tx, former) = subject::open_for::<Reuse>(app, actor, key, &form).await?;
    let mut reuse = former.clone();
    fill(&mut tx, actor, &mut form, &mut reuse).await?;
    reuse.owner = editing::other_owner(&mut tx, actor, &mut form, former.owner).await?;
    editing::finish(form, Kind::Reuse)?;
    subject::change(app, tx, actor, former, reuse).await
}

/// Puts a reuse away; it can be brought back until it is purged.
pub async fn delete(app: &App, actor: &Actor, key: &str) -> Result<()> {
    subject::put_away::<Reuse>(app, actor, key).await
}

/// Says that a reuse uses a dataset or a dataservice; says whether that is new.
pub async fn add(
    app: &App,
    actor: &Actor,
    key: &str,
    kind: Kind,
    body: &Extras,
) -> Result<(Reuse, bool)> {
    let (mut tx, former) = subject::open::<Reuse>(app, actor, key).await?;
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
    let reuse = subject::close(app, tx, actor, Some(&former), reuse, "updated").await?;
    Ok((reuse, true))
}

/// Puts a reuse forward, or no longer.
pub async fn feature(app: &App, actor: &Actor, key: &str, featured: bool) -> Result<Reuse> {
    subject::feature(app, actor, key, featured).await
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
    editing::still(actor, former.last_modified)?;
    let mut reuse = former.clone();
    if !editing::take(&mut reuse.badges, kind) {
        return Err(Error::NotFound(Kind::Reuse));
    }
    subject::close(app, tx, actor, Some(&former), reuse, "updated")
        .await
        .map(drop)
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
