//! Reading who follows what.

use vitrail_domain::{
    Actor, Dataservice, Dataset, Follow, Id, Kind, Organization, Owner, Reuse, User,
};
use vitrail_store as store;
use vitrail_store::subject::get;

use crate::references::Wanted;
use crate::{App, Error, Listed, Page, References, Result};

/// A page of those who follow a subject now, or the follow of one person. What is private has no followers for
/// those who may not read it.
pub async fn followers(
    app: &App,
    actor: &Actor,
    following: (Kind, Id),
    follower: Option<Id>,
    page: Page,
) -> Result<(Listed<Follow>, References)> {
    let (kind, _) = following;
    let (owner, private) = owner(app, following).await?.ok_or(Error::NotFound(kind))?;
    if private && !actor.sees_private(owner) {
        return Err(Error::NotFound(kind));
    }
    let listed = store::follow::list(app.db(), following, follower, page).await?;
    let references = Wanted::default()
        .user(listed.data.iter().map(|follow| follow.follower))
        .load(app)
        .await?;
    Ok((listed, references))
}

/// Who owns a subject that can be followed, and whether it is private.
async fn owner(app: &App, (kind, id): (Kind, Id)) -> Result<Option<(Owner, bool)>> {
    let db = app.db();
    Ok(match kind {
        Kind::Dataset => get::<Dataset>(db, id)
            .await?
            .map(|found| (found.owner, found.private)),
        Kind::Reuse => get::<Reuse>(db, id)
            .await?
            .map(|found| (found.owner, found.private)),
        Kind::Dataservice => get::<Dataservice>(db, id)
            .await?
            .map(|found| (found.owner, found.private)),
        Kind::Organization => get::<Organization>(db, id)
            .await?
            .map(|_| (Owner::Organization(id), false)),
        Kind::User => get::<User>(db, id).await?.map(|_| (Owner::User(id), false)),
        _ => None,
    })
}
