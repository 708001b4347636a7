//! Programs that are told what happens.

use super::operation::Answer::Page;
use super::operation::{Group, delete, get, post};
use super::param::{PAGING, arg};
use super::shape::Type::{A, Free, Id, Instant, Integer, List, Text, Truth};
use super::shape::{Shape, field, maybe, shape};

pub const GROUPS: &[Group] = &[Group {
    version: 1,
    tag: "webhooks",
    operations: &[
        get("/webhooks/", "list_webhooks", "The addresses that are told")
            .takes(&[&[
                arg("organization", Text, "Those of an organization that I run"),
                arg("site", Truth, "Those of the portal, for sysadmins"),
            ]])
            .json(Free)
            .signed_in(),
        post("/webhooks/", "create_webhook", "Register an address")
            .takes(&[&[
                arg("organization", Text, "For an organization that I run"),
                arg("site", Truth, "For the portal, for sysadmins"),
            ]])
            .sends(A("WebhookIn"))
            .json(A("Webhook"))
            .refuses(&[400]),
        get(
            "/webhooks/events/",
            "list_webhook_events",
            "What may be told",
        )
        .json(List(&Text)),
        get("/webhooks/{webhook}/", "get_webhook", "One address")
            .json(A("Webhook"))
            .signed_in(),
        delete("/webhooks/{webhook}/", "delete_webhook", "Tell it no more").refuses(&[]),
        post(
            "/webhooks/{webhook}/enable/",
            "enable_webhook",
            "Call it again after it was left alone",
        )
        .with(200)
        .json(A("Webhook"))
        .refuses(&[]),
        get(
            "/webhooks/{webhook}/calls/",
            "list_webhook_calls",
            "What it was told",
        )
        .takes(&[PAGING])
        .gives(Page("WebhookCall"))
        .signed_in(),
        post(
            "/webhooks/{webhook}/calls/{call}/replay/",
            "replay_webhook_call",
            "Tell it the same again",
        )
        .with(200)
        .json(A("WebhookCall"))
        .refuses(&[]),
    ],
}];

pub const SHAPES: &[Shape] = &[
    shape(
        "Webhook",
        "An address that is told of events.",
        &[&[
            field("id", Id, ""),
            field("url", Text, ""),
            field("events", List(&Text), "All of them when empty"),
            field("secret", Text, "The key of `X-Hub-Signature-256`"),
            maybe("owner", Text, "The person who registered it"),
            maybe("organization", Text, "The organization that registered it"),
            field("created_at", Instant, ""),
            maybe("disabled_at", Instant, "When it was left alone"),
            field("failures", Integer, "Calls in a row that were given up"),
        ]],
    ),
    shape(
        "WebhookIn",
        "An address to tell.",
        &[&[
            field("url", Text, ""),
            maybe("events", List(&Text), "All of them when absent"),
        ]],
    ),
    shape(
        "WebhookCall",
        "Something that an address was told.",
        &[&[
            field("id", Id, ""),
            field("event", Text, ""),
            field("body", Text, "What is sent, as it is signed"),
            field("created_at", Instant, ""),
            field("attempts", Integer, ""),
            maybe("tried_at", Instant, "The last time"),
            maybe("status", Integer, "What it answered"),
            maybe("failure", Text, "Why the last try did not succeed"),
            maybe("delivered_at", Instant, ""),
        ]],
    ),
];
