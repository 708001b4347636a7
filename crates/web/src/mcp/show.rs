//! One object, whole but short: what a reader of its page would want to know, with what was cut said to be so.

use serde_json::{Map, Value, json};
use uuid::Uuid;
use vitrail_app::dataset::{AnyResource, Files};
use vitrail_app::domain::vocabulary::Vocabulary;
use vitrail_app::domain::vocabulary::frequency::Frequency;
use vitrail_app::domain::{Actor, Dataservice, Organization, Resource};
use vitrail_app::{
    Error, Page, dataservice as dataservices, dataset as datasets, organization as organizations,
};

use crate::api::view::resource::address;
use crate::mcp::answer::{
    Answer, Refused, Room, Said, absent, cut, day, licence, line, lines, producer, said,
};
use crate::mcp::argument::Arguments;
use crate::mcp::find;

/// Characters of a description.
const DESCRIPTION: usize = 3_000;
/// Files of a page.
const FILES: i64 = 50;
/// Datasets of an organization, or behind an API.
const MAIN: i64 = 10;
/// Characters of what a check or a schema says.
const FINDING: usize = 300;

pub async fn dataset(room: &Room<'_>, arguments: &Arguments) -> Answer {
    let key = arguments.text("dataset").unwrap_or_default();
    let found = find::known_dataset(room, key).await?;
    let page = Page {
        number: arguments.number("files_page").unwrap_or(1),
        size: FILES,
    };
    let files = datasets::resource_page(room.app(), &found, None, None, page).await?;
    if page.number > 1 && files.data.is_empty() {
        let last = (files.total + FILES - 1) / FILES;
        return Err(Refused::new(format!(
            "files_page: there is no page {}; the last is {}.",
            page.number,
            last.max(1)
        )));
    }
    let all = datasets::with_references(room.app(), vec![found], Files::Left).await?;
    let Some(found) = all.data.first() else {
        return Err(absent(
            "dataset",
            key,
            Error::NotFound(vitrail_app::domain::Kind::Dataset),
        ));
    };
    let own = room.url(&format!("/datasets/{}", found.slug));
    let api = room.url(&format!("/api/1/datasets/{}/", found.id));
    let (description, is_cut) = cut(&found.description, DESCRIPTION);
    let score = found.quality.score(found, room.app().now());
    let missing: Vec<&str> = score
        .criteria()
        .iter()
        .filter(|criterion| !criterion.met)
        .map(|criterion| criterion.name)
        .collect();
    let frequency =
        Frequency::parse(&found.frequency).map_or("unknown", |it| it.label().in_lang("en"));
    let place = found.spatial.as_ref();
    let zones = datasets::zones(
        room.app(),
        place.map(|it| it.zones.as_slice()).unwrap_or_default(),
    )
    .await?;
    let zones: Vec<Value> = zones
        .values()
        .take(20)
        .map(|zone| json!({"id": zone.id, "name": zone.name}))
        .collect();
    let shown: Vec<Value> = files
        .data
        .iter()
        .map(|file| brief(room, file, &own))
        .collect();
    let more = page.number.saturating_mul(FILES) < files.total;
    let facts = json!({
        "id": found.id.to_string(), "slug": found.slug, "title": found.title, "acronym": found.acronym,
        "description": description, "description_is_cut": is_cut,
        "producer": producer(room, &all.references, found.owner),
        "licence": licence(found.license.as_deref(), &found.access_type),
        "access": found.access_type, "authorization_request_url": found.authorization_request_url,
        "created_at": day(found.created_at()), "last_modified": day(found.last_modified()),
        "last_update": found.updated().map(day), "frequency": frequency,
        "archived": found.archived.map(day),
        "temporal_coverage": found.temporal_coverage,
        "zones": zones, "granularity": place.map(|it| it.granularity.as_str()),
        "tags": found.tags, "badges": found.badges, "schema": found.schema,
        "quality": {"score": score.score, "missing": missing},
        "views": found.count("views"), "downloads": found.count("resources_downloads"),
        "reuses": found.count("reuses"), "followers": found.count("followers"),
        "source": found.harvest.as_ref().and_then(|it| it.get("remote_url")),
        "files": {
            "total": files.total, "page_number": page.number,
            "next_page_number": more.then(|| page.number + 1), "shown": shown,
        },
        "page": own,
        "linked_data": room.url(&format!("/api/1/datasets/{}/rdf.ttl", found.id)),
        "again": api,
    });
    Ok(Said {
        text: of_dataset(&facts),
        facts,
    })
}

fn of_dataset(facts: &Value) -> String {
    let files = facts
        .pointer("/files/shown")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let total = facts
        .pointer("/files/total")
        .and_then(Value::as_i64)
        .unwrap_or(0);
    let next = facts
        .pointer("/files/next_page_number")
        .and_then(Value::as_i64);
    let score = facts
        .pointer("/quality/score")
        .and_then(Value::as_f64)
        .unwrap_or(0.0);
    let listed = files.iter().map(|file| {
        let what = [
            said(file, "/format"),
            said(file, "/size"),
            said(file, "/updated"),
        ];
        let what: Vec<&str> = what.into_iter().flatten().collect();
        Some(format!(
            "- {} ({}) id: {} {}",
            said(file, "/title").unwrap_or("(no title)"),
            what.join(", "),
            said(file, "/id").unwrap_or_default(),
            said(file, "/download").unwrap_or_default()
        ))
    });
    let head = [
        said(facts, "/title").map(|title| format!("# {title}")),
        said(facts, "/producer/name").map(|name| format!("Producer: {name}")),
        terms(facts),
        said(facts, "/last_update").map(|at| {
            format!(
                "Last update: {at} ({})",
                said(facts, "/frequency").unwrap_or("unknown")
            )
        }),
        said(facts, "/archived")
            .map(|at| format!("Archived since {at}: it is not kept up to date.")),
        said(facts, "/access")
            .filter(|access| *access != "open")
            .map(|access| format!("Access: {access}")),
        Some(format!("Quality: {:.0} %", score * 100.0)),
        described(facts),
        Some(format!("\nFiles: {total}")),
    ];
    let tail = [
        next.map(|next| format!("There are more files: ask again with files_page={next}.")),
        ends(facts),
    ];
    lines(head.into_iter().chain(listed).chain(tail))
}

/// The terms of use in a line.
fn terms(facts: &Value) -> Option<String> {
    let title = said(facts, "/licence/title")?;
    let url = said(facts, "/licence/url").map(|url| format!(" ({url})"));
    Some(format!("Licence: {title}{}", url.unwrap_or_default()))
}

fn described(facts: &Value) -> Option<String> {
    let text = said(facts, "/description")?;
    let is_cut = facts.get("description_is_cut") == Some(&Value::Bool(true));
    let rest = is_cut.then(|| {
        format!(
            "\n(cut: the whole description is at {})",
            said(facts, "/again").unwrap_or_default()
        )
    });
    Some(format!("\n{text}{}", rest.unwrap_or_default()))
}

/// Where people read it and how programs ask again.
fn ends(facts: &Value) -> Option<String> {
    Some(format!(
        "\nPage: {}\nAgain: {}",
        said(facts, "/page")?,
        said(facts, "/again")?
    ))
}

/// A file in a line of a list.
fn brief(room: &Room<'_>, file: &Resource, page: &str) -> Value {
    json!({
        "id": file.id.to_string(), "title": line(&file.title, FINDING), "kind": file.r#type,
        "format": file.format, "bytes": file.filesize, "size": file.filesize.map(size),
        "updated": day(file.last_modified()), "schema": file.schema,
        "available": available(file),
        "download": address(&room.context, file), "latest": room.url(&format!("/api/1/datasets/r/{}", file.id)),
        "page": format!("{page}#resource-{}", file.id),
    })
}

/// What the last check found; nothing before one.
fn available(file: &Resource) -> Option<bool> {
    file.extras.get("check:available").and_then(Value::as_bool)
}

fn size(bytes: i64) -> String {
    match bytes {
        ..=999 => format!("{bytes} B"),
        1_000..=999_999 => format!("{} kB", bytes / 1_000),
        1_000_000..=999_999_999 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{} GB", bytes / 1_000_000_000),
    }
}

pub async fn resource(room: &Room<'_>, arguments: &Arguments) -> Answer {
    let key = arguments.text("resource").unwrap_or_default();
    let id: Uuid = key.parse().map_err(|_| {
        Refused::new("resource: write the id of a file, such as 6a8ed1a2-7a4e-4a0e-9b6f-3f7d2c1e5b90; `get_dataset` gives those of a dataset.")
    })?;
    let nobody = Actor::default();
    let found = datasets::any_resource(room.app(), &nobody, id).await;
    let found = found.map_err(|error| match error {
        Error::NotFound(_) => Refused::new(format!(
            "resource: no public file has the id {id}; `get_dataset` gives those of a dataset."
        )),
        other => absent("resource", key, other),
    })?;
    let (file, dataset, again) = match found {
        AnyResource::Of(dataset, file) => (
            *file,
            Some(*dataset),
            format!("/api/2/datasets/resources/{id}/"),
        ),
        AnyResource::Community(community) => {
            let dataset = match community.dataset {
                Some(of) => Some(find::known_dataset(room, &of.to_string()).await?),
                None => None,
            };
            (
                community.resource,
                dataset,
                format!("/api/1/datasets/community_resources/{id}/"),
            )
        }
    };
    let page = dataset
        .as_ref()
        .map(|it| room.url(&format!("/datasets/{}", it.slug)));
    let again = room.url(&again);
    let (description, is_cut) = cut(file.description.as_deref().unwrap_or_default(), DESCRIPTION);
    let mut facts = brief(room, &file, page.as_deref().unwrap_or_default());
    let more = json!({
        "page": page.as_ref().map_or_else(|| again.clone(), |page| format!("{page}#resource-{id}")),
        "description": description, "description_is_cut": is_cut,
        "mime": file.mime, "checksum": file.checksum, "hosted": file.filetype == "file",
        "created_at": day(file.created_at()),
        "checks": findings(&file, "check:"), "analysis": findings(&file, "analysis:"),
        "preview": file.preview_url,
        "dataset": dataset.as_ref().map(|it| json!({
            "id": it.id.to_string(), "title": it.title, "page": page,
        })),
        "licence": dataset.as_ref().map(|it| licence(it.license.as_deref(), &it.access_type)),
        "again": again,
    });
    if let (Value::Object(facts), Value::Object(more)) = (&mut facts, more) {
        facts.extend(more);
    }
    Ok(Said {
        text: of_resource(&facts),
        facts,
    })
}

/// What programs found out about a file, under a prefix of its extras.
fn findings(file: &Resource, prefix: &str) -> Map<String, Value> {
    let known = file.extras.iter().filter_map(|(key, value)| {
        let name = key.strip_prefix(prefix)?;
        let value = match value {
            Value::String(text) => line(text, FINDING).into(),
            Value::Array(_) | Value::Object(_) => return None,
            plain => plain.clone(),
        };
        Some((name.to_owned(), value))
    });
    known.take(40).collect()
}

fn of_resource(facts: &Value) -> String {
    let checked = match facts.get("available") {
        Some(Value::Bool(true)) => "the address answered",
        Some(Value::Bool(false)) => "the address did not answer",
        _ => "never checked",
    };
    let at = said(facts, "/checks/date").map(|at| format!(" ({at})"));
    let schema = [
        said(facts, "/schema/name"),
        said(facts, "/schema/version"),
        said(facts, "/schema/url"),
    ];
    let schema: Vec<&str> = schema.into_iter().flatten().collect();
    lines([
        said(facts, "/title").map(|title| format!("# {title}")),
        said(facts, "/dataset/title").map(|title| format!("Dataset: {title}")),
        terms(facts),
        Some(format!(
            "Format: {}{}",
            said(facts, "/format").unwrap_or("not said"),
            said(facts, "/size")
                .map(|size| format!(", {size}"))
                .unwrap_or_default()
        )),
        said(facts, "/updated").map(|at| format!("Updated: {at}")),
        (!schema.is_empty()).then(|| format!("Schema: {}", schema.join(" "))),
        Some(format!("Last check: {checked}{}", at.unwrap_or_default())),
        said(facts, "/download").map(|url| format!("Download: {url}")),
        said(facts, "/latest").map(|url| format!("Lasting address: {url}")),
        described(facts),
        ends(facts),
    ])
}

/// The organization that a reader may name, whatever its former names were.
pub async fn find_organization(
    room: &Room<'_>,
    argument: &str,
    key: &str,
) -> Result<Organization, Refused> {
    let nobody = Actor::default();
    let found = match organizations::find(room.app(), &nobody, key).await {
        Err(Error::Moved(slug)) => organizations::find(room.app(), &nobody, &slug).await,
        found => found,
    };
    found.map_err(|error| absent(argument, key, error))
}

pub async fn organization(room: &Room<'_>, arguments: &Arguments) -> Answer {
    let key = arguments.text("organization").unwrap_or_default();
    let found = find_organization(room, "organization", key).await?;
    let (description, is_cut) = cut(&found.description, DESCRIPTION);
    let main = find::most_read(room, &found, MAIN).await?;
    let count = |name: &str| found.metrics.get(name).and_then(Value::as_i64).unwrap_or(0);
    let facts = json!({
        "id": found.id.to_string(), "slug": found.slug, "title": found.name, "acronym": found.acronym,
        "description": description, "description_is_cut": is_cut, "url": found.url,
        "badges": found.badges, "zone": found.zone, "created_at": day(found.created_at),
        "datasets": count("datasets"), "dataservices": count("dataservices"), "reuses": count("reuses"),
        "followers": count("followers"),
        "main_datasets": main,
        "page": room.url(&format!("/organizations/{}", found.slug)),
        "linked_data": room.url(&format!("/api/1/organizations/{}/catalog.ttl", found.id)),
        "again": room.url(&format!("/api/1/organizations/{}/", found.id)),
    });
    let listed = main
        .iter()
        .zip(1..)
        .map(|(hit, place)| Some(find::listed(hit, place)));
    let text = lines(
        [
            said(&facts, "/title").map(|title| format!("# {title}")),
            Some(format!(
                "{} datasets, {} APIs, {} reuses",
                count("datasets"),
                count("dataservices"),
                count("reuses")
            )),
            said(&facts, "/url").map(|url| format!("Site: {url}")),
            described(&facts),
            (!main.is_empty()).then(|| "\nRead most:".to_owned()),
        ]
        .into_iter()
        .chain(listed)
        .chain([
            Some(format!(
                "All of it: use `search` with organization={}",
                found.id
            )),
            ends(&facts),
        ]),
    );
    Ok(Said { text, facts })
}

pub async fn dataservice(room: &Room<'_>, arguments: &Arguments) -> Answer {
    let key = arguments.text("dataservice").unwrap_or_default();
    let nobody = Actor::default();
    let found = match dataservices::find(room.app(), &nobody, key).await {
        Err(Error::Moved(slug)) => dataservices::find(room.app(), &nobody, &slug).await,
        found => found,
    };
    let found = found.map_err(|error| absent("dataservice", key, error))?;
    let filter = datasets::Filter {
        dataservice: Some(found.id),
        ..datasets::Filter::default()
    };
    let page = Page {
        number: 1,
        size: MAIN,
    };
    let behind = datasets::list(room.app(), &nobody, &filter, None, page).await?;
    let behind = find::datasets(room, behind.data).await?;
    let all = dataservices::with_references(room.app(), vec![found]).await?;
    let Some(found) = all.data.first() else {
        return Err(absent(
            "dataservice",
            key,
            Error::NotFound(vitrail_app::domain::Kind::Dataservice),
        ));
    };
    let facts = facts_of_service(
        room,
        found,
        &producer(room, &all.references, found.owner),
        &behind,
    );
    let listed = behind
        .iter()
        .zip(1..)
        .map(|(hit, place)| Some(find::listed(hit, place)));
    let named =
        |pointer: &str, name: &str| said(&facts, pointer).map(|text| format!("{name}: {text}"));
    let text = lines(
        [
            said(&facts, "/title").map(|title| format!("# {title}")),
            named("/producer/name", "Producer"),
            terms(&facts),
            named("/base_api_url", "Address"),
            named("/machine_documentation_url", "Description for programs"),
            named("/technical_documentation_url", "Documentation"),
            named("/access", "Access"),
            named("/rate_limiting", "Limits"),
            described(&facts),
            (!behind.is_empty()).then(|| "\nDatasets behind it:".to_owned()),
        ]
        .into_iter()
        .chain(listed)
        .chain([ends(&facts)]),
    );
    Ok(Said { text, facts })
}

fn facts_of_service(
    room: &Room<'_>,
    found: &Dataservice,
    producer: &Value,
    behind: &[Value],
) -> Value {
    let (description, is_cut) = cut(&found.description, DESCRIPTION);
    json!({
        "id": found.id.to_string(), "slug": found.slug, "title": found.title, "acronym": found.acronym,
        "description": description, "description_is_cut": is_cut, "producer": producer,
        "licence": licence(found.license.as_deref(), &found.access_type),
        "access": found.access_type, "authorization_request_url": found.authorization_request_url,
        "base_api_url": found.base_api_url,
        "machine_documentation_url": found.machine_documentation_url,
        "technical_documentation_url": found.technical_documentation_url,
        "business_documentation_url": found.business_documentation_url,
        "rate_limiting": found.rate_limiting, "availability": found.availability, "format": found.format,
        "tags": found.tags, "created_at": day(found.created_at),
        "last_modified": day(found.metadata_modified_at), "archived": found.archived_at.map(day),
        "datasets": behind,
        "page": room.url(&format!("/dataservices/{}", found.slug)),
        "linked_data": room.url(&format!("/api/1/dataservices/{}/rdf.ttl", found.id)),
        "again": room.url(&format!("/api/1/dataservices/{}/", found.id)),
    })
}
