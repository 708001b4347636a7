//! Version 1: keys sorted, objects inlined.

pub mod activity;
pub mod avatar;
pub mod changes;
pub mod community_resource;
pub mod contact_point;
pub mod dataservice;
pub mod dataset;
pub mod discussion;
pub mod feed;
pub mod follower;
pub mod harvest;
pub mod history;
pub mod image;
pub mod me;
pub mod membership;
pub mod moderation;
pub mod mqa;
pub mod notification;
pub mod organization;
pub mod post;
pub mod rdf;
pub mod report;
pub mod resource;
pub mod reuse;
pub mod site;
pub mod spatial;
pub mod suggest;
pub mod tag;
pub mod transfer;
pub mod upload;
pub mod user;
pub mod vocabulary;
pub mod webhook;

use axum::Router;

use crate::Web;

pub fn routes() -> Router<Web> {
    Router::new()
        .merge(activity::routes())
        .merge(avatar::routes())
        .merge(changes::routes())
        .merge(community_resource::routes())
        .merge(contact_point::routes())
        .merge(dataservice::routes())
        .merge(dataset::routes())
        .merge(discussion::routes())
        .merge(feed::routes())
        .merge(follower::routes())
        .merge(harvest::routes())
        .merge(history::routes())
        .merge(image::routes())
        .merge(me::routes())
        .merge(membership::routes())
        .merge(moderation::routes())
        .merge(mqa::routes())
        .merge(notification::routes())
        .merge(organization::routes())
        .merge(post::routes())
        .merge(rdf::routes())
        .merge(report::routes())
        .merge(resource::routes())
        .merge(reuse::routes())
        .merge(site::routes())
        .merge(spatial::routes())
        .merge(suggest::routes())
        .merge(tag::routes())
        .merge(upload::routes())
        .merge(transfer::routes())
        .merge(user::routes())
        .merge(vocabulary::routes())
        .merge(webhook::routes())
}
