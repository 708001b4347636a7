//! How often somebody may try: token buckets kept in the database, so that a restart forgets nothing and several
//! nodes count together. Each limit is a setting.

use std::fmt;
use std::str::FromStr;

use vitrail_domain::Actor;
use vitrail_domain::time::SECOND;
use vitrail_store::bucket;

use crate::account::digest;
use crate::{App, Error, Result};

/// So many tries within so long: `10/15m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub most: i64,
    /// In microseconds.
    pub within: i64,
}

impl Rate {
    pub const fn new(most: i64, minutes: i64) -> Self {
        Self {
            most,
            within: minutes * 60 * SECOND,
        }
    }
}

/// As it is set: `10/15m`.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.within / SECOND;
        let units = [("d", 86_400), ("h", 3_600), ("m", 60)];
        let known = units.into_iter().find(|(_, unit)| seconds % unit == 0);
        let (unit, each) = known.unwrap_or(("s", 1));
        write!(f, "{}/{}{unit}", self.most, seconds / each)
    }
}

impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let wrong = || format!("`{text}` is no limit; write it as 10/15m, 5/1h, or off");
        let (most, within) = text.trim().split_once('/').ok_or_else(wrong)?;
        let unit = within.chars().next_back().ok_or_else(wrong)?;
        let seconds = match unit {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            _ => return Err(wrong()),
        };
        let number = within.strip_suffix(unit).unwrap_or_default();
        let number: i64 = number.trim().parse().map_err(|_| wrong())?;
        let most: i64 = most.trim().parse().map_err(|_| wrong())?;
        if !(1..=1_000_000).contains(&most) || !(1..=100_000).contains(&number) {
            return Err(wrong());
        }
        Ok(Self {
            most,
            within: number * seconds * SECOND,
        })
    }
}

/// The limits of the portal; none is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Signing in, and saying one's password again.
    pub sign_in: Option<Rate>,
    /// Creating an account.
    pub register: Option<Rate>,
    /// The same without proof of work.
    pub register_unproven: Option<Rate>,
    /// Asking for a mail: a new password, another confirmation, a new address.
    pub reset: Option<Rate>,
    /// Using an API token that is not one.
    pub token: Option<Rate>,
    /// Creating a dataset, a reuse, an organization…
    pub publish: Option<Rate>,
    /// Saying something: discussions, comments, reports, requests.
    pub discuss: Option<Rate>,
    /// Sending a file, or a part of one.
    pub upload: Option<Rate>,
    /// Asking something as an assistant does, from one place of the network.
    pub mcp: Option<Rate>,
    /// Asking the graph of the catalogue, from one place of the network.
    pub sparql: Option<Rate>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sign_in: Some(Rate::new(10, 15)),
            register: Some(Rate::new(10, 60)),
            reset: Some(Rate::new(5, 60)),
            register_unproven: Some(Rate::new(5, 60)),
            token: Some(Rate::new(60, 15)),
            publish: Some(Rate::new(500, 60)),
            discuss: Some(Rate::new(100, 60)),
            upload: Some(Rate::new(5_000, 60)),
            mcp: Some(Rate::new(3_000, 10)),
            sparql: Some(Rate::new(600, 10)),
        }
    }
}

/// Takes a try of each of these buckets, which hold so many times the limit. The first that is empty says no.
pub(crate) async fn take(app: &App, rate: Option<Rate>, buckets: &[(String, i64)]) -> Result<()> {
    let Some(rate) = rate else { return Ok(()) };
    let mut tx = app.db().begin().await?;
    for (name, times) in buckets {
        let most = rate.most.saturating_mul(*times);
        let each = rate.within / most.max(1);
        if let Some(wait) = bucket::take(&mut tx, name, app.now(), most, each).await? {
            return Err(Error::TooMany((wait + SECOND - 1) / SECOND));
        }
    }
    tx.commit().await?;
    Ok(())
}

/// The buckets of a try about an address of e-mail, from a place of the network: few for the pair, more for each
/// alone, since many people share a place, and nobody may bar somebody else from their own account.
pub(crate) fn buckets(what: &str, place: &str, email: &str) -> Vec<(String, i64)> {
    // Addresses that people type are not kept.
    let email = digest(&email.trim().to_lowercase());
    let email = email.get(..32).unwrap_or(&email);
    vec![
        (format!("{what}:{place}:{email}"), 1),
        (format!("{what}:{place}"), 5),
        (format!("{what}::{email}"), 10),
    ]
}

/// Answers to the question whether somebody found what they came for: enough for a room full of people.
const POLL: Rate = Rate::new(30, 60);

/// Counts an answer to a poll against the place from which it came.
pub(crate) async fn poll(app: &App, place: &str) -> Result<()> {
    take(app, Some(POLL), &[(format!("poll:{place}"), 1)]).await
}

/// Counts a question of an assistant against the place from which it came: those of many people may share one.
pub async fn question(app: &App, place: &str) -> Result<()> {
    let rate = app.settings().limits.mcp;
    take(app, rate, &[(format!("mcp:{place}"), 1)]).await
}

/// Counts a query of the graph against the place from which it came.
pub async fn query(app: &App, place: &str) -> Result<()> {
    let rate = app.settings().limits.sparql;
    take(app, rate, &[(format!("sparql:{place}"), 1)]).await
}

/// Counts a bad API token against the place from which it came.
pub async fn bad_token(app: &App, place: &str) -> Result<()> {
    take(
        app,
        app.settings().limits.token,
        &[(format!("token:{place}"), 1)],
    )
    .await
}

/// What is done by adding something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Publish,
    Discuss,
    Upload,
}

/// Counts what somebody adds against them, or against the place from which a visitor speaks. Those who run the portal
/// are not counted.
pub async fn deed(app: &App, actor: &Actor, place: &str, deed: Deed) -> Result<()> {
    if actor.sysadmin {
        return Ok(());
    }
    let limits = &app.settings().limits;
    let (rate, name) = match deed {
        Deed::Publish => (limits.publish, "publish"),
        Deed::Discuss => (limits.discuss, "discuss"),
        Deed::Upload => (limits.upload, "upload"),
    };
    let bucket = match actor.user {
        Some(user) => format!("{name}:{user}"),
        None => format!("{name}:{place}"),
    };
    take(app, rate, &[(bucket, 1)]).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read() {
        assert_eq!("10/15m".parse(), Ok(Rate::new(10, 15)));
        assert_eq!(" 5 / 1h".parse(), Ok(Rate::new(5, 60)));
        for bad in ["", "10", "10/", "0/1m", "10/1w", "x/1m", "10/-1m", "10/é"] {
            assert!(bad.parse::<Rate>().is_err(), "{bad}");
        }
    }
}
