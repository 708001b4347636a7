//! Tells one address of one event.

use serde_json::Value;
use vitrail_domain::Kind;

use super::Known;
use crate::{App, Error, Result, webhook};

pub const JOB: Known = Known {
    name: "webhook",
    cron: None,
    tries: webhook::TRIES,
};

pub async fn run(app: &App, facts: &Value) -> Result<String> {
    let call = facts.get("call").and_then(Value::as_str);
    let call = call.and_then(|id| id.parse().ok());
    webhook::deliver(app, call.ok_or(Error::NotFound(Kind::Site))?).await
}
