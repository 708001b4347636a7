//! Reuses, dataservices and topics in the back-office: each is one form, and one life. What differs between them is
//! said once, here.

mod fields;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{MethodRouter, get, post};
use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::domain::vocabulary::access::{AccessType, ReasonCategory};
use vitrail_app::domain::vocabulary::reuse::{ReuseTopic, ReuseType};
use vitrail_app::domain::{Extras, Id, Owner, Timestamp};
use vitrail_app::editing::Seen;
use vitrail_app::{Error, dataservice, reuse, topic};

use super::choice::{self, Named};
use super::form::{Choice, Choices, Form, Shown, Standing, Typed, refused};
use super::room::{Room, Sheet, Step, Tab, to, told};
use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::view::{Template, Words};

use fields::{DATASERVICE, NEW_DATASERVICE, NEW_REUSE, NEW_TOPIC, REUSE, TOPIC};

type Key = Path<String>;
type W = State<Web>;

/// Each address is written out, so that the tests that read routes in the sources see it.
pub fn routes() -> Router<Web> {
    use Of::{Dataservice, Reuse, Topic};
    Router::new()
        .route("/admin/reuses/new", beginning(Reuse))
        .route("/admin/reuses/{reuse}", editing(Reuse))
        .route("/admin/reuses/{reuse}/life", living(Reuse))
        .route("/admin/reuses/{reuse}/state", changing(Reuse))
        .route("/admin/dataservices/new", beginning(Dataservice))
        .route("/admin/dataservices/{dataservice}", editing(Dataservice))
        .route(
            "/admin/dataservices/{dataservice}/life",
            living(Dataservice),
        )
        .route(
            "/admin/dataservices/{dataservice}/state",
            changing(Dataservice),
        )
        .route("/admin/topics/new", beginning(Topic))
        .route("/admin/topics/{topic}", editing(Topic))
        .route("/admin/topics/{topic}/life", living(Topic))
        .route("/admin/topics/{topic}/state", changing(Topic))
}

fn beginning(of: Of) -> MethodRouter<Web> {
    get(move |w: W, r: Room| begin(of, w, r))
        .post(move |w: W, r: Room, t: Typed| create(of, w, r, t))
}

fn editing(of: Of) -> MethodRouter<Web> {
    get(move |w: W, k: Key, r: Room| page(of, w, k, r))
        .post(move |w: W, k: Key, r: Room, t: Typed| update(of, w, k, r, t))
}

fn living(of: Of) -> MethodRouter<Web> {
    get(move |w: W, k: Key, r: Room| life(of, w, k, r))
}

fn changing(of: Of) -> MethodRouter<Web> {
    post(move |w: W, k: Key, r: Room, t: Typed| change(of, w, k, r, t))
}

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Reuse,
    Dataservice,
    Topic,
}

/// An object, as its pages need it.
struct Held {
    id: Id,
    title: String,
    slug: String,
    owner: Owner,
    private: bool,
    archived: Option<Timestamp>,
    deleted: Option<Timestamp>,
    seen: Seen,
    /// The object whole.
    value: Value,
}

impl Of {
    /// The name of its lists and addresses.
    fn many(self) -> &'static str {
        match self {
            Self::Reuse => "reuses",
            Self::Dataservice => "dataservices",
            Self::Topic => "topics",
        }
    }

    fn form(self) -> &'static Form {
        match self {
            Self::Reuse => &REUSE,
            Self::Dataservice => &DATASERVICE,
            Self::Topic => &TOPIC,
        }
    }

    fn new_form(self) -> &'static Form {
        match self {
            Self::Reuse => &NEW_REUSE,
            Self::Dataservice => &NEW_DATASERVICE,
            Self::Topic => &NEW_TOPIC,
        }
    }

    async fn find(self, web: &Web, room: &Room, key: &str) -> Result<Held, ApiError> {
        let (app, actor) = (&web.app, room.actor());
        let at = |error| ApiError::at(error, &room.context.path, key);
        Ok(match self {
            Self::Reuse => {
                let found = reuse::find_to_edit(app, actor, key).await.map_err(at)?;
                Held {
                    value: json!(found),
                    id: found.id,
                    title: found.title,
                    slug: found.slug,
                    owner: found.owner,
                    private: found.private,
                    archived: found.archived,
                    deleted: found.deleted,
                    seen: Some(found.last_modified.micros()),
                }
            }
            Self::Dataservice => {
                let found = dataservice::find_to_edit(app, actor, key)
                    .await
                    .map_err(at)?;
                Held {
                    value: json!(found),
                    id: found.id,
                    title: found.title,
                    slug: found.slug,
                    owner: found.owner,
                    private: found.private,
                    archived: found.archived_at,
                    deleted: found.deleted_at,
                    seen: Some(found.metadata_modified_at.micros()),
                }
            }
            Self::Topic => {
                let found = topic::find_to_edit(app, actor, key).await.map_err(at)?;
                Held {
                    value: json!(found),
                    id: found.id,
                    title: found.name,
                    slug: found.slug,
                    owner: found.owner,
                    private: found.private,
                    archived: None,
                    deleted: None,
                    seen: Some(found.last_modified.micros()),
                }
            }
        })
    }

    async fn write(
        self,
        web: &Web,
        room: &Room,
        key: Option<&str>,
        body: &Extras,
        seen: Seen,
    ) -> Result<Id, Error> {
        let (app, actor) = (&web.app, room.actor());
        Ok(match (self, key) {
            (Self::Reuse, None) => reuse::create(app, actor, body).await?.id,
            (Self::Reuse, Some(key)) => reuse::update(app, actor, key, body, seen).await?.id,
            (Self::Dataservice, None) => dataservice::create(app, actor, body).await?.id,
            (Self::Dataservice, Some(key)) => {
                dataservice::update(app, actor, key, body, seen).await?.id
            }
            (Self::Topic, None) => topic::create(app, actor, body).await?.id,
            (Self::Topic, Some(key)) => topic::update(app, actor, key, body, seen).await?.id,
        })
    }

    async fn delete(self, web: &Web, room: &Room, key: &str) -> Result<(), Error> {
        let (app, actor) = (&web.app, room.actor());
        match self {
            Self::Reuse => reuse::delete(app, actor, key).await,
            Self::Dataservice => dataservice::delete(app, actor, key).await,
            Self::Topic => topic::delete(app, actor, key).await,
        }
    }

    /// What the fields offer.
    async fn choices(
        self,
        web: &Web,
        room: &Room,
        owner: Owner,
        typed: &Typed,
    ) -> Result<Choices, ApiError> {
        let (lang, words) = (room.context.lang, room.words(web)?);
        let none = || words.text("form-none");
        let mut all = Choices::from([("organization", producers(room, words))]);
        match self {
            Self::Reuse => {
                all.insert(
                    "type",
                    choice::none_or::<ReuseType>(lang, words.text("form-choose")),
                );
                all.insert(
                    "topic",
                    choice::none_or::<ReuseTopic>(lang, words.text("form-choose")),
                );
                let found =
                    choice::objects(web, typed, "dataservices", Named::Dataservices).await?;
                all.insert("dataservices", found);
            }
            Self::Dataservice => {
                let formats = ["REST", "WMS", "WSL"].map(|one| Choice::new(one, one));
                let mut known = vec![Choice::new("", none())];
                known.extend(formats);
                all.insert("format", known);
                all.insert("access_type", choice::terms::<AccessType>(lang));
                all.insert("license", choice::licenses(lang, none()));
                let reasons = choice::none_or::<ReasonCategory>(lang, none());
                all.insert("access_type_reason_category", reasons);
                all.insert("contact_points", choice::contacts(web, owner, lang).await?);
            }
            Self::Topic => {
                let zones = choice::zones(web, typed, "spatial.zones", words).await?;
                all.insert("spatial.zones", zones);
                all.insert("spatial.granularity", choice::levels(lang, none()));
            }
        }
        if self != Self::Topic {
            let found = choice::objects(web, typed, "datasets", Named::Datasets).await?;
            all.insert("datasets", found);
        }
        Ok(all)
    }
}

/// Oneself, and one's organizations.
pub fn producers(room: &Room, words: &Words) -> Vec<Choice> {
    let mut all = vec![Choice::new("", words.text("publish-as-me"))];
    let theirs = room.organizations.iter();
    all.extend(theirs.map(|(one, _)| Choice::new(one.id.to_string(), one.name.clone())));
    all
}

#[derive(Serialize)]
struct Content {
    form: Shown,
    preview: String,
}

async fn begin(of: Of, State(web): State<Web>, room: Room) -> ApiResult {
    let mut typed = Typed::default();
    if let Some(organization) = room.context.params.one("organization") {
        typed.set("organization", organization);
    }
    typed.set("access_type", "open");
    first(of, &web, &room, Standing::of(typed)).await
}

async fn create(of: Of, State(web): State<Web>, room: Room, typed: Typed) -> ApiResult {
    let mut body = of.new_form().object(&typed);
    let private = !typed.does("publish");
    body.insert("private".to_owned(), Value::Bool(private));
    let mut standing = Standing::of(typed);
    if !standing.typed.does("check") {
        match of.write(&web, &room, None, &body, None).await {
            Ok(id) => {
                let what = if private { "draft" } else { "published" };
                return Ok(told(&format!("/admin/{}/{id}", of.many()), what));
            }
            Err(error) => standing.errors = refused(of.new_form(), error, room.words(&web)?)?,
        }
    }
    first(of, &web, &room, standing).await
}

async fn first(of: Of, web: &Web, room: &Room, standing: Standing) -> ApiResult {
    let words = room.words(web)?;
    let owner = Owner::User(room.me.id);
    let choices = of.choices(web, room, owner, &standing.typed).await?;
    let action = format!("/admin/{}/new", of.many());
    let mut form = Shown::new(of.new_form(), action, &standing, &choices, words)
        .button("publish", words.text("finish-publish"))
        .button("draft", words.text("finish-draft"));
    form.live = true;
    let sheet = Sheet {
        title: words.text(&format!("new-{}", of.many())),
        status: standing.status(),
        trail: vec![Step {
            label: words.text("admin-new"),
            url: "/admin/new".to_owned(),
        }],
        ..Sheet::default()
    };
    let preview = standing.typed.one("description").to_owned();
    room.show(web, Template::AdminForm, sheet, &Content { form, preview })
        .await
}

fn sheet(of: Of, room: &Room, found: &Held, words: &Words, at: &str) -> Sheet {
    let whose = room.whose(found.owner);
    let (base, many) = (Room::base(whose), of.many());
    let own = format!("/admin/{many}/{}", found.id);
    let tab = |name: &str, url: String| Tab {
        label: words.text(&format!("admin-tab-{name}")),
        url,
        current: name == at,
    };
    let tabs = vec![
        tab("describe", own.clone()),
        tab("life", format!("{own}/life")),
    ];
    Sheet {
        title: found.title.clone(),
        whose,
        trail: vec![
            Step {
                label: room.name(whose, words),
                url: format!("{base}/datasets"),
            },
            Step {
                label: words.text(&format!("admin-{many}")),
                url: format!("{base}/{many}"),
            },
        ],
        tabs,
        status: StatusCode::OK,
    }
}

async fn page(of: Of, State(web): State<Web>, Path(key): Key, room: Room) -> ApiResult {
    let found = of.find(&web, &room, &key).await?;
    let standing = Standing {
        seen: found.seen,
        ..Standing::of(of.form().typed(&found.value))
    };
    show(of, &web, &room, &found, standing).await
}

async fn update(
    of: Of,
    State(web): State<Web>,
    Path(key): Key,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = of.find(&web, &room, &key).await?;
    let (body, seen) = (of.form().object(&typed), typed.seen());
    let mut standing = Standing {
        seen,
        ..Standing::of(typed)
    };
    if !standing.typed.does("check") {
        let key = found.id.to_string();
        match of.write(&web, &room, Some(&key), &body, seen).await {
            Ok(id) => return Ok(told(&format!("/admin/{}/{id}", of.many()), "saved")),
            Err(error) => {
                if matches!(error, Error::Stale) {
                    standing.theirs = Some(of.form().typed(&found.value));
                    standing.seen = found.seen;
                }
                standing.errors = refused(of.form(), error, room.words(&web)?)?;
            }
        }
    }
    show(of, &web, &room, &found, standing).await
}

async fn show(of: Of, web: &Web, room: &Room, found: &Held, standing: Standing) -> ApiResult {
    let words = room.words(web)?;
    let choices = of.choices(web, room, found.owner, &standing.typed).await?;
    let action = format!("/admin/{}/{}", of.many(), found.id);
    let mut form = Shown::new(of.form(), action, &standing, &choices, words)
        .button("save", words.text("admin-save"));
    form.live = true;
    form.back = Some(format!("/{}/{}", of.many(), found.slug));
    let mut sheet = sheet(of, room, found, words, "describe");
    sheet.status = standing.status();
    let preview = standing.typed.one("description").to_owned();
    room.show(web, Template::AdminForm, sheet, &Content { form, preview })
        .await
}

#[derive(Serialize)]
struct Life<'a> {
    action: String,
    title: &'a str,
    page: String,
    private: bool,
    /// Topics are not archived, and are deleted for good.
    forever: bool,
    archived: Option<Timestamp>,
    deleted: Option<Timestamp>,
    unconfirmed: bool,
    transfer: bool,
}

async fn life(of: Of, State(web): State<Web>, Path(key): Key, room: Room) -> ApiResult {
    let found = of.find(&web, &room, &key).await?;
    let content = Life {
        action: format!("/admin/{}/{}", of.many(), found.id),
        title: &found.title,
        page: format!("/{}/{}", of.many(), found.slug),
        private: found.private,
        forever: of == Of::Topic,
        archived: found.archived,
        deleted: found.deleted,
        unconfirmed: room.context.params.one("unconfirmed").is_some(),
        transfer: room.decides(found.owner),
    };
    let sheet = sheet(of, &room, &found, room.words(&web)?, "life");
    room.show(&web, Template::AdminLife, sheet, &content).await
}

/// What a button writes.
fn body(of: Of, what: &str, now: Timestamp) -> Option<Extras> {
    let (archived, deleted) = match of {
        Of::Dataservice => ("archived_at", "deleted_at"),
        _ => ("archived", "deleted"),
    };
    let (key, value) = match what {
        "publish" => ("private", Value::Bool(false)),
        "hide" => ("private", Value::Bool(true)),
        "archive" => (archived, json!(now)),
        "unarchive" => (archived, Value::Null),
        "restore" => (deleted, Value::Null),
        _ => return None,
    };
    Some(Extras::from_iter([(key.to_owned(), value)]))
}

async fn change(
    of: Of,
    State(web): State<Web>,
    Path(key): Key,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = of.find(&web, &room, &key).await?;
    let life = format!("/admin/{}/{}/life", of.many(), found.id);
    let key = found.id.to_string();
    if typed.does("delete") {
        if typed.one("sure").is_empty() {
            return Ok(to(&format!("{life}?unconfirmed=1#delete")));
        }
        of.delete(&web, &room, &key).await?;
        let back = format!("{}/{}", Room::base(room.whose(found.owner)), of.many());
        return Ok(told(if of == Of::Topic { &back } else { &life }, "deleted"));
    }
    let what = typed.one("do");
    let Some(body) = body(of, what, web.app.now()) else {
        return Ok(to(&life));
    };
    of.write(&web, &room, Some(&key), &body, None).await?;
    Ok(told(&life, what))
}
