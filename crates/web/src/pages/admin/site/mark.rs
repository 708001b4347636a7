//! What a sysadmin puts on an object: its badges, and whether the portal puts it forward.

use std::collections::BTreeSet;

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::domain::vocabulary::badge::{DatasetBadge, OrganizationBadge};
use vitrail_app::domain::{Id, Kind as Subject};
use vitrail_app::editing::mark;
use vitrail_app::{Error, dataset, organization, reading, reuse};

use super::featured::feature;
use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::pages::admin::choice;
use crate::pages::admin::form::{
    Choice, Choices, Field, Form, Group, Kind, Optional, Shown, Standing, Typed,
};
use crate::pages::admin::held::{self, many};
use crate::pages::admin::room::{Room, Sheet, Step, Tab, Whose, told};
use crate::view::{Template, Words};

pub fn routes() -> Router<Web> {
    Router::new().route("/admin/site/marks/{list}/{id}", get(page).post(save))
}

const BADGES: Field = Field("badges", Kind::Boxes, Optional);
const FEATURED: Field = Field("featured", Kind::Boxes, Optional);

const BOTH: Form = Form {
    name: "marks",
    groups: &[Group("all", &[BADGES, FEATURED])],
};
const FORWARD: Form = Form {
    name: "marks",
    groups: &[Group("all", &[FEATURED])],
};
const ONLY_BADGES: Form = Form {
    name: "marks",
    groups: &[Group("all", &[BADGES])],
};

/// The way to this page from the pages of an object, for sysadmins.
pub fn tab(room: &Room, list: &str, id: Id, words: &Words) -> Option<Tab> {
    room.actor().sysadmin.then(|| Tab {
        label: words.text("admin-tab-marks"),
        url: format!("/admin/site/marks/{list}/{id}"),
        current: room.context.path.starts_with("/admin/site/marks/"),
    })
}

/// An object and what is put on it.
struct Marked {
    kind: Subject,
    list: &'static str,
    id: String,
    title: String,
    /// Its own pages.
    edit: String,
    badges: Vec<String>,
    featured: bool,
}

async fn find(web: &Web, room: &Room, list: &str, key: &str) -> Result<Marked, ApiError> {
    reading::sysadmin(room.actor())?;
    if list == "organizations" {
        let found = organization::administered(&web.app, room.actor(), key).await?;
        return Ok(Marked {
            kind: Subject::Organization,
            list: "organizations",
            edit: format!("/admin/organizations/{}/profile", found.id),
            id: found.id.to_string(),
            title: found.name,
            badges: found.badges,
            featured: false,
        });
    }
    let kinds = [
        Subject::Dataset,
        Subject::Reuse,
        Subject::Dataservice,
        Subject::Topic,
    ];
    let kind = kinds.into_iter().find(|kind| many(*kind) == list);
    let kind = kind.ok_or(Error::NotFound(Subject::Site))?;
    let found = held::find(kind, web, room, key).await?;
    let badges = found.value.get("badges").and_then(Value::as_array);
    let badges = badges.into_iter().flatten().filter_map(Value::as_str);
    Ok(Marked {
        kind,
        list: many(kind),
        edit: found.path(),
        id: found.id.to_string(),
        badges: badges.map(str::to_owned).collect(),
        featured: found.value["featured"] == Value::Bool(true),
        title: found.title,
    })
}

impl Marked {
    /// What the form shows, as it is now.
    fn held(&self) -> Value {
        let forward = self.featured.then_some("true");
        json!({"badges": self.badges, "featured": Vec::from_iter(forward)})
    }

    fn form(&self) -> &'static Form {
        match self.kind {
            Subject::Organization => &ONLY_BADGES,
            Subject::Dataset => &BOTH,
            // None can be given; one that an import brought can be taken away.
            Subject::Reuse if !self.badges.is_empty() => &BOTH,
            _ => &FORWARD,
        }
    }

    fn choices(&self, lang: &str, words: &Words) -> Choices {
        let badges = match self.kind {
            Subject::Organization => choice::terms::<OrganizationBadge>(lang),
            Subject::Dataset => choice::terms::<DatasetBadge>(lang),
            _ => Vec::new(),
        };
        let mut badges = badges;
        for badge in &self.badges {
            if !badges.iter().any(|known| known.value == *badge) {
                badges.push(Choice::new(badge, badge));
            }
        }
        let forward = Choice::new("true", words.text("marks-forward"));
        Choices::from([("badges", badges), ("featured", vec![forward])])
    }

    async fn give(&self, web: &Web, room: &Room, badge: &str) -> Result<(), Error> {
        let (app, actor, id) = (&web.app, room.actor(), &self.id);
        match self.kind {
            Subject::Organization => organization::add_badge(app, actor, id, badge).await,
            Subject::Reuse => reuse::add_badge(app, actor, id, badge).await,
            _ => dataset::add_badge(app, actor, id, badge).await,
        }
        .map(drop)
    }

    async fn take(&self, web: &Web, room: &Room, badge: &str) -> Result<(), Error> {
        let (app, actor, id) = (&web.app, room.actor(), &self.id);
        match self.kind {
            Subject::Organization => organization::remove_badge(app, actor, id, badge).await,
            Subject::Reuse => reuse::remove_badge(app, actor, id, badge).await,
            _ => dataset::remove_badge(app, actor, id, badge).await,
        }
    }
}

#[derive(Serialize)]
struct Content {
    form: Shown,
    preview: Option<String>,
}

async fn page(
    State(web): State<Web>,
    Path((list, key)): Path<(String, String)>,
    room: Room,
) -> ApiResult {
    let found = find(&web, &room, &list, &key).await?;
    let held = found.held();
    let standing = Standing::of(found.form().typed(&held)).over(Some(mark(&held)));
    show(&web, &room, found, standing).await
}

async fn show(web: &Web, room: &Room, found: Marked, standing: Standing) -> ApiResult {
    let words = room.words(web)?;
    let choices = found.choices(room.context.lang, words);
    let action = format!("/admin/site/marks/{}/{}", found.list, found.id);
    let form = Shown::new(found.form(), action, &standing, &choices, words)
        .button("save", words.text("admin-save"));
    let sheet = Sheet {
        title: words.text("admin-tab-marks"),
        whose: Whose::Site,
        status: standing.status(),
        trail: vec![
            Step {
                label: words.text(&format!("admin-{}", found.list)),
                url: format!("/admin/site/{}", found.list),
            },
            Step {
                label: found.title,
                url: found.edit,
            },
        ],
        ..Sheet::default()
    };
    let preview = None;
    room.show(web, Template::AdminForm, sheet, &Content { form, preview })
        .await
}

async fn save(
    State(web): State<Web>,
    Path((list, key)): Path<(String, String)>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = find(&web, &room, &list, &key).await?;
    let (held, seen) = (found.held(), typed.seen());
    let now = mark(&held);
    // A badge that somebody gave since this form was shown would be taken away.
    if seen.is_some_and(|seen| seen != now) {
        let mut standing = Standing::sent(typed);
        let theirs = || (found.form().typed(&held), Some(now));
        standing.refuse(found.form(), Error::Stale, room.words(&web)?, theirs)?;
        return show(&web, &room, found, standing).await;
    }
    let wanted: BTreeSet<&str> = typed.many("badges").iter().map(String::as_str).collect();
    let has: BTreeSet<&str> = found.badges.iter().map(String::as_str).collect();
    if !matches!(found.kind, Subject::Dataservice | Subject::Topic) {
        for badge in wanted.difference(&has) {
            found.give(&web, &room, badge).await?;
        }
        for badge in has.difference(&wanted) {
            found.take(&web, &room, badge).await?;
        }
    }
    if found.kind != Subject::Organization {
        let forward = typed.one("featured") == "true";
        feature(&web, &room, found.kind, &found.id, forward).await?;
    }
    let next = format!("/admin/site/marks/{}/{}", found.list, found.id);
    Ok(told(&next, "saved"))
}
