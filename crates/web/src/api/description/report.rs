//! Reports.

use super::operation::Answer::Page;
use super::operation::{Group, Operation, get, patch, post};
use super::param::{LANG, PAGING};
use super::shape::Type::{A, Count, Id, Instant, List, Text, Url};
use super::shape::{Shape, field, maybe, shape};

pub const GROUPS: &[Group] = &[Group {
    version: 1,
    tag: "reports",
    operations: &[
        get(
            "/reports/reasons/",
            "list_reports_reasons",
            "Why content may be reported",
        )
        .takes(&[&[LANG]])
        .json(List(&A("ReportReason"))),
        Operation {
            signed_in: false,
            ..post(
                "/reports/",
                "create_report",
                "Ask the moderators to look at something; nobody needs an account for this",
            )
            .sends(A("ReportWrite"))
            .json(A("Report"))
            .refuses(&[])
        },
        patch(
            "/reports/{report}/",
            "update_report",
            "Dismiss a report, or open it again",
        )
        .sends(A("ReportWrite"))
        .json(A("Report"))
        .refuses(&[403]),
        get(
            "/reports/",
            "list_reports",
            "List reports, for administrators",
        )
        .takes(&[PAGING])
        .gives(Page("Report"))
        .signed_in()
        .refuses(&[403]),
        get(
            "/reports/{report}/",
            "get_report",
            "Read a report, for administrators",
        )
        .json(A("Report"))
        .signed_in()
        .refuses(&[403]),
    ],
}];

pub const SHAPES: &[Shape] = &[
    shape(
        "ReportReason",
        "Why content may be reported.",
        &[&[field("value", Text, ""), field("label", Text, "")]],
    ),
    shape(
        "Report",
        "What somebody asks the moderators to look at.",
        &[&[
            maybe("by", A("UserReference"), "Null when it is anonymous"),
            field("callbacks_count", Count, "Always zero here"),
            maybe("dismissed_at", Instant, ""),
            maybe("dismissed_by", A("UserReference"), ""),
            field("id", Id, ""),
            maybe("message", Text, ""),
            field("reason", Text, ""),
            field("reported_at", Instant, ""),
            field("self_api_url", Url, ""),
            maybe("subject", A("ModelReference"), ""),
            maybe("subject_deleted_at", Instant, ""),
            maybe("subject_deleted_by", A("UserReference"), ""),
            maybe("subject_embed_id", Text, "One message of a discussion"),
            field("subject_label", Text, "What the subject is called"),
        ]],
    ),
    shape(
        "ReportWrite",
        "A report as it is made, or answered.",
        &[&[
            field("subject", A("ModelReference"), "").at_times(),
            field("reason", Text, "").at_times(),
            maybe("message", Text, "").at_times(),
            maybe("subject_embed_id", Text, "One message of a discussion").at_times(),
            maybe("dismissed_at", Instant, "To dismiss it").at_times(),
        ]],
    ),
];
