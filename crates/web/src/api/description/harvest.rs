//! Taking in the catalogues of others.

use vitrail_app::domain::harvest::job::ItemStatus;

use super::operation::Answer::Page;
use super::operation::{Group, delete, get, post, put};
use super::param::{PAGING, Q, arg};
use super::shape::Type::{A, Any, Choice, Free, Id, Instant, List, Text, Truth, Url};
use super::shape::{Field, Shape, field, maybe, shape};

pub const GROUPS: &[Group] = &[Group {
    version: 1,
    tag: "harvest",
    operations: &[
        get(
            "/harvest/backends/",
            "harvest_backends",
            "The kinds of catalogues that can be harvested, and what each may be told",
        )
        .json(List(&A("HarvestBackend"))),
        get(
            "/harvest/sources/",
            "list_harvest_sources",
            "The sources, the newest first",
        )
        .takes(&[
            &[
                Q,
                arg("owner", Id, "Those of a person"),
                arg("organization", Id, "Those of an organization"),
                arg("deleted", Truth, "Those that were deleted too"),
            ],
            PAGING,
        ])
        .gives(Page("HarvestSource")),
        post(
            "/harvest/sources/",
            "create_harvest_source",
            "Declare a source, which sysadmins then let in",
        )
        .sends(A("HarvestSourceIn"))
        .json(A("HarvestSource"))
        .refuses(&[400, 403]),
        post(
            "/harvest/source/preview/",
            "preview_harvest_source_config",
            "What a source would give, before it is declared: nothing is written",
        )
        .sends(A("HarvestSourceIn"))
        .with(200)
        .json(A("HarvestPreview"))
        .refuses(&[400, 403]),
        get(
            "/harvest/source/{source}/",
            "get_harvest_source",
            "A source",
        )
        .json(A("HarvestSource"))
        .refuses(&[404]),
        put(
            "/harvest/source/{source}/",
            "update_harvest_source",
            "Change what is sent of a source",
        )
        .sends(A("HarvestSourceIn"))
        .json(A("HarvestSource"))
        .refuses(&[400, 403, 404, 410]),
        delete(
            "/harvest/source/{source}/",
            "delete_harvest_source",
            "Delete a source; its datasets are archived the next night",
        )
        .refuses(&[403, 404, 410]),
        post(
            "/harvest/source/{source}/validate/",
            "validate_harvest_source",
            "Let a source in, which is then harvested at once and each night, or say why not",
        )
        .sends(A("HarvestValidation"))
        .with(200)
        .json(A("HarvestSource"))
        .refuses(&[400, 403, 404, 410]),
        post(
            "/harvest/source/{source}/run/",
            "run_harvest_source",
            "Harvest a source now",
        )
        .with(200)
        .json(A("HarvestSource"))
        .refuses(&[400, 403, 404]),
        post(
            "/harvest/source/{source}/schedule/",
            "schedule_harvest_source",
            "Choose when a source is harvested: a cron expression, as a JSON text",
        )
        .sends(Text)
        .with(200)
        .json(A("HarvestSource"))
        .refuses(&[400, 403, 404, 410]),
        delete(
            "/harvest/source/{source}/schedule/",
            "unschedule_harvest_source",
            "Harvest a source no more by itself",
        )
        .refuses(&[403, 404, 410]),
        get(
            "/harvest/source/{source}/preview/",
            "preview_harvest_source",
            "What the next harvest of a source would do: nothing is written",
        )
        .json(A("HarvestPreview"))
        .signed_in()
        .refuses(&[403, 404]),
        get(
            "/harvest/source/{source}/jobs/",
            "list_harvest_jobs",
            "The jobs of a source, the newest first",
        )
        .takes(&[PAGING])
        .gives(Page("HarvestJob"))
        .refuses(&[404]),
        get("/harvest/job/{job}/", "get_harvest_job", "A job")
            .json(A("HarvestJob"))
            .refuses(&[404]),
        get(
            "/harvest/job/{job}/items/",
            "list_harvest_job_items",
            "What a job met and what became of it",
        )
        .takes(&[
            &[
                arg(
                    "status",
                    Choice(|| ItemStatus::ALL.map(|one| one.as_str().to_owned()).to_vec()),
                    "Those that ended so",
                ),
                arg("outcome", Text, "created, updated, unchanged or restored"),
                arg("remote_id", Text, "The one that the source calls so"),
                arg(
                    "lost",
                    Truth,
                    "Those of which something could not be taken in",
                ),
            ],
            PAGING,
        ])
        .gives(Page("HarvestItem"))
        .refuses(&[404]),
    ],
}];

const JOB: &[Field] = &[
    field("id", Id, ""),
    field("source", Free, "The class and the identifier of its source"),
    field(
        "status",
        Text,
        "pending, processing, done, done-errors or failed",
    ),
    field("created", Instant, ""),
    maybe("started", Instant, ""),
    maybe("ended", Instant, ""),
    field("errors", List(&Free), "Why it was not done, or not whole"),
    field(
        "lost",
        List(&Free),
        "What could not be taken in of the whole catalogue, 200 facts at most",
    ),
    field("notes", List(&Text), "What is good to know of it"),
];

const ITEM: &[Field] = &[
    field("remote_id", Text, "As the source calls it"),
    maybe("remote_url", Url, "Where the source shows it"),
    field(
        "status",
        Text,
        "pending, started, done, failed, skipped or archived",
    ),
    maybe("outcome", Text, "created, updated, unchanged or restored"),
    maybe("dataset", Free, "What it became here"),
    maybe("dataservice", Free, "What it became here"),
    field("created", Instant, ""),
    field("started", Instant, ""),
    maybe("ended", Instant, ""),
    field("errors", List(&Free), ""),
    field("logs", List(&Free), "Level and message"),
    field(
        "lost",
        List(&Free),
        "What could not be taken in: subject, property, value and reason",
    ),
    field(
        "changes",
        List(&Free),
        "Fields, their old and new values; `kept` when the old one stays because it was edited here",
    ),
    field("args", List(&Any), "Always empty"),
    field("kwargs", Free, "Always empty"),
];

pub const SHAPES: &[Shape] = &[
    shape(
        "HarvestBackend",
        "A kind of catalogue.",
        &[&[
            field("id", Text, ""),
            field("label", Text, ""),
            field("filters", List(&Free), "What limits what is taken"),
            field("features", List(&Free), "Switches"),
            field("extra_configs", List(&Free), "Texts"),
        ]],
    ),
    shape(
        "HarvestSource",
        "A catalogue that is harvested.",
        &[&[
            field("id", Id, ""),
            field("name", Text, ""),
            field("slug", Text, ""),
            maybe("description", Text, ""),
            field("url", Url, ""),
            field("backend", Text, "A kind of catalogue"),
            field(
                "config",
                Free,
                "filters, features and extra_configs of the kind of catalogue; `overwrite_local` gives the source \
                 the last word over what people edit here",
            ),
            field("active", Truth, "Harvested when its hour comes"),
            field(
                "autoarchive",
                Truth,
                "What disappears there is archived here after the days of grace",
            ),
            maybe("owner", A("UserReference"), ""),
            maybe("organization", A("OrganizationReference"), ""),
            field("created_at", Instant, ""),
            maybe("deleted", Instant, ""),
            maybe("schedule", Text, "A cron expression"),
            field("validation", Free, "state, by, on and comment"),
            maybe("last_job", A("HarvestJob"), ""),
            field("permissions", Free, "What the caller may do"),
        ]],
    ),
    shape(
        "HarvestSourceIn",
        "A source, as it is declared.",
        &[&[
            field("name", Text, ""),
            field("url", Url, ""),
            field("backend", Text, ""),
            maybe("description", Text, "").at_times(),
            maybe("organization", Id, "For an organization that I run").at_times(),
            maybe("active", Truth, "").at_times(),
            maybe("autoarchive", Truth, "").at_times(),
            maybe("config", Free, "").at_times(),
        ]],
    ),
    shape(
        "HarvestValidation",
        "What sysadmins decide of a source.",
        &[&[
            field("state", Text, "accepted, refused or pending"),
            maybe("comment", Text, "Needed when it is refused").at_times(),
        ]],
    ),
    shape(
        "HarvestJob",
        "A harvest of a source.",
        &[
            JOB,
            &[field(
                "items",
                Free,
                "Where its items are, and how many there are by status, by type and by outcome",
            )],
        ],
    ),
    shape(
        "HarvestPreview",
        "A harvest that writes nothing.",
        &[
            JOB,
            &[field("items", List(&A("HarvestItem")), "At most twenty")],
        ],
    ),
    shape("HarvestItem", "Something that a source holds.", &[ITEM]),
];
