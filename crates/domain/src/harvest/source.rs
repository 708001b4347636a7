//! A catalogue of somebody else that the portal takes in, again and again, in the name of who declared it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::HarvestConfig;
use super::backend::BackendFacts;
use crate::Extras;
use crate::form::{Form, Problem};
use crate::id::Id;
use crate::owner::Owner;
use crate::time::Timestamp;

const NAME_MAX: usize = 255;
const DESCRIPTION_MAX: usize = 20_000;
/// Why an address says no password.
const PUBLIC: &str = "everybody reads this address: it may hold neither a name nor a password";
/// What a new source must have.
pub const NEEDS: [&str; 3] = ["name", "url", "backend"];
/// The key of the configuration that gives the source the last word over what people edit here.
pub const OVERWRITE: &str = "overwrite_local";

/// A source.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Source {
    pub id: Id,
    pub slug: String,
    pub name: String,
    pub description: Option<String>,
    pub url: String,
    pub backend: String,
    /// As it was sent: see [`Source::settings`].
    pub config: Extras,
    pub active: bool,
    /// What disappears there is archived here.
    pub autoarchive: bool,
    pub owner: Owner,
    pub created: Timestamp,
    pub modified: Timestamp,
    pub deleted: Option<Timestamp>,
    /// A cron expression.
    pub schedule: Option<String>,
    pub validation: Validation,
    /// What the last reading may be compared with, to learn without reading that nothing changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen: Option<Seen>,
}

/// Whether sysadmins let it in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Validation {
    pub state: State,
    pub by: Option<Id>,
    pub on: Option<Timestamp>,
    pub comment: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    #[default]
    Pending,
    Accepted,
    Refused,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
        }
    }
}

/// The requests of a whole reading and how the server marked what it answered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Seen {
    /// The items of that reading bear it.
    pub at: Timestamp,
    /// What the answers were read with: another program or another configuration reads otherwise.
    pub reader: String,
    pub requests: Vec<Mark>,
}

/// One request and the mark of its answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mark {
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub etag: Option<String>,
    pub modified: Option<String>,
}

impl Source {
    /// Takes what the form says. The owner is the use case's.
    pub fn edit(&mut self, form: &mut Form<'_>, known: &[BackendFacts]) {
        if let Some(name) = form.required("name", NAME_MAX) {
            self.name = name;
        }
        if let Some(description) = form.text("description", DESCRIPTION_MAX) {
            self.description = description;
        }
        if let Some(url) = form.required("url", 2_000) {
            self.url = url;
            let url = url::Url::parse(&self.url).ok();
            match url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
                None => form.refuse("url", Problem::BadUrl(self.url.clone())),
                Some(url) if !url.username().is_empty() || url.password().is_some() => {
                    form.refuse("url", Problem::Said(PUBLIC.to_owned()));
                }
                Some(_) => {}
            }
        }
        if let Some(backend) = form.required("backend", 100) {
            self.backend = backend;
            if !known.iter().any(|one| one.id == self.backend) {
                let sentence = format!("Unknown backend \"{}\"", self.backend);
                form.refuse("backend", Problem::Said(sentence));
            }
        }
        if let Some(active) = form.truth("active") {
            self.active = active;
        }
        if let Some(autoarchive) = form.truth("autoarchive") {
            self.autoarchive = autoarchive;
        }
        if let Some(config) = form.extras("config") {
            self.config = config;
            if let Some(backend) = known.iter().find(|one| one.id == self.backend)
                && let Err(sentence) = check(&self.config, backend)
            {
                form.refuse("config", Problem::Said(sentence));
            }
        }
    }

    /// The configuration as backends read it.
    pub fn settings(&self) -> HarvestConfig {
        serde_json::from_value(Value::Object(self.config.clone())).unwrap_or_default()
    }

    /// Whether the source has the last word over what people edited here.
    pub fn overwrites(&self) -> bool {
        self.config.get(OVERWRITE).and_then(Value::as_bool) == Some(true)
    }

    /// The host that it is known by.
    pub fn domain(&self) -> String {
        let url = url::Url::parse(&self.url).ok();
        url.and_then(|url| url.host_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Whether it may be read at all.
    pub fn is_accepted(&self) -> bool {
        self.validation.state == State::Accepted && self.deleted.is_none()
    }

    /// Whether it is read when its hour comes.
    pub fn is_running(&self) -> bool {
        self.is_accepted() && self.active
    }

    /// An hour of the night of its own, so that sources do not all begin at midnight.
    pub fn own_schedule(&self) -> String {
        let bytes = self.id.bytes().into_iter();
        let mixed = bytes.fold(0_u32, |mixed, byte| {
            mixed.wrapping_mul(31).wrapping_add(u32::from(byte))
        });
        format!("{} {} * * *", mixed % 60, mixed / 60 % 6)
    }
}

/// Refuses keys that the backend does not know and values of another type.
fn check(config: &Extras, backend: &BackendFacts) -> Result<(), String> {
    let list = |name: &str| match config.get(name) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(items)) => Ok(items.clone()),
        Some(_) => Err(format!("\"{name}\" should be a list")),
    };
    for filter in list("filters")? {
        let key = filter.get("key").and_then(Value::as_str);
        let key = key.ok_or("A field filter should have a key and a value")?;
        if !backend.filters.iter().any(|one| one.key == key) {
            let id = &backend.id;
            return Err(format!("Unknown filter key \"{key}\" for \"{id}\" backend"));
        }
        if !filter.get("value").is_some_and(Value::is_string) {
            return Err(format!("\"{key}\" filter should of type \"str\""));
        }
        if !matches!(
            filter.get("type").and_then(Value::as_str),
            None | Some("include" | "exclude")
        ) {
            return Err("The type of a filter is \"include\" or \"exclude\"".to_owned());
        }
    }
    match config.get("features") {
        None | Some(Value::Null) => {}
        Some(Value::Object(features)) => {
            for (key, value) in features {
                if !backend.features.iter().any(|one| one.key == *key) {
                    let id = &backend.id;
                    return Err(format!("Unknown feature \"{key}\" for \"{id}\" backend"));
                }
                if !value.is_boolean() {
                    return Err("A feature should be a boolean".to_owned());
                }
            }
        }
        Some(_) => return Err("\"features\" should be an object".to_owned()),
    }
    for extra in list("extra_configs")? {
        let key = extra.get("key").and_then(Value::as_str);
        let key = key.ok_or("An extra config should have a key and a value")?;
        if !backend.extra_configs.iter().any(|one| one.key == key) {
            let id = &backend.id;
            return Err(format!(
                "Unknown extra config key \"{key}\" for \"{id}\" backend"
            ));
        }
    }
    if config
        .get(OVERWRITE)
        .is_some_and(|value| !value.is_boolean())
    {
        return Err(format!("\"{OVERWRITE}\" should be a boolean"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harvest::backend::Setting;
    use crate::vocabulary::Label;
    use serde_json::json;

    fn problems(sent: &Value) -> Option<(String, Problem)> {
        let known = [BackendFacts {
            id: "ckan".to_owned(),
            label: "CKAN".to_owned(),
            filters: vec![Setting {
                key: "tags",
                label: Label::new("Mot-clé", "Tag"),
                description: Label::new("", ""),
            }],
            ..BackendFacts::default()
        }];
        let mut form = Form::new(sent.as_object().unwrap());
        Source::default().edit(&mut form, &known);
        let problems = form.finish().err()?;
        let (field, mut problems) = problems.into_iter().next()?;
        Some((field, problems.remove(0)))
    }

    #[test]
    fn refuses_what_a_backend_does_not_know() {
        let good = json!({
            "name": "S", "url": "https://data.example/", "backend": "ckan",
            "config": {"filters": [{"key": "tags", "value": "eau", "type": "exclude"}]},
        });
        assert_eq!(problems(&good), None);
        for (bad, field) in [
            (json!({"backend": "nope"}), "backend"),
            (json!({"url": "file:///etc/passwd"}), "url"),
            (json!({"url": "https://me:secret@data.example/"}), "url"),
            (json!({"url": "https://me@data.example/"}), "url"),
            (
                json!({"backend": "ckan", "config": {"filters": [{"key": "x", "value": "y"}]}}),
                "config",
            ),
            (
                json!({"backend": "ckan", "config": {"filters": [{"key": "tags", "value": 3}]}}),
                "config",
            ),
            (
                json!({"backend": "ckan", "config": {"features": {"fast": true}}}),
                "config",
            ),
            (
                json!({"backend": "ckan", "config": {"overwrite_local": "yes"}}),
                "config",
            ),
        ] {
            assert_eq!(problems(&bad).unwrap().0, field, "{bad}");
        }
    }

    #[test]
    fn nights_are_shared_out() {
        let at = |words: &str| {
            let source = Source {
                id: Id::seeded(words),
                ..Source::default()
            };
            source.own_schedule()
        };
        assert_ne!(at("a"), at("b"));
        assert_eq!(at("a").split(' ').count(), 5);
    }
}
