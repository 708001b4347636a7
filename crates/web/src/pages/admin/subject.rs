//! Reuses, dataservices and topics in the back-office: each is one form, and one life. What differs between them is
//! said once, here.

mod fields;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{MethodRouter, get, post};
use serde::Serialize;
use serde_json::Value;
use vitrail_app::domain::vocabulary::access::{AccessType, ReasonCategory};
use vitrail_app::domain::vocabulary::reuse::{ReuseTopic, ReuseType};
use vitrail_app::domain::{Kind, Owner};

use super::choice::{self, Named};
use super::dataset::keep_drawn;
use super::form::{Choice, Choices, Form, Shown, Standing, Typed, refused};
use super::held::{self, Held};
use super::life;
use super::room::{Room, Sheet, Step, Tab, told};
use super::site::mark_tab;
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
    get(move |w: W, k: Key, r: Room| show_life(of, w, k, r))
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

impl Of {
    /// The name of its lists and addresses.
    fn many(self) -> &'static str {
        held::many(self.kind())
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

    fn kind(self) -> Kind {
        match self {
            Self::Reuse => Kind::Reuse,
            Self::Dataservice => Kind::Dataservice,
            Self::Topic => Kind::Topic,
        }
    }

    async fn find(self, web: &Web, room: &Room, key: &str) -> Result<Held, ApiError> {
        held::find(self.kind(), web, room, key).await
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
        match held::create(of.kind(), &web, &room, &body).await {
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

/// What a page about a reuse, a dataservice or a topic says of itself.
pub fn sheet(room: &Room, found: &Held, words: &Words, at: &str) -> Sheet {
    let whose = room.whose(found.owner);
    let (base, many) = (Room::base(whose), held::many(found.kind));
    let own = found.path();
    let tab = |name: &str| Tab {
        label: words.text(&format!("admin-tab-{name}")),
        url: if name == "describe" {
            own.clone()
        } else {
            format!("{own}/{name}")
        },
        current: name == at,
    };
    let names: &[&str] = match found.kind {
        Kind::Reuse => &["describe", "picture", "versions", "life"],
        Kind::Topic => &["describe", "elements", "versions", "life"],
        _ => &["describe", "versions", "life"],
    };
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
        tabs: names
            .iter()
            .map(|name| tab(name))
            .chain(mark_tab(room, many, found.id, words))
            .collect(),
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
    let (mut body, seen) = (of.form().object(&typed), typed.seen());
    let geom = found.value.pointer("/spatial/geom");
    keep_drawn(&mut body, &typed, geom.filter(|geom| !geom.is_null()));
    let mut standing = Standing::sent(typed);
    if !standing.typed.does("check") {
        let key = found.id.to_string();
        match held::update(of.kind(), &web, &room, &key, &body, seen).await {
            Ok(id) => return Ok(told(&format!("/admin/{}/{id}", of.many()), "saved")),
            Err(error) => {
                let now = || (of.form().typed(&found.value), found.seen);
                standing.refuse(of.form(), error, room.words(&web)?, now)?;
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
    let mut sheet = sheet(room, found, words, "describe");
    sheet.status = standing.status();
    let preview = standing.typed.one("description").to_owned();
    room.show(web, Template::AdminForm, sheet, &Content { form, preview })
        .await
}

async fn show_life(of: Of, State(web): State<Web>, Path(key): Key, room: Room) -> ApiResult {
    let found = of.find(&web, &room, &key).await?;
    let sheet = sheet(&room, &found, room.words(&web)?, "life");
    life::show(&web, &room, &found, sheet).await
}

async fn change(
    of: Of,
    State(web): State<Web>,
    Path(key): Key,
    room: Room,
    typed: Typed,
) -> ApiResult {
    life::change(of.kind(), &web, &room, &key, &typed).await
}
