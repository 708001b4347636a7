//! Who follows what: reading it, beginning and ending.

use vitrail_domain::{Actor, Change, Follow, Id, Kind, Owner};
use vitrail_store as store;
use vitrail_store::Tx;

use crate::metrics::{Tally, Touched};
use crate::references::Wanted;
use crate::subjects::{self, Subjects};
use crate::{App, Error, Listed, Page, References, Result, reading};
use crate::{dataservice, dataset, organization, preference, reuse, topic, user};

/// A page of those who follow a subject now, or the follow of one person. What is private or deleted has no
/// followers for those who may not read it.
pub async fn followers(
    app: &App,
    actor: &Actor,
    following: (Kind, Id),
    follower: Option<Id>,
    page: Page,
) -> Result<(Listed<Follow>, References)> {
    readable(app, actor, following).await?;
    let listed = store::follow::list(app.db(), following, follower, page).await?;
    let references = Wanted::default()
        .user(listed.data.iter().map(|follow| follow.follower))
        .load(app)
        .await?;
    Ok((listed, references))
}

/// Follows a subject; says how many do, and whether the actor is new among them.
pub async fn start(app: &App, actor: &Actor, following: (Kind, Id)) -> Result<(i64, bool)> {
    let me = reading::signed_in(actor)?;
    if following == (Kind::User, me) {
        return Err(Error::Refused("You can't follow yourself"));
    }
    let owner = readable(app, actor, following).await?;
    let mut tx = app.db().begin().await?;
    let tally = before(&mut tx, following).await?;
    let known = store::follow::current(&mut tx, me, following).await?;
    if known.is_none() {
        let follow = Follow {
            id: app.new_id(),
            follower: me,
            following,
            since: app.now(),
            until: None,
        };
        store::follow::save(&mut tx, &follow).await?;
        preference::of(app, &mut tx, &[me].into()).await?;
        let change = Change {
            actor: Some(me),
            organization: owner.organization(),
            ..Change::new(app.now(), following, "followed")
        };
        store::change::record(&mut tx, &change).await?;
        tally.settle(app, &mut tx).await?;
    }
    let count = count(&mut tx, following).await?;
    tx.commit().await?;
    Ok((count, known.is_none()))
}

/// Follows a subject no longer, whatever became of it; says how many still do.
pub async fn stop(app: &App, actor: &Actor, following: (Kind, Id)) -> Result<i64> {
    let me = reading::signed_in(actor)?;
    let mut tx = app.db().begin().await?;
    let tally = before(&mut tx, following).await?;
    let known = store::follow::current(&mut tx, me, following).await?;
    let mut follow = known.ok_or(Error::NotFound(following.0))?;
    follow.until = Some(app.now());
    store::follow::save(&mut tx, &follow).await?;
    tally.settle(app, &mut tx).await?;
    let count = count(&mut tx, following).await?;
    tx.commit().await?;
    Ok(count)
}

/// Counts the followers of a subject, and keeps other followers waiting.
async fn before(tx: &mut Tx, (kind, id): (Kind, Id)) -> Result<Tally> {
    let mut touched = Touched::default();
    touched.add(kind, "followers", [id]);
    touched.before(tx).await
}

/// How many follow a subject, as shown with it.
async fn count(tx: &mut Tx, (kind, id): (Kind, Id)) -> Result<i64> {
    let (table, _) = store::recount::table(kind);
    let metrics = store::metrics::of(tx, table, &[id]).await?;
    let metrics = metrics.first().map(|(_, metrics)| metrics);
    Ok(metrics.map_or(0, |metrics| {
        vitrail_domain::dataset::count(metrics, "followers")
    }))
}

/// The owner of a subject that the actor may read and follow.
async fn readable(app: &App, actor: &Actor, (kind, id): (Kind, Id)) -> Result<Owner> {
    let key = id.to_string();
    Ok(match kind {
        Kind::Dataset => dataset::find(app, actor, &key).await?.owner,
        Kind::Reuse => reuse::find(app, actor, &key).await?.owner,
        Kind::Dataservice => dataservice::find(app, actor, &key).await?.owner,
        Kind::Organization => Owner::Organization(organization::find(app, actor, &key).await?.id),
        Kind::Topic => topic::find(app, actor, &key).await?.owner,
        Kind::User => Owner::User(user::find(app, actor, &key).await?.id),
        _ => return Err(Error::NotFound(kind)),
    })
}

/// Whether the actor follows a subject.
pub async fn is_following(app: &App, actor: &Actor, following: (Kind, Id)) -> Result<bool> {
    let Some(me) = actor.user else {
        return Ok(false);
    };
    let found = store::follow::current(app.db(), me, following).await?;
    Ok(found.is_some())
}

/// What the actor follows, without what is gone.
pub async fn mine(app: &App, actor: &Actor) -> Result<(Vec<Follow>, Subjects)> {
    let me = reading::signed_in(actor)?;
    let mut follows = store::follow::of(app.db(), me).await?;
    let subjects = subjects::load(app, follows.iter().map(|follow| follow.following)).await?;
    follows.retain(|follow| subjects.get(follow.following).is_some());
    Ok((follows, subjects))
}
