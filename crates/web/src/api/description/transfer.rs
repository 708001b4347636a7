//! Changes of owner.

use vitrail_app::domain::membership::Answer;

use super::operation::{Group, get, post};
use super::param::arg;
use super::shape::Type::{A, Choice, Free, Id, Instant, List, Text};
use super::shape::{Shape, field, maybe, shape};

pub const GROUPS: &[Group] = &[Group {
    version: 1,
    tag: "transfer",
    operations: &[
        get(
            "/transfer/",
            "list_transfers",
            "The changes of owner that are asked for, of mine or by me",
        )
        .takes(&[&[
            arg(
                "subject",
                Id,
                "What changes owner: this or `recipient` is needed",
            ),
            arg("subject_type", Text, "Its class"),
            arg(
                "recipient",
                Id,
                "The new owner: this or `subject` is needed",
            ),
            arg(
                "status",
                Choice(|| Answer::ALL.map(str::to_owned).to_vec()),
                "What became of it",
            ),
        ]])
        .json(List(&A("Transfer")))
        .signed_in(),
        post(
            "/transfer/",
            "request_transfer",
            "Offer what I own to a person or an organization",
        )
        .sends(A("TransferRequest"))
        .json(A("Transfer"))
        .refuses(&[403, 410]),
        get("/transfer/{id}/", "get_transfer", "Read a change of owner")
            .json(A("Transfer"))
            .signed_in()
            .refuses(&[403]),
        post(
            "/transfer/{id}/",
            "respond_to_transfer",
            "Take what is offered to me, or refuse it",
        )
        .sends(A("TransferResponse"))
        .with(200)
        .json(A("Transfer"))
        .refuses(&[403, 410]),
    ],
}];

pub const SHAPES: &[Shape] = &[
    shape(
        "Transfer",
        "A change of owner.",
        &[&[
            field("id", Id, ""),
            maybe("user", A("UserReference"), "Who asked"),
            maybe("owner", Free, "A person or an organization"),
            maybe("recipient", Free, "A person or an organization"),
            field("subject", Free, "What changes owner"),
            field("comment", Text, ""),
            field("created", Instant, ""),
            field("status", Text, "`pending`, `accepted` or `refused`"),
            maybe("responded", Instant, ""),
            maybe("reponse_comment", Text, "Spelt so since udata did"),
        ]],
    ),
    shape(
        "TransferRequest",
        "What to offer, and to whom.",
        &[&[
            field("subject", A("ModelReference"), ""),
            field(
                "recipient",
                A("ModelReference"),
                "A `User` or an `Organization`",
            ),
            field("comment", Text, ""),
        ]],
    ),
    shape(
        "TransferResponse",
        "An answer.",
        &[&[
            field("response", Text, "`accept` or `refuse`"),
            field("comment", Text, "").at_times(),
        ]],
    ),
];
