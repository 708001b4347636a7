//! `resource_search`: files by fields and values.

use serde_json::json;
use vitrail_app::matching::{self, File};

use super::call::Call;
use super::refusal::Refusal;
use super::{ids, package, written};
use crate::Web;
use crate::context::Context;

/// Fields of CKAN that a file of the portal has none of, or that nobody looks for one by.
const EMPTY: [&str; 12] = [
    "cache_last_updated",
    "cache_url",
    "created",
    "last_modified",
    "metadata_modified",
    "mimetype_inner",
    "package_id",
    "position",
    "resource_type",
    "size",
    "state",
    "url_type",
];

/// Files by a field and a value.
pub async fn search(web: &Web, context: &Context, call: &Call) -> Result<String, Refusal> {
    let queries = call
        .list("query")
        .ok_or_else(|| Refusal::missing("query"))?;
    let (mut wanted, mut nothing) = (Vec::new(), false);
    for asked in queries.iter().take(20) {
        let Some((field, value)) = asked.split_once(':') else {
            let problem = "Must be <field>:<value> pair(s)".to_owned();
            return Err(Refusal::Invalid("query", vec![problem]));
        };
        let text = value.trim().to_owned();
        wanted.push(match field {
            "name" | "title" => File::Named(text),
            "format" => File::Format(text),
            "id" => File::Id(text),
            "mimetype" => File::MediaType(text),
            "description" => File::Described(text),
            // What is hosted here is kept as a path.
            "url" => File::Address(text.replace(&context.base, "")),
            // The name of another sort than MD5 and SHA goes before the sum.
            "hash" => File::Checksum(text.rsplit(':').next().unwrap_or_default().to_owned()),
            empty if EMPTY.contains(&empty) => {
                nothing = true;
                continue;
            }
            unknown => {
                let why = format!("Field \"{unknown}\" not recognised in resource_search.");
                return Err(Refusal::Told("query", why));
            }
        });
    }
    let limit = call.number("limit")?.unwrap_or(100).min(1_000);
    let offset = call.number("offset")?.unwrap_or(0);
    if nothing || limit == 0 {
        return Ok(written(&json!({"count": 0, "results": []})));
    }
    let found = matching::resources(&web.app, &wanted, (offset, limit)).await?;
    let results: Vec<_> = found
        .data
        .iter()
        .map(|(id, file)| package::resource(context, &ids::of_dataset(*id), 0, file))
        .collect();
    Ok(format!(
        "{{\"count\": {}, \"results\": {}}}",
        found.total,
        written(&results)
    ))
}
