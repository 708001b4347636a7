//! Handing over: who has something proposes it, who would get it answers.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::domain::{Extras, Id, Kind as Subject, Owner};
use vitrail_app::{Error, dataservice, dataset, reuse, topic, transfer};

use super::choice::{self, Named};
use super::form::{
    Choices, Field, Form, Group, Kind, Optional, Required, Shown, Standing, Typed, refused,
};
use super::room::{Room, Sheet, Step, told};
use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::view::Template;

type Key = Path<String>;
type W = State<Web>;

pub fn routes() -> Router<Web> {
    use Subject::{Dataservice, Dataset, Reuse, Topic};
    Router::new()
        .route(
            "/admin/datasets/{dataset}/transfer",
            get(|w: W, k: Key, r: Room| page(Dataset, w, k, r))
                .post(|w: W, k: Key, r: Room, t: Typed| ask(Dataset, w, k, r, t)),
        )
        .route(
            "/admin/reuses/{reuse}/transfer",
            get(|w: W, k: Key, r: Room| page(Reuse, w, k, r))
                .post(|w: W, k: Key, r: Room, t: Typed| ask(Reuse, w, k, r, t)),
        )
        .route(
            "/admin/dataservices/{dataservice}/transfer",
            get(|w: W, k: Key, r: Room| page(Dataservice, w, k, r))
                .post(|w: W, k: Key, r: Room, t: Typed| ask(Dataservice, w, k, r, t)),
        )
        .route(
            "/admin/topics/{topic}/transfer",
            get(|w: W, k: Key, r: Room| page(Topic, w, k, r))
                .post(|w: W, k: Key, r: Room, t: Typed| ask(Topic, w, k, r, t)),
        )
        .route("/admin/transfers/{transfer}", post(answer))
}

const FORM: Form = Form {
    name: "transfer",
    groups: &[Group(
        "all",
        &[
            Field("organization", Kind::Pick, Optional),
            Field("user", Kind::Pick, Optional),
            Field("comment", Kind::Lines, Required),
        ],
    )],
};

/// What is given, as this page needs it.
struct Given {
    id: Id,
    title: String,
    owner: Owner,
    path: String,
}

async fn find(of: Subject, web: &Web, room: &Room, key: &str) -> Result<Given, ApiError> {
    let (app, actor) = (&web.app, room.actor());
    let at = |error| ApiError::at(error, &room.context.path, key);
    let (id, title, owner) = match of {
        Subject::Dataset => {
            let found = dataset::find_to_edit(app, actor, key).await.map_err(at)?;
            (found.id, found.title, found.owner)
        }
        Subject::Reuse => {
            let found = reuse::find_to_edit(app, actor, key).await.map_err(at)?;
            (found.id, found.title, found.owner)
        }
        Subject::Dataservice => {
            let found = dataservice::find_to_edit(app, actor, key)
                .await
                .map_err(at)?;
            (found.id, found.title, found.owner)
        }
        _ => {
            let found = topic::find_to_edit(app, actor, key).await.map_err(at)?;
            (found.id, found.name, found.owner)
        }
    };
    if !room.decides(owner) {
        return Err(Error::Forbidden.into());
    }
    Ok(Given {
        path: format!("/admin/{}s/{id}", of.as_str()),
        id,
        title,
        owner,
    })
}

#[derive(Serialize)]
struct Content {
    form: Shown,
    preview: Option<String>,
}

async fn page(of: Subject, State(web): W, Path(key): Key, room: Room) -> ApiResult {
    let given = find(of, &web, &room, &key).await?;
    show(&web, &room, &given, Standing::default()).await
}

/// What is asked, as clients of the API say it.
fn body(of: Subject, given: &Given, typed: &Typed) -> Extras {
    let (organization, user) = (typed.one("organization"), typed.one("user"));
    let recipient = match (organization, user) {
        ("", "") => Value::Null,
        ("", user) => json!({"class": Subject::User.class(), "id": user}),
        (organization, _) => json!({"class": Subject::Organization.class(), "id": organization}),
    };
    Extras::from_iter([
        (
            "subject".to_owned(),
            json!({"class": of.class(), "id": given.id}),
        ),
        ("recipient".to_owned(), recipient),
        ("comment".to_owned(), json!(typed.one("comment"))),
    ])
}

async fn ask(of: Subject, State(web): W, Path(key): Key, room: Room, typed: Typed) -> ApiResult {
    let given = find(of, &web, &room, &key).await?;
    let mut standing = Standing::of(typed);
    if !standing.typed.does("check") {
        let body = body(of, &given, &standing.typed);
        match transfer::ask(&web.app, room.actor(), &body).await {
            Ok(_) => return Ok(told(&format!("{}/life", given.path), "transfer-asked")),
            Err(error) => {
                let words = room.words(&web)?;
                standing.errors = refused(&FORM, error, words)?;
                // A recipient is an organization or a person: the first field says so.
                if standing.errors.remove("form").is_some() {
                    let sentence = words.text("problem-recipient");
                    standing.errors.insert("organization".to_owned(), sentence);
                }
            }
        }
    }
    show(&web, &room, &given, standing).await
}

async fn show(web: &Web, room: &Room, given: &Given, standing: Standing) -> ApiResult {
    let words = room.words(web)?;
    let typed = &standing.typed;
    let choices = Choices::from([
        (
            "organization",
            choice::objects(web, typed, "organization", Named::Organizations).await?,
        ),
        (
            "user",
            choice::objects(web, typed, "user", Named::People).await?,
        ),
    ]);
    let action = format!("{}/transfer", given.path);
    let mut form = Shown::new(&FORM, action, &standing, &choices, words)
        .button("ask", words.text("transfer-ask"));
    form.live = true;
    let sheet = Sheet {
        title: words.text("life-transfer"),
        whose: room.whose(given.owner),
        status: standing.status(),
        trail: vec![Step {
            label: given.title.clone(),
            url: given.path.clone(),
        }],
        ..Sheet::default()
    };
    let preview = None;
    room.show(web, Template::AdminForm, sheet, &Content { form, preview })
        .await
}

async fn answer(State(web): W, Path(key): Key, room: Room, typed: Typed) -> ApiResult {
    let accepts = typed.does("accept");
    let response = if accepts { "accept" } else { "refuse" };
    let body = Extras::from_iter([
        ("response".to_owned(), json!(response)),
        ("comment".to_owned(), json!(typed.one("comment"))),
    ]);
    transfer::respond(&web.app, room.actor(), &key, &body).await?;
    Ok(told("/admin", if accepts { "accepted" } else { "refused" }))
}
