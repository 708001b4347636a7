//! What people did, in the API: the keys, verbs and icons of udata's activity.

use serde::Serialize;
use vitrail_app::activity::Activities;
use vitrail_app::domain::vocabulary::Label;
use vitrail_app::domain::{Change, Extras, Id, Kind, Timestamp};

use crate::api::view::organization::OrganizationRef;
use crate::api::view::page_of;
use crate::api::view::user::UserRef;
use crate::context::Context;

/// One thing that somebody did.
#[derive(Clone, Debug, Serialize)]
pub struct ActivityOut<'a> {
    pub id: String,
    pub actor: Option<UserRef<'a>>,
    pub organization: Option<OrganizationRef<'a>>,
    pub related_to: &'a str,
    pub related_to_id: String,
    pub related_to_kind: &'static str,
    pub related_to_url: String,
    pub created_at: Timestamp,
    pub label: String,
    pub key: String,
    pub icon: &'static str,
    pub changes: &'a [String],
    pub extras: &'a Extras,
}

impl<'a> ActivityOut<'a> {
    /// None when what it was about is gone.
    pub fn new(context: &Context, all: &'a Activities, change: &'a Change) -> Option<Self> {
        let (kind, id) = change.subject;
        let subject = all.subjects.get(change.subject)?;
        let actor = change.actor.and_then(|id| all.references.users.get(&id));
        let organization = change
            .organization
            .and_then(|id| all.references.organizations.get(&id));
        Some(Self {
            // A change has a place in the log rather than an identifier: one that stays the same is made of it.
            id: Id::new(change.at, change.seq.to_be_bytes()).to_string(),
            actor: actor.map(|user| UserRef::new(context, user)),
            organization: organization.map(|found| OrganizationRef::new(context, found)),
            related_to: &subject.name,
            related_to_id: id.to_string(),
            related_to_kind: kind.class(),
            related_to_url: page_of(context, kind, &subject.slug),
            created_at: change.at,
            label: label(kind, &change.operation, context.lang),
            key: format!("{kind}:{}", change.operation),
            icon: icon(&change.operation),
            changes: &change.fields,
            extras: &change.extras,
        })
    }
}

/// What was done, as a verb phrase: "a modifié un jeu de données".
pub fn label(kind: Kind, operation: &str, lang: &str) -> String {
    let object = object(kind);
    let (before, after) = match operation {
        "created" => (Label::new("a créé", "created"), None),
        "updated" => (Label::new("a modifié", "updated"), None),
        "deleted" => (Label::new("a supprimé", "deleted"), None),
        "followed" => (Label::new("suit", "followed"), None),
        "discussed" => (
            Label::new("a pris part à une discussion sur", "discussed"),
            None,
        ),
        "resource:added" => (
            Label::new("a ajouté une ressource à", "added a resource to"),
            None,
        ),
        "resource:updated" => (
            Label::new("a modifié une ressource d’", "updated a resource of "),
            Some(()),
        ),
        "resource:deleted" => (
            Label::new("a retiré une ressource d’", "removed a resource from "),
            Some(()),
        ),
        "community-resource:added" => (
            Label::new(
                "a ajouté une ressource communautaire à",
                "added a community resource to",
            ),
            None,
        ),
        "community-resource:updated" => (
            Label::new(
                "a modifié une ressource communautaire d’",
                "updated a community resource of ",
            ),
            Some(()),
        ),
        "community-resource:removed" => (
            Label::new(
                "a retiré une ressource communautaire d’",
                "removed a community resource from ",
            ),
            Some(()),
        ),
        "element:created" => (
            Label::new("a ajouté un élément à", "added an element to"),
            None,
        ),
        "element:updated" => (
            Label::new("a modifié un élément d’", "updated an element of "),
            Some(()),
        ),
        "element:deleted" => (
            Label::new("a retiré un élément d’", "removed an element from "),
            Some(()),
        ),
        _ => (Label::new("a agi sur", "acted on"), None),
    };
    // An elision leaves no space before the object.
    let space = if after.is_some() { "" } else { " " };
    format!("{}{space}{}", before.in_lang(lang), object.in_lang(lang))
}

fn object(kind: Kind) -> Label {
    match kind {
        Kind::Dataset => Label::new("un jeu de données", "a dataset"),
        Kind::Reuse => Label::new("une réutilisation", "a reuse"),
        Kind::Dataservice => Label::new("une API", "an API"),
        Kind::Organization => Label::new("une organisation", "an organization"),
        Kind::Topic => Label::new("une thématique", "a topic"),
        Kind::User => Label::new("une personne", "a person"),
        Kind::Post => Label::new("un article", "a post"),
        _ => Label::new("un objet", "an object"),
    }
}

fn icon(operation: &str) -> &'static str {
    match operation {
        "created" | "resource:added" | "community-resource:added" | "element:created" => {
            "fa fa-plus"
        }
        "deleted" | "resource:deleted" | "community-resource:removed" | "element:deleted" => {
            "fa fa-remove"
        }
        "discussed" => "fa fa-comments",
        "followed" => "fa fa-eye",
        _ => "fa fa-pencil",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_was_done() {
        assert_eq!(
            label(Kind::Dataset, "updated", "fr"),
            "a modifié un jeu de données"
        );
        assert_eq!(
            label(Kind::Dataset, "resource:updated", "fr"),
            "a modifié une ressource d’un jeu de données"
        );
        assert_eq!(
            label(Kind::Dataset, "community-resource:removed", "fr"),
            "a retiré une ressource communautaire d’un jeu de données"
        );
        assert_eq!(
            label(Kind::Topic, "element:deleted", "en"),
            "removed an element from a topic"
        );
        assert_eq!(label(Kind::Reuse, "followed", "en"), "followed a reuse");
    }
}
