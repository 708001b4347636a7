//! Reading who follows what.

use vitrail_domain::{Actor, Follow, Id, Kind};
use vitrail_store as store;

use crate::references::Wanted;
use crate::{App, Error, Listed, Page, References, Result};
use crate::{dataservice, dataset, organization, reuse, user};

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

/// Whether the actor may read a subject that can be followed.
async fn readable(app: &App, actor: &Actor, (kind, id): (Kind, Id)) -> Result<()> {
    let key = id.to_string();
    match kind {
        Kind::Dataset => dataset::find(app, actor, &key).await.map(drop),
        Kind::Reuse => reuse::find(app, actor, &key).await.map(drop),
        Kind::Dataservice => dataservice::find(app, actor, &key).await.map(drop),
        Kind::Organization => organization::find(app, actor, &key).await.map(drop),
        Kind::User => user::find(app, actor, &key).await.map(drop),
        _ => Err(Error::NotFound(kind)),
    }
}
