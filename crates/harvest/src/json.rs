//! JSON made a value, within bounds: a page of empty objects takes a hundred times its size in memory.

use serde_json::Value;
use vitrail_dcat::read::json;

use crate::walk::{Answer, Fault};

/// What an answer in JSON says.
pub fn read(answer: &Answer) -> Result<Value, Fault> {
    let body = answer.body.strip_prefix(b"\xef\xbb\xbf");
    let body = body.unwrap_or(&answer.body);
    json(body).map_err(|why| Fault(why.to_owned()))?;
    serde_json::from_slice(body)
        .map_err(|why| Fault(format!("{} answered no JSON: {why}", answer.url)))
}
