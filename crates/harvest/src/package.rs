//! A package of CKAN as a dataset: its own fields, then its extras, which every portal fills as it likes. What has no
//! field here becomes an extra, so that nothing a portal added to the schema is dropped.

mod contacts;
mod file;
mod words;

use serde_json::{Map, Value};
use url::Url;
use vitrail_dcat::read::{FILES, MOST_FILES};
use vitrail_domain::Extras;
use vitrail_domain::dataset::{DATA_MODIFIED, Schema};
use vitrail_domain::harvest::{HarvestedDataset, Lost};
use vitrail_domain::time::DAY;
use vitrail_domain::vocabulary::license;

use crate::said;

/// Fields of a package that are read below or that only say how CKAN keeps it.
const KNOWN: [&str; 44] = [
    "author",
    "author_email",
    "archiver",
    "creator_user_id",
    "extras",
    "groups",
    "id",
    "isopen",
    "license",
    "license_id",
    "license_title",
    "license_url",
    "log_message",
    "maintainer",
    "maintainer_email",
    "metadata_created",
    "metadata_modified",
    "name",
    "notes",
    "notes_rendered",
    "num_resources",
    "num_tags",
    "organization",
    "owner_org",
    "private",
    "relationships",
    "relationships_as_object",
    "relationships_as_subject",
    "resources",
    "revision_id",
    "revision_timestamp",
    "state",
    "tags",
    "title",
    "title_translated",
    "notes_translated",
    "tracking_summary",
    "type",
    "url",
    "version",
    "ckan_url",
    "download_url",
    "qa",
    "ratings_count",
];

/// Reads a package, which may be one for everybody whatever it says of itself.
pub fn read(map: &Map<String, Value>, root: &Url, is_open: bool) -> HarvestedDataset {
    let mut read = HarvestedDataset {
        remote_id: said::text(map, "id").unwrap_or_default(),
        name: said::text(map, "name"),
        ..HarvestedDataset::default()
    };
    read.dataset.title = said::text(map, "title")
        .or_else(|| read.name.clone())
        .unwrap_or_default();
    read.dataset.description = prose(map, "notes", is_of_udata(map)).unwrap_or_default();
    tags(map, &mut read);
    licence(map, &mut read);
    harvest(map, root, &mut read);
    words::keep(map, &mut read);
    contacts::read(map, &mut read);
    if !has_too_many_files(map) {
        file::resources(map, root, &mut read);
    }
    extras(map, &mut read);
    remains(map, &mut read);
    read.skipped = skipped(map, &read, is_open);
    read
}

/// A text in Markdown. That of a portal such as ours is: tags in it are its author's.
fn prose(map: &Map<String, Value>, key: &str, is_of_udata: bool) -> Option<String> {
    if is_of_udata {
        let text = map.get(key).and_then(Value::as_str);
        return text.map(|text| text.replace('\0', ""));
    }
    said::text(map, key).map(|text| said::prose(&text))
}

fn tags(map: &Map<String, Value>, read: &mut HarvestedDataset) {
    let told = said::list(map, "tags").iter().filter_map(name_of_tag);
    let (tags, left) = said::tags(told);
    read.dataset.tags = tags;
    for word in left {
        lose(read, "tags", word, "a tag has 3 to 96 characters");
    }
}

pub fn name_of_tag(tag: &Value) -> Option<&str> {
    tag.as_str()
        .or_else(|| tag.get("name")?.as_str())
        .or_else(|| tag.get("display_name")?.as_str())
}

fn is_private(map: &Map<String, Value>) -> bool {
    map.get("private") == Some(&Value::Bool(true))
}

fn skipped(map: &Map<String, Value>, read: &HarvestedDataset, is_open: bool) -> Option<String> {
    let state = said::text(map, "state").map(|state| state.to_lowercase());
    let kind = said::text(map, "type").map(|kind| kind.to_lowercase());
    let reason = match (state.as_deref(), kind.as_deref()) {
        (Some(state @ ("deleted" | "draft")), _) => format!("a package whose state is {state}"),
        _ if has_too_many_files(map) => FILES.to_owned(),
        // Whoever has a key to them has no right to publish them.
        _ if is_private(map) && !is_open => "private on the neighbour".to_owned(),
        (_, Some("harvest")) => "a source of harvest, not a dataset".to_owned(),
        _ if read.dataset.title.is_empty() => "missing title on dataset".to_owned(),
        // A portal such as ours publishes what it has no file of yet.
        _ if read.resources.is_empty() && !is_of_udata(map) => {
            format!(
                "Dataset {} has no record",
                read.name.as_deref().unwrap_or(&read.remote_id)
            )
        }
        _ => return None,
    };
    Some(reason)
}

fn has_too_many_files(map: &Map<String, Value>) -> bool {
    said::list(map, "resources").len() >= MOST_FILES
}

/// Whether a portal that speaks udata wrote the package.
fn is_of_udata(map: &Map<String, Value>) -> bool {
    said::list(map, "extras")
        .iter()
        .filter_map(|extra| extra.get("key")?.as_str())
        .any(|key| key == "udata:access_type")
}

fn lose(read: &mut HarvestedDataset, property: &str, value: &str, reason: &str) {
    let subject = read.remote_id.clone();
    read.lost.push(Lost::new(subject, property, value, reason));
}

/// Adds a zone or a geometry, and tells what it takes the place of.
fn place(read: &mut HarvestedDataset, geom: Option<Value>, zone: Option<&str>) {
    for left in said::place(&mut read.dataset.spatial, geom, zone) {
        lose(read, "spatial", &left, said::BESIDE_GEOMETRY);
    }
}

fn licence(map: &Map<String, Value>, read: &mut HarvestedDataset) {
    let told = words::licences(map);
    let known = license::guess(told.iter().map(String::as_str));
    // A licence that is not specified is none, as in catalogues that have no word for it.
    let specified = known.filter(|license| license.id != license::NOT_SPECIFIED);
    read.dataset.license = specified.map(|license| license.id.to_owned());
    if let (None, Some(first)) = (known, told.first()) {
        lose(read, "license_id", first, "a licence that is not known");
        read.dataset
            .extras
            .insert("ckan:license".to_owned(), told.join(" · ").into());
    }
}

fn harvest(map: &Map<String, Value>, root: &Url, read: &mut HarvestedDataset) {
    let mut date = |key: &str| {
        let text = said::text(map, key)?;
        let date = said::date(&text);
        if date.is_none() {
            lose(read, key, &text, "a date that is none");
        }
        Some(date?.to_string())
    };
    let created = date("metadata_created");
    let modified = date("metadata_modified");
    let told = said::text(map, "url");
    let page = told.as_deref().and_then(|url| said::address(url, None));
    if let (None, Some(told)) = (&page, &told) {
        lose(read, "url", told, "not an address of the web");
    }
    let page = page.or_else(|| {
        let name = said::text(map, "name").or_else(|| said::text(map, "id"))?;
        root.join(&format!("dataset/{name}")).ok().map(Url::into)
    });
    read.dataset.harvest = said::facts([
        ("created_at", created),
        ("modified_at", modified),
        ("remote_url", page),
    ]);
}

fn schema(value: &Value) -> Option<Schema> {
    match value {
        Value::String(text) => serde_json::from_str(text).ok(),
        value => serde_json::from_value(value.clone()).ok(),
    }
}

/// Extras that are no texts, together in JSON.
fn written(value: &Value) -> Extras {
    match value {
        Value::String(text) => serde_json::from_str(text).unwrap_or_default(),
        value => serde_json::from_value(value.clone()).unwrap_or_default(),
    }
}

/// Extras are a list of keys and values, in old versions an object; some portals write them beside the package's own
/// fields instead.
fn told(map: &Map<String, Value>) -> Vec<(&str, &Value)> {
    let mut told: Vec<(&str, &Value)> = Vec::new();
    match map.get("extras") {
        Some(Value::Array(extras)) => told.extend(extras.iter().filter_map(|extra| {
            let key = extra.get("key")?.as_str()?.trim();
            let value = extra.get("value")?;
            // Beside the package's own fields it stands for nothing; here somebody wrote it.
            let is_written = said::says(value) || value.as_str() == Some("[]");
            is_written.then_some((key, value))
        })),
        Some(Value::Object(extras)) => {
            told.extend(extras.iter().map(|(key, value)| (key.as_str(), value)));
        }
        _ => {}
    }
    let added = map.iter().filter(|(key, _)| !KNOWN.contains(&key.as_str()));
    let added = added.filter(|(_, value)| said::says(value));
    told.extend(added.map(|(key, value)| (key.as_str(), value)));
    told.retain(|(key, _)| !key.is_empty());
    told
}

/// Each key once, with its last value; the others are told.
fn told_once<'m>(
    map: &'m Map<String, Value>,
    read: &mut HarvestedDataset,
) -> Vec<(&'m str, &'m Value)> {
    let mut once: Vec<(&str, &Value)> = Vec::new();
    for (key, value) in told(map) {
        let known = once.iter_mut().find(|(known, _)| *known == key);
        let Some((_, known)) = known else {
            once.push((key, value));
            continue;
        };
        let former = std::mem::replace(known, value);
        if former != value {
            lose(read, key, &said::shown(former), "One value is kept");
        }
    }
    once
}

fn extras(map: &Map<String, Value>, read: &mut HarvestedDataset) {
    let told = told_once(map, read);
    let is_of_udata = is_of_udata(map);
    let mut period = (None, None);
    for (key, value) in told {
        let text = said::shown(value);
        match key {
            "spatial" => spatial(value, &text, read),
            "spatial-text" | "spatial_text" => match said::zone(&text) {
                Some(zone) => place(read, None, Some(zone)),
                None => keep(&mut read.dataset.extras, "ckan:spatial-text", value),
            },
            "spatial-uri" | "spatial_uri" if !is_of_udata => {
                keep(&mut read.dataset.extras, "ckan:spatial-uri", value);
            }
            "frequency" => match said::frequency(&text) {
                Some(known) => words::often(read, known, &text, is_of_udata),
                None => keep(&mut read.dataset.extras, "ckan:frequency", value),
            },
            // What ckanext-dcat calls the dates of the data, rather than of their record.
            "issued" | "modified" if said::date(&text).is_some() => {
                dated(read, key, &text, is_of_udata);
            }
            "access_rights" if !is_of_udata => {
                if said::is_restricted(&text) {
                    "restricted".clone_into(&mut read.dataset.access_type);
                }
                keep(&mut read.dataset.extras, key, value);
            }
            "temporal_start" => period.0 = day(read, key, &text).map(|_| text),
            "temporal_end" => period.1 = day(read, key, &text).map(|_| text),
            _ if key.starts_with("udata:") => of_udata(read, key, value),
            _ => {
                // What ISO records call a frequency, where nothing better is said.
                if key == "frequency-of-update"
                    && read.dataset.frequency == "unknown"
                    && let Some(known) = said::frequency(&text)
                {
                    words::often(read, known, &text, is_of_udata);
                }
                keep(&mut read.dataset.extras, key, value);
            }
        }
    }
    read.dataset.temporal_coverage = match period {
        (Some(start), end) => said::period(&start, end.as_deref().unwrap_or("")),
        (None, Some(end)) => {
            lose(read, "temporal_end", &end, "a period without a start");
            None
        }
        (None, None) => None,
    };
}

/// What the record says of the date of its data; a date after the last change of the record itself is none, but where a
/// portal such as ours says it, whose records may be older than what it says of the data.
fn dated(read: &mut HarvestedDataset, key: &str, text: &str, is_of_udata: bool) {
    let Some(date) = said::date(text) else { return };
    let facts = read.dataset.harvest.get_or_insert_default();
    let of_record = facts.get("modified_at").and_then(Value::as_str);
    let of_record = of_record.and_then(said::date);
    // Clocks and zones differ by less than a day.
    let is_late = !is_of_udata && key == "modified";
    if is_late && of_record.is_some_and(|at| date > at.plus(DAY)) {
        let why = "a date after the last change of its record";
        lose(read, key, text, why);
    } else {
        facts.insert(format!("{key}_at"), date.to_string().into());
    }
}

fn keep(extras: &mut Extras, key: &str, value: &Value) {
    extras.insert(key.to_owned(), value.clone());
}

fn day(read: &mut HarvestedDataset, key: &str, text: &str) -> Option<jiff::civil::Date> {
    let date = said::date(text);
    if date.is_none() {
        lose(read, key, text, "a date that is none");
    }
    Some(date?.date())
}

/// GeoJSON, mostly as a text; some portals write the name of a place.
fn spatial(value: &Value, text: &str, read: &mut HarvestedDataset) {
    let parsed = serde_json::from_str::<Value>(text).ok();
    let geom = said::geometry(parsed.as_ref().unwrap_or(value));
    let zone = said::zone(text);
    if geom.is_none() && zone.is_none() {
        lose(
            read,
            "spatial",
            text,
            "neither polygons nor a territory that is known",
        );
        keep(&mut read.dataset.extras, "ckan:spatial", value);
    } else {
        place(read, geom, zone);
    }
}

/// Facts that CKAN has no word for and that a portal like this one adds.
fn of_udata(read: &mut HarvestedDataset, key: &str, value: &Value) {
    let dataset = &mut read.dataset;
    let text = value.as_str().and_then(said::words);
    match key {
        "udata:slug" => read.name = text.or(read.name.take()),
        "udata:frequency_date" => match text.as_deref().and_then(said::date) {
            Some(date) => dataset.frequency_date = Some(date),
            None => lose(read, key, &said::shown(value), "a date that is none"),
        },
        "udata:created_at" | "udata:last_modified" | "udata:last_update" => {
            match text.as_deref().and_then(said::date) {
                Some(date) => {
                    let facts = dataset.harvest.get_or_insert_default();
                    let fact = match key {
                        "udata:created_at" => "created_at",
                        "udata:last_modified" => "modified_at",
                        _ => DATA_MODIFIED,
                    };
                    facts.insert(fact.to_owned(), date.to_string().into());
                }
                None => lose(read, key, &said::shown(value), "a date that is none"),
            }
        }
        "udata:contacts" => contacts::of_udata(read, value),
        "udata:acronym" => dataset.acronym = text,
        "udata:description_short" => dataset.description_short = text,
        "udata:zones" => {
            // A portal of this kind may know both of a place: its zones stay beside the geometry.
            let zones = &mut dataset.spatial.get_or_insert_default().zones;
            let told = text.unwrap_or_default();
            let new = told
                .split_whitespace()
                .filter(|zone| !zones.iter().any(|held| held == zone));
            let new: Vec<String> = new.map(str::to_owned).collect();
            zones.extend(new);
        }
        "udata:granularity" => {
            let place = dataset.spatial.get_or_insert_default();
            place.granularity = text.unwrap_or_else(|| "other".to_owned());
        }
        "udata:badges" => {
            let badges = text.unwrap_or_default();
            dataset.badges = badges.split_whitespace().map(str::to_owned).collect();
        }
        "udata:schema" => dataset.schema = schema(value),
        "udata:authorization_request_url" => dataset.authorization_request_url = text,
        "udata:access_type_reason_category" => dataset.access_type_reason_category = text,
        "udata:access_type_reason" => dataset.access_type_reason = text,
        "udata:access_audiences" => {
            let audiences = text.and_then(|text| serde_json::from_str(&text).ok());
            dataset.access_audiences = audiences.unwrap_or_default();
        }
        "udata:extras" => dataset.extras.extend(written(value)),
        "udata:access_type" => {
            use vitrail_domain::vocabulary::{Vocabulary, access::AccessType};
            if let Some(known) = text.as_deref().and_then(AccessType::parse) {
                known.code().clone_into(&mut dataset.access_type);
            } else {
                let said = said::shown(value);
                lose(read, key, &said, "a kind of access that is not known");
            }
        }
        _ => keep(&mut dataset.extras, key, value),
    }
}

/// What is said of a group, or of an organization, beside its title.
fn facts_of(group: &Map<String, Value>, keys: &[&str]) -> Value {
    let facts = keys.iter();
    let facts = facts.filter_map(|key| Some(((*key).to_owned(), said::text(group, key)?.into())));
    Value::Object(facts.collect())
}

/// What has a place in CKAN and none here.
fn remains(map: &Map<String, Value>, read: &mut HarvestedDataset) {
    if let Some(version) = map.get("version").filter(|version| said::says(version)) {
        keep(&mut read.dataset.extras, "ckan:version", version);
    }
    // A portal such as ours says it again in its own words.
    let organization = map.get("organization").and_then(Value::as_object);
    if let Some(organization) = organization.filter(|_| !is_of_udata(map)) {
        let name = said::text(organization, "title").or_else(|| said::text(organization, "name"));
        if let Some(name) = name {
            keep(&mut read.dataset.extras, "ckan:organization", &name.into());
        }
        let facts = facts_of(organization, &["description", "image_url"]);
        if said::says(&facts) {
            keep(&mut read.dataset.extras, "ckan:organization_facts", &facts);
        }
    }
    let groups: Vec<Value> = said::list(map, "groups")
        .iter()
        .filter_map(|group| group.get("title").or_else(|| group.get("name")))
        .filter(|name| said::says(name))
        .cloned()
        .collect();
    if !groups.is_empty() {
        keep(&mut read.dataset.extras, "ckan:groups", &groups.into());
    }
    let facts: Vec<Value> = said::list(map, "groups")
        .iter()
        .filter_map(Value::as_object)
        .map(|group| facts_of(group, &["name", "description", "image_display_url"]))
        .filter(said::says)
        .collect();
    if !facts.is_empty() {
        keep(&mut read.dataset.extras, "ckan:group_facts", &facts.into());
    }
    for key in ["relationships_as_subject", "relationships_as_object"] {
        if let Some(value) = map.get(key).filter(|value| said::says(value)) {
            lose(
                read,
                key,
                &value.to_string(),
                "relationships between packages are not kept",
            );
        }
    }
    for key in ["title_translated", "notes_translated"] {
        if let Some(value) = map.get(key).filter(|value| said::says(value)) {
            keep(&mut read.dataset.extras, &format!("ckan:{key}"), value);
        }
    }
}
