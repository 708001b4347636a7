//! Declaring a source and changing it, with a look at what it would give before anything is written.

use axum::extract::{Path, State};
use serde::Serialize;
use serde_json::{Map, Value, json};
use vitrail_app::Error;
use vitrail_app::domain::harvest::source::OVERWRITE;
use vitrail_app::domain::harvest::{BackendFacts, Source};
use vitrail_app::domain::{Extras, Id, Owner};
use vitrail_app::harvest;

use super::report::{PreviewOut, previewed};
use super::{address, open, sheet};
use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::pages::admin::form::{
    Choice, Choices, Field, Form, Group, Kind, Optional, Required, Shown, Standing, Typed, refused,
};
use crate::pages::admin::room::{Room, Sheet, Step, told};
use crate::view::{Template, Words};

const FORM: Form = Form {
    name: "harvester",
    groups: &[
        Group(
            "where",
            &[
                Field("name", Kind::Text, Required),
                Field("url", Kind::Url, Required),
                Field("backend", Kind::Choice, Required),
                Field("description", Kind::Lines, Optional),
            ],
        ),
        Group(
            "how",
            &[
                Field("options", Kind::Boxes, Optional),
                Field("config.filters", Kind::Lines, Optional),
                Field("config.features", Kind::Boxes, Optional),
                Field("config.extra_configs", Kind::Lines, Optional),
                Field("config.apikey", Kind::Text, Optional),
            ],
        ),
    ],
};

/// The switches of a source, by the names of their boxes.
const OPTIONS: [&str; 3] = ["active", "autoarchive", OVERWRITE];

/// `key = value` lines of a list of the configuration; a filter that excludes begins with a minus.
fn lines(config: &Extras, name: &str) -> String {
    let items = config.get(name).and_then(Value::as_array);
    let line = |item: &Value| {
        let text = |key: &str| item.get(key).and_then(Value::as_str);
        let sign = if text("type") == Some("exclude") {
            "-"
        } else {
            ""
        };
        Some(format!(
            "{sign}{} = {}",
            text("key")?,
            text("value").unwrap_or_default()
        ))
    };
    let lines = items.into_iter().flatten().filter_map(line);
    lines.collect::<Vec<_>>().join("\n")
}

fn items(text: &str) -> Vec<Value> {
    let item = |line: &str| {
        let (key, value) = line.split_once(['=', ':']).unwrap_or((line, ""));
        let (key, value) = (key.trim(), value.trim());
        match key.strip_prefix('-') {
            Some(key) => json!({"key": key.trim(), "value": value, "type": "exclude"}),
            None => json!({"key": key, "value": value}),
        }
    };
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(item).collect()
}

fn typed_of(source: &Source) -> Typed {
    let features = source.config.get("features").and_then(Value::as_object);
    let on = features
        .into_iter()
        .flatten()
        .filter(|(_, on)| on.as_bool() == Some(true));
    let on: Vec<&String> = on.map(|(key, _)| key).collect();
    let switches = [source.active, source.autoarchive, source.overwrites()];
    let options = OPTIONS.iter().zip(switches).filter(|(_, on)| *on);
    let options: Vec<&str> = options.map(|(name, _)| *name).collect();
    FORM.typed(&json!({
        "name": source.name, "url": source.url, "backend": source.backend,
        "description": source.description, "options": options,
        "config": {
            "filters": lines(&source.config, "filters"), "features": on,
            "extra_configs": lines(&source.config, "extra_configs"),
            "apikey": source.config.get("apikey"),
        },
    }))
}

/// What was typed, as clients of the API send it. A page without styles shows the switches of every kind of catalogue:
/// those of another kind than the chosen one mean nothing.
fn body(typed: &Typed, known: &[BackendFacts]) -> Extras {
    let chosen = |field: &str, name: &str| typed.many(field).iter().any(|one| one == name);
    let mut config = Map::new();
    let filters = items(typed.one("config.filters"));
    let extras = items(typed.one("config.extra_configs"));
    for (name, list) in [("filters", filters), ("extra_configs", extras)] {
        if !list.is_empty() {
            config.insert(name.to_owned(), list.into());
        }
    }
    let backend = known.iter().find(|one| one.id == typed.one("backend"));
    let is_known = |key: &&String| {
        let mut features = backend.iter().flat_map(|one| &one.features);
        features.any(|feature| feature.key == **key)
    };
    let features = typed.many("config.features").iter().filter(is_known);
    let features: Map<String, Value> = features.map(|key| (key.clone(), true.into())).collect();
    if !features.is_empty() {
        config.insert("features".to_owned(), features.into());
    }
    config.insert("apikey".to_owned(), typed.one("config.apikey").into());
    if chosen("options", OVERWRITE) {
        config.insert(OVERWRITE.to_owned(), true.into());
    }
    let mut body = Map::new();
    for name in ["name", "url", "backend", "description"] {
        body.insert(name.to_owned(), typed.one(name).into());
    }
    for name in ["active", "autoarchive"] {
        body.insert(name.to_owned(), chosen("options", name).into());
    }
    body.insert("config".to_owned(), config.into());
    body
}

fn choices(web: &Web, lang: &str, words: &Words) -> ApiResult<Choices> {
    let known = web.app.harvester()?.backends();
    let mut features: Vec<Choice> = Vec::new();
    for feature in known.iter().flat_map(|one| &one.features) {
        if !features.iter().any(|one| one.value == feature.key) {
            let has = |one: &&BackendFacts| one.features.iter().any(|it| it.key == feature.key);
            let kinds: Vec<&str> = known.iter().filter(has).map(|one| &*one.label).collect();
            let why = feature.description.in_lang(lang);
            let only = words.format(
                "harvester-feature-for",
                &[("kinds", kinds.join(", ").into())],
            );
            features.push(Choice {
                note: Some(format!("{why} {only}")),
                ..Choice::new(feature.key, feature.label.in_lang(lang))
            });
        }
    }
    let backends = known.iter().map(|one| {
        let keys: Vec<&str> = one.filters.iter().map(|filter| filter.key).collect();
        let label = if keys.is_empty() {
            one.label.clone()
        } else {
            format!("{} ({})", one.label, keys.join(", "))
        };
        Choice::new(&one.id, label)
    });
    let options = OPTIONS.map(|name| {
        let key = name.replace('_', "-");
        Choice {
            note: words.find(&format!("harvester-option-{key}-note"), None),
            ..Choice::new(name, words.text(&format!("harvester-option-{key}")))
        }
    });
    Ok(Choices::from([
        ("backend", backends.collect()),
        ("config.features", features),
        ("options", options.into()),
    ]))
}

#[derive(Serialize)]
struct Content {
    form: Shown,
    preview: Option<PreviewOut>,
}

/// For whom a new source is: an organization that the reader runs, or themselves.
fn owner(room: &Room, id: Option<Id>) -> ApiResult<Owner> {
    let owner = id.map_or(Owner::User(room.me.id), Owner::Organization);
    if harvest::may(room.actor(), owner) {
        return Ok(owner);
    }
    Err(Error::Forbidden.into())
}

pub async fn begin(State(web): State<Web>, room: Room) -> ApiResult {
    let owner = owner(&room, room.context.params.id("organization")?)?;
    let usual = Source {
        backend: "dcat".to_owned(),
        active: true,
        autoarchive: true,
        ..Source::default()
    };
    let standing = Standing::of(typed_of(&usual));
    first(&web, &room, owner, standing, None).await
}

async fn first(
    web: &Web,
    room: &Room,
    owner: Owner,
    standing: Standing,
    preview: Option<PreviewOut>,
) -> ApiResult {
    let words = room.words(web)?;
    let choices = choices(web, room.context.lang, words)?;
    let organization = owner.organization().map(|id| id.to_string());
    let form = Shown::new(&FORM, "/admin/harvesters/new", &standing, &choices, words)
        .button("preview", words.text("harvester-preview"))
        .button("save", words.text("harvester-declare"))
        .hidden("organization", organization.unwrap_or_default());
    let whose = room.whose(owner);
    let sheet = Sheet {
        title: words.text("harvester-new"),
        whose,
        status: standing.status(),
        trail: vec![Step {
            label: words.text("admin-harvesters"),
            url: format!("{}/harvesters", Room::base(whose)),
        }],
        ..Sheet::default()
    };
    let content = Content { form, preview };
    room.show(web, Template::AdminHarvesterForm, sheet, &content)
        .await
}

pub async fn create(State(web): State<Web>, room: Room, typed: Typed) -> ApiResult {
    let owner = owner(&room, typed.one("organization").parse().ok())?;
    let mut body = body(&typed, &web.app.harvester()?.backends());
    if let Owner::Organization(id) = owner {
        body.insert("organization".to_owned(), json!(id));
    }
    let mut standing = Standing::of(typed);
    if standing.typed.does("preview") {
        let preview = look(&web, &room, &body, &mut standing).await?;
        return first(&web, &room, owner, standing, preview).await;
    }
    match harvest::create(&web.app, room.actor(), &body).await {
        Ok(made) => Ok(told(&address(&made), "harvest-declared")),
        Err(error) => {
            standing.errors = refused(&FORM, error, room.words(&web)?)?;
            first(&web, &room, owner, standing, None).await
        }
    }
}

/// What a source would give, or why it cannot be asked.
async fn look(
    web: &Web,
    room: &Room,
    body: &Extras,
    standing: &mut Standing,
) -> Result<Option<PreviewOut>, ApiError> {
    let words = room.words(web)?;
    match harvest::preview(&web.app, room.actor(), body).await {
        Ok(found) => Ok(Some(previewed(&found, words))),
        Err(error) => {
            standing.errors = refused(&FORM, error, words)?;
            Ok(None)
        }
    }
}

async fn editable(web: &Web, room: &Room, key: &str) -> ApiResult<Source> {
    let found = open(web, room, key).await?;
    if !harvest::may(room.actor(), found.owner) {
        return Err(Error::Forbidden.into());
    }
    if found.deleted.is_some() {
        return Err(Error::Gone(vitrail_app::domain::Kind::HarvestSource).into());
    }
    Ok(found)
}

pub async fn page(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = editable(&web, &room, &key).await?;
    let standing = Standing::of(typed_of(&found)).over(Some(found.modified.micros()));
    show(&web, &room, &found, standing, None).await
}

async fn show(
    web: &Web,
    room: &Room,
    source: &Source,
    standing: Standing,
    preview: Option<PreviewOut>,
) -> ApiResult {
    let words = room.words(web)?;
    let choices = choices(web, room.context.lang, words)?;
    let action = format!("{}/edit", address(source));
    let form = Shown::new(&FORM, action, &standing, &choices, words)
        .button("save", words.text("admin-save"))
        .button("preview", words.text("harvester-preview"));
    let mut sheet = sheet(room, source, words, words.text("harvester-edit"));
    sheet.status = standing.status();
    let content = Content { form, preview };
    room.show(web, Template::AdminHarvesterForm, sheet, &content)
        .await
}

pub async fn update(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = editable(&web, &room, &key).await?;
    let mut body = body(&typed, &web.app.harvester()?.backends());
    let actor = room.actor().upon(typed.seen());
    let mut standing = Standing::sent(typed);
    if standing.typed.does("preview") {
        body.insert("id".to_owned(), json!(found.id));
        if let Owner::Organization(id) = found.owner {
            body.insert("organization".to_owned(), json!(id));
        }
        let preview = look(&web, &room, &body, &mut standing).await?;
        return show(&web, &room, &found, standing, preview).await;
    }
    let key = found.id.to_string();
    match harvest::update(&web.app, &actor, &key, &body).await {
        Ok(changed) => Ok(told(&address(&changed), "saved")),
        Err(error) => {
            let now = || (typed_of(&found), Some(found.modified.micros()));
            standing.refuse(&FORM, error, room.words(&web)?, now)?;
            show(&web, &room, &found, standing, None).await
        }
    }
}

/// What the next reading of a source would do.
pub async fn preview(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let source = open(&web, &room, &key).await?;
    let found = harvest::preview_of(&web.app, room.actor(), &key).await?;
    let words = room.words(&web)?;
    let sheet = sheet(&room, &source, words, words.text("harvester-preview"));
    let content = previewed(&found, words);
    room.show(&web, Template::AdminHarvesterPreview, sheet, &content)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_they_are_written() {
        let text = "tags = eau\n-organization = ville";
        let config = json!({"filters": items(text)});
        assert_eq!(lines(config.as_object().unwrap(), "filters"), text);
    }
}
