//! The page on which a list of blocs is edited, whatever shows them: it is shown, changed piece by piece, looked at and
//! kept.

use std::future::Future;

use serde::Serialize;
use serde_json::Value;
use vitrail_app::Error;
use vitrail_app::domain::Actor;
use vitrail_app::editing::Seen;

use super::{Editor, act, read, shown, wrong};
use crate::Web;
use crate::error::ApiResult;
use crate::pages::admin::form::{Form, Standing, Typed};
use crate::pages::admin::room::{Room, Sheet, told};
use crate::pages::bloc::{self, Bloc, Cards};
use crate::view::Template;

/// Blocs have no field of their own names: each is named by where it stands.
const FORM: Form = Form {
    name: "blocs",
    groups: &[],
};

/// A list of blocs and where it is edited.
pub struct Desk {
    /// The address of the page.
    pub action: String,
    pub sheet: Sheet,
    /// The key of the sentence above.
    pub lead: &'static str,
    /// The page that shows them.
    pub page: String,
    /// The state of the object that holds them.
    pub now: Seen,
}

#[derive(Serialize)]
struct Content {
    lead: String,
    page: String,
    unsaved: bool,
    editor: Editor,
    preview: Vec<Bloc>,
}

impl Desk {
    /// The list as it is kept.
    pub async fn open(self, web: &Web, room: &Room, blocs: &[Value]) -> ApiResult {
        let standing = Standing::default().over(self.now);
        self.show(web, room, (blocs, false), &standing).await
    }

    /// What was typed: kept by `save` when that was asked, else changed and shown again.
    pub async fn write<F: Future<Output = Result<(), Error>>>(
        self,
        web: &Web,
        room: &Room,
        typed: Typed,
        save: impl FnOnce(Actor, Vec<Value>) -> F,
    ) -> ApiResult {
        let words = room.words(web)?;
        let mut blocs = read(&typed);
        let actor = room.actor().upon(typed.seen());
        let mut standing = Standing::sent(typed);
        if standing.typed.does("save") {
            standing.errors = wrong(&blocs, words);
            if standing.errors.is_empty() {
                match save(actor, blocs.clone()).await {
                    Ok(()) => return Ok(told(&self.action, "saved")),
                    Err(error) => {
                        let now = || (Typed::default(), self.now);
                        standing.refuse(&FORM, error, words, now)?;
                    }
                }
            }
        } else {
            let asked = standing.typed.one("do").to_owned();
            act(&mut blocs, &asked);
        }
        self.show(web, room, (&blocs, true), &standing).await
    }

    async fn show(
        mut self,
        web: &Web,
        room: &Room,
        (blocs, unsaved): (&[Value], bool),
        standing: &Standing,
    ) -> ApiResult {
        let words = room.words(web)?;
        let errors = (&standing.errors, standing.theirs.is_some());
        let place = (self.action, standing.seen);
        let editor = shown(web, words, place, (blocs, &standing.typed), errors).await?;
        let cards = Cards::read(web, &room.context, blocs).await?;
        let content = Content {
            lead: words.text(self.lead),
            page: self.page,
            unsaved,
            editor,
            preview: bloc::shown(&cards, blocs),
        };
        self.sheet.status = standing.status();
        room.show(web, Template::AdminBlocs, self.sheet, &content)
            .await
    }
}
