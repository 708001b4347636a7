//! The portal itself, and what happens in it.

use super::operation::Answer::Page;
use super::operation::{Group, get, patch};
use super::param::{ORGANIZATION, PAGING, arg, both_ways, sort};
use super::shape::Type::{A, Any, Free, Id, Instant, Integer, List, Text, Url};
use super::shape::{Shape, field, maybe, shape};

pub const GROUPS: &[Group] = &[Group {
    version: 1,
    tag: "site",
    operations: &[
        get("/site/", "get_site", "Read the portal and its counts").json(A("Site")),
        patch(
            "/site/",
            "set_site",
            "Change the portal's own record; what the body does not name stays",
        )
        .sends(A("Site"))
        .json(A("Site"))
        .refuses(&[403]),
        get("/activity/", "activity", "What people did")
            .takes(&[
                &[
                    arg("user", Id, "The id of who did it"),
                    ORGANIZATION,
                    arg("related_to", Id, "The id of what it was done to"),
                    arg("key", Text, "What was done: `dataset:created`"),
                    sort(|| both_ways(&[("created_at", ())])),
                ],
                PAGING,
            ])
            .gives(Page("Activity")),
    ],
}];

pub const SHAPES: &[Shape] = &[
    shape(
        "Site",
        "The portal.",
        &[&[
            field("id", Text, ""),
            field("title", Text, ""),
            field("keywords", List(&Text), ""),
            field("feed_size", Integer, ""),
            field("metrics", Free, "Counts"),
            field("version", Text, "The version of the program"),
            field("datasets_blocs", List(&Any), "Only when X-Fields asks").at_times(),
            field("reuses_blocs", List(&Any), "Only when X-Fields asks").at_times(),
            field("dataservices_blocs", List(&Any), "Only when X-Fields asks").at_times(),
        ]],
    ),
    shape(
        "Activity",
        "One thing that somebody did.",
        &[&[
            field("id", Id, ""),
            maybe("actor", A("UserReference"), "Who did it"),
            maybe("organization", A("OrganizationReference"), "In whose name"),
            field("related_to", Text, "The title of what it was done to"),
            field("related_to_id", Id, ""),
            field("related_to_kind", Text, "Its class"),
            field("related_to_url", Url, "Its public page"),
            field("created_at", Instant, ""),
            field("label", Text, "What was done, in words"),
            field("key", Text, "What was done, as an identifier"),
            field("icon", Text, ""),
            field("changes", List(&Text), "The fields that changed"),
            field("extras", Free, "Free facts"),
        ]],
    ),
];
