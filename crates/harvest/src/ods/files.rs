//! The exports of a dataset of Opendatasoft and what is attached to it, as files.

use serde_json::{Map, Value};
use url::Url;
use vitrail_domain::Resource;
use vitrail_domain::harvest::HarvestedDataset;

use crate::said;

pub fn files(map: &Map<String, Value>, read: &HarvestedDataset, root: &Url) -> Vec<Resource> {
    let mut files = Vec::new();
    let has_records = map.get("has_records").and_then(Value::as_bool);
    let is_visible = map.get("data_visible").and_then(Value::as_bool);
    let base = format!("api/explore/v2.1/catalog/datasets/{}", read.remote_id);
    let modified = read.dataset.harvest.as_ref();
    let modified = modified.and_then(|facts| facts.get("modified_at")?.as_str());
    if has_records.unwrap_or(true) && is_visible.unwrap_or(true) && !read.remote_id.is_empty() {
        let features = said::list(map, "features");
        let is_geographic = features.iter().any(|feature| feature == "geo");
        let geographic: &[&str] = if is_geographic {
            &["geojson", "shp"]
        } else {
            &[]
        };
        for format in ["csv", "json", "xlsx", "parquet"].iter().chain(geographic) {
            let labels = if matches!(*format, "csv" | "xlsx") {
                "?use_labels=true"
            } else {
                ""
            };
            let Ok(url) = root.join(&format!("{base}/exports/{format}{labels}")) else {
                continue;
            };
            files.push(Resource {
                title: format!("{}.{format}", read.remote_id),
                url: url.into(),
                format: (*format).to_owned(),
                mime: mime(format).map(str::to_owned),
                harvest: said::facts([
                    ("remote_id", Some(format!("exports/{format}"))),
                    ("modified_at", modified.map(str::to_owned)),
                ]),
                ..Resource::default()
            });
        }
    }
    for (key, kind) in [
        ("alternative_exports", "main"),
        ("attachments", "documentation"),
    ] {
        for file in said::list(map, key).iter().filter_map(Value::as_object) {
            files.extend(attached(file, key, kind, &base, root));
        }
    }
    files
}

fn mime(format: &str) -> Option<&'static str> {
    Some(match format {
        "csv" => "text/csv",
        "json" => "application/json",
        "geojson" => "application/geo+json",
        "parquet" => "application/vnd.apache.parquet",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => return None,
    })
}

fn attached(
    map: &Map<String, Value>,
    key: &str,
    kind: &str,
    base: &str,
    root: &Url,
) -> Option<Resource> {
    let id = said::text(map, "id");
    let told = said::text(map, "url").and_then(|url| said::address(&url, Some(root)));
    let url = told.or_else(|| {
        let mut url = root.join(&format!("{base}/{key}/")).ok()?;
        url.path_segments_mut()
            .ok()?
            .pop_if_empty()
            .push(id.as_deref()?);
        Some(url.into())
    })?;
    let title = said::text(map, "title").or_else(|| id.clone());
    let mime = said::text(map, "mimetype");
    let named = title.as_deref().and_then(|title| title.rsplit_once('.'));
    let format = named.map(|(_, end)| end.to_lowercase());
    let format = format.filter(|end| vitrail_domain::vocabulary::format::may_upload(end));
    Some(Resource {
        title: title.unwrap_or_else(|| said::title_of_file(&url, "")),
        description: said::text(map, "description"),
        r#type: kind.to_owned(),
        format: format
            .or_else(|| Some(mime.as_ref()?.rsplit('/').next()?.to_lowercase()))
            .unwrap_or_default(),
        mime,
        url,
        harvest: said::facts([("remote_id", id.map(|id| format!("{key}/{id}")))]),
        ..Resource::default()
    })
}
