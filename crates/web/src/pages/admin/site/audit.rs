//! The log of what was changed, in the words of the page: who did what to which object, and which fields that was.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use vitrail_app::audit::{self, Log};
use vitrail_app::domain::{Change, Id, Kind};

use super::{Section, columns, show_with};
use crate::Web;
use crate::error::ApiResult;
use crate::pages::admin::room::{Room, Tab};
use crate::pages::admin::table::{Cell, Table, address, pagination};
use crate::view::Words;

const SIZE: i64 = 30;

pub fn routes() -> Router<Web> {
    Router::new().route("/admin/site/audit", get(log))
}

async fn log(State(web): State<Web>, room: Room) -> ApiResult {
    let (words, params) = (room.words(&web)?, &room.context.params);
    let id = |name: &str| params.one(name).and_then(|text| text.parse::<Id>().ok());
    let all = params.one("by") == Some("all");
    let filter = audit::Filter {
        user: id("user"),
        subject: id("subject"),
        kind: params.one("kind").and_then(|kind| kind.parse().ok()),
        // What the portal counts by itself would drown what people do.
        people: !all && id("subject").is_none(),
    };
    let page = params.page_or_first(SIZE);
    let found = audit::list(&web.app, room.actor(), &filter, page).await?;
    let table = Table {
        caption: words.text("site-audit"),
        columns: columns(&["when", "who", "what", "subject"]),
        rows: found
            .data
            .iter()
            .map(|change| row(&found, change, words))
            .collect(),
        total: found.total,
        pagination_of: Some(pagination(&room, page, found.total)),
        empty: Some(words.text("site-nothing")),
    };
    let tab = |name: &str, by: &str| Tab {
        label: words.text(&format!("site-audit-{name}")),
        url: address(&room, &[("by", by), ("page", ""), ("subject", "")]),
        current: filter.people == by.is_empty(),
    };
    let tabs = vec![tab("people", ""), tab("all", "all")];
    let content = (false, vec![Section::new(table)]);
    show_with(&web, &room, "audit", content, tabs).await
}

fn row(found: &Log, change: &Change, words: &Words) -> Vec<Cell> {
    let who = change
        .actor
        .and_then(|id| Some((id, found.references.users.get(&id)?)));
    let who = match who {
        Some((id, user)) => Cell::link(
            "who",
            user.full_name(),
            format!("/admin/site/audit?user={id}"),
        ),
        None => Cell::text("who", words.text("version-nobody")),
    };
    let fields: Vec<String> = change.fields.iter().map(|one| field(one, words)).collect();
    let fields = (!fields.is_empty()).then(|| fields.join(", "));
    let (kind, id) = change.subject;
    let name = kind.as_str().replace('_', "-");
    let name = words.find(&format!("kind-one-{name}"), None);
    let name = name.unwrap_or_else(|| kind.as_str().to_owned());
    let subject = if kind == Kind::Site {
        Cell::text("subject", words.text("admin-site"))
    } else {
        let title = found.title(change.subject);
        let title = title.map_or_else(|| id.to_string(), str::to_owned);
        Cell::link("subject", title, format!("/admin/site/audit?subject={id}"))
    };
    vec![
        Cell::when("when", change.at),
        who,
        Cell::text("what", operation(&change.operation, words)).note(fields),
        subject.note(name),
    ]
}

/// What was done, in words.
fn operation(name: &str, words: &Words) -> String {
    let key = format!("operation-{}", name.replace([':', '_'], "-"));
    words.find(&key, None).unwrap_or_else(|| name.to_owned())
}

/// What a field is called by people.
fn field(name: &str, words: &Words) -> String {
    let name_of = name.replace('_', "-");
    ["changed", "field"]
        .iter()
        .find_map(|family| words.find(&format!("{family}-{name_of}"), None))
        .unwrap_or_else(|| name.to_owned())
}
