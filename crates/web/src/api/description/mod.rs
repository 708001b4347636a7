//! What the API offers, as one table: every operation and every object, declared once, subject by subject. The
//! OpenAPI document, the Swagger documents that clients of udata read and the browsable page are made from it.
//! Tests compare it with the routes and with real answers, so that it cannot drift from either.

mod contact;
mod dataservice;
mod dataset;
mod discussion;
mod export;
mod harvest;
mod history;
mod image;
mod membership;
mod moderation;
mod mqa;
mod notification;
mod openapi;
mod operation;
mod organization;
mod page;
mod param;
mod post;
mod rdf;
mod report;
mod resource;
mod reuse;
mod shape;
mod site;
mod spatial;
mod swagger;
mod tag;
mod token;
mod topic;
mod transfer;
mod user;
mod webhook;

use operation::{Group, Operation};
use shape::Shape;

pub use openapi::document as openapi;
pub use page::{PageGroup, groups};
pub use swagger::document as swagger;

/// The operations, in the order of the browsable page.
const GROUPS: &[&[Group]] = &[
    dataset::GROUPS,
    resource::GROUPS,
    organization::GROUPS,
    membership::GROUPS,
    reuse::GROUPS,
    dataservice::GROUPS,
    topic::GROUPS,
    export::GROUPS,
    harvest::GROUPS,
    history::GROUPS,
    image::GROUPS,
    discussion::GROUPS,
    post::GROUPS,
    user::GROUPS,
    token::GROUPS,
    contact::GROUPS,
    report::GROUPS,
    moderation::GROUPS,
    transfer::GROUPS,
    notification::GROUPS,
    webhook::GROUPS,
    tag::GROUPS,
    spatial::GROUPS,
    site::GROUPS,
    rdf::GROUPS,
    mqa::GROUPS,
];

/// The objects that they answer.
const SHAPES: &[&[Shape]] = &[
    dataset::SHAPES,
    resource::SHAPES,
    organization::SHAPES,
    membership::SHAPES,
    reuse::SHAPES,
    dataservice::SHAPES,
    topic::SHAPES,
    discussion::SHAPES,
    post::SHAPES,
    user::SHAPES,
    token::SHAPES,
    contact::SHAPES,
    report::SHAPES,
    moderation::SHAPES,
    image::SHAPES,
    transfer::SHAPES,
    notification::SHAPES,
    webhook::SHAPES,
    harvest::SHAPES,
    tag::SHAPES,
    spatial::SHAPES,
    site::SHAPES,
    mqa::SHAPES,
    rdf::SHAPES,
    shape::SHARED,
];

/// Every operation, with the group that it belongs to.
fn operations() -> impl Iterator<Item = (&'static Group, &'static Operation)> {
    let groups = GROUPS.iter().flat_map(|groups| groups.iter());
    groups.flat_map(|group| group.operations.iter().map(move |found| (group, found)))
}

fn shapes() -> impl Iterator<Item = &'static Shape> {
    SHAPES.iter().flat_map(|shapes| shapes.iter())
}
