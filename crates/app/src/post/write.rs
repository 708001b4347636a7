//! Writing news and editorial pages, the portal's own voice: sysadmins only.

use vitrail_domain::edit::POST_NEEDS;
use vitrail_domain::form::Form;
use vitrail_domain::{Actor, Change, Dataset, Extras, Kind, Post, Reuse};
use vitrail_store as store;
use vitrail_store::Tx;
use vitrail_store::subject::Subject;

use crate::editing;
use crate::{App, Result, dataset, discussion, reading, reuse};

/// A new post; it is a draft until it is published.
pub async fn create(app: &App, actor: &Actor, body: &Extras) -> Result<Post> {
    reading::sysadmin(actor)?;
    let (id, now) = (app.new_id(), app.now());
    let mut post = Post {
        id,
        owner: actor.user,
        kind: "news".to_owned(),
        body_type: "markdown".to_owned(),
        created_at: now,
        last_modified: now,
        ..Post::default()
    };
    let mut tx = app.db().begin().await?;
    fill(app, &mut tx, actor, body, &mut post, true).await?;
    let name = post.name.clone();
    post.slug = store::slug::pick(&mut tx, Kind::Post, Post::TABLE, id, &name).await?;
    save(app, tx, actor, &post, "created", Vec::new()).await?;
    Ok(post)
}

/// Changes what the body names.
pub async fn update(app: &App, actor: &Actor, key: &str, body: &Extras) -> Result<Post> {
    let (mut tx, former) = open(app, actor, key).await?;
    let mut post = former.clone();
    fill(app, &mut tx, actor, body, &mut post, false).await?;
    if post == former {
        return Ok(post);
    }
    if post.name != former.name {
        post.slug = editing::rename::<Post>(&mut tx, post.id, &former.slug, &post.name).await?;
    }
    write(app, tx, actor, &former, post).await
}

/// Shows a post to everyone, or makes it a draft again.
pub async fn publish(app: &App, actor: &Actor, key: &str, published: bool) -> Result<Post> {
    let (tx, former) = open(app, actor, key).await?;
    if former.published.is_some() == published {
        return Ok(former);
    }
    let post = Post {
        published: published.then(|| app.now()),
        ..former.clone()
    };
    write(app, tx, actor, &former, post).await
}

/// Takes a post away for good, with what people said of it.
pub async fn delete(app: &App, actor: &Actor, key: &str) -> Result<()> {
    let (mut tx, post) = open(app, actor, key).await?;
    let subject = (Kind::Post, post.id);
    discussion::write::take_out_about(app, &mut tx, actor, subject).await?;
    store::report::subject_gone(&mut tx, subject, Some(app.now()), actor.user).await?;
    store::post::delete(&mut tx, post.id).await?;
    record(app, tx, actor, &post, "deleted", Vec::new()).await
}

/// A post that a sysadmin edits, kept from other writers.
pub(crate) async fn open(app: &App, actor: &Actor, key: &str) -> Result<(Tx, Post)> {
    reading::sysadmin(actor)?;
    let mut tx = app.db().begin().await?;
    let post = editing::hold::<Post>(&mut tx, key).await?;
    editing::still(actor, post.last_modified)?;
    Ok((tx, post))
}

/// Writes a post that changed.
pub(crate) async fn write(
    app: &App,
    tx: Tx,
    actor: &Actor,
    former: &Post,
    mut post: Post,
) -> Result<Post> {
    let fields = editing::changed(&editing::state(former)?, &editing::state(&post)?);
    post.last_modified = app.now();
    save(app, tx, actor, &post, "updated", fields).await?;
    Ok(post)
}

/// Takes what the form says, and what it names.
async fn fill(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    body: &Extras,
    post: &mut Post,
    is_new: bool,
) -> Result<()> {
    let mut form = Form::new(body);
    post.edit(&mut form);
    let kept = &post.datasets;
    let is_known = |it: &Dataset| dataset::readable(actor, it).is_ok();
    if let Some(ids) = editing::named(tx, &mut form, "datasets", kept, is_known).await? {
        post.datasets = ids;
    }
    let kept = &post.reuses;
    let is_known = |it: &Reuse| reuse::readable(actor, it).is_ok();
    if let Some(ids) = editing::named(tx, &mut form, "reuses", kept, is_known).await? {
        post.reuses = ids;
    }
    if is_new {
        form.need(&POST_NEEDS);
    }
    editing::finish(form, Kind::Post)?;
    for bloc in &mut post.blocs {
        if let Some(fields) = bloc.as_object_mut() {
            let id = crate::resource::new_id(app).to_string();
            fields.entry("id").or_insert_with(|| id.into());
        }
    }
    Ok(())
}

async fn save(
    app: &App,
    mut tx: Tx,
    actor: &Actor,
    post: &Post,
    operation: &str,
    fields: Vec<String>,
) -> Result<()> {
    store::post::save(&mut tx, post).await?;
    record(app, tx, actor, post, operation, fields).await
}

async fn record(
    app: &App,
    mut tx: Tx,
    actor: &Actor,
    post: &Post,
    operation: &str,
    fields: Vec<String>,
) -> Result<()> {
    let change = Change {
        actor: actor.user,
        fields,
        ..Change::new(app.now(), (Kind::Post, post.id), operation)
    };
    store::change::record(&mut tx, &change).await?;
    tx.commit().await?;
    Ok(())
}
