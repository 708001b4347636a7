//! Texts that an operator may replace — legal notice, accessibility — from Markdown files: the operator's folder
//! first, then ours. The first heading is the title.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use rust_embed::RustEmbed;
use serde::Serialize;
use vitrail_app::Error;
use vitrail_app::domain::Kind;

use crate::Web;
use crate::context::Context;
use crate::error::ApiResult;
use crate::pages::frame::{Head, show};
use crate::view::{LANGUAGES, Template, plain, to_html};

#[derive(RustEmbed)]
#[folder = "../../ui/pages"]
struct Ours;

pub fn routes() -> Router<Web> {
    Router::new().route("/pages/{page}", get(page))
}

#[derive(Serialize)]
struct Content {
    document: Document,
}

#[derive(Serialize)]
struct Document {
    title: String,
    html: String,
    updated: Option<String>,
}

async fn page(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let text = find(&web, &key, context.lang).ok_or(Error::NotFound(Kind::Post))?;
    let (title, body) = split(&text, &key);
    let head = Head {
        title: Some(title.clone()),
        description: Some(plain(body, 200)),
        ..Head::default()
    };
    let shown = Content {
        document: Document {
            html: to_html(body, 2),
            title,
            updated: None,
        },
    };
    show(&web, &context, Template::Page, &head, &shown).await
}

/// The text of a page in a language, or in another when it is written in one only.
fn find(web: &Web, key: &str, lang: &str) -> Option<String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if key.is_empty() || !key.chars().all(is_plain) {
        return None;
    }
    let languages =
        std::iter::once(lang).chain(LANGUAGES.into_iter().filter(|other| *other != lang));
    let names: Vec<String> = languages.map(|lang| format!("{key}.{lang}.md")).collect();
    let folder = web.app.settings().pages.as_deref();
    let theirs = |name: &String| std::fs::read_to_string(folder?.join(name)).ok();
    let ours = |name: &String| {
        let file = Ours::get(name)?;
        Some(String::from_utf8_lossy(&file.data).into_owned())
    };
    names
        .iter()
        .find_map(theirs)
        .or_else(|| names.iter().find_map(ours))
}

/// The title, from the first heading, and the rest.
fn split<'a>(text: &'a str, key: &str) -> (String, &'a str) {
    let text = text.trim_start();
    match text
        .strip_prefix("# ")
        .map(|text| text.split_once('\n').unwrap_or((text, "")))
    {
        Some((title, rest)) => (title.trim().to_owned(), rest),
        None => (key.to_owned(), text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_pages_are_in_both_languages() {
        for key in ["legal", "accessibility"] {
            for lang in LANGUAGES {
                let file = Ours::get(&format!("{key}.{lang}.md")).unwrap();
                let text = String::from_utf8(file.data.into_owned()).unwrap();
                let (title, body) = split(&text, key);
                assert!(title != key && body.len() > 500, "{key}.{lang}");
                assert!(to_html(body, 2).contains("<h2>"), "{key}.{lang}");
            }
        }
    }
}
