//! A proof of work, as altcha asks for it: the browser looks for a number, which costs it a second or so and costs
//! whoever opens accounts by the thousand a machine. Nobody is asked to read letters in a picture, and nobody
//! elsewhere is told. Those whose browser runs no scripts go on without proof, under a stricter limit.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use vitrail_domain::time::SECOND;
use vitrail_domain::{Timestamp, text};
use vitrail_store as store;

use crate::account::secret;
use crate::{App, Error, Result, hmac};

/// How long a proof may take, with the form that is filled in meanwhile.
const LIFE: i64 = 30 * 60 * SECOND;
/// The number that is looked for is at most this.
const MOST: u64 = 50_000;
const ALGORITHM: &str = "SHA-256";

/// A question, in the words of altcha.
#[derive(Clone, Debug, Serialize)]
pub struct Challenge {
    pub algorithm: &'static str,
    pub challenge: String,
    pub maxnumber: u64,
    pub salt: String,
    pub signature: String,
}

/// An answer.
#[derive(Debug, Deserialize)]
struct Proof {
    algorithm: String,
    challenge: String,
    number: u64,
    salt: String,
    signature: String,
}

/// A new question.
pub async fn challenge(app: &App) -> Result<Challenge> {
    let key = key(app).await?;
    let expires = app.now().plus(LIFE).micros() / SECOND;
    let salt = format!("{}?expires={expires}", text::hex(&app.rng().bytes::<12>()));
    let number = u64::from_be_bytes(app.rng().bytes()) % (MOST + 1);
    let challenge = hash(&salt, number);
    Ok(Challenge {
        algorithm: ALGORITHM,
        signature: hmac::sha256(&key, &challenge),
        maxnumber: MOST,
        challenge,
        salt,
    })
}

/// Whether a proof is given; one that is wrong, too old or used already is refused.
pub async fn check(app: &App, given: &str) -> Result<bool> {
    if given.is_empty() {
        return Ok(false);
    }
    let proof = BASE64_STANDARD.decode(given).ok();
    let proof: Option<Proof> = proof.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let refused = || Error::argument("form", "captcha");
    let proof = proof.ok_or_else(refused)?;
    let expires = expires(&proof.salt).ok_or_else(refused)?;
    let key = key(app).await?;
    let right = proof.algorithm == ALGORITHM
        && expires > app.now()
        && proof.challenge == hash(&proof.salt, proof.number)
        && proof.signature == hmac::sha256(&key, &proof.challenge);
    if !right {
        return Err(refused());
    }
    let mut tx = app.db().begin().await?;
    if !store::captcha::use_up(&mut tx, &proof.challenge, expires).await? {
        return Err(refused());
    }
    tx.commit().await?;
    Ok(true)
}

/// Forgets the proofs that work no more.
pub(crate) async fn purge(app: &App) -> Result<u64> {
    let mut tx = app.db().begin().await?;
    let gone = store::captcha::purge(&mut tx, app.now()).await?;
    tx.commit().await?;
    Ok(gone)
}

fn expires(salt: &str) -> Option<Timestamp> {
    let (_, seconds) = salt.split_once("?expires=")?;
    let seconds: i64 = seconds.parse().ok()?;
    Some(Timestamp::from_micros(seconds.checked_mul(SECOND)?))
}

fn hash(salt: &str, number: u64) -> String {
    text::hex(&Sha256::digest(format!("{salt}{number}").as_bytes()))
}

/// What questions are signed with, the same on all nodes.
async fn key(app: &App) -> Result<String> {
    if let Some(key) = app.captcha_key().get() {
        return Ok(key.clone());
    }
    let mut tx = app.db().begin().await?;
    let key = store::captcha::secret(&mut tx, "captcha", &secret(app)).await?;
    tx.commit().await?;
    Ok(app.captcha_key().get_or_init(|| key).clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_as_the_standard_says() {
        // RFC 4231, test case 2.
        assert_eq!(
            hmac::sha256("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(
            expires("ab?expires=2"),
            Some(Timestamp::from_micros(2 * SECOND))
        );
        assert_eq!(expires("ab"), None);
    }
}
