//! What people are told.

use vitrail_app::notification::SORTS;

use super::operation::Answer::Page;
use super::operation::{Group, get, post};
use super::param::{PAGING, arg, both_ways, sort};
use super::shape::Type::{A, Free, Instant, List, Text, Truth, Uuid};
use super::shape::{Shape, field, maybe, shape};

pub const GROUPS: &[Group] = &[Group {
    version: 1,
    tag: "notifications",
    operations: &[
        get("/notifications/", "list_notifications", "What I was told")
            .takes(&[
                &[
                    sort(|| both_ways(&SORTS)),
                    arg(
                        "handled",
                        Truth,
                        "Those that were read or settled, or the others",
                    ),
                    arg("type", Text, "One kind of event"),
                ],
                PAGING,
            ])
            .gives(Page("Notification"))
            .signed_in(),
        post(
            "/notifications/{notification}/read/",
            "read_notification",
            "I have read it",
        )
        .with(200)
        .json(A("Notification"))
        .refuses(&[]),
    ],
}];

pub const SHAPES: &[Shape] = &[shape(
    "Notification",
    "Something that happened, told to one person.",
    &[&[
        field("id", Uuid, ""),
        field("type", Text, "The event, for example `transfer.requested`"),
        field("created_at", Instant, ""),
        field("last_modified", Instant, ""),
        maybe(
            "handled_at",
            Instant,
            "When it was read, or somebody answered",
        ),
        maybe("user", A("UserReference"), "Who is told"),
        field(
            "requires_action",
            Truth,
            "Whether somebody waits for an answer",
        ),
        field("reasons", List(&Text), "Always empty"),
        field(
            "details",
            Free,
            "What happened; `class` says which keys there are",
        ),
    ]],
)];
