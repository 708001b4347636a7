//! The resources of a package as files of a dataset.

use serde_json::{Map, Value};
use url::Url;
use vitrail_domain::Resource;
use vitrail_domain::harvest::HarvestedDataset;

use super::{is_of_udata, lose, prose, schema, written};
use crate::said;

/// Fields of a resource that are read below or that only say how CKAN keeps it.
const KNOWN: [&str; 35] = [
    "cache_filepath",
    "cache_last_updated",
    "ckan_url",
    "created",
    "datastore_active",
    "datastore_contains_all_records_of_source_file",
    "description",
    "format",
    "hash",
    "hash_algorithm",
    "id",
    "last_modified",
    "metadata_modified",
    "mimetype",
    "name",
    "on_same_domain",
    "original_url",
    "package_id",
    "position",
    "resource_group_id",
    "resource_id",
    "resource_type",
    "revision_id",
    "revision_timestamp",
    "set_url_type",
    "size",
    "state",
    "task_created",
    "title",
    "tracking_summary",
    "url",
    "url_type",
    "webstore_last_updated",
    "webstore_url",
    "ignore_hash",
];

pub fn resources(map: &Map<String, Value>, root: &Url, read: &mut HarvestedDataset) {
    let is_of_udata = is_of_udata(map);
    for value in said::list(map, "resources") {
        let Some(file) = value.as_object() else {
            lose(read, "resources", &said::shown(value), "not a resource");
            continue;
        };
        if said::text(file, "state").is_some_and(|state| state.eq_ignore_ascii_case("deleted")) {
            let what = said::text(file, "url").or_else(|| said::text(file, "name"));
            let what = what.unwrap_or_default();
            lose(
                read,
                "resources",
                &what,
                "a resource whose state is deleted",
            );
            continue;
        }
        let told = said::text(file, "url");
        let url = told.as_deref();
        if let Some(url) = url.and_then(|url| said::address(url, Some(root))) {
            let file = resource(file, url, is_of_udata, read);
            read.resources.push(file);
        } else {
            let what = told
                .or_else(|| said::text(file, "name"))
                .unwrap_or_default();
            lose(read, "resources", &what, "a resource without an address");
        }
    }
}

fn resource(
    map: &Map<String, Value>,
    url: String,
    is_of_udata: bool,
    read: &mut HarvestedDataset,
) -> Resource {
    let format = said::text(map, "format").unwrap_or_default().to_lowercase();
    let mut date = |key: &str| {
        let text = said::text(map, key)?;
        let date = said::date(&text);
        if date.is_none() {
            let property = format!("resources.{key}");
            lose(read, &property, &text, "a date that is none");
        }
        Some(date?.to_string())
    };
    let issued = date("created");
    let modified = date("last_modified").or_else(|| date("metadata_modified"));
    let title = said::text(map, "name").or_else(|| said::text(map, "title"));
    let digest = said::text(map, "hash");
    let checksum = digest.as_deref().and_then(said::checksum);
    if let (None, Some(digest)) = (&checksum, &digest) {
        lose(
            read,
            "resources.hash",
            digest,
            "a digest of an unknown kind",
        );
    }
    let size = map.get("size").filter(|size| said::says(size));
    let filesize = size.and_then(said::size);
    if let (None, Some(size)) = (filesize, size) {
        lose(
            read,
            "resources.size",
            &said::shown(size),
            "not a number of bytes",
        );
    }
    let mut file = Resource {
        title: title.unwrap_or_else(|| said::title_of_file(&url, &format)),
        description: prose(map, "description", is_of_udata),
        r#type: kind(map, is_of_udata).to_owned(),
        mime: said::text(map, "mimetype").filter(|mime| mime.contains('/')),
        filesize,
        checksum,
        url,
        format,
        harvest: said::facts([
            ("remote_id", said::text(map, "id")),
            ("issued_at", issued),
            ("modified_at", modified),
        ]),
        ..Resource::default()
    };
    if let (Some(text), Some(said)) = (said::text(map, "description"), &file.description) {
        said::keep_words(&mut file.harvest, "dct:description", &[&text], &[said]);
    }
    // Some write the ending of a file there.
    let ending = said::text(map, "mimetype").filter(|mime| !mime.contains('/'));
    if let Some(ending) = ending.map(|ending| ending.to_lowercase()) {
        if file.format.is_empty() {
            file.format = ending;
        } else if file.format != ending {
            file.extras
                .insert("ckan:mimetype".to_owned(), ending.into());
        }
    }
    for (key, value) in map {
        if !KNOWN.contains(&key.as_str()) && said::says(value) {
            of_udata_file(&mut file, key, value);
        }
    }
    file
}

/// What portals call a kind of resource, and what it is here. A portal such as ours says nothing of a main file, whatever
/// its format.
fn kind(map: &Map<String, Value>, is_of_udata: bool) -> &'static str {
    let told = said::text(map, "resource_type").unwrap_or_default();
    let format = said::text(map, "format").unwrap_or_default();
    let is_service = ["wms", "wfs", "wmts", "api"].contains(&format.to_lowercase().as_str());
    match told.as_str() {
        "documentation" => "documentation",
        "code" => "code",
        "api" => "api",
        "update" => "update",
        "other" | "image" | "visualization" | "example" => "other",
        "" if is_service && !is_of_udata => "api",
        _ => "main",
    }
}

/// Facts of a file that CKAN has no word for and that a portal like this one adds.
fn of_udata_file(file: &mut Resource, key: &str, value: &Value) {
    match key {
        "udata:schema" => file.schema = schema(value),
        "udata:preview_url" => file.preview_url = value.as_str().and_then(said::words),
        "udata:extras" => file.extras.extend(written(value)),
        _ => {
            file.extras.insert(key.to_owned(), value.clone());
        }
    }
}
