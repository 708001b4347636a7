//! The image that social networks show of a page: its mosaic, its title and who publishes it, drawn here so that
//! no page depends on another site.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::fmt::Write;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use anyhow::Context as _;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use bytes::Bytes;
use resvg::{tiny_skia, usvg};
use vitrail_app::domain::{Kind, Owner};
use vitrail_app::{
    Error, dataservice, dataset, organization, post, references, reuse, site, topic,
};

use crate::context::Context;
use crate::error::{ApiError, ApiResult};
use crate::pages::robot::escaped;
use crate::{Web, mosaic, view};

const WIDTH: u32 = 1_200;
const HEIGHT: u32 = 630;
/// The width of the mosaic, on the right.
const GLASS: u32 = 400;
/// Bytes of images kept at most.
const KEPT: usize = 12_000_000;

pub fn routes() -> Router<Web> {
    Router::new().route("/og/{kind}/{file}", get(image))
}

/// The last images drawn, by what they show.
#[derive(Default)]
pub struct Drawn(Mutex<HashMap<u64, Bytes>>);

impl Drawn {
    fn get(&self, key: u64) -> Option<Bytes> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&key).cloned()
    }

    fn put(&self, key: u64, image: Bytes) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.values().map(Bytes::len).sum::<usize>() + image.len() > KEPT {
            kept.clear();
        }
        kept.insert(key, image);
    }
}

/// What an image says.
#[derive(Clone, Debug, Hash)]
struct Said {
    id: String,
    title: String,
    producer: String,
    portal: String,
}

async fn image(
    State(web): State<Web>,
    Path((kind, file)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    let id = file
        .strip_suffix(".png")
        .ok_or(Error::NotFound(Kind::Site))?;
    let said = said(&web, &context, &kind, id).await?;
    let mut hasher = DefaultHasher::new();
    said.hash(&mut hasher);
    let key = hasher.finish();
    let image = if let Some(image) = web.drawn.get(key) {
        image
    } else {
        let drawing = tokio::task::spawn_blocking(move || draw(&said));
        let image = Bytes::from(drawing.await.context("the drawing of an image stopped")??);
        web.drawn.put(key, image.clone());
        image
    };
    // What a reader who is known sees may be hidden from the next one.
    let kept = if context.actor.is_anonymous() {
        "public, max-age=86400"
    } else {
        "private, max-age=86400"
    };
    let headers = [
        (header::CONTENT_TYPE, "image/png"),
        (header::CACHE_CONTROL, kept),
    ];
    Ok((headers, image).into_response())
}

async fn said(web: &Web, context: &Context, kind: &str, id: &str) -> Result<Said, ApiError> {
    let (app, actor) = (&web.app, &context.actor);
    let (id, title, owner) = match kind {
        "datasets" => {
            let found = dataset::find(app, actor, id).await?;
            (found.id, found.title, found.owner)
        }
        "reuses" => {
            let found = reuse::find(app, actor, id).await?;
            (found.id, found.title, found.owner)
        }
        "dataservices" => {
            let found = dataservice::find(app, actor, id).await?;
            (found.id, found.title, found.owner)
        }
        "organizations" => {
            let found = organization::find(app, actor, id).await?;
            (found.id, found.name, Owner::Nobody)
        }
        "topics" => {
            let found = topic::find(app, actor, id).await?;
            (found.id, found.name, found.owner)
        }
        "posts" => {
            let found = post::find(app, actor, id).await?;
            (found.id, found.name, Owner::Nobody)
        }
        _ => return Err(Error::NotFound(Kind::Site).into()),
    };
    Ok(Said {
        id: id.to_string(),
        title,
        producer: producer(web, owner).await?,
        portal: site::read(app).await?.title.clone(),
    })
}

async fn producer(web: &Web, owner: Owner) -> Result<String, Error> {
    let mut wanted = references::Wanted::default();
    let found = wanted.owner(owner).load(&web.app).await?;
    let organization = found
        .organizations
        .into_values()
        .next()
        .map(|found| found.name.clone());
    let person = found
        .users
        .into_values()
        .next()
        .map(|found| found.full_name());
    Ok(organization.or(person).unwrap_or_default())
}

static LETTERS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut letters = usvg::fontdb::Database::new();
    for file in ["drawn-400Regular.ttf", "drawn-700Bold.ttf"] {
        if let Some(data) = view::asset(file) {
            letters.load_font_data(data);
        } else {
            tracing::warn!(file, "ui/dist lacks a font: social images have no words");
        }
    }
    Arc::new(letters)
});

fn draw(said: &Said) -> anyhow::Result<Vec<u8>> {
    let options = usvg::Options {
        fontdb: Arc::clone(&LETTERS),
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_str(&drawing(said), &options)?;
    let mut image = tiny_skia::Pixmap::new(WIDTH, HEIGHT).context("the image is too large")?;
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut image.as_mut());
    Ok(image.encode_png()?)
}

/// The image as SVG: paper, words on the left, glass on the right.
fn drawing(said: &Said) -> String {
    let (lines, size) = fitted(&said.title);
    let glass = mosaic::svg(&said.id, HEIGHT, 3).replacen(
        &format!("width=\"{HEIGHT}\" height=\"{HEIGHT}\""),
        &format!(
            "x=\"{}\" y=\"0\" width=\"{GLASS}\" height=\"{HEIGHT}\"",
            WIDTH - GLASS
        ),
        1,
    );
    let mark = mosaic::svg("vitrail", 44, 3).replacen("width=", "x=\"64\" y=\"56\" width=", 1);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" \
         font-family=\"Atkinson Hyperlegible Next\"><rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fcfcfa\"/>\
         {glass}{mark}<text x=\"124\" y=\"88\" font-size=\"30\" fill=\"#494e5a\">{}</text>",
        escaped(&short(&said.portal, 38))
    );
    let mut y = 210;
    for line in &lines {
        let _ = write!(
            svg,
            "<text x=\"64\" y=\"{y}\" font-size=\"{size}\" font-weight=\"700\" fill=\"#14171f\">{}</text>",
            escaped(line)
        );
        y += size * 6 / 5;
    }
    let _ = write!(
        svg,
        "<text x=\"64\" y=\"566\" font-size=\"30\" fill=\"#494e5a\">{}</text></svg>",
        escaped(&short(&said.producer, 46))
    );
    svg
}

/// The title on lines, in the largest letters that hold it.
fn fitted(title: &str) -> (Vec<String>, u32) {
    let sizes = [(58, 22, 4), (48, 27, 5), (40, 33, 7)];
    for (size, width, most) in sizes {
        let lines = wrapped(title, width);
        if lines.len() <= most {
            return (lines, size);
        }
    }
    let mut lines = wrapped(title, 33);
    lines.truncate(7);
    if let Some(last) = lines.last_mut() {
        last.push('…');
    }
    (lines, 40)
}

/// Words on lines of at most `width` characters; longer words are cut.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word = short(word, width);
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

fn short(text: &str, length: usize) -> String {
    if text.chars().count() <= length {
        return text.to_owned();
    }
    text.chars()
        .take(length.saturating_sub(1))
        .chain(['…'])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_title_is_drawn() {
        let long = "mot ".repeat(200);
        for title in ["Air", "R&D <x> \u{7}", long.as_str(), &"x".repeat(400), ""] {
            let said = Said {
                id: "53699d0ea3a729239d205b2e".to_owned(),
                title: title.to_owned(),
                producer: "Météo & co".to_owned(),
                portal: "Portail".to_owned(),
            };
            let image = draw(&said).unwrap();
            assert!(image.starts_with(b"\x89PNG"));
            assert!(image.len() < 300_000, "{}", image.len());
        }
    }
}
