//! What tools answer: a text for who reads and the same facts for programs, short enough for a conversation; and why they
//! do not, in a sentence that says what to do.

use serde_json::{Value, json};
use vitrail_app::domain::text::shorten;
use vitrail_app::domain::vocabulary::license;
use vitrail_app::domain::{Owner, Timestamp};
use vitrail_app::{App, Error, References};

use crate::Web;
use crate::context::Context;

/// Where a tool works.
pub struct Room<'a> {
    pub web: &'a Web,
    /// Nobody's, at the public address.
    pub context: Context,
}

impl Room<'_> {
    pub fn app(&self) -> &App {
        &self.web.app
    }

    pub fn url(&self, path: &str) -> String {
        self.context.url(path)
    }
}

/// An answer, twice.
pub struct Said {
    pub text: String,
    pub facts: Value,
}

/// Why there is no answer.
#[derive(Debug)]
pub struct Refused(pub String);

pub type Answer = Result<Said, Refused>;

impl Refused {
    pub fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        match error {
            Error::Arguments(errors) => {
                let all: Vec<String> = errors
                    .iter()
                    .map(|(name, why)| format!("{name}: {why}"))
                    .collect();
                Self(all.join("\n"))
            }
            Error::Internal(error) => {
                tracing::error!(error = format!("{error:#}"), "a tool failed");
                Self::new(
                    "The portal could not answer: this is its fault, not yours. Try again in a moment.",
                )
            }
            other => Self(other.to_string()),
        }
    }
}

/// What one object is missing for, by the argument that named it.
pub fn absent(argument: &str, key: &str, error: Error) -> Refused {
    match error {
        Error::NotFound(_) | Error::Moved(_) => Refused::new(format!(
            "{argument}: nothing public is called `{}`; look for it with `search`.",
            shorten(key, 100)
        )),
        Error::Gone(_) => Refused::new(format!(
            "{argument}: `{}` was deleted; look for another with `search`.",
            shorten(key, 100)
        )),
        other => other.into(),
    }
}

/// A text of at most so many characters, and whether it was longer.
pub fn cut(text: &str, most: usize) -> (String, bool) {
    let text = text.trim();
    let short = shorten(text, most);
    let is_cut = short.len() != text.len();
    (short, is_cut)
}

/// Words on one line.
pub fn line(text: &str, most: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    shorten(&words.join(" "), most)
}

/// A licence with its title and its text; what says nothing and is open says that nothing was said.
pub fn licence(id: Option<&str>, access_type: &str) -> Value {
    let id = match (id, access_type) {
        (Some(id), _) => id,
        (None, "open") => license::NOT_SPECIFIED,
        (None, _) => return Value::Null,
    };
    let known = license::find(id);
    json!({"id": id, "title": known.map_or(id, |known| known.title), "url": known.and_then(|known| known.url)})
}

/// Whoever publishes, with their page.
pub fn producer(room: &Room<'_>, references: &References, owner: Owner) -> Value {
    let Some(name) = references.name_of(owner) else {
        return Value::Null;
    };
    let slug = match owner {
        Owner::Organization(id) => references
            .organizations
            .get(&id)
            .map(|it| ("organization", "organizations", id, it.slug.clone())),
        Owner::User(id) => references
            .users
            .get(&id)
            .map(|it| ("person", "users", id, it.slug.clone())),
        Owner::Nobody => None,
    };
    slug.map_or(Value::Null, |(kind, room_of, id, slug)| {
        json!({"kind": kind, "id": id.to_string(), "name": name, "page": room.url(&format!("/{room_of}/{slug}"))})
    })
}

/// A day, for sentences.
pub fn day(at: Timestamp) -> String {
    at.to_string().chars().take(10).collect()
}

/// The text of a fact, when there is one.
pub fn said<'a>(facts: &'a Value, pointer: &str) -> Option<&'a str> {
    facts
        .pointer(pointer)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
}

/// Lines of a text, those that say something.
pub fn lines(all: impl IntoIterator<Item = Option<String>>) -> String {
    let known: Vec<String> = all.into_iter().flatten().collect();
    known.join("\n")
}
