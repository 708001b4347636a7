//! Contacts: who answers questions about what somebody publishes.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use serde::Serialize;
use serde_json::json;
use vitrail_app::domain::vocabulary::Vocabulary;
use vitrail_app::domain::vocabulary::role::ContactRole;
use vitrail_app::domain::{ContactPoint, Kind as Subject, Owner};
use vitrail_app::editing::mark;
use vitrail_app::{Error, Page, contact_point};

use super::choice;
use super::form::{
    Choices, Field, Form, Group, Kind, Optional, Required, Shown, Standing, Typed, refused,
};
use super::organization;
use super::room::{Room, Sheet, Step, Whose, told};
use super::table::{Cell, Column, Table};
use crate::Web;
use crate::error::ApiResult;
use crate::view::Template;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin/me/contacts", get(mine).post(add_mine))
        .route(
            "/admin/organizations/{organization}/contacts",
            get(theirs).post(add_theirs),
        )
        .route("/admin/contacts/{contact}", get(one).post(update))
        .route("/admin/contacts/{contact}/delete", post(delete))
}

const FORM: Form = Form {
    name: "contact",
    groups: &[Group(
        "all",
        &[
            Field("name", Kind::Text, Required),
            Field("role", Kind::Choice, Required),
            Field("email", Kind::Email, Optional),
            Field("contact_form", Kind::Url, Optional),
        ],
    )],
};

#[derive(Serialize)]
struct Content {
    table: Table,
    form: Shown,
}

fn blank() -> Standing {
    let mut typed = Typed::default();
    typed.set("role", "contact");
    Standing::of(typed)
}

/// The address of the contacts of an owner.
fn address(owner: Owner) -> String {
    match owner {
        Owner::Organization(id) => format!("/admin/organizations/{id}/contacts"),
        _ => "/admin/me/contacts".to_owned(),
    }
}

async fn mine(State(web): State<Web>, room: Room) -> ApiResult {
    let owner = Owner::User(room.me.id);
    let sheet = of_me(&web, &room)?;
    show(&web, &room, owner, sheet, blank()).await
}

fn of_me(web: &Web, room: &Room) -> ApiResult<Sheet> {
    let words = room.words(web)?;
    Ok(Sheet {
        title: words.text("admin-tab-contacts"),
        whose: Whose::Me,
        trail: vec![Step {
            label: words.text("admin-me"),
            url: "/admin/me/datasets".to_owned(),
        }],
        ..Sheet::default()
    })
}

async fn theirs(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = organization::open(&web, &room, &key).await?;
    let sheet = organization::sheet(&room, &found, room.words(&web)?, "contacts");
    show(&web, &room, Owner::Organization(found.id), sheet, blank()).await
}

async fn add_mine(State(web): State<Web>, room: Room, typed: Typed) -> ApiResult {
    let sheet = of_me(&web, &room)?;
    add(&web, &room, Owner::User(room.me.id), sheet, typed).await
}

async fn add_theirs(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = organization::open(&web, &room, &key).await?;
    let sheet = organization::sheet(&room, &found, room.words(&web)?, "contacts");
    add(&web, &room, Owner::Organization(found.id), sheet, typed).await
}

async fn add(web: &Web, room: &Room, owner: Owner, sheet: Sheet, typed: Typed) -> ApiResult {
    let mut body = FORM.object(&typed);
    if let Owner::Organization(id) = owner {
        body.insert("organization".to_owned(), json!(id));
    }
    match contact_point::create(&web.app, room.actor(), &body).await {
        Ok(_) => Ok(told(&address(owner), "contact-added")),
        Err(error) => {
            let errors = refused(&FORM, error, room.words(web)?)?;
            let standing = Standing {
                errors,
                ..Standing::of(typed)
            };
            show(web, room, owner, sheet, standing).await
        }
    }
}

async fn show(
    web: &Web,
    room: &Room,
    owner: Owner,
    mut sheet: Sheet,
    standing: Standing,
) -> ApiResult {
    let (words, lang) = (room.words(web)?, room.context.lang);
    let page = Page {
        number: 1,
        size: 200,
    };
    let listed = contact_point::list(&web.app, owner, None, page).await?;
    let row = |contact: &ContactPoint| {
        let role = ContactRole::parse(&contact.role);
        let role = role.map_or_else(String::new, |role| role.label().in_lang(lang).to_owned());
        let reached = contact
            .email
            .clone()
            .or_else(|| contact.contact_form.clone());
        vec![
            Cell::link(
                "name",
                &contact.name,
                format!("/admin/contacts/{}", contact.id),
            ),
            Cell::text("role", role),
            Cell::text("reached", reached.unwrap_or_else(|| "–".to_owned())),
        ]
    };
    let choices = Choices::from([("role", choice::terms::<ContactRole>(lang))]);
    let form = Shown::new(&FORM, address(owner), &standing, &choices, words)
        .button("add", words.text("contact-add"));
    let content = Content {
        table: Table {
            caption: words.text("admin-tab-contacts"),
            columns: ["name", "role", "reached"].map(Column::plain).into(),
            rows: listed.data.iter().map(row).collect(),
            total: listed.total,
            empty: Some(words.text("contacts-none")),
            ..Table::default()
        },
        form,
    };
    sheet.status = standing.status();
    room.show(web, Template::AdminContacts, sheet, &content)
        .await
}

#[derive(Serialize)]
struct One {
    form: Shown,
    preview: Option<String>,
    delete: String,
    name: String,
}

/// The contact of a path, for those who may edit it.
async fn open(web: &Web, room: &Room, key: &str) -> ApiResult<ContactPoint> {
    let (found, _) = contact_point::find(&web.app, key).await?;
    if room
        .actor()
        .edits((Subject::ContactPoint, found.id), found.owner)
    {
        return Ok(found);
    }
    Err(Error::Forbidden.into())
}

async fn one(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let standing = Standing::of(FORM.typed(&json!(found))).over(Some(mark(&found)));
    show_one(&web, &room, &found, standing).await
}

async fn show_one(web: &Web, room: &Room, found: &ContactPoint, standing: Standing) -> ApiResult {
    let (words, lang) = (room.words(web)?, room.context.lang);
    let choices = Choices::from([("role", choice::terms::<ContactRole>(lang))]);
    let action = format!("/admin/contacts/{}", found.id);
    let form = Shown::new(&FORM, &action, &standing, &choices, words)
        .button("save", words.text("admin-save"));
    let sheet = Sheet {
        title: found.name.clone(),
        whose: room.whose(found.owner),
        status: standing.status(),
        trail: vec![Step {
            label: words.text("admin-tab-contacts"),
            url: address(found.owner),
        }],
        ..Sheet::default()
    };
    let content = One {
        form,
        preview: None,
        delete: format!("{action}/delete"),
        name: found.name.clone(),
    };
    room.show(web, Template::AdminContact, sheet, &content)
        .await
}

async fn update(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let (body, key) = (FORM.object(&typed), found.id.to_string());
    let actor = room.actor().upon(typed.seen());
    match contact_point::update(&web.app, &actor, &key, &body).await {
        Ok(_) => Ok(told(&address(found.owner), "saved")),
        Err(error) => {
            let mut standing = Standing::sent(typed);
            let now = || (FORM.typed(&json!(found)), Some(mark(&found)));
            standing.refuse(&FORM, error, room.words(&web)?, now)?;
            show_one(&web, &room, &found, standing).await
        }
    }
}

async fn delete(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let key = found.id.to_string();
    contact_point::delete(&web.app, room.actor(), &key).await?;
    Ok(told(&address(found.owner), "contact-deleted"))
}
