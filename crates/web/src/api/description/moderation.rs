//! The moderators' queue.

use super::operation::Answer::{Nothing, Page};
use super::operation::{Group, get, post};
use super::param::{PAGING, Param, arg};
use super::shape::Type::{A, Instant, List, Text, Url};
use super::shape::{Shape, field, maybe, shape};

const MESSAGE: &[Param] = &[arg("message", Text, "One message of the discussion")];

pub const GROUPS: &[Group] = &[Group {
    version: 1,
    tag: "reports",
    operations: &[
        get(
            "/moderation/",
            "list_held",
            "What looks like spam and waits for a decision, for administrators",
        )
        .takes(&[PAGING])
        .gives(Page("Held"))
        .signed_in()
        .refuses(&[403]),
        post(
            "/moderation/{class}/{id}/keep/",
            "keep_held",
            "Let something through: everybody sees it",
        )
        .takes(&[MESSAGE])
        .with(204)
        .gives(Nothing),
        post(
            "/moderation/{class}/{id}/remove/",
            "remove_held",
            "Remove something: an object is deleted, a message taken away",
        )
        .takes(&[MESSAGE])
        .with(204)
        .gives(Nothing),
    ],
}];

pub const SHAPES: &[Shape] = &[shape(
    "Held",
    "Something that looks like spam and waits for a decision.",
    &[&[
        maybe("actor", A("UserReference"), "Who wrote it"),
        field("excerpt", Text, "The words in question"),
        field("label", Text, "What it is called"),
        maybe("message", Text, "One message of the discussion"),
        maybe("organization", A("OrganizationReference"), ""),
        maybe("page", Url, "Its page"),
        field("reasons", List(&Text), "`word:casino`, `language:rus`"),
        field("since", Instant, ""),
        field("subject", A("ModelReference"), ""),
    ]],
)];
