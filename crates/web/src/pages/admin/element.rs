//! The elements of a topic: objects of the portal found by their names, links elsewhere and words about what is
//! missing; in an order that whoever keeps the topic chooses.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::domain::{Extras, Kind as Subject, TopicElement};
use vitrail_app::subjects::{self, Subjects};
use vitrail_app::topic::{self, ElementFilter};
use vitrail_app::{Error, Page};

use super::choice::{self, Named};
use super::form::{Choices, Field, Form, Group, Kind, Optional, Required, Shown, Standing, Typed};
use super::held::{self, Held, many};
use super::room::{Room, Sheet, Step, to, told};
use super::subject::sheet;
use super::table::pagination;
use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::pages::pagination::Pagination;
use crate::view::{Template, Words};

const SIZE: i64 = 50;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin/topics/{topic}/elements", get(page))
        .route("/admin/topics/{topic}/elements/objects", post(add_objects))
        .route("/admin/topics/{topic}/elements/link", post(add_link))
        .route("/admin/topics/{topic}/elements/order", post(order))
        .route(
            "/admin/topics/{topic}/elements/{element}",
            get(one).post(update),
        )
        .route(
            "/admin/topics/{topic}/elements/{element}/delete",
            post(delete),
        )
}

/// Objects of the portal.
const OBJECTS: Form = Form {
    name: "elements",
    groups: &[Group(
        "objects",
        &[
            Field("datasets", Kind::Picks, Optional),
            Field("dataservices", Kind::Picks, Optional),
            Field("reuses", Kind::Picks, Optional),
        ],
    )],
};

/// What is said of what an object of the portal is for here.
const HELD: Form = Form {
    name: "element",
    groups: &[Group(
        "all",
        &[
            Field("title", Kind::Text, Optional),
            Field("description", Kind::Markdown, Optional),
            Field("tags", Kind::Tags, Optional),
        ],
    )],
};

/// What the portal does not hold: elsewhere, or missing.
const LINK: Form = Form {
    name: "element",
    groups: &[Group(
        "all",
        &[
            Field("title", Kind::Text, Required),
            Field("extras.url", Kind::Url, Optional),
            Field("description", Kind::Markdown, Optional),
            Field("tags", Kind::Tags, Optional),
        ],
    )],
};

#[derive(Serialize)]
struct Content {
    base: String,
    elements: Vec<ElementOut>,
    total: i64,
    pagination_of: Pagination,
    objects: Shown,
    link: Shown,
}

#[derive(Serialize)]
struct ElementOut {
    id: String,
    title: String,
    /// What it is, in a word.
    kind: String,
    /// The page of what it holds, or the address elsewhere.
    url: Option<String>,
    description: Option<String>,
    tags: Vec<String>,
    edit: String,
    first: bool,
    last: bool,
}

/// The address elsewhere that an element names.
pub fn url_of(element: &TopicElement) -> Option<&str> {
    let url = element.extras.get("url")?.as_str()?;
    url.starts_with("http").then_some(url)
}

fn out(
    base: &str,
    element: &TopicElement,
    known: &Subjects,
    words: &Words,
    (place, total): (i64, i64),
) -> ElementOut {
    let held = element.element.and_then(|held| known.get(held));
    let kind = match element.element {
        Some((kind, _)) => format!("kind-one-{}", kind.as_str()),
        None if url_of(element).is_some() => "element-elsewhere".to_owned(),
        None => "element-missing".to_owned(),
    };
    let title = element.title.clone().filter(|title| !title.is_empty());
    let title = title.or_else(|| held.map(|brief| brief.name.clone()));
    let page = element
        .element
        .zip(held)
        .map(|((kind, _), brief)| format!("/{}/{}", many(kind), brief.slug));
    ElementOut {
        id: element.id.to_string(),
        title: title.unwrap_or_else(|| words.text("element-gone")),
        kind: words.text(&kind),
        url: page.or_else(|| url_of(element).map(str::to_owned)),
        description: element.description.clone(),
        tags: element.tags.clone(),
        edit: format!("{base}/{}", element.id),
        first: place == 0,
        last: place + 1 == total,
    }
}

async fn find(web: &Web, room: &Room, key: &str) -> Result<Held, ApiError> {
    held::find(Subject::Topic, web, room, key).await
}

fn base(found: &Held) -> String {
    format!("{}/elements", found.path())
}

async fn page(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = find(&web, &room, &key).await?;
    show(&web, &room, &found, Standings::default()).await
}

/// The forms of the page, as they stand.
#[derive(Default)]
struct Standings {
    objects: Standing,
    link: Standing,
}

async fn show(web: &Web, room: &Room, found: &Held, standings: Standings) -> ApiResult {
    let words = room.words(web)?;
    let page = room.context.params.page_or_first(SIZE);
    let listed = topic::elements(&web.app, found.id, &ElementFilter::default(), page).await?;
    let held = listed.data.iter().filter_map(|element| element.element);
    let known = subjects::load(&web.app, held).await?;
    let (base, total) = (base(found), listed.total);
    let first = (page.number - 1).saturating_mul(page.size);
    let elements = (first..).zip(&listed.data);
    let Standings { objects, link } = standings;
    let choices = choices(web, &objects.typed).await?;
    let mut wanted = Shown::new(
        &OBJECTS,
        format!("{base}/objects"),
        &objects,
        &choices,
        words,
    )
    .button("add", words.text("elements-add"));
    wanted.live = true;
    let status = if link.errors.is_empty() {
        objects.status()
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let none = Choices::new();
    let content = Content {
        elements: elements
            .map(|(place, one)| out(&base, one, &known, words, (place, total)))
            .collect(),
        total,
        pagination_of: pagination(room, page, total),
        objects: wanted,
        link: Shown::new(&LINK, format!("{base}/link"), &link, &none, words)
            .button("add", words.text("elements-add-link")),
        base,
    };
    let sheet = Sheet {
        status,
        ..sheet(room, found, words, "elements")
    };
    room.show(web, Template::AdminElements, sheet, &content)
        .await
}

async fn choices(web: &Web, typed: &Typed) -> Result<Choices, ApiError> {
    let mut all = Choices::new();
    for (name, named) in [
        ("datasets", Named::Datasets),
        ("dataservices", Named::Dataservices),
        ("reuses", Named::Reuses),
    ] {
        all.insert(name, choice::objects(web, typed, name, named).await?);
    }
    Ok(all)
}

/// The chosen objects as clients of the API send them.
fn chosen(typed: &Typed) -> Vec<Value> {
    let kinds = [
        ("datasets", Subject::Dataset),
        ("dataservices", Subject::Dataservice),
        ("reuses", Subject::Reuse),
    ];
    let mut all = Vec::new();
    for (name, kind) in kinds {
        let ids = typed.many(name).iter();
        all.extend(ids.map(|id| json!({"element": {"class": kind.class(), "id": id}})));
    }
    all
}

async fn add_objects(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = find(&web, &room, &key).await?;
    let chosen = chosen(&typed);
    let mut standing = Standing::of(typed);
    if !standing.typed.does("check") {
        let words = room.words(&web)?;
        if chosen.is_empty() {
            let none = words.text("elements-none-chosen");
            standing.errors.insert("datasets".to_owned(), none);
        } else {
            let (app, actor, key) = (&web.app, room.actor(), found.id.to_string());
            let added = topic::add_elements(app, actor, &key, &json!(chosen)).await;
            added.map_err(ApiError::from)?;
            return Ok(told(&last_page(&web, &found).await?, "elements-added"));
        }
    }
    let standings = Standings {
        objects: standing,
        ..Standings::default()
    };
    show(&web, &room, &found, standings).await
}

/// The page of the list that shows what was added last.
async fn last_page(web: &Web, found: &Held) -> Result<String, ApiError> {
    let page = Page { number: 1, size: 1 };
    let listed = topic::elements(&web.app, found.id, &ElementFilter::default(), page).await?;
    let last = (listed.total + SIZE - 1) / SIZE;
    Ok(if last > 1 {
        format!("{}?page={last}", base(found))
    } else {
        base(found)
    })
}

async fn add_link(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = find(&web, &room, &key).await?;
    let words = room.words(&web)?;
    let mut standing = Standing::of(typed);
    match object(&LINK, &standing.typed, &TopicElement::default(), words) {
        Ok(object) => {
            let (app, actor, key) = (&web.app, room.actor(), found.id.to_string());
            match topic::add_elements(app, actor, &key, &json!([object])).await {
                Ok(_) => return Ok(told(&last_page(&web, &found).await?, "elements-added")),
                Err(Error::InvalidItems(items)) => {
                    let problems = items.into_iter().next().unwrap_or_default();
                    standing.errors = LINK.sentences(&problems, words);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err((field, sentence)) => {
            standing.errors.insert(field, sentence);
        }
    }
    let standings = Standings {
        link: standing,
        ..Standings::default()
    };
    show(&web, &room, &found, standings).await
}

/// What was typed of an element, as clients of the API send it: what else the element bears stays.
fn object(
    form: &Form,
    typed: &Typed,
    former: &TopicElement,
    words: &Words,
) -> Result<Extras, (String, String)> {
    let mut object = form.object(typed);
    let url = typed.one("extras.url");
    if !url.is_empty() && !url.starts_with("http://") && !url.starts_with("https://") {
        let told = [("value", url.to_owned().into()), ("field", "".into())];
        let sentence = words.format("problem-url", &told);
        return Err(("extras.url".to_owned(), sentence));
    }
    if former.element.is_none() && typed.one("title").is_empty() {
        let told = [("field", words.text("form-element-title").into())];
        let sentence = words.format("problem-required", &told);
        return Err(("title".to_owned(), sentence));
    }
    let mut extras = former.extras.clone();
    extras.remove("url");
    if !url.is_empty() {
        extras.insert("url".to_owned(), json!(url));
    }
    object.insert("extras".to_owned(), Value::Object(extras));
    Ok(object)
}

async fn order(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = find(&web, &room, &key).await?;
    // `up:ID` or `down:ID`: the button of one element.
    let (way, id) = typed.one("move").split_once(':').unwrap_or_default();
    let key = found.id.to_string();
    topic::move_element(&web.app, room.actor(), &key, id, way == "up").await?;
    let page = room.context.params.page_or_first(SIZE).number;
    Ok(to(&format!("{}?page={page}#element-{id}", base(&found))))
}

#[derive(Serialize)]
struct One {
    form: Shown,
    delete: String,
    /// What it holds.
    held: Option<Holding>,
    name: String,
}

#[derive(Serialize)]
struct Holding {
    title: String,
    url: Option<String>,
    kind: String,
}

fn form_of(element: &TopicElement) -> &'static Form {
    if element.element.is_some() {
        &HELD
    } else {
        &LINK
    }
}

async fn one(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    room: Room,
) -> ApiResult {
    let found = find(&web, &room, &key).await?;
    let element = topic::element(&web.app, found.id, &id).await?;
    let standing = Standing::of(form_of(&element).typed(&json!(element))).over(found.seen);
    show_one(&web, &room, (&found, &element), standing).await
}

async fn show_one(
    web: &Web,
    room: &Room,
    (found, element): (&Held, &TopicElement),
    standing: Standing,
) -> ApiResult {
    let words = room.words(web)?;
    let known = subjects::load(&web.app, element.element).await?;
    let base = base(found);
    let shown = out(&base, element, &known, words, (0, 1));
    let held = element.element.and_then(|held| known.get(held));
    let form = form_of(element);
    let form = Shown::new(form, &shown.edit, &standing, &Choices::new(), words)
        .button("save", words.text("admin-save"));
    let content = One {
        form,
        delete: format!("{}/delete", shown.edit),
        held: held.map(|brief| Holding {
            title: brief.name.clone(),
            url: shown.url,
            kind: shown.kind,
        }),
        name: shown.title.clone(),
    };
    let of_topic = sheet(room, found, words, "elements");
    let mut trail = of_topic.trail;
    trail.push(Step {
        label: found.title.clone(),
        url: base,
    });
    let sheet = Sheet {
        title: shown.title,
        status: standing.status(),
        whose: of_topic.whose,
        tabs: of_topic.tabs,
        trail,
    };
    room.show(web, Template::AdminElement, sheet, &content)
        .await
}

async fn update(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = find(&web, &room, &key).await?;
    let element = topic::element(&web.app, found.id, &id).await?;
    let (form, words) = (form_of(&element), room.words(&web)?);
    let actor = room.actor().upon(typed.seen());
    let mut standing = Standing::sent(typed);
    match object(form, &standing.typed, &element, words) {
        Ok(object) => {
            let key = found.id.to_string();
            match topic::update_element(&web.app, &actor, &key, &id, &object).await {
                Ok(_) => return Ok(told(&base(&found), "saved")),
                Err(error) => {
                    let now = || (form.typed(&json!(element)), found.seen);
                    standing.refuse(form, error, words, now)?;
                }
            }
        }
        Err((field, sentence)) => {
            standing.errors.insert(field, sentence);
        }
    }
    show_one(&web, &room, (&found, &element), standing).await
}

async fn delete(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    room: Room,
) -> ApiResult {
    let found = find(&web, &room, &key).await?;
    let key = found.id.to_string();
    topic::remove_element(&web.app, room.actor(), &key, &id).await?;
    Ok(told(&base(&found), "element-deleted"))
}
