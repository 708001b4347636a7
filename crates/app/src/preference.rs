//! How people are told of what happens: at once, once a day, or not at all by mail. The link at the end of each mail
//! ends it without a password: it holds a secret of its reader.

use std::collections::{BTreeMap, BTreeSet};

use vitrail_domain::{Actor, Id, Kind};
use vitrail_store as store;
use vitrail_store::Tx;
pub use vitrail_store::preference::Preference;

use crate::account::secret;
use crate::{App, Error, FieldErrors, Result, reading};

/// The choices.
pub const MAILS: [&str; 3] = ["immediate", "daily", "none"];

/// What the actor chose, or what is chosen for those who did not.
pub async fn mine(app: &App, actor: &Actor) -> Result<Preference> {
    let me = reading::signed_in(actor)?;
    let mut found = store::preference::of(app.db(), &[me]).await?;
    Ok(found.pop().unwrap_or_else(|| default(app, me)))
}

/// Chooses how to be told, and in which language.
pub async fn choose(app: &App, actor: &Actor, mails: &str, lang: &str) -> Result<()> {
    let me = reading::signed_in(actor)?;
    if !MAILS.contains(&mails) {
        let unknown = ("mails".to_owned(), "required".to_owned());
        return Err(Error::Arguments(FieldErrors::from([unknown])));
    }
    let mut tx = app.db().begin().await?;
    let found = of(app, &mut tx, &BTreeSet::from([me])).await?;
    let known = found.get(&me).cloned();
    let preference = Preference {
        mails: mails.to_owned(),
        lang: lang.to_owned(),
        // What happened before is no news to who asks for a digest now.
        digested: app.now(),
        ..known.unwrap_or_else(|| default(app, me))
    };
    store::preference::save(&mut tx, &preference).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether a link that ends mails is one of ours.
pub async fn is_link(app: &App, secret: &str) -> Result<bool> {
    let found = store::preference::by_secret(app.db(), secret).await?;
    Ok(found.is_some())
}

/// Ends the mails of whoever has this secret.
pub async fn end(app: &App, secret: &str) -> Result<()> {
    let mut tx = app.db().begin().await?;
    let found = store::preference::by_secret(&mut tx, secret).await?;
    let mut preference = found.ok_or(Error::NotFound(Kind::Site))?;
    "none".clone_into(&mut preference.mails);
    store::preference::save(&mut tx, &preference).await?;
    tx.commit().await?;
    Ok(())
}

/// What these people chose; those who did not are written down with what is chosen for them.
pub(crate) async fn of(
    app: &App,
    tx: &mut Tx,
    people: &BTreeSet<Id>,
) -> Result<BTreeMap<Id, Preference>> {
    let ids: Vec<Id> = people.iter().copied().collect();
    let found = store::preference::of(&mut *tx, &ids).await?;
    let mut found: BTreeMap<Id, Preference> =
        found.into_iter().map(|one| (one.user, one)).collect();
    let silent = ids.into_iter().filter(|id| !found.contains_key(id));
    let fresh: Vec<Preference> = silent.map(|id| default(app, id)).collect();
    store::preference::add(&mut *tx, &fresh).await?;
    found.extend(fresh.into_iter().map(|one| (one.user, one)));
    Ok(found)
}

fn default(app: &App, user: Id) -> Preference {
    Preference {
        user,
        mails: "immediate".to_owned(),
        lang: app.settings().default_language.clone(),
        secret: secret(app),
        digested: app.now(),
    }
}

/// The path of the link that ends mails.
pub(crate) fn unsubscribe(preference: &Preference) -> String {
    format!("/unsubscribe/{}", preference.secret)
}
