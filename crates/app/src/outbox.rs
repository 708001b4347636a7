//! Letters: written down in the transaction of what asks for them, sent afterwards by a loop that tries again.
//! A link that works once is made when its letter leaves, so that the database never holds a secret; and what
//! is written down is the same whether an account exists or not, so that nobody learns it from the time it took.

use std::time::Duration;

use serde_json::{Value, json};
use vitrail_domain::time::{DAY, SECOND};
use vitrail_domain::{Timestamp, User};
use vitrail_net::{Mail, Mailer};
use vitrail_store::account::Link;
use vitrail_store::outbox::{self, Outgoing};
use vitrail_store::{self as store, Tx};

use crate::account::{CHANGE_EMAIL, CONFIRM, RESET, digest, secret};
use crate::{App, Result};

const BATCH: i64 = 20;
/// How long a letter is left to the one who took it.
const CLAIM: i64 = 120 * SECOND;
/// After so many tries, about four days, nobody reads it any more.
const TRIES: i64 = 14;
const FLOOR: Duration = Duration::from_secs(2);
/// Letters that left are remembered this long.
const KEPT: i64 = 30 * DAY;

/// A letter as it will be read: what its sentences need, and the path to which it leads.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    pub id: String,
    pub name: String,
    pub lang: String,
    pub to: String,
    pub facts: Value,
    pub path: Option<String>,
}

/// Writes a letter down, to be sent once the transaction holds.
pub(crate) async fn write(
    app: &App,
    tx: &mut Tx,
    (recipient, lang): (&str, &str),
    letter: &str,
    facts: Value,
) -> Result<()> {
    let one = letter_to(app, (recipient, lang), letter, facts);
    Ok(outbox::add(tx, &[one]).await?)
}

/// Writes many letters down together: a message may have thousands of readers.
pub(crate) async fn write_all(tx: &mut Tx, letters: &[Outgoing]) -> Result<()> {
    Ok(outbox::add(tx, letters).await?)
}

/// A letter as it is written down.
pub(crate) fn letter_to(
    app: &App,
    (recipient, lang): (&str, &str),
    letter: &str,
    facts: Value,
) -> Outgoing {
    Outgoing {
        id: app.new_id(),
        recipient: recipient.trim().to_lowercase(),
        lang: lang.to_owned(),
        letter: letter.to_owned(),
        facts,
        created: app.now(),
        attempts: 0,
    }
}

/// Sends what is due; `put` makes a mail of a letter. How many left.
pub async fn send_due(
    app: &App,
    mailer: &Mailer,
    put: &(impl Fn(&Letter) -> anyhow::Result<Mail> + Sync),
) -> Result<usize> {
    let mut sent = 0;
    for letter in outbox::due(app.db(), app.now(), BATCH).await? {
        let mut tx = app.db().begin().await?;
        let until = app.now().plus(CLAIM);
        if !outbox::claim(&mut tx, letter.id, app.now(), until).await? {
            continue;
        }
        let ready = prepare(app, &mut tx, &letter).await?;
        tx.commit().await?;
        let done = match ready {
            Some(ready) => match put(&ready) {
                Ok(mail) => mailer.send(&mail).await.map_err(|error| error.to_string()),
                Err(error) => Err(format!("{error:#}")),
            },
            // Nobody to write to.
            None => Ok(()),
        };
        let mut tx = app.db().begin().await?;
        match done {
            Ok(()) => {
                outbox::sent(&mut tx, letter.id, app.now()).await?;
                sent += 1;
            }
            Err(why) => {
                let again = next_try(app.now(), letter.attempts + 1);
                tracing::warn!(
                    letter = letter.letter,
                    why,
                    given_up = again.is_none(),
                    "a mail did not leave"
                );
                outbox::failed(&mut tx, letter.id, &why, again).await?;
            }
        }
        tx.commit().await?;
    }
    Ok(sent)
}

/// One minute, two, four… at most half a day.
fn next_try(now: Timestamp, attempts: i64) -> Option<Timestamp> {
    let doubled = 60 * SECOND * (1 << attempts.clamp(1, 12)) / 2;
    (attempts < TRIES).then(|| now.plus(doubled.min(DAY / 2)))
}

/// What a letter says, now that it leaves; nothing when it has no reason any more.
async fn prepare(app: &App, tx: &mut Tx, letter: &Outgoing) -> Result<Option<Letter>> {
    let mut ready = Letter {
        id: letter.id.to_string(),
        name: letter.letter.clone(),
        lang: letter.lang.clone(),
        to: letter.recipient.clone(),
        facts: letter.facts.clone(),
        path: letter.facts["path"].as_str().map(str::to_owned),
    };
    let found = store::user::by_email(&mut *tx, &letter.recipient).await?;
    let found = found.filter(|user| user.deleted.is_none());
    let is_waiting = match &found {
        Some(user) => store::account::is_unconfirmed(&mut *tx, user.id).await?,
        None => false,
    };
    match letter.letter.as_str() {
        CONFIRM => {
            let Some(user) = found.filter(|_| is_waiting) else {
                return Ok(None);
            };
            address(app, tx, &mut ready, &user, CONFIRM).await?;
        }
        RESET => {
            let Some(user) = found.filter(|user| user.active || is_waiting) else {
                return Ok(None);
            };
            address(app, tx, &mut ready, &user, RESET).await?;
        }
        CHANGE_EMAIL => {
            // Taken by somebody else: whoever asked is not told.
            if found.is_some() {
                return Ok(None);
            }
            let id = letter.facts["user"].as_str().and_then(|id| id.parse().ok());
            let Some(id) = id else { return Ok(None) };
            let user = store::subject::get::<User>(&mut *tx, id).await?;
            let Some(user) = user.filter(|user| user.active) else {
                return Ok(None);
            };
            address(app, tx, &mut ready, &user, CHANGE_EMAIL).await?;
        }
        _ => {}
    }
    Ok(Some(ready))
}

/// Makes the link of a letter.
async fn address(
    app: &App,
    tx: &mut Tx,
    letter: &mut Letter,
    user: &User,
    purpose: &str,
) -> Result<()> {
    let secret = secret(app);
    let (path, life) = match purpose {
        CONFIRM => ("/confirm", 3 * DAY),
        RESET => ("/reset", DAY / 12),
        _ => ("/confirm-change-email", DAY),
    };
    let link = Link {
        digest: digest(&secret),
        user: user.id,
        purpose: purpose.to_owned(),
        email: letter.to.clone(),
        expires: app.now().plus(life),
    };
    store::account::add_link(tx, &link).await?;
    letter.path = Some(format!("{path}/{secret}"));
    letter.facts = json!({"name": user.first_name});
    Ok(())
}

/// Sends until the program stops, and forgets what is old.
pub async fn follow(
    app: App,
    mailer: Mailer,
    put: impl Fn(&Letter) -> anyhow::Result<Mail> + Send + Sync,
) {
    let mut changes = app.db().changes();
    let mut tidied = Timestamp::from_micros(0);
    loop {
        if let Err(error) = send_due(&app, &mailer, &put).await {
            tracing::error!(%error, "letters could not be read; trying again");
        }
        if app.now() > tidied.plus(DAY) {
            tidied = app.now();
            if let Err(error) = tidy(&app).await {
                tracing::error!(%error, "old letters and limits could not be forgotten");
            }
        }
        let _ = tokio::time::timeout(FLOOR, changes.changed()).await;
    }
}

async fn tidy(app: &App) -> Result<()> {
    let mut tx = app.db().begin().await?;
    outbox::purge(&mut tx, app.now().plus(-KEPT)).await?;
    store::bucket::purge(&mut tx, app.now()).await?;
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_grow_apart_then_end() {
        let now = Timestamp::from_micros(0);
        let minutes = |attempts| next_try(now, attempts).map(|at| at.micros() / SECOND / 60);
        assert_eq!(minutes(1), Some(1));
        assert_eq!(minutes(3), Some(4));
        assert_eq!(minutes(13), Some(720));
        assert_eq!(minutes(14), None);
    }
}
