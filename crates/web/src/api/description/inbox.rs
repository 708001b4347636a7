//! Reports. Nothing makes any yet, so their shape says no more.

use super::operation::Answer::Page;
use super::operation::{Group, get};
use super::param::{LANG, PAGING};
use super::shape::Type::{A, List, Text};
use super::shape::{Shape, field, shape};

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
    shape("Report", "A report of content. Nobody can report yet.", &[]),
];
