//! The accounts of the portal: made, corrected, stopped and closed by sysadmins.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::domain::{Extras, Timestamp, User};
use vitrail_app::editing::mark;
use vitrail_app::user::Leaving;
use vitrail_app::{Sort, reading, user};

use super::{SIZE, columns};
use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::pages::admin::form::{
    Choice, Choices, Field, Form, Group, Kind, Optional, Required, Shown, Standing, Typed, refused,
};
use crate::pages::admin::room::{Room, Sheet, Step, Whose, told};
use crate::pages::admin::table::{Act, Cell, Mark, Table, pagination};
use crate::view::{Template, Words};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin/site/users", get(list))
        .route("/admin/site/users/new", get(begin).post(create))
        .route("/admin/site/users/{user}", get(page).post(update))
        .route("/admin/site/users/{user}/password", post(rotate))
        .route("/admin/site/users/{user}/delete", post(delete))
}

const FORM: Form = Form {
    name: "user",
    groups: &[Group(
        "all",
        &[
            Field("first_name", Kind::Text, Required),
            Field("last_name", Kind::Text, Required),
            Field("email", Kind::Email, Required),
            Field("about", Kind::Markdown, Optional),
            Field("website", Kind::Url, Optional),
            Field("active", Kind::Boxes, Optional),
            Field("roles", Kind::Boxes, Optional),
        ],
    )],
};

fn typed_of(one: &User) -> Typed {
    let boxed = |is: bool, value: &'static str| Vec::from_iter(is.then_some(value));
    FORM.typed(&json!({
        "first_name": one.first_name,
        "last_name": one.last_name,
        "email": one.email,
        "about": one.about,
        "website": one.website,
        "active": boxed(one.active, "true"),
        "roles": boxed(one.admin, "admin"),
    }))
}

/// What was typed, as the use case reads it: a box that is not ticked says no.
fn body_of(typed: &Typed) -> Extras {
    let mut body = FORM.object(typed);
    let is_active = typed.one("active") == "true";
    body.insert("active".to_owned(), Value::Bool(is_active));
    body.insert("roles".to_owned(), json!(typed.many("roles")));
    body
}

fn choices(words: &Words) -> Choices {
    let one = |value: &str, key: &str| vec![Choice::new(value, words.text(key))];
    Choices::from([
        ("active", one("true", "user-active")),
        ("roles", one("admin", "user-admin")),
    ])
}

#[derive(Serialize)]
struct Listing {
    table: Table,
    new: Step,
    lead: String,
    q: Option<String>,
    only: Option<String>,
}

async fn list(State(web): State<Web>, room: Room) -> ApiResult {
    let page = room.context.params.page_or_first(SIZE);
    let newest = Some(Sort {
        column: "created",
        descending: true,
    });
    let q = room.context.params.one("q");
    let listed = user::list(&web.app, room.actor(), q, newest, page).await?;
    let words = room.words(&web)?;
    let rows = listed.data.iter();
    let content = Listing {
        table: Table {
            caption: words.text("site-users"),
            columns: columns(&["name", "state", "created", "last_login", "acts"]),
            rows: rows.map(|one| row(&room, one, words)).collect(),
            total: listed.total,
            pagination_of: Some(pagination(&room, page, listed.total)),
            empty: Some(words.text("site-nothing")),
        },
        new: Step {
            label: words.text("user-new"),
            url: "/admin/site/users/new".to_owned(),
        },
        lead: words.text("site-users-lead"),
        q: Some(q.unwrap_or_default().to_owned()),
        only: None,
    };
    let mut sheet = sheet(words, words.text("site-users"));
    sheet.trail.truncate(1);
    room.show(&web, Template::AdminListing, sheet, &content)
        .await
}

fn row(room: &Room, one: &User, words: &Words) -> Vec<Cell> {
    let mut marks = Vec::new();
    let mut mark = |name: &str, tone: &'static str| {
        marks.push(Mark {
            label: words.text(&format!("site-user-{name}")),
            tone,
        });
    };
    if one.admin {
        mark("admin", "brand");
    }
    match (one.deleted.is_some(), one.active) {
        (true, _) => mark("left", "danger"),
        (false, true) => mark("active", "success"),
        (false, false) => mark("inactive", "warning"),
    }
    let act = |what: &'static str, grave: bool| Act {
        label: words.text(&format!("site-user-{what}")),
        of: one.full_name(),
        url: format!("/admin/site/users/{}", one.id),
        fields: vec![("do", what.to_owned())],
        grave,
    };
    let mut acts = Vec::new();
    if one.deleted.is_none() && one.id != room.me.id {
        acts.push(act(
            if one.active { "block" } else { "unblock" },
            one.active,
        ));
        acts.push(act(if one.admin { "demote" } else { "promote" }, false));
    }
    vec![
        Cell::link(
            "name",
            one.full_name(),
            format!("/admin/site/users/{}", one.id),
        )
        .note(one.email.clone()),
        Cell::marks("state", marks),
        Cell::when("created", one.since),
        Cell::when("last_login", one.last_login_at),
        Cell::acts("acts", acts),
    ]
}

/// What a page about an account says of itself.
fn sheet(words: &Words, title: String) -> Sheet {
    Sheet {
        title,
        whose: Whose::Site,
        trail: vec![
            Step {
                label: words.text("admin-site"),
                url: "/admin/site/datasets".to_owned(),
            },
            Step {
                label: words.text("site-users"),
                url: "/admin/site/users".to_owned(),
            },
        ],
        ..Sheet::default()
    }
}

#[derive(Serialize)]
struct First {
    form: Shown,
    preview: Option<String>,
}

async fn begin(State(web): State<Web>, room: Room) -> ApiResult {
    reading::sysadmin(room.actor())?;
    let usual = User {
        active: true,
        ..User::default()
    };
    first(&web, &room, Standing::of(typed_of(&usual))).await
}

async fn first(web: &Web, room: &Room, standing: Standing) -> ApiResult {
    let words = room.words(web)?;
    let action = "/admin/site/users/new";
    let form = Shown::new(&FORM, action, &standing, &choices(words), words)
        .button("save", words.text("user-make"));
    let mut sheet = sheet(words, words.text("user-new"));
    sheet.status = standing.status();
    let preview = None;
    room.show(web, Template::AdminForm, sheet, &First { form, preview })
        .await
}

async fn create(State(web): State<Web>, room: Room, typed: Typed) -> ApiResult {
    reading::sysadmin(room.actor())?;
    let body = body_of(&typed);
    let mut standing = Standing::of(typed);
    match user::create(&web.app, room.actor(), &body).await {
        Ok(made) => {
            let page = format!("/admin/site/users/{}", made.id);
            return Ok(told(&page, "user-made"));
        }
        Err(error) => standing.errors = refused(&FORM, error, room.words(&web)?)?,
    }
    first(&web, &room, standing).await
}

#[derive(Serialize)]
struct One {
    id: String,
    name: String,
    slug: String,
    form: Option<Shown>,
    deleted: Option<Timestamp>,
    /// One does not close one's own account here.
    is_me: bool,
    /// The box that was left empty.
    unsure: Option<&'static str>,
    /// The boxes beside it that were ticked.
    ticked: Vec<&'static str>,
}

/// The account of a path.
async fn open(web: &Web, room: &Room, key: &str) -> Result<User, ApiError> {
    reading::sysadmin(room.actor())?;
    user::find(&web.app, room.actor(), key)
        .await
        .map_err(|error| ApiError::at(error, &room.context.path, key))
}

async fn page(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    show(&web, &room, &found, standing(&found), Unsure::default()).await
}

/// The form of an account as it is kept.
fn standing(found: &User) -> Standing {
    Standing::of(typed_of(found)).over(Some(mark(found)))
}

/// What was not confirmed: the box, and those beside it.
#[derive(Default)]
struct Unsure(Option<&'static str>, Vec<&'static str>);

async fn show(
    web: &Web,
    room: &Room,
    found: &User,
    standing: Standing,
    Unsure(unsure, ticked): Unsure,
) -> ApiResult {
    let words = room.words(web)?;
    let action = format!("/admin/site/users/{}", found.id);
    let form = Shown::new(&FORM, action, &standing, &choices(words), words)
        .button("save", words.text("admin-save"));
    let mut sheet = sheet(words, found.full_name());
    sheet.status = match unsure {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => standing.status(),
    };
    let content = One {
        id: found.id.to_string(),
        name: found.full_name(),
        slug: found.slug.clone(),
        form: found.deleted.is_none().then_some(form),
        deleted: found.deleted,
        is_me: found.id == room.me.id,
        unsure,
        ticked,
    };
    room.show(web, Template::AdminUser, sheet, &content).await
}

/// The form of an account, or a button of the list.
async fn update(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let change = match typed.one("do") {
        "block" => Some(("active", json!(false))),
        "unblock" => Some(("active", json!(true))),
        "promote" => Some(("roles", json!(["admin"]))),
        "demote" => Some(("roles", json!([]))),
        _ => None,
    };
    if let Some((field, value)) = change {
        let body = Extras::from_iter([(field.to_owned(), value)]);
        user::update(&web.app, room.actor(), &key, &body).await?;
        return Ok(told("/admin/site/users", "saved"));
    }
    let found = open(&web, &room, &key).await?;
    let (body, actor) = (body_of(&typed), room.actor().upon(typed.seen()));
    let mut standing = Standing::sent(typed);
    match user::update(&web.app, &actor, &found.id.to_string(), &body).await {
        Ok(_) => return Ok(told(&format!("/admin/site/users/{}", found.id), "saved")),
        Err(error) => {
            let now = || (typed_of(&found), Some(mark(&found)));
            standing.refuse(&FORM, error, room.words(&web)?, now)?;
        }
    }
    show(&web, &room, &found, standing, Unsure::default()).await
}

async fn rotate(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    if typed.one("sure").is_empty() {
        let unsure = Unsure(Some("rotate"), Vec::new());
        return show(&web, &room, &found, standing(&found), unsure).await;
    }
    user::rotate_password(&web.app, room.actor(), &key).await?;
    let page = format!("/admin/site/users/{}", found.id);
    Ok(told(&page, "user-rotated"))
}

async fn delete(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    if typed.one("sure").is_empty() {
        let boxes = ["comments", "legal"].into_iter();
        let ticked = boxes.filter(|name| !typed.one(name).is_empty());
        let unsure = Unsure(Some("delete"), ticked.collect());
        return show(&web, &room, &found, standing(&found), unsure).await;
    }
    let leaving = Leaving {
        legal: !typed.one("legal").is_empty(),
        silent: false,
        comments: !typed.one("comments").is_empty(),
    };
    user::dismiss(&web.app, room.actor(), &key, leaving).await?;
    Ok(told("/admin/site/users", "user-deleted"))
}
