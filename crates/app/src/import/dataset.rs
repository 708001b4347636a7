//! Reading datasets, their files, and the files that others add to them.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use vitrail_domain::dataset::{
    AccessAudience, DESCRIPTION_MAX, Schema, TITLE_MAX, TemporalCoverage,
};
use vitrail_domain::resource::Checksum;
use vitrail_domain::vocabulary::frequency::Frequency;
use vitrail_domain::vocabulary::resource_type::ResourceType;
use vitrail_domain::vocabulary::{Vocabulary, access::AccessType, license};
use vitrail_domain::{CommunityResource, Dataset, Id, Resource, Timestamp};

use super::gather::{Candidate, Gathered};
use super::read::{Reading, made_at};
use super::report::Outcome;

/// Gathers one dataset with its files; `None` when it has no id or no title.
pub fn read(reading: &mut Reading<'_>, gathered: &mut Gathered) -> Option<Id> {
    let (id, title) = identity(reading, "title")?;
    let dated = dates(reading, id);
    let owner = gathered.owner(reading, dated.created);
    if owner == vitrail_domain::Owner::Nobody {
        reading.note(Outcome::Kept, "a dataset that nobody owns");
    }
    let description = description(reading);
    let dataset = Dataset {
        id,
        slug: reading.words("slug"),
        title,
        acronym: reading.text("acronym"),
        description,
        description_short: reading.text("description_short"),
        owner,
        created_at_internal: dated.created,
        last_modified_internal: dated.modified,
        deleted: reading.date("deleted"),
        archived: reading.date("archived"),
        private: reading.flag("private"),
        featured: reading.flag("featured"),
        tags: reading.tags(),
        badges: reading.badges(),
        frequency: frequency(reading),
        frequency_date: reading.date("frequency_date"),
        extras: reading.extras("extras"),
        temporal_coverage: temporal_coverage(reading),
        spatial: reading.spatial(),
        license: licence(reading),
        access_type: access_type(reading),
        access_audiences: access_audiences(reading),
        authorization_request_url: reading.text("authorization_request_url"),
        access_type_reason_category: reading.text("access_type_reason_category"),
        access_type_reason: reading.text("access_type_reason"),
        schema: schema(reading),
        harvest: reading.harvest(),
        contact_points: gathered.contacts(reading, owner),
        metrics: reading.metrics(),
        partial: !dated.told || reading.flag("partial"),
        ..Dataset::default()
    };
    let files = files(reading, id, dated.created);
    let candidate = Candidate::new(reading, dataset, files);
    gathered.datasets.add(candidate, reading.report);
    Some(id)
}

/// The id and the title, without which there is nothing to show.
pub fn identity(reading: &mut Reading<'_>, title: &str) -> Option<(Id, String)> {
    let Some(id) = reading.id("id") else {
        reading.note(
            Outcome::Refused,
            "an object without an identifier of 24 hexadecimal characters",
        );
        return None;
    };
    let Some(title_text) = reading.text(title) else {
        reading.note(Outcome::Refused, "an object without a title");
        return None;
    };
    if title_text.chars().count() > TITLE_MAX {
        reading.note(Outcome::Kept, "a title longer than 350 characters");
    }
    Some((id, title_text))
}

pub fn description(reading: &mut Reading<'_>) -> String {
    let text = reading.words("description");
    if text.trim().is_empty() {
        reading.note(Outcome::Kept, "an empty description");
    } else if text.chars().count() > DESCRIPTION_MAX {
        reading.note(
            Outcome::Kept,
            "a description longer than 100,000 characters",
        );
    }
    text
}

pub struct Dates {
    pub created: Timestamp,
    pub modified: Timestamp,
    /// Whether the source gave one at least.
    pub told: bool,
}

/// When an object was made and changed at its source. Objects cut down to their title have no date: the second
/// in which their id was made stands for both.
pub fn dates(reading: &mut Reading<'_>, id: Id) -> Dates {
    let (mut created, mut modified) = (None, None);
    if let Some(map) = reading.object("internal") {
        let mut inner = reading.inside(map);
        created = inner.date("created_at_internal");
        modified = inner.date("last_modified_internal");
    }
    for key in ["created_at_internal", "created_at", "created"] {
        created = created.or_else(|| reading.date(key));
    }
    for key in [
        "last_modified_internal",
        "last_modified",
        "metadata_modified_at",
    ] {
        modified = modified.or_else(|| reading.date(key));
    }
    let told = created.is_some() || modified.is_some();
    if !told {
        let reason = "an object without dates: the time of its id was taken";
        reading.note(Outcome::Mended, reason);
    }
    let created = created.unwrap_or_else(|| made_at(id));
    Dates {
        created,
        modified: modified.unwrap_or_else(|| made_at(id)),
        told,
    }
}

fn frequency(reading: &mut Reading<'_>) -> String {
    let Some(text) = reading.text("frequency") else {
        return Frequency::Unknown.code().to_owned();
    };
    let exact = Frequency::parse(&text);
    if exact.is_some_and(|known| known.code() == text) {
        return text;
    }
    let known = exact.or_else(|| Frequency::from_uri(&text));
    let reason = match known {
        Some(_) => "a frequency under a former name",
        None => "an unknown frequency: none is said",
    };
    reading.note_with(Outcome::Mended, reason, &text);
    known.unwrap_or(Frequency::Unknown).code().to_owned()
}

/// The licence. `notspecified` stands for silence in udata's answers; it is only a choice of the producer where
/// the source's own quality counts it as one.
pub fn licence(reading: &mut Reading<'_>) -> Option<String> {
    let value = reading.value("license")?;
    let text = value.as_str().or_else(|| value.get("id")?.as_str())?.trim();
    if text.is_empty() {
        return None;
    }
    if text == license::NOT_SPECIFIED {
        let chosen = reading
            .object("quality")
            .and_then(|quality| quality.get("license"))
            .and_then(Value::as_bool);
        return (chosen == Some(true)).then(|| text.to_owned());
    }
    if license::find(text).is_some() {
        return Some(text.to_owned());
    }
    if let Some(known) = license::guess([text]) {
        let reason = "a licence recognised from its name or address";
        reading.note_with(Outcome::Mended, reason, text);
        return Some(known.id.to_owned());
    }
    reading.note_with(Outcome::Kept, "an unknown licence", text);
    Some(text.to_owned())
}

pub fn access_type(reading: &mut Reading<'_>) -> String {
    let text = reading.text("access_type");
    let known = text.as_deref().and_then(AccessType::parse);
    if let (Some(text), None) = (&text, known) {
        reading.note_with(
            Outcome::Mended,
            "an unknown access type: open is taken",
            text,
        );
    }
    known.unwrap_or(AccessType::Open).code().to_owned()
}

pub fn access_audiences(reading: &Reading<'_>) -> Vec<AccessAudience> {
    let text = |map: &Map<String, Value>, key: &str| Some(map.get(key)?.as_str()?.to_owned());
    reading
        .list("access_audiences")
        .iter()
        .filter_map(Value::as_object)
        .filter_map(|map| {
            Some(AccessAudience {
                role: text(map, "role")?,
                condition: text(map, "condition")?,
            })
        })
        .collect()
}

fn temporal_coverage(reading: &mut Reading<'_>) -> Option<TemporalCoverage> {
    let map = reading.object("temporal_coverage")?;
    let mut inner = reading.inside(map);
    let start = inner.date("start").map(Timestamp::date);
    let end = inner.date("end").map(Timestamp::date);
    match (start, end) {
        (Some(start), Some(end)) if end < start => {
            reading.note(
                Outcome::Mended,
                "a period that ends before it starts was turned",
            );
            Some(TemporalCoverage {
                start: end,
                end: Some(start),
            })
        }
        (Some(start), end) => Some(TemporalCoverage { start, end }),
        (None, Some(_)) => {
            reading.note(Outcome::Mended, "a period without a start was left out");
            None
        }
        (None, None) => None,
    }
}

fn schema(reading: &Reading<'_>) -> Option<Schema> {
    let map = reading.object("schema")?;
    let text = |key: &str| {
        let text = map.get(key)?.as_str()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let schema = Schema {
        name: text("name"),
        version: text("version"),
        url: text("url"),
    };
    (schema != Schema::default()).then_some(schema)
}

fn files(reading: &mut Reading<'_>, dataset: Id, since: Timestamp) -> Vec<Resource> {
    let mut files: Vec<Resource> = Vec::new();
    for (place, value) in reading.list("resources").iter().enumerate() {
        let Some(map) = value.as_object() else {
            reading.note(Outcome::Refused, "a file that is no object");
            continue;
        };
        let seed = format!("resource:{dataset}:{place}");
        let mut inner = reading.inside(map);
        let Some(mut file) = resource(&mut inner, &seed, since) else {
            continue;
        };
        if files.iter().any(|other| other.id == file.id) {
            let twice = file.id;
            file.id = seeded(&format!("resource:{dataset}:{twice}:{place}"));
            let reason = "a resource id used twice: the second got a new one";
            reading.note_with(Outcome::Mended, reason, &twice.to_string());
        }
        files.push(file);
    }
    files
}

/// A UUID that always comes out the same for the same words.
pub fn seeded(words: &str) -> Uuid {
    let digest = Sha256::digest(words.as_bytes());
    let mut bytes = [0; 16];
    for (slot, byte) in bytes.iter_mut().zip(digest) {
        *slot = byte;
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

fn resource(reading: &mut Reading<'_>, seed: &str, since: Timestamp) -> Option<Resource> {
    let Some(url) = reading.address("url") else {
        reading.note(Outcome::Refused, "a file without an address");
        return None;
    };
    let id = reading.text("id").and_then(|id| id.parse().ok());
    let id: Uuid = id.unwrap_or_else(|| {
        reading.note(Outcome::Mended, "a file without an id of its own got one");
        seeded(seed)
    });
    let title = reading.text("title").unwrap_or_else(|| {
        reading.note(
            Outcome::Mended,
            "a file without a title took the end of its address",
        );
        let end = url.trim_end_matches('/').rsplit('/').next();
        end.unwrap_or(&url).to_owned()
    });
    let (created, modified) = file_dates(reading, since);
    let filetype = reading.text("filetype").filter(|kind| kind == "file");
    Some(Resource {
        id,
        title,
        description: reading.text("description"),
        filetype: filetype.unwrap_or_else(|| "remote".to_owned()),
        r#type: resource_type(reading),
        url,
        format: reading.text("format").unwrap_or_default().to_lowercase(),
        mime: reading.text("mime"),
        filesize: reading.int("filesize").filter(|size| *size >= 0),
        checksum: checksum(reading),
        extras: reading.extras("extras"),
        schema: schema(reading),
        harvest: reading.harvest(),
        preview_url: reading.address("preview_url"),
        created_at_internal: created,
        last_modified_internal: modified,
        metrics: reading.metrics(),
    })
}

fn file_dates(reading: &mut Reading<'_>, since: Timestamp) -> (Timestamp, Timestamp) {
    let (mut created, mut modified) = (None, None);
    if let Some(map) = reading.object("internal") {
        let mut inner = reading.inside(map);
        created = inner.date("created_at_internal");
        modified = inner.date("last_modified_internal");
    }
    for key in ["created_at_internal", "created_at", "published"] {
        created = created.or_else(|| reading.date(key));
    }
    for key in ["last_modified_internal", "last_modified"] {
        modified = modified.or_else(|| reading.date(key));
    }
    let created = created.unwrap_or(since);
    (created, modified.unwrap_or(created))
}

fn resource_type(reading: &mut Reading<'_>) -> String {
    let text = reading.text("type");
    match text.as_deref().map(ResourceType::parse) {
        Some(Some(known)) => known.code().to_owned(),
        Some(None) => {
            let text = text.unwrap_or_default();
            reading.note_with(
                Outcome::Mended,
                "an unknown type of file: other is taken",
                &text,
            );
            ResourceType::Other.code().to_owned()
        }
        None => ResourceType::Main.code().to_owned(),
    }
}

fn checksum(reading: &Reading<'_>) -> Option<Checksum> {
    let map = reading.object("checksum")?;
    let text = |key: &str| map.get(key)?.as_str().map(str::to_owned);
    Some(Checksum {
        r#type: text("type").unwrap_or_else(|| "sha1".to_owned()),
        value: text("value")?,
    })
}

/// Gathers a file that somebody added to a dataset; bundles say by their place to which.
pub fn read_community(
    reading: &mut Reading<'_>,
    gathered: &mut Gathered,
    dataset: Option<Id>,
) -> Option<()> {
    let id = reading.text("id").and_then(|id| id.parse::<Uuid>().ok());
    let Some(id) = id else {
        reading.note(Outcome::Refused, "a community resource without a UUID");
        return None;
    };
    let resource = resource(reading, &id.to_string(), Timestamp::default())?;
    let owner = gathered.owner(reading, resource.created_at_internal);
    let community = CommunityResource {
        dataset: reading.id("dataset").or(dataset),
        owner,
        resource,
    };
    let newer = gathered.community.get(&id).is_none_or(|held| {
        held.resource.last_modified_internal < community.resource.last_modified_internal
    });
    if newer {
        gathered.community.insert(id, community);
    }
    Some(())
}
