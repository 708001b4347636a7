//! What waits for an answer: transfers, notifications, reports. Nothing makes any yet, so their shapes say no more.

use super::operation::Answer::Page;
use super::operation::{Group, get};
use super::param::{LANG, PAGING, arg};
use super::shape::Type::{A, List, Text};
use super::shape::{Shape, field, shape};

pub const GROUPS: &[Group] = &[
    Group {
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
    },
    Group {
        version: 1,
        tag: "transfer",
        operations: &[
            get(
                "/transfer/",
                "list_transfers",
                "The changes of owner that are asked for",
            )
            .takes(&[&[
                arg(
                    "subject",
                    Text,
                    "The id of what changes owner: this or `recipient` is needed",
                ),
                arg(
                    "recipient",
                    Text,
                    "The id of the new owner: this or `subject` is needed",
                ),
            ]])
            .json(List(&A("Transfer")))
            .signed_in(),
            get("/transfer/{id}/", "get_transfer", "Read a change of owner")
                .json(A("Transfer"))
                .signed_in(),
        ],
    },
];

pub const SHAPES: &[Shape] = &[
    shape(
        "ReportReason",
        "Why content may be reported.",
        &[&[field("value", Text, ""), field("label", Text, "")]],
    ),
    shape("Report", "A report of content. Nobody can report yet.", &[]),
    shape(
        "Transfer",
        "A change of owner. Nobody can ask for one yet.",
        &[],
    ),
];
