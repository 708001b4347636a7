//! Leaving the portal: somebody who says their password is forgotten; what they published stays.

use vitrail_domain::{Actor, User};
use vitrail_store as store;

use super::{Asking, passwords};
use crate::{App, Error, Result, user};

/// Forgets the caller. Those who have no password, since they sign in elsewhere, have signed in a short while ago.
pub async fn leave(
    app: &App,
    asking: &Asking,
    (actor, who): (&Actor, &User),
    (password, fresh): (&str, bool),
) -> Result<()> {
    if store::account::password(app.db(), who.id).await?.is_some() {
        passwords::check_current(app, asking, who, password).await?;
    } else if !fresh {
        return Err(Error::argument("form", "sign-in-again"));
    }
    user::delete_me(app, actor).await
}
