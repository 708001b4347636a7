//! Forgets the accounts whose address nobody confirmed: an address that was typed wrong, or somebody else's.

use super::Known;
use crate::account::register;
use crate::{App, Result};

pub const JOB: Known = Known {
    name: "unconfirmed",
    cron: Some("23 4 * * *"),
    tries: 3,
};

pub async fn run(app: &App) -> Result<String> {
    let gone = register::forget_unconfirmed(app).await?;
    Ok(format!("{gone} accounts never confirmed forgotten"))
}
