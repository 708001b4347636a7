//! Handing over: who has something proposes it, who would get it answers.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{MethodRouter, get, post};
use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::domain::{Extras, Kind as Subject};
use vitrail_app::{Error, transfer};

use super::choice::{self, Named};
use super::form::{
    Choices, Field, Form, Group, Kind, Optional, Required, Shown, Standing, Typed, refused,
};
use super::held::{self, Held};
use super::room::{Room, Sheet, Step, told};
use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::view::Template;

type Key = Path<String>;
type W = State<Web>;

pub fn routes() -> Router<Web> {
    use Subject::{Dataservice, Dataset, Reuse, Topic};
    Router::new()
        .route("/admin/datasets/{dataset}/transfer", giving(Dataset))
        .route("/admin/reuses/{reuse}/transfer", giving(Reuse))
        .route(
            "/admin/dataservices/{dataservice}/transfer",
            giving(Dataservice),
        )
        .route("/admin/topics/{topic}/transfer", giving(Topic))
        .route("/admin/transfers/{transfer}", post(answer))
}

fn giving(of: Subject) -> MethodRouter<Web> {
    get(move |w: W, k: Key, r: Room| page(of, w, k, r))
        .post(move |w: W, k: Key, r: Room, t: Typed| ask(of, w, k, r, t))
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

async fn find(of: Subject, web: &Web, room: &Room, key: &str) -> Result<Held, ApiError> {
    let found = held::find(of, web, room, key).await?;
    if !room.decides(found.owner) {
        return Err(Error::Forbidden.into());
    }
    Ok(found)
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
fn body(of: Subject, given: &Held, typed: &Typed) -> Extras {
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
            Ok(_) => return Ok(told(&format!("{}/life", given.path()), "transfer-asked")),
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

async fn show(web: &Web, room: &Room, given: &Held, standing: Standing) -> ApiResult {
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
    let action = format!("{}/transfer", given.path());
    let mut form = Shown::new(&FORM, action, &standing, &choices, words)
        .button("ask", words.text("transfer-ask"));
    form.live = true;
    let sheet = Sheet {
        title: words.text("life-transfer"),
        whose: room.whose(given.owner),
        status: standing.status(),
        trail: vec![Step {
            label: given.title.clone(),
            url: given.path(),
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
