//! Changes of owner in the API.

use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::domain::{Kind, Timestamp, Transfer};
use vitrail_app::transfer::Transfers;

use crate::api::view::notification::owner_out;
use crate::api::view::page_of;
use crate::api::view::user::UserRef;
use crate::context::Context;

/// A change of owner that somebody asked for.
#[derive(Clone, Debug, Serialize)]
pub struct TransferOut<'a> {
    pub comment: &'a str,
    pub created: Timestamp,
    pub id: String,
    pub owner: Value,
    pub recipient: Value,
    /// Spelt as udata does.
    pub reponse_comment: Option<&'a str>,
    pub responded: Option<Timestamp>,
    pub status: &'static str,
    pub subject: Value,
    pub user: Option<UserRef<'a>>,
}

impl<'a> TransferOut<'a> {
    pub fn new(context: &Context, all: &'a Transfers, transfer: &'a Transfer) -> Self {
        let user = all.references.users.get(&transfer.user);
        Self {
            comment: &transfer.comment,
            created: transfer.created,
            id: transfer.id.to_string(),
            owner: owner_out(context, &all.references, transfer.owner),
            recipient: owner_out(context, &all.references, transfer.recipient),
            reponse_comment: transfer.response.as_deref(),
            responded: transfer.responded,
            status: transfer.status.as_str(),
            subject: subject(context, all, transfer),
            user: user.map(|user| UserRef::new(context, user)),
        }
    }
}

/// What changes owner; its class and id alone once it is gone for good.
fn subject(context: &Context, all: &Transfers, transfer: &Transfer) -> Value {
    let (kind, id) = transfer.subject;
    let Some(brief) = all.subjects.get(transfer.subject) else {
        return json!({"class": kind.class(), "id": id.to_string()});
    };
    let version = if kind == Kind::Topic { 2 } else { 1 };
    let uri = format!("/api/{version}/{}s/{}/", kind.as_str(), brief.slug);
    let name = if kind == Kind::Topic { "name" } else { "title" };
    json!({
        "class": kind.class(), "id": id.to_string(), name: brief.name, "acronym": brief.acronym,
        "page": page_of(context, kind, &brief.slug), "uri": context.url(&uri),
    })
}
