//! A discussion seen by who answers it: all that was said, an answer in one's own name or that of an organization,
//! and its end.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::domain::{Discussion, Timestamp};
use vitrail_app::{References, discussion};

use super::form::{
    Choices, Field, Form, Group, Kind, Optional, Required, Shown, Standing, Typed, refused,
};
use super::room::{Room, Sheet, Step, told};
use super::subject::producers;
use crate::Web;
use crate::error::ApiResult;
use crate::view::Template;

pub fn routes() -> Router<Web> {
    Router::new().route("/admin/discussions/{discussion}", get(page).post(answer))
}

const FORM: Form = Form {
    name: "answer",
    groups: &[Group(
        "all",
        &[
            Field("comment", Kind::Lines, Required),
            Field("organization", Kind::Choice, Optional),
        ],
    )],
};

#[derive(Serialize)]
struct Content {
    messages: Vec<MessageOut>,
    about: Option<About>,
    closed: Option<Timestamp>,
    form: Option<Shown>,
}

#[derive(Serialize)]
struct About {
    title: String,
    url: String,
}

#[derive(Serialize)]
struct MessageOut {
    who: String,
    organization: Option<String>,
    at: Timestamp,
    content: String,
}

async fn page(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    show(&web, &room, &key, Typed::default(), None).await
}

async fn answer(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let mut body = FORM.object(&typed);
    if body.get("organization").is_some_and(Value::is_null) {
        body.remove("organization");
    }
    body.insert("close".to_owned(), json!(typed.does("close")));
    match discussion::comment(&web.app, room.actor(), &key, &body).await {
        Ok(found) => {
            let what = if found.closed.is_some() {
                "closed"
            } else {
                "answered"
            };
            Ok(told(&format!("/admin/discussions/{}", found.id), what))
        }
        Err(error) => show(&web, &room, &key, typed, Some(error)).await,
    }
}

async fn show(
    web: &Web,
    room: &Room,
    key: &str,
    mut typed: Typed,
    error: Option<vitrail_app::Error>,
) -> ApiResult {
    let words = room.words(web)?;
    let found = discussion::find(&web.app, room.actor(), key).await?;
    let Some(one) = found.data.first() else {
        return Err(vitrail_app::Error::NotFound(vitrail_app::domain::Kind::Discussion).into());
    };
    let about = found.subjects.get(one.subject);
    // Who answers for an organization most often speaks in its name.
    let ours = about.and_then(|about| about.owner.organization());
    let ours = ours.filter(|id| room.organizations.iter().any(|(mine, _)| mine.id == *id));
    if let (Some(id), true) = (ours, typed == Typed::default()) {
        typed.set("organization", &id.to_string());
    }
    let mut standing = Standing::of(typed);
    if let Some(error) = error {
        standing.errors = refused(&FORM, error, words)?;
    }
    let choices = Choices::from([("organization", producers(room, words))]);
    let action = format!("/admin/discussions/{}", one.id);
    let mut form = Shown::new(&FORM, action, &standing, &choices, words)
        .button("answer", words.text("discussion-answer"));
    let owner = about.map(|about| about.owner);
    if room.actor().sysadmin || discussion::closes(room.actor(), one, owner) {
        form = form.button("close", words.text("discussion-close"));
    }
    let whose = owner.map(|owner| room.whose(owner)).unwrap_or_default();
    let sheet = Sheet {
        title: one.title.clone(),
        whose,
        status: standing.status(),
        trail: vec![Step {
            label: words.text("admin-discussions"),
            url: format!("{}/discussions", Room::base(whose)),
        }],
        ..Sheet::default()
    };
    let content = Content {
        messages: messages(one, &found.references),
        about: about.map(|about| About {
            title: about.name.clone(),
            url: format!("/{}s/{}", one.subject.0.as_str(), about.slug),
        }),
        closed: one.closed,
        form: one.closed.is_none().then_some(form),
    };
    room.show(web, Template::AdminDiscussion, sheet, &content)
        .await
}

fn messages(one: &Discussion, names: &References) -> Vec<MessageOut> {
    let message = |message: &vitrail_app::domain::discussion::Message| {
        let who = message.posted_by.and_then(|id| names.users.get(&id));
        let organization = message.posted_by_organization;
        let organization = organization.and_then(|id| names.organizations.get(&id));
        MessageOut {
            who: who.map_or_else(String::new, |user| user.full_name()),
            organization: organization.map(|found| found.name.clone()),
            at: message.posted_on,
            content: message.content.clone(),
        }
    };
    one.messages.iter().map(message).collect()
}
